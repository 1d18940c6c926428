"""The pages of a table of the free kind (.ods), read out of its one part by expat.

Imports the nouns of reading only; no rules, store, services or cli. The marks are those of OpenDocument 1.2, part 1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache, partial
from zipfile import ZipFile

from partyday.sheets.beside import Beside, Spot
from partyday.sheets.cells import Cell, Coded
from partyday.sheets.pages import SAMPLE_ROWS, Merge, Page, PageSource, Row, squared
from partyday.sheets.parts import Room, TooLarge, chunks, local, xml_parser
from partyday.sheets.workbook import MAX_CELLS

_PART = "content.xml"
_HIDDEN = ("collapse", "filter")
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:\.\d+)?S")
_ZEROS = re.compile(r"0\d+")

_Attributes = dict[str, str]


def sources(archive: ZipFile) -> list[PageSource]:
    """The pages of the table, the visible ones first. Raises TooLarge."""
    reader = _Reader()
    parser = xml_parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    for chunk in chunks(archive, _PART):
        parser.Parse(chunk)
    parser.Parse(b"", True)
    found = [
        PageSource(table.name, partial(_whole, table), partial(_beginning, table), table.style in reader.hidden_styles)
        for table in reader.tables
    ]
    return sorted(found, key=lambda source: source.hidden)


@dataclass
class _Table:
    """A table on its way: its rows, and what spans several cells."""

    name: str
    style: str
    room: Room
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    comments: dict[Spot, str] = field(default_factory=dict)
    struck: set[Spot] = field(default_factory=set)
    blank: int = 0
    cells: int = 0

    def add(self, row: list[Cell], times: int, *, hidden: bool) -> None:
        """A row, so many times; blank ones wait until something stands below them."""
        while row and row[-1] is None:
            row.pop()
        if not row:
            self.blank += times
            return
        self.cells += len(row) * times
        if self.cells > MAX_CELLS:
            raise TooLarge
        self.room.take(self.blank + times * len(row))
        self.rows += [()] * self.blank
        self.blank = 0
        if hidden:
            self.hidden |= set(range(len(self.rows) + 1, len(self.rows) + times + 1))
        self.rows += [tuple(row)] * times


def _whole(table: _Table) -> Page:
    beside = Beside(table.comments, frozenset(table.struck))
    return Page(table.name, table.rows, tuple(table.merges), frozenset(table.hidden), beside=beside)


def _beginning(table: _Table) -> list[Row]:
    return squared(table.rows[:SAMPLE_ROWS])


class _Reader:
    """The handlers expat calls."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._room = Room()
        self.hidden_styles: set[str] = set()
        self.struck_styles: set[str] = set()
        self._comment: list[str] | None = None
        self._span = ""
        self._style = ""
        self._row: list[Cell] = []
        self._of_row: _Attributes = {}
        self._of_cell: _Attributes = {}
        self._texts: list[str] = []
        self._depth = self._aside = 0
        self._in_text = False

    def start(self, tag: str, attributes: _Attributes) -> None:
        name = _name(tag)
        if name in ("annotation", "shapes"):
            self._aside += 1
            self._comment = [] if name == "annotation" and self._depth == 1 else self._comment
        if self._aside:
            self._in_text = name == "p" or (self._in_text and name in ("span", "a", "s"))
            return
        told = {_name(key): value for key, value in attributes.items()}
        if name == "style":
            self._style = told.get("name", "")
        elif name == "table-properties" and told.get("display") == "false":
            self.hidden_styles.add(self._style)
        elif name == "text-properties" and told.get("text-line-through-style", "none") != "none":
            self.struck_styles.add(self._style)
        elif name == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table(told.get("name", ""), told.get("style-name", ""), self._room))
        elif self._depth != 1:
            return
        elif name == "table-row":
            self._row, self._of_row = [], told
        elif name in ("table-cell", "covered-table-cell"):
            self._of_cell, self._texts, self._span = told, [], ""
        elif name == "p":
            self._in_text = True
            if self._texts:
                self._texts.append("\n")
        elif name == "span":
            self._span = told.get("style-name", "")
        elif name == "s":
            blanks = min(int(told.get("c", "1")), 1_000)
            self._room.take(letters=blanks)
            self._texts.append(" " * blanks)
        elif name in ("tab", "line-break"):
            self._texts.append("\t" if name == "tab" else "\n")

    def text(self, data: str) -> None:
        if self._in_text and not self._aside:
            self._texts.append(data)
        elif self._in_text and self._comment is not None:
            self._comment.append(data)

    def end(self, tag: str) -> None:
        name = _name(tag)
        if name in ("annotation", "shapes"):
            self._aside -= 1
            self._in_text = False
            self._keep_comment()
            return
        if self._aside:
            self._in_text = self._in_text and name != "p"
            return
        if name == "table":
            self._depth -= 1
        elif self._depth != 1:
            return
        elif name == "p":
            self._in_text = False
        elif name in ("table-cell", "covered-table-cell"):
            self._put(_value(self._of_cell, self._room.join(self._texts)))
        elif name == "table-row":
            hidden = self._of_row.get("visibility") in _HIDDEN
            self.tables[-1].add(self._row, int(self._of_row.get("number-rows-repeated", "1")), hidden=hidden)

    def _keep_comment(self) -> None:
        """Keep what was written into a note at the cell that is read now."""
        if self._comment and len(self.tables[-1].comments) < _MOST_COMMENTS:
            self.tables[-1].comments[self._spot] = "".join(self._comment).strip()
        self._comment = None

    @property
    def _spot(self) -> Spot:
        table = self.tables[-1]
        return len(table.rows) + table.blank + 1, len(self._row)

    def _put(self, value: Cell) -> None:
        table, told = self.tables[-1], self._of_cell
        times = int(told.get("number-columns-repeated", "1"))
        across, down = (int(told.get(f"number-{what}-spanned", "1")) for what in ("columns", "rows"))
        if across > 1 or down > 1:
            top, left = len(table.rows) + table.blank + 1, len(self._row)
            table.merges.append(Merge(top, left, top + down - 1, left + across - 1))
        if value is not None and not self.struck_styles.isdisjoint((told.get("style-name", ""), self._span)):
            table.struck.add(self._spot)
        if value is not None and times > MAX_CELLS:
            raise TooLarge
        if len(self._row) + times > _LAST_COLUMN:
            times = max(0, _LAST_COLUMN - len(self._row))
        self._row += [value] * times


_LAST_COLUMN = 16_384
#: So many notes of a table are kept: nobody reads more.
_MOST_COMMENTS = 1_000


@cache
def _name(tag: str) -> str:
    return local(tag)


def _value(told: _Attributes, text: str) -> Cell:
    kind = told.get("value-type", "")
    if kind in ("float", "percentage", "currency"):
        number = float(told.get("value", "nan"))
        whole = number.is_integer() and abs(number) < 10**15
        if whole and _ZEROS.fullmatch(text):
            return Coded(int(number), text)
        return int(number) if whole else number
    if kind == "date":
        return next(iter(_moments(told.get("date-value", ""))), text)
    if kind == "time":
        found = _DURATION.fullmatch(told.get("time-value", ""))
        return time(int(found[1]) % 24, int(found[2]), int(found[3])) if found else text
    if kind == "boolean":
        return told.get("boolean-value") == "true"
    return told.get("string-value", text) or None


def _moments(written: str) -> Iterator[date | datetime]:
    try:
        yield datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    except ValueError:
        return
