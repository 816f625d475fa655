"""Exercises of chapter 5. A misconception's docstring is what a reader who made that mistake is told."""

import numpy as np

from grader.author.declare import call, exercise
from solutions import losses as right
from solutions.activations import sigmoid, softmax


def some(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Eighths on both sides of 0: short to read, and exact, so that a kink is hit or missed by all alike."""
    return np.round(rng.normal(scale=2.0, size=shape) * 8) / 8


def classes(rng: np.random.Generator, n: int, k: int) -> np.ndarray:
    return rng.integers(k, size=n)


def bits(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return rng.integers(2, size=shape).astype(float)


def distributions(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Positive 32nds that sum to 1 along the last axis."""
    p = 1 + rng.multinomial(32 - shape[-1], np.full(shape[-1], 1 / shape[-1]), size=shape[:-1])
    return p / 32


# ---- squared error ----


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "Work from the inside out: difference, square, sum of everything, and only then the ½ and the division.",
        "Divide by the number of samples, which is the number of rows: len(P). np.mean divides by the number of entries.",
        "0.5 * np.sum(... ** 2) / len(P), with the difference of P and Y in the parentheses.",
    ],
)
def squared_error(rng):
    yield call("one sample, one output", np.array([[3.0]]), np.array([[1.0]]))
    yield call(
        "two samples, two outputs", np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([[0.0, 2.0], [3.0, 1.0]])
    )
    yield call("a batch", some(rng, 4, 3), some(rng, 4, 3))
    yield call("one output", some(rng, 5, 1), some(rng, 5, 1))
    yield call("one sample, three outputs", some(rng, 1, 3), some(rng, 1, 3))
    yield call("whole numbers", np.array([[2, 0, 1], [1, 5, -2]]), np.array([[0, 3, 1], [1, 1, 1]]))
    yield call("a large batch", some(rng, 30, 4), some(rng, 30, 4), hidden=True)
    yield call("more outputs than samples", some(rng, 3, 7), some(rng, 3, 7), hidden=True)


@squared_error.misconception
def no_half(P, Y):
    """You have twice the loss: the ½ is missing. It is there so that the gradient will be P - Y and not 2 (P - Y)."""
    return 2 * right.squared_error(P, Y)


@squared_error.misconception
def not_averaged(P, Y):
    """You added all samples up. Divide by their number, so that the loss does not grow with the batch."""
    return right.squared_error(P, Y) * len(P)


@squared_error.misconception
def mean_of_all_entries(P, Y):
    """np.mean divides by the number of entries. Here outputs are summed and only samples averaged: divide by len(P)."""
    return 0.5 * np.mean((P - Y) ** 2)


@squared_error.misconception
def other_convention(P, Y):
    """This is np.mean((P - Y)²), another convention: no ½, and averaged over the outputs too. Ours is ½ Σ, over n_samples."""
    return np.mean((P - Y) ** 2)


@squared_error.misconception
def root(P, Y):
    """You took a square root at the end. The squared error stays squared."""
    return np.sqrt(right.squared_error(P, Y))


@squared_error.misconception
def absolute(P, Y):
    """You averaged |P - Y|. Square the differences instead, and halve the sum."""
    return right.absolute_error(P, Y)


@squared_error.misconception
def not_squared(P, Y):
    """Differences of opposite sign cancel in your sum. Square each of them first."""
    return 0.5 * np.sum(P - Y) / len(P)


@squared_error.misconception
def one_a_sample(P, Y):
    """You return one number for each sample. The loss of a batch is one number, their mean."""
    return 0.5 * np.sum((P - Y) ** 2, axis=1)


@squared_error.misconception
def divided_by_outputs(P, Y):
    """You divided by the number of outputs. Outputs are added up; the mean goes over the samples, which are the rows: len(P)."""
    return right.squared_error(P, Y) * len(P) / P.shape[1]


@squared_error.misconception
def square_of_the_sum(P, Y):
    """You added the outputs of a sample and squared the sum, so that misses of opposite sign cancel. Square first, then add."""
    return 0.5 * np.sum(np.sum(P - Y, axis=1) ** 2) / len(P)


@squared_error.misconception
def half_of_absolute(P, Y):
    """You have ½ |P - Y|: the square is missing."""
    return 0.5 * right.absolute_error(P, Y)


@squared_error.misconception
def halved_twice(P, Y):
    """You have half of the loss. One ½ is enough: ½ Σ (P - Y)², over n_samples."""
    return right.squared_error(P, Y) / 2


@squared_error.misconception
def first_sample_alone(P, Y):
    """Only the first sample counts, divided by n. Is the return inside the loop?"""
    return right.squared_error(P[:1], Y[:1]) / len(P)


@squared_error.misconception
def first_output_alone(P, Y):
    """Only the first output of each sample counts. Add up all columns."""
    return right.squared_error(P[:, :1], Y[:, :1])


@squared_error.misconception
def one_an_output(P, Y):
    """You return one number for each output. The loss of a batch is one number: add the outputs up."""
    return 0.5 * np.sum((P - Y) ** 2, axis=0) / len(P)


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "P[i, k] stands in one term of the sum only, ½ (P[i, k] - Y[i, k])² / n. What is its derivative?",
        "The 2 that comes down cancels the ½. What is left is a difference, and the 1/n that was there before.",
        "(P - Y) / len(P): the shape of P, and nothing summed.",
    ],
)
def squared_error_grad(rng):
    yield call("one sample, one output", np.array([[3.0]]), np.array([[1.0]]))
    yield call(
        "two samples, two outputs", np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([[0.0, 2.0], [3.0, 1.0]])
    )
    yield call("a batch", some(rng, 4, 3), some(rng, 4, 3))
    yield call("one output", some(rng, 5, 1), some(rng, 5, 1))
    yield call("one sample, three outputs", some(rng, 1, 3), some(rng, 1, 3))
    yield call("whole numbers", np.array([[2, 0, 1], [1, 5, -2]]), np.array([[0, 3, 1], [1, 1, 1]]))
    yield call("a large batch", some(rng, 30, 4), some(rng, 30, 4), hidden=True)
    yield call("more outputs than samples", some(rng, 3, 7), some(rng, 3, 7), hidden=True)


@squared_error_grad.misconception
def towards_the_target(P, Y):
    """Your sign is turned round. The gradient points uphill, away from the target: P - Y."""
    return -right.squared_error_grad(P, Y)


@squared_error_grad.misconception
def two_left_over(P, Y):
    """There is a factor 2 too many: it cancels with the ½ of the loss."""
    return 2 * right.squared_error_grad(P, Y)


@squared_error_grad.misconception
def mean_forgotten(P, Y):
    """The 1/n_samples is missing. The loss is a mean, so each entry moves it by a share of 1/n only."""
    return P - Y


@squared_error_grad.misconception
def divided_by_entries(P, Y):
    """You divided by the number of entries, P.size. The loss divides by the number of samples, len(P)."""
    return (P - Y) / P.size


@squared_error_grad.misconception
def samples_added(P, Y):
    """You summed over the samples. Each prediction has a slope of its own: return the shape of P."""
    return np.sum(P - Y, axis=0) / len(P)


@squared_error_grad.misconception
def the_loss_itself(P, Y):
    """You returned a square, the loss before summing. Its derivative is linear in P - Y."""
    return 0.5 * (P - Y) ** 2 / len(P)


@squared_error_grad.misconception
def half_kept(P, Y):
    """Your gradient is half of what it should be: the 2 that comes down from the square cancels the ½."""
    return right.squared_error_grad(P, Y) / 2


@squared_error_grad.misconception
def by_outputs(P, Y):
    """You divided by the number of outputs. The loss divides by the number of samples, the rows: len(P)."""
    return (P - Y) / P.shape[1]


@squared_error_grad.misconception
def of_the_mean_square(P, Y):
    """This is the gradient of np.mean((P - Y)²), another convention. Ours has a ½, and divides by the samples only."""
    return 2 * (P - Y) / P.size


@squared_error_grad.misconception
def slope_without_sign(P, Y):
    """All your entries are positive. Below the target the loss falls as P grows: keep the sign of P - Y."""
    return np.abs(P - Y) / len(P)


@squared_error_grad.misconception
def slope_of_absolute(P, Y):
    """You have the signs only: that is the gradient of the absolute error. In the squared one far misses pull harder."""
    return np.sign(P - Y) / len(P)


@squared_error_grad.misconception
def outputs_added(P, Y):
    """You summed over the outputs. Each prediction has a slope of its own: return the shape of P."""
    return np.sum(P - Y, axis=1) / len(P)


@squared_error_grad.misconception
def everything_added(P, Y):
    """You return one number. Each prediction has a slope of its own: return the shape of P, and sum nothing."""
    return np.sum(P - Y) / len(P)


@squared_error_grad.misconception
def cut_to_whole_numbers(P, Y):
    """Where the predictions are whole numbers, so are your results: zeros_like(P) makes an array that cannot hold a fraction."""
    G = np.zeros_like(P)
    G[...] = right.squared_error_grad(P, Y)
    return G


# ---- Huber ----


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "Only the size of the difference matters: start with r = np.abs(P - Y). Then there are two rules.",
        "np.where(r <= delta, ..., ...) chooses for each entry. Both rules must give the same at r = delta: do yours?",
        "Inside 0.5 * r**2, outside delta * (r - 0.5 * delta); then sum everything and divide by len(P).",
    ],
)
def huber(rng):
    P = np.array([[0.5], [-3.0]])
    yield call("one difference inside, one outside", P, np.zeros((2, 1)))
    yield call("exactly at delta", np.array([[2.0], [-2.0]]), np.zeros((2, 1)), delta=2.0)
    yield call("all of them outside", np.array([[5.0, -4.0], [3.0, -2.5]]), np.zeros((2, 2)))
    yield call("delta = 0.5", some(rng, 4, 3), some(rng, 4, 3), delta=0.5)
    yield call("a large delta leaves the parabola only", some(rng, 3, 2), some(rng, 3, 2), 50.0)
    yield call("a batch, delta = 2", some(rng, 6, 2), some(rng, 6, 2), delta=2.0)
    yield call("a wild outlier", np.array([[0.0, 1.0], [1e6, 2.0]]), np.array([[0.5, 1.0], [0.0, 2.5]]))
    yield call("whole numbers", np.array([[2, 0, 1], [1, 5, -2]]), np.array([[0, 3, 1], [1, 1, 1]]), 2)
    yield call("a large batch", some(rng, 30, 4), some(rng, 30, 4), delta=1.25, hidden=True)
    yield call("one sample, small delta", 4 + some(rng, 1, 5), some(rng, 1, 5), delta=0.25, hidden=True)


@huber.misconception
def jump(P, Y, delta=1.0):
    """Your line does not meet your parabola: at |r| = delta the loss jumps from ½ delta² to delta². Subtract ½ delta from |r|."""
    r = np.abs(P - Y)
    return np.sum(np.where(r <= delta, 0.5 * r**2, delta * r)) / len(P)


