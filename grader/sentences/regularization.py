"""Chapter 8, sentence by sentence: for each, wrong answers that break it alone."""

import numpy as np

from grader.author.sentences import breaks, explains
from solutions import regularization as right
from solutions.activations import softmax

# ---- penalties, and what they do to a step ----

ON_BOTH = "One step of gradient descent on loss + ½ λ Σ W²."
breaks("weight_decay_step", ON_BOTH, "growth")
breaks("weight_decay_step", "dW: gradient of the *loss alone* with respect to W", "no_decay")
breaks("weight_decay_step", "lr: learning rate η", "decay_without_rate")
breaks("weight_decay_step", "lam: strength of the penalty λ", "factor_two")
breaks("weight_decay_step", "Returns the new weights, in a new array.", "decay_in_place")
breaks("weight_decay_step", "The gradient of the penalty at W is λ W.", "sign_instead")
breaks("weight_decay_step", "The gradient of the penalty at W is λ W.", "one_after_the_other")


@breaks("weight_decay_step", "W: weights, of any shape")
def of_a_matrix_only(W, dW, lr, lam):
    n_in, n_out = W.shape
    out = np.empty((n_in, n_out))
    for i in range(n_in):
        for j in range(n_out):
            out[i, j] = (1 - lr * lam) * W[i, j] - lr * dW[i, j]
    return out


@breaks("weight_decay_step", "W: weights, of any shape")
def rows_of_numbers(W, dW, lr, lam):
    return np.array(
        [[(1 - lr * lam) * w - lr * d for w, d in zip(*r, strict=True)] for r in zip(W, dW, strict=True)]
    )


@breaks("weight_decay_step", ON_BOTH)
def loss_left_out(W, dW, lr, lam):
    return (1 - lr * lam) * W


@breaks("weight_decay_step", "lr: learning rate η")
def rate_of_the_loss_left_out(W, dW, lr, lam):
    return (1 - lr * lam) * W - dW


@breaks("weight_decay_step", "lam: strength of the penalty λ")
def default_strength(W, dW, lr, lam):
    return right.weight_decay_step(W, dW, lr, lam or 0.01)


@breaks("weight_decay_step", "Returns the new weights, in a new array.", at="nothing to do")
def the_old_ones_if_nothing_is_to_do(W, dW, lr, lam):
    return right.weight_decay_step(W, dW, lr, lam) if lam or np.any(dW) else W


TOWARDS = "Move every entry towards 0 by t, and stop there."
EITHER_SIDE = "Returns a new array: w - t where w > t, w + t where w < -t, and exactly 0 in between."
breaks("soft_threshold", TOWARDS, "jumps_over")
breaks("soft_threshold", TOWARDS, "hard_threshold")
breaks("soft_threshold", EITHER_SIDE, "right_side_only")
breaks("soft_threshold", EITHER_SIDE, "away_from_zero")
breaks("soft_threshold", EITHER_SIDE, "sign_lost")
breaks("soft_threshold", EITHER_SIDE, "one_direction")
explains(
    "soft_threshold", "With t = η λ this is the step of the L1 penalty λ Σ |w| which does not jump over 0."
)


@breaks("soft_threshold", "w: array of any shape")
def of_one_axis(w, t):
    return np.array([max(float(x) - t, 0.0) if x > 0 else min(float(x) + t, 0.0) for x in w])


@breaks("soft_threshold", "w: array of any shape")
def of_two_axes(w, t):
    n, k = w.shape
    return np.array([[right.soft_threshold(w[i, j], t) for j in range(k)] for i in range(n)])


@breaks("soft_threshold", "t: a number ≥ 0", at="t = 0, and a weight that is 0")
def share_of_the_size(w, t):
    return w * np.maximum(1 - t / np.abs(w), 0.0)


@breaks("soft_threshold", "t: a number ≥ 0")
def threshold_of_one(w, t):
    return right.soft_threshold(w, t or 1.0)


@breaks("soft_threshold", EITHER_SIDE)
def threshold_in_place(w, t):
    w[...] = right.soft_threshold(w, t)
    return w


@breaks("soft_threshold", EITHER_SIDE)
def same_array_for_no_threshold(w, t):
    return w if t == 0 else right.soft_threshold(w, t)


@breaks("soft_threshold", EITHER_SIDE, at="all within the threshold")
def nearly_zero(w, t):
    return right.soft_threshold(w, t) + 1e-9 * np.sign(w) * (np.abs(w) <= t)


# ---- stopping in time ----

NEW_BEST = ".update: After a new best, `best_loss` is that loss, `best_params` is a list of *copies* of the arrays in params, and `waited` is 0."
NO_BEST = ".update: After any other loss (equal to the best, or nan) `waited` is one more."
SAYS = ".update: Returns True if `waited` has reached `patience`, else False."
IN_A_ROW = "patience: how many updates in a row may pass without a new best, 1 or more"
MIN_DELTA = "min_delta: a loss counts as a new best only if it is below best_loss - min_delta"
breaks("EarlyStopping", "Stop when the validation loss has not improved for a while.", "says_go_on")
breaks(
    "EarlyStopping", "Stop when the validation loss has not improved for a while.", "compares_with_the_last"
)
breaks("EarlyStopping", IN_A_ROW, "counts_in_all")
breaks("EarlyStopping", MIN_DELTA, "min_delta_ignored")
breaks("EarlyStopping", NEW_BEST, "keeps_references")
breaks("EarlyStopping", NEW_BEST, "keeps_the_latest")
breaks("EarlyStopping", NEW_BEST, "only_better_is_noted")
breaks("EarlyStopping", NO_BEST, "equal_is_better")
breaks("EarlyStopping", SAYS, "one_too_late")
breaks("EarlyStopping", ".restore: Write the best values back into the arrays of params.", "restore_rebinds")


