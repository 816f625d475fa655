"""What a student reads: the ladder from `raised` to `value`, each rung with its own words."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from grader.author.declare import Exercise, Seeded, call, do, new, run, script
from grader.bank import Entry
from grader.check import NotPassed, check, hint, verdict_of
from grader.data import Case
from grader.judge import judge
from grader.perform import perform
from grader.verdict import Verdict

HALF = np.array([[1.0, -2.0], [0.5, 4.0]])


def entry_for(reference, *cases: Case, **settings) -> Entry:
    """A bank of one exercise whose reference is given."""

    class Local(Exercise):
        uses = []  # noqa: RUF012  (of no other exercise)

        def reference(self):
            return reference

    made = Local(reference.__name__, "local", lambda rng: iter(cases), 1, 1, 1, ["A hint."], **settings)
    return made.entry()


def double(z):
    """Twice z."""
    return 2 * z


DOUBLE = entry_for(double, call("two rows", HALF), call("integers", np.array([1, 2])))


def shown(verdict: Verdict) -> list[str]:
    """The lines under a verdict."""
    return [d.text() for d in verdict.details]


def mutating(z):
    z *= 2
    return z.copy()


def counting(z, calls=[]):  # noqa: B006
    calls.append(1)
    return 2 * z if len(calls) < 3 else 3 * z


def raising(z):
    raise ValueError("I give up")


def unwritten(z):
    raise NotImplementedError()


def warned(z):
    warnings.warn("careful", stacklevel=1)
    return 2 * z


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        (unwritten, "missing", "not written yet"),
        (raising, "raised", "raised ValueError: I give up"),
        (lambda z: None, "none", "returned None: is the return missing?"),
        (lambda z: [2.0], "type", "expected an array of shape (2, 2), got a list of 1"),
        (lambda z: (2 * z).ravel(), "shape", "expected shape (2, 2), got shape (4,)"),
        (lambda z: (2 * z).astype(int), "dtype", "expected float64 numbers, got int64"),
        (lambda z: 2 * z + np.nan, "nonfinite", "got nan where a number is expected"),
        (lambda z: 2 * z + 1e-5, "value", "wrong value"),
        (mutating, "mutated", "changed z: work on a copy"),
        (counting, "not_deterministic", "another result the second time"),
    ],
)
def test_rungs(wrong, kind: str, words: str) -> None:
    verdict = run(DOUBLE, wrong)
    assert (verdict.status, verdict.kind) == ("failed", kind), verdict.text()
    assert words in verdict.summary()


@pytest.mark.parametrize(
    "right",
    [
        double,
        warned,
        lambda z: z + z,
        lambda z: np.array([[2 * x for x in row] for row in z]) if z.ndim > 1 else z * 2,
        lambda z: np.asfortranarray(2 * z),
        lambda z: (2 * z) * (1 + 1e-12) if z.dtype.kind == "f" else z << 1,
    ],
)
def test_no_false_rejection(right) -> None:
    assert run(DOUBLE, right).passed


def test_a_warning_on_the_way_is_told_and_costs_nothing() -> None:
    verdict = run(DOUBLE, warned)
    assert verdict.passed
    assert shown(verdict) == ["note: on the way Python warned: careful"]
    assert shown(run(DOUBLE, double)) == []


def test_values_are_shown_in_enough_digits_to_differ() -> None:
    entry = entry_for(double, call("one", np.array([1.0])))
    verdict = run(entry, lambda z: 2 * z + 1e-6)
    assert shown(verdict) == ["input     z = [1.]", "expected  [2.]", "got       [2.000001]"]


def test_of_a_large_array_the_first_wrong_entry_is_shown() -> None:
    entry = entry_for(double, call("many", np.ones((5, 7))))

    def wrong(z):
        out = 2 * z
        out[3, 2] = 5
        return out

    assert "1 of 35 entries differ, the first at [3, 2]" in shown(run(entry, wrong))


def test_float32_has_a_coarser_tolerance() -> None:
    single = entry_for(double, call("single", np.ones(3, np.float32)))
    assert run(single, lambda z: 2 * z * np.float32(1 + 1e-6)).passed
    assert not run(single, lambda z: 2 * z * np.float32(1 + 1e-2)).passed
    assert not run(DOUBLE, lambda z: 2 * z * (1 + 1e-6)).passed


class Counter:
    """Adds its step to every array, in place."""

    def __init__(self, step=1.0):
        self.step = step

    def apply(self, arrays):
        for a in arrays:
            a += self.step


IN_PLACE = entry_for(Counter, script("twice", new(2.0), do.apply([p := np.zeros(2)]), do.apply([p])))


class Rebinding(Counter):
    def apply(self, arrays):
        arrays = [a + self.step for a in arrays]


class Returning(Counter):
    def apply(self, arrays):
        super().apply(arrays)
        return arrays


def test_what_the_reference_changes_must_be_changed() -> None:
    assert run(IN_PLACE, Counter).passed
    verdict = run(IN_PLACE, Rebinding)
    assert (verdict.kind, verdict.summary()) == (
        "not_in_place",
        "step 1, .apply(...): did not change arrays[0] in place",
    )
    assert run(IN_PLACE, Returning).summary().endswith("expected nothing to be returned, got a list of 1")


def test_a_result_may_share_memory_unless_a_new_array_is_promised() -> None:
    def same(z):
        """Return z."""
        return z.copy()

    def new(z):
        """Return z, as a new array."""
        return z.copy()

    cases = [call("three", np.ones(3))]
    assert run(entry_for(same, *cases), lambda z: z).passed
    for lazy in (lambda z: z, lambda z: z[:], lambda z: z.reshape(1, 3)[0], lambda z: np.asarray(z)):
        verdict = run(entry_for(new, *cases), lazy)
        assert verdict.kind == "aliased"
        assert verdict.summary() == "the result shares memory with z: return a new array"
    assert run(entry_for(new, *cases), lambda z: z + 0).passed


def test_expected_exceptions() -> None:
    def positive(x):
        """The square root of x. Raises ValueError below 0."""
        if x < 0:
            raise ValueError("x must not be negative")
        return x**0.5

    entry = entry_for(positive, call("four", 4.0), call("below zero", -1.0))
    assert run(entry, positive).passed
    assert run(entry, lambda x: abs(x) ** 0.5).summary() == "should raise ValueError, but returned a value"


def test_hidden_cases_tell_only_their_category() -> None:
    secret = 12345.678
    entry = entry_for(double, call("small", 1.0), call("large inputs", secret))
    cases = [entry.cases[0], {**entry.cases[1], "case": entry.cases[1]["case"] | {"hidden": True}}]
    hidden = Entry(**{**entry.__dict__, "cases": cases})

    def leaks(z):
        if z > 10:
            raise ValueError(f"the input is {z}")
        return 2 * z

    for wrong in (lambda z: 2 * min(z, 10), leaks):
        verdict = run(hidden, wrong)
        assert verdict.hidden
        assert verdict.case == "large inputs"
        assert verdict.passed_cases == 1
        for leak in ("12345", "24691"):
            assert leak not in repr(verdict)


@pytest.mark.parametrize(
    "record",
    [
        [{}],
        [{"value": {"function": "x"}, "changed": [], "shares": []}],
        [{"value": {"float": "1"}, "changed": []}],
        [{"value": 1.0, "changed": "abc", "shares": []}],
        [{"value": 1.0, "changed": [], "shares": []}] * 5,
        [{"stopped": 3}],
        [7],
        "forged",
        {"passed": True},
    ],
    ids=str,
)
def test_a_malformed_reply_is_the_students_fault(record) -> None:
    good = [perform(double, c) for c in DOUBLE.plan()]
    assert judge(DOUBLE, good).passed  # the control
    verdict = judge(DOUBLE, [record, *good[1:]])
    assert (verdict.status, verdict.kind) == ("failed", "malformed"), verdict


def test_a_malformed_repetition_is_no_pass() -> None:
    good = [perform(double, c) for c in DOUBLE.plan()]
    for last in ([{}], None, [], [7]):
        assert not judge(DOUBLE, [*good[:-1], last]).passed


def test_a_stopped_case_gives_its_sentence() -> None:
    good = [perform(double, c) for c in DOUBLE.plan()]
    stop = [{"stopped": {"limit": "cpu", "amount": 10.0}}]
    verdict = judge(DOUBLE, [good[0], stop, None])
    assert (verdict.kind, verdict.summary(), verdict.case) == (
        "stopped",
        "stopped after 10 s of CPU",
        "integers",
    )


def test_random_results_are_judged_by_a_rule(probes: None) -> None:
    from grader.bank import load

    entry = load()["probe_random"]

    def own_seed(x, p, rng):
        mask = (np.random.default_rng().random(x.shape) >= p) / (1 - p)
        return x * mask, mask

    verdict = run(entry, own_seed)
    assert (verdict.kind, verdict.misconceptions) == ("rule", ("own_numbers",))
    assert verdict.summary() == entry.misconceptions["own_numbers"]["message"]
    assert not run(entry, lambda x, p, rng: (x, np.ones(3))).passed


def test_check_prints_or_raises(probes: None, capsys: pytest.CaptureFixture[str]) -> None:
    def probe_function(z):
        return np.maximum(z, 0)

    assert check(probe_function) is None
    out = capsys.readouterr()
    assert out.out == "✓ probe_function: passed, 3 cases\n"
    assert out.err == ""
    with pytest.raises(NotPassed, match="Why: You returned") as caught:
        check(named(np.abs, "probe_function"))
    assert caught.value._render_traceback_() == str(caught.value).split("\n")


def named(f, name: str):
    def wrapper(*args):
        return f(*args)

    wrapper.__name__ = name
    return wrapper


def test_check_finds_what_a_lambda_is_called() -> None:
    scope: dict = {"np": np, "check": check}
    with pytest.raises(NotPassed, match="sigmoid: "):
        exec("sigmoid = lambda z: z\ncheck(sigmoid)", scope)


def test_check_of_something_unknown() -> None:
    with pytest.raises(NotPassed, match=r"does not know an exercise named 'sigmoyd'\. Did you mean sigmoid"):
        check(named(np.exp, "sigmoyd"))
    with pytest.raises(NotPassed, match="wants the function itself and got a float"):
        check(3.0)


def test_hints_form_a_ladder(capsys: pytest.CaptureFixture[str]) -> None:
    hint("sigmoid")
    assert len(capsys.readouterr().out.splitlines()) == 1
    hint("sigmoid", 2)
    assert len(capsys.readouterr().out.splitlines()) == 2
    with pytest.raises(NotPassed, match="there is no exercise named 'nothing'"):
        hint("nothing")


def test_our_own_failure_is_never_the_students() -> None:
    broken = replace(DOUBLE, rule="no_such_rule")
    verdict = verdict_of(double, "double", broken)
    assert verdict.status == "unjudged"
    assert "not yours" in verdict.summary()


def test_verdicts_survive_json() -> None:
    import json

    verdict = run(DOUBLE, lambda z: z)
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict


def test_seeded_arguments() -> None:
    def noisy(x, rng):
        """x plus noise from rng."""
        return x + rng.normal(size=x.shape)

    entry = entry_for(noisy, call("noise", np.ones(3), Seeded(1)))
    assert run(entry, noisy).passed
    assert run(entry, lambda x, rng: x + rng.normal(size=3)).passed
    assert not run(entry, lambda x, rng: x).passed
