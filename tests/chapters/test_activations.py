"""What chapter 4 says about activations, proved on the references."""

import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions import activations as act
from tests.compared import activations as compared
from tests.compared import answers

Function = Callable[..., np.ndarray]

SLOPES = {
    "relu": (act.relu, act.relu_prime),
    "sigmoid": (act.sigmoid, act.sigmoid_prime),
    "tanh": (act.tanh, act.tanh_prime),
    "softsign": (act.softsign, act.softsign_prime),
    "softplus": (act.softplus, act.sigmoid),
    "elu": (act.elu, act.elu_prime),
    "elu, alpha 0.3": (lambda z: act.elu(z, 0.3), lambda z: act.elu_prime(z, 0.3)),
    "silu": (act.silu, act.silu_prime),
    "gelu": (act.gelu, act.gelu_prime),
    "identity": (act.identity, np.ones_like),
    "step": (act.step, np.zeros_like),
}
ELEMENTWISE = [f for pair in SLOPES.values() for f in pair] + [act.leaky_relu]
Z = np.linspace(-8, 8, 400)  # 0, where some have a kink, is not among them

numbers = st.lists(st.floats(-1000, 1000), min_size=1, max_size=6).map(np.array)


def difference(f: Function, z: np.ndarray, h: float = 1e-6) -> np.ndarray:
    return (f(z + h) - f(z - h)) / (2 * h)


@pytest.mark.parametrize("name", SLOPES)
def test_slopes_agree_with_central_differences(name: str) -> None:
    f, slope = SLOPES[name]
    np.testing.assert_allclose(slope(Z), difference(f, Z), atol=1e-8)


def test_the_draft_is_wrong_and_its_message_says_where_it_is_right() -> None:
    gap = np.abs(act.silu_prime_draft(Z) - difference(act.silu, Z))
    assert gap.max() > 0.1
    assert act.silu_prime_draft(np.ones(1)) == pytest.approx(act.silu_prime(np.ones(1)))


@pytest.mark.parametrize("f", ELEMENTWISE)
def test_stable_and_silent_at_a_thousand(f: Function) -> None:
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        out = f(np.array([[-1000.0, -40.0, 0.0], [1.0, 40.0, 1000.0]]))
    assert out.shape == (2, 3)
    assert np.isfinite(out).all()


@pytest.mark.parametrize("f", [act.softmax, lambda z: act.softmax_jvp(z, z[::-1])])
def test_softmax_is_stable_at_a_thousand(f: Function) -> None:
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(f(np.array([[1000.0, 999.0, -1000.0], [-1000.0, -999.0, 1000.0]]))).all()


@given(numbers)
def test_identities(z: np.ndarray) -> None:
    close = {"rtol": 1e-12, "atol": 1e-12}
    np.testing.assert_allclose(act.sigmoid(-z), 1 - act.sigmoid(z), **close)
    np.testing.assert_allclose(act.tanh(z), np.tanh(z), **close)
    np.testing.assert_allclose(act.relu(z) + act.relu(-z), np.abs(z), **close)
    np.testing.assert_allclose(act.softplus(z) - act.softplus(-z), z, **close)
    np.testing.assert_allclose(act.silu(z) - act.silu(-z), z, **close)
    np.testing.assert_allclose(act.leaky_relu(z, 1.0), z, **close)
    np.testing.assert_allclose(act.leaky_relu(z, 0.0), act.relu(z), **close)
    with_zero = np.stack([z, np.zeros_like(z)], axis=1)
    np.testing.assert_allclose(act.softmax(with_zero)[:, 0], act.sigmoid(z), **close)


@given(numbers, st.floats(-500, 500))
def test_softmax_is_a_distribution_and_ignores_a_shift(z: np.ndarray, shift: float) -> None:
    p = act.softmax(z)
    assert p.sum() == pytest.approx(1)
    assert (p >= 0).all()
    np.testing.assert_allclose(act.softmax(z + shift), p, rtol=1e-9, atol=1e-12)


def test_softmax_jvp_is_the_jacobian_times_a_vector() -> None:
    rng = np.random.default_rng(0)
    z, v = rng.normal(size=5), rng.normal(size=5)
    p = act.softmax(z)
    np.testing.assert_allclose(act.softmax_jvp(z, v), (np.diag(p) - np.outer(p, p)) @ v, atol=1e-15)
    h = 1e-6
    along = (act.softmax(z + h * v) - act.softmax(z - h * v)) / (2 * h)
    np.testing.assert_allclose(act.softmax_jvp(z, v), along, atol=1e-9)


