"""Exercises of chapter 10. A misconception's docstring is what a reader who made that mistake is told."""

import numpy as np

from grader.author.declare import Once, call, do, exercise, script
from solutions import capstone as right

# ---- what the cases are made of: functions that cross as their source ----


def rectified(z):  # not written as the exercise on it: what crosses is in the students' hands
    return z * (z > 0)


def relu_slope(z):
    return 1.0 * (z > 0)


def tanh(z):
    return np.tanh(z)


def tanh_slope(z):
    return 1.0 - np.tanh(z) ** 2


def half_square(P, Y):
    return 0.5 * np.sum((P - Y) ** 2) / len(P), (P - Y) / len(P)


def log_loss(Z, labels):
    Z = Z - Z.max(axis=1, keepdims=True)
    p = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    own = np.arange(len(Z)), labels
    G = p / len(Z)
    G[own] -= 1.0 / len(Z)
    return -np.mean(np.log(p[own])), G


def line(params, X, y):
    w, b = params
    gap = X @ w + b - y
    return 0.5 * np.mean(gap**2), [X.T @ gap / len(X), np.array([np.mean(gap)])]


def curve(params, X, y):
    w, b = params
    h = np.tanh(X @ w + b)
    back = (h - y) * (1 - h**2) / len(X)
    return 0.5 * np.mean((h - y) ** 2), [X.T @ back, np.array([back.sum()])]


def plane(params, X, Y):
    W, b = params
    gap = X @ W + b - Y
    return 0.5 * np.sum(gap**2) / len(X), [X.T @ gap / len(X), gap.mean(axis=0)]


def small_step(params, grads):
    for p, g in zip(params, grads, strict=True):
        p -= 0.1 * g


def sign_step(params, grads):
    for p, g in zip(params, grads, strict=True):
        p -= 0.05 * np.sign(g)


def some(rng, *shape):
    """Numbers on both sides of 0, short enough to be read in a verdict."""
    return rng.normal(size=shape).round(2)


def stack(rng, *sizes):
    """Parameters [W1, b1, W2, b2, …] of a network."""
    return [some(rng, *s) for k in range(1, len(sizes)) for s in ((sizes[k - 1], sizes[k]), (sizes[k],))]


# ---- how large ----


@exercise(
    points=1,
    minutes=6,
    difficulty=1,
    hints=[
        "Write 3-10-1 down: which numbers does the first layer hold without normalization, which with it?",
        "Weights are the same either way: the products of neighbours in sizes. Then count what there is one of for every hidden unit, and what for every output.",
        "Without: weights + hidden + outputs, and 0. With: a hidden unit has γ and β in place of b, and remembers two numbers more.",
    ],
)
def network_size(rng):
    yield call("3-10-1", [3, 10, 1])
    yield call("3-10-1, normalized", [3, 10, 1], True)
    yield call("three hidden layers", [5, 8, 7, 6, 4])
    yield call("three hidden layers, normalized", [5, 8, 7, 6, 4], True)
    yield call("no hidden layer to normalize", [4, 3], True)
    sizes = [int(n) for n in rng.integers(2, 60, size=5)]
    yield call("another network", sizes, hidden=True)
    yield call("another network, normalized", sizes, True, hidden=True)


@network_size.misconception
def bias_kept(sizes, batch_norm=False):
    """A normalized layer needs no bias: the mean that is subtracted contains it. β takes its place."""
    learned, kept = right.network_size(sizes, batch_norm)
    return learned + kept // 2, kept


@network_size.misconception
def running_learned(sizes, batch_norm=False):
    """The running mean and variance are not learned: no gradient reaches them. They belong into the second number alone."""
    learned, kept = right.network_size(sizes, batch_norm)
    return learned + kept, kept


@network_size.misconception
def last_layer_too(sizes, batch_norm=False):
    """You normalized the last layer as well. Its outputs are the answer; their scale must stay free."""
    learned, kept = right.network_size(sizes, batch_norm)
    more = sizes[-1] if batch_norm else 0
    return learned + more, kept + 2 * more


@network_size.misconception
def scale_only(sizes, batch_norm=False):
    """γ and β are two numbers for every hidden unit. You counted one."""
    learned, kept = right.network_size(sizes, batch_norm)
    return learned - kept // 2, kept


@network_size.misconception
def weights_only(sizes, batch_norm=False):
    """You counted weights alone. Every unit that is no input has a bias, or γ and β where it is normalized."""
    return sum(sizes[k - 1] * sizes[k] for k in range(1, len(sizes))), right.network_size(sizes, batch_norm)[
        1
    ]


@network_size.misconception
def one_for_a_layer(sizes, batch_norm=False):
    """You gave each layer one bias (or one γ and one β). Every *unit* has its own."""
    weights = sum(sizes[k - 1] * sizes[k] for k in range(1, len(sizes)))
    hidden = len(sizes) - 2
    return (weights + 2 * hidden + 1, 2 * hidden) if batch_norm else (weights + hidden + 1, 0)


@network_size.misconception
def all_four_learned(sizes, batch_norm=False):
    """You count all four numbers of a normalized unit as learned. No gradient reaches the running mean and variance: they are remembered."""
    learned, kept = right.network_size(sizes, batch_norm)
    return learned + kept, 0


@network_size.misconception
def outputs_without_bias(sizes, batch_norm=False):
    """The biases of the last layer are missing. It is not normalized, so each of its units has one."""
    learned, kept = right.network_size(sizes, batch_norm)
    return learned - sizes[-1], kept


@network_size.misconception
def inputs_with_bias(sizes, batch_norm=False):
    """You gave the inputs biases, too. They are numbers that come in: only the units after them have something to learn."""
    learned, kept = right.network_size(sizes, batch_norm)
    return learned + sizes[0], kept


@network_size.misconception
def one_remembered(sizes, batch_norm=False):
    """A normalized unit remembers two numbers, its running mean *and* its running variance. You counted one."""
    learned, kept = right.network_size(sizes, batch_norm)
    return learned, kept // 2


