"""The mathematics behind chapter 3: what its functions claim is true beyond their answer banks."""

import itertools

import numpy as np
import pytest

from solutions import xor as x
from solutions.perceptrons import widest_separator

CORNERS = np.array(list(itertools.product([0.0, 1.0], repeat=2)))


def test_xor_and_its_opposite_are_the_only_two_bit_functions_without_a_neuron() -> None:
    values = np.arange(-2, 2.25, 0.5)
    for table in itertools.product([0.0, 1.0], repeat=4):
        y = np.array(table)
        alone = len(set(table)) == 1 or widest_separator(CORNERS, y) is not None
        assert (x.best_single_neuron(CORNERS, y, values) == 4) == alone
        assert alone == (table not in [(0, 1, 1, 0), (1, 0, 0, 1)])


def test_there_are_104_threshold_functions_of_three_bits() -> None:
    bits = np.array(list(itertools.product([0.0, 1.0], repeat=3)))
    count = 0
    for table in itertools.product([0.0, 1.0], repeat=8):
        y = np.array(table)
        count += len(set(table)) == 1 or widest_separator(bits, y) is not None
    assert count == 104


def test_the_hidden_layer_makes_xor_separable() -> None:
    H, y = x.xor_net(CORNERS)
    np.testing.assert_array_equal(y, [0, 1, 1, 0])
    assert widest_separator(CORNERS, y) is None
    assert widest_separator(H, y) is not None


def test_the_edges_of_a_polygon_contain_its_corners_and_exclude_what_is_beyond() -> None:
    rng = np.random.default_rng(0)
    for sides in (3, 5, 8):
        angle = np.sort(rng.uniform(0, 2 * np.pi, sides))
        vertices = rng.uniform(0.5, 2) * np.column_stack([np.cos(angle), np.sin(angle)]) + rng.normal(size=2)
        W, b = x.polygon_edges(vertices)
        on = vertices @ W + b
        assert on.min() >= -1e-12, "every corner is on the inner side of every edge"
        np.testing.assert_allclose(np.diag(on), 0, atol=1e-12)
        middle = vertices.mean(axis=0)
        assert np.all(middle @ W + b > 0)
        assert x.convex_region(middle + 1.001 * (vertices - middle), W, b).sum() == 0


def test_a_region_of_votes_may_be_a_star_and_is_not_convex() -> None:
    angle = 2 * np.pi * np.arange(5) / 5 + np.pi / 2
    W, b = x.polygon_edges(0.5 * np.column_stack([np.cos(angle), np.sin(angle)]))
    long = 0.98 * 0.5 * np.cos(np.pi / 5) / np.cos(2 * np.pi / 5)
    tips = -long * np.column_stack([np.cos(angle), np.sin(angle)])
    between = (tips + np.roll(tips, 1, axis=0)) / 2
    assert np.all(x.vote(x.half_planes(tips, W, b), 4) == 1)
    assert np.all(x.vote(x.half_planes(between, W, b), 4) == 0)


def test_a_stack_of_linear_layers_collapses() -> None:
    rng = np.random.default_rng(1)
    sizes = [4, 7, 3, 5, 2]
    weights = [rng.normal(size=s) for s in itertools.pairwise(sizes)]
    biases = [rng.normal(size=n) for n in sizes[1:]]
    X = A = rng.normal(size=(20, 4))
    for W, b in zip(weights, biases, strict=True):
        A = A @ W + b
    W, b = x.collapse_linear(weights, biases)
    np.testing.assert_allclose(X @ W + b, A)


@pytest.mark.parametrize("slope", [0.5, 2.0, 2 * np.pi])
def test_as_many_bumps_as_needed_reach_the_error_and_half_of_them_need_not(slope: float) -> None:
    def f(t: np.ndarray) -> np.ndarray:
        return np.abs((slope * t) % 2 - 1)  # a zigzag, everywhere as steep as allowed

    points = np.linspace(0, 1, 20_001)[:-1]
    for eps in (0.2, 0.05, 0.01):
        n = x.bumps_needed(eps, slope)
        error = np.abs(x.bump_approximation(f, 0.0, 1.0, n, points) - f(points)).max()
        assert error <= eps + 1e-9
        if n > 4:
            coarse = x.bump_approximation(f, 0.0, 1.0, n // 2 - 1, points)
            assert np.abs(coarse - f(points)).max() > eps


def test_bumps_needed_bounds_the_error_in_two_dimensions() -> None:
    def f(p: np.ndarray) -> np.ndarray:
        return np.hypot(*(p - np.array([0.3, 0.8])).T)  # Lipschitz constant 1

    eps = 0.1
    n = round(x.bumps_needed(eps, 1.0, 2) ** 0.5)
    p = np.random.default_rng(2).uniform(size=(5000, 2))
    middle = (np.floor(p * n) + 0.5) / n
    assert np.abs(f(p) - f(middle)).max() <= eps


@pytest.mark.parametrize("depth", range(1, 8))
def test_every_fold_doubles_the_pieces(depth: int) -> None:
    t = np.linspace(0, 1, 2**12 + 1)
    y = x.sawtooth(t, depth)
    slopes = np.diff(y) * 2**12
    np.testing.assert_allclose(np.abs(slopes), 2.0**depth)
    assert 1 + np.sum(np.diff(slopes) != 0) == 2**depth
    assert y.min() == 0
    assert y.max() == 1
