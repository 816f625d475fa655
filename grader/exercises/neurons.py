"""Exercises of chapter 1. A misconception's docstring is what a reader who made that mistake is told."""

import numpy as np

from grader.author.declare import call, exercise
from grader.author.randomness import draws, misuses_rng
from solutions import neurons as right


def some(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers on both sides of 0, short enough to be read in a verdict."""
    return rng.normal(scale=2.0, size=shape).round(2)


def one(rng: np.random.Generator) -> float:
    """A bias."""
    return round(float(rng.normal(scale=2.0)), 2)


# ---- one neuron ----


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "Multiply each input by its weight, add the products up, then add the bias, once.",
        "`x * w` is still a list of products. Which numpy operator multiplies two vectors and sums?",
        "x @ w is the sum of the products (so is np.sum(x * w)); add b to that.",
    ],
)
def weighted_sum(rng):
    yield call("two inputs", np.array([1.0, 2.0]), np.array([3.0, 0.5]), -1.0)
    yield call("three inputs", some(rng, 3), some(rng, 3), one(rng))
    yield call("a single input", some(rng, 1), some(rng, 1), 0.5)
    yield call("a bias of 0", some(rng, 4), some(rng, 4), 0.0)
    yield call("a bias below 0 that decides", np.array([1.0, 2.0]), np.array([1.0, 0.0]), -3.0)
    yield call("a bias above 0 that decides", np.array([1.0, 2.0]), np.array([-1.0, 0.0]), 1.2)
    yield call("small numbers", np.array([1e-4, -2e-4]), np.array([0.3, 0.5]), 1.2345e-5)
    yield call("ten inputs", some(rng, 10), some(rng, 10), one(rng))
    yield call("many inputs", some(rng, 30), some(rng, 30), one(rng), hidden=True)


@weighted_sum.misconception
def no_bias(x, w, b):
    """The bias is missing: add b to the sum of the products."""
    return float(x @ w)


@weighted_sum.misconception
def bias_in_every_term(x, w, b):
    """You added the bias to every product, so that it counts n times. Sum the products first, then add b once."""
    return float(np.sum(x * w + b))


@weighted_sum.misconception
def bias_subtracted(x, w, b):
    """You subtracted the bias. A *threshold* is subtracted; the bias is minus the threshold, so it is added."""
    return float(x @ w - b)


@weighted_sum.misconception
def products_only(x, w, b):
    """x * w is a whole array of products. The neuron passes on a single number: sum them, with x @ w."""
    return x * w + b


@weighted_sum.misconception
def sums_multiplied(x, w, b):
    """You multiplied the sum of the inputs by the sum of the weights. Each input goes with its own weight."""
    return float(np.sum(x) * np.sum(w) + b)


@weighted_sum.misconception
def averaged(x, w, b):
    """You averaged the products. A neuron adds them up."""
    return float(np.mean(x * w) + b)


@weighted_sum.misconception
def first_product_only(x, w, b):
    """These are the answers one gets from the first input alone. Is the return inside the loop? Add up all products first."""
    return float(x[0] * w[0] + b)


@weighted_sum.misconception
def last_product_missing(x, w, b):
    """The last input does not count. Does a range stop one too early? range(n) ends at n - 1 by itself."""
    return float(x[:-1] @ w[:-1] + b)


@weighted_sum.misconception
def first_product_missing(x, w, b):
    """The first input does not count. Python counts from 0: x[0] is the first."""
    return float(x[1:] @ w[1:] + b)


@weighted_sum.misconception
def weights_forgotten(x, w, b):
    """These are the sums of the inputs themselves, plus b. Multiply each input by its weight first."""
    return float(np.sum(x) + b)


@weighted_sum.misconception
def added_up(x, w, b):
    """You added inputs and weights. Each input is *multiplied* by its weight; only the products are added."""
    return float(np.sum(x + w) + b)


@weighted_sum.misconception
def times_the_bias(x, w, b):
    """You multiplied by the bias. It is added, once, to the sum of the products."""
    return float((x @ w) * b)


@weighted_sum.misconception
def bias_twice(x, w, b):
    """The bias counts twice in your answers: as the start of the sum, perhaps, and again at the end. Add it once."""
    return float(x @ w + 2 * b)


@weighted_sum.misconception
def cut_to_whole(x, w, b):
    """What comes after the decimal point is lost, as int(...) cuts it off. Return the sum as it is."""
    return float(int(x @ w + b))


@weighted_sum.misconception
def fired(x, w, b):
    """You returned a decision, 1 or 0. This is only what a neuron computes *first*: return the sum itself."""
    return 1.0 if x @ w + b >= 0 else 0.0


@weighted_sum.misconception
def squashed(x, w, b):
    """You put the sum through the logistic function. This is only what a neuron computes *first*: return the sum itself."""
    return float(1.0 / (1.0 + np.exp(-(x @ w + b))))


@exercise(
    points=1,
    minutes=5,
    difficulty=1,
    hints=[
        "w·x ≥ t is the same statement as w·x - t ≥ 0. Compare that with what weighted_sum computes.",
        "The bias is the threshold, moved to the other side: b = -t.",
        "Return 1.0 if weighted_sum(x, w, -t) >= 0, otherwise 0.0.",
    ],
)
def threshold_neuron(rng):
    w = np.array([1.0, 0.5, -2.0])
    yield call("above the threshold", np.array([4.0, 2.0, 1.0]), w, 1.0)
    yield call("just above the threshold", np.array([1.0, 1.0, 0.0]), w, 1.25)
    yield call("below the threshold", np.array([1.0, 1.0, 1.0]), w, 1.0)
    yield call("exactly at the threshold", np.array([1.0, 4.0, 1.0]), w, 1.0)
    yield call("barely short of the threshold", np.array([1.0, 1.0, 0.0]), w, 1.500001)
    yield call("a negative threshold", np.array([0.0, 0.0, 1.0]), w, -3.0)
    yield call("below a negative threshold", np.array([0.0, 0.0, 1.0]), w, -1.5)
    yield call("a single large input", np.array([0.0, 0.0, 0.0, 5.0]), np.array([1.0, 1.0, 1.0, 0.5]), 3.0)
    yield call(
        "only the fourth input counts", np.array([0.0, 0.0, 0.0, 5.0]), np.array([0.0, 0.0, 0.0, 1.0]), 3.0
    )
    yield call("far above the threshold", np.array([9.0, 2.0, 1.0]), w, 1.5)
    yield call(
        "a threshold opposite to the sum", np.array([1.0, 0.5, 0.0]), w, -1.0
    )  # and they nearly cancel
    for k in range(4):
        yield call(f"random inputs {k + 1}", some(rng, 3), some(rng, 3), one(rng))
    for k in range(6):
        yield call(f"more random inputs {k + 1}", some(rng, 5), some(rng, 5), one(rng), hidden=True)


@threshold_neuron.misconception
def must_exceed(x, w, t):
    """A neuron that just reaches its threshold fires: use >=, not >."""
    return 1.0 if x @ w > t else 0.0


@threshold_neuron.misconception
def threshold_added(x, w, t):
    """You compared w·x + t with 0, with the threshold as if it were the bias. On its way to the other side of ≥ it changes its sign: b = -t."""
    return 1.0 if x @ w + t >= 0 else 0.0


@threshold_neuron.misconception
def upside_down(x, w, t):
    """Your neuron fires when it should be silent. It fires if the weighted inputs are *at least* t."""
    return 0.0 if x @ w >= t else 1.0


@threshold_neuron.misconception
def no_decision(x, w, t):
    """You returned the weighted sum. The neuron turns it into a decision: 1.0 or 0.0."""
    return float(x @ w - t)


@threshold_neuron.misconception
def true_and_false(x, w, t):
    """You returned True or False. The next neuron will multiply this by a weight: return 1.0 or 0.0."""
    return bool(x @ w >= t)


@threshold_neuron.misconception
def threshold_ignored(x, w, t):
    """Your neuron compares with 0, not with its threshold t."""
    return 1.0 if x @ w >= 0 else 0.0


@threshold_neuron.misconception
def each_input_alone(x, w, t):
    """You compared each weighted input with the threshold by itself. Their *sum* has to reach it."""
    return 1.0 if np.any(x * w >= t) else 0.0


@threshold_neuron.misconception
def minus_one(x, w, t):
    """A silent neuron says 0.0, not -1.0. (Some books use -1 and 1; this one uses 0 and 1.)"""
    return 1.0 if x @ w >= t else -1.0


@threshold_neuron.misconception
def weights_left_out(x, w, t):
    """These are the answers one gets from the inputs without their weights. Compare w₁x₁ + … + wₙxₙ with t."""
    return 1.0 if x.sum() >= t else 0.0


@threshold_neuron.misconception
def all_reach_it(x, w, t):
    """You asked whether every weighted input reaches the threshold by itself. Their *sum* has to reach it."""
    return 1.0 if np.all(x * w >= t) else 0.0


@threshold_neuron.misconception
def nearly_there(x, w, t):
    """A sum just below the threshold does not reach it. np.isclose, or a small number on one side of ≥, lets it pass."""
    return 1.0 if x @ w >= t or np.isclose(x @ w, t) else 0.0


@threshold_neuron.misconception
def sum_returned(x, w, t):
    """You returned the weighted sum itself where the neuron fires. It fires with 1.0, however large the sum is."""
    return float(x @ w) if x @ w >= t else 0.0


@threshold_neuron.misconception
def threshold_rounded(x, w, t):
    """The threshold was rounded, or cut, to a whole number. Compare with t as it is."""
    return 1.0 if x @ w >= round(t) else 0.0


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "You need one more number in every row. How many rows are there?",
        "np.column_stack puts arrays side by side as columns. One of them is X; what is the other?",
        "np.column_stack([X, np.full(len(X), -1.0)]).",
    ],
)
def add_dummy_input(rng):
    yield call("two samples", np.array([[1.0, 2.0], [3.0, 4.0]]))
    yield call("a batch", some(rng, 4, 3))
    yield call("a batch of one", some(rng, 1, 3))
    yield call("one feature", some(rng, 3, 1))
    yield call("whole numbers", np.array([[1, 2], [3, 4], [5, 6]]))
    yield call("a large batch", some(rng, 20, 5), hidden=True)


@add_dummy_input.misconception
def plus_one(X):
    """Your dummy input is +1. With +1 its weight is the bias; here it is -1, so that its weight is the threshold."""
    return np.column_stack([X, np.ones(len(X))])


@add_dummy_input.misconception
def in_front(X):
    """The dummy input is in front. Append it: it is the last column."""
    return np.column_stack([np.full(len(X), -1.0), X])


@add_dummy_input.misconception
def as_a_row(X):
    """You added a row, that is, one more sample. The dummy is an *input*: every sample gets one more number."""
    return np.vstack([X, np.full((1, X.shape[1]), -1.0)])


@add_dummy_input.misconception
def overwritten(X):
    """You overwrote the last feature with -1. Nothing may be lost: the new array has one more column."""
    X = X.copy()
    X[:, -1] = -1.0
    return X


@add_dummy_input.misconception
def flattened(X):
    """Everything stands in one long row, as np.append without an axis makes it. Use np.column_stack, or axis=1."""
    return np.append(X, np.full(len(X), -1.0))


@add_dummy_input.misconception
def appended_once(X):
    """All numbers stand in one long row with a single -1, as np.append without an axis makes it. Each sample needs its own -1."""
    return np.append(X, -1.0)


@add_dummy_input.misconception
def zeros(X):
    """Your dummy input is 0, and then its weight does nothing. It is -1, so that the weight is the threshold."""
    return np.column_stack([X, np.zeros(len(X))])


@add_dummy_input.misconception
def only_the_first(X):
    """Only the first row has its -1. Every sample gets one."""
    out = np.zeros((X.shape[0], X.shape[1] + 1))
    out[:, :-1] = X
    out[:1, -1] = -1.0
    return out


@add_dummy_input.misconception
def one_a_feature(X):
    """You made one -1 for each *feature*. There is one for each sample: len(X), or X.shape[0]."""
    return np.column_stack([X, np.full(X.shape[1], -1.0)])


@add_dummy_input.misconception
def kept_whole(X):
    """The new column took its type from X: with whole numbers in X, no floats come out."""
    return np.column_stack([X, np.full(len(X), -1, dtype=X.dtype)])


@exercise(
    points=1,
    minutes=5,
    difficulty=1,
    hints=[
        "First the weighted sums of all samples at once, then the logistic function of each.",
        "X @ w has one number a sample. Adding b adds it to all of them. The minus sign in σ belongs in front of the whole sum.",
        "With z = X @ w + b it is 1 / (1 + np.exp(-z)); mind the parentheses of the denominator.",
    ],
)
def logistic_neuron(rng):
    yield call("one feature", np.array([[-2.0], [-0.2], [0.0], [0.2], [2.0]]), np.array([1.0]), 0.0)
    yield call("a batch", some(rng, 4, 3), some(rng, 3), one(rng))
    yield call(
        "AND", np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([20.0, 20.0]), -30.0
    )
    yield call("a batch of one", some(rng, 1, 2), some(rng, 2), 0.5)
    yield call("as many samples as features", some(rng, 3, 3), some(rng, 3), one(rng))
    yield call("a large batch", some(rng, 30, 4), some(rng, 4), one(rng), hidden=True)


@logistic_neuron.misconception
def no_activation(X, w, b):
    """This is the weighted sum. A probability lies between 0 and 1: put the sum through σ."""
    return X @ w + b


@logistic_neuron.misconception
def mirrored(X, w, b):
    """You have σ(-z), the probability of "no". Check the sign in the exponent."""
    return 1.0 / (1.0 + np.exp(X @ w + b))


@logistic_neuron.misconception
def minus_binds_first(X, w, b):
    """These are the answers of σ(w·x - b). You subtracted b; or the minus of -X @ w + b, which means (-X @ w) + b, never reached it."""
    return 1.0 / (1.0 + np.exp(-X @ w + b))


@logistic_neuron.misconception
def precedence(X, w, b):
    """These are the answers of 1 + e⁻ᶻ. 1 / 1 + exp(-z) means (1 / 1) + exp(-z): put the denominator in parentheses, or divide 1 by it."""
    return 1.0 / 1.0 + np.exp(-(X @ w + b))


@logistic_neuron.misconception
def decided(X, w, b):
    """You returned decisions, 0 and 1. Logistic regression returns the probability, which also says how sure it is."""
    return np.where(X @ w + b >= 0, 1.0, 0.0)


@logistic_neuron.misconception
def no_bias_here(X, w, b):
    """The bias is missing: without b the boundary always passes through the origin."""
    return 1.0 / (1.0 + np.exp(-(X @ w)))


@logistic_neuron.misconception
def weights_first(X, w, b):
    """w @ X sums over the samples. To sum over the features of each sample, write X @ w."""
    return 1.0 / (1.0 + np.exp(-(w @ X + b)))


@logistic_neuron.misconception
def hyperbolic(X, w, b):
    """This is tanh, which runs from -1 to 1. The logistic function runs from 0 to 1."""
    return np.tanh(X @ w + b)


@logistic_neuron.misconception
def bias_added_last(X, w, b):
    """The bias came after σ. It belongs to the weighted sum, inside: σ(w·x + b)."""
    return 1.0 / (1.0 + np.exp(-(X @ w))) + b


@logistic_neuron.misconception
def rounded(X, w, b):
    """You rounded the probability to 0 or 1. How sure the neuron is gets lost: return it as it is."""
    return np.round(1.0 / (1.0 + np.exp(-(X @ w + b))))


@logistic_neuron.misconception
def shared_out(X, w, b):
    """Your answers sum to 1 over the batch: that is softmax. Each sample has its own probability, whatever the others have."""
    z = X @ w + b
    return np.exp(z - z.max()) / np.exp(z - z.max()).sum()


@logistic_neuron.misconception
def slope(X, w, b):
    """This is the slope σ(z) (1 - σ(z)). The probability is σ(z) itself."""
    p = 1.0 / (1.0 + np.exp(-(X @ w + b)))
    return p * (1.0 - p)


@logistic_neuron.misconception
def both_mirrored(X, w, b):
    """These are the answers of σ(b - w·x): the sign of the weights is turned, that of the bias is not."""
    return 1.0 / (1.0 + np.exp(X @ w - b))


@logistic_neuron.misconception
def column(X, w, b):
    """The numbers are right, but they stand in a column. Return shape (n_samples,): without an axis of length 1."""
    return (1.0 / (1.0 + np.exp(-(X @ w + b))))[:, np.newaxis]


# ---- gates ----


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "With j inputs on, the weighted sum is θ₀ + j · weight. For which j should it be 0?",
        "Halfway between k - 1 and k: θ₀ + (k - ½) · weight = 0. Solve for θ₀. AND is k = 2 of n = 2: you should get -30.",
        "Put -weight * (k - 0.5) in front of n copies of weight; np.concatenate joins two sequences. Mind that weight may be an int.",
    ],
)
def at_least(rng):
    yield call("OR of two inputs", 1, 2)
    yield call("AND of two inputs", 2, 2)
    yield call("two of three inputs", 2, 3)
    yield call("at least none: always", 0, 3)
    yield call("small weights", 3, 4, weight=1.5)
    yield call("a whole number as the weight", 1, 3, weight=3)
    yield call("many inputs", int(rng.integers(4, 8)), 9, weight=2.5, hidden=True)


@at_least.misconception
def threshold_in_place_of_bias(k, n, weight=20.0):
    """Your first number is the threshold. The bias is minus the threshold: it holds a gate with positive weights back."""
    return right.at_least(k, n, -weight) * np.where(np.arange(n + 1) == 0, 1.0, -1.0)


@at_least.misconception
def on_the_edge(k, n, weight=20.0):
    """With k inputs on, your weighted sum is exactly 0, and σ(0) = ½ is no answer. Put the edge halfway: k - ½."""
    return np.concatenate([[-weight * float(k)], np.full(n, float(weight))])


@at_least.misconception
def more_than(k, n, weight=20.0):
    """This gate fires if *more than* k inputs are on. At least k means that k are enough: the edge is at k - ½."""
    return np.concatenate([[-weight * (k + 0.5)], np.full(n, float(weight))])


@at_least.misconception
def weight_forgotten(k, n, weight=20.0):
    """The bias must grow with the weights: it competes with sums of them. Multiply k - ½ by weight."""
    return np.concatenate([[-(k - 0.5)], np.full(n, float(weight))])


@at_least.misconception
def bias_last(k, n, weight=20.0):
    """The bias comes first in θ, then the n weights."""
    return np.roll(right.at_least(k, n, weight), -1)


@at_least.misconception
def n_numbers(k, n, weight=20.0):
    """θ has n + 1 numbers: one bias, and a weight for each of the n inputs. One of them is missing."""
    return right.at_least(k, n, weight)[:-1]


@at_least.misconception
def whole_numbers(k, n, weight=20.0):
    """With a whole number as the weight, whole numbers come out, and the half in the bias is cut off. (np.full takes its type from weight.)"""
    theta = np.full(n + 1, weight)
    theta[0] = -weight * (k - 0.5)
    return theta


@at_least.misconception
def edge_below(k, n, weight=20.0):
    """Your edge is at k - 1 inputs, where σ(0) = ½ is no answer. Put it halfway to k: at k - ½."""
    return np.concatenate([[-weight * (k - 1.0)], np.full(n, float(weight))])


@at_least.misconception
def at_most(k, n, weight=20.0):
    """This gate fires if *at most* k inputs are on: your weights hold it back. They are positive, and the bias is negative."""
    return np.concatenate([[weight * (k + 0.5)], np.full(n, -float(weight))])


@at_least.misconception
def fewer_than(k, n, weight=20.0):
    """This gate says the opposite: it fires if *fewer* than k inputs are on. Turn every sign."""
    return -right.at_least(k, n, weight)


@at_least.misconception
def default_taken(k, n, weight=20.0):
    """Your numbers do not depend on `weight`: 20 is only what it is if nobody says otherwise."""
    return right.at_least(k, n)


@at_least.misconception
def always_or(k, n, weight=20.0):
    """Your bias does not depend on k: this gate is an OR, whatever k is."""
    return right.at_least(1, n, weight)


@at_least.misconception
def always_and(k, n, weight=20.0):
    """Your bias fits a gate that needs all n inputs, an AND. Here k of them are enough."""
    return right.at_least(n, n, weight)


@exercise(
    points=1,
    minutes=5,
    difficulty=1,
    hints=[
        "What is 1 - σ(z)? Write it out, and bring it to the form 1 / (1 + e to some power).",
        "1 - σ(z) = σ(-z). So the weighted sum has to change its sign, for every x.",
        "-(w·x + b) = (-w)·x + (-b): both parts change their sign. Return the tuple (-w, -b).",
    ],
)
def negate_neuron(rng):
    yield call("NAND from AND", np.array([20.0, 20.0]), -30.0)
    yield call("three inputs", some(rng, 3), one(rng))
    yield call("a bias of 0", some(rng, 2), 0.0)
    yield call("a single input", np.array([20.0]), -10.0)
    yield call("many inputs", some(rng, 12), one(rng), hidden=True)


@negate_neuron.misconception
def weights_only(w, b):
    """You turned the weights and left the bias. The *whole* weighted sum must change its sign, so the bias does too."""
    return -w, b


@negate_neuron.misconception
def bias_only(w, b):
    """You turned only the bias. The *whole* weighted sum must change its sign, so the weights do too."""
    return w.copy(), -b


@negate_neuron.misconception
def one_minus(w, b):
    """You subtracted the parameters from 1. It is the *output* that becomes 1 - σ(z); for the sum that means -z."""
    return 1.0 - w, 1.0 - b


@negate_neuron.misconception
def inverted(w, b):
    """1 / w is another neuron altogether. NOT does not invert numbers; it changes the sign of the weighted sum."""
    return 1.0 / w, 1.0 / b if b else np.inf


@negate_neuron.misconception
def bias_first(w, b):
    """The order is wrong: return the weights first, then the bias."""
    return -b, -w


@negate_neuron.misconception
def weights_overwritten(w, b):
    """Your function changed the caller's weights: the old neuron is gone. Make new ones: -w."""
    w *= -1.0
    return w.copy(), -b


@negate_neuron.misconception
def bias_from_one(w, b):
    """The weights are right, but the bias was subtracted from 1. It is the *output* that becomes 1 - σ(z); for the sum that means -z."""
    return -w, 1.0 - b


@negate_neuron.misconception
def left_as_it_was(w, b):
    """This is the same neuron again. Its weighted sum has to change its sign."""
    return w.copy(), b


@negate_neuron.misconception
def magnitudes(w, b):
    """You made the numbers negative, whatever they were. Each *changes* its sign: one below 0 goes above."""
    return -np.abs(w), -abs(b)


# ---- geometry ----


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "Multiply w and b by 10: the boundary stays where it is, the weighted sums grow tenfold. What grows tenfold as well?",
        "Walking one unit along the normal vector w / ‖w‖ changes w·x + b by ‖w‖.",
        "Divide X @ w + b by np.linalg.norm(w), the length of w alone.",
    ],
)
def signed_distance(rng):
    w = np.array([3.0, 4.0])
    yield call("on, above and below the line", np.array([[0.0, 2.5], [3.0, 4.0], [0.0, 0.0]]), w, -10.0)
    yield call("a batch", some(rng, 4, 3), some(rng, 3), one(rng))
    yield call("one feature", some(rng, 3, 1), np.array([-2.0]), 1.0)
    yield call("as many samples as features", some(rng, 2, 2), some(rng, 2), one(rng))
    yield call("a weight of 0", some(rng, 3, 3), np.array([0.0, -1.5, 2.0]), 0.5)
    yield call("very short weights", some(rng, 3, 2), 1e-5 * some(rng, 2), 2e-5)
    yield call("long weights", some(rng, 3, 2), 100 * some(rng, 2), 40.0)
    yield call("a large batch", some(rng, 20, 5), some(rng, 5), one(rng), hidden=True)


