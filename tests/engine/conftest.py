import functools
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.author import private
from grader.author.derive import Chapter
from grader.author.release import release as release_chapter
from grader.engine.course.folder import Course
from grader.engine.course.gradebook import Book
from grader.engine.notebook.template import Template
from grader.engine.process import host as hosts
from grader.engine.process.host import Host
from tests.commands import Done, n2n

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "04_activations"

CHAPTERS = sorted(p.stem for p in (ROOT / "chapters").glob("[0-9]*.md"))

Notebook = dict[str, Any]
Solved = Callable[..., Notebook]


@dataclass(frozen=True)
class Release:
    """A chapter that was handed out."""

    assignment: str
    folder: Path
    """The course folder, with nothing handed in. Copy it, do not use it."""
    chapter: Chapter

    @cached_property
    def template(self) -> Template:
        course = Course(self.folder)
        book = Book(course, self.assignment)
        made = course.templates(self.assignment, book.sources())[self.assignment]
        book.close()
        return made

    @cached_property
    def solutions(self) -> dict[str, str]:
        return self.chapter.solutions

    @cached_property
    def stubs(self) -> dict[str, str]:
        return {c.name: c.stub for c in self.chapter.exercise_cells}

    @cached_property
    def text(self) -> str:
        path = self.folder / "release" / self.assignment / f"{self.assignment}.ipynb"
        return nbformat.writes(nbformat.reads(path.read_text(), 4))

    def solved(self, **instead: str) -> Notebook:
        """The released notebook with every reference in it, `solved(relu="...")` with some replaced."""
        notebook: Notebook = json.loads(self.text)
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            if name in self.solutions:
                cell["source"] = instead.get(name, self.solutions[name])
        return notebook


@pytest.fixture(scope="session")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Release]:
    """A chapter's release by its name, made once a process."""

    @functools.cache
    def made(assignment: str) -> Release:
        chapter = Chapter.read(ROOT / f"chapters/{assignment}.md")
        folder = tmp_path_factory.mktemp("course")
        release_chapter(chapter, folder)
        private.close(folder)  # as `n2n release` leaves it
        return Release(assignment, folder, chapter)

    return made


@pytest.fixture(scope="session")
def release(request: pytest.FixtureRequest, handed_out: Callable[[str], Release]) -> Release:
    """The release that a test is parametrized by, else that of chapter 4."""
    return handed_out(getattr(request, "param", ASSIGNMENT))


@pytest.fixture(scope="session")
def chapter(handed_out: Callable[[str], Release]) -> Chapter:
    return handed_out(ASSIGNMENT).chapter


@pytest.fixture(scope="session")
def released(handed_out: Callable[[str], Release]) -> Path:
    """A course folder with chapter 4 released and nothing handed in. Copy it, do not use it."""
    return handed_out(ASSIGNMENT).folder


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Course:
    folder = tmp_path / "course"
    shutil.copytree(released, folder)
    return Course(folder)


@pytest.fixture(scope="session")
def template(handed_out: Callable[[str], Release]) -> Template:
    return handed_out(ASSIGNMENT).template


@pytest.fixture(scope="session")
def solutions(handed_out: Callable[[str], Release]) -> dict[str, str]:
    return handed_out(ASSIGNMENT).solutions


@pytest.fixture(scope="session")
def solved(handed_out: Callable[[str], Release]) -> Solved:
    """The released notebook with every reference in it, `solved(relu="...")` with some replaced."""
    return handed_out(ASSIGNMENT).solved


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
    private.close(course.root)  # else the next command does, and says so
    return path


def cell_of(notebook: Notebook, grade_id: str) -> Notebook:
    """The cell with this grade_id."""
    (found,) = (c for c in notebook["cells"] if grade_id_of(c) == grade_id)
    return found


def grade_id_of(cell: Notebook) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")
