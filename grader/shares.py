"""Which parts of a class are right, where a class has several parts to write: each is worth a share of its points.

A part is right if nothing was found wrong with it, and either a whole case that uses it passed, or the only thing
that kept such cases from passing was that another part is not written yet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.bank import Entry
from grader.compare import Complaint
from grader.data import Case, Ref, Step
from grader.record import StepRecord

DUNDER = {
    "+": ("__add__", "__radd__"),
    "-": ("__sub__", "__rsub__"),
    "*": ("__mul__", "__rmul__"),
    "/": ("__truediv__", "__rtruediv__"),
    "**": ("__pow__", "__rpow__"),
    "@": ("__matmul__", "__rmatmul__"),
    "neg": ("__neg__", "__neg__"),
}


@dataclass(frozen=True)
class Tried:
    """One case as it was judged."""

    case: Case
    run: Sequence[StepRecord] | Complaint
    complaint: Complaint | None


def right(entry: Entry, tried: Sequence[Tried]) -> tuple[str, ...]:
    """The parts of the entry that are right."""
    sound: set[str] = set()
    blamed: set[str] = set()
    for one in tried:
        found = one.complaint
        if found is None:
            sound |= set(_used(one.case.steps, entry))
        elif found.step < 0 or not isinstance(one.run, list):  # stopped, or nothing that can be read
            blamed |= set(_used(one.case.steps, entry))
        else:
            blamed |= set(blame(entry, one.case, found))
            if found.kind == "missing":
                sound |= set(_used(one.case.steps[: found.step], entry))
    return tuple(p for p in entry.parts if p in sound and p not in blamed)


def blame(entry: Entry, case: Case, found: Complaint) -> Iterator[str]:
    """The parts in which something is wrong: where it was raised, else what the step called."""
    named = [p for p in reversed(found.within_code.split(".")) if p in entry.parts]
    if named:
        yield named[0]
    else:
        yield from list(_used(case.steps[: found.step + 1], entry))[-1:]


def share(entry: Entry, parts: Sequence[str]) -> float:
    """What these parts are worth of the whole."""
    return sum(entry.parts[p] for p in parts) / sum(entry.parts.values()) if parts else 0.0


def _used(steps: Sequence[Step], entry: Entry) -> Iterator[str]:
    """The parts that the steps call, in order; what an attribute holds is the work of the call before."""
    for step in steps:
        if step.do == "op":
            own, reflected = DUNDER[step.args[0]]
            name = own if isinstance(step.args[1], Ref) else reflected
        else:
            name = "__init__" if step.do == "new" else step.do
        if name in entry.parts:
            yield name
