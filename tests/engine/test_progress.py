"""How far a long run is: a bar on a terminal, lines in a log."""

import os
import pty
import re
import subprocess
import sys
import time

import pytest

from n2n import grading

SCRIPT = """
import time
from n2n.grading import _Progress
with _Progress() as progress:
    for done in range(0, 41, 2):
        progress(done, 40)
        time.sleep(0.05)
"""


def test_a_bar_on_a_terminal() -> None:
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen([sys.executable, "-c", SCRIPT], stderr=theirs, env=environment)
    os.close(theirs)
    said = b""
    try:
        while chunk := os.read(ours, 4096):
            said += chunk
    except OSError:  # how Linux tells the end of a terminal
        pass
    os.close(ours)
    assert process.wait() == 0
    states = said.decode().split("\\r")[-1] and re.split(r"[\r\n]+", said.decode())
    assert any(
        re.search(r"grading  \[#+-+\] +50%  20 of 40, \d+\.\d a second, \d+ s left", s) for s in states
    ), states
    assert any(re.search(r"\[#+\] +100%  40 of 40, \d+\.\d a second", s) for s in states)


def test_lines_in_a_log(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with grading._Progress() as progress:
        for done in range(0, 10_001, 10):  # ten a second
            progress(done, 10_000)
            now += 1.0
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 33  # one every half minute
    assert lines[0] == "grading: 300 of 10000, 10.0 a second, 16 min left"
    assert lines[-1].startswith("grading: 9900 of 10000, 10.0 a second, 10 s left")


def test_what_was_graded_before_does_not_count_as_fast(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with grading._Progress() as progress:
        progress(9000, 10_000)  # kept from an earlier run
        for done in range(9000, 10_001):
            progress(done, 10_000)
            now += 1.0
    assert "1.0 a second, 15 min left" in capsys.readouterr().err


def test_durations() -> None:
    assert [grading._duration(s).text() for s in (0.4, 59, 61, 7000, 9000)] == [
        "0 s",
        "59 s",
        "1 min",
        "116 min",
        "2.5 h",
    ]
