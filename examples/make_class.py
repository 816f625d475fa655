"""Make the sample class: what fifteen students might hand in for chapter 4, from good to hopeless.

    python examples/make_class.py [FOLDER]

The notebooks are the release with students' code in it: correct answers from the tests' alternatives, wrong ones
from the declared misconceptions, so that nothing is written twice. They are written to examples/class, or to FOLDER.
"""

import copy
import re
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat

from grader.author.derive import Chapter
from grader.author.source import ChapterError, Module, joined, needs

ROOT = Path(__file__).parents[1]
CLASS = Path(__file__).parent / "class"
ASSIGNMENT = "04_activations"

Notebook = nbformat.NotebookNode
Answers = dict[str, str]


def cells(nb: Notebook, grade_id: str) -> list[Notebook]:
    """The cells with that grade_id."""
    return [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id]


def alternative(style: str, names: list[str]) -> Answers:
    """Independent correct answers, each with the helpers it needs."""
    path = ROOT / f"tests/chapters/alternatives/{style}/activations.py"
    module = Module(style, path.read_text("utf8"))
    have = {"np", "Array", *names}
    return {n: joined(module, module.closure([n], have - {n}, set())) for n in names}


def misconceptions(names: list[str], which: int) -> Answers:
    """The `which`-th misconception of each exercise that can stand alone, as the student would have named it."""
    path = ROOT / "grader/exercises/activations.py"
    module = Module("exercises", path.read_text("utf8"))
    found: dict[str, list[str]] = {}
    owner = re.compile(r"^@(\w+)\.misconception$", re.M)
    for statement in module.body:
        source = module.source(statement)
        declared = owner.match(source)
        if declared and needs(source) <= {"np", declared[1], *names}:
            wrong = source.split("\n", 1)[1]
            name = re.match(r"def (\w+)", wrong)
            if name:
                code = re.sub(r'\n    """.*?"""', "", wrong, count=1, flags=re.S)
                found.setdefault(declared[1], []).append(
                    re.sub(rf"^def {name[1]}\b", f"def {declared[1]}", code)
                )
    return {n: options[which % len(options)] for n, options in found.items()}


def solve(nb: Notebook, answers: Answers) -> Notebook:
    """A copy with these answers in their cells."""
    out = copy.deepcopy(nb)
    for name, code in answers.items():
        (cell,) = cells(out, name)
        cell.source = code
    return out


def class_of(chapter: Chapter) -> dict[str, str]:
    """Student -> the text of the file they hand in."""
    release = chapter.release_notebook()
    names = [e.name for e in chapter.exercises]
    loops, vectorized = alternative("loops", names), alternative("vectorized", names)
    references = chapter.solutions

    def variant(answers: Answers, change: Callable[[Notebook], None] = lambda nb: None) -> str:
        nb = solve(release, answers)
        change(nb)
        return nbformat.writes(nb) + "\n"

    def helper_cell(nb: Notebook) -> None:
        (cell,) = cells(nb, "relu")
        at = nb.cells.index(cell)
        nb.cells.insert(at, nbformat.v4.new_code_cell("def positive(z):\n    return z > 0", id="my-helper"))
        cell.source = "def relu(z):\n    return z * positive(z)"

    def drop(*ids: str) -> Callable[[Notebook], None]:
        gone = set(ids)
        return lambda nb: setattr(
            nb, "cells", [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") not in gone]
        )

    def duplicate(nb: Notebook) -> None:
        (cell,) = cells(nb, "sigmoid")
        twin = copy.deepcopy(cell)
        twin.id = "copy-of-sigmoid"
        nb.cells.insert(nb.cells.index(cell), twin)

    def disarm(nb: Notebook) -> None:
        for name in names:
            for cell in cells(nb, f"check-{name}"):
                cell.source = "pass"
        nb.cells.insert(2, nbformat.v4.new_code_cell("check = lambda f: print('passed')", id="disarm"))

    good = variant(loops)
    return {
        "ada": good,
        "ben": variant(vectorized),
        "chen": variant(references, helper_cell),
        "dora": variant(references | misconceptions(names, 0)),
        "emil": variant(references | misconceptions(names, 1)),
        "fay": variant({n: references[n] for n in names[: len(names) // 2]}),
        "gus": variant(references | {"softmax": "def softmax(z, axis=-1):\n    return np.softmax(z, axis)"}),
        "hana": variant(references | {"elu": "def elu(z, alpha=1.0):\n    return np.where(z > 0, z,"}),
        "ivan": variant(references | {"sigmoid": "def sigmoid(z):\n    while True:\n        pass"}),
        "jo": variant(references | {"tanh": "import sys\n\nsys.exit()"}),
        "kim": variant(vectorized, drop("check-softmax", "relu_prime")),
        "lee": variant(loops, duplicate),
        "mia": good[: len(good) // 2],
        "noa": nbformat.writes(release) + "\n",
        "otto": variant(misconceptions(names, 2), disarm),
    }


def main(folder: Path = CLASS) -> None:
    """Write the class to a folder, as the page's download names its files."""
    try:
        made = class_of(Chapter.read(ROOT / f"chapters/{ASSIGNMENT}.md"))
    except ChapterError as e:
        raise SystemExit(str(e)) from None
    folder.mkdir(parents=True, exist_ok=True)
    for student, text in made.items():
        (folder / f"{student}__{ASSIGNMENT}.ipynb").write_text(text, "utf8")
    print(f"wrote {len(made)} notebooks to {folder}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
