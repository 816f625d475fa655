"""`trace(f)`: each line of a reader's function at work, on the case that failed."""

import functools
import linecache
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from grader.data import Case, Step
from grader.packing import pack_case
from grader.tracing import tracer
from grader.tracing.running import run_case
from grader.tracing.shown import Trace, TracedLine, traced


def cell(source: str, name: str) -> Any:
    """What a cell with this source defines, as a notebook would run it: its lines are in `linecache`."""
    label = f"<cell {abs(hash(source))}>"
    source = textwrap.dedent(source)
    linecache.cache[label] = (len(source), None, source.splitlines(keepends=True), label)
    scope: dict[str, Any] = {"__name__": "__main__", "np": np}
    exec(compile(source, label, "exec"), scope)
    return scope[name]


def called(f: Any, *steps: tuple[Any, ...] | Step) -> Trace:
    """The trace of some calls."""
    done = [s if isinstance(s, Step) else Step("call", s) for s in steps]
    ran = run_case(f, pack_case(Case("a case", tuple(done))))
    return traced("f", "a case", ran, [[f"step {k}"] for k in range(len(done))], [])


def told(lines: tuple[TracedLine, ...]) -> list[str]:
    """`number name=value …` for short; sentences by their keys."""
    return [
        " ".join(
            [
                f"{'  ' * line.depth}{line.number}",
                *(f"{v.name}={v.text}{'!' if v.in_place else ''}" for v in line.values),
                *(t.key for t in line.told),
            ]
        )
        for line in lines
    ]


@pytest.fixture(autouse=True)
def _tracing_is_put_back() -> Iterator[None]:
    before = sys.gettrace()
    yield
    assert sys.gettrace() is before


def test_what_a_line_binds_and_gives_back() -> None:
    f = cell(
        """
        def f(z, alpha=0.5):
            y = (
                alpha
                * z
            )
            return y.sum()
        """,
        "f",
    )
    (step,) = called(f, (np.array([1.0, 3.0]),)).steps
    assert told(step.lines) == ["2 z=[1., 3.] alpha=0.5", "3 y=[0.5, 1.5]", "7 trace.returned"]
    assert [v.form for v in step.lines[0].values] == ["float64 (2,)", "float"]
    assert step.lines[2].told[0].params["value"] == "2."


def test_a_change_in_place_is_seen_wherever_it_shows() -> None:
    f = cell(
        """
        def f(w, g):
            v = w
            v -= g
            w[0] = 9
            v = v + 0
        """,
        "f",
    )
    (step,) = called(f, (np.ones(2), np.ones(2))).steps
    assert told(step.lines) == [
        "2 w=[1., 1.] g=[1., 1.]",
        "3 v=[1., 1.]",
        "4 w=[0., 0.]! v=[0., 0.]!",
        "5 w=[9., 0.]! v=[9., 0.]!",
        "6 v=[9., 0.] trace.returned",
    ]


def test_a_list_that_changes() -> None:
    f = cell("def f(xs):\n    xs.append(3)\n    xs.reverse()\n    return xs\n", "f")
    (step,) = called(f, ([1, 2],)).steps
    assert told(step.lines)[1:3] == ["2 xs=[1, 2, 3]!", "3 xs=[3, 2, 1]!"]


LOOP = """
def f(n):
    s = 0
    for i in range(n):
        if i == 1:
            continue
        s += i
    return s
"""


def test_a_loop_shows_its_first_and_last_turns_and_says_how_many_are_left_out() -> None:
    lines = told(called(cell(LOOP, "f"), (20,)).steps[0].lines)
    turn = ["4 i={}", "5 trace.false", "7 s={}"]
    assert lines[2:5] == [turn[0].format(0), turn[1], turn[2].format(0)]
    assert lines[5:7] == ["4 i=1", "5 trace.true"]
    assert "0 trace.turns" in lines
    assert lines[-4:] == [turn[0].format(19), turn[1], turn[2].format(189), "4 trace.over"] or lines[-5:] == [
        turn[0].format(19),
        turn[1],
        turn[2].format(189),
        "4 trace.over",
        "8 trace.returned",
    ]
    left = next(line for line in called(cell(LOOP, "f"), (20,)).steps[0].lines if not line.number)
    assert left.told[0].params == {"n": 15}


