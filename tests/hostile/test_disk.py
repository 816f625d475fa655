"""Where the kernel does not size the scratch folder, the guard does, whatever else keeps it busy."""

import json
import os
import tempfile
import threading
import time
from pathlib import Path

from grader.engine.batch.worker import grade_file
from grader.engine.notebook.template import Template
from grader.engine.process.host import ZygoteHost
from grader.engine.sandbox.limits import Limits
from tests.engine.conftest import Solved

HERE = Path(__file__).parent
LIMITS = Limits(cpu=4, wall=8, total=30)


def usage(folder: Path, mark: str) -> tuple[int, int]:
    """Bytes and files of the folder in which `mark` lies, wherever below `folder` that is."""
    for base, _, names in os.walk(folder):
        if mark in names:
            total = 0
            for name in names:
                try:
                    total += os.stat(os.path.join(base, name)).st_blocks * 512
                except OSError:
                    continue
            return total, len(names)
    return 0, 0


def test_the_disk_is_watched_while_the_bell_rings(template: Template, solved: Solved) -> None:
    source = (HERE / "attacks/fills_the_disk_while_it_rings/cell.py").read_text()
    own = ZygoteHost(frozenset({"landlock", "seccomp"}), LIMITS)
    own.wait_ready()
    worst, done = [(0, 0)], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            now = usage(Path(tempfile.gettempdir()), "part0")
            worst[0] = max(worst[0], now)

    watcher = threading.Thread(target=watch)
    try:
        assert own.prove().name == "standard"
        watcher.start()
        begun = time.monotonic()
        graded, _ = grade_file(template, json.dumps(solved(relu=source)).encode(), own, "standard")
    finally:
        done.set()
        watcher.join()
        own.close()
    assert graded.verdicts["relu"].code == "stopped.disk"
    assert time.monotonic() - begun < LIMITS.total
    bytes_, files = worst[0]
    assert (
        bytes_ < 4 * LIMITS.disk
    )  # that something was written says the verdict: it may be gone between two looks
    assert files < 2 * LIMITS.inodes
