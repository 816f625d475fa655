"""A finger drags every handle of every widget, and the page does not scroll away under it."""

from collections.abc import Iterator
from typing import Any

import pytest

import widgets

pytestmark = pytest.mark.browser
ALL = [getattr(widgets, name) for name in widgets.__all__ if name != "BookWidget"]
WITHOUT = {
    widgets.DeadReLU,
    widgets.DropoutMasks,
    widgets.GraphStepper,
    widgets.LogicGates,
    widgets.SoftmaxTemperature,
    widgets.Symmetry,
    widgets.VanishingGradient,
    widgets.VarianceExplorer,
}  # nothing to drag there: all of it is done by sliders and buttons
MOVES = 15
WATCH = """() => { for (const kind of ["pointermove", "pointercancel"]) addEventListener(kind, () => seen[kind]++, true); }"""
HANDLES = ".nw-handle, .nw-reach[data-point]"
MIDDLE = """(e) => { e.scrollIntoView({ block: 'center' }); const b = e.getBoundingClientRect();
    return [b.x + b.width / 2, b.y + b.height / 2]; }"""


class Finger:
    """Real touches, as the screen of a phone sends them."""

    def __init__(self, page: Any) -> None:
        self.page, self.session = page, page.context.new_cdp_session(page)
        page.evaluate(WATCH)

    def drag(self, x: float, y: float, dx: float, dy: float) -> dict[str, int]:
        """Down at (x, y), MOVES small moves in all by (dx, dy), up: how many moves arrived, how many were taken away."""
        self.page.evaluate("window.seen = { pointermove: 0, pointercancel: 0 }")
        self._send("touchStart", [x, y])
        for k in range(1, MOVES + 1):
            self._send("touchMove", [x + dx * k / MOVES, y + dy * k / MOVES])
        self._send("touchEnd")
        return self.page.evaluate("window.seen")

    def _send(self, kind: str, point: list[float] | None = None) -> None:
        points = [{"x": point[0], "y": point[1]}] if point else []
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@pytest.fixture
def phone(browser: Any, show: Any) -> Iterator[Any]:
    def open_page(widget: Any) -> Any:
        shown = show(widget, width=390, has_touch=True)
        shown.page.evaluate("document.body.style.padding = '600px 0'")  # there is room to scroll
        return shown, Finger(shown.page)

    return open_page


def state(shown: Any) -> str:
    return shown.drawn() + shown.words()


@pytest.mark.sampled(3)
@pytest.mark.parametrize("cls", ALL)
def test_every_handle_follows_a_finger(phone, cls):
    shown, finger = phone(cls(data="yours") if cls is widgets.Playground else cls())
    handles = shown.page.locator(HANDLES)
    assert (handles.count() == 0) == (cls in WITHOUT)
    for i in range(min(handles.count(), 4)):
        handle = handles.nth(i)
        if not handle.is_visible():
            continue
        x, y = handle.evaluate(MIDDLE)
        plane = handle.get_attribute("aria-roledescription") or handle.get_attribute("data-point")
        right = 45 if x < 250 else -45
        top, before = shown.page.evaluate("scrollY"), state(shown)
        seen = finger.drag(x, y, right, -45 if plane else 0)
        shown.settle()
        assert seen == {"pointermove": MOVES, "pointercancel": 0}, handle.get_attribute("aria-label")
        assert shown.page.evaluate("scrollY") == top
        assert state(shown) != before


def test_beside_a_handle_a_finger_scrolls(phone):
    shown, finger = phone(widgets.Whitening())
    box = shown.page.locator(".nw-seen").bounding_box()
    shown.page.evaluate("y => scrollTo(0, y - 300)", box["y"])
    top = shown.page.evaluate("scrollY")
    seen = finger.drag(150, 300, 0, -150)
    shown.page.wait_for_timeout(300)
    assert seen["pointercancel"] == 1
    assert shown.page.evaluate("scrollY") > top, "this test would see a page that scrolls"
