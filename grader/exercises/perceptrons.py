"""Exercises of chapter 2. A misconception's docstring is what a reader who made that mistake is told.

All data lie on a grid of quarters: their sums and products are exact in a float, so that no sample
changes sides because somebody added in another order.
"""

import numpy as np

from grader.author.declare import call, exercise
from solutions import perceptrons as right


def quarters(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Multiples of ¼ on both sides of 0."""
    return rng.integers(-12, 13, size=shape) / 4


def labels(rng: np.random.Generator, n: int) -> np.ndarray:
    """Labels of both classes, which no line need separate."""
    y = rng.integers(0, 2, size=n).astype(float)
    y[:2] = rng.permutation([0.0, 1.0])
    return y


def separable(rng: np.random.Generator, n: int, d: int = 2) -> tuple[np.ndarray, ...]:
    """X, y, and a line (w, b) that separates them."""
    w, b = rng.choice([-2.0, -1.0, 1.0, 2.0], size=d), 0.25
    X = quarters(rng, 20 * n, d)
    X = X[np.abs(X @ w + b) > 0.5]
    y = np.where(X @ w + b >= 0, 1.0, 0.0)
    i = np.concatenate([np.flatnonzero(y == 0)[: n // 2], np.flatnonzero(y == 1)[: n - n // 2]])
    i = rng.permutation(i)
    return X[i], y[i], w, b


XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0.0, 1.0, 1.0, 0.0])
AND = XOR[0], np.array([0.0, 0.0, 0.0, 1.0])


# ---- the neuron and its rule ----


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "First compute the weighted sum of every sample, w·x + b. One matrix product does it for the whole batch.",
        "X @ w + b has shape (n_samples,). Compare it with 0, and turn True and False into floats.",
        "np.where(X @ w + b >= 0, 1.0, 0.0).",
    ],
)
def perceptron_predict(rng):
    X = np.array([[2.0, 1.0], [-1.0, 0.5], [0.0, 0.0]])
    yield call("three samples", X, np.array([1.0, -1.0]), -0.5)
    yield call(
        "a sample on the boundary", np.array([[1.0, 1.0], [1.0, 2.0], [2.0, 1.0]]), np.array([1.0, -1.0]), 0.0
    )
    yield call(
        "samples beside the boundary", np.array([[1.0, 0.75], [0.75, 1.0]]), np.array([1.0, -1.0]), 0.0
    )
    yield call(
        "a sample barely below the boundary", np.array([[2.0**-30, 2.0**-29]]), np.array([1.0, -1.0]), 0.0
    )
    yield call("weights of unequal size", np.array([[1.0, 1.0], [-1.0, 3.0]]), np.array([2.0, -0.5]), -0.25)
    yield call("four features", quarters(rng, 5, 4), quarters(rng, 4), 0.25)
    yield call("as many samples as features", quarters(rng, 3, 3), quarters(rng, 3), -0.75)
    yield call("all weights zero", quarters(rng, 4, 2), np.zeros(2), 0.0)
    yield call("one sample", quarters(rng, 1, 3), quarters(rng, 3), 0.5)
    yield call("many samples", quarters(rng, 60, 2), quarters(rng, 2), 0.25, hidden=True)


@perceptron_predict.misconception
def weighted_sum(X, w, b):
    """You returned the weighted sum itself. A perceptron only says whether it reaches 0: 1 if it does, 0 if not."""
    return X @ w + b


@perceptron_predict.misconception
def boundary_is_zero(X, w, b):
    """A sample with w·x + b exactly 0 counts as 1: use >=, not >."""
    return np.where(X @ w + b > 0, 1.0, 0.0)


@perceptron_predict.misconception
def no_bias(X, w, b):
    """The bias is missing: compare w·x + b with 0, not w·x."""
    return np.where(X @ w >= 0, 1.0, 0.0)


@perceptron_predict.misconception
def bias_as_threshold(X, w, b):
    """You fire where w·x ≥ b. That is a threshold; the bias is *added*, and stands for minus the threshold."""
    return np.where(X @ w >= b, 1.0, 0.0)


@perceptron_predict.misconception
def signs(X, w, b):
    """You returned -1 and +1. In this chapter the classes are called 0 and 1."""
    return np.where(X @ w + b >= 0, 1.0, -1.0)


@perceptron_predict.misconception
def booleans(X, w, b):
    """You returned True and False. Turn them into the floats 1.0 and 0.0, with np.where or .astype(float)."""
    return X @ w + b >= 0


@perceptron_predict.misconception
def columns(X, w, b):
    """The weights belong to the features, the columns of X: write X @ w. w @ X weighs the samples."""
    return np.where(w @ X + b >= 0, 1.0, 0.0)


@perceptron_predict.misconception
def half_on_the_boundary(X, w, b):
    """A sample exactly on the boundary got ½ from you. It counts as 1."""
    return np.heaviside(X @ w + b, 0.5)


@perceptron_predict.misconception
def signs_with_zero(X, w, b):
    """You returned -1, 0 and +1, as np.sign does. The answers are 1.0 where w·x + b ≥ 0, and 0.0 elsewhere."""
    return np.sign(X @ w + b)


@perceptron_predict.misconception
def nearly_on_the_boundary(X, w, b):
    """A sample just below the boundary counts as 0. np.isclose, or a small number beside the 0, lets it pass."""
    z = X @ w + b
    return np.where((z >= 0) | np.isclose(z, 0), 1.0, 0.0)


@perceptron_predict.misconception
def turned(X, w, b):
    """Your classes are exchanged: 1 where w·x + b ≥ 0, and 0 where it is below."""
    return np.where(X @ w + b >= 0, 0.0, 1.0)


@perceptron_predict.misconception
def probabilities(X, w, b):
    """You returned σ(w·x + b), a probability. A perceptron says 1 or 0: it compares w·x + b with 0."""
    return 1.0 / (1.0 + np.exp(-(X @ w + b)))


@exercise(
    points=2,
    minutes=8,
    difficulty=1,
    hints=[
        "First ask what the perceptron says about x. y - ŷ is then 0 if it is right, and +1 or -1 if it is wrong.",
        "If y - ŷ is 0 the rule leaves everything alone by itself: you need no `if` about being right or wrong.",
        "error = y - (1.0 if x @ w + b >= 0 else 0.0); then return w + lr * error * x, and b + lr * error.",
    ],
)
def perceptron_update(rng):
    w = np.array([1.0, -2.0])
    yield call("should fire, and did not", w, 0.5, np.array([0.5, 1.0]), 1.0)
    yield call("fired, and should not", w, 0.5, np.array([2.0, 0.5]), 0.0)
    yield call("right about a 1", w, 0.5, np.array([2.0, 0.5]), 1.0)
    yield call("right about a 0", w, 0.5, np.array([0.5, 1.0]), 0.0)
    yield call("learning rate 0.25", w, 0.5, np.array([2.0, 0.5]), 0.0, 0.25)
    yield call("learning rate 2, three features", quarters(rng, 3), 20.0, quarters(rng, 3), 0.0, lr=2.0)
    yield call("exactly on the boundary", np.array([1.0, 1.0]), 0.0, np.array([1.0, -1.0]), 0.0)
    yield call("exactly on the boundary, and right", np.array([1.0, 1.0]), 0.0, np.array([1.0, -1.0]), 1.0)
    yield call("just across the boundary", np.array([1.0, 1.0]), 0.0, np.array([1.0, -0.5]), 0.0)
    yield call("the very first step", np.zeros(2), 0.0, np.array([-1.5, 2.0]), 0.0)
    yield call("the bias decides", np.array([1.0, 1.0]), -1.0, np.array([0.5, 0.25]), 0.0)
    yield call(
        "the bias decides, the other class", np.array([1.0, 1.0]), -1.0, np.array([0.5, 0.25]), 1.0, 2.0
    )
    yield call("many features", quarters(rng, 12), -0.5, quarters(rng, 12), 1.0, 0.5, hidden=True)
    yield call(
        "many features, the other class", quarters(rng, 12), 0.5, quarters(rng, 12), 0.0, 0.5, hidden=True
    )


@perceptron_update.misconception
def error_turned(w, b, x, y, lr=1.0):
    """You moved the wrong way: the error is y - ŷ, what should be minus what is. You have ŷ - y."""
    w_new, b_new = right.perceptron_update(w, b, x, y, lr)
    return 2 * w - w_new, 2 * b - b_new


@perceptron_update.misconception
def bias_stays(w, b, x, y, lr=1.0):
    """The bias does not learn. It moves like a weight whose input is always 1: b + lr (y - ŷ)."""
    return right.perceptron_update(w, b, x, y, lr)[0], b


@perceptron_update.misconception
def sum_for_prediction(w, b, x, y, lr=1.0):
    """You used y - (w·x + b). The perceptron's answer ŷ is 0 or 1: put the sum through the threshold first."""
    error = y - (x @ w + b)
    return w + lr * error * x, b + lr * error


@perceptron_update.misconception
def always_towards(w, b, x, y, lr=1.0):
    """You learn from every sample, even from one that is right. Multiply by y - ŷ, which is 0 then."""
    error = 1.0 if y == 1 else -1.0
    return w + lr * error * x, b + lr * error


@perceptron_update.misconception
def adds_only(w, b, x, y, lr=1.0):
    """You add x after every mistake. If it fired and should not have, x must be subtracted: y - ŷ is -1 then."""
    error = abs(right.perceptron_update(w, b, x, y, 1.0)[1] - b)
    return w + lr * error * x, b + lr * error


@perceptron_update.misconception
def label_times_any_input(w, b, x, y, lr=1.0):
    """You add y x for every sample, right or wrong, and so nothing for class 0. The step is (y - ŷ) x."""
    return w + lr * y * x, b + lr * y


@perceptron_update.misconception
def label_times_input(w, b, x, y, lr=1.0):
    """You add y x after a mistake, the rule for labels -1 and +1. Here y is 0 or 1, and y x vanishes for class 0."""
    if right.perceptron_update(w, b, x, y, 1.0)[1] != b:
        return w + lr * y * x, b + lr * y
    return w, b


@perceptron_update.misconception
def rate_forgotten(w, b, x, y, lr=1.0):
    """The learning rate is missing: it multiplies both steps."""
    return right.perceptron_update(w, b, x, y)


@perceptron_update.misconception
def rate_on_weights_only(w, b, x, y, lr=1.0):
    """The learning rate multiplies the step of the bias too."""
    return right.perceptron_update(w, b, x, y, lr)[0], right.perceptron_update(w, b, x, y)[1]


@perceptron_update.misconception
def in_place(w, b, x, y, lr=1.0):
    """Your function changed the caller's weights, as w += ... does. Write w + ..., which makes a new array."""
    new, b = right.perceptron_update(w, b, x, y, lr)
    w[:] = new
    return w, b


@perceptron_update.misconception
def silent_on_the_boundary(w, b, x, y, lr=1.0):
    """With w·x + b exactly 0 the perceptron says 1: use >=. At the start all is 0, so this decides the first step."""
    error = y - (1.0 if x @ w + b > 0 else 0.0)
    return w + lr * error * x, b + lr * error


@perceptron_update.misconception
def input_left_out(w, b, x, y, lr=1.0):
    """You moved every weight by lr (y - ŷ), whatever its input is. Each moves by that *times its input*."""
    e = lr * (right.perceptron_update(w, b, x, y)[1] - b)
    return w + e, b + e


@perceptron_update.misconception
def answer_without_bias(w, b, x, y, lr=1.0):
    """Your ŷ does not depend on b. The perceptron says 1 where w·x + b ≥ 0, not where w·x ≥ 0."""
    e = y - (1.0 if x @ w >= 0 else 0.0)
    return w + lr * e * x, b + lr * e


@perceptron_update.misconception
def answers_of_minus_one(w, b, x, y, lr=1.0):
    """You took -1 for the answer "no". Here ŷ is 0 or 1, as y is, so that y - ŷ is 0 when they agree."""
    e = y - (1.0 if x @ w + b >= 0 else -1.0)
    return w + lr * e * x, b + lr * e


@perceptron_update.misconception
def steps_alone(w, b, x, y, lr=1.0):
    """You returned the steps. Return what they lead to: w plus its step, b plus its step."""
    w_new, b_new = right.perceptron_update(w, b, x, y, lr)
    return w_new - w, b_new - b


@perceptron_update.misconception
def answered_anew(w, b, x, y, lr=1.0):
    """The bias was moved first, and ŷ was then asked for again. Both steps use the same y - ŷ: compute it once."""
    b_new = right.perceptron_update(w, b, x, y, lr)[1]
    return right.perceptron_update(w, b_new, x, y, lr)[0], b_new


@perceptron_update.misconception
def answered_anew_for_b(w, b, x, y, lr=1.0):
    """The weights were moved first, and ŷ was then asked for again. Both steps use the same y - ŷ: compute it once."""
    w_new = right.perceptron_update(w, b, x, y, lr)[0]
    return w_new, right.perceptron_update(w_new, b, x, y, lr)[1]


@perceptron_update.misconception
def smooth_answer(w, b, x, y, lr=1.0):
    """You used y - σ(w·x + b), the rule of logistic regression. Here ŷ is a decision, 0 or 1."""
    e = y - 1.0 / (1.0 + np.exp(-(x @ w + b)))
    return w + lr * e * x, b + lr * e


@perceptron_update.misconception
def boundary_is_a_mistake(w, b, x, y, lr=1.0):
    """You learn from a sample exactly on the boundary, whatever its label: the rule s (w·x + b) ≤ 0 of labels -1 and +1. Here w·x + b = 0 says 1, which may be right."""
    s = 2.0 * y - 1.0
    return (w + lr * s * x, b + lr * s) if s * (x @ w + b) <= 0 else (w.copy(), b)


@exercise(
    points=2,
    minutes=8,
    difficulty=1,
    hints=[
        "Loop over the samples and their labels together: for x_i, y_i in zip(X, y).",
        "Before each update, see whether the perceptron *as it is now* is wrong about x_i, and count it.",
        "In the loop: compare 1.0 if x_i @ w + b >= 0 else 0.0 with y_i, then w, b = perceptron_update(w, b, x_i, y_i, lr).",
    ],
)
def perceptron_epoch(rng):
    yield call("AND, from zero", np.zeros(2), 0.0, *AND)
    yield call("AND, later on", np.array([1.0, 1.0]), -0.5, *AND)
    yield call("a pass without a mistake", np.array([2.0, 1.0]), -3.0, *AND)
    X, y, _, _ = separable(rng, 8)
    yield call("eight samples", np.zeros(2), 0.0, X, y)
    yield call("learning rate 0.25", quarters(rng, 2), 0.5, X, y, 0.25)
    yield call("three features", np.zeros(3), 0.0, quarters(rng, 6, 3), labels(rng, 6), lr=2.0)
    yield call("a single sample", np.array([1.0, 0.0]), 0.0, np.array([[2.0, 1.0]]), np.array([0.0]))
    yield call(
        "from zero, a 1 comes first", np.zeros(2), 0.0, XOR[0][::-1] + 0.5, np.array([1.0, 1.0, 0.0, 0.0])
    )
    yield call("many samples", np.zeros(4), 0.0, quarters(rng, 40, 4), labels(rng, 40), hidden=True)


@perceptron_epoch.misconception
def stale(w, b, X, y, lr=1.0):
    """Every sample met the perceptron of the start of the pass. It must meet the one that the samples before it have left."""
    errors = y - right.perceptron_predict(X, w, b)
    return w + lr * (errors @ X), b + lr * np.sum(errors), int(np.sum(errors != 0))


@perceptron_epoch.misconception
def counted_afterwards(w, b, X, y, lr=1.0):
    """You counted the mistakes of the finished perceptron. Count each sample at the moment it is shown."""
    w, b, _ = right.perceptron_epoch(w, b, X, y, lr)
    return w, b, int(np.sum(right.perceptron_predict(X, w, b) != y))


@perceptron_epoch.misconception
def counted_too_late(w, b, X, y, lr=1.0):
    """You looked whether the sample is wrong *after* learning from it. Look first, then learn."""
    mistakes = 0
    for x_i, y_i in zip(X, y, strict=True):
        w, b = right.perceptron_update(w, b, x_i, y_i, lr)
        mistakes += int((1.0 if x_i @ w + b >= 0 else 0.0) != y_i)
    return w, b, mistakes


@perceptron_epoch.misconception
def first_mistake_only(w, b, X, y, lr=1.0):
    """These are the answers one gets by stopping at the first mistake. A pass shows all samples: is your return inside the loop?"""
    for x_i, y_i in zip(X, y, strict=True):
        new = right.perceptron_update(w, b, x_i, y_i, lr)
        if new[1] != b:
            return *new, 1
    return w, b, 0


@perceptron_epoch.misconception
def rate_not_passed(w, b, X, y, lr=1.0):
    """You did not pass lr on to perceptron_update, which then uses 1."""
    return right.perceptron_epoch(w, b, X, y)


@perceptron_epoch.misconception
def share(w, b, X, y, lr=1.0):
    """You returned the share of mistakes. Return how many there were."""
    w, b, mistakes = right.perceptron_epoch(w, b, X, y, lr)
    return w, b, mistakes / len(X)


@perceptron_epoch.misconception
def from_zero(w, b, X, y, lr=1.0):
    """You began with zero weights. The pass begins with the w and b that it is given."""
    return right.perceptron_epoch(np.zeros(X.shape[1]), 0.0, X, y, lr)


@perceptron_epoch.misconception
def nothing_kept(w, b, X, y, lr=1.0):
    """You returned the perceptron of the start. perceptron_update *returns* new weights: w, b = perceptron_update(...)."""
    return w.copy(), b, int(np.sum(right.perceptron_predict(X, w, b) != y))


@perceptron_epoch.misconception
def weights_kept_only(w, b, X, y, lr=1.0):
    """The bias did not move. Take both from perceptron_update: w, b = perceptron_update(...)."""
    before, mistakes = b, 0
    for x_i, y_i in zip(X, y, strict=True):
        w, moved = right.perceptron_update(w, before, x_i, y_i, lr)
        mistakes += int(moved != before)
    return w, before, mistakes


@perceptron_epoch.misconception
def errors_cancel(w, b, X, y, lr=1.0):
    """You added up y - ŷ, and a mistake of each kind cancel. Count both: every sample with ŷ ≠ y is one mistake."""
    total = 0
    for x_i, y_i in zip(X, y, strict=True):
        total += int(y_i - (1.0 if x_i @ w + b >= 0 else 0.0))
        w, b = right.perceptron_update(w, b, x_i, y_i, lr)
    return w, b, total


@perceptron_epoch.misconception
def first_sample_only(w, b, X, y, lr=1.0):
    """These are the answers one gets after the first sample alone. A pass shows all of them: is your return inside the loop?"""
    return right.perceptron_epoch(w, b, X[:1], y[:1], lr)


@perceptron_epoch.misconception
def last_sample_missing(w, b, X, y, lr=1.0):
    """These are the answers one gets without the last sample. Does a range stop one too early?"""
    return right.perceptron_epoch(w, b, X[:-1], y[:-1], lr)


@perceptron_epoch.misconception
def boundary_is_no(w, b, X, y, lr=1.0):
    """Where you count, a sample exactly on the boundary counts as 0. With w·x + b = 0 the perceptron says 1: use >=."""
    mistakes = 0
    for x_i, y_i in zip(X, y, strict=True):
        mistakes += int((1.0 if x_i @ w + b > 0 else 0.0) != y_i)
        w, b = right.perceptron_update(w, b, x_i, y_i, lr)
    return w, b, mistakes


@perceptron_epoch.misconception
def learning_of_weights_counted(w, b, X, y, lr=1.0):
    """A mistake on the sample (0, 0) does not count with you, because it moves no weight. It moves the bias: compare ŷ with y."""
    mistakes = 0
    for x_i, y_i in zip(X, y, strict=True):
        new, b = right.perceptron_update(w, b, x_i, y_i, lr)
        mistakes += int(np.any(new != w))
        w = new
    return w, b, mistakes


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "You need one weight a feature, all zero, a bias of 0, and an empty list.",
        "Loop at most max_epochs times. After each pass append its mistakes; if there were none, leave the loop.",
        "for _ in range(max_epochs): w, b, wrong = perceptron_epoch(w, b, X, y, lr); append; if wrong == 0: break.",
    ],
)
def train_perceptron(rng):
    yield call("AND", *AND)
    X, y, _, _ = separable(rng, 12)
    yield call("twelve samples", X, y)
    yield call("XOR, six passes", *XOR, max_epochs=6)
    yield call("learning rate 0.25", *XOR, 0.25, 4)
    yield call("stopped after one pass", X, y, max_epochs=1)
    yield call("all of one class", quarters(rng, 4, 3), np.ones(4))
    yield call("XOR, as many passes as there are by default", *XOR)
    X, y, _, _ = separable(rng, 30, 4)
    yield call("many samples", X, y, 0.5, hidden=True)
    yield call(
        "labels that no line separates", quarters(rng, 9, 2), labels(rng, 9), max_epochs=23, hidden=True
    )


