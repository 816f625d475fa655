"""Runtime files: official or not at all, whole or not at all."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from book import runtime
from tests.conftest import ROOT

SMALL = "mathjax/output/chtml/fonts/woff-v2/MathJax_Zero.woff"


@pytest.fixture
def official() -> dict[str, Path]:
    """All files, from this machine's cache (or fetched into it)."""
    return runtime.ensure()


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """An empty cache, and no source but the folder given."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(runtime, "_npm_command", runtime.contextmanager(lambda: iter([None])))
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    monkeypatch.setattr(runtime, "PYODIDE_CDN", "http://127.0.0.1:9/")
    return tmp_path


def folder_of(files: dict[str, Path], where: Path, leave: str = "") -> Path:
    for name, path in files.items():
        if name != leave:
            (where / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(path, where / name) if path.stat().st_dev == where.stat().st_dev else shutil.copy(
                path, where / name
            )
    return where


def test_every_file_is_the_official_one(official):
    assert official.keys() == runtime.lock().files.keys()
    for name, path in official.items():
        assert runtime.sha256(path) == runtime.lock().files[name]


def test_the_lock_agrees_with_pyodides_own(official):
    packages = runtime.lock().pyodide["packages"]
    assert {"numpy", "matplotlib"} <= packages.keys()
    for package in packages.values():
        assert runtime.lock().files[f"pyodide/{package['file_name']}"] == package["sha256"]
        assert {name.lower() for name in package["depends"]} <= packages.keys()


def test_a_folder_of_ones_own_needs_no_network(official, alone):
    folder = folder_of(official, alone / "mine" if (alone / "mine").mkdir() is None else alone)
    found = runtime.ensure(folder)
    assert found.keys() == official.keys()
    assert all(folder in path.parents for path in found.values())


def test_a_missing_file_is_one_line_that_names_it(official, alone):
    (alone / "mine").mkdir()
    folder = folder_of(official, alone / "mine", leave=SMALL)
    with pytest.raises(runtime.RuntimeFileError) as error:
        runtime.ensure(folder)
    assert SMALL in str(error.value)
    assert "--runtime" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_changed_file_is_refused_and_named(official, alone):
    (alone / "mine").mkdir()
    folder = folder_of(official, alone / "mine", leave=SMALL)
    (folder / SMALL).write_bytes(b"not a font")
    with pytest.raises(runtime.RuntimeFileError, match=r"MathJax_Zero\.woff: not the official") as error:
        runtime.ensure(folder)
    assert str(folder / SMALL) in str(error.value)


def test_a_truncated_download_leaves_nothing_behind(official, alone):
    store = runtime.cache_dir()
    half = io.BytesIO(official[SMALL].read_bytes()[:-1])
    with pytest.raises(runtime.RuntimeFileError, match="not the official"):
        runtime._keep(half, SMALL, "a source", store)
    assert [p for p in store.rglob("*") if p.is_file()] == []


def test_a_damaged_cache_is_not_used(official, alone):
    (alone / "mine").mkdir()
    kept = runtime.cache_dir() / f"pyodide-{runtime.lock().version}" / SMALL
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"damaged")
    with pytest.raises(runtime.RuntimeFileError, match="MathJax_Zero"):
        runtime.ensure(folder_of(official, alone / "mine", leave=SMALL))


def test_n2n_book_says_it_in_one_line_and_builds_nothing(official, tmp_path):
    (tmp_path / "mine").mkdir()
    bad = folder_of(official, tmp_path / "mine", leave=SMALL)
    (bad / SMALL).write_bytes(b"not a font")
    before = sorted((ROOT / "_build").glob("*")) if (ROOT / "_build").exists() else []
    done = subprocess.run(
        [sys.executable, "-m", "n2n", "book", "--runtime", str(bad)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert [line for line in done.stderr.splitlines() if line] == [
        f"Error: {bad / SMALL}: not the official {SMALL} (sha256 differs from book/runtime.lock.json); delete it and build again"
    ]
    assert (sorted((ROOT / "_build").glob("*")) if (ROOT / "_build").exists() else []) == before


def test_the_served_lock_lists_only_what_is_served(book):
    folder = next((book / "_static" / "n2n").glob("pyodide-*"))
    packages = json.loads((folder / "pyodide-lock.json").read_text())["packages"]
    assert all((folder / package["file_name"]).is_file() for package in packages.values())
