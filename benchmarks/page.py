"""What a page costs its reader: bytes and seconds, in a real Chromium, against stock Jupyter widgets in the same page.

    python benchmarks/page.py            # builds the book first, if it has changed
    python benchmarks/page.py FOLDER     # a book that is already built

Two readers: one at this machine, and one behind 20 Mb/s with a processor four times slower. The line is slowed down in the
server, for all requests alike (those of the worker that runs Python too); the processor by DevTools, for the page's own thread.
"""

import gzip
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from book.node import environment  # noqa: E402
from n2n.book import Handler  # noqa: E402
from tests.browser import find_chromium  # noqa: E402
from tests.conftest import build_book  # noqa: E402

CHAPTER = "chapters/04_activations.html"
RELU = "def relu(z):\n    return np.maximum(z, 0.0)\n"
PACKED = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".ipynb"}  # what every host sends compressed
TARGETS = {"all": 700, "rest": 300, "widgets": 0.6, "first": 5.0, "warm": 2.5, "later": 60}


@cache
def packed(path: str, stamp: float) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 6)


class Line:
    """One reader's line: at most so many bytes a second, after so much delay; without limits, none."""

    def __init__(self, rate: float | None, delay: float) -> None:
        self.rate, self.delay, self.free, self.lock, self.sent = rate, delay, 0.0, threading.Lock(), {}

    def send(self, out, content: bytes, name: str) -> None:
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


class Packing(Handler):
    """`n2n serve`, with compression and a slow line."""

    line: Line

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            SimpleHTTPRequestHandler.do_GET(self)
            return
        stamp = path.stat().st_mtime
        tag = f'"{stamp}"'
        if self.headers.get("If-None-Match") == tag:
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


