"""Who somebody is: one rule by which a name, as people and platforms write it, becomes an id.

An id is also a folder's name and a cell of a spreadsheet, so it holds letters of any script with their marks,
digits and `.` `_` `-` `@` `+`, begins with a letter or digit, and holds no two underscores in a row (they separate
it from the rest of a file's name). Everything else in a name becomes one hyphen. `book/js/notebook.js` says the same
to the page, and `tests/engine/test_ids.py` holds the two together.
"""

import re
import unicodedata
from itertools import permutations

MOST = 128
"""Characters of an id."""
_INSIDE = "._-@+"
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Letters and marks that are drawn as nothing: two ids that look the same are the same."""


def student_id(name: str) -> str:
    """The id of somebody with this name, "" if it holds neither letter nor digit: `Lovelace, Ada` → `Lovelace-Ada`."""
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", name))
    kept = "".join(c if _letter(c) or c in _INSIDE else " " for c in text)
    joined = re.sub(r"_{2,}", "_", "-".join(kept.split()))
    begin = next((i for i, c in enumerate(joined) if c.isalnum()), len(joined))
    return joined[begin : begin + MOST].rstrip("._-@+")


def is_student_id(text: str) -> bool:
    """Whether this is an id already; also those of other programs, which may end in any of its signs."""
    return (
        0 < len(text) <= MOST
        and text[0].isalnum()
        and all(_letter(c) or c in _INSIDE for c in text)
        and unicodedata.normalize("NFC", text) == text
    )


def key(name: str) -> str:
    """What is left of a name when signs, spaces and capitals do not count. Accents stay: they tell people apart."""
    return "".join(_words(name))


def spellings(name: str) -> set[str]:
    """The keys of a name in every order of its words: `Ada Lovelace`, `Lovelace, Ada` and `lovelaceada` share one."""
    words = _words(name)
    return {"".join(p) for p in permutations(words)} if 0 < len(words) <= 5 else {key(name)} - {""}


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", name)).casefold()
    return "".join(c if _letter(c) else " " for c in text).split()


def _letter(c: str) -> bool:
    return c.isalnum() or unicodedata.category(c)[0] == "M" or c in "\u200c\u200d"
