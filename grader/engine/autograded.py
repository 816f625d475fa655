"""The graded notebook as nbgrader's formgrader shows it: the student's cells, and our verdicts as outputs.

Outputs come from a student's process: only plain text and PNG pictures go into the file. Raw HTML in a
student's own Markdown is escaped, because an instructor's browser will render it.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from grader.data import Json
from grader.engine.graded import Graded
from grader.engine.matching import Matched, Placed
from grader.engine.template import Template, TemplateCell

if TYPE_CHECKING:
    from grader.engine.observing import Cell

MOST_LINES = 1000
_PYTHON = {"display_name": "Python 3", "language": "python", "name": "python3"}
MOST_PICTURE = 4 << 20
_PNG = b"\x89PNG\r\n\x1a\n"
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def plain(value: Any, most: int = 200_000) -> str:
    """Text out of a student's process, without terminal codes and control characters."""
    text = value if type(value) is str else ""
    text = _CONTROL.sub("", _ANSI.sub("", text[:most])).encode("utf-8", "replace").decode()
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], "... output truncated ..."]
    return "\n".join(lines)


def clean(outputs: list[Json]) -> list[Json]:
    """Outputs that are what they say, whatever was sent."""
    made = []
    for o in outputs[:MOST_LINES]:
        kind = o.get("output_type")
        if kind == "stream" and o.get("name") in ("stdout", "stderr"):
            made.append({"output_type": "stream", "name": o["name"], "text": plain(o.get("text"))})
        elif kind == "error":
            raw = o.get("traceback")
            lines = [plain(line, 4000) for line in raw[:200]] if type(raw) is list else []
            name, message = plain(o.get("ename"), 100), plain(o.get("evalue"), 2000)
            made.append({"output_type": "error", "ename": name, "evalue": message, "traceback": lines})
        elif kind in ("display_data", "execute_result") and type(o.get("data")) is dict:
            data = {"text/plain": plain(o["data"].get("text/plain"))}
            if picture := _picture(o["data"].get("image/png")):
                data["image/png"] = picture
            more = {"execution_count": None} if kind == "execute_result" else {}
            made.append({"output_type": kind, "data": data, "metadata": {}, **more})
    return made


def _picture(value: Any) -> str:
    if type(value) is not str or len(value) > MOST_PICTURE:
        return ""
    try:
        raw = base64.b64decode(value)
    except (ValueError, binascii.Error):
        return ""
    return base64.b64encode(raw).decode() if raw.startswith(_PNG) else ""


def score(cell: TemplateCell, seen: "Cell | None") -> tuple[float | None, str]:
    """The score of an instructor's own test by nbgrader's rules, and one line on what failed.

    An error or anything on stderr is 0; a number as the cell's value is partial credit; else full points.
    """
    if seen is None or seen.stopped:
        return 0.0, seen.stopped if seen else "not run"
    for o in clean(seen.outputs):
        if o["output_type"] == "error":
            what = f"{o['ename']}: {o['evalue']}" if o["evalue"] and not cell.hidden else o["ename"]
            return 0.0, what.split("\n")[0][:300]
        if o["output_type"] == "stream" and o["name"] == "stderr":
            return 0.0, "it wrote to stderr"
        if o["output_type"] == "execute_result":
            try:
                partial = float(o["data"]["text/plain"])
            except ValueError:
                return cell.points, ""
            if 0 <= partial <= cell.points:
                return partial, "" if partial == cell.points else f"partial credit: {partial:g}"
            return (
                (None, "its value is more than the points of the cell") if partial > 0 else (cell.points, "")
            )
    if seen.error:  # the cell was never printed, so the error was not either
        return 0.0, plain(seen.error.get("raised"), 100)
    return cell.points, ""


def notebook(template: Template, matched: Matched, graded: Graded, shown: Mapping[int, "Cell"]) -> str:
    """The graded notebook as JSON text."""
    cells = []
    count = 0
    for i, placed in enumerate(matched.cells):
        outputs = _outputs(placed, graded, shown.get(i))
        ran = placed.cell_type == "code" and (placed.run or placed.kind == "check")
        count += ran
        cells.append(_cell(placed, f"n2n-{i}", outputs, count if ran else None))
    return json.dumps(
        {
            "cells": cells,
            "metadata": {
                "kernelspec": _PYTHON | dict(template.kernelspec),
                "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
                "n2n": {"assignment": template.assignment, "level": graded.level},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        separators=(",", ":"),
    )


def _cell(placed: Placed, own_id: str, outputs: list[Json], count: int | None) -> Json:
    t = placed.template
    metadata = dict(t.metadata or {}) if t else {}
    source = placed.source
    if placed.cell_type == "markdown" and placed.answered:
        source = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", source)
    made: dict[str, Json] = {
        "cell_type": placed.cell_type,
        "id": (t.id if t else "") or own_id,
        "metadata": metadata,
        "source": source,
    }
    if placed.cell_type == "code":
        made |= {"execution_count": count, "outputs": outputs}
    return made


def _outputs(placed: Placed, graded: Graded, seen: "Cell | None") -> list[Json]:
    if placed.kind == "check" and placed.template:
        return _verdict(placed.template.exercise, graded)
    if placed.kind == "test" and placed.template:
        line = graded.tests.get(placed.template.grade_id, "")
        where = "(this test ran beside the student's own code, which could have deceived it)\n"
        beside = placed.template.grade_id in graded.beside
        note = [{"output_type": "stream", "name": "stdout", "text": where}] if beside else []
        return [*note, _error("TestFailed", line)] if line else note
    if seen is None:
        return []
    if seen.stopped:
        return [_error("Stopped", seen.stopped)]
    return clean(seen.outputs)


def _verdict(exercise: str, graded: Graded) -> list[Json]:
    verdict = graded.verdicts[exercise]
    if verdict.passed:
        return [{"output_type": "stream", "name": "stdout", "text": verdict.text() + "\n"}]
    if exercise in graded.carried:
        text = f"{verdict.text()}\n{carried_line(exercise, graded)}\n"
        return [{"output_type": "stream", "name": "stdout", "text": text}]
    return [_error("NotPassed", verdict.summary, verdict.text().split("\n"))]


def carried_line(exercise: str, graded: Graded) -> str:
    """The sentence on an error carried forward."""
    which = ", ".join(graded.carried[exercise])
    return f"  It counts all the same: with a correct {which} it passes."


def _error(name: str, message: str, lines: list[str] | None = None) -> Json:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": lines or [message]}
