"""The reader's code, run and checked in the page. One request, one reply, both plain JSON.

A request holds the cells above in the chapter's order (`above`), the cells to run (`run`, of which only the
last is heard and seen) and, for an exercise, its `name`. Every request starts from an empty namespace, so that a verdict never depends on
what was run before. Needs Python 3.12 (sys.monitoring), which is what Pyodide 0.27 brings.
"""

import ast
import builtins
import contextlib
import io
import json
import linecache
import logging
import sys
import time
import traceback
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.check import verdict_of
from grader.names import describe
from grader.perform import Interrupt
from grader.sample import sample
from grader.verdict import Verdict
from grader.words import say

OUTPUT = 20_000
"""Most characters of printed output that a reply keeps."""
DRAWING = 3.0
"""Seconds a reader's function may take to be sampled for the widgets."""
LAZY = {"matplotlib", "widgets"}
"""Imports of the chapter's setup that are left out where the code at hand does not use them."""

logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # "building the font cache"

TOOL = 3  # an id that sys.monitoring reserves for nobody


class Deadline(Interrupt):
    """Raised inside the reader's code when its time is up; not an Exception, so `except Exception` lets it by."""


class Clock:
    """Stops Python code, loops above all, that runs for longer than `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.fired = False

    def __enter__(self) -> "Clock":
        end, ticks, monitoring = time.monotonic() + self.seconds, 0, sys.monitoring

        def tick(*_: object) -> None:
            nonlocal ticks
            ticks += 1
            if not ticks & 255 and time.monotonic() > end:
                self.fired = True
                raise Deadline

        events = monitoring.events.JUMP | monitoring.events.PY_START
        monitoring.use_tool_id(TOOL, "n2n")
        for event in (monitoring.events.JUMP, monitoring.events.PY_START):
            monitoring.register_callback(TOOL, event, tick)
        monitoring.set_events(TOOL, events)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        sys.monitoring.set_events(TOOL, 0)
        sys.monitoring.free_tool_id(TOOL)
        return kind is Deadline


class Paper(io.StringIO):
    """Printed output, cut where it becomes unreadable."""

    def write(self, text: str) -> int:
        room = OUTPUT - self.tell()
        if room > 0:
            super().write(text if len(text) <= room else text[:room] + "\n… (output cut)\n")
        return len(text)


def packages(request: str) -> str:
    """The modules this request imports, so that the page can load what is not there yet."""
    found = set()
    for source in _sources(json.loads(request)):
        with contextlib.suppress(SyntaxError):
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Import):
                    found |= {a.name.split(".")[0] for a in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.split(".")[0])
    return json.dumps(sorted(found))


def handle(request: str) -> str:
    """Run, check and sample; the reply says what was printed, raised, judged and drawn."""
    asked = json.loads(request)
    name = asked.get("name", "")
    reply: dict[str, Any] = {
        "text": "",
        "error": "",
        "figures": [],
        "verdict": None,
        "missing": [],
        "samples": [],
    }
    paper = Paper()
    scope: dict[str, Any] = {"__name__": "__main__", "display": lambda *v: print(*map(repr, v))}
    clock = Clock(asked["seconds"])
    with contextlib.redirect_stdout(paper), contextlib.redirect_stderr(paper), _quiet_numpy():
        with clock:
            reply["error"] = _fill(scope, asked)
            if asked["check"] and not reply["error"]:
                verdict = _verdict(scope, name)
                reply["verdict"] = verdict.shown()
        if clock.fired:
            reply["error"] = say("told.stopped.page", amount=clock.seconds)
            if asked["check"]:
                reply["verdict"] = Verdict(name, "stopped.page", {"amount": clock.seconds}).shown()
        reply["text"] = paper.getvalue().rstrip("\n")
        if callable(scope.get(name)) and not clock.fired:
            reply["samples"] = [_drawn(scope[name], probe) for probe in asked.get("probes", [])]
        reply["figures"] = _figures()
    reply["missing"] = _missing(asked)
    return json.dumps(reply, allow_nan=False)


def _fill(scope: dict[str, Any], asked: dict[str, Any]) -> str:
    """Execute everything in order; the text of the first error in the cells to run, else ''."""
    lean = iter(_sources(asked))
    for cell, source in zip(asked["above"], lean):  # noqa: B905 - the rest of `lean` is for `run`
        label = f"<your {cell['name']}>" if cell.get("name") else "<chapter>"
        try:
            with contextlib.redirect_stdout(None):
                _execute(source, scope, label, echo=False)
        except Exception as error:
            if not cell.get("name"):  # a reader's broken cell above is reported by `missing`
                return f"The chapter's own code failed here: {type(error).__name__}: {error}"
    label = f"<your {asked['name']}>" if asked.get("name") else "<experiment>"
    *first, last = asked["run"]
    try:
        with contextlib.redirect_stdout(None):
            for source in first:
                _execute(source, scope, label, echo=False)
        if plt := sys.modules.get("matplotlib.pyplot"):
            plt.close("all")  # what other cells drew is not this one's
        _execute(last, scope, label, echo=True)
    except (Exception, SystemExit) as error:
        return _readable(error)
    return ""


def _execute(source: str, scope: dict[str, Any], label: str, echo: bool) -> None:
    """Run a cell as a notebook does: the value of a last expression is shown."""
    linecache.cache[label] = (len(source), None, source.splitlines(keepends=True), label)
    tree = ast.parse(source, label)
    last = None
    if echo and tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]
    exec(compile(tree, label, "exec"), scope)
    if last is not None:
        value = eval(compile(last, label, "eval"), scope)
        text = "" if value is None else repr(value)
        if text and not text.startswith(("<matplotlib.", "[<matplotlib.")):
            print(text)


def _verdict(scope: dict[str, Any], name: str) -> Verdict:
    if name not in scope:
        return Verdict(name, "missing.renamed", {"name": name})
    return verdict_of(scope[name], name)


def _drawn(f: Any, probe: dict[str, Any]) -> dict[str, Any]:
    clock = Clock(DRAWING)
    drawn: dict[str, Any] = {"id": probe["id"], "values": None, "error": "too slow to be drawn"}
    with clock, contextlib.redirect_stdout(None):
        try:
            drawn |= {"values": sample(f, probe["args"]), "error": ""}
        except ValueError as error:
            drawn["error"] = str(error)
    return drawn


def _missing(asked: dict[str, Any]) -> list[str]:
    """Exercises above that the code uses, itself or through others, and that have not passed yet."""
    made = {c["name"]: c for c in asked["above"] if c.get("name")}
    todo, seen = [name for source in asked["run"] for name in _needs(source)], set()
    while todo:
        name = todo.pop()
        if name in made and name not in seen:
            seen.add(name)
            todo += _needs(made[name]["source"])
    return [n for n, cell in made.items() if n in seen and not cell["passed"]]


def _needs(source: str) -> list[str]:
    """The names that code takes from outside, none where it is not Python."""
    needs: list[str] = describe(source)["needs"]
    return needs


def _read_in(source: str) -> set[str]:
    """The names that its lines read, those that other lines of it bind among them."""
    try:
        lines = [ast.unparse(s) for s in ast.parse(source).body]
    except SyntaxError:
        return set()
    return {name for line in lines for name in _needs(line)}


def _sources(asked: dict[str, Any]) -> list[str]:
    """Every source of a request, without the setup's imports of LAZY modules that nothing uses."""
    chapter = [c["source"] for c in asked["above"]]
    used = {name for source in [*chapter, *asked["run"]] for name in _read_in(source)}
    return [_lean(source, used) for source in chapter] + list(asked["run"])


