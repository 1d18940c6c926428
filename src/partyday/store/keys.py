"""The keys of the records in a branch's own file, and those that they have in the school's book it was joined to.

The log of the file stands in the book with the keys of the book, so that it is read, searched and taken back like any
other. Its hashes are over the keys of the file: `back` gives a change as it was hashed. Imports the chain alone.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from partyday.store.chain import Change, Values, change_of
from partyday.store.compiled import TABLES

#: Behind this sign stands the table of a row that did not come along: the file's superior, holiday notices.
APART = "~"

#: Rows of these tables do not come along as they are: the book has its own tree and its own notices.
_OF_THE_FILE = frozenset({"branch", "holiday", "settled"})

#: Column → the table whose key it holds. `id` is the key of its own table.
REFERS = {
    "member_id": "member",
    "branch_id": "branch",
    "day_id": "day",
    "meeting_id": "meeting",
    "entry_id": "log_entry",
}

#: The column that holds several keys of days, between blanks.
_DAYS = "day_ids"


class FileKeys:
    """Table → key in the file → key in the book, of one branch."""

    def __init__(self, here: Mapping[str, Mapping[int, int]]) -> None:
        self._here = {table: dict(keys) for table, keys in here.items()}
        self._there = {table: {now: was for was, now in keys.items()} for table, keys in self._here.items()}

    @property
    def branch(self) -> int:
        """The key that the branch has in its file."""
        [was] = self._here["branch"]
        return was

    @classmethod
    def read(cls, text: str) -> "FileKeys":
        """The keys as a chain keeps them (`text`)."""
        told: dict[str, list[tuple[int, int, int]]] = json.loads(text)
        return cls(
            {table: {was + n: now + n for was, now, many in runs for n in range(many)} for table, runs in told.items()}
        )

    def text(self) -> str:
        """JSON: table → runs of keys, each its first in the file, its first in the book, and how many follow."""
        runs = {table: list(_runs(keys)) for table, keys in sorted(self._here.items())}
        return json.dumps(runs, separators=(",", ":"))

    def lacking(self, table: str, keys: Iterable[int]) -> list[int]:
        """Those of these keys of the file that have none in the book yet, in order."""
        return sorted(set(keys) - self._here.get(table, {}).keys())

    def with_these(self, new: Mapping[str, Mapping[int, int]]) -> "FileKeys":
        """The same, with further keys."""
        return FileKeys({table: {**self._here.get(table, {}), **new.get(table, {})} for table in {*self._here, *new}})

    def comes_along(self, table: str, row: Values) -> bool:
        """Whether a row of the file is one of the book: it is the branch's, or of its members and days."""
        return table not in _OF_THE_FILE and row.get("branch_id") in (None, self.branch)

    def here(self, change: Change) -> Change:
        """A change of the file's log as the book keeps it."""
        rows = _rows(change)
        if all(self.comes_along(change.table, row) for row in rows if row is not None):
            told = change_of(change.table, *(_with(change.table, row, self._here) for row in rows))
            if self.back(told) == change:
                return told
        member = None if change.member_id is None else self._here["member"][change.member_id]
        return Change(f"{APART}{change.table}", change.key, member, change.before, change.after)

    def back(self, change: Change) -> Change:
        """A change as it stands in the file's log. Raises ValueError, LookupError, TypeError for what is none."""
        if change.table.startswith(APART):
            member = None if change.member_id is None else self._there["member"][change.member_id]
            return Change(change.table.removeprefix(APART), change.key, member, change.before, change.after)
        return change_of(change.table, *(_with(change.table, row, self._there) for row in _rows(change)))

    def row_here(self, table: str, row: Values) -> Values:
        """A row of the file as the book keeps it."""
        return {**row, **_mapped(table, row, self._here)}

    def row_back(self, table: str, row: Values) -> Values:
        """A row of the book as the file keeps it."""
        return {**row, **_mapped(table, row, self._there)}


def told_in(table: str, row: Values) -> Iterator[tuple[str, int]]:
    """Every key that a row holds, its own and those it refers to: table, key."""
    for column, value in row.items():
        if column == _DAYS:
            yield from (("day", int(key)) for key in value.split())
        elif (of := _table_of(table, column)) and value is not None:
            yield of, value


def told_by(change: Change) -> Iterator[tuple[str, int]]:
    """Every key that a change of the log holds, but those of branches: table, key."""
    if change.member_id is not None:
        yield "member", change.member_id
    if change.table not in _OF_THE_FILE:
        for row in _rows(change):
            yield from (told for told in told_in(change.table, row or {}) if told[0] != "branch")


def _table_of(table: str, column: str) -> str | None:
    """The table whose key a column holds, if it holds one."""
    return table if column == "id" else REFERS.get(column)


def _rows(change: Change) -> list[Values | None]:
    return [None if text is None else json.loads(text) for text in (change.before, change.after)]


def _with(table: str, row: Values | None, keys: Mapping[str, Mapping[int, int]]) -> Values | None:
    return None if row is None else {**row, **_mapped(table, row, keys)}


def _mapped(table: str, row: Values, keys: Mapping[str, Mapping[int, int]]) -> Values:
    """The columns of a row that hold keys, with others in their place."""
    found: dict[str, object] = {}
    for column, value in row.items():
        if column == _DAYS:
            found[column] = " ".join(str(keys["day"][int(key)]) for key in value.split())
        elif (of := _table_of(table, column)) and value is not None:
            found[column] = keys[of][value]
    return found


def _runs(keys: Mapping[int, int]) -> Iterator[tuple[int, int, int]]:
    first, many = (0, 0), 0
    for was, now in sorted(keys.items()):
        if many and (was, now) == (first[0] + many, first[1] + many):
            many += 1
            continue
        if many:
            yield (*first, many)
        first, many = (was, now), 1
    if many:
        yield (*first, many)


#: The tables whose rows come along with a branch, each behind those it refers to.
ALONG = tuple(table for table in TABLES if table not in _OF_THE_FILE)
