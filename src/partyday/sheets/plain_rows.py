"""The rows of a sheet in the plain way in which nearly all programs write them, read by one pattern a cell.

A parser calls three functions for every cell; a school's roster has a quarter of a million. What is not plain (a
formula, a text in several runs, a comment in the XML, an unusual order) is left to the parser, which reads everything:
`read` then raises `NotPlain`, and nothing that it did counts. Imports the nouns of reading only.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO

from partyday.sheets.beside import Spot
from partyday.sheets.cells import Cell
from partyday.sheets.parts import CHUNK, Room, column_index, xml_parser

#: A row longer than this, in bytes, is left to the parser.
_LONG_ROW = 1 << 20

_MARK, _OPENINGS = b"\xef\xbb\xbf", (b"<worksheet", b"<?xml")
_BEGIN, _END_OF_ROW = b"<sheetData>", b"</row>"
_ROW = re.compile(r'<row r="([0-9]{1,7})"((?: (?!r=)[A-Za-z][\w:.]*="[^"<&]*")*) ?(/?)>', re.ASCII)
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,9})")?(?: t="([a-zA-Z]+)")? ?'
    r'(?:/>|></c>|><v>([^<]*)</v></c>|><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>)'
)
_GROUPS = 1 + _CELL.groups

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


#: From the kind of a cell, its style (either empty where it has none) and its text to its value.
ValueOf = Callable[[str, str, str], Cell]


def read(part: IO[bytes], last: int, value: ValueOf, strokes: frozenset[str]) -> Rows:
    """The rows from 1 to `last`. `strokes` are the styles that strike a cell through.

    Raises NotPlain, TooLarge, and what the parser raises for what stands in front of the rows.
    """
    walk = _Walk(last, value, strokes)
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
    if len(piece.translate(None, _NOT_TEXT)) != len(piece) or any(sign in piece for sign in _NO_LETTERS):
        raise NotPlain
    try:
        return piece.decode()
    except UnicodeDecodeError:
        raise NotPlain from None


class _Walk:
    """Takes whole rows, one after the other, and keeps count of the room they need; `done` when the last was taken."""

    def __init__(self, last: int, value: ValueOf, strokes: frozenset[str]) -> None:
        self.found, self.done = Rows(), not last
        self._last, self._value, self._strokes = last, value, strokes
        self._columns: dict[str, int] = {}
        self._room = Room()

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
                rows.extend([] for _ in range(len(rows), number))
                if opening[2] and _HIDDEN.search(opening[2]):
                    self.found.hidden.add(number)
                if not opening[3]:
                    self._fill(rows[-1], number, piece[at:])
                    break
                opening = _ROW.match(piece, at)
            else:
                raise NotPlain
            if len(rows) == self._last:
                self.done = True
                return

    def _fill(self, row: list[Cell], number: int, cells: str) -> None:
        parts = _CELL.split(cells)
        if any(parts[::_GROUPS]):
            raise NotPlain
        columns, value, strokes = self._columns, self._value, self._strokes
        before, signs = -1, 0
        for letters, style, kind, plain, inline in zip(*(parts[at::_GROUPS] for at in range(1, _GROUPS)), strict=True):
            place = columns.get(letters)
            if place is None:
                place = columns[letters] = column_index(letters)
            if place <= before:
                raise NotPlain
            before = place
            if inline is not None and kind != "inlineStr":
                raise NotPlain
            held = plain or inline
            if not held:
                continue
            signs += len(held)
            missing = place - len(row)
            if missing:
                row.extend([None] * missing)
            if "&" in held:
                held = _meant(held)
            row.append(held if inline else value(kind or "n", style or "", held))
            if strokes and style in strokes:
                self.found.struck.add((number, place))
        self._room.take(len(row), signs)


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
