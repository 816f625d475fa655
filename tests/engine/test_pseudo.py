"""Another language is another catalogue: under the pseudo-language nothing that a program of ours says is in English.

Real commands on a small class. What may stand as it is: prose and code of the course, ids, names of files, numbers,
names of levels, columns and options, and what the system, numpy, json and click's types are called.
"""

import json
import re
import sqlite3
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree

import click
import pytest

from grader.bank import load
from grader.engine.course.folder import Course
from grader.engine.reports.exporting import HEAD
from grader.words import VARIABLE
from grader.words.pseudo import STRANGE
from n2n.__main__ import main
from tests.commands import Done, n2n
from tests.engine.conftest import ASSIGNMENT, Notebook, hand_in

ABSOLUTE = "def relu(z):\n    return np.abs(z)"
RAISING = "def softmax(z, axis=-1):\n    raise KeyError('7')"

LATIN = re.compile(r"[A-Za-z]{2,}")
CODE = re.compile(
    r"""`[^`]*` | /[\w./<>-]+ | [\w-]+\.(?:py|md|txt|html|ipynb|pem|csv|db|jsonl?|bank)\b | \d\d_[a-z]+ | --?[a-z-]+
    | \b[a-z]+_[a-z_]+\b | \b[A-Z_]{3,}\b | https?://\S+ | np\.\w+""",
    re.VERBOSE,
)
NAMES = {
    "ada",
    "ben",
    "cut",
    "eve",
    "relu",
    "softmax",
    "sigmoid",
    "tanh",
    "elu",
    "maxout",
    "prelu",
    "silu",
    "csv",
}
NAMES |= {
    "n2n",
    "n",
    "strong",
    "standard",
    "weak",
    "none",
    "s",
    "ms",
    "min",
    "kB",
    "UTC",
    "nobody",
    "kl",
    "Dask",
}
NAMES |= {
    "KeyError",
    "JSONDecodeError",
    "course",
    "study",
    "self",
    "canvas",
    "imort",
    "import",
    "nope",
    "x",
    "auto",
}
NAMES |= {"show", "certificates", "one", "graded"}
NAMES |= {entry.module for entry in load().values()}
NAMES |= {name for c in HEAD for name in c.split("_")} | set(main.list_commands(click.Context(main)))
LIBRARIES = [
    r"Expecting value: line \d+ column \d+ \(char \d+\)",
    r"No such file or directory|Is a directory|Not a directory|Permission denied|Address already in use",
    r"unknown address scheme .*?\)",
    r"integer range|integer|float",
    r"(?<=\[!! )(File|Directory|Path)\b",  # what click called the type when the command was made
    r"raise KeyError\('7'\)|p = softmax\(z, axis\)",
]
"""What another library or the system says, quoted as the reason, and lines of students."""


def english(text: str) -> list[str]:
    """The words of `text` that no catalogue has said."""
    for pattern in LIBRARIES:
        text = re.sub(pattern, " ", text)
    return [w for w in LATIN.findall(CODE.sub(" ", text)) if w not in NAMES]


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "pseudo")


def said(done: Done) -> str:
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def class_folder(
    released: Path, solved: Callable[..., Notebook], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Done]:
    """A class graded by a program that speaks the pseudo-language, and what it printed."""
    folder = tmp_path_factory.mktemp("pseudo") / "course"
    copytree(released, folder)
    course = Course(folder)
    hand_in(course, "ada", solved(relu=ABSOLUTE, softmax=RAISING))
    lost = solved()
    lost["cells"] = [c for c in lost["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") != "elu"]
    hand_in(course, "ben", lost)
    hand_in(course, "cut", '{"cells": [')
    (folder / "submitted/eve" / ASSIGNMENT).mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "pseudo")
        done = n2n("autograde", ASSIGNMENT, "--workers", 1, "--course", folder)
    return folder, done


