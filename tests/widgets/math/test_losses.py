"""Arithmetic of widgets/js/math/losses.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import losses as reference
from solutions.activations import sigmoid, sigmoid_prime, softmax

RNG = np.random.default_rng(5)

SCORES = np.concatenate([RNG.normal(scale=4, size=60), [0.0, 1.0, -1.0, 2.0, 40.0, -40.0, 1000.0, -1000.0]])

TARGETS = np.concatenate([RNG.normal(scale=4, size=60), [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0]])

BITS = RNG.integers(2, size=SCORES.size).astype(float)

ONE = {  # name: loss and gradient of a single entry
    "squared_error": (reference.squared_error, reference.squared_error_grad, TARGETS),
    "absolute_error": (reference.absolute_error, reference.absolute_error_grad, TARGETS),
    "huber": (reference.huber, reference.huber_grad, TARGETS),
    "sigmoid_squared": (
        lambda z, y: reference.squared_error(sigmoid(z), y),
        lambda z, y: reference.squared_error_grad(sigmoid(z), y) * sigmoid_prime(z),
        BITS,
    ),
    "binary_cross_entropy": (reference.binary_cross_entropy, reference.binary_cross_entropy_grad, BITS),
    "hinge": (
        lambda z, y: reference.hinge(z[:, 0], 2 * y[:, 0] - 1),
        lambda z, y: reference.hinge_grad(z[:, 0], 2 * y[:, 0] - 1),
        BITS,
    ),
}


@pytest.mark.parametrize("name", ONE)
def test_losses_of_one_entry(javascript, name):
    loss, grad, targets = ONE[name]
    code = f"(p, y) => p.map((v, i) => [LOSSES.{name}.value(v, y[i]), LOSSES.{name}.slope(v, y[i])])"
    [got] = javascript(("losses", code, [SCORES.tolist(), targets.tolist()]))
    entries = [(np.array([[p]]), np.array([[y]])) for p, y in zip(SCORES, targets, strict=True)]
    want = [[loss(p, y), np.ravel(grad(p, y))[0]] for p, y in entries]
    np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", ONE)
def test_the_surface_and_its_gradient(javascript, name):
    loss, grad, _ = ONE[name]
    x = RNG.normal(size=9)
    y = RNG.integers(2, size=9).astype(float)
    points = RNG.normal(scale=3, size=(20, 2))
    code = "(name, xs, ys, points) => points.map((p) => lossOfLine(name, xs, ys, p))"
    [got] = javascript(("losses", code, [name, x.tolist(), y.tolist(), points.tolist()]))
    for (w, b), here in zip(points, got, strict=True):
        z = (w * x + b)[:, np.newaxis]
        d = np.ravel(grad(z, y[:, np.newaxis]))
        assert here["loss"] == pytest.approx(loss(z, y[:, np.newaxis]), rel=1e-9, abs=1e-9)
        np.testing.assert_allclose(here["gradient"], [d @ x, d.sum()], rtol=1e-9, atol=1e-9)


def test_descent_takes_the_steps_of_gradient_descent(javascript):
    x, y = RNG.normal(size=(8, 1)), RNG.normal(size=(8, 1))
    code = "(xs, ys) => descendLine('squared_error', xs, ys, [2, -3], 0.3, 25)"
    [got] = javascript(("losses", code, [x.ravel().tolist(), y.ravel().tolist()]))
    w, b, path, losses = 2.0, -3.0, [], []
    for _ in range(26):
        path.append([w, b])
        losses.append(reference.squared_error(w * x + b, y))
        d = reference.squared_error_grad(w * x + b, y)
        w, b = w - 0.3 * np.sum(d * x), b - 0.3 * np.sum(d)
    np.testing.assert_allclose(got["path"], path, rtol=1e-9)
    np.testing.assert_allclose(got["losses"], losses, rtol=1e-9)


def test_descent_that_flies_away_ends(javascript):
    [got] = javascript(("losses", "() => descendLine('squared_error', [3], [0], [1, 1], 5, 200)", []))
    assert 1 < len(got["path"]) == len(got["losses"]) < 20


def test_the_lowest_point_is_that_of_least_squares(javascript):
    x, y = RNG.normal(size=10), RNG.normal(size=10)
    [got] = javascript(("losses", "(xs, ys) => lowest('squared_error', xs, ys, 6)", [x.tolist(), y.tolist()]))
    np.testing.assert_allclose(got["point"], np.polyfit(x, y, 1), atol=1e-5)


@pytest.mark.parametrize("start", [(0.6, 0.9), (2.0, 2.0), (-3.5, 1.0)])
@pytest.mark.parametrize("target", [0, 1])
def test_learning_curves(javascript, start, target):
    for name in ("sigmoid_squared", "binary_cross_entropy"):
        code = "(name, w, b, target) => learn(name, w, b, target, 0.15, 300)"
        [got] = javascript(("losses", code, [name, *start, target]))
        (w, b), outputs = start, []
        for _ in range(301):
            z, y = np.array([[w + b]]), np.array([[float(target)]])
            outputs.append(sigmoid(z).item())
            d = ONE[name][1](z, y).item()
            w, b = w - 0.15 * d, b - 0.15 * d
        np.testing.assert_allclose(got["outputs"], outputs, rtol=1e-9, atol=1e-12)


def test_softmax_entropy_and_loss(javascript):
    code = """(rows) => rows.map((z) => ({ p: softmax(z), lse: logSumExp(z), H: entropy(softmax(z)),
              losses: z.map((_, k) => softmaxCrossEntropy(z, k)), slopes: z.map((_, k) => softmaxCrossEntropySlope(z, k)) }))"""
    rows = np.vstack([RNG.normal(scale=3, size=(20, 4)), [[1000, 0, -1000, 999], [0, 0, 0, 0]]])
    [got] = javascript(("losses", code, [rows.tolist()]))
    for z, here in zip(rows, got, strict=True):
        p = softmax(z)
        np.testing.assert_allclose(here["p"], p, rtol=1e-9, atol=1e-12)
        assert here["lse"] == pytest.approx(reference.log_sum_exp(z), rel=1e-12)
        assert here["H"] == pytest.approx(reference.entropy(p), rel=1e-9, abs=1e-12)
        for k in range(4):
            label = np.array([k])
            assert here["losses"][k] == pytest.approx(
                reference.softmax_cross_entropy(z[np.newaxis], label), rel=1e-9, abs=1e-9
            )
            np.testing.assert_allclose(
                here["slopes"][k],
                reference.softmax_cross_entropy_grad(z[np.newaxis], label)[0],
                rtol=1e-9,
                atol=1e-9,
            )
