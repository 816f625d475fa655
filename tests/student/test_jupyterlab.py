"""The release notebook in a real JupyterLab: widgets live, checks speak, hints help."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from grader.author.derive import Chapter

ROOT = Path(__file__).parents[2]
RELU = "def relu(z):\n    return np.abs(z)"


def notebook() -> nbformat.NotebookNode:
    """The release of chapter 4 with a wrong relu in it, as far as the widget and this exercise need it."""
    nb = Chapter.read(ROOT / "chapters/04_activations.md").release_notebook()
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "relu":
            cell.source = RELU
    # only what this test needs, so that nothing is out of view (JupyterLab detaches what is)
    wanted = ("grader import", "widgets import", "explorer", RELU, "check(relu)")
    nb.cells = [c for c in nb.cells if c.cell_type == "code" and any(w in c.source for w in wanted)]
    return nb


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab with the notebook, as a student who has no `solutions` would start it."""
    folder = tmp_path_factory.mktemp("lab")
    nbformat.write(notebook(), folder / "04_activations.ipynb")
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    own = {n: str(folder / n.lower()) for n in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--allow-root"]
        + ["--IdentityProvider.token=", "--ServerApp.password=", "--LabApp.news_url="],
        cwd=folder,
        env={**os.environ, **own},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(240):
            assert server.poll() is None, "JupyterLab did not start"
            try:
                urllib.request.urlopen(f"{address}api/status", timeout=5).read()
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.browser
def test_release_in_jupyterlab(lab: str, browser) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 1600})
    page.goto(f"{lab}lab/tree/04_activations.ipynb?reset", timeout=120_000)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=120_000)
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for(timeout=120_000)
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Escape")
    for _ in notebook().cells:
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(300)
    verdict = page.locator(".jp-OutputArea-output", has_text="Why: You returned |z|")
    verdict.wait_for(timeout=120_000)
    assert "Traceback" not in verdict.inner_text()
    page.locator(".jp-CodeCell .cm-content", has_text="explorer.f = relu").click()
    page.keyboard.press("Shift+Enter")  # the error above kept the queued run of this cell from happening
    reader = page.locator(".jp-OutputArea-output:has(.nw-figure)").first
    page.mouse.move(700, 900)
    page.mouse.wheel(0, -20_000)
    reader.get_by_text("yours").first.wait_for(timeout=60_000)
    slider = reader.locator("input[type=range]:enabled").first
    before = reader.inner_html()
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert reader.inner_html() != before
    page.close()


def test_the_notebook_names_no_solution() -> None:
    assert "solutions" not in json.dumps([c.source for c in notebook().cells])