@train_perceptron.misconception
def one_pass(X, y, lr=1.0, max_epochs=100):
    """You made one pass only. Go on until a pass is without a mistake, or max_epochs is reached."""
    w, b, wrong = right.perceptron_epoch(np.zeros(X.shape[1]), 0.0, X, y, lr)
    return w, b, [wrong]


@train_perceptron.misconception
def never_stops(X, y, lr=1.0, max_epochs=100):
    """You always make max_epochs passes. After a pass without a mistake nothing can change any more: stop."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        w, b, wrong = right.perceptron_epoch(w, b, X, y, lr)
        mistakes.append(wrong)
    return w, b, mistakes


@train_perceptron.misconception
def last_zero_missing(X, y, lr=1.0, max_epochs=100):
    """The pass without a mistake is missing from your list: append its 0 before you leave the loop."""
    w, b, mistakes = right.train_perceptron(X, y, lr, max_epochs)
    return w, b, [m for m in mistakes if m]


@train_perceptron.misconception
def total(X, y, lr=1.0, max_epochs=100):
    """You returned the total of all mistakes. Return a list, with the mistakes of each pass."""
    w, b, mistakes = right.train_perceptron(X, y, lr, max_epochs)
    return w, b, sum(mistakes)


@train_perceptron.misconception
def forgets(X, y, lr=1.0, max_epochs=100):
    """Every pass began from zero again. Set w and b to zero once, before the loop, and hand them on."""
    mistakes = []
    for _ in range(max_epochs):
        w, b, wrong = right.perceptron_epoch(np.zeros(X.shape[1]), 0.0, X, y, lr)
        mistakes.append(wrong)
        if not wrong:
            break
    return w, b, mistakes


@train_perceptron.misconception
def starts_at_one(X, y, lr=1.0, max_epochs=100):
    """You began with ones. Begin with zero weights (np.zeros) and zero bias."""
    w, b, mistakes = np.ones(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        w, b, wrong = right.perceptron_epoch(w, b, X, y, lr)
        mistakes.append(wrong)
        if not wrong:
            break
    return w, b, mistakes


@train_perceptron.misconception
def looks_afterwards(X, y, lr=1.0, max_epochs=100):
    """You stopped as soon as all samples are right, before a pass has shown it. Go on until a *pass* is without a mistake."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        w, b, wrong = right.perceptron_epoch(w, b, X, y, lr)
        mistakes.append(wrong)
        if np.all(right.perceptron_predict(X, w, b) == y):
            break
    return w, b, mistakes


