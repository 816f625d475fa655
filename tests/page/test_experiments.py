"""Every experiment of every chapter, run in the page: on the book's functions as if they were the reader's."""

import json

import pytest

from grader.author.derive import Chapter as Source
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

CHAPTERS = [p.stem for p in sorted((ROOT / "chapters").glob("[0-9]*.md"))]
LONGEST = 90_000  # ms for one experiment; the page itself stops at 60 s


def solved() -> dict[str, str]:
    """All exercises of the book as a reader's browser keeps them who has passed them all."""
    cells = [c for name in CHAPTERS for c in Source.read(ROOT / "chapters" / f"{name}.md").exercise_cells]
    record = {c.name: {"code": c.solution, "passed": c.solution, "at": 1} for c in cells}
    return {f"n2n:v1:exercise:{name}": json.dumps(entry) for name, entry in record.items()}


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", CHAPTERS)
def test_no_experiment_of_a_chapter_raises(chapter, name):
    page = chapter.page
    page.evaluate(
        "all => Object.entries(all).forEach(([key, value]) => localStorage.setItem(key, value))", solved()
    )
    chapter.open(f"chapters/{name}.html")
    boxes = page.locator(".n2n-experiment")
    assert boxes.count() >= 1
    wrong = {}
    for k in range(boxes.count()):
        box = boxes.nth(k)
        box.get_by_role("button", name="Run with my functions").click()
        box.locator(".n2n-output > *").first.wait_for(timeout=LONGEST)
        faults = box.locator(".n2n-error, .n2n-trouble, .n2n-missing").all_inner_texts()
        if faults:
            wrong[k] = faults
    assert wrong == {}
