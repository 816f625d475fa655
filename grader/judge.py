"""Judge what was seen against an answer bank. Data only, so that it can run where no student code is."""

import warnings
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from grader import rules, shares
from grader.bank import Entry, Wanted
from grader.changes import Ledger
from grader.compare import Complaint, Tolerance, compare
from grader.data import Case, Json, Malformed, TooLarge
from grader.marks import Mark, mark, same
from grader.outcomes import Broken
from grader.record import Raised, Returned, StepRecord, Stopped, ended_by, read_record
from grader.shares import Tried
from grader.showing import namer, shown_case
from grader.verdict import Verdict
from grader.words import Phrase, aside, phrase, prose

UNWRITTEN = "NotImplementedError"


def judge(entry: Entry, records: Sequence[Json]) -> Verdict:
    """The verdict on one record for each item of `entry.plan()`; None stands for a case that was not run.

    A malformed record is the student's fault. Raises ValueError if the number of records is wrong, which is ours.
    """
    if len(records) != len(entry.plan()):
        raise ValueError(f"{entry.name}: {len(entry.plan())} records are needed, got {len(records)}")
    *runs, again = [_read(r) for r in records]
    complaints = [_case(entry, k, run) for k, run in enumerate(runs)]
    good, cases = sum(c is None for c in complaints), len(complaints)
    verdict = partial(Verdict, entry.name, passed_cases=good, cases=cases)
    for judged, complaint in zip(entry.cases, complaints, strict=True):
        if complaint:
            told = _tell(entry, judged["case"], complaint)
            told = replace(told, passed_cases=good, cases=cases)
            return _parts(entry, _recognise(entry, told, complaint, runs), complaints, runs)
    if records[0] != records[-1] and (odd := _repeats(runs[0], again)):
        return verdict(odd.code, odd.params, case=entry.cases[0]["case"]["label"])
    return verdict("passed", {"cases": cases}, details=_warned(runs))


CaseRecord = list[StepRecord] | Complaint
"""A case as it was seen, or why nothing could be made of it."""


def complaint_in(entry: Entry, number: int, record: Json) -> Complaint | None:
    """What is wrong with the record of one case alone."""
    return _case(entry, number, _read(record))


def _parts(
    entry: Entry, verdict: Verdict, complaints: Sequence[Complaint | None], runs: Sequence[CaseRecord]
) -> Verdict:
    """The verdict on a class of several parts: which are right, and which are not written yet."""
    if not entry.parts:
        return verdict
    cases = [wanted.case for wanted in entry.wanted]
    tried = [Tried(*one) for one in zip(cases, runs, complaints, strict=True)]
    good = shares.right(entry, tried)
    unwritten = {
        part
        for one in tried
        if one.complaint and one.complaint.kind == "missing"
        for part in shares.blame(entry, one.case, one.complaint)
    }
    if verdict.kind == "missing" and unwritten:
        named = [p for p in entry.parts if p in unwritten]
        verdict = replace(verdict, params={"parts": phrase("part.unwritten", names=named)})
    if not good:
        return verdict
    told = phrase("shown.parts", right=[*good], count=len(good), of=len(entry.parts))
    return replace(verdict, share=shares.share(entry, good), details=(*verdict.details, told))


def _warned(runs: Sequence[CaseRecord]) -> tuple[Phrase, ...]:
    """What Python warned of on the way to a right answer: no mistake, but worth a look."""
    steps = [s for r in runs if isinstance(r, list) for s in r if isinstance(s, Returned)]
    said = dict.fromkeys(w for s in steps for w in s.warnings)
    return tuple(phrase("shown.warning", text=w) for w in list(said)[:3])


def _read(record: Json) -> CaseRecord:
    if record is None or record == []:
        return Complaint("stopped.before")
    try:
        return read_record(record)
    except TooLarge:
        return Complaint("malformed.large")
    except Malformed:
        return Complaint("malformed.reply")


def _tell(entry: Entry, case: Json, complaint: Complaint) -> Verdict:
    """The verdict on a failed case. Of a hidden one nothing is kept that depends on its numbers, nor where in it."""
    if complaint.kind == "missing":
        return Verdict(entry.name, complaint.code, {"parts": ""})
    if case.get("hidden"):
        return Verdict(entry.name, complaint.code, _harmless(complaint), case=case["label"], hidden=True)
    details = (*shown_case(entry, case, complaint), *complaint.shown)
    return Verdict(entry.name, complaint.code, complaint.params, complaint.where, case["label"], details)


COARSER = float(np.finfo(np.float32).eps / np.finfo(np.float64).eps)
"""How much coarser single precision is than double."""


def _harmless(complaint: Complaint) -> dict[str, Any]:
    """The parameters that may be told of a hidden case: of a few that are known before, whatever its numbers are."""
    params = complaint.params
    if complaint.code == "stopped.uses":
        return {"detail": params["detail"]}
    if complaint.kind == "stopped":
        return {k: params[k] for k in ("amount",) if k in params}  # a limit; the detail is an exit code
    if "which" in params:
        which = params["which"]  # the argument, not where inside it
        return {"which": Phrase(which.key, {k: v for k, v in which.params.items() if k != "inside"})}
    return {}


