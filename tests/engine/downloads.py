"""Downloads of learning platforms, as their documentation shows them, made by script: a name, and files by their path."""

import io
import zipfile
from pathlib import Path

A = "04_activations"


def trees(ada: bytes, bob: bytes) -> dict[str, tuple[dict[str, bytes], set[str]]]:
    """By platform: the files of a download in which Ada and Bob handed in, and the ids they get without a roster."""
    return {
        "moodle": (
            {
                f"Ada Lovelace_1234567_assignsubmission_file_/{A}.ipynb": ada,
                f"Bob O'Brien_1234568_assignsubmission_file_/{A}.ipynb": bob,
            },
            {"Ada-Lovelace", "Bob-O-Brien"},
        ),
        "moodle, flat": (
            {
                f"Ada Lovelace_1234567_assignsubmission_file_{A}.ipynb": ada,
                f"Nguyễn Văn An_1234568_assignsubmission_file_{A}.ipynb": bob,
            },
            {"Ada-Lovelace", "Nguyễn-Văn-An"},
        ),
        "canvas": (
            {
                f"lovelaceada_12345_678901_{A}.ipynb": ada,
                f"obrienbob_LATE_12346_678902_Bob-O-Brien__{A}.ipynb": bob,
            },
            {"lovelaceada", "obrienbob"},
        ),
        "blackboard": (
            {
                f"Homework 4_alovelace_attempt_2026-10-01-12-00-00_{A}.ipynb": ada,
                "Homework 4_alovelace_attempt_2026-10-01-12-00-00.txt": b"Name: Ada Lovelace (alovelace)\r\n",
                f"Homework 4_bobrien_attempt_2026-10-02-12-00-00_{A}.ipynb": bob,
                "Homework 4_bobrien_attempt_2026-10-02-12-00-00.txt": b"Name: Bob O'Brien (bobrien)\r\n",
            },
            {"alovelace", "bobrien"},
        ),
        "brightspace": (
            {
                f"12345-678901 - Ada Lovelace - Oct 1, 2026 1230 PM/{A}.ipynb": ada,
                f"12346-678901 - Bob O'Brien - October 2, 2026 930 AM/{A}.ipynb": bob,
                "index.html": b"<html>",
            },
            {"Ada-Lovelace", "Bob-O-Brien"},
        ),
        "gradescope": (
            {
                f"assignment_1_export/submission_456/{A}.ipynb": ada,
                f"assignment_1_export/submission_457/{A}.ipynb": bob,
                "assignment_1_export/submission_metadata.yml": b"""---
submission_456:
  :submitters:
  - :name: Ada Lovelace
    :sid: '1815'
    :email: ada@example.org
  :created_at: 2026-10-01 12:00:00.000000000 Z
submission_457:
  :submitters:
  - :name: Bob O'Brien
    :sid: '1816'
    :email: bob@example.org
  :created_at: 2026-10-02 12:00:00.000000000 Z
""",
            },
            {"ada", "bob"},
        ),
        "github classroom": (
            {
                f"activations-submissions/activations-alovelace/{A}.ipynb": ada,
                f"activations-submissions/activations-bob-o/{A}.ipynb": bob,
                "activations-submissions/activations-bob-o/.git/config": b"",
            },
            {"alovelace", "bob-o"},
        ),
        "google classroom": (
            {f"Ada Lovelace - {A}.ipynb": ada, f"Bob O'Brien - {A}.ipynb": bob},
            {"Ada-Lovelace", "Bob-O-Brien"},
        ),
        "ilias": (
            {
                f"Abgaben/Lovelace_Ada_alovelace_256/20261001120000_{A}.ipynb": ada,
                f"Abgaben/O'Brien_Bob_bobrien_257/20261002120000_{A}.ipynb": bob,
            },
            {"alovelace", "bobrien"},
        ),
        "nbgitpuller": (
            {
                f"homes/ada/{A}.ipynb": ada,
                f"homes/bob__{A}__20221104104101.ipynb": b"{}",
                f"homes/bob__{A}.ipynb": bob,
            },
            {"ada", "bob"},
        ),
        "folders": ({f"ada/{A}/{A}.ipynb": ada, f"bob/{A}.ipynb": bob}, {"ada", "bob"}),
        "the page": ({f"ada__{A}.ipynb": ada, f"Bob-O-Brien__{A} (1).ipynb": bob}, {"ada", "Bob-O-Brien"}),
        "chinese": (
            {"20231234-张三-第四章.ipynb": ada, "李四20231235.ipynb": bob},
            {"20231234", "20231235"},
        ),
    }


def folder(files: dict[str, bytes], at: Path) -> Path:
    """The download as a folder."""
    for name, data in files.items():
        path = at / "download" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return at / "download"


def packed(files: dict[str, bytes], at: Path, encoding: str = "utf-8") -> Path:
    """The download as a zip; names in another encoding are not marked as UTF-8, as Windows writes them."""
    path = at / "download.zip"
    path.write_bytes(zipped(files, encoding))
    return path


def zipped(files: dict[str, bytes], encoding: str = "utf-8") -> bytes:
    """A zip's bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (2026, 10, 3, 12, 0, 0))
            if encoding != "utf-8":
                info = _raw(name, encoding)
            archive.writestr(info, data)
        archive.writestr("__MACOSX/._x.ipynb", b"\0")
    return made.getvalue()


class _Info(zipfile.ZipInfo):
    """An entry whose name is written as the bytes it is, without the mark of UTF-8."""

    raw = b""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.raw, self.flag_bits & ~0x800


def _raw(name: str, encoding: str) -> zipfile.ZipInfo:
    info = _Info(name, (2026, 10, 3, 12, 0, 0))
    info.raw = name.encode(encoding)
    return info
