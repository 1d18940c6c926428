"""Where everything of a sheet stands on A4: widths, wrapped lines, row heights, page breaks foreseen.

Pure measuring for `xlsx`, kept apart because it is arithmetic and `xlsx` is a file format; knows no workbook. Widths
are in half-width characters of body text, heights in points.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, takewhile

from partyday.model.paper import Align, Orientation, Row, RowKind, Sheet

MM_PER_INCH = 25.4
MARGIN_SIDES, MARGIN_ENDS = 15, 18  # mm

#: 五号, in points: a half-width character is then as wide as one unit of Excel's column width.
BODY_SIZE = 10.5

_PAGE_MM = {Orientation.PORTRAIT: (210, 297), Orientation.LANDSCAPE: (297, 210)}
_POINTS_PER_MM = 72 / MM_PER_INCH
_POINTS_PER_WIDTH = 5.25  # Excel counts widths in digits of the workbook's default font: 7 pixels
_PADDING = 1.2  # what a cell keeps free beside its text
_STRETCH = 1.5  # narrow tables are widened towards the width of the page, no further than this

_LINE = 15.0
_BAND, _HEADER, _SIGNATURES = 20.0, 24.0, 36.0
_TALLEST = 409.0  # Excel's limit
_TITLE_SIZES = (18, 16, 15, 14)  # the largest that leaves the title in one line
_LONG_TITLE_SIZE = 16
_WIDE_SPACE = "\u3000"  # as wide as a Chinese character in every font

_PAGE_USED = 0.97  # programs differ a little in the height of a row
_LITTLE = 0.35  # of a page: as little on the last page is worth setting the rows closer
_CLOSEST = 0.72  # of the comfortable height
_ROWS_WORTH_FITTING = 200
_ROUNDING = 1 + 1e-6  # text exactly as wide as its cell fits


@dataclass(frozen=True)
class Band:
    """A row outside the table: texts, each with the number of columns it takes and its place in them."""

    parts: tuple[tuple[str, int, Align], ...]
    height: float
    size: float = BODY_SIZE
    bold: bool = False


@dataclass(frozen=True)
class Layout:
    """The measures of one sheet: the bands above and below its table, the rows of its header, its ordinary row."""

    widths: tuple[float, ...]
    above: tuple[Band, ...]
    header: tuple[float, ...]
    below: tuple[Band, ...]
    row_height: float

    @property
    def first_header_row(self) -> int:
        """The row of the sheet, from 1, in which the header begins."""
        return len(self.above) + 1

    @property
    def last_header_row(self) -> int:
        """The row of the sheet, from 1, in which the header ends."""
        return len(self.above) + len(self.header)

    def height_of(self, row: Row) -> float:
        """How high a row of the table must be, with its text wrapped."""
        if row.kind is RowKind.SECTION:
            return _height([(str(row.cells[0]), sum(self.widths))], self.row_height)
        widths = self.widths
        if row.kind is RowKind.TOTAL:  # its first text reaches over the empty cells beside it
            empty = sum(1 for _ in takewhile(lambda value: value is None, row.cells[1:]))
            widths = (sum(widths[: empty + 1]), *widths[1:])
        long = [
            (value, width)
            for value, width in zip(row.cells, widths, strict=True)
            # Twice its length is the most a text can take: nearly all are told apart by that alone.
            if isinstance(value, str) and (2 * len(value) > width - _PADDING or "\n" in value)
        ]
        return _height(long, self.row_height) if long else self.row_height


def lay_out(sheet: Sheet) -> Layout:
    """Measure `sheet` for its page."""
    across, down = _PAGE_MM[sheet.orientation]
    page_width = (across - 2 * MARGIN_SIDES) * _POINTS_PER_MM / _POINTS_PER_WIDTH
    page_height = (down - 2 * MARGIN_ENDS) * _POINTS_PER_MM
    least = [column.width + _PADDING for column in sheet.columns]
    stretch = min(max(1.0, page_width / sum(least)), _STRETCH)
    widths = tuple(width * stretch for width in least)
    layout = Layout(
        widths=widths,
        above=(_title(sheet.heading, widths), *(_line(left, right, widths) for left, right in sheet.lines)),
        header=_header(sheet, widths),
        below=(
            *(_whole(note, widths, _BAND) for note in sheet.notes),
            *([_whole(_spread(sheet.signatures, widths), widths, _SIGNATURES)] if sheet.signatures else []),
        ),
        row_height=sheet.row_height,
    )
    # A sheet wider than its page is printed smaller, and more of it goes on the page.
    return _fitted(layout, sheet.body, page_height * max(1.0, sum(widths) / page_width))


def display_width(text: str) -> int:
    """How many half-width characters `text` is wide in a Chinese font."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text
    )


