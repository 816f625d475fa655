"""What a student reads: one self-contained HTML page of plain text. No hidden input, no code of theirs that runs."""

from collections.abc import Sequence
from html import escape

from grader.author.kinds import carried_line
from grader.engine.judging.graded import Graded
from grader.engine.notebook.template import Template
from grader.engine.reports.markup import marked
from grader.foreign import one_line, visible
from grader.words import chosen, phrase, say

_STYLE = """
:root{color-scheme:light dark;--ink:#1d2430;--dim:#5b6472;--line:#d9dee6;--good:#1a7f4b;--bad:#b3261e;--bg:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--dim:#a3acb9;--line:#39414d;--good:#5fd39a;--bad:#ff8a80;--bg:#14181d}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--bg);max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem;margin:0}header p,.dim{color:var(--dim);margin:.2rem 0 1.2rem}
section{border-top:1px solid var(--line);padding:.8rem 0}h2{font-size:1.05rem;margin:0;display:flex;gap:.6rem}
h2 .p{margin-left:auto;font-weight:400;font-variant-numeric:tabular-nums}.good{color:var(--good)}.bad{color:var(--bad)}
pre{font:14px/1.45 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0 0}
pre span{display:block;padding-left:4ch;text-indent:-4ch;min-height:1lh}
ul{margin:.3rem 0;padding-left:1.2rem}
"""


_UNSCORED = {
    "unreadable": "feedback.unreadable",
    "unjudged": "feedback.unjudged",
    "missing": "feedback.missing",
}


def feedback_page(template: Template, graded: Graded, student: str, penalty: float = 0.0) -> str:
    """The feedback on one notebook as HTML."""
    possible = sum(c.points for c in template.cells)
    got = sum(s or 0.0 for s in graded.scores.values())
    open_ = [g for g, s in graded.scores.items() if s is None]
    parts = [
        f"<title>{escape(template.assignment)}: {escape(one_line(student))}</title><style>{_STYLE}</style>",
        f"<header><h1>{escape(template.assignment)}</h1><p>{escape(one_line(student))}</p></header>",
    ]
    if graded.status != "graded":
        why = one_line(say(_UNSCORED[graded.status], reason=graded.reason or ""), 600)
        parts.append(_section(say("feedback.ungraded"), "", [escape(why)]))
    else:
        points = escape(say("feedback.points", got=got, possible=possible))
        late = escape(say("feedback.late", points=penalty)) if penalty else ""
        waiting = escape(say("feedback.waiting")) if open_ else ""
        parts.append(f"<p><strong>{points}</strong>{late}{waiting}</p>")
    if graded.notes:
        items = "".join(f"<li>{escape(one_line(n.text(), 400))}</li>" for n in graded.notes)
        parts.append(f"<section><h2>{escape(say('feedback.notes'))}</h2><ul>{items}</ul></section>")
    if graded.status == "graded":
        parts += [
            _cell(c.grade_id, c.exercise, c.points, graded) for c in template.cells if c.points or c.exercise
        ]
    level = escape(say("feedback.level", level=graded.level or "none"))
    parts.append(f'<p class="dim">{level}</p>')
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        f'<!doctype html><html lang="{chosen()}"><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width">' + "\n".join(p for p in parts if p) + "</html>\n"
    )


def _cell(grade_id: str, exercise: str, points: float, graded: Graded) -> str:
    if grade_id not in graded.scores:
        return ""
    score = graded.scores[grade_id]
    told = escape(say("feedback.open")) if score is None else f"{score:g} / {points:g}"
    mark = "" if score is None else "good" if score >= points else "bad"
    if exercise:
        lines = [
            marked(text) if line.role == "why" else escape(text)
            for line in graded.verdicts[exercise].lines()
            for text in line.text.splitlines()
        ]
        if exercise in graded.carried_forward:
            lines.append(escape(carried_line(exercise, graded)))
    else:
        line = graded.tests.get(grade_id) or (phrase("feedback.by_hand") if score is None else None)
        if grade_id in graded.unanswered:
            line = phrase("feedback.no_answer")
        text = visible(line.text()) if line else ""
        if grade_id in graded.same_process:
            text = f"{text}\n{say('test.same_process.feedback')}".strip()
        lines = [escape(line) for line in text.splitlines()]
    return _section(exercise or grade_id, f'<span class="p {mark}">{told}</span>', lines)


def _section(title: str, points: str, lines: Sequence[str]) -> str:
    """A section whose `lines` are HTML."""
    body = "".join(f"<span>{line}\n</span>" for line in lines)
    return f"<section><h2>{escape(title)}{points}</h2><pre>{body}</pre></section>"
