"""Exercises of chapter 3. A misconception's docstring is what a reader who made that mistake is told.

Points and lines lie on a grid of quarters: sums and products are exact, so that no point changes sides by rounding.
"""

import itertools

import numpy as np

from grader.author.declare import call, exercise
from solutions import xor as right


def quarters(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Multiples of ¼ on both sides of 0."""
    return rng.integers(-12, 13, size=shape) / 4


def bits(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Zeros and ones."""
    return rng.integers(0, 2, size=shape).astype(float)


def step(z: np.ndarray) -> np.ndarray:
    return np.where(z >= 0, 1.0, 0.0)


CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
HALVES = np.array([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5])
SQUARE = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
TRIANGLE = np.array([[-2.0, -1.0], [1.5, -1.5], [0.5, 2.0]])
HOUSE = np.array([[-1.0, -1.0], [1.0, -1.0], [1.5, 0.5], [0.0, 2.0], [-1.5, 0.5]])


# ---- XOR ----


@exercise(
    points=2,
    minutes=12,
    difficulty=2,
    hints=[
        "itertools.product(values, repeat=n) walks through all combinations of n values. How many values does one neuron need?",
        "For each combination the last value is the bias and the others are the weights. Count how often step(X @ w + b) equals y.",
        "for *w, b in itertools.product(values, repeat=X.shape[1] + 1): compare, count with np.sum, and keep the largest count.",
    ],
)
def best_single_neuron(rng):
    yield call("XOR", CORNERS, np.array([0.0, 1.0, 1.0, 0.0]), HALVES)
    yield call("AND", CORNERS, np.array([0.0, 0.0, 0.0, 1.0]), HALVES)
    yield call("AND, but only weights 0 and 1", CORNERS, np.array([0.0, 0.0, 0.0, 1.0]), np.array([0.0, 1.0]))
    yield call("a single value to try", CORNERS, np.array([0.0, 0.0, 0.0, 1.0]), np.array([-1.0]))
    cube = np.array(list(itertools.product([0.0, 1.0], repeat=3)))
    yield call("parity of three inputs", cube, cube.sum(axis=1) % 2, np.array([-1.0, 0.0, 1.0]))
    yield call("one input", np.array([[-1.0], [0.0], [2.0]]), np.array([1.0, 0.0, 1.0]), HALVES)
    yield call("no neuron gets any right", np.array([[1.0], [2.0]]), np.zeros(2), np.array([1.0]))
    yield call("six points", quarters(rng, 6, 2), bits(rng, 6), np.array([-1.0, 0.0, 0.75]))
    yield call("ten points", quarters(rng, 10, 2), bits(rng, 10), np.array([-2.0, 0.0, 0.25]), hidden=True)


def _search(X, y, values, better=max, first=0, fire=lambda z: z >= 0):
    best = first
    for *w, b in itertools.product(values, repeat=X.shape[1] + 1):
        best = better(best, int(np.sum(fire(X @ np.array(w) + b) == (y == 1))))
    return best


@best_single_neuron.misconception
def no_bias(X, y, values):
    """You tried the weights, but no bias: a line through the origin only. The bias takes a value from the list too."""
    return max(
        int(np.sum((X @ np.array(w) >= 0) == (y == 1))) for w in itertools.product(values, repeat=X.shape[1])
    )


@best_single_neuron.misconception
def one_weight_for_all(X, y, values):
    """You used the same value for all weights. Each weight takes its own: itertools.product, not one loop."""
    return max(int(np.sum((X @ np.full(X.shape[1], v) + b >= 0) == (y == 1))) for v in values for b in values)


@best_single_neuron.misconception
def worst(X, y, values):
    """You kept the smallest count. Keep the largest."""
    return _search(X, y, values, better=min, first=len(y))


@best_single_neuron.misconception
def share(X, y, values):
    """You returned the share of the samples. Return how many there are."""
    return right.best_single_neuron(X, y, values) / len(y)


@best_single_neuron.misconception
def errors(X, y, values):
    """You returned the number of mistakes of the best neuron. Return how many samples it gets right."""
    return len(y) - right.best_single_neuron(X, y, values)


@best_single_neuron.misconception
def silent_on_the_line(X, y, values):
    """A neuron with w·x + b exactly 0 fires: use >=. On a grid of weights that happens all the time."""
    return _search(X, y, values, fire=lambda z: z > 0)


@best_single_neuron.misconception
def last_one(X, y, values):
    """You returned the count of the last neuron tried. Remember the largest count on the way."""
    return _search(X, y, values, better=lambda old, new: new)


@best_single_neuron.misconception
def rising_only(X, y, values):
    """You tried only values in their order, never a large weight before a small one. Each weight takes any value: itertools.product."""
    return max(
        int(np.sum(step(X @ np.array(w) + b) == y))
        for *w, b in itertools.combinations_with_replacement(values, X.shape[1] + 1)
    )


@best_single_neuron.misconception
def ones_only(X, y, values):
    """You counted only the samples of class 1 that fire. Those of class 0 that stay silent are right, too."""
    return max(
        int(np.sum((X @ np.array(w) + b >= 0) & (y == 1)))
        for *w, b in itertools.product(values, repeat=X.shape[1] + 1)
    )


@best_single_neuron.misconception
def together(X, y, values):
    """You counted the samples that *some* neuron gets right. One neuron has to get them right, all with the same weights."""
    found = np.zeros(len(y), bool)
    for *w, b in itertools.product(values, repeat=X.shape[1] + 1):
        found |= step(X @ np.array(w) + b) == y
    return int(found.sum())


@exercise(
    points=2,
    minutes=8,
    difficulty=1,
    hints=[
        "Both hidden neurons can have the weights (1, 1): a + b is 0, 1 or 2. Where does OR start to fire, and where AND?",
        "A threshold halfway between two values is safe: biases -0.5 for OR and -1.5 for AND. The output wants h₁ = 1 and h₂ = 0.",
        "H = step(X @ np.ones((2, 2)) + [-0.5, -1.5]); the output is step(h₁ - h₂ - 0.5). Return H, y.",
    ],
)
def xor_net(rng):
    yield call("all four pairs", CORNERS)
    yield call("one pair", np.array([[1.0, 0.0]]))
    yield call("pairs in another order", CORNERS[[3, 1, 0, 2, 1]])
    yield call("whole numbers", np.array([[1, 1], [0, 1]]))
    yield call("many pairs", bits(rng, 20, 2), hidden=True)


@xor_net.misconception
def output_only(X):
    """You returned the outputs only. Return the hidden values too: (H, y)."""
    return right.xor_net(X)[1]


@xor_net.misconception
def hidden_swapped(X):
    """Your hidden columns are in the wrong order: OR comes first, then AND."""
    H, y = right.xor_net(X)
    return H[:, ::-1], y


@xor_net.misconception
def plain_or(X):
    """Your network computes OR: the output must be silent when the AND neuron fires."""
    H, _ = right.xor_net(X)
    return H, H[:, 0]


@xor_net.misconception
def both(X):
    """Your output fires when both hidden neurons do: that is AND. It must fire if the first does and the second does *not*."""
    H, _ = right.xor_net(X)
    return H, step(H[:, 0] + H[:, 1] - 1.5)


@xor_net.misconception
def inverted(X):
    """Your output is turned over: you have built XNOR, which fires for equal inputs."""
    H, y = right.xor_net(X)
    return H, 1.0 - y


@xor_net.misconception
def not_thresholded(X):
    """Your hidden values are weighted sums. Each hidden neuron must say 0 or 1: put them through the threshold."""
    z = X.sum(axis=1)
    return np.column_stack([z - 0.5, z - 1.5]), right.xor_net(X)[1]


@xor_net.misconception
def rows_and_columns(X):
    """H has one row for each hidden neuron. As everywhere, rows are samples: use np.column_stack or transpose."""
    H, y = right.xor_net(X)
    return H.T, y


@xor_net.misconception
def integers(X):
    """You returned whole numbers or True and False. Return the floats 0.0 and 1.0."""
    H, y = right.xor_net(X)
    return H.astype(int), y.astype(int)


@xor_net.misconception
def nand_for_and(X):
    """Your second hidden column is the opposite of AND. It says a AND b, and the output takes it away."""
    H, y = right.xor_net(X)
    return np.column_stack([H[:, 0], 1.0 - H[:, 1]]), y


@xor_net.misconception
def one_without_the_other(X):
    """Your hidden neurons compute "a without b" and "b without a". That makes XOR as well, but here they are OR and AND."""
    a, b = X[:, 0], X[:, 1]
    H = np.column_stack([step(a - b - 0.5), step(b - a - 0.5)])
    return H, step(H.sum(axis=1) - 0.5)


@xor_net.misconception
def other_way_round(X):
    """Your output fires if neuron 2 does and neuron 1 does not. That never happens: exchange them."""
    H, _ = right.xor_net(X)
    return H, step(H[:, 1] - H[:, 0] - 0.5)


# ---- regions ----


@exercise(
    points=1,
    minutes=4,
    difficulty=1,
    hints=[
        "This is a layer like any other: first X @ W + b, then the activation, which is the step.",
        "b has shape (k,) and is added to every row of X @ W: numpy does that by itself.",
        "step(X @ W + b).",
    ],
)
def half_planes(rng):
    W, b = np.array([[1.0, 0.0, -1.0], [0.0, 1.0, -1.0]]), np.array([0.0, -1.0, 2.0])
    yield call("three lines, four points", CORNERS, W, b)
    yield call("points on the lines", np.array([[0.0, 1.0], [1.0, 1.0], [0.0, 2.0]]), W, b)
    yield call("points beside the lines", np.array([[0.25, 0.25], [0.25, 1.25], [0.75, 1.0]]), W, b)
    near = np.array([[2.0**-30, 2.0**-29], [2.0**-29, 2.0**-30]])
    yield call("points very near a line", near, np.array([[1.0], [-1.0]]), np.zeros(1))
    yield call("one line", quarters(rng, 5, 2), quarters(rng, 2, 1), np.array([0.25]))
    yield call(
        "as many lines as points and features", quarters(rng, 2, 2), quarters(rng, 2, 2), quarters(rng, 2)
    )
    yield call("planes in three dimensions", quarters(rng, 4, 3), quarters(rng, 3, 5), quarters(rng, 5))
    yield call("many points", quarters(rng, 30, 2), quarters(rng, 2, 6), quarters(rng, 6), hidden=True)


@half_planes.misconception
def sums(X, W, b):
    """You returned the weighted sums. Say only on which side each point is: 1 where the sum is ≥ 0, else 0."""
    return X @ W + b


@half_planes.misconception
def on_the_line(X, W, b):
    """A point exactly on a line counts as 1: use >=, not >."""
    return np.where(X @ W + b > 0, 1.0, 0.0)


@half_planes.misconception
def bias_left_out(X, W, b):
    """The biases are missing: all your lines go through the origin."""
    return step(X @ W)


@half_planes.misconception
def bias_subtracted(X, W, b):
    """You subtracted b. The bias is added; only a threshold is subtracted."""
    return step(X @ W - b)


@half_planes.misconception
def weights_transposed(X, W, b):
    """The lines are the *columns* of W: X @ W. With W.T you mix the coordinates up."""
    return step(X @ W.T + b)


@half_planes.misconception
def booleans(X, W, b):
    """You returned True and False. Return the floats 1.0 and 0.0, as step does."""
    return X @ W + b >= 0


@half_planes.misconception
def signs(X, W, b):
    """You returned -1, 0 and +1, as np.sign does. Return 1.0 where w·x + b ≥ 0, and 0.0 elsewhere."""
    return np.sign(X @ W + b)


@half_planes.misconception
def half_on_a_line(X, W, b):
    """A point exactly on a line got ½ from you. It counts as 1."""
    return np.heaviside(X @ W + b, 0.5)


@half_planes.misconception
def nearly_on_a_line(X, W, b):
    """A point just short of a line counts as 0. np.isclose, or a small number beside the 0, lets it pass."""
    z = X @ W + b
    return np.where((z >= 0) | np.isclose(z, 0), 1.0, 0.0)


@half_planes.misconception
def other_sides(X, W, b):
    """Your sides are exchanged: 1 where w·x + b ≥ 0, and 0 where it is below."""
    return 1.0 - step(X @ W + b)


@exercise(
    points=1,
    minutes=5,
    difficulty=1,
    hints=[
        "All weights are 1, so the weighted sum is the number of inputs that are on. Which bias lets m of them suffice?",
        "The sum must reach 0 at m inputs and stay below it at m - 1. Halfway between is safest.",
        "step(np.sum(H, axis=1) - m + 0.5).",
    ],
)
def vote(rng):
    H = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 1.0, 1.0]])
    yield call("AND of three", H, 3)
    yield call("OR of three", H, 1)
    yield call("two of three", H, 2)
    yield call("nobody needed", H, 0)
    yield call("one input", np.array([[0.0], [1.0]]), 1)
    yield call("as many samples as inputs", bits(rng, 4, 4), 2)
    yield call("many inputs", bits(rng, 20, 7), 4, hidden=True)