def _recognise(entry: Entry, verdict: Verdict, complaint: Complaint, runs: Sequence[CaseRecord]) -> Verdict:
    """Name the misconceptions that give these answers in every case, else those that do in the case that is told."""
    known = entry.misconceptions
    if entry.rule:
        if complaint.misconception not in known:
            return verdict
        why = str(complaint.params["sentence"])
        if verdict.hidden and why != known[complaint.misconception]["message"]:
            why = ""  # it holds numbers of the case
        return replace(verdict, misconceptions=(complaint.misconception,), why=(why,) if why else ())

    @cache
    def marked(number: int) -> Mark | None:
        run = runs[number]
        return None if isinstance(run, Complaint) else mark(run)

    def matches(name: str, number: int) -> bool:
        mine = marked(number)
        return mine is not None and same(mine, known[name]["marks"][number])

    named = [n for n in known if all(matches(n, k) for k in range(len(runs)))]
    if named:
        return replace(verdict, misconceptions=tuple(named), why=tuple(known[n]["message"] for n in named))
    told = next((k for k, c in enumerate(entry.cases) if c["case"]["label"] == verdict.case), -1)
    if told < 0 or verdict.hidden or verdict.kind in ("raised", "none", "type"):
        return verdict
    partly = [n for n in known if matches(n, told)]
    if len(partly) != 1:
        return verdict
    return replace(verdict, partly=(partly[0], known[partly[0]]["message"]))


def _case(entry: Entry, number: int, run: CaseRecord) -> Complaint | None:
    if isinstance(run, Complaint):
        return run
    # a rule may draw from the generators among the arguments
    wanted = Wanted.of(entry.cases[number]) if entry.rule else entry.wanted[number]
    case, expected = wanted.case, wanted.expected
    single = any(a.dtype == np.float32 for a in wanted.arguments())
    tolerance = Tolerance(entry.rtol, entry.atol)
    if single:  # where the right answer is 0, rounding leaves as many times more as the numbers are coarser
        tolerance = Tolerance(max(entry.rtol, 1e-4), max(entry.atol, min(entry.atol * COARSER, 1e-5)))
    answers = Tolerance(form_only=True) if entry.rule else tolerance  # a rule judges random numbers
    ledger, name = Ledger(case), namer(entry, case)
    if len(run) > len(expected):
        return Complaint("malformed.steps")
    for k, got in enumerate(run):
        want, at = expected[k], partial(_at, case, k)
        if isinstance(got, Stopped):
            return Complaint(
                f"stopped.{got.limit}", {"amount": got.amount, "detail": ended_by(got.limit, got.detail)}
            )
        if isinstance(got, Raised) or isinstance(want, Raised):
            if complaint := _exceptions(want, got):
                return at(complaint)
            continue
        assert isinstance(want, Returned)
        if complaint := compare(want.value, got.value, answers):
            return at(complaint)
        if complaint := ledger.step(want, got, tolerance, name):
            return at(complaint)
        if case.steps[k].do in entry.fresh and (shared := set(got.shares) - set(want.shares)):
            return at(Complaint("aliased", {"which": name(min(shared))}))
    if len(run) < len(expected):
        return Complaint("malformed.steps")
    if entry.rule:
        values = [s.value for s in run if isinstance(s, Returned)]
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # numbers of any size come back, and stderr costs the points
            broken = rules.RULES[entry.rule](case, values)
        if broken:
            return _broken(entry, broken)
    return None


def _at(case: Case, k: int, complaint: Complaint) -> Complaint:
    return replace(complaint.within(*_where(case, k)), step=k)


def _broken(entry: Entry, broken: Broken) -> Complaint:
    """What a rule found, in the words of the misconception it named; of hidden cases alone none is known."""
    if broken.name not in entry.misconceptions:
        return Complaint("rule", {"sentence": phrase("hidden.rule")})
    message = entry.misconceptions[broken.name]["message"]
    return Complaint("rule", {"sentence": prose(message, broken.params)}, misconception=broken.name)


def _exceptions(want: StepRecord, got: StepRecord) -> Complaint | None:
    if not isinstance(got, Raised):
        assert isinstance(want, Raised)
        return Complaint("value.no_error", {"want": want.type})
    if isinstance(want, Raised) and got.type == want.type:
        return None
    if got.type == UNWRITTEN and not isinstance(want, Raised):
        return Complaint("missing.unwritten", within_code=got.within)
    shown = [phrase("shown.line", line=got.line, source=got.source[:120])] if got.line else []
    return Complaint(
        "raised",
        {"type": got.type, "message": aside("part.message", got.message)},
        tuple(shown),
        within_code=got.within,
    )


def _repeats(first: CaseRecord, again: CaseRecord) -> Complaint | None:
    if isinstance(again, Complaint):
        return again
    assert isinstance(first, list)
    return None if same(mark(first), mark(again)) else Complaint("not_deterministic")


def _where(case: Case, k: int) -> tuple[Phrase, ...]:
    if len(case.steps) == 1:
        return ()
    if all(s.do == "call" for s in case.steps):
        return (phrase("place.call", n=k + 1),)
    step = case.steps[k]
    if step.do == "new":
        return (phrase("place.new"),)
    number = sum(s.do != "new" for s in case.steps[: k + 1])
    match step.do:
        case "op":
            done = str(step.args[0])
        case "get":
            done = f".{step.args[0]}"
        case _:
            done = f".{step.do}(...)"
    return (phrase("place.step", n=number, do=done),)
