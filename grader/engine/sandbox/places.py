"""Where folders lie that a confined process uses."""

import os
import stat
import tempfile
from pathlib import Path

_KNOWN = ("/tmp", "/var/tmp")


def passable() -> str:
    """The folder for temporary ones, such that other users can pass through it to what is theirs.

    That is the usual one; if it lies in a folder that only we may enter, one that everybody may. Children of root
    are other users; and where a bait lies out of everybody's reach, that nobody takes it proves nothing.
    """
    for folder in all_of_them():
        path = Path(folder)
        if all(_open(p) for p in (path, *path.parents)) and os.access(path, os.W_OK):
            return folder
    return tempfile.gettempdir()


def _open(folder: Path) -> bool:
    try:
        return bool(folder.stat().st_mode & stat.S_IXOTH)
    except OSError:
        return False


def all_of_them() -> list[str]:
    """Every folder that `passable` may have given, the best first."""
    return [*dict.fromkeys(str(Path(f).resolve()) for f in (tempfile.gettempdir(), *_KNOWN))]
