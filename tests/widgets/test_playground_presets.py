"""Each question of the playground shows what its sentence says, and each goal can be reached."""

from itertools import pairwise
from typing import Any

import pytest

from widgets import Playground
from widgets.playground_tasks import DEFAULTS, GOALS, PRESETS

NAMES = {"batch_norm": "batchNorm", "data_seed": "dataSeed"}
# Trains the settings for so many epochs, then changes some of them and goes on; tells how it stood each time.
RUN = """(config, more) => {
    const points = dataset(config.data, config.count, config.noise, config.dataSeed);
    const trainer = new Trainer({ ...config, regression: isRegression(config.data) }, points);
    const stands = [];
    for (const { change, until } of more) {
        trainer.change(change);
        trainer.run({ until });
        const { layers, train, test, blown, weights, epoch, step, history } = trainer.snapshot();
        const shot = { blown, layers, train, test, epoch, step, history };
        stands.push({ layers, train, test, blown, epoch, step, history: [...history],
                      missing: weights.filter((w) => !Number.isFinite(w)).length, found: diagnose(shot) });
    }
    return stands; }"""


def config(**settings: Any) -> dict[str, Any]:
    return {NAMES.get(k, k): v for k, v in {**DEFAULTS, "own": None, **settings}.items()}


@pytest.fixture
def run(javascript):
    """`run(settings, (epochs, changes), …)`: how it stands after each part."""

    def call(settings: dict[str, Any], *parts: tuple[float, dict[str, Any]]) -> list[dict[str, Any]]:
        more = [{"until": epochs, "change": change} for epochs, change in parts]
        return javascript(("playground", RUN, [config(**settings), more]))[0]

    return call


@pytest.fixture
def ask(run):
    """`ask(preset)`: how it stands when the preset stops; further parts follow."""

    def call(name: str, *parts: tuple[float, dict[str, Any]], **settings: Any) -> list[dict[str, Any]]:
        preset = PRESETS[name]
        return run({**preset["settings"], **settings}, (preset["until"], {}), *parts)

    return call


def ups(stand: dict[str, Any]) -> float:
    """Share of the recorded changes of the training loss that went upwards."""
    losses = stand["history"][1::3]
    return sum(b > a for a, b in pairwise(losses)) / len(losses)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_all_settings_and_some_words(javascript, name):
    preset = PRESETS[name]
    assert set(preset["settings"]) <= set(DEFAULTS)
    [words] = javascript(("../words/en/playground", "() => main", []))
    assert len(words[f"title_{name}"]) < 30
    assert words[f"watch_{name}"].endswith(".")
    widget = Playground(preset=name, lr=0.5)
    assert widget.lr == 0.5
    for key, value in preset["settings"].items():
        if key != "lr":
            assert getattr(widget, key) == value


def test_oscillation_is_no_noise_and_ends_with_a_smaller_rate(ask):
    settings = PRESETS["oscillation"]["settings"]
    assert settings["batch"] >= DEFAULTS["count"] * DEFAULTS["share"], "all points in every step"
    leaping, settled = ask("oscillation", (150, {"lr": settings["lr"] / 10}))
    assert "oscillating" in leaping["found"]
    assert ups(leaping) > 0.3
    assert settled["train"]["loss"] < 0.6 * leaping["train"]["loss"]
    assert "oscillating" not in settled["found"]


def test_with_rate_one_a_layer_dies_for_good(ask):
    dead, later = ask("rate_one", (60, {"lr": 0.01}))
    assert "all_dead" in dead["found"]
    assert all(layer["gradient"] == 0 for layer in dead["layers"][:-1])
    assert later["layers"][0]["weight"] == pytest.approx(dead["layers"][0]["weight"]), (
        "no smaller rate wakes it"
    )
    assert "all_dead" in later["found"]
    assert ask("rate_one", lr=0.01)[0]["test"]["error"] < 0.05


