"""The nursery: a single-threaded process that has imported what a worker needs, and forks one for each request.

Started by `workers.Workers`. So a worker is there in milliseconds, and shares most of its memory with the others.
"""

import gc
import json
import os
import pickle
import signal
import socket
import struct
from typing import Any

from grader.engine.batch import worker
from grader.engine.process.guard import CannotJudge
from grader.engine.process.wire import read_exactly
from grader.engine.sandbox import syscalls
from grader.engine.sandbox.limits import keep_to
from grader.words import phrase

LENGTH = struct.Struct("!Q")
"""Before every message between a worker and the main process."""


def main(fd: int, parent: int, shared: list[tuple[bool, int]]) -> None:
    """Serve the socket `fd` of the process `parent`, and end with it; `shared` are the sockets that `worker.begin` wants, by figures."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's
    syscalls.die_with_parent(parent)
    control = socket.socket(fileno=fd)
    inside = {figures: socket.socket(fileno=inherited) for figures, inherited in shared}
    me = os.getpid()
    gc.collect()
    gc.freeze()
    while True:
        message, fds, *_ = socket.recv_fds(control, 1 << 12, 1)
        if not message:
            return
        request = json.loads(message)
        if "reap" in request:
            control.send(json.dumps({"status": os.waitpid(request["reap"], 0)[1]}).encode())
            continue
        pid = os.fork()
        if pid == 0:
            try:
                syscalls.die_with_parent(me)
                control.close()
                keep_to(worker.WORKER_MEMORY)
                worker.begin(inside)
                _serve(socket.socket(fileno=fds[0]))
            finally:
                os._exit(1)
        os.close(fds[0])
        handle = os.pidfd_open(pid)
        socket.send_fds(control, [json.dumps({"pid": pid}).encode()], [handle])
        os.close(handle)


def _serve(sock: socket.socket) -> None:
    """In a worker: call what the main process says, until it hangs up. Its answers are JSON text, as from a stranger."""
    while True:
        try:
            (size,) = LENGTH.unpack(read_exactly(sock, LENGTH.size))
            texts, function, args = pickle.loads(
                read_exactly(sock, size)
            )  # of the main process, which is trusted
        except EOFError:
            worker.close_hosts()
            os._exit(0)
        worker.SHARED.update(texts)
        answer = json.dumps(_answer(function, args)).encode()
        del function, args
        sock.sendall(LENGTH.pack(len(answer)))
        sock.sendall(answer)
        del answer


def _answer(function: Any, args: tuple[Any, ...]) -> dict[str, Any]:
    try:
        return {"value": function(*args)}
    except CannotJudge as e:
        return {"cannot": e.why.to_json()}
    except Exception as e:  # a bug of ours; a death (MemoryError apart) is for who supervises
        return {"cannot": phrase("engine.bug", what=f"{type(e).__name__}: {e}"[:300]).to_json()}
