"""What chapter 5 says about losses, proved on the references."""

import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions import losses as L
from solutions.activations import sigmoid, sigmoid_prime, softmax
from tests.compared import answers
from tests.compared.losses import BITS, LABELS, LOG_VAR, LOGITS, P, Y, Z

Loss = Callable[[np.ndarray], float]

GRADIENTS: dict[str, tuple[Loss, Callable[[np.ndarray], np.ndarray], np.ndarray]] = {
    "squared_error": (lambda x: L.squared_error(x, Y), lambda x: L.squared_error_grad(x, Y), P),
    "absolute_error": (lambda x: L.absolute_error(x, Y), lambda x: L.absolute_error_grad(x, Y), P),
    "huber": (lambda x: L.huber(x, Y, 0.7), lambda x: L.huber_grad(x, Y, 0.7), P),
    "hinge": (lambda x: L.hinge(x, 2 * BITS - 1), lambda x: L.hinge_grad(x, 2 * BITS - 1), LOGITS),
    "binary_cross_entropy": (
        lambda x: L.binary_cross_entropy(x, BITS),
        lambda x: L.binary_cross_entropy_grad(x, BITS),
        LOGITS,
    ),
    "binary_cross_entropy, several outputs": (
        lambda x: L.binary_cross_entropy(x, Y > 0),
        lambda x: L.binary_cross_entropy_grad(x, Y > 0),
        P,
    ),
    "softmax_cross_entropy": (
        lambda x: L.softmax_cross_entropy(x, LABELS),
        lambda x: L.softmax_cross_entropy_grad(x, LABELS),
        Z,
    ),
    "multiclass_hinge": (
        lambda x: L.multiclass_hinge(x, LABELS),
        lambda x: L.multiclass_hinge_grad(x, LABELS),
        Z,
    ),
    "gaussian_nll in the mean": (
        lambda x: L.gaussian_nll(x, LOG_VAR, Y),
        lambda x: L.gaussian_nll_grad(x, LOG_VAR, Y)[0],
        P,
    ),
    "gaussian_nll in the log-variance": (
        lambda x: L.gaussian_nll(P, x, Y),
        lambda x: L.gaussian_nll_grad(P, x, Y)[1],
        LOG_VAR,
    ),
    "l2_penalty": (lambda x: L.l2_penalty([x, x], 0.3), lambda x: sum(L.l2_penalty_grad([x, x], 0.3)), P),
    "l1_penalty": (lambda x: L.l1_penalty([x, x], 0.3), lambda x: sum(L.l1_penalty_grad([x, x], 0.3)), P),
}


def difference(f: Loss, x: np.ndarray, h: float = 1e-6) -> np.ndarray:
    """The gradient of f at x by central differences."""
    out = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        out[i] = (f(x + e) - f(x - e)) / (2 * h)
    return out


@pytest.mark.parametrize("name", GRADIENTS)
def test_gradients_agree_with_central_differences(name: str) -> None:
    loss, grad, x = GRADIENTS[name]
    np.testing.assert_allclose(grad(x), difference(loss, x), rtol=1e-6, atol=1e-9)


def test_losses_and_gradients_agree_with_pytorch() -> None:
    theirs = answers("losses")
    assert {f"{name}'" for name in GRADIENTS} == {name for name in theirs if name.endswith("'")}
    for name, (loss, grad, at) in GRADIENTS.items():
        assert loss(at) == pytest.approx(theirs[name], rel=1e-12), name
        np.testing.assert_allclose(grad(at), theirs[f"{name}'"], rtol=1e-10, atol=1e-15, err_msg=name)
    np.testing.assert_array_equal(L.one_hot(LABELS, Z.shape[1]), theirs["one_hot"])
    np.testing.assert_allclose(L.log_sum_exp(Z, axis=0), theirs["log_sum_exp"], rtol=1e-13)
    divergence = L.kl_divergence(softmax(Z[0]), softmax(Z[1]))
    assert divergence == pytest.approx(theirs["kl_divergence"], rel=1e-12)


def test_stable_and_silent_at_a_thousand() -> None:
    far = np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0])
    scores = np.array([[1000.0, 999.0, -1000.0], [-1000.0, -999.0, 1000.0]])
    labels = np.array([2, 0])
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        for y in (np.zeros(5), np.ones(5)):
            assert L.binary_cross_entropy(far, y) == pytest.approx((1000 + 40 + np.log(2)) / 5)
            assert np.isfinite(L.binary_cross_entropy_grad(far, y)).all()
        assert L.softmax_cross_entropy(scores, labels) == pytest.approx(
            (2000 + np.log(1 + 1 / np.e) + 2000) / 2
        )
        assert np.isfinite(L.softmax_cross_entropy_grad(scores, labels)).all()
        assert np.isfinite(L.log_sum_exp(scores)).all()


