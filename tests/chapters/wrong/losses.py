"""Wrong answers, written without looking at the cases: `exercise__mistake`. None may pass."""

import numpy as np


def squared_error__last_sample(P, Y):
    return float(0.5 * ((P[-1] - Y[-1]) ** 2).sum())


def squared_error__relative(P, Y):
    return float(0.5 * (((P - Y) / (np.abs(Y) + 1e-9)) ** 2).sum() / len(P))


def squared_error__of_means(P, Y):
    return float(0.5 * ((P.mean(axis=0) - Y.mean(axis=0)) ** 2).sum())


def squared_error_grad__sign_only(P, Y):
    return np.sign(P - Y) / len(P)


def squared_error_grad__three_samples(P, Y):
    return (P - Y) / 3


def squared_error_grad__normalized(P, Y):
    return (P - Y) / max(np.linalg.norm(P - Y), 1e-12)


def huber__pseudo(P, Y, delta=1.0):
    r = (P - Y) / delta
    return float((delta**2 * (np.sqrt(1 + r**2) - 1)).sum() / len(P))


def huber__clipped(P, Y, delta=1.0):
    return float(0.5 * (np.clip(P - Y, -delta, delta) ** 2).sum() / len(P))


def huber__largest_residual_decides(P, Y, delta=1.0):
    r = np.abs(P - Y)
    if r.max() <= delta:
        return float(0.5 * (r**2).sum() / len(P))
    return float((delta * (r - delta / 2)).sum() / len(P))


def one_hot__cumulative(labels, n_classes):
    return (np.arange(n_classes) <= np.asarray(labels)[:, None]).astype(float)


def one_hot__smoothed(labels, n_classes):
    return 0.999 * np.eye(n_classes)[labels] + 0.001 / n_classes


def one_hot__sorted(labels, n_classes):
    return np.eye(n_classes)[np.sort(labels)]


def log_sum_exp__shifted_by_mean(z, axis=-1):
    m = z.mean(axis=axis, keepdims=True)
    with np.errstate(over="ignore"):
        return np.log(np.exp(z - m).sum(axis=axis)) + np.squeeze(m, axis)


def log_sum_exp__with_epsilon(z, axis=-1):
    m = z.max(axis=axis, keepdims=True)
    return np.log(np.exp(z - m).sum(axis=axis) + 1e-3) + np.squeeze(m, axis)


def log_sum_exp__mean_exp(z, axis=-1):
    m = z.max(axis=axis, keepdims=True)
    return np.log(np.exp(z - m).mean(axis=axis)) + np.squeeze(m, axis)


def softmax_cross_entropy__smoothed_labels(Z, labels):
    m = Z.max(axis=1, keepdims=True)
    log_p = Z - m - np.log(np.exp(Z - m).sum(axis=1, keepdims=True))
    Y = 0.9 * np.eye(Z.shape[1])[labels] + 0.1 / Z.shape[1]
    return float(-(Y * log_p).sum() / len(Z))


def softmax_cross_entropy__in_bits(Z, labels):
    m = Z.max(axis=1, keepdims=True)
    log_p = Z - m - np.log(np.exp(Z - m).sum(axis=1, keepdims=True))
    return float(-log_p[np.arange(len(Z)), labels].mean() / np.log(2))


def softmax_cross_entropy__median(Z, labels):
    m = Z.max(axis=1, keepdims=True)
    log_p = Z - m - np.log(np.exp(Z - m).sum(axis=1, keepdims=True))
    return float(np.median(-log_p[np.arange(len(Z)), labels]))


# ---- a second round, written from the tasks alone: each sentence broken by itself, and what people do ----


def _sig(z):
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-z))


