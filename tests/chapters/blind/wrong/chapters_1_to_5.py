import itertools
import math
from collections.abc import Callable

import numpy as np


# ---------------------------------------------------------------- chapter 01


def weighted_sum__bias_n_times(x: Array, w: Array, b: float) -> float:
    """adds the bias inside the sum, so n times"""
    return float(np.sum(w * x + b))


def weighted_sum__skips_first(x: Array, w: Array, b: float) -> float:
    """counts from 1 as the formula does and misses the first input"""
    z = b
    for i in range(1, len(x)):
        z += w[i] * x[i]
    return float(z)


def weighted_sum__array_of_one(x: Array, w: Array, b: float) -> float:
    """returns an array of shape (1,), not one number"""
    return x.reshape(1, -1) @ w + b


def threshold_neuron__strictly_above(x: Array, w: Array, t: float) -> float:
    """does not fire when the threshold is exactly reached"""
    return 1.0 if weighted_sum(x, w, -t) > 0 else 0.0


def threshold_neuron__bias_plus_t(x: Array, w: Array, t: float) -> float:
    """uses +t as the bias, where it has to be -t"""
    return 1.0 if weighted_sum(x, w, t) >= 0 else 0.0


def threshold_neuron__half_at_edge(x: Array, w: Array, t: float) -> float:
    """heaviside with 0.5 in the middle: answers 0.5 at the threshold"""
    return float(np.heaviside(weighted_sum(x, w, -t), 0.5))


def add_dummy_input__keeps_whole_numbers(X: Array) -> Array:
    """a batch of whole numbers stays one: no floats come out"""
    return np.column_stack([X, np.full(len(X), -1, dtype=X.dtype)])


def add_dummy_input__in_front(X: Array) -> Array:
    """puts the dummy in the first column, not the last"""
    return np.hstack([-np.ones((len(X), 1)), X])


def add_dummy_input__overwrites_last(X: Array) -> Array:
    """overwrites the last feature where a column should be appended"""
    out = np.array(X, dtype=float)
    out[:, -1] = -1.0
    return out


def logistic_neuron__bias_outside(X: Array, w: Array, b: float) -> Array:
    """adds the bias after the sigmoid"""
    return 1.0 / (1.0 + np.exp(-(X @ w))) + b


def logistic_neuron__column(X: Array, w: Array, b: float) -> Array:
    """returns a column, shape (n_samples, 1)"""
    z = X @ w.reshape(-1, 1) + b
    return 1.0 / (1.0 + np.exp(-z))


def logistic_neuron__minus_only_wx(X: Array, w: Array, b: float) -> Array:
    """forgets the parentheses in exp(-(w·x + b)): the bias keeps its sign"""
    return 1.0 / (1.0 + np.exp(-X @ w + b))


def at_least__edge_above_k(k: int, n: int, weight: float = 20.0) -> Array:
    """puts the edge halfway between k and k + 1"""
    return np.concatenate([[-weight * (k + 0.5)], np.full(n, float(weight))])


def at_least__whole_weight_cuts_bias(k: int, n: int, weight: float = 20.0) -> Array:
    """np.full takes over a whole weight's type, and the bias is cut off"""
    theta = np.full(n + 1, weight)
    theta[0] = -weight * (k - 0.5)
    return theta


def at_least__bias_for_default_weight(k: int, n: int, weight: float = 20.0) -> Array:
    """computes the bias with 20, whatever the weight"""
    theta = np.ones(n + 1) * weight
    theta[0] = -20.0 * (k - 0.5)
    return theta


def negate_neuron__in_place(w: Array, b: float) -> tuple[Array, float]:
    """flips the signs of the given weights themselves"""
    w *= -1
    return w, -b


def negate_neuron__bias_not_flipped(w: Array, b: float) -> tuple[Array, float]:
    """negates the weights and leaves the bias"""
    return -w, b


def negate_neuron__one_minus(w: Array, b: float) -> tuple[Array, float]:
    """takes 1 - w and 1 - b, as for the probabilities"""
    return 1.0 - w, 1.0 - b


def signed_distance__norm_with_bias(X: Array, w: Array, b: float) -> Array:
    """counts the bias in the length of w"""
    theta = np.append(w, b)
    return (X @ w + b) / np.linalg.norm(theta)


def signed_distance__bias_not_scaled(X: Array, w: Array, b: float) -> Array:
    """divides w·x by the length, but not the bias"""
    return X @ (w / np.linalg.norm(w)) + b


def signed_distance__no_sign(X: Array, w: Array, b: float) -> Array:
    """takes the absolute value: positive on both sides"""
    return np.abs(X @ w + b) / np.sqrt(np.sum(w**2))


def layer__bias_after_phi(X: Array, W: Array, b: Array, phi: Callable[[Array], Array]) -> Array:
    """adds the bias to the activation"""
    return phi(X @ W) + b


def layer__bias_down_the_samples(X: Array, W: Array, b: Array, phi: Callable[[Array], Array]) -> Array:
    """one bias a sample: makes b a column"""
    return phi(X @ W + b.reshape(-1, 1))


def is_feed_forward__only_upper_triangle(A: Array) -> bool:
    """takes for granted that the units are numbered from front to back"""
    return bool(np.all(np.tril(A) == 0))


def is_feed_forward__weights_cancel(A: Array) -> bool:
    """traces of powers of the weights: positive and negative cycles cancel"""
    power = np.eye(len(A))
    for _ in range(len(A)):
        power = power @ A
        if np.trace(power) != 0:
            return False
    return True


def is_feed_forward__wipes_connections(A: Array) -> bool:
    """takes the units away by setting their rows of A to 0"""
    left = list(range(len(A)))
    while left:
        free = [j for j in left if not np.any(A[:, j])]
        if not free:
            return False
        for j in free:
            A[j, :] = 0
            left.remove(j)
    return True


def count_parameters__inputs_have_biases(sizes: list[int]) -> int:
    """gives the inputs a bias too"""
    weights = sum(a * b for a, b in zip(sizes, sizes[1:]))
    return weights + sum(sizes)


def count_parameters__one_bias_a_layer(sizes: list[int]) -> int:
    """counts one bias a layer, not one a unit"""
    total = 0
    for a, b in zip(sizes[:-1], sizes[1:]):
        total += a * b + 1
    return total


def count_parameters__all_layers_before(sizes: list[int]) -> int:
    """connects a layer with all layers before, not only the last one"""
    total = 0
    for i in range(1, len(sizes)):
        total += (sum(sizes[:i]) + 1) * sizes[i]
    return total


def rmse__targets_as_column(P: Array, y: Array) -> float:
    """right for (n, 1), but (n,) now makes the (n, n) table"""
    return float(np.sqrt(np.mean((P - y.reshape(-1, 1)) ** 2)))


def rmse__std_of_errors(P: Array, y: Array) -> float:
    """standard deviation of the errors: the mean error is taken off"""
    return float(np.std(P.ravel() - y))


def rmse__n_outside_root(P: Array, y: Array) -> float:
    """divides by n outside the root"""
    return float(np.linalg.norm(P.flatten() - y) / len(y))


