"""Follow names from reference to reference, across the modules of `solutions`: what an exercise uses and needs.

Read from syntax trees, never run.
"""

import ast
import functools
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from grader.author.source import ChapterError, Module, needs
from grader.bank import extra_folders

CLONE = Path(__file__).resolve().parents[2]


class Place(NamedTuple):
    """A name at the top of a module `solutions.<module>`."""

    module: str
    name: str


class References:
    """The references below some folders, each with a `solutions/`."""

    def __init__(self, roots: tuple[Path, ...]) -> None:
        self.roots = roots
        self._modules: dict[str, Module] = {}

    def module(self, name: str) -> Module:
        """The text of `solutions.<name>`. Raises ChapterError."""
        if name not in self._modules:
            held = [r for r in self.roots if (r / "solutions" / f"{name}.py").exists()]
            self._modules[name] = Module.read((held or list(self.roots))[0], f"solutions.{name}")
        return self._modules[name]

    def statement(self, place: Place) -> ast.stmt:
        """What binds this name. Raises ChapterError."""
        module = self.module(place.module)
        if place.name not in module.bound:
            raise ChapterError("chapter.no_name", where=f"solutions/{place.module}.py", name=place.name)
        return module.bound[place.name]

    def needed(self, place: Place) -> list[Place]:
        """The names of `solutions` that a name is made of, or the one it is imported as. Raises ChapterError."""
        statement = self.statement(place)
        if origin := imported(statement, place.name):
            return [origin]
        module = self.module(place.module)
        return [Place(place.module, n) for n in sorted(needs(module.source(statement))) if n in module.bound]

    def uses(self, place: Place, is_exercise: Callable[[Place], bool]) -> list[str]:
        """The exercises that a reference calls, itself or through helpers, but not through another exercise.

        Raises ChapterError.
        """
        found, seen, todo = set(), {place}, [place]
        while todo:
            for other in self.needed(todo.pop()):
                if other in seen:
                    continue
                seen.add(other)
                if is_exercise(other):
                    found.add(other.name)
                else:
                    todo.append(other)
        return sorted(found)

    def closure(self, place: Place) -> set[Place]:
        """`place` and all that it needs. Raises ChapterError."""
        found, todo = {place}, [place]
        while todo:
            more = set(self.needed(todo.pop())) - found
            found |= more
            todo += more
        return found


def imported(statement: ast.stmt, name: str) -> Place | None:
    """Where in `solutions` this statement has `name` from, None if it does not import it from there.

    Raises ChapterError for an import of a whole module: nobody could tell what of it is used.
    """
    match statement:
        case ast.ImportFrom(module=str(module), names=names) if module.startswith("solutions."):
            (was,) = (a.name for a in names if (a.asname or a.name) == name)
            return Place(module.removeprefix("solutions."), was)
        case ast.Import(names=names) if any(a.name.partition(".")[0] == "solutions" for a in names):
            raise ChapterError("chapter.whole_module", line=ast.unparse(statement))
        case ast.ImportFrom(module="solutions"):
            raise ChapterError("chapter.whole_module", line=ast.unparse(statement))
    return None


def references() -> References:
    """Those of the book and of one's own chapters."""
    return _read((CLONE, *extra_folders()))


_read = functools.cache(References)
