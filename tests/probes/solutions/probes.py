"""Eight shapes of exercise, each as small as it can be."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def shift_max(z: Array, axis: int = -1) -> Array:
    """Return z minus its maximum along `axis`."""
    return z - z.max(axis=axis, keepdims=True)


def probe_function(z: Array) -> Array:
    """Return z where z > 0 and 0 elsewhere, as a new array of z's shape."""
    # a comment before the first statement goes with the body
    return np.maximum(z, 0)
    # and so does one behind it


def probe_tuple(z: Array) -> tuple[Array, float]:
    """Return (z minus its mean, the mean)."""
    mean = float(z.mean())
    return z - mean, mean


def probe_helper(z: Array, axis: int = -1) -> Array:
    """Softmax along `axis`. `shift_max(z, axis)` is given."""
    e = np.exp(shift_max(z, axis))
    return e / e.sum(axis=axis, keepdims=True)


class ProbeOptimizer:
    """Gradient descent with momentum; changes the parameters in place."""

    def __init__(self, lr: float = 0.1, momentum: float = 0.9) -> None:
        self.lr, self.momentum = lr, momentum
        self.velocity: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        """v <- momentum * v - lr * g, then p += v, for every p in `params`, in place."""
        if not self.velocity:
            self.velocity = [np.zeros_like(p) for p in params]
        # BEGIN SOLUTION
        for p, g, v in zip(params, grads, self.velocity, strict=True):
            v *= self.momentum
            v -= self.lr * g
            p += v
        # END SOLUTION


class ProbeValue:
    """A number that knows how it was made; `backward` fills `grad` of everything below it."""

    def __init__(self, data: float, parents: tuple = ()) -> None:
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other: "ProbeValue | float") -> "ProbeValue":
        """self + other, a number or a ProbeValue."""
        # BEGIN SOLUTION
        other = other if isinstance(other, ProbeValue) else ProbeValue(other)
        return ProbeValue(self.data + other.data, ((self, 1.0), (other, 1.0)))
        # END SOLUTION

    def __radd__(self, other: float) -> "ProbeValue":
        """number + self."""
        # BEGIN SOLUTION
        return self + other
        # END SOLUTION

    def __mul__(self, other: "ProbeValue") -> "ProbeValue":
        """self * other."""
        # BEGIN SOLUTION
        return ProbeValue(self.data * other.data, ((self, other.data), (other, self.data)))
        # END SOLUTION

    def backward(self, seed: float = 1.0) -> None:
        """Add d(self)/d(x) * seed to the grad of every x below, along every path."""
        # BEGIN SOLUTION
        self.grad += seed
        for parent, slope in self.parents:
            parent.backward(seed * slope)
        # END SOLUTION


def probe_callable(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Gradient of f at x by central differences, of x's shape; x is unchanged."""
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


def probe_generator(x: Array, size: int) -> Iterator[Array]:
    """Yield the rows of x in batches of `size`; the last may be smaller."""
    for start in range(0, len(x), size):
        yield x[start : start + size]


def probe_random(x: Array, p: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Inverted dropout: drop each entry with probability p.

    Return (out, mask): mask holds 0 or 1 / (1 - p), and out = x * mask. Draw from `rng` only.
    """
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask
