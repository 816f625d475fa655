"""A real Jupyter server with nbgrader's formgrader on a course folder."""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BIN = Path(sys.executable).parent


@contextmanager
def served(course: Path, *options: str) -> Iterator[str]:
    """Its address, which ends in /; whoever asks needs the token `t`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [BIN / "jupyter", "server", "--no-browser", "--port=0", "--ip=127.0.0.1", "--allow-root"]
                + [
                    "--IdentityProvider.token=t",
                    "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}",
                ]
                + [f"--CourseDirectory.root={course}", f"--ServerApp.root_dir={course}", *options],
                cwd=course,
                env=os.environ | {"JUPYTER_RUNTIME_DIR": name, "JUPYTER_CONFIG_DIR": str(folder / "none")},
                stdout=log,
                stderr=log,
            )
        try:
            deadline = time.monotonic() + 60
            while not (found := list(folder.glob("jpserver-*.json"))):
                assert process.poll() is None, (folder / "log").read_text()[-3000:]
                assert time.monotonic() < deadline, (folder / "log").read_text()[-3000:]
                time.sleep(0.2)
            time.sleep(0.5)
            yield json.loads(found[0].read_text())["url"]
        finally:
            process.terminate()
            process.wait()


def fetch(address: str, method: str = "GET", body: Any = None) -> Any:
    """What the server answers: text, or data from its API."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        address, data, {"Authorization": "token t", "Content-Type": "application/json"}, method=method
    )
    with urllib.request.urlopen(request, timeout=600) as answer:
        text = answer.read().decode()
        return json.loads(text) if "/api/" in address else text
