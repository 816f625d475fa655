"""nbgrader's gradebook: the rows its own autograder would write, in one transaction a batch.

One writer, and writing is idempotent: the same results written twice leave the same rows, and what a
human added (manual scores, comments, extra credit, extensions) is never touched.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from grader.engine.course import locks
from grader.engine.course.folder import Course, CourseError, Source

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # see course.py

from nbgrader import utils  # noqa: E402
from nbgrader.api import (  # noqa: E402
    Assignment,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties  # noqa: E402
from sqlalchemy import URL, func, make_url, select, text  # noqa: E402
from sqlalchemy.exc import SQLAlchemyError  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from grader.engine.course.rows import Fields, Rows  # noqa: E402
from grader.words import phrase, reason, say  # noqa: E402


@dataclass(frozen=True)
class GradebookRow:
    """One graded notebook for the gradebook. `fresh` is False for a result that was already written once."""

    student: str
    notebook: str
    scores: dict[str, float | None]
    unanswered: frozenset[str]
    timestamp: datetime | None
    fresh: bool = True


@dataclass(frozen=True)
class _Notebook:
    """What the gradebook knows of one notebook as handed out: names of its cells by id."""

    id: str
    graded: dict[str, str]
    commented: dict[str, str]

    @classmethod
    def of(cls, notebook: Any) -> "_Notebook":
        graded = {c.id: c.name for c in [*notebook.grade_cells, *notebook.task_cells]}
        commented = {c.id: c.name for c in [*notebook.solution_cells, *notebook.task_cells]}
        return cls(str(notebook.id), graded, commented)


class _Batch:
    """What the gradebook holds of some students' work on an assignment; what it lacks is added, empty."""

    def __init__(self, book: "Book", names: set[str]) -> None:
        db = book.gradebook.db
        self.students, self.submissions, self.notebooks = map(
            Rows, (Student, SubmittedAssignment, SubmittedNotebook)
        )
        self.grades, self.comments = Rows(Grade), Rows(Comment)
        known = {s["id"] for s in self.students.read(db, Student.id.in_(names))}
        ours = SubmittedAssignment.assignment_id == book.id, SubmittedAssignment.student_id.in_(names)
        within = SubmittedNotebook.assignment_id.in_(select(SubmittedAssignment.id).where(*ours))
        ids = select(SubmittedNotebook.id).where(within)
        self.submission = {s["student_id"]: s for s in self.submissions.read(db, *ours)}
        self.notebook = {(n["assignment_id"], n["notebook_id"]): n for n in self.notebooks.read(db, within)}
        self.grade = self.grades.by("notebook_id", db, Grade.notebook_id.in_(ids))
        self.comment = self.comments.by("notebook_id", db, Comment.notebook_id.in_(ids))
        for name in sorted(names - known):
            self.students.add(id=name)
        for name in sorted(names - self.submission.keys()):
            self.submission[name] = self.submissions.add(
                assignment_id=book.id, student_id=name, timestamp=None, extension=None
            )
        for submission in self.submission.values():
            for notebook in book.notebooks.values():
                self._complete(submission["id"], notebook)

    def _complete(self, submission: str, notebook: _Notebook) -> None:
        key = submission, notebook.id
        if key not in self.notebook:
            self.notebook[key] = self.notebooks.add(
                assignment_id=submission, notebook_id=notebook.id, late_submission_penalty=None
            )
        mine = self.notebook[key]["id"]
        grades, comments = self.grade[mine], self.comment[mine]
        for cell in notebook.graded.keys() - {g["cell_id"] for g in grades}:
            none = {"auto_score": None, "manual_score": None, "extra_credit": None}
            grades.append(self.grades.add(notebook_id=mine, cell_id=cell, needs_manual_grade=True, **none))
        for cell in notebook.commented.keys() - {c["cell_id"] for c in comments}:
            none = {"auto_comment": None, "manual_comment": None}
            comments.append(self.comments.add(notebook_id=mine, cell_id=cell, **none))

    def write(self, db: Session) -> None:
        """In this order: each table refers to those before it."""
        for rows in (self.students, self.submissions, self.notebooks, self.grades, self.comments):
            rows.write(db)


def _seconds_late(submission: Fields, duedate: datetime | None) -> float:
    """As nbgrader's `SubmittedAssignment.total_seconds_late`."""
    handed_in, more = submission["timestamp"], submission["extension"]
    if duedate is None or handed_in is None:
        return 0.0
    return max(0.0, (handed_in - duedate - (more or timedelta(0))).total_seconds())


