"""`n2n report` on a class that was really graded: what the page says, and that nothing in it can run or load."""

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest

from grader.engine.course.folder import Course, CourseError
from grader.engine.reports.report import Report, class_report
from grader.engine.reports.report_page import report_page
from tests.commands import n2n
from tests.engine.conftest import ASSIGNMENT, Notebook, autograde, hand_in

MARKUP = '<script>alert(1)</script><img src="http://evil.example/x.png" onerror="alert(2)">'
HOSTILE = "<svg/onload=alert(3)>\u202eno"
RELU = "def relu(z):\n    raise ValueError('{}')"
ABSOLUTE = "def relu(z):\n    return np.abs(z)"


@pytest.fixture(scope="module")
def graded_class(
    released: Path, solved: Callable[..., Notebook], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("report") / "course"
    copytree(released, folder)
    course = Course(folder)
    hand_in(course, "ada", solved())
    hand_in(course, "ben", solved(relu=ABSOLUTE))
    hand_in(course, "cleo", solved(relu=ABSOLUTE))
    hand_in(course, "cut", '{"cells": [')
    hand_in(course, "eve", solved(relu=RELU.format(MARKUP)))
    hand_in(course, "zoe", released.joinpath("release", ASSIGNMENT, f"{ASSIGNMENT}.ipynb").read_text())
    (folder / "submitted/void" / ASSIGNMENT).mkdir(parents=True)
    done = autograde(course)
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(folder / "gradebook.db") as db:
        db.execute(
            "insert into student (id, first_name, last_name) values (?, ?, ?)", (HOSTILE, "<b>", "&amp;")
        )
    return folder


@pytest.fixture
def graded(graded_class: Path, tmp_path: Path) -> Course:
    copytree(graded_class, tmp_path / "course")
    return Course(tmp_path / "course")


@pytest.fixture(scope="module")
def report(graded_class: Path) -> Report:
    return class_report(Course(graded_class), ASSIGNMENT)


class Tags(HTMLParser):
    """Every tag with its attributes, and the text outside of <style>."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "rect", "path"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.texts.append(data)


def test_what_is_counted(report: Report) -> None:
    relu = report.tally("relu")
    assert (relu["passed"], relu["failed"], relu["blank"]) == (1, 3, 1)
    assert report.tally("elu") == {"passed": 4, "blank": 1}
    known, other = report.mistakes("relu")
    assert (known.misconception, known.students) == ("absolute", ["ben", "cleo"])
    assert known.text.startswith("You returned |z|")
    assert (other.misconception, other.kind, other.students) == ("", "raised", ["eve"])
    assert "<script>alert(1)</script>" in other.text  # the attack reaches the report
    assert report.mistakes("elu") == []
    assert sum(report.histogram()) == 5  # ada, ben, cleo, eve, zoe
    assert report.histogram()[0] == 1
    assert report.levels == {next(iter(report.levels)): 5}
    assert {s for _, s in report.seconds} == {"ada", "ben", "cleo", "eve", "zoe"}


def test_no_result_is_no_zero(report: Report) -> None:
    members = {m.student: m for m in report.members}
    assert members["cut"].score is None
    assert members["cut"].status == "unreadable"
    assert members["zoe"].score == 0
    assert [m.student for m in report.ungradable()] == ["cut"]
    assert [m.student for m in report.need_help()] == [HOSTILE, "void", "zoe"]
    (line,) = (text for text in report.lines() if text.startswith("cut "))
    assert re.fullmatch(r"cut +-  unreadable: the file is cut off.*", line)


def test_nothing_in_the_page_runs_or_loads(report: Report) -> None:
    text = report_page(report, "today")
    seen = Tags(text)
    assert seen.open == []
    shown = "".join(seen.texts)
    assert MARKUP[:25] in shown
    assert HOSTILE[:21] in shown
    assert "<b> &amp;" in shown
    assert "\u202e" not in text
    names = {tag for tag, _ in seen.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "a", "form", "image", "use", "b"}
    for _, attributes in seen.tags:
        assert not [a for a in attributes if a.startswith("on") or a in ("src", "href", "style")]
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in text


def test_every_drawing_is_told_in_words(report: Report) -> None:
    seen = Tags(report_page(report, "today"))
    drawings = [a for tag, a in seen.tags if tag == "svg"]
    assert len([a for a in drawings if a.get("aria-hidden") == "true"]) == 5  # the key's colours
    told = [a["aria-label"] for a in drawings if a.get("role") == "img"]
    assert len(told) == len(drawings) - 5
    assert "relu: 1 passed, 3 wrong, 1 not written" in told
    assert any(t and t.startswith("Students by points. 0 to below 2.8 points: 1") for t in told)
    tables = sum(tag == "table" for tag, _ in seen.tags)
    assert tables == sum(tag == "caption" for tag, _ in seen.tags) >= 6


def test_work_handed_in_again_or_unjudged_has_no_old_score(
    graded: Course, solved: Callable[..., Notebook]
) -> None:
    hand_in(graded, "ben", solved())
    hand_in(graded, "new", solved())
    members = {m.student: m for m in class_report(graded, ASSIGNMENT).members}
    assert (members["new"].status, members["new"].score) == ("unjudged", None)
    assert (members["ben"].status, members["ben"].score) == ("unjudged", None)
    assert "run `n2n autograde 04_activations`" in members["ben"].reason.text()
    assert "still has 27 points" in members["ben"].reason.text()
    assert members["ada"].score == 28


def test_manual_grades_count_and_the_journal_may_be_lost(graded: Course) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gb:
        grade = gb.find_grade("check-relu", ASSIGNMENT, ASSIGNMENT, "ben")
        grade.manual_score, grade.needs_manual_grade = 0.5, False
        gb.db.commit()
    assert {m.student: m.score for m in class_report(graded, ASSIGNMENT).members}["ben"] == 27.5
    journal = graded.root / ".n2n" / f"{ASSIGNMENT}.jsonl"
    lines = sorted(journal.read_bytes().splitlines(True), key=lambda line: b'"zoe"' in line)
    assert b'"zoe"' in lines[-1]
    journal.write_bytes(b"".join(lines)[:-200])  # her line, as whoever comes last, is cut off
    assert len(class_report(graded, ASSIGNMENT).ungradable()) == 2
    journal.unlink()
    after = class_report(graded, ASSIGNMENT)
    assert not after.scored()
    assert "Nobody has a score yet" in report_page(after, "today")
    assert not journal.exists()


def test_work_that_was_moved_away_keeps_its_results(graded: Course, report: Report) -> None:
    rmtree(graded.root / "submitted")
    after = class_report(graded, ASSIGNMENT)
    assert after.remark.startswith("nobody handed in")
    assert escape(after.remark) in report_page(after, "today")
    assert after.tally("relu") == report.tally("relu")
    assert [m.student for m in after.ungradable()] == ["cut"]
    journal = graded.root / ".n2n" / f"{ASSIGNMENT}.jsonl"
    journal.write_text(journal.read_text().replace('"relu":{', '"renamed":{'))
    older = class_report(graded, ASSIGNMENT)  # results of a bank with other exercises: only the scores stand
    assert (older.tally("relu").total(), len(older.scored())) == (0, 6)


def test_a_lost_gradebook_gives_no_scores(graded: Course, released: Path) -> None:
    (graded.root / "gradebook.db").write_bytes((released / "gradebook.db").read_bytes())
    lines = list(class_report(graded, ASSIGNMENT).lines())
    assert any(re.fullmatch(r"ada +-  no result: graded, but not in the gradebook.*", t) for t in lines)


def test_the_page_in_a_browser(report: Report, browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(report_page(report, "today"), "utf8")
    asked, said = [], []
    grounds = set()
    for scheme, width in (("light", 1200), ("dark", 1200), ("light", 360)):
        view = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
        view.on("request", lambda r: asked.append(r.url))
        view.on("console", lambda m: said.append(m.text))
        view.on("dialog", lambda d: said.append(d.message))
        view.goto(file.as_uri())
        assert view.evaluate("document.documentElement.scrollWidth") == width
        grounds.add(view.evaluate("getComputedStyle(document.body).backgroundColor"))
        bar = view.get_by_role("img", name="relu: 1 passed, 3 wrong, 1 not written")
        boxes = [r.bounding_box() for r in bar.locator("rect").all()]
        assert [round(b["width"] / boxes[0]["width"]) for b in boxes] == [1, 3, 1]
        view.close()
    assert asked == 3 * [file.as_uri()]
    assert said == []
    assert len(grounds) == 2


def test_the_command(graded: Course, tmp_path: Path) -> None:
    done = n2n("report", ASSIGNMENT, "--course", graded.root)
    assert done.returncode == 0, done.stderr
    assert "ada                          28 / 28" in done.stdout
    assert "<svg/onload=alert(3)>?no" in done.stdout  # no direction characters on a terminal
    written = graded.root / "reports" / f"{ASSIGNMENT}.html"
    assert written.read_text().startswith("<!doctype html>")
    assert str(written) in done.stderr
    to = tmp_path / "page.html"
    assert n2n("report", ASSIGNMENT, "--output", to, "--course", graded.root).returncode == 0
    assert sorted(os.listdir(tmp_path)) == ["course", "page.html"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no_such"], "the gradebook knows no assignment no_such"),
        (["../x"], "is not the name of an assignment"),
        ([ASSIGNMENT, "--output", "no/where/page.html"], "cannot be written: No such file or directory"),
        ([ASSIGNMENT, "--output", "."], "is a directory"),
    ],
)
def test_bad_input_is_one_line(graded_class: Path, words: list[str], said: str) -> None:
    done = n2n("report", *words, "--course", graded_class)
    assert done.returncode != 0
    assert said in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_nobody_handed_in(course: Course) -> None:
    with pytest.raises(CourseError, match="nobody handed in"):
        class_report(course, ASSIGNMENT)


def contrasts(colors: dict[str, str]) -> Iterator[float]:
    def light(hexa: str) -> float:
        full = hexa if len(hexa) == 7 else "#" + "".join(2 * c for c in hexa[1:])
        parts = [int(full[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    for name in ("ink", "dim", "warn"):
        for ground in ("bg", "soft"):
            low, high = sorted((light(colors[name]), light(colors[ground])))
            yield (high + 0.05) / (low + 0.05)


def test_text_is_readable_in_both_themes(report: Report) -> None:
    text = report_page(report, "today")
    themes = [dict(re.findall(r"--(\w+):(#\w+)", t)) for t in re.findall(r":root\{([^}]*)\}", text)]
    assert len(themes) == 2
    for theme in themes:
        assert min(contrasts(theme)) >= 4.5, json.dumps(theme)
