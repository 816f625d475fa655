"""Exercises of chapter 4. A misconception's docstring is what a reader who made that mistake is told."""

import itertools

import numpy as np

from grader.author.declare import call, exercise
from solutions import activations as right


def some(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers on both sides of 0, short enough to be read in a verdict."""
    return rng.normal(scale=2.0, size=shape).round(2)


# ---- ReLU ----


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "The rule is the same for every entry: compare it with 0 and keep the larger of the two.",
        "Python's max compares whole objects. numpy has a function that compares arrays entry by entry.",
        "np.maximum(z, 0.0) does it and leaves z alone; np.where(z > 0, ..., ...) does too.",
    ],
)
def relu(rng):
    yield call("negative, zero and positive", np.array([-2.0, 0.0, 3.0]))
    yield call("a batch", some(rng, 4, 3))
    yield call("large inputs", np.array([-1000.0, -0.5, 0.5, 1000.0]))
    yield call("three axes", some(rng, 2, 3, 2))
    yield call("all above 0", np.array([0.5, 2.0, 3.0]))
    yield call("single precision", some(rng, 2, 4).astype(np.float32))
    yield call("a large batch", some(rng, 12, 20), hidden=True)


@relu.misconception
def absolute(z):
    """You returned |z|. For z < 0, relu is 0, not -z."""
    return np.abs(z)


@relu.misconception
def wrong_side(z):
    """You kept the negative side: relu keeps what is above 0. Is it the smaller of the two that you return?"""
    return np.minimum(z, 0.0)


@relu.misconception
def slope(z):
    """You returned 0s and 1s, which is the slope. Where z > 0, relu returns z itself."""
    return np.where(z > 0, 1.0, 0.0)


@relu.misconception
def in_place(z):
    """Your function changed the caller's array, as z[z < 0] = 0 does. Work on a copy, or use np.maximum."""
    z[z < 0] = 0.0
    return z


@relu.misconception
def builtin_max(z):
    """max(0, z) and `if z > 0` ask one question of the whole array. np.maximum and np.where ask it of every entry."""
    return max(0.0, z)


@relu.misconception
def one_axis_only(z):
    """Your loop takes z[i] for one number, but in a batch it is a row. numpy works on all entries, whatever the shape."""
    out = z.copy()
    for i in range(len(z)):
        if z[i] < 0:
            out[i] = 0.0
    return out


@relu.misconception
def capped(z):
    """You cut off at 1 as well. ReLU has no ceiling: where z > 0 it returns z itself."""
    return np.clip(z, 0.0, 1.0)


@relu.misconception
def leaks(z):
    """You let a hundredth of z through on the left: that is leaky ReLU. Here it is 0."""
    return np.where(z > 0, z, 0.01 * z)


@relu.misconception
def left_side_kept(z):
    """You have max(0, -z). ReLU keeps z where it is above 0."""
    return np.maximum(-z, 0.0)


@relu.misconception
def flattened(z):
    """The numbers are right, but they stand in one long row. Return an array of z's shape."""
    return np.maximum(z, 0.0).ravel()


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "Look at the graph of ReLU: how steep is it on the left, and how steep on the right?",
        "Only the sign of z matters. Decide on which side z = 0 belongs, then turn the answer into floats.",
        "np.where(condition, 1.0, 0.0) gives floats; which condition is False at z = 0?",
    ],
)
def relu_prime(rng):
    yield call("negative, zero and positive", np.array([-2.0, 0.0, 3.0]))
    yield call("a batch", some(rng, 4, 3))
    yield call("close to the kink", np.array([[-1e-12, 1e-12], [0.0, -0.3]]))
    yield call("large inputs, and ones", np.array([1000.0, -1000.0, 1.0, -1.0]))
    yield call("a large batch", some(rng, 12, 20), hidden=True)


@relu_prime.misconception
def booleans(z):
    """You returned False and True. A slope is a number: turn them into 0.0 and 1.0."""
    return z > 0


@relu_prime.misconception
def ones_and_zeros(z):
    """Right, but in whole numbers. A slope takes part in products of floats: return 0.0 and 1.0."""
    return (z > 0).astype(int)


@relu_prime.misconception
def kink_is_one(z):
    """At z = 0 you returned 1. There the convention of this book (and of PyTorch) is 0: use z > 0."""
    return np.where(z >= 0, 1.0, 0.0)


@relu_prime.misconception
def minus_one(z):
    """On the left you returned -1, and 0 at the kink, as np.sign does. ReLU is flat on the left: its slope is 0."""
    return np.sign(z)


@relu_prime.misconception
def value(z):
    """You returned ReLU itself. Its slope on the right is 1, however large z is."""
    return np.maximum(z, 0.0)


@relu_prime.misconception
def half_at_the_kink(z):
    """At z = 0 you returned ½. There the convention of this book is 0."""
    return np.heaviside(z, 0.5)


@relu_prime.misconception
def undefined_at_the_kink(z):
    """At z = 0 you returned nan: 0 / 0, perhaps. There the convention of this book is 0."""
    return np.where(z == 0, np.nan, np.where(z > 0, 1.0, 0.0))


@relu_prime.misconception
def slope_of_absolute(z):
    """On the left, and at 0, you returned -1. ReLU is flat there: its slope is 0."""
    return np.where(z > 0, 1.0, -1.0)


@relu_prime.misconception
def leaky_slope(z):
    """On the left you returned 0.01, the slope of leaky ReLU. ReLU is flat there."""
    return np.where(z > 0, 1.0, 0.01)


@relu_prime.misconception
def always_one(z):
    """You returned 1 everywhere. Left of 0 ReLU is flat."""
    return np.ones(z.shape)


# ---- sigmoid and tanh ----


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "σ has two forms, 1 / (1 + e⁻ᶻ) and eᶻ / (1 + eᶻ). For which z is each of them safe?",
        "Write e for exp(-|z|): it can never exceed 1. Then express both forms with e, one for z ≥ 0, one for z < 0.",
        "For z ≥ 0 the answer is 1 / (1 + e), for z < 0 it is e / (1 + e): only the numerator differs, so np.where can choose it.",
    ],
)
def sigmoid(rng):
    yield call("around zero", np.array([-2.0, 0.0, 2.0]))
    yield call("a batch", some(rng, 4, 3))
    yield call("very large |z|", np.array([-1000.0, -40.0, 40.0, 1000.0]))
    yield call("whole numbers", np.array([-3, 0, 1, 4]))
    yield call("single precision", (20 * some(rng, 2, 4)).astype(np.float32))
    yield call("a large batch", 100 * some(rng, 12, 20), hidden=True)


@sigmoid.misconception
def overflow(z):
    """eᶻ overflows for large z, and inf / inf is nan. Where z ≥ 0, use the form with e⁻ᶻ."""
    return np.exp(z) / (1.0 + np.exp(z))


@sigmoid.misconception
def mirrored(z):
    """Your curve falls from 1 to 0, so it is σ(-z). Check the sign in the exponent."""
    return right.sigmoid(-z)


