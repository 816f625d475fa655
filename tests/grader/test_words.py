"""Words stand in catalogues by key: a second language is a second catalogue, and nothing is said past it."""

import ast
import importlib
import os
import pickle
import re
import string
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.author.declare import call, do, new, run, script
from grader.engine.course.folder import CourseError
from grader.judge import judge
from grader.outcomes import OUTCOMES
from grader.perform import perform
from grader.verdict import Verdict
from grader.words import LanguageError, Phrase, Refusal, catalogue, en, phrase, prose, reason, say
from grader.words.en import commands
from grader.words.pseudo import STRANGE
from tests.grader.test_ladder import entry_for

ROOT = Path(__file__).parents[2]
EN = ROOT / "grader/words/en"


def refusals() -> set[str]:
    """The names of all exceptions that are told to people."""
    for module in (
        "grader.engine.batch.cluster",
        "grader.engine.batch.formgrader",
        "n2n.grading",
        "n2n.authoring",
    ):
        importlib.import_module(module)
    found, todo = set(), [Refusal]
    while todo:
        one = todo.pop()
        found.add(one.__name__)
        todo += one.__subclasses__()
    return found


SAYING = {"say", "phrase", "aside"} | refusals()
"""Calls whose first argument is a key."""


def test_a_refusal_is_a_phrase_in_any_language_and_survives_pickling() -> None:
    refused = CourseError("course.none", path=Path("/c"), assignment="a")
    again = pickle.loads(pickle.dumps(refused))
    assert type(again) is CourseError
    assert again.why == refused.why == phrase("course.none", path=Path("/c"), assignment="a")
    assert str(again) == "there is no course folder /c: run `n2n release a` first"
    assert reason(refused) == refused.why
    assert reason(ValueError("one\ntwo")) == "one"
    assert reason(OSError(2, "not there")) == "not there"


def test_places_and_forms() -> None:
    assert say("outcome.passed", cases=1) == "passed, 1 case"
    assert say("outcome.passed", cases=3) == "passed, 3 cases"
    assert say("outcome.shape", want=phrase("kind.list", n=2), got=["(1,)", "(2,)"]) == (
        "expected shape a list of 2, got shape (1,), (2,)"
    )
    assert say("outcome.shape", want="(2,)") == "expected shape (2,), got shape "
    assert say("outcome.stopped.cpu", amount="soon") == "stopped after soon s of CPU"
    with pytest.raises(KeyError):
        say("no.such.key")


def test_prose_is_filled_only_where_there_is_something_to_fill() -> None:
    assert prose("labels are {0, 1}", {}) == "labels are {0, 1}"
    assert prose("it is {got:.2f}", {"got": 0.5}) == "it is 0.50"


def test_every_outcome_has_its_words() -> None:
    for code, outcome in OUTCOMES.items():
        for key in (outcome.words, outcome.hidden, outcome.heading):
            assert key in en.WORDS, (code, key)
        assert code.partition(".")[0] == outcome.kind


def test_no_words_for_nothing() -> None:
    """Every key is used: it stands in the code as it is, is made of an outcome, or its last part stands there."""
    made = {key for o in OUTCOMES.values() for key in (o.words, o.hidden, o.heading)}
    files = [p for folder in ("grader", "n2n", "book", "widgets") for p in (ROOT / folder).rglob("*.py")]
    code = "\n".join(p.read_text("utf8") for p in files if p.parent != EN)
    code = code.replace("'", '"')  # within an f-string a key stands in the other quotes

    def used(key: str) -> bool:
        prefix, _, last = key.rpartition(".")
        return f'"{key}"' in code or (f'"{prefix}.{{' in code and f'"{last}"' in code)

    assert not [k for k in en.WORDS if k not in made and k not in commands.WORDS and not used(k)]


def test_every_key_that_the_code_names_is_there() -> None:
    named = set()
    for folder in ("grader", "n2n", "book"):
        for path in (ROOT / folder).rglob("*.py"):
            source = path.read_text("utf8")
            if "from grader.words import" not in source:
                continue
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYING:
                    named |= {
                        a.value
                        for a in node.args[:1]
                        if isinstance(a, ast.Constant) and isinstance(a.value, str)
                    }
    assert len(named) > 150
    assert named <= en.WORDS.keys()


def test_parts_of_a_catalogue_do_not_overwrite_each_other() -> None:
    assert len(en.WORDS) == sum(len(p.WORDS) for p in en.PARTS)


