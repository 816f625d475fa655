"""A case as a student is shown it: arguments by their names."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.bank import Entry
from grader.compare import Complaint, brief
from grader.data import Case, Json
from grader.given import things
from grader.reading import unpack_case
from grader.words import Phrase, phrase


def namer(entry: Entry, case: Case) -> Callable[[int], Phrase]:
    """What to call the things of a case: `params[0]`, by the name of the parameter and the place inside it."""
    given = things(case)

    def name(number: int) -> Phrase:
        step, place, *keys = given[number].path
        inside = "".join(f"[{key!r}]" for key in keys)
        if isinstance(place, str):
            return phrase("argument.named", name=place + inside)
        names = entry.params.get(case.steps[step].do, [])
        if place < len(names):
            return phrase("argument.named", name=names[place] + inside)
        return phrase("argument.numbered", n=place + 1, inside=inside)

    return name


def shown_input(entry: Entry, j: Json, complaint: Complaint) -> tuple[Phrase, ...]:
    """The arguments of a case of one call, by name, where they are short enough to help."""
    case = unpack_case(j)
    if len(case.steps) != 1 or complaint.kind in ("none", "missing", "stopped"):
        return ()
    step = case.steps[0]
    names: list[Any] = [*entry.params.get(step.do, []), *(["..."] * len(step.args))]
    given = [*zip(names, step.args, strict=False), *step.kwargs.items()]
    text = ", ".join(f"{n} = {_argument(v)}" for n, v in given)
    return (phrase("shown.input", text=text),) if len(text) <= 400 else ()


def _argument(value: Any) -> str:
    return "rng" if isinstance(value, np.random.Generator) else brief(value)
