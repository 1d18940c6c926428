"""Reading a member roster (党员名册) as branches keep it: from rows of untidy cells to rows that mean something.

What is wrong with a cell is a `Problem`, so that a person can mend everything at once. Whether a row is new in the
book is for the services to say. Imports no rules, store, services or cli.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import Circumstance, Standing
from partyday.model.problems import Problem
from partyday.sheets.cells import (
    NOTHING,
    Cell,
    Day,
    Unreadable,
    birth_in,
    is_blank,
    masked,
    opens_footer,
    optional,
    read_code,
    read_count,
    read_date,
    read_id_number,
    read_name,
    read_one_of,
    read_text,
    read_yes_no,
    remembered,
    required,
    shown,
    squeezed,
    unknown_term,
)
from partyday.sheets.roster_columns import COLUMNS
from partyday.sheets.table import Table, read_table
from partyday.words.terms import read_term


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One person as the roster gives them. None: the file does not say (no such column, or a blank cell).

    `row` is the row of the file, from 1. `joined` is None only for those who have not joined (发展对象, 入党积极分子).
    A month without a day is its first day, but for `born_on` where the ID number tells the day.
    """

    row: int
    name: str
    standing: Standing
    joined: date | None
    full_on: date | None = None
    number: int | None = None
    gender: str | None = None
    ethnicity: str | None = None
    born_on: date | None = None
    id_number: str | None = None
    branch: str | None = None
    group: str | None = None
    post: str | None = None
    staff_number: str | None = None
    phone: str | None = None
    education: str | None = None
    mobile: bool | None = None
    suspended: bool | None = None
    circumstances: frozenset[Circumstance] | None = None


def read_roster(path: Path, *, today: date) -> tuple[list[RosterRow], list[Problem]]:
    """The rows of the roster at `path` that are good, and every problem of the others, in the order of the file.

    Raises NotFound or BadInput for a file that is no roster (see `table.read_table`), or one without a single person.
    """
    return understand(open_roster(path), today=today)


def open_roster(path: Path) -> Table:
    """The table of the roster at `path`, unread: its `unused` columns and `other_sheets` are worth telling."""
    return read_table(
        path,
        {column.field: column.names for column in COLUMNS},
        required=[column.field for column in COLUMNS if column.required],
        codes=[column.field for column in COLUMNS if column.code],
    )


def understand(table: Table, *, today: date) -> tuple[list[RosterRow], list[Problem]]:
    """What the rows of a roster mean: the good ones, and every problem. Raises BadInput where there is no person."""
    readers = [_READERS[field] for field in table.fields]
    standing_at = table.fields.index("standing")
    next_year = _years_after(today, 1)
    rows: list[RosterRow] = []
    problems: list[Problem] = []
    for number, cells in table.rows:
        if is_blank(cells[standing_at]) and _is_no_person(table.fields, cells):
            continue
        found, faults = _read_cells(table.fields, readers, cells)
        faults += _disagreements(found, today, next_year)
        if not faults:
            rows.append(_as_row(number, found))
            continue
        as_seen = dict(zip(table.fields, cells, strict=True))
        problems += [
            table.problem(number, field, _value(field, as_seen[field]), sentence)
            for field, sentence in faults
            if sentence
        ]
    if not rows and not problems:
        raise BadInput(_("There is no person below the header."), _("Fill in a row for each person."))
    return rows, problems


Found = dict[str, Any]
Fault = tuple[str, str]


def _is_no_person(fields: Sequence[str], cells: Sequence[Cell]) -> bool:
    """A row prepared with nothing but its number, or a line under the table."""
    filled = {field for field, cell in zip(fields, cells, strict=True) if not is_blank(cell)}
    return filled <= {"number"} or opens_footer(cells)


def _read_cells(
    fields: Sequence[str], readers: Sequence[Callable[[Cell], Any]], cells: Sequence[Cell]
) -> tuple[Found, list[Fault]]:
    found: Found = {}
    faults: list[Fault] = []
    for field, read, cell in zip(fields, readers, cells, strict=True):
        try:
            found[field] = read(cell)
        except Unreadable as fault:
            faults.append((field, str(fault)))
    return found, faults


def _value(field: str, cell: Cell) -> str:
    return masked(shown(cell)) if field == "id_number" else shown(cell)


