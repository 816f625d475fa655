"""Chapter 10 in plain Python: one layer, one sample, one number at a time."""

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
STRENGTHS = [0.7, 0.85, 1.15, 1.3]


def network_size(sizes: list[int], batch_norm: bool = False) -> tuple[int, int]:
    learned = remembered = 0
    for layer in range(1, len(sizes)):
        for _ in range(sizes[layer]):
            learned += sizes[layer - 1]
            if batch_norm and layer < len(sizes) - 1:
                learned += 2
                remembered += 2
            else:
                learned += 1
    return learned, remembered


def softmax_loss(Z: Array, labels: Array) -> tuple[float, Array]:
    n, classes = Z.shape
    loss, G = 0.0, np.zeros((n, classes))
    for i in range(n):
        top = max(Z[i])
        e = [math.exp(z - top) for z in Z[i]]
        total = math.fsum(e)
        loss += math.log(total) - (float(Z[i, labels[i]]) - float(top))
        for k in range(classes):
            G[i, k] = (e[k] / total - (k == labels[i])) / n
    return loss / n, G


def loss_and_gradients(
    params: list[Array],
    X: Array,
    y: Array,
    phi: Callable,
    phi_prime: Callable,
    loss: Callable,
    lam: float = 0.0,
) -> tuple[float, list[Array]]:
    entered, sums, A = [], [], X
    last = len(params) // 2 - 1
    for k in range(last + 1):
        entered.append(A)
        sums.append(A @ params[2 * k] + params[2 * k + 1])
        A = phi(sums[-1]) if k < last else sums[-1]
    value, d = loss(A, y)
    grads: list[Array] = []
    for k in range(last, -1, -1):
        W = params[2 * k]
        dW = sum(np.outer(entered[k][i], d[i]) for i in range(len(X))) + lam * W
        grads = [dW, np.array([d[:, j].sum() for j in range(W.shape[1])]), *grads]
        value = value + 0.5 * lam * math.fsum(float(w) ** 2 for w in W.ravel())
        if k:
            d = (d @ W.T) * phi_prime(sums[k - 1])
    return value, grads


def train_epoch(
    params: list[Array],
    objective: Callable,
    step: Callable,
    X: Array,
    y: Array,
    batches: Iterable[Array],
) -> float:
    losses = []
    for rows in batches:
        found = objective(params, np.array([X[i] for i in rows]), np.array([y[i] for i in rows]))
        losses += [float(found[0])] * len(rows)
        step(params, found[1])
    return math.fsum(losses) / len(losses)


def confusion_matrix(predicted: Array, labels: Array, n_classes: int) -> Array:
    counts = np.zeros((n_classes, n_classes), dtype=int)
    for truth, answer in zip(labels, predicted, strict=True):
        counts[truth, answer] += 1
    return counts


def augmented_split(X: Array, y: Array, test: Array) -> tuple[Array, Array, Array, Array]:
    held = {int(i) for i in test}
    train = [i for i in range(len(X)) if i not in held]
    images, labels = [X[i] for i in train], [y[i] for i in train]
    for s in STRENGTHS:
        images += [np.array([s * v for v in X[i]], dtype=X.dtype) for i in train]
        labels += [y[i] for i in train]
    return np.array(images), np.array(labels), np.array([X[i] for i in test]), np.array([y[i] for i in test])


def diagnose(train: Array, held_out: Array) -> Any:
    rises = 0
    for k, loss in enumerate(train):
        if math.isnan(loss) or math.isinf(loss):
            return "diverging"
        if k and loss > train[k - 1]:
            rises += 1
    if train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] / train[0] > 0.9:
        return "not learning"
    if 3 * rises >= len(train) - 1:
        return "oscillating"
    return "overfitting" if held_out[-1] > 1.5 * min(held_out) else "healthy"
