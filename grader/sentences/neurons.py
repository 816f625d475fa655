"""Chapter 1, sentence by sentence: for each, wrong answers that break it alone."""

import itertools

import numpy as np

from grader.author.sentences import breaks, explains
from solutions import neurons as right

# ---- one neuron ----

breaks("weighted_sum", "What a neuron computes first: z = w₁x₁ + w₂x₂ + … + wₙxₙ + b.", "bias_in_every_term")
breaks("weighted_sum", "Returns one number.", "products_only")


@breaks("weighted_sum", "What a neuron computes first: z = w₁x₁ + w₂x₂ + … + wₙxₙ + b.")
def rounded_to_six_places(x, w, b):
    return round(float(x @ w + b), 6)


@breaks("weighted_sum", "x: inputs, shape (n,).")
def two_inputs(x, w, b):
    return x[0] * w[0] + x[1] * w[1] + b


@breaks("weighted_sum", "x: inputs, shape (n,).")
def at_most_four(x, w, b):
    return float(x[:4] @ w[:4] + b)


@breaks("weighted_sum", "w: weights, shape (n,).")
def weights_of_sum_one(x, w, b):
    return float(x @ w / w.sum() + b)


@breaks("weighted_sum", "b: the bias.")
def whole_bias(x, w, b):
    return float(x @ w + int(b))


breaks("threshold_neuron", "A neuron that fires if its weighted inputs reach the threshold t.", "upside_down")
breaks("threshold_neuron", "t: one number.", "threshold_ignored")
breaks("threshold_neuron", "Returns 1.0 if w₁x₁ + … + wₙxₙ ≥ t, and 0.0 if not.", "true_and_false")
breaks(
    "threshold_neuron", "*Reaching* the threshold is enough.", "must_exceed", at="exactly at the threshold"
)
explains(
    "threshold_neuron",
    "Call the `weighted_sum` you wrote above: with which bias does it say the same as the threshold t?",
)


@breaks("threshold_neuron", "x: inputs, shape (n,).", at="only the fourth input counts")
def first_three_inputs(x, w, t):
    return 1.0 if x[:3] @ w[:3] >= t else 0.0


@breaks("threshold_neuron", "w: weights, shape (n,).")
def positive_weights(x, w, t):
    return 1.0 if x @ abs(w) >= t else 0.0


@breaks("threshold_neuron", "t: one number.")
def whole_threshold(x, w, t):
    return 1.0 if x @ w >= round(t) else 0.0


@breaks("threshold_neuron", "*Reaching* the threshold is enough.")
def nearly_reaching_is_enough(x, w, t):
    return 1.0 if x @ w >= t - 1e-3 else 0.0


@breaks("threshold_neuron", "*Reaching* the threshold is enough.")
def nearly_reaching_is_close(x, w, t):
    return 1.0 if x @ w >= t or np.isclose(x @ w, t) else 0.0


breaks("add_dummy_input", "Append an input that is always -1: its weight is the threshold.", "plus_one")
breaks(
    "add_dummy_input",
    "Returns a new array of floats, shape (n_samples, n_features + 1), whose last column is -1 in every row.",
    "in_front",
)
ADD = (
    "Returns a new array of floats, shape (n_samples, n_features + 1), whose last column is -1 in every row."
)


@breaks("add_dummy_input", "X: batch, shape (n_samples, n_features).")
def two_features(X):
    return np.array([[x[0], x[1], -1.0] for x in X])


@breaks("add_dummy_input", "X: batch, shape (n_samples, n_features).")
def as_many_samples_as_features(X):
    return np.hstack([X, -np.ones((X.shape[1], 1))])


@breaks("add_dummy_input", ADD)
def of_the_type_of_X(X):
    return np.column_stack([X, np.full(len(X), -1, dtype=X.dtype)])


@breaks("add_dummy_input", ADD)
def first_row_only(X):
    out = np.zeros((X.shape[0], X.shape[1] + 1))
    out[:, :-1] = X
    out[0, -1] = -1.0
    return out


@breaks("add_dummy_input", ADD)
def a_list_of_rows(X):
    return [[*row, -1.0] for row in X]


breaks("logistic_neuron", "Logistic regression, which is one neuron: σ(w·x + b).", "no_activation")
breaks("logistic_neuron", "Here σ(z) = 1 / (1 + e⁻ᶻ).", "precedence")


