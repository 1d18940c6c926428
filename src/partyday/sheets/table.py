"""Reading a table out of a file, by the names of its columns alone: what stays until every sheet is declared.

`declared` is the reader of papers; this one refuses what that one settles. It knows nothing of members or marks: the
caller names the columns it looks for. Imports no rules, store, services or cli.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from partyday.errors import BadInput
from partyday.i18n import N_, _
from partyday.model.problems import Problem
from partyday.sheets import files
from partyday.sheets.cells import Cell, Coded, Spoiled, is_blank, shown
from partyday.sheets.pages import HEADER_ROWS, Merge, PageSource, Row, squared


@dataclass(frozen=True, kw_only=True)
class Table:
    """The table of one sheet, read.

    `fields` are the caller's names of the columns found, from left to right, and `titles` their headers as the file
    writes them. `rows` holds every row below the header that is not blank: its number in the file, from 1, and
    its cells in the order of `fields`. `above` are the lines above the header, `unused` the headers nobody asked for,
    `other_sheets` the sheets that hold such a table too and were not read.
    """

    fields: tuple[str, ...]
    titles: Mapping[str, str]
    rows: list[tuple[int, tuple[Cell, ...]]]
    above: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()

    def problem(self, row: int, field: str, value: str, sentence: str) -> Problem:
        """A problem with one cell, under the header the file itself uses."""
        return Problem(row=row, column=self.titles[field], value=value, problem=sentence)


def read_table(
    path: Path,
    headers: Mapping[str, tuple[str, ...]],
    *,
    required: Collection[str],
    codes: Collection[str] = (),
) -> Table:
    """The first table in the file at `path` whose header row holds the `required` columns.

    `headers` gives for each field the names its column may go by; `codes` are the fields whose numbers are names
    (leading zeros matter, digits may not be lost). Raises NotFound where there is no file, BadInput for one that
    cannot be read, has no such header, or has two columns for one field.
    """
    wanted = _Wanted({_plain(name): field for field, names in headers.items() for name in names}, required, codes)
    with files.opened(path) as sources:
        sheets = [_look_at(source, wanted) for source in sources]
        complete = [sheet for sheet in sheets if sheet.header and not sheet.header.missing(wanted)]
        chosen = complete[0] if complete else max(sheets, key=lambda sheet: _fit(sheet.header, wanted))
        header = _checked(path, chosen.header, wanted)
        others = tuple(sheet.source.name for sheet in complete[1:])
        return _read(path, chosen, header, wanted, others)


def branch_named(lines: Iterable[str]) -> str | None:
    """The branch that the lines above a header name (单位：…), None where they name none."""
    return next((found[1] for line in lines if (found := _UNIT.search(line))), None)


_UNIT = re.compile(r"(?:报送|填报)?单位\s*[:：]\s*(\S+)")


def read_rows(path: Path, columns: int) -> list[tuple[int, Row]]:
    """The first `columns` cells of every row of the first sheet that has any: for a list that needs no header.

    Raises NotFound and BadInput as `read_table` does.
    """
    with files.opened(path) as sources:
        rows = _padded(sources[0].read().rows, columns)
    return [(number, row) for number, row in enumerate(rows, start=1) if not all(map(is_blank, row))]


@contextmanager
def read_sheets(path: Path) -> Iterator[dict[str, Callable[[int], list[Row]]]]:
    """The sheets of a workbook by name, the visible first; each gives its rows when asked for so many columns.

    For texts and numbers: a date comes as its number. Raises NotFound, and BadInput for what is no workbook or damaged.
    """
    with files.opened(path, styled=False) as sources:
        if sources[0].name == "":
            raise BadInput(
                _("{file} is {kind}, not a workbook.").format(file=path.name, kind=_(N_("a text document"))),
                _("Open it in Excel or WPS and save the table as .xlsx."),
            )
        yield {source.name: partial(_all_rows, path, source) for source in sources}


def _all_rows(path: Path, source: PageSource, columns: int) -> list[Row]:
    rows = source.read().rows
    if len(rows) > files.MAX_ROWS:
        raise files.too_large(path)
    return _padded(rows, columns)


def _padded(rows: Iterable[Row], columns: int) -> list[Row]:
    """The first `columns` cells of each row."""
    blank = (None,) * columns
    return [row[:columns] if len(row) >= columns else (*row, *blank[len(row) :]) for row in rows]


# ---- the header row


@dataclass(frozen=True)
class _Wanted:
    """What the caller looks for: field by header, as `_plain` writes headers."""

    fields: Mapping[str, str]
    required: Collection[str]
    codes: Collection[str]

    def field(self, header: str) -> str | None:
        plain = _plain(header)
        return self.fields.get(plain) or self.fields.get(_ASIDE.sub("", plain))

    def title(self, field: str) -> str:
        return next(name for name, known in self.fields.items() if known == field)


@dataclass(frozen=True)
class _Header:
    """A header found: its rows from 1, for each field the places (from 0) and titles of its columns, the others."""

    first: int
    last: int
    columns: Mapping[str, list[tuple[int, str]]]
    unused: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns of the sheet are needed."""
        return 1 + max(place for places in self.columns.values() for place, _title in places)

    def missing(self, wanted: _Wanted) -> list[str]:
        """The usual names of the required columns that are not there."""
        return [wanted.title(field) for field in wanted.required if field not in self.columns]

    def chosen(self) -> tuple[tuple[str, ...], list[int]]:
        """The fields found, from left to right, and the place of each."""
        placed = sorted((places[0][0], field) for field, places in self.columns.items())
        return tuple(field for _place, field in placed), [place for place, _field in placed]

    def titles(self) -> dict[str, str]:
        """The header of each field as the file writes it."""
        return {field: places[0][1] for field, places in self.columns.items()}


