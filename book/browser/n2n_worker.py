"""The reader's code, run and checked in the page. One request, one reply, both plain JSON.

A request holds the cells above in the chapter's order (`above`), the cells to run (`run`, of which only the
last is heard and seen) and, for an exercise, its `name`; with `trace`, its `case` is shown line by line. Every
request starts from an empty namespace and in a world of its own (n2n_world), so that a verdict never depends on
what was run before. Of the exercises above only those are run that the code uses, itself or through others.
"""

import ast
import contextlib
import functools
import importlib
import io
import json
import linecache
import logging
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.random  # here, and not in the first request's time
from n2n_clock import Clock
from n2n_world import World

from grader.check import entry_of, give_name, verdict_of
from grader.names import ANY, Names, describe
from grader.raised import explained
from grader.sample import sample
from grader.tracing.running import CappedOutput
from grader.tracing.trace import trace_of
from grader.verdict import Verdict
from grader.words import VARIABLE, say, spoken

OUTPUT = 20_000
"""Most characters of printed output that a reply keeps."""
DRAWING = 3.0
"""Seconds a reader's function may take to be sampled for the widgets."""
BEFORE = 3.0
"""Seconds a cell above that has not passed yet may take."""
LAZY = {"matplotlib", "widgets"}
"""Imports of the chapter's setup that are left out where the code at hand does not use them."""
PLOTS = ("matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg")
NOISY = {"this", "antigravity", "idlelib", "turtle", "tkinter", "lib2to3", "ensurepip"}
"""Modules of the standard library that are not imported ahead: they do something, or cannot be here."""

logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # "building the font cache"


if page := os.environ.pop("N2N_PAGE_LANGUAGE", ""):
    os.environ[VARIABLE] = spoken(page)
world = World()


def packages(request: str) -> str:
    """The modules this request imports, so that the page can load what is not there yet."""
    return json.dumps(sorted({name.partition(".")[0] for name in _imported(json.loads(request))}))


def prepare(request: str) -> None:
    """Import what the request imports: that is our time, not the reader's."""
    names = _imported(json.loads(request))
    roots = {name.partition(".")[0] for name in names}
    if roots & {"matplotlib", "mpl_toolkits"}:
        names |= set(PLOTS)
    allowed = (sys.stdlib_module_names - NOISY) | {"numpy", "matplotlib", "mpl_toolkits"}
    with contextlib.redirect_stdout(None), contextlib.redirect_stderr(None):
        for name in sorted(names):
            if name.partition(".")[0] in allowed:
                with contextlib.suppress(Exception):  # the reader's own import will say it
                    importlib.import_module(name)
        if "matplotlib" in roots and (plt := sys.modules.get("matplotlib.pyplot")):
            plt.switch_backend("agg")


def _imported(asked: dict[str, Any]) -> set[str]:
    found = set()
    for source in _sources(asked):
        with contextlib.suppress(SyntaxError, ValueError):
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Import):
                    found |= {a.name for a in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module)
    return found