@breaks("logistic_neuron", "X: batch, shape (n_samples, n_features).")
def one_sample_only(X, w, b):
    return np.array([1 / (1 + np.exp(-(X[0] @ w + b)))])


@breaks("logistic_neuron", "X: batch, shape (n_samples, n_features).")
def transposed_where_square(X, w, b):
    Z = X.T @ w + b if X.shape[0] == X.shape[1] else X @ w + b
    return 1 / (1 + np.exp(-Z))


@breaks("logistic_neuron", "w: weights, shape (n_features,).")
def weights_of_length_one(X, w, b):
    return 1 / (1 + np.exp(-(X @ w / np.linalg.norm(w) + b)))


@breaks("logistic_neuron", "b: the bias, one number.")
def bias_dropped(X, w, b):
    return 1 / (1 + np.exp(-X @ w))


@breaks(
    "logistic_neuron", 'Returns the probability of the answer "yes" for every sample, shape (n_samples,).'
)
def as_a_column(X, w, b):
    return (1 / (1 + np.exp(-(X @ w + b))))[:, None]


@breaks(
    "logistic_neuron", 'Returns the probability of the answer "yes" for every sample, shape (n_samples,).'
)
def the_answer_itself(X, w, b):
    return np.round(1 / (1 + np.exp(-(X @ w + b))))


# ---- gates ----


breaks("at_least", "All n weights are equal to `weight`.", "weight_forgotten")


@breaks("at_least", "θ of a gate that fires if at least k of its n inputs are on.")
def at_most(k, n, weight=20.0):
    return np.concatenate([[weight * (k + 0.5)], np.full(n, -float(weight))])


@breaks("at_least", "θ of a gate that fires if at least k of its n inputs are on.")
def more_than_k(k, n, weight=20.0):
    return np.concatenate([[-weight * (k + 0.5)], np.full(n, float(weight))])


@breaks("at_least", "An input is 1 (on) or 0 (off).")
def inputs_of_minus_one_and_one(k, n, weight=20.0):
    return np.concatenate([[-weight * (2 * k - n - 1)], np.full(n, float(weight))])


@breaks("at_least", "All n weights are equal to `weight`.")
def always_the_default(k, n, weight=20.0):
    return np.concatenate([[-20.0 * (k - 0.5)], np.full(n, 20.0)])


@breaks("at_least", "All n weights are equal to `weight`.")
def another_default(k, n, weight=10.0):
    return right.at_least(k, n, weight)


@breaks(
    "at_least",
    "The bias puts the edge halfway between k - 1 and k inputs: if k - ½ inputs could be on, the weighted sum would be exactly 0.",
)
def edge_at_k(k, n, weight=20.0):
    return np.concatenate([[-weight * k], np.full(n, float(weight))])


@breaks("at_least", "Returns floats, shape (n + 1,): the bias first, then the weights.")
def bias_at_the_end(k, n, weight=20.0):
    return np.concatenate([np.full(n, float(weight)), [-weight * (k - 0.5)]])


@breaks("at_least", "Returns floats, shape (n + 1,): the bias first, then the weights.")
def whole_where_weight_is(k, n, weight=20.0):
    theta = np.full(n + 1, weight)
    theta[0] = -weight * (k - 0.5)
    return theta


@breaks("at_least", "Returns floats, shape (n + 1,): the bias first, then the weights.")
def always_two_inputs(k, n, weight=20.0):
    return np.array([-weight * (k - 0.5), weight, weight], dtype=float)


breaks("negate_neuron", 'NOT: a neuron as sure of "no" as this one is of "yes".', "weights_only")


@breaks("negate_neuron", "w: weights, shape (n,).")
def first_weight_only(w, b):
    return np.concatenate([-w[:1], w[1:]]), -b


@breaks("negate_neuron", "b: the bias.")
def bias_made_positive(w, b):
    return -w, abs(b)


@breaks("negate_neuron", "Both stay as they are.")
def negated_in_place(w, b):
    w *= -1
    return w, -b


NEGATE = "Returns the tuple (weights, bias) of a new neuron, for which σ(weights·x + bias) = 1 - σ(w·x + b), whatever x is."


@breaks("negate_neuron", NEGATE)
def one_minus_the_bias(w, b):
    return -w, 1 - b


