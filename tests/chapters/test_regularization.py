"""What chapter 8 says about regularization and normalization, proved on the references."""

from collections.abc import Callable

import numpy as np
import pytest

from solutions import regularization as reg
from solutions.backpropagation import numerical_gradient, relative_error
from solutions.losses import l1_penalty, l1_penalty_grad, l2_penalty, l2_penalty_grad
from tests.compared import answers
from tests.compared.regularization import BATCH_NORM, LAYER_NORM, MOMENTA, G, W, batches, layer

Array = np.ndarray


def assert_gradient(f: Callable[[Array], float], x: Array, gradient: Array) -> None:
    assert gradient.shape == x.shape
    assert relative_error(gradient, numerical_gradient(f, x)) < 1e-7


# ---- penalties ----


def test_weight_decay_is_gradient_descent_on_loss_plus_penalty() -> None:
    rng = np.random.default_rng(0)
    W, dW = rng.normal(size=(2, 3, 2))
    step = W - 0.1 * (dW + l2_penalty_grad([W], 0.7)[0])
    np.testing.assert_allclose(reg.weight_decay_step(W, dW, 0.1, 0.7), step, rtol=1e-14)
    assert_gradient(lambda v: l2_penalty([v], 0.7), W, l2_penalty_grad([W], 0.7)[0])
    assert_gradient(lambda v: l1_penalty([v], 0.7), W, l1_penalty_grad([W], 0.7)[0])


def test_decay_alone_is_a_half_life() -> None:
    W = np.array([1.0])
    steps = np.log(2) / (0.1 * 0.05)
    for _ in range(round(steps)):
        W = reg.weight_decay_step(W, np.zeros(1), 0.1, 0.05)
    assert W[0] == pytest.approx(0.5, rel=0.01)


@pytest.mark.parametrize("w", [-2.0, -0.3, 0.0, 0.2, 1.7])
def test_soft_threshold_is_the_lowest_point_of_a_parabola_with_an_absolute_value(w: float) -> None:
    t, grid = 0.5, np.linspace(-3, 3, 60001)
    lowest = grid[np.argmin(0.5 * (grid - w) ** 2 + t * np.abs(grid))]
    assert reg.soft_threshold(np.array([w]), t)[0] == pytest.approx(lowest, abs=1e-4)


def test_noise_on_the_inputs_of_a_linear_layer_is_an_l2_penalty() -> None:
    rng = np.random.default_rng(3)
    X, y, w = rng.normal(size=(40, 3)), rng.normal(size=40), rng.normal(size=3)
    noisy = [0.5 * np.mean((reg.add_noise(X, 0.3, rng) @ w - y) ** 2) for _ in range(4000)]
    clean = 0.5 * np.mean((X @ w - y) ** 2)
    assert np.mean(noisy) - clean == pytest.approx(l2_penalty([w], 0.3**2), rel=0.05)


# ---- early stopping, ensembles, augmentation ----


def test_early_stopping_hands_back_what_was_best() -> None:
    stopper, params = reg.EarlyStopping(patience=3), [np.array([0.0])]
    for t in range(100):
        params[0][...] = t
        if stopper.update((t - 10.0) ** 2, params):
            break
    assert t == 13
    stopper.restore(params)
    assert params[0][0] == 10
    assert stopper.best_loss == 0


def test_the_mean_of_probabilities_never_has_a_larger_cross_entropy_than_the_networks_on_average() -> None:
    rng = np.random.default_rng(1)
    logits = [rng.normal(size=(50, 4)) * 3 for _ in range(5)]
    labels = rng.integers(4, size=50)
    each = [-np.log(reg.ensemble_probabilities([Z])[np.arange(50), labels]).mean() for Z in logits]
    together = -np.log(reg.ensemble_probabilities(logits)[np.arange(50), labels]).mean()
    assert together <= np.mean(each)


def test_a_bootstrap_sample_holds_about_63_percent_of_the_rows() -> None:
    rng = np.random.default_rng(2)
    share = np.mean([len(np.unique(reg.bootstrap_rows(200, rng))) / 200 for _ in range(200)])
    assert share == pytest.approx(1 - (1 - 1 / 200) ** 200, abs=0.01)


def test_a_window_of_24_in_27_has_16_positions() -> None:
    rng = np.random.default_rng(4)
    images = np.broadcast_to(np.arange(27 * 27.0).reshape(27, 27), (1000, 27, 27))
    crops = reg.random_crop(images, 24, rng)
    corners, counts = np.unique(crops[:, 0, 0], return_counts=True)
    assert len(corners) == 16
    assert counts.min() > 30


