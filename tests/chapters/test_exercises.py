"""Every exercise accepts what is right, however it is written, and rejects and names each known mistake."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from grader.author.declare import PUBLIC_SEED, content, run
from grader.bank import load
from grader.judge import judge
from grader.perform import perform
from grader.verdict import Verdict
from tests.chapters.answers import (
    CHAPTERS,
    EXERCISES,
    HIDDEN_SEEDS,
    each_exercise,
    each_style,
    hidden_entry,
    implementation,
    right_answers,
    wrong_answers,
)
from tests.messages import filled


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
    ("name", "form"),
    [(e.name, f) for e in EXERCISES.values() for f in right_answers(e.module) if f.startswith(f"{e.name}__")],
)
def test_right_answers_in_odd_forms_pass(name: str, form: str) -> None:
    right = right_answers(EXERCISES[name].module)[form]
    for entry in (load()[name], *(hidden_entry(name, seed) for seed in HIDDEN_SEEDS)):
        verdict = run(entry, right)
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
        (why,) = verdict.why
        assert filled(entry.misconceptions[mistake]["message"]).fullmatch(why)


@each_exercise
def test_no_exercise_gives_the_message_of_another(name: str) -> None:
    """The mistakes of its neighbours, handed in here: what is said of them are words of this exercise."""
    mine, entry = EXERCISES[name], load()[name]
    words = {m["message"] for m in entry.misconceptions.values()}
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
            assert words.issuperset(verdict.why), f"{other.name}.{mistake}: {verdict.why}"


@pytest.mark.parametrize(
    ("name", "mistake"),
    [(e.name, m) for e in EXERCISES.values() for m in wrong_answers(e.module) if m.startswith(f"{e.name}__")],
)
def test_wrong_answers_that_nobody_declared_fail_too(name: str, mistake: str) -> None:
    wrong = wrong_answers(EXERCISES[name].module)[mistake]
    assert not run(load()[name], wrong).passed, "the page would accept it"
    assert not run(hidden_entry(name, HIDDEN_SEEDS[0]), wrong).passed


@pytest.mark.parametrize(
    ("name", "mistake"),
    [
        (e.name, m)
        for e in EXERCISES.values()
        for m, wrong in wrong_answers(e.module).items()
        if m.startswith(f"{e.name}__") and vars(wrong).get("__doc__", wrong.__doc__)
    ],
)
def test_they_are_told_the_cause_that_their_docstring_names(name: str, mistake: str) -> None:
    wrong = wrong_answers(EXERCISES[name].module)[mistake]
    assert cause(run(load()[name], wrong)) == wrong.__doc__


def cause(verdict: Verdict) -> str:
    """The known mistakes that a verdict names, as the docstrings in `wrong/` do."""
    return ", ".join(verdict.misconceptions) or (f"partly {verdict.partly[0]}" if verdict.partly else "")


@pytest.mark.parametrize("module", ["regularization", "initialization", "capstone"])
def test_nearly_all_of_them_are_told_more_than_that_a_number_is_wrong(module: str) -> None:
    verdicts = [run(load()[m.split("__")[0]], wrong) for m, wrong in wrong_answers(module).items()]
    told = [bool(cause(v)) or v.kind != "value" for v in verdicts]
    assert len(told) >= 35
    assert sum(told) / len(told) >= 0.9


def test_enough_of_them_are_written() -> None:
    names = [m.split("__")[0] for module in CHAPTERS for m in wrong_answers(module)]
    assert set(names) <= EXERCISES.keys()
    assert sum(names.count(n) >= 3 for n in set(names)) >= 30


def recitals(name: str) -> dict[str, Callable[[dict], Any]]:
    """Ways to answer whoever knows every public case by heart, and one of their answers for every strange one."""
    right, public = EXERCISES[name].reference(), load()[name]
    known = {content(j["case"]): perform(right, j["case"]) for j in public.cases}
    alike = {outline(j["case"]["steps"]): known[content(j["case"])] for j in public.cases}
    named = {j["case"]["label"]: known[content(j["case"])] for j in public.cases}
    last = list(known.values())[-1]
    ways: dict[str, Callable[[dict], Any]] = {
        f"answer {k} for all others": lambda case, one=one: known.get(content(case), one)
        for k, one in enumerate(known.values())
    }
    ways["by the arguments' shapes"] = lambda case: known.get(
        content(case), alike.get(outline(case["steps"]), last)
    )
    ways["by the label"] = lambda case: known.get(content(case), named.get(case["label"], last))
    return ways


def outline(value: Any) -> str:
    """The form of a case, without its numbers."""
    if isinstance(value, dict):
        return str(
            {
                k: v if k in ("shape", "dtype", "do", "on", "function") else outline(v)
                for k, v in value.items()
                if k != "zip"
            }
        )
    if isinstance(value, list) and not all(isinstance(v, (int, float)) for v in value):
        return str([outline(v) for v in value])
    return type(value).__name__


def recited(name: str, seeds: Iterable[int]) -> list[str]:
    """The recitals that pass with the hidden cases of one of the seeds."""
    ways = recitals(name)
    bare = replace(EXERCISES[name], misconceptions={})
    passing = []
    for seed in seeds:
        entry = bare.entry(seed, hidden=True)
        plan = entry.plan()
        passing += [
            f"{way}, seed {seed}" for way, say in ways.items() if judge(entry, list(map(say, plan))).passed
        ]
    return passing


@each_exercise
def test_memorized_public_answers_do_not_pass(name: str) -> None:
    public = load()[name]
    for way, say in recitals(name).items():
        assert judge(public, list(map(say, public.plan()))).passed, f"{way}: the recital is word-perfect"
    assert recited(name, HIDDEN_SEEDS[:1]) == []


@pytest.mark.slow
@each_exercise
def test_memorized_public_answers_pass_under_no_seed(name: str) -> None:
    assert recited(name, range(200, 240)) == []


def not_new(name: str, seeds: Iterable[int]) -> list[int]:
    """The seeds whose hidden cases are all public."""
    exercise = EXERCISES[name]
    public = {content(c) for c in exercise.cases(PUBLIC_SEED) if not c.get("hidden")}
    return [s for s in seeds if not {content(c) for c in exercise.cases(s) if c.get("hidden")} - public]


@each_exercise
def test_hidden_cases_are_new(name: str) -> None:
    assert not_new(name, range(100, 105)) == []


@pytest.mark.slow
@each_exercise
def test_hidden_cases_are_new_under_every_seed(name: str) -> None:
    assert not_new(name, range(1000, 2000)) == []


@each_exercise
def test_no_hidden_case_of_a_course_is_public(name: str) -> None:
    public = {content(j["case"]) for j in load()[name].cases}
    for seed in HIDDEN_SEEDS:
        cases = [j["case"] for j in hidden_entry(name, seed).cases]
        hidden = {content(c) for c in cases if c.get("hidden")}
        assert hidden
        assert not hidden & public
        assert {content(c) for c in cases if not c.get("hidden")} == public, (
            "what the page checks, a course checks"
        )


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
