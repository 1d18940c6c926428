"""Copying a book that is a file, and putting a copy back."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from partyday.errors import BadInput, BookUnusable, Conflict
from partyday.i18n import _
from partyday.store.book import Store, schema_of
from partyday.store.compiled import SCHEMA
from partyday.store.places import path_of
from partyday.store.refusals import damaged, wrong_schema


def copy(place: str, target: Path) -> None:
    """A faithful copy of a SQLite book, also while others read it. Raises BadInput or BookUnusable."""
    path = path_of(place)
    if path is None:
        raise BadInput(
            _("A book on a database server is not copied by partyday."),
            _("Use the server's own means, such as pg_dump."),
        )
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
            if version is None or version > SCHEMA:
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
