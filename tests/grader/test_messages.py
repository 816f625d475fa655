"""A verdict can be acted on: the case can be repeated, Python's errors mean something, what is named was seen."""

import contextlib
import functools
import math
from typing import Any

import numpy as np
import pytest

from grader.author.declare import Seeded, call, do, exercises, new, run, script
from grader.bank import load
from grader.check import NotPassed, check
from grader.compare import Complaint
from grader.raised import explained
from grader.reading import unpack_case
from grader.showing import literal, shown_case
from tests.grader.test_ladder import Counter, Exercise, entry_for, shown


def code_of(entry: Any, case: Any) -> str:
    lines = shown_case(entry, case, Complaint("value.wrong"))
    return "\n".join(p.text().removeprefix("    ") for p in lines if p.key == "shown.code")


def large(case: Any) -> bool:
    return any(a.size > 64 for s in unpack_case(case).steps for a in s.arrays())


SCRIPTS = [
    (name, k)
    for name, entry in load().items()
    for k, c in enumerate(entry.cases)
    if len(c["case"]["steps"]) > 1 and not large(c["case"])
]


@pytest.mark.parametrize("name", sorted({n for n, _ in SCRIPTS}))
def test_the_steps_that_are_shown_can_be_run(name: str) -> None:
    entry = load()[name]
    reference = exercises([entry.module])[name].reference()
    for _, k in [s for s in SCRIPTS if s[0] == name]:
        code = code_of(entry, entry.cases[k]["case"])
        if "..." in code.splitlines():
            continue  # a very long one
        last = entry.cases[k]["expected"][-1]
        with pytest.raises(Exception) if "raised" in last else contextlib.nullcontext():  # noqa: PT011
            exec(code, {"np": np, name: reference})


def test_a_call_that_is_made_many_times_is_shown_as_a_loop() -> None:
    entry = load()["he_init"]
    case = next(c["case"] for c in entry.cases if len(c["case"]["steps"]) > 10)
    first, loop, call, *others = code_of(entry, case).splitlines()
    assert first.startswith("rng = np.random.default_rng(")
    assert [loop, call] == ["for _ in range(12):", "    he_init(8, 1000, rng)"]
    assert len(others) == 4


def test_of_an_object_the_constructor_and_the_steps_are_shown() -> None:
    p = np.zeros(2)
    entry = entry_for(Counter, script("twice", new(0.5), do.apply([p]), do.apply([p])))

    class Late(Counter):
        def apply(self, arrays):
            super().apply(arrays)
            if arrays[0][0] > 0.75:
                arrays[0] += 1e-3

    verdict = run(entry, Late)
    assert verdict.summary() == "step 2, .apply(...): wrong value in arrays[0] afterwards"
    assert shown(verdict) == [
        "to repeat it:",
        "    counter = Counter(0.5)",
        "    arrays = [np.array([0.0, 0.0])]",
        "    counter.apply(arrays)",
        "    arrays2 = [arrays[0]]",
        "    counter.apply(arrays2)",
        "expected  [1., 1.]",
        "got       [1.001, 1.001]",
    ]


def test_a_function_among_the_arguments_comes_with_its_source() -> None:
    def slope(f, x, rng):
        """f(x)."""
        return f(x)

    def square(x):
        return x * x

    entry = entry_for(slope, call("a square", square, 3.0, Seeded(5)))
    assert shown(run(entry, lambda f, x, rng: 0.0))[:3] == [
        "input     f = square, x = 3., rng = np.random.default_rng(5)",
        "    def square(x):",
        "        return x * x",
    ]


def test_no_number_is_minus_zero_and_lists_of_wrong_length_are_shown() -> None:
    def pair(z):
        """z twice."""
        return [-z, z]

    entry = entry_for(pair, call("zero", np.zeros(1)))
    verdict = run(entry, lambda z: [-z])
    assert shown(verdict)[1:] == ["expected  [[0.], [0.]]", "got       [[0.]]"]


@pytest.mark.parametrize(
    "value",
    [
        np.arange(3),
        np.array([[1.5, np.nan]]),
        np.ones(2, np.float32),
        np.zeros((0, 3)),
        np.array([True]),
        np.float32(2.5),
        float("inf"),
        (1,),
        {"a": [1, (2.0, "x")]},
        np.array(3.0),
        None,
    ],
)
def test_literals_give_the_value_back(value) -> None:
    again = eval(literal(value, {}, {}), {"np": np})
    assert type(again) is type(value)
    np.testing.assert_equal(again, value)
    assert getattr(again, "dtype", None) == getattr(value, "dtype", None)


def _source(text: str) -> Any:
    return lambda: exec(text, {"np": np, "math": math})


