"""A case as a student is shown it: arguments by their names, several steps as code that repeats them."""

import itertools
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.bank import Entry
from grader.compare import Complaint, brief
from grader.data import Case, Json, Once, Ref, Step
from grader.given import things
from grader.reading import Origins, unpack_case
from grader.words import Phrase, phrase

LONGEST = 400
"""Most characters of the arguments in one line; longer ones stand in a line each."""
MOST_NUMBERS = 64
"""Arrays with more are shown by their shape."""
MOST_LINES = 40


def namer(entry: Entry, case: Case) -> Callable[[int], Phrase]:
    """What to call the things of a case: `params[0]`, by the name of the parameter and the place inside it."""
    given = things(case)

    def name(number: int) -> Phrase:
        step, place, *keys = given[number].path
        inside = "".join(f"[{key!r}]" for key in keys)
        if isinstance(place, str):
            return phrase("argument.named", name=place, inside=inside)
        names = entry.params.get(case.steps[step].do, [])
        if place < len(names):
            return phrase("argument.named", name=names[place], inside=inside)
        return phrase("argument.numbered", n=place + 1, inside=inside)

    return name


def shown_case(entry: Entry, j: Json, complaint: Complaint) -> tuple[Phrase, ...]:
    """What is needed to repeat a failed case: its arguments, or the steps up to the one that failed as code."""
    if complaint.kind in ("missing", "stopped", "malformed"):
        return ()
    origins: Origins = {}
    case = unpack_case(j, origins)
    sources = [
        phrase("shown.code", text=line)
        for origin in origins.values()
        if origin.source
        for line in origin.source.strip().splitlines()
    ]
    if len(case.steps) == 1:
        return (*_input(entry, case.steps[0], origins), *sources)
    last = complaint.step + 1 if complaint.step >= 0 else len(case.steps)
    lines = _Code(entry, case, origins).lines(last)
    if len(lines) > MOST_LINES:
        lines = [*lines[:5], "...", *lines[5 - MOST_LINES :]]
    return (phrase("shown.repeat"), *sources, *(phrase("shown.code", text=line) for line in lines))


def steps_as_code(entry: Entry, j: Json) -> list[list[str]]:
    """Each step of a case as lines of Python, the arguments it brings by their names."""
    origins: Origins = {}
    case = unpack_case(j, origins)
    code = _Code(entry, case, origins)
    return [code.step(step) for step in case.steps]


def _input(entry: Entry, step: Step, origins: Origins) -> list[Phrase]:
    names: list[Any] = [*entry.params.get(step.do, []), *(["..."] * len(step.args))]
    given = [*zip(names, step.args, strict=False), *step.kwargs.items()]
    told = [f"{n} = {_told(v, origins)}" for n, v in given]
    if sum(map(len, told)) <= LONGEST:
        return [phrase("shown.input", text=", ".join(told))]
    return [phrase("shown.input", text=t if len(t) <= LONGEST else t[:LONGEST] + "...") for t in told]


