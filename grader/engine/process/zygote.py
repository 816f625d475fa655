"""The zygote: a single-threaded Python with everything imported and warmed, which forks a child for each run.

Started by `host.ZygoteHost` in a clean environment. It has seen no submission, no test, no solution and no
gradebook, so its children cannot either. One request, one fork; the guard talks to the child directly.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
from dataclasses import dataclass, field
from typing import Any

from grader.engine.process.child import Server
from grader.engine.process.shell import ZMQInteractiveShell, make_shell
from grader.engine.process.warming import warm
from grader.engine.process.wire import Channel
from grader.engine.sandbox import canary, namespaces, seccomp, syscalls
from grader.engine.sandbox.confine import Confinement, confine, other_users, uid_of
from grader.engine.sandbox.limits import Limits, unlimited
from grader.words import catalogue, chosen

_PRELOADED = (
    "numpy.linalg numpy.random numpy.fft numpy.testing numpy.polynomial "
    "grader.check grader.bank grader.rules grader.data grader.packing grader.reading grader.perform grader.digits "
    "collections.abc dataclasses functools itertools math random typing time"
)


_ENDING_MILLISECONDS = 5


def main(fd: int, settings: dict[str, Any]) -> None:
    """Serve forks on the socket `fd` until the guard closes it. Prints nothing; errors go over the socket."""
    control = socket.socket(fileno=fd)
    how = Confinement(
        frozenset(settings["layers"]), Limits(**settings["limits"]), tuple(settings["readable"])
    )
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the guard's to handle
    syscalls.die_with_parent(settings["parent"])
    unlimited()
    syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
    try:
        shell = make_shell(settings["figures"])
        catalogue(chosen())  # which cannot be read any more once a child is confined
        for name in _PRELOADED.split():
            importlib.import_module(name)
        warm(shell)
        # the clone holds what students must not read; what they need of it is imported by now
        sys.path[:] = [p for p in sys.path if p not in ("", settings["root"])]
        sys.dont_write_bytecode = True
        if len(os.listdir("/proc/self/task")) != 1:
            raise OSError("the zygote has more than one thread and cannot fork safely")
        seccomp.filter_program(0)  # its constant halves are made once, here
        other_users()
        gc.collect()
        gc.freeze()  # keeps the collector from touching, and so copying, shared pages
        memory = syscalls.own_memory()  # asked here, where there is a /proc
        zygote = Zygote(control, how, shell)
        if "namespaces" in how.layers:
            zygote.move_out()
        syscalls.collapse(memory)
    except OSError as e:
        control.send(json.dumps({"error": str(e)}).encode())
        return
    control.send(json.dumps({"ready": os.getpid()}).encode())
    zygote.serve()


@dataclass
class Zygote:
    """What the forks need."""

    control: socket.socket
    how: Confinement
    shell: ZMQInteractiveShell
    running: set[int] = field(default_factory=set)
    ending: set[int] = field(default_factory=set)
    """Killed, and their status asked by nobody: reaped when they have ended, which takes milliseconds."""
    forks: set[int] = field(default_factory=set)
    """Zygotes forked from this one."""
    slot: int = field(default_factory=os.getpid)
    """Counts forks; starts apart from other zygotes', so that children do not share a user."""
    home: int = -1
    """Descriptor of our own process namespace, -1 without namespaces."""

    def move_out(self) -> None:
        """Go on as process 1 of a private world; the outer process only waits. Raises OSError."""
        namespaces.separate()
        inner = os.fork()
        if inner:
            self.control.close()
            os._exit(os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1]) & 0xFF)
        syscalls.die_with_parent()
        self.home = os.open("/proc/self/ns/pid", os.O_RDONLY)
        namespaces.private_root(self.how.readable)

    def serve(self) -> None:
        """One answer a request: a fork's process id and handle, or the exit status of one to reap.

        No answer if it is to be reaped `later`.
        """
        while True:
            while self.ending and not syscalls.wait_readable(self.control.fileno(), _ENDING_MILLISECONDS):
                self.ending -= {p for p in self.ending if os.waitpid(p, os.WNOHANG)[0]}
            message, fds, *_ = socket.recv_fds(self.control, 1 << 16, 2)
            if not message:
                return
            request = json.loads(message)
            if "later" in request:
                self.running.discard(request["later"])
                self.ending.add(request["later"])
                continue
            if "fork" in request:
                self.fork_self(fds[0], request["fork"])
                continue
            if "reap" in request:
                self.control.send(json.dumps({"status": self.reap(request["reap"])}).encode())
                continue
            try:
                pid = self.fork(fds, request)
                handle = os.pidfd_open(pid)
            except OSError as e:
                self.control.send(json.dumps({"error": str(e)}).encode())
                continue
            finally:
                for fd in fds:
                    os.close(fd)
            socket.send_fds(self.control, [json.dumps({"pid": pid}).encode()], [handle])
            os.close(handle)

    def fork_self(self, fd: int, slot: int) -> None:
        """Fork a zygote like this one that serves the socket `fd`, and that has seen as little: only in a private world.

        It says that it is there by its handle; closing the socket without a word says that it could not be.
        """
        for pid in [p for p in self.forks if os.waitpid(p, os.WNOHANG)[0]]:
            self.forks.remove(pid)
        pid = -1
        with contextlib.suppress(OSError):
            pid = os.fork() if self.home >= 0 else -1
        if pid == 0:
            try:
                syscalls.die_with_parent()
                self.control.close()
                control, handle = socket.socket(fileno=fd), os.pidfd_open(os.getpid())
                socket.send_fds(control, [b"{}"], [handle])
                os.close(handle)
                Zygote(control, self.how, self.shell, slot=slot, home=self.home).serve()
            finally:
                os._exit(0)
        os.close(fd)
        if pid > 0:
            self.forks.add(pid)

    def reap(self, pid: int) -> int:
        """The exit status of a child; whatever it left running ends here.

        With namespaces its processes ended with it; without, they became our children (we are their subreaper).
        """
        status = os.waitpid(pid, 0)[1]
        self.running.discard(pid)
        while self.home < 0 and (orphans := self._children() - self.running):
            for orphan in orphans:  # each may leave orphans in turn
                os.kill(orphan, signal.SIGKILL)
                os.waitpid(orphan, 0)
        return status

    def _children(self) -> set[int]:
        with open(f"/proc/self/task/{os.getpid()}/children") as f:
            return {int(pid) for pid in f.read().split()}

    def fork(self, fds: list[int], request: dict[str, Any]) -> int:
        """Fork a child that serves `request` on these descriptors; its process id here. Raises OSError."""
        self.slot += 1
        if self.home >= 0:
            syscalls.unshare(syscalls.CLONE_NEWPID)  # the next child is process 1 of its own world
        try:
            pid = os.fork()
        except OSError:
            self.come_home()
            raise
        if pid == 0:
            try:
                self.control.detach()
                self.run(Channel(*fds), request)
            finally:
                os._exit(1)
        self.running.add(pid)
        self.come_home()
        return pid

    def come_home(self) -> None:
        """Let the next child be one of our own process namespace again."""
        if self.home >= 0:
            syscalls.setns(self.home, syscalls.CLONE_NEWPID)

    def run(self, channel: Channel, request: dict[str, Any]) -> None:
        """In the child: confine, say so, serve."""
        uid = uid_of(self.slot)
        scratch = namespaces.SCRATCH if self.home >= 0 else request["scratch"]
        try:
            if self.home < 0 and uid != os.getuid():
                os.chown(scratch, uid, uid)
            confine(self.how, channel.descriptors, scratch, uid)
        except OSError as e:
            channel.say({"error": str(e)})
            channel.wake()
            return
        os.environ.update(HOME=scratch, TMPDIR=scratch, MPLCONFIGDIR=scratch)
        channel.say({"ready": True})
        channel.wake()
        if "canary" in request:
            channel.say(canary.probe(request["canary"]))
        else:
            Server(self.shell, channel).serve(self.how.limits.output)
