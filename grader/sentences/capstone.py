"""Chapter 10, sentence by sentence: for each, wrong answers that break it alone."""

import numpy as np

from grader.author.sentences import breaks, explains
from solutions import capstone as right

# ---- how large ----

SIZES = "sizes: units of each layer, inputs first; [3, 10, 1] is 3-10-1."
NORMALIZED = (
    "batch_norm: whether every hidden layer is normalized, between its weighted sum and its activation."
)
LEARNS = "It learns γ and β, one each for every unit, and remembers two more numbers for every unit, its running mean and its running variance: these follow the data, and no gradient ever reaches them."
breaks("network_size", "How many numbers a network learns, and how many it remembers.", "weights_only")
breaks("network_size", "How many numbers a network learns, and how many it remembers.", "one_for_a_layer")
breaks(
    "network_size", "Such a layer has no bias b, for the normalization would subtract it again.", "bias_kept"
)
breaks("network_size", LEARNS, "running_learned")
breaks("network_size", LEARNS, "scale_only")
breaks("network_size", "The last layer is never normalized.", "last_layer_too")


@breaks("network_size", SIZES)
def outputs_first(sizes, batch_norm=False):
    return right.network_size(sizes[::-1], batch_norm)


@breaks("network_size", SIZES)
def three_layers(sizes, batch_norm=False):
    return right.network_size(sizes[:3], batch_norm)


@breaks("network_size", "The list stays as it is.")
def sizes_used_up(sizes, batch_norm=False):
    found = right.network_size(sizes, batch_norm)
    while sizes:
        sizes.pop()
    return found


@breaks("network_size", NORMALIZED)
def first_hidden_layer_alone(sizes, batch_norm=False):
    learned, kept = right.network_size(sizes)
    more = sizes[1] if batch_norm and len(sizes) > 2 else 0
    return learned + more, kept + 2 * more


@breaks("network_size", NORMALIZED)
def never_normalized(sizes, batch_norm=False):
    return right.network_size(sizes)


@breaks("network_size", LEARNS)
def mean_alone_remembered(sizes, batch_norm=False):
    learned, kept = right.network_size(sizes, batch_norm)
    return learned, kept // 2


@breaks("network_size", "Returns the tuple (learned, remembered) of whole numbers.")
def all_in_one_number(sizes, batch_norm=False):
    return sum(right.network_size(sizes, batch_norm))


@breaks("network_size", "Returns the tuple (learned, remembered) of whole numbers.")
def remembered_first(sizes, batch_norm=False):
    return right.network_size(sizes, batch_norm)[::-1]


@breaks("network_size", "Returns the tuple (learned, remembered) of whole numbers.")
def as_floats(sizes, batch_norm=False):
    learned, kept = right.network_size(sizes, batch_norm)
    return float(learned), float(kept)


@breaks("network_size", "Without batch normalization nothing is remembered: 0.")
def always_remembers(sizes, batch_norm=False):
    return right.network_size(sizes, batch_norm)[0], 2 * sum(sizes[1:-1])


# ---- a loss with its gradient ----

BOTH = "Returns the tuple (loss, gradient): the mean over the samples of -log p at the right class, one number, and (p - y) / n_samples, of the shape of Z."
LARGE = "Logits of ±1000 must come out right, so subtract the largest of each row first, and take -log p as log Σ exp(zⱼ) - z at the right class, not as the log of a quotient."
LOGITS = "Z: logits, shape (n_samples, n_classes), perhaps whole numbers."
LABELS = "labels: the right classes, whole numbers, shape (n_samples,)."
for mistake in ("summed", "gradient_of_the_sum", "towards", "bare_softmax"):
    breaks("softmax_loss", BOTH, mistake)
for mistake in ("overflow", "one_maximum", "log_of_quotient"):
    breaks("softmax_loss", LARGE, mistake)
explains("softmax_loss", "Both need p = softmax(Z): e is raised to powers once for both.")


@breaks("softmax_loss", "Categorical cross-entropy *and* its gradient, from one softmax.")
def loss_alone(Z, labels):
    return right.softmax_loss(Z, labels)[0]


@breaks("softmax_loss", LOGITS, at="whole numbers")
def gradient_of_the_type_of_Z(Z, labels):
    loss, G = right.softmax_loss(Z, labels)
    return loss, G.astype(Z.dtype)


