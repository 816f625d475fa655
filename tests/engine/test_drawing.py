"""What graded notebooks show: the course's own output where nothing of the student's could change it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from grader.author.kinds import KINDS, AddedKind, ExperimentKind
from grader.engine.batch.worker import grade_file
from grader.engine.judging.drawing import _own
from grader.engine.notebook.matching import Matched, Placed
from grader.engine.notebook.template import Template, TemplateCell
from grader.engine.process import host as hosts
from grader.engine.process.host import Host
from grader.names import Names, describe
from tests.engine.conftest import Notebook, Solved


@pytest.fixture(scope="module")
def pictures() -> Iterator[Host]:
    made, level = hosts.start(figures=True)
    assert level.safe, level
    yield made
    made.close()


def shown(template: Template, notebook: Notebook, host: Host, pictures: Host) -> dict[str, list[Any]]:
    """The outputs of each cell that is not a check, by its source."""
    graded, text = grade_file(template, json.dumps(notebook).encode(), host, "strong", pictures=pictures)
    assert graded.status == "graded", graded
    cells = json.loads(text)["cells"]
    return {
        c["source"]: c["outputs"] for c in cells if c["cell_type"] == "code" and "check(" not in c["source"]
    }


LOUD = "def relu(z):\n    print('loud')\n    return np.maximum(z, 0.0)\n"


def test_experiments_show_the_students_functions_only_where_they_are_wrong(
    template: Template, solved: Solved, host: Host, pictures: Host
) -> None:
    right = shown(template, solved(), host, pictures)
    assert json.dumps(right).count("image/png") >= 10
    assert not [o for outputs in right.values() for o in outputs if o["output_type"] == "error"]
    loud = shown(template, solved(relu=LOUD), host, pictures)
    assert "loud" not in json.dumps([o for s, o in loud.items() if s in right])
    wrong = shown(template, solved(relu=LOUD.replace("0.0", "0.5")), host, pictures)
    changed = [s for s, outputs in wrong.items() if s in right and outputs != right[s]]
    assert "loud" in json.dumps(wrong), "the control"
    assert any("relu" in s for s in changed)
    kept = [s for s, outputs in wrong.items() if s in right and right[s] and outputs == right[s]]
    assert any("sigmoid" in s for s in kept)
    assert not any(re.search(r"\brelu\(", s) for s in kept)


def test_a_cell_of_ones_own_is_run(template: Template, solved: Solved, host: Host, pictures: Host) -> None:
    notebook = solved()
    mine = "print('relu of -1 and 5:', relu(np.array([-1.0, 5.0])))"
    notebook["cells"].append({"cell_type": "code", "source": mine, "metadata": {}, "outputs": []})
    text = json.dumps(shown(template, notebook, host, pictures)[mine])
    assert "relu of -1 and 5: [0. 5.]" in text


def cells(*sources: tuple[str, str]) -> tuple[Matched, dict[int, Names]]:
    """A notebook of cells, each of a kind; an exercise's kind is followed by its name."""
    placed, names = [], {}
    for i, (words, source) in enumerate(sources):
        what, _, name = words.partition(" ")
        kind = KINDS[what]
        own = isinstance(kind, AddedKind)
        t = None if own else TemplateCell(kind, "code", source, exercise=name)
        placed.append(Placed("code", source, t))
        names[i] = Names.of(describe(source))
    return Matched(tuple(placed), (), frozenset()), names


F = ("exercise f", "def f(x):\n    return x")


@pytest.mark.parametrize(
    ("wrong", "sources", "own"),
    [
        ((), [F, ("experiment", "v = f(1)"), ("experiment", "print(v)")], set()),
        (("f",), [F, ("experiment", "v = f(1)"), ("experiment", "print(v)")], {1, 2}),
        (("f",), [F, ("experiment", "print(2)"), ("experiment", "print(f(1))")], {2}),
        (("f",), [("experiment", "print(f(1))")], {0}),  # its cell is gone
        # bound anew from clean values
        (
            ("f",),
            [F, ("experiment", "v = f(1)"), ("experiment", "v = 3"), ("experiment", "print(v)")],
            {1},
        ),
        # a helper calls what is changed later
        (
            (),
            [F, ("experiment", "def h():\n    return f(1)"), ("added", "f = abs"), ("experiment", "h()")],
            {2, 3},
        ),
        # a value changed in place
        (
            (),
            [F, ("experiment", "v = [1]"), ("added", "v.append(2)"), ("experiment", "print(v)")],
            {2, 3},
        ),
        # an exercise's cell that does more than define it
        ((), [("exercise f", "def f(x):\n    return x\nv = 3"), ("experiment", "print(v)")], {1}),
        # nobody can tell what this binds
        ((), [F, ("added", "exec('f = abs')"), ("experiment", "print(2)")], {1, 2}),
        # given code is the course's, whatever it is called
        ((), [F, ("given", "def g(x):\n    return f(x)"), ("experiment", "print(g(1))")], set()),
    ],
)
def test_what_a_mistake_reaches(wrong: tuple[str, ...], sources: list[Any], own: set[int]) -> None:
    matched, names = cells(*sources)
    ours = {i for i, p in enumerate(matched.cells) if isinstance(p.kind, ExperimentKind)}
    assert _own(matched, names, wrong, (), ours) == (own, set())
    # without the course's output everything is run
    assert ours <= _own(matched, names, wrong, (), set())[0]
    # what is not written is not run either, but for cells of one's own
    students = {i for i, p in enumerate(matched.cells) if isinstance(p.kind, AddedKind)}
    if wrong and not students:
        assert _own(matched, names, (), wrong, ours) == (set(), own)


def test_of_cells_that_nobody_could_read_anything_is_possible() -> None:
    matched, names = cells(F, ("experiment", "print(f(1))"), ("added", "("))
    assert _own(matched, names, (), (), {1})[0] == {2}  # the control
    assert _own(matched, dict.fromkeys(names, Names()), (), (), {1})[0] == {0, 1, 2}


def test_given_code_passes_a_mistake_on() -> None:
    matched, names = cells(F, ("given", "def g(x):\n    return f(x)"), ("experiment", "print(g(1))"))
    assert _own(matched, names, ("f",), (), {2}) == ({2}, set())
    assert _own(matched, names, (), ("f",), {2}) == (set(), {2})


def test_a_cell_of_ones_own_is_run_whatever_is_not_written() -> None:
    matched, names = cells(F, ("added", "print(f(1))"), ("experiment", "f(2)"))
    assert _own(matched, names, (), ("f",), {2}) == ({1}, {2})
