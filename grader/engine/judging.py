"""From a submission's bytes to verdicts: what a worker does, here or on another machine.

A submission is run up to three times, each time in fresh confined processes:
- on the public cases; only what this run prints, raises and draws is ever shown;
- if something passed, on the hidden cases, of which only verdicts are told, so that a later cell or
  message cannot smuggle hidden inputs out; the instructor's own tests run here too;
- for an exercise that failed beside one it uses, once more with a stand-in for that one (see `standin`).
"""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from grader.bank import Entry
from grader.engine import autograded, submission
from grader.engine.graded import Graded
from grader.engine.guard import CannotJudge
from grader.engine.host import Host
from grader.engine.matching import Matched, match
from grader.engine.observing import Exercise, Observed, Observer, Step, steps
from grader.engine.template import Template
from grader.judge import judge
from grader.verdict import Verdict

VERSION = 1
"""Of this engine's judging: raise it when verdicts can change, and everything is graded anew."""


def digest(template: Template) -> str:
    """A name for everything besides the submission that decides its verdicts."""
    text = repr((VERSION, template.to_json()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def grade(
    template: Template,
    data: bytes,
    host: Host,
    level: str,
    notes: Iterable[str] = (),
    pictures: Host | None = None,
) -> tuple[Graded, str]:
    """Grade one submitted file: the verdicts, and the notebook with its outputs as JSON text.

    `pictures` is a host that draws figures, None to leave them out. Never raises for what a student did.
    """
    begun = time.monotonic()
    try:
        matched = match(template, submission.parse(data))
    except submission.Unreadable as e:
        return Graded("unreadable", level, str(e), notes=list(notes)), ""
    uses = {n: frozenset(e.uses) for n, e in template.entries.items()}
    observer = Observer(host, matched, begun + host.limits.total, uses)
    try:
        judging = _Judging(template, matched, observer)
        graded = judging.run()
        shown = judging.public.cells
        if pictures:
            drawing = Observer(pictures, matched, time.monotonic() + host.limits.total, uses)
            todo = [s for s in steps(matched, experiments=True) if s.cell >= 0]
            shown = shown | drawing.observe(judging.without_tests(todo), {}).cells
    except CannotJudge as e:
        return Graded("unjudged", level, str(e), notes=list(notes)), ""
    graded = replace(
        graded, level=level, notes=[*notes, *graded.notes], seconds=round(time.monotonic() - begun, 4)
    )
    return graded, autograded.notebook(template, matched, graded, shown)


class _Judging:
    """One submission's way to its verdicts."""

    def __init__(self, template: Template, matched: Matched, observer: Observer) -> None:
        self.template = template
        self.matched = matched
        self.observer = observer
        self.entries = {n: template.entries[n] for n in template.exercises}
        self.todo = steps(matched)
        if any(s.cell >= 0 and not matched.cells[s.cell].fixed for s in self.todo):
            self.todo = observer.needed(self.todo)
        self.public = Observed()
        self.verdicts: dict[str, Verdict] = {}
        self.carried: dict[str, list[str]] = {}

    def run(self) -> Graded:
        parts = {n: public_part(e) for n, e in self.entries.items()}
        self.public = self.observer.observe(
            self.without_tests(self.todo), {n: e.plan() for n, e in parts.items()}
        )
        for name, entry in parts.items():
            self.verdicts[name] = self.verdict(entry, self.public)
        tests = self.hidden()
        self.carry()
        notes = [*self.matched.notes, *self.stops()]
        return Graded(
            "graded",
            verdicts=self.verdicts,
            carried=self.carried,
            scores=self.scores(tests),
            unanswered=[
                c.template.grade_id
                for c in self.matched.cells
                if c.template and c.kind in ("exercise", "manual") and not c.answered
            ],
            tests={grade_id: line for grade_id, (_, line) in tests.items()},
            notes=notes,
        )

    def is_test(self, step: Step) -> bool:
        return step.cell >= 0 and self.matched.cells[step.cell].kind == "test"

    def without_tests(self, todo: list[Step]) -> list[Step]:
        return [s for s in todo if not self.is_test(s)]

    def hidden(self) -> dict[str, tuple[float | None, str]]:
        """Judge what passed on the hidden cases too; score and line of each own test of the instructor's."""
        asked = {
            n: [c["case"] for c in e.cases if c["case"].get("hidden")]
            for n, e in self.entries.items()
            if self.verdicts[n].passed
        }
        asked = {n: cases for n, cases in asked.items() if cases}
        if not asked and not any(map(self.is_test, self.todo)):
            return {}
        seen = self.observer.observe(self.todo, asked, show=False)
        for name, cases in asked.items():
            exercise = seen.exercises.get(name, Exercise([None] * len(cases), missing=True))
            merged = merge(self.entries[name], self.public.exercises[name], exercise)
            self.verdicts[name] = self.verdict(self.entries[name], Observed({name: merged}))
        return {
            placed.template.grade_id: autograded.score(placed.template, seen.cells.get(i))
            for i, placed in enumerate(self.matched.cells)
            if placed.kind == "test" and placed.template
        }

    def verdict(self, entry: Entry, seen: Observed) -> Verdict:
        """Judge what was seen of one exercise. Our own errors become `unjudged`."""
        exercise = seen.exercises.get(entry.name)
        if exercise is None or exercise.missing:
            return self.absent(entry)
        plan = len(entry.plan())
        records = [*exercise.records, *[None] * plan][:plan]
        try:
            return _printable(judge(entry, records))
        except Exception as e:
            text = f"could not be judged, and that is the grader's fault ({type(e).__name__})"
            return Verdict(entry.name, "unjudged", text)

    def absent(self, entry: Entry) -> Verdict:
        """Why there is no such name: the cell failed, was stopped, or is not there."""
        cells = [
            self.public.cells.get(i)
            for i, c in enumerate(self.matched.cells)
            if (c.kind == "exercise" and c.template and c.template.exercise == entry.name)
            or entry.name in c.defines
        ]
        for cell in cells:
            if cell and cell.stopped:
                return Verdict(
                    entry.name, "failed", f"{cell.stopped}, in its cell", "stopped", cases=len(entry.cases)
                )
            if cell and cell.error:
                error, number = cell.error, cell.error.get("line")
                line = f", line {number}" if type(number) is int and number else ""
                message = f": {error['message']}" if error.get("message") else ""
                what = f"{error.get('raised')} in its cell{line}{message}"
                return Verdict(
                    entry.name, "failed", autograded.plain(what, 300), "raised", cases=len(entry.cases)
                )
        text = "its cell is missing" if entry.name in self.matched.missing else "it is not defined"
        return Verdict(entry.name, "failed", text, "missing", cases=len(entry.cases))

    def carry(self) -> None:
        """Judge again, in order, what may have failed only because an exercise it uses failed."""
        for name, entry in self.entries.items():
            if self.verdicts[name].status != "failed" or self.verdicts[name].kind == "missing":
                continue
            broken = self.broken(entry)
            if not broken or not broken <= self.template.standins.keys():
                continue
            todo: list[Step] = []
            for step in self.without_tests(self.todo):
                if step.exercise in broken:
                    todo.append(Step(standin=step.exercise))
                elif step.cell >= 0 or step.exercise == name:
                    todo.append(step)
            given = {n: self.template.standins[n] for n in broken}
            seen = self.observer.observe(todo, {name: entry.plan()}, given, show=False)
            if self.verdict(entry, seen).passed:
                self.carried[name] = sorted(broken)

    def broken(self, entry: Entry) -> set[str]:
        """The failed exercises that this one uses, directly or through others."""
        found: set[str] = set()
        todo = list(entry.uses)
        while todo:
            name = todo.pop()
            if name in found or name not in self.verdicts or name == entry.name:
                continue
            if self.verdicts[name].status == "failed" and name not in self.carried:
                found.add(name)
            todo += self.entries[name].uses
        return found

    def stops(self) -> list[str]:
        """What was stopped outside the exercises' own cells."""
        return [
            f"a cell of your own was left out, {cell.stopped}: {self.matched.cells[i].source.strip()[:60]!r}"
            for i, cell in sorted(self.public.cells.items())
            if cell.stopped and self.matched.cells[i].kind != "exercise"
        ]

    def scores(self, tests: dict[str, tuple[float | None, str]]) -> dict[str, float | None]:
        out: dict[str, float | None] = {}
        for c in self.matched.cells:
            if (t := c.template) is None:
                continue
            if t.kind == "check":
                verdict = self.verdicts[t.exercise]
                right = verdict.passed or t.exercise in self.carried
                out[t.grade_id] = None if verdict.status == "unjudged" else t.points if right else 0.0
            elif t.kind == "test":
                out[t.grade_id] = tests[t.grade_id][0]
            elif t.kind == "manual":
                out[t.grade_id] = None if c.answered else 0.0
            elif t.kind == "task":
                out[t.grade_id] = None
        return out


def _printable(verdict: Verdict) -> Verdict:
    """A verdict may quote what a student's process said."""
    return replace(
        verdict,
        summary=autograded.plain(verdict.summary),
        details=tuple(autograded.plain(d) for d in verdict.details),
    )


def public_part(entry: Entry) -> Entry:
    """The entry as far as a student may see it."""
    shown = [i for i, c in enumerate(entry.cases) if not c["case"].get("hidden")]
    marks: dict[str, Any] = {
        n: m | {"marks": [m["marks"][i] for i in shown]} if m.get("marks") else m
        for n, m in entry.misconceptions.items()
    }
    return replace(entry, cases=[entry.cases[i] for i in shown], misconceptions=marks)


def merge(entry: Entry, public: Exercise, hidden: Exercise) -> Exercise:
    """Records in the order of the entry's plan, out of the two runs."""
    if hidden.missing:
        return hidden
    *shown, again = public.records
    first, second = iter(shown), iter(hidden.records)
    records = [next(second if c["case"].get("hidden") else first) for c in entry.cases]
    return Exercise([*records, again])
