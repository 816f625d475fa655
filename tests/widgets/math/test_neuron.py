"""Arithmetic of widgets/js/math/neuron.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import neurons as reference

rng = np.random.default_rng(1)

SAMPLES = [(rng.normal(size=2), rng.normal(scale=3, size=2), float(rng.normal(scale=3))) for _ in range(200)]

AS_JSON = [[x.tolist(), w.tolist(), b] for x, w, b in SAMPLES]


def on_all(javascript, function):
    [values] = javascript(("neuron", f"(all) => all.map(([x, w, b]) => {function})", [AS_JSON]))
    return np.array(values)


def inside(polygon, points):
    """Whether points lie in a convex polygon given counter-clockwise."""
    a, b = np.array(polygon), np.roll(polygon, -1, axis=0)
    edge, to = b - a, points[:, np.newaxis] - a
    return np.all(edge[:, 0] * to[..., 1] - edge[:, 1] * to[..., 0] >= 0, axis=1)


def test_sum_output_and_distance(javascript):
    z = [reference.weighted_sum(x, w, b) for x, w, b in SAMPLES]
    p = [reference.logistic_neuron(x[np.newaxis], w, b)[0] for x, w, b in SAMPLES]
    d = [reference.signed_distance(x[np.newaxis], w, b)[0] for x, w, b in SAMPLES]
    fires = [reference.threshold_neuron(x, w, -b) for x, w, b in SAMPLES]
    np.testing.assert_allclose(on_all(javascript, "weightedSum(x, w, b)"), z, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(on_all(javascript, "logisticNeuron(x, w, b)"), p, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(on_all(javascript, "signedDistance(x, w, b)"), d, rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(on_all(javascript, "thresholdNeuron(x, w, -b)"), fires)


def test_the_foot_is_the_nearest_point_of_the_boundary(javascript):
    for (_, w, b), foot in zip(SAMPLES, on_all(javascript, "foot(w, b)"), strict=True):
        assert reference.weighted_sum(foot, w, b) == pytest.approx(0, abs=1e-9)
        origin = np.zeros((1, 2))
        assert np.linalg.norm(foot) == pytest.approx(abs(reference.signed_distance(origin, w, b)[0]))
    assert javascript(("neuron", "() => foot([0, 0], 1)", [])) == [None]


def test_the_shade_lies_where_the_neuron_fires(javascript):
    points = rng.uniform([-2, -3], [2, 3], size=(500, 2))
    code = "(all) => all.map(([x, w, b]) => halfPlane(w, b, [-2, 2], [-3, 3]))"
    [polygons] = javascript(("neuron", code, [AS_JSON]))
    for (_, w, b), polygon in zip(SAMPLES, polygons, strict=True):
        fires = points @ w + b >= 0
        shaded = inside(polygon, points) if polygon else np.zeros(500, dtype=bool)
        np.testing.assert_array_equal(shaded, fires)


def test_both_ends_of_the_boundary_lie_on_it_and_on_the_edge(javascript):
    code = "(all) => all.map(([x, w, b]) => boundary(w, b, [-2, 2], [-3, 3]))"
    [lines] = javascript(("neuron", code, [AS_JSON]))
    crossing = 0
    for (_, w, b), ends in zip(SAMPLES, lines, strict=True):
        corners = np.array([[x, y] for x in (-2, 2) for y in (-3, 3)]) @ w + b
        assert len(ends) == (2 if corners.min() < 0 < corners.max() else 0)
        for end in np.array(ends).reshape(-1, 2):
            crossing += 1
            assert end @ w + b == pytest.approx(0, abs=1e-9)
            assert np.isclose(abs(end), [2, 3]).any()
    assert crossing > 100


def test_each_gate_is_made_by_its_theta_and_no_theta_makes_xor(javascript):
    [gates] = javascript(("neuron", "() => GATES", []))
    [corners] = javascript(("neuron", "() => CORNERS", []))
    for gate in gates.values():
        if gate["theta"]:
            b, *w = gate["theta"]
            z = np.array(corners) @ w + b
            np.testing.assert_array_equal(z >= 0, gate["wanted"])
            np.testing.assert_allclose(
                reference.logistic_neuron(np.array(corners), w, b), gate["wanted"], atol=5e-5
            )
    assert gates["XOR"]["theta"] is None
    assert gates["AND"]["theta"] == reference.at_least(2, 2).tolist()
    assert gates["OR"]["theta"] == reference.at_least(1, 2).tolist()
    b, *w = gates["AND"]["theta"]
    w, b = reference.negate_neuron(np.array(w), b)
    assert gates["NAND"]["theta"] == [b, *w]
