"""Exercises of chapter 6. A misconception's docstring is what a reader who made that mistake is told."""

import inspect
import itertools

import numpy as np

from grader.author.declare import call, do, exercise, get, new, on, op, ref, script
from solutions import backpropagation as right


def some(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers on both sides of 0, short enough to be read in a verdict."""
    return rng.normal(scale=2.0, size=shape).round(2)


def small(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """The same, closer to 0, for what enters a tanh."""
    return rng.normal(scale=0.7, size=shape).round(2)


# ---- a chain ----


@exercise(
    points=1,
    minutes=6,
    difficulty=1,
    hints=[
        "Begin at the end. c = √b is the last link: how steep is a square root at b?",
        "The slopes of the links are 1 / (2 √b), 1 / a and 2 x. Each result is the one before it times one more slope.",
        "dc_db = 1 / (2 * np.sqrt(b)), then dc_da = dc_db / a. What is the last one times?",
    ],
)
def chain_gradients(rng):
    yield call("x = 2", 2.0)
    yield call("close to 1", 1.125)
    yield call("a larger x", round(rng.uniform(3, 10), 2))
    yield call("x = e, where b is 2", float(np.e))
    yield call("a whole number", 3)
    yield call("another x", round(rng.uniform(1.5, 9), 3), hidden=True)
    yield call("far from 1", round(rng.uniform(50, 900), 1), hidden=True)


@chain_gradients.misconception
def divided(x):
    """You divided by the slopes. That answers "how far must x move for c to move by 1?" Along a chain slopes multiply."""
    return tuple(1 / g for g in right.chain_gradients(x))


@chain_gradients.misconception
def local_only(x):
    """These are the slopes of the single links. Each has to be multiplied by all that come after it, up to c."""
    a, b, _ = right.chain_forward(x)
    return 1 / (2 * np.sqrt(b)), 1 / a, 2 * x


@chain_gradients.misconception
def slope_at_output(x):
    """A slope is taken at what *entered* the link: the logarithm's at a, the root's at b, the square's at x."""
    a, b, c = right.chain_forward(x)
    dc_db = 1 / (2 * np.sqrt(c))
    dc_da = dc_db / b
    return dc_db, dc_da, dc_da * 2 * a


@chain_gradients.misconception
def half_lost(x):
    """The slope of √b is 1 / (2 √b): the 2 is missing."""
    return tuple(2 * g for g in right.chain_gradients(x))


@chain_gradients.misconception
def two_lost(x):
    """The slope of x² is 2 x, not x."""
    dc_db, dc_da, dc_dx = right.chain_gradients(x)
    return dc_db, dc_da, dc_dx / 2


@chain_gradients.misconception
def order_of_results(x):
    """Right numbers in the order of the way forward. Return them as the way back meets them: dc/db, dc/da, dc/dx."""
    return right.chain_gradients(x)[::-1]


@chain_gradients.misconception
def forward_values(x):
    """You returned a, b and c, the values of the way forward. Wanted is how fast c grows with b, a and x."""
    return right.chain_forward(x)


@chain_gradients.misconception
def all_the_way_each_time(x):
    """All three of your numbers are dc/dx. The first stops at b, the second at a."""
    return (right.chain_gradients(x)[2],) * 3


# ---- a ruler for gradients ----


def sum_of_squares(x):
    return float((x**2).sum())


def waves(x):
    return float(np.sin(x).sum() + x.ravel()[0] ** 3)


def neighbours(x):
    return float((x[:-1] * x[1:]).sum() + np.exp(x[0]))


def product(x):
    return float(np.prod(x))


def kinks(x):
    return float(np.abs(x).sum())


def twisted(x):
    return float(np.sin(x).sum() + (x[..., 0] * x[..., -1] ** 2).sum())


@exercise(
    points=3,
    minutes=12,
    difficulty=2,
    rtol=1e-5,
    atol=1e-9,
    hints=[
        "Make an array of zeros of x's shape for the result, and fill one entry at a time.",
        "for i in np.ndindex(x.shape) visits all entries, whatever the shape. For each, take two fresh copies of x and move entry i of one up, of the other down.",
        "up = x.astype(float) copies x as float64. up[i] += h, down[i] -= h, then (f(up) - f(down)) / (2 * h).",
    ],
)
def numerical_gradient(rng):
    yield call("a sum of squares", sum_of_squares, np.array([3.0, -1.0, 0.5]))
    yield call("a matrix, coarse step", waves, some(rng, 2, 3), h=0.1)
    yield call("neighbours multiply", neighbours, small(rng, 4), 1e-3)
    yield call("whole numbers", product, np.array([2, -1, 3]))
    yield call("single precision", sum_of_squares, some(rng, 3).astype(np.float32))
    yield call(
        "beside a kink, usual step", kinks, np.array([1.5e-5, -2.0, -2.5e-6])
    )  # another h gives other slopes
    yield call("a single number", sum_of_squares, np.array(1.5), 0.25)
    yield call("three axes", twisted, some(rng, 2, 2, 3), h=0.02)
    yield call(
        "whole numbers in a matrix, slopes with fractions", waves, np.array([[1, 2], [0, -3]]), h=0.125
    )
    yield call("another matrix", waves, some(rng, 3, 4), h=0.05, hidden=True)


@numerical_gradient.misconception
def one_sided(f, x, h=1e-5):
    """This is the one-sided difference, (f(x + h) - f(x)) / h. Its error shrinks with h, that of the central one with h²."""
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.astype(float)
        up[i] += h
        g[i] = (f(up) - f(x.astype(float))) / h
    return g


@numerical_gradient.misconception
def not_halved(f, x, h=1e-5):
    """Everything is twice too large. Between x - h and x + h lie two steps of h: divide by 2 h."""
    return 2 * right.numerical_gradient(f, x, h)


@numerical_gradient.misconception
def precedence(f, x, h=1e-5):
    """/ 2 * h divides by 2 and then *multiplies* by h. Put 2 * h in parentheses."""
    return right.numerical_gradient(f, x, h) * h * h


@numerical_gradient.misconception
def all_at_once(f, x, h=1e-5):
    """You moved all entries together, which gives one number, the sum of the gradient. Move one entry at a time."""
    x = x.astype(float)
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


@numerical_gradient.misconception
def not_put_back(f, x, h=1e-5):
    """An entry that was moved stays moved while you go on to the next. Put it back, or start from a fresh copy each time."""
    x = x.astype(float)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        g[i] = (above - f(x)) / (2 * h)
    return g


@numerical_gradient.misconception
def whole_numbers(f, x, h=1e-5):
    """An array of whole numbers cannot hold 2.00001: h is cut off. Work on x.astype(float)."""
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] = up[i] + h
        down[i] = down[i] - h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


@numerical_gradient.misconception
def sign(f, x, h=1e-5):
    """The sign is turned round: subtract the value below from the value above."""
    return -right.numerical_gradient(f, x, h)


@numerical_gradient.misconception
def first_axis_only(f, x, h=1e-5):
    """You moved whole rows: for i in range(len(x)) visits the first axis only. np.ndindex(x.shape) visits every entry."""
    g = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


@numerical_gradient.misconception
def result_in_whole_numbers(f, x, h=1e-5):
    """Where x holds whole numbers, so does your result: zeros_like(x) cannot hold a fraction. Use np.zeros(x.shape)."""
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        g[i] = right.numerical_gradient(f, x, h)[i]
    return g


@numerical_gradient.misconception
def half_a_step(f, x, h=1e-5):
    """You moved each entry by h / 2 to either side. It is h to either side, over 2 h."""
    return right.numerical_gradient(f, x, h / 2)


@numerical_gradient.misconception
def two_steps_up(f, x, h=1e-5):
    """This is (f(x + 2h) - f(x)) / (2h), the slope on one side only. Go h up and h down."""
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.astype(float)
        up[i] += 2 * h
        g[i] = (f(up) - f(x.astype(float))) / (2 * h)
    return g


@numerical_gradient.misconception
def backward_difference(f, x, h=1e-5):
    """This is (f(x) - f(x - h)) / h, the slope on one side only. Go h up as well, and divide by 2 h."""
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        down = x.astype(float)
        down[i] -= h
        g[i] = (f(x.astype(float)) - f(down)) / h
    return g


@numerical_gradient.misconception
def step_of_its_own(f, x, h=1e-5):
    """The h that is handed in is not used: your steps are always 1e-5."""
    return right.numerical_gradient(f, x)


@numerical_gradient.misconception
def one_long_row(f, x, h=1e-5):
    """Your result is one long row. It has the shape of x: .reshape(x.shape), or fill an array of that shape."""
    return right.numerical_gradient(f, x, h).reshape(-1)


@numerical_gradient.misconception
def original_moved(f, x, h=1e-5):
    """You moved entries of x itself. Then whole numbers lose h, float32 most of it, and x comes back rounded: work on a float64 copy."""
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        g[i] = (above - f(x)) / (2 * h)
        x[i] += h
    return g


@exercise(
    points=1,
    minutes=6,
    difficulty=1,
    hints=[
        "np.linalg.norm gives the length of an array. Which three lengths are in the formula?",
        "The length of the difference goes above the line, the sum of the two lengths below.",
        "Compute the sum of lengths first; if it is 0, return 0.0, else divide np.linalg.norm(a - b) by it.",
    ],
)
def relative_error(rng):
    a = np.array([3.0, 4.0])
    yield call("a right angle", a, np.array([-4.0, 3.0]))
    yield call("twice as long", a, 2 * a)
    yield call("opposite", a, -a)
    yield call("matrices", some(rng, 3, 2), some(rng, 3, 2))
    yield call("nearly equal", some(rng, 4), np.zeros(4) + 1e-9)
    yield call("short ones", np.array([0.001, 0.002]), np.array([0.003, -0.001]))
    yield call("two arrays of zeros", np.zeros(3), np.zeros(3))
    yield call("the first is zero", np.zeros(3), np.array([1.0, -2.0, 0.5]))
    yield call("the second is zero", np.array([[0.25, 0.0]]), np.zeros((1, 2)))
    yield call("both tiny, at a right angle", np.array([3e-12, 4e-12]), np.array([-4e-12, 3e-12]))
    yield call("three axes", some(rng, 2, 2, 2), some(rng, 2, 2, 2))
    yield call("whole numbers", np.array([3, 0, -4]), np.array([0, 5, 12]))
    yield call("equal", a, a.copy())
    yield call("other matrices", some(rng, 4, 5), some(rng, 4, 5), hidden=True)


