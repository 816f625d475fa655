"""Runs a notebook's cells in a confined process and collects what each exercise does, whatever breaks.

A step that has to be stopped ends its process; the notebook is then run again in a fresh one without
that step, so that everything else still counts.
"""

import contextlib
import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from grader.author.kinds import CheckKind, ExperimentKind, OwnTestKind
from grader.data import Json
from grader.engine.judging.parts import CaseRequest
from grader.engine.notebook.matching import Matched
from grader.engine.notebook.outputs import clean, plain_text
from grader.engine.notebook.template import TemplateCell
from grader.engine.process.guard import Allowance, Run, RunStopped
from grader.engine.process.host import Host
from grader.engine.process.wire import BrokenWire, decode, frame, frame_all
from grader.engine.sandbox.limits import Limits
from grader.names import Names, wanted_by
from grader.words import Phrase

MOST_STEPS = 200
"""More steps in one record than any case has."""
MOST_RECORDS = 64 << 20
"""Bytes of all records of a notebook: a hundred times those of the largest honest one."""
_OUTPUT = 20
"""What an output counts beside its text; a notebook of nothing but empty ones has room for a hundred thousand."""
_SLACK = 1 << 16
"""Characters by which this side may count more than the student's: it says where it cut."""


@dataclass
class ExerciseResult:
    """What one exercise did when it was `asked` so many cases."""

    asked: int
    limits: Limits
    said: list[bytes] = field(default_factory=list)
    """The records as they came, of the cases that it came to."""
    stop: Json = None
    """Why the case after them, or the last one, was stopped."""
    missing: bool = False
    """No such name when its check came."""

    @property
    def records(self) -> list[list[Json] | None]:
        """A record for each case, None where it did not come to that."""
        read = [_record(body, self.limits) for body in self.said]
        if self.stop:
            read[self.asked - 1 :] = []
            read.append([self.stop])
        return [*read, *[None] * (self.asked - len(read))]

    @property
    def size(self) -> int:
        """Bytes of the records."""
        return sum(map(len, self.said))

    @property
    def key(self) -> bytes:
        """A digest of the records, empty if not all of them came."""
        if self.stop or len(self.said) != self.asked:
            return b""
        digest = hashlib.sha256()
        for body in self.said:
            digest.update(b"%d " % len(body))
            digest.update(body)
        return digest.digest()

    @property
    def stopped(self) -> bool:
        """Whether a case had to be stopped."""
        # reading all of them takes time
        full = [read for body in self.said if b"MemoryError" in body and (read := _record(body, self.limits))]
        return bool(self.stop) or any("stopped" in record[-1] for record in full)

    def gather(self, run: Run) -> None:
        """Take what it does from `run`, as each case is done. Raises RunStopped."""
        while isinstance(said := run.next(), bytes):
            self.said.append(said)
            if len(self.said) > self.asked:  # someone else wrote on the channel
                raise RunStopped("protocol", self.limits)
        self.missing = said == {"missing": True}
        if not self.missing and (said != {"end": True} or len(self.said) < self.asked):
            raise RunStopped("protocol", self.limits)


@dataclass
class CellResult:
    """What running one cell gave."""

    outputs: list[Json] = field(default_factory=list)
    error: Json = None
    stopped: Phrase | None = None

    @classmethod
    def of(cls, reply: Json) -> "CellResult":
        """What a reply tells, and of what it holds no more."""
        return cls(clean(_dicts(reply.get("outputs"))), _error(reply.get("error")))

    @cached_property
    def size(self) -> int:
        """Characters that it shows, counted as in the student's process, where they may be counted wrong."""
        texts = [t for o in self.outputs for t in (o.get("text"), *o.get("data", {}).values())]
        errors = [t for o in self.outputs for t in (o.get("evalue"), *o.get("traceback", ()))]
        return _OUTPUT * len(self.outputs) + sum(len(t) for t in texts + errors if t)


@dataclass
class Observed:
    """Everything one observation of a notebook gave; cells by their index in `Matched.cells`."""

    exercises: dict[str, ExerciseResult] = field(default_factory=dict)
    cells: dict[int, CellResult] = field(default_factory=dict)


@dataclass(frozen=True)
class RunStep:
    """One thing to do: run cell `cell` (its definitions only if not `whole`), perform the cases of `exercise`,
    or put a `standin` in its place."""

    cell: int = -1
    whole: bool = True
    exercise: str = ""
    standin: str = ""


def steps(matched: Matched, experiments: bool = False) -> list[RunStep]:
    """What to do in order: cells, and each exercise as it stands at its check, or where it is defined if later.

    `experiments` runs those left as handed out too, for their pictures.
    """
    out: list[RunStep] = []
    later = {name for placed in matched.cells for name in placed.defines}
    due: list[str] = []  # exercises whose check came, but not yet their definition
    for i, placed in enumerate(matched.cells):
        kind = placed.kind
        if placed.run or isinstance(kind, OwnTestKind) or (experiments and isinstance(kind, ExperimentKind)):
            out.append(RunStep(cell=i))
        later -= set(placed.defines)
        if isinstance(kind, CheckKind) and placed.template:
            due.append(placed.template.exercise)
        if due:
            out += [RunStep(exercise=name) for name in due if name not in later]
            due = [name for name in due if name in later]
    return out


