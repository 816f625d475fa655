"""Puts notebooks, as platforms and people hand them over, into the course's `submitted` folder.

Whose a notebook is, the platform or the roster decides; what the file says inside is only compared with that. The
newest of several counts, a group's for each of its members; nothing that was handed in before is lost, and every
file that is not placed is named.
"""

import hashlib
import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from grader.author.files import write_whole
from grader.engine.course import archives, ids, platforms
from grader.engine.course.archives import File
from grader.engine.course.folder import Course, CourseError
from grader.engine.course.platforms import Owner
from grader.engine.course.roster import Roster, Unclear
from grader.engine.notebook import submission
from grader.foreign import one_line
from grader.words import say

NOTEBOOK = re.compile(r"\.ipynb(\.(json|txt))?$", re.IGNORECASE)
"""Also as Safari and mail programs save it."""
_COMPANIONS = {"submission_metadata.yml", "timestamp.txt", "submission_secret.txt", "index.html"}
"""Files of platforms, not of students."""
_PACKED = {".rar", ".7z", ".gz", ".tgz", ".tar", ".xz", ".bz2"}


@dataclass(frozen=True)
class Handed:
    """One notebook of one student."""

    file: File
    digest: bytes
    """Of its bytes, which are read again when they are needed: a class has more of them than there is memory."""
    owner: Owner

    @property
    def age(self) -> tuple[int, datetime]:
        """By which the newest of several is found."""
        when = self.owner.when or self.file.written or datetime.fromtimestamp(0, UTC)
        return self.owner.version, when


@dataclass
class Collected:
    """What became of a download."""

    placed: dict[str, str] = field(default_factory=dict)
    """Whose work was placed, and the name of the file it was."""
    refused: list[str] = field(default_factory=list)
    """A line for each file that was not placed and should be looked at."""
    remarks: list[str] = field(default_factory=list)
    """What is worth knowing: older files of the same person, a name inside that is another."""


def collect(course: Course, assignment: str, paths: list[Path], force: bool = False) -> Collected:
    """Place every notebook of the downloads at `paths`: folders, zips, files.

    Another notebook that a student handed in before is replaced only by `force`, and kept beside the new one.
    Raises CourseError where there is nothing to place.
    """
    done = Collected()
    roster = Roster.read(course)
    by_student: dict[str, list[Handed]] = {}
    count = 0
    for path in paths:
        try:
            found = list(archives.submitted_files(path))
        except archives.NotThere as e:
            raise CourseError(e.why) from None
        count += len(found)
        index = {f.path: f for f in found}
        for file in found:
            if handed := _handed(file, index, assignment, roster, done):
                by_student.setdefault(handed[0], []).append(handed[1])
    if not count:
        raise CourseError("collect.no_files", paths=[str(p) for p in paths])
    for student in sorted({m for s in by_student for m in roster.together(s)}):
        mine = [h for member in roster.together(student) for h in by_student.get(member, ())]
        _newest(course, assignment, student, mine, force, done)
    return done


def _handed(
    file: File, index: dict[PurePosixPath, File], assignment: str, roster: Roster, done: Collected
) -> tuple[str, Handed] | None:
    """A file and whose it is; None, with a line in `done` where somebody should know, for what is no notebook."""
    shown = one_line(str(file.path))
    owner = platforms.owner(file, index.get)
    if file.path.name in _COMPANIONS or (owner and owner.platform == "blackboard" and owner.file == file.path.name):
        return None
    try:
        if not NOTEBOOK.search(file.path.name) and not _looks_like_one(file):
            packed = file.path.suffix.lower() in _PACKED
            done.refused.append(say("collect.packed" if packed else "collect.none", file=shown))
            return None
        data = file.read()
        owner = owner or _by_folder(file.path, assignment)
        if owner is None:
            raise Unclear("collect.whose", assignment=assignment)
        told = _told(data)
        if other := _other(owner.file or file.path.name, told, assignment):
            raise Unclear("collect.other", other=other, assignment=assignment)
        student = roster.who(owner)
    except (submission.Unreadable, Unclear) as e:
        done.refused.append(say("line.about", what=shown, told=one_line(str(e), 300)))
        return None
    inside = _inside(told)
    if inside and not _same_person(inside, student, owner, roster):
        done.remarks.append(say("collect.inside", file=shown, id=student, inside=one_line(inside)))
    return student, Handed(file, hashlib.sha256(data).digest(), owner)


