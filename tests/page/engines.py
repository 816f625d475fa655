"""Firefox over WebDriver BiDi and WebKit over its own driver: the few things that the core tests of a page need of a browser."""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
import websocket

START_SECONDS = 180
"""Seconds for one command, on a machine that is busy with other tests."""
MODIFIERS = {"Control": "\ue009", "Enter": "\ue007", "Backspace": "\ue003", "Escape": "\ue00c"}


class Engine(Protocol):
    """A browser with one page."""

    def open(self, url: str) -> None: ...
    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression, awaited; plain JSON."""

    def act(self, actions: list[dict[str, Any]]) -> None:
        """Real keys and clicks, as WebDriver describes them."""


def press(engine: Engine, *keys: str) -> None:
    """Hold all but the last, strike that, let go."""
    codes = [MODIFIERS.get(key, key) for key in keys]
    steps = [{"type": "keyDown", "value": c} for c in codes] + [
        {"type": "keyUp", "value": c} for c in codes[::-1]
    ]
    engine.act([{"type": "key", "id": "keys", "actions": steps}])


def type_text(engine: Engine, text: str) -> None:
    codes = [MODIFIERS["Enter"] if c == "\n" else c for c in text]
    steps = [{"type": kind, "value": c} for c in codes for kind in ("keyDown", "keyUp")]
    engine.act([{"type": "key", "id": "keys", "actions": steps}])


def required(*names: str) -> list[str]:
    """Programs of this machine. Where .ci/run has installed them, a missing one is a failure."""
    found = [
        shutil.which(name) or next(map(str, Path("/usr/lib").glob(f"*/webkit2gtk-4.*/{name}")), None)
        for name in names
    ]
    missing = [name for name, path in zip(names, found, strict=True) if path is None]
    if missing and os.environ.get("N2N_REQUIRE_BROWSER"):
        pytest.fail(f"{missing} NOT INSTALLED, and N2N_REQUIRE_BROWSER is set")
    if missing:
        pytest.skip(f"{missing} NOT INSTALLED: the page was not tried there")
    return [path for path in found if path]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as it:
        return int(it.getsockname()[1])


@contextmanager
def process(command: list[str], env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    it = subprocess.Popen(
        command, env=os.environ | (env or {}), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield it
    finally:
        it.terminate()
        try:
            it.wait(10)
        except subprocess.TimeoutExpired:
            it.kill()


class Firefox:
    def __init__(self, port: int) -> None:
        for _ in range(START_SECONDS * 5):
            try:
                self.socket = websocket.create_connection(
                    f"ws://127.0.0.1:{port}/session", timeout=START_SECONDS, suppress_origin=True
                )
                break
            except OSError:
                time.sleep(0.2)
        self.count = 0
        self.send("session.new", capabilities={})
        self.context = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def send(self, method: str, **params: Any) -> Any:
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": params}))
        while (reply := json.loads(self.socket.recv())).get("id") != self.count:
            pass
        assert reply["type"] == "success", reply
        return reply["result"]

    def open(self, url: str) -> None:
        self.send("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, expression: str) -> Any:
        wrapped = f"(async () => JSON.stringify((await ({expression})) ?? null))()"
        reply = self.send(
            "script.evaluate", expression=wrapped, target={"context": self.context}, awaitPromise=True
        )
        assert reply["type"] == "success", reply
        return json.loads(reply["result"]["value"])

    def act(self, actions: list[dict[str, Any]]) -> None:
        self.send("input.performActions", context=self.context, actions=actions)


class WebKit:
    def __init__(self, port: int, binary: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        options = {"binary": binary, "args": ["--automation"]}
        for _ in range(START_SECONDS * 5):
            try:
                self.send("/status", None)
                break
            except OSError:
                time.sleep(0.2)
        wanted = {
            "browserName": "MiniBrowser",
            "webkitgtk:browserOptions": options,
            "timeouts": {"script": START_SECONDS * 1000},
        }
        self.address += (
            f"/session/{self.send('/session', {'capabilities': {'alwaysMatch': wanted}})['sessionId']}"
        )

    def send(self, path: str, body: Any) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=START_SECONDS) as reply:
                return json.load(reply)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from None

    def open(self, url: str) -> None:
        self.send("/url", {"url": url})

    def run(self, expression: str) -> Any:
        script = (
            "const done = arguments[arguments.length - 1];"
            f"(async () => JSON.stringify((await ({expression})) ?? null))().then(done, e => done(JSON.stringify('' + e)));"
        )
        return json.loads(self.send("/execute/async", {"script": script, "args": []}))

    def act(self, actions: list[dict[str, Any]]) -> None:
        self.send("/actions", {"actions": actions})


@contextmanager
def firefox(folder: Path) -> Iterator[Engine]:
    (program,) = required("firefox-esr")
    port = free_port()
    command = [
        program,
        "--headless",
        "--no-remote",
        "--profile",
        str(folder),
        "--remote-debugging-port",
        str(port),
    ]
    with process(command, {"HOME": str(folder), "MOZ_DISABLE_CONTENT_SANDBOX": "1"}):
        engine = Firefox(port)
        yield engine
        engine.socket.close()


@contextmanager
def webkit(folder: Path) -> Iterator[Engine]:
    driver, browser, xvfb = required("WebKitWebDriver", "MiniBrowser", "Xvfb")
    port, display = free_port(), f":{90 + os.getpid() % 900}"
    env = {
        "DISPLAY": display,
        "HOME": str(folder),
        "GDK_BACKEND": "x11",
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        "LIBGL_ALWAYS_SOFTWARE": "1",
    }
    with ExitStack() as stack:
        stack.enter_context(process([xvfb, display, "-screen", "0", "1280x900x24", "-nolisten", "tcp"]))
        stack.enter_context(process([driver, f"--port={port}"], env))
        engine = WebKit(port, browser)
        yield engine


ENGINES = {"firefox": firefox, "webkit": webkit}