def _line_count(text: str, width: float) -> int:
    room = max(width - _PADDING, 2) * _ROUNDING
    return sum(max(1, math.ceil(display_width(line) / room)) for line in text.split("\n"))


def _height(texts: Iterable[tuple[str, float]], least: float) -> float:
    """How high a row of texts in cells of such widths must be: `least`, or what a wrapped one takes."""
    lines = max(_line_count(text, width) for text, width in texts)
    return least if lines == 1 else min(max(least, lines * _LINE + 4), _TALLEST)


def _title(text: str, widths: Sequence[float]) -> Band:
    lines = {size: _line_count(text, sum(widths) * BODY_SIZE / size) for size in _TITLE_SIZES}
    size = next((size for size in _TITLE_SIZES if lines[size] == 1), _LONG_TITLE_SIZE)
    return Band(((text, len(widths), Align.CENTER),), lines[size] * size * 1.6 + 8, size, bold=True)


def _line(left: str, right: str, widths: Sequence[float]) -> Band:
    """Two texts at the ends of a line, divided between the columns where both have the most room."""
    if not right or len(widths) == 1:
        return _whole(f"{left}{_WIDE_SPACE}{right}" if right else left, widths, _BAND)
    edges = list(accumulate(widths))
    spare = [min(edge - display_width(left), edges[-1] - edge - display_width(right)) for edge in edges[:-1]]
    columns = spare.index(max(spare)) + 1
    edge = edges[columns - 1]
    return Band(
        ((left, columns, Align.LEFT), (right, len(widths) - columns, Align.RIGHT)),
        _height([(left, edge), (right, edges[-1] - edge)], _BAND),
    )


def _whole(text: str, widths: Sequence[float], least: float) -> Band:
    return Band(((text, len(widths), Align.LEFT),), _height([(text, sum(widths))], least))


def _spread(texts: Sequence[str], widths: Sequence[float]) -> str:
    """The texts in one line, the room between them shared out evenly."""
    room = sum(widths) - 2 * _PADDING - sum(map(display_width, texts))
    return (_WIDE_SPACE * max(1, int(room / 2 / max(1, len(texts) - 1)))).join(texts)


def _header(sheet: Sheet, widths: Sequence[float]) -> tuple[float, ...]:
    headings = (column.heading for column in sheet.columns)
    lowest = _height(zip(headings, widths, strict=True), _HEADER)
    return (_HEADER, lowest) if sheet.grouped else (lowest,)


def _fitted(layout: Layout, body: Sequence[Row], page: float) -> Layout:
    """`layout`, with its rows closer where that saves a last page with little on it."""
    if len(body) > _ROWS_WORTH_FITTING:
        return layout
    page *= _PAGE_USED
    header = sum(layout.header)
    around = header + sum(band.height for band in (*layout.above, *layout.below))

    def needed(tried: Layout) -> float:
        return around + sum(map(tried.height_of, body))

    pages = math.ceil((needed(layout) - header) / (page - header)) - 1
    # Each further page repeats the header, and the one before it ends with a row that did not fit.
    room = pages * page - (pages - 1) * (header + layout.row_height)
    if pages < 1 or needed(layout) - room > _LITTLE * page:
        return layout
    for half_points in range(int(2 * layout.row_height), round(2 * layout.row_height * _CLOSEST) - 1, -1):
        closer = replace(layout, row_height=half_points / 2)
        if needed(closer) <= room:
            return closer
    return layout