def fit_linear_neuron__bias_sign(X: Array, y: Array) -> tuple[Array, float]:
    """the last entry is the threshold; it is returned as the bias"""
    v = np.linalg.lstsq(add_dummy_input(X), y, rcond=None)[0]
    return v[:-1], float(v[-1])


def fit_linear_neuron__bias_afterwards(X: Array, y: Array) -> tuple[Array, float]:
    """fits w without a bias, and takes the mean rest as the bias"""
    w = np.linalg.lstsq(X, y, rcond=None)[0]
    return w, float(np.mean(y - X @ w))


def fit_linear_neuron__dummy_weight_stays(X: Array, y: Array) -> tuple[Array, float]:
    """leaves the weight of the dummy input in w"""
    v = np.linalg.lstsq(add_dummy_input(X), y, rcond=None)[0]
    return v, float(-v[-1])


def kfold_indices__shuffles_each_time(
    n: int, k: int, rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    """a new order for every part: rows are held out twice or never"""
    folds = []
    for i in range(k):
        parts = np.array_split(rng.permutation(n), k)
        train = np.concatenate([p for j, p in enumerate(parts) if j != i])
        folds.append((train, parts[i]))
    return folds


def kfold_indices__rest_in_last_part(
    n: int, k: int, rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    """all n % k rows that are left over go to the last part"""
    order = rng.permutation(n)
    size = n // k
    folds = []
    for i in range(k):
        start = i * size
        stop = n if i == k - 1 else start + size
        train = np.concatenate([order[:start], order[stop:]])
        folds.append((train, order[start:stop]))
    return folds


def kfold_indices__own_generator(
    n: int, k: int, rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    """ignores rng and always deals with seed 0"""
    order = np.random.default_rng(0).permutation(n)
    parts = np.array_split(order, k)
    return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(k)]


# ---------------------------------------------------------------- chapter 02


def perceptron_predict__boundary_is_zero(X: Array, w: Array, b: float) -> Array:
    """counts a sample exactly on the boundary as 0"""
    return np.heaviside(X @ w + b, 0.0)


def perceptron_predict__whole_numbers(X: Array, w: Array, b: float) -> Array:
    """returns integers, not floats"""
    return (X @ w + b >= 0).astype(int)


def perceptron_predict__bias_as_threshold(X: Array, w: Array, b: float) -> Array:
    """compares w·x with b: the bias has the wrong sign"""
    return np.where(X @ w >= b, 1.0, 0.0)


def perceptron_update__in_place(
    w: Array, b: float, x: Array, y: float, lr: float = 1.0
) -> tuple[Array, float]:
    """+= changes the caller's weights"""
    y_hat = 1.0 if w @ x + b >= 0 else 0.0
    w += lr * (y - y_hat) * x
    b += lr * (y - y_hat)
    return w, b


def perceptron_update__bias_without_rate(
    w: Array, b: float, x: Array, y: float, lr: float = 1.0
) -> tuple[Array, float]:
    """the bias moves by the whole error, without lr"""
    error = y - (1.0 if w @ x + b >= 0 else 0.0)
    return w + lr * error * x, b + error


def perceptron_update__bias_asks_new_weights(
    w: Array, b: float, x: Array, y: float, lr: float = 1.0
) -> tuple[Array, float]:
    """asks again, with the new weights, before it moves the bias"""
    w = w + lr * (y - float(w @ x + b >= 0)) * x
    b = b + lr * (y - float(w @ x + b >= 0))
    return w, b


def perceptron_epoch__default_rate(
    w: Array, b: float, X: Array, y: Array, lr: float = 1.0
) -> tuple[Array, float, int]:
    """does not hand lr on to the updates"""
    mistakes = 0
    for x_i, y_i in zip(X, y):
        mistakes += int((w @ x_i + b >= 0) != (y_i == 1))
        w, b = perceptron_update(w, b, x_i, y_i)
    return w, b, mistakes


def perceptron_epoch__counts_at_the_end(
    w: Array, b: float, X: Array, y: Array, lr: float = 1.0
) -> tuple[Array, float, int]:
    """counts the mistakes of the final perceptron"""
    for x_i, y_i in zip(X, y):
        w, b = perceptron_update(w, b, x_i, y_i, lr)
    return w, b, int(np.sum(perceptron_predict(X, w, b) != y))


def perceptron_epoch__sees_only_weights_move(
    w: Array, b: float, X: Array, y: Array, lr: float = 1.0
) -> tuple[Array, float, int]:
    """tells a mistake by changed weights: misses one at x = 0"""
    mistakes = 0
    for x_i, y_i in zip(X, y):
        new_w, new_b = perceptron_update(w, b, x_i, y_i, lr)
        if not np.array_equal(new_w, w):
            mistakes += 1
        w, b = new_w, new_b
    return w, b, mistakes


def train_perceptron__clean_pass_not_listed(
    X: Array, y: Array, lr: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    """stops before the 0 of the clean pass is in the list"""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        w, b, m = perceptron_epoch(w, b, X, y, lr)
        if m == 0:
            break
        mistakes.append(m)
    return w, b, mistakes


def train_perceptron__one_pass_too_many(
    X: Array, y: Array, lr: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    """gives up only after max_epochs + 1 passes"""
    w, b, m = perceptron_epoch(np.zeros(X.shape[1]), 0.0, X, y, lr)
    mistakes = [m]
    while mistakes[-1] > 0 and len(mistakes) <= max_epochs:
        w, b, m = perceptron_epoch(w, b, X, y, lr)
        mistakes.append(m)
    return w, b, mistakes


def train_perceptron__never_stops_early(
    X: Array, y: Array, lr: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    """makes all max_epochs passes: many zeros at the end"""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        w, b, m = perceptron_epoch(w, b, X, y, lr)
        mistakes.append(m)
    return w, b, mistakes


def margins__label_as_sign(X: Array, y: Array, w: Array, b: float) -> Array:
    """multiplies by the label: all samples of class 0 get 0"""
    return y * (X @ w + b) / np.linalg.norm(w)


def margins__divides_by_samples(X: Array, y: Array, w: Array, b: float) -> Array:
    """divides by the length of each x as well"""
    lengths = np.linalg.norm(w) * np.linalg.norm(X, axis=1)
    return (2 * y - 1) * (X @ w + b) / lengths


def margins__sign_of_prediction(X: Array, y: Array, w: Array, b: float) -> Array:
    """takes the sign from the prediction: nothing is ever negative"""
    side = 2 * perceptron_predict(X, w, b) - 1
    return side * (X @ w + b) / np.linalg.norm(w)


def mistake_bound__norm_without_bias(X: Array, y: Array, w: Array, b: float) -> float:
    """the margin is divided by ‖w‖, without the bias"""
    gamma = np.min((2 * y - 1) * (X @ w + b)) / np.linalg.norm(w)
    if gamma <= 0:
        return np.inf
    R = np.max(np.linalg.norm(np.column_stack([X, np.ones(len(X))]), axis=1))
    return float((R / gamma) ** 2)


def mistake_bound__negative_margin_passes(X: Array, y: Array, w: Array, b: float) -> float:
    """infinity only for γ = 0: the square hides a negative γ"""
    Xt, wt = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    gamma = np.min((2 * y - 1) * (Xt @ wt)) / np.linalg.norm(wt)
    if gamma == 0:
        return np.inf
    return float((np.max(np.linalg.norm(Xt, axis=1)) / gamma) ** 2)


def mistake_bound__radius_without_one(X: Array, y: Array, w: Array, b: float) -> float:
    """R is the longest x, without the 1 that was appended"""
    wt = np.append(w, b)
    gamma = np.min(np.where(y == 1, 1, -1) * (X @ w + b))
    gamma = gamma / np.linalg.norm(wt)
    if gamma <= 0:
        return np.inf
    return float(np.max(np.sum(X**2, axis=1)) / gamma**2)


def perceptron_loss__sides_cancel(X: Array, y: Array, w: Array, b: float) -> float:
    """absolute value of the sum: mistakes on both sides cancel"""
    z = X @ w + b
    wrong = perceptron_predict(X, w, b) != y
    return float(np.abs(np.sum(z[wrong])))


def perceptron_loss__mean(X: Array, y: Array, w: Array, b: float) -> float:
    """takes the mean over the samples"""
    z = X @ w + b
    return float(np.mean(np.abs(z) * (perceptron_predict(X, w, b) != y)))


def perceptron_loss__wants_a_margin(X: Array, y: Array, w: Array, b: float) -> float:
    """hinge: right samples close to the boundary cost something"""
    s = 2.0 * y - 1.0
    return float(np.sum(np.maximum(0.0, 1.0 - s * (X @ w + b))))


def perceptron_batch_step__bias_asks_new_weights(
    w: Array, b: float, X: Array, y: Array, lr: float = 1.0
) -> tuple[Array, float]:
    """the errors for the bias come from the weights already moved"""
    w = w + lr * (y - perceptron_predict(X, w, b)) @ X
    b = b + lr * float(np.sum(y - perceptron_predict(X, w, b)))
    return w, b


def perceptron_batch_step__mean_gradient(
    w: Array, b: float, X: Array, y: Array, lr: float = 1.0
) -> tuple[Array, float]:
    """divides the gradient by the number of samples"""
    errors = perceptron_predict(X, w, b) - y
    return w - lr * errors @ X / len(X), b - lr * float(np.mean(errors))


def perceptron_batch_step__sample_by_sample(
    w: Array, b: float, X: Array, y: Array, lr: float = 1.0
) -> tuple[Array, float]:
    """each sample already meets the perceptron changed by the last one"""
    for x_i, y_i in zip(X, y):
        w, b = perceptron_update(w, b, x_i, y_i, lr)
    return w, b


def cycle_length__looks_at_weights_only(X: Array, y: Array, lr: float = 1.0, max_epochs: int = 1000) -> int:
    """compares the weights, and forgets the bias"""
    w, b = np.zeros(X.shape[1]), 0.0
    seen = {}
    for epoch in range(max_epochs):
        key = tuple(w)
        if key in seen:
            return epoch - seen[key]
        seen[key] = epoch
        w, b, mistakes = perceptron_epoch(w, b, X, y, lr)
        if mistakes == 0:
            return 0
    return -1


def cycle_length__waits_for_the_start(X: Array, y: Array, lr: float = 1.0, max_epochs: int = 1000) -> int:
    """waits for zero to come back; a later cycle is not seen"""
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(1, max_epochs + 1):
        w, b, mistakes = perceptron_epoch(w, b, X, y, lr)
        if mistakes == 0:
            return 0
        if np.all(w == 0) and b == 0:
            return epoch
    return -1


def cycle_length__when_not_how_long(X: Array, y: Array, lr: float = 1.0, max_epochs: int = 1000) -> int:
    """returns the pass at which the repetition shows, not the distance"""
    w, b = np.zeros(X.shape[1]), 0.0
    seen = set()
    for epoch in range(max_epochs):
        key = (*w, b)
        if key in seen:
            return epoch
        seen.add(key)
        w, b, mistakes = perceptron_epoch(w, b, X, y, lr)
        if mistakes == 0:
            return 0
    return -1


def pocket_perceptron__keeps_last_of_equals(
    X: Array, y: Array, lr: float = 1.0, epochs: int = 10
) -> tuple[Array, float, int]:
    """<=: of several equally good ones the last is kept"""
    w, b = np.zeros(X.shape[1]), 0.0
    best = (w, b, int(np.sum(perceptron_predict(X, w, b) != y)))
    for _ in range(epochs):
        for x_i, y_i in zip(X, y):
            w, b = perceptron_update(w, b, x_i, y_i, lr)
            errors = int(np.sum(perceptron_predict(X, w, b) != y))
            if errors <= best[2]:
                best = (w, b, errors)
    return best


def pocket_perceptron__start_is_no_candidate(
    X: Array, y: Array, lr: float = 1.0, epochs: int = 10
) -> tuple[Array, float, int]:
    """the perceptron at the very start cannot win, only updated ones"""
    w, b = np.zeros(X.shape[1]), 0.0
    best_w, best_b, best_errors = w, b, len(y) + 1
    for _ in range(epochs):
        for x_i, y_i in zip(X, y):
            if (w @ x_i + b >= 0) == (y_i == 1):
                continue
            w, b = perceptron_update(w, b, x_i, y_i, lr)
            errors = int(np.sum(perceptron_predict(X, w, b) != y))
            if errors < best_errors:
                best_w, best_b, best_errors = w, b, errors
    return best_w, best_b, best_errors


def pocket_perceptron__looks_once_a_pass(
    X: Array, y: Array, lr: float = 1.0, epochs: int = 10
) -> tuple[Array, float, int]:
    """tries for the pocket only at the end of each pass"""
    w, b = np.zeros(X.shape[1]), 0.0
    pocket = w, b, int(np.sum(perceptron_predict(X, w, b) != y))
    for _ in range(epochs):
        for x_i, y_i in zip(X, y):
            w, b = perceptron_update(w, b, x_i, y_i, lr)
        errors = int(np.sum(perceptron_predict(X, w, b) != y))
        if errors < pocket[2]:
            pocket = w, b, errors
    return pocket


def averaged_perceptron__before_each_sample(
    X: Array, y: Array, lr: float = 1.0, epochs: int = 10
) -> tuple[Array, float]:
    """adds up before the update: the start counts, the last one does not"""
    w, b = np.zeros(X.shape[1]), 0.0
    w_sum, b_sum = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y):
            w_sum = w_sum + w
            b_sum = b_sum + b
            w, b = perceptron_update(w, b, x_i, y_i, lr)
    return w_sum / (epochs * len(X)), b_sum / (epochs * len(X))


def averaged_perceptron__only_changed_ones(
    X: Array, y: Array, lr: float = 1.0, epochs: int = 10
) -> tuple[Array, float]:
    """averages only over the samples that changed something"""
    w, b = np.zeros(X.shape[1]), 0.0
    w_sum, b_sum, n = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y):
            wrong = (w @ x_i + b >= 0) != (y_i == 1)
            w, b = perceptron_update(w, b, x_i, y_i, lr)
            if wrong:
                w_sum, b_sum, n = w_sum + w, b_sum + b, n + 1
    return w_sum / max(n, 1), b_sum / max(n, 1)


def averaged_perceptron__one_a_pass(
    X: Array, y: Array, lr: float = 1.0, epochs: int = 10
) -> tuple[Array, float]:
    """averages the perceptrons at the ends of the passes"""
    w, b = np.zeros(X.shape[1]), 0.0
    ws, bs = [], []
    for _ in range(epochs):
        for x_i, y_i in zip(X, y):
            w, b = perceptron_update(w, b, x_i, y_i, lr)
        ws.append(w)
        bs.append(b)
    return np.mean(ws, axis=0), float(np.mean(bs))


def quadratic_features__no_squares(X: Array) -> Array:
    """only products of two different features"""
    pairs = itertools.combinations(range(X.shape[1]), 2)
    return np.column_stack([X, *(X[:, i] * X[:, j] for i, j in pairs)])


def quadratic_features__other_order(X: Array) -> Array:
    """order x₁x₁, x₂x₁, x₂x₂, …: the lower triangle by rows"""
    i, j = np.tril_indices(X.shape[1])
    return np.hstack([X, X[:, i] * X[:, j]])


def quadratic_features__pairs_twice(X: Array) -> Array:
    """all n² products: x₁x₂ and x₂x₁ both appear"""
    products = X[:, :, None] * X[:, None, :]
    return np.hstack([X, products.reshape(len(X), -1)])


# ---------------------------------------------------------------- chapter 03


def best_single_neuron__order_lost(X: Array, y: Array, values: Array) -> int:
    """combinations_with_replacement: tries (a, b) but never (b, a)"""
    best = 0
    n = X.shape[1] + 1
    for combo in itertools.combinations_with_replacement(values, n):
        z = X @ np.array(combo[1:]) + combo[0]
        best = max(best, int(np.sum((z >= 0) == (y == 1))))
    return best


def best_single_neuron__strict_boundary(X: Array, y: Array, values: Array) -> int:
    """says 0 on the boundary"""
    best = 0
    for *w, b in itertools.product(values, repeat=X.shape[1] + 1):
        right = (X @ np.array(w) + b > 0) == (y == 1)
        best = max(best, int(right.sum()))
    return best


def best_single_neuron__may_be_upside_down(X: Array, y: Array, values: Array) -> int:
    """counts a neuron that gets nearly all wrong as if it were negated"""
    best = 0
    for *w, b in itertools.product(values, repeat=X.shape[1] + 1):
        right = int(np.sum((X @ np.array(w) + b >= 0) == (y == 1)))
        best = max(best, right, len(y) - right)
    return best


def xor_net__output_without_bias(X: Array) -> tuple[Array, Array]:
    """the output has no bias: step(0) fires for (0, 0) and (1, 1)"""
    H = np.column_stack(
        [
            step(X[:, 0] + X[:, 1] - 0.5),
            step(X[:, 0] + X[:, 1] - 1.5),
        ]
    )
    return H, step(H[:, 0] - H[:, 1])


def xor_net__output_as_column(X: Array) -> tuple[Array, Array]:
    """returns the outputs with shape (n_samples, 1)"""
    H = step(X @ np.array([[1.0, 1.0], [1.0, 1.0]]) + np.array([-0.5, -1.5]))
    y = step(H @ np.array([[1.0], [-1.0]]) - 0.5)
    return H, y


def xor_net__nand_hidden(X: Array) -> tuple[Array, Array]:
    """hidden neuron 2 is NAND, not AND"""
    H = step(X @ np.array([[1.0, -1.0], [1.0, -1.0]]) + np.array([-0.5, 1.5]))
    return H, step(H[:, 0] + H[:, 1] - 1.5)


def half_planes__half_on_the_line(X: Array, W: Array, b: Array) -> Array:
    """(sign + 1) / 2: a point on a line counts as 0.5"""
    return (np.sign(X @ W + b) + 1.0) / 2.0


def half_planes__booleans(X: Array, W: Array, b: Array) -> Array:
    """returns True and False, not floats"""
    return X @ W + b >= 0


def half_planes__offset_sign(X: Array, W: Array, b: Array) -> Array:
    """compares w·x with b: the offset has the wrong sign"""
    return step(X @ W - b)


def vote__exactly_m(H: Array, m: float) -> Array:
    """fires only if exactly m are on"""
    return np.where(np.sum(H, axis=1) == m, 1.0, 0.0)


def vote__counts_down_the_samples(H: Array, m: float) -> Array:
    """sums over the samples, not over the inputs"""
    return np.where(np.sum(H, axis=0) >= m, 1.0, 0.0)


def convex_region__features_for_lines(X: Array, W: Array, b: Array) -> Array:
    """asks for as many votes as there are features, not lines"""
    return vote(half_planes(X, W, b), len(W))


def convex_region__any_line(X: Array, W: Array, b: Array) -> Array:
    """one line is enough: OR in place of AND"""
    return vote(half_planes(X, W, b), 1)


def convex_region__sign_of_product(X: Array, W: Array, b: Array) -> Array:
    """multiplies the sides: two wrong sides make a right one"""
    return step(np.prod(X @ W + b, axis=1))


def polygon_edges__roll_without_axis(vertices: Array) -> tuple[Array, Array]:
    """np.roll without axis mixes the coordinates up"""
    p, q = vertices, np.roll(vertices, -1)
    W = np.stack([p[:, 1] - q[:, 1], q[:, 0] - p[:, 0]])
    return W, -np.sum(W * p.T, axis=0)


def polygon_edges__unit_length(vertices: Array) -> tuple[Array, Array]:
    """divides w by its length"""
    p, q = vertices, np.roll(vertices, -1, axis=0)
    W = np.stack([p[:, 1] - q[:, 1], q[:, 0] - p[:, 0]])
    W = W / np.linalg.norm(W, axis=0)
    return W, -np.sum(W * p.T, axis=0)


def polygon_edges__does_not_close(vertices: Array) -> tuple[Array, Array]:
    """the edge from the last vertex to the first is missing"""
    p, q = vertices[:-1], vertices[1:]
    W = np.stack([p[:, 1] - q[:, 1], q[:, 0] - p[:, 0]])
    return W, -np.sum(W * p.T, axis=0)


def union_of_regions__empty_has_wrong_length(X: Array, regions: list[tuple[Array, Array]]) -> Array:
    """for an empty list as many zeros as features, not samples"""
    if not regions:
        return np.zeros(X.shape[-1])
    return vote(np.array([convex_region(X, W, b) for W, b in regions]).T, 1)


def union_of_regions__counts_overlaps(X: Array, regions: list[tuple[Array, Array]]) -> Array:
    """adds the regions up: 2.0 where two of them overlap"""
    total = np.zeros(len(X))
    for W, b in regions:
        total += convex_region(X, W, b)
    return total


def union_of_regions__starts_anew(X: Array, regions: list[tuple[Array, Array]]) -> Array:
    """overwrites the answer each time: only the last region is left"""
    y = np.zeros(len(X))
    for W, b in regions:
        y = vote(np.column_stack([convex_region(X, W, b)]), 1)
    return y


def strip__upper_line_excluded(X: Array, w: Array, low: float, high: float) -> Array:
    """1 - step: points exactly on the upper line count as 0"""
    H = np.column_stack([step(X @ w - low), 1.0 - step(X @ w - high)])
    return step(H[:, 0] + H[:, 1] - 1.5)


def strip__or_in_place_of_and(X: Array, w: Array, low: float, high: float) -> Array:
    """one of the lines is enough: everything is marked"""
    H = np.column_stack([step(X @ w - low), step(high - X @ w)])
    return step(H[:, 0] + H[:, 1] - 0.5)


def strip__unit_normal(X: Array, w: Array, low: float, high: float) -> Array:
    """divides w by its length, low and high not"""
    z = X @ (w / np.linalg.norm(w))
    return step(z - low) * step(high - z)


def collapse_linear__empties_the_lists(weights: list[Array], biases: list[Array]) -> tuple[Array, Array]:
    """pops the first layer out of the caller's lists"""
    W, b = weights.pop(0), biases.pop(0)
    for V, c in zip(weights, biases):
        W, b = W @ V, b @ V + c
    return W, b


def collapse_linear__last_bias_only(weights: list[Array], biases: list[Array]) -> tuple[Array, Array]:
    """only the last bias is kept, the others are not carried through"""
    W = weights[0]
    for V in weights[1:]:
        W = W @ V
    return W, np.array(biases[-1], dtype=float)


def collapse_linear__adds_into_biases(weights: list[Array], biases: list[Array]) -> tuple[Array, Array]:
    """+= adds what comes from below into the given bias arrays"""
    W, b = weights[0], biases[0]
    for V, c in zip(weights[1:], biases[1:]):
        W = W @ V
        c += b @ V
        b = c
    return W, b


def bump__right_edge_included(x: Array, left: float, right: float, height: float) -> Array:
    """x = right is still on the bump"""
    return height * (step(x - left) + step(right - x) - 1.0)


def bump__whole_numbers_cut_height(x: Array, left: float, right: float, height: float) -> Array:
    """zeros_like: for whole numbers x the height is cut to one as well"""
    out = np.zeros_like(x)
    out[(x >= left) & (x < right)] = height
    return out


def bump__one_axis_only(x: Array, left: float, right: float, height: float) -> Array:
    """a loop over x that copes with one axis only"""
    return np.array([float(height) if left <= v < right else 0.0 for v in x])


def bump_approximation__height_at_left_edge(
    f: Callable[[Array], Array], left: float, right: float, n: int, x: Array
) -> Array:
    """each bump is as high as f at its left edge"""
    edges = np.linspace(left, right, n + 1)
    heights = f(edges[:-1])
    total = np.zeros(x.shape)
    for i in range(n):
        total = total + bump(x, edges[i], edges[i + 1], heights[i])
    return total


def bump_approximation__one_bump_too_few(
    f: Callable[[Array], Array], left: float, right: float, n: int, x: Array
) -> Array:
    """n edges make only n - 1 bumps"""
    edges = np.linspace(left, right, n)
    heights = f((edges[:-1] + edges[1:]) / 2)
    total = np.zeros(x.shape)
    for a, b, h in zip(edges, edges[1:], heights):
        total = total + bump(x, a, b, h)
    return total


def bump_approximation__middles_from_zero(
    f: Callable[[Array], Array], left: float, right: float, n: int, x: Array
) -> Array:
    """the middles are counted from 0, not from left"""
    width = (right - left) / n
    heights = f((np.arange(n) + 0.5) * width)
    edges = left + np.arange(n + 1) * width
    total = np.zeros(x.shape)
    for i in range(n):
        total = total + bump(x, edges[i], edges[i + 1], heights[i])
    return total


def bumps_needed__floor_plus_one(eps: float, lipschitz: float, d: int = 1) -> int:
    """one piece too many where the error comes out at exactly eps"""
    n = math.floor(lipschitz * math.sqrt(d) / (2 * eps)) + 1
    return n**d


def bumps_needed__may_be_none(eps: float, lipschitz: float, d: int = 1) -> int:
    """no lower limit: 0 bumps for a function that cannot change"""
    n = math.ceil(lipschitz * math.sqrt(d) / (2 * eps))
    return n**d


def bumps_needed__rounds_the_total(eps: float, lipschitz: float, d: int = 1) -> int:
    """rounds nᵈ up, not n"""
    n = max(1.0, lipschitz * math.sqrt(d) / (2 * eps))
    return math.ceil(n**d)


def sawtooth__jumps_back(x: Array, depth: int) -> Array:
    """2x modulo 1: it jumps from 1 to 0 where it should run back"""
    x = np.asarray(x, dtype=float)
    for _ in range(depth):
        x = (2.0 * x) % 1.0
    return x


def sawtooth__second_unit_sees_first(x: Array, depth: int) -> Array:
    """the second unit gets x when the first has already changed it"""
    x = np.array(x, dtype=float)
    for _ in range(depth):
        x = np.maximum(0.0, 2 * x)
        x = x - np.maximum(0.0, 4 * x - 2)
    return x


def sawtooth__folds_at_least_once(x: Array, depth: int) -> Array:
    """the test stands after the fold: depth 0 folds once"""
    done = 0
    while True:
        x = np.maximum(0.0, 2 * x) - np.maximum(0.0, 4 * x - 2)
        done += 1
        if done >= depth:
            return x


# ---------------------------------------------------------------- chapter 04


def relu__in_place(z: Array) -> Array:
    """sets the negative entries of z itself to 0"""
    z[z < 0] = 0
    return z


def relu__same_array_if_positive(z: Array) -> Array:
    """returns z itself, no new array, if there is nothing to cut off"""
    if np.all(z >= 0):
        return z
    return np.maximum(z, 0)


def relu__one_axis_only(z: Array) -> Array:
    """Python's max entry by entry: works for one axis only"""
    return np.array([max(0.0, v) for v in z])


def relu_prime__one_at_kink(z: Array) -> Array:
    """1 at the kink"""
    return np.where(z >= 0, 1.0, 0.0)


def relu_prime__booleans(z: Array) -> Array:
    """returns False and True"""
    return z > 0


def relu_prime__value_over_z(z: Array) -> Array:
    """relu(z) / z: nan at 0"""
    return relu(z) / z


def sigmoid__whole_numbers_stay_whole(z: Array) -> Array:
    """empty_like: for whole numbers z the answers are cut to 0"""
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1.0 / (1.0 + np.exp(-z[pos]))
    e = np.exp(z[~pos])
    out[~pos] = e / (1.0 + e)
    return out


def sigmoid__one_formula_for_all(z: Array) -> Array:
    """chooses one formula for the whole array: nan if signs are mixed"""
    if np.all(z >= 0):
        return 1.0 / (1.0 + np.exp(-z))
    return np.exp(z) / (1.0 + np.exp(z))


def sigmoid_prime__takes_output(z: Array) -> Array:
    """takes z for the output of the sigmoid"""
    return z * (1.0 - z)


def sigmoid_prime__twice_sigmoid(z: Array) -> Array:
    """puts the output through the sigmoid again"""
    s = sigmoid(z)
    return sigmoid(s) * (1.0 - sigmoid(s))


def sigmoid_prime__one_minus_inside(z: Array) -> Array:
    """σ(1 - z) in place of 1 - σ(z)"""
    return sigmoid(z) * sigmoid(1.0 - z)


def tanh__factor_inside_missing(z: Array) -> Array:
    """σ(z) in place of σ(2z)"""
    return 2.0 * sigmoid(z) - 1.0


def tanh__overflows(z: Array) -> Array:
    """by powers of e: nan for large |z|"""
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def tanh__parentheses(z: Array) -> Array:
    """2 (σ(2z) - 1): lies between -2 and 0"""
    return 2.0 * (sigmoid(2.0 * z) - 1.0)


def backward_norms__changes_gradient(dA: Array, weights: list[Array], slopes: list[Array]) -> Array:
    """*= multiplies the slopes into the caller's dA"""
    norms = [np.linalg.norm(dA)]
    for W, s in zip(weights[::-1], slopes[::-1]):
        dA *= s
        dA = dA @ W.T
        norms.append(np.linalg.norm(dA))
    return np.array(norms)


def backward_norms__spectral(dA: Array, weights: list[Array], slopes: list[Array]) -> Array:
    """norm(dA, 2) is the largest singular value of a matrix"""
    norms = [np.linalg.norm(dA, 2)]
    for l in range(len(weights) - 1, -1, -1):
        dA = (dA * slopes[l]) @ weights[l].T
        norms.append(np.linalg.norm(dA, 2))
    return np.array(norms)


def backward_norms__first_layer_first(dA: Array, weights: list[Array], slopes: list[Array]) -> Array:
    """sorts the norms by layer: the final entry is that of dA"""
    norms = [np.linalg.norm(dA)]
    for l in reversed(range(len(weights))):
        dA = (dA * slopes[l]) @ weights[l].T
        norms.insert(0, np.linalg.norm(dA))
    return np.array(norms)


def dead_share__silent_samples(Z: Array) -> float:
    """share of the samples for which every unit is silent"""
    return float(np.mean(np.all(Z <= 0, axis=1)))


def dead_share__zero_is_alive(Z: Array) -> float:
    """< 0: an entry that is exactly 0 keeps the unit alive"""
    return float(np.mean(np.all(Z < 0, axis=0)))


def dead_share__on_average(Z: Array) -> float:
    """a unit is dead if the mean of its column is ≤ 0"""
    return float(np.mean(Z.mean(axis=0) <= 0))


def leaky_relu__maximum(z: Array, alpha: float = 0.01) -> Array:
    """the larger of z and alpha z: wrong for alpha > 1"""
    return np.maximum(z, alpha * z) * 1.0


def leaky_relu__whole_numbers_cut(z: Array, alpha: float = 0.01) -> Array:
    """writes into a copy of z: whole numbers cut alpha z off"""
    out = z.copy()
    left = z <= 0
    out[left] = alpha * z[left]
    return out


def leaky_relu__fixed_slope(z: Array, alpha: float = 0.01) -> Array:
    """ignores alpha and always takes 0.01"""
    return np.where(z > 0, z, 0.01 * z)


def prelu_backward__slopes_twice(dA: Array, Z: Array, alpha: Array) -> tuple[Array, Array]:
    """dalpha is made of dZ, in which alpha is already multiplied"""
    dZ = dA * np.where(Z > 0, 1.0, alpha)
    dalpha = np.sum(dZ * np.minimum(Z, 0.0), axis=0)
    return dZ, dalpha


def prelu_backward__mean_over_samples(dA: Array, Z: Array, alpha: Array) -> tuple[Array, Array]:
    """dalpha is the mean over the samples"""
    dZ = np.where(Z > 0, dA, alpha * dA)
    dalpha = np.mean(np.where(Z > 0, 0.0, dA * Z), axis=0)
    return dZ, dalpha


def prelu_backward__right_side_at_zero(dA: Array, Z: Array, alpha: Array) -> tuple[Array, Array]:
    """slope 1 at Z = 0"""
    dZ = np.where(Z >= 0, dA, alpha * dA)
    dalpha = np.sum(np.where(Z >= 0, 0.0, dA * Z), axis=0)
    return dZ, dalpha


def elu__one_outside(z: Array, alpha: float = 1.0) -> Array:
    """alpha eᶻ - 1: the 1 is not multiplied by alpha"""
    return np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0.0)) - 1.0)


