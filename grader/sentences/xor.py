"""Chapter 3, sentence by sentence: for each, wrong answers that break it alone."""

import itertools
import math

import numpy as np

from grader.author.sentences import breaks, explains
from solutions import xor as right
from solutions.activations import step

# ---- XOR ----

breaks("best_single_neuron", "Exhaustive search: how many samples can one neuron get right?", "errors")
breaks("best_single_neuron", "A neuron says 1 where w·x + b ≥ 0, else 0.", "silent_on_the_line")
breaks("best_single_neuron", "Returns the largest number of samples that one of them gets right.", "worst")
breaks("best_single_neuron", "values: the numbers to try for every weight and for the bias", "no_bias")
TRY = "Try all neurons whose weights and bias are taken from `values`, each combination once."
breaks("best_single_neuron", TRY, "one_weight_for_all")


@breaks("best_single_neuron", "X: shape (n_samples, n_features)")
def two_inputs(X, y, values):
    best = 0
    for w1, w2, b in itertools.product(values, repeat=3):
        best = max(best, int(np.sum((X[:, 0] * w1 + X[:, 1] * w2 + b >= 0) == y)))
    return best


@breaks("best_single_neuron", "y: labels 0 or 1")
def labels_turned(X, y, values):
    return right.best_single_neuron(X, 1 - y, values)


@breaks("best_single_neuron", "y: labels 0 or 1")
def ones_only(X, y, values):
    best = 0
    for *w, b in itertools.product(values, repeat=X.shape[1] + 1):
        best = max(best, int(np.sum((X @ np.array(w) + b >= 0) & (y == 1))))
    return best


@breaks("best_single_neuron", "values: the numbers to try for every weight and for the bias")
def its_own_values(X, y, values):
    return right.best_single_neuron(X, y, np.array([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5]))


@breaks("best_single_neuron", TRY)
def all_different(X, y, values):
    best = 0
    for *w, b in itertools.permutations(values, X.shape[1] + 1):
        best = max(best, int(np.sum(step(X @ np.array(w) + b) == y)))
    return best


@breaks("best_single_neuron", TRY)
def in_rising_order(X, y, values):
    best = 0
    for *w, b in itertools.combinations_with_replacement(values, X.shape[1] + 1):
        best = max(best, int(np.sum(step(X @ np.array(w) + b) == y)))
    return best


@breaks("best_single_neuron", "Returns the largest number of samples that one of them gets right.")
def found_together(X, y, values):
    found = np.zeros(len(y), bool)
    for *w, b in itertools.product(values, repeat=X.shape[1] + 1):
        found |= step(X @ np.array(w) + b) == y
    return int(found.sum())


breaks("xor_net", "XOR as a network of three threshold neurons: two hidden, one output.", "not_thresholded")
HIDDEN = "Hidden neuron 1 computes a OR b, hidden neuron 2 computes a AND b, and the output fires if neuron 1 does and neuron 2 does not."
breaks("xor_net", HIDDEN, "plain_or")
breaks("xor_net", HIDDEN, "both")
NET = "Returns the tuple (H, y): the hidden values, shape (n_samples, 2), OR first, and the outputs, shape (n_samples,)."
breaks("xor_net", NET, "output_only")
breaks("xor_net", NET, "hidden_swapped")
breaks("xor_net", NET, "rows_and_columns")
breaks("xor_net", "All are floats, 0.0 or 1.0.", "integers")


@breaks("xor_net", "X: pairs of zeros and ones, shape (n_samples, 2)")
def the_four_pairs(X):
    H = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    return H[: len(X)], np.array([0.0, 1.0, 1.0, 0.0])[: len(X)]


@breaks("xor_net", "X: pairs of zeros and ones, shape (n_samples, 2)")
def of_the_type_of_X(X):
    H = np.zeros_like(X)
    H[:, 0], H[:, 1] = X.max(axis=1), X.min(axis=1)
    return H, H[:, 0] - H[:, 1]


