"""A kernel as stock graders use one: the student's cells and the checks in one process that nothing holds.

Only for positive controls: it shows that an attack works where it is not stopped.
Usage: python kernel.py CELLS.json RESULT, with cells as a list of sources; writes whether the last one succeeded.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config


class Printed(DisplayPublisher):
    def publish(self, data: Any, *_: Any, **__: Any) -> None:
        print(data)


class Shell(InteractiveShell):
    display_pub_class = Type(Printed)


def main(cells: Path, result: Path) -> None:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell = Shell.instance(config=config)
    succeeded = False
    told = os.open(result, os.O_WRONLY | os.O_CREAT)  # before anything is redefined
    write = os.write
    for source in json.loads(cells.read_text()):
        succeeded = shell.run_cell(source).success
    write(told, b"true" if succeeded else b"false")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