def test_with_rate_one_and_squared_error_the_weights_are_no_numbers_any_more(ask):
    [gone] = ask("vanishing_weights")
    assert gone["blown"]
    assert gone["step"] <= 10
    assert gone["missing"] > 0
    assert not ask("vanishing_weights", lr=0.1)[0]["blown"]


def test_units_that_start_at_zero_stay_one_unit(ask):
    [zeros] = ask("zeros")
    assert zeros["layers"][0]["equal"]
    assert zeros["test"]["error"] > 0.1
    [other] = ask("zeros", init="glorot")
    assert not other["layers"][0]["equal"]
    assert other["train"]["loss"] < zeros["train"]["loss"] / 2


def test_deep_sigmoids_let_the_gradient_vanish_unless_normalized(ask):
    [deep] = ask("vanishing_gradient")
    assert "vanishing" in deep["found"]
    assert deep["layers"][0]["gradient"] < deep["layers"][-1]["gradient"] / 50
    assert deep["train"]["loss"] == pytest.approx(0.693, abs=0.005)
    assert ask("vanishing_gradient", activation="tanh")[0]["test"]["error"] < 0.05
    assert ask("vanishing_gradient", batch_norm=True)[0]["train"]["loss"] < 0.3
    [normal] = ask("batch_norm")
    sizes = [layer["gradient"] for layer in normal["layers"]]
    assert max(sizes) < 10 * min(sizes)
    assert normal["test"]["error"] < 0.05


def test_overfitting_and_what_lambda_does(ask):
    [heart], [decayed] = ask("overfitting"), ask("weight_decay")
    widths = [2, *PRESETS["overfitting"]["settings"]["layers"], 1]
    assert sum((a + 1) * b for a, b in pairwise(widths)) == 337
    assert "overfitting" in heart["found"]
    assert heart["train"]["loss"] < 0.05
    tests = heart["history"][2::3]
    assert heart["test"]["loss"] > 2 * min(tests)
    assert decayed["test"]["loss"] < heart["test"]["loss"] / 2
    assert decayed["train"]["loss"] > heart["train"]["loss"]
    assert all(a["weight"] < b["weight"] for a, b in zip(decayed["layers"], heart["layers"], strict=True))
    assert ask("weight_decay", lam=0.1)[0]["train"]["loss"] > 2 * decayed["train"]["loss"]


def test_features_replace_layers_and_linear_layers_add_nothing(ask):
    assert ask("features")[0]["test"]["error"] < 0.03
    assert ask("features", features=["x1", "x2"])[0]["test"]["error"] > 0.3
    assert ask("linear")[0]["test"]["error"] > 0.35
    assert ask("linear", activation="tanh")[0]["train"]["error"] < 0.1


def test_two_layers_of_few_beat_one_of_many_here(ask):
    count = [
        sum((a + 1) * b for a, b in pairwise(widths))
        for widths in ([2, *PRESETS[name]["settings"]["layers"], 1] for name in ("wide", "deep"))
    ]
    assert count == [97, 95]
    [wide], [deep] = ask("wide"), ask("deep")
    assert deep["train"]["loss"] < wide["train"]["loss"] / 2


WAYS = {
    "spirals": ({"layers": [16, 16], "count": 400, "noise": 0.04}, 300),
    "three": ({"layers": [3], "lr": 0.03}, 200),
    "none": ({"layers": [], "features": ["product"], "lr": 0.1, "noise": 0.0}, 100),
    "quick": ({"lr": 0.1}, 10),
    "surface": ({"layers": [8, 8], "lr": 0.03}, 300),
}


@pytest.mark.parametrize("name", GOALS)
def test_every_goal_can_be_reached_as_it_is_scored(run, name):
    goal = GOALS[name]
    settings, epochs = WAYS[name]
    assert sum(settings.get("layers", DEFAULTS["layers"])) <= goal["most"]
    assert set(settings.get("features", DEFAULTS["features"])) <= set(goal["features"])
    assert epochs <= goal.get("until", epochs)
    [stand] = run({"data": goal["data"], **settings}, (epochs, {}))
    assert stand["test"]["error"] <= goal["error"]
