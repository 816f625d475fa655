"""`n2n serve`: right types, and one clear line when it cannot."""

import socket
import urllib.request

import pytest

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
