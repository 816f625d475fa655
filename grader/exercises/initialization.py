"""Exercises of chapter 9. A misconception's docstring is what a reader who made that mistake is told."""

import copy
from itertools import pairwise

import numpy as np

from grader.author.declare import call, exercise
from grader.author.randomness import draws, draws_wrongly, misuses_rng
from solutions import initialization as right


def some(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers on both sides of 0, short enough to be read in a verdict."""
    return rng.normal(scale=2.0, size=shape).round(2)


def shapes(rng: np.random.Generator):
    """A small matrix, one that is higher than wide, and enough numbers to tell a variance from one 5 % larger."""
    yield draws(rng, "5 inputs, 2 units", 5, 2, times=2)
    yield draws(rng, "120 inputs, 50 units", 120, 50)
    yield draws(rng, "8 inputs, 1000 units, twelve times from one rng", 8, 1000, times=12)
    yield draws(rng, "many inputs, several times", 400, 20, times=12, hidden=True)


def relu(A):
    return np.maximum(A, 0.0)


def identity(A):
    return A


def lifted(A):
    return np.abs(A) + 3.0


def logistic(A):
    return 1.0 / (1.0 + np.exp(-A))


# ---- symmetry ----


@exercise(
    points=1,
    minutes=6,
    difficulty=1,
    hints=[
        "A unit is a column of W together with one entry of b. When are two of these the same?",
        "Put b as a last row under W (np.vstack): now each column is a whole unit. Count the different columns.",
        "A set keeps what is different: len({tuple(unit) for unit in units.T}). np.unique(units, axis=1) works as well.",
    ],
)
def distinct_units(rng):
    W = np.array([[1.0, 2.0, 1.0], [3.0, 4.0, 3.0]])
    yield call("first and third are twins", W, np.zeros(3))
    yield call("the same weights, other biases", W, np.array([0.0, 0.0, 0.5]))
    yield call("all weights 0", np.zeros((3, 4)), np.zeros(4))
    yield call("all different", some(rng, 3, 5), some(rng, 5))
    yield call("only the third input differs", np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 4.0]]), np.zeros(2))
    yield call("different by little", np.array([[0.5, 0.5 + 2.0**-21, 0.5]]), np.array([1.0, 1.0, 1.0]))
    yield call("the same sum", np.array([[1.0, 2.0], [2.0, 1.0]]), np.array([3.0, 3.0]))
    yield call("one unit", some(rng, 3, 1), some(rng, 1))
    yield call("one input", np.array([[1.0, 1.0, 2.0, 2.0, 1.0]]), np.array([0.0, 1.0, 0.0, 0.0, 0.0]))
    twins = some(rng, 4, 3)[:, [0, 1, 1, 2, 0, 1]]
    yield call("a larger layer", twins, np.zeros(6), hidden=True)
    crowd = some(rng, 3, 7)[:, [0, 1, 2, 3, 4, 5, 6, 0, 3]]
    yield call("a layer with few twins", crowd, np.zeros(9), hidden=True)


@distinct_units.misconception
def numbers(W, b):
    """You counted different numbers. A unit is a whole column of W, with its bias."""
    return len(np.unique(np.vstack([W, b])))


@distinct_units.misconception
def rows(W, b):
    """You compared the rows of W, which belong to inputs. A unit is a column."""
    return len(np.unique(W, axis=0))


@distinct_units.misconception
def bias_ignored(W, b):
    """You left the biases out. Two units with the same weights but different biases give different answers."""
    return len(np.unique(W, axis=1).T)


@distinct_units.misconception
def all_units(W, b):
    """You counted all units. Twins count once."""
    return W.shape[1]


@distinct_units.misconception
def without_twin(W, b):
    """You counted the units that have no twin. A group of twins counts as one unit, not as none."""
    _, counts = np.unique(np.vstack([W, b]), axis=1, return_counts=True)
    return int(np.sum(counts == 1))


@distinct_units.misconception
def biases_alone(W, b):
    """You counted different biases. A unit is a column of W together with its bias."""
    return len(set(b.tolist()))


@distinct_units.misconception
def twins_counted(W, b):
    """This is how many units repeat an earlier one. The question is how many different ones there are."""
    return W.shape[1] - right.distinct_units(W, b)


@distinct_units.misconception
def neighbours_alone(W, b):
    """You compared each unit with its neighbour. Twins may stand further apart: compare each with all, as a set does."""
    units = np.vstack([W, b]).T
    return 1 + sum(not np.array_equal(u, v) for u, v in pairwise(units))


@distinct_units.misconception
def by_their_sums(W, b):
    """You compared sums. Units with different weights may have the same sum: compare the columns, number by number."""
    return len(set((W.sum(axis=0) + b).tolist()))


@distinct_units.misconception
def rows_with_bias(W, b):
    """You put b under W, and then compared rows. A unit is a column of this: go through its transpose."""
    return len({tuple(row) for row in np.vstack([W, b])})


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    rule="small_normal",
    hints=[
        "rng is a generator. Which of its methods draws normal numbers, on both sides of 0?",
        "rng.normal(size=(rows, columns)) draws with standard deviation 1. What does multiplying by 0.001 do to that?",
        "0.001 * rng.normal(size=(n_in, n_out))",
    ],
)
def small_init(rng):
    yield from shapes(rng)


misuses_rng(small_init)
draws_wrongly(small_init)


@small_init.misconception
def not_small(n_in, n_out, rng):
    """0.001 is missing: the weights have standard deviation 1"""
    return rng.normal(size=(n_in, n_out))


@small_init.misconception
def root_of_the_scale(n_in, n_out, rng):
    """0.001 is the standard deviation, not the variance: take no root of it"""
    return np.sqrt(0.001) * rng.normal(size=(n_in, n_out))


def one_input_more(declared, drawn_otherwise=True):
    """Declare that the bias is not counted. Of numbers that rng.normal gives, that shows in any matrix."""
    right = declared.reference()

    @declared.deviation
    def one_input_more(n_in, n_out, rng):
        return right(n_in + 1, n_out, rng)[:-1]

    if not drawn_otherwise:
        return

    @declared.deviation
    def one_input_more_in_another_order(n_in, n_out, rng):
        W = right(n_in + 1, n_out, rng)[:n_in]
        return rng.permutation(W.ravel()).reshape(n_in, n_out)


# ---- the right size ----


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "Walk through the layers as in a forward pass, and note one number at each.",
        "The number is np.var(Z), before phi. What does the next layer get: Z, or phi(Z)?",
        "Start with A = X. For each W: Z = A @ W, append np.var(Z), then A = phi(Z). Return np.array of the list.",
    ],
)
def forward_variances(rng):
    weights = [some(rng, 3, 4), some(rng, 4, 4), some(rng, 4, 2)]
    yield call("three layers of ReLU", some(rng, 5, 3), weights, relu)
    yield call("two layers of tanh", some(rng, 4, 2), [some(rng, 2, 2), some(rng, 2, 2)], np_tanh)
    yield call("no bend", some(rng, 6, 2) + 3.0, [some(rng, 2, 3), some(rng, 3, 3)], identity)
    yield call("one layer", some(rng, 3, 2), [some(rng, 2, 2)], relu)
    yield call(
        "one sample, one unit at the end", some(rng, 1, 3), [some(rng, 3, 5), some(rng, 5, 1)], np_tanh
    )
    yield call("twelve layers", some(rng, 8, 5), [some(rng, 5, 5) / 4 for _ in range(12)], relu, hidden=True)


def np_tanh(A):
    return np.tanh(A)


def _walk(X, weights, phi, measure):
    A, out = X, []
    for W in weights:
        Z = A @ W
        out.append(measure(Z))
        A = phi(Z)
    return np.array(out)


@forward_variances.misconception
def deviations(X, weights, phi):
    """These are standard deviations. The variance is their square: np.var."""
    return _walk(X, weights, phi, np.std)


@forward_variances.misconception
def after_the_bend(X, weights, phi):
    """You measured A, what comes out of phi. The question is about Z, what goes in."""
    return _walk(X, weights, phi, lambda Z: np.var(phi(Z)))


@forward_variances.misconception
def mean_square(X, weights, phi):
    """You took the mean of Z². That is the variance only if the mean of Z is 0: use np.var."""
    return _walk(X, weights, phi, lambda Z: np.mean(Z**2))


@forward_variances.misconception
def sample_variance(X, weights, phi):
    """You divided by one less than the number of entries. np.var divides by their number."""
    return _walk(X, weights, phi, lambda Z: np.var(Z, ddof=1))


@forward_variances.misconception
def no_bend(X, weights, phi):
    """Each layer gets what phi made of the layer before: A = phi(Z), not Z."""
    return right.forward_variances(X, weights, identity)


@forward_variances.misconception
def mean_over_units(X, weights, phi):
    """You took the variance of each unit, then the mean. Take one variance, over all entries of Z together."""
    return _walk(X, weights, phi, lambda Z: np.mean(np.var(Z, axis=0)))


@forward_variances.misconception
def bent_at_once(X, weights, phi):
    """You handed X through phi first. The A of the first layer is X itself; phi comes between two layers."""
    return right.forward_variances(phi(X), weights, phi)


@forward_variances.misconception
def of_the_weights(X, weights, phi):
    """These are the variances of the weights. What is asked for is the variance of Z = A @ W."""
    return np.array([np.var(W) for W in weights])


@forward_variances.misconception
def mean_over_samples(X, weights, phi):
    """You took the variance of each sample, then the mean. Take one variance, over all entries of Z together."""
    return _walk(X, weights, phi, lambda Z: np.mean(np.var(Z, axis=1)))


@exercise(
    points=1,
    minutes=5,
    difficulty=1,
    rule="fan_in_normal",
    hints=[
        "rng.normal draws numbers of variance 1. Multiply them by c: what is their variance then?",
        "It is c². Which c makes c² = 1 / n_in?",
        "rng.normal(size=(n_in, n_out)) / np.sqrt(n_in)",
    ],
)
def fan_in_init(rng):
    yield from shapes(rng)


misuses_rng(fan_in_init)
draws_wrongly(fan_in_init)
one_input_more(fan_in_init)


@fan_in_init.misconception
def fan_out(n_in, n_out, rng):
    """fan-in is n_in, the number of inputs of a unit: you used n_out"""
    return rng.normal(size=(n_in, n_out)) / np.sqrt(n_out)


@fan_in_init.misconception
def variance_as_deviation(n_in, n_out, rng):
    """1 / n_in is the variance: multiply the normal numbers by its root, the standard deviation"""
    return rng.normal(size=(n_in, n_out)) / n_in


@fan_in_init.misconception
def not_scaled(n_in, n_out, rng):
    """the weights have variance 1: divide the normal numbers by the root of n_in"""
    return rng.normal(size=(n_in, n_out))


@fan_in_init.misconception
def uniform_third(n_in, n_out, rng):
    """rng.uniform(-1, 1) has variance 1/3, so yours is a third of what it should be: use rng.normal"""
    return rng.uniform(-1, 1, size=(n_in, n_out)) / np.sqrt(n_in)


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "The sum over n_in products has the variance n_in · (c / n_in) · mean of phi(z)². What is left of n_in?",
        "c times the mean of phi(z)² is to be 1. Solve for c, and take the mean over the given z.",
        "float(1.0 / np.mean(phi(z) ** 2)): square first, then take the mean.",
    ],
)
def gain(rng):
    yield call("ReLU of four numbers", relu, np.array([-1.0, 2.0, 1.0, -2.0]))
    yield call("the identity", identity, some(rng, 20))
    yield call("tanh", np_tanh, some(rng, 30))
    yield call("a sigmoid, whose mean is far from 0", logistic, some(rng, 30))
    yield call("ReLU of a matrix", relu, some(rng, 5, 6))
    yield call("a phi that is never 0", lifted, some(rng, 12))
    yield call("many numbers", logistic, rng.normal(size=400), hidden=True)


@gain.misconception
def variance_of_phi(phi, z):
    """You took the variance of phi(z), which ignores its mean. The next layer feels the mean too: use the mean of squares."""
    return float(1.0 / np.var(phi(z)))


@gain.misconception
def square_of_the_mean(phi, z):
    """You squared the mean. Square each phi(z) first, then take the mean."""
    return float(1.0 / np.mean(phi(z)) ** 2)


@gain.misconception
def not_inverted(phi, z):
    """This is the factor by which phi changes the variance. The weights have to undo it: take 1 over it."""
    return float(np.mean(phi(z) ** 2))


@gain.misconception
def root(phi, z):
    """This is for the standard deviation. The variance of the weights is c / n_in: take no root."""
    return float(1.0 / np.sqrt(np.mean(phi(z) ** 2)))


@gain.misconception
def sum_of_squares(phi, z):
    """You added the squares up. Take their mean, so that the number of z does not matter."""
    return float(1.0 / np.sum(phi(z) ** 2))


@gain.misconception
def z_itself(phi, z):
    """You took the mean of z². What reaches the next layer is phi(z): square that."""
    return float(1.0 / np.mean(z**2))


@gain.misconception
def square_inside(phi, z):
    """You squared z before phi. Square what comes out: phi(z)², not phi(z²)."""
    return float(1.0 / np.mean(phi(z**2)))


@gain.misconception
def mean_of_absolutes(phi, z):
    """You took the mean of |phi(z)|. A variance is made of squares: phi(z)²."""
    return float(1.0 / np.mean(np.abs(phi(z))))


@gain.misconception
def as_for_relu(phi, z):
    """You returned 2 always. That is what many numbers give for ReLU; compute it from phi and z."""
    return 2.0


@gain.misconception
def mean_not_squared(phi, z):
    """You took the mean of phi(z). A variance is made of squares: phi(z)²."""
    return float(1.0 / np.mean(phi(z)))


@gain.misconception
def ratio_of_variances(phi, z):
    """These are the answers of var(z) / var(phi(z)). The next layer feels the mean of phi(z)², its mean included, whatever z was."""
    return float(np.var(z) / np.var(phi(z)))


@gain.misconception
def divided_by_that_of_z(phi, z):
    """These are the answers of mean(z²) / mean(phi(z)²). The c that makes n_in · c / n_in · mean(phi(z)²) equal to 1 has a 1 above."""
    return float(np.mean(z**2) / np.mean(phi(z) ** 2))


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    rule="he_normal",
    hints=[
        "It is `fan_in_init` with another variance.",
        "The normal numbers have to be multiplied by the root of the variance, of all of it.",
        "np.sqrt(2.0 / n_in) * rng.normal(size=(n_in, n_out))",
    ],
)
def he_init(rng):
    yield from shapes(rng)


misuses_rng(he_init)
draws_wrongly(he_init)
one_input_more(he_init)


@he_init.misconception
def no_two(n_in, n_out, rng):
    """the 2 is missing: ReLU lets only half of the mean square through, and the 2 makes up for it"""
    return rng.normal(size=(n_in, n_out)) / np.sqrt(n_in)


@he_init.misconception
def he_fan_out(n_in, n_out, rng):
    """fan-in is n_in, the number of inputs of a unit: you used n_out"""
    return np.sqrt(2 / n_out) * rng.normal(size=(n_in, n_out))


@he_init.misconception
def he_variance_as_deviation(n_in, n_out, rng):
    """2 / n_in is the variance: multiply the normal numbers by its root, the standard deviation"""
    return 2 / n_in * rng.normal(size=(n_in, n_out))


@he_init.misconception
def two_outside(n_in, n_out, rng):
    """the 2 belongs under the root as well: the variance is 2 / n_in, yours is 4 / n_in"""
    return 2 / np.sqrt(n_in) * rng.normal(size=(n_in, n_out))


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    rule="glorot_normal",
    hints=[
        "Glorot's variance is 1 over the mean of n_in and n_out.",
        "That is 2 / (n_in + n_out). What do you multiply the normal numbers by?",
        "np.sqrt(2.0 / (n_in + n_out)) * rng.normal(size=(n_in, n_out))",
    ],
)
def glorot_init(rng):
    yield from shapes(rng)


misuses_rng(glorot_init)
draws_wrongly(glorot_init)
one_input_more(glorot_init, drawn_otherwise=False)  # chance alone would take 700 matrices


@glorot_init.misconception
def sum_not_mean(n_in, n_out, rng):
    """the 2 is missing: divide by the mean of n_in and n_out, not by their sum"""
    return rng.normal(size=(n_in, n_out)) / np.sqrt(n_in + n_out)


@glorot_init.misconception
def glorot_variance_as_deviation(n_in, n_out, rng):
    """2 / (n_in + n_out) is the variance: multiply by its root, the standard deviation"""
    return 2 / (n_in + n_out) * rng.normal(size=(n_in, n_out))


@glorot_init.misconception
def fan_in_alone(n_in, n_out, rng):
    """this is fan-in alone, 1 / n_in: Glorot takes the mean of n_in and n_out"""
    return rng.normal(size=(n_in, n_out)) / np.sqrt(n_in)


@glorot_init.misconception
def variance_of_he(n_in, n_out, rng):
    """this is He's variance, 2 / n_in: Glorot divides 2 by n_in + n_out"""
    return np.sqrt(2 / n_in) * rng.normal(size=(n_in, n_out))


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    rule="orthonormal",
    hints=[
        "Start from a matrix G of normal numbers, of the shape that is wanted, and take out of it what stretches.",
        "The singular value decomposition writes G as U times a diagonal matrix of stretches s times Vt. Put together what is left without s.",
        "U, _, Vt = np.linalg.svd(G, full_matrices=False), then return U @ Vt. It has the shape of G, wide or tall.",
    ],
)
def orthogonal_init(rng):
    yield draws(rng, "as many units as inputs", 5, 5)
    yield draws(rng, "tall: more inputs than units", 6, 3)
    yield draws(rng, "wide: more units than inputs", 2, 5, times=3)
    yield draws(rng, "a large layer", 30, 40, hidden=True)


