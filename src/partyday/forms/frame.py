"""Everything of a workbook but its rows, made by openpyxl: the page, the styles, the package around the sheets.

The only place that prints with openpyxl, and only with what its documentation describes: an empty workbook is saved to
memory with one cell for every look, and the parts and the numbers of the looks are taken from there. The rows
(`rows.sheet_data`) are put in between the head and the tail of each sheet by `xlsx`.
"""

import errno
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.chart import LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from partyday.forms.layout import MARGIN_ENDS, MARGIN_SIDES, MM_PER_INCH
from partyday.forms.rows import Look, PrintedSheet, letters, with_quoted
from partyday.model.paper import Asked, Number, PrintedColumn
from partyday.words.rates import SCALE

# Papers do not say when they were printed.
_NO_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001  # no real moment

_A4 = 9
_FONT = "宋体"
_SIDE = Side(style="thin")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_FORMATS = {
    Number.PLAIN: "General",
    Number.MONEY: "#,##0.00",
    Number.PERCENT: "0.0%",
    Number.ROUND: "0%",
    Number.TEXT: "@",
}
_CHART_ROWS = 17  # of the usual height
_FILLS = {
    Asked.REQUIRED: PatternFill("solid", fgColor="FFF2CC"),
    Asked.OPTIONAL: PatternFill("solid", fgColor="EDEDED"),
}

#: The font that widths of columns are counted in: one that is nearly everywhere, or stands there under another name.
_USUAL = b'<font><name val="Arial"/><family val="2"/><sz val="10"/></font>'
_STYLES = "xl/styles.xml"
_USUAL_FONT = re.compile(b"<font>.*?</font>")
_SIMPLIFIED_CHINESE, _UPRIGHT = 134, 3  # what stands in for the font where it is not installed has its characters

#: Dark enough to be seen in black and white, light enough to be read on.
_SHADE = PatternFill(bgColor="BFBFBF", fill_type="solid")

_SHEETS = "xl/worksheets/sheet"
_ROWS = re.compile(b"<sheetData>.*</sheetData>", re.DOTALL)
_DIMENSION = re.compile(b'(<dimension ref=")[^"]*')
_MODIFIED = re.compile(b"(<dcterms:modified[^>]*>)[^<]*")
_CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"


@dataclass(frozen=True)
class Frame:
    """A workbook without rows: `parts` by their names in the package, whole, or of a sheet what is around its rows.

    `sheets` are the names of the sheets' parts in their order, `styles` the number of each look.
    """

    parts: Mapping[str, bytes | tuple[bytes, bytes]]
    sheets: tuple[str, ...]
    styles: Mapping[Look, int]


def frame(tabs: Mapping[str, PrintedSheet], hidden: str | None = None, foot: str = "") -> Frame:
    """The frame of a workbook with these sheets, by the names of their tabs, and a hidden one behind them."""
    looks = with_quoted([Look(), *(look for sheet in tabs.values() for look in sheet.looks)])
    book = Workbook()
    book.properties.creator = "partyday"
    book.properties.created = _NO_MOMENT
    samples = book.worksheets[0]
    for tab, printed in tabs.items():
        worksheet = samples if printed is next(iter(tabs.values())) else book.create_sheet()
        worksheet.title = tab
        _set_up(worksheet, printed, foot)
    if hidden is not None:
        book.create_sheet(hidden).sheet_state = "hidden"
    for place, look in enumerate(looks, 1):
        _dress(samples.cell(1, place), look)
    for worksheet in book.worksheets[1:]:
        _dress(worksheet.cell(1, 1), Look())
    parts = _saved(book)
    parts[_STYLES] = _USUAL_FONT.sub(_USUAL, parts[_STYLES], count=1)
    sheets = tuple(f"{_SHEETS}{number}.xml" for number in range(1, len(book.worksheets) + 1))
    cells = ElementTree.fromstring(parts[sheets[0]]).iter(_CELL)
    styles = {look: int(cell.get("s", "0")) for look, cell in zip(looks, cells, strict=True)}
    return Frame({**parts, **_without_moment(parts), **dict(_around_rows(parts, sheets, tabs))}, sheets, styles)


class _Memory(BytesIO):
    """A file in memory that Python's clearing away does not close.

    Where the disk is full openpyxl leaves its archive open. Later the archive closes itself, and needs its file for
    that; Python may have cleared the file away before it, and then complains on the terminal.
    """

    def close(self) -> None:
        """Stay open."""


def _saved(book: Workbook) -> dict[str, bytes]:
    """The parts of the workbook by their names. Raises OSError where the disk for temporary files is full."""
    saved = _Memory()
    # openpyxl writes each sheet through a temporary file. Where lxml is installed, a full disk is an error of lxml,
    # or none at all, and the file is cut short.
    lxml = sys.modules.get("lxml.etree")
    no_room = (lxml.SerialisationError,) if lxml else ()
    try:
        book.save(saved)
    except no_room as error:
        raise _no_room() from error
    with ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if not all(part.endswith(b"</worksheet>") for name, part in parts.items() if name.startswith(_SHEETS)):
        raise _no_room()
    return parts


