"""Data flows one way: solutions → grader → page, notebook, engine."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STANDARD = set(sys.stdlib_module_names)

ALLOWED = {
    "solutions": ["numpy", "solutions"],
    "grader": ["numpy", "grader"],
    "grader/rules": ["numpy", "grader"],
    "grader/tracing": ["numpy", "grader"],
    "grader/exercises": ["numpy", "grader", "solutions"],
    "grader/sentences": ["numpy", "grader", "solutions"],
}
FORBIDDEN = {
    "grader/author": {"widgets", "book", "n2n", "grader.engine"},
    "grader/engine": {"widgets", "book", "n2n"},
    "widgets": {
        "solutions",
        "book",
        "n2n",
        "grader.author",
        "grader.engine",
        "grader.exercises",
        "grader.sentences",
    },
    "book": {"solutions", "n2n", "grader.engine", "grader.exercises", "grader.sentences"},
}


ROOMS = ("sandbox", "notebook", "process", "judging", "course", "reports", "batch")
"""The engine's, in the order in which a submission meets them."""
AT_BUILD = {"widgets/declare.py"}
"""Run by hand before the bundles are made, and in no wheel: it hands what Python declares to JavaScript."""


def imports(path: Path) -> set[str]:
    """Dotted names that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found |= {f"{node.module}.{a.name}" for a in node.names} | {str(node.module)}
    return found


@pytest.mark.parametrize("folder", ALLOWED)
def test_what_may_be_imported(folder: str) -> None:
    files = list((ROOT / folder).glob("*.py"))
    assert files
    for path in files:
        for name in imports(path):
            top = name.partition(".")[0]
            assert top in STANDARD or top in ALLOWED[folder], f"{path.name} imports {name}"


def test_the_checking_half_knows_no_other_half() -> None:
    for path in [p for folder in (".", "rules", "tracing") for p in (ROOT / "grader" / folder).glob("*.py")]:
        for name in imports(path):
            assert not name.startswith(
                ("grader.author", "grader.engine", "grader.exercises", "grader.sentences")
            ), (path, name)


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_what_may_not_be_imported(folder: str) -> None:
    files = {*(ROOT / folder).rglob("*.py")} - {ROOT / name for name in AT_BUILD}
    assert files
    for path in files:
        for name in imports(path):
            for banned in FORBIDDEN[folder]:
                assert not f"{name}.".startswith(f"{banned}."), f"{path} imports {name}"


def test_the_engine_has_these_rooms() -> None:
    engine = ROOT / "grader/engine"
    assert {p.parent.name for p in engine.glob("*/*.py")} == set(ROOMS)
    assert [p.name for p in engine.glob("*.py")] == ["__init__.py"]
    doc = ast.get_docstring(ast.parse((engine / "__init__.py").read_text("utf8"))) or ""
    assert " → ".join(ROOMS) in doc
    for room in ROOMS:
        lines = (engine / room / "__init__.py").read_text("utf8").splitlines()
        assert [len(lines), lines[0][:3]] == [1, '"""'], f"{room}/__init__.py: one line, who lives there"


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_of_the_engine_imports_from_a_later_one(room: str) -> None:
    later = tuple(f"grader.engine.{r}." for r in ROOMS[ROOMS.index(room) + 1 :])
    back = [
        f"{path.name} imports {name}"
        for path in (ROOT / "grader/engine" / room).glob("*.py")
        for name in sorted(imports(path))
        if f"{name}.".startswith(later)
    ]
    assert not back


def test_files_stay_small() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for folder in ("solutions", "grader", "widgets", "book", "n2n", "tests", "examples")
        for suffix in ("*.py", "*.js")
        for p in (ROOT / folder).rglob(suffix)
        if "static" not in p.parts and (n := len(p.read_text("utf8").splitlines())) > 400
    }
    reasons = {
        "grader/sentences/",  # the same, of wrong answers
        "grader/exercises/",  # a list of declarations; the file's name is the module it declares for
        "tests/chapters/wrong/",  # wrong answers, one file a module
        "tests/chapters/blind/",  # answers written without a look at the cases: lists of short functions
        "tests/grader/strange.py",  # a catalogue of strange values
        "tests/engine/test_broken.py",  # a catalogue of broken notebooks
        "tests/engine/test_class.py",  # its tests share one class, graded once
        "tests/widgets/test_playground_browser.py",  # one widget, and the few helpers that drive it
        "solutions/",  # a chapter's library; its docstrings are the tasks and take half of it
    }
    assert not {f: n for f, n in long.items() if not f.startswith(tuple(reasons))}, long


SHARED_NAMES = {
    "main": "what a program starts with",
    "setup": "Sphinx asks each extension for it",
    "recognise": "each platform's module answers the same question",
    "plural": "each language's catalogue has its own forms",
}
"""Public names that several modules may define, and why."""


def defined(tree: ast.Module) -> set[str]:
    """Public functions, classes and type aliases at the top of a module."""
    found = set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {t.id for t in node.targets if isinstance(t, ast.Name) and not t.id.isupper()}
    return {name for name in found if not name.startswith("_")}


def test_a_name_means_one_thing() -> None:
    where: dict[str, list[str]] = {}
    for folder in ("grader", "n2n", "book"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.parent.name in (
                "exercises",
                "sentences",
                "js",
            ):  # a declaration has the exercise's own name
                continue
            for name in defined(ast.parse(path.read_text("utf8"))):
                where.setdefault(name, []).append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in where.items() if len(paths) > 1 and name not in SHARED_NAMES} == {}
    assert all(len(where[name]) > 1 for name in SHARED_NAMES), "an exception that is none"


def test_the_control_of_that_too() -> None:
    assert defined(ast.parse("Cell = int\nMOST = 3\n_own = 1\nclass A: ...\ndef f(): ...")) == {
        "Cell",
        "A",
        "f",
    }


SAYS = {"say", "prose", "text", "summary", "reason", "lines"}
"""Calls that make words for people: of `grader.words`, phrases and verdicts."""
LOOKS = {
    "startswith",
    "endswith",
    "split",
    "rsplit",
    "partition",
    "rpartition",
    "removeprefix",
    "removesuffix",
}
LOOKS |= {"find", "rfind", "index", "count", "match", "fullmatch", "search", "findall"}


def words_in(node: ast.AST | None) -> bool:
    """Whether this expression is made of words for people."""
    return node is not None and any(
        isinstance(n, ast.Call)
        and (
            (isinstance(n.func, ast.Name) and n.func.id in {"say", "prose"})
            or (isinstance(n.func, ast.Attribute) and n.func.attr in SAYS and not n.args)
        )
        for n in ast.walk(node)
    )


def looked_into(tree: ast.AST) -> list[int]:
    """Lines that compare words for people, search them or take them apart (into lines is layout, and may be)."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            if any(words_in(side) for side in (node.left, *node.comparators)):
                found.append(node.lineno)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in LOOKS
            and any(map(words_in, (node.func.value, *node.args)))
        ):
            found.append(node.lineno)
    return found


def test_nothing_looks_into_a_sentence() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in ("grader", "n2n", "book", "widgets")
        for path in (ROOT / folder).rglob("*.py")
        for line in looked_into(ast.parse(path.read_text("utf8")))
    ]
    assert not found


@pytest.mark.parametrize(
    "line",
    [
        'verdict.summary() == "wrong value"',
        '"stopped" in verdict.text()',
        'say("outcome.shape").startswith("the")',
        're.match("got", phrase.text())',
        'verdict.reason().partition(": ")',
    ],
)
def test_the_control_of_that(line: str) -> None:
    assert looked_into(ast.parse(line)) == [1]
