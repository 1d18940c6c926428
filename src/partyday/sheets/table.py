"""Reading a table out of a workbook (.xlsx) or a text file (.csv): the only reader of files people fill in.

Such files are made by hand, by other systems and by old machines, so everything that can be wrong with one is told in
a sentence; nothing but a PartydayError leaves this module, whatever the file holds. It knows nothing of members or
marks: the caller names the columns it looks for. Imports no rules, store, services or cli.
"""

import csv
import re
import unicodedata
import warnings
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import islice, pairwise, repeat
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._reader import INLINE_STRING, VALUE_TAG, WorkSheetParser

from partyday.errors import BadInput, NotFound, PartydayError
from partyday.i18n import N_, _
from partyday.model.problems import Problem
from partyday.sheets.cells import Cell, Spoiled, is_blank, shown

#: How far down and to the right a header row is looked for.
HEADER_ROWS = 20
HEADER_COLUMNS = 512

#: Beyond these a file is refused unread, in bytes and rows: what a person fills in is a thousandth of them.
MAX_FILE = 200_000_000
MAX_SHEET_XML = 400_000_000
MAX_OTHER_XML = 100_000_000
MAX_ROW_XML = 32_000_000
MAX_ROWS = 200_000

_LAST_EXCEL_ROW = 1_048_576


Row = tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """The table of one sheet, read.

    `fields` are the caller's names of the columns found, from left to right, and `titles` their headers as the file
    writes them. `rows` holds every row below the header that is not blank: its number in the file, from 1, and
    its cells in the order of `fields`. `above` are the lines above the header, `unused` the headers nobody asked for,
    `other_sheets` the sheets that hold such a table too and were not read.
    """

    fields: tuple[str, ...]
    titles: Mapping[str, str]
    rows: list[tuple[int, tuple[Cell, ...]]]
    above: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()

    def problem(self, row: int, field: str, value: str, sentence: str) -> Problem:
        """A problem with one cell, under the header the file itself uses."""
        return Problem(row=row, column=self.titles[field], value=value, problem=sentence)


def read_table(
    path: Path,
    headers: Mapping[str, tuple[str, ...]],
    *,
    required: Collection[str],
    codes: Collection[str] = (),
) -> Table:
    """The first table in the file at `path` whose header row holds the `required` columns.

    `headers` gives for each field the names its column may go by; `codes` are the fields whose numbers are names
    (leading zeros matter, digits may not be lost). Raises NotFound where there is no file, BadInput for one that
    cannot be read, has no such header, or has two columns for one field.
    """
    wanted = _Wanted({_plain(name): field for field, names in headers.items() for name in names}, required, codes)
    with _opened(path) as file:
        if file.read(len(_ZIP)) == _ZIP:
            return _read_workbook(path, file, wanted)
        file.seek(0)
        return _read_text(path, file.read(), wanted)


def branch_named(lines: Iterable[str]) -> str | None:
    """The branch that the lines above a header name (单位：…), None where they name none."""
    return next((found[1] for line in lines if (found := _UNIT.search(line))), None)


_UNIT = re.compile(r"(?:报送|填报)?单位\s*[:：]\s*(\S+)")


def read_rows(path: Path, columns: int) -> list[tuple[int, Row]]:
    """The first `columns` cells of every row of the first sheet that has any: for a list that needs no header.

    Raises NotFound and BadInput as `read_table` does.
    """
    with _opened(path) as file:
        if file.read(len(_ZIP)) == _ZIP:
            with _worksheets(path, file) as worksheets:
                first = worksheets[0]
                last = _layout(path, first).last_row
                first.reset_dimensions()
                rows = list(_rows(first, 1, last, columns))
        else:
            file.seek(0)
            text = _text(path, file.read())
            mark = max(_DELIMITERS, key=text.partition("\n")[0].count)
            rows = [row[:columns] for row in _csv_rows(path, text, mark, columns)]
    return [(number, row) for number, row in enumerate(rows, start=1) if not all(map(is_blank, row))]


