"""Moodle, *Download all submissions*: `Ada Lovelace_1234567_assignsubmission_file_/x.ipynb`, or flat with the name behind it.

The number is the participant's, as in the grading worksheet ("Participant 1234567").
https://docs.moodle.org/en/Using_Assignment#Downloading_all_submissions
"""

import re
from pathlib import PurePosixPath

from grader.engine.course.platforms import FindFile, Owner

_PART = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_(?P<file>.*)")


def recognise(path: PurePosixPath, find_file: FindFile) -> Owner | None:
    """By the part of the path that names the plugin `assignsubmission`."""
    for part in reversed(path.parts):
        if match := _PART.fullmatch(part):
            file = match["file"] or path.name
            return Owner("moodle", match["name"].strip(), number=match["number"], file=file)
    return None
