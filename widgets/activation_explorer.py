"""A function and its slope: where it bends, and where it saturates."""

import traitlets

from widgets.base import BookWidget
from widgets.choices import ACTIVATIONS, ALPHA

GRID = [round(-6 + i / 10, 1) for i in range(121)]  # the points at which the reader's function is sampled


def _probes() -> dict[str, list[object]]:
    """Each activation and its `_prime`, on the grid; with the parameter, where there is one."""
    probes: dict[str, list[object]] = {}
    for name in ACTIVATIONS:
        args = [GRID, ALPHA[name]] if name in ALPHA else [GRID]
        probes |= {name: args, f"{name}_prime": args}
    # Every grid point is a unit of its own, so that all gradients in α come back, not their sum.
    units = [[1.0] * len(GRID)], [GRID], [ALPHA["prelu"]] * len(GRID)
    return probes | {"silu_prime_draft": [GRID], "prelu_backward": list(units)}


class ActivationExplorer(BookWidget):
    """An activation φ and its slope φ', with a point to move along them and the saturated regions shaded."""

    activation = traitlets.Enum(ACTIVATIONS, "sigmoid").tag(sync=True)
    z = traitlets.Float(1.0).tag(sync=True)
    """Where the point stands."""
    alpha = traitlets.Float(0.1).tag(sync=True)
    """Parameter of leaky ReLU, PReLU and ELU."""
    threshold = traitlets.Float(0.05).tag(sync=True)
    """Saturated means |φ'| below this."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, list[object]]:
        return _probes()

    @traitlets.default("alpha")
    def _default_alpha(self) -> float:
        return ALPHA.get(self.activation, 0.1)
