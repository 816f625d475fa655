"""Messages between the guard and a student's process: a length, a kind and JSON, read with limits."""

import json
import os
import socket
import struct
from collections.abc import Sequence
from typing import Any

from grader.engine.notebook.crowds import crowded

_HEADER = struct.Struct("!Ic")
MESSAGE, RECORD = b"m", b"r"
"""Kinds. What is read of a record is left to who needs it: most of them were seen before, to the last byte."""


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


_STRICT = json.JSONDecoder(parse_constant=_refuse)
MOST_CONTAINERS = 1 << 20
"""More lists and objects than `grader.data.LIMIT_ITEMS` values have; empty ones take twenty times their text's memory."""
MOST_VALUES = 2 << 20
"""Most values beside each other in these."""


class BrokenWire(ValueError):
    """What came over the wire is no message of ours."""


def frame(message: Any, kind: bytes = MESSAGE) -> bytes:
    """One framed message."""
    body = json.dumps(message).encode()
    return _HEADER.pack(len(body), kind) + body


def frame_all(messages: Sequence[bytes]) -> bytes:
    """A request to read these framed ones, all of them, and then to answer one after the other."""
    return frame({"do": "all", "count": len(messages)}) + b"".join(messages)


def read_exactly(sock: socket.socket, size: int) -> bytes:
    """`size` bytes. Raises EOFError if the other end closes first."""
    buffer = bytearray()
    while len(buffer) < size:
        chunk = sock.recv(min(size - len(buffer), 1 << 20))
        if not chunk:
            raise EOFError
        buffer += chunk
    return bytes(buffer)


def read_message(sock: socket.socket) -> Any:
    """One message from a peer that is trusted (the guard). Raises EOFError."""
    size, _ = _HEADER.unpack(read_exactly(sock, _HEADER.size))
    return json.loads(read_exactly(sock, size))


def decode(body: bytes) -> Any:
    """What an untrusted peer says. Raises BrokenWire if it is not JSON, or a bomb."""
    if crowded(body, MOST_CONTAINERS, MOST_VALUES):
        raise BrokenWire("too many values")
    try:
        return _STRICT.decode(body.decode())
    except (ValueError, RecursionError):
        raise BrokenWire("not JSON") from None


class Channel:
    """The student's end: replies go into the socket and nobody reads them before `wake`."""

    def __init__(self, sock: int, wake_writer: int) -> None:
        self.sock = socket.socket(fileno=sock)
        self.wake_writer = wake_writer
        self._frame, self._send, self._write = frame, self.sock.send, os.write

    @property
    def descriptors(self) -> set[int]:
        """Both of them."""
        return {self.sock.fileno(), self.wake_writer}

    def say(self, message: Any, kind: bytes = MESSAGE) -> None:
        """Send a message; wake the guard if there is no room for it."""
        left = self._frame(message, kind)
        while left:
            try:
                left = left[self._send(left, socket.MSG_DONTWAIT) :]
            except BlockingIOError:
                self.wake()
                left = left[self._send(left) :]

    def wake(self) -> None:
        """Have the guard read what was said."""
        self._write(self.wake_writer, b"!")

    def hear(self) -> Any:
        """The next request. Raises EOFError if the guard hung up."""
        return read_message(self.sock)


class Incoming:
    """Cuts the bytes of an untrusted peer into messages.

    There is a cap on the size of all that one step brings, and one on all messages that are no records: what cells
    print has a limit for the whole run.
    """

    def __init__(self, most: int) -> None:
        self.most = self.left = most
        self.messages = 2 * most
        self.buffer = bytearray()

    def begin(self) -> None:
        """Go on to the messages of the next step."""
        self.left = self.most

    def feed(self, chunk: bytes) -> None:
        """Add what arrived."""
        self.buffer += chunk

    def next(self) -> dict[str, Any] | bytes | None:
        """The next whole message, a record as it came, else None.

        Raises OverflowError if it is too large, BrokenWire if it is no message of ours.
        """
        if len(self.buffer) < _HEADER.size:
            return None
        size, kind = _HEADER.unpack_from(self.buffer)
        if kind not in (MESSAGE, RECORD):
            raise BrokenWire("of no kind")
        if size > self.left or (kind == MESSAGE and size > self.messages):
            raise OverflowError
        if len(self.buffer) < _HEADER.size + size:
            return None
        self.left -= size
        body = bytes(self.buffer[_HEADER.size : _HEADER.size + size])
        del self.buffer[: _HEADER.size + size]
        if kind == RECORD:
            return body
        self.messages -= size
        message = decode(body)
        if type(message) is not dict:
            raise BrokenWire("not an object")
        return message
