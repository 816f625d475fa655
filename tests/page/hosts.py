"""Real servers as a reader's university would run them, each as it comes, for the built book."""

import functools
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:"
SUBPATH = "/~张三/my course/"
MODULES = Path("/usr/lib/apache2/modules")

NGINX = """
daemon off; worker_processes 1; {user} pid {state}/pid; error_log {state}/error.log;
events {{}}
http {{
  include /etc/nginx/mime.types; default_type application/octet-stream; access_log off;
  client_body_temp_path {state}/1; proxy_temp_path {state}/2; fastcgi_temp_path {state}/3;
  uwsgi_temp_path {state}/4; scgi_temp_path {state}/5;
  server {{ listen 127.0.0.1:{port}; {rest} }}
}}
"""
APACHE = """
ServerRoot "{state}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{state}/pid"
ErrorLog "{state}/error.log"
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule dir_module {modules}/mod_dir.so
TypesConfig /etc/mime.types
User www-data
Group www-data
DocumentRoot "{book}"
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as it:
        return int(it.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise AssertionError(f"the server ended: {process.stderr and process.stderr.read().decode()}")
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


@contextmanager
def running(command: list[str], port: int, path: str = "/") -> Iterator[str]:
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}{quote(path)}"
    finally:
        process.terminate()
        process.wait(10)


def program(name: str) -> str:
    """A server of this machine. Where .ci/run has installed them, a missing one is a failure."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None and os.environ.get("N2N_REQUIRE_BROWSER"):
        pytest.fail(f"{name.upper()} IS NOT INSTALLED, and N2N_REQUIRE_BROWSER is set")
    if found is None:
        pytest.skip(f"{name.upper()} IS NOT INSTALLED: the book was not tried on it")
    return found


@contextmanager
def nginx(state: Path, rest: str, path: str = "/") -> Iterator[str]:
    command, port = program("nginx"), free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    conf = state / "nginx.conf"
    conf.write_text(NGINX.format(user=user, state=state, port=port, rest=rest), "utf8")
    with running([command, "-e", f"{state}/early.log", "-c", str(conf)], port, path) as address:
        yield address


def stock_nginx(book: Path, state: Path) -> "contextmanager[str]":
    return nginx(state, f'root "{book}";')


def nginx_subpath(book: Path, state: Path) -> "contextmanager[str]":
    return nginx(state, f'location "{SUBPATH}" {{ alias "{book}/"; }}', SUBPATH)


def nginx_csp(book: Path, state: Path, policy: str = STRICT) -> "contextmanager[str]":
    return nginx(state, f'root "{book}"; add_header Content-Security-Policy "{policy}" always;')


@contextmanager
def apache(book: Path, state: Path) -> Iterator[str]:
    command, port = program("apache2"), free_port()
    conf = state / "apache.conf"
    conf.write_text(APACHE.format(state=state, port=port, modules=MODULES, book=book), "utf8")
    with running([command, "-f", str(conf), "-DFOREGROUND"], port) as address:
        yield address


@contextmanager
def python_server(book: Path, state: Path) -> Iterator[str]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "http.server",
        "--bind",
        "127.0.0.1",
        "--directory",
        str(book),
        str(port),
    ]
    with running(command, port) as address:
        yield address


class Ignorant(SimpleHTTPRequestHandler):
    """Knows four endings; all else is application/octet-stream, and browsers must not guess."""

    def guess_type(self, path: object) -> str:
        known = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
        return known.get(Path(str(path)).suffix, "application/octet-stream")

    def end_headers(self) -> None:
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def octet_stream(book: Path, state: Path) -> Iterator[str]:
    it = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Ignorant, directory=str(book)))
    threading.Thread(target=it.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{it.server_port}/"
    it.shutdown()
    it.server_close()


HOSTS = {
    "http.server": python_server,
    "nginx": stock_nginx,
    "nginx under a subpath with a space and Chinese": nginx_subpath,
    "nginx with a strict policy": nginx_csp,
    "apache": apache,
    "octet-stream": octet_stream,
}
