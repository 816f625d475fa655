"""How much JSON text would become, known before any of it is read."""

import re

_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


def crowded(body: bytes, containers: int, values: int) -> bool:
    """Whether JSON text holds more lists and objects, or more values in them, than these.

    Linear, and without reading it: a few characters of text can become fifty times as many bytes in memory.
    """
    if not _more(body, containers, values):
        return False
    return _more(_TEXT.sub(b"", body), containers, values)  # most of it may stand in texts


def _more(body: bytes, containers: int, values: int) -> bool:
    return body.count(b"[") + body.count(b"{") > containers or body.count(b",") > values
