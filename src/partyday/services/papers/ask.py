"""What a form is asked for, and the periods it may be asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from partyday.errors import BadInput, NotFound
from partyday.i18n import _
from partyday.model.codes import DayStatus
from partyday.model.days import ActivityDay
from partyday.model.months import month_of, period_at, shifted
from partyday.model.paper import Sheet
from partyday.model.people import Branch, Person
from partyday.model.period import valid_month
from partyday.services.lookup import find_person, read_ref
from partyday.store import people
from partyday.store.connection import Connection

_PERIOD = re.compile(r"(\d{4})(?:H([12])|Q([1-4])|-(\d{2}))?")


@dataclass(frozen=True)
class Ask:
    """What a form is asked for: the branch, the period (`2026Q2`, a month, a day's ref; None: the usual one), today.

    `member` names the person a form is about, where it is about one; `member_id` is their key, where it is known.
    """

    branch: Branch
    period: str | None
    today: date
    member: str | None = None
    member_id: int | None = None

    @property
    def of_one(self) -> bool:
        """Whether it is asked for one person's."""
        return self.member is not None or self.member_id is not None


def member_of(connection: Connection, branches: Sequence[Branch], ask: Ask) -> tuple[Branch, Person]:
    """Whom a form is asked for, and their branch. Raises NotFound or Ambiguous."""
    if ask.member_id is None:
        return find_person(connection, branches, ask.branch.name, ask.member or "", ask.today)
    on_roster = people.rosters(connection, [ask.branch.id], ask.today, ended=True)
    person = next((each for _branch_id, each in on_roster if each.id == ask.member_id), None)
    if person is None:
        raise NotFound(_("The member is not on the roster any more."))
    return ask.branch, person


class Paper(NamedTuple):
    """What came out: the period it turned out to be of, its sheets, the member it is about.

    `remarks` tell whoever prints it what it lacks; they are not printed. `missing` are branches that have not filed.
    """

    period: str
    sheets: tuple[Sheet, ...]
    member_id: int | None = None
    remarks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether any of it is one."""
        return any(sheet.draft for sheet in self.sheets)


def months(period: str) -> tuple[str, str]:
    """The first and last month of a year, half, quarter or month. Raises BadInput."""
    found = _PERIOD.fullmatch(period)
    if not found:
        raise BadInput(
            _("“{period}” is not a period.").format(period=period),
            _("Write it as 2026, 2026H1, 2026Q4, 2026-03 or 2026-03-06."),
        )
    year, half, quarter, month = found.groups()
    if month:
        return valid_month(period), period
    length = 6 if half else 3 if quarter else 12
    first = (int(half or quarter or 1) - 1) * length + 1
    return f"{year}-{first:02}", f"{year}-{first + length - 1:02}"


def is_day(period: str | None) -> bool:
    """Whether it names a day, or a half of one."""
    return period is not None and len(period.partition(":")[0]) == len("2026-03-06") and period.count("-") == 2


def of_length(ask: Ask, length: int, usual: str) -> str:
    """The period asked for (the usual one unless told), which has to be so many months long. Raises BadInput."""
    period = ask.period or usual
    first, last = (None, None) if is_day(period) else months(period)
    if not first or shifted(first, length - 1) != last:
        example = period_at(ask.today, length)
        raise BadInput(
            _("This form is not of {period}.").format(period=period),
            _("Name a period such as --period {example}.").format(example=example),
        )
    return period


def within(on: date, period: str | None) -> bool:
    """Whether a day lies in a period (None: any)."""
    if period is None or is_day(period):
        return period is None or on == read_ref(period)[0]
    first, last = months(period)
    return first <= month_of(on) <= last


def counts(day: ActivityDay, today: date) -> bool:
    """Whether a day has come and was not cancelled."""
    return day.held_on is not None and day.held_on <= today and day.status is not DayStatus.CANCELLED
