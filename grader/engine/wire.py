"""Messages between the guard and a student's process: a length and JSON, read with limits."""

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

_HEADER = struct.Struct("!I")


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


_STRICT = json.JSONDecoder(parse_constant=_refuse)


class BrokenWire(ValueError):
    """What came over the wire is no message of ours."""


def pack(message: Any) -> bytes:
    """One framed message."""
    body = json.dumps(message).encode()
    return _HEADER.pack(len(body)) + body


def pack_all(messages: Sequence[bytes]) -> bytes:
    """A request to read these packed ones, all of them, and then to answer one after the other."""
    return pack({"do": "all", "count": len(messages)}) + b"".join(messages)


def read_exactly(sock: socket.socket, size: int) -> bytes:
    """`size` bytes. Raises EOFError if the other end closes first."""
    buffer = bytearray()
    while len(buffer) < size:
        chunk = sock.recv(min(size - len(buffer), 1 << 20))
        if not chunk:
            raise EOFError
        buffer += chunk
    return bytes(buffer)


def read(sock: socket.socket) -> Any:
    """One message from a peer that is trusted (the guard). Raises EOFError."""
    return json.loads(read_exactly(sock, _HEADER.unpack(read_exactly(sock, _HEADER.size))[0]))


class Incoming:
    """Cuts the bytes of an untrusted peer into messages, with a cap on their size."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.buffer = bytearray()
        self.body = b""
        """The last message as it came."""

    def feed(self, chunk: bytes) -> None:
        """Add what arrived."""
        self.buffer += chunk

    def message(self) -> Any:
        """The next whole message, else None. Raises OverflowError if one is too large, BrokenWire if it is not JSON."""
        if len(self.buffer) < _HEADER.size:
            return None
        (size,) = _HEADER.unpack_from(self.buffer)
        if size > self.most:
            raise OverflowError
        if len(self.buffer) < _HEADER.size + size:
            return None
        self.body = body = bytes(self.buffer[_HEADER.size : _HEADER.size + size])
        del self.buffer[: _HEADER.size + size]
        try:
            message = _STRICT.decode(body.decode())
        except (ValueError, RecursionError):
            raise BrokenWire("not JSON") from None
        if type(message) is not dict:
            raise BrokenWire("not an object")
        return message
