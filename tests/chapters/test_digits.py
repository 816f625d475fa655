"""The digits of chapter 10, wherever they are needed, and what networks make of them."""

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from book.output import write_checker
from grader.digits import load_digits
from solutions import capstone as cap
from solutions.optimizers import Adam, cosine_decay
from tests.compared import answers
from tests.compared.capstone import digest

Array = np.ndarray
ROOT = Path(__file__).parents[2]
IMAGES, DIGITS = load_digits()
IMAGES = IMAGES / 16


# ---- the digits, in the book, the page and a student's installation ----


def test_the_digits_are_those_of_scikit_learn() -> None:
    np.testing.assert_array_equal(digest(*load_digits()), answers("capstone")["digits"])


def test_the_digits_are_whole_and_small() -> None:
    X, y = load_digits()
    assert X.shape == (1797, 64)
    assert (X.min(), X.max()) == (0, 16)
    np.testing.assert_array_equal(X, X.round())
    assert np.bincount(y).min() > 170
    assert (ROOT / "grader/digits.npz").stat().st_size < 50_000
    X[:] = 0  # a reader's copy, not everybody's
    assert load_digits()[0].max() == 16


def test_the_page_brings_the_digits_to_the_browser(tmp_path: Path) -> None:
    write_checker(tmp_path / "checker.zip")
    zipfile.ZipFile(tmp_path / "checker.zip").extractall(tmp_path / "page")
    code = "from grader.digits import load_digits; X, y = load_digits(); print(X.shape, X.sum(), y.sum())"
    run = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'page')!r}); {code}"]
    done = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path)
    X, y = load_digits()
    assert done.stdout.strip() == f"{X.shape} {X.sum()} {y.sum()}", done.stderr


# ---- handwriting ----


def train_digits(
    rows: Array, sizes: tuple[int, ...] = (64, 64, 10), seed: int = 0, epochs: int = 30
) -> cap.Network:
    rng = np.random.default_rng(seed)
    net = cap.Network(list(sizes), cap.softmax_loss, rng)
    adam = Adam(0.01)

    def before(epoch: int) -> None:
        adam.lr = cosine_decay(epoch, 0.01, epochs)

    net.fit(IMAGES[rows], DIGITS[rows], adam, epochs, 32, rng, before)
    return net


def read(splits: int, **how: object) -> tuple[Array, Array]:
    """Test accuracy and CPU seconds of each split."""
    found = []
    for seed in range(splits):
        train, test = cap.stratified_split(DIGITS, 0.25, np.random.default_rng(seed))
        begun = time.process_time()
        net = train_digits(train, seed=seed, **how)
        seconds = time.process_time() - begun
        found.append((np.mean(net(IMAGES[test]).argmax(axis=1) == DIGITS[test]), seconds))
    right, seconds = np.array(found).T
    print(
        f"{splits} splits: median {np.median(right):.1%}, worst {right.min():.1%}, "
        f"{np.median(seconds):.2f} s each, longest {seconds.max():.2f} s"
    )
    return right, seconds


@pytest.mark.parametrize("splits", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_the_network_reads_handwriting(splits: int) -> None:
    """At least 97 % in the median and 95 % at worst, each trained within a second of one core."""
    right, seconds = read(splits)
    assert np.median(right) >= 0.97
    assert right.min() >= 0.95
    assert np.median(seconds) < 1.0


def test_a_split_has_the_same_share_of_every_digit() -> None:
    train, test = cap.stratified_split(DIGITS, 0.25, np.random.default_rng(0))
    assert sorted([*train, *test]) == list(range(1797))
    np.testing.assert_allclose(np.bincount(DIGITS[test]) / np.bincount(DIGITS), 0.25, atol=0.005)


@pytest.mark.slow
def test_depth_and_width_on_digits() -> None:
    """None is worst, a few layers of one size differ little, seven narrow ones lose."""
    sizes = {
        0: (64, 10),
        1: (64, 133, 10),
        2: (64, 69, 69, 10),
        3: (64, 54, 54, 54, 10),
        6: (64, *6 * [37], 10),
    }
    right = {depth: np.mean(read(4, sizes=s, epochs=15)[0]) for depth, s in sizes.items()}
    few = [right[1], right[2], right[3]]
    assert right[0] < min(few) - 0.015
    assert max(few) - min(few) < 0.012
    assert right[6] < min(few)


def test_the_draft_leaks_and_shuffled_labels_show_it() -> None:
    rng = np.random.default_rng(0)
    some = rng.permutation(1797)[:400]
    held_out, shuffled = np.arange(0, 400, 4), np.random.default_rng(0).permutation(DIGITS[some])
    right = {}
    for split in (cap.augmented_split_draft, cap.augmented_split):
        X, y, X_test, y_test = split(IMAGES[some], shuffled, held_out)
        order = np.random.default_rng(0)
        net = cap.Network([64, 100, 10], cap.softmax_loss, order)
        net.fit(X, y, Adam(0.005), 20, 32, order)
        right[split] = np.mean(net(X_test).argmax(axis=1) == y_test)
    assert right[cap.augmented_split_draft] > 0.5
    assert right[cap.augmented_split] < 0.25


@pytest.mark.parametrize("seed", range(3))
def test_centred_images_keep_all_units_awake(seed: int) -> None:
    train, _ = cap.stratified_split(DIGITS, 0.25, np.random.default_rng(seed))
    silent = []
    for X in (IMAGES, IMAGES - IMAGES[train].mean(axis=0)):
        rng = np.random.default_rng(seed)
        net = cap.Network([64, 64, 10], cap.softmax_loss, rng)
        net.fit(X[train], DIGITS[train], Adam(0.005), 20, 32, rng)
        silent.append(np.mean(np.all(X[train] @ net.params[0] + net.params[1] <= 0, axis=0)))
    assert silent[0] > 0.05
    assert silent[1] < 0.02
