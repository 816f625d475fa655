"""`check(f)`: judge a student's function or class where it was written, and say what is wrong with it."""

import difflib
import sys
from typing import Any

from grader import bank
from grader.bank import Entry
from grader.judge import judge
from grader.perform import perform
from grader.verdict import Verdict
from grader.words import phrase, say


class NotPassed(AssertionError):
    """A check that did not pass. Shows the verdict, never a stack of the grader's own frames."""

    def __init__(self, text: str, verdict: Verdict | None = None) -> None:
        super().__init__(text)
        self.verdict = verdict

    def _render_traceback_(self) -> list[str]:  # IPython's hook
        return str(self).split("\n")


def check(f: Any) -> None:
    """Check your function or class: `check(relu)`. Prints the verdict; raises it if something is not right yet."""
    name = name_of(f, sys._getframe(1).f_globals)
    verdict = verdict_of(f, name)
    if not verdict.passed:
        raise NotPassed(verdict.text(), verdict) from None
    print(verdict.text())


def hint(f: Any, step: int = 1) -> None:
    """Print the hints of an exercise up to number `step`: `hint(relu)`, then `hint(relu, 2)`, ..."""
    name = f if isinstance(f, str) else name_of(f, sys._getframe(1).f_globals)
    hints = _entry(name).hints
    for k, text in enumerate(hints[: max(step, 1)], 1):
        print(say("check.hint", n=k, of=len(hints), text=text))


def verdict_of(f: Any, name: str, entry: Entry | None = None) -> Verdict:
    """The verdict on `f` as the exercise `name`, as data; judged by `entry` or the frozen bank."""
    entry = entry or _entry(name)
    try:
        return judge(entry, [perform(f, case) for case in entry.plan()])
    except Exception as e:
        return Verdict(name, "unjudged", {"error": f"{type(e).__name__}: {e}"})


def name_of(f: Any, scope: dict[str, Any]) -> str:
    """The exercise `f` was written for: its own name, else the caller's name for it (lambda, partial)."""
    known = bank.load()
    own = getattr(f, "__name__", "")
    if own in known:
        return str(own)
    names = [k for k, v in scope.items() if v is f and k in known]
    if len(names) == 1:
        return names[0]
    near = difflib.get_close_matches(str(own), known, 1)
    raise NotPassed(
        say(
            "check.unknown",
            name=repr(own or type(f).__name__),
            near=phrase("check.near", name=near[0]) if near else "",
        )
    )


def _entry(name: str) -> Entry:
    known = bank.load()
    if name not in known:
        raise NotPassed(say("check.none", name=repr(name)))
    return known[name]
