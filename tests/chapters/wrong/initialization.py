"""Wrong answers, as people write them: `exercise__slip`. None may pass.

A docstring holds the names of the mistakes that the verdict tells, where it is not clear without.
"""

from itertools import pairwise

import numpy as np

from solutions.initialization import pca_fit, standardize_apply, standardize_fit


def distinct_units__weights_only(W, b):
    """bias_ignored"""
    return len({tuple(w) for w in W.T})


def distinct_units__rows_of_W(W, b):
    """rows"""
    return len({tuple(w) for w in W})


def distinct_units__rows_with_bias(W, b):
    """rows_with_bias"""
    return len({tuple(w) for w in np.vstack([W, b])})


def distinct_units__biases_only(W, b):
    """biases_alone"""
    return len(set(b.tolist()))


def distinct_units__all_numbers(W, b):
    """numbers"""
    return len({x for unit in np.vstack([W, b]) for x in unit})


def distinct_units__both_apart(W, b):
    return len({tuple(w) for w in W.T}) * len(set(b.tolist()))


def distinct_units__the_units(W, b):
    return {tuple(u) for u in np.vstack([W, b]).T}


def distinct_units__twins(W, b):
    """twins_counted"""
    units = np.vstack([W, b]).T
    return len(units) - len({tuple(u) for u in units})


def distinct_units__neighbours(W, b):
    """neighbours_alone"""
    units = np.vstack([W, b]).T
    return 1 + sum(not np.array_equal(u, v) for u, v in pairwise(units))


def distinct_units__sums(W, b):
    """by_their_sums"""
    return len(set((W.sum(axis=0) + b).tolist()))


def small_init__uniform(n_in, n_out, rng):
    """never_negative"""
    return 0.001 * rng.random((n_in, n_out))


def small_init__not_scaled(n_in, n_out, rng):
    """not_small"""
    return rng.normal(size=(n_in, n_out))


def small_init__as_mean(n_in, n_out, rng):
    """mean_off"""
    return rng.normal(0.001, size=(n_in, n_out))


def small_init__seeded(n_in, n_out, rng):
    """own_seed"""
    rng = np.random.default_rng(0)
    return 0.001 * rng.normal(size=(n_in, n_out))


def small_init__transposed(n_in, n_out, rng):
    return 0.001 * rng.normal(size=(n_out, n_in))


def small_init__a_hundredth(n_in, n_out, rng):
    """variance_off"""
    return 0.01 * rng.normal(size=(n_in, n_out))


def forward_variances__after_phi(X, weights, phi):
    """after_the_bend"""
    out = []
    A = X
    for W in weights:
        A = phi(A @ W)
        out.append(np.var(A))
    return np.array(out)


def forward_variances__always_X(X, weights, phi):
    out = []
    for W in weights:
        out.append(np.var(X @ W))
    return np.array(out)


def forward_variances__axis_0(X, weights, phi):
    out = []
    A = X
    for W in weights:
        Z = A @ W
        out.append(np.var(Z, axis=0))
        A = phi(Z)
    return np.array(out)


def forward_variances__phi_first(X, weights, phi):
    """bent_at_once"""
    out = []
    A = X
    for W in weights:
        Z = phi(A) @ W
        out.append(np.var(Z))
        A = Z
    return np.array(out)


def forward_variances__list(X, weights, phi):
    out = []
    A = X
    for W in weights:
        Z = A @ W
        out.append(np.var(Z))
        A = phi(Z)
    return out


def forward_variances__Z_goes_on(X, weights, phi):
    """no_bend"""
    out = []
    A = X
    for W in weights:
        A = A @ W
        out.append(np.var(A))
    return np.array(out)


def forward_variances__of_the_weights(X, weights, phi):
    """of_the_weights"""
    return np.array([np.var(W) for W in weights])


def forward_variances__input_first(X, weights, phi):
    out = [np.var(X)]
    A = X
    for W in weights:
        Z = A @ W
        out.append(np.var(Z))
        A = phi(Z)
    return np.array(out)


