"""What the playground costs the page while it trains, measured by the browser's own trace.

    python benchmarks/playground.py [--seconds 5] [--speed fast] [--throttle 1]

A 2-8-8-1 network learns 200 points in headless Chromium, from a file. All tasks of the page's main thread between
one frame and the next are added up: script, style, layout, paint. `busy` is time of the clock, `cpu` that of the thread:
on a machine with other work to do, the first also counts the waiting.
"""

import json
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import find_chromium  # noqa: E402
from tests.widgets.conftest import document  # noqa: E402
from widgets import Playground  # noqa: E402

CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"]
WORK = ("RunTask", "ThreadControllerImpl::RunTask")  # its name in the browsers of different years
LIMIT = 8  # ms of the page's own thread, at the 95th percentile
FRAME = "FireAnimationFrame"


def frames(trace: dict[str, Any]) -> tuple[list[float], list[float]]:
    """Milliseconds of each frame, by the clock and of the processor, on the thread that makes most frames."""
    events = trace["traceEvents"]
    begins: dict[tuple[int, int], list[float]] = {}
    for e in events:
        if e["name"] == FRAME:
            begins.setdefault((e["pid"], e["tid"]), []).append(e["ts"])
    thread, times = max(begins.items(), key=lambda item: len(item[1]))
    times.sort()
    tasks = [e for e in events if (e["pid"], e["tid"]) == thread and e["name"] in WORK and "dur" in e]
    name = max(WORK, key=lambda name: sum(e["name"] == name for e in tasks))
    tasks = sorted((e for e in tasks if e["name"] == name), key=lambda e: e["ts"])
    busy, cpu = [], []
    at = 0
    for begin, end in pairwise(times):
        total = on = 0.0
        # The task that a frame begins in ends after it, and counts as the frame's.
        while at < len(tasks) and tasks[at]["ts"] + tasks[at]["dur"] <= end:
            if tasks[at]["ts"] + tasks[at]["dur"] > begin:
                total += tasks[at]["dur"]
                on += tasks[at].get("tdur", 0)
            at += 1
        busy.append(total / 1e3)
        cpu.append(on / 1e3)
    return busy, cpu


def spread(values: list[float]) -> dict[str, float]:
    """Median, 95th percentile and the largest."""
    ordered = sorted(values)
    at = {"p50": 0.5, "p95": 0.95, "max": 1.0}
    return {name: round(ordered[min(len(ordered) - 1, int(q * len(ordered)))], 2) for name, q in at.items()}


def measure(browser: Any, folder: Path, seconds: float, speed: str, throttle: float) -> dict[str, Any]:
    """One run; the first second, in which code is compiled, is left out."""
    widget = Playground(layers=[8, 8], count=200, share=1.0, speed=speed)
    file = folder / "page.html"
    file.write_text(document(widget))
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    page.goto(file.as_uri())
    page.wait_for_selector("n2n-widget[ready]")
    if throttle > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    epoch = "parseFloat(document.querySelector('.nw-values b').textContent)"
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(1000)
    before, begun = page.evaluate(epoch), time.perf_counter()
    browser.start_tracing(page=page, categories=CATEGORIES)
    page.wait_for_timeout(1000 * seconds)
    trace = json.loads(browser.stop_tracing())
    wall = time.perf_counter() - begun
    epochs = page.evaluate(epoch) - before
    page.close()
    busy, cpu = frames(trace)
    return {
        "speed": speed,
        "cpu slowed by": throttle,
        "frames": len(busy),
        "frames per second": round(len(busy) / seconds, 1),
        "epochs per second": round(epochs / wall),
        "busy ms": spread(busy),
        "cpu ms": spread(cpu),
    }


@click.command()
@click.option("--seconds", default=5.0, show_default=True)
@click.option("--speed", type=click.Choice(["batch", "epoch", "fast"]), default="fast", show_default=True)
@click.option(
    "--throttle", default=1.0, show_default=True, help="Slow the page's processor down by this factor."
)
def main(seconds: float, speed: str, throttle: float) -> None:
    """Train, trace, and print what each frame cost the page's own thread."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        result = measure(browser, Path(folder), seconds, speed, throttle)
        browser.close()
    click.echo(json.dumps(result, indent=2))
    if result["cpu ms"]["p95"] > LIMIT:
        raise click.ClickException(f"more than {LIMIT} ms a frame at the 95th percentile")


CHROMIUM = find_chromium()

if __name__ == "__main__":
    main()