_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_HEADER_DECORATION = re.compile(r"[\s*:✱※]|\((?:必填|选填|可选)\)|[\u200b\ufeff]")


def _plain(header: str) -> str:
    """A header as it is compared: no blanks, stars, colons or （必填）, full-width forms made ordinary."""
    return _HEADER_DECORATION.sub("", unicodedata.normalize("NFKC", header)).casefold()


def _find_header(top: Sequence[Sequence[Cell]], wanted: _Wanted) -> _Header | None:
    """The row, or two rows, among the first of a sheet that name most of what is wanted; None where none does."""
    singles = [_as_header(number, (row,), wanted) for number, row in enumerate(top, start=1)]
    doubles = [
        _as_header(number, pair, wanted)
        for number, pair in enumerate(pairwise(top), start=1)
        if _is_two_row_header(*pair, wanted)
    ]
    best = max([*singles, *doubles], key=lambda header: _fit(header, wanted), default=None)
    return best if best and best.columns else None


def _fit(header: _Header | None, wanted: _Wanted) -> tuple[bool, int]:
    """How well a header answers what is wanted; the larger, the better."""
    return (not header.missing(wanted), len(header.columns)) if header else (False, 0)


def _as_header(first: int, rows: Sequence[Sequence[Cell]], wanted: _Wanted) -> _Header:
    columns: dict[str, list[tuple[int, str]]] = {}
    unused = []
    for place, stack in enumerate(zip(*rows, strict=True)):
        titles = [title for cell in stack if (title := " ".join(shown(cell).split()))]
        known = [(title, field) for title in titles if (field := wanted.field(title))]
        if known:
            title, field = known[-1]
            columns.setdefault(field, []).append((place, title))
        else:
            unused += titles[-1:]
    return _Header(first, first + len(rows) - 1, columns, tuple(unused))


def _is_two_row_header(upper: Sequence[Cell], lower: Sequence[Cell], wanted: _Wanted) -> bool:
    """Whether `lower` only divides columns of `upper`: nothing stands below a header that is already understood."""
    upper_known = [wanted.field(shown(cell)) is not None for cell in upper]
    below_known = any(known and not is_blank(cell) for known, cell in zip(upper_known, lower, strict=True))
    return any(upper_known) and not below_known and any(wanted.field(shown(cell)) for cell in lower)


def _checked(path: Path, header: _Header | None, wanted: _Wanted) -> _Header:
    """`header`, if a table can be read below it; otherwise BadInput says what is wrong with it."""
    if header is None:
        raise BadInput(
            _("{file} has no header row that is understood in its first {count} rows.").format(
                file=path.name, count=HEADER_ROWS
            ),
            _("One row must name the columns: {columns}.").format(
                columns="、".join(map(wanted.title, wanted.required))
            ),
        )
    if missing := header.missing(wanted):
        seen = [title for places in header.columns.values() for _place, title in places] + list(header.unused)
        raise BadInput(
            _("{file} has no column {missing}; row {row} has {seen}.").format(
                file=path.name, missing="、".join(missing), row=header.last, seen="、".join(seen)
            ),
            _("Add the column, or give it its usual header."),
        )
    for places in header.columns.values():
        if len(places) > 1:
            raise BadInput(
                _("{file} has two columns for the same thing: {columns}.").format(
                    file=path.name, columns="、".join(title for _place, title in places)
                ),
                _("Delete one of them, or give it another header."),
            )
    return header


