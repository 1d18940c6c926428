"""Opening the book, and the one gate for writing it.

A unit of work is one transaction and one log entry: who, when, by which command, each row before and after, hashed
onto the entry before. Nothing is written past it. Writers queue at the single row of the table `book`, on SQLite and
PostgreSQL alike.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError

from partyday.errors import BookUnusable, Conflict, PartydayError
from partyday.i18n import _
from partyday.store import tables as t

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Act:
    """Who does what, as of which day. `stand_in`: that day was given by hand and is not the clock's."""

    command: str
    by: str
    today: date
    stand_in: bool = False


class Change(NamedTuple):
    """One row before and after an entry, as canonical JSON; None where the row did not exist."""

    table: str
    key: str
    member_id: int | None
    before: str | None
    after: str | None


def is_url(place: str) -> bool:
    """Whether the book is named by a database URL rather than by a file's path."""
    return "://" in place


def shown(place: str) -> str:
    """The book's place as it may be printed: a URL without its password."""
    try:
        return make_url(place).render_as_string(hide_password=True) if is_url(place) else place
    except (ArgumentError, ValueError):  # nothing but a scheme can be told apart from a password
        return place.partition("://")[0] + "://…"


class Store:
    """An open book. `reading()` gives a connection, `writing(act)` a unit of work."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.engine = _engine(place)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view of the book. Raises BookUnusable where the database refuses."""
        with self._explained(), self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":  # SQLite's every transaction sees one state
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self, act: Act, reason: str = "", *, dry_run: bool = False) -> Iterator["Unit"]:
        """All that happens inside is written as one entry, or none of it. Without a change no entry is made.

        With `dry_run` everything is done and seen inside, and nothing stays.
        """
        with self._explained(), self.engine.connect().execution_options(writing=True) as connection:
            unit = Unit(connection, act, reason)
            yield unit
            if unit.changes and not dry_run:
                unit.record()
                connection.commit()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError as error:
            raise Conflict(
                _("The records do not allow it: {error}").format(error=error.orig),
                _("Somebody may have changed the same records just now: look again and repeat the command."),
            ) from error
        except DBAPIError as error:
            raise explain(error, self.place) from error
        except (MemoryError, UnicodeDecodeError) as error:  # SQLite on lengths or names that were overwritten
            raise damaged(self.place) from error


def open_book(place: str) -> Store:
    """The book at a path or URL, at the schema this program knows. Raises BookUnusable, saying what to do."""
    if not is_url(place) and not _is_there(Path(place)):
        raise BookUnusable(
            _("There is no book at {place}.").format(place=place),
            _("Make one with `partyday init --branch NAME`, or name another with --book."),
        )
    store = Store(place)
    try:
        with store.reading() as connection:
            version = schema_of(connection)
        if version != t.SCHEMA:
            raise wrong_schema(version, place)
    except PartydayError:
        store.close()
        raise
    return store


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        raise BookUnusable(
            _("The book {book} is out of reach: {error}").format(book=path, error=error.strerror),
            _("See whether the folder or the server can be reached, and repeat the command."),
        ) from None


def schema_of(connection: Connection) -> str | None:
    """The migration the book stands at, or None where the database holds no book."""
    try:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as error:
        if "no such table" in str(error.orig) or "does not exist" in str(error.orig):
            return None
        raise


def wrong_schema(version: str | None, place: str) -> BookUnusable:
    """Why a database at that migration (None: at none) is not the book this program reads."""
    if version is None:
        return BookUnusable(
            _("{place} is not a partyday book.").format(place=shown(place)),
            _("Name the right one with --book, or make a new one with `partyday init`."),
        )
    if version < t.SCHEMA:
        return BookUnusable(
            _("The book {place} is of an older version ({version}).").format(place=shown(place), version=version),
            _("Run `partyday upgrade`: it copies the book first, then brings it up to date."),
        )
    return BookUnusable(
        _("The book {place} was written by a newer partyday ({version}).").format(place=shown(place), version=version),
        _("Install the newest partyday on this computer; nothing was changed."),
    )


def explain(error: DBAPIError, place: str) -> BookUnusable:
    """What a database's refusal means for the user."""
    said = str(error.orig)
    book = shown(place)
    causes = {
        "not a database": (
            _("{book} is not a partyday book: it is some other kind of file.").format(book=book),
            _("Name the right one with --book."),
        ),
        "is locked": (
            _("The book {book} is being written by another program.").format(book=book),
            _("Wait a moment and repeat the command; nothing was written."),
        ),
        "readonly": (
            _("The book {book} cannot be written: it, or its folder, is read-only.").format(book=book),
            _("Ask for the right to write there, or keep the book in another folder."),
        ),
        "is full": (
            _("The disk with the book {book} is full.").format(book=book),
            _("Make room and repeat the command; nothing was written."),
        ),
        "disk I/O": (
            _("The disk with the book {book} cannot be written.").format(book=book),
            _("See whether it is full or disconnected, and repeat the command; nothing was written."),
        ),
    }
    if "malformed" in said or "Could not decode" in said:
        return damaged(place)
    for sign, (sentence, hint) in causes.items():
        if sign in said:
            return BookUnusable(sentence, hint)
    return BookUnusable(
        _("The book {book} is out of reach: {error}").format(book=book, error=said.strip().splitlines()[0]),
        _("See whether the folder or the server can be reached, and repeat the command."),
    )


