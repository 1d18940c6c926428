"""Every printed row of a sheet: its values, how each cell looks, what is merged; and the rows as XML for a workbook.

The XML is put together here, cell by cell, because that is several times as fast as openpyxl's own rows; `frame` makes
everything else of the workbook. Text is never a formula, whatever it begins with. Knows no workbook library.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from html import escape
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from partyday.forms.layout import BODY_SIZE, INDENT, Layout, Strip
from partyday.model.paper import LONGEST_TEXT, UNPRINTED, Align, Asked, Number, Row, RowKind, Sheet, Value

# Text to be looked at before it is written: what Excel could take for a formula, and what is never printed.
_SUSPECT = re.compile(f"^[=+@\t-]|{UNPRINTED.pattern}")

#: So many different values of a column are kept as XML; nearly all columns of long sheets have few.
_REMEMBERED = 2_000


class Look(NamedTuple):
    """How a cell looks. `quoted`: Excel must not make a formula of its text, not even when somebody edits it."""

    size: float = BODY_SIZE
    bold: bool = False
    align: Align = Align.CENTER
    border: bool = True
    indent: int = 0
    number: Number = Number.PLAIN
    asked: Asked = Asked.NO
    quoted: bool = False


class Merged(NamedTuple):
    """Cells merged into one: from a column (from 0) of the row it stands with, so many columns and rows of them."""

    column: int
    columns: int
    rows: int = 1


class PrintedRow(NamedTuple):
    """A row as it is printed. Rows that look alike share one tuple of `looks`."""

    values: Sequence[Value]
    looks: tuple[Look, ...]
    height: float
    merged: Sequence[Merged] = ()


class PrintedSheet:
    """A sheet with its measures and the looks of its cells, before anything of a workbook is made."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.sheet = sheet
        self.layout = layout
        self._head = tuple(Look(bold=True, asked=column.asked) for column in sheet.columns)
        self._blank = tuple(Look(border=False, align=column.align, number=column.number) for column in sheet.columns)
        self._strips = {id(strip): _looks_of_strip(strip) for strip in (*layout.above, *layout.below)}
        kinds = dict.fromkeys((row.kind, row.number) for row in layout.body)
        self._body = {kind: self._looks_of_row(*kind) for kind in kinds}

    @property
    def looks(self) -> Iterator[Look]:
        """Every look there is on the sheet, some more than once."""
        for looks in (self._head, self._blank, *self._strips.values(), *self._body.values()):
            yield from looks

    @property
    def first_body_row(self) -> int:
        """The row of the sheet, from 1, in which the table begins under its header."""
        return self.layout.last_header_row + 1

    @property
    def last_row(self) -> int:
        """The last row of the sheet, from 1."""
        return self.first_body_row - 1 + len(self.layout.body) + self.sheet.blank_rows + len(self.layout.below)

    @property
    def breaks(self) -> list[int]:
        """The last row of the sheet, from 1, of every page but the last."""
        return [self.first_body_row - 1 + at for at in self.layout.breaks]

    def rows_of_data(self) -> list[tuple[int, int]]:
        """The first and last row, from 1, of each run of rows that people may fill in."""
        runs = []
        at = self.first_body_row
        for kind, rows in groupby(self.layout.body, key=lambda row: row.kind):
            length = sum(1 for _row in rows)
            if kind is RowKind.DATA:
                runs.append((at, at + length - 1))
            at += length
        if self.sheet.blank_rows:
            runs.append((at, at + self.sheet.blank_rows - 1))
        return runs

    def rows(self) -> Iterator[PrintedRow]:
        """The rows from top to bottom."""
        yield from map(self._strip, self.layout.above)
        yield from self._header()
        for kind, rows in groupby(self.layout.body, key=lambda row: row.kind):
            yield from _PRINT[kind](self, rows)
        blank = PrintedRow((None,) * len(self._blank), self._blank, self.layout.row_height)
        yield from (blank for _number in range(self.sheet.blank_rows))
        yield from map(self._strip, self.layout.below)

    def _looks_of_row(self, kind: RowKind, number: Number | None) -> tuple[Look, ...]:
        columns = self.sheet.columns
        if kind is RowKind.SECTION:
            return (Look(bold=True, align=Align.LEFT, indent=1),) * len(columns)
        bold = kind is RowKind.TOTAL
        return tuple(
            Look(bold=bold, align=align, indent=INDENT if align is Align.LEFT else 0, number=number or column.number)
            for column, align in zip(columns, self.layout.aligns, strict=True)
        )

    def _strip(self, strip: Strip) -> PrintedRow:
        values: list[str | None] = []
        merged = []
        for text, columns, _align in strip.parts:
            merged.append(Merged(len(values), columns))
            values += [text, *[None] * (columns - 1)]
        return PrintedRow(values, self._strips[id(strip)], strip.height, merged)

    def _header(self) -> Iterator[PrintedRow]:
        named = list(zip(self.sheet.columns, self.layout.headings, strict=True))
        *upper, lowest = self.layout.header
        for height in upper:
            above: list[str | None] = []
            merged = []
            for group, members in groupby(named, key=lambda column: column[0].group):
                headings: list[str | None] = [heading for _column, heading in members]
                if group:
                    merged.append(Merged(len(above), len(headings)))
                    above += [group, *[None] * (len(headings) - 1)]
                    continue
                merged += [Merged(len(above) + at, 1, rows=2) for at in range(len(headings))]
                above += headings
            yield PrintedRow(above, self._head, height, merged)
        below = [heading if column.group or not upper else None for column, heading in named]
        yield PrintedRow(below, self._head, lowest)

    def _data(self, rows: Iterable[Row]) -> Iterator[PrintedRow]:
        height_of, looks = self.layout.height_of, self._body
        spanning = [place for place, column in enumerate(self.sheet.columns) if column.spans]
        merged = _spans(rows := list(rows), spanning) if spanning else {}
        for at, row in enumerate(rows):
            yield PrintedRow(row.cells, looks[row.kind, row.number], height_of(row), merged.get(at, ()))

    def _sections(self, rows: Iterable[Row]) -> Iterator[PrintedRow]:
        rest = (None,) * (len(self.sheet.columns) - 1)
        merged = (Merged(0, len(self.sheet.columns)),)
        for row in rows:
            yield PrintedRow((*row.cells, *rest), self._body[row.kind, row.number], self.layout.height_of(row), merged)

    def _totals(self, rows: Iterable[Row]) -> Iterator[PrintedRow]:
        totals = list(rows)
        labels = [at for at, row in enumerate(totals) if row.cells[0] is not None]
        following = dict(pairwise([*labels, len(totals)]))
        for at, row in enumerate(totals):
            merged = []
            if at in following:
                empty = list(takewhile(lambda value: value is None, row.cells[1:]))
                merged = [Merged(0, 1 + len(empty), rows=1 if empty else following[at] - at)]
            yield PrintedRow(row.cells, self._body[row.kind, row.number], self.layout.height_of(row), merged)


