"""“Run on this case”: the table of lines below a verdict."""

import pytest
from playwright.sync_api import expect

from tests.page.conftest import RELU, START
from tests.page.test_accessibility import axe as axe  # a fixture
from tests.page.test_accessibility import violations

pytestmark = pytest.mark.browser

WRONG = """def half(x):
    return x / 0.5

def relu(z):
    print("seen", z.shape)
    out = half(np.abs(z))
    z -= 1
    return out
"""
HOSTILE = """def relu(z):
    s = "<img src=x onerror='window.broken=1'>"
    return z + s
"""
ENDLESS = """def relu(z):
    k = 0
    while True:
        k = k + 1
"""
BUTTON = "Run on this case"


def traced(chapter, name="relu"):
    chapter.page.wait_for_timeout(50)
    chapter.idle(name)
    return chapter.box(name).locator(".n2n-traced")


def test_the_table_shows_lines_values_and_prints(chapter, axe):
    chapter.check("relu", WRONG)
    before = chapter.output("relu")
    chapter.press("relu", BUTTON)
    place = traced(chapter)
    expect(place.locator("pre").first).to_have_text("seen (3,)")
    table = place.get_by_role("table", name="relu, line by line, on the case: negative, zero and positive")
    assert table.get_by_role("columnheader").all_inner_texts() == ["Line", "Code", "What it gave"]
    row = table.get_by_role("row", name="6 out = half(np.abs(z))")
    expect(row).to_contain_text("out = [4., 0., 6.] float64 (3,)")
    expect(table.get_by_role("row", name="2 return x / 0.5")).to_contain_text("gives back [4., 0., 6.]")
    expect(table.get_by_role("row", name="7 z -= 1")).to_contain_text("changed in place")
    assert table.get_by_role("rowheader", name="6", exact=True).count() == 1
    assert chapter.output("relu") == before
    assert chapter.badge("relu") == "not yet"
    assert violations(chapter.page, axe) == {}

    row.click()
    expect(chapter.box("relu").locator(".cm-activeLine")).to_have_text("    out = half(np.abs(z))")
    chapter.check("relu", RELU)
    expect(place).to_be_empty()
    expect(chapter.box("relu").get_by_role("button", name=BUTTON)).to_have_count(0)


def test_the_line_that_raised_is_marked_and_text_stays_text(chapter):
    chapter.check("relu", HOSTILE)
    chapter.press("relu", BUTTON)
    place = traced(chapter)
    expect(place.locator("[data-raised]")).to_have_count(1)
    expect(place.locator("[data-raised]")).to_contain_text("✗ 3")
    expect(place).to_contain_text("<img src=x")
    assert chapter.page.evaluate("window.broken") is None


def test_by_keyboard_and_on_a_phone_in_the_dark(chapter):
    page = chapter.page
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    chapter.check("relu", WRONG)
    chapter.box("relu").get_by_role("button", name=BUTTON).focus()
    page.keyboard.press("Enter")
    place = traced(chapter).get_by_role("region")
    expect(place).to_be_focused(timeout=START)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(place.locator(".n2n-chosen")).to_contain_text("print(")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('.n2n-trace-place').clientWidth") <= 390


def test_an_endless_loop_ends_and_stop_ends_it_sooner(chapter):
    box = chapter.box("relu")
    chapter.check("relu", RELU)  # Python is up
    chapter.check("relu", ENDLESS)
    expect(box.locator(".n2n-verdict")).to_contain_text("is there an endless loop?")
    chapter.press("relu", BUTTON)
    chapter.press("relu", "Stop")
    chapter.idle("relu")
    assert "Stopped" in chapter.status("relu")
    chapter.press("relu", BUTTON)
    place = traced(chapter)
    expect(place).to_contain_text("more turns of the loop, not shown")
    expect(place).to_contain_text("Stopped after 5 s")