@train_perceptron.misconception
def rate_not_handed_on(X, y, lr=1.0, max_epochs=100):
    """Your answers do not depend on lr. Hand it on: perceptron_epoch(w, b, X, y, lr)."""
    return right.train_perceptron(X, y, 1.0, max_epochs)


@train_perceptron.misconception
def limit_not_kept(X, y, lr=1.0, max_epochs=100):
    """Your answers do not depend on max_epochs. Give up after that many passes."""
    return right.train_perceptron(X, y, lr)


@train_perceptron.misconception
def one_pass_more(X, y, lr=1.0, max_epochs=100):
    """You made one pass more than max_epochs."""
    return right.train_perceptron(X, y, lr, max_epochs + 1)


@train_perceptron.misconception
def last_pass_only(X, y, lr=1.0, max_epochs=100):
    """You returned the mistakes of the last pass. Return a list, with those of every pass."""
    w, b, mistakes = right.train_perceptron(X, y, lr, max_epochs)
    return w, b, mistakes[-1:]


# ---- margins and the bound ----


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "(w·x + b) / ‖w‖ is a distance with a sign: positive on the side where the perceptron fires. np.linalg.norm(w) is ‖w‖.",
        "For samples of class 0 the sign must be turned round. Which factor is +1 for y = 1 and -1 for y = 0?",
        "(2 * y - 1) * (X @ w + b) / np.linalg.norm(w).",
    ],
)
def margins(rng):
    X = np.array([[5.0, 5.0], [0.0, 0.0], [1.0, 1.0], [5.0, 0.0]])
    yield call("four samples", X, np.array([1.0, 0.0, 1.0, 0.0]), np.array([3.0, 4.0]), -10.0)
    X, y, w, b = separable(rng, 6)
    yield call("separated", X, y, w, b)
    yield call("the same line, written ten times larger", X, y, 10 * w, 10 * b)
    yield call("the same line, written very small", X, y, w * 2.0**-20, b * 2.0**-20)
    yield call("three features", quarters(rng, 5, 3), labels(rng, 5), np.array([1.0, -0.5, 2.0]), 0.25)
    yield call("a single sample", np.array([[1.0, -1.0]]), np.array([0.0]), np.array([0.0, 2.0]), 1.0)
    yield call(
        "many samples",
        quarters(rng, 30, 4),
        labels(rng, 30),
        np.array([1.0, 2.0, -1.0, 0.5]),
        -0.5,
        hidden=True,
    )


