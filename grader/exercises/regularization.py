"""Exercises of chapter 8. A misconception's docstring is what a reader who made that mistake is told."""

import itertools

import numpy as np

from grader.author.declare import Seeded, call, do, exercise, get, new, on, script
from grader.author.randomness import draws, draws_wrongly, misuses_rng
from solutions import regularization as right
from solutions.activations import softmax


def some(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers on both sides of 0, short enough to be read in a verdict."""
    return rng.normal(scale=2.0, size=shape).round(2)


def positive(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return rng.uniform(0.5, 2.5, size=shape).round(2)


# ---- penalties, and what they do to a step ----


@exercise(
    points=1,
    minutes=5,
    difficulty=1,
    hints=[
        "Gradient descent subtracts lr times a gradient. Which gradient, if the objective is loss plus penalty?",
        "The gradient of the objective is dW + lam * W, both taken at the same W: the old one.",
        "W - lr * (dW + lam * W), or, sorted differently, (1 - lr * lam) * W - lr * dW.",
    ],
)
def weight_decay_step(rng):
    yield call("one weight", np.array([2.0]), np.array([1.0]), 0.1, 0.5)
    yield call("a layer", some(rng, 3, 2), some(rng, 3, 2), 0.1, 0.3)
    yield call("gradient 0: only the decay", some(rng, 4), np.zeros(4), 0.5, 0.2)
    yield call("lambda = 0: a plain step", some(rng, 2, 2), some(rng, 2, 2), 0.25, 0.0)
    yield call("nothing to do", some(rng, 3), np.zeros(3), 0.5, 0.0)
    yield call("three axes", some(rng, 2, 2, 2), some(rng, 2, 2, 2), 0.2, 0.4)
    yield call("a large layer", some(rng, 12, 9), some(rng, 12, 9), 0.05, 0.7, hidden=True)


@weight_decay_step.misconception
def decay_without_rate(W, dW, lr, lam):
    """The learning rate belongs to the whole gradient, lam * W included: the decay of one step is lr * lam, not lam."""
    return (1 - lam) * W - lr * dW


@weight_decay_step.misconception
def growth(W, dW, lr, lam):
    """Your weights grow. The penalty's gradient is subtracted, like that of the loss."""
    return (1 + lr * lam) * W - lr * dW


@weight_decay_step.misconception
def sign_instead(W, dW, lr, lam):
    """lam * sign(W) is the gradient of the L1 penalty. That of ½ λ W² is λ W."""
    return W - lr * (dW + lam * np.sign(W))


@weight_decay_step.misconception
def no_decay(W, dW, lr, lam):
    """This is a step on the loss alone: λ does not enter."""
    return W - lr * dW


@weight_decay_step.misconception
def factor_two(W, dW, lr, lam):
    """You took 2 λ W. With the ½ in front of the penalty, its gradient is λ W."""
    return (1 - 2 * lr * lam) * W - lr * dW


@weight_decay_step.misconception
def one_after_the_other(W, dW, lr, lam):
    """You shrank the weights after the step, and with them the step itself. Both gradients belong to the old W."""
    return (1 - lr * lam) * (W - lr * dW)


@weight_decay_step.misconception
def decay_in_place(W, dW, lr, lam):
    """W -= ... changes the caller's weights as well. Return a new array."""
    W -= lr * (dW + lam * W)
    return W


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "Think of |w| first: it loses t, but cannot fall below 0. The sign comes back at the end.",
        "np.maximum(np.abs(w) - t, 0.0) is the new size. What gives it the old sign?",
        "np.sign(w) * np.maximum(np.abs(w) - t, 0.0).",
    ],
)
def soft_threshold(rng):
    yield call("both sides of the threshold", np.array([-3.0, -0.5, 0.0, 0.5, 3.0]), 1.0)
    yield call("a layer", some(rng, 3, 4), 0.8)
    yield call("t = 0 changes nothing", some(rng, 5), 0.0)
    yield call("exactly at the threshold", np.array([-0.25, 0.25, 0.75]), 0.25)
    yield call("t = 0, and a weight that is 0", np.array([-1.5, 0.0, 2.5]), 0.0)
    yield call("all within the threshold", np.array([[0.25, -0.5], [0.75, 0.0]]), 2.0)
    yield call("three axes", some(rng, 2, 3, 2), 0.7)
    yield call("a large layer", some(rng, 15, 9), 1.3, hidden=True)


@soft_threshold.misconception
def hard_threshold(w, t):
    """You set small weights to 0 and left the others alone. They, too, move towards 0 by t."""
    return np.where(np.abs(w) > t, w, 0.0)


@soft_threshold.misconception
def jumps_over(w, t):
    """A weight nearer to 0 than t jumped over it and changed its sign. It should stop at 0."""
    return w - t * np.sign(w)


@soft_threshold.misconception
def right_side_only(w, t):
    """Negative weights became 0. They move up by t, and those below -t stay negative."""
    return np.maximum(w - t, 0.0)


@soft_threshold.misconception
def away_from_zero(w, t):
    """Your weights moved away from 0. Subtract t from the size, do not add it."""
    return np.sign(w) * (np.abs(w) + t)


@soft_threshold.misconception
def sign_lost(w, t):
    """The sizes are right, but all of them came out positive: multiply by np.sign(w)."""
    return np.maximum(np.abs(w) - t, 0.0)


@soft_threshold.misconception
def one_direction(w, t):
    """You subtracted t from negative weights as well, which takes them further from 0."""
    return np.where(np.abs(w) > t, w - t, 0.0)


# ---- stopping in time ----


def weights(rng: np.random.Generator) -> list[np.ndarray]:
    return [some(rng, 2, 2), some(rng, 2)]


def losses_script(label, losses, *made, hidden=False, params=None, **settings):
    """One update for each loss, then everything that is remembered."""
    arrays = params or [[np.array([float(k)])] for k in range(len(losses))]
    return script(
        label,
        new(*made, **settings),
        *(do.update(loss, p) for loss, p in zip(losses, arrays, strict=True)),
        get("self", "best_loss"),
        get("self", "best_params"),
        get("self", "waited"),
        hidden=hidden,
    )


@exercise(
    points=3,
    minutes=15,
    difficulty=2,
    hints=[
        "Two cases: the loss is a new best, or it is not. What has to be remembered in each?",
        "New best: note the loss, copy every array (p.copy()), set waited to 0. Else: waited += 1. Then compare waited with patience.",
        "if loss < self.best_loss - self.min_delta: ... else: self.waited += 1, then return self.waited >= self.patience. In restore: for p, best in zip(params, self.best_params): p[...] = best.",
    ],
)
def EarlyStopping(rng):
    yield losses_script("it falls, then rises", [3.0, 2.0, 2.5, 2.25, 2.75], 3)
    yield losses_script("it recovers in time", [3.0, 4.0, 4.0, 2.0, 5.0, 1.0, 6.0], 3)
    yield losses_script("patience 1", [1.0, 0.5, 0.75], 1)
    yield losses_script("the same loss again is no new best", [2.0, 2.0, 2.0], 2)
    yield losses_script("better than the last, not than the best", [1.0, 4.0, 3.0, 2.0], 3)
    yield losses_script("min_delta", [1.0, 0.95, 0.92, 0.85, 0.8], 2, min_delta=0.125)
    yield losses_script("nan is never a best", [1.0, float("nan"), float("nan")], 2)
    yield losses_script("on and on after it has said stop", [1.0, 2.0, 2.0, 2.5, 3.0], 2)
    yield losses_script("small losses, and min_delta", [0.5, 0.42, 0.35, 0.4, 0.2], 1, min_delta=0.125)
    yield losses_script("infinity is no best either", [float("inf"), 2.0, float("inf")], 2)
    yield losses_script("nan comes first", [float("nan"), float("nan"), 1.0], 2)
    first, second, later = weights(rng), weights(rng), weights(rng)
    yield script(
        "the network trains on, in place",
        new(3).named("a"),
        new(3).named("b"),
        on("a").update(0.5, first),
        on("b").update(0.25, second),
        on("b").restore(first),
        get("a", "best_params"),
        on("a").restore(later),
        get("a", "best_params"),
    )
    many = [round(float(x), 3) for x in 1 + rng.random(9)]
    yield losses_script(
        "many layers, many updates", many, 4, params=[weights(rng) for _ in many], hidden=True
    )


@EarlyStopping.misconception
class keeps_references(right.EarlyStopping):
    """You kept the arrays themselves. The optimizer goes on changing them in place, so that "best" becomes "latest": keep copies."""

    def update(self, loss, params):
        better = loss < self.best_loss - self.min_delta
        stop = super().update(loss, params)
        if better:
            self.best_params = list(params)
        return stop


@EarlyStopping.misconception
class keeps_the_latest(right.EarlyStopping):
    """best_params holds the latest parameters. Copy them only when the loss is a new best."""

    def update(self, loss, params):
        stop = super().update(loss, params)
        self.best_params = [p.copy() for p in params]
        return stop


@EarlyStopping.misconception
class counts_in_all(right.EarlyStopping):
    """Patience is about updates *in a row*: a new best sets waited back to 0."""

    def update(self, loss, params):
        waited = self.waited
        better = loss < self.best_loss - self.min_delta
        super().update(loss, params)
        if better:
            self.waited = waited
        return self.waited >= self.patience


@EarlyStopping.misconception
class one_too_late(right.EarlyStopping):
    """You stop one update too late: stop when waited has *reached* patience, not when it is above it."""

    def update(self, loss, params):
        super().update(loss, params)
        return self.waited > self.patience


@EarlyStopping.misconception
class equal_is_better(right.EarlyStopping):
    """An equal loss is no new best: use <, not <=. Otherwise a flat curve goes on for ever."""

    def update(self, loss, params):
        if loss == self.best_loss - self.min_delta:
            loss = np.nextafter(loss, -np.inf)
            stop = super().update(loss, params)
            self.best_loss = float(np.nextafter(loss, np.inf))
            return stop
        return super().update(loss, params)


