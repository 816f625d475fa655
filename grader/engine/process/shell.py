"""An IPython shell without a kernel: runs cells as Jupyter would and collects their output as notebook JSON."""

import ast
import base64
import builtins
import io
import re
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell, InteractiveShellABC
from traitlets import Type
from traitlets.config import Config

from grader.perform import Interrupt
from grader.words import say

Output = dict[str, Any]

SHOWN = ("text/plain", "image/png")
"""The only kinds of output that leave a student's process: neither is ever executed by a browser."""


class Flood(Interrupt):
    """More output than a submission may make. Not an Exception, so that `except Exception` does not hide it."""


class Collector:
    """Gathers the output of the running cell."""

    def __init__(self) -> None:
        self.outputs: list[Output] = []
        self.left = 1 << 62
        self.muted = False

    def begin(self, muted: bool = False) -> None:
        """Start a cell; while `muted`, output counts against the limit but is not kept."""
        self.outputs, self.muted = [], muted

    def _charge(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Flood

    def stream(self, name: str, text: str) -> None:
        """Text written to stdout or stderr."""
        self._charge(len(text))
        if self.muted or not text:
            return
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})

    def show(self, kind: str, data: dict[str, Any], **more: Any) -> None:
        """Rich output: only plain text and PNG are kept."""
        kept = {}
        for mime in SHOWN:
            if mime in data:
                value = data[mime]
                kept[mime] = base64.b64encode(value).decode() if type(value) is bytes else str(value)
        self._charge(sum(map(len, kept.values())))
        if kept and not self.muted:
            self.outputs.append({"output_type": kind, "data": kept, "metadata": {}, **more})

    def error(self, name: str, message: str, lines: list[str]) -> None:
        """A traceback."""
        lines = [line[:4000] for line in lines[-100:]]
        self._charge(sum(map(len, lines)) + len(message))
        if not self.muted:
            self.outputs.append(
                {"output_type": "error", "ename": name, "evalue": message[:2000], "traceback": lines}
            )

    def take(self) -> list[Output]:
        """The output of the cell, the collector empty again."""
        taken, self.outputs = self.outputs, []
        return taken


COLLECTED = Collector()


class Stream(io.TextIOBase):
    """Stands in for sys.stdout and sys.stderr."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str) -> None:
        self._name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        COLLECTED.stream(self._name, text)
        return len(text)

    def fileno(self) -> int:
        return 1 if self._name == "stdout" else 2


class Publisher(DisplayPublisher):  # type: ignore[misc]
    def publish(self, data: dict, metadata: dict | None = None, **_: Any) -> None:  # type: ignore[override]
        COLLECTED.show("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        COLLECTED.outputs.clear()


class Hook(DisplayHook):  # type: ignore[misc]
    def start_displayhook(self) -> None:
        pass

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        COLLECTED.show("execute_result", format_dict, execution_count=self.prompt_count)

    def finish_displayhook(self) -> None:
        pass


_IPYTHON = re.compile(r"ipython|__future__|builtins__|sys.modules|(?-i:\b(?:In|_ih|_i+|_i\d+)\b)", re.I)
"""Who writes one of these may have hung something into IPython, set a flag that holds for later cells, or look
back at cells that ran."""

_ONE_LINE = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.FunctionDef)


class ZMQInteractiveShell(InteractiveShell):  # type: ignore[misc]
    """Named like the kernel's, which libraries look for to tell a notebook from a terminal."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    plain = True
    """Whether cells of plain Python may go past IPython's machinery."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.unstored: list[tuple[int, str]] = []
        """Cells that ran and that IPython's history has not been told of: that is a good part of running them."""

    def run(self, source: str) -> BaseException | None:
        """Run a cell as Jupyter does; what it raised.

        Plain Python is compiled and run here, which costs a tenth of `run_cell`. What only IPython knows
        (magics, await, automagic, hooks of one's own) is left to it, and so is all that comes after a hook.
        """
        found, shows = self._compiled(source)
        if not found:
            self.store()
            result = self.run_cell(source, store_history=True)
            return result.error_before_exec or result.error_in_exec
        self.unstored.append((self.execution_count, source))
        if shows:
            self.store()  # the display hook looks there for a semicolon
        error: BaseException | None = None
        with self.builtin_trap, self.display_trap:
            self.displayhook.exec_result = None
            try:
                for code in found:
                    exec(code, self.user_global_ns, self.user_ns)
            except Flood:
                raise
            except SystemExit as e:
                error = e
                self.showtraceback(exception_only=True)
            except BaseException as e:
                error = e
                self.showtraceback(running_compiled_code=True)
        self.execution_count += 1
        return error

    def store(self) -> None:
        """Tell IPython's history of the cells that ran without it."""
        for count, source in self.unstored:
            self.history_manager.store_inputs(count, source, source)
        self.unstored.clear()

    def _compiled(self, source: str) -> tuple[list[types.CodeType], bool]:
        """The cell's code, and whether its last part is an expression to show; no code where IPython should run it."""
        if _IPYTHON.search(source):
            self.plain = False
        if not self.plain:
            return [], False
        try:
            body = ast.parse(source).body
            if "\n" not in source.strip() and not isinstance(body[0], _ONE_LINE):
                return [], False  # might be automagic
            name = self.compile.cache(source, self.execution_count, raw_code=source)
            last = [body.pop()] if isinstance(body[-1], ast.Expr) else []
            made = [compile(ast.Module(body, []), name, "exec", dont_inherit=True)] if body else []
            shown = [ast.Interactive(last)] if last else []
            return made + [compile(i, name, "single", dont_inherit=True) for i in shown], bool(shown)
        except (SyntaxError, ValueError, IndexError, RecursionError, MemoryError, OverflowError):
            return [], False

    def enable_gui(self, gui: str | None = None) -> None:
        pass

    def ask_exit(self) -> None:
        pass

    def system(self, cmd: str) -> None:
        print(say("child.shell"))

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> list[str]:
        self.system(cmd)
        return []

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        COLLECTED.error(etype.__name__, str(evalue), list(stb))


