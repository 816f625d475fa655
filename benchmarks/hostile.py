"""Grade an honest class, and the same class with members that sleep, loop and send bombs: time, and memory by role.

    python benchmarks/hostile.py [--submissions 300] [--each 5]

The second may take 1.2 times as long as the first and one time limit more; no process of ours more than 500 MB.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.autograde import BIN, hand_in  # noqa: E402
from grader.author.derive import Chapter  # noqa: E402
from grader.author.release import release  # noqa: E402
from grader.engine.sandbox.limits import DEFAULT, resident  # noqa: E402
from tests.engine.processes import below, named  # noqa: E402

ASSIGNMENT = "04_activations"
ATTACKS = ROOT / "tests/hostile/attacks"
SLEEPS = "import time\ndef relu(z):\n    time.sleep(1000)\n"
LOOPS = "def relu(z):\n    while True:\n        pass\n"
BOMBS = (
    "message_of_a_flood",
    "message_of_empty_outputs",
    "record_of_many_numbers",
    "record_of_shared_lists",
    "returns_bytes_within_the_limit",
)
FLOOD = ATTACKS / "message_of_a_flood/cell.py"


def spoiled(text: str, relu: str) -> str:
    """A notebook with another relu."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "relu":
            cell["source"] = relu
    return json.dumps(notebook)


def flooded(text: str, cells: int) -> str:
    """A notebook with so many cells of its own that each forge 15 MB of output."""
    source = FLOOD.read_text().partition("def relu")[0] + "say(BODY, b'm')\n"
    notebook = json.loads(text)
    own = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    made = [own | {"source": f"{source}x{k} = {k}"} for k in range(cells)]
    notebook["cells"] = [*made, *notebook["cells"]]
    names = ", ".join(f"x{k}" for k in range(cells))  # what nothing needs would not be run
    return spoiled(json.dumps(notebook), f"def relu(z):\n    return np.maximum(z, 0.0), ({names})")


def crowded(text: str) -> str:
    """A notebook of 63 MB that is mostly empty objects."""
    notebook = json.loads(text)
    notebook["metadata"]["x"] = 0
    return json.dumps(notebook).replace('"x": 0', '"x": [' + "{}," * 21_000_000 + "{}]")


def ran(*words: str | Path) -> tuple[float, dict[str, int]]:
    """Seconds of a command, and the most memory of one process of each role, in MB."""
    begun = time.perf_counter()
    process = subprocess.Popen([BIN / "n2n", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks: dict[str, int] = {}
    while process.poll() is None:
        for pid in {process.pid, *below(process.pid)}:
            role = "main" if pid == process.pid else named(pid)
            peaks[role] = max(peaks.get(role, 0), resident(pid) >> 20)
        time.sleep(0.1)
    return round(time.perf_counter() - begun, 1), peaks


@click.command()
@click.option("--submissions", default=300, show_default=True)
@click.option("--each", default=5, show_default=True, help="So many sleepers, loops and bombs.")
@click.option("--worst/--no-worst", default=True, help="Whether to measure the largest submissions too.")
def main(submissions: int, each: int, worst: bool) -> None:
    """Grade both classes one after the other."""
    chapter = Chapter.read(ROOT / "chapters" / f"{ASSIGNMENT}.md")
    bombs = [(ATTACKS / name / "cell.py").read_text() for name in BOMBS]
    result: dict[str, object] = {"submissions": submissions, "each": each}
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("honest", "mixed"):
            course = Path(folder, kind)
            release(chapter, course)
            hand_in(chapter, course, submissions)
            files = sorted(course.glob("submitted/*/*/*.ipynb"))
            if kind == "mixed":
                for k in range(3 * each):
                    relu = (SLEEPS, LOOPS, bombs[k // 3 % len(bombs)])[k % 3]
                    file = files[k * len(files) // (3 * each)]
                    file.write_text(spoiled(file.read_text(), relu))
            seconds, peaks = ran("autograde", ASSIGNMENT, "--course", course)
            result[kind] = {"seconds": seconds, "MB": peaks}
            click.echo(json.dumps({kind: result[kind]}))
        allowed = 1.2 * result["honest"]["seconds"] + DEFAULT.wall  # type: ignore[index]
        click.echo(json.dumps({"seconds allowed for the mixed class": round(allowed, 1)}))
        if worst:
            honest = files[-1].read_text()
            for name, text in (("flooded", flooded(honest, 40)), ("crowded", crowded(honest))):
                course = Path(folder, name)
                release(chapter, course)
                file = Path(folder, f"{name}__{ASSIGNMENT}.ipynb")
                file.write_text(text)
                collect = ran("collect", ASSIGNMENT, file, "--course", course)
                grade = ran("autograde", ASSIGNMENT, "--course", course)
                click.echo(json.dumps({name: {"collect": collect, "autograde": grade}}))


if __name__ == "__main__":
    main()
