"""Chapter 4, sentence by sentence: for each, wrong answers that break it alone."""

import numpy as np

from grader.author.sentences import breaks, explains
from solutions import activations as right

# ---- ReLU and the sigmoid ----

breaks("relu", "Rectified linear unit: φ(z) = max(0, z).", "absolute")
breaks("relu", "z: array of any shape.", "one_axis_only")
breaks("relu", "z itself stays as it is.", "in_place")
NEW_RELU = "Returns a new array of the same shape: z where z > 0, else 0."
breaks("relu", NEW_RELU, "wrong_side")


@breaks("relu", "Rectified linear unit: φ(z) = max(0, z).")
def capped_at_six(z):
    return np.clip(z, 0.0, 6.0)


@breaks("relu", "z: array of any shape.")
def two_axes_only(z):
    out = np.zeros(z.shape)
    rows = np.atleast_2d(z)
    for i in range(rows.shape[0]):
        for j in range(rows.shape[1]):
            out.reshape(rows.shape)[i, j] = max(0.0, float(rows[i, j]))
    return out


@breaks("relu", NEW_RELU)
def flattened(z):
    return np.maximum(z, 0.0).ravel()


@breaks("relu", NEW_RELU)
def only_what_is_above(z):
    return z[z > 0]


@breaks("relu", NEW_RELU)
def nan_below(z):
    return np.where(z > 0, z, np.nan)


@breaks("relu", "z itself stays as it is.")
def written_into_z(z):
    return np.maximum(z, 0.0, out=z)


breaks("relu_prime", "Slope of ReLU: 1 where z > 0, else 0.", "minus_one")
FLOATS = "Returns an array of the same shape, of floats: 0.0 and 1.0, not False and True."
breaks("relu_prime", FLOATS, "booleans")
breaks("relu_prime", FLOATS, "ones_and_zeros")
breaks("relu_prime", "Return 0 at the kink, as is usual.", "kink_is_one")
explains("relu_prime", "ReLU has a kink at z = 0 and no derivative there.")


@breaks("relu_prime", "z: array of any shape.")
def one_axis(z):
    return np.array([1.0 if v > 0 else 0.0 for v in z])


@breaks("relu_prime", "Slope of ReLU: 1 where z > 0, else 0.")
def by_a_difference(z):
    return (np.maximum(z + 1e-6, 0.0) - np.maximum(z, 0.0)) / 1e-6


@breaks("relu_prime", "Slope of ReLU: 1 where z > 0, else 0.")
def value_over_z(z):
    return np.maximum(z, 0.0) / z


@breaks("relu_prime", "Return 0 at the kink, as is usual.")
def half_at_the_kink(z):
    return np.heaviside(z, 0.5)


@breaks("relu_prime", "Return 0 at the kink, as is usual.")
def nan_at_the_kink(z):
    return np.where(z == 0, np.nan, np.where(z > 0, 1.0, 0.0))


breaks("sigmoid", "Logistic sigmoid: σ(z) = 1 / (1 + e⁻ᶻ) = eᶻ / (1 + eᶻ).", "mirrored")
breaks("sigmoid", "z: array of any shape; it may hold whole numbers.", "whole_numbers")
BETWEEN = "Returns floats between 0 and 1, in an array of the same shape."
breaks("sigmoid", BETWEEN, "hyperbolic")
LARGE = "No infinity or nan may come out, even for z = 1000 or z = -1000: e to a large positive power is infinite here."
breaks("sigmoid", LARGE, "overflow")


@breaks("sigmoid", "z: array of any shape; it may hold whole numbers.")
def number_by_number(z):
    return np.array([1.0 / (1.0 + np.exp(-v)) if v > -700 else 0.0 for v in z])


@breaks("sigmoid", BETWEEN)
def clipped_at_ten(z):
    return 1.0 / (1.0 + np.exp(-np.clip(z, -10.0, 10.0)))


@breaks("sigmoid", BETWEEN)
def rounded(z):
    return np.round(1.0 / (1.0 + np.exp(-np.clip(z, -700, 700))), 3)


@breaks("sigmoid", LARGE)
def nan_for_large(z):
    return np.exp(z) / (1.0 + np.exp(z))


