"""Marks of wrong answers: a few numbers by which a known misconception is recognised without holding its code.

A mark is a projection of every array a case gave onto a fixed direction, with its shape and size.
Two runs of the same mistake give the same marks up to rounding, whatever the code looked like.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.compare import scalar
from grader.data import Drained, Known, Opaque
from grader.record import Raised, Returned, StepRecord, Stopped

CLOSE = 1e-6
"""Projections this close, relative to the size of the array, are the same answer."""

MOST_VALUES = 10_000
"""Values of one step that a mark tells apart; a few lists can hold each other so that they seem to be millions."""

CHUNK = 1 << 16
"""Numbers of an array that are looked at together: what a mark costs in memory does not grow with the array."""

Mark = list[Any]


def mark(record: Sequence[StepRecord]) -> Mark:
    """The mark of one case: one row a step; where it raised, the exception's name and how its message begins."""
    rows: Mark = []
    for step in record:
        match step:
            case Raised():
                rows.append(f"{step.type}: {step.message[:40]}")
            case Stopped():
                rows.append("stopped")
            case Returned():
                changed = [
                    v for number, content in step.changed for v in (f"thing {number}", *_flat(content))
                ]
                rows.append([_row(v) for v in [*_flat(step.value), *changed]])
    return rows


def _row(value: Any) -> list[Any]:
    if isinstance(value, Opaque):
        return ["an instance" if value.instance else value.type]  # whatever the class is called
    if isinstance(value, str):
        return [value]
    a = scalar(value)
    flat = a.ravel()
    parts = (flat.real, flat.imag) if a.dtype.kind == "c" else (flat,)
    odd, along, size, place = [0, 0, 0], 0.0, 0.0, 1
    for part in parts:
        for begin in range(0, part.size, CHUNK):
            x = part[begin : begin + CHUNK].astype(float)
            for k, strange in enumerate((np.isnan(x), x == np.inf, x == -np.inf)):
                odd[k] += int(strange.sum())
            x = np.where(np.isfinite(x), x, 0.0)
            direction = np.cos(np.arange(place, place + x.size))
            place += x.size
            with np.errstate(over="ignore"):
                size += float(np.abs(x) @ np.abs(direction))
                along += float(x @ direction)
    digits = [float(f"{along:.9g}"), float(f"{size:.3g}")]
    return [a.dtype.kind, *a.shape, *odd, *(d if np.isfinite(d) else str(d) for d in digits)]


def _flat(value: Any) -> list[Any]:
    """The single values in a value, in order, of one with very many only so many."""
    flat: list[Any] = []
    todo = [value]
    while todo and len(flat) < MOST_VALUES:
        value = todo.pop()
        if value is None:
            flat.append("None")
        elif isinstance(value, Drained):
            todo += reversed(value.values)
        elif isinstance(value, (tuple, list)):
            todo += reversed(value)
        elif isinstance(value, dict):
            todo += reversed(value.values())
        else:
            flat.append(f"was {value.number}" if isinstance(value, Known) else value)
    return flat


def same(a: Mark, b: Mark) -> bool:
    """Whether two marks are of the same answer, up to rounding."""
    return len(a) == len(b) and all(_same_row(x, y) for x, y in zip(a, b, strict=True))


def _same_row(a: Any, b: Any) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return bool(a == b)
    return len(a) == len(b) and all(_same_value(x, y) for x, y in zip(a, b, strict=True))


def _same_value(a: list[Any], b: list[Any]) -> bool:
    if len(a) != len(b) or a[:-2] != b[:-2]:
        return False
    if len(a) < 3 or any(isinstance(x, str) for x in [*a[-2:], *b[-2:]]):
        return a == b
    return bool(abs(a[-2] - b[-2]) <= CLOSE * (1e-9 + max(a[-1], b[-1])))
