"""Wrong answers, as people write them: `exercise__slip`. None may pass.

A docstring holds the names of the mistakes that the verdict tells, where it is not clear without.
"""

import itertools

import numpy as np

from solutions.activations import softmax
from solutions.regularization import BatchNorm, EarlyStopping, all_masks, batch_norm_forward


def weight_decay_step__rate_on_the_loss_only(W, dW, lr, lam):
    """decay_without_rate"""
    return W - lr * dW - lam * W


def weight_decay_step__plus_for_the_penalty(W, dW, lr, lam):
    """growth"""
    return W - lr * (dW - lam * W)


def weight_decay_step__half_of_lambda(W, dW, lr, lam):
    """half_in_the_gradient"""
    return W - lr * (dW + 0.5 * lam * W)


def weight_decay_step__squared(W, dW, lr, lam):
    """penalty_for_its_gradient"""
    return W - lr * (dW + 0.5 * lam * W**2)


def weight_decay_step__sum_of_squares(W, dW, lr, lam):
    """penalty_added"""
    return W - lr * (dW + 0.5 * lam * np.sum(W**2))


def weight_decay_step__uphill(W, dW, lr, lam):
    """uphill"""
    return W + lr * (dW + lam * W)


def weight_decay_step__gradient_decays(W, dW, lr, lam):
    """gradient_decays"""
    return W - lr * (1 + lam) * dW


def weight_decay_step__rate_squared(W, dW, lr, lam):
    W -= lr * dW
    W -= lr * lam * W
    return W


def weight_decay_step__without_rate(W, dW, lr, lam):
    """rate_left_out"""
    return W - (dW + lam * W)


def weight_decay_step__the_change_alone(W, dW, lr, lam):
    """step_alone"""
    return -lr * (dW + lam * W)


def weight_decay_step__norm(W, dW, lr, lam):
    return W - lr * (dW + lam * np.linalg.norm(W))


def soft_threshold__branches_swapped(w, t):
    """away_from_zero_at_the_ends"""
    return np.where(w > t, w + t, np.where(w < -t, w - t, 0.0))


def soft_threshold__between_left(w, t):
    """between_left"""
    return np.where(w > t, w - t, np.where(w < -t, w + t, w))


def soft_threshold__no_abs(w, t):
    """right_side_only"""
    return np.sign(w) * np.maximum(w - t, 0.0)


def soft_threshold__maximum_with_t(w, t):
    """maximum_with_t"""
    return np.sign(w) * np.maximum(np.abs(w), t)


def soft_threshold__clipped(w, t):
    """clipped"""
    return np.clip(w, -t, t)


def soft_threshold__times_t(w, t):
    return np.sign(w) * np.maximum(np.abs(w) * (1 - t), 0.0)


def soft_threshold__in_place(w, t):
    w[np.abs(w) <= t] = 0
    w[w > t] -= t
    w[w < -t] += t
    return w


def soft_threshold__of_one_number(w, t):
    if w > t:
        return w - t
    if w < -t:
        return w + t
    return 0.0


def soft_threshold__right_part_twice(w, t):
    """one_direction"""
    return np.where(w > t, w - t, np.where(w < -t, w - t, 0.0))


class EarlyStopping__equal(EarlyStopping):
    """equal_is_better"""

    def update(self, loss, params):
        if loss <= self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


class EarlyStopping__plus_delta(EarlyStopping):
    """min_delta_upwards"""

    def update(self, loss, params):
        if loss < self.best_loss + self.min_delta:
            self.best_loss = loss
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


class EarlyStopping__never_set_back(EarlyStopping):
    """counts_in_all"""

    def update(self, loss, params):
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_params = [p.copy() for p in params]
        else:
            self.waited += 1
        return self.waited >= self.patience


class EarlyStopping__set_back_to_one(EarlyStopping):
    """waited_counts_the_best"""

    def update(self, loss, params):
        self.waited += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_params = [p.copy() for p in params]
            self.waited = 1
        return self.waited >= self.patience


class EarlyStopping__counted_always(EarlyStopping):
    """waited_counts_the_best"""

    def update(self, loss, params):
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        self.waited += 1
        return self.waited >= self.patience


class EarlyStopping__assigned(EarlyStopping):
    """keeps_references"""

    def update(self, loss, params):
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_params = params.copy()
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