@breaks("sigmoid", LARGE)
def nan_made_zero(z):
    return np.nan_to_num(np.exp(z) / (1.0 + np.exp(z)))


breaks("sigmoid_prime", "Slope of the sigmoid: σ'(z) = σ(z) (1 - σ(z)).", "one_factor")
INPUT = "z: array of any shape, the *input* of the sigmoid, not its output."
breaks("sigmoid_prime", INPUT, "already_activated")
explains("sigmoid_prime", "Call the `sigmoid` you wrote above.")


@breaks("sigmoid_prime", "Slope of the sigmoid: σ'(z) = σ(z) (1 - σ(z)).")
def squared_twice(z):
    s = right.sigmoid(z)
    return s - s**3


@breaks("sigmoid_prime", INPUT)
def of_vectors_only(z):
    s = right.sigmoid(z)
    return np.array([float(v) * (1 - float(v)) for v in s])


@breaks("sigmoid_prime", "Returns an array of the same shape.")
def jacobian(z):
    s = right.sigmoid(z).ravel()
    return np.diag(s * (1.0 - s))


@breaks("sigmoid_prime", "Returns an array of the same shape.")
def summed(z):
    s = right.sigmoid(z)
    return np.sum(s * (1.0 - s))


breaks("tanh", "Hyperbolic tangent, from the sigmoid: tanh(z) = 2 σ(2z) - 1.", "input_not_doubled")
breaks("tanh", "Large |z| must work.", "exponentials")
breaks("tanh", "Returns values between -1 and 1, in an array of the same shape.", "only_moved")


@breaks("tanh", "z: array of any shape.")
def a_row_at_a_time(z):
    return np.array([2.0 / (1.0 + np.exp(-2.0 * float(v))) - 1.0 for v in z])


@breaks("tanh", "Returns values between -1 and 1, in an array of the same shape.")
def as_one_row(z):
    return np.tanh(z).ravel()


@breaks("tanh", "Returns values between -1 and 1, in an array of the same shape.")
def its_size(z):
    return np.abs(np.tanh(z))


# ---- what the slope does to a gradient ----

breaks("backward_norms", "Carry a gradient back through L layers; report its length.", "squared")
breaks("backward_norms", "Change none of the arguments.", "dA_changed")
explains("backward_norms", "Layer l computes Z = A @ weights[l] and hands φ(Z) to layer l + 1.")
BACK = "To go back through a layer, multiply dA by the layer's slopes, entry by entry, then matrix-multiply by the transposed weights: dA ← (dA * slopes[l]) @ weights[l].T"
breaks("backward_norms", BACK, "no_slopes")
breaks("backward_norms", BACK, "not_transposed")
breaks("backward_norms", BACK, "slope_after_weights")
NORMS = "Returns an array of L + 1 norms (np.linalg.norm): first that of dA as it came in, then one after each layer, last layer first."
breaks("backward_norms", NORMS, "first_norm_missing")
WEIGHTS = "weights: L arrays, first layer first; weights[l] is (n_in, n_out)"
breaks("backward_norms", WEIGHTS, "forwards")


def _norms(dA, weights, slopes, norm=np.linalg.norm):
    norms = [norm(dA)]
    for W, slope in zip(reversed(weights), reversed(slopes), strict=True):
        dA = (dA * slope) @ W.T
        norms.append(norm(dA))
    return np.array(norms)


@breaks(
    "backward_norms",
    "dA: gradient with respect to the output of the last layer, shape (n_samples, n_out of the last layer)",
)
def one_sample_only(dA, weights, slopes):
    return _norms(dA[:1], weights, [s[:1] for s in slopes])


@breaks("backward_norms", WEIGHTS)
def three_layers(dA, weights, slopes):
    return _norms(dA, weights[-3:], slopes[-3:])


@breaks(
    "backward_norms",
    "slopes: L arrays, first layer first; slopes[l] is φ'(Z) of layer l, shape (n_samples, n_out)",
)
def slopes_of_the_layer_below(dA, weights, slopes):
    shifted = [slopes[max(k - 1, 0)] for k in range(len(slopes))]
    return _norms(dA, weights, [s if s.shape == t.shape else t for s, t in zip(shifted, slopes, strict=True)])


@breaks("backward_norms", NORMS)
def mean_length_of_a_row(dA, weights, slopes):
    return _norms(dA, weights, slopes, lambda a: np.mean(np.linalg.norm(a, axis=1)))