@breaks("EarlyStopping", IN_A_ROW)
class three_in_a_row(right.EarlyStopping):
    def update(self, loss, params):
        super().update(loss, params)
        return self.waited >= 3


@breaks("EarlyStopping", MIN_DELTA, at="small losses, and min_delta")
class share_of_the_best(right.EarlyStopping):
    def update(self, loss, params):
        least, best = self.min_delta, self.best_loss
        self.min_delta = least * best if np.isfinite(best) else 0.0
        stop = super().update(loss, params)
        self.min_delta = least
        return stop


@breaks("EarlyStopping", MIN_DELTA)
class best_loss_moves_by_min_delta(right.EarlyStopping):
    def update(self, loss, params):
        stop = super().update(loss, params)
        if self.waited == 0:
            self.best_loss = loss - self.min_delta
        return stop


@breaks("EarlyStopping", ".update: Take note of a validation loss; say whether to stop.")
class says_nothing(right.EarlyStopping):
    def update(self, loss, params):
        super().update(loss, params)


@breaks("EarlyStopping", NEW_BEST)
class copies_the_list_alone(right.EarlyStopping):
    def update(self, loss, params):
        stop = super().update(loss, params)
        if self.waited == 0:
            self.best_params = params.copy()
        return stop


@breaks("EarlyStopping", NEW_BEST)
class first_array_alone(right.EarlyStopping):
    def update(self, loss, params):
        stop = super().update(loss, params)
        self.best_params = self.best_params[:1]
        return stop


@breaks("EarlyStopping", NO_BEST)
class nan_is_a_best(right.EarlyStopping):
    def update(self, loss, params):
        if loss >= self.best_loss - self.min_delta:
            self.waited += 1
        else:
            self.best_loss, self.waited = loss, 0
            self.best_params = [p.copy() for p in params]
        return self.waited >= self.patience


@breaks("EarlyStopping", NO_BEST)
class first_is_always_best(right.EarlyStopping):
    def update(self, loss, params):
        if not self.best_params:
            self.best_loss, self.best_params = loss, [p.copy() for p in params]
            return self.waited >= self.patience
        return super().update(loss, params)


@breaks("EarlyStopping", SAYS, at="on and on after it has said stop")
class only_at_that_moment(right.EarlyStopping):
    def update(self, loss, params):
        super().update(loss, params)
        return self.waited == self.patience


@breaks("EarlyStopping", SAYS)
class begins_anew_after_stop(right.EarlyStopping):
    def update(self, loss, params):
        stop = super().update(loss, params)
        if stop:
            self.waited = 0
        return stop


@breaks("EarlyStopping", ".restore: Write the best values back into the arrays of params.")
class restores_the_first_alone(right.EarlyStopping):
    def restore(self, params):
        params[0][...] = self.best_params[0]


@breaks("EarlyStopping", ".restore: In place: the network holds these very arrays.")
class restore_puts_others_in_their_place(right.EarlyStopping):
    def restore(self, params):
        params[:] = [p.copy() for p in self.best_params]


# ---- several networks, noisy data ----

SCORES = "logits: one array for each network, all of shape (n_samples, n_classes): the scores before softmax, which may be as large as ±1000"
MEAN = "Returns the mean of the networks' *probabilities*, an array of shape (n_samples, n_classes)."
breaks("ensemble_probabilities", "What several classifiers predict together.", "votes")
breaks("ensemble_probabilities", SCORES, "scores_left")
breaks("ensemble_probabilities", SCORES, "softmax_over_samples")
breaks("ensemble_probabilities", MEAN, "mean_of_scores")
breaks("ensemble_probabilities", MEAN, "summed")
breaks("ensemble_probabilities", MEAN, "mean_over_samples")


@breaks("ensemble_probabilities", "What several classifiers predict together.")
def first_two_networks(logits):
    return right.ensemble_probabilities(logits[:2])


@breaks("ensemble_probabilities", SCORES, at="large scores")
def bare_exponentials(logits):
    e = [np.exp(Z) for Z in logits]
    return np.mean([a / a.sum(axis=1, keepdims=True) for a in e], axis=0)


@breaks("ensemble_probabilities", MEAN)
def geometric_mean(logits):
    G = np.exp(np.mean([np.log(softmax(Z, axis=1) + 1e-300) for Z in logits], axis=0))
    return G / G.sum(axis=1, keepdims=True)


breaks("add_noise", "The batch with Gaussian noise on every entry.", "not_normal")
breaks("add_noise", "The batch with Gaussian noise on every entry.", "never_negative")
SIGMA = "sigma: standard deviation of the noise, a number ≥ 0"
breaks("add_noise", SIGMA, "sigma_as_variance")
breaks("add_noise", SIGMA, "sigma_squared")
breaks("add_noise", SIGMA, "noise_without_noise")
breaks("add_noise", SIGMA, "variance_off")
breaks("add_noise", "rng: where all randomness comes from", "own_numbers")
breaks("add_noise", "rng: where all randomness comes from", "own_seed")
breaks("add_noise", "rng: where all randomness comes from", "copied_rng")
DRAWS = "Returns X plus independent draws with mean 0, one for each entry."
breaks("add_noise", DRAWS, "without_x")
breaks("add_noise", DRAWS, "multiplied")
breaks("add_noise", DRAWS, "all_equal")
breaks("add_noise", DRAWS, "repeated")
breaks("add_noise", DRAWS, "standardized")
breaks("add_noise", DRAWS, "mean_off")


