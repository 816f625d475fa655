"""Values, exceptions and deeds that nobody expects of a function, and that somebody's function will have."""

import asyncio
import collections
import datetime
import decimal
import enum
import fractions
import itertools
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.grader.traps import (
    Agreeable,
    Nameless,
    Trap,
    TrapArray,
    TrapDict,
    TrapFloat,
    TrapInt,
    TrapList,
    TrapText,
    TrapTuple,
    pretender,
)


class Colour(enum.IntEnum):
    """Numbers with names."""

    RED = 1


Point = collections.namedtuple("Point", ["x", "y"])


@dataclass
class Pair:
    """Two values."""

    a: Any = 1
    b: Any = 2


def cyclic_list() -> list:
    """Holds itself."""
    made: list = [1.0]
    made.append(made)
    return made


def cyclic_dict() -> dict:
    """Holds itself."""
    made: dict = {}
    made["self"] = made
    return made


def cyclic_tuple() -> tuple:
    """Holds a list that holds it."""
    inner: list = []
    made = (inner, 1.0)
    inner.append(made)
    return made


def cyclic_array() -> np.ndarray:
    """Holds itself."""
    made = np.empty(1, object)
    made[0] = made
    return made


def deep(depth: int, wrap: Callable[[Any], Any]) -> Any:
    """Something in something in something."""
    value: Any = 1.0
    for _ in range(depth):
        value = wrap(value)
    return value


def doubled(levels: int) -> list:
    """Few lists that look like very many."""
    made: list = [1.0]
    for _ in range(levels):
        made = [made, made]
    return made


def raising() -> Iterator[float]:
    """A generator that breaks."""
    yield 1.0
    raise ValueError("half way")


def own() -> Iterator[Any]:
    """A generator that yields itself."""
    me: Any = None

    def walk() -> Iterator[Any]:
        yield me

    me = walk()
    return me


class Endless:
    """An iterator that never ends."""

    def __iter__(self) -> "Endless":
        return self

    def __next__(self) -> float:
        return 1.0


async def later() -> None:
    """A coroutine."""
    await asyncio.sleep(0)


def coroutine() -> Any:
    """One that is never awaited, and says nothing of it."""
    made = later()
    made.close()
    return made


def arrays() -> list[Any]:
    """Arrays of every kind."""
    names = [
        "?",
        "b",
        "B",
        "i2",
        "u8",
        "f2",
        "f4",
        "f8",
        "g",
        "c8",
        "c16",
        "U3",
        "S3",
        "O",
        "M8[D]",
        "m8[s]",
        "V4",
    ]
    made: list[Any] = [np.zeros(shape, d) for d in names for shape in ((), (2,), (2, 2), (0,), (2, 0))]
    made += [np.zeros(2, d)[0] for d in names]
    made += [np.full((2, 2), v) for v in (np.nan, np.inf, -np.inf, 1e308, -0.0, 5e-324)]
    made += [
        np.zeros(2, [("a", "f8"), ("b", "U2")]),
        np.rec.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
        np.matrix([[1.0, 2.0]]),
        np.ma.array([1.0, 2.0], mask=[True, False]),
        np.zeros(2).view(TrapArray),
        np.array([[1.0, 2.0], [3.0, 4.0]], order="F")[::-1, ::-1],
        np.array([1.0, 2.0], ">f8"),
        np.broadcast_to(1.0, (10**6, 10**6)),
        np.broadcast_to(np.float64(1), (2, 2)),
        np.zeros((1,) * 32),
        np.array(["a", None, 1.0], object),
        np.nditer(np.zeros(2)),
        np.random.default_rng(0),
        np.dtype("f8"),
        np.float64,
        np.str_("overfits"),
        np.bytes_(b"x"),
        cyclic_array(),
    ]
    return made


