"""Values as JSON: the same text is frozen in a file, sent to a child process or used at once.

Two decoders, on purpose. `unpack_case` reads *our* cases and makes live arguments of them: functions
and random generators too. `unpack_reply` reads what came back from beside a student's code: numbers,
text, containers and plain arrays, within limits, and nothing that could run.
"""

import base64
import binascii
import inspect
import math
import operator
import textwrap
import zlib
from collections.abc import Callable, Iterator, Sequence
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

LIMIT_BYTES = 64 << 20
"""Most bytes of arrays in one reply, decompressed."""
LIMIT_ITEMS = 200_000
"""Most list items, dictionary entries and tuples in one reply."""
LIMIT_DEPTH = 16
LIMIT_TEXT = 100_000
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


# ---- values -> JSON ----


class Packer:
    """Values to JSON. An array, list or generator met twice in one case stays one object.

    `reader` is who will read it: "people", in whose files small arrays are written out, or "program".
    """

    def __init__(self, subject: Any = None, reader: Reading = "people") -> None:
        self.subject = subject if isinstance(subject, type) else None
        self.reader = reader
        self.seen: dict[int, tuple[int, Any]] = {}

    def _again(self, value: Any) -> Json | None:
        if id(value) in self.seen:
            return {"same": self.seen[id(value)][0]}
        self.seen[id(value)] = (len(self.seen), value)  # held, so that its id stays its own
        return None

    def pack(self, value: Any) -> Json:
        """JSON of `value`. Raises TypeError for a lambda or an array of a dtype that is not plain numbers."""
        if value is None or type(value) in (bool, str):
            return value
        if type(value) is int:
            return value if abs(value) < 2**63 else {"other": "a very large int"}
        if type(value) is float:
            return value if np.isfinite(value) else {"float": str(value)}
        if type(value) is complex:
            return {"scalar": array_json(np.asarray(value), self.reader)}
        if isinstance(value, np.generic):
            return (
                {"scalar": array_json(np.asarray(value), self.reader)}
                if value.dtype.kind in PLAIN
                else {"other": type(value).__name__}
            )
        if type(value) is np.ndarray:
            if value.dtype.kind not in PLAIN:
                return {"other": f"array of dtype {value.dtype}"}
            return self._again(value) or {"array": array_json(value, self.reader)}
        if isinstance(value, tuple):
            return {"tuple": [self.pack(v) for v in value]}
        if isinstance(value, list):
            return self._again(value) or {"list": [self.pack(v) for v in value]}
        if isinstance(value, dict):
            return {"dict": [[self.pack(k), self.pack(v)] for k, v in value.items()]}
        if isinstance(value, Seeded):
            return self._again(value) or {"rng": value.seed}
        if isinstance(value, Ref):
            return {"ref": value.name}
        if isinstance(value, Iterator):
            return {"generator": [self.pack(v) for v in drain(value)]}
        if self.subject is not None and isinstance(value, self.subject):
            return {"object": self.subject.__name__}
        return {"other": type(value).__name__}

    def pack_argument(self, value: Any) -> Json:
        """JSON of an argument that an author wrote; a named function crosses as its source."""
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


def drain(iterator: Iterator[Any]) -> list[Any]:
    """All values of an iterator, each as it was when it came. Raises OverflowError for an endless one."""
    values: list[Any] = []
    for value in iterator:
        if len(values) == LIMIT_DRAIN:
            raise OverflowError(f"the iterator gave more than {LIMIT_DRAIN} values")
        values.append(snapshot(value))
    return values


def leaves(value: Any) -> list[np.ndarray]:
    """The arrays in a value, in order."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, (list, tuple)):
        return [a for v in value for a in leaves(v)]
    if isinstance(value, dict):
        return leaves(list(value.values()))
    if isinstance(value, Once):
        return leaves(value.values)
    return []


def snapshot(value: Any) -> Any:
    """A copy of the arrays in `value`, so that later changes in place do not reach it."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (tuple, list)):
        return type(value)(snapshot(v) for v in value)
    return value


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


