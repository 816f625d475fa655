"""A race of optimizers downhill, from one start, on surfaces with a ravine, a saddle, several valleys."""

import traitlets

from widgets.base import BookWidget
from widgets.choices import RACERS

RATES = {
    "SGD": 0.03,
    "Momentum": 0.01,
    "Nesterov": 0.01,
    "Adagrad": 0.5,
    "RMSprop": 0.05,
    "Adadelta": 1.0,
    "Adam": 0.1,
}
MEMORIES = {"Momentum": 0.9, "Nesterov": 0.9, "RMSprop": 0.9, "Adadelta": 0.9, "Adam": 0.9}


class OptimizerRace(BookWidget):
    """Several optimizers on one surface: drag the start, play, rewind, set each of them, reach a goal."""

    surface = traitlets.Enum(["bowl", "ravine", "saddle", "hills"], "ravine").tag(sync=True)
    """x² + y²; a ravine 50 times steeper across than along; a saddle at 0; a landscape of valleys."""
    angle = traitlets.Float(0.0).tag(sync=True)
    """By how many degrees the ravine is turned."""
    start = traitlets.List(traitlets.Float(), [-3.5, 1.5], minlen=2, maxlen=2).tag(sync=True)
    """Where all of them begin."""
    task = traitlets.Enum(["free", "ravine", "turned", "saddle", "hills"], "free").tag(sync=True)
    """A goal to reach."""
    racing = traitlets.List(traitlets.Enum(RACERS), ["SGD", "Momentum", "Adam"]).tag(sync=True)
    """Who takes part."""
    chosen = traitlets.Enum(RACERS, "SGD").tag(sync=True)
    """Whose settings the sliders show."""
    rate = traitlets.Float(RATES["SGD"]).tag(sync=True)
    """Learning rate of the chosen one."""
    memory = traitlets.Float(0.9).tag(sync=True)
    """μ, ρ or β₁ of the chosen one."""
    rates = traitlets.Dict(RATES).tag(sync=True)
    """Learning rates of all."""
    memories = traitlets.Dict(MEMORIES).tag(sync=True)
    """μ, ρ or β₁ of those that have one."""
    correction = traitlets.Enum(["right", "constant", "none"], "right").tag(sync=True)
    """Bias correction of Adam: 1 - βᵗ, the constant 1 - β, or none."""
    noise = traitlets.Float(0.0).tag(sync=True)
    """Standard deviation of the noise in each gradient."""
    shown = traitlets.Int(40).tag(sync=True)
    """Steps shown."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return dict.fromkeys(RACERS)
