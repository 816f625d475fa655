"""Chapter 2, sentence by sentence: for each, wrong answers that break it alone."""

import numpy as np

from grader.author.sentences import breaks, explains
from solutions import perceptrons as right


def says(X, w, b):
    return np.where(X @ w + b >= 0, 1.0, 0.0)


# ---- learning from mistakes ----

breaks("perceptron_predict", "The class of each sample: 1 where w·x + b ≥ 0, else 0.", "weighted_sum")
breaks("perceptron_predict", "A sample exactly on the boundary counts as 1.", "boundary_is_zero")
breaks("perceptron_predict", "b: the bias, one number", "no_bias")
breaks("perceptron_predict", "Returns floats (0.0 and 1.0), shape (n_samples,).", "booleans")


@breaks("perceptron_predict", "X: batch, shape (n_samples, n_features)")
def first_sample_for_all(X, w, b):
    return np.full(len(X), says(X, w, b)[0])


@breaks("perceptron_predict", "X: batch, shape (n_samples, n_features)")
def two_features(X, w, b):
    return np.where(X[:, 0] * w[0] + X[:, 1] * w[1] + b >= 0, 1.0, 0.0)


@breaks("perceptron_predict", "w: weights, shape (n_features,)")
def signs_of_weights(X, w, b):
    return says(X, np.sign(w), b)


@breaks("perceptron_predict", "Returns floats (0.0 and 1.0), shape (n_samples,).")
def whole_numbers(X, w, b):
    return (X @ w + b >= 0).astype(int)


@breaks("perceptron_predict", "Returns floats (0.0 and 1.0), shape (n_samples,).")
def a_column(X, w, b):
    return says(X, w, b)[:, None]


@breaks("perceptron_predict", "A sample exactly on the boundary counts as 1.")
def beside_the_boundary_too(X, w, b):
    return np.where(X @ w + b >= -1e-3, 1.0, 0.0)


@breaks("perceptron_predict", "A sample exactly on the boundary counts as 1.")
def half_on_the_boundary(X, w, b):
    return np.heaviside(X @ w + b, 0.5)


breaks("perceptron_update", "One step of the perceptron rule, for one sample.", "always_towards")
UPDATE = "w ← w + lr (y - ŷ) x and b ← b + lr (y - ŷ), where ŷ is what the perceptron says about x: 1 if w·x + b ≥ 0, else 0."
breaks("perceptron_update", UPDATE, "silent_on_the_boundary")
breaks("perceptron_update", UPDATE, "error_turned")
breaks("perceptron_update", "y: the label of x, 0 or 1", "label_times_input")
breaks("perceptron_update", "lr: the learning rate", "rate_forgotten")
breaks("perceptron_update", "The arguments stay as they are.", "in_place")
breaks("perceptron_update", "b: the bias", "bias_stays")


@breaks("perceptron_update", "w, x: shape (n_features,)")
def two_weights(w, b, x, y, lr=1.0):
    e = y - (1.0 if x @ w + b >= 0 else 0.0)
    return np.array([w[0] + lr * e * x[0], w[1] + lr * e * x[1]]), b + lr * e


@breaks("perceptron_update", UPDATE)
def bias_first_then_weights(w, b, x, y, lr=1.0):
    b = b + lr * (y - (1.0 if x @ w + b >= 0 else 0.0))
    return w + lr * (y - (1.0 if x @ w + b >= 0 else 0.0)) * x, b


@breaks("perceptron_update", UPDATE)
def on_the_boundary_is_a_mistake(w, b, x, y, lr=1.0):
    s = 2.0 * y - 1.0
    return (w + lr * s * x, b + lr * s) if s * (x @ w + b) <= 0 else (w.copy(), b)


@breaks("perceptron_update", UPDATE)
def answer_without_bias(w, b, x, y, lr=1.0):
    e = y - (1.0 if x @ w >= 0 else 0.0)
    return w + lr * e * x, b + lr * e


