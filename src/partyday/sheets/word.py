"""The tables of a Word document (.docx) as pages, each with the lines above it, read out of its one part by expat.

Offices keep rosters, sign-in sheets and plans in Word as often as in Excel. Imports the nouns of reading only; no
rules, store, services or cli. The marks are those of ECMA-376, 17.4.
"""

from dataclasses import dataclass, field
from functools import cache, partial
from zipfile import ZipFile

from partyday.sheets.beside import Beside, Spot
from partyday.sheets.cells import Cell
from partyday.sheets.pages import SAMPLE_ROWS, Merge, Page, PageSource, Row, squared
from partyday.sheets.parts import MAX_COLUMNS, WORD_TEXT, Room, TooLarge, chunks, local, xml_parser
from partyday.sheets.workbook import MAX_CELLS

_COMMENTS = "word/comments.xml"
#: So many lines in front of a table may speak of it; what stands further up is a text of its own, and told.
_LINES = 10
_MOST_LINES = 2_000
_MOST_SPANNED = 1_000

_Attributes = dict[str, str]


def sources(archive: ZipFile) -> list[PageSource]:
    """The tables of the document in order; none where it holds only text. Raises TooLarge."""
    reader = _Reader()
    parser = xml_parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    for chunk in chunks(archive, WORD_TEXT):
        parser.Parse(chunk)
    parser.Parse(b"", True)
    notes = _comments(archive) if reader.commented else {}
    tables = [table for table in reader.tables if any(map(any, table.rows))]
    if tables:
        tables[-1].rows += [(line,) for line in reader.lines]
    for table in tables:
        table.comments = {spot: notes[key] for spot, key in table.commented.items() if notes.get(key)}
    return [
        PageSource(name, partial(_whole, name, table), partial(_beginning, table))
        for number, table in enumerate(tables, start=1)
        for name in [str(number) if len(tables) > 1 else ""]
    ]


@dataclass
class _Table:
    """A table on its way. `growing` are the cells that may reach further down: place → its merge."""

    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    growing: dict[int, Merge] = field(default_factory=dict)
    further_up: tuple[str, ...] = ()
    struck: set[Spot] = field(default_factory=set)
    commented: dict[Spot, str] = field(default_factory=dict)
    comments: dict[Spot, str] = field(default_factory=dict)
    cells: int = 0

    def add(self, row: list[Cell], spans: list[tuple[int, int, str]]) -> None:
        """A row, and for each of its cells the place, how many columns it takes, and how it hangs together."""
        self.cells += len(row)
        if self.cells > MAX_CELLS:
            raise TooLarge
        self.rows.append(tuple(row))
        number = len(self.rows)
        growing: dict[int, Merge] = {}
        for place, across, hanging in spans:
            above = self.growing.pop(place, None) if hanging == "continue" else None
            if above:
                growing[place] = Merge(above.first_row, place, number, above.last_place)
            elif hanging == "restart":
                growing[place] = Merge(number, place, number, place + across - 1)
            elif across > 1:
                self.merges.append(Merge(number, place, number, place + across - 1))
        self.end()
        self.growing = growing

    def end(self) -> None:
        """Keep the merges that reach no further down."""
        self.merges += [
            merge
            for merge in self.growing.values()
            if merge.last_row > merge.first_row or merge.last_place > merge.first_place
        ]


def _whole(name: str, table: _Table) -> Page:
    beside = Beside(table.comments, frozenset(table.struck), further_up=table.further_up)
    return Page(name, table.rows, tuple(table.merges), beside=beside)


def _beginning(table: _Table) -> list[Row]:
    return squared(table.rows[:SAMPLE_ROWS])