def test_a_short_loop_is_shown_whole() -> None:
    assert "0 trace.turns" not in told(called(cell(LOOP, "f"), (5,)).steps[0].lines)


def test_a_million_turns_are_capped_and_counted() -> None:
    f = cell("def f(n):\n    s = 0\n    for i in range(n):\n        s = s + 1\n    return s\n", "f")
    it = called(f, (300_000,))
    lines = told(it.steps[0].lines)
    assert len(lines) < 20
    assert lines[2:4] == ["3 i=0", "4 s=1"]
    assert lines[-6:] == [
        "3 i=299998",
        "4 s=299999",
        "3 i=299999",
        "4 s=300000",
        "3 trace.over",
        "5 trace.returned",
    ]
    (left,) = (t for line in it.steps[0].lines for t in line.told if t.key == "trace.turns")
    assert left.params == {"n": 300_000 - 5}
    assert not it.notes


def test_an_endless_loop_is_ended_and_its_last_turns_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracer, "SECONDS", 0.5)
    f = cell("def f(x):\n    while x > 0:\n        x += 1\n    return x\n", "f")
    it = called(f, (1,))
    assert [n.key for n in it.notes] == ["trace.stopped"]
    assert told(it.steps[0].lines)[1:3] == ["2 trace.true", "3 x=2"]
    last = [v.text for line in it.steps[0].lines for v in line.values][-1]
    assert int(last) > 1000


def test_nested_loops_keep_their_shape() -> None:
    f = cell(
        """
        def f(n):
            t = 0
            for i in range(2):
                for j in range(n):
                    t += i * j
            return t
        """,
        "f",
    )
    it = called(f, (9,))
    left = [t.params["n"] for line in it.steps[0].lines for t in line.told if t.key == "trace.turns"]
    assert left == [4, 4]
    assert [line for line in told(it.steps[0].lines) if "i=" in line] == ["4 i=0", "4 i=1"]


def test_a_helper_of_ones_own_is_entered_and_the_line_that_raised_is_marked() -> None:
    f = cell(
        """
        def inner(x):
            y = x - 3
            return 1 // y

        def f(x):
            a = inner(x)
            return a
        """,
        "f",
    )
    (step,) = called(f, (3,)).steps
    assert told(step.lines) == [
        "6 x=3",
        "7 trace.raised",
        "  2 x=3",
        "  3 y=0",
        "  4 trace.raised",
    ]
    assert [line.number for line in step.lines if line.raised] == [7, 4]
    assert "ZeroDivisionError" in step.lines[-1].told[0].params["text"]


def test_an_exception_that_is_caught_is_shown_and_the_function_goes_on() -> None:
    f = cell(
        """
        def f(x):
            try:
                x / 0
            except ZeroDivisionError:
                x = 5
            return x
        """,
        "f",
    )
    (step,) = called(f, (1,)).steps
    assert told(step.lines)[-4:] == ["4 trace.raised", "5", "6 x=5", "7 trace.returned"]


def test_recursion_is_capped_in_depth_and_many_calls_of_one_line_in_number() -> None:
    f = cell("def f(n):\n    return 0 if n == 0 else 1 + f(n - 1)\n", "f")
    lines = called(f, (9,)).steps[0].lines
    assert max(line.depth for line in lines) == tracer.DEPTH - 1
    assert lines[-1].told[-1].key == "trace.deeper"
    g = cell("def h(x):\n    return x\n\ndef g(n):\n    return [h(k) for k in range(n)]\n", "g")
    lines = called(g, (50,)).steps[0].lines
    assert [t.params["n"] for line in lines for t in line.told if t.key == "trace.calls"] == [44]