def forward_variances__return_in_the_loop(X, weights, phi):
    out = []
    A = X
    for W in weights:
        Z = A @ W
        out.append(np.var(Z))
        A = phi(Z)
        return np.array(out)


def forward_variances__mean_of_samples(X, weights, phi):
    """mean_over_samples"""
    out = []
    A = X
    for W in weights:
        Z = A @ W
        out.append(np.mean(np.var(Z, axis=1)))
        A = phi(Z)
    return np.array(out)


def fan_in_init__n_out(n_in, n_out, rng):
    """fan_out"""
    return rng.normal(size=(n_in, n_out)) / np.sqrt(n_out)


def fan_in_init__no_root(n_in, n_out, rng):
    """variance_as_deviation"""
    return rng.normal(size=(n_in, n_out)) / n_in


def fan_in_init__times_root(n_in, n_out, rng):
    """variance_off"""
    return rng.normal(size=(n_in, n_out)) * np.sqrt(n_in)


def fan_in_init__scale_is_variance(n_in, n_out, rng):
    """variance_as_deviation"""
    return rng.normal(0, 1 / n_in, size=(n_in, n_out))


def fan_in_init__uniform(n_in, n_out, rng):
    """uniform_third"""
    return rng.uniform(-1 / np.sqrt(n_in), 1 / np.sqrt(n_in), size=(n_in, n_out))


