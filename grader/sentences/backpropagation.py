"""Chapter 6, sentence by sentence: for each, wrong answers that break it alone."""

import numpy as np

from grader.author.sentences import breaks, explains
from grader.exercises.backpropagation import own_value
from solutions import backpropagation as right

# ---- a chain, and a ruler ----

breaks("chain_gradients", "Gradients of the end of the chain a = x², b = ln a, c = √b.", "divided")


@breaks("chain_gradients", "x: a number above 1 (so that ln a is above 0).")
def whole_numbers_only(x):
    return right.chain_gradients(round(x))


breaks(
    "chain_gradients",
    "Returns the tuple (dc/db, dc/da, dc/dx), in the order in which the backward pass meets them: each is the one before it times the slope of one more link.",
    "order_of_results",
)
breaks("chain_gradients", "The given `chain_forward` has the values a, b and c.", "slope_at_output")
breaks("numerical_gradient", "Gradient of f at x by central differences, entry by entry.", "one_sided")
breaks("numerical_gradient", "f: takes an array of x's shape and returns one number.", "all_at_once")
breaks("numerical_gradient", "x: array of any shape.", "first_axis_only", at="a matrix, coarse step")
breaks("numerical_gradient", "It may hold whole numbers or float32; it stays as it is.", "original_moved")
breaks(
    "numerical_gradient",
    "It may hold whole numbers or float32; it stays as it is.",
    "whole_numbers",
    at="whole numbers",
)
breaks(
    "numerical_gradient",
    "h: how far an entry is moved to either side.",
    "step_of_its_own",
    at="a matrix, coarse step",
)
breaks(
    "numerical_gradient",
    "Returns an array of floats in the shape of x, with the entries (f(x + h eᵢ) - f(x - h eᵢ)) / (2 h), where x + h eᵢ is x with h added to entry i alone.",
    "one_long_row",
)
breaks(
    "numerical_gradient",
    "Returns an array of floats in the shape of x, with the entries (f(x + h eᵢ) - f(x - h eᵢ)) / (2 h), where x + h eᵢ is x with h added to entry i alone.",
    "not_put_back",
)


