"""Waiting for what another program holds: a gradebook that formgrader writes, a course that another run grades."""

import time
from collections.abc import Callable

LOCK_SECONDS = 120.0
"""Seconds until a lock is given up."""
_SILENT = 2.0
"""Seconds of waiting of which nobody needs to be told."""
_EVERY = 0.2


def wait(take: Callable[[], bool], tell: Callable[[float], None], seconds: float = LOCK_SECONDS) -> bool:
    """Try `take` until it succeeds or `seconds` seconds are over; whether it did.

    `tell` is told once, with the seconds that it may take, if it takes long enough to be noticed.
    """
    begun = time.monotonic()
    told = False
    while not take():
        waited = time.monotonic() - begun
        if waited > seconds:
            return False
        if waited > _SILENT and not told:
            told = True
            tell(seconds)
        time.sleep(_EVERY)
    return True
