"""What chapter 7 says about optimizers, proved on the references, and each of them against PyTorch step by step."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from solutions import optimizers as opt
from tests.compared import answers
from tests.compared.optimizers import KEPT, OPTIMIZERS, RATES, SLOWER, flat, gradient, start

Array = np.ndarray

SETTINGS: dict[str, list[Callable[[], Any]]] = {
    "SGD": [lambda: opt.SGD(0.1)],
    "Momentum": [lambda: opt.Momentum(0.1), lambda: opt.Momentum(0.05, 0.99)],
    "Nesterov": [lambda: opt.Nesterov(0.1), lambda: opt.Nesterov(0.05, 0.5)],
    "Adagrad": [lambda: opt.Adagrad(0.1), lambda: opt.Adagrad(0.5, eps=0.1)],
    "RMSprop": [lambda: opt.RMSprop(0.1), lambda: opt.RMSprop(0.01, rho=0.9, eps=0.1)],
    "Adadelta": [lambda: opt.Adadelta(), lambda: opt.Adadelta(0.5, 0.8, 0.01)],
    "Adam": [lambda: opt.Adam(), lambda: opt.Adam(0.1, 0.8, 0.99, 0.01)],
    "AdamW": [lambda: opt.AdamW(), lambda: opt.AdamW(0.1, 0.8, 0.99, 0.01, 0.5)],
}
EACH = {f"{name}-{k}": make for name, makers in SETTINGS.items() for k, make in enumerate(makers)}


# ---- against PyTorch ----


@pytest.mark.parametrize("name", EACH)
def test_two_hundred_steps_of_pytorch(name: str) -> None:
    """Arrays of several shapes, noisy gradients that depend on the parameters, the rate changed on the way."""
    theirs = dict(zip(KEPT, answers("optimizers")[name], strict=True))
    params, noise = start()
    held, it = list(params), EACH[name]()
    for k, errors in enumerate(noise):
        grads = [gradient(p, e) for p, e in zip(params, errors, strict=True)]
        before = [g.copy() for g in grads]
        if k == SLOWER:
            it.lr *= 0.3
        assert it.step(params, grads) is None
        for g, was in zip(grads, before, strict=True):
            np.testing.assert_array_equal(g, was)
        if k in theirs:
            np.testing.assert_allclose(flat(params), theirs[k], rtol=1e-9, atol=1e-11)
    assert all(a is b for a, b in zip(params, held, strict=True)), "updated in place"


def test_every_optimizer_is_compared_with_pytorch() -> None:
    assert EACH.keys() == OPTIMIZERS.keys()


def test_schedules_are_those_of_pytorch() -> None:
    ours = {
        "step_decay": lambda k: opt.step_decay(k, 0.4, 13, 0.5),
        "linear_warmup": lambda k: opt.linear_warmup(k, 0.4, 8),
        "cosine_decay": lambda k: opt.cosine_decay(k, 0.4, 30, 0.02),
    }
    theirs = answers("optimizers")
    for name, schedule in ours.items():
        np.testing.assert_allclose([schedule(k) for k in range(RATES)], theirs[name], rtol=1e-9)


def test_step_decay_with_a_default_and_types() -> None:
    assert opt.step_decay(10, 1.0, 10) == pytest.approx(0.1)
    assert isinstance(opt.cosine_decay(3, 0.1, 10), float)


# ---- state ----


@pytest.mark.parametrize("name", SETTINGS)
def test_an_optimizer_keeps_float32_and_owns_its_state(name: str) -> None:
    it = SETTINGS[name][0]()
    params, grads = [np.ones((2, 3), np.float32), np.ones(3, np.float32)], [np.ones((2, 3)), np.ones(3)]
    it.step(params, grads)
    first = [p.copy() for p in params]
    grads[0][...] = 100.0  # the caller's array may be used again
    it.step(params, [np.zeros((2, 3)), np.zeros(3)])
    assert all(p.dtype == np.float32 for p in params)
    assert np.abs(params[0] - first[0]).max() < 10


@pytest.mark.parametrize("name", SETTINGS)
def test_one_number_by_the_formula_of_the_notation_page(name: str) -> None:
    """Written once more, with plain numbers, straight from the table."""
    it, gradients = SETTINGS[name][-1](), [1.0, -0.5, 0.25, 2.0]
    p = np.array([0.7])
    theta, v, s, u, m, eta = 0.7, 0.0, 0.0, 0.0, 0.0, it.lr
    for t, g in enumerate(gradients, 1):
        it.step([p], [np.array([g])])
        match name:
            case "SGD":
                theta -= eta * g
            case "Momentum":
                v = it.momentum * v + g
                theta -= eta * v
            case "Nesterov":
                v = it.momentum * v + g
                theta -= eta * (g + it.momentum * v)
            case "Adagrad":
                s += g**2
                theta -= eta * g / (s**0.5 + it.eps)
            case "RMSprop":
                s = it.rho * s + (1 - it.rho) * g**2
                theta -= eta * g / (s**0.5 + it.eps)
            case "Adadelta":
                s = it.rho * s + (1 - it.rho) * g**2
                delta = g * (u + it.eps) ** 0.5 / (s + it.eps) ** 0.5
                u = it.rho * u + (1 - it.rho) * delta**2
                theta -= eta * delta
            case "Adam" | "AdamW":
                if name == "AdamW":
                    theta *= 1 - eta * it.weight_decay
                m = it.beta1 * m + (1 - it.beta1) * g
                s = it.beta2 * s + (1 - it.beta2) * g**2
                theta -= eta * (m / (1 - it.beta1**t)) / ((s / (1 - it.beta2**t)) ** 0.5 + it.eps)
        assert p.item() == pytest.approx(theta, rel=1e-12)


# ---- the parabola and the ravine ----


def test_the_table_of_the_parabola() -> None:
    way = opt.gradient_descent(lambda x: 2 * x, 1.2, 0.3, 6)
    np.testing.assert_allclose(way, 1.2 * 0.4 ** np.arange(7))
    np.testing.assert_allclose(way[:3], [1.2, 0.48, 0.192])
    steps = np.abs(np.diff(way))
    assert np.all(np.diff(steps) < 0), "the steps shrink"
    np.testing.assert_allclose(steps / (2 * way[:-1]), 0.3)  # and η does not


def test_the_three_regimes_of_the_parabola() -> None:
    def way(eta: float) -> Array:
        return opt.gradient_descent(lambda x: 2 * x, 1.2, eta, 40)

    np.testing.assert_allclose(way(1.0), 1.2 * (-1.0) ** np.arange(41))
    assert np.all(way(0.5)[1:] == 0)
    assert np.all(way(0.3) > 0)
    assert abs(way(0.9)[-1]) < 1e-3
    assert np.all(np.diff(np.abs(way(1.01))) > 0)


@pytest.mark.parametrize("c", [0.5, 2.0, 6.0])
def test_the_limit_is_2_over_the_curvature(c: float) -> None:
    def end(eta: float) -> float:
        return abs(opt.gradient_descent(lambda x: c * x, 1.0, eta, 1000)[-1].item())

    assert end(0.99 * 2 / c) < 1e-6
    assert end(2 / c) == pytest.approx(1.0)
    assert end(1.01 * 2 / c) > 1e6


@pytest.mark.parametrize("kappa", [5.0, 50.0, 500.0])
def test_the_best_rate_of_a_ravine(kappa: float) -> None:
    def factor(eta: float) -> float:
        way = opt.gradient_descent(lambda p: opt.ravine(p, kappa)[1], np.ones(2), eta, 40)
        return float(np.abs(way[-1]).max() / np.abs(way[-2]).max())

    best = 2 / (1 + kappa)
    assert factor(best) == pytest.approx((kappa - 1) / (kappa + 1))
    assert factor(0.95 * best) > factor(best) < factor(1.01 * best)


def test_the_ravine_and_its_gradient() -> None:
    p, h = np.array([0.3, -1.2]), 1e-6
    height, g = opt.ravine(p, 50.0)
    slope = [(opt.ravine(p + h * e, 50.0)[0] - opt.ravine(p - h * e, 50.0)[0]) / (2 * h) for e in np.eye(2)]
    np.testing.assert_allclose(g, slope, rtol=1e-6)
    assert height == pytest.approx(0.5 * (0.09 + 50 * 1.44))


def heights(it: Any, steps: int, kappa: float = 50.0) -> Array:
    p, out = np.array([-3.5, 1.5]), []
    for _ in range(steps + 1):
        height, g = opt.ravine(p, kappa)
        out.append(height)
        it.step([p], [g])
    return np.array(out)


def test_no_rate_gets_sgd_down_the_ravine_in_time_but_momentum_does() -> None:
    with np.errstate(all="ignore"):
        sgd = min(heights(opt.SGD(eta), 100)[-1] for eta in np.linspace(0.02, 0.04, 200))
    assert sgd > 1e-5
    assert heights(opt.Momentum(0.061, 0.57), 100)[-1] < 1e-12


def test_nesterov_climbs_less_than_momentum() -> None:
    for mu in (0.8, 0.9, 0.95):
        ups = [np.sum(np.diff(heights(cls(0.01, mu), 99)) > 0) for cls in (opt.Momentum, opt.Nesterov)]
        assert ups[1] < ups[0]


def test_a_ravine_along_an_axis_is_none_for_those_that_divide() -> None:
    """Scaling a coordinate scales its gradients; Adagrad, RMSprop and Adam do not notice (ε aside)."""
    for make in (lambda: opt.Adagrad(0.1), lambda: opt.RMSprop(0.1), lambda: opt.Adam(0.1)):
        ways = []
        for kappa in (1.0, 1000.0):
            p, it, way = np.array([1.0, 1.0]), make(), []
            for _ in range(30):
                it.step([p], [opt.ravine(p, kappa)[1]])
                way.append(p[1])
            ways.append(way)
        np.testing.assert_allclose(ways[0], ways[1], rtol=1e-5, atol=1e-6)


# ---- batches ----


def test_two_thousand_samples_in_batches_of_four_hundred() -> None:
    assert opt.n_iterations(2000, 400, 1) == 5
    assert isinstance(opt.n_iterations(10, 4, 3), int)
    assert opt.n_iterations(10_000, 64, 20) == 3140  # question 3 of the self-test


@pytest.mark.parametrize(("n", "size"), [(20, 5), (22, 5), (7, 100), (5, 1)])
def test_an_epoch_is_every_row_once(n: int, size: int) -> None:
    batches = list(opt.minibatches(n, size, np.random.default_rng(0)))
    assert sorted(np.concatenate(batches)) == list(range(n))
    assert len(batches) == opt.n_iterations(n, size, 1)
    assert all(len(b) == size for b in batches[:-1])


def test_drawing_with_replacement_leaves_out_one_row_in_e() -> None:
    rng = np.random.default_rng(0)
    seen = np.unique(rng.integers(20_000, size=20_000)).size / 20_000
    assert seen == pytest.approx(1 - 1 / np.e, abs=0.01)


def test_noise_falls_with_the_root_of_the_batch() -> None:
    rng = np.random.default_rng(1)
    g = rng.normal(size=10_000)
    spread = {b: np.std([g[rng.integers(10_000, size=b)].mean() for _ in range(3000)]) for b in (4, 16, 64)}
    assert spread[4] / spread[16] == pytest.approx(2, rel=0.08)
    assert spread[4] / spread[64] == pytest.approx(4, rel=0.08)


# ---- windows and sizes of steps ----


def step_sizes(it: Any, n: int, g: float = 1.0) -> Array:
    p, at = np.zeros(1), [0.0]
    for _ in range(n):
        it.step([p], [np.full(1, g)])
        at.append(-p.item())
    return np.diff(at)


@pytest.mark.parametrize("mu", [0.5, 0.9, 0.99])
def test_momentum_makes_steps_longer_by_its_window(mu: float) -> None:
    assert step_sizes(opt.Momentum(0.01, mu), 3000)[-1] == pytest.approx(0.01 / (1 - mu))
    assert np.sum(mu ** np.arange(10_000)) == pytest.approx(1 / (1 - mu))


def test_the_typical_values_of_the_notes_make_a_step_of_one_gradient() -> None:
    assert step_sizes(opt.Momentum(0.01, 0.99), 5000)[-1] == pytest.approx(1.0)


def test_adagrad_stalls_like_one_over_the_root() -> None:
    sizes = step_sizes(opt.Adagrad(0.1), 10_000)
    np.testing.assert_allclose(sizes, 0.1 / np.sqrt(np.arange(1, 10_001)), rtol=1e-6)
    assert sizes[-1] / sizes[0] == pytest.approx(0.01, rel=1e-6)


@pytest.mark.parametrize("g", [0.01, 1.0, 100.0])
def test_rmsprop_starts_too_long_and_settles_at_the_rate(g: float) -> None:
    sizes = step_sizes(opt.RMSprop(0.1, rho=0.9), 400, g)
    assert sizes[0] == pytest.approx(0.1 / np.sqrt(1 - 0.9), rel=1e-5)
    assert sizes[-1] == pytest.approx(0.1, rel=1e-5)


def test_adadelta_starts_at_the_root_of_epsilon() -> None:
    assert step_sizes(opt.Adadelta(), 1)[0] == pytest.approx(np.sqrt(1e-6 / (1 - 0.9)), rel=1e-3)


# ---- Adam ----


@pytest.mark.parametrize("g", [0.1, 1.0, 30.0])
def test_what_the_missing_t_does_to_adam(g: float) -> None:
    t = np.arange(1, 20_001)
    ratio = (1 - 0.9**t) / 0.1 * np.sqrt(0.001 / (1 - 0.999**t))
    measured = step_sizes(opt.Adam_draft(), 20_000, g) / step_sizes(opt.Adam(), 20_000, g)
    np.testing.assert_allclose(measured, ratio, rtol=1e-5)
    assert measured[0] == pytest.approx(1.0, rel=1e-5), "the same first step"
    assert abs(int(measured.argmax()) + 1 - 12) <= 1
    assert measured.max() == pytest.approx(2.08, abs=0.005)
    assert measured[-1] == pytest.approx(0.316, abs=0.0005)
    assert np.sqrt(0.001) * 10 == pytest.approx(0.316, abs=0.0005)


@pytest.mark.parametrize("g", [1e-4, 1.0, 1e4])
def test_the_first_steps_of_adam_have_the_length_of_the_rate(g: float) -> None:
    np.testing.assert_allclose(step_sizes(opt.Adam(0.01), 50, g), 0.01, rtol=2e-4)


def test_adamw_decays_all_weights_alike_and_l2_in_adam_does_not() -> None:
    rng = np.random.default_rng(4)
    size = np.array([10.0, 0.01])
    mixed, apart = opt.Adam(0.01), opt.AdamW(0.01, weight_decay=0.1)
    p_mixed, p_apart = np.ones((100, 2)), np.ones((100, 2))
    for _ in range(1000):
        g = size * rng.normal(size=(100, 2))
        mixed.step([p_mixed], [g + 0.1 * p_mixed])
        apart.step([p_apart], [g])
    decay = (1 - 0.01 * 0.1) ** 1000
    np.testing.assert_allclose(p_apart.mean(axis=0), decay, atol=0.1)
    assert p_mixed.mean(axis=0)[0] > 0.8
    assert abs(p_mixed.mean(axis=0)[1]) < 0.05


def test_without_gradients_adamw_is_decay_alone() -> None:
    p, it = np.array([2.0]), opt.AdamW(0.1, weight_decay=0.5)
    for _ in range(10):
        it.step([p], [np.zeros(1)])
    assert p.item() == pytest.approx(2 * 0.95**10)
