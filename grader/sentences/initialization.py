"""Chapter 9, sentence by sentence: for each, wrong answers that break it alone."""

import copy
from itertools import pairwise

import numpy as np

from grader.author.sentences import breaks, explains
from solutions import initialization as right

# ---- symmetry ----

UNITS = "W: weights, shape (n_in, n_out), one column a unit"
TWINS = "Two units are the same if they have the same weights *and* the same bias: then they answer alike to every input."
breaks("distinct_units", "How many different units a layer has.", "all_units")
breaks("distinct_units", "How many different units a layer has.", "without_twin")
breaks("distinct_units", UNITS, "rows")
breaks("distinct_units", "b: biases, shape (n_out,)", "bias_ignored")
breaks("distinct_units", TWINS, "numbers")


@breaks("distinct_units", UNITS)
def first_two_inputs(W, b):
    return right.distinct_units(W[:2], b)


@breaks("distinct_units", TWINS, at="different by little")
def nearly_the_same(W, b):
    return right.distinct_units(np.round(W, 6), np.round(b, 6))


@breaks("distinct_units", TWINS, at="the same sum")
def by_their_sums(W, b):
    return len(set((W.sum(axis=0) + b).tolist()))


@breaks("distinct_units", TWINS)
def weights_or_bias(W, b):
    return max(len(np.unique(W, axis=1).T), len(np.unique(b)))


@breaks("distinct_units", "Returns a whole number between 1 and n_out.")
def as_a_fraction(W, b):
    return right.distinct_units(W, b) / W.shape[1]


@breaks("distinct_units", "Returns a whole number between 1 and n_out.", at="one unit")
def pairs_that_differ(W, b):
    return right.distinct_units(W, b) - 1


GENERATOR = "rng: a np.random.Generator, the only source of random numbers"
SHAPES = {
    "small_init": ("n_in, n_out: number of inputs and of units", "Returns an array of shape (n_in, n_out)."),
    "fan_in_init": (
        "n_in, n_out: number of inputs (the fan-in) and of units",
        "Returns an array of shape (n_in, n_out), drawn from a normal distribution with mean 0 and *variance* 1 / n_in.",
    ),
    "he_init": (
        "n_in, n_out: number of inputs (the fan-in) and of units",
        "Returns an array of shape (n_in, n_out), drawn from a normal distribution with mean 0 and *variance* 2 / n_in.",
    ),
    "glorot_init": (
        "n_in, n_out: number of inputs (fan-in) and of units (fan-out)",
        "Returns an array of shape (n_in, n_out), drawn from a normal distribution with mean 0 and *variance* 2 / (n_in + n_out).",
    ),
    "orthogonal_init": (
        "n_in, n_out: number of inputs and of units",
        "Returns an array W of shape (n_in, n_out).",
    ),
}
"""What all initializers are told of their arguments, and of the form of their result."""

for name, (sizes, form) in SHAPES.items():
    init = getattr(right, name)

    @breaks(name, sizes)
    def units_by_inputs(n_in, n_out, rng, init=init):
        return init(n_out, n_in, rng)

    @breaks(name, form)
    def a_list_of_rows(n_in, n_out, rng, init=init):
        return init(n_in, n_out, rng).tolist()

    @breaks(name, form)
    def one_row(n_in, n_out, rng, init=init):
        return init(n_in, n_out, rng).ravel()

    for mistake in ("own_numbers", "own_seed", "copied_rng"):
        breaks(name, GENERATOR, mistake)

NORMAL = "Its entries are drawn from a normal distribution with mean 0 and standard deviation 0.001."
breaks("small_init", "Small random weights: 0.001 times standard normal numbers.", "not_small")
breaks("small_init", "Small random weights: 0.001 times standard normal numbers.", "root_of_the_scale")
OF_THE_NUMBERS = (
    "all_equal",
    "repeated",
    "never_negative",
    "standardized",
    "mean_off",
    "variance_off",
    "not_normal",
)
for mistake in OF_THE_NUMBERS:
    breaks("small_init", NORMAL, mistake)


# ---- the right size ----

