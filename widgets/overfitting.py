"""A network that learns a curve from too few points, and what holds it back."""

import traitlets

from widgets.base import BookWidget


class Overfitting(BookWidget):
    """A fit of 20 noisy points, its learning curves, and a handle to go back in time."""

    width = traitlets.Int(40).tag(sync=True)
    """Hidden units, 1 to 60."""
    lam = traitlets.Float(0.0001).tag(sync=True)
    """Strength of the L2 penalty, where it is on."""
    penalty = traitlets.Bool(False).tag(sync=True)
    """Whether the L2 penalty counts."""
    patience = traitlets.Int(10).tag(sync=True)
    """How many looks at the validation error may pass without a new best, where early stopping is on."""
    stopping = traitlets.Bool(False).tag(sync=True)
    """Whether training stops early and goes back to the best."""
    shown = traitlets.Int(1500).tag(sync=True)
    """The training step that is shown."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"weight_decay_step": None}