class Reply:
    """What comes of one request, as it comes about."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked = asked
        self.text = ""
        self.error = ""
        self.figures: list[str] = []
        self.verdict: dict[str, Any] | None = None
        self.broken: dict[str, str] = {}
        """Cells above that did not run to their end, and why in one line."""
        self.trace: dict[str, Any] | None = None
        self.samples: list[dict[str, Any]] = []
        self.stopped = False
        """Whether code was broken off somewhere: this Python is not to be used again."""

    def json(self, dumps: Callable[..., str]) -> str:
        asked = self.asked
        used = [cell for cell in _used_above(asked) if cell.get("name")]
        fields = {
            "text": self.text,
            "error": self.error,
            "figures": self.figures,
            "verdict": self.verdict,
            "trace": self.trace,
            "broken": self.broken,
            "missing": [cell["name"] for cell in used if not cell["passed"]],
            "earlier": [cell["name"] for cell in used if cell.get("changed")],
            "samples": self.samples,
            "stopped": self.stopped,
        }
        return dumps(fields, allow_nan=False)


def handle(request: str, dumps: Callable[..., str] = json.dumps) -> str:
    """Run, check and sample; the reply says what was printed, raised, judged and drawn. Then `renew` is due."""
    reply = Reply(json.loads(request))
    printed = CappedOutput(OUTPUT, lambda: f"\n{say('output.cut_here')}\n")

    def work() -> None:
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            np.errstate(),
            np.printoptions(),
        ):
            _work(reply, printed)

    world.keep()
    try:
        world.run(work)
        return reply.json(dumps)
    except Exception as error:  # of ours, after the reader's code took something away that we use
        world.restore()
        reply.error = reply.error or f"{type(error).__name__}: {error}"
        return reply.json(dumps)


def renew() -> None:
    """A fresh world for the next request."""
    world.restore()


def _work(reply: Reply, printed: CappedOutput) -> None:
    asked, scope = reply.asked, {"__name__": "__main__", "display": lambda *v: print(*map(repr, v))}
    name = asked.get("name", "")
    _before(scope, reply)
    clock = Clock(asked["seconds"])
    with clock:
        reply.error = _own(scope, asked)
        if asked["check"] and not reply.error:
            reply.verdict = _verdict(scope, name).shown()
        if asked.get("trace") and not reply.error:
            reply.trace = trace_of(scope.get(name), entry_of(name), asked["case"]).shown()
    if clock.fired:
        reply.stopped = True
        reply.error = say("outcome.stopped.page", amount=clock.seconds)
        if asked["check"]:
            reply.verdict = Verdict(name, "stopped.page", {"amount": clock.seconds}).shown()
    reply.text = printed.getvalue().rstrip("\n")
    if callable(scope.get(name)) and not clock.fired:
        reply.samples = [_drawn(scope[name], probe, reply) for probe in asked.get("probes", [])]
    reply.figures = _figures()


def _before(scope: dict[str, Any], reply: Reply) -> None:
    """Execute the cells above that matter. What one of them does wrong is kept in `reply.broken`, and told if it matters."""
    for cell in _used_above(reply.asked):
        name = cell.get("name", "")
        clock = Clock(BEFORE if name and not cell["passed"] else reply.asked["seconds"])
        try:
            with clock, contextlib.redirect_stdout(None):
                _execute(cell["source"], scope, f"<your {name}>" if name else "<chapter>", echo=False)
                if name in scope:
                    give_name(scope[name], name)
        except BaseException as error:  # SystemExit too
            reply.broken[name] = f"{type(error).__name__}: {error}".rstrip(": ")
        if clock.fired:
            reply.stopped = True
            reply.broken[name] = say("outcome.stopped.page", amount=clock.seconds)


def _own(scope: dict[str, Any], asked: dict[str, Any]) -> str:
    """Execute the cells to run; the text of the first error in them, else ''."""
    label = f"<your {asked['name']}>" if asked.get("name") else "<experiment>"
    *first, last = asked["run"]
    try:
        with contextlib.redirect_stdout(None):
            for source in first:
                _execute(source, scope, label, echo=False)
        if plt := sys.modules.get("matplotlib.pyplot"):
            plt.close("all")  # what other cells drew is not this one's
        _execute(last, scope, label, echo=True)
    except (Exception, SystemExit, KeyboardInterrupt, GeneratorExit) as error:
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
        if value is not None and not source.rstrip().endswith(";") and not _is_handle(value):
            print(repr(value))


def _is_handle(value: Any) -> bool:
    """Whether a value is what a plotting call gives back: parts of the figure that is shown anyway."""
    if isinstance(value, list | tuple):
        return any(map(_is_handle, value))
    return str(type(value).__module__).partition(".")[0] == "matplotlib"


def _verdict(scope: dict[str, Any], name: str) -> Verdict:
    if name not in scope:
        return Verdict(name, "missing.renamed", {"name": name})
    give_name(scope[name], name)
    return verdict_of(scope[name], name)


def _drawn(f: Any, probe: dict[str, Any], reply: Reply) -> dict[str, Any]:
    clock = Clock(DRAWING)
    drawn: dict[str, Any] = {"id": probe["id"], "values": None, "error": say("drawn.slow")}
    with clock, contextlib.redirect_stdout(None):
        try:
            drawn |= {"values": sample(f, probe["args"]), "error": ""}
        except ValueError as error:
            drawn["error"] = str(error)
    reply.stopped |= clock.fired
    return drawn


@functools.lru_cache(1000)
def _names(source: str) -> Names:
    """What a cell gives and needs; kept, because a request asks several times and most cells stay as they are."""
    return Names.of(describe(source))


def _used_above(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The chapter's own cells above, and of the reader's those that the code at hand uses, itself or through others."""
    cells = [
        cell | {"source": source} for cell, source in zip(asked["above"], _lean_above(asked), strict=True)
    ]
    found = [_names(cell["source"]) for cell in cells]
    gives = [{cell.get("name", "")} | names.given for cell, names in zip(cells, found, strict=True)]
    want, have = {ANY}, set[str]()
    for names in map(_names, asked["run"]):
        want |= names.needs - have
        have |= names.gives
    used: set[int] = set()
    while more := {k for k in range(len(cells)) if k not in used and gives[k] & want}:
        used |= more
        want |= {name for k in more for name in found[k].needs}
    return [cell for k, cell in enumerate(cells) if k in used or not cell.get("name")]


