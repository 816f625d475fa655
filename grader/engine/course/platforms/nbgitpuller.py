"""nbgitpuller moves a changed notebook aside: `x__20221104104101.ipynb` is an older copy of `x.ipynb`, nobody's name.

https://nbgitpuller.readthedocs.io/en/latest/topic/automatic-merging.html
"""

import re
from dataclasses import replace
from pathlib import PurePosixPath

from grader.engine.course.platforms import FindFile, Owner, named

_COPY = re.compile(r"(?P<stem>.+)__(?P<when>\d{14})(?P<ending>\.[^.]+)")


def recognise(path: PurePosixPath, find_file: FindFile) -> Owner | None:
    """Whose the file would be under its own name; it is older than that."""
    match = _COPY.fullmatch(path.name)
    if not match:
        return None
    found = named.recognise(path.with_name(match["stem"] + match["ending"]), find_file)
    return replace(found, version=-1) if found else None
