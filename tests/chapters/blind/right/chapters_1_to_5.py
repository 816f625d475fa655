import bisect
import functools
import graphlib
import itertools
import math
from collections.abc import Callable

import numpy as np


# ---------------------------------------------------------------- chapter 01


def weighted_sum__fsum(x: Array, w: Array, b: float) -> float:
    return math.fsum([*(w_i * x_i for w_i, x_i in zip(w, x)), b])


def weighted_sum__bias_as_weight_of_one(x: Array, w: Array, b: float) -> float:
    return float(np.append(x, 1.0) @ np.append(w, b))


def threshold_neuron__heaviside(x: Array, w: Array, t: float) -> float:
    return float(np.heaviside(weighted_sum(x, w, -t), 1.0))


def threshold_neuron__not_below(x: Array, w: Array, t: float) -> float:
    return 1.0 - float(weighted_sum(x, w, -t) < 0)


def add_dummy_input__pad(X: Array) -> Array:
    return np.pad(np.asarray(X, dtype=float), ((0, 0), (0, 1)), constant_values=-1.0)


def add_dummy_input__filled_then_written(X: Array) -> Array:
    rows, columns = X.shape
    out = np.full((rows, columns + 1), -1.0)
    out[:, :columns] = X
    return out


def logistic_neuron__logaddexp(X: Array, w: Array, b: float) -> Array:
    return np.exp(-np.logaddexp(0.0, -(X @ w + b)))


def logistic_neuron__half_tanh(X: Array, w: Array, b: float) -> Array:
    return (np.tanh((np.dot(X, w) + b) / 2) + 1) / 2


def at_least__scaled_unit_gate(k: int, n: int, weight: float = 20.0) -> Array:
    return weight * np.r_[0.5 - k, np.ones(n)]


def at_least__from_list(k: int, n: int, weight: float = 20.0) -> Array:
    return np.array([(1 - 2 * k) * weight / 2] + n * [weight], dtype=float)


def negate_neuron__subtracts_from_zero(w: Array, b: float) -> tuple[Array, float]:
    return np.zeros(len(w)) - w, 0.0 - b


def signed_distance__hypot(X: Array, w: Array, b: float) -> Array:
    return (np.einsum("ij,j->i", X, w) + b) / math.hypot(*w)


def signed_distance__scaled_first(X: Array, w: Array, b: float) -> Array:
    length = np.sqrt(np.vdot(w, w))
    return np.array([x @ (w / length) for x in X]) + b / length


def layer__bias_as_row(X: Array, W: Array, b: Array, phi: Callable[[Array], Array]) -> Array:
    with_one = np.hstack([X, np.ones((len(X), 1))])
    return phi(with_one @ np.vstack([W, b]))


def layer__tensordot(X: Array, W: Array, b: Array, phi: Callable[[Array], Array]) -> Array:
    return phi(np.add(np.tensordot(X, W, axes=1), b))


def is_feed_forward__topological_sorter(A: Array) -> bool:
    graph = {j: [int(i) for i in np.flatnonzero(A[:, j])] for j in range(len(A))}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError:
        return False
    return True


def is_feed_forward__warshall(A: Array) -> bool:
    reach = np.not_equal(A, 0)
    for k in range(len(reach)):
        reach = reach | (reach[:, k, None] & reach[None, k, :])
    return not bool(np.diagonal(reach).any())


def count_parameters__pairwise(sizes: list[int]) -> int:
    return sum((a + 1) * b for a, b in itertools.pairwise(sizes))


def count_parameters__map(sizes: list[int]) -> int:
    return sum(map(lambda a, b: a * b + b, sizes, sizes[1:]))


def rmse__norm(P: Array, y: Array) -> float:
    return float(np.linalg.norm(P.reshape(len(y)) - y) / math.sqrt(len(y)))


def rmse__loop(P: Array, y: Array) -> float:
    squares = [(float(p) - float(t)) ** 2 for p, t in zip(P.ravel(), y)]
    return math.sqrt(math.fsum(squares) / len(squares))


