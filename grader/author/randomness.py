"""Exercises whose answer is random: their cases, and ways to draw wrongly that any of them may meet.

`misuses_rng` and `draws_wrongly` declare misconceptions, with one sentence for all exercises, and deviations: wrong
answers without a sentence of their own, which the rule has to detect all the same. Both are made from the reference.
"""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.author.declare import Exercise, do, script
from grader.data import Case, Seeded
from grader.rules.chance import Numbers

Rng = np.random.Generator


def draws(rng: Rng, label: str, *args: Any, times: int = 1, hidden: bool = False) -> Case:
    """`times` calls with one rng, one with the same made anew, and one with another."""
    a, b = (int(s) for s in rng.integers(2**31, size=2))
    one = Seeded(a)
    calls = [*[one] * times, Seeded(a), Seeded(b)]
    return script(label, *(do(*args, seeded) for seeded in calls), hidden=hidden)


def misuses_rng(declared: Exercise) -> None:
    """Declare what can be done wrong with the generator, which is the last argument."""
    right = declared.reference()

    @declared.misconception
    def own_numbers(*args):  # type: ignore[no-untyped-def]
        """the same rng, made anew, gave another result: take every random number from the rng you are given"""
        return right(*args[:-1], np.random.default_rng())

    @declared.misconception
    def own_seed(*args):  # type: ignore[no-untyped-def]
        """two different rngs gave one result: draw from the rng you are given, without a seed of your own"""
        return right(*args[:-1], np.random.default_rng(0))

    @declared.misconception
    def copied_rng(*args):  # type: ignore[no-untyped-def]
        """called again with the same rng, the result is the same: draw from rng itself, so that it moves on"""
        return right(*args[:-1], copy.deepcopy(args[-1]))

    @declared.deviation
    def one_of_two_seeds(*args):  # type: ignore[no-untyped-def]
        return right(*args[:-1], np.random.default_rng(args[-1].integers(2)))

    @declared.deviation
    def global_seed(*args):  # type: ignore[no-untyped-def]
        seed = np.random.RandomState(0).randint(2**31)
        return right(*args[:-1], np.random.default_rng(seed))

    @declared.deviation
    def seed_from_the_arguments(*args):  # type: ignore[no-untyped-def]
        return right(*args[:-1], np.random.default_rng(np.size(args[0])))


Distortion = Callable[[Numbers, float, Rng], Numbers]
"""Other numbers instead of the right ones, which have a standard deviation; the generator has drawn these already."""


