"""Gradescope, *Export Submissions*: `submission_456/x.ipynb` and `submission_metadata.yml` above the folders.

https://help.gradescope.com/article/jtmtb4vbm1-instructor-assignment-export
"""

import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

import yaml  # type: ignore[import-untyped]

from grader.engine.course.platforms import FindFile, Owner
from grader.engine.notebook.submission import Unreadable

_FOLDER = re.compile(r"submission_\d+")
MOST = 20 << 20


def recognise(path: PurePosixPath, find_file: FindFile) -> Owner | None:
    """By the folder's name and what the metadata say of it."""
    for i, part in enumerate(path.parts[:-1]):
        if _FOLDER.fullmatch(part):
            about = _metadata(PurePosixPath(*path.parts[:i], "submission_metadata.yml"), find_file).get(part)
            return _owner(about, path) if isinstance(about, dict) else None
    return None


def _owner(about: dict[Any, Any], path: PurePosixPath) -> Owner | None:
    people = about.get(":submitters")
    if not isinstance(people, list) or not people or not isinstance(people[0], dict):
        return None
    first = people[0]  # a group hands in once: the others are named in the roster's groups
    when = about.get(":created_at")
    if isinstance(when, datetime) and when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return Owner(
        "gradescope",
        str(first.get(":name") or ""),
        str(first.get(":email") or "").partition("@")[0],
        str(first.get(":sid") or ""),
        when if isinstance(when, datetime) else None,
        file=path.name,
    )


_read: dict[tuple[int, PurePosixPath], dict[Any, Any]] = {}


def _metadata(path: PurePosixPath, find_file: FindFile) -> dict[Any, Any]:
    file = find_file(path)
    if file is None:
        return {}
    key = id(file), path
    if key not in _read:
        try:
            data = file.read()
            found = yaml.safe_load(data.decode("utf-8", "replace")) if len(data) < MOST else {}
        except (Unreadable, yaml.YAMLError, RecursionError, ValueError):
            found = {}
        _read.clear()  # of one export at a time
        _read[key] = found if isinstance(found, dict) else {}
    return _read[key]
