"""`n2n book` builds the book; `n2n serve` shows it at an address of this machine."""

import functools
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO, cast

import click

from grader.author.derive import Chapter
from grader.words import Refusal, reason, say
from n2n.commands import command
from n2n.places import clone

BUILT = Path("_build") / "html"
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"  # it has no __main__


@command("book")
@click.option(
    "--edition",
    type=click.Choice(["self-study", "course"]),
    default="self-study",
    show_default=True,
)
@click.option("--force", is_flag=True)
@click.option(
    "--runtime",
    type=click.Path(path_type=Path, file_okay=False),
)
def book_command(edition: str, force: bool, runtime: Path | None) -> None:
    """Build the book into _build/html."""
    from book.runtime import ensure

    root = clone()
    own = runtime or (Path(os.environ["N2N_RUNTIME"]) if os.environ.get("N2N_RUNTIME") else None)
    ensure(own, say=click.echo)  # before any work, and said in one line
    environment = dict(os.environ, N2N_EDITION=edition)
    if own:
        environment["N2N_RUNTIME"] = str(own.resolve())
    if force:
        for name in ("html", ".doctrees", ".jupyter_cache", "jupyter_execute"):
            shutil.rmtree(root / "_build" / name, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-c", JUPYTER_BOOK, "build", str(root)], env=environment, check=False
    )
    if done.returncode:
        raise Refusal("book.failed")
    if edition == "course":
        for chapter in read_chapters(root):
            if chapter.reveals:
                click.echo(say("book.reveals", assignment=chapter.assignment, names=list(chapter.reveals)))
    click.echo(say("book.built", path=root / BUILT))


def read_chapters(root: Path) -> list[Chapter]:
    """The chapters with exercises, in order."""
    return [Chapter.read(path) for path in sorted((root / "chapters").glob("[0-9]*.md"))]


TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".json": "application/json",
    ".ipynb": "application/json",
    ".whl": "application/zip",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


HERE = {"127.0.0.1", "localhost", "[::1]"}
"""What a browser calls this machine. A page elsewhere, whose name was made to lead here, is asked for by that name."""


class Handler(SimpleHTTPRequestHandler):
    """Static files with the types that module workers and WebAssembly insist on. Nonsense is refused in silence."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES
    protocol_version = "HTTP/1.1"
    timeout = 60
    """Seconds that a connection may be idle."""

    def parse_request(self) -> bool:
        """Whether the request can be answered; what cannot has had its answer."""
        if not super().parse_request():
            return False
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1:
            self.send_error(HTTPStatus.BAD_REQUEST)
        elif not self._knows(hosts[0].strip()):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        else:
            return True
        return False

    def _knows(self, host: str) -> bool:
        name = re.sub(r":\d+$", "", host.lower())
        return name in HERE or name in cast(BookServer, self.server).names

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """The file, if the path is one."""
        try:
            return super().send_head()
        except ValueError:  # NUL and what else no file can be called
            self.send_error(HTTPStatus.NOT_FOUND)
            return None

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """A folder without a page is none."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What this server cannot do is a request that it does not take."""
        refused = {501: HTTPStatus.METHOD_NOT_ALLOWED, 505: HTTPStatus.BAD_REQUEST}
        super().send_error(refused.get(int(code), code))

    def end_headers(self) -> None:
        # folders that carry a version never change; all else is asked for anew (and mostly answered 304)
        lasting = "/pyodide-" in getattr(self, "path", "")
        self.send_header("Cache-Control", "max-age=31536000, immutable" if lasting else "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the page says what it lacks."""


class BookServer(ThreadingHTTPServer):
    daemon_threads = True
    # A port that another program listens on must be refused, also where the system would share it.
    allow_reuse_address = os.name != "nt"
    names: Collection[str] = ()
    """What browsers call this machine besides, in small letters: the name of a proxy that leads here."""

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hung up is no news."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def server(folder: Path, port: int, names: Collection[str] = ()) -> BookServer:
    """A server of `folder` on this machine only, called by `names` too. Raises OSError if the port is taken."""
    made = BookServer(("127.0.0.1", port), functools.partial(Handler, directory=str(folder)))
    made.names = {name.lower() for name in names}
    return made


@command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--name", "names", multiple=True, metavar="HOST")
def serve_command(port: int, names: tuple[str, ...]) -> None:
    """Serve the built book on this machine and print its address."""
    folder = clone() / BUILT
    if not (folder / "index.html").is_file():
        raise Refusal("book.missing", path=folder / "index.html")
    try:
        book = server(folder, port, names)
    except OSError as error:
        raise Refusal("serve.port", port=port, what=reason(error), other=port + 1) from None
    click.echo(say("serve.at", address=f"http://127.0.0.1:{book.server_port}/"))
    with book:
        try:
            book.serve_forever()
        except KeyboardInterrupt:
            click.echo()
