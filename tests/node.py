"""`python -m tests.node npm ci` runs a command with the Node that the book uses."""

import subprocess
import sys

from book.node import environment, program

if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    sys.exit(subprocess.run([program(command), *rest], env=environment(), check=False).returncode)
