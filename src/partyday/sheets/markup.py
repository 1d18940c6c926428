"""The page of a table that a system exported as a web page under the name of a workbook (.xls).

Imports the nouns of reading only; no rules, store, services or cli.
"""

import re
from html.parser import HTMLParser

from partyday.sheets.cells import Cell
from partyday.sheets.pages import Merge, Page, Row
from partyday.sheets.parts import MAX_COLUMNS, Room, TooLarge

#: Beyond so many characters such a page is no list of people; parsing takes a second for each few millions.
MAX_MARKUP = 20_000_000

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_MOST_SPANNED = 1_000


def charset(content: bytes) -> str | None:
    """The encoding the page says it is in."""
    found = _CHARSET.search(content[:4096])
    return found[1].decode("ascii").lower() if found else None


def pages(markup: str) -> list[Page]:
    """Every table of the page that is not inside another, in order."""
    reader = _Tables()
    reader.feed(markup)
    reader.close()
    return [
        Page(f"{number}" if len(reader.tables) > 1 else "", table.rows, tuple(table.merges))
        for number, table in enumerate(reader.tables, start=1)
    ]


_IS_MARKUP = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|div|p|table|meta)\b", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Whether a text is a web page."""
    return _IS_MARKUP.match(text) is not None


def lines(markup: str) -> list[str]:
    """What a person reads on the page, line by line; the cells of a row stand in one line."""
    reader = _Lines()
    reader.feed(markup)
    reader.close()
    return [" ".join(line.split()) for line in "".join(reader.texts).split("\n")]


class _Lines(HTMLParser):
    """Collects the text of a page, with a new line where a block begins or ends."""

    _BLOCKS = frozenset(
        {"p", "div", "br", "tr", "li", "ul", "ol", "table", "title", "section", "article", "header", "footer", "hr"}
        | {"h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "body"}
    )
    _HIDDEN = frozenset({"script", "style"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in self._HIDDEN
        self._divide(tag)

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in self._HIDDEN and self._hidden > 0
        self._divide(tag)

    def _divide(self, tag: str) -> None:
        self.texts.append("\n" if tag in self._BLOCKS else "  " if tag in ("td", "th") else "")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(" ".join(data.split("\n")))


class _Table:
    """A table on its way: its rows, its merges, and which places cells from above reach into."""

    def __init__(self, room: Room) -> None:
        self.rows: list[Row] = []
        self.merges: list[Merge] = []
        self._room = room
        self._row: list[Cell] | None = None
        self._taken: dict[int, int] = {}

    def begin_row(self) -> None:
        self.end_row()
        self._row = []

    def end_row(self) -> None:
        if self._row is None:
            return
        self._room.take(len(self._row))
        self.rows.append(tuple(self._row))
        self._row = None
        self._taken = {place: left - 1 for place, left in self._taken.items() if left > 1}

    def add(self, text: str, across: int, down: int) -> None:
        if self._row is None:
            self._row = []
        while len(self._row) in self._taken:
            self._row.append(None)
        place, number = len(self._row), len(self.rows) + 1
        if place + across > MAX_COLUMNS:
            raise TooLarge
        self._row += [text or None, *(None,) * (across - 1)]
        if across > 1 or down > 1:
            self.merges.append(Merge(number, place, number + down - 1, place + across - 1))
        if down > 1:
            self._taken |= dict.fromkeys(range(place, place + across), down)


class _Tables(HTMLParser):
    """Finds the outer tables of a page, and their rows and cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._room = Room()
        self._depth = 0
        self._cell: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table(self._room))
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.tables[-1].begin_row()
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            told = dict(attrs)
            self._cell, self._spans = [], (_span(told.get("colspan")), _span(told.get("rowspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
                self.tables[-1].end_row()
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()
            if tag == "tr":
                self.tables[-1].end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None:
            across, down = self._spans
            self.tables[-1].add(" ".join(self._room.join(self._cell).split()), across, down)
            self._cell = None


def _span(told: str | None) -> int:
    return min(int(told), _MOST_SPANNED) if told and told.isdecimal() and int(told) else 1
