"""The objects that a case hands out and that can be changed: arrays, lists and dictionaries, each with a number.

The numbers follow from the case alone, so that who runs it and who judges it count alike. What a step changed
is told as pairs of a number and the content afterwards, in which objects that were handed out stand as `Known`:
order, length and identity are part of the content.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.data import Case, Json, Known, Once, Reading, contents
from grader.packing import Packer

Path = tuple[Any, ...]
"""Number of the step, position or name of the argument, then keys and places inside it."""


@dataclass(frozen=True)
class Thing:
    """One object that can be changed, and where the case first hands it out."""

    value: Any
    path: Path


def things(case: Case) -> list[Thing]:
    """All of a case, a container before what it holds."""
    found: dict[int, Thing] = {}
    for number, step in enumerate(case.steps):
        for place, argument in [*enumerate(step.args), *step.kwargs.items()]:
            for thing in _within(argument, (number, place)):
                found.setdefault(id(thing.value), thing)
    return list(found.values())


def _within(value: Any, path: Path) -> Iterator[Thing]:
    made = type(value)
    if made in (np.ndarray, list, dict):
        yield Thing(value, path)
    inside = value.items() if made is dict else enumerate(contents(value))
    if made in (list, tuple, dict, Once):
        for key, inner in inside:
            yield from _within(inner, (*path, key))


class Watch:
    """Sees what a step changed of the things of a case."""

    def __init__(self, given: Sequence[Thing], reader: Reading) -> None:
        self.given = given
        self.reader = reader
        self.numbers = {id(t.value): n for n, t in enumerate(given)}
        self.kept = [_copy(t.value) for t in given]

    def changes(self) -> list[Json]:
        """`[number, content]` of each thing that is not as it was when this was asked last."""
        out = []
        for n, thing in enumerate(self.given):
            if _changed(self.kept[n], thing.value):
                self.kept[n] = _copy(thing.value)
                out.append([n, self._content(thing.value)])
        return out

    def shared(self, value: Any) -> list[int]:
        """The numbers of the things that a result is, holds, or shares its memory with."""
        found: set[int] = set()
        seen: set[int] = set()
        arrays = [(n, t.value) for n, t in enumerate(self.given) if type(t.value) is np.ndarray]
        todo = [value]
        while todo:
            value = todo.pop()
            if id(value) in seen:
                continue
            seen.add(id(value))
            if id(value) in self.numbers:
                found.add(self.numbers[id(value)])
            if issubclass(type(value), np.ndarray):
                found.update(n for n, a in arrays if a.size and np.may_share_memory(a, value))
            todo += contents(value)
        return sorted(found)

    def _content(self, value: Any) -> Json:
        packer = Packer(reader=self.reader, known=self.numbers)
        if type(value) is list:
            return {"list": [packer.pack(v) for v in value]}
        if type(value) is dict:
            return {"dict": [[packer.pack(k), packer.pack(v)] for k, v in value.items()]}
        return Packer(reader=self.reader).pack(value)


def _copy(value: Any) -> Any:
    return value.copy()


def _changed(before: Any, now: Any) -> bool:
    """Whether a thing is another than it was; an array that was changed and changed back is the same."""
    if type(now) is list:
        return len(before) != len(now) or any(a is not b for a, b in zip(before, now, strict=True))
    if type(now) is dict:
        pairs = zip(before.items(), now.items(), strict=False)
        return len(before) != len(now) or any(a is not b or v is not w for (a, v), (b, w) in pairs)
    if before.shape != now.shape or before.dtype != now.dtype:
        return True
    if before.tobytes() == now.tobytes():
        return False
    if before.dtype.kind not in "fc":
        return True
    slack = 8 * np.finfo(before.dtype).eps
    with np.errstate(all="ignore"):
        near = np.abs(now - before) <= slack * np.maximum(np.abs(before), 0.1)
        return not bool(np.all(near | (before == now) | (np.isnan(before) & np.isnan(now))))


def restore(given: Sequence[Thing], changes: Sequence[tuple[int, Any]]) -> None:
    """Change the things as they were changed elsewhere. Raises IndexError for a number that is none of theirs."""
    for number, content in changes:
        value = given[number].value
        if type(value) is list and type(content) is list:
            value[:] = [_live(v, given) for v in content]
        elif type(value) is dict and type(content) is dict:
            fresh = {k: _live(v, given) for k, v in content.items()}
            value.clear()
            value.update(fresh)
        elif type(value) is np.ndarray and type(content) is np.ndarray and value.shape == content.shape:
            value[...] = content


def _live(value: Any, given: Sequence[Thing]) -> Any:
    if isinstance(value, Known):
        return given[value.number].value
    if isinstance(value, (list, tuple)):
        return type(value)(_live(v, given) for v in value)
    return {k: _live(v, given) for k, v in value.items()} if isinstance(value, dict) else value


def as_given(case: Case) -> list[Any]:
    """The content of each thing before the first step, as a record would tell it."""
    given = things(case)
    numbers = {id(t.value): n for n, t in enumerate(given)}

    def told(value: Any, top: bool = False) -> Any:
        if not top and id(value) in numbers:
            return Known(numbers[id(value)])
        if type(value) in (list, tuple):
            return type(value)(told(v) for v in value)
        if type(value) is dict:
            return {k: told(v) for k, v in value.items()}
        return value

    return [told(t.value, top=True) for t in given]
