"""Where the machine refuses namespaces, as many containers do: really refused, not left out."""

import os
import subprocess
import sys

import pytest

from grader.engine.course.folder import Course
from tests.commands import BIN
from tests.engine.conftest import ASSIGNMENT, ROOT, Solved, hand_in

WITHOUT_CAPABILITIES = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all", "--no-new-privs"]


def container(users: int) -> list[str]:
    return [sys.executable, "-m", "tests.engine.container", str(users)]


def inside(prefix: list[str], course: Course) -> subprocess.CompletedProcess[str]:
    command = [*prefix, str(BIN / "n2n"), "autograde", ASSIGNMENT, "--course", str(course.root)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give a namespace more users than itself")
def test_a_class_is_graded_without_namespaces(course: Course, solved: Solved) -> None:
    for student in ("ada", "ben", "cho"):  # more than one a core, so that no worker's zygote can be a fork
        hand_in(course, student, solved())
    done = inside(container(65536), course)
    assert done.returncode == 0, done.stderr
    assert "3 notebooks graded" in done.stdout
    assert "confinement: standard" in done.stdout


@pytest.mark.parametrize("prefix", [container(1), WITHOUT_CAPABILITIES])
def test_root_that_cannot_become_another_user_is_refused_in_one_line(
    prefix: list[str], course: Course, solved: Solved
) -> None:
    if prefix is WITHOUT_CAPABILITIES and os.getuid() != 0:
        pytest.skip("only root has capabilities to give up")
    hand_in(course, "ada", solved())
    done = inside(prefix, course)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert "confinement is weak here" in line
    assert "runs as root" in line
    assert not (course.root / "autograded").exists()