def _soft(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def squared_error__divided_by_outputs(P, Y):
    return 0.5 * np.sum((P - Y) ** 2) / P.shape[1]


def squared_error__square_of_the_sum(P, Y):
    return 0.5 * np.mean(np.sum(P - Y, axis=1) ** 2)


def squared_error__half_of_absolute(P, Y):
    return 0.5 * np.sum(np.abs(P - Y)) / len(P)


def squared_error__changes_p(P, Y):
    P -= Y
    return 0.5 * np.sum(P**2) / len(P)


def squared_error__one_sample_broadcast(P, Y):
    return 0.5 * np.sum((P - Y[0]) ** 2) / len(P)


def squared_error__first_output(P, Y):
    return 0.5 * np.mean((P[:, 0] - Y[:, 0]) ** 2)


def squared_error__return_in_loop(P, Y):
    total = 0.0
    for p, y in zip(P, Y, strict=True):
        total += 0.5 * np.sum((p - y) ** 2)
        return total / len(P)


def squared_error__a_row(P, Y):
    return np.sum(0.5 * (P - Y) ** 2, axis=0) / len(P)


def squared_error__kept_axes(P, Y):
    return np.sum(0.5 * (P - Y) ** 2, keepdims=True) / len(P)


def squared_error__halved_twice(P, Y):
    return 0.25 * np.sum((P - Y) ** 2) / len(P)


def squared_error__n_minus_one(P, Y):
    return 0.5 * np.sum((P - Y) ** 2) / max(len(P) - 1, 1)


def squared_error__sum_both(P, Y):
    return 0.5 * np.sum((P + Y) ** 2) / len(P)


def squared_error_grad__half_too(P, Y):
    return 0.5 * (P - Y) / len(P)


def squared_error_grad__by_outputs(P, Y):
    return (P - Y) / P.shape[1]


def squared_error_grad__in_place(P, Y):
    P -= Y
    P /= len(P)
    return P


def squared_error_grad__like_the_predictions(P, Y):
    G = np.zeros_like(P)
    G[...] = (P - Y) / len(P)
    return G


def squared_error_grad__wrt_targets(P, Y):
    return (Y - P) / len(P)


def squared_error_grad__absolute_slope(P, Y):
    return np.abs(P - Y) / len(P)


def squared_error_grad__summed_over_outputs(P, Y):
    return np.sum(P - Y, axis=1) / len(P)


def squared_error_grad__one_number(P, Y):
    return np.sum(P - Y) / len(P)


def squared_error_grad__two_over_size(P, Y):
    return 2 * (P - Y) / P.size


def squared_error_grad__transposed(P, Y):
    return ((P - Y) / len(P)).T


def squared_error_grad__predictions_only(P, Y):
    return P / len(P)


def huber__line_everywhere(P, Y, delta=1.0):
    r = np.abs(P - Y)
    return np.sum(np.minimum(0.5 * r**2, delta * (r - 0.5 * delta))) / len(P)


def huber__parabola_everywhere(P, Y, delta=1.0):
    r = np.abs(P - Y)
    return np.sum(np.maximum(0.5 * r**2, delta * (r - 0.5 * delta))) / len(P)


def huber__parentheses(P, Y, delta=1.0):
    r = np.abs(P - Y)
    return np.sum(np.where(r <= delta, 0.5 * r**2, delta * r - 0.5 * delta)) / len(P)


def huber__whole_delta_subtracted(P, Y, delta=1.0):
    r = np.abs(P - Y)
    return np.sum(np.where(r <= delta, 0.5 * r**2, delta * (r - delta))) / len(P)


def huber__signed_line(P, Y, delta=1.0):
    r = P - Y
    return np.sum(np.where(np.abs(r) <= delta, 0.5 * r**2, delta * (r - 0.5 * delta))) / len(P)


def huber__other_default(P, Y, delta=1.35):
    r = np.abs(P - Y)
    return np.sum(np.where(r <= delta, 0.5 * r**2, delta * (r - 0.5 * delta))) / len(P)


def huber__norm_of_a_sample(P, Y, delta=1.0):
    r = np.linalg.norm(P - Y, axis=1)
    return np.mean(np.where(r <= delta, 0.5 * r**2, delta * (r - 0.5 * delta)))


def huber__one_a_sample(P, Y, delta=1.0):
    r = np.abs(P - Y)
    return np.sum(np.where(r <= delta, 0.5 * r**2, delta * (r - 0.5 * delta)), axis=1)


def huber__half_missing_in_line(P, Y, delta=1.0):
    r = np.abs(P - Y)
    return np.sum(np.where(r <= delta, 0.5 * r**2, r - 0.5)) / len(P)


def huber__plain_mean(P, Y, delta=1.0):
    r = np.abs(P - Y)
    return np.mean(np.where(r <= delta, 0.5 * r**2, delta * (r - 0.5 * delta)))


def huber__relative_delta(P, Y, delta=1.0):
    r = np.abs(P - Y)
    d = delta * max(r.max(), 1e-12)
    return np.sum(np.where(r <= d, 0.5 * r**2, d * (r - 0.5 * d))) / len(P)


def huber__if_any(P, Y, delta=1.0):
    r = np.abs(P - Y)
    if (r <= delta).any():
        return np.sum(0.5 * r**2) / len(P)
    return np.sum(delta * (r - 0.5 * delta)) / len(P)


def huber__gradient(P, Y, delta=1.0):
    return np.clip(P - Y, -delta, delta) / len(P)


def huber__changes_p(P, Y, delta=1.0):
    P -= Y
    np.abs(P, out=P)
    return np.sum(np.where(delta >= P, 0.5 * P**2, delta * (P - 0.5 * delta))) / len(P)


def hinge__labels_zero_one_allowed(z, y):
    y = np.where(y == 0, -1, y)
    return np.mean(np.maximum(0.0, 1.0 - np.maximum(y, 0) * z))


def hinge__absolute(z, y):
    return np.mean(np.abs(1.0 - y * z))


def hinge__capped(z, y):
    return np.mean(np.clip(1.0 - y * z, 0.0, 1.0))


def hinge__mean_of_violators(z, y):
    m = np.maximum(0.0, 1.0 - y * z)
    return m[m > 0].mean() if (m > 0).any() else 0.0


def hinge__each(z, y):
    return np.maximum(0.0, 1.0 - y * z)


def hinge__dot(z, y):
    return max(0.0, 1.0 - np.dot(y, z)) / len(z)


def hinge__difference(z, y):
    return np.mean(np.maximum(0.0, 1.0 - (y - z)))


def hinge__sign_of_score(z, y):
    return np.mean(np.maximum(0.0, 1.0 - y * np.sign(z)))


def hinge__smooth(z, y):
    return np.mean(np.logaddexp(0, 1.0 - y * z))


def hinge__margin_two(z, y):
    return np.mean(np.maximum(0.0, 2.0 - y * z))


def hinge__halved(z, y):
    return 0.5 * np.mean(np.maximum(0.0, 1.0 - y * z))


def hinge__labels_from_zero_one(z, y):
    y = np.where(y > 0, 1, 0)
    return np.mean(np.maximum(0.0, 1.0 - y * z))


def hinge__changes_z(z, y):
    z *= -y
    z += 1.0
    return np.mean(np.maximum(0.0, z))


def hinge__kinked_upwards(z, y):
    return np.mean(np.maximum(1.0, 1.0 - y * z))


def binary_cross_entropy__logits_clipped(z, y):
    z = np.clip(z, -500, 500)
    return (np.logaddexp(0, z) - y * z).sum() / len(z)


def binary_cross_entropy__clipped_at_a_thousand(z, y):
    z = np.clip(z, -1000, 1000)
    return (np.logaddexp(0, z) - y * z).sum() / len(z)


def binary_cross_entropy__z_are_probabilities(z, y):
    with np.errstate(all="ignore"):
        return -np.sum(y * np.log(z) + (1 - y) * np.log(1 - z)) / len(z)


def binary_cross_entropy__epsilon_in_log(z, y):
    p = _sig(z)
    return -np.sum(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9)) / len(z)


