"""`n2n collect`, `autograde`, `report` and `export`: what an instructor does with a class."""

import csv
import io
import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

from grader.engine import collecting, report
from grader.engine.course import Course, CourseError
from grader.engine.guard import CannotJudge
from grader.engine.limits import Limits
from grader.engine.report_page import page
from grader.engine.worker import Settings, prove
from n2n.course import course_folder, course_option


def _workers() -> int:
    """One a core that we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command("autograde")
@click.argument("assignment")
@course_option
@click.option("--student", "students", multiple=True, help="Only this student (may be repeated).")
@click.option("--force", is_flag=True, help="Grade again what did not change.")
@click.option("--figures", is_flag=True, help="Run every cell and keep pictures in the graded notebooks.")
@click.option("--workers", default=_workers, show_default="one a core", type=click.IntRange(1))
@click.option("--scheduler", metavar="ADDRESS", help="Grade on a Dask cluster, e.g. tcp://10.0.0.1:8786.")
@click.option("--cpu", default=Limits.cpu, show_default=True, help="Seconds of CPU for a cell or exercise.")
@click.option("--allow-unconfined", is_flag=True, help="Run submissions you trust where nothing holds them.")
def autograde_command(
    assignment: str,
    course: Path | None,
    students: tuple[str, ...],
    force: bool,
    figures: bool,
    workers: int,
    scheduler: str | None,
    cpu: float,
    allow_unconfined: bool,
) -> None:
    """Grade what a class handed in of ASSIGNMENT: scores into nbgrader's gradebook, a page of feedback each.

    Only what is new or changed is graded. Exits with 1 if something could not be judged.

    Example: n2n autograde 04_activations
    """
    folder = course_folder(course)
    settings = Settings(Limits(cpu=cpu, wall=max(30.0, 3 * cpu)), figures, allow_unconfined)
    home = Course(folder)
    try:
        home.check(assignment)
        with _executor(scheduler, workers) as (executor, share, width):
            proof = executor.submit(prove, settings)  # runs while nbgrader is imported here
            from grader.engine.run import Batch

            batch = Batch(home, assignment, executor, settings, proof, width, share)
            with _Progress() as batch.progress:
                outcome = batch.run(frozenset(students), force)
    except (CourseError, CannotJudge) as e:
        raise click.ClickException(str(e)) from None
    for _, lines in sorted(outcome.lines.items()):
        click.echo("\n".join(lines))
    click.echo(outcome.summary())
    if outcome.failures:
        raise click.ClickException("could not be judged:\n  " + "\n  ".join(outcome.failures))


class _Progress:
    """A bar with rate and remaining time on a terminal, nothing elsewhere."""

    def __init__(self) -> None:
        self.bar: Any = None
        self.begun = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        if self.bar is None:
            self.bar = click.progressbar(length=total, label="grading", file=sys.stderr, show_pos=True)
            self.bar.__enter__()
        rate = done / max(time.monotonic() - self.begun, 1e-6)
        self.bar.label = f"grading, {rate:.1f} a second"
        self.bar.update(done - self.bar.pos)

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(None, None, None)


def _ignore_interrupt() -> None:
    """Ctrl-C is for the main process, which ends its workers in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _executor(scheduler: str | None, workers: int) -> Iterator[tuple[Executor, Any, int]]:
    """The executor, how to share a template with its workers, how many submissions to keep under way."""
    if scheduler is None:
        pool = ProcessPoolExecutor(workers, get_context("spawn"), _ignore_interrupt)
        try:
            yield pool, str, 3 * workers
        finally:
            pool.shutdown(cancel_futures=True)
        return
    try:
        from distributed import Client
    except ImportError:
        raise CourseError("--scheduler needs Dask: pip install distributed") from None
    try:
        client = Client(scheduler, timeout=10)
    except (OSError, ValueError) as e:
        raise CourseError(f"no Dask scheduler answers at {scheduler}: {e}") from None
    with client:
        cores = sum(client.nthreads().values())
        if not cores:
            raise CourseError(f"the scheduler at {scheduler} has no workers: start `dask worker {scheduler}`")
        executor = client.get_executor(pure=False, retries=3)
        yield executor, lambda text: client.scatter(text, broadcast=True), 3 * cores


