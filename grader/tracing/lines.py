"""What a line of Python belongs to: its statement, the loops around it, the names it binds. Read from the source alone."""

import ast
import linecache
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
BRANCHES = (*LOOPS, ast.If)
APART = (*FUNCTIONS, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
"""What has names of its own."""


@dataclass(frozen=True)
class Statement:
    """One statement; of a compound one, the lines up to its body."""

    start: int
    end: int
    loops: tuple[int, ...] = ()
    """First lines of the loops it runs in, outermost first; a loop is in itself."""
    stores: frozenset[str] = frozenset()
    body: range | None = None
    """The lines that a loop or an `if` leads into, if they are lines of their own."""

    @property
    def head(self) -> bool:
        """Whether it begins a turn of a loop each time it is reached."""
        return self.start in self.loops


class SourceLines:
    """The source of one file (or cell) by line numbers; without source every line is a statement of its own."""

    def __init__(self, filename: str, module: dict[str, Any] | None = None) -> None:
        self.text = linecache.getlines(filename, module)
        self._at: dict[int, Statement] = {}
        try:
            self._walk(ast.parse("".join(self.text)).body, ())
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            self._at.clear()
        self.heads = frozenset(s.start for s in self._at.values() if s.head)

    def source(self, line: int) -> str:
        """The line as it was written."""
        return self.text[line - 1].rstrip() if 0 < line <= len(self.text) else ""

    def statement(self, line: int) -> Statement:
        """What the line belongs to."""
        return self._at.get(line) or Statement(line, line)

    def definition(self, line: int) -> int:
        """The `def` line of a function that begins here, which may be with a decorator."""
        while self.source(line).lstrip().startswith("@"):
            line += 1
        return line

    def _walk(self, nodes: Sequence[ast.AST], loops: tuple[int, ...]) -> None:
        for node in nodes:
            first, last = node.lineno, node.end_lineno  # type: ignore[attr-defined]
            body = _statements(node, "body")
            end = max(first, body[0].lineno - 1) if body else last
            own = (*loops, first) if isinstance(node, LOOPS) else loops
            apart = isinstance(node, BRANCHES) and body[0].lineno > first
            leads = range(body[0].lineno, (body[-1].end_lineno or 0) + 1) if apart else None
            statement = Statement(first, end, own, frozenset(_stores(node, end)), leads)
            for line in range(first, end + 1):
                self._at.setdefault(line, statement)
            inside = () if isinstance(node, FUNCTIONS) else own
            self._walk(body, inside)
            for field in ("orelse", "finalbody"):
                self._walk(_statements(node, field), loops)
            for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
                self._walk(_statements(part, "body"), loops)


def _statements(node: ast.AST, field: str) -> list[Any]:
    inside = getattr(node, field, None)
    return [n for n in inside if isinstance(n, ast.stmt)] if isinstance(inside, list) else []


def _stores(node: ast.AST, last: int) -> Iterator[str]:
    """The names that a statement binds up to line `last`, attributes as `self.w`; of `a[0] = 1` the name is a."""
    todo: list[ast.AST] = [] if isinstance(node, FUNCTIONS) else [node]
    while todo:
        node = todo.pop()
        if isinstance(getattr(node, "ctx", None), ast.Store) and (name := _name(node)):
            yield name
        todo += [
            n
            for n in ast.iter_child_nodes(node)
            if not isinstance(n, APART) and getattr(n, "lineno", last) <= last
        ]


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return _name(node.value) if isinstance(node, (ast.Subscript, ast.Starred)) else ""
