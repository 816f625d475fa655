"""Chapter 5 in plain Python: one number at a time, no numpy but for the arrays that go in and come out."""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Labels = NDArray[np.integer]


def squared_error(P: Array, Y: Array) -> float:
    total = 0.0
    for i in range(P.shape[0]):
        for k in range(P.shape[1]):
            total += (float(P[i, k]) - float(Y[i, k])) ** 2 / 2
    return total / P.shape[0]


def squared_error_grad(P: Array, Y: Array) -> Array:
    G = np.zeros(P.shape)
    for i, k in np.ndindex(P.shape):
        G[i, k] = (float(P[i, k]) - float(Y[i, k])) / P.shape[0]
    return G


def huber(P: Array, Y: Array, delta: float = 1.0) -> float:
    total = 0.0
    for i, k in np.ndindex(P.shape):
        r = abs(float(P[i, k]) - float(Y[i, k]))
        total += r * r / 2 if r < delta else delta * r - delta * delta / 2
    return total / P.shape[0]


def hinge(z: Array, y: Array) -> float:
    total = 0.0
    for score, label in zip(z, y, strict=True):
        lack = 1 - float(label) * float(score)
        if lack > 0:
            total += lack
    return total / len(z)


def cost_of_a_logit(z: float, y: float) -> float:
    """-y log σ(z) - (1 - y) log σ(-z), each logarithm from its own stable form."""

    def minus_log_sigmoid(t: float) -> float:
        return math.log1p(math.exp(-t)) if t >= 0 else -t + math.log1p(math.exp(t))

    return y * minus_log_sigmoid(z) + (1 - y) * minus_log_sigmoid(-z)


def binary_cross_entropy(z: Array, y: Array) -> float:
    return sum(cost_of_a_logit(float(z[i]), float(y[i])) for i in np.ndindex(z.shape)) / z.shape[0]


def binary_cross_entropy_grad(z: Array, y: Array) -> Array:
    G = np.zeros(z.shape)
    for i in np.ndindex(z.shape):
        t = float(z[i])
        p = 1 / (1 + math.exp(-t)) if t >= 0 else math.exp(t) / (1 + math.exp(t))
        G[i] = (p - float(y[i])) / z.shape[0]
    return G


def one_hot(labels: Labels, n_classes: int) -> Array:
    return np.array([[1.0 if k == label else 0.0 for k in range(n_classes)] for label in labels]).reshape(
        len(labels), n_classes
    )


def smooth_maximum(scores: list[float]) -> float:
    top = max(scores)
    return top + math.log(sum(math.exp(s - top) for s in scores))


def log_sum_exp(z: Array, axis: int = -1) -> Array:
    lanes = np.moveaxis(z, axis, -1)
    out = np.zeros(lanes.shape[:-1])
    for i in np.ndindex(out.shape):
        out[i] = smooth_maximum([float(s) for s in lanes[i]])
    return out


def softmax_cross_entropy(Z: Array, labels: Labels) -> float:
    total = 0.0
    for row, label in zip(Z, labels, strict=True):
        scores = [float(s) for s in row]
        total += smooth_maximum(scores) - scores[label]
    return total / len(Z)


def softmax_cross_entropy_grad(Z: Array, labels: Labels) -> Array:
    G = np.zeros(Z.shape)
    for i, row in enumerate(Z):
        scores = [float(s) for s in row]
        size = smooth_maximum(scores)
        for k, s in enumerate(scores):
            G[i, k] = (math.exp(s - size) - (k == labels[i])) / len(Z)
    return G


def multiclass_hinge_grad(Z: Array, labels: Labels) -> Array:
    G = np.zeros(Z.shape)
    for i, y in enumerate(labels):
        for j in range(Z.shape[1]):
            if j != y and Z[i, j] - Z[i, y] + 1 > 0:
                G[i, j] += 1 / len(Z)
                G[i, y] -= 1 / len(Z)
    return G


def gaussian_nll_grad(mu: Array, log_var: Array, Y: Array) -> tuple[Array, Array]:
    dmu, dlog_var = np.zeros(mu.shape), np.zeros(mu.shape)
    n = mu.shape[0]
    for i in np.ndindex(mu.shape):
        variance = math.exp(float(log_var[i]))
        miss = float(Y[i]) - float(mu[i])
        dmu[i] = -miss / variance / n
        dlog_var[i] = (0.5 - 0.5 * miss * miss / variance) / n
    return dmu, dlog_var


def cross_entropy(p: Array, q: Array) -> Array:
    out = np.zeros(p.shape[:-1])
    for i in np.ndindex(out.shape):
        for a, b in zip(p[i], q[i], strict=True):
            if a > 0:
                out[i] += float(a) * -math.log(float(b)) if b > 0 else math.inf
    return out


def l2_penalty(weights: list[Array], lam: float) -> float:
    total = 0.0
    for W in weights:
        for i in np.ndindex(W.shape):
            total += float(W[i]) ** 2
    return lam * total / 2