@breaks("add_noise", "The batch with Gaussian noise on every entry.")
def first_feature_without_noise(X, sigma, rng):
    out = right.add_noise(X, sigma, rng)
    out[:, :1] = X[:, :1]
    return out


@breaks("add_noise", "X: array of any shape; it stays as it is")
def noise_into_the_batch(X, sigma, rng):
    X += sigma * rng.normal(size=X.shape)
    return X


@breaks("add_noise", "X: array of any shape; it stays as it is", at="three axes, sigma = 0")
def noise_for_a_matrix(X, sigma, rng):
    n, k = X.shape
    return X + sigma * rng.normal(size=(n, k))


WINDOW = "Each image has a window of its own, and every position at which the window fits is equally likely: the first, the last, and all in between."
breaks("random_crop", "Cut a random square window out of every image.", "scattered")
breaks("random_crop", "Cut a random square window out of every image.", "images_mixed")
breaks("random_crop", "rng: where all randomness comes from", "own_numbers")
breaks("random_crop", "rng: where all randomness comes from", "own_seed")
breaks("random_crop", "rng: where all randomness comes from", "copied_rng")
breaks("random_crop", WINDOW, "one_window_for_all")
breaks("random_crop", WINDOW, "windows_shared")
breaks("random_crop", WINDOW, "last_position_missing")
breaks("random_crop", WINDOW, "some_positions_missing")
breaks("random_crop", WINDOW, "uneven")


@breaks("random_crop", "Cut a random square window out of every image.")
def in_the_middle(images, size, rng):
    top, left = (images.shape[1] - size) // 2, (images.shape[2] - size) // 2
    return images[:, top : top + size, left : left + size].copy()


@breaks("random_crop", "images: shape (n_images, height, width)")
def square_images(images, size, rng):
    n, height, _ = images.shape
    places = rng.integers(height - size + 1, size=(n, 2))
    return np.array([m[t : t + size, s : s + size] for m, (t, s) in zip(images, places, strict=True)])


@breaks("random_crop", "images: shape (n_images, height, width)")
def images_last(images, size, rng):
    return np.moveaxis(right.random_crop(images, size, rng), 0, 2)


@breaks("random_crop", "size: side of the window, at most height and at most width", at="the whole image")
def smaller_than_the_image(images, size, rng):
    n, height, width = images.shape
    tops, lefts = rng.integers(height - size, size=n), rng.integers(width - size, size=n)
    return np.array([m[t : t + size, s : s + size] for m, t, s in zip(images, tops, lefts, strict=True)])


@breaks("random_crop", "Returns an array of shape (n_images, size, size).")
def list_of_windows(images, size, rng):
    return list(right.random_crop(images, size, rng))


@breaks("random_crop", "Returns an array of shape (n_images, size, size).")
def flat_windows(images, size, rng):
    return right.random_crop(images, size, rng).reshape(len(images), -1)


# ---- dropout ----

SHAPE = "X: activations, of any shape"
MASK = "Returns the tuple (out, mask), both of the shape of X: mask holds 0 for what is dropped and 1 / (1 - p) for what survives, drawn anew for each entry, and out is X * mask."
breaks("dropout_forward", "Inverted dropout, as it is in training.", "not_scaled")
breaks("dropout_forward", "p: probability to *drop* an entry, 0 ≤ p < 1", "keeps_p")
breaks("dropout_forward", "p: probability to *drop* an entry, 0 ≤ p < 1", "share_off")
breaks("dropout_forward", "p: probability to *drop* an entry, 0 ≤ p < 1", "counted_not_drawn")
breaks("dropout_forward", "rng: where all randomness comes from", "own_numbers")
breaks("dropout_forward", "rng: where all randomness comes from", "own_seed")
breaks("dropout_forward", "rng: where all randomness comes from", "copied_rng")
breaks("dropout_forward", MASK, "other_factor")
breaks("dropout_forward", MASK, "not_x_times_mask")
breaks("dropout_forward", MASK, "one_mask_for_all_samples")
breaks("dropout_forward", MASK, "mask_shared_by_samples")
breaks("dropout_forward", MASK, "mask_shared_by_features")


@breaks("dropout_forward", "Inverted dropout, as it is in training.")
def as_in_testing(X, p, rng):
    return X.copy(), np.ones(X.shape)


@breaks("dropout_forward", SHAPE, at="three axes, p = 0")
def mask_for_a_matrix(X, p, rng):
    n, k = X.shape
    mask = (rng.random((n, k)) >= p) / (1 - p)
    return X * mask, mask


@breaks("dropout_forward", MASK)
def only_out(X, p, rng):
    return right.dropout_forward(X, p, rng)[0]


@breaks("dropout_forward", MASK)
def mask_first(X, p, rng):
    out, mask = right.dropout_forward(X, p, rng)
    return mask, out


@breaks("dropout_forward", MASK)
def mask_of_truth_values(X, p, rng):
    out, mask = right.dropout_forward(X, p, rng)
    return out, mask > 0


