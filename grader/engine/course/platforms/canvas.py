"""Canvas, *Download Submissions*: `lovelaceada_LATE_12345_678901_x-1.ipynb`.

Sortable name without signs, LATE if so, the user's ID, the attachment's, the file's name, `-N` for the Nth
resubmission. https://community.canvaslms.com/t5/Instructor-Guide/ta-p/804 (How do I download all student submissions)
"""

import re
from pathlib import PurePosixPath

from grader.engine.course.platforms import FindFile, Owner

_NAME = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<user>\d+)_(?:\d+)_(?P<file>.+)")
_AGAIN = re.compile(r"-(\d{1,2})(?=\.[^.]+$)")


def recognise(path: PurePosixPath, find_file: FindFile) -> Owner | None:
    """By the two numbers between the name and the file."""
    match = _NAME.fullmatch(path.name)
    if not match:
        return None
    again = _AGAIN.search(match["file"])
    return Owner(
        "canvas",
        match["name"],
        number=match["user"],
        late=bool(match["late"]),
        file=_AGAIN.sub("", match["file"]),
        version=int(again[1]) if again else 0,
    )
