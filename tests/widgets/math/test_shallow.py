"""Arithmetic of widgets/js/math/shallow.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import activations as reference

Z = np.concatenate(
    [np.random.default_rng(0).normal(scale=5, size=200), [0.0, 1e-12, -1e-12, 40, -40, 1000, -1000]]
)


def test_training_step_follows_the_numerical_gradient(javascript):
    code = """(alpha) => { const { xs, ys } = samples(12, 7); const net = waveNetwork(5, 3, () => alpha, 12); net.params[3][0] = 0.3;
              net.differentiate("squared_error", xs, ys, 12); const Z = preActivations(net, xs);
              return { xs: [...xs], ys: [...ys], theta: [...net.save()], g: net.grads.flatMap((g) => [...g]),
                       Z, on: onShares(Z), dead: deadShare(Z), error: meanSquaredError(net, xs, ys) }; }"""
    for alpha in (0.0, 0.1):
        [net] = javascript(("shallow", code, [alpha]))
        x, y = np.array(net["xs"])[:, np.newaxis], np.array(net["ys"])
        theta = np.array(net["theta"])

        def error(theta, x=x, y=y, alpha=alpha):
            w1, b1, w2, b2 = np.split(theta, [5, 10, 15])
            return np.mean((reference.leaky_relu(x * w1 + b1, alpha) @ w2 + b2 - y) ** 2)

        steps = 1e-6 * np.eye(theta.size)
        numerical = [(error(theta + h) - error(theta - h)) / 2e-6 / 2 for h in steps]
        np.testing.assert_allclose(net["g"], numerical, atol=1e-8)
        assert net["error"] == pytest.approx(error(theta), rel=1e-12)
        Z = x * theta[:5] + theta[5:10]
        np.testing.assert_allclose(net["Z"], Z, rtol=1e-12)
        np.testing.assert_allclose(net["on"], np.mean(Z > 0, axis=0))
        assert net["dead"] == pytest.approx(reference.dead_share(Z))
