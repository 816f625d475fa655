"""The built book as files: what it loads, what it hides, and how it looks."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from book.formulas import INLINE, keep_marks
from grader.author.derive import Chapter as Source
from grader.author.kinds import ExerciseKind
from tests.conftest import ROOT
from tests.page.conftest import CHAPTER, RELU

LOADS = re.compile(
    r"""<(?:script|link|img|iframe|source|video|object)\b[^>]*?\b(?:src|href|data)=["'](?:https?:)?//"""
)


def test_no_page_names_another_host_to_load_from(book):
    pages = list(book.rglob("*.html"))
    assert len(pages) >= 3
    assert [p.name for p in pages if LOADS.search(p.read_text("utf8"))] == []


def test_a_mark_stays_on_the_line_of_its_formula():
    formula = f"{INLINE}<mjx-container>x</mjx-container></span>"
    kept = keep_marks(f"If {formula} (that is, {formula}), so is ({formula}).")
    assert kept == (
        f'If {formula} (that is, <span class="n2n-kept">{formula}),</span>'
        f' so is <span class="n2n-kept">({formula}).</span>'
    )


@pytest.mark.browser
def test_no_request_to_any_other_host(chapter):
    chapter.check("relu", RELU + "import matplotlib.pyplot as plt\nplt.plot([1, 2])")
    chapter.page.locator("mjx-container").first.wait_for()
    chapter.open("chapters/intro.html").open("search.html").open("genindex.html")
    ours = urlsplit(chapter.address).netloc
    others = {
        url
        for url in chapter.requests
        if urlsplit(url).scheme not in {"blob", "data"} and urlsplit(url).netloc != ours
    }
    assert others == set()
    assert any(url.endswith("pyodide.asm.wasm") for url in chapter.requests)


@pytest.mark.browser
def test_nothing_that_is_asked_for_is_missing(browser, address):
    page = browser.new_page()
    missing = []
    page.on("response", lambda reply: missing.append(reply.url) if reply.status >= 400 else None)
    page.on("console", lambda message: missing.append(message.text) if message.type == "error" else None)
    for name in (CHAPTER, "chapters/intro.html"):
        page.goto(address + name, wait_until="networkidle")
    page.close()
    assert missing == []


def bodies() -> dict[str, list[str]]:
    """The telling lines of every reference of the chapter."""
    chapter = Source.read(ROOT / "chapters" / "04_activations.md")
    given = "\n".join(c.source for c in chapter.cells if not isinstance(c.kind, ExerciseKind))
    return {
        c.name: lines
        for c in chapter.exercise_cells
        if (
            lines := [
                x.strip()
                for x in c.solution.splitlines()
                if len(x.strip()) > 12 and x.strip() not in c.stub + given
            ]
        )
    }


@pytest.mark.xdist_group("course edition")  # one worker builds it, the others go on
def test_the_course_edition_holds_no_solution_that_no_chapter_hands_out(course_book):
    """`n2n book --edition course` lists those that later chapters build on (`given-solution`)."""
    chapters = [Source.read(p) for p in (ROOT / "chapters").glob("[0-9]*.md")]
    handed_out = {name for c in chapters for name in c.reveals}
    secrets = {name: lines for name, lines in bodies().items() if name not in handed_out}
    assert len(secrets) >= 5  # of chapter 4, most of which later chapters build on
    kinds = {".html", ".js", ".json", ".ipynb", ".txt", ".md", ".py"}
    ours = [p for p in course_book.rglob("*") if p.suffix in kinds and "mathjax" not in p.parts]
    assert any(p.suffix == ".ipynb" for p in ours)
    leaks = []
    for path in ours:
        text = path.read_text("utf8").replace("\\u003c", "<").replace("\\n", "\n").replace('\\"', '"')
        text += re.sub(r"<[^>]+>", "", text).replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'")
        leaks += [(path.name, name) for name, lines in secrets.items() if all(line in text for line in lines)]
    assert leaks == []


def test_the_self_study_edition_holds_them_where_the_page_needs_them(book):
    """The search above can find what it looks for."""
    page = (book / CHAPTER).read_text("utf8").replace("\\u003c", "<").replace("\\n", "\n").replace('\\"', '"')
    assert all(line in page for lines in bodies().values() for line in lines)


@pytest.mark.browser
@pytest.mark.xdist_group("course edition")
def test_the_course_edition_has_no_solution_button(browser, serve, course_book):
    page = browser.new_page()
    page.goto(serve(course_book) + CHAPTER)
    expect(page.get_by_role("button", name="Check").first).to_be_enabled()
    expect(page.get_by_role("button", name="Solution")).to_have_count(0)
    page.close()


@pytest.mark.browser
def test_the_book_works_under_a_subpath(browser, serve, book: Path, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "er").symlink_to(book, target_is_directory=True)
    page = browser.new_page()
    page.goto(serve(tmp_path) + "deep/er/" + CHAPTER)
    box = page.locator("#exercise-relu")
    box.scroll_into_view_if_needed()
    box.locator(".cm-content").wait_for()
    box.get_by_role("button", name="Check").click()
    box.locator(".n2n-verdict").wait_for(timeout=60_000)
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_exercises_and_widgets_start(browser, address, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.add_init_script(
        """window.shift = 0; new PerformanceObserver(list => {
             for (const e of list.getEntries()) if (!e.hadRecentInput) window.shift += e.value;
           }).observe({type: 'layout-shift', buffered: true})"""
    )
    page.goto(address + CHAPTER, wait_until="networkidle")
    page.locator("#exercise-relu").scroll_into_view_if_needed()
    page.locator("#exercise-relu .cm-content").wait_for()
    page.wait_for_timeout(500)
    shift = page.evaluate("window.shift")
    page.close()
    assert shift < 0.1, "the limit of 'good' in Core Web Vitals"


@pytest.mark.browser
def test_an_editor_is_as_high_as_the_stub_it_replaces(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.route("**/editor.js*", lambda route: None)  # held back until the stub is measured
    page.goto(address + CHAPTER)
    before = page.locator("#exercise-sigmoid").bounding_box()["height"]
    page.unroute("**/editor.js*")
    page.reload()
    page.locator("#exercise-sigmoid").scroll_into_view_if_needed()
    page.locator("#exercise-sigmoid .cm-content").wait_for()
    after = page.locator("#exercise-sigmoid").bounding_box()["height"]
    page.close()
    assert abs(after - before) <= 2


@pytest.mark.browser
@pytest.mark.parametrize("name", [CHAPTER, "chapters/intro.html"])
def test_a_phone_scrolls_only_down(browser, address, name):
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(address + name, wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()
