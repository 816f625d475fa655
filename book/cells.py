"""In the doctree of a chapter: exercise cells become boxes with a stub, given cells show their source."""

import ast
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from grader.author.derive import Cell, Chapter, ChapterError
from grader.author.kinds import (
    CheckKind,
    ExerciseKind,
    ExperimentKind,
    GivenKind,
    GivenSolutionKind,
    SetupKind,
)
from grader.author.source import needs
from grader.names import describe, read_names
from grader.words import say
from widgets.mime import embedded

HANDLE = re.compile(r"[\[(]*(<matplotlib\.|Text\(|<BarContainer)")


def is_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def swap(app: Sphinx, doctree: nodes.document) -> None:
    """`doctree-read`: derive the chapter and put its cells in place of those that were executed."""
    path = Path(app.env.doc2path(app.env.docname))
    shown = [n for n in doctree.findall(is_cell)]
    if path.suffix != ".md" or not shown:
        return
    try:
        chapter = Chapter.read(path)
    except ChapterError as error:
        raise ExtensionError(str(error)) from None
    derived = [c for c in chapter.cells if c.kind.code and "remove-cell" not in c.tags]
    if len(derived) != len(shown):
        raise ExtensionError(say("build.cells", path=path.name, derived=len(derived), shown=len(shown)))
    page = Page(chapter, app.config.n2n_edition)
    for node, cell in zip(shown, derived, strict=True):
        page.place(node, cell)
    if page.exercises:
        title_section = next(doctree.findall(nodes.section))
        title_section.append(raw(work_panel(page.exercises)))
        title_section.append(
            raw(f'<script type="application/json" class="n2n-cells">{embedded(page.cells)}</script>')
        )
    names = [e.name for e in page.exercises]
    app.env.metadata[app.env.docname]["n2n"] = {
        "exercises": names,
        "assignment": chapter.assignment,
        "notebook": chapter.release_notebook() if names else None,
        "widgets": widgets_of(doctree),
    }


def widgets_of(doctree: nodes.document) -> list[str]:
    """Names of the widgets that a page shows, in the order of the page."""
    shown = (
        name
        for n in doctree.findall(nodes.raw)
        for name in re.findall(r'<n2n-widget name="(\w+)"', n.astext())
    )
    return list(dict.fromkeys(shown))


def raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")


@dataclass
class Above:
    """The cells above the one at hand, as far as its code may use them."""

    prelude: list[int]
    """Their numbers in `Page.cells`."""
    exercises: list[str]
    experiments: list[str]


class Page:
    """One chapter's cells on their way into the page."""

    def __init__(self, chapter: Chapter, edition: str) -> None:
        self.chapter = chapter
        self.edition = edition
        self.cells: list[dict[str, Any]] = []
        """What the page hands to Python, each cell once: its `source`, and of a given solution what it `gives`."""
        self.exercises: list[Any] = []
        self.above = Above([], [], [])
        self.widgets: set[str] = set()  # their names: cells with a live widget are not run in the page

    def place(self, node: nodes.container, cell: Cell) -> None:
        match cell.kind:
            case ExerciseKind():
                self.exercise(node, cell)
                self.above.exercises.append(cell.name)
            case CheckKind():  # the exercise's box has the button
                node.parent.remove(node)
            case SetupKind():
                fold(node)
                self.given(cell)
                if re.search(r"\bwidgets\b", cell.source):
                    self.widgets |= set(describe(cell.source)["gives"])
            case GivenKind():
                show(node, cell.source)
                self.given(cell)
            case ExperimentKind():
                self.experiment(node, cell)

    def given(self, cell: Cell) -> None:
        """The reader's own function, once it has passed, takes the place of a solution that is given."""
        gives = {"gives": list(cell.gives)} if isinstance(cell.kind, GivenSolutionKind) else {}
        self.above.prelude.append(self.number({"source": cell.source} | gives))

    def number(self, cell: dict[str, Any]) -> int:
        if cell not in self.cells:
            self.cells.append(cell)
        return self.cells.index(cell)

    def exercise(self, node: nodes.container, cell: Cell) -> None:
        entry = self.chapter.entries[cell.name]
        self.exercises.append(entry)
        data = {
            "name": cell.name,
            "title": cell.name,
            "stub": cell.stub,
            "points": entry.points,
            "minutes": entry.minutes,
            "difficulty": entry.difficulty,
            "hints": entry.hints,
            "uses": entry.uses,
            "version": entry.version,
            "prelude": list(self.above.prelude),
            "above": list(self.above.exercises),
            "solution": cell.solution if self.edition == "self-study" else None,
        }
        show(node, cell.stub)
        for output in [c for c in node.children if c.get("nb_element") == "cell_code_output"]:
            node.remove(output)
        node["classes"].append("n2n-box")
        node["ids"].append(f"exercise-{cell.name}")
        node.insert(0, raw(head(entry)))
        node += raw(toolbar(entry, data["solution"] is not None))
        node += raw(f'<script type="application/json" class="n2n-exercise">{embedded(data)}</script>')

    def experiment(self, node: nodes.container, cell: Cell) -> None:
        """An experiment that calls exercises above can be run again on the reader's own functions."""
        drop_handles(node)
        run = [*needed(cell.source, self.above.experiments), cell.source]
        used = {name for source in run for name in describe(source)["needs"]}
        own = set(self.above.exercises)
        shows = any(c.get("nb_element") == "cell_code_output" for c in node.children)
        if shows and used & own and not used & self.widgets and all(map(runnable, run)):
            data = {
                "uses": sorted(used & own),
                "prelude": list(self.above.prelude),
                "above": list(self.above.exercises),
                "run": [self.number({"source": source}) for source in run],
            }
            node["classes"].append("n2n-experiment-cell")
            node += raw(experiment_box(data))
        self.above.experiments.append(cell.source)


