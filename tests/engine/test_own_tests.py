"""An instructor's own nbgrader notebook: test cells with plain asserts, written answers, nbgrader's tools on the result."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.author.release import _generate
from grader.engine.batch.worker import grade_file
from grader.engine.course.folder import Course
from grader.engine.course.gradebook import Book
from grader.engine.judging import testing
from grader.engine.judging.graded import Graded
from grader.engine.notebook.template import Template
from grader.engine.process.host import Host
from tests import commands
from tests.commands import BIN, Done
from tests.engine.conftest import Notebook, cell_of
from tests.formgrader import fetch, served

OWN = "own"

SOLUTIONS = {
    "double": "def double(x):\n    return 2 * np.asarray(x)",
    "fill": "def fill(a, value):\n    a[:] = value",
    "root": "def root(x):\n    if x < 0:\n        raise ValueError('negative')\n    return x**0.5",
    "answer": "answer = 42.0",
    "noise": "def noise(n):\n    return np.random.normal(size=n)",
    "counter": "class Counter:\n    def __init__(self):\n        self.n = 0\n    def up(self):\n        self.n += 1\n        return self.n",
}
TESTS = {  # name -> points, source; what follows HIDDEN students do not get
    "test-double": (2, "assert np.array_equal(double([1, 2]), [2, 4])\nHIDDENassert double(7) == 14"),
    "test-partial": (4, "float(2 * (double(1) == 2) + 2 * (double(0.5) == 1))"),
    "test-fill": (1, "a = np.zeros(3)\nfill(a, 7)\nassert (a == 7).all(), a"),
    "test-root": (
        1,
        "from math import isclose\nassert isclose(root(2), 1.41421356, rel_tol=1e-6)\n"
        "try:\n    root(-1)\n    assert False\nexcept ValueError as e:\n    assert 'negative' in str(e)",
    ),
    "test-answer": (1, "assert answer == 42"),
    "test-noise": (
        1,
        "np.random.seed(1)\nx = noise(3)\nnp.random.seed(1)\nassert np.array_equal(x, noise(3))",
    ),
    "test-counter": (1, "c = Counter()\nassert [c.up(), c.up()] == [1, 2]"),
}
OUTSIDE = {"test-double", "test-partial", "test-fill", "test-root", "test-answer"}
SAME_PROCESS = TESTS.keys() - OUTSIDE
"""One sets a seed in the student's process, one needs a class."""


def marks(name: str, points: float | None = None, **more: bool) -> dict[str, Any]:
    made = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3} | more
    return {"nbgrader": made | {"grade_id": name} | ({} if points is None else {"points": points})}


