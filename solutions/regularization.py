"""Regularization and normalization: how to keep a large network honest, and its layers in a range where they learn.

A batch is `X` of shape (n_samples, n_features). Statistics are taken over samples (axis 0) in batch normalization
and over the features of one sample (axis 1) in layer normalization. A function that ends in `_backward` takes the
gradient of the loss with respect to what `_forward` returned; the 1/n of a mean is already inside it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solutions.activations import Array, softmax

Rows = NDArray[np.integer]
Cache = tuple[Array, Array, Array]


# ---- penalties, and what they do to a step ----


def weight_decay_step(
    W: Array,
    dW: Array,
    lr: float,
    lam: float,
) -> Array:
    """One step of gradient descent on loss + ½ λ Σ W².

    W:   weights, of any shape
    dW:  gradient of the *loss alone* with respect to W
    lr:  learning rate η
    lam: strength of the penalty λ
    Returns the new weights, in a new array. The gradient of the penalty
    at W is λ W.
    """
    return (1 - lr * lam) * W - lr * dW


def soft_threshold(w: Array, t: float) -> Array:
    """Move every entry towards 0 by t, and stop there.

    w: array of any shape
    t: a number ≥ 0
    Returns a new array: w - t where w > t, w + t where w < -t, and
    exactly 0 in between. With t = η λ this is the step of the L1
    penalty λ Σ |w| which does not jump over 0.
    """
    return np.sign(w) * np.maximum(np.abs(w) - t, 0.0)


# ---- stopping in time ----


class EarlyStopping:
    """Stop when the validation loss has not improved for a while.

    patience:  how many updates in a row may pass without a new best,
               1 or more
    min_delta: a loss counts as a new best only if it is below
               best_loss - min_delta
    """

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = np.inf
        self.best_params: list[Array] = []
        self.waited = 0  # updates since the best one

    def update(self, loss: float, params: list[Array]) -> bool:
        """Take note of a validation loss; say whether to stop.

        After a new best, `best_loss` is that loss, `best_params` is a
        list of *copies* of the arrays in params, and `waited` is 0.
        After any other loss (equal to the best, or nan) `waited` is one
        more.
        Returns True if `waited` has reached `patience`, else False.
        """
        # BEGIN SOLUTION
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience
        # END SOLUTION

    def restore(self, params: list[Array]) -> None:
        """Write the best values back into the arrays of params.

        In place: the network holds these very arrays.
        """
        # BEGIN SOLUTION
        for p, best in zip(params, self.best_params, strict=True):
            p[...] = best
        # END SOLUTION


# ---- several networks, noisy data ----


def ensemble_probabilities(logits: list[Array]) -> Array:
    """What several classifiers predict together.

    logits: one array for each network, all of shape
            (n_samples, n_classes): the scores before softmax, which
            may be as large as ±1000
    Returns the mean of the networks' *probabilities*, an array of shape
    (n_samples, n_classes).
    """
    return np.mean([softmax(Z, axis=1) for Z in logits], axis=0)


def bootstrap_rows(n: int, rng: np.random.Generator) -> Rows:
    """n row numbers drawn from 0 to n - 1 with replacement (bagging)."""
    return rng.integers(n, size=n)


def add_noise(
    X: Array,
    sigma: float,
    rng: np.random.Generator,
) -> Array:
    """The batch with Gaussian noise on every entry.

    X:     array of any shape; it stays as it is
    sigma: standard deviation of the noise, a number ≥ 0
    rng:   where all randomness comes from
    Returns X plus independent draws with mean 0, one for each entry.
    """
    return X + sigma * rng.normal(size=X.shape)


def random_crop(
    images: Array,
    size: int,
    rng: np.random.Generator,
) -> Array:
    """Cut a random square window out of every image.

    images: shape (n_images, height, width)
    size:   side of the window, at most height and at most width
    rng:    where all randomness comes from
    Returns an array of shape (n_images, size, size). Each image has a
    window of its own, and every position at which the window fits is
    equally likely: the first, the last, and all in between.
    """
    n, height, width = images.shape
    tops = rng.integers(height - size + 1, size=n)
    lefts = rng.integers(width - size + 1, size=n)
    windows = [
        image[top : top + size, left : left + size]
        for image, top, left in zip(images, tops, lefts, strict=True)
    ]
    return np.array(windows)


# ---- dropout ----


def dropout_forward(
    X: Array,
    p: float,
    rng: np.random.Generator,
) -> tuple[Array, Array]:
    """Inverted dropout, as it is in training.

    X:   activations, of any shape
    p:   probability to *drop* an entry, 0 ≤ p < 1
    rng: where all randomness comes from
    Returns the tuple (out, mask), both of the shape of X: mask holds 0
    for what is dropped and 1 / (1 - p) for what survives, drawn anew
    for each entry, and out is X * mask.
    """
    mask = (rng.random(X.shape) >= p) / (1 - p)
    return X * mask, mask


def dropout_backward(dout: Array, mask: Array) -> Array:
    """Gradient with respect to what entered `dropout_forward`.

    dout: gradient with respect to its out
    mask: the mask that it returned, of the same shape
    Returns an array of the same shape.
    """
    return dout * mask


def all_masks(n: int) -> Rows:
    """All 2ⁿ rows of n zeros and ones: which units survive."""
    return (np.arange(2**n)[:, np.newaxis] >> np.arange(n)) & 1


def subnetwork_mean(
    f: Callable[[Array], Any],
    h: Array,
    p: float,
) -> Any:
    """Exact mean of what all 2ⁿ sub-networks of dropout answer.

    f: the rest of the network. It takes n numbers, shape (n,), and
       returns a number or an array.
    h: activations of the n units that dropout acts on, shape (n,)
    p: probability to drop a unit, 0 ≤ p < 1
    A sub-network answers f(h * keep / (1 - p)), where keep holds a 0
    for each dropped unit and a 1 for each survivor. Each answer counts
    with the probability of its keep: a factor p for each 0 and
    1 - p for each 1. The given `all_masks(n)` has all keeps as rows.
    """
    mean: Any = 0.0
    for keep in all_masks(len(h)):
        probability = np.prod(np.where(keep == 1, 1 - p, p))
        mean = mean + probability * f(h * keep / (1 - p))
    return mean


# ---- batch normalization ----


def batch_norm_forward(
    X: Array,
    gamma: Array,
    beta: Array,
    eps: float = 1e-5,
) -> tuple[Array, Cache]:
    """Batch normalization in training, by the statistics of the batch.

    X:     shape (n_samples, n_features), perhaps of whole numbers
    gamma: new spread of each feature, shape (n_features,)
    beta:  new mean of each feature, shape (n_features,)
    eps:   ε, keeps a feature that never changes from dividing by 0
    For every feature take mean μ and variance σ² over the samples
    (divide by n, not by n - 1), then
    std = √(σ² + ε), X̂ = (X - μ) / std, out = γ X̂ + β.
    Returns the tuple (out, cache), where cache is the tuple
    (X̂, std, gamma), of shapes (n_samples, n_features), (n_features,)
    and (n_features,).
    """
    std = np.sqrt(X.var(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def batch_norm_backward_graph(
    dout: Array,
    cache: Cache,
) -> tuple[Array, Array, Array]:
    """Gradients of batch normalization, one node of its graph at a time.

    dout:  gradient with respect to out, shape (n_samples, n_features)
    cache: (X̂, std, gamma) of `batch_norm_forward`. X - μ is X̂ * std.
    Returns the tuple (dX, dgamma, dbeta).
    X reaches X̂ along three paths, and their gradients add up:
    through the numerator X - μ, through σ² in std, and through μ.
    """
    X_hat, std, gamma = cache
    n = len(dout)
    centred = X_hat * std
    dbeta = dout.sum(axis=0)
    dgamma = (dout * X_hat).sum(axis=0)
    dX_hat = dout * gamma
    # X̂ = centred / std
    dcentred = dX_hat / std
    dstd = -(dX_hat * centred).sum(axis=0) / std**2
    # std = √(σ² + ε), and σ² is the mean of centred²
    dvar = dstd / (2 * std)
    dcentred = dcentred + dvar * 2 * centred / n
    # centred = X - μ, and μ is the mean of X
    dmu = -dcentred.sum(axis=0)
    return dcentred + dmu / n, dgamma, dbeta


def batch_norm_backward(
    dout: Array,
    cache: Cache,
) -> tuple[Array, Array, Array]:
    """Gradients of batch normalization in closed form.

    dout:  gradient with respect to out, shape (n_samples, n_features)
    cache: (X̂, std, gamma) of `batch_norm_forward`
    Returns the tuple (dX, dgamma, dbeta), of shapes
    (n_samples, n_features), (n_features,) and (n_features,):
    dX = γ / std · (dout - mean(dout) - X̂ · mean(dout · X̂)),
    with means over the samples; dgamma = Σ dout · X̂ and
    dbeta = Σ dout, with sums over the samples.
    """
    X_hat, std, gamma = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * X_hat).sum(axis=0)
    n = len(dout)
    dX = gamma / std * (dout - dbeta / n - X_hat * dgamma / n)
    return dX, dgamma, dbeta


class BatchNorm:
    """A batch normalization layer: learns γ and β, remembers μ and σ².

    In training it uses the statistics of the batch and lets running ones
    follow them; afterwards it uses the running ones.
    """

    def __init__(
        self,
        n_features: int,
        momentum: float = 0.1,
        eps: float = 1e-5,
    ) -> None:
        self.momentum, self.eps = momentum, eps
        self.gamma = np.ones(n_features)
        self.beta = np.zeros(n_features)
        self.running_mean = np.zeros(n_features)
        self.running_var = np.ones(n_features)

    def forward(self, X: Array, train: bool = True) -> Array:
        """Normalize X, shape (n_samples, n_features); return out.

        train=True: by the batch, with `batch_norm_forward`; its cache
        goes into self.cache. Then let both running statistics follow:
        running = (1 - momentum) * running + momentum * batch,
        where the batch's variance is divided by n - 1 for once.
        train=False: γ (X - running_mean) / √(running_var + ε) + β,
        and nothing in self changes.
        """
        if train and len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        # BEGIN SOLUTION
        if not train:
            std = np.sqrt(self.running_var + self.eps)
            return self.gamma * (X - self.running_mean) / std + self.beta
        out, self.cache = batch_norm_forward(X, self.gamma, self.beta, self.eps)
        keep, m = 1 - self.momentum, self.momentum
        mean, var = X.mean(axis=0), X.var(axis=0, ddof=1)
        self.running_mean = keep * self.running_mean + m * mean
        self.running_var = keep * self.running_var + m * var
        return out
        # END SOLUTION

    def backward(self, dout: Array) -> tuple[Array, Array, Array]:
        """(dX, dgamma, dbeta) for the last batch seen in training."""
        return batch_norm_backward(dout, self.cache)


def fold_batch_norm_draft(
    W: Array,
    b: Array,
    gamma: Array,
    beta: Array,
    mean: Array,
    var: Array,
    eps: float = 1e-5,
) -> tuple[Array, Array]:
    """A first draft of `fold_batch_norm`. It is wrong."""
    scale = gamma / np.sqrt(var + eps)
    return W * scale, b - mean * scale + beta


def fold_batch_norm(
    W: Array,
    b: Array,
    gamma: Array,
    beta: Array,
    mean: Array,
    var: Array,
    eps: float = 1e-5,
) -> tuple[Array, Array]:
    """Make one linear layer of a linear layer and its batch norm.

    W:   weights, shape (n_in, n_out)
    b:   biases, shape (n_out,)
    gamma, beta, mean, var: of the normalization that follows it, each
         of shape (n_out,); mean and var are the running ones
    eps: added to var, inside the root
    Returns the tuple (W2, b2), of the shapes of W and b, such that for
    every X, with Z = X @ W + b,
    X @ W2 + b2 = gamma * (Z - mean) / np.sqrt(var + eps) + beta.
    `fold_batch_norm_draft` is an attempt that went wrong. Find its
    mistake and do it right.
    """
    scale = gamma / np.sqrt(var + eps)
    return W * scale, (b - mean) * scale + beta


# ---- layer normalization ----


def layer_norm_forward(
    X: Array,
    gamma: Array,
    beta: Array,
    eps: float = 1e-5,
) -> tuple[Array, Cache]:
    """Layer normalization, by the statistics of each sample.

    X:     shape (n_samples, n_features), perhaps of whole numbers
    gamma: shape (n_features,); beta: shape (n_features,)
    eps:   ε, keeps a sample of equal numbers from dividing by 0
    For every sample take mean μ and variance σ² over its features
    (divide by n_features), then
    std = √(σ² + ε), X̂ = (X - μ) / std, out = γ X̂ + β.
    Returns the tuple (out, cache), where cache is the tuple
    (X̂, std, gamma), of shapes (n_samples, n_features), (n_samples, 1)
    and (n_features,). There is no train or test: one sample is enough.
    """
    std = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat = (X - X.mean(axis=1, keepdims=True)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


def layer_norm_backward(
    dout: Array,
    cache: Cache,
) -> tuple[Array, Array, Array]:
    """Gradients of layer normalization.

    dout:  gradient with respect to out, shape (n_samples, n_features)
    cache: (X̂, std, gamma) of `layer_norm_forward`
    Returns the tuple (dX, dgamma, dbeta), of shapes
    (n_samples, n_features), (n_features,) and (n_features,).
    As in batch normalization, but X̂ is made within one sample: multiply
    by γ first, then take the two means over its features.
    """
    X_hat, std, gamma = cache
    dX_hat = dout * gamma
    along = (dX_hat * X_hat).mean(axis=1, keepdims=True)
    dX = dX_hat - dX_hat.mean(axis=1, keepdims=True) - X_hat * along
    return dX / std, (dout * X_hat).sum(axis=0), dout.sum(axis=0)
