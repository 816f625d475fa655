"""Submissions broken by accident: the student gets every point their functions deserve, and is told what was put right."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest

from grader.engine.batch.worker import grade_file
from grader.engine.judging.graded import Graded
from grader.engine.notebook import submission
from grader.engine.notebook.template import Template
from grader.engine.process.host import Host, ZygoteHost
from grader.engine.sandbox.limits import Limits
from tests.engine.conftest import ASSIGNMENT, Notebook, Solved, cell_of, grade_id_of

FULL = 28.0

Break = Callable[[Notebook], Notebook | None]


def graded(template: Template, host: Host, notebook: Notebook | bytes) -> Graded:
    data = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    result, text = grade_file(template, data, host, "strong")
    if result.status == "graded":
        nbformat.validate(nbformat.reads(text, 4))
    return result


def points(result: Graded) -> float:
    return sum(s or 0.0 for s in result.scores.values())


def index(nb: Notebook, grade_id: str) -> int:
    return nb["cells"].index(cell_of(nb, grade_id))


def code(source: str) -> Notebook:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}


def text(source: str) -> Notebook:
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def move(nb: Notebook, grade_id: str, to: int) -> None:
    cell = nb["cells"].pop(index(nb, grade_id))
    nb["cells"].insert(to if to >= 0 else len(nb["cells"]), cell)


BREAKS: dict[str, tuple[Break, str]] = {}


def broken(words: str = "") -> Callable[[Break], Break]:
    """Declares a way to break a notebook; its points stay, and the notes say `words`."""

    def register(change: Break) -> Break:
        BREAKS[change.__name__] = change, words
        return change

    return register


@broken()
def not_at_all(nb):
    pass


@broken("check-relu was missing")
def check_deleted(nb):
    nb["cells"].remove(cell_of(nb, "check-relu"))


@broken("were missing")
def every_check_deleted(nb):
    nb["cells"] = [c for c in nb["cells"] if not grade_id_of(c).startswith("check-")]


@broken("missing")
def every_given_cell_deleted(nb):
    nb["cells"] = [
        c
        for c in nb["cells"]
        if not c["metadata"].get("nbgrader", {}).get("locked") or "check" in grade_id_of(c)
    ]


@broken("sigmoid was there 2 times")
def stub_pasted_below(nb):
    nb["cells"].insert(index(nb, "sigmoid") + 1, cell_of(nb, "sigmoid") | {"source": STUB["sigmoid"]})


@broken("sigmoid was there 2 times")
def duplicated_by_mistake(nb):
    nb["cells"].insert(index(nb, "sigmoid"), copy.deepcopy(cell_of(nb, "sigmoid")))


@broken("check-sigmoid was there 2 times")
def check_duplicated(nb):
    nb["cells"].insert(0, copy.deepcopy(cell_of(nb, "check-sigmoid")))


@broken()
def all_metadata_stripped(nb):
    nb["metadata"] = {}
    for cell in nb["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)


@broken("another cell")
def metadata_of_one_cell_stripped_and_function_moved(nb):
    cell = nb["cells"].pop(index(nb, "softmax"))
    cell["metadata"] = {}
    nb["cells"].insert(index(nb, "relu"), cell)


@broken("another cell")
def solved_in_a_new_cell_below_the_stub(nb):
    nb["cells"].insert(index(nb, "elu") + 1, code(cell_of(nb, "elu")["source"]))
    cell_of(nb, "elu")["source"] = STUB["elu"]


@broken("another cell")
def solved_in_a_new_cell_above_the_stub(nb):
    nb["cells"].insert(index(nb, "elu"), code(cell_of(nb, "elu")["source"]))
    cell_of(nb, "elu")["source"] = STUB["elu"]


@broken("another cell")
def solved_at_the_very_end(nb):
    nb["cells"].append(code(cell_of(nb, "elu")["source"]))
    cell_of(nb, "elu")["source"] = STUB["elu"]


@broken("another cell")
def two_functions_merged_into_one_cell(nb):
    leaky, elu = cell_of(nb, "leaky_relu"), cell_of(nb, "elu")
    leaky["source"] += "\n\n\n" + elu["source"]
    nb["cells"].remove(elu)


@broken("turned into text")
def turned_into_markdown(nb):
    cell = cell_of(nb, "relu")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


@broken("turned into text")
def turned_into_fenced_markdown(nb):
    cell = cell_of(nb, "relu")
    cell["cell_type"] = "markdown"
    cell["source"] = f"```python\n{cell['source']}\n```\n"


@broken("turned into text")
def turned_raw(nb):
    cell_of(nb, "relu")["cell_type"] = "raw"


@broken("check-relu was changed")
def check_edited(nb):
    cell_of(nb, "check-relu")["source"] = "assert False"


@broken("were changed")
def given_code_edited(nb):
    for cell in nb["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("locked"):
            cell["source"] += "\nraise RuntimeError('oops')"


@broken()
def tags_that_would_skip_or_hide(nb):
    for cell in nb["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell", "hide-input"]


@broken()
def points_raised_in_the_metadata(nb):
    for cell in nb["cells"]:
        if "points" in cell["metadata"].get("nbgrader", {}):
            cell["metadata"]["nbgrader"]["points"] = 1000


@broken()
def old_format_with_lists_of_lines(nb):
    nb["nbformat"], nb["nbformat_minor"] = 4, 0
    for cell in nb["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
        cell.pop("id", None)


@broken("old format 3")
def nbformat_3(nb):
    cells = []
    for cell in nb["cells"]:
        cell = dict(cell)
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
            cell["language"] = "python"
        cells.append(cell)
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}


@broken()
def windows_line_ends(nb):
    for cell in nb["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")


@broken()
def setup_moved_to_the_end(nb):
    locked = [
        c
        for c in nb["cells"]
        if c["metadata"].get("nbgrader", {}).get("locked") and "check" not in grade_id_of(c)
    ]
    nb["cells"] = [c for c in nb["cells"] if c not in locked] + locked


@broken()
def cells_shuffled(nb):
    nb["cells"].reverse()


@broken()
def helper_of_ones_own(nb):
    nb["cells"].insert(index(nb, "relu"), code("def clip_below(z, low):\n    return np.maximum(z, low)"))
    cell_of(nb, "relu")["source"] = "def relu(z):\n    return clip_below(z, 0.0)"


@broken()
def own_cell_fails(nb):
    nb["cells"].insert(index(nb, "relu"), code("import numpy as np\nhelp_me = 1\nprint(undefined_name)"))
    cell_of(nb, "relu")["source"] = "def relu(z):\n    return np.maximum(z, 0.0) * help_me"


@broken()
def print_above_the_function_fails(nb):
    cell_of(nb, "relu")["source"] = "print(relu(undefined))\n" + cell_of(nb, "relu")["source"]


@broken()
def exercise_cell_calls_exit(nb):
    cell_of(nb, "relu")["source"] = "import sys\nsys.exit()\n" + cell_of(nb, "relu")["source"]


@broken()
def installs_and_shell_commands(nb):
    cell_of(nb, "relu")["source"] = (
        "!pip install torch\n%pip install torch\n%matplotlib inline\n" + cell_of(nb, "relu")["source"]
    )
    nb["cells"].insert(0, code("%%bash\nrm -rf ~"))


@broken()
def asks_for_input(nb):
    cell_of(nb, "relu")["source"] += "\nname = input('who?')"


@broken()
def prints_a_lot_and_warns(nb):
    cell_of(nb, "relu")["source"] = (
        "import sys, warnings\ndef relu(z):\n    print('debug', z)\n    sys.stderr.write('oops')\n"
        "    warnings.warn('careful')\n    return np.maximum(z, 0.0)"
    )


@broken()
def top_level_await_and_last_expression(nb):
    cell_of(nb, "relu")["source"] += "\nimport asyncio\nawait asyncio.sleep(0)\nrelu(np.zeros(3))"


@broken()
def tries_its_function_in_the_same_cell_and_loops(nb):
    """The function is good; the lines below it never end. Costs the cell's limit once."""
    cell_of(nb, "relu")["source"] += "\nwhile True:\n    relu(np.ones(3))"


