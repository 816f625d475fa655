"""What the cells of a graded notebook show, pictures included.

An experiment that rests only on functions that passed shows what it shows with the instructor's solution,
which is run once for a whole class; one that rests on a function not written yet shows nothing; and one that
rests on anything else is run with what the student wrote. So a mistake is seen where it matters, and a slow
but correct function keeps nobody waiting.
"""

from collections.abc import Collection, Mapping

from grader.author.kinds import ExerciseKind, ExperimentKind, GivenKind
from grader.engine.judging.observing import CellResult, Observer, RunStep, steps, tested
from grader.engine.notebook.matching import Matched, solved
from grader.engine.notebook.template import Template
from grader.engine.process.guard import Allowance
from grader.engine.process.host import Host
from grader.names import ANY, Names, wanted_by
from grader.verdict import Verdict


def drawn(
    template: Template, matched: Matched, verdicts: Mapping[str, Verdict], host: Host
) -> dict[int, CellResult]:
    """What each cell shows, by its index in `matched`. `host` draws figures. Raises CannotJudge."""
    unwritten = {n for n, v in verdicts.items() if v.kind == "missing"}
    wrong = {n for n, v in verdicts.items() if not v.passed} - unwritten
    ours = template.once("drawn", lambda: _ours(template, host))
    known_names = template.once("names", lambda: _handed_out(template, host))
    observer = _observer(host, matched)
    todo = _cells(matched)
    names = observer.names([s.cell for s in todo], known_names)
    known = {i for i in names if id(matched.cells[i].template) in ours}
    own, empty = _own(matched, names, wrong, unwritten, known)
    kept = wanted_by(own | {i for i in names if matched.cells[i].fixed}, names)
    shown = observer.observe([s for s in todo if s.cell in kept], {})[0].cells if own else {}
    experiments = {i for i in names if _experiment(matched, i)}
    return {i: ours[id(matched.cells[i].template)] for i in experiments - own - empty} | {
        i: cell for i, cell in shown.items() if i in own or i not in experiments
    }


def _ours(template: Template, host: Host) -> Mapping[int, CellResult]:
    """What experiments show with the instructor's solution, by the identity of the template's cell."""
    exercises = {c.grade_id for c in template.exercise_cells}
    if not exercises <= template.reference.keys():
        return {}
    matched = Matched(tuple(solved(template)), (), frozenset())
    seen, _ = _observer(host, matched).observe(_cells(matched), {})
    return {
        id(matched.cells[i].template): cell
        for i, cell in seen.cells.items()
        if _experiment(matched, i) and not cell.stopped
    }


def _handed_out(template: Template, host: Host) -> Mapping[str, Names]:
    """What the cells give and need that students do not write."""
    matched = Matched(tuple(solved(template)), (), frozenset())
    cells = [s.cell for s in _cells(matched) if not isinstance(matched.cells[s.cell].kind, ExerciseKind)]
    return {matched.cells[i].source: n for i, n in _observer(host, matched).names(cells).items()}


def _own(
    matched: Matched,
    names: Mapping[int, Names],
    wrong: Collection[str],
    unwritten: Collection[str],
    ours: set[int],
) -> tuple[set[int], set[int]]:
    """The cells whose output may differ from the course's: all that the student's mistakes and own cells reach.

    Second, the experiments that rest on something `unwritten`. `ours` are those whose output the course has.
    """
    if all(n == Names() for n in names.values()):
        return set(names), set()  # a cell has overwhelmed the parser: nothing is known of any
    reached = set(wrong)  # names that may stand for something else than in the course
    behind: dict[str, set[str]] = {}  # what a name's value may call when it is used
    made: set[str] = set()  # values that a cell may have changed in place
    lacking = set(unwritten)
    own: set[int] = set()
    empty: set[int] = set()
    for i, n in names.items():
        placed = matched.cells[i]
        gives = n.given
        if isinstance(placed.kind, ExerciseKind) and placed.template:
            reached |= gives - {placed.template.exercise}
            continue
        behind |= {g: set(n.needs) for g in gives}
        uses = _all_behind(n.needs, behind)
        touched = bool(uses & reached) or ANY in reached
        given, experiment = isinstance(placed.kind, GivenKind), isinstance(placed.kind, ExperimentKind)
        if uses & lacking and (given or experiment):
            lacking |= gives
            if experiment:
                empty.add(i)
        elif given:
            reached |= gives if touched else set()
        elif not experiment or i not in ours or touched or (reached and n.anything):
            own.add(i)
            reached |= gives | (n.needs & made)
        else:
            reached -= gives
            lacking -= gives
        made |= gives
    return own, empty


def _all_behind(needs: Collection[str], behind: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(needs)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += behind.get(name, ())
    return found


def _cells(matched: Matched) -> list[RunStep]:
    """All cells that run, instructor's tests left out."""
    every = steps(matched, experiments=True)
    return [s for s in every if s.cell >= 0 and not tested(matched, s)]


def _experiment(matched: Matched, i: int) -> bool:
    return isinstance(matched.cells[i].kind, ExperimentKind)


def _observer(host: Host, matched: Matched) -> Observer:
    return Observer(host, matched, Allowance(host.limits.total), {})
