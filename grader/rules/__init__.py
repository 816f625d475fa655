"""Properties that judge random results, where no array can be expected.

A rule reads the case and what the steps returned, and gives the name of the misconception that it sees, or None.
The sentence of a name stands where the misconception is declared; an exercise declares every name of its rule.

A right answer is rejected with probability below 1e-9 (`grader.rules.chance`). What has to be detected is declared
beside each exercise, as its misconceptions and deviations; `tests/chapters/test_power.py` measures how often it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.data import Case
from grader.outcomes import Broken
from grader.rules import axes, layers, masks, normal, orders, windows


@dataclass(frozen=True)
class Rule:
    """A property, and the names of all ways in which it can be broken."""

    judge: Callable[[Case, list[Any]], Broken | None]
    names: tuple[str, ...]

    def __call__(self, case: Case, values: list[Any]) -> Broken | None:
        """What is wrong with the values of a case's steps, whose forms are right."""
        with np.errstate(all="ignore"):  # of numbers of any size
            return self.judge(case, values)


RULES: dict[str, Rule] = {
    "drawn_layers": Rule(layers.drawn_layers, layers.LAYERS),
    "fan_in_normal": Rule(normal.fan_in, (*normal.NAMES, *normal.FAN_IN, "uniform_third")),
    "gaussian_noise": Rule(normal.gaussian_noise, normal.NOISE_NAMES),
    "glorot_normal": Rule(normal.glorot, (*normal.NAMES, *normal.GLOROT)),
    "he_normal": Rule(normal.he, (*normal.NAMES, *normal.HE)),
    "inverted_dropout": Rule(masks.inverted_dropout, masks.NAMES),
    "mini_batches": Rule(orders.mini_batches, orders.BATCHES),
    "orthonormal": Rule(layers.orthonormal, layers.ORTHONORMAL),
    "principal_axes": Rule(axes.principal_axes, axes.NAMES),
    "random_windows": Rule(windows.random_windows, windows.NAMES),
    "shuffled_folds": Rule(orders.shuffled_folds, orders.FOLDS),
    "small_normal": Rule(normal.small, (*normal.NAMES, *normal.SMALL)),
}
