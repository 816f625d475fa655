"""What grading one notebook gave, as data: for the journal, the gradebook and the feedback."""

from dataclasses import dataclass, field

from grader.data import Json
from grader.verdict import Verdict


@dataclass(frozen=True)
class Graded:
    """What grading one notebook gave. `status`: graded, unreadable, missing (no file) or unjudged (our fault)."""

    status: str
    level: str = ""
    reason: str = ""
    """Why there are no verdicts, if so."""
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    carried: dict[str, list[str]] = field(default_factory=dict)
    """Exercises that count because they pass with stand-ins for these."""
    scores: dict[str, float | None] = field(default_factory=dict)
    """By grade_id; None asks for a human."""
    unanswered: list[str] = field(default_factory=list)
    """Solution cells left as handed out."""
    tests: dict[str, str] = field(default_factory=dict)
    """What the instructor's own test cells said, by grade_id; empty if passed."""
    beside: list[str] = field(default_factory=list)
    """Tests of the instructor's that had to run in the student's process, which could have cheated them."""
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    notebook: str = ""
    """Content hash of the graded notebook as this engine wrote it: another one was put there by something else."""

    def to_json(self) -> Json:
        """Plain JSON, read back by `from_json`."""
        return vars(self) | {"verdicts": {n: v.to_json() for n, v in self.verdicts.items()}}

    @classmethod
    def from_json(cls, j: Json) -> "Graded":
        """What `to_json` wrote."""
        return cls(**(j | {"verdicts": {n: Verdict.from_json(v) for n, v in j["verdicts"].items()}}))
