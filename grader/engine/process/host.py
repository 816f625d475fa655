"""Makes confined runs from a zygote: one of its own (`ZygoteHost`), or a fork of one that others share (`ForkedHost`).

host, level = start()
with host.run() as run:
    run.ask({"do": "cell", "source": "x = 1", "show": True, "whole": True})
"""

import contextlib
import json
import os
import platform
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grader.data import Json
from grader.engine.process.guard import START_SECONDS, Allowance, CannotJudge, Run, RunStopped, pid_of
from grader.engine.sandbox import canary, places, syscalls
from grader.engine.sandbox.confine import DEVICES, LAYERS
from grader.engine.sandbox.limits import DEFAULT, Limits
from grader.words import VARIABLE, Phrase, chosen, phrase, reason

ROOT = str(Path(__file__).resolve().parents[3])
"""The folder that holds the `grader` package."""

_PREFIX = "n2n-"

_BOOT = (
    "import json, sys; fd, root, settings = sys.argv[1:]; sys.path.insert(0, root); "
    "from grader.engine.process.zygote import main; main(int(fd), json.loads(settings))"
)


def readable_paths() -> list[str]:
    """What student code may read: Python and its libraries, and of this package the half that ships."""
    grader = Path(ROOT, "grader")
    system = "/lib /lib64 /usr/lib /usr/lib64 /usr/share/fonts /usr/share/zoneinfo /etc/fonts"
    paths = [Path(p, "lib") for p in (sys.base_prefix, sys.prefix)]
    paths += [Path(p) for p in (*system.split(), "/etc/ld.so.cache", "/etc/localtime")]
    paths += [
        Path(sys.prefix, "pyvenv.cfg"),
        grader / "frozen",
        grader / "rules",
        *sorted(grader.glob("*.py")),
    ]
    return [*dict.fromkeys(str(p) for p in paths), *DEVICES]


def clean_environment(scratch: str) -> dict[str, str]:
    """The whole environment of a zygote. Only its font cache is the instructor's own; children get another home."""
    return {
        "HOME": os.path.expanduser("~"),
        "IPYTHONDIR": f"{scratch}/ipython",
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
        "NBGRADER_EXECUTION": "autograde",
        "PYTHONHASHSEED": "0",
        VARIABLE: chosen(),
    }


class Host:
    """A zygote behind the socket `control`. Runs may be made from several threads.

    `layers` are those of `confine.LAYERS` that it uses; `scratch` is where its children get their folders, unless the
    kernel makes them one.
    """

    pid: int
    """Of the zygote, as seen from here."""

    def __init__(
        self, control: socket.socket, layers: frozenset[str], limits: Limits, scratch: str = ""
    ) -> None:
        self.control = control
        self.layers = layers
        self.limits = limits
        self.scratch = scratch
        self._lock = threading.Lock()

    @property
    def alive(self) -> bool:
        """Whether the zygote is there."""
        raise NotImplementedError

    def close(self) -> None:
        """End the zygote and, with it, every child."""
        raise NotImplementedError

    @contextmanager
    def run(self, clock: Allowance | None = None, **request: Any) -> Iterator[Run]:
        """A fresh confined child, killed with everything it started at the end or when the `clock` has run out.

        Raises CannotJudge.
        """
        ours, theirs = socket.socketpair()
        wake_reader, wake_writer = os.pipe()
        own_disk = "namespaces" in self.layers
        scratch = "" if own_disk else tempfile.mkdtemp(dir=self.scratch)
        try:
            try:
                reply, handles = self._ask({"scratch": scratch, **request}, [theirs.fileno(), wake_writer])
            finally:
                theirs.close()
                os.close(wake_writer)
            if not handles:
                raise CannotJudge("engine.no_child", what=str(reply.get("error")))

            def reap() -> int:
                return int(self._ask({"reap": reply["pid"]})[0]["status"])

            def forget() -> None:
                self._tell({"later": reply["pid"]})

            run = Run(
                ours, wake_reader, handles[0], reap, scratch, own_disk, self.limits, clock or Allowance()
            )
            try:
                run.wait_ready()
                yield run
            finally:
                # with namespaces nothing outlives the first process, and there is no folder to clear away
                run.kill(forget if own_disk else None)
                os.close(handles[0])
        finally:
            ours.close()
            os.close(wake_reader)
            if scratch:
                _remove(scratch)

    def _ask(self, request: Json, fds: list[int] | None = None) -> tuple[Json, list[int]]:
        with self._lock:
            try:
                socket.send_fds(self.control, [json.dumps(request).encode()], fds or [])
                message, received, *_ = socket.recv_fds(self.control, 1 << 16, 1)
            except OSError as e:
                raise CannotJudge("engine.gone", what=phrase("part.detail", text=reason(e))) from None
        if not message:
            raise CannotJudge("engine.gone")
        return json.loads(message), list(received)

    def _tell(self, request: Json) -> None:
        with self._lock, contextlib.suppress(OSError):  # a zygote that is gone has ended its children
            self.control.send(json.dumps(request).encode())

    def prove(self) -> canary.Level:
        """Send a canary and say what it could do. Raises CannotJudge if it did not come back."""
        with (
            canary.laid_out(self.pid, self.limits.disk) as bait,
            self.run(canary=bait) as run,
        ):
            try:
                return canary.level(run.reply())
            except RunStopped as e:
                raise CannotJudge("engine.canary", what=e.phrase) from None


