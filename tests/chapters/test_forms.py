"""Right answers pass in any memory layout, with arrays they may not write to, and in single precision."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from grader.author.declare import Exercise, call, run
from grader.data import Case, Drained, Once, Opaque, Step
from grader.judge import judge
from grader.packing import pack_case
from grader.perform import perform, perform_live
from grader.reading import unpack_case
from grader.record import Returned, read_record
from tests.chapters.answers import (
    EXERCISES,
    HIDDEN_SEEDS,
    each_exercise,
    each_style,
    hidden_entry,
    implementation,
)

Form = Callable[[np.ndarray], np.ndarray]


def in_another_form(form: Form, value: Any, memo: dict[int, Any] | None = None) -> Any:
    """The same arguments with every array in another memory layout or precision; what was shared stays shared."""
    memo = {} if memo is None else memo
    if id(value) in memo:
        return memo[id(value)][0]
    out = value
    if isinstance(value, np.ndarray):
        out = form(value)
    elif isinstance(value, Once):
        out = Once([in_another_form(form, v, memo) for v in value.values])
    elif isinstance(value, (list, tuple)):
        out = type(value)(in_another_form(form, v, memo) for v in value)
    memo[id(value)] = out, value  # the value is held, so that its id stays its own
    return out


def steps_in(form: Form, case: Case) -> list[Step]:
    memo: dict[int, Any] = {}
    return [
        replace(
            s,
            args=in_another_form(form, s.args, memo),
            kwargs={k: in_another_form(form, v, memo) for k, v in s.kwargs.items()},
        )
        for s in case.steps
    ]


def columns_first(a: np.ndarray) -> np.ndarray:
    return np.asfortranarray(a) if a.ndim else a  # it would give a single number an axis


def strided(a: np.ndarray) -> np.ndarray:
    return np.repeat(a, 2, axis=-1)[..., ::2] if a.ndim else a


def backwards(a: np.ndarray) -> np.ndarray:
    return a[..., ::-1].copy()[..., ::-1] if a.ndim else a


def read_only(a: np.ndarray) -> np.ndarray:
    a = a.copy()
    a.flags.writeable = False
    return a


def single(a: np.ndarray) -> np.ndarray:
    return a.astype(np.float32) if a.dtype.kind == "f" else a


def arrays(steps: Iterable[Step]) -> list[np.ndarray]:
    return [a for s in steps for a in s.arrays()]


def performed_in(form: Form, subject: Any, right: Any, j: dict) -> list[dict]:
    """`perform`, with the arguments in another layout. Arrays that the task is to change in place can be written to."""
    if form is read_only:
        steps, before = steps_in(np.copy, unpack_case(j)), arrays(unpack_case(j).steps)
        observed(right, steps)
        changed = [
            not np.array_equal(a, b, equal_nan=True) for a, b in zip(arrays(steps), before, strict=True)
        ]
        case = unpack_case(j)
        spared = {id(a) for a, is_changed in zip(arrays(case.steps), changed, strict=True) if is_changed}
        return observed(subject, steps_in(lambda a: a if id(a) in spared else read_only(a), case))
    return observed(subject, steps_in(form, unpack_case(j)))


def observed(subject: Any, steps: Iterable[Step]) -> list[dict]:
    return perform_live(subject, Case("", tuple(steps)))


@each_exercise
@each_style
@pytest.mark.parametrize("form", [read_only, columns_first, strided, backwards], ids=lambda f: f.__name__)
def test_the_judge_does_not_care_about_memory_layout(name: str, style: str, form: Form) -> None:
    """Functions and objects, of every case; the arrays really lie so when they reach the answer."""
    exercise = EXERCISES[name]
    subject, right = implementation(style, exercise), exercise.reference()
    entry = hidden_entry(name, HIDDEN_SEEDS[0])
    verdict = judge(entry, [performed_in(form, subject, right, case) for case in entry.plan()])
    assert verdict.passed, verdict.text()


def test_arrays_really_arrive_in_another_layout() -> None:
    def spy(z: np.ndarray) -> bool:
        return bool(z.flags.c_contiguous or (z.flags.writeable and form is read_only))

    case = pack_case(call("a batch", np.arange(6.0).reshape(2, 3)))
    for form in (columns_first, strided, backwards):
        assert performed_in(form, spy, spy, case)[0]["value"] is False, form.__name__
    form = read_only

    def writes(z: np.ndarray) -> None:
        z[0] = 0

    def leaves_it(z: np.ndarray) -> None:
        pass

    assert "raised" in performed_in(read_only, writes, leaves_it, case)[0], "it may not write"
    assert "raised" not in performed_in(read_only, writes, writes, case)[0], "it has to"


def in_single_precision(exercise: Exercise) -> list[Exercise]:
    """For each case that can be had in float32 at all, the exercise with that case alone, in float32."""
    right = exercise.reference()
    found = []
    for case in exercise.draw(np.random.default_rng(HIDDEN_SEEDS)):
        rounded = replace(case, steps=tuple(steps_in(single, case)), hidden=False)
        if not any(a.dtype == np.float32 for a in arrays(rounded.steps)):
            continue
        if survives_single_precision(right, case, rounded):
            found.append(replace(exercise, draw=lambda rng, c=rounded: iter([c]), misconceptions={}))
    return found


def survives_single_precision(right: Any, case: Case, rounded: Case) -> bool:
    """Whether the answer is not what rounding leaves of a difference."""
    want, got = (read_record(perform(right, pack_case(c))) for c in (case, rounded))
    if len(want) != len(got) or any(type(w) is not type(g) for w, g in zip(want, got, strict=True)):
        return False
    for w, g in zip(numbers(want), numbers(got), strict=True):
        w, g = np.asarray(w), np.asarray(g)
        if w.shape != g.shape:
            return False
        size = np.abs(w[np.isfinite(w)]).max(initial=0) if w.dtype.kind == "f" else 0
        if w.dtype.kind == "f" and not np.allclose(g, w, rtol=1e-5, atol=1e-5 * size, equal_nan=True):
            return False
    return True


def numbers(record: list[Any]) -> list[Any]:
    """All that came back or was changed."""
    return [
        x
        for s in record
        if isinstance(s, Returned)
        for x in [*flat(s.value), *flat([v for _, v in s.changed])]
    ]


@each_exercise
@each_style
def test_the_judge_accepts_single_precision(name: str, style: str) -> None:
    """Cases in float32, objects' too, judged against what the reference makes of them there."""
    other = implementation(style, EXERCISES[name])
    for alone in in_single_precision(EXERCISES[name]):
        entry = alone.entry()
        verdict = run(entry, other)
        assert verdict.passed, f"{entry.cases[0]['case']['label']}: {verdict.text()}"