@breaks("perceptron_update", "Returns the new weights and the new bias as a tuple (w, b).")
def bias_in_front(w, b, x, y, lr=1.0):
    return right.perceptron_update(w, b, x, y, lr)[::-1]


@breaks("perceptron_update", "Returns the new weights and the new bias as a tuple (w, b).")
def steps_alone(w, b, x, y, lr=1.0):
    e = y - (1.0 if x @ w + b >= 0 else 0.0)
    return lr * e * x, lr * e


@breaks("perceptron_update", "The arguments stay as they are.")
def input_scaled_in_place(w, b, x, y, lr=1.0):
    e = lr * (y - (1.0 if x @ w + b >= 0 else 0.0))
    x *= e
    return w + x, b + e


@breaks("perceptron_epoch", "One pass: show the samples in order, and learn from each mistake.")
def backwards(w, b, X, y, lr=1.0):
    return right.perceptron_epoch(w, b, X[::-1], y[::-1], lr)


@breaks("perceptron_epoch", "One pass: show the samples in order, and learn from each mistake.")
def two_passes(w, b, X, y, lr=1.0):
    w, b, _ = right.perceptron_epoch(w, b, X, y, lr)
    return right.perceptron_epoch(w, b, X, y, lr)


@breaks("perceptron_epoch", "One pass: show the samples in order, and learn from each mistake.")
def at_random(w, b, X, y, lr=1.0):
    order = np.random.default_rng(0).permutation(len(X))
    return right.perceptron_epoch(w, b, X[order], y[order], lr)


@breaks("perceptron_epoch", "One pass: show the samples in order, and learn from each mistake.")
def last_sample_forgotten(w, b, X, y, lr=1.0):
    return right.perceptron_epoch(w, b, X[:-1], y[:-1], lr)


breaks("perceptron_epoch", "w, b: the perceptron at the start of the pass", "from_zero")
breaks("perceptron_epoch", "lr: the learning rate", "rate_not_passed")
breaks("perceptron_epoch", "Each sample meets the perceptron as the samples before it have left it.", "stale")
explains("perceptron_epoch", "Use `perceptron_update`.")


@breaks("perceptron_epoch", "X, y: the samples and their labels")
def labels_of_the_next(w, b, X, y, lr=1.0):
    return right.perceptron_epoch(w, b, X, np.roll(y, 1), lr)


EPOCH = "Returns (w, b, mistakes): the perceptron after the pass, and how many samples it got wrong at the moment they were shown."
breaks("perceptron_epoch", EPOCH, "counted_too_late")
breaks("perceptron_epoch", EPOCH, "share")


@breaks("perceptron_epoch", EPOCH)
def boundary_not_counted(w, b, X, y, lr=1.0):
    mistakes = 0
    for x_i, y_i in zip(X, y, strict=True):
        mistakes += int((x_i @ w + b > 0) != y_i)
        w, b = right.perceptron_update(w, b, x_i, y_i, lr)
    return w, b, mistakes


@breaks("perceptron_epoch", EPOCH)
def changes_of_weights_counted(w, b, X, y, lr=1.0):
    mistakes = 0
    for x_i, y_i in zip(X, y, strict=True):
        new, b = right.perceptron_update(w, b, x_i, y_i, lr)
        mistakes += int(np.any(new != w))
        w = new
    return w, b, mistakes


@breaks("perceptron_epoch", EPOCH)
def a_whole_float(w, b, X, y, lr=1.0):
    w, b, m = right.perceptron_epoch(w, b, X, y, lr)
    return w, b, float(m)


@breaks("perceptron_epoch", "The arguments stay as they are.")
def learns_in_place(w, b, X, y, lr=1.0):
    mistakes = 0
    for x_i, y_i in zip(X, y, strict=True):
        e = y_i - (1.0 if x_i @ w + b >= 0 else 0.0)
        w += lr * e * x_i
        b += lr * e
        mistakes += int(e != 0)
    return w.copy(), b, mistakes


