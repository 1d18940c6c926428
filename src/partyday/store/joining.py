"""A branch's own file becomes a branch of a school's book, with its log: what is written, and how it is checked.

The log of the file is kept as a chain of its own, its name, numbers and hashes as they were, its keys those of the book
(`store.keys`). The branch goes on from its end, by a chain whose first entry states every row that came. Whether the
file may be joined at all, services.joining decides.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from partyday.errors import Again, BookUnusable
from partyday.i18n import _
from partyday.model.digest import sha256
from partyday.model.watching import Watch
from partyday.store import files, halves, log
from partyday.store.chain import Change, Values, canonical, entry_hash, log_columns
from partyday.store.compiled import SQLITE, TABLES
from partyday.store.connection import BOOKS_OWN, Connection, Whole
from partyday.store.keys import ALONG, FileKeys, told_by, told_in
from partyday.store.log import LogEntry
from partyday.store.owners import NOBODY
from partyday.store.unit import Unit

_CHAIN = SQLITE["CHAINS"][2]

#: So many rows are read or written between two words to whoever watches.
_OFTEN = 100


class FileLog(NamedTuple):
    """A branch's file, as the log of it stands: its name, the number and the hash of the newest entry."""

    uid: str
    entries: int
    head: str


class KnownFile(NamedTuple):
    """What a book knows of a file: the key of the chain of its log, 0 where it is the book's own; up to which entry;
    the branch; its keys (`FileKeys.text`); the number of the entry that joined it, and of the one that took that back.
    """

    chain_id: int
    entries: int
    head: str
    branch_id: int
    keys: str
    joined: int
    undone: int | None


class Joined(NamedTuple):
    """A file that was joined: the log of the file, the number of the entry that joined it, the rows of each table, a
    hash over all of them with the keys of the file, and how many pictures and scans came (`absent`: not those).
    """

    file: FileLog
    number: int
    rows: Mapping[str, int]
    sha256: str
    files: int = 0
    absent: tuple[str, ...] = ()


def log_of(source: Connection) -> FileLog:
    """Where the log of a file stands."""
    number, head = log.gate(source)
    return FileLog(log.book_uid(source), number, head)


def known_of(connection: Connection, uid: str) -> KnownFile | None:
    """What a book knows of the file with that name; None where it never came."""
    chains = [dict(zip(_CHAIN, row, strict=True)) for row in connection.run("CHAINS")]
    for chain in chains:
        if chain["uid"] != uid:
            continue
        if not chain["keys"]:
            return KnownFile(0, chain["entries"], chain["head"], 0, "", 0, None)
        newest = max((one for one in chains if one["trunk_id"] == chain["id"]), key=lambda one: int(one["id"]))
        joined = newest["began"] + 1
        undone = log.undone_by(connection, joined, newest["id"])
        return KnownFile(chain["id"], chain["entries"], chain["head"], chain["was_of"], chain["keys"], joined, undone)
    return None


def hash_at(source: Connection, number: int) -> str | None:
    """The hash of an entry of a file; None where there is none."""
    return next((str(digest) for (digest,) in source.run("HASH_OF", chain_id=BOOKS_OWN, number=number)), None)


def own_records(connection: Connection, branch_id: int) -> dict[str, int]:
    """Table → how many records a branch has of its own, where it has any."""
    return {table: count for table, count in connection.run("OWN_OF_BRANCH", branch_id=branch_id) if count}


class Branches(NamedTuple):
    """The branch in its file, by key, and the row of the branch in the book, before and after."""

    was: int
    before: Values
    after: Values