misuses_rng(orthogonal_init)


@orthogonal_init.misconception
def stretches_left_in(n_in, n_out, rng):
    """W is not orthogonal: leave s out, which holds all the stretching, and multiply U by Vt"""
    return rng.normal(size=(n_in, n_out)) / np.sqrt(n_in)


@orthogonal_init.misconception
def lengths_only(n_in, n_out, rng):
    """the lengths are 1, but there are products that are not 0: scaling alone makes nothing orthogonal"""
    G = rng.normal(size=(n_in, n_out))
    return G / np.linalg.norm(G, axis=0 if n_in >= n_out else 1, keepdims=True)


@orthogonal_init.misconception
def directions_only(n_in, n_out, rng):
    """the directions are orthogonal, but their lengths are not 1"""
    return 2.0 * right.orthogonal_init(n_in, n_out, rng)


@orthogonal_init.deviation
def one_direction_off(n_in, n_out, rng):
    W = right.orthogonal_init(n_in, n_out, rng)
    W[0] = -W[0] + 0.01
    return W


@orthogonal_init.deviation
def other_side(n_in, n_out, rng):
    U, s, Vt = np.linalg.svd(rng.normal(size=(n_in, n_out)), full_matrices=False)
    return U @ np.diag(s > 0.5 * s.max()) @ Vt


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    rule="drawn_layers",
    hints=[
        "There is one layer between each two neighbours in sizes. How many layers does [3, 10, 1] have?",
        "Layer l has n_in = sizes[l] and n_out = sizes[l + 1]. Call init once for each layer, and hand on the rng you got.",
        "In a loop over l in range(len(sizes) - 1): append (init(sizes[l], sizes[l + 1], rng), np.zeros(sizes[l + 1])).",
    ],
)
def init_layers(rng):
    yield draws(rng, "3-10-1", [3, 10, 1], drawn, times=3)
    yield draws(rng, "four layers of four units", [4, 4, 4, 4, 4], drawn)
    yield draws(rng, "an init that marks its work", [2, 5, 3], marked)
    yield draws(rng, "one layer", [4, 2], drawn)
    yield draws(rng, "a deep network", [3, *[6] * 9, 2], drawn, hidden=True)


