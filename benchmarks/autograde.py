"""Grade the same submissions with stock nbgrader and with n2n, and compare time and gradebooks.

    python benchmarks/autograde.py [--submissions 40] [--assignment 04_activations] [--no-stock]

Marginal time is that of the whole class less that of a class of one a core, by the number of further submissions:
start-up, of all workers, is told apart. n2n runs with and without figures; stock always draws them. The floor is what no
grader can save: to fork a process and to run the student's own code in it, on as many cores.
"""

import contextlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
import nbformat

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from grader.author.derive import Chapter  # noqa: E402
from grader.author.release import release  # noqa: E402
from grader.author.source import Module, joined  # noqa: E402
from grader.engine.batch.worker import grade_file  # noqa: E402
from grader.engine.course.folder import Course  # noqa: E402
from grader.engine.course.gradebook import Book, GradebookRow  # noqa: E402
from grader.engine.judging.observing import steps  # noqa: E402
from grader.engine.notebook import submission  # noqa: E402
from grader.engine.notebook.matching import match  # noqa: E402
from grader.engine.notebook.template import Template  # noqa: E402
from grader.engine.process import host  # noqa: E402
from grader.engine.process.guard import Run  # noqa: E402
from grader.engine.reports import feedback  # noqa: E402
from grader.reading import unpack_case  # noqa: E402
from tests.engine.test_parity import rows  # noqa: E402

BIN = Path(sys.executable).parent
CORES = len(os.sched_getaffinity(0))


def answers(chapter: Chapter) -> list[dict[str, str]]:
    """Three solutions of every exercise: the reference's and two of other kinds, where they can stand alone."""
    reference = chapter.solutions
    made = [reference]
    for style in ("loops", "vectorized"):
        path = ROOT / f"tests/chapters/alternatives/{style}/{chapter.assignment.partition('_')[2]}.py"
        if path.exists():
            module = Module(style, path.read_text("utf8"))
            have = {"np", "Array", *reference}
            made.append({n: joined(module, module.closure([n], have - {n}, set())) for n in reference})
    return made


