"""How probable is it that a right answer looks like this? Upper bounds that hold for samples of every size.

Each function returns the logarithm of a proven bound on the probability that a right answer deviates as far as this
one, or further. None is an approximation for large samples, so that a bound of 5e-12 may be taken at its word.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating]

ALPHA = 5e-12
"""Where a right answer is as improbable as this, it is none. A check asks at most `QUESTIONS` times."""

QUESTIONS = 150
"""Most bounds that one check of one exercise compares with ALPHA; 150 · 5e-12 < 1e-9."""

LOG_ALPHA = math.log(ALPHA)


def improbable(log_p: float) -> bool:
    """Whether no right answer looks like this."""
    return log_p < LOG_ALPHA


# ---- numbers that should be standard normal ----


def of_mean(z: Numbers) -> float:
    """The mean is normal with variance 1/n, and P(|N(0, 1)| > t) ≤ exp(-t²/2)."""
    return -0.5 * z.size * float(np.mean(z)) ** 2


def of_variance(z: Numbers) -> float:
    """The sum of squares is chi-squared: Chernoff's bound exp(-n/2 · (x - 1 - ln x)) on either side of x = 1."""
    x = float(np.mean(z**2))
    if not 0 < x < math.inf:
        return -math.inf
    return math.log(2) - 0.5 * z.size * (x - 1 - math.log(x))


class Distribution(NamedTuple):
    """Points, and the probability of a number below each."""

    points: Numbers
    below: Numbers


_POINTS = np.linspace(-4, 4, 321)
NORMAL = Distribution(_POINTS, np.array([0.5 * math.erfc(-x / math.sqrt(2)) for x in _POINTS.tolist()]))
UNIFORM = Distribution(_POINTS, np.clip(0.5 + _POINTS / math.sqrt(12), 0, 1))
"""Of variance 1, as NORMAL is."""


def of_distribution(z: Numbers, what: Distribution = NORMAL) -> float:
    """The largest distance D between shares below a point and probabilities: P(D > d) ≤ 2 exp(-2nd²).

    Dvoretzky, Kiefer and Wolfowitz, 1956, with the constant of Massart, 1990.
    """
    shares = np.searchsorted(np.sort(z), what.points, side="right") / z.size
    d = float(np.max(np.abs(shares - what.below)))
    return math.log(2) - 2 * z.size * d**2


# ---- draws that should have given probabilities ----


def _relative_entropy(a: Numbers, b: float) -> Numbers:
    """D(a ‖ b) of probabilities of heads, in nats."""
    with np.errstate(divide="ignore", invalid="ignore"):
        heads = np.where(a > 0, a * np.log(a / b), 0.0)
        return heads + np.where(a < 1, (1 - a) * np.log((1 - a) / (1 - b)), 0.0)


def of_count(hits: int, n: int, p: float) -> float:
    """`hits` in n draws of probability p: Chernoff's bound exp(-n D(hits/n ‖ p)) on either side of p."""
    return math.log(2) - n * float(_relative_entropy(np.array(hits / n), p))


def of_counts(counts: NDArray[np.integer]) -> float:
    """How often each of k equally likely outcomes came: P(n D ≥ x) ≤ exp(-x) · (e x / (k - 1))^(k - 1).

    D is the relative entropy of the shares to 1/k, and x ≥ k - 1 (Agrawal, 2020).
    """
    n, free = int(counts.sum()), counts.size - 1
    shares = counts[counts > 0] / n
    x = n * float(np.sum(shares * np.log(shares * counts.size)))
    if free == 0 or x <= free:
        return 0.0
    return min(0.0, -x + free * (1 + math.log(x / free)))