def fan_in_init__integer_division(n_in, n_out, rng):
    """all_equal"""
    return rng.normal(size=(n_in, n_out)) * np.sqrt(1 // n_in)


def gain__std(phi, z):
    """root"""
    return 1 / np.sqrt(np.mean(phi(z) ** 2))


def gain__of_z(phi, z):
    """z_itself"""
    return 1 / np.mean(z**2)


def gain__phi_of_square(phi, z):
    """square_inside"""
    return 1 / np.mean(phi(z**2))


def gain__abs(phi, z):
    """mean_of_absolutes"""
    return 1 / np.mean(np.abs(phi(z)))


def gain__two(phi, z):
    """as_for_relu"""
    return 2.0


def gain__mean(phi, z):
    """mean_not_squared"""
    return 1 / np.mean(phi(z))


def gain__ratio(phi, z):
    """ratio_of_variances"""
    return np.var(z) / np.var(phi(z))


def gain__ratio_of_squares(phi, z):
    """divided_by_that_of_z"""
    return np.mean(z**2) / np.mean(phi(z) ** 2)


def gain__array(phi, z):
    return 1 / phi(z) ** 2


def he_init__one(n_in, n_out, rng):
    """no_two"""
    return rng.normal(size=(n_in, n_out)) * np.sqrt(1 / n_in)


def he_init__precedence(n_in, n_out, rng):
    """variance_off"""
    return rng.normal(size=(n_in, n_out)) * np.sqrt(2) / n_in


def he_init__no_root(n_in, n_out, rng):
    """he_variance_as_deviation"""
    return rng.normal(size=(n_in, n_out)) * (2 / n_in)


def he_init__outputs(n_in, n_out, rng):
    """he_fan_out"""
    return rng.normal(0, np.sqrt(2 / n_out), (n_in, n_out))


def he_init__floor(n_in, n_out, rng):
    """all_equal"""
    return rng.normal(size=(n_in, n_out)) * np.sqrt(2 // n_in)


def glorot_init__sum(n_in, n_out, rng):
    """sum_not_mean"""
    return rng.normal(size=(n_in, n_out)) / np.sqrt(n_in + n_out)


def glorot_init__precedence(n_in, n_out, rng):
    """variance_off"""
    return np.sqrt(2 / n_in + n_out) * rng.normal(size=(n_in, n_out))


def glorot_init__product(n_in, n_out, rng):
    """fan_in_alone"""
    return np.sqrt(2 / (n_in * n_out)) * rng.normal(size=(n_in, n_out))


def glorot_init__uniform(n_in, n_out, rng):
    """not_normal"""
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-a, a, size=(n_in, n_out))


def orthogonal_init__U(n_in, n_out, rng):
    U, _, _ = np.linalg.svd(rng.normal(size=(n_in, n_out)), full_matrices=False)
    return U


def orthogonal_init__with_s(n_in, n_out, rng):
    """stretches_left_in"""
    U, s, Vt = np.linalg.svd(rng.normal(size=(n_in, n_out)), full_matrices=False)
    return U * s @ Vt


def orthogonal_init__transposed_twice(n_in, n_out, rng):
    U, _, Vt = np.linalg.svd(rng.normal(size=(n_in, n_out)))
    return U @ Vt


def orthogonal_init__V(n_in, n_out, rng):
    U, _, Vt = np.linalg.svd(rng.normal(size=(n_in, n_out)), full_matrices=False)
    return U @ Vt.T


def orthogonal_init__normalized(n_in, n_out, rng):
    """lengths_only"""
    G = rng.normal(size=(n_in, n_out))
    return G / np.linalg.norm(G, axis=0)


def orthogonal_init__by_the_whole_norm(n_in, n_out, rng):
    """stretches_left_in"""
    G = rng.normal(size=(n_in, n_out))
    return G / np.linalg.norm(G)


def init_layers__one_too_few(sizes, init, rng):
    return [(init(sizes[i], sizes[i + 1], rng), np.zeros(sizes[i + 1])) for i in range(len(sizes) - 2)]


def init_layers__bias_of_inputs(sizes, init, rng):
    return [(init(a, b, rng), np.zeros(a)) for a, b in pairwise(sizes)]


def init_layers__wrong_order(sizes, init, rng):
    return [(init(b, a, rng), np.zeros(b)) for a, b in pairwise(sizes)]


def init_layers__random_biases(sizes, init, rng):
    """random_biases"""
    return [(init(a, b, rng), init(1, b, rng)[0]) for a, b in pairwise(sizes)]


def init_layers__flat(sizes, init, rng):
    out = []
    for a, b in pairwise(sizes):
        out.append(init(a, b, rng))
        out.append(np.zeros(b))
    return out


def init_layers__own_rng(sizes, init, rng):
    """own_seed"""
    return [(init(a, b, np.random.default_rng(0)), np.zeros(b)) for a, b in pairwise(sizes)]


def init_layers__return_in_the_loop(sizes, init, rng):
    layers = []
    for a, b in pairwise(sizes):
        layers.append((init(a, b, rng), np.zeros(b)))
        return layers


def init_layers__one_number_for_the_bias(sizes, init, rng):
    return [(init(a, b, rng), 0.0) for a, b in pairwise(sizes)]


def standardize_fit__rows(X):
    return X.mean(axis=1), X.std(axis=1)


def standardize_fit__no_axis(X):
    return X.mean(), X.std()


def standardize_fit__ddof(X):
    """partly n_minus_one"""
    std = X.std(axis=0, ddof=1)
    return X.mean(axis=0), np.where(std == 0, 1.0, std)


def standardize_fit__eps(X):
    return X.mean(axis=0), X.std(axis=0) + 1e-8


def standardize_fit__zero_check(X):
    """guarded_by_zero"""
    s = X.std(axis=0)
    s[s == 0] = 1.0
    return X.mean(axis=0), s


def standardize_fit__isclose(X):
    """guarded_by_small"""
    s = X.std(axis=0)
    return X.mean(axis=0), np.where(np.isclose(s, 0), 1.0, s)


def standardize_fit__var(X):
    """variance_for_deviation"""
    return X.mean(axis=0), np.where(X.max(axis=0) == X.min(axis=0), 1.0, X.var(axis=0))


def standardize_fit__median(X):
    """median_for_mean"""
    return np.median(X, axis=0), np.where(X.max(axis=0) == X.min(axis=0), 1.0, X.std(axis=0))


def standardize_fit__zero_for_constant(X):
    """unguarded"""
    return X.mean(axis=0), np.where(X.max(axis=0) == X.min(axis=0), 0.0, X.std(axis=0))


def standardize_fit__root_mean_square(X):
    """mean_left_in"""
    return X.mean(axis=0), np.where(X.max(axis=0) == X.min(axis=0), 1.0, np.sqrt((X**2).mean(axis=0)))


def standardize_apply__scale_squared(X, mean, scale):
    """divided_by_the_square"""
    return (X - mean) / scale**2


def standardize_apply__root(X, mean, scale):
    """divided_by_the_root"""
    return (X - mean) / np.sqrt(scale)


def standardize_apply__plus(X, mean, scale):
    """mean_added"""
    return (X + mean) / scale


def standardize_apply__not_scaled(X, mean, scale):
    """scale_left_out"""
    return X - mean


def standardize_apply__not_shifted(X, mean, scale):
    """mean_left_out"""
    return X / scale


def standardize_apply__own_mean(X, mean, scale):
    """own_mean"""
    return (X - X.mean(axis=0)) / scale


def standardize_apply__in_place(X, mean, scale):
    """partly changed_in_place"""
    X[:] = (X - mean) / scale
    return X


def standardize_apply__back(X, mean, scale):
    """undone"""
    return X * scale + mean


def prepare__together(X_train, X_test):
    """all_rows"""
    X = np.vstack([X_train, X_test])
    mean, scale = standardize_fit(X)
    return standardize_apply(X_train, mean, scale), standardize_apply(X_test, mean, scale)


def prepare__each(X_train, X_test):
    """each_its_own"""
    return tuple(standardize_apply(X, *standardize_fit(X)) for X in (X_train, X_test))


def prepare__joined(X_train, X_test):
    mean, scale = standardize_fit(X_train)
    return standardize_apply(np.concatenate([X_train, X_test]), mean, scale)


def prepare__train_forgotten(X_train, X_test):
    """train_left_raw"""
    mean, scale = standardize_fit(X_train)
    return X_train, standardize_apply(X_test, mean, scale)


def prepare__fit_on_the_standardized(X_train, X_test):
    """test_left_raw"""
    mean, scale = standardize_fit(X_train)
    train = standardize_apply(X_train, mean, scale)
    mean, scale = standardize_fit(train)
    return train, standardize_apply(X_test, mean, scale)


def prepare__by_hand(X_train, X_test):
    """guard_forgotten"""
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - mean) / std, (X_test - mean) / std