@breaks("backward_norms", NORMS)
def spectral_norms(dA, weights, slopes):
    return _norms(dA, weights, slopes, lambda a: np.linalg.norm(a, 2))


@breaks("backward_norms", NORMS)
def a_list(dA, weights, slopes):
    return [float(n) for n in _norms(dA, weights, slopes)]


@breaks("backward_norms", "So the final entry belongs to the input of the network.")
def input_first(dA, weights, slopes):
    return _norms(dA, weights, slopes)[::-1]


@breaks("backward_norms", "So the final entry belongs to the input of the network.")
def input_left_out(dA, weights, slopes):
    return _norms(dA, weights, slopes)[:-1]


breaks("dead_share", "Share of a layer's ReLU units that are silent for *every* sample.", "once_silent")
breaks("dead_share", "Z: pre-activations of the layer, shape (n_samples, n_units).", "samples")
DEAD = "A unit (a column) is dead if all its entries are ≤ 0: its slope is then 0 for every sample, so no gradient reaches its weights."
breaks("dead_share", DEAD, "strictly_negative")
breaks("dead_share", "Returns one number between 0 and 1.", "number")


@breaks("dead_share", DEAD)
def nearly_zero_is_silent(Z):
    return float(np.mean(np.all(Z <= 1e-3, axis=0)))


@breaks("dead_share", DEAD)
def nearly_all_samples(Z):
    return float(np.mean(np.mean(Z <= 0, axis=0) > 0.99))


@breaks("dead_share", DEAD)
def negative_sum(Z):
    return float(np.mean(Z.sum(axis=0) <= 0))


@breaks("dead_share", "Z: pre-activations of the layer, shape (n_samples, n_units).")
def rectified_already(Z):
    return float(np.mean(np.all(Z == 0, axis=0)))


@breaks("dead_share", "Returns one number between 0 and 1.")
def per_cent(Z):
    return 100.0 * float(np.mean(np.all(Z <= 0, axis=0)))


@breaks("dead_share", "Returns one number between 0 and 1.")
def share_alive(Z):
    return 1.0 - float(np.mean(np.all(Z <= 0, axis=0)))


# ---- relatives of ReLU ----

breaks("leaky_relu", "Leaky ReLU: z where z > 0, and alpha * z elsewhere.", "sides_swapped")
ALPHA = "alpha: slope of the left side, any number (larger than 1 too)."
breaks("leaky_relu", ALPHA, "maximum")
breaks("leaky_relu", ALPHA, "fixed_alpha")


@breaks("leaky_relu", ALPHA)
def alpha_below_zero_ignored(z, alpha=0.01):
    return np.where(z > 0, z, max(alpha, 0.0) * z)


@breaks("leaky_relu", "z: array of any shape; it may hold whole numbers.")
def of_the_type_of_z(z, alpha=0.01):
    out = z.copy()
    out[z <= 0] = alpha * z[z <= 0]
    return out


@breaks("leaky_relu", "z: array of any shape; it may hold whole numbers.")
def row_by_row(z, alpha=0.01):
    return np.array([v if v > 0 else alpha * v for v in z])


@breaks("leaky_relu", "Returns floats, in a new array of the same shape.")
def one_long_row(z, alpha=0.01):
    return np.where(z > 0, z, alpha * z).ravel()


breaks("prelu_backward", "Both gradients of parametric ReLU, which learns its left slopes.", "chain_broken")
breaks("prelu_backward", "Forward: A = Z where Z > 0, and alpha * Z elsewhere.", "relu_slope")
breaks("prelu_backward", "All samples use the same alpha: their contributions add up.", "averaged")
BOTH = "Returns the tuple (dZ, dalpha): the gradients with respect to Z, shape (n_samples, n_units), and to alpha, shape (n_units,)."
breaks("prelu_backward", BOTH, "order")
breaks("prelu_backward", BOTH, "summed_over_all")
DA = "dA: gradient of the loss with respect to A, (n_samples, n_units)"


@breaks("prelu_backward", DA)
def gradient_of_one(dA, Z, alpha):
    return right.prelu_backward(np.ones_like(dA), Z, alpha)


