"""Right answers in forms that the task allows and few would write: `exercise__form`. All must pass."""

import functools
import math
from fractions import Fraction

import numpy as np


def weighted_sum__exact(x, w, b):
    return float(
        sum(Fraction(float(p)) * Fraction(float(q)) for p, q in zip(x, w, strict=True)) + Fraction(b)
    )


def weighted_sum__array_without_axes(x, w, b):
    return np.asarray(np.einsum("i,i->", x, w) + b)


weighted_sum__math = lambda x, w, b: math.fsum([*(x * w), b])  # noqa: E731


def weighted_sum__augmented(x, w, b):
    return np.dot(np.r_[x, 1.0], np.r_[w, b])


def threshold_neuron__heaviside(x, w, t):
    return np.heaviside(np.dot(x, w) - t, 1.0)


def threshold_neuron__bool_to_float(x, w, t):
    return float(sum(x * w) >= t)


def threshold_neuron__where(x, w, t):
    return np.where(x @ w >= t, 1.0, 0.0)


def add_dummy_input__padded(X):
    return np.pad(np.asarray(X, float), ((0, 0), (0, 1)), constant_values=-1.0)


def add_dummy_input__rows(X):
    return np.array([np.append(row, -1.0) for row in X])


def add_dummy_input__concatenated(X):
    return np.concatenate((X, -np.ones((X.shape[0], 1))), axis=1)


def add_dummy_input__transposed(X):
    return np.vstack([X.T, [-1.0] * len(X)]).T


def logistic_neuron__tanh(X, w, b):
    return 0.5 + 0.5 * np.tanh((X @ w + b) / 2)


def logistic_neuron__loop(X, w, b):
    return np.fromiter((1 / (1 + math.exp(-(float(np.dot(x, w)) + b))) for x in X), float)


def logistic_neuron__logaddexp(X, w, b):
    return np.exp(-np.logaddexp(0, -(X.dot(w) + b)))


def at_least__listed(k, n, weight=20.0):
    return np.array([weight / 2 - k * weight] + [weight] * n, dtype=float)


def at_least__filled(k, n, weight=20.0):
    theta = np.ones(n + 1)
    theta[0] = 0.5 - k
    return theta * weight


def negate_neuron__multiplied(w, b):
    return np.multiply(w, -1), 0 - b


def negate_neuron__numpy_number(w, b):
    return 0.0 - w, np.negative(b)


def signed_distance__normal(X, w, b):
    u = w / math.hypot(*w)
    return np.array([np.dot(x, u) for x in X]) + b / math.hypot(*w)


def signed_distance__feet(X, w, b):
    """From the foot of the perpendicular."""
    foot = -b * w / np.dot(w, w)
    return np.einsum("ij,j->i", X - foot, w / np.sqrt(np.dot(w, w)))


def layer__rows(X, W, b, phi):
    return np.array([phi(x @ W + b) for x in X])


def layer__columns(X, W, b, phi):
    return np.stack([phi(X @ W[:, j] + b[j]) for j in range(len(b))], axis=1)


def layer__augmented(X, W, b, phi):
    return phi(np.c_[X, np.ones(len(X))] @ np.vstack([W, b]))


def count_parameters__arrays(sizes):
    n = np.array(sizes)
    return (n[:-1] * n[1:]).sum() + n[1:].sum()


def count_parameters__recursive(sizes):
    return 0 if len(sizes) < 2 else (sizes[0] + 1) * sizes[1] + count_parameters__recursive(sizes[1:])


def count_parameters__reduced(sizes):
    return functools.reduce(lambda t, p: t + (p[0] + 1) * p[1], zip(sizes, sizes[1:], strict=False), 0)  # noqa: RUF007


def is_feed_forward__powers(A):
    return not np.linalg.matrix_power((A != 0).astype(int), len(A)).any()


def is_feed_forward__nilpotent(A):
    C = (A != 0).astype(float)
    return np.allclose(np.linalg.eigvals(C), 0, atol=1e-1) if len(A) < 7 else is_feed_forward__powers(A)


def is_feed_forward__closure(A):
    R = A != 0
    for k in range(len(A)):
        R = R | (R[:, k : k + 1] & R[k : k + 1, :])
    return ~np.diag(R).any()


def fit_linear_neuron__normal_equations(X, y):
    A = np.c_[np.ones(len(X)), X]
    v = np.linalg.solve(A.T @ A, A.T @ y)
    return v[1:], v[0]


def fit_linear_neuron__centred(X, y):
    w = np.linalg.pinv(X - X.mean(axis=0)) @ (y - y.mean())
    return w, y.mean() - X.mean(axis=0) @ w


def fit_linear_neuron__qr(X, y):
    Q, R = np.linalg.qr(np.c_[X, -np.ones(len(X))])
    v = np.linalg.solve(R, Q.T @ y)
    return v[:-1], -v[-1]


def rmse__loop(P, y):
    return math.sqrt(sum((float(np.ravel(p)[0]) - t) ** 2 for p, t in zip(P, y, strict=True)) / len(y))


def rmse__norm(P, y):
    return np.linalg.norm(np.squeeze(P, axis=tuple(range(1, P.ndim))) - y) / np.sqrt(y.size)


def rmse__transposed(P, y):
    return ((P.T - y) ** 2).mean() ** 0.5


def kfold_indices__shuffled(n, k, rng):
    rows = np.arange(n)
    rng.shuffle(rows)
    cuts = np.cumsum([0] + [n // k + (i < n % k) for i in range(k)])
    return [(np.delete(rows, np.s_[cuts[i] : cuts[i + 1]]), rows[cuts[i] : cuts[i + 1]]) for i in range(k)]


def kfold_indices__dealt_like_cards(n, k, rng):
    rows = rng.permutation(n)
    parts = [rows[i::k] for i in range(k)]
    return [(np.setdiff1d(rows, part), np.sort(part)) for part in parts]


def kfold_indices__by_sorting_noise(n, k, rng):
    parts = np.array_split(np.argsort(rng.random(n)), k)
    return [
        (np.hstack([p for j, p in enumerate(parts) if j != i]), parts[i].astype(np.int32)) for i in range(k)
    ]
