"""The scores of a class as lines of text, with a line of reason for each exercise that lost points."""

from collections.abc import Iterable, Iterator

from grader.engine.judging.graded import Graded
from grader.engine.notebook.template import Template
from grader.foreign import one_line
from grader.words import Phrase, phrase, say

MOST = 300
"""Letters of a line on why points were lost."""


def lines(name: str, template: Template, graded: Graded) -> Iterator[str]:
    """The score of one notebook, and below it why points were lost and what else an instructor wants to know."""
    if graded.status != "graded":
        yield f"{one_line(name):<24}      -  {one_line(why_unscored(graded.status, graded.reason), MOST)}"
        return
    possible = sum(c.points for c in template.cells)
    got = sum(s or 0.0 for s in graded.scores.values())
    yield f"{one_line(name):<24}  {got:>5g} / {possible:g}"
    for cell in template.cells:
        if lost := cell.kind.line(cell, graded):
            points, why = lost
            yield f"    {'   ?' if points is None else f'{points:>4g}'}  {one_line(why, MOST)}"
    if waiting := [g for g, s in graded.scores.items() if s is None]:
        yield f"       ?  {say('score.by_hand', cells=waiting)}"
    yield from (f"       !  {one_line(note.text(), MOST)}" for note in graded.notes)


_UNSCORED = {
    "graded": "status.graded",
    "unreadable": "status.unreadable",
    "unjudged": "status.unjudged",
    "missing": "status.missing",
    "nothing": "status.nothing",
}


def why_unscored(status: str, reason: Phrase | None) -> str:
    """Why there is no score: a `Graded.status`, or `nothing` for who handed in nothing, and its reason."""
    told = phrase(_UNSCORED[status])
    return say("status.because", status=told, reason=reason) if reason else told.text()


def same_process_line(tests: Iterable[str]) -> str:
    """The line on an instructor's tests that could not be run outside."""
    return say("test.same_process", tests=sorted(tests))
