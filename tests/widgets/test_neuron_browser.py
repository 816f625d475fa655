"""The two widgets of chapter 1 in a real browser."""

import numpy as np
import pytest

from solutions import neurons as reference
from widgets import LogicGates, Neuron

pytestmark = pytest.mark.browser


def test_arrow_boundary_and_input_move_by_keyboard_and_the_rest_follows(show):
    shown = show(Neuron(w=[1.0, 0.0], b=-1.0, x=[2.0, 0.0]))
    boundary = shown.path("boundary")
    shown.press("[aria-label^=input]", "ArrowLeft")
    assert shown.get("x") == [1.9, 0.0]
    assert shown.path("boundary") == boundary
    assert "the weighted sum is 0.90" in shown.words()
    shown.press("[aria-label^=boundary]", "ArrowRight")
    assert shown.get("b") == pytest.approx(-1.1), "the boundary passes through x₁ = 1.1 now"
    assert shown.path("boundary") != boundary
    shown.press("[aria-label^=weights]", "ArrowUp")
    assert shown.get("w") == [1.0, 0.1]


def test_doubling_keeps_the_boundary_and_turning_round_exchanges_the_answers(show):
    shown = show(Neuron(activation="step"))
    before, fires = shown.path("boundary"), "fires" in shown.words()
    shown.page.get_by_role("button", name="Double w and b").click()
    shown.settle()
    assert shown.get("w") == [3.0, 2.0]
    assert shown.path("boundary") == before
    assert shown.page.get_by_role("button", name="Double w and b").is_disabled()
    shown.page.get_by_role("button", name="Turn round").click()
    shown.settle()
    assert shown.get("b") == 2.0
    assert ("is silent" in shown.words()) == fires


def test_a_neuron_without_weights_says_that_it_has_no_boundary(show):
    shown = show(Neuron(w=[0.0, 0.0]))
    assert "Without weights there is no boundary" in shown.words()
    assert shown.path("boundary") == ""


@pytest.mark.parametrize("f", [reference.weighted_sum, reference.threshold_neuron, reference.signed_distance])
def test_the_readers_neuron_is_compared(show, f):
    neuron = Neuron()
    shown = show(neuron)
    neuron.probes = shown.get("probes")
    neuron.f = f
    shown.set(reader=neuron.reader)
    assert f"Your {f.__name__} agrees with the reference" in shown.words()


def test_a_wrong_neuron_is_drawn_and_told(show):
    def logistic_neuron(X, w, b):
        return reference.logistic_neuron(X, w, -b)

    neuron = Neuron()
    shown = show(neuron)
    neuron.probes = shown.get("probes")
    neuron.f = logistic_neuron
    shown.set(reader=neuron.reader)
    assert "Your logistic_neuron differs" in shown.words()
    X, w, b = neuron.probes["logistic_neuron"]
    high = np.sum(logistic_neuron(np.array(X), np.array(w), b) >= 0.5)
    assert shown.path("yours-high").count("M") == high


def table(shown):
    rows = shown.page.locator(".nw-table tbody tr").all()
    return [row.locator("td").all_inner_texts() for row in rows]


@pytest.mark.parametrize(
    ("name", "outputs"), [("AND", "0001"), ("OR", "0111"), ("NOT x₁", "1100"), ("NAND", "1110")]
)
def test_presets_give_their_truth_table_twice(show, name, outputs):
    shown = show(LogicGates())
    shown.page.get_by_role("button", name=f"θ of {name}", exact=True).click()
    shown.settle()
    assert "".join(row[3] for row in table(shown)) == outputs
    theta = np.array([shown.get("b"), shown.get("w1"), shown.get("w2")])
    soft = [float(row[4]) for row in table(shown)]
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_allclose(soft, reference.logistic_neuron(corners, theta[1:], theta[0]), atol=1e-3)


def test_a_goal_is_reached_by_sliders_and_xor_is_not(show):
    shown = show(LogicGates(goal="NAND", b=30.0, w1=-20.0, w2=0.0))
    assert "3 of 4 rows are right." in shown.words()
    for _ in range(11):
        shown.press("[data-trait=w2]", "ArrowLeft")
    assert "Done: this neuron is NAND." in shown.words()
    shown.set(goal="XOR")
    assert "Three is the most that one line can do" in shown.words()


def test_the_readers_gate_gets_a_column(show):
    gates = LogicGates()
    shown = show(gates)
    gates.probes = shown.get("probes")
    for f, words in [
        (reference.at_least, "Your at_least(2, 2) answers 0 0 0 1, which is AND."),
        (reference.negate_neuron, "Your negate_neuron of this gate answers 0 1 0 0."),
        (reference.logistic_neuron, "Your logistic_neuron answers 1 0 1 1."),
    ]:
        gates.f = f
        shown.set(reader=gates.reader)
        assert words in shown.words()
        assert all(len(row) == 7 for row in table(shown))
