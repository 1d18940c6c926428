"""Copying a book that is a file, putting a copy back, and the dated copies that the program makes of itself.

A copy is one file without anything beside it, so that it opens from a medium that may only be read.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from partyday.disk import put, put_new, unfinished
from partyday.errors import BadInput, BookUnusable, Conflict
from partyday.i18n import _
from partyday.store.book import Store, version_of
from partyday.store.checking import faults
from partyday.store.compiled import SCHEMA
from partyday.store.connection import Waits
from partyday.store.holders import holder
from partyday.store.places import path_of
from partyday.store.refusals import damaged, wrong_schema

#: A restore is SQLite's backup into the live book, so many pages at a time. The lock is taken with the first of them.
_PAGES = 8


#: So many branches of a book are named where it is told from another.
_FEW = 3


class About(NamedTuple):
    """What a book is, for a person to tell one from another: its highest branch, its entries and the newest one's time.

    `head` is the hash of the newest entry, `uid` the book's own name, `branches` the first few names in it.
    """

    branch: str
    entries: int
    at: str
    head: str
    uid: str
    branches: tuple[str, ...] = ()


def about(place: str) -> About | None:
    """What the book in a file is; None where it does not say so, or is not there."""
    if not Path(place).is_file():  # SQLite would make one
        return None
    try:
        with _reading(place) as connection:
            [(uid, entries, head)] = connection.execute(_STANDS_AT[_has_chains(connection)]).fetchall()
            names = [name for (name,) in connection.execute("SELECT name FROM branch ORDER BY id LIMIT ?", (_FEW + 1,))]
            at = connection.execute("SELECT at FROM log_entry ORDER BY id DESC LIMIT 1").fetchone()
    except (sqlite3.Error, BookUnusable, ValueError, OSError):
        return None
    few = (*names[:_FEW], "…") if len(names) > _FEW else tuple(names)
    return About(names[0] if names else "", entries, at[0] if at else "", head, uid, few)


#: The name of a book, the number and the hash of its newest entry; in books before schema 0018, and in later ones.
_STANDS_AT = (
    "SELECT uid, entries, head FROM book",
    "SELECT book.uid, chain.entries, chain.head FROM book JOIN chain ON chain.id = book.id",
)


def _has_chains(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'chain'").fetchall())


def copy(place: str, target: Path) -> None:
    """A faithful copy of a SQLite book, also while others write to it. Raises BadInput or BookUnusable."""
    path = path_of(place)
    if path is None:
        raise BadInput(
            _("A book on a database server is not copied by partyday."),
            _("Use the server's own means, such as pg_dump."),
        )
    with _told(target), unfinished(target) as made:
        with _reading(path) as source:
            _copied(source, made)
        if not _sound(made):
            raise damaged(path)
        put(made, target)


def restore(source: Path, place: str, waits: Waits | None = None) -> Path | None:
    """Put a copy back into the book; what stood there is kept beside it and its path given back.

    It goes into the live book under its lock, so that whoever has it open goes on in it, and what they wrote last is in
    what is kept. Raises BookUnusable where the copy is none or the book cannot be written; then nothing was changed.
    """
    check(source)
    path = Path(place)
    if path.exists() and path.samefile(source):
        raise Conflict(_("{place} is the book itself, not a copy of it.").format(place=source))
    with _told(path, replaced=True), unfinished(path) as fresh:
        with _reading(str(source)) as copied:
            _copied(copied, fresh)
        if not _sound(fresh):
            raise damaged(str(source))
        _several_read(fresh)
        with suppress(FileExistsError):
            put_new(fresh, path)
            return None
        return _exchanged(fresh, path, source, waits)


def check(source: Path) -> None:
    """Raises BookUnusable for what is no book, is damaged, or was written by a newer partyday."""
    store = Store(str(source))
    try:
        version = version_of(store)
        if version is None or version > SCHEMA:
            raise wrong_schema(version, str(source))
    finally:
        store.close()


def _copied(source: sqlite3.Connection, made: Path) -> None:
    """Copy a book into a file that is there and empty, and let that be a single file."""
    with closing(sqlite3.connect(made, isolation_level=None)) as sink:
        sink.execute("PRAGMA synchronous = OFF")  # the whole file is synced before it takes its place
        source.backup(sink)
        sink.execute("PRAGMA journal_mode = DELETE")


def _sound(book: Path) -> bool:
    with closing(sqlite3.connect(book)) as connection:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))


@contextmanager
def _reading(path: str) -> Iterator[sqlite3.Connection]:
    """The driver's own connection to a book, opened in the way in which it can be read."""
    store = Store(path)
    try:
        version_of(store)
        with store.database.transaction(writing=False) as connection:
            yield connection.driver  # type: ignore[attr-defined]  # a file's
    finally:
        store.close()


def _several_read(book: Path) -> None:
    """Let a book be one that is read while another writes."""
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def _exchanged(fresh: Path, path: Path, spare: Path, waits: Waits | None) -> Path:
    """Put `fresh` into the book at `path`, and what was in it into a new file, whose path is given back."""
    kept: list[Path] = []
    waited = False

    def keep(status: int, _remaining: int, _pages: int) -> None:
        nonlocal waited
        if status == sqlite3.SQLITE_OK and not kept:  # the first pages are in: nobody else can write now
            kept.append(_kept(path, "replaced", spare))
        elif status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and waits and not waited:
            waits(holder(str(path)))
            waited = True

    try:
        with (
            closing(sqlite3.connect(fresh)) as source,
            closing(sqlite3.connect(path, isolation_level=None)) as sink,
        ):
            sink.execute("PRAGMA synchronous = FULL")
            sink.execute("PRAGMA journal_mode = WAL")
            source.backup(sink, pages=_PAGES, progress=keep)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        return _put_away(fresh, path)
    return kept[0]


