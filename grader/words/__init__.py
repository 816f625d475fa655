"""Everything that the Python side says to people, by key: one catalogue a language, `en` the first.

Programs compare codes and keys and never look into a sentence. A second language is a second module here with
the same keys; `N2N_LANGUAGE` chooses it, or the `language` of the call. What a catalogue lacks is said in English.
"""

import importlib
import importlib.util
import os
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from grader.foreign import one_line

VARIABLE = "N2N_LANGUAGE"
ENGLISH = "en"
TAGS = {"en-XA": "pseudo"}
"""Pages say by a tag of CLDR what is a catalogue of another name here."""


@dataclass(frozen=True)
class Phrase:
    """Something to be said, not yet in any language: a key, and what fills the places of its words.

    Places are filled by text, numbers, other phrases and lists of these.
    """

    key: str
    params: dict[str, Any] = field(default_factory=dict)

    def text(self, language: str = "") -> str:
        """In words."""
        return say(self.key, language, **self.params)

    def map(self, f: Callable[[str], str]) -> "Phrase":
        """The same phrase with `f` of every text in it."""
        return Phrase(self.key, {k: _map(v, f) for k, v in self.params.items()})

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, read back by `from_json`."""
        return {"say": self.key, "with": {k: _to_json(v) for k, v in self.params.items()}}

    @classmethod
    def from_json(cls, j: Mapping[str, Any]) -> "Phrase":
        """The phrase that `to_json` wrote."""
        return cls(j["say"], {k: _from_json(v) for k, v in j["with"].items()})


def phrase(key: str, /, **params: Any) -> Phrase:
    """`Phrase` with its parameters by name."""
    return Phrase(key, params)


class Refusal(Exception):
    """What cannot be done, to be told to somebody in one line: what, where, what to do. Not for programmers' faults.

    `why` is its phrase; `str` says it in the language of this process.
    """

    status = 1
    """With which a program exits that ends with it."""

    def __init__(self, why: Phrase | str, /, **params: Any) -> None:
        self.why = why if isinstance(why, Phrase) else Phrase(why, params)
        super().__init__(self.why)  # as pickle calls it again

    def __str__(self) -> str:
        return one_line(self.why.text(), 2000)


def aside(key: str, text: str) -> Phrase | str:
    """What is said only if there is a `text` to say it of."""
    return phrase(key, text=text) if text else ""


def say(key: str, /, language: str = "", **params: Any) -> str:
    """The words of `key`, their places filled. Raises KeyError for a key that no catalogue has."""
    spoken = catalogue(language or chosen())
    return spoken.fill(spoken.words[key], params)


def known(said: Any) -> bool:
    """Whether this can be said: phrases that English has words for, of texts, numbers and lists of these."""
    if isinstance(said, Phrase):
        words = catalogue(ENGLISH).words
        return isinstance(said.key, str) and said.key in words and all(map(known, said.params.values()))
    return all(map(known, said)) if isinstance(said, list) else isinstance(said, (str, int, float))


def reason(error: Exception) -> Phrase | str:
    """What an exception says, as the reason in another phrase: a refusal's phrase, another one's first line."""
    if isinstance(error, Refusal):
        return error.why
    said = getattr(error, "strerror", None) or str(error)
    return str(said).partition("\n")[0][:300]


class LanguageError(Refusal, ValueError):
    """A language of which there is no catalogue; it is told in English."""

    def __str__(self) -> str:
        return one_line(self.why.text(ENGLISH))


def prose(text: str, params: Mapping[str, Any]) -> str:
    """An author's sentence, its places filled if there is anything to fill them with."""
    return catalogue(ENGLISH).fill(text, params) if params else text


def chosen() -> str:
    """The language of this process."""
    return os.environ.get(VARIABLE) or ENGLISH


class Catalogue(string.Formatter):
    """The words of one language.

    A place is written as in `str.format`; `{n:case|cases}` chooses among the forms of a word by the number n.
    """

    def __init__(self, language: str, words: Mapping[str, str], plural: Callable[[float], int]) -> None:
        self.language = language
        self.words = words
        self.plural = plural

    def fill(self, template: str, params: Mapping[str, Any]) -> str:
        """`template` with its places filled; one that `params` do not name stays empty."""
        return self.vformat(template, (), params)

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "")

    def format_field(self, value: Any, spec: str) -> str:
        if "|" in spec:
            forms = spec.split("|")
            return forms[min(self.plural(value), len(forms) - 1)]
        if isinstance(value, Phrase):
            return value.text(self.language)
        if isinstance(value, (list, tuple)):
            return ", ".join(self.format_field(v, spec) for v in value)
        try:
            return format(value, spec)
        except (ValueError, TypeError):  # a text where a number was promised: better shown than lost
            return str(value)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language, completed from English. Raises LanguageError."""
    if not _there(language):
        raise LanguageError("language.none", variable=VARIABLE, name=language)
    module = importlib.import_module(f"{__name__}.{language}")
    words = module.WORDS if language == ENGLISH else {**catalogue(ENGLISH).words, **module.WORDS}
    return Catalogue(language, words, module.plural)


def spoken(tag: str) -> str:
    """The language that is nearest to a tag as pages have it ("zh-CN", "zh"), of those there is a catalogue of."""
    parts = tag.lower().split("-")
    names = (TAGS.get(tag, "_".join(parts[:length])) for length in range(len(parts), 0, -1))
    return next(filter(_there, names), ENGLISH)


def _there(language: str) -> bool:
    """Whether there is a catalogue of this language."""
    return language.isidentifier() and importlib.util.find_spec(f"{__name__}.{language}") is not None


def _map(value: Any, f: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return f(value)
    if isinstance(value, Phrase):
        return value.map(f)
    return [_map(v, f) for v in value] if isinstance(value, (list, tuple)) else value


def _to_json(value: Any) -> Any:
    if isinstance(value, Phrase):
        return value.to_json()
    return [_to_json(v) for v in value] if isinstance(value, (list, tuple)) else value


def _from_json(value: Any) -> Any:
    if isinstance(value, dict):
        return Phrase.from_json(value)
    return [_from_json(v) for v in value] if isinstance(value, list) else value
