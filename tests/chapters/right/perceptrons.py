"""Right answers in forms that the task allows and few would write: `exercise__form`. All must pass."""

import functools
import math

import numpy as np


def says(x, w, b):
    return float(np.dot(x, w) + b >= 0)


def perceptron_predict__loop(X, w, b):
    return np.array([says(x, w, b) for x in X])


def perceptron_predict__heaviside(X, w, b):
    return np.heaviside(X @ w + b, 1.0)


def perceptron_predict__not_below(X, w, b):
    return 1.0 - (np.sum(X * w, axis=1) < -b)


def perceptron_update__branches(w, b, x, y, lr=1.0):
    fires = np.inner(w, x) + b >= 0
    if fires and y == 0:
        return w - lr * x, b - lr
    if not fires and y == 1:
        return w + lr * x, b + lr
    return w.copy(), b


def perceptron_update__numpy_numbers(w, b, x, y, lr=1.0):
    e = np.subtract(y, np.float64(says(x, w, b)))
    return np.add(w, lr * e * x), np.add(b, lr * e)


def perceptron_update__same_array_when_right(w, b, x, y, lr=1.0):
    e = y - says(x, w, b)
    return (w, b) if e == 0 else (w + lr * e * x, b + lr * e)


def perceptron_epoch__augmented(w, b, X, y, lr=1.0):
    v, mistakes = np.append(w, b), 0
    for x, t in zip(np.c_[X, np.ones(len(X))], y, strict=True):
        e = t - float(x @ v >= 0)
        v = v + lr * e * x
        mistakes += abs(int(e))
    return v[:-1], v[-1], mistakes


def perceptron_epoch__copy_and_in_place(w, b, X, y, lr=1.0):
    w, mistakes = np.array(w, dtype=float), np.int64(0)
    for i in range(X.shape[0]):
        e = y[i] - says(X[i], w, b)
        w += lr * e * X[i]
        b = b + lr * e
        mistakes += e != 0
    return w, b, mistakes


def perceptron_epoch__folded(w, b, X, y, lr=1.0):
    def step(state, sample):
        w, b, n = state
        x, t = sample
        e = t - says(x, w, b)
        return w + lr * e * x, b + lr * e, n + int(e * e)

    return functools.reduce(step, zip(X, y, strict=True), (w, b, 0))


