"""Every attack in `attacks/`: it works where nothing holds it, and confined it earns and harms nothing.

`cell.py` takes the place of the student's `relu`; BAIT tells it what there is to attack. `expect.toml` says:
what     what the attack does
sees     by what one sees that it worked: cheat (its check passes), leak (a secret is in what is shown), mark (a
         file changed), tcp/udp/unix/abstract (something was received), victim (another process changed), bomb (it
         goes on), dies, wire (its bytes are on the channel), forged, script, terminal
base     what else the notebook holds: solved, or blank
points   what the whole notebook earns
words    part of the verdict on relu, if any
stock    the check that the attack fools in a stock grader, if not `check(relu)`
token    what must not be shown, if not the bait's secret
"""

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter

from grader.engine.batch.worker import grade_file
from grader.engine.judging.graded import Graded
from grader.engine.notebook.template import Template
from grader.engine.process.host import ForkedHost, Host, ZygoteHost
from grader.engine.reports import feedback, scoreboard
from grader.engine.sandbox.limits import Limits, resident
from tests.engine.conftest import Notebook, cell_of
from tests.hostile.bait import ROOT, Bait, laid_out

HERE = Path(__file__).parent
ATTACKS = {p.name: tomllib.loads((p / "expect.toml").read_text()) for p in sorted(HERE.glob("attacks/*"))}
TRUSTED_CPU = 20.0
TRUSTED_MEMORY = 350 << 20
"""Seconds and bytes that this process may need to judge the worst of them; an honest one needs 0.1 s and 10 MB."""
PATIENCE = 4.0
"""Seconds after which an attack that goes on counts as a bomb."""


@dataclass
class Held:
    """A zygote of a safe level, and the cells that a graded notebook has without any attack."""

    host: Host
    level: str
    ordinary: set[str]

    def grade(self, template: Template, notebook: Notebook) -> tuple[Graded, list[Notebook]]:
        """What it gave, and the cells of the graded notebook."""
        graded, text = grade_file(template, json.dumps(notebook).encode(), self.host, self.level)
        return graded, json.loads(text)["cells"]


@pytest.fixture(scope="module", params=["strong", "standard"])
def held(
    request: pytest.FixtureRequest, template: Template, solved: Callable[..., Notebook]
) -> Iterator[Held]:
    """Its process has secrets open and in its environment. After all attacks the honest get what they got before."""
    layers = {"namespaces", "landlock", "seccomp"} if request.param == "strong" else {"landlock", "seccomp"}
    limits = Limits(cpu=1, wall=3, total=20)
    own = ZygoteHost(frozenset(layers), limits)
    # a worker of `n2n autograde` grades with a fork where it can
    made = ForkedHost(own.control, limits) if request.param == "strong" else own
    if made is own:
        own.wait_ready()
    assert made.prove().name == request.param
    it = Held(made, request.param, set())
    try:
        honest, cells = it.grade(template, solved())
        assert all(v.passed for v in honest.verdicts.values())
        it.ordinary |= {key(c) for c in cells}
        nothing, others = it.grade(template, blank(solved, template))
        assert not any(v.passed for v in nothing.verdicts.values())
        it.ordinary |= {key(c) for c in others}
        yield it
        again, afterwards = it.grade(template, solved())
        assert (again.scores, again.notes) == (honest.scores, honest.notes)
        assert [key(c) for c in afterwards] == [key(c) for c in cells]
    finally:
        if made is not own:
            made.close()
        own.close()


def key(cell: Notebook) -> str:
    """All of a cell that is shown."""
    return json.dumps([cell["cell_type"], cell["source"], cell.get("outputs")])


exporter = cache(HTMLExporter)


def shown(cells: list[Notebook]) -> str:
    """The page of a notebook with these cells, as the formgrader makes it."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.from_dict(c) for c in cells])
    page, _ = exporter().from_notebook_node(notebook)
    return str(page)


@pytest.fixture
def bait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bait]:
    with laid_out(tmp_path) as made:
        monkeypatch.setenv("N2N_SECRET", made.token)
        yield made


def source(name: str, bait: Bait) -> str:
    return f"BAIT = {bait.given!r}\n" + (HERE / "attacks" / name / "cell.py").read_text()


# ---- confined ----


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", ATTACKS)
def test_held(name: str, held: Held, bait: Bait, template: Template, solved: Callable[..., Notebook]) -> None:
    expect = ATTACKS[name]
    notebook = solved(relu=source(name, bait)) if expect["base"] == "solved" else blank(solved, template)
    cell_of(notebook, "relu")["source"] = source(name, bait)
    files, victim = bait.state(), bait.victim_state()
    begun, used = time.monotonic(), time.process_time()
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted anew
    before = resident()

    graded, cells = held.grade(template, notebook)

    assert time.process_time() - used < TRUSTED_CPU
    assert peak() - before < TRUSTED_MEMORY
    verdict = graded.verdicts["relu"]
    assert graded.status == "graded", graded.reason
    assert sum(s or 0 for s in graded.scores.values()) == expect["points"], verdict.text()
    assert expect.get("words", "") in verdict.text()
    assert time.monotonic() - begun < 90
    if expect["sees"] == "mark":
        time.sleep(1.0 if "daemon" in name else 0)
    assert bait.state() == files
    assert bait.victim_state() == victim
    assert bait.received == set()
    outputs = json.dumps([c.get("outputs") for c in cells])
    told = feedback.feedback_page(template, graded, "student")
    lines = "\n".join(scoreboard.lines("student", template, graded))
    assert expect.get("token", bait.token) not in outputs + json.dumps(graded.to_json()) + told
    changed = [c for c in cells if key(c) not in held.ordinary]  # the rest is the same after every attack
    assert cell_of({"cells": changed}, "relu")
    page = shown(changed)
    for live in LIVE:
        assert live not in told + page
    assert not any(mime in outputs for mime in ("text/html", "image/svg", "application/javascript"))
    assert not any(code in told + lines + page for code in ("\x1b", "\x07", "\x9b"))
    assert held.host.alive


def peak() -> int:
    """The most bytes that this process had in memory."""
    told = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in told if line.startswith("VmHWM"))


LIVE = ("<script>alert(1)", "<img src=x", "<svg onload")


def blank(solved: Callable[..., Notebook], template: Template) -> Notebook:
    return solved(**{c.exercise: c.source for c in template.exercise_cells})


# ---- not confined: the positive controls ----


class Kernels:
    """Stock kernels, forked from one process that has imported what they need. Started again if an attack ended it."""

    def __init__(self) -> None:
        self.sock, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "IPYTHONDIR": "/nonexistent"}
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, HERE / "kernel.py", str(theirs.fileno())],
                env=os.environ | environment,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def close(self) -> None:
        self.sock.close()
        self.process.kill()
        self.process.wait()

    def start(self, request: dict[str, Any], fds: list[int]) -> int:
        """A kernel's handle."""
        if self.process.poll() is not None:
            self.close()
            self.__init__()  # type: ignore[misc]
        socket.send_fds(self.sock, [json.dumps(request).encode()], fds)
        _, (handle,), *_ = socket.recv_fds(self.sock, 100, 1)
        return handle