def binary_cross_entropy__epsilon_small(z, y):
    p = _sig(z)
    return -np.sum(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12)) / len(z)


def binary_cross_entropy__epsilon_smaller(z, y):
    p = _sig(z)
    return -np.mean(y * np.log(p + 1e-15) + (1 - y) * np.log(1 - p + 1e-15))


def binary_cross_entropy__plus_yz(z, y):
    return (np.maximum(z, 0) + y * z + np.log1p(np.exp(-np.abs(z)))).sum() / len(z)


def binary_cross_entropy__exp_of_plus(z, y):
    with np.errstate(all="ignore"):
        return (np.maximum(z, 0) - y * z + np.log1p(np.exp(np.abs(z)))).sum() / len(z)


def binary_cross_entropy__no_absolute(z, y):
    with np.errstate(all="ignore"):
        return (np.maximum(z, 0) - y * z + np.log1p(np.exp(-z))).sum() / len(z)


def binary_cross_entropy__labels_minus_plus(z, y):
    return np.logaddexp(0, -y * z).sum() / len(z)


def binary_cross_entropy__each_question(z, y):
    return (np.logaddexp(0, z) - y * z).sum(axis=0) / len(z)


def binary_cross_entropy__each(z, y):
    return np.logaddexp(0, z) - y * z


def binary_cross_entropy__log_term_forgotten(z, y):
    return (np.maximum(z, 0) - y * z).sum() / len(z)


def binary_cross_entropy__halved(z, y):
    return (np.logaddexp(0, z) - y * z).sum() / (2 * len(z))


def binary_cross_entropy__changes_z(z, y):
    cost = np.logaddexp(0, z) - y * z
    z[...] = 0
    return cost.sum() / len(z)


def binary_cross_entropy__one_dimension(z, y):
    return sum(float(np.logaddexp(0, z[i]) - y[i] * z[i]) for i in range(len(z))) / len(z)


def binary_cross_entropy__nan_to_num(z, y):
    p = _sig(z)
    with np.errstate(all="ignore"):
        return np.nan_to_num(-(y * np.log(p) + (1 - y) * np.log(1 - p))).sum() / len(z)


def binary_cross_entropy_grad__p_times_y(z, y):
    return _sig(z) * y / len(z)


def binary_cross_entropy_grad__half(z, y):
    return 0.5 * (_sig(z) - y) / len(z)


def binary_cross_entropy_grad__like_the_logits(z, y):
    G = np.zeros_like(z)
    G[...] = (_sig(z) - y) / len(z)
    return G


def binary_cross_entropy_grad__slope_of_sigmoid(z, y):
    return _sig(z) * (1 - _sig(z)) / len(z)


