"""Arithmetic of widgets/js/math/optimizers.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import optimizers as reference
from widgets.choices import OPTIMIZERS

RNG = np.random.default_rng(7)

SETTINGS = {
    "SGD": ({"lr": 0.3}, {}),
    "Momentum": ({"lr": 0.1, "momentum": 0.8}, {}),
    "Nesterov": ({"lr": 0.1, "momentum": 0.95}, {}),
    "Adagrad": ({"lr": 0.5, "eps": 1e-3}, {}),
    "RMSprop": ({"lr": 0.02, "rho": 0.9, "eps": 1e-6}, {}),
    "Adadelta": ({"lr": 2.0, "rho": 0.8, "eps": 1e-4}, {}),
    "Adam": ({"lr": 0.05, "beta1": 0.8, "beta2": 0.99, "eps": 1e-6}, {}),
    "AdamW": ({"lr": 0.05, "beta1": 0.8, "beta2": 0.99, "eps": 1e-6}, {"weightDecay": 0.1}),
}

STEP_ALL = """(name, settings, params, grads, changed) => {
    const it = optimizer(name, settings);
    const arrays = params.map((p) => Float64Array.from(p));
    return grads.map((g, k) => {
        if (k === changed) it.lr *= 0.5;
        it.step(arrays, g.map((v) => Float64Array.from(v)));
        return arrays.map((p) => [...p]);
    });
}"""


def rows(path):
    return [[a.tolist() for a in arrays] for arrays in path]


def wave(v):
    return 0.08 * v**2 + 0.5 * (1 - np.cos(2.2 * v))


def turned(p, angle):
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return 0.5 * ((c * p[0] + s * p[1]) ** 2 + 50 * (-s * p[0] + c * p[1]) ** 2)


SURFACES = {
    ("bowl", 0): lambda p: p[0] ** 2 + p[1] ** 2,
    ("ravine", 0): lambda p: turned(p, 0),
    ("ravine", 30): lambda p: turned(p, 30),
    ("saddle", 0): lambda p: 0.5 * p[0] ** 2 - 0.5 * p[1] ** 2 + p[1] ** 4 / 32 + 2,
    ("hills", 0): lambda p: wave(p[0]) + wave(p[1]),
}


@pytest.mark.parametrize("defaults", [False, True])
@pytest.mark.parametrize("name", SETTINGS)
def test_each_optimizer_step_by_step(javascript, name, defaults):
    settings, extra = SETTINGS[name]
    python = {**settings, **({"weight_decay": 0.1} if extra else {})}
    if defaults:
        settings, extra, python = {"lr": 0.02}, {}, {"lr": 0.02}
    params = [RNG.normal(size=4), RNG.normal(size=2)]
    grads = [[RNG.normal(size=4), RNG.normal(size=2)] for _ in range(300)]
    [got] = javascript(
        (
            "optimizers",
            STEP_ALL,
            [name, {**settings, **extra}, [p.tolist() for p in params], rows(grads), 100],
        )
    )
    it, path = getattr(reference, name)(**python), []
    for k, g in enumerate(grads):
        if k == 100:
            it.lr *= 0.5
        it.step(params, g)
        path.append(np.concatenate(params))
    np.testing.assert_allclose([np.concatenate(p) for p in got], path, rtol=1e-9, atol=1e-9)


def test_every_name_has_an_optimizer_and_no_other(javascript):
    [rates] = javascript(("optimizers", "(names) => names.map((n) => optimizer(n).lr)", [OPTIMIZERS]))
    assert all(rate > 0 for rate in rates)
    assert list(SETTINGS) == OPTIMIZERS
    unknown = "() => { try { optimizer('Lion'); } catch (e) { return [e.name, e.message]; } }"
    assert javascript(("optimizers", unknown, [])) == [["RangeError", "Lion"]]


@pytest.mark.parametrize("correction", ["constant", "none"])
def test_wrong_bias_corrections_are_wrong_as_meant(javascript, correction):
    grads = RNG.normal(size=(60, 1, 3))
    settings = {"lr": 0.1, "biasCorrection": correction}
    [got] = javascript(("optimizers", STEP_ALL, ["Adam", settings, [[1.0, 2.0, 3.0]], grads.tolist(), -1]))
    p, m, s = np.array([1.0, 2.0, 3.0]), np.zeros(3), np.zeros(3)
    b1, b2 = (0.1, 0.001) if correction == "constant" else (1.0, 1.0)
    path = []
    for [g] in grads:
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
        p = p - 0.1 * (m / b1) / (np.sqrt(s / b2) + 1e-8)
        path.append(p)
    np.testing.assert_allclose(np.array(got)[:, 0], path, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", ["bowl", "ravine", "saddle", "hills"])
def test_no_surface_goes_below_0(javascript, name):
    f = SURFACES[name, 0]
    grid = np.linspace(-4, 4, 401)
    lowest = f(np.array(np.meshgrid(grid, grid))).min()
    assert 0 <= lowest < 1e-3
