"""Wrong answers, written without looking at the cases: `exercise__mistake`. None may pass."""

import itertools

import numpy as np


def chain_gradients__of_the_forward_values(x):
    a = x**2
    b = np.log(a)
    return a, b, np.sqrt(b)


def chain_gradients__all_the_same(x):
    b = np.log(x**2)
    g = 0.5 / np.sqrt(b) / x**2 * 2 * x
    return g, g, g


def chain_gradients__logarithm_to_base_ten(x):
    a = x**2
    b = np.log10(a)
    db = 0.5 / np.sqrt(b)
    da = db / (a * np.log(10))
    return da * 2 * x, da, db


def relative_error__of_the_larger(a, b):
    top = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(a - b) / top) if top else 0.0


def relative_error__entry_by_entry(a, b):
    return float(np.mean(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-300)))


def relative_error__largest_entry(a, b):
    scale = np.abs(a).max() + np.abs(b).max()
    return float(np.abs(a - b).max() / scale) if scale else 0.0


def linear_forward__samples_normalized(X, W, b):
    return (X - X.mean(axis=0)) @ W + b


def linear_forward__bias_scaled(X, W, b):
    return X @ W + b / len(X)


def linear_forward__first_sample(X, W, b):
    return np.repeat(X[:1] @ W + b, len(X), axis=0)


def linear_backward__bias_as_mean_times_units(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0) * dZ.shape[1]


def linear_backward__weights_of_absolute_inputs(dZ, X, W):
    return dZ @ W.T, np.abs(X).T @ dZ, dZ.sum(axis=0)


def linear_backward__inputs_get_the_sign(dZ, X, W):
    return np.sign(dZ @ W.T), X.T @ dZ, dZ.sum(axis=0)


def unbroadcast__maximum(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.max(axis=0)
    for k, n in enumerate(shape):
        if n == 1 and grad.shape[k] != 1:
            grad = grad.max(axis=k, keepdims=True)
    return grad


def unbroadcast__tail_sum(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=-1)
    return grad.reshape(shape) if grad.size == np.prod(shape) else np.resize(grad, shape)


def unbroadcast__total(grad, shape):
    return np.full(shape, grad.sum())


def matmul_cost__one_sample_less(n_samples, sizes):
    pairs = list(itertools.pairwise(sizes))
    f = (n_samples - 1) * sum(a * b for a, b in pairs)
    return f, 2 * f - (n_samples - 1) * pairs[0][0] * pairs[0][1]


def matmul_cost__backward_as_forward(n_samples, sizes):
    f = n_samples * sum(a * b for a, b in itertools.pairwise(sizes))
    return f, f


def matmul_cost__three_times(n_samples, sizes):
    f = n_samples * sum(a * b for a, b in itertools.pairwise(sizes))
    return f, 3 * f


def activation_backward__sigmoid_assumed(dA, Z, phi_prime):
    s = 1 / (1 + np.exp(-np.clip(Z, -500, 500)))
    return dA * s * (1 - s)


def activation_backward__squared_slope(dA, Z, phi_prime):
    return dA * phi_prime(Z) ** 2


def activation_backward__mean_slope(dA, Z, phi_prime):
    return dA * phi_prime(Z).mean()