def binary_cross_entropy_grad__sigmoid_alone(z, y):
    return _sig(z) / len(z)


def binary_cross_entropy_grad__overflowing_sigmoid(z, y):
    with np.errstate(all="ignore"):
        return (np.exp(z) / (1 + np.exp(z)) - y) / len(z)


def binary_cross_entropy_grad__labels_minus_plus(z, y):
    return -(2 * y - 1) * _sig(-(2 * y - 1) * z)


def binary_cross_entropy_grad__rounded(z, y):
    return ((_sig(z) > 0.5) - y) / len(z)


def binary_cross_entropy_grad__changes_labels(z, y):
    y *= -1
    y += _sig(z)
    return y / len(z)


def binary_cross_entropy_grad__summed_over_samples(z, y):
    return (_sig(z) - y).sum(axis=0) / len(z)


def binary_cross_entropy_grad__averaged(z, y):
    return np.mean(_sig(z) - y)


def binary_cross_entropy_grad__clipped(z, y):
    return (np.clip(_sig(z), 1e-3, 1 - 1e-3) - y) / len(z)


def one_hot__renumbered(labels, n_classes):
    _, ranks = np.unique(labels, return_inverse=True)
    return np.eye(n_classes)[ranks]


def one_hot__square(labels, n_classes):
    Y = np.zeros((n_classes, n_classes))
    Y[np.arange(len(labels)), labels] = 1.0
    return Y


def one_hot__n_classes_of_labels(labels, n_classes):
    return np.eye(int(labels.max()) + 1)[labels]


def one_hot__from_one(labels, n_classes):
    return np.eye(n_classes + 1)[labels][:, 1:]


def one_hot__booleans(labels, n_classes):
    return np.eye(n_classes, dtype=bool)[labels]


def one_hot__list_of_lists(labels, n_classes):
    return [[1.0 if k == label else 0.0 for k in range(n_classes)] for label in labels]


def one_hot__diagonal(labels, n_classes):
    return np.eye(len(labels), n_classes)


def one_hot__index_arrays_swapped(labels, n_classes):
    Y = np.zeros((len(labels), n_classes))
    Y[labels, np.arange(len(labels))] = 1.0
    return Y


def one_hot__ones_everywhere_else(labels, n_classes):
    return 1.0 - np.eye(n_classes)[labels]


def one_hot__label_in_place_of_one(labels, n_classes):
    Y = np.zeros((len(labels), n_classes))
    Y[np.arange(len(labels)), labels] = labels
    return Y


def one_hot__flattened(labels, n_classes):
    return np.eye(n_classes)[labels].ravel()


def one_hot__last_label(labels, n_classes):
    for label in labels:
        row = np.zeros(n_classes)
        row[label] = 1.0
    return np.array([row])


def one_hot__one_array_many_times(labels, n_classes):
    row, rows = np.zeros(n_classes), []
    for label in labels:
        row[:] = 0.0
        row[label] = 1.0
        rows.append(row)
    return np.array(rows[-1:] * len(rows))


def one_hot__minus_one_elsewhere(labels, n_classes):
    return 2 * np.eye(n_classes)[labels] - 1


def log_sum_exp__first_axis_by_default(z, axis=0):
    m = z.max(axis=axis, keepdims=True)
    return np.log(np.exp(z - m).sum(axis=axis)) + np.squeeze(m, axis)


def log_sum_exp__second_axis_by_default(z, axis=1):
    m = z.max(axis=axis, keepdims=True)
    return np.log(np.exp(z - m).sum(axis=axis)) + np.squeeze(m, axis)


def log_sum_exp__two_axes_only(z, axis=-1):
    if axis in (1, -1):
        return np.logaddexp.reduce(z, axis=-1)
    return np.logaddexp.reduce(z, axis=0)


def log_sum_exp__minimum(z, axis=-1):
    with np.errstate(all="ignore"):
        m = z.min(axis=axis, keepdims=True)
        return np.log(np.exp(z - m).sum(axis=axis)) + np.squeeze(m, axis)


def log_sum_exp__clipped(z, axis=-1):
    return np.log(np.exp(np.clip(z, -700, 700)).sum(axis=axis))


def log_sum_exp__squeezed_everywhere(z, axis=-1):
    m = z.max(axis=axis, keepdims=True)
    return np.squeeze(np.log(np.exp(z - m).sum(axis=axis, keepdims=True)) + m)


def log_sum_exp__without_keepdims(z, axis=-1):
    m = z.max(axis=axis)
    return m + np.log(np.exp(z - m).sum(axis=axis))


def log_sum_exp__maximum_subtracted_twice(z, axis=-1):
    m = z.max(axis=axis, keepdims=True)
    return np.log(np.exp(z - m).sum(axis=axis)) - np.squeeze(m, axis)


