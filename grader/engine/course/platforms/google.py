"""Google Classroom: the assignment's Drive folder holds `Ada Lovelace - x.ipynb`, a copy for each student.

https://support.google.com/edu/classroom/answer/6020285
"""

import re
from pathlib import PurePosixPath

from grader.engine.course.platforms import FindFile, Owner

_NAME = re.compile(r"(?P<name>[^\d_][^_]*?) - (?P<file>.+\.[A-Za-z]+)")


def recognise(path: PurePosixPath, find_file: FindFile) -> Owner | None:
    """By a name, blanks around a hyphen, and the file."""
    match = _NAME.fullmatch(path.name)
    return Owner("google", match["name"], file=match["file"]) if match else None
