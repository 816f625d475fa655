"""Python as the pages fetch it, made when the book is built: official files in, bytecode out.

Pyodide ships its library, numpy and matplotlib as source, which every start of Python in a page would compile again: most
of the time that a start took. Here the same Python, in Node, compiles it once. The pages fetch two packs: first numpy without
what no page can use, and the standard library, of which what a start imports is bytecode and the rest source as before; with the
first figure matplotlib, what it needs, and its list of fonts. What was made is kept beside the fetched files, under a name that
tells what it was made from.
"""

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from sphinx.errors import ExtensionError

from book.node import node_program
from book.runtime import Say, cache_dir, lock
from grader import words
from grader.author.files import write_whole

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
PLOTS = ("matplotlib.pyplot", "matplotlib.backends.backend_svg", "matplotlib.style", "PIL.PngImagePlugin")
"""What a figure imports."""
UNUSED = (
    "numpy/f2py/",
    "numpy/_pyinstaller/",
    "numpy/_core/include/",
    "numpy/_core/lib/",
    "numpy/random/lib/",
    "matplotlib/tests/",
    "matplotlib/mpl-data/sample_data/",
    "matplotlib/mpl-data/images/",
    "matplotlib/mpl-data/fonts/afm/",  # for PostScript and PDF only
    "matplotlib/mpl-data/fonts/pdfcorefonts/",
    "matplotlib/mpl-data/fonts/ttf/DejaVuSansMono-",  # bold and oblique: the plain ones stand for them
    "matplotlib/mpl-data/fonts/ttf/DejaVuSerif-",
    "mpl_toolkits/axes_grid1/tests/",
    "mpl_toolkits/axisartist/tests/",
    "mpl_toolkits/mplot3d/tests/",
)
IDLE = {"matplotlib-pyodide", "fonttools", "pytz"}
"""Packages that no figure in a page needs: for a canvas, for PDF, for dates of other time zones."""
TYPES = {".py", ".so", ".txt"}
KEPT = 6  # packs of older states that stay in the cache


def wheels() -> dict[str, str]:
    """Packages by name: the runtime files that hold them."""
    return {name: f"pyodide/{p['file_name']}" for name, p in lock().pyodide["packages"].items()}


def replaced(name: str) -> bool:
    """Whether a pack stands in the page for a runtime file."""
    return name in {*wheels().values(), "pyodide/python_stdlib.zip"}


def lock_file() -> dict[str, Any]:
    """Pyodide's lock file for the pages, to which all packages come in packs."""
    return {**lock().pyodide, "packages": {}}


def packs(files: Mapping[str, Path], say: Say = lambda _: None) -> tuple[Path, Path]:
    """The packs from verified runtime files: the standard library with numpy; matplotlib with all it needs."""
    library = "pyodide/python_stdlib.zip"
    used = {name: file for name, file in sorted(wheels().items()) if name not in IDLE}

    def make() -> dict[str, bytes]:
        say(words.say("build.python"))
        standard = _unzip(files[library].read_bytes())
        sources = {name: _sources(files[file].read_bytes()) for name, file in used.items()}
        numpy = sources.pop("numpy")
        plots = {name: content for other in sources.values() for name, content in other.items()}
        trees = {"library": (LIBRARY, standard), "numpy": (SITE, numpy), "plots": (SITE, plots)}
        compiled, read = _compile(files, trees, {"python": FIRST, "plots": PLOTS})
        started, drawn = read["python"], read["plots"] - read["python"]
        first = {name: content for name, content in standard.items() if name + "c" not in started}
        first |= {name: compiled["library"][name] for name in started}
        python = _at(LIBRARY, first) | _at(SITE, _compiled(numpy, compiled["numpy"]))
        beside = {_in_cache_folder(name[:-1]): compiled["library"][name] for name in drawn}
        figures = _at(LIBRARY, beside) | _at(SITE, _compiled(plots, compiled["plots"]))
        return {"python": _tar(python), "plots": _tar(figures)}

    official = [
        lock().files[name] for name in (library, *used.values())
    ]  # what they are, without reading them
    chosen = repr((FIRST, PLOTS, UNUSED, sorted(TYPES), official)).encode()
    made = _kept(("python", "plots"), [chosen], make)
    return made["python"], made["plots"]


