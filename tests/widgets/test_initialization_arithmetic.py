"""The arithmetic of the widgets of chapter 9 is that of `solutions.initialization`."""

import numpy as np
import pytest

from grader.rules import deviations
from grader.sample import sample
from solutions import activations as act
from solutions import initialization as reference
from widgets.choices import INITIALIZATIONS

KINDS = ["raw", "centred", "standardized", "decorrelated", "whitened"]
CLOUDS = [(0.8, 2.0, 1.5), (-0.95, 0.2, 4.0), (0.0, 1.0, 0.0), (0.3, 5.0, 0.5)]


def test_the_names_are_those_of_the_library(javascript):
    assert all(hasattr(reference, f"{name}_init") for name in INITIALIZATIONS)
    draw = "(names) => names.map((name) => initialize(name, 2, 3, sampleEnds([2, 3], 1, 1).rng).length)"
    assert javascript(("initialization", draw, [INITIALIZATIONS])) == [[6] * len(INITIALIZATIONS)]


@pytest.mark.parametrize("shape", [(120, 50), (40, 160)])
def test_initializers_have_their_variance_and_are_normal(javascript, shape):
    n_in, n_out = shape
    variances = {"small": 1e-6, "fan_in": 1 / n_in, "glorot": 2 / (n_in + n_out), "he": 2 / n_in}
    code = "(name, a, b, seed) => Array.from(sampleWeights(name, [a, b], sampleEnds([a, b], 1, seed).rng)[0])"
    drawn = javascript(*[("initialization", code, [name, n_in, n_out, 7]) for name in variances])
    for W, (name, variance) in zip(drawn, variances.items(), strict=True):
        assert len(W) == n_in * n_out
        assert np.abs(deviations(np.array(W), variance)).max() < 4, name
    constant = javascript(*[("initialization", code, [name, 3, 2, 1]) for name in ("zeros", "constant")])
    assert constant == [[0.0] * 6, [0.5] * 6]


@pytest.mark.parametrize("shape", [(5, 5), (8, 3), (3, 8), (60, 60)])
def test_orthogonal_weights(javascript, shape):
    code = "(a, b) => Array.from(sampleWeights('orthogonal', [a, b], sampleEnds([a, b], 1, 3).rng)[0])"
    [flat] = javascript(("initialization", code, list(shape)))
    W = np.reshape(flat, shape)
    small = W.T @ W if shape[0] >= shape[1] else W @ W.T
    np.testing.assert_allclose(small, np.eye(min(shape)), atol=1e-12)


def test_an_unknown_initialization_is_refused(javascript):
    code = "() => { try { initialize('xavier', 2, 2, {}); } catch (e) { return [e.name, e.message]; } }"
    assert javascript(("initialization", code, [])) == [["RangeError", "xavier"]]


@pytest.mark.parametrize(
    ("phi", "prime"),
    [("Math.tanh", "(z) => 1 - Math.tanh(z) ** 2"), ("(z) => Math.max(0, z)", "(z) => (z > 0 ? 1 : 0)")],
)
def test_variances_are_measured_as_numpy_measures_them(javascript, phi, prime):
    widths, samples = [6, 9, 4, 7], 5
    code = f"""(widths, samples) => {{ const {{ X, dA, rng }} = sampleEnds(widths, samples, 4);
              const weights = sampleWeights("he", widths, rng);
              const out = measure({{ X, dA, weights, widths, samples, phi: (z) => ({phi})(z), prime: (z) => ({prime})(z) }});
              return {{ ...out, X: [...X], dA: [...dA], weights: weights.map((W) => [...W]) }}; }}"""
    [got] = javascript(("initialization", code, [widths, samples]))
    A, dA = np.reshape(got["X"], (samples, 6)), np.reshape(got["dA"], (samples, 7))
    shapes = [(6, 9), (9, 4), (4, 7)]
    weights = [np.reshape(W, s) for W, s in zip(got["weights"], shapes, strict=True)]
    f, slope = (act.tanh, act.tanh_prime) if "tanh" in phi else (act.relu, act.relu_prime)
    np.testing.assert_allclose(got["forward"], reference.forward_variances(A, weights, f), rtol=1e-9)
    Zs = []
    for W in weights:
        Zs.append(A @ W)
        A = f(Zs[-1])
    np.testing.assert_allclose(got["activation"], [np.var(f(Z)) for Z in Zs], rtol=1e-9)
    backward = []
    for W, Z in zip(weights[::-1], Zs[::-1], strict=True):
        dZ = dA * slope(Z)
        backward.insert(0, np.var(dZ))
        dA = dZ @ W.T
    np.testing.assert_allclose(got["backward"], backward, rtol=1e-9)


def test_a_random_generator_reaches_the_reader_once_for_each_seed():
    got = np.array(sample(reference.he_init, [4, 3, {"seeds": [5, 6]}]))
    want = [reference.he_init(4, 3, np.random.default_rng(seed)) for seed in (5, 6)]
    np.testing.assert_array_equal(got, want)


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
