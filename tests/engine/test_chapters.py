"""Points follow the rules in every chapter: full marks for the references, and one mistake costs its points once."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.engine.batch.worker import grade_file
from grader.engine.judging import standin
from grader.engine.process.host import Host

from .conftest import CHAPTERS, Release

each_chapter = pytest.mark.parametrize("release", CHAPTERS, indirect=True)
of = pytest.mark.parametrize
XOR, OPTIMIZERS, REGULARIZATION = "03_xor", "07_optimizers", "08_regularization"


def points(release: Release, host: Host, **instead: str) -> tuple[float, list[str]]:
    """The points of a notebook with some references replaced, and what was carried."""
    graded, _ = grade_file(release.template, json.dumps(release.solved(**instead)).encode(), host, "strong")
    assert graded.status == "graded", graded.reason
    scores = graded.scores.values()
    assert None not in scores, graded.verdicts
    return sum(s for s in scores if s is not None), sorted(graded.carried_forward)


@pytest.mark.sampled(3)
@each_chapter
def test_every_stand_in_passes_its_own_check_in_the_confined_child(release: Release, host: Host) -> None:
    template = release.template
    used = {u for e in template.entries.values() for u in e.uses if u in template.entries}
    assert set(template.standins) == used
    assert [n for n in sorted(used) if not standin.works(template, n, host)] == []


@pytest.mark.sampled(3)
@each_chapter
def test_an_unwritten_exercise_costs_its_own_points_and_no_others(release: Release, host: Host) -> None:
    entries = release.template.entries
    whole = sum(e.points for e in entries.values())
    assert points(release, host) == (whole, [])
    wrong = {}
    for name, entry in entries.items():
        got, carried = points(release, host, **{name: release.stubs[name]})
        # what uses it cannot pass beside it: it is carried, unless no case of it comes to the call
        users = {n for n, e in entries.items() if name in e.uses}
        if got != whole - entry.points or not set(carried) <= _above(users, release):
            wrong[name] = (got, carried)
    assert wrong == {}


def _above(names: set[str], release: Release) -> set[str]:
    """These exercises and all that use them."""
    found, more = set(), names
    while more:
        found |= more
        more = {n for n, e in release.template.entries.items() if found & set(e.uses)} - found
    return found


@pytest.mark.parametrize("release", [XOR], indirect=True)
def test_one_wrong_sign_costs_one_point(release: Release, host: Host) -> None:
    right = release.solutions["half_planes"]
    wrong = right.replace("step(X @ W + b)", "(X @ W - b >= 0).astype(float)")
    assert wrong != right
    got, carried = points(release, host, half_planes=wrong)
    assert (got, release.template.entries["half_planes"].points) == (23, 1)
    assert carried == ["convex_region", "union_of_regions"]


@of(
    ("release", "name"),
    [(XOR, "vote"), (OPTIMIZERS, "Adam"), (REGULARIZATION, "batch_norm_forward")],
    indirect=["release"],
)
@of("spoil", [lambda pieces: [*pieces[:-1]], lambda pieces: [{"module": "x", "source": "1 / 0"}, *pieces]])
def test_without_a_stand_in_that_works_nobody_loses_points(
    release: Release, name: str, spoil: Callable[..., list[dict[str, str]]], host: Host
) -> None:
    template = release.template
    users = {n for n, e in template.entries.items() if name in e.uses}
    standins = {**template.standins, name: spoil(template.standins[name])}
    bad = replace(template, standins=standins, kept={})
    notebook = json.dumps(release.solved(**{name: release.stubs[name]})).encode()
    graded, _ = grade_file(bad, notebook, host, "strong")
    assert graded.scores[f"check-{name}"] == 0
    unjudged = {n for n, v in graded.verdicts.items() if v.status == "unjudged"}
    assert users
    assert users <= unjudged
    assert all(graded.scores[f"check-{n}"] is None for n in unjudged)
    assert name in graded.verdicts[min(users)].summary()
