"""How an exercise is declared: its cases, its known misconceptions, and what it is worth.

    @exercise(points=2, minutes=5, difficulty=1, hints=["Compare z with 0.", ...])
    def relu(rng):
        yield call("negative, zero and positive", np.array([-2.0, 0.0, 3.0]))

    @relu.misconception
    def absolute(z):
        \"\"\"You returned |z|: for z < 0, relu is 0.\"\"\"
        return np.abs(z)

The drawing function's name is the exercise's, its module's name that of the reference in `solutions`.
"""

import functools
import importlib
import importlib.util
import inspect
import json
import pkgutil
import re
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np

import grader.exercises
import solutions
from grader import rules
from grader.author.references import Place, references
from grader.author.source import ChapterError
from grader.bank import Entry, extra_folders
from grader.data import Case, Json, Once, Ref, Seeded, Step
from grader.judge import judge
from grader.marks import mark
from grader.packing import array_json, pack_case
from grader.perform import perform
from grader.record import read_record
from grader.verdict import Verdict
from grader.words import Refusal, reason, say

__all__ = ["Once", "Seeded", "call", "do", "exercise", "get", "new", "on", "op", "ref", "script"]

PUBLIC_SEED = 0


class DeclarationError(Refusal, ValueError):
    """A declaration that cannot be right; one line that says which exercise, what, and what to do."""


# ---- cases ----


def call(label: str, *args: Any, hidden: bool = False, **kwargs: Any) -> Case:
    """One call of the function."""
    return Case(label, (Step("call", args, kwargs),), hidden)


def script(label: str, *steps: Step, hidden: bool = False) -> Case:
    """Several steps in a row; after each, what it returned and changed is compared."""
    return Case(label, steps, hidden)


def new(*args: Any, **kwargs: Any) -> Step:
    """Make an object of the class; `.named("a")` keeps it apart from others."""
    return Step("new", args, kwargs)


def op(symbol: str, *operands: Any) -> Step:
    """An operator of `grader.data.OPERATORS`, such as `op("+", 5, ref("a"))`."""
    return Step("op", (symbol, *operands))


def get(name: str, attribute: str) -> Step:
    """Read an attribute of the object called `name`."""
    return Step("get", (attribute,), on=name)


def ref(name: str) -> Ref:
    """An argument: the object that an earlier step named."""
    return Ref(name)


