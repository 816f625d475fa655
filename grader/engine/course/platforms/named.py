"""Plain files and folders: `<id>__x.ipynb` (as the book's page names it), `submitted/<id>/x/x.ipynb`, and the names
that Chinese classes use, `学号-姓名-作业` or `姓名-学号-作业`.
"""

import re
from pathlib import PurePosixPath

from grader.engine.course.platforms import FindFile, Owner

_PAGE = re.compile(r"(?P<id>.+?)__(?P<file>.+)")
_HAN = r"[\u4e00-\u9fff·]{2,10}"
_NUMBER = r"[A-Za-z]{0,3}\d{5,14}"
_SIGN = r"[-_—–~\s+]*"
_CHINESE = re.compile(
    rf"(?:(?P<n1>{_NUMBER}){_SIGN}(?P<h1>{_HAN})|(?P<h2>{_HAN}){_SIGN}(?P<n2>{_NUMBER}))(?:[-_—–~\s+.(（].*)?"
)


def recognise(path: PurePosixPath, find_file: FindFile) -> Owner | None:
    """By the file's own name, then by the folders above it."""
    if match := _PAGE.fullmatch(path.name):
        return Owner("named", match["id"], match["id"], file=match["file"])
    for part in (path.stem, *reversed(path.parts[:-1])):
        if match := _CHINESE.fullmatch(part):
            number, name = match["n1"] or match["n2"], match["h1"] or match["h2"]
            return Owner("named", name, number, number, file=path.name)
    return None