def log_sum_exp__softmax(z, axis=-1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def log_sum_exp__base_two(z, axis=-1):
    return np.logaddexp.reduce(z, axis=axis) / np.log(2)


def log_sum_exp__changes_z(z, axis=-1):
    m = z.max(axis=axis, keepdims=True)
    z -= m
    return np.log(np.exp(z).sum(axis=axis)) + np.squeeze(m, axis)


def log_sum_exp__not_logged(z, axis=-1):
    with np.errstate(all="ignore"):
        return np.exp(z).sum(axis=axis)


def log_sum_exp__log1p(z, axis=-1):
    m = z.max(axis=axis, keepdims=True)
    return np.log1p(np.exp(z - m).sum(axis=axis)) + np.squeeze(m, axis)


def log_sum_exp__single_precision_huge(z, axis=-1):
    m = z.max(axis=axis, keepdims=True)
    return np.round(np.log(np.exp(z - m).sum(axis=axis)) + np.squeeze(m, axis), 3)


def softmax_cross_entropy__clipped(Z, labels):
    p = np.clip(_soft(Z), 1e-12, 1.0)
    return -np.mean(np.log(p[np.arange(len(Z)), labels]))


def softmax_cross_entropy__clipped_both_ends(Z, labels):
    p = np.clip(_soft(Z), 1e-7, 1 - 1e-7)
    return -np.mean(np.log(p[np.arange(len(Z)), labels]))


def softmax_cross_entropy__binary_for_every_class(Z, labels):
    Y = np.eye(Z.shape[1])[labels]
    return np.sum(np.logaddexp(0, Z) - Y * Z) / len(Z)


def softmax_cross_entropy__naive_softmax(Z, labels):
    with np.errstate(all="ignore"):
        e = np.exp(Z)
        p = e / e.sum(axis=1, keepdims=True)
        return -np.mean(np.log(p[np.arange(len(Z)), labels]))


def softmax_cross_entropy__naive_log_sum(Z, labels):
    with np.errstate(all="ignore"):
        return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__down_the_columns(Z, labels):
    return np.mean(np.logaddexp.reduce(Z, axis=0).sum() / Z.shape[1] - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__softmax_over_everything(Z, labels):
    return np.mean(np.logaddexp.reduce(Z.ravel()) - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__each(Z, labels):
    return np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(Z)), labels]


def softmax_cross_entropy__accuracy(Z, labels):
    return np.mean(Z.argmax(axis=1) != labels)


def softmax_cross_entropy__base_two(Z, labels):
    return np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(Z)), labels]) / np.log(2)


def softmax_cross_entropy__mean_log_over_classes(Z, labels):
    return -np.mean(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))


def softmax_cross_entropy__first_class(Z, labels):
    return np.mean(np.logaddexp.reduce(Z, axis=1) - Z[:, 0])


def softmax_cross_entropy__changes_logits(Z, labels):
    Z -= Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__last_sample(Z, labels):
    for z, k in zip(Z, labels, strict=True):
        loss = np.logaddexp.reduce(z) - z[k]
    return loss / len(Z)


def softmax_cross_entropy__first_sample(Z, labels):
    for z, k in zip(Z, labels, strict=True):
        return np.logaddexp.reduce(z) - z[k]


def softmax_cross_entropy__labels_from_one(Z, labels):
    return np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(Z)), labels - 1])


def softmax_cross_entropy__maximum_of_all(Z, labels):
    S = Z - Z.max()
    with np.errstate(all="ignore"):
        return np.mean(np.log(np.exp(S).sum(axis=1)) - S[np.arange(len(Z)), labels])


def softmax_cross_entropy__largest_probability(Z, labels):
    return -np.mean(np.log(_soft(Z).max(axis=1)))


def softmax_cross_entropy_grad__changes_logits(Z, labels):
    Z -= Z.max(axis=1, keepdims=True)
    p = _soft(Z)
    p[np.arange(len(Z)), labels] -= 1
    return p / len(Z)


def softmax_cross_entropy_grad__naive_softmax(Z, labels):
    with np.errstate(all="ignore"):
        p = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    p[np.arange(len(Z)), labels] -= 1
    return p / len(Z)


def softmax_cross_entropy_grad__softmax_of_everything(Z, labels):
    e = np.exp(Z - Z.max())
    p = e / e.sum()
    p[np.arange(len(Z)), labels] -= 1
    return p / len(Z)


def softmax_cross_entropy_grad__labels_changed(Z, labels):
    p = _soft(Z)
    p[np.arange(len(Z)), labels] -= 1
    labels[...] = 0
    return p / len(Z)


def softmax_cross_entropy_grad__right_class_only(Z, labels):
    p, G = _soft(Z), np.zeros(Z.shape)
    rows = np.arange(len(Z))
    G[rows, labels] = p[rows, labels] - 1
    return G / len(Z)


