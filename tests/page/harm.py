"""Nothing that code does to modules, numpy, random numbers, `sys` or files outlives its request. See test_world.py."""

import importlib
import os
import random
import sys
import warnings

import numpy as np
import numpy.ma
import pytest

sys.path.insert(0, str(__import__("pathlib").Path(__file__).resolve().parents[2] / "book" / "browser"))
import n2n_world  # lies where the page's Python has it

sys.path.pop(0)

WORLD = n2n_world.World()


def run(work):
    """A request, as the page's Python makes it."""
    WORLD.keep()
    try:
        return WORLD.run(work)
    finally:
        WORLD.restore()


MISCHIEF = """
import numpy as np
np.linalg.norm = None
---
import numpy as np
np.where = lambda *a: 0
---
import numpy as np
np.random.seed = 42
---
import numpy as np
np.random.seed(1); np.random.default_rng = None
---
import numpy as np
np.set_printoptions(precision=1); np.seterr(all="raise")
---
import numpy as np
del np.maximum
---
import numpy as np
vars(np).clear()
---
import numpy as np
np.linalg.norm.__wrapped__.__defaults__ = ()
np.ma.MaskedArray.mean = None
np.mean.__dict__.clear()
---
import builtins
builtins.len = builtins.isinstance = builtins.all = builtins.vars = builtins.type = None
---
import builtins
builtins.extra = 1; del builtins.sum
---
import sys
sys.modules.clear()
---
import sys
sys.modules["numpy"] = None; sys.path[:] = []; sys.stdout = None; sys.setrecursionlimit(200)
---
import sys
sys.settrace(lambda *a: None); sys.meta_path.clear(); sys.stderr = None
---
import json, io, traceback
json.dumps = json.loads = io.StringIO = traceback.TracebackException = None
json.JSONEncoder.default = None
---
import warnings, gc, os
warnings.simplefilter("error"); gc.disable(); os.environ["HOME"] = "x"; os.chdir("/")
---
import random
random.seed(1); random.random = None; random.Random.gauss = None
---
import sys, grader.check, grader.judge
sys.modules["grader.check"].verdict_of = None; sys.modules["grader.judge"].judge = None
---
import decimal
decimal.getcontext().prec = 2
---
import time, math
time.monotonic = time.perf_counter = None; math.pi = 3
---
import collections, contextlib, dataclasses
collections.OrderedDict = collections.namedtuple = contextlib.suppress = dataclasses.replace = None
---
import n2n_world
n2n_world._same = n2n_world._put_back = None
"""


def state() -> dict[str, object]:
    """What a next request would meet."""
    from decimal import getcontext

    return {
        "modules": {name: dict(vars(m)) for name, m in sys.modules.items() if name in WATCHED},
        "names": {name for name in sys.modules if name.partition(".")[0] in {"numpy", "grader", "json"}},
        "path": list(sys.path),
        "limit": sys.getrecursionlimit(),
        "environ": dict(os.environ),
        "filters": list(warnings.filters),
        "precision": getcontext().prec,
        "print": np.get_printoptions(),
        "errors": np.geterr(),
        "gauss": random.Random.gauss,
        "masked": np.ma.MaskedArray.mean,
        "default": __import__("json").JSONEncoder.default,
        "verdict": sys.modules["grader.check"].verdict_of,
        "there": os.getcwd(),
        "trace": sys.gettrace() is None,
    }


WATCHED = (
    "numpy",
    "numpy.linalg",
    "numpy.random",
    "sys",
    "builtins",
    "json",
    "io",
    "traceback",
    "time",
    "math",
    "random",
)


@pytest.mark.parametrize("code", MISCHIEF.split("---\n"), ids=lambda code: code.strip().splitlines()[-1][:60])
def test_what_code_does_to_the_world_ends_with_its_request(code):
    import grader.check, grader.judge, decimal  # noqa: E401, F401, I001 - as the page's Python has them

    def work() -> None:
        with np.errstate(), np.printoptions():
            exec(code, {})

    before = state()
    run(work)
    after = state()
    for part, was in before.items():
        if part == "modules":
            for name, names in was.items():
                changed = {
                    k
                    for k in names.keys() | after[part][name].keys()
                    if names.get(k) is not after[part][name].get(k)
                }
                assert changed == set(), (name, changed)
        else:
            assert after[part] == was, part
    assert len([1]) == 1


def test_the_world_sees_mischief():
    """The states compared above tell a change from none."""
    before = np.get_printoptions()
    with np.printoptions(precision=1):
        assert np.get_printoptions() != before


def test_random_numbers_are_new_in_each_request_and_a_seed_ends_with_it():
    drawn: list[tuple[float, float]] = []

    def draw(seed: int | None) -> None:
        if seed is not None:
            np.random.seed(seed)  # noqa: NPY002
            random.seed(seed)
        drawn.append((float(np.random.random()), random.random()))  # noqa: NPY002

    for seed in (5, None, 5, None):
        run(lambda seed=seed: draw(seed))
    assert drawn[0] == drawn[2]
    assert len({pair[0] for pair in drawn}) == len({pair[1] for pair in drawn}) == 3


def test_an_error_leaves_the_world_as_it_was_too():
    norm = np.linalg.norm

    def work() -> None:
        np.linalg.norm = None  # type: ignore[assignment]
        raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        run(work)
    assert np.linalg.norm is norm


def test_what_is_imported_between_requests_stays():
    run(lambda: None)
    sys.modules.pop("numpy.lib.recfunctions", None)
    vars(np.lib).pop("recfunctions", None)
    ahead = importlib.import_module("numpy.lib.recfunctions")  # as the page does with what a request names

    run(lambda: None)
    assert np.lib.recfunctions is ahead is sys.modules["numpy.lib.recfunctions"]


def test_a_module_that_was_imported_in_a_request_is_forgotten():
    run(lambda: exec("import colorsys; colorsys.rgb_to_hsv = None"))
    import colorsys

    assert colorsys.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
