"""The ladder by itself: the first rung at which a value is not what was wanted, and numbers that differ where told."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.compare import Tolerance, brief, compare, off, scalar
from grader.data import Drained, Opaque

EXACT = Tolerance(rtol=1e-7)
ONES = np.ones((2, 3))

RUNGS: list[tuple[Any, Any, str]] = [
    (ONES, None, "none"),
    ((1, 2), None, "none"),
    (None, 0.0, "type.nothing"),
    (ONES, 1.0, "type.other"),
    ([1, 2], {1: 2}, "type.other"),
    ((1, 2), (1, 2, 3), "type.count"),
    (Drained((1, 2)), 3, "type.generator"),
    (Drained((1, 2)), [1], "value.count"),
    ({"a": 1}, [1], "type.dictionary"),
    ({"a": 1}, {"b": 1}, "value.keys"),
    ("text", 3, "type.text"),
    ("text", "texts", "value.text"),
    (ONES, ONES.T, "shape"),
    (ONES, ONES.astype(int), "dtype.array"),
    (ONES > 0, ONES, "dtype.array"),
    (3, 3.0, "dtype.number"),
    (True, 1, "dtype.number"),
    (ONES, np.array([[1, 1, np.nan]] * 2), "nonfinite.nan"),
    (ONES, np.array([[1, 1, np.inf]] * 2), "nonfinite.infinity"),
    (1.0, math.nan, "nonfinite.nan"),
    (1.0, -math.inf, "nonfinite.infinity"),
    (ONES, ONES * (1 + 1e-6), "value.wrong"),
    (1.0, 1.000001, "value.wrong"),
]


@pytest.mark.parametrize(("want", "got", "code"), RUNGS, ids=[f"{k}-{c}" for k, (*_, c) in enumerate(RUNGS)])
def test_the_first_rung(want: Any, got: Any, code: str) -> None:
    complaint = compare(want, got, EXACT)
    assert complaint is not None
    assert complaint.code == code


@pytest.mark.parametrize(
    ("want", "got"),
    [
        (np.arange(3), np.arange(3, dtype=np.uint8)),  # both whole
        (np.array(2.0), 2.0),
        (2.0, np.array(2.0)),
        (2.0, np.float32(2.0)),
        ((1, [2.0, "x"]), [1, (2.0, "x")]),
        (Drained((1, 2)), [1, 2]),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        (ONES, ONES * (1 + 1e-9)),
        (ONES, (ONES * (1 + 1e-5)).astype(np.float32)),  # coarser in single precision
        (np.array([1e6, 0.0]), np.array([1e6, 1e-3])),  # a tenth of the largest entry counts
        (2**70, 2**70),
        (Opaque("Net", True), Opaque("Other", True)),
    ],
)
def test_what_is_the_same(want: Any, got: Any) -> None:
    assert compare(want, got, EXACT) is None


def test_where_says_the_way_into_a_larger_value() -> None:
    complaint = compare([1.0, {"k": (2.0, 3.0)}], [1.0, {"k": (2.0, 4.0)}], EXACT)
    assert complaint is not None
    assert [p.key for p in complaint.where] == ["place.item", "place.key", "place.item"]


numbers = st.floats(-1e12, 1e12, allow_nan=False)
values = st.recursive(
    numbers | st.integers(-(2**80), 2**80) | st.booleans() | st.none() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_everything_is_what_it_is(value: Any) -> None:
    assert compare(value, value, EXACT) is None


@given(numbers, numbers)
def test_a_number_that_is_told_wrong_is_shown_in_digits_that_differ(want: float, got: float) -> None:
    complaint = compare(want, got, EXACT)
    if complaint:
        expected, told = (p.params["text"] for p in complaint.shown)
        assert expected != told
        assert math.isclose(float(expected), want, rel_tol=1e-3, abs_tol=6e-5)
    else:
        assert abs(want - got) <= 1.1e-7 * max(abs(want), abs(got))


@given(st.lists(numbers, min_size=1, max_size=6), st.data())
def test_off_marks_the_entry_that_was_moved_and_no_other(entries: list[float], data: st.DataObject) -> None:
    want = np.array(entries)
    k = data.draw(st.integers(0, len(entries) - 1))
    got = want.copy()
    got[k] += 1e-3 * (np.abs(want).max() + 1)
    assert np.flatnonzero(off(want, got, EXACT)).tolist() == [k]
    assert not off(want, got, Tolerance(form_only=True)).any()


def test_whole_numbers_without_bounds() -> None:
    assert scalar(10**400) == math.inf
    assert scalar(-(10**400)) == -math.inf
    assert scalar(2**63).dtype.kind == "f"
    assert scalar(2**62).dtype.kind == "i"


def test_brief_is_one_short_line_of_anything() -> None:
    class Loud:
        def __repr__(self) -> str:
            return "x" * 1000

    for value in (np.zeros((9, 9)), list(range(100)), Loud(), "y" * 1000, {"a": ONES}, [[[[[[1]]]]]]):
        text = brief(value)
        assert "\n" not in text
        assert len(text) <= 200
