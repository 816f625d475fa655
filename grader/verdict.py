"""What was found out about one exercise, as codes and numbers; words are made of it where it is shown."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, NamedTuple

from grader.outcomes import OUTCOMES, Status
from grader.words import Phrase, say

MARKS = {"passed": "✓", "failed": "✗", "unjudged": "?"}


class Line(NamedTuple):
    """One line of a verdict as it is printed, and what part of it this is."""

    role: Literal["summary", "case", "detail", "why"]
    text: str


@dataclass(frozen=True)
class Verdict:
    """The outcome of judging one exercise.

    `code` and `params` are of `grader.outcomes`, `where` says in which step and item, `details` are shown below.
    `misconceptions` names the known ones that give exactly these answers, `why` holds their messages, which are
    prose and come from their declarations. Of a hidden case only its `case` label is told.
    """

    exercise: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    where: tuple[Phrase, ...] = ()
    case: str = ""
    details: tuple[Phrase, ...] = ()
    misconceptions: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    """Name and message of the one misconception that gives the answers of the told case, if none gives all."""
    share: float = 0.0
    """What the parts of a failed class that are right are worth of the whole."""
    hidden: bool = False
    passed_cases: int = 0
    cases: int = 0

    @property
    def status(self) -> Status:
        """Passed, failed, or unjudged by the grader's fault."""
        return OUTCOMES[self.code].status

    @property
    def kind(self) -> str:
        """The rung of the ladder: what reports count by."""
        return OUTCOMES[self.code].kind

    @property
    def passed(self) -> bool:
        """True only if every case was performed and passed."""
        return self.status == "passed"

    @property
    def repeatable(self) -> bool:
        """Whether `trace` can show more: a public case that an answer was given to, or that did not come to an end."""
        return self.status == "failed" and not self.hidden and self.kind not in ("missing", "malformed")

    def points(self, possible: float) -> float:
        """What it earns: all, or the share of the parts that are right."""
        return possible if self.passed else round(possible * self.share, 2)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The messages of `why` that `summary` does not hold already, as it does for a rule that was broken."""
        return () if self.kind == "rule" and not self.hidden else self.why

    @property
    def misconception(self) -> str:
        """The first known misconception that gives these answers, empty if none does."""
        return self.misconceptions[0] if self.misconceptions else ""

    def summary(self, language: str = "") -> str:
        """What was found, in one line; of a hidden case without anything that quotes it."""
        outcome = OUTCOMES[self.code]
        words = say(outcome.hidden if self.hidden else outcome.words, language, **self.params)
        if not self.where:
            return words
        return say("verdict.where", language, places=[*self.where], told=words)

    def lines(self, language: str = "") -> list[Line]:
        """The verdict as a student reads it."""
        out = [Line("summary", f"{MARKS[self.status]} {self.exercise}: {self.summary(language)}")]
        if self.case:
            key = "verdict.hidden" if self.hidden else "verdict.case"
            out.append(Line("case", "  " + say(key, language, label=self.case)))
        out += [Line("detail", "  " + d.text(language)) for d in self.details]
        out += [Line("why", "  " + text) for text in self._why(language)]
        return out

    def _why(self, language: str) -> list[str]:
        if self.partly:
            return [say("verdict.partly", language, text=self.partly[1])]
        match self.reasons:
            case ():
                return []
            case (text,):
                return [say("verdict.why", language, text=text)]
        return [say("verdict.one_of", language, texts=[*self.reasons])]

    def text(self, language: str = "") -> str:
        """The verdict as a student reads it, in plain lines."""
        return "\n".join(line.text for line in self.lines(language))

    def reason(self, language: str = "") -> str:
        """One line for a scoreboard: why the points were lost, empty if they were not."""
        if self.passed:
            return ""
        told = self.why[0].splitlines()[0] if self.why else self.summary(language)
        if not self.case:
            return f"{self.exercise}: {told}"
        return say("verdict.reason", language, exercise=self.exercise, label=self.case, told=told)

    def cleaned(self, f: Callable[[str], str]) -> "Verdict":
        """The same verdict with `f` of every text in it, which may have been said by a student's process."""
        said = Phrase(self.code, self.params).map(f)
        where, details = (tuple(p.map(f) for p in phrases) for phrases in (self.where, self.details))
        return replace(self, params=said.params, where=where, details=details)

    def shown(self, language: str = "") -> dict[str, Any]:
        """What a page shows of it, in words."""
        return {
            "exercise": self.exercise,
            "status": self.status,
            "kind": self.kind,
            "summary": self.summary(language),
            "case": self.case,
            "repeatable": self.repeatable,
            "details": [d.text(language) for d in self.details],
            "why": " ".join(self.reasons or self._why(language)),
            "text": self.text(language),
        }

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, read back by `from_json`."""
        return vars(self) | {
            "params": Phrase("", self.params).to_json()["with"],
            "where": [p.to_json() for p in self.where],
            "details": [p.to_json() for p in self.details],
            "misconceptions": list(self.misconceptions),
            "why": list(self.why),
            "partly": list(self.partly),
        }

    @classmethod
    def from_json(cls, j: dict[str, Any]) -> "Verdict":
        """The verdict that `to_json` wrote. Raises ValueError for one of another version."""
        if j.keys() != {f.name for f in fields(cls)} or j["code"] not in OUTCOMES:
            raise ValueError("a verdict of another version")
        return cls(
            **(
                j
                | {
                    "params": Phrase.from_json({"say": "", "with": j["params"]}).params,
                    "where": tuple(map(Phrase.from_json, j["where"])),
                    "details": tuple(map(Phrase.from_json, j["details"])),
                    "misconceptions": tuple(j["misconceptions"]),
                    "why": tuple(j["why"]),
                    "partly": tuple(j["partly"]),
                }
            )
        )
