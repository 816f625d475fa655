"""A fresh world for each request: what its code does to modules, numpy, random numbers, `sys` or files is undone after it.

Before a request every loaded module is kept: its names, the lists, dictionaries and sets among them, and the
attributes of its classes. Afterwards all of this is put back, and modules that came meanwhile are forgotten. Types
written in C cannot be changed by Python, and what was drawn from `contextvars` (numpy's error state, the decimal
context) ends with the context that the request ran in.
"""

import builtins
import contextlib
import contextvars
import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.machinery import ExtensionFileLoader
from types import FunctionType, ModuleType
from typing import Any

HOME = "/home/pyodide"
"""What a request may write files into: emptied after it, as is /tmp."""
CONTAINERS = {dict, list, set}
CLASSES = (
    "numpy",
    "grader",
    "json",
    "io",
    "traceback",
    "ast",
    "collections",
    "contextlib",
    "dataclasses",
    "random",
)
"""Packages whose classes are kept too. Those of matplotlib are many, and no verdict depends on them."""
NOTHING = object()

Undo = Callable[[], None]


class World:
    """`keep()`, then `run(work)`, then `restore()`, which may wait until the answer is given."""

    def __init__(self) -> None:
        self._undo: list[Undo] = []
        self._table: dict[str, Any] = {}
        self._modules: list[Undo] = []

    def keep(self) -> None:
        """Take note of how things are."""
        table = dict(sys.modules)
        if not _same(table, self._table):  # else `restore` has put back what was noted already
            modules = {id(m): (name, m) for name, m in table.items() if isinstance(m, ModuleType)}
            self._modules = [step for name, m in modules.values() for step in _module(name, vars(m))]
            self._table = table
        self._undo = [
            *_names(vars(builtins)),  # these two first: the others need what they give back
            *_names(globals()),
            *_interpreter(),
            *_table(table),
            *self._modules,
            *_numpy(),
            *_files(),
        ]

    def run(self, work: Callable[[], Any]) -> Any:
        """`work()`, in a context of its own."""
        return contextvars.copy_context().run(_inside, work)

    def restore(self) -> None:
        """Everything as it was at `keep`."""
        undo, self._undo = self._undo, []
        for step in undo:
            step()


def _inside(work: Callable[[], Any]) -> Any:
    if decimal := sys.modules.get("decimal"):
        decimal.setcontext(decimal.getcontext().copy())
    return work()


def _names(names: dict[str, Any]) -> Iterator[Undo]:
    kept, clear, update = dict(names), names.clear, names.update

    def undo() -> None:
        clear()
        update(kept)

    yield undo


def _interpreter() -> Iterator[Undo]:
    limit, collecting, thresholds = sys.getrecursionlimit(), gc.isenabled(), gc.get_threshold()

    def undo(
        set_limit: Any = sys.setrecursionlimit, trace: Any = sys.settrace, profile: Any = sys.setprofile
    ) -> None:
        trace(None)
        profile(None)
        set_limit(limit)

    def collect(
        enable: Any = gc.enable, disable: Any = gc.disable, threshold: Any = gc.set_threshold
    ) -> None:
        threshold(*thresholds)
        (enable if collecting else disable)()

    yield undo
    yield collect


def _table(before: dict[str, Any]) -> Iterator[Undo]:
    table = sys.modules

    def forget() -> None:
        for name, module in list(table.items()):
            if name in before or not isinstance(module, ModuleType):
                continue
            if isinstance(getattr(module, "__loader__", None), ExtensionFileLoader):
                before[name] = module  # what is written in C is not loaded twice
        table.clear()
        table.update(before)

    yield forget


def _module(name: str, names: dict[str, Any]) -> Iterator[Undo]:
    kept = dict(names)
    inside = [(v, type(v)(v)) for k, v in kept.items() if type(v) in CONTAINERS and v is not sys.modules]
    classes: list[tuple[type, dict[str, Any]]] = []
    functions: list[tuple[FunctionType, tuple[Any, Any, Any]]] = []
    if name.partition(".")[0] in CLASSES:
        for value in kept.values():
            if getattr(value, "__module__", None) != name:
                continue
            if isinstance(value, type):
                classes.append((value, dict(vars(value))))
            elif type(value) is FunctionType:
                functions.append((value, (value.__code__, value.__defaults__, value.__kwdefaults__)))

    def undo() -> None:
        if not _same(names, kept):
            names.clear()
            names.update(kept)
        for container, content in inside:
            if type(container) is list:
                container[:] = content
            elif len(container) != len(content) or (
                type(container) is dict and not _same(container, content)
            ):
                container.clear()
                container.update(content)
        for owner, attributes in classes:
            if not _same(vars(owner), attributes):
                _put_back(owner, attributes)
        for function, (code, defaults, keywords) in functions:
            if function.__code__ is not code:
                function.__code__ = code
            if function.__defaults__ is not defaults:
                function.__defaults__ = defaults
            if function.__kwdefaults__ is not keywords:
                function.__kwdefaults__ = keywords

    yield undo


def _same(now: Any, kept: dict[str, Any]) -> bool:
    """Whether both hold the same objects; their `==` is never asked."""
    return len(now) == len(kept) and all(now.get(k, NOTHING) is v for k, v in kept.items())


def _put_back(owner: type, attributes: dict[str, Any]) -> None:
    for name in [n for n in vars(owner) if n not in attributes]:
        with contextlib.suppress(AttributeError, TypeError):
            type.__delattr__(owner, name)
    for name, value in attributes.items():
        if vars(owner).get(name, NOTHING) is not value:
            with contextlib.suppress(AttributeError, TypeError):  # read-only, so unchanged
                type.__setattr__(owner, name, value)


def _numpy() -> Iterator[Undo]:
    """States that no module's names show."""
    if legacy := sys.modules.get("numpy.random.mtrand"):
        bits, reseed = legacy.get_bit_generator(), legacy.seed

        def seed(use: Any = legacy.set_bit_generator) -> None:
            use(bits)
            reseed()  # as in a process that has just begun

        yield seed
    if plain := sys.modules.get("random"):
        yield plain._inst.seed
    if matplotlib := sys.modules.get("matplotlib"):
        settings, kept = matplotlib.rcParams, dict(dict.items(matplotlib.rcParams))

        def settle() -> None:
            dict.clear(settings)
            dict.update(settings, kept)

        yield settle


def _files() -> Iterator[Undo]:
    there = os.getcwd()
    environ = dict(os.environ)
    in_page = sys.platform == "emscripten"

    def undo() -> None:
        os.chdir(there)
        if dict(os.environ) != environ:
            os.environ.clear()
            os.environ.update(environ)
        for folder in (HOME, "/tmp") if in_page else ():
            for entry in os.scandir(folder):
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    os.unlink(entry.path)

    yield undo