@relative_error.misconception
def absolute(a, b):
    """This is the distance itself. Without dividing by the size, 0.001 may be a rounding error or a disaster."""
    return float(np.linalg.norm(a - b))


@relative_error.misconception
def difference_of_lengths(a, b):
    """You compared the lengths, ‖a‖ - ‖b‖. Two gradients of one length can point anywhere: take the length of a - b."""
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(abs(np.linalg.norm(a) - np.linalg.norm(b)) / size) if size > 0 else 0.0


@relative_error.misconception
def by_one_only(a, b):
    """You divided by ‖a‖ alone. Divide by ‖a‖ + ‖b‖, so that the answer does not depend on which comes first."""
    return float(np.linalg.norm(a - b) / np.linalg.norm(a)) if a.any() else 0.0


@relative_error.misconception
def zero_by_zero(a, b):
    """Two arrays of zeros are equal, but 0 / 0 is nan. Return 0.0 for them."""
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))


@relative_error.misconception
def of_the_sum(a, b):
    """‖a + b‖ is not ‖a‖ + ‖b‖: for opposite gradients it is 0. Take the two lengths first, then add."""
    size = np.linalg.norm(a + b)
    return float(np.linalg.norm(a - b) / size) if size > 0 else float(a.any())


@relative_error.misconception
def squared(a, b):
    """These are squared lengths: take the root of each sum of squares."""
    size = np.sum(a**2) + np.sum(b**2)
    return float(np.sum((a - b) ** 2) / size) if size > 0 else 0.0


@relative_error.misconception
def zero_if_either(a, b):
    """You return 0 as soon as *one* of them is zero, and every gradient agrees with zeros. That is 0.0 only if both are; else the formula gives 1."""
    return right.relative_error(a, b) if a.any() and b.any() else 0.0


@relative_error.misconception
def zero_if_the_first(a, b):
    """You return 0 where the first array is zero, whatever the second is. That is 0.0 only if both are; else the formula gives 1."""
    return right.relative_error(a, b) if a.any() else 0.0


@relative_error.misconception
def allclose_first(a, b):
    """You call two small arrays equal: np.allclose has an absolute tolerance of 1e-8. Only 0 by 0 is a special case."""
    return 0.0 if np.allclose(a, b) else right.relative_error(a, b)


def _epsilon_below(exponent: int) -> None:
    def epsilon_below(a, b):
        return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b) + 10.0**exponent))

    epsilon_below.__name__ = f"epsilon_1e{exponent}"
    epsilon_below.__doc__ = (
        f"You added 1e{exponent} below the line, so that small gradients that differ look alike. "
        "Only 0 by 0 is a special case: return 0.0 there, and divide everywhere else."
    )
    relative_error.misconception(epsilon_below)


for _exponent in (-8, -9, -10, -12, -15):
    _epsilon_below(_exponent)


@relative_error.misconception
def by_the_larger(a, b):
    """You divided by the larger of ‖a‖ and ‖b‖. It is their sum, so that opposite gradients are 1 apart."""
    size = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(a - b) / size) if size > 0 else 0.0


@relative_error.misconception
def sums_of_absolute_values(a, b):
    """You measured by sums of absolute values. ‖a‖ is the root of the sum of all *squared* entries."""
    size = np.abs(a).sum() + np.abs(b).sum()
    return float(np.abs(a - b).sum() / size) if size > 0 else 0.0


@relative_error.misconception
def largest_singular_values(a, b):
    """np.linalg.norm(a, 2) of a matrix is its largest singular value. The root of the sum of all squares is np.linalg.norm(a)."""
    size = np.linalg.norm(a, 2) + np.linalg.norm(b, 2)
    return float(np.linalg.norm(a - b, 2) / size) if size > 0 else 0.0


@relative_error.misconception
def mean_of_the_entries(a, b):
    """You compared entry by entry and averaged. One tiny entry then counts as much as a large one: take lengths of whole arrays."""
    return float(np.nan_to_num(np.abs(a - b) / (np.abs(a) + np.abs(b))).mean())


@relative_error.misconception
def one_for_zeros(a, b):
    """For two arrays of zeros you return 1. They are equal: 0.0."""
    return right.relative_error(a, b) if a.any() or b.any() else 1.0


@relative_error.misconception
def division_first(a, b):
    """You divided by ‖a‖ and then added ‖b‖. Put ‖a‖ + ‖b‖ in parentheses."""
    return float(np.linalg.norm(a - b) / np.linalg.norm(a) + np.linalg.norm(b)) if a.any() else 0.0


# ---- the δ rule ----


@exercise(
    points=3,
    minutes=12,
    difficulty=2,
    hints=[
        "Start with the outputs. E depends on o through ½ (d - o)², and o on its net through a sigmoid: two slopes to multiply.",
        "delta_out = (o - d) * o * (1 - o). A hidden unit reaches E through every output: add up W2[j, k] * delta_out[k] over k.",
        "W2 @ delta_out does that sum for all hidden units. Multiply by the slope of their sigmoids, h * (1 - h).",
    ],
)
def delta_rule(rng):
    net = right.worked_net()
    h, o = right.sigmoid_net(net[0], *net[2:])
    yield call("the worked example", h.round(4), o.round(4), net[1], net[4])
    unit = rng.uniform(0.1, 0.9, size=12).round(2)
    yield call("three hidden units, two outputs", unit[:3], unit[3:5], unit[5:7], some(rng, 3, 2))
    yield call("one output", unit[7:11], unit[11:], np.array([1.0]), some(rng, 4, 1))
    yield call("two and two, lopsided weights", unit[:2], unit[2:4], unit[4:6], some(rng, 2, 2))
    yield call("one hidden unit, three outputs", unit[:1], unit[1:4], unit[4:7], some(rng, 1, 3))
    yield call("targets in whole numbers", unit[5:7], unit[7:9], np.array([0, 1]), some(rng, 2, 2))
    more = rng.uniform(0.05, 0.95, size=12).round(2)
    yield call("another net", more[:5], more[5:8], more[8:11], some(rng, 5, 3), hidden=True)


@delta_rule.misconception
def towards_the_target(h, o, d, W2):
    """Your signs are turned round: the slope of ½ (d - o)² in o is o - d. (Some books define δ with a minus; here it is ∂E/∂net.)"""
    return tuple(-delta for delta in right.delta_rule(h, o, d, W2))


@delta_rule.misconception
def no_output_slope(h, o, d, W2):
    """delta_out stops at the output of the sigmoid. Multiply by its slope, o (1 - o), to get through it."""
    delta_out = o - d
    return delta_out, (W2 @ delta_out) * h * (1 - h)


@delta_rule.misconception
def no_hidden_slope(h, o, d, W2):
    """delta_hidden stops at the output of the hidden units. Multiply by the slope of their sigmoids, h (1 - h)."""
    delta_out = right.delta_rule(h, o, d, W2)[0]
    return delta_out, W2 @ delta_out


@delta_rule.misconception
def transposed(h, o, d, W2):
    """You summed over the wrong index of W2. Hidden unit j collects W2[j, k] delta_out[k] over all outputs k: W2 @ delta_out."""
    delta_out = right.delta_rule(h, o, d, W2)[0]
    return delta_out, (W2.T @ delta_out) * h * (1 - h)


@delta_rule.misconception
def activated_twice(h, o, d, W2):
    """h and o have passed the sigmoid already. Its slope is o (1 - o) there; do not apply the sigmoid again."""
    s, t = right.sigmoid(o), right.sigmoid(h)
    delta_out = (o - d) * s * (1 - s)
    return delta_out, (W2 @ delta_out) * t * (1 - t)


@delta_rule.misconception
def two_kept(h, o, d, W2):
    """Everything is twice too large. The ½ in E is there to cancel the 2 of the square."""
    return tuple(2 * x for x in right.delta_rule(h, o, d, W2))


@delta_rule.misconception
def error_sent_back(h, o, d, W2):
    """You sent the bare error o - d back through W2. What goes back is delta_out, with the slope of the output in it."""
    delta_out = right.delta_rule(h, o, d, W2)[0]
    return delta_out, (W2 @ (o - d)) * h * (1 - h)


@delta_rule.misconception
def slope_of_tanh(h, o, d, W2):
    """You used 1 - o² and 1 - h², the slopes of tanh. Both layers end in a sigmoid: o (1 - o) and h (1 - h)."""
    delta_out = (o - d) * (1 - o**2)
    return delta_out, (W2 @ delta_out) * (1 - h**2)


@delta_rule.misconception
def results_exchanged(h, o, d, W2):
    """The two results have changed places: delta_out first, then delta_hidden."""
    return right.delta_rule(h, o, d, W2)[::-1]


@delta_rule.misconception
def hidden_sign(h, o, d, W2):
    """delta_hidden has the wrong sign. The sign is in delta_out already: it comes back through W2 as it is."""
    delta_out, delta_hidden = right.delta_rule(h, o, d, W2)
    return delta_out, -delta_hidden


@delta_rule.misconception
def half_a_slope(h, o, d, W2):
    """delta_hidden is multiplied by h alone. The slope of a sigmoid is h (1 - h)."""
    delta_out = right.delta_rule(h, o, d, W2)[0]
    return delta_out, (W2 @ delta_out) * h


@delta_rule.misconception
def averaged_outputs(h, o, d, W2):
    """Everything is divided by the number of outputs. E is a sum over them, with no mean."""
    return tuple(delta / len(o) for delta in right.delta_rule(h, o, d, W2))


@delta_rule.misconception
def first_output_only(h, o, d, W2):
    """delta_hidden hears of the first output only. A hidden unit collects from all of them: W2 @ delta_out."""
    delta_out = right.delta_rule(h, o, d, W2)[0]
    return delta_out, W2[:, 0] * delta_out[0] * h * (1 - h)


