"""What chapter 6 says about backpropagation, proved on the references."""

import inspect
import textwrap
from collections.abc import Callable

import numpy as np
import pytest

from grader.author.declare import exercises, run
from grader.bank import load
from solutions import backpropagation as bp
from solutions.losses import squared_error, squared_error_grad
from tests.compared import answers
from tests.compared.backpropagation import SCALARS, SIZES, expression, network

Array = np.ndarray


def tanh_prime(z: Array) -> Array:
    return 1 - np.tanh(z) ** 2


def loss(X: Array, Y: Array, params: bp.Params) -> float:
    return squared_error(bp.mlp_forward(X, params, np.tanh)[0], Y)


def assert_gradient(f: Callable[[Array], float], x: Array, gradient: Array) -> None:
    assert gradient.shape == x.shape
    assert bp.relative_error(gradient, bp.numerical_gradient(f, x)) < 1e-8


# ---- gradients against central differences ----


@pytest.mark.parametrize("x", [1.1, 2.0, 7.0])
def test_the_chain(x: float) -> None:
    a, b, _ = bp.chain_forward(x)
    db, da, dx = bp.chain_gradients(x)
    h = 1e-6
    assert db == pytest.approx((np.sqrt(b + h) - np.sqrt(b - h)) / (2 * h), rel=1e-6)
    assert da == pytest.approx((np.sqrt(np.log(a + h)) - np.sqrt(np.log(a - h))) / (2 * h), rel=1e-6)
    assert dx == pytest.approx((bp.chain_forward(x + h)[2] - bp.chain_forward(x - h)[2]) / (2 * h), rel=1e-6)


def test_dividing_by_the_slopes_is_a_newton_step_towards_the_target() -> None:
    x, y = 2.0, 1.5
    c, slope = bp.chain_forward(x)[2], bp.chain_gradients(x)[2]
    assert bp.target_step(x, y) == pytest.approx(x - (c - y) / slope, rel=1e-14)
    gaps = []
    for _ in range(5):
        x = bp.target_step(x, y)
        gaps.append(abs(bp.chain_forward(x)[2] - y))
    assert gaps[-1] < 1e-12
    assert gaps[1] < gaps[0] ** 1.5  # quadratic convergence


def test_a_linear_layer() -> None:
    rng = np.random.default_rng(1)
    X, W, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    R = rng.normal(size=(5, 2))
    dX, dW, db = bp.linear_backward(R, X, W)
    assert_gradient(lambda v: float(np.sum(R * bp.linear_forward(v, W, b))), X, dX)
    assert_gradient(lambda v: float(np.sum(R * bp.linear_forward(X, v, b))), W, dW)
    assert_gradient(lambda v: float(np.sum(R * bp.linear_forward(X, W, v))), b, db)


def test_an_activation() -> None:
    rng = np.random.default_rng(2)
    Z, R = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    dZ = bp.activation_backward(R, Z, tanh_prime)
    assert_gradient(lambda v: float(np.sum(R * np.tanh(v))), Z, dZ)


