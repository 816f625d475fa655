"""What another program holds is waited for, with a word; what something else graded has no score."""

import json
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

import pytest

from grader.engine.course import locks
from grader.engine.course.folder import Course, CourseError
from grader.engine.course.gradebook import Book
from grader.engine.course.journal import Journal
from grader.engine.reports import exporting, report
from tests.commands import BIN
from tests.engine.conftest import ASSIGNMENT, Solved, hand_in


def autograde(course: Course, *more: str) -> subprocess.CompletedProcess[str]:
    command = [BIN / "n2n", "autograde", ASSIGNMENT, "--course", course.root, *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def test_a_locked_gradebook_is_waited_for(course: Course, solved: Solved) -> None:
    """As formgrader locks it while it writes; here for as long as nobody writes."""
    hand_in(course, "ada", solved())
    lock = sqlite3.connect(course.root / "gradebook.db", check_same_thread=False)
    lock.execute("BEGIN IMMEDIATE")

    def let_go() -> None:
        lock.rollback()
        lock.close()

    timer = threading.Timer(12.0, let_go)
    timer.start()
    try:
        done = autograde(course)
    finally:
        timer.join()
    assert done.returncode == 0, done.stderr
    assert "locked by another program: waiting" in done.stderr
    assert "28 / 28" in done.stdout


def test_another_run_is_waited_for(tmp_path: Path) -> None:
    told: list[str] = []
    with Journal(tmp_path / "a.jsonl"):
        timer = threading.Timer(0.0, lambda: None)

        def second() -> None:
            with Journal(tmp_path / "a.jsonl", told.append):
                pass

        timer = threading.Thread(target=second)
        timer.start()
        time.sleep(locks._SILENT + 1.0)
    timer.join(timeout=10)
    assert not timer.is_alive()
    assert len(told) == 1
    assert "is at work on a" in told[0]


def test_patience_ends(tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks.wait, "__defaults__", (0.5,))
    with Journal(tmp_path / "a.jsonl"), pytest.raises(CourseError, match="has been at work on a"):
        Journal(tmp_path / "a.jsonl")
    lock = sqlite3.connect(course.root / "gradebook.db")
    lock.execute("BEGIN IMMEDIATE")
    with pytest.raises(CourseError, match="was locked for"):
        Book(course, ASSIGNMENT)
    lock.close()


def test_odd_folders(course: Course, tmp_path: Path) -> None:
    """A path with signs that mean something in an address is a path."""
    odd = tmp_path / "a b #c&é"
    course.root.rename(odd)
    book = Book(Course(odd), ASSIGNMENT)
    assert book.sources()
    book.close()
    for name in ("what?", "a%20b"):
        odd = odd.rename(tmp_path / name)
        book = Book(Course(odd), ASSIGNMENT)
        assert book.sources()
        book.close()
        assert [p.name for p in tmp_path.iterdir()] == [name], (
            "no gradebook in a place that the address cut off"
        )


def test_no_password_is_told(course: Course) -> None:
    (course.root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.db_url = 'postgresql+pg8000://me:geheim@127.0.0.1:1/x'\n"
    )
    with pytest.raises(CourseError) as told:
        Book(Course(course.root), ASSIGNMENT)
    assert "geheim" not in str(told.value)
    assert "pip install pg8000" in str(told.value)


def test_graded_by_something_else(course: Course, solved: Solved) -> None:
    """No score in report and export until n2n has graded again: neither another notebook nor other points."""
    from nbgrader.api import Gradebook

    for student in ("ada", "bob", "eve"):
        hand_in(course, student, solved(relu="def relu(z):\n    return z"))
    assert autograde(course).returncode == 0

    def standing() -> dict[str, str]:
        return {
            m.student: "" if m.score is not None else m.reason.text()
            for m in report.class_report(course, ASSIGNMENT).members
        }

    assert standing() == {"ada": "", "bob": "", "eve": ""}
    path = course.folder("autograded", "bob", ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"metadata": {}}))
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gb:
        gb.find_grade("check-relu", ASSIGNMENT, ASSIGNMENT, "eve").auto_score = 1.0
        gb.find_grade("check-relu", ASSIGNMENT, ASSIGNMENT, "ada").manual_score = 1.0  # a human may
        gb.db.commit()
    told = standing()
    assert told["ada"] == ""
    for student in ("bob", "eve"):
        assert "graded by something other than n2n" in told[student]
    rows = {r[1]: r for r in exporting.table(course, ASSIGNMENT)[1:]}
    assert rows["bob"][7] is None
    assert rows["eve"][7] is None
    assert autograde(course).returncode == 0
    assert standing() == {"ada": "", "bob": "", "eve": ""}
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gb:
        assert gb.find_grade("check-relu", ASSIGNMENT, ASSIGNMENT, "eve").auto_score == 0.0
        assert gb.find_grade("check-relu", ASSIGNMENT, ASSIGNMENT, "ada").score == 1.0