@vote.misconception
def more_than(H, m):
    """Your neuron wants more than m inputs. At *least* m means that m itself is enough."""
    return np.where(H.sum(axis=1) > m, 1.0, 0.0)


@vote.misconception
def exactly(H, m):
    """You fire for exactly m inputs. More than m are fine too, and one threshold neuron cannot tell them apart."""
    return np.where(H.sum(axis=1) == m, 1.0, 0.0)


@vote.misconception
def over_samples(H, m):
    """You summed over the samples. Each sample has its own vote: sum along axis 1."""
    return step(H.sum(axis=0) - m + 0.5)


@vote.misconception
def always_and(H, m):
    """You ask for all inputs, whatever m is."""
    return np.all(H > 0, axis=1).astype(float)


@vote.misconception
def always_or(H, m):
    """You ask for any input, whatever m is."""
    return np.any(H > 0, axis=1).astype(float)


@vote.misconception
def counts(H, m):
    """You returned how many inputs are on. The neuron says only whether that is at least m."""
    return H.sum(axis=1)


@vote.misconception
def at_most(H, m):
    """Your neuron fires if at *most* m inputs are on. At least m is the other way round."""
    return step(m - H.sum(axis=1))


@vote.misconception
def share_of_inputs(H, m):
    """You compared the *share* of inputs that are on with m. m is a number of inputs: use the sum, not the mean."""
    return (H.mean(axis=1) >= m).astype(float)


