"""A right answer is never called wrong because of the code above it; what passed counts, and can be had back."""

import pytest
from playwright.sync_api import expect

from tests.page.conftest import ABSOLUTE, RELU, START

pytestmark = pytest.mark.browser

SIGMOID = "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))\n"
PRIME = "def sigmoid_prime(z):\n    s = sigmoid(z)\n    return s * (1 - s)\n"
BROKEN = {
    "an endless loop": "while True:\n    pass\n",
    "a syntax error": SIGMOID.replace(":", ""),
    "a wrong edit": SIGMOID.replace("0.5", "0.4"),
    "an exit": "import sys\nsys.exit()\n",
    "nothing": "",
    "harm to numpy": SIGMOID + "np.tanh = np.exp = None\n",
}


def test_what_passed_above_counts_whatever_became_of_it(chapter):
    assert "passed" in chapter.check("sigmoid", SIGMOID)
    chapter.write("sigmoid_prime", PRIME)
    for what, code in BROKEN.items():
        chapter.write("sigmoid", code)
        assert chapter.badge("sigmoid") == "✓ passed, changed since"
        said = chapter.check("sigmoid_prime")
        assert chapter.badge("sigmoid_prime") == "✓ passed", (what, said)
        assert "as it stood when it passed" in said, what


@pytest.mark.sampled(3)
@pytest.mark.parametrize("what", BROKEN)
def test_what_has_not_passed_above_is_the_named_reason_and_no_failed_try(chapter, what):
    chapter.write("sigmoid", BROKEN[what])
    said = chapter.check("sigmoid_prime", PRIME)
    assert "This code uses sigmoid from above, which has not passed yet" in said
    assert "not counted as a try" in said
    assert "n2n_" not in said, "no traceback of ours"
    assert chapter.badge("sigmoid_prime") == "begun"
    chapter.press("sigmoid_prime", "Solution")
    assert "0 so far" in chapter.status("sigmoid_prime")


def test_code_above_that_is_not_used_is_not_run(chapter):
    chapter.write("relu", "while True:\n    pass\n")
    assert "passed" in chapter.check("sigmoid", SIGMOID)
    assert "relu" not in chapter.output("sigmoid")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("harm", ["np.linalg.norm = None", "np.where = np.maximum = None", "np.random.seed = 42", "import sys\nsys.modules.clear()", "import builtins\ndel builtins.len"])  # fmt: skip
def test_harm_ends_with_its_request(chapter, harm):
    chapter.run("relu", RELU + harm)
    assert "passed" in chapter.check("relu", RELU)


def test_plots_work_after_any_stop(chapter):
    plot = RELU + "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('x')"
    figure = chapter.box("relu").locator("img.n2n-figure")
    chapter.check("relu", RELU)
    chapter.run("relu", plot + "\nwhile True:\n    plt.plot([1, 2])")
    chapter.run("relu", plot)
    expect(figure).to_have_count(1, timeout=START)
    assert "Text(" not in chapter.output("relu")


def test_a_verdict_under_other_code_is_greyed(chapter):
    chapter.check("relu", RELU)
    output = chapter.box("relu").locator(".n2n-output")
    expect(output).not_to_have_attribute("data-old", "")
    chapter.write("relu", ABSOLUTE)
    expect(output).to_have_attribute("data-old", "")
    assert "it has changed since" in chapter.output("relu")
    chapter.write("relu", RELU)
    expect(output).not_to_have_attribute("data-old", "")


def test_back_to_what_passed_and_to_any_earlier_text(chapter):
    chapter.check("relu", ABSOLUTE)
    chapter.check("relu", RELU)
    chapter.write("relu", "gone")
    chapter.press("relu", "Reset")
    chapter.page.reload()
    chapter.press("relu", "Back to the version that passed")
    assert "np.maximum" in chapter.code("relu")
    assert chapter.badge("relu") == "✓ passed"
    chapter.press("relu", "History")
    dialog = chapter.page.get_by_role("dialog")
    dialog.locator("summary", has_text="not yet").click()
    dialog.get_by_role("button", name="Take this one back").locator("visible=true").click()
    assert "np.abs" in chapter.code("relu")


def test_three_checks_of_an_untouched_stub_open_nothing(chapter):
    for _ in range(3):
        assert "not written yet" in chapter.check("relu")
    chapter.press("relu", "Solution")
    assert "0 so far" in chapter.status("relu")


def test_what_is_typed_while_a_check_runs_stays(chapter):
    chapter.check("relu", RELU)
    chapter.write(
        "relu", RELU + "import time\nend = time.monotonic() + 2\nwhile time.monotonic() < end: pass\n"
    )
    chapter.press("relu", "Check")
    chapter.box("relu").locator(".cm-content").click()
    chapter.page.keyboard.press("Control+End")
    chapter.page.keyboard.insert_text("# typed meanwhile")
    chapter.idle("relu")
    assert "# typed meanwhile" in chapter.code("relu")
    chapter.page.reload()
    chapter.box("relu").scroll_into_view_if_needed()
    expect(chapter.box("relu").locator(".cm-content")).to_contain_text("# typed meanwhile")


def test_two_tabs_show_one_anothers_work(chapter):
    other = chapter.page.context.new_page()
    other.goto(chapter.page.url)
    content = other.locator("#exercise-relu .cm-content")
    other.locator("#exercise-relu").scroll_into_view_if_needed()
    content.wait_for()
    chapter.write("relu", RELU)
    expect(content).to_contain_text("np.maximum")
    other.close()


def test_stop_on_an_exercise_that_waits_ends_that_one_alone(chapter):
    chapter.check("relu", RELU)
    chapter.write("sigmoid", SIGMOID)
    chapter.write(
        "relu", RELU + "import time\nend = time.monotonic() + 4\nwhile time.monotonic() < end: pass\n"
    )
    chapter.press("relu", "Check")
    chapter.press("sigmoid", "Check")
    assert "Waiting" in chapter.status("sigmoid")
    chapter.press("sigmoid", "Stop")
    chapter.idle("sigmoid")
    chapter.idle("relu")
    assert "passed" in chapter.output("relu")
    assert "Stopped" in chapter.status("sigmoid")


def test_with_site_data_blocked_the_theme_and_the_search_live_and_the_reader_is_told(chapter):
    chapter.page.add_init_script(
        "for (const kind of ['localStorage', 'sessionStorage']) Object.defineProperty(window, kind, "
        "{ configurable: true, get() { throw new DOMException('no', 'SecurityError') } })"
    )
    chapter.page.reload()
    notice = chapter.page.get_by_role("alert").filter(has_text="keeps no data")
    expect(notice).to_be_visible()
    assert notice.bounding_box()["y"] < 300, "at the top"
    before = chapter.page.evaluate("document.documentElement.dataset.mode")
    chapter.page.locator(".theme-switch-button:visible").first.click()
    assert chapter.page.evaluate("document.documentElement.dataset.mode") != before
    chapter.page.keyboard.press("Control+k")
    expect(chapter.page.get_by_role("dialog")).to_be_visible()
    assert chapter.errors == []
