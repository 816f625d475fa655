"""Runtime files: official or not at all, whole or not at all; and what is compiled from them for the pages."""

import _imp
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from book import bytecode, node, runtime
from tests.conftest import ROOT
from tests.page.conftest import RELU

SMALL = "mathjax/output/chtml/fonts/woff-v2/MathJax_Zero.woff"


@pytest.fixture
def official() -> dict[str, Path]:
    """All files, from this machine's cache (or fetched into it)."""
    return runtime.ensure()


def absent() -> list[str]:
    raise ImportError


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """An empty cache, and no source but the folder given."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(runtime, "npm", absent)
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


def test_the_served_lock_lists_nothing_that_is_not_served(book):
    folder = next((book / "_static" / "n2n").glob("pyodide-*"))
    assert json.loads((folder / "pyodide-lock.json").read_text())["packages"] == {}
    assert not list(folder.glob("*.whl"))


def test_npm_of_the_package_index_runs_where_the_system_has_none(monkeypatch):
    monkeypatch.setenv("PATH", "/bin-without-node")
    command = [*node.npm(), "--version"]
    done = subprocess.run(command, env=node.node_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout[0].isdigit()


# ---- Python, compiled at the build ----

UNCHECKED = (1).to_bytes(4, "little")
"""In a .pyc: there is a hash of the source instead of a date, and nobody compares it."""


def opened(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        return {member.name: stream.read() for member in tar if (stream := tar.extractfile(member))}


def unzipped(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def assert_compiled(code: bytes, source: bytes) -> None:
    magic = int.from_bytes(code[:4], "little")
    assert magic & 0xFFFF == 3531  # Python 3.12's, which is Pyodide's
    assert code[4:8] == UNCHECKED
    assert code[8:16] == _imp.source_hash(magic, source)


def test_all_of_the_pack_is_official_or_compiled_from_what_is(official):
    archives = [(bytecode.LIBRARY, "pyodide/python_stdlib.zip")]
    archives += [(bytecode.SITE, file) for file in bytecode.wheels().values()]
    sources = {
        f"{place}/{name}": content
        for place, file in archives
        for name, content in unzipped(official[file]).items()
    }
    pack, plots = map(opened, bytecode.packs(official))
    fonts = f"{bytecode.SITE}/matplotlib/fontlist.json"
    assert json.loads(plots[fonts])["ttflist"]
    for name, content in [*pack.items(), *plots.items()]:
        if name.endswith(".pyc"):
            plain = name[:-1].replace("/__pycache__", "").replace(f".{bytecode.TAG}", "")
            assert_compiled(content, sources[plain])
        elif name != fonts:  # matplotlib wrote it
            assert content == sources[name], name
    assert f"{bytecode.SITE}/matplotlib/pyplot.pyc" in plots
    assert not plots.keys() & pack.keys()
    assert f"{bytecode.LIBRARY}/asyncio/base_events.pyc" in pack
    assert f"{bytecode.LIBRARY}/http/server.py" in pack  # what no start needs stays as it was
    assert f"{bytecode.SITE}/numpy/_core/numeric.pyc" in pack
    whole = {name for name in sources if not name.startswith(bytecode.SITE) and not name.endswith("/")}
    assert whole == {name.removesuffix("c") for name in pack if not name.startswith(bytecode.SITE)}


def test_the_checkers_bytecode_lies_beside_its_source(official):
    source = b"def f():\n    return 1\n"
    files = bytecode.with_bytecode(official, "/home/n2n", {"some/module.py": source, "data.json": b"{}"})
    assert files.keys() == {"some/module.py", "data.json", "some/__pycache__/module.cpython-312.pyc"}
    assert files["some/module.py"] == source
    assert_compiled(files["some/__pycache__/module.cpython-312.pyc"], source)


def test_a_kept_pack_is_used_while_it_is_whole_and_made_of_the_same(alone):
    made = []

    def make() -> dict[str, bytes]:
        made.append(1)
        return {"one": gzip.compress(b"content"), "two": gzip.compress(b"more")}

    def kept(made_from: bytes) -> dict[str, Path]:
        return bytecode._kept(("one", "two"), [made_from], make)

    first = kept(b"a")
    assert kept(b"a") == first
    assert len(made) == 1
    assert not set(kept(b"b").values()) & set(first.values())
    first["two"].write_bytes(first["two"].read_bytes()[:-4])
    assert [gzip.decompress(path.read_bytes()) for path in kept(b"a").values()] == [b"content", b"more"]
    assert len(made) == 3


def test_the_built_book_holds_the_packs_and_no_source_of_them(book):
    folder = next((book / "_static" / "n2n").glob("pyodide-*"))
    known = (book / "_static" / "n2n" / "chapters.js").read_text()
    packs = sorted(folder.glob("*.pack"))
    assert [pack.name.partition("-")[0] for pack in packs] == ["plots", "python"]
    assert all(f"{folder.name}/{pack.name}" in known for pack in packs)
    assert not any(bytecode.replaced(f"pyodide/{path.name}") for path in folder.iterdir())
    checker = unzipped(book / "_static" / "n2n" / "checker.zip")
    for name, content in checker.items():
        if name.endswith(".py"):
            path = PurePosixPath(name)
            assert_compiled(
                checker[f"{path.parent}/__pycache__/{path.stem}.cpython-312.pyc".removeprefix("./")], content
            )


@pytest.mark.browser
def test_a_start_in_the_page_compiles_no_source(chapter):
    chapter.check("relu", RELU)
    slow = """
