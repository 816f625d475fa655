"""Where nobody else may enter the usual folder for temporary files, confined processes have theirs elsewhere."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.engine.process.host import ZygoteHost
from grader.engine.sandbox import places


@pytest.fixture
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A TMPDIR in a folder of ours alone, as a login or a test runner may set it."""
    folder = tmp_path / "closed" / "tmp"
    folder.mkdir(parents=True)
    folder.parent.chmod(0o700)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    folder.parent.chmod(0o755)


def test_a_folder_that_all_may_pass_through(private: Path) -> None:
    assert places.passable() == "/tmp"
    private.parent.chmod(0o755)
    parents = [p for p in private.parents if not p.stat().st_mode & 0o001]
    assert places.passable() == ("/tmp" if parents else str(private))


@pytest.mark.parametrize("layers", [("landlock",), ("landlock", "seccomp")])
def test_confinement_works_there(private: Path, layers: tuple[str, ...]) -> None:
    """Without a private file tree: the children of root are other users, who pass through to their scratch folders."""
    made = ZygoteHost(frozenset(layers))
    try:
        made.wait_ready()
        assert made.prove().name == ("standard" if "seccomp" in layers else "weak")
        with made.run() as run:
            write = "open('x', 'w').write('kept'); print(open('x').read())"
            told = run.ask({"do": "cell", "source": write, "show": True, "whole": True})
        assert told["error"] is None
        assert "kept" in str(told["outputs"])
    finally:
        made.close()
    assert not os.listdir(private)