def _as_row(number: int, found: Found) -> RosterRow:
    born, id_number = found.get("born_on"), found.get("id_number")
    dates = {field: day.on for field in _DATES if (day := found.get(field))}
    if born and born.month_only and id_number:
        dates["born_on"] = birth_in(id_number)
    return RosterRow(row=number, **(found | dates))


# ---- cells against each other and against the calendar

#: The Party was founded on 1 July 1921 as it counts; nobody alive was born before 1900.
_EARLIEST = {"joined": date(1921, 7, 1), "full_on": date(1921, 7, 1), "born_on": date(1900, 1, 1)}
_DATES = tuple(_EARLIEST)

#: 党章 第一条: 年满十八岁.
_AGE = 18


def _disagreements(found: Mapping[str, Any], today: date, next_year: date) -> Iterator[Fault]:
    """Dates that cannot be, and cells that cannot both be right; a month gets the benefit of the doubt."""
    for field in _DATES:
        day: Day | None = found.get(field)
        if day is None:
            continue
        if day.latest < _EARLIEST[field]:
            yield field, _("The date lies before {earliest}.").format(earliest=_EARLIEST[field])
        elif day.on > next_year:
            yield field, _("The date lies more than a year ahead.")
    born, joined, full_on, id_number = (found.get(field) for field in ("born_on", "joined", "full_on", "id_number"))
    if born and today < born.on <= next_year:
        yield "born_on", _("The date of birth lies ahead.")
    if born and id_number and not _is_same_day(born, birth_in(id_number)):
        yield "born_on", _("It is not the date of birth in the ID number.")
    birth = born.on if born else birth_in(id_number) if id_number else None
    if joined and birth and joined.latest < _years_after(birth, _AGE):
        yield "joined", _("Born on {birth}, nobody can have joined before turning 18.").format(birth=birth)
    if joined and full_on and full_on.latest < joined.on:
        yield "full_on", _("A full member since before joining?")
    if joined is None and "joined" in found and (standing := found.get("standing")) and standing.is_member:
        yield "joined", _("A member has a date of joining; fill it in.")


def _is_same_day(told: Day, birth: date) -> bool:
    return told.on == (birth.replace(day=1) if told.month_only else birth)


def _years_after(day: date, years: int) -> date:
    """The same day in another year; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


# ---- what each column holds

_GENDERS = {"男": "男", "女": "女", "男性": "男", "女性": "女"}
_MEMBERSHIP = {"正常": False, "停止党籍": True, "停止": True}
_BETWEEN_TERMS = re.compile(r"[、,，;；/\s]+")
_NO_CIRCUMSTANCE = frozenset({"无", "正常", "否"})


def _read_gender(cell: Cell) -> str:
    gender = _GENDERS.get(squeezed(read_text(cell)))
    if gender is None:
        raise Unreadable(_("Write 男 or 女."))
    return gender


def _read_suspended(cell: Cell) -> bool:
    suspended = _MEMBERSHIP.get(squeezed(read_text(cell)))
    if suspended is None:
        raise Unreadable(_("Write 正常 or 停止党籍."))
    return suspended


def _read_circumstances(cell: Cell) -> frozenset[Circumstance]:
    terms = set(filter(None, _BETWEEN_TERMS.split(read_text(cell)))) - _NO_CIRCUMSTANCE
    codes = {read_term(Circumstance, term) for term in terms}
    if None in codes:
        raise Unreadable(unknown_term(Circumstance))
    return frozenset(code for code in codes if code)


_text = remembered(optional(read_text))
_date = remembered(optional(read_date))
_standing = remembered(required(partial(read_one_of, Standing)))

_READERS: dict[str, Callable[[Cell], Any]] = {
    "number": optional(read_count),
    "name": required(read_name),
    "gender": remembered(optional(_read_gender)),
    "ethnicity": _text,
    "born_on": _date,
    "id_number": optional(read_id_number),
    "standing": _standing,
    "joined": _date,
    "full_on": _date,
    "branch": _text,
    "group": _text,
    "post": _text,
    "staff_number": optional(read_code),
    "phone": optional(read_code),
    "education": _text,
    "mobile": remembered(optional(read_yes_no, NOTHING - {"无"})),
    "suspended": remembered(optional(_read_suspended)),
    "circumstances": remembered(optional(_read_circumstances, NOTHING - {"无"})),
}