@network_size.misconception
def remembers_without_norm(sizes, batch_norm=False):
    """Without batch normalization nothing is remembered: the second number is 0 then."""
    return right.network_size(sizes, batch_norm)[0], 2 * sum(sizes[1:-1])


@network_size.misconception
def norm_ignored(sizes, batch_norm=False):
    """These are the numbers without batch normalization, whether batch_norm is True or not."""
    return right.network_size(sizes)


@network_size.misconception
def remembered_first(sizes, batch_norm=False):
    """You have swapped the two: what is learned comes first, what is remembered second."""
    return right.network_size(sizes, batch_norm)[::-1]


# ---- a loss with its gradient ----


@exercise(
    points=2,
    minutes=12,
    difficulty=2,
    hints=[
        "Subtract each row's largest logit, then take e to the power of the result, once. Which sums do the loss and the gradient need of it?",
        "With e = np.exp(shifted) and total = e.sum(axis=1): the loss is the mean of log(total) - shifted at the right class, and p is e divided by total, row by row.",
        "rows = np.arange(len(Z)); G = e / total[:, None]; G[rows, labels] -= 1; the loss is np.mean(np.log(total) - shifted[rows, labels]). What is still missing in G?",
    ],
)
def softmax_loss(rng):
    yield call("two samples", np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 3.0]]), np.array([0, 2]))
    yield call("a batch", 2 * some(rng, 4, 3), np.array([2, 0, 1, 1]))
    yield call("large logits", np.array([[1000.0, 998.0], [-1000.0, -1003.0]]), np.array([1, 0]))
    yield call("whole numbers", np.array([[3, 1, 2], [0, 5, 4]]), np.array([1, 2]))
    yield call("sure, and wrong", np.array([[900.0, -900.0, 0.0]]), np.array([1]))
    yield call("a larger batch", 3 * some(rng, 12, 5), rng.integers(5, size=12), hidden=True)


def of_softmax(Z, labels):
    loss, G = right.softmax_loss(Z, labels)
    return loss, G, len(Z)


@softmax_loss.misconception
def summed(Z, labels):
    """Loss and gradient are sums over the samples. Take the mean: both are too large by the number of samples."""
    loss, G, n = of_softmax(Z, labels)
    return loss * n, G * n


@softmax_loss.misconception
def gradient_of_the_sum(Z, labels):
    """The loss is a mean and the gradient is that of the sum: divide p - y by the number of samples."""
    loss, G, n = of_softmax(Z, labels)
    return loss, G * n


@softmax_loss.misconception
def towards(Z, labels):
    """The gradient has the wrong sign. It is p - y: uphill, away from the right class."""
    loss, G, _ = of_softmax(Z, labels)
    return loss, -G


@softmax_loss.misconception
def bare_softmax(Z, labels):
    """Your gradient is p / n. At the right class of every sample 1 has to be subtracted from p."""
    loss, G, n = of_softmax(Z, labels)
    G[np.arange(n), labels] += 1 / n
    return loss, G


@softmax_loss.misconception
def overflow(Z, labels):
    """e to the power of 1000 is infinity. Subtract the largest logit of each row first; softmax does not change."""
    rows = np.arange(len(Z))
    e = np.exp(Z)
    total = e.sum(axis=1, keepdims=True)
    G = e / total
    loss = float(np.mean(np.log(total[:, 0]) - Z[rows, labels]))
    G[rows, labels] -= 1
    return loss, G / len(Z)


@softmax_loss.misconception
def one_maximum(Z, labels):
    """You subtracted the largest logit of the whole batch. Rows far below it turn into zeros: take each row's own."""
    rows = np.arange(len(Z))
    shifted = Z - Z.max()
    e = np.exp(shifted)
    total = e.sum(axis=1, keepdims=True)
    G = e / total
    loss = float(np.mean(np.log(total[:, 0]) - shifted[rows, labels]))
    G[rows, labels] -= 1
    return loss, G / len(Z)


@softmax_loss.misconception
def log_of_quotient(Z, labels):
    """log p of a p that has become 0 is minus infinity. Take log Σ exp - z instead: the quotient is never formed."""
    rows = np.arange(len(Z))
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = float(-np.mean(np.log(p[rows, labels])))
    p[rows, labels] -= 1
    return loss, p / len(Z)


@softmax_loss.misconception
def one_sum_for_the_batch(Z, labels):
    """You divided e by one sum over the whole batch. Each row has its own: e.sum(axis=1, keepdims=True)."""
    rows = np.arange(len(Z))
    shifted = Z - Z.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    G = e / e.sum()
    G[rows, labels] -= 1
    return float(np.mean(np.log(e.sum()) - shifted[rows, labels])), G / len(Z)


@softmax_loss.misconception
def logarithm_subtracted(Z, labels):
    """The gradient is right. The loss has the wrong sign: -log p is log Σ exp - z, never below 0."""
    loss, G = right.softmax_loss(Z, labels)
    return -loss, G


@softmax_loss.misconception
def one_taken_from_whole_columns(Z, labels):
    """G[:, labels] -= 1 subtracts 1 from whole columns. Take one entry of each row: G[np.arange(n), labels] -= 1."""
    loss, G = right.softmax_loss(Z, labels)
    rows = np.arange(len(Z))
    G[rows, labels] += 1 / len(Z)
    G[:, labels] -= 1 / len(Z)
    return loss, G


@softmax_loss.misconception
def raw_logit(Z, labels):
    """In the loss you took the logit as it came, and the sum of the shifted ones. Both must be shifted by the same maximum."""
    loss, G = right.softmax_loss(Z, labels)
    return float(loss - np.mean(Z.max(axis=1))), G


@softmax_loss.misconception
def divided_by_all_entries(Z, labels):
    """You divided the gradient by the number of entries, Z.size. Divide by the number of samples, len(Z)."""
    loss, G = right.softmax_loss(Z, labels)
    return loss, G * len(Z) / Z.size


