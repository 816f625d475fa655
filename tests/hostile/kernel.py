"""A kernel as stock graders use one: the student's cells and the checks in one process that nothing holds.

Only for positive controls: it shows that an attack works where it is not stopped.
Usage: python kernel.py SOCKET, the number of a socket over which requests come: a list of cells, where to write
whether the last one succeeded, where to run, the environment, and descriptors for the standard streams and to
inherit. Each runs in a fork, so that IPython and numpy are imported once; the answer is a handle of the fork.
"""

import fcntl
import json
import os
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import numpy  # noqa: F401  (what every notebook imports)
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

import grader  # noqa: F401

HIGH = 700
"""Inherited descriptors get numbers from here, as in a test run that inherited many itself."""


class Printed(DisplayPublisher):
    def publish(self, data: Any, *_: Any, **__: Any) -> None:
        print(data)


class Shell(InteractiveShell):
    display_pub_class = Type(Printed)


def make() -> Shell:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    return Shell.instance(config=config)


def run(shell: Shell, cells: Path, result: Path) -> None:
    succeeded = False
    told = os.open(result, os.O_WRONLY | os.O_CREAT)  # before anything is redefined
    write = os.write
    for source in json.loads(cells.read_text()):
        succeeded = shell.run_cell(source).success
    write(told, b"true" if succeeded else b"false")


def serve(sock: socket.socket) -> None:
    """Fork a kernel for each request. Returns in the fork when its cells have run, so that it ends as Python does."""
    shell = make()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    while True:
        message, fds, *_ = socket.recv_fds(sock, 1 << 16, 8)
        if not message:
            return
        pid = os.fork()
        if pid == 0:
            sock.close()
            become(json.loads(message), fds)
            run(shell, Path("cells.json"), Path("result"))
            return
        handle = os.pidfd_open(pid)
        socket.send_fds(sock, [b"started"], [handle])
        for fd in (*fds, handle):
            os.close(fd)


def become(request: dict[str, Any], fds: list[int]) -> None:
    """In the fork: its own session, streams, inherited descriptors, folder and environment."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    given, printed, *inherited = fds
    os.dup2(given, 0)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    for fd in inherited:
        os.set_inheritable(fcntl.fcntl(fd, fcntl.F_DUPFD, HIGH), True)
    for fd in fds:
        os.close(fd)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
