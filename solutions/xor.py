"""XOR and decision regions: what a second layer of threshold neurons adds.

Classes and gates are floats, 0.0 or 1.0. A layer of k half-planes has
weights `W` (n_features, k) and biases `b` (k,).
"""

import itertools
from collections.abc import Callable

import numpy as np

from solutions.activations import Array, step

# ---- XOR ----


def best_single_neuron(X: Array, y: Array, values: Array) -> int:
    """Exhaustive search: how many samples can one neuron get right?

    X: shape (n_samples, n_features); y: labels 0 or 1
    values: the numbers to try for every weight and for the bias
    Try all neurons whose weights and bias are taken from `values`, each
    combination once. A neuron says 1 where w·x + b ≥ 0, else 0.
    Returns the largest number of samples that one of them gets right.
    """
    best = 0
    for *w, b in itertools.product(values, repeat=X.shape[1] + 1):
        correct = np.sum(step(X @ np.array(w) + b) == y)
        best = max(best, int(correct))
    return best


def xor_net(X: Array) -> tuple[Array, Array]:
    """XOR as a network of three threshold neurons: two hidden, one output.

    X: pairs of zeros and ones, shape (n_samples, 2)
    Hidden neuron 1 computes a OR b, hidden neuron 2 computes a AND b, and
    the output fires if neuron 1 does and neuron 2 does not.
    Returns the tuple (H, y): the hidden values, shape (n_samples, 2), OR
    first, and the outputs, shape (n_samples,). All are floats, 0.0 or 1.0.
    """
    H = step(X @ np.ones((2, 2)) + np.array([-0.5, -1.5]))
    return H, step(H @ np.array([1.0, -1.0]) - 0.5)


# ---- regions ----


def half_planes(X: Array, W: Array, b: Array) -> Array:
    """A layer of threshold neurons: on which side of k lines is each point?

    X: points, shape (n_samples, n_features)
    W, b: k lines, shapes (n_features, k) and (k,)
    Returns floats, shape (n_samples, k): 1.0 where w·x + b ≥ 0 for line k,
    else 0.0. A point on a line counts as 1.
    """
    return step(X @ W + b)


def vote(H: Array, m: float) -> Array:
    """One threshold neuron that fires if at least m of its inputs are on.

    H: zeros and ones, shape (n_samples, k)
    m: how many must be on, a whole number: m = k makes an AND, m = 1 an OR
    Returns floats (0.0 or 1.0), shape (n_samples,).
    """
    return step(np.sum(H, axis=1) - m + 0.5)


def convex_region(X: Array, W: Array, b: Array) -> Array:
    """Two layers: the points that lie on the right side of *all* lines.

    X: points, shape (n_samples, n_features)
    W, b: k lines, shapes (n_features, k) and (k,)
    Use `half_planes`, then `vote`.
    Returns floats, shape (n_samples,): 1.0 inside the region, else 0.0.
    """
    return vote(half_planes(X, W, b), W.shape[1])


def polygon_edges(vertices: Array) -> tuple[Array, Array]:
    """The lines through the edges of a convex polygon, all facing inwards.

    vertices: shape (k, 2), counterclockwise; the last joins the first
    Edge i runs from p = vertices[i] to the next vertex q. Turn q - p by 90°
    to the left, which points inwards: w = (p₂ - q₂, q₁ - p₁). Choose b so
    that w·x + b = 0 on the edge.
    Returns (W, b), shapes (2, k) and (k,): column i of W belongs to edge i.
    Do not divide w by its length.
    """
    along = np.roll(vertices, -1, axis=0) - vertices
    W = np.stack([-along[:, 1], along[:, 0]])
    return W, -np.sum(W.T * vertices, axis=1)


def union_of_regions(X: Array, regions: list[tuple[Array, Array]]) -> Array:
    """Three layers: the points that lie in at least one convex region.

    X: points, shape (n_samples, n_features)
    regions: a list of pairs (W, b), each the lines of one convex region
    Use `convex_region` for each of them, then `vote`.
    Returns floats (0.0 or 1.0), shape (n_samples,). No region contains no
    point: for an empty list return zeros.
    """
    if not regions:
        return np.zeros(len(X))
    inside = [convex_region(X, W, b) for W, b in regions]
    return vote(np.column_stack(inside), 1)


