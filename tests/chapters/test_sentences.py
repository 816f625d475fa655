"""Every sentence of every task is held: a wrong answer that breaks it alone is caught by the case that is named."""

import pytest

from grader.author.audit import hold_exercise
from grader.author.sentences import declared
from tests.chapters.answers import EXERCISES

LISTED = [name for name, exercise in EXERCISES.items() if declared(exercise)]


@pytest.mark.sampled(5)  # `n2n audit`, which .ci/run runs, holds all of them
@pytest.mark.parametrize("name", LISTED)
def test_every_sentence_is_held(name: str) -> None:
    held = hold_exercise(EXERCISES[name].module, name)
    assert held.complaints == []
    assert held.rows


def test_no_task_is_left_out() -> None:
    assert set(LISTED) == EXERCISES.keys()
