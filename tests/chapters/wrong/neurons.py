"""Wrong answers, written without looking at the cases: `exercise__mistake`. None may pass."""

import itertools

import numpy as np


def weighted_sum__absolute_weights(x, w, b):
    return x @ np.abs(w) + b


def weighted_sum__first_input_only(x, w, b):
    return x[0] * w[0] + b


def weighted_sum__bias_doubled(x, w, b):
    return x @ w + 2 * b


def weighted_sum__rounded(x, w, b):
    return round(float(x @ w + b), 3)


def threshold_neuron__strict_in_floats(x, w, t):
    return 1.0 if x @ w >= t + 1e-6 else 0.0


def threshold_neuron__sum_of_inputs(x, w, t):
    return 1.0 if x.sum() >= t else 0.0


def threshold_neuron__any_product(x, w, t):
    return 1.0 if np.any(x * w >= t) else 0.0


def logistic_neuron__bias_after(X, w, b):
    return 1 / (1 + np.exp(-np.clip(X @ w, -500, 500))) + b


def logistic_neuron__probability_of_no(X, w, b):
    return 1 - 1 / (1 + np.exp(-np.clip(X @ w + b, -500, 500)))


def logistic_neuron__normalized(X, w, b):
    z = X @ w + b
    return np.exp(z - z.max()) / np.exp(z - z.max()).sum()


def signed_distance__of_one_norm(X, w, b):
    return (X @ w + b) / np.abs(w).sum()


def signed_distance__of_largest_weight(X, w, b):
    return (X @ w + b) / np.abs(w).max()


def signed_distance__doubled(X, w, b):
    return 2 * (X @ w + b) / np.linalg.norm(w)


def layer__activation_on_weights(X, W, b, phi):
    return X @ phi(W) + b


def layer__activated_twice(X, W, b, phi):
    return phi(phi(X @ W + b))


def layer__only_first_unit_bias(X, W, b, phi):
    return phi(X @ W + b[0])


def count_parameters__output_has_no_bias(sizes):
    return sum(a * b for a, b in itertools.pairwise(sizes)) + sum(sizes[1:-1])


def count_parameters__every_pair(sizes):
    return sum(a * b for i, a in enumerate(sizes) for b in sizes[i + 1 :]) + sum(sizes[1:])


def count_parameters__squares(sizes):
    return sum((a + 1) * a for a in sizes[:-1])


def rmse__per_output_first(P, y):
    return float(np.abs(np.asarray(P) - np.asarray(y)).max())


def rmse__unbiased(P, y):
    d = np.asarray(P) - np.asarray(y)
    return float(np.sqrt((d**2).sum() / max(d.size - 1, 1)))


def rmse__standard_deviation(P, y):
    return float((np.asarray(P) - np.asarray(y)).std())