def strip_draft(X: Array, w: Array, low: float, high: float) -> Array:
    """A first draft of `strip`. It is wrong."""
    H = np.column_stack([step(X @ w - low), step(X @ w - high)])
    return step(H[:, 0] + H[:, 1] - 1.5)


def strip(X: Array, w: Array, low: float, high: float) -> Array:
    """Two lines and an AND: 1 where low ≤ w·x ≤ high, else 0.

    X: points, shape (n_samples, n_features); w: shape (n_features,)
    Returns floats (0.0 or 1.0), shape (n_samples,). Points on either line
    count as 1.
    `strip_draft` is an attempt that went wrong: find out which region it
    marks, why, and write it correctly.
    """
    H = np.column_stack([step(X @ w - low), step(high - X @ w)])
    return step(H[:, 0] + H[:, 1] - 1.5)


# ---- layers without a bend ----


def collapse_linear(
    weights: list[Array],
    biases: list[Array],
) -> tuple[Array, Array]:
    """The one linear layer that does what a stack of linear layers does.

    weights, biases: layer after layer, first layer first; layer l computes
    Z = A @ weights[l] + biases[l] and hands Z on as it is
    Returns (W, b) with X @ W + b equal to the output of the whole stack,
    for every X. Change none of the arguments.
    """
    W, b = weights[0], biases[0]
    for W_next, b_next in zip(weights[1:], biases[1:], strict=True):
        W, b = W @ W_next, b @ W_next + b_next
    return W, b


# ---- approximating functions ----


def bump(x: Array, left: float, right: float, height: float) -> Array:
    """A rectangular bump, made of two step units.

    x: array of any shape; left < right
    Returns floats of the same shape: `height` where left ≤ x < right,
    else 0.
    """
    return height * (step(x - left) - step(x - right))


def bump_approximation(
    f: Callable[[Array], Array],
    left: float,
    right: float,
    n: int,
    x: Array,
) -> Array:
    """Approximate f on [left, right) by n bumps side by side.

    f: a function that takes an array and returns one of the same shape
    The n bumps are equally wide and fill [left, right). Each is as high as
    f in its middle. Use `bump`.
    x: where to evaluate the sum of the bumps, array of any shape
    Returns floats of the shape of x; 0 outside [left, right).
    """
    edges = np.linspace(left, right, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    total = np.zeros(x.shape)
    for k in range(n):
        total = total + bump(x, edges[k], edges[k + 1], heights[k])
    return total


def bumps_needed(eps: float, lipschitz: float, d: int = 1) -> int:
    """How many bumps surely reach the error eps on the cube [0, 1]ᵈ?

    lipschitz: L, how fast f can change: |f(x) - f(x')| ≤ L ‖x - x'‖
    Cut every axis into n equal pieces: that makes nᵈ small cubes, with one
    bump on each, as high as f in its middle. No point of a cube is further
    from the middle than half its diagonal, √d / (2n).
    Returns nᵈ, a whole number, for the smallest n that keeps the error
    L √d / (2n) ≤ eps, whatever f is. n is at least 1.
    """
    n = max(1, int(np.ceil(lipschitz * np.sqrt(d) / (2.0 * eps))))
    return n**d


def sawtooth(x: Array, depth: int) -> Array:
    """A deep and narrow network: fold the interval [0, 1] depth times.

    One fold is a layer of two ReLU units and a weighted sum:
    x ← max(0, 2x) - max(0, 4x - 2), which runs from 0 up to 1 and back.
    x: array of any shape; depth: how many folds, one after the other
    Returns floats of the same shape; depth 0 returns x.
    """
    for _ in range(depth):
        x = np.maximum(0.0, 2.0 * x) - np.maximum(0.0, 4.0 * x - 2.0)
    return x
