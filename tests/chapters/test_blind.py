"""Answers of people who saw nothing but the stubs: the right ones pass, and the wrong ones do not.

`blind/right` and `blind/wrong` are as they were written, `exercise__form` and `exercise__slip`, two or three of each for
every exercise; a wrong one's docstring says in its author's words what was done. Names of the course are in scope, as in
a chapter.
"""

import ast
import importlib
from functools import cache
from pathlib import Path
from typing import Any

from grader.author.declare import run
from grader.author.patience import quiet
from grader.bank import load
from grader.verdict import Verdict
from tests.chapters.answers import EXERCISES, each_exercise, hidden_entry

BLIND = Path(__file__).with_name("blind")


@cache
def scope(module: str) -> dict[str, Any]:
    """Every name of the course; where two chapters have one name, this module's."""
    modules = sorted({e.module for e in EXERCISES.values()}, key=lambda name: name == module)
    return {
        name: value
        for each in modules
        for name, value in vars(importlib.import_module(f"solutions.{each}")).items()
        if not name.startswith("__")
    }


@cache
def answers(kind: str) -> dict[str, list[tuple[str, Any]]]:
    """Name of an exercise → the answers to it, each under the exercise's own name, with the name it was written under."""
    found: dict[str, list[tuple[str, Any]]] = {name: [] for name in EXERCISES}
    for path in sorted((BLIND / kind).glob("*.py")):
        body = ast.parse(path.read_text()).body
        written = [n for n in body if isinstance(n, ast.FunctionDef | ast.ClassDef) and "__" in n.name[1:]]
        heads = [n for n in body if n not in written]
        for node in written:
            label, name = node.name, node.name.partition("__")[0]
            node.name = name
            around = {**scope(EXERCISES[name].module), "__name__": "__main__"}
            exec(compile(ast.Module([*heads, node], []), str(path), "exec"), around)
            found[name].append((label, around[name]))
    return found


@each_exercise
def test_right_answers_pass(name: str) -> None:
    assert answers("right")[name]
    for written, subject in answers("right")[name]:
        for entry in (load()[name], hidden_entry(name, 11)):
            with quiet():
                verdict = run(entry, subject)
            assert verdict.status == "passed", (written, verdict.text())


@cache
def verdicts(name: str) -> list[tuple[str, Verdict]]:
    """Of the wrong answers, each with the name it was written under."""
    with quiet():
        return [(written, run(load()[name], subject)) for written, subject in answers("wrong")[name]]


@each_exercise
def test_wrong_answers_do_not(name: str) -> None:
    assert verdicts(name)
    for written, verdict in verdicts(name):
        assert verdict.status == "failed", written


# Of the wrong answers, the share that must be told more than "expected … got …": a known mistake, in this case or in all,
# or a type, a shape, a changed argument, an exception. Measured when they were written: 362 of 408.
TOLD = 0.85


def test_most_wrong_answers_are_told_their_cause() -> None:
    told = [
        bool(v.misconceptions or v.partly) or v.code not in ("value.wrong", "value.argument")
        for name in EXERCISES
        for _, v in verdicts(name)
    ]
    assert sum(told) >= TOLD * len(told), f"{sum(told)} of {len(told)}"
