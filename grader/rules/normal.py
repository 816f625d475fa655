"""Normal numbers of a given standard deviation: initial weights, and noise.

Everything is judged on z, the numbers divided by the standard deviation that each should have. First it is tried
whether they are those of `rng.normal` times one factor: then the factor is known to the last digits, and chance has
no part in the verdict. Whoever draws in another way is judged by mean, variance and distribution of all numbers.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.data import Case
from grader.outcomes import Broken
from grader.rules import chance, seeding
from grader.rules.chance import NORMAL, UNIFORM, Distribution, Numbers

NAMES = (
    *seeding.NAMES,
    "all_equal",
    "repeated",
    "never_negative",
    "standardized",
    "mean_off",
    "variance_off",
    "not_normal",
)


@dataclass(frozen=True)
class KnownMistake:
    """A known mistake: the standard deviation that it gives to the numbers of a call, and their distribution."""

    deviation: Callable[..., float]
    distribution: Distribution = NORMAL


def wrong_normals(
    case: Case,
    drawn: Sequence[Numbers],
    deviation: Callable[..., float],
    known: dict[str, KnownMistake],
) -> Broken | None:
    """What is wrong with the numbers that each step drew. `deviation(*args)` is what they should have, above 0."""
    right = [deviation(*s.args) for s in case.steps]
    z = [np.asarray(v, np.float64) / d for v, d in zip(drawn, right, strict=True)]
    if any(v.size > 2 and np.ptp(v) <= 1e-9 * np.max(np.abs(v)) for v in z):
        return Broken("all_equal")
    if broken := seeding.misused(case, list(drawn), lambda k: -math.inf if z[k].size else 0.0):
        return broken
    calls = seeding.distinct(case)
    pool = np.concatenate([z[k].ravel() for k in calls])
    if np.min(pool) >= 0 and chance.improbable(-pool.size * math.log(2)):
        return Broken("never_negative")
    if _standardized([z[k] for k in calls]):
        return Broken("standardized")
    factors = {
        n: [k.deviation(*s.args) / d for s, d in zip(case.steps, right, strict=True)]
        for n, k in known.items()
    }
    lines = replayed(case, z)
    if lines is not None:
        return _of_lines(lines, {n: f for n, f in factors.items() if known[n].distribution is NORMAL})
    if _repeated(pool):
        return Broken("repeated")
    if _improbable_mean(pool):
        return _mean_off(pool)
    if chance.improbable(chance.of_variance(pool)):
        for name, by in factors.items():
            if _fits(np.concatenate([z[k].ravel() / by[k] for k in calls]), known[name].distribution):
                return Broken(name)
        return _variance_off(float(np.mean(pool**2)))
    return Broken("not_normal") if chance.improbable(chance.of_distribution(pool)) else None


def _repeated(z: Numbers) -> bool:
    """Whether numbers come more than once, with either sign. In single precision a few do by chance."""
    gaps = np.diff(np.sort(np.abs(z)))
    return bool(np.sum(gaps <= 1e-9 * np.max(np.abs(z))) > 3 + 0.02 * z.size)


_EXACT, _CALLS = 1e-6, 2
"""A standard normal number is this close to 0 with probability below 1e-6; in two calls below 1e-12."""


def _standardized(z: Sequence[Numbers]) -> bool:
    """Whether mean or variance of every call is what it should be, exactly."""
    large = [v for v in z if v.size >= 6]
    if len(large) < _CALLS:
        return False
    means = [abs(np.mean(v)) * math.sqrt(v.size) for v in large]
    spreads = [abs(np.var(v) - 1) * math.sqrt(v.size / 2) for v in large]
    return bool(max(means) < _EXACT or max(spreads) < _EXACT)


def _improbable_mean(z: Numbers) -> bool:
    """By the right deviation, and by their own: numbers that are only too large have no wrong mean."""
    own = math.sqrt(float(np.mean(z**2))) or 1.0
    return chance.improbable(chance.of_mean(z)) and chance.improbable(chance.of_mean(z / own))


def _fits(z: Numbers, what: Distribution) -> bool:
    bounds = [chance.of_variance(z)] if what is NORMAL else []
    return not any(map(chance.improbable, [*bounds, chance.of_distribution(z, what)]))


def _mean_off(z: Numbers) -> Broken:
    return Broken("mean_off", {"share": _short(float(np.mean(z)))})


def _variance_off(factor: float) -> Broken:
    return Broken("variance_off", {"factor": _short(factor)})


def _short(x: float) -> float:
    return float(f"{x:.3g}")


# ---- the numbers of rng.normal, times a factor ----

FittedLine = tuple[float, float]
"""Factor and shift of the numbers of one call."""

_CLOSE = 1e-5


def replayed(case: Case, z: Sequence[Numbers]) -> list[FittedLine] | None:
    """For each call the factor and the shift by which its z follow from what `rng.normal` gives there, or None.

    The numbers may have been filled in row by row or column by column.
    """
    for order in ("C", "F"):
        lines: dict[int, FittedLine] = {}
        for calls in seeding.streams(case):
            rng = seeding.replay(case, calls)
            for k in calls:
                line = _line(rng.standard_normal(z[k].size), z[k].ravel(order))  # type: ignore[arg-type]
                if line is None:
                    break
                lines[k] = line
            else:
                continue
            break
        if len(lines) == len(z):
            return [lines[k] for k in range(len(z))]
    return None


def _line(x: Numbers, y: Numbers) -> FittedLine | None:
    """The straight line through all points (x, y), if there is one and it is no accident."""
    if x.size < 6:
        return None
    i, j = int(np.argmax(x)), int(np.argmin(x))
    slope = float((y[i] - y[j]) / (x[i] - x[j]))
    shift = float(y[i] - slope * x[i])
    off = np.max(np.abs(y - slope * x - shift))
    return (slope, shift) if off <= _CLOSE * max(abs(slope), 1e-300) else None


def _of_lines(lines: list[FittedLine], known: dict[str, list[float]]) -> Broken | None:
    """What is wrong with the exact factors and shifts of the calls."""
    slopes = np.abs([slope for slope, _ in lines])
    shifts = np.array([shift for _, shift in lines])
    if np.any(np.abs(shifts) > 10 * _CLOSE * slopes):
        return Broken("mean_off", {"share": _short(float(shifts[np.argmax(np.abs(shifts))]))})
    if np.allclose(slopes, 1, rtol=10 * _CLOSE):
        return None
    for name, by in known.items():
        if np.allclose(slopes, by, rtol=10 * _CLOSE):
            return Broken(name)
    return _variance_off(float(slopes[np.argmax(np.abs(np.log(slopes)))] ** 2))


# ---- initializers ----

Formula = Callable[[float, float], float]
"""A standard deviation from n_in and n_out."""


def initializer(
    right: Formula, wrong: dict[str, Formula], **others: KnownMistake
) -> Callable[[Case, list[Any]], Broken | None]:
    """A rule for weights of `(n_in, n_out, rng)`; `wrong` are the standard deviations of known mistakes."""

    def of(f: Formula) -> Callable[..., float]:
        return lambda n_in, n_out, rng: f(n_in, n_out)

    known = {name: KnownMistake(of(f)) for name, f in wrong.items()} | others
    return lambda case, values: wrong_normals(case, values, of(right), known)


SMALL: dict[str, Formula] = {
    "not_small": lambda n_in, n_out: 1.0,
    "root_of_the_scale": lambda n_in, n_out: 0.001**0.5,
}
FAN_IN: dict[str, Formula] = {
    "fan_out": lambda n_in, n_out: n_out**-0.5,
    "variance_as_deviation": lambda n_in, n_out: 1 / n_in,
    "not_scaled": lambda n_in, n_out: 1.0,
}
UNIFORM_THIRD = KnownMistake(lambda n_in, n_out, rng: (3 * n_in) ** -0.5, UNIFORM)
HE: dict[str, Formula] = {
    "no_two": lambda n_in, n_out: n_in**-0.5,
    "he_fan_out": lambda n_in, n_out: (2 / n_out) ** 0.5,
    "he_variance_as_deviation": lambda n_in, n_out: 2 / n_in,
    "two_outside": lambda n_in, n_out: 2 / n_in**0.5,
}
GLOROT: dict[str, Formula] = {
    "sum_not_mean": lambda n_in, n_out: (n_in + n_out) ** -0.5,
    "glorot_variance_as_deviation": lambda n_in, n_out: 2 / (n_in + n_out),
    "fan_in_alone": lambda n_in, n_out: n_in**-0.5,
    "variance_of_he": lambda n_in, n_out: (2 / n_in) ** 0.5,
}

small = initializer(lambda n_in, n_out: 0.001, SMALL)
fan_in = initializer(lambda n_in, n_out: n_in**-0.5, FAN_IN, uniform_third=UNIFORM_THIRD)
he = initializer(lambda n_in, n_out: (2 / n_in) ** 0.5, HE)
glorot = initializer(lambda n_in, n_out: (2 / (n_in + n_out)) ** 0.5, GLOROT)


# ---- noise ----

NOISE: dict[str, KnownMistake] = {
    "sigma_as_variance": KnownMistake(lambda X, sigma, rng: sigma**0.5),
    "sigma_squared": KnownMistake(lambda X, sigma, rng: sigma**2),
}
NOISE_NAMES = (*NAMES, *NOISE, "noise_without_noise", "multiplied", "without_x")


def gaussian_noise(case: Case, values: list[Any]) -> Broken | None:
    """`X + noise` of `(X, sigma, rng)`, the same sigma in all steps."""
    batches = [np.asarray(s.args[0], np.float64) for s in case.steps]
    noise = [v - X for v, X in zip(values, batches, strict=True)]
    sigma = float(case.steps[0].args[1])
    if sigma == 0:
        still = all(np.allclose(n, 0) for n in noise)
        return None if still else Broken("noise_without_noise")
    large = [(n, X) for n, X in zip(noise, batches, strict=True) if np.sum(X == 0) > 1]
    if any(np.all(n[X == 0] == 0) for n, X in large):
        return Broken("multiplied")
    broken = wrong_normals(case, noise, lambda X, sigma, rng: sigma, NOISE)
    if (
        broken
        and broken.name not in seeding.NAMES
        and not wrong_normals(case, values, lambda X, sigma, rng: sigma, {})
    ):
        return Broken("without_x")
    return broken
