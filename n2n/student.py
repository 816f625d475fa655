"""`n2n check NOTEBOOK`: what a student runs before handing in."""

import json
import queue
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from grader import bank
from grader.foreign import one_line, visible
from grader.verdict import Verdict
from grader.words import Refusal, reason, say
from n2n.commands import command

CELL_SECONDS = 60.0
"""Seconds without an event before a cell counts as endless."""


@command("check")
@click.argument("notebook", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--seconds", default=CELL_SECONDS, show_default=True)
@click.option("--trace", "traced", metavar="EXERCISE")
def check_command(notebook: Path, seconds: float, traced: str | None) -> None:
    """Run NOTEBOOK from top to bottom and say what would lose points."""
    cells = read_cells(notebook)
    complaints, plan, names = inspect_cells(cells)
    if traced and traced not in names:
        raise NotChecked("program.trace.unknown", name=repr(traced), names=names)
    verdicts: dict[str, Verdict] = {}
    errors: list[str] = []
    with click.progressbar(
        length=len(plan), label=say("check.running", file=one_line(notebook.name)), file=sys.stderr
    ) as bar:
        for event in run_checks(plan, seconds):
            if "cell" in event:
                bar.update(1)
            elif "verdict" in event:
                verdict = Verdict.from_json(event["verdict"])
                verdicts[verdict.exercise] = verdict
            elif "stopped" in event:
                cell = plan[event["stopped"]]
                if name := cell["check"]:
                    verdicts[name] = Verdict(name, "stopped.notebook", {"amount": seconds})
                else:
                    errors.append(say("program.stopped", n=cell["number"], amount=seconds))
            else:
                errors.append(
                    say("check.cell", n=plan[event["at"]]["number"], error=one_line(event["error"], 300))
                )
    known = bank.load()
    for name in names:
        verdict = verdicts.get(name) or Verdict(name, "stopped.unreached")
        click.echo(visible(verdict.text()))
        verdicts[name] = verdict
    for line in [*complaints, *errors]:
        click.echo(f"! {line}")
    possible = sum(known[n].points for n in names)
    got = sum(verdicts[n].points(known[n].points) for n in names)
    click.echo(say("check.points", got=got, possible=possible))
    more = next((n for n in names if verdicts[n].repeatable), None)
    if traced:
        click.echo("\n" + visible(trace_text(plan, traced, seconds)))
    elif more:
        click.echo(say("program.trace", command=f"n2n check {notebook} --trace {more}"))
    if complaints or got < possible:
        sys.exit(1)


def trace_text(plan: list[dict[str, Any]], name: str, seconds: float) -> str:
    """What each line of an exercise does, in a run of its own, so that no verdict depends on it."""
    end = next(k for k, cell in enumerate(plan) if cell["check"] == name)
    cells = [c for c in plan[:end] if not c["check"]]
    cells.append({"source": "", "check": None, "trace": name, "number": plan[end]["number"]})
    traces = (e["trace"] for e in run_checks(cells, seconds) if "trace" in e)
    return next(traces, say("program.trace.none", name=name))


def read_cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook. Exits with 2 and one line if it is none."""
    try:
        notebook = json.loads(path.read_text("utf8"))
        cells = notebook["cells"]
        for c in cells:
            c["source"] = "".join(c["source"])
            c.setdefault("metadata", {})
    except OSError as e:
        raise NotChecked("line.about", what=path, told=reason(e)) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotChecked("check.unreadable", path=path) from None
    return cells


class NotChecked(Refusal):
    """Nothing could be checked."""

    status = 2


def inspect_cells(
    cells: list[dict[str, Any]],
) -> tuple[list[str], list[dict[str, Any]], list[str]]:
    """What is broken about the cells; what to run, in order; the exercises of the notebook's chapter."""
    known = bank.load()
    ids = Counter(grade_id(c) for c in cells)
    present = [n for n in (i.removeprefix("check-") for i in ids) if n in known]
    if not present:
        raise NotChecked("check.foreign")
    chapter = known[present[0]].module
    names = [e.name for e in known.values() if e.module == chapter]
    complaints = [c for n in names for c in broken(n, ids)]
    plan, checked = [], set()
    for number, c in enumerate(cells, 1):
        if c.get("cell_type") != "code":
            continue
        name = grade_id(c).removeprefix("check-") if grade_id(c).startswith("check-") else None
        name = name if name in known else None
        plan.append({"source": c["source"], "check": name, "number": number})
        checked.add(name)
    # a check cell that was deleted is still graded, after everything else
    plan += [{"source": "", "check": n, "number": 0} for n in names if n not in checked]
    return complaints, plan, names


def grade_id(cell: dict[str, Any]) -> str:
    """nbgrader's name of a cell, empty for an ungraded one."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def broken(name: str, ids: Counter[str]) -> Iterator[str]:
    """What is wrong with the cells of one exercise."""
    for what, cell in (("cell", name), ("check", f"check-{name}")):
        if ids[cell] == 0:
            yield say(f"check.missing.{what}", name=name)
        elif ids[cell] > 1:
            yield say(f"check.copies.{what}", name=name, n=ids[cell])


def run_checks(plan: list[dict[str, Any]], seconds: float) -> Iterator[dict[str, Any]]:
    """Events of a run in a process of its own. A cell that ends it or takes too long is left out of a second run."""
    reached = -1
    cells = [dict(c) for c in plan]
    while reached < len(cells):
        for event in run_once(cells, seconds):
            at = event.get("cell", event.get("at", event.get("stopped", reached)))
            if "stopped" in event:
                cells[at] = {"source": "", "check": None}
            if at > reached or ("cell" not in event and at == reached):
                yield event
            reached = max(reached, at)
            if "stopped" in event:
                break
        else:
            return


def run_once(cells: list[dict[str, Any]], seconds: float) -> Iterator[dict[str, Any]]:
    """Events of one run, the last of them `stopped` with the number of the cell that ended it early."""
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "n2n.runner"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdin
    assert child.stdout
    lines: queue.Queue[str | None] = queue.Queue()

    def pump(stream: Any) -> None:
        for text in stream:
            lines.put(text)
        lines.put(None)

    threading.Thread(target=pump, args=(child.stdout,), daemon=True).start()
    at = 0
    try:
        json.dump(cells, child.stdin)
        child.stdin.close()
        while (text := lines.get(timeout=seconds + (10 if at == 0 else 0))) is not None:
            event = json.loads(text)
            if "done" in event:
                return
            at = event.get("cell", at)
            yield event
    except (queue.Empty, BrokenPipeError):
        pass
    finally:
        child.kill()
        child.wait()
    yield {"stopped": at}