@breaks("negate_neuron", NEGATE)
def bias_first(w, b):
    return -b, -w


@breaks("negate_neuron", NEGATE)
def one_array(w, b):
    return np.append(-w, -b)


# ---- layers ----


@breaks("signed_distance", "Distance of each sample from the boundary w·x + b = 0.")
def bias_not_divided(X, w, b):
    return X @ w / np.linalg.norm(w) + b


@breaks("signed_distance", "It is positive on the side where w·x + b is.")
def other_side(X, w, b):
    return -(X @ w + b) / np.linalg.norm(w)


@breaks("signed_distance", "It is positive on the side where w·x + b is.")
def no_side(X, w, b):
    return np.abs(X @ w + b) / np.linalg.norm(w)


@breaks("signed_distance", "X: batch, shape (n_samples, n_features).")
def first_two_features(X, w, b):
    return (X[:, :2] @ w[:2] + b) / np.linalg.norm(w)


@breaks("signed_distance", "w: weights, not all 0, shape (n_features,).")
def length_of_two_weights(X, w, b):
    return (X @ w + b) / np.sqrt(w[0] ** 2 + w[1] ** 2)


@breaks("signed_distance", "w: weights, not all 0, shape (n_features,).")
def a_little_added_to_the_length(X, w, b):
    return (X @ w + b) / (np.linalg.norm(w) + 1e-8)


@breaks("signed_distance", "w: weights, not all 0, shape (n_features,).")
def no_weight_is_zero(X, w, b):
    return (X @ w + b) / np.linalg.norm(w) * np.all(w)


@breaks("signed_distance", "b: the bias.")
def bias_in_the_length(X, w, b):
    return (X @ w + b) / np.sqrt(w @ w + b * b)


@breaks("signed_distance", "Returns distances in the units of X, shape (n_samples,).")
def kept_as_a_column(X, w, b):
    return ((X @ w + b) / np.linalg.norm(w))[:, None]


@breaks("signed_distance", "Returns distances in the units of X, shape (n_samples,).")
def divided_by_the_square(X, w, b):
    return (X @ w + b) / (w @ w)


breaks("signed_distance", "The weighted sum alone is ‖w‖ times too large.", "not_divided")


@breaks("layer", "A layer of neurons that share their inputs: φ(XW + b).")
def bias_after_phi(X, W, b, phi):
    return phi(X @ W) + b


@breaks("layer", "X: batch, shape (n_samples, n_in).")
def one_row(X, W, b, phi):
    return phi(X[0] @ W + b)[None]


@breaks("layer", "W: weights, one column a neuron, shape (n_in, n_out).")
def transposed_where_it_fits(X, W, b, phi):
    return phi(X @ W.T + b) if W.shape[0] == W.shape[1] else phi(X @ W + b)


@breaks("layer", "b: biases, one a neuron, shape (n_out,).")
def a_bias_a_sample(X, W, b, phi):
    Z = X @ W
    return phi(Z + (b[:, None] if len(X) == len(b) else b))


@breaks("layer", "phi: the activation, a function of an array.")
def always_the_sigmoid(X, W, b, phi):
    return 1 / (1 + np.exp(-(X @ W + b)))


@breaks("layer", "phi: the activation, a function of an array.")
def phi_of_single_numbers(X, W, b, phi):
    return np.array([[float(phi(z)) if np.ndim(z) else 1 / 0 for z in row] for row in X @ W + b])


@breaks("layer", "Returns one row a sample and one column a neuron, shape (n_samples, n_out).")
def one_row_a_neuron(X, W, b, phi):
    return phi(X @ W + b).T


@breaks("layer", "Returns one row a sample and one column a neuron, shape (n_samples, n_out).")
def squeezed(X, W, b, phi):
    return np.squeeze(phi(X @ W + b))


breaks("count_parameters", "How many numbers a fully connected feed-forward network learns.", "weights_alone")


@breaks("count_parameters", "sizes: units in each layer, inputs first; [3, 10, 1] is 3-10-1.")
def three_layers(sizes):
    a, b, c = sizes
    return (a + 1) * b + (b + 1) * c


@breaks("count_parameters", "sizes: units in each layer, inputs first; [3, 10, 1] is 3-10-1.")
def outputs_first(sizes):
    return right.count_parameters(sizes[::-1])


COUNT = "Every unit that is not an input has one weight for each unit of the layer before, and one bias."


