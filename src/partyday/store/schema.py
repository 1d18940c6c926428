"""Making a book and bringing an old one up to date. The only place that imports Alembic, or connects by SQLAlchemy."""

import errno
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Integer, cast, create_engine, event, func, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

import partyday
from partyday.disk import OWN_FOLDER, alone, own, put_new, unfinished
from partyday.errors import BookUnusable, Conflict
from partyday.i18n import _
from partyday.store import tables as t
from partyday.store.book import Store, schema_of
from partyday.store.connection import Connection as Transaction
from partyday.store.copies import keep
from partyday.store.half_made import never_begun
from partyday.store.places import is_url, path_of, shown
from partyday.store.refusals import explain, not_opened, wrong_schema
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


def create(place: str) -> Store:
    """A new, empty book. Raises Conflict where something is there already, BookUnusable where it cannot be made."""
    with building(place):
        pass
    return Store(place)


@contextmanager
def building(place: str) -> Iterator[Store]:
    """A new book that is filled inside: at its place when that ended well, and then whole; else it never was.

    Of several at one time one wins; the others raise Conflict, as where something is there already. What a killed
    `init` of an older version left, without an entry in its log, is put away and made anew. Raises BookUnusable.
    """
    path = path_of(place)
    if path is None:
        with _building_on_server(place) as store:
            yield store
        return
    target = Path(path)
    if target.exists() and not never_begun(path):
        raise _already_there(path)
    made_folders = _make_folders(target)
    try:
        with unfinished(target) as made:
            store = Store(str(made))
            try:
                with _by_sqlalchemy(str(made)) as engine:
                    _migrate(engine)
                yield store
            finally:
                store.close()
            _take_place(made, target)
    except OSError as error:
        raise BookUnusable(
            _("The book {place} cannot be made: {error}").format(place=shown(place), error=error.strerror),
            _("Give the book another place with --book."),
        ) from None
    finally:
        for folder in made_folders:  # those that stayed empty
            with suppress(OSError):
                folder.rmdir()


def filled(place: str, fill: Callable[[Transaction], None]) -> None:
    """A new book that `fill` writes whole, its own row with it: at its place when that ended well, else it never was.

    On a server all of it is one transaction, and a book without an entry may be there. Raises Conflict, BookUnusable.
    """
    if path_of(place) is not None:
        with building(place) as store, store.database.transaction(writing=True) as connection:
            fill(connection)
            connection.commit()
        return
    from partyday.store.postgresql import PostgreSQLConnection, PostgreSQLDatabase

    store = Store(place)
    try:
        with _by_sqlalchemy(place) as engine:
            database = store.database
            assert isinstance(database, PostgreSQLDatabase)
            _migrate(engine, lambda driver: fill(PostgreSQLConnection(driver, database)), place)
    finally:
        store.close()


def _take_place(made: Path, target: Path) -> None:
    """Let the finished book take its place, or raise Conflict where another came first."""
    try:
        with alone(target.parent):  # so that nobody takes away what another has just made
            if never_begun(str(target)):
                for tail in ("", "-wal", "-shm"):
                    Path(f"{target}{tail}").unlink(missing_ok=True)
            put_new(made, target)
    except FileExistsError:
        raise _already_there(str(target)) from None


def _already_there(place: str) -> Conflict:
    return Conflict(
        _("There is already a file at {place}.").format(place=shown(place)),
        _("Use that book, or give the new one another place with --book."),
    )


def _make_folders(target: Path) -> list[Path]:
    """Make the folders that a book is to be in, for its owner alone; those that were not there, the innermost first."""
    try:
        lacking = [folder for folder in target.parents if not folder.exists()]
        for folder in reversed(lacking):
            folder.mkdir(OWN_FOLDER, exist_ok=True)
        if not target.parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    except OSError as error:
        raise BookUnusable(
            _("The folder {folder} cannot be made: {error}").format(folder=target.parent, error=error.strerror),
            _("Give the book another place with --book."),
        ) from None
    return lacking


@contextmanager
def _building_on_server(place: str) -> Iterator[Store]:
    store = Store(place)
    try:
        with _by_sqlalchemy(place) as engine:
            _migrate(engine)
        with store.reading() as connection:
            if connection.run("GATE", chain_id=1)[0][0]:
                raise _there_already(place)
        yield store
    finally:
        store.close()


def _there_already(place: str) -> Conflict:
    return Conflict(_("There is already a book at {place}.").format(place=shown(place)))


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
        with _by_sqlalchemy(place) as engine:
            _migrate(engine)
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


def _migrate(engine: Engine, fill: Callable[[Any], None] | None = None, place: str = "") -> None:
    """Bring a database to the newest migration, in one transaction with the row that makes it a book.

    `fill` writes the book in the same transaction by the driver. Raises Conflict where one is there already.
    """
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
        command.upgrade(config, t.SCHEMA)
        if connection.execute(select(t.book.c.id)).first() is None:
            uid = uuid.uuid4().hex
            connection.execute(insert(t.book), {"id": 1, "uid": uid})
            connection.execute(insert(t.chain), {"id": 1, "uid": uid, "entries": 0})
        _give_keys(connection)
        if fill is not None:
            if connection.execute(select(func.count()).select_from(t.log_entry)).scalar():
                raise _there_already(place)
            fill(connection.connection.driver_connection)


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


#: A number of partyday's own among the locks of a server: the letters of its name.
_OUR_LOCK = int.from_bytes(b"partyday", "big") >> 1


@contextmanager
def _by_sqlalchemy(place: str) -> Iterator[Engine]:
    """The book as SQLAlchemy connects to it. Raises BookUnusable for what the database refuses."""
    engine = engine_of(place)
    try:
        yield engine
    except DBAPIError as error:
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