@sigmoid.misconception
def precedence(z):
    """These are the answers of 1 + e⁻ᶻ. 1 / 1 + exp(-z) means (1 / 1) + exp(-z): put the denominator in parentheses, or divide 1 by it."""
    return 1.0 / 1.0 + np.exp(-z.astype(float))


@sigmoid.misconception
def whole_numbers(z):
    """Your answers were cut to whole numbers. np.zeros_like(z) copies z's integer type: ask for floats."""
    return right.sigmoid(z).astype(z.dtype)


@sigmoid.misconception
def hyperbolic(z):
    """This is tanh, which runs from -1 to 1. The sigmoid runs from 0 to 1."""
    return np.tanh(z)


@sigmoid.misconception
def even(z):
    """Your curve is the same on both sides of 0. Where z < 0, the numerator is eᶻ, not 1."""
    return 1.0 / (1.0 + np.exp(-np.abs(z)))


@sigmoid.misconception
def clipped(z):
    """You cut z off at ±10, and σ with it. Far out it comes much nearer to 0 and 1 than that."""
    return 1.0 / (1.0 + np.exp(-np.clip(z, -10.0, 10.0)))


@sigmoid.misconception
def nan_replaced(z):
    """Where eᶻ overflows you put 0 in place of nan. There σ is 1: where z ≥ 0, use the form with e⁻ᶻ."""
    return np.nan_to_num(np.exp(z) / (1.0 + np.exp(z)))


@sigmoid.misconception
def inverse_missing(z):
    """This is e⁻ᶻ alone. The sigmoid is 1 / (1 + e⁻ᶻ)."""
    return np.exp(-z)


@sigmoid.misconception
def slope_of_it(z):
    """This is the slope σ(z) (1 - σ(z)). The sigmoid is σ(z) itself."""
    s = right.sigmoid(z)
    return s * (1.0 - s)


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "The formula needs σ(z) twice. Compute it once and keep it.",
        "z is the input of the sigmoid: call sigmoid on it first, then combine the result with 1.",
        "With s = sigmoid(z), the slope is s times one minus s.",
    ],
)
def sigmoid_prime(rng):
    yield call("around zero", np.array([-2.0, 0.0, 2.0]))
    yield call("a batch", some(rng, 4, 3))
    yield call("very large |z|", np.array([-1000.0, 0.5, 1000.0]))
    yield call("a large batch", 3 * some(rng, 12, 20), hidden=True)


@sigmoid_prime.misconception
def already_activated(z):
    """You computed z (1 - z), as if z were already σ(z). Apply the sigmoid first."""
    return z * (1.0 - z)


@sigmoid_prime.misconception
def activated_twice(z):
    """The sigmoid was applied twice. σ'(z) needs s = σ(z), once."""
    s = right.sigmoid(right.sigmoid(z))
    return s * (1.0 - s)


@sigmoid_prime.misconception
def plus(z):
    """You have s (1 + s). The slope is s (1 - s), largest at z = 0, where it is a quarter."""
    s = right.sigmoid(z)
    return s * (1.0 + s)


@sigmoid_prime.misconception
def one_factor(z):
    """You returned 1 - s alone: a factor s is missing."""
    return 1.0 - right.sigmoid(z)


@sigmoid_prime.misconception
def negative(z):
    """Your slope is negative, but the sigmoid rises everywhere. There are two minus signs in the chain rule here."""
    s = right.sigmoid(z)
    return -s * (1.0 - s)


@sigmoid_prime.misconception
def of_tanh(z):
    """This is 1 - tanh(z)², the slope of tanh. That of the sigmoid is σ(z) (1 - σ(z))."""
    return 1.0 - np.tanh(z) ** 2


@sigmoid_prime.misconception
def one_minus_square(z):
    """You have 1 - s², which belongs to tanh. The slope of the sigmoid is s (1 - s)."""
    return 1.0 - right.sigmoid(z) ** 2


@sigmoid_prime.misconception
def sigmoid_itself(z):
    """You returned σ(z) itself. Its slope is σ(z) (1 - σ(z))."""
    return right.sigmoid(z)


@sigmoid_prime.misconception
def square_of_s(z):
    """You returned s². The slope is s (1 - s)."""
    return right.sigmoid(z) ** 2


@sigmoid_prime.misconception
def unstable(z):
    """e⁻ᶻ overflows for z = -1000, and inf / inf is nan. Call your sigmoid, which does not."""
    return np.exp(-z) / (1.0 + np.exp(-z)) ** 2


@sigmoid_prime.misconception
def times_the_input(z):
    """You have z σ(z) (1 - σ(z)). The slope of the sigmoid is σ(z) (1 - σ(z)) alone."""
    s = right.sigmoid(z)
    return z * s * (1.0 - s)


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "Two things happen to the sigmoid: its input is doubled, and its output is stretched and moved.",
        "σ runs from 0 to 1. Stretch it to run from 0 to 2, then move it to run from -1 to 1.",
        "Call sigmoid on 2 * z, double what comes back, subtract 1.",
    ],
)
def tanh(rng):
    yield call("around zero", np.array([-1.0, 0.0, 0.5]))
    yield call("a batch", some(rng, 4, 3))
    yield call("very large |z|", np.array([-1000.0, 0.5, 1000.0]))
    yield call("a large batch", some(rng, 12, 20), hidden=True)


@tanh.misconception
def input_not_doubled(z):
    """You have 2σ(z) - 1, with the right range and half the slope. The input must be doubled too: σ(2z)."""
    return 2.0 * right.sigmoid(z) - 1.0


@tanh.misconception
def only_moved(z):
    """You only moved the sigmoid down by ½. tanh is also stretched, in both directions."""
    return right.sigmoid(z) - 0.5


@tanh.misconception
def output_not_doubled(z):
    """σ(2z) - ½ runs from -½ to ½. Double the sigmoid before you subtract."""
    return right.sigmoid(2.0 * z) - 0.5


@tanh.misconception
def exponentials(z):
    """eᶻ overflows for large |z|, and inf / inf is nan. Build tanh from your stable sigmoid."""
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


@tanh.misconception
def nothing_subtracted(z):
    """2σ(2z) runs from 0 to 2. Subtract 1, and it runs from -1 to 1."""
    return 2.0 * right.sigmoid(2.0 * z)


@tanh.misconception
def sigmoid_not_doubled(z):
    """σ(2z) - 1 runs from -1 to 0. Double the sigmoid first."""
    return right.sigmoid(2.0 * z) - 1.0


@tanh.misconception
def turned_over(z):
    """Your curve falls. tanh rises from -1 to 1: the sign is turned round."""
    return 1.0 - 2.0 * right.sigmoid(2.0 * z)


@tanh.misconception
def slope_of_tanh(z):
    """This is the slope of tanh, 1 - tanh(z)². Return tanh(z)."""
    return 1.0 - np.tanh(z) ** 2


# ---- the gradient on its way back ----


