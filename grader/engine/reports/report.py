"""A class as an instructor wants to see it: scores, what was failed and why, who needs help, what has no score.

Scores are the gradebook's, manual grades and penalties included; why points were lost is the kept verdicts'.
Work without a result has no score here, whatever number a row of the gradebook shows.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.author.kinds import OwnTestKind
from grader.author.layout import journal_file
from grader.engine.course.folder import Course, CourseError
from grader.engine.course.journal import content_key, latest, written
from grader.engine.judging.grade import template_digest
from grader.engine.judging.graded import Graded
from grader.engine.notebook import submission
from grader.engine.notebook.template import Template, TemplateCell
from grader.engine.reports.scoreboard import same_process_line, why_unscored
from grader.foreign import one_line
from grader.words import Phrase, phrase, say

STATES = ("passed", "carried_forward", "failed", "blank", "unjudged")
"""What became of one exercise of one student. `carried_forward` counts, as an error carried forward; `blank` was
not written; `unjudged` is the grader's fault."""

HELP_BELOW = 0.5
"""Who has less than this share of the points, or fails more than this share of the exercises, needs help."""

MOST_TEXT = 400
"""Letters of a line on what is wrong."""

UNGRADABLE = ("unreadable", "unjudged")
ABSENT = ("missing", "nothing")
"""Statuses without a score; their words are `status.*`."""


def total(row: Mapping[str, Any]) -> float:
    """The score of one row of `Book.standing`, less the penalty for being late."""
    return max(0.0, row["score"] - row["late_submission_penalty"])


@dataclass(frozen=True)
class Failure:
    """One graded cell that gave no points. `misconception` is empty where the mistake is none we know."""

    item: str
    state: str
    kind: str
    misconception: str
    text: str
    """One line on what is wrong. May quote what a student's code said."""


@dataclass(frozen=True)
class Member:
    """One student. `status` as in Graded, or `nothing` for who handed in nothing; `score` None without a result."""

    student: str
    name: str
    status: str
    reason: Phrase | None
    score: float | None
    possible: float
    late: float
    by_hand: bool
    states: dict[str, str]
    """What became of each graded cell, where there are verdicts."""
    failures: list[Failure]
    notes: list[str]
    last: str = ""
    first: str = ""
    raw: float = 0.0
    """The score before the penalty for being late."""
    timestamp: str = ""

    @property
    def share(self) -> float | None:
        """The score as a share of the points, None without a score or without points."""
        return None if self.score is None or not self.possible else self.score / self.possible

    def count(self, *states: str) -> int:
        """How many graded cells became one of `states`."""
        return sum(s in states for s in self.states.values())

    @property
    def needs_help(self) -> bool:
        """Low, many failed, or nothing that could be graded came from this student."""
        if self.status in ABSENT:
            return True
        low = self.share is not None and self.share < HELP_BELOW
        return low or self.count("failed", "blank") > HELP_BELOW * max(1, len(self.states))


@dataclass(frozen=True)
class Mistake:
    """What several students got wrong in the same way."""

    item: str
    misconception: str
    kind: str
    text: str
    students: list[str]