@contextmanager
def read_sheets(path: Path) -> Iterator[dict[str, Callable[[int], list[Row]]]]:
    """The sheets of a workbook by name, the visible first; each gives its rows when asked for so many columns.

    For texts and numbers: a date comes as its number. Raises NotFound, and BadInput for what is no workbook or damaged.
    """
    with _opened(path) as file:
        head = file.read(len(_ZIP))
        file.seek(0)
        if head != _ZIP:
            _refuse_other_kinds(path, file.read())
            raise _not_a_table(path, N_("a text document"))
        with _worksheets(path, file, styled=False) as worksheets, _damage_told(path):
            yield {worksheet.title: partial(_all_rows, path, worksheet) for worksheet in worksheets}


def _all_rows(path: Path, worksheet: Any, columns: int) -> list[Row]:
    last = _layout(path, worksheet).last_row
    if last > MAX_ROWS:
        raise _too_large(path)
    worksheet.reset_dimensions()
    return list(_rows(worksheet, 1, last, columns))


# ---- what kind of file it is

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
    ("xl/workbook.bin", N_("a binary workbook (.xlsb)")),
    ("word/", N_("a Word document")),
    ("ppt/", N_("a presentation")),
    ("content.xml", N_("an OpenDocument file")),
    ("Index/", N_("a Numbers document")),
)

#: The namespace of the workbooks openpyxl finds no cells in.
_STRICT = b"http://purl.oclc.org/ooxml/"

#: How a page begins that some systems export under the name of a workbook.
_WEB_PAGE = re.compile(r"\s*<(!doctype|html|head|body|table|meta|style|\?xml)\b", re.IGNORECASE)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        if path.is_dir():
            raise BadInput(_("{file} is a folder.").format(file=path), _("Name the file in it."))
        if not path.is_file():
            raise NotFound(_("There is no file {file}.").format(file=path), _("Check the folder and the spelling."))
        size = path.stat().st_size
        if size == 0:
            raise BadInput(_("{file} is empty.").format(file=path.name), _("Save it again, or take another copy."))
        if size > MAX_FILE:
            raise _too_large(path)
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise BadInput(
            _("{file} cannot be read: {why}.").format(file=path, why=error.strerror or error),
            _("Close it where it is open, and check that you may read it."),
        ) from None


def _too_large(path: Path) -> BadInput:
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


def _refuse_other_kinds(path: Path, content: bytes) -> None:
    """Say what the file is, where its content tells that it is neither a workbook nor text."""
    if content.startswith(_OLE2):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _password(path)
        if "WordDocument".encode("utf-16-le") in content:
            raise _not_a_table(path, N_("a Word document"))
        raise BadInput(
            _("{file} is a workbook of the old kind (.xls, .et).").format(file=path.name),
            _("Open it in Excel or WPS and save it as .xlsx."),
        )
    for magic, kind in _OTHER_FILES:
        if content.startswith(magic):
            raise _not_a_table(path, kind)


def _refuse_other_archives(path: Path, archive: ZipFile) -> None:
    names = archive.namelist()
    for beginning, kind in _OTHER_ARCHIVES:
        if any(name.startswith(beginning) for name in names):
            raise _not_a_table(path, kind)
    if not any(name.startswith("xl/") for name in names):
        raise _not_a_table(path, N_("a packed archive"))
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise _password(path)
    if "xl/workbook.xml" in names and _STRICT in archive.read("xl/workbook.xml"):
        raise BadInput(
            _("{file} is saved as “Strict Open XML”.").format(file=path.name),
            _("Open it in Excel and save it as an ordinary workbook (.xlsx)."),
        )


def _refuse_bombs(path: Path, archive: ZipFile) -> None:
    """Refuse what unpacks to more than any list of people; nothing is unpacked to find out."""
    for part in archive.infolist():
        limit = MAX_SHEET_XML if part.filename.startswith("xl/worksheets/") else MAX_OTHER_XML
        if part.file_size > limit:
            raise _too_large(path)


# ---- the header row


