"""Rules for random results: what they must detect they detect, and what is right they never reject.

Every misconception and every deviation that an exercise declares must be detected with probability 0.999, and a right
answer rejected with less than 1e-9. Here a few draws of each are tried, in `make bench` thousands.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from grader.author.declare import Exercise, exercises, run
from grader.bank import load
from grader.data import Case, Drained, Seeded, Step
from grader.rules import RULES, chance
from tests.chapters.answers import STYLES, implementation

Rng = np.random.Generator
RANDOM = {e.name: e for e in exercises().values() if e.rule and e.rule != "principal_axes"}
WRONG = [(e.name, wrong) for e in RANDOM.values() for wrong in (*e.misconceptions, *e.deviations)]

MANY = 3000
"""If none of so many is missed, the probability to be missed is below 0.001, with a confidence of 95 %."""


def live(case: Case) -> Case:
    """A case with generators in place of seeds, one for each object, as `perform` would make them."""
    made: dict[int, Rng] = {}

    def argument(value: Any) -> Any:
        if isinstance(value, Seeded):
            return made.setdefault(id(value), np.random.default_rng(value.seed))
        return value

    steps = tuple(Step(s.do, tuple(argument(a) for a in s.args)) for s in case.steps)
    return Case(case.label, steps, case.hidden)


def answers(subject: Callable[..., Any], case: Case) -> list[Any]:
    values = [subject(*s.args) for s in live(case).steps]
    return [Drained(tuple(v)) if isinstance(v, Iterator) else v for v in values]


def told(exercise: Exercise, subject: Callable[..., Any], seed: int) -> str:
    """The name that a rule gives an answer to the public cases, drawn anew from a seed; "" if it accepts all."""
    for case in exercise.draw(np.random.default_rng([seed, 1])):
        if not case.hidden and (broken := RULES[exercise.rule](live(case), answers(subject, case))):
            return broken.name
    return ""


def missed(name: str, wrong: str, seeds: range) -> list[int]:
    """The seeds under which a wrong answer passes."""
    declared = RANDOM[name]
    subject = (declared.misconceptions | declared.deviations)[wrong]
    return [seed for seed in seeds if not told(declared, subject, seed)]


@pytest.mark.parametrize(("name", "wrong"), WRONG)
def test_wrong_answers_are_detected(name: str, wrong: str) -> None:
    assert missed(name, wrong, range(4)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "wrong"), WRONG)
def test_wrong_answers_are_detected_999_times_in_1000(name: str, wrong: str) -> None:
    assert missed(name, wrong, range(MANY)) == []


@pytest.mark.parametrize("name", RANDOM)
def test_each_is_rejected_by_the_bank_that_ships(name: str) -> None:
    passing = [n for n, wrong in RANDOM[name].deviations.items() if run(load()[name], wrong).passed]
    assert passing == []


# ---- what is right, drawn in other ways ----


def box_muller(rng: Rng, shape: tuple[int, ...]) -> np.ndarray:
    u, v = rng.random((2, *shape))
    return np.sqrt(-2 * np.log1p(-u)) * np.cos(2 * np.pi * v)


WAYS: dict[str, Callable[[Rng, tuple[int, ...]], np.ndarray]] = {
    "Box and Muller": box_muller,
    "single precision": lambda rng, shape: rng.standard_normal(shape, dtype=np.float32),
    "more than is used": lambda rng, shape: rng.normal(size=(2, *shape))[1],
    "a generator spawned": lambda rng, shape: rng.spawn(1)[0].normal(size=shape),
    "a seed drawn": lambda rng, shape: np.random.default_rng(rng.integers(2**62)).normal(size=shape),
    "by columns": lambda rng, shape: rng.normal(size=shape[::-1]).T,
    "upside down": lambda rng, shape: -rng.normal(size=shape)[::-1],
}
SCALES: dict[str, Callable[[int, int], float]] = {
    "small_init": lambda n_in, n_out: 0.001,
    "fan_in_init": lambda n_in, n_out: n_in**-0.5,
    "he_init": lambda n_in, n_out: (2 / n_in) ** 0.5,
    "glorot_init": lambda n_in, n_out: (2 / (n_in + n_out)) ** 0.5,
}


def weights(name: str, way: str) -> Callable[..., Any]:
    return lambda n_in, n_out, rng: WAYS[way](rng, (n_in, n_out)) * np.float32(1) * SCALES[name](n_in, n_out)


def dropout(kept: Callable[[Any, float, Rng], Any]) -> Callable[..., Any]:
    def forward(X: Any, p: float, rng: Rng) -> Any:
        mask = kept(X, p, rng) / (1 - p)
        return X * mask, mask

    return forward


def sorted_batches(n: int, size: int, rng: Rng) -> Iterator[np.ndarray]:
    order = rng.permutation(n)
    for start in range(0, n, size):
        yield np.sort(order[start : start + size])


def shuffled_list(n: int, size: int, rng: Rng) -> list[np.ndarray]:
    rows = sorted(range(n), key=lambda _: rng.random())
    return [np.array(rows[i : i + size]) for i in range(0, n, size)]


def sorted_folds(n: int, k: int, rng: Rng) -> Any:
    parts = [np.sort(p) for p in np.array_split(rng.permutation(n), k)]
    return [(np.sort(np.concatenate(parts[:i] + parts[i + 1 :])), p) for i, p in enumerate(parts)]


def places_first(images: Any, size: int, rng: Rng) -> Any:
    n, height, width = images.shape
    down, across = height - size + 1, width - size + 1
    chosen = [divmod(int(rng.random() * down * across), across) for _ in range(n)]
    return np.array([m[t : t + size, s : s + size] for m, (t, s) in zip(images, chosen, strict=True)])


RIGHT: dict[str, tuple[str, Callable[..., Any]]] = {
    **{
        f"{name}, {style}": (name, implementation(style, e)) for name, e in RANDOM.items() for style in STYLES
    },
    **{f"{name}, {way}": (name, weights(name, way)) for name in SCALES for way in WAYS},
    **{
        f"add_noise, {way}": ("add_noise", lambda X, sigma, rng, way=way: X + sigma * WAYS[way](rng, X.shape))
        for way in WAYS
    },
    "dropout_forward, by choice": (
        "dropout_forward",
        dropout(lambda X, p, rng: rng.choice([0.0, 1.0], p=[p, 1 - p], size=X.shape)),
    ),
    "dropout_forward, the other side": (
        "dropout_forward",
        dropout(lambda X, p, rng: 1 - p > rng.random(X.shape[::-1]).T),
    ),
    "minibatches, sorted inside": ("minibatches", sorted_batches),
    "minibatches, a list": ("minibatches", shuffled_list),
    "kfold_indices, sorted inside": ("kfold_indices", sorted_folds),
    "random_crop, places numbered": ("random_crop", places_first),
}


def rejected(label: str, seeds: range) -> list[str]:
    name, subject = RIGHT[label]
    found = ((seed, told(RANDOM[name], subject, seed)) for seed in seeds)
    return [f"{why} under seed {seed}" for seed, why in found if why]


@pytest.mark.parametrize("label", RIGHT)
def test_right_answers_are_accepted(label: str) -> None:
    assert rejected(label, range(6)) == []


@pytest.mark.slow
@pytest.mark.parametrize("label", RIGHT)
def test_right_answers_are_accepted_thousands_of_times(label: str) -> None:
    assert rejected(label, range(MANY)) == []


@pytest.mark.parametrize("label", RIGHT)
def test_a_check_asks_so_rarely_that_false_alarms_stay_below_one_in_a_billion(
    label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each question is answered wrongly with probability ALPHA at most; hidden cases ask on top."""
    asked = 0

    def counting(log_p: float) -> bool:
        nonlocal asked
        asked += 1
        return log_p < chance.LOG_ALPHA

    monkeypatch.setattr(chance, "improbable", counting)
    name, subject = RIGHT[label]
    for case in RANDOM[name].draw(np.random.default_rng(0)):
        assert RULES[RANDOM[name].rule](live(case), answers(subject, case)) is None
    assert asked <= chance.QUESTIONS
    assert chance.QUESTIONS * chance.ALPHA < 1e-9


