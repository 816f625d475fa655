"""Every exercise accepts what is right, however it is written, and rejects and names each known mistake.

A later chapter joins by adding `alternatives/loops/<module>.py` and `alternatives/vectorized/<module>.py`,
each with a function (or class) of every exercise's own name.
"""

import importlib
import runpy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.author.declare import Exercise, exercises, run
from grader.bank import Entry, load
from grader.data import unpack_case

EXERCISES = exercises()
ALTERNATIVES = Path(__file__).parent / "alternatives"
STYLES = ["reference", "loops", "vectorized"]
HIDDEN_SEEDS = [11, 12, 13]

each_exercise = pytest.mark.parametrize("name", EXERCISES)
each_style = pytest.mark.parametrize("style", STYLES)


@cache
def module(style: str, name: str) -> dict[str, Any]:
    if style == "reference":
        return vars(importlib.import_module(f"solutions.{name}"))
    return runpy.run_path(str(ALTERNATIVES / style / f"{name}.py"))


def implementation(style: str, exercise: Exercise) -> Any:
    return module(style, exercise.module)[exercise.name]


@cache
def hidden_entry(name: str, seed: int) -> Entry:
    return EXERCISES[name].entry(seed=seed, hidden=True)


@each_exercise
@each_style
def test_right_answers_pass_the_frozen_bank(name: str, style: str) -> None:
    verdict = run(load()[name], implementation(style, EXERCISES[name]))
    assert verdict.passed, verdict.text()


@each_exercise
@each_style
@pytest.mark.parametrize("seed", HIDDEN_SEEDS)
def test_right_answers_pass_hidden_cases(name: str, style: str, seed: int) -> None:
    verdict = run(hidden_entry(name, seed), implementation(style, EXERCISES[name]))
    assert verdict.passed, verdict.text()


@pytest.mark.parametrize(
    ("name", "mistake"), [(e.name, m) for e in EXERCISES.values() for m in e.misconceptions]
)
def test_each_misconception_is_named_by_its_own_message(name: str, mistake: str) -> None:
    wrong = EXERCISES[name].misconceptions[mistake]
    for entry in (load()[name], hidden_entry(name, HIDDEN_SEEDS[0])):
        verdict = run(entry, wrong)
        assert verdict.status == "failed", f"{mistake} passes"
        assert verdict.misconception == mistake, verdict.text()
        assert verdict.why == entry.misconceptions[mistake]["message"]


@each_exercise
def test_the_declaration_is_complete(name: str) -> None:
    exercise = EXERCISES[name]
    messages = [m.__doc__ for m in exercise.misconceptions.values()]
    assert len(messages) >= 3
    assert len(set(messages)) == len(messages), "two misconceptions give the same message"
    assert len(exercise.hints) == 3
    labels = [c["label"] for c in exercise.cases(0)]
    assert len(set(labels)) == len(labels), "two cases have one label"
    assert any(c.get("hidden") for c in exercise.cases(0)), "no case is hidden"


@each_exercise
def test_a_stub_is_missing_not_wrong(name: str) -> None:
    def unwritten(*args: Any, **kwargs: Any) -> None:
        raise NotImplementedError

    assert run(load()[name], unwritten).kind == "missing"


def in_another_form(form: Callable[[np.ndarray], np.ndarray], value: Any) -> Any:
    """The same arguments with every array in another memory layout or precision."""
    if isinstance(value, np.ndarray):
        return form(value)
    if isinstance(value, (list, tuple)):
        return type(value)(in_another_form(form, v) for v in value)
    return value


def read_only(a: np.ndarray) -> np.ndarray:
    a = a.copy()
    a.flags.writeable = False
    return a


def strided(a: np.ndarray) -> np.ndarray:
    return np.repeat(a, 2, axis=-1)[..., ::2]


def single(a: np.ndarray) -> np.ndarray:
    return a.astype(np.float32) if a.dtype.kind == "f" else a


def calls(exercise: Exercise) -> list[tuple[str, Any]]:
    """The cases that are a single call, with its step."""
    cases = [unpack_case(c) for c in exercise.cases(HIDDEN_SEEDS[0])]
    return [(c.label, c.steps[0]) for c in cases if len(c.steps) == 1 and c.steps[0].do == "call"]


@each_exercise
@pytest.mark.parametrize("form", [read_only, np.asfortranarray, strided], ids=lambda f: f.__name__)
def test_the_reference_does_not_care_about_memory_layout(name: str, form: Callable) -> None:
    right = EXERCISES[name].reference()
    for label, step in calls(EXERCISES[name]):
        args = in_another_form(form, list(step.args))
        want, got = right(*step.args, **step.kwargs), right(*args, **step.kwargs)
        for w, g in zip(flat(want), flat(got), strict=True):
            np.testing.assert_allclose(g, w, rtol=1e-12, atol=1e-300, err_msg=label)


@each_exercise
@each_style
def test_single_precision_agrees_with_double(name: str, style: str) -> None:
    exercise = EXERCISES[name]
    right, other = exercise.reference(), implementation(style, exercise)
    for label, step in calls(exercise):
        args = in_another_form(single, list(step.args))
        want, got = right(*step.args, **step.kwargs), other(*args, **step.kwargs)
        for w, g in zip(flat(want), flat(got), strict=True):
            scale = np.abs(w).max(initial=0.0)
            np.testing.assert_allclose(g, w, rtol=1e-3, atol=1e-4 * scale + 1e-6, err_msg=label)


def flat(value: Any) -> list[Any]:
    """The numbers and arrays in a result, in order; text says nothing about precision."""
    if isinstance(value, (tuple, list)):
        return [x for v in value for x in flat(v)]
    return [] if isinstance(value, str) else [value]
