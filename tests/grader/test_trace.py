"""`trace(f)` beside `check(f)`: the same case, and the verdict stays what it is."""

import pytest

import grader
from grader import check, trace
from grader.bank import load
from grader.check import NotPassed, verdict_of
from grader.showing import steps_as_code
from tests.grader.test_tracing import cell

WRONG = """
def softmax(z, axis=-1):
    e = np.exp(z)
    s = e.sum()
    return e / s
"""


def test_trace_runs_the_case_that_check_found() -> None:
    softmax = cell(WRONG, "softmax")
    verdict = verdict_of(softmax, "softmax")
    with pytest.raises(NotPassed) as raised:
        check(softmax)
    assert str(raised.value).splitlines()[-1].endswith("trace(softmax)")
    it = trace(softmax)
    assert it.case == verdict.case
    assert verdict_of(softmax, "softmax") == verdict
    assert "s = " in repr(it)
    html = it._repr_html_()
    assert '<th scope="col"' in html
    assert "<caption" in html
    assert "<td" in html


def test_trace_of_a_right_function_says_so() -> None:
    relu = cell("def relu(z):\n    return np.maximum(z, 0.0)\n", "relu")
    assert [n.key for n in trace(relu).notes] == ["trace.right"]
    assert "trace" in grader.__all__


def test_trace_ends_at_the_step_that_is_wrong() -> None:
    source = """
    class SGD:
        def __init__(self, learning_rate=0.1):
            self.learning_rate = learning_rate

        def step(self, params, gradients):
            for p, g in zip(params, gradients):
                p -= g
    """
    made = cell(source, "SGD")
    it = trace(made)
    verdict = verdict_of(made, "SGD")
    assert verdict.where[0].key == "place.step"
    assert it.steps[-1].code[-1].startswith("sgd.step(")
    assert len(it.steps) == 1 + verdict.where[0].params["n"]


@pytest.mark.parametrize("name", ["relu", "softmax", "Momentum", "he_init", "minibatches"])
def test_the_code_of_the_steps_is_python(name: str) -> None:
    entry = load()[name]
    for judged in entry.cases:
        for lines in steps_as_code(entry, judged["case"]):
            compile("\n".join(lines), "step", "exec")
