"""What a page costs its reader: bytes and seconds, in a real Chromium, against stock Jupyter widgets and thebe-lite.

    python benchmarks/page.py [BOOK] [--reader here|slow] [--repeat 3] [--no-stock] [--no-thebe]

Two readers: one at this machine, and one behind 20 Mb/s with a processor four times slower. The line is slowed down in the
server, for all requests alike; the processor by stopping the browser's renderers three quarters of the time, workers included.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.contestants import thebe  # noqa: E402
from benchmarks.contestants.line import Line, serving, slowed  # noqa: E402
from benchmarks.contestants.packages import NotHad  # noqa: E402
from benchmarks.contestants.stock import stock_site  # noqa: E402
from tests.browser import find_chromium  # noqa: E402
from tests.conftest import build_book  # noqa: E402

CHAPTER = "chapters/04_activations.html"
RELU = "def relu(z):\n    return np.maximum(z, 0.0)\n"
READERS = {"here": ("this machine", 1, None), "slow": ("20 Mb/s, CPU / 4", 4, 20e6 / 8)}
MATH = ("mathjax", ".woff")
PATIENCE = 180_000  # ms
LATER = 7  # checks after the first

BYTES, REST = "kB before any touch", "  without math and fonts"
COLD_WIDGETS, WIDGETS = "widgets, empty cache", "widgets, warm"
FIRST, WARM, FETCHED, AGAIN = (
    "first verdict, empty cache",
    "first verdict, warm",
    "kB until that verdict",
    "later check, ms",
)
ROWS = (BYTES, REST, COLD_WIDGETS, WIDGETS, FIRST, FETCHED, WARM, AGAIN)
TARGETS = {BYTES: 700, REST: 300, WIDGETS: 0.6, FIRST: 5.0, WARM: 2.5, AGAIN: 60}

Figures = dict[str, list[float]]


def drawn(page: Any, count: int) -> float:
    """Seconds from navigation until the last widget of the page is drawn."""
    page.wait_for_function(
        "n => [...document.querySelectorAll('.nw')].filter(w => w.querySelector('svg :is(path, circle, line)')).length >= n",
        arg=count,
        timeout=PATIENCE,
    )
    return float(page.evaluate("performance.now()")) / 1000


def before_any_touch(chromium: Any, folder: Path, rate: float | None, repeat: int) -> Figures:
    """Bytes, and the time until widgets answer."""
    count = len(re.findall("<n2n-widget |widget-view", (folder / CHAPTER).read_text("utf8")))
    found: Figures = {BYTES: [], REST: [], COLD_WIDGETS: [], WIDGETS: []}
    for _ in range(repeat):
        line = Line(rate)
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        with serving(folder, line) as address:
            page = context.new_page()
            page.goto(address + CHAPTER, wait_until="commit")
            found[COLD_WIDGETS].append(drawn(page, count))
            page.wait_for_load_state("networkidle")
            found[BYTES].append(line.kB())
            found[REST].append(line.kB(MATH))
            for _ in range(3):
                page.goto(address + CHAPTER, wait_until="commit")
                found[WIDGETS].append(drawn(page, count))
            context.close()
    return found


def with_python(
    chromium: Any,
    folder: Path,
    rate: float | None,
    repeat: int,
    first: Callable[[Any, str], float],
    later: Callable[[Any], float],
) -> Figures:
    """The time until the first verdict, from an empty cache and twice with what then lies in it, and of later checks."""
    found: Figures = {FIRST: [], FETCHED: [], WARM: [], AGAIN: []}
    for _ in range(repeat):
        line = Line(rate)
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        with serving(folder, line) as address:
            for row in (FIRST, WARM, WARM):
                page = context.new_page()
                found[row].append(first(page, address))
                if row == FIRST:
                    found[FETCHED].append(line.kB())
                else:
                    found[AGAIN] += [later(page) for _ in range(LATER)]
                page.close()
            context.close()
    return found


def first_verdict(page: Any, address: str) -> float:
    """Seconds from navigation, over typing the answer and pressing Check, to the verdict."""
    start = time.perf_counter()
    page.goto(f"{address}{CHAPTER}#exercise-relu", wait_until="commit")
    page.locator("#exercise-relu .cm-content").click(timeout=PATIENCE)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(RELU)
    verdict(page)
    return time.perf_counter() - start


def verdict(page: Any) -> float:
    """Milliseconds, as the page sees them, from the press of Check to the verdict."""
    box = page.locator("#exercise-relu").element_handle()
    ms, said = page.evaluate(
        """box => new Promise(done => {
             const start = performance.now(), out = box.querySelector(".n2n-output");
             const look = () => out.querySelector(".n2n-verdict") && (seen.disconnect(), done([performance.now() - start, out.innerText]));
             const seen = new MutationObserver(look);
             box.querySelector("[data-do=check]").click();
             seen.observe(out, { childList: true, subtree: true });
           })""",
        box,
    )
    page.wait_for_function("b => !b.hasAttribute('data-busy')", arg=box, timeout=PATIENCE)
    if "passed" not in said:
        raise click.ClickException(f"the check did not pass: {said}")
    return float(ms)


def table(measured: dict[str, Figures]) -> str:
    """Medians, a row a figure."""
    lines = [f"{CHAPTER}; medians\n{'':28}" + "".join(f"{name:>26}" for name in measured)]
    for row in ROWS:
        unit = 2 if row in {COLD_WIDGETS, WIDGETS, FIRST, WARM} else 0
        cells = [f"{statistics.median(f[row]):.{unit}f}" if row in f else "-" for f in measured.values()]
        lines.append(f"{row:28}" + "".join(f"{cell:>26}" for cell in cells))
    return "\n".join(lines)


@click.command()
@click.argument("book", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--reader", type=click.Choice(["both", *READERS]), default="both", show_default=True)
@click.option("--repeat", default=3, show_default=True, help="Empty caches to start from.")
@click.option("--stock/--no-stock", default=True, help="Whether to measure stock ipywidgets too.")
@click.option("--thebe-lite/--no-thebe-lite", "lite", default=True, help="Whether to measure thebe-lite too.")
def main(book: Path | None, reader: str, repeat: int, stock: bool, lite: bool) -> None:
    """Measure chapter 4 of BOOK (the folder of a built book); without it, of the book as it is now.

    Example: python benchmarks/page.py --reader here --no-stock
    """
    from playwright.sync_api import sync_playwright

    book = book.resolve() if book else build_book("self-study")
    executable = find_chromium()
    if executable is None:
        raise click.ClickException("no Chromium found: nothing was measured")
    measured: dict[str, Figures] = {}
    busy = [os.getloadavg()[0]]

    def measure(name: str, cpu: float, what: Callable[[], Figures]) -> None:
        click.echo(f"measuring {name}", err=True)
        try:
            with slowed(cpu):
                measured[name] = measured.get(name, {}) | what()
        except click.ClickException:
            raise
        except Exception as error:
            click.echo(f"{name}: not measured: {str(error).splitlines()[0]}")
        busy.append(os.getloadavg()[0])

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as work:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        sites: dict[str, Path] = {}
        for name, wanted, made in (
            ("stock", stock, lambda at: stock_site(book, CHAPTER, at)),
            ("thebe-lite", lite, thebe.thebe_site),
        ):
            try:
                if wanted:
                    Path(work, name).mkdir()
                    sites[name] = made(Path(work, name))
            except NotHad as error:
                click.echo(f"{name}: not measured: {error}")
        for key in READERS if reader == "both" else [reader]:
            who, cpu, rate = READERS[key]
            plain = partial(before_any_touch, chromium, rate=rate, repeat=repeat)
            python = partial(with_python, chromium, rate=rate, repeat=repeat)
            measure(f"book, {who}", cpu, partial(plain, book))
            measure(f"book, {who}", cpu, partial(python, book, first=first_verdict, later=verdict))
            if "stock" in sites:
                measure(f"stock, {who}", cpu, partial(plain, sites["stock"]))
            if "thebe-lite" in sites:
                lite_half = partial(python, first=thebe.first_result, later=thebe.result)
                measure(f"thebe-lite, {who}", cpu, partial(lite_half, sites["thebe-lite"]))
        chromium.close()
    click.echo(table(measured))
    click.echo(f"processes waiting for {os.cpu_count()} cores: {min(busy):.1f} to {max(busy):.1f}")
    here = measured.get(f"book, {READERS['here'][0]}", {})
    for row, target in TARGETS.items():
        if row in here:
            value = statistics.median(here[row])
            click.echo(f"{row.strip()}: {value:.3g} of {target}, {'met' if value <= target else 'MISSED'}")


if __name__ == "__main__":
    main()
