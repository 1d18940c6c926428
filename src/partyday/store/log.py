"""Reading the log, checking its chain, and replaying an entry backwards."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from partyday.store.chain import Change, Values, entry_hash, row_key
from partyday.store.compiled import SQLITE, TABLES
from partyday.store.connection import Broken, Connection, Row
from partyday.store.unit import Unit


@dataclass(frozen=True)
class LogEntry:
    """One entry: who did what and when. `at` is UTC; `stand_in` the day given by hand instead of the clock's."""

    id: int
    at: str
    stand_in: date | None
    by: str
    command: str
    reason: str
    undoes: int | None
    hash: str
    changes: tuple[Change, ...] = ()


def _entry(row: Sequence[Any], changes: Sequence[Change] = ()) -> LogEntry:
    number, at, stand_in, by, command, reason, undoes, digest = row
    return LogEntry(number, at, stand_in, by, command, reason, undoes, digest, tuple(changes))


def _changes(rows: Iterable[Row]) -> Iterator[tuple[int, Change]]:
    for entry_id, _seq, *change in rows:
        yield entry_id, Change(*change)


def newest(connection: Connection, limit: int) -> list[tuple[LogEntry, int]]:
    """The last entries, newest first, each with the number of rows it changed."""
    return [(_entry(entry), changes) for *entry, changes in connection.run("NEWEST_ENTRIES", count=limit)]


def of_member(connection: Connection, member_id: int) -> list[LogEntry]:
    """Every entry that touched this member, oldest first, with only the changes that concern them."""
    mine: dict[int, list[Change]] = {}
    for entry_id, change in _changes(connection.run("CHANGES_OF_MEMBER", member_id=member_id)):
        mine.setdefault(entry_id, []).append(change)
    return [_entry(row, mine[row[0]]) for row in connection.run("ENTRIES_OF_MEMBER", member_id=member_id)]


def entry(connection: Connection, number: int) -> LogEntry | None:
    """One entry with all its changes, or None."""
    rows = connection.run("ENTRY", number=number)
    if not rows:
        return None
    changes = _changes(connection.run("CHANGES_OF_ENTRY", number=number))
    return _entry(rows[0], [change for _, change in changes])


def change_counts(connection: Connection, table: str, keys: Sequence[str]) -> dict[str, int]:
    """How often each of these rows was changed."""
    return dict(connection.run("CHANGE_COUNTS", table_name=table, row_keys=keys))


def gone(connection: Connection, table: str, begins: str) -> list[Values]:
    """The rows whose key begins so (`3/`) that were there and are not any more, as they last were."""
    last: dict[str, Change] = {}
    for _number, change in _changes(connection.run("CHANGES_OF_ROWS", table_name=table, row_keys_like=f"{begins}%")):
        last[change.key] = change
    return [_row(table, change.before) for change in last.values() if change.after is None and change.before]


def book_stamp(connection: Connection) -> tuple[str, int, str]:
    """The book's own name (for identifiers that must not collide), its entries, and when it was last written (UTC)."""
    [(uid, entries, written_at)] = connection.run("STAMP")
    return uid, entries, written_at


def book_began(connection: Connection) -> date:
    """The day of the book's first entry: a stand-in where one was given, else the clock's."""
    for stand_in, at in connection.run("FIRST_ENTRY"):
        return stand_in or date.fromisoformat(at[: len("2026-03-06")])
    return date.min


def last_to_undo(connection: Connection) -> int | None:
    """The newest entry that is neither an undoing nor undone."""
    number: int | None
    [(number,)] = connection.run("LAST_TO_UNDO", undone=_undone(connection))
    return number


def undone_by(connection: Connection, number: int) -> int | None:
    """The entry that undid this one, if any."""
    return _undone(connection).get(number)


def _undone(connection: Connection) -> dict[int, int]:
    """Entry → the one that undid it, where that one was not itself undone."""
    undone: dict[int, int] = {}
    for by, undoes in connection.run("UNDOINGS"):
        if by not in undone:
            undone.setdefault(undoes, by)
    return undone