ENTERED = "Gradient with respect to what entered `dropout_forward`."
THE_MASK = "mask: the mask that it returned, of the same shape"
breaks("dropout_backward", ENTERED, "backward_untouched")
breaks("dropout_backward", ENTERED, "backward_of_the_dropped")
breaks("dropout_backward", THE_MASK, "backward_unscaled")
breaks("dropout_backward", THE_MASK, "backward_twice")
breaks("dropout_backward", THE_MASK, "backward_divides")


@breaks("dropout_backward", "dout: gradient with respect to its out")
def slope_alone(dout, mask):
    return mask.copy()


@breaks("dropout_backward", THE_MASK)
def scale_from_the_share(dout, mask):
    kept = mask > 0
    return dout * kept / kept.mean()


@breaks("dropout_backward", "Returns an array of the same shape.")
def survivors_alone(dout, mask):
    return (dout * mask)[mask > 0]


@breaks("dropout_backward", "Returns an array of the same shape.", at="three axes")
def of_rows_and_columns(dout, mask):
    if dout.ndim == 1:
        return dout * mask
    n, k = dout.shape
    return np.array([[dout[i, j] * mask[i, j] for j in range(k)] for i in range(n)])


EXACT = "Exact mean of what all 2ⁿ sub-networks of dropout answer."
PROBABILITY = (
    "Each answer counts with the probability of its keep: a factor p for each 0 and 1 - p for each 1."
)
A_SUBNETWORK = "A sub-network answers f(h * keep / (1 - p)), where keep holds a 0 for each dropped unit and a 1 for each survivor."
RETURNS_EITHER = "It takes n numbers, shape (n,), and returns a number or an array."
breaks("subnetwork_mean", EXACT, "whole_network")
breaks("subnetwork_mean", EXACT, "silent_network_left_out")
breaks("subnetwork_mean", A_SUBNETWORK, "unscaled_subnetworks")
breaks("subnetwork_mean", PROBABILITY, "all_alike")
breaks("subnetwork_mean", PROBABILITY, "odds_swapped")
breaks("subnetwork_mean", PROBABILITY, "not_weighted")
explains("subnetwork_mean", "f: the rest of the network.")
explains("subnetwork_mean", "The given `all_masks(n)` has all keeps as rows.")


@breaks("subnetwork_mean", EXACT)
def mean_of_many_draws(f, h, p):
    rng = np.random.default_rng(0)
    masks = (rng.random((200, len(h))) >= p) / (1 - p)
    return np.mean([f(h * mask) for mask in masks], axis=0)


@breaks("subnetwork_mean", RETURNS_EITHER)
def numbers_alone(f, h, p):
    keeps = right.all_masks(len(h))
    odds = np.prod(np.where(keeps == 1, 1 - p, p), axis=1)
    return float(sum(float(q) * float(f(h * keep / (1 - p))) for q, keep in zip(odds, keeps, strict=True)))


@breaks("subnetwork_mean", RETURNS_EITHER)
def all_rows_at_once(f, h, p):
    keeps = right.all_masks(len(h))
    odds = np.prod(np.where(keeps == 1, 1 - p, p), axis=1)
    return odds @ f(h * keeps / (1 - p))


@breaks("subnetwork_mean", RETURNS_EITHER)
def outputs_added_up(f, h, p):
    return right.subnetwork_mean(lambda a: np.sum(f(a)), h, p)


@breaks("subnetwork_mean", "h: activations of the n units that dropout acts on, shape (n,)")
def three_units(f, h, p):
    return right.subnetwork_mean(f, h[:3], p)


@breaks("subnetwork_mean", "h: activations of the n units that dropout acts on, shape (n,)")
def activations_above_zero(f, h, p):
    return right.subnetwork_mean(f, np.maximum(h, 0.0), p)


@breaks("subnetwork_mean", "p: probability to drop a unit, 0 ≤ p < 1", at="p = 0: one network")
def by_logarithms(f, h, p):
    mean = 0.0
    for keep in right.all_masks(len(h)):
        ones = keep.sum()
        log = ones * np.log(1 - p) + (len(h) - ones) * np.log(p)
        mean = mean + np.exp(log) * f(h * keep / (1 - p))
    return mean


@breaks("subnetwork_mean", "p: probability to drop a unit, 0 ≤ p < 1")
def one_half_for_p(f, h, p):
    return right.subnetwork_mean(f, h, 0.5)


# ---- batch normalization ----

BY_BATCH = "Batch normalization in training, by the statistics of the batch."
BATCH = "X: shape (n_samples, n_features), perhaps of whole numbers"
SPREAD = "gamma: new spread of each feature, shape (n_features,)"
SHIFT = "beta: new mean of each feature, shape (n_features,)"
EPS = "eps: ε, keeps a feature that never changes from dividing by 0"
FORMULA = "For every feature take mean μ and variance σ² over the samples (divide by n, not by n - 1), then std = √(σ² + ε), X̂ = (X - μ) / std, out = γ X̂ + β."
OUT = "Returns the tuple (out, cache), where cache is the tuple (X̂, std, gamma), of shapes (n_samples, n_features), (n_features,) and (n_features,)."
breaks("batch_norm_forward", BY_BATCH, "each_sample_by_itself")
breaks("batch_norm_forward", BY_BATCH, "one_mean_for_all")
breaks("batch_norm_forward", SPREAD, "gamma_and_beta_swapped")
breaks("batch_norm_forward", SHIFT, "gamma_and_beta_ignored")
breaks("batch_norm_forward", EPS, "eps_forgotten")
breaks("batch_norm_forward", FORMULA, "unbiased")
breaks("batch_norm_forward", FORMULA, "eps_outside")
breaks("batch_norm_forward", FORMULA, "root_forgotten")
breaks("batch_norm_forward", FORMULA, "not_centred")
breaks("batch_norm_forward", OUT, "variance_in_the_cache")