@signed_distance.misconception
def not_divided(X, w, b):
    """This is the weighted sum. It grows with the length of w although the boundary stays: divide by ‖w‖."""
    return X @ w + b


@signed_distance.misconception
def length_squared(X, w, b):
    """You divided by w·w, the *square* of the length. The length is its root, np.linalg.norm(w)."""
    return (X @ w + b) / (w @ w)


@signed_distance.misconception
def without_sign(X, w, b):
    """The sign is lost. It says on which side of the boundary the sample lies: leave out the absolute value."""
    return np.abs(X @ w + b) / np.linalg.norm(w)


@signed_distance.misconception
def bias_not_divided(X, w, b):
    """You divided only the first part. The bias belongs to the sum: put parentheses round X @ w + b."""
    return X @ w / np.linalg.norm(w) + b


@signed_distance.misconception
def bias_in_the_length(X, w, b):
    """Your length contains the bias. The bias moves the boundary; only w says how steep the sum is across it."""
    return (X @ w + b) / np.sqrt(w @ w + b * b)


@signed_distance.misconception
def sum_of_weights(X, w, b):
    """You divided by |w₁| + |w₂| + … The length of a vector is the root of the sum of *squares*: np.linalg.norm."""
    return (X @ w + b) / np.abs(w).sum()