def test_every_name_of_a_rule_is_declared_and_no_other() -> None:
    """A misconception that its rule cannot name would never be told."""
    for exercise in exercises().values():
        if exercise.rule:
            assert set(RULES[exercise.rule].names) == set(exercise.misconceptions), exercise.name


EXTREMES: dict[str, list[float]] = {
    "f": [0.0, 1e308, -1e308, 5e-324, 1.0, -0.0],
    "i": [0, -1, 2**62, -(2**62), 1, 2],
    "b": [0, 1],
}


def extreme(value: Any, rng: Rng) -> Any:
    """A value of the same form, of numbers that no honest answer holds."""
    if isinstance(value, Drained):
        return Drained(extreme(value.values, rng))
    if isinstance(value, (tuple, list)):
        return type(value)(extreme(v, rng) for v in value)
    among = EXTREMES[value.dtype.kind]
    chosen = rng.choice(np.array(among), size=rng.integers(1, len(among) + 1))
    return np.resize(chosen, value.shape).astype(value.dtype)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", [e.name for e in exercises().values() if e.rule])
def test_a_rule_judges_numbers_of_any_size(name: str) -> None:
    exercise, rng = exercises()[name], np.random.default_rng(3)
    for case in exercise.draw(np.random.default_rng(0)):
        right = answers(exercise.reference(), case)
        for _ in range(20):
            broken = RULES[exercise.rule](live(case), extreme(right, rng))
            assert broken is None or broken.name in exercise.misconceptions