def _sources(asked: dict[str, Any]) -> list[str]:
    """Every source that a request may run."""
    return [cell["source"] for cell in _used_above(asked)] + list(asked["run"])


def _lean_above(asked: dict[str, Any]) -> list[str]:
    """The cells above, without the setup's imports of LAZY modules that nothing uses."""
    chapter = [c["source"] for c in asked["above"]]
    found = [_names(source) for source in [*chapter, *asked["run"]]]
    if any(names.anything for names in found):
        return chapter
    needed = {name for names in found for name in names.needs}
    return [_lean(source, needed) for source in chapter]


def _lean(source: str, needed: set[str]) -> str:
    """A cell without its imports of LAZY modules that neither it nor what is `needed` elsewhere uses."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return source
    imports = []
    for node in tree.body:
        if isinstance(node, ast.Import):
            roots = {a.name.split(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            roots = {(node.module or "").split(".")[0]}
        else:
            continue
        if roots <= LAZY:
            imports.append(node)
    if not imports:
        return source
    kept = source.splitlines()
    lean = kept.copy()
    for node in imports:
        lean[node.lineno - 1 : node.end_lineno] = [""] * ((node.end_lineno or node.lineno) - node.lineno + 1)
    used = needed | _names("\n".join(lean)).needs
    for node in imports:
        if used & {(a.asname or a.name).split(".")[0] for a in node.names}:
            lean[node.lineno - 1 : node.end_lineno] = kept[node.lineno - 1 : node.end_lineno]
    return "\n".join(lean)


def _readable(error: BaseException) -> str:
    """The traceback as a beginner needs it: their own frames only."""
    shown = traceback.TracebackException.from_exception(error)
    said, line = getattr(shown, "msg", "") or str(shown), getattr(shown, "text", "") or ""
    meant = explained(type(error).__name__, said, line)
    link: traceback.TracebackException | None = shown
    while link is not None:
        own = [f for f in link.stack if f.filename.startswith(("<your ", "<experiment>"))]
        link.stack = traceback.StackSummary.from_list(own)
        link = link.__cause__ or link.__context__
    return "".join(shown.format()).rstrip() + (f"\n\n{meant.text()}" if meant else "")


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