def layers(rng: np.random.Generator, n: int, sizes: list[int]) -> tuple:
    """A gradient, weights and slopes for a network with these layer sizes."""
    pairs = list(itertools.pairwise(sizes))
    weights = [some(rng, a, b) for a, b in pairs]
    slopes = [rng.uniform(0.05, 1.0, size=(n, b)).round(2) for _, b in pairs]
    return some(rng, n, sizes[-1]), weights, slopes


@exercise(
    points=3,
    minutes=12,
    difficulty=2,
    hints=[
        "Store the norm of dA first. Then walk through the layers from the last to the first.",
        "reversed(weights) and reversed(slopes), zipped, give each layer's pair on the way back. Multiply by the slope before the weights.",
        "In the loop: dA = (dA * slope) @ W.T, then append np.linalg.norm(dA). Write dA = ..., not dA *= ..., which would change the caller's array.",
    ],
)
def backward_norms(rng):
    one = [np.array([[2.0]]), np.array([[0.5]])]
    yield call(
        "two layers of one unit",
        np.array([[1.0]]),
        one,
        [np.array([[0.25]]), np.array([[0.5]])],
    )
    yield call("three layers of one width", *layers(rng, 4, [3, 3, 3, 3]))
    yield call("layers of different widths", *layers(rng, 2, [4, 3, 2]))
    yield call("a single layer", *layers(rng, 3, [2, 2]))
    yield call("a deep network", *layers(rng, 3, [2] * 8), hidden=True)


def _norms_by(dA, weights, slopes, norm):
    norms = [norm(dA)]
    for W, slope in zip(reversed(weights), reversed(slopes), strict=True):
        dA = (dA * slope) @ W.T
        norms.append(norm(dA))
    return np.array(norms)


@backward_norms.misconception
def no_slopes(dA, weights, slopes):
    """The slopes never enter: multiply dA by slopes[l] before the weights of layer l."""
    return right.backward_norms(dA, weights, [np.ones_like(s) for s in slopes])


@backward_norms.misconception
def forwards(dA, weights, slopes):
    """You went from the first layer to the last. The gradient arrives at the last layer and goes back."""
    return right.backward_norms(dA, weights[::-1], slopes[::-1])


@backward_norms.misconception
def not_transposed(dA, weights, slopes):
    """You multiplied by W. Going back takes W.T, from the layer's outputs to its inputs."""
    return right.backward_norms(dA, [W.T for W in weights], slopes)


@backward_norms.misconception
def slope_after_weights(dA, weights, slopes):
    """Forward, the weights come first and φ second. Backward it is the other way round: slope first, then W.T."""
    norms = [np.linalg.norm(dA)]
    for W, slope in zip(weights[::-1], slopes[::-1], strict=True):
        dA = (dA @ W.T) * slope
        norms.append(np.linalg.norm(dA))
    return np.array(norms)


@backward_norms.misconception
def first_norm_missing(dA, weights, slopes):
    """One norm is missing: start the list with the norm of dA as it came in."""
    return right.backward_norms(dA, weights, slopes)[1:]


@backward_norms.misconception
def squared(dA, weights, slopes):
    """These are squared lengths. np.linalg.norm takes the square root as well."""
    return right.backward_norms(dA, weights, slopes) ** 2


@backward_norms.misconception
def dA_changed(dA, weights, slopes):
    """Your function changed the caller's dA, as dA *= slope does. Write dA = dA * slope, which makes a new one."""
    norms = right.backward_norms(dA, weights, slopes)
    dA *= slopes[-1]
    return norms


@backward_norms.misconception
def last_layer_last(dA, weights, slopes):
    """The norms are right, but in reverse order: that of dA as it came in is the first."""
    return right.backward_norms(dA, weights, slopes)[::-1]


@backward_norms.misconception
def last_norm_missing(dA, weights, slopes):
    """One norm is missing: the last one, of the gradient that arrives at the input."""
    return right.backward_norms(dA, weights, slopes)[:-1]


@backward_norms.misconception
def spectral(dA, weights, slopes):
    """np.linalg.norm(dA, 2) is another norm of a matrix. Without the 2 it is the root of the sum of all squares."""
    return _norms_by(dA, weights, slopes, lambda a: np.linalg.norm(a, 2))


@backward_norms.misconception
def mean_of_rows(dA, weights, slopes):
    """You took the mean of the samples' norms. Take the norm of the whole array, np.linalg.norm(dA)."""
    return _norms_by(dA, weights, slopes, lambda a: np.mean(np.linalg.norm(a, axis=1)))


@backward_norms.misconception
def sums(dA, weights, slopes):
    """You added up the sizes of the entries. np.linalg.norm is the root of the sum of their squares."""
    return _norms_by(dA, weights, slopes, lambda a: np.sum(np.abs(a)))


@backward_norms.misconception
def gradient_kept(dA, weights, slopes):
    """Every layer of yours begins with the dA that came in. Hand the result of each layer on to the next."""
    back = [
        np.linalg.norm((dA * s) @ W.T) if s.shape == dA.shape else np.nan
        for W, s in zip(weights, slopes, strict=True)
    ]
    return np.array([np.linalg.norm(dA), *reversed(back)])


@exercise(
    points=2,
    minutes=6,
    difficulty=2,
    hints=[
        "Ask of each column: is every entry ≤ 0?",
        "A comparison gives True and False. np.all along one axis answers the question for each column; which axis disappears?",
        "The mean of True and False is a share: take the mean of np.all(Z <= 0, axis=...).",
    ],
)
def dead_share(rng):
    by_hand = np.array([[-1.0, 2.0, 0.0], [-3.0, -1.0, -2.0], [-2.0, 4.0, -5.0]])
    yield call("two of three units are dead", by_hand)
    yield call("a batch", some(rng, 3, 8))
    yield call("units that differ", some(rng, 6, 10) + 2 * some(rng, 10))
    yield call("a unit that is barely awake", np.array([[-1.0, 1e-10, -3.0], [-2.0, -1.0, 0.0]]))
    yield call("everybody is dead", np.array([[-1.0, 0.0], [-2.0, -0.1]]))
    yield call("nobody is dead", np.array([[1.0, -2.0, 3.0, -1.0], [-1.0, 0.5, 2.0, 4.0]]))
    yield call("a large batch", some(rng, 8, 30) - 3.0, hidden=True)
    rarely = -np.abs(some(rng, 150, 2)) - 0.01
    rarely[rng.integers(150), 0] = 0.5
    yield call("many samples, one of which wakes a unit", rarely, hidden=True)


@dead_share.misconception
def silent_entries(Z):
    """This is the share of silent *entries* (the sparsity). A dead unit is silent for every sample."""
    return float(np.mean(Z <= 0))


@dead_share.misconception
def samples(Z):
    """You asked each sample (row) whether all units are silent. Ask each unit (column): axis=0."""
    return float(np.mean(np.all(Z <= 0, axis=1)))


@dead_share.misconception
def once_silent(Z):
    """You counted units that are silent for *some* sample. Dead means silent for all: np.all, not np.any."""
    return float(np.mean(np.any(Z <= 0, axis=0)))


