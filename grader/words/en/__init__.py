"""English. One module a part of the program; every key begins with the part of the sentence it stands for."""

from importlib import import_module
from importlib.util import find_spec

NAMES = ("checks", "engine", "reports", "author", "page", "commands", "program")
PARTS = [import_module(f"{__name__}.{name}") for name in NAMES if find_spec(f"{__name__}.{name}")]
"""The page of the book is sent `checks` alone."""

WORDS: dict[str, str] = {key: words for part in PARTS for key, words in part.WORDS.items()}


def plural(n: float) -> int:
    """Which form of a word goes with n: 0 the singular, 1 the plural."""
    return 0 if n == 1 else 1
