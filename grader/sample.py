"""Sample a reader's function for drawing, in JupyterLab and in the page alike."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.words import say


def sample(f: Callable[..., Any], args: list[Any]) -> Any:
    """Call `f(*args)`, lists as float64 arrays; the result as nested lists, None for what is not finite.

    JSON does not tell 1 from 1.0, so that class labels, which must be whole numbers, come as {"labels": [...]}.
    An optimizer (a class) gets three arguments, its settings, a start and a list of gradients; its path is sampled.
    A random generator is {"seeds": [...]}: the function is called once for each seed, and the results are listed.

    Raises ValueError with one line if the call fails or gives anything but numbers.
    """
    seeds = [s for a in args if isinstance(a, dict) for s in a.get("seeds", [])]
    live = [_live(a) for a in args]
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            if seeds:
                value = [f(*(_live(a, seed) for a in args)) for seed in seeds]
            else:
                value = path(f, *live) if isinstance(f, type) else f(*live)
        return _plain(value)
    except ValueError as e:
        raise ValueError(
            str(e).splitlines()[0] if str(e) else say("drawn.raised", type="ValueError")
        ) from None
    except Exception as e:
        raise ValueError(f"{type(e).__name__}: {e}".splitlines()[0][:300]) from None


def path(optimizer: type, settings: np.ndarray, start: np.ndarray, gradients: np.ndarray) -> list[np.ndarray]:
    """Where an optimizer leads from `start` if it is handed these gradients, one after the other."""
    it = optimizer(*settings.tolist())
    params, points = [start.copy()], [start]
    for gradient in gradients:
        it.step(params, [gradient])
        points.append(params[0].copy())
    return points


def _live(argument: Any, seed: int = 0) -> Any:
    if isinstance(argument, dict):
        if "seeds" in argument:
            return np.random.default_rng(seed)
        return np.array(argument["labels"], dtype=np.intp)
    return np.array(argument, dtype=np.float64) if isinstance(argument, list) else argument


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_plain(v) for v in value]
    if value is None:
        raise ValueError(say("drawn.none"))
    a = np.asarray(value)
    if a.dtype.kind not in "biuf":
        raise ValueError(say("drawn.kind", kind=str(a.dtype)))
    numbers = a.astype(float)
    plain = numbers.astype(object)
    plain[~np.isfinite(numbers)] = None
    return plain.tolist()