def drawn(n_in, n_out, rng):
    return 0.5 * rng.normal(size=(n_in, n_out))  # ships as source: it must be no exercise's solution


def marked(n_in, n_out, rng):
    return np.full((n_in, n_out), n_in + n_out / 1000.0)


misuses_rng(init_layers)


@init_layers.misconception
def shared(sizes, init, rng):
    """two layers have the same W: call init anew for each layer, always with the rng you were given"""
    cache = {}
    layers = []
    for n_in, n_out in pairwise(sizes):
        W = cache.setdefault((n_in, n_out), init(n_in, n_out, rng))
        layers.append((W, np.zeros(n_out)))
    return layers


@init_layers.misconception
def random_biases(sizes, init, rng):
    """biases start at 0.0: only weights have to be different from each other"""
    pairs = pairwise(sizes)
    return [(init(a, b, rng), rng.normal(size=b)) for a, b in pairs]


@init_layers.misconception
def not_what_init_returned(sizes, init, rng):
    """the W of each layer is what init(n_in, n_out, rng) returned for it, unchanged"""
    pairs = pairwise(sizes)
    return [(init(b, a, rng).T, np.zeros(b)) for a, b in pairs]


@init_layers.deviation
def a_copy_for_each_layer(sizes, init, rng):
    return [(init(a, b, copy.deepcopy(rng)), np.zeros(b)) for a, b in pairwise(sizes)]


