"""What was seen of a reader's function: its lines in the order in which they ran, of loops the first and last turns."""

from collections import deque
from typing import Any

from grader.tracing.lines import SourceLines, Statement
from grader.tracing.snapshots import Snapshot

FIRST, LAST = 3, 3
"""Turns of a loop that are kept, of the last the one that finds it over."""
LONG = 6
"""Lines of one statement that are shown."""


class Row:
    """One statement as it ran once."""

    def __init__(self, run: "FunctionRun", at: Statement, before: Snapshot, sparse: bool = False) -> None:
        self.run, self.at, self.before, self.sparse = run, at, before, sparse
        self.after: Snapshot | None = None
        self.went: bool | None = None
        """Whether a loop or an `if` led into its body."""
        self.outcome: tuple[str, Any] | None = None
        """("returned" or "yielded", the kept value), or ("raised", what Python says)."""
        self.calls = Fold()
        self.deeper = False


SeenItem = Any
"""A Row or a Fold; a list of them is a turn."""


class Fold:
    """The turns of a loop, or the calls from one line: the first and the last."""

    def __init__(self) -> None:
        self.first: list[list[SeenItem]] = []
        self.last: deque[list[SeenItem]] = deque(maxlen=LAST)
        self.count = 0

    def turn(self) -> list[SeenItem]:
        self.count += 1
        self.now: list[SeenItem] = []
        (self.first if len(self.first) < FIRST else self.last).append(self.now)
        return self.now

    @property
    def left_out(self) -> int:
        return self.count - len(self.first) - len(self.last)


class FunctionRun:
    """One call of a function."""

    def __init__(self, name: str, lines: SourceLines, start: int, items: list[SeenItem]) -> None:
        self.name, self.lines, self.items = name, lines, items
        source = lines.source(start)
        self.indent = len(source) - len(source.lstrip())
        self.row: Row | None = Row(self, lines.statement(start), {})
        items.append(self.row)
        self.open: list[tuple[int, Fold]] = []
        self.raised = ""
        self.skipped: dict[int, int] = {}

    def source(self, at: Statement) -> str:
        """A statement as it was written, without the indentation of the whole function."""
        lines = [self.lines.source(k) for k in range(at.start, at.end + 1)]
        return "\n".join(x[self.indent :] if not x[: self.indent].strip() else x for x in lines[:LONG])

    def line(self, number: int, names: Snapshot, sparse: bool = False) -> None:
        at, row = self.lines.statement(number), self.row
        begins = at.head and number == at.start
        if row:
            row.after = names
            if row.at == at and not begins:
                return  # the same statement goes on
            row.went = number in row.at.body if row.at.body else None
            if self.raised and not self.raised.startswith("StopIteration"):
                row.outcome = ("raised", self.raised)
        self.raised = ""
        while self.open and self.open[-1][0] not in at.loops:
            self.open.pop()
        for head in at.loops[len(self.open) :]:
            fold = Fold()
            self._items().append(fold)
            self.open.append((head, fold))
            if not (begins and head == at.start):
                fold.turn()
        if begins:
            self.open[-1][1].turn()
        self.row = Row(self, at, names, sparse)
        self._items().append(self.row)

    def _items(self) -> list[SeenItem]:
        return self.open[-1][1].now if self.open else self.items

    def resume(self) -> None:
        """What comes now is later: count the turns that were not seen."""
        for k, (head, fold) in enumerate(self.open):
            if turns := self.skipped.get(head):
                fold.count += turns - 1
                fold.turn()
                del self.open[k + 1 :]
                break
        self.skipped.clear()
        self.row = None
