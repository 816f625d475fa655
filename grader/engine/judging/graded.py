"""What grading one notebook gave, as data: for the journal, the gradebook and the feedback."""

from dataclasses import dataclass, field

from grader.data import Json
from grader.verdict import Verdict
from grader.words import Phrase, phrase


@dataclass(frozen=True)
class Graded:
    """What grading one notebook gave. `status`: graded, unreadable, missing (no file) or unjudged (our fault)."""

    status: str
    level: str = ""
    reason: Phrase | None = None
    """Why there are no verdicts, if so."""
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    carried_forward: dict[str, list[str]] = field(default_factory=dict)
    """Exercises that count because they pass with stand-ins for these."""
    scores: dict[str, float | None] = field(default_factory=dict)
    """By grade_id; None asks for a human."""
    unanswered: list[str] = field(default_factory=list)
    """Solution cells left as handed out."""
    tests: dict[str, Phrase | None] = field(default_factory=dict)
    """What the instructor's own test cells said, by grade_id; None if passed."""
    same_process: list[str] = field(default_factory=list)
    """Tests of the instructor's that had to run in the student's process, which could have cheated them."""
    notes: list[Phrase] = field(default_factory=list)
    seconds: float = 0.0
    notebook: str = ""
    """Content hash of the graded notebook as this engine wrote it: another one was put there by something else."""
    aside: bool = False
    """`unjudged` for a reason that would come again: not tried again until it changes, or unless that is asked for."""

    def to_json(self) -> Json:
        """Plain JSON, read back by `from_json`."""
        return vars(self) | {
            "reason": self.reason and self.reason.to_json(),
            "verdicts": {n: v.to_json() for n, v in self.verdicts.items()},
            "tests": {n: p and p.to_json() for n, p in self.tests.items()},
            "notes": [p.to_json() for p in self.notes],
        }

    @classmethod
    def from_json(cls, j: Json) -> "Graded":
        """What `to_json` wrote. Raises ValueError, KeyError, TypeError or AttributeError for anything else."""
        made = {
            "reason": j["reason"] and Phrase.from_json(j["reason"]),
            "verdicts": {n: Verdict.from_json(v) for n, v in j["verdicts"].items()},
            "tests": {n: p and Phrase.from_json(p) for n, p in j["tests"].items()},
            "notes": [Phrase.from_json(p) for p in j["notes"]],
        }
        return cls(**(j | made))


def set_aside(why: Phrase) -> Graded:
    """For work that cost more than it may, and would again: the next run does not try it unless it is forced to."""
    return Graded("unjudged", reason=phrase("ungraded.aside", what=why), aside=True)