@dead_share.misconception
def strictly_negative(Z):
    """At z = 0 the slope of ReLU is 0 as well, so 0 counts as silent: use <=."""
    return float(np.mean(np.all(Z < 0, axis=0)))


@dead_share.misconception
def on_average(Z):
    """You asked whether a unit is ≤ 0 on average. One sample that wakes it is enough to keep it alive."""
    return float(np.mean(Z.mean(axis=0) <= 0))


@dead_share.misconception
def one_answer_a_unit(Z):
    """You have True or False for each unit. The share is the mean of these."""
    return np.all(Z <= 0, axis=0)


@dead_share.misconception
def one_answer_for_all(Z):
    """Without an axis, np.all asks whether the whole layer is dead. Ask each unit: axis=0. Then take the mean."""
    return np.all(Z <= 0)


@dead_share.misconception
def number(Z):
    """You returned how many are dead. A share is that number divided by the number of units."""
    return int(np.sum(np.all(Z <= 0, axis=0)))


@dead_share.misconception
def alive(Z):
    """This is the share of units that are *not* dead."""
    return 1.0 - right.dead_share(Z)


@dead_share.misconception
def per_cent(Z):
    """You returned per cent. A share lies between 0 and 1."""
    return 100.0 * right.dead_share(Z)


@dead_share.misconception
def exactly_zero(Z):
    """You asked where Z is exactly 0. Z comes *before* the ReLU: all that is ≤ 0 is silenced by it."""
    return float(np.mean(np.all(Z == 0, axis=0)))


@dead_share.misconception
def nearly_silent(Z):
    """A unit with one small number above 0 is alive: compare with 0 itself, not with a small number."""
    return float(np.mean(np.all((Z <= 0) | np.isclose(Z, 0), axis=0)))


@dead_share.misconception
def positive(Z):
    """You counted the units that are ≥ 0 for every sample. Dead is who is ≤ 0."""
    return float(np.mean(np.all(Z >= 0, axis=0)))


# ---- repairs of the left side ----


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "Two rules, one for each side of 0. Which numpy function chooses between two arrays, entry by entry?",
        "np.where(condition, this, that). np.maximum(alpha * z, z) is tempting; try it by hand with alpha = 2.",
        "np.where(z > 0, z, ...) with the left rule in the last place.",
    ],
)
def leaky_relu(rng):
    yield call("negative, zero and positive", np.array([-2.0, 0.0, 3.0]))
    yield call("alpha = 0.1", some(rng, 4, 3), alpha=0.1)
    yield call("alpha above 1", np.array([-3.0, -1.0, 0.5, 2.0]), alpha=2.0)
    yield call("alpha = 0 is ReLU", some(rng, 5), 0.0)
    yield call("all above 0", np.array([[0.5, 2.0], [3.0, 1.5]]), alpha=0.2)
    yield call("alpha below 0", np.array([-2.0, -0.5, 0.0, 1.5]), alpha=-0.5)
    yield call("whole numbers", np.array([-3, -1, 0, 2]), alpha=0.5)
    yield call("a large batch", some(rng, 12, 20), alpha=0.3, hidden=True)


@leaky_relu.misconception
def maximum(z, alpha=0.01):
    """max(alpha z, z) is leaky ReLU only as long as alpha ≤ 1. Above that it picks the wrong branch on both sides."""
    return np.maximum(alpha * z, z)


@leaky_relu.misconception
def fixed_alpha(z, alpha=0.01):
    """You always used 0.01. Use the argument alpha; 0.01 is only its default."""
    return np.where(z > 0, z, 0.01 * z)


@leaky_relu.misconception
def turned_up(z, alpha=0.01):
    """Your left side goes up again. alpha * z is already negative there: no extra minus."""
    return np.where(z > 0, z, -alpha * z)


@leaky_relu.misconception
def sides_swapped(z, alpha=0.01):
    """The two sides are swapped: z > 0 stays as it is, the rest is multiplied by alpha."""
    return np.where(z > 0, alpha * z, z)


@leaky_relu.misconception
def leak_everywhere(z, alpha=0.01):
    """relu(z) + alpha z tilts the right side too, to a slope of 1 + alpha. The leak belongs on the left only."""
    return np.maximum(z, 0.0) + alpha * z


@leaky_relu.misconception
def leak_in_place(z, alpha=0.01):
    """Your function changed the caller's array, as z[z <= 0] *= alpha does. Work on a copy, or use np.where."""
    z[z <= 0] *= alpha
    return z


@leaky_relu.misconception
def divided(z, alpha=0.01):
    """You divided by alpha on the left. Multiply by it."""
    return np.where(z > 0, z, z / alpha if alpha else np.inf * z)


@leaky_relu.misconception
def kept_whole(z, alpha=0.01):
    """With whole numbers in z, whole numbers come out. z.copy() and np.zeros_like(z) keep z's integer type: ask for floats."""
    out = z.copy()
    out[z <= 0] = alpha * z[z <= 0]
    return out


@leaky_relu.misconception
def constant_left(z, alpha=0.01):
    """Your left side is alpha itself, flat. It is alpha * z, a line through 0."""
    return np.where(z > 0, z, alpha)


@leaky_relu.misconception
def subtracted(z, alpha=0.01):
    """Your left side has slope 1 - alpha. Its slope is alpha."""
    return np.where(z > 0, z, z - alpha * z)


@leaky_relu.misconception
def never_negative(z, alpha=0.01):
    """A negative alpha is a slope too: the left side then rises to the left. Take alpha as it is."""
    return np.where(z > 0, z, max(alpha, 0.0) * z)


@leaky_relu.misconception
def plain_relu(z, alpha=0.01):
    """This is ReLU: your left side is 0, whatever alpha is."""
    return np.maximum(z, 0.0)


@exercise(
    points=3,
    minutes=15,
    difficulty=3,
    hints=[
        "Take one entry, a = alpha z on the left. What is ∂a/∂z there, and what is ∂a/∂alpha? And on the right?",
        "Multiply both local slopes by dA (chain rule). Each alpha served all samples of its unit: add their contributions up along axis 0.",
        "dZ is dA times 1 where Z > 0 and alpha elsewhere. dalpha is the sum over samples of dA times 0 where Z > 0 and Z elsewhere.",
    ],
)
def prelu_backward(rng):
    dA = np.array([[1.0, 2.0], [3.0, 4.0]])
    Z = np.array([[-1.0, 2.0], [-3.0, -4.0]])
    yield call("two samples, two units", dA, Z, np.array([0.1, 0.5]))
    yield call("a batch", some(rng, 5, 3), some(rng, 5, 3), rng.uniform(0, 1, size=3).round(2))
    yield call("one sample", some(rng, 1, 4), some(rng, 1, 4), some(rng, 4))
    yield call(
        "a zero among Z",
        some(rng, 3, 2),
        np.array([[0.0, 1.0], [-1.0, 0.0], [2.0, -2.0]]),
        np.array([0.2, 1.5]),
    )
    yield call("a large batch", some(rng, 12, 6), some(rng, 12, 6), some(rng, 6), hidden=True)


