"""`python -m tests.node npm ci` runs a command with the Node that the book uses."""

import subprocess
import sys

from book.node import environment, npm, program

if __name__ == "__main__":
    name, *rest = sys.argv[1:]
    command = npm() if name == "npm" else [program(name)]
    sys.exit(subprocess.run([*command, *rest], env=environment(), check=False).returncode)
