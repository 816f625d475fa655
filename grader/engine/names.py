"""Which names a cell gives and needs, so that only those of a student's own cells are run that something needs.

Reads source text without running it, but a hostile text can overwhelm a parser: called in a confined child.
"""

import ast
import symtable
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ANY = "*"
"""Stands for every name: given by a cell of which that cannot be told."""


@dataclass(frozen=True)
class Names:
    """What `describe` told of a cell."""

    gives: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    anything: bool = False

    @property
    def given(self) -> frozenset[str]:
        """What it gives, `ANY` where that cannot be told."""
        return frozenset({ANY}) if self.anything else self.gives


def wanted_by(kept: set[int], names: Mapping[int, Names]) -> set[int]:
    """These cells, and all that give a name which they or those need and these do not give themselves."""
    have = frozenset[str]().union(*(names[i].given for i in kept))
    wanted = frozenset[str]().union(*(names[i].needs for i in kept)) - have | {ANY}
    kept = set(kept)
    while more := {i for i in names if i not in kept and names[i].given & wanted}:
        kept |= more
        wanted |= frozenset[str]().union(*(names[i].needs for i in more)) - have
    return kept


_ANYTHING = frozenset({"exec", "eval", "globals", "locals", "vars", "setattr", "get_ipython"})
"""Who calls one of these may bind any name."""

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def describe(source: str) -> dict[str, Any]:
    """What a cell binds (`gives`) and takes from outside (`needs`); `anything` if that cannot be told.

    A text that is not Python gives and needs nothing.
    """
    try:
        table = symtable.symtable(source, "<cell>", "exec")
        star = any(isinstance(s, ast.ImportFrom) and s.names[0].name == "*" for s in ast.parse(source).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {"gives": [], "needs": [], "anything": False}
    gives: set[str] = set()
    needs: set[str] = set()
    todo = [table]
    while todo:
        scope = todo.pop()
        top = scope is table
        for symbol in scope.get_symbols():
            if (top or symbol.is_declared_global()) and (symbol.is_assigned() or symbol.is_imported()):
                gives.add(symbol.get_name())
            if symbol.is_referenced() and (top or symbol.is_global()):
                needs.add(symbol.get_name())
        todo += scope.get_children()
    return {"gives": sorted(gives), "needs": sorted(needs), "anything": star or bool(needs & _ANYTHING)}


def definitions(source: str) -> str:
    """The functions, classes and imports of a cell, without what else it does. Raises SyntaxError."""
    body: list[ast.stmt] = [s for s in ast.parse(source).body if isinstance(s, _DEFINITIONS)]
    return ast.unparse(ast.Module(body, []))
