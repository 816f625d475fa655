"""Arithmetic of widgets/js/math/initialization.js against numpy and solutions/."""

import numpy as np
import pytest

from grader.rules import chance
from grader.sample import sample
from solutions import activations as act
from solutions import initialization as reference
from widgets.choices import INITIALIZATIONS


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
        z = np.array(W) / np.sqrt(variance)
        bounds = [chance.of_mean(z), chance.of_variance(z), chance.of_distribution(z)]
        assert min(bounds) > np.log(1e-4), name
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
