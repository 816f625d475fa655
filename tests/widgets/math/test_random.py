"""Arithmetic of widgets/js/math/random.js against numpy and solutions/."""

import numpy as np
import pytest


def test_random_numbers_repeat_and_are_normal(javascript):
    code = "(seed) => { const rng = generator(seed); return matrix(200, 100, rng.normal); }"
    a, again, b = (np.array(v) for v in javascript(*[("random", code, [seed]) for seed in (1, 1, 2)]))
    np.testing.assert_array_equal(a, again)
    assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 0.03
    assert a.mean() == pytest.approx(0, abs=0.03)
    assert a.std() == pytest.approx(1, abs=0.03)
    assert np.mean(np.abs(a) < 1.959964) == pytest.approx(0.95, abs=0.01)