def source_notebook() -> nbformat.NotebookNode:
    cells = [new_code_cell("import numpy as np", metadata=marks("given", locked=True))]
    for name, solution in SOLUTIONS.items():
        lines = solution.split("\n")
        keep, body = (lines[:1], lines[1:]) if len(lines) > 1 else ([], lines)
        indent = "    " if keep else ""
        text = [*keep, f"{indent}### BEGIN SOLUTION", *body, f"{indent}### END SOLUTION"]
        cells.append(new_code_cell("\n".join(text), metadata=marks(name, solution=True)))
    for name, (points, test) in TESTS.items():
        shown, _, hidden = test.partition("HIDDEN")
        text = f"{shown}### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS" if hidden else shown
        cells.append(new_code_cell(text, metadata=marks(name, points, grade=True, locked=True)))
    written = marks("essay", 5, grade=True, solution=True)
    cells.append(new_markdown_cell("Why is the sky blue?", metadata=written))
    return new_notebook(cells=cells)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder with the notebook released by nbgrader itself."""
    folder = tmp_path_factory.mktemp("own") / "course"
    path = folder / "source" / OWN / f"{OWN}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(source_notebook(), path)
    _generate(folder, OWN)
    return folder


@pytest.fixture(scope="module")
def own(made: Path) -> Template:
    course = Course(made)
    book = Book(course, OWN)
    template = course.templates(OWN, book.sources())[OWN]
    book.close()
    return template


@pytest.fixture(scope="module")
def answered(made: Path) -> Callable[..., Notebook]:
    """The release with the reference solutions, or `answered(double="...")`, in it."""
    text = (made / "release" / OWN / f"{OWN}.ipynb").read_text()

    def make(**instead: str) -> Notebook:
        notebook = json.loads(text)
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            name = cell["metadata"]["nbgrader"]["grade_id"]
            if name in SOLUTIONS:
                cell["source"] = instead.get(name, SOLUTIONS[name])
        cell_of(notebook, "essay")["source"] = instead.get("essay", "Because of scattering.")
        return notebook

    return make


def judged(template: Template, host: Host, notebook: Notebook) -> Graded:
    graded, text = grade_file(template, json.dumps(notebook).encode(), host, "strong")
    assert graded.status == "graded", graded.reason
    nbformat.validate(nbformat.reads(text, 4))
    return graded


def test_students_do_not_have_the_hidden_tests(made: Path) -> None:
    assert "double(7)" not in (made / "release" / OWN / f"{OWN}.ipynb").read_text()


def test_which_tests_run_outside_is_found_out_by_the_instructors_solution(own: Template, host: Host) -> None:
    assert testing.tester(own, host).tests == OUTSIDE


def test_honest_work_gets_its_points(own: Template, host: Host, answered: Callable[..., Notebook]) -> None:
    graded = judged(own, host, answered())
    assert {n: graded.scores[n] for n in TESTS} == {n: points for n, (points, _) in TESTS.items()}
    assert graded.scores["essay"] is None  # waits for a human
    assert set(graded.same_process) == SAME_PROCESS


def test_wrong_work_loses_them(own: Template, host: Host, answered: Callable[..., Notebook]) -> None:
    wrong = answered(
        double="def double(x):\n    return 2 * np.asarray(x) if np.ndim(x) or x != 7 else 0",
        fill="def fill(a, value):\n    return a + value",
        root="def root(x):\n    return abs(x)**0.5",
        answer="answer = 41",
        noise="def noise(n):\n    return np.arange(n) + np.random.rand()",
        counter="class Counter:\n    pass",
    )
    graded = judged(own, host, wrong)
    assert {n: graded.scores[n] for n in TESTS} == dict.fromkeys(TESTS, 0.0) | {
        "test-partial": 4.0,
        "test-noise": 1.0,
    }
    assert graded.tests["test-double"].text() == "failed"  # not what the hidden part says
    assert "[0. 0. 0.]" in graded.tests["test-fill"].text()
    half = judged(own, host, answered(double="def double(x):\n    return 2 * x if x == 1 else 0"))
    assert half.scores["test-partial"] == 2.0
    undone = judged(own, host, answered(double="def double(x):\n    raise NotImplementedError"))
    assert (undone.scores["test-double"], undone.scores["test-partial"]) == (0.0, 0.0)
    gone = judged(own, host, answered(double="x = 1", answer="raise KeyError"))
    assert (gone.scores["test-double"], gone.scores["test-answer"]) == (0.0, 0.0)
    endless = judged(own, host, answered(root="def root(x):\n    while True: pass"))
    assert endless.scores["test-root"] == 0.0
    assert "stopped" in endless.tests["test-root"].text()
    assert endless.scores["test-double"] == 2.0


CHEATS = {
    "equal to everything": (
        "class Yes:\n    def __eq__(self, other): return True\n    def __array__(self, *a, **k): return np.array([2, 4])\n"
        "    def __bool__(self): return True\n    def __float__(self): return 4.0\n    def __mul__(self, o): return 2\n"
        "    __rmul__ = __mul__\ndef double(x):\n    return Yes()"
    ),
    "no assertion fails any more": (
        "import builtins, numpy\nclass Quiet(BaseException): pass\nnumpy.array_equal = lambda *a: True\n"
        "ip = get_ipython()\nip.ast_transformers.clear()\nimport ast\n"
        "class Drop(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
        "ip.ast_transformers.append(Drop())\ndef double(x):\n    return 0"
    ),
    "reads the test": (
        "import sys, re\ndef double(x):\n    f = sys._getframe()\n    while f:\n"
        "        text = ''.join(map(str, f.f_locals.get('source', '')))\n"
        "        f = f.f_back\n        if '14' in text: return 14\n    return 0"
    ),
}


@pytest.mark.parametrize("name", CHEATS)
def test_cheats_earn_nothing(name: str, own: Template, host: Host, answered: Callable[..., Notebook]) -> None:
    graded = judged(own, host, answered(double=CHEATS[name]))
    assert (graded.scores["test-double"], graded.scores["test-partial"]) == (0.0, 0.0)


def test_the_first_cheats_work_beside(
    own: Template, host: Host, answered: Callable[..., Notebook], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control: run in the student's process, as nbgrader does, the same tests are fooled."""
    monkeypatch.setitem(own.kept, "proxies", testing.Proxies((), (), (), frozenset()))
    for cheat in list(CHEATS.values())[:2]:
        graded = judged(own, host, answered(double=cheat))
        assert graded.scores["test-double"] == 2.0
        assert "test-double" in graded.same_process


# ---- nbgrader's own tools on what was graded ----