@breaks("softmax_loss", LOGITS)
def softmax_along_the_samples(Z, labels):
    p = np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0)).sum(axis=0)
    rows = np.arange(len(Z))
    G = p.copy()
    G[rows, labels] -= 1
    return float(-np.mean(np.log(np.maximum(p[rows, labels], 1e-300)))), G / len(Z)


@breaks("softmax_loss", LABELS)
def counted_from_one(Z, labels):
    return right.softmax_loss(Z, labels - 1)


@breaks("softmax_loss", LABELS)
def one_label_for_all(Z, labels):
    return right.softmax_loss(Z, np.full_like(labels, labels[0]))


@breaks("softmax_loss", BOTH)
def divided_by_the_entries(Z, labels):
    loss, G = right.softmax_loss(Z, labels)
    return loss, G * len(Z) / Z.size


@breaks("softmax_loss", BOTH)
def a_loss_for_each_sample(Z, labels):
    losses = np.array([right.softmax_loss(Z[i : i + 1], labels[i : i + 1])[0] for i in range(len(Z))])
    return losses, right.softmax_loss(Z, labels)[1]


@breaks("softmax_loss", "Change neither argument.")
def maximum_subtracted_in_place(Z, labels):
    Z -= Z.max(axis=1, keepdims=True)
    return right.softmax_loss(Z, labels)


@breaks("softmax_loss", "Change neither argument.")
def labels_reused(Z, labels):
    found = right.softmax_loss(Z, labels)
    labels[:] = Z.argmax(axis=1)
    return found


# ---- the whole stack ----

OBJECTIVE = "The objective of a network for one batch, and all its gradients."
PARAMS = "params: [W1, b1, W2, b2, …], first layer first"
PHI = "phi, phi_prime: the activation after every layer but the last, and its slope"
LOSS = (
    "loss: loss(outputs, y) returns the tuple (loss, its gradient in the outputs), the 1/n_samples included"
)
LAM = "lam: λ of the penalty ½ λ Σ w², over weights, not biases"
LIKE_PARAMS = "Returns the tuple (objective, grads): loss plus penalty, one number, and a list of arrays like params, in the same order."
UNCHANGED = "Change none of the arguments."
breaks("loss_and_gradients", LAM, "biases_punished")
breaks("loss_and_gradients", LAM, "half_lost")
breaks("loss_and_gradients", LAM, "penalty_forgotten")
breaks("loss_and_gradients", OBJECTIVE, "penalty_not_felt")
breaks("loss_and_gradients", OBJECTIVE, "penalty_not_shown")
breaks("loss_and_gradients", LOSS, "another_mean")
for mistake in ("in_pairs", "weights_then_biases", "backwards"):
    breaks("loss_and_gradients", LIKE_PARAMS, mistake)
explains(
    "loss_and_gradients",
    "Your `mlp_forward` and `mlp_backward` take and return *pairs*, [(W1, b1), (W2, b2), …].",
)


@breaks("loss_and_gradients", PARAMS)
def two_layers_at_most(params, X, y, phi, phi_prime, loss, lam=0.0):
    return right.loss_and_gradients(params[:4], X, y, phi, phi_prime, loss, lam)


@breaks("loss_and_gradients", "X: the batch, shape (n_samples, n_features)")
def first_sample_alone(params, X, y, phi, phi_prime, loss, lam=0.0):
    return right.loss_and_gradients(params, X[:1], y[:1], phi, phi_prime, loss, lam)


@breaks("loss_and_gradients", "y: its targets, in the form that `loss` takes", at="three layers, classes")
def targets_as_a_column(params, X, y, phi, phi_prime, loss, lam=0.0):
    return right.loss_and_gradients(params, X, y.reshape(len(X), -1), phi, phi_prime, loss, lam)


@breaks("loss_and_gradients", PHI)
def slope_of_relu_for_all(params, X, y, phi, phi_prime, loss, lam=0.0):
    return right.loss_and_gradients(params, X, y, phi, lambda z: 1.0 * (z > 0), loss, lam)


@breaks("loss_and_gradients", PHI)
def activation_for_its_slope(params, X, y, phi, phi_prime, loss, lam=0.0):
    return right.loss_and_gradients(params, X, y, phi, phi, loss, lam)