@signed_distance.misconception
def from_the_origin(X, w, b):
    """The bias is missing: you measure from the parallel line through the origin."""
    return X @ w / np.linalg.norm(w)


@signed_distance.misconception
def turned_round(X, w, b):
    """The sign is turned round. The distance is positive where w·x + b is."""
    return -(X @ w + b) / np.linalg.norm(w)


@signed_distance.misconception
def divided_by_samples(X, w, b):
    """You divided by the lengths of the samples. How fast the sum grows across the boundary depends on w: divide by ‖w‖."""
    return (X @ w + b) / np.linalg.norm(X, axis=1)


@signed_distance.misconception
def divided_by_number(X, w, b):
    """You divided by the number of weights. What counts is their length, np.linalg.norm(w)."""
    return (X @ w + b) / len(w)


@signed_distance.misconception
def root_of_sum(X, w, b):
    """You divided by √(w₁ + w₂ + …). The length is the root of the sum of the *squares*: np.linalg.norm(w)."""
    return (X @ w + b) / np.sqrt(np.sum(w))


@signed_distance.misconception
def multiplied(X, w, b):
    """You multiplied by ‖w‖. The weighted sum is ‖w‖ times too large already: divide."""
    return (X @ w + b) * np.linalg.norm(w)


@signed_distance.misconception
def a_little_added(X, w, b):
    """You added a small number to the length, as one does against division by 0. w is not 0; with very short weights the distances come out wrong."""
    return (X @ w + b) / (np.linalg.norm(w) + 1e-8)


