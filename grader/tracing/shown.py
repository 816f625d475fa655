"""A trace as people see it: a table of lines, in a terminal, in Jupyter, and as data for the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from grader.tracing.running import RanCase
from grader.tracing.snapshots import alike, form, short
from grader.tracing.tracer import DEPTH
from grader.tracing.turns import Fold, Row, SeenItem
from grader.words import Phrase, aside, phrase, say

ROWS = 120
"""Most lines of a step."""
STEPS = 8
"""Steps of a case that are all shown."""
CODE = 48
"""Width of the column of code in a terminal; longer lines go on over it."""
HEADS = ("trace.head.line", "trace.head.code", "trace.head.gave")
GAVE = {"returned": "trace.returned", "yielded": "trace.yielded"}


class ShownValue(NamedTuple):
    """A name, what it held after the line, dtype and shape, and whether the object is the one it held before."""

    name: str
    text: str
    form: str
    in_place: bool


@dataclass(frozen=True)
class TracedLine:
    """One line of the table; what was left out here has no number."""

    told: tuple[Phrase, ...]
    number: int = 0
    source: str = ""
    depth: int = 0
    values: tuple[ShownValue, ...] = ()
    raised: bool = False


@dataclass(frozen=True)
class TracedStep:
    """One step of the case: the code that does it, and the lines that ran."""

    code: tuple[str, ...]
    lines: tuple[TracedLine, ...]


@dataclass(frozen=True)
class Trace:
    """What `trace` found. A terminal shows it as text, Jupyter as a table."""

    exercise: str
    case: str
    steps: tuple[TracedStep, ...]
    printed: str
    notes: tuple[Phrase, ...]

    def title(self, language: str = "") -> str:
        """What the table is of."""
        return say("trace.title", language, name=self.exercise, label=self.case)

    def shown(self, language: str = "") -> dict[str, Any]:
        """What a page shows of it, in words."""
        return {
            "title": self.title(language),
            "heads": [say(head, language) for head in HEADS],
            "steps": [
                {"code": list(s.code), "lines": [_line(line, language) for line in s.lines]}
                for s in self.steps
            ],
            "printed": self.printed,
            "notes": [n.text(language) for n in self.notes],
        }

    def text(self, language: str = "") -> str:
        """The table in plain lines."""
        out = [self.title(language)]
        for step in self.steps:
            out += ["", *(f">>> {line}" for line in step.code)]
            out += [part for line in step.lines for part in _plain(_line(line, language))]
        if self.printed:
            out += [
                "",
                say("trace.printed", language),
                *(f"  {x}" for x in self.printed.rstrip().split("\n")),
            ]
        return "\n".join([*out, *(["", *(n.text(language) for n in self.notes)] if self.notes else [])])

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:  # Jupyter's hook
        return _html(self)


def traced(
    name: str, label: str, ran: RanCase, code: Sequence[Sequence[str]], notes: Sequence[Phrase]
) -> Trace:
    """What was seen, as it is shown; `code` does the steps."""
    steps = [
        TracedStep(tuple(code[k]), tuple(_cut(list(_lines(items, 0)))))
        for k, items in enumerate(ran.steps[: len(code)])
    ]
    if len(steps) > STEPS:
        left = phrase("trace.steps", n=len(steps) - STEPS)
        steps = [*steps[: STEPS // 2], TracedStep((), (TracedLine((left,)),)), *steps[-STEPS // 2 :]]
    said = [*notes]
    if not ran.followed:
        said.append(phrase("trace.no_source"))
    if ran.stopped:
        said.append(phrase("trace.stopped", amount=ran.stopped))
    return Trace(name, label, tuple(steps), ran.printed, tuple(said))


def _lines(items: Sequence[SeenItem], depth: int) -> Iterator[TracedLine]:
    for item in items:
        if isinstance(item, Row):
            yield _row(item, depth)
            yield from _fold(item.calls, depth + 1, "trace.calls")
        else:
            yield from _fold(item, depth, "trace.turns")


def _fold(fold: Fold, depth: int, left: str) -> Iterator[TracedLine]:
    for turn in fold.first:
        yield from _lines(turn, depth)
    if fold.left_out > 0:
        yield TracedLine((phrase(left, n=fold.left_out),), depth=depth)
    for turn in fold.last:
        yield from _lines(turn, depth)


def _cut(lines: list[TracedLine]) -> list[TracedLine]:
    if len(lines) <= ROWS:
        return lines
    head = ROWS * 2 // 3
    left = TracedLine((phrase("trace.lines", n=len(lines) - ROWS),))
    return [*lines[:head], left, *lines[head - ROWS :]]


def _row(row: Row, depth: int) -> TracedLine:
    told: list[Phrase] = []
    if row.went is not None and not (row.went and row.at.stores):
        told.append(
            phrase("trace.true") if row.went else phrase("trace.over" if row.at.head else "trace.false")
        )
    how, what = row.outcome or ("", None)
    match how:
        case "raised":
            told.append(phrase("trace.raised", text=what))
        case "returned" | "yielded" if row.run.name.rpartition(".")[2] != "__init__":
            told.append(phrase(GAVE[how], value=short(what), form=aside("trace.form", form(what))))
    if row.deeper:
        told.append(phrase("trace.deeper", n=DEPTH))
    source, values = row.run.source(row.at), tuple(_values(row))
    return TracedLine(tuple(told), row.at.start, source, depth, values, how == "raised")


def _values(row: Row) -> Iterator[ShownValue]:
    """The names that the line binds, and those whose value is another after it."""
    before, after = row.before, row.after or {}
    if row.went is False:
        return
    for name, kept in after.items():
        old = before.get(name)
        changed = (not row.sparse) if old is None else not alike(old.value, kept.value)
        bound = name in row.at.stores and (row.outcome or ("",))[0] != "raised"
        if not (changed or bound) or any(n.startswith(f"{name}.") for n in after):
            continue
        in_place = old is not None and old.id == kept.id and changed
        yield ShownValue(name, short(kept.value), form(kept.value), in_place)


def _line(line: TracedLine, language: str) -> dict[str, Any]:
    return {
        "number": line.number,
        "source": line.source,
        "depth": line.depth,
        "raised": line.raised,
        "values": [
            {
                "name": v.name,
                "text": v.text,
                "form": v.form,
                "note": say("trace.in_place", language) if v.in_place else "",
            }
            for v in line.values
        ],
        "told": [t.text(language) for t in line.told],
    }


def _plain(line: dict[str, Any]) -> list[str]:
    told = [
        f"{v['name']} = {v['text']}" + "".join(f" · {x}" for x in (v["form"], v["note"]) if x)
        for v in line["values"]
    ]
    told += line["told"]
    if not line["number"]:
        return [f"      {'  ' * line['depth']}... {' '.join(told)}"]
    mark = "✗" if line["raised"] else " "
    source, *more = line["source"].split("\n")
    indent = "    " * line["depth"]
    code = [f"{mark}{line['number']:>4}  {indent}{source}", *(f"{'':7}{indent}{x}" for x in more)]
    code += [""] * (len(told) - len(code))
    told += [""] * (len(code) - len(told))
    return [f"{c:<{CODE}}  # {x}" if x else c for c, x in zip(code, told, strict=True)]


_LEFT = "text-align:left;vertical-align:top"
_CODE = f"{_LEFT};white-space:pre-wrap;font-family:monospace"


def _html(trace: Trace) -> str:
    """A table for Jupyter; everything of the reader's is text."""
    shown = trace.shown()
    heads = "".join(f'<th scope="col" style="{_LEFT}">{_escape(head)}</th>' for head in shown["heads"])
    body = [part for step in shown["steps"] for part in _html_step(step)]
    out = [
        f'<table><caption style="{_LEFT}">{_escape(shown["title"])}</caption>',
        f"<thead><tr>{heads}</tr></thead>",
        *body,
        "</table>",
    ]
    if shown["printed"]:
        out += [f"<p>{_escape(say('trace.printed'))}</p>", f"<pre>{_escape(shown['printed'])}</pre>"]
    return "\n".join([*out, *(f"<p>{_escape(note)}</p>" for note in shown["notes"])])