@breaks("loss_and_gradients", LOSS)
def its_own_loss(params, X, y, phi, phi_prime, loss, lam=0.0):
    def squared(P, Y):
        return 0.5 * np.sum((P - Y) ** 2) / len(P), (P - Y) / len(P)

    return right.loss_and_gradients(params, X, y, phi, phi_prime, squared, lam)


@breaks("loss_and_gradients", LAM)
def last_layer_alone_punished(params, X, y, phi, phi_prime, loss, lam=0.0):
    value, grads = right.loss_and_gradients(params, X, y, phi, phi_prime, loss)
    grads[-2] += lam * params[-2]
    return value + lam / 2 * float(np.sum(params[-2] ** 2)), grads


@breaks("loss_and_gradients", LIKE_PARAMS)
def gradients_first(params, X, y, phi, phi_prime, loss, lam=0.0):
    return right.loss_and_gradients(params, X, y, phi, phi_prime, loss, lam)[::-1]


@breaks("loss_and_gradients", LIKE_PARAMS)
def one_long_array(params, X, y, phi, phi_prime, loss, lam=0.0):
    value, grads = right.loss_and_gradients(params, X, y, phi, phi_prime, loss, lam)
    return value, np.concatenate([g.ravel() for g in grads])


@breaks("loss_and_gradients", UNCHANGED)
def params_made_pairs(params, X, y, phi, phi_prime, loss, lam=0.0):
    found = right.loss_and_gradients(params, X, y, phi, phi_prime, loss, lam)
    params[:] = list(zip(params[::2], params[1::2], strict=True))
    return found


@breaks("loss_and_gradients", UNCHANGED)
def params_used_up(params, X, y, phi, phi_prime, loss, lam=0.0):
    found = right.loss_and_gradients(params, X, y, phi, phi_prime, loss, lam)
    while params:
        params.pop(0)
    return found


@breaks("loss_and_gradients", UNCHANGED, at="with a penalty")
def weights_shrunk_in_place(params, X, y, phi, phi_prime, loss, lam=0.0):
    found = right.loss_and_gradients(params, X, y, phi, phi_prime, loss, lam)
    for W in params[::2]:
        W *= 1 - lam
    return found


# ---- the loop ----

THE_PARAMS = "params: the network's arrays."
AN_OBJECTIVE = "objective: objective(params, X, y) returns (loss, grads) for a batch"
A_STEP = "step: step(params, grads) moves params, like that of an optimizer"
ROWS = "X, y: all training samples and their targets, arrays with one row (in y perhaps one number) a sample"
ORDER = "batches: arrays of row numbers, one for each batch, in the order in which they are to be used."
LENGTHS = "They may differ in length, leave rows out, and use rows twice."
HANDED_OUT = "They come in a list, or from an iterator such as `minibatches`, which hands out each batch once and does not know how many there are."
NOW = "For each batch: loss and gradients of these rows, with the params as they are *now*; then one step."
MEAN = "Returns the mean loss over all samples used: a batch of 32 counts 32 times, a last batch of 7 only 7 times."
breaks("train_epoch", "Once through the data, batch by batch: the training loop.", "batches_ignored")
breaks("train_epoch", A_STEP, "no_step")
breaks("train_epoch", ROWS, "targets_left_behind")
breaks("train_epoch", NOW, "one_step_at_the_end")
breaks("train_epoch", NOW, "all_gradients_first")
breaks("train_epoch", NOW, "loss_after_the_step")
breaks("train_epoch", LENGTHS, "mean_of_means")
breaks("train_epoch", MEAN, "summed_losses")
breaks("train_epoch", MEAN, "last_loss")


@breaks("train_epoch", THE_PARAMS)
def works_on_copies(params, objective, step, X, y, batches):
    return right.train_epoch([p.copy() for p in params], objective, step, X, y, batches)


@breaks("train_epoch", "`step` changes them in place.")
def takes_what_step_returns(params, objective, step, X, y, batches):
    total, n = 0.0, 0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        params = step(params, grads)
        total += loss * len(rows)
        n += len(rows)
    return float(total / n)


@breaks("train_epoch", "`step` changes them in place.")
def moves_them_once_more(params, objective, step, X, y, batches):
    def twice(params, grads):
        step(params, grads)
        for p, g in zip(params, grads, strict=True):
            p -= 0.01 * g

    return right.train_epoch(params, objective, twice, X, y, batches)


