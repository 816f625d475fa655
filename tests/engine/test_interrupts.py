"""Ctrl-C while a class is graded, once and again: it ends at once, and its workers say nothing."""

import os
import signal
import subprocess
import time

import pytest

from grader.engine.course.folder import Course
from tests.commands import BIN
from tests.engine.conftest import ASSIGNMENT, Solved, hand_in
from tests.engine.processes import below, named

SLEEPS = "import time\ndef relu(z):\n    time.sleep(1000)"


def started(pid: int) -> bool:
    """Whether it has begun to start workers."""
    return any(named(p) in ("nursery", "worker") for p in below(pid))


@pytest.mark.parametrize("after", [0.3, 5.0])
def test_ctrl_c(course: Course, solved: Solved, after: float) -> None:
    """In seconds `after` the workers are there: while they import what they need, and while they grade."""
    for i in range(8):
        hand_in(course, f"s{i}", solved(relu=SLEEPS))
    process = subprocess.Popen(
        [BIN / "n2n", "autograde", ASSIGNMENT, "--course", course.root],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        text=True,
    )
    try:
        while not started(process.pid):
            time.sleep(0.01)
        time.sleep(after)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers get it too
        time.sleep(0.1)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        told, _ = process.communicate(timeout=15)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode != 0
    assert "Traceback" not in told, told