breaks("train_perceptron", "Train from zero until a whole pass goes by without a mistake.", "never_stops")
breaks("train_perceptron", "Weights and bias begin at zero.", "starts_at_one")
explains("train_perceptron", "Use `perceptron_epoch` for each pass.")


@breaks("train_perceptron", "Train from zero until a whole pass goes by without a mistake.")
def stops_when_few_are_wrong(X, y, lr=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        w, b, wrong = right.perceptron_epoch(w, b, X, y, lr)
        mistakes.append(wrong)
        if wrong <= 1:
            break
    return w, b, mistakes


@breaks("train_perceptron", "X, y: samples and labels")
def stops_at_the_first_that_is_all_right(X, y, lr=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        w, b, wrong = right.perceptron_epoch(w, b, X, y, lr)
        mistakes.append(wrong)
        if np.all(says(X, w, b) == y):
            break
    return w, b, mistakes


@breaks("train_perceptron", "lr: the learning rate")
def rate_of_one(X, y, lr=1.0, max_epochs=100):
    return right.train_perceptron(X, y, 1.0, max_epochs)


@breaks("train_perceptron", "max_epochs: give up after this many passes")
def one_pass_more(X, y, lr=1.0, max_epochs=100):
    return right.train_perceptron(X, y, lr, max_epochs + 1)


@breaks("train_perceptron", "max_epochs: give up after this many passes")
def one_pass_less(X, y, lr=1.0, max_epochs=100):
    return right.train_perceptron(X, y, lr, max_epochs - 1)


@breaks("train_perceptron", "max_epochs: give up after this many passes")
def never_gives_up_before_a_thousand(X, y, lr=1.0, max_epochs=100):
    return right.train_perceptron(X, y, lr, max(max_epochs, 1000))


@breaks("train_perceptron", "max_epochs: give up after this many passes")
def gives_up_at_ten(X, y, lr=1.0, max_epochs=100):
    return right.train_perceptron(X, y, lr, min(max_epochs, 10))


TRAIN = "Returns (w, b, mistakes): the perceptron at the end, and the list of the mistakes of each pass."
breaks("train_perceptron", TRAIN, "total")


@breaks("train_perceptron", TRAIN)
def an_array_of_mistakes(X, y, lr=1.0, max_epochs=100):
    w, b, m = right.train_perceptron(X, y, lr, max_epochs)
    return w, b, np.array(m, dtype=float)


@breaks("train_perceptron", TRAIN)
def the_perceptron_before_the_last_pass(X, y, lr=1.0, max_epochs=100):
    _, _, m = right.train_perceptron(X, y, lr, max_epochs)
    return *right.train_perceptron(X, y, lr, len(m) - 1)[:2], m


breaks(
    "train_perceptron",
    "If training has converged, the last number of the list is 0, and it is the only 0.",
    "last_zero_missing",
)


@breaks(
    "train_perceptron", "If training has converged, the last number of the list is 0, and it is the only 0."
)
def two_passes_without_a_mistake(X, y, lr=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        w, b, wrong = right.perceptron_epoch(w, b, X, y, lr)
        mistakes.append(wrong)
        if mistakes[-2:] == [0, 0]:
            break
    return w, b, mistakes


# ---- how far, how often ----

breaks("margins", "How far each sample lies from the boundary, with a sign.", "unsigned")
breaks("margins", "The distance of x from the line w·x + b = 0 is |w·x + b| / ‖w‖.", "functional")
MARGINS = "Returns this distance for samples on the side of their label (w·x + b positive for label 1, negative for label 0), and minus this distance for samples on the wrong side; shape (n_samples,)."
breaks("margins", MARGINS, "labels_as_signs")
breaks("margins", MARGINS, "side_without_label")


@breaks("margins", MARGINS)
def the_smallest(X, y, w, b):
    return float(np.min(right.margins(X, y, w, b)))


@breaks("margins", MARGINS)
def the_wrong_side_is_zero(X, y, w, b):
    return np.maximum(right.margins(X, y, w, b), 0.0)


@breaks("margins", "The distance of x from the line w·x + b = 0 is |w·x + b| / ‖w‖.")
def a_little_added_to_the_length(X, y, w, b):
    return (2 * y - 1) * (X @ w + b) / (np.linalg.norm(w) + 1e-8)


@breaks("margins", MARGINS)
def turned(X, y, w, b):
    return -right.margins(X, y, w, b)


breaks("mistake_bound", "The most mistakes a perceptron can make from zero: (R / γ)².", "not_squared")
breaks(
    "mistake_bound",
    "Append a 1 to every sample, x̃ = (x, 1), and the bias to the weights, w̃ = (w, b).",
    "everything_in_the_plane",
)
BOUND = "Then R is the length of the longest x̃, and γ the smallest margin: the minimum of s w̃·x̃ / ‖w̃‖ over the samples, with s = +1 for label 1 and s = -1 for label 0."
breaks("mistake_bound", BOUND, "radius_without_one")
breaks("mistake_bound", BOUND, "norm_without_bias")
breaks("mistake_bound", BOUND, "mean_margin")


def _bound(X, y, w, b, longest=np.max, smallest=np.min, s=None):
    X1, w1 = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    s = 2 * y - 1 if s is None else s
    gamma = smallest(s * (X1 @ w1)) / np.linalg.norm(w1)
    return float((longest(np.linalg.norm(X1, axis=1)) / gamma) ** 2) if gamma > 0 else np.inf


@breaks("mistake_bound", BOUND)
def smallest_distance(X, y, w, b):
    return _bound(X, y, w, b, smallest=lambda m: np.min(np.abs(m)))


@breaks("mistake_bound", BOUND)
def mean_radius(X, y, w, b):
    return _bound(X, y, w, b, longest=np.mean)


@breaks("mistake_bound", BOUND)
def first_radius(X, y, w, b):
    return _bound(X, y, w, b, longest=lambda r: r[0])


@breaks("mistake_bound", "X, y: samples and labels")
def labels_for_signs(X, y, w, b):
    return _bound(X, y, w, b, s=y)


@breaks("mistake_bound", "w, b: any line that separates the classes; a wide margin is best")
def its_own_line(X, y, w, b):
    return _bound(X, y, *(right.widest_separator(X, y) or (w, b)))


INFINITE = "Returns (R / γ)², or infinity (np.inf) if γ ≤ 0: a line that does not separate proves nothing."
breaks("mistake_bound", INFINITE, "sign_squared_away")


@breaks("mistake_bound", INFINITE)
def none_for_infinity(X, y, w, b):
    bound = right.mistake_bound(X, y, w, b)
    return None if bound == np.inf else bound


@breaks("mistake_bound", INFINITE)
def a_small_margin_counts_as_none(X, y, w, b):
    X1, w1 = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    if np.min((2 * y - 1) * (X1 @ w1)) <= 1e-4:
        return np.inf
    return right.mistake_bound(X, y, w, b)


@breaks("mistake_bound", INFINITE)
def zero_margin_divides(X, y, w, b):
    X1, w1 = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    gamma = np.min((2 * y - 1) * (X1 @ w1)) / np.linalg.norm(w1)
    if gamma < 0:
        return np.inf
    return float(np.max(np.sum(X1**2, axis=1))) / float(gamma) ** 2


@breaks("mistake_bound", INFINITE)
def a_whole_number_of_mistakes(X, y, w, b):
    return float(np.floor(right.mistake_bound(X, y, w, b)))


# ---- the loss behind the rule ----

breaks("perceptron_loss", "The sum of |w·x + b| over the misclassified samples.", "counted")
breaks("perceptron_loss", "Samples that are classified correctly contribute nothing.", "everyone")
breaks("perceptron_loss", "There is no division by ‖w‖ or by n_samples.", "averaged")
breaks("perceptron_loss", "There is no division by ‖w‖ or by n_samples.", "true_distances")
breaks("perceptron_loss", "Returns one number ≥ 0.", "negative")
breaks("perceptron_loss", "y: labels 0 or 1", "formula_of_signs")


@breaks("perceptron_loss", "X: shape (n_samples, n_features)")
def first_three_samples(X, y, w, b):
    return right.perceptron_loss(X[:3], y[:3], w, b)


@breaks("perceptron_loss", "w, b: perceptron")
def distances_without_bias(X, y, w, b):
    return float(np.sum(np.abs(X @ w)[says(X, w, b) != y]))


@breaks("perceptron_loss", "The sum of |w·x + b| over the misclassified samples.")
def mean_over_the_misclassified(X, y, w, b):
    wrong = says(X, w, b) != y
    return right.perceptron_loss(X, y, w, b) / max(int(wrong.sum()), 1)


@breaks("perceptron_loss", "Returns one number ≥ 0.")
def one_a_sample(X, y, w, b):
    return (says(X, w, b) - y) * (X @ w + b)


breaks(
    "perceptron_batch_step", "One step of gradient descent on `perceptron_loss`, all samples.", "one_by_one"
)
GRADIENT = "The gradient is Σ (ŷ - y) x for the weights and Σ (ŷ - y) for the bias, with every ŷ from the same (w, b)."
breaks("perceptron_batch_step", GRADIENT, "mean")
breaks("perceptron_batch_step", GRADIENT, "weights_only_move")


@breaks("perceptron_batch_step", GRADIENT)
def answers_without_bias(w, b, X, y, lr=1.0):
    e = y - np.where(X @ w >= 0, 1.0, 0.0)
    return w + lr * (e @ X), b + lr * np.sum(e)


@breaks("perceptron_batch_step", GRADIENT)
def bias_from_the_new_weights(w, b, X, y, lr=1.0):
    w = w + lr * ((y - says(X, w, b)) @ X)
    return w, b + lr * np.sum(y - says(X, w, b))


@breaks("perceptron_batch_step", GRADIENT)
def of_the_boundary_nothing(w, b, X, y, lr=1.0):
    e = y - (X @ w + b > 0)
    return w + lr * (e @ X), b + lr * np.sum(e)


STEP = "Returns the tuple (w, b) after a step against it, lr times as long."
breaks("perceptron_batch_step", STEP, "uphill")


@breaks("perceptron_batch_step", STEP)
def rate_left_out(w, b, X, y, lr=1.0):
    return right.perceptron_batch_step(w, b, X, y)


@breaks("perceptron_batch_step", STEP)
def rate_on_the_weights_alone(w, b, X, y, lr=1.0):
    e = y - says(X, w, b)
    return w + lr * (e @ X), b + np.sum(e)


@breaks("perceptron_batch_step", STEP)
def gradient_instead(w, b, X, y, lr=1.0):
    e = says(X, w, b) - y
    return e @ X, np.sum(e)


breaks("perceptron_batch_step", "The arguments stay as they are.", "caller_changed")
breaks(
    "perceptron_batch_step",
    "`perceptron_batch_step_draft` is an attempt that went wrong: print the shape of its `errors`, find out how that came about, and write the step correctly.",
    "draft",
)

# ---- when no line separates ----

breaks("cycle_length", "After how many passes does training come round again?", "from_the_start")


@breaks(
    "cycle_length",
    "Start from zero weights and bias and make one pass after the other with `perceptron_epoch`.",
)
def starts_from_ones(X, y, lr=1.0, max_epochs=1000):
    w, b, seen = np.ones(X.shape[1]), 0.0, {}
    for epoch in range(max_epochs):
        seen[(*w, b)] = epoch
        w, b, mistakes = right.perceptron_epoch(w, b, X, y, lr)
        if mistakes == 0:
            return 0
        if (*w, b) in seen:
            return epoch + 1 - seen[(*w, b)]
    return -1


@breaks(
    "cycle_length",
    "Start from zero weights and bias and make one pass after the other with `perceptron_epoch`.",
)
def one_sample_after_the_other(X, y, lr=1.0, max_epochs=1000):
    w, b, seen = np.zeros(X.shape[1]), 0.0, {}
    for shown in range(max_epochs * len(X)):
        if shown % len(X) == 0 and np.all(says(X, w, b) == y):
            return 0
        if (*w, b, shown % len(X)) in seen:
            return shown - seen[(*w, b, shown % len(X))]
        seen[(*w, b, shown % len(X))] = shown
        w, b = right.perceptron_update(w, b, X[shown % len(X)], y[shown % len(X)], lr)
    return -1


BEGINS = (
    "If a pass *begins* with exactly the (w, b) with which an earlier one began, all that follows repeats."
)
breaks("cycle_length", BEGINS, "weights_only")
breaks("cycle_length", BEGINS, "previous_pass_only")


def _cycle(X, y, lr, max_epochs, key=lambda w, b: (*w, b), limit=0):
    w, b, seen = np.zeros(X.shape[1]), 0.0, {}
    for epoch in range(max_epochs + limit):
        seen[key(w, b)] = epoch
        w, b, mistakes = right.perceptron_epoch(w, b, X, y, lr)
        if mistakes == 0:
            return 0
        if key(w, b) in seen:
            return epoch + 1 - seen[key(w, b)]
    return -1


@breaks("cycle_length", BEGINS)
def nearly_the_same(X, y, lr=1.0, max_epochs=1000):
    return _cycle(X, y, lr, max_epochs, key=lambda w, b: (*np.round(w), round(b)))


@breaks("cycle_length", BEGINS)
def the_same_direction(X, y, lr=1.0, max_epochs=1000):
    def direction(w, b):
        v = np.append(w, b)
        return tuple(np.round(v / (np.linalg.norm(v) or 1), 9))

    return _cycle(X, y, lr, max_epochs, key=direction)


@breaks("cycle_length", BEGINS)
def start_not_remembered(X, y, lr=1.0, max_epochs=1000):
    w, b, seen = np.zeros(X.shape[1]), 0.0, {}
    for epoch in range(max_epochs):
        w, b, mistakes = right.perceptron_epoch(w, b, X, y, lr)
        if mistakes == 0:
            return 0
        if (*w, b) in seen:
            return epoch - seen[(*w, b)]
        seen[(*w, b)] = epoch
    return -1


CYCLE = "Returns 0 if a pass goes by without a mistake (it has converged); the number of passes between two equal beginnings, if there are such; -1 if neither has happened after max_epochs passes."
breaks("cycle_length", CYCLE, "standstill")
breaks(
    "cycle_length",
    "What the last of them ends with counts: the next would begin with it.",
    "beginnings_only",
)


@breaks("cycle_length", CYCLE)
def one_pass_too_many(X, y, lr=1.0, max_epochs=1000):
    return _cycle(X, y, lr, max_epochs, limit=1)


@breaks("cycle_length", CYCLE)
def one_pass_too_few(X, y, lr=1.0, max_epochs=1000):
    return _cycle(X, y, lr, max_epochs, limit=-1)


@breaks("cycle_length", CYCLE)
def gives_up_after_a_hundred(X, y, lr=1.0, max_epochs=1000):
    return _cycle(X, y, lr, min(max_epochs, 100))


@breaks("cycle_length", CYCLE)
def none_when_nothing_happened(X, y, lr=1.0, max_epochs=1000):
    found = right.cycle_length(X, y, lr, max_epochs)
    return None if found == -1 else found


@breaks("cycle_length", CYCLE)
def zero_when_nothing_happened(X, y, lr=1.0, max_epochs=1000):
    return max(right.cycle_length(X, y, lr, max_epochs), 0)


breaks("pocket_perceptron", "Train as usual, but keep the best perceptron met in your pocket.", "last")
POCKET = "Start from zero weights and bias, and show all samples in order, `epochs` times, with `perceptron_update`."
breaks("pocket_perceptron", POCKET, "learns_from_pocket")


@breaks("pocket_perceptron", POCKET)
def one_pass_only(X, y, lr=1.0, epochs=10):
    return right.pocket_perceptron(X, y, lr, min(epochs, 1))


@breaks("pocket_perceptron", POCKET)
def ten_passes(X, y, lr=1.0, epochs=10):
    return right.pocket_perceptron(X, y, lr)


@breaks("pocket_perceptron", POCKET)
def rate_left_at_one(X, y, lr=1.0, epochs=10):
    return right.pocket_perceptron(X, y, 1.0, epochs)


@breaks("pocket_perceptron", POCKET)
def in_reverse(X, y, lr=1.0, epochs=10):
    return right.pocket_perceptron(X[::-1], y[::-1], lr, epochs)


def _pocket(X, y, lr, epochs, errors_of, candidate=lambda i, changed: True, better=lambda a, b: a < b):
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, errors_of(w, b, len(X))
    for _ in range(epochs):
        for i in range(len(X)):
            before = b
            w, b = right.perceptron_update(w, b, X[i], y[i], lr)
            if candidate(i, b != before) and better(errors_of(w, b, i + 1), best[2]):
                best = w, b, errors_of(w, b, i + 1)
    return best


@breaks("pocket_perceptron", "The best is the one with the fewest errors on *all* samples.")
def errors_so_far(X, y, lr=1.0, epochs=10):
    return _pocket(X, y, lr, epochs, lambda w, b, n: int(np.sum(says(X[:n], w, b) != y[:n])))


@breaks("pocket_perceptron", "The best is the one with the fewest errors on *all* samples.")
def longest_run(X, y, lr=1.0, epochs=10):
    w, b, run, best_run = np.zeros(X.shape[1]), 0.0, 0, 0
    best = w, b
    for _ in range(epochs):
        for i in range(len(X)):
            before = b
            w, b = right.perceptron_update(w, b, X[i], y[i], lr)
            run = run + 1 if b == before else 0
            if run > best_run:
                best, best_run = (w, b), run
    return *best, int(np.sum(says(X, *best) != y))


@breaks("pocket_perceptron", "The best is the one with the fewest errors on *all* samples.")
def smallest_loss(X, y, lr=1.0, epochs=10):
    w, b, _ = _pocket(X, y, lr, epochs, lambda w, b, n: right.perceptron_loss(X, y, w, b))
    return w, b, int(np.sum(says(X, w, b) != y))


CANDIDATES = "Candidates are the one at the very start and the one after every single update."
breaks("pocket_perceptron", CANDIDATES, "start_forgotten")
breaks("pocket_perceptron", CANDIDATES, "once_a_pass")


@breaks("pocket_perceptron", CANDIDATES)
def looked_at_before_each_sample(X, y, lr=1.0, epochs=10):
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, int(np.sum(says(X, w, b) != y))
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            errors = int(np.sum(says(X, w, b) != y))
            if errors < best[2]:
                best = w, b, errors
            w, b = right.perceptron_update(w, b, x_i, y_i, lr)
    return best


@breaks("pocket_perceptron", CANDIDATES)
def not_after_the_last_sample(X, y, lr=1.0, epochs=10):
    def errors(w, b, n):
        return int(np.sum(says(X, w, b) != y))

    return _pocket(X, y, lr, epochs, errors, candidate=lambda i, changed: i < len(X) - 1)


breaks("pocket_perceptron", "Of several that are equally good, keep the first.", "latest_of_equals")
breaks(
    "pocket_perceptron",
    "Returns (w, b, errors): the one in the pocket, and its errors on X.",
    "fewest_at_any_time",
)


@breaks("pocket_perceptron", "Returns (w, b, errors): the one in the pocket, and its errors on X.")
def share_of_errors(X, y, lr=1.0, epochs=10):
    w, b, errors = right.pocket_perceptron(X, y, lr, epochs)
    return w, b, errors / len(X)


@breaks("pocket_perceptron", "Returns (w, b, errors): the one in the pocket, and its errors on X.")
def pocket_that_changes(X, y, lr=1.0, epochs=10):
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, int(np.sum(says(X, w, b) != y))
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            e = lr * (y_i - (1.0 if x_i @ w + b >= 0 else 0.0))
            w += e * x_i
            b += e
            errors = int(np.sum(says(X, w, b) != y))
            if errors < best[2]:
                best = w, b, errors
    return best


explains("pocket_perceptron", "After S. I. Gallant, IEEE Transactions on Neural Networks 1, 1990.")

breaks("averaged_perceptron", "Train as usual, and return the average of all perceptrons met.", "last_one")
breaks("averaged_perceptron", POCKET, "learns_from_average")


@breaks("averaged_perceptron", POCKET)
def ten_passes_always(X, y, lr=1.0, epochs=10):
    return right.averaged_perceptron(X, y, lr)


@breaks("averaged_perceptron", POCKET)
def rate_left_out_of_it(X, y, lr=1.0, epochs=10):
    return right.averaged_perceptron(X, y, 1.0, epochs)


@breaks("averaged_perceptron", POCKET)
def begins_at_one(X, y, lr=1.0, epochs=10):
    w, b, total, b_total = np.ones(X.shape[1]), 0.0, 0.0, 0.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            w, b = right.perceptron_update(w, b, x_i, y_i, lr)
            total, b_total = total + w, b_total + b
    return total / (epochs * len(X)), b_total / (epochs * len(X))


AVERAGE = "Returns (w, b): the mean of the weights and of the bias as they stood after each sample shown, whether that sample changed them or not."
breaks("averaged_perceptron", AVERAGE, "only_changes")
breaks("averaged_perceptron", AVERAGE, "bias_not_averaged")


@breaks("averaged_perceptron", AVERAGE)
def as_they_stood_before(X, y, lr=1.0, epochs=10):
    w, b = np.zeros(X.shape[1]), 0.0
    total, b_total = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            total, b_total = total + w, b_total + b
            w, b = right.perceptron_update(w, b, x_i, y_i, lr)
    return total / (epochs * len(X)), b_total / (epochs * len(X))


COUNTED = "That makes epochs * n_samples of them; the start does not count."
breaks("averaged_perceptron", COUNTED, "divided_by_passes")


@breaks("averaged_perceptron", COUNTED)
def the_start_counts(X, y, lr=1.0, epochs=10):
    w, b = right.averaged_perceptron(X, y, lr, epochs)
    shown = epochs * len(X)
    return w * shown / (shown + 1), b * shown / (shown + 1)


explains("averaged_perceptron", "After Y. Freund, R. E. Schapire, Machine Learning 37, 1999.")

# ---- relatives ----

breaks("quadratic_features", "Append to each sample all products of two of its features.", "squares_only")


@breaks("quadratic_features", "X: shape (n_samples, n)")
def of_two_features(X):
    a, b = X[:, 0], X[:, 1]
    return np.column_stack([X, a * a, a * b, b * b])


QUADRATIC = "Returns shape (n_samples, n + n (n + 1) / 2): first the n features themselves, then x₁x₁, x₁x₂, …, x₁xₙ, then x₂x₂, …, x₂xₙ, and so on to xₙxₙ."
breaks("quadratic_features", QUADRATIC, "squares_first")
breaks("quadratic_features", QUADRATIC, "products_only")


@breaks("quadratic_features", QUADRATIC)
def products_in_front(X):
    n = X.shape[1]
    return np.roll(right.quadratic_features(X), -n, axis=1)


@breaks("quadratic_features", QUADRATIC)
def a_one_in_front(X):
    return np.column_stack([np.ones(len(X)), right.quadratic_features(X)])


breaks("quadratic_features", "Each pair appears once.", "every_pair_twice")


@breaks("quadratic_features", "Each pair appears once.")
def mixed_pairs_doubled(X):
    i, j = np.triu_indices(X.shape[1])
    return np.column_stack([X, X[:, i] * X[:, j] * np.where(i == j, 1.0, 2.0)])