def test_the_pseudo_language_has_the_places_of_english() -> None:
    def places(template: str) -> list[str | None]:
        return [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]

    for key, words in catalogue("pseudo").words.items():
        assert places(words) == places(en.WORDS[key]), key


def test_a_language_that_is_not_there() -> None:
    for name in ("klingon", "os.path", "../en", ""):
        with pytest.raises(LanguageError, match="there is no language"):
            catalogue(name)


def test_phrases_survive_json() -> None:
    said = phrase("outcome.type.other", want=phrase("kind.list", n=2), got=["a", 3])
    assert Phrase.from_json(said.to_json()) == said


class Counter:
    """Counts."""

    def __init__(self, start=0):
        self.count = start

    def add(self, xs):
        for x in xs:
            x += 1
            self.count += len(x)
        return {"n": self.count, "all": [xs[0].copy()]}


def _wrong_counters() -> list[type]:
    class Silent(Counter):
        def add(self, xs):
            pass

    class Rebinding(Counter):
        def add(self, xs):
            return super().add([x.copy() for x in xs])

    class Short(Counter):
        def add(self, xs):
            return super().add(xs) | {"all": []}

    class Other(Counter):
        def add(self, xs):
            return super().add(xs) | {"n": 1.5}

    class Raising(Counter):
        def add(self, xs):
            raise ValueError

    return [Silent, Rebinding, Short, Other, Raising]


def _verdicts() -> list[Verdict]:
    def triple(z):
        """Three times z."""
        return 3 * z

    small = entry_for(triple, call("q", np.array([1.0, 2.0])), call("q", np.ones((5, 7))))
    hidden = entry_for(triple, call("q", 1.0), call("q", 2.0))
    hidden.cases[1]["case"]["hidden"] = True
    subjects = [
        lambda z: 3 * z,
        lambda z: None,
        lambda z: [3.0],
        lambda z: (3 * z, z),
        lambda z: "3",
        lambda z: {1: 3},
        lambda z: len,
        lambda z: 3 * z[:1],
        lambda z: (3 * z).astype(int),
        lambda z: 3 * z + np.nan,
        lambda z: z,
        lambda z: z.__imul__(3),
    ]
    found = [run(small, f) for f in subjects]
    found += [run(hidden, lambda z, f=f: 3.0 if z == 1.0 else f(z)) for f in subjects[:5]]
    steps = entry_for(Counter, script("q", new(2), do.add([np.zeros(2)])))
    found += [run(steps, wrong) for wrong in _wrong_counters()]
    good = [perform(triple, c) for c in small.plan()]
    found += [judge(small, [[{}], *good[1:]]), judge(small, [None, *good[1:]])]
    every = {
        "amount": 1.0,
        "detail": "7",
        "name": "q",
        "error": "7",
        "which": "7",
        "want": 2,
        "got": "7",
        "n": 1,
    }
    every |= {"keys": ["7"], "type": "7", "line": 7, "message": "7", "sentence": "7", "cases": 2, "stop": "7"}
    return [*found, *(Verdict("q", code, every, hidden=h) for code in OUTCOMES for h in (False, True))]


CODE = {
    "np",
    "counter",
    "q",
    "triple",
    "Counter",
    "z",
    "xs",
    "nan",
    "array",
    "shape",
    "dtype",
    "float",
    "int",
    "add",
    "n",
    "all",
    "yield",
}
"""What may stand in a verdict as it is: names, numbers and Python, which are the same in every language."""


def test_a_verdict_shows_no_word_that_is_not_in_the_catalogue() -> None:
    verdicts = _verdicts()
    assert {v.kind for v in verdicts} == {o.kind for o in OUTCOMES.values()}
    for verdict in verdicts:
        text = verdict.text("pseudo")
        left = set(re.findall(r"[A-Za-z]+", text)) - CODE
        left -= {"ValueError", "float64", "int64", "ones", "function", "builtin", "len", "method", "or"}
        assert not left, f"{left} in {text!r}"
        assert set(text) & set(STRANGE) or verdict.kind == "rule", text  # whose words are prose


def test_the_environment_chooses_the_language() -> None:
    program = "from grader.words import say; print(say('outcome.none'))"
    env = os.environ | {"N2N_LANGUAGE": "pseudo"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("[!! ŕéť")
