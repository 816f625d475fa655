"""A language made by machine: English with strange letters, in marks. What shows without them is in no catalogue."""

import string

from grader.words import en

PLAIN = string.ascii_letters
STRANGE = "àƀçđéƒğĥíĵķļɱñóþǫŕšťúṽŵẋýžÀƁÇĐÉƑĞĤÍĴĶĻṀÑÓÞǪŔŠŤÚṼŴẊÝŽ"
_LETTERS = str.maketrans(PLAIN, STRANGE)

plural = en.plural


def strange(template: str) -> str:
    """`template` in strange letters; its places stay, but for the forms of a word in them."""
    parts = []
    for text, place, spec, conversion in string.Formatter().parse(template):
        parts.append(text.replace("{", "{{").replace("}", "}}").translate(_LETTERS))
        if place is not None:
            shown = spec.translate(_LETTERS) if spec and "|" in spec else spec
            whole = f"{place}!{conversion}" if conversion else place
            parts.append(f"{{{whole}:{shown}}}" if shown else f"{{{whole}}}")
    return "".join(parts)


def pseudo(template: str) -> str:
    """What the pseudo-language says for an English template."""
    core = template.strip(" ")
    if not any(c.isalpha() for text, *_ in string.Formatter().parse(core) for c in text) and "|" not in core:
        return template
    start = template[: len(template) - len(template.lstrip(" "))]
    end = template[len(template.rstrip(" ")) :]
    return f"{start}[!! {strange(core)} !!]{end}"


WORDS = {key: pseudo(template) for key, template in en.WORDS.items()}