@dataclass(frozen=True)
class _Wanted:
    """What the caller looks for: field by header, as `_plain` writes headers."""

    fields: Mapping[str, str]
    required: Collection[str]
    codes: Collection[str]

    def field(self, header: str) -> str | None:
        plain = _plain(header)
        return self.fields.get(plain) or self.fields.get(_ASIDE.sub("", plain))

    def title(self, field: str) -> str:
        return next(name for name, known in self.fields.items() if known == field)


@dataclass(frozen=True)
class _Header:
    """A header found: its rows from 1, for each field the places (from 0) and titles of its columns, the others."""

    first: int
    last: int
    columns: Mapping[str, list[tuple[int, str]]]
    unused: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns of the sheet are needed."""
        return 1 + max(place for places in self.columns.values() for place, _title in places)

    def missing(self, wanted: _Wanted) -> list[str]:
        """The usual names of the required columns that are not there."""
        return [wanted.title(field) for field in wanted.required if field not in self.columns]

    def chosen(self) -> tuple[tuple[str, ...], list[int]]:
        """The fields found, from left to right, and the place of each."""
        placed = sorted((places[0][0], field) for field, places in self.columns.items())
        return tuple(field for _place, field in placed), [place for place, _field in placed]

    def titles(self) -> dict[str, str]:
        """The header of each field as the file writes it."""
        return {field: places[0][1] for field, places in self.columns.items()}


_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_HEADER_DECORATION = re.compile(r"[\s*:✱※]|\((?:必填|选填|可选)\)|[\u200b\ufeff]")


def _plain(header: str) -> str:
    """A header as it is compared: no blanks, stars, colons or （必填）, full-width forms made ordinary."""
    return _HEADER_DECORATION.sub("", unicodedata.normalize("NFKC", header)).casefold()


def _find_header(top: Sequence[Sequence[Cell]], wanted: _Wanted) -> _Header | None:
    """The row, or two rows, among the first of a sheet that name most of what is wanted; None where none does."""
    singles = [_as_header(number, (row,), wanted) for number, row in enumerate(top, start=1)]
    doubles = [
        _as_header(number, pair, wanted)
        for number, pair in enumerate(pairwise(top), start=1)
        if _is_two_row_header(*pair, wanted)
    ]
    best = max([*singles, *doubles], key=lambda header: _fit(header, wanted), default=None)
    return best if best and best.columns else None


def _fit(header: _Header | None, wanted: _Wanted) -> tuple[bool, int]:
    """How well a header answers what is wanted; the larger, the better."""
    return (not header.missing(wanted), len(header.columns)) if header else (False, 0)


def _as_header(first: int, rows: Sequence[Sequence[Cell]], wanted: _Wanted) -> _Header:
    columns: dict[str, list[tuple[int, str]]] = {}
    unused = []
    for place, stack in enumerate(zip(*rows, strict=True)):
        titles = [title for cell in stack if (title := " ".join(shown(cell).split()))]
        known = [(title, field) for title in titles if (field := wanted.field(title))]
        if known:
            title, field = known[-1]
            columns.setdefault(field, []).append((place, title))
        else:
            unused += titles[-1:]
    return _Header(first, first + len(rows) - 1, columns, tuple(unused))


def _is_two_row_header(upper: Sequence[Cell], lower: Sequence[Cell], wanted: _Wanted) -> bool:
    """Whether `lower` only divides columns of `upper`: nothing stands below a header that is already understood."""
    upper_known = [wanted.field(shown(cell)) is not None for cell in upper]
    below_known = any(known and not is_blank(cell) for known, cell in zip(upper_known, lower, strict=True))
    return any(upper_known) and not below_known and any(wanted.field(shown(cell)) for cell in lower)


def _same_length(rows: Sequence[Sequence[Cell]]) -> list[tuple[Cell, ...]]:
    """The rows, all as wide as the last cell in any of them that is not blank."""
    width = max((place for row in rows for place, cell in enumerate(row, start=1) if not is_blank(cell)), default=0)
    return [(*row[:width], *(None,) * (width - len(row))) for row in rows]


def _checked(path: Path, header: _Header | None, wanted: _Wanted) -> _Header:
    """`header`, if a table can be read below it; otherwise BadInput says what is wrong with it."""
    if header is None:
        raise BadInput(
            _("{file} has no header row that is understood in its first {count} rows.").format(
                file=path.name, count=HEADER_ROWS
            ),
            _("One row must name the columns: {columns}.").format(
                columns="、".join(map(wanted.title, wanted.required))
            ),
        )
    if missing := header.missing(wanted):
        seen = [title for places in header.columns.values() for _place, title in places] + list(header.unused)
        raise BadInput(
            _("{file} has no column {missing}; row {row} has {seen}.").format(
                file=path.name, missing="、".join(missing), row=header.last, seen="、".join(seen)
            ),
            _("Add the column, or give it its usual header."),
        )
    for places in header.columns.values():
        if len(places) > 1:
            raise BadInput(
                _("{file} has two columns for the same thing: {columns}.").format(
                    file=path.name, columns="、".join(title for _place, title in places)
                ),
                _("Delete one of them, or give it another header."),
            )
    return header


# ---- from rows to a table


_EXCEL_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"}
    | {"#GETTING_DATA", "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#PYTHON!"}
)


def _rows_below(
    path: Path, header: _Header, top: Sequence[Row], numbered: Iterable[tuple[int, Row]], places: Sequence[int]
) -> list[tuple[int, Row]]:
    """What stands below the header in the columns at `places`, without blank rows and repeated headers."""
    repeated = tuple(top[header.last - 1][place] for place in places)
    rows = []
    for number, row in numbered:
        cells = tuple([row[place] for place in places])
        if all(map(is_blank, cells)) or cells == repeated:
            continue
        if not _EXCEL_ERRORS.isdisjoint(cells):
            cells = tuple(map(_told_error, cells))
        rows.append((number, cells))
        if len(rows) > MAX_ROWS:
            raise _too_large(path)
    return rows


def _lines_above(header: _Header, top: Sequence[Row]) -> tuple[str, ...]:
    lines = (" ".join(filter(None, map(shown, row))) for row in top[: header.first - 1])
    return tuple(filter(None, lines))


def _told_error(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell in _EXCEL_ERRORS:
        return Spoiled(cell, _("The cell holds an error of Excel; write the value itself."))
    return cell


# ---- workbooks


@dataclass(frozen=True)
class _Merge:
    """A merged range: its rows from 1, its columns from 0, both ends in it."""

    first_row: int
    first_place: int
    last_row: int
    last_place: int

    def hangs_from(self, row: int, places: Iterable[int]) -> bool:
        """Whether it reaches below `row` from there or above, in one of the columns at `places`."""
        return self.first_row <= row < self.last_row and any(map(self.covers, places))

    def covers(self, place: int) -> bool:
        """Whether the column at `place` is in it."""
        return self.first_place <= place <= self.last_place


@dataclass(frozen=True)
class _Layout:
    """What the read-only reader does not tell: no row below `last_row` holds a value; the merges."""

    last_row: int
    merges: tuple[_Merge, ...]


@dataclass(frozen=True)
class _Sheet:
    """A sheet looked at: openpyxl's reader of it, its first rows, and the header in them, if any."""

    worksheet: Any
    layout: _Layout
    top: list[Row]
    header: _Header | None


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """One sentence for whatever a damaged workbook makes openpyxl, zipfile and the XML parsers raise."""
    with warnings.catch_warnings():
        # openpyxl warns of extensions, styles and rules it cannot keep; nothing here is ever written back.
        warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
        try:
            yield
        except PartydayError:
            raise
        except Exception as error:  # their errors share no base: a flipped bit reaches nearly every one
            raise BadInput(
                _("{file} is damaged, or is not a workbook.").format(file=path.name),
                _("Open it in Excel or WPS and save it again as .xlsx, or take another copy."),
            ) from error