VARIANCES = "Variance of the pre-activations in every layer of a network."
LAYER = "Layer l computes Z = A @ weights[l] (no biases) and hands phi(Z) on as the A of the next layer."
ONE_FOR_EACH = "Returns an array of L numbers: for each layer the variance of all entries of Z, over samples and units together (divide by their number, as np.var does)."
WEIGHTS = "weights: L arrays, first layer first; weights[l] is (n_in, n_out)"
breaks("forward_variances", VARIANCES, "deviations")
breaks("forward_variances", VARIANCES, "after_the_bend")
breaks("forward_variances", LAYER, "no_bend")
breaks("forward_variances", ONE_FOR_EACH, "mean_square")
breaks("forward_variances", ONE_FOR_EACH, "sample_variance")
breaks("forward_variances", ONE_FOR_EACH, "mean_over_units")


@breaks("forward_variances", "X: batch, shape (n_samples, n_features)")
def first_sample(X, weights, phi):
    return right.forward_variances(X[:1], weights, phi)


@breaks("forward_variances", WEIGHTS)
def last_layer_first(X, weights, phi):
    return right.forward_variances(X, weights[::-1], phi)


@breaks("forward_variances", WEIGHTS)
def used_up(X, weights, phi):
    variances = []
    while weights:
        Z = X @ weights.pop(0)
        variances.append(np.var(Z))
        X = phi(Z)
    return np.array(variances)


@breaks("forward_variances", "phi: activation function, works on arrays")
def always_relu(X, weights, phi):
    return right.forward_variances(X, weights, lambda Z: np.maximum(Z, 0.0))


@breaks("forward_variances", "phi: activation function, works on arrays")
def number_by_number(X, weights, phi):
    return right.forward_variances(X, weights, lambda Z: np.array([phi(float(z)) for z in Z.ravel()]))


@breaks("forward_variances", LAYER)
def sum_handed_on(X, weights, phi):
    variances, A = [], X
    for W in weights:
        Z = A @ W
        variances.append(np.var(Z))
        A = phi(Z / (np.std(Z) or 1.0))
    return np.array(variances)


@breaks("forward_variances", "The A of the first layer is X.")
def bent_at_once(X, weights, phi):
    return right.forward_variances(phi(X), weights, phi)


@breaks("forward_variances", "The A of the first layer is X.")
def centred_inputs(X, weights, phi):
    return right.forward_variances(X - X.mean(axis=0), weights, phi)


@breaks("forward_variances", ONE_FOR_EACH)
def a_list_of_numbers(X, weights, phi):
    return list(right.forward_variances(X, weights, phi))


@breaks("forward_variances", ONE_FOR_EACH)
def of_the_last_layer(X, weights, phi):
    return right.forward_variances(X, weights, phi)[-1]


@breaks("forward_variances", ONE_FOR_EACH)
def of_the_input_too(X, weights, phi):
    return np.array([np.var(X), *right.forward_variances(X, weights, phi)])


breaks("fan_in_init", "Weights that keep the variance of a linear layer: 1 / n_in.", "not_scaled")
FAN_IN = SHAPES["fan_in_init"][1]
for mistake in ("fan_out", "variance_as_deviation", "uniform_third", *OF_THE_NUMBERS):
    breaks("fan_in_init", FAN_IN, mistake)

breaks(
    "gain",
    "Its variance is n_in times the variance of a weight times the mean of phi(z)².",
    "variance_of_phi",
)
breaks(
    "gain",
    "Its variance is n_in times the variance of a weight times the mean of phi(z)².",
    "square_of_the_mean",
)
breaks("gain", "The c for which weights of variance c / n_in suit phi.", "root")
breaks("gain", "Returns the c that makes this 1: one number.", "not_inverted")
breaks(
    "gain",
    "z: typical pre-activations: many standard normal numbers, in an array of any shape",
    "sum_of_squares",
)
explains("gain", "The next layer adds up n_in products of a weight and an activation.")


@breaks("gain", "phi: activation function, works on arrays")
def of_relu_always(phi, z):
    return 2.0


@breaks("gain", "phi: activation function, works on arrays")
def of_single_numbers(phi, z):
    return float(1.0 / np.mean([phi([float(x)])[0] ** 2 for x in np.ravel(z)]))


@breaks(
    "gain",
    "z: typical pre-activations: many standard normal numbers, in an array of any shape",
    at="ReLU of a matrix",
)
def divided_by_its_length(phi, z):
    return float(len(z) / np.sum(phi(z) ** 2))


