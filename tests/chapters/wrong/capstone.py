"""Wrong answers, as people write them: `exercise__slip`. None may pass.

A docstring holds the names of the mistakes that the verdict tells, where it is not clear without.
"""

from itertools import pairwise

import numpy as np

from solutions.backpropagation import mlp_backward, mlp_forward
from solutions.capstone import STRENGTHS
from solutions.losses import l2_penalty, l2_penalty_grad


def network_size__bias_kept(sizes, batch_norm=False):
    """bias_kept"""
    n = sum(a * b + b for a, b in pairwise(sizes))
    h = sum(sizes[1:-1])
    return (n + 2 * h, 2 * h) if batch_norm else (n, 0)


def network_size__four_learned(sizes, batch_norm=False):
    """all_four_learned"""
    n = sum(a * b for a, b in pairwise(sizes))
    h = sum(sizes[1:-1])
    return (n + 4 * h + sizes[-1], 0) if batch_norm else (n + h + sizes[-1], 0)


def network_size__last_without_bias(sizes, batch_norm=False):
    """outputs_without_bias"""
    n = sum(a * b for a, b in pairwise(sizes))
    h = sum(sizes[1:-1])
    return (n + 2 * h, 2 * h) if batch_norm else (n + h, 0)


def network_size__inputs_have_biases(sizes, batch_norm=False):
    """inputs_with_bias"""
    n = sum(a * b for a, b in pairwise(sizes))
    h = sum(sizes[1:-1])
    return (n + 2 * h + sizes[-1] + sizes[0], 2 * h) if batch_norm else (n + sum(sizes), 0)


def network_size__mean_only(sizes, batch_norm=False):
    """one_remembered"""
    n = sum(a * b for a, b in pairwise(sizes))
    h = sum(sizes[1:-1])
    return (n + 2 * h + sizes[-1], h) if batch_norm else (n + h + sizes[-1], 0)


def network_size__always(sizes, batch_norm=False):
    """remembers_without_norm"""
    n = sum(a * b for a, b in pairwise(sizes))
    h = sum(sizes[1:-1])
    return (n + 2 * h if batch_norm else n + h) + sizes[-1], 2 * h


def network_size__sum(sizes, batch_norm=False):
    return sum(a * b + b for a, b in pairwise(sizes))


def network_size__all_normalized(sizes, batch_norm=False):
    """last_layer_too"""
    n = sum(a * b for a, b in pairwise(sizes))
    u = sum(sizes[1:])
    return (n + 2 * u, 2 * u) if batch_norm else (n + u, 0)


def network_size__ignored(sizes, batch_norm=False):
    """norm_ignored"""
    return sum(a * b + b for a, b in pairwise(sizes)), 0


def network_size__swapped(sizes, batch_norm=False):
    """remembered_first"""
    n = sum(a * b for a, b in pairwise(sizes))
    h = sum(sizes[1:-1])
    return (2 * h, n + 2 * h + sizes[-1]) if batch_norm else (0, n + h + sizes[-1])


def network_size__product(sizes, batch_norm=False):
    return int(np.prod(sizes)), 0


def softmax_loss__no_mean_on_gradient(Z, labels):
    """gradient_of_the_sum"""
    n = len(Z)
    s = Z - Z.max(axis=1, keepdims=True)
    e = np.exp(s)
    total = e.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(total[:, 0]) - s[np.arange(n), labels])
    G = e / total
    G[np.arange(n), labels] -= 1
    return loss, G


def softmax_loss__sum_of_all(Z, labels):
    """one_sum_for_the_batch"""
    n = len(Z)
    s = Z - Z.max(axis=1, keepdims=True)
    e = np.exp(s)
    total = e.sum()
    loss = np.mean(np.log(total) - s[np.arange(n), labels])
    G = e / total
    G[np.arange(n), labels] -= 1
    return loss, G / n


def softmax_loss__plus(Z, labels):
    """logarithm_subtracted"""
    n = len(Z)
    s = Z - Z.max(axis=1, keepdims=True)
    e = np.exp(s)
    total = e.sum(axis=1, keepdims=True)
    loss = np.mean(s[np.arange(n), labels] - np.log(total[:, 0]))
    G = e / total
    G[np.arange(n), labels] -= 1
    return loss, G / n


def softmax_loss__no_keepdims(Z, labels):
    n = len(Z)
    e = np.exp(Z - Z.max(axis=1))
    p = e / e.sum(axis=1)
    loss = -np.mean(np.log(p[np.arange(n), labels]))
    p[np.arange(n), labels] -= 1
    return loss, p / n


