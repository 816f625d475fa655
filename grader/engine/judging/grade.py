"""From a submission's bytes to verdicts: what a worker does, here or on another machine.

A submission is run in a fresh confined process on the public cases; only what was said until then is ever
shown. Then what passed meets its hidden cases in the same process, of which nothing but verdicts is told, so
that a later cell or message cannot smuggle hidden inputs out. More processes are needed only
- where a hidden case fails or stops: it is tried again, with each function exactly as it stood at its check;
- for the instructor's own tests (see `testing`);
- for an exercise that failed beside one it uses, once more with a stand-in for that one (see `standin`).
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from grader.author.kinds import ExerciseKind, OwnTestKind
from grader.bank import Entry
from grader.data import Json
from grader.engine.judging import drawing, standin, testing
from grader.engine.judging.bounds import TooMuch, within
from grader.engine.judging.graded import Graded
from grader.engine.judging.observing import (
    CellResult,
    ExerciseResult,
    Observed,
    Observer,
    RunStep,
    steps,
    tested,
)
from grader.engine.judging.parts import CaseRequest, Part, parts
from grader.engine.notebook import submission
from grader.engine.notebook.matching import Matched, match
from grader.engine.notebook.outputs import plain_text
from grader.engine.notebook.template import Template
from grader.engine.process.guard import Allowance, CannotJudge
from grader.engine.process.host import Host
from grader.raised import explained
from grader.verdict import Verdict
from grader.words import Phrase, aside, phrase

VERSION = 5
"""Of this engine's judging: raise it when verdicts can change, and everything is graded anew."""