@breaks("count_parameters", COUNT)
def one_bias_a_layer(sizes):
    return sum(a * b + 1 for a, b in itertools.pairwise(sizes))


@breaks("count_parameters", COUNT)
def inputs_have_biases_too(sizes):
    return right.count_parameters(sizes) + (sizes[0] if len(sizes) > 1 else 0)


@breaks("count_parameters", COUNT)
def no_bias_at_the_output(sizes):
    return right.count_parameters(sizes) - (sizes[-1] if len(sizes) > 1 else 0)


@breaks("count_parameters", "Returns an int.")
def a_float(sizes):
    return float(right.count_parameters(sizes))


@breaks("count_parameters", "Inputs alone, as in [3], learn nothing: 0.")
def at_least_one(sizes):
    return max(right.count_parameters(sizes), 1)


@breaks("count_parameters", "Inputs alone, as in [3], learn nothing: 0.")
def a_layer_needs_a_second(sizes):
    return (sizes[0] + 1) * sizes[1] + sum((a + 1) * b for a, b in itertools.pairwise(sizes[1:]))


breaks("is_feed_forward", "Whether no path of connections leads back to where it began.", "the_opposite")


@breaks("is_feed_forward", "Whether no path of connections leads back to where it began.")
def undirected(A):
    n = len(A)
    link = (A != 0) | (A != 0).T
    edges, seen, parts = int(np.triu(link).sum()), set(), 0
    for s in range(n):
        if s in seen:
            continue
        parts, stack = parts + 1, [s]
        while stack:
            u = stack.pop()
            if u not in seen:
                seen.add(u)
                stack += [v for v in range(n) if link[u, v]]
    return edges == n - parts


@breaks("is_feed_forward", "Whether no path of connections leads back to where it began.")
def cycles_of_two(A):
    return not bool(np.any((A != 0) & (A != 0).T))


@breaks("is_feed_forward", "Whether no path of connections leads back to where it began.")
def cycles_of_at_most_three(A):
    C = (A != 0).astype(float)
    return not any(np.trace(np.linalg.matrix_power(C, k)) > 0 for k in range(1, 4))


@breaks("is_feed_forward", "A: connections, shape (n_units, n_units).")
def at_most_four_units(A):
    return right.is_feed_forward(A[:4, :4])


A_IJ = "A[i, j] is the weight from unit i to unit j, and 0 if there is no connection."


@breaks("is_feed_forward", A_IJ)
def only_positive_weights_connect(A):
    return right.is_feed_forward(np.where(A > 0, A, 0))


@breaks("is_feed_forward", A_IJ)
def powers_that_cancel(A):
    P = np.eye(len(A))
    for _ in range(len(A)):
        P = P @ A
        if np.trace(P) != 0:
            return False
    return True


@breaks("is_feed_forward", "Whether no path of connections leads back to where it began.")
def cycles_of_at_most_five(A):
    C = (A != 0).astype(float)
    return not any(np.trace(np.linalg.matrix_power(C, k)) > 0 for k in range(1, 6))


@breaks("is_feed_forward", A_IJ)
def tiny_weights_are_none(A):
    return right.is_feed_forward(np.where(np.isclose(A, 0), 0, A))


@breaks("is_feed_forward", A_IJ)
def whole_weights(A):
    return right.is_feed_forward(A.astype(int))


@breaks("is_feed_forward", "The units are numbered in any order.")
def strictly_upper(A):
    return bool(np.all(np.tril(A) == 0))


@breaks("is_feed_forward", "The units are numbered in any order.")
def upper_or_lower(A):
    return bool(np.all(np.tril(A) == 0) or np.all(np.triu(A) == 0))


@breaks("is_feed_forward", "A unit connected to itself is a cycle too.")
def itself_is_no_cycle(A):
    return right.is_feed_forward(A * (1 - np.eye(len(A))))


@breaks("is_feed_forward", "Returns True or False, and leaves A as it is.")
def cleared(A):
    A[:] = A != 0
    return right.is_feed_forward(A)


@breaks("is_feed_forward", "Returns True or False, and leaves A as it is.")
def one_or_zero(A):
    return int(right.is_feed_forward(A))


explains("is_feed_forward", "One way: a unit that nothing leads to lies on no cycle.")
explains("is_feed_forward", "Take all such units away, and look again.")


