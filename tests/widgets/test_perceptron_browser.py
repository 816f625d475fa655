"""The widgets of chapter 2 in a real browser: points moved by mouse and keys, training played to its end."""

import pytest

from solutions import perceptrons as reference
from widgets import LinearClassifiers, PerceptronTrainer

pytestmark = pytest.mark.browser


def test_training_ends_with_convergence_or_says_that_it_never_will(show):
    shown = show(PerceptronTrainer())
    shown.click("To the end", exact=True)
    assert "has converged" in shown.words()
    shown.set(data="xor", points=[], shown=0)
    assert "No line separates" in shown.words()
    shown.click("To the end", exact=True)
    assert "for ever" in shown.words()
    shown.click("Back to zero", exact=True)
    assert shown.get("shown") == 0


@pytest.mark.parametrize("cls", [PerceptronTrainer, LinearClassifiers])
def test_points_are_dragged_added_turned_and_removed(show, cls):
    start = [[-1, -1, 0], [-2, 1, 0], [1, 1, 1], [2, 2, 1]]
    shown = show(cls(points=start))
    plot = shown.page.locator("svg.nw-plot").first
    at = shown.page.locator("[data-point='2']").bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(x + 30, y + 10, steps=4)
    shown.page.mouse.up()
    shown.settle()
    moved = shown.get("points")[2]
    assert moved[0] > 1
    assert moved[1] < 1
    assert moved[2] == 1
    assert shown.get("chosen") == 3
    shown.page.keyboard.press("ArrowLeft")
    shown.settle()
    assert shown.get("points")[2] == [moved[0] - 0.25, moved[1], 1]
    shown.page.keyboard.press("Enter")
    shown.settle()
    assert shown.get("points")[2][2] == 0
    shown.page.keyboard.press("Delete")
    shown.settle()
    assert len(shown.get("points")) == 3
    box = plot.bounding_box()
    shown.page.mouse.dblclick(box["x"] + 0.3 * box["width"], box["y"] + 0.75 * box["height"])
    shown.settle()
    assert len(shown.get("points")) == 4
    shown.click("Add a point", exact=True)
    assert len(shown.get("points")) == 5


def test_a_step_is_a_step_of_the_reference(show):
    shown = show(PerceptronTrainer(data="narrow"))
    for _ in range(3):
        shown.click("1 step", exact=True)
    w, b = shown.page.evaluate("window.n2n.widgets[0].model.get('probes').perceptron_update.slice(0, 2)")
    X, y = shown.page.evaluate("window.n2n.widgets[0].model.get('probes').train_perceptron.slice(0, 2)")
    want = [0.0, 0.0], 0.0
    for k in range(3):
        want = reference.perceptron_update(*map(reference.np.array, (want[0], want[1], X[k])), y[k])
    assert w == pytest.approx(list(want[0]))
    assert b == pytest.approx(want[1])


def test_the_readers_line_is_drawn_and_judged(show):
    trainer = PerceptronTrainer(data="narrow")
    shown = show(trainer)
    X, y, *rest = shown.page.evaluate("window.n2n.widgets[0].model.get('probes').train_perceptron")
    trainer.probes = {"train_perceptron": [X, y, *rest]}
    trainer.f = reference.train_perceptron
    shown.set(reader=trainer.reader)
    assert "as the reference" in shown.words()
    assert shown.path("yours").startswith("M")
    shown.set(reader={**trainer.reader, "values": [[1.0, 2.0], 0.5, [3, 0]]})
    assert "the reference ends at" in shown.words()
    shown.set(reader={"name": "train_perceptron", "values": None, "error": "it returned None"})
    assert "could not be drawn: it returned None" in shown.words()
