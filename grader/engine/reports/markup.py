"""The little markup of our own messages, `code` and *emphasis*, as HTML."""

import re
from html import escape

_CODE = re.compile(r"`([^`]+)`")
_EMPHASIS = re.compile(r"(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])")


def marked(text: str) -> str:
    """A message as HTML, everything in it escaped; nothing in code is taken for emphasis."""
    parts = _CODE.split(escape(text))  # text, code, text, ...
    parts[::2] = [_EMPHASIS.sub(r"<em>\1</em>", p) for p in parts[::2]]
    parts[1::2] = [f"<code>{p}</code>" for p in parts[1::2]]
    return "".join(parts)
