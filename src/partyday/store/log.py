"""Reading the log, checking its chain, and replaying an entry backwards."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Table,
    Text,
    exists,
    func,
    select,
    type_coerce,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeEngine

from partyday.store import tables as t
from partyday.store.book import Change, Unit, as_dict, entry_hash, row_key


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


def _entry(row: Any, changes: Sequence[Change] = ()) -> LogEntry:
    return LogEntry(row.id, row.at, row.stand_in, row.by, row.command, row.reason, row.undoes, row.hash, tuple(changes))


def _changes(connection: Connection, *which: Any) -> Iterator[tuple[int, Change]]:
    order = (t.log_change.c.entry_id, t.log_change.c.seq)
    found = select(t.log_change).where(*which).order_by(*order)
    for row in connection.execute(found, execution_options={"yield_per": 2000}):
        yield row.entry_id, Change(row.table_name, row.row_key, row.member_id, row.before, row.after)


def newest(connection: Connection, limit: int) -> list[tuple[LogEntry, int]]:
    """The last entries, newest first, each with the number of rows it changed."""
    rows = select(func.count()).where(t.log_change.c.entry_id == t.log_entry.c.id).scalar_subquery().label("rows")
    found = connection.execute(select(t.log_entry, rows).order_by(t.log_entry.c.id.desc()).limit(limit))
    return [(_entry(row), row.rows) for row in found]


def of_member(connection: Connection, member_id: int) -> list[LogEntry]:
    """Every entry that touched this member, oldest first, with only the changes that concern them."""
    mine: dict[int, list[Change]] = {}
    for entry_id, change in _changes(connection, t.log_change.c.member_id == member_id):
        mine.setdefault(entry_id, []).append(change)
    touched = exists().where(t.log_change.c.entry_id == t.log_entry.c.id, t.log_change.c.member_id == member_id)
    found = connection.execute(select(t.log_entry).where(touched).order_by(t.log_entry.c.id))
    return [_entry(row, mine[row.id]) for row in found]


def entry(connection: Connection, number: int) -> LogEntry | None:
    """One entry with all its changes, or None."""
    row = connection.execute(select(t.log_entry).where(t.log_entry.c.id == number)).one_or_none()
    if row is None:
        return None
    return _entry(row, [change for _, change in _changes(connection, t.log_change.c.entry_id == number)])


def change_counts(connection: Connection, table: str, keys: Sequence[str]) -> dict[str, int]:
    """How often each of these rows was changed."""
    counted = (
        select(t.log_change.c.row_key, func.count().label("changes"))
        .where(t.log_change.c.table_name == table, t.log_change.c.row_key.in_(keys))
        .group_by(t.log_change.c.row_key)
    )
    return {row.row_key: row.changes for row in connection.execute(counted)}


def book_stamp(connection: Connection) -> tuple[str, str]:
    """The book's own name (for identifiers that must not collide) and when it was last written, in UTC."""
    uid = connection.execute(select(t.book.c.uid)).scalar_one()
    return uid, connection.execute(select(func.max(t.log_entry.c.at))).scalar_one()


def last_to_undo(connection: Connection) -> int | None:
    """The newest entry that is neither an undoing nor undone."""
    undone = list(_undone(connection))
    return connection.execute(
        select(func.max(t.log_entry.c.id)).where(t.log_entry.c.undoes.is_(None), t.log_entry.c.id.not_in(undone))
    ).scalar()


def undone_by(connection: Connection, number: int) -> int | None:
    """The entry that undid this one, if any."""
    return _undone(connection).get(number)


def _undone(connection: Connection) -> dict[int, int]:
    """Entry → the one that undid it, where that one was not itself undone."""
    undoings = select(t.log_entry.c.id, t.log_entry.c.undoes).where(t.log_entry.c.undoes.is_not(None))
    undone: dict[int, int] = {}
    for row in connection.execute(undoings.order_by(t.log_entry.c.id.desc())):
        if row.id not in undone:
            undone.setdefault(row.undoes, row.id)
    return undone


