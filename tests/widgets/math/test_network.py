"""Arithmetic of widgets/js/math/network.js against numpy and solutions/."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from solutions import activations, backpropagation, losses
from solutions.optimizers import SGD, Adadelta, Adagrad, Adam, AdamW, Momentum, Nesterov, RMSprop
from widgets.choices import TRAINABLE
from widgets.playground import GRID

NET = """({ sizes, activation, alpha, params, X, Y, n, loss, steps, name, settings, penalty, lam, batchNorm }) => {
    const { phi, prime } = ACTIVATIONS[activation];
    const net = new Network({ sizes, phi: (z) => phi(z, alpha), prime: (z) => prime(z, alpha), rows: n, batchNorm });
    params.forEach((values, k) => net.params[k].set(values));
    const [x, y] = [Float64Array.from(X), Float64Array.from(Y)];
    const opt = optimizer(name, settings);
    const out = {};
    for (let k = 0; k <= steps; k++) {
        net.forward(x, n, TRAIN);
        out.loss = net.loss(loss, y) + net.penalty(penalty, lam);
        net.backward();
        net.penalty(penalty, lam, true);
        out.first ??= net.grads.map((g) => [...g]);
        if (k < steps) opt.step(net.params, net.grads);
    }
    return { ...out, last: net.grads.map((g) => [...g]), params: net.params.map((p) => [...p]),
             output: [...net.forward(x, n, EVAL)].slice(0, n * sizes.at(-1)) }; }"""

ALPHA = {"leaky_relu": 0.1, "elu": 1.0}

LOSSES = {
    "squared_error": (losses.squared_error, losses.squared_error_grad),
    "binary_cross_entropy": (losses.binary_cross_entropy, losses.binary_cross_entropy_grad),
}

SLOPES = {
    "step": np.zeros_like,
    "identity": np.ones_like,
    "softplus": activations.sigmoid,
    "leaky_relu": lambda z: np.where(z > 0, 1.0, 0.1),
    "elu": lambda z: activations.elu_prime(z, 1.0),
}


def phi_of(name: str) -> Any:
    f = getattr(activations, name)
    return (lambda z: f(z, ALPHA[name])) if name in ALPHA else f


def prime_of(name: str) -> Any:
    return SLOPES.get(name) or getattr(activations, f"{name}_prime")


def random_net(sizes: list[int], n: int, loss: str, seed: int) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    params = [(rng.normal(size=s) / np.sqrt(s[0]), rng.normal(size=s[1])) for s in pairwise(sizes)]
    X = rng.normal(size=(n, sizes[0]))
    Y = rng.normal(size=(n, sizes[-1])) if loss == "squared_error" else rng.integers(0, 2, (n, 1)) * 1.0
    return params, X, Y


def ask(javascript: Any, params: Any, X: Any, Y: Any, **more: Any) -> dict[str, Any]:
    flat = [part.ravel().tolist() for pair in params for part in pair]
    options = {
        "sizes": [X.shape[1], *(p[1].size for p in params)],
        **{"params": flat, "X": X.ravel().tolist(), "Y": Y.ravel().tolist(), "n": len(X)},
        **{"alpha": None, "steps": 0, "name": "SGD", "settings": {"lr": 0.1}, "penalty": "none", "lam": 0},
        **more,
    }
    return javascript(("playground", NET, [options]))[0]


def objective(params: Any, X: Any, Y: Any, activation: str, loss: str, lam: float, kind: str) -> Any:
    """Loss with its penalty, and the gradients, by the book's functions."""
    value, grad = LOSSES[loss]
    out, cache = backpropagation.mlp_forward(X, params, phi_of(activation))
    flat = loss == "binary_cross_entropy"  # takes vectors
    P, T = (out[:, 0], Y[:, 0]) if flat else (out, Y)
    dout = grad(P, T)[:, np.newaxis] if flat else grad(P, T)
    grads = backpropagation.mlp_backward(dout, cache, params, prime_of(activation))
    weights = [W for W, _ in params]
    penalty = {"none": 0.0, "L1": losses.l1_penalty(weights, lam), "L2": losses.l2_penalty(weights, lam)}
    slope = {
        "none": [0 * W for W in weights],
        "L1": losses.l1_penalty_grad(weights, lam),
        "L2": losses.l2_penalty_grad(weights, lam),
    }[kind]
    return value(P, T) + penalty[kind], [(dW + s, db) for (dW, db), s in zip(grads, slope, strict=True)], out