@init_layers.deviation
def scaled_afterwards(sizes, init, rng):
    return [(init(a, b, rng) / np.sqrt(a), np.zeros(b)) for a, b in pairwise(sizes)]


@init_layers.deviation
def last_layer_zero(sizes, init, rng):
    layers = right.init_layers(sizes, init, rng)
    return [*layers[:-1], (0.0 * layers[-1][0], layers[-1][1])]


@init_layers.deviation
def one_seed_for_every_layer(sizes, init, rng):
    seed = int(rng.integers(2**31))
    return [(init(a, b, np.random.default_rng(seed)), np.zeros(b)) for a, b in pairwise(sizes)]


# ---- inputs ----


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "One mean and one standard deviation for each column: along which axis do you have to go?",
        "np.mean and np.std with axis=0 do the work. Then put 1.0 where a column is constant, and ask the column, not its deviation.",
        "constant = X.max(axis=0) == X.min(axis=0), then np.where(constant, 1.0, np.std(X, axis=0)).",
    ],
)
def standardize_fit(rng):
    yield call("four rows", np.array([[1.0, 10.0], [2.0, 30.0], [3.0, 20.0], [4.0, 0.0]]))
    yield call("a batch", some(rng, 6, 3) * np.array([1.0, 10.0, 0.1]) + np.array([0.0, 5.0, -3.0]))
    fixed = some(rng, 7, 3)
    fixed[:, 1] = 0.1
    fixed[:, 2] = 5.0
    yield call("two constant columns", fixed)
    yield call("one row", some(rng, 1, 3))
    yield call("tiny numbers that do vary", 1e-9 * some(rng, 5, 2))
    yield call("whole numbers", np.array([[1, 2], [3, 2], [8, 2]]))
    yield call("a large batch", 30 * some(rng, 40, 5), hidden=True)


