"""Every chapter keeps the promises of the book: it runs, its figures can be read aloud, its answers explain."""

import re
from itertools import pairwise
from pathlib import Path

import jupytext
import pytest
from nbformat import NotebookNode

from grader.author.declare import exercises
from grader.author.derive import Chapter
from grader.author.kinds import CheckKind, ExerciseKind, GivenSolutionKind

FOLDER = Path(__file__).parents[2] / "chapters"
CHAPTERS = sorted(FOLDER.glob("*.md"))
WIDTH = 76
WITH_EXERCISES = [p for p in CHAPTERS if p.name[0].isdigit()]

each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
each_with_exercises = pytest.mark.parametrize("path", WITH_EXERCISES, ids=lambda p: p.stem)


def answers(text: str) -> list[tuple[str, str]]:
    """Each self-test answer with the feedback on it."""
    found = re.findall(r"<details><summary>(.*?)</summary>\n\n(.*?)\n\n</details>", text, re.S)
    assert len(found) == text.count("<details>"), "an answer is not written as the others are"
    return found


@each_with_exercises
def test_every_declared_exercise_is_in_its_chapter_and_needs_only_what_is_above(path: Path) -> None:
    chapter = Chapter.read(path)
    names = [c.name for c in chapter.exercise_cells]
    module = path.stem.partition("_")[2]
    declared = exercises()
    assert sorted(names) == sorted(n for n, e in declared.items() if e.module == module)
    earlier = {p.stem.partition("_")[2] for p in WITH_EXERCISES[: WITH_EXERCISES.index(path)]}
    for k, name in enumerate(names):
        for used in declared[name].uses:
            assert used in names[:k] or declared[used].module in earlier, (
                f"{name} uses {used}, which comes later"
            )


@each_with_exercises
def test_the_chapter_has_its_parts_in_order(path: Path) -> None:
    headings = re.findall(r"^## (.+)$", path.read_text("utf8"), re.M)
    assert headings[-3:] == ["Summary", "Test yourself", "References"]


@each_with_exercises
def test_every_answer_of_the_self_test_explains_itself(path: Path) -> None:
    questions = re.split(r"^\*\*\d+\. ", path.read_text("utf8"), flags=re.M)[1:]
    assert len(questions) >= 5
    for question in questions:
        options = answers(question)
        assert len(options) >= 3, question[:60]
        assert sum(reason.startswith("Right") for _, reason in options) == 1, question[:60]
        assert all(len(reason.split()) >= 8 for _, reason in options), question[:60]


@each_chapter
def test_every_figure_has_a_text_for_those_who_cannot_see_it(path: Path) -> None:
    for cell in jupytext.read(path).cells:
        if cell.cell_type == "code" and "plt.subplots" in cell.source:
            alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
            assert len(alt.split()) >= 8, cell.source


@each_chapter
def test_prose_reads_the_same_in_the_page_and_in_jupyterlab(path: Path) -> None:
    """JupyterLab shows no MyST directives or roles: outside code cells there must be none."""
    prose = [c.source for c in jupytext.read(path).cells if c.cell_type == "markdown"]
    for text in prose:
        assert not re.search(r"^\s*(:::|```)\s*\{|\{[a-z:-]+\}`", text, re.M), text[:80]


@each_chapter
def test_code_fits_into_the_page(path: Path) -> None:
    """Beside both sidebars of a small laptop there is room for this many characters, tasks included."""
    for cell in Chapter.read(path).cells:
        if cell.kind.code and not isinstance(cell.kind, CheckKind | GivenSolutionKind):
            shown = cell.stub if isinstance(cell.kind, ExerciseKind) else cell.source
            long = [line for line in shown.splitlines() if len(line) > WIDTH]
            assert not long, long


@each_chapter
def test_headings_do_not_skip_a_level(path: Path) -> None:
    prose = "\n".join(c.source for c in jupytext.read(path).cells if c.cell_type == "markdown")
    levels = [len(h) for h in re.findall(r"^(#+) ", prose, re.M)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@each_chapter
def test_the_chapter_runs_from_top_to_bottom_and_says_nothing_on_stderr(
    path: Path, executed: dict[str, list[NotebookNode]]
) -> None:
    """As its kernel ran it for the book: in a kernel of its own, cell after cell, an error ends the build."""
    code = [c.source for c in jupytext.read(path).cells if c.cell_type == "code"]
    cells = executed.get(path.stem, [])
    assert [c.source for c in cells] == code
    assert all(c.execution_count for c in cells if c.source.strip())
    for cell in cells:
        for output in cell.outputs:
            assert output.output_type != "error", (cell.source, output["evalue"])
            assert output.get("name") != "stderr", (cell.source, output["text"])