def softmax_cross_entropy_grad__minus_one_over_p(Z, labels):
    p, G = _soft(Z), np.zeros(Z.shape)
    rows = np.arange(len(Z))
    with np.errstate(all="ignore"):
        G[rows, labels] = -1 / p[rows, labels]
    return G / len(Z)


def softmax_cross_entropy_grad__one_hot_of_argmax(Z, labels):
    return (_soft(Z) - np.eye(Z.shape[1])[Z.argmax(axis=1)]) / len(Z)


def softmax_cross_entropy_grad__sigmoids(Z, labels):
    return (_sig(Z) - np.eye(Z.shape[1])[labels]) / len(Z)


def softmax_cross_entropy_grad__one_row(Z, labels):
    return (_soft(Z) - np.eye(Z.shape[1])[labels]).mean(axis=0)


def softmax_cross_entropy_grad__classes_of_the_batch(Z, labels):
    return (_soft(Z) - np.eye(int(labels.max()) + 1)[labels]) / len(Z)


def softmax_cross_entropy_grad__plus(Z, labels):
    return (_soft(Z) + np.eye(Z.shape[1])[labels]) / len(Z)


def softmax_cross_entropy_grad__divided_by_classes(Z, labels):
    return (_soft(Z) - np.eye(Z.shape[1])[labels]) / Z.shape[1]


def softmax_cross_entropy_grad__like_the_logits(Z, labels):
    G = np.zeros_like(Z)
    G[...] = (_soft(Z) - np.eye(Z.shape[1])[labels]) / len(Z)
    return G


def softmax_cross_entropy_grad__labels_from_one(Z, labels):
    return (_soft(Z) - np.eye(Z.shape[1])[labels - 1]) / len(Z)


def multiclass_hinge_grad__like_the_scores(Z, labels):
    rows = np.arange(len(Z))
    G = np.zeros_like(Z)
    G[Z - Z[rows, labels][:, None] + 1 > 0] = 1
    G[rows, labels] = 0
    G[rows, labels] = -G.sum(axis=1)
    G = (G / len(Z)).astype(Z.dtype)
    return G


def multiclass_hinge_grad__minus_classes(Z, labels):
    rows = np.arange(len(Z))
    G = np.where(Z - Z[rows, labels][:, None] + 1 > 0, 1.0, 0.0)
    G[rows, labels] = -(Z.shape[1] - 1)
    return G / len(Z)


def multiclass_hinge_grad__only_if_any(Z, labels):
    rows = np.arange(len(Z))
    G = np.where(Z - Z[rows, labels][:, None] + 1 > 0, 1.0, 0.0)
    G[rows, labels] = 0
    G[rows, labels] = -(G.sum(axis=1) > 0)
    return G / len(Z)


def multiclass_hinge_grad__down_the_columns(Z, labels):
    rows = np.arange(len(Z))
    G = np.where(Z - Z[rows, labels][:, None] + 1 > 0, 1.0, 0.0)
    G[rows, labels] = 0
    sums = G.sum(axis=0)
    G[rows, labels] = -sums[labels]
    return G / len(Z)


def multiclass_hinge_grad__divided_by_entries(Z, labels):
    rows = np.arange(len(Z))
    G = np.where(Z - Z[rows, labels][:, None] + 1 > 0, 1.0, 0.0)
    G[rows, labels] = 0
    G[rows, labels] = -G.sum(axis=1)
    return G / Z.size


def multiclass_hinge_grad__perceptron_like(Z, labels):
    G = np.zeros(Z.shape)
    for i, y in enumerate(labels):
        j = Z[i].argmax()
        if j != y:
            G[i, j] += 1
            G[i, y] -= 1
    return G / len(Z)


def multiclass_hinge_grad__plus_on_the_right_class(Z, labels):
    rows = np.arange(len(Z))
    G = np.where(Z - Z[rows, labels][:, None] + 1 > 0, 1.0, 0.0)
    G[rows, labels] = 0
    G[rows, labels] = G.sum(axis=1)
    return G / len(Z)


def multiclass_hinge_grad__zeroed_too_late(Z, labels):
    rows = np.arange(len(Z))
    G = np.where(Z - Z[rows, labels][:, None] + 1 > 0, 1.0, 0.0)
    G[rows, labels] -= G.sum(axis=1)
    G[rows, labels] -= 1
    return G / len(Z)


def multiclass_hinge_grad__changes_scores(Z, labels):
    rows = np.arange(len(Z))
    Z -= Z[rows, labels][:, None] - 1
    G = (Z > 0).astype(float)
    G[rows, labels] = 0
    G[rows, labels] = -G.sum(axis=1)
    return G / len(Z)


def multiclass_hinge_grad__softmax(Z, labels):
    return (_soft(Z) - np.eye(Z.shape[1])[labels]) / len(Z)


