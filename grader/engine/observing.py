"""Runs a notebook's cells in a confined process and collects what each exercise does, whatever breaks.

A step that has to be stopped ends its process; the notebook is then run again in a fresh one without
that step, so that everything else still counts.
"""

import contextlib
import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Protocol

from grader.data import Json
from grader.engine.guard import Run, Stopped
from grader.engine.host import Host
from grader.engine.limits import Limits
from grader.engine.matching import Matched
from grader.engine.names import Names, wanted_by
from grader.engine.parts import Asked
from grader.engine.template import TemplateCell
from grader.engine.wire import pack, pack_all

MOST_STEPS = 200
"""More steps in one record than any case has."""


@dataclass
class Exercise:
    """What one exercise did: a record for each case asked, None where it did not come to that."""

    records: list[list[Json] | None]
    missing: bool = False
    """No such name when its check came."""
    key: bytes = b""
    """A digest of the records as they came, empty if one was stopped."""

    @property
    def stopped(self) -> bool:
        """Whether a case had to be stopped."""
        return any(r and "stopped" in r[-1] for r in self.records)


@dataclass
class Cell:
    """What running one cell gave."""

    outputs: list[Json] = field(default_factory=list)
    error: Json = None
    stopped: str = ""

    @classmethod
    def of(cls, reply: Json) -> "Cell":
        """What a reply tells."""
        return cls(_dicts(reply.get("outputs")), _dict(reply.get("error")))