def elu__zero_times_infinity(z: Array, alpha: float = 1.0) -> Array:
    """masks by multiplying: 0 times e to the 1000 is nan"""
    return z * (z > 0) + alpha * np.expm1(z) * (z <= 0)


def elu__whole_numbers_cut(z: Array, alpha: float = 1.0) -> Array:
    """the output has the type of z: whole numbers cut the left side off"""
    out = np.zeros_like(z)
    out[z > 0] = z[z > 0]
    out[z <= 0] = alpha * np.expm1(z[z <= 0])
    return out


def same_sign_share__delta_ignored(A: Array, delta: Array) -> float:
    """looks at the inputs alone: a delta of 0 makes all numbers 0"""
    return float(np.mean(np.all(A >= 0, axis=1) | np.all(A <= 0, axis=1)))


def same_sign_share__zeros_count_twice(A: Array, delta: Array) -> float:
    """adds both shares: a gradient of zeros counts twice"""
    G = A * delta[:, np.newaxis]
    up = np.mean(np.all(G >= 0, axis=1))
    down = np.mean(np.all(G <= 0, axis=1))
    return float(up + down)


def same_sign_share__zero_is_a_third_sign(A: Array, delta: Array) -> float:
    """all signs must equal the first one: a 0 spoils the sample"""
    S = np.sign(A * delta.reshape(-1, 1))
    return float(np.mean(np.all(S == S[:, :1], axis=1)))


