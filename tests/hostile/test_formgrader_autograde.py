"""nbgrader's Autograde, as a command and as formgrader's button, never runs a submission: it grades through n2n."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands import BIN
from tests.engine.conftest import ASSIGNMENT, ROOT, Solved
from tests.formgrader import fetch, served

HOSTILE = """
import builtins, os, pathlib
pathlib.Path({mark!r}).write_text("run as " + str(os.getuid()))
import grader
grader.check = lambda *a, **k: None
check = grader.check
def relu(z):
    return z
"""
"""Given to stock nbgrader it writes a file as the instructor, and every check passes."""


@pytest.fixture
def course(released: Path, tmp_path: Path, solved: Solved) -> tuple[Path, Path]:
    """A course folder outside of a clone, as `n2n release --course` leaves it, with one hostile submission."""
    from grader.author.layout import ensure_config

    folder, mark = tmp_path / "course", tmp_path / "mark"
    shutil.copytree(released, folder)
    tmp_path.chmod(0o777)
    assert ensure_config(folder) is None
    notebook = solved(relu=HOSTILE.format(mark=str(mark)))
    path = folder / "submitted" / "mallory" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook))
    return folder, mark


def points(folder: Path) -> tuple[float, float]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gb:
        submission = gb.find_submission(ASSIGNMENT, "mallory")
        relu = gb.find_grade("check-relu", ASSIGNMENT, ASSIGNMENT, "mallory")
        return submission.score, relu.auto_score


def nbgrader(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [BIN / "nbgrader", "autograde", ASSIGNMENT, *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("words", [(), ("--force",), ("--no-execute",)])
def test_the_command(course: tuple[Path, Path], words: tuple[str, ...]) -> None:
    folder, mark = course
    done = nbgrader(folder, *words)
    assert done.returncode == 0, done.stderr[-2000:]
    assert not mark.exists()
    score, relu = points(folder)
    assert (relu, score > 10) == (0, True)
    shown = json.loads((folder / f"autograded/mallory/{ASSIGNMENT}/{ASSIGNMENT}.ipynb").read_text())
    assert shown["metadata"]["n2n"]["level"] in ("strong", "standard")
    assert (folder / f"feedback/mallory/{ASSIGNMENT}/{ASSIGNMENT}.html").exists()


def test_the_button(course: tuple[Path, Path]) -> None:
    folder, mark = course
    with served(folder) as address:
        told = fetch(f"{address}formgrader/api/submission/{ASSIGNMENT}/mallory/autograde", "POST")
    assert told["success"], told
    assert not mark.exists()
    assert points(folder)[1] == 0


def test_control_stock_runs_it(course: tuple[Path, Path]) -> None:
    """Without the configuration the file is written, and the wrong function has its points."""
    folder, mark = course
    (folder / "nbgrader_config.py").unlink()
    env_folder = folder
    done = nbgrader(env_folder)
    assert done.returncode == 0, done.stderr[-2000:]
    assert mark.exists()
    assert points(folder)[1] > 0


def test_what_n2n_cannot_grade_is_an_error(course: tuple[Path, Path]) -> None:
    folder, _ = course
    for bank in (folder / "banks").iterdir():
        bank.unlink()
    done = nbgrader(folder)
    assert done.returncode != 0
    assert "bank" in done.stderr


def test_an_unreadable_file_is_shown_as_such(course: tuple[Path, Path]) -> None:
    folder, _ = course
    (folder / f"submitted/mallory/{ASSIGNMENT}/{ASSIGNMENT}.ipynb").write_text("{")
    assert nbgrader(folder).returncode == 0
    shown = (folder / f"autograded/mallory/{ASSIGNMENT}/{ASSIGNMENT}.ipynb").read_text()
    assert "could not be read" in shown


def test_a_configuration_of_ones_own_is_told(tmp_path: Path) -> None:
    course = tmp_path / "course"
    course.mkdir()
    (course / "nbgrader_config.py").write_text("c = get_config()\n")
    done = subprocess.run(
        [BIN / "n2n", "release", ASSIGNMENT, "--course", course], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "runs students' code unconfined" in done.stderr
    assert "configure(c)" in done.stderr