@huber.misconception
def sides_exchanged(P, Y, delta=1.0):
    """You took the line near 0 and the parabola far out. Huber does it the other way round, to tame what is far out."""
    r = np.abs(P - Y)
    return np.sum(np.where(r > delta, 0.5 * r**2, delta * (r - 0.5 * delta))) / len(P)


@huber.misconception
def sign_not_removed(P, Y, delta=1.0):
    """You compare P - Y with delta without taking |P - Y|: far *below* the target your loss is still a parabola."""
    r = P - Y
    return np.sum(np.where(r <= delta, 0.5 * r**2, delta * (np.abs(r) - 0.5 * delta))) / len(P)


@huber.misconception
def slope_of_one(P, Y, delta=1.0):
    """Your line has slope 1. The parabola arrives at |r| = delta with slope delta, and the line goes on with that."""
    r = np.abs(P - Y)
    return np.sum(np.where(r <= delta, 0.5 * r**2, r - 0.5 * delta)) / len(P)


@huber.misconception
def parabola_not_halved(P, Y, delta=1.0):
    """Near 0 you have r² where ½ r² is meant. Without the ½ the two parts do not meet."""
    r = np.abs(P - Y)
    return np.sum(np.where(r <= delta, r**2, delta * (r - 0.5 * delta))) / len(P)


@huber.misconception
def delta_ignored(P, Y, delta=1.0):
    """You always used delta = 1: use the argument."""
    return right.huber(P, Y)


@huber.misconception
def mean_over_entries(P, Y, delta=1.0):
    """np.mean divides by the number of entries. Sum over the outputs, and divide by the number of samples, len(P)."""
    return right.huber(P, Y, delta) / P.shape[1]


@huber.misconception
def added_up(P, Y, delta=1.0):
    """You added all samples up: divide by their number."""
    return right.huber(P, Y, delta) * len(P)


@huber.misconception
def smaller_of_both(P, Y, delta=1.0):
    """You have the line everywhere (np.minimum of both rules does that: the line is never above the parabola). Choose by |r| ≤ delta."""
    return np.sum(delta * (np.abs(P - Y) - 0.5 * delta)) / len(P)


@huber.misconception
def larger_of_both(P, Y, delta=1.0):
    """You have the parabola everywhere (np.maximum of both rules does that). From |r| = delta on it is the line."""
    return right.squared_error(P, Y)


@huber.misconception
def half_delta_not_multiplied(P, Y, delta=1.0):
    """Your line is delta |r| - ½ delta. Parentheses: delta (|r| - ½ delta), so that it meets the parabola."""
    r = np.abs(P - Y)
    return np.sum(np.where(r <= delta, 0.5 * r**2, delta * r - 0.5 * delta)) / len(P)


@huber.misconception
def whole_delta(P, Y, delta=1.0):
    """Your line starts from 0 at |r| = delta, where the parabola is at ½ delta². Subtract ½ delta from |r|, not delta."""
    r = np.abs(P - Y)
    return np.sum(np.where(r <= delta, 0.5 * r**2, delta * (r - delta))) / len(P)


@huber.misconception
def line_with_sign(P, Y, delta=1.0):
    """Below the target your line is negative: it takes |r|, not r."""
    r = P - Y
    return np.sum(np.where(np.abs(r) <= delta, 0.5 * r**2, delta * (r - 0.5 * delta))) / len(P)


@huber.misconception
def line_for_delta_of_one(P, Y, delta=1.0):
    """Your line is |r| - ½, which is right for delta = 1 only: delta (|r| - ½ delta)."""
    r = np.abs(P - Y)
    return np.sum(np.where(r <= delta, 0.5 * r**2, r - 0.5)) / len(P)


@huber.misconception
def one_rule_for_all(P, Y, delta=1.0):
    """One difference decides for all. Each entry has its own rule: np.where, instead of an if about the whole array."""
    r = np.abs(P - Y)
    costs = 0.5 * r**2 if r.max() <= delta else delta * (r - 0.5 * delta)
    return np.sum(costs) / len(P)


@huber.misconception
def length_of_a_sample(P, Y, delta=1.0):
    """You compared the length of a sample's whole difference with delta. The rule is for each entry by itself."""
    r = np.linalg.norm(P - Y, axis=1)
    return np.mean(np.where(r <= delta, 0.5 * r**2, delta * (r - 0.5 * delta)))


@huber.misconception
def square_of_the_clipped(P, Y, delta=1.0):
    """Beyond delta your loss stays at ½ delta². It goes on growing, as a straight line of slope delta."""
    return right.squared_error(np.clip(P - Y, -delta, delta), np.zeros(P.shape))


@huber.misconception
def one_cost_a_sample(P, Y, delta=1.0):
    """You return one number for each sample. The loss of a batch is one number, their mean."""
    r = np.abs(P - Y)
    return np.sum(np.where(r <= delta, 0.5 * r**2, delta * (r - 0.5 * delta)), axis=1)


# ---- two classes ----


@exercise(
    points=1,
    minutes=5,
    difficulty=1,
    hints=[
        "The product y z is positive when the score is on the right side. How far is it from 1?",
        "Cut each sample's cost off at 0 before you average, with np.maximum.",
        "np.mean(np.maximum(0.0, 1.0 - ...)), with the product of labels and scores.",
    ],
)
def hinge(rng):
    yield call(
        "safe, too close, wrong side",
        np.array([2.0, 0.5, -1.0, 3.0]),
        np.array([1.0, 1.0, 1.0, -1.0]),
    )
    yield call("exactly on the margin", np.array([1.0, -1.0, 1.0]), np.array([1.0, -1.0, -1.0]))
    yield call("a batch", some(rng, 8), 2 * bits(rng, 8) - 1)
    yield call("one sample", np.array([-0.25]), np.array([-1.0]))
    yield call("most are safe by far", np.array([6.0, -4.0, 0.5]), np.array([1.0, -1.0, 1.0]))
    yield call("whole labels", some(rng, 6), np.array([1, -1, -1, 1, 1, -1]))
    yield call("whole scores and labels", np.array([2, -1, 0, 1]), np.array([1, 1, -1, -1]))
    yield call("a large batch", some(rng, 60), 2 * bits(rng, 60) - 1, hidden=True)


@hinge.misconception
def no_margin(z, y):
    """You have max(0, -y z), the perceptron's loss: a correct score costs nothing, however small. The hinge wants a margin of 1."""
    return np.mean(np.maximum(0.0, -y * z))


@hinge.misconception
def not_cut_off(z, y):
    """1 - y z is negative for safe samples, and pays for the mistakes of others. Cut it off at 0, sample by sample."""
    return np.mean(1.0 - y * z)


@hinge.misconception
def mean_before_the_cut(z, y):
    """You averaged first and cut off afterwards, so that safe samples pay for wrong ones. Cut off each sample's cost first."""
    return max(0.0, np.mean(1.0 - y * z))


@hinge.misconception
def wrong_side(z, y):
    """1 + y z punishes scores on the right side. It is 1 - y z."""
    return np.mean(np.maximum(0.0, 1.0 + y * z))


@hinge.misconception
def labels_from_zero(z, y):
    """You turned the labels by 2y - 1, but they are -1 and +1 already."""
    return np.mean(np.maximum(0.0, 1.0 - (2 * y - 1) * z))


@hinge.misconception
def counted(z, y):
    """You counted the samples within the margin or on the wrong side. The hinge says *how far* each of them is off."""
    return np.mean(y * z < 1.0)


@hinge.misconception
def summed(z, y):
    """You added the samples up: take their mean."""
    return right.hinge(z, y) * len(z)


@hinge.misconception
def builtin_max(z, y):
    """max(0, ...), or an if, asks one question of the whole array, which has many answers. np.maximum asks it of every entry."""
    return np.mean(max(0.0, 1.0 - y * z))


@hinge.misconception
def squared_hinge(z, y):
    """You squared the margins. That is another loss, the squared hinge."""
    return np.mean(np.maximum(0.0, 1.0 - y * z) ** 2)


@hinge.misconception
def absolute_value(z, y):
    """You have |1 - y z|: a score far on the right side is punished too. Cut off at 0 what is negative."""
    return np.mean(np.abs(1.0 - y * z))


@hinge.misconception
def ramp(z, y):
    """No sample costs more than 1 in your loss. Cut off below 0 only: the further on the wrong side, the dearer."""
    return np.mean(np.clip(1.0 - y * z, 0.0, 1.0))


@hinge.misconception
def mean_of_the_violators(z, y):
    """You averaged over the samples that cost something. The mean goes over all of them, the safe ones count as 0."""
    cost = np.maximum(0.0, 1.0 - y * z)
    return cost.sum() / max(1, np.count_nonzero(cost))


@hinge.misconception
def one_each(z, y):
    """You return one number for each sample: take their mean."""
    return np.maximum(0.0, 1.0 - y * z)


@hinge.misconception
def half_the_hinge(z, y):
    """You have half of the loss: there is no ½ in it."""
    return right.hinge(z, y) / 2


@hinge.misconception
def difference_of_both(z, y):
    """You compared label and score by their difference. How far on the right side a score is says the product y z."""
    return np.mean(np.maximum(0.0, 1.0 - (y - z)))


@hinge.misconception
def positives_alone(z, y):
    """You turned the label -1 into 0, and then those samples cost 1 whatever their score. Use the labels as they are."""
    return np.mean(np.maximum(0.0, 1.0 - (y > 0) * z))


@hinge.misconception
def smoothed(z, y):
    """Your loss has no corner: even a sample that is safe costs a little. It is max(0, 1 - y z), with no logarithm."""
    return np.mean(np.logaddexp(0.0, 1.0 - y * z))


@hinge.misconception
def at_least_one(z, y):
    """No sample costs less than 1 in your loss: the cut is at 0."""
    return np.mean(np.maximum(1.0, 1.0 - y * z))


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "Do not compute σ(z) at all: for z = 1000 it is exactly 1, and log(1 - 1) is lost. Start from the last formula of the task.",
        "Three terms: one is np.maximum(z, 0.0), one is the product of label and logit. The third must not overflow: which sign has its exponent?",
        "np.maximum(z, 0.0) - y * z + np.log1p(np.exp(-np.abs(z))), summed, divided by len(z).",
    ],
)
def binary_cross_entropy(rng):
    yield call("one logit of each kind", np.array([0.0, 2.0, -1.0]), np.array([1.0, 1.0, 1.0]))
    yield call("both labels", some(rng, 6), np.array([0.0, 1.0, 1.0, 0.0, 1.0, 0.0]))
    yield call(
        "very sure, right and wrong",
        np.array([1000.0, -1000.0, 1000.0, -1000.0]),
        np.array([1.0, 1.0, 0.0, 0.0]),
    )
    yield call("sure and right", np.array([6.0, -5.0, 7.0]), np.array([1.0, 0.0, 1.0]))
    yield call("three questions a sample", some(rng, 4, 3), bits(rng, 4, 3))
    yield call("one output", some(rng, 5, 1), bits(rng, 5, 1))
    yield call("one sample, two questions", some(rng, 1, 2), np.array([[1.0, 0.0]]))
    yield call("whole numbers", np.array([3, -2, 0, 1]), np.array([1, 1, 0, 0]))
    yield call("sure and wrong, by degrees", np.array([-20.0, -30.0]), np.array([1.0, 1.0]))
    yield call("one who is wrong and very sure", np.array([50.0, -3.0]), np.array([0.0, 1.0]))
    yield call("surer than sure", np.array([4000.0, -3000.0]), np.array([0.0, 1.0]))
    yield call("a large batch", 10 * some(rng, 40), bits(rng, 40), hidden=True)
    yield call("a large batch of several questions", 5 * some(rng, 9, 4), bits(rng, 9, 4), hidden=True)


