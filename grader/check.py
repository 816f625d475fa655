"""`check(f)`: judge a student's function or class where it was written, and say what is wrong with it."""

import contextlib
import difflib
import sys
from collections.abc import Collection
from typing import Any

from grader import bank
from grader.bank import Entry
from grader.compare import kind
from grader.judge import judge
from grader.perform import perform
from grader.verdict import Verdict
from grader.words import Phrase, phrase, say


class NotPassed(AssertionError):
    """A check that did not pass. Shows the verdict, never a stack of the grader's own frames."""

    def __init__(self, text: str, verdict: Verdict | None = None) -> None:
        super().__init__(text)
        self.verdict = verdict

    def _render_traceback_(self) -> list[str]:  # IPython's hook
        return str(self).split("\n")


def check(f: Any) -> None:
    """Check your function or class: `check(relu)`. Prints the verdict; raises it if something is not right yet."""
    scope = sys._getframe(1).f_globals
    name = exercise_name(f, scope)
    give_name(f, name)
    verdict = verdict_of(f, name)
    text = verdict.text()
    if others := [k for k in _names(f, scope) if k != name]:
        text += "\n  " + say("check.other_name", name=name, others=others)
    if verdict.repeatable:
        text += "\n  " + say("check.trace", call=f"trace({_called(f, name, scope)})")
    if not verdict.passed:
        raise NotPassed(text, verdict) from None
    print(text)


def hint(f: Any, step: int = 1) -> None:
    """Print the hints of an exercise up to number `step`: `hint(relu)`, then `hint(relu, 2)`, ..."""
    name = f if isinstance(f, str) else exercise_name(f, sys._getframe(1).f_globals)
    hints = entry_of(name).hints
    for k, text in enumerate(hints[: max(step, 1)], 1):
        print(say("check.hint", n=k, of=len(hints), text=text))


def verdict_of(f: Any, name: str, entry: Entry | None = None) -> Verdict:
    """The verdict on `f` as the exercise `name`, as data; judged by `entry` or the frozen bank."""
    entry = entry or entry_of(name)
    try:
        return judge(entry, [perform(f, case) for case in entry.plan()])
    except Exception as e:
        return Verdict(name, "unjudged", {"error": f"{type(e).__name__}: {e}"})


def exercise_name(f: Any, scope: dict[str, Any]) -> str:
    """The exercise `f` was written for: its own name, else the caller's name for it (lambda, partial).

    Raises NotPassed, which says what to hand over instead.
    """
    known = bank.load()
    own = getattr(f, "__name__", None)
    if callable(f) and isinstance(own, str) and own in known:
        return own
    names = _names(f, scope)
    if callable(f) and len(names) == 1:
        return names[0]
    raise NotPassed(_misunderstood(f, own, names, known).text())


def _names(f: Any, scope: dict[str, Any]) -> list[str]:
    known = bank.load()
    return [k for k, v in scope.items() if v is f and k in known]


def _called(f: Any, name: str, scope: dict[str, Any]) -> str:
    """What the caller's code calls it."""
    return next((k for k, v in scope.items() if v is f), name)


def _misunderstood(f: Any, own: Any, names: list[str], known: Collection[str]) -> Phrase:
    """What was handed to `check`, and what to hand over instead."""
    made = type(f).__name__
    if isinstance(f, str):
        if f in known:
            return phrase("check.text", name=f)
        own = str(f)
    elif made in known:
        return phrase("check.object", name=made)
    elif not callable(f):
        return phrase("check.value", kind=kind(f))
    elif names:
        return phrase("check.many_names", names=names)
    name = own if isinstance(own, str) and own else made
    near = difflib.get_close_matches(name, known, 1)
    return phrase("check.unknown", name=repr(name), near=phrase("check.near", name=near[0]) if near else "")


def give_name(f: Any, name: str) -> None:
    """Give a callable without a name (partial, instance) the one it goes by, which labels and widgets show."""
    if not hasattr(f, "__name__"):
        with contextlib.suppress(Exception):  # not every object takes one
            f.__name__ = name


def entry_of(name: str) -> Entry:
    """What the exercise is judged by. Raises NotPassed for a name that is none."""
    known = bank.load()
    if name not in known:
        raise NotPassed(say("check.none", name=repr(name)))
    return known[name]