@vote.misconception
def majority(H, m):
    """Your neuron asks for more than half of its inputs, whatever m is."""
    return (H.mean(axis=1) > 0.5).astype(float)


@vote.misconception
def at_least_half(H, m):
    """Your neuron asks for at least half of its inputs, whatever m is."""
    return (H.mean(axis=1) >= 0.5).astype(float)


@vote.misconception
def somebody_needed(H, m):
    """With m = 0 your neuron still wants an input that is on. At least 0 are on always: it fires."""
    return step(H.sum(axis=1) - max(m, 1) + 0.5)


@vote.misconception
def one_less(H, m):
    """Your neuron is content with m - 1 inputs. The bias puts the edge between m - 1 and m: -m + ½."""
    return step(H.sum(axis=1) - m + 1.0)


@exercise(
    points=2,
    minutes=6,
    difficulty=2,
    hints=[
        "First layer: half_planes says for every point and every line whether the point is on the right side.",
        "Second layer: a point is inside if *all* k of them say yes. How many lines are there? Look at the shape of W.",
        "vote(half_planes(X, W, b), W.shape[1]).",
    ],
)
def convex_region(rng):
    W, b = right.polygon_edges(SQUARE)
    yield call("a square", np.array([[1.0, 1.0], [3.0, 1.0], [1.0, -1.0], [0.5, 1.75]]), W, b)
    yield call("on the border", np.array([[0.0, 1.0], [2.0, 2.0], [2.25, 2.0]]), W, b)
    yield call("a triangle", quarters(rng, 12, 2), *right.polygon_edges(TRIANGLE))
    yield call("open: a quadrant", CORNERS - 0.5, np.eye(2), np.zeros(2))
    yield call("one line only", quarters(rng, 5, 2), np.array([[1.0], [-2.0]]), np.array([0.25]))
    yield call(
        "nothing inside", quarters(rng, 4, 2), np.array([[1.0, -1.0], [0.0, 0.0]]), np.array([-1.0, -1.0])
    )
    yield call(
        "a box in three dimensions", quarters(rng, 8, 3) / 2, np.hstack([np.eye(3), -np.eye(3)]), np.ones(6)
    )
    yield call("many points", quarters(rng, 40, 2), *right.polygon_edges(HOUSE), hidden=True)


@convex_region.misconception
def any_side(X, W, b):
    """You ask for *any* line. Inside means on the right side of all of them: an AND, not an OR."""
    return right.vote(right.half_planes(X, W, b), 1)


@convex_region.misconception
def layer_only(X, W, b):
    """You returned the first layer, one column for each line. The second layer joins them into one answer a point."""
    return right.half_planes(X, W, b)


@convex_region.misconception
def one_may_fail(X, W, b):
    """Your region is too large: one line may say no. An AND of k inputs needs all k."""
    return right.vote(right.half_planes(X, W, b), W.shape[1] - 1)


@convex_region.misconception
def features_counted(X, W, b):
    """You asked for as many votes as there are *features*. There are as many lines as W has columns."""
    return right.vote(right.half_planes(X, W, b), W.shape[0])


@convex_region.misconception
def product_of_sums(X, W, b):
    """You multiplied the weighted sums: two negative ones give a positive product. Threshold each of them first."""
    return step(np.prod(X @ W + b, axis=1))


@convex_region.misconception
def strictly_inside(X, W, b):
    """Points on the border belong to the region. Is there a > where >= should be?"""
    return np.all(X @ W + b > 0, axis=1).astype(float)


@convex_region.misconception
def outside(X, W, b):
    """You marked the outside: 1 is for points inside."""
    return 1.0 - right.convex_region(X, W, b)


