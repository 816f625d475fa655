"""Masks of dropout: a draw of its own for each entry."""

import math
from typing import Any

import numpy as np

from grader.data import Case
from grader.outcomes import Broken
from grader.rules import chance, seeding

NAMES = (
    *seeding.NAMES,
    "not_x_times_mask",
    "not_scaled",
    "other_factor",
    "keeps_p",
    "share_off",
    "one_mask_for_all_samples",
    "mask_shared_by_samples",
    "mask_shared_by_features",
    "counted_not_drawn",
)


def inverted_dropout(case: Case, values: list[Any]) -> Broken | None:
    """`(out, mask)` of `(X, p, rng)`, where mask holds 0 with probability p, else 1 / (1 - p), and out is X * mask."""
    p = float(case.steps[0].args[1])
    batches = [np.asarray(s.args[0], np.float64) for s in case.steps]
    masks = [np.asarray(mask, np.float64) for _, mask in values]
    for X, (out, _), mask in zip(batches, values, masks, strict=True):
        if not np.allclose(out, X * mask):
            return Broken("not_x_times_mask")
    kept = [mask != 0 for mask in masks]
    if broken := _dependent(case, kept, p) if p else _dropping(kept):
        return broken
    survivors = np.concatenate([mask[mask != 0] for mask in masks])
    if p and np.allclose(survivors, 1):
        return Broken("not_scaled")
    return None if np.allclose(survivors, 1 / (1 - p)) else Broken("other_factor")


def _dropping(kept: list[np.ndarray]) -> Broken | None:
    """What is wrong if nothing is to be dropped."""
    found = _mean(kept)
    if found == 1:
        return None
    return Broken("keeps_p") if found == 0 else Broken("share_off", {"wanted": 1.0, "found": found})


def _dependent(case: Case, kept: list[np.ndarray], p: float) -> Broken | None:
    """What shows that the entries are not independent draws with probability 1 - p."""
    for k in kept:
        if (
            k.ndim == 2
            and np.all(k == k[:1])
            and chance.improbable((len(k) - 1) * k.shape[1] * math.log(max(p, 1 - p)))
        ):
            return Broken("one_mask_for_all_samples")
    equal = math.log(p**2 + (1 - p) ** 2)
    if broken := seeding.misused(case, list(kept), lambda k: kept[k].size * equal):
        return broken
    calls = [kept[k] for k in seeding.distinct(case)]
    tables = [k for k in calls if k.ndim == 2]
    hits, n = sum(int(k.sum()) for k in calls), sum(k.size for k in calls)
    if chance.improbable(chance.of_count(hits, n, 1 - p)):
        if not chance.improbable(chance.of_count(hits, n, p)):
            return Broken("keeps_p")
        return Broken("share_off", {"wanted": round(1 - p, 3), "found": _mean(calls)})
    if any(_alike(k, p) for k in tables):
        return Broken("mask_shared_by_samples")
    if any(_alike(k.T, p) for k in tables):
        return Broken("mask_shared_by_features")
    for lines in _lines(tables):
        worst = max(lines, key=lambda line: abs(line.mean() - (1 - p)))
        if chance.improbable(math.log(len(lines)) + chance.of_count(int(worst.sum()), worst.size, 1 - p)):
            return Broken("share_off", {"wanted": round(1 - p, 3), "found": _mean([worst])})
    if any(chance.improbable(_of_equal_counts(counts, p)) for counts in _counts(calls, tables)):
        return Broken("counted_not_drawn")
    return None


def _alike(rows: np.ndarray, p: float) -> bool:
    return chance.improbable(chance.of_agreement(rows, p)) or chance.improbable(
        chance.of_paired_agreement(rows, p)
    )


def _lines(tables: list[np.ndarray]) -> list[np.ndarray]:
    """What survives of each sample, and of each feature, in all calls together."""
    shape = tables[0].shape if tables else ()
    same = [k for k in tables if k.shape == shape]
    return [np.concatenate(same, axis=1), np.concatenate([k.T for k in same], axis=1)] if same else []


def _mean(kept: list[np.ndarray]) -> float:
    return round(float(np.mean(np.concatenate([k.ravel() for k in kept]))), 3)


def _counts(calls: list[np.ndarray], tables: list[np.ndarray]) -> list[tuple[int, list[int]]]:
    """How many survive, each time among equally many: of a call, a row, a column."""
    sizes = {k.size for k in calls}
    whole = [(n, [int(k.sum()) for k in calls if k.size == n]) for n in sizes]
    rows = [(m.shape[1], m.sum(axis=1).tolist()) for k in tables for m in (k, k.T)]
    return [*whole, *rows]


def _of_equal_counts(counted: tuple[int, list[int]], p: float) -> float:
    """All of these binomial counts are the same: no count is more probable than the mode, whose bound is Stirling's."""
    n, counts = counted
    if len(counts) < 2 or len(set(counts)) > 1:
        return 0.0
    mode = int((n + 1) * (1 - p))
    log_mode = (
        math.lgamma(n + 1)
        - math.lgamma(mode + 1)
        - math.lgamma(n - mode + 1)
        + mode * math.log(1 - p)
        + (n - mode) * math.log(p)
    )
    return (len(counts) - 1) * min(0.0, log_mode)
