"""Text of unknown origin, as it may stand in a terminal, a table or a page: what cannot be seen is made visible.

File names, ids, exceptions and outputs are written by students. A newline, a terminal code, a letter that turns the
direction of the line or one without width would let them forge what a program of ours says; here is the one place
that takes these out.
"""

import re

HIDDEN = "?"
"""Stands for each character that could not be seen."""

_CODES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, the cursor
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x9c|\x1b\\)?"  # titles, links
    r"|\x1b[ -/]*[0-Z\\`-~]"
)
_JOINERS = re.compile("(?<=[\u0600-\u0dff])[\u200c\u200d]")
"""They shape letters of Arabic and Indic scripts, and are no loss where one only has to know the name."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Unicode's controls, formats, halves of surrogates, and letters and marks that are drawn as nothing; not tab and newline."""
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_TOWER = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")
"""More accents on one letter than any language has reach over the lines above and below."""


def visible(text: str) -> str:
    """The same lines without terminal codes, each character that cannot be seen as `HIDDEN`."""
    if text.isascii() and text.isprintable():
        return text
    return _TOWER.sub(r"\1", _UNSEEN.sub(HIDDEN, _JOINERS.sub("", _CODES.sub("", text))))


def one_line(text: str, most: int = 120) -> str:
    """Text for one line of a message: no newline, no run of spaces that could pass for one, at most `most` characters."""
    return " ".join(visible(" ".join(text[: 20 * most].split())).split())[:most]
