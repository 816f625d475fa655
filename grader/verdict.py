"""What was found out about one exercise, as data."""

from dataclasses import dataclass
from typing import Any, Literal

WHY = "  Why: "
"""How the line begins that holds the message of a misconception."""

Status = Literal["passed", "failed", "unjudged"]


@dataclass(frozen=True)
class Verdict:
    """The outcome of judging one exercise.

    `kind` says what failed (`raised`, `shape`, `value`, ...), `why` is the message of the known misconception
    that gives exactly these answers, if one does. Of a hidden case only its `case` label is told.
    """

    exercise: str
    status: Status
    summary: str
    kind: str = ""
    case: str = ""
    details: tuple[str, ...] = ()
    why: str = ""
    misconception: str = ""
    hidden: bool = False
    passed_cases: int = 0
    cases: int = 0

    @property
    def passed(self) -> bool:
        """True only if every case was performed and passed."""
        return self.status == "passed"

    def text(self) -> str:
        """The verdict as a student reads it, in plain lines."""
        mark = {"passed": "✓", "failed": "✗", "unjudged": "?"}[self.status]
        lines = [f"{mark} {self.exercise}: {self.summary}"]
        if self.case:
            lines.append(f"  case: {self.case}" + (" (hidden)" if self.hidden else ""))
        lines += [f"  {d}" for d in self.details]
        if self.why and self.why != self.summary:  # a rule's sentence is its message
            lines.append(f"{WHY}{self.why}")
        return "\n".join(lines)

    def reason(self) -> str:
        """One line for a scoreboard: why the points were lost, empty if they were not."""
        if self.passed:
            return ""
        where = f" ({self.case})" if self.case else ""
        return f"{self.exercise}{where}: {self.why.splitlines()[0] if self.why else self.summary}"

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, read back by `from_json`."""
        return vars(self) | {"details": list(self.details)}

    @classmethod
    def from_json(cls, j: dict[str, Any]) -> "Verdict":
        """The verdict that `to_json` wrote."""
        return cls(**(j | {"details": tuple(j["details"])}))
