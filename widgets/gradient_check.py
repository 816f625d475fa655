"""How good is a numerical gradient? It depends on h, and in a way that makes a V."""

import traitlets

from widgets.base import BookWidget

FUNCTIONS = ["chain", "exp", "cubic", "tanh", "relu"]


class GradientCheckV(BookWidget):
    """Relative error of a numerical gradient against h, one-sided and central, in two precisions."""

    function = traitlets.Enum(FUNCTIONS, "chain").tag(sync=True)
    """The function whose slope is measured; relu has a kink at 0."""
    x = traitlets.Float(2.0).tag(sync=True)
    """Where it is measured."""
    exponent = traitlets.Float(-5.0).tag(sync=True)
    """log₁₀ h of the point that is looked at."""
    single = traitlets.Bool(False).tag(sync=True)
    """Whether the function is computed in float32."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"relative_error": None}
