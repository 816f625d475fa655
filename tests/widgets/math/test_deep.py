"""Arithmetic of widgets/js/math/deep.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import activations as reference

Z = np.concatenate(
    [np.random.default_rng(0).normal(scale=5, size=200), [0.0, 1e-12, -1e-12, 40, -40, 1000, -1000]]
)


def test_backward_norms(javascript):
    draw = "(o) => { const n = sampleNetwork(o); return { ...n, ...backwardNorms(n) }; }"
    options = [
        {"activation": name, "alpha": 0.1, "depth": depth, "gain": gain, "scale": 2, "seed": 5}
        for name, depth, gain in [("sigmoid", 1, 1), ("tanh", 7, 1.5), ("relu", 30, 8), ("silu", 12, 0.5)]
    ]
    for net in javascript(*[("deep", draw, [o]) for o in options]):
        weights, slopes = np.array(net["weights"]), np.array(net["slopes"], dtype=float)
        norms = reference.backward_norms(np.array(net["dA"]), list(weights), list(slopes))
        np.testing.assert_allclose(np.array(net["norms"], dtype=float), norms, rtol=1e-9)
        factors = np.array(net["bySlopes"]) * np.array(net["byWeights"])
        np.testing.assert_allclose(norms[0] * np.cumprod(factors), norms[1:], rtol=1e-9)


def test_slopes_are_those_of_the_forward_pass(javascript):
    options = {"activation": "tanh", "depth": 2, "gain": 1, "scale": 1, "seed": 3, "width": 6, "batch": 3}
    code = """(o) => { const rng = generator(o.seed); matrix(3, 6, rng.normal);
              return { X: matrix(3, 6, rng.normal) }; }"""
    [start], [net] = (
        javascript(("random", code, [options])),
        javascript(("deep", "(o) => sampleNetwork(o)", [options])),
    )
    A = np.array(start["X"])
    for W, slope in zip(net["weights"], net["slopes"], strict=True):
        Z = A @ np.array(W)
        np.testing.assert_allclose(slope, reference.tanh_prime(Z), atol=1e-9)
        A = reference.tanh(Z)


def test_weights_have_the_variance_they_are_said_to_have(javascript):
    options = {"activation": "identity", "depth": 30, "gain": 1.5, "scale": 1, "seed": 11}
    [net] = javascript(("deep", "(o) => sampleNetwork(o)", [options]))
    W = np.array(net["weights"])
    assert W.mean() == pytest.approx(0, abs=4 * 1.5 / np.sqrt(20 * W.size))
    assert W.std() * np.sqrt(20) / 1.5 == pytest.approx(1, abs=4 / np.sqrt(2 * W.size))