def draws_wrongly(declared: Exercise, base: Callable[..., Any] = lambda *args: 0.0) -> None:
    """Declare what can be wrong with normal numbers, one for each entry; the reference adds them to `base(*args)`."""
    right = declared.reference()

    def changed(change: Distortion) -> Callable[..., Any]:
        def wrong(*args):  # type: ignore[no-untyped-def]
            first = copy.deepcopy(args[-1]).standard_normal()
            under = base(*args)
            numbers = right(*args) - under
            deviation = float(numbers.flat[0] / first)  # the reference draws row by row
            return under + change(numbers, deviation, args[-1]) if deviation else under + numbers

        wrong.__name__, wrong.__doc__ = change.__name__, change.__doc__
        return wrong

    def misconception(change: Distortion) -> Distortion:
        declared.misconception(changed(change))
        return change

    def deviation(change: Distortion) -> Distortion:
        declared.deviation(changed(change))
        return change

    @misconception
    def all_equal(x, s, rng):  # type: ignore[no-untyped-def]
        """all numbers are the same: draw one for each entry"""
        return np.full_like(x, x.flat[0])

    @misconception
    def repeated(x, s, rng):  # type: ignore[no-untyped-def]
        """numbers come more than once (their signs aside): draw one for each entry"""
        return np.broadcast_to(x[:1], x.shape).copy()

    @misconception
    def never_negative(x, s, rng):  # type: ignore[no-untyped-def]
        """no number is below 0: rng.random draws from 0 to 1, rng.normal draws on both sides of 0"""
        return s * rng.random(x.shape)

    @misconception
    def standardized(x, s, rng):  # type: ignore[no-untyped-def]
        """mean or variance is exactly as it should be in every call, as it never is of draws: take them as they come"""
        return s * (x - x.mean()) / x.std()

    @misconception
    def mean_off(x, s, rng):  # type: ignore[no-untyped-def]
        """the mean should be 0: it is {share} standard deviations away"""
        return x + 0.2 * s

    @misconception
    def variance_off(x, s, rng):  # type: ignore[no-untyped-def]
        """the variance of the numbers is {factor} times what it should be"""
        return np.sqrt(1.05) * x

    @misconception
    def not_normal(x, s, rng):  # type: ignore[no-untyped-def]
        """mean and variance are right, but the numbers are not normal: draw them with rng.normal"""
        return s * rng.uniform(-np.sqrt(3), np.sqrt(3), size=x.shape)

    # in another order, so that nothing but chance can tell the factor
    for factor in (0.95, 1.05):

        def variance(x, s, rng, factor=factor):  # type: ignore[no-untyped-def]
            return np.sqrt(factor) * rng.permutation(x.ravel()).reshape(x.shape)

        variance.__name__ = f"variance_times_{factor}_in_another_order"
        deviation(variance)

    @deviation
    def variance_five_percent_less(x, s, rng):  # type: ignore[no-untyped-def]
        return np.sqrt(0.95) * x

    @deviation
    def mean_of_a_twentieth(x, s, rng):  # type: ignore[no-untyped-def]
        return 0.05 * s + rng.permutation(x.ravel()).reshape(x.shape)

    shapes: dict[str, Callable[[Rng, tuple[int, ...]], Numbers]] = {
        "laplace": lambda rng, shape: rng.laplace(scale=0.5**0.5, size=shape),
        "logistic": lambda rng, shape: rng.logistic(scale=3**0.5 / np.pi, size=shape),
        "student": lambda rng, shape: rng.standard_t(5, size=shape) * 0.6**0.5,
        "triangular": lambda rng, shape: rng.triangular(-1, 0, 1, size=shape) * 6**0.5,
        "signs": lambda rng, shape: rng.choice([-1.0, 1.0], size=shape),
        "some_zero": lambda rng, shape: rng.normal(size=shape) * (rng.random(shape) < 0.9) / 0.9**0.5,
        "skewed": lambda rng, shape: (
            rng.gumbel(size=shape) * 6**0.5 / np.pi - np.euler_gamma * 6**0.5 / np.pi
        ),
    }
    for name, shape in shapes.items():

        def drawn(x, s, rng, shape=shape):  # type: ignore[no-untyped-def]
            return s * shape(rng, x.shape)

        drawn.__name__ = name
        deviation(drawn)

    @deviation
    def clipped(x, s, rng):  # type: ignore[no-untyped-def]
        return np.clip(x, -2 * s, 2 * s)

    @deviation
    def half_the_rows_repeated(x, s, rng):  # type: ignore[no-untyped-def]
        half = max(1, len(x) // 2)
        return np.resize(x[:half], x.shape)

    @deviation
    def shared_by_pairs_of_rows(x, s, rng):  # type: ignore[no-untyped-def]
        return np.repeat(x[::2], 2, axis=0)[: len(x)]

    @deviation
    def shared_by_pairs_of_columns(x, s, rng):  # type: ignore[no-untyped-def]
        return np.repeat(x[:, ::2], 2, axis=1)[:, : x.shape[1]]

    @deviation
    def opposite_pairs_of_rows(x, s, rng):  # type: ignore[no-untyped-def]
        even = x[::2]
        return np.stack([even, -even], axis=1).reshape(-1, x.shape[1])[: len(x)]

    @deviation
    def a_quarter_of_the_rows_repeated(x, s, rng):  # type: ignore[no-untyped-def]
        quarter = max(1, len(x) // 4)
        return np.concatenate([x[: len(x) - quarter], x[:quarter]])

    @deviation
    def half_with_a_seed(x, s, rng):  # type: ignore[no-untyped-def]
        half = len(x) // 2
        return np.concatenate([x[:half], s * np.random.default_rng(0).normal(size=x[half:].shape)])

    @deviation
    def half_unseeded(x, s, rng):  # type: ignore[no-untyped-def]
        half = len(x) // 2
        return np.concatenate([x[:half], s * np.random.default_rng().normal(size=x[half:].shape)])
