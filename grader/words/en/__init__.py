"""English. One module a part of the program; every key begins with the part of the sentence it stands for."""

from grader.words.en import checks, engine, program, reports

PARTS = (checks, engine, reports, program)

WORDS: dict[str, str] = {key: words for part in PARTS for key, words in part.WORDS.items()}


def plural(n: float) -> int:
    """Which form of a word goes with n: 0 the singular, 1 the plural."""
    return 0 if n == 1 else 1
