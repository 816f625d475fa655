"""What inputs of one sign do to the path of gradient descent."""

import traitlets

from widgets.base import BookWidget


class ZigZag(BookWidget):
    """Two weights of a neuron on their way down, with all-positive and with zero-mean inputs."""

    inputs = traitlets.Enum(["sigmoid", "centred", "tanh"], "sigmoid").tag(sync=True)
    """Activation of the layer before: what the neuron is fed with."""
    whole = traitlets.Bool(False).tag(sync=True)
    """Whether a step uses all samples, or one."""
    rate = traitlets.Float(0.5).tag(sync=True)
    """Learning rate."""
    start = traitlets.List(traitlets.Float(), [0.0, 0.0]).tag(sync=True)
    """Weights to begin with."""
    shown = traitlets.Int(0).tag(sync=True)
    """Steps taken so far; at most as many as the way is long."""
    seed = traitlets.Int(1).tag(sync=True)

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"same_sign_share": None}
