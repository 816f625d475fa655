"""Which processes a program has started, wherever they hang in the tree by now."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADOPTS = """
import ctypes, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: whoever is left becomes a child of ours
with open(sys.argv[1], "wb") as out:
    process = subprocess.Popen(sys.argv[2:], stdout=out, stderr=out, stdin=subprocess.DEVNULL)
print(process.pid, flush=True)
code = process.wait()
print(code, flush=True)
sys.stdin.read()
"""


class Watched:
    """A program below a process that adopts whatever it leaves behind."""

    def __init__(self, keeper: "subprocess.Popen[str]", log: Path) -> None:
        assert keeper.stdout
        self._keeper, self._log = keeper, log
        self.pid = int(keeper.stdout.readline())

    def left(self) -> set[int]:
        """All processes of it that are there, however they came about."""
        return {p for p in below(self._keeper.pid) if not ended(p)}

    def running(self) -> bool:
        return not ended(self.pid)

    def wait(self) -> int:
        """Its exit code, negative for a signal."""
        assert self._keeper.stdout
        return int(self._keeper.stdout.readline())

    @property
    def said(self) -> str:
        return self._log.read_text()

    def empty_after(self, patience: float) -> float:
        """Seconds until nothing of it is left."""
        begun = time.monotonic()
        while left := self.left():
            waited = time.monotonic() - begun
            assert waited < patience, [named(p) for p in left]
            time.sleep(0.02)
        return time.monotonic() - begun


@contextmanager
def watched(command: list[str | Path], log: Path) -> Iterator[Watched]:
    keeper = subprocess.Popen(
        [sys.executable, "-c", ADOPTS, log, *command],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )
    try:
        made = Watched(keeper, log)
        yield made
    finally:
        for pid in below(keeper.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 9)
        keeper.kill()
        keeper.communicate()


def parents() -> dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                found[int(entry.name)] = int(fields(int(entry.name))[1])
    return found


def fields(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def ended(pid: int) -> bool:
    try:
        return fields(pid)[0] in "ZX"
    except OSError:
        return True


def below(pid: int) -> set[int]:
    """All processes that this one started, directly or through others."""
    tree = parents()
    mine: set[int] = set()
    todo = [pid]
    while todo:
        parent = todo.pop()
        new = [p for p, of in tree.items() if of == parent and p not in mine]
        mine.update(new)
        todo += new
    return mine


def named(pid: int) -> str:
    """What role a process of `n2n autograde` has."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
        above = Path(f"/proc/{fields(pid)[1]}/cmdline").read_bytes()
    except OSError:
        return "ended"
    if b"batch.nursery" in words:
        return "worker" if b"batch.nursery" in above else "nursery"
    if b"process.zygote" in words:
        return "child" if b"process.zygote" in above else "zygote"
    return "main" if b"autograde" in words else words.decode(errors="replace")[:60]