@pytest.mark.parametrize("shape", [(), (4,), (1, 4), (3, 1), (3, 4), (2, 1, 4), (1, 1, 1)])
def test_unbroadcast(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(3)
    R, small = rng.normal(size=(2, 3, 4)), np.asarray(rng.normal(size=shape))
    got = np.asarray(bp.unbroadcast(R, shape))
    assert got.shape == shape
    assert_gradient(lambda v: float(np.sum(R * (np.zeros((2, 3, 4)) + v))), small, got)


def test_the_delta_rule() -> None:
    x, d, W1, b1, W2, b2 = bp.worked_net()

    def error(W1: Array, b1: Array, W2: Array, b2: Array) -> float:
        return float(0.5 * np.sum((d - bp.sigmoid_net(x, W1, b1, W2, b2)[1]) ** 2))

    h, o = bp.sigmoid_net(x, W1, b1, W2, b2)
    out, hidden = bp.delta_rule(h, o, d, W2)
    assert_gradient(lambda v: error(v, b1, W2, b2), W1, np.outer(x, hidden))
    assert_gradient(lambda v: error(W1, v, W2, b2), b1, hidden)
    assert_gradient(lambda v: error(W1, b1, v, b2), W2, np.outer(h, out))
    assert_gradient(lambda v: error(W1, b1, W2, v), b2, out)


def test_a_whole_network() -> None:
    X, Y, params = network()
    P, cache = bp.mlp_forward(X, params, np.tanh)
    grads = bp.mlp_backward(squared_error_grad(P, Y), cache, params, tanh_prime)
    for layer, pair in enumerate(grads):
        for which, gradient in enumerate(pair):

            def moved(v: Array, layer: int = layer, which: int = which) -> float:
                changed = [list(p) for p in params]
                changed[layer][which] = v
                return loss(X, Y, changed)

            assert_gradient(moved, params[layer][which], gradient)


def test_the_draft_is_wrong_in_the_first_layer_only() -> None:
    X, Y, _ = network()
    rng = np.random.default_rng(4)
    params = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=(4, 2)), rng.normal(size=2)
    right, draft = bp.two_layer_gradients(X, Y, *params), bp.two_layer_gradients_draft(X, Y, *params)

    def mean_error(k: int, v: Array) -> float:
        W1, b1, W2, b2 = [v if i == k else p for i, p in enumerate(params)]
        return squared_error(np.tanh(X @ W1 + b1) @ W2 + b2, Y)

    for k, gradient in enumerate(right):
        assert_gradient(lambda v, k=k: mean_error(k, v), params[k], gradient)
    assert [bp.relative_error(a, b) > 1e-3 for a, b in zip(right, draft, strict=True)] == [
        True,
        True,
        False,
        False,
    ]


def test_one_standard_epoch_and_one_accumulated_epoch_agree_for_small_steps() -> None:
    rng = np.random.default_rng(5)
    X, Y, W, b = rng.normal(size=(8, 3)), rng.normal(size=(8, 2)), rng.normal(size=(3, 2)), rng.normal(size=2)
    lr = 1e-6  # standard BP takes n steps, each n times as long as one sample's share of the mean
    (W1, b1), (W2, b2) = bp.standard_epoch(X, Y, W, b, lr / 8), bp.accumulated_epoch(X, Y, W, b, lr)
    np.testing.assert_allclose(W1 - W, W2 - W, rtol=1e-4)
    np.testing.assert_allclose(b1 - b, b2 - b, rtol=1e-4)


# ---- the worked example, number by number ----


def test_the_worked_net_has_the_published_numbers() -> None:
    x, d, W1, b1, W2, b2 = bp.worked_net()
    assert W1.tolist() == [[0.15, 0.25], [0.20, 0.30]]
    h, o = bp.sigmoid_net(x, W1, b1, W2, b2)
    out, hidden = bp.delta_rule(h, o, d, W2)
    dW2, dW1 = np.outer(h, out), np.outer(x, hidden)
    close = {"abs": 5e-10}
    assert (x @ W1 + b1)[0] == pytest.approx(0.3775)
    assert h == pytest.approx([0.593269992, 0.596884378], **close)
    assert (h @ W2 + b2)[0] == pytest.approx(1.105905967, **close)
    assert o == pytest.approx([0.751365070, 0.772928465], **close)
    assert 0.5 * np.sum((d - o) ** 2) == pytest.approx(0.298371109, **close)
    assert dW2[0, 0] == pytest.approx(0.082167041, **close)
    assert dW1[0, 0] == pytest.approx(0.000438568, **close)
    new = W2 - 0.5 * dW2
    assert new.T.ravel() == pytest.approx([0.35891648, 0.408666186, 0.511301270, 0.561370121], abs=2e-9)
    assert (W1 - 0.5 * dW1)[0, 0] == pytest.approx(0.149780716, **close)