def serve(folder: Path, line: Line) -> str:
    handler = type("Serving", (Packing,), {"line": line})
    it = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    it.daemon_threads = True
    it.handle_error = lambda *_: None
    threading.Thread(target=it.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{it.server_port}/"


def with_stock_widgets(book: Path, work: Path) -> Path | None:
    """The chapter's page with Jupyter's own widget manager in place of ours; None if npm does not bring it."""
    env = environment()
    for spec, ours in (("@jupyter-widgets/html-manager@1.0.14", "manager"), ("requirejs@2.3.7", "requirejs")):
        npm = shutil.which("npm", path=env["PATH"]) or "npm"
        done = subprocess.run(
            [npm, "pack", "--silent", spec], cwd=work, env=env, capture_output=True, text=True
        )
        if done.returncode:
            return None
        name = done.stdout.split()[-1]
        subprocess.run(["tar", "xzf", name], cwd=work, check=True)
        (work / "package").rename(work / ours)
    import anywidget
    from ipywidgets.embed import embed_data

    import widgets

    page = (book / CHAPTER).read_text("utf8")
    shown = re.findall(r'<n2n-widget name="(\w+)"', page)
    classes = {
        w.module: w for w in vars(widgets).values() if isinstance(w, type) and getattr(w, "module", "")
    }
    made = [classes[name]() for name in shown]
    data = embed_data(views=made)
    for spec in data["view_specs"]:
        view = f'<script type="application/vnd.jupyter.widget-view+json">{json.dumps(spec)}</script>'
        page = re.sub(r"<n2n-widget .*?</n2n-widget>", lambda _, v=view: v, page, count=1, flags=re.S)
    page = re.sub(r"<script[^>]*n2n/book\.js[^>]*></script>", "", page)
    state = json.dumps(data["manager_state"]).replace("<", "\\u003c")
    loader = f"""<script src="../stock/require.js"></script>
<script>requirejs.config({{paths: {{"anywidget": "../stock/anywidget"}}}});</script>
<script src="../stock/embed-amd.js"></script>
<script type="application/vnd.jupyter.widget-state+json">{state}</script></body>"""
    there = work / "site"
    shutil.copytree(book, there, ignore=shutil.ignore_patterns("pyodide-*", "notebooks"))
    (there / CHAPTER).write_text(page.replace("</body>", loader), "utf8")
    stock = there / "stock"
    stock.mkdir()
    shutil.copy(work / "manager" / "dist" / "embed-amd.js", stock)
    shutil.copy(work / "requirejs" / "require.js", stock)
    shutil.copy(Path(anywidget.__file__).parent / "nbextension" / "index.js", stock / "anywidget.js")
    return there


def widgets_ready(page, count: int) -> float:
    """Seconds from navigation until the last widget of the page is drawn."""
    page.wait_for_function(
        "n => [...document.querySelectorAll('.nw')].filter(w => w.querySelector('svg :is(path, circle, line)')).length >= n",
        arg=count,
        timeout=60_000,
    )
    return page.evaluate("performance.now()") / 1000


def kB(sizes: dict[str, int], without: tuple[str, ...] = ()) -> float:
    return sum(n for name, n in sizes.items() if not any(w in name for w in without)) / 1000


def reader(chromium, folder: Path, cpu: int, rate: float | None, python: bool) -> dict[str, float]:
    line = Line(rate, 0.02 if rate else 0.0)
    address = serve(folder, line)
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
    count = len(re.findall("<n2n-widget |widget-view", (folder / CHAPTER).read_text("utf8")))
    found = {}
    page.goto(address + CHAPTER, wait_until="commit")
    found["widgets, empty cache"] = widgets_ready(page, count)
    page.wait_for_load_state("networkidle")
    found["kB before any touch"] = kB(line.sent)
    found["  without math and fonts"] = kB(line.sent, ("mathjax", ".woff"))
    times = []
    for _ in range(3):
        page.goto(address + CHAPTER, wait_until="commit")
        times.append(widgets_ready(page, count))
    found["widgets, warm"] = statistics.median(times)
    context.close()
    if not python:
        return found
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    for kind in ("empty cache", "warm", "warm", "warm"):
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": cpu})
        start = time.perf_counter()
        page.goto(address + CHAPTER + "#exercise-relu", wait_until="commit")
        box = page.locator("#exercise-relu")
        box.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(RELU)
        verdict(page, box)
        found.setdefault(f"first verdict, {kind}", []).append(time.perf_counter() - start)
        if kind == "warm":
            found.setdefault("later check, ms", []).extend(verdict(page, box) * 1000 for _ in range(7))
        page.close()
    context.close()
    return {k: statistics.median(v) if isinstance(v, list) else v for k, v in found.items()}


def verdict(page, box) -> float:
    """Seconds, as the page sees them, from the press of Check to the verdict."""
    ms = page.evaluate(
        """box => new Promise(done => {
             const start = performance.now(), out = box.querySelector(".n2n-output");
             new MutationObserver((_, me) => out.querySelector(".n2n-verdict") && (me.disconnect(), done(performance.now() - start)))
               .observe(out, { childList: true, subtree: true });
             box.querySelector("[data-do=check]").click();
           })""",
        box.element_handle(),
    )
    page.wait_for_function("b => !b.hasAttribute('data-busy')", arg=box.element_handle())
    return ms / 1000


def main() -> None:
    from playwright.sync_api import sync_playwright

    book = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else build_book("self-study")
    executable = find_chromium()
    if executable is None:
        raise SystemExit("no Chromium found: nothing was measured")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as work:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        stock = with_stock_widgets(book, Path(work))
        table = {}
        for who, cpu, rate in (("this machine", 1, None), ("20 Mb/s, cpu / 4", 4, 20e6 / 8)):
            table[f"book, {who}"] = reader(chromium, book, cpu, rate, python=True)
            print(f"book, {who}: done", file=sys.stderr)
            if stock:
                try:
                    table[f"stock, {who}"] = reader(chromium, stock, cpu, rate, python=False)
                except Exception as error:
                    print(f"stock widgets, {who}: not measured: {str(error).splitlines()[0]}")
        chromium.close()
    rows = list(table["book, this machine"])
    print(f"{CHAPTER}; medians\n{'':28}" + "".join(f"{name:>26}" for name in table))
    for row in rows:
        unit = 0 if row.startswith(("kB", "  ", "later")) else 2
        print(
            f"{row:28}"
            + "".join(f"{t[row]:26.{unit}f}" if row in t else f"{'-':>26}" for t in table.values())
        )
    if not stock:
        print("stock ipywidgets: not measured, npm did not bring its manager")
    print(
        "thebe-lite: not measured; it fetches its Python and packages from public hosts that no package client mirrors"
    )
    here = table["book, this machine"]
    print(
        "targets at this machine: "
        + ", ".join(
            f"{name} {'met' if here[row] <= TARGETS[key] else 'MISSED'} ({here[row]:.3g} of {TARGETS[key]})"
            for name, row, key in (
                ("bytes", "kB before any touch", "all"),
                ("without math and fonts", "  without math and fonts", "rest"),
                ("widgets", "widgets, warm", "widgets"),
                ("first verdict", "first verdict, empty cache", "first"),
                ("warm", "first verdict, warm", "warm"),
                ("later checks", "later check, ms", "later"),
            )
        )
    )


if __name__ == "__main__":
    main()