@softmax_loss.misconception
def at_the_largest(Z, labels):
    """Your loss is the mean of log Σ alone, as if the largest logit were always the right one. Subtract the shifted logit of the right class."""
    shifted = Z - Z.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)))), right.softmax_loss(Z, labels)[1]


@softmax_loss.misconception
def kept_from_zero(Z, labels):
    """These are the answers of -log(p + 1e-12), which is never above 28. Take log Σ exp - z: the quotient is never formed."""
    rows = np.arange(len(Z))
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    p = (e / e.sum(axis=1, keepdims=True))[rows, labels]
    return float(-np.mean(np.log(p + 1e-12))), right.softmax_loss(Z, labels)[1]


# ---- the whole stack ----


@exercise(
    points=4,
    minutes=20,
    difficulty=3,
    hints=[
        "Four calls, in the order in which a batch travels: forward, loss, backward, and the penalty at the end. What does each of them take and return?",
        "layers = list(zip(params[::2], params[1::2])) makes the pairs; [g for pair in pairs for g in pair] makes a flat list of them again. loss(outputs, y) brings the gradient that mlp_backward wants.",
        "If lam > 0: objective += l2_penalty(params[::2], lam), and to each dW (grads[0], grads[2], …) add lam times its W. The biases get nothing.",
    ],
)
def loss_and_gradients(rng):
    yield call(
        "one layer", stack(rng, 2, 1), some(rng, 3, 2), some(rng, 3, 1), rectified, relu_slope, half_square
    )
    yield call(
        "two layers, ReLU",
        stack(rng, 3, 4, 2),
        some(rng, 5, 3),
        some(rng, 5, 2),
        rectified,
        relu_slope,
        half_square,
    )
    labels = np.array([0, 2, 1, 2])
    yield call(
        "three layers, classes", stack(rng, 2, 3, 4, 3), some(rng, 4, 2), labels, tanh, tanh_slope, log_loss
    )
    yield call(
        "with a penalty",
        stack(rng, 2, 3, 1),
        some(rng, 4, 2),
        some(rng, 4, 1),
        tanh,
        tanh_slope,
        half_square,
        lam=0.5,
    )
    yield call(
        "another network",
        stack(rng, 4, 5, 3, 2),
        some(rng, 7, 4),
        some(rng, 7, 2),
        tanh,
        tanh_slope,
        half_square,
        lam=0.1,
        hidden=True,
    )


def with_penalty(params, X, y, phi, phi_prime, loss, lam, on_value, on_gradient, which=slice(0, None, 2)):
    """Objective and gradients with `on_value` and `on_gradient` in place of the penalty's."""
    value, grads = right.loss_and_gradients(params, X, y, phi, phi_prime, loss)
    for p, g in zip(params[which], grads[which], strict=True):
        value += on_value * np.sum(p**2)
        g += on_gradient * p
    return value, grads


@loss_and_gradients.misconception
def biases_punished(params, X, y, phi, phi_prime, loss, lam=0.0):
    """The penalty holds the biases too. It is over the weights alone: every other array of params."""
    return with_penalty(params, X, y, phi, phi_prime, loss, lam, lam / 2, lam, slice(None))


@loss_and_gradients.misconception
def penalty_not_felt(params, X, y, phi, phi_prime, loss, lam=0.0):
    """The objective has the penalty, the gradients have not: then nothing ever shrinks. Add λ W to each dW."""
    return with_penalty(params, X, y, phi, phi_prime, loss, lam, lam / 2, 0.0)


@loss_and_gradients.misconception
def penalty_not_shown(params, X, y, phi, phi_prime, loss, lam=0.0):
    """The gradients have the penalty, the objective has not. A curve should show what is being made smaller."""
    return with_penalty(params, X, y, phi, phi_prime, loss, lam, 0.0, lam)


@loss_and_gradients.misconception
def half_lost(params, X, y, phi, phi_prime, loss, lam=0.0):
    """Your penalty is twice too large: it is ½ λ Σ w², with the gradient λ w."""
    return with_penalty(params, X, y, phi, phi_prime, loss, lam, lam, 2 * lam)


@loss_and_gradients.misconception
def penalty_forgotten(params, X, y, phi, phi_prime, loss, lam=0.0):
    """lam is not used at all: add ½ λ Σ w² to the loss, and λ w to the gradient of each weight."""
    return right.loss_and_gradients(params, X, y, phi, phi_prime, loss)


@loss_and_gradients.misconception
def in_pairs(params, X, y, phi, phi_prime, loss, lam=0.0):
    """The gradients come in pairs. An optimizer wants one flat list, [dW1, db1, dW2, db2, …], like params."""
    value, grads = right.loss_and_gradients(params, X, y, phi, phi_prime, loss, lam)
    return value, list(zip(grads[::2], grads[1::2], strict=True))


@loss_and_gradients.misconception
def weights_then_biases(params, X, y, phi, phi_prime, loss, lam=0.0):
    """You returned all dW first and all db after them. The order is that of params: dW1, db1, dW2, db2, …"""
    value, grads = right.loss_and_gradients(params, X, y, phi, phi_prime, loss, lam)
    return value, grads[::2] + grads[1::2]


@loss_and_gradients.misconception
def backwards(params, X, y, phi, phi_prime, loss, lam=0.0):
    """The gradients stand in the order of the way back. Return them in the order of params, first layer first."""
    value, grads = right.loss_and_gradients(params, X, y, phi, phi_prime, loss, lam)
    layers = list(zip(grads[::2], grads[1::2], strict=True))[::-1]
    return value, [g for pair in layers for g in pair]


@loss_and_gradients.misconception
def another_mean(params, X, y, phi, phi_prime, loss, lam=0.0):
    """You divided by the number of samples once more. `loss` has put the 1/n into its gradient already."""
    value, grads = right.loss_and_gradients(params, X, y, phi, phi_prime, loss)
    grads = [g / len(X) for g in grads]
    for p, g in zip(params[::2], grads[::2], strict=True):
        value += 0.5 * lam * np.sum(p**2)
        g += lam * p
    return value, grads


