"""What chapter 1 says about neurons, proved on the references."""

import contextlib
import io
from pathlib import Path
from typing import Any

import jupytext
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions import neurons as n
from solutions.advertising import ADVERTISING

CHAPTER = Path(__file__).parents[2] / "chapters" / "01_neurons.md"
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
numbers = st.floats(-100, 100, allow_subnormal=False)
vectors = st.lists(numbers, min_size=3, max_size=3).map(np.array)


@pytest.mark.parametrize(
    ("theta", "outputs"),
    [
        ((-30, 20, 20), [0, 0, 0, 1]),  # AND
        ((-10, 20, 20), [0, 1, 1, 1]),  # OR
        ((30, -20, -20), [1, 1, 1, 0]),  # NAND
        ((10, -20, 0), [1, 1, 0, 0]),  # NOT x₁
    ],
)
def test_the_gates_of_the_sources_by_threshold_and_by_sigmoid(theta: tuple, outputs: list[int]) -> None:
    b, *w = theta
    weights = np.array(w, dtype=float)
    assert [n.threshold_neuron(x, weights, -b) for x in CORNERS] == outputs
    soft = n.logistic_neuron(CORNERS, weights, b)
    assert np.abs(soft - outputs).max() < 1 / 20_000, "within one in twenty thousand"


def test_and_or_are_votes_and_nand_is_and_turned_round() -> None:
    assert n.at_least(2, 2).tolist() == [-30, 20, 20]
    assert n.at_least(1, 2).tolist() == [-10, 20, 20]
    w, b = n.negate_neuron(np.array([20.0, 20.0]), -30.0)
    assert (b, *w) == (30, -20, -20)


@pytest.mark.parametrize("k", range(6))
def test_at_least_k_of_n_counts_the_inputs_that_are_on(k: int) -> None:
    inputs = np.array([[i >> j & 1 for j in range(5)] for i in range(32)], dtype=float)
    b, *w = n.at_least(k, 5)
    fires = [n.threshold_neuron(x, np.array(w), -b) for x in inputs]
    np.testing.assert_array_equal(fires, inputs.sum(axis=1) >= k)


@given(vectors, vectors, numbers)
def test_threshold_bias_and_dummy_input_say_the_same(x: np.ndarray, w: np.ndarray, t: float) -> None:
    z = n.weighted_sum(x, w, -t)
    assert n.threshold_neuron(x, w, t) == (z >= 0)
    by_dummy = (n.add_dummy_input(x[np.newaxis]) @ np.append(w, t))[0]
    assert by_dummy == pytest.approx(z, abs=1e-9)


@given(vectors, vectors, st.floats(-10, 10))
def test_negation_turns_yes_into_no(x: np.ndarray, w: np.ndarray, b: float) -> None:
    x, w = x / 10, w / 10
    p = n.logistic_neuron(x[np.newaxis], w, b)
    q = n.logistic_neuron(x[np.newaxis], *n.negate_neuron(w, b))
    np.testing.assert_allclose(p + q, 1)


def test_a_step_along_the_normal_changes_the_distance_by_one() -> None:
    rng = np.random.default_rng(0)
    X, w, b = rng.normal(size=(10, 3)), rng.normal(size=3), 0.7
    d = n.signed_distance(X, w, b)
    np.testing.assert_allclose(n.signed_distance(X + w / np.linalg.norm(w), w, b), d + 1)
    np.testing.assert_allclose(n.signed_distance(X, 10 * w, 10 * b), d)
    on_the_line = X - np.outer(d, w / np.linalg.norm(w))
    np.testing.assert_allclose(on_the_line @ w + b, 0, atol=1e-12)


def test_parameters_of_the_advertising_network() -> None:
    assert n.count_parameters([3, 10]) == 40
    assert n.count_parameters([10, 1]) == 11
    assert n.count_parameters([3, 10, 1]) == 51
    assert n.count_parameters([3] + 10 * [1]) != 40, "ten layers are not ten units"
    W, b = [(3, 10), (10, 1)], [(10,), (1,)]
    assert sum(np.prod(shape) for shape in W + b) == 51
    assert [sum(np.prod(s) for s in W), sum(np.prod(s) for s in b)] == [40, 11], "the coincidence in the text"


