"""A page from a file with one widget on it, and what to ask of it."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from book.node import node_environment
from grader.sample import sample
from widgets.base import STATIC, BookWidget
from widgets.mime import MIME, embedded

PAGE = """<!doctype html>
<html lang="{lang}" data-theme="{theme}"><meta charset="utf-8"><script>{words}</script>
<link rel="stylesheet" href="{static}/widgets.css"><script defer src="{static}/book.js"></script>
<body style="font-family: system-ui, sans-serif">{widgets}</body></html>"""


def element(widget: BookWidget) -> str:
    """The element the page holds for a widget."""
    data = widget._repr_mimebundle_()[0][MIME]
    return (
        f'<n2n-widget name="{data["name"]}" model="{data["model"]}">'
        f'<script type="application/json">{embedded(data["state"])}</script></n2n-widget>'
    )


def document(*widgets: BookWidget, theme: str = "light", lang: str = "en", words: str = "") -> str:
    """A page with the widgets; `words`: the script of its language."""
    inside = "\n".join(map(element, widgets))
    return PAGE.format(lang=lang, words=words, theme=theme, static=STATIC.as_uri(), widgets=inside)


class Shown:
    """Widgets in a real browser."""

    def __init__(self, page: Any, errors: list[str]) -> None:
        self.page, self.errors = page, errors

    def failed(self, error: Any) -> None:
        self.errors.append(str(error))

    def said(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def get(self, trait: str, nth: int = 0) -> Any:
        """The value of a trait."""
        return self.page.evaluate(f"window.n2n.widgets[{nth}].model.get('{trait}')")

    def set(self, **traits: Any) -> None:
        """Change traits, as the page's runner does."""
        self.page.evaluate("traits => window.n2n.widgets[0].model.set(traits)", traits)
        self.settle()

    def settle(self) -> None:
        """Wait until what was asked for is drawn."""
        self.page.evaluate("new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))")

    def drawn(self) -> str:
        """Every path, mark and number in the plots."""
        return self.page.evaluate(
            "[...document.querySelectorAll('svg.nw-plot')].map(e => e.outerHTML).join()"
        )

    def path(self, key: str, nth: int = 0) -> str:
        """The path that is drawn under a key."""
        return self.page.locator(f"[data-key='{key}']").nth(nth).get_attribute("d")

    def words(self) -> str:
        """The sentences under the figure."""
        return self.page.locator(".nw-says").inner_text()

    def told(self, name: str) -> str:
        """What the widget shows under a name."""
        return self.page.locator(".nw-values > div", has_text=name).first.locator("b").inner_text()

    def number(self, name: str) -> float:
        """A number that the widget shows under a name."""
        return float(re.match(r"−?[\d.]+", self.told(name))[0].replace("−", "-"))

    def draw(self, function: Callable[..., Any]) -> None:
        """What the page does after a check: sample the function on the widget's arguments, hand over the values."""
        args = self.get("probes")[function.__name__]
        self.set(reader={"name": function.__name__, "values": sample(function, args), "error": ""})

    def press(self, selector: str, key: str) -> None:
        """Focus and press a key, as someone without a mouse does."""
        self.page.locator(selector).first.focus()
        self.page.keyboard.press(key)
        self.settle()

    def click(self, name: str, exact: bool = False) -> None:
        """Click the button of this name."""
        self.page.get_by_role("button", name=name, exact=exact).click()
        self.settle()


@pytest.fixture(scope="session")
def ordinary(browser: Any) -> Iterator[list[Any]]:
    """Pages without options, which serve one test after the other: a new one costs more than what is done in it."""
    pages: list[Any] = []
    yield pages
    for page in pages:
        page.close()


@pytest.fixture
def show(browser: Any, ordinary: list[Any], tmp_path: Path) -> Iterator[Callable[..., Shown]]:
    """`show(widget, …)` opens a file with the widgets on it; at the end no error may have been reported."""
    shown: list[tuple[Shown, bool]] = []
    files = count()

    def open_page(
        *widgets: BookWidget,
        width: int = 800,
        theme: str = "light",
        lang: str = "en",
        words: str = "",
        **options: Any,
    ) -> Shown:
        file = tmp_path / f"page{next(files)}.html"
        file.write_text(document(*widgets, theme=theme, lang=lang, words=words))
        size = {"width": width, "height": 900}
        if ordinary and not options:
            page = ordinary.pop()
            page.set_viewport_size(size)
            page.mouse.move(0, 0)
        else:
            page = browser.new_page(viewport=size, **options)
        it = Shown(page, [])
        page.on("pageerror", it.failed)
        page.on("console", it.said)
        shown.append((it, not options))
        page.goto(file.as_uri())
        page.wait_for_function(f"document.querySelectorAll('n2n-widget[ready]').length == {len(widgets)}")
        return it

    yield open_page
    for it, again in shown:
        it.page.goto("about:blank")  # nothing of this test plays on
        it.page.remove_listener("pageerror", it.failed)
        it.page.remove_listener("console", it.said)
        if again:
            ordinary.append(it.page)
        else:
            it.page.close()
    for it, _ in shown:
        assert it.errors == []


@pytest.fixture(scope="session")
def javascript() -> Iterator[Callable[..., list[Any]]]:
    """`javascript((module, expression, args), …)` calls functions of widgets/js/math in Node, one process for all."""
    script = Path(__file__).with_name("arithmetic.mjs")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    node = subprocess.Popen(["node", script], env=node_environment(), **pipes)

    def call(*calls: tuple[str, str, list[Any]]) -> list[Any]:
        node.stdin.write(json.dumps(calls) + "\n")
        node.stdin.flush()
        answer = json.loads(node.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["results"]

    yield call
    node.stdin.close()
    assert node.wait(10) == 0
