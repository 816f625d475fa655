"""Hidden units that start equal stay equal, whatever they are trained on."""

import traitlets

from widgets.base import BookWidget


class Symmetry(BookWidget):
    """Four hidden units that are to learn XOR together, on their ways through the plane of their weights."""

    start = traitlets.Enum(["zeros", "constant", "random"], "constant").tag(sync=True)
    """All weights 0, all 0.5, or standard normal numbers."""
    nudge = traitlets.Float(0.0).tag(sync=True)
    """Size of the random numbers that are added to every parameter of the hidden layer at the start."""
    rate = traitlets.Float(0.2).tag(sync=True)
    """Learning rate."""
    guess = traitlets.Int(0).tag(sync=True)
    """How many different units the reader expects at the end; 0 if none was guessed."""
    shown = traitlets.Int(0).tag(sync=True)
    """Steps of training that are shown."""
    seed = traitlets.Int(3).tag(sync=True)

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"distinct_units": None}
