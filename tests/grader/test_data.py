"""The codec: what goes in comes out, and nothing else comes out."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.data import LIMIT_DEPTH, Case, Drained, Malformed, Once, Opaque, Reading, Seeded, Step, leaves
from grader.packing import Packer, pack_case
from grader.reading import Reader, unpack_case

arrays = hnp.arrays(
    dtype=st.sampled_from(["<f8", "<f4", "<i8", "<i4", "?", "<u1", "<c16", ">f8"]),
    shape=hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=9),
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**62), 2**62) | st.floats() | st.text(max_size=20) | arrays,
    lambda inner: (
        st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)


def equal(a: object, b: object) -> bool:
    if isinstance(a, np.ndarray | np.generic):
        return a.dtype.newbyteorder("=") == b.dtype.newbyteorder("=") and np.array_equal(
            a, b, equal_nan=a.dtype.kind in "fc"
        )
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(equal(a[k], b[k]) for k in a)
    return type(a) is type(b) and (a == b or (a != a and b != b))


@pytest.mark.parametrize("reader", ["people", "program"])
@given(values)
def test_round_trip(reader: Reading, value: object) -> None:
    text = json.dumps(Packer(reader=reader).pack(value), allow_nan=False)
    assert equal(value, Reader().read(json.loads(text)))


@pytest.mark.parametrize(
    ("reader", "size", "form"),
    [("people", 9, "data"), ("people", 900, "zip"), ("program", 900, "raw"), ("program", 90_000, "zip")],
)
def test_an_array_is_written_for_its_reader(reader: Reading, size: int, form: str) -> None:
    a = np.random.default_rng(0).normal(size=(2, size))[::-1, ::3]
    packed = Packer(reader=reader).pack(a)
    assert set(packed["array"]) == {"dtype", "shape", form}
    assert np.array_equal(Reader().read(packed), a)


def test_shared_arguments_stay_shared_and_fresh() -> None:
    x = np.ones(3)
    rng = Seeded(4)
    packed = pack_case(Case("shared", (Step("call", ([x], x, rng)), Step("call", (x, rng)))))
    first, second = unpack_case(packed).steps
    assert first.args[0][0] is first.args[1] is second.args[0]
    assert first.args[2] is second.args[1]
    again = unpack_case(packed).steps[0]
    assert again.args[1] is not first.args[1]


def test_foreign_values_are_named_not_carried() -> None:
    class Foreign:
        def __reduce__(self):
            raise AssertionError("pickled")

    for value, name in [
        (Foreign(), "Foreign"),
        (np.array([1, "a"], dtype=object), "ndarray[object]"),
        (np.ma.array([1.0]), "MaskedArray"),
        ({1, 2}, "set"),
    ]:
        assert Reader().read(Packer().pack(value)) == Opaque(name)
    assert Reader().read(Packer(Foreign).pack(Foreign())) == Opaque("Foreign", instance=True)


def test_a_generator_is_drained_as_it_was_when_it_yielded() -> None:
    def counting():
        a = np.zeros(1)
        for _ in range(3):
            a += 1
            yield a

    drained = Reader().read(Packer().pack(counting()))
    assert isinstance(drained, Drained)
    assert [float(v[0]) for v in drained.values] == [1, 2, 3]


def test_any_iterator_is_drained() -> None:
    for made in (iter([1, 2]), map(abs, [-1, 2]), zip([1], [2], strict=True), Once([1, 2])):
        assert "generator" in Packer().pack(made)


def test_an_iterator_among_the_arguments_is_walked_once_and_its_arrays_are_seen() -> None:
    packed = pack_case(Case("once", (Step("call", (Once([np.ones(2), np.zeros(1)]),)),)))
    for _ in range(2):  # made afresh each time
        (walk,) = unpack_case(json.loads(json.dumps(packed))).steps[0].args
        assert [len(a) for a in leaves(walk)] == [2, 1]
        assert [len(a) for a in walk] == [2, 1]
        assert list(walk) == []
        with pytest.raises(TypeError):
            len(walk)
        with pytest.raises(TypeError):
            walk[0]


def test_an_endless_generator_ends() -> None:
    def endless():
        while True:
            yield 0

    with pytest.raises(OverflowError, match="more than"):
        Packer().pack(endless())


def nested(depth: int) -> object:
    return 0 if depth == 0 else {"list": [nested(depth - 1)]}


BOMB = {"dtype": "<f8", "shape": [10**9], "zip": "eJwDAAAAAAE="}


@pytest.mark.parametrize(
    "reply",
    [
        {"function": "def f(): pass"},
        {"rng": 3},
        {"ref": "a"},
        {"array": {"dtype": "O", "shape": [1], "data": [0]}},
        {"array": {"dtype": "<U9", "shape": [1], "data": ["a"]}},
        {"array": {"dtype": "<f8", "shape": [-1], "data": []}},
        {"array": {"dtype": "<f8", "shape": [2], "data": [1.0]}},
        {"array": {"dtype": "<f8", "shape": [2]}},
        {"array": BOMB},
        {"array": {"dtype": "<f8", "shape": [2], "zip": "!!"}},
        {"array": {"dtype": "<f8", "shape": [2], "raw": "!!"}},
        {"array": {"dtype": "<f8", "shape": [2], "raw": "AAAAAAAAAAA="}},
        {"array": {"dtype": "<f8", "shape": [10**9], "raw": "AAAAAAAAAAA="}},
        {"array": {"dtype": "<f8", "shape": [1], "raw": 7}},
        {"scalar": {"dtype": "<f8", "shape": [2], "data": [1.0, 2.0]}},
        {"same": 0},
        {"same": -1},
        {"list": "abc"},
        {"list": [], "tuple": []},
        {"dict": [["a"]]},
        {"dict": [[{"list": []}, 1]]},
        {"array": {"dtype": "<f8", "shape": ["2"], "data": []}},
        {"list": [0] * 300_000},
        nested(LIMIT_DEPTH + 2),
        [1],
        {"float": "zero"},
        {},
    ],
    ids=lambda r: str(r)[:40],
)
def test_replies_that_no_honest_run_gives(reply: object) -> None:
    with pytest.raises(Malformed):
        Reader().read(reply)


def test_the_limits_are_not_vacuous() -> None:
    """The control: just inside the limits a reply is read."""
    assert Reader().read(nested(LIMIT_DEPTH - 1)) is not None
    assert len(Reader().read({"list": [0] * 100_000})) == 100_000


def test_a_lambda_is_no_argument() -> None:
    with pytest.raises(TypeError, match="name the function"):
        pack_case(Case("a lambda", (Step("call", (lambda x: x,)),)))
