"""The sub-networks of dropout: all of them, some of them, and their mean."""

import traitlets

from widgets.base import BookWidget


class DropoutMasks(BookWidget):
    """A few units, the masks that dropout draws for them, and what the rest of the network answers."""

    n = traitlets.Int(4).tag(sync=True)
    """How many units there are to drop, 2 to 7."""
    p = traitlets.Float(0.5).tag(sync=True)
    """Probability to drop a unit."""
    rest = traitlets.Unicode("linear").tag(sync=True)
    """What follows the weighted sum: "linear" or "sigmoid"."""
    inverted = traitlets.Bool(True).tag(sync=True)
    """Whether survivors are scaled by 1 / (1 - p)."""
    drawn = traitlets.Int(1).tag(sync=True)
    """How many masks have been drawn so far."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"dropout_forward": None}