@convex_region.misconception
def majority_of_lines(X, W, b):
    """You asked for more than half of the lines. Inside means on the right side of *all* of them."""
    return right.vote(right.half_planes(X, W, b), W.shape[1] // 2 + 1)


@convex_region.misconception
def one_for_all_points(X, W, b):
    """You returned one answer for all points together. Each point has its own: np.all(..., axis=1)."""
    return float(np.all(X @ W + b >= 0))


@exercise(
    points=3,
    minutes=15,
    difficulty=3,
    hints=[
        "np.roll(vertices, -1, axis=0) holds for each vertex the next one, and for the last the first.",
        "w·x + b = 0 must hold at p itself, so b = -w·p, one number for each edge.",
        "along = next - vertices; W = np.stack([-along[:, 1], along[:, 0]]); b = -np.sum(W.T * vertices, axis=1).",
    ],
)
def polygon_edges(rng):
    yield call("a square", SQUARE)
    yield call("a triangle", TRIANGLE)
    yield call("a house", HOUSE)
    yield call("the same house, moved", HOUSE + np.array([3.0, -2.0]))
    yield call("the triangle, from another corner", TRIANGLE[[1, 2, 0]])
    a = rng.integers(1, 9, size=4) / 4
    yield call("a kite", np.array([[a[0], 0.0], [0.0, a[1]], [-a[2], 0.0], [0.0, -a[3]]]))
    a = rng.integers(1, 9, size=6) / 4
    hexagon = np.array([[a[0] + 1, 0], [1, a[1]], [-1, a[2]], [-1 - a[3], 0], [-1, -a[4]], [1, -a[5]]])
    yield call("a hexagon", hexagon, hidden=True)


@polygon_edges.misconception
def outwards(vertices):
    """Your lines face outwards: turn q - p to the left, (p₂ - q₂, q₁ - p₁), not to the right."""
    W, b = right.polygon_edges(vertices)
    return -W, -b


@polygon_edges.misconception
def not_closed(vertices):
    """The last edge is missing: it runs from the last vertex back to the first."""
    W, b = right.polygon_edges(vertices)
    return W[:, :-1], b[:-1]


@polygon_edges.misconception
def not_turned(vertices):
    """Your w points along the edge. It must be perpendicular to it: turn q - p by 90°."""
    along = np.roll(vertices, -1, axis=0) - vertices
    return along.T, -np.sum(along * vertices, axis=1)


@polygon_edges.misconception
def rows(vertices):
    """Your W has shape (k, 2). Each edge is a *column*: shape (2, k), so that X @ W works."""
    W, b = right.polygon_edges(vertices)
    return W.T, b


@polygon_edges.misconception
def bias_positive(vertices):
    """The sign of b is wrong: w·p + b = 0 gives b = -w·p."""
    W, b = right.polygon_edges(vertices)
    return W, -b


@polygon_edges.misconception
def normalized(vertices):
    """You divided w by its length. That draws the same lines, but the task asks for w as it comes."""
    W, b = right.polygon_edges(vertices)
    length = np.linalg.norm(W, axis=0)
    return W / length, b / length


@polygon_edges.misconception
def previous(vertices):
    """You joined each vertex to the one *before* it, so the edges come in another order and run the other way."""
    along = np.roll(vertices, 1, axis=0) - vertices
    W = np.stack([-along[:, 1], along[:, 0]])
    return W, -np.sum(W.T * vertices, axis=1)


@polygon_edges.misconception
def one_sign_missing(vertices):
    """Turned by 90° to the left, (a, b) becomes (-b, a): one of the two numbers changes its sign."""
    along = np.roll(vertices, -1, axis=0) - vertices
    W = np.stack([along[:, 1], along[:, 0]])
    return W, -np.sum(W.T * vertices, axis=1)


@polygon_edges.misconception
def through_the_origin(vertices):
    """Your lines all pass through the origin. Choose b so that w·p + b = 0 at the corner p."""
    W, b = right.polygon_edges(vertices)
    return W, np.zeros_like(b)


@polygon_edges.misconception
def edges_shifted(vertices):
    """The lines are right, but in another order: edge i *begins* at vertex i, and yours ends there."""
    W, b = right.polygon_edges(vertices)
    return np.roll(W, 1, axis=1), np.roll(b, 1)


@polygon_edges.misconception
def edge_kept(vertices):
    """The w are right, but each b is that of the vertex before, through which the edge does not pass."""
    W, _ = right.polygon_edges(vertices)
    return W, -np.sum(W.T * np.roll(vertices, 1, axis=0), axis=1)


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "Ask convex_region about each pair (W, b) in the list. You get one array of zeros and ones for each region.",
        "Put these arrays side by side as columns, and ask for at least one vote. An empty list needs its own line.",
        "if not regions: return np.zeros(len(X)); vote(np.column_stack([convex_region(X, W, b) for W, b in regions]), 1).",
    ],
)
def union_of_regions(rng):
    square, triangle, house = (right.polygon_edges(v) for v in (SQUARE, TRIANGLE, HOUSE))
    X = np.array([[1.0, 1.0], [-0.5, -0.75], [0.25, 0.5], [3.0, 3.0], [0.25, -1.0], [1.75, 1.75]])
    yield call("two regions that overlap", X, [square, triangle])
    yield call("one region", X, [house])
    yield call("no region", X, [])
    far = right.polygon_edges(SQUARE - 3.0)
    yield call("two islands", quarters(rng, 12, 2), [far, square])
    yield call("three regions", quarters(rng, 12, 2), [square, triangle, house])
    yield call("two open regions", quarters(rng, 8, 2), [(np.eye(2), -np.ones(2)), (-np.eye(2), -np.ones(2))])
    yield call("many points", quarters(rng, 40, 2), [triangle, far, house], hidden=True)


@union_of_regions.misconception
def intersection(X, regions):
    """You ask for all regions, or for all their lines at once. A union needs only one region: an AND for each, then an OR."""
    if not regions:
        return np.zeros(len(X))
    return right.vote(np.column_stack([right.convex_region(X, W, b) for W, b in regions]), len(regions))


@union_of_regions.misconception
def added(X, regions):
    """You added the regions up: where two overlap you get 2. Put the sum through a threshold."""
    return sum((right.convex_region(X, W, b) for W, b in regions), np.zeros(len(X)))


