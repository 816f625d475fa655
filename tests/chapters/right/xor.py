"""Right answers in forms that the task allows and few would write: `exercise__form`. All must pass."""

import itertools
import math

import numpy as np


def best_single_neuron__all_at_once(X, y, values):
    grid = np.array(list(itertools.product(values, repeat=X.shape[1] + 1)))
    fires = grid[:, :-1] @ X.T + grid[:, -1:] >= 0
    return (fires == (y == 1)).sum(axis=1).max()


def best_single_neuron__recursive(X, y, values):
    def search(theta):
        if len(theta) == X.shape[1] + 1:
            return sum(
                int((np.dot(x, theta[:-1]) + theta[-1] >= 0) == bool(t)) for x, t in zip(X, y, strict=True)
            )
        return max(search([*theta, float(v)]) for v in values)

    return search([])


def xor_net__logic(X):
    a, b = X[:, 0] == 1, X[:, 1] == 1
    return np.stack([a | b, a & b], axis=1).astype(float), (a ^ b).astype(np.float64)


def xor_net__other_weights(X):
    H = np.heaviside(X @ np.array([[10.0, 2.0], [10.0, 2.0]]) - np.array([5.0, 3.0]), 1.0)
    return H, np.heaviside(H @ [2.0, -4.0] - 1.0, 1.0)


def xor_net__rows(X):
    H = np.array([[max(x), min(x)] for x in X], dtype=float)
    return H, np.array([h[0] * (1 - h[1]) for h in H])


def half_planes__columns(X, W, b):
    return np.column_stack([(X @ w >= -t).astype(float) for w, t in zip(W.T, b, strict=True)])


def half_planes__einsum(X, W, b):
    return np.heaviside(np.einsum("ni,ik->nk", X, W) + b[np.newaxis], 1.0)


def vote__product_for_and(H, m):
    return np.array([1.0 if sum(map(bool, h)) >= m else 0.0 for h in H])


def vote__sorted(H, m):
    k = int(m)
    return np.ones(len(H)) if k <= 0 else np.sort(H, axis=1)[:, ::-1][:, k - 1] * 1.0


def vote__counted(H, m):
    return 0.0 + (np.count_nonzero(H, axis=1) >= m)


def convex_region__smallest(X, W, b):
    return np.where(np.min(X @ W + b, axis=1) < 0, 0.0, 1.0)


def convex_region__product(X, W, b):
    return np.prod(np.heaviside(X @ W + b, 1.0), axis=1)


def polygon_edges__loop(vertices):
    k = len(vertices)
    W, b = np.empty((2, k)), np.empty(k)
    for i in range(k):
        p, q = vertices[i], vertices[(i + 1) % k]
        W[:, i] = p[1] - q[1], q[0] - p[0]
        b[i] = -np.dot(W[:, i], q)
    return W, b


def polygon_edges__rotation(vertices):
    along = np.concatenate([np.diff(vertices, axis=0), vertices[:1] - vertices[-1:]])
    W = np.array([[0.0, -1.0], [1.0, 0.0]]) @ along.T
    return W, -np.einsum("ik,ki->k", W, vertices)


def union_of_regions__maximum(X, regions):
    out = np.zeros(len(X))
    for W, b in regions:
        out = np.maximum(out, np.all(X @ W + b >= 0, axis=1))
    return out


def union_of_regions__any(X, regions):
    return np.array([float(any(np.all(x @ W + b >= 0) for W, b in regions)) for x in X])


def union_of_regions__not_outside(X, regions):
    outside = np.ones(len(X))
    for region in regions:
        outside = outside * (1.0 - convex_region__product(X, *region))
    return 1.0 - outside


def strip__logic(X, w, low, high):
    z = np.dot(X, w)
    return np.logical_and(low <= z, z <= high).astype(float)


def strip__middle(X, w, low, high):
    return np.where(np.abs(2 * (X @ w) - (low + high)) <= high - low, 1.0, 0.0)


def collapse_linear__augmented(weights, biases):
    total = np.eye(weights[0].shape[0] + 1)
    for W, b in zip(weights, biases, strict=True):
        total = total @ np.block([[W, np.zeros((len(W), 1))], [b[None], np.ones((1, 1))]])
    return total[:-1, :-1], total[-1, :-1]


def collapse_linear__probed(weights, biases):
    def run(A):
        for W, b in zip(weights, biases, strict=True):
            A = A @ W + b
        return A

    n = weights[0].shape[0]
    b = run(np.zeros((1, n)))[0]
    return run(np.eye(n)) - b, b


def collapse_linear__from_behind(weights, biases):
    W, b = np.eye(weights[-1].shape[1]), np.zeros(weights[-1].shape[1])
    for W_l, b_l in zip(reversed(weights), reversed(biases), strict=True):
        b = b + b_l @ W
        W = W_l @ W
    return W, b


def bump__where(x, left, right, height):
    return np.where(x < left, 0.0, np.where(x < right, height, 0.0))


def bump__masked(x, left, right, height):
    out = np.zeros(np.shape(x))
    out[np.logical_and(x >= left, ~(x >= right))] = height
    return out


def bump__flat_and_back(x, left, right, height):
    return np.array([float(height) if left <= v < right else 0.0 for v in x.ravel()]).reshape(x.shape)


def bump_approximation__by_number(f, left, right, n, x):
    edges = np.linspace(left, right, n + 1)
    k = np.searchsorted(edges, x, side="right") - 1
    heights = f((edges[1:] + edges[:-1]) / 2)
    return np.where((k >= 0) & (k < n), heights[np.clip(k, 0, n - 1)], 0.0)


def bump_approximation__one_at_a_time(f, left, right, n, x):
    width = (right - left) / n
    total = np.zeros_like(x)
    for k in range(n):
        a, b = np.linspace(left, right, n + 1)[k : k + 2]
        total += f(np.array([left + (k + 0.5) * width]))[0] * ((a <= x) & (x < b))
    return total


def bumps_needed__counted_up(eps, lipschitz, d=1):
    n = 1
    while lipschitz * math.sqrt(d) / (2 * n) > eps:
        n += 1
    return n**d


def bumps_needed__floor(eps, lipschitz, d=1):
    return int(max(-((-lipschitz * d**0.5) // (2 * eps)), 1)) ** int(d)


def sawtooth__recursive(x, depth):
    if depth == 0:
        return x.copy()
    folded = sawtooth__recursive(x, depth - 1)
    return np.clip(2 * folded, 0, None) - np.clip(4 * folded - 2, 0, None)


def sawtooth__layers(x, depth):
    for _ in range(depth):
        h = np.maximum(0, np.multiply.outer(x, [2.0, 4.0]) - [0.0, 2.0])
        x = h @ np.array([1.0, -1.0])
    return x


def sawtooth__pieces(x, depth):
    for _ in range(depth):
        x = np.where(x <= 0, 0.0, np.where(x <= 0.5, 2.0 * x, 2.0 - 2.0 * x))
    return x