def _comments(archive: ZipFile) -> dict[str, str]:
    """The text of each comment of the document, by its number."""
    if _COMMENTS not in archive.namelist():
        return {}
    texts: dict[str, list[str]] = {}
    parser = xml_parser()

    newest: list[str] = []

    def start(tag: str, attributes: _Attributes) -> None:
        nonlocal newest
        if _name(tag) == "comment":
            newest = texts[_value(attributes, "id")] = []
        parser.CharacterDataHandler = newest.append if _name(tag) == "t" and texts else None

    def end(_tag: str) -> None:
        parser.CharacterDataHandler = None

    parser.StartElementHandler, parser.EndElementHandler = start, end
    for chunk in chunks(archive, _COMMENTS):
        parser.Parse(chunk)
    parser.Parse(b"", True)
    return {number: text for number, pieces in texts.items() if (text := "".join(pieces).strip())}


class _Reader:
    """The handlers expat calls."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._room = Room()
        self.lines: list[str] = []
        self._depth = 0
        self._row: list[Cell] = []
        self._spans: list[tuple[int, int, str]] = []
        self._texts: list[str] = []
        self._across, self._hanging = 1, ""
        self._in_text = self._struck = self._any_struck = False
        self._further_up: list[str] = []
        self._comment = ""
        self.commented = False

    def start(self, tag: str, attributes: _Attributes) -> None:
        name = _name(tag)
        if name == "t":
            self._in_text = True
        elif name == "p":
            self._texts += ["\n"] if self._texts and self._depth else []
        elif name in ("tab", "br"):
            self._texts += [" "] if self._texts else []
        elif name == "tbl":
            self._depth += 1
            if self._depth == 1:
                further_up, lines = self.lines[:-_LINES], self.lines[-_LINES:]
                self.tables.append(_Table([(line,) for line in lines], further_up=tuple(further_up)))
                self.lines = []
        elif self._depth != 1:
            return
        elif name == "r":
            self._struck = False
        elif name in ("strike", "dstrike"):
            self._struck = _value(attributes) not in ("0", "false", "none", "off")
        elif name == "commentReference":
            self._comment, self.commented = _value(attributes, "id"), True
        elif name == "tr":
            self._row, self._spans = [], []
        elif name == "gridBefore":
            self._widen(min(_number(attributes), _MOST_SPANNED))
        elif name == "tc":
            self._texts, self._across, self._hanging = [], 1, ""
            self._any_struck, self._comment = False, ""
        elif name == "gridSpan":
            self._across = min(max(_number(attributes), 1), _MOST_SPANNED)
        elif name == "vMerge":
            self._hanging = _value(attributes) or "continue"

    def text(self, data: str) -> None:
        if self._in_text:
            self._texts.append(data)
            self._any_struck = self._any_struck or (self._struck and not data.isspace())

    def end(self, tag: str) -> None:
        name = _name(tag)
        if name == "t":
            self._in_text = False
        elif name == "p" and not self._depth:
            line = self._room.join(self._texts).strip()
            self._texts = []
            if line:
                self.lines.append(line)
                if len(self.lines) > _MOST_LINES:  # of what is no paper of people, the beginning is told
                    del self.lines[_LINES:-_LINES]
        elif name == "tbl":
            self._depth -= 1
            if not self._depth:
                self.tables[-1].end()
        elif self._depth != 1:
            return
        elif name == "tc":
            spot = (len(self.tables[-1].rows) + 1, len(self._row))
            if self._any_struck:
                self.tables[-1].struck.add(spot)
            if self._comment:
                self.tables[-1].commented[spot] = self._comment
            text = "" if self._hanging == "continue" else self._room.join(self._texts).strip()
            self._spans.append((len(self._row), self._across, self._hanging))
            self._row.append(text or None)
            self._widen(self._across - 1)
            self._texts = []
        elif name == "tr":
            self._room.take(len(self._row))
            self.tables[-1].add(self._row, self._spans)

    def _widen(self, places: int) -> None:
        self._row += [None] * places
        if len(self._row) > MAX_COLUMNS:
            raise TooLarge


@cache
def _name(tag: str) -> str:
    return local(tag)


def _value(attributes: _Attributes, named: str = "val") -> str:
    return next((value for key, value in attributes.items() if local(key) == named), "")


def _number(attributes: _Attributes) -> int:
    told = _value(attributes)
    return int(told) if told.isdecimal() else 0
