"""What a case is made of, and the values that only a case or a record knows. See `packing` and `reading` for their JSON."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

Json = Any

PLAIN = "biufc"
"""Kinds of numpy dtype that may cross: bool, int, unsigned, float, complex."""

Reading = Literal["people", "program"]

INLINE = 256
"""Arrays up to this many numbers are written out for people, larger ones compressed."""
RAW = 1 << 16
"""Arrays up to this many bytes are not compressed for a program, which has them back at once."""

LIMIT_BYTES = 16 << 20
"""Most bytes of arrays in one reply, decompressed; the largest honest answers of the book have a tenth of it.

What comes again by reference counts again, here as below.
"""
LIMIT_ITEMS = 200_000
"""Most list items, dictionary entries and tuples in one reply."""
LIMIT_KEYS = 500
"""Most keys of dictionaries in one reply: keys can be chosen so that each is compared with all others."""
LIMIT_DEPTH = 16
LIMIT_TEXT = 100_000
LIMIT_BITS = 4096
"""Of whole numbers."""
LIMIT_DRAIN = 100_000
"""Most values taken from a generator before it counts as endless."""

OPERATORS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "@": operator.matmul,
    "neg": operator.neg,
}


class Malformed(ValueError):
    """A reply that no honest run of a case can give."""


class TooLarge(Malformed):
    """A reply that says more than any right answer, so that nobody looks at all of it."""


@dataclass(frozen=True)
class Seeded:
    """An `np.random.Generator` argument, made afresh where the student's code runs."""

    seed: int


@dataclass(frozen=True)
class Ref:
    """An argument that is an object made by an earlier step of the same case."""

    name: str


class Once:
    """An argument that can be walked once and has neither length nor places: an iterator over `values`."""

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = tuple(values)
        self._left = iter(self.values)

    def __iter__(self) -> "Once":
        return self

    def __next__(self) -> Any:
        return next(self._left)

    def __repr__(self) -> str:
        return f"iter({list(self.values)!r})"


@dataclass(frozen=True)
class Opaque:
    """A value whose content is not carried, only what it is: `instance` of the student's class or a foreign type."""

    type: str
    instance: bool = False


@dataclass(frozen=True)
class Drained:
    """Everything an iterator gave, a generator's yields for instance."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Known:
    """In what was seen of a container: one of the objects that the case handed out, by its number (see `given`)."""

    number: int


@dataclass(frozen=True)
class Step:
    """One action of a case: `do` is "call", "new", "get", "op" or the name of a method of the object `on`."""

    do: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    on: str = "self"
    result: str = ""

    def arrays(self) -> list[np.ndarray]:
        """The arrays among its arguments, in order."""
        return leaves([*self.args, *self.kwargs.values()])

    def named(self, name: str) -> "Step":
        """The same step, its result kept under `name` for later steps (`ref(name)`, `on(name)`)."""
        return Step(self.do, self.args, self.kwargs, self.on, name)


@dataclass(frozen=True)
class Case:
    """What is done to a student's function or class, as data. `label` is safe to show even of a hidden case."""

    label: str
    steps: tuple[Step, ...]
    hidden: bool = False


def leaves(value: Any) -> list[np.ndarray]:
    """The arrays in a value, in order, each once; lists that contain themselves end."""
    found: dict[int, np.ndarray] = {}
    seen: set[int] = set()
    todo = [value]
    while todo:
        value = todo.pop()
        made = type(value)  # a student's object may lie about its class
        if issubclass(made, np.ndarray):
            found.setdefault(id(value), value)
        elif id(value) not in seen:
            inner = contents(value)
            if inner:
                seen.add(id(value))
                todo += reversed(inner)
    return list(found.values())


def contents(value: Any) -> list[Any]:
    """What a container holds, whatever its class makes of `iter`; nothing of what is no container."""
    made = type(value)
    if issubclass(made, list):
        return list(list.__iter__(value))
    if issubclass(made, tuple):
        return list(tuple.__iter__(value))
    if issubclass(made, dict):
        return list(dict.values(value))
    return list(value.values) if made is Once else []