class EarlyStopping__nothing_said(EarlyStopping):
    def update(self, loss, params):
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
            if self.waited >= self.patience:
                return True


class EarlyStopping__best_forgotten(EarlyStopping):
    """only_better_is_noted"""

    def update(self, loss, params):
        if loss < self.best_loss - self.min_delta:
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


class EarlyStopping__params_forgotten(EarlyStopping):
    """params_forgotten"""

    def update(self, loss, params):
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


class EarlyStopping__restored_by_name(EarlyStopping):
    """restore_rebinds"""

    def restore(self, params):
        for p, best in zip(params, self.best_params, strict=True):
            p = best  # noqa: F841


class EarlyStopping__restored_in_the_list(EarlyStopping):
    def restore(self, params):
        for i in range(len(params)):
            params[i] = self.best_params[i]


class EarlyStopping__restored_backwards(EarlyStopping):
    def restore(self, params):
        for p, best in zip(params, self.best_params, strict=True):
            best[...] = p


class EarlyStopping__returned(EarlyStopping):
    def restore(self, params):
        return self.best_params


def ensemble_probabilities__without_axis(logits):
    total = [softmax(Z, axis=1) for Z in logits]
    return np.mean(total)


def ensemble_probabilities__sum(logits):
    """summed"""
    return np.sum([softmax(Z, axis=1) for Z in logits], axis=0)


def ensemble_probabilities__twice(logits):
    """softmax_again"""
    return softmax(np.mean([softmax(Z, axis=1) for Z in logits], axis=0), axis=1)


def ensemble_probabilities__product(logits):
    """sum_of_scores"""
    return softmax(np.sum(logits, axis=0), axis=1)


def ensemble_probabilities__own_softmax(logits):
    """one_sum_for_the_batch"""
    e = [np.exp(Z) / np.exp(Z).sum() for Z in logits]
    return np.mean(e, axis=0)


def ensemble_probabilities__overflow(logits):
    """bare_exponentials"""
    e = [np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True) for Z in logits]
    return np.mean(e, axis=0)


def ensemble_probabilities__last(logits):
    """last_network_alone"""
    for Z in logits:
        P = softmax(Z, axis=1)
    return P


def ensemble_probabilities__divided_by_samples(logits):
    """divided_by_samples"""
    return np.sum([softmax(Z, axis=1) for Z in logits], axis=0) / len(logits[0])


def ensemble_probabilities__returns_in_the_loop(logits):
    """first_network_alone"""
    total = 0
    for Z in logits:
        total = total + softmax(Z, axis=1)
        return total


def ensemble_probabilities__largest(logits):
    """largest_not_mean"""
    return np.max([softmax(Z, axis=1) for Z in logits], axis=0)


def ensemble_probabilities__class(logits):
    return np.mean([softmax(Z, axis=1) for Z in logits], axis=0).argmax(axis=1)


def add_noise__uniform(X, sigma, rng):
    """never_negative"""
    return X + sigma * rng.random(X.shape)


def add_noise__of_one_row(X, sigma, rng):
    """repeated"""
    return X + sigma * rng.normal(size=X.shape[1])


def add_noise__a_number(X, sigma, rng):
    """all_equal"""
    return X + sigma * rng.normal()


def add_noise__numpy(X, sigma, rng):
    """own_numbers"""
    return X + sigma * np.random.normal(size=X.shape)  # noqa: NPY002


def add_noise__scaled(X, sigma, rng):
    """multiplied"""
    return X * sigma * rng.normal(size=X.shape)


def add_noise__alone(X, sigma, rng):
    """without_x"""
    return rng.normal(0, sigma, size=X.shape)


def add_noise__variance(X, sigma, rng):
    """sigma_squared"""
    return X + rng.normal(0, sigma**2, size=X.shape)


def add_noise__into(X, sigma, rng):
    X += rng.normal(0, sigma, size=X.shape)
    return X


def add_noise__around_one(X, sigma, rng):
    """mean_off"""
    return X + rng.normal(1, sigma, size=X.shape)


def random_crop__one_place(images, size, rng):
    """one_window_for_all"""
    _n, h, w = images.shape
    t, s = rng.integers(h - size + 1), rng.integers(w - size + 1)
    return images[:, t : t + size, s : s + size].copy()