def test_cross_entropy_is_the_gaussian_s_and_the_coins_likelihood() -> None:
    """Squared error is a normal likelihood with variance 1, up to a constant; cross-entropies are likelihoods too."""
    constant = 0.5 * np.log(2 * np.pi) * P.shape[1]
    assert L.gaussian_nll(P, np.zeros_like(P), Y) == pytest.approx(L.squared_error(P, Y) + constant)
    density = np.exp(-((P - Y) ** 2) / 2) / np.sqrt(2 * np.pi)
    assert -np.log(np.prod(density)) / len(P) == pytest.approx(L.squared_error(P, Y) + constant)
    p = sigmoid(LOGITS)
    assert -np.log(np.prod(np.where(BITS == 1, p, 1 - p))) / len(BITS) == pytest.approx(
        L.binary_cross_entropy(LOGITS, BITS)
    )
    q = softmax(Z)[np.arange(len(Z)), LABELS]
    assert -np.log(np.prod(q)) / len(Z) == pytest.approx(L.softmax_cross_entropy(Z, LABELS))


def test_two_classes_are_a_special_case_of_many() -> None:
    pair = np.stack([np.zeros_like(LOGITS), LOGITS], axis=1)
    labels = BITS.astype(int)
    assert L.softmax_cross_entropy(pair, labels) == pytest.approx(L.binary_cross_entropy(LOGITS, BITS))
    gradient = L.softmax_cross_entropy_grad(pair, labels)
    np.testing.assert_allclose(gradient[:, 1], L.binary_cross_entropy_grad(LOGITS, BITS), atol=1e-15)
    assert L.multiclass_hinge(pair, labels) == pytest.approx(L.hinge(LOGITS, 2 * BITS - 1))


def test_rows_of_a_gradient_sum_to_zero_where_only_differences_of_scores_count() -> None:
    for grad in (L.softmax_cross_entropy_grad, L.multiclass_hinge_grad):
        np.testing.assert_allclose(grad(Z, LABELS).sum(axis=1), 0, atol=1e-15)
    assert np.abs(L.multiclass_hinge_grad_draft(Z, LABELS).sum(axis=1)).max() > 0.1


def test_the_draft_is_right_where_exactly_one_margin_is_violated() -> None:
    scores, label = np.array([[2.0, 1.5, 0.0]]), np.array([0])
    np.testing.assert_array_equal(
        L.multiclass_hinge_grad_draft(scores, label), L.multiclass_hinge_grad(scores, label)
    )


def test_squared_error_on_a_sigmoid_carries_the_slope_that_cross_entropy_cancels() -> None:
    z, y = LOGITS, BITS

    def squared(z: np.ndarray) -> float:
        return L.squared_error(sigmoid(z), y)

    with_slope = (sigmoid(z) - y) * sigmoid_prime(z) / len(z)
    np.testing.assert_allclose(difference(squared, z), with_slope, atol=1e-9)
    np.testing.assert_allclose(L.binary_cross_entropy_grad(z, y) * sigmoid_prime(z), with_slope, atol=1e-15)


def test_squared_error_on_a_sigmoid_teaches_most_at_one_third_and_is_not_convex() -> None:
    """Target 0: the slope p² (1 - p) is largest at p = 2/3; beyond it, the worse the weaker."""
    z = np.linspace(-10, 10, 200_001)
    slope = sigmoid(z) * sigmoid_prime(z)
    assert sigmoid(z[slope.argmax()]) == pytest.approx(2 / 3, abs=1e-4)
    assert slope.max() == pytest.approx(4 / 27)
    assert np.diff(slope).min() < 0 < np.diff(slope).max()


distributions = (
    st.lists(st.floats(0, 1), min_size=2, max_size=6)
    .filter(lambda p: sum(p) > 0.1)
    .map(lambda p: np.array(p) / sum(p))
)


@given(distributions, st.integers(0, 5))
def test_kl_divergence_is_never_negative_and_zero_for_equals(p: np.ndarray, shift: int) -> None:
    q = np.roll(p, shift)
    assert L.kl_divergence(p, q) >= -1e-12
    assert L.kl_divergence(p, p) == 0
    assert L.entropy(p) <= np.log(len(p)) + 1e-12


