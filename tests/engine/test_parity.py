"""On honest submissions the gradebook is, row by row, the one that nbgrader's own autograder writes."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.engine.course.folder import Course
from tests.commands import BIN, n2n
from tests.engine.conftest import ASSIGNMENT, Notebook, autograde, cell_of, hand_in

TABLES = {
    "student": "select * from student",
    "course": "select * from course",
    "assignment": "select * from assignment",
    "notebook": "select * from notebook",
    "base_cell": "select * from base_cell",
    "source_cell": "select * from source_cell",
    "grade_cells": "select * from grade_cells",
    "solution_cells": "select * from solution_cells",
    "task_cells": "select * from task_cells",
    "submission": """select s.student_id, a.name, s.timestamp, s.extension, n.name, m.flagged,
        m.late_submission_penalty from submitted_notebook m join notebook n on n.id = m.notebook_id
        join submitted_assignment s on s.id = m.assignment_id join assignment a on a.id = s.assignment_id""",
    "grade": """select s.student_id, n.name, b.name, g.auto_score, g.manual_score, g.extra_credit,
        g.needs_manual_grade from grade g join base_cell b on b.id = g.cell_id
        join submitted_notebook m on m.id = g.notebook_id join notebook n on n.id = m.notebook_id
        join submitted_assignment s on s.id = m.assignment_id""",
    "comment": """select s.student_id, n.name, b.name, c.auto_comment, c.manual_comment from comment c
        join base_cell b on b.id = c.cell_id join submitted_notebook m on m.id = c.notebook_id
        join notebook n on n.id = m.notebook_id join submitted_assignment s on s.id = m.assignment_id""",
}


def rows(path: Path) -> dict[str, list[tuple]]:
    """Every table of a gradebook in an order of its own, rows of submissions by name and not by their random ids."""
    with sqlite3.connect(path) as db:
        return {name: sorted(db.execute(query).fetchall(), key=repr) for name, query in TABLES.items()}


@pytest.mark.xdist_group("parity")
def test_same_rows_as_stock(course: Course, solved: Callable[..., Notebook], tmp_path: Path) -> None:
    (course.root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    )
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gb:
        gb.update_or_create_assignment(ASSIGNMENT, duedate="2030-01-03 00:00:00 UTC")
    untouched = (course.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text()
    edited = solved()
    cell_of(edited, "check-relu")["source"] = "pass"
    cell_of(edited, "relu")["source"] = "def relu(z):\n    return z"
    hand_in(course, "correct", solved())
    hand_in(course, "untouched", untouched)
    hand_in(course, "check_edited", edited)
    hand_in(
        course,
        "several_wrong",
        solved(
            relu="def relu(z):\n    return np.abs(z)",
            elu="def elu(z, alpha):\n    raise ValueError('todo')",
            maxout="def maxout(z, k:\n    return z",
            leaky_relu="import sys\n\ndef leaky_relu(z, alpha):\n    sys.exit(0)",
        ),
    )
    late = hand_in(course, "late", solved())
    (late.parent / "timestamp.txt").write_text("2030-01-05 12:00:00 UTC")
    in_time = hand_in(course, "in_time", solved())
    (in_time.parent / "timestamp.txt").write_text("2030-01-02 12:00:00 UTC")

    stock = tmp_path / "stock"
    shutil.copytree(course.root, stock)
    done = subprocess.run(
        [BIN / "nbgrader", "autograde", ASSIGNMENT, f"--CourseDirectory.root={stock}"],
        cwd=stock,
        env=os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    ours = autograde(course)
    assert ours.returncode == 0, ours.stderr

    theirs, mine = rows(stock / "gradebook.db"), rows(course.root / "gradebook.db")
    for table in TABLES:
        assert mine[table] == theirs[table], table
    assert len(mine["grade"]) == 6 * 15
    assert any(penalty == 28.0 for *_, penalty in mine["submission"])


def test_report_and_export_show_the_late_penalty(course: Course, solved: Callable[..., Notebook]) -> None:
    (course.root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    )
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gb:
        gb.update_or_create_assignment(ASSIGNMENT, duedate="2030-01-03 00:00:00 UTC")
    path = hand_in(course, "late", solved())
    (path.parent / "timestamp.txt").write_text("2030-01-05 12:00:00 UTC")
    assert autograde(course).returncode == 0
    told = {c: n2n(c, ASSIGNMENT, "--course", course.root).stdout for c in ("report", "export")}
    assert "0 / 28  late: -28" in told["report"]
    assert told["export"].splitlines()[1] == (
        '"04_activations","late","","","2030-01-05 12:00:00",28.0,28.0,0.0,28.0,0,"graded"'
    )
