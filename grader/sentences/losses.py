"""Chapter 5, sentence by sentence: for each, wrong answers that break it alone."""

import numpy as np

from grader.author.sentences import breaks
from solutions import losses as right
from solutions.activations import softmax

# ---- regression ----

breaks("squared_error", "Squared error: the mean over the samples of ½ Σ (P - Y)².", "not_averaged")
breaks("squared_error", "The sum runs over the outputs of a sample.", "mean_of_all_entries")
breaks("squared_error", "Mind the ½.", "no_half")
breaks(
    "squared_error",
    "P: predictions, shape (n_samples, n_outputs).",
    "divided_by_outputs",
    at="more outputs than samples",
)


@breaks("squared_error", "Y: targets, of the same shape.")
def targets_of_the_first_sample(P, Y):
    return right.squared_error(P, Y[:1])


breaks("squared_error", "Returns one number.", "one_a_sample")
breaks(
    "squared_error_grad",
    "Gradient of `squared_error` with respect to the predictions P.",
    "towards_the_target",
)
breaks(
    "squared_error_grad",
    "P: predictions, shape (n_samples, n_outputs).",
    "by_outputs",
    at="one sample, three outputs",
)


@breaks("squared_error_grad", "Y: targets, of the same shape.")
def slope_at_the_first_targets(P, Y):
    return right.squared_error_grad(P, Y[:1])


breaks(
    "squared_error_grad",
    "Returns an array of floats of that shape: entry [i, k] says how fast the loss, which is one number, grows with P[i, k].",
    "cut_to_whole_numbers",
    at="whole numbers",
)
breaks("squared_error_grad", "The 1/n_samples of the mean belongs to it.", "mean_forgotten")
breaks("huber", "Huber's loss: a parabola near 0 that goes on as a straight line.", "square_of_the_clipped")
breaks(
    "huber",
    "With r = P - Y, one entry costs ½ r² where |r| ≤ delta, and delta (|r| - ½ delta) elsewhere.",
    "jump",
    at="one difference inside, one outside",
)
breaks(
    "huber", "P: predictions, shape (n_samples, n_outputs).", "length_of_a_sample", at="a batch, delta = 2"
)


@breaks("huber", "Y: targets, of the same shape.")
def huber_of_the_first_targets(P, Y, delta=1.0):
    return right.huber(P, Y[:1], delta)


breaks("huber", "delta: where the parabola ends, a number above 0.", "delta_ignored", at="delta = 0.5")
breaks("huber", "Returns one number: sum over the outputs, mean over the samples.", "mean_over_entries")

# ---- two classes ----

breaks("hinge", "Hinge loss: the mean over the samples of max(0, 1 - y z).", "mean_before_the_cut")


@breaks("hinge", "z: scores, any real numbers, shape (n_samples,).")
def scores_squashed(z, y):
    return right.hinge(np.tanh(z), y)


breaks("hinge", "y: labels -1 and +1 (not 0 and 1), shape (n_samples,).", "labels_from_zero")
breaks("hinge", "Returns one number.", "one_each")
breaks(
    "hinge",
    "A sample costs nothing only if its score is on the right side by a margin of at least 1.",
    "no_margin",
)
breaks("binary_cross_entropy", "Binary cross-entropy, from logits.", "logits_as_probabilities")
breaks(
    "binary_cross_entropy",
    "The mean over the samples of -(y log σ(z) + (1 - y) log(1 - σ(z))).",
    "positives_only",
)
breaks(
    "binary_cross_entropy",
    "z: logits, the scores *before* the sigmoid, shape (n_samples,), or (n_samples, n_outputs) if every sample answers several yes-or-no questions; then sum over the outputs.",
    "averaged_over_outputs",
    at="three questions a sample",
)
breaks("binary_cross_entropy", "y: labels 0 and 1, of the same shape.", "labels_of_the_hinge")
breaks("binary_cross_entropy", "Returns one number.", "one_entry_each")
breaks(
    "binary_cross_entropy",
    "Logits of ±1000 must come out right, with no overflow on the way and no clipping: since log σ(z) = -log(1 + e⁻ᶻ), one entry costs max(z, 0) - y z + log(1 + exp(-|z|)).",
    "clipped_at_1e-12",
    at="very sure, right and wrong",
)
breaks(
    "binary_cross_entropy",
    "Logits of ±1000 must come out right, with no overflow on the way and no clipping: since log σ(z) = -log(1 + e⁻ᶻ), one entry costs max(z, 0) - y z + log(1 + exp(-|z|)).",
    "logits_clipped",
    at="very sure, right and wrong",
)
breaks(
    "binary_cross_entropy_grad",
    "Gradient of `binary_cross_entropy` with respect to the logits z.",
    "wrt_probability",
)
breaks(
    "binary_cross_entropy_grad",
    "z: logits, shape (n_samples,) or (n_samples, n_outputs).",
    "n_of_entries",
    at="three questions a sample",
)
breaks("binary_cross_entropy_grad", "y: labels 0 and 1, of the same shape.", "labels_of_two_signs")
breaks(
    "binary_cross_entropy_grad",
    "Returns floats of that shape, the 1/n_samples included.",
    "cut_off_fractions",
    at="whole numbers",
)
breaks(
    "binary_cross_entropy_grad",
    "The σ' of the sigmoid cancels: what remains is short.",
    "slope_not_cancelled",
)

