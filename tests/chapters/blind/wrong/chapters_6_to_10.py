from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np


# ======== chapter 06 ========


def chain_gradients__only_local_slopes(x: float) -> tuple[float, float, float]:
    """Returns the slope of each link alone, without multiplying them up."""
    a, b, c = chain_forward(x)
    return 1 / (2 * c), 1 / a, 2 * x


def chain_gradients__root_without_half(x: float) -> tuple[float, float, float]:
    """Takes the slope of the root as 1 / sqrt(b): the 2 is missing."""
    a, b, c = chain_forward(x)
    dc_db = 1 / c
    dc_da = dc_db / a
    dc_dx = dc_da * 2 * x
    return dc_db, dc_da, dc_dx


def chain_gradients__log_slope_at_output(x: float) -> tuple[float, float, float]:
    """Takes the slope of the logarithm at its output, 1 / b, not at a."""
    a, b, c = chain_forward(x)
    dc_db = 0.5 / np.sqrt(b)
    dc_da = dc_db * (1 / b)
    dc_dx = dc_da * (2 * x)
    return dc_db, dc_da, dc_dx


def numerical_gradient__keeps_dtype(
    f: Callable[[Array], float],
    x: Array,
    h: float = 1e-5,
) -> Array:
    """Copies x with its own dtype, so h is lost in whole numbers and float32."""
    grad = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[i] = up[i] + h
        down[i] = down[i] - h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


def numerical_gradient__does_not_move_back(
    f: Callable[[Array], float],
    x: Array,
    h: float = 1e-5,
) -> Array:
    """Leaves every entry at x - h after its turn: later ones are taken elsewhere."""
    z = np.array(x, dtype=np.float64)
    grad = np.zeros(z.shape)
    for i in np.ndindex(*z.shape):
        z[i] += h
        upper = f(z.copy())
        z[i] -= 2 * h
        lower = f(z.copy())
        grad[i] = (upper - lower) / (2 * h)
    return grad


def numerical_gradient__moves_whole_rows(
    f: Callable[[Array], float],
    x: Array,
    h: float = 1e-5,
) -> Array:
    """Runs over len(x) only, so it moves whole rows of a matrix at once."""
    x = np.array(x, dtype=np.float64)
    grad = np.zeros_like(x)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


def relative_error__spectral_norm(a: Array, b: Array) -> float:
    """Uses norm(…, 2), which is the largest singular value for a matrix."""
    denominator = np.linalg.norm(a, 2) + np.linalg.norm(b, 2)
    if denominator == 0:
        return 0.0
    return float(np.linalg.norm(a - b, 2) / denominator)


def relative_error__epsilon_below(a: Array, b: Array) -> float:
    """Adds 1e-8 to the denominator against 0 / 0: tiny gradients look equal."""
    top = np.sqrt(np.sum((a - b) ** 2))
    return float(top / (np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2)) + 1e-8))


def relative_error__zero_if_either_is_zero(a: Array, b: Array) -> float:
    """Returns 0 as soon as one of the arrays is all zeros, not only if both are."""
    if not np.any(a) or not np.any(b):
        return 0.0
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))


def delta_rule__sign_flipped(h: Array, o: Array, d: Array, W2: Array) -> tuple[Array, Array]:
    """Uses d - o, the negative gradient, for both signals."""
    delta_out = (d - o) * o * (1 - o)
    delta_hidden = h * (1 - h) * (W2 @ delta_out)
    return delta_out, delta_hidden


def delta_rule__weights_transposed(h: Array, o: Array, d: Array, W2: Array) -> tuple[Array, Array]:
    """Sends the signals back through W2.T: fits the square example only."""
    delta_out = (o - d) * o * (1 - o)
    delta_hidden = h * (1 - h) * (W2.T @ delta_out)
    return delta_out, delta_hidden


def delta_rule__error_instead_of_delta(h: Array, o: Array, d: Array, W2: Array) -> tuple[Array, Array]:
    """Sends o - d back to the hidden layer, without the slope of the outputs."""
    error = o - d
    return error * o * (1 - o), (W2 @ error) * h * (1 - h)


def linear_forward__squeezes(X: Array, W: Array, b: Array) -> Array:
    """Squeezes the result: one sample or one output loses an axis."""
    return np.squeeze(X @ W + b)


def linear_forward__bias_into_weights(X: Array, W: Array, b: Array) -> Array:
    """Adds b to the weights before the product."""
    return X @ (W + b)


def linear_forward__bias_as_column(X: Array, W: Array, b: Array) -> Array:
    """Adds b along the samples, as a column, not along the units."""
    return X @ W + b.reshape(-1, 1)


def activation_backward__in_place(
    dA: Array,
    Z: Array,
    phi_prime: Callable[[Array], Array],
) -> Array:
    """Multiplies into dA itself and returns it: no new array."""
    dA *= phi_prime(Z)
    return dA


def activation_backward__slope_at_gradient(
    dA: Array,
    Z: Array,
    phi_prime: Callable[[Array], Array],
) -> Array:
    """Takes the slope at dA and multiplies by Z: the arguments are swapped."""
    return Z * phi_prime(dA)


def activation_backward__takes_mean(
    dA: Array,
    Z: Array,
    phi_prime: Callable[[Array], Array],
) -> Array:
    """Divides by the number of samples once more."""
    return dA * phi_prime(Z) / Z.shape[0]


