"""axe-core on every page of the built book, in both themes; and what its icons weigh."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from book.icons import ICONS
from tests.conftest import ROOT, one_at_a_time

RUN = """async () => (await axe.run({resultTypes: ["violations"]})).violations
  .map(v => [v.id, v.nodes.map(n => n.target.join(" "))])"""


def pages(book: Path) -> list[str]:
    found = sorted(p.relative_to(book).as_posix() for p in book.rglob("*.html"))
    return [p for p in found if not p.startswith("_static/") and p != "index.html"]  # it only sends on


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, installed if this checkout has not yet."""
    source = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    with one_at_a_time(ROOT / "_build" / "tests" / "npm.lock"):
        if not source.is_file():
            subprocess.run([sys.executable, "-m", "tests.node", "npm", "ci"], cwd=ROOT, check=True)
    return source.read_text("utf8")


def violations(page: Any, axe: str) -> dict[str, list[str]]:
    page.evaluate(axe)
    return dict(page.evaluate(RUN))


@pytest.mark.browser
@pytest.mark.sampled(1)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_any_violation(request, browser, book, address, axe, theme):
    """Every page in both themes with `--whole`; else every page in one of them."""
    half = slice(None) if request.config.getoption("whole") else slice(theme == "dark", None, 2)
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    found = set()
    for name in sorted(pages(book))[half]:
        page.goto(address + name, wait_until="networkidle")
        found |= {
            f"{name}: {rule}: {place}" for rule, places in violations(page, axe).items() for place in places
        }
    context.close()
    assert found == set()


@pytest.mark.browser
def test_axe_sees_a_violation(browser, axe):
    page = browser.new_page()
    page.set_content("<html lang=en><title>t</title><main><h1>h</h1><button></button></main></html>")
    assert "button-name" in violations(page, axe)
    page.close()


def test_every_icon_a_page_shows_is_drawn(book):
    modifiers = {"lg", "solid"}
    for name in pages(book):
        for classes in re.findall(r'class="([^"]*\bfa-[^"]*)"', (book / name).read_text("utf8")):
            assert {x[3:] for x in classes.split() if x.startswith("fa-")} - modifiers <= ICONS.keys()


@pytest.mark.browser
def test_nothing_of_font_awesome_is_loaded(chapter, book):
    chapter.page.wait_for_load_state("networkidle")
    assert any(url.split("?")[0].endswith("/icons.css") for url in chapter.requests)
    assert [url for url in chapter.requests if "fontawesome" in url] == []
    assert list(book.rglob("*fontawesome*")) == []