class Book:
    """An assignment in a gradebook. Raises CourseError where it cannot be opened or does not know it."""

    def __init__(
        self, course: Course, assignment: str, tell: Callable[[str], None] = lambda line: None
    ) -> None:
        self.url = address(course)
        self.address = shown(self.url)
        """For people: without the password."""
        self.file = database_file(self.url)
        self.name = assignment
        self.tell = tell
        with told(self.url, "gradebook.unopened"):
            self._unlocked()
            self.gradebook = Gradebook(str(course.directory.db_url), course.directory.course_id)
            if self.file:  # who comes between our look and our writing is waited for too
                self.gradebook.db.execute(text(f"PRAGMA busy_timeout = {1000 * locks.LOCK_SECONDS:.0f}"))
            try:
                self.assignment = self.gradebook.find_assignment(assignment)
            except MissingEntry:
                known = sorted(a.name for a in self.gradebook.assignments) or phrase("gradebook.none_known")
                raise CourseError("gradebook.no_assignment", assignment=assignment, known=known) from None
            self.id = str(self.assignment.id)
            self.notebooks = {n.name: _Notebook.of(n) for n in self.assignment.notebooks}
        plugin = AssignLatePenalties(config=course.config)
        plugin.init_plugin()
        self.penalty = plugin.plugin_inst
        self.penalty.log.setLevel("ERROR")

    def close(self) -> None:
        """Close the database."""
        self.gradebook.close()

    def _unlocked(self) -> None:
        """Wait until an SQLite file is not locked. Raises CourseError, before a whole class is graded for nothing."""
        if not self.file:
            return
        file = self.file

        def waiting(amount: float) -> None:
            self.tell(say("waiting.gradebook", amount=amount))

        if not locks.wait(lambda: _writable(file, self.name), waiting):
            raise CourseError("course.locked.gradebook", address=self.address, amount=locks.LOCK_SECONDS)

    def sources(self) -> dict[str, Source]:
        """What it knows of each notebook of the assignment."""
        with told(self.url, "gradebook.unreadable"):
            return {
                n.name: Source(
                    {c.name: c.source for c in n.source_cells},
                    {c.name: c.max_score for c in [*n.grade_cells, *n.task_cells]},
                    json.loads(n.kernelspec) if n.kernelspec else {},
                )
                for n in self.assignment.notebooks
            }

    def write(self, rows: Iterable[GradebookRow]) -> dict[tuple[str, str], float]:
        """Write a batch of results, all of it or nothing; the penalties for being late. Raises CourseError."""
        db = self.gradebook.db
        with told(self.url, "gradebook.unwritable"):
            self._unlocked()
            try:
                penalties = self._write(list(rows))
                db.commit()
            except SQLAlchemyError:
                db.rollback()
                raise
        return penalties

    def _write(self, rows: list[GradebookRow]) -> dict[tuple[str, str], float]:
        db = self.gradebook.db
        duedate = db.scalar(select(Assignment.duedate).where(Assignment.id == self.id))
        batch = _Batch(self, {row.student for row in rows})
        penalties = {}
        for row in rows:
            notebook = self.notebooks[row.notebook]
            submission = batch.submission[row.student]
            mine = batch.notebook[submission["id"], notebook.id]
            grades, comments = batch.grade[mine["id"]], batch.comment[mine["id"]]
            if row.timestamp:
                batch.submissions.change(submission, timestamp=row.timestamp)
            if row.scores:  # else nothing was graded: whatever stood there stands
                now = [(g, row.scores.get(notebook.graded[g["cell_id"]])) for g in grades]
                if row.fresh or any(g["auto_score"] != score for g, score in now):
                    for g, score in now:
                        needed = g["manual_score"] is not None or score is None
                        batch.grades.change(g, auto_score=score, needs_manual_grade=needed)
                    for c in comments:
                        empty = notebook.commented[c["cell_id"]] in row.unanswered
                        batch.comments.change(c, auto_comment="No response." if empty else None)
            late = self._late(row.student, _seconds_late(submission, duedate), grades)
            batch.notebooks.change(mine, late_submission_penalty=late)
            penalties[row.student, row.notebook] = late or 0.0
        batch.write(db)
        return penalties

    def _late(self, student: str, late: float, grades: list[Fields]) -> float | None:
        """The plugin's penalty, as nbgrader's AssignLatePenalties bounds it."""
        if late <= 0:
            return None
        total = 0.0
        for g in grades:
            got = g["manual_score"] if g["manual_score"] is not None else g["auto_score"]
            total += 0.0 if got is None else got + (g["extra_credit"] or 0.0)
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
        with told(self.url, "gradebook.unreadable"):
            penalties = {student: late for student, late in self.gradebook.db.execute(query).all()}
            rows = self.gradebook.submission_dicts(self.name)
            made = [r | {"late_submission_penalty": penalties.get(r["student"]) or 0.0} for r in rows]
        return sorted(made, key=lambda d: str(d["student"]))

    def due(self) -> datetime | None:
        """When the assignment is due, in UTC; None if it has no date."""
        with told(self.url, "gradebook.unreadable"):
            return self.gradebook.db.scalar(select(Assignment.duedate).where(Assignment.id == self.id))

    def scored(self) -> dict[tuple[str, str], dict[str, float | None]]:
        """What stands as graded automatically, by student and notebook: score by grade_id."""
        graded = {n.id: (name, n.graded) for name, n in self.notebooks.items()}
        query = (
            select(
                SubmittedAssignment.student_id, SubmittedNotebook.notebook_id, Grade.cell_id, Grade.auto_score
            )
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .where(SubmittedAssignment.assignment_id == self.assignment.id)
        )
        found: dict[tuple[str, str], dict[str, float | None]] = {}
        with told(self.url, "gradebook.unreadable"):
            for student, notebook, cell, score in self.gradebook.db.execute(query).all():
                name, cells = graded.get(notebook, ("", {}))
                if cell in cells:
                    found.setdefault((student, name), {})[cells[cell]] = score
        return found

    def enrolled(self) -> dict[str, tuple[str, str]]:
        """Last and first names, as far as there are any, of all students that the gradebook knows, by id."""
        with told(self.url, "gradebook.unreadable"):
            students = self.gradebook.db.query(Student).all()
            return {s.id: (s.last_name or "", s.first_name or "") for s in students}


