"""Puts a submission's cells back in the place of the template's, whatever happened to them.

What decides is the exercise's name: first the cell that carries it as grade_id, else the last cell that
defines it. Given code and checks always come from the template. What had to be put right is noted.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from grader.author.kinds import AddedKind, ExerciseKind, Kind, TextKind
from grader.author.source import CHECK
from grader.engine.notebook.submission import Submission, SubmittedCell
from grader.engine.notebook.template import Template, TemplateCell, trimmed
from grader.words import Phrase, phrase


@dataclass(frozen=True)
class Placed:
    """One cell of the notebook that is run and kept: where it comes from and what is done with it."""

    cell_type: str
    source: str
    template: TemplateCell | None = None
    """The handed-out cell it stands for, if any."""
    run: bool = False
    """Whether it is run before the checks below it are judged; experiments left as they were are not."""
    answered: bool = True
    """Whether the student wrote something here."""
    defines: tuple[str, ...] = ()
    """Exercises that this cell defines although it is not theirs."""
    attachments: Mapping[str, Any] = field(default_factory=dict)
    """Pictures pasted into a student's text, unchecked."""

    @property
    def fixed(self) -> bool:
        """Whether it is run in any case: given code, an exercise, an instructor's test."""
        return self.kind.fixed or bool(self.defines)

    @property
    def kind(self) -> Kind:
        """The template cell's kind, or that of cells which students add."""
        return self.template.kind if self.template else AddedKind()


@dataclass(frozen=True)
class Matched:
    """The cells in their order, and what had to be put right."""

    cells: tuple[Placed, ...]
    notes: tuple[Phrase, ...]
    missing: frozenset[str]
    """Exercises that no cell of the submission is for."""


def match(template: Template, submission: Submission) -> Matched:
    """Put every cell where it belongs. Never fails: a submission without a single known cell is all missing."""
    return _Matcher(template, submission.cells).run(list(submission.notes))


def solved(template: Template) -> list[Placed]:
    """The notebook as the instructor solved it, in the place of a submission."""
    made = []
    for c in template.cells:
        source = template.reference.get(c.grade_id, c.source)
        run = c.cell_type == "code" and c.kind.runs
        made.append(Placed(c.cell_type, source, c, run=run))
    return made