class ZygoteHost(Host):
    """A zygote in a process of its own. Leaving out one of the `layers` is for tests and for `start`."""

    def __init__(
        self,
        layers: frozenset[str] = frozenset(LAYERS),
        limits: Limits = DEFAULT,
        figures: bool = False,
    ) -> None:
        _sweep()
        scratch = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=places.passable())
        os.chmod(scratch, 0o711)  # children that are other users pass through, and list nothing
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        super().__init__(control, layers, limits, scratch)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed by close)
        settings = {
            "layers": sorted(layers),
            "limits": limits.to_json(),
            "readable": readable_paths(),
            "figures": figures,
            "root": ROOT,
            "parent": os.getpid(),
        }
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-c", _BOOT, str(theirs.fileno()), ROOT, json.dumps(settings)],
                pass_fds=[theirs.fileno()],
                env=clean_environment(scratch),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                start_new_session=True,
            )
        self.pid = self.process.pid

    def wait_ready(self) -> None:
        """Wait until it serves. Raises CannotJudge with its own words if it cannot."""
        self.control.settimeout(START_SECONDS)
        try:
            reply = json.loads(self.control.recv(1 << 16) or b"{}")
        except OSError:
            reply = {}
        if "ready" not in reply:
            self._errors.seek(0)
            words = self._errors.read().decode(errors="replace").strip().split("\n")[-1]
            raise CannotJudge("engine.unstarted", what=str(reply.get("error", words)))
        self.control.settimeout(None)

    @property
    def alive(self) -> bool:
        """Whether the zygote is there."""
        return self.process.poll() is None

    def close(self) -> None:
        """End the zygote and, with it, every child."""
        self.control.close()
        self.process.kill()
        self.process.wait()
        self._errors.close()
        _remove(self.scratch)


class ForkedHost(Host):
    """A zygote forked from that of a `ZygoteHost` with all layers, whose control socket is `shared`.

    It is there in milliseconds, where a zygote of its own takes half a second of a core. Raises CannotJudge if nobody
    reads that socket.
    """

    def __init__(self, shared: socket.socket, limits: Limits) -> None:
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        super().__init__(control, frozenset(LAYERS), limits)
        control.settimeout(START_SECONDS)
        try:
            with theirs:
                # a name of its own for children's users; no answer comes through a socket that others use too
                socket.send_fds(shared, [json.dumps({"fork": os.getpid()}).encode()], [theirs.fileno()])
            _, handles, *_ = socket.recv_fds(control, 1 << 16, 1)
        except OSError:
            handles = []
        if not handles:
            control.close()
            raise CannotJudge("engine.shared_gone")
        control.settimeout(None)
        self._handle = handles[0]
        self.pid = pid_of(self._handle)

    @property
    def alive(self) -> bool:
        """Whether the zygote is there."""
        return not syscalls.wait_readable(self._handle, 0)

    def close(self) -> None:
        """End the zygote and, with it, every child."""
        self.control.close()
        syscalls.kill(self._handle)
        os.close(self._handle)


def start(limits: Limits = DEFAULT, figures: bool = False) -> tuple[ZygoteHost, canary.Level]:
    """The most confined host that this machine allows, and its proven level. Raises CannotJudge."""
    if not syscalls.LINUX:
        raise CannotJudge(_elsewhere(platform.system()))
    remaining = list(LAYERS)
    while True:
        host = ZygoteHost(frozenset(remaining), limits, figures)
        try:
            host.wait_ready()
            return host, host.prove()
        except CannotJudge:
            host.close()
            if not remaining:
                raise
            remaining.pop(0)


@contextmanager
def shared_zygotes(limits: Limits, figures: bool) -> Iterator[dict[bool, socket.socket]]:
    """Control sockets of zygotes for many workers to fork, by whether they draw figures: one that does not, both if `figures`.

    They start at once and are not waited for. Where one cannot start, nobody reads its socket.
    """
    with contextlib.ExitStack() as stack:
        made = {kind: ZygoteHost(limits=limits, figures=kind) for kind in {False, figures}}
        for own in made.values():
            stack.callback(own.close)
        yield {kind: own.control for kind, own in made.items()}


def _elsewhere(system: str) -> Phrase:
    """What is missing on another system than Linux, and what to do."""
    name = {"Darwin": "macOS"}.get(system, system)
    return phrase("engine.windows" if system == "Windows" else "engine.elsewhere", system=name)


def _sweep() -> None:
    """Delete scratch folders of ours whose process was killed."""
    for folder in [f for place in places.all_of_them() for f in Path(place).glob(f"{_PREFIX}*-*")]:
        owner = folder.name.removeprefix(_PREFIX).split("-")[0]
        with contextlib.suppress(OSError):
            if owner.isdigit() and folder.stat().st_uid == os.getuid() and not Path("/proc", owner).exists():
                _remove(str(folder))


def _remove(folder: str) -> None:
    """Delete a folder that hostile code filled, however deep: lifts what is inside instead of descending."""
    fresh = (f"{folder}/{secrets.token_hex(16)}" for _ in iter(int, 1))
    while entries := list(os.scandir(folder)):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            os.chmod(entry.path, 0o700)
            for inner in list(os.scandir(entry.path)):
                os.rename(inner.path, next(fresh))
            os.rmdir(entry.path)
    os.rmdir(folder)
