"""Limits on what our own code spends on what a student sent: clock and memory, in whatever thread it runs.

Decoding, judging and drawing up are linear in what was sent, and that is limited. This is the second line: where
something of it is costly all the same, it ends here, and costs only the exercise, or the file, that it is about.
The third one is who supervises the process (see `batch.workers`).
"""

import ctypes
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from grader.engine.sandbox.limits import resident

Product = TypeVar("Product")

CPU = 5.0
"""Seconds that one step may compute; honest ones take a thousandth of it."""
MEMORY = 256 << 20
"""Bytes by which the process may grow meanwhile."""
_TICK = 0.05


class TooMuch(RuntimeError):
    """What was sent asks for more than the `limit` of `amount` seconds or bytes."""

    def __init__(self, limit: str, amount: float) -> None:
        super().__init__(limit)
        self.limit, self.amount = limit, amount


class _Over(BaseException):
    """Ends a step, past every `except Exception` in it."""


@dataclass
class _Step:
    clock: int
    """Of the thread that does it, in CPU time."""
    until: float
    most: int
    over: str = ""


_steps: dict[int, _Step] = {}
"""By thread."""
_lock = threading.Lock()
_watcher: threading.Thread | None = None


def within(make: Callable[[], Product], cpu: float = CPU, memory: int = MEMORY) -> Product:
    """What `make` gives. Raises TooMuch if it needs more, and what `make` raises."""
    thread = threading.get_ident()
    if thread in _steps:  # a step within a step
        return make()
    _watch()
    clock = time.pthread_getcpuclockid(thread)
    step = _Step(clock, time.clock_gettime(clock) + cpu, resident() + memory)
    try:
        _steps[thread] = step
        try:
            return make()
        finally:
            with _lock:  # from here on nobody interrupts us who has not already
                _steps.pop(thread, None)
            if step.over:
                time.sleep(0)  # the interruption is due
    except _Over:
        pass
    except MemoryError:
        step.over = "memory"
    finally:
        _steps.pop(thread, None)
    raise TooMuch(step.over, cpu if step.over == "cpu" else memory)


def _watch() -> None:
    global _watcher
    with _lock:
        if _watcher is None or not _watcher.is_alive():
            _watcher = threading.Thread(target=_look, name="bounds", daemon=True)
            _watcher.start()


def _look() -> None:
    while True:
        time.sleep(_TICK)
        if not _steps:
            continue
        size = resident()
        with _lock:
            for thread, step in list(_steps.items()):
                if time.clock_gettime(step.clock) > step.until:
                    step.over = "cpu"
                elif size > step.most:
                    step.over = "memory"
                if step.over:
                    del _steps[thread]
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(thread), ctypes.py_object(_Over)
                    )