def maxout__never_below_zero(X: Array, W: Array, b: Array) -> Array:
    """starts the maximum at 0"""
    out = np.zeros((len(X), W.shape[2]))
    for W_j, b_j in zip(W, b):
        out = np.maximum(out, X @ W_j + b_j)
    return out


def maxout__bias_after_maximum(X: Array, W: Array, b: Array) -> Array:
    """takes the maxima of products and of biases separately"""
    return np.max(X @ W, axis=0) + np.max(b, axis=0)


def maxout__one_piece_a_sample(X: Array, W: Array, b: Array) -> Array:
    """picks one piece for all units of a sample, by its sum"""
    Z = X @ W + b[:, np.newaxis, :]
    winner = np.argmax(Z.sum(axis=2), axis=0)
    return Z[winner, np.arange(len(X))]


def silu_prime__slope_of_output(z: Array) -> Array:
    """puts σ(z) into sigmoid_prime, which wants z"""
    s = sigmoid(z)
    return s + z * sigmoid_prime(s)


def silu_prime__second_term_only(z: Array) -> Array:
    """only f g': the σ(z) of the product rule is missing"""
    s = sigmoid(z)
    return z * s * (1.0 - s)


def silu_prime__value_for_sigmoid(z: Array) -> Array:
    """σ(z) + φ(z) (1 - φ(z)): puts the SiLU where the sigmoid belongs"""
    a = silu(z)
    return sigmoid(z) + a * (1.0 - a)


