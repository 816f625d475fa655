"""`n2n serve`: right types, and one clear line when it cannot."""

import http.client
import re
import socket
import threading
import urllib.request

import pytest

from n2n.book import server
from tests.commands import n2n


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("_static/n2n/editor.js", "text/javascript"),
        ("_static/n2n/pyodide-0.27.7/pyodide.asm.wasm", "application/wasm"),
        ("_static/n2n/notebooks/04_activations.ipynb", "application/json"),
        ("_static/n2n/page.css", "text/css"),
    ],
)
def test_types(address, file, kind):
    with urllib.request.urlopen(address + file) as reply:
        assert reply.headers.get_content_type() == kind


def test_runtime_files_are_kept_and_pages_are_asked_for_anew(address):
    with urllib.request.urlopen(address + "_static/n2n/pyodide-0.27.7/pyodide.js") as reply:
        assert "immutable" in reply.headers["Cache-Control"]
    with urllib.request.urlopen(address + "chapters/intro.html") as reply:
        assert reply.headers["Cache-Control"] == "no-cache"


def test_nothing_built_is_one_line(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "solutions").mkdir()
    done = n2n("serve", "--port", "0", cwd=tmp_path)
    assert done.returncode != 0
    assert "build the book first with `n2n book`" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_taken_port_is_one_line(tmp_path):
    for name in ("chapters", "solutions", "_build/html"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "_build" / "html" / "index.html").write_text("built")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = n2n("serve", "--port", str(port), cwd=tmp_path)
    assert done.returncode != 0
    assert f"port {port} cannot be used" in done.stderr
    assert f"--port {port + 1}" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


SECRET = "not for the web"


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """A small book on a server as `n2n serve` makes it, with something beside it that nobody may have."""
    folder = tmp_path_factory.mktemp("served") / "book"
    (folder / "empty").mkdir(parents=True)
    (folder / "index.html").write_text("the book")
    (folder.parent / "secret.txt").write_text(SECRET)
    it = server(folder, 0)
    threading.Thread(target=it.serve_forever, daemon=True).start()
    yield it.server_port
    it.shutdown()
    it.server_close()


def answer(port, raw: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as s:
        got = b""
        try:
            s.sendall(raw)
            s.shutdown(socket.SHUT_WR)
            while part := s.recv(65536):
                got += part
        except ConnectionError:  # it does not read to the end what it refuses
            pass
    return got


def asked(target: str, host: str = "127.0.0.1", method: str = "GET") -> bytes:
    return f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1")


NONSENSE = {
    "NUL": asked("/%00"),
    "NUL in a name": asked("/index%00.html"),
    "half a surrogate": asked("/%ED%A0%80"),
    "no UTF-8": asked("/%ff%fe"),
    "a raw control": b"GET /\x01\x02 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a long name": asked("/" + "a" * 5000),
    "a huge line": asked("/" + "a" * 66_000),
    "a huge header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 66_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 500 + b"\r\n",
    "traversal": asked("/../secret.txt"),
    "coded traversal": asked("/%2e%2e/secret.txt"),
    "doubly coded traversal": asked("/%252e%252e%252fsecret.txt"),
    "backslashes": asked("/..\\secret.txt"),
    "another's address": asked("http://127.0.0.1/../secret.txt"),
    "a folder": asked("/empty/"),
    "POST": asked("/", method="POST"),
    "an odd method": asked("/", method="BREW"),
    "a method of Python": asked("/", method="__init__"),
    "CONNECT": asked("example.org:443", method="CONNECT"),
    "a version to come": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "no version": b"GET / NONSENSE\r\n\r\n",
    "the first version": b"GET /\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "another host": asked("/", host="evil.example"),
    "another host that sounds like it": asked("/", host="localhost.evil.example"),
    "another host that holds it": asked("/", host="127.0.0.1.nip.io:8000"),
    "another address": asked("/", host="0.0.0.0"),
    "a host of nothing": asked("/", host=""),
    "TLS": bytes.fromhex("16030100c8010000c40303") + b"\r\n\r\n",
    "binary": bytes(range(256)) * 4 + b"\r\n\r\n",
}


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_is_refused_in_silence(port, what, capfd):
    got = answer(port, NONSENSE[what])
    status = re.match(rb"HTTP/1\.[01] (4\d\d) ", got)
    assert status or (b"Error code: 4" in got and not got.startswith(b"HTTP")), got[:200]
    assert SECRET.encode() not in got
    said = capfd.readouterr()
    assert said.out + said.err == ""
    assert answer(port, asked("/")).endswith(b"the book"), "the server goes on"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:9000", "[::1]:8000", "127.0.0.1:1"])
def test_the_names_of_this_machine_are_taken(port, host):
    assert answer(port, asked("/index.html", host=host)).startswith(b"HTTP/1.1 200")
    assert answer(port, asked("/", host=host, method="HEAD")).startswith(b"HTTP/1.1 200")


def test_a_connection_that_breaks_off_is_no_news(port, capfd):
    for part in (b"", b"GET", b"GET / HTTP/1.1\r\nHost: loc", asked("/")):
        s = socket.create_connection(("127.0.0.1", port))
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # closed with a reset
        s.sendall(part)
        s.close()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"the book"
    said = capfd.readouterr()
    assert said.out + said.err == ""


def test_nobody_else_reaches_it(port):
    """It listens on one address of this machine alone."""
    with pytest.raises(OSError, match=r"refused|timed out"):
        socket.create_connection(("127.0.0.2", port), timeout=2)


def test_a_proxys_name_is_known_if_it_was_named(tmp_path):
    (tmp_path / "index.html").write_text("the book")
    it = server(tmp_path, 0, ["Hub.example.org"])
    threading.Thread(target=it.serve_forever, daemon=True).start()

    def told(host: str) -> bytes:
        return answer(it.server_port, asked("/", host=host))

    assert b" 200 " in told("hub.example.org")
    assert b" 200 " in told("hub.example.org:8443")
    assert b" 421 " in told("hub.example.org.evil.example")
    it.shutdown()
    it.server_close()