class _Matcher:
    def __init__(self, template: Template, cells: tuple[SubmittedCell, ...]) -> None:
        self.template = template
        self.cells = cells
        known = template.plains
        self.plain = [known[c.source] if c.source in known else trimmed(c.source) for c in cells]
        self.named: dict[str, list[int]] = {}  # grade_id -> submission indices
        for i, c in enumerate(cells):
            self.named.setdefault(c.grade_id, []).append(i)
        self.place: dict[int, int] = {}  # template index -> submission index
        self.dropped: set[int] = set()  # copies of what was handed out
        self.skipped: set[int] = set()  # stubs beside which the real function stands
        self.elsewhere: dict[int, list[str]] = {}  # submission index -> exercises it defines, not its own
        self.missing: set[str] = set()
        self.notes: list[Phrase] = []

    def run(self, notes: list[Phrase]) -> Matched:
        self.notes = notes
        for k, t in enumerate(self.template.cells):
            if t.grade_id:
                self.by_id(k, t)
        self.by_text()
        for k, t in enumerate(self.template.cells):
            if isinstance(t.kind, ExerciseKind) and t.exercise:
                self.by_definition(k, t)
        self.tell()
        return Matched(tuple(self.ordered()), tuple(self.notes), frozenset(self.missing))

    def by_id(self, k: int, t: TemplateCell) -> None:
        found = self.named.get(t.grade_id)
        if not found:
            return
        if t.kind.writable:
            own = [i for i in found if self.answered(i, t)]
            defining = [i for i in own if t.exercise and _defines(self.cells[i].source, t.exercise)]
            best = (defining or own or found)[-1]
        else:
            best = found[0]
        self.place[k] = best
        if len(found) > 1:
            which = phrase("note.copies.defining" if t.exercise else "note.copies.any", name=t.exercise)
            self.notes.append(phrase("note.copies", cell=t.grade_id, n=len(found), which=which))
            self.dropped |= {i for i in found if i != best and self.is_copy(i, t)}

    def answered(self, i: int, t: TemplateCell) -> bool:
        return self.plain[i] != t.plain

    def is_copy(self, i: int, t: TemplateCell) -> bool:
        return not t.kind.writable or not self.answered(i, t)

    def by_text(self) -> None:
        """Cells without a name of their own, or that lost it: the same text in the same kind of cell, in order."""
        taken = {*self.place.values(), *self.dropped}
        left: dict[tuple[str, str], list[int]] = {}
        for i in reversed(range(len(self.cells))):
            if i not in taken:
                left.setdefault((self.cells[i].cell_type, self.plain[i]), []).append(i)
        for k, t in enumerate(self.template.cells):
            if k not in self.place and (found := left.get((t.cell_type, t.plain))):
                self.place[k] = found.pop()

    def by_definition(self, k: int, t: TemplateCell) -> None:
        """An exercise whose own cell is gone, or untouched, or defines something else."""
        own = self.place.get(k)
        if own is not None and self.answered(own, t) and _defines(self.cells[own].source, t.exercise):
            return
        kinds = [c.kind for c in self.template.cells]
        bound = {i for j, i in self.place.items() if not isinstance(kinds[j], ExerciseKind | TextKind)}
        found = [
            i
            for i, c in enumerate(self.cells)
            if i != own
            and i not in bound | self.dropped
            and self.plain[i] != t.plain
            and _defines(c.source, t.exercise, c.cell_type == "code")
        ]
        if found:
            self.elsewhere.setdefault(found[-1], []).append(t.exercise)
            if own is not None:
                self.skipped.add(own)
            self.notes.append(phrase("note.elsewhere", name=t.exercise))
        elif own is None:
            self.missing.add(t.exercise)
            self.notes.append(phrase("note.gone", name=t.exercise))

    def tell(self) -> None:
        missing, retyped, changed = [], [], []
        for k, t in enumerate(self.template.cells):
            i = self.place.get(k)
            if i is None:
                missing += [t.grade_id] if t.kind.locked or t.kind.graded else []
                continue
            c = self.cells[i]
            if c.cell_type != t.cell_type and t.cell_type == "code":
                retyped.append(t.grade_id)
            if t.kind.locked and not t.hidden and self.answered(i, t):
                changed.append(t.grade_id)
        for ids, key in ((missing, "note.missing"), (changed, "note.changed")):
            if ids:
                self.notes.append(phrase(key, cells=ids, n=len(ids)))
        if retyped:
            self.notes.append(phrase("note.retyped", cells=retyped))

    def ordered(self) -> Iterator[Placed]:
        """Template order; each added cell stays behind the handed-out cell it followed."""
        where = {i: k for k, i in self.place.items()}
        anchors = _increasing([where[i] for i in range(len(self.cells)) if i in where])
        after: dict[int, list[int]] = {}
        last = -1
        for i in range(len(self.cells)):
            if i in where:
                last = where[i] if where[i] in anchors else last
            elif i not in self.dropped:
                after.setdefault(last, []).append(i)
        yield from (self.added(i) for i in after.get(-1, []))
        for k, t in enumerate(self.template.cells):
            if k in self.place or t.kind.named:
                yield self.placed(k, t)
            yield from (self.added(i) for i in after.get(k, []))

    def placed(self, k: int, t: TemplateCell) -> Placed:
        i = self.place.get(k)
        code = t.cell_type == "code"
        if not t.kind.writable:
            return Placed(t.cell_type, t.source, t, run=t.kind.runs and code, answered=False)
        if i is None:
            return Placed(t.cell_type, t.source, t, answered=False)
        source = _unfenced(self.cells[i].source) if code else self.cells[i].source
        return Placed(
            t.cell_type,
            source,
            t,
            run=code and i not in self.skipped,
            answered=self.answered(i, t),
            defines=tuple(self.elsewhere.get(i, ())),
            attachments=self.cells[i].attachments,
        )

    def added(self, i: int) -> Placed:
        c = self.cells[i]
        defines = tuple(self.elsewhere.get(i, ()))
        code = c.cell_type == "code" or bool(defines)
        again = CHECK.fullmatch(c.source) is not None  # a check of one's own: the verdict is shown anyway
        source = _unfenced(c.source) if defines else c.source
        return Placed(
            "code" if code else "markdown",
            source,
            run=code and not again,
            defines=defines,
            attachments=c.attachments,
        )


def _increasing(numbers: list[int]) -> set[int]:
    """A longest increasing run of `numbers`: the cells that nobody moved."""
    if all(a < b for a, b in pairwise(numbers)):
        return set(numbers)
    tails: list[int] = []
    behind: list[tuple[int, ...]] = []
    for n in numbers:
        at = bisect_left(tails, n)
        chain = ((*behind[at - 1], n)) if at else (n,)
        if at == len(tails):
            tails.append(n)
            behind.append(chain)
        else:
            tails[at], behind[at] = n, chain
    return set(behind[-1]) if behind else set()


def _unfenced(source: str) -> str:
    """The code of a cell that was turned into text, with or without a Markdown fence."""
    fenced = re.search(r"^```[^\n]*\n(.*?)^```", source, re.M | re.S)
    return fenced[1] if fenced else source


def _defines(source: str, name: str, code: bool = True) -> bool:
    """Whether running this cell gives `name`. By its lines only: a parser is not shown to hostile text here.

    Text (not `code`) counts only if it starts as Python does, so that prose with an example does not.
    """
    source = _unfenced(source)
    if not code and not re.match(r"\s*(def|class|import|from|@)\b", source):
        return False
    n = re.escape(name)
    return re.search(rf"^(?:(?:def|class)\s+{n}\b|{n}\s*(?::[^=\n]*)?=(?!=))", source, re.M) is not None