def modules(pack: Path) -> list[str]:
    """The names by which what lies in a pack is imported."""
    with tarfile.open(pack) as tar:
        inside = [PurePosixPath(m.name).relative_to(SITE).parts[0] for m in tar if m.name.startswith(SITE)]
    return sorted({name.partition(".")[0] for name in inside if not name.endswith(".dist-info")})


def _sources(wheel: bytes) -> dict[str, bytes]:
    return {name: content for name, content in _unzip(wheel).items() if _used(name)}


def _compiled(sources: Mapping[str, bytes], bytecode: Mapping[str, bytes]) -> dict[str, bytes]:
    return {n: content for n, content in sources.items() if not n.endswith(".py")} | dict(bytecode)


def _at(place: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{place}/{name}": content for name, content in files.items()}


def with_bytecode(
    files: Mapping[str, Path], place: str, sources: Mapping[str, bytes], say: Say = lambda _: None
) -> dict[str, bytes]:
    """Files to unpack at `place`, each module's bytecode beside its source: tracebacks show the source."""
    code = {name: content for name, content in sources.items() if name.endswith(".py")}

    def make() -> dict[str, bytes]:
        say(words.say("build.checker"))
        compiled, _ = _compile(files, {"code": (place.lstrip("/"), code)}, {})
        beside = {_in_cache_folder(name[:-1]): content for name, content in compiled["code"].items()}
        return {"checker": _tar(beside)}

    stated = [place.encode(), *(part for name in sorted(code) for part in (name.encode(), code[name]))]
    with tarfile.open(_kept(("checker",), stated, make)["checker"]) as tar:
        return dict(sources) | {m.name: stream.read() for m in tar if (stream := tar.extractfile(m))}


def _used(name: str) -> bool:
    useful = Path(name).suffix in TYPES or name.startswith("matplotlib/mpl-data/")
    return name.endswith("/METADATA") or (useful and not name.startswith(UNUSED))


def _in_cache_folder(name: str) -> str:
    path = PurePosixPath(name)
    return str(path.parent / "__pycache__" / f"{path.stem}.{TAG}.pyc")


def _kept(
    kinds: tuple[str, ...], made_from: Iterable[bytes], make: Callable[[], dict[str, bytes]]
) -> dict[str, Path]:
    """What `make` gives of each kind for these bytes, and this program: from the cache if it is there whole."""
    digest = hashlib.sha256()
    core = [lock().files[f"pyodide/{name}"].encode() for name in CORE]
    for part in (Path(__file__).read_bytes(), SCRIPT.read_bytes(), *core, *made_from):
        digest.update(hashlib.sha256(part).digest())
    store = cache_dir() / f"bytecode-{lock().version}"
    paths = {kind: store / f"{kind}-{digest.hexdigest()[:16]}.pack" for kind in kinds}
    if all(map(_whole, paths.values())):
        return paths
    content = make()
    store.mkdir(parents=True, exist_ok=True)
    for kind, path in paths.items():
        write_whole(path, content[kind])
        for old in sorted(store.glob(f"{kind}-*.pack"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    return paths


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
    files: Mapping[str, Path],
    trees: dict[str, tuple[str, dict[str, bytes]]],
    imports: Mapping[str, Iterable[str]],
) -> tuple[dict[str, dict[str, bytes]], dict[str, set[str]]]:
    """What every tree got: the bytecode of its modules (…/x.pyc), and what they wrote there: matplotlib its list of fonts.

    Second, by the names of `imports`, what of the library's zip had been read (as .pyc) after these were made in turn.
    """
    try:
        node = node_program("node")
    except ImportError:
        raise ExtensionError(words.say("build.no_node.python")) from None
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
        job = {
            "trees": {tree: f"/{place}" for tree, (place, _) in trees.items()},
            "imports": {stage: list(modules) for stage, modules in imports.items()},
        }
        Path(work, "job.json").write_text(json.dumps(job), "utf8")
        done = subprocess.run([node, SCRIPT, work], capture_output=True, text=True, check=False)
        if done.returncode:
            said = done.stderr.strip().splitlines() or [words.say("build.no_reason")]
            raise ExtensionError(words.say("build.uncompiled", what=said[-1]))
        made = {tree: _added(Path(work, tree), content) for tree, (_, content) in trees.items()}
    read = json.loads(done.stdout.splitlines()[-1])
    return made, {stage: {n + "c" for n in names if n.endswith(".py")} for stage, names in read.items()}


def _added(folder: Path, before: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files below a folder that were not there before."""
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if name not in before}


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
