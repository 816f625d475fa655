"""Mini-batches: how far their gradients scatter about the gradient of all samples, and what that does to the way."""

import traitlets

from widgets.base import BookWidget


class MiniBatchNoise(BookWidget):
    """A cloud of mini-batch gradients, its predicted size, and the way that SGD takes with such gradients."""

    power = traitlets.Int(2).tag(sync=True)
    """The batch size is 2 to this power, from 1 to all 512 samples."""
    rate = traitlets.Float(0.1).tag(sync=True)
    """Learning rate."""
    epochs = traitlets.Int(1).tag(sync=True)
    """Passes over the data."""
    start = traitlets.List(traitlets.Float(), [-2.0, 2.0], minlen=2, maxlen=2).tag(sync=True)
    """Weights w and b to begin with."""
    guess = traitlets.Enum(["open", "sixteenth", "quarter", "half"], "open").tag(sync=True)
    """Prediction: what becomes of the noise if the batch is 16 times as large?"""
    seed = traitlets.Int(1).tag(sync=True)
    """Which random batches."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"n_iterations": None}