def _spans(rows: Sequence[Row], places: Sequence[int]) -> dict[int, list[Merged]]:
    """Row → what reaches down from it: a cell of these columns, over the empty ones under it."""
    merged: dict[int, list[Merged]] = {}
    for place in places:
        begins = [at for at, row in enumerate(rows) if row.cells[place] is not None]
        for first, following in pairwise([*begins, len(rows)]):
            merged.setdefault(first, []).append(Merged(place, 1, following - first))
    return merged


_PRINT = {
    RowKind.DATA: PrintedSheet._data,
    RowKind.SECTION: PrintedSheet._sections,
    RowKind.TOTAL: PrintedSheet._totals,
}


def _looks_of_strip(strip: Strip) -> tuple[Look, ...]:
    look = partial(Look, size=strip.size, bold=strip.bold, border=False)
    return tuple(look(align=align) for _text, columns, align in strip.parts for _column in range(columns))


def with_quoted(looks: Iterable[Look]) -> list[Look]:
    """The looks, each once, and each quoted too: what text that looks like a formula needs."""
    return [either for look in dict.fromkeys(looks) for either in (look, look._replace(quoted=True))]


def sheet_data(rows: Iterable[PrintedRow], styles: Mapping[Look, int]) -> Iterator[str]:
    """The elements `sheetData` and `mergeCells` of a worksheet, in pieces; `styles` are the numbers of the looks."""
    yield "<sheetData>"
    columns_by_looks: dict[int, list[tuple[str, _CellEndings]]] = {}
    merged: list[str] = []
    for number, row in enumerate(rows, 1):
        columns = columns_by_looks.get(id(row.looks))
        if columns is None:
            columns = columns_by_looks[id(row.looks)] = [
                (letters(place), _CellEndings(styles[look], styles[look._replace(quoted=True)]))
                for place, look in enumerate(row.looks)
            ]
        cells = "".join(
            [
                f'<c r="{letter}{number}{endings[value]}'
                for (letter, endings), value in zip(columns, row.values, strict=True)
            ]
        )
        yield f'<row r="{number}" ht="{row.height:g}" customHeight="1">{cells}</row>'
        for first, across, down in row.merged:
            if across > 1 or down > 1:
                last = f"{letters(first + across - 1)}{number + down - 1}"
                merged.append(f'<mergeCell ref="{letters(first)}{number}:{last}"/>')
    yield "</sheetData>"
    if merged:
        yield f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>'


def lines_of_text(lines: Iterable[str]) -> Iterator[str]:
    """The element `sheetData` of a sheet that nobody looks at: each line in a cell of its own, with no look at all."""
    yield "<sheetData>"
    for number, line in enumerate(lines, 1):
        cell = f'<c r="A{number}" t="inlineStr"><is><t>{escape(line, quote=False)}</t></is></c>'
        yield f'<row r="{number}">{cell}</row>'
    yield "</sheetData>"


class _CellEndings(dict[Value, str]):
    """Value → what follows the row's number in the XML of a cell, for the cells of a column that look alike."""

    def __init__(self, style: int, quoted_style: int) -> None:
        super().__init__()
        self.style = style
        self.quoted_style = quoted_style

    def __missing__(self, value: Value) -> str:
        ending = self._ending(value)
        if len(self) < _REMEMBERED:
            self[value] = ending
        return ending

    def _ending(self, value: Value) -> str:
        if value is None:
            return f'" s="{self.style}"/>'
        if not isinstance(value, str):
            # Values that are equal share one place in the dictionary: 1 and 1.0 must be written alike.
            return f'" s="{self.style}"><v>{value:.16g}</v></c>'
        style = self.style
        if _SUSPECT.search(value):
            style = self.quoted_style
            value = UNPRINTED.sub("", value)
        text = value[:LONGEST_TEXT]
        space = ' xml:space="preserve"' if text != text.strip() else ""
        return f'" s="{style}" t="inlineStr"><is><t{space}>{escape(text, quote=False)}</t></is></c>'


def letters(place: int) -> str:
    """The letters of a column, from 0: A to Z, AA …"""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