@breaks("gain", "z: typical pre-activations: many standard normal numbers, in an array of any shape")
def numbers_of_its_own(phi, z):
    return float(1.0 / np.mean(phi(np.random.default_rng(0).normal(size=1000)) ** 2))


@breaks("gain", "Returns the c that makes this 1: one number.")
def one_for_each_number(phi, z):
    return 1.0 / phi(z) ** 2


@breaks("gain", "Returns the c that makes this 1: one number.")
def of_all_columns(phi, z):
    return 1.0 / np.mean(phi(z) ** 2, axis=0)


breaks("he_init", "Weights for ReLU (He et al., 2015): variance 2 / n_in.", "no_two")
breaks("he_init", "Weights for ReLU (He et al., 2015): variance 2 / n_in.", "two_outside")
HE = SHAPES["he_init"][1]
for mistake in ("he_fan_out", "he_variance_as_deviation", *OF_THE_NUMBERS):
    breaks("he_init", HE, mistake)
breaks("glorot_init", "Forward asks for variance 1 / n_in, backward for 1 / n_out.", "fan_in_alone")
breaks("glorot_init", "A compromise between both directions (Glorot and Bengio, 2010).", "variance_of_he")
GLOROT = SHAPES["glorot_init"][1]
for mistake in ("sum_not_mean", "glorot_variance_as_deviation", *OF_THE_NUMBERS):
    breaks("glorot_init", GLOROT, mistake)


@breaks("glorot_init", "Forward asks for variance 1 / n_in, backward for 1 / n_out.")
def backward_alone(n_in, n_out, rng):
    return rng.normal(size=(n_in, n_out)) / np.sqrt(n_out)


TALL = "If n_in ≥ n_out its columns have length 1 and are orthogonal to each other: W.T @ W is the identity."
WIDE = "If n_in < n_out the same holds for its rows: W @ W.T is the identity."
breaks("orthogonal_init", "A random matrix that changes no length (Saxe et al., 2014).", "directions_only")
breaks("orthogonal_init", TALL, "lengths_only")
breaks("orthogonal_init", "A random matrix that changes no length (Saxe et al., 2014).", "stretches_left_in")
explains(
    "orthogonal_init", "np.linalg.svd(G, full_matrices=False) splits any matrix G into U @ np.diag(s) @ Vt."
)
explains("orthogonal_init", "All stretching is in s, so U @ Vt has none.")


@breaks("orthogonal_init", "A random matrix that changes no length (Saxe et al., 2014).")
def columns_of_the_identity(n_in, n_out, rng):
    return np.eye(n_in, n_out)


@breaks("orthogonal_init", TALL)
def wide_alone_is_right(n_in, n_out, rng):
    return right.orthogonal_init(n_in, n_out, rng) / (1 if n_in < n_out else np.sqrt(n_in / n_out))


@breaks("orthogonal_init", WIDE, at="wide: more units than inputs")
def tall_alone_is_right(n_in, n_out, rng):
    if n_in >= n_out:
        return right.orthogonal_init(n_in, n_out, rng)
    return right.orthogonal_init(n_out, n_out, rng)[:n_in] * np.sqrt(n_out / n_in)


@breaks("orthogonal_init", WIDE)
def square_parts_side_by_side(n_in, n_out, rng):
    if n_in >= n_out:
        return right.orthogonal_init(n_in, n_out, rng)
    Q = right.orthogonal_init(n_in, n_in, rng)
    return np.resize(Q.T, (n_out, n_in)).T


SIZES = "sizes: number of inputs, then of the units of each layer, such as [3, 10, 1] for three inputs, ten hidden units, one output; a list, which stays as it is"
EACH_LAYER = "Each layer gets weights of its own from `init`, and biases that are 0.0, of shape (n_out,)."
AN_INIT = "init: an initializer: init(n_in, n_out, rng) returns weights of shape (n_in, n_out)"
TUPLES = "Returns a list of tuples (W, b), first layer first."
breaks("init_layers", EACH_LAYER, "shared")
breaks("init_layers", EACH_LAYER, "random_biases")
breaks("init_layers", AN_INIT, "not_what_init_returned")
for mistake in ("own_numbers", "own_seed", "copied_rng"):
    breaks("init_layers", "rng: a np.random.Generator, handed on to `init`", mistake)


