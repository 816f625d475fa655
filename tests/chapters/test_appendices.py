"""Notation, glossary and questions hold for the whole book: nothing is missing, no link leads nowhere."""

import json
import re
from pathlib import Path

import jupytext
import pytest
from nbclient import NotebookClient

from grader.author.declare import exercises

FOLDER = Path(__file__).parents[2] / "chapters"
PAGES = sorted(FOLDER.glob("*.md"))


def anchors(path: Path) -> set[str]:
    """The names under which the headings of a page can be linked to."""
    found = set()
    for heading in re.findall(r"^#{1,3} (.+)$", path.read_text("utf8"), re.M):
        text = re.sub(r"[^\w\- ]", "", heading.lower())
        found.add(text.replace(" ", "-"))
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_links_lead_to_headings_that_exist(path: Path) -> None:
    for file, anchor in re.findall(r"\]\((\w+\.md)?(?:#([^)]+))?\)", path.read_text("utf8")):
        target = FOLDER / file if file else path
        if not target.exists():
            assert re.fullmatch(r"\d\d_\w+\.md", file), f"{file} is no chapter"
        elif anchor:
            assert anchor in anchors(target), f"{target.name} has no heading #{anchor}"


def table(text: str) -> list[list[str]]:
    rows = [
        [c.strip() for c in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    return rows[1:]


def test_the_glossary_is_sorted_and_every_term_has_a_chinese_name_and_one_line() -> None:
    rows = table((FOLDER / "glossary.md").read_text("utf8"))
    terms = [row[0] for row in rows]
    assert terms == sorted(terms, key=str.lower)
    assert len(set(terms)) == len(terms) > 120
    for row in rows:
        assert len(row) == 4, row
        assert re.search(r"[\u4e00-\u9fff]|SiLU", row[1]), row
        assert 1 <= int(row[3]) <= 10, row


def test_the_questions_are_numbered_and_each_says_where_its_answer_is() -> None:
    text = (FOLDER / "questions.md").read_text("utf8")
    parts = re.split(r"^### (\d+)\. .+$", text, flags=re.M)[1:]
    numbers, answers = [int(k) for k in parts[::2]], parts[1::2]
    assert numbers == list(range(1, 30))
    for number, answer in zip(numbers, answers, strict=True):
        assert re.search(r"\.md[#)]|[Cc]hapters? \d", answer), number


def test_the_notation_page_lists_every_exercise_of_the_book() -> None:
    notebook = jupytext.read(FOLDER / "notation.md")
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(FOLDER.parent)}}).execute()
    html = "".join(o["data"].get("text/html", "") for c in notebook.cells for o in c.get("outputs", []))
    written = {p.stem.partition("_")[2] for p in PAGES}
    for exercise in exercises().values():
        if exercise.module in written:
            assert f"#exercise-{exercise.name}" in html


def test_the_page_on_the_checks_knows_every_exercise() -> None:
    """`n2n audit --output grader/author/audited.json` measures them; it is not repeated here."""
    audited = json.loads((FOLDER.parent / "grader/author/audited.json").read_text("utf8"))
    ours = {n for n, e in exercises().items() if e.frozen.is_relative_to(FOLDER.parent / "grader")}
    assert audited.keys() == ours  # another test may have added a course of its own
    assert all(e["killed"] > 0 for e in audited.values())