def multiclass_hinge_grad__margin_subtracted(Z, labels):
    rows = np.arange(len(Z))
    G = np.where(Z - Z[rows, labels][:, None] - 1 > 0, 1.0, 0.0)
    G[rows, labels] = 0
    G[rows, labels] = -G.sum(axis=1)
    return G / len(Z)


def gaussian_nll_grad__averaged_over_entries(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    return r * q / mu.size, 0.5 * (1 - r**2 * q) / mu.size


def gaussian_nll_grad__only_first_divided(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    return r * q / len(mu), 0.5 * (1 - r**2 * q)


def gaussian_nll_grad__precision_turned(mu, log_var, Y):
    r, q = mu - Y, np.exp(log_var)
    return r * q / len(mu), 0.5 * (1 - r**2 * q) / len(mu)


def gaussian_nll_grad__not_squared(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    return r * q / len(mu), 0.5 * (1 - np.abs(r) * q) / len(mu)


def gaussian_nll_grad__plus(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    return r * q / len(mu), 0.5 * (1 + r**2 * q) / len(mu)


def gaussian_nll_grad__half_on_the_square_only(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    return r * q / len(mu), (1 - 0.5 * r**2 * q) / len(mu)


def gaussian_nll_grad__half_on_the_one_only(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    return r * q / len(mu), (0.5 - r**2 * q) / len(mu)


def gaussian_nll_grad__two_left(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    return 2 * r * q / len(mu), 0.5 * (1 - r**2 * q) / len(mu)


def gaussian_nll_grad__summed(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    return (r * q / len(mu)).sum(axis=0), (0.5 * (1 - r**2 * q) / len(mu)).sum(axis=0)


def gaussian_nll_grad__one_array(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    return np.array([r * q / len(mu), 0.5 * (1 - r**2 * q) / len(mu)])


def gaussian_nll_grad__precision_forgotten_in_spread(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    return r * q / len(mu), 0.5 * (1 - r**2) / len(mu)


def gaussian_nll_grad__changes_mu(mu, log_var, Y):
    mu -= Y
    q = np.exp(-log_var)
    return mu * q / len(mu), 0.5 * (1 - mu**2 * q) / len(mu)


def gaussian_nll_grad__only_dmu(mu, log_var, Y):
    return (mu - Y) * np.exp(-log_var) / len(mu)


def gaussian_nll_grad__constant_counted(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    return r * q / len(mu), 0.5 * (np.log(2 * np.pi) + 1 - r**2 * q) / len(mu)


def gaussian_nll_grad__both_signs(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    return -r * q / len(mu), -0.5 * (1 - r**2 * q) / len(mu)


def gaussian_nll_grad__variance_as_log(mu, log_var, Y):
    r = mu - Y
    with np.errstate(all="ignore"):
        q = 1 / np.log(np.abs(log_var))
    return r * q / len(mu), 0.5 * (1 - r**2 * q) / len(mu)


def gaussian_nll_grad__like_the_means(mu, log_var, Y):
    r, q = mu - Y, np.exp(-log_var)
    a, b = np.zeros_like(mu), np.zeros_like(mu)
    a[...], b[...] = r * q / len(mu), 0.5 * (1 - r**2 * q) / len(mu)
    return a, b


def cross_entropy__first_axis(p, q):
    with np.errstate(all="ignore"):
        return -np.nansum(p * np.log(q), axis=0)


def cross_entropy__second_axis(p, q):
    with np.errstate(all="ignore"):
        return -np.nansum(p * np.log(q), axis=min(1, p.ndim - 1))


def cross_entropy__clipped(p, q):
    return -np.sum(p * np.log(np.clip(q, 1e-15, 1)), axis=-1)


def cross_entropy__clipped_wide(p, q):
    return -np.sum(p * np.log(np.clip(q, 1e-7, 1 - 1e-7)), axis=-1)


def cross_entropy__nan_to_num(p, q):
    with np.errstate(all="ignore"):
        return -np.sum(np.nan_to_num(p * np.log(q)), axis=-1)


def cross_entropy__flat_mask(p, q):
    with np.errstate(all="ignore"):
        keep = p > 0
        return -np.sum(p[keep] * np.log(q[keep]))


def cross_entropy__rows_masked_together(p, q):
    with np.errstate(all="ignore"):
        if p.ndim == 1:
            keep = p > 0
            return -np.sum(p[keep] * np.log(q[keep]))
        keep = (p > 0).all(axis=tuple(range(p.ndim - 1)))
        return -np.sum(p[..., keep] * np.log(q[..., keep]), axis=-1)


def cross_entropy__one_infinite_all_infinite(p, q):
    if ((p > 0) & (q == 0)).any():
        return np.full(p.shape[:-1], np.inf) if p.ndim > 1 else np.inf
    return -np.sum(p * np.log(np.where(p > 0, q, 1.0)), axis=-1)


def cross_entropy__zero_only_if_both(p, q):
    with np.errstate(all="ignore"):
        terms = np.where((p == 0) & (q == 0), 0.0, p * np.log(q))
    return (
        -np.sum(terms, axis=-1) + 0.0 * np.sum(p == 0, axis=-1) - np.sum((p == 0) & (q == 0), axis=-1) * 1e-3
    )


def cross_entropy__kept_axis(p, q):
    with np.errstate(all="ignore"):
        return -np.nansum(p * np.log(q), axis=-1, keepdims=True)


def cross_entropy__mean_over_the_batch(p, q):
    with np.errstate(all="ignore"):
        return np.mean(-np.nansum(p * np.log(q), axis=-1))


def cross_entropy__log_of_p_times_q(p, q):
    with np.errstate(all="ignore"):
        return -np.nansum(np.log(p * q), axis=-1)


def cross_entropy__base_ten(p, q):
    with np.errstate(all="ignore"):
        return -np.nansum(p * np.log10(q), axis=-1)


def cross_entropy__binary(p, q):
    with np.errstate(all="ignore"):
        return -np.nansum(p * np.log(q) + (1 - p) * np.log(1 - q), axis=-1)


def cross_entropy__elementwise(p, q):
    with np.errstate(all="ignore"):
        return np.where(p > 0, -p * np.log(q), 0.0)


def cross_entropy__changes_q(p, q):
    q[p == 0] = 1.0
    with np.errstate(all="ignore"):
        return -np.sum(p * np.log(q), axis=-1)


def cross_entropy__like_p(p, q):
    out = np.zeros_like(p)
    with np.errstate(all="ignore"):
        out[...] = np.where(p > 0, -p * np.log(np.where(q > 0, q, np.inf if p.dtype.kind == "i" else 0)), 0)
    return out.sum(axis=-1)


def cross_entropy__infinite_at_every_zero(p, q):
    with np.errstate(all="ignore"):
        terms = np.where(q == 0, -np.inf, p * np.log(q))
    return -np.sum(terms, axis=-1)


def l2_penalty__divided_by_n(weights, lam):
    return 0.5 * lam * sum(np.sum(W**2) for W in weights) / sum(W.size for W in weights)


def l2_penalty__rows_as_samples(weights, lam):
    return 0.5 * lam * sum(np.sum(W**2) / len(W) for W in weights)


def l2_penalty__matrices_only(weights, lam):
    return 0.5 * lam * sum(np.sum(W**2) for W in weights if W.ndim == 2)


def l2_penalty__products(weights, lam):
    return (
        0.5
        * lam
        * sum(np.trace(W @ W) if W.ndim == 2 and W.shape[0] == W.shape[1] else np.sum(W**2) for W in weights)
    )


def l2_penalty__square_of_sums(weights, lam):
    return 0.5 * lam * sum(np.sum(W) ** 2 for W in weights)


def l2_penalty__norm_of_norms(weights, lam):
    return 0.5 * lam * np.sqrt(sum(np.sum(W**2) for W in weights))


def l2_penalty__per_layer(weights, lam):
    return [0.5 * lam * np.sum(W**2) for W in weights]


def l2_penalty__gradient(weights, lam):
    return [lam * W for W in weights]


def l2_penalty__mean_over_layers(weights, lam):
    return 0.5 * lam * sum(np.sum(W**2) for W in weights) / len(weights)


def l2_penalty__changes_weights(weights, lam):
    total = 0.0
    for W in weights:
        W **= 2
        total += W.sum()
    return 0.5 * lam * total


def l2_penalty__spectral_norm(weights, lam):
    return 0.5 * lam * sum(np.linalg.norm(W, 2) ** 2 for W in weights)


def l2_penalty__stacked(weights, lam):
    return 0.5 * lam * np.sum(np.array(weights) ** 2)


def l2_penalty__default_lambda(weights, lam):
    lam = lam or 0.01
    return 0.5 * lam * sum(np.sum(W**2) for W in weights)


def l2_penalty__lambda_divided(weights, lam):
    return 0.5 / lam * sum(np.sum(W**2) for W in weights) if lam else 0.0


def l2_penalty__first_rows(weights, lam):
    return 0.5 * lam * sum(np.sum(W[0] ** 2) for W in weights)


def l2_penalty__matrix_square(weights, lam):
    return 0.5 * lam * sum(np.sum(W.T @ W) for W in weights)


def l2_penalty__uses_the_list_up(weights, lam):
    total = 0.0
    while weights:
        total += np.sum(weights.pop() ** 2)
    return 0.5 * lam * total


def l2_penalty__turns_the_list_round(weights, lam):
    weights.reverse()
    return 0.5 * lam * sum(np.sum(W**2) for W in weights)
