"""Results, one line each, written before the gradebook is: a killed run loses nothing.

A line holds the content hash of everything that decided it, so a later run grades only what is missing
or changed. The last line may be cut off by the kill; it is then overwritten.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from grader.data import Json
from grader.engine.course import locks
from grader.engine.course.folder import CourseError
from grader.words import Phrase, reason, say


def content_key(digest: str, figures: bool, notes: Sequence[Phrase], data: bytes) -> str:
    """The content hash of what decides a result: the template's digest, the options, the submission."""
    text = f"{digest} {figures} {tuple(notes)}".encode()
    return hashlib.sha256(text + data).hexdigest()[:32]


def written(notebook: Path) -> str:
    """The content hash of a graded notebook, empty if there is none."""
    try:
        return hashlib.sha256(notebook.read_bytes()).hexdigest()[:32]
    except OSError:
        return ""


def latest(path: Path) -> dict[tuple[str, str], tuple[str, Json]]:
    """The last result of each student and notebook, with its key; for readers, who need no lock.

    Raises CourseError where the file cannot be read; empty if there is none.
    """
    found: dict[tuple[str, str], tuple[str, Json]] = {}
    try:
        with open(path, "rb") as file:
            for raw in file:
                j = json.loads(raw)
                found[j["student"], j["notebook"]] = (j["key"], j["result"])
    except FileNotFoundError:
        pass
    except OSError as e:
        raise CourseError("journal.unreadable", path=path, what=reason(e)) from None
    except (ValueError, KeyError, TypeError):
        pass  # cut off, or being written: as far as it goes, as Journal reads it
    return found


class Journal:
    """The results of one assignment, by student and notebook. Held by one run at a time.

    Another run that holds it is waited for, which `tell` is told of. Raises CourseError where that takes longer
    than `locks.LOCK_SECONDS` or it cannot be written.
    """

    def __init__(self, path: Path, tell: Callable[[str], None] = lambda line: None) -> None:
        self.path = path
        self.lines: dict[tuple[str, str], tuple[str, int]] = {}  # (student, notebook) -> key, offset
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.file = open(path, "a+b")  # noqa: SIM115  (closed by __exit__)
        except OSError as e:
            raise CourseError("journal.unwritable", path=path, what=reason(e)) from None
        if not locks.wait(self._locked, lambda s: tell(say("waiting.run", assignment=path.stem, amount=s))):
            self.file.close()
            raise CourseError("course.locked.run", assignment=path.stem, amount=locks.LOCK_SECONDS, path=path)
        self._load()

    def _locked(self) -> bool:
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _load(self) -> None:
        self.file.seek(0)
        end = 0
        for raw in self.file:
            try:
                j = json.loads(raw)
                self.lines[j["student"], j["notebook"]] = (j["key"], end)
            except (ValueError, KeyError, TypeError):
                break
            end += len(raw)
        self.file.truncate(end)

    def get(self, student: str, notebook: str, key: str) -> Json | None:
        """The result kept under exactly this key, else None."""
        kept, offset = self.lines.get((student, notebook), ("", 0))
        if kept != key:
            return None
        self.file.seek(offset)
        return json.loads(self.file.readline())["result"]

    def put(self, student: str, notebook: str, key: str, result: Json) -> None:
        """Append a result. Raises CourseError if the disk is full; what was kept before is safe."""
        line = {"student": student, "notebook": notebook, "key": key, "result": result}
        raw = (json.dumps(line, separators=(",", ":")) + "\n").encode()
        offset = self.file.seek(0, os.SEEK_END)
        try:
            self.file.write(raw)
            self.file.flush()
        except OSError as e:
            raise CourseError("journal.full", path=self.path, what=reason(e), n=len(self.lines)) from None
        self.lines[student, notebook] = (key, offset)

    def sync(self) -> None:
        """Make sure that what was put survives a power failure too."""
        os.fsync(self.file.fileno())

    def __enter__(self) -> "Journal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.close()
