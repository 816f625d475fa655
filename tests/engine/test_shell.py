"""Cells run as Jupyter runs them, whether past IPython's machinery or through it."""

from collections.abc import Iterator

import pytest

from grader.engine.process.guard import Run
from grader.engine.process.host import Host

CELLS = {
    "an expression": "1 + 1\n[3]",
    "no output for a semicolon": "x = 2\nx;",
    "prints and a value": "print('a')\n'b'",
    "a display": "from IPython.display import display\ndisplay(7)",
    "an error below a definition": "def f():\n    return 1 / 0\nf()",
    "an error in a class": "class A:\n    raise ValueError('no')",
    "a syntax error": "def f(:\n    pass",
    "a syntax error found late": "x = 5\nreturn x",
    "exit": "import sys\nsys.exit(3)",
    "a warning": "import warnings\nwarnings.warn('careful')",
    "what came before": "x = 41\nx + 1",
    "the last value": "y = 1\n_ if '_' in globals() else None",
    "earlier cells": "z = 1\nlen(In)",
    "the source of a function": "def g(a):\n    return a\nimport inspect\ninspect.getsource(g)",
    "a function of one line": "def h(a): return a",
    "a magic": "x = 1\n%timeit -n1 -r1 -q x",
    "a shell command": "!ls\nx = 2",
    "await": "import asyncio\nawait asyncio.sleep(0)",
    "automagic": "pwd",
    "a prompt": ">>> 1 + 1",
    "an indented cell": "    q = 1\n    q",
    "a help request": "len?",
    "decorated": "import functools\n@functools.cache\ndef c(n):\n    return n\nc(3)",
    "annotations": "from typing import Any\nw: int = 3\nw",
    "empty": "",
    "a comment": "# nothing",
    "a name that is not there": "a = 1\nunknown + a",
    "a generator that is closed": "def gen():\n    yield 1\nnext(gen())",
    "null": "x = '\\0'\nx",
}


@pytest.fixture(scope="module")
def runs(host: Host) -> Iterator[tuple[Run, Run]]:
    """Two processes: one runs plain Python by itself, the other leaves everything to IPython."""
    with host.run() as plain, host.run() as ipython:
        cell(ipython, "get_ipython().plain")  # who names IPython gets it from there on
        cell(plain, "None\n")
        yield plain, ipython


def cell(run: Run, source: str) -> dict:
    """What a cell gave, without IPython's advice on how to leave it, which it prints once a process."""
    told = run.ask({"do": "cell", "source": source, "show": True, "whole": True})
    return told | {"outputs": [o for o in told["outputs"] if "To exit: use" not in o.get("text", "")]}


@pytest.mark.parametrize("name", CELLS)
def test_plain_cells_run_as_in_ipython(name: str, runs: tuple[Run, Run]) -> None:
    plain, ipython = (cell(run, CELLS[name]) for run in runs)
    assert plain["error"] == ipython["error"]
    assert len(plain["outputs"]) == len(ipython["outputs"]), (plain, ipython)
    for mine, theirs in zip(plain["outputs"], ipython["outputs"], strict=True):
        assert mine.keys() == theirs.keys()
        if mine["output_type"] == "error":
            assert mine["traceback"][-1] == theirs["traceback"][-1]
        elif "name" in mine and mine["name"] == "stderr":
            assert mine["text"].split(":")[-1] == theirs["text"].split(":")[-1]
        else:
            assert mine.get("text") == theirs.get("text")
            assert mine.get("data") == theirs.get("data")


def test_cells_that_ran_can_be_looked_back_at(host: Host) -> None:
    def shown(run: Run, source: str) -> str:
        return cell(run, source)["outputs"][0]["data"]["text/plain"]

    with host.run() as run:
        for source in ("a = 1", "b = 2", "c = 3"):
            cell(run, source)
        assert shown(run, "In[2]") == "'b = 2'"
        assert shown(run, "_i") == "'In[2]'"
        assert shown(run, "_i3") == "'c = 3'"
