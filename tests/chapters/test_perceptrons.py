"""The mathematics behind chapter 2: what its functions claim is true beyond their answer banks."""

import itertools

import numpy as np
import pytest

from solutions import perceptrons as p


def separable(rng: np.random.Generator, n: int, d: int) -> tuple[np.ndarray, np.ndarray]:
    w = rng.normal(size=d)
    X = rng.normal(size=(50 * n, d))
    X = X[np.abs(X @ w) > 0.2 * np.linalg.norm(w)][:n]
    return X, (X @ w > 0).astype(float)


@pytest.mark.parametrize("d", [1, 2, 5, 20])
def test_no_training_from_zero_makes_more_mistakes_than_the_bound(d: int) -> None:
    rng = np.random.default_rng(d)
    for _ in range(20):
        X, y = separable(rng, 30, d)
        separator = p.widest_separator(X, y)
        assert separator is not None
        bound = p.mistake_bound(X, y, *separator)
        for lr in (0.01, 1.0, 50.0):
            order = rng.permutation(len(X))
            mistakes = p.train_perceptron(X[order], y[order], lr, max_epochs=10**5)[2]
            assert mistakes[-1] == 0
            assert sum(mistakes) <= bound


def test_the_widest_separator_is_not_beaten_by_any_other() -> None:
    rng = np.random.default_rng(0)
    for _ in range(10):
        X, y = separable(rng, 20, 2)
        best = p.mistake_bound(X, y, *p.widest_separator(X, y))
        for _ in range(500):
            w, b = rng.normal(size=2), rng.normal()
            assert p.mistake_bound(X, y, w, b) >= best * (1 - 1e-9)
        w, b = p.widest_separator(X, y)
        for _ in range(200):
            assert p.mistake_bound(X, y, w + 1e-3 * rng.normal(size=2), b + 1e-3 * rng.normal()) >= best * (
                1 - 1e-9
            )


def test_there_is_no_separator_exactly_if_training_cycles() -> None:
    rng = np.random.default_rng(1)
    seen = set()
    for _ in range(150):
        X = rng.integers(-4, 5, size=(7, 2)) / 4
        y = rng.integers(0, 2, size=7).astype(float)
        length = p.cycle_length(X, y, max_epochs=20_000)
        if p.widest_separator(X, y) is None:
            assert length != 0
        else:
            assert length == 0
        seen.add(length > 0)
    assert seen == {True, False}


def test_a_batch_step_is_a_step_down_the_gradient_of_the_loss() -> None:
    rng = np.random.default_rng(2)
    X, y = rng.normal(size=(30, 4)), rng.integers(0, 2, 30).astype(float)
    w, b, h = rng.normal(size=4), 0.3, 1e-6
    w1, b1 = p.perceptron_batch_step(w, b, X, y, lr=1.0)
    slope = [
        (p.perceptron_loss(X, y, w + h * e, b) - p.perceptron_loss(X, y, w - h * e, b)) / (2 * h)
        for e in np.eye(4)
    ]
    slope_b = (p.perceptron_loss(X, y, w, b + h) - p.perceptron_loss(X, y, w, b - h)) / (2 * h)
    np.testing.assert_allclose(w1 - w, -np.array(slope), atol=1e-7)
    assert b1 - b == pytest.approx(-slope_b, abs=1e-7)


def test_the_perceptron_loss_is_the_total_distance_times_the_norm() -> None:
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(30, 3)), rng.integers(0, 2, 30).astype(float)
    w, b = rng.normal(size=3), -0.4
    far = p.margins(X, y, w, b)
    assert p.perceptron_loss(X, y, w, b) == pytest.approx(-far[far < 0].sum() * np.linalg.norm(w))


def test_the_relatives_are_near_the_optimum_of_what_they_minimize() -> None:
    rng = np.random.default_rng(4)
    X, y = rng.normal(size=(40, 2)), rng.integers(0, 2, 40).astype(float)
    s = 2 * y - 1

    def cross_entropy(w: np.ndarray, b: float) -> float:
        return float(np.mean(np.logaddexp(0, -s * (X @ w + b))))

    def hinge(w: np.ndarray, b: float) -> float:
        return float(0.005 * w @ w + np.mean(np.maximum(0, 1 - s * (X @ w + b))))

    for fit, objective, slack in [(p.fit_logistic, cross_entropy, 1e-9), (p.fit_linear_svm, hinge, 5e-3)]:
        w, b = fit(X, y)
        found = objective(w, b)
        for dw1, dw2, db in itertools.product([-0.05, 0, 0.05], repeat=3):
            assert objective(w + np.array([dw1, dw2]), b + db) >= found - slack


def test_the_kernel_of_the_chapter_is_a_dot_product_of_quadratic_features() -> None:
    X = np.random.default_rng(5).normal(size=(6, 3))
    i, j = np.triu_indices(3)
    weights = np.concatenate([np.full(3, np.sqrt(2)), np.where(i == j, 1, np.sqrt(2))])
    features = np.column_stack([np.ones(6), p.quadratic_features(X) * weights])
    np.testing.assert_allclose(features @ features.T, (1 + X @ X.T) ** 2)
