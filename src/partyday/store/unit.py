"""The one gate for writing.

A unit of work is one transaction and one log entry: who, when, by which command, each row before and after, hashed
onto the entry before. Nothing is written past it. Writers queue at the single row of the table `book`, on SQLite and
PostgreSQL alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from partyday.store.chain import Change, Values, change_of, entry_hash
from partyday.store.compiled import SQLITE, TABLES
from partyday.store.connection import Connection


@dataclass(frozen=True, kw_only=True)
class Act:
    """Who does what, as of which day. `stand_in`: that day was given by hand and is not the clock's."""

    command: str
    by: str
    today: date
    stand_in: bool = False


class Unit:
    """One transaction and one log entry. Rows are dicts of column name to value."""

    def __init__(self, connection: Connection, act: Act, reason: str) -> None:
        self.connection = connection
        self.act = act
        self.reason = reason
        self.undoes: int | None = None
        self.at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self.changes: list[Change] = []
        self.entry_id: int
        self.head: str
        [(self.entry_id, self.head)] = connection.run("NEXT_ENTRY")

    def next_id(self, table: str) -> int:
        """The next free key of a table; writers queue, so nobody else takes it."""
        [(highest,)] = self.connection.run(f"NEXT_{table.upper()}")
        return (highest or 0) + 1

    def insert(self, table: str, *rows: Values) -> None:
        """New rows; columns that may be empty can be left out."""
        _key, blank = TABLES[table]
        whole = ({**blank, **row} for row in rows)
        if len(rows) == 1:
            self.connection.run(f"INSERT_{table.upper()}", **next(whole))
        elif rows:
            self.connection.run_many(f"INSERT_{table.upper()}", whole)
        self.changes.extend(change_of(table, None, row) for row in rows)

    def update(self, table: str, before: Values, **values: Any) -> bool:
        """Change a row known, whole, as `before`; False where nothing differs."""
        if all(before[column] == value for column, value in values.items()):
            return False
        after = {**before, **values}
        self.connection.run(f"UPDATE_{table.upper()}", **after)
        self.changes.append(change_of(table, before, after))
        return True

    def put(self, table: str, row: Values) -> Values | None:
        """Insert the row, or update the one with its key; gives back what stood there before."""
        before = self.get(table, row)
        if before is None:
            self.insert(table, row)
        else:
            self.update(table, before, **row)
        return before

    def get(self, table: str, key: Values) -> Values | None:
        """The row with that key as a dict, or None."""
        rows = self.connection.run(f"GET_{table.upper()}", **key)
        return dict(zip(SQLITE[f"GET_{table.upper()}"][2], rows[0], strict=True)) if rows else None

    def delete(self, table: str, before: Values) -> None:
        """Take away the row known as `before`."""
        self.connection.run(f"DELETE_{table.upper()}", **before)
        self.changes.append(change_of(table, before, None))

    def abandon(self) -> None:
        """Let nothing of this unit be written."""
        self.changes.clear()

    def record(self) -> None:
        """Write the log entry of this unit and move the head of the chain."""
        entry = {
            "id": self.entry_id,
            "at": self.at,
            "stand_in": self.act.today if self.act.stand_in else None,
            "by": self.act.by,
            "command": self.act.command,
            "reason": self.reason,
            "undoes": self.undoes,
        }
        digest = entry_hash(self.head, entry, self.changes)
        self.connection.run("INSERT_LOG_ENTRY", **entry, hash=digest)
        self.connection.run_many("INSERT_LOG_CHANGE", map(self._change_row, range(len(self.changes)), self.changes))
        self.connection.run("NEW_HEAD", head=digest)

    def _change_row(self, seq: int, change: Change) -> Mapping[str, Any]:
        return {
            "entry_id": self.entry_id,
            "seq": seq,
            "table_name": change.table,
            "row_key": change.key,
            "member_id": change.member_id,
            "before": change.before,
            "after": change.after,
        }