def random_crop__same_top_and_left(images, size, rng):
    """last_position_missing"""
    _n, h, w = images.shape
    out = []
    for m in images:
        t = rng.integers(min(h, w) - size + 1)
        out.append(m[t : t + size, t : t + size])
    return np.array(out)


def random_crop__exclusive(images, size, rng):
    _n, h, w = images.shape
    out = []
    for m in images:
        t, s = rng.integers(0, h - size), rng.integers(0, w - size)
        out.append(m[t : t + size, s : s + size])
    return np.array(out)


def random_crop__any_start(images, size, rng):
    _n, h, w = images.shape
    out = []
    for m in images:
        t, s = rng.integers(h), rng.integers(w)
        out.append(m[t : t + size, s : s + size])
    return np.array(out)


def random_crop__list(images, size, rng):
    _n, _h, _w = images.shape
    return [m[:size, :size] for m in images]


def dropout_forward__keeps_p(X, p, rng):
    """keeps_p"""
    mask = (rng.random(X.shape) < p) / p if p else np.ones(X.shape)
    return X * mask, mask


def dropout_forward__not_scaled(X, p, rng):
    """not_scaled"""
    mask = (rng.random(X.shape) >= p).astype(float)
    return X * mask, mask


def dropout_forward__scaled_by_keep(X, p, rng):
    """other_factor"""
    mask = (rng.random(X.shape) >= p) * (1 - p)
    return X * mask, mask


def dropout_forward__only_out(X, p, rng):
    mask = (rng.random(X.shape) >= p) / (1 - p)
    return X * mask


def dropout_forward__normal(X, p, rng):
    """share_off"""
    mask = (rng.normal(size=X.shape) >= p) / (1 - p)
    return X * mask, mask


def dropout_forward__per_feature(X, p, rng):
    """one_mask_for_all_samples"""
    mask = (rng.random(X.shape[1:]) >= p) / (1 - p) * np.ones(X.shape)
    return X * mask, mask


def dropout_backward__divided(dout, mask):
    """backward_divides"""
    out = np.zeros_like(dout)
    out[mask > 0] = dout[mask > 0] / mask[mask > 0]
    return out


def dropout_backward__zeros(dout, mask):
    """backward_unscaled"""
    return np.where(mask != 0, dout, 0.0)


def dropout_backward__sum(dout, mask):
    """added_not_multiplied"""
    return dout + mask


def dropout_backward__matrix_product(dout, mask):
    return dout @ mask.T


def dropout_backward__mask(dout, mask):
    """mask_alone"""
    return mask.copy()


def dropout_backward__squared(dout, mask):
    """backward_twice"""
    return dout * mask * mask


def subnetwork_mean__count(f, h, p):
    """all_alike"""
    return np.mean([f(h * keep / (1 - p)) for keep in all_masks(len(h))], axis=0)


def subnetwork_mean__divided_by_p(f, h, p):
    """divided_by_p"""
    mean = 0.0
    for keep in all_masks(len(h)):
        mean = mean + np.prod(np.where(keep == 1, 1 - p, p)) * f(h * keep / (p or 1.0))
    return mean


def subnetwork_mean__mean_of_probabilities(f, h, p):
    """divided_once_more"""
    keeps = all_masks(len(h))
    mean = 0.0
    for keep in keeps:
        mean = mean + np.prod(np.where(keep == 1, 1 - p, p)) * f(h * keep / (1 - p))
    return mean / len(keeps)


def subnetwork_mean__of_the_inputs(f, h, p):
    """whole_network"""
    mean = 0.0
    for keep in all_masks(len(h)):
        mean = mean + np.prod(np.where(keep == 1, 1 - p, p)) * h * keep / (1 - p)
    return f(mean)


def subnetwork_mean__sum_for_product(f, h, p):
    """sum_for_product"""
    mean = 0.0
    for keep in all_masks(len(h)):
        mean = mean + np.sum(np.where(keep == 1, 1 - p, p)) * f(h * keep / (1 - p))
    return mean


def subnetwork_mean__return_in_the_loop(f, h, p):
    """first_subnetwork_alone"""
    mean = 0.0
    for keep in all_masks(len(h)):
        mean = mean + np.prod(np.where(keep == 1, 1 - p, p)) * f(h * keep / (1 - p))
        return mean


