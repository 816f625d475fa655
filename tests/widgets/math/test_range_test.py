"""Arithmetic of widgets/js/math/range_test.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import optimizers as reference
from solutions.backpropagation import mlp_backward, mlp_forward
from solutions.losses import squared_error, squared_error_grad


def python_problem(task):
    x, y = np.array(task["x"])[:, None], np.array(task["y"])[:, None]
    theta = np.array(task["start"])
    if task["kind"] == "line":

        def loss_and_grads(params):
            P = x * params[0][0] + params[0][1]
            d = squared_error_grad(P, y)
            return squared_error(P, y), [np.array([np.sum(d * x), np.sum(d)])]

        return loss_and_grads, [theta]
    k = (len(theta) - 1) // 3
    params = [
        theta[:k][None].copy(),
        theta[k : 2 * k].copy(),
        theta[2 * k : 3 * k][:, None].copy(),
        theta[3 * k :].copy(),
    ]

    def net(params):
        pairs = [(params[0], params[1]), (params[2], params[3])]
        P, cache = mlp_forward(x, pairs, np.tanh)
        grads = mlp_backward(squared_error_grad(P, y), cache, pairs, lambda z: 1 - np.tanh(z) ** 2)
        return squared_error(P, y), [g for pair in grads for g in pair]

    return net, params


@pytest.mark.parametrize("name", ["line", "unscaled", "net"])
def test_range_test_is_that_of_the_book(javascript, name):
    code = """(name) => { const task = problem(name); return [task, rangeTest(task, "SGD"), RATES,
        [...lossAndGradient(task, task.start).gradient]]; }"""
    [(task, losses, rates, gradient)] = javascript(("range_test", code, [name]))
    loss_and_grads, params = python_problem(task)
    np.testing.assert_allclose(
        gradient, np.concatenate([g.ravel() for g in loss_and_grads(params)[1]]), rtol=1e-9, atol=1e-12
    )
    want = reference.learning_rate_range(loss_and_grads, params, rates)
    assert len(losses) == len(want)
    np.testing.assert_allclose(losses, want, rtol=1e-8)


@pytest.mark.parametrize("optimizer", ["SGD", "Momentum", "Adam"])
def test_training_with_a_rate(javascript, optimizer):
    code = """(name) => { const task = problem("net"); return [task, trainWith(task, name, 0.02, 60).losses]; }"""
    [(task, losses)] = javascript(("range_test", code, [optimizer]))
    loss_and_grads, params = python_problem(task)
    it, want = getattr(reference, optimizer)(0.02), []
    for _ in range(61):
        loss, grads = loss_and_grads(params)
        want.append(loss)
        it.step(params, grads)
    np.testing.assert_allclose(losses, want, rtol=1e-9)


def test_the_best_rate_is_better_than_its_neighbours(javascript):
    code = """() => { const task = problem("net"); const best = bestRate(task, "SGD", 100);
        return [best.loss, ...[0.5, 2].map((k) => trainWith(task, "SGD", best.rate * k, 100).losses[100] ?? 1e9)]; }"""
    [(best, slower, faster)] = javascript(("range_test", code, []))
    assert best <= min(slower, faster)
