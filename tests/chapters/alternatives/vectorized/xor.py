"""Chapter 3 with whole arrays, by other ways than the reference."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def best_single_neuron(X: Array, y: Array, values: Array) -> int:
    theta = np.array(np.meshgrid(*[values] * (X.shape[1] + 1))).reshape(X.shape[1] + 1, -1)
    fires = np.column_stack([X, np.ones(len(X))]) @ theta >= 0
    return int(np.max(np.count_nonzero(fires == (y[:, None] == 1), axis=0)))


def xor_net(X: Array) -> tuple[Array, Array]:
    H = np.stack([X.max(axis=1), X.min(axis=1)], axis=1).astype(float)
    return H, H[:, 0] - H[:, 1]


def half_planes(X: Array, W: Array, b: Array) -> Array:
    return np.heaviside(np.einsum("nf,fk->nk", X, W) + b[None, :], 1.0)


def vote(H: Array, m: float) -> Array:
    return (np.count_nonzero(H, axis=1) >= m).astype(float)


def convex_region(X: Array, W: Array, b: Array) -> Array:
    return (np.min(X @ W + b, axis=1) >= 0).astype(float)


def polygon_edges(vertices: Array) -> tuple[Array, Array]:
    following = np.concatenate([vertices[1:], vertices[:1]])
    W = np.array([[0.0, -1.0], [1.0, 0.0]]) @ (following - vertices).T
    return W, -np.einsum("fk,kf->k", W, vertices)


def union_of_regions(X: Array, regions: list[tuple[Array, Array]]) -> Array:
    inside = np.zeros(len(X), dtype=bool)
    for W, b in regions:
        inside |= np.all(X @ W + b >= 0, axis=1)
    return inside.astype(float)


def strip(X: Array, w: Array, low: float, high: float) -> Array:
    z = X @ w
    return np.where((z >= low) & (z <= high), 1.0, 0.0)


def collapse_linear(weights: list[Array], biases: list[Array]) -> tuple[Array, Array]:
    """With the bias as one more row of the weights, a stack is a product of matrices."""
    whole = np.eye(len(weights[0]) + 1)
    for W, b in zip(weights, biases, strict=True):
        layer = np.zeros((W.shape[0] + 1, W.shape[1] + 1))
        layer[:-1, :-1], layer[-1, :-1], layer[-1, -1] = W, b, 1.0
        whole = whole @ layer
    return whole[:-1, :-1], whole[-1, :-1]


def bump(x: Array, left: float, right: float, height: float) -> Array:
    return np.where((left <= x) & (x < right), height, 0.0)


def bump_approximation(f: Callable[[Array], Array], left: float, right: float, n: int, x: Array) -> Array:
    width = (right - left) / n
    k = np.clip(np.floor((x - left) / width), 0, n - 1)
    return np.where((x >= left) & (x < right), f(left + (k + 0.5) * width), 0.0)


def bumps_needed(eps: float, lipschitz: float, d: int = 1) -> int:
    n = -int(-(lipschitz * d**0.5) // (2 * eps))
    return max(n, 1) ** d


def sawtooth(x: Array, depth: int) -> Array:
    x = x + 0.0
    for _ in range(depth):
        x = np.where(x < 0, 0.0, np.where(x <= 0.5, 2 * x, 2 - 2 * x))
    return x