@breaks("batch_norm_forward", BATCH, at="whole numbers")
def in_whole_numbers(X, gamma, beta, eps=1e-5):
    out, (X_hat, std, _) = right.batch_norm_forward(X, gamma, beta, eps)
    return out.astype(X.dtype), (X_hat.astype(X.dtype), std, gamma)


@breaks("batch_norm_forward", BATCH, at="one sample")
def two_samples_or_more(X, gamma, beta, eps=1e-5):
    if len(X) < 2:
        raise ValueError("too few samples")
    return right.batch_norm_forward(X, gamma, beta, eps)


@breaks("batch_norm_forward", SPREAD)
def one_gamma_for_all(X, gamma, beta, eps=1e-5):
    out, (X_hat, std, _) = right.batch_norm_forward(X, gamma[0], beta, eps)
    return out, (X_hat, std, gamma)


@breaks("batch_norm_forward", SHIFT)
def one_beta_for_all(X, gamma, beta, eps=1e-5):
    return right.batch_norm_forward(X, gamma, beta[0], eps)


@breaks("batch_norm_forward", EPS, at="a large eps")
def eps_as_it_likes(X, gamma, beta, eps=1e-5):
    return right.batch_norm_forward(X, gamma, beta, 1e-5)


@breaks("batch_norm_forward", EPS)
def another_eps_by_default(X, gamma, beta, eps=1e-8):
    return right.batch_norm_forward(X, gamma, beta, eps)


@breaks("batch_norm_forward", EPS)
def only_where_nothing_changes(X, gamma, beta, eps=1e-5):
    std = np.sqrt(np.where(X.var(axis=0) == 0, eps, X.var(axis=0)))
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


@breaks("batch_norm_forward", OUT)
def axes_kept_in_std(X, gamma, beta, eps=1e-5):
    out, (X_hat, std, _) = right.batch_norm_forward(X, gamma, beta, eps)
    return out, (X_hat, std[np.newaxis], gamma)


@breaks("batch_norm_forward", OUT)
def cache_not_packed(X, gamma, beta, eps=1e-5):
    out, cache = right.batch_norm_forward(X, gamma, beta, eps)
    return out, *cache


@breaks("batch_norm_forward", OUT)
def out_in_the_cache(X, gamma, beta, eps=1e-5):
    out, (_, std, _) = right.batch_norm_forward(X, gamma, beta, eps)
    return out, (out, std, gamma)


@breaks("batch_norm_forward", OUT)
def rows_centred_in_the_cache(X, gamma, beta, eps=1e-5):
    out, (_, std, _) = right.batch_norm_forward(X, gamma, beta, eps)
    return out, (X - X.mean(axis=0), std, gamma)


DOUT = "dout: gradient with respect to out, shape (n_samples, n_features)"
THREE = "Returns the tuple (dX, dgamma, dbeta)."
PATHS = "X reaches X̂ along three paths, and their gradients add up: through the numerator X - μ, through σ² in std, and through μ."
OF_CACHE = "cache: (X̂, std, gamma) of `batch_norm_forward`."
breaks(
    "batch_norm_backward_graph",
    "Gradients of batch normalization, one node of its graph at a time.",
    "statistics_as_constants",
)
breaks("batch_norm_backward_graph", OF_CACHE, "gamma_missing")
breaks("batch_norm_backward_graph", PATHS, "variance_path_missing")
breaks("batch_norm_backward_graph", PATHS, "mean_path_missing")
breaks("batch_norm_backward_graph", PATHS, "direct_path_missing")
breaks("batch_norm_backward_graph", PATHS, "sign_of_dstd")
breaks("batch_norm_backward_graph", PATHS, "root_without_half")
breaks("batch_norm_backward_graph", PATHS, "square_without_two")
breaks("batch_norm_backward_graph", PATHS, "variance_not_a_mean")
breaks("batch_norm_backward_graph", PATHS, "mean_not_a_mean")


@breaks("batch_norm_backward_graph", DOUT)
def one_feature_at_most(dout, cache):
    dX, dgamma, dbeta = right.batch_norm_backward_graph(dout, cache)
    return dX, dgamma[:1], dbeta[:1]


@breaks("batch_norm_backward_graph", DOUT)
def features_for_samples(dout, cache):
    X_hat, std, gamma = cache
    k = dout.shape[1]
    dX_hat = dout * gamma
    dX = (dX_hat - dX_hat.sum(axis=0) / k - X_hat * (dX_hat * X_hat).sum(axis=0) / k) / std
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@breaks("batch_norm_backward_graph", OF_CACHE)
def order_of_the_cache(dout, cache):
    X_hat, gamma, std = cache
    return right.batch_norm_backward_graph(dout, (X_hat, std, gamma))


