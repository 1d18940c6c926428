"""Reading days, marks and holiday notices out of the book."""

from collections.abc import Collection, Mapping
from datetime import date

from partyday.model.codes import State
from partyday.model.days import ActivityDay, Mark
from partyday.model.period import Month, Period
from partyday.store.connection import Connection
from partyday.store.records import read


def days_not_done(connection: Connection, branch_ids: Collection[int], until: date, as_of: date) -> list[ActivityDay]:
    """The days of these branches up to a date that by `as_of` were not announced, closed and summed up."""
    return read(ActivityDay, connection.run("DAYS_NOT_DONE", branch_ids=branch_ids, soon=until, as_of=as_of))


def days_of_year(connection: Connection, branch_id: int, year: int) -> list[ActivityDay]:
    """The branch's days of a year, by month and date."""
    return days_between(connection, branch_id, f"{year:04}-01", f"{year:04}-12")


def days_between(connection: Connection, branch_id: int, first: str, last: str) -> list[ActivityDay]:
    """The branch's days of the months `first` to `last` (`2026-01`), both included."""
    return read(ActivityDay, connection.run("DAYS_BETWEEN", branch_ids=[branch_id], first=first, last=last))


def days_of_branches(
    connection: Connection, branch_ids: Collection[int], first: str, last: str
) -> dict[int, list[ActivityDay]]:
    """Branch → its days of the months `first` to `last`, both included."""
    days_by_branch: dict[int, list[ActivityDay]] = {}
    for day in read(ActivityDay, connection.run("DAYS_BETWEEN", branch_ids=branch_ids, first=first, last=last)):
        days_by_branch.setdefault(day.branch_id, []).append(day)
    return days_by_branch


def begins(connection: Connection, branch_ids: Collection[int], since: date) -> dict[int, Month]:
    """Branch → the month of its first day from `since` on, or of an earlier one of which something was recorded."""
    rows = connection.run("BEGINS", branch_ids=branch_ids, since=since, first=Month.of(since))
    return {branch_id: Month(month) for branch_id, month in rows if month}


def wholly_timed(connection: Connection, branch_ids: Collection[int], since: date, as_of: date) -> set[int]:
    """Those of these branches of which the hours of every session closed between two days are known."""
    rows = connection.run("WHOLLY_TIMED", branch_ids=branch_ids, since=since, as_of=as_of)
    return {branch_id for (branch_id,) in rows}


def cancelled_months(
    connection: Connection, branch_ids: Collection[int], first: Month, last: Month, as_of: date
) -> list[tuple[int, Month]]:
    """Branch and month, of the months `first` to `last` with two halves that were both cancelled by a day."""
    rows = connection.run("CANCELLED_MONTHS", branch_ids=branch_ids, first=first, last=last, as_of=as_of)
    return sorted((branch_id, Month(month)) for branch_id, month in rows)


def themes(connection: Connection, branch_ids: Collection[int]) -> dict[int, dict[Period, str]]:
    """Branch → period → the theme that was given it."""
    themes_by_branch: dict[int, dict[Period, str]] = {}
    for branch_id, period, text in connection.run("THEMES", branch_ids=branch_ids):
        themes_by_branch.setdefault(branch_id, {})[Period(period)] = text
    return themes_by_branch


def days_on(connection: Connection, branch_id: int, on: date) -> list[ActivityDay]:
    """The branch's sessions of one date, cancelled ones too."""
    return read(ActivityDay, connection.run("DAYS_ON", branch_id=branch_id, on=on))


def all_days(connection: Connection, branch_id: int) -> list[ActivityDay]:
    """Every day of the branch."""
    return read(ActivityDay, connection.run("ALL_DAYS", branch_id=branch_id))


def marks_of(connection: Connection, day_id: int) -> dict[int, Mark]:
    """The marks of one day by member."""
    return marks_of_days(connection, [day_id]).get(day_id, {})


def marks_of_days(connection: Connection, day_ids: Collection[int]) -> dict[int, dict[int, Mark]]:
    """Day → member → mark, for these days."""
    marks_by_day: dict[int, dict[int, Mark]] = {}
    for mark in read(Mark, connection.run("MARKS_OF_DAYS", day_ids=day_ids)):
        marks_by_day.setdefault(mark.day_id, {})[mark.member_id] = mark
    return marks_by_day


def states_of_days(connection: Connection, day_ids: Collection[int]) -> dict[int, dict[int, State]]:
    """Day → member → the state of their mark, for these days: as much as a count of attendance needs."""
    states_by_day: dict[int, dict[int, State]] = {}
    for day_id, member_id, state in connection.run("STATES_OF_DAYS", day_ids=day_ids):
        states_by_day.setdefault(day_id, {})[member_id] = _STATES[state]
    return states_by_day


_STATES: dict[str, State] = {state.value: state for state in State}


def marks_of_member(connection: Connection, member_id: int) -> dict[int, Mark]:
    """Day → the mark of one member."""
    return {mark.day_id: mark for mark in read(Mark, connection.run("MARKS_OF_MEMBER", member_id=member_id))}


def notices(connection: Connection) -> Mapping[date, bool]:
    """What the kept holiday notices say: working (班) or off (休) by date."""
    return dict(connection.run("NOTICES"))
