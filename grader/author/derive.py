"""From a chapter and the references: stubs, given code, and the notebooks that nbgrader takes.

A chapter is a MyST notebook that runs as it stands, because its exercise cells import the reference.
Everything a student sees instead is derived here.
"""

import ast
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from grader.author.kinds import (
    CheckKind,
    ExerciseKind,
    ExperimentKind,
    GivenKind,
    GivenSolutionKind,
    Kind,
    SetupKind,
    TextKind,
)
from grader.author.source import CHECK, ChapterError, Module, joined, needs, solution, stub
from grader.bank import Entry
from grader.bank import load as load_banks
from grader.names import read_names
from grader.words import reason

__all__ = ["Cell", "Chapter", "ChapterError", "bank_digest"]

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


@dataclass(frozen=True)
class Cell:
    """One cell of a chapter. `source` is derived: the reference for an exercise, its text for given code."""

    kind: Kind
    source: str
    id: str
    name: str = ""
    """The exercise's, for its cell and its check."""
    tags: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    """The names that a given cell was asked for."""

    @property
    def stub(self) -> str:
        """What the student starts from."""
        return stub(self.source)

    @property
    def solution(self) -> str:
        """The reference, without marks."""
        return solution(self.source)

    def nbgrader(self, entry: Entry | None) -> dict[str, Any] | None:
        """nbgrader's metadata for this cell, None for an ungraded one."""
        return self.kind.nbgrader(self.name, self.id, entry.points if entry else 0.0)


@dataclass(frozen=True)
class Chapter:
    """A chapter, read and derived."""

    path: Path
    cells: tuple[Cell, ...]
    entries: Mapping[str, Entry]

    @classmethod
    def read(
        cls, path: Path, root: Path | None = None, entries: Mapping[str, Entry] | None = None
    ) -> "Chapter":
        """Read a chapter below `root` (default: the folder above `chapters/`), with the frozen banks' entries.

        Raises ChapterError: one line naming the file and what to do.
        """
        root = root or path.resolve().parents[1]
        known = load_banks() if entries is None else entries
        try:
            notebook = jupytext.read(path)
        except Exception as e:
            raise ChapterError("chapter.unreadable", path=path.name, what=reason(e)) from None
        try:
            cells = tuple(_Derivation(root, known).run(notebook.cells))
        except (ChapterError, SyntaxError) as e:
            raise ChapterError("line.about", what=path.name, told=reason(e)) from None
        return cls(path, cells, known)

    @property
    def assignment(self) -> str:
        """Its name as an nbgrader assignment."""
        return self.path.stem

    @property
    def exercise_cells(self) -> list[Cell]:
        """The cells in which something is to be written, in order."""
        return [c for c in self.cells if isinstance(c.kind, ExerciseKind)]

    @property
    def solutions(self) -> dict[str, str]:
        """The reference's source of every exercise, by name."""
        return {c.name: c.solution for c in self.exercise_cells}

    @property
    def exercises(self) -> list[Entry]:
        """Its exercises, in order."""
        return [self.entries[c.name] for c in self.exercise_cells]

    @property
    def reveals(self) -> list[str]:
        """The solutions that a release of this chapter hands out."""
        return [n for c in self.cells if isinstance(c.kind, GivenSolutionKind) for n in c.gives]

    def instructor_notebook(self) -> nbformat.NotebookNode:
        """nbgrader's source notebook: references between solution marks, locked checks."""
        nb = nbformat.v4.new_notebook()
        nb.metadata["kernelspec"] = dict(KERNEL)
        nb.metadata["n2n"] = {"assignment": self.assignment, "bank": bank_digest(self.exercises)}
        for c in self.cells:
            make = nbformat.v4.new_code_cell if c.kind.code else nbformat.v4.new_markdown_cell
            cell = make(c.source, id=c.id)
            if c.tags:
                cell.metadata["tags"] = list(c.tags)
            if graded := c.nbgrader(self.entries.get(c.name)):
                cell.metadata["nbgrader"] = graded
            nb.cells.append(cell)
        nbformat.validate(nb)
        return nb

    def release_notebook(self) -> nbformat.NotebookNode:
        """What a student gets: exactly what `nbgrader generate_assignment` makes of the instructor's."""
        from nbgrader import preprocessors as p

        nb = self.instructor_notebook()
        steps = [p.LockCells, p.ClearSolutions, p.ClearOutput, p.CheckCellMetadata, p.ComputeChecksums]
        steps += [p.ClearHiddenTests, p.ClearMarkScheme, p.ComputeChecksums, p.CheckCellMetadata]
        for step in steps:
            nb, _ = step().preprocess(nb, {})
        return nb


