"""Arithmetic of widgets/js/math/gradient_check.js against numpy and solutions/."""

import numpy as np
import pytest

from solutions import backpropagation as bp
from widgets.gradient_check import FUNCTIONS

REFERENCES = {
    "chain": lambda x: np.sqrt(np.log(x * x)),
    "exp": np.exp,
    "cubic": lambda x: x**3 - x,
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_differences(javascript, name):
    f = REFERENCES[name]
    for x in (1.3, 1.85):
        for h in (1e-5, 1e-3, 0.1):
            [got] = javascript(
                ("gradient_check", f"([x, h]) => differences('{name}', x, h, false)", [[x, h]])
            )
            at = np.array([x])
            central = bp.numerical_gradient(lambda v, f=f: float(f(v[0])), at, h)
            assert got["central"] == pytest.approx(central[0], abs=1e-9)
            assert got["oneSided"] == pytest.approx((f(x + h) - f(x)) / h, abs=1e-9)
            fine = bp.numerical_gradient(lambda v, f=f: float(f(v[0])), at, 1e-5)
            assert got["exact"] == pytest.approx(fine[0], abs=1e-8)


def test_relative_error(javascript):
    pairs = np.random.default_rng(1).normal(size=(50, 2)).tolist() + [[0.0, 0.0], [1.0, -1.0], [2.0, 1.0]]
    [got] = javascript(("gradient_check", "(pairs) => pairs.map(([a, b]) => relativeError(a, b))", [pairs]))
    wanted = [bp.relative_error(np.array([a]), np.array([b])) for a, b in pairs]
    np.testing.assert_allclose(got, wanted, rtol=1e-12)


def test_it_is_a_v_and_single_precision_is_worse(javascript):
    code = "(single) => errors('chain', 2, single, Array.from({ length: 57 }, (_, i) => -14 + i / 4))"
    double, single = javascript(("gradient_check", code, [False]), ("gradient_check", code, [True]))
    rows = np.array(double)
    best = rows[rows[:, 2].argmin()]
    assert 1e-6 < best[0] < 1e-4
    assert rows[0, 2] > 1e4 * best[2]
    assert rows[-1, 2] > 1e4 * best[2]
    assert np.array(single)[:, 2].min() > 1e3 * best[2]