# ---- layers and networks ----


def rectify(z):
    return z * (z > 0)


def double(z):
    return 2.0 * z


def square(z):
    return z**2


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "Check the shapes first: (n_samples, n_in) and (n_in, n_out) must give (n_samples, n_out).",
        "X @ W has one row a sample and one column a neuron. Adding b, of shape (n_out,), adds each bias to its own column.",
        "The activation comes last and sees the whole sum: phi(X @ W + b).",
    ],
)
def layer(rng):
    yield call(
        "one sample, two neurons",
        np.array([[1.0, 2.0]]),
        np.array([[1.0, -1.0], [0.5, 2.0]]),
        np.array([1.0, -4.0]),
        rectify,
    )
    yield call("a batch", some(rng, 4, 3), some(rng, 3, 2), some(rng, 2), rectify)
    yield call("square weights", some(rng, 4, 3), some(rng, 3, 3), some(rng, 3), square)
    yield call("as many samples as neurons", some(rng, 3, 2), some(rng, 2, 3), some(rng, 3), square)
    yield call("a single neuron", some(rng, 3, 2), some(rng, 2, 1), some(rng, 1), double)
    yield call("a large layer", some(rng, 8, 6), some(rng, 6, 5), some(rng, 5), rectify, hidden=True)


@layer.misconception
def without_activation(X, W, b, phi):
    """The activation is missing: a layer returns phi of the weighted sums."""
    return X @ W + b