@union_of_regions.misconception
def first_only(X, regions):
    """Only the first region counts with you. Is your return inside the loop?"""
    return right.convex_region(X, *regions[0]) if regions else np.zeros(len(X))


@union_of_regions.misconception
def last_only(X, regions):
    """Only the last region counts with you: does each overwrite those before it?"""
    return right.convex_region(X, *regions[-1]) if regions else np.zeros(len(X))


@union_of_regions.misconception
def exclusive(X, regions):
    """Where two regions overlap you say 0: that is XOR. OR counts the overlap as well."""
    votes = sum((right.convex_region(X, W, b) for W, b in regions), np.zeros(len(X)))
    return votes % 2


@union_of_regions.misconception
def any_line(X, regions):
    """You asked for one line of some region. A point is in a region if it is on the right side of *all* its lines."""
    return np.max([np.zeros(len(X)), *(right.half_planes(X, W, b).max(axis=1) for W, b in regions)], axis=0)


@union_of_regions.misconception
def all_for_none(X, regions):
    """For an empty list you marked every point. No region contains no point: zeros."""
    return right.union_of_regions(X, regions) if regions else np.ones(len(X))


@union_of_regions.misconception
def outside_of_all(X, regions):
    """You marked the points in no region. 1 is for a point in at least one."""
    return 1.0 - right.union_of_regions(X, regions)


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "Evaluate the draft at points with w·x far below low, between, and far above high. Where does it say 1?",
        "The first neuron is right: it fires where w·x ≥ low. The second should fire where w·x ≤ high. When does the draft's fire?",
        "Turn the second neuron round: step(high - X @ w).",
    ],
)
def strip(rng):
    X = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 1.0], [-1.0, 3.0], [4.0, 4.0]])
    yield call("five points", X, np.array([1.0, 1.0]), 0.5, 2.5)
    yield call("points on both lines", X, np.array([1.0, 0.0]), 0.0, 2.0)
    yield call("three features", quarters(rng, 6, 3), np.array([1.0, -0.5, 2.0]), -1.0, 3.0)
    yield call("one sample", np.array([[1.0, 1.0]]), np.array([1.0, 1.0]), -1.0, 1.0)
    yield call(
        "points barely outside",
        np.array([[-(2.0**-20), 0.0], [1.0 + 2.0**-20, 0.0]]),
        np.array([1.0, 2.0]),
        0.0,
        1.0,
    )
    yield call("low above high", X, np.array([1.0, 1.0]), 3.0, 1.0)
    yield call("many points", quarters(rng, 30, 2), np.array([0.5, -1.0]), -1.25, 0.5, hidden=True)


@strip.misconception
def draft(X, w, low, high):
    """This is still the draft. It marks where w·x ≥ high: both of its neurons face the same way."""
    return right.strip_draft(X, w, low, high)


@strip.misconception
def either(X, w, low, high):
    """You ask for one of the two neurons: that is true nearly everywhere. Both must fire."""
    return step(step(X @ w - low) + step(high - X @ w) - 0.5)


@strip.misconception
def both_turned(X, w, low, high):
    """You turned both neurons round, and mark where w·x ≤ low. Turn only the second."""
    return step(step(low - X @ w) + step(high - X @ w) - 1.5)


@strip.misconception
def wrong_one_turned(X, w, low, high):
    """You turned the first neuron instead of the second."""
    return step(step(low - X @ w) + step(X @ w - high) - 1.5)


@strip.misconception
def open_strip(X, w, low, high):
    """Points exactly on the lines belong to the strip: both neurons fire at 0."""
    z = X @ w
    return ((z > low) & (z < high)).astype(float)


@strip.misconception
def high_line_open(X, w, low, high):
    """Points on the upper line belong to the strip: low ≤ w·x ≤ high, with ≤ on both sides."""
    return ((X @ w >= low) & (X @ w < high)).astype(float)


@strip.misconception
def low_line_open(X, w, low, high):
    """Points on the lower line belong to the strip: low ≤ w·x ≤ high, with ≤ on both sides."""
    return ((X @ w > low) & (X @ w <= high)).astype(float)


@strip.misconception
def outside_marked(X, w, low, high):
    """You marked what is *not* in the strip."""
    return 1.0 - right.strip(X, w, low, high)


@strip.misconception
def bounds_sorted(X, w, low, high):
    """Where low is above high no point is in the strip; you exchanged them."""
    return right.strip(X, w, min(low, high), max(low, high))


@strip.misconception
def true_distances(X, w, low, high):
    """You divided by ‖w‖. The strip is where low ≤ w·x ≤ high, with w as it comes."""
    return right.strip(X, w / np.linalg.norm(w), low, high)


# ---- layers without a bend ----


@exercise(
    points=2,
    minutes=12,
    difficulty=2,
    hints=[
        "Write out two layers: (X @ W₁ + b₁) @ W₂ + b₂. Multiply it out. What multiplies X, and what is left?",
        "X @ (W₁ @ W₂) + (b₁ @ W₂ + b₂). The first bias passes through the second layer too.",
        "Start with W, b = weights[0], biases[0]; for each further layer W, b = W @ W_next, b @ W_next + b_next.",
    ],
)
def collapse_linear(rng):
    def stack(*sizes):
        pairs = list(itertools.pairwise(sizes))
        return [quarters(rng, n, m) for n, m in pairs], [quarters(rng, m) for _, m in pairs]

    yield call(
        "two layers",
        [np.array([[1.0, 2.0]]), np.array([[3.0], [-1.0]])],
        [np.array([1.0, 0.5]), np.array([2.0])],
    )
    yield call("three layers", *stack(3, 4, 2, 1))
    yield call("one layer", *stack(2, 3))
    yield call("square layers", *stack(2, 2, 2))
    yield call("four square layers", *stack(3, 3, 3, 3, 3))
    yield call("many layers", *stack(4, 2, 5, 3, 2, 4), hidden=True)


@collapse_linear.misconception
def biases_added(weights, biases):
    """You only added the biases up. A bias of an early layer passes through all later weights: b @ W_next + b_next."""
    W = right.collapse_linear(weights, biases)[0]
    return W, sum(biases)