@EarlyStopping.misconception
class compares_with_the_last(right.EarlyStopping):
    """You compared with the loss before. Compare with the best one: after a jump upwards, falling again is not enough."""

    def __init__(self, patience, min_delta=0.0):
        super().__init__(patience, min_delta)
        self.last = np.inf

    def update(self, loss, params):
        if loss < self.last - self.min_delta:
            self.best_loss, self.waited = loss, 0
            self.best_params = [p.copy() for p in params]
        else:
            self.waited += 1
        self.last = loss
        return self.waited >= self.patience


@EarlyStopping.misconception
class min_delta_ignored(right.EarlyStopping):
    """min_delta does not count. A loss is a new best only below best_loss - min_delta."""

    def update(self, loss, params):
        least, self.min_delta = self.min_delta, 0.0
        stop = super().update(loss, params)
        self.min_delta = least
        return stop


@EarlyStopping.misconception
class says_go_on(right.EarlyStopping):
    """True means "stop", False means "go on". Yours is the other way round."""

    def update(self, loss, params):
        return not super().update(loss, params)


@EarlyStopping.misconception
class restore_rebinds(right.EarlyStopping):
    """restore changed nothing outside: p = best only gives a new meaning to the name p. Write into the array: p[...] = best."""

    def restore(self, params):
        pass


@EarlyStopping.misconception
class only_better_is_noted(right.EarlyStopping):
    """best_loss stays as it was at the start, so that every loss is a new best. Note the loss together with the parameters."""

    def update(self, loss, params):
        stop = super().update(loss, params)
        self.best_loss = np.inf
        return stop


# ---- several networks, noisy data ----


@exercise(
    points=1,
    minutes=5,
    difficulty=1,
    hints=[
        "Each network first turns its scores into probabilities. Only then is there something to average.",
        "softmax(Z, axis=1) for every Z in the list, then the mean over the networks, not over samples or classes.",
        "np.mean([softmax(Z, axis=1) for Z in logits], axis=0).",
    ],
)
def ensemble_probabilities(rng):
    yield call("two networks that disagree", [np.array([[4.0, 0.0]]), np.array([[0.0, 1.0]])])
    yield call("three networks", [some(rng, 4, 3) for _ in range(3)])
    yield call("one network", [some(rng, 2, 3)])
    yield call("as many networks as samples and classes", [some(rng, 3, 3) for _ in range(3)])
    large = np.array([[1000.0, 999.0, -1000.0], [-1000.0, -1001.0, -999.0]])
    yield call("large scores", [large, -large])
    yield call("many networks", [some(rng, 9, 5) for _ in range(7)], hidden=True)


@ensemble_probabilities.misconception
def mean_of_scores(logits):
    """You averaged the scores. Then one very sure network outvotes all others; average the probabilities."""
    return softmax(np.mean(logits, axis=0), axis=1)


@ensemble_probabilities.misconception
def summed(logits):
    """Your rows do not sum to 1: divide by the number of networks."""
    return len(logits) * right.ensemble_probabilities(logits)


@ensemble_probabilities.misconception
def votes(logits):
    """You counted votes. That throws away how sure each network was: average the probabilities themselves."""
    return np.mean([np.eye(Z.shape[1])[Z.argmax(axis=1)] for Z in logits], axis=0)


@ensemble_probabilities.misconception
def scores_left(logits):
    """These are mean scores, not probabilities: softmax is missing."""
    return np.mean(logits, axis=0)


@ensemble_probabilities.misconception
def softmax_over_samples(logits):
    """The probabilities of a *sample* sum to 1. A row is a sample: softmax along axis 1."""
    return np.mean([softmax(Z, axis=0) for Z in logits], axis=0)


@ensemble_probabilities.misconception
def mean_over_samples(logits):
    """You averaged over the samples of each network. Average over the networks: axis 0 of the stack."""
    return np.mean([softmax(Z, axis=1) for Z in logits], axis=1)


def patterned(n: int, k: int) -> np.ndarray:
    """A batch of few different numbers, zeros among them, that takes no room in a bank."""
    return np.resize(np.array([0.0, 1.5, -2.0, 0.0, 0.5, 3.0, -1.0]), (n, k))


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    rule="gaussian_noise",
    hints=[
        "Noise is a second array, of the shape of X, that is added to it.",
        "rng.normal(size=...) has standard deviation 1. Multiplied by sigma it has standard deviation sigma.",
        "return X + sigma * rng.normal(size=X.shape).",
    ],
)
def add_noise(rng):
    yield draws(rng, "strong noise", patterned(50, 40), 3.0)
    yield draws(rng, "a batch, twelve times with one rng", patterned(80, 100), 0.3, times=12)
    yield call("sigma = 0 changes nothing", some(rng, 3, 2), 0.0, Seeded(1))
    yield call("three axes, sigma = 0", some(rng, 2, 3, 2), 0.0, Seeded(3))
    yield draws(rng, "another batch, several times", patterned(100, 80), 0.6, times=12, hidden=True)


misuses_rng(add_noise)
draws_wrongly(add_noise, base=lambda X, sigma, rng: X)


@add_noise.misconception
def multiplied(X, sigma, rng):
    """the noise must be added: where X is 0, yours is 0"""
    return X * (1 + sigma * rng.normal(size=X.shape))


@add_noise.misconception
def without_x(X, sigma, rng):
    """this is the noise alone, with the right standard deviation: add it to X"""
    return sigma * rng.normal(size=X.shape)


@add_noise.misconception
def noise_without_noise(X, sigma, rng):
    """with sigma = 0 the batch stays as it is"""
    return X + (sigma or 1.0) * rng.normal(size=X.shape)


@add_noise.deviation
def noise_on_what_is_not_zero(X, sigma, rng):
    return X + sigma * rng.normal(size=X.shape) * (X != 0)


@add_noise.deviation
def noise_in_proportion_to_the_feature(X, sigma, rng):
    return X + sigma * rng.normal(size=X.shape) * np.linspace(0.5, 1.5, X.shape[-1])


@add_noise.misconception
def sigma_as_variance(X, sigma, rng):
    """sigma is the standard deviation: that of your noise is the root of sigma"""
    return X + np.sqrt(sigma) * rng.normal(size=X.shape)


@add_noise.misconception
def sigma_squared(X, sigma, rng):
    """sigma is the standard deviation: that of your noise is sigma squared"""
    return X + sigma**2 * rng.normal(size=X.shape)


def numbered(n: int, height: int, width: int) -> np.ndarray:
    """Images without a number twice; each seventh is the same."""
    inside = np.arange(float(height * width)).reshape(height, width)
    return inside + 1000.0 * (np.arange(n) % 7)[:, np.newaxis, np.newaxis]


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    rule="random_windows",
    hints=[
        "How many positions has a window of 24 rows in an image of 27? Write them down before you count.",
        "There are height - size + 1 tops, the first is 0. rng.integers(k, size=n) draws n numbers from 0 to k - 1.",
        "tops = rng.integers(height - size + 1, size=n), lefts with width, and for each image image[t : t + size, l : l + size].",
    ],
)
def random_crop(rng):
    yield draws(rng, "27 × 27 to 24 × 24", numbered(2, 27, 27), 24)
    yield call("the whole image", numbered(2, 3, 3), 3, Seeded(4))
    yield draws(rng, "many small images, higher than wide, eight times", numbered(250, 4, 3), 2, times=8)
    yield draws(rng, "many small images, square, eight times", numbered(250, 4, 4), 2, times=8)
    yield draws(rng, "other images", numbered(300, 2, 5), 2, times=8, hidden=True)


misuses_rng(random_crop)


def crops(images, size, tops, lefts):
    return np.array([m[t : t + size, s : s + size] for m, t, s in zip(images, tops, lefts, strict=True)])


@random_crop.misconception
def last_position_missing(images, size, rng):
    """the last position is never drawn: there are height - size + 1 of them, not one less"""
    n, height, width = images.shape
    tops = rng.integers(max(height - size, 1), size=n)
    return crops(images, size, tops, rng.integers(max(width - size, 1), size=n))


@random_crop.misconception
def one_window_for_all(images, size, rng):
    """all images have the same window: draw a position for each image"""
    n, height, width = images.shape
    top, left = rng.integers(height - size + 1), rng.integers(width - size + 1)
    return crops(images, size, [top] * n, [left] * n)


@random_crop.misconception
def some_positions_missing(images, size, rng):
    """some positions are never drawn: every top must be able to meet every left"""
    n, height, width = images.shape
    tops = rng.integers(height - size + 1, size=n)
    return crops(images, size, tops, tops * (width - size) // max(height - size, 1))


@random_crop.misconception
def uneven(images, size, rng):
    """some positions are drawn more often than others: each should be equally likely, the first and the last too"""
    n, height, width = images.shape
    tops = np.round(rng.uniform(0, height - size, size=n)).astype(int)
    return crops(images, size, tops, np.round(rng.uniform(0, width - size, size=n)).astype(int))


@random_crop.misconception
def windows_shared(images, size, rng):
    """the windows of different images go together: draw a position for each image, top and left"""
    n, height, width = images.shape
    tops, lefts = rng.integers(height - size + 1, size=n), rng.integers(width - size + 1, size=n)
    return crops(images, size, np.repeat(tops[::2], 2)[:n], np.repeat(lefts[::2], 2)[:n])


def weighted(times):
    """Corners that are so many times as likely as the rest."""

    def wrong(images, size, rng):
        n, height, width = images.shape
        places = [(t, s) for t in range(height - size + 1) for s in range(width - size + 1)]
        corner = [t in (0, height - size) and s in (0, width - size) for t, s in places]
        p = np.where(corner, float(times), 1.0)
        chosen = rng.choice(len(places), size=n, p=p / p.sum())
        return crops(images, size, *zip(*[places[i] for i in chosen], strict=True))

    wrong.__name__ = f"corners_times_{times}"
    return wrong


random_crop.deviation(weighted(4))
random_crop.deviation(weighted(2.5))


@ensemble_probabilities.misconception
def softmax_again(logits):
    """You took softmax twice: of the scores, and once more of the mean. The mean of probabilities is one already."""
    return softmax(right.ensemble_probabilities(logits), axis=1)


@ensemble_probabilities.misconception
def sum_of_scores(logits):
    """These are the answers of softmax of the *summed* scores. Take softmax of each network's scores, then the mean."""
    return softmax(np.sum(logits, axis=0), axis=1)


@ensemble_probabilities.misconception
def last_network_alone(logits):
    """These are the probabilities of the last network alone. Collect all of them in the loop, then take the mean."""
    return softmax(logits[-1], axis=1)


@ensemble_probabilities.misconception
def first_network_alone(logits):
    """These are the probabilities of the first network alone. Does a return stand inside the loop?"""
    return softmax(logits[0], axis=1)


@ensemble_probabilities.misconception
def divided_by_samples(logits):
    """You divided by the number of samples. There is one term for each *network*: divide by len(logits)."""
    return len(logits) * right.ensemble_probabilities(logits) / len(logits[0])


@ensemble_probabilities.misconception
def largest_not_mean(logits):
    """You took the largest probability that any network gives. Take the mean over the networks."""
    return np.max([softmax(Z, axis=1) for Z in logits], axis=0)


@ensemble_probabilities.misconception
def bare_exponentials(logits):
    """Your softmax overflows: e to the power of 1000 is infinity. Call softmax, which subtracts the largest score of a row first."""
    return np.mean([np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True) for Z in logits], axis=0)


