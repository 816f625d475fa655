"""Neurons: the weighted sum, the gates it makes, the layers it forms,
and an honest error for what they predict.

A single neuron has inputs `x` (n,), weights `w` (n,) and a bias `b`.
A layer has a batch `X` (n_samples, n_in), weights `W` (n_in, n_out)
and biases `b` (n_out,).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def weighted_sum(x: Array, w: Array, b: float) -> float:
    """What a neuron computes first: z = w₁x₁ + w₂x₂ + … + wₙxₙ + b.

    x: inputs, shape (n,). w: weights, shape (n,). b: the bias.
    Returns one number.
    """
    return float(x @ w + b)


def threshold_neuron(x: Array, w: Array, t: float) -> float:
    """A neuron that fires if its weighted inputs reach the threshold t.

    x: inputs, shape (n,). w: weights, shape (n,). t: one number.
    Returns 1.0 if w₁x₁ + … + wₙxₙ ≥ t, and 0.0 if not.
    *Reaching* the threshold is enough.
    Call the `weighted_sum` you wrote above: with which bias
    does it say the same as the threshold t?
    """
    return 1.0 if weighted_sum(x, w, -t) >= 0 else 0.0


def add_dummy_input(X: Array) -> Array:
    """Append an input that is always -1: its weight is the threshold.

    X: batch, shape (n_samples, n_features).
    Returns a new array of floats, shape (n_samples, n_features + 1),
    whose last column is -1 in every row.
    """
    return np.column_stack([X, np.full(len(X), -1.0)])


def logistic_neuron(X: Array, w: Array, b: float) -> Array:
    """Logistic regression, which is one neuron: σ(w·x + b).

    Here σ(z) = 1 / (1 + e⁻ᶻ).
    X: batch, shape (n_samples, n_features).
    w: weights, shape (n_features,). b: the bias, one number.
    Returns the probability of the answer "yes" for every sample,
    shape (n_samples,).
    """
    return 1.0 / (1.0 + np.exp(-(X @ w + b)))


def at_least(k: int, n: int, weight: float = 20.0) -> Array:
    """θ of a gate that fires if at least k of its n inputs are on.

    An input is 1 (on) or 0 (off). All n weights are equal to `weight`.
    The bias puts the edge halfway between k - 1 and k inputs: if k - ½
    inputs could be on, the weighted sum would be exactly 0.
    Returns floats, shape (n + 1,): the bias first, then the weights.
    """
    bias = -weight * (k - 0.5)
    return np.concatenate([[bias], np.full(n, float(weight))])


def negate_neuron(w: Array, b: float) -> tuple[Array, float]:
    """NOT: a neuron as sure of "no" as this one is of "yes".

    w: weights, shape (n,). b: the bias. Both stay as they are.
    Returns the tuple (weights, bias) of a new neuron, for which
    σ(weights·x + bias) = 1 - σ(w·x + b), whatever x is.
    """
    return -w, -b


def signed_distance(X: Array, w: Array, b: float) -> Array:
    """Distance of each sample from the boundary w·x + b = 0.

    It is positive on the side where w·x + b is.
    X: batch, shape (n_samples, n_features).
    w: weights, not all 0, shape (n_features,). b: the bias.
    Returns distances in the units of X, shape (n_samples,).
    The weighted sum alone is ‖w‖ times too large.
    """
    return (X @ w + b) / np.linalg.norm(w)


def layer(
    X: Array,
    W: Array,
    b: Array,
    phi: Callable[[Array], Array],
) -> Array:
    """A layer of neurons that share their inputs: φ(XW + b).

    X: batch, shape (n_samples, n_in).
    W: weights, one column a neuron, shape (n_in, n_out).
    b: biases, one a neuron, shape (n_out,).
    phi: the activation, a function of an array.
    Returns one row a sample and one column a neuron,
    shape (n_samples, n_out).
    """
    return phi(X @ W + b)


def count_parameters(sizes: list[int]) -> int:
    """How many numbers a fully connected feed-forward network learns.

    sizes: units in each layer, inputs first; [3, 10, 1] is 3-10-1.
    Every unit that is not an input has one weight for each unit
    of the layer before, and one bias.
    Returns an int. Inputs alone, as in [3], learn nothing: 0.
    """
    return sum((sizes[k - 1] + 1) * sizes[k] for k in range(1, len(sizes)))


def is_feed_forward(A: Array) -> bool:
    """Whether no path of connections leads back to where it began.

    A: connections, shape (n_units, n_units). A[i, j] is the weight
    from unit i to unit j, and 0 if there is no connection.
    The units are numbered in any order.
    A unit connected to itself is a cycle too.
    Returns True or False, and leaves A as it is.
    One way: a unit that nothing leads to lies on no cycle.
    Take all such units away, and look again.
    """
    connected = A != 0
    while connected.size:
        first = ~connected.any(axis=0)  # nothing leads to them
        if not first.any():
            return False
        connected = connected[np.ix_(~first, ~first)]
    return True


def fit_linear_neuron(X: Array, y: Array) -> tuple[Array, float]:
    """The best neuron without activation, by least squares.

    It makes Σ (w·x + b - y)², summed over the samples, smallest.
    X: batch, shape (n_samples, n_features), n_samples > n_features.
    y: targets, shape (n_samples,).
    Returns the tuple (w, b): shape (n_features,), and one number.
    np.linalg.lstsq(A, y)[0] is the v with the smallest Σ (A v - y)²,
    but it knows of no bias. Give it the dummy input of your
    `add_dummy_input`, and mind what the last entry of v then is.
    """
    v = np.linalg.lstsq(add_dummy_input(X), y)[0]
    return v[:-1], float(-v[-1])


def rmse_draft(P: Array, y: Array) -> float:
    """A first draft of the root mean squared error. It has a bug."""
    return float(np.sqrt(np.mean((P - y) ** 2)))


def rmse(P: Array, y: Array) -> float:
    """Root mean squared error √(Σ (p - y)² / n), in the units of y.

    P: predictions, shape (n,), or (n, 1) as from a layer.
    y: targets, shape (n,).
    Returns one number.
    `rmse_draft` goes wrong for one of the two shapes of P, without
    any error message. Find out what P - y is then; write it correctly.
    """
    return float(np.sqrt(np.mean((P.reshape(y.shape) - y) ** 2)))


def kfold_indices(
    n: int,
    k: int,
    rng: np.random.Generator,
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Deal n samples at random into k parts; hold each part out once.

    n: number of samples. k: number of parts, 2 ≤ k ≤ n.
    rng: where the random order comes from.
    Returns a list of k tuples (train, held_out), integer arrays of
    row numbers from 0 to n - 1. Every row is held out in exactly one
    tuple, and is in `train` in all others.
    If n is no multiple of k, the first n % k parts hold one row more
    than the rest: so np.array_split cuts.
    """
    parts = np.array_split(rng.permutation(n), k)
    splits = []
    for i in range(k):
        train = np.concatenate(parts[:i] + parts[i + 1 :])
        splits.append((train, parts[i]))
    return splits
