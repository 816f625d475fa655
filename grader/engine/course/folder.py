"""The course folder as nbgrader lays it out: where a release, a bank and the submissions are."""

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from grader.author.layout import bank_file, nbgrader_config
from grader.bank import FORMAT, BankError, Entry
from grader.engine.judging.standin import standins
from grader.engine.course.ids import is_student_id
from grader.engine.notebook.template import Template, template_cells
from grader.foreign import one_line
from grader.words import Refusal, reason


class CourseError(Refusal, ValueError):
    """What keeps a class from being graded: one line, what and where and what to do."""


@dataclass(frozen=True)
class Course:
    """One course folder."""

    root: Path

    def check(self, assignment: str) -> None:
        """That this is a course folder and an assignment's name. Raises CourseError."""
        if not self.root.is_dir():
            raise CourseError("course.none", path=self.root, assignment=assignment)
        if not is_student_id(assignment):
            raise CourseError("course.assignment", name=repr(assignment))

    @cached_property
    def config(self) -> Any:
        """nbgrader's configuration for it. Raises CourseError if the file does not load."""
        try:
            return nbgrader_config(self.root, "")
        except Exception as e:
            raise CourseError("course.config", path=self.root / "nbgrader_config.py", what=str(e)) from None

    @cached_property
    def directory(self) -> Any:
        """nbgrader's own view of the folder, which knows renamed steps and the gradebook's address."""
        # jsonschema would import a URI grammar that takes a second and that nobody here needs
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
        from nbgrader.coursedir import CourseDirectory

        return CourseDirectory(config=self.config)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Where nbgrader keeps one step (`submitted`, `autograded`, ...) of one student's assignment."""
        name = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(name, student, assignment))

    def release(self, assignment: str) -> list[Path]:
        """The notebooks of a release. Raises CourseError if there is none."""
        folder = self.folder("release", ".", assignment)
        found = sorted(folder.glob("*.ipynb"))
        if not found:
            raise CourseError("course.no_release", assignment=assignment, path=folder)
        return found

    def bank(self, notebook: dict[str, Any], assignment: str) -> dict[str, Entry]:
        """The entries a release is graded by, none if it names no bank. Raises CourseError."""
        name = notebook.get("metadata", {}).get("n2n", {}).get("bank")
        if not name:
            return {}
        path = bank_file(self.root, name)
        try:
            bank = json.loads(path.read_text("utf8"))
            if bank["format"] != FORMAT:
                raise BankError("bank.format", path=path.name, format=bank["format"], ours=FORMAT)
            return {n: Entry.from_json(e) for n, e in bank["entries"].items()}
        except FileNotFoundError:
            raise CourseError("course.bank_missing", assignment=assignment, path=path) from None
        except (OSError, ValueError, KeyError, TypeError) as e:
            raise CourseError(
                "course.bank", path=path, what=reason(e), assignment=assignment
            ) from None

    def reference(self, assignment: str, notebook: str) -> dict[str, str]:
        """The solutions in the instructor's source notebook by grade_id, none where it cannot be read."""
        path = self.folder("source", ".", assignment) / f"{notebook}.ipynb"
        try:
            cells = json.loads(path.read_text("utf8"))["cells"]
            graded = [(c["metadata"].get("nbgrader", {}), c) for c in cells if c["cell_type"] == "code"]
            return {g["grade_id"]: "".join(c["source"]) for g, c in graded if g.get("solution")}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def templates(self, assignment: str, rows: dict[str, "Source"]) -> dict[str, Template]:
        """The assignment's notebooks as they are graded; `rows` is what the gradebook knows of each."""
        made = {}
        for path in self.release(assignment):
            name = path.stem
            if name not in rows:
                continue
            notebook = json.loads(path.read_text("utf8"))
            entries = self.bank(notebook, assignment)
            source = rows[name]
            cells = template_cells(notebook, source.sources, source.points, set(entries))
            graded = {c.grade_id for c in cells}
            if lost := source.points.keys() - graded:
                raise CourseError("course.cell_lost", path=path, cell=min(lost), assignment=assignment)
            reference = self.reference(assignment, name)
            made[name] = Template(
                assignment, name, cells, entries, standins(entries), source.kernelspec, reference
            )
        if not made:
            raise CourseError("course.no_notebook", assignment=assignment)
        return made

    def students(self, assignment: str) -> Iterator[str]:
        """Who handed something in, in order. Raises CourseError if nobody did."""
        sample = self.folder("submitted", "*", assignment)
        base = Path(str(sample).split("*")[0])
        tail = sample.relative_to(base).parts[1:]
        names = sorted(os.listdir(base)) if base.is_dir() else []
        found = [n for n in names if n[0] not in ".~" and os.path.lexists(Path(base, n, *tail))]
        if odd := [n for n in found if not is_student_id(n)]:
            raise CourseError("course.odd_id", path=base, name=repr(odd[0]))
        if not found:
            raise CourseError("course.nobody", assignment=assignment, path=base, wanted="/".join(tail))
        yield from found


@dataclass(frozen=True)
class Source:
    """What the gradebook knows of one notebook: sources and points by grade_id."""

    sources: dict[str, str]
    points: dict[str, float]
    kernelspec: dict[str, Any]
