"""How learning platforms lay out what they let an instructor download: one small file each.

A recogniser looks at a file's path (and may read what lies beside it) and says whose work it is, or that this is not
its platform's layout. The first that knows a path decides; those with the most particular marks come first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

from grader.engine.course.archives import File


@dataclass(frozen=True)
class Owner:
    """Whose a file is, as a platform tells it."""

    platform: str
    name: str = ""
    """A person's name, or what the platform makes of it."""
    login: str = ""
    """A short name by which that person is known there."""
    number: str = ""
    """The platform's own number for that person or their work, by which grades find the way back."""
    when: datetime | None = None
    late: bool = False
    file: str = ""
    """The file's name as the student gave it."""
    version: int = 0
    """Of several files of one person the highest is the newest, where times do not tell."""


FindFile = Callable[[PurePosixPath], File | None]
"""Another file of the download, by its path."""


class Recogniser(Protocol):
    """A module of this package."""

    def recognise(self, path: PurePosixPath, find_file: FindFile) -> Owner | None:
        """Whose the file at `path` is; None if this is not this platform's layout."""
        ...


def owner(file: File, find_file: FindFile) -> Owner | None:
    """Whose a file is, by the first platform that knows its path."""
    from grader.engine.course.platforms import (
        blackboard,
        brightspace,
        canvas,
        github,
        google,
        gradescope,
        ilias,
        moodle,
        named,
        nbgitpuller,
    )

    known: tuple[Recogniser, ...] = (
        moodle,
        blackboard,
        gradescope,
        brightspace,
        canvas,  # before `named`: a file within may be called as the page calls it
        nbgitpuller,
        named,
        ilias,
        github,
        google,
    )
    return next(filter(None, (platform.recognise(file.path, find_file) for platform in known)), None)
