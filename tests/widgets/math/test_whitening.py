"""Arithmetic of widgets/js/math/whitening.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import initialization as reference

KINDS = ["raw", "centred", "standardized", "decorrelated", "whitened"]

CLOUDS = [(0.8, 2.0, 1.5), (-0.95, 0.2, 4.0), (0.0, 1.0, 0.0), (0.3, 5.0, 0.5)]


@pytest.mark.parametrize("settings", CLOUDS)
@pytest.mark.parametrize("kind", KINDS)
def test_preparations(javascript, settings, kind):
    correlation, spread, offset = settings
    code = """(correlation, spread, offset, kind) => { const P = cloud({ correlation, spread, offset });
              const { mean, T } = preparation(kind, P); const X = apply(P, mean, T); return { P, mean, T, X, H: moments(X) }; }"""
    [got] = javascript(("whitening", code, [correlation, spread, offset, kind]))
    P, X, T = np.array(got["P"]), np.array(got["X"]), np.array(got["T"])
    mean, scale = reference.standardize_fit(P)
    close = {"rtol": 1e-9, "atol": 1e-9}
    np.testing.assert_allclose(got["H"], X.T @ X / len(X), **close)
    if kind == "raw":
        np.testing.assert_array_equal(X, P)
    elif kind == "centred":
        np.testing.assert_allclose(X, P - mean, **close)
    elif kind == "standardized":
        np.testing.assert_allclose(X, reference.standardize_apply(P, mean, scale), **close)
    elif kind == "decorrelated":
        _, E, v = reference.pca_fit(P)
        np.testing.assert_allclose(np.abs(E.T @ T), np.eye(2), **close)
        np.testing.assert_allclose(np.diag(got["H"]), v, **close)
    else:
        np.testing.assert_allclose(T, reference.whiten_fit(P)[1], **close)
        np.testing.assert_allclose(X, reference.whiten_apply(P, *reference.whiten_fit(P)), **close)


def test_the_bowl_is_that_of_the_squared_error(javascript):
    rng = np.random.default_rng(0)
    X, best = rng.normal(size=(20, 2)) * [1, 3] + 1, np.array([0.5, -2.0])
    code = """(X, start, rate) => { const H = moments(X); const path = descend(H, start, rate, 12);
              return { path, heights: path.map((d) => height(H, d)), bowl: eigen(H), rate: bestRate(eigen(H).values) }; }"""
    [got] = javascript(("whitening", code, [X.tolist(), [2.0, -1.0], 0.05]))
    w = best + [2.0, -1.0]
    for d, height in zip(got["path"], got["heights"], strict=True):
        np.testing.assert_allclose(np.array(d), w - best, rtol=1e-9, atol=1e-12)
        assert height == pytest.approx(0.5 * np.mean((X @ w - X @ best) ** 2), rel=1e-9)
        w = w - 0.05 * X.T @ (X @ w - X @ best) / 20
    values = np.linalg.eigvalsh(X.T @ X / 20)
    np.testing.assert_allclose(got["bowl"]["values"], values[::-1], rtol=1e-9)
    assert got["rate"] == pytest.approx(2 / values.sum(), rel=1e-9)


def test_a_descent_that_flies_away_ends(javascript):
    [path] = javascript(("whitening", "() => descend([[4, 0], [0, 1]], [1, 1], 1, 200)", []))
    assert len(path) < 20
