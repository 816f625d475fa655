"""Compare one value with what the reference gave: the ladder None, type, shape, dtype, non-finite, value."""

import math
import re
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from grader.data import Drained, Opaque
from grader.outcomes import OUTCOMES
from grader.words import Phrase, phrase

WHOLE = 12
"""Arrays up to this many numbers are shown whole, of larger ones the place that differs most."""


@dataclass(frozen=True)
class Tolerance:
    """How far a number may be off: relative to itself and to the largest of its array, coarser for float32.

    With `form_only` every number is right: of random results only type, shape and dtype can be compared.
    """

    rtol: float = 1e-7
    atol: float = 0.0
    form_only: bool = False

    def allow(self, expected: np.ndarray, got: np.ndarray) -> np.ndarray:
        """The largest allowed difference, elementwise: `rtol` of the entry or of a tenth of the largest entry."""
        single = any(a.dtype in (np.float32, np.float16, np.complex64) for a in (expected, got))
        rtol = max(self.rtol, 1e-4) if single else self.rtol
        size = np.abs(np.where(np.isfinite(expected), expected, 0))
        scale = size.max(initial=0.0) * 0.1
        return self.atol + rtol * np.maximum(size, scale)


@dataclass(frozen=True)
class Complaint:
    """What differs: a code of `grader.outcomes` with its parameters, where, and what to show with it."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    shown: tuple[Phrase, ...] = ()
    where: tuple[Phrase, ...] = ()
    misconception: str = ""
    """Its name, where a rule has recognised it."""
    step: int = -1
    """The step of the case, if it was one."""
    within_code: str = ""
    """Where in the student's code it was raised: the names of class, method and inner function."""

    @property
    def kind(self) -> str:
        """The rung of the ladder."""
        return OUTCOMES[self.code].kind

    def within(self, *where: Phrase) -> "Complaint":
        """The same complaint about a part of a larger value."""
        return replace(self, where=(*where, *self.where))


def compare(want: Any, got: Any, tolerance: Tolerance) -> Complaint | None:
    """The first rung of the ladder at which `got` is not `want`, or None."""
    if isinstance(want, Drained):
        return _generator(want, got, tolerance)
    if isinstance(want, (tuple, list)):
        return _sequence(want, got, tolerance)
    if isinstance(want, dict):
        return _mapping(want, got, tolerance)
    if want is not None and got is None:
        return Complaint("none")
    if isinstance(want, np.ndarray):
        return _array(want, got, tolerance)
    if isinstance(want, Opaque):
        same = isinstance(got, Opaque) and got.instance == want.instance
        if same and (want.instance or got.type == want.type):
            return None
        return _other(want, got)
    if want is None:
        return None if got is None else Complaint("type.nothing", {"got": kind(got)})
    return _scalar(want, got, tolerance)


def _other(want: Any, got: Any) -> Complaint:
    return Complaint("type.other", {"want": kind(want), "got": kind(got)})


def _sequence(want: Any, got: Any, tolerance: Tolerance) -> Complaint | None:
    """A list is as good as a tuple, whichever the task names: who takes it apart notices no difference."""
    if got is None:
        return Complaint("none")
    if not isinstance(got, (tuple, list)):
        return _other(want, got)
    if len(got) != len(want):
        params = {"want": kind(want), "got": phrase("kind.values", n=len(got))}
        return Complaint("type.count", params, _pair(want, got))
    for i, (w, g) in enumerate(zip(want, got, strict=True)):
        if complaint := compare(w, g, tolerance):
            return complaint.within(phrase("place.item", n=i))
    return None


def _generator(want: Drained, got: Any, tolerance: Tolerance) -> Complaint | None:
    values = got.values if isinstance(got, Drained) else got
    if not isinstance(values, (tuple, list)):
        return Complaint("type.generator", {"got": kind(got)})
    if len(values) != len(want.values):
        return Complaint("value.count", {"want": len(want.values), "got": len(values)}, _pair(want, got))
    return _sequence(want.values, values, tolerance)


def _mapping(want: dict, got: Any, tolerance: Tolerance) -> Complaint | None:
    if not isinstance(got, dict):
        return Complaint("type.dictionary", {"got": kind(got)})
    if want.keys() != got.keys():
        return Complaint("value.keys", {"keys": sorted(map(repr, want.keys() ^ got.keys()))[:4]})
    for k, w in want.items():
        if complaint := compare(w, got[k], tolerance):
            return complaint.within(phrase("place.key", key=repr(k)))
    return None


def _array(want: np.ndarray, got: Any, tolerance: Tolerance) -> Complaint | None:
    if not isinstance(got, np.ndarray):
        if want.shape == () and _number(got):
            return _scalar(want[()], got, tolerance)
        return _other(want, got)
    if want.shape != got.shape:
        return Complaint("shape", {"want": str(want.shape), "got": str(got.shape)})
    if want.dtype.kind != got.dtype.kind and {want.dtype.kind, got.dtype.kind} != {"i", "u"}:
        return Complaint("dtype.array", {"want": str(want.dtype), "got": str(got.dtype)})
    if want.dtype.kind == "b":
        wrong = want != got
        return _differing("value.wrong", want, got, wrong) if wrong.any() else None
    odd = np.isfinite(want) & ~np.isfinite(got)
    if odd.any():
        what = "nan" if np.isnan(got[odd]).any() else "infinity"
        return _differing(f"nonfinite.{what}", want, got, odd)
    wrong = off(want, got, tolerance)
    return _differing("value.wrong", want, got, wrong) if wrong.any() else None


