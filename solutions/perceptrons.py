"""Perceptrons: a threshold neuron that learns from its mistakes, and its relatives among the linear classifiers.

A classifier is a weight vector `w` (n_features,) and a bias `b`, a number. It says 1 where w·x + b ≥ 0, else 0.
`X` is a batch (n_samples, n_features), `y` its labels (n_samples,), each 0 or 1.
The rule: F. Rosenblatt, Psychological Review 65, 1958. The bound: A. B. J. Novikoff, 1962.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


# ---- learning from mistakes ----


def perceptron_predict(X: Array, w: Array, b: float) -> Array:
    """The class of each sample: 1 where w·x + b ≥ 0, else 0.

    X: batch, shape (n_samples, n_features)
    w: weights, shape (n_features,); b: the bias, one number
    Returns floats (0.0 and 1.0), shape (n_samples,). A sample exactly on
    the boundary counts as 1.
    """
    return np.where(X @ w + b >= 0, 1.0, 0.0)


def perceptron_update(
    w: Array,
    b: float,
    x: Array,
    y: float,
    lr: float = 1.0,
) -> tuple[Array, float]:
    """One step of the perceptron rule, for one sample.

    w ← w + lr (y - ŷ) x and b ← b + lr (y - ŷ), where ŷ is what the
    perceptron says about x: 1 if w·x + b ≥ 0, else 0.
    w, x: shape (n_features,); b: the bias; y: the label of x, 0 or 1
    lr: the learning rate
    Returns the new weights and the new bias as a tuple (w, b).
    The arguments stay as they are.
    """
    y_hat = 1.0 if x @ w + b >= 0 else 0.0
    return w + lr * (y - y_hat) * x, b + lr * (y - y_hat)


def perceptron_epoch(
    w: Array,
    b: float,
    X: Array,
    y: Array,
    lr: float = 1.0,
) -> tuple[Array, float, int]:
    """One pass: show the samples in order, and learn from each mistake.

    w, b: the perceptron at the start of the pass
    X, y: the samples and their labels; lr: the learning rate
    Each sample meets the perceptron as the samples before it have left it.
    Use `perceptron_update`.
    Returns (w, b, mistakes): the perceptron after the pass, and how many
    samples it got wrong at the moment they were shown.
    The arguments stay as they are.
    """
    mistakes = 0
    for x_i, y_i in zip(X, y, strict=True):
        y_hat = 1.0 if x_i @ w + b >= 0 else 0.0
        mistakes += int(y_hat != y_i)
        w, b = perceptron_update(w, b, x_i, y_i, lr)
    return w, b, mistakes


def train_perceptron(
    X: Array,
    y: Array,
    lr: float = 1.0,
    max_epochs: int = 100,
) -> tuple[Array, float, list[int]]:
    """Train from zero until a whole pass goes by without a mistake.

    X, y: samples and labels; lr: the learning rate
    max_epochs: give up after this many passes
    Weights and bias begin at zero. Use `perceptron_epoch` for each pass.
    Returns (w, b, mistakes): the perceptron at the end, and the list of
    the mistakes of each pass. If training has converged, the last number
    of the list is 0, and it is the only 0.
    """
    w: Array = np.zeros(X.shape[1])
    b = 0.0
    mistakes: list[int] = []
    for _ in range(max_epochs):
        w, b, wrong = perceptron_epoch(w, b, X, y, lr)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


# ---- how far, how often ----


def margins(X: Array, y: Array, w: Array, b: float) -> Array:
    """How far each sample lies from the boundary, with a sign.

    The distance of x from the line w·x + b = 0 is |w·x + b| / ‖w‖.
    Returns this distance for samples on the side of their label (w·x + b
    positive for label 1, negative for label 0), and minus this distance
    for samples on the wrong side; shape (n_samples,).
    """
    signs = 2.0 * y - 1.0
    return signs * (X @ w + b) / np.linalg.norm(w)


def mistake_bound(X: Array, y: Array, w: Array, b: float) -> float:
    """The most mistakes a perceptron can make from zero: (R / γ)².

    Append a 1 to every sample, x̃ = (x, 1), and the bias to the weights,
    w̃ = (w, b). Then R is the length of the longest x̃, and γ the smallest
    margin: the minimum of s w̃·x̃ / ‖w̃‖ over the samples, with s = +1 for
    label 1 and s = -1 for label 0.
    X, y: samples and labels
    w, b: any line that separates the classes; a wide margin is best
    Returns (R / γ)², or infinity (np.inf) if γ ≤ 0: a line that does not
    separate proves nothing.
    """
    X1, w1 = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    gamma = np.min((2.0 * y - 1.0) * (X1 @ w1)) / np.linalg.norm(w1)
    if gamma <= 0:
        return np.inf
    R = np.max(np.linalg.norm(X1, axis=1))
    return float((R / gamma) ** 2)


def widest_separator(X: Array, y: Array) -> tuple[Array, float] | None:
    """The (w, b) with the largest γ of `mistake_bound`, or None.

    With p = s x̃ for each sample, the best w̃ is the point nearest to 0 in
    the convex hull of the p, and no line separates the classes exactly if
    0 itself lies in that hull. Found as in P. Wolfe, Finding the nearest
    point in a polytope, Mathematical Programming 11, 1976.
    """
    signs = 2.0 * y - 1.0
    P = signs[:, np.newaxis] * np.column_stack([X, np.ones(len(X))])
    scale = np.max(np.sum(P**2, axis=1))
    corners = [int(np.argmin(np.sum(P**2, axis=1)))]
    shares: Array = np.ones(1)
    while True:
        nearest = shares @ P[corners]
        if nearest @ nearest < 1e-20 * scale:
            return None
        new = int(np.argmin(P @ nearest))
        if P[new] @ nearest >= nearest @ nearest - 1e-12 * scale:
            return nearest[:-1], float(nearest[-1])
        corners, shares = [*corners, new], np.append(shares, 0.0)
        while True:
            # Walk towards the nearest point of the corners' plane, and
            # where the way leaves the hull, drop the corner left behind.
            goal = _nearest_in_plane(P[corners])
            if np.all(goal > 1e-12):
                shares = goal
                break
            out = goal <= 1e-12
            stretch = np.min(shares[out] / (shares[out] - goal[out]))
            shares = shares + stretch * (goal - shares)
            stays = np.flatnonzero(shares > 1e-12)
            corners, shares = [corners[i] for i in stays], shares[stays]


def _nearest_in_plane(corners: Array) -> Array:
    """The point nearest to 0 in the plane through the corners.

    Returns the share of each corner in it; they sum to 1.
    """
    n = len(corners)
    system = np.ones((n + 1, n + 1))
    system[:n, :n] = corners @ corners.T
    system[n, n] = 0.0
    return np.linalg.solve(system, np.append(np.zeros(n), 1.0))[:n]


# ---- the loss behind the rule ----


def perceptron_loss(X: Array, y: Array, w: Array, b: float) -> float:
    """The sum of |w·x + b| over the misclassified samples.

    X: shape (n_samples, n_features); y: labels 0 or 1; w, b: perceptron
    Samples that are classified correctly contribute nothing. There is no
    division by ‖w‖ or by n_samples.
    Returns one number ≥ 0.
    """
    z = X @ w + b
    return float(np.sum((perceptron_predict(X, w, b) - y) * z))


def perceptron_batch_step_draft(
    w: Array,
    b: float,
    X: Array,
    y: Array,
    lr: float = 1.0,
) -> tuple[Array, float]:
    """A draft of `perceptron_batch_step`: it runs, and it is wrong."""
    y_hat = perceptron_predict(X, w, b).reshape(-1, 1)
    errors = y - y_hat
    return w + lr * np.sum(errors @ X, axis=0), b + lr * np.sum(errors)


def perceptron_batch_step(
    w: Array,
    b: float,
    X: Array,
    y: Array,
    lr: float = 1.0,
) -> tuple[Array, float]:
    """One step of gradient descent on `perceptron_loss`, all samples.

    The gradient is Σ (ŷ - y) x for the weights and Σ (ŷ - y) for the
    bias, with every ŷ from the same (w, b).
    Returns the tuple (w, b) after a step against it, lr times as long.
    The arguments stay as they are.
    `perceptron_batch_step_draft` is an attempt that went wrong: print the
    shape of its `errors`, find out how that came about, and write the
    step correctly.
    """
    errors = y - perceptron_predict(X, w, b)
    return w + lr * (errors @ X), b + lr * np.sum(errors)


# ---- when no line separates ----


def cycle_length(
    X: Array,
    y: Array,
    lr: float = 1.0,
    max_epochs: int = 1000,
) -> int:
    """After how many passes does training come round again?

    Start from zero weights and bias and make one pass after the other
    with `perceptron_epoch`. If a pass *begins* with exactly the (w, b)
    with which an earlier one began, all that follows repeats.
    Returns 0 if a pass goes by without a mistake (it has converged);
    the number of passes between two equal beginnings, if there are such;
    -1 if neither has happened after max_epochs passes. What the last of
    them ends with counts: the next would begin with it.
    """
    w: Array = np.zeros(X.shape[1])
    b = 0.0
    first_seen: dict[tuple[float, ...], int] = {}
    for epoch in range(max_epochs):
        first_seen[(*w, b)] = epoch
        w, b, mistakes = perceptron_epoch(w, b, X, y, lr)
        if mistakes == 0:
            return 0
        if (*w, b) in first_seen:
            return epoch + 1 - first_seen[(*w, b)]
    return -1


def pocket_perceptron(
    X: Array,
    y: Array,
    lr: float = 1.0,
    epochs: int = 10,
) -> tuple[Array, float, int]:
    """Train as usual, but keep the best perceptron met in your pocket.

    Start from zero weights and bias, and show all samples in order,
    `epochs` times, with `perceptron_update`. The best is the one with the
    fewest errors on *all* samples. Candidates are the one at the very
    start and the one after every single update. Of several that are
    equally good, keep the first.
    Returns (w, b, errors): the one in the pocket, and its errors on X.
    After S. I. Gallant, IEEE Transactions on Neural Networks 1, 1990.
    """
    w: Array = np.zeros(X.shape[1])
    b = 0.0
    best = w, b, int(np.sum(perceptron_predict(X, w, b) != y))
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            w, b = perceptron_update(w, b, x_i, y_i, lr)
            errors = int(np.sum(perceptron_predict(X, w, b) != y))
            if errors < best[2]:
                best = w, b, errors
    return best


def averaged_perceptron(
    X: Array,
    y: Array,
    lr: float = 1.0,
    epochs: int = 10,
) -> tuple[Array, float]:
    """Train as usual, and return the average of all perceptrons met.

    Start from zero weights and bias, and show all samples in order,
    `epochs` times, with `perceptron_update`.
    Returns (w, b): the mean of the weights and of the bias as they stood
    after each sample shown, whether that sample changed them or not. That
    makes epochs * n_samples of them; the start does not count.
    After Y. Freund, R. E. Schapire, Machine Learning 37, 1999.
    """
    w: Array = np.zeros(X.shape[1])
    w_sum, b, b_sum = w, 0.0, 0.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            w, b = perceptron_update(w, b, x_i, y_i, lr)
            w_sum, b_sum = w_sum + w, b_sum + b
    shown = epochs * len(X)
    return w_sum / shown, b_sum / shown


# ---- relatives ----


def fit_logistic(
    X: Array,
    y: Array,
    lr: float = 0.5,
    steps: int = 2000,
) -> tuple[Array, float]:
    """Logistic regression by gradient descent on the mean cross-entropy.

    Returns (w, b) after that many steps from zero.
    """
    w: Array = np.zeros(X.shape[1])
    b = 0.0
    for _ in range(steps):
        p = 0.5 + 0.5 * np.tanh(0.5 * (X @ w + b))  # the sigmoid of w·x + b
        w, b = w - lr * (p - y) @ X / len(X), b - lr * float(np.mean(p - y))
    return w, b


def fit_linear_svm(
    X: Array,
    y: Array,
    lam: float = 0.01,
    lr: float = 1.0,
    steps: int = 2000,
) -> tuple[Array, float]:
    """Linear support vector machine, by subgradient descent from zero.

    Returns (w, b) that nearly minimizes ½ lam ‖w‖² + the mean of
    max(0, 1 - s (w·x + b)). The steps shrink as lr / (1 + lam t), and the
    second half of the path is averaged.
    """
    signs = 2.0 * y - 1.0
    w: Array = np.zeros(X.shape[1])
    w_sum, b, b_sum = w, 0.0, 0.0
    for t in range(steps):
        inside = signs * (X @ w + b) < 1  # inside the margin: these push
        push = np.where(inside, signs, 0.0) / len(X)
        rate = lr / (1.0 + lam * t)
        w, b = w - rate * (lam * w - push @ X), b + rate * float(push.sum())
        if t >= steps // 2:
            w_sum, b_sum = w_sum + w, b_sum + b
    return w_sum / (steps - steps // 2), b_sum / (steps - steps // 2)


def quadratic_features(X: Array) -> Array:
    """Append to each sample all products of two of its features.

    X: shape (n_samples, n)
    Returns shape (n_samples, n + n (n + 1) / 2): first the n features
    themselves, then x₁x₁, x₁x₂, …, x₁xₙ, then x₂x₂, …, x₂xₙ, and so on to
    xₙxₙ. Each pair appears once.
    """
    i, j = np.triu_indices(X.shape[1])
    return np.column_stack([X, X[:, i] * X[:, j]])
