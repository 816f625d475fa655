"""The scores of a class as tables for other programs: spreadsheets and learning management systems.

Work without a result has an empty field, never 0 (see `report`).
"""

import csv
import io
from collections.abc import Iterable

from grader.engine.course.folder import Course
from grader.engine.reports import report
from grader.foreign import one_line

Field = str | float | int | None

MOST_FIELD = 1000
_FORMULA = tuple("=+-@|%＝＋－＠")
"""What a formula begins with, in full width too."""
_MARGIN = "    "
"""Before the words by which Canvas knows the row of points."""

HEAD = [
    "assignment",
    "student_id",
    "last_name",
    "first_name",
    "timestamp",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
    "needs_manual_grade",
    "status",
]


def table(course: Course, assignment: str) -> list[list[Field]]:
    """One row a student, with all that the gradebook and the kept results say. Raises CourseError."""
    found = report.class_report(course, assignment)
    rows: list[list[Field]] = [list(HEAD)]
    for m in found.members:
        scored = m.score is not None
        status = m.status if scored else report.status_line(m)
        raw, late = (m.raw, m.late) if scored else (None, None)
        who: list[Field] = [assignment, m.student, m.last, m.first, m.timestamp]
        rows.append([*who, raw, late, m.score, m.possible, int(m.by_hand), status])
    return rows


def canvas(course: Course, assignment: str) -> list[list[Field]]:
    """The file that Canvas's gradebook imports: its columns, the row of points, one row a student.

    Students are found by their SIS Login ID; the other columns may be empty. Raises CourseError.
    """
    found = report.class_report(course, assignment)
    possible = max((m.possible for m in found.members), default=0.0)
    rows: list[list[Field]] = [
        ["Student", "ID", "SIS Login ID", "Section", assignment],
        ["    Points Possible", "", "", "", possible],
    ]
    for m in found.members:
        name = ", ".join(filter(None, [m.last, m.first])) or m.student
        rows.append([name, "", m.student, "", m.score])
    return rows


def csv_text(rows: Iterable[Iterable[Field]]) -> str:
    """Rows as CSV: texts quoted and none of them a formula, numbers bare, no result an empty field."""
    out = io.StringIO()
    for row in rows:
        fields = []
        for field in row:
            if isinstance(field, str):
                one = io.StringIO()
                csv.writer(one, quoting=csv.QUOTE_ALL, lineterminator="").writerow([harmless(field)])
                fields.append(one.getvalue())
            else:
                fields.append("" if field is None else repr(field))
        out.write(",".join(fields) + "\n")
    return out.getvalue()


def harmless(text: str) -> str:
    """Text in one line that a spreadsheet shows as text: what would start a formula gets an apostrophe in front."""
    line = f"{_MARGIN if text.startswith(_MARGIN) else ''}{one_line(text, MOST_FIELD)}"
    return f"'{line}" if line.lstrip().startswith(_FORMULA) else line