def tested(matched: Matched, step: RunStep) -> TemplateCell | None:
    """The instructor's test that this step runs, if it does."""
    placed = matched.cells[step.cell] if step.cell >= 0 else None
    return placed.template if placed and isinstance(placed.kind, OwnTestKind) else None


class Tester(Protocol):
    """Runs an instructor's test outside the process `run` that holds what it tests. See `testing`."""

    def covers(self, grade_id: str) -> bool:
        """Whether it can run this test."""
        ...

    def test(self, cell: TemplateCell, run: Run, own: Run) -> Json:
        """The reply to running the test in the process `own`. Raises RunStopped."""
        ...

    def prepare(self, own: Run) -> None:
        """Make a fresh process ready for tests. Raises RunStopped."""
        ...


@dataclass(frozen=True)
class Observer:
    """Makes observations of one submission; all of them end when its `clock` has run out."""

    host: Host
    matched: Matched
    clock: Allowance
    uses: Mapping[str, frozenset[str]]
    """Which exercises each one calls: after a stop in one of them it is not run, for it would only stop too."""
    tester: Tester | None = None
    """Where the instructor's tests run; None lets all run beside the student's code."""

    def covers(self, grade_id: str) -> bool:
        """Whether this test runs outside the student's process."""
        return self.tester is not None and self.tester.covers(grade_id)

    def needed(self, todo: Sequence[RunStep]) -> list[RunStep]:
        """The steps without those of a student's own cells that give no name that anything needs.

        Raises CannotJudge.
        """
        names = self.names([s.cell for s in todo if s.cell >= 0])
        # what is as handed out is not replaced by a cell of one's own
        kept = wanted_by({i for i in names if self.matched.cells[i].fixed}, names)
        return [s for s in todo if s.cell < 0 or s.cell in kept]

    def names(self, cells: Sequence[int], known: Mapping[str, Names] | None = None) -> dict[int, Names]:
        """What each of these cells gives and needs, nothing if they overwhelm the parser. Raises CannotJudge.

        `known` is what some sources give and need.
        """
        found = dict(known or {})
        sources = {i: self.matched.cells[i].source for i in cells}
        unknown = list(dict.fromkeys(s for s in sources.values() if s not in found))
        try:
            with self.host.run(self.clock) as run:  # no student code runs in it: what it says is true
                told = run.ask({"do": "describe", "sources": unknown})["cells"]
        except RunStopped:
            return dict.fromkeys(cells, Names())
        found.update(zip(unknown, map(Names.of, told), strict=True))
        return {i: found[s] for i, s in sources.items()}

    def observe(
        self,
        todo: Sequence[RunStep],
        asked: Mapping[str, CaseRequest],
        standins: Mapping[str, Json] | None = None,
        show: bool = True,
        more: Callable[[Observed], Mapping[str, CaseRequest]] | None = None,
    ) -> tuple[Observed, dict[str, ExerciseResult]]:
        """Do the steps, performing the `asked` cases of each exercise; output is kept only if `show`.

        In the end, `more` may ask for more cases of exercises as they stood when they were performed; what
        they did comes second, without those that were stopped or came after one that was.
        Raises CannotJudge for the grader's own failures; everything else is part of what was seen.
        """
        seen = Observed()
        left = list(todo)
        # what is shown holds no secret, so all of it may be asked at once
        at_once = show and not any(tested(self.matched, s) for s in todo)
        while not self.clock.out:
            left = [step for step in left if self._due(step, asked, seen)]
            with ExitStack() as stack:
                run = stack.enter_context(self.host.run(self.clock))
                tests = _Tests(self, stack)
                requests = [self._request(step, asked, standins or {}, show) for step in left]
                k = 0
                try:
                    at_once = at_once and run.own_disk  # or a full disk would not tell who filled it
                    if at_once:
                        run.send(frame_all(requests))
                    for k, step in enumerate(left):
                        if (test := tested(self.matched, step)) and (reply := tests.reply(test, run)):
                            seen.cells[step.cell] = CellResult.of(reply)
                            continue
                        if not at_once:
                            run.send(requests[k])
                        run.follow()
                        if name := step.exercise:
                            seen.exercises[name] = self._exercise(asked[name])
                            seen.exercises[name].gather(run)
                            self._fit(seen)
                        elif step.whole and step.cell >= 0:
                            seen.cells[step.cell] = CellResult.of(run.reply())
                            self._fit(seen)
                        else:
                            run.reply()
                except RunStopped as stop:
                    self._note(left[k], stop, asked, seen)
                    # again without it; of a cell that does not end, its functions may still be good
                    again = left[k].cell >= 0 and left[k].whole
                    left[k : k + 1] = [RunStep(left[k].cell, whole=False)] if again else []
                else:
                    if more is None:
                        return seen, {}
                    with self.clock.stopped():  # what we take to judge is not the student's time
                        rest = more(seen)
                    return seen, self._more(run, rest)
        late = RunStopped("total", self.host.limits).to_json()
        for name, wanted in asked.items():
            seen.exercises.setdefault(name, self._exercise(wanted, late))
        return seen, {}

    def _fit(self, seen: Observed) -> None:
        """Keep of all that it said and shows what a notebook may say and show, at the cost of the largest."""
        limits = self.host.limits
        while sum(e.size for e in seen.exercises.values()) > MOST_RECORDS:
            exercise = max(seen.exercises.values(), key=lambda e: e.size)
            exercise.said.clear()
            exercise.stop = RunStopped("reply", limits).to_json()
        while sum(c.size for c in seen.cells.values()) > limits.output + _SLACK:
            most = max(seen.cells, key=lambda i: seen.cells[i].size)
            seen.cells[most] = CellResult(stopped=RunStopped("output", limits).phrase)

    def _exercise(self, asked: CaseRequest, stop: Json = None) -> ExerciseResult:
        return ExerciseResult(len(asked.cases), self.host.limits, stop=stop)

    def _more(self, run: Run, asked: Mapping[str, CaseRequest]) -> dict[str, ExerciseResult]:
        found: dict[str, ExerciseResult] = {}
        with contextlib.suppress(RunStopped):
            run.send(frame_all([wanted.again for wanted in asked.values()]))
            for name, its in asked.items():
                exercise = self._exercise(its)
                run.follow()
                exercise.gather(run)
                found[name] = exercise
        return found

    def _due(self, step: RunStep, asked: Mapping[str, CaseRequest], seen: Observed) -> bool:
        """Whether this step is still to be done; an exercise that would only stop too is settled here."""
        name = step.exercise
        if not name:
            return True
        if name not in asked or name in seen.exercises:
            return False
        for used in sorted(self.uses.get(name, ())):
            if used in seen.exercises and seen.exercises[used].stopped:
                stop = {"stopped": {"limit": "uses", "detail": used}}
                seen.exercises[name] = self._exercise(asked[name], stop)
                return False
        return True

    def _request(
        self, step: RunStep, asked: Mapping[str, CaseRequest], standins: Mapping[str, Json], show: bool
    ) -> bytes:
        if step.standin:
            return frame({"do": "standin", "name": step.standin, "pieces": standins[step.standin]})
        if step.exercise:
            return asked[step.exercise].perform
        source, visible = self.matched.cells[step.cell].source, show or tested(self.matched, step) is not None
        return frame({"do": "cell", "source": source, "show": visible, "whole": step.whole})

    def _note(
        self, step: RunStep, stop: RunStopped, asked: Mapping[str, CaseRequest], seen: Observed
    ) -> None:
        if step.cell >= 0:
            seen.cells[step.cell] = CellResult(stopped=stop.phrase)
        elif name := step.exercise:
            seen.exercises.setdefault(name, self._exercise(asked[name])).stop = stop.to_json()
        else:  # what uses it would only stop too
            seen.exercises[step.standin] = ExerciseResult(1, self.host.limits, stop=stop.to_json())


