"""How a gradient shrinks or grows on its way back through many layers."""

import traitlets

from widgets.base import BookWidget
from widgets.choices import STACKED


class VanishingGradient(BookWidget):
    """Length of the gradient at every layer of sampled networks, and the two factors each layer multiplies it by."""

    activation = traitlets.Enum(STACKED, "sigmoid").tag(sync=True)
    depth = traitlets.Int(10).tag(sync=True)
    """Number of layers, 1 to 30."""
    gain = traitlets.Float(1.0).tag(sync=True)
    """Weight scale: weights are drawn with standard deviation gain / √(units)."""
    scale = traitlets.Float(1.0).tag(sync=True)
    """Standard deviation of the input."""
    seed = traitlets.Int(1).tag(sync=True)

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"backward_norms": None}
