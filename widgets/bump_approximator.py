"""How many units does it take? Functions of one variable built of bumps, or of hinges."""

import traitlets

from widgets.base import BookWidget


class BumpApproximator(BookWidget):
    """A function and its approximation by n units, and the error against their number."""

    function = traitlets.Enum(["wave", "hill", "kink", "root", "jump"], "wave").tag(sync=True)
    kind = traitlets.Enum(["bumps", "hinges"], "bumps").tag(sync=True)
    """Bumps of two steps each, or ReLU units."""
    n = traitlets.Int(6).tag(sync=True)
    """How many bumps, or ReLU units."""
    chosen = traitlets.Int(1).tag(sync=True)
    """The bump that is drawn by itself, from 1."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"bump": None}
