"""What the experiments of chapter 8 are said to show, they show."""

import contextlib
import io
from pathlib import Path
from typing import Any

import jupytext
import numpy as np
import pytest

from solutions.losses import l2_penalty

Array = np.ndarray


@pytest.fixture(scope="module")
def story() -> dict[str, Any]:
    """Every name that the chapter's cells define."""
    path = Path(__file__).parents[2] / "chapters" / "08_regularization.md"
    scope: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in jupytext.read(path).cells:
            drawn = "plt." in cell.source or "ax." in cell.source
            checked = cell.source.startswith("check(")
            if cell.cell_type == "code" and not drawn and not checked:
                exec(cell.source, scope)
    return scope


def test_one_unit_underfits_and_fifty_overfit_from_every_start(story: dict[str, Any]) -> None:
    for training, _ in story["by_width"][1]:
        assert training > 1.5 * 0.3**2
    for training, validation in story["by_width"][50]:
        assert training < 0.3**2 < 0.2 < validation


def test_the_validation_error_has_its_lowest_point_between_too_little_and_too_much(
    story: dict[str, Any],
) -> None:
    training, validation = story["by_lam"].T
    k = validation.argmin()
    assert 0 < k < len(validation) - 1
    assert story["best_lam"] == pytest.approx(1e-3)
    assert validation[0] > 1.5 * validation[k] < validation[-1]
    assert (np.diff(training) > -1e-3).all()


def test_the_large_network_with_a_penalty_is_best_and_least_of_a_lottery(story: dict[str, Any]) -> None:
    def ends(**cure: Any) -> Array:
        return np.array([story["fitted"](**cure, seed=s)[1][-1, 1] for s in range(5)])

    held = ends(width=50, lam=1e-3)
    for width in (2, 3, 5, 10, 50):
        assert held.mean() < ends(width=width).mean()
        assert np.ptp(held) < 0.5 * np.ptp(ends(width=width))


def test_only_the_product_of_two_penalties_counts_in_a_relu_network(story: dict[str, Any]) -> None:
    W1, W2 = np.ones((2, 3)), 2 * np.ones((3, 1))
    c = np.geomspace(0.01, 100, 20001)
    costs = [
        np.min(c**2 * l2_penalty([W1], a) + l2_penalty([W2], b) / c**2)
        for a, b in [(0.01, 0.01), (0.1, 0.001), (0.001, 0.1)]
    ]
    assert np.ptp(costs) < 1e-6
    assert np.ptp(story["same"], axis=0).max() < 1e-12


def test_l1_finds_zeros_and_l2_finds_none(story: dict[str, Any]) -> None:
    assert (story["w_l1"][3:] == 0).sum() >= 7
    assert (story["w_l1"][:3] != 0).all()
    assert (story["w_l2"] != 0).all()


def test_samples_of_their_own_make_networks_differ_more_than_starts(story: dict[str, Any]) -> None:
    def gain(networks: list[Any]) -> float:
        answers = [story["predict"](story["X_val"], params) for params in networks]
        return float(np.var(answers, axis=0).mean())

    own_starts, own_samples = story["ensemble"](5, bagging=False), story["bagged"]
    assert gain(own_samples) > 5 * gain(own_starts)


def test_every_cure_costs_training_error_and_saves_test_error(story: dict[str, Any]) -> None:
    def errors(networks: list[Any]) -> list[float]:
        return [
            float(np.mean((np.mean([story["predict"](a, q) for q in networks], axis=0) - b) ** 2))
            for a, b in story["rows"]
        ]

    table = {name: errors(networks) for name, networks in story["cures"].items()}
    nothing = table.pop("nothing")
    for training, validation, test in table.values():
        assert training > nothing[0]
        assert validation < nothing[1]
        assert 0.3**2 < test < nothing[2]
    both = table["L2 and early stopping"][2]
    assert both == pytest.approx(min(table["L2"][2], table["early stopping"][2]), rel=0.1)


def test_batch_normalization_makes_rate_and_scale_matter_less(story: dict[str, Any]) -> None:
    assert story["learnt"][False] <= 3
    assert story["learnt"][True] >= 20


def test_shaken_distributions_move_more_than_plain_ones_and_learning_is_still_faster(
    story: dict[str, Any],
) -> None:
    train = story["train_deep"]
    plain, shift = train(False, 1, 0.1, steps=80)
    shaken, more = train(True, 1, 1.0, steps=80, shake=0.2)
    assert more > 10 * shift
    assert shaken[-20:].mean() < 0.5 * plain[-20:].mean()
