"""What students call themselves, their files and their exceptions is text in one line, wherever a command tells it."""

import csv
import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from grader.engine.course.folder import Course
from tests.commands import Done, n2n
from tests.engine.conftest import ASSIGNMENT, Notebook, autograde, hand_in

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u200b-\u200f\u2028-\u202e\u2060-\u2069\u2800\u3164\ufe0f\ufeff]"
)
FORGED = "zz_honest   0 of 99  cheated"
SIGNS = {
    "newline": f"boom\n{FORGED}",
    "carriage return": f"boom\r{FORGED}",
    "another newline": f"boom\x85{FORGED}\u2028{FORGED}\u2029{FORGED}\x0b{FORGED}\x0c{FORGED}",
    "colours": "\x1b[31mred\x1b[2J\x1b[1A\x9b31m",
    "a title": "\x1b]0;gone\x07\x1b]8;;http://bait.invalid\x1b\\click\x1b]8;;\x1b\\",
    "backspace": "0\x08\x08\x0899",
    "right to left": "a\u202efdp\u202c\u2067b\u2069\u200f",
    "no width": "a\u200bd\u200ca\u2060\ufeff\u00ad\u034f\u115f\u3164\ufe0f",
    "far away": "boom" + " " * 300 + FORGED,
    "a formula": '=HYPERLINK("http://bait.invalid")\n=1+1',
}
HEAD = "student_id,first_name,last_name,email,group\n"


def raising(text: str) -> str:
    """A relu whose exception, its type, its warnings and its output say this."""
    return (
        f"S = {text!r}\nclass E(Exception): pass\nE.__name__ = E.__qualname__ = S\n"
        "def relu(z):\n    import warnings\n    print(S); warnings.warn(S)\n    raise E(S)\n"
    )


def notebook(solved: Callable[..., Notebook], text: str) -> Notebook:
    """A notebook that says this wherever a student can say something."""
    made = solved(relu=raising(text), elu=f"def elu(z, alpha=1.0):\n    raise ValueError({text!r})\n")
    made["metadata"]["n2n"] = {"student": text, "assignment": ASSIGNMENT}
    own = {"cell_type": "code", "metadata": {"name": text}, "source": f"while True: {text!r}", "outputs": []}
    made["cells"].append(
        own | {"execution_count": None, "source": f"print({text!r}); raise KeyError({text!r})"}
    )
    return made


def harmless(done: Done) -> None:
    """Nothing of it acts, and no line is a student's own."""
    said = done.stdout + done.stderr
    assert not UNSEEN.search(said), said
    assert not [line for line in said.splitlines() if re.match(r"\s*'?\W?zz_honest", line)], said
    assert "   0 of 99" not in said
    assert "Traceback" not in said


def test_the_control_each_sign_does_harm_as_it_is() -> None:
    """What the tests look for is really in what students write."""
    for name, text in SIGNS.items():
        found = UNSEEN.search(text) or "\n" in text or "   0 of 99" in text
        assert found, name
    with pytest.raises(AssertionError):
        harmless(Done(0, SIGNS["newline"], ""))
    with pytest.raises(AssertionError):
        harmless(Done(0, "", SIGNS["right to left"]))


@pytest.fixture(scope="module")
def graded(
    released: Path, solved: Callable[..., Notebook], tmp_path_factory: pytest.TempPathFactory
) -> Course:
    folder = tmp_path_factory.mktemp("lines") / "course"
    copytree(released, folder)
    course = Course(folder)
    for n, text in enumerate(SIGNS.values()):
        hand_in(course, f"s{n}", notebook(solved, text))
    path = hand_in(course, "cut", "{")
    path.rename(path.with_name(f"{ASSIGNMENT}\x1b[31m\u202e\n{FORGED}.ipynb"))
    rows = "".join(
        f'''s{n},"{t.replace('"', '""')}","{t.replace('"', '""')}",a@b.c,"{t.replace('"', '""')}"\n'''
        for n, t in enumerate(SIGNS.values())
    )
    names = folder.parent / "names.csv"
    names.write_text(HEAD + rows, newline="", encoding="utf8")
    imported = n2n("roster", "import", names, "--course", folder)
    assert imported.returncode == 0, imported.stderr
    harmless(imported)
    done = autograde(course)
    assert done.returncode == 0, done.stderr
    harmless(done)
    assert len(done.stdout.splitlines()) > 2 * len(SIGNS)  # the lines on relu and elu are there
    assert "boom zz_honest 0 of 99 cheated" in done.stdout  # ... and say what was said, in one line
    return course


