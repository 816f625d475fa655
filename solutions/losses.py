"""Loss functions: one number for how wrong a network is; its gradient.

Every loss averages over the samples, and sums over the outputs of a
sample where there are several. A name that ends in `_grad` is the
gradient in the first argument, the 1/n_samples included.
"""

import numpy as np
from numpy.typing import NDArray

from solutions.activations import Array, sigmoid, softmax

Labels = NDArray[np.integer]


# ---- regression ----


def squared_error(P: Array, Y: Array) -> float:
    """Squared error: the mean over the samples of ½ Σ (P - Y)².

    The sum runs over the outputs of a sample. Mind the ½.
    P: predictions, shape (n_samples, n_outputs).
    Y: targets, of the same shape.
    Returns one number.
    """
    return float(0.5 * np.sum((P - Y) ** 2) / len(P))


def squared_error_grad(P: Array, Y: Array) -> Array:
    """Gradient of `squared_error` with respect to the predictions P.

    P: predictions, shape (n_samples, n_outputs).
    Y: targets, of the same shape.
    Returns an array of floats of that shape: entry [i, k] says how fast
    the loss, which is one number, grows with P[i, k].
    The 1/n_samples of the mean belongs to it.
    """
    return (P - Y) / len(P)


def absolute_error(P: Array, Y: Array) -> float:
    """Mean over the samples of Σ |P - Y|, summed over the outputs."""
    return float(np.sum(np.abs(P - Y)) / len(P))


def absolute_error_grad(P: Array, Y: Array) -> Array:
    """Gradient of `absolute_error` in P: the sign, 0 at the kink."""
    return np.sign(P - Y) / len(P)


def huber(P: Array, Y: Array, delta: float = 1.0) -> float:
    """Huber's loss: a parabola near 0 that goes on as a straight line.

    With r = P - Y, one entry costs ½ r² where |r| ≤ delta,
    and delta (|r| - ½ delta) elsewhere.
    P: predictions, shape (n_samples, n_outputs).
    Y: targets, of the same shape.
    delta: where the parabola ends, a number above 0.
    Returns one number: sum over the outputs, mean over the samples.
    """
    r = np.abs(P - Y)
    cost = np.where(r <= delta, 0.5 * r**2, delta * (r - 0.5 * delta))
    return float(np.sum(cost) / len(P))


def huber_grad(P: Array, Y: Array, delta: float = 1.0) -> Array:
    """Gradient of `huber` in P: the difference, cut off at ±delta."""
    return np.clip(P - Y, -delta, delta) / len(P)


def gaussian_nll(mu: Array, log_var: Array, Y: Array) -> float:
    """Negative log-likelihood of Y under normal distributions.

    mu, log_var: their means and the logarithms of their variances.
    All have the shape (n_samples, n_outputs).
    Sum over the outputs, mean over the samples.
    """
    squared = (Y - mu) ** 2 * np.exp(-log_var)
    each = 0.5 * (np.log(2 * np.pi) + log_var + squared)
    return float(np.sum(each) / len(mu))


def gaussian_nll_grad(
    mu: Array,
    log_var: Array,
    Y: Array,
) -> tuple[Array, Array]:
    """Both gradients of `gaussian_nll`: in the mean and in the spread.

    One entry costs ½ (log 2π + s + (y - μ)² e⁻ˢ), where s is its
    log_var, the logarithm of the variance.
    mu:      predicted means, shape (n_samples, n_outputs).
    log_var: predicted logarithms of the variances, same shape.
    Y:       targets, same shape.
    Returns the tuple (dmu, dlog_var), both floats of that shape.
    The loss is a sum over the outputs and a mean over the samples,
    so the 1/n_samples belongs to both.
    """
    precision = np.exp(-log_var)
    residual = mu - Y
    dmu = residual * precision / len(mu)
    dlog_var = 0.5 * (1.0 - residual**2 * precision) / len(mu)
    return dmu, dlog_var


# ---- two classes ----


