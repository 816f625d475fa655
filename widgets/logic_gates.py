"""Gates made of one neuron: θ by hand, and the truth table it gives."""

import traitlets

from widgets.base import BookWidget

GOALS = ["AND", "OR", "NAND", "NOR", "NOT x1", "x1 AND NOT x2", "XOR"]


class LogicGates(BookWidget):
    """Bias and weights of a neuron with two inputs, its truth table by threshold and by sigmoid, and a goal."""

    goal = traitlets.Enum(GOALS, "AND").tag(sync=True)
    """The gate to make."""
    b = traitlets.Float(5.0).tag(sync=True)
    w1 = traitlets.Float(10.0).tag(sync=True)
    w2 = traitlets.Float(-10.0).tag(sync=True)

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, list[object] | None]:
        return {"logistic_neuron": None, "negate_neuron": None, "at_least": [2, 2]}
