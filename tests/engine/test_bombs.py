"""What a student's process sends back is small where it is kept: no submission takes the memory of the worker."""

import base64
import zlib

import pytest

from grader.data import LIMIT_BYTES, Case, Json, Malformed, Step
from grader.engine.judging.observing import CellResult, ExerciseResult
from grader.engine.process.guard import RunStopped
from grader.engine.process.host import Host
from grader.engine.process.wire import MOST_CONTAINERS, BrokenWire, decode
from grader.packing import pack_case
from grader.record import read_record

SENDS = """
import os, stat, struct
def is_socket(fd):
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False
(channel,) = filter(is_socket, range(3, 256))
frame = struct.pack("!Ic", SIZE, b"r") + b"[" + b" " * (SIZE - 2) + b"]"
def f():
    left = memoryview(frame)
    while left:
        left = left[os.write(channel, left):]
"""


def test_an_exercise_sends_no_more_than_its_share(host: Host) -> None:
    """Each message is within the limit, all of them are not."""
    cases = [pack_case(Case("", (Step("call"),)))] * 8
    exercise = ExerciseResult(16, host.limits)
    with host.run() as run:
        size = host.limits.reply // 4
        run.ask({"do": "cell", "source": f"SIZE = {size}{SENDS}", "show": False, "whole": True})
        run.send({"do": "perform", "name": "f", "cases": cases})
        run.follow()
        with pytest.raises(RunStopped) as stop:
            exercise.gather(run)
    assert stop.value.limit == "reply"
    assert 3 * size < sum(map(len, exercise.said)) <= host.limits.reply


def test_the_next_exercise_has_a_share_of_its_own(host: Host) -> None:
    cases = [pack_case(Case("", (Step("call"),)))]
    with host.run() as run:
        source = f"SIZE = {host.limits.reply // 2}{SENDS}"
        run.ask({"do": "cell", "source": source, "show": False, "whole": True})
        for _ in range(3):
            exercise = ExerciseResult(2, host.limits)
            run.send({"do": "perform", "name": "f", "cases": cases})
            run.follow()
            exercise.gather(run)
            assert len(exercise.said) == 2


def test_a_message_of_a_million_lists_is_not_read() -> None:
    assert len(decode(b"[" + b"[]," * 200_000 + b"[]]")) == 200_001
    with pytest.raises(BrokenWire, match="too many"):
        decode(b"[" + b"[]," * MOST_CONTAINERS + b"[]]")
    with pytest.raises(BrokenWire, match="too many"):
        decode(b"[" + b"{}," * MOST_CONTAINERS + b"{}]")


def zeros(size: int) -> Json:
    """A compressed array of so many bytes."""
    packed = base64.b64encode(zlib.compress(bytes(size))).decode()
    return {"array": {"dtype": "|u1", "shape": [size], "zip": packed}}


def test_all_arrays_of_a_record_together_have_a_limit() -> None:
    half = zeros(LIMIT_BYTES // 2)
    step = {"value": half, "changed": [[0, half]], "shares": []}
    assert len(read_record([step])) == 1
    with pytest.raises(Malformed, match="too large"):
        read_record([step | {"changed": [[0, half], [1, half]]}])
    with pytest.raises(Malformed, match="too large"):
        read_record([step, step])


def test_what_is_kept_of_a_cell_is_what_is_shown() -> None:
    junk: Json = {"x": [[]] * 1000}
    stream = {"output_type": "stream", "name": "stdout", "text": "kept"}
    error = {"raised": "ValueError", "message": "no", "line": 3}
    told = CellResult.of({"outputs": [junk, stream | junk, junk], "error": error | junk})
    assert told == CellResult([stream], error)