@breaks("init_layers", "Weights and biases of a whole network, ready to be trained.")
def last_layer_left_out(sizes, init, rng):
    return right.init_layers(sizes[:-1], init, rng)


@breaks("init_layers", SIZES)
def sizes_used_up(sizes, init, rng):
    layers, n_in = [], sizes.pop(0)
    while sizes:
        n_out = sizes.pop(0)
        layers.append((init(n_in, n_out, rng), np.zeros(n_out)))
        n_in = n_out
    return layers


@breaks("init_layers", SIZES)
def first_size_for_all(sizes, init, rng):
    return [(init(sizes[0], n, rng), np.zeros(n)) for n in sizes[1:]]


@breaks("init_layers", AN_INIT, at="an init that marks its work")
def numbers_of_its_own_for_init(sizes, init, rng):
    return [(0.5 * rng.normal(size=(a, b)), np.zeros(b)) for a, b in pairwise(sizes)]


@breaks("init_layers", "rng: a np.random.Generator, handed on to `init`")
def a_copy_of_rng_a_layer(sizes, init, rng):
    return [(init(a, b, copy.deepcopy(rng)), np.zeros(b)) for a, b in pairwise(sizes)]


@breaks("init_layers", TUPLES)
def last_layer_at_the_front(sizes, init, rng):
    return right.init_layers(sizes, init, rng)[::-1]


@breaks("init_layers", TUPLES)
def one_flat_list(sizes, init, rng):
    return [a for pair in right.init_layers(sizes, init, rng) for a in pair]


@breaks("init_layers", TUPLES)
def biases_before_weights(sizes, init, rng):
    return [(b, W) for W, b in right.init_layers(sizes, init, rng)]


@breaks("init_layers", EACH_LAYER)
def biases_as_rows(sizes, init, rng):
    return [(W, b[np.newaxis]) for W, b in right.init_layers(sizes, init, rng)]


@breaks("init_layers", EACH_LAYER)
def biases_of_whole_numbers(sizes, init, rng):
    return [(W, np.zeros(len(b), dtype=int)) for W, b in right.init_layers(sizes, init, rng)]


# ---- inputs ----

TRAINING_ROWS = "X: training rows, shape (n_samples, n_features), perhaps of whole numbers"
CONSTANT = "A column whose entries are all the same gets scale 1.0, so that nothing will be divided by 0."
TAKE_CARE = (
    "Take care: the standard deviation of such a column may come out as 1e-17 instead of 0, by rounding."
)
DEVIATION = "scale is the standard deviation of the column (divide by n)."
breaks("standardize_fit", "Mean and scale of each feature, from the training rows.", "whole_array")
breaks("standardize_fit", CONSTANT, "unguarded")
breaks("standardize_fit", CONSTANT, "eps_added")
breaks("standardize_fit", TAKE_CARE, "guarded_by_zero")
breaks("standardize_fit", TAKE_CARE, "guarded_by_small")
breaks("standardize_fit", DEVIATION, "n_minus_one")
breaks("standardize_fit", DEVIATION, "variance_for_deviation")
breaks("standardize_fit", DEVIATION, "span")


@breaks("standardize_fit", TRAINING_ROWS, at="whole numbers")
def of_whole_numbers(X):
    mean, scale = np.zeros_like(X[0]), np.ones_like(X[0])
    mean[...], scale[...] = right.standardize_fit(X)
    return mean, scale


@breaks("standardize_fit", TRAINING_ROWS)
def of_each_row(X):
    return right.standardize_fit(X.T)


@breaks("standardize_fit", "Returns the tuple (mean, scale), each of shape (n_features,).")
def scale_first(X):
    return right.standardize_fit(X)[::-1]


@breaks("standardize_fit", "Returns the tuple (mean, scale), each of shape (n_features,).")
def as_rows(X):
    mean, scale = right.standardize_fit(X)
    return mean[np.newaxis], scale[np.newaxis]


ANY_ROWS = "X: any rows, shape (n_samples, n_features), perhaps of whole numbers; there may be one row only"
SHIFTED = (
    "Returns a new array of the shape of X: from each column subtract its mean, then divide by its scale."
)
breaks("standardize_apply", "Shift and scale rows by statistics that are already known.", "fitted_again")
breaks("standardize_apply", SHIFTED, "parentheses")
breaks("standardize_apply", SHIFTED, "divided_first")
breaks("standardize_apply", SHIFTED, "multiplied")
breaks("standardize_apply", SHIFTED, "changed_in_place")


