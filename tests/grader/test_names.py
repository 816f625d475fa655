"""Which names a cell takes from outside and which it gives."""

import pytest

from grader.names import describe


@pytest.mark.parametrize(
    ("source", "needs", "gives"),
    [
        ("y = x + 1", "x", "y"),
        ("x = 1\ny = x", "", "x y"),
        ("y = x\nx = 1", "x", "x y"),
        ("x += 1", "x", "x"),
        ("for i in range(n):\n    t = i\n    s = t", "n range", "i s t"),
        ("for i in a:\n    t = i\nprint(t)", "a print t", "i t"),
        ("if c:\n    x = 1\nprint(x)", "c print x", "x"),
        ("with a as b:\n    x = b\nprint(x, b)", "a print", "b x"),
        ("try:\n    x = 1\nexcept e:\n    y = x", "e x", "x y"),
        ("z = 1\ndef h(a):\n    return a + z + f(a)", "f", "h z"),
        ("def h():\n    return z\nz = 1", "z", "h z"),
        ("import a.b as c, d.e\nprint(c, d)", "print", "c d"),
        ("s = [q for q in p]", "p", "s"),
        ("g = lambda q: q + r", "r", "g"),
        ("class A:\n    b = c\nA()", "c", "A"),
        ("x: int\nprint(x)", "int print x", ""),  # an annotation alone binds nothing
        ("[i for i in a]", "a", ""),  # nor does a comprehension, in any version of Python
        ("[last := i for i in a]", "a", "last"),
        ("x: int = 1\nprint(x)", "int print", "x"),
        ("(", "", ""),
    ],
)
def test_what_a_cell_needs_and_gives(source: str, needs: str, gives: str) -> None:
    told = describe(source)
    assert (set(told["needs"]), set(told["gives"])) == (set(needs.split()), set(gives.split()))


@pytest.mark.parametrize(
    ("source", "needs", "gives"),
    [
        (
            "def f(norms):\n    return norms\nnorms = f(1)",
            "",
            "f norms",
        ),  # a parameter called like a later name
        ("rate = 1\nbest = min(x for x in xs)\nx = 2", "min xs", "rate best x"),
        ("def f():\n    global n\n    n = g(f)", "g", "f n"),
        ("a, (b, *c) = d\n[e for e in c if e != b]", "d", "a b c"),
        ("x[0] = y\nz.w = v", "x y z v", ""),
        ("class A(B):\n    c: D = c0\n    def m(self) -> 'E':\n        return A, c", "B D c0 c", "A"),
        ("print(__name__)", "print", ""),
    ],
)
def test_what_is_local_to_a_function_is_no_name_of_the_cell(source: str, needs: str, gives: str) -> None:
    told = describe(source)
    assert (set(told["needs"]), set(told["gives"])) == (set(needs.split()), set(gives.split()))
