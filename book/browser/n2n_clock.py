"""Stops Python code, loops above all, that runs for too long. Needs sys.monitoring (Python 3.12)."""

import contextlib
import sys
import time

from grader.perform import Interrupt

TOOL = 3  # an id that sys.monitoring reserves for nobody
OFTEN, SELDOM = 1, 256  # events between two looks at the time
LONG = 0.02  # seconds between two looks after which the next comes sooner
GAP = 1.0  # the most that counts between two looks: a page that was asleep has not computed

IN_PAGE = sys.platform == "emscripten"
cpu_clock = time.perf_counter if IN_PAGE else time.process_time  # browsers have no clock of the CPU's time


class Deadline(Interrupt):
    """Raised inside the reader's code when its time is up; not an Exception, so `except Exception` lets it by."""


class Clock:
    """`with Clock(10) as clock:` ends what runs for longer; then `clock.fired`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.fired = False

    def __enter__(self) -> "Clock":
        spent, last, ticks, look = 0.0, cpu_clock(), 0, SELDOM

        def tick(*_: object, cpu_clock: object = cpu_clock) -> None:
            nonlocal spent, last, ticks, look
            ticks += 1
            if ticks < look:
                return
            at = cpu_clock()  # type: ignore[operator]
            passed, last, ticks = at - last, at, 0
            look = OFTEN if passed > LONG else SELDOM
            spent += passed if passed < GAP else GAP
            if spent > self.seconds:
                self.fired, look = (
                    True,
                    SELDOM,
                )  # code that catches this meets it again, our own end of it does not
                raise Deadline

        monitoring = sys.monitoring
        events = (monitoring.events.JUMP, monitoring.events.PY_START)
        with contextlib.suppress(ValueError):
            monitoring.free_tool_id(TOOL)  # code that runs took it for itself
        monitoring.use_tool_id(TOOL, "n2n")
        for event in events:
            monitoring.register_callback(TOOL, event, tick)
        monitoring.set_events(TOOL, events[0] | events[1])
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        with contextlib.suppress(ValueError):
            sys.monitoring.set_events(TOOL, 0)
            sys.monitoring.free_tool_id(TOOL)
        return kind is Deadline
