"""Run a case against a student's function or class and say what was seen.

The only code that touches the student's: in their kernel, in the browser, in the confined child.
It needs no reference and gives no verdict.
"""

import contextlib
import io
import linecache
import traceback
import warnings
from typing import Any

import numpy as np

from grader.data import OPERATORS, Json, Packer, Reading, Ref, Step, leaves, unpack_case

MESSAGE = 400
"""Most characters of an exception's message that a record keeps."""


def perform(subject: Any, case: Json, reader: Reading = "program") -> list[Json]:
    """One observation a step of `case`, for this `reader`, ending at the first exception (see `observe`)."""
    live = unpack_case(case)  # fresh arguments each time, shared ones still shared
    named: dict[str, Any] = {}
    seen: list[Json] = []
    for step in live.steps:
        seen.append(observe(subject, step, named, reader))
        if "raised" in seen[-1]:
            break
    return seen


def observe(subject: Any, step: Step, named: dict[str, Any], reader: Reading) -> Json:
    """Do one step: its value, its array arguments afterwards, shared memory and warnings; or what it raised."""
    args = [_live(a, named) for a in step.args]
    kwargs = {k: _live(v, named) for k, v in step.kwargs.items()}
    inputs = leaves([*args, *kwargs.values()])
    try:
        # nbgrader scores a cell that wrote to stderr 0; a numpy warning must not cost the points
        with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("always")
            value = _act(subject, step, args, kwargs, named)
            if step.do == "new":
                named[step.result or "self"], value = value, None
            elif step.result:
                named[step.result] = value
            packed = Packer(subject, reader).pack(value)
    except (Exception, SystemExit) as error:
        return _raised(error)
    return {
        "value": packed,
        "after": [Packer(reader=reader).pack(a) for a in inputs],
        "alias": any(np.shares_memory(a, b) for a in leaves(value) for b in inputs),
        "warnings": sorted({str(w.message)[:MESSAGE] for w in caught}),
    }


def _live(argument: Any, named: dict[str, Any]) -> Any:
    return named[argument.name] if isinstance(argument, Ref) else argument


def _act(subject: Any, step: Step, args: list[Any], kwargs: dict, named: dict[str, Any]) -> Any:
    match step.do:
        case "call" | "new":
            return subject(*args, **kwargs)
        case "op":
            return OPERATORS[args[0]](*args[1:])
        case "get":
            return getattr(named[step.on], args[0])
    return getattr(named[step.on], step.do)(*args, **kwargs)


def _raised(error: BaseException) -> Json:
    """The exception, and the student's own line it came from (the last frame that is not a library's)."""
    line, source = 0, ""
    for frame in traceback.extract_tb(error.__traceback__):
        own = frame.filename.startswith("<") or "ipykernel" in frame.filename
        if frame.filename != __file__ and own:
            line = frame.lineno or 0
            source = frame.line or linecache.getline(frame.filename, line).strip()
    try:
        message = str(error)
    except Exception:
        message = ""
    return {
        "raised": type(error).__name__[:100],
        "message": message[:MESSAGE],
        "line": line,
        "source": source[:200],
    }