# ---- from rows to a table


@dataclass(frozen=True)
class _Sheet:
    """A page looked at: its first rows, and the header in them, if any."""

    source: PageSource
    top: list[Row]
    header: _Header | None


def _look_at(source: PageSource, wanted: _Wanted) -> _Sheet:
    top = squared(source.sample()[:HEADER_ROWS])
    return _Sheet(source, top, _find_header(top, wanted))


def _read(path: Path, sheet: _Sheet, header: _Header, wanted: _Wanted, other_sheets: tuple[str, ...]) -> Table:
    fields, places = header.chosen()
    page = sheet.source.read()
    first = 1 + max([header.last, *(merge.last_row for merge in page.merges if merge.hangs_from(header.last, places))])
    numbered: Iterable[tuple[int, Row]] = enumerate(_padded(page.rows[first - 1 :], header.width), start=first)
    if page.merges:
        numbered = _with_merges(numbered, page.merges, places)
    found = _rows_below(path, header, sheet.top, numbered, places)
    codes = [index for index, field in enumerate(fields) if field in wanted.codes]
    return Table(
        fields=fields,
        titles=header.titles(),
        rows=[(number, _coded(row, codes)) for number, row in found],
        above=_lines_above(header, sheet.top),
        unused=header.unused,
        sheet=page.name,
        other_sheets=other_sheets,
    )


def _coded(row: Row, codes: Sequence[int]) -> Row:
    """The row, with the numbers in code columns as text where their format shows zeros in front."""
    if not any(isinstance(row[index], Coded) for index in codes):
        return row
    return tuple(cell.code if index in codes and isinstance(cell, Coded) else cell for index, cell in enumerate(row))


_EXCEL_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"}
    | {"#GETTING_DATA", "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#PYTHON!"}
)


def _rows_below(
    path: Path, header: _Header, top: Sequence[Row], numbered: Iterable[tuple[int, Row]], places: Sequence[int]
) -> list[tuple[int, Row]]:
    """What stands below the header in the columns at `places`, without blank rows and repeated headers."""
    repeated = tuple(top[header.last - 1][place] for place in places)
    rows = []
    for number, row in numbered:
        cells = tuple([row[place] for place in places])
        if all(map(is_blank, cells)) or cells == repeated:
            continue
        if not _EXCEL_ERRORS.isdisjoint(cells):
            cells = tuple(map(_told_error, cells))
        rows.append((number, cells))
        if len(rows) > files.MAX_ROWS:
            raise files.too_large(path)
    return rows


def _lines_above(header: _Header, top: Sequence[Row]) -> tuple[str, ...]:
    lines = (" ".join(filter(None, map(shown, row))) for row in top[: header.first - 1])
    return tuple(filter(None, lines))


def _told_error(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell in _EXCEL_ERRORS:
        return Spoiled(cell, _("The cell holds an error of Excel; write the value itself."))
    return cell


def _with_merges(
    numbered: Iterable[tuple[int, Row]], merges: Iterable[Merge], places: Sequence[int]
) -> Iterator[tuple[int, Row]]:
    """The rows, with the cells of each merged range spoiled: the first tells it, the others are silent."""
    starting: dict[int, list[Merge]] = {}
    for merge in merges:
        starting.setdefault(merge.first_row, []).append(merge)
    covering: dict[int, Merge] = {}
    for number, row in numbered:
        cells = list(row)
        covering = {place: merge for place, merge in covering.items() if merge.last_row >= number}
        for place in covering:
            cells[place] = Spoiled("")
        for merge in starting.get(number, ()):
            covered = list(filter(merge.covers, places))
            if covered and not is_blank(row[merge.first_place]):
                covering |= dict.fromkeys(covered, merge)
                for place in covered:
                    cells[place] = Spoiled("")
                cells[covered[0]] = Spoiled(shown(row[merge.first_place]), _merged_sentence(merge))
        yield number, tuple(cells)


def _merged_sentence(merge: Merge) -> str:
    if merge.first_row == merge.last_row:
        return _("Cells are merged here. Unmerge them and fill in each.")
    return _("The cells of rows {first} to {last} are merged. Unmerge them and fill in every row.").format(
        first=merge.first_row, last=merge.last_row
    )