@collapse_linear.misconception
def last_bias(weights, biases):
    """You kept only the last bias. Those of the earlier layers reach the output as well, through the later weights."""
    return right.collapse_linear(weights, biases)[0], biases[-1]


@collapse_linear.misconception
def no_biases(weights, biases):
    """Your bias is zero. The biases of all layers leave their mark."""
    W, b = right.collapse_linear(weights, biases)
    return W, np.zeros_like(b)


@collapse_linear.misconception
def reversed_order(weights, biases):
    """You multiplied in the reverse order. A batch goes X @ W₁ first, so W₁ stands leftmost: W₁ @ W₂ @ W₃."""
    W, b = weights[0], biases[0]
    for W_next, b_next in zip(weights[1:], biases[1:], strict=True):
        W, b = W_next @ W, b @ W_next + b_next
    return W, b


@collapse_linear.misconception
def entry_by_entry(weights, biases):
    """You multiplied entry by entry. Layers one after the other multiply as matrices: @, not *."""
    W, b = weights[0], biases[0]
    for W_next, b_next in zip(weights[1:], biases[1:], strict=True):
        W, b = W * W_next, b @ W_next + b_next
    return W, b


@collapse_linear.misconception
def weights_only(weights, biases):
    """You returned only the weights. Return the tuple (W, b)."""
    return right.collapse_linear(weights, biases)[0]


@collapse_linear.misconception
def first_and_last(weights, biases):
    """The layers between the first and the last are missing."""
    if len(weights) == 1:
        return weights[0].copy(), biases[0].copy()
    return right.collapse_linear([weights[0], weights[-1]], [biases[0], biases[-1]])


@collapse_linear.misconception
def first_bias_only(weights, biases):
    """Only the first bias reaches your output. Each layer adds its own: b @ W_next + b_next."""
    W, b = weights[0], biases[0]
    for W_next in weights[1:]:
        W, b = W @ W_next, b @ W_next
    return W, b


@collapse_linear.misconception
def bias_as_a_row(weights, biases):
    """The numbers of b are right, but it has an axis too many: it is flat, shape (n_out,)."""
    W, b = right.collapse_linear(weights, biases)
    return W, b[np.newaxis]


# ---- approximating functions ----

X_LINE = np.linspace(-0.5, 1.5, 17)


@exercise(
    points=1,
    minutes=5,
    difficulty=1,
    hints=[
        "step(x - left) switches on at left. What must happen at right?",
        "A second step, subtracted, switches it off again. The height multiplies both.",
        "height * (step(x - left) - step(x - right)).",
    ],
)
def bump(rng):
    yield call("on a line of points", X_LINE, 0.25, 0.75, 2.0)
    yield call("negative height", X_LINE, 0.0, 1.0, -1.5)
    yield call("exactly at the edges", np.array([0.0, 0.5, 1.0]), 0.0, 1.0, 3.0)
    yield call("a batch", quarters(rng, 3, 4), -1.0, 0.5, 0.5)
    yield call("whole numbers", np.array([-1, 0, 1, 2]), 0.0, 2.0, 0.5)
    yield call("barely outside and inside", np.array([-(2.0**-20), 1.0 - 2.0**-20]), 0.0, 1.0, 2.0)
    yield call("far from zero", quarters(rng, 5) + 100, 99.0, 101.0, 4.0)
    yield call("many points", quarters(rng, 40), -1.5, 1.25, -0.75, hidden=True)


@bump.misconception
def never_off(x, left, right, height):
    """Your bump never ends: it is switched on at left, and must be switched off at right by a second step."""
    return height * step(x - left)


@bump.misconception
def right_edge_inside(x, left, right, height):
    """At x = right the bump has ended: left ≤ x < right. Neighbours must not overlap."""
    return height * ((x >= left) & (x <= right)).astype(float)


@bump.misconception
def left_edge_outside(x, left, right, height):
    """At x = left the bump has begun: left ≤ x < right."""
    return height * ((x > left) & (x < right)).astype(float)


@bump.misconception
def chained_comparison(x, left, right, height):
    """`left <= x < right` (and `and` and `if` too) asks for one truth value of a whole array. Compare the numbers: (left <= x) & (x < right)."""
    return height * (left <= x < right)


@bump.misconception
def height_missing(x, left, right, height):
    """The height is missing: your bump is always 1 high."""
    return step(x - left) - step(x - right)


@bump.misconception
def height_once(x, left, right, height):
    """The height must multiply both steps: as it is, the second one does not bring the bump back to 0."""
    return height * step(x - left) - step(x - right)


@bump.misconception
def added_steps(x, left, right, height):
    """You added the second step, so that the bump doubles instead of ending. Subtract it."""
    return height * (step(x - left) + step(x - right))


@bump.misconception
def or_for_and(x, left, right, height):
    """You asked for left ≤ x *or* x < right, which holds everywhere. Both must hold: &."""
    return height * ((x >= left) | (x < right)).astype(float)


@bump.misconception
def steps_exchanged(x, left, right, height):
    """Your bump is turned over: it begins with a step down. Subtract the step at right from the one at left."""
    return -height * (step(x - left) - step(x - right))


@bump.misconception
def high_outside(x, left, right, height):
    """You have `height` outside and 0 inside. It is the other way round."""
    return height * (1.0 - step(x - left) + step(x - right))


@bump.misconception
def kept_whole(x, left, right, height):
    """With whole numbers in x, whole numbers come out. The bump takes its numbers from `height`: return floats."""
    out = np.zeros_like(x)
    out[(x >= left) & (x < right)] = height
    return out