def _lean(source: str, used: set[str]) -> str:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source
    lines = source.splitlines()
    for node in tree.body:
        if isinstance(node, ast.Import):
            roots = {a.name.split(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            roots = {(node.module or "").split(".")[0]}
        else:
            continue
        bound = {(a.asname or a.name).split(".")[0] for a in node.names}
        if roots <= LAZY and not bound & used:
            for k in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[k] = ""
    return "\n".join(lines)


def _readable(error: BaseException) -> str:
    """The traceback as a beginner needs it: their own frames only."""
    shown = traceback.TracebackException.from_exception(error)
    link: traceback.TracebackException | None = shown
    while link is not None:
        own = [f for f in link.stack if f.filename.startswith(("<your ", "<experiment>"))]
        link.stack = traceback.StackSummary.from_list(own)
        link = link.__cause__ or link.__context__
    return "".join(shown.format()).rstrip()


@contextlib.contextmanager
def _quiet_numpy() -> Iterator[None]:
    """What a reader sets in numpy or builtins must not outlive the request."""
    kept = dict(vars(builtins))
    with np.errstate(), np.printoptions():
        try:
            yield
        finally:
            vars(builtins).update(kept)


def _figures() -> list[str]:
    """Open matplotlib figures as SVG; the page shows them as images, so scripts in them stay dead."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        return []
    figures = []
    for number in plt.get_fignums():
        out = io.StringIO()
        plt.figure(number).savefig(out, format="svg", bbox_inches="tight")
        figures.append(out.getvalue())
    plt.close("all")
    return figures
