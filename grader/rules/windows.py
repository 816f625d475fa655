"""Random windows of images: every position equally likely, drawn for each image."""

import math
from typing import Any

import numpy as np

from grader.data import Case
from grader.outcomes import Broken
from grader.rules import chance, seeding
from grader.rules.chance import improbable

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
    """One window of each image of `(images, size, rng)`, which is square, of any shape; no number is twice in an image."""
    found: dict[int, np.ndarray] = {}
    for k, (step, windows) in enumerate(zip(case.steps, values, strict=True)):
        images, size = step.args[:2]
        places = [_place(image, window) for image, window in zip(images, windows, strict=True)]
        if any(p == "elsewhere" for p in places):
            return Broken("images_mixed")
        if any(p == "scattered" for p in places):
            return Broken("scattered")
        found[k] = np.array(places, int).reshape(len(images), 2)
    images, size = case.steps[0].args[:2]
    tops, lefts = images.shape[1] - size + 1, images.shape[2] - size + 1
    cells = tops * lefts

    def of_equality(k: int) -> float:
        return -len(found[k]) * math.log(cells)

    if broken := seeding.misused(case, [found[k] for k in range(len(values))], of_equality):
        return broken
    if cells == 1:
        return None
    places = [found[k][:, 0] * lefts + found[k][:, 1] for k in seeding.distinct(case)]
    if any(len(set(p.tolist())) == 1 and improbable((1 - p.size) * math.log(cells)) for p in places):
        return Broken("one_window_for_all")
    if any(improbable(chance.of_repeats(p, cells)) for p in places):
        return Broken("windows_shared")
    counts = np.bincount(np.concatenate(places), minlength=cells).reshape(tops, lefts)
    if not improbable(chance.of_counts(counts.ravel())):
        return None
    if not (counts[-1].any() and counts[:, -1].any()):
        return Broken("last_position_missing")
    return Broken("uneven" if counts.all() else "some_positions_missing")


def _place(image: np.ndarray, window: np.ndarray) -> Any:
    """Top and left of the window, or what else it is: "elsewhere", "scattered"."""
    inside = np.argwhere(image == window[0, 0])
    if not len(inside) or not np.isin(window, image).all():
        return "elsewhere"
    top, left = (int(i) for i in inside[0])
    piece = image[top : top + window.shape[0], left : left + window.shape[1]]
    return (top, left) if np.array_equal(piece, window) else "scattered"