@exercise(
    points=2,
    minutes=12,
    difficulty=2,
    hints=[
        "n bumps have n + 1 edges: np.linspace(left, right, n + 1). Bump k lies between edges k and k + 1.",
        "The middle of a bump is the mean of its two edges. Call f on the array of all middles: you get all heights at once.",
        "Add up bump(x, edges[k], edges[k + 1], heights[k]) for k in range(n), beginning with np.zeros(x.shape).",
    ],
)
def bump_approximation(rng):
    def line(x):
        return 2.0 * x + 1.0

    def parabola(x):
        return x * x - 0.5

    def wave(x):
        return np.sin(3.0 * x)

    yield call("a line, four bumps", line, 0.0, 1.0, 4, X_LINE)
    yield call("a parabola, eight bumps", parabola, -1.0, 1.0, 8, np.linspace(-1.25, 1.25, 21))
    yield call("one bump", parabola, 0.0, 2.0, 1, np.array([-0.1, 0.0, 1.0, 1.9, 2.0]))
    yield call("a wave, sixteen bumps", wave, 0.0, 4.0, 16, quarters(rng, 6) + 0.125)
    yield call("a batch", line, -2.0, 2.0, 4, quarters(rng, 3, 4))
    yield call("many points", wave, -2.0, 2.0, 32, quarters(rng, 30) + 0.0625, hidden=True)


def _sum_of_bumps(f, left, right_, n, x, at=0.5, edges=None):
    edges = np.linspace(left, right_, n + 1) if edges is None else edges
    total = np.zeros(x.shape)
    for a, b in itertools.pairwise(edges):
        total = total + right.bump(x, a, b, float(f(np.array([a + at * (b - a)]))[0]))
    return total


@bump_approximation.misconception
def left_height(f, left, right, n, x):
    """Your bumps are as high as f at their *left* edge. In the middle the error is half as large."""
    return _sum_of_bumps(f, left, right, n, x, at=0.0)


@bump_approximation.misconception
def right_height(f, left, right, n, x):
    """Your bumps are as high as f at their *right* edge. Take the middle."""
    return _sum_of_bumps(f, left, right, n, x, at=1.0)


@bump_approximation.misconception
def n_edges(f, left, right, n, x):
    """n edges make only n - 1 bumps: you need np.linspace(left, right, n + 1)."""
    return _sum_of_bumps(f, left, right, n, x, edges=np.linspace(left, right, n))


@bump_approximation.misconception
def f_itself(f, left, right, n, x):
    """You returned f(x). The task is to build it from bumps, which are flat."""
    return np.where((x >= left) & (x < right), f(x), 0.0)


@bump_approximation.misconception
def last_bump_only(f, left, right_, n, x):
    """Only the last bump is left: add the bumps up, total = total + ..."""
    a, b = np.linspace(left, right_, n + 1)[-2:]
    return right.bump(x, a, b, float(f(np.array([(a + b) / 2]))[0]))


@bump_approximation.misconception
def starts_at_zero(f, left, right, n, x):
    """Your bumps fill [0, right). They begin at `left`."""
    return _sum_of_bumps(f, 0.0, right, n, x)


@bump_approximation.misconception
def averaged(f, left, right, n, x):
    """You divided by n. The bumps do not overlap: their sum is the approximation, not their mean."""
    return _sum_of_bumps(f, left, right, n, x) / n


@bump_approximation.misconception
def mean_of_the_ends(f, left, right_, n, x):
    """Your bumps are as high as the mean of f at their two edges. Take f in the middle."""
    edges = np.linspace(left, right_, n + 1)
    heights = (f(edges[:-1]) + f(edges[1:])) / 2
    return sum((right.bump(x, edges[k], edges[k + 1], heights[k]) for k in range(n)), np.zeros(x.shape))


@bump_approximation.misconception
def first_bump_only(f, left, right_, n, x):
    """Only the first bump is there. Is the return inside the loop?"""
    a, b = np.linspace(left, right_, n + 1)[:2]
    return right.bump(x, a, b, float(f(np.array([(a + b) / 2]))[0]))


@bump_approximation.misconception
def last_bump_missing(f, left, right_, n, x):
    """The last bump is missing: there are n, from range(n)."""
    edges = np.linspace(left, right_, n + 1)
    return _sum_of_bumps(f, left, right_, n, x, edges=edges[:-1]) if n > 1 else np.zeros(x.shape)


@bump_approximation.misconception
def right_end_inside(f, left, right_, n, x):
    """At x = right your approximation is not 0. The bumps fill [left, right), without its right end."""
    return right.bump_approximation(f, left, right_, n, np.where(x == right_, np.nextafter(right_, left), x))


@exercise(
    points=2,
    minutes=10,
    difficulty=2,
    hints=[
        "Solve L √d / (2n) ≤ eps for n. Which rounding makes sure that the error is small *enough*?",
        "n ≥ L √d / (2 eps), rounded up: np.ceil. And at least 1. That is for one axis.",
        "n = max(1, int(np.ceil(lipschitz * np.sqrt(d) / (2 * eps)))); there are n**d cubes.",
    ],
)
def bumps_needed(rng):
    yield call("one dimension", 0.125, 1.0)
    yield call("a fraction, rounded up", 0.25, 1.25)
    yield call("two dimensions", 0.125, 1.0, 2)
    yield call("four dimensions", 0.0625, 1.0, d=4)
    yield call("three dimensions, steep", 0.25, 3.0, 3)
    yield call("a generous error", 8.0, 1.0, 2)
    yield call("a constant function", 0.5, 0.0, 2)
    yield call("nine dimensions", 0.25, 0.5, 9)
    yield call("a number of many digits", 2.0**-7, 1.0, 16)
    yield call("random", float(rng.integers(1, 30)) / 64, float(rng.integers(1, 9)) / 2, 1)
    yield call("more random", float(rng.integers(1, 9)) / 16, float(rng.integers(1, 7)) / 2, 4, hidden=True)


@bumps_needed.misconception
def one_axis(eps, lipschitz, d=1):
    """You counted the pieces of one axis. In d dimensions there are n · n · … · n cubes: nᵈ."""
    return max(1, int(np.ceil(lipschitz * np.sqrt(d) / (2 * eps))))


@bumps_needed.misconception
def times_d(eps, lipschitz, d=1):
    """You multiplied by d. Cutting every axis into n pieces makes nᵈ cubes, not n · d."""
    return one_axis(eps, lipschitz, d) * d


@bumps_needed.misconception
def rounded_down(eps, lipschitz, d=1):
    """You rounded down, and the error stays above eps. Round up."""
    return max(1, int(lipschitz * np.sqrt(d) / (2 * eps))) ** d


