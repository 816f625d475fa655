"""`n2n check NOTEBOOK` as a student runs it."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from grader.author.derive import Chapter
from tests.commands import Done, n2n

ROOT = Path(__file__).parents[2]
Notebook = nbformat.NotebookNode


@pytest.fixture(scope="module")
def chapter() -> Chapter:
    return Chapter.read(ROOT / "chapters/04_activations.md")


@pytest.fixture(scope="module")
def solved(chapter: Chapter) -> Notebook:
    nb = chapter.release_notebook()
    answers = chapter.solutions
    nb.cells = [
        c for c in nb.cells if c.cell_type == "code" and "nbgrader" in c.metadata
    ]  # fast: no experiments
    for cell in nb.cells:
        cell.source = answers.get(cell.metadata.nbgrader.grade_id, cell.source)
    return nb


def check(path: Path, *options: str) -> Done:
    return n2n("check", path, *options)


@pytest.fixture
def hand_in(tmp_path: Path, solved: Notebook) -> Callable[..., Done]:
    def run(change: Callable[[Notebook], None], *options: str) -> Done:
        nb = copy.deepcopy(solved)
        change(nb)
        path = tmp_path / "mine.ipynb"
        nbformat.write(nb, path)
        return check(path, *options)

    return run


def cell(nb: Notebook, grade_id: str) -> Notebook:
    return next(c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def source(grade_id: str, code: str) -> Callable[[Notebook], None]:
    return lambda nb: cell(nb, grade_id).update(source=code)


def test_everything_right(hand_in) -> None:
    done = hand_in(lambda nb: None)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "28 of 28 points" in done.stdout
    assert "✗" not in done.stdout
    assert "!" not in done.stdout


@pytest.mark.parametrize(
    ("change", "says", "points"),
    [
        (source("relu", "def relu(z):\n    return np.abs(z)"), "Why: You returned |z|", 27),
        (source("relu", "def relu(z):"), "there is no relu when its check runs", 27),
        (source("relu", "raise SystemExit"), "there is no relu when its check runs", 27),
        (source("relu", "import os; os._exit(0)"), "ended Python, or took more than", 27),
        (source("elu", "def elu(z, alpha=1.0):\n    import os; os._exit(1)"), "✗ elu: ended Python", 26),
        (
            lambda nb: nb.cells.remove(cell(nb, "check-maxout")),
            "the check cell of maxout is missing",
            28,
        ),
        (lambda nb: nb.cells.append(cell(nb, "relu")), "the cell of relu is there 2 times", 28),
    ],
    ids=["misconception", "syntax", "exit", "os._exit", "dies in check", "deleted", "duplicated"],
)
def test_what_would_lose_points(hand_in, change, says: str, points: int) -> None:
    done = hand_in(change)
    assert done.returncode == 1
    assert says in done.stdout, done.stdout
    assert f"{points} of 28 points" in done.stdout


def test_an_endless_loop_costs_only_itself(hand_in) -> None:
    code = "def softmax_jvp(z, v, axis=-1):\n    while True:\n        pass"
    done = hand_in(source("softmax_jvp", code), "--seconds", "8")
    assert done.returncode == 1
    assert "softmax_jvp: ended Python, or took more than 8 s: is there an endless loop?" in done.stdout
    assert "25 of 28 points" in done.stdout


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"cells": []}', '{"cells": [{}]}'])
def test_what_is_no_notebook(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.ipynb"
    path.write_text(text)
    done = check(path)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_file(tmp_path: Path) -> None:
    done = check(tmp_path / "absent.ipynb")
    assert done.returncode == 2
    assert "absent.ipynb: No such file" in done.stderr


def test_what_the_notebook_prints_cannot_pass_for_a_verdict(hand_in) -> None:
    forged = json.dumps({"verdict": {"exercise": "relu", "status": "passed"}})
    done = hand_in(source("relu", f"import sys\nprint('{forged}', file=sys.__stdout__, flush=True)"))
    assert done.returncode == 1
    assert "27 of 28 points" in done.stdout


def test_files_of_ones_own_beside_the_notebook(tmp_path: Path, solved: Notebook) -> None:
    """Called like parts of the course or of Python they hide nothing; others can be imported."""
    for name in ("grader", "widgets", "json", "helper"):
        (tmp_path / f"{name}.py").write_text("def double(x):\n    return 2 * x\n")
    nb = copy.deepcopy(solved)
    relu = cell(nb, "relu")
    relu.source = f"from helper import double\n{relu.source.replace('return', 'return 0.5 * double(1) *')}"
    nbformat.write(nb, tmp_path / "mine.ipynb")
    done = n2n("check", "mine.ipynb", cwd=tmp_path)
    assert "28 of 28 points" in done.stdout, done.stdout + done.stderr


def test_the_case_that_fails_line_by_line(hand_in) -> None:
    wrong = source("relu", "def relu(z):\n    print('seen', z)\n    size = np.abs(z)\n    return size")
    done = hand_in(wrong, "--trace", "relu")
    assert done.returncode == 1
    assert "27 of 28 points" in done.stdout
    table = done.stdout.partition("relu, line by line")[2]
    assert re.search(r"^ +3 +size = np.abs\(z\) +# size = \[2., 0., 3.\] · float64 \(3,\)$", table, re.M), (
        table
    )
    assert "seen [-2." in table
    assert hand_in(wrong).stdout.rstrip().splitlines()[-1].endswith("mine.ipynb --trace relu")


def test_only_an_exercise_of_the_notebook_is_traced(hand_in) -> None:
    done = hand_in(lambda nb: None, "--trace", "no_such")
    assert done.returncode == 2
    assert "'no_such' is no exercise of this notebook; these are: relu, " in done.stderr
    gone = hand_in(source("relu", "relu_ = 3"), "--trace", "relu")
    assert "relu cannot be shown line by line" in gone.stdout
