"""By when which paper is to be filed (报送), and what of it is still open."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from partyday.model.codes import BranchKind, Office
from partyday.model.findings import Finding
from partyday.model.people import Branch
from partyday.model.period import Month, Period, Term, months_later
from partyday.rules.calendar import Calendar
from partyday.rules.case import branch_finding, level_of
from partyday.rules.parameters import FILING_NOTICE, FILINGS, TERMS
from partyday.rules.policy.reader import Dated, Policy
from partyday.rules.spans import period_named, span_after, span_of
from partyday.rules.values import Deadline, Filer


class Due(NamedTuple):
    """One paper of one period, which ends on `last`, and the day it is due by (None: no date is given)."""

    form: str
    period: Period
    last: date
    by: date | None
    value: Dated[Deadline | None]


def due_on(deadline: Deadline, first: date, calendar: Calendar) -> date | None:
    """By when the paper of the period that begins on `first` is filed."""
    if deadline.day is None:
        return None
    month = Month.of(first).shifted(deadline.month)
    start = min(month.first_day + timedelta(days=deadline.day - 1), month.last_day)
    return calendar.working_days_after(start, deadline.working_days)


def open_filings(
    policy: Policy, filers: Collection[Filer], began: date, since: date, as_of: date, calendar: Calendar
) -> Iterator[Due]:
    """The papers these filers owe on a day: those it is time to be reminded of, until they are out of date.

    A paper is out of date when its period is over and the next one is due. What was due before the book `began`, and
    what is of a period that was over before the records begin (`since`), is nobody's.
    """
    notice = timedelta(days=policy.at(FILING_NOTICE, as_of).value)
    terms = policy.at(TERMS, as_of).value
    for form, parameter in FILINGS.items():
        value = policy.at(parameter, as_of)
        if value.value is None or value.value.by not in filers:
            continue
        for first, following in _periods(value.value, as_of, as_of + notice, terms):
            by = due_on(value.value, first, calendar)
            last = span_of(value.value.every, first, terms)[1]
            begun = (by or first) - notice <= as_of and (by or last) >= began and last >= since
            # When the next one is due is asked last: that may be in a year whose holidays are only reckoned.
            if begun and (as_of <= last or as_of <= (due_on(value.value, following, calendar) or last)):
                yield Due(form, period_named(value.value.every, first, terms), last, by, value)


def due_between(
    policy: Policy, filers: Collection[Filer], began: date, since: date, start: date, end: date, calendar: Calendar
) -> Iterator[Due]:
    """The papers these filers had to file on a day from `start` to `end`, both included, whether filed or not.

    What was due before the book `began`, and what is of a period that was over before the records begin (`since`), is
    nobody's.
    """
    terms = policy.at(TERMS, end).value
    for form, parameter in FILINGS.items():
        value = policy.at(parameter, end)
        if value.value is None or value.value.by not in filers:
            continue
        for first, _following in _periods(value.value, start, end, terms):
            by = due_on(value.value, first, calendar)
            last = span_of(value.value.every, first, terms)[1]
            if by and start <= by <= end and by >= began and last >= since:
                yield Due(form, period_named(value.value.every, first, terms), last, by, value)


def _periods(deadline: Deadline, start: date, end: date, terms: Sequence[Term]) -> Iterator[tuple[date, date]]:
    """The first days of the periods whose paper may be due or still open from `start` to `end`, each with that of the
    next.
    """
    every = deadline.every
    # Two periods back at the least, for a paper may be open until the next is due; a month has twelve working days.
    back = 2 * every.months + abs(deadline.month) + deadline.working_days // 12
    first, _last = span_of(every, months_later(start, -back), terms)
    latest = Month.of(end).shifted(-deadline.month if deadline.day else 0)
    while Month.of(first) <= latest:
        following, _end = span_after(every, first, terms)
        yield first, following
        first = following


def filing_duties(due: Iterable[Due], branch: Branch, as_of: date) -> Iterator[Finding]:
    """A paper that is to be filed by the day the policy gives; without a day it is only reminded of."""
    office = Office.BRANCH if branch.kind is BranchKind.BRANCH else Office.SUPERIOR
    for form, period, last, by, value in due:
        code = "filing" if by else "filing-undated"
        yield branch_finding(
            branch, level_of(by, as_of), code, value, by=office, since=by or last, due=by, form=form, period=period
        )
