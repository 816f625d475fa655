"""Backpropagation: how the error of the last layer finds every weight, by hand, in matrices and by machine.

A gradient has the shape of what it is the gradient with respect to. `dZ` stands for ∂L/∂Z, where L is the loss,
one number. A batch is `X` of shape (n_samples, n_features) and a layer is Z = X @ W + b with W of shape
(n_in, n_out) and b of shape (n_out,). The 1/n_samples of a mean belongs to the loss, and enters once, with the
first gradient on the way back.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from solutions.activations import Array, sigmoid
from solutions.losses import squared_error_grad

Params = list[tuple[Array, Array]]
Node = Any


# ---- a chain ----


def chain_forward(x: float) -> tuple[float, float, float]:
    """The chain x → a → b → c with a = x², b = ln a, c = √b, for x > 1."""
    a = x**2
    b = np.log(a)
    c = np.sqrt(b)
    return a, b, c


def chain_gradients(x: float) -> tuple[float, float, float]:
    """Gradients of the end of the chain a = x², b = ln a, c = √b.

    x: a number above 1 (so that ln a is above 0).
    Returns the tuple (dc/db, dc/da, dc/dx), in the order in which the
    backward pass meets them: each is the one before it times the slope
    of one more link. The given `chain_forward` has the values a, b and c.
    """
    a, b, _ = chain_forward(x)
    dc_db = 1 / (2 * np.sqrt(b))
    dc_da = dc_db * (1 / a)
    dc_dx = dc_da * (2 * x)
    return dc_db, dc_da, dc_dx


def target_step(x: float, y: float) -> float:
    """One pass that *divides* by the slopes: which x makes c = y?"""
    a, b, c = chain_forward(x)
    delta_c = c - y
    delta_b = delta_c * (2 * np.sqrt(b))
    delta_a = delta_b * a
    delta_x = delta_a / (2 * x)
    return x - delta_x


# ---- a ruler for gradients ----


def numerical_gradient(
    f: Callable[[Array], float],
    x: Array,
    h: float = 1e-5,
) -> Array:
    """Gradient of f at x by central differences, entry by entry.

    f: takes an array of x's shape and returns one number.
    x: array of any shape. It may hold whole numbers or float32; it
       stays as it is.
    h: how far an entry is moved to either side.
    Returns an array of floats in the shape of x, with the entries
    (f(x + h eᵢ) - f(x - h eᵢ)) / (2 h),
    where x + h eᵢ is x with h added to entry i alone.
    Hand f float64 copies of x: float32 would round most of h away.
    """
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


def relative_error(a: Array, b: Array) -> float:
    """How far apart two gradients are: ‖a - b‖ / (‖a‖ + ‖b‖).

    a, b: arrays of one shape; ‖a‖ is the root of the sum of all squared
          entries.
    Returns one number from 0 (equal) to 1 (opposite). Two arrays of
    zeros are equal: return 0.0 for them.
    """
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size > 0 else 0.0


# ---- the δ rule, for one sample ----


def worked_net() -> tuple[Array, Array, Array, Array, Array, Array]:
    """The worked example: input x, target d, then W1, b1, W2, b2."""
    x, d = np.array([0.05, 0.10]), np.array([0.01, 0.99])
    W1, b1 = np.array([[0.15, 0.25], [0.20, 0.30]]), np.array([0.35, 0.35])
    W2, b2 = np.array([[0.40, 0.50], [0.45, 0.55]]), np.array([0.60, 0.60])
    return x, d, W1, b1, W2, b2


def sigmoid_net(
    x: Array,
    W1: Array,
    b1: Array,
    W2: Array,
    b2: Array,
) -> tuple[Array, Array]:
    """Outputs (h, o) of the hidden and the last layer, all sigmoids."""
    h = sigmoid(x @ W1 + b1)
    return h, sigmoid(h @ W2 + b2)


def delta_rule(
    h: Array,
    o: Array,
    d: Array,
    W2: Array,
) -> tuple[Array, Array]:
    """Error signals δ = ∂E/∂net of a net with one hidden layer.

    There is one sample, both layers end in a sigmoid, and the error is
    E = ½ Σ (d - o)².
    h:  outputs of the hidden units, shape (n_hidden,)
    o:  outputs of the net, shape (n_out,)
    d:  targets, shape (n_out,)
    W2: weights between them, shape (n_hidden, n_out): W2[j, k] leads
        from hidden unit j to output k
    Returns the tuple (delta_out, delta_hidden), of shapes (n_out,) and
    (n_hidden,): ∂E/∂net of every output and of every hidden unit, where
    net is what enters a sigmoid. h and o have passed it already: there
    its slope is h (1 - h) and o (1 - o).
    """
    delta_out = (o - d) * o * (1 - o)
    delta_hidden = (W2 @ delta_out) * h * (1 - h)
    return delta_out, delta_hidden


# ---- layers, in matrices ----


def linear_forward(X: Array, W: Array, b: Array) -> Array:
    """Pre-activations of a layer, for a whole batch: Z = X @ W + b.

    X: shape (n_samples, n_in); W: shape (n_in, n_out)
    b: shape (n_out,), the same for every sample
    Returns Z, of shape (n_samples, n_out).
    """
    return X @ W + b


def linear_backward(
    dZ: Array,
    X: Array,
    W: Array,
) -> tuple[Array, Array, Array]:
    """The three gradients of a linear layer, Z = X @ W + b.

    dZ: gradient of the loss with respect to Z, shape (n_samples, n_out)
    X:  what entered the layer, shape (n_samples, n_in)
    W:  its weights, shape (n_in, n_out)
    Returns the tuple (dX, dW, db), of the shapes of X, W and b.
    All samples share W and b, so that what they contribute to dW and db
    adds up: no mean is taken here.
    """
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def activation_backward(
    dA: Array,
    Z: Array,
    phi_prime: Callable[[Array], Array],
) -> Array:
    """Gradient with respect to what enters an activation, A = φ(Z).

    dA: gradient of the loss with respect to A,
        shape (n_samples, n_units)
    Z:  what entered the activation, of the same shape
    phi_prime: the slope of φ, a function of Z
    Returns dZ, of the same shape, in a new array.
    """
    return dA * phi_prime(Z)


def unbroadcast(grad: Array, shape: tuple[int, ...]) -> Array:
    """Undo broadcasting in a gradient: sum over the copies it made.

    grad:  gradient with respect to the stretched array
    shape: the shape that the array had before numpy stretched it to
           grad.shape. Broadcasting puts new axes in front and repeats
           along axes of length 1.
    Returns the gradient with respect to the small array, of exactly
    that shape, in a new array.
    """
    in_front = tuple(range(grad.ndim - len(shape)))
    repeated = tuple(i for i, n in enumerate(shape) if n == 1)
    return np.sum(np.sum(grad, axis=in_front), axis=repeated, keepdims=True)


# ---- a whole network ----


def mlp_forward(
    X: Array, params: Params, phi: Callable[[Array], Array]
) -> tuple[Array, list[tuple[Array, Array]]]:
    """Run a batch through a network; keep what the way back will need.

    X:      batch, shape (n_samples, n_features)
    params: one pair (W, b) a layer, first layer first
    phi:    the activation after every layer *but the last*, whose Z is
            the output (a loss takes it from there)
    Returns the tuple (output, cache); cache holds one pair a layer, (what
    entered the layer, its Z), first layer first.
    """
    A, cache = X, []
    for W, b in params[:-1]:
        Z = linear_forward(A, W, b)
        cache.append((A, Z))
        A = phi(Z)
    W, b = params[-1]
    Z = linear_forward(A, W, b)
    cache.append((A, Z))
    return Z, cache


def mlp_backward(
    dout: Array,
    cache: list[tuple[Array, Array]],
    params: Params,
    phi_prime: Callable[[Array], Array],
) -> Params:
    """Gradients of all weights and biases, after `mlp_forward`.

    dout:   gradient of the loss with respect to the network's output,
            shape (n_samples, n_out)
    cache:  what mlp_forward returned: a pair a layer, (what entered the
            layer, its Z), first layer first
    params: one pair (W, b) a layer, first layer first
    phi_prime: slope of the activation after every layer but the last
    Returns one pair (dW, db) a layer, first layer first, like params.
    Change none of the arguments.
    """
    grads, dZ = [], dout
    for layer in reversed(range(len(params))):
        A, _ = cache[layer]
        dA, dW, db = linear_backward(dZ, A, params[layer][0])
        grads.append((dW, db))
        if layer > 0:
            dZ = activation_backward(dA, cache[layer - 1][1], phi_prime)
    return grads[::-1]


# ---- one sample at a time, or all at once ----


def standard_epoch(
    X: Array,
    Y: Array,
    W: Array,
    b: Array,
    lr: float,
) -> tuple[Array, Array]:
    """One epoch of standard (per-sample) BP for a layer P = X @ W + b.

    X: inputs, shape (n_samples, n_in)
    Y: targets, shape (n_samples, n_out)
    W, b: weights and biases at the start, of shapes (n_in, n_out) and
          (n_out,)
    lr: learning rate
    Take the samples in order. The error of one sample is ½ Σ (p - y)²;
    take a step of lr against its gradient, in W and in b, *before* the
    next sample is looked at.
    Returns the tuple (W, b) after the last sample, in new arrays: the
    caller's stay as they are.
    """
    W, b = W.copy(), b.copy()
    for x, y in zip(X, Y, strict=True):
        delta = x @ W + b - y
        W -= lr * np.outer(x, delta)
        b -= lr * delta
    return W, b


def accumulated_epoch(
    X: Array,
    Y: Array,
    W: Array,
    b: Array,
    lr: float,
) -> tuple[Array, Array]:
    """One epoch of accumulated BP: one step along the mean gradient."""
    dP = squared_error_grad(linear_forward(X, W, b), Y)
    _, dW, db = linear_backward(dP, X, W)
    return W - lr * dW, b - lr * db


# ---- the machine that does it for you ----


def topological_order(
    root: Node,
    parents: Callable[[Node], Sequence[Node]],
) -> list[Node]:
    """All nodes below `root`, once each, after what they were made from.

    root:    the last node, the result
    parents: parents(node) gives the nodes that `node` was computed
             from, possibly none, possibly one twice
    Go depth first: to put a node into the list, first deal with its
    parents, in the order given (skip those that were met before), then
    append the node itself. So the list begins with an input and ends
    with root.
    """
    order: list[Node] = []
    met = set()

    def visit(node: Node) -> None:
        if node not in met:
            met.add(node)
            for parent in parents(node):
                visit(parent)
            order.append(node)

    visit(root)
    return order


class Value:
    """A number that remembers how it was computed.

    With that, `backward` can find its gradient.
    data:    the number
    grad:    d(result)/d(this number), filled in by `result.backward()`
    parents: pairs (value it was computed from, local slope)
    Every operation returns a new Value with the result and, for each
    operand, the pair of that operand and the slope of the result with
    respect to it.
    """

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
        """self + other."""
        if not isinstance(other, Value):
            other = Value(other)
        # BEGIN SOLUTION
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])
        # END SOLUTION

    def __mul__(self, other: "Value | float") -> "Value":
        """self * other."""
        if not isinstance(other, Value):
            other = Value(other)
        # BEGIN SOLUTION
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])
        # END SOLUTION

    def __pow__(self, n: float) -> "Value":
        """self ** n, where n is a number, not a Value."""
        # BEGIN SOLUTION
        return Value(self.data**n, [(self, n * self.data ** (n - 1))])
        # END SOLUTION

    def exp(self) -> "Value":
        """e to the power of self. np.exp does it."""
        # BEGIN SOLUTION
        e = np.exp(self.data)
        return Value(e, [(self, e)])
        # END SOLUTION

    def log(self) -> "Value":
        """Natural logarithm of self. np.log does it."""
        # BEGIN SOLUTION
        return Value(np.log(self.data), [(self, 1 / self.data)])
        # END SOLUTION

    def tanh(self) -> "Value":
        """Hyperbolic tangent of self. np.tanh does it."""
        # BEGIN SOLUTION
        t = np.tanh(self.data)
        return Value(t, [(self, 1 - t**2)])
        # END SOLUTION

    def relu(self) -> "Value":
        """The larger of self and 0, with slope 0 at the kink."""
        # BEGIN SOLUTION
        return Value(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])
        # END SOLUTION

    def backward(self) -> None:
        """Fill in the grad of self and of all values below it.

        `order` lists them, each after its parents, self last. Start
        afresh: every grad 0, that of self 1. Then walk back from self to
        the inputs; each value adds (its grad) × (local slope) to the
        grad of each of its parents.
        """
        order = topological_order(self, lambda v: [p for p, _ in v.parents])
        # BEGIN SOLUTION
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in value.parents:
                parent.grad += value.grad * slope
        # END SOLUTION

    # All else is made of what you write above.
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


# ---- a bug to find ----


def two_layer_gradients_draft(
    X: Array, Y: Array, W1: Array, b1: Array, W2: Array, b2: Array
) -> tuple[Array, Array, Array, Array]:
    """A first draft. It runs, it even trains; it is wrong."""
    Z = X @ W1 + b1
    H = np.tanh(Z)
    P = H @ W2 + b2
    dP = (P - Y) / len(X)
    dW2, db2 = H.T @ dP, dP.sum(axis=0)
    dH = dP @ W2.T
    dZ = dH * (1 - np.tanh(H) ** 2)
    dW1, db1 = X.T @ dZ, dZ.sum(axis=0)
    return dW1, db1, dW2, db2


def two_layer_gradients(
    X: Array, Y: Array, W1: Array, b1: Array, W2: Array, b2: Array
) -> tuple[Array, Array, Array, Array]:
    """Gradients for P = tanh(X @ W1 + b1) @ W2 + b2, one hidden layer.

    The loss is the mean over the samples of ½ Σ (P - Y)².
    X: shape (n_samples, n_in); Y: shape (n_samples, n_out)
    W1, b1: shapes (n_in, n_hidden), (n_hidden,)
    W2, b2: shapes (n_hidden, n_out), (n_out,)
    Returns the tuple (dW1, db1, dW2, db2), each of the shape of its
    parameter.
    `two_layer_gradients_draft` is an attempt with one mistake. Let the
    numerical gradient tell you which of its four results are wrong; the
    mistake sits between the last right one and the first wrong one.
    """
    Z = X @ W1 + b1
    H = np.tanh(Z)
    P = H @ W2 + b2
    dP = (P - Y) / len(X)
    dW2, db2 = H.T @ dP, dP.sum(axis=0)
    dH = dP @ W2.T
    dZ = dH * (1 - H**2)
    dW1, db1 = X.T @ dZ, dZ.sum(axis=0)
    return dW1, db1, dW2, db2


# ---- what it costs ----


def matmul_cost(n_samples: int, sizes: list[int]) -> tuple[int, int]:
    """How many multiplications a network takes, forward and backward.

    Only those in matrix products are counted.
    n_samples: samples in the batch
    sizes: units of each layer, inputs first; [3, 10, 1] has 3 inputs,
           10 hidden units and 1 output
    The product of an (n, k) matrix and a (k, m) matrix takes n k m
    multiplications. Forward there is X @ W in each layer. Backward
    there are X.T @ dZ in each layer, and dZ @ W.T in each but the first:
    nobody needs the gradient of the data.
    Returns the tuple (forward, backward) of whole numbers.
    """
    layers = [n_samples * sizes[k] * sizes[k + 1] for k in range(len(sizes) - 1)]
    return sum(layers), sum(layers) + sum(layers[1:])
