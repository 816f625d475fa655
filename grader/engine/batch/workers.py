"""Workers on this machine: processes that grade, each one's clock and memory watched from here.

An executor as in `concurrent.futures`. What it knows and others do not: a submission that takes long is no reason for
others to wait, so another worker takes its place; and a worker that dies, or has to be ended, costs one submission.
"""

import contextlib
import json
import os
import pickle
import selectors
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.engine.batch import reply
from grader.engine.batch.nursery import LENGTH
from grader.engine.batch.worker import Settings, Shared, proof, proven
from grader.engine.judging.bounds import TooMuch
from grader.engine.process import host as hosts
from grader.engine.process.guard import CannotJudge
from grader.engine.process.host import ROOT
from grader.engine.sandbox import syscalls
from grader.engine.sandbox.limits import Limits, resident
from grader.words import Phrase

if TYPE_CHECKING:
    from grader.engine.batch.run import Pool

MOST_MEMORY = 500 << 20
"""Bytes of a worker, shared ones included; honest ones have a fifth of it."""
MOST_CPU = 120.0
"""Seconds that a worker itself may compute for one submission: a hundred times what the largest honest one takes."""
SPARE = 24
"""Most workers beside those that others wait for: each holds a submission that takes long."""
SLOW = 2.0
"""Seconds from which a submission may count as one that takes long, and ..."""
TIMES = 10.0
"""... how many times longer than most it has to take."""
_TICK = 0.1

_BOOT = (
    "import json, sys; fd, parent, root, shared = sys.argv[1:]; sys.path.insert(0, root); "
    "from grader.engine.batch.nursery import main; main(int(fd), int(parent), json.loads(shared))"
)


class Died(RuntimeError):
    """What a submission fails with whose worker died twice; `killed`: from outside, which is nobody's doing in there."""

    def __init__(self, killed: bool) -> None:
        super().__init__("killed" if killed else "died")
        self.killed = killed


@dataclass
class _Task:
    future: Future[Any]
    call: tuple[Callable[..., Any], tuple[Any, ...]]
    deaths: int = 0


@dataclass(eq=False)
class _Worker:
    """One of them, from here."""

    sock: socket.socket
    pid: int
    handle: int
    known: set[str] = field(default_factory=set)
    """Keys of the texts that it has."""
    task: _Task | None = None
    begun: float = 0.0
    spent: float = 0.0
    """CPU seconds of its own before this task."""
    slow: bool = False
    incoming: bytearray = field(default_factory=bytearray)
    over: TooMuch | None = None
    """Why it was ended."""

    def cpu(self) -> float:
        """CPU seconds of its own, not of students' processes."""
        return syscalls.cpu_seconds(self.pid)

    def kill(self) -> None:
        """End it, and with it all that it started."""
        syscalls.kill(self.handle)