def fit_linear_neuron__centred(X: Array, y: Array) -> tuple[Array, float]:
    x_mean, y_mean = X.mean(axis=0), y.mean()
    w = np.linalg.lstsq(X - x_mean, y - y_mean, rcond=None)[0]
    return w, float(y_mean - x_mean @ w)


def fit_linear_neuron__pinv(X: Array, y: Array) -> tuple[Array, float]:
    *w, t = np.linalg.pinv(add_dummy_input(X)) @ y
    return np.array(w), -float(t)


def kfold_indices__dealt_like_cards(
    n: int, k: int, rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    order = rng.permutation(n)
    hands = [order[start::k] for start in range(k)]
    return [(np.setdiff1d(order, hand), hand) for hand in hands]


def kfold_indices__random_part_numbers(
    n: int, k: int, rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    part = rng.permutation(np.arange(n) % k)
    return [(np.flatnonzero(part != j), np.flatnonzero(part == j)) for j in range(k)]


# ---------------------------------------------------------------- chapter 02


def perceptron_predict__heaviside(X: Array, w: Array, b: float) -> Array:
    return np.heaviside(X @ w + b, 1.0)


def perceptron_predict__not_negative(X: Array, w: Array, b: float) -> Array:
    return 1.0 - np.less(np.dot(X, w) + b, 0.0)


def perceptron_update__three_cases(
    w: Array, b: float, x: Array, y: float, lr: float = 1.0
) -> tuple[Array, float]:
    fires = np.dot(w, x) + b >= 0
    if fires and y == 0:
        return w - lr * x, b - lr
    if not fires and y == 1:
        return w + lr * x, b + lr
    return np.array(w), b


def perceptron_update__joined(w: Array, b: float, x: Array, y: float, lr: float = 1.0) -> tuple[Array, float]:
    y_hat = float(w @ x + b >= 0)
    theta = np.append(w, b) + lr * (y - y_hat) * np.append(x, 1.0)
    return theta[:-1], float(theta[-1])


def perceptron_epoch__reduce(
    w: Array, b: float, X: Array, y: Array, lr: float = 1.0
) -> tuple[Array, float, int]:
    def show(state, sample):
        w, b, mistakes = state
        x_i, y_i = sample
        wrong = bool(w @ x_i + b >= 0) != bool(y_i == 1)
        return (*perceptron_update(w, b, x_i, y_i, lr), mistakes + wrong)

    return functools.reduce(show, zip(X, y), (w, b, 0))


def perceptron_epoch__updates_only_mistakes(
    w: Array, b: float, X: Array, y: Array, lr: float = 1.0
) -> tuple[Array, float, int]:
    mistakes = 0
    for i in range(len(X)):
        said = perceptron_predict(X[i : i + 1], w, b)[0]
        if said != y[i]:
            mistakes += 1
            w, b = perceptron_update(w, b, X[i], y[i], lr)
    return w, b, mistakes


def train_perceptron__while_no_zero(
    X: Array, y: Array, lr: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    w, b = np.zeros(np.shape(X)[1]), 0.0
    mistakes: list[int] = []
    while len(mistakes) < max_epochs and 0 not in mistakes[-1:]:
        w, b, count = perceptron_epoch(w, b, X, y, lr)
        mistakes += [count]
    return w, b, mistakes


def margins__negated_where_zero(X: Array, y: Array, w: Array, b: float) -> Array:
    d = (X @ w + b) / np.linalg.norm(w)
    return np.negative(d, out=d.copy(), where=np.asarray(y) == 0)


def margins__distance_and_verdict(X: Array, y: Array, w: Array, b: float) -> Array:
    distance = np.abs(X @ w + b) / np.sqrt(np.sum(np.square(w)))
    right = perceptron_predict(X, w, b) == y
    return np.where(right, distance, -distance)


def mistake_bound__ratio_of_squares(X: Array, y: Array, w: Array, b: float) -> float:
    Xt, wt = np.c_[X, np.ones(len(X))], np.r_[w, b]
    worst = float(np.min(np.where(y == 1, 1.0, -1.0) * (Xt @ wt)))
    if worst <= 0:
        return math.inf
    longest = float(np.max(np.einsum("ij,ij->i", Xt, Xt)))
    return longest * float(wt @ wt) / worst**2


def mistake_bound__loop(X: Array, y: Array, w: Array, b: float) -> float:
    length = math.hypot(*w, b)
    R, gamma = 0.0, math.inf
    for x, label in zip(X, y):
        R = max(R, math.hypot(*x, 1.0))
        z = float(x @ w) + b
        gamma = min(gamma, z if label == 1 else -z)
    return (R * length / gamma) ** 2 if gamma > 0 else np.inf


def perceptron_loss__relu_of_wrong_side(X: Array, y: Array, w: Array, b: float) -> float:
    z = X @ w + b
    return float(np.sum(np.maximum(0.0, np.where(y == 1, -z, z))))


def perceptron_loss__error_times_z(X: Array, y: Array, w: Array, b: float) -> float:
    z = X @ w + b
    return float(np.dot(np.where(z >= 0, 1.0, 0.0) - y, z)) + 0.0


def perceptron_batch_step__two_kinds_of_mistakes(
    w: Array, b: float, X: Array, y: Array, lr: float = 1.0
) -> tuple[Array, float]:
    fires = X @ w + b >= 0
    missed, false_alarm = ~fires & (y == 1), fires & (y == 0)
    push = X[missed].sum(axis=0) - X[false_alarm].sum(axis=0)
    return w + lr * push, b + lr * (int(missed.sum()) - int(false_alarm.sum()))


def perceptron_batch_step__sum_of_single_steps(
    w: Array, b: float, X: Array, y: Array, lr: float = 1.0
) -> tuple[Array, float]:
    dw, db = np.zeros(len(w)), 0.0
    for x_i, y_i in zip(X, y):
        error = y_i - (1.0 if x_i @ w + b >= 0 else 0.0)
        dw, db = dw + error * x_i, db + error
    return w + lr * dw, float(b + lr * db)


def pocket_perceptron__minimum_of_all(
    X: Array, y: Array, lr: float = 1.0, epochs: int = 10
) -> tuple[Array, float, int]:
    w, b = np.zeros(X.shape[1]), 0.0
    met = [(w, b)]
    for i in list(range(len(X))) * epochs:
        w, b = perceptron_update(w, b, X[i], y[i], lr)
        met.append((w, b))
    errors = [int(np.count_nonzero(perceptron_predict(X, *each) != y)) for each in met]
    first = errors.index(min(errors))
    return (*met[first], errors[first])


def averaged_perceptron__mean_of_table(
    X: Array, y: Array, lr: float = 1.0, epochs: int = 10
) -> tuple[Array, float]:
    w, b = np.zeros(X.shape[1]), 0.0
    rows = []
    for _ in range(epochs):
        for sample in zip(X, y):
            w, b = perceptron_update(w, b, *sample, lr=lr)
            rows.append([*w, b])
    *w_mean, b_mean = np.mean(rows, axis=0)
    return np.array(w_mean), float(b_mean)


def averaged_perceptron__running_mean(
    X: Array, y: Array, lr: float = 1.0, epochs: int = 10
) -> tuple[Array, float]:
    w, b = np.zeros(X.shape[1]), 0.0
    w_mean, b_mean = np.zeros(X.shape[1]), 0.0
    for t in range(epochs * len(X)):
        i = t % len(X)
        w, b = perceptron_update(w, b, X[i], y[i], lr)
        w_mean = w_mean + (w - w_mean) / (t + 1)
        b_mean = b_mean + (b - b_mean) / (t + 1)
    return w_mean, b_mean


def quadratic_features__triu(X: Array) -> Array:
    i, j = np.triu_indices(X.shape[1])
    return np.concatenate([X, X[:, i] * X[:, j]], axis=1)


def quadratic_features__feature_times_rest(X: Array) -> Array:
    blocks = [X[:, i : i + 1] * X[:, i:] for i in range(X.shape[1])]
    return np.hstack([X, *blocks])


# ---------------------------------------------------------------- chapter 03


def best_single_neuron__product(X: Array, y: Array, values: Array) -> int:
    yes = np.asarray(y) == 1
    return max(
        int(np.sum((X @ np.array(w) + b >= 0) == yes))
        for b, *w in itertools.product(values, repeat=X.shape[1] + 1)
    )


def best_single_neuron__counts_in_base(X: Array, y: Array, values: Array) -> int:
    n, base, best = X.shape[1] + 1, len(values), 0
    for code in range(base**n):
        digits = [code // base**place % base for place in range(n)]
        *w, b = (values[digit] for digit in digits)
        best = max(best, int(np.sum(step(X @ np.array(w) + b) == y)))
    return best


def xor_net__matrices(X: Array) -> tuple[Array, Array]:
    H = step(X @ np.ones((2, 2)) - np.array([0.5, 1.5]))
    return H, step(H @ np.array([1.0, -1.0]) - 0.5)


def xor_net__sample_by_sample(X: Array) -> tuple[Array, Array]:
    H, y = np.zeros((len(X), 2)), np.zeros(len(X))
    for i, (a, b) in enumerate(X):
        either, both = a + b >= 1, 2 * a + 2 * b >= 3
        H[i] = either, both
        y[i] = 3 * H[i, 0] - 5 * H[i, 1] - 2 >= 0
    return H, y


def half_planes__heaviside(X: Array, W: Array, b: Array) -> Array:
    return np.heaviside(X @ W + b, 1.0)


def half_planes__line_by_line(X: Array, W: Array, b: Array) -> Array:
    out = np.empty((len(X), W.shape[1]))
    for k, line in enumerate(W.T):
        out[:, k] = X @ line + b[k] >= 0
    return out


def vote__count_nonzero(H: Array, m: float) -> Array:
    return np.greater_equal(np.count_nonzero(H, axis=1), m).astype(float)


def vote__times_ones(H: Array, m: float) -> Array:
    return step(H @ np.ones(H.shape[1]) - m)


def convex_region__as_many_as_biases(X: Array, W: Array, b: Array) -> Array:
    return vote(half_planes(X, W, b), np.size(b))


def convex_region__de_morgan(X: Array, W: Array, b: Array) -> Array:
    outside = 1.0 - half_planes(X, W, b)
    return 1.0 - vote(outside, 1)


def polygon_edges__complex_numbers(vertices: Array) -> tuple[Array, Array]:
    z = vertices[:, 0] + 1j * vertices[:, 1]
    following = np.roll(z, -1)
    normal = 1j * (following - z)
    # Im(conj(p) q) = p₁q₂ - p₂q₁
    b = (np.conj(z) * following).imag
    return np.array([normal.real, normal.imag]), b


def polygon_edges__loop(vertices: Array) -> tuple[Array, Array]:
    k = len(vertices)
    W, b = np.zeros((2, k)), np.zeros(k)
    for i in range(k):
        (p1, p2), (q1, q2) = vertices[i - 1], vertices[i]
        W[:, i - 1] = p2 - q2, q1 - p1
        b[i - 1] = p1 * q2 - p2 * q1
    return W, b


def union_of_regions__table_filled(X: Array, regions: list[tuple[Array, Array]]) -> Array:
    H = np.zeros((len(X), len(regions) + 1))
    for j, (W, b) in enumerate(regions):
        H[:, j] = convex_region(X, W, b)
    return vote(H, 1)


def union_of_regions__or_one_by_one(X: Array, regions: list[tuple[Array, Array]]) -> Array:
    inside = np.zeros(len(X))
    for W, b in regions:
        inside = vote(np.stack([inside, convex_region(X, W, b)], axis=1), 1)
    return inside


def strip__product_of_steps(X: Array, w: Array, low: float, high: float) -> Array:
    z = X @ w
    return step(z - low) * step(high - z)


def strip__logical_and(X: Array, w: Array, low: float, high: float) -> Array:
    z = np.dot(X, w)
    return np.logical_and(low <= z, z <= high).astype(float)


def collapse_linear__augmented(weights: list[Array], biases: list[Array]) -> tuple[Array, Array]:
    blocks = []
    for V, c in zip(weights, biases):
        M = np.zeros((V.shape[0] + 1, V.shape[1] + 1))
        M[:-1, :-1], M[-1, :-1], M[-1, -1] = V, c, 1.0
        blocks.append(M)
    M = functools.reduce(np.matmul, blocks)
    return M[:-1, :-1], M[-1, :-1]


def collapse_linear__from_behind(weights: list[Array], biases: list[Array]) -> tuple[Array, Array]:
    W = np.eye(weights[-1].shape[1])
    b = np.zeros(weights[-1].shape[1])
    for V, c in zip(reversed(weights), reversed(biases)):
        b = b + c @ W
        W = V @ W
    return W, b


def bump__where(x: Array, left: float, right: float, height: float) -> Array:
    inside = np.logical_and(np.greater_equal(x, left), np.less(x, right))
    return np.where(inside, float(height), 0.0)


def bump__two_heavisides(x: Array, left: float, right: float, height: float) -> Array:
    up = np.heaviside(np.subtract(x, left), 1.0)
    down = np.heaviside(np.subtract(x, right), 1.0)
    return height * up - height * down


def bump_approximation__reduce(
    f: Callable[[Array], Array], left: float, right: float, n: int, x: Array
) -> Array:
    edges = np.linspace(left, right, n + 1)
    heights = f(0.5 * (edges[1:] + edges[:-1]))
    bumps = (bump(x, *each) for each in zip(edges, edges[1:], heights))
    return functools.reduce(np.add, bumps, np.zeros(np.shape(x)))


def bumps_needed__bisection(eps: float, lipschitz: float, d: int = 1) -> int:
    def enough(n: int) -> bool:
        return lipschitz * math.sqrt(d) / (2 * n) <= eps

    top = 1
    while not enough(top):
        top *= 2
    n = bisect.bisect_left(range(1, top + 1), True, key=enough) + 1
    return n**d


def sawtooth__recursive(x: Array, depth: int) -> Array:
    if depth == 0:
        return np.asarray(x, dtype=float)
    folded = np.maximum(0.0, 2.0 * x) - np.maximum(0.0, 4.0 * x - 2.0)
    return sawtooth(folded, depth - 1)


def sawtooth__by_cases(x: Array, depth: int) -> Array:
    x = np.array(x, dtype=float)
    for _ in range(depth):
        x = np.where(x <= 0.5, np.clip(2 * x, 0.0, None), 2.0 - 2.0 * x)
    return x


# ---------------------------------------------------------------- chapter 04


def relu__clip(z: Array) -> Array:
    return np.clip(z, 0, None)


def relu__copy_and_mask(z: Array) -> Array:
    out = np.array(z)
    out[~(out > 0)] = 0
    return out


def relu_prime__heaviside(z: Array) -> Array:
    return np.heaviside(z, 0.0)


def relu_prime__sign_clipped(z: Array) -> Array:
    return np.maximum(np.sign(z), 0.0)


def sigmoid__logaddexp(z: Array) -> Array:
    return np.exp(-np.logaddexp(0.0, -np.asarray(z, dtype=float)))


def sigmoid__minus_absolute(z: Array) -> Array:
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) < 0, e, 1.0) / (1.0 + e)


def sigmoid_prime__both_sides(z: Array) -> Array:
    z = np.asarray(z, dtype=float)
    return sigmoid(z) * sigmoid(-z)


def sigmoid_prime__minus_square(z: Array) -> Array:
    s = sigmoid(z)
    return s - np.square(s)


def tanh__difference_of_sigmoids(z: Array) -> Array:
    z = np.asarray(z, dtype=float)
    return sigmoid(2 * z) - sigmoid(-2 * z)


def backward_norms__accumulate(dA: Array, weights: list[Array], slopes: list[Array]) -> Array:
    gradients = itertools.accumulate(
        zip(reversed(slopes), reversed(weights)),
        lambda d, layer: (d * layer[0]) @ layer[1].T,
        initial=dA,
    )
    return np.fromiter((np.linalg.norm(d) for d in gradients), dtype=float)


def backward_norms__einsum(dA: Array, weights: list[Array], slopes: list[Array]) -> Array:
    L = len(weights)
    norms = np.empty(L + 1)
    norms[0] = np.sqrt(np.sum(np.square(dA)))
    for l in range(L):
        dA = np.einsum("no,no,io->ni", dA, slopes[-1 - l], weights[-1 - l])
        norms[l + 1] = np.sqrt(np.sum(np.square(dA)))
    return norms


def dead_share__maximum(Z: Array) -> float:
    return float(np.count_nonzero(np.max(Z, axis=0) <= 0) / Z.shape[1])


def dead_share__columns_one_by_one(Z: Array) -> float:
    dead = [not any(entry > 0 for entry in column) for column in Z.T]
    return sum(dead) / len(dead)


def leaky_relu__two_halves(z: Array, alpha: float = 0.01) -> Array:
    return np.maximum(z, 0.0) + alpha * np.minimum(z, 0.0)


def leaky_relu__in_float_copy(z: Array, alpha: float = 0.01) -> Array:
    out = np.array(z, dtype=float)
    np.multiply(out, alpha, out=out, where=out <= 0)
    return out


def prelu_backward__einsum(dA: Array, Z: Array, alpha: Array) -> tuple[Array, Array]:
    dalpha = np.einsum("ij,ij->j", dA, np.minimum(Z, 0.0))
    return dA * np.where(Z > 0, 1.0, alpha), dalpha


def prelu_backward__loops(dA: Array, Z: Array, alpha: Array) -> tuple[Array, Array]:
    dZ, dalpha = np.zeros(Z.shape), np.zeros(Z.shape[1])
    for i, j in np.ndindex(*Z.shape):
        if Z[i, j] > 0:
            dZ[i, j] = dA[i, j]
        else:
            dZ[i, j] = alpha[j] * dA[i, j]
            dalpha[j] += Z[i, j] * dA[i, j]
    return dZ, dalpha


def elu__two_halves(z: Array, alpha: float = 1.0) -> Array:
    return np.maximum(z, 0.0) + alpha * np.expm1(np.minimum(z, 0.0))


def elu__float_copy(z: Array, alpha: float = 1.0) -> Array:
    out = np.array(z, dtype=float)
    left = out <= 0
    out[left] = alpha * np.expm1(out[left])
    return out


def same_sign_share__extremes(A: Array, delta: Array) -> float:
    G = np.einsum("i,ij->ij", delta, A)
    return float(np.mean((G.min(axis=1) >= 0) | (G.max(axis=1) <= 0)))


def same_sign_share__sets_of_signs(A: Array, delta: Array) -> float:
    mixed = sum({-1.0, 1.0} <= set(np.sign(d * a).tolist()) for a, d in zip(A, delta))
    return 1 - mixed / len(A)


def maxout__reduce(X: Array, W: Array, b: Array) -> Array:
    pieces = [X @ W_j + b_j for W_j, b_j in zip(W, b)]
    return functools.reduce(np.maximum, pieces)


def maxout__einsum(X: Array, W: Array, b: Array) -> Array:
    return (np.einsum("ni,kio->nko", X, W) + b).max(axis=1)


def silu_prime__factored(z: Array) -> Array:
    s = sigmoid(z)
    return s * (1.0 + z * (1.0 - s))


def silu_prime__with_silu(z: Array) -> Array:
    return sigmoid(z) + silu(z) * sigmoid(-1.0 * z)


def softmax__logaddexp_reduce(z: Array, axis: int = -1) -> Array:
    z = np.asarray(z, dtype=float)
    return np.exp(z - np.logaddexp.reduce(z, axis=axis, keepdims=True))


def softmax__slice_by_slice(z: Array, axis: int = -1) -> Array:
    def one(s):
        e = np.exp(s - s.max())
        return e / e.sum()

    return np.apply_along_axis(one, axis, np.asarray(z, dtype=float))


def softmax_jvp__centred_direction(z: Array, v: Array, axis: int = -1) -> Array:
    p = softmax(z, axis)
    return p * (v - np.sum(p * v, axis=axis, keepdims=True))


def softmax_jvp__moved_axis(z: Array, v: Array, axis: int = -1) -> Array:
    p = np.moveaxis(softmax(z, axis), axis, -1)
    pv = p * np.moveaxis(np.asarray(v), axis, -1)
    return np.moveaxis(pv - p * pv.sum(axis=-1)[..., None], -1, axis)


# ---------------------------------------------------------------- chapter 05


def squared_error__vdot(P: Array, Y: Array) -> float:
    D = np.subtract(P, Y)
    return float(np.vdot(D, D)) / (2 * len(D))


def squared_error__sum_of_means(P: Array, Y: Array) -> float:
    return float(np.sum(np.mean((P - Y) ** 2, axis=0)) / 2)


def squared_error_grad__reciprocal(P: Array, Y: Array) -> Array:
    return np.multiply(1.0 / P.shape[0], np.subtract(P, Y))


def squared_error_grad__loop(P: Array, Y: Array) -> Array:
    return np.array(
        [[(p - y) / len(P) for p, y in zip(*rows)] for rows in zip(P, Y)],
        dtype=float,
    )


def huber__clipped(P: Array, Y: Array, delta: float = 1.0) -> float:
    a = np.abs(P - Y)
    c = np.minimum(a, delta)
    return float(np.sum(c * (a - 0.5 * c)) / len(a))


def huber__loop(P: Array, Y: Array, delta: float = 1.0) -> float:
    total = 0.0
    for p, y in zip(np.ravel(P), np.ravel(Y)):
        a = abs(float(p) - float(y))
        total += a * a / 2 if a <= delta else delta * (a - delta / 2)
    return total / len(P)


def gaussian_nll_grad__standardized(mu: Array, log_var: Array, Y: Array) -> tuple[Array, Array]:
    inv_std = np.exp(-0.5 * log_var)
    t = (mu - Y) * inv_std
    n = len(mu)
    return t * inv_std / n, (1.0 - t) * (1.0 + t) / (2 * n)


def hinge__sum_of_violations(z: Array, y: Array) -> float:
    gap = 1.0 - y * z
    return float(gap[gap > 0].sum() / len(z))


def hinge__builtins(z: Array, y: Array) -> float:
    return sum(max(0.0, 1.0 - float(a) * float(s)) for a, s in zip(z, y)) / len(z)


def binary_cross_entropy__softplus_of_wrong_side(z: Array, y: Array) -> float:
    return float(np.logaddexp(0.0, np.where(y == 1, -z, z)).sum() / len(z))


def binary_cross_entropy__mean_then_sum(z: Array, y: Array) -> float:
    each = np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))
    return float(np.sum(np.mean(each, axis=0)))