def _told(value: Any, origins: Origins) -> str:
    if id(value) in origins:
        return origins[id(value)].code
    if isinstance(value, (list, tuple)) and any(id(v) in origins for v in value):
        inner = ", ".join(_told(v, origins) for v in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    return brief(value)


def _folded(line: str, times: int) -> list[str]:
    """The same line several times: as a loop, from the third on."""
    return [line] * times if times < 3 else [f"for _ in range({times}):", f"    {line}"]


class _Code:
    """The steps of a case as Python; an argument that comes again has a name."""

    def __init__(self, entry: Entry, case: Case, origins: Origins) -> None:
        self.entry, self.case, self.origins = entry, case, origins
        self.names: dict[int, str] = {}
        self.taken = {s.result for s in case.steps} | {entry.name, "np"}
        self.kept: list[Any] = []
        self.object = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", entry.name).lower()

    def lines(self, last: int) -> list[str]:
        """The first `last` steps."""
        out: list[str] = []
        for step in self.case.steps[:last]:
            out += self.step(step)
        return [line for same, run in itertools.groupby(out) for line in _folded(same, len(list(run)))]

    def step(self, step: Step) -> list[str]:
        """One step, after the arguments that it names."""
        before: list[str] = []
        params = self.entry.params.get(step.do, [])
        args = [
            self._argument(a, params[i] if i < len(params) else "x", before) for i, a in enumerate(step.args)
        ]
        args += [f"{k}={self._argument(v, k, before)}" for k, v in step.kwargs.items()]
        inside = ", ".join(args)
        result = f"{step.result} = " if step.result else ""
        on = self.object if step.on == "self" else step.on
        match step.do:
            case "call":
                done = f"{result}{self.entry.name}({inside})"
            case "new":
                done = f"{step.result or self.object} = {self.entry.name}({inside})"
            case "get":
                done = f"{result}{on}.{step.args[0]}"
            case "op":
                operands = [self._argument(a, "x", before) for a in step.args[1:]]
                symbol = "-" if step.args[0] == "neg" else f" {step.args[0]} "
                done = result + (symbol + operands[0] if len(operands) == 1 else symbol.join(operands))
            case _:
                done = f"{result}{on}.{step.do}({inside})"
        return [*before, done]

    def _argument(self, value: Any, name: str, before: list[str]) -> str:
        if isinstance(value, Ref):
            return value.name
        if id(value) in self.names:
            return self.names[id(value)]
        code = literal(value, self.origins, self.names)
        if not isinstance(value, (list, dict, np.ndarray, np.random.Generator)):
            return code
        name = next(n for n in (name, *(f"{name}{k}" for k in range(2, 999))) if n not in self.taken)
        self.taken.add(name)
        self.kept.append(value)  # so that its id stays its own
        self._name(value, name)
        before.append(f"{name} = {code}")
        return name

    def _name(self, value: Any, name: str) -> None:
        """What is inside has a name too, for a later step may share it."""
        if isinstance(value, (list, dict, np.ndarray, np.random.Generator)):
            self.names.setdefault(id(value), name)
        if isinstance(value, (list, tuple)):
            for i, inner in enumerate(value):
                self._name(inner, f"{name}[{i}]")
        elif isinstance(value, dict):
            for k, inner in value.items():
                self._name(inner, f"{name}[{k!r}]")


def literal(value: Any, origins: Origins, names: dict[int, str]) -> str:
    """Python that makes this argument; an array too large for that is told by its shape."""
    if id(value) in names:
        return names[id(value)]
    if id(value) in origins:
        return origins[id(value)].code
    if isinstance(value, (list, tuple)):
        inner = [literal(v, origins, names) for v in value]
        if isinstance(value, list):
            return f"[{', '.join(inner)}]"
        return f"({inner[0]},)" if len(inner) == 1 else f"({', '.join(inner)})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{k!r}: {literal(v, origins, names)}' for k, v in value.items())}}}"
    if isinstance(value, Once):
        return f"iter({literal(list(value.values), origins, names)})"
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return f"np.{value.dtype}({_number(value.item())})"
    return _number(value) if isinstance(value, float) else repr(value)


def _array(a: np.ndarray) -> str:
    if a.size == 0:
        return f"np.zeros({a.shape}, {_dtype(a) or 'float'})"
    if a.size > MOST_NUMBERS:
        return f"np.array(...)  # {a.shape}"

    def rows(values: Any) -> str:
        return f"[{', '.join(map(rows, values))}]" if isinstance(values, list) else _number(values)

    more = f", {_dtype(a)}" if _dtype(a) else ""
    return f"np.array({rows(a.tolist())}{more})"


def _dtype(a: np.ndarray) -> str:
    return "" if a.dtype in (np.float64, np.int64, np.bool_, np.complex128) else f"np.{a.dtype}"


def _number(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "np.nan" if math.isnan(value) else "np.inf" if value > 0 else "-np.inf"
    return repr(value)
