"""Before the first step: the weights a network starts from, and the
form in which its inputs arrive.

Every initializer takes `(n_in, n_out, rng)` and returns a new weight
matrix of shape `(n_in, n_out)`. Fan-in is n_in, the number of
connections into one unit; fan-out is n_out. All random numbers come
from `rng`, a np.random.Generator.

Whatever prepares inputs comes in two halves: `..._fit` looks at the
training rows and returns statistics, `..._apply` uses them on any rows.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Initializer = Callable[[int, int, np.random.Generator], Array]


# ---- symmetry ----


def zeros_init(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """All weights 0. Right for biases, wrong for a hidden layer."""
    return np.zeros((n_in, n_out))


def constant_init(
    n_in: int,
    n_out: int,
    rng: np.random.Generator,
) -> Array:
    """All weights 0.5: no longer 0, and still all alike."""
    return np.full((n_in, n_out), 0.5)


def distinct_units(W: Array, b: Array) -> int:
    """How many different units a layer has.

    W: weights, shape (n_in, n_out), one column a unit
    b: biases, shape (n_out,)

    Two units are the same if they have the same weights *and* the
    same bias: then they answer alike to every input.
    Returns a whole number between 1 and n_out.
    """
    units = np.vstack([W, b])
    return len({tuple(unit) for unit in units.T})


def small_init(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Small random weights: 0.001 times standard normal numbers.

    n_in, n_out: number of inputs and of units
    rng: a np.random.Generator, the only source of random numbers

    Returns an array of shape (n_in, n_out). Its entries are drawn from
    a normal distribution with mean 0 and standard deviation 0.001.
    """
    return 0.001 * rng.normal(size=(n_in, n_out))


# ---- the right size ----


def forward_variances(
    X: Array,
    weights: Sequence[Array],
    phi: Callable[[Array], Array],
) -> Array:
    """Variance of the pre-activations in every layer of a network.

    X:       batch, shape (n_samples, n_features)
    weights: L arrays, first layer first; weights[l] is (n_in, n_out)
    phi:     activation function, works on arrays

    Layer l computes Z = A @ weights[l] (no biases) and hands phi(Z) on
    as the A of the next layer. The A of the first layer is X.
    Returns an array of L numbers: for each layer the variance of all
    entries of Z, over samples and units together (divide by their
    number, as np.var does).
    """
    variances = []
    A = X
    for W in weights:
        Z = A @ W
        variances.append(np.var(Z))
        A = phi(Z)
    return np.array(variances)


