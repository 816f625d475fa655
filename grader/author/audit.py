"""Measure the checks: what do they catch of a machine's mistakes, and of people's?

A mutant of a reference is *killed* if the bank rejects it, *equivalent* if random inputs do not separate it from the
reference beyond the tolerance of the check, and otherwise has *survived*: the bank lacks a case.
A sentence of a task is *held* if the bank rejects the wrong answers that break it (see `sentences`).
"""

import inspect
import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click
import numpy as np

from grader.author.declare import DeclarationError, Exercise, content, exercises
from grader.author.files import write_whole
from grader.author.mutate import Mutant, mutants
from grader.author.patience import SECONDS, TooLong, alarm, passes, quiet
from grader.author.sentences import Held, hold, listing
from grader.bank import Entry
from grader.data import Json
from grader.judge import judge
from grader.perform import perform
from grader.words import say

HIDDEN_SEED = 1
"""Any seed: hidden cases drawn from it stand for those of a course."""

SENTENCE_SEEDS = (HIDDEN_SEED, 101, 102, 103)
"""Whatever is drawn, a sentence has to be held."""


@dataclass
class AuditResult:
    """What became of the mutants of one exercise."""

    exercise: str
    killed: int = 0
    equivalent: list[str] = field(default_factory=list)
    survived: list[str] = field(default_factory=list)
    inputs: int = 0
    """How many different random inputs the equivalent ones were compared on; 0 if there was nothing to compare."""

    @property
    def share(self) -> float:
        """Share of the non-equivalent mutants that are killed."""
        real = self.killed + len(self.survived)
        return self.killed / real if real else 1.0


HEADS = ("exercise", "killed", "survived", "equivalent", "inputs")
"""Columns of the table, by key."""


def audit(
    names: Sequence[str],
    modules: Sequence[str],
    sample: int | None,
    inputs: int,
    output: Path | None = None,
) -> bool:
    """Audit the exercises `names` (all of `modules`, if none are named) and print a table; whether none survived.

    With `output`, what was found is stored there too, beside what the file knows of other exercises.
    Raises DeclarationError for a name or a module that is none.
    """
    known = exercises(modules)
    chosen = _chosen(names, known)
    outcomes = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        futures = [pool.submit(audit_exercise, known[n].module, n, sample, inputs) for n in chosen]
        with click.progressbar(futures, label=say("audit.progress"), file=sys.stderr) as bar:
            outcomes = [f.result() for f in bar]
    width = max(map(len, chosen))
    heads = [say(f"audit.{key}") for key in HEADS]
    click.echo("  ".join([f"{heads[0]:{width}}", *heads[1:]]))
    for o in outcomes:
        row = (o.killed, len(o.survived), len(o.equivalent), o.inputs)
        numbers = [f"{n:{len(head)}}" for n, head in zip(row, heads[1:], strict=True)]
        click.echo("  ".join([f"{o.exercise:{width}}", *numbers]))
        for line in o.survived:
            click.echo(f"  {heads[2]}  {line}")
    if output is not None:
        store(output, {o.exercise: _stored(o, known[o.exercise]) for o in outcomes})
    killed, survived = sum(o.killed for o in outcomes), sum(len(o.survived) for o in outcomes)
    equal = sum(len(o.equivalent) for o in outcomes)
    share = killed / max(killed + survived, 1)
    all_ = killed + survived
    click.echo(say("audit.summary", killed=killed, all=all_, share=share, equivalent=equal, inputs=inputs))
    return survived == 0


def audit_sentences(
    names: Sequence[str], modules: Sequence[str], listed: bool, output: Path | None = None
) -> bool:
    """Hold the sentences of the exercises `names` (all of `modules`, if none are named); whether all are held.

    Prints what is wrong, and the whole list if it is to be `listed`; stores figures in `output` and raises as
    `audit` does.
    """
    known = exercises(modules)
    chosen = _chosen(names, known)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        held = list(pool.map(hold_exercise, (known[n].module for n in chosen), chosen))
    written = [h for h in held if h.written]
    for h in written:
        if listed:
            click.echo("\n".join(listing(h)))
        for complaint in h.complaints:
            click.echo(f"{h.exercise}: {complaint}")
    if output is not None:
        store(
            output,
            {h.exercise: {"module": known[h.exercise].module, "sentences": h.figures} for h in written},
        )
    total = {key: sum(h.figures[key] for h in written) for key in Held("").figures}
    click.echo(say("audit.sentences", "", **total, tasks=len(written), unlisted=len(held) - len(written)))
    return total["complaints"] == 0


