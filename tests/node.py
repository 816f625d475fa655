"""`python -m tests.node npm ci` runs a command with the Node that the book uses."""

import subprocess
import sys

from book.node import node_environment, node_program, npm

if __name__ == "__main__":
    name, *rest = sys.argv[1:]
    command = npm() if name == "npm" else [node_program(name)]
    sys.exit(subprocess.run([*command, *rest], env=node_environment(), check=False).returncode)
