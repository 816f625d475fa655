"""Stands in for `widgets` where chapter code runs in the page: the live widget is already there.

The page draws the reader's function into it by itself, so these objects only have to be harmless.
"""

from typing import Any

from grader.words import say


class _Shown:
    """Takes any argument and attribute, like the widget it stands for."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __repr__(self) -> str:
        return say("output.widget")


def __getattr__(name: str) -> type[_Shown]:
    if name.startswith("_"):
        raise AttributeError(name)
    return _Shown