@loss_and_gradients.misconception
def activation_for_its_slope(params, X, y, phi, phi_prime, loss, lam=0.0):
    """The way back multiplied by phi. It has to multiply by the slope: hand phi_prime to mlp_backward."""
    return right.loss_and_gradients(params, X, y, phi, phi, loss, lam)


@loss_and_gradients.misconception
def half_in_the_gradient(params, X, y, phi, phi_prime, loss, lam=0.0):
    """The objective is right. In the gradients you have ½ λ W: the slope of ½ λ w² is λ w."""
    return with_penalty(params, X, y, phi, phi_prime, loss, lam, lam / 2, lam / 2)


@loss_and_gradients.misconception
def half_missing_in_the_objective(params, X, y, phi, phi_prime, loss, lam=0.0):
    """The gradients are right. In the objective the ½ is missing: ½ λ Σ w²."""
    return with_penalty(params, X, y, phi, phi_prime, loss, lam, lam, lam)


@loss_and_gradients.misconception
def first_layer_punished(params, X, y, phi, phi_prime, loss, lam=0.0):
    """Only the weights of the first layer have a penalty. It is over the weights of all layers: params[::2]."""
    return with_penalty(params, X, y, phi, phi_prime, loss, lam, lam / 2, lam, slice(0, 1))


@loss_and_gradients.misconception
def penalty_subtracted(params, X, y, phi, phi_prime, loss, lam=0.0):
    """You subtracted the penalty. It is added, to the loss and to the gradients: large weights should cost something."""
    return with_penalty(params, X, y, phi, phi_prime, loss, lam, -lam / 2, -lam)


@loss_and_gradients.misconception
def penalty_divided(params, X, y, phi, phi_prime, loss, lam=0.0):
    """You divided the penalty by the number of samples. It is one for all: ½ λ Σ w², whatever the batch."""
    n = len(X)
    return with_penalty(params, X, y, phi, phi_prime, loss, lam, lam / 2 / n, lam / n)


# ---- the loop ----


@exercise(
    points=3,
    minutes=12,
    difficulty=2,
    hints=[
        "One turn of the loop: fetch the rows of this batch, of X and of y; ask objective; hand the gradients to step.",
        "for rows in batches: loss, grads = objective(params, X[rows], y[rows]), then step(params, grads). What do you need for a mean over samples when batches differ in length?",
        "Add loss * len(rows) to a total and len(rows) to a count; return total / count after the loop.",
    ],
)
def train_epoch(rng):
    def epochs(label, n, d, objective, step, *orders, hidden=False):
        """Two epochs (or more) on the same params, so that the second begins where the first has ended."""
        params, X, y = [some(rng, d), some(rng, 1)], some(rng, n, d), some(rng, n)
        return script(label, *(do(params, objective, step, X, y, o) for o in orders), hidden=hidden)

    def cut(order, *ends):
        return np.split(np.array(order), ends)

    yield epochs("one batch, twice", 4, 2, line, small_step, cut([0, 1, 2, 3]), cut([2, 0, 3, 1]))
    yield epochs(
        "a smaller last batch", 5, 2, line, small_step, cut([3, 0, 4, 1, 2], 2, 4), cut([1, 2, 0, 3, 4], 2, 4)
    )
    yield epochs(
        "another optimizer", 6, 3, curve, sign_step, cut([5, 2, 0, 4, 1, 3], 4), cut([0, 3, 1, 5, 2, 4], 4)
    )
    handed_out = Once(cut([4, 1, 3, 0, 2, 5], 2, 4)), Once(cut([2, 5, 1, 0, 3, 4], 4))
    yield epochs("batches from an iterator", 6, 2, line, small_step, *handed_out)
    yield epochs(
        "rows left out, and used twice", 7, 2, line, small_step, cut([6, 2, 0], 2), cut([1, 4, 4, 1, 5], 3)
    )
    yield epochs("batches of one row", 3, 2, curve, small_step, cut([2, 0, 1], 1, 2))
    W, B, X, Y = some(rng, 3, 2), some(rng, 2), some(rng, 5, 3), some(rng, 5, 2)
    yield script("two targets a sample", do([W, B], plane, small_step, X, Y, cut([1, 3, 0, 4, 2], 2)))
    orders = [cut(rng.permutation(12), 5, 10) for _ in range(2)]
    yield epochs("more batches", 12, 3, curve, small_step, *orders, hidden=True)


@train_epoch.misconception
def mean_of_means(params, objective, step, X, y, batches):
    """This is the mean of the batches' losses. A small last batch then counts as much as a full one: weigh by len(rows)."""
    losses = []
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        losses.append(loss)
    return float(np.mean(losses))


@train_epoch.misconception
def summed_losses(params, objective, step, X, y, batches):
    """This is the sum over all samples. Divide by their number."""
    total = 0.0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += loss * len(rows)
    return float(total)


@train_epoch.misconception
def no_step(params, objective, step, X, y, batches):
    """The parameters stay where they were. After each batch call step(params, grads)."""
    return right.train_epoch(params, objective, lambda p, g: None, X, y, batches)


@train_epoch.misconception
def one_step_at_the_end(params, objective, step, X, y, batches):
    """You took one step at the end. Take a step after every batch; that is what batches are for."""
    total, n, sums = 0.0, 0, [np.zeros_like(p) for p in params]
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        total += loss * len(rows)
        n += len(rows)
        for s, g in zip(sums, grads, strict=True):
            s += g * len(rows)
    step(params, [s / n for s in sums])
    return float(total / n)


@train_epoch.misconception
def all_gradients_first(params, objective, step, X, y, batches):
    """You computed all gradients at the first parameters. After a step they are out of date: ask objective again for each batch."""
    found = [objective(params, X[rows], y[rows]) for rows in batches]
    for _, grads in found:
        step(params, grads)
    n = [len(rows) for rows in batches]
    return float(np.average([loss for loss, _ in found], weights=n))


