"""The graded notebook as nbgrader's formgrader shows it: the student's cells, and our verdicts as outputs.

Outputs come from a student's process: only plain text and PNG pictures go into the file. A student's own Markdown
goes into it as HTML of ours (see `markdown`), because an instructor's browser will render it; as it was typed it
stands in the cell's metadata.
"""

import json

from grader.author.kinds import CheckKind, error_output
from grader.data import Json
from grader.engine.judging.grade import Judged
from grader.engine.judging.graded import Graded
from grader.engine.judging.observing import CellResult
from grader.engine.notebook.matching import Placed
from grader.engine.notebook.template import Template
from grader.engine.reports.markdown import MOST_TEXT, as_html

_PYTHON = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(template: Template, judged: Judged) -> str:
    """The graded notebook as JSON text, "" for what could not be graded."""
    if judged.matched is None:
        return ""
    cells = []
    count = 0
    room = MOST_TEXT
    for i, placed in enumerate(judged.matched.cells):
        outputs = _outputs(placed, judged.graded, judged.cells.get(i))
        ran = placed.cell_type == "code" and (placed.run or isinstance(placed.kind, CheckKind))
        count += ran
        cells.append(_cell(placed, f"n2n-{i}", outputs, count if ran else None, room))
        if placed.cell_type != "code" and placed.answered and len(placed.source) <= room:
            room -= len(placed.source)
    return json.dumps(
        {
            "cells": cells,
            "metadata": {
                "kernelspec": _PYTHON | dict(template.kernelspec),
                "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
                "n2n": {"assignment": template.assignment, "level": judged.graded.level},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        separators=(",", ":"),
    )


def _cell(placed: Placed, own_id: str, outputs: list[Json], count: int | None, room: int) -> Json:
    """The cell as it is kept; `room` is how many characters of a student's Markdown may still be rendered."""
    t = placed.template
    metadata = dict(t.metadata or {}) if t else {}
    cell_type, source = placed.cell_type, placed.source
    if cell_type != "code" and placed.answered:
        metadata["n2n"] = {"typed": source}
        cell_type, source = "markdown", as_html(source, placed.attachments, room)
    made: dict[str, Json] = {
        "cell_type": cell_type,
        "id": (t.id if t else "") or own_id,
        "metadata": metadata,
        "source": source,
    }
    if placed.cell_type == "code":
        made |= {"execution_count": count, "outputs": outputs}
    return made


def _outputs(placed: Placed, graded: Graded, seen: CellResult | None) -> list[Json]:
    made = placed.kind.outputs(placed.template, graded) if placed.template else None
    if made is not None:
        return made
    if seen is None:
        return []
    if seen.stopped:
        return [error_output("Stopped", seen.stopped.text())]
    return seen.outputs