@standardize_fit.misconception
def whole_array(X):
    """You have one mean for the whole array. Each feature (column) has a mean of its own: axis=0."""
    n = X.shape[1]
    return np.full(n, np.mean(X)), np.full(n, np.std(X))


@standardize_fit.misconception
def unguarded(X):
    """A constant column has standard deviation 0, and dividing by it gives nan. Its scale should be 1."""
    return np.mean(X, axis=0), np.std(X, axis=0)


@standardize_fit.misconception
def guarded_by_zero(X):
    """You asked whether the deviation is exactly 0. Rounding can make it 1e-17: compare the column's maximum and minimum."""
    scale = np.std(X, axis=0)
    return np.mean(X, axis=0), np.where(scale == 0, 1.0, scale)


@standardize_fit.misconception
def guarded_by_small(X):
    """You treat a small deviation like none. A feature measured in large units varies little and still varies."""
    scale = np.std(X, axis=0)
    return np.mean(X, axis=0), np.where(scale < 1e-6, 1.0, scale)


@standardize_fit.misconception
def eps_added(X):
    """Adding a small number keeps you from dividing by 0, but a constant column's scale should be 1."""
    return np.mean(X, axis=0), np.std(X, axis=0) + 1e-12


@standardize_fit.misconception
def n_minus_one(X):
    """You divided by n - 1 (ddof=1). In this book a standard deviation divides by n, which is what np.std does by itself."""
    mean, scale = right.standardize_fit(X)
    n = len(X)
    constant = np.ptp(X, axis=0) == 0
    return mean, np.where(constant, scale, scale * np.sqrt(n / max(n - 1, 1)))


@standardize_fit.misconception
def variance_for_deviation(X):
    """These are variances. The scale is the standard deviation, the root of the variance."""
    mean, scale = right.standardize_fit(X)
    return mean, scale**2


@standardize_fit.misconception
def span(X):
    """You took maximum minus minimum, which two rows decide. The scale is the standard deviation."""
    width = np.ptp(X, axis=0).astype(float)
    return np.mean(X, axis=0), np.where(width == 0, 1.0, width)


@standardize_fit.misconception
def median_for_mean(X):
    """These are medians. The mean is the sum divided by the number: np.mean."""
    return np.median(X, axis=0), right.standardize_fit(X)[1]


