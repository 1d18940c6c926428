"""The pages of a workbook in the XML of Excel 2003 (SpreadsheetML), which old systems still export as .xls or .xml.

Imports the nouns of reading only; no rules, store, services or cli. The marks are those of Microsoft's "XML Spreadsheet
Reference" for Office XP; a document type is refused, as in every part of a workbook.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from xml.parsers.expat import ParserCreate

from partyday.sheets.cells import Cell
from partyday.sheets.number_formats import LAST_ROW, Look, look_of
from partyday.sheets.pages import SAMPLE_ROWS, Merge, Page, PageSource, Row, squared
from partyday.sheets.parts import MAX_TAGS, Damaged, Room, TooLarge, local, refuse_doctype
from partyday.sheets.workbook import MAX_CELLS

_STEP = 1 << 20
_LAST_COLUMN = 16_384


def sources(text: str) -> list[PageSource]:
    """The pages of the workbook, the visible ones first. Raises TooLarge and Damaged."""
    if text.count("<") > MAX_TAGS:
        raise TooLarge
    reader = _Reader()
    parser = ParserCreate("utf-8")  # whatever its declaration says: it is decoded already
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    for at in range(0, len(text), _STEP):
        parser.Parse(text[at : at + _STEP].encode())
    parser.Parse(b"", True)
    found = [
        PageSource(sheet.name, partial(_whole, sheet), partial(_beginning, sheet), sheet.hidden)
        for sheet in reader.sheets
        if sheet.rows
    ]
    return sorted(found, key=lambda source: source.hidden)


@dataclass
class _Sheet:
    """A sheet on its way."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden: bool = False


def _whole(sheet: _Sheet) -> Page:
    return Page(sheet.name, sheet.rows, tuple(sheet.merges), frozenset(sheet.hidden_rows))


def _beginning(sheet: _Sheet) -> list[Row]:
    return squared(sheet.rows[:SAMPLE_ROWS])


_Attributes = dict[str, str]


class _Reader:
    """The handlers expat calls."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self._looks: dict[str, Look | None] = {}
        self._style = ""
        self._row: list[Cell] = []
        self._number = self._span = 0
        self._hidden = False
        self._of_cell: _Attributes = {}
        self._kind = ""
        self._pieces: list[str] | None = None
        self._aside = self._cells = 0
        self._room = Room()
        self._of_sheet = False

    def start(self, tag: str, attributes: _Attributes) -> None:
        name, told = local(tag), {local(key): value for key, value in attributes.items()}
        if name == "Comment":
            self._aside += 1
        elif self._aside:
            return
        elif name == "Style":
            self._style = told.get("ID", "")
        elif name == "NumberFormat":
            code = told.get("Format", "")
            # Dates have a type of their own; of numbers only zeros in front are worth keeping.
            self._looks[self._style] = look_of(0, code, since_1904=False) if code.startswith("00") else None
        elif name == "Worksheet":
            self.sheets.append(_Sheet(told.get("Name", "")))
            self._number = 0
        elif name == "Visible":
            self._of_sheet, self._pieces = True, []
        elif name == "Row" and self.sheets:
            self._number = _index(told, "Index", self._number + 1, LAST_ROW)
            self._row, self._hidden = [], told.get("Hidden") == "1"
            self._span = _index(told, "Span", 0, LAST_ROW)
        elif name == "Cell":
            self._of_cell = told
            at = _index(told, "Index", len(self._row) + 1, _LAST_COLUMN)
            self._room.take(max(0, at - 1 - len(self._row)))
            self._row += [None] * (at - 1 - len(self._row))
            self._put(None)
        elif name == "Data":
            self._kind, self._pieces = told.get("Type", "String"), []

    def text(self, data: str) -> None:
        if self._pieces is not None and not self._aside:
            self._pieces.append(data)

    def end(self, tag: str) -> None:
        name = local(tag)
        if name == "Comment":
            self._aside -= 1
        if self._aside:
            return
        if name == "Visible" and self.sheets:
            self.sheets[-1].hidden = "Hidden" in "".join(self._pieces or ())
            self._pieces = None
        elif name == "Data" and self._row:
            at = len(self._row) - 1 - _index(self._of_cell, "MergeAcross", 0, _LAST_COLUMN)
            if at < 0:
                raise Damaged
            self._row[at] = self._value(self._room.join(self._pieces or ()))
            self._pieces = None
        elif name == "Row" and self.sheets:
            self._end_row(self.sheets[-1])

    def _put(self, value: Cell) -> None:
        """A place for a cell, and for those it is merged with."""
        across, down = (_index(self._of_cell, name, 0, _LAST_COLUMN) for name in ("MergeAcross", "MergeDown"))
        if across or down:
            left = len(self._row)
            self.sheets[-1].merges.append(Merge(self._number, left, self._number + down, left + across))
        if len(self._row) + across >= _LAST_COLUMN:
            raise Damaged
        self._room.take(1 + across)
        self._row += [value, *[None] * across]

    def _end_row(self, sheet: _Sheet) -> None:
        while self._row and self._row[-1] is None:
            self._row.pop()
        if self._row:
            self._cells += len(self._row)
            if self._cells > MAX_CELLS or self._number < len(sheet.rows):
                raise TooLarge if self._cells > MAX_CELLS else Damaged
            self._room.take(max(0, self._number - 1 - len(sheet.rows)))
            sheet.rows += [()] * (self._number - 1 - len(sheet.rows))
            sheet.rows.append(tuple(self._row))
            if self._hidden:
                sheet.hidden_rows.add(self._number)
        self._number += self._span

    def _value(self, text: str) -> Cell:
        if self._kind == "Number":
            number = float(text)
            look = self._looks.get(self._of_cell.get("StyleID", ""))
            if look:
                return look(number)
            return int(number) if number.is_integer() and abs(number) < 10**15 else number
        if self._kind == "DateTime":
            return next(iter(_moments(text)), text)
        if self._kind == "Boolean":
            return text.strip() == "1"
        return text or None


def _index(told: _Attributes, name: str, otherwise: int, largest: int) -> int:
    """A number of an attribute. Raises Damaged for one that cannot be."""
    text = told.get(name)
    if text is None:
        return otherwise
    if not text.isdecimal() or not 0 <= int(text) <= largest:
        raise Damaged
    return int(text)


def _moments(text: str) -> Iterator[datetime]:
    try:
        yield datetime.fromisoformat(text.rstrip("Z"))
    except ValueError:
        return
