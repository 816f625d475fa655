"""Arithmetic of widgets/js/math/noise.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import optimizers as reference
from solutions.losses import squared_error, squared_error_grad


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
