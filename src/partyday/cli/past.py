"""What a file outside the book tells of the book's log: a filed paper, a copy, a bundle, an exported log."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from partyday.errors import BadInput, NotFound
from partyday.i18n import _
from partyday.model.anchors import Anchor, read_anchor
from partyday.services import anchors

_SQLITE, _ZIP = b"SQLite format 3\0", b"PK\x03\x04"

#: The book in a bundle (`handover`).
BOOK_IN_BUNDLE = "book.partyday"


@contextmanager
def told_by(file: Path) -> Iterator[Iterable[Anchor]]:
    """The anchors that a file holds. Raises NotFound, BadInput for a file of another kind, BookUnusable."""
    if not file.is_file():
        raise NotFound(_("There is no file {file}.").format(file=file))
    with file.open("rb") as opened:
        begins = opened.read(len(_SQLITE))
    if begins == _SQLITE:
        with _of_book(file) as told:
            yield told
    elif begins.startswith(_ZIP) and (book := _book_in(file)):
        with tempfile.TemporaryDirectory(prefix="partyday-") as folder:
            unpacked = Path(folder, BOOK_IN_BUNDLE)
            unpacked.write_bytes(book)
            with _of_book(unpacked) as told:
                yield told
    elif begins.startswith(_ZIP):
        yield _of_paper(file)
    else:
        yield _of_log(file)


@contextmanager
def _of_book(file: Path) -> Iterator[Iterable[Anchor]]:
    from partyday.store.book import open_book

    store = open_book(str(file))
    try:
        yield anchors.told_by_book(store)
    finally:
        store.close()


def _book_in(file: Path) -> bytes | None:
    try:
        with ZipFile(file) as bundle:
            return bundle.read(BOOK_IN_BUNDLE) if BOOK_IN_BUNDLE in bundle.namelist() else None
    except (BadZipFile, OSError, RuntimeError):
        return None


def _of_paper(file: Path) -> list[Anchor]:
    """The one anchor of a filed workbook."""
    from partyday.sheets.sealed import read_filed

    anchor = read_anchor(read_filed(file).anchor)
    return [anchor] if anchor else []


def _of_log(file: Path) -> list[Anchor]:
    try:
        return list(anchors.told_by_log(file.read_text("utf-8-sig").splitlines()))
    except UnicodeDecodeError:
        raise BadInput(_("{file} is no filed paper, copy, bundle or exported log.").format(file=file.name)) from None