import os, sys
specs = [m.__spec__ for m in list(sys.modules.values()) if getattr(m, "__spec__", None) and m.__spec__.origin != "frozen"]
print(len(specs) > 200, [s.name for s in specs if (s.origin or "").endswith(".py") and not os.path.exists(s.cached)])
"""
    assert chapter.run("relu", RELU + slow) == "True []"


@pytest.mark.browser
def test_all_of_numpy_that_a_reader_may_use_is_there(chapter):
    use = """
assert np.linalg.solve(np.eye(2) * 2, np.ones(2)).tolist() == [0.5, 0.5]
assert np.fft.ifft(np.fft.fft(np.arange(8.0))).real.round(9).tolist() == list(range(8))
assert np.random.default_rng(0).integers(0, 9, 3).tolist() == [7, 5, 4]
assert np.random.RandomState(0).randint(0, 9, 3).tolist() == [5, 0, 3]
assert np.polynomial.Polynomial([1, 2])(3) == 7
assert np.ma.masked_array([1, 2], [0, 1]).sum() == 1
assert np.lib.stride_tricks.sliding_window_view(np.arange(3), 2).tolist() == [[0, 1], [1, 2]]
assert np.char.upper("a") == "A" and np.strings.upper("a") == "A"
import numpy.typing, io, importlib.metadata
from numpy.exceptions import AxisError
np.save(io.BytesIO(), np.ones(2))
assert "maximum" in np.maximum.__doc__ and "Solve" in np.linalg.solve.__doc__
try:
    np.testing.assert_allclose(1.0, 2.0)
except AssertionError as error:
    assert "Not equal to tolerance" in str(error)
print(np.__version__, importlib.metadata.version("numpy"))
"""
    assert chapter.run("relu", RELU + use) == "2.0.2 2.0.2"


@pytest.mark.browser
def test_python_starts_by_itself_only_where_it_has_run_and_is_in_view(chapter):
    def fetched() -> list[str]:
        return [url for url in chapter.requests if "/pyodide-" in url]

    chapter.box("relu").scroll_into_view_if_needed()
    chapter.box("relu").locator(".cm-content").wait_for()
    chapter.box("relu").hover()
    chapter.page.wait_for_timeout(500)
    assert fetched() == []  # a first visit, and nothing was touched
    chapter.check("relu", RELU)
    assert any("pyodide.asm.wasm" in url for url in fetched())
    chapter.requests.clear()
    chapter.open()
    chapter.page.wait_for_load_state("networkidle")
    assert fetched() == []  # no exercise is in view
    with chapter.page.context.expect_event(
        "request", lambda request: "pyodide.js" in request.url, timeout=10_000
    ):
        chapter.box("relu").scroll_into_view_if_needed()
    chapter.page.context.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    chapter.open()
    chapter.requests.clear()
    chapter.box("relu").scroll_into_view_if_needed()
    chapter.page.wait_for_timeout(500)
    assert fetched() == []  # this reader pays for data