@train_epoch.misconception
def loss_after_the_step(params, objective, step, X, y, batches):
    """You measured the loss after the step. It comes for free with the gradients, before the step; that is what is asked for."""
    total, n = 0.0, 0
    for rows in batches:
        step(params, objective(params, X[rows], y[rows])[1])
        total += objective(params, X[rows], y[rows])[0] * len(rows)
        n += len(rows)
    return float(total / n)


@train_epoch.misconception
def targets_left_behind(params, objective, step, X, y, batches):
    """The targets do not belong to these samples. Pick the same rows of both: X[rows] and y[rows]."""
    total, n = 0.0, 0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[: len(rows)])
        step(params, grads)
        total += loss * len(rows)
        n += len(rows)
    return float(total / n)


@train_epoch.misconception
def batches_ignored(params, objective, step, X, y, batches):
    """Every step saw all of X. Use the rows of the batch: X[rows], y[rows]."""
    total, n = 0.0, 0
    for rows in batches:
        loss, grads = objective(params, X, y)
        step(params, grads)
        total += loss * len(rows)
        n += len(rows)
    return float(total / n)


@train_epoch.misconception
def last_loss(params, objective, step, X, y, batches):
    """You returned the loss of the last batch. Add up over all of them and divide by the number of samples."""
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
    return float(loss)


@train_epoch.misconception
def divided_by_all_rows(params, objective, step, X, y, batches):
    """You divided by the number of all samples, len(X). Count those that were used: a batch may leave rows out, or use them twice."""
    used = 0

    def counted():
        nonlocal used
        for rows in batches:
            used += len(rows)
            yield rows

    return right.train_epoch(params, objective, step, X, y, counted()) * used / len(X)


@train_epoch.misconception
def sum_over_batches(params, objective, step, X, y, batches):
    """This is the sum of the batches' losses. Multiply each by len(rows), and divide by the number of samples."""
    total = 0.0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += loss
    return float(total)


@train_epoch.misconception
def losses_not_weighted(params, objective, step, X, y, batches):
    """You divided by the number of samples, but counted the loss of each batch once. It is a mean: multiply it by len(rows)."""
    total, n = 0.0, 0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += loss
        n += len(rows)
    return float(total / n)


@train_epoch.misconception
def first_batch_alone(params, objective, step, X, y, batches):
    """Only the first batch was used. Does a return stand inside the loop?"""
    return right.train_epoch(params, objective, step, X, y, [next(iter(batches))])


@train_epoch.misconception
def step_twice(params, objective, step, X, y, batches):
    """You took two steps for each batch, with the same gradients. Call step once."""

    def twice(params, grads):
        step(params, grads)
        step(params, grads)

    return right.train_epoch(params, objective, twice, X, y, batches)


# ---- judging ----


@exercise(
    points=1,
    minutes=8,
    difficulty=1,
    hints=[
        "A table of zeros, as many rows and columns as there are classes; every sample adds 1 to one entry.",
        "A loop over zip(labels, predicted) does it: the first says which row, the second which column.",
        "counts = np.zeros((n_classes, n_classes), dtype=int), then counts[t, p] += 1 for each pair. (Without a loop: np.add.at.)",
    ],
)
def confusion_matrix(rng):
    yield call("five samples, three classes", np.array([0, 1, 1, 2, 1]), np.array([0, 1, 2, 2, 2]), 3)
    yield call("one sample", np.array([1]), np.array([0]), 2)
    yield call("the last class never occurs", np.array([0, 1, 1, 0]), np.array([0, 0, 1, 1]), 4)
    yield call("all right", np.array([2, 2, 1]), np.array([2, 2, 1]), 3)
    yield call("many samples", rng.integers(4, size=30), rng.integers(4, size=30), 4)
    yield call("more samples", rng.integers(6, size=50), rng.integers(6, size=50), 7, hidden=True)


@confusion_matrix.misconception
def transposed(predicted, labels, n_classes):
    """Rows and columns are exchanged: the row is the true class, the column the answer."""
    return right.confusion_matrix(labels, predicted, n_classes)


@confusion_matrix.misconception
def counted_once(predicted, labels, n_classes):
    """counts[labels, predicted] += 1 adds 1 to each entry once, however often the pair occurs. Loop, or use np.add.at."""
    return np.minimum(right.confusion_matrix(predicted, labels, n_classes), 1)


@confusion_matrix.misconception
def seen_classes(predicted, labels, n_classes):
    """The table has a row for each class that occurs. It must have n_classes rows, also where some never occur."""
    return right.confusion_matrix(predicted, labels, int(max(labels.max(), predicted.max())) + 1)


@confusion_matrix.misconception
def shares(predicted, labels, n_classes):
    """These are shares of each class. Return how many samples there are, as whole numbers."""
    counts = right.confusion_matrix(predicted, labels, n_classes)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


@confusion_matrix.misconception
def mistakes_only(predicted, labels, n_classes):
    """The diagonal is empty. Samples that were recognized count too."""
    counts = right.confusion_matrix(predicted, labels, n_classes)
    return counts - np.diag(np.diag(counts))


@confusion_matrix.misconception
def right_ones_alone(predicted, labels, n_classes):
    """Only the diagonal is filled. Samples that were taken for another class count too, beside it."""
    return np.diag(np.diag(right.confusion_matrix(predicted, labels, n_classes)))


@confusion_matrix.misconception
def first_sample_alone(predicted, labels, n_classes):
    """Only the first sample was counted. Does a return stand inside the loop?"""
    return right.confusion_matrix(predicted[:1], labels[:1], n_classes)


@confusion_matrix.misconception
def counted_both_ways(predicted, labels, n_classes):
    """You counted every sample twice, at [t, p] and at [p, t]. Its row is the true class, its column the answer: count it there alone."""
    counts = right.confusion_matrix(predicted, labels, n_classes)
    return counts + counts.T


# ---- a bug to find ----


