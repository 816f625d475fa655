"""Arithmetic of widgets/js/math/race.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import optimizers as reference
from widgets.choices import RACERS

RNG = np.random.default_rng(7)


def wave(v):
    return 0.08 * v**2 + 0.5 * (1 - np.cos(2.2 * v))


def turned(p, angle):
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return 0.5 * ((c * p[0] + s * p[1]) ** 2 + 50 * (-s * p[0] + c * p[1]) ** 2)


SURFACES = {
    ("bowl", 0): lambda p: p[0] ** 2 + p[1] ** 2,
    ("ravine", 0): lambda p: turned(p, 0),
    ("ravine", 30): lambda p: turned(p, 30),
    ("saddle", 0): lambda p: 0.5 * p[0] ** 2 - 0.5 * p[1] ** 2 + p[1] ** 4 / 32 + 2,
    ("hills", 0): lambda p: wave(p[0]) + wave(p[1]),
}


@pytest.mark.parametrize(("name", "angle"), SURFACES)
def test_surfaces_and_their_gradients(javascript, name, angle):
    f = SURFACES[name, angle]
    points = RNG.uniform(-4, 4, size=(40, 2))
    code = "(name, angle, ps) => ps.map((p) => [surface(name, angle).f(p), ...surface(name, angle).grad(p)])"
    [got] = javascript(("race", code, [name, angle, points.tolist()]))
    h = 1e-6
    for p, (height, gx, gy) in zip(points, got, strict=True):
        assert height == pytest.approx(f(p), rel=1e-9, abs=1e-9)
        slope = [(f(p + h * e) - f(p - h * e)) / (2 * h) for e in np.eye(2)]
        np.testing.assert_allclose([gx, gy], slope, rtol=1e-6, atol=1e-6)


def test_a_race_is_the_optimizer_on_the_surface(javascript):
    code = """(start) => descend("Momentum", { lr: 0.01, momentum: 0.8 }, surface("ravine", 20), start, 80)"""
    [got] = javascript(("race", code, [[-3.5, 1.5]]))
    p, it = np.array([-3.5, 1.5]), reference.Momentum(0.01, 0.8)
    c, s = np.cos(np.radians(20)), np.sin(np.radians(20))
    turn = np.array([[c, s], [-s, c]])
    A = turn.T @ np.diag([1.0, 50.0]) @ turn
    path = [p.copy()]
    for _ in range(80):
        it.step([p], [A @ p])
        path.append(p.copy())
    np.testing.assert_allclose(got["path"], path, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(got["heights"], [0.5 * q @ A @ q for q in path], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(got["gradients"], np.array(path[:-1]) @ A, rtol=1e-9, atol=1e-9)


def test_goals_turns_and_flights(javascript):
    calls = [
        ("race", "reached", [[3, 2, 0.5, 0.1], 1]),
        ("race", "reached", [[3, 2], 1]),
        ("race", "turns", [[[0, 0], [1, 0], [0, 0], [1, 0], [2, 0]]]),
        ("race", '() => descend("SGD", { lr: 3 }, surface("bowl"), [1, 1], 200).path.length', []),
    ]
    assert javascript(*calls)[:3] == [2, -1, 2]
    assert javascript(*calls)[3] < 20


def test_the_goals_can_be_reached_and_not_by_everybody(javascript):
    """What the tasks promise: momentum gets down the ravine in time, SGD at no rate; noise is needed on the ridge."""
    best = """(name, memory) => Math.min(...Array.from({ length: 120 }, (_, k) => descend(name,
        { lr: 10 ** (-3 + k / 40), momentum: memory }, surface("ravine"), [-3.5, 1.5], 100).heights[100] ?? 1e9))"""
    sgd, momentum, nesterov = javascript(
        ("race", best, ["SGD", 0]), ("race", best, ["Momentum", 0.6]), ("race", best, ["Nesterov", 0.75])
    )
    assert sgd > 1e-5
    assert momentum < 1e-6
    assert nesterov < 1e-6
    ridge = """(noise, names) => names.map((name) => Math.min(...descend(name, { lr: 0.1 }, surface("saddle"), [3, 0], 100, noise).heights))"""
    still, shaken = javascript(("race", ridge, [0, RACERS]), ("race", ridge, [0.5, RACERS]))
    assert min(still) > 1.9
    assert min(shaken) < 0.1
