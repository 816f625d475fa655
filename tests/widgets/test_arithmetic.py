"""The arithmetic in the browser is the arithmetic of the book: JavaScript against numpy."""

import numpy as np
import pytest

from solutions import activations as reference
from widgets.choices import ACTIVATIONS, ALPHA

Z = np.concatenate(
    [np.random.default_rng(0).normal(scale=5, size=200), [0.0, 1e-12, -1e-12, 40, -40, 1000, -1000]]
)

# What solutions/ has no function for, because it is too simple or a special case.
PLAIN = {
    "step_prime": np.zeros_like,
    "identity_prime": np.ones_like,
    "softplus_prime": reference.sigmoid,
    "leaky_relu_prime": lambda z, alpha: np.where(z > 0, 1.0, alpha),
    "prelu": reference.leaky_relu,
    "prelu_prime": lambda z, alpha: np.where(z > 0, 1.0, alpha),
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_and_slopes(javascript, name):
    for alpha in (ALPHA[name], 0.37, 1.7) if name in ALPHA else (None,):
        args = () if alpha is None else (alpha,)
        call = f"(z, alpha) => z.map((v) => [ACTIVATIONS.{name}.phi(v, alpha), ACTIVATIONS.{name}.prime(v, alpha)])"
        [both] = javascript(("activations", call, [Z.tolist(), alpha]))
        for got, key in zip(np.array(both).T, (name, f"{name}_prime"), strict=True):
            f = getattr(reference, key, None) or PLAIN[key]
            np.testing.assert_allclose(got, f(Z, *args), rtol=1e-9, atol=1e-9, err_msg=key)


def test_prelu_slope_in_alpha(javascript):
    [got] = javascript(("activations", "(z) => z.map(preluAlphaPrime)", [Z.tolist()]))
    ones, alpha = np.ones((1, Z.size)), np.full(Z.size, 0.25)
    np.testing.assert_allclose(got, reference.prelu_backward(ones, Z[np.newaxis], alpha)[1], atol=1e-12)


@pytest.mark.parametrize("threshold", [0.005, 0.05, 0.2])
def test_saturation_begins_where_the_slope_falls_below_the_threshold(javascript, threshold):
    call = f"(t) => [-1, 1].map((side) => saturation(ACTIVATIONS.{{}}.prime, side, {threshold}))"
    sigmoid, tanh, relu, step = javascript(
        *[("activations", call.format(name), [0]) for name in ("sigmoid", "tanh", "relu", "step")]
    )
    # sigma' = t at sigma = (1 ± √(1 - 4t)) / 2; tanh' = t at tanh = ±√(1 - t)
    s = (1 + np.sqrt(1 - 4 * threshold)) / 2
    edge = np.log(s / (1 - s))
    assert [side["hard"] for side in sigmoid] == [False, False]
    np.testing.assert_allclose([side["edge"] for side in sigmoid], [-edge, edge], atol=1e-9)
    np.testing.assert_allclose(tanh[1]["edge"], np.arctanh(np.sqrt(1 - threshold)), atol=1e-9)
    assert relu == [{"edge": pytest.approx(0, abs=1e-12), "hard": True}, None]
    assert [side["hard"] for side in step] == [True, True]


def test_backward_norms(javascript):
    draw = "(o) => { const n = sampleNetwork(o); return { ...n, ...backwardNorms(n) }; }"
    options = [
        {"activation": name, "alpha": 0.1, "depth": depth, "gain": gain, "scale": 2, "seed": 5}
        for name, depth, gain in [("sigmoid", 1, 1), ("tanh", 7, 1.5), ("relu", 30, 8), ("silu", 12, 0.5)]
    ]
    for net in javascript(*[("deep", draw, [o]) for o in options]):
        weights, slopes = np.array(net["weights"]), np.array(net["slopes"], dtype=float)
        norms = reference.backward_norms(np.array(net["dA"]), list(weights), list(slopes))
        np.testing.assert_allclose(np.array(net["norms"], dtype=float), norms, rtol=1e-9)
        factors = np.array(net["bySlopes"]) * np.array(net["byWeights"])
        np.testing.assert_allclose(norms[0] * np.cumprod(factors), norms[1:], rtol=1e-9)


def test_slopes_are_those_of_the_forward_pass(javascript):
    options = {"activation": "tanh", "depth": 2, "gain": 1, "scale": 1, "seed": 3, "width": 6, "batch": 3}
    code = """(o) => { const rng = generator(o.seed); matrix(3, 6, rng.normal);
              return { X: matrix(3, 6, rng.normal) }; }"""
    [start], [net] = (
        javascript(("random", code, [options])),
        javascript(("deep", "(o) => sampleNetwork(o)", [options])),
    )
    A = np.array(start["X"])
    for W, slope in zip(net["weights"], net["slopes"], strict=True):
        Z = A @ np.array(W)
        np.testing.assert_allclose(slope, reference.tanh_prime(Z), atol=1e-9)
        A = reference.tanh(Z)


def test_weights_have_the_variance_they_are_said_to_have(javascript):
    options = {"activation": "identity", "depth": 30, "gain": 1.5, "scale": 1, "seed": 11}
    [net] = javascript(("deep", "(o) => sampleNetwork(o)", [options]))
    W = np.array(net["weights"])
    assert W.mean() == pytest.approx(0, abs=4 * 1.5 / np.sqrt(20 * W.size))
    assert W.std() * np.sqrt(20) / 1.5 == pytest.approx(1, abs=4 / np.sqrt(2 * W.size))


def test_random_numbers_repeat_and_are_normal(javascript):
    code = "(seed) => { const rng = generator(seed); return matrix(200, 100, rng.normal); }"
    a, again, b = (np.array(v) for v in javascript(*[("random", code, [seed]) for seed in (1, 1, 2)]))
    np.testing.assert_array_equal(a, again)
    assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 0.03
    assert a.mean() == pytest.approx(0, abs=0.03)
    assert a.std() == pytest.approx(1, abs=0.03)
    assert np.mean(np.abs(a) < 1.959964) == pytest.approx(0.95, abs=0.01)


def test_training_step_follows_the_numerical_gradient(javascript):
    code = """(alpha) => { const { xs, ys } = samples(12, 7); const net = waveNetwork(5, 3, () => alpha, 12); net.params[3][0] = 0.3;
              net.differentiate("squared_error", xs, ys, 12); const Z = preActivations(net, xs);
              return { xs: [...xs], ys: [...ys], theta: [...net.save()], g: net.grads.flatMap((g) => [...g]),
                       Z, on: onShares(Z), dead: deadShare(Z), error: meanSquaredError(net, xs, ys) }; }"""
    for alpha in (0.0, 0.1):
        [net] = javascript(("shallow", code, [alpha]))
        x, y = np.array(net["xs"])[:, np.newaxis], np.array(net["ys"])
        theta = np.array(net["theta"])

        def error(theta, x=x, y=y, alpha=alpha):
            w1, b1, w2, b2 = np.split(theta, [5, 10, 15])
            return np.mean((reference.leaky_relu(x * w1 + b1, alpha) @ w2 + b2 - y) ** 2)

        steps = 1e-6 * np.eye(theta.size)
        numerical = [(error(theta + h) - error(theta - h)) / 2e-6 / 2 for h in steps]
        np.testing.assert_allclose(net["g"], numerical, atol=1e-8)
        assert net["error"] == pytest.approx(error(theta), rel=1e-12)
        Z = x * theta[:5] + theta[5:10]
        np.testing.assert_allclose(net["Z"], Z, rtol=1e-12)
        np.testing.assert_allclose(net["on"], np.mean(Z > 0, axis=0))
        assert net["dead"] == pytest.approx(reference.dead_share(Z))


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