@dataclass
class Observed:
    """Everything one observation of a notebook gave; cells by their index in `Matched.cells`."""

    exercises: dict[str, Exercise] = field(default_factory=dict)
    cells: dict[int, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One thing to do: run cell `cell` (its definitions only if not `whole`), perform the cases of `exercise`,
    or put a `standin` in its place."""

    cell: int = -1
    whole: bool = True
    exercise: str = ""
    standin: str = ""


def steps(matched: Matched, experiments: bool = False) -> list[Step]:
    """What to do in order: cells, and each exercise as it stands at its check, or where it is defined if later.

    `experiments` runs those left as handed out too, for their pictures.
    """
    out: list[Step] = []
    later = {name for placed in matched.cells for name in placed.defines}
    due: list[str] = []  # exercises whose check came, but not yet their definition
    for i, placed in enumerate(matched.cells):
        kind = placed.kind
        if placed.run or kind == "test" or (experiments and kind == "experiment"):
            out.append(Step(cell=i))
        later -= set(placed.defines)
        if kind == "check" and placed.template:
            due.append(placed.template.exercise)
        if due:
            out += [Step(exercise=name) for name in due if name not in later]
            due = [name for name in due if name in later]
    return out


def tested(matched: Matched, step: Step) -> TemplateCell | None:
    """The instructor's test that this step runs, if it does."""
    placed = matched.cells[step.cell] if step.cell >= 0 else None
    return placed.template if placed and placed.kind == "test" else None


class Tester(Protocol):
    """Runs an instructor's test outside the process `run` that holds what it tests. See `testing`."""

    def covers(self, grade_id: str) -> bool:
        """Whether it can run this test."""
        ...

    def test(self, cell: TemplateCell, run: Run, own: Run) -> Json:
        """The reply to running the test in the process `own`. Raises Stopped."""
        ...

    def prepare(self, own: Run) -> None:
        """Make a fresh process ready for tests. Raises Stopped."""
        ...


@dataclass(frozen=True)
class Observer:
    """Makes observations of one submission; all of them end at the monotonic time `deadline`."""

    host: Host
    matched: Matched
    deadline: float
    uses: Mapping[str, frozenset[str]]
    """Which exercises each one calls: after a stop in one of them it is not run, for it would only stop too."""
    tester: Tester | None = None
    """Where the instructor's tests run; None lets all run beside the student's code."""

    def covers(self, grade_id: str) -> bool:
        """Whether this test runs outside the student's process."""
        return self.tester is not None and self.tester.covers(grade_id)

    def needed(self, todo: Sequence[Step]) -> list[Step]:
        """The steps without those of a student's own cells that give no name that anything needs.

        Raises CannotJudge.
        """
        names = self.names([s.cell for s in todo if s.cell >= 0])
        # what is as handed out is not replaced by a cell of one's own
        kept = wanted_by({i for i in names if self.matched.cells[i].fixed}, names)
        return [s for s in todo if s.cell < 0 or s.cell in kept]

    def names(self, cells: Sequence[int]) -> dict[int, Names]:
        """What each of these cells gives and needs, nothing if they overwhelm the parser. Raises CannotJudge."""
        sources = [self.matched.cells[i].source for i in cells]
        try:
            with self.host.run(self.deadline) as run:  # no student code runs in it: what it says is true
                told = run.ask({"do": "describe", "sources": sources})["cells"]
        except Stopped:
            return dict.fromkeys(cells, Names())
        return dict(zip(cells, map(Names.of, told), strict=True))

    def observe(
        self,
        todo: Sequence[Step],
        asked: Mapping[str, Asked],
        standins: Mapping[str, str] | None = None,
        show: bool = True,
        more: Callable[[Observed], Mapping[str, Asked]] | None = None,
    ) -> tuple[Observed, dict[str, Exercise]]:
        """Do the steps, performing the `asked` cases of each exercise; output is kept only if `show`.

        In the end, `more` may ask for more cases of exercises as they stood when they were performed; what
        they did comes second, without those that were stopped or came after one that was.
        Raises CannotJudge for the grader's own failures; everything else is part of what was seen.
        """
        seen = Observed()
        left = list(todo)
        # what is shown holds no secret: all of it may be asked at once
        at_once = show and not any(tested(self.matched, s) for s in todo)
        while time.monotonic() < self.deadline:
            left = [step for step in left if self._due(step, asked, seen)]
            with ExitStack() as stack:
                run = stack.enter_context(self.host.run(self.deadline))
                tests = _Tests(self, stack)
                requests = [self._request(step, asked, standins or {}, show) for step in left]
                k = 0
                try:
                    if at_once:
                        run.send(pack_all(requests))
                    for k, step in enumerate(left):
                        if (test := tested(self.matched, step)) and (told := tests.told(test, run)):
                            seen.cells[step.cell] = Cell.of(told)
                            continue
                        first = run.follow() if at_once else run.ask(requests[k])
                        if step.exercise:
                            self._perform(run, first, asked[step.exercise], seen)
                        elif step.whole and step.cell >= 0:
                            seen.cells[step.cell] = Cell.of(first)
                except Stopped as stop:
                    self._note(left[k], stop, seen)
                    # again without it; of a cell that does not end, its functions may still be good
                    again = left[k].cell >= 0 and left[k].whole
                    left[k : k + 1] = [Step(left[k].cell, whole=False)] if again else []
                else:
                    return seen, self._more(run, more(seen)) if more else {}
        late = Stopped("total", self.host.limits).to_json()
        for name, wanted in asked.items():
            if name not in seen.exercises:
                seen.exercises[name] = Exercise([[late], *[None] * (len(wanted.cases) - 1)])
        return seen, {}

    def _more(self, run: Run, asked: Mapping[str, Asked]) -> dict[str, Exercise]:
        found: dict[str, Exercise] = {}
        with contextlib.suppress(Stopped):
            run.send(pack_all([wanted.again for wanted in asked.values()]))
            for name, wanted in asked.items():
                exercise = Exercise([])
                said = hashlib.sha256()
                reply = run.follow()
                for _ in wanted.cases:
                    said.update(b"%d " % len(run.last) + run.last)
                    exercise.records.append(_record(reply.get("record"), self.host.limits))
                    reply = run.reply()
                if reply != {"end": True}:
                    break
                exercise.key = said.digest()
                found[name] = exercise
        return found

    def _due(self, step: Step, asked: Mapping[str, Asked], seen: Observed) -> bool:
        """Whether this step is still to be done; an exercise that would only stop too is settled here."""
        name = step.exercise
        if not name:
            return True
        if name not in asked or name in seen.exercises:
            return False
        for used in sorted(self.uses.get(name, ())):
            if used in seen.exercises and seen.exercises[used].stopped:
                sentence = f"not run, because {used}, which it uses, was stopped"
                note = [{"stopped": {"limit": "uses", "sentence": sentence}}]
                seen.exercises[name] = Exercise([note, *[None] * (len(asked[name].cases) - 1)])
                return False
        return True

    def _request(
        self, step: Step, asked: Mapping[str, Asked], standins: Mapping[str, str], show: bool
    ) -> bytes:
        if step.standin:
            return pack({"do": "standin", "name": step.standin, "source": standins[step.standin]})
        if step.exercise:
            return asked[step.exercise].perform
        source, visible = self.matched.cells[step.cell].source, show or tested(self.matched, step) is not None
        return pack({"do": "cell", "source": source, "show": visible, "whole": step.whole})

    def _perform(self, run: Run, first: Json, asked: Asked, seen: Observed) -> None:
        """Take what an exercise did; `first` is the first reply. Raises Stopped."""
        name, cases = asked.name, asked.cases
        if first.get("missing") is not False:
            seen.exercises[name] = Exercise([None] * len(cases), missing=True)
            return
        records: list[list[Json] | None] = [None] * len(cases)
        exercise = seen.exercises[name] = Exercise(records)
        said = hashlib.sha256()
        for k in range(len(cases)):
            # noted before it runs, so that a stop finds the case it is about
            records[k] = [{"stopped": {"limit": "", "sentence": ""}}]
            records[k] = _record(run.reply().get("record"), self.host.limits)
            said.update(b"%d " % len(run.last) + run.last)
        if run.reply() != {"end": True}:  # more was sent than was asked: someone else wrote on the channel
            raise Stopped("protocol", self.host.limits)
        exercise.key = said.digest()

    def _note(self, step: Step, stop: Stopped, seen: Observed) -> None:
        if step.cell >= 0:
            seen.cells[step.cell] = Cell(stopped=stop.sentence)
            return
        exercise = seen.exercises.setdefault(step.exercise or step.standin, Exercise([None]))
        records = exercise.records
        running = [k for k, r in enumerate(records) if r is not None]
        records[running[-1] if running else 0] = [stop.to_json()]


@dataclass
class _Tests:
    """The tester's process beside one student's process, started with its first test."""

    observer: Observer
    stack: ExitStack
    own: Run | None = None

    def told(self, cell: TemplateCell, run: Run) -> Json:
        """The reply to a test; None where the test has to run beside the student's code. Raises Stopped."""
        tester = self.observer.tester
        if tester is None or not tester.covers(cell.grade_id):
            return None
        if self.own is None:
            self.own = self.stack.enter_context(self.observer.host.run(self.observer.deadline))
            tester.prepare(self.own)
        return tester.test(cell, run, self.own)


def _record(record: Json, limits: Limits) -> list[Json]:
    """A record whose form can be relied on; what it holds cannot."""
    if type(record) is not list or len(record) > MOST_STEPS or not all(type(s) is dict for s in record):
        return [{}]  # judged as malformed
    last = record[-1] if record else {}
    if str(last.get("raised")) in ("MemoryError", "_ArrayMemoryError"):
        return [*record[:-1], Stopped("memory", limits).to_json()]
    # only this side may say that something was stopped
    return [{k: v for k, v in s.items() if k != "stopped"} if "stopped" in s else s for s in record]


def _dict(value: Json) -> Json:
    return value if type(value) is dict else None


def _dicts(value: Json) -> list[Json]:
    return [v for v in value if type(v) is dict] if type(value) is list else []
