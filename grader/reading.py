"""JSON as values. Two decoders, on purpose.

`unpack_case` reads *our* cases and makes live arguments of them: functions and random generators too.
`Reader` reads what came back from beside a student's code: numbers, text, containers and plain arrays, within
limits, and nothing that could run.
"""

import base64
import binascii
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.data import (
    LIMIT_BITS,
    LIMIT_BYTES,
    LIMIT_DEPTH,
    LIMIT_ITEMS,
    LIMIT_KEYS,
    LIMIT_TEXT,
    PLAIN,
    Case,
    Drained,
    Json,
    Known,
    Malformed,
    Once,
    Opaque,
    Ref,
    Step,
    TooLarge,
)


@dataclass(frozen=True)
class Origin:
    """Python that makes an argument whose value does not show it: a generator, a function with its source."""

    code: str
    source: str = ""


Origins = dict[int, Origin]
"""By the `id` of the argument."""


def unpack_case(j: Json, origins: Origins | None = None) -> Case:
    """A live case from our own JSON: fresh arguments, shared ones shared; fills `origins` for who shows it."""
    unpack = _Unpack({} if origins is None else origins)
    steps = tuple(
        Step(
            s["do"],
            tuple(unpack.argument(a) for a in s["args"]),
            {k: unpack.argument(v) for k, v in s.get("kwargs", {}).items()},
            s.get("on", "self"),
            s.get("as", ""),
        )
        for s in j["steps"]
    )
    return Case(j["label"], steps, j.get("hidden", False))


class _Unpack:
    def __init__(self, origins: Origins) -> None:
        self.memo: list[Any] = []
        self.origins = origins

    def argument(self, j: Json) -> Any:
        if not isinstance(j, dict):
            return j
        ((kind, v),) = j.items()
        match kind:
            case "same":
                return self.memo[v]
            case "float":
                return float(v)
            case "scalar":
                return _array(v, LIMIT_BYTES)[()]
            case "array":
                self.memo.append(a := _array(v, LIMIT_BYTES))
                return a
            case "list":
                items: list[Any] = []
                self.memo.append(items)
                items.extend(self.argument(x) for x in v)
                return items
            case "tuple":
                return tuple(self.argument(x) for x in v)
            case "iterator":
                return Once([self.argument(x) for x in v])
            case "dict":
                pairs: dict[Any, Any] = {}
                self.memo.append(pairs)
                pairs.update((self.argument(k), self.argument(x)) for k, x in v)
                return pairs
            case "rng":
                self.memo.append(rng := np.random.default_rng(v))
                self.origins[id(rng)] = Origin(f"np.random.default_rng({v})")
                return rng
            case "ref":
                return Ref(v)
            case "function":
                made = _function(v)
                self.origins[id(made)] = Origin(made.__name__, v)
                return made
        raise ValueError(f"a case cannot hold {kind!r}")


def _function(source: str) -> Callable[..., Any]:
    scope: dict[str, Any] = {"np": np}
    exec(source, scope)  # our own declaration's source, never a student's reply
    return [o for k, o in scope.items() if k not in ("np", "__builtins__")][-1]


def _array(v: Json, limit: int) -> np.ndarray:
    dtype = np.dtype(v["dtype"])
    if dtype.kind not in PLAIN:
        raise Malformed(f"an array of dtype {dtype} may not cross")
    shape = tuple(v["shape"])
    size = 1
    for n in shape:
        if type(n) is not int or n < 0:
            raise Malformed("an array with an impossible shape")
        size *= n
    if size * dtype.itemsize > limit:
        raise TooLarge("an array that is too large")
    if "data" in v:
        if len(v["data"]) != size:
            raise Malformed("an array whose numbers do not fill its shape")
        return np.array([float(x) if type(x) is str else x for x in v["data"]], dtype).reshape(shape)
    if "raw" in v:
        raw = base64.b64decode(v["raw"], validate=True)
    else:
        inflate = zlib.decompressobj()
        raw = inflate.decompress(base64.b64decode(v["zip"], validate=True), size * dtype.itemsize + 1)
    if len(raw) != size * dtype.itemsize:
        raise Malformed("an array whose bytes do not fill its shape")
    return np.frombuffer(raw, dtype).reshape(shape).copy()


@dataclass(frozen=True)
class _Read:
    """A value with its measures: how deep it is, and how much there is to look at for who follows every reference."""

    value: Any
    height: int = 0
    items: int = 0
    bytes: int = 0