class Workers(Executor):
    """So many workers at work, and more while some take long. Functions give back what JSON can say."""

    def __init__(self, width: int, limits: Limits, shared: Mapping[bool, socket.socket]) -> None:
        self.width = width
        self.patience = 4 * limits.total
        """Seconds after which a worker hangs; the limits inside end far sooner."""
        self._texts: dict[str, str] = {}
        self._workers: list[_Worker] = []
        self._waiting: deque[_Task] = deque()
        self._promised: set[Future[Any]] = set()
        self._took: deque[float] = deque(maxlen=50)
        """Seconds that the last submissions took."""
        self._lock = threading.Lock()
        self._closing = self._ending = False
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._wake_reader.setblocking(False)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        inside = [(figures, control.fileno()) for figures, control in shared.items()]
        words = [str(theirs.fileno()), str(os.getpid()), ROOT, json.dumps(inside)]
        with theirs:
            self._nursery = subprocess.Popen(
                [sys.executable, "-P", "-c", _BOOT, *words],
                pass_fds=[theirs.fileno(), *(fd for _, fd in inside)],
                stdin=subprocess.DEVNULL,
                env=os.environ
                | {"OPENBLAS_NUM_THREADS": "1"},  # workers judge small arrays; and a fork wants one
                start_new_session=True,
            )
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._wake_reader, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="workers", daemon=True)
        self._thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # type: ignore[override]
        """Have a worker call a function of a module."""
        assert not kwargs
        task = _Task(Future(), (fn, args))
        with self._lock:
            if self._closing:
                raise BrokenExecutor("the workers have ended")
            self._waiting.append(task)
            self._promised.add(task.future)
        task.future.add_done_callback(self._promised.discard)
        self._wake()
        return task.future

    def share(self, text: str) -> Shared:
        """Give a text to all workers once, whatever needs it."""
        shared = Shared.of(text)
        with self._lock:
            self._texts[shared.key] = text
        return shared

    def held(self) -> int:
        """How many submissions are under way that take long: they keep no other one waiting."""
        return sum(w.slow for w in list(self._workers))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all workers; those at work too if `cancel_futures`."""
        with self._lock:
            self._closing = True
            self._ending |= cancel_futures
        self._wake()
        if wait:
            self._thread.join()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._wake_writer.send(b"!")

    # ---- the thread that supervises ----

    def _run(self) -> None:
        try:
            while not self._done():
                self._hand_out()
                busy = any(w.task for w in self._workers)
                for key, _ in self._selector.select(_TICK if busy else None):
                    if key.fileobj is self._wake_reader:
                        with contextlib.suppress(BlockingIOError):
                            self._wake_reader.recv(1 << 12)
                    else:
                        self._hear(key.data)
                self._look()
        except Exception as e:
            self._give_up(BrokenExecutor(f"{type(e).__name__}: {e}"))
        finally:
            self._end()

    def _done(self) -> bool:
        return self._closing and (self._ending or not (self._waiting or any(w.task for w in self._workers)))

    def _hand_out(self) -> None:
        while self._waiting:
            idle = next((w for w in self._workers if not w.task), None)
            if idle is None:
                if len(self._workers) - min(self.held(), SPARE) >= self.width:
                    return
                idle = self._born()
            with self._lock:
                task = self._waiting.popleft()
                texts = {k: t for k, t in self._texts.items() if k not in idle.known}
            if task.deaths or task.future.set_running_or_notify_cancel():
                self._give(idle, task, texts)

    def _born(self) -> _Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            told, (handle,) = self._asked({"fork": True}, [theirs.fileno()])
        worker = _Worker(ours, told["pid"], handle)
        self._workers.append(worker)
        self._selector.register(ours, selectors.EVENT_READ, worker)
        return worker

    def _asked(self, request: dict[str, Any], fds: list[int]) -> tuple[dict[str, Any], list[int]]:
        socket.send_fds(self._control, [json.dumps(request).encode()], fds)
        message, handles, *_ = socket.recv_fds(self._control, 1 << 12, 1)
        if not message:
            raise OSError("no worker can be started")
        return json.loads(message), list(handles)

    def _give(self, worker: _Worker, task: _Task, texts: dict[str, str]) -> None:
        worker.task, worker.begun, worker.spent = task, time.monotonic(), worker.cpu()
        worker.known |= texts.keys()
        message = pickle.dumps((texts, *task.call), pickle.HIGHEST_PROTOCOL)
        with contextlib.suppress(OSError):  # a worker that is gone is seen as such
            worker.sock.sendall(LENGTH.pack(len(message)))
            worker.sock.sendall(message)

    def _hear(self, worker: _Worker) -> None:
        try:
            chunk = worker.sock.recv(1 << 20)
        except OSError:
            chunk = b""
        if not chunk:
            self._buried(worker)
            return
        worker.incoming += chunk
        if len(worker.incoming) < LENGTH.size:
            return
        (size,) = LENGTH.unpack_from(worker.incoming)
        if size > reply.MOST:
            self._over(worker, "memory", reply.MOST)
        elif len(worker.incoming) == LENGTH.size + size:
            text = bytes(memoryview(worker.incoming)[LENGTH.size :])
            worker.incoming = bytearray()
            self._finished(worker, text)

    def _finished(self, worker: _Worker, text: bytes) -> None:
        task, worker.task = worker.task, None
        assert task is not None
        if task.call[0] is not proof:
            self._took.append(time.monotonic() - worker.begun)
        worker.slow = False
        answer = json.loads(text)
        del text
        if "cannot" in answer:
            task.future.set_exception(CannotJudge(Phrase.from_json(answer["cannot"])))
        else:
            task.future.set_result(answer["value"])
        if len(self._workers) - self.held() > self.width:
            self._dismiss(worker)

    def _look(self) -> None:
        """End what uses too much, and see what takes long."""
        now = time.monotonic()
        long = max(SLOW, TIMES * statistics.median(self._took) if self._took else 0.0)
        for worker in self._workers:
            if (
                worker.task is None or worker.over or worker.task.call[0] is proof
            ):  # a proof is no student's work
                continue
            if resident(worker.pid) > MOST_MEMORY:
                self._over(worker, "memory", MOST_MEMORY)
            elif worker.cpu() - worker.spent > MOST_CPU:
                self._over(worker, "cpu", MOST_CPU)
            elif now - worker.begun > self.patience:
                self._over(worker, "total", self.patience)
            elif now - worker.begun > long:
                worker.slow = True

    def _over(self, worker: _Worker, limit: str, amount: float) -> None:
        worker.over = TooMuch(limit, amount)
        worker.kill()

    def _dismiss(self, worker: _Worker) -> int:
        """It ends; its exit status."""
        self._workers.remove(worker)
        self._selector.unregister(worker.sock)
        worker.sock.close()
        told, _ = self._asked({"reap": worker.pid}, [])
        os.close(worker.handle)
        return int(told["status"])

    def _buried(self, worker: _Worker) -> None:
        """A worker died: its submission is tried once more, unless it was ended from here."""
        task, worker.task = worker.task, None
        worker.kill()  # if it only closed its end
        killed = os.WIFSIGNALED(status := self._dismiss(worker)) and os.WTERMSIG(status) == signal.SIGKILL
        if task is None:
            return
        if worker.over:
            task.future.set_exception(worker.over)
        elif task.deaths:
            task.future.set_exception(Died(killed))
        else:
            task.deaths += 1
            with self._lock:
                self._waiting.appendleft(task)

    def _give_up(self, why: BrokenExecutor) -> None:
        with self._lock:
            self._closing = True
            self._waiting.clear()
        for future in [*self._promised]:
            if not future.done():
                future.set_exception(why)

    def _end(self) -> None:
        self._give_up(BrokenExecutor("the workers have ended"))
        for worker in self._workers:
            if worker.task or self._ending:
                worker.kill()
            worker.sock.close()
        self._control.close()
        for worker in self._workers:  # they clear away what they have on disk
            if not syscalls.wait_readable(worker.handle, 2000):
                worker.kill()
            os.close(worker.handle)
        self._nursery.kill()
        self._nursery.wait()
        self._selector.close()
        self._wake_reader.close()
        self._wake_writer.close()


@contextmanager
def local_pool(width: int, settings: Settings) -> Iterator["Pool"]:
    """So many workers on this machine. Raises CannotJudge where it cannot confine anything."""
    if not syscalls.LINUX:
        hosts.start(settings.limits)  # which says what is missing
    with hosts.shared_zygotes(settings.limits, settings.figures) as shared:
        executor = Workers(width, settings.limits, shared)
        try:
            # all of them start while nbgrader is imported here
            proofs = [executor.submit(proof, settings) for _ in range(width)]
            from grader.engine.batch.run import Pool

            yield Pool(
                executor,
                lambda: proven(proofs[0].result()),
                3 * width,
                executor.share,
                held=executor.held,
            )
        except BaseException:  # nobody takes what is under way, so nobody waits for it
            executor.shutdown(cancel_futures=True)
            raise
        finally:
            executor.shutdown()