def softmax__largest_of_all(z: Array, axis: int = -1) -> Array:
    """subtracts the largest of all scores: a low row becomes 0 / 0"""
    e = np.exp(z - np.max(z))
    return e / np.sum(e, axis=axis, keepdims=True)


def softmax__last_axis_always(z: Array, axis: int = -1) -> Array:
    """ignores axis"""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax__sum_loses_axis(z: Array, axis: int = -1) -> Array:
    """the sums have lost their axis: a square array is divided crosswise"""
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis)


def softmax_jvp__diagonal_only(z: Array, v: Array, axis: int = -1) -> Array:
    """only the diagonal of J"""
    p = softmax(z, axis=axis)
    return p * (1.0 - p) * v


def softmax_jvp__softmax_of_last_axis(z: Array, v: Array, axis: int = -1) -> Array:
    """does not hand axis on to softmax"""
    p = softmax(z)
    return p * (v - np.sum(p * v, axis=axis, keepdims=True))


def softmax_jvp__sum_over_everything(z: Array, v: Array, axis: int = -1) -> Array:
    """sums over the whole array, not along axis"""
    p = softmax(z, axis)
    return p * v - p * np.sum(p * v)


# ---------------------------------------------------------------- chapter 05


def squared_error__mean_of_all(P: Array, Y: Array) -> float:
    """takes the mean over the outputs too"""
    return float(0.5 * np.mean((P - Y) ** 2))