def _from_probabilities(p, z, y, mean):
    cost = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return np.mean(cost) if mean else np.sum(cost) / len(z)


# Whoever takes this road often takes np.mean too, which is a second mistake where a sample has several outputs.
_AND_THE_MEAN = " And np.mean also divides by the outputs of a sample: sum, then divide by len(z)."


def _logarithm(mean: bool) -> None:
    def through_probabilities(z, y):
        return _from_probabilities(sigmoid(z), z, y, mean)

    through_probabilities.__name__ += "_and_mean" * mean
    through_probabilities.__doc__ = (
        "For large |z|, σ(z) is exactly 0 or 1, and its logarithm -inf. "
        "Stay with logits: use the formula with log1p." + _AND_THE_MEAN * mean
    )
    binary_cross_entropy.misconception(through_probabilities)


def _clipped(exponent: int, mean: bool) -> None:
    """Clipping comes with many constants; every one of them lies in its own way."""
    eps = 10.0**exponent

    def clipped(z, y):
        return _from_probabilities(np.clip(sigmoid(z), eps, 1 - eps), z, y, mean)

    clipped.__name__ = f"clipped_at_1e{exponent}" + "_and_mean" * mean
    clipped.__doc__ = (
        f"You clipped the probability at 1e{exponent}. So no mistake can cost more than {-np.log(eps):.0f}, "
        "and beyond that the slope is 0: the samples that are most wrong teach nothing. "
        "Use logits, without clipping." + _AND_THE_MEAN * mean
    )
    binary_cross_entropy.misconception(clipped)


def _added(exponent: int, mean: bool) -> None:
    eps = 10.0**exponent

    def added(z, y):
        p = sigmoid(z)
        cost = -(y * np.log(p + eps) + (1 - y) * np.log(1 - p + eps))
        return np.mean(cost) if mean else np.sum(cost) / len(z)

    added.__name__ = f"added_1e{exponent}" + "_and_mean" * mean
    added.__doc__ = (
        f"You added 1e{exponent} inside the logarithms: no mistake costs more than {-np.log(eps):.0f}, and every loss "
        "is slightly off. Stay with logits: the formula with log1p needs no such care." + _AND_THE_MEAN * mean
    )
    binary_cross_entropy.misconception(added)


for _mean in (False, True):
    _logarithm(_mean)
    for _exponent in (-6, -7, -8, -9, -10, -12, -15, -16):
        _clipped(_exponent, _mean)
        _added(_exponent, _mean)


@binary_cross_entropy.misconception
def softplus_overflows(z, y):
    """log(1 + eᶻ) - y z is right on paper, but eᶻ overflows. Take max(z, 0) out of the logarithm."""
    return np.sum(np.log(1 + np.exp(z)) - y * z) / len(z)


@binary_cross_entropy.misconception
def positives_only(z, y):
    """You count the samples with y = 1 only: the term (1 - y) log(1 - σ(z)) is missing."""
    return -np.sum(y * -np.logaddexp(0, -z)) / len(z)


@binary_cross_entropy.misconception
def labels_exchanged(z, y):
    """You have the two labels the wrong way round: a large logit means label 1."""
    return right.binary_cross_entropy(z, 1 - y)


@binary_cross_entropy.misconception
def negative(z, y):
    """Your loss is negative: the minus in front is missing."""
    return -right.binary_cross_entropy(z, y)


@binary_cross_entropy.misconception
def in_bits(z, y):
    """You used a logarithm to base 2. Losses use the natural one: their gradients would carry a factor otherwise."""
    return right.binary_cross_entropy(z, y) / np.log(2)


@binary_cross_entropy.misconception
def total(z, y):
    """You added the samples up: divide by their number, len(z)."""
    return right.binary_cross_entropy(z, y) * len(z)


@binary_cross_entropy.misconception
def averaged_over_outputs(z, y):
    """With several outputs a sample, np.mean divides by them too. Sum over outputs, mean over samples: divide by len(z)."""
    return right.binary_cross_entropy(z, y) * len(z) / z.size


@binary_cross_entropy.misconception
def squared_difference(z, y):
    """This is the squared error of σ(z). Cross-entropy takes logarithms."""
    return right.squared_error(sigmoid(z), y)


@binary_cross_entropy.misconception
def logits_clipped(z, y):
    """Large logits cost less than they should: you cut them off. Beyond the cut the slope is 0; the formula with log1p needs none."""
    z = np.clip(z, -500, 500)
    return np.sum(np.logaddexp(0, z) - y * z) / len(z)


@binary_cross_entropy.misconception
def logits_as_probabilities(z, y):
    """You took z for probabilities. It holds logits: the sigmoid has still to come."""
    return -np.sum(y * np.log(z) + (1 - y) * np.log(1 - z)) / len(z)


@binary_cross_entropy.misconception
def product_added(z, y):
    """You added y z. It is subtracted: for label 1 a large logit is good."""
    return np.sum(np.logaddexp(0, z) + y * z) / len(z)


@binary_cross_entropy.misconception
def exponent_of_plus(z, y):
    """Your exponent is +|z|, which grows and overflows. It is log(1 + exp(-|z|)), close to 0 where the network is sure."""
    return np.sum(np.maximum(z, 0) - y * z + np.log1p(np.exp(np.abs(z)))) / len(z)


@binary_cross_entropy.misconception
def exponent_without_absolute(z, y):
    """Your exponent is -z, without |z|. After max(z, 0) has been taken out, log(1 + exp(-|z|)) remains."""
    return np.sum(np.maximum(z, 0) - y * z + np.log1p(np.exp(-z))) / len(z)


@binary_cross_entropy.misconception
def labels_of_the_hinge(z, y):
    """You have log(1 + exp(-y z)), which wants labels -1 and +1. Here they are 0 and 1: a sample with y = 0 would always cost log 2."""
    return np.sum(np.logaddexp(0, -y * z)) / len(z)


@binary_cross_entropy.misconception
def logarithm_forgotten(z, y):
    """You stopped at max(z, 0) - y z. The rounding of the corner is missing: + log(1 + exp(-|z|))."""
    return np.sum(np.maximum(z, 0) - y * z) / len(z)


@binary_cross_entropy.misconception
def halved(z, y):
    """You have half of the loss: there is no ½ in the cross-entropy."""
    return right.binary_cross_entropy(z, y) / 2


@binary_cross_entropy.misconception
def one_entry_each(z, y):
    """You return an array, one cost for each entry. Sum over the outputs, take the mean over the samples: one number."""
    return np.logaddexp(0, z) - y * z


@exercise(
    points=1,
    minutes=6,
    difficulty=1,
    hints=[
        "Differentiate log(1 + eᶻ) - y z with respect to z. The first term has a slope that you know from chapter 4.",
        "The slope of softplus is σ(z), so one entry gives σ(z) - y. What has become of the mean?",
        "(sigmoid(z) - y) / len(z)",
    ],
)
def binary_cross_entropy_grad(rng):
    yield call("one logit of each kind", np.array([0.0, 2.0, -1.0]), np.array([1.0, 1.0, 1.0]))
    yield call("both labels", some(rng, 6), np.array([0.0, 1.0, 1.0, 0.0, 1.0, 0.0]))
    yield call(
        "very sure, right and wrong",
        np.array([1000.0, -1000.0, 1000.0, -1000.0]),
        np.array([1.0, 1.0, 0.0, 0.0]),
    )
    yield call("three questions a sample", some(rng, 4, 3), bits(rng, 4, 3))
    yield call("one output", some(rng, 5, 1), bits(rng, 5, 1))
    yield call("whole numbers", np.array([3, -2, 0, 1]), np.array([1, 1, 0, 0]))
    yield call("a large batch", 10 * some(rng, 40), bits(rng, 40), hidden=True)
    yield call("a large batch of several questions", 5 * some(rng, 9, 4), bits(rng, 9, 4), hidden=True)


@binary_cross_entropy_grad.misconception
def no_sigmoid(z, y):
    """You have z - y. The difference is between *probability* and label: σ(z) - y."""
    return (z - y) / len(z)


@binary_cross_entropy_grad.misconception
def sign_turned(z, y):
    """Your sign is turned round. If the label is 0 a larger logit is worse, so the slope must be positive."""
    return (y - sigmoid(z)) / len(z)


@binary_cross_entropy_grad.misconception
def n_forgotten(z, y):
    """The 1/n_samples of the mean is missing."""
    return sigmoid(z) - y


@binary_cross_entropy_grad.misconception
def n_of_entries(z, y):
    """You divided by the number of entries, z.size. The loss divides by the number of samples, len(z)."""
    return (sigmoid(z) - y) / z.size


@binary_cross_entropy_grad.misconception
def slope_not_cancelled(z, y):
    """This is (σ - y) σ', the gradient of the *squared* error. In cross-entropy the σ' cancels."""
    return (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z)) / len(z)


@binary_cross_entropy_grad.misconception
def wrt_probability(z, y):
    """You differentiated with respect to p = σ(z), not to z. Times σ'(z) = p (1 - p) it becomes simple, and safe."""
    p = sigmoid(z)
    return (p - y) / (p * (1 - p)) / len(z)


@binary_cross_entropy_grad.misconception
def one_number(z, y):
    """You returned one number. Each logit has a slope of its own: return the shape of z."""
    return np.sum(sigmoid(z) - y) / len(z)


@binary_cross_entropy_grad.misconception
def half_of_it(z, y):
    """Your gradient is half of what it should be. There is no ½ in the cross-entropy."""
    return (sigmoid(z) - y) / 2 / len(z)


@binary_cross_entropy_grad.misconception
def label_forgotten(z, y):
    """You have σ(z) / n. The label is missing: σ(z) - y."""
    return sigmoid(z) / len(z)