def hold_exercise(module: str, name: str) -> Held:
    """Hold the sentences of one exercise."""
    exercise = exercises([module])[name]
    return hold(exercise, [exercise.entry(seed, hidden=True) for seed in SENTENCE_SEEDS])


def _chosen(names: Sequence[str], known: dict[str, Exercise]) -> list[str]:
    if unknown := sorted(set(names) - known.keys()):
        raise DeclarationError("audit.unknown", names=unknown)
    return list(names) or list(known)


def _stored(outcome: AuditResult, exercise: Exercise) -> dict[str, Any]:
    return {
        "module": exercise.module,
        "killed": outcome.killed,
        "survived": outcome.survived,
        "equivalent": outcome.equivalent,
        "inputs": outcome.inputs,
    }


def store(path: Path, found: dict[str, dict[str, Any]]) -> None:
    """Write what was found into the JSON file `path`: exercise → figures; what was not measured now stays as it is."""
    stored = json.loads(path.read_text("utf8")) if path.is_file() else {}
    names = sorted(exercises().values(), key=lambda e: e.module)
    current = {e.name: stored.get(e.name, {}) | found.get(e.name, {}) for e in names}
    current = {name: figures for name, figures in current.items() if figures}
    write_whole(path, json.dumps(current, indent=1, ensure_ascii=False) + "\n")


def audit_exercise(module: str, name: str, sample: int | None, inputs: int) -> AuditResult:
    """Make the mutants of one reference and judge each."""
    declared = exercises([module])[name]
    reference = declared.reference()
    made = list(mutants(inspect.getsource(sys.modules[reference.__module__]), name))
    if sample is not None and len(made) > sample:
        chosen = np.random.default_rng(len(made)).choice(len(made), sample, replace=False)
        made = [made[i] for i in sorted(chosen)]
    entry = declared.entry(HIDDEN_SEED, hidden=True)
    passing = [m for m in made if _passes(entry, m, reference.__module__)]
    outcome = AuditResult(name, killed=len(made) - len(passing))
    apart, outcome.inputs = separating(declared, entry, passing, inputs)
    for mutant in passing:
        line = f"line {mutant.line}: {mutant.change}"
        if mutant in apart:
            outcome.survived.append(f"{line}  (separated by {apart[mutant]!r})")
        else:
            outcome.equivalent.append(line)
    return outcome


def _passes(entry: Entry, mutant: Mutant, module: str) -> bool:
    try:
        built = mutant.build(entry.name, module)
    except Exception:
        return False
    return passes(entry, built)


def separating(
    declared: Exercise, entry: Entry, passing: Sequence[Mutant], inputs: int
) -> tuple[dict[Mutant, str], int]:
    """For each mutant that some random case tells from the reference, the label of the first that does.

    Also on how many different cases the others were compared: `inputs`, or as many as the declaration can draw.
    Every case is drawn, and the reference asked, once for all mutants; each leaves at its first separation.
    """
    reference = declared.reference()
    left = {m: m.build(declared.name, reference.__module__) for m in passing}
    apart: dict[Mutant, str] = {}
    tried = 0
    for case in random_cases(declared, inputs) if left else ():
        tried += 1
        with quiet():
            right = perform(reference, case)
        single: Entry | None = None
        for mutant, subject in list(left.items()):
            try:
                with quiet(), alarm(SECONDS):
                    record = perform(subject, case)
            except TooLong:
                record = None
            if record is not None and _same(record, right):
                continue  # to the last bit, and so in the eyes of the judge
            single = single or _with_case(entry, case, declared.expected(reference, case))
            if record is None or not judge(single, [record, record]).passed:
                apart[mutant] = str(case["label"])
                del left[mutant]
        if not left:
            break
    return apart, tried


def _same(record: list[Json], right: list[Json]) -> bool:
    """Whether two records hold the same observations, warnings aside."""
    seen, want = ([{k: v for k, v in s.items() if k != "warnings"} for s in r] for r in (record, right))
    return seen == want


def random_cases(declared: Exercise, count: int) -> Iterator[Json]:
    """Up to `count` different cases drawn from the declaration under many seeds."""
    seen: set[str] = set()
    for seed in range(2, count + 2):
        for case in declared.cases(seed):
            key = content(case)
            if key not in seen:
                seen.add(key)
                yield case
                if len(seen) >= count:
                    return


def _with_case(entry: Entry, case: Json, expected: list[Json]) -> Entry:
    judged: list[Any] = [{"case": case, "expected": expected}]
    return replace(entry, cases=judged, misconceptions={})
