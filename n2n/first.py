"""Makes `grader` and `widgets` mean the course's, though a file of one's own with that name lies nearer.

A student's `grader.py` beside a notebook would otherwise be what the notebook's `from grader import check` finds.
The wheel brings a .pth file that imports this wherever it is installed.
"""

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder

COURSE = {"grader": "check.py", "widgets": "mime.py"}
"""The packages, each with a module by which it is known to be the course's."""

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Finder:
    """Asked before all others; answers only where another one would be found in the place of the course's."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        """The course's package of that name if the path leads to something else, else None."""
        if path is not None or name not in COURSE:
            return None
        nearest = PathFinder.find_spec(name)
        if nearest is None or _is_course(name, nearest):
            return None
        own = PathFinder.find_spec(name, [HOME])
        return own if own and _is_course(name, own) else None


def _is_course(name: str, spec: ModuleSpec) -> bool:
    folders = spec.submodule_search_locations or ()
    return any(os.path.isfile(os.path.join(folder, COURSE[name])) for folder in folders)


if Finder not in sys.meta_path:
    sys.meta_path.insert(0, Finder)  # type: ignore[arg-type]  # typeshed wants an object, the finder is a class
