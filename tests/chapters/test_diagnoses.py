"""A message names a mistake that was really made, whatever wrong answer it is said of.

The answers of all other exercises, right and wrong, and thousands of small slips are handed in. Where one of them is
recognised as a known mistake, it must be that mistake: on new inputs, too, both must answer alike.
A sample is tried with every change, all of them in `make bench`.
"""

import inspect
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from grader.author.audit import TooLong, alarm, quiet
from grader.author.declare import Exercise, call, exercises, run
from grader.author.mutate import mutants
from grader.bank import Entry, load
from grader.data import Json
from grader.marks import Mark, mark, same
from grader.perform import perform
from grader.reading import unpack_case
from grader.record import read_record
from tests.chapters.answers import STYLES, implementation, wrong_answers

EXERCISES = exercises()
PATIENCE = 0.5
"""Seconds after which a stranger's call is given up."""

FRESH = range(2001, 2013)
"""Seeds of new inputs: each draws an exercise's random cases anew."""

each_exercise = pytest.mark.parametrize("name", EXERCISES)


def answers(exercise: Exercise) -> Iterator[tuple[str, Any]]:
    """Everything that is stored of an exercise: right in several styles, and wrong."""
    for style in STYLES:
        yield f"{exercise.name}, {style}", implementation(style, exercise)
    for mistake, wrong in exercise.misconceptions.items():
        yield f"{exercise.name}.{mistake}", wrong
    for mistake, wrong in wrong_answers(exercise.module).items():
        if mistake.split("__")[0] == exercise.name:
            yield mistake, wrong


def fits(subject: Any, case: Json, kind: type) -> bool:
    """Whether the first call of the case can be made at all."""
    step = unpack_case(case).steps[0]
    if isinstance(subject, type) != issubclass(kind, type):
        return False
    try:
        inspect.signature(subject).bind(*step.args, **step.kwargs)
    except TypeError:
        return False
    return True


def marked(subject: Any, case: Json) -> Mark | None:
    """The mark of an answer; None if it takes too long or cannot be read."""
    try:
        with quiet(), alarm(PATIENCE):
            return mark(read_record(perform(subject, case)))
    except (TooLong, ValueError):
        return None


def told_of(entry: Entry, subject: Any) -> str:
    """The misconception that the verdict names, "" if none or if it takes too long."""
    try:
        with quiet(), alarm(10 * PATIENCE):
            return run(entry, subject).misconception
    except TooLong:
        return ""


def recognised(entry: Entry, subject: Any) -> str:
    """The misconception that an answer is told to hold, or "": what `judge` says, asked only where it can say one."""
    left = dict(entry.misconceptions)
    for k, judged in enumerate(entry.cases):
        seen = marked(subject, judged["case"])
        left = {n: m for n, m in left.items() if seen is not None and same(seen, m["marks"][k])}
        if not left:
            return ""
    return told_of(entry, subject)


def falsely_told(exercise: Exercise, entry: Entry, subject: Any) -> str:
    """What an answer is told although it is not so, and where that shows; "" if nothing is, or it is true."""
    if entry.rule:
        return ""  # a rule measures what it speaks of
    told = recognised(entry, subject)
    if not told:
        return ""
    for seed in FRESH:
        for case in exercise.cases(seed):
            mine, theirs = marked(subject, case), marked(exercise.misconceptions[told], case)
            if mine is None or theirs is None:
                continue  # too slow to be compared
            if not same(mine, theirs):
                return f"{told}, but it answers {case['label']!r} (seed {seed}) otherwise"
    return ""


def strangers(exercise: Exercise, every: int) -> Iterator[tuple[str, Any]]:
    """The answers of other exercises that can be called as this one is; of the many, each `every`-th."""
    first, kind = load()[exercise.name].cases[0]["case"], type(exercise.reference())
    others = [a for e in EXERCISES.values() if e.name != exercise.name for a in answers(e)]
    fitting = [(label, subject) for label, subject in others if fits(subject, first, kind)]
    offset = len(exercise.name) % every
    return iter(fitting[offset::every])


def false_words_to_strangers(name: str, every: int) -> list[str]:
    exercise, entry = EXERCISES[name], load()[name]
    found = ((label, falsely_told(exercise, entry, subject)) for label, subject in strangers(exercise, every))
    return [f"{label} is told: {told}" for label, told in found if told]


@each_exercise
def test_answers_of_other_exercises_are_told_nothing_false(name: str) -> None:
    assert not false_words_to_strangers(name, 30)


@pytest.mark.slow
@each_exercise
def test_answers_of_all_other_exercises_are_told_nothing_false(name: str) -> None:
    assert not false_words_to_strangers(name, 1)


def false_words_to_slips(name: str, every: int) -> list[str]:
    exercise, entry = EXERCISES[name], load()[name]
    reference = exercise.reference()
    out = []
    for mutant in list(mutants(inspect.getsource(sys.modules[reference.__module__]), name))[::every]:
        try:
            subject = mutant.build(name, reference.__module__)
        except Exception:
            continue  # does not even start
        if told := falsely_told(exercise, entry, subject):
            out.append(f"line {mutant.line}, {mutant.change}, is told: {told}")
    for label, subject in answers(exercise):
        if "__" in label and (told := falsely_told(exercise, entry, subject)):
            out.append(f"{label} is told: {told}")
    return out


@pytest.mark.sampled(3)
@each_exercise
def test_a_slip_is_told_nothing_false(name: str) -> None:
    assert not false_words_to_slips(name, 20)


@pytest.mark.slow
@each_exercise
def test_no_slip_at_all_is_told_anything_false(name: str) -> None:
    assert not false_words_to_slips(name, 1)


def test_a_false_word_would_be_found() -> None:
    """An exercise whose only public case cannot tell z² from |z|."""

    def draw(rng):
        yield call("minus one", np.array([-1.0]))
        yield call("any", rng.normal(size=3), hidden=True)

    absolute = EXERCISES["relu"].misconceptions["absolute"]
    vague = replace(EXERCISES["relu"], draw=draw, misconceptions={"absolute": absolute})
    assert falsely_told(vague, vague.entry(), np.square).startswith("absolute, but it answers 'any'")
    assert falsely_told(vague, vague.entry(), np.abs) == "", "that is what it does"
    assert recognised(vague.entry(), np.abs) == "absolute"


def test_many_answers_are_tried_and_some_are_recognised() -> None:
    """Chapter 4's exercises of one array, in each other's place."""
    of_one_array = ["relu_prime", "sigmoid_prime", "silu_prime"]
    tried = {name: list(strangers(EXERCISES[name], 1)) for name in of_one_array}
    assert all(len(found) > 50 for found in tried.values())
    told = [recognised(load()[name], subject) for name, found in tried.items() for _, subject in found]
    assert sum(map(bool, told)) >= 3