def join(
    unit: Unit, source: Connection, of: Branches, holidays: list[Values], known: KnownFile | None, watch: Watch
) -> Joined:
    """Write the file's log and rows, read them again, and compare. Raises BookUnusable where they are not the same.

    `holidays` are the notices that the book lacks.
    """
    connection, now = unit.connection, int(of.before["id"])
    if unit.one_chain:
        own = {NOBODY: next(iter(unit.gates.values()))}
        unit.gates = {**own, **{gate.branch_id: gate for gate in halves.part(connection)}}
    elif not {NOBODY, now} <= unit.gates.keys():
        raise Again({NOBODY, now})
    file = log_of(source)
    rows = {table: list(_rows(source, table)) for table in ALONG}
    keys, entries = _new_keys(unit, source, of, rows, known)
    rows = {table: [row for row in found if keys.comes_along(table, row)] for table, found in rows.items()}
    gone = {row["entry_id"] for row in _rows(connection, "forgotten")}
    rows["forgotten"] = [row for row in rows["forgotten"] if keys.row_here("forgotten", row)["entry_id"] not in gone]
    total = 2 * (len(entries) + sum(map(len, rows.values())))
    step = _Steps(watch, total)
    chain_id = _keep_log(connection, source, file, keys, entries, now, known, step)
    _check_log(connection, source, chain_id, file, keys, step)
    _go_on(unit, now, chain_id, file)
    for table, found in rows.items():
        unit.rows.insert(table, *(step.of(_typed(table, keys.row_here(table, row))) for row in found))
    if holidays:
        unit.rows.insert("holiday", *holidays)
    if not unit.rows.update("branch", of.before, of.after):
        unit.rows.changes.append(_stated("branch", of.before))
    digest = _check_rows(connection, keys, rows, step)
    return Joined(file, unit.entry_id, {table: len(found) for table, found in rows.items() if found}, digest)


class _Steps:
    """Tells whoever watches how far it is."""

    def __init__(self, watch: Watch, total: int) -> None:
        self.watch, self.total, self.done = watch, total, 0

    def of(self, value: Any) -> Any:
        """One more is done; the value itself."""
        self.done += 1
        if self.done % _OFTEN == 0:
            self.watch(min(self.done, self.total), self.total)
        return value


# ---- what the file holds


def _rows(source: Connection, table: str) -> Iterator[Values]:
    """Every row of a table of the file, its dates and booleans as text and numbers."""
    columns = tuple(TABLES[table][1])
    for row in source.rows_of(Whole(table, columns, "." * len(columns), TABLES[table][0])):
        yield dict(zip(columns, row, strict=True))


def holidays_of(source: Connection) -> list[Values]:
    """The notices of holidays that a file holds."""
    return [_typed("holiday", row) for row in _rows(source, "holiday")]


def _typed(table: str, row: Values) -> Values:
    """A row as its statements take it."""
    columns, letters = SQLITE[f"GET_{table.upper()}"][2:]
    of = dict(zip(columns, letters or "." * len(columns), strict=False))
    return {name: _value(of[name], value) for name, value in row.items()}


def _value(letter: str, value: Any) -> Any:
    if value is None or letter == ".":
        return value
    if letter == "b":
        return bool(value)
    return value if isinstance(value, date) else date.fromisoformat(value)


# ---- the keys


def _new_keys(
    unit: Unit, source: Connection, of: Branches, rows: Mapping[str, list[Values]], known: KnownFile | None
) -> tuple[FileKeys, dict[int, int]]:
    """The keys of everything in the file, and of the entries that did not come before: number → key in the book."""
    before = FileKeys.read(known.keys) if known else FileKeys({"branch": {of.was: int(of.before["id"])}})
    wanted: dict[str, set[int]] = {}
    for entry in log.entries(source):
        wanted.setdefault("log_entry", set()).add(entry.key)
        for change in entry.changes:
            for table, key in told_by(change):
                wanted.setdefault(table, set()).add(key)
    for table, found in rows.items():
        for row in found:
            for other, key in told_in(table, row):
                if other != "branch":
                    wanted.setdefault(other, set()).add(key)
    new = {
        table: {was: unit.rows.next_id(table) for was in before.lacking(table, keys)} for table, keys in wanted.items()
    }
    return before.with_these(new), new.get("log_entry", {})


# ---- the log


def _keep_log(
    connection: Connection,
    source: Connection,
    file: FileLog,
    keys: FileKeys,
    new: Mapping[int, int],
    branch_id: int,
    known: KnownFile | None,
    step: _Steps,
) -> int:
    """Write what is new of the file's log; the key of its chain."""
    if known:
        chain_id, head = known.chain_id, known.head
        connection.run("NEW_KEYS", chain_id=chain_id, keys=keys.text())
    else:
        chain_id, head = halves.next_chain(connection), ""
        connection.run(
            "INSERT_CHAIN",
            id=chain_id,
            uid=file.uid,
            branch_id=-chain_id,
            entries=0,
            head=head,
            at="",
            trunk_id=None,
            trunk_number=0,
            trunk_hash="",
            began=0,
            was_of=branch_id,
            keys=keys.text(),
        )
    for entry in log.entries(source):
        if entry.key in new:
            _keep(connection, step.of(entry), new[entry.key], chain_id, keys)
    return chain_id


