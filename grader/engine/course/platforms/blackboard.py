"""Blackboard, *Download Assignment Files*: `Homework 4_alovelace_attempt_2026-10-01-12-00-00_x.ipynb` and a `.txt` beside it.

The text tells `Name: Ada Lovelace (alovelace)`; the time is the institution's own.
https://help.blackboard.com/Learn/Instructor/Original/Assignments/Download_Assignments
"""

import re
from datetime import datetime
from pathlib import PurePosixPath

from grader.engine.course.platforms import FindFile, Owner
from grader.engine.notebook.submission import Unreadable

_NAME = re.compile(
    r"(?P<head>.+_(?P<login>[^_]+)_attempt_(?P<when>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d))(?:_(?P<file>.+)|\.txt)"
)
_PERSON = re.compile(r"^Name:\s*(.+?)\s*\(", re.M)


def recognise(path: PurePosixPath, find_file: FindFile) -> Owner | None:
    """By `_attempt_` and a time."""
    match = _NAME.fullmatch(path.name)
    if not match:
        return None
    try:
        when = datetime.strptime(match["when"], "%Y-%m-%d-%H-%M-%S").astimezone()
    except ValueError:
        return None
    return Owner(
        "blackboard",
        _person(path.with_name(f"{match['head']}.txt"), find_file),
        match["login"],
        when=when,
        file=match["file"] or path.name,
    )


def _person(note: PurePosixPath, find_file: FindFile) -> str:
    file = find_file(note)
    try:
        text = file.read()[:10_000].decode("utf-8-sig", "replace") if file else ""
    except Unreadable:
        return ""
    match = _PERSON.search(text)
    return match[1] if match else ""
