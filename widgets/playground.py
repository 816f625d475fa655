"""A network to train on points of the plane: every choice of the book, and what it does, before your eyes."""

from typing import Any

import traitlets

from widgets.base import BookWidget
from widgets.choices import ALPHA, INITIALIZATIONS, OPTIMIZERS, TRAINABLE
from widgets.playground_tasks import DEFAULTS, GOALS, PRESETS

DATA = ["circles", "xor", "blobs", "moons", "spirals", "surface", "yours"]
FEATURES = ["x1", "x2", "x1_squared", "x2_squared", "product", "sin_x1", "sin_x2"]
GRID = [round(-8 + i / 10, 1) for i in range(161)]  # where the reader's own activation is read off


class Playground(BookWidget):
    """Build a network, train it, wind it back, and see inside.

    `Playground(preset="oscillation")` opens one of the questions (`PRESETS` in widgets/playground_tasks.py lists
    them); any other argument then changes its settings. `playground.f = relu` trains with your own activation.
    """

    preset = traitlets.Enum(["", *PRESETS], "").tag(sync=True)
    """The question that is asked."""
    goal = traitlets.Enum(["", *GOALS], "").tag(sync=True)
    """The task to solve."""

    data = traitlets.Enum(DATA, DEFAULTS["data"]).tag(sync=True)
    count = traitlets.Int(DEFAULTS["count"]).tag(sync=True)
    """Number of points, training and test together."""
    noise = traitlets.Float(DEFAULTS["noise"]).tag(sync=True)
    share = traitlets.Float(DEFAULTS["share"]).tag(sync=True)
    """Share of the points that train; the others test."""
    data_seed = traitlets.Int(DEFAULTS["data_seed"]).tag(sync=True)
    points = traitlets.List().tag(sync=True)
    """Points of your own, for data="yours": [x1, x2, class], class 0 or 1."""

    features = traitlets.List(traitlets.Enum(FEATURES), DEFAULTS["features"]).tag(sync=True)
    """What the network gets of a point."""
    layers = traitlets.List(traitlets.Int(), DEFAULTS["layers"]).tag(sync=True)
    """Units of each hidden layer: at most 6 layers of 1 to 32."""
    activation = traitlets.Enum([*TRAINABLE, "yours"], DEFAULTS["activation"]).tag(sync=True)
    batch_norm = traitlets.Bool(DEFAULTS["batch_norm"]).tag(sync=True)
    init = traitlets.Enum(INITIALIZATIONS, DEFAULTS["init"]).tag(sync=True)
    seed = traitlets.Int(DEFAULTS["seed"]).tag(sync=True)
    """Of the weights at the start and of the order of the points."""

    loss = traitlets.Enum(["cross_entropy", "squared", "hinge"], DEFAULTS["loss"]).tag(sync=True)
    """For classes; "squared" is that of a sigmoid's output. A surface is always learnt by squared error."""
    optimizer = traitlets.Enum(OPTIMIZERS, DEFAULTS["optimizer"]).tag(sync=True)
    lr = traitlets.Float(DEFAULTS["lr"]).tag(sync=True)
    batch = traitlets.Int(DEFAULTS["batch"]).tag(sync=True)
    """Samples of a step."""
    penalty = traitlets.Enum(["none", "L1", "L2"], DEFAULTS["penalty"]).tag(sync=True)
    lam = traitlets.Float(DEFAULTS["lam"]).tag(sync=True)
    dropout = traitlets.Float(DEFAULTS["dropout"]).tag(sync=True)
    """Probability to drop a hidden unit."""

    speed = traitlets.Enum(["batch", "epoch", "fast"], DEFAULTS["speed"]).tag(sync=True)
    """How far it trains from one picture to the next."""
    shown = traitlets.Unicode("output").tag(sync=True)
    """What the large map shows: "output", or a hidden unit as "2.5": layer 2, unit 5."""
    show_test = traitlets.Bool(False).tag(sync=True)

    presets = traitlets.List().tag(sync=True)
    goals = traitlets.List().tag(sync=True)
    """In the order in which they are offered: a notebook file sorts the keys of a dict."""

    defaults = traitlets.Dict().tag(sync=True)

    def __init__(self, preset: str = "", **kwargs: Any) -> None:
        settings = PRESETS.get(preset, {}).get("settings", {})
        super().__init__(preset=preset, **{**settings, **kwargs})

    @traitlets.validate("layers")
    def _check_layers(self, proposal: Any) -> list[int]:
        layers: list[int] = proposal["value"]
        if len(layers) > 6 or not all(1 <= n <= 32 for n in layers):
            raise traitlets.TraitError(f"layers={layers}: at most 6 hidden layers of 1 to 32 units each")
        return layers

    @traitlets.default("presets")
    def _default_presets(self) -> list[dict[str, Any]]:
        return [{"name": name, **preset} for name, preset in PRESETS.items()]

    @traitlets.default("goals")
    def _default_goals(self) -> list[dict[str, Any]]:
        return [{"name": name, **goal} for name, goal in GOALS.items()]

    @traitlets.default("defaults")
    def _default_defaults(self) -> dict[str, Any]:
        return DEFAULTS

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, list[object]]:
        return {name: [GRID, ALPHA[name]] if name in ALPHA else [GRID] for name in TRAINABLE}