class on:
    """`on("a").backward()`: call a method of the object called `name`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, method: str) -> Callable[..., Step]:
        return lambda *args, **kwargs: Step(method, args, kwargs, self._name)


class _Do:
    """`do.step(params, grads)`: call that method of the one object. `do(x)`: call the function again."""

    def __getattr__(self, method: str) -> Callable[..., Step]:
        return getattr(on("self"), method)

    def __call__(self, *args: Any, **kwargs: Any) -> Step:
        return Step("call", args, kwargs)


do = _Do()


# ---- exercises ----

Draw = Callable[[np.random.Generator], Iterator[Case]]


@dataclass
class Exercise:
    """A declared exercise. `entry` turns it into what `check` judges by."""

    name: str
    module: str
    draw: Draw
    points: float
    minutes: int
    difficulty: int
    hints: Sequence[str]
    version: int = 1
    rtol: float = 1e-7
    atol: float = 0.0
    rule: str = ""
    shares: Mapping[str, float] = field(default_factory=dict)
    """What methods of a class are worth beside the others, where it is not 1 each."""
    misconceptions: dict[str, Any] = field(default_factory=dict)
    deviations: dict[str, Any] = field(default_factory=dict)
    """Wrong answers without a message of their own, which the rule of a random result must detect."""

    @functools.cached_property
    def uses(self) -> list[str]:
        """The exercises that the reference calls, itself or through helpers, in alphabetical order.

        Raises DeclarationError if that cannot be told.
        """
        try:
            return references().uses(Place(self.module, self.name), _declared)
        except ChapterError as e:
            raise DeclarationError("line.about", what=self.name, told=reason(e)) from None

    @property
    def frozen(self) -> Path:
        """The bank file it is frozen in: `frozen/` beside the folder of its declaration."""
        return Path(self.draw.__code__.co_filename).parents[1] / "frozen" / f"{self.module}.json"

    def misconception(self, wrong: Any) -> Any:
        """Register a known wrong implementation; its docstring is the message that names the mistake."""
        if not wrong.__doc__:
            raise DeclarationError("declare.message", exercise=self.name, name=wrong.__name__)
        if wrong.__name__ in self.misconceptions:
            raise DeclarationError("declare.misconception_twice", exercise=self.name, name=wrong.__name__)
        self.misconceptions[wrong.__name__] = wrong
        return wrong

    def deviation(self, wrong: Any) -> Any:
        """Register a wrong answer that has to be detected, by whatever name."""
        if wrong.__name__ in self.misconceptions.keys() | self.deviations.keys():
            raise DeclarationError("declare.deviation_twice", exercise=self.name, name=wrong.__name__)
        self.deviations[wrong.__name__] = wrong
        return wrong

    def reference(self) -> Any:
        """The function or class in `solutions`. Raises DeclarationError if it is missing or has no docstring."""
        where = f"solutions/{self.module}.py"
        try:
            reference = getattr(importlib.import_module(f"solutions.{self.module}"), self.name)
        except (ImportError, AttributeError):
            raise DeclarationError("declare.no_reference", path=where, name=self.name) from None
        if not inspect.getdoc(reference):
            raise DeclarationError("declare.no_docstring", path=where, name=self.name)
        return reference

    def cases(self, seed: int) -> list[Json]:
        """All cases drawn from `seed`, hidden ones too, as JSON."""
        rng = np.random.default_rng([seed, zlib.crc32(self.name.encode())])
        try:
            return [pack_case(c) for c in self.draw(rng)]
        except TypeError as e:
            raise DeclarationError("line.about", what=self.name, told=reason(e)) from None

    def entry(self, seed: int = PUBLIC_SEED, hidden: bool = False) -> Entry:
        """The public bank entry; with `hidden`, hidden cases and new draws from a secret `seed` on top.

        Raises DeclarationError if the reference fails on a case.
        """
        cases = [c for c in self.cases(PUBLIC_SEED) if not c.get("hidden")]
        if hidden:
            known = {content(c) for c in cases}
            fresh = [c | {"hidden": True} for c in self.cases(seed)]
            cases += [c for c in fresh if content(c) not in known]
        reference = self.reference()
        judged = [{"case": c, "expected": self.expected(reference, c)} for c in cases]
        return Entry(
            name=self.name,
            module=self.module,
            version=self.version,
            points=self.points,
            minutes=self.minutes,
            difficulty=self.difficulty,
            hints=list(self.hints),
            uses=self.uses,
            params={do: parameters(f) for do, f in methods(reference).items()},
            rtol=self.rtol,
            atol=self.atol,
            rule=self.rule,
            fresh=promised(reference),
            parts=self.parts(reference),
            cases=judged,
            misconceptions={
                name: {
                    "message": " ".join(wrong.__doc__.split()),
                    "marks": None if self.rule else [mark(read_record(perform(wrong, c))) for c in cases],
                }
                for name, wrong in self.misconceptions.items()
            },
        )

    def parts(self, reference: Any) -> dict[str, float]:
        """The methods that are to be written, with their shares, if there are several.

        Raises DeclarationError for a share of a method that is none of them.
        """
        found = {name: 1.0 for name, f in blanks(reference)}
        if unknown := self.shares.keys() - found:
            raise DeclarationError("declare.share", exercise=self.name, name=min(unknown))
        return found | dict(self.shares) if len(found) > 1 else {}

    def expected(self, reference: Any, case: Json) -> list[Json]:
        seen = perform(reference, case, "people")
        if "raised" in seen[-1] and seen[-1]["raised"] in ("NotImplementedError", "NameError"):
            raise DeclarationError(
                "declare.raised", exercise=self.name, label=case["label"], type=seen[-1]["raised"]
            )
        return [
            {"raised": s["raised"]}
            if "raised" in s
            else {
                "value": blank(s["value"]) if self.rule else s["value"],
                "changed": s["changed"],
                "shares": s["shares"],
            }
            for s in seen
        ]

    def prove(self, entry: Entry) -> Iterator[str]:
        """What is wrong with the declaration: a reference that fails, a misconception that is not named as itself."""
        if not (verdict := run(entry, self.reference())).passed:
            yield say("declare.fails", exercise=self.name, told=verdict.text())
        for name in rules.RULES[self.rule].names if self.rule else ():
            if name not in self.misconceptions:
                yield say("declare.unnamed", exercise=self.name, rule=self.rule, name=name)
        for name, wrong in self.misconceptions.items():
            verdict = run(entry, wrong)
            if verdict.passed:
                yield say("declare.passes", exercise=self.name, name=name)
            elif name not in verdict.misconceptions:
                got = verdict.misconception or verdict.summary()
                yield say("declare.unrecognised", exercise=self.name, name=name, got=repr(got))


def run(entry: Entry, subject: Any) -> Verdict:
    """Judge `subject` here and now."""
    return judge(entry, [perform(subject, c) for c in entry.plan()])


def content(case: Json) -> str:
    """What a case does, whatever its label: two cases of one content are the same case."""
    return json.dumps(case["steps"], sort_keys=True)


def methods(reference: Any) -> dict[str, Any]:
    """What the steps of a case can call, by the name of the step."""
    if not inspect.isclass(reference):
        return {"call": reference}
    own = {n: f for n, f in vars(reference).items() if inspect.isfunction(f) and n != "__init__"}
    return {"new": reference, **own}


def blanks(reference: Any) -> Iterator[tuple[str, Any]]:
    """The methods of a class in which something is to be written."""
    if inspect.isclass(reference):
        for name, f in vars(reference).items():
            if inspect.isfunction(f) and "BEGIN SOLUTION" in inspect.getsource(f):
                yield name, f


def parameters(callable_: Any) -> list[str]:
    """The names of the parameters of a function, a method or a class."""
    return [p for p in inspect.signature(callable_).parameters if p != "self"]


NEW = re.compile(r"\bnew\s+(?:arrays?|lists?)\b")
"""How a docstring promises that a result shares nothing with the arguments."""


def promised(reference: Any) -> list[str]:
    """The steps whose docstrings promise a new array."""
    return [do for do, f in methods(reference).items() if do != "new" and NEW.search(inspect.getdoc(f) or "")]


def blank(value: Json) -> Json:
    """A random result's form with every number 0: a rule judges the numbers."""
    if isinstance(value, dict):
        ((kind, v),) = value.items()
        if kind in ("array", "scalar"):
            return {kind: array_json(np.zeros(v["shape"], v["dtype"]))}
        return {kind: blank(v)}
    if isinstance(value, list):
        return [blank(v) for v in value]
    return 0.0 if isinstance(value, float) else value