@layer.misconception
def bias_after_activation(X, W, b, phi):
    """The bias came after the activation. It shifts the edge at which phi bends, so it belongs inside: phi(X @ W + b)."""
    return phi(X @ W) + b


@layer.misconception
def inputs_activated(X, W, b, phi):
    """You applied phi to the inputs. They were activated by the layer before; phi belongs to the weighted sums."""
    return phi(X) @ W + b


@layer.misconception
def transposed(X, W, b, phi):
    """W is (n_in, n_out), one *column* a neuron, so that X @ W fits as it is. Books that write Wx store it transposed."""
    return phi(X @ W.T + b)


@layer.misconception
def bias_per_sample(X, W, b, phi):
    """You made b a column, so that it goes with the samples. Each *neuron* has a bias: let b line up with the columns."""
    return phi(X @ W + b[:, np.newaxis])


@layer.misconception
def without_bias(X, W, b, phi):
    """The biases are missing: phi(X @ W + b)."""
    return phi(X @ W)


@layer.misconception
def batch_lost(X, W, b, phi):
    """One axis is missing. Even a layer of one neuron returns shape (n_samples, 1): do not flatten."""
    out = phi(X @ W + b)
    return out.ravel() if out.shape[1] == 1 else out


@layer.misconception
def weights_activated(X, W, b, phi):
    """You applied phi to the weights. It belongs to the weighted sums: phi(X @ W + b)."""
    return X @ phi(W) + b


@layer.misconception
def activated_twice(X, W, b, phi):
    """phi was applied twice. Once is enough: phi(X @ W + b)."""
    return phi(phi(X @ W + b))


@layer.misconception
def bias_taken_away(X, W, b, phi):
    """You subtracted the biases. A threshold is subtracted; a bias is added."""
    return phi(X @ W - b)


@layer.misconception
def turned(X, W, b, phi):
    """Rows and columns are exchanged: one row is one sample, one column a neuron."""
    return phi(X @ W + b).T


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "Do it for one layer first. 10 units that each see 3 inputs: how many numbers does one unit have?",
        "A unit that sees n inputs has n + 1 parameters: n weights and a bias. So a layer of m units has (n + 1) · m.",
        "Walk over the neighbours in sizes, (sizes[k - 1], sizes[k]) for k = 1, 2, …, and add up (n + 1) * m.",
    ],
)
def count_parameters(rng):
    yield call("3-10-1", [3, 10, 1])
    yield call("logistic regression with 4 features", [4, 1])
    yield call("two hidden layers", [2, 5, 4, 3])
    yield call("inputs alone", [3])
    yield call("digits", [784, 100, 10])
    yield call("five layers", [int(n) for n in rng.integers(1, 30, size=6)], hidden=True)


@count_parameters.misconception
def weights_alone(sizes):
    """You counted the weights only. Every unit that is not an input has a bias too."""
    return sum(sizes[k - 1] * sizes[k] for k in range(1, len(sizes)))


@count_parameters.misconception
def inputs_have_biases(sizes):
    """Your inputs have biases. An input passes on a number; it computes nothing, so it has nothing to learn."""
    return right.count_parameters(sizes) + sizes[0]


@count_parameters.misconception
def one_bias_a_layer(sizes):
    """You counted one bias for each layer. Each *unit* has its own: a layer of m units has m biases."""
    return sum(sizes[k - 1] * sizes[k] + 1 for k in range(1, len(sizes)))


@count_parameters.misconception
def first_layer_only(sizes):
    """You stopped after the first layer. (40 is what the hidden layer of 3-10-1 has; the output unit has 11 more.)"""
    return (sizes[0] + 1) * sizes[1] if len(sizes) > 1 else 0


