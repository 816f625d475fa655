"""The page in the language that a machine makes: whatever the page's scripts and Python say in it is from a catalogue."""

import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from book.node import node_environment
from grader.words import spoken
from tests.page.conftest import ABSOLUTE, CHAPTER, START, Chapter

PSEUDO = "en-XA"
SCRIPT = "_static/n2n/words.en-XA.js"
CODE = "pre.n2n-text, code, .cm-editor, .n2n-why, .n2n-case em, script, .MathJax, mjx-container"
"""Code, formulas and what authors write: not in a catalogue."""
TOLD = """([root, code]) => { const told = [];
    for (const one of document.querySelectorAll(root)) {
        const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(code)) told.push(walk.currentNode.data);
        for (const e of one.querySelectorAll("*"))
            for (const name of ["aria-label", "title", "alt"])
                if (e.hasAttribute(name) && !e.closest(code)) told.push(e.getAttribute(name));
    }
    return told; }"""
NAMES = {"relu", "np", "array", "trace", "check", "float"}


@pytest.fixture
def spoken_page(browser: Any, address: str) -> Iterator[Chapter]:
    """Opens a page of the book as a book in another language would send it."""
    command = ["node", "widgets/js/words/catalogue.mjs", PSEUDO]
    words = subprocess.run(command, env=node_environment(), check=True, capture_output=True, text=True).stdout
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.route(f"**/{SCRIPT}", lambda route: route.fulfill(body=words, content_type="text/javascript"))

    def translated(route: Any) -> None:
        html = route.fetch().text()
        html = re.sub(r'<html lang="\w+"', f'<html lang="{PSEUDO}"', html, count=1)
        route.fulfill(
            body=html.replace("<head>", f'<head><script src="../{SCRIPT}"></script>', 1),
            content_type="text/html",
        )

    context.route("**/chapters/*.html", translated)
    yield Chapter(context.new_page(), address)
    context.close()


def plain(page: Any, *roots: str) -> set[str]:
    """The words under these elements that are in no catalogue."""
    said = page.evaluate(TOLD, [", ".join(roots), CODE])
    assert any("[!! " in text for text in said), "the language is on"
    return {word for text in said for word in re.findall(r"[A-Za-z]{2,}", text)} - NAMES


@pytest.mark.browser
def test_what_the_page_says_while_it_works_is_in_its_language(spoken_page):
    it = spoken_page.open(CHAPTER)
    it.write("relu", ABSOLUTE)
    it.box("relu").locator("[data-do=check]").click()
    expect(it.box("relu").locator(".n2n-verdict")).to_be_visible(timeout=START)
    parts = (".n2n-output", ".n2n-status", "[data-do=back]", "[data-do=history]", ".n2n-tip", ".n2n-editor")
    assert plain(it.page, *(f"#exercise-relu {part}" for part in parts)) == set()
    it.box("relu").locator("[data-do=trace]").click()
    expect(it.box("relu").locator(".n2n-trace")).to_be_visible(timeout=START)
    parts = (".n2n-trace caption", ".n2n-trace thead", ".n2n-trace .n2n-said", ".n2n-status")
    label = set(re.findall(r"[A-Za-z]{2,}", it.box("relu").locator(".n2n-case em").inner_text()))
    assert (
        plain(it.page, *(f"#exercise-relu {part}" for part in parts)) <= label
    )  # an author's, in the caption


@pytest.mark.browser
def test_the_first_page_is_in_its_language(spoken_page):
    it = spoken_page.open("chapters/intro.html")
    expect(it.page.locator(".n2n-landing[ready]")).to_be_visible()
    assert plain(it.page, ".n2n-landing") == set()


def test_python_speaks_the_nearest_language_there_is():
    assert [spoken(tag) for tag in ("en", "en-GB", "en-XA", "xx-YY", "", "../en")] == [
        "en",
        "en",
        "pseudo",
        "en",
        "en",
        "en",
    ]