@pytest.mark.parametrize("seed", range(20))
def test_feed_forward_means_that_no_power_of_the_connections_survives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(7, 7)) * (rng.random((7, 7)) < 0.2)
    paths = np.linalg.matrix_power((A != 0).astype(int), 7)
    assert n.is_feed_forward(A) == (not paths.any())


def test_the_linear_neuron_cannot_be_improved() -> None:
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(20, 3)), rng.normal(size=20)
    w, b = n.fit_linear_neuron(X, y)
    residual = X @ w + b - y
    np.testing.assert_allclose(X.T @ residual, 0, atol=1e-12)
    assert residual.sum() == pytest.approx(0, abs=1e-12)


def test_the_draft_of_rmse_compares_every_prediction_with_every_target() -> None:
    y = np.array([1.0, 2.0, 3.0])
    assert n.rmse_draft(y, y) == n.rmse(y, y) == n.rmse(y[:, np.newaxis], y) == 0
    assert n.rmse_draft(y[:, np.newaxis], y) > 1


def test_folds_are_a_partition() -> None:
    folds = n.kfold_indices(29, 5, np.random.default_rng(2))
    assert [len(out) for _, out in folds] == [6, 6, 6, 6, 5]
    np.testing.assert_array_equal(np.sort(np.concatenate([out for _, out in folds])), np.arange(29))
    for train, out in folds:
        np.testing.assert_array_equal(np.sort(np.concatenate([train, out])), np.arange(29))


def test_advertising_is_the_table_of_the_sources() -> None:
    assert ADVERTISING.shape == (29, 4)
    assert ADVERTISING[0].tolist() == [230.1, 37.8, 69.2, 22.1]
    assert ADVERTISING[-1].tolist() == [248.8, 27.1, 22.9, 18.9]
    np.testing.assert_allclose(ADVERTISING.sum(axis=0), [4040.5, 709.6, 1089.1, 393.0])


def test_layers_are_neurons_side_by_side() -> None:
    rng = np.random.default_rng(3)
    X, W, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 4)), rng.normal(size=4)
    out = n.layer(X, W, b, np.tanh)
    for j in range(4):
        z = [n.weighted_sum(x, W[:, j], b[j]) for x in X]
        np.testing.assert_allclose(out[:, j], np.tanh(z))


@pytest.fixture(scope="module")
def chapter() -> dict[str, Any]:
    """Everything the cells of the chapter define, after they have run."""
    import matplotlib

    matplotlib.use("Agg")
    names: dict[str, Any] = {}
    for cell in jupytext.read(CHAPTER).cells:
        if cell.cell_type == "code":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(cell.source, names)
    return names


def test_what_the_text_reads_from_the_table_of_models(chapter: dict[str, Any]) -> None:
    def errors(fit: Any) -> tuple[float, float]:
        return tuple(chapter["crossvalidate"](fit, chapter["X"], chapter["y"]))

    inside, outside = np.array([errors(chapter["network"](hidden)) for hidden in (1, 3, 10, 30)]).T
    linear, product = errors(chapter["linear"]), errors(chapter["linear_with_product"])
    assert np.all(np.diff(inside) < 0), "it falls with every unit"
    assert 1.7 < outside[2] / inside[2] < 2.5, "about twice as much"
    assert np.all(outside - inside > linear[1] - linear[0]), "the gap is wider for the networks"
    assert outside[2] < linear[1], "51 parameters beat the linear neuron"
    assert outside[3] < outside[2], "151 do better still"
    assert outside[0] > linear[1], "one hidden unit is worse than none"
    assert outside[3] < product[1] < outside[2], "the product beats 51 parameters, and not 151"


def test_a_network_learns_shuffled_sales_by_heart(chapter: dict[str, Any]) -> None:
    fits = [chapter["network"](10, steps) for steps in (100, 300, 1000, 3000)]
    results = [chapter["crossvalidate"](fit, chapter["X"], chapter["shuffled"], deals=1) for fit in fits]
    inside, outside = np.array(results).T
    assert np.all(np.diff(inside) < 0)
    assert np.all(np.diff(outside) > 0)
    assert outside[0] > chapter["shuffled"].std(), "worse than always the mean"


def test_the_cell_is_silent_below_its_threshold_and_faster_above(chapter: dict[str, Any]) -> None:
    pushes, rates = chapter["pushes"], np.array(chapter["rates"])
    assert np.all(rates[pushes < 0.99] == 0)
    assert np.all(np.diff(rates[pushes > 1.01]) > 0)
    assert rates[-1] > 100
