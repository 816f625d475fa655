"""What holds student code, proved from the level down to each limit."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.engine.process.guard import CannotJudge, Run, RunStopped
from grader.engine.process.host import Host, ZygoteHost
from grader.engine.sandbox import canary, landlock, seccomp
from grader.engine.sandbox.confine import LAYERS
from grader.engine.sandbox.limits import Limits
from tests.engine.processes import below

ROOT = Path(__file__).parents[2]


def proved(layers: tuple[str, ...]) -> canary.Level:
    made = ZygoteHost(frozenset(layers))
    try:
        made.wait_ready()
        return made.prove()
    finally:
        made.close()


LEVELS = {
    ("namespaces", "landlock", "seccomp"): ("strong",),
    ("namespaces", "seccomp"): ("strong",),
    ("landlock", "seccomp"): ("standard",),
    ("namespaces", "landlock"): ("weak",),
    ("seccomp",): ("weak",),
    ("landlock",): ("weak",),
    (): ("weak", "none"),  # a dropped root holds a little, an ordinary user nothing
}


@pytest.mark.parametrize(("layers", "expected"), LEVELS.items())
def test_each_missing_layer_lowers_the_level_truthfully(
    layers: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    """Simulates machines without user namespaces, Landlock or seccomp by leaving the layer out."""
    level = proved(layers)
    assert level.name in expected, level
    assert level.safe == (expected[0] in ("strong", "standard"))
    assert (level.missing == ()) == (level.name == "strong")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user to test as one")
def test_levels_as_an_ordinary_user(tmp_path: Path) -> None:
    """The whole engine as a user without rights; Python may lie where that user cannot look, so it is shown to it."""
    script = tmp_path / "levels.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from tests.engine.test_confinement import LEVELS, proved\n"
        "print([proved(layers).name for layers in LEVELS])\n"
    )
    hidden = "/" + Path(sys.base_prefix).parts[1]
    held = tmp_path / "held"
    held.mkdir()
    for folder in (tmp_path, *tmp_path.parents[:-2][:3]):
        folder.chmod(0o755)
    prepare = (
        f"if [ ! -x {hidden} ] || [ $(stat -c %a {hidden}) = 700 ]; then "
        f"mount --bind {sys.base_prefix} {held} && mount -t tmpfs -o mode=755 none {hidden} && "
        f"mkdir -p {sys.base_prefix} && mount --bind {held} {sys.base_prefix}; fi && "
        f"exec setpriv --reuid 12345 --regid 12345 --clear-groups {sys.executable} {script}"
    )
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", prepare],
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.environ["PATH"], "TMPDIR": "/tmp"},
    )
    assert done.returncode == 0, done.stderr
    names = eval(done.stdout)
    assert names == [expected[-1] for expected in LEVELS.values()]


def test_level_is_what_the_facts_prove() -> None:
    names = [*canary.BARRIERS, *canary.PRIVATE]
    held = dict.fromkeys(names, False)
    assert canary.level(held).name == "strong"
    for name in names:
        assert canary.level(held | {name: True}).name == ("standard" if name in canary.PRIVATE else "weak")
        without = {k: v for k, v in held.items() if k != name}  # not tried is not proved
        assert canary.level(without).name != "strong"
    assert canary.level(dict.fromkeys(names, True)).name == "none"


def test_a_zygote_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.engine.process.host._BOOT", "raise OSError('no luck')")
    made = ZygoteHost()
    with pytest.raises(CannotJudge, match="no luck"):
        made.wait_ready()
    made.close()


def test_student_code_never_runs_when_confinement_fails(tmp_path: Path) -> None:
    """Here a limit above the hard limit of the machine's own: any error on the way must stop the run."""
    made = ZygoteHost(frozenset(LAYERS), Limits(disk=-5))
    made.wait_ready()
    with pytest.raises(CannotJudge, match="confinement failed"), made.run():
        pytest.fail("ran unconfined")
    made.close()