def of_agreement(rows: NDArray[np.bool_], p: float) -> float:
    """The two rows that agree, or contradict each other, in most places, if True has the probability p everywhere.

    The number of agreements of two rows is binomial; there are that many pairs.
    """
    n, width = rows.shape
    if n < 2:
        return 0.0
    bits = np.packbits(rows, axis=1)
    differ = np.bitwise_count(bits[:, np.newaxis] ^ bits).sum(axis=2, dtype=np.int64)
    np.fill_diagonal(differ, differ[0, 1])
    extremes = (width - int(differ.max()), width - int(differ.min()))
    return math.log(n * (n - 1) / 2) + min(of_count(k, width, _alike(p)) for k in extremes)


def of_paired_agreement(rows: NDArray[np.bool_], p: float) -> float:
    """The same of all rows together, each with one partner: its neighbour, the one half the rows on, the opposite one."""
    half = len(rows) // 2
    if not half:
        return 0.0
    pairings = [
        (rows[0 : 2 * half : 2], rows[1 : 2 * half : 2]),
        (rows[:half], rows[half : 2 * half]),
        (rows[:half], rows[::-1][:half]),
    ]
    counts = [int(np.sum(a == b)) for a, b in pairings]
    return math.log(len(counts)) + min(of_count(k, half * rows.shape[1], _alike(p)) for k in counts)


def _alike(p: float) -> float:
    """The probability that two draws are the same."""
    return p**2 + (1 - p) ** 2


def of_repeats(positions: NDArray[np.integer], alike: float) -> float:
    """The distance at which equally likely outcomes repeat most; two draws are the same with probability `alike`.

    Differences of uniform draws are uniform and independent along every chain i, i + d, i + 2d, …, so that the number
    of repeats at distance d is binomial; there are n - 1 distances.
    """
    n = positions.size
    if n < 2:
        return 0.0
    i, j = np.nonzero(positions[:, np.newaxis] == positions)
    repeats = np.bincount(np.abs(j - i), minlength=n)[1:] / 2
    pairs = np.arange(n - 1, 0, -1)
    return math.log(2 * (n - 1)) - float(np.max(pairs * _relative_entropy(repeats / pairs, alike)))


# ---- orders ----

Order = NDArray[np.integer]


def of_neighbours(order: Order) -> float:
    """Rows that still follow the row before them (or, read backwards, the row behind): P(at least k) ≤ 1 / k!."""
    step = np.diff(order)
    return math.log(2) + min(-math.lgamma(int(np.sum(step == s)) + 1) for s in (1, -1))


def of_standing_still(orders: list[Order]) -> float:
    """A row that stands in one place in all orders: there are n² rows and places, each alike with probability 1/nᵐ."""
    n = orders[0].size
    stays = np.all([o == orders[0] for o in orders], axis=0).any()
    return (2 - len(orders)) * math.log(n) if stays else 0.0


def of_regular_parts(deals: list[list[Order]]) -> float:
    """Deals that all consist of evenly spaced rows, such as 10, 11, 12 or 0, 5, 10, in whatever order.

    There are at most n² such parts to choose from, and `ways_to_deal` in all.
    """
    if not all(_evenly_spaced(p) for parts in deals for p in parts):
        return 0.0
    bounds = [2 * len(parts) * math.log(sum(p.size for p in parts)) - ways_to_deal(parts) for parts in deals]
    return sum(min(0.0, b) for b in bounds)


def _evenly_spaced(rows: Order) -> bool:
    return rows.size < 3 or not np.ptp(np.diff(np.sort(rows)))


def of_same_parts(deals: list[list[Order]]) -> float:
    """Deals in which the same rows are together each time."""
    first = {frozenset(p.tolist()) for p in deals[0]}
    if any({frozenset(p.tolist()) for p in deal} != first for deal in deals):
        return 0.0
    return (len(deals) - 1) * min(0.0, math.lgamma(len(deals[0]) + 1) - ways_to_deal(deals[0]))


def ways_to_deal(parts: list[Order]) -> float:
    """The logarithm of the number of ways to deal rows into parts of these sizes."""
    return math.lgamma(sum(p.size for p in parts) + 1) - sum(math.lgamma(p.size + 1) for p in parts)