@margins.misconception
def functional(X, y, w, b):
    """You did not divide by ‖w‖. s (w·x + b) grows when w is written larger; a distance must not."""
    return (2 * y - 1) * (X @ w + b)


@margins.misconception
def squared_norm(X, y, w, b):
    """You divided by ‖w‖². The distance has ‖w‖ in its denominator: np.linalg.norm(w), or the root of w @ w."""
    return (2 * y - 1) * (X @ w + b) / (w @ w)


@margins.misconception
def labels_as_signs(X, y, w, b):
    """You multiplied by y. That is 0 for class 0: turn the labels into signs first, 2 y - 1."""
    return y * (X @ w + b) / np.linalg.norm(w)


@margins.misconception
def unsigned(X, y, w, b):
    """You returned plain distances. Samples on the wrong side must get a minus."""
    return np.abs(X @ w + b) / np.linalg.norm(w)


@margins.misconception
def side_without_label(X, y, w, b):
    """Your sign says on which side of the line a sample lies, whatever its label. Positive must mean: on its *own* side."""
    return (X @ w + b) / np.linalg.norm(w)


@margins.misconception
def bias_in_norm(X, y, w, b):
    """You counted the bias in the norm. The distance in the plane divides by ‖w‖ alone."""
    return (2 * y - 1) * (X @ w + b) / np.sqrt(w @ w + b * b)


@margins.misconception
def bias_missing(X, y, w, b):
    """The bias is missing. Without it you measure from the parallel line through the origin."""
    return (2 * y - 1) * (X @ w) / np.linalg.norm(w)


@margins.misconception
def the_other_way_round(X, y, w, b):
    """Your sign is the wrong way round. Positive is a sample on the side of its own label."""
    return -right.margins(X, y, w, b)


@margins.misconception
def none_below_zero(X, y, w, b):
    """A sample on the wrong side has 0 with you. It gets *minus* its distance."""
    return np.maximum(right.margins(X, y, w, b), 0.0)


@margins.misconception
def one_norm(X, y, w, b):
    """You divided by |w₁| + |w₂| + … The length of a vector is the root of the sum of *squares*: np.linalg.norm."""
    return (2 * y - 1) * (X @ w + b) / np.sum(np.abs(w))


@margins.misconception
def hinged(X, y, w, b):
    """You subtracted from 1, as a hinge loss does. A margin is the signed distance itself."""
    return 1.0 - right.margins(X, y, w, b)


@margins.misconception
def smallest(X, y, w, b):
    """You returned the smallest margin. Return one for each sample."""
    return float(np.min(right.margins(X, y, w, b)))


@exercise(
    points=3,
    minutes=15,
    difficulty=3,
    hints=[
        "Build x̃ and w̃ first: np.column_stack([X, np.ones(len(X))]) and np.append(w, b).",
        "γ is a minimum over the samples, R a maximum over the lengths of the rows. Decide about γ ≤ 0 *before* you square.",
        "gamma = np.min((2 * y - 1) * (X1 @ w1)) / np.linalg.norm(w1); R = np.max(np.linalg.norm(X1, axis=1)).",
    ],
)
def mistake_bound(rng):
    yield call("AND", *AND, np.array([2.0, 2.0]), -3.0)
    X, y, w, b = separable(rng, 8)
    yield call("eight samples", X, y, w, b)
    yield call("the same line, written ten times larger", X, y, 10 * w, 10 * b)
    yield call("the same line, written very small", X, y, w * 2.0**-20, b * 2.0**-20)
    yield call("a line that does not separate", X, 1.0 - y, w, b)
    yield call(
        "a sample on the line",
        np.array([[1.0, 1.0], [2.0, 0.0], [0.0, 2.0]]),
        np.array([1.0, 1.0, 0.0]),
        np.array([1.0, -1.0]),
        0.0,
    )
    yield call(
        "one sample just on the wrong side",
        np.array([[1.0, 1.0], [0.25, 0.0], [-1.0, 0.0]]),
        np.array([1.0, 0.0, 0.0]),
        np.array([1.0, 0.0]),
        0.0,
    )
    X, y, w, b = separable(rng, 10, 3)
    yield call("three features", X, y, w, b)
    X, y, w, b = separable(rng, 30, 4)
    yield call("many samples", X, y, w, b, hidden=True)


@mistake_bound.misconception
def not_squared(X, y, w, b):
    """You returned R / γ. The bound is its square."""
    return float(np.sqrt(right.mistake_bound(X, y, w, b)))


@mistake_bound.misconception
def sign_squared_away(X, y, w, b):
    """A line that does not separate has γ ≤ 0, and squaring hides the sign. Return np.inf in that case."""
    X1, w1 = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    gamma = np.min((2.0 * y - 1.0) * (X1 @ w1)) / np.linalg.norm(w1)
    with np.errstate(divide="ignore"):
        return float(np.max(np.sum(X1**2, axis=1)) / np.float64(gamma) ** 2)


def _bound(X, y, w1, gammas, lengths):
    gamma = np.min(gammas) / np.linalg.norm(w1)
    return float((np.max(lengths) / gamma) ** 2) if gamma > 0 else np.inf


@mistake_bound.misconception
def radius_without_one(X, y, w, b):
    """R must be the length of the longest x̃, the appended 1 included. You measured x."""
    s = (2 * y - 1) * (X @ w + b)
    return _bound(X, y, np.append(w, b), s, np.linalg.norm(X, axis=1))


@mistake_bound.misconception
def norm_without_bias(X, y, w, b):
    """γ divides by ‖w̃‖, the bias included. You divided by ‖w‖: that is the margin in the plane."""
    s = (2 * y - 1) * (X @ w + b)
    return _bound(X, y, w, s, np.sqrt(np.sum(X**2, axis=1) + 1))


@mistake_bound.misconception
def everything_in_the_plane(X, y, w, b):
    """You used x and ‖w‖, without the appended 1 and the bias. A perceptron that learns its bias lives one dimension higher."""
    s = (2 * y - 1) * (X @ w + b)
    return _bound(X, y, w, s, np.linalg.norm(X, axis=1))


@mistake_bound.misconception
def mean_margin(X, y, w, b):
    """γ is the *smallest* margin, not the mean: the bound must hold for the worst sample."""
    s = (2 * y - 1) * (X @ w + b)
    return _bound(X, y, np.append(w, b), np.mean(s), np.sqrt(np.sum(X**2, axis=1) + 1))


@mistake_bound.misconception
def norm_forgotten(X, y, w, b):
    """You did not divide by ‖w̃‖. Writing the same line with larger numbers must not change the bound."""
    s = (2 * y - 1) * (X @ w + b)
    return _bound(X, y, np.ones(1), s, np.sqrt(np.sum(X**2, axis=1) + 1))


@mistake_bound.misconception
def margin_of_either_side(X, y, w, b):
    """You took the smallest *distance*, without its sign. A sample on the wrong side has a negative margin."""
    s = np.abs(X @ w + b)
    return _bound(X, y, np.append(w, b), s, np.sqrt(np.sum(X**2, axis=1) + 1))


@mistake_bound.misconception
def mean_radius(X, y, w, b):
    """R is the length of the *longest* sample, not their mean."""
    s = (2 * y - 1) * (X @ w + b)
    return _bound(X, y, np.append(w, b), s, np.mean(np.sqrt(np.sum(X**2, axis=1) + 1)))


