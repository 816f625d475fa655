"""Grade thousands of submissions, all a little different, and see time and memory grow.

    python benchmarks/scale.py [--submissions 1000 --submissions 2000 ...]

The notebooks are the sample class's with small changes: every function of every one gives other numbers in
the last digits, so that no verdict can be taken from an earlier one. Memory is that of all processes of a run
(each shared page counted in part), sampled twice a second.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from examples.make_class import class_of  # noqa: E402
from grader.author.derive import Chapter  # noqa: E402
from grader.author.release import release  # noqa: E402
from tests.engine.processes import below, named  # noqa: E402

ASSIGNMENT = "04_activations"
BIN = Path(sys.executable).parent


def varied(text: str, i: int) -> str:
    """The notebook with every returned value a billionth of a billionth of `i` larger: right, and never the same."""
    try:
        notebook = json.loads(text)
        for cell in notebook["cells"]:
            source = "".join(cell["source"])
            solution = cell["metadata"].get("nbgrader", {}).get("solution")
            if cell["cell_type"] == "code" and solution and "NotImplementedError" not in source:
                source = re.sub(
                    r"^( +return )(?!\()(.+)$", rf"\1(1 + {i + 1}e-13) * (\2)", source, flags=re.M
                )
            cell["source"] = source
        return json.dumps(notebook)
    except (ValueError, KeyError, TypeError, AttributeError):
        return text  # of the sample class's broken files


def megabytes(pid: int, what: str) -> float:
    """One line of a process's smaps_rollup, 0 if it has ended."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next(
        (int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith(f"{what}:")), 0.0
    )


@click.command()
@click.option("--submissions", multiple=True, default=[1000, 2000, 4000], show_default=True, type=int)
def main(submissions: tuple[int, ...]) -> None:
    """Grade classes of these sizes, one after the other."""
    chapter = Chapter.read(ROOT / "chapters" / f"{ASSIGNMENT}.md")
    texts = [
        t for t in class_of(chapter).values() if "while True" not in t
    ]  # that one only waits for its limit
    results = []
    for count in submissions:
        with tempfile.TemporaryDirectory() as folder:
            course = Path(folder)
            release(chapter, course)
            for i in range(count):
                path = course / "submitted" / f"s{i:05}" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
                path.parent.mkdir(parents=True)
                path.write_text(varied(texts[i % len(texts)], i))
            results.append(graded(course, count))
            click.echo(json.dumps(results[-1]))
            shutil.rmtree(course / "submitted")
    if len(results) > 1:
        first, last = results[0], results[-1]
        growth = {w: round(last["MB late"][w] / last["MB early"][w], 2) for w in last["MB late"]}
        times = round(last["ms each"] / first["ms each"], 2)
        click.echo(
            f"ms each, {last['submissions']} against {first['submissions']}: {times}; memory late/early: {growth}"
        )


def graded(course: Path, count: int) -> dict:
    """Time, and memory early and late in the run, of grading `count` submissions."""
    begun = time.perf_counter()
    with (course / "log").open("wb") as log:
        run = subprocess.Popen(
            [BIN / "n2n", "autograde", ASSIGNMENT, "--course", course], stdout=subprocess.DEVNULL, stderr=log
        )
        samples = []
        journal = course / ".n2n" / f"{ASSIGNMENT}.jsonl"
        while run.poll() is None:
            done = (
                sum(1 for _ in (course / "autograded").iterdir()) if (course / "autograded").exists() else 0
            )
            sizes: dict[str, float] = {}
            pids = {run.pid, *below(run.pid)}
            for pid in pids:
                role = named(pid)
                sizes[role] = max(sizes.get(role, 0.0), megabytes(pid, "Rss"))
            samples.append((done / count, sizes, sum(megabytes(p, "Pss") for p in pids)))
            time.sleep(0.5)
    seconds = time.perf_counter() - begun
    if run.returncode:
        raise click.ClickException((course / "log").read_text()[-1000:])
    busy = [s for s in samples if s[0] > 0.1]

    def middle(part: list) -> dict[str, float]:
        names = ("main", "worker", "zygote")
        return {n: round(sorted(s[1].get(n, 0) for s in part)[len(part) // 2]) for n in names}

    third = max(1, len(busy) // 3)
    return {
        "submissions": count,
        "cores": len(os.sched_getaffinity(0)),
        "seconds": round(seconds, 1),
        "ms each": round(1000 * seconds / count, 1),
        "MB early": middle(busy[:third]),
        "MB late": middle(busy[-third:]),
        "MB of all at most": round(max(s[2] for s in samples)),
        "journal MB": round(journal.stat().st_size / 1e6, 1),
    }


if __name__ == "__main__":
    main()
