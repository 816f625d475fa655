"""A course folder is its instructors' alone: it holds solutions, the seed of the hidden cases, names and grades.

What is made while `private` lasts is private from its first moment, whoever makes it: nbgrader's notebooks and
SQLite's files beside the gradebook too.
"""

import contextlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OTHERS, GROUP = 0o007, 0o070
SECRETS = ("source", "banks", ".n2n")
"""Folders in which every file is looked at; of the others it is enough that nobody else enters them."""
FOLDERS = ("submitted", "autograded", "feedback", "reports")
FILES = ("secret_seed", "gradebook.db", "gradebook.db-wal", "gradebook.db-shm", "gradebook.db-journal")


@contextmanager
def private(shared: bool = False) -> Iterator[None]:
    """Files and folders made meanwhile are their owner's alone, or those of a group that is `shared`."""
    before = os.umask(OTHERS if shared else OTHERS | GROUP)
    try:
        yield
    finally:
        os.umask(before)


def close(course: Path, database: Path | None = None, shared: bool = False) -> int:
    """Take from others what an older version, or a copy, left open to them; how many files and folders it was.

    What belongs to somebody else is left as it is.
    """
    taken = OTHERS if shared else OTHERS | GROUP
    found = [course, *(course / n for n in (*FOLDERS, *FILES)), *([database] if database else [])]
    for name in SECRETS:
        found += [course / name, *(course / name).rglob("*")]
    return sum(_closed(path, taken) for path in dict.fromkeys(found))


def _closed(path: Path, taken: int) -> bool:
    """Whether something was taken from others; a link is not followed."""
    with contextlib.suppress(OSError):
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            mode = os.fstat(fd).st_mode
            if stat.S_IMODE(mode) & taken and (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                os.fchmod(fd, stat.S_IMODE(mode) & ~taken)
                return True
        finally:
            os.close(fd)
    return False