@exercise(
    points=2,
    minutes=12,
    difficulty=2,
    hints=[
        "Which images does the draft train on? Take three images, hold one out, and look for its copies in the result.",
        "The draft copies first and holds out afterwards, so that copies of the test images stay in the training set. Hold out first.",
        "train = np.setdiff1d(np.arange(len(X)), test). Then concatenate X[train] with s * X[train] for each s of STRENGTHS, and y[train] as often.",
    ],
)
def augmented_split(rng):
    def images(n, size):
        return rng.integers(1, 17, size=(n, size)).astype(float)

    yield call("three small images", images(3, 2), np.array([7, 8, 9]), np.array([1]))
    yield call("the order of test", images(5, 2), np.arange(5), np.array([4, 0]))
    yield call("four images, two labels", images(4, 4), np.array([1, 0, 1, 0]), np.array([2]))
    yield call("digits", images(4, 64), np.array([3, 1, 4, 1]), np.array([0, 3]))
    yield call("more images", images(9, 9), rng.integers(10, size=9), np.array([8, 2, 5]), hidden=True)


@augmented_split.misconception
def as_the_draft(X, y, test):
    """This is still the draft: copies of the test images are in the training set. Hold out first, then make copies."""
    return right.augmented_split_draft(X, y, test)


@augmented_split.misconception
def labels_repeated(X, y, test):
    """The labels do not belong to their images: np.repeat gives a a b b. The images come all, then all again: a b a b."""
    X_train, _, X_test, y_test = right.augmented_split(X, y, test)
    return X_train, np.repeat(np.delete(y, test), 1 + len(right.STRENGTHS)), X_test, y_test


@augmented_split.misconception
def originals_lost(X, y, test):
    """The originals are missing: the training set has only fainter and bolder copies."""
    X_train, y_train, X_test, y_test = right.augmented_split(X, y, test)
    n = len(X) - len(test)
    return X_train[n:], y_train[n:], X_test, y_test


@augmented_split.misconception
def test_enlarged(X, y, test):
    """You made copies of the test images as well. They stand for what will come: leave them as they are."""
    X_train, y_train, X_test, y_test = right.augmented_split(X, y, test)
    copies = [s * X_test for s in right.STRENGTHS]
    return X_train, y_train, np.concatenate([X_test, *copies]), np.concatenate([y_test] * (1 + len(copies)))


@augmented_split.misconception
def test_sorted(X, y, test):
    """The test rows come in the order of `test`: X[test], y[test]."""
    return right.augmented_split(X, y, np.sort(test))


@augmented_split.misconception
def not_enlarged(X, y, test):
    """The split is right, but the fainter and bolder copies are missing from the training set."""
    return np.delete(X, test, axis=0), np.delete(y, test), X[test], y[test]


@augmented_split.misconception
def test_trained_on(X, y, test):
    """The training set holds all images, the test images too. Then the test proves nothing: leave the rows `test` out."""
    _, _, X_test, y_test = right.augmented_split(X, y, test)
    X_all, y_all, _, _ = right.augmented_split(X, y, test[:0])
    return X_all, y_all, X_test, y_test


@augmented_split.misconception
def image_by_image(X, y, test):
    """The right rows, in another order: each image is followed by its copies. First come all images, then all times the first strength, and so on."""
    train = np.setdiff1d(np.arange(len(X)), test)
    factors = [1.0, *right.STRENGTHS]
    rows = np.array([s * X[i] for i in train for s in factors])
    return rows, np.repeat(y[train], len(factors)), X[test], y[test]


@augmented_split.misconception
def copies_first(X, y, test):
    """The copies come first with you, the originals last. Begin with the originals."""
    X_train, y_train, X_test, y_test = right.augmented_split(X, y, test)
    n = len(X) - len(test)
    return np.concatenate([X_train[n:], X_train[:n]]), y_train, X_test, y_test


@augmented_split.misconception
def strengths_added_up(X, y, test):
    """You made each copy of the copy before, so that strengths multiply up. Each is a strength times the *original*."""
    train = np.setdiff1d(np.arange(len(X)), test)
    factors = np.cumprod([1.0, *right.STRENGTHS])
    return np.concatenate([s * X[train] for s in factors]), np.tile(y[train], len(factors)), X[test], y[test]


@augmented_split.misconception
def strength_added(X, y, test):
    """You added the strength to the pixels. Multiply by it: an empty pixel stays empty."""
    train = np.setdiff1d(np.arange(len(X)), test)
    parts = [X[train], *(s + X[train] for s in right.STRENGTHS)]
    return np.concatenate(parts), np.tile(y[train], len(parts)), X[test], y[test]


@augmented_split.misconception
def train_and_test_swapped(X, y, test):
    """Training and test rows are exchanged: the rows `test` are held out, all others are trained on."""
    train = np.setdiff1d(np.arange(len(X)), test)
    parts = [X[test], *(s * X[test] for s in right.STRENGTHS)]
    return np.concatenate(parts), np.tile(y[test], len(parts)), X[train], y[train]


@augmented_split.misconception
def last_strength_alone(X, y, test):
    """There are copies of the last strength alone. Collect those of all strengths, then put them together after the loop."""
    train = np.setdiff1d(np.arange(len(X)), test)
    X_train = np.concatenate([X[train], right.STRENGTHS[-1] * X[train]])
    return X_train, np.tile(y[train], 2), X[test], y[test]


@augmented_split.misconception
def test_from_the_front(X, y, test):
    """You held out as many rows as `test` has numbers, from the front. Hold out the rows that it names: X[test]."""
    return right.augmented_split(X, y, np.arange(len(test)))


# ---- when it does not learn ----


def falling(n=12, end=0.1):
    """A training loss as one wishes it."""
    return np.linspace(1, 0, n) ** 2 * (1 - end) + end