def squared_error__no_half(P: Array, Y: Array) -> float:
    """the ½ is missing"""
    return float(np.mean(np.sum((P - Y) ** 2, axis=1)))


def squared_error__square_of_sum(P: Array, Y: Array) -> float:
    """squares after the sum over the outputs"""
    return float(np.mean(0.5 * np.sum(P - Y, axis=1) ** 2))


def squared_error_grad__over_all_entries(P: Array, Y: Array) -> Array:
    """divides by the number of entries"""
    return (P - Y) / P.size


def squared_error_grad__factor_two(P: Array, Y: Array) -> Array:
    """forgets that the ½ cancels the 2"""
    return 2.0 * (P - Y) / len(P)


def squared_error_grad__whole_numbers_cut(P: Array, Y: Array) -> Array:
    """writes into an array of the type of P: whole numbers are cut off"""
    G = np.zeros_like(P)
    for i in range(len(P)):
        G[i] = (P[i] - Y[i]) / len(P)
    return G


def huber__no_absolute_value(P: Array, Y: Array, delta: float = 1.0) -> float:
    """r ≤ delta: far below the target it stays a parabola"""
    r = P - Y
    each = np.where(r <= delta, 0.5 * r**2, delta * (np.abs(r) - 0.5 * delta))
    return float(np.sum(each) / len(P))


