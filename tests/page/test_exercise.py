"""Editing, running and checking an exercise in the page."""

import time

import pytest
from playwright.sync_api import expect

from tests.page.conftest import ABSOLUTE, RELU, START

pytestmark = pytest.mark.browser


def test_the_box_starts_from_the_stub_and_shows_no_solution(chapter):
    box = chapter.box("relu")
    box.scroll_into_view_if_needed()
    box.locator(".cm-content").wait_for()
    assert "raise NotImplementedError()" in chapter.code("relu")
    assert "np.maximum" not in box.inner_text()
    assert "not written yet" in chapter.check("relu")


def test_run_shows_what_is_printed_and_the_last_value(chapter):
    code = RELU + "print('here')\nrelu(np.array([-1.0, 2.0]))"
    assert chapter.run("relu", code).split("\n") == ["here", "array([0., 2.])"]


def test_run_without_output_says_so(chapter):
    assert "printed nothing" in chapter.run("relu", RELU)


def test_wrong_then_right_and_the_misconception_is_named(chapter):
    said = chapter.check("relu", ABSOLUTE)
    assert "wrong value" in said
    assert "Case: negative, zero and positive" in said
    assert "expected  [0., 0., 3.]" in said
    assert "got       [2., 0., 3.]" in said
    assert "Why: You returned |z|" in said
    assert chapter.badge("relu") == "not yet"
    assert "passed" in chapter.check("relu", RELU)
    assert chapter.badge("relu") == "✓ passed"


def test_verdicts_are_announced(chapter):
    chapter.check("relu", RELU)
    live = chapter.box("relu").locator("[aria-live=polite]", has_text="passed")
    expect(live).to_have_count(1)


def test_the_readers_own_traceback_and_nothing_of_ours(chapter):
    said = chapter.run("relu", "def relu(z):\n    return z / undefined_name\nrelu(1)")
    assert "NameError" in said
    assert "line 2" in said
    assert "n2n_worker" not in said
    assert "SyntaxError" in chapter.run("relu", "def relu(z)\n    return z")


def test_html_from_python_stays_text(chapter):
    evil = "print('<img src=x onerror=\"window.broken=1\">')\n" + RELU
    assert "<img src=x" in chapter.run("relu", evil)
    assert chapter.page.evaluate("window.broken") is None


def test_every_check_starts_from_an_empty_namespace(chapter):
    chapter.run("relu", "leftover = 1\n" + RELU)
    said = chapter.run("relu", RELU + "leftover")
    assert "NameError: name 'leftover'" in said


def test_what_is_missing_above_is_named(chapter):
    prime = "def sigmoid_prime(z):\n    s = sigmoid(z)\n    return s * (1 - s)\n"
    said = chapter.check("sigmoid_prime", prime)
    assert "This code uses sigmoid from above, which has not passed yet" in said
    chapter.check("sigmoid", "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))\n")
    assert chapter.badge("sigmoid") == "✓ passed"
    assert "passed" in chapter.check("sigmoid_prime")


def test_matplotlib_is_loaded_only_when_used_and_figures_are_shown(chapter):
    chapter.check("relu", RELU)
    assert not any("/plots-" in url for url in chapter.requests)
    plot = RELU + "import matplotlib.pyplot as plt\nplt.plot(relu(np.linspace(-1, 1)))\nplt.show()"
    chapter.run("relu", plot)
    figure = chapter.box("relu").locator("img.n2n-figure")
    expect(figure).to_have_count(1)
    assert figure.evaluate("img => img.decode().then(() => img.naturalWidth)") > 100
    assert figure.get_attribute("alt")
    chapter.run("relu", plot.replace("plt.show()", "plt.title(r'$\\frac{x}{2}$', family='monospace')"))
    expect(figure).to_have_count(1)
    assert sum("/plots-" in url for url in chapter.requests) == 1  # once


def test_an_endless_loop_is_stopped_by_the_clock(chapter):
    chapter.check("relu", RELU)  # Python is up
    begun = time.monotonic()
    said = chapter.check("relu", "def relu(z):\n    while True:\n        pass\n")
    assert "stopped after 10 s: is there an endless loop?" in said
    assert 9 < time.monotonic() - begun < 20
    assert "passed" in chapter.check("relu", RELU)


def test_a_loop_that_catches_everything_is_stopped_too(chapter):
    chapter.check("relu", RELU)
    stubborn = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n"
    assert "stopped after 10 s" in chapter.run("relu", stubborn)


def test_a_call_that_never_returns_is_cut_off_and_python_comes_back(chapter):
    chapter.check("relu", RELU)
    chapter.run("relu", "sum(iter(int, 1))")  # endless inside C, where no Python clock ticks
    assert "stopped after 15 s" in chapter.status("relu")
    assert "passed" in chapter.check("relu", RELU)


def test_stop_ends_a_loop_at_once_and_python_comes_back(chapter):
    chapter.check("relu", RELU)
    chapter.write("relu", "while True:\n    pass\n")
    chapter.press("relu", "Run")
    chapter.page.wait_for_timeout(1000)
    begun = time.monotonic()
    chapter.press("relu", "Stop")
    chapter.idle("relu")
    assert time.monotonic() - begun < 2
    assert "Stopped" in chapter.status("relu")
    assert "while True" in chapter.code("relu")
    assert "passed" in chapter.check("relu", RELU)


def test_reset_can_be_undone(chapter):
    chapter.write("relu", RELU)
    chapter.press("relu", "Reset")
    assert "raise NotImplementedError()" in chapter.code("relu")
    chapter.press("relu", "Undo reset")
    assert "np.maximum" in chapter.code("relu")
    expect(chapter.box("relu").get_by_role("button", name="Reset", exact=True)).to_be_visible()


def test_hints_come_one_after_another_and_are_counted(chapter):
    hints = chapter.box("relu").locator(".n2n-hints li")
    expect(hints).to_have_count(0)
    button = chapter.box("relu").locator("[data-do=hint]")
    total = int(button.inner_text().split()[-1])
    for k in range(1, total + 1):
        assert button.inner_text() == f"Hint {k} of {total}"
        button.click()
        expect(hints).to_have_count(k)
    expect(button).to_be_disabled()


def test_the_solution_opens_after_three_failures_and_asks_first(chapter):
    solution = chapter.box("relu").locator(".n2n-solution")
    chapter.check("relu", ABSOLUTE)
    chapter.press("relu", "Solution")
    assert "after 3 failed checks (1 so far)" in chapter.status("relu")
    for _ in range(2):
        chapter.check("relu")
    chapter.press("relu", "Solution")
    dialog = chapter.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Cancel").click()
    expect(solution).to_have_count(0)
    chapter.press("relu", "Solution")
    dialog.get_by_role("button", name="Show it").click()
    expect(solution).to_contain_text("np.maximum(z, 0.0)")


def test_the_solution_opens_without_asking_after_passing(chapter):
    chapter.check("relu", RELU)
    chapter.press("relu", "Solution")
    expect(chapter.box("relu").locator(".n2n-solution")).to_contain_text("def relu")


def test_an_experiment_runs_on_the_readers_own_functions(chapter):
    experiment = chapter.page.locator(".n2n-experiment").first
    button = experiment.get_by_role("button", name="Run with my functions")
    button.click()
    expect(experiment.locator(".n2n-missing")).to_be_visible()
    chapter.check("relu", ABSOLUTE)  # wrong on purpose: the experiment shows what that does
    button.click()
    expect(experiment.locator(".n2n-case")).to_have_text("With your relu:", timeout=START)
    assert experiment.locator(".n2n-error").count() == 0
