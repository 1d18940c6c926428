"""What the tests of rosters share: a roster made of rows, and what is read of it."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from partyday.model.members import RosterRow
from partyday.model.problems import Problem
from partyday.model.reading import Reading
from partyday.sheets.headers import find_header
from partyday.sheets.roster import Roster, read_roster

TODAY = date(2026, 3, 6)

MIDNIGHT = datetime(2019, 7, 1)  # noqa: DTZ001  # as openpyxl gives a date: no zone

#: The example number of GB 11643: a woman born on 31 December 1949.
ID = "11010519491231002X"


def roster(path: Path, *rows: Sequence[Any], header: Sequence[str] = ("姓名", "人员类别", "加入党组织日期")) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def reading(tmp_path: Path, *rows: Sequence[Any], more: str = "") -> Reading[RosterRow]:
    """The roster with the three required columns and those named in `more`, from row 2."""
    header = ("姓名", "人员类别", "加入党组织日期", *more.split())
    return read_roster(roster(tmp_path / "a.xlsx", *rows, header=header), today=TODAY)


def read(tmp_path: Path, *rows: Sequence[Any], more: str = "") -> tuple[list[RosterRow], list[Problem]]:
    """The good rows of that roster, and every problem."""
    return outcome(reading(tmp_path, *rows, more=more))


def outcome(found: Reading[RosterRow]) -> tuple[list[RosterRow], list[Problem]]:
    return found.rows, found.rejected


def only(tmp_path: Path, column: str, cell: Any) -> tuple[list[RosterRow], list[Problem]]:
    """What one good person with `cell` under `column` gives."""
    return read(tmp_path, ("张三", "正式党员", "2019-07-01", cell), more=column)


def columns(*titles: str) -> dict[str, str]:
    """The field that each column is found to be, with its title."""
    sheet = Roster(TODAY)
    found = find_header([titles], sheet.wanted(), sheet.words, key=sheet.key)
    assert found is not None
    return {field: columns[0].title for field, columns in found.blocks[0].items()}
