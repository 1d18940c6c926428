"""Opening the book: a connection to read, a unit of work to write."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from partyday.disk import clear_beside
from partyday.errors import BookUnusable, Conflict, PartydayError
from partyday.i18n import _
from partyday.store.chain import Values
from partyday.store.compiled import SCHEMA
from partyday.store.connection import Broken, Connection, Database, NoTable, NotAllowed, Refused, Waits
from partyday.store.places import address, is_url, path_of, shown
from partyday.store.refusals import damaged, explain, never_finished, not_allowed, not_opened, wrong_schema
from partyday.store.remembering import RememberingConnection
from partyday.store.unit import Act, Unit

__all__ = ["Act", "Store", "Unit", "Values", "is_url", "open_book", "shown"]


class Store:
    """An open book. `reading()` gives a connection, `writing(act)` a unit of work."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.database = _database(place)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view of the book. Raises BookUnusable where the database refuses."""
        with self._explained(), self.database.transaction(writing=False) as connection:
            yield RememberingConnection(connection)

    @contextmanager
    def writing(
        self,
        act: Act,
        reason: str = "",
        *,
        dry_run: bool = False,
        branches: Collection[int] = (),
        branch_name: str | None = None,
    ) -> Iterator[Unit]:
        """All that happens inside is written as one entry, or none of it. Without a change no entry is made
        (`Unit.note` makes one all the same).

        With `dry_run` everything is done and seen inside, and nothing stays. Where each branch has a gate, those of
        these branches are held, and of the one that is named, or the only one. Raises Again where others are needed.
        """
        with self._explained(), self.database.transaction(writing=True) as connection:
            unit = Unit(connection, act, reason, branches, branch_name)
            yield unit
            if (unit.changes or unit.noted) and not dry_run:
                unit.record()
                connection.commit()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Units of work inside are entries of their own, and a file keeps them with one commit: all, or none of them.

        A unit that fails takes back what is its own. On a server each unit is kept by itself.
        """
        with self._explained(), self.database.at_once():
            yield

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except Broken as error:
            if _SAME_NAME in str(error):
                raise Conflict(
                    _("Another branch of the book has that name already."), _("Give this one a name of its own.")
                ) from error
            raise Conflict(
                _("The records do not allow it: {error}").format(error=error),
                _("Somebody may have changed the same records just now: look again and repeat the command."),
            ) from error
        except NotAllowed as error:
            raise not_allowed(self.place) from error
        except Refused as error:
            raise explain(str(error), self.place) from error
        except (MemoryError, UnicodeDecodeError) as error:  # SQLite on lengths or names that were overwritten
            raise damaged(self.place) from error


#: What a server says where a branch gets the name of one that this login does not see.
_SAME_NAME = "uq_branch_name"


def open_book(place: str, waits: Waits | None = None) -> Store:
    """The book at a path or URL, at the schema this program knows. Raises BookUnusable, saying what to do.

    `waits` is told whom a writer waits for.
    """
    if not is_url(place):
        clear_beside(place)
    if not is_url(place) and not _is_there(Path(place)):
        raise BookUnusable(
            _("There is no book at {place}.").format(place=shown(place)),
            _("Make one with `partyday init`, or name another with --book."),
        )
    store = Store(place)
    store.database.waits = waits
    try:
        version = version_of(store)
        if version != SCHEMA:
            older = version is None or version < SCHEMA
            raise never_finished(place) if older and _half_made(place) else wrong_schema(version, place)
    except PartydayError:
        store.close()
        raise
    return store


def version_of(store: Store) -> str | None:
    """The migration the book stands at; where it cannot be read in the usual way, in another."""
    try:
        with store.reading() as connection:
            return schema_of(connection)
    except BookUnusable:
        if not store.database.carefully():
            raise
    with store.reading() as connection:
        return schema_of(connection)


def _half_made(place: str) -> bool:
    from partyday.store.half_made import never_begun

    path = path_of(place)
    return path is not None and never_begun(path)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        raise BookUnusable(
            _("The book {book} is out of reach: {error}").format(book=shown(str(path)), error=error.strerror),
            _("See whether the folder or the server can be reached, and repeat the command."),
        ) from None


def schema_of(connection: Connection) -> str | None:
    """The migration the book stands at, or None where the database holds no book."""
    try:
        rows = connection.run("VERSION")
    except NoTable:
        return None
    except Refused as error:
        if "no such table" in str(error):
            return None
        raise
    return rows[0][0] if rows else None


#: The drivers of a book on a server, as its URL names them.
_ON_SERVER = ("postgresql", "postgresql+psycopg")


def _database(place: str) -> Database:
    path = path_of(place)
    if path is not None:
        from partyday.store.sqlite import SQLiteDatabase

        return SQLiteDatabase(path)
    where = address(place)
    if where is None or where.kind not in _ON_SERVER:
        raise not_opened(place, _("it knows SQLite files and PostgreSQL"))
    try:
        from partyday.store.postgresql import PostgreSQLDatabase
    except ImportError as error:
        raise not_opened(place, error) from None
    return PostgreSQLDatabase(where.for_postgresql)
