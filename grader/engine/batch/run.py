"""Grades a class: hands out submissions to workers, keeps what comes back, writes gradebook and feedback."""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from grader.author.files import write_whole
from grader.author.kinds import CheckKind
from grader.author.layout import journal_file
from grader.engine.batch.reply import MalformedReply, receive
from grader.engine.batch.worker import Settings, refusal, too_much, work
from grader.engine.batch.workers import Died
from grader.engine.course.folder import Course, CourseError
from grader.engine.course.gradebook import Book, GradebookRow, timestamp
from grader.engine.course.journal import Journal, content_key, written
from grader.engine.judging.bounds import TooMuch
from grader.engine.judging.grade import template_digest
from grader.engine.judging.graded import Graded, set_aside
from grader.engine.notebook import submission
from grader.engine.reports import feedback
from grader.engine.reports.scoreboard import lines, same_process_line
from grader.engine.sandbox.canary import Level
from grader.foreign import one_line
from grader.words import Phrase, phrase, reason, say

BATCH = 100
BATCH_SECONDS = 0.5
"""After so many notebooks, or so much time, what was graded goes into the gradebook."""
MOST_UNDER_WAY = 96 << 20
"""Bytes of notebooks that are with the workers; one that is larger goes alone."""
LOOK_SECONDS = 5.0
"""Seconds without any answer after which the workers are asked for."""
_GLANCE = 0.5
"""Seconds after which it is looked whether what is under way has become `held`."""


@dataclass(frozen=True)
class WorkItem:
    """One notebook of one student, as found in the course folder."""

    student: str
    notebook: str
    key: str
    """Content hash of everything that decides its result; empty if it needs no worker."""
    data: bytes = b""
    notes: tuple[Phrase, ...] = ()
    timestamp: datetime | None = None


@dataclass
class BatchResult:
    """What a run did."""

    level: Level
    lines: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """The scoreboard's lines by student and notebook; the results themselves are not held in memory."""
    failures: list[str] = field(default_factory=list)
    """One line for each submission that the grader could not judge."""
    same_process: set[str] = field(default_factory=set)
    """The instructor's tests that ran beside students' code."""
    reused: int = 0
    seconds: float = 0.0

    def summary(self) -> str:
        """One line: how many, how fast, how confined."""
        new = len(self.lines) - self.reused
        rate = phrase("graded.rate", seconds=self.seconds, each=1000 * self.seconds / new) if new else ""
        kept = phrase("graded.kept", n=self.reused) if self.reused else ""
        return say("graded.summary", n=new, rate=rate, kept=kept, level=self.level.name)

    def remarks(self) -> list[str]:
        """What an instructor has to know about how it was graded."""
        return [same_process_line(self.same_process)] if self.same_process else []


@dataclass(frozen=True)
class Pool:
    """Workers, here or elsewhere."""

    executor: Executor
    prove: Callable[[], Level]
    """The level of confinement that the workers prove. Raises CannotJudge."""
    width: int
    """How many submissions may be under way at once, besides those that are `held`."""
    share: Callable[[str], Any] = str
    """Makes a template cheap to send to many workers."""
    check: Callable[[], None] = lambda: None
    """Raises CourseError if no answer will come any more."""
    lost: tuple[type[Exception], ...] = ()
    """What else than `Died` a submission fails with whose workers died again and again."""
    held: Callable[[], int] = lambda: 0
    """How many of those under way take long, and keep no other one waiting."""


