"""Chapter 6 with einsum, flat loops turned into arrays, and other ways round."""

from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def chain_gradients(x: float) -> tuple[float, float, float]:
    slopes = np.array([0.5 * np.log(x**2) ** -0.5, x**-2.0, 2.0 * x])
    return tuple(np.multiply.accumulate(slopes))


def numerical_gradient(f: Callable, x: Array, h: float = 1e-5) -> Array:
    moves = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([f(x + m) - f(x - m) for m in moves]).reshape(x.shape) / (2 * h)


def relative_error(a: Array, b: Array) -> float:
    size = np.sqrt(np.vdot(a, a)) + np.sqrt(np.vdot(b, b))
    return 0.0 if size == 0 else np.sqrt(np.vdot(a - b, a - b)) / size


def delta_rule(h: Array, o: Array, d: Array, W2: Array) -> tuple[Array, Array]:
    delta = -(d - o) * (o - o**2)
    return delta, np.einsum("jk,k,j->j", W2, delta, h - h**2)


def linear_forward(X: Array, W: Array, b: Array) -> Array:
    return np.column_stack([X, np.ones(len(X))]) @ np.vstack([W, b])


def linear_backward(dZ: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    return np.einsum("ik,jk->ij", dZ, W), np.einsum("ij,ik->jk", X, dZ), np.ones(len(X)) @ dZ


def activation_backward(dA: Array, Z: Array, phi_prime: Callable) -> Array:
    return np.multiply(phi_prime(Z), dA)


def unbroadcast(grad: Array, shape: tuple[int, ...]) -> Array:
    full = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    stretched = tuple(i for i, (n, m) in enumerate(zip(full, grad.shape, strict=True)) if n != m)
    return (grad.sum(axis=stretched) if stretched else grad.copy()).reshape(shape)


def mlp_forward(X: Array, params: list, phi: Callable) -> tuple[Array, list]:
    bends = [phi] * (len(params) - 1) + [lambda z: z]
    cache, A = [], X
    for (W, b), bend in zip(params, bends, strict=True):
        cache.append((A, A @ W + b))
        A = bend(cache[-1][1])
    return A, cache


def mlp_backward(dout: Array, cache: list, params: list, phi_prime: Callable) -> list:
    pairs = zip(reversed(params[1:]), reversed(cache[:-1]), strict=True)
    deltas = accumulate(pairs, lambda d, wz: d @ wz[0][0].T * phi_prime(wz[1][1]), initial=dout)
    return [(A.T @ d, d.sum(0)) for (A, _), d in zip(cache, [*deltas][::-1], strict=True)]


def standard_epoch(X: Array, Y: Array, W: Array, b: Array, lr: float) -> tuple[Array, Array]:
    both = np.vstack([W, b])
    for x, y in zip(np.column_stack([X, np.ones(len(X))]), Y, strict=True):
        both = both + lr * x[:, None] * (y - x @ both)
    return both[:-1], both[-1]


def topological_order(root: Any, parents: Callable) -> list:
    """Each node's list is the union of its parents' lists, and itself."""
    found: dict = {}

    def below(node: Any) -> dict:
        for parent in parents(node):
            if parent not in found:
                below(parent)
        return found.setdefault(node, None) or found

    below(root)
    return list(found)


class Value:
    """Forward slopes to all inputs kept in a dictionary; backward reads them off from the result."""

    def __init__(self, data: float, made: tuple = ()) -> None:
        self.data, self.grad, self.made = float(data), 0.0, made

    @staticmethod
    def of(x: Any) -> "Value":
        return x if isinstance(x, Value) else Value(x)

    def __add__(self, other: Any) -> "Value":
        other = Value.of(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    __radd__ = __add__

    def __mul__(self, other: Any) -> "Value":
        other = Value.of(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    __rmul__ = __mul__

    def __pow__(self, n: float) -> "Value":
        return Value(self.data**n, ((self, n * self.data**n / self.data),))

    def exp(self) -> "Value":
        return Value(np.exp(self.data), ((self, np.exp(self.data)),))

    def log(self) -> "Value":
        return Value(np.log(self.data), ((self, self.data**-1),))

    def tanh(self) -> "Value":
        return Value(np.tanh(self.data), ((self, np.cosh(self.data) ** -2),))

    def relu(self) -> "Value":
        return Value(np.maximum(self.data, 0), ((self, np.heaviside(self.data, 0.0)),))

    def __neg__(self) -> "Value":
        return 0.0 - self

    def __sub__(self, other: Any) -> "Value":
        other = Value.of(other)
        return Value(self.data - other.data, ((self, 1.0), (other, -1.0)))

    def __rsub__(self, other: float) -> "Value":
        return Value(other) - self

    def __truediv__(self, other: Any) -> "Value":
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other: float) -> "Value":
        return Value(other) / self

    def backward(self) -> None:
        """One row of the Jacobian by solving for all gradients at once: g = e + Sᵀ g."""
        nodes = topological_order(self, lambda v: [p for p, _ in v.made])
        place = {id(v): k for k, v in enumerate(nodes)}
        slopes = np.zeros((len(nodes), len(nodes)))
        for v in nodes:
            for parent, slope in v.made:
                slopes[place[id(parent)], place[id(v)]] += slope
        seed = np.eye(len(nodes))[-1]
        for v, g in zip(nodes, np.linalg.solve(np.eye(len(nodes)) - slopes, seed), strict=True):
            v.grad = float(g)


def two_layer_gradients(X: Array, Y: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> tuple:
    H = np.tanh(X @ W1 + b1)
    gap = (H @ W2 + b2 - Y) / X.shape[0]
    dZ = np.einsum("ik,jk,ij->ij", gap, W2, 1 - H * H)
    return X.T @ dZ, dZ.sum(0), H.T @ gap, gap.sum(0)


def matmul_cost(n_samples: int, sizes: list[int]) -> tuple[int, int]:
    weights = np.array([n * m for n, m in pairwise(sizes)])
    forward = n_samples * int(weights.sum())
    return forward, 2 * forward - n_samples * int(weights[0])