def prepare__swapped(X_train, X_test):
    mean, scale = standardize_fit(X_train)
    return standardize_apply(X_test, mean, scale), standardize_apply(X_train, mean, scale)


def condition_number__of_A(X):
    """of_the_data"""
    A = np.column_stack([X, np.ones(len(X))])
    return np.linalg.cond(A)


def condition_number__no_ones(X):
    """no_bias_column"""
    return np.linalg.cond(X.T @ X / len(X))


def condition_number__first_over_last(X):
    """upside_down"""
    A = np.column_stack([X, np.ones(len(X))])
    v = np.linalg.eigvalsh(A.T @ A / len(A))
    return v[0] / v[-1]


def condition_number__covariance(X):
    """of_the_covariance"""
    v = np.linalg.eigvalsh(np.cov(X.T, bias=True).reshape(X.shape[1], X.shape[1]))
    return v[-1] / v[0]


def condition_number__zeros(X):
    A = np.column_stack([X, np.zeros(len(X))])
    v = np.linalg.eigvalsh(A.T @ A / len(A))
    return v[-1] / v[0]


def condition_number__difference(X):
    """difference_of_curvatures"""
    A = np.column_stack([X, np.ones(len(X))])
    v = np.linalg.eigvalsh(A.T @ A / len(A))
    return v[-1] - v[0]


def condition_number__all_values(X):
    A = np.column_stack([X, np.ones(len(X))])
    return np.linalg.eigvalsh(A.T @ A / len(A))