def test_seccomp_tables() -> None:
    for machine in ("x86_64", "aarch64"):
        numbers = seccomp.syscall_numbers(machine)
        assert len(set(numbers.values())) == len(numbers)
        assert len(seccomp.filter_program(1, machine)) % 8 == 0
        forbidden = (
            "execve execveat fork vfork socket connect ptrace mount unshare setns bpf keyctl kexec_load"
        )
        assert not numbers.keys() & set(forbidden.split())
    # the two tables name the same calls, except those that only the older machine has
    extra = seccomp.syscall_numbers("x86_64").keys() - seccomp.syscall_numbers("aarch64").keys()
    assert not seccomp.syscall_numbers("aarch64").keys() - seccomp.syscall_numbers("x86_64").keys()
    assert {"open", "stat", "dup2", "pipe", "poll", "mkdir", "unlink"} <= extra


def test_landlock_is_probed_not_assumed() -> None:
    assert landlock.abi() >= 0


# ---- limits ----


SMALL = Limits(cpu=0.5, wall=4, total=60, memory=1 << 30, output=20_000, disk=4 << 20, file=2 << 20)


@pytest.fixture(scope="module", params=["strong", "standard"])
def small(request: pytest.FixtureRequest) -> Iterator[Host]:
    layers = LAYERS if request.param == "strong" else ("landlock", "seccomp")
    made = ZygoteHost(frozenset(layers), SMALL)
    made.wait_ready()
    assert made.prove().name == request.param
    yield made
    made.close()


def cell(run: Run, source: str) -> dict:
    return run.ask({"do": "cell", "source": source, "show": True, "whole": True})


STOPS = {
    "endless loop": ("while True: pass", "cpu", "stopped after 0.5 s of CPU"),
    "sleep": ("import time; time.sleep(60)", "wall", "stopped after 4 s of waiting"),
    "stops itself": (  # process 1 of its own world cannot be stopped, so it sleeps
        "import os, signal, time; os.kill(os.getpid(), signal.SIGSTOP); time.sleep(60)",
        "wall",
        "waiting",
    ),
    "ignores every signal": (
        "import signal\nfor s in range(1, 65):\n    try: signal.signal(s, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\nwhile True: pass",
        "cpu",
        "of CPU",
    ),
    "threads": (
        "import threading\ndef spin():\n    while True: pass\n"
        "for _ in range(8): threading.Thread(target=spin).start()\nspin()",
        "cpu",
        "of CPU",
    ),
    "catches everything": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "cpu",
        "of CPU",
    ),
    "prints": ("while True: print('x' * 1000)", "output", "printed more than"),
    "prints and hides it": (
        "while True:\n    try: print('x' * 1000)\n    except BaseException: break",
        "output",
        "printed more than",
    ),
    "exits": ("import os; os._exit(3)", "died", "3"),
    "crashes": ("import ctypes; ctypes.string_at(0)", "died", "SIGSEGV"),
    "aborts": ("import os; os.abort()", "died", "SIG"),
    "closes the channel": (
        "import os; os.closerange(3, 100); import time; time.sleep(60)",
        "protocol",
        "channel",
    ),
    "talks nonsense": (
        "import os\nfor fd in range(3, 20):\n    try: os.write(fd, b'\\0\\0\\0\\5nonsense')\n    except OSError: pass",
        "protocol",
        "channel",
    ),
    "sends a flood": (
        "import os\nfor fd in range(3, 20):\n    try: os.write(fd, b'\\xff' * 4 + b'm')\n    except OSError: pass",
        "reply",
        "MB back",
    ),
    "closes the pipe that wakes the guard": (
        "import os, stat\nfor fd in range(3, 64):\n    try: stat.S_ISFIFO(os.fstat(fd).st_mode) and os.close(fd)\n"
        "    except OSError: pass\nimport time; time.sleep(60)",
        "protocol",
        "channel",
    ),
    "raises a limit": (
        "import resource\ntry: resource.setrlimit(resource.RLIMIT_CPU, (999, 999))\nexcept Exception: pass\nwhile True: pass",
        "cpu",
        "of CPU",
    ),
}


@pytest.mark.parametrize("name", STOPS)
def test_every_limit_has_its_sentence(small: Host, name: str) -> None:
    source, limit, words = STOPS[name]
    begun = time.monotonic()
    with small.run() as run, pytest.raises(RunStopped) as stop:  # noqa: PT012
        cell(run, source)
        cell(run, "1 + 1")  # what left the channel in disorder is noticed at the next step
    assert (stop.value.limit, words in stop.value.phrase.text()) == (limit, True), stop.value.phrase
    assert time.monotonic() - begun < 100
    with small.run() as run:  # the zygote lives
        assert cell(run, "6 * 7")["outputs"][0]["data"]["text/plain"] == "42"


