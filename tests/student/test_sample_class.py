"""The sample class, made, handed in, graded and returned: what `make demo` shows."""

import json
from pathlib import Path

import pytest

from examples import make_class
from tests.commands import n2n

ASSIGNMENT = make_class.ASSIGNMENT


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the class."""
    folder = tmp_path_factory.mktemp("class") / "handed-in"
    make_class.main(folder)
    return folder


@pytest.fixture(scope="module")
def graded(handed_in: Path) -> tuple[Path, str]:
    """The course folder, and the scoreboard."""
    course = handed_in.with_name("course")
    assert n2n("release", ASSIGNMENT, "--course", course).returncode == 0
    assert n2n("collect", ASSIGNMENT, handed_in, "--course", course).returncode == 0
    done = n2n("autograde", ASSIGNMENT, "--course", course)
    assert done.returncode == 0, done.stderr
    return course, done.stdout


def block(board: str, student: str) -> str:
    """What the scoreboard says about a student."""
    lines = board.splitlines()
    start = next(k for k, line in enumerate(lines) if line.split()[:1] == [student])
    stop = next(k for k in range(start + 1, len(lines) + 1) if k == len(lines) or lines[k][:1] != " ")
    return "\n".join(lines[start:stop])


SAYS = {
    "ada": ["28 / 28"],
    "ben": ["28 / 28"],
    "chen": ["28 / 28"],
    "dora": ["5 / 28", "You returned |z|"],
    "emil": [
        "5 / 28",
        "You kept the negative side",
        "return 0.0 and 1.0",
        "put the denominator in parentheses",
    ],
    "fay": ["not written yet"],
    "gus": ["26 / 28", "module 'numpy' has no attribute 'softmax'", "with a correct softmax it passes"],
    "hana": ["26 / 28", "SyntaxError in its cell"],
    "ivan": ["26 / 28", "stopped after", "with a correct sigmoid it passes"],
    "jo": ["27 / 28", "SystemExit"],
    "kim": ["27 / 28", "check-softmax was missing: put back as handed out", "relu_prime"],
    "lee": ["28 / 28", "sigmoid was there 2 times"],
    "mia": ["unreadable"],
    "noa": ["0 / 28"],
    "otto": ["0 / 28", "check-relu", "check-softmax_jvp were changed: put back as handed"],
}


@pytest.mark.parametrize("student", SAYS)
def test_scoreboard(graded: tuple[Path, str], student: str) -> None:
    told = block(graded[1], student)
    for text in SAYS[student]:
        assert text in told, told


def test_feedback_is_written_for_all(graded: tuple[Path, str]) -> None:
    course, _ = graded
    for student in SAYS:
        (page,) = (course / "feedback" / student / ASSIGNMENT).glob("*.html")
        html = page.read_text("utf8")
        assert "<script" not in html
        assert "http://" not in html
        assert "https://" not in html
    html = next((course / "feedback/dora" / ASSIGNMENT).glob("*.html")).read_text("utf8")
    assert "You returned |z|" in html


def test_no_hidden_input_is_told(graded: tuple[Path, str]) -> None:
    course, board = graded
    (bank,) = (course / "banks").glob("*.json")
    told = board + "".join(p.read_text("utf8") for p in (course / "feedback").rglob("*.html"))
    numbers = set()
    for entry in json.loads(bank.read_text("utf8"))["entries"].values():
        for case in entry["cases"]:
            text = json.dumps(case["case"]["steps"])
            if case["case"].get("hidden") and '"data": [' in text:
                first = text.split('"data": [')[1].split("]")[0].split(", ")
                numbers |= {n for n in first if len(n) > 12}
    assert not [n for n in numbers if n in told]


def test_a_second_run_grades_nothing_again(graded: tuple[Path, str]) -> None:
    course, board = graded
    before = {p: p.stat().st_mtime_ns for p in (course / "autograded").rglob("*.ipynb")}
    again = n2n("autograde", ASSIGNMENT, "--course", course)
    assert again.returncode == 0
    assert {p: p.stat().st_mtime_ns for p in (course / "autograded").rglob("*.ipynb")} == before
    assert block(again.stdout, "dora") == block(board, "dora")


def test_export(graded: tuple[Path, str]) -> None:
    course, _ = graded
    done = n2n("export", ASSIGNMENT, "--course", course)
    assert done.returncode == 0, done.stderr


def test_everybody_has_an_expected_line(handed_in: Path) -> None:
    assert {p.name for p in handed_in.iterdir()} == {f"{student}__{ASSIGNMENT}.ipynb" for student in SAYS}


def test_the_class_is_the_same_whenever_it_is_made(handed_in: Path, tmp_path: Path) -> None:
    make_class.main(tmp_path)
    for path in handed_in.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