class _Unstyled(ExcelReader):
    """openpyxl's reader, but for looks, names and properties: half the time of opening a small workbook.

    Dates come as the numbers they are kept as, since only their format tells them apart.
    """

    def read(self) -> None:
        """What the values of the cells need."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        self.read_worksheets()


@contextmanager
def _worksheets(path: Path, file: IO[bytes], *, styled: bool = True) -> Iterator[list[Any]]:
    """The sheets of a workbook, at least one, the visible ones first."""
    with _damage_told(path):
        with ZipFile(file) as archive:
            _refuse_bombs(path, archive)
            _refuse_other_archives(path, archive)
        reader = (ExcelReader if styled else _Unstyled)(file, read_only=True, data_only=True, keep_links=False)
        reader.read()
        workbook = reader.wb
        try:
            if not workbook.worksheets:
                raise BadInput(_("{file} holds no sheet with cells.").format(file=path.name))
            yield sorted(workbook.worksheets, key=lambda worksheet: worksheet.sheet_state != "visible")
        finally:
            workbook.close()


def _read_workbook(path: Path, file: IO[bytes], wanted: _Wanted) -> Table:
    with _worksheets(path, file) as worksheets:
        sheets = [_look_at(path, worksheet, wanted) for worksheet in worksheets]
        complete = [sheet for sheet in sheets if sheet.header and not sheet.header.missing(wanted)]
        chosen = complete[0] if complete else max(sheets, key=lambda sheet: _fit(sheet.header, wanted))
        others = tuple(sheet.worksheet.title for sheet in complete[1:])
        return _read_sheet(path, chosen, _checked(path, chosen.header, wanted), wanted, others)


def _layout(path: Path, worksheet: Any) -> _Layout:
    with worksheet._get_source() as part:  # openpyxl alone knows the part's name
        return _scan(path, part)


def _look_at(path: Path, worksheet: Any, wanted: _Wanted) -> _Sheet:
    layout = _layout(path, worksheet)
    # Some programs write a size of A1:A1 into the sheet, and openpyxl believes it.
    worksheet.reset_dimensions()
    top = _same_length(list(_rows(worksheet, 1, min(HEADER_ROWS, layout.last_row), HEADER_COLUMNS)))
    return _Sheet(worksheet, layout, top, _find_header(top, wanted))


class _Parser(WorkSheetParser):
    """openpyxl's parser, but for text that stands in its cell: that is taken as it is.

    openpyxl builds an object for rich text out of each such cell, a third of the time of reading a whole roster.
    """

    def parse_cell(self, element: Any) -> Any:
        """One cell; a plain inline text is handed on as the plain value it is."""
        inline = element[0] if len(element) else None
        if inline is not None and inline.tag == INLINE_STRING and len(inline) == 1 and inline[0].tag == _TEXT:
            inline.tag, inline.text = VALUE_TAG, inline[0].text
            element.set("t", "str")
        return super().parse_cell(element)


_TEXT = INLINE_STRING.removesuffix("is") + "t"


def _rows(worksheet: Any, first: int, last: int, columns: int) -> Iterator[Row]:
    """The values in the rows from `first` to `last`, and not a row further.

    What stands behind the last row (rules, drop-downs, links) can make openpyxl stumble and is nothing to us.
    """
    book, blank = worksheet.parent, (None,) * columns
    with worksheet._get_source() as part:
        parser = _Parser(
            part,
            worksheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        expected = first
        for number, cells in parser.parse() if first <= last else ():
            if number > last:
                break
            yield from repeat(blank, number - expected)
            if number >= expected:
                yield worksheet._get_row(cells, 1, columns, values_only=True)
            expected = max(expected, number + 1)
            if number == last:
                break
        yield from repeat(blank, last + 1 - expected)


def _read_sheet(path: Path, sheet: _Sheet, header: _Header, wanted: _Wanted, other_sheets: tuple[str, ...]) -> Table:
    fields, places = header.chosen()
    merges = sheet.layout.merges
    first = 1 + max([header.last, *(merge.last_row for merge in merges if merge.hangs_from(header.last, places))])
    numbered: Iterable[tuple[int, Row]] = enumerate(
        _rows(sheet.worksheet, first, sheet.layout.last_row, header.width), start=first
    )
    if merges:
        numbered = _with_merges(numbered, merges, places)
    found = _rows_below(path, header, sheet.top, numbered, places)
    codes = {places[index]: index for index, field in enumerate(fields) if field in wanted.codes}
    return Table(
        fields=fields,
        titles=header.titles(),
        rows=_with_leading_zeros(sheet.worksheet, found, codes),
        above=_lines_above(header, sheet.top),
        unused=header.unused,
        sheet=sheet.worksheet.title,
        other_sheets=other_sheets,
    )


_CHUNK = 1 << 20
_OVERLAP = 1 << 10
_ROOT = re.compile(rb"<(\w+:)?worksheet\b")
_ROW_NUMBER = re.compile(rb"<[\w:]*row\s[^>]*?\br=[\"'](\d{1,7})[\"']")
_MERGE = re.compile(rb"<[\w:]*mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")


def _scan(path: Path, part: IO[bytes]) -> _Layout:
    """Look through a sheet's XML as bytes, without parsing it: a sheet can hold a million formatted blank rows.

    Reading to the end also checks the part's checksum.
    """
    buffer = part.read(_CHUNK)
    root = _ROOT.search(buffer)
    prefix = (root and root[1]) or b""
    row_tag = b"<" + prefix + b"row "
    value_tags = (b"</" + prefix + b"v>", b"</" + prefix + b"is>")
    bare_row_tag = b"<" + prefix + b"row>"
    row_so_far = 0
    last_row = 0
    merges: dict[_Merge, None] = {}
    since_row = 0
    numbered = root is not None
    while buffer:
        numbered = numbered and bare_row_tag not in buffer
        value_at = max(map(buffer.rfind, value_tags))
        if value_at >= 0:
            row_at = buffer.rfind(row_tag, 0, value_at)
            last_row = _row_number(buffer, row_at) if row_at >= 0 else row_so_far
        row_at = buffer.rfind(row_tag)
        row_so_far = _row_number(buffer, row_at) if row_at >= 0 else row_so_far
        since_row = 0 if row_at >= 0 else since_row + len(buffer)
        if since_row > MAX_ROW_XML:
            raise _too_large(path)
        merges.update(dict.fromkeys(map(_merge, _MERGE.finditer(buffer))))
        chunk = part.read(_CHUNK)
        buffer = buffer[-_OVERLAP:] + chunk if chunk else b""
    return _Layout(last_row if numbered else _LAST_EXCEL_ROW, tuple(merges))


def _row_number(buffer: bytes, at: int) -> int:
    """The number in the row tag at `at`; the largest there is where the tag holds none."""
    found = _ROW_NUMBER.match(buffer, at)
    return min(int(found[1]), _LAST_EXCEL_ROW) if found else _LAST_EXCEL_ROW


def _merge(found: re.Match[bytes]) -> _Merge:
    left, top, right, bottom = (group.decode("ascii") for group in found.groups())
    return _Merge(int(top), column_index_from_string(left) - 1, int(bottom), column_index_from_string(right) - 1)


def _with_merges(
    numbered: Iterable[tuple[int, Row]], merges: Iterable[_Merge], places: Sequence[int]
) -> Iterator[tuple[int, Row]]:
    """The rows, with the cells of each merged range spoiled: the first tells it, the others are silent."""
    starting: dict[int, list[_Merge]] = {}
    for merge in merges:
        starting.setdefault(merge.first_row, []).append(merge)
    covering: dict[int, _Merge] = {}
    for number, row in numbered:
        cells = list(row)
        covering = {place: merge for place, merge in covering.items() if merge.last_row >= number}
        for place in covering:
            cells[place] = Spoiled("")
        for merge in starting.get(number, ()):
            covered = list(filter(merge.covers, places))
            if covered and not is_blank(row[merge.first_place]):
                covering |= dict.fromkeys(covered, merge)
                for place in covered:
                    cells[place] = Spoiled("")
                cells[covered[0]] = Spoiled(shown(row[merge.first_place]), _merged_sentence(merge))
        yield number, tuple(cells)


def _merged_sentence(merge: _Merge) -> str:
    if merge.first_row == merge.last_row:
        return _("Cells are merged here. Unmerge them and fill in each.")
    return _("The cells of rows {first} to {last} are merged. Unmerge them and fill in every row.").format(
        first=merge.first_row, last=merge.last_row
    )


#: A number format that only adds zeros in front: 00000, perhaps with blanks or rules for other signs behind.
_ZEROS = re.compile(r"(00+)(?:_.|\\ |\s)*(?:;.*)?")


def _with_leading_zeros(sheet: Any, rows: list[tuple[int, Row]], codes: Mapping[int, int]) -> list[tuple[int, Row]]:
    """The rows, with the numbers in code columns as text where their format shows zeros in front.

    `codes` gives the place in the sheet and the index in the row of each code column. Formats cost a second reading,
    so there is one only where a code column holds numbers and the workbook has such a format.
    """
    places = [place for place, index in codes.items() if any(isinstance(row[index], int | float) for _n, row in rows)]
    if not places or not any(_ZEROS.fullmatch(each) for each in sheet.parent._number_formats):
        return rows
    first, last, left = rows[0][0], rows[-1][0], min(places)
    formatted = dict(
        enumerate(sheet.iter_rows(min_row=first, max_row=last, min_col=left + 1, max_col=max(places) + 1), start=first)
    )
    padded = []
    for number, row in rows:
        cells = list(row)
        for place in places:
            cells[codes[place]] = _padded(cells[codes[place]], formatted[number][place - left].number_format)
        padded.append((number, tuple(cells)))
    return padded


def _padded(cell: Cell, number_format: str | None) -> Cell:
    zeros = _ZEROS.fullmatch(number_format or "")
    if zeros and isinstance(cell, int | float) and cell == int(cell) >= 0:
        return str(int(cell)).zfill(len(zeros[1]))
    return cell


# ---- text files

_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = (",", "\t", ";")
_AS_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
_YEAR_AND_TENTH = re.compile(r"\d{4}\.1")


def _read_text(path: Path, content: bytes, wanted: _Wanted) -> Table:
    text = _text(path, content)
    tops = {mark: _same_length(list(islice(_csv_rows(path, text, mark), HEADER_ROWS))) for mark in _DELIMITERS}
    headers = {mark: _find_header(top, wanted) for mark, top in tops.items()}
    mark = max(_DELIMITERS, key=lambda each: _fit(headers[each], wanted))
    top = tops[mark]
    header = _checked(path, headers[mark], wanted)
    fields, places = header.chosen()
    numbered = islice(enumerate(_csv_rows(path, text, mark, header.width), start=1), header.last, None)
    return Table(
        fields=fields,
        titles=header.titles(),
        rows=_rows_below(path, header, top, numbered, places),
        above=_lines_above(header, top),
        unused=header.unused,
    )


def _text(path: Path, content: bytes) -> str:
    _refuse_other_kinds(path, content)
    text = _decoded(path, content)
    if _WEB_PAGE.match(text):
        raise _not_a_table(path, N_("a web page"))
    return text


def _decoded(path: Path, content: bytes) -> str:
    wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    possible = ("utf-16",) if wide else _ENCODINGS if b"\0" not in content else ()
    for encoding in possible:
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise BadInput(
        _("{file} is neither a workbook nor a text file that can be read.").format(file=path.name),
        _("Open it in Excel or WPS and save the table as .xlsx."),
    )


def _csv_rows(path: Path, text: str, delimiter: str, width: int = 0) -> Iterator[Row]:
    """The rows of the text, each at least `width` cells wide."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield (*map(_csv_cell, row), *(None,) * (width - len(row)))
    except csv.Error:
        raise BadInput(
            _("{file} cannot be read from line {line} on; perhaps a quotation mark is never closed.").format(
                file=path.name, line=reader.line_num
            ),
            _("Mend that line, or save the table as .xlsx."),
        ) from None


def _csv_cell(text: str) -> Cell:
    """The text of a cell, without the marks that keep Excel from taking it for a number.

    2019.1 becomes a number: that is how Excel writes the number 2019.10 too.
    """
    text = text.strip()
    if written := _AS_FORMULA.fullmatch(text):
        return written[1]
    if text.startswith("'"):
        return text[1:]
    return float(text) if _YEAR_AND_TENTH.fullmatch(text) else text
