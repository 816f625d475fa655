"""The trusted end of one run: owns the clock and the caps, kills, and believes nothing it is told."""

import contextlib
import math
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator

from grader.data import Json
from grader.engine.process.wire import BrokenWire, Incoming, frame
from grader.engine.sandbox import syscalls
from grader.engine.sandbox.limits import Limits, amount
from grader.record import ended_by
from grader.words import Phrase, Refusal, phrase

START_SECONDS = 60.0
_POLL_MILLISECONDS = 250
_LOOK_MILLISECONDS = 20
"""Between two looks at a scratch folder: a fast disk takes some 50 MB in that time."""


class CannotJudge(Refusal, RuntimeError):
    """The grader's own failure: the submission keeps its standing and is reported, never scored 0."""


class RunStopped(Exception):
    """A run that was ended: its outcome is `stopped.<limit>`, which `phrase` says."""

    def __init__(self, limit: str, limits: Limits, detail: str = "") -> None:
        self.limit = limit
        self.amount = amount(limit, getattr(limits, limit, 0.0))
        self.detail = detail
        super().__init__(limit)

    @property
    def phrase(self) -> Phrase:
        """What is told of it, without saying where."""
        return phrase(
            f"outcome.stopped.{self.limit}", amount=self.amount, detail=ended_by(self.limit, self.detail)
        )

    def to_json(self) -> Json:
        """The record of a stopped case."""
        return {"stopped": {"limit": self.limit, "amount": self.amount, "detail": self.detail}}


