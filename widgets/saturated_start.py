"""One sigmoid neuron that starts on the wrong side, and two losses that are to bring it home."""

import traitlets

from widgets.base import BookWidget


class SaturatedStart(BookWidget):
    """Learning curves of a neuron with squared error and with cross-entropy, from any start."""

    w = traitlets.Float(2.0).tag(sync=True)
    """Weight to begin with; the input is 1."""
    b = traitlets.Float(2.0).tag(sync=True)
    """Bias to begin with."""
    rate = traitlets.Float(0.15).tag(sync=True)
    """Learning rate of both."""
    target = traitlets.Int(0).tag(sync=True)
    """The right answer, 0 or 1."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return dict.fromkeys(["squared_error_grad", "binary_cross_entropy_grad"])