@breaks("prelu_backward", DA)
def gradient_written_over(dA, Z, alpha):
    dZ, dalpha = right.prelu_backward(dA, Z, alpha)
    dA[:] = dZ
    return dZ, dalpha


@breaks("prelu_backward", "Z: pre-activations, shape (n_samples, n_units)")
def one_sample(dA, Z, alpha):
    dZ, dalpha = right.prelu_backward(dA, Z, alpha)
    return dZ, right.prelu_backward(dA[:1], Z[:1], alpha)[1] if len(Z) > 1 else dalpha


@breaks("prelu_backward", "alpha: left slopes, one for each unit, shape (n_units,)")
def first_slope_for_all(dA, Z, alpha):
    return right.prelu_backward(dA, Z, np.full_like(alpha, alpha[0]))


@breaks("prelu_backward", "alpha: left slopes, one for each unit, shape (n_units,)")
def slope_of_at_most_one(dA, Z, alpha):
    return right.prelu_backward(dA, Z, np.clip(alpha, 0, 1))


@breaks("prelu_backward", "At Z = 0 take the left side.")
def right_side_at_zero(dA, Z, alpha):
    dZ, dalpha = right.prelu_backward(dA, Z, alpha)
    return np.where(Z == 0, dA, dZ), dalpha


@breaks("prelu_backward", "At Z = 0 take the left side.")
def nothing_at_zero(dA, Z, alpha):
    dZ, dalpha = right.prelu_backward(dA, Z, alpha)
    return np.where(Z == 0, 0.0, dZ), dalpha


breaks("elu", "Exponential linear unit: z where z > 0, else alpha (eᶻ - 1).", "no_minus_one")
breaks("elu", "alpha: how far below 0 the left side can sink.", "alpha_missing")
breaks("elu", "Use np.expm1(z) for eᶻ - 1: it keeps its digits when z is tiny.", "digits_lost")
ANY = "z: array of any shape; it may hold whole numbers, and large ones such as 1000."
breaks("elu", ANY, "masks_multiplied")
breaks("elu", "Returns floats, in a new array of the same shape.", "cut_to_whole_numbers")


@breaks("elu", ANY)
def for_vectors(z, alpha=1.0):
    return np.array([float(v) if v > 0 else alpha * np.expm1(v) for v in z])


@breaks("elu", "alpha: how far below 0 the left side can sink.")
def alpha_inside(z, alpha=1.0):
    return np.where(z > 0, z, np.expm1(alpha * np.minimum(z, 0.0)))


@breaks("elu", "Returns floats, in a new array of the same shape.")
def in_z_itself(z, alpha=1.0):
    if z.dtype.kind != "f":
        return right.elu(z, alpha)
    z[...] = right.elu(z, alpha)
    return z


SHARE = "Share of samples that push all weights of a neuron one way."
breaks("same_sign_share", SHARE, "per_weight")
COUNTS = "A sample counts if the n_in numbers of its gradient are all ≥ 0 or all ≤ 0."
breaks("same_sign_share", COUNTS, "rises_only")
breaks("same_sign_share", "(A 0 pulls neither way.)", "zero_disqualifies")
breaks("same_sign_share", "Returns one number between 0 and 1.", "how_many")
GRADIENT = "Sample i therefore gives its weights the gradient delta[i] * A[i]."
explains("same_sign_share", "The neuron computes z = A @ w + b.")


@breaks("same_sign_share", GRADIENT)
def delta_left_out(A, delta):
    return float(np.mean(np.all(A >= 0, axis=1) | np.all(A <= 0, axis=1)))


@breaks("same_sign_share", "delta: gradient of the loss with respect to z, shape (n_samples,)")
def zero_delta_left_out(A, delta):
    return right.same_sign_share(A[delta != 0], delta[delta != 0]) if np.any(delta) else 0.0


@breaks("same_sign_share", "delta: gradient of the loss with respect to z, shape (n_samples,)")
def zero_delta_counts_as_mixed(A, delta):
    G = delta[:, np.newaxis] * A
    same = np.all(G >= 0, axis=1) | np.all(G <= 0, axis=1)
    return float(np.mean(same & (delta != 0)))


@breaks(
    "same_sign_share",
    "A: inputs of the neuron (activations of the layer before), shape (n_samples, n_in)",
)
def two_inputs(A, delta):
    return right.same_sign_share(A[:, :2], delta)


