"""Read references as source text: what a student gets of them, and what they need around them.

Nothing here runs a solution; everything is cut from syntax trees, so that comments go where their code goes.
"""

import ast
import builtins
import functools
import re
from dataclasses import dataclass
from pathlib import Path

from grader.names import read_names
from grader.words import Refusal

CHECK = re.compile(r"\s*check\((\w+)\)\s*")
"""A check cell, whole."""

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")
"""What nbgrader's ClearSolutions puts in place of a solution (a test holds the two together)."""


class ChapterError(Refusal, ValueError):
    """One line for the author: which file, what is wrong, what to do."""


Definition = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Module:
    """One module of `solutions`, as text."""

    name: str
    text: str

    @classmethod
    def read(cls, root: Path, dotted: str) -> "Module":
        """Read `solutions.x` below `root`. Raises ChapterError if there is no such file."""
        path = root / (dotted.replace(".", "/") + ".py")
        try:
            return cls(dotted, path.read_text("utf8"))
        except OSError:
            raise ChapterError("chapter.no_file", path=f"{dotted.replace('.', '/')}.py") from None

    @functools.cached_property
    def lines(self) -> list[str]:
        """The text, line by line."""
        return self.text.splitlines()

    @functools.cached_property
    def body(self) -> list[ast.stmt]:
        """Its statements."""
        return ast.parse(self.text).body

    @functools.cached_property
    def bound(self) -> dict[str, ast.stmt]:
        """Which statement gives each name."""
        return {
            name: statement for statement in self.body for name in read_names(ast.unparse(statement)).gives
        }

    def definition(self, name: str) -> Definition:
        """The function or class `name`. Raises ChapterError."""
        found = self.bound.get(name)
        if not isinstance(found, ast.FunctionDef | ast.ClassDef):
            raise ChapterError("chapter.no_definition", module=self.name, name=name)
        return found

    def source(self, statement: ast.stmt) -> str:
        """The text of a statement, decorators and trailing comments of its block included."""
        last = statement.end_lineno or statement.lineno
        if isinstance(statement, Definition):
            # END SOLUTION is a comment and lies beyond the last statement
            for k in range(last, len(self.lines)):
                if not self.lines[k].strip():
                    continue
                if not re.match(r"\s+#", self.lines[k]):
                    break
                last = k + 1
        return "\n".join(self.lines[first_line(statement) - 1 : last])

    def closure(self, names: list[str], have: set[str], secret: set[str]) -> list[ast.stmt]:
        """The statements that give `names` and all they need beyond `have`, in the module's order.

        Raises ChapterError for a name that is missing, or in `secret` (an exercise's).
        """
        todo, taken = list(names), set()
        while todo:
            name = todo.pop()
            if name not in self.bound:
                raise ChapterError("chapter.no_name", where=self.name, name=name)
            if name in secret:
                raise ChapterError("chapter.secret", name=name)
            statement = self.bound[name]
            if statement not in taken:
                taken.add(statement)
                todo += [g for g in needs(self.source(statement)) if g in self.bound and g not in have]
        return [s for s in self.body if s in taken]

    def marked(self, name: str) -> str:
        """The definition of `name` with BEGIN/END SOLUTION around what the student writes.

        Raises ChapterError for a missing docstring (it is the task) or an unmarked class.
        """
        definition = self.definition(name)
        text = self.source(definition)
        if not ast.get_docstring(definition):
            raise ChapterError("chapter.no_docstring", module=self.name, name=name)
        if BEGIN in text:
            return text
        if isinstance(definition, ast.ClassDef):
            raise ChapterError("chapter.unmarked", module=self.name, name=name, begin=BEGIN, end=END)
        lines = text.splitlines()
        cut = (definition.body[0].end_lineno or 0) - first_line(definition) + 1
        pad = " " * definition.body[0].col_offset
        return "\n".join([*lines[:cut], f"{pad}### {BEGIN}", *lines[cut:], f"{pad}### {END}"])


def first_line(statement: ast.stmt) -> int:
    """The line a statement starts at, decorators included."""
    return min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])


def stub(marked: str) -> str:
    """What the student gets of marked source."""
    out, inside = [], False
    for line in marked.splitlines():
        if BEGIN in line:
            inside = True
            pad = line[: len(line) - len(line.lstrip())]
            out += [pad + s for s in STUB]
        elif END in line:
            inside = False
        elif not inside:
            out.append(line)
    return "\n".join(out)


def solution(marked: str) -> str:
    """The reference as a reader may see it: without the marks."""
    return "\n".join(x for x in marked.splitlines() if BEGIN not in x and END not in x)


def needs(source: str) -> set[str]:
    """The names that source text takes from outside: in signatures, annotations and bodies, not Python's own."""
    return {n for n in read_names(source).needs if not hasattr(builtins, n)}


def joined(module: Module, statements: list[ast.stmt]) -> str:
    """Statements of a module as one tidy cell: imports, then assignments, then definitions."""
    groups: list[list[str]] = [[], []]
    definitions = []
    for s in statements:
        if isinstance(s, ast.Import | ast.ImportFrom):
            groups[0].append(module.source(s))
        elif isinstance(s, Definition):
            definitions.append(module.source(s))
        else:
            groups[1].append(module.source(s))
    head = "\n\n".join("\n".join(g) for g in groups if g)
    return "\n\n\n".join([head, *definitions] if head else definitions)
