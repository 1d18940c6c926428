"""One page of a sheet, walked row by row: which rows are a person's, and what the others say.

Imports the nouns of reading only; no rules, store, services or cli.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from partyday.i18n import _, listed
from partyday.sheets.cells import Cell, in_one_line, is_blank, shown
from partyday.sheets.frame import Aside, Merges, is_line, is_usual, ranges, section_named, shortened, told_lines
from partyday.sheets.headers import Found, Header
from partyday.sheets.pages import SAMPLE_ROWS, Page, Row
from partyday.sheets.parts import column_letter

Block = Mapping[str, tuple[Found, ...]]


@dataclass(frozen=True, kw_only=True)
class Manner:
    """What a walk must know of a kind of sheet: the field of the person and the one that only counts, the readers of
    the fields that tell a person, the fields whose values hold over merged rows, and how a header is found."""

    key: str
    counter: str
    telling: Mapping[str, Callable[[Cell], object]]
    fills: frozenset[str]
    header_of: Callable[[list[Row]], Header | None]


class Seen(NamedTuple):
    """A row of a person. `several` are the cells of columns that are read as one, `titles` the headers of all columns,
    `section` the heading above."""

    number: int
    cells: Mapping[str, Cell]
    several: Mapping[str, tuple[Cell, ...]]
    titles: Mapping[str, str]
    section: str


@dataclass
class Walk:
    """A page on its way; the notes are complete when all people were seen."""

    page: Page
    header: Header
    manner: Manner
    lines: list[Aside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    loose: dict[int, list[Aside]] = field(default_factory=dict)
    who: dict[int, str] = field(default_factory=dict)

    def people(self) -> Iterator[Seen]:
        """The rows of people, block by block, from every table of the page that has such a header."""
        for header, last in self._tables():
            for block in header.blocks:
                yield from self._of_block(header, block, last)

    def told(self) -> list[str]:
        """What is to be told of the rows and cells that were not taken."""
        notes = [*self.notes, *told_lines(sorted(set(self.lines))), *self.page.beside.told(self.who)]
        for place, cells in sorted(self.loose.items()):
            notes.append(
                _("Column {letter} has no header and was not read: {cells}.").format(
                    letter=column_letter(place),
                    cells=listed(f"{cell.number} “{shortened(cell.text)}”" for cell in cells[:_SHOWN])
                    + (", …" if len(cells) > _SHOWN else ""),
                )
            )
        rows = self.page.rows
        hidden = [number for number in self.page.hidden_rows if self.header.last < number <= len(rows)]
        filled = [number for number in hidden if not all(map(is_blank, rows[number - 1]))]
        if filled:
            notes.append(_("Rows hidden in the sheet were read all the same: {rows}.").format(rows=ranges(filled)))
        return notes

    def _tables(self) -> Iterator[tuple[Header, int]]:
        """Each header of the page, with the last row of the table below it."""
        rows, header = self.page.rows, self.header
        titles = frozenset(filter(None, header.titles))
        least = 1 + len(self.header.fields) // 2
        for number in range(header.last + 1, len(rows) + 1):
            row = rows[number - 1]
            if titles.isdisjoint(row) or sum(1 for cell in row if cell in titles) < least:
                continue
            below = self.manner.header_of(rows[number - 1 : number - 1 + SAMPLE_ROWS])
            if below is None or below.first != 1 or self.manner.key not in below.fields:
                continue
            if below.blocks == header.blocks:
                continue
            yield header, number - 1
            header = below.moved(number - 1)
        yield header, len(rows)

    def _of_block(self, header: Header, block: Block, last: int) -> Iterator[Seen]:
        page, manner = self.page, self.manner
        single = {name: found[0].place for name, found in block.items() if len(found) == 1}
        several = {name: [column.place for column in columns] for name, columns in block.items() if len(columns) > 1}
        places = frozenset(column.place for columns in block.values() for column in columns)
        own = places - header.shared
        start, end = (min(own), max(own) + 1) if len(header.blocks) > 1 else (0, len(header.titles))
        filled = {block[name][0].place: block[name][0].title for name in manner.fills & block.keys()}
        merges = Merges(page.merges, places, filled)
        telling = {name: read for name, read in manner.telling.items() if name in single}
        hanging = (merge.last_row for merge in page.merges if merge.hangs_from(header.last, places))
        first, last_hanging = 1 + header.last, max([header.last, *hanging])
        keys = [column.place for column in block.get(manner.key, ())] or [min(own)]
        while first <= last_hanging and all(is_blank(cell) for cell in _at(page.rows, first, keys)):
            first += 1
        titles = {name: found[0].title for name, found in block.items()}
        nameless = [place for place in range(start, end) if not header.titles[place]]
        section, marked = "", page.beside.rows
        for number, whole in enumerate(page.rows[first - 1 : last], start=first):
            if not whole and not page.merges:
                continue
            row = whole if len(whole) >= end else (*whole, *(None,) * (end - len(whole)))
            seen = row[start:end]
            cells = {name: row[place] for name, place in single.items()}
            usual = is_usual(cells, seen, key=manner.key, counter=manner.counter, telling=telling)
            if not usual and _is_void(seen, cells, titles, manner.counter):
                merges.apply(number, row, person=False)
                continue
            if not usual and is_line(cells, seen, key=manner.key, counter=manner.counter, telling=telling):
                merges.apply(number, row, person=False)
                section = section_named(seen) or section
                self.lines.append(Aside(number, " ".join(" ".join(map(shown, seen)).split())))
                continue
            if page.merges:
                row = merges.apply(number, row, person=True)
                cells = {name: row[place] for name, place in single.items()}
            if number in marked:
                self.who[number] = in_one_line(cells.get(manner.key))
            self._note_loose(number, row, nameless, end if len(header.blocks) == 1 else len(row))
            yield Seen(number, cells, _joined(row, several) if several else _NOTHING, titles, section)
        self.notes += merges.notes

    def _note_loose(self, number: int, row: Row, nameless: list[int], end: int) -> None:
        """Remember cells of a person that stand under no header."""
        for place in (*nameless, *range(end, len(row))):
            if not is_blank(row[place]):
                self.loose.setdefault(place, []).append(Aside(number, shown(row[place])))


_NOTHING: Mapping[str, tuple[Cell, ...]] = {}


def _joined(row: Row, several: Mapping[str, list[int]]) -> dict[str, tuple[Cell, ...]]:
    """The cells of columns that are read as one."""
    return {name: tuple(row[place] for place in together) for name, together in several.items()}


_SHOWN = 12


def _at(rows: list[Row], number: int, places: Iterable[int]) -> Iterator[Cell]:
    """The cells of a row at these places, as far as the row has them."""
    row = rows[number - 1] if number <= len(rows) else ()
    yield from (row[place] for place in places if place < len(row))


def _is_void(seen: Row, cells: Mapping[str, Cell], titles: Mapping[str, str], counter: str) -> bool:
    """A blank row, the header repeated, or a row prepared with nothing but its number."""
    filled = [cell for cell in seen if not is_blank(cell)]
    if not filled:
        return True
    if len(filled) == 1 and cells.get(counter) is filled[0] and shown(filled[0]).rstrip(".、").isdecimal():
        return True
    return filled[0] in titles.values() and all(
        isinstance(cell, str) and " ".join(cell.split()) == titles[name] for name, cell in cells.items()
    )