class _Inert(types.ModuleType):
    """A module whose every name is an object that does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing


class _Nothing:
    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Nothing()

    def __setattr__(self, name: str, value: Any) -> None:
        pass

    def __call__(self, *_: Any, **__: Any) -> "_Nothing":
        return self


def _no_input(prompt: object = "") -> str:
    raise EOFError(say("child.input"))


def make_shell(figures: bool) -> ZMQInteractiveShell:
    """A warmed shell: history off, plain tracebacks, pictures only if `figures`."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"  # coloured tracebacks cost four times as much
    config.InteractiveShell.xmode = "Plain"
    InteractiveShellABC.register(ZMQInteractiveShell)
    shell = ZMQInteractiveShell.instance(config=config)
    _without_packages(shell)
    builtins.input = _no_input
    sys.modules["widgets"] = _Inert("widgets")  # experiments draw with them, no exercise needs them
    _warm(shell, figures)
    return shell


def _without_packages(shell: InteractiveShell) -> None:
    def refuse(line: str, cell: str = "") -> None:
        print(say("child.install"))

    for name in ("pip", "conda", "mamba", "micromamba", "uv", "sx", "system", "sc"):
        shell.register_magic_function(refuse, "line", name)
    for name in ("bash", "sh", "script", "perl", "ruby", "cmd", "system", "sx", "!"):
        shell.register_magic_function(refuse, "cell", name)


STYLE = "widgets.book"
"""The book's own style of figures, by the name that chapters use. `widgets` itself is not there."""
_STYLE_FILE = Path(__file__).parents[3] / "widgets" / "book.mplstyle"

_WARM = (
    "import numpy as np\ndef _f(x):\n    return np.linalg.norm(x / (1 + np.exp(-x)))\n_f(np.ones((3, 2)))",
    "import matplotlib.pyplot as plt\n_x = plt.figure(); plt.plot([0, 1]); plt.title('$x^2$'); plt.show()",
    "def _g(:",
    "raise ValueError('warm')",
    "import warnings; warnings.warn('warm')",
    "np.random.default_rng(0).normal(size=3); np.random.seed(0); np.random.rand(2); np.fft.fft(np.ones(4))",
)


def _warm(shell: ZMQInteractiveShell, figures: bool) -> None:
    """Do once, before any fork, what every notebook does first."""
    import matplotlib.style

    if figures:
        shell.plain = False  # pictures are flushed by IPython's own events
        shell.run_line_magic("matplotlib", "inline")
    else:
        shell.register_magic_function(lambda line: None, "line", "matplotlib")
    with kept(shell):
        for cell in _WARM:
            shell.run_cell(cell, store_history=False)
            shell.run(cell)
        shell.run_cell("plt.close('all')", store_history=False)
    matplotlib.style.library[STYLE] = matplotlib.rc_params_from_file(_STYLE_FILE, use_default_template=False)


@contextmanager
def kept(shell: ZMQInteractiveShell) -> Iterator[None]:
    """What runs inside leaves no trace in the shell, and prints nothing."""
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
    names, count = dict(shell.user_ns), shell.execution_count
    yield
    shell.execution_count = count
    shell.unstored.clear()
    shell.history_manager.reset(new_session=False)
    shell.history_manager.input_hist_parsed[:] = shell.history_manager.input_hist_raw[:] = [""]
    shell.user_ns.clear()
    shell.user_ns.update(names)
    COLLECTED.take()
    sys.stdout, sys.stderr = out, err