def binary_cross_entropy_grad__half_tanh(z: Array, y: Array) -> Array:
    return (0.5 * np.tanh(0.5 * z) + (0.5 - y)) / len(z)


def one_hot__outer_equal(labels: Labels, n_classes: int) -> Array:
    return np.equal.outer(labels, np.arange(n_classes)).astype(float)


def one_hot__flat_positions(labels: Labels, n_classes: int) -> Array:
    out = np.zeros(len(labels) * n_classes)
    out[np.arange(len(labels)) * n_classes + labels] = 1.0
    return out.reshape(len(labels), n_classes)


def log_sum_exp__logaddexp_reduce(z: Array, axis: int = -1) -> Array:
    return np.logaddexp.reduce(np.asarray(z, dtype=float), axis=axis)


def log_sum_exp__axis_in_front(z: Array, axis: int = -1) -> Array:
    front = np.moveaxis(np.asarray(z, dtype=float), axis, 0)
    m = front.max(axis=0)
    return m + np.log(sum(np.exp(slab - m) for slab in front))


def softmax_cross_entropy__relative_to_right_class(Z: Array, labels: Labels) -> float:
    right = np.take_along_axis(Z, np.reshape(labels, (-1, 1)), axis=1)
    return float(np.mean(log_sum_exp(Z - right)))