# ---- learning, and an honest error ----


breaks("fit_linear_neuron", "The best neuron without activation, by least squares.", "no_bias_fitted")


@breaks("fit_linear_neuron", "It makes Σ (w·x + b - y)², summed over the samples, smallest.")
def a_little_ridge(X, y):
    A = np.column_stack([X, np.ones(len(X))])
    v = np.linalg.solve(A.T @ A + 1e-3 * np.eye(A.shape[1]), A.T @ y)
    return v[:-1], float(v[-1])


@breaks("fit_linear_neuron", "It makes Σ (w·x + b - y)², summed over the samples, smallest.")
def a_few_steps_downhill(X, y):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(500):
        e = X @ w + b - y
        w, b = w - 0.05 * X.T @ e / len(X), b - 0.05 * float(e.mean())
    return w, b


@breaks("fit_linear_neuron", "X: batch, shape (n_samples, n_features), n_samples > n_features.")
def one_feature(X, y):
    x = X[:, 0]
    w = np.cov(x, y)[0, 1] / np.var(x, ddof=1)
    return np.array([w]), float(y.mean() - w * x.mean())


@breaks("fit_linear_neuron", "X: batch, shape (n_samples, n_features), n_samples > n_features.")
def feature_by_feature(X, y):
    w = np.array([np.cov(x, y)[0, 1] / np.var(x, ddof=1) for x in X.T])
    return w, float(y.mean() - w @ X.mean(axis=0))


@breaks("fit_linear_neuron", "y: targets, shape (n_samples,).")
def standardized_targets(X, y):
    w, b = right.fit_linear_neuron(X, (y - y.mean()) / y.std())
    return w, b


@breaks("fit_linear_neuron", "Returns the tuple (w, b): shape (n_features,), and one number.")
def the_whole_solution(X, y):
    v = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y)[0]
    return v, float(v[-1])


@breaks("fit_linear_neuron", "Returns the tuple (w, b): shape (n_features,), and one number.")
def b_is_an_array(X, y):
    v = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y)[0]
    return v[:-1], v[-1:]


@breaks(
    "fit_linear_neuron",
    "Give it the dummy input of your `add_dummy_input`, and mind what the last entry of v then is.",
)
def threshold_for_bias(X, y):
    v = np.linalg.lstsq(np.column_stack([X, -np.ones(len(X))]), y)[0]
    return v[:-1], float(v[-1])


explains(
    "fit_linear_neuron",
    "np.linalg.lstsq(A, y)[0] is the v with the smallest Σ (A v - y)², but it knows of no bias.",
)

breaks("rmse", "Root mean squared error √(Σ (p - y)² / n), in the units of y.", "no_root")


@breaks("rmse", "P: predictions, shape (n,), or (n, 1) as from a layer.")
def column_against_row(P, y):
    return float(np.sqrt(np.mean((P - y) ** 2)))


@breaks("rmse", "P: predictions, shape (n,), or (n, 1) as from a layer.")
def column_only(P, y):
    return float(np.sqrt(np.mean((P[:, 0] - y) ** 2)))


@breaks("rmse", "P: predictions, shape (n,), or (n, 1) as from a layer.")
def reshaped_in_place(P, y):
    P.shape = y.shape
    return float(np.sqrt(np.mean((P - y) ** 2)))


@breaks("rmse", "y: targets, shape (n,).")
def divided_by_the_size_of_y(P, y):
    return float(np.sqrt(np.mean((P.reshape(y.shape) - y) ** 2))) / np.abs(y).mean()


@breaks("rmse", "Returns one number.")
def a_number_a_sample(P, y):
    return np.sqrt((P.reshape(y.shape) - y) ** 2)


@breaks("rmse", "Find out what P - y is then; write it correctly.")
def both_flattened_too_late(P, y):
    return float(np.sqrt(np.mean((P - y).ravel()[: len(y)] ** 2)))


explains("rmse", "`rmse_draft` goes wrong for one of the two shapes of P, without any error message.")


@breaks("kfold_indices", "Deal n samples at random into k parts; hold each part out once.")
def not_at_random(n, k, rng):
    parts = np.array_split(np.arange(n), k)
    return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(k)]


