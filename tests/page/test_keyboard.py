"""A whole exercise without a mouse."""

import pytest
from playwright.sync_api import expect

from tests.page.conftest import ABSOLUTE, CHAPTER, RELU, START

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement"


def tab_to(page, selector: str, most: int = 200) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.matches({selector!r})"):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_an_exercise_from_start_to_end_by_keyboard(chapter):
    page = chapter.page
    tab_to(page, "#exercise-relu .cell_input, #exercise-relu .cm-content")
    expect(chapter.box("relu").locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("def relu(z):\nreturn np.maximum(z, 0.0)")  # the editor indents by itself
    assert "    return np.maximum" in chapter.code("relu")
    page.keyboard.press("Tab")  # stays: Tab indents
    assert page.evaluate(f"{FOCUSED}.matches('.cm-content')")
    page.keyboard.press("Shift+Enter")
    expect(chapter.box("relu").locator(".n2n-verdict")).to_be_visible(timeout=START)

    page.locator("#exercise-relu .cm-content").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.dataset.do") == "check"
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    chapter.idle("relu")
    assert chapter.badge("relu") == "✓ passed"
    for button in ("run", "reset", "hint", "solution"):
        page.keyboard.press("Tab")
        assert page.evaluate(f"{FOCUSED}.dataset.do") == button
    page.keyboard.press("Enter")
    expect(chapter.box("relu").locator(".n2n-solution")).to_be_visible()


def test_tab_walks_through_the_whole_page_without_being_caught(chapter):
    tab_to(chapter.page, "#exercise-relu [data-do=solution]")
    tab_to(chapter.page, "#exercise-relu_prime [data-do=solution]")
    tab_to(chapter.page, ".n2n-work [data-do=import]", most=1000)


def test_the_way_out_of_the_editor_is_announced(chapter):
    box = chapter.box("relu")
    box.scroll_into_view_if_needed()
    tip = box.locator(".cm-content").get_attribute("aria-describedby")
    assert "Escape, then Tab, leaves the editor" in chapter.page.locator(f"#{tip}").inner_text()


def test_ctrl_enter_runs(chapter):
    chapter.write("relu", ABSOLUTE + "relu(np.array([-2.0]))")
    chapter.page.keyboard.press("Control+Enter")
    expect(chapter.box("relu").locator(".n2n-text")).to_have_text("array([2.])", timeout=START)
    chapter.write("relu", RELU)


def test_focus_is_visible_on_every_button(chapter):
    chapter.box("relu").locator("[data-do=check]").focus()
    chapter.page.keyboard.press("Tab")
    outline = chapter.page.evaluate(f"getComputedStyle({FOCUSED}).outlineStyle")
    assert outline == "solid"


def test_the_dialog_keeps_and_returns_the_focus(chapter):
    button = chapter.page.get_by_role("button", name="Download my notebook")
    button.focus()
    chapter.page.keyboard.press("Enter")
    expect(chapter.page.get_by_role("textbox", name="Your name or student id")).to_be_focused()
    chapter.page.keyboard.press("Escape")
    expect(chapter.page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


def test_the_menus_of_a_phone_open_at_a_tap(browser, address):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + CHAPTER)
    for kind, menu in (("primary", "Site navigation"), ("secondary", "On this page")):
        page.locator(f".{kind}-toggle:visible").tap()
        dialog = page.locator(f"#pst-{kind}-sidebar-modal")
        expect(dialog, menu).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    context.close()
