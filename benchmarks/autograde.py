"""Grade the same submissions with stock nbgrader and with n2n, and compare time and gradebooks.

    python benchmarks/autograde.py [--submissions 40] [--assignment 04_activations] [--figures]

Marginal time is that of the whole class less that of a class of one: start-up is told apart.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import nbformat

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from grader.author.derive import Chapter  # noqa: E402
from grader.author.release import release  # noqa: E402
from tests.engine.test_parity import rows  # noqa: E402

BIN = Path(sys.executable).parent


def hand_in(chapter: Chapter, course: Path, count: int) -> None:
    """`count` solved notebooks; every fourth has one exercise left as it was handed out."""
    text = (course / "release" / chapter.assignment / f"{chapter.assignment}.ipynb").read_text()
    answers = {c.name: c.solution for c in chapter.cells if c.kind == "exercise"}
    lone = [n for n in answers if not any(n in e.uses for e in chapter.exercises)]
    for i in range(count):
        notebook = nbformat.reads(text, 4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if name in answers and not (i % 4 == 0 and name == lone[i // 4 % len(lone)]):
                cell.source = answers[name]
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


@click.command()
@click.option("--submissions", default=40, show_default=True)
@click.option("--assignment", default="04_activations", show_default=True)
@click.option("--figures", is_flag=True, help="n2n draws all figures too, as stock always does.")
def main(submissions: int, assignment: str, figures: bool) -> None:
    """Run both graders on the same submissions, one after the other on the same cores."""
    chapter = Chapter.read(ROOT / "chapters" / f"{assignment}.md")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        release(chapter, home / "one")
        shutil.copytree(home / "one", home / "many")
        hand_in(chapter, home / "one", 1)
        hand_in(chapter, home / "many", submissions)
        shutil.copytree(home / "one", home / "stock_one")
        shutil.copytree(home / "many", home / "stock_many")

        def ours(course: str) -> float:
            options = ["--figures"] if figures else []
            return timed([BIN / "n2n", "autograde", assignment, "--course", home / course, *options], home)

        def stock(course: str) -> float:
            root = f"--CourseDirectory.root={home / course}"
            return timed([BIN / "nbgrader", "autograde", assignment, root], home / course)

        ours_one, ours_all = ours("one"), ours("many")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
        stock_one, stock_all = stock("stock_one"), stock("stock_many")
        theirs, mine = rows(home / "stock_many/gradebook.db"), rows(home / "many/gradebook.db")
        equal = {name: mine[name] == theirs[name] for name in mine}
    marginal = (ours_all - ours_one) / (submissions - 1)
    reference = (stock_all - stock_one) / (submissions - 1)
    cores = len(os.sched_getaffinity(0))
    result = {
        "submissions": submissions,
        "cores": cores,
        "figures": figures,
        "stock": {"start-up and one": round(stock_one, 2), "ms each": round(1000 * reference)},
        "n2n": {
            "start-up and one": round(ours_one, 2),
            "ms each": round(1000 * marginal),
            "peak MB": round(peak),
        },
        "ratio": round(reference / marginal, 1),
        "ratio per core": round(reference / marginal / cores, 1),
        "gradebook tables equal": f"{sum(equal.values())} of {len(equal)}",
    }
    click.echo(json.dumps(result, indent=2))
    if not all(equal.values()):
        raise click.ClickException(f"tables differ: {', '.join(n for n, same in equal.items() if not same)}")


if __name__ == "__main__":
    main()
