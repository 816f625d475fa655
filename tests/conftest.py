"""Shared by all tests: who runs where; the built book, a server for it, and a Chromium."""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from jupyter_cache import get_cache
from nbformat import NotebookNode

from book.executing import code_digest
from grader import bank
from grader.author.declare import exercises
from tests.browser import find_chromium

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("_config.yml", "_toc.yml", "chapters", "solutions", "grader", "widgets", "book")


# What these modules share among their tests is costly: one worker makes it, once.
TOGETHER = {
    "engine/test_broken.py",
    "engine/test_cluster.py",
    "engine/test_drawing.py",
    "engine/test_own_tests.py",
    "engine/test_pseudo.py",
    "engine/test_report.py",
    "grader/test_wheel.py",
    "hostile/test_lines.py",
    "hostile/test_live_text.py",
    "student/test_jupyterlab.py",
    "student/test_sample_class.py",
}


# how long an example takes is the machine's affair; a test that hangs ends by its timeout
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


def pytest_configure() -> None:
    """The programs under test hear signals, also where whoever started the tests in the background took them away."""
    for number in (signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="run every case of the tests that are sampled")


def left_out(items: list[pytest.Item]) -> set[pytest.Item]:
    """Of every test marked `sampled(n)`: all cases but every n-th, so that none of its kinds is missing for long."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("sampled"):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    return {
        item
        for group in cases.values()
        for k, item in enumerate(group)
        if k % item.get_closest_marker("sampled").args[0]
    }


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("whole"):
        out = left_out(items)
        config.hook.pytest_deselected(items=list(out))
        items[:] = [item for item in items if item not in out]
    for item in items:
        module = item.path.relative_to(ROOT / "tests").as_posix()
        if module in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(module))


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Among all test processes on this machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def state() -> str:
    """A name for everything the book is built from."""
    found = hashlib.sha256()
    for name in SOURCES:
        for path in sorted([ROOT / name, *(ROOT / name).rglob("*")]):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def reuse_outputs(out: Path) -> None:
    """What `n2n book` or another edition executed of this very code and text is not executed again."""
    name = code_digest(ROOT)
    own = out / "_build" / ".jupyter_cache" / name
    for build in (ROOT / "_build", *(p / "_build" for p in (ROOT / "_build" / "tests").glob("*"))):
        cache = build / ".jupyter_cache" / name
        if cache.is_dir() and not own.is_dir():
            shutil.copytree(cache, own)


def build_book(edition: str) -> Path:
    """The really built book of an edition; built again only if something changed since the last test run."""
    out = ROOT / "_build" / "tests" / edition
    stamp = out / "state"
    with one_at_a_time(out.with_name("books.lock")):
        now = state()
        if not stamp.is_file() or stamp.read_text() != now:
            stamp.unlink(missing_ok=True)
            reuse_outputs(out)
            done = subprocess.run(
                [Path(sys.executable).with_name("jupyter-book"), "build", ".", "--path-output", out],
                cwd=ROOT,
                env={**os.environ, "N2N_EDITION": edition},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
            stamp.write_text(now)
    return out / "_build" / "html"


@pytest.fixture(scope="session")
def book() -> Path:
    """Folder of the built self-study edition."""
    return build_book("self-study")


@pytest.fixture(scope="session")
def executed(book: Path) -> dict[str, list[NotebookNode]]:
    """The code cells of every chapter as its kernel left them when the book was built, by the chapter's name."""
    cache = get_cache(book.parent / ".jupyter_cache" / code_digest(ROOT))
    found = {}
    for record in sorted(cache.list_cache_records(), key=lambda r: r.created):  # the newest text is the last
        cells = cache.get_cache_bundle(record.pk).nb.cells
        found[Path(record.uri).stem] = [c for c in cells if c.cell_type == "code"]
    return found


@pytest.fixture(scope="session")
def course_book() -> Path:
    """Folder of the built course edition."""
    return build_book("course")


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder as `n2n serve` does; returns the address, which ends in /."""
    from n2n.book import server

    running = []

    def start(folder: Path) -> str:
        it = server(folder, 0)
        threading.Thread(target=it.serve_forever, daemon=True).start()
        running.append(it)
        return f"http://127.0.0.1:{it.server_port}/"

    yield start
    for it in running:
        it.shutdown()
        it.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """A headless Chromium. Skips where there is none, unless N2N_REQUIRE_BROWSER says that this is a failure."""
    executable = find_chromium()
    if executable is None and os.environ.get("N2N_REQUIRE_BROWSER"):
        pytest.fail("NO CHROMIUM FOUND, and N2N_REQUIRE_BROWSER is set")
    if executable is None:
        pytest.skip("NO CHROMIUM FOUND: the browser tests did not run")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(
        timeout=30_000
    )  # what must be soon says so itself; the rest may wait for a busy machine
    with sync_playwright() as playwright:
        # Liftoff alone: each test starts Python and calls it a few times, so compiling it twice is half the time
        args = ["--no-sandbox", "--js-flags=--liftoff-only"]
        chromium = playwright.chromium.launch(executable_path=executable, args=args)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def probes():
    """The eight probe exercises, added as an instructor adds a chapter of their own."""
    patch = pytest.MonkeyPatch()
    patch.setenv("N2N_EXTRA", str(ROOT / "tests" / "probes"))
    bank.load.cache_clear()
    exercises()
    yield
    patch.undo()
    bank.load.cache_clear()
