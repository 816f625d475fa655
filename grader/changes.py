"""Compare what a step changed of the case's objects with what it should have changed: one comparison for both.

Whatever the reference leaves changed must be changed, all else must be as it was: the numbers in arrays, and of
lists and dictionaries the length, the order and which objects they hold.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.compare import Complaint, Tolerance, brief, compare
from grader.data import LIMIT_DEPTH, Case, Known
from grader.given import as_given
from grader.record import Returned
from grader.words import Phrase, phrase

Name = Callable[[int], Phrase]
"""What to call a thing, by its number."""

MOST_VALUES = 100_000
"""More than a case hands out; a forged record can make few lists look like millions."""


class Ledger:
    """The content of everything a case handed out, step after step: as it should be and as it was seen."""

    def __init__(self, case: Case) -> None:
        self.want = as_given(case)
        self.got = list(self.want)

    def step(self, want: Returned, got: Returned, tolerance: Tolerance, name: Name) -> Complaint | None:
        """What is wrong about the changes of one step, or None."""
        if any(n >= len(self.got) for n, _ in got.changed) or any(n >= len(self.got) for n in got.shares):
            return Complaint("malformed.arguments")
        ours, theirs = dict(want.changed), dict(got.changed)
        for n in ours:
            self.want[n] = ours[n]
        for n in theirs:
            self.got[n] = theirs[n]
        for n in sorted(ours.keys() | theirs.keys()):
            if complaint := self._differs(n, tolerance, strict=n not in ours):
                return self._told(n, ours, theirs, complaint, name)
        return None

    def _told(
        self, n: int, ours: dict[int, Any], theirs: dict[int, Any], complaint: Complaint, name: Name
    ) -> Complaint:
        which = name(n)
        if n in ours:
            code = "value.argument" if n in theirs else "not_in_place"
            return Complaint(code, {"which": which}, complaint.shown or self._pair(n))
        if (missed := self._replaced(n, ours, theirs)) is not None:
            return Complaint("not_in_place.replaced", {"which": name(missed)})
        want, got = self.want[n], self.got[n]
        if isinstance(want, np.ndarray):
            return Complaint("mutated", {"which": which}, complaint.shown)
        if isinstance(got, (list, dict)) and len(got) != len(want):
            return Complaint("mutated.length", {"which": which, "before": len(want), "after": len(got)})
        return Complaint("mutated.content", {"which": which}, self._pair(n))

    def _replaced(self, n: int, ours: dict[int, Any], theirs: dict[int, Any]) -> int | None:
        """The thing in container `n` that should have been changed, but another object took its place."""
        want, got = self.want[n], self.got[n]
        if type(want) is not type(got) or len(want) != len(got) or isinstance(want, np.ndarray):
            return None
        pairs = zip(_items(want), _items(got), strict=True)
        return next(
            (
                w.number
                for w, g in pairs
                if isinstance(w, Known)
                and not (isinstance(g, Known) and w == g)
                and w.number in ours
                and w.number not in theirs
            ),
            None,
        )

    def _differs(self, n: int, tolerance: Tolerance, strict: bool) -> Complaint | None:
        """`strict`: the container should not have been changed, so that each object in it must be the same."""
        want, got = self.want[n], self.got[n]
        if isinstance(want, np.ndarray):
            return compare(want, got, tolerance)
        if type(want) is not type(got) or len(want) != len(got):
            return Complaint("value.argument")
        if isinstance(want, dict) and list(want) != list(got):
            return Complaint("value.argument")
        for w, g in zip(_items(want), _items(got), strict=True):
            if complaint := self._item(w, g, tolerance, strict):
                return complaint
        return None

    def _item(self, want: Any, got: Any, tolerance: Tolerance, strict: bool) -> Complaint | None:
        if isinstance(want, Known) and (isinstance(got, Known) or strict):
            return None if isinstance(got, Known) and want == got else Complaint("value.argument")
        if isinstance(want, tuple) and isinstance(got, tuple) and len(want) == len(got):
            found = (self._item(w, g, tolerance, strict) for w, g in zip(want, got, strict=True))
            return next((c for c in found if c), None)
        return compare(resolve(want, self.want), resolve(got, self.got), tolerance)

    def _pair(self, n: int) -> tuple[Phrase, Phrase]:
        want, got = (brief(resolve(Known(n), told)) for told in (self.want, self.got))
        return phrase("shown.expected", text=want), phrase("shown.got", text=got)


def _items(container: list | dict) -> list[Any]:
    return list(container.values()) if isinstance(container, dict) else container


def resolve(value: Any, told: list[Any]) -> Any:
    """A value with the content of the things that it names. What is within itself, or has very many, ends in `...`."""
    left = MOST_VALUES

    def resolved(value: Any, depth: int) -> Any:
        nonlocal left
        left -= 1
        if left < 0 or depth > LIMIT_DEPTH:
            return ...
        if isinstance(value, Known):
            return resolved(told[value.number], depth + 1) if value.number < len(told) else ...
        if isinstance(value, (list, tuple)):
            return type(value)(resolved(v, depth + 1) for v in value)
        if isinstance(value, dict):
            return {k: resolved(v, depth + 1) for k, v in value.items()}
        return value

    return resolved(value, 0)
