"""Objects that lie about themselves, or raise whatever they are asked."""

from typing import Any

import numpy as np


class Trap:
    """Raises whatever is asked of it."""

    def _no(self, *_: object, **__: object) -> Any:
        raise RuntimeError("do not touch")

    __eq__ = __ne__ = __bool__ = __len__ = __iter__ = __array__ = __float__ = __int__ = __index__ = _no
    __repr__ = __str__ = __hash__ = __getitem__ = __contains__ = __abs__ = __lt__ = __format__ = _no

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("do not touch")


class Agreeable:
    """Equal to everything, in as many ways as it is asked."""

    def __eq__(self, other: object) -> Any:
        return np.ones((2, 2), bool)

    __hash__ = object.__hash__

    def __array__(self, *_: object, **__: object) -> np.ndarray:
        return np.full((2, 2), 7.0)

    def __float__(self) -> float:
        return 7.0


def pretender(made: type) -> Any:
    """Says that it is of another class."""

    class Pretender:
        @property
        def __class__(self) -> type:
            return made

    return Pretender()


class TrapClass(type):
    """A metaclass that lies and raises."""

    @property
    def __name__(cls) -> Any:
        return 7

    def __instancecheck__(cls, other: object) -> bool:
        raise RuntimeError

    def __subclasscheck__(cls, other: object) -> bool:
        raise RuntimeError


class Nameless(metaclass=TrapClass):
    """Its class has no name."""


class TrapList(list):
    """Cannot be walked."""

    def __iter__(self) -> Any:
        raise RuntimeError

    __len__ = __getitem__ = __iter__


class TrapDict(dict):
    """Cannot be walked."""

    def items(self) -> Any:
        raise RuntimeError

    __iter__ = values = keys = __getitem__ = items


class TrapTuple(tuple):
    """Has no length."""

    def __len__(self) -> Any:
        raise RuntimeError

    __iter__ = __len__


class TrapText(str):
    """Cannot be shown."""

    def __str__(self) -> Any:
        raise RuntimeError

    __repr__ = __len__ = __getitem__ = __str__


class TrapInt(int):
    """Cannot be counted."""

    def __int__(self) -> Any:
        raise RuntimeError

    __index__ = __abs__ = __repr__ = __eq__ = __int__
    __hash__ = int.__hash__


class TrapFloat(float):
    """Is no number."""

    def __float__(self) -> Any:
        raise RuntimeError

    __repr__ = __eq__ = __abs__ = __float__
    __hash__ = float.__hash__


class TrapArray(np.ndarray):
    """An array that answers no question."""

    def __array_ufunc__(self, *_: object, **__: object) -> Any:
        raise RuntimeError

    def __array_function__(self, *_: object, **__: object) -> Any:
        raise RuntimeError

    def copy(self, *_: object) -> Any:
        raise RuntimeError
