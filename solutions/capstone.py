"""The capstone: everything the earlier chapters made, put together into
one network, trained, watched and judged.

The parameters of a network are one flat list of arrays,
[W1, b1, W2, b2, …], first layer first. A loss is a function of the
network's outputs and the targets which returns the tuple (loss,
gradient): the two share most of their work.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solutions.activations import Array, relu, relu_prime
from solutions.backpropagation import mlp_backward, mlp_forward
from solutions.initialization import he_init, init_layers
from solutions.losses import (
    binary_cross_entropy,
    binary_cross_entropy_grad,
    l2_penalty,
    l2_penalty_grad,
    squared_error,
    squared_error_grad,
)
from solutions.optimizers import minibatches

Rows = NDArray[np.integer]
Phi = Callable[[Array], Array]
Loss = Callable[[Array, Any], tuple[float, Array]]


# ---- how large ----


def network_size(
    sizes: list[int],
    batch_norm: bool = False,
) -> tuple[int, int]:
    """How many numbers a network learns, and how many it remembers.

    sizes: units of each layer, inputs first; [3, 10, 1] is 3-10-1. The
        list stays as it is.
    batch_norm: whether every hidden layer is normalized, between its
        weighted sum and its activation. Such a layer has no bias b, for
        the normalization would subtract it again. It learns γ and β,
        one each for every unit, and remembers two more numbers for
        every unit, its running mean and its running variance: these
        follow the data, and no gradient ever reaches them.
        The last layer is never normalized.
    Returns the tuple (learned, remembered) of whole numbers. Without
    batch normalization nothing is remembered: 0.
    """
    weights = sum(sizes[k - 1] * sizes[k] for k in range(1, len(sizes)))
    hidden, outputs = sum(sizes[1:-1]), sizes[-1]
    if batch_norm:
        return weights + 2 * hidden + outputs, 2 * hidden
    return weights + hidden + outputs, 0


# ---- losses that come with their gradient ----


def squared_loss(P: Array, Y: Array) -> tuple[float, Array]:
    """Squared error of predictions P, and its gradient in P."""
    return squared_error(P, Y), squared_error_grad(P, Y)


def logistic_loss(Z: Array, Y: Array) -> tuple[float, Array]:
    """Binary cross-entropy of logits Z, and its gradient in Z."""
    return binary_cross_entropy(Z, Y), binary_cross_entropy_grad(Z, Y)


def softmax_loss(Z: Array, labels: Rows) -> tuple[float, Array]:
    """Categorical cross-entropy *and* its gradient, from one softmax.

    Z: logits, shape (n_samples, n_classes), perhaps whole numbers.
    labels: the right classes, whole numbers, shape (n_samples,).
    Returns the tuple (loss, gradient): the mean over the samples of
    -log p at the right class, one number, and (p - y) / n_samples, of
    the shape of Z. Both need p = softmax(Z): e is raised to powers
    once for both. Logits of ±1000 must come out right, so subtract the
    largest of each row first, and take -log p as
    log Σ exp(zⱼ) - z at the right class, not as the log of a quotient.
    Change neither argument.
    """
    n, rows = len(Z), np.arange(len(Z))
    shifted = Z - Z.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    total = e.sum(axis=1, keepdims=True)
    loss = (np.log(total).sum() - shifted[rows, labels].sum()) / n
    G = e / total
    G[rows, labels] -= 1.0
    return float(loss), G / n


# ---- the whole stack ----


def loss_and_gradients(
    params: list[Array],
    X: Array,
    y: Array,
    phi: Phi,
    phi_prime: Phi,
    loss: Loss,
    lam: float = 0.0,
) -> tuple[float, list[Array]]:
    """The objective of a network for one batch, and all its gradients.

    params: [W1, b1, W2, b2, …], first layer first
    X: the batch, shape (n_samples, n_features)
    y: its targets, in the form that `loss` takes
    phi, phi_prime: the activation after every layer but the last, and
                    its slope
    loss: loss(outputs, y) returns the tuple (loss, its gradient in the
          outputs), the 1/n_samples included
    lam:  λ of the penalty ½ λ Σ w², over weights, not biases
    Returns the tuple (objective, grads): loss plus penalty, one number,
    and a list of arrays like params, in the same order.
    Your `mlp_forward` and `mlp_backward` take and return *pairs*,
    [(W1, b1), (W2, b2), …]. Change none of the arguments.
    """
    weights = params[::2]
    layers = list(zip(weights, params[1::2], strict=True))
    outputs, cache = mlp_forward(X, layers, phi)
    objective, d_outputs = loss(outputs, y)
    pairs = mlp_backward(d_outputs, cache, layers, phi_prime)
    grads = [g for pair in pairs for g in pair]
    if lam > 0:
        objective += l2_penalty(weights, lam)
        penalty = l2_penalty_grad(weights, lam)
        for dW, more in zip(grads[::2], penalty, strict=True):
            dW += more
    return objective, grads


# ---- the loop ----


def train_epoch(
    params: list[Array],
    objective: Callable[..., tuple[float, list[Array]]],
    step: Callable[[list[Array], list[Array]], None],
    X: Array,
    y: Array,
    batches: Iterable[Rows],
) -> float:
    """Once through the data, batch by batch: the training loop.

    params: the network's arrays. `step` changes them in place.
    objective: objective(params, X, y) returns (loss, grads) for a batch
    step: step(params, grads) moves params, like that of an optimizer
    X, y: all training samples and their targets, arrays with one row
          (in y perhaps one number) a sample
    batches: arrays of row numbers, one for each batch, in the order in
             which they are to be used. They may differ in length, leave
             rows out, and use rows twice.
    They come in a list, or from an iterator such as `minibatches`, which
    hands out each batch once and does not know how many there are.
    For each batch: loss and gradients of these rows, with the params
    as they are *now*; then one step.
    Returns the mean loss over all samples used: a batch of 32 counts
    32 times, a last batch of 7 only 7 times.
    """
    total, n = 0.0, 0
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        total += loss * len(rows)
        n += len(rows)
    return float(total / n)


# ---- the network ----


class Network:
    """A fully connected network, composed of what you wrote.

    sizes: units of each layer, inputs first
    loss:  a function of outputs and targets: (loss, gradient)
    rng:   where its random weights come from
    """

    def __init__(
        self,
        sizes: list[int],
        loss: Loss,
        rng: np.random.Generator,
        phi: Phi = relu,
        phi_prime: Phi = relu_prime,
        init: Callable[..., Array] = he_init,
        lam: float = 0.0,
    ) -> None:
        self.form = phi, phi_prime, loss, lam
        arrays = [a for pair in init_layers(sizes, init, rng) for a in pair]
        # One long array holds every parameter; W1, b1, W2, … are views
        # of its parts. An optimizer then has one array to move, not six.
        self.theta = np.concatenate([a.ravel() for a in arrays])
        ends = np.cumsum([a.size for a in arrays])
        parts = np.split(self.theta, ends[:-1])
        shapes = [a.shape for a in arrays]
        pairs = zip(parts, shapes, strict=True)
        self.params = [part.reshape(shape) for part, shape in pairs]

    def __call__(self, X: Array) -> Array:
        """Outputs for a batch: predictions, or logits."""
        weights, biases = self.params[::2], self.params[1::2]
        layers = list(zip(weights, biases, strict=True))
        return mlp_forward(X, layers, self.form[0])[0]

    def objective(
        self,
        params: list[Array],
        X: Array,
        y: Array,
    ) -> tuple[float, list[Array]]:
        """Loss plus penalty of a batch, and the gradients."""
        return loss_and_gradients(params, X, y, *self.form)

    def fit(
        self,
        X: Array,
        y: Array,
        optimizer: Any,
        epochs: int,
        batch_size: int,
        rng: np.random.Generator,
        before: Callable[[int], Any] | None = None,
    ) -> list[float]:
        """Train; return the mean objective of each epoch.

        before(epoch) is called before each epoch, the first being 0: to
        set the learning rate, to measure, or to stop by returning True.
        """

        def step(params: list[Array], grads: list[Array]) -> None:
            grad = np.concatenate([g.ravel() for g in grads])
            optimizer.step([self.theta], [grad])

        losses: list[float] = []
        for epoch in range(epochs):
            if before is not None and before(epoch):
                break
            batches = minibatches(len(X), batch_size, rng)
            args = self.params, self.objective, step, X, y, batches
            losses.append(train_epoch(*args))
        return losses


# ---- judging it ----


def stratified_split(
    labels: Rows,
    share: float,
    rng: np.random.Generator,
) -> tuple[Rows, Rows]:
    """Row numbers (train, test): the same share of every class."""
    test = []
    for c in np.unique(labels):
        rows = rng.permutation(np.flatnonzero(labels == c))
        test.append(rows[: round(share * len(rows))])
    held_out = np.sort(np.concatenate(test))
    return np.setdiff1d(np.arange(len(labels)), held_out), held_out


def confusion_matrix(
    predicted: Rows,
    labels: Rows,
    n_classes: int,
) -> Rows:
    """Which class is taken for which, and how often.

    predicted, labels: answers and truth, whole numbers from 0 to
                       n_classes - 1, of one shape (n_samples,)
    Returns whole numbers, shape (n_classes, n_classes): entry [t, p]
    counts the samples of class t that were taken for class p. Rows are
    the truth, columns the answers; the diagonal is what is right.
    """
    counts = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(counts, (labels, predicted), 1)
    return counts


STRENGTHS = [0.7, 0.85, 1.15, 1.3]  # of a pen: fainter and bolder


def augmented_split_draft(
    X: Array,
    y: Rows,
    test: Rows,
) -> tuple[Array, Rows, Array, Rows]:
    """A first draft of `augmented_split`. It is wrong."""
    more_X = np.concatenate([X, *(s * X for s in STRENGTHS)])
    more_y = np.concatenate([y] * (1 + len(STRENGTHS)))
    is_train = np.ones(len(more_X), dtype=bool)
    is_train[test] = False
    return more_X[is_train], more_y[is_train], X[test], y[test]


def augmented_split(
    X: Array,
    y: Rows,
    test: Rows,
) -> tuple[Array, Rows, Array, Rows]:
    """Hold images out; enlarge what is left by fainter and bolder ones.

    X: images, one a row, shape (n_samples, n_features)
    y: their labels, shape (n_samples,)
    test: numbers of the rows to hold out
    Returns the tuple (X_train, y_train, X_test, y_test). The test rows
    come in the order of `test`. The training rows are all others in
    their order; then these same rows times s for each s of the given
    STRENGTHS, one strength after the other. A copy has the label of its
    original. Change none of the arguments.
    `augmented_split_draft` does this in another order, runs without
    complaint, and reports an accuracy that is too good to be true.
    """
    train = np.setdiff1d(np.arange(len(X)), test)
    copies = [s * X[train] for s in STRENGTHS]
    more_X = np.concatenate([X[train], *copies])
    more_y = np.concatenate([y[train]] * (1 + len(STRENGTHS)))
    return more_X, more_y, X[test], y[test]


# ---- when it does not learn ----


def diagnose(train: Array, held_out: Array) -> str:
    """Read two loss curves: what is the matter with this training?

    train:    loss on the training rows after each epoch,
              shape (n_epochs,), at least 4 of them, all above 0
    held_out: loss on held-out rows after each epoch, same shape
    Both may hold infinity. train may also hold nan, and held_out where
    train does.
    Returns the first of these words that fits:
    "diverging"     if some training loss is nan or infinite, or the
                    last one is more than twice the first;
    "not learning"  if the last training loss is more than 0.9 times the
                    first;
    "oscillating"   if, of the n_epochs - 1 changes from one epoch to
                    the next, at least a third are rises of the training
                    loss;
    "overfitting"   if the last held-out loss is more than 1.5 times the
                    smallest of them;
    "healthy"       otherwise.
    """
    if not np.all(np.isfinite(train)) or train[-1] > 2 * train[0]:
        return "diverging"
    if train[-1] > 0.9 * train[0]:
        return "not learning"
    if np.mean(np.diff(train) > 0) >= 1 / 3:
        return "oscillating"
    if held_out[-1] > 1.5 * np.min(held_out):
        return "overfitting"
    return "healthy"
