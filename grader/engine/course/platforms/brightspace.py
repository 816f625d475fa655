"""Brightspace (D2L), *Download* of submissions: `12345-678901 - Ada Lovelace - Oct 1, 2026 1230 PM/x.ipynb`.

https://community.d2l.com/brightspace/kb/articles/3540-download-submissions (evaluate and download)
"""

import re
from datetime import datetime
from pathlib import PurePosixPath

from grader.engine.course.platforms import FindFile, Owner

_FOLDER = re.compile(
    r"(?P<number>\d+)-\d+\s+-\s+(?P<name>.+?)\s+-\s*(?P<when>[A-Za-z]{3,9}\.? \d{1,2}, \d{4} \d{3,4} [AP]M)"
)


def recognise(path: PurePosixPath, find_file: FindFile) -> Owner | None:
    """By a folder of numbers, name and time."""
    for part in reversed(path.parts[:-1]):
        if match := _FOLDER.fullmatch(part):
            return Owner(
                "brightspace",
                match["name"],
                number=match["number"],
                when=_when(match["when"]),
                file=path.name,
            )
    return None


def _when(text: str) -> datetime | None:
    date, clock, half = text.replace(".", "").rsplit(" ", 2)
    for form in ("%b %d, %Y", "%B %d, %Y"):
        try:
            return datetime.strptime(f"{date} {clock:0>4} {half}", f"{form} %I%M %p").astimezone()
        except ValueError:
            continue
    return None