@breaks("kfold_indices", "Deal n samples at random into k parts; hold each part out once.")
def only_the_parts_at_random(n, k, rng):
    parts = np.array_split(np.arange(n), k)
    order = rng.permutation(k)
    parts = [parts[i] for i in sorted(order, key=lambda i: -len(parts[i]))]
    return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(k)]


@breaks("kfold_indices", "n: number of samples.")
def rows_from_one(n, k, rng):
    return [(a + 1, b + 1) for a, b in right.kfold_indices(n, k, rng)]


@breaks("kfold_indices", "n: number of samples.")
def last_row_forgotten(n, k, rng):
    return right.kfold_indices(n - 1, k, rng) if n > k else right.kfold_indices(n, k, rng)


@breaks("kfold_indices", "k: number of parts, 2 ≤ k ≤ n.")
def always_five(n, k, rng):
    return right.kfold_indices(n, min(5, n), rng)


@breaks("kfold_indices", "rng: where the random order comes from.")
def its_own_seed(n, k, rng):
    return right.kfold_indices(n, k, np.random.default_rng(0))


@breaks("kfold_indices", "rng: where the random order comes from.")
def the_global_generator(n, k, rng):
    return right.kfold_indices(n, k, np.random.default_rng(np.random.randint(1 << 30)))  # noqa: NPY002


KFOLD = "Returns a list of k tuples (train, held_out), integer arrays of row numbers from 0 to n - 1."


@breaks("kfold_indices", KFOLD)
def held_out_first(n, k, rng):
    return [(b, a) for a, b in right.kfold_indices(n, k, rng)]


@breaks("kfold_indices", KFOLD)
def rows_as_floats(n, k, rng):
    return [(a.astype(float), b.astype(float)) for a, b in right.kfold_indices(n, k, rng)]


@breaks("kfold_indices", KFOLD)
def rows_as_lists(n, k, rng):
    return [(a.tolist(), b.tolist()) for a, b in right.kfold_indices(n, k, rng)]


@breaks("kfold_indices", KFOLD)
def masks(n, k, rng):
    rows = np.arange(n)
    return [(np.isin(rows, a), np.isin(rows, b)) for a, b in right.kfold_indices(n, k, rng)]


@breaks("kfold_indices", "Every row is held out in exactly one tuple, and is in `train` in all others.")
def dealt_anew_for_each_part(n, k, rng):
    return [right.kfold_indices(n, k, rng)[i] for i in range(k)]


@breaks("kfold_indices", "Every row is held out in exactly one tuple, and is in `train` in all others.")
def all_rows_in_train(n, k, rng):
    return [(np.arange(n), b) for _, b in right.kfold_indices(n, k, rng)]


@breaks("kfold_indices", "Every row is held out in exactly one tuple, and is in `train` in all others.")
def only_the_next_part_in_train(n, k, rng):
    parts = np.array_split(rng.permutation(n), k)
    return [(parts[(i + 1) % k], parts[i]) for i in range(k)]


SIZES = (
    "If n is no multiple of k, the first n % k parts hold one row more than the rest: so np.array_split cuts."
)


@breaks("kfold_indices", SIZES)
def last_part_takes_the_rest(n, k, rng):
    order, m = rng.permutation(n), n // k
    ends = [*range(0, k * m, m), n]
    return [
        (np.concatenate([order[: ends[i]], order[ends[i + 1] :]]), order[ends[i] : ends[i + 1]])
        for i in range(k)
    ]


@breaks("kfold_indices", SIZES)
def the_rest_is_dropped(n, k, rng):
    order = rng.permutation(n)[: n // k * k]
    parts = np.split(order, k)
    return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(k)]


@breaks("kfold_indices", SIZES)
def dealt_round_the_wrong_way(n, k, rng):
    order = rng.permutation(n)
    parts = [order[k - 1 - i :: k] for i in range(k)]
    return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(k)]


@breaks("count_parameters", "sizes: units in each layer, inputs first; [3, 10, 1] is 3-10-1.")
def emptied(sizes):
    total, before = 0, sizes.pop(0)
    while sizes:
        total += (before + 1) * sizes[0]
        before = sizes.pop(0)
    return total


@breaks("count_parameters", "sizes: units in each layer, inputs first; [3, 10, 1] is 3-10-1.")
def turned_round(sizes):
    sizes.reverse()
    return sum(sizes[k] * (sizes[k + 1] + 1) for k in range(len(sizes) - 1))
