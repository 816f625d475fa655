"""Chapter 1 once more, vectorized, but by other means than the reference."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def weighted_sum(x: Array, w: Array, b: float) -> float:
    return np.append(x, 1.0) @ np.append(w, b)


def threshold_neuron(x: Array, w: Array, t: float) -> float:
    return np.heaviside(np.sum(x * w) - t, 1.0)


def add_dummy_input(X: Array) -> Array:
    return np.pad(np.asarray(X, float), ((0, 0), (0, 1)), constant_values=-1.0)


def logistic_neuron(X: Array, w: Array, b: float) -> Array:
    return 0.5 * (1.0 + np.tanh(0.5 * (np.einsum("ij,j->i", X, w) + b)))


def at_least(k: int, n: int, weight: float = 20.0) -> Array:
    theta = np.full(n + 1, weight, dtype=float)
    theta[0] *= 0.5 - k
    return theta


def negate_neuron(w: Array, b: float) -> tuple[Array, float]:
    return np.negative(w), 0.0 - b


def signed_distance(X: Array, w: Array, b: float) -> Array:
    length = np.sqrt(w @ w)
    return X @ (w / length) + b / length


def layer(X: Array, W: Array, b: Array, phi: Callable[[Array], Array]) -> Array:
    with_ones = np.hstack([X, np.ones((len(X), 1))])
    return phi(with_ones @ np.vstack([W, b]))


def count_parameters(sizes: list[int]) -> int:
    n = np.array(sizes)
    return int(n[:-1] @ n[1:] + n[1:].sum())


def is_feed_forward(A: Array) -> bool:
    """Without cycles no path has as many steps as there are units: that power of the connections is 0."""
    connected = (A != 0).astype(int)
    paths = np.eye(len(A), dtype=int)
    for _ in range(len(A)):
        paths = (paths @ connected > 0).astype(int)
    return not paths.any()


def fit_linear_neuron(X: Array, y: Array) -> tuple[Array, float]:
    """Centred, so that the bias falls out of the equations and is found from the means afterwards."""
    x_mean, y_mean = X.mean(axis=0), y.mean()
    C = X - x_mean
    w = np.linalg.solve(C.T @ C, C.T @ (y - y_mean))
    return w, y_mean - x_mean @ w


def rmse(P: Array, y: Array) -> float:
    return np.linalg.norm(np.squeeze(P, axis=tuple(range(1, P.ndim))) - y) / np.sqrt(len(y))


def kfold_indices(n: int, k: int, rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    part = rng.permutation(np.arange(n) % k)  # the part that each row is dealt to
    return [(np.flatnonzero(part != i), np.flatnonzero(part == i)) for i in range(k)]