def huber__delta_not_squared(P: Array, Y: Array, delta: float = 1.0) -> float:
    """delta |r| - ½ delta: right for delta = 1 only"""
    a = np.abs(P - Y)
    each = np.where(a <= delta, 0.5 * a**2, delta * a - 0.5 * delta)
    return float(np.sum(each) / len(P))


def huber__mean_over_outputs(P: Array, Y: Array, delta: float = 1.0) -> float:
    """mean over the outputs, where the text says sum"""
    a = np.abs(P - Y)
    return float(np.mean(np.where(a <= delta, 0.5 * a * a, delta * (a - 0.5 * delta))))


def gaussian_nll_grad__mean_sign(mu: Array, log_var: Array, Y: Array) -> tuple[Array, Array]:
    """dmu points the wrong way"""
    n, r, inv = len(mu), Y - mu, np.exp(-log_var)
    return r * inv / n, 0.5 * (1.0 - r**2 * inv) / n


def gaussian_nll_grad__spread_not_averaged(mu: Array, log_var: Array, Y: Array) -> tuple[Array, Array]:
    """dlog_var lacks the 1/n_samples"""
    r, inv = mu - Y, np.exp(-log_var)
    return r * inv / len(mu), 0.5 * (1.0 - r**2 * inv)


def gaussian_nll_grad__in_the_variance(mu: Array, log_var: Array, Y: Array) -> tuple[Array, Array]:
    """differentiates by the variance, not by its logarithm"""
    var = np.exp(log_var)
    r = mu - Y
    dmu = r / var / len(mu)
    dlog_var = 0.5 * (1.0 / var - r**2 / var**2) / len(mu)
    return dmu, dlog_var


def hinge__maximum_of_mean(z: Array, y: Array) -> float:
    """takes the maximum after the mean"""
    return float(max(0.0, np.mean(1.0 - y * z)))


def hinge__labels_zero_and_one(z: Array, y: Array) -> float:
    """turns the labels with 2y - 1, as if they were 0 and 1"""
    s = 2.0 * y - 1.0
    return float(np.mean(np.maximum(0.0, 1.0 - s * z)))


def hinge__mean_of_violations(z: Array, y: Array) -> float:
    """the mean only over the samples that cost something"""
    cost = 1.0 - y * z
    cost = cost[cost > 0]
    return float(np.mean(cost)) if len(cost) else 0.0


def binary_cross_entropy__mean_over_outputs(z: Array, y: Array) -> float:
    """with several outputs: mean over them, not sum"""
    each = np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))
    return float(np.mean(each))


def binary_cross_entropy__clips(z: Array, y: Array) -> float:
    """clips the probabilities: a logit of 1000 costs only 27"""
    p = np.clip(sigmoid(z), 1e-12, 1.0 - 1e-12)
    each = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return float(np.sum(each) / len(z))


def binary_cross_entropy__takes_probabilities(z: Array, y: Array) -> float:
    """takes σ(z) for the logit: the sigmoid is applied twice"""
    p = sigmoid(z)
    each = np.maximum(p, 0) - y * p + np.log1p(np.exp(-np.abs(p)))
    return float(np.sum(each) / len(z))


def binary_cross_entropy_grad__over_all_entries(z: Array, y: Array) -> Array:
    """divides by all entries, with several outputs too"""
    return (sigmoid(z) - y) / z.size


def binary_cross_entropy_grad__extra_slope(z: Array, y: Array) -> Array:
    """multiplies by σ', which should have cancelled"""
    p = sigmoid(z)
    return (p - y) * p * (1.0 - p) / len(z)


def binary_cross_entropy_grad__hard_answers(z: Array, y: Array) -> Array:
    """rounds the probabilities to 0 and 1 first"""
    return (np.where(z >= 0, 1.0, 0.0) - y) / len(z)