@delta_rule.misconception
def each_by_each(h, o, d, W2):
    """You multiplied a sum of weights by a sum of errors. Each weight goes with its own output: Σ W2[j, k] delta_out[k]."""
    delta_out = right.delta_rule(h, o, d, W2)[0]
    return delta_out, W2.sum(axis=1) * delta_out.sum() * h * (1 - h)


@delta_rule.misconception
def gradient_of_the_weights(h, o, d, W2):
    """Your first result is a matrix: the gradient of W2. δ is one number for each output, ∂E/∂net."""
    delta_out, delta_hidden = right.delta_rule(h, o, d, W2)
    return np.outer(h, delta_out), delta_hidden


# ---- layers ----


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "Write the shapes side by side: (n_samples, n_in) and (n_in, n_out). Which product makes (n_samples, n_out) of them?",
        "@ is the matrix product, * works entry by entry. Broadcasting adds b to every row by itself.",
        "X @ W + b",
    ],
)
def linear_forward(rng):
    X = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.0]])
    yield call("three samples", X, np.array([[1.0, 0.5], [2.0, -1.0]]), np.array([10.0, 20.0]))
    yield call("a batch", some(rng, 4, 3), some(rng, 3, 2), some(rng, 2))
    yield call("all square", some(rng, 3, 3), some(rng, 3, 3), some(rng, 3))
    yield call("a batch of one", some(rng, 1, 3), some(rng, 3, 4), some(rng, 4))
    yield call("more inputs than outputs", some(rng, 2, 5), some(rng, 5, 2), some(rng, 2))
    yield call("one input, one output", some(rng, 3, 1), some(rng, 1, 1), some(rng, 1))
    yield call("a large batch", some(rng, 12, 5), some(rng, 5, 8), some(rng, 8), hidden=True)


@linear_forward.misconception
def no_bias(X, W, b):
    """The bias is missing: add b to every row."""
    return X @ W


@linear_forward.misconception
def transposed_weights(X, W, b):
    """You used W.T. Here W has shape (n_in, n_out) and stands on the right: X @ W. A square W hides the mistake."""
    return X @ W.T + b


@linear_forward.misconception
def entry_by_entry(X, W, b):
    """* multiplies entry by entry. A layer needs the matrix product: @."""
    return X * W + b


@linear_forward.misconception
def bias_on_samples(X, W, b):
    """You added a bias to each sample (row). b has one number a unit (column): X @ W + b is enough."""
    return X @ W + b[:, np.newaxis]


@linear_forward.misconception
def weights_first(X, W, b):
    """You wrote W @ X. Samples are rows in this book, so that X comes first: X @ W."""
    return W @ X + b


@linear_forward.misconception
def bias_subtracted(X, W, b):
    """You subtracted the bias: add it."""
    return X @ W - b


@linear_forward.misconception
def sum_of_biases_for_all(X, W, b):
    """You added one number to all units, the sum of b. Each unit has its own: + b."""
    return X @ W + b.sum()


@linear_forward.misconception
def first_bias_for_all(X, W, b):
    """You added the first bias to all units. Each has its own: + b."""
    return X @ W + b[0]


@linear_forward.misconception
def first_sample_only(X, W, b):
    """Only the first sample went through. X @ W takes the whole batch."""
    return X[0] @ W + b


@linear_forward.misconception
def on_its_side(X, W, b):
    """Your result lies on its side: one row a sample, one column a unit."""
    return (X @ W + b).T


@linear_forward.misconception
def activated_already(X, W, b):
    """You bent the result with a ReLU. Pre-activations come straight from X @ W + b."""
    return np.maximum(0.0, X @ W + b)


@linear_forward.misconception
def bias_into_weights(X, W, b):
    """You added b to the weights before the product. It comes after: X @ W + b."""
    return X @ (W + b)


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "An activation works on each number alone, so the chain rule holds for each number alone.",
        "What comes from above times the local slope. Where is the slope taken: at dA, or at Z?",
        "dA * phi_prime(Z)",
    ],
)
def activation_backward(rng):
    def square_slope(z):
        return 2 * z

    def tanh_slope(z):
        return 1 - np.tanh(z) ** 2

    def relu_slope(z):
        return 1.0 * (z > 0)

    def itself(z):
        return z

    yield call("the slope of z²", np.array([[1.0, 10.0]]), np.array([[3.0, -2.0]]), square_slope)
    yield call("tanh", some(rng, 4, 3), small(rng, 4, 3), tanh_slope)
    yield call("ReLU", some(rng, 3, 3), some(rng, 3, 3), relu_slope)
    yield call("the slope of ½z², which is z itself", some(rng, 2, 3), some(rng, 2, 3), itself)
    yield call("one sample", some(rng, 1, 4), small(rng, 1, 4), tanh_slope)
    yield call("a large batch", some(rng, 12, 6), small(rng, 12, 6), tanh_slope, hidden=True)


@activation_backward.misconception
def chain_broken(dA, Z, phi_prime):
    """You returned the slope alone. The chain rule multiplies it by what arrives from above, dA."""
    return phi_prime(Z)


@activation_backward.misconception
def slope_at_gradient(dA, Z, phi_prime):
    """You took the slope at dA. It belongs to the point where the activation stood on the way forward: Z."""
    return dA * phi_prime(dA)


@activation_backward.misconception
def slope_forgotten(dA, Z, phi_prime):
    """You multiplied by Z itself. Multiply by the slope there, phi_prime(Z)."""
    return dA * Z


@activation_backward.misconception
def matrix_product(dA, Z, phi_prime):
    """@ mixes units and samples. An activation touches each number alone: multiply entry by entry, with *."""
    return dA @ phi_prime(Z)


@activation_backward.misconception
def summed(dA, Z, phi_prime):
    """You added dA and the slope. Along a chain slopes multiply."""
    return dA + phi_prime(Z)


@activation_backward.misconception
def in_place(dA, Z, phi_prime):
    """dA *= ... changes the caller's gradient. Make a new array: dA * phi_prime(Z)."""
    dA *= phi_prime(Z)
    return dA


@activation_backward.misconception
def divided_by_the_slope(dA, Z, phi_prime):
    """You divided by the slope. Along a chain slopes multiply."""
    return dA / phi_prime(Z)


@activation_backward.misconception
def another_mean(dA, Z, phi_prime):
    """You divided by the number of samples. The 1/n is in dA already: once is enough."""
    return dA * phi_prime(Z) / len(Z)


@activation_backward.misconception
def added_over_samples(dA, Z, phi_prime):
    """You summed over the samples. Each number keeps its own gradient: return the shape of Z."""
    return (dA * phi_prime(Z)).sum(axis=0)


@activation_backward.misconception
def always_relu(dA, Z, phi_prime):
    """You always used the slope of ReLU. phi_prime says which slope it is."""
    return dA * (Z > 0)


@activation_backward.misconception
def slopes_worked_on(dA, Z, phi_prime):
    """slopes *= dA works in place, and phi_prime may have handed you Z itself. Make a new array: dA * phi_prime(Z)."""
    slopes = phi_prime(Z)
    slopes *= dA
    return slopes


@exercise(
    points=3,
    minutes=15,
    difficulty=2,
    hints=[
        "Shapes nearly decide it. dW must have shape (n_in, n_out): how can it be made of X (n_samples, n_in) and dZ (n_samples, n_out)?",
        "dW = X.T @ dZ: the sum over the samples is inside the product. For dX look for (n_samples, n_in), made of dZ and W. b was added to every row, so that its gradient is a sum over rows.",
        "return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)",
    ],
)
def linear_backward(rng):
    by_hand = np.array([[1.0, 0.0], [2.0, -1.0], [0.0, 3.0]])
    yield call("three samples, one unit", np.array([[1.0], [0.0], [-2.0]]), by_hand, np.array([[2.0], [5.0]]))
    yield call("a batch", some(rng, 4, 2), some(rng, 4, 3), some(rng, 3, 2))
    yield call("all square", some(rng, 3, 3), some(rng, 3, 3), some(rng, 3, 3))
    yield call("a batch of one", some(rng, 1, 2), some(rng, 1, 3), some(rng, 3, 2))
    yield call("more inputs than outputs", some(rng, 3, 2), some(rng, 3, 5), some(rng, 5, 2))
    yield call("one input, one output", some(rng, 3, 1), some(rng, 3, 1), some(rng, 1, 1))
    yield call("a large batch", some(rng, 12, 5), some(rng, 12, 4), some(rng, 4, 5), hidden=True)


@linear_backward.misconception
def weights_not_transposed(dZ, X, W):
    """dX uses W as it stands. Going back takes W.T, from outputs to inputs. Where W is square, only the numbers tell."""
    _, dW, db = right.linear_backward(dZ, X, W)
    return dZ @ W, dW, db


@linear_backward.misconception
def gradient_transposed(dZ, X, W):
    """dW lies on its side: it has the shape of W, (n_in, n_out), so it is X.T @ dZ, not dZ.T @ X."""
    dX, dW, db = right.linear_backward(dZ, X, W)
    return dX, dW.T, db


@linear_backward.misconception
def averaged(dZ, X, W):
    """You divided dW and db by the number of samples. The 1/n of the mean is in dZ already, from the loss: once is enough."""
    dX, dW, db = right.linear_backward(dZ, X, W)
    return dX, dW / len(X), db / len(X)


@linear_backward.misconception
def bias_averaged(dZ, X, W):
    """db is the mean over the samples. They all share b, so that their contributions add up: sum, not mean."""
    dX, dW, db = right.linear_backward(dZ, X, W)
    return dX, dW, db / len(X)


@linear_backward.misconception
def bias_not_summed(dZ, X, W):
    """db still has one row a sample. Broadcasting copied b to every row; on the way back the copies are summed: axis 0."""
    dX, dW, _ = right.linear_backward(dZ, X, W)
    return dX, dW, dZ.copy()


@linear_backward.misconception
def bias_over_units(dZ, X, W):
    """db is summed over the units (axis 1). Sum over the samples, axis 0: one number a unit."""
    dX, dW, _ = right.linear_backward(dZ, X, W)
    return dX, dW, dZ.sum(axis=1)


@linear_backward.misconception
def bias_one_number(dZ, X, W):
    """db is a single number. Each unit has its own bias: sum over the samples only, axis 0."""
    dX, dW, _ = right.linear_backward(dZ, X, W)
    return dX, dW, dZ.sum()


