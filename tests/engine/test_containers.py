"""Where the machine refuses namespaces, as many containers do: really refused, not left out."""

import os
import subprocess
import sys

import pytest

from grader.engine.course import Course
from tests.engine.conftest import ASSIGNMENT, BIN, ROOT, Solved, hand_in


def inside(users: int, course: Course) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.engine.container", str(users)]
    command += [str(BIN / "n2n"), "autograde", ASSIGNMENT, "--course", str(course.root)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give a namespace more users than itself")
def test_a_class_is_graded_without_namespaces(course: Course, solved: Solved) -> None:
    for student in ("ada", "ben", "cho"):  # more than one a core, so that no worker's zygote can be a twin
        hand_in(course, student, solved())
    done = inside(65536, course)
    assert done.returncode == 0, done.stderr
    assert "3 notebooks graded" in done.stdout
    assert "confinement: standard" in done.stdout


def test_root_without_other_users_is_refused_in_one_line(course: Course, solved: Solved) -> None:
    hand_in(course, "ada", solved())
    done = inside(1, course)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert "confinement is weak here" in line
    assert "runs as root" in line
    assert not (course.root / "autograded").exists()
