"""The list of sentences: how a docstring is split, and that a list which is wrong is found out."""

from dataclasses import replace

import numpy as np
import pytest

from grader.author import sentences as s
from grader.author.declare import DeclarationError, Exercise, call, exercises


def relu(z):
    """The larger of z and 0.

    z: array of any shape; it may hold whole numbers
    Returns a new array: z where z > 0,
    else 0. (There is a kink
    at 0.) After A. B. Author, Journal 1, 1990.
    Change no X. Then stop.

    low    what lies
           below
    high   the rest
    """
    return np.maximum(z, 0.0)


class Counter:
    """Counts.

    start: the first number
    count: what it has come to
    """

    def __init__(self, start):
        self.count = start

    def more(self, by):
        """Add to it.

        by: how much; twice: no
        """

    def unsaid(self):
        return self.count


def test_a_docstring_is_split_into_what_it_says() -> None:
    assert s.sentences(relu) == [
        "The larger of z and 0.",
        "z: array of any shape; it may hold whole numbers",
        "Returns a new array: z where z > 0, else 0.",
        "(There is a kink at 0.)",
        "After A. B. Author, Journal 1, 1990.",
        "Change no X.",
        "Then stop.",
        "low what lies below",
        "high the rest",
    ]


def test_the_sentences_of_a_class_are_those_of_its_methods_too() -> None:
    assert s.sentences(Counter) == [
        "Counts.",
        "start: the first number",
        "count: what it has come to",
        ".more: Add to it.",
        ".more: by: how much; twice: no",
    ]


def test_parameters_on_one_line_are_sentences_of_their_own() -> None:
    assert list(s.split("w, b: a line; x: a point; both: kept", ["w", "b", "x"])) == [
        "w, b: a line",
        "x: a point; both: kept",
    ]


def cases(rng):
    yield call("negative", np.array([-1.0, -2.0]))
    yield call("positive", np.array([1.0, 2.0]))
    yield call("drawn", rng.choice([-1.0, 1.0], size=1), hidden=True)


@pytest.fixture
def exercise(monkeypatch: pytest.MonkeyPatch) -> Exercise:
    made = replace(exercises(["activations"])["relu"], draw=cases, misconceptions={})
    monkeypatch.setattr(s, "sentences", lambda _: ["It is 0 below 0.", "Say so."])
    return made


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> dict[str, s.Task]:
    """The declarations, empty."""
    made: dict[str, s.Task] = {}
    monkeypatch.setattr(s, "_TASKS", made)
    monkeypatch.setattr(s, "declared", lambda e: made.get(e.name))
    return made


def held(exercise: Exercise) -> s.Held:
    return s.hold(exercise, [exercise.entry(seed, hidden=True) for seed in range(1, 9)])


def test_a_sentence_is_held_by_the_cases_that_catch_who_breaks_it(
    exercise: Exercise, tasks: dict[str, s.Task]
) -> None:
    @s.breaks("relu", "It is 0\n  below 0.", at="negative")
    def identity(z):
        return z + 0.0

    s.explains("relu", "Say so.")
    found = held(exercise)
    assert found.complaints == []
    (row,) = found.rows
    assert (row.answer, row.cases) == ("identity", 3)
    assert "negative" in row.caught
    assert "positive" not in row.caught
    lines = list(s.listing(found))
    assert lines[:2] == ["relu", "  It is 0 below 0."]
    assert lines[2].startswith("    identity → negative")
    assert lines[3:] == ["  Say so.", "    explains"]


def test_whatever_is_wrong_with_a_list_is_named(exercise: Exercise, tasks: dict[str, s.Task]) -> None:
    @s.breaks("relu", "It is nought below 0.", at="positive")
    def identity(z):
        return z + 0.0

    @s.breaks("relu", "It is 0 below 0.", at="gone")
    def right(z):
        return np.maximum(z, 0.0)

    @s.breaks("relu", "It is 0 below 0.")
    def only_for_one(z):
        return z + 0.0 if z.size == 1 else np.maximum(z, 0.0)

    s.explains("relu", "It is 0 below 0.")
    complaints = held(exercise).complaints
    for told in (
        "no wrong answer breaks: Say so.",
        "the docstring does not say: It is nought below 0.",
        "identity: the case 'positive' does not catch it; these do: negative",
        "right: breaks what is said to ask nothing: It is 0 below 0.",
        "right: the case 'gone' does not catch it; none does",
        "right: passes under every seed: add a case (It is 0 below 0.)",
        "only_for_one: passes under",
    ):
        assert any(c.startswith(told) for c in complaints), (told, complaints)


def test_a_wrong_answer_breaks_one_sentence(tasks: dict[str, s.Task]) -> None:
    s.breaks("relu", "A.", "absolute")
    with pytest.raises(DeclarationError, match="absolute breaks two sentences"):
        s.breaks("relu", "B.", "absolute")
    with pytest.raises(DeclarationError, match="no misconception is called nobody"):
        s.breaks("relu", "B.", "nobody")


def test_a_module_without_a_list_has_none(exercise: Exercise) -> None:
    assert s.hold(replace(exercise, module="nobody"), []).written is False
    assert s.hold(exercises(["neurons"])["threshold_neuron"], [exercise.entry()]).written is True