def broken_links(connection: Connection) -> list[int]:
    """The numbers of the entries whose hash does not follow from the one before and from what they hold."""
    grouped = groupby(_changes(connection.stream("CHANGES")), key=lambda pair: pair[0])
    changes: Mapping[int, list[Change]] = {number: [change for _, change in group] for number, group in grouped}
    head, broken = "", [entry_id for (entry_id,) in connection.run("GAPS")]
    entries = [dict(zip(_ENTRY, row, strict=True)) for row in connection.run("RAW_ENTRIES")]
    for number, kept in enumerate(entries, 1):
        kept_hash = kept.pop("hash")
        if kept["id"] != number or entry_hash(head, kept, changes.get(kept["id"], [])) != kept_hash:
            broken.append(kept["id"])
        head = kept_hash
    broken += changes.keys() - {kept["id"] for kept in entries}
    [(gate_entries, gate_head)] = connection.run("GATE")
    if (gate_entries, gate_head) != (len(entries), head):
        broken.append(gate_entries)
    return sorted(set(broken))


_ENTRY = SQLITE["RAW_ENTRIES"][2]


def misplaced_rows(connection: Connection) -> list[str]:
    """Rows that differ from what the log says of them last: they were changed past partyday."""
    last: dict[tuple[str, str], str | None] = {}
    for _, change in _changes(connection.stream("CHANGES")):
        last[change.table, change.key] = change.after
    wrong = []
    for table in TABLES:
        seen = set()
        for values in _rows(connection, table):
            key = row_key(table, values)
            seen.add(key)
            if not _agrees(table, values, last.get((table, key))):
                wrong.append(f"{table} {key}")
        wrong += [f"{name} {key}" for (name, key), kept in last.items() if name == table and kept and key not in seen]
    return wrong


def damage(connection: Connection) -> list[str]:
    """What the database itself finds wrong with its file (SQLite only: a server keeps watch over its own)."""
    return connection.damage()


def _rows(connection: Connection, table: str) -> Iterator[Values]:
    """The rows of a table as they are kept, so that a text where a date should be is read and not stumbled over."""
    columns = SQLITE[f"RAW_{table.upper()}"][2]
    return (dict(zip(columns, row, strict=True)) for row in connection.stream(f"RAW_{table.upper()}"))


def _agrees(table: str, row: Values, kept: str | None) -> bool:
    try:
        told = {**_blank(table), **json.loads(kept or "")}
    except (ValueError, TypeError):
        return False
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
    return bool(values == told)


def _blank(table: str) -> Values:
    """What a row holds in the columns that were left out when it was inserted."""
    return TABLES[table][1]


def _row(table: str, kept: str) -> Values:
    """A row out of the log, its dates as such."""
    _text, _places, columns, letters = SQLITE[f"GET_{table.upper()}"]
    row = {**_blank(table), **json.loads(kept)}
    for column, letter in zip(columns, letters, strict=False):
        if letter == "d" and row.get(column):
            row[column] = date.fromisoformat(row[column])
    return row


def _differs(values: Values, kept: Values) -> bool:
    return any(values[name] != value for name, value in kept.items())


def replay_backwards(unit: Unit, old: LogEntry) -> str | None:
    """Put every row back as it was before `old`; gives back the row that later entries changed, where one did."""
    unit.undoes = old.id
    for change in reversed(old.changes):
        table = change.table
        before = None if change.before is None else _row(table, change.before)
        after = None if change.after is None else _row(table, change.after)
        known = before if after is None else after
        assert known is not None  # a change has at least one side
        current = unit.rows.get(table, known)
        if (current is None) != (after is None) or (current and after and _differs(current, after)):
            return f"{change.table} {change.key}"
        if current is None:
            unit.rows.insert(table, known)
        elif before is not None:
            unit.rows.update(table, current, {**current, **before})
        else:
            try:
                unit.rows.delete(table, current)
            except Broken:  # later records rest on it
                return f"{change.table} {change.key}"
    return None