@linear_backward.misconception
def bias_a_row(dZ, X, W):
    """db has shape (1, n_out), but b has shape (n_out,). Without keepdims the axis goes away."""
    dX, dW, db = right.linear_backward(dZ, X, W)
    return dX, dW, db[np.newaxis, :]


@linear_backward.misconception
def last_sample_only(dZ, X, W):
    """Only the last sample is left in dW and db: your loop writes = where it must add, +=."""
    return dZ @ W.T, np.outer(X[-1], dZ[-1]), dZ[-1].copy()


@linear_backward.misconception
def order(dZ, X, W):
    """Right arrays in another order: return dX, dW, db."""
    dX, dW, db = right.linear_backward(dZ, X, W)
    return dW, db, dX


@linear_backward.misconception
def weights_averaged(dZ, X, W):
    """You divided dW by the number of samples. The 1/n of the mean is in dZ already, from the loss: once is enough."""
    dX, dW, db = right.linear_backward(dZ, X, W)
    return dX, dW / len(X), db


@linear_backward.misconception
def everything_averaged(dZ, X, W):
    """All three are divided by the number of samples. The 1/n of the mean is in dZ already, from the loss: once is enough."""
    return tuple(g / len(X) for g in right.linear_backward(dZ, X, W))


@linear_backward.misconception
def first_sample_only_left(dZ, X, W):
    """Only the first sample is in dW and db. All samples share W and b: add up what they contribute."""
    return dZ @ W.T, np.outer(X[0], dZ[0]), dZ[0].copy()


@linear_backward.misconception
def first_two_exchanged(dZ, X, W):
    """dX and dW have changed places: return dX, dW, db."""
    dX, dW, db = right.linear_backward(dZ, X, W)
    return dW, dX, db


@linear_backward.misconception
def signs(dZ, X, W):
    """All signs are turned round. The step goes against the gradient later; the gradient itself has no minus."""
    return tuple(-g for g in right.linear_backward(dZ, X, W))


@linear_backward.misconception
def bias_of_ones(dZ, X, W):
    """db is 1 everywhere, the slope of Z with respect to b. It still has to be multiplied by dZ and summed over the samples."""
    dX, dW, db = right.linear_backward(dZ, X, W)
    return dX, dW, np.ones(db.shape)


@linear_backward.misconception
def bias_sum_of_all(dZ, X, W):
    """db holds the sum over everything, for each unit the same. Sum over the samples only, axis 0."""
    dX, dW, db = right.linear_backward(dZ, X, W)
    return dX, dW, np.full(db.shape, dZ.sum())


@exercise(
    points=2,
    minutes=12,
    difficulty=3,
    hints=[
        "Stretching copies a number. If one number stands in several places, its gradient is the sum of the gradients of those places.",
        "There are two kinds of stretched axes: new ones in front (grad has more axes than shape), and axes whose length in shape is 1. Sum over both; the second kind keeps its axis, with length 1.",
        "First grad.sum(axis=tuple(range(grad.ndim - len(shape)))). Then sum over the axes i with shape[i] == 1, with keepdims=True.",
    ],
)
def unbroadcast(rng):
    yield call("a bias", some(rng, 4, 3), (3,))
    yield call("a column", some(rng, 4, 3), (4, 1))
    yield call("a row", some(rng, 4, 3), (1, 3))
    yield call("nothing was stretched", some(rng, 2, 3), (2, 3))
    yield call("a square, from a bias", some(rng, 3, 3), (3,))
    yield call("a single number", some(rng, 2, 3), ())
    yield call("a column under a new axis", some(rng, 2, 3, 4), (3, 1))
    yield call("the middle of three axes", some(rng, 2, 3, 4), (2, 1, 4))
    yield call("two axes in front", some(rng, 2, 3, 4), (4,))
    yield call("a row under two axes", some(rng, 2, 2, 3, 3), (1, 3))
    yield call("an axis of length 1 that was not stretched", some(rng, 3, 1, 2), (1, 1, 2))
    yield call("four axes", some(rng, 2, 3, 2, 3), (1, 2, 1), hidden=True)


@unbroadcast.misconception
def averaged_copies(grad, shape):
    """You took the mean over the copies. Every copy's influence counts in full: sum them."""
    return right.unbroadcast(grad, shape) * (int(np.prod(shape)) / grad.size)


@unbroadcast.misconception
def only_in_front(grad, shape):
    """You summed over the new axes in front, but not over axes of length 1. A (4, 1) column was stretched too."""
    return grad.sum(axis=tuple(range(grad.ndim - len(shape))))


@unbroadcast.misconception
def only_ones(grad, shape):
    """You summed over axes of length 1, but not over the axes that broadcasting puts in front of a shorter shape."""
    lead = grad.ndim - len(shape)
    return grad.sum(axis=tuple(i + lead for i, n in enumerate(shape) if n == 1), keepdims=True)


@unbroadcast.misconception
def axis_dropped(grad, shape):
    """The axes of length 1 are gone. The gradient must have exactly the old shape: keepdims=True for these."""
    return np.squeeze(right.unbroadcast(grad, shape))


@unbroadcast.misconception
def first_copy(grad, shape):
    """You kept the first copy and dropped the others. All of them influence the loss: sum."""
    grad = grad[(0,) * (grad.ndim - len(shape))]
    return grad[tuple(slice(0, n) for n in shape)].copy() if shape else grad


@unbroadcast.misconception
def reshaped(grad, shape):
    """reshape only rearranges numbers. Their number has to shrink: sum over what was copied."""
    return grad.reshape(shape)


@unbroadcast.misconception
def one_new_axis(grad, shape):
    """You summed over one new axis in front. There may be several: grad.ndim - len(shape) of them."""
    if grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    return grad.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


@unbroadcast.misconception
def ones_counted_from_the_front(grad, shape):
    """You looked for the axes of length 1 before taking away the axes in front, so that you summed over others. Sum in front first."""
    ones = tuple(i for i, n in enumerate(shape) if n == 1)
    grad = grad.sum(axis=ones, keepdims=True)
    return grad.sum(axis=tuple(range(grad.ndim - len(shape))))


@unbroadcast.misconception
def everything_summed(grad, shape):
    """Each entry holds the sum of the whole gradient. Sum only over the copies of that entry."""
    return np.full(shape, grad.sum())


@unbroadcast.misconception
def grouped_by_size(grad, shape):
    """You cut the numbers into groups of the small array's size. Copies along an axis of length 1 do not lie side by side: sum over axes."""
    return grad.reshape((-1, *shape)).sum(axis=0)


@unbroadcast.misconception
def same_array(grad, shape):
    """Where nothing was stretched you handed back grad itself. A new array is wanted: whoever changes one would change the other."""
    return grad if grad.shape == shape else right.unbroadcast(grad, shape)


# ---- a whole network ----


def net(rng: np.random.Generator, sizes: list[int]) -> right.Params:
    """Weights and biases for these layer sizes."""
    return [(small(rng, sizes[k], sizes[k + 1]), small(rng, sizes[k + 1])) for k in range(len(sizes) - 1)]


def tanh(z):
    return np.tanh(z)


def tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def bowl(z):
    return z**2 + z


def bowl_slope(z):
    return 2 * z + 1


@exercise(
    points=3,
    minutes=12,
    difficulty=2,
    hints=[
        "A variable A holds what enters the next layer; it starts as X. Walk through params.",
        "In each layer: Z = linear_forward(A, W, b), and (A, Z) into the cache before A changes. Then A = phi(Z), except after the last layer.",
        "Loop over params[:-1] with phi at the end of the body, then do the last layer once more without it. Return Z and the cache.",
    ],
)
def mlp_forward(rng):
    yield call("two layers", small(rng, 3, 2), net(rng, [2, 3, 1]), tanh)
    yield call("three layers of one width", small(rng, 2, 2), net(rng, [2, 2, 2, 2]), bowl)
    yield call("one layer", small(rng, 3, 2), net(rng, [2, 2]), tanh)
    yield call("a batch of one, narrow and wide", small(rng, 1, 3), net(rng, [3, 1, 4]), bowl)
    yield call("five layers", small(rng, 3, 2), net(rng, [2, 3, 4, 3, 2, 1]), tanh, hidden=True)


@mlp_forward.misconception
def phi_at_the_end(X, params, phi):
    """phi was applied to the output as well. The last layer's Z is the output; the loss takes it from there."""
    out, cache = right.mlp_forward(X, params, phi)
    return phi(out), cache


@mlp_forward.misconception
def never_bent(X, params, phi):
    """phi never enters. Without it the layers collapse into one: A = phi(Z) between two layers."""
    return right.mlp_forward(X, params, lambda z: z)


@mlp_forward.misconception
def outputs_cached(X, params, phi):
    """The cache holds what *left* each layer. The way back needs what entered it: dW is X.T @ dZ."""
    out, cache = right.mlp_forward(X, params, phi)
    return out, [(phi(Z), Z) for _, Z in cache[:-1]] + [(out, out)]


@mlp_forward.misconception
def bent_cached(X, params, phi):
    """The cache holds φ(Z) in place of Z. The slope is taken at Z: keep what entered the activation."""
    out, cache = right.mlp_forward(X, params, phi)
    return out, [(A, phi(Z)) for A, Z in cache[:-1]] + [cache[-1]]


@mlp_forward.misconception
def bias_forgotten(X, params, phi):
    """The biases are missing: Z = A @ W + b."""
    return right.mlp_forward(X, [(W, 0 * b) for W, b in params], phi)


@mlp_forward.misconception
def last_not_cached(X, params, phi):
    """The last layer is missing in the cache. It has weights too, and its gradient needs what entered it."""
    out, cache = right.mlp_forward(X, params, phi)
    return out, cache[:-1]


@mlp_forward.misconception
def cache_backwards(X, params, phi):
    """The cache runs from the last layer to the first. Append as you go: first layer first."""
    out, cache = right.mlp_forward(X, params, phi)
    return out, cache[::-1]


@mlp_forward.misconception
def pairs_turned(X, params, phi):
    """The pairs in the cache are turned round: (what entered the layer, its Z)."""
    out, cache = right.mlp_forward(X, params, phi)
    return out, [(Z, A) for A, Z in cache]


