"""From the page to the gradebook: what the page said is what the instructor's grading finds."""

import pytest
from nbgrader.api import Gradebook

from grader.bank import load
from tests.commands import program
from tests.page.conftest import RELU
from tests.page.test_progress import download_notebook

pytestmark = pytest.mark.browser

ASSIGNMENT = "04_activations"
ANSWERS = {
    "relu": RELU,
    "relu_prime": "def relu_prime(z):\n    return z > 0\n",
    "sigmoid": "def sigmoid(z):\n    e = np.exp(-np.abs(z))\n    return np.where(z >= 0, 1, e) / (1 + e)\n",
    "softmax": "def softmax(z, axis=-1):\n    e = np.exp(z)\n    return e / e.sum(axis=axis, keepdims=True)\n",
}


def n2n(*words: object) -> str:
    """In a process of its own: the browser's loop runs in this one."""
    done = program(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_gradebook_agrees_with_the_page(chapter, tmp_path):
    for name, code in ANSWERS.items():
        chapter.check(name, code)
    passed = {name for name in ANSWERS if chapter.badge(name) == "✓ passed"}
    assert passed == {"relu", "sigmoid"}
    file, _ = download_notebook(chapter, tmp_path, "ada-7")

    course = tmp_path / "course"
    n2n("release", ASSIGNMENT, "--course", course)
    n2n("collect", ASSIGNMENT, tmp_path / file, "--course", course)
    board = n2n("autograde", ASSIGNMENT, "--course", course)
    assert "ada-7" in board
    with Gradebook(f"sqlite:///{course}/gradebook.db", "neuron-to-network") as gb:
        grades = gb.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "ada-7").grades
        scores = {g.name.removeprefix("check-"): g.auto_score for g in grades}
    expected = {e.name: e.points for e in load().values() if e.module == "activations"}
    assert scores == {name: points if name in passed else 0 for name, points in expected.items()}
