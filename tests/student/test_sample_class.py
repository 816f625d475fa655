"""The bundled class, handed in, graded and returned: what `make demo` shows."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLASS = ROOT / "examples/class"
ASSIGNMENT = "04_activations"


def n2n(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "n2n", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    course = tmp_path_factory.mktemp("class") / "course"
    assert n2n("release", ASSIGNMENT, "--course", course).returncode == 0
    assert n2n("collect", ASSIGNMENT, CLASS, "--course", course).returncode == 0
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
    "dora": ["You returned |z|"],
    "fay": ["not written yet"],
    "gus": ["26 / 28", "module 'numpy' has no attribute 'softmax'", "with a correct softmax it passes"],
    "hana": ["26 / 28", "SyntaxError in its cell"],
    "ivan": ["26 / 28", "stopped after", "with a correct sigmoid it passes"],
    "jo": ["27 / 28", "SystemExit"],
    "kim": ["27 / 28", "check-softmax was missing: put back as handed out", "relu_prime"],
    "lee": ["28 / 28", "sigmoid was there 2 times"],
    "mia": ["unreadable"],
    "noa": ["0 / 28"],
    "otto": ["0 / 28", "check-relu", "were changed: put back as handed out"],
}


@pytest.mark.parametrize("student", SAYS)
def test_scoreboard(graded: tuple[Path, str], student: str) -> None:
    told = block(graded[1], student)
    for text in SAYS[student]:
        assert text in told, told


def test_feedback_is_written_for_all(graded: tuple[Path, str]) -> None:
    course, _ = graded
    for path in CLASS.glob("*.ipynb"):
        student = path.name.partition("__")[0]
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


def test_the_class_is_what_its_generator_makes() -> None:
    from examples.make_class import class_of
    from grader.author.derive import Chapter

    def answers(text: str) -> object:
        try:
            cells = json.loads(text)["cells"]
        except ValueError:
            return "unreadable"
        return [
            (c["metadata"].get("nbgrader", {}).get("grade_id"), "".join(c["source"]))
            for c in cells
            if "nbgrader" in c["metadata"]
        ]

    made = class_of(Chapter.read(ROOT / f"chapters/{ASSIGNMENT}.md"))
    assert {p.name.partition("__")[0] for p in CLASS.glob("*.ipynb")} == made.keys()
    for student, text in made.items():
        stored = (CLASS / f"{student}__{ASSIGNMENT}.ipynb").read_text("utf8")
        assert answers(stored) == answers(text), f"{student}: run python examples/make_class.py"
