"""What a paper is made of: rows of cells with their frame, declared as data and free of any kind of file.

Nothing here knows partyday, openpyxl or pytest; `writers` turns a `File` into bytes, `papers` say what is on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import Enum
from typing import TypeAlias


class Merged(Enum):
    """A cell that belongs to the merged cell above it, or to the left of it."""

    UP = "up"
    LEFT = "left"


UP = Merged.UP
LEFT = Merged.LEFT


@dataclass(frozen=True)
class Shown:
    """A value with the number format under which it is shown, such as `00000`."""

    value: int | float | date | datetime
    number_format: str


@dataclass(frozen=True)
class Formula:
    """A formula whose result was saved: the text after `=`, and the value last computed."""

    text: str
    value: int | float | str


@dataclass(frozen=True)
class Struck:
    """A text with a stroke through it."""

    value: str


@dataclass(frozen=True)
class Commented:
    """A text with a comment at its cell."""

    value: str
    comment: str


Value: TypeAlias = str | int | float | bool | date | datetime | time | None
Cell: TypeAlias = Value | Merged | Shown | Formula | Struck | Commented
Row: TypeAlias = Sequence[Cell]


@dataclass(frozen=True)
class Hidden:
    """A row that is there but not shown, by hand or by a filter."""

    cells: Row


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook. Columns and rows count from 1 as they do in Excel."""

    rows: tuple[Row | Hidden, ...]
    name: str = "Sheet1"
    hidden_columns: tuple[int, ...] = ()
    filter: str | None = None
    hidden: bool = False

    def cells(self) -> list[list[Cell]]:
        """All rows, each as long as the longest."""
        rows = [list(row.cells if isinstance(row, Hidden) else row) for row in self.rows]
        width = max((len(row) for row in rows), default=0)
        return [row + [None] * (width - len(row)) for row in rows]

    def hidden_rows(self) -> list[int]:
        """The numbers of the rows that are not shown."""
        return [number for number, row in enumerate(self.rows, 1) if isinstance(row, Hidden)]

    def merges(self) -> list[tuple[int, int, int, int]]:
        """The merged ranges as first row, first column, last row, last column, from the marks `UP` and `LEFT`."""
        cells = self.cells()
        ranges = []
        for top, row in enumerate(cells):
            for left, cell in enumerate(row):
                if isinstance(cell, Merged):
                    continue
                right = left
                while right + 1 < len(row) and row[right + 1] is LEFT:
                    right += 1
                bottom = top
                while bottom + 1 < len(cells) and cells[bottom + 1][left] is UP:
                    bottom += 1
                if (bottom, right) != (top, left):
                    ranges.append((top + 1, left + 1, bottom + 1, right + 1))
        return ranges


@dataclass(frozen=True)
class File:
    """A paper as it lies on the disk: sheets in one kind of file, or a text. The name's ending says which kind."""

    name: str
    sheets: tuple[Sheet, ...] = ()
    text: str = ""
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    disguise: str = ""  # "html" or "xlsx": what the file is behind the ending of its name
    properties: dict[str, str] = field(default_factory=dict)


def plain(cell: Cell) -> Value:
    """The value of a cell alone."""
    if isinstance(cell, Merged):
        return None
    if isinstance(cell, Shown | Formula | Struck | Commented):
        return cell.value
    return cell


def sheet(*rows: Row | Hidden, name: str = "Sheet1", hidden: bool = False) -> Sheet:
    """A sheet of these rows."""
    return Sheet(tuple(rows), name, hidden=hidden)


def grid(drawn: str) -> list[Row]:
    """Rows drawn as text, a line each, cells between `|`: `^`, `<` are merged, `#5` a number, `@2026-03-06` a date."""
    return [[_drawn(cell.strip()) for cell in line.split("|")] for line in drawn.strip("\n").splitlines()]


def _drawn(cell: str) -> Cell:
    if cell in ("^", "<"):
        return UP if cell == "^" else LEFT
    if cell.startswith("#"):
        return float(cell[1:]) if "." in cell else int(cell[1:])
    return date.fromisoformat(cell[1:]) if cell.startswith("@") else cell or None


def titled(title: str, width: int) -> Row:
    """A title merged over the whole width."""
    return [title] + [LEFT] * (width - 1)


def beside(left: Sequence[Row], right: Sequence[Row], gap: int = 0) -> list[Row]:
    """Two blocks next to each other, with `gap` empty columns between them."""
    width = max(len(row) for row in left)
    height = max(len(left), len(right))
    empty: list[Cell] = []
    blocks: list[Row] = []
    for number in range(height):
        first = list(left[number]) if number < len(left) else empty
        second = list(right[number]) if number < len(right) else empty
        blocks.append(first + [None] * (width - len(first) + gap) + second)
    return blocks


def xlsx(*sheets: Sheet, name: str = "paper.xlsx") -> File:
    """A workbook of these sheets; another ending of the name makes another kind of file."""
    return File(name, sheets)


def csv(*rows: Row, encoding: str = "utf-8-sig", delimiter: str = ",", name: str = "paper.csv") -> File:
    """A text file with one row on a line."""
    return File(name, (sheet(*rows),), encoding=encoding, delimiter=delimiter)


def text(content: str, encoding: str = "utf-8", name: str = "paper.txt") -> File:
    """A text as it was pasted."""
    return File(name, text=content, encoding=encoding)


def renamed(file: File, name: str, disguise: str = "") -> File:
    """The same paper saved as another kind of file."""
    return replace(file, name=name, disguise=disguise)