def _put_away(fresh: Path, path: Path) -> Path:
    """The same where what stands there is no database any more: it is moved away as it is."""
    kept = next(name for name in _names(path, "replaced") if not name.exists())
    for tail in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + tail).replace(kept.with_name(kept.name + tail))
    path.replace(kept)
    put(fresh, path)
    return kept


# ---- the copies that the program makes of itself

_MADE = re.compile(r"-(?P<why>[a-z]+|\d{4})-(?P<at>\d{8}-\d{6})(?:-\d+)?\.bak")

#: So many of the newest are kept, and the newest of each month.
_NEWEST = 10

_LONGEST_NAME = 200  # bytes of the book's name in theirs; file systems end at 255


def keep(place: str, why: str) -> Path | None:
    """Make a dated copy before much is rewritten; its path, or None for a book on a server. Raises BookUnusable."""
    path = path_of(place)
    return None if path is None else _kept(Path(path), why)


def dated(place: str) -> list[Path]:
    """The dated copies of a book, newest first."""
    if (own := path_of(place)) is None:
        return []
    path = Path(own)
    stem = _stem(path)
    found = {file: _MADE.fullmatch(file.name[len(stem) :]) for file in path.parent.glob("*.bak")}
    mine = [(made["at"], file.name, file) for file, made in found.items() if made and file.name.startswith(stem)]
    return [file for _at, _name, file in sorted(mine, reverse=True)]


def beside(place: str) -> list[Path]:
    """The dated copies of a book, and every other file in its folder that is the same book, whatever it is called."""
    known = dated(place)
    if (own := path_of(place)) is None or (book := about(own)) is None:
        return known
    others = (file for file in sorted(Path(own).parent.iterdir()) if file not in known and _is_book(file))
    return known + [
        file
        for file in others
        if not file.samefile(own) and (told := about(str(file))) is not None and told.uid == book.uid
    ]


def _is_book(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(16) == b"SQLite format 3\0"
    except OSError:
        return False


class DatedCopy(NamedTuple):
    """A copy the program made of itself: why and when (UTC), what it is, whether it is whole and agrees with its log.

    Of a book at an older schema the log is not checked.
    """

    file: Path
    why: str
    made_at: str
    about: About | None
    sound: bool


def listed(place: str) -> list[DatedCopy]:
    """The dated copies of a book, newest first, each read through."""
    return [DatedCopy(file, *why_made(file), about(str(file)), _agrees(file)) for file in dated(place)]


def _agrees(file: Path) -> bool:
    store = Store(str(file))
    try:
        version = version_of(store)
        with store.reading() as connection:
            return not (connection.damage() if version != SCHEMA else any(faults(connection)))
    except BookUnusable:
        return False
    finally:
        store.close()


def name_in(file: Path, member_id: int) -> str | None:
    """What a copy calls a member; None where it does not know them. Raises BookUnusable."""
    with _told(file), _reading(str(file)) as connection:
        row = connection.execute("SELECT name FROM member WHERE id = ?", (member_id,)).fetchone()
    return row and str(row[0])


def why_made(file: Path) -> tuple[str, str]:
    """Why and when a dated copy was made, in UTC."""
    made = _MADE.search(file.name)
    assert made is not None
    return made["why"], datetime.strptime(made["at"], "%Y%m%d-%H%M%S").replace(tzinfo=UTC).isoformat()


def _kept(path: Path, why: str, spare: Path | None = None) -> Path:
    with _told(path.parent), unfinished(path) as made:
        try:
            with closing(sqlite3.connect(path)) as source:
                _copied(source, made)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            shutil.copyfile(path, made)  # what is damaged is kept as it is
        for name in _names(path, why):
            with suppress(FileExistsError):
                put_new(made, name)
                break
    _prune(path, spare)
    return name


def _names(path: Path, why: str) -> Iterator[Path]:
    """Names for a dated copy: the first that is free is taken."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    yield path.with_name(f"{_stem(path)}-{why}-{stamp}.bak")
    for number in range(2, 10_000):
        yield path.with_name(f"{_stem(path)}-{why}-{stamp}-{number}.bak")


def _stem(path: Path) -> str:
    return path.stem.encode()[:_LONGEST_NAME].decode(errors="ignore")


def _prune(path: Path, spare: Path | None) -> None:
    """Remove the older dated copies, but not the newest of a month, nor the one that is being put back."""
    files = dated(str(path))
    months: dict[str, Path] = {}
    for file in files:
        months.setdefault(why_made(file)[1][: len("2026-03")], file)
    for file in files[_NEWEST:]:
        if file not in months.values() and not (spare and spare.exists() and spare.samefile(file)):
            with suppress(OSError):
                file.unlink()


@contextmanager
def _told(target: Path, *, replaced: bool = False) -> Iterator[None]:
    """What SQLite and the system refuse, in a sentence."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        said = (error.strerror if isinstance(error, OSError) else None) or str(error)
        if replaced:
            busy = "locked" in said or os.name == "nt"
            raise BookUnusable(
                _("The book {place} cannot be replaced: {error}").format(place=target, error=said),
                _("Close every program that has it open and try again; nothing was changed.")
                if busy
                else _("See whether there is room and the right to write; nothing was changed."),
            ) from None
        raise BookUnusable(
            _("The book could not be copied to {target}: {error}").format(target=target, error=said),
            _("See whether there is room and the right to write; nothing was changed."),
        ) from None