@count_parameters.misconception
def paths(sizes):
    """You multiplied all sizes, which counts the paths from the inputs to the outputs. Parameters sit on connections: add layer by layer."""
    return int(np.prod(sizes))


@count_parameters.misconception
def units(sizes):
    """You counted units. Parameters are weights, one a connection, and biases."""
    return sum(sizes[1:])


@count_parameters.misconception
def bias_on_the_wrong_side(sizes):
    """You have n_in (n_out + 1): a bias for each unit that *sends*. The unit that receives has the bias: (n_in + 1) n_out."""
    return sum(sizes[k - 1] * (sizes[k] + 1) for k in range(1, len(sizes)))


@count_parameters.misconception
def output_without_bias(sizes):
    """The biases of the last layer are missing. Every unit that is not an input has one, the outputs too."""
    return right.count_parameters(sizes) - (sizes[-1] if len(sizes) > 1 else 0)


@count_parameters.misconception
def biases_for_all_but_alone(sizes):
    """As soon as there is a layer, your inputs have biases too. An input passes on a number: it has nothing to learn."""
    return right.count_parameters(sizes) + (sizes[0] if len(sizes) > 1 else 0)


@count_parameters.misconception
def last_layer_only(sizes):
    """These are the parameters of the last layer alone. Is the total set anew in each turn of the loop? Add with +=."""
    return (sizes[-2] + 1) * sizes[-1] if len(sizes) > 1 else 0


@count_parameters.misconception
def first_layer_left_out(sizes):
    """The first layer is missing: it leads from sizes[0] to sizes[1]."""
    return right.count_parameters(sizes[1:])


@count_parameters.misconception
def last_layer_left_out(sizes):
    """The last layer is missing. There are len(sizes) - 1 layers of weights."""
    return right.count_parameters(sizes[:-1])


def edges(n: int, *pairs: tuple[int, int]) -> np.ndarray:
    """The weights of a network with these connections."""
    A = np.zeros((n, n))
    for k, (i, j) in enumerate(pairs):
        A[i, j] = (-1) ** k * (0.5 + k)
    return A


def acyclic(rng: np.random.Generator, n: int) -> np.ndarray:
    """A random network without cycles, its units numbered at random."""
    A = np.triu(some(rng, n, n), 1) * (rng.random((n, n)) < 0.6)
    order = rng.permutation(n)
    return A[np.ix_(order, order)]


@exercise(
    points=3,
    minutes=15,
    difficulty=3,
    hints=[
        "Draw the units as dots and the connections as arrows. A unit that no arrow points to cannot lie on a cycle: rub it out, with its arrows.",
        "Repeat. If nothing is left in the end, there was no cycle. If every unit that is left has an arrow pointing to it, there is one.",
        "Unit j is free if column j holds only zeros: ~(A != 0).any(axis=0). Keep the rows and the columns of the others with np.ix_.",
    ],
)
def is_feed_forward(rng):
    yield call("three units in a row", edges(3, (0, 1), (1, 2)))
    yield call("a cycle of three", edges(3, (0, 1), (1, 2), (2, 0)))
    yield call("a unit connected to itself", edges(2, (0, 1), (1, 1)))
    yield call("two units, there and back", edges(3, (0, 1), (1, 2), (2, 1)))
    yield call("numbered backwards", edges(3, (2, 1), (1, 0)))
    yield call("a connection that skips a layer", edges(4, (0, 1), (1, 2), (2, 3), (0, 3), (0, 2)))
    yield call("an output beyond a cycle", edges(5, (0, 1), (1, 2), (2, 3), (3, 1), (3, 4)))
    yield call("no connection", np.zeros((3, 3)))
    yield call("two parts, one with a cycle", edges(6, (0, 1), (1, 2), (3, 4), (4, 5), (5, 3)))
    yield call(
        "weights that cancel",
        np.array([[0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 1.0], [-1.0, 0.0, 0.0, -1.0], [0.0, 0.0, 0.0, 0.0]]),
    )
    tiny = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1e-12, 0.0, 0.0]])
    yield call("a cycle with one tiny weight", tiny)
    yield call("a cycle of seven", edges(8, *((k, (k + 1) % 7) for k in range(7)), (7, 0)))
    yield call("weights of whole numbers", np.array([[0, 2, -1], [0, 0, 3], [0, 0, 0]]))
    yield call("random, without a cycle", acyclic(rng, 5))
    yield call("a cycle through all of five", edges(5, (0, 3), (3, 1), (1, 4), (4, 2), (2, 0)))
    yield call("a larger network, without a cycle", acyclic(rng, 9), hidden=True)
    yield call(
        "a larger network, with a cycle",
        edges(8, (0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 2), (6, 7)),
        hidden=True,
    )


@is_feed_forward.misconception
def self_loops_only(A):
    """You looked only for units connected to themselves, on the diagonal. A cycle may lead through several units."""
    return not np.diagonal(A).any()


@is_feed_forward.misconception
def there_and_back_only(A):
    """You found cycles of one or two units only. A signal may also return after three steps, or more."""
    C = A != 0
    return not (C & C.T).any()


@is_feed_forward.misconception
def numbers_must_rise(A):
    """You asked whether all connections lead from a lower number to a higher one. The units may be numbered in any order."""
    return not np.tril(A).any()


@is_feed_forward.misconception
def the_opposite(A):
    """You return True if there *is* a cycle. Feed-forward means that there is none."""
    return not right.is_feed_forward(A)


@is_feed_forward.misconception
def whole_circle_only(A):
    """You found only cycles that lead through all units. A cycle in a part of the network is one too."""
    C = (A != 0).astype(int)
    return not np.trace(np.linalg.matrix_power(C, len(A)))


@is_feed_forward.misconception
def weights_multiplied(A):
    """You multiplied the weights themselves, and paths with + and - cancelled. Ask where there *is* a connection first: A != 0."""
    P = A.copy()
    for _ in range(len(A)):
        if np.trace(P):
            return False
        P = P @ A
    return True


@is_feed_forward.misconception
def somewhere_to_start(A):
    """You asked whether some unit receives nothing. A cycle can lie behind it: take that unit away, and look again."""
    return bool((~(A != 0).any(axis=0)).any())


@is_feed_forward.misconception
def direction_ignored(A):
    """You went along connections against their direction too. A signal only runs from i to j where A[i, j] is not 0."""
    link = (A != 0) | (A != 0).T
    linked, parts, seen = int(np.triu(link).sum()), 0, np.zeros(len(A), bool)
    for start in range(len(A)):
        if not seen[start]:
            parts, reached = parts + 1, np.arange(len(A)) == start
            for _ in range(len(A)):
                reached = reached | link[reached].any(axis=0)
            seen = seen | reached
    return linked == len(A) - parts


