"""A computational graph, one node at a time: forward, and then backward."""

import traitlets

from widgets.base import BookWidget

GRAPHS = ["chain", "paths", "neuron", "worked"]


class GraphStepper(BookWidget):
    """Predict each value on the way forward and each gradient on the way back, then reveal it."""

    graph = traitlets.Enum(GRAPHS, "chain").tag(sync=True)
    """x → x² → ln → √; two paths that meet; a neuron with its loss; the worked 2-2-2 net."""
    step = traitlets.Int(0).tag(sync=True)
    """Nodes revealed so far: all values in order, then all gradients in reverse order."""
    predict = traitlets.Bool(True).tag(sync=True)
    """Whether the reader is asked for the number before it is shown."""
    x = traitlets.Float(2.0).tag(sync=True)
    """The input that can be moved: x, or the weight w of the neuron."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"chain_gradients": None, "delta_rule": None}
