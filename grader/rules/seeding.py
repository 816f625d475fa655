"""What a random answer does with the generator it was given. Three ways to misuse it, each with its name."""

import math
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.data import Case, Drained
from grader.outcomes import Broken
from grader.rules import chance

NAMES = ("own_numbers", "own_seed", "copied_rng")

Calls = list[int]
"""Numbers of the steps that use one generator, in order."""


def streams(case: Case) -> list[Calls]:
    """The steps of a case by the generator they draw from; it is the last argument of a call."""
    by_rng: dict[int, Calls] = {}
    for k, step in enumerate(case.steps):
        by_rng.setdefault(id(step.args[-1]), []).append(k)
    return list(by_rng.values())


def distinct(case: Case) -> Calls:
    """The steps whose numbers are independent: of generators in one state only one counts."""
    kept: dict[str, Calls] = {}
    for calls in streams(case):
        state = str(case.steps[calls[0]].args[-1].bit_generator.state)
        kept[state] = max(kept.get(state, []), calls, key=len)
    return [k for calls in kept.values() for k in calls]


def replay(case: Case, calls: Calls) -> np.random.Generator:
    """A generator in the state in which the first of these steps met it."""
    given = case.steps[calls[0]].args[-1]
    again = np.random.Generator(type(given.bit_generator)())
    again.bit_generator.state = given.bit_generator.state
    return again


def flat(value: Any) -> np.ndarray:
    """All numbers of a value in a row."""
    if isinstance(value, Drained):
        return flat(value.values)
    if isinstance(value, (tuple, list)):
        return np.concatenate([flat(v) for v in value]) if len(value) else np.zeros(0)
    return np.ravel(value)


def misused(case: Case, values: list[Any], of_equality: Callable[[int], float]) -> Broken | None:
    """What is wrong with the use of the generator.

    `of_equality(k)` is the logarithm of the probability that the answer of step k comes twice by chance.
    """
    told = [flat(v) for v in values]
    groups = streams(case)
    states = [str(case.steps[calls[0]].args[-1].bit_generator.state) for calls in groups]

    pairs = [(a, b) for a in range(len(groups)) for b in range(a)]
    comparisons = math.log(len(values) ** 2)

    def telling(k: int) -> bool:
        return chance.improbable(of_equality(k) + comparisons)

    def alike(j: int, k: int) -> bool:
        return _same_arguments(case, j, k) and np.array_equal(told[j], told[k])

    for a, b in pairs:
        if states[a] == states[b]:
            for j, k in zip(groups[a], groups[b], strict=False):
                if not _same_arguments(case, j, k):
                    break  # from here on they may draw different numbers
                if not np.array_equal(told[j], told[k]):
                    return Broken("own_numbers")
    for a, b in pairs:
        j, k = groups[a][0], groups[b][0]
        if states[a] != states[b] and alike(j, k) and telling(j):
            return Broken("own_seed")
    for calls in groups:
        if any(alike(j, k) and telling(k) for n, k in enumerate(calls) for j in calls[:n]):
            return Broken("copied_rng")
    return None


def _same_arguments(case: Case, j: int, k: int) -> bool:
    pairs = zip(case.steps[j].args[:-1], case.steps[k].args[:-1], strict=True)
    return all(_same_argument(a, b) for a, b in pairs)


def _same_argument(a: Any, b: Any) -> bool:
    if isinstance(a, np.ndarray):
        return np.array_equal(a, b)
    if isinstance(a, types.FunctionType):  # made anew from its source for each step
        return isinstance(b, types.FunctionType) and a.__code__ == b.__code__
    return bool(a == b)
