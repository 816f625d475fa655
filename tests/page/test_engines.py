"""The core of a page in Firefox and WebKit: widgets, an exercise wrongly then rightly, a loop, a plot, storage, an import."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.page.conftest import CHAPTER
from tests.page.engines import ENGINES, Engine, press, type_text

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

WAIT = 240
"""Seconds until a first verdict, on a machine that is busy with other tests."""
BOX = "document.querySelector('#exercise-relu')"
WRONG = "def relu(z):\nreturn np.abs(z)"  # the editor indents by itself
RIGHT = "def relu(z):\nreturn np.maximum(z, 0.0)"
LOOP = "def relu(z):\nwhile True:\npass"
PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2])"


class Reader:
    """What a reader does in the page, with real keys."""

    def __init__(self, engine: Engine, address: str) -> None:
        self.engine = engine
        self.address = address

    def open(self, where: str = CHAPTER) -> None:
        self.engine.open(self.address + where)

    def until(self, expression: str, seconds: float = WAIT) -> None:
        end = time.monotonic() + seconds
        while not self.engine.run(f"(async () => Boolean(await ({expression})))()"):
            assert time.monotonic() < end, (expression, self.engine.run(f"{BOX}.innerText"))
            time.sleep(0.2)

    def write(self, code: str) -> None:
        self.engine.run(f"{BOX}.scrollIntoView()")
        self.until(f"{BOX}.querySelector('.cm-content')")
        self.engine.run(f"{BOX}.querySelector('.cm-content').focus()")
        press(self.engine, "Control", "a")
        press(self.engine, "Backspace")
        type_text(self.engine, code)

    def do(self, button: str, code: str | None = None) -> str:
        if code is not None:
            self.write(code)
        self.engine.run(f"{BOX}.querySelector('[data-do={button}]').click()")
        time.sleep(0.3)
        self.until(f"!{BOX}.hasAttribute('data-busy')")
        return str(self.engine.run(f"{BOX}.querySelector('.n2n-output').innerText"))

    def badge(self) -> str:
        return str(self.engine.run(f"{BOX}.querySelector('.n2n-badge').innerText"))


@pytest.fixture(scope="module", params=ENGINES)
def reader(request: Any, address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as engine:
        yield Reader(engine, address)


def test_every_widget_of_the_book_starts(reader, book):
    for path in sorted((book / "chapters").glob("[01]*.html")):
        reader.open(f"chapters/{path.name}")
        asked = reader.engine.run("document.querySelectorAll('n2n-widget').length")
        reader.until(f"(window.n2n?.widgets?.length ?? 0) >= {asked}", 60)
        drawn = "[...document.querySelectorAll('n2n-widget')].every(w => w.querySelector('svg, canvas'))"
        assert reader.engine.run(drawn), path.name


def test_an_exercise_a_loop_a_plot_and_what_is_kept(reader):
    reader.open()
    assert "You returned |z|" in reader.do("check", WRONG)
    assert reader.badge() == "not yet"
    assert "passed" in reader.do("check", RIGHT)
    assert reader.badge() == "✓ passed"
    assert "stopped after 10 s" in reader.do("check", LOOP)
    reader.do("run", PLOT)
    shown = f"{BOX}.querySelector('img.n2n-figure').decode().then(() => {BOX}.querySelector('img.n2n-figure').naturalWidth)"
    assert reader.engine.run(shown) > 100
    reader.open()
    assert reader.badge() == "✓ passed, changed since"
    reader.engine.run(f"{BOX}.scrollIntoView()")
    reader.until(f"{BOX}.querySelector('.cm-content')")
    assert "plt.plot" in reader.engine.run(f"{BOX}.querySelector('.cm-content').innerText")
    reader.engine.run(f"{BOX}.querySelector('[data-do=back]').click()")
    reader.until(f"{BOX}.querySelector('.cm-content').innerText.includes('np.maximum')")


def test_an_import_on_an_open_chapter_is_seen_at_once(reader):
    reader.open()
    reader.engine.run(f"{BOX}.scrollIntoView()")
    reader.until(f"{BOX}.querySelector('.cm-content')")
    before = reader.badge()
    code = "def relu(z):\n    return np.where(z > 0, z, 0.0)  # imported\n"
    file = json.dumps(
        {"n2n": 1, "exercises": {"relu": {"code": code, "passed": code, "status": "passed", "at": 9e15}}}
    )
    reader.engine.run(
        f"""(() => {{
          const given = new DataTransfer();
          given.items.add(new File([{json.dumps(file)}], "progress.json", {{ type: "application/json" }}));
          const input = document.querySelector("input[type=file]");
          input.files = given.files;
          input.dispatchEvent(new Event("change"));
        }})()"""
    )
    reader.until("document.querySelector('dialog[open] button[value=yes]')")
    assert reader.badge() == before, "nothing is taken over before"
    assert "# imported" not in reader.engine.run(f"{BOX}.querySelector('.cm-content').innerText")
    reader.engine.run("document.querySelector('dialog[open] button[value=yes]').click()")
    reader.until(f"{BOX}.querySelector('.cm-content').innerText.includes('# imported')")
    assert reader.badge() == "✓ passed"
