"""Whoever is killed, whenever: nothing goes on running, nothing is lost, and the next run has the rest."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from grader.engine.course.folder import Course
from tests.commands import BIN
from tests.engine.conftest import ASSIGNMENT, Solved, autograde, hand_in
from tests.engine.processes import Watched, named, watched

SLEEPS = "import time\ndef relu(z):\n    time.sleep(0.2)\n    return np.maximum(z, 0.0)"
LOOPS = "def relu(z):\n    while True:\n        pass"

SECONDS = 2.0
"""In which all have to be gone; a loaded machine has some more."""
PATIENCE = SECONDS * (1 + os.getloadavg()[0] / (os.cpu_count() or 1))


def a_class(course: Course, solved: Solved) -> None:
    for i in range(6):
        hand_in(course, f"s{i}", solved(**({"relu": SLEEPS} if i % 2 else {})))
    hand_in(course, "loop", solved(relu=LOOPS))


def command(course: Course) -> list[str | Path]:
    return [BIN / "n2n", "autograde", ASSIGNMENT, "--course", course.root, "--cpu", "3"]


def at_work(run: Watched, role: str, dice: random.Random) -> int:
    """A process of that role, some time after there is one."""
    deadline = time.monotonic() + 60
    while not (found := [p for p in run.left() if named(p) == role]):
        assert run.running(), run.said
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(dice.random() * 2.5)
    found = [p for p in run.left() if named(p) == role] or found
    return dice.choice(found)


def all_graded(course: Course) -> None:
    done = autograde(course, "--cpu", "3")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("28 / 28") == 6
    assert done.stdout.count("27 / 28") == 1


def kill_main(course: Course, tmp_path: Path, how: signal.Signals, dice: random.Random) -> float:
    with watched(command(course), tmp_path / "log") as run:
        at_work(run, "main", dice)
        if not run.running():  # the machine was fast
            return 0.0
        os.kill(run.pid, how)
        seconds = run.empty_after(PATIENCE)
        # before it has imported what it needs, a signal is what it is to any program
        assert run.wait() in ((-how,) if how == signal.SIGKILL else (-how, 128 + how)), run.said
        assert "Traceback" not in run.said
    return seconds


def kill_role(course: Course, tmp_path: Path, role: str, dice: random.Random) -> None:
    """The run goes on without it, or ends with one line and nobody left."""
    with watched(command(course), tmp_path / "log") as run:
        pid = at_work(run, role, dice)
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        code = run.wait()
        run.empty_after(PATIENCE)
        assert "Traceback" not in run.said
        if role == "nursery":
            assert code == 0 or "results are kept" in run.said, run.said
        else:
            assert code == 0, run.said


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_the_main_process(course: Course, solved: Solved, tmp_path: Path, how: signal.Signals) -> None:
    a_class(course, solved)
    kill_main(course, tmp_path, how, random.Random())
    if how == signal.SIGKILL:
        all_graded(course)


@pytest.mark.parametrize("role", ["worker", "zygote", "nursery"])
def test_one_of_the_others(course: Course, solved: Solved, tmp_path: Path, role: str) -> None:
    a_class(course, solved)
    kill_role(course, tmp_path, role, random.Random())
    if role == "nursery":
        all_graded(course)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_the_main_process_at_thirty_moments(
    course: Course, solved: Solved, tmp_path: Path, how: signal.Signals
) -> None:
    dice = random.Random()
    took = []
    for _ in range(30):
        a_class(course, solved)  # unchanged: what was kept is kept
        took.append(kill_main(course, tmp_path, how, dice))
        (course.root / ".n2n" / f"{ASSIGNMENT}.jsonl").unlink(missing_ok=True)
    print(f"{how.name}: until nothing is left {max(took):.2f} s at most, {sum(took) / 30:.2f} s on average")
    all_graded(course)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("role", ["worker", "zygote", "nursery"])
def test_one_of_the_others_at_thirty_moments(
    course: Course, solved: Solved, tmp_path: Path, role: str
) -> None:
    dice = random.Random()
    for _ in range(30):
        a_class(course, solved)
        kill_role(course, tmp_path, role, dice)
        (course.root / ".n2n" / f"{ASSIGNMENT}.jsonl").unlink(missing_ok=True)
    all_graded(course)
