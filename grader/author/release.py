"""Release a chapter to a class: instructor's and students' notebooks, and the bank it will be graded by."""

import json
import secrets
import shutil
from pathlib import Path

import nbformat

from grader.author.declare import exercises
from grader.author.derive import Chapter, ChapterError, bank_digest
from grader.author.files import write_whole
from grader.author.layout import bank_file, nbgrader_config
from grader.bank import FORMAT

SEED_FILE = "secret_seed"
"""In the course folder: hidden cases are drawn from it. Never leaves the instructor's machine."""


def release(chapter: Chapter, course: Path) -> Path:
    """Write source and release notebooks and the grading bank of `chapter` into `course`; the release notebook.

    The bank is named by its content, so a corrected chapter does not change how an earlier release is graded.
    Raises ChapterError if nbgrader refuses the notebook.
    """
    name = chapter.assignment
    course.mkdir(parents=True, exist_ok=True)
    write_bank(chapter, course)
    source = course / "source" / name / f"{name}.ipynb"
    source.parent.mkdir(parents=True, exist_ok=True)
    write_whole(source, nbformat.writes(chapter.instructor_notebook()))
    _generate(course, name)
    return course / "release" / name / f"{name}.ipynb"


def write_bank(chapter: Chapter, course: Path) -> Path:
    """Write public and hidden cases of the chapter's exercises to `banks/<digest>.json`."""
    declared = exercises()
    seed = secret_seed(course)
    entries = {e.name: declared[e.name].entry(seed, hidden=True).to_json() for e in chapter.exercises}
    bank = {"format": FORMAT, "assignment": chapter.assignment, "entries": entries}
    path = bank_file(course, bank_digest(chapter.exercises))
    path.parent.mkdir(exist_ok=True)
    write_whole(path, json.dumps(bank, separators=(",", ":"), allow_nan=False), mode=0o600)
    return path


def secret_seed(course: Path) -> int:
    """The course's seed for hidden cases, made on first use."""
    path = course / SEED_FILE
    if not path.exists():
        write_whole(path, f"{secrets.randbits(63)}\n", mode=0o600)
    try:
        return int(path.read_text())
    except ValueError:
        raise ChapterError("release.seed", path=path) from None


def _generate(course: Path, name: str) -> None:
    """nbgrader's own `generate_assignment`, which also enters the assignment in the gradebook."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    config = nbgrader_config(course, name)
    config.GenerateAssignment.force = True
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    converter.log.setLevel("ERROR")
    try:
        converter.start()
    except (SystemExit, NbGraderException):
        shutil.rmtree(course / "release" / name, ignore_errors=True)
        raise ChapterError("release.refused", assignment=name) from None
