"""Error carried forward: the trusted stand-in for an exercise that failed.

An exercise that fails may do so only because one it `uses` failed before. It is then judged again, in a
fresh confined process in which the reference of the failed one takes its place right after its check.

Why this gives nothing away. The reference's source does enter a process with student code, which may read
it there. But (1) that process holds the reference of exercises only whose verdict is already fixed as
failed: whoever reads it can no longer earn its points; (2) one exercise is judged in that process, and
never one whose reference, or whose own helper, is part of the stand-in, because `uses` has no cycles and
the stand-in is cut down to the named exercise and what it needs; (3) nothing of that run is shown: no
output, no message, only whether the exercise passed; (4) the process is confined and ends there, so the
source does not get out of it. What a student could do with the stand-in, call it, is what is meant.

A stand-in is a list of pieces. Each is a statement of a module of `solutions`, run in a namespace of that
module's own, or hands a name from one of these namespaces to another as an import does: nothing is imported,
for where students' code runs there is no `solutions`, and helpers of two modules may have one name.
"""

import contextlib
from graphlib import CycleError, TopologicalSorter

from grader.author.references import Place, imported, references
from grader.author.source import ChapterError
from grader.bank import Entry
from grader.engine.judging.observing import Observer, RunStep
from grader.engine.judging.parts import parts
from grader.engine.notebook.matching import Matched
from grader.engine.notebook.template import Template
from grader.engine.process.guard import Allowance
from grader.engine.process.host import Host

Pieces = list[dict[str, str]]
"""`{"module", "source"}`: run this there. `{"module", "name", "of", "was"}`: `from of import was as name`."""


def standin(entry: Entry) -> Pieces:
    """The reference of `entry` and all it needs. Raises ChapterError."""
    book = references()
    taken = [(place, book.statement(place)) for place in book.closure(Place(entry.module, entry.name))]
    behind: dict[str, set[str]] = {}
    for place, statement in taken:
        origin = imported(statement, place.name)
        behind.setdefault(place.module, set()).update([origin.module] if origin else [])
    try:
        order = list(TopologicalSorter(behind).static_order())
    except CycleError as e:
        raise ChapterError("chapter.circle", modules=list(e.args[1])) from None
    # as Python runs them: modules before those that import them, each from its top
    taken.sort(key=lambda t: (order.index(t[0].module), t[1].lineno))
    pieces: dict[tuple[str, ...], dict[str, str]] = {}
    for place, statement in taken:
        if origin := imported(statement, place.name):
            piece = {"module": place.module, "name": place.name, "of": origin.module, "was": origin.name}
        else:
            piece = {"module": place.module, "source": book.module(place.module).source(statement)}
        pieces[tuple(piece.values())] = piece
    return list(pieces.values())


def standins(entries: dict[str, Entry]) -> dict[str, Pieces]:
    """The stand-ins of every exercise that another one of `entries` uses; one that cannot be cut out is left out."""
    made = {}
    for name in sorted({u for e in entries.values() for u in e.uses if u in entries}):
        with contextlib.suppress(ChapterError):
            made[name] = standin(entries[name])
    return made


def works(template: Template, name: str, host: Host) -> bool:
    """Whether the stand-in of `name` passes its own check in a process without student code. Raises CannotJudge.

    Tried once a worker, when it is needed first. What goes wrong with one that works is the student's doing.
    """
    return template.once(f"standin {name}", lambda: _tried(template, name, host))


def _tried(template: Template, name: str, host: Host) -> bool:
    if name not in template.standins:
        return False
    observer = Observer(host, Matched((), (), frozenset()), Allowance(host.limits.total), {})
    whole = parts(template)[name].whole
    todo = [RunStep(standin=name), RunStep(exercise=name)]
    seen, _ = observer.observe(todo, {name: whole.asked}, template.standins, show=False)
    exercise = seen.exercises[name]
    return not exercise.missing and whole.judge(lambda: exercise.records, exercise.key).passed