def off(want: np.ndarray, got: np.ndarray, tolerance: Tolerance) -> np.ndarray:
    """Mask of the entries of `got` that differ from `want` by more than is allowed."""
    if tolerance.form_only:
        return np.zeros(want.shape, bool)
    with np.errstate(invalid="ignore", over="ignore"):
        same = (want == got) | (np.isnan(want) & np.isnan(got))
        both = np.isfinite(want) & np.isfinite(got)
        gap = np.abs(want.astype(complex) - got.astype(complex))
        return ~(same | (both & (gap <= tolerance.allow(want, got))))


def _scalar(want: Any, got: Any, tolerance: Tolerance) -> Complaint | None:
    if isinstance(want, str):
        if isinstance(got, str) and got == want:
            return None
        rung = "value.text" if isinstance(got, str) else "type.text"
        return Complaint(rung, {"want": repr(want), "got": brief(got)})
    if isinstance(got, np.ndarray) and got.shape == ():
        got = got[()]
    if not _number(got):
        return _other(want, got)
    w, g = scalar(want), scalar(got)
    if (w.dtype.kind == "b") != (g.dtype.kind == "b") or (
        _whole(want) and g.dtype.kind == "f" and not _whole(got)
    ):
        return Complaint("dtype.number", {"want": kind(want), "got": kind(got)})
    if np.isfinite(w) and not np.isfinite(g) and not _whole(got):
        return Complaint(f"nonfinite.{'nan' if np.isnan(g) else 'infinity'}", {}, _pair(w, g))
    return Complaint("value.wrong", {}, _pair(w, g)) if off(w, g, tolerance) else None


def scalar(value: Any) -> np.ndarray:
    """A number as an array without axes; a whole number of more than 64 bits as the float next to it."""
    if type(value) is int and abs(value) >= 2**63:
        return np.asarray(float(value) if value.bit_length() < 1024 else math.inf if value > 0 else -math.inf)
    return np.asarray(value)


def _whole(value: Any) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, (bool, int, float, complex, np.generic))


def _differing(code: str, want: np.ndarray, got: np.ndarray, wrong: np.ndarray) -> Complaint:
    if want.size <= WHOLE:
        return Complaint(code, {}, _pair(want, got))
    at = [int(i) for i in np.argwhere(wrong)[0]]
    count = phrase("shown.count", count=int(wrong.sum()), size=want.size, at=str(at))
    return Complaint(code, {}, (count, *_pair(want[tuple(at)], got[tuple(at)])))


def _pair(want: Any, got: Any) -> tuple[Phrase, Phrase]:
    """Both values in enough digits to differ."""
    for digits in (4, 6, 9, 12, 17):
        w, g = brief(want, digits), brief(got, digits)
        if w != g:
            break
    return phrase("shown.expected", text=w), phrase("shown.got", text=g)


def brief(value: Any, digits: int = 4, depth: int = 4) -> str:
    """A value in one short line, as code: it is the same in every language."""
    if isinstance(value, Drained):
        return "yield " + ", ".join(brief(v, digits, depth - 1) for v in value.values[:4])
    if isinstance(value, (tuple, list, dict)) and depth <= 0:
        return "..."
    if isinstance(value, (tuple, list)):
        inner = ", ".join(brief(v, digits, depth - 1) for v in value[:6]) + (
            ", ..." if len(value) > 6 else ""
        )
        return f"({inner})" if isinstance(value, tuple) else f"[{inner}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{k!r}: {brief(v, digits, depth - 1)}" for k, v in list(value.items())[:6])
        return f"{{{inner}{', ...' if len(value) > 6 else ''}}}"
    if isinstance(value, np.ndarray) and value.size > 64:
        return f"array(..., shape={value.shape})"
    if isinstance(value, (np.ndarray, np.generic, float)):
        a = np.asarray(value)
        a = a + 0.0 if a.dtype.kind == "f" else a  # no -0.
        text = np.array2string(a, precision=digits, threshold=64, separator=", ", max_line_width=10**6)
        return re.sub(r"\s+(?=[,\]])|(?<=\[)\s+", "", " ".join(text.split()))
    if isinstance(value, Opaque):
        return f"<{value.type}>"
    text = " ".join((getattr(value, "__name__", None) or repr(value)).splitlines())
    return text if len(text) <= 200 else text[:197] + "..."


def kind(value: Any) -> Phrase:
    """What a value is, for a beginner."""
    if value is None:
        return phrase("kind.none")
    if isinstance(value, Opaque):
        return phrase("kind.object" if value.instance else "kind.foreign", type=value.type)
    if isinstance(value, np.ndarray):
        return phrase("kind.array", shape=str(value.shape))
    if isinstance(value, Drained):
        return phrase("kind.generator")
    if isinstance(value, tuple):
        return phrase("kind.tuple", n=len(value))
    if isinstance(value, list):
        return phrase("kind.list", n=len(value))
    if isinstance(value, dict):
        return phrase("kind.dictionary")
    if isinstance(value, str):
        return phrase("kind.text")
    if isinstance(value, (bool, np.bool_)):
        return phrase("kind.bool")
    if isinstance(value, (int, np.integer)):
        return phrase("kind.whole")
    if isinstance(value, (float, np.floating)):
        return phrase("kind.float")
    return phrase("kind.other", type=type(value).__name__)
