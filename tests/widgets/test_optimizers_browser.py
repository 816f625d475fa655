"""The widgets of chapter 7 in a real browser, with the reader's optimizers."""

import re

import numpy as np
import pytest

from grader.sample import sample
from solutions import optimizers as reference
from widgets import LearningRateRange, MiniBatchNoise, OptimizerRace

pytestmark = pytest.mark.browser
RACERS = ["SGD", "Momentum", "Nesterov", "Adagrad", "RMSprop", "Adadelta", "Adam"]


def test_an_optimizer_is_sampled_as_a_path():
    points = sample(reference.Momentum, [[0.5, 0.5], [1.0, 2.0], [[1.0, 0.0], [1.0, -1.0]]])
    np.testing.assert_allclose(points, [[1.0, 2.0], [0.5, 2.0], [-0.25, 2.5]])


def test_an_optimizer_that_fails_says_so_in_one_line():
    class SGD:
        def __init__(self, lr):
            self.lr = lr

        def step(self, params, grads):
            params -= self.lr * grads

    with pytest.raises(ValueError, match="TypeError"):
        sample(SGD, [[0.5], [1.0], [[1.0]]])


# ---- the race ----


def test_race_steps_rewinds_and_plays(show):
    shown = show(OptimizerRace(shown=0))
    shown.click("1 step")
    assert shown.get("shown") == 1
    assert shown.path("way-SGD").count("L") == 1
    shown.click("10 steps")
    assert shown.path("way-Adam").count("L") == 11
    shown.click("Back to the start")
    assert shown.path("way-SGD").count("L") == 0
    shown.page.get_by_role("button", name="Play").click()
    shown.page.wait_for_function("window.n2n.widgets[0].model.get('shown') > 3")
    shown.page.get_by_role("button", name="Pause").click()
    shown.settle()
    now = shown.get("shown")
    shown.page.wait_for_timeout(200)
    assert shown.get("shown") == now
    shown.press("[data-trait=shown]", "ArrowLeft")
    assert shown.get("shown") == now - 1


def test_race_settings_belong_to_the_chosen_one(show):
    shown = show(OptimizerRace(racing=["SGD"]))
    assert shown.page.locator("[data-trait=memory]").is_disabled()
    before = shown.path("way-SGD")
    shown.page.select_option("[data-trait=chosen]", "Momentum")
    shown.settle()
    assert shown.get("racing") == ["SGD", "Momentum"], "who is chosen takes part"
    assert shown.get("rate") == 0.01
    shown.press("[data-trait=rate]", "ArrowRight")
    assert shown.get("rates")["Momentum"] > 0.01
    assert shown.get("rates")["SGD"] == 0.03
    assert shown.path("way-SGD") == before
    way = shown.path("way-Momentum")
    shown.press("[data-trait=memory]", "ArrowLeft")
    assert shown.path("way-Momentum") != way
    assert shown.get("memories")["Momentum"] == pytest.approx(0.89)
    assert "a window of about 9.1 steps" in shown.words()


def test_race_goal_is_reached_by_momentum_and_not_by_sgd(show):
    shown = show(
        OptimizerRace(
            task="ravine",
            racing=["SGD", "Momentum"],
            chosen="Momentum",
            rate=0.061,
            memory=0.57,
            rates={**OptimizerRace().rates, "SGD": 0.039, "Momentum": 0.061},
            memories={**OptimizerRace().memories, "Momentum": 0.57},
            shown=10,
        )
    )
    assert "nobody is there yet" in shown.words()
    shown.click("To the end")
    steps = re.search(r"Goal reached: Momentum after (\d+) steps", shown.words())
    assert int(steps[1]) < 100
    assert "Too late: SGD" in shown.words()


def test_race_tasks_set_the_scene(show):
    shown = show(OptimizerRace())
    shown.page.select_option("[data-trait=task]", "saddle")
    shown.settle()
    assert (shown.get("surface"), shown.get("start"), shown.get("shown")) == ("saddle", [3, 0], 0)
    shown.click("To the end")
    assert "200" not in shown.words() or "nobody" in shown.words()
    assert "100 steps are over" in shown.words()
    shown.set(noise=1.0)
    assert "Goal reached" in shown.words()


def test_race_tells_oscillation_flight_and_arrival(show):
    rates = OptimizerRace().rates
    common = {"surface": "bowl", "racing": ["SGD"], "start": [1.2, 0.0], "shown": 60}
    for rate, words in [(1.0, "it oscillates"), (1.5, "it has flown away"), (0.3, "it has arrived")]:
        shown = show(OptimizerRace(**common, rate=rate, rates={**rates, "SGD": rate}))
        assert words in shown.words()


def test_race_bias_correction_changes_adam_alone(show):
    shown = show(OptimizerRace(racing=["Momentum", "Adam"]))
    before = shown.path("way-Adam"), shown.path("way-Momentum")
    shown.press("[data-trait=correction]", "ArrowDown")
    assert shown.get("correction") == "constant"
    assert shown.path("way-Adam") != before[0]
    assert shown.path("way-Momentum") == before[1]
    assert "which is wrong" in shown.words()