@standardize_fit.misconception
def mean_left_in(X):
    """These are roots of mean squares. Subtract the mean before you square, as np.std does."""
    mean, _ = right.standardize_fit(X)
    constant = np.max(X, axis=0) == np.min(X, axis=0)
    return mean, np.where(constant, 1.0, np.sqrt(np.mean(X**2, axis=0)))


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "Both steps work on whole columns. Which of them comes first?",
        "mean has shape (n_features,), so that X - mean subtracts it from every row.",
        "(X - mean) / scale: the parentheses matter.",
    ],
)
def standardize_apply(rng):
    mean, scale = np.array([2.0, 10.0]), np.array([0.5, 4.0])
    yield call("two rows", np.array([[2.0, 10.0], [3.0, 2.0]]), mean, scale)
    yield call("one row", np.array([[4.0, 6.0]]), mean, scale)
    yield call(
        "rows unlike the training rows", some(rng, 4, 3) + 7.0, some(rng, 3), np.abs(some(rng, 3)) + 0.5
    )
    yield call("as many rows as features", some(rng, 3, 3), some(rng, 3), np.abs(some(rng, 3)) + 0.5)
    yield call("whole numbers", np.array([[1, 7], [2, 3], [6, 5]]), mean, scale)
    yield call("nothing to shift or scale", some(rng, 2, 2), np.zeros(2), np.ones(2))
    yield call("one feature", some(rng, 4, 1), some(rng, 1), np.array([0.25]))
    yield call("a large batch", some(rng, 30, 4), some(rng, 4), np.abs(some(rng, 4)) + 0.5, hidden=True)


@standardize_apply.misconception
def fitted_again(X, mean, scale):
    """You computed the statistics of these rows anew. Use the mean and scale you were given: they come from the training rows."""
    return (X - X.mean(axis=0)) / right.standardize_fit(X)[1]


@standardize_apply.misconception
def parentheses(X, mean, scale):
    """X - mean / scale divides only the mean. Put X - mean in parentheses."""
    return X - mean / scale


@standardize_apply.misconception
def divided_first(X, mean, scale):
    """You divided before you subtracted. mean is in the units of X: subtract it first."""
    return X / scale - mean


@standardize_apply.misconception
def multiplied(X, mean, scale):
    """You multiplied by the scale. Dividing by the standard deviation is what makes it 1."""
    return (X - mean) * scale


@standardize_apply.misconception
def changed_in_place(X, mean, scale):
    """X -= mean changes the caller's rows. Write X - mean, which makes a new array."""
    X -= mean
    X /= scale
    return X


@standardize_apply.misconception
def divided_by_the_square(X, mean, scale):
    """You divided by scale². scale is the standard deviation already: divide by it once."""
    return (X - mean) / scale**2


@standardize_apply.misconception
def divided_by_the_root(X, mean, scale):
    """You divided by the root of scale. scale is the standard deviation, not the variance: divide by it as it is."""
    return (X - mean) / np.sqrt(scale)


@standardize_apply.misconception
def mean_added(X, mean, scale):
    """You added the mean. Subtract it, so that the training rows lie around 0."""
    return (X + mean) / scale


@standardize_apply.misconception
def scale_left_out(X, mean, scale):
    """The rows are shifted, but not scaled: divide by scale."""
    return X - mean


@standardize_apply.misconception
def mean_left_out(X, mean, scale):
    """The rows are scaled, but not shifted: subtract mean first."""
    return X / scale


@standardize_apply.misconception
def own_mean(X, mean, scale):
    """You subtracted the mean of these rows. Use the mean you were given: it comes from the training rows."""
    return (X - X.mean(axis=0)) / scale


@standardize_apply.misconception
def undone(X, mean, scale):
    """These are the answers of X * scale + mean, which is the way back. Subtract the mean, then divide."""
    return X * scale + mean


@exercise(
    points=2,
    minutes=6,
    difficulty=1,
    hints=[
        "Which rows does the draft look at before it computes the mean? Would you have all of them on the day you train?",
        "Fit on X_train alone. What do the test rows go through then: statistics of their own, or the same as the training rows?",
        "mean, scale = standardize_fit(X_train), then standardize_apply to X_train and to X_test with these two.",
    ],
)
def prepare(rng):
    yield call("two training rows, one test row", np.array([[0.0], [2.0]]), np.array([[10.0]]))
    yield call("test rows from elsewhere", some(rng, 5, 2), some(rng, 3, 2) + 5.0)
    yield call("as many test rows", some(rng, 4, 3), 3.0 * some(rng, 4, 3))
    yield call("one test row", some(rng, 6, 3), some(rng, 1, 3))
    late = some(rng, 4, 2)
    late[:, 1] = 1.0
    yield call("a column that varies in the test rows only", late, some(rng, 3, 2))
    yield call("many rows", some(rng, 30, 4), some(rng, 10, 4) - 2.0, hidden=True)


@prepare.misconception
def all_rows(X_train, X_test):
    """The statistics come from all rows, as in the draft: the test rows have had a part in them. Fit on X_train alone."""
    return right.prepare_draft(X_train, X_test)


@prepare.misconception
def each_its_own(X_train, X_test):
    """You gave the test rows statistics of their own. Then equal inputs mean different things in the two sets: use those of X_train."""
    train = right.standardize_apply(X_train, *right.standardize_fit(X_train))
    test = right.standardize_apply(X_test, *right.standardize_fit(X_test))
    return train, test


@prepare.misconception
def from_the_test_rows(X_train, X_test):
    """You fitted on X_test. The statistics come from the training rows."""
    test, train = right.prepare(X_test, X_train)
    return train, test


