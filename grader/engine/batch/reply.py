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
from grader.words import Refusal, known

MOST = 128 << 20
"""Characters of a reply: a graded notebook is at most as large as what was handed in and what it may print."""


class MalformedReply(Refusal, ValueError):
    """A reply that no worker of ours sends."""


def send(graded: Graded, notebook: str) -> str:
    """A result and the graded notebook as one text."""
    return json.dumps({"graded": graded.to_json(), "notebook": notebook}, separators=(",", ":"))


def receive(text: Any, template: Template) -> tuple[Graded, str]:
    """What `send` made, for this `template`. Raises MalformedReply for anything else, a score that nothing earned included."""
    if type(text) is not str or len(text) > MOST:
        raise MalformedReply("reply.long")
    try:
        reply = json.loads(text, parse_constant=_refuse)
        notebook = reply["notebook"]
        graded = Graded.from_json(reply["graded"])
        _check(graded, notebook, template)
    except MalformedReply:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as e:
        raise MalformedReply("reply.error", type=type(e).__name__) from None
    return _plain(graded), notebook


def _refuse(constant: str) -> None:
    raise MalformedReply("reply.number", text=constant)


def _need(right: bool, key: str) -> None:
    if not right:
        raise MalformedReply(key)


def _all(values: Any, kind: type | tuple[type, ...]) -> bool:
    return all(isinstance(v, kind) for v in values)


def _check(graded: Graded, notebook: Any, template: Template) -> None:
    texts = (graded.status, graded.level, graded.notebook, notebook)
    _need(_all(texts, str), "reply.text")
    lists = (graded.unanswered, graded.same_process)
    _need(_all(lists, list) and all(_all(x, str) for x in lists), "reply.list")
    said = [graded.reason, *graded.tests.values(), *graded.notes]
    _need(all(p is None or known(p) for p in said), "reply.words")
    _need(type(graded.seconds) in (int, float) and math.isfinite(graded.seconds), "reply.seconds")
    _need(graded.status in ("graded", "unreadable", "unjudged"), "reply.status")
    _need(type(graded.aside) is bool, "reply.aside")
    _need(not graded.aside or graded.status == "unjudged", "reply.set_aside")
    _need(graded.level in ("", *LEVELS), "reply.level")
    if graded.status != "graded":
        _need(not graded.scores and not graded.verdicts, "reply.ungraded")
        return
    _need(isinstance(json.loads(notebook), dict), "reply.notebook")
    _need(graded.verdicts.keys() == set(template.exercises), "reply.exercises")
    _need(all(v.exercise == n for n, v in graded.verdicts.items()), "reply.other")
    for verdict in graded.verdicts.values():
        _need(
            _all((verdict.passed_cases, verdict.cases), int) and type(verdict.hidden) is bool, "reply.verdict"
        )
        _need(_all((verdict.case, *verdict.why, *verdict.misconceptions), str), "reply.texts")
    _need(graded.carried_forward.keys() <= graded.verdicts.keys(), "reply.carried")
    _need(all(set(by) <= graded.verdicts.keys() for by in graded.carried_forward.values()), "reply.carrying")
    cells = {c.grade_id: c for c in template.cells if c.grade_id}
    for grade_id, score in graded.scores.items():
        _need(grade_id in cells, "reply.cell")
        cell = cells[grade_id]
        if score is None:
            continue
        _need(type(score) in (int, float) and 0 <= score <= cell.points, "reply.bounds")
        if isinstance(cell.kind, CheckKind) and score > 0:
            passed = (
                graded.verdicts[cell.exercise].passed_cases > 0 or cell.exercise in graded.carried_forward
            )
            _need(passed, "reply.unearned")


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
