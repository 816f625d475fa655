"""Any platform's download is collected as it is: nobody renamed by hand, nobody dropped, nobody's work replaced."""

import json
import subprocess
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from book.node import node_environment, node_program
from grader.engine.course import archives, ids
from grader.engine.course.collecting import Collected, collect
from grader.engine.course.folder import Course, CourseError
from grader.engine.course.gradebook import Book
from grader.engine.course.roster import Roster, parse_people
from tests.commands import ROOT, n2n
from tests.engine import downloads
from tests.engine.conftest import ASSIGNMENT

NAMES = ["moodle", "moodle, flat", "canvas", "blackboard", "brightspace", "gradescope", "github classroom"]
NAMES += ["google classroom", "ilias", "nbgitpuller", "folders", "the page", "chinese"]


def notebook(who: str, **n2n: object) -> bytes:
    """A notebook that differs by `who`."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": who}]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"n2n": n2n}, "cells": cells}).encode()


ADA, BOB = notebook("ada"), notebook("bob")


def placed(course: Course) -> dict[str, bytes]:
    found = (course.root / "submitted").glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
    return {p.parts[-3]: p.read_bytes() for p in found}


def taken(course: Course, *paths: Path, force: bool = False) -> Collected:
    return collect(course, ASSIGNMENT, list(paths), force)


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("name", NAMES)
def test_every_platform(name: str, packed: bool, course: Course, tmp_path: Path) -> None:
    files, wanted = downloads.trees(ADA, BOB)[name]
    at = downloads.packed(files, tmp_path) if packed else downloads.folder(files, tmp_path)
    done = taken(course, at)
    assert not done.refused
    assert set(placed(course)) == wanted == set(done.placed)
    assert sorted(placed(course).values()) == sorted([ADA, BOB])
    assert not taken(course, at).refused  # the same again is no conflict


def test_the_list_is_whole() -> None:
    assert set(downloads.trees(ADA, BOB)) == set(NAMES)


@pytest.mark.parametrize("ending", [".ipynb.json", ".ipynb.txt", ".IPYNB", ".Ipynb.TXT", "", ".json", ".txt"])
def test_endings_of_browsers(ending: str, course: Course, tmp_path: Path) -> None:
    at = downloads.folder({f"ada__{ASSIGNMENT}{ending}": ADA}, tmp_path)
    assert not taken(course, at).refused
    assert placed(course) == {"ada": ADA}


@pytest.mark.parametrize("ending", ["pdf", "PDF", "rar", "7z", "tar.gz", "docx", "py", "html"])
def test_what_is_no_notebook_is_named(ending: str, course: Course, tmp_path: Path) -> None:
    at = downloads.folder({f"ada__{ASSIGNMENT}.ipynb": ADA, f"bob__{ASSIGNMENT}.{ending}": b"%PDF"}, tmp_path)
    done = taken(course, at)
    assert len(done.refused) == 1
    assert f"bob__{ASSIGNMENT}.{ending}" in done.refused[0]
    assert placed(course) == {"ada": ADA}


def test_zips_in_zips_names_in_gbk_and_accents_apart(course: Course, tmp_path: Path) -> None:
    inner = downloads.zipped({f"张三_1234567_assignsubmission_file_/{ASSIGNMENT}.ipynb": ADA}, "gbk")
    jose = unicodedata.normalize("NFD", "José Pérez")
    at = downloads.packed({"part1.zip": inner, f"{jose} - x.ipynb": BOB}, tmp_path)
    assert not taken(course, at).refused
    assert placed(course) == {"张三": ADA, "José-Pérez": BOB}


@pytest.mark.parametrize("data", [b"PK\x05\x06", b"nothing", b""])
def test_a_broken_zip_is_named_and_the_others_are_placed(data: bytes, course: Course, tmp_path: Path) -> None:
    at = downloads.folder({f"ada__{ASSIGNMENT}.ipynb": ADA, "x.zip": data}, tmp_path)
    done = taken(course, at)
    assert len(done.refused) == 1
    assert "x.zip" in done.refused[0]
    assert set(placed(course)) == {"ada"}


def test_a_zip_cannot_write_elsewhere_or_fill_the_memory(course: Course, tmp_path: Path) -> None:
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"../../ada__{ASSIGNMENT}.ipynb", ADA)
        archive.writestr(f"bob__{ASSIGNMENT}.ipynb", b" " * (65 << 20))
        link = zipfile.ZipInfo(f"eve__{ASSIGNMENT}.ipynb")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    (tmp_path / "x.zip").write_bytes(made.getvalue())
    done = taken(course, tmp_path / "x.zip")
    assert placed(course) == {"ada": ADA}
    assert sorted("larger than" in r or "a link" in r for r in done.refused) == [True, True]


def test_the_newest_of_several_counts_and_the_others_are_named(course: Course, tmp_path: Path) -> None:
    files = {f"lovelaceada_12345_1_x{again}.ipynb": notebook(again) for again in ("", "-1", "-2", "-10")}
    done = taken(course, downloads.folder(files, tmp_path))
    assert placed(course) == {"lovelaceada": notebook("-10")}
    assert len(done.remarks) == 3
    assert not done.refused


def test_equal_downloads_are_one(course: Course, tmp_path: Path) -> None:
    at = downloads.folder(
        {f"a/ada__{ASSIGNMENT}.ipynb": ADA, f"b/ada__{ASSIGNMENT} (1).ipynb": ADA}, tmp_path
    )
    done = taken(course, at)
    assert not done.refused
    assert placed(course) == {"ada": ADA}


def test_the_platform_decides_whose_it_is_not_the_file(course: Course, tmp_path: Path) -> None:
    """Mallory's file says it is Bob's: it is Mallory's, the contradiction is shown, and Bob's work stays."""
    claims = notebook("mallory's", student={"id": "bob"})
    assert not taken(course, downloads.folder({f"bob__{ASSIGNMENT}.ipynb": BOB}, tmp_path / "1")).refused
    done = taken(
        course, downloads.folder({f"mallory__{ASSIGNMENT}.ipynb": claims}, tmp_path / "2"), force=True
    )
    assert placed(course) == {"bob": BOB, "mallory": claims}
    assert any("mallory" in r and "bob" in r for r in done.remarks)
    alone = taken(course, downloads.folder({f"{ASSIGNMENT}.ipynb": claims}, tmp_path / "3"), force=True)
    assert "whose is it?" in alone.refused[0]
    assert placed(course)["bob"] == BOB


def test_the_pages_own_name_within_a_platforms_is_no_contradiction(course: Course, tmp_path: Path) -> None:
    mine = notebook("x", student="Ada Lovelace")  # as the page writes it: a text
    done = taken(
        course, downloads.folder({f"lovelaceada_1_2_Ada-Lovelace__{ASSIGNMENT}.ipynb": mine}, tmp_path)
    )
    assert (done.refused, done.remarks) == ([], [])
    assert placed(course) == {"lovelaceada": mine}


def test_earlier_work_is_replaced_only_by_force_and_kept(course: Course, tmp_path: Path) -> None:
    one = downloads.folder({f"ada__{ASSIGNMENT}.ipynb": ADA}, tmp_path / "1")
    two = downloads.folder({f"ada__{ASSIGNMENT}.ipynb": BOB}, tmp_path / "2")
    taken(course, one)
    assert "--force replaces it" in taken(course, two).refused[0]
    assert placed(course) == {"ada": ADA}
    taken(course, two, force=True)
    assert placed(course) == {"ada": BOB}
    assert (course.root / f"submitted/ada/{ASSIGNMENT}/{ASSIGNMENT}.ipynb.before").read_bytes() == ADA


@pytest.mark.parametrize("name", ["x/01_neurons.ipynb", "ada__01_neurons.ipynb"])
def test_another_chapters_notebook_is_named(name: str, course: Course, tmp_path: Path) -> None:
    done = taken(course, downloads.folder({f"ada__{ASSIGNMENT}.ipynb": ADA, name: BOB}, tmp_path))
    assert len(done.refused) == 1
    told = notebook("x", assignment="01_neurons")
    done = taken(course, downloads.folder({f"bob__{ASSIGNMENT}.ipynb": told}, tmp_path / "2"))
    assert "it is of 01_neurons" in done.refused[0]
    assert set(placed(course)) == {"ada"}


def test_times_and_late_marks_are_kept(course: Course, tmp_path: Path) -> None:
    from nbgrader.api import Gradebook

    from grader.engine.batch.run import _when

    due = datetime(2026, 10, 1, 10, 0, 59)
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gb:
        gb.find_assignment(ASSIGNMENT).duedate = due
        gb.db.commit()
    trees = downloads.trees(ADA, BOB)
    for i, name in enumerate(("canvas", "gradescope", "blackboard")):
        assert not taken(course, downloads.folder(trees[name][0], tmp_path / str(i))).refused
    when = {s: _when(course.folder("submitted", s, ASSIGNMENT)) for s in placed(course)}
    assert when["obrienbob"] == due + timedelta(seconds=1)
    assert when["lovelaceada"] is None
    assert when["ada"] == datetime(2026, 10, 1, 12)
    local = datetime(2026, 10, 1, 12).astimezone()
    assert when["alovelace"] == (local - local.utcoffset()).replace(tzinfo=None)


# ---- who somebody is ----

REAL = {
    "a\u200dd\u034fa\u3164": "ada",
    "على\u200cرضا ❤\ufe0f": "علىرضا",
    "O'Brien": "O-Brien",
    "Nguyễn Văn An": "Nguyễn-Văn-An",
    "Lovelace, Ada": "Lovelace-Ada",
    unicodedata.normalize("NFD", "José"): "José",
    "मोहन कुमार": "मोहन-कुमार",
    "ศรี สุข": "ศรี-สุข",
    "张三": "张三",
    "Ødegård-Łukasz Jr.": "Ødegård-Łukasz-Jr",
    "ada@example.org": "ada@example.org",
    "  007  ": "007",
    "María-José __ Núñez": "María-José-_-Núñez",
    "../../etc/passwd": "etc-passwd",
    "-rf": "rf",
    "\u202eevil\x1b[2J": "evil-2J",
    "!!!": "",
}


@pytest.mark.parametrize("name", REAL)
def test_names_become_ids(name: str) -> None:
    made = ids.student_id(name)
    assert made == REAL[name]
    assert not made or ids.is_student_id(made)
    assert ids.student_id(made) == made


@pytest.mark.parametrize("bad", ["", ".ssh", "-rf", "a/b", "a b", "a\n", "a\u202e", "../x", "x" * 129, "a'b"])
def test_what_is_no_id(bad: str) -> None:
    assert not ids.is_student_id(bad)


def test_the_page_makes_the_same_ids() -> None:
    code = f"import {{ studentId }} from './book/js/ids.js'; console.log(JSON.stringify({json.dumps([*REAL])}.map(studentId)))"
    command = [node_program("node"), "--input-type=module", "--eval", code]
    done = subprocess.run(
        command, env=node_environment(), cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [*REAL.values()]


CANVAS = """Student,ID,SIS Login ID,Section,Quiz
    Points Possible,,,,10