def test_memory(small: Host) -> None:
    with small.run() as run:
        error = cell(run, "import numpy as np; a = np.ones((1 << 31,))")["error"]
        assert error["raised"] in ("MemoryError", "_ArrayMemoryError")
        assert cell(run, "b = 'x' * (2 << 30)")["error"]["raised"] == "MemoryError"
        assert cell(run, "1")["error"] is None


def test_disk(small: Host) -> None:
    """One large file is refused by a limit; many small ones fill the sized scratch, or are noticed."""
    many = "for i in range(10_000):\n    with open(f'f{i}', 'wb') as f: f.write(b'x' * 100_000)"
    with small.run() as run:
        assert cell(run, "open('large', 'wb').write(b'x' * (3 << 20))")["error"]["raised"] == "OSError"
        if "namespaces" in small.layers:
            assert "No space left" in cell(run, many)["error"]["message"]
            return
        with pytest.raises(RunStopped) as stop:
            cell(run, many + "\nimport time; time.sleep(60)")
        assert stop.value.limit in ("disk", "cpu")
    assert list(Path(small.scratch).glob("tmp*")) == []


def test_deep_folders_are_cleaned_up() -> None:
    made = ZygoteHost(frozenset({"landlock", "seccomp"}), Limits(wall=20, cpu=10))
    made.wait_ready()
    with made.run() as run:
        cell(run, "import os\nfor _ in range(1500):\n    os.mkdir('d'); os.chdir('d')")
    assert list(Path(made.scratch).glob("tmp*")) == []
    made.close()
    assert not Path(made.scratch).exists()


def test_nothing_is_inherited(small: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    with small.run() as run:
        told = cell(
            run,
            "import os, sys, socket, stat\n"
            "def kind(fd):\n    try: return stat.S_IFMT(os.fstat(fd).st_mode)\n    except OSError: return 0\n"
            "print([fd for fd in range(1024) if kind(fd)], sorted(os.environ), "
            "[m for m in sys.modules if m.startswith(('solutions', 'nbgrader', 'grader.author', 'grader.exercises'))])",
        )
    text = told["outputs"][0]["text"]
    descriptors = eval(text[: text.index("]") + 1])
    assert len(descriptors) == 5  # 0, 1, 2, the channel and the pipe that wakes the guard
    assert text.rstrip().endswith("[]")
    assert "HOME" in text
    assert "PYTEST_CURRENT_TEST" not in text


def test_runs_do_not_see_each_other(small: Host) -> None:
    with small.run() as one, small.run() as two:
        cell(
            one,
            "import os, builtins; builtins.leak = 1; open('mine', 'w').write('secret'); where = os.getcwd()",
        )
        seen = cell(two, "import os, builtins; print(hasattr(builtins, 'leak'), os.listdir())")
        assert seen["outputs"][0]["text"] == "False []\n"
        path = cell(one, "where")["outputs"][0]["data"]["text/plain"]
        other = cell(two, f"open({path} + '/mine').read()")
        assert other["error"]["raised"] in ("FileNotFoundError", "PermissionError")


def test_all_that_a_run_started_ends_with_it() -> None:
    """Without seccomp a child can start processes; they must not outlive it, daemons included."""
    daemon = (
        "import os\nfor _ in range(3):\n    if os.fork() == 0:\n        os.setsid()\n"
        "        if os.fork() == 0:\n            os.setsid()\n            while True: pass\n        os._exit(0)"
    )
    for layers in (("namespaces", "landlock"), ("landlock",)):
        made = ZygoteHost(frozenset(layers))
        made.wait_ready()
        with made.run() as run:
            assert cell(run, daemon)["error"] is None
            assert below(made.process.pid)
        deadline = time.monotonic() + 5
        while len(left := below(made.process.pid)) > (layers[0] == "namespaces"):
            assert time.monotonic() < deadline, left
            time.sleep(0.05)
        made.close()


def test_host_leaves_nothing_behind() -> None:
    own = f"n2n-{os.getpid()}-*"
    before = set(Path("/tmp").glob(own))
    made = ZygoteHost()
    made.wait_ready()
    made.prove()
    made.close()
    assert set(Path("/tmp").glob(own)) <= before
    assert made.process.poll() is not None