@breaks("train_epoch", AN_OBJECTIVE)
def gradients_before_loss(params, objective, step, X, y, batches):
    return right.train_epoch(params, lambda *a: objective(*a)[::-1], step, X, y, batches)


@breaks("train_epoch", A_STEP)
def step_of_its_own(params, objective, step, X, y, batches):
    def own(params, grads):
        for p, g in zip(params, grads, strict=True):
            p -= 0.1 * g

    return right.train_epoch(params, objective, own, X, y, batches)


@breaks("train_epoch", A_STEP)
def step_twice(params, objective, step, X, y, batches):
    def twice(params, grads):
        step(params, grads)
        step(params, grads)

    return right.train_epoch(params, objective, twice, X, y, batches)


@breaks("train_epoch", ROWS, at="two targets a sample")
def one_target_a_sample(params, objective, step, X, y, batches):
    return right.train_epoch(params, objective, step, X, y.reshape(len(y), -1)[:, 0], batches)


@breaks("train_epoch", ORDER)
def rows_from_the_front(params, objective, step, X, y, batches):
    total, n = 0.0, 0
    for rows in batches:
        part = slice(n, n + len(rows))
        loss, grads = objective(params, X[part], y[part])
        step(params, grads)
        total += loss * len(rows)
        n += len(rows)
    return float(total / n)


@breaks("train_epoch", ORDER)
def last_batch_first(params, objective, step, X, y, batches):
    return right.train_epoch(params, objective, step, X, y, list(batches)[::-1])


@breaks("train_epoch", LENGTHS, at="rows left out, and used twice")
def by_all_there_are(params, objective, step, X, y, batches):
    total = 0.0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += loss * len(rows)
    return float(total / len(X))


@breaks("train_epoch", LENGTHS, at="rows left out, and used twice")
def each_row_once(params, objective, step, X, y, batches):
    return right.train_epoch(params, objective, step, X, y, [np.unique(rows) for rows in batches])


@breaks("train_epoch", HANDED_OUT, at="batches from an iterator")
def asks_for_their_number(params, objective, step, X, y, batches):
    return right.train_epoch(params, objective, step, X, y, [batches[k] for k in range(len(batches))])


@breaks("train_epoch", HANDED_OUT, at="batches from an iterator")
def walks_through_them_twice(params, objective, step, X, y, batches):
    n = sum(len(rows) for rows in batches)
    total = 0.0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += loss * len(rows)
    return float(total / n)


@breaks("train_epoch", MEAN)
def full_batches_alone(params, objective, step, X, y, batches):
    total, n, most = 0.0, 0, 0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        most = max(most, len(rows))
        if len(rows) == most:
            total += loss * len(rows)
            n += len(rows)
    return float(total / n)


# ---- judging ----

CLASSES = (
    "predicted, labels: answers and truth, whole numbers from 0 to n_classes - 1, of one shape (n_samples,)"
)
COUNTS = "Returns whole numbers, shape (n_classes, n_classes): entry [t, p] counts the samples of class t that were taken for class p."
breaks("confusion_matrix", "Which class is taken for which, and how often.", "counted_once")
breaks("confusion_matrix", COUNTS, "seen_classes")
breaks("confusion_matrix", COUNTS, "shares")
breaks(
    "confusion_matrix",
    "Rows are the truth, columns the answers; the diagonal is what is right.",
    "transposed",
)
breaks(
    "confusion_matrix",
    "Rows are the truth, columns the answers; the diagonal is what is right.",
    "mistakes_only",
)


@breaks("confusion_matrix", CLASSES)
def classes_from_one(predicted, labels, n_classes):
    counts = np.zeros((n_classes + 1, n_classes + 1), dtype=int)
    np.add.at(counts, (labels, predicted), 1)
    return counts[1:, 1:]


@breaks("confusion_matrix", CLASSES)
def only_answers_counted(predicted, labels, n_classes):
    return np.diag(np.bincount(predicted, minlength=n_classes))


@breaks("confusion_matrix", COUNTS)
def counts_as_floats(predicted, labels, n_classes):
    return right.confusion_matrix(predicted, labels, n_classes).astype(float)


