"""Serves one run of a notebook inside a confined process: executes cells, performs cases, says what it saw.

Everything sent from here may be forged by the student's code that runs beside it; the guard knows.
Names are bound at import, so that a notebook that redefines `json.dumps` by accident still gets an answer.
"""

import ast
import builtins
import contextlib
import io
import os
import sys
import warnings
from typing import Any

from grader.data import Case, Drained, Json, Malformed, Opaque, Step
from grader.engine.process.shell import COLLECTED, Flood, Stream, ZMQInteractiveShell
from grader.engine.process.wire import RECORD, Channel
from grader.given import restore, things
from grader.names import definitions, describe
from grader.packing import Packer, pack_case
from grader.perform import perform
from grader.record import Raised, Returned, Stopped, read_record
from grader.words import say

_perform, _collected, _Flood = perform, COLLECTED, Flood


class Server:
    """Answers the guard's requests until it hangs up."""

    def __init__(self, shell: ZMQInteractiveShell, channel: Channel) -> None:
        self.shell = shell
        self.hear, self.say, self.wake = channel.hear, channel.say, channel.wake
        self._exit = os._exit
        self._run = shell.run
        self._references: dict[str, dict[str, Any]] = {}
        """Namespaces of the modules of `solutions`, as far as stand-ins needed them."""
        self._placed: list[dict[str, str]] = []
        self._kept: dict[str, tuple[Any, dict[str, Any]]] = {}

    def serve(self, output: int) -> None:
        """Loop over requests; never returns. `output` is how many characters may be printed in all."""
        sys.stdin = io.StringIO()
        sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
        warnings.simplefilter("default")
        _collected.left = output
        try:
            while True:
                self.answer(self.hear())
                self.wake()
        except EOFError:
            self._exit(0)
        except _Flood:
            self.say({"flood": True})
        self._exit(1)

    def answer(self, request: Json) -> None:
        """Do what one request asks."""
        match request["do"]:
            case "all":
                # read to the end before any of it runs: nobody but us writes on the channel meanwhile
                for each in [self.hear() for _ in range(request["count"])]:
                    self.answer(each)
            case "describe":
                found = [describe(self.plain(s)) for s in request["sources"]]
                self.say({"cells": found})
            case "cell":
                self.cell(request["source"], request["show"], request["whole"])
            case "perform":
                self.perform(request["name"], request["cases"])
            case "again":
                self.again(request["name"], request["cases"])
            case "standin":
                self.standin(request["name"], request["pieces"])
            case "value":
                value = Packer().pack(self.shell.user_ns.get(request["name"]))
                self.say({"record": [{"value": value, "changed": [], "shares": []}]})
            case "proxies":
                self.shell.user_ns.update({n: Proxy(n, self) for n in request["names"]})
                self.say({"done": True})
            case "bind":
                self.bind(request["name"], request["record"])

    def plain(self, source: str) -> str:
        """A cell without IPython's own syntax."""
        try:
            ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return str(self.shell.transform_cell(source))
        return source  # it has none

    def cell(self, source: str, show: bool, whole: bool) -> None:
        """Run one cell, or only its definitions if not `whole`; send its output and its error, if any.

        What it defines below the line that fails is defined all the same.
        """
        _collected.begin(muted=not show)
        error = self.execute(source if whole else self.definitions(source))
        if whole and error is not None:
            outputs = _collected.take()
            _collected.begin(muted=True)
            self.execute(self.definitions(source))
            _collected.outputs = outputs
        if _collected.left < 0:  # the flood was caught by someone
            raise _Flood
        self.say({"outputs": _collected.take(), "error": _told(error)})
        self._close_figures()

    def definitions(self, source: str) -> str:
        """Its functions, classes and imports, nothing if it is not Python."""
        try:
            return definitions(self.plain(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ""

    def execute(self, source: str) -> BaseException | None:
        """Run source text as a cell; what it raised."""
        try:
            return self._run(source)
        except _Flood:
            raise
        except BaseException as e:  # run_cell re-raises what only a kernel could handle
            _collected.error(type(e).__name__, str(e), [repr(e)])
            return e

    def _close_figures(self) -> None:
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None and pyplot.get_fignums():
            pyplot.close("all")

    def perform(self, name: str, cases: list[Json]) -> None:
        """Send one record a case, as each is done, of the object that has this name now."""
        names = self.shell.user_ns
        if name not in names:
            self.say({"missing": True})
            return
        self._kept[name] = names[name], dict(names)
        self._records(names[name], cases)

    def again(self, name: str, cases: list[Json]) -> None:
        """More cases of the object that `perform` had, all names bound as they were then."""
        subject, names = self._kept[name]
        self.shell.user_ns.clear()
        self.shell.user_ns.update(names)
        self._records(subject, cases)

    def _records(self, subject: Any, cases: list[Json]) -> None:
        _collected.begin(muted=True)
        for case in cases:
            try:
                record = _perform(subject, case)
            except _Flood:
                raise
            except BaseException as e:  # KeyboardInterrupt, GeneratorExit: `perform` lets them through
                record = [{"raised": type(e).__name__, "message": str(e)[:400], "line": 0, "source": ""}]
            self.say(record, RECORD)
        self.say({"end": True})

    def standin(self, name: str, pieces: list[dict[str, str]]) -> None:
        """Put a reference in the place of an exercise whose verdict is already fixed (see `standin`).

        What two of them have in common is made once, so that both mean the same class by its name.
        """
        _collected.begin(muted=True)
        try:
            for piece in pieces:
                if piece not in self._placed:
                    self._placed.append(piece)
                    self._place(**piece)
            self.shell.user_ns[name] = self._references[pieces[-1]["module"]][name]
        except _Flood:
            raise
        except BaseException:  # the name is not there then, so that whatever uses it fails
            self.shell.user_ns.pop(name, None)
        self.say({"done": True})

    def _place(self, module: str, source: str = "", name: str = "", of: str = "", was: str = "") -> None:
        scope = self._references.setdefault(module, {"__name__": f"solutions.{module}"})
        if name:
            scope[name] = self._references[of][was]
        else:
            exec(compile(source, "<given>", "exec", dont_inherit=True), scope)

    def bind(self, name: str, record: Json) -> None:
        """In a process of the instructor's tests: give a name the value that a student's cell gave it."""
        self.shell.user_ns.pop(name, None)
        with contextlib.suppress(Malformed, IndexError):
            seen = read_record(record)[0]
            if isinstance(seen, Returned) and not isinstance(seen.value, Opaque):
                self.shell.user_ns[name] = seen.value
        self.say({"done": True})

    def call(self, name: str, case: Json) -> Json:
        """In a process of the instructor's tests: have the guard call a student's function."""
        self.say({"call": name, "case": case})
        self.wake()
        return self.hear()["record"]


class Proxy:
    """Stands for a student's function in a process of the instructor's tests."""

    def __init__(self, name: str, server: Server) -> None:
        self.__name__ = name
        self._server = server

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the student's function where it is; what it changed of the arrays in its arguments changes here."""
        case = Case("", (Step("call", args, kwargs),))
        try:
            (seen,) = read_record(self._server.call(self.__name__, pack_case(case)))
        except (Malformed, ValueError) as e:
            raise RuntimeError(say("child.unread", name=self.__name__, what=str(e))) from None
        if isinstance(seen, Stopped):
            raise RuntimeError(say("child.stopped", name=self.__name__, limit=seen.limit))
        if isinstance(seen, Raised):
            raise _raised(seen)
        with contextlib.suppress(IndexError):  # a number that no honest record holds
            restore(things(case), seen.changed)
        return iter(seen.value.values) if isinstance(seen.value, Drained) else seen.value


def _raised(seen: Raised) -> Exception:
    """The exception that a student's function raised, as far as it is one of Python's."""
    kind = getattr(builtins, seen.type, None)
    if isinstance(kind, type) and issubclass(kind, Exception):
        with contextlib.suppress(TypeError):  # a few need more than a message
            return kind(seen.message)
    return RuntimeError(f"{seen.type}: {seen.message}")


def _told(error: BaseException | None) -> Json:
    if error is None:
        return None
    line = getattr(error, "lineno", 0) if isinstance(error, SyntaxError) else 0
    message = error.msg if isinstance(error, SyntaxError) else _text(error)
    return {"raised": type(error).__name__, "message": str(message)[:400], "line": line or 0}


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return ""
