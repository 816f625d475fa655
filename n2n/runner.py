"""Run a notebook's cells in a process of its own and tell, line by line, what its exercises are worth.

Started by `n2n check`, which gives the cells on standard input and reads one JSON line for each event. Every
event goes to the real standard output; what the notebook prints does not.
"""

import json
import os
import sys
from typing import Any, TextIO

import n2n.first  # noqa: F401  (what it does is done at import)

os.environ.setdefault("MPLBACKEND", "agg")


def tell(out: TextIO, **event: Any) -> None:
    """Write one event."""
    out.write(json.dumps(event) + "\n")
    out.flush()


def main() -> None:
    """Read `[{"source": ..., "check": exercise or null}, ...]` and run it; a cell with "trace" traces an exercise."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.io import capture_output

    from grader.check import entry_of, verdict_of
    from grader.tracing.trace import trace_of
    from grader.verdict import Verdict

    out = os.fdopen(os.dup(1), "w")
    cells = json.load(sys.stdin)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdin = open(os.devnull)  # noqa: SIM115  (for the life of the process)
    shell = InteractiveShell.instance()
    sys.path.insert(0, "")  # as in a kernel: the notebook can import what lies beside it
    for number, cell in enumerate(cells):
        tell(out, cell=number)
        name = cell["check"]
        traced = cell.get("trace")
        if traced in shell.user_ns:
            tell(out, trace=trace_of(shell.user_ns[traced], entry_of(traced)).text(), at=number)
        elif name is None:
            with capture_output():
                result = shell.run_cell(cell["source"], store_history=False)
            error = result.error_before_exec or result.error_in_exec
            if error is not None and type(error).__name__ != "NotPassed":
                tell(out, error=f"{type(error).__name__}: {error}".splitlines()[0][:300], at=number)
        elif name in shell.user_ns:
            tell(out, verdict=verdict_of(shell.user_ns[name], name).to_json())
        else:
            tell(out, verdict=Verdict(name, "missing.unmade", {"name": name}).to_json())
    tell(out, done=True)


if __name__ == "__main__":
    main()