def enrol(course: Course, people: Iterable[tuple[str, str, str, str]]) -> None:
    """Enter id, first name, last name and e-mail address of each into nbgrader's table of students.

    Where there is no gradebook yet, the first release makes it, and the names come with the next import.
    """
    url = address(course)
    file = database_file(url)
    if file and not Path(file).exists():
        return
    with told(url, "gradebook.unwritable"), Gradebook(str(course.directory.db_url), course.directory.course_id) as gradebook:
        for student, first, last, email in people:
            gradebook.update_or_create_student(student, first_name=first, last_name=last, email=email)


def address(course: Course) -> URL:
    """Where the course keeps its gradebook. Raises CourseError, which does not quote what may hold a password."""
    text = str(course.directory.db_url)  # its own refusals say what they are
    try:
        return make_url(text)
    except (SQLAlchemyError, ValueError):
        raise CourseError("course.address", path=course.root / "nbgrader_config.py") from None


def database_file(url: URL) -> str:
    """The file of an SQLite database; empty for another one."""
    return (url.database or "") if url.get_backend_name() == "sqlite" else ""


def shown(url: URL) -> str:
    """An address for people: without the password and the options, where another may stand."""
    return url.set(query={}).render_as_string(hide_password=True)


@contextmanager
def told(url: URL, key: str) -> Iterator[None]:
    """What goes wrong with a database, as a CourseError: one line, without its password."""
    name = shown(url)
    try:
        yield
    except ModuleNotFoundError as e:
        raise CourseError("course.driver", address=name, name=str(e.name)) from None
    except (SQLAlchemyError, OSError) as e:
        line = without(str(getattr(e, "orig", None) or e).split("\n")[0], url)
        raise CourseError(key, address=name, what=line) from None


def without(line: str, url: URL) -> str:
    """The line, its password hidden in each way in which a driver may quote it."""
    options = (v for k, v in url.normalized_query.items() if "pass" in k.lower())
    for password in [str(url.password or ""), *(v for values in options for v in values)]:
        for form in {password, quote(password, safe=""), quote_plus(password), repr(password)[1:-1]} - {""}:
            line = line.replace(form, "***")
    return line


def _writable(path: str, assignment: str) -> bool:
    """Whether an SQLite file can be written now; False while another program holds it. Raises CourseError."""
    import sqlite3

    try:
        db = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=rw", uri=True, timeout=0.1)
    except sqlite3.OperationalError:
        raise CourseError("gradebook.none", path=path, assignment=assignment) from None
    try:
        db.execute("BEGIN IMMEDIATE")
        db.execute("CREATE TEMP TABLE probe (x)")
        db.rollback()
    except sqlite3.DatabaseError as e:
        if getattr(e, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return False
        raise CourseError("gradebook.unwritable", address=path, what=reason(e)) from None
    finally:
        db.close()
    return True


def timestamp(text: str) -> datetime:
    """A submission's time as nbgrader reads it, in UTC. Raises ValueError."""
    return utils.parse_utc(text.strip())
