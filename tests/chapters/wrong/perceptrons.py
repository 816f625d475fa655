"""Wrong answers, written without looking at the cases: `exercise__mistake`. None may pass."""

import numpy as np


def perceptron_predict__majority(X, w, b):
    z = X @ w + b
    return np.full(len(X), float(z.mean() >= 0))


def perceptron_predict__of_the_absolute(X, w, b):
    return (np.abs(X @ w) >= b).astype(float)


def perceptron_predict__rounded_sigmoid_shifted(X, w, b):
    return (1 / (1 + np.exp(-np.clip(X @ w + b, -50, 50))) > 0.6).astype(float)


def perceptron_update__soft(w, b, x, y, lr=1.0):
    p = 1 / (1 + np.exp(-(x @ w + b)))
    return w + lr * (y - p) * x, b + lr * (y - p)


def perceptron_update__bias_twice(w, b, x, y, lr=1.0):
    e = y - float(x @ w + b >= 0)
    return w + lr * e * x, b + 2 * lr * e


def perceptron_update__normalized_input(w, b, x, y, lr=1.0):
    e = y - float(x @ w + b >= 0)
    return w + lr * e * x / max(np.linalg.norm(x), 1e-9), b + lr * e


def margins__divided_by_length_of_sample(X, y, w, b):
    return (2 * y - 1) * (X @ w + b) / np.linalg.norm(X, axis=1)


def margins__smallest_only(X, y, w, b):
    m = (2 * y - 1) * (X @ w + b) / np.linalg.norm(w)
    return np.full(len(X), m.min())


def margins__cut_at_zero(X, y, w, b):
    return np.maximum((2 * y - 1) * (X @ w + b) / np.linalg.norm(w), 0)


def perceptron_loss__hinge(X, y, w, b):
    return float(np.maximum(0, 1 - (2 * y - 1) * (X @ w + b)).sum())


def perceptron_loss__squared(X, y, w, b):
    return float((np.maximum(0, -(2 * y - 1) * (X @ w + b)) ** 2).sum())


def perceptron_loss__worst(X, y, w, b):
    return float(np.maximum(0, -(2 * y - 1) * (X @ w + b)).max())


def quadratic_features__cubes(X):
    return np.hstack([X, X**3])


def quadratic_features__features_forgotten_and_squares_last(X):
    n = X.shape[1]
    pairs = [X[:, i] * X[:, j] for i in range(n) for j in range(i + 1, n)]
    return np.column_stack([X, *pairs, X**2]) if pairs else np.hstack([X, X**2, X])


def quadratic_features__absolute(X):
    n = X.shape[1]
    pairs = [np.abs(X[:, i] * X[:, j]) for i in range(n) for j in range(i, n)]
    return np.column_stack([X, *pairs])
