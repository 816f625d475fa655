"""Chapters are executed again when the code they call has changed, not only when their text has."""

import hashlib
import os
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

CODE = ("solutions", "grader", "widgets")
KEPT = 3  # caches of older code that stay, for going back and forth between branches


def code_digest(root: Path) -> str:
    """A name for the state of all code that a chapter calls."""
    found = hashlib.sha256()
    for folder in CODE:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".json", ".npz", ".mplstyle"} and "__pycache__" not in path.parts:
                found.update(f"{path.relative_to(root).as_posix()}\0".encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


def key_cache(app: Sphinx, config: Config) -> None:
    """`config-inited`: an execution cache of its own for every state of the code."""
    root = Path(app.srcdir)
    config.n2n_digest = code_digest(root)  # rebuild="env": pages are read again as well
    caches = Path(app.outdir).parent / ".jupyter_cache"
    config.nb_execution_cache_path = str(caches / config.n2n_digest)
    if caches.is_dir():
        old = [p for p in caches.iterdir() if p.is_dir() and p.name != config.n2n_digest]
        for path in sorted(old, key=lambda p: p.stat().st_mtime)[:-KEPT]:
            shutil.rmtree(path, ignore_errors=True)
    # the kernels import solutions, grader and widgets from this clone
    paths = [str(root), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
