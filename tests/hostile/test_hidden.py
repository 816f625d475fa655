"""What a student can learn of a hidden input from one submission: one of a few texts that are known beforehand."""

import math
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

from grader.author.declare import exercises, run
from grader.bank import Entry
from grader.engine.process.guard import RunStopped
from grader.engine.sandbox.limits import DEFAULT
from grader.judge import judge
from grader.outcomes import OUTCOMES
from grader.perform import perform
from grader.verdict import MARKS, Verdict
from grader.words import Phrase, phrase, say

MOST_BITS = 10
"""What the guide for instructors says of one exercise of one submission."""
SHOWN = ("relu", "softmax", "elu", "cross_entropy", "dropout", "Adam", "momentum_step", "Value")
"""Some that raise, change arguments, are random, are classes; those that there are."""
WIDE = ("BatchNorm", "unbroadcast", "threshold_neuron", "AdamW", "Adadelta")
"""Of all exercises those of which most can be told."""


@cache
def entry(name: str, seed: int) -> Entry:
    return exercises()[name].entry(seed, hidden=True)


def hidden_cases(of: Entry) -> Iterator[Any]:
    return (c["case"] for c in of.cases if c["case"].get("hidden"))


def arguments(of: Entry, case: Any) -> list[Phrase]:
    """What an argument may be called."""
    most = max(len(s.get("args", ())) for s in case["steps"])
    names = {p for params in of.params.values() for p in params} | {
        k for s in case["steps"] for k in s.get("kwargs", {})
    }
    return [
        *(phrase("argument.named", name=n) for n in sorted(names)),
        *(phrase("argument.numbered", n=k + 1) for k in range(most)),
    ]


def tellable(of: Entry) -> set[tuple[str, str]]:
    """Every first line and case line that a failed hidden case may have, made of the declaration without its numbers."""
    found = set()
    for case in hidden_cases(of):
        label = "  " + say("verdict.hidden", label=case["label"])
        for code, outcome in OUTCOMES.items():
            if outcome.status != "failed":
                continue
            limit = code.partition(".")[2]
            amount = RunStopped(limit, DEFAULT).amount if outcome.kind == "stopped" else 0.0
            for which, used in product(arguments(of, case), of.uses or [""]):
                told = say(outcome.hidden, which=which, amount=amount, detail=used)
                found.add((f"{MARKS['failed']} {of.name}: {told}", label))
    return found


def value_of(args: Any) -> str:
    """Numbers of the arguments, which an attack tries to carry out."""
    flat = [
        x
        for a in args
        if isinstance(a, (list, tuple, np.ndarray, float, int))
        for x in np.ravel(np.asarray(a, dtype=object))
    ]
    return "_".join(str(x) for x in flat[:3])


def number_of(args: Any) -> int:
    return abs(hash(value_of(args))) % 250


def spoil(args: Any) -> None:
    for a in args:
        if isinstance(a, np.ndarray) and a.size and a.flags.writeable:
            a.ravel()[number_of(args) % a.size] = 7
        elif isinstance(a, list):
            a.insert(number_of(args) % (len(a) + 1), 1.0)


WAYS: dict[str, Callable[[Any], Any]] = {
    "a type of exception": lambda args: (_ for _ in ()).throw(type(value_of(args), (Exception,), {})()),
    "a known type of exception": lambda args: (_ for _ in ()).throw([KeyError, ValueError, OSError, EOFError][number_of(args) % 4]()),
    "a message": lambda args: (_ for _ in ()).throw(ValueError(value_of(args))),
    "a type of value": lambda args: type(value_of(args), (), {})(),
    "text": value_of,
    "a shape": lambda args: np.zeros(number_of(args)),
    "a dtype": lambda args: np.zeros(3, [np.float32, np.int8, np.complex64, bool][number_of(args) % 4]),
    "keys": lambda args: {value_of(args): 1},
    "a count": lambda args: [0.0] * number_of(args),
    "a number": lambda args: float(number_of(args)),
    "nothing": lambda args: None,
    "changed arguments": lambda args: spoil(args),
    "a warning": lambda args: __import__("warnings").warn(value_of(args), stacklevel=1),
    "a generator": lambda args: (x for x in range(number_of(args))),
}  # fmt: skip


