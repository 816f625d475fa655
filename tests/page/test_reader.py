"""A reader goes through the chapters with nothing but the page: each exercise first wrongly, then rightly."""

import ast
import builtins
import inspect
import textwrap

import pytest
from playwright.sync_api import expect

from grader.author.declare import exercises
from grader.author.derive import Chapter as Source
from grader.author.source import needs
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

CHAPTERS = sorted(p.stem for p in (ROOT / "chapters").glob("[0-9]*.md"))
KNOWN = {"np", *dir(builtins)}


def mistake(name: str) -> tuple[str, str] | None:
    """A wrong answer as a reader would type it, and what should be said of it; None if none stands on its own."""
    for wrong in exercises()[name].misconceptions.values():
        if not inspect.isfunction(wrong):
            continue
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(wrong)))
        except (OSError, SyntaxError):
            continue
        function = tree.body[0]
        if not isinstance(function, ast.FunctionDef):
            continue
        if ast.get_docstring(function) != inspect.getdoc(wrong):
            continue  # made by a helper
        function.name, function.decorator_list, function.body = name, [], function.body[1:]
        code = ast.unparse(function)
        if needs(code) <= KNOWN:
            return code, " ".join(wrong.__doc__.split())
    return None


def read(chapter, page: str, most: int | None = None) -> tuple[int, int]:
    """How many exercises were solved, and how many first wrongly."""
    source = Source.read(ROOT / "chapters" / f"{page}.md")
    cells = source.exercise_cells[:most]
    chapter.open(f"chapters/{page}.html")
    failed = 0
    for cell in cells:
        if known := mistake(cell.name):
            code, why = known
            said = chapter.check(cell.name, code)
            assert why in " ".join(said.split()), f"{page}, {cell.name}:\n{code}\n{said}"
            assert chapter.badge(cell.name) == "not yet"
            failed += 1
        said = chapter.check(cell.name, cell.solution)
        assert chapter.badge(cell.name) == "✓ passed", f"{page}, {cell.name}:\n{said}"
    if most is None:
        expect(chapter.page.locator(".n2n-count")).to_have_text(
            f"{len(cells)} of {len(cells)} exercises passed"
        )
    return len(cells), failed


def test_a_reader_begins_a_chapter(chapter):
    assert read(chapter, "04_activations", most=4) == (4, 4)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_reader_goes_through_the_whole_book(chapter):
    """One reader, one browser: later chapters run on what was written in earlier ones."""
    tally = {page: read(chapter, page) for page in CHAPTERS}
    solved, failed = map(sum, zip(*tally.values(), strict=True))
    assert failed >= 0.6 * solved, tally