def softmax_loss__columns(Z, labels):
    """one_taken_from_whole_columns"""
    n = len(Z)
    s = Z - Z.max(axis=1, keepdims=True)
    e = np.exp(s)
    total = e.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(total[:, 0]) - s[np.arange(n), labels])
    G = e / total
    G[:, labels] -= 1
    return loss, G / n


def softmax_loss__raw_logit(Z, labels):
    """raw_logit"""
    n = len(Z)
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    total = e.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(total[:, 0]) - Z[np.arange(n), labels])
    G = e / total
    G[np.arange(n), labels] -= 1
    return loss, G / n


def softmax_loss__divided_by_size(Z, labels):
    """divided_by_all_entries"""
    n = len(Z)
    s = Z - Z.max(axis=1, keepdims=True)
    e = np.exp(s)
    total = e.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(total[:, 0]) - s[np.arange(n), labels])
    G = e / total
    G[np.arange(n), labels] -= 1
    return loss, G / Z.size


def softmax_loss__minus_p(Z, labels):
    """towards"""
    n = len(Z)
    s = Z - Z.max(axis=1, keepdims=True)
    e = np.exp(s)
    total = e.sum(axis=1, keepdims=True)
    Y = np.eye(Z.shape[1])[labels]
    return np.mean(np.log(total[:, 0]) - s[np.arange(n), labels]), (Y - e / total) / n


def softmax_loss__of_the_largest(Z, labels):
    """at_the_largest"""
    n = len(Z)
    s = Z - Z.max(axis=1, keepdims=True)
    e = np.exp(s)
    total = e.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(total[:, 0]))
    G = e / total
    G[np.arange(n), labels] -= 1
    return loss, G / n


def softmax_loss__eps_in_the_log(Z, labels):
    """kept_from_zero"""
    n = len(Z)
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(n), labels] + 1e-12))
    p[np.arange(n), labels] -= 1
    return loss, p / n


def softmax_loss__for_each(Z, labels):
    n = len(Z)
    s = Z - Z.max(axis=1, keepdims=True)
    e = np.exp(s)
    total = e.sum(axis=1, keepdims=True)
    G = e / total
    G[np.arange(n), labels] -= 1
    return np.log(total[:, 0]) - s[np.arange(n), labels], G / n


def _both(params, X, y, phi, phi_prime, loss):
    layers = list(zip(params[::2], params[1::2], strict=True))
    outputs, cache = mlp_forward(X, layers, phi)
    value, d = loss(outputs, y)
    return value, [g for pair in mlp_backward(d, cache, layers, phi_prime) for g in pair]


def loss_and_gradients__no_penalty(params, X, y, phi, phi_prime, loss, lam=0.0):
    """penalty_forgotten"""
    return _both(params, X, y, phi, phi_prime, loss)


def loss_and_gradients__all_params(params, X, y, phi, phi_prime, loss, lam=0.0):
    """biases_punished"""
    value, grads = _both(params, X, y, phi, phi_prime, loss)
    value += l2_penalty(params, lam)
    return value, [g + h for g, h in zip(grads, l2_penalty_grad(params, lam), strict=True)]


def loss_and_gradients__value_only(params, X, y, phi, phi_prime, loss, lam=0.0):
    """penalty_not_felt"""
    value, grads = _both(params, X, y, phi, phi_prime, loss)
    return value + l2_penalty(params[::2], lam), grads


def loss_and_gradients__phi_for_slope(params, X, y, phi, phi_prime, loss, lam=0.0):
    """activation_for_its_slope"""
    value, grads = _both(params, X, y, phi, phi, loss)
    value += l2_penalty(params[::2], lam)
    for g, W in zip(grads[::2], params[::2], strict=True):
        g += lam * W
    return value, grads


def loss_and_gradients__half_gradient(params, X, y, phi, phi_prime, loss, lam=0.0):
    """half_in_the_gradient"""
    value, grads = _both(params, X, y, phi, phi_prime, loss)
    value += l2_penalty(params[::2], lam)
    for g, W in zip(grads[::2], params[::2], strict=True):
        g += 0.5 * lam * W
    return value, grads


