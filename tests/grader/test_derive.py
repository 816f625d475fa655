"""From chapter to stub and notebook: what the student gets, and what an author is told."""

import ast
import shutil
from pathlib import Path

import nbformat
import pytest

from grader.author.derive import Chapter, ChapterError
from grader.author.kinds import GivenKind
from grader.author.source import Module, needs, stub

PROBES = Path(__file__).parents[1] / "probes"
ROOT = Path(__file__).parents[2]

HEAD = (PROBES / "chapters/probes.md").read_text("utf8").split("## probe_function")[0]


def cell(source: str, tag: str = "") -> str:
    tags = f":tags: [{tag}]\n\n" if tag else ""
    return f"\n```{{code-cell}} ipython3\n{tags}{source}\n```\n"


EXERCISE = cell("from solutions.probes import probe_function", "exercise")
CHECK = cell("check(probe_function)")


@pytest.fixture
def project(tmp_path: Path, probes: None) -> Path:
    shutil.copytree(PROBES / "solutions", tmp_path / "solutions")
    (tmp_path / "chapters").mkdir()
    return tmp_path


def read(project: Path, body: str) -> Chapter:
    path = project / "chapters/mine.md"
    path.write_text(HEAD + body, "utf8")
    return Chapter.read(path)


def test_stub_is_what_nbgrader_makes(probes: None) -> None:
    chapter = Chapter.read(PROBES / "chapters/probes.md")
    released = {c.id: c for c in chapter.release_notebook().cells}
    exercises = chapter.exercise_cells
    assert len(exercises) == 8
    for c in exercises:
        assert released[c.id].source == c.stub
        ast.parse(c.stub)


def test_comments_go_with_the_body(probes: None) -> None:
    chapter = Chapter.read(PROBES / "chapters/probes.md")
    stub_text = next(c.stub for c in chapter.cells if c.name == "probe_function")
    assert "a comment before" not in stub_text
    assert "one behind it" not in stub_text
    assert stub_text.endswith("# YOUR CODE HERE\n    raise NotImplementedError()")
    shown = next(c.solution for c in chapter.cells if c.name == "probe_function")
    assert "SOLUTION" not in shown


def test_given_code_is_cut_from_the_module(probes: None) -> None:
    chapter = Chapter.read(PROBES / "chapters/probes.md")
    given = next(c for c in chapter.cells if type(c.kind) is GivenKind)
    assert given.source.startswith(
        "from numpy.typing import NDArray\n\nArray = NDArray[np.floating]\n\n\ndef shift_max"
    )


def test_ids_are_stable_and_grade_ids_are_names(project: Path) -> None:
    before = read(project, "One.\n\n" + EXERCISE + CHECK + "\nTwo.\n")
    after = read(project, "Quite another beginning.\n\n" + EXERCISE + CHECK + "\nTwo.\n")
    assert before.cells[-1].id == after.cells[-1].id
    ids = [c.metadata.nbgrader.grade_id for c in after.release_notebook().cells if "nbgrader" in c.metadata]
    assert ids[-2:] == ["probe_function", "check-probe_function"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (EXERCISE, "no cell `check(probe_function)` after its exercise cell"),
        (CHECK, "check(probe_function) has no exercise cell of its own right before it"),
        (EXERCISE + CHECK + CHECK, "check(probe_function) has no exercise cell"),
        (EXERCISE + CHECK + EXERCISE + CHECK, "the exercise probe_function stands twice"),
        (cell("from solutions.probes import nothing", "exercise"), "nothing has no frozen bank"),
        (cell("from solutions.probes import probe_function"), "tag this cell exercise or given"),
        (cell("from solutions.probes import probe_function as f", "exercise"), "must be one line"),
        (cell("from solutions.absent import x", "given"), "there is no solutions/absent.py"),
        (cell("from solutions.probes import absent", "given"), "solutions.probes has no absent"),
        (
            cell("from solutions.probes import probe_tuple", "given"),
            "probe_tuple is an exercise: to give it would hand out its solution",
        ),
        (cell("def broken(:"), "invalid syntax"),
    ],
)
def test_an_author_is_told_in_one_line(project: Path, body: str, says: str) -> None:
    with pytest.raises(ChapterError) as caught:
        read(project, body)
    assert says in str(caught.value)
    assert str(caught.value).startswith("mine.md: ")
    assert "\n" not in str(caught.value)


def test_names_that_nothing_defines(project: Path) -> None:
    body = cell("from solutions.probes import probe_helper", "exercise") + cell("check(probe_helper)")
    path = project / "chapters/mine.md"
    path.write_text((HEAD + body).replace("Array, shift_max", "Array"), "utf8")
    with pytest.raises(
        ChapterError, match=r"probe_helper needs shift_max, .*`from solutions.probes import shift_max`"
    ):
        Chapter.read(path)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            ('    """Return z where z > 0 and 0 elsewhere, as a new array of z\'s shape."""\n', ""),
            "has no docstring",
        ),
        (("        # BEGIN SOLUTION\n", ""), "ProbeOptimizer is a class: mark what the student writes"),
    ],
)
def test_references_that_cannot_be_derived(project: Path, change: tuple[str, str], says: str) -> None:
    path = project / "solutions/probes.py"
    text = path.read_text("utf8")
    assert change[0] in text
    path.write_text(text.replace(*change).replace("        # END SOLUTION\n", change[1] or ""), "utf8")
    body = EXERCISE + CHECK + cell("from solutions.probes import ProbeOptimizer", "exercise")
    with pytest.raises(ChapterError, match=says):
        read(project, body + cell("check(ProbeOptimizer)"))


def test_a_solution_given_later_is_listed(project: Path) -> None:
    chapter = read(project, cell("from solutions.probes import probe_tuple", "given-solution"))
    assert chapter.reveals == ["probe_tuple"]
    assert "return z - mean, mean" in chapter.cells[-1].source


def test_needs() -> None:
    source = (
        "def f(x: Array, n=LIMIT) -> Other:\n    y = [np.exp(k) for k in x]\n    return len(y) + helper(n)"
    )
    assert needs(source) == {"Array", "LIMIT", "Other", "np", "helper"}


def test_stub_keeps_given_lines() -> None:
    module = Module.read(PROBES, "solutions.probes")
    text = stub(module.marked("ProbeOptimizer"))
    assert "self.velocity = [np.zeros_like(p) for p in params]" in text
    assert "p += v" not in text.split('"""')[-1]


@pytest.mark.parametrize("path", sorted((ROOT / "chapters").glob("[0-9]*.md")), ids=lambda p: p.stem)
def test_every_chapter_derives_a_valid_release(path: Path) -> None:
    chapter = Chapter.read(path)
    released = chapter.release_notebook()
    nbformat.validate(released)
    text = nbformat.writes(released)
    assert "BEGIN SOLUTION" not in text
    assert "solutions." not in "".join(c.source for c in released.cells if c.cell_type == "code")
