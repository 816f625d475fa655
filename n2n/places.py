"""Where things are: the clone an instructor works in, and the course folder with its gradebook."""

from pathlib import Path

import click

from grader.words import Refusal


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
