"""Arithmetic of widgets/js/math/regularization.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import regularization as reference
from solutions.activations import sigmoid
from solutions.optimizers import Adam

RNG = np.random.default_rng(8)


@pytest.mark.parametrize("rest", ["linear", "sigmoid"])
@pytest.mark.parametrize("p", [0.0, 0.3, 0.5])
def test_the_mean_of_all_sub_networks(javascript, rest, p):
    h, w = RNG.normal(size=(2, 5))
    code = "(h, w, p, rest) => { const s = subnetworks(h, w, 0.2, p, rest, true); return [meanAnswer(s), wholeNetwork(h, w, 0.2, rest), s.length, s.reduce((t, x) => t + x.odds, 0)]; }"
    [got] = javascript(("regularization", code, [h.tolist(), w.tolist(), p, rest]))
    phi = sigmoid if rest == "sigmoid" else (lambda z: z)
    mean = reference.subnetwork_mean(lambda v: phi(np.asarray(v @ w + 0.2)), h, p)
    np.testing.assert_allclose(got, [mean, phi(np.asarray(h @ w + 0.2)), 32, 1], rtol=1e-9)


def test_masks_drop_a_share_p(javascript):
    [masks] = javascript(("regularization", "() => drawMasks(7, 0.3, 4000, 17)", []))
    assert np.mean(masks) == pytest.approx(0.7, abs=0.02)


def test_batch_normalization(javascript):
    Z = RNG.normal(size=(20, 4)) * [0.1, 1, 3, 0.001] + [0, 5, -2, 1]
    [got] = javascript(("regularization", "(Z) => batchNorm(Z)", [Z.tolist()]))
    want, _ = reference.batch_norm_forward(Z, np.ones(4), np.zeros(4))
    np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("normalized", [False, True])
@pytest.mark.parametrize("phi", ["tanh", "relu", "sigmoid"])
def test_activations_of_a_deep_network(javascript, phi, normalized):
    X = RNG.normal(size=(12, 5))
    weights = [RNG.normal(size=(5, 5)) for _ in range(4)]
    code = (
        "(X, W, phi, on) => { const L = activationsOf(X, W, 0.7, phi, on); return [L.at(-1), spread(L[1])]; }"
    )
    arguments = [X.tolist(), [W.tolist() for W in weights], phi, normalized]
    [[got, spread]] = javascript(("regularization", code, arguments))
    f = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0), "sigmoid": sigmoid}[phi]
    A, layers = X, []
    for W in weights:
        Z = 0.7 * (A @ W)
        if normalized:
            Z, _ = reference.batch_norm_forward(Z, np.ones(5), np.zeros(5))
        A = f(Z)
        layers.append(A)
    np.testing.assert_allclose(got, A, rtol=1e-9, atol=1e-9)
    assert spread["std"] == pytest.approx(layers[1].std(), rel=1e-9)
    assert spread["mean"] == pytest.approx(layers[1].mean(), rel=1e-9, abs=1e-9)


def test_shares_sum_to_one(javascript):
    values = RNG.normal(size=200)
    [got] = javascript(("regularization", "(v) => shares(v, -1, 1, 20)", [values.tolist()]))
    inside = np.clip(values, -1, np.nextafter(1, 0))
    np.testing.assert_allclose(got, np.histogram(inside, bins=20, range=(-1, 1))[0] / 200, atol=1e-12)


def test_the_fit_is_that_of_adam_on_loss_and_penalty(javascript):
    lam, width = 0.003, 6
    data, other = (np.column_stack([RNG.uniform(-1, 1, n), RNG.normal(size=n)]) for n in (9, 5))
    code = """(data, other, lam) => { const net = curveNetwork(6, 3);
        return learnCurve(net, data, other, { lam, lr: 0.02, steps: 60, every: 20 }).map((m) => ({ ...m, params: [...m.params],
            v: outputWeights(net, m.params), answers: answers(net, m.params, other.map(([x]) => x)) })); }"""
    [moments] = javascript(("regularization", code, [data.tolist(), other.tolist(), lam]))
    params = np.split(np.array(moments[0]["params"]), [6, 12, 18])
    w, b, v, c = params
    x, y = data.T
    optimizer = Adam(lr=0.02)
    for _ in range(60):
        H = np.tanh(np.outer(x, w) + b)
        d = (H @ v + c - y) / len(x)
        dZ = np.outer(d, v) * (1 - H**2)
        grads = [dZ.T @ x + lam * w, dZ.sum(axis=0), H.T @ d + lam * v, np.array([d.sum()])]
        optimizer.step(params, grads)
    assert [m["step"] for m in moments] == [0, 20, 40, 60]
    np.testing.assert_allclose(moments[-1]["params"], np.concatenate(params), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(moments[-1]["v"], v, rtol=1e-9, atol=1e-9)
    out = np.tanh(np.outer(other[:, 0], w) + b) @ v + c
    np.testing.assert_allclose(moments[-1]["answers"], out, rtol=1e-9)
    assert moments[-1]["validation"] == pytest.approx(np.mean((out - other[:, 1]) ** 2), rel=1e-9)
    assert len(v) == width


@pytest.mark.parametrize("patience", [1, 3, 50])
def test_early_stopping(javascript, patience):
    losses = [1.0, 0.8, 0.9, 0.7, 0.75, 0.7, 0.71, 0.6, 0.9]
    [got] = javascript(("regularization", "(l, p) => earlyStopping(l, p)", [losses, patience]))
    stopper, stop = reference.EarlyStopping(patience), len(losses) - 1
    for k, loss in enumerate(losses):
        if stopper.update(loss, []):
            stop = k
            break
    assert got == {"best": losses.index(stopper.best_loss), "stop": stop}
