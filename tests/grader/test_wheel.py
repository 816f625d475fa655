"""What a student installs and opens holds no reference solution and no hidden case."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from grader.author.declare import PUBLIC_SEED, content, exercises
from grader.author.derive import Chapter
from grader.author.kinds import GivenSolutionKind
from tests.leaks import CHAPTERS, bodies, held

ROOT = Path(__file__).parents[2]

RUN = """
import sys
sys.path[:] = [sys.argv[1]] + [p for p in sys.path if not p.startswith(sys.argv[2]) or "site-packages" in p]
try:
    import solutions
except ModuleNotFoundError:
    pass
else:
    raise SystemExit("solutions is there after all")
import numpy as np
from grader import check
import grader
assert grader.__file__.startswith(sys.argv[1])
def relu(z):
    return np.maximum(z, 0)
check(relu)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_students_half_only(wheel: zipfile.ZipFile) -> None:
    names = [n for n in wheel.namelist() if ".dist-info/" not in n]
    assert {n.split("/")[0] for n in names} == {"grader", "widgets", "n2n", "from_neuron_to_network.pth"}
    for folder in (
        "grader/author",
        "grader/engine",
        "grader/exercises",
        "grader/sentences",
        "solutions",
        "widgets/js",
        "tests",
    ):
        assert not [n for n in names if n.startswith(folder + "/")], folder
    assert "grader/frozen/activations.json" in names
    assert "n2n/student.py" in names
    assert [n for n in names if n.startswith("widgets/static/")]


def test_no_reference_body_and_no_hidden_case(wheel: zipfile.ZipFile) -> None:
    text = "\n".join(
        wheel.read(n).decode("utf8", "replace") for n in wheel.namelist() if n.startswith(("grader/", "n2n/"))
    )
    secrets = bodies()
    assert list(held(text.replace("\\n", "\n"), secrets)) == []
    # the control: the same search finds every reference where it is
    sources = "\n".join(p.read_text("utf8") for p in (ROOT / "solutions").glob("*.py"))
    marked = {n for n in secrets if n in held(sources, secrets)}
    assert len(marked) > 0.9 * len(secrets), secrets.keys() - marked
    banks = json.loads(wheel.read("grader/frozen/activations.json"))["exercises"]
    for name, entry in banks.items():
        shown = {content(c["case"]) for c in entry["cases"]}
        for case in exercises()[name].cases(PUBLIC_SEED):
            assert (content(case) in shown) != bool(case.get("hidden")), (name, case["label"])


def test_check_works_without_solutions(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "site"), str(ROOT)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("✓ relu: passed")


def test_an_instructors_command_says_what_is_missing(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    code = RUN.split("try:")[0] + "from n2n.__main__ import main; main(['autograde', 'x'])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "site"), str(ROOT)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "belongs to the instructor's clone of the course" in done.stderr


def classes(chapter: Chapter) -> set[str]:
    """Exercises with given lines between the student's: their body is in no source in one piece."""
    return {c.name for c in chapter.exercise_cells if c.source.count("BEGIN SOLUTION") > 1}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder in which chapter after chapter is released."""
    return tmp_path_factory.mktemp("released") / "course"


@pytest.mark.sampled(4)
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_the_release_folder(path: Path, course: Path) -> None:
    from grader.author.release import release

    chapter = Chapter.read(path)
    before = {p for p in course.rglob("*") if p.is_file()}
    release(chapter, course)
    new = {p for p in course.rglob("*") if p.is_file()} - before
    files = [p for p in new if p.is_relative_to(course / "release")]
    assert files == [course / "release" / path.stem / f"{path.stem}.ipynb"]
    nb = nbformat.read(files[0], 4)
    handed_out = {c.id for c in chapter.cells if isinstance(c.kind, GivenSolutionKind)}
    text = "\n".join(c.source for c in nb.cells if c.id not in handed_out)
    own = {e.name for e in chapter.exercises}
    assert [n for n in held(text, bodies()) if n in own] == []
    instructors = nbformat.read(course / "source" / path.stem / files[0].name, 4)
    assert own <= set(held("\n".join(c.source for c in instructors.cells), bodies())) | classes(chapter)
    (bank,) = (p for p in new if p.parent == course / "banks")
    assert bank.stat().st_mode & 0o077 == 0
    entries = json.loads(bank.read_text("utf8"))["entries"]
    assert all(any(c["case"].get("hidden") for c in e["cases"]) for e in entries.values())


NOTEBOOK = """
from grader import check, hint
from widgets import ActivationExplorer
import helper
import numpy as np
def relu(z):
    return np.maximum(z, 0)
check(relu)
print(helper.NAME, ActivationExplorer.__module__)
"""

KERNEL = """
import site, sys
wheel, clone, code = sys.argv[1:]
sys.path[:] = [p for p in sys.path if not p.startswith(clone) or "site-packages" in p]
sys.meta_path[:] = [f for f in sys.meta_path if "editable" not in repr(f) and "n2n" not in repr(f)]
for name in [n for n in sys.modules if n.partition(".")[0] == "n2n"]:
    del sys.modules[name]  # the clone's own .pth has imported it
sys.path.insert(0, "")
site.addsitedir(wheel)
exec(code)
"""


@pytest.mark.parametrize("pth", [True, False], ids=["installed", "control"])
def test_a_students_own_grader_and_widgets_hide_nothing(
    wheel: zipfile.ZipFile, tmp_path: Path, pth: bool
) -> None:
    wheel.extractall(tmp_path / "site")
    if not pth:
        (tmp_path / "site/from_neuron_to_network.pth").unlink()
    beside = tmp_path / "beside"
    beside.mkdir()
    for name in ("grader", "widgets", "helper"):
        (beside / f"{name}.py").write_text(f"NAME = 'my own {name}'\n")
    done = subprocess.run(
        [sys.executable, "-c", KERNEL, str(tmp_path / "site"), str(ROOT), NOTEBOOK],
        cwd=beside,
        capture_output=True,
        text=True,
    )
    if pth:
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1] == "my own helper widgets.activation_explorer"
    else:
        assert "cannot import name 'check' from 'grader'" in done.stderr
