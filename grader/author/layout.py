"""How a course folder is laid out, and nbgrader's configuration for it, the same for its commands and ours."""

import os
import sys
from pathlib import Path
from urllib.parse import quote

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.author.files import write_whole

GRADES_THROUGH_N2N = """\
from grader.engine.batch.formgrader import configure

configure(c)
"""
"""What has nbgrader's own Autograde grade through n2n, in an nbgrader_config.py."""

_NEW = f'''"""nbgrader's own commands and its formgrader, in this course. Written by `n2n release`; yours to change."""

c = get_config()

{GRADES_THROUGH_N2N}'''


def bank_file(course: Path, digest: str) -> Path:
    """The bank that a release is graded by; `digest` is what the release calls it."""
    return course / "banks" / f"{digest}.json"


def journal_file(course: Path, assignment: str) -> Path:
    """The results of an assignment, one line each."""
    return course / ".n2n" / f"{assignment}.jsonl"


def roster_file(course: Path) -> Path:
    """Who is in the class."""
    return course / ".n2n" / "roster.json"


def settle_database(config: Config, course: Path) -> None:
    """Where the gradebook lies in a folder whose path means something in an address, if no other place is named."""
    if {"?", "%"} & {*str(course)} and "db_url" not in config.CourseDirectory:
        config.CourseDirectory.db_url = f"sqlite:///{quote(str(course / 'gradebook.db'))}"


def ensure_config(course: Path) -> Path | None:
    """Write a configuration where neither the course folder nor the one above it has one.

    Returns the configuration that is there and leaves Autograde to stock nbgrader, which runs students' code
    unconfined; None where all is well.
    """
    for folder in (course, course.parent):
        if (path := folder / "nbgrader_config.py").exists():
            grades = (
                "Autograde" in (config := nbgrader_config(course, ""))
                and "exporter_class" in config.Autograde
            )
            return None if grades else path
    write_whole(course / "nbgrader_config.py", _NEW)
    return None


def nbgrader_config(course: Path, assignment: str) -> Config:
    """The `nbgrader_config.py` in the course folder or the one above it, pointed at this course and assignment."""
    beside = str(Path(sys.executable).parent)  # nbgrader calls `alembic`, which lies beside this Python
    if beside not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([beside, os.environ["PATH"]])
    config = Config()
    for folder in (course, course.parent):
        if (folder / "nbgrader_config.py").exists():
            config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
            break
    config.CourseDirectory.root = str(course.resolve())
    config.CourseDirectory.assignment_id = assignment
    settle_database(config, course.resolve())
    return config