def drop_handles(node: nodes.container) -> None:
    """Take out outputs like `<matplotlib.legend.Legend at 0x7f...>`, `[Text(0, 0, 'x')]`: they tell a reader nothing."""
    for output in [c for c in node.children if c.get("nb_element") == "cell_code_output"]:
        for text in [c for c in output.children if HANDLE.match(c.astext())]:
            output.remove(text)
        if not output.children:
            node.remove(output)


def fold(node: nodes.container) -> None:
    """Imports that a notebook needs and a reader does not: they open at a click."""
    if any(c.get("nb_element") == "cell_code_output" for c in node.children):
        return
    node.insert(0, raw(f'<details class="n2n-setup"><summary>{say("page.setup")}</summary>'))
    node += raw("</details>")


def show(node: nodes.container, text: str) -> None:
    """Put derived source in place of the import that the author wrote."""
    for block in node.findall(nodes.literal_block):
        if block.parent.get("nb_element") == "cell_code_source":
            block.rawsource = text
            block.children[:] = []
            block += nodes.Text(text)


def runnable(source: str) -> bool:
    return not re.search(r"^\s*[%!]", source, re.M)


def generators(sources: list[str]) -> set[str]:
    """Names bound to random generators: whoever draws from one changes what the next one gets."""
    return {
        target.id
        for source in sources
        if runnable(source)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and "default_rng" in ast.unparse(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def needed(source: str, experiments: list[str]) -> list[str]:
    """The experiment cells above that define what `source` uses, and what those use in turn."""
    if not runnable(source):
        return []
    want, take = needs(source), []
    drawn = generators(experiments)
    for earlier in filter(runnable, reversed(experiments)):
        made, outside = read_names(earlier).gives, needs(earlier)
        if (made | touched(earlier) | outside & drawn) & want:
            take.insert(0, earlier)
            want = (want - (made - outside)) | outside
    return take


def touched(source: str) -> set[str]:
    """Names of objects that a cell changes without binding them: `x[0] = 1`, `x.append(1)`."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store()):
                found.add(name)
            case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store()):
                found.add(name)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
                found.add(name)
    return found


def button(do: str, style: str = "", state: str = "disabled") -> str:
    """One that the page's script wakes, with its words of the catalogue."""
    look = f"n2n-button {style}".strip()
    words = escape(say(f"page.{do}"), quote=False)
    return f'<button type="button" class="{look}" data-do="{do}" {state}>{words}</button>'


def experiment_box(data: dict[str, Any]) -> str:
    return (
        f'<div class="n2n-experiment"><div class="n2n-bar">{button("mine")}{button("stop", "n2n-stop", "hidden")}'
        '<span class="n2n-status" role="status"></span></div>'
        '<div class="n2n-output" aria-live="polite"></div>'
        f'<script type="application/json" class="n2n-experiment-data">{embedded(data)}</script></div>'
    )


def head(entry: Any) -> str:
    stars = "★" * entry.difficulty + "☆" * (3 - entry.difficulty)
    difficulty = escape(say("page.difficulty", n=entry.difficulty))
    facts = say("page.facts", minutes=entry.minutes, points=entry.points)
    asleep = escape(say("page.asleep"), quote=False)
    title = say("page.exercise", name=f"<code>{escape(entry.name)}</code>")
    return (
        f'<div class="n2n-head"><span class="n2n-title" role="heading" aria-level="3">{title}</span>'
        f'<span class="n2n-facts"><span role="img" aria-label="{difficulty}">{stars}</span>'
        f" · {facts}</span>"
        '<span class="n2n-badge"></span></div>'
        f'<p class="n2n-asleep">{asleep}</p>'
    )


def toolbar(entry: Any, solution: bool) -> str:
    """All buttons stand in the page from the start, so that nothing moves when the runner wakes them."""
    buttons = [("check", "n2n-primary"), ("run", ""), ("reset", "")]
    if entry.hints:
        buttons.append(("hint", ""))
    if solution:
        buttons.append(("solution", ""))
    html = "".join(button(do, style) for do, style in buttons)
    return (
        f'<div class="n2n-bar" role="group" aria-label="{escape(say("page.actions", name=entry.name))}">{html}{button("stop", "n2n-stop", "hidden")}'
        '<span class="n2n-status" role="status"></span></div>'
        '<div class="n2n-output" aria-live="polite"></div><div class="n2n-help"></div>'
    )


def work_panel(entries: list[Any]) -> str:
    actions = button("notebook", "n2n-primary") + button("export") + button("import")
    return (
        f'<section class="n2n-work" aria-label="{escape(say("page.work.label"))}">'
        f'<p class="n2n-work-title">{say("page.work")}</p>'
        f'<p class="n2n-count">{say("page.count", n=0, of=len(entries))}</p>'
        f'<div class="n2n-bar">{actions}</div><p class="n2n-status" role="status"></p></section>'
    )