def _html_step(step: dict[str, Any]) -> Iterator[str]:
    yield "<tbody>"
    if step["code"]:
        code = _escape("\n".join(step["code"]))
        yield f'<tr><th scope="rowgroup" colspan="3" style="{_CODE}">{code}</th></tr>'
    for line in step["lines"]:
        told = [
            f"{_escape(v['name'])} = {_escape(v['text'])}"
            + "".join(f" <small>{_escape(x)}</small>" for x in (v["form"], v["note"]) if x)
            for v in line["values"]
        ]
        told += [f"<b>{_escape(x)}</b>" if line["raised"] else f"<i>{_escape(x)}</i>" for x in line["told"]]
        gave = f'<td style="{_CODE}">{"<br>".join(told)}</td>'
        indent = f"padding-left:{1 + 2 * line['depth']}em"
        mark = "✗ " if line["raised"] else ""
        yield (
            f'<tr><th scope="row" style="{_LEFT}">{mark}{line["number"] or ""}</th>'
            f'<td style="{_CODE};{indent}">{_escape(line["source"]) or "…"}</td>{gave}</tr>'
        )
    yield "</tbody>"


def _escape(text: str) -> str:
    """Text as HTML; the page, which sets text as text, is spared the module."""
    from html import escape

    return escape(text)