def train_perceptron__while(X, y, lr=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    while len(mistakes) < max_epochs and (not mistakes or mistakes[-1] != 0):
        w, b, m = perceptron_epoch__copy_and_in_place(w, b, X, y, lr)
        mistakes = [*mistakes, m]
    return w, b, mistakes


def train_perceptron__bias_is_an_int(X, y, lr=1.0, max_epochs=100):
    w, b, mistakes = np.zeros_like(X[0]), 0, []
    for _ in range(max_epochs):
        w, b, m = perceptron_epoch__folded(w, b, X, y, lr)
        mistakes += [int(m)]
        if not mistakes[-1]:
            return w, b, mistakes
    return w, b, mistakes


def margins__where(X, y, w, b):
    d = (X @ w + b) / math.hypot(*w)
    return np.where(y > 0.5, d, -d)


def margins__by_class(X, y, w, b):
    d = np.array([(np.dot(x, w) + b) / np.linalg.norm(w) for x in X])
    d[y == 0] *= -1
    return d


def mistake_bound__loop(X, y, w, b):
    v = [*w, b]
    length = math.sqrt(math.fsum(t * t for t in v))
    rows = [[*x, 1.0] for x in X]
    gamma = (
        min(
            (1 if t == 1 else -1) * math.fsum(p * q for p, q in zip(r, v, strict=True))
            for r, t in zip(rows, y, strict=True)
        )
        / length
    )
    return math.inf if gamma <= 0 else max(sum(p * p for p in r) for r in rows) / gamma**2


def mistake_bound__numpy_number(X, y, w, b):
    A = np.hstack([X, np.ones((len(X), 1))])
    v = np.r_[w, b] / np.linalg.norm(np.r_[w, b])
    g = np.where(y == 1, A @ v, -(A @ v)).min()
    return np.square(np.linalg.norm(A, axis=1).max() / g) if g > 0 else np.float64("inf")


def perceptron_loss__relu(X, y, w, b):
    return np.maximum(0, (1 - 2 * y) * (X @ w + b)).sum()


def perceptron_loss__masked(X, y, w, b):
    z = X @ w + b
    return np.abs(z[(z >= 0) != (y == 1)]).sum()


def perceptron_batch_step__sum_of_rows(w, b, X, y, lr=1.0):
    e = np.array([t - says(x, w, b) for x, t in zip(X, y, strict=True)])
    return w + lr * (e[:, None] * X).sum(axis=0), b + lr * e.sum()


def perceptron_batch_step__transposed(w, b, X, y, lr=1.0):
    g = np.where(X @ w + b >= 0, 1.0, 0.0) - y
    return w - lr * X.T.dot(g), float(b - lr * np.add.reduce(g))


def cycle_length__list(X, y, lr=1.0, max_epochs=1000):
    w, b, beginnings = np.zeros(X.shape[1]), 0.0, [(0.0,) * (X.shape[1] + 1)]
    for _ in range(max_epochs):
        w, b, m = perceptron_epoch__augmented(w, b, X, y, lr)
        if m == 0:
            return 0
        now = (*map(float, w), float(b))
        if now in beginnings:
            return len(beginnings) - beginnings.index(now)
        beginnings.append(now)
    return -1


def pocket_perceptron__copies(X, y, lr=1.0, epochs=10):
    def wrong(w, b):
        return int(np.count_nonzero((X @ w + b >= 0) != y.astype(bool)))

    w, b = np.zeros(X.shape[1]), 0.0
    pocket, fewest = (w.copy(), b), wrong(w, b)
    for i in list(range(len(X))) * epochs:
        e = y[i] - says(X[i], w, b)
        w += lr * e * X[i]
        b += lr * e
        if wrong(w, b) < fewest:
            pocket, fewest = (w.copy(), b), wrong(w, b)
    return (*pocket, fewest)


def pocket_perceptron__sorted(X, y, lr=1.0, epochs=10):
    """All candidates, and then the first of the best."""
    met = [(np.zeros(X.shape[1]), 0.0)]
    for _ in range(epochs):
        for x, t in zip(X, y, strict=True):
            e = t - says(x, *met[-1])
            met.append((met[-1][0] + lr * e * x, met[-1][1] + lr * e))
    errors = [int(np.sum(np.where(X @ w + b >= 0, 1, 0) != y)) for w, b in met]
    best = int(np.argmin(errors))
    return (*met[best], errors[best])


def averaged_perceptron__mean(X, y, lr=1.0, epochs=10):
    v, met = np.zeros(X.shape[1] + 1), []
    A = np.c_[X, np.ones(len(X))]
    for _ in range(epochs):
        for x, t in zip(A, y, strict=True):
            v = v + lr * (t - float(x @ v >= 0)) * x
            met.append(v)
    mean = np.mean(met, axis=0)
    return mean[:-1], mean[-1]


def averaged_perceptron__running(X, y, lr=1.0, epochs=10):
    w, b, mw, mb, n = np.zeros(X.shape[1]), 0.0, np.zeros(X.shape[1]), 0.0, 0
    for _ in range(epochs):
        for x, t in zip(X, y, strict=True):
            e = t - says(x, w, b)
            w, b, n = w + lr * e * x, b + lr * e, n + 1
            mw, mb = mw + (w - mw) / n, mb + (b - mb) / n
    return mw, mb


def quadratic_features__rows(X):
    n = X.shape[1]
    return np.array([[*x, *(x[i] * x[j] for i in range(n) for j in range(i, n))] for x in X])


def quadratic_features__outer(X):
    full = np.einsum("si,sj->sij", X, X)
    return np.concatenate([X, full[:, *np.triu_indices(X.shape[1])]], axis=1)