@prelu_backward.misconception
def not_summed(dA, Z, alpha):
    """dalpha still has one row a sample. All samples share alpha: sum over axis 0."""
    return right.prelu_backward(dA, Z, alpha)[0], dA * np.minimum(Z, 0.0)


@prelu_backward.misconception
def averaged(dA, Z, alpha):
    """You averaged over the samples. The gradient is their sum; the loss has already put any 1/n into dA."""
    dZ, dalpha = right.prelu_backward(dA, Z, alpha)
    return dZ, dalpha / len(Z)


@prelu_backward.misconception
def summed_over_all(dA, Z, alpha):
    """dalpha is a single number. Each unit has its own alpha: sum over the samples only, axis 0."""
    dZ, dalpha = right.prelu_backward(dA, Z, alpha)
    return dZ, np.sum(dalpha)


@prelu_backward.misconception
def chain_broken(dA, Z, alpha):
    """dalpha does not contain dA. The chain rule multiplies the local slope by the gradient from above."""
    return right.prelu_backward(dA, Z, alpha)[0], np.minimum(Z, 0.0).sum(axis=0)


@prelu_backward.misconception
def both_sides(dA, Z, alpha):
    """dalpha counts entries with Z > 0 too. There alpha plays no part, so their contribution is 0."""
    return right.prelu_backward(dA, Z, alpha)[0], np.sum(dA * Z, axis=0)


@prelu_backward.misconception
def relu_slope(dA, Z, alpha):
    """dZ is 0 on the left, as in ReLU. Here the left side has slope alpha."""
    return dA * (Z > 0), right.prelu_backward(dA, Z, alpha)[1]


@prelu_backward.misconception
def order(dA, Z, alpha):
    """The two gradients come in the wrong order: return dZ first, then dalpha."""
    return right.prelu_backward(dA, Z, alpha)[::-1]


@prelu_backward.misconception
def gradient_overwritten(dA, Z, alpha):
    """Your function changed the caller's dA, as dA *= ... does. Make a new array: dZ = dA * ..."""
    dZ, dalpha = right.prelu_backward(dA, Z, alpha)
    dA[...] = dZ
    return dA, dalpha


@prelu_backward.misconception
def right_side_at_zero(dA, Z, alpha):
    """At Z = 0 you took slope 1. Take the left side there: alpha."""
    dZ, dalpha = right.prelu_backward(dA, Z, alpha)
    return np.where(Z == 0, dA, dZ), dalpha


@prelu_backward.misconception
def nothing_at_zero(dA, Z, alpha):
    """At Z = 0 your dZ is 0. Take the left side there: alpha."""
    dZ, dalpha = right.prelu_backward(dA, Z, alpha)
    return np.where(Z == 0, 0.0, dZ), dalpha


@prelu_backward.misconception
def slope_alone(dA, Z, alpha):
    """dZ does not contain dA. The chain rule multiplies the local slope by the gradient from above."""
    return np.where(Z > 0, 1.0, alpha) * np.ones_like(dA), right.prelu_backward(dA, Z, alpha)[1]


@prelu_backward.misconception
def alpha_in_dalpha(dA, Z, alpha):
    """dalpha contains alpha. On the left A is alpha * Z, and its derivative with respect to alpha is Z."""
    dZ, dalpha = right.prelu_backward(dA, Z, alpha)
    return dZ, alpha * dalpha


@prelu_backward.misconception
def dalpha_on_the_right(dA, Z, alpha):
    """dalpha sums the entries with Z > 0. alpha plays a part only on the *left*."""
    return right.prelu_backward(dA, Z, alpha)[0], np.sum(dA * np.maximum(Z, 0.0), axis=0)


@prelu_backward.misconception
def sides_exchanged(dA, Z, alpha):
    """In dZ the sides are exchanged: the slope is 1 where Z > 0, and alpha elsewhere."""
    return dA * np.where(Z > 0, alpha, 1.0), right.prelu_backward(dA, Z, alpha)[1]


@prelu_backward.misconception
def sign_of_dalpha(dA, Z, alpha):
    """The sign of dalpha is turned round. Z is negative on the left, and stays so."""
    dZ, dalpha = right.prelu_backward(dA, Z, alpha)
    return dZ, -dalpha


@prelu_backward.misconception
def dalpha_counted(dA, Z, alpha):
    """dalpha does not contain Z: on the left A is alpha * Z, and its derivative with respect to alpha is Z."""
    return right.prelu_backward(dA, Z, alpha)[0], np.sum(dA * (Z <= 0), axis=0)


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "As in leaky ReLU there are two rules, one a side. Only the left one is curved.",
        "np.where computes both rules everywhere, then chooses. Keep the left rule from seeing large positive z.",
        "np.minimum(z, 0.0) is 0 wherever z > 0, so that np.expm1 of it is harmless: np.where(z > 0, z, alpha * ...).",
    ],
)
def elu(rng):
    yield call("negative, zero and positive", np.array([-2.0, 0.0, 3.0]))
    yield call("a batch, alpha = 0.5", some(rng, 4, 3), alpha=0.5)
    yield call("very large |z|", np.array([-1000.0, -1.0, 1.0, 1000.0]), 2.0)
    yield call("tiny z", np.array([-2e-12, -3e-13, 1e-12]))
    yield call("all above 0", np.array([0.5, 2.0, 3.0]))
    yield call("whole numbers", np.array([-2, -1, 0, 3]))
    yield call("a large batch", 10 * some(rng, 12, 20), alpha=1.5, hidden=True)


@elu.misconception
def no_minus_one(z, alpha=1.0):
    """On the left you have alpha eᶻ, which jumps to alpha at z = 0. Subtract 1 from eᶻ."""
    return np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0.0)))


@elu.misconception
def straight(z, alpha=1.0):
    """Your left side is the straight line of leaky ReLU. ELU's is a curve that flattens out at -alpha."""
    return np.where(z > 0, z, alpha * z)


@elu.misconception
def alpha_missing(z, alpha=1.0):
    """The left side ignores alpha: multiply eᶻ - 1 by it."""
    return right.elu(z)


@elu.misconception
def alpha_on_both_sides(z, alpha=1.0):
    """alpha scales the left side only. On the right ELU is z itself."""
    return alpha * right.elu(z)


@elu.misconception
def digits_lost(z, alpha=1.0):
    """For tiny z, eᶻ is 1.000000000000..., and subtracting 1 throws its digits away. Use np.expm1(z)."""
    return np.where(z > 0, z, alpha * (np.exp(np.minimum(z, 0.0)) - 1.0))


@elu.misconception
def masks_multiplied(z, alpha=1.0):
    """A mask of 0 does not erase an overflow: 0 * inf is nan. Choose with np.where, and keep large z out of expm1."""
    return (z > 0) * z + (z <= 0) * alpha * np.expm1(z)


@elu.misconception
def cut_to_whole_numbers(z, alpha=1.0):
    """Your answers were cut to whole numbers. z.copy() and np.zeros_like(z) keep z's integer type: ask for floats."""
    return right.elu(z, alpha).astype(z.dtype)


