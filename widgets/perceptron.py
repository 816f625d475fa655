"""A perceptron that learns point by point, its mistakes counted against the bound."""

import traitlets

from widgets.base import BookWidget

DATA = ["wide", "narrow", "wrong", "clouds", "xor"]


class PerceptronTrainer(BookWidget):
    """Points of two classes to move, add and turn over, and the line that a perceptron draws between them."""

    data = traitlets.Enum(DATA, "narrow").tag(sync=True)
    """Which points to begin with."""
    points = traitlets.List().tag(sync=True)
    """The points as [x₁, x₂, label]; empty means: those of `data`."""
    chosen = traitlets.Int(1).tag(sync=True)
    """Number of the point that the keys move, from 1."""
    shown = traitlets.Int(0).tag(sync=True)
    """Samples shown so far."""
    widest = traitlets.Bool(False).tag(sync=True)
    """Whether the widest separator is drawn."""
    seed = traitlets.Int(1).tag(sync=True)

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"train_perceptron": None, "perceptron_update": None}
