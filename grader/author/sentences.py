"""Every sentence of a task is a case: for each, wrong answers that break it alone, and the cases that catch them.

`grader/sentences/<module>.py` is the list, made to be read:

    breaks("threshold_neuron", "*Reaching* the threshold is enough.", "must_exceed", at="exactly at the threshold")

    @breaks("threshold_neuron", "w: weights, shape (n,).")
    def three_weights_only(x, w, t):
        return 1.0 if x[:3] @ w[:3] >= t else 0.0

    explains("threshold_neuron", "Call the `weighted_sum` you wrote above.")

A name is a misconception of the declaration; a function or class is a wrong answer that needs no message of its own.
A sentence is quoted as the docstring has it (of a method: `.step: Returns nothing.`), so that whoever changes one is
sent to the other. `n2n audit --sentences` holds the list against the docstrings and the cases, and prints it.
"""

import importlib
import importlib.util
import inspect
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import grader.sentences
from grader.author.declare import DeclarationError, Exercise, content, exercises, parameters
from grader.author.patience import passes, verdict
from grader.bank import Entry, extra_folders
from grader.words import phrase, say


@dataclass(frozen=True)
class Wrong:
    """A wrong answer, the sentence it breaks, and the label of a case that must catch it, or ""."""

    sentence: str
    name: str
    answer: Any
    at: str


@dataclass
class Task:
    """What is declared of the sentences of one exercise."""

    wrong: list[Wrong] = field(default_factory=list)
    explaining: list[str] = field(default_factory=list)


_TASKS: dict[str, Task] = {}


def breaks(
    exercise: str, sentence: str, misconception: str | None = None, *, at: str = ""
) -> Callable[[Any], Any]:
    """Declare a wrong answer to `exercise` that breaks `sentence` and nothing else: the decorated function or class.

    Or, named, a `misconception` of the declaration. If its point is one case, `at` is that case's label.
    Raises DeclarationError for a name that is none, or that already breaks another sentence.
    """

    def declare(answer: Any) -> Any:
        name, task = misconception or answer.__name__, _TASKS.setdefault(exercise, Task())
        if any(w.name == name for w in task.wrong):
            raise DeclarationError("sentences.two", exercise=exercise, name=name)
        task.wrong.append(Wrong(single_spaced(sentence), name, answer, at))
        return answer

    if misconception is not None:
        known = exercises()[exercise].misconceptions
        if misconception not in known:
            raise DeclarationError("sentences.misconception", exercise=exercise, name=misconception)
        declare(known[misconception])
    return declare


def explains(exercise: str, sentence: str) -> None:
    """Declare that `sentence` asks nothing of an answer: it is advice, or another sentence says it exactly."""
    _TASKS.setdefault(exercise, Task()).explaining.append(single_spaced(sentence))


def declared(exercise: Exercise) -> Task | None:
    """The sentences of an exercise, or None if nobody has written any.

    Raises DeclarationError for a declaration that cannot be right.
    """
    package = grader.sentences
    for folder in extra_folders():
        if (own := str(folder / "sentences")) not in package.__path__:
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
            yield from re.split(rf"; (?={parameter.pattern})", single_spaced(sentence))


def single_spaced(sentence: str) -> str:
    """A sentence with single spaces."""
    return " ".join(sentence.split())


# ---- what is wrong with a declaration ----


@dataclass(frozen=True)
class SentenceRow:
    """One line of the list: a wrong answer, the sentence it breaks, the cases (of how many) that alone catch it."""

    sentence: str
    answer: str
    caught: tuple[str, ...]
    cases: int
    told: bool
    """Whether the verdict names the cause: a known mistake, or more than that a number is wrong."""


