"""What there is to attack: files, sockets and a process, laid out so that any unconfined process could reach them."""

import contextlib
import os
import resource
import secrets
import selectors
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass
class Bait:
    """`given` is what an attack is told; the rest says afterwards whether it was taken."""

    given: dict[str, Any]
    token: str
    folder: Path
    victim: subprocess.Popen[bytes]
    received: set[str] = field(default_factory=set)
    before: Any = None

    def state(self) -> Any:
        """All that an attack could have changed about files and the other process."""
        files = {str(p): p.read_bytes() if p.is_file() else b"" for p in sorted(self.folder.rglob("*"))}
        return files, Path(self.given["shared"]).exists()

    def victim_state(self) -> Any:
        """What another process can do to one."""
        pid = self.victim.pid
        deadline = time.monotonic() + 5
        while "\tR" in Path(f"/proc/{pid}/status").read_text() and time.monotonic() < deadline:
            time.sleep(0.05)  # on its way into its sleep
        if self.victim.poll() is not None:
            return "dead"
        told = Path(f"/proc/{pid}/status").read_text().splitlines()
        kept = [s.split()[1] for s in told if s.startswith(("State", "TracerPid", "Cpus_allowed_list"))]
        limits = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        oom = Path(f"/proc/{pid}/oom_score_adj").read_text()
        return kept, limits, oom, os.getpriority(os.PRIO_PROCESS, pid)


@contextlib.contextmanager
def laid_out(tmp: Path) -> Iterator[Bait]:
    """Fresh bait below `tmp`, cleared away afterwards."""
    token = "TOKEN-" + secrets.token_hex(8)
    folder = tmp / "bait"
    (folder / "banks").mkdir(parents=True)
    for path in (folder / "secret.txt", folder / "other.ipynb", folder / "banks/hidden.json"):
        path.write_text(token)
        path.chmod(0o666)
    with contextlib.closing(sqlite3.connect(folder / "gradebook.db")) as db:
        db.execute("create table grade (auto_score float)")
        db.execute("insert into grade values (0)")
        db.commit()
    (folder / "gradebook.db").chmod(0o666)
    folder.chmod(0o777)
    for parent in (tmp, *tmp.parents):
        if parent.stat().st_uid == os.getuid() and parent.is_relative_to("/tmp") and parent != Path("/tmp"):
            parent.chmod(0o755)
    code = "import sys, time; print('ready', flush=True); time.sleep(600)"
    with contextlib.ExitStack() as stack:
        victim = subprocess.Popen(
            [sys.executable, "-c", code],
            env={"SECRET": token},
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        stack.callback(_end, victim)
        assert victim.stdout
        victim.stdout.readline()
        tcp, udp, unix, abstract = (stack.enter_context(_listener(k, folder)) for k in KINDS)
        shared = Path("/dev/shm", f"n2n-{token}")
        stack.callback(shared.unlink, missing_ok=True)
        given = {
            "root": str(ROOT),
            "token": token,
            "secret": str(folder / "secret.txt"),
            "other": str(folder / "other.ipynb"),
            "gradebook": str(folder / "gradebook.db"),
            "folder": str(folder),
            "shared": str(shared),
            "pid": victim.pid,
            "tcp": tcp.getsockname()[1],
            "udp": udp.getsockname()[1],
            "unix": str(folder / "socket"),
            "abstract": abstract.getsockname()[1:].decode(),
        }
        bait = Bait(given, token, folder, victim)
        listeners = dict(zip((tcp, udp, unix, abstract), KINDS, strict=True))
        stack.enter_context(_watched(listeners, bait.received))
        yield bait


KINDS = ("tcp", "udp", "unix", "abstract")


def _listener(kind: str, folder: Path) -> socket.socket:
    local = kind in ("unix", "abstract")
    family = socket.AF_UNIX if local else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
    path = str(folder / "socket") if kind == "unix" else f"\0n2n-{secrets.token_hex(8)}"
    sock.bind(path if local else ("127.0.0.1", 0))
    if kind == "unix":
        os.chmod(path, 0o777)
    if kind != "udp":
        sock.listen()
    return sock


@contextlib.contextmanager
def _watched(listeners: dict[socket.socket, str], received: set[str]) -> Iterator[None]:
    """Notes in `received` what arrives at which listener. Its thread ends before the listeners are closed:
    the number of a descriptor that a thread still waits for is not free for others.
    """
    stop, stopped = socket.socketpair()

    def watch() -> None:
        with selectors.DefaultSelector() as ready:
            for sock in (*listeners, stopped):
                ready.register(sock, selectors.EVENT_READ)
            while stopped not in (arrived := {key.fileobj for key, _ in ready.select()}):
                for sock in arrived:
                    kind = listeners[sock]
                    with contextlib.suppress(OSError):
                        sock.recv(10) if kind == "udp" else sock.accept()[0].close()
                    received.add(kind)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.close()
        thread.join()
        stopped.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()
