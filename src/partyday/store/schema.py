"""Migrations: bringing an old book up to date. The only place that imports Alembic, or connects by SQLAlchemy."""

import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Integer, cast, create_engine, event, func, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

import partyday
from partyday.disk import own
from partyday.errors import Again, BookUnusable, Conflict
from partyday.i18n import _
from partyday.store import rights
from partyday.store import tables as t
from partyday.store.book import Store, schema_of
from partyday.store.copies import keep
from partyday.store.places import is_url, path_of, shown
from partyday.store.refusals import explain, not_allowed, not_opened, wrong_schema
from partyday.store.sqlite import PRAGMAS
from partyday.store.statements.rows import KEYED
from partyday.store.statements.sequences import sequence_of


def migrations_dir() -> Path:
    """Where the migrations are: beside the package in a wheel, at the top level in a checkout."""
    package = Path(partyday.__file__).parent
    installed = package / "migrations"
    return installed if installed.is_dir() else package.parents[1] / "migrations"


def head() -> str:
    """The newest migration there is."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def migrate(place: str, fill: Callable[[Any, bool], None] | None = None) -> None:
    """Make the tables of a book, migration by migration. `schema.sql` shows what becomes of a file. BookUnusable.

    With the driver's connection `fill` writes a whole book in the same transaction, and is told whether many share it.
    Raises Conflict where one is there.
    """
    owner = _("The owner of the database makes it; its administrator says: CREATE DATABASE school OWNER school_owner;")
    with by_sqlalchemy(place, owner) as engine:
        _migrate(engine, fill, place)


def is_up_to_date(place: str) -> bool:
    """Whether the book is at the schema this program knows, so that nothing is to be upgraded."""
    store = Store(place)
    try:
        with store.reading() as connection:
            return schema_of(connection) == t.SCHEMA
    finally:
        store.close()


def upgrade(place: str) -> tuple[str, str, Path | None]:
    """Bring the book up to date: (version before, version now, the copy made first or None where none was needed).

    Raises BookUnusable for what is no book or a newer one. A PostgreSQL book is not copied: its keeper backs it up.
    """
    if not is_url(place) and not Path(place).is_file():
        raise BookUnusable(_("There is no book at {place}.").format(place=shown(place)), _("Name it with --book."))
    store = Store(place)
    try:
        with store.reading() as connection:
            before = schema_of(connection)
        if before == t.SCHEMA:
            return before, before, None
        if before is None or before > t.SCHEMA:
            raise wrong_schema(before, place)
        kept = keep(place, before)
        with by_sqlalchemy(place) as engine:
            _migrate(engine, None, place)
        if not is_url(place):
            own(Path(place))
        return before, t.SCHEMA, kept
    finally:
        store.close()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_dir()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _migrate(engine: Engine, fill: Callable[[Any, bool], None] | None, place: str) -> None:
    """Bring a database to the newest migration, in one transaction with the row that makes it a book."""
    config = _config()
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # the journal's mode cannot be changed inside a transaction
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            connection.exec_driver_sql("BEGIN")
    with engine.connect() as connection, connection.begin():
        if engine.dialect.name == "postgresql":  # two that make one book at the same time: the second finds it made
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_OUR_LOCK})")
        config.attributes["connection"] = connection
        guarded = engine.dialect.name == "postgresql" and rights.are_laid(connection)
        if guarded:
            rights.lift(connection)
        command.upgrade(config, t.SCHEMA)
        if connection.execute(select(t.book.c.id)).first() is None:
            uid = uuid.uuid4().hex
            connection.execute(insert(t.book), {"id": 1, "uid": uid})
            connection.execute(insert(t.chain), {"id": 1, "uid": uid, "entries": 0})
        _give_keys(connection)
        if fill is not None:
            if connection.execute(select(func.count()).select_from(t.log_entry)).scalar():
                raise already_there(place)
            fill(connection.connection.driver_connection, guarded)
        if guarded:
            rights.lay(connection)


def already_there(place: str) -> Conflict:
    """What is said where a server's database holds a book already."""
    return Conflict(
        _("There is already a book at {place}.").format(place=shown(place)),
        _("Name another database, or use that book with --book."),
    )


def _give_keys(connection: Connection) -> None:
    """Let each table that has none yet have what its keys come from: none that was ever given is given again."""
    counted = set(connection.execute(select(t.last_key.c.table_name)).scalars())
    change = t.log_change.c
    for table in KEYED:
        if table.name in counted:
            continue
        logged = select(func.max(cast(change.row_key, Integer))).where(change.table_name == table.name)
        there = connection.execute(select(func.max(table.c.id))).scalar() or 0
        last = max(there, connection.execute(logged).scalar() or 0)
        connection.execute(insert(t.last_key), {"table_name": table.name, "last": last})
        if connection.dialect.name == "postgresql":
            name = sequence_of(table.name)
            connection.exec_driver_sql(f"CREATE SEQUENCE {name}")
            connection.execute(select(func.setval(name, last + 1, False)))


#: The kind of error of a server's for what a login has not the right to do.
NO_RIGHT = "42501"

#: The kinds for what is broken off in favour of another, and is to be begun anew.
BEGUN_ANEW = ("40001", "40P01")

#: A number of partyday's own among the locks of a server: the letters of its name.
_OUR_LOCK = int.from_bytes(b"partyday", "big") >> 1


@contextmanager
def by_sqlalchemy(place: str, who_may: str = "") -> Iterator[Engine]:
    """The book as SQLAlchemy connects to it. Raises BookUnusable for what the database refuses, and Conflict for what
    the login may not do, with the sentence that says who may; Again where another was let first.
    """
    engine = engine_of(place)
    try:
        yield engine
    except DBAPIError as error:
        kind = getattr(error.orig, "sqlstate", None)
        if kind == NO_RIGHT:
            raise not_allowed(place, who_may) from error
        if kind in BEGUN_ANEW:
            raise Again from error
        raise explain(str(error.orig), place) from error
    finally:
        engine.dispose()


def engine_of(place: str) -> Engine:
    """A way for SQLAlchemy to connect to a book; every transaction on a file is one for writing."""
    path = path_of(place)
    try:
        url = make_url("sqlite://").set(database=path) if path is not None else make_url(place)
        engine = create_engine(url if path is not None else url.set(drivername="postgresql+psycopg"))
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise not_opened(place, error) from None
    if path is not None:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy says, not where the driver guesses
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