def zero_one(predicted: Labels, labels: Labels) -> float:
    """0-1 loss: the share of the samples with a wrong label."""
    return float(np.mean(predicted != labels))


def hinge(z: Array, y: Array) -> float:
    """Hinge loss: the mean over the samples of max(0, 1 - y z).

    z: scores, any real numbers, shape (n_samples,).
    y: labels -1 and +1 (not 0 and 1), shape (n_samples,).
    Returns one number. A sample costs nothing only if its score is on
    the right side by a margin of at least 1.
    """
    return float(np.mean(np.maximum(0.0, 1.0 - y * z)))


def hinge_grad(z: Array, y: Array) -> Array:
    """Gradient of `hinge` in z: -y inside the margin, else 0."""
    return np.where(y * z < 1.0, -y, 0.0) / len(z)


def binary_cross_entropy(z: Array, y: Array) -> float:
    """Binary cross-entropy, from logits.

    The mean over the samples of -(y log σ(z) + (1 - y) log(1 - σ(z))).
    z: logits, the scores *before* the sigmoid, shape (n_samples,),
       or (n_samples, n_outputs) if every sample answers several
       yes-or-no questions; then sum over the outputs.
    y: labels 0 and 1, of the same shape.
    Returns one number. Logits of ±1000 must come out right, with no
    overflow on the way and no clipping: since log σ(z) = -log(1 + e⁻ᶻ),
    one entry costs max(z, 0) - y z + log(1 + exp(-|z|)).
    """
    cost = np.maximum(z, 0.0) - y * z + np.log1p(np.exp(-np.abs(z)))
    return float(np.sum(cost) / len(z))


def binary_cross_entropy_grad(z: Array, y: Array) -> Array:
    """Gradient of `binary_cross_entropy` with respect to the logits z.

    z: logits, shape (n_samples,) or (n_samples, n_outputs).
    y: labels 0 and 1, of the same shape.
    Returns floats of that shape, the 1/n_samples included.
    The σ' of the sigmoid cancels: what remains is short.
    """
    return (sigmoid(z) - y) / len(z)


# ---- several classes ----


def one_hot(labels: Labels, n_classes: int) -> Array:
    """Labels as rows: 1.0 in the column of the label, 0.0 elsewhere.

    labels: whole numbers 0, 1, ..., n_classes - 1, shape (n_samples,).
    n_classes: number of columns; some may not occur in `labels`.
    Returns floats, shape (n_samples, n_classes).
    """
    return np.eye(n_classes)[labels]


def log_sum_exp(z: Array, axis: int = -1) -> Array:
    """log Σ exp(z) along one axis, a smooth maximum, without overflow.

    z: an array with at least one axis.
    axis: the axis that is summed over; by default the last.
    Returns an array without that axis (one number, if z has only one).
    Scores of ±1000 must work. With m the largest along the axis,
    log Σ exp(z) = m + log Σ exp(z - m).
    """
    m = np.max(z, axis=axis, keepdims=True)
    rest = np.log(np.sum(np.exp(z - m), axis=axis))
    return np.squeeze(m, axis=axis) + rest


def softmax_cross_entropy(Z: Array, labels: Labels) -> float:
    """Categorical cross-entropy, from logits.

    The mean over the samples i of -log softmax(Z)[i, labels[i]].
    Z: logits, shape (n_samples, n_classes).
    labels: the right classes, whole numbers, shape (n_samples,).
    Returns one number. Logits of ±1000 must work: the logarithm of a
    softmax is a difference, log softmax(z)ₖ = zₖ - log Σⱼ exp(zⱼ),
    and you have written the second term already.
    """
    own = Z[np.arange(len(Z)), labels]
    return float(np.mean(log_sum_exp(Z, axis=1) - own))


def softmax_cross_entropy_grad(Z: Array, labels: Labels) -> Array:
    """Gradient of `softmax_cross_entropy` with respect to the logits Z.

    Z: logits, shape (n_samples, n_classes).
    labels: the right classes, whole numbers, shape (n_samples,).
    Returns floats in the shape of Z: p - y for each sample, over
    n_samples. Change neither argument.
    """
    Y = one_hot(labels, Z.shape[1])
    return (softmax(Z, axis=1) - Y) / len(Z)