@click.command("collect")
@click.argument("assignment")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@course_option
@click.option("--force", is_flag=True, help="Replace what a student handed in before.")
def collect_command(assignment: str, files: tuple[Path, ...], course: Path | None, force: bool) -> None:
    """Place handed-in notebooks (FILES or folders of them) where `n2n autograde` finds them.

    Whose a notebook is: its own n2n.student.id (as the book's page writes it), else its name,
    <id>__<assignment>.ipynb. Exits with 1 if one could not be placed.

    Example: n2n collect 04_activations ~/Downloads/*.ipynb
    """
    home = Course(course_folder(course))
    try:
        home.check(assignment)
        placed, refused = collecting.collect(home, assignment, list(files), force)
    except CourseError as e:
        raise click.ClickException(str(e)) from None
    click.echo(f"{placed} notebooks placed in {home.folder('submitted', '', assignment).parent}")
    if refused:
        raise click.ClickException("not placed:\n  " + "\n  ".join(refused))


@click.command("report")
@click.argument("assignment")
@course_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of the page (default: reports/ASSIGNMENT.html in the course folder).",
)
def report_command(assignment: str, course: Path | None, output: Path | None) -> None:
    """Show the scores of ASSIGNMENT, and write a page on the class: what was failed and why, who needs help.

    Scores are as they stand in the gradebook, manual grades and penalties included. Work that could not be
    graded has none. The page is one file that loads nothing.

    Example: n2n report 04_activations --output report.html
    """
    home = Course(course_folder(course))
    try:
        made = report.collect(home, assignment)
    except CourseError as e:
        raise click.ClickException(str(e)) from None
    for line in made.lines():
        click.echo(line)
    if output is None:
        output = home.root / "reports" / f"{assignment}.html"
        with suppress(OSError):  # what is wrong with it is said by `save`
            output.parent.mkdir(exist_ok=True)
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    try:
        save(output, page(made, when))
    except OSError as e:
        raise click.ClickException(f"{output} cannot be written: {e.strerror}") from None
    click.echo(f"the page: {output}", err=True)


def save(path: Path, text: str) -> None:
    """Write a file whole or not at all; a device or pipe is written to. Raises OSError."""
    if path.exists() and not path.is_file():
        path.write_text(text, "utf8")
        return
    target = path.resolve()  # a link stays one
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        fresh.write_text(text, "utf8")
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


@click.command("export")
@click.argument("assignment")
@course_option
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), help="File (default: standard output)."
)
def export_command(assignment: str, course: Path | None, to: Path | None) -> None:
    """Write the scores of ASSIGNMENT as CSV, every text quoted and none of it a formula.

    Example: n2n export 04_activations --to grades.csv
    """
    rows = _standing(assignment, course)
    head = ["assignment", "student_id", "last_name", "first_name", "timestamp"]
    head += ["raw_score", "late_submission_penalty", "score", "max_score", "needs_manual_grade"]
    table = io.StringIO()
    out = csv.writer(table, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    out.writerow(head)
    for r in rows:
        texts = [assignment, r["student"], r["last_name"], r["first_name"], r["timestamp"]]
        numbers = [r["score"], r["late_submission_penalty"], report.total(r), r["max_score"]]
        out.writerow([*(harmless(str(t or "")) for t in texts), *numbers, int(r["needs_manual_grade"])])
    if to is None:
        click.echo(table.getvalue(), nl=False)
        return
    try:
        to.write_text(table.getvalue(), "utf8")
    except OSError as e:
        raise click.ClickException(f"{to} cannot be written: {e.strerror}") from None


def harmless(text: str) -> str:
    """Text that a spreadsheet shows as text: what would start a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _standing(assignment: str, course: Path | None) -> list[dict[str, Any]]:
    home = Course(course_folder(course))
    try:
        home.check(assignment)
        from grader.engine.gradebook import Book

        book = Book(home, assignment)
        try:
            return book.standing()
        finally:
            book.close()
    except CourseError as e:
        raise click.ClickException(str(e)) from None
