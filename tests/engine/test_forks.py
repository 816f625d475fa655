"""Zygotes forked from one that several workers share."""

import os
import signal
import socket
import time
from collections.abc import Iterator

import pytest

from grader.engine.process.guard import CannotJudge
from grader.engine.process.host import ForkedHost, ZygoteHost
from grader.engine.sandbox.limits import DEFAULT


@pytest.fixture
def own() -> Iterator[ZygoteHost]:
    made = ZygoteHost()
    yield made
    made.close()


def forked(own: ZygoteHost) -> ForkedHost:
    return ForkedHost(own.control, DEFAULT)


def answer(host: ZygoteHost | ForkedHost) -> str:
    with host.run() as run:
        reply = run.ask({"do": "cell", "source": "6 * 7", "show": True, "whole": True})
    return str(reply["outputs"][0]["data"]["text/plain"])


def test_a_fork_is_as_confined(own: ZygoteHost) -> None:
    first, second = forked(own), forked(own)
    try:
        assert (first.prove().name, second.prove().name) == ("strong", "strong")
        assert (answer(first), answer(second)) == ("42", "42")
    finally:
        first.close()
        second.close()


def test_forks_end_by_themselves_and_with_the_first(own: ZygoteHost) -> None:
    first, second = forked(own), forked(own)
    first.close()
    assert second.alive
    assert answer(second) == "42"
    os.kill(own.process.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while second.alive and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not second.alive
    with pytest.raises(CannotJudge, match="is gone"), second.run():
        pass
    with pytest.raises(CannotJudge, match="is gone"):
        forked(own)
    second.close()


def test_a_worker_that_ends_takes_its_fork_along(own: ZygoteHost) -> None:
    made = forked(own)
    made.control.shutdown(socket.SHUT_RDWR)  # as its end does
    deadline = time.monotonic() + 10
    while made.alive and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not made.alive
    made.close()


def test_no_fork_where_there_is_no_private_world() -> None:
    """Its children would see each other's folders: it has to be asked for one of its own."""
    made = ZygoteHost(frozenset({"landlock", "seccomp"}))
    try:
        with pytest.raises(CannotJudge, match="is gone"):
            forked(made)
        made.wait_ready()
        assert answer(made) == "42"
    finally:
        made.close()