@prepare.misconception
def test_left_raw(X_train, X_test):
    """The test rows are still as they came. They have to go through the same steps as the training rows."""
    return right.prepare(X_train, X_test)[0], X_test


@prepare.misconception
def train_left_raw(X_train, X_test):
    """The training rows are still as they came. They go through the same steps as the test rows."""
    return X_train, right.prepare(X_train, X_test)[1]


@prepare.misconception
def guard_forgotten(X_train, X_test):
    """You divided by the standard deviation itself. A column that never changes has none: standardize_fit gives it scale 1."""
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - mean) / std, (X_test - mean) / std


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "Put the column of ones behind X first: the bias is a direction of the bowl, too.",
        "With A = np.column_stack([X, np.ones(len(X))]) the matrix is A.T @ A / len(A). It is symmetric: use np.linalg.eigvalsh.",
        "eigvalsh sorts from small to large: return float(values[-1] / values[0]).",
    ],
)
def condition_number(rng):
    yield call("a round bowl", np.array([[1.0], [-1.0], [1.0], [-1.0]]))
    yield call("inputs far from 0", np.array([[9.0], [10.0], [11.0]]))
    yield call("unequal scales", some(rng, 8, 2) * np.array([10.0, 0.5]))
    first = some(rng, 10, 1)
    yield call("correlated", np.hstack([first, first + 0.3 * some(rng, 10, 1)]))
    yield call("three features", some(rng, 9, 3) + 1.0)
    yield call("whole numbers", np.array([[1, 4], [2, 0], [5, 3], [3, 9]]))
    yield call("many rows", some(rng, 60, 4) * np.array([1.0, 2.0, 3.0, 4.0]) - 3.0, hidden=True)


def _curvatures(A):
    return np.linalg.eigvalsh(A.T @ A / len(A))


@condition_number.misconception
def no_bias_column(X):
    """You left the column of ones out. The bias is a parameter as well, and inputs far from 0 show only there."""
    values = _curvatures(X)
    return float(values[-1] / values[0])


@condition_number.misconception
def of_the_data(X):
    """This is the ratio for A itself. The curvatures belong to A.T @ A, and their ratio is the square of yours."""
    return float(np.sqrt(right.condition_number(X)))


@condition_number.misconception
def upside_down(X):
    """You divided the smallest by the largest. A round bowl has 1, a narrow one a large number."""
    return 1.0 / right.condition_number(X)


@condition_number.misconception
def centred_first(X):
    """You took the mean out of X first. The question is about the rows as they are."""
    return right.condition_number(X - X.mean(axis=0))


@condition_number.misconception
def largest_only(X):
    """This is the largest eigenvalue, which limits the step. Divide it by the smallest."""
    return float(_curvatures(np.column_stack([X, np.ones(len(X))]))[-1])


@condition_number.misconception
def of_the_covariance(X):
    """This is the ratio for the covariance of X: the mean is taken out, and the bias is left out. H is A.T @ A / n_samples, with the column of ones."""
    D = X - X.mean(axis=0)
    values = _curvatures(D)
    return float(values[-1] / values[0])


@condition_number.misconception
def difference_of_curvatures(X):
    """You subtracted the smallest eigenvalue from the largest. Divide: how many times is the one the other?"""
    values = _curvatures(np.column_stack([X, np.ones(len(X))]))
    return float(values[-1] - values[0])


@condition_number.misconception
def smallest_only(X):
    """This is the smallest eigenvalue. Divide the largest by it."""
    return float(_curvatures(np.column_stack([X, np.ones(len(X))]))[0])


@exercise(
    points=3,
    minutes=15,
    difficulty=3,
    rule="principal_axes",
    hints=[
        "First the mean, then the centred rows D, then their covariance matrix, then its eigenvectors.",
        "np.linalg.eigh returns (eigenvalues, eigenvectors), smallest first, one eigenvector a column. Turn both round, in step.",
        "variances, components = np.linalg.eigh(D.T @ D / len(D)); return mean, components[:, ::-1], variances[::-1].",
    ],
)
def pca_fit(rng):
    mix = np.array([[3.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.5, -0.5, 0.3]])
    yield call("a flat cloud", np.array([[2.0, 1.0], [-2.0, -1.0], [4.0, 1.0], [-4.0, -1.0]]))
    yield call("far from 0", (some(rng, 12, 3) @ mix + np.array([20.0, -10.0, 5.0])).round(2))
    yield call("three features", (some(rng, 10, 3) @ mix).round(2))
    yield call("hardly more rows than features", some(rng, 5, 4))
    yield call("one feature", some(rng, 6, 1))
    yield call("many rows", some(rng, 60, 3) @ mix + 3.0, hidden=True)


@pca_fit.misconception
def components_as_rows(X):
    """your components are rows: eigh returns them as columns, and so should you"""
    mean, components, variances = right.pca_fit(X)
    return mean, components.T, variances


@pca_fit.misconception
def smallest_first(X):
    """the largest variance comes first: eigh returns the smallest first"""
    mean, components, variances = right.pca_fit(X)
    return mean, components[:, ::-1], variances[::-1]


@pca_fit.misconception
def only_variances_reversed(X):
    """you reversed the variances, but not the columns of components: they belong together"""
    mean, components, variances = right.pca_fit(X)
    return mean, components[:, ::-1], variances


