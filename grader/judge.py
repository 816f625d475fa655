"""Judge what was seen against an answer bank. Data only, so that it can run where no student code is."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from grader import rules
from grader.bank import Entry, Wanted
from grader.compare import Complaint, Tolerance, brief, compare
from grader.data import Case, Json, Malformed, unpack_case
from grader.marks import mark, same
from grader.record import Raised, Returned, Seen, Stopped, read_record
from grader.verdict import Verdict

UNWRITTEN = "NotImplementedError"


def judge(entry: Entry, records: Sequence[Json]) -> Verdict:
    """The verdict on one record for each item of `entry.plan()`; None stands for a case that was not run.

    A malformed record is the student's fault. Raises ValueError if the number of records is wrong, which is ours.
    """
    if len(records) != len(entry.plan()):
        raise ValueError(f"{entry.name}: {len(entry.plan())} records are needed, got {len(records)}")
    *runs, again = [_read(r) for r in records]
    complaints = [_case(entry, k, run) for k, run in enumerate(runs)]
    good = sum(c is None for c in complaints)
    verdict = partial(Verdict, entry.name, passed_cases=good, cases=len(complaints))
    for judged, complaint in zip(entry.cases, complaints, strict=True):
        if complaint:
            told = _tell(entry, judged["case"], complaint)
            return _recognise(entry, replace(told, passed_cases=good, cases=len(complaints)), runs)
    if records[0] != records[-1] and (odd := _repeats(runs[0], again)):
        return verdict("failed", odd.line, odd.kind, entry.cases[0]["case"]["label"])
    summary = f"passed, {good} {'case' if good == 1 else 'cases'}"
    return verdict("passed", summary, details=_warned(runs))


Run = list[Seen] | Complaint
"""A case as it was seen, or why nothing could be made of it."""


def _warned(runs: Sequence[Run]) -> tuple[str, ...]:
    """What Python warned of on the way to a right answer: no mistake, but worth a look."""
    steps = [s for r in runs if isinstance(r, list) for s in r if isinstance(s, Returned)]
    said = dict.fromkeys(w for s in steps for w in s.warnings)
    return tuple(f"note: on the way Python warned: {w}" for w in list(said)[:3])


def _read(record: Json) -> Run:
    if record is None or record == []:
        return Complaint("stopped", "not run, because an earlier case was stopped")
    try:
        return read_record(record)
    except Malformed as e:
        return Complaint("malformed", f"the reply could not be read: {e}")


def _tell(entry: Entry, case: Json, complaint: Complaint) -> Verdict:
    """The verdict on a failed case. Of a hidden one nothing is told that could hold its numbers."""
    line, kind = complaint.line, complaint.kind
    if kind == "missing":
        return Verdict(entry.name, "failed", line, kind)
    hidden = bool(case.get("hidden"))
    details = () if hidden else (*_shown_input(entry, case, complaint), *complaint.shown)
    if hidden and kind == "raised":
        line = line.partition(": ")[0]
    return Verdict(entry.name, "failed", line, kind, case["label"], details, hidden=hidden)


def _recognise(entry: Entry, verdict: Verdict, runs: Sequence[Run]) -> Verdict:
    """Name the misconception that gives these answers in every case, if there is one."""
    if entry.rule:
        named = [n for n, m in entry.misconceptions.items() if m["message"] == verdict.summary]
    else:
        marks = [r if isinstance(r, Complaint) else mark(r) for r in runs]
        named = [
            name
            for name, m in entry.misconceptions.items()
            if all(isinstance(a, list) and same(a, b) for a, b in zip(marks, m["marks"], strict=True))
        ]
    if not named:
        return verdict
    return replace(verdict, why=entry.misconceptions[named[0]]["message"], misconception=named[0])


def _case(entry: Entry, number: int, run: Run) -> Complaint | None:
    if isinstance(run, Complaint):
        return run
    # a rule may draw from the generators among the arguments
    wanted = Wanted.of(entry.cases[number]) if entry.rule else entry.wanted[number]
    case, expected = wanted.case, wanted.expected
    single = any(a.dtype == np.float32 for a in wanted.arguments())
    tolerance = Tolerance(max(entry.rtol, 1e-4) if single else entry.rtol, entry.atol)
    answers = Tolerance(form_only=True) if entry.rule else tolerance  # a rule judges random numbers
    if len(run) > len(expected):
        return Complaint("malformed", "the reply has more steps than the case")
    for k, got in enumerate(run):
        want, where = expected[k], _where(case, k)
        if isinstance(got, Stopped):
            return Complaint("stopped", got.sentence)
        if isinstance(got, Raised) or isinstance(want, Raised):
            if complaint := _exceptions(want, got):
                return complaint if complaint.kind == "missing" else complaint.within(where)
            continue
        assert isinstance(want, Returned)
        if complaint := compare(want.value, got.value, answers):
            return complaint.within(where)
        if complaint := _arguments(case, k, want, got, tolerance):
            return complaint.within(where)
        if entry.alias and got.alias and not want.alias:
            line = "the result shares memory with the argument: return a new array"
            return Complaint("aliased", line).within(where)
    if len(run) < len(expected):
        return Complaint("malformed", "the reply has fewer steps than the case")
    if entry.rule:
        values = [s.value for s in run if isinstance(s, Returned)]
        if broken := rules.RULES[entry.rule](case, values):
            return Complaint("rule", broken)
    return None


def _exceptions(want: Seen, got: Seen) -> Complaint | None:
    if not isinstance(got, Raised):
        assert isinstance(want, Raised)
        return Complaint("value", f"should raise {want.type}, but returned a value")
    if isinstance(want, Raised) and got.type == want.type:
        return None
    if got.type == UNWRITTEN and not isinstance(want, Raised):
        return Complaint("missing", "not written yet")
    shown = [f"your line {got.line}:  {got.source[:120]}".rstrip(": ")] if got.line else []
    text = f"raised {got.type}: {got.message}" if got.message else f"raised {got.type}"
    return Complaint("raised", text, tuple(shown))


def _arguments(case: Case, k: int, want: Returned, got: Returned, tolerance: Tolerance) -> Complaint | None:
    """What the reference leaves changed must be changed, all else untouched."""
    if len(want.after) != len(got.after):
        return Complaint("malformed", "the reply has another number of arguments than the case")
    step = case.steps[k]
    first = all(s.do == "new" for s in case.steps[:k])  # the arguments still hold what the case wrote
    originals = step.arrays() if first else []
    for i, (expected, found) in enumerate(zip(want.after, got.after, strict=True)):
        complaint = compare(expected, found, tolerance)
        if complaint is None:
            continue
        which = "its argument" if len(got.after) == 1 else f"array {i + 1} of its arguments"
        if originals and np.array_equal(expected, originals[i], equal_nan=True):
            return Complaint("mutated", f"changed {which}: work on a copy", complaint.shown)
        if originals and np.array_equal(found, originals[i], equal_nan=True):
            return Complaint("not in place", f"did not change {which} in place", complaint.shown)
        return Complaint("value", f"wrong value in {which} afterwards", complaint.shown)
    return None


def _repeats(first: Run, again: Run) -> Complaint | None:
    if isinstance(again, Complaint):
        return again
    assert isinstance(first, list)
    if same(mark(first), mark(again)):
        return None
    return Complaint(
        "not deterministic",
        "the same call gave another result the second time: does it keep something between calls, "
        "or draw random numbers of its own?",
    )


def _where(case: Case, k: int) -> str:
    if len(case.steps) == 1:
        return ""
    if all(s.do == "call" for s in case.steps):
        return f"call {k + 1}: "
    step = case.steps[k]
    name = {"new": "making the object", "op": str(step.args[0]) if step.args else "op"}.get(
        step.do, f".{step.args[0]}" if step.do == "get" else f".{step.do}(...)"
    )
    return f"step {k + 1}, {name}: "


def _shown_input(entry: Entry, j: Json, complaint: Complaint) -> tuple[str, ...]:
    """The arguments of a case of one call, by name, where they are short enough to help."""
    case = unpack_case(j)
    if len(case.steps) != 1 or complaint.kind in ("none", "missing", "stopped"):
        return ()
    step = case.steps[0]
    names: list[Any] = [*entry.params, *(["..."] * len(step.args))]
    given = [*zip(names, step.args, strict=False), *step.kwargs.items()]
    text = ", ".join(f"{n} = {_argument(v)}" for n, v in given)
    return (f"input     {text}",) if len(text) <= 400 else ()


def _argument(value: Any) -> str:
    return "a random generator" if isinstance(value, np.random.Generator) else brief(value)
