"""An instructor's own test cells, judged where the student's code is not.

A test like `assert relu(-1) == 0` runs in a confined process of its own, in which the given cells have run
and every function of the student's is a proxy: a call goes through the guard to the student's process, and
plain data comes back (see `grader.record`). The student's code cannot see the test, let alone its result.

That is the same test only as long as it does no more than call functions with plain data. Whether it is one
of these is found out, not guessed: it must pass so with the instructor's own solution from the source
notebook. A test that does not (it needs a class, sets a seed, looks at the source, ...), and every test of
a notebook without a solution, runs beside the student's code as in nbgrader, and is marked as such.
"""

import ast
from dataclasses import dataclass

from grader.author.kinds import GivenKind, OwnTestKind
from grader.data import Json
from grader.engine.judging.observing import CellResult, ExerciseResult, Observer, steps
from grader.engine.notebook.matching import Matched, solved
from grader.engine.notebook.template import Template, TemplateCell
from grader.engine.process.guard import Allowance, Run, RunStopped
from grader.engine.process.host import Host
from grader.words import Phrase, phrase

MOST_CALLS = 10_000
"""More calls than a test makes; each is an answer of at most `Limits.reply` bytes."""


@dataclass(frozen=True)
class Proxies:
    """Runs tests with proxies for `functions`, and with the `values` that the student's cells gave."""

    given: tuple[str, ...]
    """Sources of the given cells."""
    functions: tuple[str, ...]
    values: tuple[str, ...]
    tests: frozenset[str]
    """Those that pass so with the instructor's solution, by grade_id."""

    def covers(self, grade_id: str) -> bool:
        """Whether this test can run here."""
        return grade_id in self.tests

    def prepare(self, own: Run) -> None:
        """Make a fresh process ready for tests. Raises RunStopped."""
        for source in self.given:
            own.ask({"do": "cell", "source": source, "show": False, "whole": True})
        own.ask({"do": "proxies", "names": self.functions})

    def test(self, cell: TemplateCell, run: Run, own: Run) -> Json:
        """The reply to running a test in `own`, its calls answered by `run`. Raises RunStopped."""
        for name in self.values:
            record = run.ask({"do": "value", "name": name}).get("record")
            own.ask({"do": "bind", "name": name, "record": record})
        reply = own.ask({"do": "cell", "source": cell.source, "show": True, "whole": True})
        for _ in range(MOST_CALLS):
            if "call" not in reply:
                return reply
            record = self._call(run, str(reply["call"]), reply["case"])
            reply = own.ask({"record": record})
        raise RunStopped("total", own.limits)

    def _call(self, run: Run, name: str, case: Json) -> Json:
        exercise = ExerciseResult(1, run.limits)
        run.send({"do": "perform", "name": name, "cases": [case]})
        run.follow()
        exercise.gather(run)
        if exercise.missing:
            text = f"name '{name}' is not defined"
            return [{"raised": "NameError", "message": text, "line": 0, "source": ""}]
        return exercise.records[0]


def tester(template: Template, host: Host) -> Proxies:
    """The proxies for a notebook's tests, with those that can be trusted to run with them. Raises CannotJudge."""
    return template.once("proxies", lambda: _tried(template, host))


def _tried(template: Template, host: Host) -> Proxies:
    given = tuple(c.source for c in template.cells if isinstance(c.kind, GivenKind) and c.cell_type == "code")
    functions, values = _names(template)
    tests = {c.grade_id: c for c in template.cells if isinstance(c.kind, OwnTestKind)}
    proxies = Proxies(given, functions, values, frozenset(tests))
    matched = Matched(tuple(solved(template)), (), frozenset())
    observer = Observer(host, matched, Allowance(host.limits.total), {}, proxies)
    seen, _ = observer.observe(steps(matched), {}, show=False)
    passed = frozenset(
        placed.template.grade_id
        for i, placed in enumerate(matched.cells)
        if isinstance(placed.kind, OwnTestKind)
        and placed.template
        and score(placed.template, seen.cells.get(i)) == (placed.template.points, None)
    )
    return Proxies(given, functions, values, passed)


def _names(template: Template) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The functions and the values that the instructor's solutions define."""
    functions: dict[str, None] = {}
    values: dict[str, None] = {}
    for source in template.reference.values():
        try:
            body = ast.parse(source).body
        except (SyntaxError, ValueError):
            continue  # what it defines is missing in the tests, which then do not pass
        for statement in body:
            if isinstance(statement, ast.FunctionDef):
                functions[statement.name] = None
            elif isinstance(statement, ast.Assign | ast.AnnAssign):
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                values |= {n.id: None for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    return tuple(functions), tuple(values)


Scored = tuple[float | None, Phrase | None]
"""Points, None where a human has to give them, and what failed."""


def score(cell: TemplateCell, seen: CellResult | None) -> Scored:
    """The score of an instructor's own test by nbgrader's rules, and what failed.

    An error or anything on stderr is 0; a number as the cell's value is partial credit; else full points.
    """
    told, what = _score(cell, seen)
    # of a hidden test: that it failed, and nothing that a student could make it say
    return told, what and phrase("test.failed") if cell.hidden and told == 0 else what


def _score(cell: TemplateCell, seen: CellResult | None) -> Scored:
    if seen is None or seen.stopped:
        return 0.0, (seen and seen.stopped) or phrase("test.not_run")
    for o in seen.outputs:
        if o["output_type"] == "error":
            told = {"type": o["ename"][:100], "message": o["evalue"].split("\n")[0][:300]}
            key = "test.raised.with" if o["evalue"] else "test.raised"
            return 0.0, phrase(key, **told)
        if o["output_type"] == "stream" and o["name"] == "stderr":
            return 0.0, phrase("test.stderr")
        if o["output_type"] == "execute_result":
            try:
                partial = float(o["data"]["text/plain"])
            except ValueError:
                return cell.points, None
            if 0 <= partial <= cell.points:
                return partial, None if partial == cell.points else phrase("test.partial", points=partial)
            return (None, phrase("test.excess")) if partial > 0 else (cell.points, None)
    if seen.error:  # the cell was never printed, so the error was not either
        return 0.0, phrase("test.raised", type=str(seen.error["raised"]))
    return cell.points, None
