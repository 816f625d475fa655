"""What chapter 10 says about the whole network, proved on the references. The digits have a file of their own."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from grader.author.derive import Chapter
from grader.author.kinds import GivenSolutionKind
from grader.digits import load_digits
from solutions import capstone as cap
from solutions.activations import relu, relu_prime
from solutions.advertising import ADVERTISING
from solutions.backpropagation import numerical_gradient, relative_error
from solutions.initialization import glorot_init, he_init
from solutions.losses import one_hot, softmax_cross_entropy, softmax_cross_entropy_grad
from solutions.neurons import count_parameters, fit_linear_neuron, kfold_indices, rmse
from solutions.optimizers import SGD, Adam, minibatches
from solutions.regularization import BatchNorm
from tests.compared import answers
from tests.compared.capstone import BATCH, LR, network, order, weighed
from widgets.playground_tasks import PRESETS

Array = np.ndarray
ROOT = Path(__file__).parents[2]
IMAGES, DIGITS = load_digits()
IMAGES = IMAGES / 16


def tanh_prime(z: Array) -> Array:
    return 1 - np.tanh(z) ** 2


SMOOTH = np.tanh, tanh_prime, glorot_init
SHARP = relu, relu_prime, he_init


# ---- the chapter ----


def test_solutions_that_are_given_carry_no_marks() -> None:
    """SGD and Adam are exercises elsewhere, with marks around what students write; nbgrader refuses them here."""
    chapter = Chapter.read(ROOT / "chapters/10_capstone.md")
    given = "\n".join(c.source for c in chapter.cells if isinstance(c.kind, GivenSolutionKind))
    assert "class Adam" in given
    assert "SOLUTION" not in given
    chapter.release_notebook()


def test_the_buttons_that_the_chapter_names_are_there() -> None:
    words = (ROOT / "widgets/js/words/en/playground.js").read_text("utf8")
    titles = {t for p in PRESETS for t in re.findall(rf'\btitle_{p}: "(.+?)"', words)}
    assert len(titles) == len(PRESETS)
    text = (ROOT / "chapters/10_capstone.md").read_text("utf8")
    named = set(re.findall(r"[Pp]ress \*\*(.+?)\*\*", text))
    assert len(named) == 2
    assert named <= titles


# ---- counting ----


def test_the_network_of_the_notes_has_51_parameters() -> None:
    assert cap.network_size([3, 10, 1]) == (51, 0)
    assert cap.Network([3, 10, 1], cap.squared_loss, np.random.default_rng(0)).theta.size == 51


@pytest.mark.parametrize("sizes", [[4, 3], [3, 10, 1], [64, 20, 30, 10]])
def test_the_count_is_that_of_the_arrays(sizes: list[int]) -> None:
    plain = cap.Network(sizes, cap.softmax_loss, np.random.default_rng(0))
    assert cap.network_size(sizes) == (plain.theta.size, 0)
    assert cap.network_size(sizes)[0] == count_parameters(sizes)
    norms = [BatchNorm(n) for n in sizes[1:-1]]
    weights = sum(W.size for W in plain.params[::2]) + sizes[-1]
    learned = weights + sum(n.gamma.size + n.beta.size for n in norms)
    remembered = sum(n.running_mean.size + n.running_var.size for n in norms)
    assert cap.network_size(sizes, batch_norm=True) == (learned, remembered)


def test_a_bias_before_batch_normalization_does_nothing() -> None:
    rng = np.random.default_rng(0)
    Z, b = rng.normal(size=(8, 3)), rng.normal(size=3)
    np.testing.assert_allclose(BatchNorm(3).forward(Z + b), BatchNorm(3).forward(Z), atol=1e-12)


# ---- the loss and the stack ----


@pytest.mark.parametrize("scale", [1.0, 10.0, 1000.0])
def test_one_softmax_gives_what_two_gave(scale: float) -> None:
    rng = np.random.default_rng(0)
    Z, labels = scale * rng.normal(size=(9, 4)), rng.integers(4, size=9)
    loss, G = cap.softmax_loss(Z, labels)
    assert loss == pytest.approx(softmax_cross_entropy(Z, labels), rel=1e-12)
    np.testing.assert_allclose(G, softmax_cross_entropy_grad(Z, labels), atol=1e-15)


def problem(lam: float = 0.0) -> tuple[cap.Network, Array, Array]:
    rng = np.random.default_rng(3)
    net = cap.Network([4, 6, 5, 3], cap.softmax_loss, rng, *SMOOTH, lam)
    for p in net.params[1::2]:
        p[:] = rng.normal(size=p.shape)
    return net, rng.normal(size=(7, 4)), rng.integers(3, size=7)


@pytest.mark.parametrize("lam", [0.0, 0.1])
def test_all_gradients_against_central_differences(lam: float) -> None:
    net, X, labels = problem(lam)
    _, grads = net.objective(net.params, X, labels)
    for k, p in enumerate(net.params):

        def at(v: Array, k: int = k) -> float:
            return net.objective([*net.params[:k], v, *net.params[k + 1 :]], X, labels)[0]

        assert relative_error(grads[k], numerical_gradient(at, p)) < 1e-8


@pytest.mark.parametrize("loss", [cap.squared_loss, cap.logistic_loss])
def test_the_other_losses_come_with_their_own_gradients(loss: Callable) -> None:
    rng = np.random.default_rng(0)
    Z, Y = rng.normal(size=(5, 2)), rng.integers(2, size=(5, 2)).astype(float)
    assert relative_error(loss(Z, Y)[1], numerical_gradient(lambda v: loss(v, Y)[0], Z)) < 1e-8


def test_fifty_steps_end_where_pytorchs_end() -> None:
    net, theirs = network(), answers("capstone")
    net.fit(IMAGES, DIGITS, Adam(LR), 1, BATCH, order())
    for k, p in enumerate(weighed(net.params)):
        np.testing.assert_allclose(p, theirs[f"parameter {k}"], rtol=1e-7, atol=1e-9)


# ---- the network ----


def test_every_parameter_is_a_view_of_theta() -> None:
    net, _, _ = problem()
    assert all(np.shares_memory(p, net.theta) for p in net.params)
    net.theta[:] = np.arange(net.theta.size)
    flat = np.concatenate([p.ravel() for p in net.params])
    np.testing.assert_array_equal(flat, np.arange(net.theta.size))


def test_one_long_array_and_many_arrays_train_the_same() -> None:
    net, X, labels = problem()
    apart = [p.copy() for p in net.params]
    adam = Adam(0.01)
    for _ in range(5):
        batches = minibatches(len(X), 3, np.random.default_rng(0))
        cap.train_epoch(apart, net.objective, adam.step, X, labels, batches)
    opt = Adam(0.01)
    for _ in range(5):
        net.fit(X, labels, opt, 1, 3, np.random.default_rng(0))
    for p, q in zip(net.params, apart, strict=True):
        np.testing.assert_allclose(p, q, rtol=1e-12)


def test_fit_can_be_stopped_and_asks_before_each_epoch() -> None:
    net, X, labels = problem()
    seen: list[int] = []

    def before(epoch: int) -> bool:
        seen.append(epoch)
        return epoch == 3

    assert len(net.fit(X, labels, SGD(0.1), 10, 4, np.random.default_rng(0), before)) == 3
    assert seen == [0, 1, 2, 3]


def test_a_fresh_network_knows_nothing_and_learns_ten_samples_by_heart() -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        X, labels = rng.normal(size=(10, 20)), rng.integers(4, size=10)
        net = cap.Network([20, 30, 4], cap.softmax_loss, rng)
        losses = net.fit(X, labels, Adam(0.01), 100, 10, rng)
        assert abs(losses[0] - np.log(4)) < 1.5
        assert losses[-1] < 0.01


# ---- Advertising, exclusive or, spirals ----


def held_out_error(sizes: list[int], deals: int = 2) -> tuple[float, float]:
    """Mean RMSE on held-out rows: of a network, and of the linear neuron."""
    X, y = ADVERTISING[:, :3], ADVERTISING[:, 3]
    errors = []
    for seed in range(deals):
        for train, out in kfold_indices(len(y), 5, np.random.default_rng(seed)):
            Z = (X - X[train].mean(axis=0)) / X[train].std(axis=0)
            rng = np.random.default_rng(0)
            net = cap.Network(sizes, cap.squared_loss, rng)
            mean, std = y[train].mean(), y[train].std()
            target = ((y[train] - mean) / std)[:, np.newaxis]
            net.fit(Z[train], target, Adam(0.01), 150, 8, rng)
            w, b = fit_linear_neuron(Z[train], y[train])
            errors.append([rmse(net(Z[out]) * std + mean, y[out]), rmse(Z[out] @ w + b, y[out])])
    network, linear = np.mean(errors, axis=0)
    return float(network), float(linear)


def test_the_network_beats_the_linear_neuron_on_markets_it_has_not_seen() -> None:
    small, linear = held_out_error([3, 10, 1])
    large, _ = held_out_error([3, 30, 1])
    deep, _ = held_out_error([3, 10, 10, 1])
    assert large < small < linear
    assert large < deep


def test_as_in_the_notes_hundred_epochs_are_not_enough() -> None:
    X, y = ADVERTISING[:, :3], ADVERTISING[:, 3]
    rng = np.random.default_rng(0)
    net = cap.Network([3, 10, 1], cap.squared_loss, rng, init=glorot_init)
    start = net.theta.copy()
    net.fit(X, y[:, np.newaxis], Adam(0.001), 100, 32, rng)
    assert np.abs(net.theta - start).max() < 0.15
    assert rmse(net(X), y) > rmse(np.full(29, y.mean()), y)


def solved(hidden: int) -> int:
    corners, target = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])
    count = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        net = cap.Network([2, hidden, 1], cap.logistic_loss, rng, *SMOOTH)
        net.fit(corners, target, Adam(0.05), 300, 4, rng)
        count += int(np.all((net(corners) > 0) == target))
    return count


def test_xor_needs_two_units_and_training_likes_spare_ones() -> None:
    found = [solved(n) for n in (1, 2, 4, 8)]
    assert found[0] == 0
    assert 1 <= found[1] <= 7
    assert found[2] >= 9
    assert found[3] == 10


def spirals(n: int, rng: np.random.Generator) -> tuple[Array, Array]:
    labels = np.arange(n) % 2
    radius = np.sqrt(rng.uniform(size=n))
    angle = 3 * np.pi * radius + np.pi * labels
    X = 3 * radius * np.array([np.cos(angle), np.sin(angle)])
    return X.T + 0.05 * rng.normal(size=(n, 2)), labels


def on_spirals(sizes: list[int], kind: tuple, seed: int, epochs: int = 60) -> float:
    best = 0.0
    for rate in (0.01, 0.03):
        rng = np.random.default_rng(seed)
        (X, y), (X_new, y_new) = spirals(300, rng), spirals(300, rng)
        net = cap.Network(sizes, cap.logistic_loss, rng, *kind)
        net.fit(X, y[:, np.newaxis].astype(float), Adam(rate), epochs, 32, rng)
        best = max(best, float(np.mean((net(X_new)[:, 0] > 0) == y_new)))
    return best


def test_on_spirals_two_smooth_layers_beat_one_and_sharp_ones_draw_level() -> None:
    wide, deep = [2, 1000, 1], [2, 100, 100, 1]
    for seed in range(2):
        assert on_spirals(deep, SMOOTH, seed) > 0.97
        assert on_spirals(wide, SMOOTH, seed) < 0.93
        assert on_spirals(deep, SHARP, seed) > 0.97
        assert on_spirals(wide, SHARP, seed) > 0.97
    assert on_spirals([2, 1], SMOOTH, 0) < 0.75


# ---- when it does not learn ----


def watched(
    optimizer: object,
    rows: Array,
    test: Array,
    seed: int,
    y: Array = DIGITS,
    loss: Callable = cap.softmax_loss,
    kind: tuple = SHARP,
    epochs: int = 20,
) -> str:
    rng = np.random.default_rng(seed)
    net = cap.Network([64, 64, 10], loss, rng, *kind)
    train, held_out = [], []

    def measure(_: int) -> None:
        train.append(loss(net(IMAGES[rows]), y[rows])[0])
        held_out.append(loss(net(IMAGES[test]), DIGITS[test])[0])

    with np.errstate(all="ignore"):
        net.fit(IMAGES[rows], y[rows], optimizer, epochs, 32, rng, measure)
        measure(epochs)
    return cap.diagnose(np.array(train), np.array(held_out))


def in_squares(P: Array, labels: Array) -> tuple[float, Array]:
    return cap.squared_loss(P, one_hot(labels, 10))


def nothing(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    return np.zeros((n_in, n_out))


@pytest.mark.parametrize("seed", range(3))
def test_each_patient_is_diagnosed(seed: int) -> None:
    train, test = cap.stratified_split(DIGITS, 0.25, np.random.default_rng(seed))
    few, misread = train[:150], DIGITS.copy()
    misread[few[::3]] = np.random.default_rng(0).integers(10, size=50)
    zero = (relu, relu_prime, nothing)
    assert watched(Adam(0.005), train, test, seed) == "healthy"
    assert watched(Adam(0.1), train, test, seed) == "oscillating"
    assert watched(Adam(0.01), few, test, seed, misread, epochs=60) == "overfitting"
    assert watched(SGD(0.5), train, test, seed, loss=in_squares, kind=SMOOTH) == "diverging"
    assert watched(Adam(0.005), train, test, seed, kind=zero) == "not learning"
