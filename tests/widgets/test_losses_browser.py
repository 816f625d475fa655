"""The widgets of chapter 5 in a real browser, with the reader's functions."""

import re

import numpy as np
import pytest

from grader.sample import sample
from solutions import losses as reference
from solutions.activations import softmax
from widgets import ErrorSurface, SaturatedStart, SoftmaxTemperature

pytestmark = pytest.mark.browser


def test_class_labels_reach_the_reader_as_whole_numbers():
    Z = [[1.0, 2.0, 0.5]]
    got = sample(reference.softmax_cross_entropy_grad, [Z, {"labels": [1]}])
    np.testing.assert_allclose(got, reference.softmax_cross_entropy_grad(np.array(Z), np.array([1])))


def test_surface_descends_to_the_lowest_point_and_back(show):
    shown = show(ErrorSurface())
    shown.page.get_by_role("button", name="1 step").click()
    shown.settle()
    assert shown.get("shown") == 1
    assert shown.path("path").count("L") == 1
    assert shown.number("loss") > shown.number("lowest")
    shown.page.get_by_role("button", name="Descend").click()
    shown.settle()
    assert "This is the lowest point" in shown.words()
    assert shown.number("loss") == pytest.approx(shown.number("lowest"), rel=1e-2)
    shown.page.get_by_role("button", name="Back to the start").click()
    shown.settle()
    assert shown.path("path").count("L") == 0


def test_surface_shows_what_an_outlier_does(show):
    slopes = {}
    for loss in ("squared_error", "absolute_error", "huber"):
        for outlier in ([2.0, 2.2], [2.0, -4.0]):
            shown = show(ErrorSurface(loss=loss, outlier=outlier, shown=200, rate=0.1))
            slopes[loss, outlier[1]] = shown.number("w")
    change = {
        loss: slopes[loss, 2.2] - slopes[loss, -4.0] for loss in ("squared_error", "absolute_error", "huber")
    }
    assert change["squared_error"] > 3 * max(change["absolute_error"], change["huber"])


def test_surface_has_a_plateau_for_squared_error_only(show):
    shown = show(ErrorSurface(loss="sigmoid_squared", start=[-5.0, -4.0]))
    assert "a plateau" in shown.words()
    shown.set(loss="binary_cross_entropy")
    assert "plateau" not in shown.words()
    assert shown.number("gradient's length") > 0.5


def test_surface_says_when_the_rate_is_too_large(show):
    shown = show(ErrorSurface(rate=2.5))
    assert "too large" in shown.words()
    assert "lead away" in shown.words()
    shown.page.get_by_role("button", name="Descend").click()
    shown.settle()


def test_surface_moves_by_arrow_keys_and_under_a_finger(show):
    shown = show(ErrorSurface(), has_touch=True)
    shown.press(".nw-handle", "ArrowUp")
    assert shown.get("start") == pytest.approx([-3.0, 4.1])
    shown.press(".nw-handle >> nth=1", "Shift+ArrowUp")
    assert shown.get("outlier") == pytest.approx([2.0, -1.0])
    shown.set(loss="hinge")
    shown.press(".nw-handle >> nth=1", "ArrowLeft")
    assert shown.get("stray") == pytest.approx(0.9)


def test_surface_draws_the_readers_gradient_over_the_map(show):
    shown = show(ErrorSurface(loss="huber"))
    shown.draw(reference.squared_error_grad)
    assert shown.get("loss") == "squared_error", "it turns to the loss whose gradient has just been written"
    assert "Your squared_error_grad agrees with the reference at all 72 points." in shown.words()
    assert shown.path("yours").count("M") == 36 * 3

    def squared_error_grad(P, Y):
        return P - Y

    shown.draw(squared_error_grad)
    assert "Your squared_error_grad differs from the reference" in shown.words()
    shown.set(loss="sigmoid_squared")
    assert "Run your squared_error_grad again" in shown.words()
    shown.draw(reference.squared_error_grad)
    assert shown.get("loss") == "sigmoid_squared"
    assert "agrees" in shown.words()
    shown.set(loss="binary_cross_entropy")
    shown.draw(reference.binary_cross_entropy_grad)
    assert "Your binary_cross_entropy_grad agrees" in shown.words()

    def binary_cross_entropy_grad(z, y):
        return 0.0

    shown.draw(binary_cross_entropy_grad)
    assert "gave 1 number for" in shown.words()
    shown.set(reader={"name": "squared_error_grad", "values": None, "error": "NameError: x"})
    assert "could not be drawn: NameError: x" in shown.words()