def damaged(place: str) -> BookUnusable:
    """What is said of a book that the database finds broken."""
    return BookUnusable(
        _("The book {book} is damaged.").format(book=shown(place)),
        _("Put back the last copy with `partyday restore FILE`."),
    )


def _engine(place: str) -> Engine:
    try:
        url = make_url(place) if is_url(place) else make_url("sqlite://").set(database=place)
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise BookUnusable(
            _("The book {book} cannot be opened: {error}").format(book=shown(place), error=error),
            _("For PostgreSQL install `partyday[postgres]` and write postgresql+psycopg://…"),
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy says, not where the driver guesses
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA busy_timeout = 5000")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def canonical(row: Values) -> str:
    """A row as the log keeps it: JSON in order of keys, dates as ISO."""
    return _canonical.encode(row)


def entry_hash(head: str, entry: Values, changes: Sequence[Change]) -> str:
    """The hash of an entry over the one before it, its own words and every change."""
    digest = hashlib.sha256(head.encode())
    digest.update(canonical(entry).encode())
    for change in changes:
        # A row that is there begins with a sign, and JSON has no bare control character: nothing reads in two ways.
        before, after = ("" if row is None else f"={row}" for row in (change.before, change.after))
        digest.update("\x1f".join((change.table, change.key, str(change.member_id), before, after, "")).encode())
    return digest.hexdigest()


class Unit:
    """One transaction and one log entry. Rows are dicts of column name to value."""

    def __init__(self, connection: Connection, act: Act, reason: str) -> None:
        self.connection = connection
        self.act = act
        self.reason = reason
        self.undoes: int | None = None
        self.at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self.changes: list[Change] = []
        gate = update(t.book).values(entries=t.book.c.entries + 1).returning(t.book.c.entries, t.book.c.head)
        number, head = connection.execute(gate).one()
        self.entry_id: int = number
        self.head: str = head

    def next_id(self, table: Table) -> int:
        """The next free key of a table; writers queue, so nobody else takes it."""
        return (self.connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1

    def insert(self, table: Table, *rows: Values) -> None:
        """New rows, each complete (columns with a default may be left out)."""
        if rows:
            _insert(self.connection, table, rows)
            self.changes.extend(_change(table, None, row) for row in rows)

    def update(self, table: Table, before: Values, **values: Any) -> bool:
        """Change a row known as `before`; False where nothing differs."""
        if all(before[column] == value for column, value in values.items()):
            return False
        self.connection.execute(update(table).where(*_is(table, before)).values(**values))
        self.changes.append(_change(table, before, {**before, **values}))
        return True

    def put(self, table: Table, row: Values) -> Values | None:
        """Insert the row, or update the one with its key; gives back what stood there before."""
        before = self.get(table, row)
        if before is None:
            self.insert(table, row)
        else:
            self.update(table, before, **row)
        return before

    def get(self, table: Table, key: Values) -> Values | None:
        """The row with that key as a dict, or None."""
        row = self.connection.execute(select(table).where(*_is(table, key))).one_or_none()
        return None if row is None else as_dict(row)

    def delete(self, table: Table, before: Values) -> None:
        """Take away the row known as `before`."""
        self.connection.execute(delete(table).where(*_is(table, before)))
        self.changes.append(_change(table, before, None))

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
        self.connection.execute(insert(t.log_entry), {**entry, "hash": digest})
        changes = [
            {
                "entry_id": self.entry_id,
                "seq": seq,
                "table_name": change.table,
                "row_key": change.key,
                "member_id": change.member_id,
                "before": change.before,
                "after": change.after,
            }
            for seq, change in enumerate(self.changes)
        ]
        _insert(self.connection, t.log_change, changes)
        self.connection.execute(update(t.book).values(head=digest))


def as_dict(row: Row[Any]) -> dict[str, Any]:
    """A row of one table as a plain dict."""
    return dict(row._mapping)


def row_key(table: Table, row: Values) -> str:
    """A row's primary key as one text: `12`, or `12/2026-03-06` where it has several columns."""
    return "/".join([str(row[name]) for name in _KEYS[table.name]])


_KEYS = {table.name: tuple(column.name for column in table.primary_key) for table in t.metadata.tables.values()}


def _is(table: Table, row: Values) -> list[Any]:
    return [table.c[name] == row[name] for name in _KEYS[table.name]]


#: From so many rows on, an insert is worth preparing by hand.
_MANY = 100


def _insert(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert rows that all have the same columns.

    Many go to the driver as one prepared statement: SQLAlchemy's own way handles every row in Python, at three times
    the cost (a school's roster is 200,000 rows).
    """
    if len(rows) < _MANY:
        connection.execute(insert(table), list(rows))
        return
    dialect = connection.dialect
    statement = insert(table).compile(dialect=dialect, column_keys=list(rows[0]))
    kinds = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in rows[0]}
    converted = {name: convert for name, convert in kinds.items() if convert}
    ready = rows
    if converted:
        ready = [{**row, **{name: convert(row[name]) for name, convert in converted.items()}} for row in rows]
    if statement.positional:
        order = itemgetter(*(statement.positiontup or ()))
        connection.exec_driver_sql(str(statement), [order(row) for row in ready])
    else:
        connection.exec_driver_sql(str(statement), [dict(row) for row in ready])


def _change(table: Table, before: Values | None, after: Values | None) -> Change:
    row = after if after is not None else before
    assert row is not None
    return Change(
        table.name,
        row_key(table, row),
        row["id"] if table is t.member else row.get("member_id"),
        None if before is None else canonical(before),
        None if after is None else canonical(after),
    )
