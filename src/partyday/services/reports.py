"""The printed forms: which there are, what each is made of, and the period it is for."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from partyday.errors import BadInput, NotFound
from partyday.forms import attendance as attendance_form
from partyday.forms import quarter_plan, sign_in
from partyday.forms.sheet import Sheet
from partyday.i18n import N_, _, listed
from partyday.model import ActivityDay, Branch, DayStatus, valid_month
from partyday.rules import attendance
from partyday.rules.policy import BLOCKS
from partyday.services.branches import policy_of
from partyday.services.checkin import roll_of
from partyday.services.finding import find_day
from partyday.store import days, people
from partyday.store.book import Store

_PERIOD = re.compile(r"(\d{4})(?:H([12])|Q([1-4])|-(\d{2}))?")


@dataclass(frozen=True)
class Ask:
    """What a form is asked for: the branch, the period (`2026Q2`, a month, a day's ref; None: the usual one), today."""

    branch: Branch
    period: str | None
    today: date


@dataclass(frozen=True)
class Form:
    """A form: its official name, and how its sheet comes out of the book, with the period it turned out to be of."""

    title: str
    about: str
    make: Callable[[Connection, Ask], tuple[str, Sheet]]


def make(store: Store, form: str, ask: Ask) -> tuple[str, Sheet]:
    """The period and sheet of a form. Raises NotFound for an unknown form or where there is nothing to print."""
    if form not in FORMS:
        raise NotFound(
            _("There is no form “{form}”.").format(form=form),
            _("There are {forms}.").format(forms=listed(FORMS)),
        )
    with store.reading() as connection:
        return FORMS[form].make(connection, ask)


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


def quarter_of(day: date, ahead: int = 0) -> str:
    """The quarter of a day, or one that many quarters ahead: `2026Q4`."""
    count = day.year * 4 + (day.month - 1) // 3 + ahead
    return f"{count // 4}Q{count % 4 + 1}"


def _is_day(period: str | None) -> bool:
    return period is not None and len(period.partition(":")[0]) == len("2026-03-06") and period.count("-") == 2


def _sign_in(connection: Connection, ask: Ask) -> tuple[str, Sheet]:
    if ask.period is None or _is_day(ask.period):
        day = find_day(connection, ask.branch, ask.period or _next_ref(connection, ask), ask.today)
    else:
        first, last = months(ask.period)
        found = [day for day in days.days_between(connection, ask.branch.id, first, last) if day.held_on]
        if len(found) != 1:
            raise BadInput(_("A sign-in sheet is of one day."), _("Name it with --period 2026-03-06."))
        day = found[0]
    roll = roll_of(connection, day)
    return day.ref, sign_in.build(ask.branch, roll, attendance.tally(roll))


def _next_ref(connection: Connection, ask: Ask) -> str | None:
    """Today's day, else the next one."""
    standing = (DayStatus.PLANNED, DayStatus.HELD, DayStatus.CLOSED)
    ahead = [
        day
        for day in days.all_days(connection, ask.branch.id)
        if day.held_on and day.held_on >= ask.today and day.status in standing
    ]
    return ahead[0].ref if ahead else None


def _quarter_plan(connection: Connection, ask: Ask) -> tuple[str, Sheet]:
    period = ask.period or quarter_of(ask.today, ahead=1)
    if "Q" not in period:
        raise BadInput(_("A quarterly plan is of a quarter."), _("Name it with --period 2026Q2."))
    first, last = months(period)
    found = days.days_between(connection, ask.branch.id, first, last)
    branches = people.branches(connection)
    superior = next((each.name for each in branches if each.id == ask.branch.parent_id), "")
    names = policy_of(branches, ask.branch).at(BLOCKS, date.fromisoformat(first + "-01")).value
    if not found:
        raise NotFound(
            _("{period} has no days yet.").format(period=period),
            _("`partyday schedule {year}` makes them.").format(year=first[:4]),
        )
    return period, quarter_plan.build(ask.branch, superior, period, found, names)


def _attendance(connection: Connection, ask: Ask) -> tuple[str, Sheet]:
    period = ask.period or quarter_of(_last_held(connection, ask))
    if _is_day(period):
        chosen = [find_day(connection, ask.branch, period, ask.today)]
    else:
        chosen = days.days_between(connection, ask.branch.id, *months(period))
    held = [day for day in chosen if _counts(day, ask.today)]
    if not held:
        raise NotFound(
            _("Nothing has been held in {period} yet.").format(period=period),
            _("Name another period with --period."),
        )
    rolls = [roll_of(connection, day) for day in held]
    return period, attendance_form.build(ask.branch, period, rolls, [attendance.tally(roll) for roll in rolls])


def _last_held(connection: Connection, ask: Ask) -> date:
    """The last day that counts, or today where there is none."""
    held = [day.held_on for day in days.all_days(connection, ask.branch.id) if day.held_on and _counts(day, ask.today)]
    return max(held, default=ask.today)


def _counts(day: ActivityDay, today: date) -> bool:
    return day.held_on is not None and day.held_on <= today and day.status is not DayStatus.CANCELLED


#: form → how it is made. To add one: a file in `forms/`, a function here, a line in this table.
FORMS: dict[str, Form] = {
    "sign-in": Form("签到表", N_("numbered, for the meeting; filled in, it is read by checkin --from"), _sign_in),
    "quarter-plan": Form("季度活动计划", N_("the next quarter's plan for the superior"), _quarter_plan),
    "attendance": Form("出勤公示", N_("who took part, made public without reasons"), _attendance),
}
