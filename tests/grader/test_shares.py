"""A class of several parts: each is judged, told and paid for itself."""

import inspect
import sys
from typing import Any

import pytest

from grader.author.declare import DeclarationError, do, exercises, new, run, script
from grader.bank import load
from tests.grader.test_ladder import entry_for, shown

VALUE = load()["Value"]
Value = exercises(["backpropagation"])["Value"].reference()


def without(*names: str, wrong: Any = None, made: type = Value) -> type:
    """The reference with some methods not written, or replaced."""

    scope = dict(vars(sys.modules[made.__module__]))
    exec(inspect.getsource(made), scope)  # a class of its own, whose methods make its own objects
    for name in names:
        exec(f"def {name}(self, *args): raise NotImplementedError", scope)
        setattr(scope[made.__name__], name, wrong or scope[name])
    return scope[made.__name__]


@pytest.mark.parametrize("name", VALUE.parts)
def test_a_part_that_is_not_written_costs_its_own_share_only(name: str) -> None:
    verdict = run(VALUE, without(name))
    if name == "backward":
        assert verdict.share >= 0  # nothing else can be seen without it
    else:
        assert verdict.share >= 5 / 8, verdict.text()
    assert verdict.summary() == f"not written yet: {name}"
    assert verdict.share < 1


def test_a_wrong_part_costs_its_share_and_the_others_are_told_to_be_right() -> None:
    verdict = run(VALUE, without("tanh", wrong=lambda self: self * 0.0))
    assert verdict.points(8) == 7.0
    assert "right so far: __add__, __mul__, __pow__, exp, log, relu, backward (7 of 8 parts)" in shown(
        verdict
    )


def test_nothing_written_is_worth_nothing() -> None:
    verdict = run(VALUE, without(*VALUE.parts))
    assert (verdict.kind, verdict.share, verdict.points(6)) == ("missing", 0.0, 0.0)
    assert run(VALUE, lambda *a: None).share == 0.0
    assert run(VALUE, without("__init__", wrong=lambda self, *a: None)).share == 0.0


def test_everything_is_worth_everything() -> None:
    verdict = run(VALUE, Value)
    assert verdict.points(6) == 6


def test_early_stopping_without_restore_has_a_share_or_says_what_is_missing() -> None:
    entry = load()["EarlyStopping"]
    made = exercises(["regularization"])["EarlyStopping"].reference()
    verdict = run(entry, without("restore", made=made))
    assert verdict.summary() == "not written yet: restore"
    assert verdict.points(3) == 1.5
    assert run(entry, without("update", made=made)).points(3) == 0.0


class Pair:
    """Counts up and down."""

    def __init__(self):
        self.n = 0

    def up(self):
        """One more; the number."""
        # BEGIN SOLUTION
        self.n += 1
        return self.n
        # END SOLUTION

    def down(self):
        """One less; the number."""
        # BEGIN SOLUTION
        self.n -= 1
        return self.n
        # END SOLUTION


CASES = [
    script("up", new(), do.up(), do.up()),
    script("down", new(), do.down()),
    script("both", new(), do.up(), do.down()),
]


def test_shares_are_declared_and_equal_if_not() -> None:
    assert entry_for(Pair, *CASES).parts == {"up": 1.0, "down": 1.0}
    entry = entry_for(Pair, *CASES, shares={"down": 3})
    assert run(entry, without("up", made=Pair)).share == 0.75
    with pytest.raises(DeclarationError, match="sideways has a share, but nothing of it is to be written"):
        entry_for(Pair, *CASES, shares={"sideways": 2})


def test_a_part_that_was_never_seen_alone_and_right_earns_nothing() -> None:
    entry = entry_for(Pair, CASES[2])
    assert run(entry, without("up", made=Pair, wrong=lambda self: None)).share == 0.0


def test_a_function_has_no_parts() -> None:
    assert load()["relu"].parts == {}