@breaks("xor_net", HIDDEN)
def nand_for_and(X):
    H, y = right.xor_net(X)
    return np.column_stack([H[:, 0], 1.0 - H[:, 1]]), y


@breaks("xor_net", HIDDEN)
def one_without_the_other(X):
    a, b = X[:, 0], X[:, 1]
    H = np.column_stack([step(a - b - 0.5), step(b - a - 0.5)])
    return H, step(H.sum(axis=1) - 0.5)


@breaks("xor_net", "All are floats, 0.0 or 1.0.")
def floats_and_booleans(X):
    H, y = right.xor_net(X)
    return H, y == 1


# ---- regions ----

breaks("half_planes", "A layer of threshold neurons: on which side of k lines is each point?", "sums")
SIDES = "Returns floats, shape (n_samples, k): 1.0 where w·x + b ≥ 0 for line k, else 0.0."
breaks("half_planes", SIDES, "booleans")
breaks("half_planes", SIDES, "bias_left_out")
breaks("half_planes", "W, b: k lines, shapes (n_features, k) and (k,)", "weights_transposed")
breaks("half_planes", "A point on a line counts as 1.", "on_the_line")


@breaks("half_planes", "X: points, shape (n_samples, n_features)")
def in_the_plane_only(X, W, b):
    return step(np.outer(X[:, 0], W[0]) + np.outer(X[:, 1], W[1]) + b)


@breaks("half_planes", "W, b: k lines, shapes (n_features, k) and (k,)")
def first_bias_for_all(X, W, b):
    return step(X @ W + b[0])


@breaks("half_planes", SIDES)
def signs(X, W, b):
    return np.sign(X @ W + b)


@breaks("half_planes", SIDES)
def flat_for_one_line(X, W, b):
    H = step(X @ W + b)
    return H[:, 0] if H.shape[1] == 1 else H


@breaks("half_planes", "A point on a line counts as 1.")
def near_a_line_too(X, W, b):
    z = X @ W + b
    return np.where((z >= 0) | np.isclose(z, 0), 1.0, 0.0)


@breaks("half_planes", "A point on a line counts as 1.")
def half_on_a_line(X, W, b):
    return np.heaviside(X @ W + b, 0.5)


breaks("vote", "One threshold neuron that fires if at least m of its inputs are on.", "exactly")
breaks("vote", "m: how many must be on, a whole number: m = k makes an AND, m = 1 an OR", "always_and")
breaks("vote", "m: how many must be on, a whole number: m = k makes an AND, m = 1 an OR", "always_or")
breaks("vote", "Returns floats (0.0 or 1.0), shape (n_samples,).", "counts")
breaks("vote", "H: zeros and ones, shape (n_samples, k)", "over_samples")


@breaks("vote", "H: zeros and ones, shape (n_samples, k)")
def of_three(H, m):
    return step(H[:, :3].sum(axis=1) - m + 0.5)


@breaks("vote", "One threshold neuron that fires if at least m of its inputs are on.")
def at_most(H, m):
    return step(m - H.sum(axis=1))


@breaks("vote", "One threshold neuron that fires if at least m of its inputs are on.")
def a_share(H, m):
    return (H.mean(axis=1) >= m).astype(float)


@breaks("vote", "m: how many must be on, a whole number: m = k makes an AND, m = 1 an OR")
def at_least_one_needed(H, m):
    return step(H.sum(axis=1) - max(m, 1) + 0.5)


@breaks("vote", "Returns floats (0.0 or 1.0), shape (n_samples,).")
def truth_values(H, m):
    return H.sum(axis=1) >= m


@breaks("vote", "Returns floats (0.0 or 1.0), shape (n_samples,).")
def a_column(H, m):
    return step(H.sum(axis=1, keepdims=True) - m + 0.5)


