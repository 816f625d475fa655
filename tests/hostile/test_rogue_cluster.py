"""A cluster trusts who has a certificate, and nobody else; what a worker says is read as if a stranger had said it."""

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.engine.batch import certificates, reply
from grader.engine.batch.worker import grade_file
from grader.engine.course.folder import Course
from grader.engine.judging.graded import Graded
from grader.engine.notebook.template import Template
from grader.engine.process.host import Host
from grader.words import phrase
from tests.commands import BIN, n2n
from tests.engine.conftest import ASSIGNMENT, Notebook, Solved, course, hand_in, host

pytest.importorskip("distributed")

__all__ = ["course", "host"]

MARK_BY = "import pathlib; pathlib.Path({mark!r}).write_text('run')"


@contextlib.contextmanager
def scheduler(folder: Path, *options: str, own_host: str = "127.0.0.1") -> Iterator[str]:
    """A scheduler in a process of its own; its address."""
    told = folder / "scheduler.json"
    command = [BIN / "dask", "scheduler", "--host", own_host, "--port", "0", "--no-dashboard"]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen([*command, "--scheduler-file", told, *options], stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 90
        while not told.exists() or not told.read_text():
            assert process.poll() is None, (folder / "log").read_text()[-2000:]
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield json.loads(told.read_text())["address"]
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def joined(folder: Path, address: str, *options: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own; it may fail to join."""
    folder.chmod(0o755)
    command = [BIN / "dask", "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    command += ["--local-directory", folder, "--death-timeout", "15", *options]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"TMPDIR": str(folder)})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys") / "cluster"
    done = n2n("cluster", "certificates", folder, "one")
    assert done.returncode == 0, done.stderr
    assert "dask worker tls://" in done.stdout
    return folder


def autograde(course: Course, *more: str | Path) -> subprocess.CompletedProcess[str]:
    command = [BIN / "n2n", "autograde", ASSIGNMENT, "--course", course.root, *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def test_with_certificates_a_class_is_graded_and_without_nothing_connects(
    course: Course, solved: Solved, keys: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The honest cluster is the control of the three that follow it: no certificate, another authority's, none at all."""
    from distributed import Client

    hand_in(course, "ada", solved())
    folder = tmp_path_factory.mktemp("tls")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)
    strange = tmp_path_factory.mktemp("strange") / "keys"
    certificates.make_certificates(strange, ["one"])
    with scheduler(folder, *certificates.options(keys / "scheduler.pem")) as address:
        assert address.startswith("tls://")
        with joined(folder, address, *certificates.options(keys / "one.pem")):
            done = autograde(course, "--scheduler", address, "--certificate", keys / "client.pem")
            assert done.returncode == 0, done.stderr
            assert "28 / 28" in done.stdout
            for pem in (None, strange / "client.pem"):
                security = certificates.security(pem) if pem else None
                with pytest.raises((OSError, TypeError)):
                    Client(address, timeout=4, set_as_default=False, security=security)
            rogue = folder / "rogue"
            rogue.mkdir()
            with (
                joined(rogue, address.replace("tls", "tcp")),
                joined(rogue, address, *certificates.options(strange / "one.pem")),
            ):
                security = certificates.security(keys / "client.pem")
                with Client(address, timeout=20, set_as_default=False, security=security) as client:
                    for _ in range(20):
                        assert len(client.nthreads()) == 1
                        time.sleep(0.3)


def test_control_a_plain_scheduler_runs_what_a_stranger_sends(tmp_path: Path) -> None:
    from distributed import Client

    mark = tmp_path / "mark"
    with scheduler(tmp_path) as address, Client(address, timeout=20, set_as_default=False) as client:
        client.run_on_scheduler(exec, MARK_BY.format(mark=str(mark)))
    assert mark.read_text() == "run"


def test_a_plain_scheduler_that_others_reach_is_refused(
    course: Course, solved: Solved, tmp_path: Path
) -> None:
    hand_in(course, "ada", solved())
    with scheduler(tmp_path, own_host="0.0.0.0") as address:
        port = address.rpartition(":")[2]
        for told in (address, f"tcp://127.0.0.1:{port}", f"tls://127.0.0.1:{port}"):
            done = autograde(course, "--scheduler", told)
            assert done.returncode != 0
            assert "n2n cluster certificates" in done.stderr
            assert done.stderr.count("\n") == 1
    assert not (course.root / "autograded").exists()


def test_certificates_are_private_and_the_authority_is_gone(keys: Path) -> None:
    assert {p.name for p in keys.iterdir()} == {"client.pem", "scheduler.pem", "one.pem"}
    assert keys.stat().st_mode & 0o777 == 0o700
    for path in keys.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.read_text().count("PRIVATE KEY-----") == 2  # begin and end of one key: its own


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a/b"], "is no name for a machine"),
        (["one", "one"], "two machines are called one"),
        ([".."], "is no name"),
    ],
)
def test_bad_names(tmp_path: Path, words: list[str], said: str) -> None:
    done = n2n("cluster", "certificates", tmp_path / "new", *words)
    assert done.returncode == 1
    assert said in done.stderr
    assert not (tmp_path / "new").exists()


