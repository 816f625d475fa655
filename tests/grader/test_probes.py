"""Eight shapes of exercise pass through the kernel's check, stock nbgrader and a judge in another process."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat
import pytest

from grader.author.declare import Exercise, exercises, run
from grader.author.derive import Chapter
from grader.bank import Entry, load
from grader.judge import judge
from tests.messages import filled

PROBES = Path(__file__).parents[1] / "probes"
NAMES = [
    "probe_function",
    "probe_tuple",
    "probe_helper",
    "ProbeOptimizer",
    "ProbeValue",
    "probe_callable",
    "probe_generator",
    "probe_random",
]


@pytest.fixture(scope="module")
def chapter(probes: None) -> Chapter:
    return Chapter.read(PROBES / "chapters/probes.md")


@pytest.mark.parametrize("name", NAMES)
def test_reference_passes_and_each_misconception_is_named(probes: None, name: str) -> None:
    declared, entry = exercises()[name], load()[name]
    assert run(entry, declared.reference()).passed
    for label, wrong in declared.misconceptions.items():
        verdict = run(entry, wrong)
        assert (verdict.status, verdict.misconception) == ("failed", label), verdict.text()
        (why,) = verdict.why
        assert filled(entry.misconceptions[label]["message"]).fullmatch(why)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", NAMES)
def test_hidden_bank(probes: None, name: str, seed: int) -> None:
    declared = exercises()[name]
    entry = declared.entry(seed, hidden=True)
    assert run(entry, declared.reference()).passed
    assert list(declared.prove(entry)) == []


def solved(chapter: Chapter, wrong: dict[str, str] | None = None) -> nbformat.NotebookNode:
    """The release notebook with the references in it, some replaced."""
    nb = chapter.release_notebook()
    sources = chapter.solutions | (wrong or {})
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        cell.source = sources.get(name, cell.source)
    return nb


WRONG = {
    "probe_function": "def probe_function(z):\n    return np.abs(z)",
    "probe_callable": textwrap.dedent(
        """
        def probe_callable(f, x, h=1e-5):
            raise ValueError("no idea")
        """
    ),
}


def outside(nb: nbformat.NotebookNode, entry: Entry) -> list:
    """Perform an entry's plan in another process, which holds the notebook's code and no answers."""
    code = [c.source for c in nb.cells if c.cell_type == "code" and not c.source.startswith("check(")]
    child = textwrap.dedent(
        """
        import json, sys
        from grader.perform import perform
        cells, name, plan = json.load(sys.stdin)
        scope = {"__name__": "__main__"}
        for cell in cells:
            exec(compile(cell, "<cell>", "exec"), scope)
        json.dump([perform(scope[name], case) for case in plan], sys.stdout)
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", child],
        input=json.dumps([code, entry.name, entry.plan()]),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def entry_of(declared: Exercise) -> Entry:
    return declared.entry(seed=20, hidden=True)


def test_judged_from_outside(chapter: Chapter) -> None:
    good, bad = solved(chapter), solved(chapter, WRONG)
    for name, declared in exercises().items():
        if name not in NAMES:
            continue
        entry = entry_of(declared)
        assert judge(entry, outside(good, entry)).passed
        verdict = judge(entry, outside(bad, entry))
        assert verdict.passed == (name not in WRONG), verdict.text()
    entry = entry_of(exercises()["probe_function"])
    assert judge(entry, outside(bad, entry)).misconception == "absolute"


def test_stock_nbgrader(chapter: Chapter, tmp_path: Path) -> None:
    """nbgrader's own commands release and grade the derived notebook: full marks, and none for what is wrong."""
    from grader.author.release import release

    course = tmp_path / "course"
    release(chapter, course)
    released = nbformat.read(course / "release/probes/probes.ipynb", 4)
    assert released == chapter.release_notebook()
    for student, nb in {"good": solved(chapter), "bad": solved(chapter, WRONG), "none": released}.items():
        path = course / f"submitted/{student}/probes/probes.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(nb, path)
    command = [Path(sys.executable).parent / "nbgrader", "autograde", "probes"]
    done = subprocess.run(
        [*command, f"--CourseDirectory.root={course}"], cwd=course, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    from nbgrader.api import Gradebook

    points = {name: load()[name].points for name in NAMES}
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gb:
        for student, expected in {
            "good": points,
            "bad": points | dict.fromkeys(WRONG, 0) | {"probe_helper": 3},
            "none": dict.fromkeys(NAMES, 0),
        }.items():
            grades = gb.find_submission_notebook("probes", "probes", student).grades
            assert {g.name.removeprefix("check-"): g.auto_score for g in grades} == expected
