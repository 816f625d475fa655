"""Every sentence of a task is a case: for each, a wrong answer that breaks it alone, and the case that catches it.

`grader/exercises/sentences/<module>.py` is the list, made to be read:

    says = task("threshold_neuron")

    says("*Reaching* the threshold is enough.", "must_exceed", at="exactly at the threshold")

    @says("w: weights, shape (n,).", at="more random inputs 1")
    def three_inputs_only(x, w, t):
        return 1.0 if x[:3] @ w[:3] >= t else 0.0

    says.nothing("Call the `weighted_sum` you wrote above.", "advice")

A name is a misconception of the declaration; a function is a wrong answer that needs no message of its own.
A sentence is quoted as the docstring has it, so that whoever changes one is sent to the other.
`n2n audit --sentences` holds the list against the docstrings and the cases, and prints it.
"""

import importlib
import importlib.util
import inspect
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

import grader.exercises.sentences
from grader.author.declare import DeclarationError, Exercise, exercises, parameters
from grader.author.patience import passes
from grader.bank import Entry, extra_folders

Reason = Literal["advice", "premise", "source", "picture"]
"""Why a sentence asks nothing of an answer: it says how to go about it; what holds of the arguments, whatever is
done with them; who found it; or what the thing is, which another sentence says exactly."""


@dataclass(frozen=True)
class Wrong:
    """A wrong answer: the sentence it breaks, and the label of a case that must catch it."""

    sentence: str
    name: str
    answer: Any
    at: str


@dataclass
class Task:
    """What is declared of the sentences of one exercise. Call it to declare a wrong answer."""

    name: str
    wrong: list[Wrong] = field(default_factory=list)
    silent: dict[str, Reason] = field(default_factory=dict)

    def __call__(self, sentence: str, misconception: str | None = None, *, at: str) -> Callable[[Any], Any]:
        """This wrong answer breaks `sentence`; the case labelled `at` catches it.

        With the name of a `misconception` it is that one, without it the decorated function or class.
        Raises DeclarationError for a name that is none, or that already breaks another sentence.
        """
        if misconception is not None:
            known = exercises()[self.name].misconceptions
            if misconception not in known:
                raise DeclarationError(f"{self.name}: no misconception is called {misconception}")
            self._add(sentence, misconception, known[misconception], at)
            return lambda answer: answer

        def declare(answer: Any) -> Any:
            self._add(sentence, answer.__name__, answer, at)
            return answer

        return declare

    def nothing(self, sentence: str, reason: Reason) -> None:
        """This sentence asks nothing of an answer."""
        if reason not in get_args(Reason):
            raise DeclarationError(f"{self.name}: {reason!r} is none of {', '.join(get_args(Reason))}")
        self.silent[plain(sentence)] = reason

    def _add(self, sentence: str, name: str, answer: Any, at: str) -> None:
        if any(w.name == name for w in self.wrong):
            raise DeclarationError(
                f"{self.name}: {name} breaks two sentences: write one that breaks one alone"
            )
        self.wrong.append(Wrong(plain(sentence), name, answer, at))


_TASKS: dict[str, Task] = {}


def task(name: str) -> Task:
    """Begin the sentences of the exercise `name`."""
    if name in _TASKS:
        raise DeclarationError(f"{name}: its sentences are declared twice")
    return _TASKS.setdefault(name, Task(name))


def declared(exercise: Exercise) -> Task | None:
    """The sentences of an exercise, or None if nobody has written any.

    Raises DeclarationError for a declaration that cannot be right.
    """
    package = grader.exercises.sentences
    for folder in extra_folders():
        if (own := str(folder / "exercises/sentences")) not in package.__path__:
            package.__path__.append(own)
    dotted = f"{package.__name__}.{exercise.module}"
    if importlib.util.find_spec(dotted) is None:
        return None
    importlib.import_module(dotted)
    return _TASKS.get(exercise.name)


# ---- the sentences of a docstring ----

END = re.compile(r"(?:(?<=[.?!])|(?<=[.?!]\)))(?<!After [A-Z]\.)(?<!, [A-Z]\.)(?<!\. [A-Z]\.)\s+")
"""Where a sentence ends; not after the initials of a name."""

OPENING = re.compile(r"(?:A|[A-Z][a-z]+)\b[ ,]")
"""How a line begins that begins a sentence below a parameter's, which may end without a full stop."""

COLUMNS = re.compile(r"\S+(?: \S+)*  +\S")
"""A line of a table, which is a sentence: a word or a formula, and further right what is said of it."""


