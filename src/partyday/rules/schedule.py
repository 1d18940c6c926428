"""Which days a year demands, and why each is where it is.

A recurrence (RFC 5545) gives the nominal days; a holiday moves a day inside the policy's window, in the policy's
order; the July day may be merged with 党章学习日. A month without a possible day is left undecided: no date is
invented.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import Occasion, Part
from partyday.model.days import Reason
from partyday.model.period import Month
from partyday.rules import parameters as p
from partyday.rules.calendar import ONE_DAY, Calendar
from partyday.rules.policy.reader import Policy


@dataclass(frozen=True)
class Closure:
    """A school closure (寒暑假), first and last day included. `online`: held online; otherwise not held."""

    name: str
    first: date
    last: date
    online: bool


@dataclass(frozen=True, kw_only=True)
class PlannedSession:
    """One session that a year demands. `held_on` None: the month needs a decision. `skipped`: a closure drops it."""

    month: Month
    slot: int
    part: Part
    nominal: date | None
    held_on: date | None
    occasions: tuple[Occasion, ...] = (Occasion.ACTIVITY_DAY,)
    reasons: tuple[Reason, ...] = ()
    provisional: bool = False
    skipped: bool = False
    online: bool = False


def read_recurrence(text: str) -> tuple[str, Part]:
    """`RRULE[:full|am|pm]` → the rule and the part of the day. Raises BadInput unless it is a monthly RFC 5545 rule."""
    rule, colon, tail = text.strip().rpartition(":")
    part = Part(tail.lower()) if colon and tail.lower() in list(Part) else Part.FULL
    rule = (rule if colon and tail.lower() in list(Part) else text.strip()).upper().removeprefix("RRULE:")
    hint = _("Write it as FREQ=MONTHLY;BYDAY=1FR, with :am or :pm behind it for a half-day.")
    pieces = set(rule.split(";")) - {"INTERVAL=1"}
    every_month = "FREQ=MONTHLY" in pieces and {piece.partition("=")[0] for piece in pieces} <= _EVERY_MONTH
    from dateutil.rrule import rrule, rrulestr

    try:
        made = rrulestr(rule, dtstart=_midnight(_SAMPLE[0])) if every_month else None
        first = next(iter(made), None) if isinstance(made, rrule) else None
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError):
        raise BadInput(_("“{text}” is not a recurrence.").format(text=text), hint) from None
    if first is None:
        raise BadInput(_("“{text}” is not a recurrence of every month.").format(text=text), hint)
    return rule, part


#: The parts of a rule that choose a day within every month; others would leave months out, or set an hour.
_EVERY_MONTH = {"FREQ", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST"}
_SAMPLE = date(2024, 1, 1), date(2027, 12, 31)


def fullest_month(recurrence: Sequence[str]) -> int:
    """The half-days these recurrences ask for in the month where they ask for most. Raises BadInput."""
    rules = [read_recurrence(text) for text in recurrence]
    asked: Counter[tuple[int, int]] = Counter()
    for rule, part in rules:
        for day in _occurrences(rule, *_SAMPLE):
            asked[day.year, day.month] += part.half_days
    return max([*asked.values(), sum(part.half_days for _rule, part in rules)])


def plan_year(
    year: int, recurrence: Sequence[str] | None, policy: Policy, calendar: Calendar, closures: Sequence[Closure] = ()
) -> list[PlannedSession]:
    """Every session the year demands, by month and slot. Pure but for the holiday data; raises BadInput.

    `recurrence` is the branch's own; None: each month follows the one its policy has in force then.
    """
    return [
        _close(session, closures)
        for month in range(1, 13)
        for session in _plan_month(date(year, month, 1), recurrence, policy, calendar)
    ]


def _plan_month(
    first: date, recurrence: Sequence[str] | None, policy: Policy, calendar: Calendar
) -> list[PlannedSession]:
    last = (first + timedelta(days=31)).replace(day=1) - ONE_DAY
    rules = [read_recurrence(text) for text in recurrence or policy.at(p.RECURRENCE, first).value]
    nominal = [(day, part) for rule, part in rules for day in _occurrences(rule, first, last) or (None,)]
    sessions = [
        PlannedSession(month=Month.of(first), slot=slot, part=part, nominal=day, held_on=None)
        for slot, (day, part) in enumerate(nominal)
    ]
    # The merged one comes first, then those that stay where they are, so that none is pushed out by one that moves.
    settled = [merged] if (merged := _merge(sessions[0], first, policy, calendar)).held_on else []
    waiting = sessions[1:] if settled else [merged, *sessions[1:]]
    for session in sorted(waiting, key=lambda s: (s.nominal is None or not calendar.is_working(s.nominal), s.slot)):
        settled.append(_place(session, settled, first, last, policy, calendar))
    note = _uncertainty(first.year, calendar)
    return [
        replace(session, reasons=session.reasons + note, provisional=bool(note))
        for session in sorted(settled, key=lambda s: s.slot)
    ]


def _uncertainty(year: int, calendar: Calendar) -> tuple[Reason, ...]:
    """Why the days of a year are provisional: nothing where its holidays are known."""
    if not calendar.is_reckoned(year):
        return ()
    of = (("year", str(year)),)
    return (Reason("before-calendar", of) if calendar.begins_after(year) else Reason("provisional", of),)


def _occurrences(rule: str, first: date, last: date) -> list[date]:
    from dateutil.rrule import rrulestr

    moments = rrulestr(rule, dtstart=_midnight(first.replace(month=1))).between(
        _midnight(first), _midnight(last), inc=True
    )
    return [moment.date() for moment in moments]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _place(
    session: PlannedSession,
    settled: Sequence[PlannedSession],
    first: date,
    last: date,
    policy: Policy,
    calendar: Calendar,
) -> PlannedSession:
    """Give one session its date, beside those of its month that already have theirs."""

    def free(day: date) -> bool:
        return not any(other.held_on == day and other.part.collides(session.part) for other in settled)

    if session.nominal is None:
        return replace(session, reasons=(*session.reasons, Reason("no-nominal")))
    nominal = session.nominal
    cause = calendar.day_off(nominal)
    if cause is None and free(nominal):
        return replace(session, held_on=nominal)
    why = Reason("off", (("nominal", nominal.isoformat()), ("holiday", cause)) if cause else ())
    if not cause:
        why = Reason("taken", (("nominal", nominal.isoformat()),))
    opens, closes = policy.at(p.WINDOW, first).value
    window = first + (opens - 1) * ONE_DAY, min(first + (closes - 1) * ONE_DAY, last)
    for shift in policy.at(p.SHIFT_ORDER, first).value:
        for day in _SHIFTS[shift](nominal, window, calendar):
            if free(day):
                return replace(session, held_on=day, reasons=(*session.reasons, why, Reason(shift)))
    bounds = (("first", window[0].isoformat()), ("last", window[1].isoformat()))
    return replace(session, reasons=(*session.reasons, why, Reason("no-day", bounds)))


def _merge(session: PlannedSession, first: date, policy: Policy, calendar: Calendar) -> PlannedSession:
    """Join the day with 党章学习日 in the month of that day, as the policy says: on it, or on the nominal day."""
    way = policy.at(p.CONSTITUTION_MERGE, first).value
    month, number = policy.at(p.CONSTITUTION_DAY, first).value
    if way == "off" or first.month != month:
        return session
    session = replace(session, occasions=(Occasion.ACTIVITY_DAY, Occasion.CONSTITUTION))
    day = first.replace(day=number)
    if way == "constitution" and calendar.is_working(day):
        return replace(session, held_on=day, reasons=(Reason("constitution"),))
    if way == "constitution":
        return replace(session, reasons=(Reason("constitution-nominal", (("day", day.isoformat()),)),))
    return replace(session, reasons=(Reason("constitution"),))


def _days(start: date, step: timedelta, window: tuple[date, date]) -> Iterator[date]:
    """The days of the window, stepping away from `start`, which may itself lie outside it."""
    day = start + step
    while day.month == start.month:
        if window[0] <= day <= window[1]:
            yield day
        day += step


Candidates = Callable[[date, tuple[date, date], Calendar], list[date]]


def _search(step: timedelta, *, weekend: bool = False) -> Candidates:
    def candidates(nominal: date, window: tuple[date, date], calendar: Calendar) -> list[date]:
        return [
            day
            for day in _days(nominal, step, window)
            if calendar.is_working(day) and calendar.is_ordinary(day) is not weekend
        ]

    return candidates


#: Where each step of the policy's shift order looks, nearest first.
_SHIFTS: dict[str, Candidates] = {
    "same-weekday-later": _search(timedelta(days=7)),
    "later": _search(ONE_DAY),
    "earlier": _search(-ONE_DAY),
    "working-weekend-later": _search(ONE_DAY, weekend=True),
    "working-weekend-earlier": _search(-ONE_DAY, weekend=True),
}


def _close(session: PlannedSession, closures: Sequence[Closure]) -> PlannedSession:
    for closure in closures:
        if session.held_on and closure.first <= session.held_on <= closure.last:
            why = Reason("closure-online" if closure.online else "closure-skip", (("name", closure.name),))
            return replace(
                session,
                reasons=(*session.reasons, why),
                online=closure.online,
                skipped=not closure.online,
            )
    return session