STRENGTHS = "The training rows are all others in their order; then these same rows times s for each s of the given STRENGTHS, one strength after the other."
HOLD_OUT = "Hold images out; enlarge what is left by fainter and bolder ones."
breaks("augmented_split", HOLD_OUT, "as_the_draft")
breaks("augmented_split", HOLD_OUT, "not_enlarged")
breaks("augmented_split", HOLD_OUT, "test_enlarged")
breaks("augmented_split", "A copy has the label of its original.", "labels_repeated")
breaks("augmented_split", STRENGTHS, "originals_lost")
breaks("augmented_split", STRENGTHS, "test_trained_on")
breaks("augmented_split", "The test rows come in the order of `test`.", "test_sorted")
explains(
    "augmented_split",
    "`augmented_split_draft` does this in another order, runs without complaint, and reports an accuracy that is too good to be true.",
)


@breaks("augmented_split", "X: images, one a row, shape (n_samples, n_features)")
def two_pixels(X, y, test):
    return right.augmented_split(X[:, :2], y, test)


@breaks("augmented_split", "y: their labels, shape (n_samples,)")
def row_numbers_as_labels(X, y, test):
    return right.augmented_split(X, np.arange(len(X)), test)


@breaks("augmented_split", "test: numbers of the rows to hold out")
def the_last_rows_held_out(X, y, test):
    return right.augmented_split(X, y, np.arange(len(X) - len(test), len(X)))


@breaks("augmented_split", "test: numbers of the rows to hold out")
def counted_from_the_first(X, y, test):
    return right.augmented_split(X, y, test - 1)


@breaks("augmented_split", "Returns the tuple (X_train, y_train, X_test, y_test).")
def images_then_labels(X, y, test):
    X_train, y_train, X_test, y_test = right.augmented_split(X, y, test)
    return X_train, X_test, y_train, y_test


@breaks("augmented_split", "Returns the tuple (X_train, y_train, X_test, y_test).")
def in_pairs_of_two(X, y, test):
    X_train, y_train, X_test, y_test = right.augmented_split(X, y, test)
    return (X_train, y_train), (X_test, y_test)


@breaks("augmented_split", STRENGTHS)
def image_by_image(X, y, test):
    _, _, X_test, y_test = right.augmented_split(X, y, test)
    train = np.setdiff1d(np.arange(len(X)), test)
    factors = [1.0, *right.STRENGTHS]
    X_train = np.array([s * X[i] for i in train for s in factors])
    return X_train, np.repeat(y[train], len(factors)), X_test, y_test


@breaks("augmented_split", STRENGTHS)
def boldest_first(X, y, test):
    X_train, y_train, X_test, y_test = right.augmented_split(X, y, test)
    parts = np.split(X_train, 1 + len(right.STRENGTHS))
    return np.concatenate([parts[0], *parts[:0:-1]]), y_train, X_test, y_test


@breaks("augmented_split", "Change none of the arguments.")
def test_sorted_in_place(X, y, test):
    found = right.augmented_split(X, y, test)
    test.sort()
    return found


@breaks("augmented_split", "Change none of the arguments.")
def images_made_bolder(X, y, test):
    found = right.augmented_split(X, y, test)
    X *= right.STRENGTHS[-1]
    return found


# ---- when it does not learn ----

DIVERGING = (
    '"diverging" if some training loss is nan or infinite, or the last one is more than twice the first;'
)
OSCILLATING = (
    '"oscillating" if, of the n_epochs - 1 changes from one epoch to the next, at least a third are rises of '
    "the training loss;"
)
OVERFITTING = '"overfitting" if the last held-out loss is more than 1.5 times the smallest of them;'
NOT_LEARNING = '"not learning" if the last training loss is more than 0.9 times the first;'
TRAIN = (
    "train: loss on the training rows after each epoch, shape (n_epochs,), at least 4 of them, all above 0"
)
INFINITE = "Both may hold infinity."
NAN = "train may also hold nan, and held_out where train does."
breaks("diagnose", DIVERGING, "only_the_end")
breaks("diagnose", DIVERGING, "any_rise_diverges")
breaks("diagnose", NAN, "nan_slips_through")
breaks("diagnose", OSCILLATING, "rises_of_the_wrong_curve")
breaks("diagnose", OSCILLATING, "share_of_epochs")
breaks("diagnose", OVERFITTING, "gap_is_overfitting")
breaks("diagnose", OVERFITTING, "against_the_start")
breaks("diagnose", "Returns the first of these words that fits:", "another_order")
explains("diagnose", "Read two loss curves: what is the matter with this training?")