# ---- JSON -> values ----


def unpack_case(j: Json) -> Case:
    """A live case from our own JSON: fresh arguments, shared ones shared."""
    memo: list[Any] = []
    steps = tuple(
        Step(
            s["do"],
            tuple(_argument(a, memo) for a in s["args"]),
            {k: _argument(v, memo) for k, v in s.get("kwargs", {}).items()},
            s.get("on", "self"),
            s.get("as", ""),
        )
        for s in j["steps"]
    )
    return Case(j["label"], steps, j.get("hidden", False))


def _argument(j: Json, memo: list[Any]) -> Any:
    if not isinstance(j, dict):
        return j
    ((kind, v),) = j.items()
    match kind:
        case "same":
            return memo[v]
        case "float":
            return float(v)
        case "scalar":
            return _array(v, LIMIT_BYTES)[()]
        case "array":
            memo.append(a := _array(v, LIMIT_BYTES))
            return a
        case "list":
            items: list[Any] = []
            memo.append(items)
            items.extend(_argument(x, memo) for x in v)
            return items
        case "tuple":
            return tuple(_argument(x, memo) for x in v)
        case "iterator":
            return Once([_argument(x, memo) for x in v])
        case "dict":
            return {_argument(k, memo): _argument(x, memo) for k, x in v}
        case "rng":
            memo.append(rng := np.random.default_rng(v))
            return rng
        case "ref":
            return Ref(v)
        case "function":
            return _function(v)
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
        raise Malformed("an array that is too large")
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


class Reader:
    """Decodes replies from beside a student's code. One reader a reply, so that its limits hold for the whole."""

    def __init__(self) -> None:
        self.bytes = LIMIT_BYTES
        self.items = LIMIT_ITEMS

    def read(self, j: Json) -> Any:
        """The value of `j`. Raises Malformed for anything `Packer.pack` does not write."""
        try:
            return self._read(j, [], 0)
        except (KeyError, TypeError, ValueError, OverflowError, zlib.error, binascii.Error) as e:
            raise Malformed(str(e)[:200]) from None

    def _read(self, j: Json, memo: list[Any], depth: int) -> Any:
        self.items -= 1
        if depth > LIMIT_DEPTH or self.items < 0:
            raise Malformed("too deep or too many values")
        if j is None or type(j) in (bool, int, float):
            return j
        if type(j) is str:
            return j[:LIMIT_TEXT]
        if type(j) is not dict or len(j) != 1:
            raise Malformed("an unknown value")
        ((kind, v),) = j.items()
        match kind:
            case "same":
                if type(v) is not int or not 0 <= v < len(memo):
                    raise Malformed("a reference to nothing")
                return memo[v]
            case "float":
                return float(v)
            case "array" | "scalar":
                a = _array(v, self.bytes)
                self.bytes -= a.nbytes
                if kind == "scalar":
                    if a.shape != ():
                        raise Malformed("a scalar with a shape")
                    return a[()]
                memo.append(a)
                return a
            case "list":
                items: list[Any] = []
                memo.append(items)
                items.extend(self._read(x, memo, depth + 1) for x in _list(v))
                return items
            case "tuple":
                return tuple(self._read(x, memo, depth + 1) for x in _list(v))
            case "generator":
                return Drained(tuple(self._read(x, memo, depth + 1) for x in _list(v)))
            case "dict":
                pairs = [_list(p) for p in _list(v)]
                return {self._read(k, memo, depth + 1): self._read(x, memo, depth + 1) for k, x in pairs}
            case "object" | "other":
                return Opaque(str(v)[:100], instance=kind == "object")
        raise Malformed("an unknown kind of value")


def _list(v: Json) -> list[Json]:
    if type(v) is not list:
        raise Malformed("a container that is no list")
    return v


def unpack_reply(j: Json) -> Any:
    """One value out of a reply; see `Reader`."""
    return Reader().read(j)
