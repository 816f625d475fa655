"""nbgrader's own Autograde, as a command or as formgrader's button, grades through this engine.

Stock nbgrader runs a submission in a kernel, as the instructor, on the instructor's machine. `configure` takes its
kernel away: the exporter that it converts submissions with lets `n2n autograde` grade them, in a process of its own,
and hands back what that wrote. No notebook of a student is read or run by nbgrader.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from traitlets import default
from traitlets.config import Config

from grader.author.layout import settle_database
from grader.words import Refusal, say


def configure(c: Config) -> None:
    """Make nbgrader grade through n2n; to be called with nbgrader's `c` in its configuration file."""
    c.Autograde.exporter_class = f"{__name__}.{Autograder.__name__}"
    c.Autograde.sanitize_preprocessors = []
    c.Autograde.autograde_preprocessors = []
    root = c.CourseDirectory.root if "root" in c.CourseDirectory else "."
    settle_database(c, Path(root).resolve())
    c.Execute.enabled = False  # whatever else asks for it


class Ungraded(Refusal, RuntimeError):
    """What n2n said when it did not grade: one line."""


class Autograder(Exporter):
    """Never reads a submission: n2n grades all that a command is about at the first, and its notebooks are the output."""

    export_from_notebook = ""  # in no menu

    @default("file_extension")  # type: ignore[untyped-decorator]  # traitlets'
    def _file_extension_default(self) -> str:
        return ".ipynb"

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """The graded notebook of the submission `filename`. Raises Ungraded."""
        who = resources["nbgrader"]
        if self.parent._sanitizing:  # the first of nbgrader's two passes over a notebook
            self._graded = getattr(self, "_graded", None) or self._grade(who["assignment"])
        made = self._graded.get((who["student"], who["notebook"])) or _unreadable()
        return made, resources | {"output_extension": ".ipynb"}

    def _grade(self, assignment: str) -> dict[tuple[str, str], str]:
        """The graded notebooks of everybody this command is about, by student and notebook."""
        converter = self.parent
        students = sorted(Path(p).parent.name for p in converter.assignments)
        command = [
            sys.executable,
            "-P",
            "-m",
            "n2n",
            "autograde",
            assignment,
            "--course",
            converter.coursedir.root,
        ]
        command += [word for s in students for word in ("--student", s)]
        command += ["--force"] if converter.force else []
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        said = (done.stdout + done.stderr).strip()
        if done.returncode:
            raise (
                Ungraded("formgrader.said", text=said.splitlines()[-1])
                if said
                else Ungraded("formgrader.ended", code=done.returncode)
            )
        converter.log.info("n2n: %s", said)
        graded: dict[tuple[str, str], str] = {}
        for student in students:
            folder = Path(converter._format_dest(assignment, student))
            graded |= {(student, p.stem): p.read_text("utf8") for p in folder.glob("*.ipynb")}
        return graded


def _unreadable() -> str:
    """What formgrader shows for a file that is no notebook; nothing is scored."""
    cell = {"cell_type": "raw", "id": "n2n", "metadata": {}, "source": say("formgrader.unreadable")}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