@dataclass
class Held:
    """What became of the sentences of one exercise."""

    exercise: str
    rows: list[SentenceRow] = field(default_factory=list)
    explaining: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    written: bool = True
    """Whether anybody has declared its sentences at all."""

    @property
    def figures(self) -> dict[str, int]:
        """How many sentences are held and explain, how many wrong answers there are and are told their cause."""
        return {
            "held": len({r.sentence for r in self.rows}),
            "explain": len(self.explaining),
            "wrong": len(self.rows),
            "told": sum(r.told for r in self.rows),
            "complaints": len(self.complaints),
        }


def hold(exercise: Exercise, entries: Sequence[Entry]) -> Held:
    """Hold the declared sentences of an exercise against its docstring, and its wrong answers against its cases.

    `entries` are of several seeds: a wrong answer is caught whatever is drawn.
    """
    task = declared(exercise)
    if task is None:
        return Held(exercise.name, written=False)
    told = sentences(exercise.reference())
    held = Held(exercise.name, explaining=task.explaining)
    quoted = {w.sentence for w in task.wrong} | set(task.explaining)
    held.complaints += [say("sentences.unbroken", sentence=s) for s in told if s not in quoted]
    held.complaints += [say("sentences.unsaid", sentence=s) for s in sorted(quoted - set(told))]
    first = entries[0]
    for wrong in task.wrong:
        by = list(catching(first, wrong.answer))
        caught = tuple(j["case"]["label"] for j in by)
        known = {content(j["case"]) for j in by}
        held.rows.append(
            SentenceRow(wrong.sentence, wrong.name, caught, len(first.cases), tells(first, wrong.answer))
        )
        if wrong.sentence in task.explaining:
            held.complaints.append(say("sentences.explaining", name=wrong.name, sentence=wrong.sentence))
        if wrong.at and wrong.at not in caught:
            key = "sentences.uncaught" if caught else "sentences.never_caught"
            held.complaints.append(say(key, name=wrong.name, label=wrong.at, cases=list(caught)))
        if not all(rejected(e, wrong.answer, known) for e in entries):
            key = "sentences.passes_once" if caught else "sentences.passes"
            held.complaints.append(say(key, name=wrong.name, sentence=wrong.sentence))
    return held


def tells(entry: Entry, answer: Any) -> bool:
    """Whether the verdict on a wrong answer names its cause."""
    found = verdict(entry, answer)
    return found is None or bool(found.misconception) or found.kind != "value"


def catching(entry: Entry, answer: Any, cases: Sequence[Any] | None = None) -> Iterator[Any]:
    """The cases (of `cases`, or all) that alone reject a wrong answer."""
    for judged in entry.cases if cases is None else cases:
        if not passes(replace(entry, cases=[judged], misconceptions={}), answer):
            yield judged


def rejected(entry: Entry, answer: Any, known: Collection[str]) -> bool:
    """Whether `entry` rejects a wrong answer, which the cases whose contents are `known` do; those ask nothing again."""
    if any(content(j["case"]) in known for j in entry.cases):
        return True
    hidden_first = sorted(entry.cases, key=lambda j: not j["case"].get("hidden"))
    if next(catching(entry, answer, hidden_first), None) is not None:
        return True
    return not passes(
        replace(entry, misconceptions={}), answer
    )  # the first case, asked again, may answer otherwise


def listing(held: Held) -> Iterator[str]:
    """The lines of the list of one exercise: sentence → wrong answer → cases that catch it."""
    yield held.exercise
    said = ""
    for row in sorted(held.rows, key=lambda r: [x.sentence for x in held.rows].index(r.sentence)):
        if row.sentence != said:
            yield f"  {row.sentence}"
        said = row.sentence
        more = phrase("audit.more", n=len(row.caught) - 3) if len(row.caught) > 3 else ""
        cases = "; ".join(row.caught[:3])
        told = say("audit.row", cases=cases, more=more, n=len(row.caught), of=row.cases)
        yield f"    {row.answer} → {told}"
    for sentence in held.explaining:
        yield f"  {sentence}"
        yield f"    {say('audit.explains')}"
