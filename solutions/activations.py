"""Activation functions: the bend between two layers, its slope,
and what that slope does to a gradient.

A function of `z` alone works element by element on an array of any shape
and returns floats of that shape. A name that ends in `_prime` is the
derivative with respect to `z`, at `z`.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def identity(z: Array) -> Array:
    """The activation that does nothing. Its slope is 1 everywhere."""
    return z


def step(z: Array) -> Array:
    """1 where z ≥ 0, else 0. Its slope is 0 wherever it has one."""
    return np.where(z >= 0, 1.0, 0.0)


def relu(z: Array) -> Array:
    """Rectified linear unit: φ(z) = max(0, z).

    z: array of any shape.
    Returns a new array of the same shape: z where z > 0, else 0.
    z itself stays as it is.
    """
    return np.maximum(z, 0.0)


def relu_prime(z: Array) -> Array:
    """Slope of ReLU: 1 where z > 0, else 0.

    z: array of any shape.
    Returns an array of the same shape, of floats: 0.0 and 1.0,
    not False and True.
    ReLU has a kink at z = 0 and no derivative there.
    Return 0 at the kink, as is usual.
    """
    return np.where(z > 0, 1.0, 0.0)


def sigmoid(z: Array) -> Array:
    """Logistic sigmoid: σ(z) = 1 / (1 + e⁻ᶻ) = eᶻ / (1 + eᶻ).

    z: array of any shape; it may hold whole numbers.
    Returns floats between 0 and 1, in an array of the same shape.
    No infinity or nan may come out, even for z = 1000 or z = -1000:
    e to a large positive power is infinite here.
    """
    e = np.exp(-np.abs(z))  # between 0 and 1, whatever z is
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def sigmoid_prime(z: Array) -> Array:
    """Slope of the sigmoid: σ'(z) = σ(z) (1 - σ(z)).

    z: array of any shape, the *input* of the sigmoid, not its output.
    Returns an array of the same shape.
    Call the `sigmoid` you wrote above.
    """
    s = sigmoid(z)
    return s * (1.0 - s)


def tanh(z: Array) -> Array:
    """Hyperbolic tangent, from the sigmoid: tanh(z) = 2 σ(2z) - 1.

    z: array of any shape. Large |z| must work.
    Returns values between -1 and 1, in an array of the same shape.
    """
    return 2.0 * sigmoid(2.0 * z) - 1.0


def tanh_prime(z: Array) -> Array:
    """Slope of tanh: 1 - tanh(z)²."""
    return 1.0 - tanh(z) ** 2


def softsign(z: Array) -> Array:
    """z / (1 + |z|): like tanh, but its tails flatten far more slowly."""
    return z / (1.0 + np.abs(z))


def softsign_prime(z: Array) -> Array:
    """Slope of softsign: 1 / (1 + |z|)²."""
    return 1.0 / (1.0 + np.abs(z)) ** 2


def backward_norms(
    dA: Array,
    weights: list[Array],
    slopes: list[Array],
) -> Array:
    """Carry a gradient back through L layers; report its length.

    Layer l computes Z = A @ weights[l] and hands φ(Z) to layer l + 1.

    dA:      gradient with respect to the output of the last layer,
             shape (n_samples, n_out of the last layer)
    weights: L arrays, first layer first; weights[l] is (n_in, n_out)
    slopes:  L arrays, first layer first; slopes[l] is φ'(Z) of layer l,
             shape (n_samples, n_out)

    To go back through a layer, multiply dA by the layer's slopes, entry
    by entry, then matrix-multiply by the transposed weights:
    dA ← (dA * slopes[l]) @ weights[l].T

    Returns an array of L + 1 norms (np.linalg.norm): first that of dA
    as it came in, then one after each layer, last layer first. So the
    final entry belongs to the input of the network.
    Change none of the arguments.
    """
    norms = [np.linalg.norm(dA)]
    for W, slope in zip(reversed(weights), reversed(slopes), strict=True):
        dA = (dA * slope) @ W.T
        norms.append(np.linalg.norm(dA))
    return np.array(norms)


def dead_share(Z: Array) -> float:
    """Share of a layer's ReLU units that are silent for *every* sample.

    Z: pre-activations of the layer, shape (n_samples, n_units).
    A unit (a column) is dead if all its entries are ≤ 0: its slope is
    then 0 for every sample, so no gradient reaches its weights.
    Returns one number between 0 and 1.
    """
    return float(np.mean(np.all(Z <= 0, axis=0)))


def leaky_relu(z: Array, alpha: float = 0.01) -> Array:
    """Leaky ReLU: z where z > 0, and alpha * z elsewhere.

    z: array of any shape; it may hold whole numbers.
    alpha: slope of the left side, any number (larger than 1 too).
    Returns floats, in a new array of the same shape.
    """
    return np.where(z > 0, z, alpha * z)


def prelu_backward(
    dA: Array,
    Z: Array,
    alpha: Array,
) -> tuple[Array, Array]:
    """Both gradients of parametric ReLU, which learns its left slopes.

    Forward: A = Z where Z > 0, and alpha * Z elsewhere.
    dA:    gradient of the loss with respect to A, (n_samples, n_units)
    Z:     pre-activations, shape (n_samples, n_units)
    alpha: left slopes, one for each unit, shape (n_units,)

    Returns the tuple (dZ, dalpha): the gradients with respect to Z,
    shape (n_samples, n_units), and to alpha, shape (n_units,).
    All samples use the same alpha: their contributions add up.
    At Z = 0 take the left side.
    """
    on = Z > 0
    dZ = dA * np.where(on, 1.0, alpha)
    dalpha = np.sum(dA * np.where(on, 0.0, Z), axis=0)
    return dZ, dalpha


def elu(z: Array, alpha: float = 1.0) -> Array:
    """Exponential linear unit: z where z > 0, else alpha (eᶻ - 1).

    z: array of any shape; it may hold whole numbers, and large ones
       such as 1000.
    alpha: how far below 0 the left side can sink.
    Returns floats, in a new array of the same shape.
    Use np.expm1(z) for eᶻ - 1: it keeps its digits when z is tiny.
    """
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0.0)))


def elu_prime(z: Array, alpha: float = 1.0) -> Array:
    """Slope of ELU: 1 where z > 0, and alpha eᶻ elsewhere."""
    return np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0.0)))


def same_sign_share(A: Array, delta: Array) -> float:
    """Share of samples that push all weights of a neuron one way.

    The neuron computes z = A @ w + b. Sample i therefore gives its
    weights the gradient delta[i] * A[i].
    A:     inputs of the neuron (activations of the layer before),
           shape (n_samples, n_in)
    delta: gradient of the loss with respect to z, shape (n_samples,)

    A sample counts if the n_in numbers of its gradient are all ≥ 0
    or all ≤ 0. (A 0 pulls neither way.)
    Returns one number between 0 and 1.
    """
    G = delta[:, np.newaxis] * A
    return float(np.mean(np.all(G >= 0, axis=1) | np.all(G <= 0, axis=1)))


def maxout(X: Array, W: Array, b: Array) -> Array:
    """Maxout layer: of k linear layers, the largest output for each unit.

    X: batch, shape (n_samples, n_in)
    W: weights of the k pieces, shape (k, n_in, n_out)
    b: biases of the k pieces, shape (k, n_out)
    Returns an array of shape (n_samples, n_out): the maximum over j
    of X @ W[j] + b[j].
    """
    return np.max(X @ W + b[:, np.newaxis, :], axis=0)


def softplus(z: Array) -> Array:
    """log(1 + eᶻ) without overflow: a ReLU with a rounded corner."""
    return np.logaddexp(0.0, z)


def silu(z: Array) -> Array:
    """SiLU, also called swish: z σ(z), the input times a soft switch."""
    return z * sigmoid(z)


def silu_prime_draft(z: Array) -> Array:
    """A first draft of the slope of SiLU. It is wrong."""
    s = sigmoid(z)
    return s + s * (1.0 - s)


def silu_prime(z: Array) -> Array:
    """Slope of SiLU, φ(z) = z σ(z).

    z: array of any shape.
    Returns an array of the same shape.
    `silu_prime_draft` is an attempt that went wrong. Find its mistake
    with the product rule, (f g)' = f' g + f g', and do it right.
    """
    s = sigmoid(z)
    return s + z * s * (1.0 - s)


def gelu(z: Array) -> Array:
    """GELU, approximated: z (1 + tanh u) / 2.

    Here u = √(2/π) (z + 0.044715 z³).
    """
    u = np.sqrt(2.0 / np.pi) * (z + 0.044715 * z * z * z)
    return 0.5 * z * (1.0 + tanh(u))


def gelu_prime(z: Array) -> Array:
    """Slope of `gelu`: (1 + tanh u) / 2 + z (1 - tanh² u) u' / 2."""
    c = np.sqrt(2.0 / np.pi)
    u = c * (z + 0.044715 * z * z * z)
    u_prime = c * (1.0 + 3.0 * 0.044715 * z * z)
    return 0.5 * (1.0 + tanh(u)) + 0.5 * z * tanh_prime(u) * u_prime


def softmax(z: Array, axis: int = -1) -> Array:
    """Softmax along one axis: pᵢ = exp(zᵢ) / Σⱼ exp(zⱼ).

    z: scores, an array with at least one axis.
    axis: the axis along which the probabilities sum to 1.
    Returns an array of the same shape.
    Scores of 1000 must work: subtracting the largest score along
    `axis` from all of them changes no probability.
    """
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def softmax_jvp(z: Array, v: Array, axis: int = -1) -> Array:
    """The Jacobian of softmax times a vector, without building it.

    Along `axis`, J has the entries ∂pᵢ/∂zⱼ = pᵢ (δᵢⱼ - pⱼ), where
    p = softmax(z), and δᵢⱼ is 1 if i = j, else 0.
    z: scores.
    v: array of the same shape, the direction in which they move.
    Returns J @ v in an array of the same shape. Entry i is
    Σⱼ ∂pᵢ/∂zⱼ vⱼ, how fast pᵢ changes.
    Simplify the sum over j first. Two multiplications, a subtraction
    and one sum along `axis` are then enough.
    """
    p = softmax(z, axis)
    return p * (v - np.sum(p * v, axis=axis, keepdims=True))
