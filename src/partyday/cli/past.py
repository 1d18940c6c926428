"""What is outside the book and tells of its log: a filed paper, a copy, a bundle, an exported log, a printed foot."""

import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from partyday.cli.passphrase import AGE, decrypted
from partyday.errors import BadInput, NotFound
from partyday.i18n import _
from partyday.model.anchors import Anchor, read_anchor, read_short
from partyday.services import anchors

_SQLITE, _ZIP = b"SQLite format 3\0", b"PK\x03\x04"


@contextmanager
def told_by(file: Path) -> Iterator[Iterable[Anchor]]:
    """The anchors that a file holds. Raises NotFound, BadInput for a file of another kind, BookUnusable.

    In place of a file's name it may be what is printed at the foot of a paper.
    """
    if (printed := read_short(str(file))) and not file.exists():
        yield [printed]
        return
    if not file.is_file():
        raise NotFound(_("There is no file {file}.").format(file=file))
    with file.open("rb") as opened:
        begins = opened.read(len(AGE))
    bundle: Path | IO[bytes] = BytesIO(decrypted(file)) if begins == AGE else file
    if begins.startswith(_SQLITE):
        with _of_book(file) as told:
            yield told
    elif begins.startswith((_ZIP, AGE)):
        from partyday.services.handover import BOOK, book_in

        with tempfile.TemporaryDirectory(prefix="partyday-") as folder:
            unpacked = Path(folder, BOOK)
            if book_in(bundle, unpacked):
                with _of_book(unpacked) as told:
                    yield told
                return
        yield _of_log(file) if begins == AGE else _of_paper(file)
    else:
        yield _of_log(file)


@contextmanager
def _of_book(file: Path) -> Iterator[Iterable[Anchor]]:
    """The anchors of a book, of whatever version: the copy made before an upgrade tells of the past too."""
    from partyday.store.book import Store, version_of
    from partyday.store.compiled import SCHEMA
    from partyday.store.refusals import wrong_schema

    store = Store(str(file))
    try:
        version = version_of(store)
        if version is None or version > SCHEMA:
            raise wrong_schema(version, str(file))
        yield anchors.told_by_book(store, version)
    finally:
        store.close()


def _of_paper(file: Path) -> list[Anchor]:
    """The one anchor of a filed workbook or document."""
    if (remark := _remark_of_document(file)) is not None:
        anchor = read_anchor(remark)
        return [anchor] if anchor else []
    from partyday.sheets.sealed import read_filed

    anchor = read_anchor(read_filed(file).anchor)
    return [anchor] if anchor else []


def _remark_of_document(file: Path) -> str | None:
    """What is the remark among the properties of a .docx; None where the file is no such document."""
    try:
        with ZipFile(file) as archive:
            if "word/document.xml" not in archive.namelist():
                return None
            with archive.open("docProps/core.xml") as part:
                properties = part.read(_MOST_OF_PROPERTIES).decode(errors="replace")
    except (BadZipFile, KeyError, OSError, RuntimeError, EOFError, NotImplementedError, zlib.error):
        return None
    found = re.search(r"<dc:description>([0-9a-f]+:[0-9]+:[0-9a-f]+)</dc:description>", properties)
    return found[1] if found else ""


_MOST_OF_PROPERTIES = 1 << 16

#: So many letters of a log are read as one line: what is longer is none of an exported log's.
_LONGEST_LINE = 1 << 20


def _of_log(file: Path) -> list[Anchor]:
    try:
        with file.open(encoding="utf-8-sig") as lines:
            return list(anchors.told_by_log(iter(partial(lines.readline, _LONGEST_LINE), "")))
    except UnicodeDecodeError:
        raise BadInput(_("{file} is no filed paper, copy, bundle or exported log.").format(file=file.name)) from None
