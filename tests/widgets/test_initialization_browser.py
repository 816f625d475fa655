"""The widgets of chapter 9 in a real browser, with the reader's functions."""

import re

import numpy as np
import pytest

from solutions import initialization as reference
from widgets import Symmetry, VarianceExplorer, Whitening

pytestmark = pytest.mark.browser


def test_fifty_layers_fade_keep_or_vanish(show):
    shown = show(VarianceExplorer(activation="relu", initialization="he", layers=50))
    assert shown.told("goal") == "forward in, backward in"
    assert "Goal reached for 50 layers." in shown.words()
    shown.set(initialization="fan_in")
    assert "Forward, the signal fades; backward, the gradient fades." in shown.words()
    assert float(re.search(r"variance of z by ([\d.]+)", shown.words())[1]) == pytest.approx(0.5, abs=0.05)
    shown.set(initialization="zeros")
    assert "the signal is gone" in shown.words()
    assert shown.path("median") == ""
    shown.set(initialization="orthogonal", activation="identity")
    assert shown.told("z, layer 50").startswith(("0.9", "1"))
    shown.set(initialization="constant")
    assert "grows" in shown.words()


def test_a_funnel_separates_fan_in_from_glorot(show):
    shown = show(VarianceExplorer(activation="identity", initialization="fan_in", layers=50, shape="funnel"))
    ends = {}
    for name in ("fan_in", "glorot"):
        shown.set(initialization=name)
        ends[name] = [float(shown.told(k)) for k in ("z, layer 50", "gradient, layer 1")]
    assert ends["glorot"][0] > ends["fan_in"][0]
    assert ends["glorot"][1] > ends["fan_in"][1]


def test_new_networks_are_drawn_and_the_layers_are_counted(show):
    shown = show(VarianceExplorer(activation="relu", initialization="he", layers=10))
    before = shown.path("network-0")
    assert before.count("L") == 9
    shown.click("Draw new networks")
    assert shown.path("network-0") != before


def test_the_readers_initializer_drives_the_explorer(show):
    shown = show(VarianceExplorer(activation="relu", layers=50, shape="funnel"))
    shown.draw(reference.he_init)
    assert (shown.get("initialization"), shown.get("shape")) == ("he", "equal")
    assert float(re.search(r"weights of variance ([\d.]*\d)", shown.words())[1]) == pytest.approx(
        2 / 48, rel=0.02
    )
    assert shown.path("yours").count("L") == 49

    def fan_in_init(n_in, n_out, rng):
        return rng.normal(size=(n_in, n_out)) / n_in

    shown.draw(fan_in_init)
    assert re.search(r"weights of variance 4\.[34]\d?·10⁻⁴", shown.words())
    shown.set(shape="funnel")
    assert "choose 48 each" in shown.words()

    def small_init(n_in, n_out, rng):
        return rng.normal(size=n_in)

    shown.draw(small_init)
    assert "did not give a matrix of shape (48, 48)" in shown.words()
    shown.set(reader={"name": "small_init", "values": None, "error": "NameError: x"})
    assert "could not be drawn: NameError: x" in shown.words()


def test_each_preparation_makes_the_bowl_rounder(show):
    shown = show(Whitening())
    ratios = {}
    for kind in ("raw", "centred", "standardized", "decorrelated", "whitened"):
        shown.set(preparation=kind)
        ratios[kind] = float(shown.told("ratio"))
    assert ratios["raw"] > ratios["centred"] > ratios["standardized"] > ratios["whitened"] == 1
    assert ratios["decorrelated"] == pytest.approx(ratios["centred"], rel=1e-2), "turning is not scaling"
    assert "The bowl is round" in shown.words()


def test_whitened_descent_takes_one_step_at_the_best_rate(show):
    shown = show(Whitening())
    shown.click("Best rate")
    raw = int(shown.told("steps to 1 %"))
    shown.set(preparation="whitened")
    shown.click("Best rate")
    assert shown.get("rate") == 1
    assert shown.told("steps to 1 %") == "1"
    assert raw > 20
    shown.click("1 step")
    assert shown.path("path").count("L") == 1
    shown.click("Back to the start")
    assert shown.path("path").count("L") == 0
    shown.click("Descend")
    assert shown.get("shown") == 200
    shown.set(rate=3.0)
    assert "the steps grow" in shown.words()
    assert shown.told("steps to 1 %") == "never"


def test_whitening_handle_moves_by_arrow_keys(show):
    shown = show(Whitening(), has_touch=True)
    shown.press(".nw-handle", "ArrowUp")
    assert shown.get("start") == pytest.approx([-2.5, 2.1])


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (reference.standardize_fit, "standardized"),
        (reference.pca_fit, "decorrelated"),
        (reference.whiten_fit, "whitened"),
    ],
)
def test_the_readers_statistics_prepare_the_cloud(show, function, kind):
    shown = show(Whitening())
    shown.draw(function)
    assert shown.get("preparation") == kind
    assert f"Your {function.__name__} agrees with the reference" in shown.words()
    assert shown.path("yours").count("M") == 60
    shown.press("[data-trait=offset]", "ArrowRight")
    assert f"Run your {function.__name__} again" in shown.words()


def test_wrong_statistics_are_told(show):
    shown = show(Whitening())

    def standardize_fit(X):
        return X.mean(axis=0), X.std(axis=0, ddof=1)

    shown.draw(standardize_fit)
    assert "Your standardize_fit differs from the reference" in shown.words()

    def whiten_fit(X):
        return np.eye(2)

    shown.draw(whiten_fit)
    assert "gave 4 numbers, where there should be 6" in shown.words()
    shown.set(reader={"name": "pca_fit", "values": None, "error": "NameError: x"})
    assert "could not be drawn: NameError: x" in shown.words()


def test_equal_units_stay_equal_and_a_nudge_parts_them(show):
    shown = show(Symmetry())
    shown.press("[data-trait=guess]", "ArrowDown")
    shown.set(guess=4)
    shown.click("To the end")
    assert shown.told("different units") == "1 of 4"
    assert "to the last bit" in shown.words()
    assert "XOR is not learnt. You guess 4; it is 1." in shown.words()
    shown.set(guess=1)
    assert "and that is right" in shown.words()
    shown.set(nudge=0.001)
    assert shown.told("different units") == "4 of 4"
    assert "XOR is learnt." in shown.words()
    shown.set(nudge=0.0, start="zeros")
    assert "Their weights have not moved at all" in shown.words()
    shown.set(start="random")
    assert "XOR is learnt." in shown.words()
    shown.click("Back to the start")
    assert "learnt" not in shown.words()
    shown.click("200 steps")
    assert shown.get("shown") == 200
    assert shown.path("losses").count("L") == 10


def test_symmetry_counts_with_the_readers_function(show):
    shown = show(Symmetry(shown=1000))
    shown.draw(reference.distinct_units)
    assert "Your distinct_units counts 1; counted here: 1." in shown.words()

    def distinct_units(W, b):
        return W.shape[1]

    shown.draw(distinct_units)
    assert "Your distinct_units counts 4; counted here: 1." in shown.words()
    shown.click("200 steps")
    shown.set(reader={"name": "distinct_units", "values": None, "error": "NameError: x"})
    assert "could not be drawn: NameError: x" in shown.words()
