"""What ten layers do to the spread of their activations, with and without batch normalization."""

import traitlets

from widgets.base import BookWidget
from widgets.choices import NORMALIZED


class BatchNormHistograms(BookWidget):
    """Histograms of the activations of a deep network, layer by layer."""

    scale = traitlets.Float(0.5).tag(sync=True)
    """Spread of the weights, in units of 1 / sqrt(n_in)."""
    phi = traitlets.Enum(NORMALIZED, "tanh").tag(sync=True)
    """Activation behind each layer."""
    normalized = traitlets.Bool(False).tag(sync=True)
    """Whether every layer is normalized over the batch, in front of its activation."""
    layer = traitlets.Int(8).tag(sync=True)
    """The layer whose histogram is drawn large, 1 to 8."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"batch_norm_forward": None}
