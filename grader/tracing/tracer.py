"""See each line of a reader's function while it runs: what it binds or changes, what it gives back or raises.

Functions of the reader's own that it calls are seen too. Of a loop the first and last turns are kept. The first
events are seen in detail, later ones (of the million turns of a loop) only by their numbers, and who takes too
long is stopped, so that a trace always ends.
"""

import dis
import sys
import time
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Any

from grader.packing import type_name
from grader.perform import Interrupt, message
from grader.tracing.lines import SourceLines
from grader.tracing.snapshots import keep, plain_names, snapshot
from grader.tracing.turns import FunctionRun, SeenItem

DEPTH = 4
"""Functions within functions that are seen."""
DETAILED = 4_000
"""Events that are seen in detail."""
DETAILED_SECONDS = 1.0
RING = 24
"""Lines that are kept of what comes later."""
SECONDS = 5.0
"""After these a run is stopped."""


clock = time.perf_counter if sys.platform == "emscripten" else time.process_time
TraceFunction = Callable[[FrameType, str, Any], Any]
"""What Python calls with each event of a frame."""


class Enough(Interrupt):
    """Ends a run that takes longer than a trace may."""


class Tracer:
    """`with Tracer(scope) as tracer:` sees the lines of functions whose globals are `scope`; then `tracer.items`."""

    def __init__(self, scope: dict[str, Any]) -> None:
        self.scope, self.items = scope, list[SeenItem]()
        self.runs: dict[FrameType, FunctionRun] = {}
        self.stack: list[FunctionRun] = []
        self.files: dict[str, SourceLines] = {}
        self.ring: deque[tuple[FunctionRun, int, dict[str, Any]]] = deque(maxlen=RING)
        self.events, self.detailed = 0, True

    def __enter__(self) -> "Tracer":
        self.before, self.start = sys.gettrace(), clock()
        sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self.before)
        self._flush()
        self.runs.clear()

    def take(self) -> list[SeenItem]:
        """What was seen since this was asked last."""
        seen, self.items = self.items, []
        return seen

    def _call(self, frame: FrameType, event: str, arg: Any) -> Any:
        code = frame.f_code
        if frame.f_globals is not self.scope or code.co_filename == "<chapter>":
            return None
        if code.co_name.startswith("<") and code.co_name != "<lambda>":
            return None  # a comprehension, or a cell
        run = self.runs.get(frame)
        if run is None:
            if not self.detailed:
                return None
            caller = self.stack[-1].row if self.stack else None
            if caller and len(self.stack) >= DEPTH:
                caller.deeper = True
                return None
            lines = self.files.get(code.co_filename) or SourceLines(code.co_filename, frame.f_globals)
            self.files[code.co_filename] = lines
            items = caller.calls.turn() if caller else self.items
            run = FunctionRun(code.co_qualname, lines, lines.definition(frame.f_lineno), items)
            self.runs[frame] = run
        self.stack.append(run)
        return self._local

    def _local(self, frame: FrameType, event: str, arg: Any) -> TraceFunction | None:
        run = self.runs[frame]
        self.events += 1
        if self.events % 64 == 0:
            spent = self._spent()
            self.detailed &= self.events < DETAILED and spent < DETAILED_SECONDS
        try:
            return self._see(run, frame, event, arg)
        except Exception:  # ours: the function goes on unseen, and is not to blame
            return None

    def _see(self, run: FunctionRun, frame: FrameType, event: str, arg: Any) -> TraceFunction:
        if event == "line":
            if not self.detailed:
                return self._later(run)(frame, event, arg)
            run.line(frame.f_lineno, snapshot(frame.f_locals, self.scope.get("__name__")))
        elif event == "exception":
            run.raised = f"{type_name(arg[0])}: {message(arg[1])}".rstrip(": ")
        elif event == "return":
            self._flush()
            self._leave(run, frame, arg)
        return self._local

    def _later(self, run: FunctionRun) -> TraceFunction:
        """What sees the lines of a function from now on: quickly, for there may be millions."""
        keep_line, heads, turns = self.ring.append, run.lines.heads, 0

        def later(frame: FrameType, event: str, arg: Any) -> TraceFunction | None:
            nonlocal turns
            if event != "line":
                self._local(frame, event, arg)
                return later
            line = frame.f_lineno
            keep_line((run, line, dict(frame.f_locals)))
            if line in heads:
                run.skipped[line] = run.skipped.get(line, 0) + 1
                turns += 1
                if turns % 256 == 0:
                    self._spent()
            return later

        return later

    def _spent(self) -> float:
        spent = clock() - self.start
        if spent > SECONDS:
            raise Enough
        return spent

    def _leave(self, run: FunctionRun, frame: FrameType, value: Any) -> None:
        if self.stack and self.stack[-1] is run:
            self.stack.pop()
        row = run.row
        if row is None:
            return
        row.after = snapshot(frame.f_locals, self.scope.get("__name__"))
        code = frame.f_code.co_code
        operation = dis.opname[code[frame.f_lasti]]
        if operation.startswith("RETURN_"):
            row.went = False if row.at.body and row.at.start == frame.f_lineno else row.went
            row.outcome = ("returned", keep(value))
        elif operation.startswith("YIELD_") or (operation == "RESUME" and not run.raised):  # Python 3.13's
            row.outcome = ("yielded", keep(value))
        elif run.raised:
            row.outcome = ("raised", run.raised)

    def _flush(self) -> None:
        """Put the last lines that were seen quickly where they belong."""
        for run, line, _ in self.ring:
            if line in run.skipped:
                run.skipped[line] -= 1
        for run in {id(run): run for run, *_ in self.ring}.values():
            run.resume()
        for run, line, names in self.ring:
            run.line(line, plain_names(names), sparse=True)
        self.ring.clear()