@binary_cross_entropy_grad.misconception
def slope_of_the_sigmoid(z, y):
    """This is the slope of the sigmoid, σ (1 - σ). The loss has another: σ(z) - y."""
    return sigmoid(z) * (1 - sigmoid(z)) / len(z)


@binary_cross_entropy_grad.misconception
def multiplied_by_label(z, y):
    """You multiplied σ(z) by the label. It is the difference of both: σ(z) - y."""
    return sigmoid(z) * y / len(z)


@binary_cross_entropy_grad.misconception
def exponentials_overflow(z, y):
    """exp(z) / (1 + exp(z)) is inf / inf for a large logit, which is nan. Your `sigmoid` of chapter 4 knows how to avoid it."""
    return (np.exp(z) / (1 + np.exp(z)) - y) / len(z)


@binary_cross_entropy_grad.misconception
def decided(z, y):
    """You rounded σ(z) to 0 or 1. The probability itself is meant, with all its doubt."""
    return ((z > 0) * 1.0 - y) / len(z)


@binary_cross_entropy_grad.misconception
def labels_of_two_signs(z, y):
    """You turned the labels into -1 and +1. The gradient uses them as they are, 0 and 1."""
    return (sigmoid(z) - (2 * y - 1)) / len(z)


@binary_cross_entropy_grad.misconception
def cut_off_fractions(z, y):
    """Where the logits are whole numbers, so are your results: zeros_like(z) makes an array that cannot hold a fraction."""
    G = np.zeros_like(z)
    G[...] = right.binary_cross_entropy_grad(z, y)
    return G


# ---- several classes ----


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "Every row has one 1.0, in the column that the label says. All else is 0.0.",
        "Either fill zeros at [np.arange(len(labels)), labels], or pick the rows of an identity matrix.",
        "np.eye(n_classes) has as row k just what label k needs: index it with labels.",
    ],
)
def one_hot(rng):
    yield call("three classes", np.array([0, 2, 1]), 3)
    yield call("a class that does not occur", np.array([1, 0, 1, 1]), 4)
    yield call("a batch", classes(rng, 6, 5), 5)
    yield call("a single sample", np.array([2]), n_classes=3)
    yield call("neither the first class nor the last", np.array([2, 1, 2, 1]), 4)
    yield call("as many samples as classes", np.array([1, 0, 1]), 3)
    yield call("one class for all", np.zeros(4, dtype=int), 1)
    yield call("a large batch", classes(rng, 40, 10), 10, hidden=True)
    yield call("few samples, many classes", classes(rng, 4, 30), 40, hidden=True)


@one_hot.misconception
def counted_from_one(labels, n_classes):
    """Your 1 stands one column too far left: classes are counted from 0, so label 0 is the first column."""
    return np.eye(n_classes)[labels - 1]


@one_hot.misconception
def whole_numbers(labels, n_classes):
    """Right, but in whole numbers. The rows take part in arithmetic with floats: return 0.0 and 1.0."""
    return np.eye(n_classes, dtype=int)[labels]


@one_hot.misconception
def truths(labels, n_classes):
    """You returned True and False. Turn them into 1.0 and 0.0."""
    return labels[:, np.newaxis] == np.arange(n_classes)


@one_hot.misconception
def lying(labels, n_classes):
    """Your array lies on its side. One row a sample, one column a class."""
    return np.eye(n_classes)[labels].T


@one_hot.misconception
def columns_from_the_batch(labels, n_classes):
    """You made as many columns as this batch needs. The last class may be missing in a batch: use n_classes."""
    return np.eye(labels.max() + 1)[labels]


@one_hot.misconception
def all_rows_at_once(labels, n_classes):
    """Y[:, labels] = 1 fills these columns in *every* row. Pair each row with its own label: Y[np.arange(n), labels]."""
    Y = np.zeros((len(labels), n_classes))
    Y[:, labels] = 1.0
    return Y


@one_hot.misconception
def renumbered(labels, n_classes):
    """You numbered the labels that occur, 0, 1, 2, … A label is its own column, whether or not the smaller ones occur."""
    return np.eye(n_classes)[np.unique(labels, return_inverse=True)[1]]


@one_hot.misconception
def one_column_further(labels, n_classes):
    """Your 1 stands one column too far left, and label 0 has none: classes are counted from 0."""
    return np.eye(n_classes + 1)[labels][:, 1:]


@one_hot.misconception
def upside_down(labels, n_classes):
    """0 and 1 have changed places: the 1 stands in the column of the label, all else is 0."""
    return 1.0 - np.eye(n_classes)[labels]


@one_hot.misconception
def label_written(labels, n_classes):
    """You wrote the label itself into its column. There stands 1.0, whichever label it is."""
    return np.eye(n_classes)[labels] * labels[:, np.newaxis]


@one_hot.misconception
def ones_below(labels, n_classes):
    """Your rows are filled with 1 up to the label. One 1 a row, in the column of the label."""
    return 1.0 * (np.arange(n_classes) <= labels[:, np.newaxis])


@one_hot.misconception
def row_of_the_sample(labels, n_classes):
    """The labels do not enter: row i has its 1 in column i. The column is labels[i]."""
    return np.eye(len(labels), n_classes)


@one_hot.misconception
def same_row_again(labels, n_classes):
    """All rows are the last one. Make a new row of zeros for every sample, or it is one array under many names."""
    return np.eye(n_classes)[np.full(len(labels), labels[-1])]


@one_hot.misconception
def in_a_row(labels, n_classes):
    """Everything stands in one long row. One row a sample: shape (n_samples, n_classes)."""
    return np.eye(n_classes)[labels].ravel()


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "Take the largest score along the axis, m. After subtracting it no exponent is above 0.",
        "Use keepdims=True for the m that you subtract, so that it lines up; the m that you add back at the end must have lost that axis.",
        "np.squeeze(m, axis=axis) + np.log(np.sum(np.exp(z - m), axis=axis)), with m = np.max(z, axis=axis, keepdims=True).",
    ],
)
def log_sum_exp(rng):
    yield call("three scores", np.array([1.0, 2.0, 3.0]))
    yield call("a batch", some(rng, 4, 3))
    yield call("along the first axis", some(rng, 4, 3), axis=0)
    yield call("a square batch", some(rng, 3, 3), axis=0)
    yield call(
        "huge scores", np.array([[1000.0, 1001.0, 999.0], [-1000.0, -1002.0, -1000.0], [0.0, 2000.0, 0.0]])
    )
    yield call("the middle of three axes", some(rng, 2, 3, 2), 1)
    yield call("one score", np.array([[0.5], [-2.0]]))
    yield call("the middle of three axes, the last of length 1", some(rng, 2, 3, 1), 1)
    yield call("whole numbers", np.array([[1000, 998, 0], [-3, 2, 1]]))
    yield call("an axis counted from the end", some(rng, 2, 3, 2), -2)
    yield call("three axes, none named", some(rng, 3, 2, 4))
    yield call("far apart", np.array([[-2000.0, 0.0], [5.0, -900.0]]), axis=0)
    yield call("a large batch", 20 * some(rng, 12, 10), hidden=True)
    yield call("a long row", 30 * some(rng, 50), hidden=True)


@log_sum_exp.misconception
def mean_for_maximum(z, axis=-1):
    """You took out the mean. Where one score lies far above the others, exp still overflows: take out the largest."""
    m = z.mean(axis=axis, keepdims=True)
    return np.log(np.exp(z - m).sum(axis=axis)) + np.squeeze(m, axis)


@log_sum_exp.misconception
def no_shift(z, axis=-1):
    """exp overflows for large scores, and is 0 for very negative ones. Take the largest score out first."""
    return np.log(np.sum(np.exp(z), axis=axis))


@log_sum_exp.misconception
def maximum_not_added_back(z, axis=-1):
    """You subtracted the maximum and forgot to add it again."""
    m = np.max(z, axis=axis, keepdims=True)
    return np.log(np.sum(np.exp(z - m), axis=axis))


@log_sum_exp.misconception
def one_maximum_for_all(z, axis=-1):
    """You took the largest score of the whole array. In a row far below it all exponentials are 0: one maximum for each."""
    return z.max() + np.log(np.sum(np.exp(z - z.max()), axis=axis))


@log_sum_exp.misconception
def axis_kept(z, axis=-1):
    """The axis that you summed over is still there, with length 1. Let it go: np.squeeze, or no keepdims."""
    return np.expand_dims(right.log_sum_exp(z, axis), axis)


@log_sum_exp.misconception
def axis_ignored(z, axis=-1):
    """You always used the last axis: pass `axis` on to the maximum and to the sum."""
    return right.log_sum_exp(z)


@log_sum_exp.misconception
def only_the_maximum(z, axis=-1):
    """You returned the plain maximum. The logarithm of the sum lies a little above it."""
    return np.max(z, axis=axis)


@log_sum_exp.misconception
def logarithms_summed(z, axis=-1):
    """The logarithm and the sum are exchanged: Σ log exp(z) is just Σ z. Sum first, then take the logarithm."""
    return np.sum(z, axis=axis)


@log_sum_exp.misconception
def one_sum(z, axis=-1):
    """You summed over the whole array. Sum along `axis` only."""
    return right.log_sum_exp(z.ravel())


@log_sum_exp.misconception
def other_default(z, axis=0):
    """Without an axis you sum over the first. The default is the last: axis=-1."""
    return right.log_sum_exp(z, axis)


@log_sum_exp.misconception
def second_by_default(z, axis=1):
    """Without an axis you take number 1. The default is the last, which is another one if there are one or three: axis=-1."""
    return right.log_sum_exp(z, axis)


@log_sum_exp.misconception
def mean_of_exponentials(z, axis=-1):
    """You averaged the exponentials: the result is too small by log n. Sum them."""
    return right.log_sum_exp(z, axis) - np.log(z.shape[axis])


@log_sum_exp.misconception
def minimum_taken_out(z, axis=-1):
    """You took out the smallest score. Then the largest still overflows: take out the maximum."""
    m = z.min(axis=axis, keepdims=True)
    return np.log(np.exp(z - m).sum(axis=axis)) + np.squeeze(m, axis)


@log_sum_exp.misconception
def scores_clipped(z, axis=-1):
    """You cut the scores off at ±700, so that 1000 and 1001 become equal. Take the largest out instead."""
    return np.log(np.exp(np.clip(z, -700, 700)).sum(axis=axis))


@log_sum_exp.misconception
def subtracted_again(z, axis=-1):
    """You subtracted the maximum at the end as well. It has to be added back: m + log Σ exp(z - m)."""
    return right.log_sum_exp(z, axis) - 2 * np.max(z, axis=axis)


@log_sum_exp.misconception
def is_softmax(z, axis=-1):
    """This is softmax, an array of shares. Here the logarithm of the sum itself is wanted."""
    return softmax(z, axis=axis)


