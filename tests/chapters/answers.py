"""Right and wrong answers to every exercise, as they are stored beside this file.

A later chapter joins by adding `alternatives/loops/<module>.py` and `alternatives/vectorized/<module>.py`,
each with a function (or class) of every exercise's own name.
"""

import importlib
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.author.declare import Exercise, exercises
from grader.bank import Entry

EXERCISES = exercises()
ALTERNATIVES = Path(__file__).parent / "alternatives"
STYLES = ["reference", "loops", "vectorized"]
HIDDEN_SEEDS = [11, 12, 13]

CHAPTERS = sorted(p.stem for p in ALTERNATIVES.with_name("wrong").glob("*.py"))

each_exercise = pytest.mark.parametrize("name", EXERCISES)
each_style = pytest.mark.parametrize("style", STYLES)


@cache
def module(style: str, name: str) -> dict[str, Any]:
    if style == "reference":
        return vars(importlib.import_module(f"solutions.{name}"))
    return runpy.run_path(str(ALTERNATIVES / style / f"{name}.py"))


@cache
def wrong_answers(module: str) -> dict[str, Any]:
    """`exercise__mistake` → function; see wrong/<module>.py."""
    return _named("wrong", module)


@cache
def right_answers(module: str) -> dict[str, Any]:
    """`exercise__form` → function; see right/<module>.py."""
    return _named("right", module)


def _named(folder: str, module: str) -> dict[str, Any]:
    path = ALTERNATIVES.with_name(folder) / f"{module}.py"
    made = runpy.run_path(str(path)) if path.is_file() else {}
    return {name: f for name, f in made.items() if "__" in name[1:] and not name.startswith("__")}


def implementation(style: str, exercise: Exercise) -> Any:
    return module(style, exercise.module)[exercise.name]


@cache
def hidden_entry(name: str, seed: int) -> Entry:
    return EXERCISES[name].entry(seed=seed, hidden=True)
