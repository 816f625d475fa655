"""Puts loose notebooks, as students send them, into the course's `submitted` folder."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.author.files import write_whole
from grader.engine.notebook import submission
from grader.engine.course.folder import SAFE_ID, Course, CourseError


def collect(course: Course, assignment: str, paths: list[Path], force: bool = False) -> tuple[int, list[str]]:
    """Place every notebook; how many were placed, and a line for each that was not.

    Nothing is placed for a student with two files, or with an earlier submission unless `force`.
    Raises CourseError where there is nothing to place.
    """
    files = [f for p in paths for f in _notebooks(p)]
    if not files:
        raise CourseError(f"there is no notebook in {', '.join(map(str, paths))}")
    by_student: dict[str, list[tuple[Path, bytes]]] = {}
    refused = []
    for path in files:
        if path.suffix in INSTEAD:
            what = "unpack it first" if path.suffix == ".zip" else "not a notebook"
            refused.append(f"{submission.printable(path.name)}: {what}")
            continue
        try:
            data = submission.read(path)
            student = _student(path, data, assignment)
        except (submission.Unreadable, CourseError) as e:
            refused.append(f"{submission.printable(path.name)}: {e}")
            continue
        by_student.setdefault(student, []).append((path, data))
    placed = 0
    for student, found in sorted(by_student.items()):
        if len(found) > 1:
            names = ", ".join(submission.printable(p.name) for p, _ in found)
            refused.append(f"{student} has {len(found)} notebooks: {names}")
            continue
        target = course.folder("submitted", student, assignment) / f"{assignment}.ipynb"
        if os.path.lexists(target) and not force and target.read_bytes() != found[0][1]:
            refused.append(f"{student} handed in another notebook before: --force replaces it")
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, found[0][1])
        placed += 1
    return placed, refused


INSTEAD = {".pdf", ".html", ".zip", ".docx", ".py"}
"""What people hand in when they mean a notebook."""


def _notebooks(path: Path) -> Iterator[Path]:
    if path.is_dir():
        wanted = {".ipynb", *INSTEAD}
        yield from sorted(p for p in path.rglob("*") if p.suffix in wanted and not p.name.startswith("."))
    elif os.path.lexists(path):
        yield path
    else:
        raise CourseError(f"there is no file {path}")


def _student(path: Path, data: bytes, assignment: str) -> str:
    """Whose it is: by what the notebook says, else by the file's name. Raises CourseError."""
    named = _named(data)
    if named is None and "__" in path.name:
        named, _, rest = path.name.partition("__")
        if not rest.startswith(assignment):
            raise CourseError(f"its name says it is of {rest.partition('.')[0]}, not {assignment}")
    if not named:
        raise CourseError(f"whose is it? rename it <id>__{assignment}.ipynb")
    if not SAFE_ID.fullmatch(named):
        raise CourseError(f"{submission.printable(named)!r} is not a usable student id")
    return named


def _named(data: bytes) -> str | None:
    try:
        value: Any = json.loads(data)
        for key in ("metadata", "n2n", "student", "id"):
            value = value[key]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return value.strip() if type(value) is str and value.strip() else None