"Lovelace, Ada",12345,ada,1,3
"O'Brien, Bob",12346,bob,1,4
"Student, Test",99,,1,
"""
MOODLE = """Identifier,Full name,Email address,Group
Participant 1234567,Ada Lovelace,ada@example.org,G1
Participant 1234568,Bob O'Brien,bob@example.org,G1
"""
NBGRADER = "id,first_name,last_name,email\nada,Ada,Lovelace,ada@example.org\nbob,Bob,O'Brien,b@example.org\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (CANVAS, ["ada", "bob"]),
        (MOODLE, ["Ada-Lovelace", "Bob-O-Brien"]),
        (NBGRADER, ["ada", "bob"]),
        ("学号;姓名\n20231234;张三\n", ["20231234"]),
        (CANVAS.replace(",", "\t").replace('"Lovelace\t Ada"', '"Lovelace, Ada"'), ["ada", "bob"]),
    ],
    ids=["canvas", "moodle", "nbgrader", "chinese", "tabs"],
)
def test_rosters_of_platforms(text: str, wanted: list[str]) -> None:
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        assert [p.id for p in parse_people(text.encode(encoding))][: len(wanted)] == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column says who"),
        ("a,b\n1,2\n", "no column says who"),
        ("student_id\n", "names nobody"),
        ("student_id\nada\nada\n", "rows 2 and 3"),
        ("student_id,email\n!,x\n", "row 2"),
    ],
)
def test_rosters_that_cannot_be_used(text: str, said: str, course: Course, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(text)
    done = n2n("roster", "import", tmp_path / "x.csv", "--course", course.root)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not Roster.read(course).people


def test_a_roster_decides_asks_about_typos_and_remembers_who_left(course: Course, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(CANVAS)
    assert n2n("roster", "import", tmp_path / "c.csv", "--course", course.root).returncode == 0
    book = Book(course, ASSIGNMENT)
    assert book.enrolled() == {"ada": ("Lovelace", "Ada"), "bob": ("O'Brien", "Bob")}
    book.close()
    trees = downloads.trees(ADA, BOB)
    for i, name in enumerate(("canvas", "moodle", "brightspace", "google classroom")):
        assert not taken(course, downloads.folder(trees[name][0], tmp_path / str(i)), force=True).refused
        assert set(placed(course)) == {"ada", "bob"}
    typo = taken(course, downloads.folder({f"adda__{ASSIGNMENT}.ipynb": ADA}, tmp_path / "typo"))
    assert "did you mean ada?" in typo.refused[0]
    stranger = taken(course, downloads.folder({f"zoe__{ASSIGNMENT}.ipynb": ADA}, tmp_path / "zoe"))
    assert "not in the roster" in stranger.refused[0]
    capital = taken(
        course, downloads.folder({f"Ada__{ASSIGNMENT}.ipynb": ADA}, tmp_path / "capital"), force=True
    )
    assert set(capital.placed) == {"ada"}
    (tmp_path / "c.csv").write_text("\n".join(x for x in CANVAS.split("\n") if "Bob" not in x))
    assert "1 left: bob" in n2n("roster", "import", tmp_path / "c.csv", "--course", course.root).stdout
    left = taken(course, downloads.folder({f"bob__{ASSIGNMENT}.ipynb": ADA}, tmp_path / "left"), force=True)
    assert "has left the class" in left.refused[0]
    assert "(left)" in n2n("roster", "show", "--course", course.root).stdout


def test_a_group_hands_in_once(course: Course, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(MOODLE + "Participant 3,Zoe Z,zoe@example.org,\n")
    assert n2n("roster", "import", tmp_path / "m.csv", "--course", course.root).returncode == 0
    files = {f"Ada Lovelace_1234567_assignsubmission_file_/{ASSIGNMENT}.ipynb": ADA}
    taken(course, downloads.folder(files, tmp_path))
    assert placed(course) == {"Ada-Lovelace": ADA, "Bob-O-Brien": ADA}


def test_nothing_there_is_one_line(course: Course, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="there is no file"):
        taken(course, tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CourseError, match="there is no file in"):
        taken(course, tmp_path / "empty")


def test_links_are_not_followed(course: Course, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / f"ada__{ASSIGNMENT}.ipynb").symlink_to("/etc/passwd")
    assert "a link, which is not followed" in taken(course, tmp_path / "d").refused[0]
    assert [f.path.name for f in archives.submitted_files(tmp_path / "d")] == [f"ada__{ASSIGNMENT}.ipynb"]