@elu.misconception
def alpha_inside(z, alpha=1.0):
    """You multiplied z by alpha inside the exponential. alpha stands outside: alpha (eᶻ - 1)."""
    return np.where(z > 0, z, np.expm1(alpha * np.minimum(z, 0.0)))


@elu.misconception
def left_side_up(z, alpha=1.0):
    """On the left you have alpha (1 - eᶻ), above 0. Exchange the two: eᶻ - 1 is below."""
    return np.where(z > 0, z, -alpha * np.expm1(np.minimum(z, 0.0)))


@elu.misconception
def one_subtracted_last(z, alpha=1.0):
    """On the left you have alpha eᶻ - 1. The 1 is subtracted first: alpha (eᶻ - 1)."""
    return np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0.0)) - 1.0)


@elu.misconception
def slope_of_elu(z, alpha=1.0):
    """This is the slope of ELU. Return ELU itself."""
    return np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0.0)))


@elu.misconception
def mirrored_exponent(z, alpha=1.0):
    """On the left you have e⁻ᶻ, which grows without bound. The exponent is z itself, below 0."""
    return np.where(z > 0, z, alpha * np.expm1(-np.minimum(z, 0.0)))


# ---- the mean of what comes out ----


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "First build the gradients, one row a sample: row i is delta[i] times the row A[i].",
        "delta[:, np.newaxis] * A gives all rows at once. Then ask of each row whether all its entries are ≥ 0, or all ≤ 0.",
        "np.all(G >= 0, axis=1) | np.all(G <= 0, axis=1) is True for the rows that count; the share is their mean.",
    ],
)
def same_sign_share(rng):
    A = np.array([[1.0, 2.0], [1.0, -2.0], [-1.0, -3.0], [0.0, -2.0]])
    yield call("four samples", A, np.array([1.0, 1.0, 2.0, -1.0]))
    yield call("two inputs of either sign", some(rng, 12, 2), some(rng, 12))
    yield call("inputs between 0 and 1", rng.uniform(size=(6, 3)).round(2), some(rng, 6))
    yield call("sparse inputs", np.maximum(some(rng, 6, 3), 0.0), some(rng, 6))
    yield call("three inputs", some(rng, 10, 3), some(rng, 10))
    yield call("a single sample", np.array([[0.5, 0.0, 2.0]]), np.array([-1.0]))
    mixed = np.array([[1.0, -1.0], [2.0, -0.5], [-1.0, 3.0], [-1.0, -0.5]])
    yield call("a 0 between two signs", np.array([[1.0, 0.0, -1.0], [1.0, 0.0, 2.0]]), np.array([1.0, -2.0]))
    yield call("samples without a gradient", mixed, np.array([0.0, -1.0, 0.0, 0.0]))
    yield call("a large batch", some(rng, 40, 3), some(rng, 40), hidden=True)


@same_sign_share.misconception
def rises_only(A, delta):
    """You counted the samples whose gradient is all ≥ 0. Those with all ≤ 0 push one way as well."""
    return float(np.mean(np.all(delta[:, np.newaxis] * A >= 0, axis=1)))


@same_sign_share.misconception
def zero_disqualifies(A, delta):
    """An entry that is exactly 0 pulls neither way, so it does not break a row: use >= and <=."""
    G = delta[:, np.newaxis] * A
    return float(np.mean(np.all(G > 0, axis=1) | np.all(G < 0, axis=1)))


@same_sign_share.misconception
def per_weight(A, delta):
    """You asked each weight (column) about all samples. Ask each sample (row) about all weights: axis=1."""
    G = delta[:, np.newaxis] * A
    return float(np.mean(np.all(G >= 0, axis=0) | np.all(G <= 0, axis=0)))


@same_sign_share.misconception
def whole_batch(A, delta):
    """You added the samples up first. The question is about each sample's own gradient."""
    g = delta @ A
    return float(np.all(g >= 0) or np.all(g <= 0))


@same_sign_share.misconception
def how_many(A, delta):
    """You returned how many samples there are of that kind. Divide by the number of samples."""
    return right.same_sign_share(A, delta) * len(A)


@same_sign_share.misconception
def delta_left_out(A, delta):
    """Your answers do not depend on delta. With delta = 0 all numbers of a gradient are 0, and it counts."""
    return float(np.mean(np.all(A >= 0, axis=1) | np.all(A <= 0, axis=1)))


@same_sign_share.misconception
def no_gradient_no_sample(A, delta):
    """A sample with delta = 0 has a gradient of zeros. They are all ≥ 0: it counts."""
    G = delta[:, np.newaxis] * A
    same = np.all(G >= 0, axis=1) | np.all(G <= 0, axis=1)
    return float(np.mean(same & (delta != 0)))


@same_sign_share.misconception
def mixed_share(A, delta):
    """This is the share of the other samples, those that pull in both directions."""
    return 1.0 - right.same_sign_share(A, delta)


@same_sign_share.misconception
def falls_only(A, delta):
    """You counted the samples whose gradient is all ≤ 0. Those with all ≥ 0 push one way as well."""
    return float(np.mean(np.all(delta[:, np.newaxis] * A <= 0, axis=1)))


# ---- maxout and SiLU ----


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "Compute the output of each of the k layers first, and only then compare them.",
        "X @ W multiplies X by all k matrices at once and gives shape (k, n_samples, n_out). What shape must b have to be added to it?",
        "b[:, np.newaxis, :] has shape (k, 1, n_out). Add it, then take the maximum along axis 0, the axis of the pieces.",
    ],
)
def maxout(rng):
    W = np.array([[[1.0], [0.0]], [[0.0], [1.0]]])
    yield call(
        "the larger of two inputs",
        np.array([[1.0, 2.0], [5.0, -1.0]]),
        W,
        np.zeros((2, 1)),
    )
    yield call("three pieces, two units", some(rng, 4, 3), some(rng, 3, 3, 2), some(rng, 3, 2))
    yield call(
        "one piece is a linear layer",
        some(rng, 3, 2),
        some(rng, 1, 2, 2),
        some(rng, 1, 2),
    )
    yield call(
        "ReLU from two pieces",
        some(rng, 5, 1),
        np.array([[[1.0]], [[0.0]]]),
        np.array([[0.5], [0.0]]),
    )
    yield call(
        "as many pieces as samples",
        some(rng, 3, 2),
        some(rng, 3, 2, 4),
        some(rng, 3, 4),
    )
    yield call(
        "a large layer",
        some(rng, 6, 4),
        some(rng, 5, 4, 3),
        some(rng, 5, 3),
        hidden=True,
    )


@maxout.misconception
def largest_weights(X, W, b):
    """You took the largest weights and then multiplied. Multiply first: the largest *output* wins."""
    return X @ W.max(axis=0) + b.max(axis=0)


@maxout.misconception
def pieces_added(X, W, b):
    """You added the pieces up, which makes one linear layer again. Take their maximum."""
    return (X @ W + b[:, np.newaxis, :]).sum(axis=0)


