"""Freeze the answer banks: cases, expected results and marks, from the references as they are now."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np

from grader.author.declare import exercises, registered
from grader.author.files import write_whole
from grader.bank import FORMAT, Entry, bank_files, load
from grader.data import Json
from grader.reading import Reader
from grader.words import Phrase, phrase, say

EXACT = {"rtol", "atol", "points"}
"""Settings, not results: nothing is close to them."""

Banks = dict[Path, dict[str, Entry]]


def banks(modules: Collection[str] = ()) -> Banks:
    """What the bank files (of `modules`, or all) should hold now: path -> exercise -> entry."""
    out: Banks = {}
    for declared in exercises(modules).values():
        out.setdefault(declared.frozen, {})[declared.name] = declared.entry()
    return out


def unproved(current: Banks) -> list[str]:
    """What is wrong with the declarations: references that fail, misconceptions not named as themselves."""
    declared = registered()
    return [
        complaint
        for bank in current.values()
        for name, entry in bank.items()
        for complaint in declared[name].prove(entry)
    ]


def stale(current: Banks, whole: bool = True) -> Iterator[str]:
    """One line for each bank file that is not what it should be; `current` is the `whole` book, or part of it."""
    for path, bank in current.items():
        if not path.exists():
            yield say("freeze.missing", path=f"frozen/{path.name}")
        elif (difference := next(_differences(path, bank), None)) is not None:
            yield say("freeze.stale", path=f"frozen/{path.name}", where=difference)
    for path in bank_files():
        if whole and path not in current:
            yield say("freeze.extra", path=f"frozen/{path.name}")


def freeze(current: Banks) -> list[Path]:
    """Write the banks that changed (each whole or not at all); the paths written."""
    written = []
    for path, bank in current.items():
        if path.exists() and next(_differences(path, bank), None) is None:
            continue
        path.parent.mkdir(exist_ok=True)
        write_whole(path, render(bank))
        written.append(path)
    load.cache_clear()
    return written


def render(bank: dict[str, Entry]) -> str:
    """A bank as JSON with a case and a misconception a line, so that differences can be read."""

    def line(x: Json) -> str:
        return json.dumps(x, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    parts = []
    for name, entry in bank.items():
        j = entry.to_json()
        cases, wrong = j.pop("cases"), j.pop("misconceptions")
        rows = ",\n".join("  " + line(c) for c in cases)
        marks = ",\n".join(f"  {line(k)}:{line(m)}" for k, m in wrong.items())
        parts.append(
            f' {line(name)}:{line(j)[:-1]},"cases":[\n{rows}\n ],"misconceptions":{{\n{marks}\n }}}}'
        )
    return f'{{"format":{FORMAT},"exercises":{{\n' + ",\n".join(parts) + "\n}}\n"


def _differences(path: Path, bank: dict[str, Entry]) -> Iterator[Phrase | str]:
    try:
        old = json.loads(path.read_text("utf8"))
    except ValueError:
        yield phrase("freeze.no_json")
        return
    fresh = json.loads(render(bank))
    yield from _compare(old, fresh, "")


def _compare(a: Json, b: Json, where: str) -> Iterator[Phrase | str]:
    """Where two banks differ; numbers to 1e-9 of each other are equal (another CPU rounds otherwise)."""
    if isinstance(a, dict) and isinstance(b, dict):
        if a.keys() != b.keys():
            yield phrase("freeze.keys", where=where or "/", keys=sorted(a.keys() ^ b.keys()))
        elif "zip" in a:
            x, y = (Reader().read({"array": v}) for v in (a, b))
            if x.shape != y.shape or not np.allclose(x, y, rtol=1e-9, atol=1e-12, equal_nan=True):
                yield where
        else:
            for k in a:
                if k in EXACT and a[k] != b[k]:
                    yield phrase("freeze.value", where=f"{where}/{k}", before=str(a[k]), now=str(b[k]))
                yield from _compare(a[k], b[k], f"{where}/{k}")
    elif isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            yield phrase("freeze.length", where=where)
        for i, (x, y) in enumerate(zip(a, b, strict=False)):
            yield from _compare(x, y, f"{where}[{i}]")
    elif isinstance(a, float) and isinstance(b, float):
        if not np.isclose(a, b, rtol=1e-7, atol=1e-9):
            yield phrase("freeze.value", where=where, before=str(a), now=str(b))
    elif a != b:
        yield where