ERRORS = {
    "error.matmul": _source("np.ones((2, 3)) @ np.ones((2, 3))"),
    "error.broadcast": _source("np.ones(2) + np.ones(3)"),
    "error.assign": _source("a = np.ones(2)\na[:] = np.ones(3)"),
    "error.none": _source("None + 1"),
    "error.truth": _source("if np.ones(2) > 0: pass"),
    "error.single": _source("math.exp(np.ones(2))"),
    "error.cast": _source("a = np.ones(2, int)\na -= 0.5"),
    "error.arguments": _source("(lambda x: x)(1, 2)"),
    "error.name": _source("sigmoyd(1)"),
    "error.unset": _source("def f():\n    x += 1\nf()"),
    "error.character": _source("print（1)"),
    "error.space": _source("x =\u00a01"),
    "error.quotes": _source("x = “a”"),
    "error.module": _source("import torch_that_is_not_there"),
    "error.recursion": _source("def f(): return f()\nf()"),
    "error.shell": _source("!pip install torch"),
    "error.indent": _source("if 1:\n  x = 1\n    y = 2"),
}


@pytest.mark.parametrize("key", ERRORS)
def test_the_commonest_errors_mean_something(key: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        ERRORS[key]()
    error = caught.value
    found = explained(type(error).__name__, str(error), str(getattr(error, "text", "") or ""))
    assert found is not None
    assert found.key == key
    assert "{" not in found.text()


def test_input_means_something() -> None:
    for type_, text in (("EOFError", "EOF when reading a line"), ("OSError", "[Errno 29] I/O error")):
        assert explained(type_, text).key == "error.input"
    assert explained("StdinNotImplementedError", "raw_input was called").key == "error.input"
    assert explained("OSError", "[Errno 2] No such file") is None
    assert explained("ValueError", "something else") is None


def two_causes() -> Any:
    def mean_square(z):
        """The mean of squares."""
        return float((z**2).mean())

    def sums(z):
        """You took the sum."""
        return float((z**2).sum())

    def counts(z):
        """You multiplied by the number of entries."""
        return float((z**2).mean() * z.size)

    def first(z):
        """You looked at the first row only."""
        return float((z[0] ** 2).mean())

    class Local(Exercise):
        uses = []  # noqa: RUF012

        def reference(self):
            return mean_square

    cases = [call("a row", np.array([1.0, 2.0])), call("rows", np.array([[1.0, 2.0], [3.0, 5.0]]))]
    made = Local("mean_square", "local", lambda rng: iter(cases), 1, 1, 1, ["A hint."])
    for wrong in (sums, counts, first):
        made.misconception(wrong)
    return made


def test_two_causes_of_the_same_answers_are_both_named() -> None:
    made = two_causes()
    entry = made.entry()
    assert list(made.prove(entry)) == []
    verdict = run(entry, lambda z: float(np.sum(z * z)))
    assert verdict.misconceptions == ("sums", "counts")
    assert "one of these: You took the sum., You multiplied" in verdict.text()


def test_what_explains_only_the_case_that_is_told_is_offered_as_such() -> None:
    entry = two_causes().entry()
    verdict = run(entry, lambda z: float((z[0] ** 2).mean()) if z.ndim == 1 else 0.0)
    assert verdict.misconceptions == ()
    assert verdict.partly[0] == "first"
    assert "though not in all" in verdict.text()


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("check('relu')", "without quotation marks: check(relu)"),
        ("check(Adam(0.1))", "pass the class itself, without parentheses: check(Adam)"),
        ("check(relu(np.ones(2)))", "got an array of shape (2,)"),
        ("check(relu(1.0))", "got a float"),
        ("check(None)", "got None"),
        ("check('reluu')", "Did you mean relu?"),
        ("tanh = sigmoid = lambda z: z\ncheck(tanh)", "several names of exercises (tanh, sigmoid)"),
        ("tanh = relu\ncheck(tanh)", "checked as relu, which is its name; that tanh is the same function"),
    ],
)
def test_check_understands_what_it_is_handed(source: str, says: str) -> None:
    given = "import numpy as np\ndef relu(z): return z\nclass Adam:\n    def __init__(self, lr): pass\n"
    with pytest.raises(NotPassed) as caught:
        exec(given + source, {"check": check})
    assert says in str(caught.value)


def test_a_callable_without_a_name_gets_the_one_it_goes_by() -> None:
    scope: dict[str, Any] = {"np": np, "check": check, "partial": functools.partial}
    exec("relu = partial(np.maximum, 0.0)\ncheck(relu)", scope)
    assert scope["relu"].__name__ == "relu"
