"""Widgets in the page: alive without any server, by keyboard, and showing the reader's own function."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.page.conftest import ABSOLUTE, CHAPTER, RELU

pytestmark = pytest.mark.browser

READERS = """name => window.n2n.widgets.filter(w => w.model.get('probes')?.[name]).map(w => ({
    reader: w.model.get('reader'), args: w.model.get('probes')[name],
    paths: w.el.innerHTML }))"""


def test_widgets_are_alive_on_the_page(chapter):
    chapter.page.wait_for_function("() => window.n2n?.widgets?.length >= 3")
    assert chapter.page.locator("n2n-widget svg").count() >= 3


def test_from_a_file_widgets_work_by_keyboard_and_exercises_say_how_to_serve(browser, book):
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((book / CHAPTER).as_uri())
    page.wait_for_function("() => window.n2n?.widgets?.length >= 3")
    sliders = page.locator("n2n-widget [role=slider], n2n-widget input[type=range]:enabled")
    assert sliders.count() >= 1
    slider = sliders.first
    picture = "() => [...document.querySelectorAll('n2n-widget')].map(w => w.innerHTML).join()"
    before = page.evaluate(picture)
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"before => ({picture})() !== before", arg=before)
    expect(page.locator("#exercise-relu")).to_contain_text("n2n serve")
    expect(page.locator("#exercise-relu [data-do=check]")).to_be_disabled()
    assert errors == []
    page.close()


@pytest.mark.parametrize(
    ("code", "truth"), [(RELU, lambda z: np.maximum(z, 0)), (ABSOLUTE, np.abs)], ids=["right", "wrong"]
)
def test_the_readers_function_is_drawn_right_or_wrong(chapter, code, truth):
    chapter.page.wait_for_function("() => window.n2n?.widgets?.length >= 3")
    before = chapter.page.evaluate(READERS, "relu")
    assert before, "a widget of this chapter can draw relu"
    chapter.run("relu", code)
    after = chapter.page.evaluate(READERS, "relu")
    for old, new in zip(before, after, strict=True):
        assert new["reader"]["name"] == "relu"
        assert new["reader"]["error"] == ""
        np.testing.assert_allclose(new["reader"]["values"], truth(np.array(new["args"][0], dtype=float)))
        assert new["paths"] != old["paths"], "something more is drawn"
    assert "drawn in the widget" in chapter.status("relu")


def test_a_function_that_cannot_be_drawn_says_why(chapter):
    chapter.page.wait_for_function("() => window.n2n?.widgets?.length >= 3")
    chapter.run("relu", "def relu(z):\n    return z + unknown\n")
    for widget in chapter.page.evaluate(READERS, "relu"):
        assert "NameError" in widget["reader"]["error"]


def test_the_readers_function_follows_the_alpha_of_the_widget(chapter):
    chapter.page.wait_for_function("() => window.n2n?.widgets?.length >= 3")
    chapter.run(
        "leaky_relu", "def leaky_relu(z, alpha=0.01):\n    return np.where(z > 0, z, 2 * alpha * z)\n"
    )
    before = chapter.page.evaluate(READERS, "leaky_relu")
    chapter.page.evaluate(
        "() => { const w = window.n2n.widgets.find(w => w.model.get('probes')?.leaky_relu);"
        " w.model.set('alpha', 0.5); w.model.save_changes(); }"
    )
    chapter.page.wait_for_function(
        "() => window.n2n.widgets.some(w => w.model.get('probes')?.leaky_relu?.[1] === 0.5"
        " && w.model.get('reader')?.values)"
    )
    (after,) = chapter.page.evaluate(READERS, "leaky_relu")
    z, alpha = np.array(after["args"][0], dtype=float), after["args"][1]
    assert alpha == 0.5
    assert before[0]["args"][1] != alpha
    np.testing.assert_allclose(after["reader"]["values"], np.where(z > 0, z, 2 * alpha * z))