@broken()
def lone_surrogates_and_nul(nb):
    nb["cells"].insert(3, text("\ud800\0 hello"))
    cell_of(nb, "relu")["source"] += "\n# \udcff"


@broken()
def foreign_cells_and_garbage_metadata(nb):
    nb["metadata"] = {"nbgrader": 7, "kernelspec": {"name": "julia", "language": "julia"}}
    nb["cells"].insert(0, {"cell_type": "heading", "level": 1, "source": "hi", "metadata": None})
    nb["cells"].insert(0, text("x") | {"metadata": {"nbgrader": {"grade_id": ["no"], "points": "many"}}})


STUB: dict[str, str] = {}
"""What was handed out, by exercise."""


@pytest.fixture(scope="module", autouse=True)
def _stubs(template: Template) -> None:
    STUB.update({c.exercise: c.source for c in template.exercise_cells})


@pytest.fixture(scope="module")
def quick() -> Iterator[Host]:
    """A zygote with a short CPU limit for cells that never end."""
    made = ZygoteHost(limits=Limits(cpu=2))
    made.wait_ready()
    yield made
    made.close()


@pytest.mark.parametrize("name", BREAKS)
def test_every_point_is_kept(name: str, solved: Solved, template: Template, quick: Host) -> None:
    change, words = BREAKS[name]
    notebook = solved()
    notebook = change(notebook) or notebook
    result = graded(template, quick, notebook)
    assert result.status == "graded", result.reason
    lost = [v.text() for v in result.verdicts.values() if not v.passed]
    assert (points(result), lost) == (FULL, [])
    notes = "\n".join(n.text() for n in result.notes)
    assert words in notes
    if not words:
        assert "missing" not in notes


