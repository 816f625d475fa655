"""The kinds of cells, from the chapter to the report: what is released, run, scored and shown of each.

A new kind is a class here. Nothing else compares the names of kinds, which stand where JSON is read and written only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from grader.data import Json
from grader.verdict import Verdict
from grader.words import Phrase, say

Score = float | None
"""Points; None asks for a human."""


class CellFacts(Protocol):
    """What a kind has to know of a cell that was handed out."""

    @property
    def grade_id(self) -> str: ...
    @property
    def exercise(self) -> str: ...
    @property
    def points(self) -> float: ...


class Earned(Protocol):
    """What judging a notebook found out."""

    @property
    def verdicts(self) -> Mapping[str, Verdict]: ...
    @property
    def carried_forward(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def tests(self) -> Mapping[str, tuple[Score, Phrase | None]]: ...


class Result(Protocol):
    """What is kept of it."""

    @property
    def verdicts(self) -> Mapping[str, Verdict]: ...
    @property
    def carried_forward(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def scores(self) -> Mapping[str, Score]: ...
    @property
    def tests(self) -> Mapping[str, Phrase | None]: ...
    @property
    def same_process(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Kind:
    """A kind of cell."""

    name: ClassVar[str]
    """In JSON, and in the ids of given cells."""
    code: ClassVar[bool] = True
    """Whether the chapter has it as code. (A notebook may hold an answer that is marked by hand as code or text.)"""
    named: ClassVar[bool] = False
    """Known by a grade_id, and put back where a student has deleted it."""
    locked: ClassVar[bool] = False
    """The student is not to change it."""
    writable: ClassVar[bool] = False
    """The student's answer stands in it."""
    runs: ClassVar[bool] = False
    """Run before the checks below it."""
    fixed: ClassVar[bool] = False
    """Run in any case, whatever the cells that a student has added define."""
    graded: ClassVar[bool] = False
    """Has a score, and points if the chapter gives some."""
    automatic: ClassVar[bool] = False
    """Scored without a human."""

    def nbgrader(self, exercise: str, cell_id: str, points: float) -> dict[str, Any] | None:
        """nbgrader's metadata of such a cell in a chapter, None for one that it need not know."""
        if not self.named:
            return None
        return {
            "schema_version": 3,
            "task": False,
            "cell_type": "code",
            "grade": self.graded,
            "solution": self.writable,
            "locked": self.locked,
            "grade_id": cell_id,
        }

    def score(self, cell: CellFacts, earned: Earned, answered: bool) -> Score:
        """What a graded cell earned; `answered` is whether the student wrote something in it."""
        return None

    def outputs(self, cell: CellFacts, result: Result) -> list[Json] | None:
        """What the graded notebook shows below it; None: what running it showed."""
        return None

    def line(self, cell: CellFacts, result: Result) -> tuple[Score, str] | None:
        """For the scoreboard: points lost (as a negative number, None if they are open) and why; None if all is well."""
        return None


class TextKind(Kind):
    """Prose."""

    name = "text"
    code = False


class ExperimentKind(Kind):
    """Code to play with; it is run for its pictures only."""

    name = "experiment"


class GivenKind(Kind):
    """Code that is no exercise and that exercises need."""

    name = "given"
    named = locked = runs = fixed = True


class GivenSolutionKind(GivenKind):
    """The solution of an earlier exercise, handed out."""

    name = "given-solution"


class SetupKind(GivenKind):
    """Imports and widgets at the head of a chapter."""

    name = "setup"


class ExerciseKind(Kind):
    """A function or class to be written."""

    name = "exercise"
    named = writable = runs = fixed = True

    def nbgrader(self, exercise: str, cell_id: str, points: float) -> dict[str, Any] | None:
        """Known by the exercise's name."""
        return super().nbgrader(exercise, exercise, points)