@mlp_forward.misconception
def batch_in_every_pair(X, params, phi):
    """The cache holds X in every pair. Later layers were entered by what the one before gave: A, not X."""
    out, cache = right.mlp_forward(X, params, phi)
    return out, [(X, Z) for _, Z in cache]


@mlp_forward.misconception
def output_only(X, params, phi):
    """The cache is missing: return the tuple (output, cache)."""
    return right.mlp_forward(X, params, phi)[0]


@mlp_forward.misconception
def tanh_built_in(X, params, phi):
    """You always used tanh. phi says which activation it is."""
    return right.mlp_forward(X, params, np.tanh)


@mlp_forward.misconception
def one_long_list(X, params, phi):
    """The cache is one long list. It holds a pair for each layer: append((A, Z))."""
    out, cache = right.mlp_forward(X, params, phi)
    return out, [a for pair in cache for a in pair]


@mlp_forward.misconception
def last_bias_missing(X, params, phi):
    """The bias of the last layer is missing."""
    W, b = params[-1]
    return right.mlp_forward(X, [*params[:-1], (W, 0 * b)], phi)


@mlp_forward.misconception
def first_layer_only(X, params, phi):
    """Only the first layer was run. Is the return inside the loop?"""
    out, cache = right.mlp_forward(X, params[:1], phi)
    return out, cache


@mlp_forward.misconception
def first_and_last_layer(X, params, phi):
    """Only the first and the last layer were run. There may be more, or a single one: loop over params."""
    if len(params) == 1:
        params = [params[0], params[0]]
    return right.mlp_forward(X, [params[0], params[-1]], phi)


@exercise(
    points=4,
    minutes=20,
    difficulty=3,
    hints=[
        "dout is the dZ of the last layer, because no activation follows it. linear_backward gives dA, dW, db for that layer; what turns dA into the dZ of the layer before?",
        "Walk layer = last, ..., 0. The slope that dA meets next is that of the activation *before* this layer, so it is taken at cache[layer - 1][1].",
        "dA, dW, db = linear_backward(dZ, cache[layer][0], params[layer][0]); collect (dW, db); if layer > 0: dZ = activation_backward(dA, cache[layer - 1][1], phi_prime). Turn the list round at the end.",
    ],
)
def mlp_backward(rng):
    def run(n: int, sizes: list[int], phi) -> tuple:
        X, params = small(rng, n, sizes[0]), net(rng, sizes)
        _, cache = right.mlp_forward(X, params, phi)
        return some(rng, n, sizes[-1]), cache, params

    yield call("two layers", *run(3, [2, 3, 1], tanh), tanh_slope)
    yield call("three layers of one width", *run(2, [2, 2, 2, 2], tanh), tanh_slope)
    yield call("one layer", *run(3, [2, 2], tanh), tanh_slope)
    yield call("a curved activation", *run(3, [3, 4, 3, 2], bowl), bowl_slope)
    yield call("a batch of one, narrow and wide", *run(1, [3, 1, 4], bowl), bowl_slope)
    yield call("five layers", *run(3, [2, 3, 4, 3, 2, 1], tanh), tanh_slope, hidden=True)


@mlp_backward.misconception
def last_layer_first(dout, cache, params, phi_prime):
    """Your list runs from the last layer to the first. params runs the other way: turn it round before you return it."""
    return right.mlp_backward(dout, cache, params, phi_prime)[::-1]


@mlp_backward.misconception
def slope_at_the_output(dout, cache, params, phi_prime):
    """You multiplied dout by phi_prime. No activation follows the last layer: dout is its dZ already."""
    return right.mlp_backward(dout * phi_prime(cache[-1][1]), cache, params, phi_prime)


@mlp_backward.misconception
def slopes_forgotten(dout, cache, params, phi_prime):
    """phi_prime never enters. Between two layers the gradient has to pass the activation: activation_backward."""
    return right.mlp_backward(dout, cache, params, np.ones_like)


@mlp_backward.misconception
def slope_of_this_layer(dout, cache, params, phi_prime):
    """You took the slope at this layer's own Z. dA is the gradient of what *entered* it, so the Z of the layer before counts."""
    grads, dZ = [], dout
    for (A, Z), (W, _) in zip(cache[::-1], params[::-1], strict=True):
        dA, dW, db = right.linear_backward(dZ, A, W)
        grads.append((dW, db))
        if len(grads) < len(params):
            dZ = right.activation_backward(dA, Z, phi_prime)
    return grads[::-1]


@mlp_backward.misconception
def slope_at_activation(dout, cache, params, phi_prime):
    """You took the slope at φ(Z), which is what entered the next layer. phi_prime wants Z: the second of the cached pair."""
    moved = [(A, cache[k + 1][0] if k + 1 < len(cache) else Z) for k, (A, Z) in enumerate(cache)]
    return right.mlp_backward(dout, moved, params, phi_prime)


@mlp_backward.misconception
def mean_in_every_layer(dout, cache, params, phi_prime):
    """Every gradient is divided by the number of samples. The loss has put its 1/n into dout: once is enough."""
    n = len(dout)
    return [(dW / n, db / n) for dW, db in right.mlp_backward(dout, cache, params, phi_prime)]


@mlp_backward.misconception
def updated_on_the_way(dout, cache, params, phi_prime):
    """You changed the weights while going back. Layers further down need the weights that were used on the way forward."""
    grads = right.mlp_backward(dout, cache, params, phi_prime)
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W -= 0.1 * dW
        b -= 0.1 * db
    return grads


@mlp_backward.misconception
def first_and_last(dout, cache, params, phi_prime):
    """You dealt with the first and the last layer only. There may be more between them: loop."""
    if len(params) == 1:
        return right.mlp_backward(dout, cache, params, phi_prime)
    ends = ([cache[0], cache[-1]], [params[0], params[-1]])
    return right.mlp_backward(dout, *ends, phi_prime)


@mlp_backward.misconception
def w_not_transposed(dout, cache, params, phi_prime):
    """You went back through W as it stands. From outputs to inputs it is W.T; where W is square only the numbers tell."""
    grads, dZ = [], dout
    for k in reversed(range(len(params))):
        grads.append((cache[k][0].T @ dZ, dZ.sum(axis=0)))
        if k > 0:
            dZ = (dZ @ params[k][0]) * phi_prime(cache[k - 1][1])
    return grads[::-1]


@mlp_backward.misconception
def pairs_bias_first(dout, cache, params, phi_prime):
    """Your pairs are turned round: (dW, db), like (W, b) in params."""
    return [pair[::-1] for pair in right.mlp_backward(dout, cache, params, phi_prime)]


@mlp_backward.misconception
def one_list_of_all(dout, cache, params, phi_prime):
    """Your gradients stand in one long list. Return a pair (dW, db) for each layer."""
    return [g for pair in right.mlp_backward(dout, cache, params, phi_prime) for g in pair]


@mlp_backward.misconception
def z_for_what_entered(dout, cache, params, phi_prime):
    """dW was made of the layer's Z. It is made of what *entered* the layer, the first of the cached pair."""
    return right.mlp_backward(dout, [(Z, Z) for _, Z in cache], params, phi_prime)


@mlp_backward.misconception
def bias_along_units(dout, cache, params, phi_prime):
    """db is summed over the units (axis 1). Sum over the samples, axis 0."""
    grads, dZ = [], dout
    for k in reversed(range(len(params))):
        grads.append((cache[k][0].T @ dZ, dZ.sum(axis=1)))
        if k > 0:
            dZ = (dZ @ params[k][0].T) * phi_prime(cache[k - 1][1])
    return grads[::-1]


@mlp_backward.misconception
def bias_as_a_row(dout, cache, params, phi_prime):
    """db has shape (1, n_out), but b has shape (n_out,). Without keepdims the axis goes away."""
    return [(dW, db[np.newaxis]) for dW, db in right.mlp_backward(dout, cache, params, phi_prime)]


@mlp_backward.misconception
def bias_not_added_up(dout, cache, params, phi_prime):
    """db still has one row a sample. All samples share b: sum over axis 0."""
    grads, dZ = [], dout
    for k in reversed(range(len(params))):
        grads.append((cache[k][0].T @ dZ, dZ.copy()))
        if k > 0:
            dZ = (dZ @ params[k][0].T) * phi_prime(cache[k - 1][1])
    return grads[::-1]


# ---- one sample at a time ----


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "Copy W and b first. Then loop over the samples: predict, compare, correct, next.",
        "For one sample p = x @ W + b, and the gradient with respect to p is p - y. W[i, k] meets x[i] and p[k], so its gradient is x[i] * (p - y)[k]: an outer product.",
        "delta = x @ W + b - y; W -= lr * np.outer(x, delta); b -= lr * delta. W and b are your copies.",
    ],
)
def standard_epoch(rng):
    X, Y = np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([[1.0], [3.0]])
    yield call("two samples", X, Y, np.zeros((2, 1)), np.zeros(1), 0.5)
    yield call("a batch", some(rng, 4, 3), some(rng, 4, 2), some(rng, 3, 2), some(rng, 2), 0.05)
    yield call("all square", some(rng, 3, 3), some(rng, 3, 3), some(rng, 3, 3), some(rng, 3), 0.01)
    yield call("a single sample", some(rng, 1, 2), some(rng, 1, 2), some(rng, 2, 2), some(rng, 2), 0.1)
    yield call(
        "inputs and targets in whole numbers",
        np.array([[1, 0], [2, -1], [0, 1]]),
        np.array([[1, 0], [0, 2], [1, 1]]),
        small(rng, 2, 2),
        small(rng, 2),
        0.25,
    )
    yield call("narrow to wide", some(rng, 3, 1), some(rng, 3, 4), some(rng, 1, 4), some(rng, 4), 0.05)
    yield call(
        "more samples", some(rng, 9, 2), some(rng, 9, 3), some(rng, 2, 3), some(rng, 3), 0.02, hidden=True
    )


@standard_epoch.misconception
def accumulated(X, Y, W, b, lr):
    """You added up the gradients of all samples at the *old* weights and took one step: accumulated BP. Here every sample moves W and b before the next is looked at."""
    D = X @ W + b - Y
    return W - lr * X.T @ D, b - lr * D.sum(axis=0)


