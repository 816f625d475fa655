"""How judging an exercise can end: the one table of codes. Everything that is compared, counted or kept is a code.

The words are in `grader.words`, by the keys that stand here.
"""

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Status = Literal["passed", "failed", "unjudged"]


class Outcome(NamedTuple):
    """What one code means."""

    kind: str
    """The rung of the ladder it belongs to; what failed in one way stands under one heading."""
    words: str
    """Key of what is told, its places filled from the verdict's parameters."""
    hidden: str
    """Key of what is told of a hidden case: words that quote nothing that a student's code could choose or find there."""

    @property
    def heading(self) -> str:
        """Key of its heading in a report."""
        return f"heading.{self.kind}"

    @property
    def status(self) -> Status:
        """Whose the points are: the student's, lost, or the grader's fault."""
        return {"passed": "passed", "unjudged": "unjudged"}.get(self.kind, "failed")  # type: ignore[return-value]


def _table(*rows: tuple[str, str]) -> dict[str, Outcome]:
    return {code: Outcome(code.partition(".")[0], f"outcome.{code}", hidden) for code, hidden in rows}


def _safe(*codes: str) -> list[tuple[str, str]]:
    """Outcomes whose words hold nothing of the input, so that they may be told of a hidden case too."""
    return [(code, f"outcome.{code}") for code in codes]


OUTCOMES: dict[str, Outcome] = _table(
    *_safe("passed", "unjudged", "unjudged.standin"),
    # nothing to judge
    *_safe("missing.unwritten", "missing.cell", "missing.undefined", "missing.renamed", "missing.unmade"),
    *_safe("stopped.cpu", "stopped.wall", "stopped.total", "stopped.memory", "stopped.output"),
    *_safe("stopped.disk", "stopped.reply", "stopped.protocol"),
    ("stopped.died", "hidden.stopped.died"),
    *_safe(
        "stopped.uses",
        "stopped.before",
        "stopped.cell",
        "stopped.page",
        "stopped.notebook",
        "stopped.unreached",
    ),
    *[(f"malformed.{what}", "hidden.malformed") for what in ("reply", "steps", "arguments")],
    *_safe("malformed.large"),
    # the ladder
    ("raised", "hidden.raised"),
    ("raised.cell", "hidden.raised"),
    *_safe("none"),
    *[
        (f"type.{what}", "hidden.type")
        for what in ("other", "nothing", "count", "generator", "dictionary", "text")
    ],
    ("shape", "hidden.shape"),
    *[(f"dtype.{what}", "hidden.dtype") for what in ("array", "number")],
    *[(f"nonfinite.{what}", "hidden.nonfinite") for what in ("nan", "infinity")],
    *[
        (f"value.{what}", "hidden.value")
        for what in ("wrong", "text", "count", "keys", "argument", "no_error")
    ],
    *_safe("mutated", "not_in_place", "not_in_place.replaced", "aliased", "not_deterministic"),
    ("mutated.length", "outcome.mutated"),
    ("mutated.content", "outcome.mutated"),
    ("rule", "hidden.rule"),
)
"""By code: the kind of the outcome, a dot, and what tells it from others of its kind."""


@dataclass(frozen=True)
class Broken:
    """What a rule of `grader.rules` found: the misconception of that name, with the numbers its sentence names.

    The sentence is the misconception's docstring; an exercise declares every name of its rule.
    """

    name: str
    params: dict[str, Any] = field(default_factory=dict)
