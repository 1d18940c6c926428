"""Reading the log, and replaying an entry backwards."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from partyday.model.anchors import Anchor
from partyday.model.frozen import frozen
from partyday.store.chain import JOINING, Change, Values, read_beside
from partyday.store.compiled import SQLITE, TABLES
from partyday.store.connection import BOOKS_OWN, Broken, Connection, Row
from partyday.store.keys import APART
from partyday.store.unit import Unit


@frozen
class LogEntry:
    """One entry: who did what and when. `at` is UTC; `stand_in` the day given by hand instead of the clock's.

    `by` is the name that was given, `login` the system's user, blank in entries of older books. `id` is its number in
    its chain, `key` its key in the book, `beside` names its other halves where it stands in several chains.
    """

    id: int
    at: str
    stand_in: date | None
    by: str
    command: str
    reason: str
    undoes: int | None
    hash: str
    login: str
    changes: tuple[Change, ...] = ()
    chain_id: int = BOOKS_OWN
    key: int = 0
    beside: str = ""

    @property
    def claimed(self) -> bool:
        """Whether the name is another than the system's user's: somebody gave it, and it is not known to be theirs."""
        return bool(self.login) and self.by != self.login


def _entry(row: Sequence[Any], changes: Sequence[Change] = ()) -> LogEntry:
    key, at, stand_in, by, command, reason, undoes, digest, login, chain_id, number, beside = row
    return LogEntry(
        number, at, stand_in, by, command, reason, undoes, digest, login, tuple(changes), chain_id, key, beside
    )


def _changes(rows: Iterable[Row]) -> Iterator[tuple[int, Change]]:
    for entry_id, _seq, *change in rows:
        yield entry_id, Change(*change)


class Entered(NamedTuple):
    """An entry with the number of rows it changed."""

    entry: LogEntry
    rows: int


def newest(connection: Connection, limit: int, chain_id: int = BOOKS_OWN) -> list[Entered]:
    """The last entries of a chain, newest first."""
    found = connection.run("NEWEST_ENTRIES", count=limit, chain_id=chain_id)
    return [Entered(_entry(entry), changes) for *entry, changes in found]


def of_member(connection: Connection, member_id: int) -> list[LogEntry]:
    """Every entry that touched this member, oldest first, with only the changes that concern them."""
    mine: dict[int, list[Change]] = {}
    for entry_id, change in _changes(connection.run("CHANGES_OF_MEMBER", member_id=member_id)):
        if change.before != change.after:  # else it is what the chain of another branch knew already
            mine.setdefault(entry_id, []).append(change)
    told, restating = [], set()
    for one in (_entry(row) for row in connection.run("ENTRIES_OF_MEMBER", member_id=member_id)):
        # A joining states what its file said before; that it was taken back is nothing that happened to a member.
        if one.command == JOINING or (one.chain_id, one.undoes) in restating:
            restating.add((one.chain_id, one.id))
        elif one.key in mine:
            told.append(replace(one, changes=tuple(mine[one.key])))
    return told


def entry(connection: Connection, number: int, chain_id: int = BOOKS_OWN) -> LogEntry | None:
    """One entry with all its changes, or None."""
    rows = connection.run("ENTRY", number=number, chain_id=chain_id)
    if not rows:
        return None
    changes = _changes(connection.run("CHANGES_OF_ENTRY", entry_id=rows[0][0]))
    return _entry(rows[0], [change for _, change in changes])


def halves(connection: Connection, one: LogEntry) -> list[LogEntry]:
    """All halves that are seen of an act that stands in several chains, this one first."""
    found = [one]
    for uid, number, _head in read_beside(one.beside):
        for row in connection.run("HALF", uid=uid, number=number):
            changes = _changes(connection.run("CHANGES_OF_ENTRY", entry_id=row[0]))
            found.append(_entry(row, [change for _, change in changes]))
    return found


class Stands(NamedTuple):
    """The chain that a branch's entries stand in, the number behind which they do, and the chain of those before: the
    book's own, or that of the file in which the branch kept its records.
    """

    chain_id: int
    began: int
    past_id: int

    def of(self, number: int) -> int:
        """The chain in which the branch's entry of that number stands."""
        return self.past_id if number <= self.began else self.chain_id


