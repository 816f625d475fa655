"""A reader's line and processor: how fast files come, and how much of the time the browser may compute."""

import contextlib
import gzip
import os
import signal
import threading
import time
from collections.abc import Iterator
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil

from n2n.book import Handler

PACKED = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".ipynb"}  # what every host sends compressed
DELAY = 0.02  # seconds until a slow line answers
PERIOD = 0.02  # seconds; a slowed browser computes at the begin of each


@cache
def packed(path: str, stamp: float) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 6)


class Line:
    """At most so many bytes a second, all requests together, after a delay; without a rate, neither."""

    def __init__(self, rate: float | None = None) -> None:
        self.rate, self.delay = rate, DELAY if rate else 0.0
        self.free, self.lock = 0.0, threading.Lock()
        self.sent: dict[str, int] = {}

    def send(self, out: Any, content: bytes, name: str) -> None:
        time.sleep(self.delay)
        self.sent[name] = self.sent.get(name, 0) + len(content)
        for k in range(0, len(content), 32768):
            part = content[k : k + 32768]
            if self.rate:
                with self.lock:
                    self.free = max(self.free, time.perf_counter()) + len(part) / self.rate
                    wait = self.free - time.perf_counter()
                time.sleep(max(0.0, wait))
            out.write(part)

    def kB(self, without: tuple[str, ...] = ()) -> float:
        return sum(n for name, n in self.sent.items() if not any(w in name for w in without)) / 1000


class Packing(Handler):
    """`n2n serve`, with compression and a slow line."""

    line: Line

    def log_message(self, *_: object) -> None:
        """Contestants ask for files that nobody has."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            SimpleHTTPRequestHandler.do_GET(self)
            return
        stamp = path.stat().st_mtime
        tag = f'"{stamp}"'
        if self.headers.get("If-None-Match") == tag:
            time.sleep(self.line.delay)
            self.send_response(304)
            self.send_header("ETag", tag)
            self.end_headers()
            return
        small = path.suffix in PACKED
        content = packed(str(path), stamp) if small else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", tag)
        if small:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.line.send(self.wfile, content, self.path.split("?")[0])


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A page that was closed hangs up."""


@contextlib.contextmanager
def serving(folder: Path, line: Line) -> Iterator[str]:
    """The address of a folder behind this line."""
    it = Server(("127.0.0.1", 0), partial(type("Serving", (Packing,), {"line": line}), directory=str(folder)))
    threading.Thread(target=it.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{it.server_port}/"
    it.shutdown()
    it.server_close()


@contextlib.contextmanager
def slowed(times: float) -> Iterator[None]:
    """The browser's renderers stopped and continued, so that all their threads together get 1/`times` of the time.

    DevTools slows the page's own thread only; Python in a page runs in a worker.
    """
    if times <= 1:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_take_turns, args=(times, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _take_turns(times: float, over: threading.Event) -> None:
    found: list[int] = []
    looked = 0.0
    while not over.is_set():
        if time.monotonic() - looked > 0.2:  # a new page may have a process of its own
            found, looked = _renderers(), time.monotonic()
        _signal(found, signal.SIGSTOP)
        time.sleep(PERIOD * (1 - 1 / times))
        _signal(found, signal.SIGCONT)
        time.sleep(PERIOD / times)
    _signal(found, signal.SIGCONT)


def _renderers() -> list[int]:
    found = []
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if any(part == "--type=renderer" for part in process.cmdline()):
                found.append(process.pid)
    return found


def _signal(processes: list[int], which: int) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, which)