@maxout.misconception
def no_bias(X, W, b):
    """The biases b are missing: each piece is X @ W[j] + b[j]."""
    return (X @ W).max(axis=0)


@maxout.misconception
def bias_afterwards(X, W, b):
    """Every piece has its own bias, and it takes part in the comparison: add it before the maximum."""
    return (X @ W).max(axis=0) + b.max(axis=0)


@maxout.misconception
def bias_on_samples(X, W, b):
    """X @ W + b lines the k rows of b up with the samples. Give b a middle axis, so that they meet the k pieces."""
    return (X @ W + b).max(axis=0)


@maxout.misconception
def across_units(X, W, b):
    """You took the maximum over the units. Compare the k pieces of one unit: axis 0 of a (k, n_samples, n_out) array."""
    return (X @ W + b[:, np.newaxis, :]).max(axis=-1)


@maxout.misconception
def largest_in_size(X, W, b):
    """You compared sizes, without their signs. The maximum of -3 and 2 is 2."""
    Z = X @ W + b[:, np.newaxis]
    return np.take_along_axis(Z, np.abs(Z).argmax(axis=0)[np.newaxis], axis=0)[0]


@maxout.misconception
def never_below_zero(X, W, b):
    """You put a ReLU on top. The maximum of the pieces may be below 0, and stays so."""
    return np.maximum(right.maxout(X, W, b), 0.0)


@maxout.misconception
def which_piece(X, W, b):
    """You returned *which* piece is the largest, as np.argmax does. Return its output, with np.max."""
    return np.argmax(X @ W + b[:, np.newaxis], axis=0)


@maxout.misconception
def mean_of_pieces(X, W, b):
    """You took the mean of the pieces, which is one linear layer again. Take their maximum."""
    return np.mean(X @ W + b[:, np.newaxis], axis=0)


@maxout.misconception
def smallest(X, W, b):
    """You took the smallest output. The largest one wins."""
    return np.min(X @ W + b[:, np.newaxis], axis=0)


@maxout.misconception
def first_piece(X, W, b):
    """You returned the first piece alone. Compare all k of them."""
    return X @ W[0] + b[0]


@maxout.misconception
def all_pieces(X, W, b):
    """You returned the outputs of all k pieces. Of these the largest wins: np.max(..., axis=0)."""
    return X @ W + b[:, np.newaxis]


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "Write SiLU as f g with f = z and g = σ(z). What are f' and g'?",
        "f' g is the draft's first term, and it is right. So look at f g': which factor did the draft forget?",
        "The second term is z times σ'(z), and σ'(z) is s (1 - s).",
    ],
)
def silu_prime(rng):
    yield call("around zero", np.array([-2.0, 0.0, 2.0]))
    yield call("a batch", some(rng, 4, 3))
    yield call("very large |z|", np.array([-1000.0, 1.0, 1000.0]))
    yield call("a large batch", some(rng, 12, 20), hidden=True)


@silu_prime.misconception
def draft(z):
    """This is still the draft. Far from 0 it is right, nearer it is right only at z = 1: which factor of f g' is missing?"""
    return right.silu_prime_draft(z)


@silu_prime.misconception
def switch_only(z):
    """You have f' g only. The product rule has a second term, f g'."""
    return right.sigmoid(z)


@silu_prime.misconception
def product_of_slopes(z):
    """These are the answers of σ (1 - σ): the two slopes multiplied, f' g', or the slope of the sigmoid alone. The product rule adds: f' g + f g'."""
    return right.sigmoid_prime(z)


@silu_prime.misconception
def minus(z):
    """The sign of the second term is wrong: the product rule adds."""
    s = right.sigmoid(z)
    return s - z * s * (1.0 - s)


@silu_prime.misconception
def silu_itself(z):
    """You returned SiLU itself, not its slope."""
    return right.silu(z)


@silu_prime.misconception
def second_term_only(z):
    """You have f g' only. The product rule has a first term, f' g, too."""
    s = right.sigmoid(z)
    return z * s * (1.0 - s)


@silu_prime.misconception
def sigmoid_not_derived(z):
    """You have σ + z σ. In the second term σ has to be derived: its slope is σ (1 - σ)."""
    s = right.sigmoid(z)
    return s + z * s


@silu_prime.misconception
def one_plus(z):
    """You have 1 + z σ (1 - σ). The derivative of z is 1, but it multiplies σ: the first term is σ."""
    s = right.sigmoid(z)
    return 1.0 + z * s * (1.0 - s)


# ---- softmax ----


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "Subtract the largest score along the axis before exp: then the largest exponent is 0.",
        "Both the maximum and the sum run along `axis`. keepdims=True keeps that axis, with length 1, so that it lines up again.",
        "e = np.exp(z - z.max(axis=axis, keepdims=True)), then divide e by its own sum along the same axis.",
    ],
)
def softmax(rng):
    yield call("three scores", np.array([1.0, 2.0, 3.0]))
    yield call("a batch", some(rng, 4, 3))
    yield call("along the first axis", some(rng, 4, 3), axis=0)
    yield call("a square batch", some(rng, 3, 3))
    yield call(
        "huge scores", np.array([[1000.0, 1001.0, 999.0], [-1000.0, -1002.0, -1000.0], [0.0, 2000.0, 0.0]])
    )
    yield call("the middle of three axes", some(rng, 2, 3, 2), 1)
    yield call("one score far below the others", np.array([[-500.0, 400.0, 401.0, 399.0]]))
    yield call("a large batch", 20 * some(rng, 12, 10), hidden=True)


@softmax.misconception
def mean_for_maximum(z, axis=-1):
    """You subtracted the mean. Where one score lies far above the others, exp still overflows: subtract the maximum."""
    e = np.exp(z - z.mean(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@softmax.misconception
def no_shift(z, axis=-1):
    """exp overflows for large scores, and inf / inf is nan. Subtract the maximum along `axis` first."""
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)


@softmax.misconception
def one_maximum_for_all(z, axis=-1):
    """You subtracted the largest score of the whole array. In a row far below it every exp is 0: take the maximum along `axis`."""
    e = np.exp(z - z.max())
    return e / e.sum(axis=axis, keepdims=True)


@softmax.misconception
def one_sum_for_all(z, axis=-1):
    """You divided by the sum over the whole array, so that only all rows together sum to 1. Sum along `axis`."""
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum()


@softmax.misconception
def axis_ignored(z, axis=-1):
    """You always used the last axis: pass `axis` on to the maximum and to the sum."""
    return right.softmax(z)


@softmax.misconception
def axis_lost(z, axis=-1):
    """Without keepdims=True the sums lie along the wrong axis, or do not fit at all."""
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis)


@softmax.misconception
def no_exponential(z, axis=-1):
    """z / sum(z) may be negative or divide by 0. Take exp of the scores first."""
    return z / z.sum(axis=axis, keepdims=True)


