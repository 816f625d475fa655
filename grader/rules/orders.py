"""Random orders, cut into parts: mini-batches and folds."""

import math
from typing import Any

import numpy as np

from grader.data import Case, Drained
from grader.outcomes import Broken
from grader.rules import chance, seeding
from grader.rules.chance import Order

NAMES = (*seeding.NAMES, "not_shuffled", "neighbours_together", "same_company", "never_moved")
BATCHES = (*NAMES, "with_replacement")
FOLDS = (*NAMES, "drawn_anew", "train_overlaps", "train_with_repeats")


def _shuffled(case: Case, deals: list[list[Order]]) -> Broken | None:
    """What is wrong with orders that should be random, each dealt in parts: `deals[k]` are those of step k.

    Whoever sorts each part is right too; of such an answer only is judged who is with whom.
    """
    orders = [np.concatenate(parts) for parts in deals]
    is_sorted = [all(_sorted(p) for p in parts) for parts in deals]

    def of_equality(k: int) -> float:
        return -(chance.ways_to_deal(deals[k]) if all(is_sorted) else math.lgamma(orders[k].size + 1))

    if any(
        np.array_equal(o, np.arange(o.size)) and chance.improbable(of_equality(k))
        for k, o in enumerate(orders)
    ):
        return Broken("not_shuffled")
    calls, sorts = seeding.distinct(case), all(is_sorted)
    if chance.improbable(chance.of_regular_parts([deals[k] for k in calls])):
        return Broken("neighbours_together")
    if not sorts and any(chance.improbable(chance.of_neighbours(o)) for o in orders):
        return Broken("neighbours_together")
    if broken := seeding.misused(case, list(orders), of_equality):
        return broken
    if len(calls) > 1 and chance.improbable(chance.of_same_parts([deals[k] for k in calls])):
        return Broken("same_company")
    if (
        not sorts
        and len(calls) > 2
        and chance.improbable(chance.of_standing_still([orders[k] for k in calls]))
    ):
        return Broken("never_moved")
    return None


def _sorted(rows: Order) -> bool:
    steps = np.diff(rows)
    return bool(np.all(steps > 0) or np.all(steps < 0))


def _covers(rows: Order, n: int) -> bool:
    """Whether every row from 0 to n - 1 is there, once."""
    return np.array_equal(np.sort(rows), np.arange(n))


def mini_batches(case: Case, values: list[Any]) -> Broken | None:
    """One epoch of mini-batches a step: row numbers of `(n_samples, batch_size, rng)`."""
    n = case.steps[0].args[0]
    deals = [list(v.values) if isinstance(v, Drained) else list(v) for v in values]
    if not all(_covers(np.concatenate(parts), n) for parts in deals):
        return Broken("with_replacement")
    return _shuffled(case, deals)


def shuffled_folds(case: Case, values: list[Any]) -> Broken | None:
    """k-fold cross-validation a step: `(train, held_out)` row numbers of `(n, k, rng)`."""
    n = case.steps[0].args[0]
    for folds in values:
        if not _covers(np.concatenate([held_out for _, held_out in folds]), n):
            return Broken("drawn_anew")
        for train, held_out in folds:
            if np.intersect1d(train, held_out).size:
                return Broken("train_overlaps")
            if not _covers(np.concatenate([train, held_out]), n):
                return Broken("train_with_repeats")
    return _shuffled(case, [[held_out for _, held_out in folds] for folds in values])
