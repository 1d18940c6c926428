"""Where everything of a sheet stands on A4: widths, wrapped lines, row heights; where pages end, `pages` says.

Pure measuring for `xlsx`, kept apart because it is arithmetic and `xlsx` is a file format; knows no workbook. Widths
are in half-width characters of body text, heights in points. What programs and computers differ in is allowed for:
where 宋体 is not installed, figures are a fifth wider, and lines a little higher.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, takewhile, zip_longest
from typing import NamedTuple

from partyday.forms import lines
from partyday.forms.lines import display_width, longest_figure, most_width
from partyday.forms.pages import TablePage, added, paged, tail_of
from partyday.forms.titles import divided
from partyday.model.frozen import frozen
from partyday.model.paper import CONTINUED, Align, Orientation, PrintedColumn, Row, RowKind, Sheet, Value, shown

MM_PER_INCH = 25.4
MARGIN_SIDES, MARGIN_ENDS = 15, 16  # mm

#: 五号, in points: a half-width character is then as wide as one unit of Excel's column width.
BODY_SIZE = 10.5

_PAGE_MM = {Orientation.PORTRAIT: (210, 297), Orientation.LANDSCAPE: (297, 210)}
_POINTS_PER_MM = 72 / MM_PER_INCH
_POINTS_PER_WIDTH = 5.25  # Excel counts widths in digits of the workbook's default font: 7 pixels
_PADDING = 1.2  # what a cell keeps free beside its text
INDENT = 1  # in Excel's steps: text at the left keeps off the rule
_INDENTED = 1.8  # what that takes
_STRETCH = 1.5  # narrow tables are widened towards the width of the page, no further than this

_LINE, _AROUND = 15.5, 5.0
_STRIP, _HEADER, _SIGNATURES = 19.0, 24.0, 36.0
_TITLE_SIZES = (18, 16, 15, 14)  # the largest that leaves the title in one line
_LONG_TITLE_SIZE = 16
_WIDE_SPACE = "\u3000"  # as wide as a Chinese character in every font

_PAGE_USED = 0.97  # programs differ a little in the height of a row
_LITTLE = 0.45  # of a page: as little on the last page is worth setting the rows closer
_CLOSEST = 0.72  # of the comfortable height
_TO_SIGN_IN = 21.0  # a row in which people write by hand is not lower
_BY_HAND = re.compile("签名|签到|签收|实交")
_ROWS_WORTH_FITTING = 200
_ROWS_WORTH_PAGING = 2_000
#: A row is no higher than 409 points, Excel's limit, and a page breaks between rows: more lines are not left to one.
_MOST_LINES = 24
_TALLEST = 409.0


@frozen
class Strip:
    """A row outside the table: texts, each with the number of columns it takes and its place in them."""

    parts: tuple[tuple[str, int, Align], ...]
    height: float
    size: float = BODY_SIZE
    bold: bool = False


@frozen
class Layout:
    """The measures of one sheet: the strips above and below its table, the rows of its header, its ordinary row.

    `body` are the rows of the table as they are printed, long texts divided; `aligns` where the columns' texts stand,
    `indents` what they keep free at the left, `headings` what stands over them; before the rows `breaks` (places in
    `body`) a page ends, and never before those `held`, into which a cell from above reaches.
    """

    widths: tuple[float, ...]
    above: tuple[Strip, ...]
    header: tuple[float, ...]
    below: tuple[Strip, ...]
    row_height: float
    body: tuple[Row, ...] = ()
    indents: tuple[float, ...] = ()
    aligns: tuple[Align, ...] = ()
    headings: tuple[str, ...] = ()
    held: frozenset[int] = frozenset()
    breaks: tuple[int, ...] = ()

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
            return _height([(str(row.cells[0]), added(self.widths) - _INDENTED)], self.row_height, bold=True)
        widths = self.widths
        bold = row.kind is RowKind.TOTAL
        if bold:  # its first text reaches over the empty cells beside it
            empty = sum(1 for _ in takewhile(lambda value: value is None, row.cells[1:]))
            widths = (added(widths[: empty + 1]), *widths[1:])
        long = [
            (value, width - indent)
            for value, width, indent in zip_longest(row.cells, widths, self.indents, fillvalue=0.0)
            # Twice its length is nearly the most a text can take: nearly all are told apart by that alone.
            if isinstance(value, str) and (2 * len(value) > width - indent - _PADDING or "\n" in value)
        ]
        return _height(long, self.row_height, bold=bold) if long else self.row_height


def lay_out(sheet: Sheet) -> Layout:
    """Measure `sheet` for its page."""
    across, down = _PAGE_MM[sheet.orientation]
    page_width = (across - 2 * MARGIN_SIDES) * _POINTS_PER_MM / _POINTS_PER_WIDTH
    page_height = (down - 2 * MARGIN_ENDS) * _POINTS_PER_MM
    leading = sheet.leading
    body = sheet.body[len(leading) :]
    needs = _needs(sheet.columns, body)
    aligns = tuple(column.align for column in sheet.columns)
    centred = _shared(needs, _stretched(sheet.columns, needs, aligns, page_width), aligns)
    aligns = tuple(
        # A text of several lines in the middle of its cell would reach from rule to rule.
        Align.LEFT if align is Align.CENTER and need.text > max(width - _PADDING, need.figure) else align
        for align, need, width in zip(aligns, needs, centred, strict=True)
    )
    indents = _indents(aligns)
    shared = _shared(needs, _stretched(sheet.columns, needs, aligns, page_width), aligns)
    widths = _wide_enough(body, shared, indents)
    headings = tuple(_dated(column.heading, width) for column, width in zip(sheet.columns, widths, strict=True))
    layout = Layout(
        widths=widths,
        above=(
            _title(sheet.heading, widths),
            *(_line(left, right, widths) for left, right in sheet.lines),
            *(replace(_whole(str(row.cells[0]), widths, _STRIP), bold=True) for row in leading),
        ),
        header=_header(headings, widths, grouped=sheet.grouped),
        below=(
            *(_whole(note, widths, _STRIP) for note in sheet.notes),
            *([_whole(_spread(sheet.signatures, widths), widths, _SIGNATURES)] if sheet.signatures else []),
        ),
        row_height=sheet.row_height,
        body=tuple(_divided(body, widths, indents)),
        indents=indents,
        aligns=aligns,
        headings=headings,
        held=_held(sheet.columns, body),
    )
    # A sheet wider than its page is printed smaller, and more of it goes on the page.
    room = page_height * max(1.0, added(widths) / page_width) * _PAGE_USED
    by_hand = any(_BY_HAND.search(column.heading) for column in sheet.columns)
    return _on_pages(layout, room, _TO_SIGN_IN if by_hand else 0.0)


def _held(columns: Sequence[PrintedColumn], body: Sequence[Row]) -> frozenset[int]:
    spanning = [at for at, column in enumerate(columns) if column.spans][:1]
    return frozenset(
        at
        for at, row in enumerate(body)
        if at and row.kind is RowKind.DATA and any(row.cells[place] is None for place in spanning)
    )


def _indents(aligns: Sequence[Align]) -> tuple[float, ...]:
    return tuple(_INDENTED if align is Align.LEFT else 0.0 for align in aligns)


def _stretched(
    columns: Sequence[PrintedColumn], needs: Sequence["_Need"], aligns: Sequence[Align], page_width: float
) -> list[float]:
    """The widths that columns ask for, wider where the page has room."""
    least = [
        max(column.width, need.figure) + _PADDING + indent
        for column, need, indent in zip(columns, needs, _indents(aligns), strict=True)
    ]
    stretch = min(max(1.0, page_width / added(least)), _STRETCH)
    return [width * stretch for width in least]


class _Need(NamedTuple):
    """What the texts of a column take: the longest of them in one line, a figure or date, its heading."""

    text: float
    figure: float
    heading: float


def _needs(columns: Sequence[PrintedColumn], body: Sequence[Row]) -> list[_Need]:
    """What each column takes; of many rows the first and the last are looked at."""
    some = body if len(body) <= _ROWS_WORTH_FITTING else (*body[:_ROWS_WORTH_FITTING], *body[-_ROWS_OF_TOTALS:])
    rows = [row for row in some if row.kind is not RowKind.SECTION]
    needs = []
    for at, column in enumerate(columns):
        texts = [cell for row in rows if row.kind is RowKind.DATA and isinstance(cell := row.cells[at], str)]
        figures = [
            most_width(shown(cell, column, row), bold=row.kind is RowKind.TOTAL)
            for row in rows
            if not isinstance(cell := row.cells[at], str) and cell is not None
        ]
        needs.append(
            _Need(
                max((most_width(line) for text in texts for line in text.split("\n")), default=0.0),
                max([*map(longest_figure, texts), *figures], default=0.0),
                most_width(column.heading, bold=True),
            )
        )
    return needs


_ROWS_OF_TOTALS = 20


def _shared(needs: Sequence[_Need], widths: Sequence[float], aligns: Sequence[Align]) -> list[float]:
    """The widths, of the same sum: what has room gives some to what is broken into lines."""
    beside = [indent + _PADDING for indent in _indents(aligns)]
    given = [
        max(0.0, width - max(need.text + extra, need.figure + extra, need.heading + extra, _KEPT * width))
        for width, need, extra in zip(widths, needs, beside, strict=True)
    ]
    wanted = [max(0.0, need.text + extra - width) for width, need, extra in zip(widths, needs, beside, strict=True)]
    if not any(wanted):
        return list(widths)
    share = min(1.0, added(given) / added(wanted))
    takes = [min(want, share * added(wanted) * want / added(wanted)) for want in wanted]
    kept = added(takes) / added(given) if any(given) else 0.0
    return [width - gave * kept + take for width, gave, take in zip(widths, given, takes, strict=True)]


_KEPT = 0.7  # of its width a column keeps: an empty one is there to be written in


def _wide_enough(body: Sequence[Row], widths: Sequence[float], indents: Sequence[float]) -> tuple[float, ...]:
    """The widths, wider for a column with a text that would not fit in the highest row there is.

    A table may be read back, so its texts are not divided: it is printed smaller instead.
    """
    if len(widths) == _NAME_AND_TEXT or len(body) > _ROWS_WORTH_PAGING:
        return tuple(widths)
    enough = list(widths)
    for at, (width, indent) in enumerate(zip(widths, indents, strict=True)):
        beside = indent + _PADDING
        for row in body:
            cell = row.cells[at] if row.kind is RowKind.DATA else None
            if not isinstance(cell, str) or 2 * len(cell) <= _MOST_LINES * (width - beside) / 2:
                continue
            while lines.count(cell, enough[at] - beside) > _MOST_LINES and enough[at] < _WIDEST:
                enough[at] = min(enough[at] * 1.2, _WIDEST)
    return tuple(enough)


def _divided(body: Sequence[Row], widths: Sequence[float], indents: Sequence[float]) -> Iterator[Row]:
    """The rows of a sheet of names and texts, a text of very many lines in several: a higher row would be cut."""
    if len(widths) != _NAME_AND_TEXT:
        yield from body
        return
    for row in body:
        if row.kind is not RowKind.DATA:
            yield row
            continue
        for place, part in enumerate(_parts(row.cells[1], widths[1] - indents[1] - _PADDING)):
            name = f"{row.cells[0]}{CONTINUED}" if place else row.cells[0]
            yield Row((name, part), row.kind, row.number)


_NAME_AND_TEXT = 2  # columns
_WIDEST = 250.0  # Excel's limit is 255


def _parts(cell: Value, room: float) -> list[Value]:
    """A text in parts of so many lines."""
    if not isinstance(cell, str):
        return [cell]
    every = lines.wrapped(cell, room)
    if len(every) <= _MOST_LINES:
        return [cell]
    return ["".join(every[at : at + _MOST_LINES]).removesuffix("\n") for at in range(0, len(every), _MOST_LINES)]


def _height(texts: Iterable[tuple[str, float]], least: float, *, bold: bool = False) -> float:
    """How high a row of texts in cells of such widths must be: `least`, or what a wrapped one takes."""
    most = max(lines.count(text, width - _PADDING, bold=bold) for text, width in texts)
    return least if most == 1 else min(max(least, most * _LINE + _AROUND), _TALLEST)


def _title(text: str, widths: Sequence[float]) -> Strip:
    """The title in the largest type that leaves it in one line; a longer one is divided behind a word."""
    rooms = {size: added(widths) * BODY_SIZE / size - _PADDING for size in _TITLE_SIZES}
    size = next((size for size, room in rooms.items() if most_width(text, bold=True) <= room), None)
    if size:
        return Strip(((text, len(widths), Align.CENTER),), size * 1.6 + 8, size, bold=True)
    parts = divided(text, rooms[_LONG_TITLE_SIZE] * _TITLE_USED / 2)
    height = len(parts) * _LONG_TITLE_SIZE * 1.6 + 8
    return Strip((("\n".join(parts), len(widths), Align.CENTER),), height, _LONG_TITLE_SIZE, bold=True)


_TITLE_USED = 0.9  # of the room of a line: figures may be wider


def _line(left: str, right: str, widths: Sequence[float]) -> Strip:
    """Two texts at the ends of a line, divided between the columns where both have the most room."""
    if not right or len(widths) == 1:
        return _whole(f"{left}{_WIDE_SPACE}{right}" if right else left, widths, _STRIP)
    edges = list(accumulate(widths))
    spare = [min(edge - most_width(left), edges[-1] - edge - most_width(right)) for edge in edges[:-1]]
    columns = spare.index(max(spare)) + 1
    edge = edges[columns - 1]
    return Strip(
        ((left, columns, Align.LEFT), (right, len(widths) - columns, Align.RIGHT)),
        _height([(left, edge), (right, edges[-1] - edge)], _STRIP),
    )


def _whole(text: str, widths: Sequence[float], least: float) -> Strip:
    return Strip(((text, len(widths), Align.LEFT),), _height([(text, added(widths))], least))


def _spread(texts: Sequence[str], widths: Sequence[float]) -> str:
    """The texts in one line, the room between them shared out evenly."""
    room = added(widths) - 2 * _PADDING - sum(map(display_width, texts))
    return (_WIDE_SPACE * max(1, int(room / 2 / max(1, len(texts) - 1)))).join(texts)


def _header(headings: Sequence[str], widths: Sequence[float], *, grouped: bool) -> tuple[float, ...]:
    lowest = _height(zip(headings, widths, strict=True), _HEADER, bold=True)
    return (_HEADER, lowest) if grouped else (lowest,)


def _dated(heading: str, width: float) -> str:
    """A heading; a date that takes two lines is divided behind its month."""
    if most_width(heading, bold=True) <= width - _PADDING:
        return heading
    return _MONTH_AND_DAY.sub(r"\1\n\2", heading)


_MONTH_AND_DAY = re.compile(r"^(\d{1,2}月)(\d{1,2}日.*)$")


def _on_pages(layout: Layout, room: float, least: float) -> Layout:
    """`layout` with its pages, its rows closer where that saves a last page with little on it; not below `least`."""
    if len(layout.body) > _ROWS_WORTH_PAGING:
        return replace(layout, breaks=(tail_of([row.kind for row in layout.body]),))
    pages = _pages(layout, room)
    header = added(layout.header)
    whole = pages[0].used + added(page.used - header for page in pages[1:])
    too_much = whole - (len(pages) - 1) * (room - header) - header
    if len(pages) > 1 and len(layout.body) <= _ROWS_WORTH_FITTING and too_much <= _LITTLE * room:
        closest = max(least, layout.row_height * _CLOSEST)
        for half_points in range(int(2 * layout.row_height), round(2 * closest) - 1, -1):
            closer = replace(layout, row_height=half_points / 2)
            fewer = _pages(closer, room)
            if len(fewer) < len(pages):
                return replace(closer, breaks=_breaks(fewer))
    return replace(layout, breaks=_breaks(pages))


def _pages(layout: Layout, room: float) -> list[TablePage]:
    return paged(
        [row.kind for row in layout.body],
        [layout.height_of(row) for row in layout.body],
        above=added(strip.height for strip in layout.above),
        header=added(layout.header),
        below=added(strip.height for strip in layout.below),
        room=room,
        held=layout.held,
    )


def _breaks(pages: Sequence[TablePage]) -> tuple[int, ...]:
    return tuple(page.first for page in pages[1:])