def test_saturated_start_learns_slowest_when_most_wrong(show):
    shown = show(SaturatedStart())
    pulls = re.search(
        r"squared error pulls with ([\d.]+), cross-entropy with ([\d.]+), (\d+) times", shown.words()
    )
    assert float(pulls[1]) < 0.02 < 0.9 < float(pulls[2])
    assert "squared error more than 300 steps, cross-entropy 50 steps" in shown.words()
    shown.page.get_by_role("button", name="Easy start").click()
    shown.settle()
    assert shown.number("z at the start") == 1.5
    assert re.search(r"squared error 2\d\d steps, cross-entropy \d\d steps", shown.words())


def test_saturated_start_handle_moves_bias_then_weight(show):
    shown = show(SaturatedStart())
    shown.press(".nw-handle", "End")
    assert (shown.get("w"), shown.get("b")) == (4, 4)
    shown.press(".nw-handle", "Home")
    assert (shown.get("w"), shown.get("b")) == (-4, -4)
    assert shown.number("z at the start") == -8


def test_saturated_start_draws_the_readers_slopes(show):
    shown = show(SaturatedStart())
    shown.draw(reference.squared_error_grad)
    assert "Your squared_error_grad agrees with the reference at all 81 points." in shown.words()
    shown.draw(reference.binary_cross_entropy_grad)
    assert "Your binary_cross_entropy_grad agrees with the reference at all 81 points." in shown.words()
    assert shown.path("yours").startswith("M")
    shown.press("[data-trait=w]", "ArrowLeft")
    assert "agrees" in shown.words(), "the slopes do not depend on the start"
    shown.press("[data-trait=target]", "ArrowDown")
    assert "Run your binary_cross_entropy_grad again" in shown.words()


def test_temperature_changes_entropy_not_order(show):
    shown = show(SoftmaxTemperature())
    entropies = []
    for T in (0.1, 1.0, 10.0):
        shown.set(temperature=T)
        entropies.append(shown.number("entropy"))
        p = softmax(np.array([2.0, 1.0, 0.0, -1.0]) / T)
        assert entropies[-1] == pytest.approx(reference.entropy(p), abs=6e-4)
        assert shown.number("loss") == pytest.approx(-np.log(p[1]), abs=6e-4)
        assert "The most likely is class 0" in shown.words()
    assert entropies == sorted(entropies)
    before = shown.path("others")
    shown.page.get_by_role("button", name="All logits + 1").click()
    shown.settle()
    assert shown.get("z0") == 3
    assert shown.path("others") == before, "adding to all logits changes nothing"
    assert shown.number("sum of the gradient") == 0


@pytest.mark.parametrize(
    "function",
    [
        softmax,
        reference.log_sum_exp,
        reference.softmax_cross_entropy,
        reference.softmax_cross_entropy_grad,
        reference.cross_entropy,
    ],
)
def test_softmax_temperature_compares_the_readers_functions(show, function):
    shown = show(SoftmaxTemperature(temperature=0.5))
    shown.draw(function)
    words = shown.words()
    if re.search("says", words):
        mine, here = re.search(r"says ([\d.]+); computed here: ([\d.]+)\.", words).groups()
        assert mine == here
    else:
        assert f"Your {function.__name__} agrees with the reference at all 4 points." in words
