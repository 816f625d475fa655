"""Chapter 4 once more, vectorized, but by other means than the reference."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def relu(z: Array) -> Array:
    return (z + np.abs(z)) / 2


def relu_prime(z: Array) -> Array:
    return (np.sign(z) + 1) // 2 * (z != 0)


def sigmoid(z: Array) -> Array:
    out = np.empty(z.shape)
    right = z >= 0
    out[right] = 1 / (1 + np.exp(-z[right].astype(float)))
    grown = np.exp(z[~right].astype(float))
    out[~right] = grown / (1 + grown)
    return out


def sigmoid_prime(z: Array) -> Array:
    return 0.25 - (sigmoid(z) - 0.5) ** 2


def tanh(z: Array) -> Array:
    return np.tanh(z)


def backward_norms(dA: Array, weights: list[Array], slopes: list[Array]) -> Array:
    g = dA.copy()
    norms = np.zeros(len(weights) + 1)
    norms[0] = np.sqrt((g**2).sum())
    for back in range(1, len(weights) + 1):
        g = np.einsum("ik,ik,jk->ij", g, slopes[-back], weights[-back])
        norms[back] = np.sqrt(np.einsum("ij,ij->", g, g))
    return norms


def dead_share(Z: Array) -> float:
    return np.count_nonzero(Z.max(axis=0) <= 0) / Z.shape[1]


def leaky_relu(z: Array, alpha: float = 0.01) -> Array:
    return np.maximum(z, 0) + alpha * np.minimum(z, 0)


def prelu_backward(dA: Array, Z: Array, alpha: Array) -> tuple[Array, Array]:
    left = Z <= 0
    dZ = dA.astype(float)
    dZ[left] *= np.broadcast_to(alpha, Z.shape)[left]
    return dZ, np.einsum("ij,ij->j", dA, np.minimum(Z, 0))


def elu(z: Array, alpha: float = 1.0) -> Array:
    out = z.astype(float)
    left = out < 0
    out[left] = alpha * np.expm1(out[left])
    return out


def same_sign_share(A: Array, delta: Array) -> float:
    G = A * delta.reshape(-1, 1)
    return 1 - np.mean((G.max(axis=1) > 0) & (G.min(axis=1) < 0))


def maxout(X: Array, W: Array, b: Array) -> Array:
    best = X @ W[0] + b[0]
    for piece, bias in zip(W[1:], b[1:], strict=True):
        best = np.maximum(best, X @ piece + bias)
    return best


def silu_prime(z: Array) -> Array:
    s = sigmoid(z)
    silu = z * s
    return silu + s * (1 - silu)


def softmax(z: Array, axis: int = -1) -> Array:
    return np.exp(z - np.logaddexp.reduce(z, axis=axis, keepdims=True))


def softmax_jvp(z: Array, v: Array, axis: int = -1) -> Array:
    p, w = np.moveaxis(softmax(z, axis), axis, -1), np.moveaxis(v, axis, -1)
    J = p[..., :, np.newaxis] * (np.eye(p.shape[-1]) - p[..., np.newaxis, :])
    return np.moveaxis(np.einsum("...ij,...j->...i", J, w), -1, axis)
