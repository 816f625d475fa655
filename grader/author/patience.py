"""Try wrong answers, which print, divide by zero and never end."""

import contextlib
import io
import signal
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.author.declare import run
from grader.bank import Entry
from grader.perform import Interrupt
from grader.verdict import Verdict

SECONDS = 3.0
"""Longest a wrong answer may run before it counts as rejected (an endless loop is one)."""


class TooLong(Interrupt):
    """Raised by the alarm, past every `except Exception` of a wrong answer."""


def verdict(entry: Entry, answer: Any) -> Verdict | None:
    """The verdict on an answer; None if it takes too long."""
    try:
        with quiet(), alarm(SECONDS):
            return run(entry, answer)
    except (Exception, TooLong):
        return None


def passes(entry: Entry, answer: Any) -> bool:
    """Whether `entry` accepts an answer, within the time it has."""
    found = verdict(entry, answer)
    return found is not None and found.passed


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nobody wants to read what they print and warn of."""
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        yield


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raise TooLong in the body once it has run that long."""

    def ring(*_: Any) -> None:
        raise TooLong

    old = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)
