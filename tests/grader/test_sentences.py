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


def held(exercise: Exercise, task: s.Task, monkeypatch: pytest.MonkeyPatch) -> s.Held:
    monkeypatch.setattr(s, "declared", lambda _: task)
    return s.hold(exercise, [exercise.entry(seed, hidden=True) for seed in range(1, 7)])


def test_a_sentence_is_held_by_the_case_that_catches_who_breaks_it(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = s.Task("relu")

    @says("It is 0\n  below 0.", at="negative")
    def identity(z):
        return z + 0.0

    says.nothing("Say so.", "advice")
    found = held(exercise, says, monkeypatch)
    assert found.complaints == []
    (row,) = found.rows
    assert (row.answer, row.at, row.cases) == ("identity", "negative", 3)
    assert "negative" in row.caught
    assert "positive" not in row.caught
    assert list(s.listing(found))[1:3] == [
        "  It is 0 below 0.",
        f"    identity → negative ({len(row.caught)} of 3 cases)",
    ]


def test_whatever_is_wrong_with_a_list_is_named(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    says = s.Task("relu")
    for label in ("positive", "drawn", "gone"):
        says("It is nought below 0.", at=label)(type(label, (), {"__new__": lambda _, z: z + 0.0}))
    says("It is 0 below 0.", at="negative")(np.maximum)
    says.nothing("It is 0 below 0.", "premise")

    @says("It is 0 below 0.", at="negative")
    def right(z):
        return np.maximum(z, 0.0)

    complaints = "\n".join(held(exercise, says, monkeypatch).complaints)
    for told in (
        "no wrong answer breaks: Say so.",
        "the docstring does not say: It is nought below 0.",
        "positive: 'positive' does not catch it; these do: negative",
        "drawn: 'drawn' does not catch it",
        "gone: no case is called 'gone'",
        "right: breaks what is said to ask nothing: It is 0 below 0.",
        "right: 'negative' does not catch it: add a case",
    ):
        assert told in complaints


def test_a_wrong_answer_stands_for_one_sentence() -> None:
    says = s.Task("relu")
    says("A.", "absolute", at="x")
    with pytest.raises(DeclarationError, match="absolute breaks two sentences"):
        says("B.", "absolute", at="x")
    with pytest.raises(DeclarationError, match="no misconception is called nobody"):
        says("B.", "nobody", at="x")
    with pytest.raises(DeclarationError, match="is none of advice"):
        says.nothing("B.", "whim")  # type: ignore[arg-type]


def test_the_list_of_an_exercise_is_begun_once() -> None:
    s.declared(exercises(["neurons"])["threshold_neuron"])
    with pytest.raises(DeclarationError, match="declared twice"):
        s.task("threshold_neuron")
