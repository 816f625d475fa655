"""The eight shapes of exercise in a page of their own, built as an instructor builds a chapter from outside."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.author.derive import Chapter as Source
from tests.conftest import ROOT
from tests.page.conftest import Chapter

pytestmark = pytest.mark.browser

PROBES = ROOT / "tests/probes"
WRONG = {
    "probe_function": ("def probe_function(z):\n    return np.abs(z)\n", "You returned |z|"),
    "probe_tuple": ("def probe_tuple(z):\n    return z.mean(), z - z.mean()\n", "The array comes first"),
    "probe_generator": (
        "def probe_generator(x, size):\n    for i in range(len(x) // size):\n"
        "        yield x[i * size : (i + 1) * size]\n",
        "The last batch may be smaller",
    ),
    "probe_random": (
        "def probe_random(x, p, rng):\n    mask = (rng.random(x.shape) >= p) * 1.0\n    return x * mask, mask\n",
        "scale the survivors",
    ),
}


@pytest.fixture(scope="module")
def probes_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("probes")
    for name in ("chapters", "solutions"):
        shutil.copytree(PROBES / name, folder / name)
    (folder / "solutions/__init__.py").touch()
    shutil.copy(ROOT / "_config.yml", folder)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: chapters/probes\n")
    done = subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", "."],
        cwd=folder,
        env=os.environ | {"N2N_EXTRA": str(PROBES)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return folder / "_build/html"


def test_probes_pass_and_fail_in_the_page(browser, serve, probes_book, probes) -> None:
    page = browser.new_page()
    it = Chapter(page, serve(probes_book)).open("chapters/probes.html")
    cells = Source.read(PROBES / "chapters/probes.md").exercise_cells
    references = {c.name: c.solution for c in cells}
    assert len(references) == 8
    for name, code in references.items():
        assert "not written yet" in it.check(name), name
        if name in WRONG:
            wrong, why = WRONG[name]
            assert why in it.check(name, wrong), name
        said = it.check(name, code)
        assert it.badge(name) == "✓ passed", said
    page.close()
