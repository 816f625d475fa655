"""Arithmetic of widgets/js/math/perceptron.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import perceptrons as reference


def some_points(seed: int, n: int = 17) -> list[list[float]]:
    rng = np.random.default_rng(seed)
    X = rng.integers(-12, 13, size=(n, 2)) / 4
    y = rng.integers(0, 2, size=n)
    return np.column_stack([X, y]).tolist()


def separable_points(seed: int, n: int = 17) -> list[list[float]]:
    rng = np.random.default_rng(seed)
    w, b = rng.normal(size=2), rng.normal() / 2
    X = rng.integers(-12, 13, size=(20 * n, 2)) / 4
    X = X[np.abs(X @ w + b) > 0.4 * np.linalg.norm(w)][:n]
    return np.column_stack([X, X @ w + b >= 0]).astype(float).tolist()


def split(points: list[list[float]]) -> tuple[np.ndarray, np.ndarray]:
    data = np.array(points)
    return data[:, :2], data[:, 2]


@pytest.mark.parametrize("make", [some_points, separable_points])
def test_training_runs_as_the_reference_does(javascript, make):
    lists = [make(seed) for seed in range(8)]
    for points, run in zip(lists, javascript(*[("perceptron", "train", [p]) for p in lists]), strict=True):
        X, y = split(points)
        w, b, mistakes = reference.train_perceptron(X, y, max_epochs=run["passes"])
        np.testing.assert_allclose(run["path"][-1], [*w, b], atol=1e-9)
        assert sum(run["wrong"]) == sum(mistakes)
        length = reference.cycle_length(X, y)
        assert run["end"] == ("converged" if length == 0 else "cycle" if length > 0 else "late")
        if length > 0:
            assert run["cycle"]["length"] == length
        w, b = np.zeros(2), 0.0
        for k, c in enumerate(run["path"][:200]):
            np.testing.assert_allclose(c, [*w, b], atol=1e-9)
            w, b = reference.perceptron_update(w, b, X[k % len(X)], y[k % len(X)])


def test_pocket_and_average(javascript):
    lists = [some_points(seed) for seed in range(5)]
    found = javascript(*[("perceptron", "versions", [p, 7]) for p in lists])
    for points, lines in zip(lists, found, strict=True):
        X, y = split(points)
        w, b, errors = reference.pocket_perceptron(X, y, epochs=7)
        np.testing.assert_allclose(lines["pocket"], [*w, b], atol=1e-9)
        assert javascript(("perceptron", "errors", [lines["pocket"], points])) == [errors]
        w, b = reference.averaged_perceptron(X, y, epochs=7)
        np.testing.assert_allclose(lines["averaged"], [*w, b], atol=1e-9)


def test_widest_separator_bound_and_margins(javascript):
    for make in (separable_points, some_points):
        lists = [make(seed) for seed in range(12)]
        found = javascript(*[("perceptron", "widestSeparator", [p]) for p in lists])
        for points, line in zip(lists, found, strict=True):
            X, y = split(points)
            expected = reference.widest_separator(X, y)
            assert (line is None) == (expected is None)
            if expected is None:
                continue
            w, b = expected
            np.testing.assert_allclose(line, [*w, b], rtol=1e-9, atol=1e-9)
            [bound], [margins] = (
                javascript(("perceptron", "mistakeBound", [points, line])),
                javascript(("perceptron", "margins", [line, points])),
            )
            np.testing.assert_allclose(bound, reference.mistake_bound(X, y, w, b), rtol=1e-9)
            np.testing.assert_allclose(margins, reference.margins(X, y, w, b), atol=1e-9)


def test_logistic_regression_and_support_vector_machine(javascript):
    for make, seed in [(some_points, 3), (separable_points, 4), (some_points, 5)]:
        points = make(seed)
        X, y = split(points)
        [line] = javascript(("perceptron", "logistic", [points]))
        w, b = reference.fit_logistic(X, y)
        np.testing.assert_allclose(line, [*w, b], rtol=1e-9, atol=1e-9)
        for lam in (0.01, 0.3):
            [line] = javascript(("perceptron", "linearSvm", [points, lam]))
            w, b = reference.fit_linear_svm(X, y, lam)
            np.testing.assert_allclose(line, [*w, b], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("kind", ["wide", "narrow", "wrong", "clouds", "outlier", "xor"])
def test_points_to_begin_with_are_what_their_name_says(javascript, kind):
    for points in javascript(*[("perceptron", "dataset", [kind, seed]) for seed in range(1, 9)]):
        X, y = split(points)
        assert set(y) == {0.0, 1.0}
        assert np.abs(X).max() <= 3
        np.testing.assert_array_equal(X * 4, np.round(X * 4))
        if kind in ("wide", "narrow", "wrong", "xor"):
            assert (reference.widest_separator(X, y) is not None) == (kind in ("wide", "narrow"))
