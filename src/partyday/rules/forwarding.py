"""By when dues are forwarded to the superior (上交). Pure."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from partyday.model.findings import Finding
from partyday.model.people import Branch
from partyday.model.period import Month
from partyday.rules.calendar import Calendar
from partyday.rules.case import branch_finding, level_of
from partyday.rules.deadlines import due_on
from partyday.rules.parameters import FILING_NOTICE, REMIT_BY, TERMS
from partyday.rules.policy.reader import Dated, Policy
from partyday.rules.spans import period_named, span_before, span_of
from partyday.rules.values import Remit


class Forwarding(NamedTuple):
    """Dues that are to be forwarded: since when, by when, and of what (a day or a period)."""

    since: date
    by: date
    what: str


def forwardings(
    policy: Policy, held: Sequence[date], remitted: Collection[date], as_of: date, calendar: Calendar
) -> Iterator[tuple[Forwarding, Dated[Remit | None]]]:
    """What is to be forwarded as of a day, of the last activity day and of the periods that run and have just ended.

    `held` are the dates of the branch's activity days, `remitted` those on which it forwarded dues: either settles what
    began before it. A period's reminder comes as early as that of a filing.
    """
    value = policy.at(REMIT_BY, as_of)
    if value.value is None:
        return
    for told in _wanted(value.value, policy, held, as_of, calendar):
        if not any(told.since <= on <= as_of for on in remitted):
            yield told, value


def _wanted(
    remit: Remit, policy: Policy, held: Sequence[date], as_of: date, calendar: Calendar
) -> Iterator[Forwarding]:
    notice = timedelta(days=policy.at(FILING_NOTICE, as_of).value)
    if remit.by_day is None:
        last = max((on for on in held if on <= as_of), default=None)
        if last is not None and _in_month(remit, Month.of(last)) is None:
            yield Forwarding(last, calendar.working_days_after(last, remit.working_days or 0), last.isoformat())
        # A month with a day of its own goes by that, wherever its activity day lies.
        month = Month.of(as_of)
        by = _in_month(remit, month)
        if by and held and by - notice <= as_of:
            yield Forwarding(month.first_day, by, month)
        return
    every, terms = remit.by_day.every, policy.at(TERMS, as_of).value
    for first, last in (span_before(every, as_of, terms), span_of(every, as_of, terms)):
        usual = due_on(remit.by_day, first, calendar)
        assert usual is not None  # without a day it is not read
        by = _in_month(remit, Month.of(usual)) or usual
        # A branch that held nothing in a period took nothing in.
        if any(first <= on <= last for on in held) and by - notice <= as_of:
            yield Forwarding(first, by, period_named(every, first, terms))


def _in_month(remit: Remit, month: Month) -> date | None:
    """The day of a month that has one of its own."""
    day = dict(remit.months).get(month.number)
    return None if day is None else min(month.first_day + timedelta(days=day - 1), month.last_day)


def forwarding_duties(
    policy: Policy, branch: Branch, held: Sequence[date], remitted: Collection[date], as_of: date, calendar: Calendar
) -> Iterator[Finding]:
    """Dues to be forwarded, as findings of the branch."""
    for (since, by, what), value in forwardings(policy, held, remitted, as_of, calendar):
        yield branch_finding(branch, level_of(by, as_of), "remit", value, since=min(since, by), due=by, about=what)