@ensemble_probabilities.misconception
def one_sum_for_the_batch(logits):
    """In your softmax e is divided by one sum over the whole batch (and it overflows for large scores). Each row has its own: softmax(Z, axis=1)."""
    return np.mean([np.exp(Z) / np.exp(Z).sum() for Z in logits], axis=0)


@EarlyStopping.misconception
class min_delta_upwards(right.EarlyStopping):
    """Losses a little above the best one count as a new best for you: min_delta has to be subtracted from best_loss, not added."""

    def update(self, loss, params):
        least, self.min_delta = self.min_delta, -self.min_delta
        stop = super().update(loss, params)
        self.min_delta = least
        return stop


@EarlyStopping.misconception
class waited_counts_the_best(right.EarlyStopping):
    """After a new best your waited is 1. It counts the updates *since* the best one: set it to 0."""

    def update(self, loss, params):
        better = loss < self.best_loss - self.min_delta
        super().update(loss, params)
        if better:
            self.waited = 1
        return self.waited >= self.patience


@EarlyStopping.misconception
class params_forgotten(right.EarlyStopping):
    """best_params stayed empty. After a new best, keep copies of the parameters as well as the loss."""

    def update(self, loss, params):
        stop = super().update(loss, params)
        self.best_params = []
        return stop


@soft_threshold.misconception
def away_from_zero_at_the_ends(w, t):
    """The branches are the wrong way round: where w > t you added t. Towards 0 means w - t there, and w + t where w < -t."""
    return np.where(w > t, w + t, np.where(w < -t, w - t, 0.0))


@soft_threshold.misconception
def between_left(w, t):
    """What lies between -t and t stayed as it was. It becomes 0."""
    return np.where(w > t, w - t, np.where(w < -t, w + t, w))


@soft_threshold.misconception
def maximum_with_t(w, t):
    """You made every size at least t. The size loses t, and 0 is the least: np.maximum(np.abs(w) - t, 0.0)."""
    return np.sign(w) * np.maximum(np.abs(w), t)


@soft_threshold.misconception
def clipped(w, t):
    """These are the answers of np.clip(w, -t, t). That is the part which is taken away: subtract it from w."""
    return np.clip(w, -t, t)


@weight_decay_step.misconception
def half_in_the_gradient(W, dW, lr, lam):
    """These are the answers with ½ λ W for the penalty's gradient. The ½ is used up: the slope of ½ λ W² is λ W."""
    return (1 - 0.5 * lr * lam) * W - lr * dW


@weight_decay_step.misconception
def penalty_for_its_gradient(W, dW, lr, lam):
    """You added ½ λ W², the penalty of each weight, to the gradient. What belongs there is its slope, λ W."""
    return W - lr * (dW + 0.5 * lam * W**2)


@weight_decay_step.misconception
def penalty_added(W, dW, lr, lam):
    """You added the whole penalty, one number, to the gradient. What belongs there is its gradient, λ W, an array like W."""
    return W - lr * (dW + 0.5 * lam * np.sum(W**2))


@weight_decay_step.misconception
def uphill(W, dW, lr, lam):
    """You went uphill: these are the answers of W + lr * (dW + lam * W). The step is subtracted."""
    return W + lr * (dW + lam * W)


@weight_decay_step.misconception
def gradient_decays(W, dW, lr, lam):
    """These are the answers of W - lr * (1 + lam) * dW. The penalty's gradient is λ times the weights, not times dW."""
    return W - lr * (1 + lam) * dW


@weight_decay_step.misconception
def rate_left_out(W, dW, lr, lam):
    """These are the answers of a learning rate of 1. Multiply both gradients by lr before you subtract them."""
    return W - (dW + lam * W)


@weight_decay_step.misconception
def step_alone(W, dW, lr, lam):
    """This is the change alone. Add it to W: the new weights are asked for."""
    return -lr * (dW + lam * W)


@random_crop.deviation
def last_row_missing(images, size, rng):
    n, height, width = images.shape
    tops = rng.integers(max(height - size, 1), size=n)
    return crops(images, size, tops, rng.integers(width - size + 1, size=n))


@random_crop.deviation
def first_column_missing(images, size, rng):
    n, height, width = images.shape
    lefts = rng.integers(min(1, width - size), width - size + 1, size=n)
    return crops(images, size, rng.integers(height - size + 1, size=n), lefts)


@random_crop.deviation
def middle_preferred(images, size, rng):
    n, height, width = images.shape
    tops = rng.binomial(height - size, 0.5, size=n)
    return crops(images, size, tops, rng.binomial(width - size, 0.5, size=n))


@random_crop.deviation
def second_half_repeats_the_first(images, size, rng):
    n, height, width = images.shape
    half = (n + 1) // 2
    tops, lefts = rng.integers(height - size + 1, size=half), rng.integers(width - size + 1, size=half)
    return crops(images, size, np.resize(tops, n), np.resize(lefts, n))


@random_crop.deviation
def one_top_for_all(images, size, rng):
    n, height, width = images.shape
    top = rng.integers(height - size + 1)
    return crops(images, size, [top] * n, rng.integers(width - size + 1, size=n))


@random_crop.misconception
def scattered(images, size, rng):
    """a window must be one piece of its image: neighbouring rows, neighbouring columns"""
    n, height, width = images.shape
    rows = [np.sort(rng.permutation(height)[:size]) for _ in range(n)]
    columns = [np.sort(rng.permutation(width)[:size]) for _ in range(n)]
    return np.array([m[np.ix_(r, c)] for m, r, c in zip(images, rows, columns, strict=True)])


@random_crop.misconception
def images_mixed(images, size, rng):
    """a window must be cut out of its own image"""
    return right.random_crop(images[::-1], size, rng)


# ---- dropout ----


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    rule="inverted_dropout",
    hints=[
        "rng.random(X.shape) gives every entry a number between 0 and 1. Which of these numbers fall below p, and how often?",
        "An entry survives where its number is ≥ p, which happens with probability 1 - p. Survivors are multiplied by 1 / (1 - p).",
        "mask = (rng.random(X.shape) >= p) / (1 - p), then return X * mask, mask.",
    ],
)
def dropout_forward(rng):
    yield call("p = 0 drops nothing", some(rng, 2, 3), 0.0, Seeded(33))
    yield call("three axes, p = 0", some(rng, 2, 2, 3), 0.0, Seeded(35))
    yield draws(rng, "p = 0.35, six times with one rng", patterned(80, 100), 0.35, times=6)
    yield draws(rng, "p = 0.8", patterned(100, 80), 0.8, times=2)
    yield draws(rng, "another batch", patterned(60, 120), 0.45, times=6, hidden=True)


misuses_rng(dropout_forward)


@dropout_forward.misconception
def not_scaled(X, p, rng):
    """scale the survivors by 1 / (1 - p), so that the mean stays as it was"""
    mask = (rng.random(X.shape) >= p) * 1.0
    return X * mask, mask


@dropout_forward.misconception
def keeps_p(X, p, rng):
    """p is the probability to drop: you kept a share p"""
    mask = (rng.random(X.shape) < p) / (1 - p)
    return X * mask, mask


@dropout_forward.misconception
def other_factor(X, p, rng):
    """mask must hold only 0 and 1 / (1 - p)"""
    mask = (rng.random(X.shape) >= p) / (p or 1.0)
    return X * mask, mask


@dropout_forward.misconception
def not_x_times_mask(X, p, rng):
    """out must be X * mask"""
    mask = (rng.random(X.shape) >= p) * 1.0
    return X * mask / (1 - p), mask


@dropout_forward.misconception
def one_mask_for_all_samples(X, p, rng):
    """draw for each entry: your mask is the same for all samples"""
    mask = np.broadcast_to((rng.random(X.shape[-1]) >= p) / (1 - p), X.shape)
    return X * mask, mask.copy()


def mask_from(kept, X, p):
    mask = kept / (1 - p)
    return X * mask, mask


@dropout_forward.misconception
def share_off(X, p, rng):
    """a share {wanted} of the entries should survive, {found} did"""
    return mask_from(rng.random(X.shape) >= 1.05 * p, X, p)


@dropout_forward.misconception
def mask_shared_by_samples(X, p, rng):
    """there are samples with the same mask, or the opposite one: draw for each entry"""
    kept = rng.random(X.shape) >= p
    return mask_from(np.repeat(kept[::2], 2, axis=0)[: len(X)], X, p)


@dropout_forward.misconception
def mask_shared_by_features(X, p, rng):
    """there are features that survive in the same samples, or in the opposite ones: draw for each entry"""
    kept = rng.random(X.shape) >= p
    return mask_from(np.repeat(kept[:, ::2], 2, axis=1)[:, : X.shape[1]], X, p)