@breaks("batch_norm_backward_graph", "X - μ is X̂ * std.")
def x_hat_for_centred(dout, cache):
    X_hat, std, gamma = cache
    dX_hat, n = dout * gamma, len(dout)
    dstd = -(dX_hat * X_hat).sum(axis=0) / std**2
    dcentred = dX_hat / std + dstd / std * X_hat / n
    return dcentred - dcentred.mean(axis=0), (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@breaks("batch_norm_backward_graph", THREE)
def gradients_swapped(dout, cache):
    dX, dgamma, dbeta = right.batch_norm_backward_graph(dout, cache)
    return dX, dbeta, dgamma


@breaks("batch_norm_backward_graph", THREE)
def means_of_gradients(dout, cache):
    dX, dgamma, dbeta = right.batch_norm_backward_graph(dout, cache)
    return dX, dgamma / len(dout), dbeta / len(dout)


@breaks("batch_norm_backward_graph", THREE)
def not_summed_up(dout, cache):
    dX, _, _ = right.batch_norm_backward_graph(dout, cache)
    return dX, dout * cache[0], dout


CLOSED = (
    "Returns the tuple (dX, dgamma, dbeta), of shapes (n_samples, n_features), (n_features,) and (n_features,): "
    "dX = γ / std · (dout - mean(dout) - X̂ · mean(dout · X̂)), with means over the samples; "
    "dgamma = Σ dout · X̂ and dbeta = Σ dout, with sums over the samples."
)
breaks("batch_norm_backward", "Gradients of batch normalization in closed form.", "as_in_test_mode")
for name in (
    "mean_of_dout_missing",
    "projection_missing",
    "divided_by_variance",
    "multiplied_by_std",
    "sums_for_means",
    "means_by_n_minus_one",
    "means_for_sums",
    "dgamma_dbeta_swapped",
):
    breaks("batch_norm_backward", CLOSED, name)
breaks("batch_norm_backward", "cache: (X̂, std, gamma) of `batch_norm_forward`", "closed_gamma_missing")


@breaks("batch_norm_backward", DOUT)
def of_all_entries(dout, cache):
    X_hat, std, gamma = cache
    dX = gamma / std * (dout - dout.mean() - X_hat * (dout * X_hat).mean())
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@breaks("batch_norm_backward", DOUT)
def along_the_features(dout, cache):
    X_hat, std, gamma = cache
    along = (dout * X_hat).mean(axis=1, keepdims=True)
    dX = gamma / std * (dout - dout.mean(axis=1, keepdims=True) - X_hat * along)
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@breaks("batch_norm_backward", "cache: (X̂, std, gamma) of `batch_norm_forward`")
def cache_in_another_order(dout, cache):
    X_hat, gamma, std = cache
    return right.batch_norm_backward(dout, (X_hat, std, gamma))


LEARNS = "A batch normalization layer: learns γ and β, remembers μ and σ²."
LETS_FOLLOW = "In training it uses the statistics of the batch and lets running ones follow them; afterwards it uses the running ones."
TRAINING = ".forward: train=True: by the batch, with `batch_norm_forward`; its cache goes into self.cache."
FOLLOW = ".forward: Then let both running statistics follow: running = (1 - momentum) * running + momentum * batch, where the batch's variance is divided by n - 1 for once."
TESTING = ".forward: train=False: γ (X - running_mean) / √(running_var + ε) + β, and nothing in self changes."
breaks("BatchNorm", LEARNS, "test_without_gamma_beta")
breaks("BatchNorm", LETS_FOLLOW, "batch_statistics_in_test")
breaks("BatchNorm", LETS_FOLLOW, "modes_swapped")
breaks("BatchNorm", TRAINING, "running_statistics_in_training")
for name in ("never_follows", "momentum_swapped", "running_biased", "running_std", "sums_up"):
    breaks("BatchNorm", FOLLOW, name)
for name in ("follows_in_test", "test_eps_outside", "test_root_missing", "cache_overwritten_in_test"):
    breaks("BatchNorm", TESTING, name)
explains("BatchNorm", ".backward: (dX, dgamma, dbeta) for the last batch seen in training.")


@breaks("BatchNorm", LEARNS)
class gamma_and_beta_of_the_start(right.BatchNorm):
    def forward(self, X, train=True):
        gamma, beta = self.gamma, self.beta
        self.gamma, self.beta = np.ones_like(gamma), np.zeros_like(beta)
        out = super().forward(X, train)
        self.gamma, self.beta = gamma, beta
        return out


@breaks("BatchNorm", LETS_FOLLOW)
class follows_first(right.BatchNorm):
    def forward(self, X, train=True):
        out = super().forward(X, train)
        return super().forward(X, False) if train else out


@breaks("BatchNorm", ".forward: Normalize X, shape (n_samples, n_features); return out.")
class hands_back_the_cache_too(right.BatchNorm):
    def forward(self, X, train=True):
        out = super().forward(X, train)
        return (out, self.cache) if train else out


@breaks("BatchNorm", ".forward: Normalize X, shape (n_samples, n_features); return out.")
class returns_nothing(right.BatchNorm):
    def forward(self, X, train=True):
        super().forward(X, train)


@breaks("BatchNorm", TRAINING)
class first_cache_kept(right.BatchNorm):
    def forward(self, X, train=True):
        kept = getattr(self, "cache", None)
        out = super().forward(X, train)
        self.cache = kept or self.cache
        return out


@breaks("BatchNorm", TRAINING, at="a large eps")
class eps_not_handed_on(right.BatchNorm):
    def forward(self, X, train=True):
        out = super().forward(X, train)
        if train:
            out, self.cache = right.batch_norm_forward(X, self.gamma, self.beta)
        return out


@breaks("BatchNorm", TRAINING)
class cache_forgotten(right.BatchNorm):
    def forward(self, X, train=True):
        out = super().forward(X, train)
        self.__dict__.pop("cache", None)
        return out


@breaks("BatchNorm", FOLLOW)
class only_the_mean_follows(right.BatchNorm):
    def forward(self, X, train=True):
        var = self.running_var
        out = super().forward(X, train)
        self.running_var = var
        return out


@breaks("BatchNorm", FOLLOW)
class momentum_of_a_tenth(right.BatchNorm):
    def forward(self, X, train=True):
        momentum, self.momentum = self.momentum, 0.1
        out = super().forward(X, train)
        self.momentum = momentum
        return out


@breaks("BatchNorm", FOLLOW)
class first_batch_taken_over(right.BatchNorm):
    def forward(self, X, train=True):
        first = train and not hasattr(self, "cache")
        out = super().forward(X, train)
        if first:
            self.running_mean, self.running_var = X.mean(axis=0), X.var(axis=0, ddof=1)
        return out


@breaks("BatchNorm", TESTING)
class two_rows_for_a_test(right.BatchNorm):
    def forward(self, X, train=True):
        if len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        return super().forward(X, train)


ONE_LAYER = "Make one linear layer of a linear layer and its batch norm."
EQUAL = (
    "Returns the tuple (W2, b2), of the shapes of W and b, such that for every X, with Z = X @ W + b, "
    "X @ W2 + b2 = gamma * (Z - mean) / np.sqrt(var + eps) + beta."
)
RUNNING = "gamma, beta, mean, var: of the normalization that follows it, each of shape (n_out,); mean and var are the running ones"
breaks("fold_batch_norm", ONE_LAYER, "fold_draft")
breaks("fold_batch_norm", "eps: added to var, inside the root", "fold_eps_outside")
for name in ("fold_mean_unscaled", "fold_beta_scaled", "fold_weights_untouched", "fold_without_gamma"):
    breaks("fold_batch_norm", EQUAL, name)
explains("fold_batch_norm", "`fold_batch_norm_draft` is an attempt that went wrong.")
explains("fold_batch_norm", "Find its mistake and do it right.")


@breaks("fold_batch_norm", ONE_LAYER)
def two_layers_left(W, b, gamma, beta, mean, var, eps=1e-5):
    scale = gamma / np.sqrt(var + eps)
    return W.copy(), b.copy(), scale, beta - mean * scale


@breaks("fold_batch_norm", "W: weights, shape (n_in, n_out)")
def scale_along_the_inputs(W, b, gamma, beta, mean, var, eps=1e-5):
    scale = gamma / np.sqrt(var + eps)
    return (W.T * np.resize(scale, len(W))).T, (b - mean) * scale + beta


@breaks("fold_batch_norm", "b: biases, shape (n_out,)")
def bias_left_out(W, b, gamma, beta, mean, var, eps=1e-5):
    return right.fold_batch_norm(W, np.zeros_like(b), gamma, beta, mean, var, eps)


@breaks("fold_batch_norm", RUNNING)
def var_for_the_deviation(W, b, gamma, beta, mean, var, eps=1e-5):
    scale = gamma / (var + eps)
    return W * scale, (b - mean) * scale + beta


@breaks("fold_batch_norm", RUNNING)
def mean_left_out(W, b, gamma, beta, mean, var, eps=1e-5):
    return right.fold_batch_norm(W, b, gamma, beta, 0.0 * mean, var, eps)


@breaks("fold_batch_norm", RUNNING)
def one_scale_for_all(W, b, gamma, beta, mean, var, eps=1e-5):
    scale = (gamma / np.sqrt(var + eps)).mean()
    return W * scale, (b - mean) * scale + beta


@breaks("fold_batch_norm", "eps: added to var, inside the root", at="a large eps")
def eps_of_its_own(W, b, gamma, beta, mean, var, eps=1e-5):
    return right.fold_batch_norm(W, b, gamma, beta, mean, var)


@breaks("fold_batch_norm", EQUAL)
def weights_scaled_in_place(W, b, gamma, beta, mean, var, eps=1e-5):
    _, b2 = right.fold_batch_norm(W, b, gamma, beta, mean, var, eps)
    W *= gamma / np.sqrt(var + eps)
    return W, b2


@breaks("fold_batch_norm", EQUAL)
def bias_as_a_row(W, b, gamma, beta, mean, var, eps=1e-5):
    W2, b2 = right.fold_batch_norm(W, b, gamma, beta, mean, var, eps)
    return W2, b2[np.newaxis]


# ---- layer normalization ----

BY_SAMPLE = "Layer normalization, by the statistics of each sample."
LAYER_EPS = "eps: ε, keeps a sample of equal numbers from dividing by 0"
LAYER_FORMULA = "For every sample take mean μ and variance σ² over its features (divide by n_features), then std = √(σ² + ε), X̂ = (X - μ) / std, out = γ X̂ + β."
LAYER_OUT = "Returns the tuple (out, cache), where cache is the tuple (X̂, std, gamma), of shapes (n_samples, n_features), (n_samples, 1) and (n_features,)."
ONE_IS_ENOUGH = "There is no train or test: one sample is enough."
breaks("layer_norm_forward", BY_SAMPLE, "over_the_batch")
breaks("layer_norm_forward", "gamma: shape (n_features,)", "layer_gamma_ignored")
breaks("layer_norm_forward", LAYER_FORMULA, "layer_unbiased")
breaks("layer_norm_forward", LAYER_FORMULA, "layer_root_missing")
breaks("layer_norm_forward", LAYER_EPS, "layer_eps_outside")
breaks("layer_norm_forward", LAYER_OUT, "statistics_without_axis")


@breaks("layer_norm_forward", BY_SAMPLE)
def one_mean_for_the_batch(X, gamma, beta, eps=1e-5):
    std = np.sqrt(X.var() + eps)
    X_hat = (X - X.mean()) / std
    return gamma * X_hat + beta, (X_hat, np.full((len(X), 1), std), gamma)


@breaks("layer_norm_forward", BATCH, at="whole numbers")
def of_the_type_of_the_rows(X, gamma, beta, eps=1e-5):
    X_hat = np.zeros_like(X)
    _, (right_hat, std, _) = right.layer_norm_forward(X, gamma, beta, eps)
    X_hat[...] = right_hat
    return gamma * X_hat + beta, (X_hat, std, gamma)


@breaks("layer_norm_forward", BATCH, at="one feature")
def two_features_or_more(X, gamma, beta, eps=1e-5):
    if X.shape[1] < 2:
        raise ValueError("too few features")
    return right.layer_norm_forward(X, gamma, beta, eps)


@breaks("layer_norm_forward", "gamma: shape (n_features,)")
def the_first_gamma_for_all(X, gamma, beta, eps=1e-5):
    out, (X_hat, std, _) = right.layer_norm_forward(X, gamma[0], beta, eps)
    return out, (X_hat, std, gamma)


@breaks("layer_norm_forward", "beta: shape (n_features,)")
def the_first_beta_for_all(X, gamma, beta, eps=1e-5):
    return right.layer_norm_forward(X, gamma, beta[0], eps)


@breaks("layer_norm_forward", LAYER_EPS, at="a large eps")
def its_own_eps(X, gamma, beta, eps=1e-5):
    return right.layer_norm_forward(X, gamma, beta, 1e-5)


@breaks("layer_norm_forward", LAYER_EPS)
def smaller_eps_by_default(X, gamma, beta, eps=1e-8):
    return right.layer_norm_forward(X, gamma, beta, eps)


@breaks("layer_norm_forward", LAYER_FORMULA)
def mean_left_in(X, gamma, beta, eps=1e-5):
    std = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    return gamma * X / std + beta, (X / std, std, gamma)


@breaks("layer_norm_forward", LAYER_OUT)
def mean_in_the_cache(X, gamma, beta, eps=1e-5):
    out, (X_hat, _, _) = right.layer_norm_forward(X, gamma, beta, eps)
    return out, (X_hat, X.mean(axis=1, keepdims=True), gamma)


@breaks("layer_norm_forward", ONE_IS_ENOUGH, at="one sample")
def refuses_one_sample(X, gamma, beta, eps=1e-5):
    if len(X) < 2:
        raise ValueError("the variance of one sample is no variance")
    return right.layer_norm_forward(X, gamma, beta, eps)


@breaks("layer_norm_forward", ONE_IS_ENOUGH, at="one sample")
def one_sample_as_it_is(X, gamma, beta, eps=1e-5):
    out, cache = right.layer_norm_forward(X, gamma, beta, eps)
    return (gamma * X + beta, cache) if len(X) == 1 else (out, cache)


AS_IN_BATCH = "As in batch normalization, but X̂ is made within one sample: multiply by γ first, then take the two means over its features."
LAYER_THREE = "Returns the tuple (dX, dgamma, dbeta), of shapes (n_samples, n_features), (n_features,) and (n_features,)."
breaks("layer_norm_backward", "Gradients of layer normalization.", "layer_statistics_as_constants")
breaks("layer_norm_backward", LAYER_THREE, "layer_means_for_sums")
for name in (
    "gamma_after_the_means",
    "means_over_samples",
    "layer_mean_missing",
    "layer_projection_missing",
    "layer_sums_for_means",
):
    breaks("layer_norm_backward", AS_IN_BATCH, name)


@breaks("layer_norm_backward", DOUT)
def samples_for_features(dout, cache):
    X_hat, std, gamma = cache
    n, d = len(dout), dout * gamma
    dX = d - d.sum(axis=1, keepdims=True) / n - X_hat * (d * X_hat).sum(axis=1, keepdims=True) / n
    return dX / std, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@breaks("layer_norm_backward", "cache: (X̂, std, gamma) of `layer_norm_forward`")
def gamma_unused(dout, cache):
    X_hat, std, gamma = cache
    dX, _, _ = right.layer_norm_backward(dout, (X_hat, std, np.ones_like(gamma)))
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@breaks("layer_norm_backward", "cache: (X̂, std, gamma) of `layer_norm_forward`")
def std_unused(dout, cache):
    X_hat, std, gamma = cache
    return right.layer_norm_backward(dout, (X_hat, np.ones_like(std), gamma))


@breaks("layer_norm_backward", LAYER_THREE)
def sums_over_features(dout, cache):
    dX, _, _ = right.layer_norm_backward(dout, cache)
    return dX, (dout * cache[0]).sum(axis=1), dout.sum(axis=1)


@breaks("layer_norm_backward", LAYER_THREE)
def second_and_third_swapped(dout, cache):
    dX, dgamma, dbeta = right.layer_norm_backward(dout, cache)
    return dX, dbeta, dgamma