def sentences(reference: Any) -> list[str]:
    """The sentences of a reference's docstring, as they are quoted; those of a method begin with `.method: `."""
    names = parameters(reference)
    if inspect.isclass(reference):
        names += re.findall(r"\bself\.(\w+)", inspect.getsource(reference))
    found = list(split(inspect.getdoc(reference) or "", names))
    if inspect.isclass(reference):
        for name, member in vars(reference).items():
            if inspect.isfunction(member) and member.__doc__:
                told = split(inspect.getdoc(member) or "", parameters(member))
                found += [f".{name}: {s}" for s in told]
    return found


def split(text: str, names: Collection[str] = ()) -> Iterator[str]:
    """The sentences of a text: they end at full stops and empty lines, and begin where a parameter of `names` does."""
    listed = "|".join(map(re.escape, names)) or r"(?!)"
    parameter = re.compile(rf"(?:{listed})(?:, (?:{listed}))*: ")
    for paragraph in re.split(r"\n\s*\n", text):
        block = ""
        for row in paragraph.splitlines():
            line = row.strip()
            below = parameter.match(block) and not re.search(r"[,.;:?!(=]$", block) and OPENING.match(line)
            if block and (below or parameter.match(line) or COLUMNS.match(row)):
                yield from _split(block, parameter)
                block = ""
            block += f" {line}" if block else line
        yield from _split(block, parameter)


def _split(block: str, parameter: re.Pattern[str]) -> Iterator[str]:
    for sentence in END.split(block):
        if sentence:
            yield from re.split(rf"; (?={parameter.pattern})", plain(sentence))


def plain(sentence: str) -> str:
    """A sentence with single spaces."""
    return " ".join(sentence.split())


# ---- what is wrong with a declaration ----


@dataclass(frozen=True)
class Row:
    """One line of the list: a wrong answer, the sentence it breaks, the case that must catch it, all that do."""

    sentence: str
    answer: str
    at: str
    caught: tuple[str, ...]
    cases: int


@dataclass
class Held:
    """What became of the sentences of one exercise."""

    exercise: str
    rows: list[Row] = field(default_factory=list)
    silent: dict[str, Reason] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    written: bool = True
    """Whether anybody has declared its sentences at all."""


def hold(exercise: Exercise, entries: Sequence[Entry]) -> Held:
    """Hold the declared sentences of an exercise against its docstring, and its wrong answers against its cases.

    `entries` are of several seeds: a case that catches a wrong answer catches it whatever is drawn.
    """
    written = declared(exercise)
    if written is None:
        return Held(exercise.name, written=False)
    told = sentences(exercise.reference())
    held = Held(exercise.name, silent=written.silent)
    quoted = {w.sentence for w in written.wrong} | written.silent.keys()
    held.complaints += [f"no wrong answer breaks: {s}" for s in told if s not in quoted]
    held.complaints += [f"the docstring does not say: {s}" for s in sorted(quoted - set(told))]
    first, *others = entries
    labels = {c["case"]["label"] for c in first.cases}
    for wrong in written.wrong:
        caught = tuple(catching(first, wrong.answer))
        held.rows.append(Row(wrong.sentence, wrong.name, wrong.at, caught, len(first.cases)))
        if wrong.sentence in written.silent:
            held.complaints.append(f"{wrong.name}: breaks what is said to ask nothing: {wrong.sentence}")
        if wrong.at not in labels:
            held.complaints.append(f"{wrong.name}: no case is called {wrong.at!r}")
        elif wrong.at not in caught:
            instead = f"; these do: {', '.join(caught)}" if caught else ": add a case"
            held.complaints.append(f"{wrong.name}: {wrong.at!r} does not catch it{instead}")
        elif not all(wrong.at in catching(e, wrong.answer, wrong.at) for e in others):
            held.complaints.append(f"{wrong.name}: {wrong.at!r} does not catch it under every seed")
    return held


def catching(entry: Entry, answer: Any, only: str | None = None) -> Iterator[str]:
    """The labels of the cases (or of the one labelled `only`) that alone reject a wrong answer."""
    for judged in entry.cases:
        label = judged["case"]["label"]
        single = replace(entry, cases=[judged], misconceptions={})
        if only in (None, label) and not passes(single, answer):
            yield label


def listing(held: Held) -> Iterator[str]:
    """The lines of the list of one exercise: sentence → wrong answer → case (of how many that catch it)."""
    yield held.exercise
    said = ""
    for row in held.rows:
        if row.sentence != said:
            yield f"  {row.sentence}"
        said = row.sentence
        yield f"    {row.answer} → {row.at} ({len(row.caught)} of {row.cases} cases)"
    for sentence, reason in held.silent.items():
        yield f"  {sentence}"
        yield f"    ({reason})"
