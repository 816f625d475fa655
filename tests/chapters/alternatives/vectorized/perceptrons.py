"""Chapter 2 with the bias inside the weights: every sample gets a 1 in front, and w̃ = (b, w)."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def extended(X: Array) -> Array:
    return np.insert(np.atleast_2d(X).astype(float), 0, 1.0, axis=1)


def perceptron_predict(X: Array, w: Array, b: float) -> Array:
    return (extended(X) @ np.r_[b, w] >= 0).astype(float)


def perceptron_update(w: Array, b: float, x: Array, y: float, lr: float = 1.0) -> tuple[Array, float]:
    row = np.r_[1.0, x]
    v = np.r_[b, w]
    v = v + lr * (y - np.heaviside(row @ v, 1.0)) * row
    return v[1:], v[0]


def history(X: Array, y: Array, lr: float, epochs: int) -> Array:
    """w̃ at the start and after every sample shown."""
    rows, path = extended(X), [np.zeros(X.shape[1] + 1)]
    for _ in range(epochs):
        for row, label in zip(rows, y, strict=True):
            path.append(path[-1] + lr * (label - float(row @ path[-1] >= 0)) * row)
    return np.array(path)


def perceptron_epoch(w: Array, b: float, X: Array, y: Array, lr: float = 1.0) -> tuple[Array, float, int]:
    v, rows, wrong = np.r_[b, w], extended(X), 0
    for row, label in zip(rows, y, strict=True):
        error = label - float(row @ v >= 0)
        v, wrong = v + lr * error * row, wrong + abs(int(error))
    return v[1:], v[0], wrong


def train_perceptron(
    X: Array, y: Array, lr: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes = []
    for _ in range(max_epochs):
        w, b, wrong = perceptron_epoch(w, b, X, y, lr)
        mistakes = [*mistakes, wrong]
        if not wrong:
            return w, b, mistakes
    return w, b, mistakes


def margins(X: Array, y: Array, w: Array, b: float) -> Array:
    unit = w / np.sqrt(w @ w)
    foot = -b * unit / np.sqrt(w @ w)  # the point of the line nearest to the origin
    return np.where(y == 1, 1.0, -1.0) * ((X - foot) @ unit)


def mistake_bound(X: Array, y: Array, w: Array, b: float) -> float:
    rows = extended(X)
    v = np.r_[b, w] / np.sqrt(b * b + w @ w)
    gamma = (np.where(y == 1, 1.0, -1.0)[:, None] * rows @ v).min()
    return float((rows**2).sum(axis=1).max() / gamma**2) if gamma > 0 else float("inf")


def perceptron_loss(X: Array, y: Array, w: Array, b: float) -> float:
    s = 2 * y - 1
    return float(np.maximum(0.0, -s * (X @ w + b)).sum())


def perceptron_batch_step(w: Array, b: float, X: Array, y: Array, lr: float = 1.0) -> tuple[Array, float]:
    missed = (X @ w + b < 0) & (y == 1)
    alarmed = (X @ w + b >= 0) & (y == 0)
    return (
        w + lr * (X[missed].sum(axis=0) - X[alarmed].sum(axis=0)),
        b + lr * (int(missed.sum()) - int(alarmed.sum())),
    )


def cycle_length(X: Array, y: Array, lr: float = 1.0, max_epochs: int = 1000) -> int:
    path = history(X, y, lr, max_epochs)
    starts = path[:: len(X)]
    still = np.all(path[1:] == path[:-1], axis=1).reshape(max_epochs, len(X)).all(axis=1)
    for e in range(1, max_epochs + 1):
        if still[e - 1]:
            return 0
        equal = np.flatnonzero((starts[:e] == starts[e]).all(axis=1))
        if len(equal):
            return int(e - equal[0])
    return -1


def pocket_perceptron(X: Array, y: Array, lr: float = 1.0, epochs: int = 10) -> tuple[Array, float, int]:
    path = history(X, y, lr, epochs)
    counts = ((extended(X) @ path.T >= 0) != (y[:, None] == 1)).sum(axis=0)
    best = np.argmin(counts)
    return path[best, 1:], path[best, 0], int(counts[best])


def averaged_perceptron(X: Array, y: Array, lr: float = 1.0, epochs: int = 10) -> tuple[Array, float]:
    v = history(X, y, lr, epochs)[1:].mean(axis=0)
    return v[1:], v[0]


def quadratic_features(X: Array) -> Array:
    pairs = np.einsum("ni,nj->nij", X, X)
    upper = np.triu(np.ones((X.shape[1], X.shape[1]), bool))
    return np.hstack([X, pairs[:, upper]])