class Allowance:
    """How long a submission may take in all, however many processes it takes; it can be stopped."""

    def __init__(self, seconds: float = math.inf) -> None:
        self._end = time.monotonic() + seconds

    @property
    def out(self) -> bool:
        """Whether time is up."""
        return time.monotonic() > self._end

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """What happens inside takes none of the time."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - begun


class Run:
    """One confined child, by its socket and a handle (pidfd) that no other process can take over.

    The child writes to the pipe `wake_reader` when it waits for us or for room: what it says until then waits in the socket,
    where a stop finds it, and wakes nobody up.
    `own_disk` says that its scratch folder is sized by the kernel and needs no watching from here;
    when the `clock` has run out it ends in any case.
    """

    def __init__(
        self,
        sock: socket.socket,
        wake_reader: int,
        handle: int,
        reap: Callable[[], int],
        scratch: str,
        own_disk: bool,
        limits: Limits,
        clock: Allowance,
    ) -> None:
        self.sock = sock
        sock.setblocking(False)
        self.wake_reader = wake_reader
        self.handle = handle
        self.limits = limits
        self._reap = reap
        self.own_disk = own_disk
        self._scratch = "" if own_disk else scratch
        self._looked = 0.0
        self._incoming = Incoming(limits.reply)
        self._pid = pid_of(handle)
        self._step_wall = START_SECONDS
        self._step_cpu = float("inf")
        self._whole = clock
        self._begun = time.monotonic()
        self._status: int | None = None
        self._wakes = select.poll()  # not select(), which knows no descriptor above 1023
        self._wakes.register(wake_reader, select.POLLIN)
        self._more = select.poll()
        self._more.register(wake_reader, select.POLLIN)
        self._more.register(sock, select.POLLIN)

    def wait_ready(self) -> None:
        """Wait for the confinement. Raises CannotJudge if it failed: then no student code has run."""
        try:
            reply = self.reply()
        except RunStopped as e:
            raise CannotJudge("engine.child", what=e.phrase) from None
        if "ready" not in reply:
            raise CannotJudge("engine.confinement", what=str(reply.get("error"))[:300])

    def ask(self, request: Json | bytes) -> Json:
        """Send a request, which may be framed already, and wait for its first reply. Raises RunStopped."""
        self.send(request)
        self.follow()
        return self.reply()

    def send(self, request: Json | bytes) -> None:
        """Send a request whose replies are waited for later. Raises RunStopped."""
        try:
            self.sock.settimeout(self.limits.wall)
            self.sock.sendall(request if isinstance(request, bytes) else frame(request))
            self.sock.setblocking(False)
        except TimeoutError:
            raise RunStopped("wall", self.limits) from None
        except OSError:
            raise self._died() from None

    def follow(self) -> None:
        """Go on to the replies to the next request that was sent: each has the limits of one step."""
        self._begun = time.monotonic()
        self._step_wall = self.limits.wall
        self._step_cpu = self._cpu() + self.limits.cpu
        self._incoming.begin()

    def reply(self) -> Json:
        """The next reply to the last request, on the clock of that request. Raises RunStopped."""
        said = self.next()
        if isinstance(said, bytes):
            raise RunStopped("protocol", self.limits)
        return said

    def next(self) -> dict[str, Json] | bytes:
        """The next reply to the last request, or a record as it came. Raises RunStopped."""
        while (said := self._next()) is None:
            received = self._receive()
            self._check_disk()  # however much is said meanwhile
            if received:
                continue
            self._check_clocks()  # of what is not done yet
            # who has begun a message and waits for room wakes us once, and goes on as soon as there is some
            waiting = self._more if self._incoming.buffer else self._wakes
            ready = waiting.poll(_LOOK_MILLISECONDS if self._scratch else _POLL_MILLISECONDS)
            woken = any(fd == self.wake_reader for fd, _ in ready)
            if woken and not os.read(self.wake_reader, 1 << 12) and not self._receive():
                raise self._died()
        if isinstance(said, dict) and "flood" in said:
            raise RunStopped("output", self.limits)
        self._check_disk(now=not self._incoming.buffer)  # written faster than we looked
        return said

    def _next(self) -> dict[str, Json] | bytes | None:
        try:
            return self._incoming.next()
        except OverflowError:
            raise RunStopped("reply", self.limits) from None
        except BrokenWire:
            raise RunStopped("protocol", self.limits) from None

    def _receive(self) -> bool:
        """Take what is there; whether anything was."""
        try:
            chunk = self.sock.recv(1 << 20)
        except BlockingIOError:
            return False
        except OSError:
            chunk = b""
        if not chunk:
            raise self._died()
        self._incoming.feed(chunk)
        return True

    def _check_clocks(self) -> None:
        now = time.monotonic()
        if self._cpu() > self._step_cpu:
            raise RunStopped("cpu", self.limits)
        if now - self._begun > self._step_wall and now - self._begun - self._queued() > self._step_wall:
            raise RunStopped("wall", self.limits)
        if self._whole.out:
            raise RunStopped("total", self.limits)

    def _check_disk(self, now: bool = False) -> None:
        """Look at a scratch folder that the kernel does not size, as often as need be or `now`. Raises RunStopped."""
        if not self._scratch:
            return
        clock = time.monotonic()
        if not now and clock - self._looked < _LOOK_MILLISECONDS / 1000:
            return
        self._looked = clock
        if _usage(self._scratch, self.limits) > self.limits.disk:
            raise RunStopped("disk", self.limits)

    def _cpu(self) -> float:
        """CPU seconds of all threads of the child so far."""
        return syscalls.cpu_seconds(self._pid)

    def _queued(self) -> float:
        """Seconds in which the child wanted to run but others had the cores: no fault of the student's."""
        nanoseconds = 0
        with contextlib.suppress(OSError, ValueError, IndexError):
            for task in os.listdir(f"/proc/{self._pid}/task"):
                with open(f"/proc/{self._pid}/task/{task}/schedstat") as f:
                    nanoseconds += int(f.read().split()[1])
        return nanoseconds / 1e9

    def _died(self) -> RunStopped:
        """Why the other end closed: the exit status tells. Raises CannotJudge where that is nobody's doing in there."""
        ended = syscalls.wait_readable(self.handle, 1000)
        spent = self._cpu()  # which nobody knows any more once it is reaped
        self.kill()
        if not ended:
            return RunStopped("protocol", self.limits)
        code = os.waitstatus_to_exitcode(self._status or 0)
        if code == -signal.SIGXCPU or (code == -signal.SIGKILL and spent >= self.limits.cpu):
            return RunStopped("cpu", self.limits)
        if code == -signal.SIGKILL:  # which no student can send: see seccomp
            raise CannotJudge("engine.killed")
        if code < 0:
            return RunStopped("died", self.limits, signal.Signals(-code).name)
        return RunStopped("died", self.limits, str(code))

    def kill(self, forget: Callable[[], None] | None = None) -> None:
        """End the child and everything it started; `forget` is called instead of waiting for the end.

        Safe to call twice.
        """
        if self._status is None:
            syscalls.kill(self.handle)
            if forget:
                self._status = -1
                forget()
            else:
                self._status = self._reap()


def pid_of(handle: int) -> int:
    """The process id behind a handle, as seen from here."""
    with open(f"/proc/self/fdinfo/{handle}") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("Pid:"))


def _usage(folder: str, limits: Limits) -> int:
    """Bytes below a folder that hostile code may be changing; more than the cap as soon as it has too many files."""
    total = files = 0
    stack = [folder]
    while stack:
        try:
            with os.scandir(stack.pop()) as entries:
                for entry in entries:
                    files += 1
                    if files > limits.inodes:
                        return limits.disk + 1
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        stack.append(entry.path)
        except OSError:
            continue
    return total