def multiclass_hinge(Z: Array, labels: Labels) -> float:
    """Multi-class SVM loss of Weston and Watkins.

    The mean over the samples of Σ max(0, zⱼ - z_y + 1), over all j ≠ y.
    Z: scores, shape (n_samples, n_classes).
    labels: the right classes, whole numbers, shape (n_samples,).
    """
    rows = np.arange(len(Z))
    margin = Z - Z[rows, labels][:, np.newaxis] + 1.0
    violation = np.maximum(0.0, margin)
    violation[rows, labels] = 0.0
    return float(np.sum(violation) / len(Z))


def multiclass_hinge_grad_draft(Z: Array, labels: Labels) -> Array:
    """A first draft of the gradient of `multiclass_hinge`: wrong."""
    rows = np.arange(len(Z))
    margin = Z - Z[rows, labels][:, np.newaxis] + 1.0
    G = np.where(margin > 0.0, 1.0, 0.0)
    G[rows, labels] = -1.0
    return G / len(Z)


def multiclass_hinge_grad(Z: Array, labels: Labels) -> Array:
    """Gradient of `multiclass_hinge` with respect to the scores Z.

    Z: scores, shape (n_samples, n_classes).
    labels: the right classes, whole numbers, shape (n_samples,).
    Returns floats in the shape of Z, the 1/n_samples included.
    A class whose margin zⱼ - z_y + 1 is exactly 0 does not count.
    `multiclass_hinge_grad_draft` is an attempt that went wrong:
    find its mistake.
    """
    rows = np.arange(len(Z))
    margin = Z - Z[rows, labels][:, np.newaxis] + 1.0
    G = np.where(margin > 0.0, 1.0, 0.0)
    G[rows, labels] = 0.0
    G[rows, labels] = -np.sum(G, axis=1)
    return G / len(Z)


# ---- information ----


def cross_entropy(p: Array, q: Array) -> Array:
    """Cross-entropy H(p, q) = -Σ p log q, along the last axis, in nats.

    p: how often outcomes happen, sums to 1 along the last axis.
    q: how often we believe they happen, of the same shape.
    Returns an array without the last axis (one number, if there is
    only one axis). Outcomes with p = 0 cost nothing, even where q = 0
    as well. Where p > 0 but q = 0 the answer is infinity.
    """
    with np.errstate(divide="ignore"):
        log_q = np.log(np.where(p > 0, q, 1.0))
    return -np.sum(p * log_q, axis=-1)


def entropy(p: Array) -> Array:
    """H(p) = -Σ p log p, along the last axis, in nats."""
    return cross_entropy(p, p)


def kl_divergence(p: Array, q: Array) -> Array:
    """What believing q costs beyond the entropy of p (last axis)."""
    return cross_entropy(p, q) - entropy(p)


# ---- penalties ----


def l2_penalty(weights: list[Array], lam: float) -> float:
    """L2 penalty: ½ λ Σ w², over all entries of all arrays.

    weights: the weight matrices of the layers, of any shapes;
             biases are not among them.
    lam: λ, how much the penalty counts, a number ≥ 0.
    Returns one number: a sum, divided neither by the number of samples
    nor by the number of weights.
    """
    return float(0.5 * lam * sum(np.sum(W**2) for W in weights))


def l2_penalty_grad(weights: list[Array], lam: float) -> list[Array]:
    """Gradient of `l2_penalty`: λ W, in proportion to the weight."""
    return [lam * W for W in weights]


def l1_penalty(weights: list[Array], lam: float) -> float:
    """L1 penalty: λ Σ |w|, over all entries of all arrays."""
    return float(lam * sum(np.sum(np.abs(W)) for W in weights))


def l1_penalty_grad(weights: list[Array], lam: float) -> list[Array]:
    """Gradient of `l1_penalty`: λ sign(W), however small the weight."""
    return [lam * np.sign(W) for W in weights]
