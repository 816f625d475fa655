"""Chapter 4 in plain Python: one number at a time, no numpy but for the arrays that go in and come out."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def each(f: Callable[[float], float], z: Array) -> Array:
    """A new array with f of every entry."""
    out = np.empty(z.shape)
    for i in np.ndindex(z.shape):
        out[i] = f(float(z[i]))
    return out


def logistic(t: float) -> float:
    return 1 / (1 + math.exp(-t)) if t >= 0 else 1 - 1 / (1 + math.exp(t))


def relu(z: Array) -> Array:
    return each(lambda t: t if t > 0 else 0.0, z)


def relu_prime(z: Array) -> Array:
    return each(lambda t: 1.0 if t > 0 else 0.0, z)


def sigmoid(z: Array) -> Array:
    return each(logistic, z)


def sigmoid_prime(z: Array) -> Array:
    return each(lambda t: logistic(t) * logistic(-t), z)


def tanh(z: Array) -> Array:
    return each(lambda t: logistic(2 * t) - logistic(-2 * t), z)


def backward_norms(dA: Array, weights: list[Array], slopes: list[Array]) -> Array:
    rows = [[float(g) for g in row] for row in dA]
    norms = [length(rows)]
    for layer in range(len(weights) - 1, -1, -1):
        W, slope = weights[layer], slopes[layer]
        n_in, n_out = W.shape
        rows = [
            [sum(row[k] * slope[i, k] * W[j, k] for k in range(n_out)) for j in range(n_in)]
            for i, row in enumerate(rows)
        ]
        norms.append(length(rows))
    return np.array(norms)


def length(rows: list[list[float]]) -> float:
    return math.sqrt(sum(float(g) ** 2 for row in rows for g in row))


def dead_share(Z: Array) -> float:
    dead = 0
    for unit in range(Z.shape[1]):
        if not any(z > 0 for z in Z[:, unit]):
            dead += 1
    return dead / Z.shape[1]


def leaky_relu(z: Array, alpha: float = 0.01) -> Array:
    return each(lambda t: t if t > 0 else alpha * t, z)


def prelu_backward(dA: Array, Z: Array, alpha: Array) -> tuple[Array, Array]:
    n, units = Z.shape
    dZ, dalpha = np.empty((n, units)), np.zeros(units)
    for i in range(n):
        for j in range(units):
            if Z[i, j] > 0:
                dZ[i, j] = dA[i, j]
            else:
                dZ[i, j] = dA[i, j] * alpha[j]
                dalpha[j] += dA[i, j] * Z[i, j]
    return dZ, dalpha


def elu(z: Array, alpha: float = 1.0) -> Array:
    return each(lambda t: t if t > 0 else alpha * math.expm1(t), z)


def same_sign_share(A: Array, delta: Array) -> float:
    count = 0
    for a, d in zip(A, delta, strict=True):
        signs = {math.copysign(1, d * x) for x in a if d * x != 0}
        count += len(signs) <= 1
    return count / len(A)


def maxout(X: Array, W: Array, b: Array) -> Array:
    k, n_in, n_out = W.shape
    out = np.empty((len(X), n_out))
    for i in range(len(X)):
        for u in range(n_out):
            out[i, u] = max(sum(X[i, m] * W[j, m, u] for m in range(n_in)) + b[j, u] for j in range(k))
    return out


def silu_prime(z: Array) -> Array:
    return each(lambda t: logistic(t) * (1 + t * logistic(-t)), z)


def softmax(z: Array, axis: int = -1) -> Array:
    out = np.moveaxis(np.empty(z.shape), axis, -1)
    scores = np.moveaxis(z, axis, -1)
    for i in np.ndindex(scores.shape[:-1]):
        top = max(scores[i])
        e = [math.exp(t - top) for t in scores[i]]
        out[i] = [t / sum(e) for t in e]
    return np.moveaxis(out, -1, axis)


def softmax_jvp(z: Array, v: Array, axis: int = -1) -> Array:
    p, w = np.moveaxis(softmax(z, axis), axis, -1), np.moveaxis(v, axis, -1)
    out = np.empty(p.shape)
    for i in np.ndindex(p.shape[:-1]):
        n = p.shape[-1]
        for r in range(n):
            out[(*i, r)] = sum(p[i][r] * ((r == c) - p[i][c]) * w[i][c] for c in range(n))
    return np.moveaxis(out, -1, axis)
