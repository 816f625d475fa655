"""Packages of npm and PyPI, fetched by their own clients into a folder."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from book.node import node_environment
from book.node import npm as client


class NotHad(Exception):
    """What a contestant needs did not come; the message says what."""


def npm(spec: str, target: Path) -> Path:
    """The files of an npm package."""
    target.mkdir(parents=True)
    command = [*client(), "pack", "--silent", spec]
    done = subprocess.run(
        command, cwd=target, env=node_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotHad(f"npm did not bring {spec}")
    with tarfile.open(target / done.stdout.split()[-1]) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def wheel(spec: str, target: Path) -> Path:
    """A wheel of PyPI, as it is."""
    target.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    done = subprocess.run([*pip, "--dest", target, spec], capture_output=True, check=False)
    if done.returncode:
        raise NotHad(f"pip did not bring {spec}")
    return next(target.glob("*.whl"))


def unpack(archive: Path, inside: str, target: Path) -> None:
    """The files directly in one folder of a wheel."""
    target.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive) as zipped:
        for name in zipped.namelist():
            if name.startswith(inside) and "/" not in name.removeprefix(inside):
                (target / name.removeprefix(inside)).write_bytes(zipped.read(name))