@exercise(
    points=3,
    minutes=14,
    difficulty=2,
    hints=[
        "Four questions in a fixed order, each with a return of its own; whoever gets past all of them is healthy.",
        "np.isfinite finds nan and infinity. np.diff(train) holds the changes from one epoch to the next, and the mean of np.diff(train) > 0 is the share of rises.",
        'if not np.all(np.isfinite(train)) or train[-1] > 2 * train[0]: return "diverging". Then train[-1] > 0.9 * train[0], then np.mean(np.diff(train) > 0) >= 1 / 3, then held_out[-1] > 1.5 * held_out.min().',
    ],
)
def diagnose(rng):
    good = falling().round(3)
    yield call("all is well", good, (good + 0.05).round(3))
    yield call(
        "it ends above its start", np.array([2.3, 2.0, 2.9, 7.5, 40.0]), np.array([2.4, 2.1, 3.0, 8.0, 41.0])
    )
    yield call(
        "not a number",
        np.array([2.3, 1.1, np.nan, np.nan, np.nan]),
        np.array([2.4, 1.2, 3.0, np.nan, np.nan]),
    )
    yield call(
        "infinite for one epoch", np.array([2.3, np.inf, 1.9, 1.5, 1.2]), np.array([2.3, 2.2, 2.0, 1.6, 1.4])
    )
    zigzag = np.array([2.3, 1.2, 1.6, 0.9, 1.5, 0.8, 1.2, 0.7])
    yield call("up and down", zigzag, (zigzag + 0.1).round(2))
    yield call("up once in three", np.array([2.0, 1.5, 1.0, 1.2]), np.array([2.1, 1.6, 1.2, 1.2]))
    yield call("up once in four", np.array([2.0, 1.5, 1.0, 1.2, 0.9]), np.array([2.1, 1.6, 1.5, 1.4, 1.3]))
    yield call("a flat line", np.full(8, 2.303), np.full(8, 2.31))
    yield call(
        "hardly any progress", np.array([2.3, 2.28, 2.25, 2.22, 2.2]), np.array([2.4, 2.3, 1.9, 2.3, 2.4])
    )
    yield call("more than twice its start, not by much", np.array([1.0, 1.4, 1.9, 2.5]), np.full(4, 2.4))
    yield call("twice its start", np.array([1.0, 1.5, 1.2, 2.0]), np.full(4, 2.0))
    yield call("nine tenths of its start", np.array([1.0, 0.97, 0.94, 0.9]), np.full(4, 1.0))
    yield call("level for a while", np.array([2.0, 1.5, 1.5, 1.5, 1.0]), np.array([2.0, 1.6, 1.6, 1.6, 1.2]))
    yield call("worse than at its start", np.array([1.0, 0.6, 0.4, 0.3]), np.array([0.5, 0.45, 0.6, 0.8]))
    yield call("half above its smallest", np.array([1.0, 0.6, 0.4, 0.3]), np.array([1.25, 0.5, 0.6, 0.75]))
    yield call("it ends a little above its start", np.array([2.3, 2.2, 2.35, 2.3, 2.9]), np.full(5, 2.4))
    yield call("flat, and restless", np.array([2.3, 2.35, 2.28, 2.31, 2.27, 2.29]), np.full(6, 2.3))
    rising = np.array([1.1, 0.7, 0.5, 0.55, 0.7, 0.9, 1.0])
    yield call("two ways", falling(7, 0.01).round(3), rising)
    above = np.array([1.9, 1.0, 0.85, 0.8, 0.9, 1.1, 1.25])
    yield call("a little more than a half above", falling(7, 0.01).round(3), above)
    down = np.array([1.0, 0.6, 0.4, 0.3])
    yield call("held-out rows end in infinity", down, np.array([1.0, 0.9, 5.0, np.inf]))
    yield call("held-out rows begin with infinity", down, np.array([np.inf, 0.9, 0.8, 0.7]))
    restless = np.array([1.0, 0.8, 0.9, 0.6, 0.8, 1.0, 0.9, 1.4])
    yield call("up and down, and worse on held-out rows", zigzag, restless)
    yield call(
        "far up, and down again", np.array([1.0, 2.5, 1.2, 0.8, 0.6]), np.array([1.1, 2.4, 1.2, 0.9, 0.8])
    )
    yield call(
        "lower before, on the training rows",
        np.array([1.0, 0.2, 0.5, 0.45, 0.4]),
        np.array([0.6, 0.5, 0.5, 0.45, 0.5]),
    )
    yield call(
        "nan for one epoch", np.array([2.3, np.nan, 1.9, 1.5, 1.2]), np.array([2.3, np.nan, 2.0, 1.6, 1.4])
    )
    yield call("infinite from the start", np.array([np.inf, 0.6, 0.4, 0.3]), np.array([1.0, 0.9, 0.8, 0.7]))
    yield call(
        "a wide gap, and no harm", falling(7, 0.01).round(3), np.array([1.5, 1.2, 1.0, 0.92, 0.9, 0.91, 0.92])
    )
    yield call(
        "held-out rows jump, training does not",
        falling(8).round(3),
        np.array([1.2, 0.8, 0.9, 0.6, 0.7, 0.5, 0.55, 0.5]),
    )
    fast = (falling(20, 0.02) * rng.uniform(0.5, 3)).round(4)
    yield call("another curve", fast, (fast + np.linspace(0, 1.5, 20)).round(4), hidden=True)
    yield call("a long flat line", np.linspace(1.0, 0.95, 30).round(4), np.full(30, 1.1), hidden=True)
    yield call("a long curve", falling(40, 0.05), falling(40, 0.1), hidden=True)
    for label in ("six epochs", "six other epochs"):  # in quarters: now and then exactly on a threshold
        yield call(label, *(rng.integers(1, 12, (2, 6)) / 4), hidden=True)
    sinking = np.sort(rng.integers(1, 12, 6))[::-1] / 4
    yield call("six epochs, never up", sinking, rng.integers(1, 12, 6) / 4, hidden=True)