@pytest.mark.parametrize(("moves", "end"), [(False, 3.51e-5), (True, 2.45e-6)])
def test_ten_thousand_steps_end_elsewhere_when_biases_move(moves: bool, end: float) -> None:
    x, d, W1, b1, W2, b2 = bp.worked_net()
    for _ in range(10_000):
        h, o = bp.sigmoid_net(x, W1, b1, W2, b2)
        out, hidden = bp.delta_rule(h, o, d, W2)
        W1, W2 = W1 - 0.5 * np.outer(x, hidden), W2 - 0.5 * np.outer(h, out)
        if moves:
            b1, b2 = b1 - 0.5 * hidden, b2 - 0.5 * out
    o = bp.sigmoid_net(x, W1, b1, W2, b2)[1]
    assert 0.5 * np.sum((d - o) ** 2) == pytest.approx(end, rel=2e-3)


# ---- the engine ----


def test_values_give_the_gradients_of_the_worked_net() -> None:
    x, d, W1, b1, W2, b2 = bp.worked_net()
    params = [[[bp.Value(v) for v in row] for row in np.atleast_2d(p)] for p in (W1, b1, W2, b2)]
    V1, c1, V2, c2 = params

    def layer(inputs: list, W: list, b: list) -> list:
        sums = [sum((a * w[k] for a, w in zip(inputs, W, strict=True)), b[0][k]) for k in range(2)]
        return [1 / (1 + (-z).exp()) for z in sums]

    outputs = layer(layer(list(x), V1, c1), V2, c2)
    error = sum((0.5 * (t - o) ** 2 for t, o in zip(d, outputs, strict=True)), bp.Value(0.0))
    error.backward()
    h, o = bp.sigmoid_net(x, W1, b1, W2, b2)
    out, hidden = bp.delta_rule(h, o, d, W2)
    assert error.data == pytest.approx(0.298371109, abs=5e-10)
    for values, wanted in zip(params, (np.outer(x, hidden), hidden, np.outer(h, out), out), strict=True):
        np.testing.assert_allclose(
            [[v.grad for v in row] for row in values], np.atleast_2d(wanted), rtol=1e-12
        )


def test_a_students_class_is_told_its_mistake_whatever_ours_is_called() -> None:
    source = textwrap.dedent(inspect.getsource(bp.Value)).replace("parent.grad += ", "parent.grad = ")
    scope = vars(bp).copy()
    exec(source, scope)
    verdict = run(load()["Value"], scope["Value"])
    assert verdict.misconception == "overwrites", verdict.text()
    assert "overwrites" in exercises()["Value"].misconceptions


# ---- cost ----


def test_the_cost_formula_counts_what_is_done() -> None:
    class Counted(np.ndarray):
        count = 0

        def __matmul__(self, other: Array) -> "Counted":
            Counted.count += self.shape[0] * self.shape[1] * other.shape[1]
            return (np.asarray(self) @ np.asarray(other)).view(Counted)

    X, Y, params = network(n=7)
    params = [(W.view(Counted), b) for W, b in params]
    P, cache = bp.mlp_forward(X.view(Counted), params, np.tanh)
    forward, Counted.count = Counted.count, 0
    bp.mlp_backward(squared_error_grad(P, Y), cache, params, tanh_prime)
    unneeded = 7 * SIZES[0] * SIZES[1]  # dX of the first layer, which linear_backward makes all the same
    assert (forward, Counted.count - unneeded) == bp.matmul_cost(7, SIZES)


# ---- and against another engine ----


def test_a_whole_network_against_pytorch() -> None:
    X, Y, params = network()
    theirs = answers("backpropagation")
    P, cache = bp.mlp_forward(X, params, np.tanh)
    grads = bp.mlp_backward(squared_error_grad(P, Y), cache, params, tanh_prime)
    for k, (dW, db) in enumerate(grads):
        np.testing.assert_allclose(dW, theirs[f"dW{k}"], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(db, theirs[f"db{k}"], rtol=1e-12, atol=1e-14)


def test_values_against_pytorch() -> None:
    values = [bp.Value(v) for v in SCALARS]
    result, theirs = expression(*values), answers("backpropagation")
    result.backward()
    assert result.data == pytest.approx(theirs["expression"], rel=1e-14)
    for v, slope in zip(values, theirs["expression'"], strict=True):
        assert v.grad == pytest.approx(slope, rel=1e-12)
