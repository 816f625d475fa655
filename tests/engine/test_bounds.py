"""The trusted side's own limits: of one step, of a worker, and what becomes of the submission that met them."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from grader.engine.batch import workers
from grader.engine.batch.run import Batch
from grader.engine.batch.worker import Settings
from grader.engine.course.folder import Course
from grader.engine.judging.bounds import TooMuch, within
from grader.engine.notebook.crowds import crowded
from grader.engine.sandbox.limits import Limits
from tests.commands import BIN
from tests.engine.conftest import ASSIGNMENT, Solved, autograde, hand_in
from tests.engine.processes import named, watched


def loop() -> None:
    while True:
        try:
            time.sleep(0) if time.monotonic() < 0 else sum(range(1000))
        except Exception:
            continue


def grow() -> list[np.ndarray]:
    kept: list[np.ndarray] = []
    while True:
        kept.append(np.ones(1 << 20))


def test_a_step_that_computes_too_long_ends() -> None:
    with pytest.raises(TooMuch) as over:
        within(loop, cpu=0.3)
    assert (over.value.limit, over.value.amount) == ("cpu", 0.3)
    assert within(lambda: 7) == 7  # and the next is none the worse for it


def test_a_step_that_takes_too_much_memory_ends() -> None:
    with pytest.raises(TooMuch) as over:
        within(grow, memory=64 << 20)
    assert over.value.limit == "memory"
    assert within(lambda: np.ones(1 << 20).sum(), memory=64 << 20) == 1 << 20


def test_waiting_is_no_computing_and_errors_are_ones_own() -> None:
    assert within(lambda: time.sleep(0.5), cpu=0.2) is None
    with pytest.raises(ZeroDivisionError):
        within(lambda: 1 / 0)


def test_in_many_threads_only_the_one_that_loops_ends() -> None:
    """As in a cluster's worker."""

    def step(k: int) -> str:
        try:
            return str(within(loop if k == 2 else lambda: threading.get_ident() and time.sleep(1), cpu=0.3))
        except TooMuch as e:
            return e.limit

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(step, range(4))) == ["None", "None", "cpu", "None"]


def test_how_much_a_text_becomes_is_known_before() -> None:
    assert crowded(b"[" + b"{}," * 1000 + b"1]", 500, 5000)
    assert crowded(b"[" + b"1," * 6000 + b"1]", 500, 5000)
    text = b'{"source": "' + b'[{,\\\\ \\"' * 3000 + b'"}'
    assert not crowded(text, 500, 5000)  # nothing but a text
    assert crowded(text[:-1] + b',"x":[' + b"[]," * 1000 + b"1]}", 500, 5000)


def test_a_submission_that_ends_its_worker_is_set_aside(
    course: Course, solved: Solved, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada", solved())
    with monkeypatch.context() as patch:
        patch.setattr(workers, "MOST_MEMORY", 1 << 20)
        patch.setattr(workers, "_TICK", 0.01)
        first = autograde(course)
    assert first.returncode == 1
    assert "ada: too large to judge" in first.stderr
    hand_in(course, "bob", solved())
    again = autograde(course)
    assert again.returncode == 1  # it is still named
    assert "ada: too large to judge" in again.stderr
    assert again.last_line.startswith("1 notebook graded")
    assert "1 unchanged" in again.last_line
    assert "28 / 28" in again.stdout  # bob's
    forced = autograde(course, "--force", "--student", "ada")
    assert forced.returncode == 0, forced.stderr
    assert "28 / 28" in forced.stdout


def test_workers_that_crash_again_and_again(course: Course, solved: Solved, tmp_path: Path) -> None:
    """Not killed, which anybody may be, but ended by a fault: twice, then the submission is set aside."""
    slow = "import time\ndef relu(z):\n    time.sleep(0.1)\n    return np.maximum(z, 0.0)"
    hand_in(course, "ada", solved(relu=slow))
    command = [BIN / "n2n", "autograde", ASSIGNMENT, "--course", course.root, "--workers", "1"]
    with watched(command, tmp_path / "log") as run:
        ended: set[int] = set()
        while run.running():
            if len([p for p in run.left() if named(p) == "child"]) > 2:  # a student's process is there
                for pid in [p for p in run.left() if named(p) == "worker"]:
                    if pid not in ended:
                        os.kill(pid, signal.SIGSEGV)
                        ended.add(pid)
            time.sleep(0.05)
        assert run.wait() == 1
        assert len(ended) == 2
        assert "ada: every worker that graded it died" in run.said
    again = autograde(course)
    assert again.last_line.startswith("0 notebooks graded, 1 unchanged")


@pytest.mark.parametrize("spare", [workers.SPARE, 0], ids=["", "control"])
def test_who_takes_long_keeps_nobody_waiting(
    course: Course, solved: Solved, monkeypatch: pytest.MonkeyPatch, spare: int
) -> None:
    monkeypatch.setattr(workers, "SPARE", spare)
    monkeypatch.setattr(workers, "SLOW", 1.0)
    sleeps = "import time\ndef relu(z):\n    time.sleep(1000)"
    for k in range(3):
        hand_in(course, f"a{k}", solved(relu=sleeps))
    for k in range(3):
        hand_in(course, f"b{k}", solved())
    settings = Settings(Limits(wall=8.0 if spare else 3.0, total=60))
    with workers.local_pool(2, settings) as pool:
        done = [student for student, _ in Batch(course, ASSIGNMENT, pool, settings).run().lines]
    assert sorted(done) == ["a0", "a1", "a2", "b0", "b1", "b2"]
    if spare:
        assert done[:3] == sorted(done[:3])
        assert {s[0] for s in done[:3]} == {"b"}
    else:
        assert done[0][0] == "a"
