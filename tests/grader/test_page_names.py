"""Page and `--figures` read the same names out of a chapter's cells."""

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.author.derive import Cell, Chapter
from grader.author.kinds import CheckKind, ExerciseKind
from grader.names import Names, describe, wanted_by

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "chapters").glob("[0-9]*.md"))


@pytest.fixture(scope="module")
def worker() -> Any:
    """The page's half in Python, as it is, in this process."""
    sys.path.insert(0, str(ROOT / "book/browser"))
    try:
        return importlib.import_module("n2n_worker")
    finally:
        sys.path.pop(0)


def request(above: list[Cell], code: str) -> dict[str, Any]:
    """What a page sends to have `code` run below these cells."""
    cells = [{"source": c.source} | ({"name": c.name} if c.name else {}) for c in above]
    return {"above": cells, "run": [code], "name": "", "seconds": 1}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_page_and_figures_agree_on_what_is_used(path: Path, worker: Any) -> None:
    cells = [c for c in Chapter.read(path).cells if c.kind.code and not isinstance(c.kind, CheckKind)]
    names = {i: Names.of(describe(c.source)) for i, c in enumerate(cells)}
    for i, cell in enumerate(cells):
        # in the page, what a chapter's own cells bind beside it is there anyway: only exercises are chosen
        above = [c for c in cells[:i] if isinstance(c.kind, ExerciseKind) or c.kind.runs]
        page = {c["name"] for c in worker._used_above(request(above, cell.source)) if "name" in c}
        known = {k: n for k, n in names.items() if k == i or cells[k] in above}
        figures = {cells[k].name for k in wanted_by({i}, known) - {i} if cells[k].name}
        assert page == figures, cell.source


@pytest.mark.parametrize(
    ("run", "used"),
    [
        ("f(1)", {"f"}),
        ("g(1)", {"f", "g"}),
        ("def h(f):\n    return f(1)", set()),  # a parameter is no function above
        ("f = abs\nf(-1)", set()),  # bound anew before it is used
        ("[g for g in range(3)]", set()),
        ("def h():\n    return f(1)", {"f"}),
        ("x = 'f'", set()),
        ("(", set()),  # no Python at all
    ],
)
def test_what_code_uses_of_the_exercises_above(run: str, used: set[str], worker: Any) -> None:
    above = [
        {"name": "f", "source": "def f(x):\n    return x"},
        {"name": "g", "source": "def g(x):\n    return f(x)"},
    ]
    assert {c["name"] for c in worker._used_above({"above": above, "run": [run]})} == used


@pytest.mark.parametrize(
    ("setup", "run", "kept"),
    [
        ("import numpy as np\nimport matplotlib.pyplot as plt", "np.ones(3)", False),
        ("import numpy as np\nimport matplotlib.pyplot as plt", "plt.plot([1, 2])", True),
        ("import matplotlib.pyplot as plt\nplt.rcParams['figure.dpi'] = 90", "1", True),  # the setup itself
        ("import matplotlib.pyplot as plt", "globals()['plt'].plot([1, 2])", True),  # nobody can tell
    ],
)
def test_what_a_setup_imports_is_left_out_where_nothing_uses_it(
    setup: str, run: str, kept: bool, worker: Any
) -> None:
    (lean,) = worker._lean_above({"above": [{"source": setup}], "run": [run]})
    assert ("matplotlib" in lean) == kept
    assert lean.count("\n") == setup.count("\n")  # lines keep their numbers
