"""Chapter 9 in plain Python: one number at a time, no numpy but for the arrays that go in and come out, and eigh."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Rng = np.random.Generator


def distinct_units(W: Array, b: Array) -> int:
    seen: list[list[float]] = []
    for j in range(W.shape[1]):
        unit = [float(w) for w in W[:, j]] + [float(b[j])]
        if unit not in seen:
            seen.append(unit)
    return len(seen)


def drawn(n_in: int, n_out: int, scale: float, rng: Rng) -> Array:
    W = np.empty((n_in, n_out))
    for i in range(n_in):
        for j in range(n_out):
            W[i, j] = rng.normal(0.0, scale)
    return W


def small_init(n_in: int, n_out: int, rng: Rng) -> Array:
    return drawn(n_in, n_out, 0.001, rng)


def fan_in_init(n_in: int, n_out: int, rng: Rng) -> Array:
    return drawn(n_in, n_out, n_in**-0.5, rng)


def he_init(n_in: int, n_out: int, rng: Rng) -> Array:
    return drawn(n_in, n_out, (2 / n_in) ** 0.5, rng)


def glorot_init(n_in: int, n_out: int, rng: Rng) -> Array:
    return drawn(n_in, n_out, ((n_in + n_out) / 2) ** -0.5, rng)


def orthogonal_init(n_in: int, n_out: int, rng: Rng) -> Array:
    """Gram and Schmidt, twice over each vector."""
    long, short = max(n_in, n_out), min(n_in, n_out)
    vectors: list[list[float]] = []
    while len(vectors) < short:
        v = [float(rng.normal()) for _ in range(long)]
        for _ in range(2):
            for u in vectors:
                dot = sum(a * c for a, c in zip(u, v, strict=True))
                v = [c - dot * a for a, c in zip(u, v, strict=True)]
        length = math.sqrt(sum(c * c for c in v))
        vectors.append([c / length for c in v])
    Q = np.array(vectors)
    return Q.T.copy() if n_in >= n_out else Q


def init_layers(sizes: Sequence[int], init: Callable[..., Array], rng: Rng) -> list[tuple[Array, Array]]:
    layers = []
    for k in range(1, len(sizes)):
        W = init(sizes[k - 1], sizes[k], rng)
        layers.append((W, np.array([0.0] * sizes[k])))
    return layers


def forward_variances(X: Array, weights: Sequence[Array], phi: Callable[[Array], Array]) -> Array:
    rows = X.tolist()
    out = []
    for W in weights:
        n_in, n_out = W.shape
        Z = [[sum(row[i] * float(W[i, j]) for i in range(n_in)) for j in range(n_out)] for row in rows]
        flat = [z for row in Z for z in row]
        mean = sum(flat) / len(flat)
        out.append(sum((z - mean) ** 2 for z in flat) / len(flat))
        rows = phi(np.array(Z)).tolist()
    return np.array(out)


def gain(phi: Callable[[Array], Array], z: Array) -> float:
    squares = [float(a) ** 2 for a in phi(z).ravel()]
    return len(squares) / sum(squares)


def standardize_fit(X: Array) -> tuple[Array, Array]:
    means, scales = [], []
    for j in range(X.shape[1]):
        column = [float(x) for x in X[:, j]]
        mean = sum(column) / len(column)
        means.append(mean)
        same = all(x == column[0] for x in column)
        scales.append(1.0 if same else math.sqrt(sum((x - mean) ** 2 for x in column) / len(column)))
    return np.array(means), np.array(scales)


def standardize_apply(X: Array, mean: Array, scale: Array) -> Array:
    out = np.empty(X.shape)
    for i, j in np.ndindex(X.shape):
        out[i, j] = (X[i, j] - mean[j]) / scale[j]
    return out


def prepare(X_train: Array, X_test: Array) -> tuple[Array, Array]:
    mean, scale = standardize_fit(X_train)
    return standardize_apply(X_train, mean, scale), standardize_apply(X_test, mean, scale)


def covariance(rows: list[list[float]]) -> Array:
    d = len(rows[0])
    return np.array([[sum(r[i] * r[j] for r in rows) / len(rows) for j in range(d)] for i in range(d)])


def condition_number(X: Array) -> float:
    curvatures = np.linalg.eigvalsh(covariance([[*row, 1.0] for row in X.tolist()]))
    return float(max(curvatures) / min(curvatures))


def pca_fit(X: Array) -> tuple[Array, Array, Array]:
    rows = X.tolist()
    mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    C = covariance([[x - m for x, m in zip(row, mean, strict=True)] for row in rows])
    values, vectors = np.linalg.eigh(C)
    order = sorted(range(len(values)), key=lambda k: -values[k])
    return (
        np.array(mean),
        np.column_stack([-vectors[:, k] for k in order]),
        np.array([values[k] for k in order]),
    )


def whiten_fit(X: Array, eps: float = 1e-5) -> tuple[Array, Array]:
    mean, E, v = pca_fit(X)
    d = len(v)
    T = np.zeros((d, d))
    for k in range(d):
        for i in range(d):
            for j in range(d):
                T[i, j] += E[i, k] * E[j, k] / math.sqrt(v[k] + eps)
    return mean, T