@log_sum_exp.misconception
def one_more(z, axis=-1):
    """np.log1p adds 1 to the sum. Here the sum of the exponentials stands alone: np.log."""
    m = np.max(z, axis=axis, keepdims=True)
    return np.log1p(np.sum(np.exp(z - m), axis=axis)) + np.squeeze(m, axis)


@log_sum_exp.misconception
def sum_of_exponentials(z, axis=-1):
    """You return the sum of the exponentials: its logarithm is missing."""
    return np.sum(np.exp(z), axis=axis)


@log_sum_exp.misconception
def other_base(z, axis=-1):
    """You used a logarithm to base 2. exp belongs to the natural one: np.log."""
    return right.log_sum_exp(z, axis) / np.log(2)


@log_sum_exp.misconception
def all_axes_squeezed(z, axis=-1):
    """np.squeeze without an axis drops every axis of length 1, also of those you have not summed over: np.squeeze(m, axis=axis)."""
    return np.squeeze(right.log_sum_exp(z, axis))


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "For one sample the loss is log_sum_exp of its row minus the logit of the right class.",
        "Z[np.arange(len(Z)), labels] picks the logit of the right class from each row.",
        "np.mean(log_sum_exp(Z, axis=1) - ...), with these picked logits in the place of the dots.",
    ],
)
def softmax_cross_entropy(rng):
    yield call("equal logits", np.zeros((2, 4)), np.array([0, 3]))
    yield call(
        "three samples, three classes",
        np.array([[2.0, 0.0, -1.0], [0.0, 1.0, 0.5], [1.0, 1.0, 3.0]]),
        np.array([0, 2, 2]),
    )
    yield call("a batch", some(rng, 5, 4), classes(rng, 5, 4))
    yield call(
        "huge logits, right and wrong",
        np.array([[1000.0, 0.0, -1000.0], [1000.0, 0.0, -1000.0]]),
        np.array([0, 2]),
    )
    yield call("sure and wrong, by degrees", np.array([[0.0, 20.0], [0.0, 30.0]]), np.array([0, 0]))
    yield call("huge logits in one row only", np.array([[1000.0, 998.0], [-1.0, 1.0]]), np.array([1, 1]))
    yield call("one sample", some(rng, 1, 3), np.array([1]))
    yield call("whole logits", np.array([[3, -1], [0, 2], [1, 1]]), np.array([0, 0, 1]))
    yield call("a large batch", 10 * some(rng, 30, 10), classes(rng, 30, 10), hidden=True)
    yield call("few samples, many classes", 9 * some(rng, 3, 20), classes(rng, 3, 20), hidden=True)


def _own(Z, labels):
    return Z[np.arange(len(Z)), labels]


@softmax_cross_entropy.misconception
def logarithm_of_softmax(Z, labels):
    """Where softmax rounds to 0 its logarithm is -inf. Never take the log of a softmax: subtract log_sum_exp instead."""
    return -np.mean(np.log(_own(softmax(Z), labels)))


@softmax_cross_entropy.misconception
def zero_times_infinity(Z, labels):
    """With one-hot rows, 0 * log 0 is 0 * -inf, which is nan. Subtract log_sum_exp: no logarithm of a probability."""
    return -np.sum(right.one_hot(labels, Z.shape[1]) * np.log(softmax(Z))) / len(Z)


def _safe_log(exponent: int) -> None:
    def epsilon_added(Z, labels):
        return -np.mean(np.log(_own(softmax(Z), labels) + 10.0**exponent))

    epsilon_added.__name__ = f"epsilon_1e{exponent}"
    epsilon_added.__doc__ = (
        f"You take log(p + 1e{exponent}): no mistake costs more than {-np.log(10.0**exponent):.0f}, and every loss "
        "is slightly off. Subtract log_sum_exp, and no epsilon is needed."
    )
    softmax_cross_entropy.misconception(epsilon_added)


def _clipped_share(exponent: int) -> None:
    def clipped(Z, labels):
        return -np.mean(np.log(np.clip(_own(softmax(Z), labels), 10.0**exponent, 1.0)))

    clipped.__name__ = f"clipped_at_1e{exponent}"
    clipped.__doc__ = (
        f"You clipped p at 1e{exponent}: no mistake costs more than {-np.log(10.0**exponent):.0f}, and the samples "
        "that are most wrong teach nothing. Subtract log_sum_exp, and no clipping is needed."
    )
    softmax_cross_entropy.misconception(clipped)


for _exponent in (-7, -8, -9, -10, -12, -15, -16):
    _safe_log(_exponent)
    _clipped_share(_exponent)


@softmax_cross_entropy.misconception
def samples_summed(Z, labels):
    """You added the samples up: take their mean."""
    return right.softmax_cross_entropy(Z, labels) * len(Z)


@softmax_cross_entropy.misconception
def divided_by_all(Z, labels):
    """You divided by the number of entries. The mean goes over the samples: divide by len(Z)."""
    return right.softmax_cross_entropy(Z, labels) / Z.shape[1]


@softmax_cross_entropy.misconception
def likelihood(Z, labels):
    """Your loss falls when the predictions get worse: the minus in front of the log is missing."""
    return -right.softmax_cross_entropy(Z, labels)


@softmax_cross_entropy.misconception
def all_pairs(Z, labels):
    """Z[:, labels] pairs every row with every label. Z[np.arange(len(Z)), labels] pairs each row with its own."""
    return np.mean(right.log_sum_exp(Z, 1)[:, np.newaxis] - Z[:, labels])


@softmax_cross_entropy.misconception
def largest_instead_of_right(Z, labels):
    """You used the largest logit of each row. The loss asks for the logit of the *right* class."""
    return np.mean(right.log_sum_exp(Z, 1) - Z.max(axis=1))


@softmax_cross_entropy.misconception
def probability_itself(Z, labels):
    """You have 1 - p of the right class, without a logarithm: a sample that is badly wrong costs hardly more than a doubtful one."""
    return np.mean(1.0 - _own(softmax(Z), labels))


@softmax_cross_entropy.misconception
def softmax_overflows(Z, labels):
    """exp(1000) is inf, and inf / inf is nan: the softmax was taken without subtracting the maximum. Use log_sum_exp instead."""
    e = np.exp(Z)
    return -np.mean(np.log(_own(e / e.sum(axis=1, keepdims=True), labels)))


@softmax_cross_entropy.misconception
def sum_overflows(Z, labels):
    """You have log Σ exp(z) - z_y, but exp(1000) is inf: let `log_sum_exp` take the maximum out first."""
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - _own(Z, labels))


@softmax_cross_entropy.misconception
def competing_over_the_batch(Z, labels):
    """You took log_sum_exp over the whole array. The classes of one sample compete: axis=1."""
    return np.mean(right.log_sum_exp(Z.ravel()) - _own(Z, labels))


@softmax_cross_entropy.misconception
def down_the_columns(Z, labels):
    """Your softmax runs down the columns, over samples. The classes of one sample compete: axis=1."""
    return np.mean(_own(right.log_sum_exp(Z, 0) - Z, labels))


@softmax_cross_entropy.misconception
def yes_or_no_each(Z, labels):
    """You asked every class by itself, yes or no, with a sigmoid: that is binary cross-entropy. Here the classes share one softmax."""
    return right.binary_cross_entropy(Z, right.one_hot(labels, Z.shape[1]))


@softmax_cross_entropy.misconception
def one_cost_each(Z, labels):
    """You return one number for each sample: take their mean."""
    return right.log_sum_exp(Z, 1) - _own(Z, labels)


@softmax_cross_entropy.misconception
def first_sample_only(Z, labels):
    """Only the first sample counts. Is the return inside the loop?"""
    return right.softmax_cross_entropy(Z[:1], labels[:1])


@softmax_cross_entropy.misconception
def last_sample_only(Z, labels):
    """Only the last sample counts, divided by n. Add to a total in the loop: += instead of =."""
    return right.softmax_cross_entropy(Z[-1:], labels[-1:]) / len(Z)


@softmax_cross_entropy.misconception
def mean_over_classes(Z, labels):
    """The labels do not enter: you averaged -log p over all classes. Only the right class of each sample counts."""
    return np.mean(right.log_sum_exp(Z, 1) - Z.mean(axis=1))


@softmax_cross_entropy.misconception
def share_of_mistakes(Z, labels):
    """You counted the samples whose largest logit is wrong. That is the 0-1 loss; here the logarithm of the right class's probability counts."""
    return right.zero_one(Z.argmax(axis=1), labels)


@softmax_cross_entropy.misconception
def labels_counted_from_one(Z, labels):
    """You looked up class labels - 1. Classes are counted from 0."""
    return right.softmax_cross_entropy(Z, labels - 1)


@softmax_cross_entropy.misconception
def binary_logarithm(Z, labels):
    """You used a logarithm to base 2. Losses use the natural one."""
    return right.softmax_cross_entropy(Z, labels) / np.log(2)


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "For one sample the loss is log Σ exp(z) - z_y. The slope of the first term in zₖ is pₖ. And of the second?",
        "The second term has slope 1 in the entry of the right class and 0 in all others, which is a one-hot row.",
        "(softmax(Z, axis=1) - one_hot(labels, ...)) / len(Z); how many classes are there?",
    ],
)
def softmax_cross_entropy_grad(rng):
    yield call("equal logits", np.zeros((2, 4)), np.array([0, 3]))
    yield call(
        "three samples, three classes",
        np.array([[2.0, 0.0, -1.0], [0.0, 1.0, 0.5], [1.0, 1.0, 3.0]]),
        np.array([0, 2, 2]),
    )
    yield call("a batch", some(rng, 5, 4), np.array([1, 0, 3, 1, 1]))
    yield call("the last class does not occur", some(rng, 3, 4), np.array([0, 2, 2]))
    yield call(
        "huge logits, right and wrong",
        np.array([[1000.0, 0.0, -1000.0], [1000.0, 0.0, -1000.0]]),
        np.array([0, 2]),
    )
    yield call("one sample", some(rng, 1, 3), np.array([1]))
    yield call("whole logits", np.array([[3, -1], [0, 2], [1, 1]]), np.array([0, 0, 1]))
    yield call("a large batch", some(rng, 30, 10), classes(rng, 30, 10), hidden=True)
    yield call("few samples, many classes", some(rng, 3, 20), classes(rng, 3, 20), hidden=True)


@softmax_cross_entropy_grad.misconception
def labels_forgotten(Z, labels):
    """You returned p / n. Subtract 1 from p where the right class is, before you divide."""
    return softmax(Z) / len(Z)


@softmax_cross_entropy_grad.misconception
def downhill(Z, labels):
    """Your sign is turned round: it is p - y. Raising the right logit must lower the loss."""
    return -right.softmax_cross_entropy_grad(Z, labels)


@softmax_cross_entropy_grad.misconception
def not_divided(Z, labels):
    """The 1/n_samples of the mean is missing."""
    return right.softmax_cross_entropy_grad(Z, labels) * len(Z)