def test_a_generator() -> None:
    f = cell("def f(xs):\n    for x in xs:\n        yield 2 * x\n", "f")
    (step,) = called(f, ([1, 2],)).steps
    assert told(step.lines) == [
        "1 xs=[1, 2]",
        "2 x=1",
        "3 trace.yielded",
        "2 x=2",
        "3 trace.yielded",
        "2 trace.over trace.returned",
    ]


def test_the_steps_of_a_class_show_what_the_object_holds() -> None:
    made = cell(
        """
        class Counter:
            def __init__(self, start):
                self.n = start
                self.seen = []

            def step(self, k):
                self.n += k
                self.seen.append(k)
                return self.n
        """,
        "Counter",
    )
    it = called(made, Step("new", (3,)), Step("step", (4,)), Step("step", (5,)))
    assert [step.code for step in it.steps] == [("step 0",), ("step 1",), ("step 2",)]
    assert told(it.steps[0].lines)[1:] == ["4 self.n=3", "5 self.seen=[]"]
    assert told(it.steps[2].lines) == [
        "7 self.n=7 self.seen=[4] k=5",
        "8 self.n=12",
        "9 self.seen=[4, 5]!",
        "10 trace.returned",
    ]
    assert it.steps[2].lines[0].source == "def step(self, k):"


@pytest.mark.parametrize(
    "f",
    [np.maximum, functools.partial(np.maximum, 0.0), np.vectorize(abs), print, len],
    ids=["ufunc", "partial", "vectorize", "print", "len"],
)
def test_what_has_no_lines_is_said_in_a_sentence(f: Any) -> None:
    assert [n.key for n in called(f, ([1.0, 2.0],)).notes] == ["trace.no_source"]


def test_lambda_partial_and_vectorize_of_ones_own_have_lines() -> None:
    f = cell("f = lambda z: 2 * z\n", "f")
    assert told(called(f, (4,)).steps[0].lines) == ["1 z=4 trace.returned"]
    assert called(functools.partial(f), (4,)).steps[0].lines
    assert called(np.vectorize(f), (np.array([1.0]),)).steps[0].lines


def test_code_without_source_still_tells_its_values() -> None:
    scope: dict[str, Any] = {"__name__": "__main__"}
    exec("def f(x):\n    y = x + 1\n    return y\n", scope)
    assert told(called(scope["f"], (1,)).steps[0].lines) == ["1 x=1", "2 y=2", "3 trace.returned"]


def test_what_is_printed_is_kept_and_capped(capsys: pytest.CaptureFixture[str]) -> None:
    f = cell("def f(n):\n    for k in range(n):\n        print('line', k)\n    return n\n", "f")
    it = called(f, (2000,))
    assert it.printed.startswith("line 0\nline 1\n")
    assert len(it.printed) < 5000
    assert capsys.readouterr().out == ""


def test_strange_objects_are_named_and_never_asked() -> None:
    f = cell(
        """
        class Trap:
            def __getattribute__(self, name): raise SystemExit
            def __repr__(self): raise SystemExit
            def __eq__(self, other): raise SystemExit
            def __len__(self): raise SystemExit

        class Dressed(np.ndarray):
            def __array_finalize__(self, obj): pass
            def copy(self, *a): raise SystemExit

        def f(n):
            t = Trap()
            u = [t, {n: t}]
            u.append(u)
            v = np.zeros(2).view(Dressed)
            w = "<b>" + "x" * 9000
            return n
        """,
        "f",
    )
    it = called(f, (1,))
    values = {v.name: v.text for line in it.steps[0].lines for v in line.values}
    assert values["t"] == "<Trap>"
    assert values["v"] == "<Dressed>"
    assert len(values["w"]) < 200
    assert it.steps[0].lines[-1].told[0].key == "trace.returned"
    assert "<b>" not in it._repr_html_()


def test_a_tracer_that_was_there_is_put_back_also_after_an_exception_and_an_end() -> None:
    def theirs(*_: Any) -> None: ...

    before = sys.gettrace()
    sys.settrace(theirs)
    try:
        called(cell("def f(x):\n    raise SystemExit\n", "f"), (1,))
        assert sys.gettrace() is theirs
    finally:
        sys.settrace(before)