def one_hot__ranks_for_labels(labels: Labels, n_classes: int) -> Array:
    """numbers the labels that occur anew: wrong if one is missing"""
    _, rank = np.unique(labels, return_inverse=True)
    return np.eye(n_classes)[rank]


def one_hot__all_rows_at_once(labels: Labels, n_classes: int) -> Array:
    """out[:, labels] sets the columns in every row"""
    out = np.zeros((len(labels), n_classes))
    out[:, labels] = 1.0
    return out


def one_hot__as_many_as_occur(labels: Labels, n_classes: int) -> Array:
    """makes as many columns as the largest label asks for"""
    return (labels[:, None] == np.arange(np.max(labels) + 1)).astype(float)


def log_sum_exp__largest_of_all(z: Array, axis: int = -1) -> Array:
    """subtracts the largest of all: -infinity for a row far below"""
    m = np.max(z)
    return m + np.log(np.sum(np.exp(z - m), axis=axis))


def log_sum_exp__axis_stays(z: Array, axis: int = -1) -> Array:
    """the axis stays, with length 1"""
    m = np.max(z, axis=axis, keepdims=True)
    return m + np.log(np.sum(np.exp(z - m), axis=axis, keepdims=True))


def log_sum_exp__largest_magnitude(z: Array, axis: int = -1) -> Array:
    """subtracts the largest |z|: -infinity if all scores are -1000"""
    m = np.max(np.abs(z), axis=axis, keepdims=True)
    s = np.log(np.sum(np.exp(z - m), axis=axis))
    return np.squeeze(m, axis=axis) + s


def softmax_cross_entropy__log_of_softmax(Z: Array, labels: Labels) -> float:
    """logarithm of a softmax that is 0: infinity for large logits"""
    p = softmax(Z)[np.arange(len(Z)), labels]
    return float(-np.mean(np.log(p)))


def softmax_cross_entropy__every_label_in_every_row(Z: Array, labels: Labels) -> float:
    """Z[:, labels] takes all labels from every row"""
    return float(np.mean(log_sum_exp(Z)) - np.mean(Z[:, labels]))


def softmax_cross_entropy__normalizes_down_columns(Z: Array, labels: Labels) -> float:
    """normalizes down the columns, over the samples"""
    log_p = Z - log_sum_exp(Z, axis=0)
    return float(-np.mean(log_p[np.arange(len(Z)), labels]))


def softmax_cross_entropy_grad__changes_logits(Z: Array, labels: Labels) -> Array:
    """-= shifts the caller's logits"""
    Z -= np.max(Z, axis=1, keepdims=True)
    G = np.exp(Z)
    G /= np.sum(G, axis=1, keepdims=True)
    G[np.arange(len(Z)), labels] -= 1.0
    return G / len(Z)


def softmax_cross_entropy_grad__whole_columns(Z: Array, labels: Labels) -> Array:
    """takes 1 off in the columns of all labels, in every row"""
    G = softmax(Z)
    G[:, labels] -= 1.0
    return G / len(Z)


def softmax_cross_entropy_grad__over_classes(Z: Array, labels: Labels) -> Array:
    """divides by the number of classes"""
    G = softmax(Z)
    G[np.arange(len(G)), labels] -= 1.0
    return G / Z.shape[1]


def multiclass_hinge_grad__zero_margin_counts(Z: Array, labels: Labels) -> Array:
    """a margin of exactly 0 counts"""
    rows = np.arange(len(Z))
    margin = Z - Z[rows, labels][:, np.newaxis] + 1.0
    G = np.where(margin >= 0.0, 1.0, 0.0)
    G[rows, labels] = 0.0
    G[rows, labels] = -np.sum(G, axis=1)
    return G / len(Z)


def multiclass_hinge_grad__counts_itself(Z: Array, labels: Labels) -> Array:
    """the right class, whose own margin is 1, counts itself too"""
    rows = np.arange(len(Z))
    margin = Z - Z[rows, labels][:, np.newaxis] + 1.0
    G = np.where(margin > 0.0, 1.0, 0.0)
    G[rows, labels] = -np.sum(G, axis=1)
    return G / len(Z)


def multiclass_hinge_grad__worst_class_only(Z: Array, labels: Labels) -> Array:
    """only the worst of the other classes pushes"""
    rows = np.arange(len(Z))
    margin = Z - Z[rows, labels][:, np.newaxis] + 1.0
    margin[rows, labels] = 0.0
    worst = np.argmax(margin, axis=1)
    push = np.where(margin[rows, worst] > 0.0, 1.0, 0.0)
    G = np.zeros(Z.shape)
    G[rows, worst] += push
    G[rows, labels] -= push
    return G / len(Z)


def cross_entropy__leaves_q_zero_out(p: Array, q: Array) -> Array:
    """leaves out where q = 0, even if p > 0: never infinite"""
    log_q = np.log(np.where(q > 0, q, 1.0))
    return -np.sum(p * log_q, axis=-1)


def cross_entropy__small_number_inside(p: Array, q: Array) -> Array:
    """adds 1e-12 in the logarithm: large, but not infinite"""
    return -np.sum(p * np.log(q + 1e-12), axis=-1)


def cross_entropy__sums_all_rows(p: Array, q: Array) -> Array:
    """the mask flattens the arrays: one number for all rows"""
    happens = p > 0
    with np.errstate(divide="ignore"):
        return -np.sum(p[happens] * np.log(q[happens]))


def l2_penalty__norm_not_squared(weights: list[Array], lam: float) -> float:
    """the length of the weights, not its square"""
    return float(0.5 * lam * sum(np.linalg.norm(W) for W in weights))


def l2_penalty__mean_of_squares(weights: list[Array], lam: float) -> float:
    """divides by the number of weights of each layer"""
    return float(0.5 * lam * sum(np.mean(W**2) for W in weights))


def l2_penalty__returns_in_loop(weights: list[Array], lam: float) -> float:
    """return stands inside the loop: only the first layer counts"""
    total = 0.0
    for W in weights:
        total += 0.5 * lam * float(np.sum(W**2))
        return total
    return total


def cycle_length__dictionary(X: Array, y: Array, lr: float = 1.0, max_epochs: int = 1000) -> int:
    """looks only where a pass really begins"""
    w, b = np.zeros(X.shape[1]), 0.0
    begun: dict[tuple[float, ...], int] = {}
    for epoch in range(max_epochs):
        first = begun.setdefault((*w.tolist(), float(b)), epoch)
        if first != epoch:
            return epoch - first
        w, b, mistakes = perceptron_epoch(w, b, X, y, lr)
        if not mistakes:
            return 0
    return -1


def cycle_length__looks_back(X: Array, y: Array, lr: float = 1.0, max_epochs: int = 1000) -> int:
    """looks only where a pass really begins"""
    w, b = np.zeros(X.shape[1]), 0.0
    past: list[Array] = []
    while len(past) < max_epochs:
        now = np.append(w, b)
        for back, before in enumerate(reversed(past), start=1):
            if np.array_equal(before, now):
                return back
        past.append(now)
        w, b, mistakes = perceptron_epoch(w, b, X, y, lr)
        if mistakes == 0:
            return 0
    return -1
