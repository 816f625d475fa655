"""Wrong answers, written without looking at the cases: `exercise__mistake`. None may pass."""

import numpy as np


def relu__clipped_to_one(z):
    return np.clip(z, 0.0, 1.0)


def relu__leaks_a_little(z):
    return np.where(z > 0, z, 1e-4 * z)


def relu__smooth(z):
    return np.logaddexp(0.0, z)


def relu__flat(z):
    return np.maximum(z, 0.0).ravel()


def sigmoid__clipped_too_early(z):
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))


def sigmoid__rational(z):
    return 0.5 * (1 + z / (1 + np.abs(z)))


def sigmoid__only_right_of_zero(z):
    e = np.exp(-np.abs(z))
    return 1 / (1 + e)


def sigmoid__hard(z):
    return np.clip(0.25 * z + 0.5, 0, 1)


def sigmoid_prime__of_tanh(z):
    return 1 - np.tanh(z) ** 2


def sigmoid_prime__bell(z):
    return 0.25 * np.exp(-(z**2) / 4)


def sigmoid_prime__one_sided(z, h=1e-3):
    def s(x):
        return 1 / (1 + np.exp(-x))

    with np.errstate(over="ignore"):
        return (s(z + h) - s(z)) / h


def leaky_relu__slope_on_top(z, alpha=0.01):
    return np.where(z > 0, (1 + alpha) * z, alpha * z)


def leaky_relu__divided(z, alpha=0.01):
    return np.where(z > 0, z, z / alpha)


def leaky_relu__default_taken(z, alpha=0.1):
    return np.where(z > 0, z, alpha * z)


def elu__exponential_of_alpha(z, alpha=1.0):
    return np.where(z > 0, z, np.expm1(alpha * np.minimum(z, 0)))


def elu__minus_alpha_squared(z, alpha=1.0):
    return np.where(z > 0, z, alpha**2 * np.expm1(np.minimum(z, 0)))


def elu__series(z, alpha=1.0):
    m = np.minimum(z, 0)
    return np.where(z > 0, z, alpha * (m + m**2 / 2 + m**3 / 6))


def softmax__fixed_shift(z, axis=-1):
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(z - 100)
        return e / e.sum(axis=axis, keepdims=True)


def softmax__base_two(z, axis=-1):
    e = np.exp2(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def softmax__largest_takes_all(z, axis=-1):
    return (z == z.max(axis=axis, keepdims=True)).astype(float)


def softmax__shifted_by_the_mean(z, axis=-1):
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(z - z.mean(axis=axis, keepdims=True))
        return e / e.sum(axis=axis, keepdims=True)
