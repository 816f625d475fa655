"""Hands to JavaScript what Python declares: `python -m widgets.declare` writes widgets/js/math/declared.js.

The choices are those of `widgets.choices`; what an optimizer takes, and its defaults, are read from its signature in
`solutions.optimizers`. The file is committed, so that a build of the bundles needs no Python; a test holds it current.
"""

import inspect
import json
from pathlib import Path
from typing import Any

from solutions import optimizers
from widgets import choices

TARGET = Path(__file__).parent / "js/math/declared.js"
HEAD = "// Made by `python -m widgets.declare` from widgets/choices.py and solutions/optimizers.py: change it there.\n"


def camel(name: str) -> str:
    """weight_decay -> weightDecay"""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def defaults(name: str) -> dict[str, float]:
    """What an optimizer takes, in order, with its defaults; a learning rate it asks for is `choices.RATE`."""
    taken = list(inspect.signature(getattr(optimizers, name)).parameters.values())
    return {camel(p.name): choices.RATE if p.default is p.empty else p.default for p in taken}


def declared() -> dict[str, Any]:
    """Name in JavaScript -> value."""
    lists = {name: value for name, value in vars(choices).items() if name.isupper() and name != "RATE"}
    return {**lists, "DEFAULTS": {name: defaults(name) for name in choices.OPTIMIZERS}}


def text() -> str:
    """The whole module."""
    return HEAD + "".join(
        f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n"
        for name, value in declared().items()
    )


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
