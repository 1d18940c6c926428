"""Reading days, marks and holiday notices out of the book, and the row that a day is kept as."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, exists, func, or_, select

from partyday.model.codes import Excuse, Occasion, Part, State
from partyday.model.days import ActivityDay, Mark, Reason
from partyday.model.people import Person
from partyday.model.period import Month, Period
from partyday.store import tables as t

#: The columns people plan and record a day in, all of them text.
PLAN_COLUMNS = ("theme", "content", "form", "place", "host", "starts", "ends", "recorder", "superior_present")


def reasons_as_text(reasons: tuple[Reason, ...]) -> str:
    """Reasons as the book keeps them."""
    return json.dumps([[why.code, dict(why.values)] for why in reasons], ensure_ascii=False) if reasons else ""


def _reasons(kept: str) -> tuple[Reason, ...]:
    return tuple(Reason(code, tuple(values.items())) for code, values in json.loads(kept)) if kept else ()


def _day(row: Row[Any]) -> ActivityDay:
    values = dict(zip(_COLUMNS, row, strict=True))
    values["month"] = Month(values["month"])
    values["part"] = Part(values["part"])
    values["occasions"] = _occasions(values["occasions"])
    values["reasons"] = _reasons(values["reasons"])
    values["blocks"] = tuple(values["blocks"].split())
    values["marked"] = bool(values["marked"])
    # Setting thirty fields one by one, as a frozen value does, takes longer than reading them.
    day = object.__new__(ActivityDay)
    day.__dict__.update(values)
    return day


_COLUMNS = [*(column.name for column in t.day.c), "marked"]


@cache
def _occasions(kept: str) -> tuple[Occasion, ...]:
    return tuple(Occasion(name) for name in kept.split())


# An excuse entered ahead does not make a day held; a mark made on the day or later does.
was_marked = exists().where(t.mark.c.day_id == t.day.c.id, t.mark.c.recorded_on >= t.day.c.held_on)


def _days(connection: Connection, *which: Any) -> list[ActivityDay]:
    order = (t.day.c.month, t.day.c.held_on.is_(None), t.day.c.held_on, t.day.c.part, t.day.c.slot)
    return [_day(row) for row in connection.execute(select(t.day, was_marked).where(*which).order_by(*order)).all()]


def days_not_done(connection: Connection, branch_ids: Collection[int], until: date, as_of: date) -> list[ActivityDay]:
    """The days of these branches up to a date that by `as_of` were not announced, closed and summed up."""
    day = t.day.c
    acts = (day.announced_on, day.closed_on, day.summarised_on)
    undone = or_(*(or_(each.is_(None), each > as_of) for each in acts))
    return _days(connection, undone, day.held_on <= until, day.branch_id.in_(branch_ids))


def days_of_year(connection: Connection, branch_id: int, year: int) -> list[ActivityDay]:
    """The branch's days of a year, by month and date."""
    return _days(connection, t.day.c.branch_id == branch_id, t.day.c.month.like(f"{year:04}-%"))


def days_between(connection: Connection, branch_id: int, first: str, last: str) -> list[ActivityDay]:
    """The branch's days of the months `first` to `last` (`2026-01`), both included."""
    return _days(connection, t.day.c.branch_id == branch_id, t.day.c.month >= first, t.day.c.month <= last)


def days_of_branches(
    connection: Connection, branch_ids: Collection[int], first: str, last: str
) -> dict[int, list[ActivityDay]]:
    """Branch → its days of the months `first` to `last`, both included."""
    found: dict[int, list[ActivityDay]] = {}
    for day in _days(connection, t.day.c.branch_id.in_(branch_ids), t.day.c.month >= first, t.day.c.month <= last):
        found.setdefault(day.branch_id, []).append(day)
    return found


def begins(connection: Connection, branch_ids: Collection[int]) -> dict[int, Month]:
    """Branch → the month of its first day."""
    first = select(t.day.c.branch_id, func.min(t.day.c.month)).where(t.day.c.branch_id.in_(branch_ids))
    return {row[0]: Month(row[1]) for row in connection.execute(first.group_by(t.day.c.branch_id))}


def themes(connection: Connection, branch_ids: Collection[int]) -> dict[int, dict[Period, str]]:
    """Branch → period → the theme that was given it."""
    found: dict[int, dict[Period, str]] = {}
    for row in connection.execute(select(t.theme).where(t.theme.c.branch_id.in_(branch_ids))):
        found.setdefault(row.branch_id, {})[Period(row.period)] = row.text
    return found


def days_on(connection: Connection, branch_id: int, on: date) -> list[ActivityDay]:
    """The branch's sessions of one date, cancelled ones too."""
    return _days(connection, t.day.c.branch_id == branch_id, t.day.c.held_on == on)


def all_days(connection: Connection, branch_id: int) -> list[ActivityDay]:
    """Every day of the branch."""
    return _days(connection, t.day.c.branch_id == branch_id)


def marks_of(connection: Connection, day_id: int) -> dict[int, Mark]:
    """The marks of one day by member."""
    return marks_of_days(connection, [day_id]).get(day_id, {})


def marks_of_days(connection: Connection, day_ids: list[int]) -> dict[int, dict[int, Mark]]:
    """Day → member → mark, for these days."""
    found: dict[int, dict[int, Mark]] = {}
    for row in connection.execute(select(t.mark).where(t.mark.c.day_id.in_(day_ids))):
        found.setdefault(row.day_id, {})[row.member_id] = _mark(row)
    return found


def states_of_days(connection: Connection, day_ids: Collection[int]) -> dict[int, dict[int, State]]:
    """Day → member → the state of their mark, for these days: as much as a count of attendance needs."""
    found: dict[int, dict[int, State]] = {}
    wanted = select(t.mark.c.day_id, t.mark.c.member_id, t.mark.c.state).where(t.mark.c.day_id.in_(day_ids))
    for day_id, member_id, state in connection.execute(wanted).all():
        found.setdefault(day_id, {})[member_id] = _STATES[state]
    return found


_STATES: dict[str, State] = {state.value: state for state in State}


def marks_of_member(connection: Connection, member_id: int) -> dict[int, Mark]:
    """Day → the mark of one member."""
    rows = connection.execute(select(t.mark).where(t.mark.c.member_id == member_id))
    return {row.day_id: _mark(row) for row in rows}


def _mark(row: Row[Any]) -> Mark:
    return Mark(
        member_id=row.member_id,
        state=State(row.state),
        category=Excuse(row.category) if row.category else None,
        detail=row.detail,
        recorded_on=row.recorded_on,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
    )


def mark_row(day: ActivityDay, person: Person, state: State, category: Excuse | None, detail: str) -> dict[str, Any]:
    """The row of a mark, but for who recorded it and when."""
    return {
        "day_id": day.id,
        "member_id": person.id,
        "state": state.value,
        "category": category.value if category else None,
        "detail": detail,
    }


def notices(connection: Connection) -> Mapping[date, bool]:
    """What the kept holiday notices say: working (班) or off (休) by date."""
    return {row.day: row.working for row in connection.execute(select(t.holiday))}