@breaks("same_sign_share", COUNTS)
def each_with_the_next(A, delta):
    G = delta[:, np.newaxis] * A
    return float(np.mean(np.all(G[:, :-1] * G[:, 1:] >= 0, axis=1)))


@breaks("same_sign_share", COUNTS)
def sum_of_signs(A, delta):
    G = np.sign(delta[:, np.newaxis] * A)
    return float(np.mean(np.abs(G.sum(axis=1)) == G.shape[1]))


@breaks("same_sign_share", "Returns one number between 0 and 1.")
def answers_for_each(A, delta):
    G = delta[:, np.newaxis] * A
    return (np.all(G >= 0, axis=1) | np.all(G <= 0, axis=1)).astype(float)


breaks("maxout", "Maxout layer: of k linear layers, the largest output for each unit.", "across_units")
OUTPUT = "Returns an array of shape (n_samples, n_out): the maximum over j of X @ W[j] + b[j]."
breaks("maxout", OUTPUT, "bias_afterwards")
breaks("maxout", OUTPUT, "pieces_added")
breaks("maxout", "b: biases of the k pieces, shape (k, n_out)", "no_bias")


@breaks("maxout", "X: batch, shape (n_samples, n_in)")
def single_sample(X, W, b):
    return right.maxout(X[:1], W, b)


@breaks("maxout", "W: weights of the k pieces, shape (k, n_in, n_out)")
def two_pieces(X, W, b):
    return right.maxout(X, W[:2], b[:2])


@breaks("maxout", "W: weights of the k pieces, shape (k, n_in, n_out)")
def first_against_last(X, W, b):
    return np.maximum(X @ W[0] + b[0], X @ W[-1] + b[-1])


@breaks("maxout", "b: biases of the k pieces, shape (k, n_out)")
def first_bias(X, W, b):
    return np.max(X @ W, axis=0) + b[0]


@breaks("maxout", OUTPUT)
def largest_in_size(X, W, b):
    Z = X @ W + b[:, np.newaxis]
    return np.take_along_axis(Z, np.abs(Z).argmax(axis=0)[np.newaxis], axis=0)[0]


@breaks("maxout", OUTPUT)
def never_below_zero(X, W, b):
    return np.maximum(right.maxout(X, W, b), 0.0)


@breaks("maxout", OUTPUT)
def which_piece(X, W, b):
    return np.argmax(X @ W + b[:, np.newaxis], axis=0)


breaks("silu_prime", "Slope of SiLU, φ(z) = z σ(z).", "silu_itself")
breaks("silu_prime", "`silu_prime_draft` is an attempt that went wrong.", "draft")
PRODUCT = "Find its mistake with the product rule, (f g)' = f' g + f g', and do it right."
breaks("silu_prime", PRODUCT, "product_of_slopes")


@breaks("silu_prime", "z: array of any shape.")
def vectors_only(z):
    s = right.sigmoid(z)
    return np.array([a + b * a * (1.0 - a) if np.ndim(a) == 0 else 1 / 0 for a, b in zip(s, z, strict=True)])


@breaks("silu_prime", "Returns an array of the same shape.")
def matrix_of_slopes(z):
    return np.diag(right.silu_prime(z).ravel())


@breaks("silu_prime", PRODUCT)
def twice_the_switch(z):
    s = right.sigmoid(z)
    return s + z * s * s * (1.0 - s)


breaks("softmax", "Softmax along one axis: pᵢ = exp(zᵢ) / Σⱼ exp(zⱼ).", "no_exponential")
breaks("softmax", "axis: the axis along which the probabilities sum to 1.", "axis_ignored")
SCORES = "Scores of 1000 must work: subtracting the largest score along `axis` from all of them changes no probability."
breaks("softmax", SCORES, "no_shift")
breaks("softmax", SCORES, "one_maximum_for_all")
breaks("softmax", SCORES, "mean_for_maximum")


@breaks("softmax", "z: scores, an array with at least one axis.")
def two_axes(z, axis=-1):
    if z.ndim > 2:
        z = z.reshape(len(z), -1)
    return right.softmax(z, min(axis, z.ndim - 1))