@breaks("numerical_gradient", "Hand f float64 copies of x: float32 would round most of h away.")
def copies_of_the_same_kind(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = (x.copy() if x.dtype == np.float32 else x.astype(float) for _ in range(2))
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


breaks("relative_error", "How far apart two gradients are: ‖a - b‖ / (‖a‖ + ‖b‖).", "by_one_only")
breaks(
    "relative_error",
    "a, b: arrays of one shape; ‖a‖ is the root of the sum of all squared entries.",
    "largest_singular_values",
    at="matrices",
)
breaks("relative_error", "Returns one number from 0 (equal) to 1 (opposite).", "squared")
breaks(
    "relative_error",
    "Two arrays of zeros are equal: return 0.0 for them.",
    "zero_by_zero",
    at="two arrays of zeros",
)
breaks(
    "relative_error",
    "Two arrays of zeros are equal: return 0.0 for them.",
    "zero_if_either",
    at="the second is zero",
)

# ---- layers ----

breaks("delta_rule", "Error signals δ = ∂E/∂net of a net with one hidden layer.", "no_hidden_slope")
breaks(
    "delta_rule",
    "There is one sample, both layers end in a sigmoid, and the error is E = ½ Σ (d - o)².",
    "slope_of_tanh",
)


@breaks("delta_rule", "h: outputs of the hidden units, shape (n_hidden,)")
def outputs_fed_back(h, o, d, W2):
    delta_out = right.delta_rule(h, o, d, W2)[0]
    return delta_out, (W2 @ delta_out) * (W2 @ o) * (1 - W2 @ o)


@breaks("delta_rule", "o: outputs of the net, shape (n_out,)")
def own_targets(h, o, d, W2):
    return right.delta_rule(h, np.round(o), d, W2)


@breaks("delta_rule", "d: targets, shape (n_out,)")
def certain_targets(h, o, d, W2):
    return right.delta_rule(h, o, np.round(d), W2)


breaks(
    "delta_rule",
    "W2: weights between them, shape (n_hidden, n_out): W2[j, k] leads from hidden unit j to output k",
    "transposed",
    at="two and two, lopsided weights",
)
breaks(
    "delta_rule",
    "Returns the tuple (delta_out, delta_hidden), of shapes (n_out,) and (n_hidden,): ∂E/∂net of every output and of every hidden unit, where net is what enters a sigmoid.",
    "results_exchanged",
)
breaks(
    "delta_rule",
    "h and o have passed it already: there its slope is h (1 - h) and o (1 - o).",
    "activated_twice",
)
breaks("linear_forward", "Pre-activations of a layer, for a whole batch: Z = X @ W + b.", "bias_subtracted")
breaks("linear_forward", "X: shape (n_samples, n_in)", "weights_first")
breaks("linear_forward", "W: shape (n_in, n_out)", "transposed_weights")
breaks("linear_forward", "b: shape (n_out,), the same for every sample", "bias_on_samples")
breaks("linear_forward", "Returns Z, of shape (n_samples, n_out).", "on_its_side")
breaks("activation_backward", "Gradient with respect to what enters an activation, A = φ(Z).", "chain_broken")
breaks(
    "activation_backward", "dA: gradient of the loss with respect to A, shape (n_samples, n_units)", "summed"
)
breaks("activation_backward", "Z: what entered the activation, of the same shape", "slope_at_gradient")
breaks("activation_backward", "phi_prime: the slope of φ, a function of Z", "always_relu")
breaks("activation_backward", "Returns dZ, of the same shape, in a new array.", "in_place")
breaks(
    "activation_backward",
    "Returns dZ, of the same shape, in a new array.",
    "slopes_worked_on",
    at="the slope of ½z², which is z itself",
)
breaks("linear_backward", "The three gradients of a linear layer, Z = X @ W + b.", "weights_not_transposed")
breaks("linear_backward", "dZ: gradient of the loss with respect to Z, shape (n_samples, n_out)", "signs")
breaks("linear_backward", "X: what entered the layer, shape (n_samples, n_in)", "last_sample_only")


@breaks("linear_backward", "W: its weights, shape (n_in, n_out)")
def weights_of_one_unit(dZ, X, W):
    _, dW, db = right.linear_backward(dZ, X, W)
    return dZ.sum(axis=1, keepdims=True) @ W[:, :1].T, dW, db


breaks(
    "linear_backward", "Returns the tuple (dX, dW, db), of the shapes of X, W and b.", "gradient_transposed"
)
breaks(
    "linear_backward",
    "All samples share W and b, so that what they contribute to dW and db adds up: no mean is taken here.",
    "averaged",
)
breaks("unbroadcast", "Undo broadcasting in a gradient: sum over the copies it made.", "averaged_copies")
breaks("unbroadcast", "grad: gradient with respect to the stretched array", "first_copy")
breaks(
    "unbroadcast",
    "shape: the shape that the array had before numpy stretched it to grad.shape.",
    "everything_summed",
)
breaks("unbroadcast", "Broadcasting puts new axes in front and repeats along axes of length 1.", "only_ones")
breaks(
    "unbroadcast",
    "Returns the gradient with respect to the small array, of exactly that shape, in a new array.",
    "axis_dropped",
)
breaks(
    "unbroadcast",
    "Returns the gradient with respect to the small array, of exactly that shape, in a new array.",
    "same_array",
    at="nothing was stretched",
)

# ---- networks ----

breaks("mlp_forward", "Run a batch through a network; keep what the way back will need.", "never_bent")


@breaks("mlp_forward", "X: batch, shape (n_samples, n_features)")
def first_sample_only(X, params, phi):
    return right.mlp_forward(X[:1], params, phi)


@breaks("mlp_forward", "params: one pair (W, b) a layer, first layer first")
def last_layer_first(X, params, phi):
    return right.mlp_forward(X, params[::-1], phi)


breaks(
    "mlp_forward",
    "phi: the activation after every layer *but the last*, whose Z is the output (a loss takes it from there)",
    "phi_at_the_end",
)
breaks(
    "mlp_forward",
    "Returns the tuple (output, cache); cache holds one pair a layer, (what entered the layer, its Z), first layer first.",
    "outputs_cached",
)
breaks(
    "mlp_forward",
    "Returns the tuple (output, cache); cache holds one pair a layer, (what entered the layer, its Z), first layer first.",
    "cache_backwards",
)
breaks("mlp_backward", "Gradients of all weights and biases, after `mlp_forward`.", "slopes_forgotten")
breaks(
    "mlp_backward",
    "dout: gradient of the loss with respect to the network's output, shape (n_samples, n_out)",
    "mean_in_every_layer",
)
breaks(
    "mlp_backward",
    "cache: what mlp_forward returned: a pair a layer, (what entered the layer, its Z), first layer first",
    "slope_at_activation",
)
breaks(
    "mlp_backward",
    "params: one pair (W, b) a layer, first layer first",
    "first_and_last",
    at="three layers of one width",
)
breaks(
    "mlp_backward", "phi_prime: slope of the activation after every layer but the last", "slope_at_the_output"
)
breaks(
    "mlp_backward", "Returns one pair (dW, db) a layer, first layer first, like params.", "last_layer_first"
)
breaks("mlp_backward", "Change none of the arguments.", "updated_on_the_way")


@breaks("mlp_backward", "Change none of the arguments.")
def cache_used_up(dout, cache, params, phi_prime):
    grads = right.mlp_backward(dout, cache, params, phi_prime)
    cache.clear()
    return grads


@breaks("mlp_backward", "Change none of the arguments.")
def params_turned_round(dout, cache, params, phi_prime):
    grads = right.mlp_backward(dout, cache, params, phi_prime)
    params.reverse()
    return grads


breaks(
    "standard_epoch", "One epoch of standard (per-sample) BP for a layer P = X @ W + b.", "accumulated_mean"
)


@breaks("standard_epoch", "X: inputs, shape (n_samples, n_in)")
def inputs_of_the_first_feature(X, Y, W, b, lr):
    return right.standard_epoch(np.where(np.arange(X.shape[1]) == 0, X, 0), Y, W, b, lr)


@breaks("standard_epoch", "Y: targets, shape (n_samples, n_out)")
def targets_of_the_first_output(X, Y, W, b, lr):
    return right.standard_epoch(X, Y[:, :1] + 0 * Y, W, b, lr)


@breaks("standard_epoch", "W, b: weights and biases at the start, of shapes (n_in, n_out) and (n_out,)")
def from_nothing(X, Y, W, b, lr):
    return right.standard_epoch(X, Y, 0 * W, 0 * b, lr)


breaks("standard_epoch", "lr: learning rate", "divided_by_n")
breaks("standard_epoch", "Take the samples in order.", "last_sample_first")
breaks(
    "standard_epoch",
    "The error of one sample is ½ Σ (p - y)²; take a step of lr against its gradient, in W and in b, *before* the next sample is looked at.",
    "accumulated",
)
breaks(
    "standard_epoch",
    "Returns the tuple (W, b) after the last sample, in new arrays: the caller's stay as they are.",
    "callers_weights",
)
breaks(
    "standard_epoch",
    "Returns the tuple (W, b) after the last sample, in new arrays: the caller's stay as they are.",
    "callers_bias",
)
breaks(
    "standard_epoch",
    "Returns the tuple (W, b) after the last sample, in new arrays: the caller's stay as they are.",
    "callers_matrix",
)

# ---- the machine ----

breaks(
    "topological_order", "All nodes below `root`, once each, after what they were made from.", "once_a_path"
)


@breaks("topological_order", "root: the last node, the result")
def without_its_root(root, parents):
    return [n for p in parents(root) for n in right.topological_order(p, parents)]


@breaks(
    "topological_order",
    "parents: parents(node) gives the nodes that `node` was computed from, possibly none, possibly one twice",
)
def two_parents_at_most(root, parents):
    return right.topological_order(root, lambda node: list(parents(node))[:2])


breaks(
    "topological_order",
    "Go depth first: to put a node into the list, first deal with its parents, in the order given (skip those that were met before), then append the node itself.",
    "last_parent_first",
)
breaks(
    "topological_order",
    "Go depth first: to put a node into the list, first deal with its parents, in the order given (skip those that were met before), then append the node itself.",
    "breadth_first",
)
breaks(
    "topological_order",
    "Go depth first: to put a node into the list, first deal with its parents, in the order given (skip those that were met before), then append the node itself.",
    "children_first",
)
breaks("topological_order", "So the list begins with an input and ends with root.", "turned_round")
explains("Value", "A number that remembers how it was computed.")
explains("Value", "With that, `backward` can find its gradient.")


@breaks("Value", "data: the number")
class keeps_no_fraction(own_value()):
    def __init__(self, data, parents=()):
        super().__init__(np.round(data, 1), parents)


breaks("Value", "grad: d(result)/d(this number), filled in by `result.backward()`", "no_seed")


@breaks("Value", "parents: pairs (value it was computed from, local slope)")
class summands_of_slope_two(own_value()):
    def __add__(self, other):
        made = super().__add__(other)
        made.parents = tuple((p, 2 * s) for p, s in made.parents)
        return made


breaks(
    "Value",
    "Every operation returns a new Value with the result and, for each operand, the pair of that operand and the slope of the result with respect to it.",
    "relu_hands_on_itself",
    at="relu makes a value of its own",
)
breaks(
    "Value",
    "Every operation returns a new Value with the result and, for each operand, the pair of that operand and the slope of the result with respect to it.",
    "second_factor_forgotten",
)
breaks("Value", ".__add__: self + other.", "second_summand_forgotten")
breaks("Value", ".__mul__: self * other.", "own_factor")
breaks("Value", ".__pow__: self ** n, where n is a number, not a Value.", "power_not_lowered")
breaks("Value", ".exp: e to the power of self.", "exp_slope")
explains("Value", ".exp: np.exp does it.")
breaks("Value", ".log: Natural logarithm of self.", "log_slope_at_output")
explains("Value", ".log: np.log does it.")
breaks("Value", ".tanh: Hyperbolic tangent of self.", "tanh_slope_at_output")
explains("Value", ".tanh: np.tanh does it.")
breaks("Value", ".relu: The larger of self and 0, with slope 0 at the kink.", "relu_kink")
breaks("Value", ".backward: Fill in the grad of self and of all values below it.", "result_has_no_gradient")
breaks("Value", ".backward: `order` lists them, each after its parents, self last.", "inputs_first")
breaks(
    "Value",
    ".backward: Start afresh: every grad 0, that of self 1.",
    "never_zeroed",
    at="backward twice gives the same",
)
breaks(
    "Value",
    ".backward: Then walk back from self to the inputs; each value adds (its grad) × (local slope) to the grad of each of its parents.",
    "overwrites",
)
breaks(
    "Value",
    ".backward: Then walk back from self to the inputs; each value adds (its grad) × (local slope) to the grad of each of its parents.",
    "local_slopes_only",
)

# ---- a bug to find, and what it costs ----

breaks(
    "two_layer_gradients", "Gradients for P = tanh(X @ W1 + b1) @ W2 + b2, one hidden layer.", "sigmoid_slope"
)
breaks("two_layer_gradients", "The loss is the mean over the samples of ½ Σ (P - Y)².", "not_a_mean")


@breaks("two_layer_gradients", "X: shape (n_samples, n_in)")
def inputs_averaged(X, Y, W1, b1, W2, b2):
    return right.two_layer_gradients(X.mean(axis=1, keepdims=True) + 0 * X, Y, W1, b1, W2, b2)


@breaks("two_layer_gradients", "Y: shape (n_samples, n_out)")
def targets_of_the_first_output(X, Y, W1, b1, W2, b2):
    return right.two_layer_gradients(X, Y[:, :1] + 0 * Y, W1, b1, W2, b2)


@breaks("two_layer_gradients", "W1, b1: shapes (n_in, n_hidden), (n_hidden,)")
def hidden_bias_ignored(X, Y, W1, b1, W2, b2):
    return right.two_layer_gradients(X, Y, W1, 0 * b1, W2, b2)


@breaks("two_layer_gradients", "W2, b2: shapes (n_hidden, n_out), (n_out,)")
def last_bias_ignored(X, Y, W1, b1, W2, b2):
    return right.two_layer_gradients(X, Y, W1, b1, W2, 0 * b2)


breaks(
    "two_layer_gradients",
    "Returns the tuple (dW1, db1, dW2, db2), each of the shape of its parameter.",
    "layers_exchanged",
)
breaks("two_layer_gradients", "`two_layer_gradients_draft` is an attempt with one mistake.", "draft")
explains(
    "two_layer_gradients",
    "Let the numerical gradient tell you which of its four results are wrong; the mistake sits between the last right one and the first wrong one.",
)
breaks("matmul_cost", "How many multiplications a network takes, forward and backward.", "additions_counted")
breaks("matmul_cost", "Only those in matrix products are counted.", "biases_counted")
breaks("matmul_cost", "n_samples: samples in the batch", "samples_ignored")
breaks(
    "matmul_cost",
    "sizes: units of each layer, inputs first; [3, 10, 1] has 3 inputs, 10 hidden units and 1 output",
    "layers_without_the_last",
)
breaks(
    "matmul_cost",
    "The product of an (n, k) matrix and a (k, m) matrix takes n k m multiplications.",
    "all_sizes_multiplied",
)


@breaks("matmul_cost", "Forward there is X @ W in each layer.")
def forward_without_the_first(n_samples, sizes):
    _, backward = right.matmul_cost(n_samples, sizes)
    return right.matmul_cost(n_samples, sizes)[0] - n_samples * sizes[0] * sizes[1], backward


breaks(
    "matmul_cost",
    "Backward there are X.T @ dZ in each layer, and dZ @ W.T in each but the first: nobody needs the gradient of the data.",
    "twice",
)
breaks("matmul_cost", "Returns the tuple (forward, backward) of whole numbers.", "as_floats")