def softmax_cross_entropy__loop(Z: Array, labels: Labels) -> float:
    costs = [float(log_sum_exp(z) - z[k]) for z, k in zip(Z, labels)]
    return math.fsum(costs) / len(costs)


def softmax_cross_entropy_grad__one_hot(Z: Array, labels: Labels) -> Array:
    P = np.exp(Z - log_sum_exp(Z)[:, np.newaxis])
    return (P - one_hot(labels, Z.shape[1])) / len(Z)


def softmax_cross_entropy_grad__subtract_at(Z: Array, labels: Labels) -> Array:
    n = len(Z)
    G = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    G = G / (n * np.sum(G, axis=1, keepdims=True))
    np.subtract.at(G, (np.arange(n), labels), 1.0 / n)
    return G


def multiclass_hinge_grad__loops(Z: Array, labels: Labels) -> Array:
    n, G = len(Z), np.zeros(np.shape(Z))
    for i, right in enumerate(labels):
        for j in range(Z.shape[1]):
            if j != right and Z[i, j] - Z[i, right] + 1.0 > 0:
                G[i, j] += 1 / n
                G[i, right] -= 1 / n
    return G


def multiclass_hinge_grad__masks(Z: Array, labels: Labels) -> Array:
    own = np.equal.outer(np.asarray(labels), np.arange(Z.shape[1]))
    right = np.sum(np.where(own, Z, 0), axis=1, keepdims=True)
    hits = (Z - right + 1.0 > 0) & ~own
    return (hits - 1.0 * own * hits.sum(axis=1, keepdims=True)) / len(Z)


