"""Softmax with a temperature: how sure the same scores can look."""

import traitlets

from widgets.base import BookWidget


class SoftmaxTemperature(BookWidget):
    """Four logits, their probabilities and entropy at a temperature, the loss for a target and its gradient."""

    z0 = traitlets.Float(2.0).tag(sync=True)
    z1 = traitlets.Float(1.0).tag(sync=True)
    z2 = traitlets.Float(0.0).tag(sync=True)
    z3 = traitlets.Float(-1.0).tag(sync=True)
    """Logits of the classes 0 to 3."""
    temperature = traitlets.Float(1.0).tag(sync=True)
    """The logits are divided by it."""
    target = traitlets.Int(1).tag(sync=True)
    """The right class."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        names = [
            "softmax",
            "log_sum_exp",
            "softmax_cross_entropy",
            "softmax_cross_entropy_grad",
            "cross_entropy",
        ]
        return dict.fromkeys(names)
