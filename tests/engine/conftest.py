import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.author.derive import Chapter
from grader.author.release import release
from grader.engine.course.folder import Course
from grader.engine.course.gradebook import Book
from grader.engine.notebook.template import Template
from grader.engine.process import host as hosts
from grader.engine.process.host import Host
from tests.commands import Done, n2n

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "04_activations"

Notebook = dict[str, Any]
Solved = Callable[..., Notebook]


@pytest.fixture(scope="session")
def chapter() -> Chapter:
    return Chapter.read(ROOT / f"chapters/{ASSIGNMENT}.md")


@pytest.fixture(scope="session")
def released(chapter: Chapter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder with the chapter released and nothing handed in. Copy it, do not use it."""
    folder = tmp_path_factory.mktemp("course")
    release(chapter, folder)
    return folder


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Course:
    folder = tmp_path / "course"
    shutil.copytree(released, folder)
    return Course(folder)


@pytest.fixture(scope="session")
def template(released: Path) -> Template:
    course = Course(released)
    book = Book(course, ASSIGNMENT)
    made = course.templates(ASSIGNMENT, book.sources())[ASSIGNMENT]
    book.close()
    return made


@pytest.fixture(scope="session")
def solutions(chapter: Chapter) -> dict[str, str]:
    return {c.name: c.solution for c in chapter.cells if c.kind == "exercise"}


@pytest.fixture(scope="session")
def solved(released: Path, solutions: dict[str, str]) -> Callable[..., Notebook]:
    """The released notebook with every reference in it, `solved(relu="...")` with some replaced."""
    text = (released / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text()

    def make(**instead: str) -> Notebook:
        notebook = json.loads(nbformat.writes(nbformat.reads(text, 4)))
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            if name in solutions:
                cell["source"] = instead.get(name, solutions[name])
        return notebook

    return make


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """The most confined zygote this machine allows."""
    made, level = hosts.start()
    assert level.safe, level
    yield made
    made.close()


def autograde(course: Course, *options: object) -> Done:
    """Grade what was handed in, in this process."""
    return n2n("autograde", ASSIGNMENT, *options, "--course", course.root)


def hand_in(course: Course, student: str, notebook: Notebook | str | bytes) -> Path:
    """Place a notebook, or raw text, as a student's submission."""
    data = notebook if isinstance(notebook, str | bytes) else json.dumps(notebook)
    path = course.root / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def cell_of(notebook: Notebook, grade_id: str) -> Notebook:
    """The cell with this grade_id."""
    (found,) = (c for c in notebook["cells"] if grade_id_of(c) == grade_id)
    return found


def grade_id_of(cell: Notebook) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")
