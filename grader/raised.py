"""What the commonest errors of Python and numpy mean, for somebody who meets them for the first time.

They are told apart by the type of the exception and by what Python says, which is the same in every language.
"""

import re
from typing import Any

from grader.words import Phrase, phrase

PLAIN = str.maketrans("（）［］｛｝，：；．＝＋－＊／＜＞！、。−×", "()[]{},:;.=+-*/<>!,.-*")
QUOTES = "“”‘’«»„‚`´"

_PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("ValueError", "error.matmul", r"matmul: .*\(size (?P<b>\d+) is different from (?P<a>\d+)\)"),
    ("ValueError", "error.matmul", r"shapes (?P<a>\([\d,]*\)) and (?P<b>\([\d,]*\)) not aligned"),
    ("ValueError", "error.broadcast", r"broadcast together with shapes (?P<a>\([\d,]*\)) (?P<b>\([\d,]*\))"),
    (
        "ValueError",
        "error.broadcast",
        r"non-broadcastable output operand with shape (?P<a>\([\d,]*\)).*shape (?P<b>\([\d,]*\))",
    ),
    (
        "ValueError",
        "error.assign",
        r"broadcast input array from shape (?P<a>\([\d,]*\)) into shape (?P<b>\([\d,]*\))",
    ),
    ("ValueError", "error.truth", r"truth value of an array"),
    ("TypeError", "error.single", r"only (?:length-1|size-1|0-dimensional) arrays"),
    (
        "UFuncTypeError|_UFuncOutputCastingError|TypeError",
        "error.cast",
        r"Cannot cast ufunc .* from dtype\('float",
    ),
    (
        "TypeError",
        "error.arguments",
        r"takes .* positional arguments? but|missing \d+ required|unexpected keyword argument",
    ),
    ("TypeError|AttributeError", "error.none", r"NoneType"),
    ("UnboundLocalError", "error.unset", r"local variable '(?P<name>\w+)'"),
    ("NameError", "error.name", r"name '(?P<name>\w+)' is not defined"),
    ("ModuleNotFoundError", "error.module", r"No module named '(?P<name>[\w.]+)'"),
    ("RecursionError", "error.recursion", r""),
    ("EOFError|StdinNotImplementedError", "error.input", r""),
    ("OSError", "error.input", r"\[Errno 29\]|reading from stdin"),
    ("SyntaxError", "error.space", r"\(?U\+(?:00A0|3000|202F|200B|2009|FEFF)\)?"),
    ("SyntaxError", "error.character", r"invalid character '(?P<char>.)'"),
    ("IndentationError|TabError", "error.indent", r""),
)


def explained(type_: str, message: str, source: str = "") -> Phrase | None:
    """What an exception means, if it is one of the commonest. `source` is the line it came from."""
    if type_ == "SyntaxError" and source.lstrip().startswith(("!", "%")):
        return phrase("error.shell")
    for types, key, pattern in _PATTERNS:
        if type_ in types.split("|") and (found := re.search(pattern, message)):
            return _said(key, found.groupdict())
    return None


def _said(key: str, params: dict[str, Any]) -> Phrase:
    char = params.get("char", "")
    if char and char in QUOTES:
        return phrase("error.quotes", char=char)
    if char:
        return (
            phrase(key, char=char, plain=char.translate(PLAIN))
            if char.translate(PLAIN) != char
            else phrase("error.space")
        )
    return Phrase(key, params)