def plain() -> list[Any]:
    """Values of Python's."""
    return [
        *(None, True, False, 0, 1, -1, 2**62, 2**63, -(2**63), 10**400, -(10**5000), 1 << 20000),
        *(0.0, -0.0, 1.5, float("nan"), float("inf"), 1e308, 5e-324, 1j, complex("nan"), complex("inf+nanj")),
        *(
            "",
            "x",
            "x" * 200_000,
            "\ud800",
            "\x00\x1b[31m",
            "{0}",
            "{x!r}",
            b"x",
            bytearray(b"x"),
            memoryview(b"x"),
        ),
        *([], (), {}, set(), frozenset({1}), range(3), slice(2), ..., NotImplemented),
        *(
            [1.0],
            (1.0, 2.0),
            [[1.0, 2.0], [3.0]],
            {"a": 1.0},
            {1: 2, "1": 3},
            {(1, 2): []},
            {float("nan"): 1},
        ),
        *(Point(1.0, 2.0), Pair(), Colour.RED, decimal.Decimal(1), fractions.Fraction(1, 3)),
        *(
            datetime.datetime(2020, 1, 1),
            datetime.timedelta(1),
            collections.Counter("ab"),
            collections.OrderedDict(a=1),
        ),
        *(
            collections.defaultdict(list),
            collections.deque([1]),
            collections.ChainMap({}),
            np,
            len,
            int,
            lambda: 0,
        ),
        *(ValueError("x"), KeyError, type, object(), weakref.ref(Pair), property(), print, "{}".format),
    ]


def trapped() -> list[Any]:
    """Values that lie or raise."""
    return [
        *(
            Trap(),
            Agreeable(),
            Nameless(),
            Nameless,
            TrapList([1.0, 2.0]),
            TrapDict(a=1),
            TrapTuple((1.0, 2.0)),
        ),
        *(TrapText("overfits"), TrapInt(1), TrapFloat(1.5), [Trap()], (Agreeable(), Trap()), {"a": Trap()}),
        *(
            pretender(t)
            for t in (np.ndarray, list, tuple, dict, str, int, float, bool, type(None), np.float64)
        ),
    ]


def endless() -> list[Any]:
    """Values that are large, deep or within themselves."""
    return [
        *(
            cyclic_list(),
            cyclic_dict(),
            cyclic_tuple(),
            doubled(40),
            [0.0] * 300_000,
            {i: i for i in range(150_000)},
        ),
        *(
            deep(5000, lambda v: [v]),
            deep(5000, lambda v: (v,)),
            deep(20, lambda v: {"a": v}),
            deep(300, lambda v: [v]),
        ),
    ]


def walks() -> list[Any]:
    """Iterators that end, made anew: each can be walked once."""
    return [
        *(
            iter([1.0, 2.0]),
            raising(),
            own(),
            map(abs, [1, Trap()]),
        ),
        *(
            zip([1], [2], strict=True),
            (x for x in [np.zeros(2)]),
            iter([cyclic_list()]),
            coroutine(),
            enumerate("a"),
        ),
        *(filter(None, [0, 1]), reversed([1, 2]), iter({}), iter([iter([1]), iter([2])])),
    ]


def never() -> list[Any]:
    """Iterators that do not end."""
    return [itertools.count(), Endless(), iter(Trap, 1), itertools.repeat(cyclic_list())]


SAME = [*plain(), *arrays(), *trapped(), *endless()]
LEAVES = range(len(SAME) + len(walks()))
"""The numbers of all of them."""


def leaf(number: int) -> Any:
    """One of them."""
    return SAME[number] if number < len(SAME) else walks()[number - len(SAME)]


def nested(rng: np.random.Generator, depth: int = 3) -> Any:
    """A random one, often in containers with others."""
    if depth == 0 or rng.random() < 0.4:
        return leaf(int(rng.integers(len(LEAVES))))
    inner = [nested(rng, depth - 1) for _ in range(rng.integers(4))]
    match rng.integers(6):
        case 0:
            return inner
        case 1:
            return tuple(inner)
        case 2:
            return {str(i): v for i, v in enumerate(inner)}
        case 3:
            return [inner, inner]
        case 4:
            return iter(inner)
    return Pair(*inner[:2])