class Shown(HTMLParser):
    """The texts of a page that a reader sees or hears, and who said them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("style", "code")
        self.texts += [v for k, v in attrs if k in ("aria-label", "alt", "title") and v]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "code")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts.append(data)


PROSE = sorted(
    {
        " ".join(text.split())
        for entry in load().values()
        for text in (
            *(m["message"] for m in entry.misconceptions.values()),
            *(judged["case"]["label"] for judged in entry.cases),
        )
    },
    key=len,
    reverse=True,
)
"""What authors wrote: a misconception's message, the label of a case."""


def foreign(text: str) -> list[str]:
    """What of `text` is English and no author's."""
    flat = " ".join(text.split())
    for sentence in PROSE:
        if " " in sentence:
            flat = flat.replace(sentence, " ")
    return [w for w in english(flat) if w not in PROSE]


def test_releasing_and_collecting_say_nothing_in_english(tmp_path: Path, pseudo: None) -> None:
    course = tmp_path / "course"
    released = n2n("release", ASSIGNMENT, "--course", course)
    assert released.returncode == 0, released.stderr
    handed = tmp_path / "from_a_platform"
    handed.mkdir()
    notebook = (course / f"release/{ASSIGNMENT}/{ASSIGNMENT}.ipynb").read_bytes()
    (handed / f"ada__{ASSIGNMENT}.ipynb").write_bytes(notebook)
    (handed / "notes.pdf").write_bytes(b"%PDF-1.4")
    collected = n2n("collect", ASSIGNMENT, handed, "--course", course)
    assert list((course / "submitted").iterdir())
    for done in (released, collected):
        assert "[!!" in said(done)
        assert not foreign(said(done)), said(done)


def test_grading_says_nothing_in_english(class_folder: tuple[Path, Done]) -> None:
    _, done = class_folder
    assert done.returncode == 0, done.stderr
    assert "[!!" in done.stdout
    assert not foreign(said(done)), said(done)


def test_the_report_says_nothing_in_english(class_folder: tuple[Path, Done], pseudo: None) -> None:
    folder, _ = class_folder
    done = n2n("report", ASSIGNMENT, "--course", folder)
    assert done.returncode == 0, done.stderr
    assert not foreign(said(done)), said(done)
    page = Shown((folder / f"reports/{ASSIGNMENT}.html").read_text("utf8"))
    assert len(page.texts) > 100
    assert not [t for t in page.texts if foreign(t)]


def test_feedback_says_nothing_in_english(class_folder: tuple[Path, Done]) -> None:
    folder, _ = class_folder
    pages = sorted(folder.glob("feedback/*/*/*.html"))
    assert {p.parts[-3] for p in pages} >= {"ada", "ben", "cut"}
    for path in pages:
        page = Shown(path.read_text("utf8"))
        assert any("[!!" in t for t in page.texts)
        assert not [t for t in page.texts if foreign(t)], path


def test_a_table_says_nothing_in_english(class_folder: tuple[Path, Done], pseudo: None) -> None:
    folder, _ = class_folder
    done = n2n("export", ASSIGNMENT, "--course", folder)
    assert done.returncode == 0
    assert "[!!" in done.stdout  # why `cut` has no score
    assert not english(done.stdout), done.stdout


def test_what_is_kept_is_in_no_language(class_folder: tuple[Path, Done]) -> None:
    """Journal and gradebook hold codes: a class graded in one language is reported in another."""
    folder, _ = class_folder
    journal = (folder / f".n2n/{ASSIGNMENT}.jsonl").read_text("utf8")
    lines = [json.loads(line) for line in journal.splitlines()]
    assert {line["student"] for line in lines} == {"ada", "ben", "cut"}
    assert not set(STRANGE) & set(json.dumps([line["result"] for line in lines], ensure_ascii=False))
    with sqlite3.connect(folder / "gradebook.db") as db:
        kept = " ".join(map(str, db.execute("select auto_comment from comment").fetchall()))
    assert not set(STRANGE) & set(kept)
    done = n2n("report", ASSIGNMENT, "--course", folder)
    assert not set(STRANGE) & set(said(done)), said(done)
    page = "".join(Shown((folder / f"reports/{ASSIGNMENT}.html").read_text("utf8")).texts)
    assert not set(STRANGE) & set(page)