OPTIMIZERS = {
    "SGD": (SGD, {"lr": 0.3}),
    "Momentum": (Momentum, {"lr": 0.1, "momentum": 0.9}),
    "Nesterov": (Nesterov, {"lr": 0.1, "momentum": 0.9}),
    "Adagrad": (Adagrad, {"lr": 0.1}),
    "RMSprop": (RMSprop, {"lr": 0.01}),
    "Adadelta": (Adadelta, {"lr": 1.0}),
    "Adam": (Adam, {"lr": 0.03}),
    "AdamW": (AdamW, {"lr": 0.03, "weight_decay": 0.1}),
}

BATCH_NORM = """(X, Y, n, mode, seed) => {
    const { phi, prime } = ACTIVATIONS.tanh;
    const net = new Network({ sizes: [2, 4, 3, 1], phi, prime, rows: n, batchNorm: true });
    let at = seed;
    for (const p of net.params) for (let i = 0; i < p.length; i++) p[i] += Math.sin(++at);
    const [x, y] = [Float64Array.from(X), Float64Array.from(Y)];
    const value = () => { net.forward(x, n, LOOK); return net.loss("squared_error", y); };
    value();
    net.backward();
    const grads = net.grads.map((g) => [...g]);
    const h = 1e-5;
    const measured = net.params.map((p) => [...p].map((v, i) => {
        p[i] = v + h; const up = value(); p[i] = v - h; const down = value(); p[i] = v;
        return (up - down) / (2 * h); }));
    const before = net.layers[0].norm.runningMean.slice();
    net.forward(x, n, TRAIN);
    const { W, b, norm } = net.layers[0];
    return { grads, measured, before: [...before], W: [...W], b: [...b], gamma: [...norm.gamma], beta: [...norm.beta],
             Z: [...net.layers[0].Z], mean: [...norm.runningMean], variance: [...norm.runningVar],
             evaluated: [...(net.forward(x, n, EVAL), net.layers[0].Z)] }; }"""


@pytest.mark.parametrize("activation", TRAINABLE)
@pytest.mark.parametrize("loss", LOSSES)
def test_forward_and_backward(javascript, activation, loss):
    for seed, sizes in enumerate([[2, 8, 8, 1], [3, 1], [7, 5, 1], [2, 6, 6, 6, 6, 6, 6, 1]]):
        params, X, Y = random_net(sizes, 13, loss, seed)
        got = ask(javascript, params, X, Y, activation=activation, alpha=ALPHA.get(activation), loss=loss)
        value, grads, out = objective(params, X, Y, activation, loss, 0.0, "none")
        assert got["loss"] == pytest.approx(value, rel=1e-9)
        np.testing.assert_allclose(got["output"], out.ravel(), rtol=1e-9, atol=1e-12)
        for mine, theirs in zip(got["first"], [g.ravel() for pair in grads for g in pair], strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-12)


def test_several_outputs(javascript):
    params, X, Y = random_net([3, 4, 5], 9, "squared_error", 3)
    got = ask(javascript, params, X, Y, activation="tanh", loss="squared_error")
    value, grads, out = objective(params, X, Y, "tanh", "squared_error", 0.0, "none")
    assert got["loss"] == pytest.approx(value)
    np.testing.assert_allclose(got["output"], out.ravel(), rtol=1e-9)
    np.testing.assert_allclose(got["first"][0], grads[0][0].ravel(), rtol=1e-9)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize(("kind", "lam"), [("none", 0.0), ("L1", 0.003), ("L2", 0.02)])
def test_fifty_steps(javascript, name, kind, lam):
    cls, settings = OPTIMIZERS[name]
    loss = "binary_cross_entropy"
    params, X, Y = random_net([2, 8, 8, 1], 20, loss, 5)
    theirs = {{"weight_decay": "weightDecay"}.get(k, k): v for k, v in settings.items()}
    more = {"activation": "tanh", "loss": loss, "penalty": kind, "lam": lam}
    got = ask(javascript, params, X, Y, steps=50, name=name, settings=theirs, **more)
    flat = [part for pair in params for part in pair]
    opt = cls(**settings)
    for _ in range(50):
        _, grads, _ = objective(params, X, Y, "tanh", loss, lam, kind)
        opt.step(flat, [g for pair in grads for g in pair])
    value, grads, out = objective(params, X, Y, "tanh", loss, lam, kind)
    assert got["loss"] == pytest.approx(value, rel=1e-9)
    np.testing.assert_allclose(got["output"], out.ravel(), rtol=1e-9, atol=1e-9)
    for mine, right in zip(got["params"], flat, strict=True):
        np.testing.assert_allclose(mine, right.ravel(), rtol=1e-9, atol=1e-9)


