"""Right answers in forms that only the task's own words allow: `exercise__form`. All must pass."""

import math

import numpy as np


def squared_error__by_vectors(P, Y):
    return 0.5 * np.vdot(P - Y, P - Y) / P.shape[0]


def squared_error__mean_of_rows(P, Y):
    return np.mean(
        [0.5 * sum((a - b) ** 2 for a, b in zip(p, y, strict=True)) for p, y in zip(P, Y, strict=True)]
    )


def squared_error__zero_dimensional(P, Y):
    return np.array(np.square(P - Y).sum() / (2 * len(Y)))


def squared_error_grad__out_of_lists(P, Y):
    n = len(P)
    return np.array([[(a - b) / n for a, b in zip(p, y, strict=True)] for p, y in zip(P, Y, strict=True)])


def squared_error_grad__weighted_sum(P, Y):
    n = P.shape[0]
    return 1 / n * P + -1 / n * Y


def squared_error_grad__copy_worked_on(P, Y):
    G = P.astype(float)
    G -= Y
    G /= len(G)
    return G


def huber__square_of_the_clipped(P, Y, delta=1.0):
    r = np.abs(P - Y)
    c = np.minimum(r, delta)
    return (c * (r - c / 2)).sum() / len(P)


def huber__strictly_inside(P, Y, delta=1.0):
    r = P - Y
    inside = np.abs(r) < delta
    return (np.sum(0.5 * r[inside] ** 2) + np.sum(delta * (np.abs(r[~inside]) - 0.5 * delta))) / P.shape[0]


def huber__selected(P, Y, delta=1.0):
    r = np.abs(P - Y)
    return np.select([r <= delta], [r * r / 2], delta * r - delta**2 / 2).sum(axis=1).mean()


def hinge__clipped(z, y):
    return (1 - y * z).clip(0).mean()


def hinge__masked(z, y):
    margin = 1 - y * z
    return float((margin * (margin > 0)).sum() / margin.size)


def hinge__plain_python(z, y):
    return sum(max(0.0, 1 - b * a) for a, b in zip(z.tolist(), y.tolist(), strict=True)) / len(z)


def binary_cross_entropy__logaddexp(z, y):
    return (np.logaddexp(0, z) - y * z).sum() / z.shape[0]


def binary_cross_entropy__by_label(z, y):
    return np.logaddexp(0, np.where(y == 1, -z, z)).sum() / len(z)


def binary_cross_entropy__signed(z, y):
    m = (1 - 2 * y) * z
    return float((np.maximum(m, 0) + np.log(1 + np.exp(-abs(m)))).sum() / len(y))


def binary_cross_entropy_grad__tanh(z, y):
    return (0.5 + 0.5 * np.tanh(z / 2) - y) / len(y)


def binary_cross_entropy_grad__naive_sigmoid(z, y):
    return (1 / (1 + np.exp(-z)) - y) / len(z)