def test_an_older_journal_is_graded_anew(class_folder: tuple[Path, Done], tmp_path: Path) -> None:
    """Results that another version kept, with sentences in them, are not read: their key is of that version."""
    copytree(class_folder[0], tmp_path / "course")
    path = tmp_path / f"course/.n2n/{ASSIGNMENT}.jsonl"
    old = [json.loads(line) for line in path.read_text("utf8").splitlines()]
    for line in old:
        line |= {"key": "0" * 32, "result": {"status": "graded", "verdicts": {"relu": "passed, 3 cases"}}}
    path.write_text("".join(json.dumps(line) + "\n" for line in old), "utf8")
    shown = n2n("report", ASSIGNMENT, "--course", tmp_path / "course")
    assert shown.returncode == 0
    assert "not graded yet" in shown.stdout
    done = n2n("autograde", ASSIGNMENT, "--workers", 1, "--course", tmp_path / "course")
    assert done.returncode == 0, done.stderr
    assert "unchanged" not in done.stdout
    again = n2n("report", ASSIGNMENT, "--course", tmp_path / "course")
    assert "not graded yet" not in again.stdout


@pytest.mark.parametrize(
    "command", ["", *main.list_commands(click.Context(main)), "roster import", "roster show"]
)
def test_help_says_nothing_in_english(command: str, pseudo: None) -> None:
    done = n2n(*command.split(), "--help")
    assert done.returncode == 0
    assert "[!!" in done.stdout
    assert not english(done.stdout), done.stdout


REFUSED = {
    "no such command": "imort",
    "no such option": "report --nope x",
    "an argument is missing": "report",
    "not a number": "autograde 04_activations --workers x",
    "out of range": "serve --port 99999999",
    "no choice": "export 04_activations --format x",
    "a file that is not there": "roster import {tmp}/nope.csv --course {course}",
    "no course folder": "report 04_activations --course {tmp}/nope",
    "nothing collected": "collect 04_activations {tmp}/nope.ipynb --course {course}",
    "an empty folder": "collect 04_activations {tmp}/empty --course {course}",
    "no notebook": "collect 04_activations {tmp}/note.txt --course {course}",
    "no assignment": "autograde nope --workers 1 --course {course}",
    "no name": "report x/../y --course {course}",
    "no student": "autograde 04_activations --student nobody --workers 1 --course {course}",
    "a folder in the way": "export 04_activations --output {tmp}/none/x.csv --course {course}",
    "no chapter": "release nope --course {course}",
    "no exercise": "audit nope",
    "no module": "freeze nope",
    "no notebook to check": "check {tmp}/nope.ipynb",
    "not a notebook": "check {tmp}/note.ipynb",
    "no names": "roster import {tmp}/note.csv --course {course}",
    "one machine twice": "cluster certificates {tmp}/made one one",
    "no scheduler": "autograde 04_activations --scheduler x://y --course {course}",
}


@pytest.mark.parametrize("words", REFUSED.values(), ids=REFUSED)
def test_a_refusal_says_nothing_in_english(
    words: str, class_folder: tuple[Path, Done], tmp_path: Path, pseudo: None
) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("note.txt", "note.ipynb", "note.csv"):
        (tmp_path / name).write_text("7\n")
    done = n2n(*(w.format(tmp=tmp_path, course=class_folder[0]) for w in words.split()))
    assert done.returncode != 0
    assert "[!!" in done.stderr
    assert not english(done.stderr), done.stderr


@pytest.mark.parametrize(
    "text", ["Error: [!! ñóþé !!]", "nobody handed in anything", "[!! íť !!] of the class", "passed, 3 cases"]
)
def test_english_would_be_found(text: str) -> None:
    assert english(text)
