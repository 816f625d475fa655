"""An error surface: the loss of a model with two parameters, over all their values."""

import traitlets

from widgets.base import BookWidget


class ErrorSurface(BookWidget):
    """A map of the loss over w and b, a point to move and to let descend, and the data with an outlier to drag."""

    loss = traitlets.Enum(
        ["squared_error", "absolute_error", "huber", "sigmoid_squared", "binary_cross_entropy", "hinge"],
        "squared_error",
    ).tag(sync=True)
    """The first three fit a line, the others a neuron that answers yes or no."""
    start = traitlets.List(traitlets.Float(), [-3.0, 4.0], minlen=2, maxlen=2).tag(sync=True)
    """Parameters w and b to begin with."""
    rate = traitlets.Float(0.2).tag(sync=True)
    """Learning rate."""
    shown = traitlets.Int(0).tag(sync=True)
    """Steps of gradient descent taken from the start."""
    outlier = traitlets.List(traitlets.Float(), [2.0, -2.0], minlen=2, maxlen=2).tag(sync=True)
    """The sample of the line that can be moved: x and y."""
    stray = traitlets.Float(1.0).tag(sync=True)
    """Where the movable sample of class 0 lies, for the neuron."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return dict.fromkeys(["squared_error_grad", "binary_cross_entropy_grad"])