def wrong_where_hidden(of: Entry, reference: Any, way: Callable[[Any], Any]) -> Verdict:
    """The reference, but for hidden cases, which it carries out this way; judged from its records."""

    def attack(*args: Any, **kwargs: Any) -> Any:
        return way([*args, *kwargs.values()])

    def subject(case: Any) -> Any:
        if not case.get("hidden"):
            return reference
        if not isinstance(reference, type):
            return attack
        methods = {
            n: lambda self, *a, **k: attack(*a, **k)
            for n in vars(reference)
            if n not in ("__init__", "__dict__") and callable(getattr(reference, n))
        }
        return type(of.name, (reference,), methods)

    return judge(of, [perform(subject(c), c) for c in of.plan()])


@pytest.mark.parametrize("name", [n for n in SHOWN if n in exercises()])
def test_a_failed_hidden_case_says_one_of_a_few_things_known_before(name: str) -> None:
    other = tellable(entry(name, 1))  # of another seed's numbers
    mine = entry(name, 2)
    messages = {m["message"] for m in mine.misconceptions.values()}
    failed = 0
    for way in WAYS.values():
        verdict = wrong_where_hidden(mine, exercises()[name].reference(), way)
        if verdict.passed:
            continue
        failed += 1
        lines = verdict.lines()
        assert verdict.hidden
        assert (lines[0].text, lines[1].text) in other
        assert {x.role for x in lines[2:] if not x.text.lstrip().startswith("right so far")} <= {"why"}
        assert set(verdict.why) <= messages
    assert failed >= len(WAYS) - 3


@pytest.mark.parametrize("limit", [c.partition(".")[2] for c in OUTCOMES if c.startswith("stopped.")])
def test_a_stop_tells_its_limit_and_no_exit_code(limit: str) -> None:
    mine = entry("relu", 2)
    stop = RunStopped(limit, DEFAULT, "exit code 77").to_json()
    reference = exercises()["relu"].reference()
    records = [[stop] if c.get("hidden") else perform(reference, c) for c in mine.plan()]
    told = judge(mine, records).text()
    assert limit == "uses" or "77" not in told


def test_the_control_public_cases_tell_all_of_it() -> None:
    """The attacks do carry numbers out where they are allowed to."""
    public = exercises()["relu"].entry(2, hidden=False)
    told = [run(public, lambda z, way=way: way([z])).text() for way in WAYS.values()]
    carried = value_of([np.array(perform_input(public))])
    assert sum(carried in t for t in told) >= 3
    stop = RunStopped("died", DEFAULT, "exit code 77").to_json()
    assert "77" in judge(public, [[stop]] * len(public.plan())).text()


def perform_input(of: Entry) -> Any:
    seen: list[Any] = []
    perform(lambda z: seen.append(np.array(z)), of.plan()[0])
    return seen[0]


def bits(of: Entry) -> float:
    """The logarithm of how many texts one submission can get for one exercise; of a class, without its parts' points.

    A known mistake is named where all cases give its answers, and of a random result by the case that is told.
    """
    named = len(of.misconceptions) * (len(list(hidden_cases(of))) if of.rule else 1)
    return math.log2(1 + len(tellable(of)) + named)


def test_one_submission_learns_so_many_bits_of_an_exercise_at_most() -> None:
    found = {name: bits(entry(name, 1)) for name in {*SHOWN, *WIDE} & exercises().keys()}
    assert max(found.values()) <= MOST_BITS, sorted(found.items(), key=lambda item: -item[1])[:9]
    assert max(found.values()) > MOST_BITS - 1, "the guide says too much"