def test_race_start_moves_by_keys_and_checkboxes_take_part(show):
    shown = show(OptimizerRace())
    shown.press(".nw-handle", "ArrowRight")
    assert shown.get("start") == pytest.approx([-3.4, 1.5])
    shown.page.get_by_role("checkbox", name="Adam").click()
    shown.settle()
    assert shown.get("racing") == ["SGD", "Momentum"]
    assert shown.path("way-Adam") == ""


@pytest.mark.parametrize("name", RACERS)
def test_race_draws_the_readers_optimizer(show, name):
    shown = show(OptimizerRace())
    shown.draw(getattr(reference, name))
    assert shown.get("chosen") == name
    assert f"Your {name}, handed the same gradients, goes the same way for 60 steps." in shown.words()
    assert shown.path("yours").startswith("M")


def test_race_shows_where_a_wrong_adam_leaves_the_way(show):
    class Adam(reference.Adam_draft):
        pass

    shown = show(OptimizerRace(racing=["Adam"], chosen="Adam", rate=0.1))
    shown.draw(Adam)
    assert "leaves the way of the reference at step " in shown.words()
    shown.press("[data-trait=rate]", "ArrowRight")
    assert "Run your Adam again" in shown.words()
    shown.set(reader={"name": "Adam", "values": None, "error": "NameError: x"})
    assert "could not be drawn: NameError: x" in shown.words()
    shown.set(reader={"name": "Adam", "values": [1, 2], "error": ""})
    assert "gave no way that could be drawn" in shown.words()


# ---- mini-batches ----


def test_noise_falls_with_the_root_of_the_batch(show):
    shown = show(MiniBatchNoise(power=0))
    first = shown.number("predicted")
    assert shown.number("noise measured") == pytest.approx(first, rel=0.15)
    shown.click("16 × the batch")
    assert shown.get("power") == 4
    assert shown.number("predicted") == pytest.approx(first / 4, rel=0.02)
    assert shown.number("steps") == 32
    shown.set(power=9)
    assert shown.number("noise measured") == 0


def test_noise_prediction_is_answered(show):
    shown = show(MiniBatchNoise())
    assert "Predict" in shown.words()
    shown.set(guess="sixteenth")
    assert "You predicted a sixteenth" in shown.words()
    shown.set(guess="quarter")
    assert "Predicted well" in shown.words()


def test_noise_counts_the_readers_iterations(show):
    shown = show(MiniBatchNoise(power=5, epochs=3))
    shown.draw(reference.n_iterations)
    assert "Your n_iterations says 48; counted here: 48." in shown.words()
    shown.press("[data-trait=epochs]", "ArrowRight")
    assert "Run your n_iterations again" in shown.words()
    cloud = shown.path("cloud")
    shown.click("Other batches")
    assert shown.path("cloud") != cloud


# ---- the range test ----


def test_range_rate_is_chosen_and_judged(show):
    shown = show(LearningRateRange())
    assert "times that of the best rate" in shown.words()
    assert "best η" not in shown.page.locator(".nw-values").inner_text()
    shown.page.get_by_label("show the good rates").click()
    shown.settle()
    best = shown.number("best η")
    shown.set(exponent=float(np.log10(best)))
    assert "Goal reached" in shown.words()
    shown.set(exponent=2.0)
    assert "blows up" in shown.words() or "higher than it began" in shown.words()


def test_range_rate_moves_by_keys(show):
    shown = show(LearningRateRange())
    shown.press(".nw-handle", "PageUp")
    assert shown.get("exponent") == pytest.approx(-2.5)
    shown.press(".nw-handle", "Home")
    assert shown.get("exponent") == -4


def test_another_unit_moves_the_limit_of_sgd_a_hundredfold(show):
    good = {}
    for optimizer in ("SGD", "Adam"):
        for problem in ("line", "unscaled"):
            shown = show(LearningRateRange(problem=problem, optimizer=optimizer, reveal=True))
            text = shown.page.locator(".nw-values > div", has_text="good η").locator("b").inner_text()
            good[optimizer, problem] = [float(v) for v in text.split(" to ")]
    assert good["SGD", "line"][1] == pytest.approx(100 * good["SGD", "unscaled"][1], rel=0.1)
    (low, _), (start, end) = good["Adam", "line"], good["Adam", "unscaled"]
    assert low == start < end, "for Adam a good rate is good in both units"


@pytest.mark.parametrize("name", ["SGD", "Momentum", "Adam"])
def test_range_trains_with_the_readers_optimizer(show, name):
    shown = show(LearningRateRange(optimizer=name, exponent=-1.5))
    shown.draw(getattr(reference, name))
    assert f"Your {name} trains exactly as the reference does." in shown.words()
    assert shown.path("yours") == shown.path("training")


def test_range_shows_a_wrong_optimizer(show):
    class SGD(reference.SGD):
        def step(self, params, grads):
            super().step(params, [0.5 * g for g in grads])

    shown = show(LearningRateRange(exponent=-1.5))
    shown.draw(SGD)
    assert "away from the reference's" in shown.words()