@softmax_cross_entropy_grad.misconception
def divided_by_size(Z, labels):
    """You divided by the number of entries. The loss is a mean over samples: divide by len(Z)."""
    return right.softmax_cross_entropy_grad(Z, labels) / Z.shape[1]


@softmax_cross_entropy_grad.misconception
def every_row(Z, labels):
    """p[:, labels] -= 1 subtracts in *every* row. Pair each row with its own label: p[np.arange(n), labels] -= 1."""
    p = softmax(Z)
    p[:, labels] -= 1.0
    return p / len(Z)


@softmax_cross_entropy_grad.misconception
def one_subtracted_late(Z, labels):
    """You divided p by n first and subtracted a whole 1 afterwards. Divide the difference p - y."""
    return softmax(Z) / len(Z) - right.one_hot(labels, Z.shape[1])


@softmax_cross_entropy_grad.misconception
def across_samples(Z, labels):
    """Your softmax runs down the columns, over samples. The classes of one sample compete: axis=1."""
    return (softmax(Z, axis=0) - right.one_hot(labels, Z.shape[1])) / len(Z)


@softmax_cross_entropy_grad.misconception
def sigmoid_slope_too(Z, labels):
    """You multiplied by p (1 - p) as well. The Jacobian of softmax has done its work already: p - y is all."""
    p = softmax(Z)
    return right.softmax_cross_entropy_grad(Z, labels) * p * (1 - p)


@softmax_cross_entropy_grad.misconception
def logits_not_probabilities(Z, labels):
    """You have Z - y. The difference is between *probabilities* and one-hot labels: take the softmax first."""
    return (Z - right.one_hot(labels, Z.shape[1])) / len(Z)


@softmax_cross_entropy_grad.misconception
def exponentials_of_a_thousand(Z, labels):
    """exp(1000) is inf, and inf / inf is nan: the softmax was taken without subtracting the maximum of its row first."""
    e = np.exp(Z)
    return (e / e.sum(axis=1, keepdims=True) - right.one_hot(labels, Z.shape[1])) / len(Z)


@softmax_cross_entropy_grad.misconception
def shares_of_the_batch(Z, labels):
    """Your softmax runs over the whole array. Each row sums to 1 by itself: axis=1."""
    return (softmax(Z.ravel()).reshape(Z.shape) - right.one_hot(labels, Z.shape[1])) / len(Z)


@softmax_cross_entropy_grad.misconception
def yes_or_no(Z, labels):
    """You took the sigmoid of every logit. The classes share one softmax."""
    return (sigmoid(Z) - right.one_hot(labels, Z.shape[1])) / len(Z)


@softmax_cross_entropy_grad.misconception
def own_class_alone(Z, labels):
    """Only the right class has a gradient. The others have one too: their p, which should go down."""
    return right.softmax_cross_entropy_grad(Z, labels) * right.one_hot(labels, Z.shape[1])


@softmax_cross_entropy_grad.misconception
def own_opinion(Z, labels):
    """You subtracted 1 where the largest logit stands, not where the label says."""
    return right.softmax_cross_entropy_grad(Z, Z.argmax(axis=1))


@softmax_cross_entropy_grad.misconception
def added(Z, labels):
    """You added the labels: it is the difference, p - y."""
    return (softmax(Z) + right.one_hot(labels, Z.shape[1])) / len(Z)


@softmax_cross_entropy_grad.misconception
def by_classes(Z, labels):
    """You divided by the number of classes. The mean goes over the samples: divide by len(Z)."""
    return right.softmax_cross_entropy_grad(Z, labels) * len(Z) / Z.shape[1]


@softmax_cross_entropy_grad.misconception
def averaged_away(Z, labels):
    """You averaged over the samples, and one row is left. Each logit has a slope of its own: return the shape of Z."""
    return right.softmax_cross_entropy_grad(Z, labels).sum(axis=0)


@softmax_cross_entropy_grad.misconception
def classes_from_one(Z, labels):
    """You subtracted 1 at class labels - 1. Classes are counted from 0."""
    return right.softmax_cross_entropy_grad(Z, (labels - 1) % Z.shape[1])


@softmax_cross_entropy_grad.misconception
def wrt_probabilities(Z, labels):
    """This is -1 / p, the slope with respect to the probability. With respect to the logits it becomes p - y."""
    Y = right.one_hot(labels, Z.shape[1])
    return np.where(Y > 0, -1 / softmax(Z), 0.0) / len(Z)


@softmax_cross_entropy_grad.misconception
def fractions_cut_off(Z, labels):
    """Where the logits are whole numbers, so are your results: zeros_like(Z) makes an array that cannot hold a fraction."""
    G = np.zeros_like(Z)
    G[...] = right.softmax_cross_entropy_grad(Z, labels)
    return G


@exercise(
    points=3,
    minutes=15,
    difficulty=3,
    hints=[
        "Adding a constant to all scores of a sample changes no margin. So what must the entries of a row of the gradient sum to?",
        "z_y stands in *every* term of the sum that is not 0, each time with a minus. How often is that?",
        "After setting G[rows, labels] to 0, each row's sum counts its violated margins: the right class gets minus that.",
    ],
)
def multiclass_hinge_grad(rng):
    yield call("one sample, two violations", np.array([[1.0, 0.5, 2.0, -3.0]]), np.array([0]))
    yield call(
        "none, one, two violations",
        np.array([[3.0, 1.0, 0.0], [0.0, 0.5, -2.0], [1.0, 1.0, 0.5]]),
        np.array([0, 1, 2]),
    )
    yield call("exactly on the margin", np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 0.5]]), np.array([0, 1]))
    yield call("a batch", some(rng, 6, 4), classes(rng, 6, 4))
    yield call("two classes", some(rng, 5, 2), classes(rng, 5, 2))
    yield call("whole scores", np.array([[3, 0, 4], [1, 1, 1]]), np.array([0, 2]))
    yield call("one sample", some(rng, 1, 5), np.array([2]))
    yield call("a large batch", some(rng, 30, 8), classes(rng, 30, 8), hidden=True)


@multiclass_hinge_grad.misconception
def draft(Z, labels):
    """This is still the draft. Where exactly one margin is violated it is right: how often does z_y occur if there are two, or none?"""
    return right.multiclass_hinge_grad_draft(Z, labels)


@multiclass_hinge_grad.misconception
def own_margin_counted(Z, labels):
    """You counted the right class among the violations, since z_y - z_y + 1 > 0. The sum runs over j ≠ y: set that entry to 0 first."""
    rows = np.arange(len(Z))
    G = np.where(Z - _own(Z, labels)[:, np.newaxis] + 1.0 > 0.0, 1.0, 0.0)
    G[rows, labels] = -G.sum(axis=1)
    return G / len(Z)


@multiclass_hinge_grad.misconception
def right_class_left_out(Z, labels):
    """The right class gets no gradient at all. Its score stands in every violated margin, with a minus."""
    G = right.multiclass_hinge_grad(Z, labels)
    G[np.arange(len(Z)), labels] = 0.0
    return G


@multiclass_hinge_grad.misconception
def margin_dropped(Z, labels):
    """You counted only the classes that score higher than the right one. The loss wants a lead of 1: zⱼ - z_y + 1 > 0."""
    rows = np.arange(len(Z))
    G = np.where(_own(Z, labels)[:, np.newaxis] < Z, 1.0, 0.0)
    G[rows, labels] = -G.sum(axis=1)
    return G / len(Z)


@multiclass_hinge_grad.misconception
def kink_counted(Z, labels):
    """A class that keeps its margin exactly does not count: compare with >, not with >=."""
    rows = np.arange(len(Z))
    G = np.where(Z - _own(Z, labels)[:, np.newaxis] + 1.0 >= 0.0, 1.0, 0.0)
    G[rows, labels] = 0.0
    G[rows, labels] = -G.sum(axis=1)
    return G / len(Z)


@multiclass_hinge_grad.misconception
def worst_only(Z, labels):
    """You moved the worst violator only. That is the loss of Crammer and Singer; Weston and Watkins sum over all of them."""
    rows = np.arange(len(Z))
    margin = Z - _own(Z, labels)[:, np.newaxis] + 1.0
    margin[rows, labels] = 0.0
    worst = margin.argmax(axis=1)
    G = np.zeros(Z.shape)
    G[rows, worst] = margin[rows, worst] > 0
    G[rows, labels] = -G.sum(axis=1)
    return G / len(Z)


@multiclass_hinge_grad.misconception
def not_a_mean(Z, labels):
    """The 1/n_samples of the mean is missing."""
    return right.multiclass_hinge_grad(Z, labels) * len(Z)


@multiclass_hinge_grad.misconception
def wrong_way(Z, labels):
    """Your sign is turned round. Raising a wrong class that is too close must raise the loss: its entry is positive."""
    return -right.multiclass_hinge_grad(Z, labels)


@multiclass_hinge_grad.misconception
def margins_themselves(Z, labels):
    """Your entries are the sizes of the violations. The slope of max(0, m) is 1 where m > 0, however large m is."""
    rows = np.arange(len(Z))
    G = np.maximum(0.0, Z - _own(Z, labels)[:, np.newaxis] + 1.0)
    G[rows, labels] = 0.0
    G[rows, labels] = -G.sum(axis=1)
    return G / len(Z)


@multiclass_hinge_grad.misconception
def all_others_counted(Z, labels):
    """The right class gets minus the number of *all* other classes. Count those whose margin is violated, row by row."""
    G = right.multiclass_hinge_grad(Z, labels)
    G[np.arange(len(Z)), labels] = -(Z.shape[1] - 1) / len(Z)
    return G


@multiclass_hinge_grad.misconception
def once_if_any(Z, labels):
    """The right class gets -1 if any margin is violated. It stands in each of those terms: minus their number."""
    G = right.multiclass_hinge_grad(Z, labels)
    G[np.arange(len(Z)), labels] = np.maximum(_own(G, labels), -1 / len(Z))
    return G


@multiclass_hinge_grad.misconception
def own_entry_pushed_up(Z, labels):
    """The entry of the right class has the wrong sign: raising its score lowers the loss."""
    G = right.multiclass_hinge_grad(Z, labels)
    G[np.arange(len(Z)), labels] *= -1
    return G


@multiclass_hinge_grad.misconception
def over_the_entries(Z, labels):
    """You divided by the number of entries. The mean goes over the samples: len(Z)."""
    return right.multiclass_hinge_grad(Z, labels) / Z.shape[1]


@multiclass_hinge_grad.misconception
def like_a_perceptron(Z, labels):
    """You corrected only the class with the largest score where that is wrong, as a perceptron does. Every class within the margin of 1 counts."""
    G, rows, best = np.zeros(Z.shape), np.arange(len(Z)), Z.argmax(axis=1)
    np.add.at(G, (rows, best), 1.0)
    np.add.at(G, (rows, labels), -1.0)
    return G / len(Z)


