"""Chapter 9 once more: other numpy functions than the reference, and matrices wherever there can be one."""

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Rng = np.random.Generator


def distinct_units(W: Array, b: Array) -> int:
    return int(np.unique(np.concatenate([W, b[np.newaxis]]), axis=1).shape[1])


def small_init(n_in: int, n_out: int, rng: Rng) -> Array:
    return rng.normal(0.0, 1e-3, (n_in, n_out))


def fan_in_init(n_in: int, n_out: int, rng: Rng) -> Array:
    return rng.standard_normal((n_in, n_out)) * n_in**-0.5


def he_init(n_in: int, n_out: int, rng: Rng) -> Array:
    return rng.normal(scale=np.sqrt(2 / n_in), size=(n_out, n_in)).T


def glorot_init(n_in: int, n_out: int, rng: Rng) -> Array:
    return rng.standard_normal((n_in, n_out)) / np.sqrt(np.mean([n_in, n_out]))


def orthogonal_init(n_in: int, n_out: int, rng: Rng) -> Array:
    """QR of the tall shape; the signs of R's diagonal make all directions equally likely."""
    Q, R = np.linalg.qr(rng.standard_normal((max(n_in, n_out), min(n_in, n_out))))
    Q = Q * np.sign(np.diag(R))
    return Q if n_in >= n_out else Q.T


def init_layers(sizes: Sequence[int], init: Callable[..., Array], rng: Rng) -> list[tuple[Array, Array]]:
    return [(init(a, b, rng), np.full(b, 0.0)) for a, b in pairwise(sizes)]


def forward_variances(X: Array, weights: Sequence[Array], phi: Callable[[Array], Array]) -> Array:
    Zs = reduce(lambda done, W: [*done, phi(done[-1]) @ W], weights[1:], [X @ weights[0]])
    return np.array([np.mean((Z - Z.mean()) ** 2) for Z in Zs])


def gain(phi: Callable[[Array], Array], z: Array) -> float:
    a = phi(z).ravel()
    return float(a.size / (a @ a))


def standardize_fit(X: Array) -> tuple[Array, Array]:
    mean = X.mean(axis=0)
    scale = np.sqrt(np.mean((X - mean) ** 2, axis=0))
    scale[np.ptp(X, axis=0) == 0] = 1.0
    return mean, scale


def standardize_apply(X: Array, mean: Array, scale: Array) -> Array:
    return (X - mean) @ np.diag(1 / scale)


def prepare(X_train: Array, X_test: Array) -> tuple[Array, Array]:
    mean, scale = standardize_fit(X_train)
    both = (np.vstack([X_train, X_test]) - mean) / scale
    return both[: len(X_train)], both[len(X_train) :]


def condition_number(X: Array) -> float:
    A = np.hstack([X, np.ones((len(X), 1))])
    return float(np.linalg.cond(A) ** 2)


def pca_fit(X: Array) -> tuple[Array, Array, Array]:
    """From the singular values, which need no covariance matrix."""
    mean = X.mean(axis=0)
    _, s, Vt = np.linalg.svd(X - mean)
    variances = np.zeros(X.shape[1])
    variances[: len(s)] = s**2 / len(X)
    return mean, Vt.T, variances


def whiten_fit(X: Array, eps: float = 1e-5) -> tuple[Array, Array]:
    C = np.atleast_2d(np.cov(X, rowvar=False, bias=True))
    values, vectors = np.linalg.eigh(C + eps * np.eye(len(C)))
    return X.mean(axis=0), (vectors * values**-0.5) @ vectors.T
