"""What a worker says of one submission: JSON text, read as if a stranger had sent it."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from grader.author.kinds import CheckKind
from grader.engine.judging.graded import Graded
from grader.engine.notebook.outputs import plain_text
from grader.engine.notebook.template import Template
from grader.engine.sandbox.canary import LEVELS
from grader.words import known

MOST = 128 << 20
"""Characters of a reply: a graded notebook is at most as large as what was handed in and what it may print."""


class MalformedReply(ValueError):
    """A reply that no worker of ours sends."""


def send(graded: Graded, notebook: str) -> str:
    """A result and the graded notebook as one text."""
    return json.dumps({"graded": graded.to_json(), "notebook": notebook}, separators=(",", ":"))


def receive(text: Any, template: Template) -> tuple[Graded, str]:
    """What `send` made, for this `template`. Raises MalformedReply for anything else, a score that nothing earned included."""
    if type(text) is not str or len(text) > MOST:
        raise MalformedReply("it is no text, or too long")
    try:
        reply = json.loads(text, parse_constant=_refuse)
        notebook = reply["notebook"]
        graded = Graded.from_json(reply["graded"])
        _check(graded, notebook, template)
    except MalformedReply:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as e:
        raise MalformedReply(f"{type(e).__name__} while reading it") from None
    return _plain(graded), notebook


def _refuse(constant: str) -> None:
    raise MalformedReply(f"the number {constant}")


def _need(right: bool, what: str) -> None:
    if not right:
        raise MalformedReply(what)


def _all(values: Any, kind: type | tuple[type, ...]) -> bool:
    return all(isinstance(v, kind) for v in values)


def _check(graded: Graded, notebook: Any, template: Template) -> None:
    texts = (graded.status, graded.level, graded.notebook, notebook)
    _need(_all(texts, str), "a text that is none")
    lists = (graded.unanswered, graded.same_process)
    _need(_all(lists, list) and all(_all(x, str) for x in lists), "a list of texts that is none")
    said = [graded.reason, *graded.tests.values(), *graded.notes]
    _need(all(p is None or known(p) for p in said), "words that there are none for")
    _need(type(graded.seconds) in (int, float) and math.isfinite(graded.seconds), "the seconds")
    _need(graded.status in ("graded", "unreadable", "unjudged"), "the status")
    _need(type(graded.aside) is bool, "whether it is set aside")
    _need(not graded.aside or graded.status == "unjudged", "graded work that is set aside")
    _need(graded.level in ("", *LEVELS), "the level")
    if graded.status != "graded":
        _need(not graded.scores and not graded.verdicts, "scores of what was not graded")
        return
    _need(isinstance(json.loads(notebook), dict), "the notebook")
    _need(graded.verdicts.keys() == set(template.exercises), "the exercises")
    _need(all(v.exercise == n for n, v in graded.verdicts.items()), "a verdict on another exercise")
    for verdict in graded.verdicts.values():
        _need(_all((verdict.passed_cases, verdict.cases), int) and type(verdict.hidden) is bool, "a verdict")
        _need(_all((verdict.case, *verdict.why, *verdict.misconceptions), str), "a verdict's texts")
    _need(graded.carried_forward.keys() <= graded.verdicts.keys(), "what is carried forward")
    _need(all(set(by) <= graded.verdicts.keys() for by in graded.carried_forward.values()), "what carries")
    cells = {c.grade_id: c for c in template.cells if c.grade_id}
    for grade_id, score in graded.scores.items():
        _need(grade_id in cells, "a score of no cell")
        cell = cells[grade_id]
        if score is None:
            continue
        _need(type(score) in (int, float) and 0 <= score <= cell.points, "a score out of bounds")
        if isinstance(cell.kind, CheckKind) and score > 0:
            passed = (
                graded.verdicts[cell.exercise].passed_cases > 0 or cell.exercise in graded.carried_forward
            )
            _need(passed, "points for a check that nothing passed")


def _plain(graded: Graded) -> Graded:
    """The same result without a sign that is more than text on a terminal or in a file."""
    line: Callable[[str], str] = lambda text: plain_text(text).replace("\n", " ")  # noqa: E731
    return replace(
        graded,
        reason=graded.reason and graded.reason.map(line),
        verdicts={n: v.cleaned(plain_text) for n, v in graded.verdicts.items()},
        tests={n: p and p.map(line) for n, p in graded.tests.items()},
        notes=[note.map(line) for note in graded.notes],
    )
