"""Making a new book: whole at its place, or not at all. A file is laid out from `schema.sql`, without SQLAlchemy."""

import errno
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from partyday.disk import OWN_FOLDER, alone, put_new, unfinished
from partyday.errors import BookUnusable, Conflict
from partyday.i18n import _
from partyday.store.book import Store
from partyday.store.connection import BOOKS_OWN, Refused
from partyday.store.half_made import never_begun
from partyday.store.places import names_password, path_of, shown
from partyday.store.refusals import explain, not_opened
from partyday.store.sqlite import lay_out


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
    made_folders: list[Path] = []
    try:
        if target.exists() and not never_begun(path):
            raise _already_there(path)
        if names_password(place):
            raise not_opened(place, _("it is neither a file nor a whole URL"))
        made_folders = _make_folders(target)
        with unfinished(target) as made:
            store = Store(str(made))
            store.place = path  # of which is told what the system refuses
            try:
                _lay_out(str(made), path)
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
    from partyday.store import schema

    store = Store(place)
    try:
        schema.migrate(place)
        with store.reading() as connection:
            if connection.run("GATE", chain_id=BOOKS_OWN)[0][0]:
                raise schema.already_there(place)
        yield store
    finally:
        store.close()


def _lay_out(path: str, told: str) -> None:
    """Lay out a new book. Raises BookUnusable, of the place it is told by."""
    try:
        lay_out(path, uuid.uuid4().hex)
    except Refused as error:
        raise explain(str(error), told) from error
