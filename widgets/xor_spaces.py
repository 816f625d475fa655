"""A 2-2-1 network in two spaces: what goes in, and what its output neuron sees."""

import traitlets

from widgets.base import BookWidget

CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]]


class XorSpaces(BookWidget):
    """Two hidden neurons move four points; the output neuron draws one line through where they end up."""

    a1 = traitlets.Float(1.0).tag(sync=True)
    """Hidden neuron 1: weights a1, a2 and bias a0."""
    a2 = traitlets.Float(1.0).tag(sync=True)
    a0 = traitlets.Float(-0.5).tag(sync=True)
    b1 = traitlets.Float(1.0).tag(sync=True)
    """Hidden neuron 2: weights b1, b2 and bias b0."""
    b2 = traitlets.Float(1.0).tag(sync=True)
    b0 = traitlets.Float(-0.5).tag(sync=True)
    o1 = traitlets.Float(1.0).tag(sync=True)
    """Output neuron: weights o1, o2 and bias o0."""
    o2 = traitlets.Float(-1.0).tag(sync=True)
    o0 = traitlets.Float(-0.5).tag(sync=True)
    soft = traitlets.Bool(True).tag(sync=True)
    """Whether the hidden thresholds are softened to sigmoids, so that points move smoothly."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, list[object]]:
        return {"xor_net": [CORNERS]}
