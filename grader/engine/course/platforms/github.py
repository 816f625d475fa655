"""GitHub Classroom, `gh classroom clone student-repos`: `04-activations-submissions/04-activations-alovelace/x.ipynb`.

https://docs.github.com/education/manage-coursework-with-github-classroom
"""

from pathlib import PurePosixPath

from grader.engine.course.platforms import FindFile, Owner


def recognise(path: PurePosixPath, find_file: FindFile) -> Owner | None:
    """By a folder `NAME-submissions` whose folders are called `NAME-login`."""
    for above, folder in zip(path.parts, path.parts[1:-1], strict=False):
        name = above.removesuffix("-submissions")
        if name != above and folder.startswith(f"{name}-"):
            return Owner("github", login=folder.removeprefix(f"{name}-"), file=path.name)
    return None