@pytest.fixture(scope="module")
def graded_course(
    made: Path, answered: Callable[..., Notebook], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    import shutil

    from nbgrader.api import Gradebook

    folder = tmp_path_factory.mktemp("graded") / "course"
    shutil.copytree(made, folder)
    config = "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    (folder / "nbgrader_config.py").write_text(config)
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gb:
        gb.update_or_create_assignment(OWN, duedate="2030-01-03 00:00:00 UTC")
    for student, notebook, when in (
        ("ada", answered(), "2030-01-02 12:00:00 UTC"),
        ("late", answered(), "2030-01-05 12:00:00 UTC"),
    ):
        path = folder / "submitted" / student / OWN / f"{OWN}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook))
        (path.parent / "timestamp.txt").write_text(when)
    done = n2n("autograde", folder)
    assert done.returncode == 0, done.stderr
    assert "beside the student's own code: test-counter, test-noise" in done.stdout
    return folder


def n2n(command: str, folder: Path) -> Done:
    return commands.n2n(command, OWN, "--course", folder)


def test_marked_where_one_reads_it(graded_course: Path) -> None:
    page = (graded_course / f"feedback/ada/{OWN}/{OWN}.html").read_text()
    assert page.count("ran beside your own code") == len(SAME_PROCESS)
    notebook = nbformat.read(graded_course / f"autograded/ada/{OWN}/{OWN}.ipynb", 4)
    said = {
        c.metadata["nbgrader"]["grade_id"]: "".join(o.get("text", "") for o in c.outputs)
        for c in notebook.cells
        if c.cell_type == "code"
    }
    assert {n for n, text in said.items() if "ran beside the student's own code" in text} == SAME_PROCESS
    told = n2n("report", graded_course).stdout
    assert "beside the student's own code: test-counter, test-noise" in told


def test_late_penalty_and_a_grade_by_hand(graded_course: Path) -> None:
    from nbgrader.api import Gradebook

    address = f"sqlite:///{graded_course}/gradebook.db"
    with Gradebook(address) as gb:
        late, ada = gb.find_submission(OWN, "late"), gb.find_submission(OWN, "ada")
        assert (late.score, late.late_submission_penalty) == (11.0, 11.0)
        assert ada.needs_manual_grade
        grade = gb.find_grade("essay", OWN, OWN, "ada")
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)
        grade.manual_score, grade.needs_manual_grade = 4.5, False
        gb.db.commit()
    assert n2n("autograde", graded_course).returncode == 0
    with Gradebook(address) as gb:
        assert gb.find_submission(OWN, "ada").score == 15.5
        assert not gb.find_submission(OWN, "ada").needs_manual_grade


def test_nbgraders_own_export(graded_course: Path, tmp_path: Path) -> None:
    import csv

    to = tmp_path / "grades.csv"
    done = subprocess.run(
        [BIN / "nbgrader", "export", f"--to={to}", f"--CourseDirectory.root={graded_course}"],
        cwd=graded_course,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    rows = {r["student_id"]: r for r in csv.DictReader(to.open())}
    assert float(rows["late"]["late_submission_penalty"]) == 11
    assert float(rows["ada"]["max_score"]) == 16


@pytest.fixture(scope="module")
def formgrader(graded_course: Path) -> Iterator[str]:
    """The address of nbgrader's formgrader on the course."""
    with served(graded_course) as address:
        yield address


def test_formgrader_shows_and_grades(graded_course: Path, formgrader: str) -> None:
    """Pages and the API behind them: what was graded, the notebook with our outputs, a grade given by hand."""
    from nbgrader.api import Gradebook

    rows = {r["student"]: r for r in fetch(f"{formgrader}formgrader/api/submissions/{OWN}")}
    assert (rows["late"]["autograded"], rows["late"]["score"]) == (True, 11.0)
    with Gradebook(f"sqlite:///{graded_course}/gradebook.db") as gb:
        notebook = gb.find_submission_notebook(OWN, OWN, "late").id
        essay = gb.find_grade("essay", OWN, OWN, "late").id
    page = fetch(f"{formgrader}formgrader/submissions/{notebook}/")
    assert "Because of scattering." in page
    assert "ran beside the student" in page
    assert {
        g["name"] for g in fetch(f"{formgrader}formgrader/api/grades?submission_id={notebook}")
    } >= TESTS.keys()
    told = fetch(f"{formgrader}formgrader/api/grade/{essay}", "PUT", {"manual_score": 3, "extra_credit": 0})
    assert told["manual_score"] == 3
    rows = {r["student"]: r for r in fetch(f"{formgrader}formgrader/api/submissions/{OWN}")}
    assert rows["late"]["score"] == 14.0
