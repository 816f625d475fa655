"""Rows of a database table as plain dictionaries: read at once, added and changed in memory, written at once.

SQLAlchemy's own objects say more about a row than a batch of grades needs, and cost twenty times as much.
"""

from collections import defaultdict
from typing import Any

from nbgrader.api import new_uuid
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

Fields = dict[str, Any]


class Rows:
    """The rows of one table of nbgrader's that a batch is about."""

    def __init__(self, model: Any) -> None:
        self.table = model.__table__
        self._added: dict[str, Fields] = {}
        self._changed: dict[str, Fields] = {}

    def read(self, db: Session, *where: Any) -> list[Fields]:
        """The rows that meet all conditions."""
        return [dict(r) for r in db.execute(select(self.table).where(*where)).mappings()]

    def by(self, column: str, db: Session, *where: Any) -> dict[str, list[Fields]]:
        """These rows, by what stands in a column."""
        found: dict[str, list[Fields]] = defaultdict(list)
        for row in self.read(db, *where):
            found[row[column]].append(row)
        return found

    def add(self, **fields: Any) -> Fields:
        """A new row, with an id if none is given. All that are added have the same fields."""
        row = {"id": new_uuid(), **fields}
        self._added[row["id"]] = row
        return row

    def change(self, row: Fields, **fields: Any) -> None:
        """Set fields of a row, read or added."""
        if any(row[name] != value for name, value in fields.items()):
            row.update(fields)
            if row["id"] not in self._added:
                self._changed[row["id"]] = row

    def write(self, db: Session) -> None:
        """Put what was added and changed into the table."""
        if self._added:
            db.execute(insert(self.table), list(self._added.values()))
        if self._changed:
            fields = [c for c in self.table.c if c.name != "id"]
            row = update(self.table).where(self.table.c.id == bindparam("_id"))
            changed = [{f"_{name}": v for name, v in r.items()} for r in self._changed.values()]
            # on the connection: the session would look for objects of its own among these
            db.connection().execute(row.values({c: bindparam(f"_{c.name}") for c in fields}), changed)
