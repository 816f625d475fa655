"""Arithmetic of widgets/js/math/graph.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import backpropagation as bp
from widgets.graph_stepper import GRAPHS

STARTS = [round(float(x), 3) for x in np.random.default_rng(0).uniform(1.1, 3, size=20)]


def ran(javascript, graph, x):
    """{id: {value, grad, ...}} of a graph as the widget computes it."""
    [out] = javascript(("graph", f"(x) => run(GRAPHS.{graph}(x))", [x]))
    return out


@pytest.mark.parametrize("x", STARTS[:6])
def test_the_chain(javascript, x):
    out = ran(javascript, "chain", x)
    np.testing.assert_allclose([out[k]["value"] for k in "abc"], bp.chain_forward(x), rtol=1e-12)
    np.testing.assert_allclose([out[k]["grad"] for k in "bax"], bp.chain_gradients(x), rtol=1e-12)


@pytest.mark.parametrize("x", STARTS[:6])
def test_two_ways_and_a_neuron_against_the_engine(javascript, x):
    v = bp.Value(x)
    y = v.exp() * v**2
    y.backward()
    out = ran(javascript, "paths", x)
    assert out["y"]["value"] == pytest.approx(y.data, rel=1e-12)
    assert out["x"]["grad"] == pytest.approx(v.grad, rel=1e-12)
    w, a, b, t = (bp.Value(value) for value in (x, 0.5, -1.25, 1.0))
    loss = 0.5 * ((w * a + b).tanh() - t) ** 2
    loss.backward()
    out = ran(javascript, "neuron", x)
    assert out["L"]["value"] == pytest.approx(loss.data, rel=1e-12)
    np.testing.assert_allclose([out[k]["grad"] for k in "wabt"], [u.grad for u in (w, a, b, t)], rtol=1e-11)


def test_the_worked_net(javascript):
    x, d, W1, b1, W2, b2 = bp.worked_net()
    [out], [numbers] = (
        javascript(("graph", "() => run(GRAPHS.worked())", [0])),
        javascript(("graph", "() => WORKED", [0])),
    )
    np.testing.assert_allclose(numbers["weights"], [*W1.T.ravel(), *W2.T.ravel()])
    h, o = bp.sigmoid_net(x, W1, b1, W2, b2)
    for ids, wanted in ((["h1", "h2"], h), (["o1", "o2"], o)):
        np.testing.assert_allclose([out[k]["value"] for k in ids], wanted, rtol=1e-12)
    assert out["E"]["value"] == pytest.approx(0.5 * np.sum((d - o) ** 2), rel=1e-12)
    deltas = bp.delta_rule(h, o, d, W2)
    for ids, wanted in ((["no₁", "no₂"], deltas[0]), (["nh₁", "nh₂"], deltas[1])):
        np.testing.assert_allclose([out[k]["grad"] for k in ids], wanted, rtol=1e-11)


@pytest.mark.parametrize("graph", GRAPHS)
def test_there_is_always_one_right_answer_among_three_that_differ(javascript, graph):
    code = f"(x) => {{ const n = GRAPHS.{graph}(x); return order(n).map((s, k) => [run(n)[s.id], s.back, choices(n, k)]); }}"
    places = set()
    for steps in javascript(*[("graph", code, [x]) for x in STARTS]):
        for node, back, options in steps:
            assert len(options) == 3
            (right,) = [o for o in options if o["right"]]
            assert right["number"] == pytest.approx(node["grad" if back else "value"], abs=1e-15)
            assert all(o["why"] for o in options if not o["right"])
            assert len({f"{o['number']:.3g}" for o in options}) == 3
            places.add(options.index(right))
    assert places == {0, 1, 2}
