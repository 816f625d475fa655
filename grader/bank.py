"""Answer banks: what `check` judges by. Frozen from the references by `n2n freeze`, one file a chapter."""

import functools
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np

from grader.data import Case, Json, leaves
from grader.reading import unpack_case
from grader.record import Returned, StepRecord, read_step
from grader.words import Refusal, reason

FORMAT = 2


class BankError(Refusal, ValueError):
    """A bank that cannot be used; the message is one line that names the file and what to do."""


def shallow(record: Any) -> dict[str, Any]:
    """The fields of a dataclass as they are; `asdict` copies all that is in them."""
    return {f.name: getattr(record, f.name) for f in fields(record)}


@dataclass(frozen=True)
class Wanted:
    """One case and what is expected of it."""

    case: Case
    expected: list[StepRecord]

    @classmethod
    def of(cls, judged: Json) -> "Wanted":
        """Fresh values."""
        return cls(unpack_case(judged["case"]), [read_step(s) for s in judged["expected"]])

    def arguments(self) -> list[np.ndarray]:
        """The arrays among the arguments."""
        return [a for s in self.case.steps for a in s.arrays()]

    def arrays(self) -> list[np.ndarray]:
        """All arrays."""
        seen = [s for s in self.expected if isinstance(s, Returned)]
        return [
            *self.arguments(),
            *(a for s in seen for a in [*leaves([v for _, v in s.changed]), *leaves(s.value)]),
        ]


@dataclass(frozen=True)
class Entry:
    """One exercise as it is judged: cases with expected results, and the marks of known misconceptions."""

    name: str
    module: str
    version: int
    points: float
    minutes: int
    difficulty: int
    hints: list[str]
    uses: list[str]
    params: dict[str, list[str]]
    """The names of the parameters of each step, to show its arguments by: of "call", "new" and methods."""
    rtol: float
    atol: float
    rule: str
    """Name of the property rule in `grader.rules` that judges a random result, else empty."""
    fresh: list[str]
    """The steps whose results are promised to be new, so that they may share no memory with an argument."""
    parts: dict[str, float] = field(default_factory=dict)
    """The methods of a class that are to be written, if they are several, and what each is worth beside the others."""
    cases: list[Json] = field(default_factory=list)
    misconceptions: dict[str, Json] = field(default_factory=dict)

    @functools.cached_property
    def wanted(self) -> list["Wanted"]:
        """Its cases as values, for whoever only reads them: their arrays cannot be written to."""
        made = [Wanted.of(judged) for judged in self.cases]
        for wanted in made:
            for a in wanted.arrays():
                a.setflags(write=False)
        return made

    def plan(self) -> list[Json]:
        """What to perform: every case, then the first again to see whether the answer is the same."""
        cases = [c["case"] for c in self.cases]
        return [*cases, *cases[:1]]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, read back by `from_json`."""
        return shallow(self)

    @classmethod
    def from_json(cls, j: dict[str, Any]) -> "Entry":
        """The entry that `to_json` wrote. Raises BankError where keys are missing or unknown."""
        names = {f.name for f in fields(cls)}
        if j.keys() != names:
            odd = sorted(j.keys() ^ names)
            raise BankError("bank.fields", name=str(j.get("name", "?")), fields=odd)
        return cls(**j)


def parse_bank(text: str, where: str) -> dict[str, Entry]:
    """The entries of one bank file. Raises BankError, naming `where`."""
    try:
        j = json.loads(text)
        if j["format"] != FORMAT:
            raise BankError("bank.format", path=where, format=j["format"], ours=FORMAT)
        return {name: Entry.from_json(e) for name, e in j["exercises"].items()}
    except BankError:
        raise
    except (ValueError, KeyError, TypeError) as e:
        raise BankError("bank.unreadable", path=where, what=reason(e)) from None


def merge_banks(banks: Iterable[dict[str, Entry]]) -> dict[str, Entry]:
    """All entries together. Raises BankError if two banks hold an exercise of one name."""
    out: dict[str, Entry] = {}
    for bank in banks:
        if twice := out.keys() & bank.keys():
            raise BankError("bank.twice", name=min(twice))
        out |= bank
    return out


FROZEN = Path(__file__).parent / "frozen"


def extra_folders() -> list[Path]:
    """Folders of one's own chapters beside the book's: `N2N_EXTRA`, separated as in PATH.

    Each is laid out as `chapters/`, `solutions/`, `exercises/`, `frozen/`.
    """
    return [Path(p).resolve() for p in os.environ.get("N2N_EXTRA", "").split(os.pathsep) if p]


def bank_files() -> Iterator[Path]:
    """The bank files of the book and of one's own chapters."""
    for folder in [FROZEN, *(f / "frozen" for f in extra_folders())]:
        yield from sorted(folder.glob("*.json"))


@functools.cache
def load() -> dict[str, Entry]:
    """Every exercise of the book, by name, from the frozen banks beside this file and in `N2N_EXTRA`."""
    return merge_banks(parse_bank(f.read_text("utf8"), f"frozen/{f.name}") for f in bank_files())