def broken_links(connection: Connection) -> list[int]:
    """The numbers of the entries whose hash does not follow from the one before and from what they hold."""
    entries = connection.execute(select(*_raw(t.log_entry)).order_by(t.log_entry.c.id)).all()
    grouped = groupby(_changes(connection), key=lambda pair: pair[0])
    changes: Mapping[int, list[Change]] = {number: [change for _, change in group] for number, group in grouped}
    head, broken = "", list(_gaps(connection))
    for number, row in enumerate(entries, 1):
        kept = {column.name: getattr(row, column.name) for column in t.log_entry.c if column.name != "hash"}
        if row.id != number or entry_hash(head, kept, changes.get(row.id, [])) != row.hash:
            broken.append(row.id)
        head = row.hash
    broken += changes.keys() - {row.id for row in entries}
    gate = connection.execute(select(t.book.c.entries, t.book.c.head)).one()
    if (gate.entries, gate.head) != (len(entries), head):
        broken.append(gate.entries)
    return sorted(set(broken))


def _gaps(connection: Connection) -> Iterable[int]:
    """The entries whose changes are not numbered 0, 1, 2 …"""
    seq, entry_id = t.log_change.c.seq, t.log_change.c.entry_id
    uneven = (func.min(seq) != 0) | (func.max(seq) != func.count() - 1)
    return connection.execute(select(entry_id).group_by(entry_id).having(uneven)).scalars()


def misplaced_rows(connection: Connection) -> list[str]:
    """Rows that differ from what the log says of them last: they were changed past partyday."""
    last: dict[tuple[str, str], str | None] = {}
    for _, change in _changes(connection):
        last[change.table, change.key] = change.after
    wrong = []
    for table in _LOGGED.values():
        seen = set()
        for row in connection.execute(select(*_raw(table))):
            values = as_dict(row)
            key = row_key(table, values)
            seen.add(key)
            if not _agrees(table, values, last.get((table.name, key))):
                wrong.append(f"{table.name} {key}")
        wrong += [
            f"{name} {key}" for (name, key), kept in last.items() if name == table.name and kept and key not in seen
        ]
    return wrong


def damage(connection: Connection) -> list[str]:
    """What the database itself finds wrong with its file (SQLite only: a server keeps watch over its own)."""
    if connection.dialect.name != "sqlite":
        return []
    return [said for said in connection.exec_driver_sql("PRAGMA integrity_check").scalars() if said != "ok"]


def _raw(table: Table) -> list[ColumnElement[Any]]:
    """The columns as they are kept, so that a text where a date should be is read too and not stumbled over."""
    kept_as: dict[type, type[TypeEngine[Any]]] = {Date: Text, Boolean: Integer}
    return [
        type_coerce(column, kept_as.get(type(column.type), type(column.type))).label(column.name) for column in table.c
    ]


def _agrees(table: Table, row: Mapping[str, Any], kept: str | None) -> bool:
    try:
        told = _blank(table) | json.loads(kept or "")
    except (ValueError, TypeError):
        return False
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
    return bool(values == told)


_LOGGED = {
    table.name: table
    for table in (
        *(t.branch, t.member, t.membership, t.standing, t.circumstance, t.day, t.mark, t.holiday),
        *(t.make_up, t.talk, t.handling, t.assessment, t.waiver, t.payment, t.remittance, t.theme, t.filing, t.settled),
    )
}


def _blank(table: Table) -> dict[str, Any]:
    """What a row holds in the columns that were left out when it was inserted."""
    return {column.name: None if column.nullable else "" for column in table.c}


def _row(table: Table, kept: str) -> dict[str, Any]:
    row = _blank(table) | json.loads(kept)
    for column in table.c:
        if isinstance(column.type, Date) and row.get(column.name):
            row[column.name] = date.fromisoformat(row[column.name])
    return dict(row)


def _differs(values: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    return any(values[name] != value for name, value in kept.items())


def replay_backwards(unit: Unit, old: LogEntry) -> str | None:
    """Put every row back as it was before `old`; gives back the row that later entries changed, where one did."""
    unit.undoes = old.id
    for change in reversed(old.changes):
        table = _LOGGED[change.table]
        before = None if change.before is None else _row(table, change.before)
        after = None if change.after is None else _row(table, change.after)
        current = unit.get(table, after or before or {})
        if (current is None) != (after is None) or (current and after and _differs(current, after)):
            return f"{change.table} {change.key}"
        if before is None:
            try:
                unit.delete(table, current or {})
            except IntegrityError:  # later records rest on it
                return f"{change.table} {change.key}"
        elif current is None:
            unit.insert(table, before)
        else:
            unit.update(table, current, **before)
    return None