def test_impossible_outcomes_cost_infinity_only_if_they_happen() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert L.cross_entropy(np.array([0.5, 0.5]), np.array([1.0, 0.0])) == np.inf
        assert L.cross_entropy(np.array([1.0, 0.0]), np.array([1.0, 0.0])) == 0
        assert L.cross_entropy(np.array([0.0, 1.0]), np.array([0.5, 0.5])) == pytest.approx(np.log(2))


def test_the_mean_the_median_and_something_between() -> None:
    """The constant that minimizes each loss: mean, median, and for Huber a compromise."""
    y = np.array([[1.0], [2.0], [3.0], [4.5], [39.5]])
    grid = np.linspace(0, 20, 20_001)

    def best(loss: Callable[[np.ndarray, np.ndarray], float]) -> float:
        return grid[np.argmin([loss(np.full_like(y, c), y) for c in grid])]

    assert best(L.squared_error) == pytest.approx(10)
    assert best(L.absolute_error) == pytest.approx(3)
    assert best(lambda p, t: L.huber(p, t, 2.0)) == pytest.approx(3.167)


def test_huber_is_squared_error_for_large_delta_and_absolute_error_for_small() -> None:
    assert L.huber(P, Y, 1e3) == pytest.approx(L.squared_error(P, Y))
    assert L.huber(P, Y, 1e-9) / 1e-9 == pytest.approx(L.absolute_error(P, Y))


def test_zero_one_counts_mistakes() -> None:
    assert L.zero_one(np.array([0, 1, 2, 2]), np.array([0, 1, 1, 2])) == 0.25


def test_hinge_and_cross_entropy_in_bits_lie_above_the_zero_one_loss() -> None:
    m = np.linspace(-4, 4, 801)
    wrong = (m <= 0).astype(float)
    one = np.ones(1)
    above_hinge = [L.hinge(np.array([v]), one) for v in m] - wrong
    above_log = [L.binary_cross_entropy(np.array([v]), one) / np.log(2) for v in m] - wrong
    assert min(above_hinge.min(), above_log.min()) >= -1e-12


def test_what_lambda_does_in_one_dimension() -> None:
    """½ (w - a)² + penalty: L2 shrinks a by a factor, L1 moves it towards 0 by λ and stops there."""
    w = np.linspace(-3, 3, 60_001)
    for a, lam in ((2.0, 0.5), (0.3, 0.5), (-1.0, 0.25)):
        fit = 0.5 * (w - a) ** 2
        l2 = w[np.argmin(fit + [L.l2_penalty([v], lam) for v in w])]
        l1 = w[np.argmin(fit + [L.l1_penalty([v], lam) for v in w])]
        assert l2 == pytest.approx(a / (1 + lam), abs=2e-4)
        assert l1 == pytest.approx(np.sign(a) * max(abs(a) - lam, 0), abs=2e-4)


def test_numbers_that_the_prose_names() -> None:
    assert -np.log(1e-12) == pytest.approx(27.6, abs=0.05)
    assert -np.log(1e-7) == pytest.approx(16.1, abs=0.05)
    assert -np.log(0.1) == pytest.approx(2.30, abs=0.005)
    assert -np.log(0.001) == pytest.approx(6.9, abs=0.05)
    assert 1 / np.log(2) == pytest.approx(1.44, abs=0.005)
    assert L.entropy(np.array([0.1, 0.9])) == pytest.approx(0.325, abs=0.0005)
    surely_wrong = np.array([np.log(0.999 / 0.001)])
    assert L.binary_cross_entropy_grad(surely_wrong, np.zeros(1)) == pytest.approx(0.999)
    assert sigmoid_prime(surely_wrong) == pytest.approx(0.001, rel=2e-3)
    K = 7
    scores = np.random.default_rng(5).normal(scale=3, size=(200, K))
    above = L.log_sum_exp(scores) - scores.max(axis=1)
    assert (above > 0).all()
    assert (above <= np.log(K)).all()
    assert L.log_sum_exp(np.zeros(K)) == pytest.approx(np.log(K))


def test_a_plain_step_of_l1_hovers_and_one_of_l2_shrinks() -> None:
    """What the chapter says about steps: w ← (1 - ηλ) w under L2, to and fro across 0 by ηλ under L1."""
    rate, lam, w = 0.1, 0.5, [np.array([1.0])]
    assert w[0] - rate * L.l2_penalty_grad(w, lam)[0] == pytest.approx((1 - rate * lam) * w[0])
    near = [np.array([0.02])]
    after = near[0] - rate * L.l1_penalty_grad(near, lam)[0]
    assert after == pytest.approx(-0.03)
    assert after - rate * L.l1_penalty_grad([after], lam)[0] == pytest.approx(0.02)