def template_digest(template: Template) -> str:
    """A name for everything besides the submission that decides its verdicts."""
    text = repr((VERSION, template.to_json()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def grade(
    template: Template,
    data: bytes,
    host: Host,
    level: str,
    notes: Iterable[Phrase] = (),
    pictures: Host | None = None,
) -> "Judged":
    """Grade one submitted file.

    `pictures` is a host that draws figures, None to leave them out. Never raises for what a student did.
    """
    begun = time.monotonic()
    try:
        matched = within(lambda: match(template, submission.parse(data)))
    except submission.Unreadable as e:
        return Judged(Graded("unreadable", level, e.why, notes=list(notes)))
    except TooMuch:
        return Judged(Graded("unreadable", level, phrase("unreadable.heavy"), notes=list(notes)))
    uses = {n: frozenset(e.uses) for n, e in template.entries.items()}
    try:
        tester = testing.tester(template, host) if template.tested and template.reference else None
        observer = Observer(host, matched, Allowance(host.limits.total), uses, tester)
        judging = _Judging(template, matched, observer)
        graded = judging.run()
        shown = judging.public.cells
        if pictures:
            shown = shown | drawing.drawn(template, matched, judging.verdicts, pictures)
    except CannotJudge as e:
        return Judged(Graded("unjudged", level, phrase("ungraded.engine", what=e.why), notes=list(notes)))
    graded = replace(
        graded, level=level, notes=[*notes, *graded.notes], seconds=round(time.monotonic() - begun, 4)
    )
    return Judged(graded, matched, shown)


@dataclass(frozen=True)
class Judged:
    """What one submission earned, and what a page of it can show."""

    graded: Graded
    matched: Matched | None = None
    """Its cells; None where it could not be graded."""
    cells: Mapping[int, CellResult] = field(default_factory=dict)
    """What running them showed, by position."""


class _Judging:
    """One submission's way to its verdicts."""

    def __init__(self, template: Template, matched: Matched, observer: Observer) -> None:
        self.template = template
        self.matched = matched
        self.observer = observer
        self.parts = parts(template)
        self.todo = steps(matched)
        if any(s.cell >= 0 and not matched.cells[s.cell].fixed for s in self.todo):
            self.todo = observer.needed(self.todo)
        self.public = Observed()
        self.verdicts: dict[str, Verdict] = {}
        self.carried_forward: dict[str, list[str]] = {}
        self.tests: dict[str, testing.Scored] = {}
        """Score and line of each own test of the instructor's."""

    def run(self) -> Graded:
        asked = {n: p.public.asked for n, p in self.parts.items()}
        seen, hidden = self.observer.observe(self.without_tests(self.todo), asked, more=self.judge_public)
        if not self.verdicts:  # time was up before
            self.judge_public(seen)
        open_ = {n: p for n, p in self.parts.items() if p.hidden and self.verdicts[n].passed}
        for name, exercise in hidden.items():
            if self.settle(name, exercise):
                del open_[name]
        self.tests = self.again(list(open_))
        self.carry()
        notes = [*self.matched.notes, *self.stops()]
        return Graded(
            "graded",
            verdicts=self.verdicts,
            carried_forward=self.carried_forward,
            scores=self.scores(),
            unanswered=[
                c.template.grade_id
                for c in self.matched.cells
                if c.template and c.kind.writable and not c.answered
            ],
            tests={grade_id: line for grade_id, (_, line) in self.tests.items()},
            same_process=[g for g in self.tests if not self.observer.covers(g)],
            notes=notes,
        )

    def without_tests(self, todo: list[RunStep]) -> list[RunStep]:
        return [s for s in todo if not tested(self.matched, s)]

    def judge_public(self, seen: Observed) -> dict[str, CaseRequest]:
        """Judge the public cases; the hidden ones of what passed."""
        self.public = seen
        for name, its in self.parts.items():
            self.verdicts[name] = self.verdict(its.public, seen)
        return {n: p.hidden.asked for n, p in self.parts.items() if p.hidden and self.verdicts[n].passed}

    def settle(self, name: str, exercise: ExerciseResult) -> bool:
        """Whether the hidden cases passed too; then the verdict is final."""
        hidden = self.parts[name].hidden
        assert hidden is not None
        try:
            # its first case need not be seen a second time: the public part has shown that nothing changes
            found = within(lambda: hidden.judge(lambda: [*(r := exercise.records), r[0]], exercise.key))
        except Exception:
            return False
        if found.passed:
            public = self.verdicts[name]
            cases = public.cases + found.cases
            # what Python warned of on the way stays that of the public cases: it may quote an input
            self.verdicts[name] = replace(public, params={"cases": cases}, passed_cases=cases, cases=cases)
        return found.passed

    def again(self, left: list[str]) -> dict[str, testing.Scored]:
        """Judge what is left on the hidden cases in a fresh process, each function as it stood at its check.

        Score and line of each own test of the instructor's, which are run here.
        """
        if not left and not any(tested(self.matched, s) for s in self.todo):
            return {}
        asked = {n: part.asked for n in left if (part := self.parts[n].hidden)}
        seen, _ = self.observer.observe(self.todo, asked, show=False)
        for name in left:
            exercise = seen.exercises.get(name)
            if exercise is None or exercise.missing:
                self.verdicts[name] = self.absent(self.parts[name].whole.entry)
            elif not self.settle(name, exercise):
                whole = self.parts[name].whole
                merged = partial(merge_records, whole.entry, self.public.exercises[name], exercise)
                self.verdicts[name] = self.judged(whole, merged)
        return {
            placed.template.grade_id: testing.score(placed.template, seen.cells.get(i))
            for i, placed in enumerate(self.matched.cells)
            if isinstance(placed.kind, OwnTestKind) and placed.template
        }

    def verdict(self, part: Part, seen: Observed) -> Verdict:
        """Judge what was seen of one exercise."""
        entry = part.entry
        exercise = seen.exercises.get(entry.name)
        if exercise is None or exercise.missing:
            return self.absent(entry)
        return self.judged(part, lambda: exercise.records, exercise.key)

    def judged(self, part: Part, records: Callable[[], Sequence[Json]], key: bytes = b"") -> Verdict:
        """The verdict on records, fit to be shown. Our own errors become `unjudged`."""
        try:
            return within(lambda: part.judge(records, key).cleaned(plain_text))
        except TooMuch:
            return Verdict(part.entry.name, "malformed.large", cases=len(part.entry.cases))
        except Exception as e:
            return Verdict(part.entry.name, "unjudged", {"error": type(e).__name__})

    def absent(self, entry: Entry) -> Verdict:
        """Why there is no such name: the cell failed, was stopped, or is not there."""
        cells = [
            self.public.cells.get(i)
            for i, c in enumerate(self.matched.cells)
            if (isinstance(c.kind, ExerciseKind) and c.template and c.template.exercise == entry.name)
            or entry.name in c.defines
        ]
        for cell in cells:
            if cell and cell.stopped:
                return Verdict(entry.name, "stopped.cell", {"stop": cell.stopped}, cases=len(entry.cases))
            if cell and cell.error:
                line = cell.error.get("line")
                params = {
                    "type": plain_text(cell.error.get("raised"), 100),
                    "line": phrase("part.line", n=line) if type(line) is int and line else "",
                    "message": aside("part.message", plain_text(cell.error.get("message"), 300)),
                }
                meant = explained(str(cell.error.get("raised")), str(cell.error.get("message")))
                details = (meant,) if meant else ()
                return Verdict(entry.name, "raised.cell", params, details=details, cases=len(entry.cases))
        code = "missing.cell" if entry.name in self.matched.missing else "missing.undefined"
        return Verdict(entry.name, code, cases=len(entry.cases))

    def carry(self) -> None:
        """Judge again, in order, what may have failed only because an exercise it uses failed."""
        unwritten = self.unwritten()
        for name, its in self.parts.items():
            if self.verdicts[name].status != "failed" or name in unwritten:
                continue
            broken = self.broken(its.whole.entry)
            if not broken:
                continue
            if bad := [n for n in sorted(broken) if not standin.works(self.template, n, self.observer.host)]:
                self.verdicts[name] = Verdict(name, "unjudged.standin", {"used": bad})
                continue
            todo: list[RunStep] = []
            for step in self.without_tests(self.todo):
                if step.exercise in broken:
                    todo.append(RunStep(standin=step.exercise))
                elif step.cell >= 0 or step.exercise == name:
                    todo.append(step)
            given = {n: self.template.standins[n] for n in broken}
            seen, _ = self.observer.observe(todo, {name: its.whole.asked}, given, show=False)
            if self.verdict(its.whole, seen).passed:
                self.carried_forward[name] = sorted(broken)

    def unwritten(self) -> frozenset[str]:
        """The exercises that nothing was written for."""
        cells = self.matched.cells
        blank = {
            c.template.exercise
            for c in cells
            if c.template and isinstance(c.kind, ExerciseKind) and not c.answered
        }
        return (self.matched.missing | blank).difference(*(c.defines for c in cells))

    def broken(self, entry: Entry) -> set[str]:
        """The failed exercises that this one uses, directly or through others."""
        found: set[str] = set()
        todo = list(entry.uses)
        while todo:
            name = todo.pop()
            if name in found or name not in self.verdicts or name == entry.name:
                continue
            if self.verdicts[name].status == "failed" and name not in self.carried_forward:
                found.add(name)
            todo += self.parts[name].whole.entry.uses
        return found

    def stops(self) -> list[Phrase]:
        """What was stopped outside the exercises' own cells."""
        return [
            phrase("note.left_out", stop=cell.stopped, source=repr(self.matched.cells[i].source.strip()[:60]))
            for i, cell in sorted(self.public.cells.items())
            if cell.stopped and not isinstance(self.matched.cells[i].kind, ExerciseKind)
        ]

    def scores(self) -> dict[str, float | None]:
        return {
            t.grade_id: t.kind.score(t, self, c.answered)
            for c in self.matched.cells
            if (t := c.template) and t.kind.graded
        }


def merge_records(entry: Entry, public: ExerciseResult, hidden: ExerciseResult) -> list[Json]:
    """Records in the order of the entry's plan, out of the two runs."""
    *shown, again = public.records
    first, second = iter(shown), iter(hidden.records)
    return [*(next(second if c["case"].get("hidden") else first) for c in entry.cases), again]
