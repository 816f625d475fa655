"""Wrong answers, written without looking at the cases: `exercise__mistake`. None may pass."""

import math

import numpy as np


def half_planes__signs(X, W, b):
    return np.sign(X @ W + b)


def half_planes__all_agree(X, W, b):
    on = X @ W + b >= 0
    return np.repeat(on.all(axis=1, keepdims=True), W.shape[1], axis=1).astype(float)


def half_planes__smoothed(X, W, b):
    return 1 / (1 + np.exp(-np.clip(10 * (X @ W + b), -500, 500)))


def vote__majority(H, m):
    return (H.mean(axis=1) > 0.5).astype(float)


def vote__first_m(H, m):
    return H[:, : max(int(m), 1)].all(axis=1).astype(float)


def vote__minority(H, m):
    return ((1 - H).sum(axis=1) >= m).astype(float)


def bump__triangle(x, left, right, height):
    middle, half = (left + right) / 2, (right - left) / 2
    return height * np.maximum(0, 1 - np.abs(x - middle) / half)


def bump__absolute_height(x, left, right, height):
    return abs(height) * ((x >= left) & (x < right))


def bump__half_width(x, left, right, height):
    return height * ((x >= left) & (x < (left + right) / 2)).astype(float)


def collapse_linear__first_and_last(weights, biases):
    return weights[0] @ weights[-1] if len(weights) > 1 else weights[0], biases[-1]


def collapse_linear__biases_multiplied(weights, biases):
    W = weights[0]
    b = biases[0]
    for Wk, bk in zip(weights[1:], biases[1:], strict=True):
        W, b = W @ Wk, (b @ Wk) * bk
    return W, b


def collapse_linear__bias_not_carried(weights, biases):
    W, b = weights[0], biases[0]
    for Wk, bk in zip(weights[1:], biases[1:], strict=True):
        W, b = W @ Wk, b.sum() + bk
    return W, b


def bumps_needed__of_the_square(eps, lipschitz, d=1):
    return max(1, math.ceil((lipschitz / (2 * eps)) ** 2)) ** d


def bumps_needed__always_one_more(eps, lipschitz, d=1):
    return (max(1, math.ceil(lipschitz * math.sqrt(d) / (2 * eps))) + 1) ** d


def bumps_needed__dimension_added(eps, lipschitz, d=1):
    return max(1, math.ceil(lipschitz / (2 * eps))) + d - 1


def sawtooth__abs_sine(x, depth):
    return np.abs(np.sin(np.pi * x * 2 ** (depth - 1)))


def sawtooth__sawteeth_not_triangles(x, depth):
    return (x * 2**depth) % 1.0


def sawtooth__inverted(x, depth):
    for _ in range(depth):
        x = 1 - 2 * np.maximum(x, 0) + 4 * np.maximum(x - 0.5, 0)
    return x