def diagnose_finite(train, held_out, oscillating=lambda d: np.mean(d > 0) >= 1 / 3, asked=False):
    """The questions after the first, with another one for restlessness; `asked`: the first one, too."""
    if asked and (not np.all(np.isfinite(train)) or train[-1] > 2 * train[0]):
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    if oscillating(np.diff(train)):
        return "oscillating"
    return "overfitting" if held_out[-1] > 1.5 * np.min(held_out) else "healthy"


@diagnose.misconception
def nan_slips_through(train, held_out):
    """Comparisons with nan are always False, so your first question lets it pass. Ask np.isfinite for every entry."""
    if train[-1] > 2 * train[0]:
        return "diverging"
    return diagnose_finite(train, held_out)


@diagnose.misconception
def only_the_end(train, held_out):
    """You looked at the last loss alone. A loss that was infinite in the middle has diverged too: look at all entries."""
    if not np.isfinite(train[-1]) or train[-1] > 2 * train[0]:
        return "diverging"
    return diagnose_finite(train, held_out)


@diagnose.misconception
def rises_of_the_wrong_curve(train, held_out):
    """You counted the rises of the held-out loss. It jumps anyway; oscillation is a matter of the training loss."""
    first = right.diagnose(train, held_out)
    if first in ("diverging", "not learning"):
        return first
    if np.mean(np.diff(held_out) > 0) >= 1 / 3:
        return "oscillating"
    return "overfitting" if held_out[-1] > 1.5 * held_out.min() else "healthy"


@diagnose.misconception
def gap_is_overfitting(train, held_out):
    """A gap between the curves is normal. Overfitting is when the held-out loss has been lower before: compare it with its own minimum."""
    first = right.diagnose(train, held_out)
    if first in ("overfitting", "healthy"):
        return "overfitting" if held_out[-1] > 1.5 * train[-1] else "healthy"
    return first


@diagnose.misconception
def any_rise_diverges(train, held_out):
    """A loss that ends a little above its start is restless or flat. It diverges when it ends above *twice* the first."""
    return "diverging" if not train[-1] <= train[0] else right.diagnose(train, held_out)


@diagnose.misconception
def against_the_start(train, held_out):
    """You compared the last held-out loss with the first. It may have been far lower in between: compare with the smallest."""
    first = right.diagnose(train, held_out)
    if first in ("overfitting", "healthy"):
        return "overfitting" if held_out[-1] > 1.5 * held_out[0] else "healthy"
    return first


@diagnose.misconception
def another_order(train, held_out):
    """The questions come in a fixed order: a restless flat line is "not learning", because that is asked first."""
    restless = np.mean(np.diff(train) > 0) >= 1 / 3
    first = right.diagnose(train, held_out)
    return "oscillating" if first == "not learning" and restless else first


@diagnose.misconception
def share_of_epochs(train, held_out):
    """Where exactly a third of the changes are rises, you do not say "oscillating". Did you ask for *more* than a third, or divide by n? n epochs have n - 1 changes between them, and a third of these is enough."""
    first = right.diagnose(train, held_out)
    if first == "oscillating" and np.sum(np.diff(train) > 0) / len(train) < 1 / 3:
        return "overfitting" if held_out[-1] > 1.5 * held_out.min() else "healthy"
    return first


@diagnose.misconception
def infinity_slips_through(train, held_out):
    """nan was found, infinity was not. np.isfinite is False for both."""
    if np.isnan(train).any() or train[-1] > 2 * train[0]:
        return "diverging"
    return diagnose_finite(train, held_out)


@diagnose.misconception
def twice_is_enough(train, held_out):
    """A last loss of exactly twice the first is "diverging" with you. It has to be *more* than twice the first: >, not >=."""
    return "diverging" if train[-1] >= 2 * train[0] else right.diagnose(train, held_out)


@diagnose.misconception
def nine_tenths_is_enough(train, held_out):
    """A last loss of exactly 0.9 times the first is "not learning" with you. It has to be *more* than that: >, not >=."""
    first = right.diagnose(train, held_out)
    return "not learning" if first != "diverging" and train[-1] >= 0.9 * train[0] else first


@diagnose.misconception
def falls_counted(train, held_out):
    """You counted falls. A rise is a change above 0: np.diff(train) > 0."""
    return diagnose_finite(train, held_out, oscillating=lambda d: np.mean(d < 0) >= 1 / 3, asked=True)


@diagnose.misconception
def level_is_a_rise(train, held_out):
    """You counted a change of 0 as a rise. A rise is above 0: >, not >=."""
    return diagnose_finite(train, held_out, oscillating=lambda d: np.mean(d >= 0) >= 1 / 3, asked=True)


@diagnose.misconception
def half_above_is_enough(train, held_out):
    """A last held-out loss of exactly 1.5 times the smallest is "overfitting" with you. It has to be *more* than that: >, not >=."""
    first = right.diagnose(train, held_out)
    return "overfitting" if first == "healthy" and held_out[-1] >= 1.5 * held_out.min() else first


@diagnose.misconception
def smallest_of_the_training_loss(train, held_out):
    """You compared the held-out loss with the smallest *training* loss. Compare it with the smallest of its own."""
    first = right.diagnose(train, held_out)
    if first in ("overfitting", "healthy"):
        return "overfitting" if held_out[-1] > 1.5 * train.min() else "healthy"
    return first


@diagnose.misconception
def largest_instead_of_last(train, held_out):
    """A loss that rises above twice the first and comes down again is "diverging" with you. Only the last one is compared with the first."""
    return "diverging" if not train.max() <= 2 * train[0] else right.diagnose(train, held_out)


@diagnose.misconception
def overfitting_asked_first(train, held_out):
    """The questions come in a fixed order: a restless curve is "oscillating", whether it overfits or not."""
    first = right.diagnose(train, held_out)
    return "overfitting" if first == "oscillating" and held_out[-1] > 1.5 * held_out.min() else first


@diagnose.misconception
def held_out_asked_too(train, held_out):
    """You asked whether the held-out loss is finite as well. "diverging" is a matter of the training loss."""
    return "diverging" if not np.all(np.isfinite(held_out)) else right.diagnose(train, held_out)
