"""Which names a cell gives and needs: for author, page and engine, so that they never disagree.

Reads source text without running it. A hostile text can overwhelm a parser: the engine calls this in a confined child.
"""

import ast
import dis
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ANY = "*"
"""Stands for every name: given by a cell of which that cannot be told."""


@dataclass(frozen=True)
class Names:
    """What a cell binds (`gives`) and takes from outside (`needs`); `anything` if that cannot be told."""

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

_TAKES = frozenset({"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"})
_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_DEFINITIONS = (*_NAMED, ast.Import, ast.ImportFrom)


def describe(source: str) -> dict[str, Any]:
    """What `read_names` found, in plain form; a text that is not Python gives and needs nothing."""
    try:
        found = read_names(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        found = Names()
    return {"gives": sorted(found.gives), "needs": sorted(found.needs), "anything": found.anything}


def read_names(source: str) -> Names:
    """The names of a cell. Raises SyntaxError."""
    body = ast.parse(source).body
    star = any(isinstance(s, ast.ImportFrom) and s.names[0].name == "*" for s in body)
    needs = frozenset(_read_first(body))
    return Names(_given(source), needs, star or bool(needs & _ANYTHING))


def _given(source: str) -> frozenset[str]:
    """What it binds at the top, and what its functions declare global and bind.

    By bytecode: from Python 3.12 on, `symtable` counts the variables of comprehensions as the module's.
    """
    found = set()
    top = compile(source, "<cell>", "exec", dont_inherit=True)
    todo = [top]
    while todo:
        code = todo.pop()
        todo += [inner for inner in code.co_consts if isinstance(inner, types.CodeType)]
        for i in dis.get_instructions(code):
            if i.opname == "STORE_GLOBAL" or (i.opname == "STORE_NAME" and code is top):
                found.add(i.argval)
    return frozenset(name for name in found if not _of_python(name))


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
    """Names that running one statement or expression takes from outside, at once or when a function of it is called."""
    if isinstance(node, ast.stmt):
        found = _globals(compile(ast.Module([node], []), "<cell>", "exec", dont_inherit=True))
        return found - {node.name} if isinstance(node, _NAMED) else found  # it is there when its body runs
    if isinstance(node, ast.expr) and not isinstance(getattr(node, "ctx", None), ast.Store):
        return _globals(compile(ast.Expression(node), "<cell>", "eval", dont_inherit=True))
    return set().union(*map(_loaded, ast.iter_child_nodes(node)))


def _globals(code: types.CodeType) -> set[str]:
    """By bytecode, which knows what is local to which function, comprehension or class."""
    found, own = set(), set()
    for i in dis.get_instructions(code):
        if i.opname == "STORE_NAME":
            own.add(i.argval)
        elif i.opname in _TAKES and i.argval not in own and not _of_python(i.argval):
            found.add(i.argval)
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            found |= _globals(inner)
    return found


def _of_python(name: str) -> bool:
    """Whether every module has it, such as `__name__`."""
    return name.startswith("__") and name.endswith("__")


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