def loss_and_gradients__no_half(params, X, y, phi, phi_prime, loss, lam=0.0):
    """half_missing_in_the_objective"""
    value, grads = _both(params, X, y, phi, phi_prime, loss)
    for g, W in zip(grads[::2], params[::2], strict=True):
        value += lam * np.sum(W**2)
        g += lam * W
    return value, grads


def loss_and_gradients__first_layer_only(params, X, y, phi, phi_prime, loss, lam=0.0):
    """first_layer_punished"""
    value, grads = _both(params, X, y, phi, phi_prime, loss)
    value += 0.5 * lam * np.sum(params[0] ** 2)
    grads[0] = grads[0] + lam * params[0]
    return value, grads


def loss_and_gradients__penalty_subtracted(params, X, y, phi, phi_prime, loss, lam=0.0):
    """penalty_subtracted"""
    value, grads = _both(params, X, y, phi, phi_prime, loss)
    value -= 0.5 * lam * sum(np.sum(W**2) for W in params[::2])
    return value, [
        g - lam * p if k % 2 == 0 else g for k, (g, p) in enumerate(zip(grads, params, strict=True))
    ]


def loss_and_gradients__penalty_averaged(params, X, y, phi, phi_prime, loss, lam=0.0):
    """penalty_divided"""
    value, grads = _both(params, X, y, phi, phi_prime, loss)
    value += 0.5 * lam * sum(np.sum(W**2) for W in params[::2]) / len(X)
    for g, W in zip(grads[::2], params[::2], strict=True):
        g += lam * W / len(X)
    return value, grads


def loss_and_gradients__pairs(params, X, y, phi, phi_prime, loss, lam=0.0):
    """penalty_forgotten"""
    layers = list(zip(params[::2], params[1::2], strict=True))
    outputs, cache = mlp_forward(X, layers, phi)
    value, d = loss(outputs, y)
    return value, mlp_backward(d, cache, layers, phi_prime)


def loss_and_gradients__flat_to_forward(params, X, y, phi, phi_prime, loss, lam=0.0):
    outputs, cache = mlp_forward(X, params, phi)
    value, d = loss(outputs, y)
    return value, mlp_backward(d, cache, params, phi_prime)


def loss_and_gradients__popped(params, X, y, phi, phi_prime, loss, lam=0.0):
    found = _both(list(params), X, y, phi, phi_prime, loss)
    params.reverse()
    return found


def train_epoch__mean_of_batches(params, objective, step, X, y, batches):
    """mean_of_means"""
    losses = []
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        losses.append(loss)
    return sum(losses) / len(losses)


def train_epoch__by_length_of_X(params, objective, step, X, y, batches):
    """divided_by_all_rows"""
    total = 0.0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += loss * len(rows)
    return total / len(X)


def train_epoch__not_weighted(params, objective, step, X, y, batches):
    """sum_over_batches"""
    total = 0.0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += loss
    return total


def train_epoch__not_weighted_by_samples(params, objective, step, X, y, batches):
    """losses_not_weighted"""
    total, n = 0.0, 0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += loss
        n += len(rows)
    return total / n


def train_epoch__return_in_the_loop(params, objective, step, X, y, batches):
    """first_batch_alone"""
    total, n = 0.0, 0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += loss * len(rows)
        n += len(rows)
        return total / n


def train_epoch__rebound(params, objective, step, X, y, batches):
    total, n = 0.0, 0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        params = step(params, grads)
        total += loss * len(rows)
        n += len(rows)
    return total / n


def train_epoch__all_of_y(params, objective, step, X, y, batches):
    """partly targets_left_behind"""
    total, n = 0.0, 0
    for rows in batches:
        loss, grads = objective(params, X[rows], y)
        step(params, grads)
        total += loss * len(rows)
        n += len(rows)
    return total / n


def train_epoch__twice(params, objective, step, X, y, batches):
    """step_twice"""
    total, n = 0.0, 0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        step(params, grads)
        total += loss * len(rows)
        n += len(rows)
    return total / n


def train_epoch__sum(params, objective, step, X, y, batches):
    """summed_losses"""
    total = 0.0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += loss * len(rows)
    return total


def train_epoch__shuffled(params, objective, step, X, y, batches):
    total, n = 0.0, 0
    for rows in batches:
        rows = np.sort(rows)
        loss, grads = objective(params, X[: len(rows)], y[: len(rows)])
        step(params, grads)
        total += loss * len(rows)
        n += len(rows)
    return total / n


