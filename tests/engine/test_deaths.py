"""A death that no limit explains is nobody's verdict: it is tried again, and never stored."""

import json
import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from grader.engine.course.folder import Course
from tests.commands import BIN
from tests.engine.conftest import ASSIGNMENT, Solved, hand_in
from tests.engine.processes import below

SLOW = "import time\n\ndef relu(z):\n    time.sleep(0.4)\n    return np.maximum(z, 0.0)"


def asleep_in_student_code(pid: int) -> bool:
    """Whether this is a child that waits in `time.sleep`, as only the submission does."""
    with suppress(OSError):
        return "hrtimer_nanosleep" in Path(f"/proc/{pid}/wchan").read_text()
    return False


def sleeping(pid: int) -> bool:
    with suppress(OSError):
        number = Path(f"/proc/{pid}/syscall").read_text().split()[0]
        return number in ("230", "115", "35", "101")  # clock_nanosleep and nanosleep, by machine
    return asleep_in_student_code(pid)


def run(course: Course, most: int) -> tuple[subprocess.CompletedProcess[str], int]:
    """`n2n autograde` while the submission's processes are killed from outside, at most so many times."""
    process = subprocess.Popen(
        [BIN / "n2n", "autograde", ASSIGNMENT, "--course", course.root, "--workers", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    killed: set[int] = set()

    def kill() -> None:
        while process.poll() is None and len(killed) < most:
            for pid in below(process.pid) - killed:
                if sleeping(pid):
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                        killed.add(pid)
                    break
            time.sleep(0.02)

    killer = threading.Thread(target=kill)
    killer.start()
    out, err = process.communicate(timeout=280)
    killer.join()
    return subprocess.CompletedProcess([], process.returncode, out, err), len(killed)


def test_killed_once_it_has_its_points(course: Course, solved: Solved) -> None:
    hand_in(course, "ada", solved(relu=SLOW))
    done, killed = run(course, 1)
    assert killed == 1
    assert done.returncode == 0, done.stderr
    assert "28 / 28" in done.stdout


def test_killed_again_and_again_nothing_is_stored(course: Course, solved: Solved) -> None:
    hand_in(course, "ada", solved(relu=SLOW))
    hand_in(course, "bob", solved())
    done, killed = run(course, 1000)
    assert killed >= 2
    assert done.returncode == 1
    assert "killed from outside" in done.stderr
    assert "bob" in done.stdout
    done, killed = run(course, 0)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("28 / 28") == 2
    kept = [
        json.loads(x)["student"]
        for x in (course.root / ".n2n" / f"{ASSIGNMENT}.jsonl").read_text().splitlines()
    ]
    assert sorted(kept) == ["ada", "bob"]


@pytest.mark.parametrize(
    "way",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import signal; signal.raise_signal(signal.SIGKILL)",
        "import signal, threading; signal.pthread_kill(threading.get_ident(), signal.SIGKILL)",
        "import os; fd = os.pidfd_open(os.getpid()); __import__('signal').pidfd_send_signal(fd, 9)",
    ],
)
def test_no_student_sends_that_signal(course: Course, solved: Solved, way: str) -> None:
    """A student's own SIGKILL fails as a call, and the rest of the notebook counts. (Others die by it: see above.)"""
    hand_in(course, "eve", solved(relu=f"def relu(z):\n    {way}\n    return z"))
    done, _ = run(course, 0)
    assert done.returncode == 0, done.stderr
    assert "27 / 28" in done.stdout
    assert "raised" in done.stdout
