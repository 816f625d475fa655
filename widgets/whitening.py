"""What preparing the inputs does to the cloud of points and to the error surface above the weights."""

import traitlets

from widgets.base import BookWidget


class Whitening(BookWidget):
    """A cloud of two inputs, the error surface of a neuron that sees it, and gradient descent on that surface."""

    preparation = traitlets.Enum(["raw", "centred", "standardized", "decorrelated", "whitened"], "raw").tag(
        sync=True
    )
    correlation = traitlets.Float(0.8).tag(sync=True)
    """Between the two inputs, before anything is done to them."""
    spread = traitlets.Float(2.0).tag(sync=True)
    """Standard deviation of the second input; that of the first is 1."""
    offset = traitlets.Float(1.5).tag(sync=True)
    """How far the cloud lies from 0."""
    rate = traitlets.Float(0.1).tag(sync=True)
    """Learning rate."""
    start = traitlets.List(traitlets.Float(), [-2.5, 2.0], minlen=2, maxlen=2).tag(sync=True)
    """Weights to begin with, measured from the best ones."""
    shown = traitlets.Int(0).tag(sync=True)
    """Steps of gradient descent taken."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return dict.fromkeys(["standardize_fit", "pca_fit", "whiten_fit"])
