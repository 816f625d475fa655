"""Our own words as HTML: sentences of the catalogue, and the little markup of messages, `code` and *emphasis*."""

import re
from html import escape
from typing import Any

from grader.words import catalogue, chosen


class Html(str):
    """Text that is markup already; everything else is escaped."""


def worded(key: str, /, **params: Any) -> Html:
    """The words of `key` as HTML: they and the texts in their places escaped, numbers and `Html` as they are."""
    spoken = catalogue(chosen())
    filled = {k: v if isinstance(v, Html | int | float) else escape(str(v)) for k, v in params.items()}
    return Html(spoken.fill(escape(spoken.words[key]), filled))


_CODE = re.compile(r"`([^`]+)`")
_EMPHASIS = re.compile(r"(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])")


def marked(text: str) -> str:
    """A message as HTML, everything in it escaped; nothing in code is taken for emphasis."""
    parts = _CODE.split(escape(text))  # text, code, text, ...
    parts[::2] = [_EMPHASIS.sub(r"<em>\1</em>", p) for p in parts[::2]]
    parts[1::2] = [f"<code>{p}</code>" for p in parts[1::2]]
    return "".join(parts)