@multiclass_hinge_grad.misconception
def of_cross_entropy(Z, labels):
    """This is the gradient of softmax cross-entropy. Here each violated margin counts 1, all others 0."""
    return right.softmax_cross_entropy_grad(Z, labels)


@multiclass_hinge_grad.misconception
def margin_turned(Z, labels):
    """You counted classes that lead by more than 1. A class counts as soon as the right one does not lead by 1: zⱼ - z_y + 1 > 0."""
    rows = np.arange(len(Z))
    G = np.where(Z - _own(Z, labels)[:, np.newaxis] - 1.0 > 0.0, 1.0, 0.0)
    G[rows, labels] = -G.sum(axis=1)
    return G / len(Z)


@multiclass_hinge_grad.misconception
def counted_down_the_columns(Z, labels):
    """The right class gets the violations of its column, which are those of other samples. Count along the row: axis=1."""
    G = np.maximum(0.0, right.multiclass_hinge_grad(Z, labels))
    G[np.arange(len(Z)), labels] = -G.sum(axis=0)[labels]
    return G


@multiclass_hinge_grad.misconception
def whole_gradient(Z, labels):
    """Where the scores are whole numbers, so are your results: zeros_like(Z) makes an array that cannot hold a fraction."""
    return right.multiclass_hinge_grad(Z, labels).astype(Z.dtype)


# ---- Gaussian likelihood ----


@exercise(
    points=3,
    minutes=15,
    difficulty=3,
    hints=[
        "Differentiate ½ (s + (y - μ)² e⁻ˢ) twice: once with s held fixed, once with μ held fixed.",
        "In μ: (μ - y) e⁻ˢ. In s: the derivative of e⁻ˢ is -e⁻ˢ, so that ½ (1 - (y - μ)² e⁻ˢ) remains. Both carry the 1/n.",
        "With precision = np.exp(-log_var) and residual = mu - Y, return residual * precision / n and 0.5 * (1 - residual**2 * precision) / n.",
    ],
)
def gaussian_nll_grad(rng):
    yield call("variance 1", np.array([[1.0], [0.0]]), np.zeros((2, 1)), np.array([[3.0], [0.5]]))
    yield call("variance 4", np.array([[1.0], [0.0]]), np.full((2, 1), np.log(4.0)), np.array([[3.0], [0.5]]))
    yield call("as far off as expected", np.array([[2.0]]), np.zeros((1, 1)), np.array([[3.0]]))
    yield call("a batch", some(rng, 4, 3), some(rng, 4, 3), some(rng, 4, 3))
    yield call("one output", some(rng, 5, 1), some(rng, 5, 1), some(rng, 5, 1))
    yield call(
        "whole numbers", np.array([[1, -2], [0, 3]]), np.array([[0, 1], [-1, 2]]), np.array([[3, 0], [0, 1]])
    )
    yield call("one sample, three outputs", some(rng, 1, 3), some(rng, 1, 3), some(rng, 1, 3))
    yield call("a large batch", some(rng, 30, 4), some(rng, 30, 4), some(rng, 30, 4), hidden=True)


@gaussian_nll_grad.misconception
def precision_missing(mu, log_var, Y):
    """dmu is the plain difference. Weigh it by e⁻ˢ: where much noise is expected, a miss counts less."""
    return (mu - Y) / len(mu), right.gaussian_nll_grad(mu, log_var, Y)[1]


@gaussian_nll_grad.misconception
def sign_of_the_mean(mu, log_var, Y):
    """dmu points the wrong way: the gradient leads away from the target, μ - y."""
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, Y)
    return -dmu, dlog_var


@gaussian_nll_grad.misconception
def sign_of_the_spread(mu, log_var, Y):
    """dlog_var has the wrong sign. A miss larger than expected asks for more variance: there the slope is negative."""
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, Y)
    return dmu, -dlog_var


@gaussian_nll_grad.misconception
def half_missing(mu, log_var, Y):
    """dlog_var is twice too large: the ½ in front stays. (In dmu it cancels with the 2 of the square.)"""
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, Y)
    return dmu, 2 * dlog_var


@gaussian_nll_grad.misconception
def half_not_cancelled(mu, log_var, Y):
    """dmu is half of what it should be: the 2 of the square cancels the ½."""
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, Y)
    return dmu / 2, dlog_var


@gaussian_nll_grad.misconception
def logarithm_term_missing(mu, log_var, Y):
    """dlog_var lacks its 1, the derivative of s itself. Without it the variance would grow for ever."""
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, Y)
    return dmu, dlog_var - 0.5 / len(mu)


@gaussian_nll_grad.misconception
def wrt_the_variance(mu, log_var, Y):
    """You differentiated with respect to the variance. The network predicts its logarithm s: multiply by dv/ds = eˢ."""
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, Y)
    return dmu, dlog_var * np.exp(-log_var)


@gaussian_nll_grad.misconception
def variance_for_logarithm(mu, log_var, Y):
    """You used log_var as if it were the variance. The variance is exp(log_var), and dividing by it is multiplying by exp(-log_var)."""
    residual = mu - Y
    return residual / log_var / len(mu), 0.5 * (1 - residual**2 / log_var) / len(mu)


@gaussian_nll_grad.misconception
def deviation_for_variance(mu, log_var, Y):
    """You took log_var for the logarithm of the *standard deviation*: exp(-2 log_var) is one square too many."""
    residual, precision = mu - Y, np.exp(-2 * log_var)
    return residual * precision / len(mu), 0.5 * (1 - residual**2 * precision) / len(mu)


@gaussian_nll_grad.misconception
def mean_missing(mu, log_var, Y):
    """The 1/n_samples of the mean is missing, in both."""
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, Y)
    return dmu * len(mu), dlog_var * len(mu)


@gaussian_nll_grad.misconception
def order(mu, log_var, Y):
    """The two gradients come in the wrong order: dmu first, then dlog_var."""
    return right.gaussian_nll_grad(mu, log_var, Y)[::-1]


@gaussian_nll_grad.misconception
def over_entries(mu, log_var, Y):
    """You divided by the number of entries. The loss sums over the outputs: divide by the number of samples only."""
    return tuple(g / mu.shape[1] for g in right.gaussian_nll_grad(mu, log_var, Y))


@gaussian_nll_grad.misconception
def mean_missing_in_spread(mu, log_var, Y):
    """dlog_var lacks the 1/n_samples. It belongs to both gradients."""
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, Y)
    return dmu, dlog_var * len(mu)


@gaussian_nll_grad.misconception
def mean_missing_in_mean(mu, log_var, Y):
    """dmu lacks the 1/n_samples. It belongs to both gradients."""
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, Y)
    return dmu * len(mu), dlog_var


@gaussian_nll_grad.misconception
def exponent_turned(mu, log_var, Y):
    """You multiplied by eˢ, the variance. The loss divides by it: e⁻ˢ."""
    residual, variance = mu - Y, np.exp(log_var)
    return residual * variance / len(mu), 0.5 * (1 - residual**2 * variance) / len(mu)


@gaussian_nll_grad.misconception
def residual_not_squared(mu, log_var, Y):
    """dlog_var has |y - μ| where (y - μ)² belongs. The square stays: only s is differentiated."""
    residual, precision = np.abs(mu - Y), np.exp(-log_var)
    return (mu - Y) * precision / len(mu), 0.5 * (1 - residual * precision) / len(mu)


@gaussian_nll_grad.misconception
def exponent_not_differentiated(mu, log_var, Y):
    """In dlog_var the square is added. The derivative of e⁻ˢ is -e⁻ˢ: it is subtracted from 1."""
    residual, precision = mu - Y, np.exp(-log_var)
    return residual * precision / len(mu), 0.5 * (1 + residual**2 * precision) / len(mu)


@gaussian_nll_grad.misconception
def half_of_the_square_only(mu, log_var, Y):
    """In dlog_var the ½ stands at the square only. It belongs to the 1 as well: ½ (1 - (y - μ)² e⁻ˢ)."""
    residual, precision = mu - Y, np.exp(-log_var)
    return residual * precision / len(mu), (1 - 0.5 * residual**2 * precision) / len(mu)


@gaussian_nll_grad.misconception
def half_of_the_one_only(mu, log_var, Y):
    """In dlog_var the ½ stands at the 1 only. It belongs to the square as well: ½ (1 - (y - μ)² e⁻ˢ)."""
    residual, precision = mu - Y, np.exp(-log_var)
    return residual * precision / len(mu), (0.5 - residual**2 * precision) / len(mu)


@gaussian_nll_grad.misconception
def two_in_the_mean(mu, log_var, Y):
    """dmu is twice too large: the 2 of the square cancels the ½."""
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, Y)
    return 2 * dmu, dlog_var


@gaussian_nll_grad.misconception
def precision_missing_in_spread(mu, log_var, Y):
    """dlog_var has the bare square (y - μ)². Differentiating in s leaves the e⁻ˢ at its side."""
    return right.gaussian_nll_grad(mu, log_var, Y)[0], 0.5 * (1 - (mu - Y) ** 2) / len(mu)


@gaussian_nll_grad.misconception
def both_signs(mu, log_var, Y):
    """Both signs are turned round: these are the gradients of the log-likelihood. The loss is its negative."""
    return tuple(-g for g in right.gaussian_nll_grad(mu, log_var, Y))


@gaussian_nll_grad.misconception
def samples_added_up(mu, log_var, Y):
    """You summed over the samples. Every prediction has slopes of its own: both of the shape of mu."""
    return tuple(g.sum(axis=0) for g in right.gaussian_nll_grad(mu, log_var, Y))


@gaussian_nll_grad.misconception
def constant_differentiated(mu, log_var, Y):
    """dlog_var still holds log 2π. A constant has slope 0."""
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, Y)
    return dmu, dlog_var + 0.5 * np.log(2 * np.pi) / len(mu)


# ---- information ----


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "Weigh the surprise -log q of every outcome by how often it really happens, p, and add up along the last axis.",
        "0 * log 0 is nan in numpy. Where p is 0, put a harmless number in the place of q before you take the logarithm.",
        "-np.sum(p * np.log(np.where(p > 0, q, 1.0)), axis=-1)",
    ],
)
def cross_entropy(rng):
    yield call("a fair coin, believed to be fair", np.array([0.5, 0.5]), np.array([0.5, 0.5]))
    yield call("a fair coin, believed to be loaded", np.array([0.5, 0.5]), np.array([0.75, 0.25]))
    yield call("a batch", distributions(rng, 3, 4), distributions(rng, 3, 4))
    yield call("a certain outcome", np.array([0.0, 1.0, 0.0]), np.array([0.25, 0.5, 0.25]))
    yield call("what never happens may be impossible", np.array([0.5, 0.5, 0.0]), np.array([0.25, 0.75, 0.0]))
    yield call("what happens was thought impossible", np.array([0.5, 0.25, 0.25]), np.array([0.5, 0.5, 0.0]))
    yield call("three axes", distributions(rng, 2, 2, 3), distributions(rng, 2, 2, 3))
    yield call(
        "a batch in which some rows have zeros",
        np.array([[0.5, 0.5, 0.0], [0.25, 0.5, 0.25], [0.0, 1.0, 0.0]]),
        np.array([[0.75, 0.25, 0.0], [0.5, 0.25, 0.25], [0.5, 0.0, 0.5]]),
    )
    yield call(
        "certain outcomes in whole numbers", np.array([[0, 1], [1, 0]]), np.array([[0.25, 0.75], [1.0, 0.0]])
    )
    yield call("a large batch", distributions(rng, 12, 6), distributions(rng, 12, 6), hidden=True)