def test_prelu_gradients_agree_with_central_differences() -> None:
    rng = np.random.default_rng(1)
    Z, dA, alpha = rng.normal(size=(6, 3)), rng.normal(size=(6, 3)), np.array([0.25, 1.5, -1.0])

    def loss(Z: np.ndarray, alpha: np.ndarray) -> float:
        return float(np.sum(dA * np.where(Z > 0, Z, alpha * Z)))

    dZ, dalpha = act.prelu_backward(dA, Z, alpha)
    h = 1e-6
    for i in np.ndindex(Z.shape):
        e = np.zeros_like(Z)
        e[i] = h
        assert dZ[i] == pytest.approx((loss(Z + e, alpha) - loss(Z - e, alpha)) / (2 * h), abs=1e-8)
    for j in range(3):
        e = np.zeros(3)
        e[j] = h
        assert dalpha[j] == pytest.approx((loss(Z, alpha + e) - loss(Z, alpha - e)) / (2 * h), abs=1e-8)


def test_backward_norms_ends_with_the_gradient_of_the_network() -> None:
    rng = np.random.default_rng(2)
    sizes = [3, 4, 2]
    X, dA = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    weights = [rng.normal(size=s) for s in [(3, 4), (4, 2)]]

    def forward(X: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
        slopes = []
        for W in weights:
            Z = X @ W
            slopes.append(act.tanh_prime(Z))
            X = act.tanh(Z)
        return X, slopes

    norms = act.backward_norms(dA, weights, forward(X)[1])
    gradient = np.zeros_like(X)
    h = 1e-6
    for i in np.ndindex(X.shape):
        e = np.zeros_like(X)
        e[i] = h
        gradient[i] = np.sum(dA * (forward(X + e)[0] - forward(X - e)[0])) / (2 * h)
    assert len(norms) == len(sizes)
    assert norms[0] == pytest.approx(np.linalg.norm(dA))
    assert norms[-1] == pytest.approx(np.linalg.norm(gradient), rel=1e-7)


def test_a_dead_unit_gets_no_gradient_and_a_living_one_does() -> None:
    rng = np.random.default_rng(3)
    X = rng.normal(size=(50, 2))
    Z = X @ rng.normal(size=(2, 30)) + rng.normal(scale=2, size=30)
    reached = (X.T @ act.relu_prime(Z) != 0).any(axis=0) | (act.relu_prime(Z) != 0).any(axis=0)
    assert 0 < act.dead_share(Z) < 1
    assert act.dead_share(Z) == pytest.approx(np.mean(~reached))


def test_inputs_of_one_sign_give_gradients_of_one_sign() -> None:
    rng = np.random.default_rng(4)
    Z, delta = rng.normal(size=(500, 6)), rng.normal(size=500)
    assert act.same_sign_share(act.sigmoid(Z), delta) == 1
    assert act.same_sign_share(act.relu(Z), delta) == 1
    assert act.same_sign_share(act.tanh(Z), delta) < 0.1


def test_maxout_contains_relu_and_the_absolute_value() -> None:
    x = np.linspace(-2, 2, 9)[:, np.newaxis]
    zeros = np.zeros((2, 1))
    relu = act.maxout(x, np.array([[[1.0]], [[0.0]]]), zeros)
    absolute = act.maxout(x, np.array([[[1.0]], [[-1.0]]]), zeros)
    np.testing.assert_array_equal(relu, act.relu(x))
    np.testing.assert_array_equal(absolute, np.abs(x))


def test_gelu_is_close_to_z_times_the_normal_distribution() -> None:
    from math import erf

    exact = np.array([z * (1 + erf(z / np.sqrt(2))) / 2 for z in Z])
    assert np.abs(act.gelu(Z) - exact).max() < 1e-3


def test_activations_and_their_slopes_agree_with_pytorch() -> None:
    theirs, Z, dA = answers("activations"), compared.Z, compared.DA
    for name in compared.NAMES:
        for ours, key in zip(SLOPES[name], (name, f"{name}'"), strict=True):
            np.testing.assert_allclose(ours(Z), theirs[key], rtol=1e-9, atol=1e-12, err_msg=key)
    gradients = act.prelu_backward(dA, Z, compared.ALPHA)
    for ours, key in zip(gradients, ("prelu dZ", "prelu dalpha"), strict=True):
        np.testing.assert_allclose(ours, theirs[key], rtol=1e-12)
    np.testing.assert_allclose(act.softmax_jvp(Z, dA), theirs["softmax_jvp"], rtol=1e-9, atol=1e-14)