@dataclass(frozen=True)
class Report:
    """A class in one assignment."""

    assignment: str
    members: list[Member]
    items: list[str]
    """Its graded exercises and tests, in order."""
    levels: dict[str, int]
    """How many notebooks were graded at which level of confinement."""
    seconds: list[tuple[float, str]] = field(default_factory=list)
    """How long grading took, by student."""
    remark: str = ""
    same_process: frozenset[str] = frozenset()
    """The instructor's tests that ran beside students' code."""

    def scored(self) -> list[Member]:
        """Who has a score."""
        return [m for m in self.members if m.score is not None]

    def ungradable(self) -> list[Member]:
        """Whose work is there and has no result."""
        return [m for m in self.members if m.status in UNGRADABLE]

    def need_help(self) -> list[Member]:
        """Who needs help, who needs it most first."""
        found = [m for m in self.members if m.needs_help]
        return sorted(found, key=lambda m: (_rank(m), -m.count("failed", "blank"), m.student))

    def tally(self, item: str) -> Counter[str]:
        """How many students are in which state with one graded cell."""
        return Counter(m.states[item] for m in self.members if item in m.states)

    def mistakes(self, item: str) -> list[Mistake]:
        """What went wrong in one exercise, most common first: known misconceptions, then the rest by kind."""
        groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for m in self.members:
            for f in m.failures:
                if f.item == item and f.state == "failed":
                    key = (f.misconception, "" if f.misconception else f.kind)
                    groups.setdefault(key, []).append((f.text, m.student))
        made = [
            Mistake(item, name, kind, Counter(t for t, _ in who).most_common(1)[0][0], [s for _, s in who])
            for (name, kind), who in groups.items()
        ]
        return sorted(made, key=lambda m: (-len(m.students), not m.misconception, m.misconception, m.text))

    def histogram(self, bins: int = 10) -> list[int]:
        """How many students have a share of the points in each of `bins` equal ranges; the last one is closed."""
        counts = [0] * bins
        for m in self.members:
            if m.share is not None:
                counts[min(bins - 1, max(0, math.floor(m.share * bins + 1e-9)))] += 1
        return counts

    def lines(self) -> Iterator[str]:
        """The scoreboard as text, one line a student."""
        for m in self.members:
            who = f"{one_line(m.student):<24}"
            if m.score is None:
                yield f"{who} {'-':>6}  {status_line(m)}"
                continue
            late = f"  {say('score.late', points=m.late)}" if m.late else ""
            open_ = f"  {say('score.open')}" if m.by_hand else ""
            yield f"{who} {m.score:>6g} / {m.possible:g}{late}{open_}"
        if self.same_process:
            yield same_process_line(self.same_process)


def status_line(member: Member) -> str:
    """Why someone has no score."""
    return one_line(why_unscored(member.status, member.reason), 300)


def class_report(course: Course, assignment: str) -> Report:
    """The class as gradebook, journal and submissions have it. Raises CourseError: one line."""
    from grader.engine.course.gradebook import Book  # imports nbgrader, which takes a second

    course.check(assignment)
    book = Book(course, assignment)
    try:
        rows = {str(r["student"]): r for r in book.standing()}
        enrolled = book.enrolled()
        scored = book.scored()
        templates = course.templates(assignment, book.sources())
    finally:
        book.close()
    remark = ""
    try:
        handed = set(course.students(assignment))
    except CourseError as e:
        if not rows:
            raise
        handed, remark = set(), str(e)
    kept = latest(journal_file(course.root, assignment))
    digests = {n: template_digest(t) for n, t in templates.items()}
    cells = [(n, c) for n, t in templates.items() for c in t.cells if c.kind.automatic]
    members = []
    levels: Counter[str] = Counter()
    seconds: list[tuple[float, str]] = []
    same_process: set[str] = set()
    for student in sorted({*rows, *enrolled, *handed}):
        results: dict[str, Graded] = {}
        for name, template in templates.items():
            if student in handed:
                found = _result(course, assignment, student, name, digests[name], kept)
                results[name] = _ours(
                    course, assignment, student, name, found, scored.get((student, name), {})
                )
            elif student in rows and (old := _old(template, kept.get((student, name)))):
                results[name] = old
        members.append(
            _member(student, enrolled.get(student, ("", "")), rows.get(student), results, templates, cells)
        )
        same_process.update(t for g in results.values() for t in g.same_process)
        levels.update(g.level for g in results.values() if g.status == "graded")
        seconds += [(g.seconds, student) for g in results.values() if g.status == "graded"]
    items = [_item(c) for _, c in cells]
    return Report(assignment, members, items, dict(levels), seconds, remark, frozenset(same_process))


def _result(
    course: Course,
    assignment: str,
    student: str,
    notebook: str,
    template: str,
    kept: Mapping[tuple[str, str], tuple[str, Any]],
) -> Graded:
    """The result of exactly what is handed in now: an older one is none."""
    try:
        path, note = submission.find(course.folder("submitted", student, assignment), notebook)
        data = submission.read(path)
    except FileNotFoundError:
        return Graded("missing")
    except submission.Unreadable as e:
        return Graded("unreadable", reason=e.why)
    key, result = kept.get((student, notebook), ("", None))
    notes = (note,) if note else ()
    if key not in {content_key(template, figures, notes, data) for figures in (False, True)}:
        return Graded("unjudged", reason=phrase("ungraded.not_yet", assignment=assignment))
    return Graded.from_json(result)