@pytest.fixture(scope="module")
def kernels() -> Iterator[Kernels]:
    made = Kernels()
    yield made
    made.close()


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", ATTACKS)
def test_works_where_nothing_holds_it(name: str, bait: Bait, tmp_path: Path, kernels: Kernels) -> None:
    expect = ATTACKS[name]
    sees = expect["sees"]
    stock = STOCK.get(sees, expect.get("stock", "check(relu)"))
    setup = "import numpy as np\nfrom grader import check, hint"
    files, victim = bait.state(), bait.victim_state()
    done = run_stock(kernels, [setup, source(name, bait), stock], tmp_path, bait, bomb=sees == "bomb")
    match sees:
        case "cheat" | "forged":
            assert done["succeeded"] is True, done["output"]
        case "leak":
            assert expect.get("token", bait.token) in done["output"]
        case "mark":
            time.sleep(1.0 if "daemon" in name else 0)
            assert bait.state() != files, done["output"]
        case "tcp" | "udp" | "unix" | "abstract":
            deadline = time.monotonic() + 5
            while sees not in bait.received and time.monotonic() < deadline:
                time.sleep(0.02)
            assert sees in bait.received
        case "victim":
            time.sleep(0.1)
            assert bait.victim_state() != victim
        case "bomb":
            assert done["stopped"]
        case "dies":
            assert done["succeeded"] is None
            assert not done["stopped"]
        case "wire":
            assert b"passed" in done["wire"]
        case "script":
            assert "<script>alert(1)</script>" in done["output"]
        case "terminal":
            assert "\x1b]0;owned" in done["output"]
        case _:
            pytest.fail(f"no control for {sees!r}")


CALL = "relu(np.array([-1.0, 2.0, 3.0]))"
STOCK = dict.fromkeys(("leak", "tcp", "bomb", "dies", "wire", "script", "terminal", "victim"), CALL)
STOCK["forged"] = (
    "from grader import bank\nfrom grader.perform import perform\n"
    "got = perform(relu, bank.load()['relu'].cases[0]['case'])[0]['value']['array']\n"
    "assert (got['dtype'], got['shape']) != ('<f8', [3])"
)


def run_stock(
    kernels: Kernels, cells: list[str], tmp: Path, bait: Bait, bomb: bool = False
) -> dict[str, Any]:
    """Run cells in a stock kernel: did the last one succeed, what was printed, sent, did it have to be stopped."""
    work = tmp / "stock"
    work.mkdir()
    (work / "cells.json").write_text(json.dumps(cells))
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    asked, never = os.pipe()  # a standard input on which nothing ever comes
    environment = os.environ | {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(work / "ipython")}
    request = {"folder": str(work), "environment": dict(environment)}
    with (
        theirs,
        open(os.devnull if bomb else work / "out", "wb") as out,
        open(bait.given["secret"], "rb") as secret,
    ):
        fds = [asked, out.fileno(), theirs.fileno(), secret.fileno()]
        handle = kernels.start(request, fds)
    ended = select.poll()
    ended.register(handle, select.POLLIN)
    wire, stopped = b"", False
    patience = time.monotonic() + (PATIENCE if bomb else 60)
    while not stopped and not ended.poll(20):
        with contextlib.suppress(BlockingIOError):
            wire += ours.recv(1 << 20)
        stopped = time.monotonic() > patience
    with contextlib.suppress(BlockingIOError):
        while chunk := ours.recv(1 << 20):
            wire += chunk
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(handle, signal.SIGKILL)
    ended.poll(5000)
    ours.close()
    for fd in (handle, asked, never):
        os.close(fd)
    output = (work / "out").read_text(errors="replace") if (work / "out").exists() else ""
    result = (work / "result").read_text(errors="replace") if (work / "result").exists() else ""
    succeeded = result.endswith("true") if result else None  # a forger writes there too
    shutil.rmtree(work)
    return {"succeeded": succeeded, "output": output, "wire": wire, "stopped": stopped}


def test_the_corpus_is_large_and_every_attack_is_described() -> None:
    assert len(ATTACKS) >= 60
    assert len({e["what"] for e in ATTACKS.values()}) == len(ATTACKS)
    assert len({e["sees"] for e in ATTACKS.values()}) >= 12
