"""From `Sheet` to a workbook on A4: the only place that writes workbooks, and all there is to know of their looks.

Rows stream through openpyxl's write-only mode with a few cell objects used again and again, so that 30,000 rows stay
fast and flat in memory. Text is never a formula, whatever it begins with. The same sheets give the same bytes.
Measures come from `layout`. Imports no form.
"""

import errno
import os
import re
import secrets
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import groupby, pairwise, takewhile
from pathlib import Path
from typing import IO, Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from partyday.errors import BadInput, Conflict, PartydayError
from partyday.forms.layout import BODY_SIZE, MARGIN_ENDS, MARGIN_SIDES, MM_PER_INCH, Band, Layout, lay_out
from partyday.i18n import _
from partyday.model.paper import LONGEST_TEXT, UNPRINTED, Align, Number, Row, RowKind, Sheet, Value
from partyday.model.seal import SEAL_TAB

_A4 = 9
_FONT = "宋体"
_SIDE = Side(style="thin")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_BODY = Font(name=_FONT, size=BODY_SIZE)
_BOLD = Font(name=_FONT, size=BODY_SIZE, bold=True)
_NUMBER_FORMATS = {Number.PLAIN: "General", Number.MONEY: "#,##0.00", Number.PERCENT: "0.0%"}

# Text to be looked at before it is written: what Excel could take for a formula, and what is never printed.
_SUSPECT = re.compile(f"^[=+@\t-]|{UNPRINTED.pattern}")
_NOT_IN_TABS = re.compile(r"[][:*?/\\]")
_LONGEST_TAB = 31  # Excel's limits
_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the first day a zip file can tell