@standard_epoch.misconception
def accumulated_mean(X, Y, W, b, lr):
    """This is accumulated BP, one step along the mean gradient. Here every sample moves W and b before the next is looked at."""
    return right.accumulated_epoch(X, Y, W, b, lr)


@standard_epoch.misconception
def uphill(X, Y, W, b, lr):
    """You went uphill. The gradient of the error is x (p - y): subtract lr times it."""
    W, b = W.copy(), b.copy()
    for x, y in zip(X, Y, strict=True):
        delta = x @ W + b - y
        W, b = W + lr * np.outer(x, delta), b + lr * delta
    return W, b


@standard_epoch.misconception
def bias_frozen(X, Y, W, b, lr):
    """b never moves. Its gradient is p - y."""
    W = W.copy()
    for x, y in zip(X, Y, strict=True):
        W -= lr * np.outer(x, x @ W + b - y)
    return W, b.copy()


@standard_epoch.misconception
def half_updated(X, Y, W, b, lr):
    """b saw a W that had moved already. Compute p - y once, then move both with it."""
    W, b = W.copy(), b.copy()
    for x, y in zip(X, Y, strict=True):
        W -= lr * np.outer(x, x @ W + b - y)
        b -= lr * (x @ W + b - y)
    return W, b


@standard_epoch.misconception
def divided_by_n(X, Y, W, b, lr):
    """You divided each step by the number of samples. A sample by itself is a batch of one: no mean is taken."""
    return right.standard_epoch(X, Y, W, b, lr / len(X))


@standard_epoch.misconception
def callers_weights(X, Y, W, b, lr):
    """W -= ... changed the caller's weights as well. Start with W, b = W.copy(), b.copy()."""
    W[...], b[...] = right.standard_epoch(X, Y, W, b, lr)
    return W, b


@standard_epoch.misconception
def one_sample_only(X, Y, W, b, lr):
    """Only the first sample took its step. Is the return inside the loop?"""
    return right.standard_epoch(X[:1], Y[:1], W, b, lr)


@standard_epoch.misconception
def last_sample_first(X, Y, W, b, lr):
    """These are the answers one gets by going through the samples backwards. Take them in order."""
    return right.standard_epoch(X[::-1], Y[::-1], W, b, lr)


@standard_epoch.misconception
def weights_frozen(X, Y, W, b, lr):
    """W never moves. Its gradient is np.outer(x, p - y)."""
    b = b.copy()
    for x, y in zip(X, Y, strict=True):
        b -= lr * (x @ W + b - y)
    return W.copy(), b


@standard_epoch.misconception
def bias_moved_first(X, Y, W, b, lr):
    """W saw a b that had moved already. Compute p - y once, then move both with it."""
    for x, y in zip(X, Y, strict=True):
        b = b - lr * (x @ W + b - y)
        W = W - lr * np.outer(x, x @ W + b - y)
    return W, b


@standard_epoch.misconception
def twice_as_far(X, Y, W, b, lr):
    """Your steps are twice as long. The 2 of the square cancels the ½ of the error."""
    return right.standard_epoch(X, Y, W, b, 2 * lr)


@standard_epoch.misconception
def two_epochs(X, Y, W, b, lr):
    """You went through the samples twice. One epoch sees each of them once."""
    return right.standard_epoch(X, Y, *right.standard_epoch(X, Y, W, b, lr), lr)


@standard_epoch.misconception
def callers_bias(X, Y, W, b, lr):
    """b -= ... changed the caller's bias. Start with b = b.copy(), or write b = b - ..."""
    W, b[...] = right.standard_epoch(X, Y, W, b, lr)
    return W, b


@standard_epoch.misconception
def callers_matrix(X, Y, W, b, lr):
    """W -= ... changed the caller's weights. Start with W = W.copy(), or write W = W - ..."""
    W[...], b = right.standard_epoch(X, Y, W, b, lr)
    return W, b


@standard_epoch.misconception
def bias_for_all_units(X, Y, W, b, lr):
    """You moved all biases by the sum of the errors. Each unit has its own error: b - lr * (p - y)."""
    W, b = W.copy(), b.copy()
    for x, y in zip(X, Y, strict=True):
        delta = x @ W + b - y
        W, b = W - lr * np.outer(x, delta), b - lr * delta.sum()
    return W, b


# ---- the machine ----


def diamond(node):
    return {"d": ["b", "c"], "b": ["a"], "c": ["a"]}.get(node, [])


def square(node):
    return {"loss": ["error", "error"], "error": ["p", "y"], "p": ["wx", "b"], "wx": ["w", "x"]}.get(node, [])


def detour(node):
    return {"out": ["x", "far"], "far": ["mid"], "mid": ["x", "w"]}.get(node, [])


def chain(node):
    return [node - 1] if node > 0 else []


def lattice(node):
    return [k for k in (node - 2, node - 1, node - 5) if k >= 0]


def three_parents(node):
    return {"sum": ("c", "a", "b"), "b": ("a", "c"), "a": ("x",), "c": ("x",)}.get(node, ())


@exercise(
    points=2,
    minutes=12,
    difficulty=2,
    hints=[
        "Write a small function visit(node) inside yours: it makes sure that everything below node is in the list, then appends node.",
        "visit has to stop at nodes it has met before: keep a set. For all others it calls itself for each parent, in order, and only then appends.",
        "if node not in met: met.add(node); for parent in parents(node): visit(parent); order.append(node). Then call visit(root), and return order.",
    ],
)
def topological_order(rng):
    yield call("a diamond", "d", diamond)
    yield call("a squared error", "loss", square)
    yield call("a short way and a detour", "out", detour)
    yield call("a chain", int(rng.integers(4, 7)), chain)
    yield call("a lattice", 6, lattice)
    yield call("an input alone", "a", diamond)
    yield call("three parents, in tuples", "sum", three_parents)
    yield script("one graph after another", do("d", diamond), do("loss", square), do("d", diamond))
    yield call("a larger lattice", int(rng.integers(8, 13)), lattice, hidden=True)


@topological_order.misconception
def once_a_path(root, parents):
    """A node that is reached along two paths is in your list twice. Remember which nodes you have met, and skip them."""
    return [n for p in parents(root) for n in once_a_path(p, parents)] + [root]


@topological_order.misconception
def children_first(root, parents):
    """Your list begins with the root. Append a node *after* its parents are dealt with, not before."""
    order = []

    def visit(node):
        if node not in order:
            order.append(node)
            for parent in parents(node):
                visit(parent)

    visit(root)
    return order


@topological_order.misconception
def turned_round(root, parents):
    """Your list runs from the result to the inputs. Here the inputs come first; backward will walk it in reverse."""
    return right.topological_order(root, parents)[::-1]


@topological_order.misconception
def breadth_first(root, parents):
    """You went level by level. With a short way and a detour to the same node, levels put it too late or too early: go depth first."""
    order, level = [], [root]
    for node in level:
        if node not in order:
            order.append(node)
            level += parents(node)
    return order[::-1]


@topological_order.misconception
def root_missing(root, parents):
    """The root is missing: it goes into the list too, last of all."""
    return right.topological_order(root, parents)[:-1]


@topological_order.misconception
def parents_only(root, parents):
    """You listed the parents of the root and stopped. They have parents too: visit each of them the same way."""
    return [*dict.fromkeys(parents(root)), root]


@topological_order.misconception
def last_parent_first(root, parents):
    """You visited the parents from the last to the first. Take them in the order given."""
    order = []

    def visit(node):
        if node not in order:
            for parent in parents(node)[::-1]:
                visit(parent)
            order.append(node)

    visit(root)
    return order


@topological_order.misconception
def falsy_nodes_skipped(root, parents):
    """A node that counts as false, such as 0, is missing in your list: `if node` asks for more than whether there is one."""
    return [node for node in right.topological_order(root, parents) if node]


@topological_order.misconception
def two_generations(root, parents):
    """You went two steps down and stopped. Visit parents of parents the same way, however far it goes."""
    order = []
    for parent in parents(root):
        order += [p for p in parents(parent) if p not in order]
        order += [parent] * (parent not in order)
    return [*order, root]


@topological_order.misconception
def inputs_left_out(root, parents):
    """Nodes that were made from nothing are missing in your list. Inputs belong to it too, before what is made from them."""
    return [node for node in right.topological_order(root, parents) if len(parents(node))]


@topological_order.misconception
def alphabetical(root, parents):
    """You visited the parents sorted by name. Take them in the order given."""
    order = []

    def visit(node):
        if node not in order:
            for parent in sorted(parents(node)):
                visit(parent)
            order.append(node)

    visit(root)
    return order


def own_value() -> type:
    """A copy of `Value` whose operations make objects of the subclass, as a reader's class does."""
    scope: dict = {}
    exec(inspect.getsource(right), scope)
    base = scope["Value"]
    base.__init_subclass__ = classmethod(lambda cls: scope.update(Value=cls))
    return base


def grads(*names: str) -> list:
    return [get(name, "grad") for name in names]