@breaks("softmax", "axis: the axis along which the probabilities sum to 1.")
def first_axis_by_default(z, axis=0):
    return right.softmax(z, axis)


@breaks("softmax", "Returns an array of the same shape.")
def logarithms(z, axis=-1):
    m = np.max(z, axis=axis, keepdims=True)
    return z - m - np.log(np.sum(np.exp(z - m), axis=axis, keepdims=True))


@breaks("softmax", "Returns an array of the same shape.")
def largest_probability(z, axis=-1):
    return np.max(right.softmax(z, axis), axis=axis)


@breaks("softmax", SCORES)
def smallest_subtracted(z, axis=-1):
    e = np.exp(z - np.min(z, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


@breaks("softmax", SCORES)
def capped_scores(z, axis=-1):
    e = np.exp(np.clip(z, -700, 700))
    return e / np.sum(e, axis=axis, keepdims=True)


@breaks("softmax", SCORES)
def divided_by_the_largest(z, axis=-1):
    return right.softmax(z / np.max(np.abs(z), axis=axis, keepdims=True), axis)


breaks("softmax_jvp", "The Jacobian of softmax times a vector, without building it.", "factor_lost")
ENTRIES = "Along `axis`, J has the entries ∂pᵢ/∂zⱼ = pᵢ (δᵢⱼ - pⱼ), where p = softmax(z), and δᵢⱼ is 1 if i = j, else 0."
breaks("softmax_jvp", ENTRIES, "diagonal")
breaks("softmax_jvp", ENTRIES, "last_axis_only")
breaks("softmax_jvp", "Entry i is Σⱼ ∂pᵢ/∂zⱼ vⱼ, how fast pᵢ changes.", "sign_turned")
explains("softmax_jvp", "Simplify the sum over j first.")
explains("softmax_jvp", "Two multiplications, a subtraction and one sum along `axis` are then enough.")


@breaks("softmax_jvp", "z: scores.")
def without_shift(z, v, axis=-1):
    e = np.exp(z)
    p = e / np.sum(e, axis=axis, keepdims=True)
    return p * (v - np.sum(p * v, axis=axis, keepdims=True))


@breaks("softmax_jvp", "z: scores.")
def scores_are_probabilities(z, v, axis=-1):
    return z * (v - np.sum(z * v, axis=axis, keepdims=True))


@breaks("softmax_jvp", "v: array of the same shape, the direction in which they move.")
def direction_of_length_one(z, v, axis=-1):
    return right.softmax_jvp(z, v / np.linalg.norm(v), axis)


@breaks("softmax_jvp", "Returns J @ v in an array of the same shape.")
def the_jacobian(z, v, axis=-1):
    p = np.moveaxis(right.softmax(z, axis), axis, -1)
    return p[..., :, None] * (np.eye(p.shape[-1]) - p[..., None, :])


@breaks("softmax_jvp", ENTRIES)
def first_axis_or_last(z, v, axis=-1):
    return right.softmax_jvp(z, v, 0 if axis == 0 else -1)


@breaks("softmax_jvp", "Returns J @ v in an array of the same shape.")
def one_sum(z, v, axis=-1):
    return np.sum(right.softmax_jvp(z, v, axis) * v, axis=axis)


@breaks("relu", NEW_RELU)
def z_itself_where_it_is_above_zero(z):
    return z if np.all(z > 0) else np.maximum(z, 0.0)


@breaks("leaky_relu", "Returns floats, in a new array of the same shape.")
def z_itself(z, alpha=0.01):
    return z if np.all(z > 0) else np.where(z > 0, z, alpha * z)


@breaks("elu", "Returns floats, in a new array of the same shape.")
def z_as_it_is(z, alpha=1.0):
    return z if np.all(z > 0) else right.elu(z, alpha)


@breaks("backward_norms", "Change none of the arguments.")
def lists_turned_round(dA, weights, slopes):
    weights.reverse()
    slopes.reverse()
    return _norms(dA, weights[::-1], slopes[::-1])


@breaks("backward_norms", "Change none of the arguments.")
def lists_used_up(dA, weights, slopes):
    norms = [np.linalg.norm(dA)]
    while weights:
        dA = (dA * slopes.pop()) @ weights.pop().T
        norms.append(np.linalg.norm(dA))
    return np.array(norms)
