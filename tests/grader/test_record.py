"""What a step changed of everything that was handed out belongs to the record: numbers, order, length, identity."""

import json

import numpy as np
import pytest

from grader.author.declare import call, do, new, run, script
from grader.data import Known, Step
from grader.exercises import optimizers as _optimizers  # noqa: F401  (declares them)
from grader.given import Watch, restore, things
from grader.packing import pack_case
from grader.perform import perform
from grader.reading import Reader, unpack_case
from grader.record import read_record
from tests.grader.test_ladder import entry_for


def total(weights, cache, shapes):
    """The sum of all numbers in the list `weights`."""
    return float(sum(w.sum() for w in weights))


def weights():
    return [np.ones(2), np.arange(3.0), np.full((2, 2), 0.5)]


TOTAL = entry_for(total, call("three", weights(), {"z": np.zeros(2), "n": 3}, [(2, 1), (1, 4)]))

HARM = {
    "reversed": lambda w, c, s: w.reverse(),
    "sorted": lambda w, c, s: w.sort(key=len),
    "popped": lambda w, c, s: w.pop(),
    "emptied": lambda w, c, s: w.clear(),
    "longer": lambda w, c, s: w.append(w[0]),
    "swapped": lambda w, c, s: w.__setitem__(slice(0, 2), [w[1], w[0]]),
    "equal copies in their place": lambda w, c, s: w.__setitem__(slice(None), [a.copy() for a in w]),
    "numbers": lambda w, c, s: w[1].__iadd__(1),
    "one number": lambda w, c, s: w[2].__setitem__((1, 1), 0.25),
    "a key gone": lambda w, c, s: c.pop("z"),
    "a key more": lambda w, c, s: c.setdefault("y", 1),
    "keys in another order": lambda w, c, s: c.update(z=c.pop("z")),
    "a scalar in a dictionary": lambda w, c, s: c.update(n=4),
    "an array in a dictionary": lambda w, c, s: c["z"].__iadd__(1),
    "a list of tuples": lambda w, c, s: s.insert(0, s.pop()),
    "another tuple": lambda w, c, s: s.__setitem__(0, (2, 2)),
    "itself": lambda w, c, s: w.__setitem__(0, w),
}


@pytest.mark.parametrize("harm", HARM)
def test_what_must_not_be_changed(harm: str) -> None:
    def harmful(weights, cache, shapes):
        out = total(weights, cache, shapes)
        HARM[harm](weights, cache, shapes)
        return out

    verdict = run(TOTAL, harmful)
    assert verdict.kind == "mutated", verdict.text()
    named = {"weights", "cache", "shapes", "weights[1]", "weights[2]", "cache['z']"}
    assert str(verdict.params["which"].params["name"]) in named


@pytest.mark.parametrize(
    "harmless",
    [
        lambda w, c, s: None,
        lambda w, c, s: (w.reverse(), w.reverse()),
        lambda w, c, s: (w[0].__iadd__(1e-5), w[0].__isub__(1e-5)),
        lambda w, c, s: w[1].__imul__(1),
        lambda w, c, s: s.__setitem__(0, (2, 1)),
        lambda w, c, s: c.update(n=3),
    ],
)
def test_what_is_as_it_was_in_the_end_was_not_changed(harmless) -> None:
    def careful(weights, cache, shapes):
        harmless(weights, cache, shapes)
        return total(weights, cache, shapes)

    assert run(TOTAL, careful).passed


class Descent:
    """Moves parameters downhill."""

    def __init__(self, lr=0.5):
        self.lr = lr

    def step(self, params, grads):
        """Update the arrays in `params` in place."""
        for p, g in zip(params, grads, strict=True):
            p -= self.lr * g


def descent():
    params = [np.ones(2), np.zeros(3)]
    first, second = [np.ones(2), np.ones(3)], [np.full(2, 0.5), np.ones(3)]
    return entry_for(Descent, script("two steps", new(), do.step(params, first), do.step(params, second)))


class NewArrays(Descent):
    def step(self, params, grads):
        for i, g in enumerate(grads):
            params[i] = params[i] - self.lr * g


class NeverWritten(Descent):
    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            p = p - self.lr * g


class KeepsGradients(Descent):
    """Its state is the arrays of the first gradients, to which it then adds."""

    def step(self, params, grads):
        if not hasattr(self, "kept"):
            self.kept = grads
        else:
            for k, g in zip(self.kept, grads, strict=True):
                k += g
        super().step(params, grads)