def hand_in(chapter: Chapter, course: Path, count: int) -> None:
    """`count` solved notebooks with varied answers; every fourth has one exercise left as it was handed out."""
    text = (course / "release" / chapter.assignment / f"{chapter.assignment}.ipynb").read_text()
    styles = answers(chapter)
    names = list(styles[0])
    lone = [n for n in names if not any(n in e.uses for e in chapter.exercises)]
    for i in range(count):
        notebook = nbformat.reads(text, 4)
        for k, cell in enumerate(notebook.cells):
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if name in names and not (i % 4 == 0 and name == lone[i // 4 % len(lone)]):
                cell.source = f"# student {i}\n{styles[(i + i // 3 * k) % len(styles)][name]}"
        path = course / "submitted" / f"s{i:05}" / chapter.assignment / f"{chapter.assignment}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)


def timed(command: list[str | Path], cwd: Path) -> float:
    """Wall seconds of a command that must succeed."""
    begun = time.perf_counter()
    path = f"{BIN}:{os.environ['PATH']}"
    done = subprocess.run(command, cwd=cwd, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    if done.returncode:
        raise click.ClickException(done.stderr[-2000:])
    return time.perf_counter() - begun


# ---- what the time is made of ----


def opened(folder: Path, assignment: str) -> tuple[Template, list[bytes]]:
    """The template and the submissions of a course folder."""
    course = Course(folder)
    book = Book(course, assignment)
    template = course.templates(assignment, book.sources())[assignment]
    book.close()
    return template, [p.read_bytes() for p in sorted(folder.glob("submitted/*/*/*.ipynb"))]


Plan = list[tuple[str, str, list[Any]]]


def floor(template: Template, submissions: list[bytes]) -> tuple[float, float]:
    """Wall and CPU seconds a submission of fork, the student's cells by `exec`, their functions' calls, exit."""
    plans: list[Plan] = []
    for data in submissions:
        matched = match(template, submission.parse(data))
        plan: Plan = []
        for step in steps(matched):
            if step.cell >= 0:
                plan.append(("cell", matched.cells[step.cell].source, []))
            else:
                parts = template.parts[step.exercise]
                hidden = parts.hidden.asked.cases if parts.hidden else []
                plan.append(("call", step.exercise, [*parts.public.asked.cases, *hidden]))
        plans.append(plan)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as the engine does: threads in a fork only cost time
    with ProcessPoolExecutor(CORES, get_context("spawn")) as pool:
        list(pool.map(_alone, [plans[:1]] * CORES))  # imports
        walls, cpus = zip(*pool.map(_alone, [plans[i::CORES] for i in range(CORES)]), strict=True)
    return max(walls) / len(plans), sum(cpus) / len(plans)


def _alone(plans: list[Plan]) -> tuple[float, float]:
    import gc

    for _, text, _ in plans[0]:
        if "import " in text:  # what cells import is imported before the fork, as in the zygote
            with contextlib.suppress(Exception):
                exec(text, {"__name__": "__main__"})
    # what the functions are called with is ready before the clock starts
    ready = [[(k, t, [unpack_case(c).steps for c in cases]) for k, t, cases in plan] for plan in plans]
    gc.freeze()
    begun, used = time.perf_counter(), sum(os.times()[:4])
    for plan in ready:
        if (pid := os.fork()) == 0:
            _student(plan)
            os._exit(0)
        os.waitpid(pid, 0)
    return time.perf_counter() - begun, sum(os.times()[:4]) - used


def _student(plan: list[Any]) -> None:
    scope: dict[str, Any] = {"__name__": "__main__"}
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for what, text, cases in plan:
        try:
            if what == "cell":
                exec(compile(text, "<cell>", "exec"), scope)
        except Exception:
            continue
        for case in cases:
            try:
                for s in case:
                    if s.do == "call":
                        scope[text](*s.args, **s.kwargs)
            except Exception:
                break


def parts(template: Template, submissions: list[bytes], folder: Path) -> dict[str, float]:
    """CPU milliseconds a submission by what they are spent on, all processes together; one after the other."""
    spent: dict[str, float] = defaultdict(float)
    plain = {name: getattr(Run, name) for name in ("wait_ready", "kill")}

    def wait_ready(run: Run) -> None:
        plain["wait_ready"](run)
        spent["start and confine a process"] += run._cpu()

    def kill(run: Run, *args: Any) -> None:
        if run._status is None:
            spent["all of the child"] += run._cpu()
        plain["kill"](run, *args)

    made, level = host.start()
    try:
        grade_file(template, submissions[0], made, level.name)
        Run.wait_ready = wait_ready  # type: ignore[method-assign]
        Run.kill = kill  # type: ignore[method-assign]
        zygote, own = _used(made.process.pid), time.process_time()
        graded = [grade_file(template, data, made, level.name)[0] for data in submissions]
        spent["match, judge, draw up the notebook (worker)"] = time.process_time() - own
        spent["fork and reap (zygote)"] = _used(made.process.pid) - zygote
    finally:
        for name, function in plain.items():
            setattr(Run, name, function)
        made.close()
    spent["run its cells, perform the cases"] = (
        spent.pop("all of the child") - spent["start and confine a process"]
    )
    course = Course(folder)
    book = Book(course, template.assignment)
    begun = time.process_time()
    book.write(
        [GradebookRow(f"x{i}", template.notebook, g.scores, frozenset(), None) for i, g in enumerate(graded)]
    )
    spent["gradebook (main)"] = time.process_time() - begun
    book.close()
    begun = time.process_time()
    for g in graded:
        json.dumps(g.to_json())
        feedback.feedback_page(template, g, "student")
    spent["journal and feedback (main)"] = time.process_time() - begun
    return {name: round(1000 * s / len(submissions), 2) for name, s in spent.items()}


def _used(pid: int) -> float:
    """CPU seconds of a process and its only child, the zygote of a private world."""
    total = 0.0
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for p in [pid, *map(int, children)]:
        fields = Path(f"/proc/{p}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


# ---- the comparison ----


@click.command()
@click.option("--submissions", default=40, show_default=True)
@click.option("--assignment", default="04_activations", show_default=True)
@click.option("--stock/--no-stock", default=True, help="Whether to run nbgrader's own autograder too.")
@click.option("--figures/--no-figures", default=True, help="Whether to run n2n with figures too.")
def main(submissions: int, assignment: str, stock: bool, figures: bool) -> None:
    """Run both graders on the same submissions, one after the other on the same cores."""
    chapter = Chapter.read(ROOT / "chapters" / f"{assignment}.md")
    result: dict[str, Any] = {"submissions": submissions, "cores": CORES, "load before": os.getloadavg()[0]}
    differing: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o755)
        release(chapter, home / "few")
        shutil.copytree(home / "few", home / "many")
        hand_in(chapter, home / "few", CORES)
        hand_in(chapter, home / "many", submissions)
        for course in ("few", "many"):
            for kind in ("stock", "drawn", "scratch"):
                shutil.copytree(home / course, home / f"{kind}_{course}")

        def marginal(few: float, all_: float) -> dict[str, float]:
            each = (all_ - few) / (submissions - CORES)
            return {
                "start-up and one a core s": round(few, 2),
                "all s": round(all_, 2),
                "ms each": round(1000 * each, 1),
            }

        def ours(course: str, *options: str) -> float:
            command = [BIN / "n2n", "autograde", assignment, "--course", home / course, *options]
            return timed(command, home)

        result["n2n"] = marginal(ours("few"), ours("many"))
        if figures:
            few, all_ = ours("drawn_few", "--figures"), ours("drawn_many", "--figures")
            result["n2n with figures"] = marginal(few, all_)
        # of the largest process; scale.py measures all of them together
        result["n2n"]["peak MB"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3)
        template, files = opened(home / "scratch_many", assignment)
        wall, cpu = floor(template, files)
        result["floor ms each"] = round(1000 * wall, 1)
        result["overhead ms each"] = round(result["n2n"]["ms each"] - 1000 * wall, 1)
        result["CPU ms each"] = parts(template, files, home / "scratch_many")
        result["CPU ms each"] |= {
            "sum": round(sum(result["CPU ms each"].values()), 1),
            "floor": round(1000 * cpu, 1),
        }
        if stock:

            def theirs(course: str) -> float:
                root = f"--CourseDirectory.root={home / course}"
                return timed([BIN / "nbgrader", "autograde", assignment, root], home / course)

            result["stock"] = marginal(theirs("stock_few"), theirs("stock_many"))
            for name in ("n2n", "n2n with figures")[: 1 + figures]:
                ratio = result["stock"]["ms each"] / result[name]["ms each"]
                result[name] |= {"ratio": round(ratio, 1), "ratio per core": round(ratio / CORES, 1)}
            expected = rows(home / "stock_many/gradebook.db")
            for course in ("many", "drawn_many")[: 1 + figures]:
                mine = rows(home / course / "gradebook.db")
                differing += [f"{course}: {name}" for name in mine if mine[name] != expected[name]]
            result["gradebook rows compared"] = {name: len(found) for name, found in expected.items()}
            result["tables that differ"] = differing
    click.echo(json.dumps(result, indent=2))
    if differing:
        raise click.ClickException(f"tables differ: {', '.join(differing)}")


if __name__ == "__main__":
    main()