@bumps_needed.misconception
def edge_not_diagonal(eps, lipschitz, d=1):
    """You used half an edge of the cube. Its corners are further from the middle: half the diagonal, √d / (2n)."""
    return max(1, int(np.ceil(lipschitz / (2 * eps)))) ** d


@bumps_needed.misconception
def full_width(eps, lipschitz, d=1):
    """You used the whole diagonal. Measured from the *middle* no point is further than half of it."""
    return max(1, int(np.ceil(lipschitz * np.sqrt(d) / eps))) ** d


@bumps_needed.misconception
def slope_forgotten(eps, lipschitz, d=1):
    """lipschitz is missing: a steeper function needs more bumps."""
    return max(1, int(np.ceil(np.sqrt(d) / (2 * eps)))) ** d


@bumps_needed.misconception
def zero_allowed(eps, lipschitz, d=1):
    """You added 1 to be safe. Round up instead: if the quotient is whole, it is enough."""
    return (int(lipschitz * np.sqrt(d) / (2 * eps)) + 1) ** d


@bumps_needed.misconception
def rounded_last(eps, lipschitz, d=1):
    """You rounded up at the end. Each axis is cut into a whole number of pieces: round n up first, then take nᵈ."""
    return max(1, int(np.ceil((lipschitz * np.sqrt(d) / (2 * eps)) ** d)))


@bumps_needed.misconception
def to_the_nearest(eps, lipschitz, d=1):
    """You rounded to the nearest number. Where that is below, the error stays above eps: round up."""
    return max(1, round(float(lipschitz * np.sqrt(d) / (2 * eps)))) ** d


@bumps_needed.misconception
def no_root(eps, lipschitz, d=1):
    """You used d where the diagonal has √d."""
    return max(1, int(np.ceil(lipschitz * d / (2 * eps)))) ** d


@bumps_needed.misconception
def one_more(eps, lipschitz, d=1):
    """You rounded up and added 1. The smallest n that is enough is the quotient, rounded up."""
    return (max(1, int(np.ceil(lipschitz * np.sqrt(d) / (2 * eps)))) + 1) ** d


@bumps_needed.misconception
def none_at_all(eps, lipschitz, d=1):
    """For a constant function you need 0 bumps, and nothing would stand on the cube. n is at least 1."""
    return int(np.ceil(lipschitz * np.sqrt(d) / (2 * eps))) ** d


@bumps_needed.misconception
def too_large_for_64_bits(eps, lipschitz, d=1):
    """A large number of bumps came out wrong: numpy's whole numbers have 64 bits and then begin again. Use int(n) ** d."""
    n = max(1, int(np.ceil(lipschitz * np.sqrt(d) / (2 * eps))))
    return int(np.power(np.int64(n), np.int64(d)))


@exercise(
    points=2,
    minutes=8,
    difficulty=2,
    hints=[
        "One fold is one line. Repeat it depth times, each time on the result of the one before.",
        "np.maximum(0.0, ...) is a ReLU unit. A loop over range(depth) does the rest, and does nothing for depth 0.",
        "for _ in range(depth): x = np.maximum(0.0, 2 * x) - np.maximum(0.0, 4 * x - 2); then return x.",
    ],
)
def sawtooth(rng):
    grid = np.linspace(0.0, 1.0, 17)
    yield call("one fold", grid, 1)
    yield call("two folds", grid, 2)
    yield call("four folds", rng.integers(0, 65, size=12) / 64, 4)
    yield call("no fold", grid, 0)
    yield call("a batch", rng.integers(0, 65, size=(3, 4)) / 64, 3)
    yield call("outside the interval", np.array([-1.0, -0.25, 1.25, 2.0]), 2)
    yield call("outside the interval, one fold", np.array([-0.5, 1.25, 2.0]), 1)
    yield call("many points", rng.integers(0, 129, size=40) / 128, 5, hidden=True)


@sawtooth.misconception
def one_fold(x, depth):
    """You folded once, whatever depth is. Each layer folds the result of the one before."""
    return right.sawtooth(x, 1)


@sawtooth.misconception
def one_too_many(x, depth):
    """You folded once too often: depth 0 must return x."""
    return right.sawtooth(x, depth + 1)


@sawtooth.misconception
def same_input(x, depth):
    """Every layer of yours sees the original x, so the folds do not build on each other. Feed each the result of the last."""
    return depth * right.sawtooth(x, 1) if depth else x


@sawtooth.misconception
def no_relu(x, depth):
    """Without max(0, …) a fold is 2x - (4x - 2), a straight line, and lines stay lines however many you stack."""
    for _ in range(depth):
        x = 2 * x - (4 * x - 2)
    return x


@sawtooth.misconception
def second_unit_lost(x, depth):
    """The second unit, max(0, 4x - 2), is missing: nothing bends the line back down."""
    for _ in range(depth):
        x = np.maximum(0.0, 2 * x)
    return x


@sawtooth.misconception
def units_added(x, depth):
    """You added the second unit. Subtracted, it turns slope 2 into slope -2."""
    for _ in range(depth):
        x = np.maximum(0.0, 2 * x) + np.maximum(0.0, 4 * x - 2)
    return x


@sawtooth.misconception
def one_fold_missing(x, depth):
    """One fold is missing: range(depth) makes depth of them."""
    return right.sawtooth(x, depth - 1) if depth else x


@sawtooth.misconception
def tent(x, depth):
    """On [0, 1] this is right. Outside, 1 - |2x - 1| goes on downwards, and the two ReLU units do not: max(0, 2x) is 0 left of 0."""
    for _ in range(depth):
        x = 1.0 - np.abs(2.0 * x - 1.0)
    return x


@sawtooth.misconception
def teeth_without_backs(x, depth):
    """Your teeth jump back to 0. A fold runs back down with slope -2: its second unit subtracts max(0, 4x - 2)."""
    return (x * 2.0**depth) % 1.0 if depth else x


@sawtooth.misconception
def second_slope_two(x, depth):
    """You subtracted max(0, 2x - 1), so that right of ½ the fold goes on at slope 0. Its second unit is max(0, 4x - 2)."""
    for _ in range(depth):
        x = np.maximum(0.0, 2 * x) - np.maximum(0.0, 2 * x - 1)
    return x
