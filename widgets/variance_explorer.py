"""The variance of a signal through 50 layers, forward and backward, for every activation and initialization."""

from typing import Any

import traitlets

from widgets.base import BookWidget
from widgets.choices import INITIALIZATIONS, INITIALIZED

WIDTH = 48
DEPTH = 50


class VarianceExplorer(BookWidget):
    """Measured variances of pre-activations and of gradients in sampled networks, layer by layer."""

    activation = traitlets.Enum(INITIALIZED, "tanh").tag(sync=True)
    initialization = traitlets.Enum(INITIALIZATIONS, "small").tag(sync=True)
    layers = traitlets.Int(5).tag(sync=True)
    """How many of the 50 layers are shown."""
    shape = traitlets.Enum(["equal", "funnel"], "equal").tag(sync=True)
    """Widths: 48 units in every layer, or 88 inputs and fewer and fewer down to 8."""
    seed = traitlets.Int(1).tag(sync=True)

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, list[Any]]:
        names = ["small_init", "fan_in_init", "glorot_init", "he_init", "orthogonal_init"]
        return {name: [WIDTH, WIDTH, {"seeds": list(range(DEPTH))}] for name in names}