@exercise(
    points=6,
    minutes=30,
    difficulty=3,
    hints=[
        "For each operation ask two things: what is the result, and how fast does it move with each operand? For a * b the slope with respect to a is b's data.",
        "return Value(result, [(operand, slope), ...]): two pairs for + and *, one for the others. In backward: zero every grad in order, set self.grad = 1, then for value in reversed(order) hand value.grad * slope to each parent, with +=.",
        "__mul__: Value(self.data * other.data, [(self, other.data), (other, self.data)]). __pow__: slope n * self.data ** (n - 1). exp: slope exp itself. log: 1 / self.data. tanh: 1 - t**2. relu: 1.0 if self.data > 0 else 0.0.",
    ],
)
def Value(rng):
    a, b, c = (float(x) for x in rng.uniform(0.5, 2.5, size=3).round(2))
    yield script(
        "a * b + c",
        new(a).named("a"),
        new(-b).named("b"),
        new(c).named("c"),
        op("*", ref("a"), ref("b")).named("ab"),
        op("+", ref("ab"), ref("c")).named("out"),
        get("out", "data"),
        on("out").backward(),
        *grads("a", "b", "c", "ab", "out"),
    )
    yield script(
        "one value, used twice: a + a, and a * a",
        new(3.0).named("a"),
        get("a", "grad"),
        op("+", ref("a"), ref("a")).named("twice"),
        on("twice").backward(),
        get("a", "grad"),
        op("*", ref("a"), ref("a")).named("square"),
        on("square").backward(),
        get("a", "grad"),
    )
    yield script(
        "a power",
        new(a).named("a"),
        op("**", ref("a"), 3).named("out"),
        get("out", "data"),
        on("out").backward(),
        get("a", "grad"),
    )
    for method, x in (("exp", -0.75), ("log", b), ("tanh", 0.5), ("relu", 1.5)):
        yield script(
            method,
            new(x).named("x"),
            getattr(on("x"), method)().named("y"),
            op("*", 3.0, ref("y")).named("out"),
            get("out", "data"),
            on("out").backward(),
            *grads("x", "y"),
        )
    yield script(
        "relu, on the left, at the kink and right beside it",
        new(-1.5).named("x"),
        on("x").relu().named("y"),
        get("y", "data"),
        on("y").backward(),
        get("x", "grad"),
        new(0.0).named("x"),
        on("x").relu().named("y"),
        on("y").backward(),
        get("x", "grad"),
        new(0.25).named("x"),
        on("x").relu().named("y"),
        on("y").backward(),
        get("x", "grad"),
    )
    yield script(
        "a node with two ways onward",
        new(a).named("a"),
        on("a").exp().named("e"),
        op("*", ref("e"), ref("e")).named("s"),
        op("+", ref("s"), ref("e")).named("out"),
        on("out").backward(),
        *grads("s", "e", "a"),
    )
    yield script(
        "backward twice gives the same",
        new(2.0).named("a"),
        op("**", ref("a"), 2).named("b"),
        op("*", ref("b"), 5.0).named("out"),
        on("out").backward(),
        on("out").backward(),
        *grads("a", "b", "out"),
    )
    yield script(
        "numbers on either side",
        new(a).named("a"),
        op("+", 5.0, ref("a")).named("sum"),
        op("-", 1.0, ref("sum")).named("difference"),
        op("/", 6.0, ref("difference")).named("quotient"),
        op("neg", ref("quotient")).named("minus"),
        op("*", 2.0, ref("minus")).named("product"),
        op("-", ref("product"), 0.5).named("less"),
        op("/", ref("less"), ref("a")).named("out"),
        get("out", "data"),
        on("out").backward(),
        *grads("a", "sum", "quotient"),
    )
    yield script(
        "the chain of the beginning",
        new(2.0).named("x"),
        op("**", ref("x"), 2).named("a"),
        on("a").log().named("b"),
        op("**", ref("b"), 0.5).named("c"),
        get("c", "data"),
        on("c").backward(),
        *grads("b", "a", "x"),
    )
    yield script(
        "two results of one value, one after the other",
        new(a).named("a"),
        op("*", ref("a"), 3.0).named("triple"),
        op("**", ref("a"), 2).named("square"),
        on("triple").backward(),
        get("a", "grad"),
        on("square").backward(),
        *grads("a", "square"),
    )
    for label, method in (
        ("relu", on("x").relu()),
        ("+ 0", op("+", ref("x"), 0.0)),
        ("to the power of 1", op("**", ref("x"), 1)),
    ):
        yield script(
            f"{label} makes a value of its own",
            new(b).named("x"),
            method.named("y"),
            op("*", ref("y"), 4.0).named("out"),
            on("out").backward(),
            on("x").backward(),
            *grads("x", "y"),
            get("x", "data"),
        )
    yield script(
        "powers with a fraction, and below 0",
        new(b).named("a"),
        op("**", ref("a"), 1.5).named("p"),
        op("**", ref("p"), -2).named("out"),
        get("out", "data"),
        on("out").backward(),
        *grads("a", "p"),
    )
    w, x, y = (float(v) for v in rng.normal(size=3).round(2))
    yield script(
        "a neuron and its squared error",
        new(w).named("w"),
        new(0.25).named("b"),
        op("*", ref("w"), x).named("wx"),
        op("+", ref("wx"), ref("b")).named("z"),
        on("z").tanh().named("p"),
        op("-", ref("p"), y).named("r"),
        op("*", ref("r"), ref("r")).named("rr"),
        op("*", ref("rr"), 0.5).named("loss"),
        get("loss", "data"),
        on("loss").backward(),
        *grads("w", "b", "p"),
        hidden=True,
    )


@Value.misconception
class overwrites(own_value()):
    """parent.grad = ... forgets what arrived along another path. Influences along several paths add up: +=."""

    def backward(self):
        order = right.topological_order(self, lambda v: [p for p, _ in v.parents])
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in value.parents:
                parent.grad = value.grad * slope


@Value.misconception
class never_zeroed(own_value()):
    """The second backward() adds to what the first one left. Start afresh: set every grad in order to 0 first."""

    def backward(self):
        order = right.topological_order(self, lambda v: [p for p, _ in v.parents])
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in value.parents:
                parent.grad += value.grad * slope


@Value.misconception
class no_seed(own_value()):
    """All gradients are 0: nothing starts the flow. d(result)/d(result) is 1, so set self.grad = 1."""

    def backward(self):
        for value in right.topological_order(self, lambda v: [p for p, _ in v.parents]):
            value.grad = 0.0


@Value.misconception
class inputs_first(own_value()):
    """You walked from the inputs to the result. Gradients flow the other way: reversed(order)."""

    def backward(self):
        order = right.topological_order(self, lambda v: [p for p, _ in v.parents])
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in order:
            for parent, slope in value.parents:
                parent.grad += value.grad * slope


@Value.misconception
class local_slopes_only(own_value()):
    """Each parent got the local slope alone. The chain rule multiplies it by the grad of the value it comes from."""

    def backward(self):
        order = right.topological_order(self, lambda v: [p for p, _ in v.parents])
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in value.parents:
                parent.grad += slope


@Value.misconception
class own_factor(own_value()):
    """The slope of a * b with respect to a is b, not a: if b is large, a small change of a counts much."""

    def __mul__(self, other):
        made = super().__mul__(other)
        if len(made.parents) == 2:
            (p, s), (q, t) = made.parents
            made.parents = ((p, t), (q, s))
        return made


@Value.misconception
class power_not_lowered(own_value()):
    """The slope of xⁿ is n xⁿ⁻¹. Yours has another exponent, or the factor n is missing."""

    def __pow__(self, n):
        made = super().__pow__(n)
        made.parents = ((self, n * self.data**n),)
        return made


@Value.misconception
class factor_n_missing(own_value()):
    """The slope of xⁿ is n xⁿ⁻¹: the factor n is missing."""

    def __pow__(self, n):
        made = super().__pow__(n)
        made.parents = ((self, self.data ** (n - 1)),)
        return made


@Value.misconception
class tanh_slope_at_output(own_value()):
    """The slope of tanh is 1 - t², with t = tanh(x). You applied tanh to t once more."""

    def tanh(self):
        made = super().tanh()
        made.parents = ((self, 1 - np.tanh(made.data) ** 2),)
        return made


@Value.misconception
class relu_kink(own_value()):
    """At 0 your relu has slope 1. By convention it is 0 there, as in chapter 4: self.data > 0."""

    def relu(self):
        made = super().relu()
        made.parents = ((self, 1.0 if self.data >= 0 else 0.0),)
        return made


@Value.misconception
class result_has_no_gradient(own_value()):
    """The gradient of the result itself is 0 afterwards. d(result)/d(result) is 1, and stays."""

    def backward(self):
        super().backward()
        self.grad = 0.0


@Value.misconception
class only_inputs_zeroed(own_value()):
    """The second backward() adds to what the first one left in the values between. Set *every* grad in order to 0, not those of the inputs alone."""

    def backward(self):
        order = right.topological_order(self, lambda v: [p for p, _ in v.parents])
        for value in order:
            if not value.parents:
                value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in value.parents:
                parent.grad += value.grad * slope


@Value.misconception
class exp_slope(own_value()):
    """The slope of exp is exp itself. Yours is 1."""

    def exp(self):
        made = super().exp()
        made.parents = ((self, 1.0),)
        return made


@Value.misconception
class exp_slope_at_input(own_value()):
    """The slope of exp is exp itself, the result. Yours is x."""

    def exp(self):
        made = super().exp()
        made.parents = ((self, self.data),)
        return made


@Value.misconception
class log_slope_at_output(own_value()):
    """The slope of the logarithm is 1 / x, taken at what entered. You divided by the result."""

    def log(self):
        made = super().log()
        made.parents = ((self, 1 / made.data),)
        return made


@Value.misconception
class relu_hands_on_itself(own_value()):
    """Where relu changes nothing you returned self. Every operation returns a *new* Value: two values have two gradients."""

    def relu(self):
        return self if self.data > 0 else super().relu()


@Value.misconception
class relu_lets_all_through(own_value()):
    """Your relu has slope 1 everywhere. On the left it is flat: slope 0."""

    def relu(self):
        made = super().relu()
        made.parents = ((self, 1.0),)
        return made


@Value.misconception
class tanh_slope_at_input(own_value()):
    """The slope of tanh is 1 - t², with t the *result*. You squared what entered."""

    def tanh(self):
        made = super().tanh()
        made.parents = ((self, 1 - self.data**2),)
        return made


@Value.misconception
class second_factor_forgotten(own_value()):
    """A product remembers only its first factor: list a pair for *each* operand."""

    def __mul__(self, other):
        made = super().__mul__(other)
        made.parents = made.parents[:1]
        return made


@Value.misconception
class second_summand_forgotten(own_value()):
    """A sum remembers only its first operand: list a pair for *each* operand."""

    def __add__(self, other):
        made = super().__add__(other)
        made.parents = made.parents[:1]
        return made


@Value.misconception
class slope_is_the_product(own_value()):
    """The slope of a * b with respect to a is b alone. Yours is the whole product."""

    def __mul__(self, other):
        made = super().__mul__(other)
        made.parents = tuple((p, made.data) for p, _ in made.parents)
        return made


# ---- a bug to find ----


