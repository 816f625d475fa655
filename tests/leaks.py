"""Does a text hold the body of a reference? The same search for wheel, release and book."""

from collections.abc import Iterator
from pathlib import Path

from grader.author.derive import Cell, Chapter

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted((ROOT / "chapters").glob("[0-9]*.md"))


def code(text: str) -> list[str]:
    """The lines that say something: without indentation, comments and blank lines."""
    lines = (x.strip() for x in text.splitlines())
    return [x for x in lines if x and not x.startswith("#")]


def body(cell: Cell) -> list[str]:
    """What the student has to write of an exercise, as the reference has it."""
    kept = set(code(cell.stub))
    return [x for x in code(cell.solution) if x not in kept]


def bodies() -> dict[str, list[str]]:
    """The bodies of all references, by exercise."""
    return {c.name: body(c) for path in CHAPTERS for c in Chapter.read(path).exercise_cells}


def held(text: str, secrets: dict[str, list[str]]) -> Iterator[str]:
    """The exercises whose whole body stands in a text, line after line."""
    joined = "\n" + "\n".join(code(text)) + "\n"
    for name, lines in secrets.items():
        if lines and "\n" + "\n".join(lines) + "\n" in joined:
            yield name
