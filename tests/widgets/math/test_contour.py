"""Arithmetic of widgets/js/math/contour.js against numpy and solutions/."""

import numpy as np


def test_contours_lie_where_the_height_is(javascript):
    code = """() => { const f = (x, y) => x * x + 2 * y * y;
              return contour(heights(f, 3, 121), 4).map(([p, q]) => [p, q]); }"""
    [pieces] = javascript(("contour", code, []))
    x, y = np.array(pieces).reshape(-1, 2).T
    np.testing.assert_allclose(x**2 + 2 * y**2, 4, atol=0.01)
    ends, counts = np.unique(np.array(pieces).reshape(-1, 2).round(9), axis=0, return_counts=True)
    assert len(ends) > 100
    assert (counts == 2).all(), "the pieces join to closed lines"


def test_contours_of_a_saddle_do_not_cross(javascript):
    code = "() => [0.3, -0.3].map((level) => contour(heights((x, y) => x * y, 1, 4), level))"
    [[above, below]] = javascript(("contour", code, []))
    for pieces, sign in ((above, 1), (below, -1)):
        middles = np.array(pieces).mean(axis=1)
        assert (np.sign(middles[:, 0] * middles[:, 1]) == sign).all()
