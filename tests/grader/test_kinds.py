"""Kinds of cells: a release says what the chapter said, and nobody compares their names."""

import ast
from pathlib import Path

import pytest

from grader.author.kinds import (
    KINDS,
    AddedKind,
    CheckKind,
    ExerciseKind,
    ExperimentKind,
    GivenKind,
    GivenSolutionKind,
    Kind,
    ManualKind,
    OwnTestKind,
    SetupKind,
    TaskKind,
    TextKind,
    released_kind,
)

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("chapters", "releases"),
    [
        (TextKind(), TextKind()),
        (ExperimentKind(), ExperimentKind()),
        (GivenKind(), GivenKind()),
        (GivenSolutionKind(), GivenKind()),
        (SetupKind(), GivenKind()),
        (ExerciseKind(), ExerciseKind()),
        (CheckKind(), CheckKind()),
    ],
    ids=lambda kind: kind.name,
)
def test_a_release_says_what_the_chapter_said(chapters: Kind, releases: Kind) -> None:
    told = chapters.nbgrader("relu", "an-id", 2.0) or {}
    cell_type = "code" if chapters.code else "markdown"
    found = released_kind(cell_type, told, judged=isinstance(chapters, CheckKind))
    assert found == releases
    assert (found.locked, found.writable, found.graded) == (
        chapters.locked,
        chapters.writable,
        chapters.graded,
    )
    assert told.get("points") == (2.0 if chapters.graded else None)


@pytest.mark.parametrize(
    ("cell_type", "told", "kind"),
    [
        ("code", {"grade": True, "locked": True}, OwnTestKind()),
        ("markdown", {"grade": True, "locked": True}, ManualKind()),
        ("markdown", {"grade": True, "solution": True}, ManualKind()),
        ("code", {"grade": True, "solution": True}, ManualKind()),
        ("markdown", {"grade": True, "task": True}, TaskKind()),
    ],
)
def test_kinds_that_only_nbgraders_own_notebooks_have(
    cell_type: str, told: dict[str, bool], kind: Kind
) -> None:
    assert released_kind(cell_type, told, judged=False) == kind


def test_every_kind_is_found_by_its_name() -> None:
    assert all(name == kind.name for name, kind in KINDS.items())
    every, todo = set(), [Kind]
    while todo:
        more = todo.pop().__subclasses__()
        every |= set(more)
        todo += more
    assert {type(kind) for kind in KINDS.values()} == every


def test_what_a_student_adds_is_neither_put_back_nor_scored() -> None:
    kind = AddedKind()
    assert (kind.named, kind.graded, kind.fixed) == (False, False, False)


def compared(tree: ast.AST) -> list[int]:
    """Lines that compare `.kind` with the name of a kind of cell."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and any(isinstance(n, ast.Attribute) and n.attr == "kind" for n in ast.walk(node.left))
        and any(
            isinstance(n, ast.Constant) and n.value in KINDS
            for side in node.comparators
            for n in ast.walk(side)
        )
    ]


def test_nobody_compares_the_names_of_kinds() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in ("grader/author", "grader/engine", "book", "n2n")
        for path in (ROOT / folder).rglob("*.py")
        for line in compared(ast.parse(path.read_text("utf8")))
    ]
    assert found == []
    assert (
        compared(ast.parse('cell.kind == "exercise"'))
        == compared(ast.parse('c.kind in ("x", "test")'))
        == [1]
    )