class Reader:
    """Decodes replies from beside a student's code. One reader a reply, so that its limits hold for the whole.

    What a value costs whoever walks through it is limited too: a few lists that hold each other many times are as
    large as they seem.
    """

    def __init__(self) -> None:
        self.bytes = LIMIT_BYTES
        self.items = LIMIT_ITEMS
        self.keys = LIMIT_KEYS

    def read(self, j: Json) -> Any:
        """The value of `j`. Raises Malformed for anything `Packer.pack` does not write, TooLarge past the limits."""
        try:
            return self._read(j, [], 0).value
        except Malformed:
            raise
        except (KeyError, TypeError, ValueError, OverflowError, zlib.error, binascii.Error) as e:
            raise Malformed(str(e)[:200]) from None

    def _read(self, j: Json, memo: list[_Read | None], depth: int) -> _Read:
        """`memo` holds what may come again, None while it is not whole."""
        self._spend(depth, items=1)
        if type(j) is int and j.bit_length() > LIMIT_BITS:
            raise TooLarge("a whole number that is too large")
        if j is None or type(j) in (bool, int, float):
            return _Read(j)
        if type(j) is str:
            return _Read(j[:LIMIT_TEXT])
        if type(j) is not dict or len(j) != 1:
            raise Malformed("an unknown value")
        ((kind, v),) = j.items()
        match kind:
            case "same":
                return self._same(v, memo, depth)
            case "array":
                a = self._array(v)
                memo.append(read := _Read(a, bytes=a.nbytes))
                return read
            case "list" | "dict":
                memo.append(None)
                place = len(memo) - 1
                read = memo[place] = self._container(kind, _list(v), memo, depth)
                return read
            case "tuple" | "generator":
                return self._container(kind, _list(v), memo, depth)
        return _Read(self._single(kind, v))

    def _container(self, kind: str, values: list[Json], memo: list[_Read | None], depth: int) -> _Read:
        if kind == "dict":
            self.keys -= len(values)
            if self.keys < 0:
                raise TooLarge("too many keys")
            values = [x for pair in values for x in _pair(pair)]
        if len(values) > self.items:
            raise TooLarge("too many values")
        inside = [self._read(x, memo, depth + 1) for x in values]
        items: Any = [r.value for r in inside]
        match kind:
            case "dict":
                items = dict(zip(items[::2], items[1::2], strict=True))
            case "tuple":
                items = tuple(items)
            case "generator":
                items = Drained(tuple(items))
        return _Read(
            items,
            1 + max((r.height for r in inside), default=0),
            len(inside) + sum(r.items for r in inside),
            sum(r.bytes for r in inside),
        )

    def _same(self, number: Json, memo: list[_Read | None], depth: int) -> _Read:
        found = memo[number] if type(number) is int and 0 <= number < len(memo) else None
        if found is None:
            raise Malformed("a reference to nothing")
        self._spend(depth + found.height, found.items, found.bytes)
        return found

    def _spend(self, depth: int, items: int = 0, bytes_: int = 0) -> None:
        self.items -= items
        self.bytes -= bytes_
        if depth > LIMIT_DEPTH or self.items < 0 or self.bytes < 0:
            raise TooLarge("too deep or too many values")

    def _array(self, v: Json) -> np.ndarray:
        a = _array(v, self.bytes)
        self.bytes -= a.nbytes
        return a

    def _single(self, kind: str, v: Json) -> Any:
        match kind:
            case "was":
                if type(v) is int and v >= 0:
                    return Known(v)
                raise Malformed("a reference to nothing")
            case "int":
                if type(v) is str and len(v) <= LIMIT_BITS // 4 + 3:
                    return int(v, 16)
                raise TooLarge("a whole number that is too large")
            case "float":
                return float(v)
            case "scalar":
                a = self._array(v)
                if a.shape != ():
                    raise Malformed("a scalar with a shape")
                return a[()]
            case "object" | "other":
                return Opaque(str(v)[:100], instance=kind == "object")
        raise Malformed("an unknown kind of value")


def _pair(v: Json) -> list[Json]:
    if type(v) is not list or len(v) != 2:
        raise Malformed("a dictionary without pairs")
    return v


def _list(v: Json) -> list[Json]:
    if type(v) is not list:
        raise Malformed("a container that is no list")
    return v


def unpack_reply(j: Json) -> Any:
    """One value out of a reply; see `Reader`."""
    return Reader().read(j)