def linear_backward__mean_of_bias(dZ: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    """Takes the mean over the samples for db, not the sum."""
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


def linear_backward__bias_keeps_axis(dZ: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    """Returns db in shape (1, n_out), not that of b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


def linear_backward__weights_not_transposed(dZ: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    """Multiplies by W, not W.T, wherever the shapes allow it (square W)."""
    if dZ.shape[1] == W.shape[0]:
        dX = dZ @ W
    else:
        dX = dZ @ W.T
    return dX, X.T @ dZ, dZ.sum(axis=0)


def unbroadcast__same_array(grad: Array, shape: tuple[int, ...]) -> Array:
    """Returns grad itself, no new array, when nothing was stretched."""
    if grad.shape == tuple(shape):
        return grad
    extra = grad.ndim - len(shape)
    grad = grad.sum(axis=tuple(range(extra)))
    ones = tuple(i for i, n in enumerate(shape) if n == 1)
    return grad.sum(axis=ones, keepdims=True)


def unbroadcast__only_one_new_axis(grad: Array, shape: tuple[int, ...]) -> Array:
    """Removes one new axis in front at most ("if" where "while" is needed)."""
    out = grad.copy()
    if out.ndim > len(shape):
        out = out.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1:
            out = out.sum(axis=axis, keepdims=True)
    return out


def unbroadcast__mean_over_copies(grad: Array, shape: tuple[int, ...]) -> Array:
    """Takes the mean over axes of length 1, the sum only over new axes."""
    extra = grad.ndim - len(shape)
    out = grad.sum(axis=tuple(range(extra)))
    for axis, n in enumerate(shape):
        if n == 1 and out.shape[axis] != 1:
            out = out.mean(axis=axis, keepdims=True)
    return np.array(out)


def mlp_forward__activation_after_last(
    X: Array, params: Params, phi: Callable[[Array], Array]
) -> tuple[Array, list[tuple[Array, Array]]]:
    """Applies the activation after the last layer, too."""
    cache = []
    A = X
    for W, b in params:
        Z = linear_forward(A, W, b)
        cache.append((A, Z))
        A = phi(Z)
    return A, cache


def mlp_forward__caches_what_leaves(
    X: Array, params: Params, phi: Callable[[Array], Array]
) -> tuple[Array, list[tuple[Array, Array]]]:
    """Caches the output of each layer with its Z, not what entered it."""
    cache = []
    A = X
    for l, (W, b) in enumerate(params):
        Z = A @ W + b
        A = phi(Z) if l < len(params) - 1 else Z
        cache.append((A, Z))
    return A, cache


def mlp_forward__last_layer_not_cached(
    X: Array, params: Params, phi: Callable[[Array], Array]
) -> tuple[Array, list[tuple[Array, Array]]]:
    """Leaves the last layer out of the cache."""
    cache = []
    A = X
    for W, b in params[:-1]:
        Z = A @ W + b
        cache.append((A, Z))
        A = phi(Z)
    W, b = params[-1]
    return A @ W + b, cache


def mlp_backward__slope_in_last_layer(
    dout: Array,
    cache: list[tuple[Array, Array]],
    params: Params,
    phi_prime: Callable[[Array], Array],
) -> Params:
    """Multiplies by the slope of the activation in the last layer, too."""
    grads = []
    dA = dout
    for (A, Z), (W, b) in zip(reversed(cache), reversed(params)):
        dZ = activation_backward(dA, Z, phi_prime)
        dA, dW, db = linear_backward(dZ, A, W)
        grads.insert(0, (dW, db))
    return grads


def mlp_backward__pops_the_cache(
    dout: Array,
    cache: list[tuple[Array, Array]],
    params: Params,
    phi_prime: Callable[[Array], Array],
) -> Params:
    """Takes the pairs out of the caller's cache with pop: it is empty afterwards."""
    grads = []
    A, _ = cache.pop()
    dA, dW, db = linear_backward(dout, A, params[len(cache)][0])
    grads.append((dW, db))
    while cache:
        A, Z = cache.pop()
        dZ = activation_backward(dA, Z, phi_prime)
        dA, dW, db = linear_backward(dZ, A, params[len(cache)][0])
        grads.append((dW, db))
    return grads[::-1]


def mlp_backward__slope_at_activation(
    dout: Array,
    cache: list[tuple[Array, Array]],
    params: Params,
    phi_prime: Callable[[Array], Array],
) -> Params:
    """Takes the slope at what entered the next layer, φ(Z), not at Z."""
    grads = []
    dZ = dout
    for l in range(len(params) - 1, -1, -1):
        A, _ = cache[l]
        dA, dW, db = linear_backward(dZ, A, params[l][0])
        grads.append((dW, db))
        if l > 0:
            dZ = dA * phi_prime(A)
    grads.reverse()
    return grads


def standard_epoch__in_place(X: Array, Y: Array, W: Array, b: Array, lr: float) -> tuple[Array, Array]:
    """Changes the caller's W and b."""
    for x, y in zip(X, Y):
        delta = x @ W + b - y
        W -= lr * np.outer(x, delta)
        b -= lr * delta
    return W, b


def standard_epoch__bias_sees_new_weights(
    X: Array, Y: Array, W: Array, b: Array, lr: float
) -> tuple[Array, Array]:
    """Computes the error again, with the new W, before the step in b."""
    W, b = W.copy(), b.copy()
    for x, y in zip(X, Y):
        W = W - lr * np.outer(x, x @ W + b - y)
        b = b - lr * (x @ W + b - y)
    return W, b


def standard_epoch__divides_by_n_samples(
    X: Array, Y: Array, W: Array, b: Array, lr: float
) -> tuple[Array, Array]:
    """Divides each sample's step by the number of samples in the epoch."""
    n = len(X)
    W, b = W.copy(), b.copy()
    for i in range(n):
        x, y = X[i : i + 1], Y[i : i + 1]
        dP = (x @ W + b - y) / n
        _, dW, db = linear_backward(dP, x, W)
        W = W - lr * dW
        b = b - lr * db
    return W, b


def topological_order__reversed_preorder(root: Node, parents: Callable[[Node], Sequence[Node]]) -> list[Node]:
    """Appends a node before its parents and turns the list round at the end."""
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        order.append(node)
        for p in parents(node):
            visit(p)

    visit(root)
    return order[::-1]


def topological_order__last_parent_first(root: Node, parents: Callable[[Node], Sequence[Node]]) -> list[Node]:
    """Uses a stack, and so deals with the last parent first."""
    order, done, stack = [], set(), [(root, False)]
    while stack:
        node, ready = stack.pop()
        if node in done:
            continue
        if ready:
            done.add(node)
            order.append(node)
        else:
            stack.append((node, True))
            for p in parents(node):
                stack.append((p, False))
    return order


def topological_order__keeps_last_of_doubles(
    root: Node, parents: Callable[[Node], Sequence[Node]]
) -> list[Node]:
    """Lists nodes as often as they are met and keeps the last of each."""
    everything = []

    def visit(node):
        for p in parents(node):
            visit(p)
        everything.append(node)

    visit(root)
    order = []
    for i, node in enumerate(everything):
        if node not in everything[i + 1 :]:
            order.append(node)
    return order


class Value__grads_pile_up:
    """Sets its own grad to 1 but does not set the others to 0 before going back."""

    def __init__(
        self,
        data: float,
        parents: "Sequence[tuple[Value, float]]" = (),
    ) -> None:
        self.data = float(data)
        self.grad = 0.0
        self.parents = tuple(parents)

    def __repr__(self) -> str:
        return f"Value({self.data:.6g}, grad={self.grad:.6g})"

    def __add__(self, other: "Value | float") -> "Value":
        if not isinstance(other, Value):
            other = Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other: "Value | float") -> "Value":
        if not isinstance(other, Value):
            other = Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, n: float) -> "Value":
        return Value(self.data**n, [(self, n * self.data ** (n - 1))])

    def exp(self) -> "Value":
        e = np.exp(self.data)
        return Value(e, [(self, e)])

    def log(self) -> "Value":
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def tanh(self) -> "Value":
        t = np.tanh(self.data)
        return Value(t, [(self, 1 - t**2)])

    def relu(self) -> "Value":
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))])

    def backward(self) -> None:
        order = topological_order(self, lambda v: [p for p, _ in v.parents])
        self.grad = 1.0
        for v in reversed(order):
            for p, slope in v.parents:
                p.grad += v.grad * slope

    def __radd__(self, other: float) -> "Value":
        return self + other

    def __rmul__(self, other: float) -> "Value":
        return self * other

    def __neg__(self) -> "Value":
        return self * -1.0

    def __sub__(self, other: "Value | float") -> "Value":
        return self + -other

    def __rsub__(self, other: float) -> "Value":
        return -self + other

    def __truediv__(self, other: "Value | float") -> "Value":
        return self * other**-1.0

    def __rtruediv__(self, other: float) -> "Value":
        return self**-1.0 * other


class Value__same_parent_counts_once:
    """Turns the pairs into a dict on the way back: x * x passes on one x only."""

    def __init__(
        self,
        data: float,
        parents: "Sequence[tuple[Value, float]]" = (),
    ) -> None:
        self.data = float(data)
        self.grad = 0.0
        self.parents = tuple(parents)

    def __repr__(self) -> str:
        return f"Value({self.data:.6g}, grad={self.grad:.6g})"

    def __add__(self, other: "Value | float") -> "Value":
        if not isinstance(other, Value):
            other = Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other: "Value | float") -> "Value":
        if not isinstance(other, Value):
            other = Value(other)
        a, b = self.data, other.data
        return Value(a * b, ((self, b), (other, a)))

    def __pow__(self, n: float) -> "Value":
        return Value(self.data**n, ((self, n * self.data ** (n - 1)),))

    def exp(self) -> "Value":
        return Value(np.exp(self.data), ((self, np.exp(self.data)),))

    def log(self) -> "Value":
        return Value(np.log(self.data), ((self, 1.0 / self.data),))

    def tanh(self) -> "Value":
        return Value(np.tanh(self.data), ((self, 1 - np.tanh(self.data) ** 2),))

    def relu(self) -> "Value":
        if self.data > 0:
            return Value(self.data, ((self, 1.0),))
        return Value(0.0, ((self, 0.0),))

    def backward(self) -> None:
        order = topological_order(self, lambda v: [p for p, _ in v.parents])
        for v in order:
            v.grad = 0.0
        self.grad = 1.0
        for v in order[::-1]:
            for p, slope in dict(v.parents).items():
                p.grad += v.grad * slope

    def __radd__(self, other: float) -> "Value":
        return self + other

    def __rmul__(self, other: float) -> "Value":
        return self * other

    def __neg__(self) -> "Value":
        return self * -1.0

    def __sub__(self, other: "Value | float") -> "Value":
        return self + -other

    def __rsub__(self, other: float) -> "Value":
        return -self + other

    def __truediv__(self, other: "Value | float") -> "Value":
        return self * other**-1.0

    def __rtruediv__(self, other: float) -> "Value":
        return self**-1.0 * other


class Value__slope_one_at_kink:
    """relu has slope 1 at 0 (>= instead of >)."""

    def __init__(
        self,
        data: float,
        parents: "Sequence[tuple[Value, float]]" = (),
    ) -> None:
        self.data = float(data)
        self.grad = 0.0
        self.parents = tuple(parents)

    def __repr__(self) -> str:
        return f"Value({self.data:.6g}, grad={self.grad:.6g})"

    def __add__(self, other: "Value | float") -> "Value":
        if not isinstance(other, Value):
            other = Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other: "Value | float") -> "Value":
        if not isinstance(other, Value):
            other = Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, n: float) -> "Value":
        return Value(self.data**n, [(self, n * self.data ** (n - 1))])

    def exp(self) -> "Value":
        out = np.exp(self.data)
        return Value(out, [(self, out)])

    def log(self) -> "Value":
        return Value(np.log(self.data), [(self, self.data**-1)])

    def tanh(self) -> "Value":
        out = np.tanh(self.data)
        return Value(out, [(self, 1 - out * out)])

    def relu(self) -> "Value":
        slope = 1.0 if self.data >= 0 else 0.0
        return Value(slope * self.data, [(self, slope)])

    def backward(self) -> None:
        order = topological_order(self, lambda v: [p for p, _ in v.parents])
        for v in order:
            v.grad = 0.0
        self.grad = 1.0
        for v in reversed(order):
            for p, slope in v.parents:
                p.grad += slope * v.grad

    def __radd__(self, other: float) -> "Value":
        return self + other

    def __rmul__(self, other: float) -> "Value":
        return self * other

    def __neg__(self) -> "Value":
        return self * -1.0

    def __sub__(self, other: "Value | float") -> "Value":
        return self + -other

    def __rsub__(self, other: float) -> "Value":
        return -self + other

    def __truediv__(self, other: "Value | float") -> "Value":
        return self * other**-1.0

    def __rtruediv__(self, other: float) -> "Value":
        return self**-1.0 * other


def two_layer_gradients__slope_from_z(
    X: Array, Y: Array, W1: Array, b1: Array, W2: Array, b2: Array
) -> tuple[Array, Array, Array, Array]:
    """Writes the slope of tanh as 1 - Z², forgetting the tanh."""
    Z = X @ W1 + b1
    H = np.tanh(Z)
    P = H @ W2 + b2
    dP = (P - Y) / len(X)
    dZ = (dP @ W2.T) * (1 - Z**2)
    return X.T @ dZ, dZ.sum(axis=0), H.T @ dP, dP.sum(axis=0)


def two_layer_gradients__bias_before_slope(
    X: Array, Y: Array, W1: Array, b1: Array, W2: Array, b2: Array
) -> tuple[Array, Array, Array, Array]:
    """Sums dH, not dZ, for db1: the slope is missing there."""
    H = np.tanh(X @ W1 + b1)
    P = H @ W2 + b2
    dP = (P - Y) / len(X)
    dH = dP @ W2.T
    dZ = dH * (1 - H**2)
    return X.T @ dZ, dH.sum(axis=0), H.T @ dP, dP.sum(axis=0)


