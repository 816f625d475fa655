"""An exercise's cases in the two parts in which a student's function meets them: public and hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from grader.bank import Entry
from grader.data import Json
from grader.engine.notebook.template import Template
from grader.engine.process.wire import frame
from grader.judge import judge
from grader.verdict import Verdict

MOST_KEPT = 2_000
"""Verdicts that a worker keeps for records that it may see again; of most classes all fit."""


@dataclass(frozen=True)
class CaseRequest:
    """What one exercise is asked: cases, with the requests that say so."""

    name: str
    cases: list[Json]

    @cached_property
    def perform(self) -> bytes:
        """The request to perform them on what has the name now."""
        return frame({"do": "perform", "name": self.name, "cases": self.cases})

    @cached_property
    def again(self) -> bytes:
        """The request to perform them on what had the name when `perform` came."""
        return frame({"do": "again", "name": self.name, "cases": self.cases})


@dataclass
class Part:
    """Some cases of an exercise, the request for them, and verdicts on records that were seen before.

    Judging is a function of the records alone, and many students' correct functions give the same ones to
    the last bit: those are judged once.
    """

    entry: Entry
    asked: CaseRequest
    kept: dict[bytes, Verdict] = field(default_factory=dict)

    def judge(self, records: Callable[[], Sequence[Json]], key: bytes = b"") -> Verdict:
        """The verdict on these records; `key` is a digest of them, if there is one. Raises what `judge` does.

        They are read only if it was never seen.
        """
        if key and key in self.kept:
            return self.kept[key]
        verdict = judge(self.entry, records())
        if key:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[key] = verdict
        return verdict


@dataclass(frozen=True)
class Parts:
    """One exercise: all of it, what a student may see of it, and the rest if there is a rest."""

    whole: Part
    public: Part
    hidden: Part | None

    @classmethod
    def of(cls, entry: Entry) -> "Parts":
        """Both parts of an entry."""
        shown = [i for i, c in enumerate(entry.cases) if not c["case"].get("hidden")]
        rest = [c for c in entry.cases if c["case"].get("hidden")]
        marks: dict[str, Any] = {
            n: m | {"marks": [m["marks"][i] for i in shown]} if m.get("marks") else m
            for n, m in entry.misconceptions.items()
        }
        public = replace(entry, cases=[entry.cases[i] for i in shown], misconceptions=marks)
        hidden = replace(entry, cases=rest, misconceptions={})
        return cls(
            Part(entry, CaseRequest(entry.name, entry.plan())),
            Part(public, CaseRequest(entry.name, public.plan())),
            # without its first case a second time: the public part has shown that the answer is the same
            Part(hidden, CaseRequest(entry.name, [c["case"] for c in rest])) if rest else None,
        )


def parts(template: Template) -> dict[str, Parts]:
    """The exercises of a template, in order, with their cases in parts; made once a worker."""
    return template.once("parts", lambda: {n: Parts.of(template.entries[n]) for n in template.exercises})