def condition_number__outer(X):
    A = np.column_stack([X, np.ones(len(X))])
    v = np.linalg.eigvalsh(A @ A.T / len(A))
    return v[-1] / v[0]


def condition_number__smallest(X):
    """smallest_only"""
    A = np.column_stack([X, np.ones(len(X))])
    return np.linalg.eigvalsh(A.T @ A / len(A))[0]


def pca_fit__as_eigh(X):
    """smallest_first"""
    mean = X.mean(axis=0)
    D = X - mean
    v, E = np.linalg.eigh(D.T @ D / len(D))
    return mean, E, v


def pca_fit__rows_reversed(X):
    """components_as_rows"""
    mean = X.mean(axis=0)
    D = X - mean
    v, E = np.linalg.eigh(D.T @ D / len(D))
    return mean, E[::-1], v[::-1]


def pca_fit__np_cov(X):
    """unbiased"""
    v, E = np.linalg.eigh(np.atleast_2d(np.cov(X.T)))
    return X.mean(axis=0), E[:, ::-1], v[::-1]


def pca_fit__svd_rows(X):
    """components_as_rows"""
    mean = X.mean(axis=0)
    _, s, Vt = np.linalg.svd(X - mean, full_matrices=False)
    return mean, Vt, s**2 / len(X)


def pca_fit__singular_values(X):
    """wrong_variances"""
    mean = X.mean(axis=0)
    _, s, Vt = np.linalg.svd(X - mean, full_matrices=False)
    return mean, Vt.T, s


def pca_fit__not_divided(X):
    """wrong_variances"""
    mean = X.mean(axis=0)
    D = X - mean
    v, E = np.linalg.eigh(D.T @ D)
    return mean, E[:, ::-1], v[::-1]


def pca_fit__only_values(X):
    """only_variances_reversed"""
    mean = X.mean(axis=0)
    D = X - mean
    v, E = np.linalg.eigh(D.T @ D / len(D))
    return mean, E, v[::-1]


def pca_fit__standardized(X):
    """still_correlated"""
    mean = X.mean(axis=0)
    D = (X - mean) / X.std(axis=0)
    v, E = np.linalg.eigh(D.T @ D / len(D))
    return mean, E[:, ::-1], v[::-1]


def whiten_fit__not_back(X, eps=1e-5):
    """not_turned_back"""
    mean, E, v = pca_fit(X)
    return mean, E / np.sqrt(v + eps)


def whiten_fit__no_root(X, eps=1e-5):
    """no_root"""
    mean, E, v = pca_fit(X)
    return mean, E @ np.diag(1 / (v + eps)) @ E.T


def whiten_fit__rows_scaled(X, eps=1e-5):
    """rows_scaled"""
    mean, E, v = pca_fit(X)
    return mean, (E.T / np.sqrt(v + eps)).T @ E.T


def whiten_fit__squared(X, eps=1e-5):
    """stretched"""
    mean, E, v = pca_fit(X)
    return mean, E * np.sqrt(v + eps) @ E.T


def whiten_fit__order(X, eps=1e-5):
    """wrong_way_round"""
    mean, E, v = pca_fit(X)
    return mean, E.T @ np.diag(1 / np.sqrt(v + eps)) @ E


def whiten_fit__eps_after(X, eps=1e-5):
    """eps_outside"""
    mean, E, v = pca_fit(X)
    return mean, E @ np.diag(1 / (np.sqrt(np.maximum(v, 0)) + eps)) @ E.T


def whiten_fit__no_diag(X, eps=1e-5):
    mean, E, v = pca_fit(X)
    return mean, E @ (1 / np.sqrt(v + eps)) @ E.T


def whiten_fit__rows(X, eps=1e-5):
    mean, E, v = pca_fit(X)
    T = E / np.sqrt(v + eps) @ E.T
    return (X - mean) @ T


def whiten_fit__standardized_first(X, eps=1e-5):
    _mean, E, v = pca_fit((X - X.mean(axis=0)) / X.std(axis=0))
    return X.mean(axis=0), E / np.sqrt(v + eps) @ E.T
