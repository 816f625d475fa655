"""What was handed out: the cells of a release as the instructor's gradebook and folder have them.

Everything that decides a grade comes from here, never from a submission: points, checks, given code.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from grader.author.kinds import KINDS, CheckKind, ExerciseKind, Kind, OwnTestKind, released_kind
from grader.author.source import CHECK
from grader.bank import Entry, shallow

Made = TypeVar("Made")


@dataclass(frozen=True)
class TemplateCell:
    """One cell as handed out."""

    kind: Kind
    cell_type: str
    source: str
    id: str = ""
    grade_id: str = ""
    points: float = 0.0
    exercise: str = ""
    """The exercise an `exercise` or `check` cell belongs to."""
    hidden: bool = False
    """A test whose full text the student does not have."""
    metadata: Mapping[str, Any] | None = None

    @cached_property
    def plain(self) -> str:
        """Its text as cells are compared."""
        return trimmed(self.source)


def trimmed(source: str) -> str:
    """A cell's text without what an editor may add or take away."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


@dataclass(frozen=True)
class Template:
    """A notebook as handed out, with the bank that judges it."""

    assignment: str
    notebook: str
    cells: tuple[TemplateCell, ...]
    entries: Mapping[str, Entry]
    standins: Mapping[str, list[dict[str, str]]]
    """The reference of each exercise that another one uses, in pieces (see `standin`)."""
    kernelspec: Mapping[str, Any]
    reference: Mapping[str, str] = field(default_factory=dict)
    """The instructor's own solution of each cell, by grade_id, where it is at hand."""
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What a worker made of it for all submissions, see `once`."""

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What `make` gives, made for the first submission only."""
        if name not in self.kept:
            self.kept[name] = make()
        return cast("Made", self.kept[name])

    @cached_property
    def plains(self) -> dict[str, str]:
        """The text of each cell as cells are compared, by its full text: most of a submission's are the same."""
        return {c.source: c.plain for c in self.cells}

    @property
    def tested(self) -> bool:
        """Whether it has tests of the instructor's own."""
        return any(isinstance(c.kind, OwnTestKind) for c in self.cells)

    @property
    def exercises(self) -> list[str]:
        """The names of its graded exercises, in order."""
        return [c.exercise for c in self.cells if isinstance(c.kind, CheckKind)]

    @property
    def exercise_cells(self) -> list[TemplateCell]:
        """The cells that are for a student's code."""
        return [c for c in self.cells if isinstance(c.kind, ExerciseKind)]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, read back by `from_json`."""
        return {
            "assignment": self.assignment,
            "notebook": self.notebook,
            "cells": [shallow(c) | {"kind": c.kind.name} for c in self.cells],
            "entries": {n: e.to_json() for n, e in self.entries.items()},
            "standins": dict(self.standins),
            "kernelspec": dict(self.kernelspec),
            "reference": dict(self.reference),
        }

    @classmethod
    def from_json(cls, j: dict[str, Any]) -> "Template":
        """The template that `to_json` wrote."""
        cells = tuple(TemplateCell(**(c | {"kind": KINDS[c["kind"]]})) for c in j["cells"])
        entries = {n: Entry.from_json(e) for n, e in j["entries"].items()}
        return cls(
            j["assignment"], j["notebook"], cells, entries, j["standins"], j["kernelspec"], j["reference"]
        )


def template_cells(
    release: dict[str, Any], sources: Mapping[str, str], points: Mapping[str, float], known: set[str]
) -> tuple[TemplateCell, ...]:
    """The cells of a release notebook; graded and locked ones as the gradebook has them.

    `sources` and `points` are the gradebook's, by grade_id; `known` the exercises of the bank.
    """
    made = []
    exercises = {m[1] for s in sources.values() if (m := CHECK.fullmatch(s)) and m[1] in known}
    for cell in release["cells"]:
        text = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        nbgrader = cell.get("metadata", {}).get("nbgrader", {})
        name = nbgrader.get("grade_id", "")
        source = sources.get(name, text)
        check = CHECK.fullmatch(source)
        kind = released_kind(cell["cell_type"], nbgrader, bool(check and check[1] in exercises))
        exercise = ""
        if isinstance(kind, CheckKind):
            exercise = check[1] if check else ""
        elif isinstance(kind, ExerciseKind) and name in exercises:
            exercise = name
        made.append(
            TemplateCell(
                kind,
                cell["cell_type"],
                source,
                cell.get("id", ""),
                name if kind.named else "",
                points.get(name, 0.0) if kind.graded else 0.0,
                exercise,
                hidden=isinstance(kind, OwnTestKind) and source.strip() != text.strip(),
                metadata={k: v for k, v in cell.get("metadata", {}).items() if k in ("nbgrader", "tags")},
            )
        )
    return tuple(made)
