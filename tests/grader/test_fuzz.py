"""The judge never fails: whatever a function returns, raises or does to its arguments, the verdict is the student's."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.author.declare import Seeded, call, do, get, new, run, script
from grader.bank import Entry
from grader.check import verdict_of
from grader.judge import judge
from grader.perform import perform
from grader.verdict import Verdict
from tests.grader import strange
from tests.grader.strange_deeds import deeds
from tests.grader.test_ladder import entry_for


def answering(value: Any, *more: Any) -> Entry:
    """A bank whose reference gives this value."""

    def f(z, *_):
        """Gives it."""
        return value

    return entry_for(f, call("one", np.ones(2), *more), call("two", np.zeros((2, 2)), *more))


class Box:
    """Holds a value."""

    def __init__(self, value=0.0):
        self.value = value

    def put(self, value):
        """Give the old value."""
        self.value, old = value, self.value
        return old


ENTRIES = {
    "array": answering(np.array([1.0, 2.0])),
    "labels": answering(np.array([True, False])),
    "whole numbers": answering(np.array([1, 2])),
    "float": answering(1.5),
    "whole number": answering(3),
    "flag": answering(True),
    "text": answering("overfits"),
    "nothing": answering(None),
    "tuple": answering((np.zeros(2), 1.0, "a")),
    "list": answering([(np.zeros((2, 2)), np.zeros(2)), (np.zeros((2, 1)), np.zeros(1))]),
    "dictionary": answering({"a": 1.0, "b": [np.zeros(2)]}),
    "generator": answering(iter([np.zeros(2), np.ones(2)])),
}


def judged(entry: Entry, subject: Any) -> Verdict:
    """The verdict as every reader of it has it: in memory, by way of JSON, and in words."""
    verdict = verdict_of(subject, entry.name, entry)
    assert verdict.status in ("passed", "failed"), verdict.text()
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_json(), allow_nan=False))) == verdict
    text = verdict.text()
    assert len(text) < 5000
    assert verdict.text("pseudo")
    assert verdict.reason() or verdict.passed
    return verdict


@pytest.mark.parametrize("form", ENTRIES)
def test_every_strange_value_where_any_form_is_expected(form: str) -> None:
    entry = ENTRIES[form]
    for number in strange.LEAVES:
        judged(entry, lambda *_, number=number: strange.leaf(number))


@pytest.mark.parametrize("part", range(4))
def test_random_nests_of_them(part: int) -> None:
    rng = np.random.default_rng(part)
    names = list(ENTRIES)
    for _ in range(300):
        seed = int(rng.integers(2**32))
        entry = ENTRIES[names[rng.integers(len(names))]]
        judged(entry, lambda *_, seed=seed: strange.nested(np.random.default_rng(seed)))


def test_iterators_without_end() -> None:
    for number in range(len(strange.never())):
        assert judged(ENTRIES["array"], lambda *_, number=number: strange.never()[number]).kind == "raised"


@pytest.mark.parametrize("form", ["array", "text", "nothing", "generator"])
def test_every_strange_exception(form: str) -> None:
    for deed in deeds():
        judged(ENTRIES[form], deed)


def test_a_record_is_plain_json() -> None:
    case = ENTRIES["array"].plan()[0]
    for number in strange.LEAVES:
        record = perform(lambda *_, number=number: strange.leaf(number), case)
        again = json.loads(json.dumps(record, allow_nan=False))
        judge(ENTRIES["array"], [again] * len(ENTRIES["array"].plan()))


MEDDLING: list[Callable[[list, dict, np.ndarray, Any], Any]] = [
    lambda xs, d, a, v: xs.append(v),
    lambda xs, d, a, v: xs.__setitem__(0, v),
    lambda xs, d, a, v: xs.__setitem__(slice(None), [v, v]),
    lambda xs, d, a, v: d.update(a=v),
    lambda xs, d, a, v: d.update(new=v),
    lambda xs, d, a, v: (d.clear(), xs.clear()),
    lambda xs, d, a, v: (xs.append(xs), d.update(me=d, list=xs)),
    lambda xs, d, a, v: a.fill(np.nan),
    lambda xs, d, a, v: a.resize((3, 1), refcheck=False),
    lambda xs, d, a, v: setattr(a, "shape", (1, 2)),
    lambda xs, d, a, v: setattr(a, "dtype", "V8"),
    lambda xs, d, a, v: setattr(a, "dtype", "i4"),
    lambda xs, d, a, v: a.setflags(write=False),
    lambda xs, d, a, v: xs[1].__setitem__(0, v) if type(v) in (int, float) else None,
]


@pytest.mark.filterwarnings("ignore:Setting the")
@pytest.mark.parametrize("meddle", MEDDLING)
def test_strange_things_put_into_the_arguments(meddle) -> None:
    def f(xs, d, a):
        """Does nothing."""

    entry = entry_for(f, call("one", [np.ones(2), np.zeros(1)], {"a": 1.0}, np.ones(2)))
    for number in strange.LEAVES:

        def meddler(xs, d, a, number=number):
            meddle(xs, d, a, strange.leaf(number))

        judged(entry, meddler)


def test_strange_objects() -> None:
    entry = entry_for(
        Box, script("in and out", new(2.0), do.put(np.ones(2)), do.put(1.0), get("self", "value"))
    )
    for number in strange.LEAVES:

        class Odd(Box):
            def put(self, value, number=number):
                self.value = strange.leaf(number)
                return super().put(value)

        judged(entry, Odd)
        judged(entry, lambda *_, number=number: strange.leaf(number))  # no class at all
        judged(entry, strange.leaf(number))


def test_numbers_of_every_size_where_a_rule_judges() -> None:
    """Of the right form and of any size: what a rule computes of it is its own business, and it says something."""
    from grader.bank import load

    rng = np.random.default_rng(0)

    def other(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            scale = float(rng.choice([0.0, 1e-300, 1.0, 1e30, 1e300]))
            if value.dtype.kind in "iu":
                return rng.integers(-3, 30, value.shape).astype(value.dtype)
            return (rng.normal(size=value.shape) * scale).astype(value.dtype)
        if isinstance(value, (list, tuple)):
            return type(value)(other(v) for v in value)
        return value

    from grader.author.declare import exercises

    for entry in [e for e in load().values() if e.rule]:
        reference = exercises([entry.module])[entry.name].reference()
        for _ in range(5):

            def wrong(*args, **kwargs):
                value = reference(*args, **kwargs)  # noqa: B023
                return iter(other(list(value))) if hasattr(value, "__next__") else other(value)

            judged(entry, wrong)


def test_a_text_of_numpy_is_a_text() -> None:
    assert run(ENTRIES["text"], lambda *_: np.str_("overfits")).passed
    assert run(ENTRIES["text"], lambda *_: np.array("overfits")).kind == "type"


def test_what_is_drawn_from_an_rng_stays_comparable() -> None:
    def noisy(x, rng):
        """x plus noise from rng."""
        return x + rng.normal(size=x.shape)

    entry = entry_for(noisy, call("noise", np.ones(3), Seeded(1)))
    judged(entry, lambda x, rng: rng)
