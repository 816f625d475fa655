"""What the built book needs beside its pages: bundles, runtime files, the checker, release notebooks."""

import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import nbformat
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from book import bytecode, formulas, icons
from book.runtime import RuntimeFileError, ensure, lock
from grader import bank
from widgets import mime
from widgets.mime import embedded

log = logging.getLogger(__name__)

STATIC = Path(__file__).with_name("static")
WIDGETS = Path(mime.__file__).parent
BROWSER = Path(__file__).with_name("browser")
CHECKER = "checker.zip"
CHECKER_HOME = "/home/n2n"  # where the page unpacks it
FETCHED = ("editor.js", "worker.js", CHECKER)
"""What a page's scripts ask for later, by a name with its digest, so that no browser takes an older build's."""


def folder(app: Sphinx) -> Path:
    return Path(app.outdir) / "_static" / "n2n"


def log_line(text: str) -> None:
    log.info("%s", text)


def place_static(app: Sphinx) -> None:
    """`builder-inited`: first, so that a missing runtime file stops the build before any work."""
    if app.builder.format != "html":
        return
    own = os.environ.get("N2N_RUNTIME") or app.config.n2n_runtime
    try:
        files = ensure(Path(own) if own else None, say=log_line)
    except RuntimeFileError as error:
        raise ExtensionError(str(error)) from None
    out = folder(app)
    python, plots = bytecode.packs(files, log_line)
    packs = {f"pyodide/{pack.name}": pack for pack in (python, plots)}
    drawing = {"pack": served(f"pyodide/{plots.name}"), "modules": bytecode.modules(plots)}
    app.n2n_packs = {"python": served(f"pyodide/{python.name}"), "plots": drawing}  # type: ignore[attr-defined]
    official = {name: path for name, path in files.items() if not bytecode.replaced(name)}
    for name, source in (official | packs).items():
        copy(source, formulas.workshop(app) / name if formulas.for_build(name) else out / served(name))
    write(out / served("pyodide/pyodide-lock.json"), json.dumps(bytecode.lock_file()).encode())
    made = {"pyodide-lock.json", *(Path(served(name)).name for name in official | packs)}
    for path in (out / served("pyodide/")).iterdir():
        if path.name not in made:
            path.unlink()  # of an earlier build
    for path in out.glob("*.mjs"):
        path.unlink()
    for source in [*STATIC.iterdir(), *(WIDGETS / "static").glob("*")]:
        if source.suffix in {".js", ".css"}:
            copy(source, out / source.name)
    write(out / "icons.css", icons.sheet().encode())
    write_checker(out / CHECKER, files)


def served(name: str) -> str:
    """Where the book holds a runtime file. The folder carries Pyodide's version: browsers may keep these files for good.

    Its module is called .js: stock servers know no .mjs, and a browser takes no module that comes as something else.
    """
    name = f"{name.removesuffix('.mjs')}.js" if name.endswith(".mjs") else name
    return name.replace("pyodide/", f"pyodide-{lock().version}/", 1)


def file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def copy(source: Path, target: Path) -> None:
    """Copy unless it is there already (same size, not older)."""
    if target.is_file():
        a, b = source.stat(), target.stat()
        if a.st_size == b.st_size and a.st_mtime <= b.st_mtime:
            return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def write(target: Path, content: bytes) -> None:
    """Write only what differs, so that browsers' caches stay warm."""
    if not target.is_file() or target.read_bytes() != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def write_checker(target: Path, runtime: Mapping[str, Path] | None = None) -> None:
    """The checking half, the frozen banks and the worker's Python half, for Pyodide; with bytecode if its files are given."""
    checking = Path(bank.__file__).parent
    found = [
        *checking.glob("*.py"),
        *checking.glob("*.npz"),
        *checking.glob("words/*.py"),
        *(checking / "words/en" / f"{part}.py" for part in ("__init__", "checks")),
        *checking.glob("rules/*.py"),
        *checking.glob("tracing/*.py"),
    ]
    files = {p: f"grader/{p.relative_to(checking).as_posix()}" for p in found}
    files |= {p: f"grader/frozen/{p.name}" for p in bank.bank_files()}
    files |= {p: p.relative_to(BROWSER).as_posix() for p in BROWSER.rglob("*.py")}
    files |= {p: f"widgets/{p.name}" for p in WIDGETS.glob("*.mplstyle")}
    content = {name: path.read_bytes() for path, name in files.items()}
    if runtime is not None:
        content = bytecode.with_bytecode(runtime, CHECKER_HOME, content, log_line)
    archived = io.BytesIO()
    with zipfile.ZipFile(archived, "w") as archive:
        for name in sorted(content):
            archive.writestr(zipfile.ZipInfo(name), content[name], zipfile.ZIP_DEFLATED)
    write(target, archived.getvalue())


def pages_with_exercises(env: BuildEnvironment) -> dict[str, dict[str, Any]]:
    """Every page with exercises: their names and the assignment they make up."""
    found = {doc: meta["n2n"] for doc, meta in env.metadata.items() if "n2n" in meta}
    return {doc: n2n for doc, n2n in sorted(found.items()) if n2n["exercises"]}


def place_notebooks(app: Sphinx, env: BuildEnvironment) -> None:
    """`env-updated`: the list of chapters, which every page reads, and the notebook of each."""
    if app.builder.format != "html":
        return
    out = folder(app)
    files = {name: f"{name}?v={file_digest(out / name)}" for name in FETCHED}
    book = {"edition": app.config.n2n_edition, **app.n2n_packs, "files": files, "chapters": {}}  # type: ignore[attr-defined]
    for doc, n2n in pages_with_exercises(env).items():
        target = app.builder.get_target_uri(doc)
        book["chapters"][target] = {"exercises": n2n["exercises"], "assignment": n2n["assignment"]}
        text = nbformat.writes(n2n["notebook"])
        write(out / "notebooks" / f"{n2n['assignment']}.ipynb", text.encode())
    write(out / "chapters.js", f"window.n2nBook = {embedded(book)};\n".encode())


def load_scripts(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """`html-page-context`: what a page loads before the reader touches anything."""
    if app.builder.format != "html":
        return
    here = app.builder.get_target_uri(pagename)
    page = {"page": here, "root": relative_uri(here, "") or "./", "runtime": served("pyodide/")}
    spoken = f"words.{app.config.language}.js"  # English is inside the bundles
    if (WIDGETS / "static" / spoken).is_file():
        app.add_js_file(f"n2n/{spoken}", loading_method="defer")
    app.add_js_file("n2n/chapters.js", loading_method="defer")
    app.add_js_file("n2n/page.js", loading_method="defer", **{"data-n2n-page": json.dumps(page)})
    scripts: Iterable[str] = ()
    n2n = app.env.metadata.get(pagename, {}).get("n2n", {})
    if n2n.get("widgets"):
        scripts = (*scripts, "book.js", *(f"{name}.js" for name in n2n["widgets"]))
        app.add_css_file("n2n/widgets.css")
    if 'class="n2n-landing"' in context.get("body", ""):
        scripts = (*scripts, "landing.js")
    for name in scripts:
        app.add_js_file(f"n2n/{name}", loading_method="defer")
    for sheet in ("icons.css", "page.css"):
        app.add_css_file(f"n2n/{sheet}", priority=900)
