"""`n2n collect`, `autograde`, `report` and `export`: what an instructor does with a class."""

import functools
import gc
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.author.files import write_whole
from grader.engine.batch import workers as local_workers
from grader.engine.batch.worker import Settings
from grader.engine.course import collecting
from grader.engine.course.folder import Course, CourseError
from grader.engine.process.guard import CannotJudge
from grader.engine.reports import exporting, report
from grader.engine.reports.report_page import report_page
from grader.engine.sandbox.limits import Limits
from n2n.places import course_folder, course_option, opened

if TYPE_CHECKING:
    from grader.engine.batch.run import Pool


def _workers() -> int:
    """One a core that we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command("autograde")
@click.argument("assignment")
@course_option
@click.option("--student", "students", multiple=True, help="Only this student (may be repeated).")
@click.option("--force", is_flag=True, help="Grade again what did not change.")
@click.option(
    "--figures",
    is_flag=True,
    help="Keep what experiments show, pictures included, in the graded notebooks. Those that rest only on "
    "functions that passed are run once, with your solution; the others with what the student wrote.",
)
@click.option("--workers", default=_workers, show_default="one a core", type=click.IntRange(1))
@click.option("--scheduler", metavar="ADDRESS", help="Grade on a Dask cluster, e.g. tls://10.0.0.1:8786.")
@click.option(
    "--certificate",
    type=click.Path(path_type=Path, dir_okay=False),
    help="client.pem of `n2n cluster certificates`; needed unless the cluster is this machine alone.",
)
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
    certificate: Path | None,
    cpu: float,
    allow_unconfined: bool,
) -> None:
    """Grade what a class handed in of ASSIGNMENT: scores into nbgrader's gradebook, a page of feedback each.

    Only what is new or changed is graded. Exits with 1 if something could not be judged.

    Test cells of your own run outside students' processes wherever they pass so with the solution in your source
    notebook. Where they do not (a test of a class, one that sets a seed), they run beside the student's code, which
    could deceive them; scoreboard, report, feedback and graded notebook say which.

    On a cluster (--scheduler) every worker needs this same clone, installed; it only judges, this machine writes.

    Example: n2n autograde 04_activations
    """
    settings = Settings(Limits(cpu=cpu, wall=max(30.0, 3 * cpu)), figures, allow_unconfined)
    try:
        Course(course_folder(course)).check(assignment)
        with _ended_in_order(), _pool(scheduler, certificate, workers, settings) as pool:
            from grader.engine.batch.run import Batch

            # not before: what holds students' processes makes its folders as it needs them
            batch = Batch(opened(course), assignment, pool, settings)
            batch.tell = functools.partial(click.echo, err=True)
            with _Progress() as batch.progress:
                outcome = batch.run(frozenset(students), force)
    except (CourseError, CannotJudge) as e:
        raise click.ClickException(str(e)) from None
    for _, lines in sorted(outcome.lines.items()):
        click.echo("\n".join(lines))
    for remark in outcome.remarks():
        click.echo(remark)
    click.echo(outcome.summary())
    if outcome.failures:
        raise click.ClickException("could not be judged:\n  " + "\n  ".join(outcome.failures))


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Who is asked to end, by SIGTERM or a terminal that closes, ends what it started too, and exits as asked."""

    def end(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    before = {}
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores one
            before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Progress:
    """How far, how fast, how long still: a bar on a terminal, a line every half minute in a log."""

    EVERY = 30.0
    WINDOW = 30.0
    """Seconds over which the rate is taken: what was graded before counts as done at once."""

    def __init__(self) -> None:
        self.bar: Any = None
        self.points = deque([(time.monotonic(), 0)])
        self.told = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        self.points.append((now, done))
        while len(self.points) > 2 and self.points[0][0] < now - self.WINDOW:
            self.points.popleft()
        begun, before = self.points[0]
        rate = (done - before) / max(now - begun, 1e-6)
        if sys.stderr.isatty():
            if self.bar is None:
                self.bar = click.progressbar(
                    length=total, label="grading", file=sys.stderr, show_eta=False, item_show_func=str
                )
                self.bar.__enter__()
            self.bar.current_item = self._text(done, total, rate)
            self.bar.update(done - self.bar.pos, self.bar.current_item)
        elif now - self.told >= self.EVERY:
            self.told = now
            click.echo(f"grading: {self._text(done, total, rate)}", err=True)

    def _text(self, done: int, total: int, rate: float) -> str:
        left = f", {_duration((total - done) / rate)} left" if rate > 0 and done < total else ""
        return f"{done} of {total}, {rate:.1f} a second{left}"

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(None, None, None)


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min" if whole < 7200 else f"{whole / 3600:.1f} h"


@contextmanager
def _pool(
    scheduler: str | None, certificate: Path | None, workers: int, settings: Settings
) -> Iterator["Pool"]:
    """Workers here, or those of a cluster. Raises CourseError."""
    if scheduler is not None:
        try:
            from grader.engine.batch import cluster
        except ModuleNotFoundError as e:
            raise CourseError(
                f"--scheduler needs Dask ({e.name} is missing): pip install -e .[cluster]"
            ) from None
        with cluster.pool(scheduler, settings, certificate) as pool:
            yield pool
        return
    with local_workers.local_pool(workers, settings) as pool:
        gc.freeze()  # nbgrader stays: the collector need not look through it
        yield pool


@click.command("collect")
@click.argument("assignment")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@course_option
@click.option("--force", is_flag=True, help="Replace what a student handed in before.")
def collect_command(assignment: str, files: tuple[Path, ...], course: Path | None, force: bool) -> None:
    """Place handed-in notebooks where `n2n autograde` finds them.

    FILES are downloads as they are: zips and folders of Moodle, Canvas, Blackboard, Brightspace, Gradescope, GitHub
    Classroom, Google Classroom and ILIAS, folders with a folder for each student, or files called
    <id>__<assignment>.ipynb, as the book's page names them. Whose a notebook is the platform or the roster
    (`n2n roster import`) decides. Times are kept for late penalties, read as this machine's local time where the
    platform names no zone. Exits with 1 if a file could not be placed, and names it.

    Example: n2n collect 04_activations ~/Downloads/submissions.zip
    """
    home = opened(course)
    try:
        home.check(assignment)
        done = collecting.collect(home, assignment, list(files), force)
    except CourseError as e:
        raise click.ClickException(str(e)) from None
    for remark in done.remarks:
        click.echo(remark, err=True)
    click.echo(f"{len(done.placed)} notebooks placed in {home.folder('submitted', '', assignment).parent}")
    if done.refused:
        raise click.ClickException("not placed:\n  " + "\n  ".join(done.refused))


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
    home = opened(course)
    try:
        made = report.class_report(home, assignment)
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
        save(output, report_page(made, when))
    except OSError as e:
        raise click.ClickException(f"{output} cannot be written: {e.strerror}") from None
    click.echo(f"the page: {output}", err=True)


def save(path: Path, text: str) -> None:
    """Write a file whole or not at all; a device or pipe is written to. Raises OSError."""
    if path.exists() and not path.is_file():
        path.write_text(text, "utf8")
        return
    write_whole(path.resolve(), text)  # a link stays one


@click.command("export")
@click.argument("assignment")
@course_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "canvas"]),
    default="csv",
    show_default=True,
    help="One line a student with all there is, or the file that Canvas imports into its gradebook.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="File (default: standard output)."
)
@click.option("--to", "output", type=click.Path(path_type=Path, dir_okay=False), hidden=True)
def export_command(assignment: str, course: Path | None, form: str, output: Path | None) -> None:
    """Write the scores of ASSIGNMENT as CSV, every text quoted and none of it a formula.

    Work that could not be graded has no score, not 0: its field is empty, and the status says why. Canvas
    leaves the grade of an empty field as it is; students are matched by their SIS Login ID, our student id.

    Example: n2n export 04_activations --output grades.csv
    """
    home = opened(course)
    try:
        rows = exporting.canvas(home, assignment) if form == "canvas" else exporting.table(home, assignment)
    except CourseError as e:
        raise click.ClickException(str(e)) from None
    text = exporting.csv_text(rows)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        save(output, text)
    except OSError as e:
        raise click.ClickException(f"{output} cannot be written: {e.strerror}") from None
