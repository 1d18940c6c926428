"""Whether the book still is what its log says, and whether it contradicts itself. It streams: a school fits in memory.

Every row is compared with what the log said of it last, every entry's hash with what it holds, every filed paper with
its own hash; and the database's own make-up with that of a new book.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import groupby, islice
from operator import itemgetter, lt
from typing import NamedTuple

from partyday.model.archive import unpack
from partyday.model.paper import sha256
from partyday.model.watching import Watch, unwatched
from partyday.store import rights
from partyday.store.chain import Change, Values, change_text, hash_over, read_beside, row_key
from partyday.store.compiled import OBJECTS, SQLITE, TABLES
from partyday.store.connection import Connection, Row, Sight
from partyday.store.keys import FileKeys
from partyday.store.row_texts import ByLog, UnknownValue, writer


class Fault(NamedTuple):
    """What is wrong: `kind` one of those below, `what` the entry, record or object it is about."""

    kind: str
    what: str


#: The kinds of faults, in the order they are looked for; `dates` and `sums` come behind them.
DAMAGE, ADDED, MISSING, BOOK, REFERENCE = "damage", "added", "missing", "book", "reference"
LINK, ROW, PAPER, VALUE = "link", "row", "paper", "value"


#: So many entries are checked between two words to whoever watches.
_OFTEN = 500


def faults(connection: Connection, watch: Watch = unwatched) -> Iterator[Fault]:
    """Everything that is wrong with the book; for a login that sees a part of it, with that part.

    Whoever watches is told of the log first, then of the rows: as many steps as there are entries for each.
    """
    sight = connection.sight()
    yield from (Fault(DAMAGE, said) for said in connection.damage())
    there, wanted, allowed = connection.objects(), OBJECTS, OBJECTS
    if rights.SIGN in there:  # a book that many share
        wanted = OBJECTS | rights.OBJECTS
        allowed = wanted | {rights.ACCESS}
    yield from (Fault(ADDED, name) for name in sorted(there - allowed))
    yield from (Fault(MISSING, name) for name in sorted(wanted - there))
    yield from (Fault(REFERENCE, said) for said in connection.strays())
    yield from _of_book(connection, sight)
    said = ByLog()
    yield from _broken_links(connection, said, sight, watch)
    entries, many, done = _entries(connection), sum(map(said.rows, TABLES)), 0
    for table in TABLES:
        watch(entries + entries * min(done, many) // max(many, 1), 2 * entries)
        done += said.rows(table)
        if sight is None:
            if not said.agrees(connection, table):
                yield from _misplaced(connection, table, said.rows(table))
        else:
            yield from _misplaced_in_sight(connection, table, sight)
    yield from _altered_papers(connection)
    yield from (Fault(kind, f"{table} {key}") for table, key, kind in connection.run("CONTRADICTIONS"))


def _of_book(connection: Connection, sight: Sight | None) -> Iterator[Fault]:
    """The rows of which there is one, and a chain for whoever has one."""
    books = connection.run("BOOKS")
    if len(books) != 1 or books[0][0] != 1 or not books[0][1]:
        yield Fault(BOOK, "book")
    chains = {branch: (key, uid) for key, uid, branch, *_others in connection.run("CHAINS")}
    each = any(each_chain for _key, _uid, each_chain in books)
    wanted = {branch[0] for branch in connection.run("BRANCHES")} if each else set()
    if sight is not None:
        wanted &= sight.branches
    if not wanted <= chains.keys() or (not each and len(chains) > 1):
        yield Fault(BOOK, "chain")
    if (1, books[0][1] if books else "") != chains.get(0):
        yield Fault(BOOK, "chain")
    if len(connection.run("VERSION")) != 1:
        yield Fault(BOOK, "alembic_version")


# ---- the chain

_ENTRY = SQLITE["RAW_ENTRIES"][2]


def _entries(connection: Connection) -> int:
    """How many entries there are, in all chains."""
    return int(connection.run("STAMP")[0][1] or 0)


def _broken_links(
    connection: Connection, said: ByLog, sight: Sight | None, watch: Watch = unwatched
) -> Iterator[Fault]:
    """The entries whose hash does not follow from the one before and from what they hold.

    Gathers in `said` what the log says of the rows.
    """
    chains = {row[0]: _Chain(*row) for row in connection.run("CHAINS")}
    several = len(chains) > 1
    seen = chains.keys() if sight is None else chains.keys() & sight.chains
    if sight is not None:
        chains = {key: chain for key, chain in chains.items() if key in seen}
    left: Mapping[int, str] = dict(connection.run("FORGOTTEN"))
    told = connection.stream("CHANGES")
    if sight is not None:
        told = (row for row in told if row[-1] in seen)
    changes = groupby(told, key=itemgetter(0))
    group = next(changes, None)
    entries = _entries(connection) if watch is not unwatched else 0
    for read, row in enumerate(connection.stream("RAW_ENTRIES")):
        if read % _OFTEN == _OFTEN - 1:
            watch(min(read, entries), 2 * entries)
        entry = dict(zip(_ENTRY, row, strict=True))
        if sight is not None and entry["chain_id"] not in seen:
            continue
        key, kept_hash = entry["id"], entry["hash"]
        while group and group[0] < key:  # changes of an entry that is not there
            yield Fault(LINK, str(group[0]))
            list(group[1])
            group = next(changes, None)
        chain = chains.get(entry["chain_id"])
        held = _Held(entry, chain, group[1] if group and group[0] == key else iter(()), said)
        if not several:  # there the number is the key
            held.in_order &= key == entry["number"]
        follows = chain is not None and chain.goes_on(entry, held, left.get(key, kept_hash))
        for _text in held:  # of an entry without a chain
            pass
        if not follows:
            yield Fault(LINK, str(entry["number"]))
        if group and group[0] == key:
            group = next(changes, None)
    while group:
        yield Fault(LINK, str(group[0]))
        list(group[1])
        group = next(changes, None)
    for chain in chains.values():
        if (chain.entries, chain.gate_head) != (chain.number, chain.head):
            yield Fault(LINK, str(chain.entries))
    yield from _apart(connection, chains.values())


class _Held:
    """The changes of an entry as the texts that are hashed, some at a time; whether they stood in order so far."""

    def __init__(self, entry: Values, chain: "_Chain | None", changes: Iterator[Row], said: ByLog) -> None:
        self.beside, self.chain_id, self.changes, self.said = entry["beside"], entry["chain_id"], changes, said
        self.chain = chain
        self.in_order = True
        self._before: tuple[int, ...] = (-1,)
        self._count = 0

    def __iter__(self) -> Iterator[str]:
        while rows := list(islice(self.changes, _AT_A_TIME)):
            columns = list(zip(*rows, strict=True))
            places = columns[1]
            if self.beside:
                self.in_order &= _rise((*self._before, *places))
            else:
                self.in_order &= places == tuple(range(self._count, self._count + len(places)))
            self.in_order &= set(columns[-1]) == {self.chain_id}
            self._before, self._count = places[-1:], self._count + len(places)
            if self.chain is not None and self.chain.joined:  # the entry that joins a file states its rows once more
                self.said.gather_of_file(columns)
                yield self._as_in_the_file(rows, self.chain.keys)
            else:
                yield self.said.gather(columns)

    def _as_in_the_file(self, rows: list[Row], keys: FileKeys | None) -> str:
        """What was hashed in the file that was joined, with its keys."""
        changes = [Change(*row[2:-1]) for row in rows]
        try:
            assert keys is not None
            return "".join([change_text(*keys.back(change)) for change in changes])
        except (AssertionError, ValueError, LookupError, TypeError, AttributeError):
            self.in_order = False
            return ""


def _rise(places: tuple[int, ...]) -> bool:
    try:
        return all(map(lt, places, places[1:]))
    except TypeError:  # one is no number
        return False


#: So many changes are hashed at a time: an entry may hold a whole roster, and more.
_AT_A_TIME = 1000


class _Chain:
    """A chain as far as it was read: the number and the hash of the last entry.

    `told` are the other halves that its entries name: the name of the chain, the number, the hash before it. `stood`
    is its own number → the hash before it, of the entries that name others.
    """

    def __init__(
        self, key: int, uid: str, _branch: int, entries: int, head: str, _at: str, trunk: int | None,
        trunk_number: int, trunk_hash: str, began: int, _was_of: int | None, keys: str, _each: bool,
    ) -> None:  # fmt: skip
        self.key, self.uid, self.entries, self.gate_head, self.began = key, uid, entries, head, began
        self.trunk = (trunk, trunk_number, trunk_hash)
        self.number, self.head = began, trunk_hash
        self.told: list[tuple[str, int, str]] = []
        self.stood: dict[int, str] = {}
        #: Of the chain of a file that was joined: what the keys were there, None where that cannot be read.
        self.joined = bool(keys)
        self.keys = _keys_of(keys)

    def goes_on(self, entry: Values, held: _Held, wanted: str) -> bool:
        """Whether an entry follows from those before it, and is what its hash says."""
        hashed = hash_over(self.head, self.uid, entry, held, hashlib.sha256)  # several times as quick over much
        follows = held.in_order and entry["number"] == self.number + 1
        if entry["beside"]:
            self.stood[entry["number"]] = self.head
            try:
                self.told += read_beside(entry["beside"])
            except (ValueError, TypeError, AttributeError):
                follows = False
        self.number, self.head = self.number + 1, entry["hash"]
        return follows and hashed == wanted


def _keys_of(text: str) -> FileKeys | None:
    try:
        return FileKeys.read(text) if text else None
    except (ValueError, TypeError, AttributeError):
        return None


def _apart(connection: Connection, chains: Collection[_Chain]) -> Iterator[Fault]:
    """The halves of an act that do not fit each other, and chains that do not go on from where they say."""
    named = {chain.uid: chain for chain in chains}
    for chain in chains:
        for uid, number, head in chain.told:
            other = named.get(uid)
            if other is not None and other.stood.get(number) != head:
                yield Fault(LINK, str(number))
        trunk, number, digest = chain.trunk
        if trunk is not None and any(known.key == trunk for known in chains):
            hashes = connection.run("HASH_OF", chain_id=trunk, number=number)
            behind = hashes[0][0] if hashes else next(known.trunk[2] for known in chains if known.key == trunk)
            if behind != digest or (chain.began and chain.began != number):
                yield Fault(LINK, str(number))
        elif trunk is None and (chain.began, *chain.trunk[1:]) != (0, 0, ""):
            yield Fault(LINK, "0")


# ---- the rows


def _misplaced(connection: Connection, table: str, by_log: int) -> Iterator[Fault]:
    """Rows that differ from what the log says of them last, or that hold a value the model does not know.

    Both came past partyday.
    """
    columns = SQLITE[f"CHECKED_{table.upper()}"][2][:-1]
    as_text = writer(table, columns)
    there, wrong = 0, False
    for *values, said in connection.stream(f"CHECKED_{table.upper()}"):
        there += 1
        try:
            text = as_text(values)
        except UnknownValue:
            yield Fault(VALUE, f"{table} {row_key(table, dict(zip(columns, values, strict=True)))}")
            continue
        if text != said and not _agrees(table, row := dict(zip(columns, values, strict=True)), said):
            wrong = True
            yield Fault(ROW, f"{table} {row_key(table, _plain(row))}")
    if wrong or there != by_log:
        yield from _gone(connection, table, columns)


def _misplaced_in_sight(connection: Connection, table: str, sight: Sight) -> Iterator[Fault]:
    """The same of what a login sees whole. What nothing is said of may have its last word in the common past."""
    columns = SQLITE[f"CHECKED_{table.upper()}"][2][:-1]
    for *values, said in connection.stream(f"CHECKED_{table.upper()}"):
        row = dict(zip(columns, values, strict=True))
        if sight.holds(table, row) and (said or not sight.past) and not _agrees(table, row, said):
            yield Fault(ROW, f"{table} {row_key(table, _plain(row))}")


def _gone(connection: Connection, table: str, columns: tuple[str, ...]) -> Iterator[Fault]:
    """The rows that are in the log and not in the table."""
    rows = connection.stream(f"CHECKED_{table.upper()}")
    there = {row_key(table, _plain(dict(zip(columns, row[:-1], strict=True)))) for row in rows}
    last: dict[str, bool] = {}
    for key, after in connection.stream("CHANGES_OF_TABLE", table_name=table):
        last[key] = after is not None
    yield from (Fault(ROW, f"{table} {key}") for key, kept in last.items() if kept and key not in there)


def _agrees(table: str, row: Values, said: str | None) -> bool:
    """Whether a row is what the log said, of columns that came later their blank value."""
    try:
        told = {**TABLES[table][1], **json.loads(said or "")}
    except (ValueError, TypeError):
        return False
    return bool(_plain(row) == told)


def _plain(row: Values) -> Values:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


# ---- the papers


def _altered_papers(connection: Connection) -> Iterator[Fault]:
    for number, digest, content in connection.stream("PAPERS"):
        if not _is_of(content, digest):
            yield Fault(PAPER, f"filing {number}")


def _is_of(content: str, digest: str) -> bool:
    try:
        return sha256(*unpack(content)) == digest
    except (ValueError, TypeError, KeyError):
        return False
