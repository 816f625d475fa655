"""Declarations of the eight probes."""

from collections.abc import Iterator

import numpy as np

from grader.author.declare import call, do, exercise, get, new, on, op, ref, script
from grader.data import Case
from grader.exercises.regularization import dropout_forward
from solutions.probes import ProbeOptimizer as Optimizer
from solutions.probes import ProbeValue as Value
from solutions.probes import shift_max

Rng = np.random.Generator
small = {"minutes": 3, "difficulty": 1, "hints": ["Read the docstring once more."]}


@exercise(points=1, version=2, **small)
def probe_function(rng: Rng) -> Iterator[Case]:
    yield call("negative, zero and positive", np.array([-2.0, 0.0, 3.0]))
    yield call("a batch", rng.normal(size=(4, 3)))
    yield call("integers", np.array([-1, 0, 2]))
    yield call("large inputs", rng.normal(size=(50, 20)) * 100, hidden=True)


@probe_function.misconception
def absolute(z):
    """You returned |z|: for z < 0 the result is 0."""
    return np.abs(z)


@probe_function.misconception
def in_place(z):
    """z[z < 0] = 0 changes the caller's array: work on a copy, or use np.maximum."""
    z[z < 0] = 0
    return z.copy()


@exercise(points=2, **small)
def probe_tuple(rng: Rng) -> Iterator[Case]:
    yield call("three numbers", np.array([1.0, 2.0, 6.0]))
    yield call("many numbers", rng.normal(size=(3, 4)))


@probe_tuple.misconception
def swapped(z):
    """The array comes first, then the mean."""
    return float(z.mean()), z - z.mean()


@exercise(points=3, **small)
def probe_helper(rng: Rng) -> Iterator[Case]:
    yield call("three scores", np.array([1.0, 2.0, 3.0]))
    yield call("along the first axis", rng.normal(size=(4, 3)), axis=0)
    yield call("huge scores", np.array([1000.0, 1001.0, 999.0]))


@probe_helper.misconception
def axis_ignored(z, axis=-1):
    """You always used the last axis: pass `axis` on to max and sum."""
    e = np.exp(shift_max(z, -1))
    return e / e.sum(axis=-1, keepdims=True)


@exercise(points=4, **small)
def ProbeOptimizer(rng: Rng) -> Iterator[Case]:
    params = [rng.normal(size=(3, 2)), rng.normal(size=2)]
    steps = [[rng.normal(size=p.shape) for p in params] for _ in range(3)]
    yield script("three steps", new(lr=0.1), *(do.step(params, g) for g in steps))
    yield script("a zero gradient moves nothing", new(), do.step([np.ones(2)], [np.zeros(2)]))


@ProbeOptimizer.misconception
class rebinds(Optimizer):
    """p = p + v makes a new array, while the network still holds the old one: write p += v."""

    def step(self, params, grads):
        super().step([p.copy() for p in params], grads)


@ProbeOptimizer.misconception
class forgets(Optimizer):
    """The velocity must survive from one step to the next: yours starts again at zero."""

    def step(self, params, grads):
        self.velocity = []
        super().step(params, grads)


@exercise(points=4, **small)
def ProbeValue(rng: Rng) -> Iterator[Case]:
    a, b = (float(x) for x in rng.normal(size=2))
    yield script(
        "a * b + a",
        new(a).named("a"),
        new(b).named("b"),
        op("*", ref("a"), ref("b")).named("ab"),
        op("+", ref("ab"), ref("a")).named("c"),
        get("c", "data"),
        on("c").backward(),
        get("a", "grad"),
        get("b", "grad"),
    )
    yield script("5 + a", new(a).named("a"), op("+", 5.0, ref("a")).named("c"), get("c", "data"))


@ProbeValue.misconception
class overwrites(Value):
    """grad = ... forgets the other paths: several paths add up, write grad += ..."""

    def backward(self, seed=1.0):
        self.grad = seed
        for parent, slope in self.parents:
            overwrites.backward(parent, seed * slope)


def sum_of_squares(x):
    return float((x**2).sum())


def waves(x):
    return float(np.sin(x).sum() + x.ravel()[0] ** 3)


@exercise(points=3, rtol=1e-5, **small)
def probe_callable(rng: Rng) -> Iterator[Case]:
    yield call("sum of squares", sum_of_squares, rng.normal(size=3))
    yield call("a matrix, coarse step", waves, rng.normal(size=(2, 3)), h=0.1)


@probe_callable.misconception
def one_sided(f, x, h=1e-5):
    """One-sided difference: use f(x + h) and f(x - h), and the error falls from h to h**2."""
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x + e) - f(x)) / h
    return g


@exercise(points=2, **small)
def probe_generator(rng: Rng) -> Iterator[Case]:
    yield call("seven rows in threes", rng.normal(size=(7, 2)), 3)
    yield call("one batch", rng.normal(size=(4, 2)), 4)


@probe_generator.misconception
def drops_the_rest(x, size):
    """The last batch may be smaller: yours is missing."""
    for start in range(0, len(x) - size + 1, size):
        yield x[start : start + size]


@exercise(points=3, rule="inverted_dropout", **small)
def probe_random(rng: Rng) -> Iterator[Case]:
    yield from dropout_forward.draw(rng)


probe_random.misconceptions |= dropout_forward.misconceptions  # whatever the rule may name
