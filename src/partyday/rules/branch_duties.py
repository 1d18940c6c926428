"""What a branch owes each of its days: announced before, closed and summed up after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from partyday.model.codes import Level
from partyday.model.days import ActivityDay
from partyday.model.findings import Finding
from partyday.model.lives import Session
from partyday.model.people import Branch, Person
from partyday.model.period import Month
from partyday.rules.case import branch_finding, level_of
from partyday.rules.parameters import ANNOUNCE_DAYS, CLOSE_DAYS, RECURRENCE, SUMMARY_DAYS
from partyday.rules.policy.reader import Dated, Policy


class Duty(NamedTuple):
    """Something not yet done for a day: `kind` is announce, close or summary; `by` the last day for it."""

    kind: str
    by: date
    value: Dated[int]


def is_not_done(day: ActivityDay, until: date, as_of: date) -> bool:
    """Whether a day up to that date was not announced, closed and summed up by then."""
    acts = (day.announced_on, day.closed_on, day.summarised_on)
    return day.held_on is not None and day.held_on <= until and not all(_done(act, as_of) for act in acts)


def open_duties(
    day: ActivityDay, policy: Policy, as_of: date, made: date = date.min, book: date = date.min
) -> Iterator[Duty]:
    """What is still to be done for a day on that date: announced until it is held, then closed, then summed up.

    A day before the records were `made`, of which nothing was ever recorded, asks for nothing. Before the `book` was
    begun nobody could announce: that day is soon enough.
    """
    on = day.held_on
    if on is None or _done(day.cancelled_on, as_of) or (on < made and not day.is_recorded):
        return
    if as_of <= on and not _done(day.announced_on, as_of):
        value = policy.at(ANNOUNCE_DAYS, on)
        yield Duty("announce", min(on, max(on - timedelta(days=value.value), made, book)), value)
    if as_of < on:
        return
    closed = _done(day.closed_on, as_of)
    if not closed and (as_of > on or day.marked):
        value = policy.at(CLOSE_DAYS, on)
        yield Duty("close", on + timedelta(days=value.value), value)
    if (closed or day.marked) and not _done(day.summarised_on, as_of):
        value = policy.at(SUMMARY_DAYS, on)
        yield Duty("summary", on + timedelta(days=value.value), value)


def _done(on: date | None, as_of: date) -> bool:
    return on is not None and on <= as_of


def was_held(day: ActivityDay, as_of: date) -> bool:
    """Whether a day had come by then and had not been cancelled."""
    return day.held_on is not None and day.held_on <= as_of and not _done(day.cancelled_on, as_of)


def closed_of_year(days: Iterable[ActivityDay], as_of: date) -> list[ActivityDay]:
    """The days of the year of `as_of` that were held and closed by then."""
    return [
        day
        for day in days
        if day.held_on and day.held_on.year == as_of.year and day.held_on <= as_of and _done(day.closed_on, as_of)
    ]


def session_of(day: ActivityDay) -> Session:
    """The day as evidence of a finding. It must have a date."""
    assert day.held_on is not None
    return Session(day.held_on, day.part, day.id, day.branch_id, None, day.closed_on is not None)


def branch_duties(
    days: Iterable[ActivityDay],
    branch: Branch,
    policy: Policy,
    as_of: date,
    made: date = date.min,
    book: date = date.min,
) -> Iterator[Finding]:
    """A day not announced, not closed or not summed up by the day the policy gives for it."""
    for day in days:
        for kind, by, value in open_duties(day, policy, as_of, made, book):
            if by <= as_of:
                yield branch_finding(branch, level_of(by, as_of), kind, value, [session_of(day)], since=by, due=by)


def left_unmarked(session: Session, people: Sequence[Person], branch: Branch, policy: Policy) -> Finding:
    """Somebody came into a day after it was closed: nobody has said yet whether they were there."""
    value = policy.at(CLOSE_DAYS, session.on)
    return branch_finding(branch, Level.DUE, "unmarked", value, [session], since=session.on, people=tuple(people))


def cancelled_months(days: Iterable[ActivityDay], first: Month, last: Month, as_of: date) -> list[Month]:
    """The months of two halves, from `first` to `last`, of which both were cancelled by then."""
    halves: defaultdict[Month, list[bool]] = defaultdict(list)
    for day in days:
        if first <= day.month <= last:
            halves[day.month].append(_done(day.cancelled_on, as_of))
    return sorted(month for month, cancelled in halves.items() if len(cancelled) > 1 and all(cancelled))


def month_without_day(
    month: Month, days: Sequence[ActivityDay], branch: Branch, policy: Policy, as_of: date
) -> Iterator[Finding]:
    """Both halves of a month were cancelled, and no closure of the school is why: the month has no activity day."""
    if any(reason.code == "closure-skip" for day in days for reason in day.reasons):
        return
    value = policy.at(RECURRENCE, month.first_day)
    level = Level.OVERDUE if as_of > month.last_day else Level.DUE
    held = [session_of(day) for day in days if day.held_on]
    yield branch_finding(branch, level, "no-day", value, held, since=month.first_day, due=month.last_day, about=month)
