"""Properties that judge random results, where no array can be expected.

A rule reads the case and what the steps returned and gives one line of complaint, or None.
Its false-rejection probability is below 1e-9: bounds lie 6.5 standard deviations out.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.data import Case, Drained

Rule = Callable[[Case, list[Any]], str | None]
RULES: dict[str, Rule] = {}

SIGMAS = 6.5


def rule(f: Rule) -> Rule:
    """Register a rule under its name."""
    RULES[f.__name__] = f
    return f


@rule
def inverted_dropout(case: Case, values: list[Any]) -> str | None:
    """Inverted dropout: `(out, mask)` of `(x, p, rng)`; calls 2 and 3 repeat with the same and with another rng."""
    x, p = case.steps[0].args[:2]
    out, mask = values[0]
    if not np.allclose(out, x * mask):
        return "out must be x * mask"
    if x.ndim == 2 and x.size >= 1000 and p and np.ptp(mask, axis=0).max() == 0:
        return "draw for each entry: your mask is the same for all samples"
    kept = float((mask != 0).mean())
    bound = SIGMAS * np.sqrt(p * (1 - p) / x.size)
    if abs(kept - (1 - p)) > bound:
        if abs(kept - p) <= bound:
            return "p is the probability to drop: you kept a share p"
        return f"a share {1 - p:.2f} of the units should survive, {kept:.2f} did"
    if p and np.allclose(mask[mask != 0], 1):
        return "scale the survivors by 1 / (1 - p), so that the mean stays as it was"
    if not np.allclose(mask[mask != 0], 1 / (1 - p)):
        return "mask must hold only 0 and 1 / (1 - p)"
    if len(values) > 1 and not np.array_equal(values[1][1], mask):
        return "take every random number from rng: the same rng gave two masks"
    if len(values) > 2 and p and np.array_equal(values[2][1], mask):
        return "the mask must depend on rng: two different rngs gave one mask"
    return None


@rule
def shuffled_folds(case: Case, values: list[Any]) -> str | None:
    """k-fold cross-validation: `(train, held_out)` row numbers of `(n, k, rng)`; calls 2 and 3 as above.

    A random order that looks like no order at all has probability 1 / n!, which is why n ≥ 13 where it counts.
    """
    n = case.steps[0].args[0]
    for folds in values:
        held_out = np.concatenate([h for _, h in folds])
        if len(np.unique(held_out)) < n or held_out.min() < 0 or held_out.max() >= n:
            return "every row must be held out exactly once: shuffle once, then cut the result into parts"
        for train, h in folds:
            if np.intersect1d(train, h).size:
                return "a row is in train and held out at the same time: then the error on it proves nothing"
            if len(np.unique(train)) < n - len(h) or train.min() < 0 or train.max() >= n:
                return "train must hold every row that is not held out, once"
    if n >= 13:
        orders = [np.concatenate([h for _, h in folds]) for folds in values]
        if np.array_equal(orders[0], np.arange(n)):
            return "the rows are not shuffled: data are often sorted, and then a part is not like the rest"
        if len(orders) > 1 and not np.array_equal(orders[0], orders[1]):
            return "take the random order from rng: the same rng gave two orders"
        if len(orders) > 2 and np.array_equal(orders[0], orders[2]):
            return "the order must depend on rng: two different rngs gave one order"
    return None


# ---- initializers: normal numbers of a given variance ----

LARGE = 1000
"""From so many numbers on, moments are judged; smaller matrices show the shape."""


def _from_rng(values: list[Any], what: str = "W") -> str | None:
    """Calls 2 and 3 repeat call 1 with the same and with another rng."""
    if len(values) > 1 and not np.array_equal(values[1], values[0]):
        return f"take every random number from rng: the same rng gave two different {what}"
    if len(values) > 2 and np.array_equal(values[2], values[0]):
        return f"{what} must depend on rng: two different rngs gave one {what}"
    return None


def deviations(W: np.ndarray, variance: float) -> tuple[float, float, float]:
    """How many standard deviations W is off in mean, variance and tails, if it is to be normal around 0.

    All three are standard normal for a right W. The variance goes through Wilson and Hilferty's cube root; the tails are
    the share beyond one standard deviation, 0.317 for normal and 0.423 for uniform numbers.
    """
    n, scale = W.size, np.sqrt(variance)
    mean = np.mean(W) / scale * np.sqrt(n)
    root = (np.mean(W**2) / variance) ** (1 / 3)
    spread = (root - (1 - 2 / (9 * n))) / np.sqrt(2 / (9 * n))
    beyond = 0.31731050786291415
    tails = (np.mean(np.abs(W) > scale) - beyond) / np.sqrt(beyond * (1 - beyond) / n)
    return float(mean), float(spread), float(tails)


def _normal(values: list[Any], variance: float, known: dict[str, float]) -> str | None:
    """`known`: variances that come from known mistakes, by what to say of them."""
    if complaint := _from_rng(values):
        return complaint
    W = np.asarray(values[0], np.float64)
    if len(np.unique(W)) < 0.99 * W.size:
        return "draw every weight on its own: numbers repeat in W"
    if W.size < LARGE:
        return None
    if np.min(W) >= 0:
        return "no weight is below 0: rng.random draws from 0 to 1, rng.normal from both sides of 0"
    mean, spread, tails = deviations(W, variance)
    if abs(mean) > SIGMAS and abs(np.mean(W)) * np.sqrt(W.size) > SIGMAS * np.std(W):
        return f"the mean of the weights should be 0, it is {np.mean(W):.3g}"
    if abs(spread) > SIGMAS:
        for line, wrong in known.items():
            if abs(deviations(W, wrong)[1]) <= SIGMAS:
                return line
        return f"the variance of the weights should be {variance:.3g}, it is {np.mean(W**2):.3g}"
    if abs(tails) > SIGMAS:
        return "the variance is right, but the numbers are not normal: draw them with rng.normal"
    return None


@rule
def small_normal(case: Case, values: list[Any]) -> str | None:
    """Normal numbers with standard deviation 0.001; calls 2 and 3 as above."""
    known = {
        "0.001 is missing: the weights have standard deviation 1": 1.0,
        "0.001 is the standard deviation, not the variance: take no root of it": 0.001,
    }
    return _normal(values, 1e-6, known)


@rule
def fan_in_normal(case: Case, values: list[Any]) -> str | None:
    """Normal numbers of variance 1 / n_in."""
    n_in, n_out = case.steps[0].args[:2]
    known = {
        "fan-in is n_in, the number of inputs of a unit: you used n_out": 1 / n_out,
        "1 / n_in is the variance: multiply the normal numbers by its root, the standard deviation": 1
        / n_in**2,
        "the weights have variance 1: divide the normal numbers by the root of n_in": 1.0,
        "rng.uniform(-1, 1) has variance 1/3, so yours is a third of what it should be: use rng.normal": 1
        / (3 * n_in),
    }
    return _normal(values, 1 / n_in, known)


@rule
def he_normal(case: Case, values: list[Any]) -> str | None:
    """Normal numbers of variance 2 / n_in."""
    n_in, n_out = case.steps[0].args[:2]
    known = {
        "the 2 is missing: ReLU lets only half of the mean square through, and the 2 makes up for it": 1
        / n_in,
        "fan-in is n_in, the number of inputs of a unit: you used n_out": 2 / n_out,
        "2 / n_in is the variance: multiply the normal numbers by its root, the standard deviation": 4
        / n_in**2,
        "the 2 belongs under the root as well: the variance is 2 / n_in, yours is 4 / n_in": 4 / n_in,
    }
    return _normal(values, 2 / n_in, known)


@rule
def glorot_normal(case: Case, values: list[Any]) -> str | None:
    """Normal numbers of variance 2 / (n_in + n_out)."""
    n_in, n_out = case.steps[0].args[:2]
    both = n_in + n_out
    known = {
        "the 2 is missing: divide by the mean of n_in and n_out, not by their sum": 1 / both,
        "2 / (n_in + n_out) is the variance: multiply by its root, the standard deviation": 4 / both**2,
        "this is fan-in alone, 1 / n_in: Glorot takes the mean of n_in and n_out": 1 / n_in,
        "this is He's variance, 2 / n_in: Glorot divides 2 by n_in + n_out": 2 / n_in,
    }
    return _normal(values, 2 / both, known)


@rule
def orthonormal(case: Case, values: list[Any]) -> str | None:
    """Orthonormal columns, or rows if there are fewer of them; no chance is involved but that of equal numbers."""
    n_in, n_out = case.steps[0].args[:2]
    W = np.asarray(values[0], np.float64)
    which, gram = ("columns", W.T @ W) if n_in >= n_out else ("rows", W @ W.T)
    one = np.allclose(np.diag(gram), 1, atol=1e-6)
    apart = np.allclose(gram, np.diag(np.diag(gram)), atol=1e-6 * np.max(gram))
    if one and not apart:
        return (
            "the lengths are 1, but there are products that are not 0: scaling alone makes nothing orthogonal"
        )
    if apart and not one:
        return f"the {which} are orthogonal, but their length is not 1"
    if not one:
        return "W is not orthogonal: leave s out, which holds all the stretching, and multiply U by Vt"
    return _from_rng(values)


@rule
def drawn_layers(case: Case, values: list[Any]) -> str | None:
    """Layers `[(W, b), ...]` of `(sizes, init, rng)`, whose forms have been compared; calls 2 and 3 as above."""
    sizes, init = case.steps[0].args[:2]
    layers = values[0]
    if any(np.any(b) for _, b in layers):
        return "biases start at 0.0: only weights have to be different from each other"
    for (W, _), n_in, n_out in zip(layers, sizes[:-1], sizes[1:], strict=True):
        want = init(n_in, n_out, np.random.default_rng(0))
        if np.ptp(want) == 0 and not np.allclose(W, want):
            return "the W of each layer is what init(n_in, n_out, rng) returned for it, unchanged"
    if all(np.ptp(W) for W, _ in layers):
        for k, (W, _) in enumerate(layers):
            if any(np.array_equal(W, V) for V, _ in layers[:k]):
                return "two layers have the same W: call init anew for each layer, always with the rng you were given"
        return _from_rng([np.concatenate([W.ravel() for W, _ in v]) for v in values], "network")
    return None


# ---- principal components: right in either sign ----


@rule
def principal_axes(case: Case, values: list[Any]) -> str | None:
    """`(mean, components, variances)` of the rows X. Nothing is random; a direction may point either way."""
    given = case.steps[0].args[0]
    close = 1e-4 if given.dtype == np.float32 else 1e-7  # as of any other answer
    X = np.asarray(given, np.float64)
    mean, E, variances = (np.asarray(v, np.float64) for v in values[0])
    n = len(X)
    D = X - X.mean(axis=0)
    C, raw = D.T @ D / n, X.T @ X / n
    small = close * max(float(np.trace(C)), 1e-300)

    def diagonal(M: np.ndarray, tolerance: float = small) -> bool:
        return bool(np.all(np.abs(M - np.diag(np.diag(M))) <= tolerance))

    if not np.allclose(mean, X.mean(axis=0), rtol=close, atol=close / 100):
        return "mean should hold the mean of each feature, over the rows"
    if not np.allclose(E.T @ E, np.eye(len(E)), atol=close):
        return "the components should have length 1 and be orthogonal to each other"
    along = E.T @ C @ E
    if not diagonal(along):
        if diagonal(E @ C @ E.T):
            return "your components are rows: eigh returns them as columns, and so should you"
        if diagonal(E.T @ raw @ E, close * float(np.trace(raw))):
            return "these are the directions of the rows as they are: subtract the mean first"
        return "along your components the rows are still correlated"
    v = np.diag(along)
    if np.any(np.diff(v) > small):
        if np.all(np.diff(variances) <= small):
            return "you reversed the variances, but not the columns of components: they belong together"
        return "the largest variance comes first: eigh returns the smallest first"
    if not np.all(np.abs(variances - v) <= small):
        if n > 1 and np.allclose(variances, v * n / (n - 1), rtol=1e-6, atol=small):
            return "you divided by n - 1: in this book a variance is the mean of squares, divided by n"
        if np.allclose(variances, np.sqrt(np.maximum(v, 0)), rtol=1e-6, atol=1e-6):
            return "these are standard deviations: the eigenvalues themselves are the variances"
        return "variances should hold the variance of the centred rows along each component, divided by n"
    return None


@rule
def mini_batches(case: Case, values: list[Any]) -> str | None:
    """One epoch of mini-batches: row numbers of `(n, batch_size, rng)`; calls 2 and 3 as above.

    A random order that looks like no order has probability 1 / n!; one that keeps all whole batches together is
    rarer still. Hence n ≥ 13 where it counts.
    """
    n, size = case.steps[0].args[:2]
    orders = []
    for epoch in values:
        batches = epoch.values if isinstance(epoch, Drained) else epoch
        orders.append(np.concatenate(batches))
        if len(np.unique(orders[-1])) < n or orders[-1].min() < 0 or orders[-1].max() >= n:
            return (
                "every row must be used exactly once in an epoch: "
                "shuffle once, then cut; do not draw each batch anew"
            )
    if n >= 13:
        if np.array_equal(orders[0], np.arange(n)):
            return "the rows are not shuffled: data are often sorted, and then a batch is not like the rest"
        whole = orders[0][: n - n % size].reshape(-1, size)  # one batch a row, without a shorter last one
        if 1 < size < n and np.all(np.diff(whole, axis=1) == 1):
            return "neighbouring rows stay together: shuffle the rows, not only the order of the batches"
        if len(orders) > 1 and not np.array_equal(orders[0], orders[1]):
            return "take the random order from rng: the same rng gave two orders"
        if len(orders) > 2 and np.array_equal(orders[0], orders[2]):
            return "the order must depend on rng: two different rngs gave one order"
    return None


LOG_ODDS = 21.0
"""exp(-21) is below 1e-9: the t of bounds that hold with probability 1 - exp(-t)."""


@rule
def gaussian_noise(case: Case, values: list[Any]) -> str | None:
    """`x + noise` of `(x, sigma, rng)`; calls 2 and 3 as above. Bounds on a chi-square: Laurent and Massart, 2000."""
    x, sigma = case.steps[0].args[:2]
    noise = values[0] - x
    if sigma == 0 or x.size < 1000:
        return None if sigma or np.allclose(noise, 0) else "with sigma = 0 the batch stays as it is"
    if np.any(x == 0) and np.all(noise[x == 0] == 0):
        return "the noise must be added: where x is 0, yours is 0"
    if np.ptp(noise, axis=0).max() < 1e-9 or np.ptp(noise, axis=1).max() < 1e-9:
        return "every entry needs a draw of its own: give rng.normal the shape of X"
    rms = float(np.sqrt(np.mean(noise**2)))
    if abs(noise.mean()) > SIGMAS * rms / np.sqrt(x.size):
        return "the noise must have mean 0: else it moves the data as a whole"
    if np.mean(np.abs(noise) > 2 * rms) < 0.005:  # 0.0455 of a normal distribution
        return "this noise has no tails: draw it with rng.normal"
    slack = 2 * np.sqrt(LOG_ODDS / x.size) + 2 * LOG_ODDS / x.size
    wrong = {"the root of sigma": np.sqrt(sigma), "sigma squared": sigma**2}
    for form, spread in ({"": sigma} | wrong).items():
        if abs((rms / spread) ** 2 - 1) <= slack:
            if form:
                return f"sigma is the standard deviation: that of your noise is {form}"
            break
    else:
        return f"the noise should have a standard deviation of {sigma:.3g}, it has {rms:.3g}"
    if len(values) > 1 and not np.array_equal(values[0], values[1]):
        return "take every random number from rng: the same rng gave two batches"
    if len(values) > 2 and np.array_equal(values[0], values[2]):
        return "the noise must depend on rng: two different rngs gave one batch"
    return None


@rule
def random_windows(case: Case, values: list[Any]) -> str | None:
    """One window of each image of `(images, size, rng)`, whose entries are all different; calls 2 and 3 as above."""
    images, size = case.steps[0].args[:2]
    n, height, width = images.shape
    tops, lefts = height - size + 1, width - size + 1
    seen = []
    for image, window in zip(images, values[0], strict=True):
        found = np.argwhere(image == window[0, 0])
        if not len(found):
            return "a window must be cut out of its own image"
        top, left = (int(i) for i in found[0])
        piece = image[top : top + size, left : left + size]
        if piece.shape != window.shape or not np.array_equal(piece, window):
            return "a window must be one piece of its image: neighbouring rows, neighbouring columns"
        seen.append((top, left))
    cells = tops * lefts
    if cells > 1 and n >= cells * (np.log(cells) + LOG_ODDS):  # so that none is left out by chance
        if len(set(seen)) == 1:
            return "all images have the same window: draw a position for each image"
        if max(t for t, _ in seen) < tops - 1 or max(s for _, s in seen) < lefts - 1:
            return "the last position is never drawn: there are height - size + 1 of them, not one less"
        if len(set(seen)) < cells:
            return "some positions are never drawn: every top must be able to meet every left"
    if len(values) > 1 and not np.array_equal(values[0], values[1]):
        return "take every random number from rng: the same rng gave other windows"
    if len(values) > 2 and np.array_equal(values[0], values[2]):
        return "the windows must depend on rng: two different rngs gave the same"
    return None