@mistake_bound.misconception
def norm_of_all(X, y, w, b):
    """Your R is the norm of the whole matrix. np.linalg.norm with axis=1 gives a length for each sample: take the longest."""
    s = (2 * y - 1) * (X @ w + b)
    return _bound(X, y, np.append(w, b), s, np.sqrt(np.sum(X**2) + len(X)))


@mistake_bound.misconception
def largest_margin(X, y, w, b):
    """γ is the *smallest* margin, not the largest."""
    s = (2 * y - 1) * (X @ w + b)
    return _bound(X, y, np.append(w, b), np.max(s), np.sqrt(np.sum(X**2, axis=1) + 1))


@mistake_bound.misconception
def labels_for_signs(X, y, w, b):
    """You multiplied by y. That is 0 for class 0, and so is your γ: turn the labels into signs first, 2 y - 1."""
    return _bound(X, y, np.append(w, b), y * (X @ w + b), np.sqrt(np.sum(X**2, axis=1) + 1))


@mistake_bound.misconception
def only_gamma_squared(X, y, w, b):
    """This is R / γ². Square the whole quotient."""
    X1 = np.column_stack([X, np.ones(len(X))])
    return right.mistake_bound(X, y, w, b) / float(np.max(np.linalg.norm(X1, axis=1)))


@mistake_bound.misconception
def only_radius_squared(X, y, w, b):
    """This is R² / γ. Square the whole quotient."""
    X1 = np.column_stack([X, np.ones(len(X))])
    return float(np.sqrt(right.mistake_bound(X, y, w, b))) * float(np.max(np.linalg.norm(X1, axis=1)))


# ---- the loss ----


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "Only misclassified samples count. For which samples is ŷ - y not 0, and what sign has it?",
        "A misclassified sample of class 0 has w·x + b ≥ 0 and ŷ - y = 1; one of class 1 has w·x + b < 0 and ŷ - y = -1.",
        "So (ŷ - y) (w·x + b) is |w·x + b| for misclassified samples and 0 for all others: sum it.",
    ],
)
def perceptron_loss(rng):
    X = np.array([[1.0, 2.0], [3.0, -1.0], [-2.0, 0.5], [0.0, 4.0]])
    yield call("four samples", X, np.array([1.0, 0.0, 1.0, 0.0]), np.array([1.0, 0.5]), -1.0)
    yield call("nothing wrong", *AND, np.array([2.0, 2.0]), -3.0)
    yield call("everything wrong", AND[0], 1 - AND[1], np.array([2.0, 2.0]), -3.0)
    yield call("three features", quarters(rng, 9, 3), labels(rng, 9), quarters(rng, 3), 0.75)
    yield call("a single sample", np.array([[1.0, 1.0]]), np.array([0.0]), np.array([1.0, 2.0]), 0.5)
    yield call("many samples", quarters(rng, 40, 4), labels(rng, 40), quarters(rng, 4), -0.5, hidden=True)


@perceptron_loss.misconception
def counted(X, y, w, b):
    """You counted the misclassified samples. The loss adds up |w·x + b|, how far wrong each of them is."""
    return float(np.sum(right.perceptron_predict(X, w, b) != y))


@perceptron_loss.misconception
def averaged(X, y, w, b):
    """You took the mean. This loss is a plain sum over the misclassified samples."""
    return right.perceptron_loss(X, y, w, b) / len(X)


@perceptron_loss.misconception
def true_distances(X, y, w, b):
    """You divided by ‖w‖. True distances would; the perceptron's loss drops that factor."""
    return right.perceptron_loss(X, y, w, b) / float(np.linalg.norm(w))


@perceptron_loss.misconception
def everyone(X, y, w, b):
    """You added up over all samples. Those that are classified correctly contribute 0."""
    return float(np.sum(np.abs(X @ w + b)))


@perceptron_loss.misconception
def negative(X, y, w, b):
    """Your loss is negative. Check the order: (ŷ - y) (w·x + b) is positive for a misclassified sample."""
    return -right.perceptron_loss(X, y, w, b)


@perceptron_loss.misconception
def formula_of_signs(X, y, w, b):
    """-y (w·x + b) is for labels -1 and +1. With y = 0 it is always 0, so class 0 never counts."""
    wrong = right.perceptron_predict(X, w, b) != y
    return float(np.sum(-y[wrong] * (X[wrong] @ w + b)))


@perceptron_loss.misconception
def right_ones(X, y, w, b):
    """You added up over the samples that are classified *correctly*."""
    return float(np.sum(np.abs(X @ w + b))) - right.perceptron_loss(X, y, w, b)


@perceptron_loss.misconception
def mean_of_the_wrong(X, y, w, b):
    """You averaged over the misclassified samples. This loss is their plain sum."""
    wrong = right.perceptron_predict(X, w, b) != y
    return right.perceptron_loss(X, y, w, b) / max(int(np.sum(wrong)), 1)


@perceptron_loss.misconception
def bias_left_out(X, y, w, b):
    """You added up |w·x| over the misclassified samples: the bias is missing."""
    wrong = right.perceptron_predict(X, w, b) != y
    return float(np.sum(np.abs(X @ w)[wrong]))


@perceptron_loss.misconception
def hinge(X, y, w, b):
    """This is the hinge loss, which asks for a margin of 1. Here a sample on its own side costs nothing, however near."""
    return float(np.sum(np.maximum(0.0, 1.0 - (2 * y - 1) * (X @ w + b))))


@perceptron_loss.misconception
def squares(X, y, w, b):
    """You added up squares. The loss is the sum of |w·x + b| itself."""
    return float(np.sum((right.perceptron_predict(X, w, b) - y) ** 2 * (X @ w + b) ** 2))


@perceptron_loss.misconception
def one_a_sample(X, y, w, b):
    """You returned what each sample costs. Add them up."""
    return (right.perceptron_predict(X, w, b) - y) * (X @ w + b)


@perceptron_loss.misconception
def signs_kept(X, y, w, b):
    """You added up w·x + b with its sign, so that the two kinds of mistakes cancel. Take |w·x + b|."""
    wrong = right.perceptron_predict(X, w, b) != y
    return float(np.sum((X @ w + b)[wrong]))


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "Print y.shape, y_hat.shape and errors.shape for five samples. Which shape should errors have?",
        "(5,) minus (5, 1) is (5, 5): numpy subtracts every prediction from every label. Keep y_hat flat.",
        "errors = y - perceptron_predict(X, w, b) has shape (n_samples,). Then w + lr * (errors @ X), b + lr * np.sum(errors).",
    ],
)
def perceptron_batch_step(rng):
    X = np.array([[1.0, 2.0], [3.0, -1.0], [-2.0, 0.5], [0.0, 4.0]])
    yield call("four samples", np.array([1.0, 0.5]), -1.0, X, np.array([1.0, 0.0, 1.0, 0.0]))
    yield call("from zero", np.zeros(2), 0.0, *XOR)
    yield call("nothing wrong", np.array([2.0, 2.0]), -3.0, *AND)
    yield call("learning rate 0.25", quarters(rng, 3), 0.5, quarters(rng, 7, 3), labels(rng, 7), 0.25)
    yield call(
        "as many samples as features", quarters(rng, 3), -0.5, quarters(rng, 3, 3), labels(rng, 3), lr=2.0
    )
    yield call("a single sample", np.array([1.0, 1.0]), 0.0, np.array([[1.0, 2.0]]), np.array([0.0]))
    yield call("the bias decides", np.array([1.0, 1.0]), -1.5, XOR[0], np.array([1.0, 0.0, 0.0, 0.0]))
    yield call("all of one class, learning rate 0.5", np.zeros(2), 0.0, XOR[0], np.zeros(4), 0.5)
    yield call(
        "many samples", quarters(rng, 4), 0.25, quarters(rng, 40, 4), labels(rng, 40), 0.5, hidden=True
    )


@perceptron_batch_step.misconception
def draft(w, b, X, y, lr=1.0):
    """This is still the draft: its errors have shape (n_samples, n_samples), every label minus every prediction."""
    return right.perceptron_batch_step_draft(w, b, X, y, lr)


@perceptron_batch_step.misconception
def mean(w, b, X, y, lr=1.0):
    """You averaged over the samples. The loss is a sum, and so is its gradient."""
    errors = y - right.perceptron_predict(X, w, b)
    return w + lr * (errors @ X) / len(X), b + lr * np.mean(errors)


