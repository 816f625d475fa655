"""Compare one value with what the reference gave: the ladder None, type, shape, dtype, non-finite, value."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.data import Drained, Opaque

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
    """What differs: its kind, one line, and lines to show with it (dropped when a case is hidden)."""

    kind: str
    line: str
    shown: tuple[str, ...] = ()

    def within(self, where: str) -> "Complaint":
        """The same complaint about a part of a larger value."""
        return Complaint(self.kind, f"{where}{self.line}", self.shown)


def compare(want: Any, got: Any, tolerance: Tolerance) -> Complaint | None:
    """The first rung of the ladder at which `got` is not `want`, or None."""
    if isinstance(want, Drained):
        return _generator(want, got, tolerance)
    if isinstance(want, (tuple, list)):
        return _sequence(want, got, tolerance)
    if isinstance(want, dict):
        return _mapping(want, got, tolerance)
    if want is not None and got is None:
        return Complaint("none", "returned None: is the return missing?")
    if isinstance(want, np.ndarray):
        return _array(want, got, tolerance)
    if isinstance(want, Opaque):
        same = isinstance(got, Opaque) and got.instance == want.instance
        if same and (want.instance or got.type == want.type):
            return None
        return Complaint("type", f"expected {kind(want)}, got {kind(got)}")
    if want is None:
        return None if got is None else Complaint("type", f"expected nothing to be returned, got {kind(got)}")
    return _scalar(want, got, tolerance)


def _sequence(want: Any, got: Any, tolerance: Tolerance) -> Complaint | None:
    if got is None:
        return Complaint("none", "returned None: is the return missing?")
    if not isinstance(got, (tuple, list)):
        return Complaint("type", f"expected {kind(want)}, got {kind(got)}")
    if len(got) != len(want):
        return Complaint("type", f"expected {kind(want)}, got {len(got)} values")
    for i, (w, g) in enumerate(zip(want, got, strict=True)):
        if complaint := compare(w, g, tolerance):
            return complaint.within(f"item {i}: ")
    return None


def _generator(want: Drained, got: Any, tolerance: Tolerance) -> Complaint | None:
    values = got.values if isinstance(got, Drained) else got
    if not isinstance(values, (tuple, list)):
        return Complaint("type", f"expected a generator (yield), got {kind(got)}")
    if len(values) != len(want.values):
        return Complaint("value", f"expected {len(want.values)} values to be yielded, got {len(values)}")
    return _sequence(want.values, values, tolerance)


def _mapping(want: dict, got: Any, tolerance: Tolerance) -> Complaint | None:
    if not isinstance(got, dict):
        return Complaint("type", f"expected a dictionary, got {kind(got)}")
    if want.keys() != got.keys():
        odd = sorted(map(repr, want.keys() ^ got.keys()))
        return Complaint("value", f"the keys differ: {', '.join(odd[:4])}")
    for k, w in want.items():
        if complaint := compare(w, got[k], tolerance):
            return complaint.within(f"[{k!r}]: ")
    return None


def _array(want: np.ndarray, got: Any, tolerance: Tolerance) -> Complaint | None:
    if not isinstance(got, np.ndarray):
        if want.shape == () and _number(got):
            return _scalar(want[()], got, tolerance)
        return Complaint("type", f"expected an array of shape {want.shape}, got {kind(got)}")
    if want.shape != got.shape:
        return Complaint("shape", f"expected shape {want.shape}, got shape {got.shape}")
    if want.dtype.kind != got.dtype.kind and {want.dtype.kind, got.dtype.kind} != {"i", "u"}:
        return Complaint("dtype", f"expected {want.dtype} numbers, got {got.dtype}")
    if want.dtype.kind == "b":
        wrong = want != got
        return _differing("value", "wrong value", want, got, wrong) if wrong.any() else None
    odd = np.isfinite(want) & ~np.isfinite(got)
    if odd.any():
        what = "nan" if np.isnan(got[odd]).any() else "infinity"
        return _differing("nonfinite", f"got {what} where a number is expected", want, got, odd)
    wrong = off(want, got, tolerance)
    return _differing("value", "wrong value", want, got, wrong) if wrong.any() else None


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
        if got == want:
            return None
        rung = "value" if isinstance(got, str) else "type"
        return Complaint(rung, f"expected {want!r}, got {brief(got)}")
    if isinstance(got, np.ndarray) and got.shape == ():
        got = got[()]
    if not _number(got):
        return Complaint("type", f"expected {kind(want)}, got {kind(got)}")
    w, g = np.asarray(want), np.asarray(got)
    if (w.dtype.kind == "b") != (g.dtype.kind == "b"):
        return Complaint("dtype", f"expected {kind(want)}, got {kind(got)}")
    if w.dtype.kind in "iu" and g.dtype.kind == "f":
        return Complaint("dtype", f"expected {kind(want)}, got {kind(got)}")
    if np.isfinite(w) and not np.isfinite(g):
        return Complaint("nonfinite", f"got {brief(got)} where a number is expected", _pair(w, g))
    return Complaint("value", "wrong value", _pair(w, g)) if off(w, g, tolerance) else None


def _number(value: Any) -> bool:
    return isinstance(value, (bool, int, float, complex, np.generic))


def _differing(rung: str, line: str, want: np.ndarray, got: np.ndarray, wrong: np.ndarray) -> Complaint:
    if want.size <= WHOLE:
        return Complaint(rung, line, _pair(want, got))
    at = tuple(int(i) for i in np.argwhere(wrong)[0])
    count = f"{int(wrong.sum())} of {want.size} entries differ, the first at {list(at)}"
    return Complaint(rung, line, (count, *_pair(want[at], got[at])))


def _pair(want: Any, got: Any) -> tuple[str, str]:
    """Both values in enough digits to differ."""
    for digits in (4, 6, 9, 12, 17):
        w, g = brief(want, digits), brief(got, digits)
        if w != g:
            break
    return f"expected  {w}", f"got       {g}"


def brief(value: Any, digits: int = 4) -> str:
    """A value in one short line."""
    if isinstance(value, Drained):
        return "yields " + ", ".join(brief(v, digits) for v in value.values[:4])
    if isinstance(value, (tuple, list)):
        inner = ", ".join(brief(v, digits) for v in value[:6]) + (", ..." if len(value) > 6 else "")
        return f"({inner})" if isinstance(value, tuple) else f"[{inner}]"
    if isinstance(value, np.ndarray) and value.size > 64:
        return f"an array of shape {value.shape}"
    if isinstance(value, (np.ndarray, np.generic, float)):
        a = np.asarray(value)
        text = np.array2string(a, precision=digits, threshold=64, separator=", ", max_line_width=10**6)
        return re.sub(r"\s+(?=[,\]])|(?<=\[)\s+", "", " ".join(text.split()))
    if isinstance(value, Opaque):
        return kind(value)
    text = getattr(value, "__name__", None) or repr(value)
    return text if len(text) <= 200 else text[:197] + "..."


def kind(value: Any) -> str:
    """What a value is, for a beginner."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return f"a {value.type} object" if value.instance else f"a value of type {value.type}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, Drained):
        return "a generator"
    if isinstance(value, tuple):
        return f"a tuple of {len(value)}"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, (bool, np.bool_)):
        return "True or False"
    if isinstance(value, (int, np.integer)):
        return "a whole number"
    if isinstance(value, (float, np.floating)):
        return "a float"
    return f"a {type(value).__name__}"
