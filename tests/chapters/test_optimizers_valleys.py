"""What chapter 7 says of the range test, of restarts and cooling, and of second order."""

import numpy as np

from solutions import optimizers as opt
from solutions.activations import Array

# ---- range test, valleys ----


def test_the_range_test_leaves_the_parameters_and_stops() -> None:
    params = [np.array([2.0, -1.0])]
    losses = opt.learning_rate_range(
        lambda ps: (float((ps[0] ** 2).sum()), [2 * ps[0]]), params, [0.1, 0.2, 3.0, 5.0, 7.0]
    )
    np.testing.assert_array_equal(params[0], [2.0, -1.0])
    np.testing.assert_allclose(losses, [5.0, 5 * 0.64, 5 * 0.64 * 0.36, 5 * 0.64 * 0.36 * 25])


def test_acceptance_and_its_extremes() -> None:
    with np.errstate(all="raise"):
        p = opt.acceptance_probability(np.array([-1e9, 0.0, 1.0]), 1.0)
    np.testing.assert_allclose(p, [1.0, 1.0, np.exp(-1)])


def hills(x: Array) -> float:
    return float(np.sum(0.08 * x**2 + 0.5 * (1 - np.cos(2.2 * x))))


def hills_prime(x: Array) -> Array:
    return 0.16 * x + 1.1 * np.sin(2.2 * x)


def test_restarts_help_in_few_dimensions() -> None:
    rng = np.random.default_rng(7)
    share = {}
    for d in (1, 4):
        for n in (1, 16):
            lows = [
                opt.best_of_restarts(hills, hills_prime, rng.uniform(-4, 4, size=(n, d)), 0.1, 40)[1]
                for _ in range(30)
            ]
            share[d, n] = np.mean(np.array(lows) < 1e-3)
    assert share[1, 16] > 0.95 > 0.6 > share[1, 1]
    assert share[4, 16] < 0.5


def test_slow_cooling_finds_the_deepest_valley_more_often_than_cold_or_fast() -> None:
    def found(temperatures: Array) -> float:
        ends = [
            opt.simulated_annealing(hills, np.array([3.2, 2.6]), temperatures, 0.5, np.random.default_rng(k))[
                -1
            ]
            for k in range(10)
        ]
        return float(np.mean([hills(x) < 0.1 for x in ends]))

    assert found(np.geomspace(1.0, 0.001, 1500)) > 0.5
    assert found(np.full(1500, 0.001)) < 0.2
    assert found(np.geomspace(1.0, 0.001, 30)) < 0.2


def test_newton_is_attracted_by_the_saddle_and_sgd_is_not() -> None:
    def grad(p: Array) -> Array:
        return np.array([p[0], -p[1] + p[1] ** 3 / 8])

    newton, p, sgd = np.array([1.0, 0.5]), np.array([1.0, 0.5]), opt.SGD(0.2)
    for _ in range(60):
        newton = newton - np.linalg.solve(np.diag([1.0, -1 + 3 * newton[1] ** 2 / 8]), grad(newton))
        sgd.step([p], [grad(p)])
    np.testing.assert_allclose(newton, 0, atol=1e-9)
    np.testing.assert_allclose(p, [0, np.sqrt(8)], atol=1e-3)


def test_one_newton_step_reaches_the_bottom_of_a_ravine() -> None:
    p = np.array([-3.5, 1.5])
    np.testing.assert_allclose(
        p - np.linalg.solve(np.diag([1.0, 50.0]), opt.ravine(p, 50.0)[1]), 0, atol=1e-12
    )


def test_the_size_of_the_hessian() -> None:
    assert 8 * 51**2 < 21_000
    assert 8 * (10**6) ** 2 == 8000 * 10**9  # bytes: 8000 GB
    assert 2 < (10**6) ** 3 / 3 / 1e12 / 86_400 < 5  # days for one solve