@perceptron_batch_step.misconception
def uphill(w, b, X, y, lr=1.0):
    """You went up the gradient. Descent adds Σ (y - ŷ) x, which is minus the gradient."""
    errors = right.perceptron_predict(X, w, b) - y
    return w + lr * (errors @ X), b + lr * np.sum(errors)


@perceptron_batch_step.misconception
def weights_only_move(w, b, X, y, lr=1.0):
    """The bias has a gradient as well: Σ (ŷ - y)."""
    return right.perceptron_batch_step(w, b, X, y, lr)[0], b


@perceptron_batch_step.misconception
def one_by_one(w, b, X, y, lr=1.0):
    """You updated sample by sample. In one step of gradient descent all predictions come from the same w and b."""
    return right.perceptron_epoch(w, b, X, y, lr)[:2]


@perceptron_batch_step.misconception
def caller_changed(w, b, X, y, lr=1.0):
    """Your step changed the caller's weights, as w += ... does. Write w + ..., which makes a new array."""
    w[:], b = right.perceptron_batch_step(w, b, X, y, lr)
    return w, b


@perceptron_batch_step.misconception
def rate_left_out(w, b, X, y, lr=1.0):
    """Your answers do not depend on lr. The step is lr times as long as the gradient."""
    return right.perceptron_batch_step(w, b, X, y)


@perceptron_batch_step.misconception
def rate_on_weights_alone(w, b, X, y, lr=1.0):
    """The bias moves by the whole sum of the errors. Its step is lr times as long, too."""
    return right.perceptron_batch_step(w, b, X, y, lr)[0], right.perceptron_batch_step(w, b, X, y)[1]


@perceptron_batch_step.misconception
def gradient_itself(w, b, X, y, lr=1.0):
    """You returned the gradient. Return where the step leads: w and b, minus lr times their gradients."""
    e = right.perceptron_predict(X, w, b) - y
    return e @ X, np.sum(e)


@perceptron_batch_step.misconception
def bias_answers_anew(w, b, X, y, lr=1.0):
    """For the bias you asked the perceptron again, after its weights had moved. Every ŷ comes from the same (w, b)."""
    w_new = right.perceptron_batch_step(w, b, X, y, lr)[0]
    return w_new, right.perceptron_batch_step(w_new, b, X, y, lr)[1]


@perceptron_batch_step.misconception
def boundary_says_no(w, b, X, y, lr=1.0):
    """With w·x + b exactly 0 the perceptron says 1: use >=, or perceptron_predict."""
    e = y - np.where(X @ w + b > 0, 1.0, 0.0)
    return w + lr * (e @ X), b + lr * np.sum(e)


@perceptron_batch_step.misconception
def answers_without_bias(w, b, X, y, lr=1.0):
    """Your answers ŷ do not depend on b. The perceptron says 1 where w·x + b ≥ 0: use perceptron_predict(X, w, b)."""
    e = y - np.where(X @ w >= 0, 1.0, 0.0)
    return w + lr * (e @ X), b + lr * np.sum(e)


# ---- when no line separates ----


@exercise(
    points=3,
    minutes=15,
    difficulty=3,
    hints=[
        "Remember every (w, b) with which a pass begins, and the number of that pass. A dictionary does it.",
        "An array cannot be the key of a dictionary, but a tuple can: (*w, b).",
        "At the start of pass e: if (*w, b) is in first_seen, return e - first_seen[(*w, b)]; else first_seen[(*w, b)] = e. Then make the pass; if it had no mistakes return 0.",
    ],
)
def cycle_length(rng):
    yield call("XOR", *XOR)
    yield call("AND", *AND)
    yield call("XOR, learning rate 0.5", *XOR, 0.5)
    yield call("too few passes to tell", *XOR, max_epochs=2)
    yield call("just enough passes", *XOR, max_epochs=3)
    X, y, _, _ = separable(rng, 10)
    yield call("ten samples", X, y)
    y = y.copy()
    y[:2] = 1 - y[:2]
    yield call("the same with two labels turned", X, y)
    six = np.array([[2.0, 1.0], [-1.5, -0.5], [0.0, 0.5], [0.5, 2.0], [1.0, 2.0], [-2.0, -1.5]])
    yield call("six samples, a long cycle", six, np.array([1.0, 1.0, 0.0, 0.0, 0.0, 0.0]))
    line = np.array([[-1.0], [0.0], [2.0]]), np.array([1.0, 0.0, 1.0])
    yield call("three samples on a line", *line)
    home = np.array([[0.0], [2.0], [-1.0]]), np.array([0.0, 1.0, 1.0])
    yield call("a cycle that closes at the start, in just enough passes", *home, max_epochs=3)
    yield call("one pass too few to tell", *home, max_epochs=2)
    yield call("many samples", quarters(rng, 12, 2), labels(rng, 12), hidden=True)
    near = np.array([[-5.34375], [-5.3828125]]), np.array([1.0, 0.0])
    yield call("two samples so close that it takes just as many passes as are allowed", *near, hidden=True)
    closer = np.array([[5.5], [5.4375]]), np.array([1.0, 0.0])
    yield call("two samples so close that it takes one pass too many", *closer, hidden=True)


@cycle_length.misconception
def standstill(X, y, lr=1.0, max_epochs=1000):
    """A converged perceptron also repeats, pass after pass. Test for a pass without a mistake first, and return 0 for it."""
    found = right.cycle_length(X, y, lr, max_epochs)
    return 1 if found == 0 else found


@cycle_length.misconception
def from_the_start(X, y, lr=1.0, max_epochs=1000):
    """You returned the number of passes until the first repetition. The cycle may begin late: subtract the pass where these weights were first seen."""
    w, b, seen = np.zeros(X.shape[1]), 0.0, set()
    for epoch in range(max_epochs):
        seen.add((*w, b))
        w, b, mistakes = right.perceptron_epoch(w, b, X, y, lr)
        if not mistakes:
            return 0
        if (*w, b) in seen:
            return epoch + 1
    return -1


@cycle_length.misconception
def weights_only(X, y, lr=1.0, max_epochs=1000):
    """You compared the weights but not the bias. Only if both are back does everything repeat."""
    w, b, seen = np.zeros(X.shape[1]), 0.0, {}
    for epoch in range(max_epochs):
        seen.setdefault(tuple(w), epoch)
        w, b, mistakes = right.perceptron_epoch(w, b, X, y, lr)
        if not mistakes:
            return 0
        if tuple(w) in seen:
            return epoch + 1 - seen[tuple(w)]
    return -1


