"""Wrong answers, written without looking at the cases: `exercise__mistake`. None may pass."""

import numpy as np


def squared_error__last_sample(P, Y):
    return float(0.5 * ((P[-1] - Y[-1]) ** 2).sum())


def squared_error__relative(P, Y):
    return float(0.5 * (((P - Y) / (np.abs(Y) + 1e-9)) ** 2).sum() / len(P))


def squared_error__of_means(P, Y):
    return float(0.5 * ((P.mean(axis=0) - Y.mean(axis=0)) ** 2).sum())


def squared_error_grad__sign_only(P, Y):
    return np.sign(P - Y) / len(P)


def squared_error_grad__three_samples(P, Y):
    return (P - Y) / 3


def squared_error_grad__normalized(P, Y):
    return (P - Y) / max(np.linalg.norm(P - Y), 1e-12)


def huber__pseudo(P, Y, delta=1.0):
    r = (P - Y) / delta
    return float((delta**2 * (np.sqrt(1 + r**2) - 1)).sum() / len(P))


def huber__clipped(P, Y, delta=1.0):
    return float(0.5 * (np.clip(P - Y, -delta, delta) ** 2).sum() / len(P))


def huber__largest_residual_decides(P, Y, delta=1.0):
    r = np.abs(P - Y)
    if r.max() <= delta:
        return float(0.5 * (r**2).sum() / len(P))
    return float((delta * (r - delta / 2)).sum() / len(P))


def one_hot__cumulative(labels, n_classes):
    return (np.arange(n_classes) <= np.asarray(labels)[:, None]).astype(float)


def one_hot__smoothed(labels, n_classes):
    return 0.999 * np.eye(n_classes)[labels] + 0.001 / n_classes


def one_hot__sorted(labels, n_classes):
    return np.eye(n_classes)[np.sort(labels)]


def log_sum_exp__shifted_by_mean(z, axis=-1):
    m = z.mean(axis=axis, keepdims=True)
    with np.errstate(over="ignore"):
        return np.log(np.exp(z - m).sum(axis=axis)) + np.squeeze(m, axis)


def log_sum_exp__with_epsilon(z, axis=-1):
    m = z.max(axis=axis, keepdims=True)
    return np.log(np.exp(z - m).sum(axis=axis) + 1e-3) + np.squeeze(m, axis)


def log_sum_exp__mean_exp(z, axis=-1):
    m = z.max(axis=axis, keepdims=True)
    return np.log(np.exp(z - m).mean(axis=axis)) + np.squeeze(m, axis)


def softmax_cross_entropy__smoothed_labels(Z, labels):
    m = Z.max(axis=1, keepdims=True)
    log_p = Z - m - np.log(np.exp(Z - m).sum(axis=1, keepdims=True))
    Y = 0.9 * np.eye(Z.shape[1])[labels] + 0.1 / Z.shape[1]
    return float(-(Y * log_p).sum() / len(Z))


def softmax_cross_entropy__in_bits(Z, labels):
    m = Z.max(axis=1, keepdims=True)
    log_p = Z - m - np.log(np.exp(Z - m).sum(axis=1, keepdims=True))
    return float(-log_p[np.arange(len(Z)), labels].mean() / np.log(2))


def softmax_cross_entropy__median(Z, labels):
    m = Z.max(axis=1, keepdims=True)
    log_p = Z - m - np.log(np.exp(Z - m).sum(axis=1, keepdims=True))
    return float(np.median(-log_p[np.arange(len(Z)), labels]))
