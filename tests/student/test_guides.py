"""The commands of the guides, as they stand on the page, in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from examples import make_class
from tests.conftest import ROOT

FENCE = re.compile(r"```(console|shell)\n(.*?)```", re.S)
LEFT = {".git", ".venv", "_build", "node_modules", "course", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
# These ask for a network, a cluster, a person or a screen. What they do is tested elsewhere: CI's bare machine (set-up),
# tests/page (the book), tests/engine/test_cluster.py (Dask), tests/student/test_jupyterlab.py (notebooks in JupyterLab).
NOT_RUN = {
    "git clone ADDRESS-OF-THIS-REPOSITORY course && cd course",
    "make setup",
    ". .venv/bin/activate",
    "n2n book --edition course",
    "dask scheduler --host 10.0.0.1 --tls-ca-file=scheduler.pem --tls-cert=scheduler.pem --tls-key=scheduler.pem",
    "dask worker tls://10.0.0.1:8786 --tls-ca-file=one.pem --tls-cert=one.pem --tls-key=one.pem",
    "n2n autograde 04_activations --scheduler tls://10.0.0.1:8786 --certificate cluster-keys/client.pem",
    "jupyter lab",
    "jupyter lab 04_activations.ipynb",
    "nbgrader release_feedback 04_activations",
    "pip install from_neuron_to_network-*.whl jupyterlab",
    "%pip install from_neuron_to_network-0.1.0-py3-none-any.whl",
}
FAILS = {
    "n2n check 04_activations.ipynb"
}  # an untouched notebook would lose points, and its exit status says so


def commands(page: str) -> tuple[list[str], set[str]]:
    """Those that run here, in order, and those that do not."""
    run: list[str] = []
    other: set[str] = set()
    for kind, text in FENCE.findall((ROOT / "chapters" / f"{page}.md").read_text("utf8")):
        lines = [line.split("   #")[0].strip() for line in text.splitlines()]
        if kind == "shell":
            other |= set(lines)
        else:
            assert all(line.startswith("$ ") for line in lines), text
            run += [line.removeprefix("$ ") for line in lines]
    return run, other


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A fresh copy of the project with a class of two, whose work also lies in a zip file, and an exchange."""
    there = tmp_path / "clone"
    shutil.copytree(
        ROOT, there, ignore=lambda folder, names: LEFT & set(names) if folder == str(ROOT) else []
    )
    make_class.main(there / "examples" / "class")
    (there / "class.csv").write_text("student_id,name\nada,Ada Lovelace\notto,Otto Normal\n")
    for path in (there / "examples" / "class").glob("*.ipynb"):
        if not path.name.startswith(("ada", "otto")):
            path.unlink()
    shutil.make_archive(str(there / "submissions"), "zip", there / "examples" / "class")
    exchange = there / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    with (there / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(exchange)!r}\n")
    return there


def shell(command: str, where: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        shell=True,
        cwd=where,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=280,
    )


def a_student_hands_in(clone: Path) -> None:
    home = clone / "at-home"
    home.mkdir()
    shutil.copy(clone / "nbgrader_config.py", home)
    for command in ("fetch_assignment", "submit"):
        done = shell(f"nbgrader {command} 04_activations --course neuron-to-network", home)
        assert done.returncode == 0, done.stderr


def test_the_instructors_guide(copy: Path) -> None:
    run, other = commands("instructors")
    assert other <= NOT_RUN
    assert len(run) >= 12
    for command in run:
        if command == "nbgrader collect 04_activations":
            a_student_hands_in(copy)
        done = shell(command, copy)
        assert done.returncode == 0, f"$ {command}\n{done.stdout[-1500:]}{done.stderr[-1500:]}"
    scores = (copy / "grades.csv").read_text("utf8")
    assert '"ada"' in scores
    assert len(scores.splitlines()) == 4, "a line of titles, two from the folder, one from the exchange"
    assert (copy / "course" / "feedback" / "otto" / "04_activations" / "04_activations.html").is_file()
    assert (copy / "course" / "reports" / "04_activations.html").is_file()
    assert list((copy / "dist").glob("from_neuron_to_network-*.whl"))


def test_the_students_guide(tmp_path: Path) -> None:
    import nbformat

    from grader.author.derive import Chapter

    run, other = commands("students")
    assert other <= NOT_RUN
    notebook = Chapter.read(ROOT / "chapters" / "04_activations.md").release_notebook()
    nbformat.write(notebook, tmp_path / "04_activations.ipynb")
    for command in run:
        done = shell(command, tmp_path)
        assert done.returncode == (1 if command in FAILS else 0), done.stderr
        assert "not written yet" in done.stdout


def test_nothing_is_excused_that_no_guide_says() -> None:
    assert commands("instructors")[1] | commands("students")[1] == NOT_RUN