@softmax.misconception
def scores_changed(z, axis=-1):
    """Your function changed the caller's scores, as z -= ... does. Write z = z - ..., which makes a new array."""
    z -= z.max(axis=axis, keepdims=True)
    return right.softmax(z, axis)


@softmax.misconception
def minimum_for_maximum(z, axis=-1):
    """You subtracted the smallest score, so that the others are above 0 and exp overflows. Subtract the largest."""
    e = np.exp(z - z.min(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@softmax.misconception
def one_for_all(z, axis=-1):
    """Your maximum and your sum are those of the whole array. All rows together sum to 1 with you; take both along `axis`."""
    e = np.exp(z - z.max())
    return e / e.sum()


@softmax.misconception
def raw_and_one_sum(z, axis=-1):
    """Two things at once: the largest score is not subtracted, so that exp overflows; and the sum runs over the whole array, not along `axis`."""
    e = np.exp(z)
    return e / e.sum()


@softmax.misconception
def raw_on_the_last_axis(z, axis=-1):
    """Two things at once: the largest score is not subtracted, so that exp overflows; and the sum always runs along the last axis, not along `axis`."""
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


@softmax.misconception
def first_axis(z, axis=-1):
    """You always used the first axis, 0. Pass `axis` on to the maximum and to the sum."""
    return right.softmax(z, 0)


@softmax.misconception
def raw_on_the_first_axis(z, axis=-1):
    """Two things at once: the largest score is not subtracted, so that exp overflows; and the sum always runs along the first axis, not along `axis`."""
    e = np.exp(z)
    return e / e.sum(axis=0, keepdims=True)


@softmax.misconception
def logarithm(z, axis=-1):
    """These are the logarithms of the probabilities. Softmax gives the probabilities themselves."""
    m = np.max(z, axis=axis, keepdims=True)
    return z - m - np.log(np.sum(np.exp(z - m), axis=axis, keepdims=True))


@softmax.misconception
def not_divided(z, axis=-1):
    """You did not divide by the sum: your largest probability is always 1."""
    return np.exp(z - np.max(z, axis=axis, keepdims=True))


@softmax.misconception
def winner_takes_all(z, axis=-1):
    """You gave everything to the largest score. Softmax leaves each its share, in proportion to exp(z)."""
    return (z == z.max(axis=axis, keepdims=True)).astype(float)


@softmax.misconception
def scaled(z, axis=-1):
    """You divided the scores by the largest. That changes the probabilities; *subtracting* it does not."""
    return right.softmax(z / np.max(z, axis=axis, keepdims=True), axis)


@exercise(
    points=3,
    minutes=15,
    difficulty=3,
    atol=1e-12,
    hints=[
        "Write out entry i: Σⱼ pᵢ (δᵢⱼ - pⱼ) vⱼ. Pull pᵢ out of the sum. What does δᵢⱼ leave of its part?",
        "You get pᵢ (vᵢ - Σⱼ pⱼ vⱼ): how far vᵢ lies above the average of v, weighted by p.",
        "p * (v - np.sum(p * v, axis=axis, keepdims=True)), with p = softmax(z, axis).",
    ],
)
def softmax_jvp(rng):
    yield call("three scores", np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.0, 0.0]))
    yield call("a batch", some(rng, 4, 3), some(rng, 4, 3))
    yield call("along the first axis", some(rng, 4, 3), some(rng, 4, 3), axis=0)
    yield call("a square batch", some(rng, 3, 3), some(rng, 3, 3))
    yield call("the middle of three axes", some(rng, 2, 3, 2), some(rng, 2, 3, 2), 1)
    yield call("all scores move together", some(rng, 2, 4), np.full((2, 4), 2.0))
    yield call("huge scores", np.array([1000.0, 1001.0, 999.0]), some(rng, 3))
    yield call("a large batch", some(rng, 12, 10), some(rng, 12, 10), hidden=True)


@softmax_jvp.misconception
def diagonal(z, v, axis=-1):
    """You used only the diagonal, pᵢ (1 - pᵢ) vᵢ. Raising one score also lowers all other probabilities."""
    p = right.softmax(z, axis)
    return p * (1.0 - p) * v


@softmax_jvp.misconception
def unweighted_sum(z, v, axis=-1):
    """The sum must be weighted by p: Σⱼ pⱼ vⱼ, not Σⱼ vⱼ."""
    return right.softmax(z, axis) * (v - v.sum(axis=axis, keepdims=True))


@softmax_jvp.misconception
def factor_lost(z, v, axis=-1):
    """The factor pᵢ in front is missing: v - Σⱼ pⱼ vⱼ has to be multiplied by p."""
    return v - np.sum(right.softmax(z, axis) * v, axis=axis, keepdims=True)


@softmax_jvp.misconception
def sum_over_everything(z, v, axis=-1):
    """Your sum runs over the whole array and mixes the samples. Sum along `axis`, with keepdims=True."""
    p = right.softmax(z, axis)
    return p * (v - np.sum(p * v))


@softmax_jvp.misconception
def last_axis_only(z, v, axis=-1):
    """You always used the last axis: pass `axis` on to softmax and to the sum."""
    return right.softmax_jvp(z, v)


@softmax_jvp.misconception
def sign_turned(z, v, axis=-1):
    """The sign is turned round: a score that rises raises its own probability."""
    return -right.softmax_jvp(z, v, axis)


@softmax_jvp.misconception
def scores_for_probabilities(z, v, axis=-1):
    """You used the scores z where the probabilities p = softmax(z) belong."""
    return z * (v - np.sum(z * v, axis=axis, keepdims=True))


@softmax_jvp.misconception
def first_term_only(z, v, axis=-1):
    """You have pᵢ vᵢ only. Raising any score lowers all the other probabilities: subtract pᵢ Σⱼ pⱼ vⱼ."""
    return right.softmax(z, axis) * v


@softmax_jvp.misconception
def sum_only(z, v, axis=-1):
    """You have -pᵢ Σⱼ pⱼ vⱼ only. The diagonal adds pᵢ vᵢ."""
    p = right.softmax(z, axis)
    return -p * np.sum(p * v, axis=axis, keepdims=True)


@softmax_jvp.misconception
def mean_for_sum(z, v, axis=-1):
    """You took the mean of the p v. They are weighted already, by p: take the sum."""
    p = right.softmax(z, axis)
    return p * (v - np.mean(p * v, axis=axis, keepdims=True))


@softmax_jvp.misconception
def sum_not_weighted_by_p_again(z, v, axis=-1):
    """You have pᵢ vᵢ - Σⱼ pⱼ vⱼ. The factor pᵢ belongs to both terms: put parentheses round v - Σ."""
    p = right.softmax(z, axis)
    return p * v - np.sum(p * v, axis=axis, keepdims=True)


@softmax_jvp.misconception
def scores_overflow(z, v, axis=-1):
    """exp overflows for large scores, and inf / inf is nan. Call your softmax, which subtracts the largest score first."""
    e = np.exp(z)
    p = e / e.sum(axis=axis, keepdims=True)
    return p * (v - np.sum(p * v, axis=axis, keepdims=True))
