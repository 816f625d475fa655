"""Random windows of images: every position equally likely, drawn for each image."""

import math
from typing import Any

import numpy as np

from grader.data import Case
from grader.outcomes import Broken
from grader.rules import chance, seeding

NAMES = (
    *seeding.NAMES,
    "images_mixed",
    "scattered",
    "one_window_for_all",
    "windows_shared",
    "last_position_missing",
    "some_positions_missing",
    "uneven",
)


def random_windows(case: Case, values: list[Any]) -> Broken | None:
    """One window of each image of `(images, size, rng)`, all of one form; no number is twice in an image."""
    found = []
    for step, windows in zip(case.steps, values, strict=True):
        places = _places(step.args[0], windows)
        if isinstance(places, Broken):
            return places
        found.append(places)
    images, size = case.steps[0].args[:2]
    tops, lefts = images.shape[1] - size + 1, images.shape[2] - size + 1
    cells = tops * lefts

    def of_equality(k: int) -> float:
        return -len(found[k]) * math.log(cells)

    if cells > 1 and any(np.ptp(p) == 0 and chance.improbable((1 - p.size) * math.log(cells)) for p in found):
        return Broken("one_window_for_all")
    if broken := seeding.misused(case, found, of_equality):
        return broken
    if cells == 1:
        return None
    calls = [found[k] for k in seeding.distinct(case)]
    counts = np.bincount(np.concatenate(calls), minlength=cells)
    even = not chance.improbable(chance.of_counts(counts))
    alike = 1 / cells if even else float(np.sum((counts / counts.sum()) ** 2))
    if any(chance.improbable(chance.of_repeats(p, alike)) for p in calls):
        return Broken("windows_shared")
    if even:
        return None
    table = counts.reshape(tops, lefts)
    if not (table[-1].any() and table[:, -1].any()):
        return Broken("last_position_missing")
    return Broken("uneven" if table.all() else "some_positions_missing")


def _places(images: np.ndarray, windows: np.ndarray) -> np.ndarray | Broken:
    """The number of each window's place, row by row from 0; or why it has none."""
    n, height, width = images.shape
    size = windows.shape[1]
    inside = images == windows[:, :1, :1]
    first = inside.reshape(n, -1).argmax(axis=1)
    top, left = first // width, first % width
    if not np.all(inside.any(axis=(1, 2))):
        return Broken("images_mixed")
    reach = np.arange(size)
    rows, columns = top[:, np.newaxis] + reach, left[:, np.newaxis] + reach
    if rows.max(initial=0) >= height or columns.max(initial=0) >= width:
        return Broken("scattered")
    pieces = images[
        np.arange(n)[:, np.newaxis, np.newaxis], rows[:, :, np.newaxis], columns[:, np.newaxis, :]
    ]
    return top * (width - size + 1) + left if np.array_equal(pieces, windows) else Broken("scattered")
