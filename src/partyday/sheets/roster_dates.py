"""The dates of a roster's row against each other, against the ID number and against the calendar.

Imports the cells and the nouns only; no rules, store, services or cli.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from partyday.i18n import _
from partyday.model.codes import Standing
from partyday.model.dates import Day
from partyday.sheets.cells import birth_in

#: The Party was founded on 1 July 1921 as it counts; nobody alive was born before 1900.
EARLIEST = {"joined": date(1921, 7, 1), "full_on": date(1921, 7, 1), "born_on": date(1900, 1, 1)}
DAYS = (*EARLIEST, "arrived")

#: 党章 第七条: 预备期为一年, 延长不能超过一年.
LONGEST_PROBATION = 2
#: 党章 第一条: 年满十八岁.
_AGE = 18


def disagreements(found: Mapping[str, Any], today: date, next_year: date) -> Iterator[tuple[str, str]]:
    """Dates that cannot be, and cells that cannot both be right; a month gets the benefit of the doubt."""
    for field in EARLIEST:
        day: Day | None = found.get(field)
        if day is None:
            continue
        if day.latest < EARLIEST[field]:
            yield field, _("The date lies before {earliest}.").format(earliest=EARLIEST[field])
        elif day.on > next_year:
            yield field, _("The date lies more than a year ahead.")
    born, joined, full_on = found.get("born_on"), found.get("joined"), found.get("full_on")
    id_number = found.get("id_number")
    if born and today < born.on <= next_year:
        yield "born_on", _("The date of birth lies ahead.")
    if born and id_number and not _is_same_day(born, birth_in(id_number)):
        yield "born_on", _("It is not the date of birth in the ID number.")
    birth = born.on if born else birth_in(id_number) if id_number else None
    if joined and birth and joined.latest < years_after(birth, _AGE):
        yield "joined", _("Born on {birth}, nobody can have joined before turning 18.").format(birth=birth)
    if found.get("standing") is Standing.FULL and full_on and today < full_on.on <= next_year:
        yield "full_on", _("A full member whose confirmation is still to come?")
    if joined and full_on and full_on.latest < joined.on:
        yield "full_on", _("A full member since before joining?")


def _is_same_day(told: Day, birth: date) -> bool:
    return told.on == (birth.replace(day=1) if told.month_only else birth)


def years_after(day: date, years: int) -> date:
    """The same day in another year; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