_REGISTRY: dict[str, Exercise] = {}


def exercise(
    *,
    points: float,
    minutes: int,
    difficulty: int,
    hints: Sequence[str],
    **settings: Any,
) -> Callable[[Draw], Exercise]:
    """Declare the decorated drawing function as an exercise; see `Exercise` for the other settings."""

    def declare(draw: Draw) -> Exercise:
        module = draw.__module__.rpartition(".")[2]
        try:
            declared = Exercise(draw.__name__, module, draw, points, minutes, difficulty, hints, **settings)
        except TypeError:
            known = {f.name for f in fields(Exercise)}
            raise DeclarationError(
                "declare.setting", exercise=draw.__name__, names=sorted(settings.keys() - known)
            ) from None
        other = _REGISTRY.get(declared.name)
        if other and other.module != module:
            raise DeclarationError(
                "declare.exercise_twice", name=declared.name, modules=[other.module, module]
            )
        if declared.rule and declared.rule not in rules.RULES:
            raise DeclarationError("declare.rule", exercise=declared.name, name=repr(declared.rule))
        if difficulty not in (1, 2, 3) or points <= 0 or minutes <= 0 or not hints:
            raise DeclarationError("declare.numbers", exercise=declared.name)
        _REGISTRY[declared.name] = declared
        return declared

    return declare


def exercises(modules: Collection[str] = ()) -> dict[str, Exercise]:
    """Every exercise of the book and of the folders in `N2N_EXTRA`, or only those of `modules`, by name.

    In the order of declaration. Raises DeclarationError for a module that is not there.
    """
    for folder in extra_folders():
        for package in (grader.exercises, solutions):
            own = str(folder / package.__name__.rpartition(".")[2])
            if own not in package.__path__:
                package.__path__.append(own)
    known = sorted(m.name for m in pkgutil.iter_modules(grader.exercises.__path__))
    if unknown := set(modules) - set(known):
        raise DeclarationError("declare.module", names=sorted(unknown), known=known)
    for name in modules or known:
        importlib.import_module(f"grader.exercises.{name}")
    found = {name: e for name, e in _REGISTRY.items() if not modules or e.module in modules}
    return found


def _declared(place: Place) -> bool:
    """Whether this name of `solutions` is an exercise; its declarations are read if they were not."""
    if importlib.util.find_spec(f"grader.exercises.{place.module}"):
        importlib.import_module(f"grader.exercises.{place.module}")
    return place.name in _REGISTRY and _REGISTRY[place.name].module == place.module


def registered() -> dict[str, Exercise]:
    """The exercises whose modules have been read."""
    return dict(_REGISTRY)