@exercise(
    points=3,
    minutes=15,
    difficulty=2,
    hints=[
        "Compare each of the draft's four results with numerical_gradient. Two are right. What lies between them and the others?",
        "dW2 and db2 are right, so dP is. dW1 and db1 are wrong, and both are made of dZ. Look at the line that makes dZ.",
        "The slope of tanh is 1 - tanh(Z)², and H *is* tanh(Z).",
    ],
)
def two_layer_gradients(rng):
    yield call(
        "one hidden unit",
        small(rng, 2, 2),
        some(rng, 2, 1),
        small(rng, 2, 1),
        small(rng, 1),
        some(rng, 1, 1),
        some(rng, 1),
    )
    yield call(
        "a batch",
        small(rng, 4, 2),
        some(rng, 4, 2),
        small(rng, 2, 3),
        small(rng, 3),
        some(rng, 3, 2),
        some(rng, 2),
    )
    yield call(
        "all square",
        small(rng, 3, 3),
        some(rng, 3, 3),
        small(rng, 3, 3),
        small(rng, 3),
        some(rng, 3, 3),
        some(rng, 3),
    )
    yield call(
        "one sample",
        small(rng, 1, 3),
        some(rng, 1, 1),
        small(rng, 3, 2),
        small(rng, 2),
        some(rng, 2, 1),
        some(rng, 1),
    )
    yield call(
        "a larger net",
        small(rng, 7, 3), some(rng, 7, 2), small(rng, 3, 5), small(rng, 5), some(rng, 5, 2), some(rng, 2),
        hidden=True,
    )  # fmt: skip


@two_layer_gradients.misconception
def draft(X, Y, W1, b1, W2, b2):
    """This is still the draft. dW2 and db2 are right, dW1 and db1 are not: look at the line that makes dZ. What is H already?"""
    return right.two_layer_gradients_draft(X, Y, W1, b1, W2, b2)


def gradients_with(X, Y, W1, b1, W2, b2, slope, dP=None, back=None):
    """The right gradients but for one piece."""
    Z = X @ W1 + b1
    H = np.tanh(Z)
    dP = (H @ W2 + b2 - Y) / len(X) if dP is None else dP
    dZ = (dP @ (W2.T if back is None else back)) * slope(Z, H)
    return X.T @ dZ, dZ.sum(axis=0), H.T @ dP, dP.sum(axis=0)


@two_layer_gradients.misconception
def slope_dropped(X, Y, W1, b1, W2, b2):
    """The slope of tanh is gone altogether. dH has to be multiplied by 1 - H² to become dZ."""
    return gradients_with(X, Y, W1, b1, W2, b2, lambda Z, H: 1.0)


@two_layer_gradients.misconception
def slope_at_z(X, Y, W1, b1, W2, b2):
    """1 - Z² is not the slope of tanh. Its formula is written in terms of the *output*: 1 - H²."""
    return gradients_with(X, Y, W1, b1, W2, b2, lambda Z, H: 1 - Z**2)


@two_layer_gradients.misconception
def sigmoid_slope(X, Y, W1, b1, W2, b2):
    """H (1 - H) is the slope of the sigmoid. This net has tanh: 1 - H²."""
    return gradients_with(X, Y, W1, b1, W2, b2, lambda Z, H: H * (1 - H))


@two_layer_gradients.misconception
def not_a_mean(X, Y, W1, b1, W2, b2):
    """All four are too large, by the number of samples. That part of the draft was right: the 1/n belongs to dP."""
    return tuple(g * len(X) for g in right.two_layer_gradients(X, Y, W1, b1, W2, b2))


@two_layer_gradients.misconception
def wrong_square(X, Y, W1, b1, W2, b2):
    """(1 - H)² is not 1 - H². Square H first."""
    return gradients_with(X, Y, W1, b1, W2, b2, lambda Z, H: (1 - H) ** 2)


@two_layer_gradients.misconception
def over_all_entries(X, Y, W1, b1, W2, b2):
    """All four are divided by the number of outputs as well. The loss sums over the outputs: divide by len(X)."""
    return tuple(g / Y.shape[1] for g in right.two_layer_gradients(X, Y, W1, b1, W2, b2))


@two_layer_gradients.misconception
def biases_as_rows(X, Y, W1, b1, W2, b2):
    """db1 and db2 have shape (1, n), but the biases have shape (n,). Without keepdims the axis goes away."""
    dW1, db1, dW2, db2 = right.two_layer_gradients(X, Y, W1, b1, W2, b2)
    return dW1, db1[np.newaxis], dW2, db2[np.newaxis]


@two_layer_gradients.misconception
def biases_averaged(X, Y, W1, b1, W2, b2):
    """db1 and db2 are means over the samples. The 1/n is in dP already: sum."""
    dW1, db1, dW2, db2 = right.two_layer_gradients(X, Y, W1, b1, W2, b2)
    return dW1, db1 / len(X), dW2, db2 / len(X)


@two_layer_gradients.misconception
def layers_exchanged(X, Y, W1, b1, W2, b2):
    """Right arrays in another order: dW1, db1, dW2, db2."""
    dW1, db1, dW2, db2 = right.two_layer_gradients(X, Y, W1, b1, W2, b2)
    return dW2, db2, dW1, db1


@two_layer_gradients.misconception
def twice_the_gradient(X, Y, W1, b1, W2, b2):
    """All four are twice too large: the 2 of the square cancels the ½."""
    return tuple(2 * g for g in right.two_layer_gradients(X, Y, W1, b1, W2, b2))


@two_layer_gradients.misconception
def downhill(X, Y, W1, b1, W2, b2):
    """All signs are turned round: dP is P - Y, over n."""
    return tuple(-g for g in right.two_layer_gradients(X, Y, W1, b1, W2, b2))


@two_layer_gradients.misconception
def slope_added(X, Y, W1, b1, W2, b2):
    """1 + H² is not the slope of tanh: 1 - H²."""
    return gradients_with(X, Y, W1, b1, W2, b2, lambda Z, H: 1 + H**2)


@two_layer_gradients.misconception
def slope_of_relu(X, Y, W1, b1, W2, b2):
    """H > 0 is the slope of ReLU. This net has tanh: 1 - H²."""
    return gradients_with(X, Y, W1, b1, W2, b2, lambda Z, H: H > 0)


# ---- what it costs ----


@exercise(
    points=1,
    minutes=8,
    difficulty=1,
    hints=[
        "List n_in * n_out for every layer, that is for every pair of neighbours in sizes.",
        "Forward: n_samples times the sum of these. X.T @ dZ costs as much in each layer as X @ W did; so does dZ @ W.T.",
        "layers = [n_samples * sizes[k] * sizes[k + 1] for k in range(len(sizes) - 1)]. Forward is sum(layers); backward adds the same again plus sum(layers[1:]).",
    ],
)
def matmul_cost(rng):
    yield call("3-10-1, one sample", 1, [3, 10, 1])
    yield call("3-10-1, a batch", 32, [3, 10, 1])
    yield call("one layer", 5, [4, 3])
    yield call("digits", 100, [784, 128, 64, 10])
    yield call("narrow, then wide again", 3, [2, 5, 4, 6, 3])
    yield call("a layer of one unit", 4, [6, 1, 5, 2])
    sizes = [int(n) for n in rng.integers(2, 50, size=5)]
    yield call("four more layers", int(rng.integers(2, 40)), sizes, hidden=True)


@matmul_cost.misconception
def twice(n_samples, sizes):
    """Twice forward is too much: the first layer needs no dX, because nobody learns the data."""
    forward, _ = right.matmul_cost(n_samples, sizes)
    return forward, 2 * forward


@matmul_cost.misconception
def weights_only(n_samples, sizes):
    """You counted X.T @ dZ only. To reach the layer before, dZ @ W.T is needed as well, in every layer but the first."""
    forward, _ = right.matmul_cost(n_samples, sizes)
    return forward, forward


@matmul_cost.misconception
def samples_ignored(n_samples, sizes):
    """You counted the weights. Every sample meets every weight: multiply by n_samples."""
    return right.matmul_cost(1, sizes)


@matmul_cost.misconception
def last_layer_skipped(n_samples, sizes):
    """You left dX out in the last layer. It is the first one that needs none; the last must pass its error on."""
    forward, _ = right.matmul_cost(n_samples, sizes)
    return forward, 2 * forward - n_samples * sizes[-2] * sizes[-1]


@matmul_cost.misconception
def biases_counted(n_samples, sizes):
    """You counted the biases too. They are added, not multiplied."""
    extra = n_samples * sum(sizes[1:])
    forward, backward = right.matmul_cost(n_samples, sizes)
    return forward + extra, backward + extra


@matmul_cost.misconception
def all_sizes_multiplied(n_samples, sizes):
    """You multiplied all sizes together. Each layer has a product of its own; their costs are added."""
    f = n_samples * int(np.prod(sizes))
    return f, 2 * f - n_samples * sizes[0] * sizes[1]


@matmul_cost.misconception
def additions_counted(n_samples, sizes):
    """Everything is twice too much. Count multiplications only, not the additions that go with them."""
    return tuple(2 * c for c in right.matmul_cost(n_samples, sizes))


@matmul_cost.misconception
def only_dx(n_samples, sizes):
    """Backward you counted dZ @ W.T only. X.T @ dZ is needed in every layer as well."""
    forward, _ = right.matmul_cost(n_samples, sizes)
    return forward, forward - n_samples * sizes[0] * sizes[1]


@matmul_cost.misconception
def both_ways_together(n_samples, sizes):
    """Your second number holds the way forward too. Return the way back by itself."""
    forward, backward = right.matmul_cost(n_samples, sizes)
    return forward, forward + backward


@matmul_cost.misconception
def backward_first(n_samples, sizes):
    """The two numbers have changed places: forward first."""
    return right.matmul_cost(n_samples, sizes)[::-1]


@matmul_cost.misconception
def as_floats(n_samples, sizes):
    """Right, but as floats. A count is a whole number."""
    return tuple(float(c) for c in right.matmul_cost(n_samples, sizes))


@matmul_cost.misconception
def layers_without_the_last(n_samples, sizes):
    """The last layer is missing. len(sizes) - 1 layers lie between len(sizes) sizes: the last pair counts too."""
    f = [n_samples * a * b for a, b in itertools.pairwise(sizes[:-1])]
    return sum(f), sum(f) + sum(f[1:])
