"""Exceptions and warnings that nobody expects of a function."""

import asyncio
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.grader.traps import Trap, TrapText


class Custom(BaseException):
    """No Exception at all."""


class Unspeakable(Exception):
    """Cannot say what is wrong, nor where."""

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__

    @property
    def __traceback__(self) -> Any:
        raise RuntimeError

    @__traceback__.setter
    def __traceback__(self, value: Any) -> None:
        pass


class Wordy(Exception):
    """Says something that is no text of Python's own."""

    def __str__(self) -> str:
        return TrapText("x" * 10**6)


class SilentWarning(UserWarning):
    """A warning that cannot be read."""

    def __str__(self) -> str:
        raise RuntimeError


def deeds() -> list[Callable[..., Any]]:
    """Functions that raise, in many ways."""

    def raises(error: BaseException | type[BaseException]) -> Callable[..., Any]:
        def f(*_: Any, **__: Any) -> Any:
            raise error

        return f

    def forever(*_: Any, **__: Any) -> Any:
        return forever()

    def warns(*_: Any, **__: Any) -> Any:
        warnings.warn(SilentWarning(), stacklevel=1)
        warnings.warn("x" * 10**6, stacklevel=1)

    def generator(*_: Any, **__: Any) -> Any:
        yield from raises(Custom)()

    errors: list[Any] = [
        *(Custom, Unspeakable, Wordy, SystemExit, SystemExit(Trap()), GeneratorExit, asyncio.CancelledError),
        *(
            RecursionError,
            MemoryError,
            StopIteration,
            StopAsyncIteration,
            NotImplementedError,
            AssertionError(),
        ),
        *(
            ValueError(Trap()),
            ValueError("\ud800{}"),
            KeyError(Trap()),
            OSError(29, "Illegal seek"),
            EOFError(),
        ),
        *(
            SyntaxError("bad", ("f", 1, 1, "x")),
            UnicodeDecodeError("utf8", b"", 0, 1, "x"),
            IndentationError(),
        ),
        *(
            ExceptionGroup("many", [ValueError(1)]),
            BaseExceptionGroup("many", [Custom()]),
            np.linalg.LinAlgError("x"),
        ),
        *(ImportError(name=None), ModuleNotFoundError("x", name="x"), NameError("x", name="x"), 7),
    ]
    return [*map(raises, errors), forever, warns, generator]