# ---- dropout ----


def test_dropout_keeps_the_mean_and_its_backward_is_its_gradient() -> None:
    rng = np.random.default_rng(5)
    X, R = rng.normal(size=(2, 5, 4))
    outs = [reg.dropout_forward(X, 0.4, rng)[0] for _ in range(40000)]
    np.testing.assert_allclose(np.mean(outs, axis=0), X, atol=0.05)
    _, mask = reg.dropout_forward(X, 0.4, np.random.default_rng(0))

    def loss(v: Array) -> float:
        return float(np.sum(R * reg.dropout_forward(v, 0.4, np.random.default_rng(0))[0]))

    assert_gradient(loss, X, reg.dropout_backward(R, mask))


def test_the_mean_of_all_sub_networks_is_the_whole_one_where_the_rest_is_linear() -> None:
    rng = np.random.default_rng(6)
    h, w = rng.normal(size=(2, 8))
    assert reg.all_masks(8).shape == (256, 8)
    assert len(np.unique(reg.all_masks(8), axis=0)) == 256
    assert reg.subnetwork_mean(lambda v: v @ w, h, 0.3) == pytest.approx(h @ w, rel=1e-12)
    bent = reg.subnetwork_mean(lambda v: np.tanh(v @ w), h, 0.3)
    assert abs(bent - np.tanh(h @ w)) > 1e-3
    draws = [np.tanh(reg.dropout_forward(h, 0.3, rng)[0] @ w) for _ in range(40000)]
    assert np.mean(draws) == pytest.approx(bent, abs=0.02)


def test_dropout_before_a_linear_output_is_a_penalty_that_knows_the_scale_of_each_input() -> None:
    rng = np.random.default_rng(7)
    h, w, p = rng.normal(size=5), rng.normal(size=5), 0.3
    var = reg.subnetwork_mean(lambda v: (v @ w) ** 2, h, p) - (h @ w) ** 2
    assert var == pytest.approx(p / (1 - p) * np.sum(h**2 * w**2), rel=1e-12)


# ---- normalization ----


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        (reg.batch_norm_forward, reg.batch_norm_backward),
        (reg.batch_norm_forward, reg.batch_norm_backward_graph),
        (reg.layer_norm_forward, reg.layer_norm_backward),
    ],
)
def test_gradients_of_the_two_normalizations(forward: Callable, backward: Callable) -> None:
    X, gamma, beta, R = layer(8)
    dX, dgamma, dbeta = backward(R, forward(X, gamma, beta)[1])
    assert_gradient(lambda v: float(np.sum(R * forward(v, gamma, beta)[0])), X, dX)
    assert_gradient(lambda v: float(np.sum(R * forward(X, v, beta)[0])), gamma, dgamma)
    assert_gradient(lambda v: float(np.sum(R * forward(X, gamma, v)[0])), beta, dbeta)


def test_graph_and_closed_form_agree_to_rounding() -> None:
    X, gamma, beta, R = layer(9, 50, 20)
    _, cache = reg.batch_norm_forward(X, gamma, beta)
    pairs = zip(reg.batch_norm_backward(R, cache), reg.batch_norm_backward_graph(R, cache), strict=True)
    for a, b in pairs:
        np.testing.assert_allclose(a, b, rtol=1e-11, atol=1e-13)


def test_columns_of_dX_sum_to_nothing_and_have_no_part_along_x_hat() -> None:
    X, gamma, beta, R = layer(10, 30)
    _, cache = reg.batch_norm_forward(X, gamma, beta)
    dX = reg.batch_norm_backward(R, cache)[0]
    assert np.abs(dX.sum(axis=0)).max() < 1e-13
    assert np.abs((dX * cache[0]).sum(axis=0)).max() < 1e-3  # 0 but for eps


def test_a_bias_before_batch_normalization_does_nothing() -> None:
    X, gamma, beta, _ = layer(11)
    moved = reg.batch_norm_forward(X + 7.0, gamma, beta)[0]
    np.testing.assert_allclose(moved, reg.batch_norm_forward(X, gamma, beta)[0], atol=1e-12)


