"""Arithmetic of widgets/js/math/activations.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import activations as reference
from widgets.choices import ACTIVATIONS, ALPHA

Z = np.concatenate(
    [np.random.default_rng(0).normal(scale=5, size=200), [0.0, 1e-12, -1e-12, 40, -40, 1000, -1000]]
)

PLAIN = {
    "step_prime": np.zeros_like,
    "identity_prime": np.ones_like,
    "softplus_prime": reference.sigmoid,
    "leaky_relu_prime": lambda z, alpha: np.where(z > 0, 1.0, alpha),
    "prelu": reference.leaky_relu,
    "prelu_prime": lambda z, alpha: np.where(z > 0, 1.0, alpha),
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_and_slopes(javascript, name):
    for alpha in (ALPHA[name], 0.37, 1.7) if name in ALPHA else (None,):
        args = () if alpha is None else (alpha,)
        call = f"(z, alpha) => z.map((v) => [ACTIVATIONS.{name}.phi(v, alpha), ACTIVATIONS.{name}.prime(v, alpha)])"
        [both] = javascript(("activations", call, [Z.tolist(), alpha]))
        for got, key in zip(np.array(both).T, (name, f"{name}_prime"), strict=True):
            f = getattr(reference, key, None) or PLAIN[key]
            np.testing.assert_allclose(got, f(Z, *args), rtol=1e-9, atol=1e-9, err_msg=key)


def test_prelu_slope_in_alpha(javascript):
    [got] = javascript(("activations", "(z) => z.map(preluAlphaPrime)", [Z.tolist()]))
    ones, alpha = np.ones((1, Z.size)), np.full(Z.size, 0.25)
    np.testing.assert_allclose(got, reference.prelu_backward(ones, Z[np.newaxis], alpha)[1], atol=1e-12)


@pytest.mark.parametrize("threshold", [0.005, 0.05, 0.2])
def test_saturation_begins_where_the_slope_falls_below_the_threshold(javascript, threshold):
    call = f"(t) => [-1, 1].map((side) => saturation(ACTIVATIONS.{{}}.prime, side, {threshold}))"
    sigmoid, tanh, relu, step = javascript(
        *[("activations", call.format(name), [0]) for name in ("sigmoid", "tanh", "relu", "step")]
    )
    # sigma' = t at sigma = (1 ± √(1 - 4t)) / 2; tanh' = t at tanh = ±√(1 - t)
    s = (1 + np.sqrt(1 - 4 * threshold)) / 2
    edge = np.log(s / (1 - s))
    assert [side["hard"] for side in sigmoid] == [False, False]
    np.testing.assert_allclose([side["edge"] for side in sigmoid], [-edge, edge], atol=1e-9)
    np.testing.assert_allclose(tanh[1]["edge"], np.arctanh(np.sqrt(1 - threshold)), atol=1e-9)
    assert relu == [{"edge": pytest.approx(0, abs=1e-12), "hard": True}, None]
    assert [side["hard"] for side in step] == [True, True]
