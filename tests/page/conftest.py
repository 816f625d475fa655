"""The chapter's page in a fresh browser profile, with everything it asked for written down."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHAPTER = "chapters/04_activations.html"
RELU = "def relu(z):\n    return np.maximum(z, 0.0)\n"
ABSOLUTE = "def relu(z):\n    return np.abs(z)\n"
START = 60_000
"""Milliseconds until a first verdict, on a machine that is busy with other tests."""


@dataclass
class Chapter:
    """What a reader does in the page, in the reader's words."""

    page: Any
    address: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, where: str = CHAPTER) -> "Chapter":
        self.page.goto(self.address + where)
        return self

    def box(self, name: str) -> Any:
        return self.page.locator(f"#exercise-{name}")

    def write(self, name: str, code: str) -> None:
        content = self.box(name).locator(".cm-content")
        self.box(name).scroll_into_view_if_needed()
        content.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)

    def code(self, name: str) -> str:
        return "\n".join(self.box(name).locator(".cm-line").all_inner_texts()).replace("\n\n", "\n")

    def press(self, name: str, button: str) -> None:
        self.box(name).get_by_role("button", name=re.compile(f"^{button}")).click()

    def idle(self, name: str) -> None:
        self.page.wait_for_function(
            "n => !document.querySelector(`#exercise-${n}`).hasAttribute('data-busy')",
            arg=name,
            timeout=START,
        )

    def check(self, name: str, code: str | None = None) -> str:
        """Write, check, and read what the page says."""
        return self._do(name, "Check", code)

    def run(self, name: str, code: str | None = None) -> str:
        return self._do(name, "Run", code)

    def _do(self, name: str, button: str, code: str | None) -> str:
        if code is not None:
            self.write(name, code)
        self.press(name, button)
        self.page.wait_for_timeout(50)
        self.idle(name)
        return self.output(name)

    def output(self, name: str) -> str:
        return str(self.box(name).locator(".n2n-output").inner_text())

    def badge(self, name: str) -> str:
        return str(self.box(name).locator(".n2n-badge").inner_text())

    def status(self, name: str) -> str:
        return str(self.box(name).locator(".n2n-bar .n2n-status").inner_text())


@pytest.fixture(scope="session")
def address(book: Path, serve: Callable[[Path], str]) -> str:
    return serve(book)


@pytest.fixture
def chapter(browser: Any, address: str) -> Iterator[Chapter]:
    """The chapter in a profile of its own; a script error anywhere fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    it = Chapter(page, address)
    context.on("request", lambda request: it.requests.append(request.url))
    page.on("pageerror", lambda error: it.errors.append(str(error)))
    yield it.open()
    context.close()
    assert it.errors == []