def _no_room() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _without_moment(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    core = "docProps/core.xml"
    return {core: _MODIFIED.sub(rb"\g<1>%sZ" % _NO_MOMENT.isoformat().encode(), parts[core])}


def _around_rows(
    parts: Mapping[str, bytes], names: Sequence[str], tabs: Mapping[str, PrintedSheet]
) -> Iterator[tuple[str, tuple[bytes, bytes]]]:
    """The head and the tail of every sheet, the head with the cells that its own rows will take."""
    ends = [f"{letters(len(printed.sheet.columns) - 1)}{printed.last_row}" for printed in tabs.values()]
    for at, name in enumerate(names):
        head, tail = _ROWS.split(parts[name])
        if at < len(ends):
            yield name, (_DIMENSION.sub(rb"\g<1>A1:%s" % ends[at].encode(), head), tail)
        else:
            yield name, (head, tail)


def _set_up(worksheet: Worksheet, printed: PrintedSheet, foot: str) -> None:
    """The page, the widths, what is repeated and what is offered."""
    sheet, layout = printed.sheet, printed.layout
    page = worksheet.page_setup
    page.paperSize = _A4
    page.orientation = sheet.orientation.value
    page.fitToWidth, page.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = worksheet.page_margins
    margins.left = margins.right = MARGIN_SIDES / MM_PER_INCH
    margins.top = margins.bottom = MARGIN_ENDS / MM_PER_INCH
    margins.header = margins.footer = MARGIN_ENDS / 2 / MM_PER_INCH
    worksheet.print_options.horizontalCentered = True
    worksheet.print_title_rows = f"{layout.first_header_row}:{layout.last_header_row}"
    worksheet.freeze_panes = f"{letters(sheet.frozen_columns)}{printed.first_body_row}"
    footer = worksheet.oddFooter
    assert footer is not None  # every new worksheet has one
    footer.center.text = "第 &P 页 共 &N 页" + ("（草稿）" if sheet.draft else "")
    footer.center.font, footer.center.size = f"{_FONT},Regular", 9
    if foot:
        footer.right.text = foot
        footer.right.font, footer.right.size = f"{_FONT},Regular", 7
    for row in printed.breaks:
        worksheet.row_breaks.append(Break(id=row))
    _shade(worksheet, printed)
    _draw(worksheet, printed)
    runs = printed.rows_of_data()
    for at, column in enumerate(sheet.columns):
        for text in column.shaded if runs else ():
            cells = f"{letters(at)}{runs[0][0]}:{letters(at)}{runs[-1][1]}"
            rule = CellIsRule(operator="equal", formula=[f'"{text}"'], fill=_SHADE, font=Font(bold=True))  # type: ignore[no-untyped-call]
            worksheet.conditional_formatting.add(cells, rule)
    for place, (column, width) in enumerate(zip(sheet.columns, layout.widths, strict=True)):
        letter = letters(place)
        worksheet.column_dimensions[letter].width = round(width, 2)
        for first, last in runs if column.choices else ():
            offered = _offered(column)
            offered.add(f"{letter}{first}:{letter}{last}")
            worksheet.add_data_validation(offered)


def _shade(worksheet: Worksheet, printed: PrintedSheet) -> None:
    """The colours of a heat map, by rules of the workbook's own: they follow a figure that is changed."""
    if printed.sheet.heat is None:
        return
    first, last = map(letters, printed.sheet.heat)
    (low, cold), (middle, mild), (high, warm) = SCALE
    colours = ["".join(f"{part:02X}" for part in colour) for colour in (cold, mild, warm)]
    scale = ColorScaleRule("num", low, colours[0], "num", middle, colours[1], "num", high, colours[2])  # type: ignore[no-untyped-call]
    end = printed.first_body_row - 1 + len(printed.layout.body)
    worksheet.conditional_formatting.add(f"{first}{printed.first_body_row}:{last}{end}", scale)


def _draw(worksheet: Worksheet, printed: PrintedSheet) -> None:
    """A line under the table, a chart of the workbook's own."""
    line = printed.sheet.line
    if line is None:
        return
    rows = printed.rows_of_data()
    first, last = rows[0][0], rows[-1][1]
    chart = LineChart()
    chart.title, chart.legend = line.title, None
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format, chart.y_axis.majorUnit = "0%", 0.2
    # Without being told so LibreOffice and newer Excels leave the axes out.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.add_data(Reference(worksheet, line.values + 1, first, max_row=last))
    chart.set_categories(Reference(worksheet, line.texts + 1, first, max_row=last))
    [series] = chart.series
    series.smooth = False
    series.marker.symbol, series.marker.size = "circle", 6
    series.dLbls = DataLabelList(numFmt="0.0%", showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    series.dLbls.position = "t"
    # Held by cells at both ends it is as wide as the table in every program.
    begins, ends = (
        AnchorMarker(row=printed.last_row + 1),
        AnchorMarker(col=len(printed.sheet.columns), row=printed.last_row + 1 + _CHART_ROWS),
    )
    chart.anchor = TwoCellAnchor(_from=begins, to=ends)  # type: ignore[assignment]  # its type knows the name of a cell alone
    worksheet.add_chart(chart)


def _offered(column: PrintedColumn) -> DataValidation:
    # Where other words are not refused, the sheet may come back with them, and reading it knows more of them.
    return DataValidation(
        type="list",
        formula1=f'"{",".join(column.choices)}"',
        allow_blank=True,
        showErrorMessage=column.only_choices,
        errorTitle=column.heading if column.only_choices else None,
        error=f"请填写：{'、'.join(column.choices)}" if column.only_choices else None,
    )


def _dress(cell: Cell | MergedCell, look: Look) -> None:
    cell.font = Font(name=_FONT, size=look.size, bold=look.bold, charset=_SIMPLIFIED_CHINESE, family=_UPRIGHT)
    cell.alignment = Alignment(horizontal=look.align.value, vertical="center", wrap_text=True, indent=look.indent)
    cell.number_format = _FORMATS[look.number]
    if look.border:
        cell.border = _BORDER
    if look.asked in _FILLS:
        cell.fill = _FILLS[look.asked]
    if look.quoted:
        cell.quotePrefix = True
