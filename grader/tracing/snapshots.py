"""The values that names have at one moment, kept so that later changes do not reach them; and how they are shown.

Nothing here calls a method of a student's object.
"""

import re
from collections.abc import Mapping
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from grader.compare import brief
from grader.data import PLAIN, Opaque, contents
from grader.packing import SCALARS, type_name

LARGE = 64 << 10
"""Bytes of an array whose content is not copied, so that a change in place is not seen."""
WHOLE = 24
"""Numbers of an array that is shown whole."""
LONGEST = 160
"""Most characters of one value."""
MANY = 20
"""Most items that are kept of a container, attributes of an object, and names of a frame."""
NUMBERS = frozenset({int, float, complex, bool, str, type(None)}) | SCALARS
"""Types of which a value cannot be changed."""


class Kept(NamedTuple):
    """A value as it was, and the identity of the object that had it."""

    id: int
    value: Any


Snapshot = dict[str, Kept]


def snapshot(names: Mapping[str, Any], module: Any = None) -> Snapshot:
    """What the names of a frame hold. An object of a class of `module` is told by its attributes: `self.w`."""
    out: Snapshot = {}
    for name, value in list(names.items())[:MANY]:
        if name.startswith((".", "__")):
            continue
        inside = attributes(value, module)
        out[name] = Kept(id(value), keep(value))
        out |= {f"{name}.{k}": Kept(id(v), keep(v)) for k, v in inside.items()}
    return out


def plain_names(names: Mapping[str, Any]) -> Snapshot:
    """The same, quickly, of the names alone whose values cannot be changed."""
    return {k: Kept(id(v), v) for k, v in names.items() if type(v) in NUMBERS}


def attributes(value: Any, module: Any) -> dict[str, Any]:
    """The attributes of an object whose class was written in `module`."""
    made = type(value)
    try:
        if module is None or type.__dict__["__dict__"].__get__(made).get("__module__") != module:
            return {}
        inside = object.__getattribute__(value, "__dict__")
        return {k: v for k, v in list(dict.items(inside))[:MANY] if type(k) is str}
    except (AttributeError, TypeError):
        return {}


def keep(value: Any, depth: int = 3) -> Any:
    """A plain copy that nobody changes; of what is no plain value, what it is."""
    made = type(value)
    if made in NUMBERS:
        return value
    if made is np.ndarray:
        if value.dtype.kind not in PLAIN:
            return Opaque(f"ndarray[{value.dtype}]"[:60])
        return value.copy() if value.nbytes <= LARGE else value
    if made is FunctionType:
        return Opaque(str(FunctionType.__dict__["__name__"].__get__(value)))
    if issubclass(made, type):
        return Opaque(type_name(value))
    if made in (list, tuple, dict):
        if depth == 0:
            return Opaque("...")
        inside = [keep(v, depth - 1) for v in contents(value)[:MANY]]
        rest = [Opaque("...")] * (len(value) > MANY)
        if made is dict:
            keys = (k if type(k) in NUMBERS else short(keep(k, 1)) for k in list(value)[:MANY])
            return dict(zip(keys, inside, strict=True))
        return made([*inside, *rest])
    return Opaque(type_name(made))


def alike(a: Any, b: Any) -> bool:
    """Whether two kept values are alike; nan is like nan."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(map(alike, a.values(), b.values()))
    return bool(a == b)


def short(value: Any) -> str:
    """A kept value in one line."""
    if isinstance(value, np.ndarray) and value.size > WHOLE:
        text = np.array2string(value, precision=4, threshold=WHOLE, edgeitems=2, separator=", ")
        text = re.sub(r"\s+(?=[,\]])|(?<=\[)\s+", "", " ".join(text.split()))
    else:
        text = brief(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def form(value: Any) -> str:
    """What a kept value is, as code: dtype and shape of an array, type and length of a container."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype} {value.shape}"
    if isinstance(value, np.generic):
        return str(value.dtype)
    if isinstance(value, Opaque):
        return ""
    made = type(value).__name__
    return f"{made} ({len(value)})" if isinstance(value, (list, tuple, dict)) else made