def test_certificates_are_not_overwritten(keys: Path) -> None:
    before = (keys / "client.pem").read_bytes()
    done = n2n("cluster", "certificates", keys, "two")
    assert done.returncode == 1
    assert "is not empty" in done.stderr
    assert (keys / "client.pem").read_bytes() == before


def test_what_is_no_certificate_is_one_line(course: Course, solved: Solved, tmp_path: Path) -> None:
    hand_in(course, "ada", solved())
    (tmp_path / "x.pem").write_text("nothing")
    done = autograde(course, "--scheduler", "tls://127.0.0.1:9", "--certificate", tmp_path / "x.pem")
    assert done.returncode != 0
    assert "is no certificate of" in done.stderr
    assert done.stderr.count("\n") == 1


# ---- what a worker says ----


@pytest.fixture(scope="module")
def honest(template: Template, solved: Solved, host: Host) -> tuple[Graded, str]:
    notebook: Notebook = solved(relu="def relu(z):\n    return z")
    return grade_file(template, json.dumps(notebook).encode(), host, "strong")


def forged(honest: tuple[Graded, str], **changes: object) -> str:
    """The reply with these fields of the result instead, whatever they hold."""
    graded, notebook = honest
    verdicts = changes.get("verdicts")
    if isinstance(verdicts, dict):
        changes["verdicts"] = {n: v.to_json() for n, v in verdicts.items()}
    return json.dumps({"graded": graded.to_json() | changes, "notebook": notebook})


def test_control_an_honest_reply_is_read(honest: tuple[Graded, str], template: Template) -> None:
    graded, notebook = reply.receive(reply.send(*honest), template)
    assert (graded.scores, graded.verdicts) == (honest[0].scores, honest[0].verdicts)
    assert notebook == honest[1]


@pytest.mark.parametrize(
    "change",
    [
        lambda g: {"scores": g.scores | {"check-relu": 1.0}},
        lambda g: {"scores": g.scores | {"check-sigmoid": 1e9}},
        lambda g: {"scores": g.scores | {"check-sigmoid": -1.0}},
        lambda g: {"scores": g.scores | {"check-sigmoid": True}},
        lambda g: {"scores": g.scores | {"check-sigmoid": float("nan")}},
        lambda g: {"scores": g.scores | {"of-no-cell": 1.0}},
        lambda g: {"status": "perfect"},
        lambda g: {"level": "very strong"},
        lambda g: {"status": "unreadable"},
        lambda g: {"notes": "many"},
        lambda g: {"notes": [1]},
        lambda g: {"notes": [{"say": "no.such.words", "with": {}}]},
        lambda g: {"notes": [{"say": "note.gone", "with": {"name": None}}]},
        lambda g: {"tests": {"t": {"say": ["note.gone"], "with": {}}}},
        lambda g: {"seconds": float("inf")},
        lambda g: {"verdicts": {}},
        lambda g: {"verdicts": {n: g.verdicts["sigmoid"] for n in g.verdicts}},
        lambda g: {"carried_forward": {"nobody": []}},
        lambda g: {"reason": 3},
    ],
)
def test_forged_replies_are_refused(honest: tuple[Graded, str], template: Template, change: object) -> None:
    with pytest.raises(reply.MalformedReply):
        reply.receive(forged(honest, **change(honest[0])), template)  # type: ignore[operator]


@pytest.mark.parametrize(
    "text",
    [
        None,
        b"{}",
        "",
        "{",
        "[]",
        "{}",
        "[" * 100_000,
        '{"graded": {}, "notebook": ""}',
        "x" * (reply.MOST + 1),
    ],
    ids=["nothing", "bytes", "empty", "cut", "list", "no fields", "deep", "another version", "large"],
)
def test_what_is_no_reply_is_refused(text: object, template: Template) -> None:
    with pytest.raises(reply.MalformedReply):
        reply.receive(text, template)


def test_texts_of_a_reply_reach_no_terminal_as_they_are(
    honest: tuple[Graded, str], template: Template
) -> None:
    graded, _ = reply.receive(
        forged(honest, notes=[phrase("note.gone", name="a\x1b[2Jb\nzz  28 / 28").to_json()]), template
    )
    assert graded.notes == [phrase("note.gone", name="ab zz  28 / 28")]
