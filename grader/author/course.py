"""nbgrader's configuration for a course folder, the same for its commands and ours."""

import os
import sys
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader


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
    return config
