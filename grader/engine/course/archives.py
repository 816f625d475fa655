"""What was downloaded, folder or zip or zips in it, as one list of files: nothing is unpacked to disk.

Names come as their authors wrote them: UTF-8, or what Windows made of Chinese (GBK), or old DOS names; accents are
composed (macOS stores them apart). Sizes, counts and depth are limited; links are not followed.
"""

import io
import os
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from grader.engine.notebook import submission
from grader.foreign import one_line
from grader.words import Phrase, Refusal

MOST_FILES = 50_000
MOST_DEPTH = 3
"""Zips in zips."""
_SKIPPED = {"__MACOSX", ".ipynb_checkpoints", ".git", ".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class File:
    """One file of a download: its path within it, when it was written as far as that is known, and its bytes."""

    path: PurePosixPath
    written: datetime | None
    read: Callable[[], bytes]
    """Raises `submission.Unreadable`."""


class NotThere(Refusal, ValueError):
    """A path that holds nothing; it is named."""


def submitted_files(path: Path) -> Iterator[File]:
    """Every file of a download, in the order of their paths; the download's own name is the first part of each.

    Raises NotThere.
    """
    if path.is_dir() and not path.is_symlink():
        for base, folders, names in os.walk(path):
            folders[:] = sorted(f for f in folders if f not in _SKIPPED)
            for name in sorted(names):
                if name not in _SKIPPED and not name.startswith("._"):
                    yield from _file(
                        Path(base, name),
                        PurePosixPath(path.name, Path(base, name).relative_to(path).as_posix()),
                    )
    elif os.path.lexists(path):
        yield from _file(path, PurePosixPath(path.name))
    else:
        raise NotThere("collect.no_file", path=path)


def _file(path: Path, name: PurePosixPath) -> Iterator[File]:
    name = _composed(name)
    if path.suffix.lower() == ".zip" and path.is_file() and not path.is_symlink():
        yield from _zipped(path, name, 1)
        return
    written = None if path.is_symlink() else datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    yield File(name, written, partial(submission.read, path))


def _zipped(source: Path | io.BytesIO, name: PurePosixPath, depth: int) -> Iterator[File]:
    """The files in a zip; one that is none, or is protected, is itself a file that cannot be read."""
    try:
        archive = zipfile.ZipFile(source)
        infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError) as e:
        yield File(name, None, partial(_refuse, "unreadable.zip", what=one_line(str(e))))
        return
    if len(infos) > MOST_FILES:
        yield File(name, None, partial(_refuse, "unreadable.many_files", most=MOST_FILES))
        return
    for info in sorted(infos, key=_name):
        inside = PurePosixPath(*[p for p in PurePosixPath(_name(info)).parts if p not in ("/", "..", ".")])
        if info.is_dir() or not inside.parts or _SKIPPED & {*inside.parts} or inside.name.startswith("._"):
            continue
        where = _composed(name.parent / name.stem / inside)
        if inside.suffix.lower() == ".zip" and depth < MOST_DEPTH:
            try:
                yield from _zipped(io.BytesIO(_unzipped(archive, info)), where, depth + 1)
            except submission.Unreadable as e:
                yield File(where, None, partial(_refuse, e.why))
            continue
        yield File(where, _written(info), partial(_unzipped, archive, info))


def _name(info: zipfile.ZipInfo) -> str:
    """The entry's name: zipfile takes bytes that are not marked as UTF-8 for DOS characters."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry of sane size, whatever the archive claims. Raises Unreadable."""
    if stat.S_ISLNK(info.external_attr >> 16):
        raise submission.Unreadable("unreadable.link")
    try:
        with archive.open(info) as f:
            data = f.read(submission.MOST_BYTES + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as e:
        raise submission.Unreadable("unreadable.entry", what=one_line(str(e))) from None
    if len(data) > submission.MOST_BYTES:
        raise submission.Unreadable("unreadable.large", amount=submission.MOST_BYTES >> 20)
    return data


def _written(info: zipfile.ZipInfo) -> datetime | None:
    """A zip knows local times only, and 1980 for none."""
    try:
        return datetime(*info.date_time).astimezone() if info.date_time[0] > 1980 else None
    except ValueError:
        return None


def _refuse(why: Phrase | str, **params: Any) -> bytes:
    raise submission.Unreadable(why, **params)


def _composed(path: PurePosixPath) -> PurePosixPath:
    return PurePosixPath(unicodedata.normalize("NFC", str(path)))
