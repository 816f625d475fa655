"""Reads what a student handed in, which may be broken by accident or made to break the grader."""

import codecs
import contextlib
import errno
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from grader.engine.notebook.crowds import crowded
from grader.foreign import one_line
from grader.words import Phrase, Refusal, phrase

MOST_BYTES = 64 << 20
MOST_CELLS = 2000
MOST_SOURCE = 1 << 20
MOST_SOURCES = 8 << 20
"""Characters of all cells together."""
MOST_CONTAINERS = 300_000
"""Lists and objects, those of a few interactive figures included."""
MOST_VALUES = 3_000_000
_CHUNK = 1 << 20


class Unreadable(Refusal, ValueError):
    """The file is no notebook that could be graded; `why` says it to instructor and student."""


@dataclass(frozen=True)
class SubmittedCell:
    """One cell as handed in; of its metadata only what names it."""

    cell_type: str
    source: str
    grade_id: str = ""
    id: str = ""
    attachments: Mapping[str, Any] = field(default_factory=dict)
    """Pictures pasted into its text, as they came: whoever shows them looks at every one (`reports.markdown`)."""


@dataclass(frozen=True)
class Submission:
    """A notebook as handed in."""

    cells: tuple[SubmittedCell, ...]
    notes: tuple[Phrase, ...] = ()
    """What was odd about it, for the feedback."""


def find(folder: Path, notebook: str) -> tuple[Path, Phrase | None]:
    """The file of `notebook` in a student's folder, and a note where it has another name.

    Raises FileNotFoundError if there is none, Unreadable if several could be meant or the folder is a link.
    """
    if folder.is_symlink() or folder.parent.is_symlink():
        raise Unreadable("unreadable.folder_link")
    wanted = folder / f"{notebook}.ipynb"
    if os.path.lexists(wanted):
        return wanted, None
    others = list(_notebooks(folder, depth=3))
    alike = [p for p in others if p.name.startswith(notebook)] or others
    if not alike:
        raise FileNotFoundError(wanted)
    if len(alike) > 1:
        names = [one_line(name) for name in sorted(p.name for p in alike)[:4]]
        raise Unreadable("unreadable.several", wanted=wanted.name, names=names)
    return alike[0], phrase("note.renamed", name=one_line(alike[0].name), wanted=wanted.name)


def _notebooks(folder: Path, depth: int) -> Iterator[Path]:
    """Notebook files below a folder, as far as a sane submission nests them."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in islice(entries, MOST_CELLS):
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth:
                    yield from _notebooks(Path(entry.path), depth - 1)
            elif entry.name.lower().endswith((".ipynb", ".ipynb.txt", ".json")):
                yield Path(entry.path)


def read(path: Path) -> bytes:
    """The bytes of a submitted file: a regular file of sane size, never through a link. Raises Unreadable."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as e:
        link = e.errno == errno.ELOOP
        raise (
            Unreadable("unreadable.link") if link else Unreadable("unreadable.system", what=str(e.strerror))
        ) from None
    info = os.fstat(fd)
    if not stat.S_ISREG(info.st_mode):
        os.close(fd)
        raise Unreadable("unreadable.irregular")
    with open(fd, "rb") as f:
        if info.st_size > MOST_BYTES:
            raise Unreadable("unreadable.large", amount=MOST_BYTES >> 20)
        return f.read(MOST_BYTES)


def parse(data: bytes) -> Submission:
    """The cells of a notebook file of any format since version 2. Raises Unreadable."""
    if not data.strip():
        raise Unreadable("unreadable.empty")
    try:
        notebook = _json(data)
    except UnicodeDecodeError:
        raise Unreadable("unreadable.binary") from None
    except RecursionError:
        raise Unreadable("unreadable.deep") from None
    except Unreadable:
        raise
    except ValueError as e:
        if b"<<<<<<<" in data:
            raise Unreadable("unreadable.conflict") from None
        cut = not data.rstrip().endswith(b"}")
        raise Unreadable("unreadable.cut" if cut else "unreadable.json", what=one_line(str(e))) from None
    notes = []
    if type(notebook) is dict and "worksheets" in notebook:
        notes.append(phrase("note.old_format", format=one_line(str(notebook.get("nbformat")))[:10]))
        sheets = notebook["worksheets"]
        sheets = sheets if type(sheets) is list else []
        cells = [c for s in sheets if type(s) is dict for c in _list(s.get("cells"))]
    else:
        cells = _list(notebook.get("cells") if type(notebook) is dict else None)
    if not cells:
        raise Unreadable("unreadable.no_cells")
    if len(cells) > MOST_CELLS:
        raise Unreadable("unreadable.many_cells", n=len(cells), most=MOST_CELLS)
    made = tuple(_cell(c) for c in cells)
    if sum(len(c.source) for c in made) > MOST_SOURCES:
        raise Unreadable("unreadable.long", amount=MOST_SOURCES >> 20)
    return Submission(made, tuple(notes))


def metadata(data: bytes) -> dict[str, Any]:
    """What the file says of itself; nothing if it is no notebook that could be read."""
    try:
        notebook = _json(data)
    except (ValueError, RecursionError):
        return {}
    found = notebook.get("metadata") if type(notebook) is dict else None
    return found if type(found) is dict else {}


def _json(data: bytes) -> Any:
    """The JSON of a file. Raises ValueError, RecursionError, and Unreadable for what would take too much memory."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16").encode()
    if crowded(data, MOST_CONTAINERS, MOST_VALUES):
        raise Unreadable("unreadable.heavy")
    if len(data) <= _CHUNK or data.isascii():
        return json.loads(data.decode("utf-8-sig"))
    # one picture of a smile makes Python keep a text in four times its size: so they go in as escapes
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    pieces = []
    for begin in range(0, len(data), _CHUNK):
        text = decoder.decode(data[begin : begin + _CHUNK], final=begin + _CHUNK >= len(data))
        pieces.append(text if text.isascii() else _WIDE.sub(lambda m: json.dumps(m[0])[1:-1], text))
    return json.loads("".join(pieces))


_WIDE = re.compile(r"[^\x00-\x7f]+")


def _list(value: Any) -> list[Any]:
    return value if type(value) is list else []


def _cell(raw: Any) -> SubmittedCell:
    if type(raw) is not dict:
        raise Unreadable("unreadable.cell")
    source = raw.get("source", raw.get("input", ""))
    if type(source) is list:
        with contextlib.suppress(TypeError):  # not all of it is text
            source = "".join(source)
    if type(source) is not str or len(source) > MOST_SOURCE:
        raise Unreadable("unreadable.source")
    metadata = raw.get("metadata")
    graded = metadata.get("nbgrader") if type(metadata) is dict else None
    grade_id = graded.get("grade_id") if type(graded) is dict else None
    kind = raw.get("cell_type")
    attachments = raw.get("attachments")
    return SubmittedCell(
        kind if kind in ("code", "markdown", "raw") else "markdown",
        _text(source),
        grade_id if type(grade_id) is str else "",
        raw["id"] if type(raw.get("id")) is str else "",
        attachments if type(attachments) is dict and kind == "markdown" else {},
    )


def _text(source: str) -> str:
    """Without what no file can hold: lone surrogates, NUL."""
    if source.isascii() and "\0" not in source and "\r" not in source:
        return source
    return source.encode("utf-8", "replace").decode().replace("\0", "").replace("\r\n", "\n")
