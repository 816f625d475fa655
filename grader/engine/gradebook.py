"""nbgrader's gradebook: the rows its own autograder would write, in one transaction a batch.

One writer, and writing is idempotent: the same results written twice leave the same rows, and what a
human added (manual scores, comments, extra credit, extensions) is never touched.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grader.engine.course import Course, CourseError, Source

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # see course.py

from nbgrader import utils  # noqa: E402
from nbgrader.api import (  # noqa: E402
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties  # noqa: E402
from sqlalchemy import func, select  # noqa: E402
from sqlalchemy.exc import SQLAlchemyError  # noqa: E402


@dataclass(frozen=True)
class Row:
    """One graded notebook for the gradebook. `fresh` is False for a result that was already written once."""

    student: str
    notebook: str
    scores: dict[str, float | None]
    unanswered: frozenset[str]
    timestamp: datetime | None
    fresh: bool = True


class Book:
    """An assignment in a gradebook. Raises CourseError where it cannot be opened or does not know it."""

    def __init__(self, course: Course, assignment: str) -> None:
        self.address = str(course.directory.db_url)
        self.name = assignment
        with self._said("opened"):
            if self.address.startswith("sqlite:///"):
                _writable(self.address.removeprefix("sqlite:///"), assignment)
            self.gradebook = Gradebook(self.address, course.directory.course_id)
            try:
                self.assignment = self.gradebook.find_assignment(assignment)
            except MissingEntry:
                known = ", ".join(sorted(a.name for a in self.gradebook.assignments)) or "none"
                raise CourseError(
                    f"the gradebook knows no assignment {assignment} (it has: {known}): "
                    f"run `n2n release {assignment}` first"
                ) from None
            self.notebooks = {n.name: n for n in self.assignment.notebooks}
        plugin = AssignLatePenalties(config=course.config)
        plugin.init_plugin()
        self.penalty = plugin.plugin_inst
        self.penalty.log.setLevel("ERROR")

    def close(self) -> None:
        """Close the database."""
        self.gradebook.close()

    @contextmanager
    def _said(self, what: str) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as e:
            line = str(getattr(e, "orig", None) or e).split("\n")[0]
            raise CourseError(f"the gradebook {self.address} cannot be {what}: {line}") from None

    def sources(self) -> dict[str, Source]:
        """What it knows of each notebook of the assignment."""
        with self._said("read"):
            return {
                name: Source(
                    {c.name: c.source for c in n.source_cells},
                    {c.name: c.max_score for c in [*n.grade_cells, *n.task_cells]},
                    json.loads(n.kernelspec) if n.kernelspec else {},
                )
                for name, n in self.notebooks.items()
            }

    def write(self, rows: Iterable[Row]) -> dict[tuple[str, str], float]:
        """Write a batch of results, all of it or nothing; the penalties for being late. Raises CourseError."""
        rows = list(rows)
        penalties = {}
        db = self.gradebook.db
        with self._said("written"):
            try:
                with db.no_autoflush:
                    found = self._submissions({r.student for r in rows})
                    for row in rows:
                        penalties[row.student, row.notebook] = self._write(row, found[row.student])
                db.commit()
            except SQLAlchemyError:
                db.rollback()
                raise
            for submission in found.values():  # flat memory: what is written need not stay
                for mine in submission.notebooks:
                    for child in (*mine.grades, *mine.comments, mine):
                        db.expunge(child)
                db.expunge(submission)
        return penalties

    def _submissions(self, students: set[str]) -> dict[str, SubmittedAssignment]:
        """Everyone's submission, made where there is none yet."""
        db = self.gradebook.db
        known = {s.id: s for s in db.query(Student).filter(Student.id.in_(students))}
        query = db.query(SubmittedAssignment).filter(
            SubmittedAssignment.assignment_id == self.assignment.id,
            SubmittedAssignment.student_id.in_(students),
        )
        found = {s.student_id: s for s in query}
        for name in sorted(students - found.keys()):
            student = known.get(name)
            if student is None:
                student = Student(id=name)
                db.add(student)
            found[name] = self._new(student)
        return found

    def _new(self, student: Student) -> SubmittedAssignment:
        submission = SubmittedAssignment(assignment=self.assignment, student=student)
        for notebook in self.notebooks.values():
            mine = SubmittedNotebook(notebook=notebook, assignment=submission)
            for cell in [*notebook.grade_cells, *notebook.task_cells]:
                Grade(cell=cell, notebook=mine)
            for cell in [*notebook.solution_cells, *notebook.task_cells]:
                Comment(cell=cell, notebook=mine)
        # only now: SQLAlchemy 2 does not add children of what it already holds
        self.gradebook.db.add(submission)
        return submission

    def _write(self, row: Row, submission: SubmittedAssignment) -> float:
        (mine,) = (n for n in submission.notebooks if n.notebook.name == row.notebook)
        if row.timestamp:
            submission.timestamp = row.timestamp
        if row.fresh or any(g.auto_score != row.scores.get(g.cell.name) for g in mine.grades):
            self._scores(row, mine)
        mine.late_submission_penalty = self._late(row.student, submission, mine)
        return mine.late_submission_penalty or 0.0

    def _scores(self, row: Row, mine: SubmittedNotebook) -> None:
        if not row.scores:  # nothing was graded: whatever stood there stands
            return
        for grade in mine.grades:
            auto = row.scores.get(grade.cell.name)
            grade.auto_score = auto
            grade.needs_manual_grade = grade.manual_score is not None or auto is None
        for comment in mine.comments:
            comment.auto_comment = "No response." if comment.cell.name in row.unanswered else None

    def _late(self, student: str, submission: SubmittedAssignment, mine: SubmittedNotebook) -> float | None:
        """The plugin's penalty, as nbgrader's AssignLatePenalties bounds it."""
        late = submission.total_seconds_late if self.assignment.duedate else 0
        if late <= 0:
            return None
        total = 0.0
        for grade in mine.grades:
            got = grade.manual_score if grade.manual_score is not None else grade.auto_score
            total += 0.0 if got is None else got + (grade.extra_credit or 0.0)
        penalty = self.penalty.late_submission_penalty(student, total, late)
        return None if penalty is None else min(max(penalty, 0), total)

    def standing(self) -> list[dict[str, Any]]:
        """nbgrader's `submission_dicts`, one a student in order, with `late_submission_penalty`."""
        query = (
            select(SubmittedAssignment.student_id, func.sum(SubmittedNotebook.late_submission_penalty))
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .where(SubmittedAssignment.assignment_id == self.assignment.id)
            .group_by(SubmittedAssignment.student_id)
        )
        with self._said("read"):
            penalties = {student: late for student, late in self.gradebook.db.execute(query).all()}
            rows = self.gradebook.submission_dicts(self.name)
            made = [r | {"late_submission_penalty": penalties.get(r["student"]) or 0.0} for r in rows]
        return sorted(made, key=lambda d: str(d["student"]))

    def enrolled(self) -> dict[str, tuple[str, str]]:
        """Last and first names, as far as there are any, of all students that the gradebook knows, by id."""
        with self._said("read"):
            students = self.gradebook.db.query(Student).all()
            return {s.id: (s.last_name or "", s.first_name or "") for s in students}


def _writable(path: str, assignment: str) -> None:
    """Fail early where a whole class would be graded for nothing."""
    import sqlite3

    try:
        db = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=10)
    except sqlite3.OperationalError:
        raise CourseError(f"there is no gradebook {path}: run `n2n release {assignment}` first") from None
    try:
        db.execute("BEGIN IMMEDIATE")
        db.execute("CREATE TEMP TABLE probe (x)")
        db.rollback()
    except sqlite3.DatabaseError as e:
        raise CourseError(f"the gradebook {path} cannot be written: {e}") from None
    finally:
        db.close()


def timestamp(text: str) -> datetime:
    """A submission's time as nbgrader reads it, in UTC. Raises ValueError."""
    return utils.parse_utc(text.strip())