@pca_fit.misconception
def not_centred(X):
    """these are the directions of the rows as they are: subtract the mean first"""
    variances, components = np.linalg.eigh(X.T @ X / len(X))
    return X.mean(axis=0), components[:, ::-1], variances[::-1]


@pca_fit.misconception
def unbiased(X):
    """you divided by n - 1: in this book a variance is the mean of squares, divided by n"""
    mean, components, variances = right.pca_fit(X)
    return mean, components, variances * len(X) / (len(X) - 1)


@pca_fit.misconception
def roots(X):
    """these are standard deviations: the eigenvalues themselves are the variances"""
    mean, components, variances = right.pca_fit(X)
    return mean, components, np.sqrt(np.maximum(variances, 0.0))


@pca_fit.misconception
def wrong_mean(X):
    """mean should hold the mean of each feature, over the rows"""
    mean, components, variances = right.pca_fit(X)
    return np.full_like(mean, X.mean()), components, variances


@pca_fit.misconception
def not_orthonormal(X):
    """the components should have length 1 and be orthogonal to each other"""
    mean, components, variances = right.pca_fit(X)
    return mean, components * np.sqrt(np.maximum(variances, 0.0)), variances


@pca_fit.misconception
def still_correlated(X):
    """along your components the rows are still correlated"""
    order = np.argsort(-X.var(axis=0))
    return X.mean(axis=0), np.eye(X.shape[1])[:, order], X.var(axis=0)[order]


@pca_fit.misconception
def wrong_variances(X):
    """variances should hold the variance of the centred rows along each component, divided by n"""
    mean, components, variances = right.pca_fit(X)
    return mean, components, variances * len(X)


@exercise(
    points=3,
    minutes=12,
    difficulty=3,
    hints=[
        "pca_fit gives you E and v. Turning to the components is a product with E. What undoes it?",
        "E / np.sqrt(v + eps) divides column j of E by the j-th number: that is E times the diagonal matrix.",
        "mean, E, v = pca_fit(X); return mean, E / np.sqrt(v + eps) @ E.T.",
    ],
)
def whiten_fit(rng):
    mix = np.array([[3.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.5, -0.5, 0.3]])
    yield call("a flat cloud", np.array([[2.0, 1.0], [-2.0, -1.0], [4.0, 1.0], [-4.0, -1.0]]))
    yield call("three features", (some(rng, 12, 3) @ mix + 5.0).round(2))
    yield call("a large eps", some(rng, 10, 3), eps=0.5)
    yield call("one feature", some(rng, 6, 1) + 2.0)
    twice = some(rng, 8, 2)
    yield call("a feature that repeats another", np.hstack([twice, twice[:, :1]]), 0.01)
    yield call("many rows", some(rng, 60, 3) @ mix, hidden=True)


def _scaled(X, eps, f):
    mean, E, v = right.pca_fit(X)
    return mean, E * f(np.maximum(v, 0.0), eps) @ E.T


@whiten_fit.misconception
def no_root(X, eps=1e-5):
    """You divided by the variance. Dividing a direction by s divides its variance by s², so s is the root."""
    return _scaled(X, eps, lambda v, e: 1.0 / (v + e))


@whiten_fit.misconception
def eps_outside(X, eps=1e-5):
    """eps belongs inside the root, beside the variance."""
    return _scaled(X, eps, lambda v, e: 1.0 / (np.sqrt(v) + e))


@whiten_fit.misconception
def eps_ignored(X, eps=1e-5):
    """You left eps out. A direction without variance is then divided by almost 0."""
    return _scaled(X, 0.0, lambda v, e: 1.0 / np.sqrt(np.maximum(v, 1e-30)))


@whiten_fit.misconception
def stretched(X, eps=1e-5):
    """You multiplied by the standard deviations. To make all of them 1, divide."""
    return _scaled(X, eps, lambda v, e: np.sqrt(v + e))


@whiten_fit.misconception
def wrong_way_round(X, eps=1e-5):
    """The directions are the columns of E: turn to them with E, and back with E.T."""
    mean, E, v = right.pca_fit(X)
    return mean, E.T / np.sqrt(v + eps) @ E


@whiten_fit.misconception
def whiten_n_minus_one(X, eps=1e-5):
    """You divided the covariance by n - 1. In this book variances are divided by n."""
    n = len(X)
    return _scaled(X, eps, lambda v, e: 1.0 / np.sqrt(v * n / (n - 1) + e))


@whiten_fit.misconception
def each_on_its_own(X, eps=1e-5):
    """This is standardizing: each feature is divided by its own deviation, and features that move together still do."""
    return X.mean(axis=0), np.diag(1.0 / np.sqrt(X.var(axis=0) + eps))


@whiten_fit.misconception
def rows_scaled(X, eps=1e-5):
    """You divided the rows of E. A direction is a column: E / np.sqrt(v + eps)."""
    mean, E, v = right.pca_fit(X)
    return mean, (E.T / np.sqrt(v + eps)).T @ E.T


@whiten_fit.misconception
def not_turned_back(X, eps=1e-5):
    """These are the answers of E @ diag(1 / √(v + eps)): turned to the components, but not back. Multiply by E.T at the end."""
    mean, E, v = right.pca_fit(X)
    return mean, E / np.sqrt(v + eps)
