"""`harm.py` harms Python and numpy on purpose: it runs in a process of its own, so that no other test meets the rest."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_world_survives_all_harm() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/page/harm.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout[-5000:]
    passed = int(done.stdout.split(" passed")[0].split()[-1])
    assert passed >= 26