# ---- several classes ----

breaks("one_hot", "Labels as rows: 1.0 in the column of the label, 0.0 elsewhere.", "lying")
breaks("one_hot", "labels: whole numbers 0, 1, ..., n_classes - 1, shape (n_samples,).", "counted_from_one")
breaks(
    "one_hot",
    "n_classes: number of columns; some may not occur in `labels`.",
    "columns_from_the_batch",
    at="a class that does not occur",
)
breaks("one_hot", "Returns floats, shape (n_samples, n_classes).", "whole_numbers")
breaks("one_hot", "Returns floats, shape (n_samples, n_classes).", "truths")
breaks("log_sum_exp", "log Σ exp(z) along one axis, a smooth maximum, without overflow.", "only_the_maximum")


@breaks("log_sum_exp", "z: an array with at least one axis.")
def matrices_only(z, axis=-1):
    return right.log_sum_exp(z[:, :], axis)


breaks(
    "log_sum_exp",
    "axis: the axis that is summed over; by default the last.",
    "second_by_default",
    at="three axes, none named",
)
breaks("log_sum_exp", "Returns an array without that axis (one number, if z has only one).", "axis_kept")
breaks("log_sum_exp", "Scores of ±1000 must work.", "no_shift", at="huge scores")
breaks(
    "log_sum_exp",
    "With m the largest along the axis, log Σ exp(z) = m + log Σ exp(z - m).",
    "mean_for_maximum",
    at="huge scores",
)
breaks("softmax_cross_entropy", "Categorical cross-entropy, from logits.", "yes_or_no_each")
breaks("softmax_cross_entropy", "The mean over the samples i of -log softmax(Z)[i, labels[i]].", "all_pairs")
breaks("softmax_cross_entropy", "Z: logits, shape (n_samples, n_classes).", "down_the_columns")
breaks(
    "softmax_cross_entropy",
    "labels: the right classes, whole numbers, shape (n_samples,).",
    "largest_instead_of_right",
)
breaks("softmax_cross_entropy", "Returns one number.", "one_cost_each")
breaks(
    "softmax_cross_entropy",
    "Logits of ±1000 must work: the logarithm of a softmax is a difference, log softmax(z)ₖ = zₖ - log Σⱼ exp(zⱼ), and you have written the second term already.",
    "logarithm_of_softmax",
    at="huge logits, right and wrong",
)
breaks(
    "softmax_cross_entropy_grad",
    "Gradient of `softmax_cross_entropy` with respect to the logits Z.",
    "sigmoid_slope_too",
)
breaks("softmax_cross_entropy_grad", "Z: logits, shape (n_samples, n_classes).", "across_samples")
breaks(
    "softmax_cross_entropy_grad", "labels: the right classes, whole numbers, shape (n_samples,).", "every_row"
)
breaks(
    "softmax_cross_entropy_grad",
    "Returns floats in the shape of Z: p - y for each sample, over n_samples.",
    "fractions_cut_off",
    at="whole logits",
)


