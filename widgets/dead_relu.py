"""ReLU units that die while a network learns, and what saves them."""

import traitlets

from widgets.base import BookWidget


class DeadReLU(BookWidget):
    """A small network that learns a curve before your eyes, its dead units counted at every step."""

    rate = traitlets.Float(0.1).tag(sync=True)
    """Learning rate."""
    alpha = traitlets.Float(0.0).tag(sync=True)
    """Slope of the units left of 0: 0 is ReLU, more is leaky ReLU."""
    batch = traitlets.Int(64).tag(sync=True)
    """Samples per step; 64 is all of them."""
    seed = traitlets.Int(3).tag(sync=True)
    """Initial weights. From number 3 a rate of 1 kills every unit, and a leak with rate 0.1 brings half of them back."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"dead_share": None}
