"""Properties that judge random results, where no array can be expected.

A rule reads the case and what the steps returned and gives one line of complaint, or None.
Its false-rejection probability is below 1e-9: bounds lie 6.5 standard deviations out.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.data import Case

Rule = Callable[[Case, list[Any]], str | None]
RULES: dict[str, Rule] = {}

SIGMAS = 6.5


def rule(f: Rule) -> Rule:
    """Register a rule under its name."""
    RULES[f.__name__] = f
    return f


@rule
def inverted_dropout(case: Case, values: list[Any]) -> str | None:
    """Inverted dropout: `(out, mask)` of `(x, p, rng)`; calls 2 and 3 repeat with the same and with another rng."""
    x, p = case.steps[0].args[:2]
    out, mask = values[0]
    if not np.allclose(out, x * mask):
        return "out must be x * mask"
    kept = float((mask != 0).mean())
    bound = SIGMAS * np.sqrt(p * (1 - p) / x.size)
    if abs(kept - (1 - p)) > bound:
        if abs(kept - p) <= bound:
            return "p is the probability to drop: you kept a share p"
        return f"a share {1 - p:.2f} of the units should survive, {kept:.2f} did"
    if p and np.allclose(mask[mask != 0], 1):
        return "scale the survivors by 1 / (1 - p), so that the mean stays as it was"
    if not np.allclose(mask[mask != 0], 1 / (1 - p)):
        return "mask must hold only 0 and 1 / (1 - p)"
    if len(values) > 1 and not np.array_equal(values[1][1], mask):
        return "take every random number from rng: the same rng gave two masks"
    if len(values) > 2 and p and np.array_equal(values[2][1], mask):
        return "the mask must depend on rng: two different rngs gave one mask"
    return None


@rule
def shuffled_folds(case: Case, values: list[Any]) -> str | None:
    """k-fold cross-validation: `(train, held_out)` row numbers of `(n, k, rng)`; calls 2 and 3 as above.

    A random order that looks like no order at all has probability 1 / n!, which is why n ≥ 13 where it counts.
    """
    n = case.steps[0].args[0]
    for folds in values:
        held_out = np.concatenate([h for _, h in folds])
        if len(np.unique(held_out)) < n or held_out.min() < 0 or held_out.max() >= n:
            return "every row must be held out exactly once: shuffle once, then cut the result into parts"
        for train, h in folds:
            if np.intersect1d(train, h).size:
                return "a row is in train and held out at the same time: then the error on it proves nothing"
            if len(np.unique(train)) < n - len(h) or train.min() < 0 or train.max() >= n:
                return "train must hold every row that is not held out, once"
    if n >= 13:
        orders = [np.concatenate([h for _, h in folds]) for folds in values]
        if np.array_equal(orders[0], np.arange(n)):
            return "the rows are not shuffled: data are often sorted, and then a part is not like the rest"
        if len(orders) > 1 and not np.array_equal(orders[0], orders[1]):
            return "take the random order from rng: the same rng gave two orders"
        if len(orders) > 2 and np.array_equal(orders[0], orders[2]):
            return "the order must depend on rng: two different rngs gave one order"
    return None