def test_the_report_on_terminal_and_page(graded: Course) -> None:
    done = n2n("report", ASSIGNMENT, "--course", graded.root)
    harmless(done)
    assert len(done.stdout.splitlines()) == len(SIGNS) + 1
    text = (graded.root / "reports" / f"{ASSIGNMENT}.html").read_text("utf8")
    assert not UNSEEN.search(text)
    assert not re.search(r"(?m)^\s*zz_honest", text)


@pytest.mark.parametrize("form", ["csv", "canvas"])
def test_tables_hold_lines_and_no_formulas(graded: Course, form: str) -> None:
    done = n2n("export", ASSIGNMENT, "--format", form, "--course", graded.root)
    harmless(done)
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert len(rows) == len(done.stdout.splitlines())  # no field holds a newline
    fields = [f for row in rows for f in row]
    assert not [
        f for f in fields if f.lstrip().startswith(tuple("=+-@|%\t")) and not re.fullmatch(r"-?[\d.]+", f)
    ]
    assert [f for f in fields if f.startswith("'=HYPERLINK")]


def test_feedback_pages_hold_no_signs(graded: Course) -> None:
    pages = [p.read_text("utf8") for p in graded.root.glob("feedback/*/*/*.html")]
    assert len(pages) == len(SIGNS) + 1
    for text in pages:
        assert not UNSEEN.search(text)
        assert not re.search(r"(?m)^(<span>)?\s*zz_honest", text)


def test_what_is_kept_is_text_too(graded: Course) -> None:
    kept = "".join(
        p.read_text("utf8") for p in (graded.root / ".n2n").rglob("*") if p.is_file() and p.suffix != ".db"
    )
    assert not UNSEEN.search(kept)
    for path in graded.root.glob("autograded/*/*/*.ipynb"):
        outputs = [o for c in json.loads(path.read_text("utf8"))["cells"] for o in c.get("outputs", ())]
        assert outputs
        assert not UNSEEN.search(json.dumps(outputs, ensure_ascii=False).replace("\\n", "\n"))


def test_the_roster(graded: Course) -> None:
    done = n2n("roster", "show", "--course", graded.root)
    harmless(done)
    assert len(done.stdout.splitlines()) == len(SIGNS)


def test_names_of_files_and_people_in_downloads(
    course: Course, solved: Callable[..., Notebook], tmp_path: Path
) -> None:
    archive = tmp_path / "moodle.zip"
    with zipfile.ZipFile(archive, "w") as z:
        for n, text in enumerate(SIGNS.values()):
            name = text.replace("/", "-").replace("\x00", "")
            data = json.dumps(notebook(solved, text))
            z.writestr(f"{name} {n}_1234{n}_assignsubmission_file_/{ASSIGNMENT}.ipynb", data)
            z.writestr(f"{name} {n}_1234{n}_assignsubmission_file_/{name}.txt", "hello")
            z.writestr(f"{name}.ipynb", data)
    first = n2n("collect", ASSIGNMENT, archive, "--course", course.root)
    assert first.returncode == 1  # what nobody's is, is named
    harmless(first)
    assert len(first.stderr.splitlines()) > len(SIGNS)
    for folder in os.listdir(course.root / "submitted"):
        assert not UNSEEN.search(folder.replace("\u200c", ""))
    people = tmp_path / "roster.csv"
    people.write_text(HEAD + "ada,Ada,Lovelace,,\n")
    assert n2n("roster", "import", people, "--course", course.root).returncode == 0
    second = n2n("collect", ASSIGNMENT, archive, "--course", course.root)
    assert second.returncode == 1
    harmless(second)


@pytest.mark.parametrize("text", SIGNS.values(), ids=SIGNS)
def test_rosters_that_cannot_be_read_are_told_in_a_line(course: Course, tmp_path: Path, text: str) -> None:
    people = tmp_path / "roster.csv"
    quoted = text.replace('"', '""')
    for content in (
        f'"{quoted}","x"\n1,2\n',
        HEAD + f'ada,"{quoted}",,,\nada,,,,\n',
        HEAD + f'"\x1b[1m{quoted}",,,,\n"{quoted}",,,,\n',
    ):
        people.write_bytes(content.encode())
        harmless(n2n("roster", "import", people, "--course", course.root))


def test_checking_a_notebook_of_somebody_else(solved: Callable[..., Notebook], tmp_path: Path) -> None:
    path = tmp_path / "theirs.ipynb"
    path.write_text(
        json.dumps(notebook(solved, SIGNS["newline"] + SIGNS["colours"] + SIGNS["right to left"]))
    )
    done = n2n("check", path)
    assert done.returncode == 1
    harmless(done)