@breaks("standardize_apply", ANY_ROWS, at="one row")
def one_row_left_alone(X, mean, scale):
    return right.standardize_apply(X, mean, scale) if len(X) > 1 else X.astype(float)


@breaks("standardize_apply", ANY_ROWS, at="whole numbers")
def whole_numbers_kept(X, mean, scale):
    out = np.empty_like(X)
    out[...] = (X - mean) / scale
    return out


@breaks("standardize_apply", "mean: as `standardize_fit` returned it, shape (n_features,)")
def mean_of_the_means(X, mean, scale):
    return (X - mean.mean()) / scale


@breaks("standardize_apply", "scale: the same")
def first_scale_for_all(X, mean, scale):
    return (X - mean) / scale[0]


@breaks("standardize_apply", SHIFTED, at="nothing to shift or scale")
def same_rows_if_nothing_is_to_do(X, mean, scale):
    return X if not mean.any() and np.all(scale == 1) else (X - mean) / scale


PREPARED = "Returns the tuple (train, test): both sets after standardizing, by statistics that the test rows had no part in."
breaks("prepare", "Standardize two sets of rows, as if the test rows came later.", "from_the_test_rows")
breaks("prepare", "Standardize two sets of rows, as if the test rows came later.", "each_its_own")
breaks("prepare", PREPARED, "all_rows")
breaks("prepare", PREPARED, "test_left_raw")
explains("prepare", "`prepare_draft` lets them have a part.")
explains("prepare", "Find where, and do it right.")


