"""Chapter 6 in plain Python: one number at a time, no matrix product."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def chain_gradients(x: float) -> tuple[float, float, float]:
    """c = √(2 ln x), so that everything has a closed form."""
    a = x * x
    b = 2 * math.log(x)
    half = 0.5 / math.sqrt(b)
    return half, half / a, 1 / (x * math.sqrt(b))


def numerical_gradient(f: Callable, x: Array, h: float = 1e-5) -> Array:
    flat = [float(v) for v in x.ravel()]
    out = []
    for i, v in enumerate(flat):
        above = f(np.array([*flat[:i], v + h, *flat[i + 1 :]]).reshape(x.shape))
        below = f(np.array([*flat[:i], v - h, *flat[i + 1 :]]).reshape(x.shape))
        out.append((above - below) / (2 * h))
    return np.array(out).reshape(x.shape)


def length(a: Array) -> float:
    return math.sqrt(math.fsum(float(v) ** 2 for v in a.ravel()))


def relative_error(a: Array, b: Array) -> float:
    if length(a) == length(b) == 0:
        return 0.0
    return length(a - b) / (length(a) + length(b))


def delta_rule(h: Array, o: Array, d: Array, W2: Array) -> tuple[Array, Array]:
    out = [-(d[k] - o[k]) * o[k] * (1 - o[k]) for k in range(len(o))]
    hidden = [sum(W2[j, k] * out[k] for k in range(len(o))) * h[j] * (1 - h[j]) for j in range(len(h))]
    return np.array(out), np.array(hidden)


def linear_forward(X: Array, W: Array, b: Array) -> Array:
    (n, n_in), n_out = X.shape, len(b)
    Z = np.empty((n, n_out))
    for i in range(n):
        for k in range(n_out):
            Z[i, k] = b[k] + sum(X[i, j] * W[j, k] for j in range(n_in))
    return Z


def linear_backward(dZ: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for i in range(X.shape[0]):
        for k in range(W.shape[1]):
            db[k] += dZ[i, k]
            for j in range(W.shape[0]):
                dX[i, j] += dZ[i, k] * W[j, k]
                dW[j, k] += dZ[i, k] * X[i, j]
    return dX, dW, db


def activation_backward(dA: Array, Z: Array, phi_prime: Callable) -> Array:
    dZ = np.empty(Z.shape)
    for i in np.ndindex(Z.shape):
        dZ[i] = dA[i] * phi_prime(Z[i])
    return dZ


def unbroadcast(grad: Array, shape: tuple[int, ...]) -> Array:
    """Every entry of grad goes to the one place it was copied from."""
    out = np.zeros(shape)
    for i in np.ndindex(grad.shape):
        tail = i[len(i) - len(shape) :]
        out[tuple(0 if n == 1 else t for t, n in zip(tail, shape, strict=True))] += grad[i]
    return out


def mlp_forward(X: Array, params: list, phi: Callable) -> tuple[Array, list]:
    cache = []
    for k, (W, b) in enumerate(params):
        A = X if k == 0 else phi(cache[-1][1])
        cache.append((A, linear_forward(A, W, b)))
    return cache[-1][1], cache


def mlp_backward(dout: Array, cache: list, params: list, phi_prime: Callable) -> list:
    """From the last layer to the first, by recursion."""
    (A, _), (W, _) = cache[-1], params[-1]
    dA, dW, db = linear_backward(dout, A, W)
    if len(params) == 1:
        return [(dW, db)]
    dZ = activation_backward(dA, cache[-2][1], phi_prime)
    return [*mlp_backward(dZ, cache[:-1], params[:-1], phi_prime), (dW, db)]


def standard_epoch(X: Array, Y: Array, W: Array, b: Array, lr: float) -> tuple[Array, Array]:
    W, b = W.astype(float), b.astype(float)
    for i in range(len(X)):
        gap = [float(sum(X[i, j] * W[j, k] for j in range(len(W))) + b[k] - Y[i, k]) for k in range(len(b))]
        for k in range(len(b)):
            b[k] -= lr * gap[k]
            for j in range(len(W)):
                W[j, k] -= lr * gap[k] * X[i, j]
    return W, b


def topological_order(root: Any, parents: Callable) -> list:
    """Depth first with a stack of our own: no recursion."""
    order: list = []
    stack = [(root, False)]
    while stack:
        node, done = stack.pop()
        if done and node not in order:
            order.append(node)
        elif not done and node not in order:
            stack.append((node, True))
            stack += [(p, False) for p in reversed(parents(node))]
    return order


class Value:
    """Slopes kept as closures, as in micrograd."""

    def __init__(self, data: float, parents: tuple = (), push: Callable = lambda: None) -> None:
        self.data, self.grad, self.parents, self.push = float(data), 0.0, parents, push

    def __add__(self, other: Any) -> "Value":
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def push() -> None:
            self.grad += out.grad
            other.grad += out.grad

        out.push = push
        return out

    def __mul__(self, other: Any) -> "Value":
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def push() -> None:
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.push = push
        return out

    def elementary(self, data: float, slope: float) -> "Value":
        out = Value(data, (self,))

        def push() -> None:
            self.grad += slope * out.grad

        out.push = push
        return out

    def __pow__(self, n: float) -> "Value":
        return self.elementary(self.data**n, n * self.data ** (n - 1))

    def exp(self) -> "Value":
        return self.elementary(math.exp(self.data), math.exp(self.data))

    def log(self) -> "Value":
        return self.elementary(math.log(self.data), 1 / self.data)

    def tanh(self) -> "Value":
        return self.elementary(math.tanh(self.data), 1 / math.cosh(self.data) ** 2)

    def relu(self) -> "Value":
        return self.elementary(self.data if self.data > 0 else 0.0, float(self.data > 0))

    def backward(self) -> None:
        order = topological_order(self, lambda v: v.parents)
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):
            value.push()

    def __radd__(self, other: float) -> "Value":
        return self + other

    def __rmul__(self, other: float) -> "Value":
        return self * other

    def __neg__(self) -> "Value":
        return self * -1

    def __sub__(self, other: Any) -> "Value":
        return self + (-other)

    def __rsub__(self, other: float) -> "Value":
        return (-self) + other

    def __truediv__(self, other: Any) -> "Value":
        return self * (other ** (-1))

    def __rtruediv__(self, other: float) -> "Value":
        return self ** (-1) * other


def two_layer_gradients(X: Array, Y: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> tuple:
    """The sum over the samples of what each contributes."""
    dW1, db1, dW2, db2 = (np.zeros(p.shape) for p in (W1, b1, W2, b2))
    for x, y in zip(X, Y, strict=True):
        h = [math.tanh(sum(x[i] * W1[i, j] for i in range(len(x))) + b1[j]) for j in range(len(b1))]
        for k in range(len(b2)):
            gap = (sum(h[j] * W2[j, k] for j in range(len(h))) + b2[k] - y[k]) / len(X)
            db2[k] += gap
            for j in range(len(h)):
                dW2[j, k] += gap * h[j]
                delta = gap * W2[j, k] * (1 - h[j]) * (1 + h[j])
                db1[j] += delta
                for i in range(len(x)):
                    dW1[i, j] += delta * x[i]
    return dW1, db1, dW2, db2


def matmul_cost(n_samples: int, sizes: list[int]) -> tuple[int, int]:
    forward = backward = 0
    for layer in range(1, len(sizes)):
        product = n_samples * sizes[layer - 1] * sizes[layer]
        forward += product
        backward += product if layer == 1 else 2 * product
    return forward, backward
