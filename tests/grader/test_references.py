"""What an exercise uses is read from its reference, through helpers, classes and other modules."""

from pathlib import Path

import pytest

from grader.author.declare import exercises
from grader.author.references import Place, References
from grader.author.source import ChapterError

MODULES = {
    "near": """
import numpy as np
from solutions.far import helper as help_me
from solutions.far import Base, Array

SIZES = {2: "two"}

def first(x: Array) -> Array:
    return np.abs(x)

def _between(x):
    return first(x) + help_me(x)

def second(x):
    return _between(x)

def third(first):
    return first + 1

def fourth(x):
    return [second for second in x], SIZES

class Fifth(Base):
    def go(self):
        return second(1)

def sixth(x: "first") -> int:
    def first(y):
        return y
    return first(x)
""",
    "far": """
Array = float

def source(x):
    return x

def helper(x):
    return source(x)

class Base:
    pass
""",
}
NAMES = {"first", "second", "third", "fourth", "Fifth", "sixth", "source", "Base"}


@pytest.fixture
def made(tmp_path: Path) -> References:
    (tmp_path / "solutions").mkdir()
    for name, text in MODULES.items():
        (tmp_path / f"solutions/{name}.py").write_text(text)
    return References((tmp_path,))


@pytest.mark.parametrize(
    ("name", "uses"),
    [
        ("first", []),
        (
            "second",
            ["first", "source"],
        ),  # through a helper here and one of another module, under another name
        ("third", []),  # a parameter that is called like an exercise
        ("fourth", []),  # a variable of its own
        ("Fifth", ["Base", "second"]),  # a base class, a method; not what `second` uses in turn
        ("sixth", []),
    ],
)
def test_what_a_reference_uses(made: References, name: str, uses: list[str]) -> None:
    assert made.uses(Place("near", name), lambda p: p.name in NAMES) == uses


@pytest.mark.parametrize(
    "line", ["import solutions.far", "import solutions.far as far", "from solutions import far"]
)
def test_an_import_of_a_whole_module_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "solutions").mkdir()
    bound = line.split()[-1].partition(".")[0]
    (tmp_path / "solutions/near.py").write_text(f"{line}\n\ndef f(x):\n    return {bound}\n")
    with pytest.raises(ChapterError, match=r"write `from solutions\.x import name`"):
        References((tmp_path,)).uses(Place("near", "f"), lambda p: False)


def test_what_is_missing_is_named(made: References) -> None:
    with pytest.raises(ChapterError, match=r"solutions/near\.py has no seventh"):
        made.uses(Place("near", "seventh"), lambda p: False)
    with pytest.raises(ChapterError, match=r"there is no solutions/nowhere\.py"):
        made.uses(Place("nowhere", "f"), lambda p: False)


def test_the_book_s_own() -> None:
    declared = exercises()
    assert declared["union_of_regions"].uses == ["convex_region", "vote"]
    assert declared["BatchNorm"].uses == ["batch_norm_backward", "batch_norm_forward"]
    assert declared["AdamW"].uses == ["Adam"]
    # of other chapters too; and none that the docstring only mentions
    assert declared["softmax_cross_entropy_grad"].uses == ["one_hot", "softmax"]
    assert declared["binary_cross_entropy_grad"].uses == ["sigmoid"]
    assert declared["squared_error_grad"].uses == []


def test_one_chapter_is_declared_with_what_it_uses_of_others() -> None:
    assert exercises(["losses"])["binary_cross_entropy_grad"].uses == ["sigmoid"]
