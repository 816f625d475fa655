"""Values as JSON: the same text is frozen in a file, sent to a child process or used at once.

Nothing here calls a method of a student's object but `__next__`, and no value is too strange: what cannot be
carried is named.
"""

import base64
import inspect
import math
import textwrap
import zlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from grader.data import (
    INLINE,
    LIMIT_BITS,
    LIMIT_BYTES,
    LIMIT_DEPTH,
    LIMIT_DRAIN,
    LIMIT_ITEMS,
    LIMIT_KEYS,
    LIMIT_TEXT,
    PLAIN,
    RAW,
    Case,
    Json,
    Once,
    Reading,
    Ref,
    Seeded,
    contents,
)

SCALARS = frozenset(t for t in np.sctypeDict.values() if np.dtype(t).kind in PLAIN)
"""The classes of numpy's own numbers; one that was derived from them may lie."""


class Packer:
    """Values to JSON. An array or container met twice in one case stays one object.

    `reader` is who will read it: "people", in whose files small arrays are written out, or "program". Objects
    that are `known`, by their `id`, are not packed but named by their numbers.
    """

    def __init__(
        self,
        subject: Any = None,
        reader: Reading = "people",
        known: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self.subject = subject if isinstance(subject, type) else None
        self.reader = reader
        self.known = known
        self.seen: dict[int, tuple[int, Any]] = {}
        self.count = 0
        self.open: set[int] = set()
        self.items = LIMIT_ITEMS // 2
        self.bytes = LIMIT_BYTES // 2
        self.keys = LIMIT_KEYS // 2

    def pack(self, value: Any) -> Json:
        """JSON of `value`; of what is no plain value, or too deep, too large or within itself, only what it is."""
        self.items -= 1
        made = type(value)  # never `isinstance`: an object may lie about its class
        if value is None or made is bool:
            return value
        if issubclass(made, str):
            return str.__str__(value)[:LIMIT_TEXT]
        if made in SCALARS:
            return {"scalar": array_json(np.asarray(value), self.reader)}
        if issubclass(made, int):
            return _whole(int.__int__(value))
        if issubclass(made, float):
            number = float.__float__(value)
            return number if math.isfinite(number) else {"float": str(number)}
        if made is complex:
            return {"scalar": array_json(np.asarray(value), self.reader)}
        if id(value) in self.known:
            return {"was": self.known[id(value)]}
        if made is np.ndarray:
            return self._array(value)
        if issubclass(made, (list, tuple, dict, Iterator)):
            return self._container(value, made)
        if made is Seeded:
            return self._again(value) or {"rng": value.seed}
        if made is Ref:
            return {"ref": value.name}
        if self.subject is not None and any(base is self.subject for base in made.__mro__):
            return {"object": type_name(self.subject)}
        return {"other": type_name(made)}

    def _again(self, value: Any) -> Json | None:
        if id(value) in self.seen:
            return {"same": self.seen[id(value)][0]}
        self.seen[id(value)] = (self.count, value)  # held, so that its id stays its own
        self.count += 1
        return None

    def _array(self, value: np.ndarray) -> Json:
        if value.dtype.kind not in PLAIN:
            return {"other": f"ndarray[{value.dtype}]"[:60]}
        if again := self._again(value):
            return again
        self.bytes -= value.nbytes
        if self.bytes < 0:
            self.count -= 1
            del self.seen[id(value)]
            return {"other": f"ndarray{value.shape}"}
        return {"array": array_json(value, self.reader)}

    def _container(self, value: Any, made: type) -> Json:
        if id(value) in self.open:
            return {"other": "[...]"}
        if issubclass(made, dict):
            self.keys -= dict.__len__(value)
        if len(self.open) >= LIMIT_DEPTH or self.items < 0 or self.keys < 0:
            return {"other": type_name(made)}
        if issubclass(made, (list, dict)) and (again := self._again(value)):
            return again
        self.open.add(id(value))
        try:
            if issubclass(made, tuple):
                return {"tuple": [self.pack(v) for v in contents(value)]}
            if issubclass(made, list):
                return {"list": [self.pack(v) for v in contents(value)]}
            if issubclass(made, dict):
                return {"dict": [[self.pack(k), self.pack(v)] for k, v in list(dict.items(value))]}
            return {"generator": self._drained(value)}
        finally:
            self.open.discard(id(value))

    def _drained(self, iterator: Iterator[Any]) -> list[Json]:
        """All values of an iterator, each as it was when it came. Raises OverflowError for an endless one."""
        values: list[Json] = []
        for value in iterator:
            if len(values) == LIMIT_DRAIN:
                raise OverflowError(f"the iterator gave more than {LIMIT_DRAIN} values")
            outer, self.seen = self.seen, {}  # it may have changed since it came before
            values.append(self.pack(value))
            self.seen = outer
        return values

    def pack_argument(self, value: Any) -> Json:
        """JSON of an argument that an author wrote; a named function crosses as its source.

        Raises TypeError for what no case can hold.
        """
        if inspect.isfunction(value):
            if value.__name__ == "<lambda>":
                raise TypeError("name the function: a lambda's source cannot be cut out of its line")
            return {"function": textwrap.dedent(inspect.getsource(value))}
        if isinstance(value, Once):
            return {"iterator": [self.pack(v) for v in value.values]}
        packed = self.pack(value)
        if isinstance(packed, dict) and "other" in packed:
            raise TypeError(f"a case cannot hold a value of type {packed['other']}")
        return packed


def type_name(made: type) -> str:
    """The name of a class, whatever its metaclass says."""
    return str(type.__dict__["__name__"].__get__(made))[:100]


def _whole(value: int) -> Json:
    if abs(value) < 2**63:
        return value
    return {"int": hex(value)} if value.bit_length() <= LIMIT_BITS else {"other": "int"}


def array_json(a: np.ndarray, reader: Reading = "people") -> Json:
    """JSON of an array of plain numbers."""
    little = a.dtype.newbyteorder("<")
    out: dict[str, Json] = {"dtype": little.str, "shape": list(a.shape)}
    if reader == "program" and a.nbytes <= RAW:
        out["raw"] = base64.b64encode(np.asarray(a, little).tobytes()).decode()
    elif a.size <= INLINE and a.dtype.kind in "biuf":
        values = a.ravel().tolist()
        out["data"] = values if np.isfinite(a).all() else [x if math.isfinite(x) else str(x) for x in values]
    else:
        packed = zlib.compress(np.asarray(a, little).tobytes(), 6 if reader == "people" else 1)
        out["zip"] = base64.b64encode(packed).decode()
    return out


def pack_case(case: Case) -> Json:
    """JSON of a case; arguments shared between its steps stay shared."""
    packer = Packer()
    steps = []
    for s in case.steps:
        step: dict[str, Json] = {"do": s.do, "args": [packer.pack_argument(a) for a in s.args]}
        if s.kwargs:
            step["kwargs"] = {k: packer.pack_argument(v) for k, v in s.kwargs.items()}
        if s.on != "self":
            step["on"] = s.on
        if s.result:
            step["as"] = s.result
        steps.append(step)
    packed: dict[str, Json] = {"label": case.label, "steps": steps}
    if case.hidden:
        packed["hidden"] = True
    return packed
