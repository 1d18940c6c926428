"""What kind of file a paper is, and its pages: the only place that opens what people send.

Such files are made by hand, by other systems and by old machines, so everything that can be wrong with one is told in
a sentence; nothing but a PartydayError leaves this module, whatever the file holds. The readers of the rarer kinds are
loaded when a file is one. Imports no rules, store, services or cli.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import IO, TypeVar
from zipfile import ZipFile

from partyday.errors import BadInput, NotFound, PartydayError
from partyday.i18n import N_, _
from partyday.sheets import workbook
from partyday.sheets.pages import SAMPLE_ROWS, Page, PageSource, Row, squared
from partyday.sheets.parts import CHUNK, WORD_TEXT, BadLine, TooLarge

T = TypeVar("T")

#: Beyond these a file is refused: in bytes unread, in bytes of text, in sheets, in rows that hold something.
MAX_FILE = 200_000_000
MAX_TEXT = 100_000_000
MAX_SHEETS = 250
MAX_ROWS = 200_000

_ZIP = b"PK\x03\x04"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: How files begin that are no table, and what they are.
_OTHER_FILES = (
    (b"%PDF", N_("a PDF document")),
    (b"{\\rtf", N_("a text document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"Rar!", N_("a packed archive")),
    (b"7z\xbc\xaf", N_("a packed archive")),
    (b"\x1f\x8b", N_("a packed archive")),
    (b"SQLite format 3", N_("a database, perhaps a book of partyday")),
)

#: What else is packed like a workbook, by the first folder or file it holds.
_OTHER_ARCHIVES = (
    ("word/", N_("a Word document")),
    ("ppt/", N_("a presentation")),
    ("Index/", N_("a Numbers document")),
)

#: How a page begins that some systems export under the name of a workbook.
_WEB_PAGE = re.compile(r"\s*<(!doctype|html|head|body|table|meta|style|\?xml)\b", re.IGNORECASE)


@contextmanager
def opened(path: Path, *, styled: bool = True) -> Iterator[list[PageSource]]:
    """The pages of the file at `path`, at least one, the visible ones first; they are read while the file is open.

    With `styled` False a date of a workbook comes as its number, and no comment is told. Raises NotFound where there is
    no file, BadInput for one that cannot be read.
    """
    with _file(path) as file, ExitStack() as held:
        with _damage_told(path):
            if file.read(len(_ZIP)) == _ZIP:
                sources = _of_archive(path, held.enter_context(ZipFile(file)), styled=styled)
            else:
                file.seek(0)
                sources = _of_content(path, file.read(MAX_TEXT + 1))
        yield [_guarded(path, source) for source in sources]


def _guarded(path: Path, source: PageSource) -> PageSource:
    """The source, whose readers raise nothing but PartydayError."""

    def guarded(read: Callable[[], T]) -> Callable[[], T]:
        def read_or_tell() -> T:
            with _damage_told(path):
                return read()

        return read_or_tell

    return source._replace(read=guarded(source.read), sample=guarded(source.sample))


@contextmanager
def read_sheets(path: Path) -> Iterator[dict[str, Callable[[int], list[Row]]]]:
    """The sheets of a workbook by name, the visible first; each gives its rows when asked for so many columns.

    For texts and numbers: a date comes as its number. Raises NotFound, and BadInput for what is no workbook or damaged.
    """
    with opened(path, styled=False) as sources:
        if sources[0].name == "":
            raise _not_a_table(path, N_("a text document"))
        yield {source.name: partial(_all_rows, path, source) for source in sources}


def _all_rows(path: Path, source: PageSource, columns: int) -> list[Row]:
    rows = source.read().rows
    if len(rows) > MAX_ROWS:
        raise too_large(path)
    return _padded(rows, columns)


def _padded(rows: Iterable[Row], columns: int) -> list[Row]:
    """The first `columns` cells of each row."""
    blank = (None,) * columns
    return [row[:columns] if len(row) >= columns else (*row, *blank[len(row) :]) for row in rows]


@contextmanager
def _file(path: Path) -> Iterator[IO[bytes]]:
    try:
        size = _size(path)
        if size == 0:
            raise BadInput(_("{file} is empty.").format(file=path.name), _("Save it again, or take another copy."))
        if size > MAX_FILE:
            raise too_large(path)
        with path.open("rb") as file:
            yield BytesIO(file.read()) if size <= CHUNK else file
    except OSError as error:
        raise BadInput(
            _("{file} cannot be read: {why}.").format(file=path, why=error.strerror or error),
            _("Close it where it is open, and check that you may read it."),
        ) from None


def _size(path: Path) -> int:
    """In bytes. Raises NotFound where there is no file, BadInput for a folder."""
    try:
        told = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # or no file can have that name
        told = None
    if told and S_ISDIR(told.st_mode):
        raise BadInput(_("{file} is a folder.").format(file=path), _("Name the file in it."))
    if told is None or not S_ISREG(told.st_mode):
        raise NotFound(_("There is no file {file}.").format(file=path), _("Check the folder and the spelling."))
    return told.st_size


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """One sentence for whatever a damaged file makes zipfile, expat and the readers raise."""
    try:
        yield
    except PartydayError:
        raise
    except (TooLarge, MemoryError):
        raise too_large(path) from None
    except BadLine as bad:
        raise BadInput(
            _("{file} cannot be read from line {line} on; perhaps a quotation mark is never closed.").format(
                file=path.name, line=bad.line
            ),
            _("Mend that line, or save the table as .xlsx."),
        ) from None
    except Exception as error:  # their errors share no base: a flipped bit reaches nearly every one
        raise BadInput(
            _("{file} is damaged, or is not a workbook.").format(file=path.name),
            _("Open it in Excel or WPS and save it again as .xlsx, or take another copy."),
        ) from error


def too_large(path: Path) -> BadInput:
    """What is said of a file that holds more than any list of people."""
    return BadInput(
        _("{file} is too large to be a list of people.").format(file=path.name),
        _("Copy the rows that are needed into a new workbook."),
    )


def _not_a_table(path: Path, kind: str) -> BadInput:
    return BadInput(
        _("{file} is {kind}, not a workbook.").format(file=path.name, kind=_(kind)),
        _("Open it in Excel or WPS and save the table as .xlsx."),
    )


def _password(path: Path) -> BadInput:
    return BadInput(
        _("{file} is protected by a password.").format(file=path.name),
        _("Open it in Excel or WPS, remove the password and save it again."),
    )


# ---- workbooks


#: What a workbook in the XML of Excel 2003 says of itself at its beginning.
_XML_OF_2003 = "urn:schemas-microsoft-com:office:spreadsheet"

#: What a table of the free kind calls itself.
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def _of_archive(path: Path, archive: ZipFile, *, styled: bool) -> list[PageSource]:
    workbook.refuse_bombs(archive)
    parts = archive.namelist()
    if WORD_TEXT not in parts:
        _refuse_other_archives(path, archive)
    if WORD_TEXT in parts:
        from partyday.sheets import word

        sources = word.sources(archive)
        if not sources:
            raise _not_a_table(path, N_("a Word document"))
    elif "xl/workbook.bin" in parts:
        from partyday.sheets import old

        sources = old.sources(path)
    elif _is_free_table(path, archive):
        from partyday.sheets import free

        sources = free.sources(archive)
    else:
        sources = workbook.sources(archive, styled=styled)
    if not sources:
        raise BadInput(_("{file} holds no sheet with cells.").format(file=path.name))
    if len(sources) > MAX_SHEETS:
        raise too_large(path)
    return sources


def _is_free_table(path: Path, archive: ZipFile) -> bool:
    """Whether it is a table of the free kind; raises BadInput for another paper of that kind."""
    if "content.xml" not in archive.namelist():
        return False
    if "mimetype" in archive.namelist() and archive.read("mimetype").strip().startswith(_SPREADSHEET):
        return True
    raise _not_a_table(path, N_("an OpenDocument file"))


def _refuse_other_archives(path: Path, archive: ZipFile) -> None:
    names = archive.namelist()
    for beginning, kind in _OTHER_ARCHIVES:
        if any(name.startswith(beginning) for name in names):
            raise _not_a_table(path, kind)
    if "content.xml" not in names and not any(name.startswith("xl/") for name in names):
        raise _not_a_table(path, N_("a packed archive"))
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise _password(path)


# ---- other files


def _of_content(path: Path, content: bytes) -> list[PageSource]:
    """The pages of a file that is no archive. Raises BadInput for what is no table."""
    _refuse_other_kinds(path, content)
    if content.startswith(_OLE2):
        from partyday.sheets import old

        return old.sources(path)
    from partyday.sheets import text

    if len(content) > MAX_TEXT or content.count(b"\n") > text.MAX_LINES:
        raise too_large(path)
    encoding = text.encoding_of(content)
    if encoding is None:
        raise BadInput(
            _("{file} is neither a workbook nor a text file that can be read.").format(file=path.name),
            _("Open it in Excel or WPS and save the table as .xlsx."),
        )
    beginning = "".join(islice(text.lines(content, encoding), _FIRST_LINES))[:_FIRST_SIGNS]
    if _XML_OF_2003 in beginning:
        return _of_xml(path, content, encoding)
    if _WEB_PAGE.match(beginning):
        return _of_web_page(path, content, encoding)
    mark = text.likely_delimiter(content, encoding)
    return [PageSource("", partial(text.page, content, encoding, mark), partial(_text_sample, content, encoding, mark))]


_FIRST_LINES, _FIRST_SIGNS = 20, 8_000


def _of_xml(path: Path, content: bytes, encoding: str) -> list[PageSource]:
    from partyday.sheets import markup, xml2003

    if len(content) > markup.MAX_MARKUP * 2:
        raise too_large(path)
    sources = xml2003.sources(content.decode(encoding))
    if not sources:
        raise BadInput(_("{file} holds no sheet with cells.").format(file=path.name))
    return sources


def _of_web_page(path: Path, content: bytes, encoding: str) -> list[PageSource]:
    from partyday.sheets import markup

    if len(content) > markup.MAX_MARKUP:
        raise too_large(path)
    told = markup.charset(content)
    try:
        page = content.decode(told or encoding, errors="strict")
    except (LookupError, UnicodeDecodeError):
        page = content.decode(encoding)
    pages = [page for page in markup.pages(page) if page.rows]
    if not pages:
        raise _not_a_table(path, N_("a web page"))
    return [PageSource(page.name, partial(_itself, page), partial(_top_of, page)) for page in pages]


def _itself(page: Page) -> Page:
    return page


def _top_of(page: Page) -> list[Row]:
    return squared(page.rows[:SAMPLE_ROWS])


def text_of(path: Path) -> str | None:
    """The text of a file as it stands; None for a workbook. Raises NotFound and BadInput as `opened` does."""
    from partyday.sheets import text

    with _file(path) as file:
        content = file.read(MAX_TEXT + 1)
    if content.startswith((_ZIP, _OLE2)):
        return None
    _refuse_other_kinds(path, content)
    encoding = text.encoding_of(content)
    if encoding is None or len(content) > MAX_TEXT:
        return None
    return content.decode(encoding)


def _text_sample(content: bytes, encoding: str, mark: str) -> list[Row]:
    from partyday.sheets import text

    return squared(islice(text.rows(content, encoding, mark), SAMPLE_ROWS))


def _refuse_other_kinds(path: Path, content: bytes) -> None:
    """Say what the file is, where its content tells that it is neither a workbook nor text."""
    if content.startswith(_OLE2):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _password(path)
        if "WordDocument".encode("utf-16-le") in content:
            raise _not_a_table(path, N_("a Word document"))
    for magic, kind in _OTHER_FILES:
        if content.startswith(magic):
            raise _not_a_table(path, kind)
