"""Chapter 10 without loops where there is a way."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def network_size(sizes: list[int], batch_norm: bool = False) -> tuple[int, int]:
    s = np.array(sizes)
    learned = int(s[:-1] @ s[1:] + s[1:].sum())
    hidden = int(s[1:-1].sum())
    return learned + batch_norm * hidden, 2 * hidden * batch_norm


def softmax_loss(Z: Array, labels: Array) -> tuple[float, Array]:
    Y = labels[:, np.newaxis] == np.arange(Z.shape[1])
    Z = Z - Z.max(axis=1, keepdims=True)
    log_p = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
    return float(-log_p[Y].mean()), (np.exp(log_p) - Y) / len(Z)


def loss_and_gradients(
    params: list[Array],
    X: Array,
    y: Array,
    phi: Callable,
    phi_prime: Callable,
    loss: Callable,
    lam: float = 0.0,
) -> tuple[float, list[Array]]:
    """Layer by layer from the inside: each layer is a function of what enters it."""

    def below(A: Array, params: list[Array]) -> tuple[float, list[Array], Array]:
        W, b, *rest = params
        Z = A @ W + b
        if rest:
            value, grads, dZ = below(phi(Z), rest)
            dZ = dZ * phi_prime(Z)
        else:
            (value, dZ), grads = loss(Z, y), []
        dW = np.einsum("ij,ik->jk", A, dZ) + lam * W
        return value + 0.5 * lam * np.vdot(W, W), [dW, dZ.sum(0), *grads], dZ @ W.T

    return below(X, params)[:2]


def train_epoch(
    params: list[Array],
    objective: Callable,
    step: Callable,
    X: Array,
    y: Array,
    batches: Iterable[Array],
) -> float:
    found = []
    for rows in batches:
        value, grads = objective(params, X.take(rows, axis=0), y.take(rows, axis=0))
        step(params, grads)
        found.append((value, len(rows)))
    values, weights = np.array(found).T
    return float(np.average(values, weights=weights))


def confusion_matrix(predicted: Array, labels: Array, n_classes: int) -> Array:
    pairs = np.bincount(labels * n_classes + predicted, minlength=n_classes**2)
    return pairs.reshape(n_classes, n_classes)


def augmented_split(X: Array, y: Array, test: Array) -> tuple[Array, Array, Array, Array]:
    images, labels = np.delete(X, test, axis=0), np.delete(y, test)
    strengths = np.array([1, 0.7, 0.85, 1.15, 1.3])
    copies = strengths[:, np.newaxis, np.newaxis] * images
    return copies.reshape(-1, X.shape[1]), np.tile(labels, 5), X[test], y[test]


def diagnose(train: Array, held_out: Array) -> str:
    finite = bool(np.isfinite(train).all())
    stories = {
        "diverging": not finite or train[-1] > 2 * train[0],
        "not learning": train[-1] > 0.9 * train[0],
        "oscillating": finite and (train[1:] > train[:-1]).mean() >= 1 / 3,
        "overfitting": held_out[-1] > 1.5 * np.amin(held_out),
        "healthy": True,
    }
    return next(word for word, fits in stories.items() if fits)