@cross_entropy.misconception
def exchanged(p, q):
    """You weighed log p by q. The outcomes come from p, so p is the weight; q stands in the logarithm."""
    return right.cross_entropy(q, p)


@cross_entropy.misconception
def zero_times_logarithm(p, q):
    """0 * log 0 gives nan. What never happens costs nothing: keep log from seeing a 0 where p is 0."""
    return -np.sum(p * np.log(q), axis=-1)


def _log_of_more(exponent: int) -> None:
    def epsilon_added(p, q):
        return -np.sum(p * np.log(q + 10.0**exponent), axis=-1)

    epsilon_added.__name__ = f"epsilon_1e{exponent}"
    epsilon_added.__doc__ = (
        "What was thought impossible has a finite price: these are the answers one gets with "
        f"log(q + 1e{exponent}), or by clipping q there. The answer is infinity; only where p is 0 does q not matter."
    )
    cross_entropy.misconception(epsilon_added)


for _exponent in (-7, -8, -9, -10, -12, -15, -16):
    _log_of_more(_exponent)


@cross_entropy.misconception
def bits_not_nats(p, q):
    """You used a logarithm to base 2, which counts in bits. Here it is nats, with the natural logarithm."""
    return right.cross_entropy(p, q) / np.log(2)


@cross_entropy.misconception
def minus_missing(p, q):
    """The minus is missing: logarithms of probabilities are negative, and a cost is not."""
    return -right.cross_entropy(p, q)


@cross_entropy.misconception
def only_the_excess(p, q):
    """This is the KL divergence, which is cross-entropy minus the entropy of p."""
    return right.kl_divergence(p, q)


@cross_entropy.misconception
def entropy_of_p(p, q):
    """q does not enter: you computed the entropy of p."""
    return right.entropy(p)


@cross_entropy.misconception
def over_everything(p, q):
    """You return one number for the whole array: the sum lacks axis=-1, or q[p > 0] has made one flat row of it. Every row is a distribution of its own."""
    return np.sum(right.cross_entropy(p, q))


@cross_entropy.misconception
def mean_of_terms(p, q):
    """You averaged over the outcomes. p is the weight already: add up."""
    return right.cross_entropy(p, q) / p.shape[-1]


@cross_entropy.misconception
def impossible_for_free(p, q):
    """Where q is 0 you let the term vanish. It vanishes only where *p* is 0; an impossible outcome that happens costs infinity."""
    return -np.sum(p * np.log(np.where(q > 0, q, 1.0)), axis=-1)


@cross_entropy.misconception
def along_the_first_axis(p, q):
    """You summed along the first axis. A distribution lies along the last: axis=-1."""
    return np.sum(np.where(p > 0, -p * np.log(q), 0.0), axis=0)


@cross_entropy.misconception
def along_the_second_axis(p, q):
    """You summed along axis 1. That is the last one only if there are two: axis=-1."""
    return np.sum(np.where(p > 0, -p * np.log(q), 0.0), axis=1)


@cross_entropy.misconception
def infinity_replaced(p, q):
    """np.nan_to_num turns infinity into a huge number, too. Only what has p = 0 is to vanish; what happens and was thought impossible costs infinity."""
    return -np.sum(np.nan_to_num(p * np.log(q)), axis=-1)


@cross_entropy.misconception
def infinite_for_all(p, q):
    """One impossible outcome makes *every* row infinite. Each row is a distribution of its own."""
    if np.any((p > 0) & (q == 0)):
        return np.full(p.shape[:-1], np.inf)[()]
    return right.cross_entropy(p, q)


@cross_entropy.misconception
def infinite_at_every_zero(p, q):
    """You have infinity wherever q is 0. Where p is 0 as well the outcome costs nothing: it never happens."""
    return np.sum(np.where(q == 0, np.inf, -p * np.log(np.where(q > 0, q, 1.0))), axis=-1)


@cross_entropy.misconception
def last_axis_kept(p, q):
    """The axis that you summed over is still there, with length 1: no keepdims."""
    return np.expand_dims(right.cross_entropy(p, q), -1)


@cross_entropy.misconception
def averaged_over_the_batch(p, q):
    """You averaged over the rows. One number for each distribution is wanted."""
    return np.mean(right.cross_entropy(p, q))


@cross_entropy.misconception
def yes_and_no(p, q):
    """You added (1 - p) log(1 - q), as for a question with two answers. Here every outcome has its own entry: Σ p log q is all."""
    return -np.sum(
        np.where(p > 0, p * np.log(q), 0.0) + np.where(p < 1, (1 - p) * np.log(1 - q), 0.0), axis=-1
    )


@cross_entropy.misconception
def to_base_ten(p, q):
    """You used a logarithm to base 10. Nats come from the natural one: np.log."""
    return right.cross_entropy(p, q) / np.log(10)


@cross_entropy.misconception
def not_summed(p, q):
    """You return one cost for each outcome: add them up along the last axis."""
    return np.where(p > 0, -p * np.log(q), 0.0)


# ---- penalties ----


@exercise(
    points=1,
    minutes=5,
    difficulty=1,
    hints=[
        "Each array gives one number, the sum of its squares. Then add these numbers, whatever the shapes of the arrays.",
        "sum(... for W in weights) adds one number for each array.",
        "0.5 * lam * sum(np.sum(W**2) for W in weights)",
    ],
)
def l2_penalty(rng):
    yield call("one number", [np.array([[3.0]])], 0.1)
    yield call("two layers", [np.array([[1.0, -2.0], [0.0, 1.0]]), np.array([[3.0], [-1.0]])], 0.5)
    yield call("three layers", [some(rng, 3, 4), some(rng, 4, 2), some(rng, 2, 1)], 0.01)
    yield call("lambda = 0", [some(rng, 2, 2)], lam=0.0)
    yield call("layers of one shape", [some(rng, 2, 2), some(rng, 2, 2)], 2.0)
    yield call("one axis, and three", [some(rng, 3), some(rng, 2, 2, 2), some(rng, 2, 3)], 0.25)
    yield call("whole numbers", [np.array([[1, -2], [3, 0]])], 1)
    yield call("a large network", [some(rng, 12, 20), some(rng, 20, 5)], 0.003, hidden=True)
    yield call("many layers", [some(rng, k, k + 1) for k in range(1, 7)], 0.05, hidden=True)


@l2_penalty.misconception
def half_forgotten(weights, lam):
    """The ½ is missing. With it the gradient is λ W; without it, 2λ W. Both are in use, so look before you compare a λ."""
    return 2 * right.l2_penalty(weights, lam)


@l2_penalty.misconception
def absolute_values(weights, lam):
    """You added absolute values: that is the L1 penalty. Here the weights are squared."""
    return right.l1_penalty(weights, lam)


@l2_penalty.misconception
def norm_not_squared(weights, lam):
    """You took a square root (np.linalg.norm does). The penalty is the *square* of the norm."""
    return 0.5 * lam * sum(np.linalg.norm(W) for W in weights)


@l2_penalty.misconception
def last_layer_only(weights, lam):
    """Only the last array counts. If you loop, add to a running total instead of overwriting it, and return after the loop."""
    return right.l2_penalty(weights[-1:], lam)


@l2_penalty.misconception
def first_layer_only(weights, lam):
    """Only the first array counts. Is the return inside the loop?"""
    return right.l2_penalty(weights[:1], lam)


@l2_penalty.misconception
def mean_square(weights, lam):
    """You averaged the squares. The penalty is their sum: a network with more weights pays more."""
    return 0.5 * lam * sum(np.mean(W**2) for W in weights)


@l2_penalty.misconception
def lambda_missing(weights, lam):
    """λ does not enter: multiply by lam."""
    return right.l2_penalty(weights, 1.0)


@l2_penalty.misconception
def lambda_for_each_layer_again(weights, lam):
    """You squared λ, or multiplied by it twice. It is ½ λ Σ w²."""
    return right.l2_penalty(weights, lam**2)


@l2_penalty.misconception
def divided_by_all_weights(weights, lam):
    """You divided by the number of weights. The penalty is a sum: a network with more weights pays more."""
    return right.l2_penalty(weights, lam) / sum(W.size for W in weights)


@l2_penalty.misconception
def divided_by_rows(weights, lam):
    """You divided each array by its number of rows, len(W). Rows of a weight matrix are no samples: nothing is averaged."""
    return 0.5 * lam * sum(np.sum(W**2) / len(W) for W in weights)


@l2_penalty.misconception
def averaged_over_layers(weights, lam):
    """You averaged over the layers. Their sums are added up."""
    return right.l2_penalty(weights, lam) / len(weights)


@l2_penalty.misconception
def square_of_sums(weights, lam):
    """You squared the sum of the weights, in which signs cancel. Square each weight, then add."""
    return 0.5 * lam * sum(np.sum(W) ** 2 for W in weights)


@l2_penalty.misconception
def root_of_everything(weights, lam):
    """You took a square root of the whole sum. The penalty is the sum of the squares itself."""
    return 0.5 * lam * np.sqrt(2 * right.l2_penalty(weights, 1.0))


@l2_penalty.misconception
def one_a_layer(weights, lam):
    """You return one number for each layer: add them up."""
    return [right.l2_penalty([W], lam) for W in weights]


@l2_penalty.misconception
def its_gradient(weights, lam):
    """You returned λ W, the gradient. The penalty is one number, ½ λ Σ w²."""
    return right.l2_penalty_grad(weights, lam)


@l2_penalty.misconception
def divided_by_lambda(weights, lam):
    """You divided by λ: it multiplies."""
    return 0.5 / lam * sum(np.sum(W**2) for W in weights)


@l2_penalty.misconception
def matrices_alone(weights, lam):
    """Only arrays with two axes count in your sum. All entries of all arrays do, whatever their shape."""
    return right.l2_penalty([W for W in weights if W.ndim == 2], lam)


@l2_penalty.misconception
def spectral(weights, lam):
    """np.linalg.norm(W, 2) is the largest singular value of a matrix, not the root of the sum of all squares. Sum W**2."""
    return 0.5 * lam * sum(np.linalg.norm(W, 2) ** 2 for W in weights if W.ndim <= 2)
