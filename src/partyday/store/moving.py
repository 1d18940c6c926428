"""Copying a whole book from one database into another: every row as it stands, key, log and filed papers with it.

A file or a server, in any direction. The copy takes its place when every table was read again and has as many rows as
the book, and the same hash over them. SQLAlchemy tells the tables here; rows go from driver to driver.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Date, String, Table

from partyday.errors import BookUnusable, Conflict
from partyday.i18n import _
from partyday.model.digest import sha256
from partyday.model.watching import Watch
from partyday.store import files, halves, making, schema
from partyday.store import tables as t
from partyday.store.book import Store, open_book
from partyday.store.connection import BOOKS_OWN, Broken, Connection, Refused, Row, Whole
from partyday.store.places import mistyped, path_of, shown, without_secrets
from partyday.store.refusals import explain, not_opened

#: So many rows are copied between two words to whoever watches.
_OFTEN = 1000


class Copied(NamedTuple):
    """A book that was copied: how many entries its log has in all chains, the hash of the newest in the book's own, the
    rows of each table, a hash over all of them, and what became of its pictures and scans (`absent`: the names of those
    that are not on this computer).
    """

    entries: int
    head: str
    rows: dict[str, int]
    sha256: str
    files: int
    absent: tuple[str, ...]


def _filled(place: str, fill: Callable[[Connection], None]) -> None:
    """A new book that `fill` writes: on a server in one transaction, and an empty book may be there, shared or not."""
    if path_of(place) is not None:
        with making.building(place) as store, store.database.transaction(writing=True) as connection:
            fill(connection)
            connection.commit()
        return
    store = Store(place)

    def write(driver: Any, shared: bool) -> None:
        connection = store.database.upon(driver)
        fill(connection)
        if shared:
            halves.part(connection)

    try:
        schema.migrate(place, write)
    finally:
        store.close()


def _whole(table: Table) -> Whole:
    letters = "".join(
        "d"
        if isinstance(column.type, Date)
        else "b"
        if isinstance(column.type, Boolean)
        # A Text is a String too.
        else "t"
        if isinstance(column.type, String)
        else "."
        for column in table.c
    )
    return Whole(table.name, tuple(table.c.keys()), letters, tuple(column.name for column in table.primary_key))


#: Every table of a book, each behind those it refers to. What keys were given is told by `last_keys`.
TABLES = tuple(_whole(table) for table in t.metadata.sorted_tables if table is not t.last_key)


class _Seen(NamedTuple):
    rows: int
    sha256: str


def copy(source: str, target: str, watch: Watch) -> Copied:
    """Copy the book at one path or URL to another, where none is yet. Raises BookUnusable, Conflict.

    What is broken off leaves nothing: a file takes its place when it is whole, a server's book is one transaction.
    """
    for place in (source, target):
        if mistyped(place):
            raise not_opened(place, _("it is neither a file nor a whole URL"))
    book = open_book(source)
    brought: list[Path] = []
    told: list[Copied] = []
    try:
        with book.reading() as reader:
            if reader.sight() is not None:
                raise Conflict(
                    _("This login sees only a part of the book {place}.").format(place=shown(source)),
                    _("The owner of the book copies it whole."),
                )

            def fill(writer: Connection) -> None:
                writer.run("DELETE_BOOK")  # which the making of the new book laid down, with these two
                writer.run("DELETE_CHAIN")
                writer.run("DELETE_LAST_KEY")
                seen = _copied(_Source(reader, source), _Target(writer, target), watch)
                uid = reader.run("BOOKS")[0][1]
                here, there = files.folder_at(source, uid), files.folder_at(target, uid)
                count, absent = files.bring(reader, here, there, brought)
                [(_entries, head)] = writer.run("GATE", chain_id=BOOKS_OWN)
                rows = {table: of.rows for table, of in seen.items()}
                told.append(Copied(rows["log_entry"], head, rows, _over(seen), count, absent))

            _filled(target, fill)
    except BaseException:
        for path in brought:
            with suppress(OSError):
                path.unlink()
        raise
    finally:
        book.close()
    return told[0]


class _Source(NamedTuple):
    """The book that is read, and where it is."""

    connection: Connection
    place: str

    def rows_of(self, table: Whole) -> Iterator[Row]:
        try:
            yield from self.connection.rows_of(table)
        except Refused as error:
            raise explain(str(error), self.place) from error


class _Target(NamedTuple):
    """The copy that is written, and where it is to be."""

    connection: Connection
    place: str

    def fill(self, table: Whole, rows: Iterable[Row]) -> None:
        try:
            self.connection.fill(table, rows)
        except (Broken, Refused) as error:
            raise BookUnusable(
                _("{place} does not take the rows of {table}: {error}").format(
                    place=shown(self.place),
                    table=table.name,
                    error=without_secrets(str(error).strip().splitlines()[0], self.place),
                ),
                _("Nothing was written. Check the book with partyday verify."),
            ) from error


def _copied(source: _Source, target: _Target, watch: Watch) -> dict[str, _Seen]:
    """Copy all rows, read them again, and compare. Raises BookUnusable where they differ."""
    keys = source.connection.last_keys()
    target.connection.keep_keys(keys)
    bar = _Bar(watch, 2 * sum(map(source.connection.count, TABLES)))
    seen = {}
    for table in TABLES:
        given = _Reckoned(bar.through(source.rows_of(table)))
        target.fill(table, given)
        seen[table.name] = given.seen
    for table in TABLES:
        kept = _Reckoned(bar.through(target.connection.rows_of(table)))
        for _row in kept:
            pass
        if kept.seen != seen[table.name]:
            raise BookUnusable(
                _("The copy of {table} is not what was read; nothing was written.").format(table=table.name),
                _("Check the book with partyday verify, and copy it again."),
            )
    return seen


class _Bar:
    """Tells whoever watches how far a copy is."""

    def __init__(self, watch: Watch, total: int) -> None:
        self.watch, self.total, self.done = watch, total, 0

    def through(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            yield row
            self.done += 1
            if self.done % _OFTEN == 0:
                self.watch(self.done, self.total)


class _Reckoned:
    """Rows that are counted and hashed while they are read."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = rows
        self.seen = _Seen(0, "")

    def __iter__(self) -> Iterator[Row]:
        count, digest = 0, sha256()
        for row in self.rows:
            count += 1
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
            yield row
        self.seen = _Seen(count, digest.hexdigest())


def _over(seen: dict[str, _Seen]) -> str:
    digest = sha256()
    for table in sorted(seen):
        digest.update(f"{table} {seen[table].rows} {seen[table].sha256}\n".encode())
    return digest.hexdigest()