class CheckKind(Kind):
    """`check(f)`: judged outside, by the bank."""

    name = "check"
    named = locked = graded = automatic = True

    def nbgrader(self, exercise: str, cell_id: str, points: float) -> dict[str, Any] | None:
        """Known by the exercise's name."""
        made = super().nbgrader(exercise, f"check-{exercise}", points)
        return made and made | {"points": points}

    def score(self, cell: CellFacts, earned: Earned, answered: bool) -> Score:
        """All points, or the share that the parts that are right are worth."""
        verdict = earned.verdicts[cell.exercise]
        if verdict.status == "unjudged":
            return None
        return cell.points if cell.exercise in earned.carried_forward else verdict.points(cell.points)

    def outputs(self, cell: CellFacts, result: Result) -> list[Json]:
        """The verdict."""
        verdict = result.verdicts[cell.exercise]
        if cell.exercise in result.carried_forward:
            return [_printed(f"{verdict.text()}\n{carried_line(cell.exercise, result)}\n")]
        if verdict.passed:
            return [_printed(verdict.text() + "\n")]
        return [error_output("NotPassed", verdict.summary(), verdict.text().splitlines())]

    def line(self, cell: CellFacts, result: Result) -> tuple[Score, str] | None:
        """Why it failed, or why it counts all the same."""
        if by := result.carried_forward.get(cell.exercise):
            return 0.0, say("score.carried_forward", exercise=cell.exercise, names=[*by])
        return _lost(cell, result, result.verdicts[cell.exercise].reason())


class OwnTestKind(Kind):
    """A test of the instructor's own, as nbgrader has them."""

    name = "test"
    named = locked = fixed = graded = automatic = True

    def score(self, cell: CellFacts, earned: Earned, answered: bool) -> Score:
        """By nbgrader's rules."""
        return earned.tests[cell.grade_id][0]

    def outputs(self, cell: CellFacts, result: Result) -> list[Json]:
        """What failed, and whether the student's code could have had a hand in it."""
        failed = result.tests.get(cell.grade_id)
        same_process = cell.grade_id in result.same_process
        note = [_printed(say("test.same_process.notebook") + "\n")] if same_process else []
        return [*note, error_output("TestFailed", failed.text())] if failed else note

    def line(self, cell: CellFacts, result: Result) -> tuple[Score, str] | None:
        """What failed."""
        failed = result.tests.get(cell.grade_id)
        return _lost(cell, result, f"{cell.grade_id}: {failed.text() if failed else ''}")


class ManualKind(Kind):
    """An answer that a human marks."""

    name = "manual"
    named = writable = runs = graded = True

    def score(self, cell: CellFacts, earned: Earned, answered: bool) -> Score:
        """Nothing for nothing; else open."""
        return None if answered else 0.0


class TaskKind(Kind):
    """A task of several cells that a human marks."""

    name = "task"
    named = locked = graded = True


class AddedKind(Kind):
    """What a student has added."""

    name = "added"


KINDS: dict[str, Kind] = {
    k.name: k()
    for k in (
        TextKind,
        ExperimentKind,
        GivenKind,
        GivenSolutionKind,
        SetupKind,
        ExerciseKind,
        CheckKind,
        OwnTestKind,
        ManualKind,
        TaskKind,
        AddedKind,
    )
}
"""By name, for JSON."""


def released_kind(cell_type: str, nbgrader: Mapping[str, Any], judged: bool) -> Kind:
    """What a cell of a release is by nbgrader's metadata; `judged` is whether it is the check of a bank's exercise."""
    if nbgrader.get("task"):
        return TaskKind()
    if nbgrader.get("solution"):
        return ManualKind() if nbgrader.get("grade") else ExerciseKind()
    if nbgrader.get("grade"):
        if judged:
            return CheckKind()
        return OwnTestKind() if cell_type == "code" else ManualKind()
    if nbgrader.get("locked"):
        return GivenKind()
    return ExperimentKind() if cell_type == "code" else TextKind()


def carried_line(exercise: str, result: Result) -> str:
    """The sentence on an error carried forward."""
    return "  " + say("feedback.carried_forward", names=[*result.carried_forward[exercise]])


def error_output(name: str, message: str, lines: list[str] | None = None) -> Json:
    """An error as a notebook shows it."""
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": lines or [message]}


def _printed(text: str) -> Json:
    return {"output_type": "stream", "name": "stdout", "text": text}


def _lost(cell: CellFacts, result: Result, why: str) -> tuple[Score, str] | None:
    score = result.scores.get(cell.grade_id, cell.points)
    if score is not None and score >= cell.points:
        return None
    return None if score is None else score - cell.points, why
