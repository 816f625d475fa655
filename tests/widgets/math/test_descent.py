"""Arithmetic of widgets/js/math/descent.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import activations as reference


@pytest.mark.parametrize("kind", ["sigmoid", "centred", "tanh"])
@pytest.mark.parametrize("whole", [False, True])
def test_descent(javascript, kind, whole):
    code = """(kind, start, rate, whole) => { const A = inputs(kind, 4); const delta = deltas(A, start);
              return { A, delta, share: sameSignShare(A, delta), H: curvature(A), axes: axes(curvature(A)),
                       walk: descend(A, start, rate, whole), GOAL, CLOSE }; }"""
    start, rate = [-1.5, 0.5], 0.7
    [got] = javascript(("descent", code, [kind, start, rate, whole]))
    A, goal = np.array(got["A"]), np.array(got["GOAL"])
    delta = A @ (np.array(start) - goal)
    np.testing.assert_allclose(got["delta"], delta, atol=1e-12)
    assert got["share"] == pytest.approx(reference.same_sign_share(A, delta))
    H = A.T @ A / len(A)
    np.testing.assert_allclose(got["H"], [H[0, 0], H[0, 1], H[1, 1]], rtol=1e-12)
    np.testing.assert_allclose(got["axes"]["values"], np.linalg.eigvalsh(H)[::-1], rtol=1e-9)
    c, s = np.cos(got["axes"]["angle"]), np.sin(got["axes"]["angle"])
    np.testing.assert_allclose(H @ [c, s], got["axes"]["values"][0] * np.array([c, s]), atol=1e-9)
    w, path = np.array(start), [np.array(start)]
    while np.linalg.norm(w - goal) >= got["CLOSE"]:
        rows = A if whole else A[[(len(path) - 1) % len(A)]]
        w = w - rate * rows.T @ (rows @ (w - goal)) / len(rows)
        path.append(w)
    assert got["walk"]["end"] == "arrived"
    np.testing.assert_allclose(got["walk"]["path"], path, atol=1e-9)


def test_best_rate_is_not_beaten_by_its_neighbours(javascript):
    code = """(kind) => { const A = inputs(kind, 1); const best = bestRate(A, [0, 0], true);
              const at = (rate) => { const d = descend(A, [0, 0], rate, true);
                                     return d.end === "arrived" ? d.path.length - 1 : 1e9; };
              return { ...best, again: at(best.rate), others: [0.3, 0.5, 0.8, 1.25, 2].map((f) => at(f * best.rate)) }; }"""
    sigmoid, centred, tanh = javascript(
        *[("descent", code, [kind]) for kind in ("sigmoid", "centred", "tanh")]
    )
    for best in (sigmoid, centred, tanh):
        assert best["again"] == best["steps"] <= min(best["others"])
    assert sigmoid["steps"] > max(centred["steps"], tanh["steps"]), (
        "the mean costs steps at every learning rate"
    )


def test_diverging_is_told_from_arriving(javascript):
    code = """() => { const A = inputs("tanh", 1); return [descend(A, [0, 0], 50, true).end,
              descend(A, [0, 0], 1e-6, true).end]; }"""
    assert javascript(("descent", code, [])) == [["diverged", "late"]]