@breaks("softmax_cross_entropy_grad", "Change neither argument.")
def logits_worked_on(Z, labels):
    Z[...] = softmax(Z, axis=1)
    Z[np.arange(len(Z)), labels] -= 1.0
    return Z / len(Z)


breaks(
    "multiclass_hinge_grad",
    "Gradient of `multiclass_hinge` with respect to the scores Z.",
    "of_cross_entropy",
)
breaks("multiclass_hinge_grad", "Z: scores, shape (n_samples, n_classes).", "counted_down_the_columns")


@breaks("multiclass_hinge_grad", "labels: the right classes, whole numbers, shape (n_samples,).")
def one_label_for_all(Z, labels):
    return right.multiclass_hinge_grad(Z, np.full(len(Z), labels[0]))


breaks(
    "multiclass_hinge_grad",
    "Returns floats in the shape of Z, the 1/n_samples included.",
    "whole_gradient",
    at="whole scores",
)
breaks(
    "multiclass_hinge_grad",
    "A class whose margin zⱼ - z_y + 1 is exactly 0 does not count.",
    "kink_counted",
    at="exactly on the margin",
)
breaks(
    "multiclass_hinge_grad",
    "`multiclass_hinge_grad_draft` is an attempt that went wrong: find its mistake.",
    "draft",
    at="one sample, two violations",
)

# ---- likelihood, information, penalties ----

breaks(
    "gaussian_nll_grad",
    "Both gradients of `gaussian_nll`: in the mean and in the spread.",
    "wrt_the_variance",
)
breaks(
    "gaussian_nll_grad",
    "One entry costs ½ (log 2π + s + (y - μ)² e⁻ˢ), where s is its log_var, the logarithm of the variance.",
    "logarithm_term_missing",
)


@breaks("gaussian_nll_grad", "mu: predicted means, shape (n_samples, n_outputs).")
def one_mean_a_sample(mu, log_var, Y):
    return right.gaussian_nll_grad(mu.mean(axis=1, keepdims=True) + 0 * mu, log_var, Y)


breaks(
    "gaussian_nll_grad",
    "log_var: predicted logarithms of the variances, same shape.",
    "deviation_for_variance",
)


@breaks("gaussian_nll_grad", "Y: targets, same shape.")
def targets_of_the_first_sample(mu, log_var, Y):
    return right.gaussian_nll_grad(mu, log_var, Y[:1])


breaks("gaussian_nll_grad", "Returns the tuple (dmu, dlog_var), both floats of that shape.", "order")
breaks(
    "gaussian_nll_grad",
    "The loss is a sum over the outputs and a mean over the samples, so the 1/n_samples belongs to both.",
    "mean_missing_in_spread",
)
breaks("cross_entropy", "Cross-entropy H(p, q) = -Σ p log q, along the last axis, in nats.", "bits_not_nats")


@breaks("cross_entropy", "p: how often outcomes happen, sums to 1 along the last axis.")
def shared_by_all_rows(p, q):
    return right.cross_entropy(p / p.sum(), q)


breaks("cross_entropy", "q: how often we believe they happen, of the same shape.", "entropy_of_p")
breaks(
    "cross_entropy",
    "Returns an array without the last axis (one number, if there is only one axis).",
    "last_axis_kept",
)
breaks(
    "cross_entropy",
    "Outcomes with p = 0 cost nothing, even where q = 0 as well.",
    "zero_times_logarithm",
    at="what never happens may be impossible",
)
breaks(
    "cross_entropy",
    "Where p > 0 but q = 0 the answer is infinity.",
    "impossible_for_free",
    at="what happens was thought impossible",
)
breaks("l2_penalty", "L2 penalty: ½ λ Σ w², over all entries of all arrays.", "half_forgotten")
breaks(
    "l2_penalty",
    "weights: the weight matrices of the layers, of any shapes; biases are not among them.",
    "matrices_alone",
    at="one axis, and three",
)
breaks(
    "l2_penalty", "lam: λ, how much the penalty counts, a number ≥ 0.", "divided_by_lambda", at="lambda = 0"
)
breaks(
    "l2_penalty",
    "Returns one number: a sum, divided neither by the number of samples nor by the number of weights.",
    "divided_by_all_weights",
)
