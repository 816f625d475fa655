"""What every widget of the book has in common."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from grader.sample import sample

MIME = "application/vnd.n2n.widget+json"
STATIC = Path(__file__).parent / "static"
_OF_JUPYTER = {"layout", "tabbable", "tooltip", "comm"}

Function = Callable[..., Any]


class BookWidget(anywidget.AnyWidget):
    """A widget that lives in JupyterLab and, without a kernel, in the built page.

    A subclass lies in a Python module of its own, and the JavaScript is found by the module's name:
    widgets/dead_relu.py and widgets/js/dead_relu.js make one widget. Its synced traits are its whole state.
    """

    module: ClassVar[str] = ""
    _css = STATIC / "widgets.css"

    probes = traitlets.Dict().tag(sync=True)
    """Functions of the reader it can draw: name -> arguments to call it with (plain JSON lists).

    None instead of the arguments: they depend on the view, which fills them in when it appears.
    """

    reader = traitlets.Dict().tag(sync=True)
    """The reader's function, sampled: {"name", "values", "error"}; empty if there is none."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if not cls.module:  # traitlets makes a class for each instance: that one has it from its parent
            cls.module = cls.__module__.rpartition(".")[2]
            esm = STATIC / f"{cls.module}.mjs"
            if esm.is_file():
                cls._esm = esm
        super().__init_subclass__(**kwargs)

    def __init__(self, **kwargs: Any) -> None:
        if not hasattr(self, "_esm"):
            missing = f"widgets/static/{self.module}.mjs"
            raise FileNotFoundError(f"{missing} is missing: run `npm ci && npm run build`.")
        self._f: Function | None = None
        self._name = ""
        super().__init__(**kwargs)
        self.observe(lambda _: self._sample(), names="probes")

    @property
    def f(self) -> Function | None:
        """Your function, drawn beside the reference. None takes it away.

        Raises ValueError, naming the functions this widget can draw, for any other function.
        """
        return self._f

    @f.setter
    def f(self, function: Function | None) -> None:
        inner = getattr(function, "func", None)  # of a functools.partial
        name = getattr(function, "__name__", None) or getattr(inner, "__name__", repr(function))
        if function is not None and name not in self.probes:
            can = ", ".join(sorted(self.probes)) or "none"
            raise ValueError(f"{type(self).__name__} cannot draw {name}. Functions it can draw: {can}.")
        self._f, self._name = function, name
        self._sample()

    def _sample(self) -> None:
        """Call the reader's function on the current probe, and show what comes back."""
        if self._f is None:
            self.reader = {}
            return
        name = self._name
        args = self.probes.get(name)
        if args is None:  # no view has appeared yet
            return
        try:
            self.reader = {"name": name, "values": sample(self._f, args), "error": ""}
        except ValueError as e:
            self.reader = {"name": name, "values": None, "error": str(e)}

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """What Jupyter displays, and under `MIME` what the static page needs."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        keys = [k for k in self.keys if not k.startswith("_") and k not in _OF_JUPYTER]
        page = {"name": self.module, "model": self.model_id, "state": self.get_state(keys)}
        return {**data, MIME: page}, metadata
