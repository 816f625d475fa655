"""Serves one run of a notebook inside a confined process: executes cells, performs cases, says what it saw.

Everything sent from here may be forged by the student's code that runs beside it; the guard knows.
Names are bound at import, so that a notebook that redefines `json.dumps` by accident still gets an answer.
"""

import io
import os
import socket
import sys
import warnings
from typing import Any

from grader.data import Json
from grader.engine.names import definitions, describe
from grader.engine.shell import COLLECTED, Flood, Stream, ZMQInteractiveShell
from grader.engine.wire import pack, read
from grader.perform import perform

_pack, _read, _perform, _collected, _Flood = pack, read, perform, COLLECTED, Flood


class Server:
    """Answers the guard's requests until it hangs up."""

    def __init__(self, shell: ZMQInteractiveShell, sock: socket.socket) -> None:
        self.shell = shell
        self.sock = sock
        self._sendall = sock.sendall
        self._exit = os._exit

    def send(self, message: Json) -> None:
        """Send one message."""
        self._sendall(_pack(message))

    def serve(self, output: int) -> None:
        """Loop over requests; never returns. `output` is how many characters may be printed in all."""
        sys.stdin = io.StringIO()
        sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
        warnings.simplefilter("default")
        _collected.left = output
        try:
            while True:
                request = _read(self.sock)
                match request["do"]:
                    case "describe":
                        found = [describe(self.plain(s)) for s in request["sources"]]
                        self.send({"cells": found})
                    case "cell":
                        self.cell(request["source"], request["show"], request["whole"])
                    case "perform":
                        self.perform(request["name"], request["cases"])
                    case "standin":
                        self.standin(request["name"], request["source"])
        except EOFError:
            self._exit(0)
        except _Flood:
            self.send({"flood": True})
        self._exit(1)

    def plain(self, source: str) -> str:
        """A cell without IPython's own syntax."""
        return str(self.shell.transform_cell(source))

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
        self.send({"outputs": _collected.take(), "error": _told(error)})
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
            result = self.shell.run_cell(source, store_history=True)
            return result.error_before_exec or result.error_in_exec
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
        _collected.begin(muted=True)
        missing = name not in self.shell.user_ns
        subject = self.shell.user_ns.get(name)
        self.send({"missing": missing})
        if missing:
            return
        for case in cases:
            try:
                record = _perform(subject, case)
            except _Flood:
                raise
            except BaseException as e:  # KeyboardInterrupt, GeneratorExit: `perform` lets them through
                record = [{"raised": type(e).__name__, "message": str(e)[:400], "line": 0, "source": ""}]
            self.send({"record": record})
        self.send({"end": True})

    def standin(self, name: str, source: str) -> None:
        """Put a reference in the place of an exercise whose verdict is already fixed (see `standin`)."""
        scope: dict[str, Any] = {"__name__": "standin"}
        exec(compile(source, "<given>", "exec"), scope)
        self.shell.user_ns[name] = scope[name]
        self.send({"done": True})


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
