"""One neuron with two inputs: its weights as an arrow, its boundary as a line."""

import traitlets

from widgets.base import BookWidget


class Neuron(BookWidget):
    """The plane of two inputs: move the weights, the boundary and an input, and see what the neuron answers."""

    w = traitlets.List(traitlets.Float(), [1.5, 1.0], minlen=2, maxlen=2).tag(sync=True)
    """Weights, the arrow."""
    b = traitlets.Float(-1.0).tag(sync=True)
    """Bias."""
    x = traitlets.List(traitlets.Float(), [2.0, -1.0], minlen=2, maxlen=2).tag(sync=True)
    """The input that is looked at."""
    activation = traitlets.Enum(["step", "sigmoid"], "sigmoid").tag(sync=True)

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return dict.fromkeys(["weighted_sum", "threshold_neuron", "logistic_neuron", "signed_distance"])