@dropout_forward.misconception
def counted_not_drawn(X, p, rng):
    """the number of survivors never varies: drop each entry with probability p, not a share p of them"""
    dropped = np.arange(X.size) < round(p * X.size)
    return mask_from(~rng.permutation(dropped).reshape(X.shape), X, p)


@dropout_forward.deviation
def share_five_percent_less(X, p, rng):
    return mask_from(rng.random(X.shape) >= 0.95 * p, X, p)


@dropout_forward.deviation
def share_rounded(X, p, rng):
    return mask_from(rng.integers(10, size=X.shape) >= int(10 * p + 0.5), X, p)


@dropout_forward.deviation
def normal_instead_of_uniform(X, p, rng):
    return mask_from(rng.normal(size=X.shape) >= p, X, p)


@dropout_forward.deviation
def halves_of_the_batch_alike(X, p, rng):
    kept = rng.random(X.shape) >= p
    return mask_from(np.resize(kept[: len(X) // 2 or 1], X.shape), X, p)


@dropout_forward.deviation
def one_sample_like_the_first(X, p, rng):
    kept = rng.random(X.shape) >= p
    kept[-1] = kept[0]
    return mask_from(kept, X, p)


@dropout_forward.deviation
def opposite_pairs(X, p, rng):
    u = rng.random(X.shape)
    u[1::2] = 1 - u[: len(u) // 2 * 2 : 2]
    return mask_from(u >= p, X, p)


@dropout_forward.deviation
def whole_samples(X, p, rng):
    return mask_from(np.broadcast_to(rng.random((len(X), 1)) >= p, X.shape), X, p)


@dropout_forward.deviation
def same_number_in_each_sample(X, p, rng):
    ranks = np.argsort(np.argsort(rng.random(X.shape), axis=1), axis=1)
    return mask_from(ranks >= round(p * X.shape[1]), X, p)


@dropout_forward.deviation
def same_number_of_each_feature(X, p, rng):
    ranks = np.argsort(np.argsort(rng.random(X.shape), axis=0), axis=0)
    return mask_from(ranks >= round(p * X.shape[0]), X, p)


@dropout_forward.deviation
def first_feature_always_kept(X, p, rng):
    kept = rng.random(X.shape) >= p
    kept[:, 0] = True
    return mask_from(kept, X, p)


def mask_of(rng: np.random.Generator, p: float, *shape: int) -> np.ndarray:
    return (rng.random(shape) >= p) / (1 - p)


@exercise(
    points=1,
    minutes=3,
    difficulty=1,
    hints=[
        "Forward, entry by entry, out = X * mask. How fast does out move when X does?",
        "The slope of every entry is its entry of the mask, the factor 1 / (1 - p) included.",
        "return dout * mask.",
    ],
)
def dropout_backward(rng):
    yield call("four entries", np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.0, 2.0, 2.0, 0.0]))
    yield call("a batch", some(rng, 3, 4), mask_of(rng, 0.25, 3, 4))
    yield call("nothing dropped", some(rng, 2, 2), np.ones((2, 2)))
    yield call("three axes", some(rng, 2, 2, 3), mask_of(rng, 0.5, 2, 2, 3))
    yield call("a large batch", some(rng, 15, 8), mask_of(rng, 0.4, 15, 8), hidden=True)


@dropout_backward.misconception
def backward_unscaled(dout, mask):
    """The zeros are right, the factor 1 / (1 - p) is missing. It is in the mask: multiply by the mask itself."""
    return dout * (mask > 0)


@dropout_backward.misconception
def backward_untouched(dout, mask):
    """What was dropped had no influence on the loss: its gradient is 0. Multiply by the mask."""
    return dout.copy()


@dropout_backward.misconception
def backward_divides(dout, mask):
    """You divided where dropout multiplies. The way back multiplies by the same factor as the way forward."""
    return np.where(mask > 0, dout / np.where(mask > 0, mask, 1.0), 0.0)


@dropout_backward.misconception
def backward_twice(dout, mask):
    """The scale is in the mask already; you have it twice."""
    return dout * mask * mask.max()


@dropout_backward.misconception
def backward_of_the_dropped(dout, mask):
    """You kept the gradient of what was dropped, and dropped that of the survivors."""
    return dout * (mask == 0)


@dropout_backward.misconception
def added_not_multiplied(dout, mask):
    """You added the mask. Forward multiplies by it, and so does the way back."""
    return dout + mask


@dropout_backward.misconception
def mask_alone(dout, mask):
    """This is the mask alone, the slope of each entry. By the chain rule it is multiplied by dout."""
    return mask.copy()


def total(h):
    return float(np.sum(h))


def one_tanh_unit(h):
    return np.tanh(h @ np.cos(np.arange(len(h))) + 0.5)


def a_table(h):
    return np.outer(h, np.tanh(h))


def two_outputs(h):
    return np.array([np.sum(h**2), np.max(h)])


@exercise(
    points=2,
    minutes=12,
    difficulty=3,
    hints=[
        "Walk through the rows of all_masks(len(h)). For each there is an answer and a probability; add up their products.",
        "A row with d zeros among n entries has the probability p**d * (1 - p)**(n - d). Together they sum to 1.",
        "For keep in all_masks(len(h)): add np.prod(np.where(keep == 1, 1 - p, p)) * f(h * keep / (1 - p)) to a total that starts at 0.",
    ],
)
def subnetwork_mean(rng):
    yield call("a sum of two", total, np.array([1.0, 2.0]), 0.5)
    yield call("a unit with tanh", one_tanh_unit, some(rng, 4), 0.25)
    yield call("two outputs", two_outputs, some(rng, 3), 0.4)
    yield call("p = 0: one network", one_tanh_unit, some(rng, 3), 0.0)
    yield call("one unit", two_outputs, np.array([3.0]), 0.125)
    yield call("a table of outputs", a_table, some(rng, 2), 0.7)
    yield call("more units", one_tanh_unit, some(rng, 7), 0.3, hidden=True)


def weighted(f, h, p, scale, odds):
    keeps = list(itertools.product([0, 1], repeat=len(h)))
    return sum(odds(sum(k), len(h)) * f(h * np.array(k) * scale) for k in keeps)


@subnetwork_mean.misconception
def all_alike(f, h, p):
    """You took the plain mean of the 2ⁿ answers. Unless p is ½, some sub-networks are more probable than others."""
    return weighted(f, h, p, 1 / (1 - p), lambda k, n: 0.5**n)


@subnetwork_mean.misconception
def unscaled_subnetworks(f, h, p):
    """The survivors were not scaled. In inverted dropout a sub-network sees h * keep / (1 - p)."""
    return weighted(f, h, p, 1.0, lambda k, n: (1 - p) ** k * p ** (n - k))


@subnetwork_mean.misconception
def odds_swapped(f, h, p):
    """You counted a factor p for each survivor. p is the probability to *drop*: it belongs to the zeros."""
    return weighted(f, h, p, 1 / (1 - p), lambda k, n: p**k * (1 - p) ** (n - k))


@subnetwork_mean.misconception
def whole_network(f, h, p):
    """f(h) is the answer of the whole network at test time. For a linear f that is the mean; for others it only comes close."""
    return f(h)


@subnetwork_mean.misconception
def not_weighted(f, h, p):
    """You added the 2ⁿ answers up. Each has to be multiplied by its probability first."""
    return weighted(f, h, p, 1 / (1 - p), lambda k, n: 1.0)


@subnetwork_mean.misconception
def silent_network_left_out(f, h, p):
    """The sub-network in which every unit is dropped is missing. It has a probability, pⁿ, and an answer, f(0)."""
    return weighted(f, h, p, 1 / (1 - p), lambda k, n: (1 - p) ** k * p ** (n - k) if k else 0.0)


@subnetwork_mean.misconception
def divided_by_p(f, h, p):
    """These are the answers with survivors scaled by 1 / p. A survivor is divided by its own probability, 1 - p."""
    return weighted(f, h, p, 1 / (p or 1.0), lambda k, n: (1 - p) ** k * p ** (n - k))


@subnetwork_mean.misconception
def divided_once_more(f, h, p):
    """You divided by 2ⁿ at the end. The probabilities sum to 1, so that their weighted sum is the mean already."""
    return right.subnetwork_mean(f, h, p) / 2 ** len(h)


@subnetwork_mean.misconception
def sum_for_product(f, h, p):
    """You added the factors of a keep up. The units are dropped independently: their probabilities are multiplied, np.prod."""
    return weighted(f, h, p, 1 / (1 - p), lambda k, n: k * (1 - p) + (n - k) * p)


@subnetwork_mean.misconception
def first_subnetwork_alone(f, h, p):
    """This is the first sub-network alone, the one in which all units are dropped. Does a return stand inside the loop?"""
    return p ** len(h) * f(0.0 * h)


@subnetwork_mean.misconception
def factor_of_the_survivors_alone(f, h, p):
    """You counted a factor 1 - p for each survivor and none for the dropped units: each 0 of keep brings a factor p."""
    return weighted(f, h, p, 1 / (1 - p), lambda k, n: (1 - p) ** k)


# ---- batch normalization ----


def batch(rng: np.random.Generator, n: int, k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """X with a mean and a spread of its own in every column, gamma and beta."""
    X = rng.normal(size=(n, k)) * rng.uniform(0.5, 3, size=k) + rng.normal(size=k) * 2
    return X.round(2), positive(rng, k), some(rng, k)


def normalized(X, gamma, beta, eps=1e-5, axis=0, ddof=0, root=None, shift=None):
    """Batch or layer normalization with one piece replaced."""
    var = X.var(axis=axis, keepdims=True, ddof=ddof)
    std = np.sqrt(var + eps) if root is None else root(var, eps)
    X_hat = (X - (X.mean(axis=axis, keepdims=True) if shift is None else shift(X))) / std
    return gamma * X_hat + beta, (X_hat, std[0] if axis == 0 else std, gamma)


@exercise(
    points=3,
    minutes=15,
    difficulty=2,
    hints=[
        "Four lines: the mean of every column, its variance, X̂, and the result. Which axis are the samples on?",
        "X.mean(axis=0) and X.var(axis=0) have shape (n_features,), and numpy stretches them over the rows. np.var divides by n.",
        "std = np.sqrt(X.var(axis=0) + eps); X_hat = (X - X.mean(axis=0)) / std; return gamma * X_hat + beta, (X_hat, std, gamma).",
    ],
)
def batch_norm_forward(rng):
    one, zero = np.ones(1), np.zeros(1)
    yield call("one feature", np.array([[1.0], [3.0]]), one, zero)
    yield call("three features", *batch(rng, 4, 3))
    yield call("a column that never changes", np.array([[1.0, 5.0], [3.0, 5.0]]), np.ones(2), np.ones(2))
    yield call("as many samples as features", *batch(rng, 3, 3))
    yield call("a large eps", *batch(rng, 4, 2), eps=0.5)
    yield call("tiny numbers", 1e-3 * some(rng, 4, 2), np.ones(2), np.zeros(2))
    yield call("one sample", *batch(rng, 1, 3))
    yield call("whole numbers", np.array([[1, 7], [2, 3], [6, 5]]), positive(rng, 2), some(rng, 2))
    yield call("a large batch", *batch(rng, 25, 6), hidden=True)


@batch_norm_forward.misconception
def unbiased(X, gamma, beta, eps=1e-5):
    """You divided by n - 1. In the batch the variance is divided by n; n - 1 belongs to the running variance only."""
    return normalized(X, gamma, beta, eps, ddof=1)


@batch_norm_forward.misconception
def each_sample_by_itself(X, gamma, beta, eps=1e-5):
    """You normalized every row, which is layer normalization. Here the statistics belong to a column: axis 0."""
    return normalized(X, gamma, beta, eps, axis=1)


@batch_norm_forward.misconception
def eps_outside(X, gamma, beta, eps=1e-5):
    """ε is outside the root. It is added to the variance: √(σ² + ε)."""
    return normalized(X, gamma, beta, eps, root=lambda var, e: np.sqrt(var) + e)


@batch_norm_forward.misconception
def eps_forgotten(X, gamma, beta, eps=1e-5):
    """ε is missing. A column that never changes has σ = 0, and 0 / 0 is nan."""
    return normalized(X, gamma, beta, eps, root=lambda var, e: np.sqrt(var))


@batch_norm_forward.misconception
def root_forgotten(X, gamma, beta, eps=1e-5):
    """You divided by the variance. Divide by its root: only then has X̂ variance 1."""
    return normalized(X, gamma, beta, eps, root=lambda var, e: var + e)


@batch_norm_forward.misconception
def not_centred(X, gamma, beta, eps=1e-5):
    """The mean was not subtracted."""
    return normalized(X, gamma, beta, eps, shift=lambda X: 0.0)


@batch_norm_forward.misconception
def one_mean_for_all(X, gamma, beta, eps=1e-5):
    """X.mean() without an axis is the mean of everything. Every feature has its own: axis=0."""
    std = np.sqrt(X.var() + eps)
    X_hat = (X - X.mean()) / std
    return gamma * X_hat + beta, (X_hat, np.full(X.shape[1], std), gamma)


@batch_norm_forward.misconception
def gamma_and_beta_swapped(X, gamma, beta, eps=1e-5):
    """γ multiplies and β is added. Yours is the other way round."""
    _, (X_hat, std, _) = right.batch_norm_forward(X, gamma, beta, eps)
    return beta * X_hat + gamma, (X_hat, std, gamma)


@batch_norm_forward.misconception
def gamma_and_beta_ignored(X, gamma, beta, eps=1e-5):
    """You returned X̂ itself. Scale it by γ and shift it by β."""
    _, cache = right.batch_norm_forward(X, gamma, beta, eps)
    return cache[0], cache


@batch_norm_forward.misconception
def variance_in_the_cache(X, gamma, beta, eps=1e-5):
    """out is right, but the second entry of the cache is the variance. It should be std = √(σ² + ε)."""
    out, (X_hat, _, _) = right.batch_norm_forward(X, gamma, beta, eps)
    return out, (X_hat, X.var(axis=0), gamma)


@batch_norm_forward.misconception
def one_std_for_all(X, gamma, beta, eps=1e-5):
    """The means are right, but your standard deviation is that of the whole array: X.var(axis=0) gives one for each feature."""
    std = np.sqrt(X.var() + eps) * np.ones(X.shape[1])
    X_hat = (X - X.mean(axis=0)) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


@batch_norm_forward.misconception
def beta_scaled_too(X, gamma, beta, eps=1e-5):
    """These are the answers of γ (X̂ + β). β is added last, after γ: γ X̂ + β."""
    _, (X_hat, std, _) = right.batch_norm_forward(X, gamma, beta, eps)
    return gamma * (X_hat + beta), (X_hat, std, gamma)


@batch_norm_forward.misconception
def beta_subtracted(X, gamma, beta, eps=1e-5):
    """You subtracted β. It is added: γ X̂ + β."""
    _, (X_hat, std, _) = right.batch_norm_forward(X, gamma, beta, eps)
    return gamma * X_hat - beta, (X_hat, std, gamma)


@batch_norm_forward.misconception
def beta_left_out(X, gamma, beta, eps=1e-5):
    """β is missing: out is γ X̂ + β."""
    return right.batch_norm_forward(X, gamma, 0.0 * beta, eps)


@batch_norm_forward.misconception
def parentheses_around_the_difference(X, gamma, beta, eps=1e-5):
    """These are the answers of X - μ / std, which divides μ alone. Put X - μ in parentheses."""
    _, (_, std, _) = right.batch_norm_forward(X, gamma, beta, eps)
    X_hat = X - X.mean(axis=0) / std
    return gamma * X_hat + beta, (X_hat, std, gamma)


@batch_norm_forward.misconception
def mean_square_for_variance(X, gamma, beta, eps=1e-5):
    """You took the mean of X² for the variance. That is the variance only where the mean is 0: use X.var(axis=0)."""
    return normalized(
        X, gamma, beta, eps, root=lambda var, e: np.sqrt((X**2).mean(axis=0, keepdims=True) + e)
    )


@batch_norm_forward.misconception
def out_for_x_hat_in_the_cache(X, gamma, beta, eps=1e-5):
    """out is right, and stands in the cache as well, where X̂ should be: give the two different names."""
    out, (_, std, _) = right.batch_norm_forward(X, gamma, beta, eps)
    return out, (out, std, gamma)


def way_back(rng: np.random.Generator, forward, n: int, k: int) -> tuple[np.ndarray, tuple]:
    """A gradient that arrives, and the cache of a batch, in few digits."""
    _, (X_hat, std, gamma) = forward(*batch(rng, n, k))
    return some(rng, n, k), (X_hat, std, gamma)


def graph_with(dout, cache, *, centred_path=1.0, var_path=1.0, mean_path=1.0, gamma_used=True, half=0.5, two=2.0, n_var=0, n_mean=0):  # fmt: skip
    """The backward pass through the graph with pieces switched off or wrong."""
    X_hat, std, gamma = cache
    n, centred = len(dout), X_hat * std
    dX_hat = dout * gamma if gamma_used else dout
    direct = centred_path * dX_hat / std
    dvar = -(dX_hat * centred).sum(axis=0) / std**2 * half / std
    dcentred = direct + var_path * dvar * two * centred / (n_var or n)
    dX = dcentred - mean_path * dcentred.sum(axis=0) / (n_mean or n)
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@exercise(
    points=4,
    minutes=25,
    difficulty=3,
    hints=[
        "Draw the graph: X → μ; X, μ → centred; centred → σ² → std; centred, std → X̂. Walk it backwards, and where arrows leave one node, add.",
        "dcentred has two parts: dX_hat / std directly, and through σ², where dvar = dstd / (2 std) and σ² = mean(centred²). dstd = -Σ dX_hat · centred / std².",
        "After dcentred is complete: dmu = -dcentred.sum(axis=0), and dX = dcentred + dmu / n. Every sum runs over the samples.",
    ],
)
def batch_norm_backward_graph(rng):
    forward = right.batch_norm_forward
    yield call("one feature", *way_back(rng, forward, 3, 1))
    yield call("three features", *way_back(rng, forward, 4, 3))
    yield call("as many samples as features", *way_back(rng, forward, 3, 3))
    yield call("two samples", *way_back(rng, forward, 2, 4))
    yield call("a large batch", *way_back(rng, forward, 12, 5), hidden=True)


@batch_norm_backward_graph.misconception
def statistics_as_constants(dout, cache):
    """You took μ and σ for constants: dX = γ dout / std. They are made of X, and change with it: two more paths."""
    return graph_with(dout, cache, var_path=0.0, mean_path=0.0)


@batch_norm_backward_graph.misconception
def variance_path_missing(dout, cache):
    """The path through σ² is missing: X also changes std, by which everything is divided."""
    return graph_with(dout, cache, var_path=0.0)


@batch_norm_backward_graph.misconception
def mean_path_missing(dout, cache):
    """The path through μ is missing: X also changes the mean, which is subtracted everywhere."""
    return graph_with(dout, cache, mean_path=0.0)


@batch_norm_backward_graph.misconception
def direct_path_missing(dout, cache):
    """The direct path is missing: X̂ = centred / std changes with centred itself, by 1 / std."""
    return graph_with(dout, cache, centred_path=0.0)


@batch_norm_backward_graph.misconception
def gamma_missing(dout, cache):
    """γ is missing: out = γ X̂ + β, so that dX̂ = dout · γ."""
    return graph_with(dout, cache, gamma_used=False)


@batch_norm_backward_graph.misconception
def sign_of_dstd(dout, cache):
    """The path through σ² has the wrong sign. A larger std makes X̂ smaller: dstd carries a minus."""
    return graph_with(dout, cache, var_path=-1.0)


@batch_norm_backward_graph.misconception
def root_without_half(dout, cache):
    """The slope of a root is 1 / (2 √): in dvar the 2 is missing."""
    return graph_with(dout, cache, half=1.0)


@batch_norm_backward_graph.misconception
def square_without_two(dout, cache):
    """The slope of centred² is 2 centred: the 2 is missing on the path through σ²."""
    return graph_with(dout, cache, two=1.0)


@batch_norm_backward_graph.misconception
def variance_not_a_mean(dout, cache):
    """σ² is the *mean* of centred²: on that path the factor 1/n is missing."""
    return graph_with(dout, cache, n_var=1)


@batch_norm_backward_graph.misconception
def mean_not_a_mean(dout, cache):
    """μ is the mean of X: each entry of X moves it by 1/n only. That factor is missing."""
    return graph_with(dout, cache, n_mean=1)


@batch_norm_backward_graph.misconception
def dgamma_without_x_hat(dout, cache):
    """Your dgamma is the sum of dout. γ multiplies X̂ on the way forward: sum dout * X_hat."""
    dX, _, dbeta = right.batch_norm_backward_graph(dout, cache)
    return dX, dbeta.copy(), dbeta


@batch_norm_backward_graph.misconception
def std_not_squared(dout, cache):
    """In dstd the std is not squared: the slope of centred / std in std is -centred / std²."""
    X_hat, std, gamma = cache
    direct = dout * gamma / std
    dcentred = direct - X_hat * (dout * gamma * X_hat).mean(axis=0)
    return dcentred - dcentred.mean(axis=0), (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@batch_norm_backward_graph.misconception
def sums_became_means(dout, cache):
    """dX is right. dgamma and dbeta are sums over the samples, you took means: the 1/n is inside dout already."""
    dX, dgamma, dbeta = right.batch_norm_backward_graph(dout, cache)
    return dX, dgamma / len(dout), dbeta / len(dout)


@batch_norm_backward_graph.misconception
def x_hat_for_centred(dout, cache):
    """On the path through σ² you took X̂ where X - μ belongs. X - μ is X̂ * std."""
    X_hat, std, gamma = cache
    d = dout * gamma
    dcentred = d / std - (d * X_hat).sum(axis=0) / std**3 * X_hat / len(dout)
    return dcentred - dcentred.mean(axis=0), (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@batch_norm_backward_graph.misconception
def mean_path_added(dout, cache):
    """The path through μ has the wrong sign. μ is subtracted on the way forward: dmu carries a minus."""
    return graph_with(dout, cache, mean_path=-1.0)


@batch_norm_backward_graph.misconception
def second_and_third_swapped(dout, cache):
    """dgamma comes second and dbeta third; you have swapped them."""
    dX, dgamma, dbeta = right.batch_norm_backward_graph(dout, cache)
    return dX, dbeta, dgamma


def closed_with(dout, cache, *, plain=1.0, along=1.0, scale=None, n=0):
    X_hat, std, gamma = cache
    m = n or len(dout)
    inner = dout - plain * dout.sum(axis=0) / m - along * X_hat * (dout * X_hat).sum(axis=0) / m
    return (gamma / std if scale is None else scale(gamma, std)) * inner, (dout * X_hat).sum(axis=0), dout.sum(axis=0)  # fmt: skip


@exercise(
    points=3,
    minutes=15,
    difficulty=2,
    hints=[
        "dbeta and dgamma are sums over the samples, and the two means in dX are these sums divided by n.",
        "mean(dout) and mean(dout * X_hat) are taken along axis 0; both have one entry for each feature.",
        "dX = gamma / std * (dout - dout.mean(axis=0) - X_hat * (dout * X_hat).mean(axis=0)).",
    ],
)
def batch_norm_backward(rng):
    forward = right.batch_norm_forward
    yield call("one feature", *way_back(rng, forward, 3, 1))
    yield call("three features", *way_back(rng, forward, 4, 3))
    yield call("as many samples as features", *way_back(rng, forward, 3, 3))
    dout, cache = way_back(rng, forward, 4, 2)
    dout[:, 0] = 0.5
    yield call("a feature with one gradient for all samples", dout, cache)
    yield call("a large batch", *way_back(rng, forward, 12, 5), hidden=True)


@batch_norm_backward.misconception
def as_in_test_mode(dout, cache):
    """dX = γ / std · dout holds in test mode, where μ and σ are constants. In training both depend on X."""
    return closed_with(dout, cache, plain=0.0, along=0.0)


@batch_norm_backward.misconception
def mean_of_dout_missing(dout, cache):
    """mean(dout) was not subtracted. Moving all of X by the same amount changes nothing: every column of dX sums to 0."""
    return closed_with(dout, cache, plain=0.0)


@batch_norm_backward.misconception
def projection_missing(dout, cache):
    """The term X̂ · mean(dout · X̂) is missing. Stretching X changes (almost) nothing either, so dX has no part along X̂."""
    return closed_with(dout, cache, along=0.0)


@batch_norm_backward.misconception
def closed_gamma_missing(dout, cache):
    """γ is missing in dX: the factor in front is γ / std."""
    return closed_with(dout, cache, scale=lambda gamma, std: 1 / std)


@batch_norm_backward.misconception
def divided_by_variance(dout, cache):
    """You divided by std². The factor in front is γ / std."""
    return closed_with(dout, cache, scale=lambda gamma, std: gamma / std**2)


@batch_norm_backward.misconception
def multiplied_by_std(dout, cache):
    """You multiplied by std. Forward divides by it, and so does the way back."""
    return closed_with(dout, cache, scale=lambda gamma, std: gamma * std)


@batch_norm_backward.misconception
def sums_for_means(dout, cache):
    """In dX there are means over the samples; you used sums."""
    return closed_with(dout, cache, n=1)


@batch_norm_backward.misconception
def means_by_n_minus_one(dout, cache):
    """You divided by n - 1. Forward divides by n, and the gradient must fit to it."""
    return closed_with(dout, cache, n=len(dout) - 1)


@batch_norm_backward.misconception
def means_for_sums(dout, cache):
    """dgamma and dbeta are sums over the samples. The 1/n of the loss is inside dout already."""
    dX, dgamma, dbeta = right.batch_norm_backward(dout, cache)
    return dX, dgamma / len(dout), dbeta / len(dout)


@batch_norm_backward.misconception
def dgamma_dbeta_swapped(dout, cache):
    """dgamma comes second and dbeta third; you have swapped them."""
    dX, dgamma, dbeta = right.batch_norm_backward(dout, cache)
    return dX, dbeta, dgamma


@batch_norm_backward.misconception
def projection_added(dout, cache):
    """You added the term X̂ · mean(dout · X̂). Both terms are subtracted."""
    return closed_with(dout, cache, along=-1.0)


@batch_norm_backward.misconception
def projection_without_direction(dout, cache):
    """You subtracted mean(dout · X̂) itself. It is multiplied by X̂ first."""
    X_hat, std, gamma = cache
    dX = gamma / std * (dout - dout.mean(axis=0) - (dout * X_hat).mean(axis=0))
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@batch_norm_backward.misconception
def mean_of_each_factor(dout, cache):
    """In the last term these are the answers with X̂ · mean(dout). It is the mean of the *products*: mean(dout · X̂)."""
    X_hat, std, gamma = cache
    dX = gamma / std * (dout - dout.mean(axis=0) - X_hat * dout.mean(axis=0))
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@batch_norm_backward.misconception
def gamma_in_dgamma(dout, cache):
    """dgamma holds a factor γ. The slope of γ X̂ in γ is X̂ alone: Σ dout · X̂."""
    dX, dgamma, dbeta = right.batch_norm_backward(dout, cache)
    return dX, cache[2] * dgamma, dbeta


@batch_norm_backward.misconception
def means_of_everything(dout, cache):
    """Your two means have no axis, so that they run over all features together. Every feature has its own: axis=0."""
    X_hat, std, gamma = cache
    dX = gamma / std * (dout - dout.mean() - X_hat * (dout * X_hat).mean())
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@batch_norm_backward.misconception
def divided_by_gamma(dout, cache):
    """You divided by γ. Forward multiplies by it, and so does the way back: γ / std."""
    return closed_with(dout, cache, scale=lambda gamma, std: 1 / (gamma * std))


@batch_norm_backward.misconception
def one_term_scaled(dout, cache):
    """γ / std multiplies dout alone. Put all three terms in parentheses: γ / std · (dout - … - …)."""
    X_hat, std, gamma = cache
    dX = gamma / std * dout - dout.mean(axis=0) - X_hat * (dout * X_hat).mean(axis=0)
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


def learnt(gamma, beta):
    """Steps that give the layer another gamma and beta, in place, as an optimizer does."""
    rows = list(range(len(gamma)))
    return (
        get("self", "gamma").named("gamma"),
        on("gamma").put(rows, gamma),
        get("self", "beta").named("beta"),
        on("beta").put(rows, beta),
    )


def running():
    return get("self", "running_mean"), get("self", "running_var")


@exercise(
    points=4,
    minutes=20,
    difficulty=3,
    hints=[
        "Two ways through forward. In training call batch_norm_forward, keep its cache, and let the running statistics follow. In test mode compute with the running ones and change nothing.",
        "batch_norm_forward does not return mean and variance. Take X.mean(axis=0) and, for the running variance, X.var(axis=0, ddof=1).",
        "self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * X.mean(axis=0). In test mode: self.gamma * (X - self.running_mean) / np.sqrt(self.running_var + self.eps) + self.beta.",
    ],
)
def BatchNorm(rng):
    (X, gamma, beta), (Y, *_), (V, *_) = (batch(rng, 4, 3) for _ in range(3))
    yield script("training: one batch", new(3), do.forward(X), *running())
    yield script("training: three batches", new(3), do.forward(X), do.forward(Y), do.forward(V), *running())
    yield script("testing before any training", new(3), do.forward(X, train=False), *running())
    yield script(
        "train, then test on other rows",
        new(3, momentum=0.25),
        do.forward(X),
        do.forward(Y),
        do.forward(V, train=False),
        do.forward(V[:1], train=False),
        *running(),
    )
    yield script(
        "γ and β have been learnt",
        new(3),
        *learnt(gamma, beta),
        do.forward(X),
        do.forward(Y, train=False),
        do.backward(V),
    )
    yield script("a large eps", new(3, eps=0.5), do.forward(X), do.forward(Y, train=False))
    yield script("momentum 1 forgets", new(3, momentum=1.0), do.forward(X), do.forward(Y), *running())
    yield script(
        "testing in between", new(3), do.forward(X), do.forward(Y, train=False), do.backward(V), *running()
    )
    yield script(
        "two samples are enough, one is not", new(3), do.forward(X[:2]), *running(), do.forward(X[:1])
    )
    large = [batch(rng, 12, 5)[0] for _ in range(3)]
    yield script(
        "large batches",
        new(5),
        *(do.forward(B) for B in large),
        do.forward(large[0], train=False),
        *running(),
        hidden=True,
    )


def follow(layer, X, keep, ddof=1, mean=True, var=True):
    if mean:
        layer.running_mean = keep * layer.running_mean + (1 - keep) * X.mean(axis=0)
    if var:
        layer.running_var = keep * layer.running_var + (1 - keep) * X.var(axis=0, ddof=ddof)


class Base(right.BatchNorm):
    """A layer with pieces to replace."""

    ddof, follows_in_test, batch_in_test = 1, False, False

    def keep(self):
        return 1 - self.momentum

    def in_test(self, X):
        return self.gamma * (X - self.running_mean) / np.sqrt(self.running_var + self.eps) + self.beta

    def in_training(self, X):
        out, self.cache = right.batch_norm_forward(X, self.gamma, self.beta, self.eps)
        return out

    def follow(self, X):
        follow(self, X, self.keep(), self.ddof)

    def forward(self, X, train=True):
        if train and len(X) < 2:  # this line is given: every reader has it
            raise ValueError("the variance of one sample is no variance")
        return self.either(X, train)

    def either(self, X, train):
        if train:
            out = self.in_training(X)
            self.follow(X)
            return out
        return self.in_test(X)


@BatchNorm.misconception
class batch_statistics_in_test(Base):
    """In test mode you still used the batch. Then the answer for one row depends on the other rows: use the running statistics."""

    def in_test(self, X):
        return right.batch_norm_forward(X, self.gamma, self.beta, self.eps)[0]


@BatchNorm.misconception
class running_statistics_in_training(Base):
    """In training you used the running statistics. They only follow; the batch is normalized by its own."""

    def in_training(self, X):
        super().in_training(X)
        return self.in_test(X)


@BatchNorm.misconception
class modes_swapped(Base):
    """train and test are swapped: train=True means the statistics of the batch."""

    def either(self, X, train):
        return super().either(X, not train)


@BatchNorm.misconception
class follows_in_test(Base):
    """The running statistics moved in test mode. Test data must leave no trace in the network."""

    def forward(self, X, train=True):
        out = super().forward(X, train)
        if not train and len(X) > 1:
            self.follow(X)
        return out


@BatchNorm.misconception
class never_follows(Base):
    """The running statistics stay at 0 and 1. Update them in every training step, with self.running_mean = ..."""

    def follow(self, X):
        pass


@BatchNorm.misconception
class momentum_swapped(Base):
    """The momentum is on the wrong side: running = (1 - momentum) * running + momentum * batch. Here 0.1 means "slowly"."""

    def keep(self):
        return self.momentum


@BatchNorm.misconception
class running_biased(Base):
    """The running variance is divided by n. For it, and only for it, divide by n - 1: X.var(axis=0, ddof=1)."""

    ddof = 0


@BatchNorm.misconception
class running_std(Base):
    """You let the standard deviation follow. running_var is a running *variance*."""

    def follow(self, X):
        follow(self, X, self.keep(), var=False)
        std = X.std(axis=0, ddof=1)
        self.running_var = self.keep() * self.running_var + self.momentum * std


@BatchNorm.misconception
class test_eps_outside(Base):
    """In test mode ε is outside the root: it is √(running_var + ε) there, too."""

    def in_test(self, X):
        std = np.sqrt(self.running_var) + self.eps
        return self.gamma * (X - self.running_mean) / std + self.beta


@BatchNorm.misconception
class test_without_gamma_beta(Base):
    """In test mode γ and β are missing. They belong to the network as much as any weight."""

    def in_test(self, X):
        return (X - self.running_mean) / np.sqrt(self.running_var + self.eps)


@BatchNorm.misconception
class test_root_missing(Base):
    """In test mode you divided by running_var itself. Its root is the spread."""

    def in_test(self, X):
        return self.gamma * (X - self.running_mean) / (self.running_var + self.eps) + self.beta


@BatchNorm.misconception
class cache_overwritten_in_test(Base):
    """Testing replaced self.cache: then backward belongs to the wrong batch. In test mode nothing in self changes."""

    def in_test(self, X):
        if len(X) > 1:
            self.in_training(X)
        return super().in_test(X)


@BatchNorm.misconception
class sums_up(Base):
    """You added up instead of averaging: the old running value has to be multiplied by 1 - momentum."""

    def follow(self, X):
        self.running_mean = self.running_mean + self.momentum * X.mean(axis=0)
        self.running_var = self.running_var + self.momentum * X.var(axis=0, ddof=1)


@BatchNorm.misconception
class running_of_the_output(Base):
    """The running statistics follow the normalized batch, out. They follow what came in, X."""

    def forward(self, X, train=True):
        mean, var = self.running_mean, self.running_var
        out = super().forward(X, train)
        if train:
            self.running_mean, self.running_var = mean, var
            self.follow(out)
        return out


@BatchNorm.misconception
class running_are_the_last(Base):
    """The running statistics are those of the last batch. Let them follow: keep 1 - momentum of the old value."""

    def keep(self):
        return 0.0


@BatchNorm.misconception
class test_without_eps(Base):
    """In test mode ε is missing: divide by √(running_var + ε)."""

    def in_test(self, X):
        return self.gamma * (X - self.running_mean) / np.sqrt(self.running_var) + self.beta


@BatchNorm.misconception
class eps_not_handed_on(Base):
    """In training you normalized with the ε of 1e-5 that is the default. Hand self.eps on to batch_norm_forward."""

    def in_training(self, X):
        out, self.cache = right.batch_norm_forward(X, self.gamma, self.beta)
        return out


def linear_and_norm(rng: np.random.Generator, n: int, k: int) -> tuple[np.ndarray, ...]:
    return some(rng, n, k), some(rng, k), positive(rng, k), some(rng, k), some(rng, k), positive(rng, k)


@exercise(
    points=2,
    minutes=12,
    difficulty=2,
    hints=[
        "Put Z = X @ W + b into γ (Z - mean) / √(var + ε) + β and sort: what multiplies X, and what is left?",
        "With scale = γ / √(var + ε): scale (X W + b - mean) + β. Which parts of it does the scale meet? Compare with the draft, with a b that is not 0.",
        "W * scale, as it is. The bias is (b - mean) * scale + beta.",
    ],
)
def fold_batch_norm(rng):
    yield call("one unit", *(np.array(v) for v in ([[2.0]], [3.0], [3.0], [0.5], [1.0], [4.0])))
    yield call("a layer", *linear_and_norm(rng, 2, 3))
    yield call("a square layer", *linear_and_norm(rng, 3, 3))
    W, _, *others = linear_and_norm(rng, 3, 2)
    yield call("no bias", W, np.zeros(2), *others)
    yield call("a large eps", *linear_and_norm(rng, 2, 2), eps=0.5)
    yield call("a large layer", *linear_and_norm(rng, 8, 5), hidden=True)


def folded(W, b, gamma, beta, mean, var, eps, scale=None, rows=False):
    s = gamma / np.sqrt(var + eps) if scale is None else scale
    return W * (s[:, np.newaxis] if rows else s), (b - mean) * s + beta


@fold_batch_norm.misconception
def fold_draft(W, b, gamma, beta, mean, var, eps=1e-5):
    """This is still the draft. It is right as long as b is 0, which is why it went unnoticed. What happens to b on its way?"""
    return right.fold_batch_norm_draft(W, b, gamma, beta, mean, var, eps)


@fold_batch_norm.misconception
def fold_eps_outside(W, b, gamma, beta, mean, var, eps=1e-5):
    """You moved ε out of the root. In the draft it was right: √(var + ε)."""
    return folded(W, b, gamma, beta, mean, var, eps, gamma / (np.sqrt(var) + eps))


@fold_batch_norm.misconception
def fold_mean_unscaled(W, b, gamma, beta, mean, var, eps=1e-5):
    """Now b is scaled but the mean is not. The scale meets both: (b - mean) * scale."""
    scale = gamma / np.sqrt(var + eps)
    return W * scale, b * scale - mean + beta


@fold_batch_norm.misconception
def fold_beta_scaled(W, b, gamma, beta, mean, var, eps=1e-5):
    """You scaled β as well. It is added last, after the scale."""
    scale = gamma / np.sqrt(var + eps)
    return W * scale, (b - mean + beta) * scale


@fold_batch_norm.misconception
def fold_weights_untouched(W, b, gamma, beta, mean, var, eps=1e-5):
    """W came out as it went in. A unit's weights are the column that leads to it: multiply every column by its scale."""
    return W.copy(), right.fold_batch_norm(W, b, gamma, beta, mean, var, eps)[1]


@fold_batch_norm.misconception
def fold_without_gamma(W, b, gamma, beta, mean, var, eps=1e-5):
    """γ is missing: the scale is γ / √(var + ε)."""
    return folded(W, b, gamma, beta, mean, var, eps, 1 / np.sqrt(var + eps))


@fold_batch_norm.misconception
def fold_without_eps(W, b, gamma, beta, mean, var, eps=1e-5):
    """ε is missing: divide by √(var + ε), as the normalization does."""
    return right.fold_batch_norm(W, b, gamma, beta, mean, var, 0.0)


@fold_batch_norm.misconception
def fold_without_beta(W, b, gamma, beta, mean, var, eps=1e-5):
    """β is missing: it is added to the new bias, last."""
    return right.fold_batch_norm(W, b, gamma, 0.0 * beta, mean, var, eps)


@fold_batch_norm.misconception
def fold_mean_added(W, b, gamma, beta, mean, var, eps=1e-5):
    """You added the mean. The normalization subtracts it: (b - mean) * scale."""
    return right.fold_batch_norm(W, b, gamma, beta, -mean, var, eps)


@fold_batch_norm.misconception
def fold_bias_lost(W, b, gamma, beta, mean, var, eps=1e-5):
    """b does not enter your new bias. Z holds it, so the scale meets it too: (b - mean) * scale + β."""
    return right.fold_batch_norm(W, 0.0 * b, gamma, beta, mean, var, eps)


@fold_batch_norm.misconception
def fold_root_missing(W, b, gamma, beta, mean, var, eps=1e-5):
    """You divided by var + ε. Divide by its root, the spread."""
    return folded(W, b, gamma, beta, mean, var, eps, gamma / (var + eps))


@fold_batch_norm.misconception
def fold_bias_unscaled(W, b, gamma, beta, mean, var, eps=1e-5):
    """W is right, but the scale does not meet b - mean. Z as a whole is scaled: (b - mean) * scale + β."""
    scale = gamma / np.sqrt(var + eps)
    return W * scale, b - mean + beta


# ---- layer normalization ----


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "It is batch normalization, turned by 90 degrees. Which axis are the features on?",
        "keepdims=True leaves the statistics in shape (n_samples, 1), so that they are stretched over the features and not over the samples.",
        "std = np.sqrt(X.var(axis=1, keepdims=True) + eps), the mean likewise; gamma and beta still have one entry for each feature.",
    ],
)
def layer_norm_forward(rng):
    yield call("one sample", np.array([[1.0, 3.0]]), np.ones(2), np.zeros(2))
    yield call("a batch", *batch(rng, 3, 4))
    yield call("as many samples as features", *batch(rng, 3, 3))
    yield call("a sample of equal numbers", np.array([[2.0, 2.0], [1.0, 5.0]]), np.ones(2), np.ones(2))
    yield call("a large eps", *batch(rng, 2, 4), eps=0.5)
    yield call("tiny numbers", 1e-3 * some(rng, 3, 4), np.ones(4), np.zeros(4))
    yield call("one feature", *batch(rng, 3, 1))
    yield call("whole numbers", np.array([[1, 7, 4], [2, 3, 9]]), positive(rng, 3), some(rng, 3))
    yield call("a large batch", *batch(rng, 8, 11), hidden=True)


@layer_norm_forward.misconception
def over_the_batch(X, gamma, beta, eps=1e-5):
    """You normalized the columns, which is batch normalization. Here every sample is normalized by itself: axis 1."""
    return normalized(X, gamma, beta, eps, axis=0)


@layer_norm_forward.misconception
def layer_unbiased(X, gamma, beta, eps=1e-5):
    """You divided by n_features - 1. The variance is divided by n_features."""
    return normalized(X, gamma, beta, eps, axis=1, ddof=1)


@layer_norm_forward.misconception
def layer_eps_outside(X, gamma, beta, eps=1e-5):
    """ε is outside the root. It is added to the variance: √(σ² + ε)."""
    return normalized(X, gamma, beta, eps, axis=1, root=lambda var, e: np.sqrt(var) + e)


@layer_norm_forward.misconception
def layer_root_missing(X, gamma, beta, eps=1e-5):
    """You divided by the variance. Divide by its root."""
    return normalized(X, gamma, beta, eps, axis=1, root=lambda var, e: var + e)


@layer_norm_forward.misconception
def statistics_without_axis(X, gamma, beta, eps=1e-5):
    """Your std has no axis for the features: keepdims=True keeps it at shape (n_samples, 1)."""
    out, (X_hat, std, gamma) = right.layer_norm_forward(X, gamma, beta, eps)
    return out, (X_hat, std[:, 0], gamma)


@layer_norm_forward.misconception
def layer_gamma_ignored(X, gamma, beta, eps=1e-5):
    """You returned X̂ itself. Scale it by γ and shift it by β, feature by feature."""
    _, cache = right.layer_norm_forward(X, gamma, beta, eps)
    return cache[0], cache


@layer_norm_forward.misconception
def mean_of_the_columns(X, gamma, beta, eps=1e-5):
    """You divided by the spread of each sample, but subtracted the means of the features. Both belong to the sample: axis 1."""
    return normalized(X, gamma, beta, eps, axis=1, shift=lambda X: X.mean(axis=0))


@layer_norm_forward.misconception
def layer_beta_left_out(X, gamma, beta, eps=1e-5):
    """β is missing: out is γ X̂ + β."""
    return right.layer_norm_forward(X, gamma, 0.0 * beta, eps)


@layer_norm_forward.misconception
def layer_not_centred(X, gamma, beta, eps=1e-5):
    """The mean was not subtracted."""
    return normalized(X, gamma, beta, eps, axis=1, shift=lambda X: 0.0)


@layer_norm_forward.misconception
def layer_variance_in_the_cache(X, gamma, beta, eps=1e-5):
    """out is right, but the second entry of the cache is the variance. It should be std = √(σ² + ε)."""
    out, (X_hat, _, _) = right.layer_norm_forward(X, gamma, beta, eps)
    return out, (X_hat, X.var(axis=1, keepdims=True), gamma)


@layer_norm_forward.misconception
def layer_gamma_and_beta_swapped(X, gamma, beta, eps=1e-5):
    """γ multiplies and β is added. Yours is the other way round."""
    _, (X_hat, std, _) = right.layer_norm_forward(X, gamma, beta, eps)
    return beta * X_hat + gamma, (X_hat, std, gamma)


def layer_back(dout, cache, *, plain=1.0, along=1.0, axis=1, k=0):
    X_hat, std, gamma = cache
    d, m = dout * gamma, k or dout.shape[axis]
    first = plain * d.sum(axis=axis, keepdims=True) / m
    second = along * X_hat * (d * X_hat).sum(axis=axis, keepdims=True) / m
    return (d - first - second) / std, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@exercise(
    points=3,
    minutes=15,
    difficulty=3,
    hints=[
        "Walk back through out = γ X̂ + β first: that gives dX̂. From there on it is the closed form, with rows for columns.",
        "dX = (dX̂ - mean(dX̂) - X̂ mean(dX̂ X̂)) / std, with means along axis 1 and keepdims=True. dgamma and dbeta are still sums over the samples.",
        "dX_hat = dout * gamma; along = (dX_hat * X_hat).mean(axis=1, keepdims=True); dX = (dX_hat - dX_hat.mean(axis=1, keepdims=True) - X_hat * along) / std.",
    ],
)
def layer_norm_backward(rng):
    forward = right.layer_norm_forward
    yield call("one sample", *way_back(rng, forward, 1, 4))
    yield call("a batch", *way_back(rng, forward, 3, 4))
    yield call("as many samples as features", *way_back(rng, forward, 3, 3))
    yield call("a large batch", *way_back(rng, forward, 7, 9), hidden=True)


@layer_norm_backward.misconception
def gamma_after_the_means(dout, cache):
    """You took the means of dout and multiplied by γ afterwards. γ differs from feature to feature: it has to go in first."""
    X_hat, std, gamma = cache
    inner = dout - dout.mean(axis=1, keepdims=True)
    inner = inner - X_hat * (dout * X_hat).mean(axis=1, keepdims=True)
    return gamma * inner / std, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@layer_norm_backward.misconception
def means_over_samples(dout, cache):
    """Your means run over the samples, as in batch normalization. Here they run over the features of one sample."""
    return layer_back(dout, cache, axis=0)


@layer_norm_backward.misconception
def layer_statistics_as_constants(dout, cache):
    """You took μ and σ for constants. They are made of the sample's own features and change with them."""
    return layer_back(dout, cache, plain=0.0, along=0.0)


@layer_norm_backward.misconception
def layer_mean_missing(dout, cache):
    """mean(dX̂) was not subtracted: the path through μ is missing."""
    return layer_back(dout, cache, plain=0.0)


@layer_norm_backward.misconception
def layer_projection_missing(dout, cache):
    """The term X̂ · mean(dX̂ · X̂) is missing: that is the path through σ²."""
    return layer_back(dout, cache, along=0.0)


@layer_norm_backward.misconception
def layer_sums_for_means(dout, cache):
    """In dX there are means over the features; you used sums."""
    return layer_back(dout, cache, k=1)


@layer_norm_backward.misconception
def layer_means_for_sums(dout, cache):
    """dgamma and dbeta are sums over the samples, not means: the 1/n is inside dout already."""
    dX, dgamma, dbeta = right.layer_norm_backward(dout, cache)
    return dX, dgamma / dout.shape[1], dbeta / dout.shape[1]


@layer_norm_backward.misconception
def layer_gamma_missing(dout, cache):
    """γ is missing in dX: multiply dout by it first, dX̂ = dout · γ."""
    X_hat, std, gamma = cache
    dX, _, _ = right.layer_norm_backward(dout, (X_hat, std, np.ones_like(gamma)))
    return dX, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@layer_norm_backward.misconception
def layer_gamma_in_dgamma(dout, cache):
    """dX is right. dgamma and dbeta hold a factor γ: sum dout · X̂ and dout themselves."""
    dX, dgamma, dbeta = right.layer_norm_backward(dout, cache)
    return dX, cache[2] * dgamma, cache[2] * dbeta


@layer_norm_backward.misconception
def layer_std_missing(dout, cache):
    """dX is not divided by std. Forward divides by it, and so does the way back."""
    dX, dgamma, dbeta = right.layer_norm_backward(dout, cache)
    return dX * cache[1], dgamma, dbeta


@layer_norm_backward.misconception
def layer_means_of_everything(dout, cache):
    """Your two means have no axis, so that they run over all samples together. Each sample has its own: axis=1, keepdims=True."""
    X_hat, std, gamma = cache
    d = dout * gamma
    dX = d - d.mean() - X_hat * (d * X_hat).mean()
    return dX / std, (dout * X_hat).sum(axis=0), dout.sum(axis=0)


@layer_norm_backward.misconception
def layer_dgamma_dbeta_swapped(dout, cache):
    """dgamma comes second and dbeta third; you have swapped them."""
    dX, dgamma, dbeta = right.layer_norm_backward(dout, cache)
    return dX, dbeta, dgamma
