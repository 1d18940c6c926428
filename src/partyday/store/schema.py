"""Making a book and bringing an old one up to date. The only place that imports Alembic, or connects by SQLAlchemy."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

import partyday
from partyday.errors import BookUnusable, Conflict
from partyday.i18n import _
from partyday.store import tables as t
from partyday.store.book import Store, schema_of
from partyday.store.copies import copy
from partyday.store.places import is_url, path_of, shown
from partyday.store.refusals import explain, not_opened, wrong_schema
from partyday.store.sqlite import PRAGMAS


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
    path = None if is_url(place) else Path(place)
    if path is not None:
        if path.exists():
            raise Conflict(
                _("There is already a file at {place}.").format(place=place),
                _("Use that book, or give the new one another place with --book."),
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BookUnusable(
                _("The folder {folder} cannot be made: {error}").format(folder=path.parent, error=error.strerror),
                _("Give the book another place with --book."),
            ) from None
    store = Store(place)
    try:
        with store.reading() as connection:
            if schema_of(connection) is not None:
                raise Conflict(_("There is already a book at {place}.").format(place=shown(place)))
        store.close()  # what it connected to was no book yet
        with _by_sqlalchemy(place) as engine:
            _migrate(engine, t.SCHEMA)
            with engine.begin() as connection:
                connection.execute(insert(t.book), {"id": 1, "uid": uuid.uuid4().hex, "entries": 0, "head": ""})
    except BaseException:
        store.close()
        if path is not None and path.is_file():
            path.unlink()
        raise
    return store


def upgrade(place: str) -> tuple[str, str, Path | None]:
    """Bring the book up to date: (version before, version now, the copy made first or None where none was needed).

    Raises BookUnusable for what is no book or a newer one. A PostgreSQL book is not copied: its keeper backs it up.
    """
    if not is_url(place) and not Path(place).is_file():
        raise BookUnusable(_("There is no book at {place}.").format(place=place), _("Name it with --book."))
    store = Store(place)
    try:
        with store.reading() as connection:
            before = schema_of(connection)
        if before == t.SCHEMA:
            return before, before, None
        if before is None or before > t.SCHEMA:
            raise wrong_schema(before, place)
        kept = None
        if not is_url(place):
            stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
            kept = Path(place).with_name(f"{Path(place).stem}-{before}-{stamp}.bak")
            copy(place, kept)
        with _by_sqlalchemy(place) as engine:
            _migrate(engine, t.SCHEMA)
        return before, t.SCHEMA, kept
    finally:
        store.close()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_dir()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _migrate(engine: Engine, revision: str) -> None:
    config = _config()
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # the journal's mode cannot be changed inside a transaction
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            connection.exec_driver_sql("BEGIN")
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


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