def test_batch_normalization(javascript):
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(7, 2)), rng.normal(size=7)
    [got] = javascript(("playground", BATCH_NORM, [X.ravel().tolist(), Y.tolist(), 7, 0, 3]))
    for mine, measured in zip(got["grads"], got["measured"], strict=True):
        np.testing.assert_allclose(mine, measured, atol=1e-8)
    Z = X @ np.reshape(got["W"], (2, 4)) + got["b"]
    mean, var = Z.mean(axis=0), Z.var(axis=0)
    gamma, beta = np.array(got["gamma"]), np.array(got["beta"])
    right = gamma * (Z - mean) / np.sqrt(var + 1e-5) + beta
    np.testing.assert_allclose(np.reshape(got["Z"], (7, 4)), right, rtol=1e-9)
    assert got["before"] == [0] * 4, "a look at the gradient leaves the running statistics alone"
    np.testing.assert_allclose(got["mean"], 0.1 * mean, rtol=1e-9)
    np.testing.assert_allclose(got["variance"], 0.9 + 0.1 * Z.var(axis=0, ddof=1), rtol=1e-9)
    tested = gamma * (Z - got["mean"]) / np.sqrt(np.array(got["variance"]) + 1e-5) + beta
    np.testing.assert_allclose(np.reshape(got["evaluated"], (7, 4)), tested, rtol=1e-9)


def test_dropout_is_inverted_and_acts_in_training_only(javascript):
    code = """(p) => {
        const { phi, prime } = ACTIVATIONS.identity;
        const net = new Network({ sizes: [1, 400, 1], phi, prime, rows: 50, dropout: p, rng: rng });
        net.layers[0].b.fill(1);
        net.layers[1].W.fill(1);
        const x = new Float64Array(50);
        net.forward(x, 50, TRAIN);
        const A = [...net.layers[0].A];
        net.loss("squared_error", new Float64Array(50));
        net.backward();
        const dead = A.map((a, i) => (a === 0) === (net.layers[0].dZ[i] === 0)).every(Boolean);
        net.forward(x, 50, EVAL);
        return { A, dead, evaluated: [...net.layers[0].A] }; }"""
    code = code.replace("rng: rng", "rng: { uniform: Math.random }")
    for p in (0.2, 0.7):
        [got] = javascript(("playground", code, [p]))
        A = np.array(got["A"])
        assert set(np.round(A, 9)) == {0.0, round(1 / (1 - p), 9)}
        assert np.mean(A == 0) == pytest.approx(p, abs=6 * np.sqrt(p * (1 - p) / A.size))
        assert got["dead"], "no gradient through what was dropped"
        assert set(got["evaluated"]) == {1}


def test_the_polygon_is_the_function_on_its_grid_and_straight_between(javascript):
    code = """(xs, ys, zs) => { const { phi, prime } = polygon(xs, ys); return zs.map((z) => [phi(z), prime(z)]); }"""
    zs = np.concatenate([np.random.default_rng(1).uniform(-9, 9, 300), [0.0]])
    for name in ("tanh", "relu"):
        f = getattr(activations, name)
        ys = f(np.array(GRID))
        [got] = javascript(("playground", code, [GRID, ys.tolist(), zs.tolist()]))
        value, slope = np.array(got).T
        inside = np.abs(zs) <= 8
        np.testing.assert_allclose(value[inside], np.interp(zs[inside], GRID, ys), atol=1e-12)
        np.testing.assert_allclose(value, f(zs), atol=1e-2)
        np.testing.assert_allclose(slope[:-1], getattr(activations, f"{name}_prime")(zs[:-1]), atol=0.51)
        if name == "relu":
            assert slope[-1] == 0, "at the kink, as in the book"
