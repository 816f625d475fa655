"""The audit itself: it finds what a check lets pass, and calls equal only what is."""

import ast
from dataclasses import replace

import numpy as np
import pytest

from grader.author.audit import audit_exercise, separating
from grader.author.declare import Exercise, call, exercises, run
from grader.author.mutate import Mutant, mutants

RELU = "import numpy as np\n\n\ndef relu(z):\n    return np.maximum(z, 0.0)\n"


def only_positive(rng):
    """Cases that cannot see what happens left of 0; other seeds can."""
    yield call("positive", np.array([1.0, 2.0]))
    yield call("any", rng.normal(size=5) if rng.random() < 0.5 else np.abs(rng.normal(size=5)), hidden=True)


@pytest.fixture
def vague() -> Exercise:
    return replace(exercises(["activations"])["relu"], draw=only_positive, misconceptions={})


def mutant(body: str) -> Mutant:
    return Mutant(1, body, ast.parse(f"import numpy as np\n\n\ndef relu(z):\n    return {body}\n"))


def test_a_wrong_answer_that_passes_is_separated_by_new_inputs(vague: Exercise) -> None:
    identity, swapped = mutant("z + 0.0"), mutant("np.maximum(0.0, z)")
    entry = vague.entry()
    assert run(entry, identity.build("relu", "solutions.activations")).passed, "the public case is too weak"
    apart, tried = separating(vague, entry, [identity, swapped], 300)
    assert apart == {identity: "any"}
    assert tried == 300


def test_an_input_that_never_ends_separates(vague: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.author.audit.SECONDS", 0.05)
    endless = mutant("np.array([1 for _ in iter(int, 1)])")
    assert separating(vague, vague.entry(), [endless], 5)[0] == {endless: "positive"}


def test_no_more_inputs_are_counted_than_the_declaration_can_draw(vague: Exercise) -> None:
    def fixed(rng):
        yield call("positive", np.array([1.0, 2.0]))
        yield call("negative", np.array([-1.0, 2.0]), hidden=True)

    few = replace(vague, draw=fixed)
    assert separating(few, few.entry(), [mutant("np.maximum(0.0, z)")], 50) == ({}, 2)


def test_an_exercise_of_the_book_is_audited() -> None:
    found = audit_exercise("activations", "relu", None, 50)
    assert found.killed == 2
    assert found.survived == []
    assert [e.partition("  →  ")[2] for e in found.equivalent] == ["first two arguments swapped"]
    assert found.inputs == 50


def test_mutants_differ_from_the_source_and_from_each_other() -> None:
    made = list(mutants(RELU, "relu"))
    texts = [ast.unparse(m.tree) for m in made]
    assert len(texts) == 3, "arguments swapped, minimum, another constant"
    assert len({*texts, ast.unparse(ast.parse(RELU))}) == len(texts) + 1
    assert all(m.line in (4, 5) for m in made)