class EmptiesGradients(Descent):
    def step(self, params, grads):
        for p in params:
            p -= self.lr * grads.pop(0)


@pytest.mark.parametrize(
    ("wrong", "code", "told"),
    [
        (NewArrays, "not_in_place.replaced", "put something new in the place of params[0]"),
        (NeverWritten, "not_in_place", "did not change params[0] in place"),
        (KeepsGradients, "mutated", "changed grads[0]"),
        (EmptiesGradients, "mutated.length", "changed grads, which had 2 items and now has 0"),
    ],
)
def test_what_must_be_changed_in_place(wrong, code: str, told: str) -> None:
    entry = descent()
    assert run(entry, Descent).passed
    verdict = run(entry, wrong)
    assert verdict.code == code
    assert told in verdict.summary()


def test_arrays_of_earlier_steps_are_looked_at_again() -> None:
    verdict = run(descent(), KeepsGradients)
    assert [p.key for p in verdict.where] == ["place.step"]
    assert verdict.where[0].params["n"] == 2, "it harms the first gradients when the second ones come"


def test_a_list_that_is_to_grow_may_hold_a_copy_or_the_object_itself() -> None:
    def remember(history, x):
        """Append x to history."""
        history.append(x)

    entry = entry_for(remember, call("one more", [np.zeros(1)], np.ones(2)))
    assert run(entry, remember).passed
    assert run(entry, lambda history, x: history.append(x.copy())).passed
    for wrong in (
        lambda history, x: history.append(x + 1),
        lambda history, x: history.insert(0, x),
        lambda history, x: None,
        lambda history, x: history.extend([x, x]),
        lambda history, x: history.__setitem__(0, x),
    ):
        assert run(entry, wrong).kind in ("value", "not_in_place"), run(entry, wrong).text()


def test_a_list_given_back_shares_with_the_argument() -> None:
    def doubled(xs):
        """Each array of xs times two, in a new list."""
        return [2 * x for x in xs]

    entry = entry_for(doubled, call("two", [np.zeros(1), np.zeros(2)]))
    verdict = run(entry, lambda xs: xs)
    assert (verdict.code, verdict.params["which"].text()) == ("aliased", "xs")
    assert run(entry, lambda xs: [x for x in xs]).params["which"].text() == "xs[0]"
    assert run(entry, lambda xs: [x.copy() for x in xs]).passed


def test_a_record_names_what_was_handed_out_by_number() -> None:
    a, b = np.zeros(1), np.ones(2)
    case = pack_case(call("", [a, b], {"x": a}))

    def swap(xs, d):
        xs[:] = [xs[1], (xs[0], 7.0)]
        d["y"] = xs

    (seen,) = read_record(json.loads(json.dumps(perform(swap, case))))
    changed = dict(seen.changed)
    assert changed[0] == [Known(2), (Known(1), 7.0)]
    assert changed[3] == {"x": Known(1), "y": Known(0)}
    assert set(changed) == {0, 3}


def test_changes_can_be_made_elsewhere() -> None:
    made = call("", [np.zeros(2), np.ones(2)], {"n": 1})
    here, there = unpack_case(pack_case(made)), unpack_case(pack_case(made))
    watch = Watch(things(there), "program")
    xs, d = there.steps[0].args
    xs.reverse()
    xs[0] += 1
    xs.append((xs[1], 5))
    d["n"] = 2
    read = Reader()
    restore(things(here), [(n, read.read(c)) for n, c in watch.changes()])
    mine, more = here.steps[0].args
    first = [t.value for t in things(unpack_case(pack_case(made)))]
    assert len(first) == 4
    assert [m.tolist() for m in mine[:2]] == [[2.0, 2.0], [0.0, 0.0]]
    assert mine[2][0] is mine[1]
    assert more == {"n": 2}


@pytest.mark.parametrize(
    "forged", [[[9, 1.0]], [[0]], [[-1, 1.0]], [["0", 1.0]], [[True, 1.0]], [{}], {}, [[0, {"was": 99}]]]
)
def test_a_forged_change_is_no_pass(forged) -> None:
    (record,) = [perform(total, c) for c in TOTAL.plan()][:1]
    step = record[0] | {"changed": forged}
    from grader.judge import judge

    assert not judge(TOTAL, [[step], record]).passed


def test_a_shared_list_is_one_object_in_all_steps() -> None:
    d = {"n": 0}
    case = unpack_case(pack_case(script("", Step("call", (d,)), Step("call", (d, [d])))))
    assert case.steps[0].args[0] is case.steps[1].args[0] is case.steps[1].args[1][0]
