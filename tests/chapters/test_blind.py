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

from grader.author.audit import quiet
from grader.author.declare import run
from grader.bank import load
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
        heads: list[ast.stmt] = [
            n for n in body if not isinstance(n, ast.FunctionDef | ast.ClassDef) or "__" not in n.name[1:]
        ]
        for node in body:
            if node in heads or not isinstance(node, ast.FunctionDef | ast.ClassDef):
                continue
            written, name = node.name, node.name.partition("__")[0]
            node.name = name
            around = {**scope(EXERCISES[name].module), "__name__": "__main__"}
            exec(compile(ast.Module([*heads, node], []), str(path), "exec"), around)
            found[name].append((written, around[name]))
    return found


@each_exercise
def test_right_answers_pass(name: str) -> None:
    assert answers("right")[name]
    for written, subject in answers("right")[name]:
        for entry in (load()[name], hidden_entry(name, 11)):
            with quiet():
                verdict = run(entry, subject)
            assert verdict.status == "passed", (written, verdict.text())


@each_exercise
def test_wrong_answers_do_not(name: str) -> None:
    assert answers("wrong")[name]
    for written, subject in answers("wrong")[name]:
        with quiet():
            verdict = run(load()[name], subject)
        assert verdict.status == "failed", written


# Of the wrong answers, the share that must be told more than "expected … got …": a known mistake, in this case or in all,
# or a type, a shape, a changed argument, an exception. Measured when they were written: 362 of 408.
TOLD = 0.85


def test_most_wrong_answers_are_told_their_cause() -> None:
    told = []
    for name, subjects in answers("wrong").items():
        for _, subject in subjects:
            with quiet():
                verdict = run(load()[name], subject)
            told.append(
                bool(verdict.misconceptions or verdict.partly)
                or verdict.code not in ("value.wrong", "value.argument")
            )
    assert sum(told) >= TOLD * len(told), f"{sum(told)} of {len(told)}"
