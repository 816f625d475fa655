"""Arithmetic of widgets/js/math/regions.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import xor as reference

FUNCTIONS = {
    "wave": lambda x: np.sin(2 * np.pi * x),
    "hill": lambda x: np.exp(-(((x - 0.5) / 0.15) ** 2)),
    "kink": lambda x: np.abs(x - 0.3),
    "root": np.sqrt,
    "jump": lambda x: np.where(x < 1 / 3, -0.5, 0.5),
}


def test_half_planes_and_votes(javascript):
    rng = np.random.default_rng(0)
    points, lines = rng.normal(size=(60, 2)), rng.normal(size=(5, 3))
    W, b = lines[:, :2].T, lines[:, 2]
    [H] = javascript(("regions", "halfPlanes", [points.tolist(), lines.tolist()]))
    np.testing.assert_array_equal(H, reference.half_planes(points, W, b))
    for m in (0, 1, 3, 5):
        [votes] = javascript(("regions", "(H, m) => H.map((h) => vote(h, m))", [H, m]))
        np.testing.assert_array_equal(votes, reference.vote(np.array(H), m))


@pytest.mark.parametrize("spare", [0, 1])
def test_carving_is_and_within_groups_and_or_between_them(javascript, spare):
    rng = np.random.default_rng(1)
    points = rng.uniform(-1.5, 1.5, size=(500, 2))
    lines = [[float(rng.uniform(0, 360)), float(rng.uniform(-0.3, 0.9)), g] for g in "AABAABCC"]
    [region] = javascript(("regions", "carved", [points.tolist(), lines, spare]))
    groups = []
    for g in "ABC":
        angle = np.radians([a for a, _, group in lines if group == g])
        offset = np.array([r for _, r, group in lines if group == g])
        groups.append((np.stack([np.cos(angle), np.sin(angle)]), -offset))
    if not spare:
        want = reference.union_of_regions(points, groups)
    else:
        ands = [
            reference.vote(reference.half_planes(points, W, b), len(b) - (len(b) >= 3)) for W, b in groups
        ]
        want = reference.vote(np.column_stack(ands), 1)
    assert 0 < np.mean(want) < 1
    np.testing.assert_array_equal(region, want)


@pytest.mark.parametrize("shape", ["triangle", "corner", "band", "L", "islands", "star", "frame"])
def test_shapes_are_unions_of_convex_polygons(javascript, shape):
    points = np.random.default_rng(2).uniform(-1.5, 1.5, size=(1000, 2))
    [pieces] = javascript(("regions", f"() => SHAPES.{shape}", []))
    [inside] = javascript(("regions", f"(ps) => ps.map((p) => inShape('{shape}', p))", [points.tolist()]))
    regions = [reference.polygon_edges(np.array(corners)) for corners in pieces]
    np.testing.assert_array_equal(inside, reference.union_of_regions(points, regions) == 1)
    assert 0.05 < np.mean(inside) < 0.8


def test_the_star_is_four_votes_of_five(javascript):
    lines = [[90 + 72 * i, -0.5 * np.cos(np.pi / 5), "A"] for i in range(5)]
    code = "(lines) => score(grid().map((p) => inShape('star', p)), carved(grid(), lines, 1).map(Boolean))"
    [found] = javascript(("regions", code, [lines]))
    assert found["overlap"] > 0.99


def test_score_is_intersection_over_union(javascript):
    rng = np.random.default_rng(3)
    a, b = rng.random(300) < 0.4, rng.random(300) < 0.5
    [found] = javascript(("regions", "score", [a.tolist(), b.tolist()]))
    assert found["overlap"] == pytest.approx(np.sum(a & b) / np.sum(a | b))
    assert found["missing"] == pytest.approx(np.sum(a & ~b) / np.sum(a))
    assert found["extra"] == pytest.approx(np.sum(b & ~a) / np.sum(a))


def test_the_hard_network_of_the_widget_is_the_one_of_the_reference(javascript):
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    [found] = javascript(("regions", "() => forward(SOLUTION, CORNERS)", []))
    H, y = reference.xor_net(corners)
    np.testing.assert_array_equal([f["h"] for f in found], H)
    np.testing.assert_array_equal([f["out"] for f in found], y)
    net = {
        k: float(v)
        for k, v in zip(
            ["a1", "a2", "a0", "b1", "b2", "b0", "o1", "o2", "o0"],
            np.random.default_rng(4).normal(size=9),
            strict=True,
        )
    }
    [soft] = javascript(("regions", "(net) => forward(net, CORNERS, 6).map(({ h }) => h)", [net]))
    Z = corners @ [[net["a1"], net["b1"]], [net["a2"], net["b2"]]] + [net["a0"], net["b0"]]
    np.testing.assert_allclose(soft, 1 / (1 + np.exp(-6 * Z)), rtol=1e-9)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_bumps_and_hinges(javascript, name):
    f = FUNCTIONS[name]
    x = np.random.default_rng(5).uniform(0, 1, 200)
    for n in (1, 3, 7, 20):
        code = f"""(xs, n) => {{ const {{ edges, heights }} = bumps(FUNCTIONS.{name}.f, n);
            return xs.map((x) => heights.reduce((sum, h, k) => sum + bump(x, edges[k], edges[k + 1], h), 0)); }}"""
        [got] = javascript(("regions", code, [x.tolist(), n]))
        np.testing.assert_allclose(got, reference.bump_approximation(f, 0.0, 1.0, n, x), atol=1e-9)
        [got] = javascript(("regions", f"(xs, n) => xs.map(hinges(FUNCTIONS.{name}.f, n))", [x.tolist(), n]))
        at = np.linspace(0, 1, n + 1)
        np.testing.assert_allclose(got, np.interp(x, at, f(at)), atol=1e-9)
        [error] = javascript(("regions", f"(n) => errorOf('bumps', FUNCTIONS.{name}.f, n)", [n]))
        grid = np.arange(2000) / 2000 + 1e-12  # just inside the bump that begins there
        want = np.abs(reference.bump_approximation(f, 0.0, 1.0, n, grid) - f(np.arange(2000) / 2000)).max()
        assert error == pytest.approx(want, abs=1e-9)


def test_the_bound_holds_where_there_is_one(javascript):
    code = "() => Object.values(FUNCTIONS).flatMap(({ f, slope }) => slope === null ? [] : [5, 16, 50].map((n) => errorOf('bumps', f, n) / (slope / (2 * n))))"
    [ratios] = javascript(("regions", code, []))
    assert len(ratios) == 9
    assert max(ratios) <= 1 + 1e-9