@breaks("prepare", "X_train: training rows, shape (n_train, n_features)")
def first_half_of_the_rows(X_train, X_test):
    mean, scale = right.standardize_fit(X_train[: len(X_train) // 2 + 1])
    return (X_train - mean) / scale, (X_test - mean) / scale


@breaks("prepare", "X_train: training rows, shape (n_train, n_features)")
def first_feature_for_all(X_train, X_test):
    mean, scale = right.standardize_fit(X_train[:, :1])
    return (X_train - mean) / scale, (X_test - mean) / scale


@breaks("prepare", "X_test: test rows, shape (n_test, n_features)")
def as_many_test_rows_as_training_rows(X_train, X_test):
    train, test = right.prepare(X_train, X_test)
    return train, test[: len(train) - 2]


@breaks("prepare", PREPARED)
def test_first(X_train, X_test):
    return right.prepare(X_train, X_test)[::-1]


BOWL = "Its squared error is a bowl in the directions w and b, and the curvature of the bowl is the matrix H = A.T @ A / n_samples, where A is X with a column of ones behind it (the input of the bias)."
RATIO = "Returns the largest eigenvalue of H divided by the smallest, one number: 1 for a round bowl."
NARROW = "How long and narrow the error surface of a linear neuron is."
breaks("condition_number", NARROW, "centred_first")
breaks("condition_number", BOWL, "no_bias_column")
breaks("condition_number", BOWL, "of_the_data")
breaks("condition_number", RATIO, "upside_down")
breaks("condition_number", RATIO, "largest_only")
explains("condition_number", "The neuron computes X @ w + b.")
explains(
    "condition_number", "np.linalg.eigvalsh gives the eigenvalues of a symmetric matrix, smallest first."
)


@breaks(
    "condition_number",
    "X: inputs, shape (n_samples, n_features), perhaps of whole numbers",
    at="whole numbers",
)
def whole_curvatures(X):
    A = np.ones_like(X, shape=(len(X), X.shape[1] + 1))
    A[:, :-1] = X
    values = np.linalg.eigvalsh(A.T @ A // len(A) if A.dtype.kind == "i" else A.T @ A / len(A))
    return float(values[-1] / values[0])


@breaks("condition_number", "X: inputs, shape (n_samples, n_features), perhaps of whole numbers")
def of_two_features(X):
    return right.condition_number(X[:, :2])


@breaks("condition_number", BOWL)
def covariance_of_all(X):
    A = np.column_stack([X, np.ones(len(X))])
    values = np.linalg.eigvalsh(np.cov(A.T) + np.eye(A.shape[1]) * 1e-9)
    return float(values[-1] / values[0])


@breaks("condition_number", BOWL)
def a_one_behind_each_diagonal(X):
    values = np.linalg.eigvalsh(X.T @ X / len(X) + np.eye(X.shape[1]))
    return float(values[-1] / values[0])


@breaks("condition_number", RATIO)
def largest_minus_smallest(X):
    A = np.column_stack([X, np.ones(len(X))])
    return float(np.ptp(np.linalg.eigvalsh(A.T @ A / len(A))))


PRINCIPAL = "Principal component analysis of the training rows."
COMPONENTS = (
    "mean of each feature, shape (n_features,) components directions of length 1, one *column* each, "
    "orthogonal to each other, shape (n_features, n_features)"
)
ALONG = (
    "variances of the centred rows along these directions (divide by n), shape (n_features,), the largest first; "
    "the columns of components are in the same order"
)
breaks("pca_fit", PRINCIPAL, "still_correlated")
breaks("pca_fit", COMPONENTS, "wrong_mean")
breaks("pca_fit", COMPONENTS, "components_as_rows")
breaks("pca_fit", COMPONENTS, "not_orthonormal")
for mistake in ("smallest_first", "only_variances_reversed", "unbiased", "wrong_variances"):
    breaks("pca_fit", ALONG, mistake)
breaks("pca_fit", "The covariance matrix is C = D.T @ D / n, where D are the centred rows.", "not_centred")
breaks(
    "pca_fit",
    "np.linalg.eigh(C) returns its eigenvalues, which are the variances, smallest first, and its eigenvectors as columns.",
    "roots",
)
explains("pca_fit", "A direction may point either way: both signs are right.")


@breaks("pca_fit", "X: training rows, shape (n_samples, n_features)")
def two_features_at_most(X):
    return right.pca_fit(X[:, :2])


@breaks("pca_fit", "X: training rows, shape (n_samples, n_features)")
def features_as_rows(X):
    return right.pca_fit(X.T)


@breaks("pca_fit", "Returns the tuple (mean, components, variances):")
def variances_before_components(X):
    mean, components, variances = right.pca_fit(X)
    return mean, variances, components


@breaks("pca_fit", "Returns the tuple (mean, components, variances):")
def without_the_mean(X):
    return right.pca_fit(X)[1:]


TURN = (
    "With E the matrix of components and v the variances of `pca_fit`, the whitening matrix is "
    "T = E @ diag(1 / √(v + eps)) @ E.T: turn to the components, divide by the standard deviation along each, and turn back."
)
WHITE_EPS = "eps: added to every variance before the root is taken, so that directions without any variance are not blown up"
WHITE = "The rows (X - mean) @ T then have the identity as their covariance, up to eps."
for mistake in ("no_root", "stretched", "wrong_way_round"):
    breaks("whiten_fit", TURN, mistake)
breaks("whiten_fit", WHITE_EPS, "eps_outside")
breaks("whiten_fit", WHITE_EPS, "eps_ignored")
breaks("whiten_fit", WHITE, "each_on_its_own")
breaks("whiten_fit", WHITE, "whiten_n_minus_one")


@breaks("whiten_fit", "Mean and whitening matrix of the training rows.")
def rows_whitened_at_once(X, eps=1e-5):
    mean, T = right.whiten_fit(X, eps)
    return mean, (X - mean) @ T


@breaks("whiten_fit", "X: training rows, shape (n_samples, n_features)")
def whitens_two_features(X, eps=1e-5):
    return right.whiten_fit(X[:, :2], eps)


@breaks("whiten_fit", WHITE_EPS)
def smaller_eps(X, eps=1e-9):
    return right.whiten_fit(X, eps)


@breaks("whiten_fit", TURN)
def not_turned_back(X, eps=1e-5):
    mean, E, v = right.pca_fit(X)
    E = E * np.where(E.sum(axis=0) < 0, -1.0, 1.0)
    return mean, E / np.sqrt(v + eps)


@breaks("whiten_fit", "Returns the tuple (mean, T), of shapes (n_features,) and (n_features, n_features).")
def matrix_first(X, eps=1e-5):
    return right.whiten_fit(X, eps)[::-1]


@breaks("whiten_fit", "Returns the tuple (mean, T), of shapes (n_features,) and (n_features, n_features).")
def mean_left_out(X, eps=1e-5):
    return right.whiten_fit(X, eps)[1]
