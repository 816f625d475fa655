"""Write a file whole or not at all: a reader never sees half of it, and a failure leaves what was there."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(path: Path, mode: int = 0o666) -> Iterator[Path]:
    """A new empty file beside `path`, to be filled; it takes the place of `path` when all went well.

    A link is replaced, not followed. Raises OSError.
    """
    fresh = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}")
    try:
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        yield fresh
        os.replace(fresh, path)
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def write_whole(path: Path, data: str | bytes, mode: int = 0o666) -> None:
    """Write text or bytes. Raises OSError."""
    with whole(path, mode) as fresh:
        fresh.write_bytes(data.encode() if isinstance(data, str) else data)
