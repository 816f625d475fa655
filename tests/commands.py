"""`n2n` within this process: the real commands, without a new interpreter for each.

`program` is for what only a process of its own can show: that the program is installed, what its workers print,
signals, encodings, the limits of a system.
"""

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from n2n.__main__ import main

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
"""Where the installed commands are."""


@dataclass(frozen=True)
class Done:
    """What a command did, by the names that subprocess gives it."""

    returncode: int
    stdout: str
    stderr: str

    @property
    def last_line(self) -> str:
        """Of what was printed; of the error if nothing was."""
        return self.stdout.splitlines()[-1] if self.stdout else self.stderr


def n2n(*words: object, cwd: Path = ROOT) -> Done:
    """Run a command in this process. An exception that it does not turn into a line is the test's to see."""
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(main, [str(w) for w in words], catch_exceptions=False)
    return Done(result.exit_code, result.stdout, result.stderr)


def program(*words: object, cwd: Path = ROOT, **environment: str) -> Done:
    """Run the installed program in a process of its own."""
    done = subprocess.run(
        [BIN / "n2n", *map(str, words)],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=280,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def one_line(done: Done, *words: str) -> None:
    """Assert that a command failed with one line, which holds these words."""
    assert done.returncode == 1, done.stdout
    lines = [
        x for x in done.stderr.splitlines() if "it is yours alone now" not in x
    ]  # a note on a folder's rights
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("Error: ")
    for word in words:
        assert word in done.stderr
    assert "Traceback" not in done.stderr
