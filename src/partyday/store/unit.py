"""The gate for writing.

A unit of work is one transaction and one log entry: who, when, by which command, each row before and after, hashed
onto the entry before. Nothing is written past it. Writers queue at a row of the table `chain`: the book's own, or where
each branch has its own gate and chain, those of the branches that are written about.
"""

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from partyday.errors import Conflict
from partyday.i18n import _, listed
from partyday.model.anchors import Anchor
from partyday.model.frozen import frozen
from partyday.store.chain import Change, Gate, Half, Values, change_of, entry_hash, log_columns
from partyday.store.compiled import TABLES
from partyday.store.connection import BOOKS_OWN, Columns, Connection
from partyday.store.records import as_columns, as_row, read, table_of

R = TypeVar("R")


@frozen(kw_only=True)
class Act:
    """Who does what, as of which day. `stand_in`: that day was given by hand and is not the clock's.

    `login` is the system's user; `by` is the name that was given, and may be anybody's.
    """

    command: str
    by: str
    today: date
    stand_in: bool = False
    login: str = "?"


#: So many keys of one table a server gives at one time, at most: an import takes thousands.
_KEYS_AT_ONCE = 1024


class RowWriter:
    """Writes rows as they are kept, and remembers what became of each. Undo replays an entry through it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.changes: list[Change] = []
        self._keys: dict[str, Iterator[int]] = {}
        #: In a file: the last key given in each table where any was.
        self.last_keys: dict[str, int] = {}

    def next_id(self, table: str) -> int:
        """A key of a table that no row ever had; another one each time."""
        if table not in self._keys:
            self._keys[table] = self._new_keys(table)
        return next(self._keys[table])

    def _new_keys(self, table: str) -> Iterator[int]:
        many = 1
        while True:
            [(given,)] = self.connection.run(f"NEXT_{table.upper()}", count=many)
            if isinstance(given, int):
                for key in itertools.count(given + 1):
                    self.last_keys[table] = key
                    yield key
            yield from given
            many = min(2 * many, _KEYS_AT_ONCE)

    def get(self, table: str, key: Values) -> Values | None:
        """The row with that key, or None."""
        rows = self.connection.run(f"GET_{table.upper()}", **key)
        return dict(zip(TABLES[table][1], rows[0], strict=False)) if rows else None

    def insert(self, table: str, *rows: Values, told: Collection[str] = ()) -> None:
        """New rows; columns that may be empty can be left out, and are then not in the entry.

        With `told` only these columns are, of rows that are whole.
        """
        blank = TABLES[table][1]
        whole = [row if len(row) == len(blank) else {**blank, **row} for row in rows]
        if len(rows) == 1:
            self.connection.run(f"INSERT_{table.upper()}", **whole[0])
        elif rows:
            self.connection.run_many(f"INSERT_{table.upper()}", {name: [row[name] for row in whole] for name in blank})
        for row in rows:
            kept = {name: row[name] for name in told} if told else row
            self.changes.append(change_of(table, None, kept))

    def insert_many(self, table: str, columns: Columns, told: Collection[str] = ()) -> None:
        """New rows of nouns, each whole; with `told` only these columns are in the entry."""
        from partyday.store.row_texts import new_rows

        self.connection.run_many(f"INSERT_{table.upper()}", columns)
        self.changes += new_rows(table, {name: columns[name] for name in told or columns})

    def update(self, table: str, before: Values, after: Values) -> bool:
        """Change a row known, whole, as `before`; False where nothing differs."""
        if before == after:
            return False
        self.connection.run(f"UPDATE_{table.upper()}", **after)
        self.changes.append(change_of(table, before, after))
        return True

    def delete(self, table: str, before: Values) -> None:
        """Take away the row known as `before`."""
        self.connection.run(f"DELETE_{table.upper()}", **before)
        self.changes.append(change_of(table, before, None))


def _refuse(connection: Connection, barred: set[int]) -> None:
    """Raises Conflict where a branch is there whose gate this login may not take; one that is new has none yet."""
    from partyday.store.owners import NOBODY

    names = {NOBODY: _("what belongs to no branch"), **{row[0]: row[1] for row in connection.run("BRANCHES")}}
    if known := sorted(barred & names.keys()):
        raise Conflict(
            _("This login may not write here: {branches}.").format(branches=listed(names[key] for key in known)),
            _("Ask the keeper of the book for the right, or your superior to do it."),
        )


class Unit:
    """One transaction and one log entry, in nouns of the model."""

    def __init__(
        self,
        connection: Connection,
        act: Act,
        reason: str,
        branches: Collection[int] = (),
        branch_name: str | None = None,
    ) -> None:
        self.connection = connection
        self.act = act
        self.reason = reason
        #: Chain → the number of the entry that is taken back.
        self.undoes: Mapping[int, int] = {}
        self.noted = False
        self._told: list[Callable[[Anchor], None]] = []
        self.rows = RowWriter(connection)
        found = connection.run("GATES", branch_ids=sorted(branches), branch_name=branch_name)
        self.gates = {gate.branch_id: gate for gate in map(Gate._make, found)}
        if barred := set(branches) - self.gates.keys():
            _refuse(connection, barred)
        # The clock is asked behind the gate, and one that was set back a little does not let the log run backwards.
        self.at = in_order(max((gate.at for gate in self.gates.values()), default=""), datetime.now(UTC))

    @property
    def one_chain(self) -> bool:
        """Whether the book has one gate, and one chain for all its branches."""
        return any(not gate.each_chain for gate in self.gates.values())

    @property
    def entry_id(self) -> int:
        """The number that the entry has where people look for it: in the chain of the branch they named."""
        gates = sorted(self.gates.values(), key=lambda gate: (not gate.chosen, gate.chain_id))
        return gates[0].entries + 1 if gates else 0

    @property
    def changes(self) -> list[Change]:
        """What became of each row so far."""
        return self.rows.changes

    def next_id(self, noun: type) -> int:
        """A new key of a noun, another one each time; nobody else is given it."""
        return self.rows.next_id(table_of(noun))

    def get(self, noun: type[R], *key: object) -> R | None:
        """What has that key (in the order of the table's), or None."""
        table = table_of(noun)
        rows = self.connection.run(f"GET_{table.upper()}", **dict(zip(TABLES[table][0], key, strict=True)))
        return read(noun, rows)[0] if rows else None

    def expect(self, noun: type[R], *key: object) -> R:
        """The same, of what was there a moment ago. Raises Conflict where it vanished."""
        found = self.get(noun, *key)
        if found is None:
            raise Conflict(
                _("What this command was to change is not there any more."),
                _("Somebody may have changed the same records just now: look again and repeat the command."),
            )
        return found

    def insert(self, *records: object, told: Collection[str] = ()) -> None:
        """New records of one noun. With `told` the entry names these columns alone: the others are blank."""
        if len(records) == 1:
            self.rows.insert(table_of(type(records[0])), as_row(records[0]), told=told)
        elif records:
            self.rows.insert_many(table_of(type(records[0])), as_columns(records), told)

    def update(self, before: R, **values: Any) -> R:
        """Change a record that is known as `before`; gives it as it is now, the same one where nothing differs."""
        after = replace(before, **values)  # type: ignore[type-var]  # every noun is a dataclass
        return after if self.rows.update(table_of(type(before)), as_row(before), as_row(after)) else before

    def put(self, record: R) -> R | None:
        """Insert a record, or update the one with its key; gives back what stood there before."""
        table, row = table_of(type(record)), as_row(record)
        before = self.get(type(record), *(row[name] for name in TABLES[table][0]))
        if before is None:
            self.rows.insert(table, row)
        else:
            self.rows.update(table, as_row(before), row)
        return before

    def delete(self, record: object) -> None:
        """Take away a record that is there."""
        self.rows.delete(table_of(type(record)), as_row(record))

    def then(self, tell: Callable[[Anchor], None]) -> None:
        """Let `tell` know where the log stands with this entry, before it is kept; what it raises undoes the entry."""
        self._told.append(tell)

    def note(self) -> None:
        """Let the log keep that this command ran, even where it changes nothing: somebody looked at what is masked."""
        self.noted = True

    def abandon(self) -> None:
        """Let nothing of this unit be written."""
        self.changes.clear()

    def record(self) -> None:
        """Write the entry of this unit and move the head of the chain; of several chains, each its half.

        Raises Again where it touched a branch whose gate it does not hold.
        """
        if self.one_chain:
            written = [Half(gate, self.changes, range(len(self.changes))) for gate in self.gates.values()]
        else:
            from partyday.store.halves import halves

            written = halves(self.connection, self.gates, self.changes)
        anchors = [self._record(half) for half in written]
        for table, last in self.rows.last_keys.items():
            self.connection.run("KEEP_KEY", table_name=table, count=last)
        told = next((one for one, half in zip(anchors, written, strict=True) if half.gate.chosen), anchors[0])
        for tell in self._told:
            tell(told)

    def _record(self, half: Half) -> Anchor:
        gate, changes = half.gate, half.changes
        number = gate.entries + 1
        entry = {
            "id": self.rows.next_id("log_entry") if gate.each_chain else number,
            "at": self.at,
            "stand_in": self.act.today if self.act.stand_in else None,
            "by": self.act.by,
            "command": self.act.command,
            "reason": self.reason,
            "undoes": self._undone_in(gate),
            "login": self.act.login,
            "chain_id": gate.chain_id,
            "number": number,
            "beside": half.beside,
        }
        digest = entry_hash(gate.head, gate.uid, entry, changes)
        with self.connection.together():
            self.connection.run("INSERT_LOG_ENTRY", **entry, hash=digest)
            if changes:
                told = log_columns(entry["id"], gate.chain_id, half.places, changes)
                self.connection.run_many("INSERT_LOG_CHANGE", told)
            self.connection.run("NEW_HEAD", chain_id=gate.chain_id, entries=number, head=digest, at=self.at)
        return Anchor(gate.uid, number, digest)

    def _undone_in(self, gate: Gate) -> int | None:
        """The number of what is taken back, in this chain: its own, or one of the common past."""
        common = self.undoes.get(gate.trunk_id or BOOKS_OWN, 0)
        return self.undoes.get(gate.chain_id) or (common if 0 < common <= gate.began else None)


#: So many seconds a clock may be set back, or differ from another's, without the log following it.
_CLOCKS_DIFFER = 3600


def in_order(latest: str, now: datetime) -> str:
    """The time of an entry as text, never before that of the newest one unless the clock is far behind it."""
    told = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if told >= latest or (datetime.fromisoformat(latest) - now).total_seconds() > _CLOCKS_DIFFER:
        return told
    return latest
