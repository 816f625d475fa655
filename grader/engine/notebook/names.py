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

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Names":
        """From its plain form."""
        return cls(frozenset(told["gives"]), frozenset(told["needs"]), told["anything"])

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
        body = ast.parse(source).body
        star = any(isinstance(s, ast.ImportFrom) and s.names[0].name == "*" for s in body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {"gives": [], "needs": [], "anything": False}
    gives: set[str] = set()
    needs: set[str] = set()
    outside = _read_first(body)
    todo = [table]
    while todo:
        scope = todo.pop()
        top = scope is table
        for symbol in scope.get_symbols():
            if (top or symbol.is_declared_global()) and (symbol.is_assigned() or symbol.is_imported()):
                gives.add(symbol.get_name())
            if symbol.is_referenced() and (top or symbol.is_global()) and symbol.get_name() in outside:
                needs.add(symbol.get_name())
        todo += scope.get_children()
    needs |= outside & set().union(*map(_changed, body))  # of x += 1 the table says only that it is assigned
    return {"gives": sorted(gives), "needs": sorted(needs), "anything": star or bool(needs & _ANYTHING)}


def _read_first(body: list[ast.stmt], bound: frozenset[str] = frozenset()) -> set[str]:
    """Names that these statements may read before they bind them, names of inner scopes among them.

    What a loop or a branch binds counts as bound inside it only; functions may be called at once.
    """
    read: set[str] = set()
    for s in body:
        if isinstance(s, (ast.For, ast.While, ast.If, ast.With, ast.Try)):
            handlers: list[ast.ExceptHandler] = getattr(s, "handlers", [])
            inner = [
                *(getattr(s, f, []) for f in ("body", "orelse", "finalbody")),
                *(h.body for h in handlers),
            ]
            heads = [n for n in ast.iter_child_nodes(s) if not isinstance(n, (ast.stmt, ast.ExceptHandler))]
            heads += [h.type for h in handlers if h.type]
            read |= set().union(*(_loaded(n) for n in heads)) - bound
            held = bound.union(*(_stored(n) for n in heads))
            for block in inner:
                read |= _read_first(block, held)
            if isinstance(s, ast.With):
                bound = held | _bound_by(s.body)
        else:
            read |= _loaded(s) - bound
            bound |= _bound_by([s])
    return read


def _loaded(node: ast.AST) -> set[str]:
    return _changed(node) | {
        n.id for n in ast.walk(node) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Store)
    }


def _changed(node: ast.AST) -> set[str]:
    """Targets of += and the like."""
    return {
        n.target.id for n in ast.walk(node) if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name)
    }


def _stored(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def _bound_by(body: list[ast.stmt]) -> set[str]:
    """What these statements bind in any case, as far as that is plain to see."""
    found: set[str] = set()
    for s in body:
        match s:
            case ast.Assign():
                found |= set().union(*(_stored(t) for t in s.targets))
            case ast.AnnAssign(value=ast.expr()):
                found |= _stored(s.target)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Import() | ast.ImportFrom():
                found |= {(a.asname or a.name).partition(".")[0] for a in s.names}
    return found


def definitions(source: str) -> str:
    """The functions, classes and imports of a cell, without what else it does. Raises SyntaxError."""
    body: list[ast.stmt] = [s for s in ast.parse(source).body if isinstance(s, _DEFINITIONS)]
    return ast.unparse(ast.Module(body, []))
