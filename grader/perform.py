"""Run a case against a student's function or class and say what was seen.

The only code that touches the student's: in their kernel, in the browser, in the confined child.
It needs no reference and gives no verdict.
"""

import contextlib
import io
import linecache
import traceback
import warnings
from collections.abc import Iterator
from typing import Any

from grader.data import OPERATORS, Case, Json, Reading, Ref, Step
from grader.given import Watch, things
from grader.packing import Packer, type_name
from grader.reading import unpack_case

MESSAGE = 400
"""Most characters of an exception's message that a record keeps."""


class Interrupt(BaseException):
    """Ends a run from outside, past every `except Exception` of a student's; it is no answer of theirs."""


def perform(subject: Any, case: Json, reader: Reading = "program") -> list[Json]:
    """One observation a step of `case`, for this `reader`, ending at the first exception (see `observe`)."""
    return perform_live(subject, unpack_case(case), reader)  # fresh arguments, shared ones still shared


def perform_live(subject: Any, live: Case, reader: Reading = "program") -> list[Json]:
    """`perform`, with arguments made already, which may be changed."""
    return list(perform_steps(subject, live, reader))


def perform_steps(subject: Any, live: Case, reader: Reading = "program") -> Iterator[Json]:
    """`perform_live`, one step each time it is asked for the next."""
    watch = Watch(things(live), reader)
    named: dict[str, Any] = {}
    for step in live.steps:
        seen = observe(subject, step, named, watch)
        yield seen
        if "raised" in seen:
            break


def observe(subject: Any, step: Step, named: dict[str, Any], watch: Watch) -> Json:
    """Do one step: its value, what it changed of all that was handed out so far, what its value shares, warnings.

    Or what it raised. Whatever a student's function returns or raises, this returns; only an Interrupt and the
    reader's own Ctrl-C pass.
    """
    args = [_live(a, named) for a in step.args]
    kwargs = {k: _live(v, named) for k, v in step.kwargs.items()}
    try:
        # nbgrader scores a cell that wrote to stderr 0; a numpy warning must not cost the points
        with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("always")
            value = _act(subject, step, args, kwargs, named)
            if step.do == "new":
                named[step.result or "self"], value = value, None
            elif step.result:
                named[step.result] = value
            packed = Packer(subject, watch.reader).pack(value)
            return {
                "value": packed,
                "changed": watch.changes(),
                "shares": watch.shared(value),
                "warnings": sorted({message(w.message) for w in caught}),
            }
    except (KeyboardInterrupt, Interrupt):
        raise
    except BaseException as error:
        return _raised(error)


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
    line, source, within = 0, "", ""
    with contextlib.suppress(Exception):  # an exception's own attributes may raise
        for frame in traceback.extract_tb(error.__traceback__):
            own = frame.filename.startswith("<") or "ipykernel" in frame.filename
            if frame.filename != __file__ and own:
                line = frame.lineno or 0
                source = frame.line or linecache.getline(frame.filename, line).strip()
        codes = [frame.f_code for frame, _ in traceback.walk_tb(error.__traceback__)]
        within = next((c.co_qualname for c in reversed(codes) if "site-packages" not in c.co_filename), "")
    return {
        "raised": type_name(type(error)),
        "message": message(error),
        "line": line,
        "source": str(source)[:200],
        "within": str(within)[:200],
    }


def message(said: BaseException | Warning | str) -> str:
    """What an exception or a warning says, which may be an exception too."""
    try:
        return str.__str__(str(said))[:MESSAGE]
    except (KeyboardInterrupt, Interrupt):
        raise
    except BaseException:
        return ""
