"""Reading a filed workbook: its seal, and where its pages were changed since. Imports no store."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.frozen import frozen
from partyday.model.paper import CONTINUED, LONGEST_TEXT, UNPRINTED, Row, Sheet, Value
from partyday.model.seal import SEAL_TAB, Sealed, unseal
from partyday.sheets.cells import Cell, is_blank, shown
from partyday.sheets.files import read_sheets


@frozen
class Difference:
    """One cell that is not as it was filed; `filed` and `found` as people see them."""

    sheet: str
    cell: str
    filed: str
    found: str


class Altered(BadInput):
    """A filed workbook whose printed page was changed afterwards; `differences` are its cells."""

    def __init__(self, file: str, form: str, differences: Sequence[Difference]) -> None:
        super().__init__(
            _("{file} has been changed since it was filed.").format(file=file),
            _("Ask the branch for the workbook as it was filed: partyday report {form} --filed").format(form=form),
        )
        self.differences = tuple(differences)


class Unsealed(BadInput):
    """A workbook that was never filed; `units` are whose it says it is, above its first table."""

    def __init__(self, file: str, units: Collection[str]) -> None:
        super().__init__(
            _("{file} is not a workbook that was filed with partyday.").format(file=file),
            _("The branch prints it anew with --mark-filed, as: partyday report quarter-plan --mark-filed"),
        )
        self.units = frozenset(units)


#: Above a table stand a title and a few lines.
_ABOVE = 6

_UNIT = re.compile(r"(?:填报|报送|汇总)?单位：(.+)")


def _units(rows: Sequence[Sequence[Cell]]) -> set[str]:
    return {found[1].strip() for row in rows for cell in row if (found := _UNIT.fullmatch(shown(cell).strip()))}


def changed_cells(sheet: Sheet, tab: str, rows: Sequence[Sequence[Cell]]) -> Iterator[Difference]:
    """Where the printed page (`rows`, in the sheet `tab`) is not what was filed; the line to sign on is free.

    Earlier versions printed the header over the sections that a table begins with: either is the page that was filed.
    """
    together = _joined(rows)
    found = list(_differences(_printed(sheet, leading=sheet.leading), tab, together))
    if found and sheet.leading and not list(_differences(_printed(sheet), tab, together)):
        return iter(())
    return iter(found)


def _joined(rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """The rows, a text that was printed in several of them again in one."""
    joined: list[Sequence[Cell]] = []
    for row in rows:
        first = shown(row[0]) if row else ""
        if first.endswith(CONTINUED) and joined and len(row) > 1 and shown(joined[-1][0]) + CONTINUED == first:
            before = joined.pop()
            joined.append([before[0], shown(before[1]) + shown(row[1]), *before[2:]])
        else:
            joined.append(row)
    return joined


def _differences(
    page: Iterable["_Line | Sequence[Value]"], tab: str, rows: Sequence[Sequence[Cell]]
) -> Iterator[Difference]:
    nothing: Sequence[Cell] = ()
    for number, (expected, row) in enumerate(zip_longest(page, rows), 1):
        found = row or nothing
        if isinstance(expected, _Line):
            if expected.text is None or _holds(found, (expected.text,)):
                continue
            said = "".join(shown(cell) for cell in found if cell is not None)
            if _bare(expected.text) != _bare(said):
                yield Difference(tab, f"A{number}", expected.text, said)
            continue
        if _holds(found, expected or ()):
            continue
        for place, (value, cell) in enumerate(zip_longest(expected or (), found)):
            if not _same(value, cell):
                yield Difference(tab, f"{_letters(place)}{number}", _seen(value), shown(cell))


def _holds(row: Sequence[Cell], values: Sequence[Value]) -> bool:
    """Whether a row holds just these values and nothing behind them, as nearly all do."""
    return bool not in map(type, row) and tuple(row) == (*values, *(None,) * (len(row) - len(values)))


class _Line(NamedTuple):
    """A line outside the table, whose text may stand in any of its cells; None: anything may."""

    text: str | None


def _printed(sheet: Sheet, leading: Sequence[Row] = ()) -> Iterator[_Line | Sequence[Value]]:
    """Every row of the page, from the title to the line to sign on, the `leading` sections over the header."""
    yield _Line(sheet.heading)
    for left, right in sheet.lines:
        yield _Line(left + right)
    for row in leading:
        yield row.cells
    if sheet.grouped:
        groups = [column.group or column.heading for column in sheet.columns]
        yield _Line("".join(new for old, new in zip(["", *groups], groups, strict=False) if new != old))
        yield _Line("".join(column.heading for column in sheet.columns if column.group))
    else:
        yield _Line("".join(column.heading for column in sheet.columns))
    for row in sheet.body[len(leading) :]:
        yield row.cells
    for note in sheet.notes:
        yield _Line(note)
    if sheet.signatures:
        yield _Line(None)


def _bare(text: str) -> str:
    """Text as it is compared: what a cell holds of it, without blanks and what programs take for their own signs."""
    return "".join(_OF_PROGRAMS.sub("", UNPRINTED.sub("", text)[:LONGEST_TEXT]).split())


_OF_PROGRAMS = re.compile(r"_x[0-9A-Fa-f]{4}_")


def _same(value: Value, cell: Cell) -> bool:
    if value is None or value == "":
        return is_blank(cell)
    if isinstance(value, str):
        return value == cell or _bare(value) == _bare(shown(cell))
    if isinstance(cell, bool):  # TRUE is 1 to Python, and not to whoever reads the page
        return False
    return isinstance(cell, int | float) and abs(float(value) - cell) < _ROUNDING


_ROUNDING = 1e-9


def _seen(value: Value) -> str:
    return "" if value is None else str(value)


def _letters(place: int) -> str:
    """The letters of a column, from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


#: A column more than was printed, so that what somebody wrote beside the table is seen too.
_BESIDE = 8


def read_filed(path: Path) -> Sealed:
    """What the workbook at `path` was filed as.

    Saved again by Excel or LibreOffice it is the same. Raises NotFound, `Unsealed` for a file that is not a filed
    workbook, BadInput for one that is damaged or was filed with a newer partyday, `Altered` where cells were changed.
    """
    with read_sheets(path) as sheets:
        if SEAL_TAB not in sheets:
            first = next(iter(sheets.values()))
            raise Unsealed(path.name, _units(first(_BESIDE)[:_ABOVE]))
        sealed = unseal(path.name, (shown(row[0]) for row in sheets.pop(SEAL_TAB)(1)))
        if len(sheets) < len(sealed.sheets):
            raise BadInput(
                _("{file} has lost a sheet of what was filed.").format(file=path.name),
                _("Ask the branch for the workbook as it was filed; `partyday report --list` names it there."),
            )
        # A sheet is known by its name, and where that was changed, by its place among the others.
        renamed = iter([tab for tab in sheets if tab not in {sheet.tab for sheet in sealed.sheets}])
        differences: list[Difference] = []
        for sheet in sealed.sheets:
            tab = sheet.tab if sheet.tab in sheets else next(renamed)
            differences += changed_cells(sheet, tab, sheets.pop(tab)(len(sheet.columns) + _BESIDE))
    if differences:
        raise Altered(path.name, sealed.form, differences)
    return sealed