@is_feed_forward.misconception
def itself_allowed(A):
    """You let a unit be connected to itself. That is a cycle too, of one unit."""
    return right.is_feed_forward(A * (1 - np.eye(len(A))))


@is_feed_forward.misconception
def only_positive(A):
    """You left out the connections with negative weights: A > 0. A connection is there wherever A is not 0."""
    return right.is_feed_forward(np.where(A > 0, A, 0.0))


@is_feed_forward.misconception
def rising_or_falling(A):
    """You asked whether all connections lead to higher numbers, or all to lower ones. Units may be numbered in any order."""
    return not np.tril(A).any() or not np.triu(A).any()


@is_feed_forward.misconception
def short_cycles_only(A):
    """You found cycles of up to three units. A signal may also return after more steps."""
    C = (A != 0).astype(int)
    return not any(np.trace(np.linalg.matrix_power(C, k)) for k in (1, 2, 3))


@is_feed_forward.misconception
def somewhere_to_end(A):
    """You asked whether some unit sends to no other. A cycle can lie in front of it: take that unit away, and look again."""
    return bool((~(A != 0).any(axis=1)).any())


@is_feed_forward.misconception
def always_yes(A):
    """You return True for every network. Some of these have a cycle."""
    return True


@is_feed_forward.misconception
def tiny_is_nothing(A):
    """A tiny weight is a connection, too: only where A is exactly 0 there is none. np.isclose, or a small limit, overlooks it."""
    return right.is_feed_forward(np.where(np.isclose(A, 0.0), 0.0, A))


# ---- data ----


@exercise(
    points=3,
    minutes=12,
    difficulty=3,
    atol=1e-9,
    hints=[
        "Append the dummy input to X, and let np.linalg.lstsq find the best weights for the enlarged rows.",
        "The solution has one number more than there are features. The last is the weight of -1: is it the bias, or the threshold?",
        "v = np.linalg.lstsq(add_dummy_input(X), y)[0]; the weights are v[:-1], the bias is -v[-1].",
    ],
)
def fit_linear_neuron(rng):
    line = np.array([[0.0], [1.0], [2.0], [3.0]])
    yield call("a straight line", line, np.array([1.0, 3.0, 5.0, 7.0]))
    yield call("points about a line", line, np.array([2.0, 1.0, 4.0, 3.0]))
    yield call("two features", some(rng, 6, 2), some(rng, 6))
    yield call("three features", some(rng, 8, 3), some(rng, 8) + 10)
    yield call("targets that never change", some(rng, 5, 2), np.full(5, 4.0))
    yield call("many samples", some(rng, 40, 3), some(rng, 40) - 5, hidden=True)


@fit_linear_neuron.misconception
def no_bias_fitted(X, y):
    """Your line has to pass through the origin. Give lstsq the dummy input as well, so that there is a bias to fit."""
    return np.linalg.lstsq(X, y)[0], 0.0


@fit_linear_neuron.misconception
def threshold_returned(X, y):
    """The weight of an input of -1 is the *threshold*. The bias is minus that."""
    w, b = right.fit_linear_neuron(X, y)
    return w, -b


@fit_linear_neuron.misconception
def not_taken_apart(X, y):
    """You returned all numbers in one array. Take them apart: the weights, and the bias."""
    w, b = right.fit_linear_neuron(X, y)
    return np.append(w, -b)


@fit_linear_neuron.misconception
def dummy_in_front(X, y):
    """You took the first number for the bias. The dummy input is the *last* column, so its weight is the last number."""
    w, b = right.fit_linear_neuron(X, y)
    v = np.append(w, -b)
    return v[1:], float(-v[0])


@fit_linear_neuron.misconception
def mean_as_bias(X, y):
    """You fitted y - mean(y) and called the mean the bias. That is right only if every feature has mean 0."""
    return np.linalg.lstsq(X, y - y.mean())[0], float(y.mean())


@fit_linear_neuron.misconception
def order(X, y):
    """The order is wrong: return the weights first, then the bias."""
    return right.fit_linear_neuron(X, y)[::-1]


@fit_linear_neuron.misconception
def feature_by_feature(X, y):
    """You fitted one feature at a time. Where features are related, only all weights together are best: one lstsq for all."""
    w = np.array([np.cov(x, y)[0, 1] / np.var(x, ddof=1) for x in X.T])
    return w, float(y.mean() - w @ X.mean(axis=0))


@fit_linear_neuron.misconception
def bias_afterwards(X, y):
    """You fitted the weights without a bias, and the bias to what was left. Both must be fitted together: give lstsq the dummy input."""
    w = np.linalg.lstsq(X, y)[0]
    return w, float(np.mean(y - X @ w))


@fit_linear_neuron.misconception
def bias_zero(X, y):
    """The weights are right, but the bias is 0. It is minus the last number that lstsq finds."""
    return right.fit_linear_neuron(X, y)[0], 0.0


@fit_linear_neuron.misconception
def dummy_left_in(X, y):
    """Your w still holds the weight of the dummy input. It has one number a feature: v[:-1]."""
    w, b = right.fit_linear_neuron(X, y)
    return np.append(w, -b), b


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "Print (P - y).shape for a P of shape (5, 1) and a y of shape (5,). How many errors should there be?",
        "(5, 1) and (5,) broadcast to (5, 5): every prediction is compared with every target. Bring P to the shape of y first.",
        "P.reshape(y.shape) or P.ravel() works for both shapes. The rest of the draft is right.",
    ],
)
def rmse(rng):
    yield call("a flat array", np.array([1.0, 2.0, 6.0]), np.array([1.0, 0.0, 5.0]))
    yield call("the output of a layer", np.array([[1.0], [2.0], [6.0]]), np.array([1.0, 0.0, 5.0]))
    yield call("a perfect prediction", np.array([[3.0], [-1.0]]), np.array([3.0, -1.0]))
    yield call("a flat batch", some(rng, 5), some(rng, 5))
    yield call("a batch from a layer", some(rng, 5, 1), some(rng, 5))
    yield call("a single sample", np.array([[2.5]]), np.array([1.0]))
    yield call("a large batch", some(rng, 40, 1), some(rng, 40), hidden=True)


@rmse.misconception
def still_the_draft(P, y):
    """This is still the draft. (n, 1) minus (n,) is an (n, n) table: every prediction meets every target. Reshape P first."""
    return right.rmse_draft(P, y)


