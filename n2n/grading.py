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
from grader.engine.reports import exporting, report
from grader.engine.reports.report_page import report_page
from grader.engine.sandbox.limits import Limits
from grader.words import Phrase, Refusal, phrase, reason, say
from n2n.commands import command, several
from n2n.places import course_folder, course_option, opened

if TYPE_CHECKING:
    from grader.engine.batch.run import Pool


def _workers() -> int:
    """One a core that we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@command("autograde")
@click.argument("assignment")
@course_option
@click.option("--student", "students", multiple=True)
@click.option("--force", is_flag=True)
@click.option(
    "--figures",
    is_flag=True,
)
@click.option("--workers", default=_workers, show_default=True, type=click.IntRange(1))
@click.option("--scheduler", metavar="ADDRESS")
@click.option(
    "--certificate",
    type=click.Path(path_type=Path, dir_okay=False),
)
@click.option("--cpu", default=Limits.cpu, show_default=True)
@click.option("--allow-unconfined", is_flag=True)
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
    """Grade what a class handed in of ASSIGNMENT: scores into nbgrader's gradebook, a page of feedback each."""
    settings = Settings(Limits(cpu=cpu, wall=max(30.0, 3 * cpu)), figures, allow_unconfined)
    folder = course_folder(course)
    Course(folder).check(assignment)
    with _ended_in_order(), _pool(scheduler, certificate, workers, settings) as pool:
        from grader.engine.batch.run import Batch

        # not before: what holds students' processes makes its folders as it needs them
        batch = Batch(opened(folder), assignment, pool, settings)
        batch.tell = functools.partial(click.echo, err=True)
        with _Progress() as batch.progress:
            outcome = batch.run(frozenset(students), force)
    for _, lines in sorted(outcome.lines.items()):
        click.echo("\n".join(lines))
    for remark in outcome.remarks():
        click.echo(remark)
    click.echo(outcome.summary())
    if outcome.failures:
        raise several("autograde.failed", outcome.failures)


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
                    length=total,
                    label=say("grading.bar"),
                    file=sys.stderr,
                    show_eta=False,
                    item_show_func=str,
                )
                self.bar.__enter__()
            self.bar.current_item = self._text(done, total, rate)
            self.bar.update(done - self.bar.pos, self.bar.current_item)
        elif now - self.told >= self.EVERY:
            self.told = now
            click.echo(say("grading.line", progress=self._text(done, total, rate)), err=True)

    def _text(self, done: int, total: int, rate: float) -> str:
        left = (
            phrase("grading.left", time=_duration((total - done) / rate)) if rate > 0 and done < total else ""
        )
        return say("grading.progress", n=done, of=total, rate=rate, left=left)

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(None, None, None)


def _duration(seconds: float) -> Phrase:
    whole = round(seconds)
    if whole < 60:
        return phrase("duration.seconds", n=whole)
    return (
        phrase("duration.minutes", n=whole // 60)
        if whole < 7200
        else phrase("duration.hours", n=whole / 3600)
    )


@contextmanager
def _pool(
    scheduler: str | None, certificate: Path | None, workers: int, settings: Settings
) -> Iterator["Pool"]:
    """Workers here, or those of a cluster. Raises CourseError."""
    if scheduler is not None:
        try:
            from grader.engine.batch import cluster
        except ModuleNotFoundError as e:
            raise CourseError("cluster.no_dask", name=str(e.name)) from None
        with cluster.pool(scheduler, settings, certificate) as pool:
            yield pool
        return
    with local_workers.local_pool(workers, settings) as pool:
        gc.freeze()  # nbgrader stays: the collector need not look through it
        yield pool


@command("collect")
@click.argument("assignment")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@course_option
@click.option("--force", is_flag=True)
def collect_command(assignment: str, files: tuple[Path, ...], course: Path | None, force: bool) -> None:
    """Place handed-in notebooks where `n2n autograde` finds them."""
    home = opened(course)
    home.check(assignment)
    done = collecting.collect(home, assignment, list(files), force)
    for remark in done.remarks:
        click.echo(remark, err=True)
    place = home.folder("submitted", "", assignment).parent
    click.echo(say("collect.placed", n=len(done.placed), path=place))
    if done.refused:
        raise several("collect.failed", done.refused)


@command("report")
@click.argument("assignment")
@course_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
)
def report_command(assignment: str, course: Path | None, output: Path | None) -> None:
    """Show the scores of ASSIGNMENT, and write a page on the class: what was failed and why, who needs help."""
    home = opened(course)
    made = report.class_report(home, assignment)
    for line in made.lines():
        click.echo(line)
    if output is None:
        output = home.root / "reports" / f"{assignment}.html"
        with suppress(OSError):  # what is wrong with it is said by `save`
            output.parent.mkdir(exist_ok=True)
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    save(output, report_page(made, when))
    click.echo(say("report.page", path=output), err=True)


def save(path: Path, text: str) -> None:
    """Write a file whole or not at all; a device or pipe is written to. Raises Refusal."""
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, "utf8")
        else:
            write_whole(path.resolve(), text)  # a link stays one
    except OSError as e:
        raise Refusal("program.unwritable", path=path, what=reason(e)) from None


@command("export")
@click.argument("assignment")
@course_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "canvas"]),
    default="csv",
    show_default=True,
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--to", "output", type=click.Path(path_type=Path, dir_okay=False), hidden=True)
def export_command(assignment: str, course: Path | None, form: str, output: Path | None) -> None:
    """Write the scores of ASSIGNMENT as CSV, every text quoted and none of it a formula."""
    home = opened(course)
    rows = exporting.canvas(home, assignment) if form == "canvas" else exporting.table(home, assignment)
    text = exporting.csv_text(rows)
    if output is None:
        click.echo(text, nl=False)
        return
    save(output, text)
