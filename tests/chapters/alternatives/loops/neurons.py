"""Chapter 1 in plain Python: one number at a time, no numpy but for the arrays that go in and come out."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def weighted_sum(x: Array, w: Array, b: float) -> float:
    z = b
    for i in range(len(x)):
        z += float(x[i]) * float(w[i])
    return z


def threshold_neuron(x: Array, w: Array, t: float) -> float:
    total = 0.0
    for xi, wi in zip(x, w, strict=True):
        total += float(xi * wi)
    if total < t:
        return 0.0
    return 1.0


def add_dummy_input(X: Array) -> Array:
    n, d = X.shape
    out = np.empty((n, d + 1))
    for i in range(n):
        for j in range(d):
            out[i, j] = X[i, j]
        out[i, d] = -1.0
    return out


def logistic_neuron(X: Array, w: Array, b: float) -> Array:
    out = np.empty(len(X))
    for i, x in enumerate(X):
        out[i] = 1 / (1 + math.exp(-weighted_sum(x, w, b)))
    return out


def at_least(k: int, n: int, weight: float = 20.0) -> Array:
    theta = [0.5 * weight - k * weight]
    for _ in range(n):
        theta.append(float(weight))
    return np.array(theta)


def negate_neuron(w: Array, b: float) -> tuple[Array, float]:
    return np.array([-float(v) for v in w]), -b


def signed_distance(X: Array, w: Array, b: float) -> Array:
    length = math.sqrt(sum(float(v) ** 2 for v in w))
    return np.array([weighted_sum(x, w, b) / length for x in X])


def layer(X: Array, W: Array, b: Array, phi: Callable[[Array], Array]) -> Array:
    Z = np.empty((len(X), W.shape[1]))
    for i in range(len(X)):
        for j in range(W.shape[1]):
            Z[i, j] = weighted_sum(X[i], W[:, j], float(b[j]))
    return phi(Z)


def count_parameters(sizes: list[int]) -> int:
    total = 0
    seen = None
    for n in sizes:
        if seen is not None:
            total += seen * n  # weights
            total += n  # biases
        seen = n
    return total


def is_feed_forward(A: Array) -> bool:
    """Walk along every connection; meeting a unit that is still being visited closes a cycle."""
    n = len(A)
    state = ["new"] * n

    def closes_a_cycle(i: int) -> bool:
        state[i] = "open"
        for j in range(n):
            if A[i, j] != 0 and (state[j] == "open" or (state[j] == "new" and closes_a_cycle(j))):
                return True
        state[i] = "done"
        return False

    return not any(state[i] == "new" and closes_a_cycle(i) for i in range(n))


def fit_linear_neuron(X: Array, y: Array) -> tuple[Array, float]:
    """The normal equations of (x, 1), solved by Gauss and Jordan with pivoting."""
    rows = [[*map(float, x), 1.0] for x in X]
    d = len(rows[0])
    M = [[sum(r[i] * r[j] for r in rows) for j in range(d)] for i in range(d)]
    for i in range(d):
        M[i].append(sum(r[i] * float(t) for r, t in zip(rows, y, strict=True)))
    for i in range(d):
        best = max(range(i, d), key=lambda r: abs(M[r][i]))
        M[i], M[best] = M[best], M[i]
        M[i] = [v / M[i][i] for v in M[i]]
        for r in range(d):
            if r != i:
                factor = M[r][i]
                M[r] = [a - factor * b for a, b in zip(M[r], M[i], strict=True)]
    solution = [row[-1] for row in M]
    return np.array(solution[:-1]), solution[-1]


def rmse(P: Array, y: Array) -> float:
    total = 0.0
    for i in range(len(y)):
        p = float(P[i]) if P.ndim == 1 else float(P[i, 0])
        total += (p - float(y[i])) ** 2
    return math.sqrt(total / len(y))


def kfold_indices(n: int, k: int, rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    order = [int(i) for i in rng.permutation(n)]
    sizes = [n // k + (1 if part < n % k else 0) for part in range(k)]
    out, start = [], 0
    for size in sizes:
        held_out = order[start : start + size]
        train = [i for i in range(n) if i not in held_out]
        out.append((np.array(train), np.array(held_out)))
        start += size
    return out
