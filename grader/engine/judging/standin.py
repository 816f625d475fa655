"""Error carried forward: the trusted stand-in for an exercise that failed.

An exercise that fails may do so only because one it `uses` failed before. It is then judged again, in a
fresh confined process in which the reference of the failed one takes its place right after its check.

Why this gives nothing away. The reference's source does enter a process with student code, which may read
it there. But (1) that process holds the reference of exercises only whose verdict is already fixed as
failed: whoever reads it can no longer earn its points; (2) one exercise is judged in that process, and
never one whose reference, or whose own helper, is part of the stand-in, because `uses` has no cycles and
the stand-in is cut down to the named exercise and what it needs; (3) nothing of that run is shown: no
output, no message, only whether the exercise passed; (4) the process is confined and ends there, so the
source does not get out of it. What a student could do with the stand-in, call it, is what is meant.
"""

import contextlib
from pathlib import Path

from grader.author.source import ChapterError, Module, joined
from grader.bank import Entry, extra_folders

CLONE = Path(__file__).resolve().parents[3]


def standin(entry: Entry) -> str:
    """Self-contained source of the reference of `entry` and what it needs. Raises ChapterError."""
    dotted = f"solutions.{entry.module}"
    for root in (CLONE, *extra_folders()):
        if (root / "solutions" / f"{entry.module}.py").exists():
            module = Module.read(root, dotted)
            return joined(module, module.closure([entry.name], set(), set()))
    raise ChapterError(f"there is no {dotted}")


def standins(entries: dict[str, Entry]) -> dict[str, str]:
    """The stand-ins of every exercise that another one of `entries` uses; one that cannot be cut out is left out."""
    made = {}
    for name in sorted({u for e in entries.values() for u in e.uses if u in entries}):
        with contextlib.suppress(ChapterError):
            made[name] = standin(entries[name])
    return made