def chain_of(connection: Connection, branch_id: int) -> Stands | None:
    """Where a branch's entries stand; None where this login does not see them."""
    for key, _uid, _entries, _head, began, trunk_id in connection.run("CHAIN_OF", branch_id=branch_id):
        return Stands(key, began, trunk_id or BOOKS_OWN)
    return None


def is_parted(connection: Connection) -> bool:
    """Whether each branch has a chain of its own."""
    [(_key, _uid, each_chain)] = connection.run("BOOKS")
    return bool(each_chain)


class WholeAct(NamedTuple):
    """An entry with the number of rows it changed; where it stands in several chains, all halves as one.

    `branches` are the keys of the branches in whose chains it stands, the one it is told of first.
    """

    entry: LogEntry
    rows: int
    branches: tuple[int, ...]


def newest_of_all(connection: Connection, limit: int) -> list[WholeAct]:
    """The last acts in all chains, newest first. Those with several halves make it fewer than `limit`."""
    acts: list[WholeAct] = []
    told: dict[tuple[str, int], int] = {}
    for *row, changes, branch_id, uid in connection.run("NEWEST_OF_ALL", count=limit):
        half = _entry(row)
        place = told.get((uid, half.id))
        if place is not None:
            known = acts[place]
            acts[place] = known._replace(rows=known.rows + changes, branches=(*known.branches, branch_id))
            continue
        told |= {(other, number): len(acts) for other, number, _head in read_beside(half.beside)}
        acts.append(WholeAct(half, changes, (branch_id,)))
    return acts


def gate(connection: Connection, chain_id: int = BOOKS_OWN) -> tuple[int, str]:
    """The number and the hash of the newest entry of a chain."""
    [(number, head)] = connection.run("GATE", chain_id=chain_id)
    return number, head


def entries(connection: Connection, chain_id: int = BOOKS_OWN) -> Iterator[LogEntry]:
    """Every entry of a chain with what it changed, oldest first, read as they are asked for."""
    grouped = groupby(_changes(connection.stream("CHANGES_OF_CHAIN", chain_id=chain_id)), key=itemgetter(0))
    group = next(grouped, None)
    for row in connection.stream("ENTRIES_OF_CHAIN", chain_id=chain_id):
        held: list[Change] = []
        if group and group[0] == row[0]:
            held = [change for _number, change in group[1]]
            group = next(grouped, None)
        yield _entry(row, held)


def entries_of(connection: Connection, branch_id: int) -> Iterator[LogEntry]:
    """Every entry that may be about a branch, oldest first: those of the book's one chain, then of the branch's own."""
    stands = chain_of(connection, branch_id)
    if stands is None:
        return
    if stands.began:
        yield from (one for one in entries(connection, stands.past_id) if one.id <= stands.began)
    yield from entries(connection, stands.chain_id)


def key_of(connection: Connection, anchor: Anchor) -> int:
    """The key of the entry that an anchor names; 0 where it is not in this book."""
    return next((int(row[0]) for row in connection.run("HALF", uid=anchor.book, number=anchor.entry)), 0)


def chains(connection: Connection) -> dict[str, int]:
    """The name of each chain → its key."""
    return dict(connection.run("CHAIN_NAMES"))


def joined_until(connection: Connection) -> dict[str, int]:
    """The name of each branch's file that was joined → its newest entry that is here."""
    return dict(connection.run("JOINED_UNTIL"))


def book_uid(connection: Connection) -> str:
    """The book's own name."""
    uid: str
    [(_key, uid, _each)] = connection.run("BOOKS")
    return uid


def uid_of(connection: Connection, chain_id: int) -> str:
    """The name of a chain; of the book's own, that of the book."""
    return next(uid for uid, key in chains(connection).items() if key == chain_id)


def hashes(connection: Connection, chain_id: int = BOOKS_OWN) -> Iterator[Row]:
    """Every entry of a chain, oldest first: its number, time (UTC) and hash."""
    return connection.stream("ENTRY_HASHES", chain_id=chain_id)


#: The migrations since which a book has a table of chains, and keeps the anchors of the papers it took in.
CHAINS_SINCE, ANCHORS_SINCE = "0018", "0012"


def old_uid(connection: Connection) -> str:
    """The name of a book of whatever version."""
    return str(connection.run("OLD_NAME")[0][0])


def old_hashes(connection: Connection) -> Iterator[Row]:
    """Every entry of a book without a table of chains, oldest first: its number, time (UTC) and hash."""
    return connection.stream("OLD_HASHES")


