"""`n2n autograde --scheduler` on a real Dask cluster: a scheduler and workers in processes of their own."""

import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from distributed import Client

from grader.engine.course.folder import Course
from tests.commands import BIN, one_line
from tests.engine.conftest import ASSIGNMENT, ROOT, Solved, autograde, hand_in
from tests.engine.test_parity import rows


@dataclass
class Cluster:
    """A scheduler and its workers; `folder` is all the disk that the workers know."""

    address: str
    folder: Path
    stack: contextlib.ExitStack

    def worker(self, *options: str | Path, **environment: str) -> subprocess.Popen[bytes]:
        """One more worker of one process and one thread, not restarted when it dies."""
        known = self.count()
        process = _process(
            self.stack,
            [BIN / "dask", "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
            + ["--local-directory", self.folder, *options],
            self.folder,
            {"TMPDIR": str(self.folder), **environment},
        )
        deadline = time.monotonic() + 60
        while self.count() <= known:
            assert process.poll() is None, (self.folder / "log").read_text()[-2000:]
            assert time.monotonic() < deadline
            time.sleep(0.2)
        return process

    def count(self) -> int:
        with Client(self.address, timeout=20, set_as_default=False) as client:
            return len(client.nthreads())


def _process(
    stack: contextlib.ExitStack, command: list[str | Path], folder: Path, environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    log = stack.enter_context((folder / "log").open("ab"))
    process = subprocess.Popen(command, cwd=folder, env=os.environ | environment, stdout=log, stderr=log)
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process


@contextlib.contextmanager
def started(folder: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    folder.mkdir()
    for parent in (folder, *folder.parents[:3]):
        if parent.stat().st_uid == os.getuid() and parent != Path("/tmp"):
            parent.chmod(0o755)  # students' processes, other users, pass through to their scratch folders
    told = folder.parent / f"{folder.name}.json"
    with contextlib.ExitStack() as stack:
        command = [BIN / "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        _process(stack, [*command, "--scheduler-file", told], folder, {})
        deadline = time.monotonic() + 60
        while not told.exists() or not told.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield Cluster(json.loads(told.read_text())["address"], folder, stack)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with started(tmp_path_factory.mktemp("cluster") / "workers") as made:
        made.worker()
        made.worker()
        yield made


def a_class(course: Course, solved: Solved, count: int) -> None:
    for i in range(count):
        wrong = {} if i % 3 else {"relu": f"def relu(z):\n    return z + {i}"}
        hand_in(course, f"s{i:02}", solved(**wrong))
    hand_in(course, "cut", '{"cells": [')


def test_same_gradebook_and_a_killed_worker_costs_only_time(
    course: Course, solved: Solved, cluster: Cluster, tmp_path: Path
) -> None:
    a_class(course, solved, 24)
    local = Course(tmp_path / "local")
    shutil.copytree(course.root, local.root)
    here = autograde(local)
    assert here.returncode == 0, here.stderr
    expected = rows(local.root / "gradebook.db")

    doomed = cluster.worker()
    running = subprocess.Popen(
        [BIN / "n2n", "autograde", ASSIGNMENT, "--course", course.root, "--scheduler", cluster.address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 100
    while not list((course.root / "autograded").glob("*")):
        assert time.monotonic() < deadline
        assert running.poll() is None, running.communicate()
        time.sleep(0.02)
    doomed.kill()
    out, err = running.communicate(timeout=200)
    assert (running.returncode, err) == (0, "")
    assert out.splitlines()[:-1] == here.stdout.splitlines()[:-1]
    assert out.splitlines()[-1].startswith("25 notebooks graded")
    assert rows(course.root / "gradebook.db") == expected


def test_hidden_cases_are_not_left_with_the_workers(course: Course, solved: Solved, cluster: Cluster) -> None:
    """Neither on their disk, after a run and while they go on, nor in the memory that Dask manages."""
    from grader.engine.batch import worker

    a_class(course, solved, 2)
    done = autograde(course, "--scheduler", cluster.address)
    assert done.returncode == 0, done.stderr
    assert done.last_line.startswith("3 notebooks graded")
    (bank,) = (course.root / "banks").glob("*.json")
    cases = json.loads(bank.read_text())["entries"]["relu"]["cases"]
    arrays = [c["case"]["steps"][0]["args"][0]["array"] for c in cases if c["case"].get("hidden")]
    secrets = [json.dumps(a["data"][:3])[1:-1] for a in arrays if len(a.get("data", ())) > 3]
    secrets += [(course.root / "secret_seed").read_text().strip()]
    assert len(secrets) > 2
    seen = b""
    for path in cluster.folder.rglob("*"):
        if path.is_file():
            seen += path.read_bytes()
    assert not [s for s in secrets if s.encode() in seen or s.replace(" ", "").encode() in seen]
    with Client(cluster.address, timeout=20, set_as_default=False) as client:
        assert set(client.run(lambda: len(worker.SHARED)).values()) == {0}
        assert set(client.run(lambda dask_worker: len(dask_worker.data)).values()) == {0}


def test_no_scheduler_is_one_line(course: Course, solved: Solved) -> None:
    hand_in(course, "ada", solved())
    one_line(autograde(course, "--scheduler", "tcp://127.0.0.1:9"), "no Dask scheduler answers at tcp://")
    one_line(autograde(course, "--scheduler", "nonsense://x"), "no Dask scheduler answers at nonsense://x")


def test_clusters_that_cannot_be_trusted_are_refused(course: Course, solved: Solved, tmp_path: Path) -> None:
    """No workers; workers that hold nothing; workers with another version of the engine."""
    hand_in(course, "ada", solved())
    with started(tmp_path / "workers") as made:
        one_line(autograde(course, "--scheduler", made.address), "has no workers", "dask worker tcp://")

        weak = tmp_path / "weak.py"
        weak.write_text("from grader.engine.process import host\nhost.LAYERS = ('landlock',)\n")
        unsafe = made.worker("--preload", weak)
        one_line(
            autograde(course, "--scheduler", made.address), "confinement is weak here", "on the worker tcp://"
        )
        unsafe.kill()
        unsafe.wait()

        other = tmp_path / "other"
        shutil.copytree(ROOT / "grader", other / "grader")
        with (other / "grader/judge.py").open("a") as f:
            f.write("# of last week\n")
        older = made.worker(PYTHONPATH=str(other))
        one_line(
            autograde(course, "--scheduler", made.address),
            "another version of grader",
            "install the same clone",
        )
        older.kill()
        older.wait()

        (other / "grader/engine/batch/cluster.py").unlink()
        made.worker(PYTHONPATH=str(other))
        one_line(
            autograde(course, "--scheduler", made.address),
            "cannot load this version",
            "install the same clone",
        )
    assert not (course.root / "autograded").exists()