def bank_digest(entries: list[Entry]) -> str:
    """A name for a set of answer banks, by content: yesterday's release is graded by yesterday's bank."""
    text = repr([(e.name, e.version, e.points, e.to_json()["cases"]) for e in entries])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class _Derivation:
    """One pass over a chapter's cells."""

    def __init__(self, root: Path, entries: Mapping[str, Entry]) -> None:
        self.root = root
        self.entries = entries
        self.have: set[str] = set()  # names that cells above define
        self.ids: set[str] = set()
        self.unchecked = ""  # the exercise whose check must come next
        self.done: set[str] = set()

    def run(self, cells: list[nbformat.NotebookNode]) -> list[Cell]:
        out = [self.cell(c) for c in cells]
        if self.unchecked:
            raise ChapterError("chapter.unchecked", name=self.unchecked)
        return out

    def cell(self, raw: nbformat.NotebookNode) -> Cell:
        tags = tuple(raw.metadata.get("tags", []))
        if raw.cell_type != "code":
            return Cell(TextKind(), raw.source, self.fresh_id("markdown" + raw.source), tags=tags)
        checked = CHECK.fullmatch(raw.source)
        if "exercise" in tags:
            cell = self.exercise(raw.source, tags)
        elif checked:
            cell = self.check(checked[1], tags)
        elif "given" in tags or "given-solution" in tags:
            cell = self.given(raw.source, tags)
        else:
            if re.search(r"^\s*(from|import)\s+solutions\b", raw.source, re.M):
                raise ChapterError("chapter.untagged", line=repr(_first(raw.source)))
            kind = SetupKind() if "setup" in tags else ExperimentKind()
            cell = Cell(kind, raw.source, self.fresh_id("code" + raw.source), tags=tags)
        self.have |= read_names(re.sub(r"^\s*[%!].*$", "pass", cell.source, flags=re.M)).gives
        return cell

    def exercise(self, source: str, tags: tuple[str, ...]) -> Cell:
        dotted, names = one_import(source)
        if len(names) != 1:
            raise ChapterError("chapter.one_exercise", line=repr(_first(source)))
        (name,) = names
        if name not in self.entries:
            raise ChapterError("chapter.no_bank", name=name)
        if name in self.done:
            raise ChapterError("chapter.exercise_twice", name=name)
        if self.unchecked:
            raise ChapterError("chapter.unchecked", name=self.unchecked)
        marked = Module.read(self.root, dotted).marked(name)
        if lacking := (needs(stub(marked)) | needs(marked)) - self.have:
            raise ChapterError("chapter.needs", name=name, missing=sorted(lacking), module=dotted)
        self.unchecked = name
        self.done.add(name)
        return Cell(ExerciseKind(), marked, self.own_id(name), name, tags)

    def check(self, name: str, tags: tuple[str, ...]) -> Cell:
        if name != self.unchecked:
            raise ChapterError("chapter.no_exercise", name=name)
        self.unchecked = ""
        return Cell(CheckKind(), f"check({name})", self.own_id(f"check-{name}"), name, tags)

    def given(self, source: str, tags: tuple[str, ...]) -> Cell:
        dotted, names = one_import(source)
        module = Module.read(self.root, dotted)
        solved = "given-solution" in tags
        kind = GivenSolutionKind() if solved else GivenKind()
        secret = set(self.entries) - set(names) if solved else set(self.entries)
        statements = module.closure([n for n in names if n not in self.have], self.have, secret)
        text = solution(joined(module, statements))  # a class that is given has marks, like an exercise's
        own = self.own_id(f"{kind.name}-" + "-".join(names))
        return Cell(kind, text, own, tags=tags, gives=tuple(names))

    def own_id(self, wanted: str) -> str:
        text = re.sub(r"[^\w-]", "-", wanted)[:64]
        if text in self.ids:
            raise ChapterError("chapter.cell_twice", name=text)
        self.ids.add(text)
        return text

    def fresh_id(self, text: str) -> str:
        """A hash of the content: stable while other cells change."""
        for k in range(10**6):
            found = hashlib.sha256(f"{k}{text}".encode()).hexdigest()[:8]
            if found not in self.ids:
                self.ids.add(found)
                return found
        raise AssertionError("unreachable")


def one_import(source: str) -> tuple[str, list[str]]:
    """Module and names of a cell that is one line, `from solutions.x import name`. Raises ChapterError."""
    match ast.parse(source).body:
        case [ast.ImportFrom(module=str(module), names=names)] if module.startswith("solutions."):
            if not any(a.asname for a in names):
                return module, [a.name for a in names]
    raise ChapterError("chapter.one_line", line=repr(_first(source)))


def _first(source: str) -> str:
    return source.strip().splitlines()[0][:80] if source.strip() else ""