@dataclass
class Batch:
    """Grades one assignment. `progress` is told the number of notebooks done and to do."""

    course: Course
    assignment: str
    pool: Pool
    settings: Settings
    progress: Callable[[int, int], None] = lambda done, total: None
    tell: Callable[[str], None] = lambda line: None
    """Told, in a line, what is waited for."""

    def run(self, only: frozenset[str] = frozenset(), force: bool = False) -> BatchResult:
        """Grade every submission, or those of the students in `only`, that is new or changed.

        Raises CourseError: one line; what was graded until then is kept.
        """
        self.book = Book(self.course, self.assignment, self.tell)
        self.pending: list[tuple[WorkItem, Graded, bool]] = []
        self.written = self.heard = time.monotonic()
        try:
            self.templates = self.course.templates(self.assignment, self.book.sources())
            students = [s for s in self.course.students(self.assignment) if not only or s in only]
            if unknown := only - set(students):
                raise CourseError("course.not_handed_in", id=min(unknown), assignment=self.assignment)
            texts = {n: json.dumps(t.to_json()) for n, t in self.templates.items()}
            self.outcome = BatchResult(self._proved())
            begun = time.monotonic()
            self.shared = {n: self.pool.share(text) for n, text in texts.items()}
            self.digests = {n: template_digest(t) for n, t in self.templates.items()}
            with Journal(journal_file(self.course.root, self.assignment), self.tell) as self.journal:
                try:
                    self._grade(students, force)
                finally:
                    self._flush()
        finally:
            self.book.close()
        self.outcome.seconds = time.monotonic() - begun
        return self.outcome

    def _proved(self) -> Level:
        try:
            level = self.pool.prove()
        except (BrokenExecutor, Died):
            raise _broken() from None
        if not (level.safe or self.settings.allow_unconfined):
            raise CourseError(refusal(level))
        return level

    def _grade(self, students: list[str], force: bool) -> None:
        running: dict[Future, WorkItem] = {}
        total = len(students) * len(self.templates)
        done = 0
        self.progress(0, total)
        for item, known in self._items(students):
            if known is None and not force:
                known = self._kept(item)
                self.outcome.reused += known is not None
                fresh = False
            else:
                fresh = True
            if known is not None:
                self._keep(item, known, "", fresh)
                done += 1
            else:
                running[self._submit(item)] = item
            while self._full(running):
                done += self._collect(running)
                self.progress(done, total)
            self.progress(done, total)
        while running:
            done += self._collect(running)
            self.progress(done, total)

    def _full(self, running: Mapping[Future, WorkItem]) -> bool:
        size = sum(len(item.data) for item in running.values())
        return len(running) - self.pool.held() >= self.pool.width or size > MOST_UNDER_WAY

    def _items(self, students: list[str]) -> Iterator[tuple[WorkItem, Graded | None]]:
        """Everything to grade, with its result where that needs no worker."""
        for student in students:
            folder = self.course.folder("submitted", student, self.assignment)
            when = _when(folder)
            for name, template in self.templates.items():
                try:
                    path, note = submission.find(folder, name)
                    data = submission.read(path)
                except FileNotFoundError:
                    nothing = {
                        c.grade_id: 0.0 for c in template.cells if c.points or isinstance(c.kind, CheckKind)
                    }
                    yield WorkItem(student, name, "", timestamp=when), Graded("missing", scores=dict(nothing))
                    continue
                except submission.Unreadable as e:
                    yield WorkItem(student, name, "", timestamp=when), Graded("unreadable", reason=e.why)
                    continue
                notes = (note,) if note else ()
                key = content_key(self.digests[name], self.settings.figures, notes, data)
                yield WorkItem(student, name, key, data, notes, when), None

    def _kept(self, item: WorkItem) -> Graded | None:
        found = self.journal.get(item.student, item.notebook, item.key)
        if found is None:
            return None
        graded = Graded.from_json(found)
        if graded.status == "graded" and written(self._file("autograded", item, ".ipynb")) != graded.notebook:
            return None  # it is gone, or something else has graded since
        return graded

    def _submit(self, item: WorkItem) -> Future:
        try:
            return self.pool.executor.submit(
                work, self.settings, self.shared[item.notebook], item.data, item.notes
            )
        except BrokenExecutor:
            raise _broken() from None

    def _collect(self, running: dict[Future, WorkItem]) -> int:
        finished, _ = wait(running, timeout=_GLANCE, return_when=FIRST_COMPLETED)
        if finished:
            self.heard = time.monotonic()
        elif time.monotonic() - self.heard > LOOK_SECONDS:
            self.heard = time.monotonic()
            self.pool.check()
        for future in finished:
            item = running.pop(future)
            try:
                graded, notebook = receive(future.result(), self.templates[item.notebook])
            except (BrokenExecutor, CancelledError):
                raise _broken() from None
            except MalformedReply as e:
                graded, notebook = Graded("unjudged", reason=phrase("batch.malformed", what=e.why)), ""
            except TooMuch as e:
                graded, notebook = too_much(e), ""
            except Died as e:
                # whoever kills may do so for any reason; what ends by itself does so again
                again = Graded("unjudged", reason=phrase("engine.killed"))
                graded, notebook = again if e.killed else set_aside(phrase("ungraded.workers_died")), ""
            except self.pool.lost:
                graded, notebook = Graded("unjudged", reason=phrase("ungraded.workers_died")), ""
            self._keep(item, graded, notebook, fresh=True)
        return len(finished)

    def _keep(self, item: WorkItem, graded: Graded, notebook: str, fresh: bool) -> None:
        """First the notebook, then the journal, then, in batches, gradebook and feedback."""
        if notebook:
            path = self._file("autograded", item, ".ipynb")
            _write(path, notebook)
            graded = replace(graded, notebook=written(path))
            self._copy_timestamp(item)
        if fresh and item.key and (graded.status != "unjudged" or graded.aside):
            self.journal.put(item.student, item.notebook, item.key, graded.to_json())
        name = f"{item.student}/{item.notebook}" if len(self.templates) > 1 else item.student
        template = self.templates[item.notebook]
        self.outcome.lines[item.student, item.notebook] = list(lines(name, template, graded))
        self.outcome.same_process.update(graded.same_process)
        if graded.status == "unjudged":
            why = graded.reason or phrase("status.unjudged")
            self.outcome.failures.append(one_line(say("line.about", what=name, told=why), 500))
        self.pending.append((item, graded, fresh))
        if len(self.pending) >= BATCH or time.monotonic() - self.written > BATCH_SECONDS:
            self._flush()

    def _flush(self) -> None:
        pending, self.pending = self.pending, []
        self.written = time.monotonic()
        if not pending:
            return
        self.journal.sync()
        rows = []
        for item, graded, fresh in pending:
            if graded.status != "unjudged":
                unanswered = frozenset(graded.unanswered)
                rows.append(
                    GradebookRow(
                        item.student, item.notebook, graded.scores, unanswered, item.timestamp, fresh
                    )
                )
        penalties = self.book.write(rows)
        for item, graded, _ in pending:
            late = penalties.get((item.student, item.notebook), 0.0)
            text = feedback.feedback_page(self.templates[item.notebook], graded, item.student, late)
            _write(self._file("feedback", item, ".html"), text)

    def _file(self, step: str, item: WorkItem, ending: str) -> Path:
        return self.course.folder(step, item.student, self.assignment) / f"{item.notebook}{ending}"

    def _copy_timestamp(self, item: WorkItem) -> None:
        """nbgrader compares the two to see what is to be graded anew."""
        if item.timestamp:
            folder = self.course.folder("autograded", item.student, self.assignment)
            _write(folder / "timestamp.txt", f"{item.timestamp} UTC")


def _broken() -> CourseError:
    return CourseError("engine.died")


def _when(folder: Path) -> datetime | None:
    """When it was handed in, by nbgrader's timestamp.txt, if there is a readable one."""
    path = folder / "timestamp.txt"
    if not os.path.lexists(path):
        return None
    try:
        return timestamp(submission.read(path)[:200].decode())
    except (ValueError, OverflowError):
        return None


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises CourseError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    except OSError as e:
        raise CourseError("course.unwritable", path=path, what=reason(e)) from None