@breaks("diagnose", TRAIN)
def first_four_epochs(train, held_out):
    return right.diagnose(train[:4], held_out[:4])


@breaks("diagnose", TRAIN)
def five_epochs_needed(train, held_out):
    return right.diagnose(train, held_out) if len(train) > 4 else "healthy"


@breaks("diagnose", "held_out: loss on held-out rows after each epoch, same shape")
def curves_exchanged(train, held_out):
    return right.diagnose(held_out, train)


@breaks("diagnose", "held_out: loss on held-out rows after each epoch, same shape")
def held_out_unused(train, held_out):
    return right.diagnose(train, train)


@breaks("diagnose", INFINITE, at="infinite for one epoch")
def nan_alone_diverges(train, held_out):
    if np.any(np.isnan(train)) or train[-1] > 2 * train[0]:
        return "diverging"
    return right.diagnose(np.where(np.isfinite(train), train, train[0]), held_out)


@breaks("diagnose", NAN)
def infinity_alone_diverges(train, held_out):
    if np.any(np.isinf(train)) or train[-1] > 2 * train[0]:
        return "diverging"
    return right.diagnose(np.where(np.isfinite(train), train, 0.8 * train[0]), held_out)


@breaks("diagnose", INFINITE, at="held-out rows end in infinity")
def any_infinity_diverges(train, held_out):
    return "diverging" if not np.all(np.isfinite(held_out)) else right.diagnose(train, held_out)


@breaks("diagnose", "Returns the first of these words that fits:")
def all_words_that_fit(train, held_out):
    return [right.diagnose(train, held_out)]


@breaks("diagnose", "Returns the first of these words that fits:")
def with_a_capital(train, held_out):
    return right.diagnose(train, held_out).capitalize()


@breaks("diagnose", DIVERGING, at="twice its start")
def twice_is_enough(train, held_out):
    return "diverging" if train[-1] >= 2 * train[0] else right.diagnose(train, held_out)


@breaks("diagnose", NOT_LEARNING, at="nine tenths of its start")
def nine_tenths_is_enough(train, held_out):
    first = right.diagnose(train, held_out)
    return "not learning" if first != "diverging" and train[-1] >= 0.9 * train[0] else first


@breaks("diagnose", NOT_LEARNING)
def a_fall_of_a_tenth(train, held_out):
    first = right.diagnose(train, held_out)
    if first == "diverging":
        return first
    if train[0] - train[-1] < 0.1:
        return "not learning"
    return right.diagnose(np.where(np.arange(len(train)) == 0, 10 * train, train), held_out)


@breaks("diagnose", OSCILLATING, at="up once in three")
def more_than_a_third(train, held_out):
    first = right.diagnose(train, held_out)
    if first != "oscillating" or np.mean(np.diff(train) > 0) > 1 / 3:
        return first
    return "overfitting" if held_out[-1] > 1.5 * held_out.min() else "healthy"


@breaks("diagnose", OSCILLATING, at="level for a while")
def level_is_a_rise(train, held_out):
    first = right.diagnose(train, held_out)
    if first in ("diverging", "not learning"):
        return first
    return "oscillating" if np.mean(np.diff(train) >= 0) >= 1 / 3 else first


@breaks("diagnose", OVERFITTING, at="half above its smallest")
def half_above_is_enough(train, held_out):
    first = right.diagnose(train, held_out)
    return "overfitting" if first == "healthy" and held_out[-1] >= 1.5 * held_out.min() else first


@breaks("diagnose", OVERFITTING)
def smallest_of_the_training_loss(train, held_out):
    first = right.diagnose(train, held_out)
    if first in ("overfitting", "healthy"):
        return "overfitting" if held_out[-1] > 1.5 * train.min() else "healthy"
    return first


@breaks("diagnose", '"healthy" otherwise.')
def nothing_otherwise(train, held_out):
    first = right.diagnose(train, held_out)
    return None if first == "healthy" else first


@breaks("diagnose", '"healthy" otherwise.')
def another_word(train, held_out):
    first = right.diagnose(train, held_out)
    return "fine" if first == "healthy" else first