def _keep(connection: Connection, entry: LogEntry, key: int, chain_id: int, keys: FileKeys) -> None:
    connection.run("INSERT_LOG_ENTRY", **_words(entry), id=key, chain_id=chain_id, hash=entry.hash)
    if entry.changes:
        changes = list(map(keys.here, entry.changes))
        connection.run_many("INSERT_LOG_CHANGE", log_columns(key, chain_id, range(len(changes)), changes))
    connection.run("NEW_HEAD", chain_id=chain_id, entries=entry.id, head=entry.hash, at=entry.at)


def _words(entry: LogEntry) -> Mapping[str, Any]:
    """What an entry says, as its hash is over it, with its number."""
    names = ("at", "stand_in", "by", "command", "reason", "undoes", "login", "beside")
    return {"number": entry.id, **{name: getattr(entry, name) for name in names}}


def _check_log(
    connection: Connection, source: Connection, chain_id: int, file: FileLog, keys: FileKeys, step: _Steps
) -> None:
    """Read the file's log in the book, and see that it says with the keys of the file what its hashes are over."""
    left: dict[int, str] = dict(source.run("FORGOTTEN"))
    number, head = 0, ""
    for entry in log.entries(connection, chain_id):
        number += 1
        changes = list(map(keys.back, entry.changes))
        said = entry_hash(head, file.uid, _words(step.of(entry)), changes)
        if entry.id != number or said != left.get(number, entry.hash):
            raise _other_log(number)
        head = entry.hash
    if (number, head) != (file.entries, file.head):
        raise _other_log(number)


def _other_log(number: int) -> BookUnusable:
    return BookUnusable(
        _("Entry {number} of the file's log is not what its hash is over; nothing was written.").format(number=number),
        _("Check the file with partyday verify."),
    )


def _go_on(unit: Unit, branch_id: int, chain_id: int, file: FileLog) -> None:
    """Let the branch go on from the end of the file's log, and the chain that it had until now go on no more."""
    connection = unit.connection
    for key, *_where in connection.run("CHAIN_OF", branch_id=branch_id):
        connection.run("NEW_PAST", chain_id=key, branch_id=branch_id)
    own = halves.begin(connection, branch_id, chain_id, file.entries, file.head, file.entries)
    held = {branch: gate._replace(each_chain=True, chosen=False) for branch, gate in unit.gates.items()}
    unit.gates = {**held, branch_id: own._replace(chosen=True)}


# ---- the rows


def _stated(table: str, row: Values) -> Change:
    text = canonical(row)
    return Change(table, str(row["id"]), None, text, text)


def _check_rows(connection: Connection, keys: FileKeys, rows: Mapping[str, list[Values]], step: _Steps) -> str:
    """Read every row again, and compare it with the file's; a hash over all of them, with the keys of the file."""
    wanted, found = sha256(), sha256()
    for table, of_file in rows.items():
        for row in of_file:
            wanted.update(f"{table} {canonical(_typed(table, row))}\n".encode("utf-8", "surrogatepass"))
            key = {name: keys.row_here(table, row)[name] for name in TABLES[table][0]}
            for kept in connection.run(f"GET_{table.upper()}", **_typed(table, key)):
                there = keys.row_back(table, dict(zip(TABLES[table][1], kept, strict=False)))
                found.update(f"{table} {canonical(step.of(there))}\n".encode("utf-8", "surrogatepass"))
    if wanted.hexdigest() != found.hexdigest():
        raise BookUnusable(
            _("What was written is not what the file holds; nothing was kept."),
            _("Check the file with partyday verify, and repeat the command."),
        )
    return wanted.hexdigest()


@contextmanager
def files_brought(source: Connection, place: str, unit: Unit, target: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The pictures and scans of the file, brought beside the book: how many, and the names of those that are not on
    this computer. What came is taken away again where the unit fails.
    """
    here = files.folder_at(place, log.book_uid(source))
    there = files.folder_at(target, log.book_uid(unit.connection))
    brought: list[Path] = []
    try:
        yield files.bring(source, here, there, brought)
    except BaseException:
        for path in brought:
            with suppress(OSError):
                path.unlink()
        raise
