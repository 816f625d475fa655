"""What chapter 9 says about initialization and prepared inputs, proved on the references."""

from itertools import pairwise

import numpy as np
import pytest

from grader.data import Case, Step
from grader.outcomes import Broken
from grader.rules import RULES
from solutions import initialization as init
from solutions.activations import backward_norms, identity, relu, sigmoid, tanh
from solutions.advertising import ADVERTISING
from solutions.optimizers import Adam, Momentum
from tests.compared import answers
from tests.compared.initialization import SHAPE

# ---- the rule of what is not random ----


@pytest.mark.parametrize("shape", [(5, 5), (6, 3), (2, 5), (30, 40)])
def test_principal_axes_may_point_either_way(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(shape[0] * 3, shape[1])) * np.arange(1, shape[1] + 1) + 5
    case = Case("", (Step("call", (X,)),), False)
    mean, E, v = init.pca_fit(X)
    judge = RULES["principal_axes"]
    for signs in (np.ones(shape[1]), -np.ones(shape[1]), rng.choice([-1, 1], shape[1])):
        assert judge(case, [(mean, E * signs, v)]) is None
    assert judge(case, [(mean, E.T, v)]) == Broken("components_as_rows")
    assert judge(case, [(mean, E, v * len(X) / (len(X) - 1))]) == Broken("unbiased")


# ---- weights ----


def test_equal_units_stay_equal_and_equal_to_the_last_bit() -> None:
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
    for start, distinct in [(init.constant_init, 1), (init.zeros_init, 1), (init.he_init, 6)]:
        (W, b), (V, c) = init.init_layers([3, 6, 2], start, rng)
        for _ in range(300):
            A = np.tanh(X @ W + b)
            delta = (A @ V + c - Y) / 20
            dZ = delta @ V.T * (1 - A**2)
            W, b, V, c = (
                W - 0.1 * X.T @ dZ,
                b - 0.1 * dZ.sum(axis=0),
                V - 0.1 * A.T @ delta,
                c - 0.1 * delta.sum(axis=0),
            )
        assert init.distinct_units(W.round(12), b.round(12)) == distinct
        if start is init.zeros_init:
            assert not W.any()
            assert c.any()


def test_a_layer_multiplies_the_variance_by_fan_in_times_that_of_a_weight() -> None:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(4000, 100))
    for W in (init.small_init(100, 300, rng), init.fan_in_init(100, 300, rng)):
        assert np.var(X @ W) == pytest.approx(100 * np.var(W), rel=0.02)


def through(start: init.Initializer, phi, depth: int = 50, width: int = 100, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(50, width))
    return init.forward_variances(X, [start(width, width, rng) for _ in range(depth)], phi)


def test_fifty_layers_forward() -> None:
    small = through(init.small_init, identity)
    assert small[1] / small[0] == pytest.approx(1e-4, rel=0.1)
    assert 0 < small[-1] < 1e-190
    assert 0.1 < through(init.fan_in_init, identity)[-1] < 10
    fading = through(init.fan_in_init, relu)
    assert 1e-17 < fading[-1] < 1e-13
    assert fading[20] / fading[0] == pytest.approx(2.0**-20, rel=3)
    assert 0.1 < through(init.he_init, relu)[-1] < 10
    assert 0.005 < through(init.fan_in_init, tanh)[-1] < 0.03


def test_he_drifts_less_in_wider_layers() -> None:
    spread = [
        np.std([np.log(through(init.he_init, relu, 20, width, seed)[-1]) for seed in range(12)])
        for width in (10, 80)
    ]
    assert spread[0] > 1.7 * spread[1]


def test_gains() -> None:
    z = np.random.default_rng(2).normal(size=400_000)
    for phi, c in [(identity, 1), (relu, 2), (tanh, 2.54), (sigmoid, 3.41)]:
        assert init.gain(phi, z) == pytest.approx(c, rel=0.01)
        rng = np.random.default_rng(3)
        W = np.sqrt(init.gain(phi, z) / 200) * rng.normal(size=(200, 200))
        assert np.mean((phi(rng.normal(size=(500, 200))) @ W) ** 2) == pytest.approx(1, rel=0.3)