def two_layer_gradients__mean_over_entries(
    X: Array, Y: Array, W1: Array, b1: Array, W2: Array, b2: Array
) -> tuple[Array, Array, Array, Array]:
    """Divides by the number of entries of P, not by that of samples."""
    H = np.tanh(X @ W1 + b1)
    P = H @ W2 + b2
    dP = (P - Y) / P.size
    dZ = (dP @ W2.T) * (1 - H**2)
    return X.T @ dZ, dZ.sum(axis=0), H.T @ dP, dP.sum(axis=0)


def matmul_cost__gradient_of_data_too(n_samples: int, sizes: list[int]) -> tuple[int, int]:
    """Counts dZ @ W.T of the first layer, too."""
    forward = sum(n_samples * k * m for k, m in zip(sizes, sizes[1:]))
    return forward, 2 * forward


def matmul_cost__leaves_out_last_layer(n_samples: int, sizes: list[int]) -> tuple[int, int]:
    """Leaves dZ @ W.T out in the last layer, not in the first."""
    costs = [n_samples * k * m for k, m in zip(sizes, sizes[1:])]
    return sum(costs), sum(costs) + sum(costs[:-1])


def matmul_cost__weight_gradient_of_one_sample(n_samples: int, sizes: list[int]) -> tuple[int, int]:
    """Counts X.T @ dZ as k m, without the factor n_samples."""
    forward = backward = 0
    for l in range(len(sizes) - 1):
        k, m = sizes[l], sizes[l + 1]
        forward += n_samples * k * m
        backward += k * m
        if l > 0:
            backward += n_samples * m * k
    return forward, backward


# ======== chapter 07 ========


def gradient_descent__all_points_the_same(
    f_prime: Callable[[Array], Array], x0: Array, lr: float, n_steps: int
) -> Array:
    """Appends one array again and again and changes it in place: all rows are equal."""
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(n_steps):
        x -= lr * f_prime(x)
        points.append(x)
    return np.array(points)


def gradient_descent__keeps_whole_numbers(
    f_prime: Callable[[Array], Array], x0: Array, lr: float, n_steps: int
) -> Array:
    """Stores the points with the dtype of x0: whole numbers cut them off."""
    x0 = np.asarray(x0)
    points = np.empty((n_steps + 1, *x0.shape), dtype=x0.dtype)
    points[0] = x0
    for i in range(n_steps):
        points[i + 1] = points[i] - lr * f_prime(points[i])
    return points


def gradient_descent__stops_when_flat(
    f_prime: Callable[[Array], Array], x0: Array, lr: float, n_steps: int
) -> Array:
    """Stops early where the slope is almost 0."""
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(n_steps):
        slope = f_prime(x)
        if np.all(np.abs(slope) < 1e-10):
            break
        x = x - lr * slope
        points.append(x)
    return np.array(points)


def n_iterations__rounds_up_once(n_samples: int, batch_size: int, n_epochs: int) -> int:
    """Rounds up at the end of all epochs, as if a batch could span two."""
    return math.ceil(n_samples * n_epochs / batch_size)


def n_iterations__always_one_more(n_samples: int, batch_size: int, n_epochs: int) -> int:
    """Adds a last batch even if batch_size divides n_samples."""
    return n_epochs * (n_samples // batch_size + 1)


def n_iterations__float_result(n_samples: int, batch_size: int, n_epochs: int) -> int:
    """Returns what np.ceil gives, a float."""
    return np.ceil(n_samples / batch_size) * n_epochs


def minibatches__even_parts(
    n_samples: int, batch_size: int, rng: np.random.Generator
) -> Iterable[np.ndarray]:
    """Splits into parts of nearly equal length, so that several are shorter."""
    n_batches = math.ceil(n_samples / batch_size)
    return np.array_split(rng.permutation(n_samples), n_batches)


def minibatches__own_generator(
    n_samples: int, batch_size: int, rng: np.random.Generator
) -> Iterable[np.ndarray]:
    """Ignores rng and seeds one of its own: every epoch has the same order."""
    order = np.random.default_rng(0).permutation(n_samples)
    for start in range(0, n_samples, batch_size):
        yield order[start : start + batch_size]


def minibatches__shuffles_only_inside(
    n_samples: int, batch_size: int, rng: np.random.Generator
) -> Iterable[np.ndarray]:
    """Shuffles the rows inside each batch only: a batch always has the same rows."""
    for start in range(0, n_samples, batch_size):
        stop = min(start + batch_size, n_samples)
        yield start + rng.permutation(stop - start)


class SGD__rebinds_name:
    """Gives the name p to a new array: params stay as they are."""

    def __init__(self, lr: float) -> None:
        self.lr = lr

    def step(self, params: list[Array], grads: list[Array]) -> None:
        for p, g in zip(params, grads):
            p = p - self.lr * g


class SGD__scales_grads:
    """Multiplies the caller's gradients by lr in place."""

    def __init__(self, lr: float) -> None:
        self.lr = lr

    def step(self, params: list[Array], grads: list[Array]) -> None:
        for p, g in zip(params, grads):
            g *= self.lr
            p -= g


class SGD__replaces_list_entries:
    """Puts new arrays into the list; the old arrays are not updated."""

    def __init__(self, lr: float) -> None:
        self.lr = lr

    def step(self, params: list[Array], grads: list[Array]) -> None:
        for i in range(len(params)):
            params[i] = params[i] - self.lr * grads[i]


class Momentum__velocity_not_kept:
    """Computes v into a local name; self.v stays 0."""

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.v: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.v:
            self.v = [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v):
            v = self.momentum * v + g
            p -= self.lr * v


class Momentum__first_velocity_is_the_gradient:
    """Takes the caller's gradient arrays as v at first and later changes them."""

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.v: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.v:
            self.v = list(grads)
        else:
            for v, g in zip(self.v, grads):
                v *= self.momentum
                v += g
        for p, v in zip(params, self.v):
            p -= self.lr * v


class Momentum__running_mean:
    """Weights the gradient with 1 - μ, as a running mean would."""

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.v: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.v:
            self.v = [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v):
            v *= self.momentum
            v += (1 - self.momentum) * g
            p -= self.lr * v


class Nesterov__old_velocity:
    """Looks ahead with the velocity from before this step."""

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.v: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.v:
            self.v = [np.zeros_like(p) for p in params]
        for i, (p, g) in enumerate(zip(params, grads)):
            old = self.v[i]
            self.v[i] = self.momentum * old + g
            p -= self.lr * (g + self.momentum * old)


class Nesterov__momentum_fixed:
    """Uses 0.9 in the look-ahead whatever momentum was asked for."""

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.v: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.v:
            self.v = [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v):
            v[...] = self.momentum * v + g
            p -= self.lr * (g + 0.9 * v)


class Nesterov__one_velocity_for_all:
    """Multiplies a list of one array: all parameters share the same v."""

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.v: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.v:
            self.v = [np.zeros_like(params[0])] * len(params)
        for p, g, v in zip(params, grads, self.v):
            v *= self.momentum
            v += g
            p -= self.lr * (g + self.momentum * v)


class Adagrad__eps_inside_root:
    """Adds ε inside the root."""

    def __init__(self, lr: float, eps: float = 1e-10) -> None:
        self.lr = lr
        self.eps = eps
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s):
            s += g**2
            p -= self.lr * g / np.sqrt(s + self.eps)


class Adagrad__one_sum_per_array:
    """Keeps one sum of squares for each array, not for each number."""

    def __init__(self, lr: float, eps: float = 1e-10) -> None:
        self.lr = lr
        self.eps = eps
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s):
            s += np.sum(g**2)
            p -= self.lr * g / (np.sqrt(s) + self.eps)


class Adagrad__sum_lags_behind:
    """Takes the step first and adds g² afterwards."""

    def __init__(self, lr: float, eps: float = 1e-10) -> None:
        self.lr = lr
        self.eps = eps
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s):
            p -= self.lr * g / (np.sqrt(s) + self.eps)
            s += g**2


class RMSprop__rho_swapped:
    """Weights the old mean with 1 - ρ and the new square with ρ."""

    def __init__(self, lr: float, rho: float = 0.99, eps: float = 1e-8) -> None:
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s):
            s *= 1 - self.rho
            s += self.rho * g**2
            p -= self.lr * g / (np.sqrt(s) + self.eps)


class RMSprop__starts_at_first_square:
    """Starts s at the first g², not at 0."""

    def __init__(self, lr: float, rho: float = 0.99, eps: float = 1e-8) -> None:
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.s:
            self.s = [g**2 for g in grads]
        for p, g, s in zip(params, grads, self.s):
            s[...] = self.rho * s + (1 - self.rho) * g**2
            p -= self.lr * g / (np.sqrt(s) + self.eps)


class RMSprop__step_never_above_lr:
    """Divides by |g| where that is larger than the root, to limit the step."""

    def __init__(self, lr: float, rho: float = 0.99, eps: float = 1e-8) -> None:
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s):
            s *= self.rho
            s += (1 - self.rho) * g**2
            p -= self.lr * g / np.maximum(np.sqrt(s), np.abs(g) + self.eps)


class Adadelta__lr_in_running_steps:
    """Counts η into Δ before its square goes into u."""

    def __init__(self, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6) -> None:
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s: list[Array] = []
        self.u: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
            self.u = [np.zeros_like(p) for p in params]
        for p, g, s, u in zip(params, grads, self.s, self.u):
            s *= self.rho
            s += (1 - self.rho) * g**2
            delta = self.lr * g * np.sqrt(u + self.eps) / np.sqrt(s + self.eps)
            u *= self.rho
            u += (1 - self.rho) * delta**2
            p -= delta