def train_epoch__len_of_batches(params, objective, step, X, y, batches):
    total, n = 0.0, 0
    for k in range(len(batches)):
        rows = batches[k]
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += loss * len(rows)
        n += len(rows)
    return total / n


def confusion_matrix__turned(predicted, labels, n_classes):
    """transposed"""
    M = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, labels, strict=True):
        M[p, t] += 1
    return M


def confusion_matrix__floats(predicted, labels, n_classes):
    M = np.zeros((n_classes, n_classes))
    for p, t in zip(predicted, labels, strict=True):
        M[t, p] += 1
    return M


def confusion_matrix__fancy(predicted, labels, n_classes):
    """counted_once"""
    M = np.zeros((n_classes, n_classes), dtype=int)
    M[labels, predicted] += 1
    return M


def confusion_matrix__from_the_labels(predicted, labels, n_classes):
    k = len(set(labels.tolist()))
    M = np.zeros((k, k), dtype=int)
    for p, t in zip(predicted, labels, strict=True):
        M[t, p] += 1
    return M


def confusion_matrix__right_only(predicted, labels, n_classes):
    """right_ones_alone"""
    M = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, labels, strict=True):
        if p == t:
            M[t, t] += 1
    return M


def confusion_matrix__wrong_only(predicted, labels, n_classes):
    """mistakes_only"""
    M = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, labels, strict=True):
        if p != t:
            M[t, p] += 1
    return M


def confusion_matrix__set(predicted, labels, n_classes):
    """counted_once"""
    M = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, labels, strict=True):
        M[t, p] = 1
    return M


def confusion_matrix__return_in_the_loop(predicted, labels, n_classes):
    """first_sample_alone"""
    M = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, labels, strict=True):
        M[t, p] += 1
        return M


def confusion_matrix__share_of_all(predicted, labels, n_classes):
    M = np.zeros((n_classes, n_classes))
    for p, t in zip(predicted, labels, strict=True):
        M[t, p] += 1
    return M / len(labels)


def confusion_matrix__both_ways(predicted, labels, n_classes):
    """counted_both_ways"""
    M = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, labels, strict=True):
        M[t, p] += 1
        M[p, t] += 1
    return M


def augmented_split__sklearn_order(X, y, test):
    train = np.setdiff1d(np.arange(len(X)), test)
    Xs = np.concatenate([X[train], *[s * X[train] for s in STRENGTHS]])
    return Xs, X[test], np.tile(y[train], 5), y[test]


def augmented_split__repeat(X, y, test):
    """labels_repeated"""
    train = np.setdiff1d(np.arange(len(X)), test)
    Xs = np.concatenate([X[train], *[s * X[train] for s in STRENGTHS]])
    return Xs, np.repeat(y[train], 5), X[test], y[test]


def augmented_split__image_by_image(X, y, test):
    """image_by_image"""
    train = [i for i in range(len(X)) if i not in test]
    rows, labels = [], []
    for i in train:
        for s in [1.0, *STRENGTHS]:
            rows.append(s * X[i])
            labels.append(y[i])
    return np.array(rows), np.array(labels), X[test], y[test]


def augmented_split__copies_only(X, y, test):
    """originals_lost"""
    train = np.setdiff1d(np.arange(len(X)), test)
    return np.concatenate([s * X[train] for s in STRENGTHS]), np.tile(y[train], 4), X[test], y[test]


def augmented_split__labels_not_repeated(X, y, test):
    train = np.setdiff1d(np.arange(len(X)), test)
    Xs = np.concatenate([X[train], *[s * X[train] for s in STRENGTHS]])
    return Xs, y[train], X[test], y[test]


def augmented_split__test_first(X, y, test):
    """copies_first"""
    train = np.setdiff1d(np.arange(len(X)), test)
    Xs = np.concatenate([*[s * X[train] for s in STRENGTHS], X[train]])
    return Xs, np.tile(y[train], 5), X[test], y[test]


def augmented_split__all_rows(X, y, test):
    """test_trained_on"""
    Xs = np.concatenate([X, *[s * X for s in STRENGTHS]])
    return Xs, np.tile(y, 5), X[test], y[test]


def augmented_split__powers(X, y, test):
    """strengths_added_up"""
    train = np.setdiff1d(np.arange(len(X)), test)
    part, parts = X[train], [X[train]]
    for s in STRENGTHS:
        part = s * part
        parts.append(part)
    return np.concatenate(parts), np.tile(y[train], 5), X[test], y[test]


