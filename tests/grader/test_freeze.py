"""Banks follow the references, and say so when they do not."""

import json
import shutil
from pathlib import Path

import pytest

from tests.commands import Done, program

PROBES = Path(__file__).parents[1] / "probes"


@pytest.fixture
def extra(tmp_path: Path) -> Path:
    """A chapter of one's own, outside the repository."""
    folder = tmp_path / "own"
    shutil.copytree(PROBES, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def freeze(extra: Path, *words: str) -> Done:
    """In a process of its own: declarations are read once in a process."""
    return program("freeze", *words, N2N_EXTRA=str(extra))


def test_current(extra: Path) -> None:
    done = freeze(extra, "probes", "--check")
    assert done.returncode == 0, done.stderr
    assert "banks are current" in done.stdout


def test_a_changed_reference_makes_the_bank_stale(extra: Path) -> None:
    path = extra / "solutions/probes.py"
    path.write_text(
        path.read_text("utf8").replace("return z - mean, mean", "return z - mean, 2 * mean"), "utf8"
    )
    done = freeze(extra, "probes", "--check")
    assert done.returncode == 1
    assert "frozen/probes.json is stale at /exercises/probe_tuple/cases[0]" in done.stderr
    assert "run `n2n freeze`" in done.stderr
    assert freeze(extra, "probes").returncode == 0
    assert freeze(extra, "probes", "--check").returncode == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "exercises/probes.py",
            '    """The last batch may be smaller: yours is missing."""\n',
            "",
            "say in the docstring",
        ),
        (
            "exercises/probes.py",
            "range(0, len(x) - size + 1, size)",
            "range(0, len(x), size)",
            "passes every case",
        ),
        (
            "exercises/probes.py",
            'rule="inverted_dropout"',
            'rule="nothing"',
            "grader.rules has no rule 'nothing'",
        ),
        (
            "exercises/probes.py",
            "points=1, version=2",
            'points=1, uses=["probe_tuple"]',
            "probe_function: no setting is called uses",
        ),
        ("exercises/probes.py", "sum_of_squares, rng", "lambda x: 1.0, rng", "name the function"),
        (
            "solutions/probes.py",
            "def probe_tuple(",
            "def probe_tupel(",
            "solutions/probes.py has no probe_tuple",
        ),
        (
            "solutions/probes.py",
            '    """Return (z minus its mean, the mean)."""\n',
            "",
            "probe_tuple has no docstring",
        ),
    ],
)
def test_a_wrong_declaration_is_refused_and_nothing_written(
    extra: Path, file: str, old: str, new: str, says: str
) -> None:
    path = extra / file
    text = path.read_text("utf8")
    assert old in text
    path.write_text(text.replace(old, new), "utf8")
    before = (extra / "frozen/probes.json").read_bytes()
    done = freeze(extra, "probes")
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert (extra / "frozen/probes.json").read_bytes() == before


def test_a_bank_of_nothing_is_named(extra: Path) -> None:
    (extra / "frozen/left.json").write_text('{"format":1,"exercises":{}}')
    done = freeze(extra, "--check")
    assert done.returncode == 1
    assert "frozen/left.json belongs to no declaration" in done.stderr
    assert done.stderr.count(".json") == 1, "all others, the book's too, are current"


@pytest.mark.parametrize(
    "text", ["", "{", '{"format": 99, "exercises": {}}', '{"format":1,"exercises":{"a":{}}}']
)
def test_a_broken_bank_is_named(extra: Path, text: str) -> None:
    from grader.bank import BankError, parse_bank

    with pytest.raises(BankError, match=r"mine\.json|bank entry"):
        parse_bank(text, "frozen/mine.json")


def test_no_misconception_is_in_the_bank_as_code(extra: Path) -> None:
    text = (extra / "frozen/probes.json").read_text("utf8")
    assert "np.abs(z)" not in text
    assert "np.maximum(z, 0)" not in text
    assert json.loads(text)["exercises"]["probe_function"]["misconceptions"]["absolute"]["marks"]