def _looks_like_one(file: File) -> bool:
    """Whether a file without a notebook's ending holds one, as some browsers save them."""
    if file.path.suffix.lower() not in ("", ".json", ".txt"):
        return False
    data = file.read()
    return data.lstrip()[:1] == b"{" and b'"cells"' in data and b'"nbformat"' in data


def _by_folder(path: PurePosixPath, assignment: str) -> Owner | None:
    """A folder for each student, with or without one for the assignment within, below what was named."""
    if not path.name.startswith(assignment):
        return None
    above = [p for p in path.parts[1:-1] if p != assignment]
    return Owner("folders", above[-1], above[-1], file=path.name) if above else None


def _other(name: str, told: dict[str, Any], assignment: str) -> str:
    """The assignment that a notebook is of, if it is another one: by what it says inside, else by its name."""
    own = _field(told, "assignment")
    if own and own != assignment:
        return one_line(own, 60)
    match = re.match(r"(?:.+?__)?(\d\d_[a-z_]+)", name)
    return match[1] if match and not own and not match[1].startswith(assignment) else ""


def _inside(told: dict[str, Any]) -> str:
    """Whom the file says it is from, as the book's page writes it."""
    return _field(told, "student", "id") or _field(told, "student")


def _told(data: bytes) -> dict[str, Any]:
    """What the book's page wrote into a file."""
    told = submission.metadata(data).get("n2n")
    return told if type(told) is dict else {}


def _field(told: dict[str, Any], *keys: str) -> str:
    value: Any = told
    for key in keys:
        value = value.get(key) if type(value) is dict else None
    return value.strip() if type(value) is str else ""


def _same_person(inside: str, student: str, owner: Owner, roster: Roster) -> bool:
    person = roster.people.get(student)
    known = person.known_as() if person else {ids.key(student)}
    return bool(ids.spellings(inside) & (known | ids.spellings(owner.name) | ids.spellings(owner.login)))


def _newest(course: Course, assignment: str, student: str, mine: list[Handed], force: bool, done: Collected) -> None:
    """Place the newest of a student's notebooks, and name the others."""
    *older, newest = sorted(mine, key=lambda h: h.age)
    if len(older) and len({h.age for h in mine}) == 1 and len({h.digest for h in mine}) > 1:
        names = [one_line(str(h.file.path)) for h in mine]
        done.refused.append(say("collect.several", id=student, names=names))
        return
    for h in older:
        if h.digest != newest.digest:
            file, by = (one_line(str(x.file.path)) for x in (h, newest))
            done.remarks.append(say("collect.older", id=student, file=file, by=by))
    folder = course.folder("submitted", student, assignment)
    target = folder / f"{assignment}.ipynb"
    try:
        data = newest.file.read()
    except submission.Unreadable as e:  # it was there a moment ago
        done.refused.append(say("line.about", what=one_line(str(newest.file.path)), told=one_line(str(e), 300)))
        return
    if os.path.lexists(target):
        if target.is_symlink() or target.read_bytes() != data:
            if not force:
                done.refused.append(say("collect.before", id=student))
                return
            os.replace(target, folder / f"{assignment}.ipynb.before")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(target, data)
        if when := _when(newest, course, assignment):
            write_whole(folder / "timestamp.txt", f"{when:%Y-%m-%d %H:%M:%S} UTC\n")
    except OSError as e:
        raise CourseError("collect.disk", path=target, what=e.strerror or "") from None
    done.placed[student] = one_line(str(newest.file.path))


def _when(handed: Handed, course: Course, assignment: str) -> datetime | None:
    """When it was handed in, in UTC, as far as the platform tells: what is only said to be late came just after."""
    if handed.owner.when:
        return handed.owner.when.astimezone(UTC)
    if not handed.owner.late:
        return None
    due = _due(course, assignment)
    return due.replace(microsecond=0, tzinfo=UTC) + timedelta(seconds=1) if due else None


def _due(course: Course, assignment: str) -> datetime | None:
    from grader.engine.course.gradebook import Book

    book = Book(course, assignment)
    try:
        return book.due()
    finally:
        book.close()

