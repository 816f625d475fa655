"""`trace(f)`: the case that failed, run once more under the eyes of the tracer."""

import sys
from typing import Any

from grader.bank import Entry
from grader.check import entry_of, exercise_name, give_name
from grader.data import Json
from grader.judge import complaint_in
from grader.showing import steps_as_code
from grader.tracing.running import RanCase, run_case
from grader.tracing.shown import Trace, traced
from grader.words import phrase


def trace(f: Any) -> Trace:
    """Run your function or class on the case that `check` found wrong, and show each line: `trace(relu)`.

    The result shows itself: a table in a notebook, text in a terminal (in a script, print it). Your function runs
    again, on arguments of its own; what was checked stays as it is.
    """
    name = exercise_name(f, sys._getframe(1).f_globals)
    give_name(f, name)
    return trace_of(f, entry_of(name))


def trace_of(f: Any, entry: Entry, label: str = "") -> Trace:
    """The first public case (of this label, if there is one) with which something is wrong; else the first of all."""
    first: tuple[Json, RanCase] | None = None
    public = [(k, c["case"]) for k, c in enumerate(entry.cases) if not c["case"].get("hidden")]
    for number, case in [(k, c) for k, c in public if c["label"] == label] or public:
        ran = run_case(f, case)
        wrong = None if ran.stopped else complaint_in(entry, number, ran.record)
        if wrong and wrong.step >= 0:
            del ran.steps[wrong.step + 1 :]
        if wrong or ran.stopped:
            return _trace(entry, case, ran)
        first = first or (case, ran)
    assert first, "an exercise has public cases"
    return _trace(entry, *first, right=True)


def _trace(entry: Entry, case: Json, ran: RanCase, right: bool = False) -> Trace:
    notes = [phrase("trace.right")] if right else []
    return traced(entry.name, case["label"], ran, steps_as_code(entry, case), notes)
