"""Chapter 2 in plain Python: one number at a time, no numpy but for the arrays that go in and come out."""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def total(x: list[float], w: list[float], b: float) -> float:
    return sum(float(p) * float(q) for p, q in zip(x, w, strict=True)) + float(b)


def fires(x: list[float], w: list[float], b: float) -> float:
    return 1.0 if total(x, w, b) >= 0 else 0.0


def perceptron_predict(X: Array, w: Array, b: float) -> Array:
    return np.array([fires(x, w, b) for x in X])


def perceptron_update(w: Array, b: float, x: Array, y: float, lr: float = 1.0) -> tuple[Array, float]:
    said = fires(x, w, b)
    if said == y:
        return w.copy(), b
    step = lr if y == 1 else -lr
    return np.array([float(w[j]) + step * float(x[j]) for j in range(len(w))]), b + step


def perceptron_epoch(w: Array, b: float, X: Array, y: Array, lr: float = 1.0) -> tuple[Array, float, int]:
    wrong = 0
    for i in range(len(X)):
        if fires(X[i], w, b) != y[i]:
            wrong += 1
            w, b = perceptron_update(w, b, X[i], y[i], lr)
    return w, b, wrong


def train_perceptron(
    X: Array, y: Array, lr: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    while len(mistakes) < max_epochs and (not mistakes or mistakes[-1] > 0):
        w, b, wrong = perceptron_epoch(w, b, X, y, lr)
        mistakes.append(wrong)
    return w, b, mistakes


def length(v: list[float]) -> float:
    return math.sqrt(sum(float(x) ** 2 for x in v))


def margins(X: Array, y: Array, w: Array, b: float) -> Array:
    out = []
    for x, label in zip(X, y, strict=True):
        distance = total(x, w, b) / length(w)
        out.append(distance if label == 1 else -distance)
    return np.array(out)


def mistake_bound(X: Array, y: Array, w: Array, b: float) -> float:
    longest = max(length([*x, 1.0]) for x in X)
    narrowest = min(total(x, w, b) if label == 1 else -total(x, w, b) for x, label in zip(X, y, strict=True))
    narrowest /= length([*w, b])
    return math.inf if narrowest <= 0 else longest**2 / narrowest**2


def perceptron_loss(X: Array, y: Array, w: Array, b: float) -> float:
    return sum((abs(total(x, w, b)) for x, label in zip(X, y, strict=True) if fires(x, w, b) != label), 0.0)


def perceptron_batch_step(w: Array, b: float, X: Array, y: Array, lr: float = 1.0) -> tuple[Array, float]:
    w_new, b_new = [float(v) for v in w], float(b)
    for x, label in zip(X, y, strict=True):
        error = float(label) - fires(x, w, b)
        for j in range(len(w)):
            w_new[j] += lr * error * float(x[j])
        b_new += lr * error
    return np.array(w_new), b_new


def cycle_length(X: Array, y: Array, lr: float = 1.0, max_epochs: int = 1000) -> int:
    starts = [([0.0] * X.shape[1], 0.0)]
    for _ in range(max_epochs):
        w, b = starts[-1]
        w_new, b_new, wrong = perceptron_epoch(np.array(w), b, X, y, lr)
        if wrong == 0:
            return 0
        now = (list(w_new), b_new)
        for back in range(1, len(starts) + 1):
            if starts[-back] == now:
                return back
        starts.append(now)
    return -1


def errors(X: Array, y: Array, w: Array, b: float) -> int:
    return sum(fires(x, w, b) != label for x, label in zip(X, y, strict=True))


def pocket_perceptron(X: Array, y: Array, lr: float = 1.0, epochs: int = 10) -> tuple[Array, float, int]:
    w, b = np.zeros(X.shape[1]), 0.0
    met = [(w, b)]
    for _ in range(epochs):
        for i in range(len(X)):
            w, b = perceptron_update(w, b, X[i], y[i], lr)
            met.append((w, b))
    counts = [errors(X, y, w, b) for w, b in met]
    best = counts.index(min(counts))
    return *met[best], counts[best]


def averaged_perceptron(X: Array, y: Array, lr: float = 1.0, epochs: int = 10) -> tuple[Array, float]:
    w, b, met = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        for i in range(len(X)):
            w, b = perceptron_update(w, b, X[i], y[i], lr)
            met.append([*w, b])
    means = [sum(column) / len(met) for column in zip(*met, strict=True)]
    return np.array(means[:-1]), means[-1]


def quadratic_features(X: Array) -> Array:
    rows = []
    for x in X:
        row = [float(v) for v in x]
        rows.append(row + [row[i] * row[j] for i in range(len(row)) for j in range(i, len(row))])
    return np.array(rows)