_DISK_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def write(sheets: Sheet | Sequence[Sheet], path: Path, *, sealed: Sequence[str] = ()) -> None:
    """Write the sheets as one workbook, replacing `path` whole or not at all.

    With `sealed` lines they stand in a hidden sheet behind (`seal`).
    Raises BadInput where the folder or the disk does not allow it, Conflict where the file is open elsewhere.
    """
    together = [sheets] if isinstance(sheets, Sheet) else list(sheets)
    with _replacing(path) as temporary:
        _write_workbook(together, temporary, sealed)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place at the end; removed, with the errors in words, otherwise."""
    temporary = path.with_name(f".partyday-{secrets.token_hex(4)}.tmp")
    try:
        try:
            _refuse(path)
            yield temporary
        except _disk_errors() as error:
            raise _not_written(path, error) from error
        try:
            temporary.replace(path)
        except PermissionError as error:
            raise _is_open(path) from error
        except OSError as error:
            raise _not_written(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _refuse(path: Path) -> None:
    if path.is_dir():
        raise BadInput(_("“{path}” is a folder.").format(path=path), _("Give the name of a file in it."))
    # Outside Windows nothing stops a file from being replaced under LibreOffice, which only leaves this note.
    if path.exists() and path.with_name(f".~lock.{path.name}#").exists():
        raise _is_open(path)


def _disk_errors() -> tuple[type[Exception], ...]:
    # openpyxl writes through lxml where that happens to be installed, and lxml has its own error for a failed write.
    lxml = sys.modules.get("lxml.etree")
    return (OSError, lxml.SerialisationError) if lxml else (OSError,)


def _not_written(path: Path, error: Exception) -> PartydayError:
    number = error.errno if isinstance(error, OSError) else getattr(errno, str(error).removeprefix("IO_"), errno.ENOSPC)
    if number in _DISK_FULL:
        return BadInput(
            _("“{path}” could not be written: the disk is full.").format(path=path),
            _("Make room (in the folder for temporary files too) and try again, or choose another disk with -o."),
        )
    if number in (errno.ENOENT, errno.ENOTDIR):
        return BadInput(
            _("There is no folder “{folder}”.").format(folder=path.parent),
            _("Make the folder first, or choose another file with -o."),
        )
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return BadInput(
            _("Files may not be written to “{folder}”.").format(folder=path.parent),
            _("Choose a file in another folder with -o."),
        )
    return BadInput(
        _("“{path}” could not be written: {reason}.").format(
            path=path, reason=getattr(error, "strerror", None) or error
        ),
        _("Choose another file with -o."),
    )


def _is_open(path: Path) -> Conflict:
    return Conflict(
        _("“{path}” is open in another program, or protected.").format(path=path),
        _("Close it there and try again, or choose another file with -o."),
    )


def _write_workbook(sheets: Sequence[Sheet], path: Path, sealed: Sequence[str]) -> None:
    book = Workbook(write_only=True)
    book.properties.creator = "partyday"
    book.properties.created = book.properties.modified = datetime(*_NO_DATE)  # noqa: DTZ001  # no real moment
    try:
        with path.open("xb") as file:
            for sheet, tab in zip(sheets, _tabs(sheets), strict=True):
                _SheetWriter(book.create_sheet(tab), sheet, lay_out(sheet)).write()
            if sealed:
                hidden = book.create_sheet(SEAL_TAB)
                hidden.sheet_state = "hidden"
                for line in sealed:
                    hidden.append([line])
            with _Archive(file, "w", ZIP_DEFLATED) as archive:
                ExcelWriter(book, archive).save()
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        _abandon(book.worksheets)
        raise


def _abandon(worksheets: Sequence[Any]) -> None:
    # Left to the garbage collector, half-written sheets would complain on stderr once more.
    for worksheet in worksheets:
        if writer := worksheet._writer:
            for finish in (worksheet.close, writer.close, writer.cleanup):
                with suppress(Exception):
                    finish()


class _Archive(ZipFile):
    """A zip file that does not tell when it was made."""

    def open(
        self,
        name: str | ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        if isinstance(name, ZipInfo):
            name.date_time = _NO_DATE
        return super().open(name, mode, pwd, force_zip64=force_zip64)


def _tabs(sheets: Sequence[Sheet]) -> Iterator[str]:
    """The names of the sheets as Excel allows them: 31 characters, some not among them, no two alike."""
    taken: set[str] = {SEAL_TAB.casefold()}
    for sheet in sheets:
        wanted = _NOT_IN_TABS.sub("_", UNPRINTED.sub("", sheet.tab)).strip("'") or "Sheet"
        name, again = wanted[:_LONGEST_TAB], 1
        while name.casefold() in taken:
            again += 1
            ending = f"({again})"
            name = wanted[: _LONGEST_TAB - len(ending)] + ending
        taken.add(name.casefold())
        yield name


class _Cell(Cell):
    """A cell of one look, used again for each value written in it; its styles are looked up once."""

    __slots__ = ("_plain", "_quoted", "style_id")
    has_style = True
    style_id: int

    def __init__(self, worksheet: Any, font: Font, alignment: Alignment, border: Border | None, number: Number) -> None:
        super().__init__(worksheet, 1, 1)

        def look(*, quoted: bool) -> int:
            styled = WriteOnlyCell(worksheet)
            styled.font, styled.alignment, styled.number_format = font, alignment, _NUMBER_FORMATS[number]
            styled.quotePrefix = quoted
            if border:
                styled.border = border
            return styled.style_id

        # Excel would make a formula of such text as soon as somebody edits it, were it not for the quote.
        self._plain, self._quoted = look(quoted=False), look(quoted=True)
        self.style_id = self._plain

    def holding(self, value: Value) -> "_Cell":
        """This cell with `value`: text as text, even where it looks like a formula, and only what XML can say."""
        self.style_id = self._plain
        self.data_type = "n"
        if isinstance(value, str):
            self.data_type = "s"
            if _SUSPECT.search(value):
                self.style_id = self._quoted
                value = UNPRINTED.sub("", value)
            if len(value) > LONGEST_TEXT:
                value = value[:LONGEST_TEXT]
        self._value = value
        return self


def _placed(cells: Iterable[tuple[_Cell, Value]], row: int) -> Iterator[_Cell]:
    """The cells of a row, one after the other: the same object may come again with another value."""
    for column, (cell, value) in enumerate(cells, 1):
        cell.row, cell.column = row, column
        yield cell.holding(value)


class _SheetWriter:
    """Writes one sheet from top to bottom, in the order the file has it: settings, rows, what refers to rows."""

    def __init__(self, worksheet: Any, sheet: Sheet, layout: Layout) -> None:
        self.worksheet = worksheet
        self.sheet = sheet
        self.layout = layout
        self.rows = 0
        self.heights: dict[float, RowDimension] = {}
        self.looks: dict[Any, _Cell] = {}
        # openpyxl would try each cell as a value, fail, and make a new one: a third of the time of a long sheet.
        worksheet._values_to_row = _placed

    def write(self) -> None:
        """Everything."""
        self._set_up()
        for band in self.layout.above:
            self._write_band(band)
        self._write_header()
        for kind, rows in groupby(self.sheet.body, key=lambda row: row.kind):
            if kind is RowKind.DATA:
                self._write_data(rows)
            elif kind is RowKind.SECTION:
                self._write_sections(rows)
            else:
                self._write_totals(list(rows))
        for band in self.layout.below:
            self._write_band(band)

    def _set_up(self) -> None:
        ws, sheet, layout = self.worksheet, self.sheet, self.layout
        ws.page_setup.paperSize = _A4
        ws.page_setup.orientation = sheet.orientation.value
        ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
        ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        ws.page_margins.left = ws.page_margins.right = MARGIN_SIDES / MM_PER_INCH
        ws.page_margins.top = ws.page_margins.bottom = MARGIN_ENDS / MM_PER_INCH
        ws.page_margins.header = ws.page_margins.footer = MARGIN_ENDS / 2 / MM_PER_INCH
        ws.print_options.horizontalCentered = True
        ws.print_title_rows = f"{layout.first_header_row}:{layout.last_header_row}"
        ws.freeze_panes = f"A{layout.last_header_row + 1}"
        ws.oddFooter.center.text = "第 &P 页 共 &N 页" + ("（草稿）" if sheet.draft else "")
        ws.oddFooter.center.font, ws.oddFooter.center.size = f"{_FONT},Regular", 9
        for index, width in enumerate(layout.widths, 1):
            ws.column_dimensions[get_column_letter(index)].width = round(width, 2)

    def _write_band(self, band: Band) -> None:
        cells: list[_Cell] = []
        values: list[str | None] = []
        font = Font(name=_FONT, size=band.size, bold=band.bold)
        for text, columns, align in band.parts:
            self._merge(len(values) + 1, columns)
            cells += [self._cell(font, align, border=None)] * columns
            values += [text] + [None] * (columns - 1)
        self._append(cells, values, band.height)

    def _write_header(self) -> None:
        columns = self.sheet.columns
        cells = [self._cell(_BOLD)] * len(columns)
        *upper, lowest = self.layout.header
        for height in upper:
            above: list[str | None] = []
            for group, members in groupby(columns, key=lambda column: column.group):
                headings: list[str | None] = [column.heading for column in members]
                if group:
                    self._merge(len(above) + 1, len(headings))
                    above += [group] + [None] * (len(headings) - 1)
                    continue
                for heading in headings:
                    self._merge(len(above) + 1, 1, rows=2)
                    above.append(heading)
            self._append(cells, above, height)
        below = [column.heading if column.group or not upper else None for column in columns]
        self._append(cells, below, lowest)

    def _write_data(self, rows: Iterable[Row]) -> None:
        first = self.rows + 1
        looks: dict[Number | None, list[_Cell]] = {}
        for row in rows:
            if row.number not in looks:
                looks[row.number] = self._cells(_BODY, row.number)
            self._append(looks[row.number], row.cells, self.layout.height_of(row))
        for index, column in enumerate(self.sheet.columns, 1):
            if column.choices:
                self._offer(column.choices, CellRange(None, index, first, index, self.rows))

    def _write_sections(self, rows: Iterable[Row]) -> None:
        columns = len(self.sheet.columns)
        cells = [self._cell(_BOLD, Align.LEFT, indent=1)] * columns
        for row in rows:
            self._merge(1, columns)
            self._append(cells, [*row.cells, *[None] * (columns - 1)], self.layout.height_of(row))

    def _write_totals(self, rows: Sequence[Row]) -> None:
        labels = [index for index, row in enumerate(rows) if row.cells[0] is not None]
        reach = dict(pairwise([*labels, len(rows)]))
        for index, row in enumerate(rows):
            if index in reach:
                empty = list(takewhile(lambda value: value is None, row.cells[1:]))
                self._merge(1, 1 + len(empty), rows=1 if empty else reach[index] - index)
            self._append(self._cells(_BOLD, row.number), row.cells, self.layout.height_of(row))

    def _offer(self, choices: Sequence[str], where: CellRange) -> None:
        # Only offered: the sheet may come back with other words, and reading it knows more of them.
        listed = DataValidation(
            type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=False
        )
        listed.add(where.coord)
        self.worksheet.data_validations.append(listed)

    def _cells(self, font: Font, number: Number | None) -> list[_Cell]:
        return [self._cell(font, column.align, number=number or column.number) for column in self.sheet.columns]

    def _cell(
        self,
        font: Font,
        align: Align = Align.CENTER,
        *,
        border: Border | None = _BORDER,
        indent: int = 0,
        number: Number = Number.PLAIN,
    ) -> _Cell:
        look = (id(font), align, border is None, indent, number)
        if look not in self.looks:
            # A look costs as much as a row of cells, and there are a dozen on a sheet of any length.
            alignment = Alignment(horizontal=align.value, vertical="center", wrap_text=True, indent=indent)
            self.looks[look] = _Cell(self.worksheet, font, alignment, border, number)
        return self.looks[look]

    def _merge(self, column: int, columns: int, rows: int = 1) -> None:
        """Merge cells of the next row, or rows, to be written."""
        if columns == rows == 1:
            return
        top = self.rows + 1
        # The set itself: `add` would compare with every range there is.
        self.worksheet.merged_cells.ranges.add(CellRange(None, column, top, column + columns - 1, top + rows - 1))

    def _append(self, cells: Sequence[_Cell], values: Sequence[Value], height: float) -> None:
        self.rows += 1
        if height not in self.heights:
            self.heights[height] = RowDimension(self.worksheet, ht=height)
        # Needed only while the row is written; kept, there would be one for each row of a long sheet.
        self.worksheet.row_dimensions[self.rows] = self.heights[height]
        self.worksheet.append(list(zip(cells, values, strict=True)))
        del self.worksheet.row_dimensions[self.rows]