@rmse.misconception
def no_root(P, y):
    """This is the mean *squared* error, in squared units. Take its square root."""
    return right.rmse(P, y) ** 2


@rmse.misconception
def absolute_error(P, y):
    """You took the root of each square, which is the mean absolute error. Average the squares first, then take one root."""
    return float(np.mean(np.abs(P.reshape(y.shape) - y)))


@rmse.misconception
def not_averaged(P, y):
    """You added the squares up. Divide by the number of samples, or the error grows with the data."""
    return float(np.linalg.norm(P.reshape(y.shape) - y))


@rmse.misconception
def signs_cancel(P, y):
    """You averaged first and squared then, so errors up and down cancel. Square every error first."""
    return float(abs(np.mean(P.reshape(y.shape) - y)))


@rmse.misconception
def only_for_layers(P, y):
    """This goes wrong where P is flat: P[:, 0] needs an (n, 1) array. P.reshape(y.shape) serves both shapes."""
    return float(np.sqrt(np.mean((P[:, 0] - y) ** 2)))


@rmse.misconception
def root_outside_the_mean(P, y):
    """You divided by n outside the root. The mean is taken of the squares, inside: np.sqrt(np.mean(...))."""
    return float(np.linalg.norm(P.reshape(y.shape) - y) / len(y))


@rmse.misconception
def one_less(P, y):
    """You divided by n - 1. The mean of the squared errors is divided by n."""
    e = P.reshape(y.shape) - y
    return float(np.sqrt(np.sum(e**2) / max(len(y) - 1, 1)))


@rmse.misconception
def spread_of_errors(P, y):
    """This is the standard deviation of the errors: it does not see an error that all samples share. Square them as they are."""
    return float(np.std(P.reshape(y.shape) - y))


@rmse.misconception
def largest_error(P, y):
    """This is the largest error. Take the root of the mean of all squares."""
    return float(np.max(np.abs(P.reshape(y.shape) - y)))


@rmse.misconception
def halved(P, y):
    """There is a factor ½ too much under your root. This error is a plain mean."""
    return float(np.sqrt(np.mean((P.reshape(y.shape) - y) ** 2) / 2))


@rmse.misconception
def only_for_flat(P, y):
    """A P of shape (n, 1) gave something other than one number, or went wrong. P.reshape(y.shape) serves both shapes."""
    return float(np.sqrt(sum((p - t) ** 2 for p, t in zip(P, y, strict=True)) / len(y)))


@rmse.misconception
def root_of_each(P, y):
    """These are the errors of the samples. One number says how large they are together: √ of the mean of their squares."""
    return np.abs(P.reshape(y.shape) - y)


@exercise(
    points=3,
    minutes=12,
    difficulty=3,
    rule="shuffled_folds",
    hints=[
        "Shuffle the row numbers 0 … n - 1 once. Then cut them into k parts, like a pack of cards.",
        "rng.permutation(n) shuffles, np.array_split(..., k) cuts. Each part is held out once; the others together are train.",
        "For part i: np.concatenate(parts[:i] + parts[i + 1:]) is train. A list comprehension over i makes the k tuples.",
    ],
)
def kfold_indices(rng):
    yield draws(rng, "20 rows in 5 parts", 20, 5)
    yield draws(rng, "29 rows in 5 parts, which does not come out even", 29, 5)
    yield draws(rng, "two halves of 13 rows", 13, 2)
    yield draws(rng, "leave one out", 4, 4)
    yield draws(rng, "60 rows in 7 parts, eight times", 60, 7, times=8)
    yield draws(rng, "many rows, several times", int(rng.integers(60, 90)), 7, times=9, hidden=True)


misuses_rng(kfold_indices)


def folds(parts):
    return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(len(parts))]


@kfold_indices.misconception
def not_shuffled(n, k, rng):
    """the rows are not shuffled: data are often sorted, and then a part is not like the rest"""
    rng.permutation(n)
    return folds(np.array_split(np.arange(n), k))


@kfold_indices.misconception
def drawn_anew(n, k, rng):
    """every row must be held out exactly once: shuffle once, then cut the result into parts"""
    out = []
    for part in np.array_split(np.arange(n), k):
        rows = rng.permutation(n)
        out.append((rows[len(part) :], rows[: len(part)]))
    return out


@kfold_indices.misconception
def train_overlaps(n, k, rng):
    """a row is in train and held out at the same time: then the error on it proves nothing"""
    parts = np.array_split(rng.permutation(n), k)
    return [(np.arange(n)[: n - len(part)], part) for part in parts]


@kfold_indices.misconception
def train_with_repeats(n, k, rng):
    """train must hold every row that is not held out, once"""
    parts = np.array_split(rng.permutation(n), k)
    return [(np.resize(parts[i - 1], n - len(parts[i])), parts[i]) for i in range(k)]


@kfold_indices.misconception
def neighbours_together(n, k, rng):
    """rows that are neighbours in the data stay neighbours: shuffle the rows, not only their parts"""
    start = rng.integers(1, n)
    return folds(np.array_split(np.roll(np.arange(n), start), k))


@kfold_indices.misconception
def same_company(n, k, rng):
    """the same rows are together every time: shuffle all rows anew"""
    parts = np.array_split(np.random.default_rng(0).permutation(n), k)
    return folds([rng.permutation(part) for part in parts])


@kfold_indices.misconception
def never_moved(n, k, rng):
    """a row is in the same place every time: shuffle all of them"""
    return folds(np.array_split(np.concatenate([[0], 1 + rng.permutation(n - 1)]), k))


@kfold_indices.deviation
def cyclic_shift(n, k, rng):
    return folds(np.array_split(np.roll(np.arange(n), rng.integers(n)), k))


@kfold_indices.deviation
def backwards(n, k, rng):
    return folds(np.array_split(np.roll(np.arange(n)[::-1], rng.integers(n)), k))


@kfold_indices.deviation
def shuffled_inside_the_parts(n, k, rng):
    return folds([rng.permutation(part) for part in np.array_split(np.arange(n), k)])


@kfold_indices.deviation
def last_row_last(n, k, rng):
    return folds(np.array_split(np.append(rng.permutation(n - 1), n - 1), k))


@kfold_indices.deviation
def one_swap(n, k, rng):
    order = np.arange(n)
    i, j = rng.choice(n, 2, replace=False)
    order[[i, j]] = order[[j, i]]
    return folds(np.array_split(order, k))
