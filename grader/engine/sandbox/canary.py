"""A canary: before any student code runs, one child tries to do harm, and what it can do decides the level.

strong    nothing gets out, and it sees no other process and has a file tree and a sized disk of its own
standard  nothing gets out: no file, no network, no process, no signal
weak      limits and a dropped root only, or a layer that leaks
none      nothing holds it
"""

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.engine.sandbox import places

LEVELS = ("none", "weak", "standard", "strong")


@dataclass(frozen=True)
class Level:
    """A proven level of confinement, and what is missing from the next: names in BARRIERS and PRIVATE."""

    name: str
    missing: tuple[str, ...]
    where: str = ""
    """The machine, if it is not this one."""

    @property
    def safe(self) -> bool:
        """Whether untrusted code may run without the instructor's explicit word."""
        return self.name in ("strong", "standard")


BARRIERS = ("read", "write", "list", "tcp", "udp", "unix", "signal", "fork", "renice", "root")
"""Every one of these must fail for `standard`, ..."""

PRIVATE = ("processes", "disk")
"""... these too for `strong`."""


def level(facts: dict[str, Any]) -> Level:
    """The level that the canary's facts prove. `facts[name]` is True where the attempt succeeded."""
    open_barriers = [name for name in BARRIERS if facts.get(name) is not False]
    not_private = [name for name in PRIVATE if facts.get(name) is not False]
    if not open_barriers:
        return Level("standard" if not_private else "strong", tuple(not_private))
    held = len(BARRIERS) - len(open_barriers)
    return Level("weak" if held > 2 else "none", tuple(open_barriers))


@contextmanager
def laid_out(pid: int, disk: int) -> Iterator[dict[str, Any]]:
    """Bait that any process of this machine could take: an open file, folder and sockets, and process `pid`."""
    with (
        tempfile.TemporaryDirectory(prefix="n2n-bait-", dir=places.passable()) as folder,
        socket.socket() as tcp,
        socket.socket(socket.AF_UNIX) as unix,
    ):
        os.chmod(folder, 0o777)
        secret = Path(folder, "secret")
        secret.write_text("secret")
        secret.chmod(0o644)
        tcp.bind(("127.0.0.1", 0))
        tcp.listen()
        path = f"{folder}/socket"
        unix.bind(path)
        os.chmod(path, 0o777)
        unix.listen()
        port = tcp.getsockname()[1]
        yield {
            "secret": str(secret),
            "folder": folder,
            "port": port,
            "socket": path,
            "pid": pid,
            "disk": disk,
        }


def probe(bait: dict[str, Any]) -> dict[str, Any]:
    """Try everything in BARRIERS and PRIVATE against what the guard laid out. True: it worked."""
    attempts: dict[str, Callable[[], object]] = {
        "read": lambda: Path(bait["secret"]).read_text(),
        "write": lambda: Path(bait["folder"], "written").write_text("x"),
        "list": lambda: os.listdir(bait["folder"]),
        "tcp": lambda: socket.socket().connect(("127.0.0.1", bait["port"])),
        "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
        "unix": lambda: socket.socket(socket.AF_UNIX).connect(bait["socket"]),
        "signal": lambda: os.kill(bait["pid"], 0),
        "fork": _fork,
        "renice": lambda: os.setpriority(os.PRIO_PROCESS, bait["pid"], 19),
        "root": lambda: os.setuid(0) if os.getuid() else True,
        "processes": lambda: os.stat(f"/proc/{bait['pid']}"),
        "disk": lambda: _sized(bait["disk"]),
    }
    return {name: _works(attempt) for name, attempt in attempts.items()}


def _works(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _sized(most: int) -> None:
    space = os.statvfs(".")
    if space.f_blocks * space.f_frsize <= most:
        raise OSError("sized")
