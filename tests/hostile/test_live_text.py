"""Nothing that a student writes as Markdown acts or loads in the instructor's browser, in a real formgrader."""

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook

from grader.engine.batch.worker import grade_file
from grader.engine.course.folder import Course
from grader.engine.course.gradebook import Book
from grader.engine.process.host import Host
from grader.engine.reports.markdown import MOST_TEXT, as_html
from tests.engine.conftest import Notebook, host
from tests.engine.test_own_tests import OWN, answered, made, n2n
from tests.formgrader import served
from tests.hostile.live_text import ATTACHMENTS, BAIT, TEXTS

__all__ = ["answered", "host", "made"]

CONTROLS = 30
"""Of `TEXTS`, as typed, so many at least are live in the page that nbconvert makes of them (the rest are MathJax's)."""

TAGS = {
    *[
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "em",
        "strong",
        "s",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "blockquote",
        "br",
        "hr",
        "a",
        "img",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
}
ATTRIBUTES = {"href", "src", "alt", "rel", "target", "style", "start"}


class Live(HTMLParser):
    """What in a page could act or load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            text = value or ""
            right = {
                "href": lambda t: t.startswith(("http://", "https://", "mailto:")),
                "src": lambda t: t.startswith("data:image/png;base64,"),
                "style": lambda t: t.startswith("text-align"),  # of a table's cell
            }.get(name, lambda t: True)
            if name not in ATTRIBUTES or not right(text):
                self.found.append(f"{name}={text}")
        if tag not in TAGS:
            self.found.append(f"<{tag}>")


class Watch:
    """What a page did that a page of a student's text must not do."""

    def __init__(self, page: Any, own: str) -> None:
        self.seen: list[str] = []
        page.on("dialog", self.dialog)
        page.route("**/*", lambda route: self.ask(route, own))

    def dialog(self, dialog: Any) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def ask(self, route: Any, own: str) -> None:
        address = route.request.url
        if address.startswith(own):
            route.continue_()
        else:  # the notebook's own libraries come from a CDN, which is not there either
            if address.startswith(BAIT) or address.startswith("data:text"):
                self.seen.append(f"request: {address}")
            route.abort()


def click_all(page: Any) -> None:
    """Press every link and button of students' cells, as a curious instructor would."""
    page.evaluate(
        """() => {
            for (const e of document.querySelectorAll('.text_cell_render a, .rendered_html a, form button')) {
                if (!e.closest('nav, .breadcrumb')) { e.removeAttribute('target'); e.click() }
            }
        }"""
    )
    page.wait_for_timeout(150)


def typed(source: str) -> str:
    """A cell as nbconvert shows it."""
    cell = new_markdown_cell(source, attachments=ATTACHMENTS)
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(new_notebook(cells=[cell]))
    return page.partition('<div class="text_cell_render border-box-sizing rendered_html">')[2]


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_is_live(name: str) -> None:
    assert not Live(as_html(TEXTS[name], ATTACHMENTS)).found
    assert not Live(typed(as_html(TEXTS[name], ATTACHMENTS))).found  # nor after nbconvert has had it


def test_control_as_typed_most_are_live() -> None:
    live = [name for name, text in TEXTS.items() if Live(typed(text)).found]
    assert len(live) >= CONTROLS, live


@pytest.mark.parametrize("name", [n for n in TEXTS if "formula" in n or "environment" in n])
def test_formulas_keep_only_mathematics(name: str) -> None:
    shown = unescape(as_html(TEXTS[name]))
    assert not re.search(r"\\\\?(href|def|csname|style|bbox|mmlToken)\b", shown)


def test_mathematics_stays() -> None:
    formula = r"\frac{\partial L}{\partial w} = \sum_i \delta_i \, x_i^{\top}"
    assert f"${formula}$" in unescape(as_html(f"${formula}$"))


@pytest.fixture(scope="module")
def shown(made: Path, answered: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A class of two graded by n2n: one honest, one who wrote all the texts; the address of its formgrader."""
    course = tmp_path_factory.mktemp("shown") / "course"
    shutil.copytree(made, course)
    for student, texts in (("honest", {}), ("mallory", TEXTS)):
        notebook = answered()
        essay = next(c for c in notebook["cells"] if c["metadata"]["nbgrader"]["grade_id"] == "essay")
        essay["source"] = "Because of **scattering**, $I \\\\propto \\\\lambda^{-4}$. ![a](attachment:x.png)"
        essay["attachments"] = ATTACHMENTS
        notebook["cells"] += [dict(new_markdown_cell(t, attachments=ATTACHMENTS)) for t in texts.values()]
        path = course / "submitted" / student / OWN / f"{OWN}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook))
    done = n2n("autograde", course)
    assert done.returncode == 0, done.stderr
    with served(course) as address:
        yield course, address


def seen_in_formgrader(browser: Any, course: Path, address: str, student: str) -> tuple[list[str], str]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course}/gradebook.db") as gb:
        notebook = gb.find_submission_notebook(OWN, OWN, student).id
    context = browser.new_context()
    page = context.new_page()
    watch = Watch(page, address)
    try:
        answer = page.goto(
            f"{address}formgrader/submissions/{notebook}/?token=t", wait_until="domcontentloaded"
        )
        assert answer.status == 200
        page.wait_for_timeout(500)
        text = page.content()
        click_all(page)
        page.wait_for_timeout(500)
    finally:
        context.close()
    return watch.seen, text


def test_a_real_formgrader_shows_it_all_and_nothing_acts(browser: Any, shown: tuple[Path, str]) -> None:
    course, address = shown
    seen, text = seen_in_formgrader(browser, course, address, "mallory")
    assert not seen
    assert "my answer" in text
    seen, text = seen_in_formgrader(browser, course, address, "honest")
    assert not seen
    assert "<strong>scattering</strong>" in text
    assert f"data:image/png;base64,{ATTACHMENTS['x.png']['image/png']}" in text  # the pasted picture shows


def test_control_as_typed_it_acts(browser: Any, shown: tuple[Path, str]) -> None:
    """The same notebook with its texts as typed, as stock nbgrader keeps it: the browser obeys."""
    course, address = shown
    path = course / "autograded" / "mallory" / OWN / f"{OWN}.ipynb"
    kept = path.read_text()
    notebook = json.loads(kept)
    for cell in notebook["cells"]:
        if typed := cell["metadata"].get("n2n", {}).get("typed"):
            cell["source"], cell["attachments"] = typed, ATTACHMENTS
    try:
        path.write_text(json.dumps(notebook))
        seen, _ = seen_in_formgrader(browser, course, address, "mallory")
    finally:
        path.write_text(kept)
    assert any(s.startswith("dialog") for s in seen)
    assert any(s.startswith("request") for s in seen)


@pytest.mark.parametrize("unit", ["![", "[", "_a__", "[a][b", "> - ", "| a ", "$$\\n", "`"])
def test_hard_text_costs_a_second_or_two(unit: str) -> None:
    """The worst that a parser meets is bounded by the room; what is beyond is shown as typed."""
    import time

    text = unit * (MOST_TEXT // len(unit))
    begun = time.process_time()
    as_html(text)
    assert time.process_time() - begun < 10
    begun = time.process_time()
    assert "<pre>" in as_html(text * 20)
    assert time.process_time() - begun < 2


def test_the_typed_text_is_kept(host: Host, made: Path, answered: Any) -> None:
    book = Book(course := Course(made), OWN)
    template = course.templates(OWN, book.sources())[OWN]
    book.close()
    notebook: Notebook = answered()
    notebook["cells"].append(dict(new_markdown_cell("<b>mine</b>")))
    _, text = grade_file(template, json.dumps(notebook).encode(), host, "strong")
    last = nbformat.reads(text, 4).cells[-1]
    assert last.metadata.n2n.typed == "<b>mine</b>"
    assert "<b>" not in last.source
