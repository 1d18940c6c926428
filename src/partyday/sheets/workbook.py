"""The pages of a workbook (.xlsx, .xlsm), read out of its parts by zipfile and expat.

A library of workbooks builds an object for every string, style and cell, and a file made to harm, or only to be large,
then takes gigabytes and minutes. Here a part is gone through once, and what is too much is refused before. Imports
the nouns of reading only; the marks of the format are those of ECMA-376, transitional and strict.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time
from functools import lru_cache, partial
from typing import IO, NamedTuple
from zipfile import ZipFile

from partyday.sheets.beside import Beside
from partyday.sheets.cells import Cell
from partyday.sheets.number_formats import LAST_ROW, Look, look_of
from partyday.sheets.pages import SAMPLE_ROWS, Merge, Page, PageSource, Row, squared
from partyday.sheets.parts import (
    CHUNK,
    MAX_LETTERS,
    MAX_PIECE,
    Damaged,
    Room,
    TooLarge,
    chunks,
    column_index,
    elements,
    local,
    related_to,
    reopened,
    since_tag,
    xml_parser,
)
from partyday.sheets.plain_rows import NotPlain, Reader, ReaderOf, Rows, read
from partyday.sheets.workbook_beside import comments_of, struck_styles

#: Beyond these a workbook is refused, in bytes unpacked and cells: people fill in a thousandth of them.
MAX_SHEET_XML = 400_000_000
MAX_OTHER_XML = 100_000_000
MAX_ROW_XML = 32_000_000
MAX_CELLS = 1_500_000


def refuse_bombs(archive: ZipFile) -> None:
    """Raise TooLarge for what unpacks to more than any list of people; nothing is unpacked to find out."""
    if sum(part.file_size for part in archive.infolist() if part.filename.startswith("xl/worksheets/")) > MAX_SHEET_XML:
        raise TooLarge
    for part in archive.infolist():
        limit = MAX_SHEET_XML if part.filename.startswith("xl/worksheets/") else MAX_OTHER_XML
        if part.file_size > limit:
            raise TooLarge


def sources(archive: ZipFile, *, styled: bool = True) -> list[PageSource]:
    """The pages of the workbook, the visible ones first; none where it holds no sheet with cells.

    With `styled` False they are the bare rows: a date comes as the number it is kept as, since only its format tells
    it apart, and what is merged, struck through or commented on is not told.
    """
    parts = set(archive.namelist())
    book = _workbook(archive, parts)
    shared = lru_cache(maxsize=1)(partial(_shared_strings, archive, book.strings))
    styles = book.styles if styled else ""
    looks = lru_cache(maxsize=1)(partial(_looks, archive, styles, since_1904=book.since_1904))
    strokes = lru_cache(maxsize=1)(partial(struck_styles, archive, styles))
    found = [
        PageSource(
            sheet.name,
            partial(_page, archive, sheet, shared, looks, strokes, styled=styled),
            partial(_sample, archive, sheet, shared, looks),
            sheet.hidden,
        )
        for sheet in book.sheets
    ]
    return sorted(found, key=lambda source: source.hidden)


# ---- the parts and how they hang together


class _Sheet(NamedTuple):
    name: str
    part: str
    hidden: bool


class _Book(NamedTuple):
    sheets: list[_Sheet]
    strings: str
    styles: str
    since_1904: bool


_Attributes = dict[str, str]


def _workbook(archive: ZipFile, parts: set[str]) -> _Book:
    roots = [target for kind, target in related_to(archive, parts, "").values() if kind == "officeDocument"]
    part = roots[0] if roots and roots[0] in parts else "xl/workbook.xml"
    if part not in parts:
        raise Damaged
    related = related_to(archive, parts, part)
    sheets, since_1904 = [], False
    for place, (tag, attributes) in enumerate(elements(archive, part)):
        if place == 0 and tag != "workbook":
            raise Damaged
        if tag == "workbookPr":
            since_1904 = attributes.get("date1904", "0") in ("1", "true")
        if tag == "sheet":
            key = next((value for name, value in attributes.items() if local(name) == "id"), "")
            kind, target = related.get(key, ("", ""))
            if kind == "worksheet" and target in parts:
                sheets.append(
                    _Sheet(attributes.get("name", ""), target, attributes.get("state", "visible") != "visible")
                )
    others = {kind: target for kind, target in related.values() if target in parts}
    return _Book(sheets, others.get("sharedStrings", ""), others.get("styles", ""), since_1904)


def _shared_strings(archive: ZipFile, part: str) -> list[str]:
    """The texts that cells refer to by number. What a phonetic guide says beside a text is left out."""
    strings: list[str] = []
    if not part:
        return strings
    pieces: list[str] = []
    aside = False
    room = Room()

    def start(tag: str, _attributes: _Attributes) -> None:
        nonlocal aside
        name = local(tag)
        if name == "rPh":
            aside = True
        elif name == "t" and not aside:
            parser.CharacterDataHandler = pieces.append

    def end(tag: str) -> None:
        nonlocal aside
        name = local(tag)
        if name == "t":
            parser.CharacterDataHandler = None
        elif name == "rPh":
            aside = False
        elif name == "si":
            strings.append(room.join(pieces))
            pieces.clear()

    parser = xml_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    for chunk in chunks(archive, part):
        parser.Parse(chunk)
    parser.Parse(b"", True)
    return strings


def _looks(archive: ZipFile, part: str, *, since_1904: bool) -> list[Look | None]:
    """For each style of a cell what it makes of a number; None where the number stays one."""
    codes: dict[str, str] = {}
    looks: list[Look | None] = []
    in_cells = False
    for tag, attributes in elements(archive, part) if part else ():
        if tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs"):
            in_cells = tag == "cellXfs"
        elif tag in ("cellStyles", "dxfs"):
            in_cells = False
        elif tag == "xf" and in_cells:
            key = attributes.get("numFmtId", "0")
            looks.append(look_of(int(key) if key.isdecimal() else 0, codes.get(key), since_1904=since_1904))
    return looks


# ---- the cells of a sheet


class _Enough(Exception):
    """The last row that is asked for has been read."""


class _Cells:
    """The handlers expat calls for a sheet; `found` fills up with the rows from 1 to `last`."""

    def __init__(self, reader_of: ReaderOf, last: int) -> None:
        self.found = Rows()
        self.rows = self.found.rows
        self.last = last
        self._reader_of = reader_of
        self._columns: dict[str, int] = {}
        self._row: list[Cell] = []
        self._place = -1
        self._kind, self._style = "n", ""
        self._pieces: list[str] = []
        self._aside = self._reckons = False
        self._room = Room()
        self.parser = xml_parser()
        self.parser.StartElementHandler = self._first
        self.parser.EndElementHandler = self._end

    def _first(self, tag: str, attributes: _Attributes) -> None:
        """The root tells the prefix of all tags."""
        prefix = tag[: -len(local(tag))]
        self._c, self._v, self._t, self._r = (prefix + name for name in ("c", "v", "t", "row"))
        self._guide, self._f = prefix + "rPh", prefix + "f"
        self.parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: _Attributes) -> None:
        if tag == self._c:
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            reference = attributes.get("r")
            self._place = self._column(reference) if reference else self._place + 1
            self._pieces = []
        elif tag == self._v or (tag == self._t and not self._aside):
            if tag == self._v:
                self._pieces = []
            self.parser.CharacterDataHandler = self._pieces.append
        elif tag == self._r:
            number = attributes.get("r")
            at = int(number) if number else len(self.rows) + 1
            if at > self.last:
                raise _Enough
            while len(self.rows) < at:
                self.rows.append([])
            if attributes.get("hidden") in ("1", "true"):
                self.found.hidden.add(at)
            self._row = self.rows[at - 1]
            self._place = -1
        elif tag == self._f:
            self._reckons = True
        elif tag == self._guide:
            self._aside = True

    def _end(self, tag: str) -> None:
        if tag in (self._v, self._t):
            self.parser.CharacterDataHandler = None
        elif tag == self._c:
            if self._pieces:
                self._put(self._room.join(self._pieces))
            elif self._reckons and self._kind != "str":
                self.found.unreckoned.add((len(self.rows), self._place))
            self._reckons = False
        elif tag == self._r:
            if len(self.rows) >= self.last:
                raise _Enough
        elif tag == self._guide:
            self._aside = False

    def refuse_endless(self) -> None:
        """Raise TooLarge while the text of a cell goes on and on; what it holds may look like tags."""
        if sum(map(len, self._pieces)) > MAX_LETTERS:
            raise TooLarge

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        place = self._columns.get(letters)
        if place is None:
            place = self._columns[letters] = column_index(letters)
        return place

    def _put(self, text: str) -> None:
        row, missing = self._row, self._place - len(self._row)
        self._room.take(max(missing, 0) + 1)
        if missing > 0:
            row.extend([None] * missing)
        if missing < 0:
            row[self._place] = self._reader_of(self._kind, self._style)(text)
        else:
            row.append(self._reader_of(self._kind, self._style)(text))


class _StruckCells(_Cells):
    """The same where some styles are struck through; a workbook without such styles is read without this step."""

    def __init__(self, reader_of: ReaderOf, last: int, strokes: frozenset[str]) -> None:
        super().__init__(reader_of, last)
        self._strokes = strokes

    def _put(self, text: str) -> None:
        if self._style in self._strokes:
            self.found.struck.add((len(self.rows), self._place))
        super()._put(text)


def _written_moment(text: str) -> Cell:
    try:
        return time.fromisoformat(text[1:]) if text.startswith("T") else datetime.fromisoformat(text.rstrip("Z"))
    except ValueError:
        return text


_Strings = Callable[[], list[str]]
_Looks = Callable[[], list[Look | None]]


def _readers(strings: _Strings, looks: _Looks) -> ReaderOf:
    """What gives for the kind and the style of a cell what reads its text."""

    @lru_cache(maxsize=_REMEMBERED)
    def looked_at(look: Look, text: str) -> Cell:
        """A number by its format, which makes a date of most: the same few thousand come again and again."""
        return look(_number(text))

    @lru_cache(maxsize=_REMEMBERED)
    def reader(kind: str, style: str) -> Reader:
        if kind == "s":
            shared = strings()
            return lambda text: shared[int(text)]
        if kind != "n":
            return _OTHERS.get(kind, str)
        known = looks() if style else []
        look = known[int(style)] if style and int(style) < len(known) else None
        return partial(looked_at, look) if look else _number

    return reader


def _boolean(text: str) -> bool:
    return text.strip() not in ("0", "false")


#: What reads the text of a cell of a kind that is neither a number nor a text.
_OTHERS: Mapping[str, Reader] = {"b": _boolean, "d": _written_moment}
#: So many numbers are kept with what their formats make of them, and so many styles with what reads their cells.
_REMEMBERED = 16_384


def _number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdecimal() else float(text)


def _rows(
    opened: Callable[[], IO[bytes]],
    strings: _Strings,
    looks: _Looks,
    last: int,
    strokes: frozenset[str] = frozenset(),
) -> Rows:
    """The rows from 1 to `last`, and not a row further: what stands behind them is nothing to us."""
    reader_of = _readers(strings, looks)
    try:
        with opened() as file:
            return read(file, last, reader_of, strokes)
    except NotPlain:
        cells = _StruckCells(reader_of, last, strokes) if strokes else _Cells(reader_of, last)
    piece = 0
    with opened() as file:
        try:
            while last and (chunk := file.read(CHUNK)):
                piece = since_tag(chunk, piece)
                if piece > MAX_PIECE:
                    raise TooLarge
                cells.parser.Parse(chunk)
                cells.refuse_endless()
        except _Enough:
            pass
    return cells.found


def _page(
    archive: ZipFile,
    sheet: _Sheet,
    strings: _Strings,
    looks: _Looks,
    strokes: Callable[[], frozenset[str]],
    *,
    styled: bool,
) -> Page:
    opened = reopened(archive, sheet.part)
    with opened() as file:
        layout = _scan(file, merged=styled)
    cells = _rows(opened, strings, looks, layout.last_row, strokes())
    comments = comments_of(archive, sheet.part, layout.last_row) if styled else {}
    beside = Beside(comments, frozenset(cells.struck), frozenset(cells.unreckoned))
    return Page(sheet.name, list(map(tuple, cells.rows)), layout.merges, frozenset(cells.hidden), beside=beside)


def _sample(archive: ZipFile, sheet: _Sheet, strings: _Strings, looks: _Looks) -> list[Row]:
    return squared(_rows(partial(archive.open, sheet.part), strings, looks, SAMPLE_ROWS).rows)


# ---- the size of a sheet, found without parsing it


class _Layout(NamedTuple):
    """No row below `last_row` holds a value; the merges."""

    last_row: int
    merges: tuple[Merge, ...]


_OVERLAP = 1 << 10
_ROOT = re.compile(rb"<(\w+:)?worksheet\b")
_ROW_NUMBER = re.compile(rb"<[\w:]*row\s[^>]*?\br=[\"'](\d{1,7})[\"']")
_MERGE = re.compile(rb"<[\w:]*mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")


def _scan(part: IO[bytes], *, merged: bool) -> _Layout:
    """Look through a sheet's XML as bytes, without parsing it: a sheet can hold a million formatted blank rows.

    Reading to the end also checks the part's checksum. The merges are told where they are asked for (`merged`). Raises
    TooLarge for more values than a list of people has.
    """
    buffer = part.read(CHUNK)
    root = _ROOT.search(buffer)
    prefix = (root and root[1]) or b""
    row_tag, bare_row_tag, cell_tag = b"<" + prefix + b"row ", b"<" + prefix + b"row>", b"<" + prefix + b"c "
    value_tags = (b"</" + prefix + b"v>", b"</" + prefix + b"is>")
    row_so_far = last_row = since_row = open_piece = cells = cells_in_rows = 0
    merges: dict[Merge, None] = {}
    numbered = root is not None
    fresh = buffer
    while buffer:
        numbered = numbered and bare_row_tag not in buffer
        cells += fresh.count(cell_tag)
        open_piece = since_tag(fresh, open_piece)
        value_at = max(map(buffer.rfind, value_tags))
        if value_at >= 0:
            row_at = buffer.rfind(row_tag, 0, value_at)
            last_row = _row_number(buffer, row_at) if row_at >= 0 else row_so_far
            cells_in_rows = cells
        row_at = buffer.rfind(row_tag)
        row_so_far = _row_number(buffer, row_at) if row_at >= 0 else row_so_far
        since_row = 0 if row_at >= 0 else since_row + len(buffer)
        if since_row > MAX_ROW_XML or open_piece > MAX_PIECE or cells_in_rows > MAX_CELLS:
            raise TooLarge
        if merged and b"mergeCell" in buffer:
            merges.update(dict.fromkeys(map(_merge, _MERGE.finditer(buffer))))
        fresh = part.read(CHUNK)
        buffer = buffer[-_OVERLAP:] + fresh if fresh else b""
    return _Layout(last_row if numbered else LAST_ROW, tuple(merges))


def _row_number(buffer: bytes, at: int) -> int:
    """The number in the row tag at `at`; the largest there is where the tag holds none."""
    found = _ROW_NUMBER.match(buffer, at)
    return min(int(found[1]), LAST_ROW) if found else LAST_ROW


def _merge(found: re.Match[bytes]) -> Merge:
    left, top, right, bottom = (group.decode("ascii") for group in found.groups())
    return Merge(int(top), column_index(left), int(bottom), column_index(right))
