"""No sentence for people stands in code: each has a key in a catalogue.

The line: what is raised as one of Python's own exceptions is for programmers and may say what it likes in English, and
so may docstrings and `assert`. Everything else that a person reads, on a terminal, in a page, a table or a notebook, is
said by `grader.words`.
"""

import ast
import builtins
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

WORD = re.compile(r"(?<![\w.$/`<&=-])[A-Za-z][a-z']+(?![\w=/>(_`-])")
MARKUP = re.compile(r"<[^>]*>|&\w+;|\{[^}]*\}")
CSS = re.compile(r"[.:#@\w-]+\s*\{[^}]*\}|[\w-]+:\s*[^;]+;")

REASONS = {
    "grader/engine/course/roster.py": "names of columns in what platforms export",
    "grader/engine/reports/markdown.py": "commands of TeX",
    "grader/engine/process/host.py": "the program of a process",
    "grader/engine/process/zygote.py": "names of modules",
    "grader/engine/batch/workers.py": "the program of a process",
    "grader/engine/process/shell.py": "code that warms a shell, and what Python says of a wrong argument",
    "grader/engine/process/warming.py": "code that warms a parser",
    "grader/engine/judging/testing.py": "what Python says of a name that is not there",
    "grader/engine/sandbox/seccomp.py": "names of system calls",
    "grader/engine/batch/certificates.py": "the name of an authority, inside its certificate",
    "n2n/book.py": "the program of a process, and a header",
    "n2n/cluster.py": "commands of Dask and n2n to copy",
    "book/formulas.py": "classes of elements",
    "book/policy.py": "directives of a policy",
}
"""Files with texts of three words that nobody reads as a sentence, and what these are."""

FILES = [
    *sorted(ROOT.glob("grader/engine/**/*.py")),
    *sorted(ROOT.glob("n2n/*.py")),
    *sorted(ROOT.glob("book/**/*.py")),
]


INTERNAL = {"BrokenWire"}
"""An exception of ours that nobody is told of."""


def _is_style(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_STYLE"


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Lines and texts of a module that may be for people: no docstrings, no code in f-strings, no programmer's errors."""
    hidden = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            hidden |= {id(part) for part in node.values}
        told = (
            isinstance(node, ast.Raise)
            and isinstance(node.exc, ast.Call)
            and getattr(node.exc.func, "id", "")
        )
        programmers = told and (hasattr(builtins, str(told)) or told in INTERNAL)
        if isinstance(node, ast.Assert) or programmers or _is_style(node):
            hidden |= {id(below) for below in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = (p.value if isinstance(p, ast.Constant) else "…" for p in node.values)
            yield node.lineno, "".join(map(str, parts))


def sentences(source: str) -> list[tuple[int, str]]:
    """The texts of three words and more, markup and style sheets left aside."""
    found = []
    for line, text in texts(ast.parse(source)):
        plain = MARKUP.sub(" ", CSS.sub(" ", text)) if "<" in text or "{" in text else text
        if len(WORD.findall(plain)) >= 3 and " " in plain.strip():
            found.append((line, text))
    return found


def test_no_sentence_stands_in_code() -> None:
    assert len(FILES) > 90
    found = [
        f"{name}:{line}: {text[:100]!r}"
        for path in FILES
        if not (name := str(path.relative_to(ROOT))).startswith(tuple(REASONS))
        for line, text in sentences(path.read_text("utf8"))
    ]
    assert not found


@pytest.mark.parametrize("name", REASONS)
def test_what_is_left_out_is_needed(name: str) -> None:
    paths = [p for p in FILES if str(p.relative_to(ROOT)).startswith(name)]
    assert any(sentences(p.read_text("utf8")) for p in paths), f"{name}: nothing to leave out"


@pytest.mark.parametrize(
    "code",
    [
        'click.echo("nobody handed in anything")',
        'raise CourseError(f"the gradebook {path} cannot be written")',
        'return f"<p>Nobody has a score yet.</p>"',
        'heads = ["what they were told"]',
        'x = f"{n} notebooks placed in {folder}"',
    ],
)
def test_it_would_be_found(code: str) -> None:
    assert [line for line, _ in sentences(code)] == [1]


@pytest.mark.parametrize(
    "code",
    [
        '"""A docstring of many words."""',
        'raise ValueError("for a programmer to read")',
        'say("course.none", path=root)',
        """f'<svg role="img" viewBox="0 0 {w} {h}" class="wide bar"></svg>'""",
    ],
)
def test_what_is_no_sentence_is_not_found(code: str) -> None:
    assert sentences(code) == []