class Adadelta__eps_outside_roots:
    """Adds ε outside both roots."""

    def __init__(self, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6) -> None:
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s: list[Array] = []
        self.u: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
            self.u = [np.zeros_like(p) for p in params]
        for p, g, s, u in zip(params, grads, self.s, self.u):
            s *= self.rho
            s += (1 - self.rho) * g**2
            delta = g * (np.sqrt(u) + self.eps) / (np.sqrt(s) + self.eps)
            u *= self.rho
            u += (1 - self.rho) * delta**2
            p -= self.lr * delta


class Adadelta__one_list_for_both:
    """Gives s and u the same list of arrays, so that each overwrites the other."""

    def __init__(self, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6) -> None:
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s: list[Array] = []
        self.u: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.s:
            self.s = self.u = [np.zeros_like(p) for p in params]
        for p, g, s, u in zip(params, grads, self.s, self.u):
            root_u = np.sqrt(u + self.eps)
            s *= self.rho
            s += (1 - self.rho) * g**2
            delta = g * root_u / np.sqrt(s + self.eps)
            u *= self.rho
            u += (1 - self.rho) * delta**2
            p -= self.lr * delta


class Adam__counts_each_array:
    """Counts t up for every array, not once a step."""

    def __init__(
        self,
        lr: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        self.lr = lr
        self.beta1, self.beta2 = beta1, beta2
        self.eps = eps
        self.t = 0
        self.m: list[Array] = []
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.m:
            self.m = [np.zeros_like(p) for p in params]
            self.s = [np.zeros_like(p) for p in params]
        for p, g, m, s in zip(params, grads, self.m, self.s):
            self.t += 1
            m *= self.beta1
            m += (1 - self.beta1) * g
            s *= self.beta2
            s += (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            s_hat = s / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)


class Adam__keeps_corrected_values:
    """Divides m and s in place, so that the corrected values are carried on."""

    def __init__(
        self,
        lr: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        self.lr = lr
        self.beta1, self.beta2 = beta1, beta2
        self.eps = eps
        self.t = 0
        self.m: list[Array] = []
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.m:
            self.m = [np.zeros_like(p) for p in params]
            self.s = [np.zeros_like(p) for p in params]
        self.t += 1
        for p, g, m, s in zip(params, grads, self.m, self.s):
            m *= self.beta1
            m += (1 - self.beta1) * g
            m /= 1 - self.beta1**self.t
            s *= self.beta2
            s += (1 - self.beta2) * g**2
            s /= 1 - self.beta2**self.t
            p -= self.lr * m / (np.sqrt(s) + self.eps)


class Adam__eps_inside_root:
    """Corrects with t, but leaves ε inside the root as in the draft."""

    def __init__(
        self,
        lr: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        self.lr = lr
        self.beta1, self.beta2 = beta1, beta2
        self.eps = eps
        self.t = 0
        self.m: list[Array] = []
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if self.t == 0:
            self.m = [np.zeros_like(p) for p in params]
            self.s = [np.zeros_like(p) for p in params]
        self.t += 1
        for p, g, m, s in zip(params, grads, self.m, self.s):
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            s[...] = self.beta2 * s + (1 - self.beta2) * g * g
            m_hat = m / (1 - self.beta1**self.t)
            s_hat = s / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / np.sqrt(s_hat + self.eps)


class AdamW__shrinks_after_the_step(Adam):
    """Lets Adam step first and shrinks what comes out."""

    def __init__(
        self,
        lr: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(lr, beta1, beta2, eps)
        self.weight_decay = weight_decay

    def step(self, params: list[Array], grads: list[Array]) -> None:
        super().step(params, grads)
        for p in params:
            p *= 1 - self.lr * self.weight_decay


class AdamW__decay_through_gradient(Adam):
    """Adds λ θ to the gradients: Adam with an L2 penalty."""

    def __init__(
        self,
        lr: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(lr, beta1, beta2, eps)
        self.weight_decay = weight_decay

    def step(self, params: list[Array], grads: list[Array]) -> None:
        grads = [g + self.weight_decay * p for p, g in zip(params, grads)]
        super().step(params, grads)


class AdamW__shrinks_copies(Adam):
    """Shrinks into a new list, so the caller's arrays see neither shrinking nor step."""

    def __init__(
        self,
        lr: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(lr, beta1, beta2, eps)
        self.weight_decay = weight_decay

    def step(self, params: list[Array], grads: list[Array]) -> None:
        params = [p * (1 - self.lr * self.weight_decay) for p in params]
        super().step(params, grads)


def step_decay__drops_one_step_early(step: int, lr: float, every: int, factor: float = 0.1) -> float:
    """Counts the steps from 1, so that every drop comes one step early."""
    return lr * factor ** ((step + 1) // every)


def step_decay__smooth(step: int, lr: float, every: int, factor: float = 0.1) -> float:
    """Uses the quotient step / every, which falls a little at each step."""
    return lr * factor ** (step / every)


def step_decay__drops_only_once(step: int, lr: float, every: int, factor: float = 0.1) -> float:
    """Drops once, after the first `every` steps, and never again."""
    if step < every:
        return lr
    return factor * lr


def linear_warmup__starts_at_zero(step: int, lr: float, n_warmup: int) -> float:
    """Begins with 0 and reaches lr one step late."""
    return lr * min(1.0, step / n_warmup)


def linear_warmup__one_step_above(step: int, lr: float, n_warmup: int) -> float:
    """Lets step n_warmup grow as well (<= for <): it is above lr there."""
    if step <= n_warmup:
        return lr * (step + 1) / n_warmup
    return lr


def linear_warmup__doubles(step: int, lr: float, n_warmup: int) -> float:
    """Doubles at every step instead of adding equal parts."""
    return min(lr, lr / n_warmup * 2.0**step)


def cosine_decay__no_restart(step: int, lr: float, period: int, lr_min: float = 0.0) -> float:
    """Lets the cosine run on: it climbs slowly instead of starting again."""
    return lr_min + 0.5 * (lr - lr_min) * (1 + np.cos(np.pi * step / period))


def cosine_decay__amplitude_is_lr(step: int, lr: float, period: int, lr_min: float = 0.0) -> float:
    """Takes ½ lr for the amplitude, without subtracting lr_min."""
    k = step % period
    return lr_min + 0.5 * lr * (1 + math.cos(math.pi * k / period))


def cosine_decay__reaches_minimum(step: int, lr: float, period: int, lr_min: float = 0.0) -> float:
    """Divides by period - 1 so that the last step of a period gets lr_min."""
    k = step % period
    t = k / max(period - 1, 1)
    return lr_min + 0.5 * (lr - lr_min) * (1 + math.cos(math.pi * t))


def learning_rate_range__shallow_copy(
    loss_and_grads: Callable[[list[Array]], tuple[float, list[Array]]],
    params: list[Array],
    rates: Iterable[float],
) -> Array:
    """Copies the list but not the arrays in it: the caller's move."""
    params = list(params)
    losses = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if np.isnan(loss) or loss > 4 * min(losses):
            break
        for p, g in zip(params, grads):
            p -= rate * g
    return np.array(losses)


def learning_rate_range__walks_rates_twice(
    loss_and_grads: Callable[[list[Array]], tuple[float, list[Array]]],
    params: list[Array],
    rates: Iterable[float],
) -> Array:
    """Counts the rates first, which uses an iterator up before the loop."""
    params = [p.copy() for p in params]
    n = sum(1 for _ in rates)
    losses = np.zeros(n)
    used = 0
    for i, rate in enumerate(rates):
        loss, grads = loss_and_grads(params)
        losses[i] = loss
        used = i + 1
        if np.isnan(loss) or loss > 4 * losses[:used].min():
            break
        params = [p - rate * g for p, g in zip(params, grads)]
    return losses[:used]


def learning_rate_range__runs_on_after_nan(
    loss_and_grads: Callable[[list[Array]], tuple[float, list[Array]]],
    params: list[Array],
    rates: Iterable[float],
) -> Array:
    """Only compares with 4 times the smallest, which is never true for nan."""
    params = [p.copy() for p in params]
    losses, best = [], np.inf
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        best = min(best, loss)
        if loss > 4 * best:
            break
        params = [p - rate * g for p, g in zip(params, grads)]
    return np.array(losses)


def best_of_restarts__nan_first_wins(
    f: Callable[[Array], float],
    f_prime: Callable[[Array], Array],
    starts: Array,
    lr: float,
    n_steps: int,
) -> tuple[Array, float]:
    """Uses min with a key: an end where f is nan wins if it comes first."""
    ends = [gradient_descent(f_prime, x0, lr, n_steps)[-1] for x0 in starts]
    best = min(ends, key=f)
    return best, f(best)


def best_of_restarts__lowest_on_the_way(
    f: Callable[[Array], float],
    f_prime: Callable[[Array], Array],
    starts: Array,
    lr: float,
    n_steps: int,
) -> tuple[Array, float]:
    """Compares all points of the descents, not only their ends."""
    best, lowest = None, np.inf
    for x0 in starts:
        for x in gradient_descent(f_prime, x0, lr, n_steps):
            value = f(x)
            if value < lowest:
                best, lowest = x, value
    return best, lowest


def best_of_restarts__closest_to_zero(
    f: Callable[[Array], float],
    f_prime: Callable[[Array], Array],
    starts: Array,
    lr: float,
    n_steps: int,
) -> tuple[Array, float]:
    """Looks for the smallest |f|: a lower, negative end loses."""
    ends = [gradient_descent(f_prime, x0, lr, n_steps)[-1] for x0 in starts]
    values = np.array([f(x) for x in ends], dtype=float)
    i = int(np.nanargmin(np.abs(values)))
    return ends[i], float(values[i])


def acceptance_probability__zero_times_inf(rise: Array, temperature: float) -> Array:
    """Multiplies by the condition: 0 · inf is nan for a deep fall."""
    falls = rise <= 0
    return falls * 1.0 + (~falls) * np.exp(-rise / temperature)


def acceptance_probability__times_temperature(rise: Array, temperature: float) -> Array:
    """Multiplies the rise by T instead of dividing."""
    return np.exp(-np.maximum(rise, 0) * temperature)


def acceptance_probability__logistic(rise: Array, temperature: float) -> Array:
    """Uses 1 / (1 + e^(rise / T)) for rises, which is ½ for a tiny one."""
    up = np.maximum(rise, 0) / temperature
    return np.where(rise > 0, np.exp(-up) / (1 + np.exp(-up)), 1.0)


# ======== chapter 08 ========


def weight_decay_step__in_place(W: Array, dW: Array, lr: float, lam: float) -> Array:
    """Changes the caller's W and returns it."""
    W *= 1 - lr * lam
    W -= lr * dW
    return W


def weight_decay_step__penalty_after_step(W: Array, dW: Array, lr: float, lam: float) -> Array:
    """Takes the penalty's gradient at the weights after the step of the loss."""
    stepped = W - lr * dW
    return stepped - lr * lam * stepped


def weight_decay_step__decay_without_lr(W: Array, dW: Array, lr: float, lam: float) -> Array:
    """Subtracts λ W without the learning rate."""
    return W - lr * dW - lam * W


def soft_threshold__one_after_the_other(w: Array, t: float) -> Array:
    """Tests entries that have moved already: those between t and 2 t become 0."""
    w = np.array(w, dtype=float)
    w[w > t] -= t
    w[w < -t] += t
    w[np.abs(w) <= t] = 0.0
    return w


def soft_threshold__jumps_over_zero(w: Array, t: float) -> Array:
    """Subtracts t · sign(w) everywhere: small entries change their sign."""
    return w - t * np.sign(w)


def soft_threshold__hard(w: Array, t: float) -> Array:
    """Sets small entries to 0 but leaves the large ones where they are."""
    return np.where(np.abs(w) > t, w, 0.0)


class EarlyStopping__nan_is_best:
    """Asks for "not >=", so that nan counts as a new best."""

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = np.inf
        self.best_params: list[Array] = []
        self.waited = 0

    def update(self, loss: float, params: list[Array]) -> bool:
        if loss >= self.best_loss - self.min_delta:
            self.waited += 1
        else:
            self.best_loss = loss
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        return self.waited >= self.patience

    def restore(self, params: list[Array]) -> None:
        for p, best in zip(params, self.best_params):
            p[...] = best


class EarlyStopping__restore_replaces_arrays:
    """restore puts new arrays into the list; the network's arrays keep their values."""

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = np.inf
        self.best_params: list[Array] = []
        self.waited = 0

    def update(self, loss: float, params: list[Array]) -> bool:
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, params: list[Array]) -> None:
        params[:] = [best.copy() for best in self.best_params]


class EarlyStopping__best_drifts_down:
    """Lowers best_loss also by improvements too small for min_delta."""

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = np.inf
        self.best_params: list[Array] = []
        self.waited = 0

    def update(self, loss: float, params: list[Array]) -> bool:
        if loss < self.best_loss - self.min_delta:
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        if loss < self.best_loss:
            self.best_loss = loss
        return self.waited >= self.patience

    def restore(self, params: list[Array]) -> None:
        for p, best in zip(params, self.best_params):
            p[...] = best


def add_noise__same_for_each_row(X: Array, sigma: float, rng: np.random.Generator) -> Array:
    """Draws noise for one row and adds it to all rows."""
    return X + rng.normal(0.0, sigma, size=X.shape[1:])


def add_noise__sigma_as_variance(X: Array, sigma: float, rng: np.random.Generator) -> Array:
    """Takes sigma for the variance."""
    return X + np.sqrt(sigma) * rng.standard_normal(X.shape)


def add_noise__in_place(X: Array, sigma: float, rng: np.random.Generator) -> Array:
    """Adds the noise to the caller's X."""
    X += sigma * rng.standard_normal(X.shape)
    return X


def random_crop__last_position_never(images: Array, size: int, rng: np.random.Generator) -> Array:
    """Never takes the last position: the upper end of integers is excluded."""
    n, height, width = images.shape
    out = np.empty((n, size, size), dtype=images.dtype)
    for i in range(n):
        top = rng.integers(0, max(height - size, 1))
        left = rng.integers(0, max(width - size, 1))
        out[i] = images[i, top : top + size, left : left + size]
    return out


def random_crop__clips_positions(images: Array, size: int, rng: np.random.Generator) -> Array:
    """Draws any pixel and pushes windows back inside: the last position is too likely."""
    n, height, width = images.shape
    crops = []
    for image in images:
        top = min(rng.integers(height), height - size)
        left = min(rng.integers(width), width - size)
        crops.append(image[top : top + size, left : left + size])
    return np.stack(crops)


def random_crop__one_offset_for_both(images: Array, size: int, rng: np.random.Generator) -> Array:
    """Draws one number for top and left: windows lie on the diagonal only."""
    n, height, width = images.shape
    starts = rng.integers(0, min(height, width) - size + 1, size=n)
    return np.array([im[s : s + size, s : s + size] for im, s in zip(images, starts)])


def ensemble_probabilities__mean_of_logits(logits: list[Array]) -> Array:
    """Takes the mean of the scores and then one softmax."""
    return softmax(np.mean(logits, axis=0))


def ensemble_probabilities__one_maximum_for_all(logits: list[Array]) -> Array:
    """Subtracts the largest score of all: other rows become 0 / 0."""
    Z = np.array(logits, dtype=float)
    E = np.exp(Z - Z.max())
    P = E / E.sum(axis=-1, keepdims=True)
    return P.mean(axis=0)


def ensemble_probabilities__votes(logits: list[Array]) -> Array:
    """Counts which class each network likes best: a vote, not a mean of probabilities."""
    n_classes = logits[0].shape[1]
    votes = [np.eye(n_classes)[Z.argmax(axis=1)] for Z in logits]
    return np.mean(votes, axis=0)


def dropout_forward__keeps_with_p(X: Array, p: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Keeps an entry with probability p, the probability to drop it."""
    mask = (rng.random(X.shape) < p) / (1 - p)
    return X * mask, mask


def dropout_forward__unscaled_mask(X: Array, p: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Scales out but returns a mask of zeros and ones."""
    mask = (rng.random(X.shape) >= p).astype(float)
    return X * mask / (1 - p), mask


def dropout_forward__same_units_for_all(X: Array, p: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Draws once for each column: all samples lose the same units."""
    row = (rng.random(X.shape[-1:]) >= p) / (1 - p)
    mask = np.broadcast_to(row, X.shape).copy()
    return X * mask, mask


def dropout_backward__loses_scale(dout: Array, mask: Array) -> Array:
    """Lets the survivors through as they are, without 1 / (1 - p)."""
    return np.where(mask > 0, dout, 0.0)


def dropout_backward__divides(dout: Array, mask: Array) -> Array:
    """Divides by the mask where it is not 0, to undo the forward pass."""
    dX = np.zeros(dout.shape)
    keep = mask != 0
    dX[keep] = dout[keep] / mask[keep]
    return dX


def dropout_backward__mean_mask(dout: Array, mask: Array) -> Array:
    """Uses the mean mask over the samples: gradients reach dropped entries."""
    return dout * mask.mean(axis=0)


def subnetwork_mean__p_swapped(f: Callable[[Array], Any], h: Array, p: float) -> Any:
    """Gives a factor p to each survivor and 1 - p to each dropped unit."""
    total = 0.0
    for keep in all_masks(len(h)):
        k = keep.sum()
        weight = p**k * (1 - p) ** (len(h) - k)
        total = total + weight * f(h * keep / (1 - p))
    return total


def subnetwork_mean__all_equally_likely(f: Callable[[Array], Any], h: Array, p: float) -> Any:
    """Takes the plain mean of all answers, as if p were ½."""
    answers = [f(h * keep / (1 - p)) for keep in all_masks(len(h))]
    return np.mean(answers, axis=0)


def subnetwork_mean__all_rows_at_once(f: Callable[[Array], Any], h: Array, p: float) -> Any:
    """Hands f a matrix of all sub-networks, though it takes n numbers."""
    keeps = all_masks(len(h))
    weights = np.prod(np.where(keeps == 1, 1 - p, p), axis=1)
    return weights @ (f(h * keeps / (1 - p)) * np.ones(len(keeps)))


def batch_norm_forward__keeps_whole_numbers(
    X: Array, gamma: Array, beta: Array, eps: float = 1e-5
) -> tuple[Array, Cache]:
    """Writes X̂ into an array like X: whole numbers cut it off."""
    std = np.sqrt(X.var(axis=0) + eps)
    X_hat = np.zeros_like(X)
    X_hat[...] = (X - X.mean(axis=0)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def batch_norm_forward__eps_outside_root(
    X: Array, gamma: Array, beta: Array, eps: float = 1e-5
) -> tuple[Array, Cache]:
    """Adds ε to the standard deviation, not to the variance."""
    std = X.std(axis=0) + eps
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def batch_norm_forward__caches_output(
    X: Array, gamma: Array, beta: Array, eps: float = 1e-5
) -> tuple[Array, Cache]:
    """Scales and shifts X̂ in place after it went into the cache."""
    std = np.sqrt(X.var(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) / std
    cache = (X_hat, std, gamma)
    X_hat *= gamma
    X_hat += beta
    return X_hat, cache


def batch_norm_backward_graph__no_path_through_variance(
    dout: Array, cache: Cache
) -> tuple[Array, Array, Array]:
    """Treats std as a constant: the path through σ² is missing."""
    X_hat, std, gamma = cache
    dX_hat = dout * gamma
    dD = dX_hat / std
    dmu = -dD.sum(axis=0)
    dX = dD + dmu / len(dout)
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward_graph__mean_not_shared(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """Gives every sample the whole gradient of μ, not one n-th."""
    X_hat, std, gamma = cache
    n = len(dout)
    D = X_hat * std
    dX_hat = dout * gamma
    dD = dX_hat / std
    dstd = -(dX_hat * D).sum(axis=0) / std**2
    dvar = dstd / (2 * std)
    dD = dD + dvar * 2 * D / n
    dmu = -dD.sum(axis=0)
    return dD + dmu, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward_graph__root_slope_without_half(
    dout: Array, cache: Cache
) -> tuple[Array, Array, Array]:
    """Takes 1 / std for the slope of the root, not 1 / (2 std)."""
    X_hat, std, gamma = cache
    n = dout.shape[0]
    D = X_hat * std
    dX_hat = dout * gamma
    dstd = np.sum(dX_hat * -D / std**2, axis=0)
    dvar = dstd / std
    dD = dX_hat / std + 2 * D / n * dvar
    dX = dD - dD.mean(axis=0)
    return dX, np.sum(dout * X_hat, axis=0), np.sum(dout, axis=0)


def batch_norm_backward__one_mean_for_all(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """Takes the means over the whole matrix, not for each feature."""
    X_hat, std, gamma = cache
    dX = gamma / std * (dout - np.mean(dout) - X_hat * np.mean(dout * X_hat))
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward__sums_for_means(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """Uses dgamma and dbeta, the sums, where dX needs means."""
    X_hat, std, gamma = cache
    dgamma = (dout * X_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return gamma / std * (dout - dbeta - X_hat * dgamma), dgamma, dbeta


def batch_norm_backward__means_for_sums(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """Returns the means as dgamma and dbeta."""
    X_hat, std, gamma = cache
    a, b = (dout * X_hat).mean(axis=0), dout.mean(axis=0)
    return gamma / std * (dout - b - X_hat * a), a, b


class BatchNorm__test_changes_cache:
    """Stores a cache in test as well: backward then answers for the wrong batch."""

    def __init__(self, n_features: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        self.momentum, self.eps = momentum, eps
        self.gamma = np.ones(n_features)
        self.beta = np.zeros(n_features)
        self.running_mean = np.zeros(n_features)
        self.running_var = np.ones(n_features)

    def forward(self, X: Array, train: bool = True) -> Array:
        if train and len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        if train:
            out, self.cache = batch_norm_forward(X, self.gamma, self.beta, self.eps)
            m = self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * X.mean(axis=0)
            self.running_var = (1 - m) * self.running_var + m * X.var(axis=0, ddof=1)
            return out
        std = np.sqrt(self.running_var + self.eps)
        X_hat = (X - self.running_mean) / std
        self.cache = (X_hat, std, self.gamma)
        return self.gamma * X_hat + self.beta

    def backward(self, dout: Array) -> tuple[Array, Array, Array]:
        return batch_norm_backward(dout, self.cache)


class BatchNorm__variance_with_eps:
    """Takes std² from the cache for the variance, with ε still in it."""

    def __init__(self, n_features: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        self.momentum, self.eps = momentum, eps
        self.gamma = np.ones(n_features)
        self.beta = np.zeros(n_features)
        self.running_mean = np.zeros(n_features)
        self.running_var = np.ones(n_features)

    def forward(self, X: Array, train: bool = True) -> Array:
        if train and len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        if not train:
            scale = self.gamma / np.sqrt(self.running_var + self.eps)
            return (X - self.running_mean) * scale + self.beta
        out, self.cache = batch_norm_forward(X, self.gamma, self.beta, self.eps)
        n = len(X)
        var = self.cache[1] ** 2 * n / (n - 1)
        self.running_mean += self.momentum * (X.mean(axis=0) - self.running_mean)
        self.running_var += self.momentum * (var - self.running_var)
        return out

    def backward(self, dout: Array) -> tuple[Array, Array, Array]:
        return batch_norm_backward(dout, self.cache)


class BatchNorm__variance_by_n:
    """Lets the running variance follow the variance divided by n."""

    def __init__(self, n_features: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        self.momentum, self.eps = momentum, eps
        self.gamma = np.ones(n_features)
        self.beta = np.zeros(n_features)
        self.running_mean = np.zeros(n_features)
        self.running_var = np.ones(n_features)

    def forward(self, X: Array, train: bool = True) -> Array:
        if train and len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        if train:
            out, self.cache = batch_norm_forward(X, self.gamma, self.beta, self.eps)
            m = self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * X.mean(axis=0)
            self.running_var = (1 - m) * self.running_var + m * X.var(axis=0)
            return out
        std = np.sqrt(self.running_var + self.eps)
        return self.gamma * (X - self.running_mean) / std + self.beta

    def backward(self, dout: Array) -> tuple[Array, Array, Array]:
        return batch_norm_backward(dout, self.cache)


def fold_batch_norm__beta_scaled(
    W: Array,
    b: Array,
    gamma: Array,
    beta: Array,
    mean: Array,
    var: Array,
    eps: float = 1e-5,
) -> tuple[Array, Array]:
    """Scales beta along with the bias and the mean."""
    scale = gamma / np.sqrt(var + eps)
    return W * scale, (b - mean + beta) * scale


def fold_batch_norm__eps_fixed(
    W: Array,
    b: Array,
    gamma: Array,
    beta: Array,
    mean: Array,
    var: Array,
    eps: float = 1e-5,
) -> tuple[Array, Array]:
    """Ignores the argument eps and always adds 1e-5."""
    scale = gamma / np.sqrt(var + 1e-5)
    return W * scale, (b - mean) * scale + beta


def fold_batch_norm__rows_if_square(
    W: Array,
    b: Array,
    gamma: Array,
    beta: Array,
    mean: Array,
    var: Array,
    eps: float = 1e-5,
) -> tuple[Array, Array]:
    """Scales the rows of W (its inputs) where W is square, not its columns."""
    scale = gamma / np.sqrt(var + eps)
    if W.shape[0] == len(scale):
        W2 = scale[:, np.newaxis] * W
    else:
        W2 = W * scale
    return W2, (b - mean) * scale + beta


def layer_norm_forward__whole_matrix(
    X: Array, gamma: Array, beta: Array, eps: float = 1e-5
) -> tuple[Array, Cache]:
    """Takes one mean and one variance over the whole batch."""
    std = np.full((len(X), 1), np.sqrt(X.var() + eps))
    X_hat = (X - X.mean()) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def layer_norm_forward__flat_std_in_cache(
    X: Array, gamma: Array, beta: Array, eps: float = 1e-5
) -> tuple[Array, Cache]:
    """Puts std into the cache in shape (n_samples,), not (n_samples, 1)."""
    std = np.sqrt(X.var(axis=1) + eps)
    X_hat = ((X.T - X.mean(axis=1)) / std).T
    return gamma * X_hat + beta, (X_hat, std, gamma)


def layer_norm_forward__divides_by_n_minus_1(
    X: Array, gamma: Array, beta: Array, eps: float = 1e-5
) -> tuple[Array, Cache]:
    """Divides the variance by n_features - 1."""
    mu = X.mean(axis=1, keepdims=True)
    std = np.sqrt(X.var(axis=1, keepdims=True, ddof=1) + eps)
    X_hat = (X - mu) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def layer_norm_backward__gamma_last(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """Multiplies by γ after the means, as in batch normalization."""
    X_hat, std, gamma = cache
    m1 = dout.mean(axis=1, keepdims=True)
    m2 = (dout * X_hat).mean(axis=1, keepdims=True)
    dX = gamma / std * (dout - m1 - X_hat * m2)
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def layer_norm_backward__gamma_in_dgamma(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """Reuses dout · γ for dgamma and dbeta, which have no γ in them."""
    X_hat, std, gamma = cache
    dout = dout * gamma
    m1 = dout.mean(axis=1, keepdims=True)
    m2 = (dout * X_hat).mean(axis=1, keepdims=True)
    dX = (dout - m1 - X_hat * m2) / std
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def layer_norm_backward__means_over_samples(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """Takes the two means over the samples, not over the features."""
    X_hat, std, gamma = cache
    g = dout * gamma
    dX = (g - g.mean(axis=0) - X_hat * (g * X_hat).mean(axis=0)) / std
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


# ======== chapter 09 ========


def distinct_units__weights_or_bias(W: Array, b: Array) -> int:
    """Counts different columns and different biases apart and takes the larger."""
    n_columns = np.unique(W, axis=1).shape[1]
    return int(max(n_columns, len(np.unique(b))))


def distinct_units__only_neighbours(W: Array, b: Array) -> int:
    """Compares each unit with the one before it only."""
    n = 1
    for j in range(1, W.shape[1]):
        if b[j] != b[j - 1] or np.any(W[:, j] != W[:, j - 1]):
            n += 1
    return n


def distinct_units__ignores_bias(W: Array, b: Array) -> int:
    """Compares the weights only."""
    return len({tuple(column) for column in W.T})


def small_init__as_variance(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Takes 0.001 for the variance."""
    return rng.standard_normal((n_in, n_out)) * np.sqrt(0.001)


def small_init__own_seed(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Makes a generator of its own: every layer of one shape gets the same numbers."""
    rng = np.random.default_rng(42)
    return 0.001 * rng.standard_normal((n_in, n_out))


def small_init__equal_units(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Draws one column and repeats it: all units are alike."""
    column = rng.normal(0.0, 0.001, size=(n_in, 1))
    return np.tile(column, (1, n_out))


def forward_variances__of_activations(
    X: Array, weights: Sequence[Array], phi: Callable[[Array], Array]
) -> Array:
    """Takes the variance of phi(Z), not of Z."""
    A, variances = X, []
    for W in weights:
        A = phi(A @ W)
        variances.append(A.var())
    return np.array(variances)


def forward_variances__mean_over_units(
    X: Array, weights: Sequence[Array], phi: Callable[[Array], Array]
) -> Array:
    """Takes the variance within each unit, then the mean over the units."""
    A, variances = X, []
    for W in weights:
        Z = A @ W
        variances.append(Z.var(axis=0).mean())
        A = phi(Z)
    return np.array(variances)


def forward_variances__phi_on_input(
    X: Array, weights: Sequence[Array], phi: Callable[[Array], Array]
) -> Array:
    """Applies phi before each layer, to the data X as well."""
    A, variances = X, []
    for W in weights:
        Z = phi(A) @ W
        variances.append(np.var(Z))
        A = Z
    return np.array(variances)


def fan_in_init__variance_as_scale(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Hands 1 / n_in to normal as the standard deviation."""
    return rng.normal(0.0, 1 / n_in, size=(n_in, n_out))


def fan_in_init__uniform(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Draws evenly between ± 1 / sqrt(n_in): not normal, a third of the variance."""
    limit = 1 / np.sqrt(n_in)
    return rng.uniform(-limit, limit, size=(n_in, n_out))


def fan_in_init__fan_out(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Divides by the number of units, not of inputs."""
    return rng.standard_normal((n_in, n_out)) / np.sqrt(n_out)


def gain__variance_of_phi(phi: Callable[[Array], Array], z: Array) -> float:
    """Uses the variance of phi(z), which subtracts the mean first."""
    return float(1 / np.var(phi(z)))


def gain__root(phi: Callable[[Array], Array], z: Array) -> float:
    """Returns the factor for the standard deviation, the root of c."""
    return float(1 / np.sqrt(np.mean(phi(z) ** 2)))


def gain__phi_of_square(phi: Callable[[Array], Array], z: Array) -> float:
    """Squares z before phi, not phi(z)."""
    return float(1 / np.mean(phi(z**2)))


def he_init__uniform(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Draws from a uniform distribution: the right variance, but not normal."""
    limit = np.sqrt(6 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


def he_init__two_under_no_root(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Takes sqrt(2) / n_in for the standard deviation."""
    return np.sqrt(2) / n_in * rng.standard_normal((n_in, n_out))


def he_init__clipped(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Clips at one and a half standard deviations, so that the variance is too small."""
    z = np.clip(rng.standard_normal((n_in, n_out)), -1.5, 1.5)
    return np.sqrt(2 / n_in) * z


def glorot_init__mean_of_variances(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Takes the mean of 1 / n_in and 1 / n_out for the variance."""
    variance = (1 / n_in + 1 / n_out) / 2
    return rng.normal(0.0, np.sqrt(variance), size=(n_in, n_out))


def glorot_init__precedence(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Leaves out the brackets: 2 / n_in + n_out."""
    return rng.normal(0.0, np.sqrt(2 / n_in + n_out), size=(n_in, n_out))


def glorot_init__uniform(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Draws uniform numbers with Glorot's limit, not normal ones."""
    limit = np.sqrt(6.0 / (n_in + n_out))
    return limit * (2 * rng.random((n_in, n_out)) - 1)


def orthogonal_init__only_length_one(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Gives columns (or rows) length 1 but does not make them orthogonal."""
    G = rng.standard_normal((n_in, n_out))
    axis = 0 if n_in >= n_out else 1
    return G / np.linalg.norm(G, axis=axis, keepdims=True)


def orthogonal_init__qr_of_wide(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Returns Q of a QR decomposition: of shape (n_in, n_in) if n_in < n_out."""
    Q, _ = np.linalg.qr(rng.standard_normal((n_in, n_out)))
    return Q


def orthogonal_init__identity(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Returns a piece of the identity: orthogonal but not random."""
    return np.eye(n_in, n_out)


def init_layers__pops_sizes(
    sizes: Sequence[int], init: Initializer, rng: np.random.Generator
) -> list[tuple[Array, Array]]:
    """Takes the sizes out of the caller's list."""
    layers = []
    n_in = sizes.pop(0)
    while sizes:
        n_out = sizes.pop(0)
        layers.append((init(n_in, n_out, rng), np.zeros(n_out)))
        n_in = n_out
    return layers


def init_layers__shares_weights(
    sizes: Sequence[int], init: Initializer, rng: np.random.Generator
) -> list[tuple[Array, Array]]:
    """Calls init once for each shape: layers of one shape share an array."""
    drawn = {}
    layers = []
    for shape in zip(sizes[:-1], sizes[1:]):
        if shape not in drawn:
            drawn[shape] = init(*shape, rng)
        layers.append((drawn[shape], np.zeros(shape[1])))
    return layers


def init_layers__whole_number_biases(
    sizes: Sequence[int], init: Initializer, rng: np.random.Generator
) -> list[tuple[Array, Array]]:
    """Makes biases of whole numbers, to which no step can be added."""
    return [(init(n_in, n_out, rng), np.array([0] * n_out)) for n_in, n_out in zip(sizes, sizes[1:])]


def condition_number__no_ones(X: Array) -> float:
    """Forgets the column of ones."""
    H = X.T @ X / len(X)
    values = np.linalg.eigvalsh(H)
    return float(values[-1] / values[0])


def condition_number__of_a(X: Array) -> float:
    """Returns the condition number of A, the root of what is asked for."""
    A = np.column_stack([X, np.ones(len(X))])
    return float(np.linalg.cond(A))


def condition_number__reads_diagonal(X: Array) -> float:
    """Divides the largest entry of H's diagonal by the smallest: no eigenvalues."""
    A = np.column_stack([X, np.ones(len(X))])
    curvatures = np.diag(A.T @ A / len(X))
    return float(curvatures.max() / curvatures.min())


def standardize_fit__compares_with_zero(X: Array) -> tuple[Array, Array]:
    """Only replaces a deviation of exactly 0, which rounding may miss."""
    scale = X.std(axis=0)
    return X.mean(axis=0), np.where(scale == 0, 1.0, scale)


def standardize_fit__small_is_constant(X: Array) -> tuple[Array, Array]:
    """Takes every column with a deviation below 1e-6 for a constant one."""
    scale = X.std(axis=0)
    scale[scale < 1e-6] = 1.0
    return X.mean(axis=0), scale


def standardize_fit__divides_by_n_minus_1(X: Array) -> tuple[Array, Array]:
    """Divides by n - 1 in the standard deviation."""
    scale = X.std(axis=0, ddof=1)
    scale[np.ptp(X, axis=0) == 0] = 1.0
    return X.mean(axis=0), scale


def standardize_apply__divides_first(X: Array, mean: Array, scale: Array) -> Array:
    """Divides by the scale first and then subtracts the mean."""
    return X / scale - mean


def standardize_apply__keeps_dtype(X: Array, mean: Array, scale: Array) -> Array:
    """Writes into an array like X: whole numbers stay whole."""
    out = np.empty_like(X)
    for j in range(X.shape[1]):
        out[:, j] = (X[:, j] - mean[j]) / scale[j]
    return out


def standardize_apply__asarray_in_place(X: Array, mean: Array, scale: Array) -> Array:
    """Trusts asarray to copy: an X of floats is changed in place."""
    out = np.asarray(X, dtype=float)
    out -= mean
    out /= scale
    return out


def prepare__test_by_itself(X_train: Array, X_test: Array) -> tuple[Array, Array]:
    """Standardizes the test rows by their own statistics."""
    train = standardize_apply(X_train, *standardize_fit(X_train))
    test = standardize_apply(X_test, *standardize_fit(X_test))
    return train, test


def prepare__fits_twice(X_train: Array, X_test: Array) -> tuple[Array, Array]:
    """Fits again, on the standardized training rows, before the test rows' turn."""
    mean, scale = standardize_fit(X_train)
    X_train = standardize_apply(X_train, mean, scale)
    mean, scale = standardize_fit(X_train)
    return X_train, standardize_apply(X_test, mean, scale)


def prepare__scale_of_all(X_train: Array, X_test: Array) -> tuple[Array, Array]:
    """Takes the mean of the training rows but the scale of all rows."""
    mean, _ = standardize_fit(X_train)
    _, scale = standardize_fit(np.vstack([X_train, X_test]))
    return (X_train - mean) / scale, (X_test - mean) / scale


def pca_fit__reverses_rows(X: Array) -> tuple[Array, Array, Array]:
    """Reverses the rows of the components, not the columns."""
    mean = X.mean(axis=0)
    D = X - mean
    variances, E = np.linalg.eigh(D.T @ D / len(X))
    return mean, E[::-1], variances[::-1]


def pca_fit__divides_by_n_minus_1(X: Array) -> tuple[Array, Array, Array]:
    """Lets np.cov divide by n - 1."""
    variances, E = np.linalg.eigh(np.atleast_2d(np.cov(X, rowvar=False)))
    return X.mean(axis=0), E[:, ::-1], variances[::-1]


def pca_fit__not_centred(X: Array) -> tuple[Array, Array, Array]:
    """Forgets to centre the rows before C is formed."""
    mean = X.mean(axis=0)
    variances, E = np.linalg.eigh(X.T @ X / len(X))
    order = np.argsort(-variances)
    return mean, E[:, order], variances[order]


def whiten_fit__does_not_turn_back(X: Array, eps: float = 1e-5) -> tuple[Array, Array]:
    """Leaves out the last factor E.T."""
    mean, E, v = pca_fit(X)
    return mean, E / np.sqrt(v + eps)


def whiten_fit__turns_the_wrong_way(X: Array, eps: float = 1e-5) -> tuple[Array, Array]:
    """Swaps E and E.T."""
    mean, E, v = pca_fit(X)
    return mean, E.T @ np.diag(1 / np.sqrt(v + eps)) @ E


def whiten_fit__eps_after_root(X: Array, eps: float = 1e-5) -> tuple[Array, Array]:
    """Adds eps after the root is taken."""
    mean, E, v = pca_fit(X)
    return mean, E @ np.diag(1 / (np.sqrt(np.maximum(v, 0)) + eps)) @ E.T


# ======== chapter 10 ========


def network_size__keeps_bias(sizes: list[int], batch_norm: bool = False) -> tuple[int, int]:
    """Still counts the biases of normalized layers."""
    learned = sum(k * m + m for k, m in zip(sizes, sizes[1:]))
    remembered = 0
    if batch_norm:
        hidden = sum(sizes[1:-1])
        learned += 2 * hidden
        remembered = 2 * hidden
    return learned, remembered


def network_size__normalizes_last(sizes: list[int], batch_norm: bool = False) -> tuple[int, int]:
    """Normalizes the last layer, too."""
    learned = remembered = 0
    for n_in, n_out in zip(sizes, sizes[1:]):
        learned += n_in * n_out + (2 * n_out if batch_norm else n_out)
        remembered += 2 * n_out * batch_norm
    return learned, remembered


def network_size__pops_sizes(sizes: list[int], batch_norm: bool = False) -> tuple[int, int]:
    """Takes the sizes out of the caller's list one by one."""
    learned = remembered = 0
    n_in = sizes.pop(0)
    while sizes:
        n_out = sizes.pop(0)
        learned += n_in * n_out + n_out
        if batch_norm and sizes:
            learned += n_out
            remembered += 2 * n_out
        n_in = n_out
    return learned, remembered


def softmax_loss__log_of_quotient(Z: Array, labels: Rows) -> tuple[float, Array]:
    """Takes the logarithm of the probability: inf for hopeless logits."""
    n = len(Z)
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(n), labels]).mean()
    p[np.arange(n), labels] -= 1
    return float(loss), p / n


def softmax_loss__all_labels_in_each_row(Z: Array, labels: Rows) -> tuple[float, Array]:
    """Subtracts 1 in the columns of all labels, in every row."""
    n = len(Z)
    shifted = Z - Z.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    s = e.sum(axis=1)
    loss = np.mean(np.log(s) - shifted[np.arange(n), labels])
    p = e / s[:, np.newaxis]
    p[:, labels] -= 1
    return float(loss), p / n


def softmax_loss__unshifted_logit(Z: Array, labels: Rows) -> tuple[float, Array]:
    """Subtracts the original logit from the log of the shifted sum."""
    n = len(Z)
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    s = e.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(s[:, 0]) - Z[np.arange(n), labels])
    grad = e / s
    grad[np.arange(n), labels] -= 1.0
    return float(loss), grad / n


def loss_and_gradients__penalty_without_half(
    params: list[Array],
    X: Array,
    y: Array,
    phi: Phi,
    phi_prime: Phi,
    loss: Loss,
    lam: float = 0.0,
) -> tuple[float, list[Array]]:
    """Adds λ Σ w² to the objective, without the half that the gradient belongs to."""
    layers = list(zip(params[::2], params[1::2]))
    out, cache = mlp_forward(X, layers, phi)
    value, dout = loss(out, y)
    grads = []
    for (W, _), (dW, db) in zip(layers, mlp_backward(dout, cache, layers, phi_prime)):
        value += lam * np.sum(W**2)
        grads += [dW + lam * W, db]
    return float(value), grads


def loss_and_gradients__weights_first(
    params: list[Array],
    X: Array,
    y: Array,
    phi: Phi,
    phi_prime: Phi,
    loss: Loss,
    lam: float = 0.0,
) -> tuple[float, list[Array]]:
    """Lists the gradients of all weights first and those of all biases after them."""
    weights, biases = params[::2], params[1::2]
    layers = list(zip(weights, biases))
    out, cache = mlp_forward(X, layers, phi)
    value, dout = loss(out, y)
    grads = mlp_backward(dout, cache, layers, phi_prime)
    value += 0.5 * lam * sum(np.sum(W**2) for W in weights)
    dWs = [dW + lam * W for (dW, _), W in zip(grads, weights)]
    return float(value), dWs + [db for _, db in grads]


def loss_and_gradients__penalizes_biases(
    params: list[Array],
    X: Array,
    y: Array,
    phi: Phi,
    phi_prime: Phi,
    loss: Loss,
    lam: float = 0.0,
) -> tuple[float, list[Array]]:
    """Includes the biases in the penalty."""
    layers = [(params[i], params[i + 1]) for i in range(0, len(params), 2)]
    out, cache = mlp_forward(X, layers, phi)
    value, dout = loss(out, y)
    pairs = mlp_backward(dout, cache, layers, phi_prime)
    grads = [g for pair in pairs for g in pair]
    value += lam / 2 * sum(np.sum(p**2) for p in params)
    return float(value), [g + lam * p for g, p in zip(grads, params)]


def train_epoch__walks_batches_twice(
    params: list[Array],
    objective: Callable[..., tuple[float, list[Array]]],
    step: Callable[[list[Array], list[Array]], None],
    X: Array,
    y: Array,
    batches: Iterable[Rows],
) -> float:
    """Adds up the lengths first; an iterator has nothing left for the training."""
    n_used = sum(len(rows) for rows in batches)
    mean = 0.0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        mean += loss * len(rows) / n_used
    return mean


def train_epoch__divides_by_all_rows(
    params: list[Array],
    objective: Callable[..., tuple[float, list[Array]]],
    step: Callable[[list[Array], list[Array]], None],
    X: Array,
    y: Array,
    batches: Iterable[Rows],
) -> float:
    """Divides by len(X), though batches may leave rows out or use them twice."""
    total = 0.0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += len(rows) * loss
    return total / len(X)


def train_epoch__mean_of_batch_means(
    params: list[Array],
    objective: Callable[..., tuple[float, list[Array]]],
    step: Callable[[list[Array], list[Array]], None],
    X: Array,
    y: Array,
    batches: Iterable[Rows],
) -> float:
    """Gives every batch the same weight, however short it is."""
    losses = []
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        losses.append(loss)
        step(params, grads)
    return float(np.mean(losses))


def confusion_matrix__doubles_lost(predicted: Rows, labels: Rows, n_classes: int) -> Rows:
    """Uses += 1 with index arrays: a pair that occurs often counts once."""
    counts = np.zeros((n_classes, n_classes), dtype=int)
    counts[labels, predicted] += 1
    return counts


def confusion_matrix__classes_that_occur(predicted: Rows, labels: Rows, n_classes: int) -> Rows:
    """Makes the matrix as large as the largest class that occurs, not n_classes."""
    n = max(predicted.max(), labels.max()) + 1
    return np.bincount(labels * n + predicted, minlength=n * n).reshape(n, n)


def confusion_matrix__columns_are_truth(predicted: Rows, labels: Rows, n_classes: int) -> Rows:
    """Puts the answers into the rows and the truth into the columns."""
    counts = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, labels):
        counts[p, t] += 1
    return counts


def augmented_split__test_in_row_order(X: Array, y: Rows, test: Rows) -> tuple[Array, Rows, Array, Rows]:
    """Takes the test rows by a mask: in their own order, not that of `test`."""
    held_out = np.zeros(len(X), dtype=bool)
    held_out[test] = True
    X_train, y_train = X[~held_out], y[~held_out]
    more_X = np.concatenate([X_train] + [s * X_train for s in STRENGTHS])
    more_y = np.tile(y_train, 1 + len(STRENGTHS))
    return more_X, more_y, X[held_out], y[held_out]


def augmented_split__labels_repeated(X: Array, y: Rows, test: Rows) -> tuple[Array, Rows, Array, Rows]:
    """Repeats each label in place, while the images come block after block."""
    X_train = np.delete(X, test, axis=0)
    y_train = np.delete(y, test)
    more_X = np.concatenate([X_train, *(s * X_train for s in STRENGTHS)])
    more_y = np.repeat(y_train, 1 + len(STRENGTHS))
    return more_X, more_y, X[test], y[test]


def augmented_split__copies_next_to_original(
    X: Array, y: Rows, test: Rows
) -> tuple[Array, Rows, Array, Rows]:
    """Puts the copies of each image right behind it, not strength after strength."""
    held_out = set(np.asarray(test).tolist())
    images, labels = [], []
    for i in range(len(X)):
        if i in held_out:
            continue
        for s in [1.0, *STRENGTHS]:
            images.append(s * X[i])
            labels.append(y[i])
    return np.array(images), np.array(labels), X[test], y[test]


def diagnose__misses_infinity(train: Array, held_out: Array) -> str:
    """Looks for nan only: an infinite loss that comes back down is not noticed."""
    if np.isnan(train).any() or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    if 3 * np.sum(np.diff(train) > 0) >= len(train) - 1:
        return "oscillating"
    if held_out[-1] > 1.5 * np.min(held_out):
        return "overfitting"
    return "healthy"


def diagnose__third_of_epochs(train: Array, held_out: Array) -> str:
    """Compares the rises with a third of the epochs, not of the changes."""
    if not np.all(np.isfinite(train)) or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    if np.mean(np.diff(train, prepend=train[0]) > 0) >= 1 / 3:
        return "oscillating"
    if held_out[-1] > 1.5 * held_out.min():
        return "overfitting"
    return "healthy"


def diagnose__overfitting_before_oscillating(train: Array, held_out: Array) -> str:
    """Asks for overfitting before oscillating: both may fit."""
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    if held_out[-1] > 1.5 * held_out.min():
        return "overfitting"
    rises = sum(b > a for a, b in zip(train, train[1:]))
    if rises >= (len(train) - 1) / 3:
        return "oscillating"
    return "healthy"