def subnetwork_mean__one_factor(f, h, p):
    """factor_of_the_survivors_alone"""
    mean = 0.0
    for keep in all_masks(len(h)):
        mean = mean + (1 - p) ** keep.sum() * f(h * keep / (1 - p))
    return mean


def subnetwork_mean__dropped_kept(f, h, p):
    """unscaled_subnetworks"""
    mean = 0.0
    for keep in itertools.product([0, 1], repeat=len(h)):
        keep = np.array(keep)
        q = p ** (keep == 0).sum() * (1 - p) ** (keep == 1).sum()
        mean = mean + q * f(h * keep)
    return mean


def batch_norm_forward__ddof(X, gamma, beta, eps=1e-5):
    """unbiased"""
    std = np.sqrt(X.var(axis=0, ddof=1) + eps)
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def batch_norm_forward__std_plus_eps(X, gamma, beta, eps=1e-5):
    """eps_outside"""
    std = X.std(axis=0) + eps
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def batch_norm_forward__no_axis(X, gamma, beta, eps=1e-5):
    std = np.sqrt(X.var() + eps)
    X_hat = (X - X.mean()) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def batch_norm_forward__var_without_axis(X, gamma, beta, eps=1e-5):
    """one_std_for_all"""
    std = np.sqrt(X.var() + eps) * np.ones(X.shape[1])
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def batch_norm_forward__beta_inside(X, gamma, beta, eps=1e-5):
    """beta_scaled_too"""
    std = np.sqrt(X.var(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * (X_hat + beta), (X_hat, std, gamma)


def batch_norm_forward__beta_subtracted(X, gamma, beta, eps=1e-5):
    """beta_subtracted"""
    std = np.sqrt(X.var(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * X_hat - beta, (X_hat, std, gamma)


def batch_norm_forward__beta_forgotten(X, gamma, beta, eps=1e-5):
    """beta_left_out"""
    std = np.sqrt(X.var(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * X_hat, (X_hat, std, gamma)


def batch_norm_forward__parentheses(X, gamma, beta, eps=1e-5):
    """parentheses_around_the_difference"""
    std = np.sqrt(X.var(axis=0) + eps)
    X_hat = X - X.mean(axis=0) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def batch_norm_forward__keepdims(X, gamma, beta, eps=1e-5):
    std = np.sqrt(X.var(axis=0, keepdims=True) + eps)
    X_hat = (X - X.mean(axis=0, keepdims=True)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def batch_norm_forward__rows(X, gamma, beta, eps=1e-5):
    """each_sample_by_itself"""
    std = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat = (X - X.mean(axis=1, keepdims=True)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def batch_norm_forward__mean_square(X, gamma, beta, eps=1e-5):
    """mean_square_for_variance"""
    std = np.sqrt((X**2).mean(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def batch_norm_forward__out_in_cache(X, gamma, beta, eps=1e-5):
    """out_for_x_hat_in_the_cache"""
    std = np.sqrt(X.var(axis=0) + eps)
    X_hat = gamma * (X - X.mean(axis=0)) / std + beta
    return X_hat, (X_hat, std, gamma)


def batch_norm_backward_graph__gamma_on_dgamma(dout, cache):
    """dgamma_without_x_hat"""
    X_hat, std, gamma = cache
    n = len(dout)
    d = dout * gamma
    dX = (d - d.mean(axis=0) - X_hat * (d * X_hat).sum(axis=0) / n) / std
    return dX, dout.sum(axis=0), dout.sum(axis=0)


def batch_norm_backward_graph__std_not_squared(dout, cache):
    """std_not_squared"""
    X_hat, std, gamma = cache
    n = len(dout)
    centred = X_hat * std
    dX_hat = dout * gamma
    dcentred = dX_hat / std
    dstd = -(dX_hat * centred).sum(axis=0) / std
    dvar = dstd / (2 * std)
    dcentred = dcentred + dvar * 2 * centred / n
    return dcentred - dcentred.sum(axis=0) / n, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward_graph__means(dout, cache):
    """sums_became_means"""
    X_hat, std, gamma = cache
    d = dout * gamma
    dX = (d - d.mean(axis=0) - X_hat * (d * X_hat).mean(axis=0)) / std
    return dX, (dout * X_hat).mean(axis=0), dout.mean(axis=0)


def batch_norm_backward_graph__x_hat_for_centred(dout, cache):
    """x_hat_for_centred"""
    X_hat, std, gamma = cache
    n = len(dout)
    dX_hat = dout * gamma
    dcentred = dX_hat / std
    dstd = -(dX_hat * X_hat).sum(axis=0) / std**2
    dvar = dstd / (2 * std)
    dcentred = dcentred + dvar * 2 * X_hat / n
    return dcentred - dcentred.sum(axis=0) / n, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward_graph__mean_added(dout, cache):
    """mean_path_added"""
    X_hat, std, gamma = cache
    n = len(dout)
    centred = X_hat * std
    dX_hat = dout * gamma
    dstd = -(dX_hat * centred).sum(axis=0) / std**2
    dcentred = dX_hat / std + dstd / (2 * std) * 2 * centred / n
    return dcentred + dcentred.sum(axis=0) / n, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward_graph__swapped(dout, cache):
    """second_and_third_swapped"""
    X_hat, std, gamma = cache
    d = dout * gamma
    dX = (d - d.mean(axis=0) - X_hat * (d * X_hat).mean(axis=0)) / std
    return dX, dout.sum(axis=0), (dout * X_hat).sum(axis=0)


def batch_norm_backward_graph__mean_of_direct_path_only(dout, cache):
    """variance_path_missing"""
    X_hat, std, gamma = cache
    n = len(dout)
    d = dout * gamma / std
    return d - d.sum(axis=0) / n, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward__minus_for_plus(dout, cache):
    """projection_added"""
    X_hat, std, gamma = cache
    dX = gamma / std * (dout - dout.mean(axis=0) + X_hat * (dout * X_hat).mean(axis=0))
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward__projection_without_x_hat(dout, cache):
    """projection_without_direction"""
    X_hat, std, gamma = cache
    dX = gamma / std * (dout - dout.mean(axis=0) - (dout * X_hat).mean(axis=0))
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward__mean_of_products_apart(dout, cache):
    """mean_of_each_factor"""
    X_hat, std, gamma = cache
    dX = gamma / std * (dout - dout.mean(axis=0) - X_hat * dout.mean(axis=0))
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward__gamma_in_dgamma(dout, cache):
    """gamma_in_dgamma"""
    X_hat, std, gamma = cache
    dX = gamma / std * (dout - dout.mean(axis=0) - X_hat * (dout * X_hat).mean(axis=0))
    return dX, (gamma * dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward__no_axis(dout, cache):
    """means_of_everything"""
    X_hat, std, gamma = cache
    dX = gamma / std * (dout - dout.mean() - X_hat * (dout * X_hat).mean())
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward__divided_by_gamma(dout, cache):
    """divided_by_gamma"""
    X_hat, std, gamma = cache
    dX = 1 / (gamma * std) * (dout - dout.mean(axis=0) - X_hat * (dout * X_hat).mean(axis=0))
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward__precedence(dout, cache):
    """one_term_scaled"""
    X_hat, std, gamma = cache
    dX = gamma / std * dout - dout.mean(axis=0) - X_hat * (dout * X_hat).mean(axis=0)
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


class BatchNorm__var_by_n(BatchNorm):
    """running_biased"""

    def forward(self, X, train=True):
        if train and len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        if not train:
            std = np.sqrt(self.running_var + self.eps)
            return self.gamma * (X - self.running_mean) / std + self.beta
        out, self.cache = batch_norm_forward(X, self.gamma, self.beta, self.eps)
        m = self.momentum
        self.running_mean = (1 - m) * self.running_mean + m * X.mean(axis=0)
        self.running_var = (1 - m) * self.running_var + m * X.var(axis=0)
        return out


class BatchNorm__cache_lost(BatchNorm):
    def forward(self, X, train=True):
        if train and len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        if not train:
            std = np.sqrt(self.running_var + self.eps)
            return self.gamma * (X - self.running_mean) / std + self.beta
        out, _cache = batch_norm_forward(X, self.gamma, self.beta, self.eps)
        m = self.momentum
        self.running_mean = (1 - m) * self.running_mean + m * X.mean(axis=0)
        self.running_var = (1 - m) * self.running_var + m * X.var(axis=0, ddof=1)
        return out


class BatchNorm__statistics_of_the_output(BatchNorm):
    """running_of_the_output"""

    def forward(self, X, train=True):
        if train and len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        if not train:
            std = np.sqrt(self.running_var + self.eps)
            return self.gamma * (X - self.running_mean) / std + self.beta
        out, self.cache = batch_norm_forward(X, self.gamma, self.beta, self.eps)
        m = self.momentum
        self.running_mean = (1 - m) * self.running_mean + m * out.mean(axis=0)
        self.running_var = (1 - m) * self.running_var + m * out.var(axis=0, ddof=1)
        return out


class BatchNorm__overwritten(BatchNorm):
    """running_are_the_last"""

    def forward(self, X, train=True):
        if train and len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        if not train:
            std = np.sqrt(self.running_var + self.eps)
            return self.gamma * (X - self.running_mean) / std + self.beta
        out, self.cache = batch_norm_forward(X, self.gamma, self.beta, self.eps)
        self.running_mean = X.mean(axis=0)
        self.running_var = X.var(axis=0, ddof=1)
        return out


class BatchNorm__eps_forgotten(BatchNorm):
    """test_without_eps"""

    def forward(self, X, train=True):
        if train and len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        if not train:
            return self.gamma * (X - self.running_mean) / np.sqrt(self.running_var) + self.beta
        return super().forward(X)


class BatchNorm__no_axis(BatchNorm):
    def forward(self, X, train=True):
        if train and len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        if not train:
            std = np.sqrt(self.running_var + self.eps)
            return self.gamma * (X - self.running_mean) / std + self.beta
        out, self.cache = batch_norm_forward(X, self.gamma, self.beta, self.eps)
        m = self.momentum
        self.running_mean = (1 - m) * self.running_mean + m * X.mean()
        self.running_var = (1 - m) * self.running_var + m * X.var(ddof=1)
        return out


class BatchNorm__default_eps(BatchNorm):
    """eps_not_handed_on"""

    def forward(self, X, train=True):
        if train and len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        if not train:
            std = np.sqrt(self.running_var + self.eps)
            return self.gamma * (X - self.running_mean) / std + self.beta
        out, self.cache = batch_norm_forward(X, self.gamma, self.beta)
        m = self.momentum
        self.running_mean = (1 - m) * self.running_mean + m * X.mean(axis=0)
        self.running_var = (1 - m) * self.running_var + m * X.var(axis=0, ddof=1)
        return out


def fold_batch_norm__bias_kept(W, b, gamma, beta, mean, var, eps=1e-5):
    """fold_draft"""
    s = gamma / np.sqrt(var + eps)
    return s * W, b + beta - mean * s


def fold_batch_norm__beta_forgotten(W, b, gamma, beta, mean, var, eps=1e-5):
    """fold_without_beta"""
    s = gamma / np.sqrt(var + eps)
    return W * s, (b - mean) * s


def fold_batch_norm__mean_added(W, b, gamma, beta, mean, var, eps=1e-5):
    """fold_mean_added"""
    s = gamma / np.sqrt(var + eps)
    return W * s, (b + mean) * s + beta


def fold_batch_norm__bias_dropped(W, b, gamma, beta, mean, var, eps=1e-5):
    """fold_bias_lost"""
    s = gamma / np.sqrt(var + eps)
    return W * s, beta - mean * s


def fold_batch_norm__no_root(W, b, gamma, beta, mean, var, eps=1e-5):
    """fold_root_missing"""
    s = gamma / (var + eps)
    return W * s, (b - mean) * s + beta


def fold_batch_norm__no_eps(W, b, gamma, beta, mean, var, eps=1e-5):
    """fold_without_eps"""
    s = gamma / np.sqrt(var)
    return W * s, (b - mean) * s + beta


def fold_batch_norm__bias_unscaled(W, b, gamma, beta, mean, var, eps=1e-5):
    """fold_bias_unscaled"""
    s = gamma / np.sqrt(var + eps)
    return W * s, b - mean + beta


def fold_batch_norm__product(W, b, gamma, beta, mean, var, eps=1e-5):
    s = gamma / np.sqrt(var + eps)
    return W @ s, (b - mean) * s + beta


def layer_norm_forward__columns(X, gamma, beta, eps=1e-5):
    """over_the_batch"""
    std = np.sqrt(X.var(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def layer_norm_forward__no_axis(X, gamma, beta, eps=1e-5):
    std = np.sqrt(X.var() + eps)
    X_hat = (X - X.mean()) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def layer_norm_forward__no_keepdims(X, gamma, beta, eps=1e-5):
    """partly statistics_without_axis"""
    std = np.sqrt(X.var(axis=1) + eps)
    X_hat = (X - X.mean(axis=1)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def layer_norm_forward__std_plus_eps(X, gamma, beta, eps=1e-5):
    """layer_eps_outside"""
    std = X.std(axis=1, keepdims=True) + eps
    X_hat = (X - X.mean(axis=1, keepdims=True)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def layer_norm_forward__mean_of_columns(X, gamma, beta, eps=1e-5):
    """mean_of_the_columns"""
    std = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def layer_norm_forward__beta_forgotten(X, gamma, beta, eps=1e-5):
    """layer_beta_left_out"""
    std = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat = (X - X.mean(axis=1, keepdims=True)) / std
    return gamma * X_hat, (X_hat, std, gamma)


def layer_norm_forward__not_centred(X, gamma, beta, eps=1e-5):
    """layer_not_centred"""
    std = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat = X / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def layer_norm_forward__variance_cached(X, gamma, beta, eps=1e-5):
    """layer_variance_in_the_cache"""
    var = X.var(axis=1, keepdims=True)
    X_hat = (X - X.mean(axis=1, keepdims=True)) / np.sqrt(var + eps)
    return gamma * X_hat + beta, (X_hat, var, gamma)


def layer_norm_forward__swapped(X, gamma, beta, eps=1e-5):
    """layer_gamma_and_beta_swapped"""
    std = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat = (X - X.mean(axis=1, keepdims=True)) / std
    return beta * X_hat + gamma, (X_hat, std, gamma)


def layer_norm_backward__as_batch(dout, cache):
    """gamma_after_the_means"""
    X_hat, std, gamma = cache
    a = dout.mean(axis=1, keepdims=True)
    b = (dout * X_hat).mean(axis=1, keepdims=True)
    dX = gamma / std * (dout - a - X_hat * b)
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def layer_norm_backward__without_gamma(dout, cache):
    """layer_gamma_missing"""
    X_hat, std, _gamma = cache
    a = dout.mean(axis=1, keepdims=True)
    b = (dout * X_hat).mean(axis=1, keepdims=True)
    dX = (dout - a - X_hat * b) / std
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def layer_norm_backward__sums_over_features(dout, cache):
    X_hat, std, gamma = cache
    d = dout * gamma
    dX = d - d.mean(axis=1, keepdims=True) - X_hat * (d * X_hat).mean(axis=1, keepdims=True)
    return dX / std, (dout * X_hat).sum(axis=1), dout.sum(axis=1)


def layer_norm_backward__gamma_in_dgamma(dout, cache):
    """layer_gamma_in_dgamma"""
    X_hat, std, gamma = cache
    d = dout * gamma
    dX = d - d.mean(axis=1, keepdims=True) - X_hat * (d * X_hat).mean(axis=1, keepdims=True)
    return dX / std, (d * X_hat).sum(axis=0), d.sum(axis=0)


def layer_norm_backward__std_forgotten(dout, cache):
    """layer_std_missing"""
    X_hat, _std, gamma = cache
    d = dout * gamma
    dX = d - d.mean(axis=1, keepdims=True) - X_hat * (d * X_hat).mean(axis=1, keepdims=True)
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def layer_norm_backward__mean_of_everything(dout, cache):
    """layer_means_of_everything"""
    X_hat, std, gamma = cache
    d = dout * gamma
    dX = d - d.mean() - X_hat * (d * X_hat).mean()
    return dX / std, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def layer_norm_backward__swapped(dout, cache):
    """layer_dgamma_dbeta_swapped"""
    X_hat, std, gamma = cache
    d = dout * gamma
    dX = d - d.mean(axis=1, keepdims=True) - X_hat * (d * X_hat).mean(axis=1, keepdims=True)
    return dX / std, dout.sum(axis=0), (dout * X_hat).sum(axis=0)
