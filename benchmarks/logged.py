"""A log for a book that was filled past it: as if a command had entered the people of each branch, and one each day.

`verify` reads the log of a school from end to end; without one there is nothing to measure.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from partyday.store.chain import Change, change_of, entry_hash
from partyday.store.compiled import SQLITE, TABLES

AT = "2026-12-20T00:00:00.000Z"

#: What one entry holds: the people of a branch, or one of its days with the marks made on it.
_PEOPLE = ("member", "membership", "standing", "assessment")
_DAY = ("mark", "make_up")
#: What is done in a branch on one day beside its activity day, one entry each: the table, its day, its branch.
_ACTS = (
    ("payment", "paid_on", "branch_id"),
    ("remittance", "remitted_on", "branch_id"),
    ("talk", "held_on", "member_id"),
    ("handling", "proposed_on", "member_id"),
)


def write_log(path: Path) -> int:
    """Write the log anew, so that it tells of every row there is; how many entries it has then."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.row_factory = sqlite3.Row
        connection.execute("DELETE FROM log_change")
        connection.execute("DELETE FROM log_entry")
        number, head = 0, ""
        uid = connection.execute("SELECT uid FROM book").fetchone()[0]
        columns = [row["name"] for row in connection.execute("PRAGMA table_info(log_entry)")]
        for number, changes in enumerate(_entries(connection), 1):
            entry: dict[str, Any] = {
                "id": number,
                "at": AT,
                "stand_in": None,
                "by": "school",
                "command": "school",
                "reason": "",
                "undoes": None,
                "login": "school" if "login" in columns else "",
                "chain_id": 1,
                "number": number,
                "beside": "",
            }
            head = entry_hash(head, uid, entry, changes)
            _insert(connection, "log_entry", {name: {**entry, "hash": head}[name] for name in columns})
            connection.executemany(
                "INSERT INTO log_change (entry_id, seq, table_name, row_key, member_id, before, after) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(number, seq, *change) for seq, change in enumerate(changes)],
            )
        _say_where_it_stands(connection, number, head)
        connection.commit()
    return number


def _say_where_it_stands(connection: sqlite3.Connection, number: int, head: str) -> None:
    chained = bool(connection.execute("PRAGMA table_info(chain)").fetchall())
    stands = "chain" if chained else "book"
    connection.execute(f"UPDATE {stands} SET entries = ?, head = ?", (number, head))  # noqa: S608  # a table of our own
    if any(row["name"] == "at" for row in connection.execute(f"PRAGMA table_info({stands})")):
        connection.execute(f"UPDATE {stands} SET at = ?", (AT,))  # noqa: S608


def _entries(connection: sqlite3.Connection) -> Iterator[list[Change]]:
    """The rows there are, by the entry that would have made them."""
    yield list(_made("branch", connection.execute("SELECT * FROM branch ORDER BY id")))
    everybody = "SELECT {0}.*, membership.branch_id AS entry FROM {0} JOIN membership ON {1} ORDER BY entry"
    keys = {table: f"membership.member_id = {table}.member_id" for table in ("standing", "assessment")}
    keys["member"] = "membership.member_id = member.id"
    of_branch: dict[int, list[Change]] = {}
    for table in _PEOPLE:
        text = everybody.format(table, keys[table]) if table in keys else "SELECT *, branch_id AS entry FROM membership"
        for row in connection.execute(text):
            of_branch.setdefault(row["entry"], []).extend(_made(table, [row]))
    yield from of_branch.values()
    streams = [_by_day(connection.cursor(), table) for table in _DAY]
    ahead = [next(stream, None) for stream in streams]
    for day in connection.cursor().execute("SELECT * FROM day ORDER BY id"):
        changes = list(_made("day", [day]))
        for place, stream in enumerate(streams):
            group = ahead[place]
            if group and group[0] == day["id"]:
                changes += _made(_DAY[place], group[1])
                ahead[place] = next(stream, None)
        yield changes
    for table, on, of in _ACTS:
        rows = connection.cursor().execute(f"SELECT * FROM {table} ORDER BY {on}, {of}, id")  # noqa: S608
        for _of, of_act in groupby(rows, key=itemgetter(on, of)):
            yield list(_made(table, of_act))


def _by_day(cursor: sqlite3.Cursor, table: str) -> Iterator[tuple[int, list[sqlite3.Row]]]:
    rows = cursor.execute(f"SELECT * FROM {table} ORDER BY day_id, member_id")  # noqa: S608
    return ((day_id, list(group)) for day_id, group in groupby(rows, key=itemgetter("day_id")))


def _made(table: str, rows: Iterable[sqlite3.Row]) -> Iterator[Change]:
    letters = dict(zip(SQLITE[f"GET_{table.upper()}"][2], SQLITE[f"GET_{table.upper()}"][3], strict=False))
    for row in rows:
        there = [name for name in TABLES[table][1] if name in row.keys()]  # noqa: SIM118  # a row's names, not values
        told = {name: row[name] for name in there}
        told |= {name: bool(told[name]) for name in there if letters.get(name) == "b" and told[name] is not None}
        yield change_of(table, None, told)


def _insert(connection: sqlite3.Connection, table: str, values: Mapping[str, Any]) -> None:
    places = ", ".join("?" * len(values))
    names = ", ".join(f'"{name}"' for name in values)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(chain(values.values())))  # noqa: S608