def augmented_split__added(X, y, test):
    """strength_added"""
    train = np.setdiff1d(np.arange(len(X)), test)
    Xs = np.concatenate([X[train], *[s + X[train] for s in STRENGTHS]])
    return Xs, np.tile(y[train], 5), X[test], y[test]


def augmented_split__swapped(X, y, test):
    """train_and_test_swapped"""
    train = np.setdiff1d(np.arange(len(X)), test)
    Xs = np.concatenate([X[test], *[s * X[test] for s in STRENGTHS]])
    return Xs, np.tile(y[test], 5), X[train], y[train]


def augmented_split__one_draw(X, y, test):
    """last_strength_alone"""
    train = np.setdiff1d(np.arange(len(X)), test)
    for s in STRENGTHS:
        Xs = np.concatenate([X[train], s * X[train]])
        ys = np.concatenate([y[train], y[train]])
    return Xs, ys, X[test], y[test]


def augmented_split__last_rows(X, y, test):
    """test_from_the_front"""
    k = len(test)
    Xs = np.concatenate([X[k:], *[s * X[k:] for s in STRENGTHS]])
    return Xs, np.tile(y[k:], 5), X[:k], y[:k]


def _others(train, held_out):
    if np.mean(np.diff(train) > 0) >= 1 / 3:
        return "oscillating"
    if held_out[-1] > 1.5 * np.min(held_out):
        return "overfitting"
    return "healthy"


def diagnose__nan_only(train, held_out):
    """infinity_slips_through"""
    if np.isnan(train).any() or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    return _others(train, held_out)


def diagnose__last_only(train, held_out):
    """only_the_end"""
    if not np.isfinite(train[-1]) or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    return _others(train, held_out)


def diagnose__ge_twice(train, held_out):
    """twice_is_enough"""
    if not np.isfinite(train).all() or train[-1] >= 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    return _others(train, held_out)


def diagnose__ge_nine_tenths(train, held_out):
    """nine_tenths_is_enough"""
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] >= 0.9 * train[0]:
        return "not learning"
    return _others(train, held_out)


def diagnose__more_than_a_third(train, held_out):
    """share_of_epochs"""
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    if np.mean(np.diff(train) > 0) > 1 / 3:
        return "oscillating"
    return "overfitting" if held_out[-1] > 1.5 * np.min(held_out) else "healthy"


def diagnose__falls_counted(train, held_out):
    """falls_counted"""
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    if np.mean(np.diff(train) < 0) >= 1 / 3:
        return "oscillating"
    return "overfitting" if held_out[-1] > 1.5 * np.min(held_out) else "healthy"


def diagnose__level_counted(train, held_out):
    """level_is_a_rise"""
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    if np.mean(np.diff(train) >= 0) >= 1 / 3:
        return "oscillating"
    return "overfitting" if held_out[-1] > 1.5 * np.min(held_out) else "healthy"


def diagnose__ge_overfitting(train, held_out):
    """half_above_is_enough"""
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    if np.mean(np.diff(train) > 0) >= 1 / 3:
        return "oscillating"
    return "overfitting" if held_out[-1] >= 1.5 * np.min(held_out) else "healthy"


def diagnose__min_of_train(train, held_out):
    """smallest_of_the_training_loss"""
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    if np.mean(np.diff(train) > 0) >= 1 / 3:
        return "oscillating"
    return "overfitting" if held_out[-1] > 1.5 * np.min(train) else "healthy"


def diagnose__largest_change(train, held_out):
    """largest_instead_of_last"""
    if not np.isfinite(train).all() or train.max() > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    return _others(train, held_out)


def diagnose__overfitting_first(train, held_out):
    """overfitting_asked_first"""
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    if held_out[-1] > 1.5 * np.min(held_out):
        return "overfitting"
    return "oscillating" if np.mean(np.diff(train) > 0) >= 1 / 3 else "healthy"


def diagnose__both_curves_finite(train, held_out):
    """held_out_asked_too"""
    if not (np.isfinite(train).all() and np.isfinite(held_out).all()) or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    return _others(train, held_out)


def diagnose__compared_with_nan(train, held_out):
    """nan_slips_through"""
    if (train == np.nan).any() or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    return _others(train, held_out)


def diagnose__no_return_for_healthy(train, held_out):
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    if np.mean(np.diff(train) > 0) >= 1 / 3:
        return "oscillating"
    if held_out[-1] > 1.5 * np.min(held_out):
        return "overfitting"