@cycle_length.misconception
def previous_pass_only(X, y, lr=1.0, max_epochs=1000):
    """You compared each beginning only with the one before it. A cycle may take several passes: remember them all."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(max_epochs):
        before = (*w, b)
        w, b, mistakes = right.perceptron_epoch(w, b, X, y, lr)
        if not mistakes:
            return 0
        if (*w, b) == before:
            return 1
    return -1


@cycle_length.misconception
def return_to_zero(X, y, lr=1.0, max_epochs=1000):
    """You waited for the weights to come back to zero, where they began. A cycle may close anywhere."""
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(max_epochs):
        w, b, mistakes = right.perceptron_epoch(w, b, X, y, lr)
        if not mistakes:
            return 0
        if not np.any(w) and b == 0:
            return epoch + 1
    return -1


@cycle_length.misconception
def mistakes_repeat(X, y, lr=1.0, max_epochs=1000):
    """You looked for a repeated number of mistakes. Two passes may have equally many and still end with different weights."""
    w, b, seen = np.zeros(X.shape[1]), 0.0, {}
    for epoch in range(max_epochs):
        w, b, mistakes = right.perceptron_epoch(w, b, X, y, lr)
        if not mistakes:
            return 0
        if mistakes in seen:
            return epoch - seen[mistakes]
        seen[mistakes] = epoch
    return -1


@cycle_length.misconception
def zero_if_nothing(X, y, lr=1.0, max_epochs=1000):
    """Where max_epochs passes were not enough to tell, you returned 0. That says "converged"; return -1."""
    return max(right.cycle_length(X, y, lr, max_epochs), 0)


@cycle_length.misconception
def one_more(X, y, lr=1.0, max_epochs=1000):
    """Your cycles are one pass too long: count from one beginning to the *next* equal one, e - first_seen."""
    found = right.cycle_length(X, y, lr, max_epochs)
    return found + 1 if found > 0 else found


@cycle_length.misconception
def beginnings_only(X, y, lr=1.0, max_epochs=1000):
    """You looked only where a pass really begins. The last one ends with what the next would begin with, and that counts."""
    w, b, seen = np.zeros(X.shape[1]), 0.0, {}
    for epoch in range(max_epochs):
        if (*w, b) in seen:
            return epoch - seen[(*w, b)]
        seen[(*w, b)] = epoch
        w, b, mistakes = right.perceptron_epoch(w, b, X, y, lr)
        if not mistakes:
            return 0
    return -1


@cycle_length.misconception
def start_not_remembered(X, y, lr=1.0, max_epochs=1000):
    """You remembered how passes *end*. The (0, 0) of the very start is a beginning too, and training may come back to it."""
    w, b, seen = np.zeros(X.shape[1]), 0.0, {}
    for epoch in range(max_epochs):
        w, b, mistakes = right.perceptron_epoch(w, b, X, y, lr)
        if not mistakes:
            return 0
        if (*w, b) in seen:
            return epoch - seen[(*w, b)]
        seen[(*w, b)] = epoch
    return -1


@exercise(
    points=3,
    minutes=15,
    difficulty=3,
    hints=[
        "Carry two perceptrons: the one that learns, and the one in the pocket with its number of errors on all of X.",
        "The first one in the pocket is (0, 0). After each update count the learner's errors on all samples; if they are *fewer*, put a copy in.",
        "errors = int(np.sum(perceptron_predict(X, w, b) != y)); if errors < best_errors: best = w, b, errors. The learner goes on from its own weights.",
    ],
)
def pocket_perceptron(rng):
    yield call("XOR", *XOR)
    X, y, _, _ = separable(rng, 10)
    yield call("ten samples", X, y)
    y = y.copy()
    y[-2:] = 1 - y[-2:]
    yield call("the same with two labels turned", X, y)
    yield call("three passes, learning rate 0.5", X, y, 0.5, epochs=3)
    yield call("all of one class", quarters(rng, 4, 2), np.ones(4))
    yield call("no pass at all", X, y, epochs=0)
    late = np.array([[2.0, 1.0], [-1.0, 0.5], [0.5, 1.5], [2.0, -0.5], [-1.5, 0.0]])
    yield call("the best comes in the tenth pass", late, np.array([0.0, 1.0, 1.0, 0.0, 0.0]))
    end = np.array([[1.0, 0.0], [-0.5, -1.0], [-1.0, 0.5], [-2.0, 0.0], [0.5, 1.5]])
    yield call("the best comes with the last sample", end, np.array([1.0, 0.0, 1.0, 1.0, 0.0]))
    yield call("the best comes with the very last update", end, np.array([1.0, 0.0, 1.0, 1.0, 0.0]), epochs=1)
    yield call("twelve samples at random", quarters(rng, 12, 2), labels(rng, 12))
    yield call("nine samples, three features", quarters(rng, 9, 3), labels(rng, 9))
    yield call("many samples", quarters(rng, 25, 3), labels(rng, 25), hidden=True)


def _pocket(X, y, lr, epochs, better=lambda new, old: new < old, each=True, start=True, back=False):
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, int(np.sum(right.perceptron_predict(X, w, b) != y)) if start else len(X) + 1
    for _ in range(epochs):
        for i in range(len(X)):
            w, b = right.perceptron_update(w, b, X[i], y[i], lr)
            errors = int(np.sum(right.perceptron_predict(X, w, b) != y))
            if (each or i == len(X) - 1) and better(errors, best[2]):
                best = w, b, errors
            elif back:
                w, b = best[:2]
    return best


@pocket_perceptron.misconception
def last(X, y, lr=1.0, epochs=10):
    """You returned the last perceptron. The one from the pocket may be better."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        w, b, _ = right.perceptron_epoch(w, b, X, y, lr)
    return w, b, int(np.sum(right.perceptron_predict(X, w, b) != y))


@pocket_perceptron.misconception
def latest_of_equals(X, y, lr=1.0, epochs=10):
    """Of several equally good perceptrons you kept the last. Exchange it only for a better one: <, not <=."""
    return _pocket(X, y, lr, epochs, better=lambda new, old: new <= old)


@pocket_perceptron.misconception
def once_a_pass(X, y, lr=1.0, epochs=10):
    """You looked only at the end of each pass. The best may come and go within one: look after every update."""
    return _pocket(X, y, lr, epochs, each=False)


@pocket_perceptron.misconception
def learns_from_pocket(X, y, lr=1.0, epochs=10):
    """After a step that did not help you went back to the pocket's weights. The learner goes on from its own: the pocket only remembers."""
    return _pocket(X, y, lr, epochs, back=True)


@pocket_perceptron.misconception
def worst(X, y, lr=1.0, epochs=10):
    """You kept the perceptron with the most errors. Is your comparison the wrong way round?"""
    return _pocket(X, y, lr, epochs, better=lambda new, old: new > old)


@pocket_perceptron.misconception
def start_forgotten(X, y, lr=1.0, epochs=10):
    """The zero perceptron of the very start is a candidate too: put it into the pocket before the first step."""
    return _pocket(X, y, lr, epochs, start=False)


@pocket_perceptron.misconception
def fewest_at_any_time(X, y, lr=1.0, epochs=10):
    """Your number of errors belongs to the pocket, but the weights are the learner's last. Keep the three together."""
    w, b, _ = last(X, y, lr, epochs)
    return w, b, right.pocket_perceptron(X, y, lr, epochs)[2]


@pocket_perceptron.misconception
def same_array(X, y, lr=1.0, epochs=10):
    """The weights in your pocket went on learning: it holds the learner's own array, which w += ... changes. Put a copy in."""
    _, b, errors = right.pocket_perceptron(X, y, lr, epochs)
    return last(X, y, lr, epochs)[0], b, errors


@pocket_perceptron.misconception
def errors_so_far(X, y, lr=1.0, epochs=10):
    """You counted errors on the samples shown so far in the pass. Count them on *all* samples."""
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, int(np.sum(right.perceptron_predict(X, w, b) != y))
    for _ in range(epochs):
        for i in range(len(X)):
            w, b = right.perceptron_update(w, b, X[i], y[i], lr)
            errors = int(np.sum(right.perceptron_predict(X[: i + 1], w, b) != y[: i + 1]))
            if errors < best[2]:
                best = w, b, errors
    return best


@pocket_perceptron.misconception
def smallest_loss(X, y, lr=1.0, epochs=10):
    """You kept the perceptron with the smallest loss. The best is the one with the fewest *errors*."""
    w, b = np.zeros(X.shape[1]), 0.0
    best, loss = (w, b), right.perceptron_loss(X, y, w, b)
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            w, b = right.perceptron_update(w, b, x_i, y_i, lr)
            if right.perceptron_loss(X, y, w, b) < loss:
                best, loss = (w, b), right.perceptron_loss(X, y, w, b)
    return *best, int(np.sum(right.perceptron_predict(X, *best) != y))


@pocket_perceptron.misconception
def longest_run(X, y, lr=1.0, epochs=10):
    """You kept the perceptron that survived the longest run of samples, as Gallant did. Here the best has the fewest errors on all samples."""
    w, b, run, longest = np.zeros(X.shape[1]), 0.0, 0, 0
    best = w, b
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            before = b
            w, b = right.perceptron_update(w, b, x_i, y_i, lr)
            run = run + 1 if b == before else 0
            if run > longest:
                best, longest = (w, b), run
    return *best, int(np.sum(right.perceptron_predict(X, *best) != y))


@pocket_perceptron.misconception
def rate_of_one(X, y, lr=1.0, epochs=10):
    """Your answers do not depend on lr. Hand it on to perceptron_update."""
    return right.pocket_perceptron(X, y, 1.0, epochs)


@pocket_perceptron.misconception
def share_of_errors(X, y, lr=1.0, epochs=10):
    """You returned the share of errors. Return how many there are."""
    w, b, errors = right.pocket_perceptron(X, y, lr, epochs)
    return w, b, errors / len(X)


