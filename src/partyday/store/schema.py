"""Making a book and bringing an old one up to date. The only place that imports Alembic."""

import shutil
import sqlite3
import uuid
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

import partyday
from partyday.errors import BadInput, BookUnusable, Conflict
from partyday.i18n import _
from partyday.store import tables as t
from partyday.store.book import Store, damaged, explain, is_url, schema_of, shown, wrong_schema


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
        _migrate(store, t.SCHEMA)
        with store._explained(), store.engine.begin() as connection:
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
        _migrate(store, t.SCHEMA)
        return before, t.SCHEMA, kept
    finally:
        store.close()


def copy(place: str, target: Path) -> None:
    """A faithful copy of a SQLite book, also while others read it. Raises BadInput or BookUnusable."""
    if is_url(place) and not make_url(place).drivername.startswith("sqlite"):
        raise BadInput(
            _("A book on a database server is not copied by partyday."),
            _("Use the server's own means, such as pg_dump."),
        )
    path = make_url(place).database or "" if is_url(place) else place
    part = target.with_name(target.name + ".part")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as sink:
            source.backup(sink)
            sound = sink.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        if not sound:
            raise damaged(place)
        part.replace(target)
    except BookUnusable:
        part.unlink(missing_ok=True)
        raise
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise BookUnusable(
            _("The book could not be copied to {target}: {error}").format(target=target, error=error),
            _("See whether there is room and the right to write; nothing was changed."),
        ) from None


def restore(source: Path, place: str) -> Path | None:
    """Put a copy back in the book's place; what stood there is kept beside it and its path given back."""
    check = Store(str(source))
    try:
        with check.reading() as connection:
            version = schema_of(connection)
            if version is None or version > t.SCHEMA:
                raise wrong_schema(version, str(source))
    finally:
        check.close()
    path = Path(place)
    if path.exists() and path.samefile(source):
        raise Conflict(_("{place} is the book itself, not a copy of it.").format(place=source))
    fresh, kept = path.with_name(path.name + ".new"), None
    copy(str(source), fresh)
    try:
        if path.exists():
            kept = path.with_name(f"{path.stem}-replaced-{datetime.now(UTC).strftime('%Y%m%d-%H%M%S')}.bak")
            shutil.move(path, kept)
        for tail in ("-wal", "-shm"):  # what was written last may still stand beside the book, and belongs to it
            beside = path.with_name(path.name + tail)
            if kept and beside.exists():
                shutil.move(beside, kept.with_name(kept.name + tail))
            beside.unlink(missing_ok=True)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise BookUnusable(
            _("The book {place} cannot be replaced: {error}").format(place=place, error=error.strerror),
            _("Close every program that has it open and try again; nothing was changed."),
        ) from None
    return kept


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_dir()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _migrate(store: Store, revision: str) -> None:
    config = _config()
    try:
        if store.engine.dialect.name == "sqlite":
            with store.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")  # the journal's mode cannot be changed inside a transaction
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
                connection.exec_driver_sql("BEGIN")
        with store.engine.connect().execution_options(writing=True) as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except DBAPIError as error:
        raise explain(error, store.place) from error