def test_a_deleted_function_is_lost_alone(solved: Solved, template: Template, host: Host) -> None:
    notebook = solved()
    notebook["cells"].remove(cell_of(notebook, "relu"))
    result = graded(template, host, notebook)
    assert points(result) == FULL - 1
    assert result.verdicts["relu"].summary() == "its cell is missing"
    assert any("no cell defines relu" in n.text() for n in result.notes)


def test_a_renamed_function_is_lost_alone(solved: Solved, template: Template, host: Host) -> None:
    result = graded(template, host, solved(relu="def my_relu(z):\n    return np.maximum(z, 0)"))
    assert points(result) == FULL - 1
    assert result.verdicts["relu"].kind == "missing"


def test_syntax_error_names_the_line(solved: Solved, template: Template, host: Host) -> None:
    result = graded(template, host, solved(relu="def relu(z):\n    return np.maximum(z, 0"))
    assert result.verdicts["relu"].summary().startswith("SyntaxError in its cell, line 2")
    assert points(result) == FULL - 1


def test_functions_are_taken_as_they_stood_at_their_check(
    solved: Solved, template: Template, host: Host
) -> None:
    """A later cell that redefines a helper or the function does not change an earlier verdict."""
    notebook = solved()
    at = index(notebook, "check-sigmoid") + 1
    notebook["cells"].insert(at, code("def relu(z):\n    return 0 * z"))
    result = graded(template, host, notebook)
    assert result.verdicts["relu"].passed


UNREADABLE = {
    "empty": (b"", "empty"),
    "cut off": (b'{"cells": [{"cell_type": "co', "cut off"),
    "merge conflict": (b'{"cells": [\n<<<<<<< HEAD\n', "merge conflict"),
    "zip": (b"PK\x03\x04\xff\xfe", "not text"),
    "no notebook": (b'{"a": 1}', "no cells"),
    "a list": (b"[1, 2]", "no cells"),
    "nested": (b"[" * 200_000, "nested too deeply"),
    "cells of nothing": (b'{"cells": [1, 2]}', "a cell that is none"),
    "source is a number": (b'{"cells": [{"cell_type": "code", "source": 7}]}', "without readable text"),
    "too many cells": (json.dumps({"cells": [{}] * 3000}).encode(), "3000 cells"),
    "a page": (b"<!DOCTYPE html><html>Sign in</html>", "not a notebook"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_is_not_zero(name: str, template: Template, host: Host) -> None:
    data, words = UNREADABLE[name]
    result = graded(template, host, data)
    assert (result.status, result.scores) == ("unreadable", {})
    assert words in result.reason.text()
    assert "\n" not in result.reason.text()


def test_finding_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "student" / ASSIGNMENT
    folder.mkdir(parents=True)
    with pytest.raises(FileNotFoundError):
        submission.find(folder, ASSIGNMENT)
    (folder / f"{ASSIGNMENT} (1).ipynb").write_text("{}")
    path, note = submission.find(folder, ASSIGNMENT)
    assert path.name == f"{ASSIGNMENT} (1).ipynb"
    assert "called" in note.text()
    (folder / f"{ASSIGNMENT}-Copy1.ipynb").write_text("{}")
    with pytest.raises(submission.Unreadable, match="which one is meant"):
        submission.find(folder, ASSIGNMENT)
    (folder / f"{ASSIGNMENT}.ipynb").write_text("{}")
    assert submission.find(folder, ASSIGNMENT) == (folder / f"{ASSIGNMENT}.ipynb", None)


def test_utf_16_and_byte_order_mark(solved: Solved, template: Template, host: Host) -> None:
    words = json.dumps(solved())
    for data in (words.encode("utf-16"), b"\xef\xbb\xbf" + words.encode()):
        assert points(graded(template, host, data)) == FULL