breaks("convex_region", "Two layers: the points that lie on the right side of *all* lines.", "any_side")
breaks("convex_region", "W, b: k lines, shapes (n_features, k) and (k,)", "features_counted")
breaks("convex_region", "Use `half_planes`, then `vote`.", "product_of_sums")
INSIDE = "Returns floats, shape (n_samples,): 1.0 inside the region, else 0.0."
breaks("convex_region", INSIDE, "outside")
breaks("convex_region", INSIDE, "layer_only")


@breaks("convex_region", "X: points, shape (n_samples, n_features)")
def first_two_features(X, W, b):
    return right.convex_region(X[:, :2], W[:2], b)


@breaks("convex_region", "W, b: k lines, shapes (n_features, k) and (k,)")
def four_lines(X, W, b):
    return right.vote(right.half_planes(X, W, b), min(W.shape[1], 4))


@breaks("convex_region", INSIDE)
def as_truth_values(X, W, b):
    return np.all(X @ W + b >= 0, axis=1)


@breaks("convex_region", INSIDE)
def one_answer_for_all(X, W, b):
    return float(np.all(X @ W + b >= 0))


@breaks("convex_region", "Two layers: the points that lie on the right side of *all* lines.")
def most_lines(X, W, b):
    return right.vote(right.half_planes(X, W, b), W.shape[1] // 2 + 1)


breaks("polygon_edges", "The lines through the edges of a convex polygon, all facing inwards.", "outwards")
VERTICES = "vertices: shape (k, 2), counterclockwise; the last joins the first"
breaks("polygon_edges", VERTICES, "not_closed")
breaks("polygon_edges", "Edge i runs from p = vertices[i] to the next vertex q.", "previous")
TURN = "Turn q - p by 90° to the left, which points inwards: w = (p₂ - q₂, q₁ - p₁)."
breaks("polygon_edges", TURN, "not_turned")
breaks("polygon_edges", "Choose b so that w·x + b = 0 on the edge.", "bias_positive")
EDGES = "Returns (W, b), shapes (2, k) and (k,): column i of W belongs to edge i."
breaks("polygon_edges", EDGES, "rows")
breaks("polygon_edges", "Do not divide w by its length.", "normalized")


@breaks("polygon_edges", VERTICES)
def at_most_four_vertices(vertices):
    return right.polygon_edges(vertices[:4])


@breaks("polygon_edges", VERTICES)
def closed_in_place(vertices):
    W, b = right.polygon_edges(vertices)
    vertices[:] = np.roll(vertices, -1, axis=0)
    return W, b


@breaks("polygon_edges", TURN)
def one_sign_forgotten(vertices):
    along = np.roll(vertices, -1, axis=0) - vertices
    W = np.stack([along[:, 1], along[:, 0]])
    return W, -np.sum(W.T * vertices, axis=1)


@breaks("polygon_edges", "Choose b so that w·x + b = 0 on the edge.")
def zero_at_the_middle_of_all(vertices):
    W, _ = right.polygon_edges(vertices)
    return W, -vertices.mean(axis=0) @ W


@breaks("polygon_edges", "Choose b so that w·x + b = 0 on the edge.")
def no_bias_at_all(vertices):
    W, b = right.polygon_edges(vertices)
    return W, np.zeros_like(b)


@breaks("polygon_edges", EDGES)
def edge_of_the_last_first(vertices):
    W, b = right.polygon_edges(vertices)
    return np.roll(W, 1, axis=1), np.roll(b, 1)


@breaks("polygon_edges", EDGES)
def bias_as_a_column(vertices):
    W, b = right.polygon_edges(vertices)
    return W, b[:, None]


@breaks("polygon_edges", EDGES)
def one_bias(vertices):
    W, b = right.polygon_edges(vertices)
    return W, float(b[0])


breaks("union_of_regions", "Three layers: the points that lie in at least one convex region.", "intersection")
breaks("union_of_regions", "Use `convex_region` for each of them, then `vote`.", "exclusive")
breaks("union_of_regions", "Returns floats (0.0 or 1.0), shape (n_samples,).", "added")


@breaks("union_of_regions", "X: points, shape (n_samples, n_features)")
def six_points(X, regions):
    return right.union_of_regions(X[:6], regions)


REGIONS = "regions: a list of pairs (W, b), each the lines of one convex region"


@breaks("union_of_regions", REGIONS)
def two_regions(X, regions):
    return right.union_of_regions(X, regions[:2])


@breaks("union_of_regions", REGIONS)
def lines_of_all_together(X, regions):
    if not regions:
        return np.zeros(len(X))
    return right.convex_region(X, np.hstack([W for W, _ in regions]), np.hstack([b for _, b in regions]))


@breaks("union_of_regions", "Use `convex_region` for each of them, then `vote`.")
def any_line(X, regions):
    inside = [right.half_planes(X, W, b).max(axis=1) for W, b in regions]
    return np.max([np.zeros(len(X)), *inside], axis=0)


@breaks("union_of_regions", "Returns floats (0.0 or 1.0), shape (n_samples,).")
def truth(X, regions):
    return right.union_of_regions(X, regions) == 1


@breaks("union_of_regions", "No region contains no point: for an empty list return zeros.")
def empty_is_everything(X, regions):
    return right.union_of_regions(X, regions) if regions else np.ones(len(X))


@breaks("union_of_regions", "No region contains no point: for an empty list return zeros.")
def nothing_for_nothing(X, regions):
    return right.union_of_regions(X, regions) if regions else np.zeros(0)


@breaks("union_of_regions", "No region contains no point: for an empty list return zeros.")
def columns_of_nothing(X, regions):
    return right.vote(np.column_stack([right.convex_region(X, W, b) for W, b in regions]), 1)


breaks("strip", "Two lines and an AND: 1 where low ≤ w·x ≤ high, else 0.", "either")
breaks("strip", "Points on either line count as 1.", "open_strip")
breaks(
    "strip",
    "`strip_draft` is an attempt that went wrong: find out which region it marks, why, and write it correctly.",
    "draft",
)


@breaks("strip", "X: points, shape (n_samples, n_features)")
def two_coordinates(X, w, low, high):
    return right.strip(X[:, :2], w[:2], low, high)


@breaks("strip", "w: shape (n_features,)")
def w_of_length_one(X, w, low, high):
    return right.strip(X, w / np.linalg.norm(w), low, high)


@breaks("strip", "w: shape (n_features,)")
def its_size(X, w, low, high):
    z = np.abs(X @ w)
    return ((z >= low) & (z <= high)).astype(float)


@breaks("strip", "Two lines and an AND: 1 where low ≤ w·x ≤ high, else 0.")
def sorted_bounds(X, w, low, high):
    return right.strip(X, w, min(low, high), max(low, high))


@breaks("strip", "Returns floats (0.0 or 1.0), shape (n_samples,).")
def is_it(X, w, low, high):
    return (low <= X @ w) & (X @ w <= high)


@breaks("strip", "Points on either line count as 1.")
def lower_line_only(X, w, low, high):
    return ((X @ w >= low) & (X @ w < high)).astype(float)


@breaks("strip", "Points on either line count as 1.")
def upper_line_only(X, w, low, high):
    return ((X @ w > low) & (X @ w <= high)).astype(float)


@breaks("strip", "Points on either line count as 1.")
def lines_with_some_width(X, w, low, high):
    return ((X @ w >= low - 1e-3) & (X @ w <= high + 1e-3)).astype(float)


# ---- layers without a bend ----

breaks(
    "collapse_linear", "The one linear layer that does what a stack of linear layers does.", "entry_by_entry"
)
STACK = "weights, biases: layer after layer, first layer first; layer l computes Z = A @ weights[l] + biases[l] and hands Z on as it is"
breaks("collapse_linear", STACK, "reversed_order")


@breaks("collapse_linear", STACK)
def two_layers(weights, biases):
    if len(weights) == 1:
        return weights[0].copy(), biases[0].copy()
    return weights[0] @ weights[1], biases[0] @ weights[1] + biases[1]


@breaks("collapse_linear", STACK)
def at_least_two_layers(weights, biases):
    W, b = weights[0] @ weights[1], biases[0] @ weights[1] + biases[1]
    for W_next, b_next in zip(weights[2:], biases[2:], strict=True):
        W, b = W @ W_next, b @ W_next + b_next
    return W, b


@breaks("collapse_linear", STACK)
def at_most_four_layers(weights, biases):
    return right.collapse_linear(weights[:4], biases[:4])


@breaks("collapse_linear", STACK)
def a_relu_between(weights, biases):
    W, b = weights[0], biases[0]
    for W_next, b_next in zip(weights[1:], biases[1:], strict=True):
        W, b = W @ W_next, np.maximum(b, 0) @ W_next + b_next
    return W, b


WHOLE = "Returns (W, b) with X @ W + b equal to the output of the whole stack, for every X."
breaks("collapse_linear", WHOLE, "last_bias")


@breaks("collapse_linear", WHOLE)
def bias_as_a_row(weights, biases):
    W, b = right.collapse_linear(weights, biases)
    return W, b[None]


@breaks("collapse_linear", WHOLE)
def bias_of_all_weights(weights, biases):
    W, b = weights[0], biases[0]
    for W_next, b_next in zip(weights[1:], biases[1:], strict=True):
        W, b = W @ W_next, (b + b_next[0]) @ W_next
    return W, b


@breaks("collapse_linear", "Change none of the arguments.")
def first_bias_grows(weights, biases):
    W, b = weights[0], biases[0]
    for W_next, b_next in zip(weights[1:], biases[1:], strict=True):
        W = W @ W_next
        b_next += b @ W_next
        b = b_next
    return W, b


# ---- approximating functions ----

breaks("bump", "A rectangular bump, made of two step units.", "never_off")
BUMP = "Returns floats of the same shape: `height` where left ≤ x < right, else 0."
breaks("bump", BUMP, "right_edge_inside")
breaks("bump", BUMP, "left_edge_outside")
breaks("bump", BUMP, "height_missing")


@breaks("bump", "x: array of any shape; left < right")
def point_by_point(x, left, right, height):
    return np.array([height if left <= v < right else 0.0 for v in x])


@breaks("bump", "x: array of any shape; left < right")
def of_the_type_of_x(x, left, right, height):
    out = np.zeros_like(x)
    out[(x >= left) & (x < right)] = height
    return out


@breaks("bump", "x: array of any shape; left < right")
def only_right_of_zero(x, left, right, height):
    return height * ((x >= max(left, 0)) & (x < right)).astype(float)


@breaks("bump", "x: array of any shape; left < right")
def in_place(x, left, right, height):
    x[:] = np.where((x >= left) & (x < right), height, 0.0)
    return x


@breaks("bump", BUMP)
def flattened(x, left, right, height):
    return np.where((x >= left) & (x < right), height, 0.0).ravel()


@breaks("bump", BUMP)
def the_product_of_steps(x, left, right, height):
    return height * step(x - left) * step(right - x)


@breaks("bump", BUMP)
def nan_outside(x, left, right, height):
    return np.where((x >= left) & (x < right), height, np.nan)


@breaks("bump", BUMP)
def edges_with_some_width(x, left, right, height):
    return height * ((x >= left - 1e-3) & (x < right - 1e-3)).astype(float)


breaks("bump_approximation", "Approximate f on [left, right) by n bumps side by side.", "f_itself")
breaks("bump_approximation", "Each is as high as f in its middle.", "left_height")
breaks("bump_approximation", "Each is as high as f in its middle.", "right_height")
FILL = "The n bumps are equally wide and fill [left, right)."
breaks("bump_approximation", FILL, "n_edges")
breaks("bump_approximation", FILL, "starts_at_zero")
explains("bump_approximation", "Use `bump`.")


@breaks("bump_approximation", "Approximate f on [left, right) by n bumps side by side.")
def never_more_than_eight(f, left, right_, n, x):
    return right.bump_approximation(f, left, right_, min(n, 8), x)


@breaks("bump_approximation", "f: a function that takes an array and returns one of the same shape")
def f_of_a_list(f, left, right_, n, x):
    edges = np.linspace(left, right_, n + 1)
    heights = f([(a + b) / 2 for a, b in itertools.pairwise(edges)])
    return sum((right.bump(x, edges[k], edges[k + 1], heights[k]) for k in range(n)), np.zeros(x.shape))


@breaks("bump_approximation", FILL)
def unit_wide(f, left, right_, n, x):
    return right.bump_approximation(f, left, left + n * 0.25, n, x)


@breaks("bump_approximation", "Each is as high as f in its middle.")
def mean_of_the_edges(f, left, right_, n, x):
    edges = np.linspace(left, right_, n + 1)
    heights = (f(edges[:-1]) + f(edges[1:])) / 2
    return sum((right.bump(x, edges[k], edges[k + 1], heights[k]) for k in range(n)), np.zeros(x.shape))


@breaks("bump_approximation", "x: where to evaluate the sum of the bumps, array of any shape")
def at_the_middles(f, left, right_, n, x):
    edges = np.linspace(left, right_, n + 1)
    return f((edges[:-1] + edges[1:]) / 2)


@breaks("bump_approximation", "x: where to evaluate the sum of the bumps, array of any shape")
def one_axis_of_points(f, left, right_, n, x):
    total = np.zeros(len(x))
    return total + right.bump_approximation(f, left, right_, n, x.reshape(len(x), -1)[:, 0])


OUTSIDE = "Returns floats of the shape of x; 0 outside [left, right)."


@breaks("bump_approximation", OUTSIDE)
def goes_on_outside(f, left, right_, n, x):
    return right.bump_approximation(f, left, right_, n, np.clip(x, left, np.nextafter(right_, left)))


@breaks("bump_approximation", OUTSIDE)
def right_end_included(f, left, right_, n, x):
    return right.bump_approximation(f, left, right_, n, np.where(x == right_, np.nextafter(right_, left), x))


@breaks("bump_approximation", OUTSIDE)
def as_a_line(f, left, right_, n, x):
    return right.bump_approximation(f, left, right_, n, x).ravel()


breaks("bumps_needed", "How many bumps surely reach the error eps on the cube [0, 1]ᵈ?", "edge_not_diagonal")
breaks(
    "bumps_needed",
    "lipschitz: L, how fast f can change: |f(x) - f(x')| ≤ L ‖x - x'‖",
    "slope_forgotten",
)
CUT = "Cut every axis into n equal pieces: that makes nᵈ small cubes, with one bump on each, as high as f in its middle."
breaks("bumps_needed", CUT, "one_axis")
breaks(
    "bumps_needed",
    "No point of a cube is further from the middle than half its diagonal, √d / (2n).",
    "full_width",
)
NEEDED = (
    "Returns nᵈ, a whole number, for the smallest n that keeps the error L √d / (2n) ≤ eps, whatever f is."
)
breaks("bumps_needed", NEEDED, "rounded_down")
breaks("bumps_needed", NEEDED, "zero_allowed")


@breaks("bumps_needed", "lipschitz: L, how fast f can change: |f(x) - f(x')| ≤ L ‖x - x'‖")
def whole_slopes(eps, lipschitz, d=1):
    return max(1, math.ceil(int(lipschitz) * math.sqrt(d) / (2 * eps))) ** d


@breaks("bumps_needed", CUT)
def rounded_at_the_end(eps, lipschitz, d=1):
    return max(1, math.ceil((lipschitz * math.sqrt(d) / (2 * eps)) ** d))


@breaks("bumps_needed", NEEDED)
def a_float(eps, lipschitz, d=1):
    return float(right.bumps_needed(eps, lipschitz, d))


@breaks("bumps_needed", NEEDED)
def rounded_to_the_nearest(eps, lipschitz, d=1):
    return max(1, round(lipschitz * math.sqrt(d) / (2 * eps))) ** d


@breaks("bumps_needed", NEEDED)
def of_limited_size(eps, lipschitz, d=1):
    n = max(1, math.ceil(lipschitz * math.sqrt(d) / (2 * eps)))
    return int(np.int64(n) ** np.int64(d))


@breaks("bumps_needed", "n is at least 1.")
def none_for_a_constant(eps, lipschitz, d=1):
    return math.ceil(lipschitz * math.sqrt(d) / (2 * eps)) ** d


@breaks("bumps_needed", "n is at least 1.")
def at_least_two(eps, lipschitz, d=1):
    return max(2, math.ceil(lipschitz * math.sqrt(d) / (2 * eps))) ** d


breaks("sawtooth", "A deep and narrow network: fold the interval [0, 1] depth times.", "one_fold")
FOLD = "One fold is a layer of two ReLU units and a weighted sum: x ← max(0, 2x) - max(0, 4x - 2), which runs from 0 up to 1 and back."
breaks("sawtooth", FOLD, "second_unit_lost")
breaks("sawtooth", FOLD, "no_relu")
breaks("sawtooth", "depth: how many folds, one after the other", "same_input")
breaks("sawtooth", "Returns floats of the same shape; depth 0 returns x.", "one_too_many")


@breaks("sawtooth", "A deep and narrow network: fold the interval [0, 1] depth times.")
def one_fold_less(x, depth):
    return right.sawtooth(x, depth - 1) if depth else x


@breaks("sawtooth", FOLD)
def tent_by_absolute_value(x, depth):
    for _ in range(depth):
        x = 1.0 - np.abs(2.0 * x - 1.0)
    return x


@breaks("sawtooth", FOLD)
def kept_in_the_interval(x, depth):
    return right.sawtooth(np.clip(x, 0.0, 1.0), depth) if depth else x


@breaks("sawtooth", "x: array of any shape")
def folded_in_place(x, depth):
    for _ in range(depth):
        x[...] = np.maximum(0.0, 2.0 * x) - np.maximum(0.0, 4.0 * x - 2.0)
    return x


@breaks("sawtooth", "x: array of any shape")
def a_line_of_points(x, depth):
    return np.array([float(right.sawtooth(np.float64(v), depth)) for v in x])


@breaks("sawtooth", "depth: how many folds, one after the other")
def at_most_four_folds(x, depth):
    return right.sawtooth(x, min(depth, 4))


@breaks("sawtooth", "Returns floats of the same shape; depth 0 returns x.")
def zeros_for_no_fold(x, depth):
    return right.sawtooth(x, depth) if depth else np.zeros_like(x)


@breaks("sawtooth", "Returns floats of the same shape; depth 0 returns x.")
def a_list(x, depth):
    return right.sawtooth(x, depth).tolist()


@breaks("union_of_regions", REGIONS)
def regions_used_up(X, regions):
    out = np.zeros(len(X))
    while regions:
        out = np.maximum(out, right.convex_region(X, *regions.pop()))
    return out


@breaks("collapse_linear", "Change none of the arguments.")
def layers_used_up(weights, biases):
    W, b = weights.pop(0), biases.pop(0)
    while weights:
        W, b = W @ weights[0], b @ weights.pop(0) + biases.pop(0)
    return W, b


@breaks("collapse_linear", "Change none of the arguments.")
def layers_turned_round(weights, biases):
    weights.reverse()
    biases.reverse()
    return right.collapse_linear(weights[::-1], biases[::-1])


@breaks("collapse_linear", "Change none of the arguments.")
def kept_in_the_first_place(weights, biases):
    for k in range(1, len(weights)):
        biases[0] = biases[0] @ weights[k] + biases[k]
        weights[0] = weights[0] @ weights[k]
    return weights[0], biases[0]