def anchor_of(connection: Connection, filing: int) -> Anchor | None:
    """Where the log stood when a filing, named by its key, came into the book; None where it never did."""
    for uid, number, digest in connection.run("ENTRY_OF_ROW", table_name="filing", row_key=str(filing)):
        return Anchor(uid, number, digest)
    return None


def anchors_taken_in(connection: Connection) -> list[str]:
    """The anchors of the papers that were taken in, as they are kept."""
    return [text for (text,) in connection.run("ANCHORS")]


def changed_since(connection: Connection, anchor: Anchor, tables: Collection[str]) -> bool:
    """Whether a later entry, of whichever chain, touched one of these tables."""
    return bool(connection.run("CHANGED_SINCE", uid=anchor.book, number=anchor.entry, table_names=tables))


def change_counts(connection: Connection, table: str, keys: Sequence[str]) -> dict[str, int]:
    """How often each of these rows was changed."""
    return dict(connection.run("CHANGE_COUNTS", table_name=table, row_keys=keys))


def gone(connection: Connection, table: str, begins: str) -> list[Values]:
    """The rows whose key begins so (`3/`) that were there and are not any more, as they last were."""
    last: dict[str, Change] = {}
    for _number, change in _changes(connection.run("CHANGES_OF_ROWS", table_name=table, row_keys_like=f"{begins}%")):
        last[change.key] = change
    return [_row(table, change.before) for change in last.values() if change.after is None and change.before]


def taken_away(connection: Connection, table: str) -> list[Values]:
    """Every row of a table that was taken away at some time, as it was then; it may have come back."""
    return [_row(table, before) for (before,) in connection.run("TAKEN_AWAY", table_name=table) if before]


def book_stamp(connection: Connection) -> tuple[str, int, str]:
    """The book's own name (for identifiers that must not collide), its entries, and when it was last written (UTC)."""
    [(uid, entries, written_at)] = connection.run("STAMP")
    return uid, entries, written_at


def book_began(connection: Connection) -> date:
    """The day of the book's first entry: a stand-in where one was given, else the clock's."""
    for stand_in, at in connection.run("FIRST_ENTRY"):
        return stand_in or date.fromisoformat(at[: len("2026-03-06")])
    return date.min


def is_forgotten(connection: Connection, old: LogEntry) -> bool:
    """Whether an entry lost the particulars of a member, or is the one that took them away."""
    if any(entry_id == old.key for entry_id, _digest in connection.run("FORGOTTEN")):
        return True
    return any(change.table == "forgotten" for change in old.changes)


def last_to_undo(connection: Connection, chain_id: int = BOOKS_OWN) -> int | None:
    """The newest entry of a chain that is neither an undoing nor undone."""
    found = connection.run("LAST_TO_UNDO", chain_id=chain_id, undone=_undone(connection, chain_id))
    return found[0][0] if found else None


def undone_by(connection: Connection, number: int, chain_id: int = BOOKS_OWN) -> int | None:
    """The entry that undid this one, if any."""
    return _undone(connection, chain_id).get(number)


def _undone(connection: Connection, chain_id: int) -> dict[int, int]:
    """Entry → the one of its chain that undid it, where that one was not itself undone."""
    undone: dict[int, int] = {}
    for by, undoes in sorted(connection.run("UNDOINGS", chain_id=chain_id), reverse=True):
        if by not in undone:
            undone.setdefault(undoes, by)
    return undone


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


def replay_backwards(unit: Unit, old: Sequence[LogEntry]) -> str | None:
    """Put every row back as it was before an act, all its halves; gives back the row that later entries changed, where
    one did.
    """
    unit.undoes = {half.chain_id: half.id for half in old}
    for change in _backwards(unit.connection, old):
        table = change.table
        if table.startswith(APART):  # it stayed in the file
            return f"{table.removeprefix(APART)} {change.key}"
        if table == "forgotten":  # what is left of the entries of a file that was joined stays proved
            continue
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


def _backwards(connection: Connection, old: Sequence[LogEntry]) -> list[Change]:
    """What an act changed, the last first. What stands in several halves is the same change."""
    if len(old) == 1:
        return list(reversed(old[0].changes))
    changes: dict[int, Change] = {}
    for half in old:
        for _entry_id, seq, *told in connection.run("CHANGES_OF_ENTRY", entry_id=half.key):
            changes[seq] = Change(*told)
    return [changes[seq] for seq in sorted(changes, reverse=True)]