def binary_cross_entropy_grad__two_branches(z, y):
    p = np.empty(z.shape)
    p[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    p[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return (p - y) / z.shape[0]


def one_hot__compared(labels, n_classes):
    return (labels[:, None] == np.arange(n_classes)).astype(float)


def one_hot__put(labels, n_classes):
    Y = np.zeros((labels.size, n_classes))
    np.put_along_axis(Y, labels[:, None], 1, axis=1)
    return Y


def one_hot__flat(labels, n_classes):
    Y = np.zeros(len(labels) * n_classes)
    Y[np.arange(len(labels)) * n_classes + labels] = 1
    return Y.reshape(len(labels), n_classes)


def one_hot__single_precision(labels, n_classes):
    return np.array([[float(k == label) for k in range(n_classes)] for label in labels], dtype=np.float32)


def log_sum_exp__reduced(z, axis=-1):
    return np.logaddexp.reduce(z, axis=axis)


def log_sum_exp__along_lines(z, axis=-1):
    def one(line):
        m = max(line)
        return m + math.log(sum(math.exp(x - m) for x in line))

    return np.apply_along_axis(one, axis, np.asarray(z, float))


def log_sum_exp__axis_moved(z, axis=-1):
    z = np.moveaxis(z, axis, 0)
    m = z.max(axis=0)
    return m + np.log(np.exp(z - m).sum(axis=0))


def softmax_cross_entropy__row_by_row(Z, labels):
    total = 0.0
    for z, k in zip(Z, labels, strict=True):
        shifted = z - z.max()
        total += np.log(np.exp(shifted).sum()) - shifted[k]
    return total / len(labels)


def softmax_cross_entropy__chosen(Z, labels):
    log_p = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
    return -np.take_along_axis(log_p, labels.reshape(-1, 1), axis=1).mean()


def softmax_cross_entropy__masked(Z, labels):
    Y = np.eye(Z.shape[1])[labels]
    S = Z - Z.max(axis=1, keepdims=True)
    return -np.sum(Y * (S - np.log(np.exp(S).sum(1, keepdims=True)))) / len(Z)


def softmax_cross_entropy_grad__probabilities_changed(Z, labels):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[range(len(Z)), labels] -= 1
    return p / len(Z)


def softmax_cross_entropy_grad__subtract_at(Z, labels):
    G = np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None]) / len(labels)
    np.subtract.at(G, (np.arange(len(labels)), labels), 1 / len(labels))
    return G


def multiclass_hinge_grad__by_loops(Z, labels):
    G = np.zeros(Z.shape)
    for i, y in enumerate(labels):
        for j in range(Z.shape[1]):
            if j != y and Z[i, j] - Z[i, y] + 1 > 0:
                G[i, j] += 1
                G[i, y] -= 1
    return G / len(Z)


def multiclass_hinge_grad__one_hot_algebra(Z, labels):
    Y = np.eye(Z.shape[1])[labels]
    own = (Z * Y).sum(axis=1, keepdims=True)
    V = (Z - own + 1 > 0) & (Y == 0)
    return (V - V.sum(axis=1, keepdims=True) * Y) / Z.shape[0]


def gaussian_nll_grad__variance(mu, log_var, Y):
    v = np.exp(log_var)
    n = mu.shape[0]
    return [(mu - Y) / v / n, (v - (mu - Y) ** 2) / (2 * v) / n]


def gaussian_nll_grad__entries(mu, log_var, Y):
    n = len(mu)
    a, b = np.zeros(mu.shape), np.zeros(mu.shape)
    for i in np.ndindex(mu.shape):
        a[i] = (mu[i] - Y[i]) * math.exp(-log_var[i]) / n
        b[i] = (1 - (mu[i] - Y[i]) ** 2 * math.exp(-log_var[i])) / 2 / n
    return a, b


def cross_entropy__nansum(p, q):
    with np.errstate(all="ignore"):
        return -np.nansum(p * np.log(q), axis=-1)


def cross_entropy__where_afterwards(p, q):
    with np.errstate(all="ignore"):
        return np.where(p == 0, 0.0, -p * np.log(q)).sum(-1)


def cross_entropy__rows(p, q):
    def one(a, b):
        total = 0.0
        for x, y in zip(a, b, strict=True):
            if x > 0:
                total -= x * math.log(y) if y > 0 else -math.inf
        return total

    if p.ndim == 1:
        return one(p, q)
    return np.array([cross_entropy__rows(a, b) for a, b in zip(p, q, strict=True)])


def l2_penalty__running_total(weights, lam):
    total = 0
    for W in weights:
        total += (W * W).sum()
    return lam / 2 * total


def l2_penalty__flattened(weights, lam):
    w = np.concatenate([np.ravel(W) for W in weights])
    return 0.5 * lam * w @ w


def l2_penalty__norms(weights, lam):
    return 0.5 * lam * sum(np.linalg.norm(W.ravel()) ** 2 for W in weights)