def fan_in_init(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Weights that keep the variance of a linear layer: 1 / n_in.

    n_in, n_out: number of inputs (the fan-in) and of units
    rng: a np.random.Generator, the only source of random numbers

    Returns an array of shape (n_in, n_out), drawn from a normal
    distribution with mean 0 and *variance* 1 / n_in.
    """
    return rng.normal(size=(n_in, n_out)) / np.sqrt(n_in)


def gain(phi: Callable[[Array], Array], z: Array) -> float:
    """The c for which weights of variance c / n_in suit phi.

    phi: activation function, works on arrays
    z:   typical pre-activations: many standard normal numbers, in an
         array of any shape

    The next layer adds up n_in products of a weight and an activation.
    Its variance is n_in times the variance of a weight times the mean
    of phi(z)². Returns the c that makes this 1: one number.
    """
    return float(1.0 / np.mean(phi(z) ** 2))


def he_init(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """Weights for ReLU (He et al., 2015): variance 2 / n_in.

    n_in, n_out: number of inputs (the fan-in) and of units
    rng: a np.random.Generator, the only source of random numbers

    Returns an array of shape (n_in, n_out), drawn from a normal
    distribution with mean 0 and *variance* 2 / n_in.
    """
    return np.sqrt(2.0 / n_in) * rng.normal(size=(n_in, n_out))


def glorot_init(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    """A compromise between both directions (Glorot and Bengio, 2010).

    Forward asks for variance 1 / n_in, backward for 1 / n_out.
    n_in, n_out: number of inputs (fan-in) and of units (fan-out)
    rng: a np.random.Generator, the only source of random numbers

    Returns an array of shape (n_in, n_out), drawn from a normal
    distribution with mean 0 and *variance* 2 / (n_in + n_out).
    """
    return np.sqrt(2.0 / (n_in + n_out)) * rng.normal(size=(n_in, n_out))


def orthogonal_init(
    n_in: int,
    n_out: int,
    rng: np.random.Generator,
) -> Array:
    """A random matrix that changes no length (Saxe et al., 2014).

    n_in, n_out: number of inputs and of units
    rng: a np.random.Generator, the only source of random numbers

    Returns an array W of shape (n_in, n_out).
    If n_in ≥ n_out its columns have length 1 and are orthogonal to
    each other: W.T @ W is the identity. If n_in < n_out the same
    holds for its rows: W @ W.T is the identity.

    np.linalg.svd(G, full_matrices=False) splits any matrix G into
    U @ np.diag(s) @ Vt. All stretching is in s, so U @ Vt has none.
    """
    G = rng.normal(size=(n_in, n_out))
    U, _, Vt = np.linalg.svd(G, full_matrices=False)
    return U @ Vt


def init_layers(
    sizes: Sequence[int],
    init: Initializer,
    rng: np.random.Generator,
) -> list[tuple[Array, Array]]:
    """Weights and biases of a whole network, ready to be trained.

    sizes: number of inputs, then of the units of each layer, such as
           [3, 10, 1] for three inputs, ten hidden units, one output;
           a list, which stays as it is
    init:  an initializer: init(n_in, n_out, rng) returns weights of
           shape (n_in, n_out)
    rng:   a np.random.Generator, handed on to `init`

    Returns a list of tuples (W, b), first layer first. Each layer gets
    weights of its own from `init`, and biases that are 0.0, of shape
    (n_out,).
    """
    layers: list[tuple[Array, Array]] = []
    n_in = sizes[0]
    for n_out in sizes[1:]:
        layers.append((init(n_in, n_out, rng), np.zeros(n_out)))
        n_in = n_out
    return layers


# ---- inputs ----


def standardize_fit(X: Array) -> tuple[Array, Array]:
    """Mean and scale of each feature, from the training rows.

    X: training rows, shape (n_samples, n_features), perhaps of whole
       numbers

    Returns the tuple (mean, scale), each of shape (n_features,).
    scale is the standard deviation of the column (divide by n). A
    column whose entries are all the same gets scale 1.0, so that
    nothing will be divided by 0. Take care: the standard deviation
    of such a column may come out as 1e-17 instead of 0, by rounding.
    """
    constant = np.max(X, axis=0) == np.min(X, axis=0)
    return np.mean(X, axis=0), np.where(constant, 1.0, np.std(X, axis=0))


def standardize_apply(X: Array, mean: Array, scale: Array) -> Array:
    """Shift and scale rows by statistics that are already known.

    X:     any rows, shape (n_samples, n_features), perhaps of whole
           numbers; there may be one row only
    mean:  as `standardize_fit` returned it, shape (n_features,)
    scale: the same

    Returns a new array of the shape of X: from each column subtract
    its mean, then divide by its scale.
    """
    return (X - mean) / scale


def prepare_draft(X_train: Array, X_test: Array) -> tuple[Array, Array]:
    """A first draft of `prepare`. It is wrong."""
    X = np.concatenate([X_train, X_test])
    mean, scale = standardize_fit(X)
    train = standardize_apply(X_train, mean, scale)
    test = standardize_apply(X_test, mean, scale)
    return train, test


def prepare(X_train: Array, X_test: Array) -> tuple[Array, Array]:
    """Standardize two sets of rows, as if the test rows came later.

    X_train: training rows, shape (n_train, n_features)
    X_test:  test rows, shape (n_test, n_features)

    Returns the tuple (train, test): both sets after standardizing,
    by statistics that the test rows had no part in.
    `prepare_draft` lets them have a part. Find where, and do it right.
    """
    mean, scale = standardize_fit(X_train)
    train = standardize_apply(X_train, mean, scale)
    test = standardize_apply(X_test, mean, scale)
    return train, test


def condition_number(X: Array) -> float:
    """How long and narrow the error surface of a linear neuron is.

    X: inputs, shape (n_samples, n_features), perhaps of whole numbers

    The neuron computes X @ w + b. Its squared error is a bowl in the
    directions w and b, and the curvature of the bowl is the matrix
    H = A.T @ A / n_samples, where A is X with a column of ones behind
    it (the input of the bias).
    Returns the largest eigenvalue of H divided by the smallest, one
    number: 1 for a round bowl. np.linalg.eigvalsh gives the
    eigenvalues of a symmetric matrix, smallest first.
    """
    A = np.column_stack([X, np.ones(len(X))])
    curvatures = np.linalg.eigvalsh(A.T @ A / len(A))
    return float(curvatures[-1] / curvatures[0])


def pca_fit(X: Array) -> tuple[Array, Array, Array]:
    """Principal component analysis of the training rows.

    X: training rows, shape (n_samples, n_features)

    Returns the tuple (mean, components, variances):
    mean       of each feature, shape (n_features,)
    components directions of length 1, one *column* each, orthogonal to
               each other, shape (n_features, n_features)
    variances  of the centred rows along these directions (divide by
               n), shape (n_features,), the largest first; the columns
               of components are in the same order

    The covariance matrix is C = D.T @ D / n, where D are the centred
    rows. np.linalg.eigh(C) returns its eigenvalues, which are the
    variances, smallest first, and its eigenvectors as columns.
    A direction may point either way: both signs are right.
    """
    mean = np.mean(X, axis=0)
    D = X - mean
    variances, components = np.linalg.eigh(D.T @ D / len(D))
    return mean, components[:, ::-1], variances[::-1]


def pca_apply(X: Array, mean: Array, components: Array) -> Array:
    """Coordinates of rows along the given components."""
    return (X - mean) @ components


def whiten_fit(X: Array, eps: float = 1e-5) -> tuple[Array, Array]:
    """Mean and whitening matrix of the training rows.

    X:   training rows, shape (n_samples, n_features)
    eps: added to every variance before the root is taken, so that
         directions without any variance are not blown up

    With E the matrix of components and v the variances of `pca_fit`,
    the whitening matrix is T = E @ diag(1 / √(v + eps)) @ E.T: turn to
    the components, divide by the standard deviation along each, and
    turn back.
    Returns the tuple (mean, T), of shapes (n_features,) and
    (n_features, n_features). The rows (X - mean) @ T then have the
    identity as their covariance, up to eps.
    """
    mean, components, variances = pca_fit(X)
    return mean, components / np.sqrt(variances + eps) @ components.T


def whiten_apply(X: Array, mean: Array, T: Array) -> Array:
    """Whiten rows by the statistics of `whiten_fit`."""
    return (X - mean) @ T
