"""Where things are: the clone an instructor works in, and the course folder with its gradebook."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.author import private
from grader.words import Refusal, say

if TYPE_CHECKING:
    from grader.engine.course.folder import Course


def clone() -> Path:
    """The clone this runs in: the current folder or one above it that holds `chapters/` and `solutions/`."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "chapters").is_dir() and (folder / "solutions").is_dir():
            return folder
    raise Refusal("program.no_clone", path=here)


def course_folder(option: Path | None) -> Path:
    """`--course` if given, else what `nbgrader_config.py` of the clone says, else `course/` in it."""
    if option is not None:
        return option.resolve()
    root = clone()
    config_file = root / "nbgrader_config.py"
    if config_file.exists():
        from traitlets.config.loader import PyFileConfigLoader

        config = PyFileConfigLoader(config_file.name, path=str(root)).load_config()
        if "root" in config.CourseDirectory:
            return (root / config.CourseDirectory.root).resolve()
    return root / "course"


course_option = click.option(
    "--course",
    type=click.Path(path_type=Path, file_okay=False),
)


def opened(option: Path | None) -> "Course":
    """The course folder, for this command: what it makes there is its instructors' alone, and so is what was there.

    Says so in a line where others could have read it.
    """
    from grader.engine.course.folder import Course

    course = Course(course_folder(option))
    shared = group_shared(course)
    click.get_current_context().with_resource(private.private(shared))
    if course.root.is_dir() and (n := private.close(course.root, shared=shared)):
        click.echo(say("course.private", path=course.root, n=n), err=True)
    return course


def group_shared(course: "Course") -> bool:
    """Whether nbgrader is told that a group of instructors works in this folder."""
    from grader.engine.course.folder import CourseError

    try:
        return bool(course.config.CourseDirectory.get("groupshared", False))
    except CourseError:
        return False  # said where the configuration is needed
