"""The bounds by which rules reject: they hold, at every level, and are not far from the truth where that is known."""

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest

from grader.rules import chance

Rng = np.random.Generator


def columns(rng: Rng, n: int, k: int, p: float) -> np.ndarray:
    return rng.random((n, k)) < p


def cut(order: np.ndarray, size: int) -> list[np.ndarray]:
    return [order[i : i + size] for i in range(0, len(order), size)]


RIGHT: dict[str, Callable[[Rng], float]] = {
    "mean, 6": lambda rng: chance.of_mean(rng.normal(size=6)),
    "mean, 500": lambda rng: chance.of_mean(rng.normal(size=500)),
    "variance, 6": lambda rng: chance.of_variance(rng.normal(size=6)),
    "variance, 500": lambda rng: chance.of_variance(rng.normal(size=500)),
    "distribution, 6": lambda rng: chance.of_distribution(rng.normal(size=6)),
    "distribution, 500": lambda rng: chance.of_distribution(rng.normal(size=500)),
    "count, 10": lambda rng: chance.of_count(int(rng.binomial(10, 0.35)), 10, 0.35),
    "count, 1000": lambda rng: chance.of_count(int(rng.binomial(1000, 0.2)), 1000, 0.2),
    "counts, 5 of 9": lambda rng: chance.of_counts(rng.multinomial(5, [1 / 9] * 9)),
    "counts, 400 of 6": lambda rng: chance.of_counts(rng.multinomial(400, [1 / 6] * 6)),
    "agreement": lambda rng: chance.of_agreement(columns(rng, 12, 30, 0.35), 0.35),
    "agreement of pairs": lambda rng: chance.of_paired_agreement(columns(rng, 12, 30, 0.2), 0.2),
    "repeats": lambda rng: chance.of_repeats(rng.integers(6, size=40), 1 / 6),
    "neighbours": lambda rng: chance.of_neighbours(rng.permutation(8)),
    "standing still": lambda rng: chance.of_standing_still([rng.permutation(4) for _ in range(4)]),
    "regular parts": lambda rng: chance.of_regular_parts([cut(rng.permutation(6), 3)]),
    "same parts": lambda rng: chance.of_same_parts([cut(rng.permutation(6), 3) for _ in range(2)]),
}


def too_often(name: str, runs: int) -> list[str]:
    """Levels at which right answers are called improbable more often than the level says, by five deviations."""
    rng = np.random.default_rng(1)
    bounds = np.array([RIGHT[name](rng) for _ in range(runs)])
    found = []
    for level in (0.3, 0.1, 0.03, 0.01, 0.003, 0.001):
        share = np.mean(bounds <= math.log(level))
        if share > level + 5 * math.sqrt(level * (1 - level) / runs):
            found.append(f"{share} at {level}")
    return found


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_called_improbable_is(name: str) -> None:
    assert not too_often(name, 2000)


@pytest.mark.slow
@pytest.mark.parametrize("name", RIGHT)
def test_what_is_called_improbable_is_in_many_draws(name: str) -> None:
    assert not too_often(name, 200_000)


# ---- far out in the tails, where no simulation reaches ----


def log_sum(terms: np.ndarray) -> float:
    top = float(np.max(terms))
    return top + math.log(float(np.sum(np.exp(terms - top))))


def critical(bound: Callable[[float], float], low: float, high: float) -> float:
    """Where a bound that falls from `low` to `high` reaches ALPHA."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if chance.improbable(bound(middle)) else (middle, high)
    return high


@pytest.mark.parametrize("n", [6, 100, 2000, 96_000])
@pytest.mark.parametrize("far", [1e-6, 50.0])
def test_the_chi_squared_tail_at_the_bound_is_below_alpha(n: int, far: float) -> None:
    """The density of the mean square, integrated beyond the value at which the bound rejects."""
    x = critical(lambda v: chance.of_variance(np.full(n, math.sqrt(v))), 1.0, far)
    ends = (x, x + 40 * abs(x - 1) / math.sqrt(n) + 5 / math.sqrt(n)) if far > 1 else (x / 1e6, x)
    grid = np.geomspace(*ends, 200_001)
    half = n / 2
    density = half * math.log(half) - math.lgamma(half) + (half - 1) * np.log(grid) - half * grid
    tail = log_sum(density + np.log(np.gradient(grid)))
    assert chance.LOG_ALPHA - 6 < tail < chance.LOG_ALPHA


@pytest.mark.parametrize(("n", "p"), [(90, 0.35), (3000, 0.8), (48_000, 0.65)])
@pytest.mark.parametrize("side", [-1, 1])
def test_the_binomial_tail_at_the_bound_is_below_alpha(n: int, p: float, side: int) -> None:
    k = np.arange(n + 1)
    choose = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])
    log_p = choose + k * math.log(p) + (n - k) * math.log(1 - p)
    rejected = [i for i in k if (i - n * p) * side > 0 and chance.improbable(chance.of_count(int(i), n, p))]
    assert chance.LOG_ALPHA - 6 < log_sum(log_p[rejected]) < chance.LOG_ALPHA


def test_bounds_on_orders_hold_of_all_orders() -> None:
    orders = [np.array(o) for o in itertools.permutations(range(7))]
    for bound in (chance.of_neighbours, lambda o: chance.of_regular_parts([cut(o, 3)])):
        values = np.array([bound(o) for o in orders])
        for level in np.unique(values):
            assert np.mean(values <= level + 1e-12) <= math.exp(level) + 1e-12


def test_counts_are_enumerated() -> None:
    """All ways in which 12 draws of three outcomes can come, with their probabilities."""
    made = [(a, b, 12 - a - b) for a in range(13) for b in range(13 - a)]
    log_p = [math.lgamma(13) - sum(math.lgamma(c + 1) for c in m) - 12 * math.log(3) for m in made]
    bounds = np.array([chance.of_counts(np.array(m)) for m in made])
    for level in np.unique(bounds):
        assert (
            sum(math.exp(p) for p, b in zip(log_p, bounds, strict=True) if b <= level)
            <= math.exp(level) + 1e-12
        )


def test_nothing_is_improbable_of_nothing() -> None:
    none, one = np.zeros(0, int), np.zeros((1, 5), bool)
    bounds = [
        chance.of_counts(np.array([7])),
        chance.of_agreement(one, 0.5),
        chance.of_paired_agreement(one, 0.5),
        chance.of_repeats(none, 0.5),
        chance.of_neighbours(none),
    ]
    assert not any(map(chance.improbable, bounds))
