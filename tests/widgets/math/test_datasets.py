"""Arithmetic of widgets/js/math/datasets.js against numpy and solutions/."""

import numpy as np


def test_data_and_split(javascript):
    code = """(kind) => { const p = dataset(kind, 200, 0.1, 3); const { train, test } = split(p, 0.3, 3);
              return { p: [...p], again: [...dataset(kind, 200, 0.1, 3)], other: [...dataset(kind, 200, 0.1, 4)],
                       train: [...train], test: [...test] }; }"""
    for kind in ("circles", "xor", "blobs", "moons", "spirals", "surface"):
        [got] = javascript(("playground", code, [kind]))
        points = np.reshape(got["p"], (-1, 3))
        assert got["p"] == got["again"] != got["other"]
        assert np.abs(points[:, :2]).max() < 2.5
        parts = np.reshape(got["train"] + got["test"], (-1, 3))
        assert len(got["train"]) == 3 * 60
        np.testing.assert_array_equal(parts[np.lexsort(parts.T)], points[np.lexsort(points.T)])
        if kind != "surface":
            assert set(points[:, 2]) == {0, 1}
            assert 0.4 < points[:, 2].mean() < 0.6
