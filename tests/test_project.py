"""What the repository says of itself to others: one version, one licence, a workflow that runs what everybody runs."""

import re
import tomllib

import yaml

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]


def test_the_version_is_the_same_wherever_it_is_said() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    released = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", (ROOT / "CHANGELOG.md").read_text(), re.M
    )
    assert released == sorted(released, reverse=True), "the newest first"
    assert (citation["version"], citation["date-released"]) == released[0]
    assert PROJECT["version"] == released[0][0]
    assert citation["title"] == "From Neuron to Network"


def test_the_workflow_runs_what_a_contributor_runs() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text("utf8"))
    steps = workflow["jobs"]["check"]["steps"]
    assert ".ci/run" in [s.get("run") for s in steps]
    pinned = [u for s in [*steps, *workflow["jobs"]["publish"]["steps"]] if (u := s.get("uses"))]
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", u) for u in pinned), pinned


def test_hooks_and_lint_run_the_same_tools() -> None:
    lint = (ROOT / "Makefile").read_text("utf8").split("\nlint:")[1].split("\nhooks:")[0]
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf8"))["repos"][0]["hooks"]
    for tool in ("ruff format", "ruff check", "mypy", "n2n freeze --check", "hosting"):
        assert tool in lint
        assert any(tool in h["entry"] for h in hooks), tool
