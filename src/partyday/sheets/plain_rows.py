"""The rows of a sheet in the plain way in which nearly all programs write them, read by one pattern a cell.

A parser calls three functions for every cell; a school's roster has a quarter of a million. What is not plain (a
formula, a text in several runs, a comment in the XML, an unusual order) is left to the parser, which reads everything:
`read` then raises `NotPlain`, and nothing that it did counts. Imports the nouns of reading only.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import IO

from partyday.sheets.beside import Spot
from partyday.sheets.cells import Cell
from partyday.sheets.parts import CHUNK, MAX_ALL_LETTERS, Room, column_index, column_letter, xml_parser

#: So much of what cells say of themselves is remembered at one time.
_MOST_READERS = 1024

#: A row longer than this, in bytes, is left to the parser.
_LONG_ROW = 1 << 20

_MARK, _OPENINGS = b"\xef\xbb\xbf", (b"<worksheet", b"<?xml")
_BEGIN, _END_OF_ROW = b"<sheetData>", b"</row>"
_ROW = re.compile(r'<row r="([0-9]{1,7})"((?: (?!r=)[A-Za-z][\w:.]*="[^"<&]*")*) ?(/?)>', re.ASCII)
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
#: A cell of a column in three groups: what it says of itself, its text, or its text where that stands inline.
_CELL = (
    r'(?:<c r="{letters}[0-9]{{1,7}}+"((?: s="[0-9]{{1,9}}")?+(?: t="[a-zA-Z]+")?+ ?+)(?:/>|></c>|><v>([^<]*+)</v></c>'
    r'|(?<=t="inlineStr")><is><t(?: xml:space="preserve")?+>([^<]*+)</t></is></c>))?+'
)
_GROUPS = 3
_COLUMN = re.compile(r'<c r="([A-Z]{1,3})[0-9]')
_STYLE, _KIND = re.compile('s="([0-9]+)"'), re.compile('t="([a-zA-Z]+)"')
#: So many columns are looked for: as the widest row so far needs. A wider one than the last is left to the parser.
_WIDTHS = (8, 16, 32, 64, 128, 256)

#: No XML may hold these, or (a carriage return) means something else where it does.
_NOT_TEXT = bytes({*range(0x20)} - {0x09, 0x0A})
_NO_LETTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(\w+));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ENCODING = re.compile(rb"<\?xml[^>]*\bencoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)


class NotPlain(Exception):
    """The sheet is not written in the plain way: it is for the parser."""


@dataclass
class Rows:
    """The rows of a sheet from 1, the numbers of those that are hidden, the cells that are struck through, and those
    whose formula has no value yet: a plain sheet has none.
    """

    rows: list[list[Cell]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    struck: set[Spot] = field(default_factory=set)
    unreckoned: set[Spot] = field(default_factory=set)


#: What makes a value of the text of a cell.
Reader = Callable[[str], Cell]
#: From the kind of a cell and its style (empty where it has none) to what reads its text.
ReaderOf = Callable[[str, str], Reader]


def read(part: IO[bytes], last: int, reader_of: ReaderOf, strokes: frozenset[str]) -> Rows:
    """The rows from 1 to `last`. `strokes` are the styles that strike a cell through.

    Raises NotPlain, TooLarge, and what the parser raises for what stands in front of the rows.
    """
    walk = _Walk(last, reader_of, strokes)
    buffer = _after_head(part) if last else b""
    while not walk.done:
        end = buffer.rfind(_END_OF_ROW)
        if end >= 0:
            walk.take(_text(buffer[:end]))
            buffer = buffer[end + len(_END_OF_ROW) :]
        elif len(buffer) > _LONG_ROW:
            raise NotPlain
        if not walk.done:
            chunk = part.read(CHUNK)
            if not chunk:
                raise NotPlain  # the parser tells whether the sheet is whole
            buffer += chunk
    return walk.found


def _after_head(part: IO[bytes]) -> bytes:
    """What of the first piece stands behind the beginning of the rows; a parser looks at what stands before."""
    buffer = part.read(CHUNK)
    head, begin, rest = buffer.partition(_BEGIN)
    if not begin or _ENCODING.search(head) or not head.removeprefix(_MARK).startswith(_OPENINGS):
        raise NotPlain
    _look_at(head + begin)
    return rest


@lru_cache(maxsize=64)
def _look_at(head: bytes) -> None:
    """Let the parser say what is wrong with what stands before the rows, which many sheets have alike."""
    xml_parser().Parse(head)


def _text(piece: bytes) -> str:
    if len(piece.translate(None, _NOT_TEXT)) != len(piece):
        raise NotPlain
    if b"\xef\xbf" in piece and any(sign in piece for sign in _NO_LETTERS):
        raise NotPlain
    try:
        return piece.decode()
    except UnicodeDecodeError:
        raise NotPlain from None


@cache
def _cells(width: int) -> re.Pattern[str]:
    """The cells of a row up to so many columns, each of which may be missing."""
    return re.compile("".join(_CELL.format(letters=column_letter(place)) for place in range(width)))


class _Readers(dict[str, Reader]):
    """What a cell says of itself → what reads its text; most cells of a column say the same."""

    def __init__(self, reader_of: ReaderOf) -> None:
        super().__init__()
        self._reader_of = reader_of

    def __missing__(self, head: str) -> Reader:
        if len(self) >= _MOST_READERS:
            self.clear()
        kind, style = _KIND.search(head), _STYLE.search(head)
        reader = self[head] = self._reader_of(kind[1] if kind else "n", style[1] if style else "")
        return reader


class _Walk:
    """Takes whole rows, one after the other, and keeps count of the room they need; `done` when the last was taken."""

    def __init__(self, last: int, reader_of: ReaderOf, strokes: frozenset[str]) -> None:
        self.found, self.done = Rows(), not last
        self._last, self._readers, self._strokes = last, _Readers(reader_of), strokes
        self._width = _WIDTHS[0]
        self._room, self._letters = Room(), 0

    def take(self, text: str) -> None:
        """Add the rows of a text that goes from the beginning of one to the end of one, without the last end tag."""
        rows = self.found.rows
        for piece in text.split(_END_OF_ROW.decode()):
            opening, at = _ROW.match(piece), 0
            while opening:
                at, number = opening.end(), int(opening[1])
                if number <= len(rows):
                    raise NotPlain
                if number > self._last:
                    self.done = True
                    return
                while len(rows) < number - 1:
                    rows.append([])
                if opening[2] and _HIDDEN.search(opening[2]):
                    self.found.hidden.add(number)
                if not opening[3]:
                    rows.append(self._row(number, piece, at))
                    break
                rows.append([])
                opening = _ROW.match(piece, at)
            else:
                raise NotPlain
            if len(rows) == self._last:
                self.done = True
                return

    def _row(self, number: int, piece: str, at: int) -> list[Cell]:
        """The cells of a row, which stand in the piece from `at` to its end."""
        found = _cells(self._width).fullmatch(piece, at) or self._wider(piece, at)
        told = found.groups()
        heads, plain, inline = told[::_GROUPS], told[1::_GROUPS], told[2::_GROUPS]
        readers = self._readers
        row = [
            readers[head](_meant(text) if "&" in text else text) if (text := one or other) else None
            for head, one, other in zip(heads, plain, inline, strict=True)
        ]
        while row and row[-1] is None:
            row.pop()
        if self._strokes:
            for place, cell in enumerate(row):
                style = None if cell is None else _STYLE.search(heads[place])
                if style and style[1] in self._strokes:
                    self.found.struck.add((number, place))
        self._room.take(len(row))
        self._letters += len(piece)
        if self._letters > MAX_ALL_LETTERS:
            raise NotPlain  # there may be too many; the parser counts those of the texts alone
        return row

    def _wider(self, piece: str, at: int) -> re.Match[str]:
        """The same where a row has more columns than any before. Raises NotPlain where that is not what it is."""
        columns = 1 + max(map(column_index, _COLUMN.findall(piece, at)), default=0)
        wider = next((width for width in _WIDTHS if width >= columns), 0)
        found = _cells(wider).fullmatch(piece, at) if wider > self._width else None
        if found is None:
            raise NotPlain
        self._width = wider
        return found


@lru_cache(maxsize=4096)
def _meant(text: str) -> str:
    """The text with the signs that its references stand for."""
    return _REFERENCE.sub(_signed, text)


def _signed(reference: re.Match[str]) -> str:
    return _sign(reference[0])


@lru_cache(maxsize=8192)
def _sign(reference: str) -> str:
    found = _REFERENCE.fullmatch(reference)
    assert found is not None  # it was just found
    decimal, hexadecimal, name = found.groups()
    if name:
        if name not in _NAMED:
            raise NotPlain
        return _NAMED[name]
    if not decimal and not hexadecimal:
        raise NotPlain
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if not (
        code in (0x09, 0x0A, 0x0D) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    ):
        raise NotPlain
    return chr(code)
