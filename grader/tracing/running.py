"""Run a case on a reader's function or class while the tracer looks on."""

import contextlib
import functools
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from grader.data import Json
from grader.perform import Interrupt, perform_steps
from grader.reading import unpack_case
from grader.tracing.tracer import Tracer, clock
from grader.tracing.turns import SeenItem

PRINTED = 4_000
"""Characters that are kept of what is printed."""


class CappedOutput(io.StringIO):
    """What is printed, up to `most` characters; what `cut` returns stands in place of the rest."""

    def __init__(self, most: int, cut: Callable[[], str]) -> None:
        super().__init__()
        self.most, self.cut = most, cut

    def write(self, text: str) -> int:
        room = self.most - self.tell()
        if room > 0:
            super().write(text if len(text) <= room else text[:room] + self.cut())
        return len(text)


@dataclass
class RanCase:
    """What was seen of a case, step by step, and its record, which `judge` understands."""

    steps: list[list[SeenItem]] = field(default_factory=list)
    record: list[Json] = field(default_factory=list)
    printed: str = ""
    stopped: float = 0.0
    """Seconds after which it was ended from outside, 0 if it was not."""
    followed: bool = True
    """Whether there was any line of the reader's to be seen."""


def run_case(f: Any, case: Json) -> RanCase:
    """Do the steps of a case on a reader's function or class, with arguments of its own."""
    ran, paper, live = RanCase(), CappedOutput(PRINTED, lambda: " ...\n"), unpack_case(case)
    scope = scope_of(f)
    tracer = Tracer({} if scope is None else scope)
    with contextlib.redirect_stdout(paper), tracer:
        try:
            for seen in perform_steps(f, live):
                ran.record.append(seen)
                ran.steps.append(tracer.take())
        except (Interrupt, KeyboardInterrupt):
            ran.stopped = clock() - tracer.start
    if ran.stopped:
        ran.steps.append(tracer.take())
    ran.printed, ran.followed = paper.getvalue(), any(ran.steps)
    return ran


def scope_of(f: Any) -> dict[str, Any] | None:
    """The globals among which a function, class or other callable was written; None if that is not Python."""
    for _ in range(8):
        found = getattr(f, "__globals__", None)
        if isinstance(found, dict):
            return None if str(found.get("__name__")).partition(".")[0] == "numpy" else found
        if isinstance(f, functools.partial):
            f = f.func
        elif isinstance(f, type):
            f = next((v for v in vars(f).values() if hasattr(v, "__globals__")), None)
        else:
            inner = (getattr(f, name, None) for name in ("__wrapped__", "__func__", "pyfunc"))
            f = next((v for v in inner if v is not None), type(f))
    return None
