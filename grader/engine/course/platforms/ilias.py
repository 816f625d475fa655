"""ILIAS, *Download all submissions*: `Lovelace_Ada_alovelace_256/20261001120000_x.ipynb`.

Last name, first name, login and number of the user; the time in front of the file's name.
https://docu.ilias.de (Übung, Abgaben herunterladen)
"""

import re
from datetime import datetime
from pathlib import PurePosixPath

from grader.engine.course.platforms import FindFile, Owner

_FOLDER = re.compile(r"(?P<last>[^_]+)_(?P<first>[^_]+)_(?P<login>[^_]+)_(?P<number>\d+)")
_FILE = re.compile(r"(?P<when>\d{14})_(?P<file>.+)")


def recognise(path: PurePosixPath, find_file: FindFile) -> Owner | None:
    """By a folder of four parts."""
    for part in reversed(path.parts[:-1]):
        if match := _FOLDER.fullmatch(part):
            named = _FILE.fullmatch(path.name)
            return Owner(
                "ilias",
                f"{match['first']} {match['last']}",
                match["login"],
                match["number"],
                _when(named["when"]) if named else None,
                file=named["file"] if named else path.name,
            )
    return None


def _when(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").astimezone()
    except ValueError:
        return None