def test_weights_of_any_scale_give_the_same_output_and_gradients_that_shrink_with_it() -> None:
    X, gamma, beta, R = layer(12, 20)
    W = np.random.default_rng(0).normal(size=(4, 4))
    grads, outs = [], []
    for c in (1.0, 10.0):
        out, cache = reg.batch_norm_forward(X @ (c * W), gamma, beta, eps=0.0)
        outs.append(out)
        grads.append(X.T @ reg.batch_norm_backward(R, cache)[0])
    np.testing.assert_allclose(outs[0], outs[1], rtol=1e-9)
    np.testing.assert_allclose(grads[0], 10 * grads[1], rtol=1e-9)


def test_folding_gives_the_same_answers() -> None:
    rng = np.random.default_rng(13)
    norm, W, b = reg.BatchNorm(3), rng.normal(size=(5, 3)), rng.normal(size=3)
    norm.gamma[:], norm.beta[:] = rng.uniform(0.5, 2, 3), rng.normal(size=3)
    for _ in range(10):
        norm.forward(rng.normal(size=(16, 5)) @ W + b)
    statistics = norm.gamma, norm.beta, norm.running_mean, norm.running_var
    X = rng.normal(size=(7, 5))
    W2, b2 = reg.fold_batch_norm(W, b, *statistics)
    np.testing.assert_allclose(X @ W2 + b2, norm.forward(X @ W + b, train=False), rtol=1e-12)
    zero = np.zeros(3)
    for a, c in zip(
        reg.fold_batch_norm_draft(W, zero, *statistics),
        reg.fold_batch_norm(W, zero, *statistics),
        strict=True,
    ):
        np.testing.assert_allclose(a, c)
    assert np.abs(reg.fold_batch_norm_draft(W, b, *statistics)[1] - b2).max() > 0.1


def test_one_sample_cannot_be_normalized_by_the_batch() -> None:
    with pytest.raises(ValueError, match="one sample"):
        reg.BatchNorm(2).forward(np.ones((1, 2)))
    out, _ = reg.layer_norm_forward(np.array([[1.0, 3.0]]), np.ones(2), np.zeros(2))
    np.testing.assert_allclose(out, [[-1.0, 1.0]], rtol=1e-4)


# ---- the same as PyTorch ----


@pytest.mark.parametrize("momentum", MOMENTA)
def test_batch_normalization_is_that_of_pytorch(momentum: float) -> None:
    X, gamma, beta, R = BATCH_NORM
    theirs = answers("regularization")
    ours = reg.BatchNorm(5, momentum=momentum)
    ours.gamma[:], ours.beta[:] = gamma, beta
    for k, B in enumerate(batches()):
        its = {
            name: theirs[f"batch {momentum} {k} {name}"]
            for name in ("out", "dX", "dgamma", "dbeta", "mean", "var")
        }
        np.testing.assert_allclose(ours.forward(B), its["out"], rtol=1e-10, atol=1e-12)
        for got, name in zip(ours.backward(R), ("dX", "dgamma", "dbeta"), strict=True):
            np.testing.assert_allclose(got, its[name], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(ours.running_mean, its["mean"], rtol=1e-12)
        np.testing.assert_allclose(ours.running_var, its["var"], rtol=1e-12)
    in_use = theirs[f"batch {momentum} in use"]
    np.testing.assert_allclose(ours.forward(X, train=False), in_use, rtol=1e-10)


def test_layer_normalization_is_that_of_pytorch() -> None:
    X, gamma, beta, R = LAYER_NORM
    theirs = answers("regularization")
    got, cache = reg.layer_norm_forward(X, gamma, beta)
    np.testing.assert_allclose(got, theirs["layer out"], rtol=1e-10, atol=1e-12)
    for gradient, name in zip(reg.layer_norm_backward(R, cache), ("dX", "dgamma", "dbeta"), strict=True):
        np.testing.assert_allclose(gradient, theirs[f"layer {name}"], rtol=1e-9, atol=1e-12)


def test_weight_decay_is_that_of_pytorch() -> None:
    theirs = answers("regularization")["weight decay"]
    np.testing.assert_allclose(reg.weight_decay_step(W, G, 0.1, 0.3), theirs, rtol=1e-12)


# ---- early stopping is a penalty ----


def test_a_short_training_is_nearly_an_l2_penalty_for_a_linear_network() -> None:
    lr, steps, curvature = 0.01, 20, np.array([0.05, 0.1, 0.2])
    stopped = 1 - (1 - lr * curvature) ** steps  # share of the way to the solution
    lam = 1 / (lr * steps)
    np.testing.assert_allclose(stopped, curvature / (curvature + lam), rtol=0.03)