def test_backward_asks_for_fan_out_and_glorot_lies_between() -> None:
    widths = np.linspace(200, 20, 21).astype(int).tolist()
    left = {}
    for name in ("fan_in_init", "glorot_init", "fan_out"):
        rng = np.random.default_rng(0)
        f = getattr(init, name, lambda a, b, rng: init.fan_in_init(b, a, rng).T)
        weights = [f(a, b, rng) for a, b in pairwise(widths)]
        slopes = [np.ones((50, b)) for b in widths[1:]]
        norms = backward_norms(rng.normal(size=(50, 20)), weights, slopes) ** 2 / np.array(widths[::-1])
        left[name] = norms[-1] / norms[0]
    assert left["fan_in_init"] < left["glorot_init"] < left["fan_out"]
    assert left["fan_out"] == pytest.approx(1, rel=0.5)
    assert left["fan_in_init"] == pytest.approx(0.1, rel=0.5)


@pytest.mark.parametrize("shape", [(4, 4), (7, 3), (3, 7), (1, 5), (5, 1)])
def test_orthogonal_weights_change_no_length_and_have_no_preferred_sign(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(4)
    W = init.orthogonal_init(*shape, rng)
    small = W.T @ W if shape[0] >= shape[1] else W @ W.T
    np.testing.assert_allclose(small, np.eye(min(shape)), atol=1e-12)
    first = [init.orthogonal_init(*shape, rng)[0, 0] for _ in range(300)]
    assert 100 < np.sum(np.array(first) > 0) < 200


def test_a_product_of_fifty_orthogonal_matrices_stretches_nothing() -> None:
    rng = np.random.default_rng(0)
    random, orthogonal = np.eye(40), np.eye(40)
    for _ in range(50):
        random = random @ init.fan_in_init(40, 40, rng)
        orthogonal = orthogonal @ init.orthogonal_init(40, 40, rng)
    np.testing.assert_allclose(np.linalg.svd(orthogonal, compute_uv=False), 1, atol=1e-10)
    stretch = np.linalg.svd(random, compute_uv=False)
    assert stretch[-1] < 1e-15 < 0.1 < stretch[0]


def test_variances_agree_with_pytorch() -> None:
    rng = np.random.default_rng(5)
    for name, variance in answers("initialization").items():
        assert np.var(getattr(init, name)(*SHAPE, rng)) == pytest.approx(float(variance), rel=0.05)


# ---- inputs ----


def test_standardized_columns_have_mean_0_and_deviation_1_and_constant_ones_are_0() -> None:
    X = np.random.default_rng(6).normal(3, [1, 10, 0.1], size=(40, 3))
    X = np.column_stack([X, np.full(40, 0.1)])
    Z = init.standardize_apply(X, *init.standardize_fit(X))
    np.testing.assert_allclose(Z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(Z[:, :3].std(axis=0), 1)
    np.testing.assert_allclose(Z[:, 3], 0, atol=1e-12)


def test_seven_times_a_tenth_has_a_deviation_by_rounding_only() -> None:
    assert 0 < np.std(np.full(7, 0.1)) < 1e-16


def test_the_draft_lets_the_test_rows_have_a_part() -> None:
    rng = np.random.default_rng(7)
    X, Y = rng.normal(size=(5, 2)), rng.normal(size=(4, 2))
    for other in (Y, Y + 100):
        np.testing.assert_array_equal(init.prepare(X, other)[0], init.prepare(X, Y)[0])
    assert not np.allclose(init.prepare_draft(X, Y)[0], init.prepare_draft(X, Y + 100)[0])


def test_condition_numbers_of_the_budgets_fall_with_every_step() -> None:
    X = ADVERTISING[:, :3]
    mean, scale = init.standardize_fit(X)
    steps = [X, X - mean, (X - mean) / scale, init.whiten_apply(X, *init.whiten_fit(X))]
    numbers = [init.condition_number(rows) for rows in steps]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 1e5
    assert numbers[2] < 10
    assert numbers[3] == pytest.approx(1, abs=1e-4)
    needed = [np.log(0.01) / (2 * np.log((k - 1) / (k + 1))) for k in numbers[:3]]
    assert needed[0] > 1e5
    assert needed[2] < 10


def test_the_condition_number_is_that_of_the_hessian() -> None:
    rng = np.random.default_rng(8)
    X, y = rng.normal(1, [1, 3], size=(30, 2)), rng.normal(size=30)

    def loss(p: np.ndarray) -> float:
        return float(0.5 * np.mean((X @ p[:2] + p[2] - y) ** 2))

    h, E = 1e-3, np.eye(3)
    H = np.array(
        [
            [
                (loss(h * (a + b)) - loss(h * (a - b)) - loss(h * (b - a)) + loss(-h * (a + b))) / (4 * h * h)
                for a in E
            ]
            for b in E
        ]
    )
    assert init.condition_number(X) == pytest.approx(np.linalg.cond(H), rel=1e-6)


def test_scaling_does_not_help_against_correlation() -> None:
    rng = np.random.default_rng(9)
    Z = rng.normal(size=(200_000, 2))
    X = np.column_stack([Z[:, 0], 0.99 * Z[:, 0] + np.sqrt(1 - 0.99**2) * Z[:, 1]])
    C = np.cov(X, rowvar=False)
    assert np.linalg.cond(C) == pytest.approx(199, rel=0.02)


def test_whitened_rows_have_the_identity_as_covariance_and_stay_close() -> None:
    rng = np.random.default_rng(10)
    X = rng.normal(size=(500, 4)) @ rng.normal(size=(4, 4)) + 3
    mean, T = init.whiten_fit(X, eps=1e-12)
    W = init.whiten_apply(X, mean, T)
    np.testing.assert_allclose(np.cov(W, rowvar=False, bias=True), np.eye(4), atol=1e-9)
    np.testing.assert_allclose(T, T.T, atol=1e-10)
    _, E, v = init.pca_fit(X)
    turned = (X - mean) @ E / np.sqrt(v)
    assert np.sum((W - (X - mean)) ** 2) < np.sum((turned - (X - mean)) ** 2)


def test_pca_of_the_rows_agrees_with_singular_values() -> None:
    X = np.random.default_rng(11).normal(size=(50, 5)) * np.arange(1, 6)
    mean, E, v = init.pca_fit(X)
    s = np.linalg.svd(X - mean, compute_uv=False)
    np.testing.assert_allclose(v, s**2 / 50)
    P = init.pca_apply(X, mean, E)
    np.testing.assert_allclose(P.T @ P / 50, np.diag(v), atol=1e-12)


def test_a_linear_model_predicts_the_same_from_whitened_rows() -> None:
    X, y = ADVERTISING[:, :3], ADVERTISING[:, 3]
    answers = []
    for rows in (X, init.whiten_apply(X, *init.whiten_fit(X))):
        A = np.column_stack([rows, np.ones(len(rows))])
        answers.append(A @ np.linalg.lstsq(A, y, rcond=None)[0])
    np.testing.assert_allclose(*answers, atol=1e-9)


def test_numbers_of_the_self_test() -> None:
    assert np.sqrt(2 / 400) == pytest.approx(0.0707, abs=1e-4)
    assert np.sqrt(2 / 100) == pytest.approx(0.141, abs=1e-3)
    assert 20 * np.log10(2) == pytest.approx(6, abs=0.03)
    assert np.log(10) == pytest.approx(2.3, abs=0.01)


def test_momentum_and_adam_keep_twins_equal_too() -> None:
    rng = np.random.default_rng(12)
    X, Y = rng.normal(size=(20, 3)), rng.normal(size=(20, 1))
    for optimizer in (Momentum(0.05), Adam(0.05)):
        (W, b), (V, c) = init.init_layers([3, 5, 1], init.constant_init, rng)
        for _ in range(100):
            A = np.tanh(X @ W + b)
            delta = (A @ V + c - Y) / 20
            dZ = delta @ V.T * (1 - A**2)
            optimizer.step([W, b, V, c], [X.T @ dZ, dZ.sum(axis=0), A.T @ delta, delta.sum(axis=0)])
        assert np.ptp(W, axis=1).max() < 1e-12
        assert not np.allclose(W, 0.5)
