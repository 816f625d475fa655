"""Arithmetic of widgets/js/math/symmetry.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import initialization as reference


@pytest.mark.parametrize(
    ("start", "nudge"), [("zeros", 0), ("constant", 0), ("constant", 0.1), ("random", 0)]
)
def test_training_steps_are_those_of_numpy(javascript, start, nudge):
    code = "(start, nudge) => train(begin({ start, nudge, seed: 3 }), 0.2, 40, 10).map((s) => ({ ...s, units: distinctUnits(s) }))"
    [seen] = javascript(("symmetry", code, [start, nudge]))
    X, y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0.0, 1, 1, 0])
    net = seen[0]
    W, b, v, c = np.array([net["w1"], net["w2"]]), np.array(net["b"]), np.array(net["v"]), net["c"]
    for step in range(41):
        A = np.tanh(X @ W + b)
        delta = A @ v + c - y
        if step % 10 == 0:
            now = seen[step // 10]
            np.testing.assert_allclose([now["w1"], now["w2"]], W, rtol=1e-9, atol=1e-12)
            assert now["loss"] == pytest.approx(0.5 * np.mean(delta**2), rel=1e-9)
            here = np.array([now["w1"], now["w2"]]), np.array(now["b"])
            assert now["units"] == reference.distinct_units(*here)
        dZ = np.outer(delta / 4, v) * (1 - A**2)
        W, b = W - 0.2 * X.T @ dZ, b - 0.2 * dZ.sum(axis=0)
        v, c = v - 0.2 * A.T @ delta / 4, c - 0.2 * delta.mean()
