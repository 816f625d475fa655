"""Every exercise accepts what is right, however it is written, and rejects and names each known mistake.

A later chapter joins by adding `alternatives/loops/<module>.py` and `alternatives/vectorized/<module>.py`,
each with a function (or class) of every exercise's own name.
"""

import importlib
import runpy
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.author.declare import PUBLIC_SEED, Exercise, content, exercises, run
from grader.bank import Entry, load
from grader.data import unpack_case
from grader.judge import judge
from grader.perform import perform

EXERCISES = exercises()
ALTERNATIVES = Path(__file__).parent / "alternatives"
STYLES = ["reference", "loops", "vectorized"]
HIDDEN_SEEDS = [11, 12, 13]

CHAPTERS = ["neurons", "perceptrons", "xor", "activations", "losses", "backpropagation"]

each_exercise = pytest.mark.parametrize("name", EXERCISES)
each_style = pytest.mark.parametrize("style", STYLES)


@cache
def module(style: str, name: str) -> dict[str, Any]:
    if style == "reference":
        return vars(importlib.import_module(f"solutions.{name}"))
    return runpy.run_path(str(ALTERNATIVES / style / f"{name}.py"))


def wrong_answers(module: str) -> dict[str, Any]:
    """`exercise__mistake` → function; see wrong/<module>.py."""
    path = ALTERNATIVES.with_name("wrong") / f"{module}.py"
    made = runpy.run_path(str(path)) if path.is_file() else {}
    return {name: f for name, f in made.items() if "__" in name[1:] and not name.startswith("__")}


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
def test_no_exercise_gives_the_message_of_another(name: str) -> None:
    """The mistakes of its neighbours, handed in here: what is said of them are words of this exercise."""
    mine, entry = EXERCISES[name], load()[name]
    words = {m["message"] for m in entry.misconceptions.values()} | {""}
    for other in EXERCISES.values():
        if (
            other is mine
            or other.module != mine.module
            or other.rule
            or load()[other.name].params != entry.params
        ):
            continue
        for mistake, wrong in other.misconceptions.items():
            verdict = run(entry, wrong)
            assert verdict.status in ("passed", "failed"), f"{other.name}.{mistake}"
            assert verdict.why in words, f"{other.name}.{mistake}: {verdict.why}"


@pytest.mark.parametrize(
    ("name", "mistake"),
    [(e.name, m) for e in EXERCISES.values() for m in wrong_answers(e.module) if m.startswith(f"{e.name}__")],
)
def test_wrong_answers_that_nobody_declared_fail_too(name: str, mistake: str) -> None:
    wrong = wrong_answers(EXERCISES[name].module)[mistake]
    assert not run(load()[name], wrong).passed, "the page would accept it"
    assert not run(hidden_entry(name, HIDDEN_SEEDS[0]), wrong).passed


def test_enough_of_them_are_written() -> None:
    names = [m.split("__")[0] for module in CHAPTERS for m in wrong_answers(module)]
    assert set(names) <= EXERCISES.keys()
    assert sum(names.count(n) >= 3 for n in set(names)) >= 30


@each_exercise
def test_memorized_public_answers_do_not_pass(name: str) -> None:
    """Whoever knows every public case by heart, and answers a strange one as if it were a known one."""
    right = EXERCISES[name].reference()
    public = load()[name]
    known = {content(j["case"]): perform(right, j["case"]) for j in public.cases}
    fallback = next(iter(known.values()))

    def recite(entry: Entry) -> list[Any]:
        return [known.get(content(case), fallback) for case in entry.plan()]

    assert judge(public, recite(public)).passed, "the recital is word-perfect"
    for seed in HIDDEN_SEEDS:
        assert not judge(hidden_entry(name, seed), recite(hidden_entry(name, seed))).passed


@each_exercise
def test_hidden_cases_are_new_under_every_seed(name: str) -> None:
    exercise = EXERCISES[name]
    public = {content(c) for c in exercise.cases(PUBLIC_SEED) if not c.get("hidden")}
    for seed in range(100, 120):
        hidden = {content(c) for c in exercise.cases(seed) if c.get("hidden")}
        assert hidden - public, f"seed {seed} draws nothing that is not public"


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


def in_place(name: str) -> bool:
    """Whether the reference changes what it is called with: then a copy in another layout is no stand-in for it."""
    return any(
        step["after"] != [a for a in EXERCISES[name].expected(lambda *_, **__: None, j["case"])[0]["after"]]
        for j in load()[name].cases
        for step in j["expected"]
        if "after" in step
    )


@each_exercise
@each_style
@pytest.mark.parametrize("form", [read_only, np.asfortranarray, strided], ids=lambda f: f.__name__)
def test_the_judge_does_not_care_about_memory_layout(name: str, style: str, form: Callable) -> None:
    right = implementation(style, EXERCISES[name])
    entry = hidden_entry(name, HIDDEN_SEEDS[0])
    if isinstance(right, type) or entry.alias or in_place(name):
        return  # objects, and functions whose task it is to change their arguments

    def other_layout(*args: Any, **kwargs: Any) -> Any:
        return right(*in_another_form(form, list(args)), **kwargs)

    verdict = run(entry, other_layout)
    assert verdict.passed, verdict.text()


@each_exercise
@each_style
def test_the_judge_accepts_single_precision(name: str, style: str) -> None:
    """Cases in float32, judged against what the reference makes of them there."""
    exercise = EXERCISES[name]
    if exercise.rule:
        return
    right, other = exercise.reference(), implementation(style, exercise)
    for case in exercise.draw(np.random.default_rng(HIDDEN_SEEDS)):
        step = case.steps[0]
        if len(case.steps) > 1 or step.do != "call" or not survives_single_precision(right, step):
            continue
        args = tuple(in_another_form(single, list(step.args)))
        rounded = replace(case, steps=(replace(step, args=args),), hidden=False)
        alone = replace(exercise, draw=lambda rng, c=rounded: iter([c]), misconceptions={}).entry()
        verdict = run(alone, other)
        assert verdict.passed, f"{case.label}: {verdict.text()}"


def survives_single_precision(right: Any, step: Any) -> bool:
    """Whether the answer can be had in float32 at all, and is not what rounding leaves of a difference."""
    args = in_another_form(single, list(step.args))
    for w, g in zip(flat(right(*step.args, **step.kwargs)), flat(right(*args, **step.kwargs)), strict=True):
        w, g = np.asarray(w), np.asarray(g)
        if w.dtype.kind == "f" and not np.allclose(g, w, rtol=1e-5, atol=1e-5 * np.abs(w).max(initial=0)):
            return False
    return True


@each_exercise
@each_style
def test_single_precision_agrees_with_double(name: str, style: str) -> None:
    exercise = EXERCISES[name]
    right, other = exercise.reference(), implementation(style, exercise)
    for label, step in calls(exercise):
        args = in_another_form(single, list(step.args))
        double = other if exercise.rule else right  # where a rule judges, two right answers may differ
        want, got = double(*step.args, **step.kwargs), other(*args, **step.kwargs)
        for w, g in zip(flat(want), flat(got), strict=True):
            scale = np.abs(w).max(initial=0.0)
            np.testing.assert_allclose(g, w, rtol=1e-3, atol=1e-4 * scale + 1e-6, err_msg=label)


def flat(value: Any) -> list[Any]:
    """The numbers and arrays in a result, in order; text says nothing about precision."""
    if isinstance(value, (tuple, list)):
        return [x for v in value for x in flat(v)]
    return [] if isinstance(value, str) else [value]