def cross_entropy__log_where_it_happens(p: Array, q: Array) -> Array:
    p, q = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    with np.errstate(divide="ignore"):
        log_q = np.log(q, out=np.zeros(q.shape), where=p > 0)
    return 0.0 - np.sum(p * log_q, axis=-1)


def cross_entropy__loop_in_slices(p: Array, q: Array) -> Array:
    def one(ps, qs):
        total = 0.0
        for a, b in zip(ps, qs):
            if a > 0:
                total += -a * math.log(b) if b > 0 else math.inf
        return total

    out = np.zeros(p.shape[:-1])
    for index in np.ndindex(*out.shape):
        out[index] = one(p[index], q[index])
    return out[()]


def l2_penalty__vdot(weights: list[Array], lam: float) -> float:
    return float(sum(np.vdot(W, W) for W in weights) * lam / 2)


def l2_penalty__fsum(weights: list[Array], lam: float) -> float:
    return 0.5 * lam * math.fsum(float(w) ** 2 for W in weights for w in np.ravel(W))


def vote__more_than_m_minus_one(H: Array, m: float) -> Array:
    return np.where(H.sum(axis=1) > m - 1, 1.0, 0.0)


def sigmoid__both_branches_computed(z: Array) -> Array:
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def cycle_length__by_ends(X: Array, y: Array, lr: float = 1.0, max_epochs: int = 1000) -> int:
    w, b = np.zeros(X.shape[1]), 0.0
    met = [(*w, b)]
    for _ in range(max_epochs):
        w, b, mistakes = perceptron_epoch(w, b, X, y, lr)
        if mistakes == 0:
            return 0
        met.append((*w, b))
        if met[-1] in met[:-1]:
            return len(met) - 1 - met.index(met[-1])
    return -1


def layer__phi_number_by_number(X: Array, W: Array, b: Array, phi: Callable[[Array], Array]) -> Array:
    return np.vectorize(phi)(X @ W + b)