@dataclass
class _Tests:
    """The tester's process beside one student's process, started with its first test."""

    observer: Observer
    stack: ExitStack
    own: Run | None = None

    def reply(self, cell: TemplateCell, run: Run) -> Json:
        """The reply to a test; None where the test has to run beside the student's code. Raises RunStopped."""
        tester = self.observer.tester
        if tester is None or not tester.covers(cell.grade_id):
            return None
        if self.own is None:
            self.own = self.stack.enter_context(self.observer.host.run(self.observer.clock))
            tester.prepare(self.own)
        return tester.test(cell, run, self.own)


def _record(body: bytes, limits: Limits) -> list[Json]:
    """A record whose form can be relied on; what it holds cannot."""
    try:
        record = decode(body)
    except BrokenWire:
        return [{}]  # judged as malformed
    if type(record) is not list or len(record) > MOST_STEPS or not all(type(s) is dict for s in record):
        return [{}]
    last = record[-1] if record else {}
    if str(last.get("raised")) in ("MemoryError", "_ArrayMemoryError"):
        return [*record[:-1], RunStopped("memory", limits).to_json()]
    # only this side may say that something was stopped
    return [{k: v for k, v in s.items() if k != "stopped"} if "stopped" in s else s for s in record]


def _error(value: Json) -> Json:
    if type(value) is not dict:
        return None
    line = value.get("line")
    return {
        "raised": plain_text(value.get("raised"), 100),
        "message": plain_text(value.get("message"), 400),
        "line": line if type(line) is int else 0,
    }


def _dicts(value: Json) -> list[Json]:
    return [v for v in value if type(v) is dict] if type(value) is list else []
