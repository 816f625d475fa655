"""Chapter 3 in plain Python: one number at a time, no numpy but for the arrays that go in and come out."""

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def combinations(values: list[float], n: int) -> Iterator[list[float]]:
    if n == 0:
        yield []
        return
    for first in values:
        for rest in combinations(values, n - 1):
            yield [first, *rest]


def total(x: list[float], w: list[float], b: float) -> float:
    return sum(float(p) * float(q) for p, q in zip(x, w, strict=True)) + float(b)


def best_single_neuron(X: Array, y: Array, values: Array) -> int:
    most = 0
    for theta in combinations([float(v) for v in values], X.shape[1] + 1):
        hits = 0
        for x, label in zip(X, y, strict=True):
            if (total(x, theta[:-1], theta[-1]) >= 0) == (label == 1):
                hits += 1
        most = max(most, hits)
    return most


def xor_net(X: Array) -> tuple[Array, Array]:
    H, out = [], []
    for a, b in X:
        either = 1.0 if a == 1 or b == 1 else 0.0
        both = 1.0 if a == 1 and b == 1 else 0.0
        H.append([either, both])
        out.append(1.0 if either == 1 and both == 0 else 0.0)
    return np.array(H), np.array(out)


def half_planes(X: Array, W: Array, b: Array) -> Array:
    return np.array([[1.0 if total(x, W[:, k], b[k]) >= 0 else 0.0 for k in range(len(b))] for x in X])


def vote(H: Array, m: float) -> Array:
    out = []
    for row in H:
        on = 0
        for h in row:
            if h == 1:
                on += 1
        out.append(1.0 if on >= m else 0.0)
    return np.array(out)


def inside(x: list[float], W: Array, b: Array) -> bool:
    return all(total(x, W[:, k], b[k]) >= 0 for k in range(len(b)))


def convex_region(X: Array, W: Array, b: Array) -> Array:
    return np.array([float(inside(x, W, b)) for x in X])


def polygon_edges(vertices: Array) -> tuple[Array, Array]:
    k = len(vertices)
    W, b = np.zeros((2, k)), np.zeros(k)
    for i in range(k):
        p, q = vertices[i], vertices[(i + 1) % k]
        W[0, i], W[1, i] = p[1] - q[1], q[0] - p[0]
        b[i] = -(W[0, i] * p[0] + W[1, i] * p[1])
    return W, b


def union_of_regions(X: Array, regions: list[tuple[Array, Array]]) -> Array:
    return np.array([float(any(inside(x, W, b) for W, b in regions)) for x in X])


def strip(X: Array, w: Array, low: float, high: float) -> Array:
    return np.array([1.0 if low <= total(x, w, 0.0) <= high else 0.0 for x in X])


def collapse_linear(weights: list[Array], biases: list[Array]) -> tuple[Array, Array]:
    def through(x: Array) -> Array:
        for W, b in zip(weights, biases, strict=True):
            x = np.array([total(x, W[:, j], b[j]) for j in range(W.shape[1])])
        return x

    n = weights[0].shape[0]
    b = through(np.zeros(n))
    return np.array([through(np.eye(n)[i]) - b for i in range(n)]), b


def bump(x: Array, left: float, right: float, height: float) -> Array:
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if left <= x[i] < right:
            out[i] = height
    return out


def bump_approximation(f: Callable[[Array], Array], left: float, right: float, n: int, x: Array) -> Array:
    out = np.zeros(x.shape)
    width = (right - left) / n
    for i in np.ndindex(x.shape):
        for k in range(n):
            if left + k * width <= x[i] < left + (k + 1) * width:
                out[i] = float(f(np.array([left + (k + 0.5) * width]))[0])
    return out


def bumps_needed(eps: float, lipschitz: float, d: int = 1) -> int:
    n = 1
    while lipschitz * math.sqrt(d) / (2 * n) > eps:
        n += 1
    return n**d


def sawtooth(x: Array, depth: int) -> Array:
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        t = float(x[i])
        for _ in range(depth):
            t = (2 * t if t > 0 else 0.0) - (4 * t - 2 if t > 0.5 else 0.0)
        out[i] = t
    return out