@pocket_perceptron.misconception
def looked_at_too_early(X, y, lr=1.0, epochs=10):
    """You looked at each perceptron before its sample, and never at the last one. Look after every update."""
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, int(np.sum(right.perceptron_predict(X, w, b) != y))
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            errors = int(np.sum(right.perceptron_predict(X, w, b) != y))
            if errors < best[2]:
                best = w, b, errors
            w, b = right.perceptron_update(w, b, x_i, y_i, lr)
    return best


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    atol=1e-12,  # a mean that is exactly 0 is a hair off, added up in another order
    hints=[
        "Besides w and b you need two running sums, which begin at zero.",
        "Add w and b to the sums after *every* sample, also when nothing has changed: a perceptron that survives many samples deserves its weight.",
        "At the end divide both sums by epochs * len(X).",
    ],
)
def averaged_perceptron(rng):
    yield call("AND, one pass", *AND, epochs=1)
    yield call("XOR", *XOR)
    X, y, _, _ = separable(rng, 10)
    yield call("ten samples", X, y)
    yield call("three passes, learning rate 0.5", X, 1 - y, 0.5, 3)
    yield call("nine samples, three features", quarters(rng, 9, 3), labels(rng, 9))
    yield call("many samples", quarters(rng, 25, 4), labels(rng, 25), hidden=True)


def _average(X, y, lr, epochs, add=lambda changed, i: True, divide=True):
    w, b, w_sum, b_sum, n = np.zeros(X.shape[1]), 0.0, np.zeros(X.shape[1]), 0.0, 0
    for _ in range(epochs):
        for i in range(len(X)):
            before = b
            w, b = right.perceptron_update(w, b, X[i], y[i], lr)
            if add(b != before, i):
                w_sum, b_sum, n = w_sum + w, b_sum + b, n + 1
    n = n if divide and n else 1
    return w_sum / n, b_sum / n


@averaged_perceptron.misconception
def only_changes(X, y, lr=1.0, epochs=10):
    """You averaged only over the perceptrons that had just changed. Count one that survives ten samples ten times."""
    return _average(X, y, lr, epochs, add=lambda changed, i: changed)


@averaged_perceptron.misconception
def ends_of_passes(X, y, lr=1.0, epochs=10):
    """You averaged over the ends of the passes. Average over every sample shown."""
    return _average(X, y, lr, epochs, add=lambda changed, i: i == len(X) - 1)


@averaged_perceptron.misconception
def not_divided(X, y, lr=1.0, epochs=10):
    """You returned the sums. Divide by the number of samples shown, epochs * len(X)."""
    return _average(X, y, lr, epochs, divide=False)


@averaged_perceptron.misconception
def divided_by_passes(X, y, lr=1.0, epochs=10):
    """You divided by the number of passes. There are epochs * len(X) perceptrons in the sum."""
    w, b = right.averaged_perceptron(X, y, lr, epochs)
    return w * len(X), b * len(X)


@averaged_perceptron.misconception
def last_one(X, y, lr=1.0, epochs=10):
    """You returned the last perceptron. Return the mean of all of them."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        w, b, _ = right.perceptron_epoch(w, b, X, y, lr)
    return w, b


@averaged_perceptron.misconception
def bias_not_averaged(X, y, lr=1.0, epochs=10):
    """You averaged the weights, but returned the last bias. The bias needs its own sum."""
    return right.averaged_perceptron(X, y, lr, epochs)[0], last_one(X, y, lr, epochs)[1]


@averaged_perceptron.misconception
def learns_from_average(X, y, lr=1.0, epochs=10):
    """You let the average learn. The ordinary perceptron goes on by itself, and the average only watches."""
    w, b, shown = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(epochs):
        for i in range(len(X)):
            w_new, b_new = right.perceptron_update(w, b, X[i], y[i], lr)
            w, b, shown = (shown * w + w_new) / (shown + 1), (shown * b + b_new) / (shown + 1), shown + 1
    return w, b


@averaged_perceptron.misconception
def before_each_sample(X, y, lr=1.0, epochs=10):
    """You added up the weights as they stood *before* each sample. Learn from it first, then add."""
    w, b, w_sum, b_sum = np.zeros(X.shape[1]), 0.0, np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            w_sum, b_sum = w_sum + w, b_sum + b
            w, b = right.perceptron_update(w, b, x_i, y_i, lr)
    return w_sum / (epochs * len(X)), b_sum / (epochs * len(X))


@averaged_perceptron.misconception
def start_counted(X, y, lr=1.0, epochs=10):
    """You divided by one more than there are: the zero perceptron of the start does not count."""
    w, b = right.averaged_perceptron(X, y, lr, epochs)
    shown = epochs * len(X)
    return w * shown / (shown + 1), b * shown / (shown + 1)


@averaged_perceptron.misconception
def divided_by_samples(X, y, lr=1.0, epochs=10):
    """You divided by the number of samples. There are epochs * len(X) perceptrons in the sum."""
    w, b = right.averaged_perceptron(X, y, lr, epochs)
    return w * epochs, b * epochs


@averaged_perceptron.misconception
def rate_of_one_here(X, y, lr=1.0, epochs=10):
    """Your answers do not depend on lr. Hand it on to perceptron_update."""
    return right.averaged_perceptron(X, y, 1.0, epochs)


# ---- features by hand ----


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "Write down by hand which columns should come out for three features: x₁, x₂, x₃, x₁x₁, x₁x₂, x₁x₃, x₂x₂, x₂x₃, x₃x₃.",
        "Two loops, the second starting where the first stands: for i in range(n): for j in range(i, n). Or np.triu_indices(n).",
        "Collect X[:, i] * X[:, j] in a list and end with np.column_stack([X, *products]).",
    ],
)
def quadratic_features(rng):
    yield call("two features", np.array([[2.0, 3.0], [-1.0, 0.5], [0.0, 4.0]]))
    yield call("three features", quarters(rng, 4, 3))
    yield call("one feature", np.array([[2.0], [-3.0]]))
    yield call("five features, one sample", quarters(rng, 1, 5))
    yield call("as many samples as features", quarters(rng, 3, 3))
    yield call("many features", quarters(rng, 6, 9), hidden=True)


@quadratic_features.misconception
def every_pair_twice(X):
    """You have both x₁x₂ and x₂x₁, which are the same. Let j begin at i."""
    n = X.shape[1]
    return np.column_stack([X, *(X[:, i] * X[:, j] for i in range(n) for j in range(n))])


@quadratic_features.misconception
def no_squares(X):
    """The squares are missing: x₁x₁ is a product of two features too. Let j begin at i, not at i + 1."""
    i, j = np.triu_indices(X.shape[1], 1)
    return np.column_stack([X, X[:, i] * X[:, j]])


@quadratic_features.misconception
def products_only(X):
    """The original features are missing: put X itself in front."""
    return right.quadratic_features(X)[:, X.shape[1] :]


@quadratic_features.misconception
def squares_only(X):
    """You have the squares, but not the products of different features."""
    return np.column_stack([X, X**2])


@quadratic_features.misconception
def squares_first(X):
    """All products are there, but in another order: x₁x₁, x₁x₂, …, x₁xₙ, and only then x₂x₂."""
    i, j = np.triu_indices(X.shape[1], 1)
    return np.column_stack([X, X**2, X[:, i] * X[:, j]])


@quadratic_features.misconception
def column_by_column(X):
    """All products are there, but in another order: x₁x₁, x₁x₂, …, x₁xₙ first. Is your outer loop the inner one?"""
    n = X.shape[1]
    return np.column_stack([X, *(X[:, i] * X[:, j] for j in range(n) for i in range(j + 1))])


@quadratic_features.misconception
def of_samples(X):
    """X @ X.T multiplies samples with samples. Multiply columns of X, entry by entry."""
    return np.column_stack([X, X @ X.T])


@quadratic_features.misconception
def mixed_doubled(X):
    """The products of two different features count twice with you. Each pair appears once."""
    i, j = np.triu_indices(X.shape[1])
    return np.column_stack([X, X[:, i] * X[:, j] * np.where(i == j, 1.0, 2.0)])


@quadratic_features.misconception
def products_in_front(X):
    """The products are in front. The n features themselves come first."""
    return np.roll(right.quadratic_features(X), -X.shape[1], axis=1)


@quadratic_features.misconception
def sums(X):
    """You added two features where you should multiply them."""
    i, j = np.triu_indices(X.shape[1])
    return np.column_stack([X, X[:, i] + X[:, j]])


@quadratic_features.misconception
def one_in_front(X):
    """There is a column of ones in front. The bias takes care of that: begin with the features."""
    return np.column_stack([np.ones(len(X)), right.quadratic_features(X)])
