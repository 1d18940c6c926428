"""What a database's refusal means for the user: sentences about the book."""

import os
from pathlib import Path

from partyday.errors import BookUnusable, Conflict
from partyday.i18n import _
from partyday.store.compiled import SCHEMA
from partyday.store.places import path_of, shown, without_secrets


def wrong_schema(version: str | None, place: str) -> BookUnusable:
    """Why a database at that migration (None: at none) is not the book this program reads."""
    if version is None:
        return BookUnusable(
            _("{place} is not a partyday book.").format(place=shown(place)),
            _("Name the right one with --book, or make a new one with `partyday init`."),
        )
    if version < SCHEMA:
        return BookUnusable(
            _("The book {place} is of an older version ({version}).").format(place=shown(place), version=version),
            _("Run `partyday upgrade`: it copies the book first, then brings it up to date."),
        )
    return BookUnusable(
        _("The book {place} was written by a newer partyday ({version}).").format(place=shown(place), version=version),
        _("Install the newest partyday on this computer; nothing was changed."),
    )


def never_finished(place: str) -> BookUnusable:
    """What is said of a book whose making was cut off before anything was recorded in it."""
    return BookUnusable(
        _("The book {place} was never finished: its making was cut off, and nothing is recorded in it.").format(
            place=shown(place)
        ),
        _("Make it anew with `partyday init`."),
    )


def not_allowed(place: str, hint: str = "") -> Conflict:
    """What is said to a login of a server that has not the right."""
    return Conflict(
        _("This login may not do that in the book {book}.").format(book=shown(place)),
        hint or _("Ask the keeper of the book for the right, or your superior to do it."),
    )


def _of_server(said: str, book: str) -> BookUnusable | None:
    """What a server's words, or those about the way to it, mean for the user."""
    away = (
        _("No server answers at {book}.").format(book=book),
        _("See whether it runs and can be reached from this computer, and repeat the command."),
    )
    gone = (
        _("The connection to the server broke off: {book}").format(book=book),
        _("See with `partyday log` whether the command was recorded, and repeat it where it was not."),
    )
    no_password = (
        _("The server takes no such password for {book}.").format(book=book),
        _("It stands in ~/.pgpass or PGPASSWORD; the server's administrator gives a new one."),
    )
    crowded = (
        _("The server has no connection left for {book}.").format(book=book),
        _("Wait a moment and repeat the command."),
    )
    nowhere = (
        _("There is no computer by the name that stands in {book}.").format(book=book),
        _("Check the URL, and whether this computer is connected."),
    )
    causes = {
        "password authentication failed": no_password,
        "no password supplied": no_password,
        'FATAL:  role "': (
            _("The server has no login by the name that stands in {book}.").format(book=book),
            _("Its administrator makes one in psql: CREATE ROLE wangxf LOGIN PASSWORD '…';"),
        ),
        'FATAL:  database "': (
            _("The server has no database by the name that stands in {book}.").format(book=book),
            _("Its administrator makes one in psql: CREATE DATABASE school OWNER school_owner;"),
        ),
        "pg_hba.conf": (
            _("The server does not let this login in from this computer: {book}").format(book=book),
            _("Its administrator opens the way, in pg_hba.conf."),
        ),
        "too many": crowded,
        "connection slots": crowded,
        "resolve host": nowhere,
        "translate host name": nowhere,
        "replica: ": (
            _("The server of {book} is a replica, where nothing is written.").format(book=book),
            _("Name the server itself with --book."),
        ),
        "starting up": away,
        "shutting down": away,
        "Connection refused": away,
        "No such file": away,
        "timeout expired": away,
        "timed out": away,
        "unreachable": away,
        "terminating connection": gone,
        "closed the connection": gone,
        "connection is closed": gone,
        "connection is lost": gone,
    }
    return next((BookUnusable(*told) for sign, told in causes.items() if sign in said), None)


def explain(said: str, place: str) -> BookUnusable:
    """What the database's own words mean for the user."""
    book = shown(place)
    if path_of(place) is None and (told := _of_server(said, book)):
        return told
    causes = {
        "not a database": (
            _("{book} is not a partyday book: it is some other kind of file.").format(book=book),
            _("Name the right one with --book."),
        ),
        "is locked": (
            _("The book {book} is being written by another program.").format(book=book),
            _("Wait a moment and repeat the command; nothing was written."),
        ),
        "lock timeout": (
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
    if any(sign in said for sign in ("disk I/O", "unable to open", "readonly")) and _unread_beside(place):
        return BookUnusable(
            _(
                "What was written last in the book {book} stands beside it in {name}, and nothing may be written there."
            ).format(book=book, name=f"{Path(path_of(place) or '').name}-wal"),
            _("Copy both files into a folder where you may write, and name the book there with --book."),
        )
    for sign, (sentence, hint) in causes.items():
        if sign in said:
            return BookUnusable(sentence, hint)
    return BookUnusable(
        _("The book {book} is out of reach: {error}").format(
            book=book, error=without_secrets((said.strip().splitlines() or ["?"])[0], place)
        ),
        _("See whether the folder or the server can be reached, and repeat the command."),
    )


def _unread_beside(place: str) -> bool:
    """Whether SQLite keeps entries beside a file where this user may not write: it reads them only where it may."""
    path = path_of(place)
    if not path:
        return False
    try:
        return os.path.getsize(f"{path}-wal") > 0 and not os.access(Path(path).absolute().parent, os.W_OK)  # noqa: PTH202
    except OSError:
        return False


def damaged(place: str) -> BookUnusable:
    """What is said of a book that the database finds broken."""
    return BookUnusable(
        _("The book {book} is damaged.").format(book=shown(place)),
        _("`partyday backup --list` lists the copies, `partyday restore -h` says how one is put back."),
    )


def not_opened(place: str, error: object) -> BookUnusable:
    """What is said of an address that leads to no database this program can open."""
    return BookUnusable(
        _("The book {book} cannot be opened: {error}").format(
            book=shown(place), error=without_secrets(str(error), place)
        ),
        _("For PostgreSQL install `partyday[postgres]` and write postgresql+psycopg://…"),
    )
