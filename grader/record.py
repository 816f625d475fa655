"""What was seen of a case, read from JSON into a strict form. The JSON may come from beside hostile code."""

from dataclasses import dataclass
from typing import Any

from grader.data import Json, Malformed
from grader.foreign import one_line
from grader.outcomes import OUTCOMES
from grader.reading import Reader
from grader.words import Phrase, phrase


@dataclass(frozen=True)
class Returned:
    """A step that returned: its value, what it changed of the things of the case, and which of them it shares.

    Things stand by their numbers (see `grader.given`); what is not in `changed` is as it was.
    """

    value: Any
    changed: tuple[tuple[int, Any], ...] = ()
    shares: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Raised:
    """A step that raised, and the student's own line it came from (0 if unknown)."""

    type: str
    message: str = ""
    line: int = 0
    source: str = ""
    within: str = ""


@dataclass(frozen=True)
class Stopped:
    """A case that the engine had to stop: `stopped.<limit>` is its outcome, `amount` and `detail` fill the words."""

    limit: str
    amount: float = 0.0
    detail: str = ""
    """Of `died`: the exit code or the signal's name; of `uses`: the exercise."""


StepRecord = Returned | Raised | Stopped


def ended_by(limit: str, detail: str) -> Phrase | str:
    """What the words of `stopped.<limit>` say beside the amount: how the process ended, or whatever else there is."""
    if limit != "died" or not detail:
        return detail
    return phrase("part.exit", code=detail) if detail.isdigit() else phrase("part.detail", text=detail)


def read_record(raw: Json) -> list[StepRecord]:
    """The steps of a record. Raises Malformed for anything that `perform` or the engine does not write."""
    if type(raw) is not list:
        raise Malformed("a record that is no list")
    reader = Reader()  # its limits hold for the whole record
    return [read_step(step, reader) for step in raw]


def read_step(step: Json, reader: Reader | None = None) -> StepRecord:
    """One step of a record, or of what is expected. Raises Malformed."""
    reader = reader or Reader()
    if type(step) is not dict:
        raise Malformed("a step that is no object")
    if "stopped" in step:
        return _stopped(step["stopped"])
    if "raised" in step:
        line = step.get("line", 0)
        return Raised(
            _text(step["raised"]),
            _text(step.get("message", "")),
            line if type(line) is int else 0,
            _text(step.get("source", "")),
            _text(step.get("within", "")),
        )
    changed = tuple(_change(c, reader) for c in _items(_field(step, "changed")))
    shares = tuple(_number(n) for n in _items(_field(step, "shares")))
    warned = tuple(_text(w) for w in _items(step.get("warnings", []))[:20])
    return Returned(reader.read(_field(step, "value")), changed, shares, warned)


def _change(change: Json, reader: Reader) -> tuple[int, Any]:
    if len(_items(change)) != 2:
        raise Malformed("a change without content")
    return _number(change[0]), reader.read(change[1])


def _number(value: Json) -> int:
    if type(value) is not int or value < 0:
        raise Malformed("a number of nothing")
    return value


def _stopped(stop: Json) -> Stopped:
    limit, amount = _text(_field(stop, "limit")), stop.get("amount", 0.0)
    if f"stopped.{limit}" not in OUTCOMES or type(amount) not in (int, float):
        raise Malformed("a stop for no reason")
    return Stopped(limit, float(amount), _text(stop.get("detail", "")))


def _field(step: Json, name: str) -> Json:
    if type(step) is not dict or name not in step:
        raise Malformed(f"a step without {name!r}")
    return step[name]


def _items(value: Json) -> list[Json]:
    if type(value) is not list:
        raise Malformed("a list was expected")
    return value


def _text(value: Json) -> str:
    if type(value) is not str:
        raise Malformed("a text was expected")
    return one_line(value, 400)
