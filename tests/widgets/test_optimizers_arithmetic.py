"""The arithmetic of the widgets of chapter 7 is that of `solutions.optimizers`."""

import numpy as np
import pytest

from solutions import optimizers as reference
from solutions.backpropagation import mlp_backward, mlp_forward
from solutions.losses import squared_error, squared_error_grad
from widgets.choices import OPTIMIZERS, RACERS

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


# ---- the race ----


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


@pytest.mark.parametrize(("name", "angle"), SURFACES)
def test_surfaces_and_their_gradients(javascript, name, angle):
    f = SURFACES[name, angle]
    points = RNG.uniform(-4, 4, size=(40, 2))
    code = "(name, angle, ps) => ps.map((p) => [surface(name, angle).f(p), ...surface(name, angle).grad(p)])"
    [got] = javascript(("race", code, [name, angle, points.tolist()]))
    h = 1e-6
    for p, (height, gx, gy) in zip(points, got, strict=True):
        assert height == pytest.approx(f(p), rel=1e-9, abs=1e-9)
        slope = [(f(p + h * e) - f(p - h * e)) / (2 * h) for e in np.eye(2)]
        np.testing.assert_allclose([gx, gy], slope, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", ["bowl", "ravine", "saddle", "hills"])
def test_no_surface_goes_below_0(javascript, name):
    f = SURFACES[name, 0]
    grid = np.linspace(-4, 4, 401)
    lowest = f(np.array(np.meshgrid(grid, grid))).min()
    assert 0 <= lowest < 1e-3


def test_a_race_is_the_optimizer_on_the_surface(javascript):
    code = """(start) => descend("Momentum", { lr: 0.01, momentum: 0.8 }, surface("ravine", 20), start, 80)"""
    [got] = javascript(("race", code, [[-3.5, 1.5]]))
    p, it = np.array([-3.5, 1.5]), reference.Momentum(0.01, 0.8)
    c, s = np.cos(np.radians(20)), np.sin(np.radians(20))
    turn = np.array([[c, s], [-s, c]])
    A = turn.T @ np.diag([1.0, 50.0]) @ turn
    path = [p.copy()]
    for _ in range(80):
        it.step([p], [A @ p])
        path.append(p.copy())
    np.testing.assert_allclose(got["path"], path, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(got["heights"], [0.5 * q @ A @ q for q in path], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(got["gradients"], np.array(path[:-1]) @ A, rtol=1e-9, atol=1e-9)


def test_goals_turns_and_flights(javascript):
    calls = [
        ("race", "reached", [[3, 2, 0.5, 0.1], 1]),
        ("race", "reached", [[3, 2], 1]),
        ("race", "turns", [[[0, 0], [1, 0], [0, 0], [1, 0], [2, 0]]]),
        ("race", '() => descend("SGD", { lr: 3 }, surface("bowl"), [1, 1], 200).path.length', []),
    ]
    assert javascript(*calls)[:3] == [2, -1, 2]
    assert javascript(*calls)[3] < 20


def test_the_goals_can_be_reached_and_not_by_everybody(javascript):
    """What the tasks promise: momentum gets down the ravine in time, SGD at no rate; noise is needed on the ridge."""
    best = """(name, memory) => Math.min(...Array.from({ length: 120 }, (_, k) => descend(name,
        { lr: 10 ** (-3 + k / 40), momentum: memory }, surface("ravine"), [-3.5, 1.5], 100).heights[100] ?? 1e9))"""
    sgd, momentum, nesterov = javascript(
        ("race", best, ["SGD", 0]), ("race", best, ["Momentum", 0.6]), ("race", best, ["Nesterov", 0.75])
    )
    assert sgd > 1e-5
    assert momentum < 1e-6
    assert nesterov < 1e-6
    ridge = """(noise, names) => names.map((name) => Math.min(...descend(name, { lr: 0.1 }, surface("saddle"), [3, 0], 100, noise).heights))"""
    still, shaken = javascript(("race", ridge, [0, RACERS]), ("race", ridge, [0.5, RACERS]))
    assert min(still) > 1.9
    assert min(shaken) < 0.1


# ---- mini-batches ----


def test_batch_gradients_and_loss(javascript):
    point, rows_ = [0.3, -1.2], [0, 5, 9]
    code = """(p, rows) => { const d = samples(7); return [d, lossOf(d, p), gradientOf(d, p), gradientOf(d, p, rows)]; }"""
    [(data, loss, full, part)] = javascript(("noise", code, [point, rows_]))
    x, y = np.array(data["x"])[:, None], np.array(data["y"])[:, None]
    P = x * point[0] + point[1]
    assert loss == pytest.approx(squared_error(P, y), rel=1e-12)
    for got, at in ((full, slice(None)), (part, rows_)):
        d = squared_error_grad(P[at], y[at])
        np.testing.assert_allclose(got, [np.sum(d * x[at]), np.sum(d)], rtol=1e-9)


@pytest.mark.parametrize("batch", [1, 4, 16, 64, 256, 512])
def test_predicted_noise(javascript, batch):
    code = """(batch) => { const d = samples(7); const p = [-2, 2]; const c = cloud(d, p, batch, 2000, 3);
        return [d, predictedSpread(d, p, batch), spread(c, gradientOf(d, p)), c]; }"""
    [(data, predicted, measured, cloud)] = javascript(("noise", code, [batch]))
    x, y = np.array(data["x"]), np.array(data["y"])
    each = np.stack([(-2 * x + 2 - y) * x, -2 * x + 2 - y], axis=1)
    trace = each.var(axis=0).sum()
    n = len(x)
    assert predicted == pytest.approx(np.sqrt(trace / batch * (n - batch) / (n - 1)), rel=1e-9, abs=1e-12)
    about = np.sqrt(np.mean(np.sum((np.array(cloud) - each.mean(axis=0)) ** 2, axis=1)))
    assert measured == pytest.approx(about, rel=1e-9, abs=1e-12)
    assert measured == pytest.approx(predicted, rel=0.08, abs=1e-9)


def test_training_goes_through_every_sample_once_an_epoch(javascript):
    code = """() => { const d = samples(7);
        return [d, train(d, [0, 0], 512, 0.5, 3, 1), train(d, [0, 0], 100, 0.1, 2, 1).length]; }"""
    order = "() => shuffled(9, { integer: (n) => (7 * n) % n })"
    [(data, path, steps), order] = javascript(("noise", code, []), ("random", order, []))
    assert sorted(order) == list(range(9))
    assert steps - 1 == reference.n_iterations(512, 100, 2)
    x, y = np.array(data["x"]), np.array(data["y"])
    p = np.zeros(2)
    for got in path[1:]:
        d = p[0] * x + p[1] - y
        p = p - 0.5 * np.array([np.mean(d * x), np.mean(d)])
        np.testing.assert_allclose(got, p, rtol=1e-9)


# ---- the range test ----


def python_problem(task):
    x, y = np.array(task["x"])[:, None], np.array(task["y"])[:, None]
    theta = np.array(task["start"])
    if task["kind"] == "line":

        def loss_and_grads(params):
            P = x * params[0][0] + params[0][1]
            d = squared_error_grad(P, y)
            return squared_error(P, y), [np.array([np.sum(d * x), np.sum(d)])]

        return loss_and_grads, [theta]
    k = (len(theta) - 1) // 3
    params = [
        theta[:k][None].copy(),
        theta[k : 2 * k].copy(),
        theta[2 * k : 3 * k][:, None].copy(),
        theta[3 * k :].copy(),
    ]

    def net(params):
        pairs = [(params[0], params[1]), (params[2], params[3])]
        P, cache = mlp_forward(x, pairs, np.tanh)
        grads = mlp_backward(squared_error_grad(P, y), cache, pairs, lambda z: 1 - np.tanh(z) ** 2)
        return squared_error(P, y), [g for pair in grads for g in pair]

    return net, params


@pytest.mark.parametrize("name", ["line", "unscaled", "net"])
def test_range_test_is_that_of_the_book(javascript, name):
    code = """(name) => { const task = problem(name); return [task, rangeTest(task, "SGD"), RATES,
        [...lossAndGradient(task, task.start).gradient]]; }"""
    [(task, losses, rates, gradient)] = javascript(("range_test", code, [name]))
    loss_and_grads, params = python_problem(task)
    np.testing.assert_allclose(
        gradient, np.concatenate([g.ravel() for g in loss_and_grads(params)[1]]), rtol=1e-9, atol=1e-12
    )
    want = reference.learning_rate_range(loss_and_grads, params, rates)
    assert len(losses) == len(want)
    np.testing.assert_allclose(losses, want, rtol=1e-8)


@pytest.mark.parametrize("optimizer", ["SGD", "Momentum", "Adam"])
def test_training_with_a_rate(javascript, optimizer):
    code = """(name) => { const task = problem("net"); return [task, trainWith(task, name, 0.02, 60).losses]; }"""
    [(task, losses)] = javascript(("range_test", code, [optimizer]))
    loss_and_grads, params = python_problem(task)
    it, want = getattr(reference, optimizer)(0.02), []
    for _ in range(61):
        loss, grads = loss_and_grads(params)
        want.append(loss)
        it.step(params, grads)
    np.testing.assert_allclose(losses, want, rtol=1e-9)


def test_the_best_rate_is_better_than_its_neighbours(javascript):
    code = """() => { const task = problem("net"); const best = bestRate(task, "SGD", 100);
        return [best.loss, ...[0.5, 2].map((k) => trainWith(task, "SGD", best.rate * k, 100).losses[100] ?? 1e9)]; }"""
    [(best, slower, faster)] = javascript(("range_test", code, []))
    assert best <= min(slower, faster)