def _ours(
    course: Course,
    assignment: str,
    student: str,
    notebook: str,
    graded: Graded,
    stands: Mapping[str, float | None],
) -> Graded:
    """The result, unless something else has graded since: then there is none until n2n grades again."""
    if graded.status != "graded":
        return graded
    shown = written(course.folder("autograded", student, assignment) / f"{notebook}.ipynb")
    # a cell that a corrected release added has no row yet
    same = all(stands[cell] == graded.scores.get(cell) for cell in stands.keys() & graded.scores.keys())
    if shown == graded.notebook and same:
        return graded
    return Graded("unjudged", reason=phrase("course.elsewhere", assignment=assignment))


def _old(template: Template, kept: tuple[str, Any] | None) -> Graded | None:
    """The last result of work that is no longer in its folder, if it still fits the assignment."""
    try:
        graded = Graded.from_json(kept[1]) if kept else None
    except (KeyError, TypeError, ValueError, AttributeError):  # kept by another version
        return None
    fits = graded and (graded.status != "graded" or set(template.exercises) <= graded.verdicts.keys())
    return graded if fits else None


def _member(
    student: str,
    names: tuple[str, str],
    row: Mapping[str, Any] | None,
    results: Mapping[str, Graded],
    templates: Mapping[str, Template],
    cells: list[tuple[str, TemplateCell]],
) -> Member:
    statuses = {g.status for g in results.values()}
    # the worst decides; a student with one of several notebooks is graded
    status = next((s for s in (*UNGRADABLE, "graded", "missing") if s in statuses), "")
    status = status or ("graded" if row else "nothing")
    reason = next((g.reason for g in results.values() if g.status == status), None)
    if status == "graded" and not row:  # a lost gradebook
        status, reason = "unjudged", phrase("ungraded.no_row")
    if row and status in UNGRADABLE and row["score"]:
        reason = phrase("ungraded.points_before", reason=reason or "", amount=row["score"])
    states: dict[str, str] = {}
    failures = []
    for notebook, cell in cells:
        if notebook in results and results[notebook].status == "graded":
            failure = _outcome(cell, results[notebook])
            states[failure.item] = failure.state
            if failure.state not in ("passed", "carried_forward"):
                failures.append(failure)
    return Member(
        student,
        one_line(" ".join(filter(None, reversed(names)))),
        status,
        reason,
        total(row) if row and status == "graded" else None,
        row["max_score"] if row else sum(c.points for t in templates.values() for c in t.cells),
        row["late_submission_penalty"] if row else 0.0,
        bool(row and status == "graded" and row["needs_manual_grade"]),
        states,
        failures,
        [one_line(n.text(), MOST_TEXT) for g in results.values() for n in g.notes],
        one_line(names[0]),
        one_line(names[1]),
        row["score"] if row else 0.0,
        str(row["timestamp"] or "") if row else "",
    )


def _item(cell: TemplateCell) -> str:
    return cell.exercise or cell.grade_id


def _outcome(cell: TemplateCell, graded: Graded) -> Failure:
    """What became of one graded cell."""
    if isinstance(cell.kind, OwnTestKind):
        score = graded.scores.get(cell.grade_id)
        state = "unjudged" if score is None else "passed" if score >= cell.points else "failed"
        line = graded.tests.get(cell.grade_id)
        return Failure(cell.grade_id, state, "", "", one_line(line.text(), MOST_TEXT) if line else "")
    v = graded.verdicts[cell.exercise]
    if v.status != "failed":
        state = v.status
    elif cell.exercise in graded.carried_forward:
        state = "carried_forward"
    else:
        state = "blank" if v.kind == "missing" or cell.exercise in graded.unanswered else "failed"
    text = one_line(v.why[0].splitlines()[0] if v.why else v.summary(), MOST_TEXT)
    return Failure(cell.exercise, state, v.kind, v.misconception, text)


def _rank(member: Member) -> float:
    return -1.0 if member.status in ABSENT else member.share if member.share is not None else 1.0
