"""The report on a class as one HTML page: nothing is loaded, nothing runs, everything is plain escaped text.

Each drawing is an SVG with its text alternative, and every number of it is in the table beside it. Colour is
never alone in telling something.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from statistics import mean, median
from types import MappingProxyType

from grader.engine.reports.markup import Html, marked, worded
from grader.engine.reports.report import HELP_BELOW, STATES, Member, Mistake, Report, status_line
from grader.foreign import one_line
from grader.words import chosen, say

MOST_NAMES = 12

_STYLE = """
:root{color-scheme:light;--ink:#1d2430;--dim:#566070;--line:#d5dae2;--bg:#fff;--soft:#f3f5f8;--accent:#1f5fa8;
--passed:#2467ad;--carried_forward:#8db6e0;--failed:#c8611c;--blank:#b4bbc6;--unjudged:#7d4a9e;--warn:#a3260f}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--ink:#e6e9ee;--dim:#a7b0bd;--line:#39414d;
--bg:#14181d;--soft:#1c2128;--accent:#8ab8f0;--passed:#6ba6e6;--carried_forward:#375f8d;--failed:#ea965c;--blank:#5a6472;
--unjudged:#c39ade;--warn:#ff9a8f}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--bg);max-width:62rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.6rem;line-height:1.2;margin:0}h2{font-size:1.2rem;margin:2.4rem 0 .3rem}h3{font-size:1rem;margin:1.2rem 0 .2rem}
p{margin:.3rem 0 .8rem;max-width:44rem}.dim{color:var(--dim)}.warn{color:var(--warn);font-weight:600}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.6rem;margin:1.2rem 0 0}
dl div{background:var(--soft);border-radius:.4rem;padding:.6rem .8rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}
dt{color:var(--dim);font-size:.85rem}dd{margin:0;font-size:1.4rem;font-weight:600;line-height:1.25}
.scroll{overflow-x:auto}.side-by-side{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;align-items:flex-start}
.side-by-side>svg{flex:1 1 20rem;max-width:32rem;min-width:0;height:auto}.side-by-side>.scroll{flex:0 1 auto}
table{border-collapse:collapse;font-size:.92rem;width:100%}.side-by-side table{width:auto}
caption{text-align:left;color:var(--dim);font-size:.85rem;padding:.2rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--line);font-weight:400}
thead th{color:var(--dim);font-size:.82rem;vertical-align:bottom}tbody th{font-weight:600;overflow-wrap:break-word;max-width:16rem}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.text{min-width:15rem;overflow-wrap:anywhere}
code,.id{font-family:ui-monospace,monospace;font-size:.88em}bdi{unicode-bidi:isolate}
.bar{width:12rem;min-width:7rem}.short{width:5rem;min-width:3rem}.bar svg,.short svg{display:block;width:100%;height:1rem;margin-top:.25rem}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;margin:.2rem 0 .6rem;font-size:.88rem}
.key svg{width:.8rem;height:.8rem;margin-right:.35rem;vertical-align:-.08em}
.passed{fill:var(--passed)}.carried_forward{fill:var(--carried_forward)}.failed{fill:var(--failed)}.blank{fill:var(--blank)}.unjudged{fill:var(--unjudged)}
svg text{fill:var(--ink);font:12px system-ui,sans-serif}svg .axis{stroke:var(--dim)}svg text.tick{fill:var(--dim)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media screen and (max-width:40rem){th,td{padding-right:.6rem}.text{min-width:12rem}.bar{min-width:5rem}
.stack :is(table,caption,tbody){display:block}.stack thead{display:none}.stack tr{display:flex;flex-wrap:wrap;padding:.35rem 0;border-bottom:1px solid var(--line)}
.stack :is(th,td){border:0;padding:0 .6rem 0 0}.stack :is(th,.text){flex:0 0 100%;max-width:none}}
@media print{body{font-size:10.5pt;max-width:none;padding:0}h2,h3{break-after:avoid}tr,dl,.side-by-side{break-inside:avoid}.scroll{overflow:visible}}
"""


def report_page(report: Report, when: str) -> str:
    """The page; `when` says as of which time."""
    title = worded("report.title", assignment=Html(_text(report.assignment)))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    remark = f'<p class="warn">{_text(report.remark)}</p>' if report.remark else ""
    sections = [
        _scores(report),
        _exercises(report),
        _mistakes(report),
        _help(report),
        _ungradable(report),
        _repaired(report),
        _grading(report),
        _everyone(report),
    ]
    return (
        f'<!doctype html>\n<html lang="{chosen()}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body><main>\n"
        f'<h1>{title}</h1><p class="dim">{worded("report.as_of", when=Html(_text(when)))}</p>'
        f"{remark}{_summary(report)}\n" + "\n".join(s for s in sections if s) + "\n</main></body></html>\n"
    )


def _summary(report: Report) -> str:
    scores = [m.score for m in report.members if m.score is not None]
    possible = max((m.possible for m in report.members), default=0)
    absent = sum(m.status == "nothing" for m in report.members)
    waiting = sum(m.by_hand for m in report.scored())
    late = sum(bool(m.late) for m in report.members)
    none = worded("report.no_score")
    facts = [
        ("handed_in", worded("report.of", n=len(report.members) - absent, of=len(report.members))),
        ("scored", str(len(scores))),
        ("median", f"{median(scores):g} / {possible:g}" if scores else none),
        ("mean", f"{mean(scores):.1f} / {possible:g}" if scores else none),
        ("need_help", str(len(report.need_help()))),
        ("ungradable", str(len(report.ungradable()))),
        *([("by_hand", str(waiting))] if waiting else []),
        *([("late", str(late))] if late else []),
    ]
    shown = (f"<div><dt>{worded(f'report.fact.{key}')}</dt><dd>{value}</dd></div>" for key, value in facts)
    return "<dl>" + "".join(shown) + "</dl>"


def _scores(report: Report) -> str:
    counts = report.histogram()
    if not any(counts):
        return _section("scores", f"<p>{worded('report.nobody_scored')}</p>")
    possible = max(m.possible for m in report.scored())
    edges = [possible * i / len(counts) for i in range(len(counts) + 1)]
    ranges = [
        say("report.range.last" if b == possible else "report.range", low=a, high=b)
        for a, b in pairwise(edges)
    ]
    rows = [[r, _Number(c)] for r, c in zip(ranges, counts, strict=True) if c]
    told = "; ".join(say("report.range.told", range=r, n=c) for r, c in zip(ranges, counts, strict=True) if c)
    table = _table("scores", ["points", "students"], rows)
    return _section("scores", f'<div class="side-by-side">{_columns(counts, edges, told)}{table}</div>')


def _columns(counts: Sequence[int], edges: Sequence[float], told: str) -> str:
    """A histogram in user units that are about a phone's pixels, so that its text is readable there."""
    width, height, base, wide = 360, 190, 160, 34
    parts = []
    for i, count in enumerate(counts):
        x, h = 10 + i * wide, 130 * count / max(counts)
        if count:
            parts.append(
                f'<rect class="passed" x="{x + 2}" y="{base - h:.1f}" width="{wide - 4}" height="{h:.1f}"/>'
            )
            parts.append(
                f'<text x="{x + wide / 2}" y="{base - h - 5:.1f}" text-anchor="middle">{count}</text>'
            )
    for i in range(0, len(edges), 2):
        parts.append(
            f'<text class="tick" x="{10 + i * wide}" y="177" text-anchor="middle">{edges[i]:g}</text>'
        )
    parts.append(f'<path class="axis" d="M10 {base}.5H350"/>')
    return (
        f'<svg role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-label="{_text(say("report.histogram", told=told))}">{"".join(parts)}</svg>'
    )


def _exercises(report: Report) -> str:
    rows = []
    for item in report.items:
        tally = report.tally(item)
        judged = sum(tally[s] for s in STATES if s != "unjudged")
        right = tally["passed"] + tally["carried_forward"]
        rate = f"{100 * right / judged:.0f} %" if judged else "–"
        counts = [_Number(tally[s]) for s in STATES]
        rows.append([item, _bar(item, [(s, tally[s]) for s in STATES]), _Number(rate), *counts])
    if not rows:
        return ""
    key = "".join(
        f'<li><svg aria-hidden="true" viewBox="0 0 1 1"><rect class="{s}" width="1" height="1"/></svg>{worded(f"state.{s}")}</li>'
        for s in STATES
    )
    heads = ["exercise", "", "rate", *STATES]
    table = _table("exercises", heads, rows, first=True, kinds={1: "bar"})
    return _section("exercises", f'<ul class="key">{key}</ul>{table}')


def _bar(what: str, parts: Sequence[tuple[str, float]], whole: float = 0.0) -> Html:
    """A bar of segments, as wide as its table cell; `whole` is its full length if not their sum."""
    whole = whole or sum(n for _, n in parts) or 1
    x, rects = 0.0, []
    for state, n in parts:
        w = 100 * n / whole
        if n:
            rects.append(f'<rect class="{state}" x="{x:.2f}" width="{max(w - 0.6, 0.4):.2f}" height="10"/>')
        x += w
    said = ", ".join(f"{n:g} {say(f'state.{s}')}" for s, n in parts if n) or say("report.nobody")
    return Html(
        f'<svg role="img" viewBox="0 0 100 10" preserveAspectRatio="none" '
        f'aria-label="{_text(f"{what}: {said}")}">{"".join(rects)}</svg>'
    )


def _mistakes(report: Report) -> str:
    found = [m for item in report.items for m in report.mistakes(item)]
    if not found:
        return _section("mistakes", f"<p>{worded('report.no_mistakes')}</p>")
    most = max(len(m.students) for m in found)
    rows: list[list[object]] = []
    for item in report.items:
        mine = report.mistakes(item)
        for i, m in enumerate(mine):
            head = None if i else _Head(item, len(mine))
            bar = _bar(item, [("failed", len(m.students))], most)
            rows.append([head, _Number(len(m.students)), bar, _message(m), _names(m.students)])
    heads = ["exercise", "students", "", "told", "who"]
    kinds = {2: "short", 3: "text", 4: "text"}
    table = _table("mistakes", heads, rows, first=True, kinds=kinds, stack=True)
    return _section("mistakes", table)


def _message(mistake: Mistake) -> Html:
    if mistake.misconception:
        return Html(f"<bdi>{marked(mistake.text)}</bdi>")
    text = _text(mistake.text)
    kind = worded(f"heading.{mistake.kind}") if mistake.kind else worded("report.own_test")
    example = worded("report.example", text=Html(f"<bdi>{text}</bdi>"))
    return Html(f'{worded("report.unknown", kind=kind)}<br><span class="dim">{example}</span>')


def _help(report: Report) -> str:
    found = report.need_help()
    share = f"{100 * HELP_BELOW:g} %"
    said = worded("report.help", share=share)
    if not found:
        return _section("help", f"<p>{worded('report.nobody_needs', criteria=said)}</p>")
    rows: list[list[object]] = []
    for m in found:
        first = next((f for f in m.failures if f.state in ("failed", "blank")), None)
        where = (
            f"{first.item}: {_cut(first.text)}" if first else "" if m.score is not None else status_line(m)
        )
        rows.append(
            [_who(m), _score(m), _Number(m.count("failed")), _Number(m.count("blank")), _isolated(where)]
        )
    heads = ["student", "score", "failed", "blank", "stuck"]
    return _section("help", f"<p>{said}</p>{_table('help', heads, rows, first=True, kinds={4: 'text'})}")


def _ungradable(report: Report) -> str:
    found = report.ungradable()
    rows = [[_who(m), _isolated(status_line(m))] for m in found]
    for m in report.members:
        if items := [i for i, s in m.states.items() if s == "unjudged"]:
            rows.append([_who(m), _isolated(say("report.unjudged", items=items))])
    if not rows:
        return _section("ungradable", f"<p>{worded('report.all_graded')}</p>")
    table = _table("ungradable", ["student", "why"], rows, first=True, kinds={1: "text"})
    return _section("ungradable", f"<p>{worded('report.not_zeros')}</p>{table}")


def _repaired(report: Report) -> str:
    rows = [[_who(m), _isolated(n, 400)] for m in report.members for n in m.notes]
    if not rows:
        return ""
    table = _table("repaired", ["student", "what"], rows, first=True, kinds={1: "text"})
    return _section("repaired", table)


def _grading(report: Report) -> str:
    if not report.seconds:
        return ""
    rows = []
    for level, count in sorted(report.levels.items()):
        loud = level not in ("strong", "standard")
        shown = f'<span class="warn">{_text(level or "none")}</span>' if loud else _text(level)
        rows.append([Html(shown), _Number(count)])
    times = [s for s, _ in report.seconds]
    slowest, who = max(report.seconds)
    said = worded(
        "report.seconds",
        total=sum(times),
        n=len(times),
        median=median(times),
        slowest=slowest,
        who=Html(_bdi(who)),
    )
    table = _table("grading", ["confinement", "notebooks"], rows)
    return _section("grading", f'<p>{said}</p><div class="side-by-side">{table}</div>')


def _everyone(report: Report) -> str:
    rows = []
    for m in report.members:
        tally = [(s, m.count(s)) for s in STATES]
        bar = _bar(m.student, tally) if m.states else Html(f'<span class="dim">{_bdi(status_line(m))}</span>')
        late = f"-{m.late:g}" if m.late else ""
        rows.append(
            [_who(m), _score(m), _Number(late), worded("report.waits") if m.by_hand else Html(""), bar]
        )
    heads = ["student", "score", "late", "waits", "exercises"]
    return _section("everyone", _table("everyone", heads, rows, first=True, kinds={4: "bar"}))


class _Number:
    """A value for a right-aligned cell."""

    def __init__(self, value: object) -> None:
        self.text = str(value)


@dataclass(frozen=True)
class _Head:
    """A first cell that heads several rows."""

    text: str
    rows: int


def _table(
    key: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    first: bool = False,
    kinds: Mapping[int, str] = MappingProxyType({}),
    stack: bool = False,
) -> str:
    """A table that scrolls by itself where it is too wide. `first`: the first column heads its row.

    Its caption and `heads` are keys, `report.caption.<key>` and `report.head.<key>`; a head may be "".
    `kinds` are the classes of columns. A first cell of None belongs to the _Head above it.
    `stack`: on a phone a row is a block, not a line to scroll along.
    """
    caption = worded(f"report.caption.{key}")
    body = []
    for row in rows:
        cells = []
        for i, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, _Head):
                cells.append(f'<th scope="row" rowspan="{value.rows}">{_text(value.text)}</th>')
                continue
            if isinstance(value, _Number):
                cells.append(f'<td class="n">{_text(value.text)}</td>')
                continue
            shown = value if isinstance(value, Html) else _text(str(value))
            kind = f' class="{kinds[i]}"' if i in kinds else ""
            heads_row = first and i == 0
            cells.append(f'<th scope="row">{shown}</th>' if heads_row else f"<td{kind}>{shown}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    numeric = {i for row in rows for i, v in enumerate(row) if isinstance(v, _Number)}
    head = "".join(
        f'<th scope="col"{" class=n" if i in numeric else ""}>{worded(f"report.head.{h}")}</th>'
        if h
        else '<td aria-hidden="true"></td>'
        for i, h in enumerate(heads)
    )
    return (
        f'<div class="scroll{" stack" if stack else ""}" role="region" tabindex="0" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _section(key: str, body: str) -> str:
    return f"<section><h2>{worded(f'report.section.{key}')}</h2>{body}</section>"


def _who(member: Member) -> Html:
    name = f"<br><bdi>{_text(member.name)}</bdi>" if member.name else ""
    return Html(f'<bdi class="id">{_text(member.student)}</bdi>{name}')


def _names(students: Sequence[str]) -> Html:
    more = len(students) - MOST_NAMES
    shown = ", ".join(_bdi(s) for s in students[:MOST_NAMES])
    return worded("report.more", names=Html(shown), n=more) if more > 0 else Html(shown)


def _score(member: Member) -> _Number:
    return _Number("–" if member.score is None else f"{member.score:g} / {member.possible:g}")


def _isolated(text: str, most: int = 300) -> Html:
    return Html(_bdi(_cut(text, most)))


def _bdi(text: str) -> str:
    """Text of unknown origin: it may not turn the direction of what stands around it."""
    return f"<bdi>{_text(text)}</bdi>"


def _cut(text: str, most: int = 300) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _text(text: str) -> str:
    """Text for HTML and its attributes: escaped, in one line, nothing in it that cannot be seen."""
    return escape(one_line(text, 1000))
