"""Whole networks of initial weights, and single matrices that change no length."""

import math
from itertools import pairwise
from typing import Any

import numpy as np

from grader.data import Case
from grader.outcomes import Broken
from grader.rules import seeding

LAYERS = (*seeding.NAMES, "random_biases", "not_what_init_returned", "shared")
ORTHONORMAL = (*seeding.NAMES, "lengths_only", "directions_only", "stretches_left_in")


def _certain(k: int) -> float:
    """Continuous numbers never come twice by chance."""
    return -math.inf


def drawn_layers(case: Case, values: list[Any]) -> Broken | None:
    """Layers `[(W, b), ...]` of `(sizes, init, rng)`. An init that draws nothing says what each W has to be."""
    sizes, init = case.steps[0].args[:2]
    if any(np.any(b) for layers in values for _, b in layers):
        return Broken("random_biases")
    wanted = [init(a, b, np.random.default_rng(0)) for a, b in pairwise(sizes)]
    if all(np.ptp(W) == 0 for W in wanted):
        right = all(np.allclose(W, V) for layers in values for (W, _), V in zip(layers, wanted, strict=True))
        return None if right else Broken("not_what_init_returned")
    if broken := seeding.misused(case, values, _certain):
        return broken
    for layers in values:
        weights = np.sort(np.concatenate([np.ravel(W) for W, _ in layers]))
        if np.any(np.diff(weights) == 0):
            return Broken("shared")
    return None


def orthonormal(case: Case, values: list[Any]) -> Broken | None:
    """Orthonormal columns of `(n_in, n_out, rng)`, or rows if there are fewer of them."""
    for W in (np.asarray(v, np.float64) for v in values):
        gram = W.T @ W if W.shape[0] >= W.shape[1] else W @ W.T
        lengths = np.allclose(np.diag(gram), 1, atol=1e-6)
        apart = np.allclose(gram, np.diag(np.diag(gram)), atol=1e-6 * np.max(np.abs(gram)))
        if not (lengths and apart):
            return Broken("lengths_only" if lengths else "directions_only" if apart else "stretches_left_in")
    return seeding.misused(case, values, _certain)