def test_most_exercises_of_floats_are_tried_in_single_precision() -> None:
    tried = {name: len(in_single_precision(e)) for name, e in EXERCISES.items()}
    floats = [
        name
        for name, e in EXERCISES.items()
        if any(a.dtype.kind == "f" for c in e.draw(np.random.default_rng(0)) for a in arrays(c.steps))
    ]
    never = [name for name in floats if not tried[name]]
    assert len(floats) > 100
    assert len(never) <= 0.05 * len(floats), never


def calls(exercise: Exercise) -> list[tuple[str, Step]]:
    """The cases that are a single call, with its step."""
    cases = [unpack_case(c) for c in exercise.cases(HIDDEN_SEEDS[0])]
    return [(c.label, c.steps[0]) for c in cases if len(c.steps) == 1 and c.steps[0].do == "call"]


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
    """The numbers and arrays in a result, in order; text and objects say nothing about precision."""
    if isinstance(value, Drained):
        return flat(value.values)
    if isinstance(value, dict):
        return flat(list(value.values()))
    if isinstance(value, (tuple, list)):
        return [x for v in value for x in flat(v)]
    if type(value) is int:
        return [float(value)]  # numpy knows no whole number of more than 64 bits
    return [] if value is None or isinstance(value, (str, Opaque)) else [value]
