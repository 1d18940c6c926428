"""The page of a text file (.csv): lines of cells between commas, tabs or semicolons, in whatever encoding it came.

Imports the nouns of reading only; no rules, store, services or cli.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice

from partyday.sheets.cells import Cell
from partyday.sheets.pages import HEADER_ROWS, Page, Row
from partyday.sheets.parts import MAX_COLUMNS, MAX_SLOTS, BadLine, TooLarge

#: Beyond so many lines a text file is no list of people.
MAX_LINES = 250_000
#: Beyond so many letters a row of it is none.
MAX_ROW = 4_000_000

DELIMITERS = (",", "\t", ";")

_ENCODINGS = ("utf-8-sig", "gb18030")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AS_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
_YEAR_AND_TENTH = re.compile(r"\d{4}\.1")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_STEP = 1 << 20


def encoding_of(content: bytes) -> str | None:
    """The encoding the whole text can be read in; None where there is none."""
    return next((encoding for encoding in _possible(content) if _decodes(content, encoding)), None)


def _possible(content: bytes) -> tuple[str, ...]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return (encoding,)
    if b"\0" not in content:
        return _ENCODINGS
    # Without a mark, the ASCII signs among the characters (commas, digits, ends of lines) tell which byte comes first.
    start = content[: 1 << 16]
    little, big = start[1::2].count(0), start[::2].count(0)
    if max(little, big) * 20 < len(start):
        return ()
    return ("utf-16-le",) if little > big else ("utf-16-be",)


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    wide = encoding.startswith("utf-16-")
    try:
        for at in range(0, len(content), _STEP):
            text = decoder.decode(content[at : at + _STEP])
            if wide and _CONTROL.search(text):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def lines(content: bytes, encoding: str) -> Iterator[str]:
    """The lines of the text, with their ends."""
    return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")


class _OfRows:
    """The lines for a reader of rows, which goes on over several while a quotation mark is open.

    Raises TooLarge for a row that is longer than anybody's before it is divided.
    """

    def __init__(self, content: bytes, encoding: str) -> None:
        self._lines = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
        self.letters = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._lines.readline(MAX_ROW + 1):
            self.letters += len(line)
            if self.letters > MAX_ROW:
                raise TooLarge
            yield line

    def divided(self, mark: str) -> Iterator[list[str]]:
        """The cells of each row. Raises BadLine."""
        reader = csv.reader(self, delimiter=mark)
        try:
            for row in reader:
                self.letters = 0
                if len(row) > MAX_COLUMNS:
                    raise TooLarge
                yield row
        except csv.Error:
            raise BadLine(reader.line_num) from None


def likely_delimiter(content: bytes, encoding: str) -> str:
    """What divides most of the first rows into most cells."""

    def cells(mark: str) -> int:
        try:
            return sum(len(row) for row in islice(_OfRows(content, encoding).divided(mark), HEADER_ROWS))
        except (BadLine, TooLarge):
            return 0

    return max(DELIMITERS, key=cells)


def rows(content: bytes, encoding: str, delimiter: str) -> Iterator[Row]:
    """The rows of the text, each as wide as its line. Raises BadLine."""
    cell = _cells()
    for row in _OfRows(content, encoding).divided(delimiter):
        yield tuple(map(cell, row))


def page(content: bytes, encoding: str, delimiter: str) -> Page:
    """The whole text as one page without a name. Raises TooLarge for more cells, blank ones too, than a list has."""
    slots = 0

    def counted(row: Row) -> Row:
        nonlocal slots
        slots += len(row)
        if slots > MAX_SLOTS:
            raise TooLarge
        return row

    return Page("", list(map(counted, rows(content, encoding, delimiter))))


def _cells() -> Callable[[str], Cell]:
    """A reader of cells that keeps one object for a text that comes again: most columns of a long list repeat."""
    known: dict[str, Cell] = {}

    def cell(text: str) -> Cell:
        found = known.get(text)
        if found is None:
            found = _cell(text)
            if len(known) < _REMEMBERED:
                known[text] = found
        return found

    return cell


_REMEMBERED = 100_000


def _cell(text: str) -> Cell:
    """The text of a cell, without the marks that keep Excel from taking it for a number.

    2019.1 becomes a number: that is how Excel writes the number 2019.10 too.
    """
    text = text.strip()
    if written := _AS_FORMULA.fullmatch(text):
        return written[1]
    if text.startswith("'"):
        return text[1:]
    return float(text) if _YEAR_AND_TENTH.fullmatch(text) else text
