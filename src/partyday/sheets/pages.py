"""What every kind of file is read into: pages of rows. The nouns of reading, apart from any kind of file.

Imports the cells only, no library of workbooks, no rules, store, services or cli.
"""

from collections.abc import Callable, Iterable
from dataclasses import field
from typing import NamedTuple

from partyday.model.frozen import frozen
from partyday.sheets.beside import Beside
from partyday.sheets.cells import Cell, is_blank

Row = tuple[Cell, ...]

#: How far down a header row is looked for.
HEADER_ROWS = 20

#: So many rows of a page are enough to choose the page and to tell its columns by their values.
SAMPLE_ROWS = 80


class Merge(NamedTuple):
    """A merged range: its rows from 1, its columns from 0, both ends in it."""

    first_row: int
    first_place: int
    last_row: int
    last_place: int

    def hangs_from(self, row: int, places: Iterable[int]) -> bool:
        """Whether it reaches below `row` from there or above, in one of the columns at `places`."""
        return self.first_row <= row < self.last_row and any(map(self.covers, places))

    def covers(self, place: int) -> bool:
        """Whether the column at `place` is in it."""
        return self.first_place <= place <= self.last_place


@frozen
class Page:
    """One sheet of a workbook, or all of a text file.

    `rows[0]` is the row the file calls 1; each is as wide as its last cell. `hidden_rows` and the merges count rows
    from 1. `lost_zeros`: the kind of file keeps no trace of zeros that a number format shows in front of a number.
    `beside` is what stands at cells and not in them.
    """

    name: str
    rows: list[Row]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    lost_zeros: bool = False
    beside: Beside = field(default_factory=Beside)


class PageSource(NamedTuple):
    """A page not read yet. `read` gives it whole, `sample` only its first rows (SAMPLE_ROWS, without the merges)."""

    name: str
    read: Callable[[], Page]
    sample: Callable[[], list[Row]]
    hidden: bool = False


def squared(rows: Iterable[Iterable[Cell]]) -> list[Row]:
    """The rows, all as wide as the last cell in any of them that is not blank."""
    found = [tuple(row) for row in rows]
    width = max((_filled(row) for row in found), default=0)
    return [row if len(row) == width else (*row[:width], *(None,) * (width - len(row))) for row in found]


def _filled(row: Row) -> int:
    """How many cells of the row reach up to its last one that is not blank."""
    for place in range(len(row), 0, -1):
        if not is_blank(row[place - 1]):
            return place
    return 0
