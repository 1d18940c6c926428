"""Which days a year demands, and why each is where it is.

A recurrence (RFC 5545) gives the nominal days; a holiday moves a day inside the policy's window, in the policy's
order; the July day may be merged with 党章学习日. A month without a possible day is left undecided: no date is
invented.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from partyday.model.codes import Occasion, Part
from partyday.model.days import Reason
from partyday.model.period import Month, Term
from partyday.rules import parameters as p
from partyday.rules.calendar import ONE_DAY, Calendar
from partyday.rules.policy.reader import Policy
from partyday.rules.recurrence import Recurrence, read_recurrence
from partyday.rules.values import Window

NO_TIME = timedelta()


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


def plan_year(
    year: int,
    recurrence: Sequence[str] | None,
    policy: Policy,
    calendar: Calendar,
    closures: Sequence[Closure] = (),
    *,
    terms: Sequence[Term] = (),
    name: str = "",
) -> list[PlannedSession]:
    """Every session the year demands, by month and slot. Pure but for the holiday data; raises BadInput.

    `recurrence` is the branch's own; None: each month follows the one its policy has in force then, for a branch of
    that `name`. `terms` are those known beside the policy's.
    """
    planned: list[PlannedSession] = []
    for month in range(1, 13):
        first = date(year, month, 1)
        rules = recurrence or recurrence_for(policy, name, first)
        planned += _plan_month(first, rules, policy, calendar, [*terms, *policy.at(p.TERMS, first).value], planned)
    return [_close(session, closures) for session in planned]


def recurrence_for(policy: Policy, name: str, on: date) -> Sequence[str]:
    """The policy's recurrences for a branch of that name: those of a word in it (教工, 学生), else those of all."""
    by_name = policy.at(p.RECURRENCE_BY_NAME, on).value
    return next((rules for word, rules in by_name.items() if word in name), policy.at(p.RECURRENCE, on).value)


def _plan_month(
    first: date,
    recurrence: Sequence[str],
    policy: Policy,
    calendar: Calendar,
    terms: Sequence[Term],
    before: Sequence[PlannedSession],
) -> list[PlannedSession]:
    """The sessions of one month; `before` are those of earlier months: a window may reach over the end of a month."""
    last = Month.of(first).last_day
    rules = [read_recurrence(text) for text in recurrence]
    sessions = [
        PlannedSession(month=Month.of(first), slot=slot, part=part, nominal=day, held_on=None, reasons=why)
        for slot, (day, part, why) in enumerate(_nominal(rules, first, last, terms, policy))
    ]
    if not sessions:
        return []
    # The merged one comes first, then those that stay where they are, so that none is pushed out by one that moves.
    settled = [merged] if (merged := _merge(sessions[0], first, policy, calendar)).held_on else []
    waiting = sessions[1:] if settled else [merged, *sessions[1:]]
    moves = policy.at(p.MOVES_FOR, first).value
    for session in sorted(waiting, key=lambda s: (_is_waiting(s.nominal, moves, calendar), s.slot)):
        settled.append(_place(session, [*before, *settled], policy, calendar))
    note = _uncertainty(first.year, calendar)
    return [
        replace(session, reasons=session.reasons + note, provisional=bool(note))
        for session in sorted(settled, key=lambda s: s.slot)
    ]


def _is_waiting(nominal: date | None, moves: str, calendar: Calendar) -> bool:
    """Whether a session does not stay where it falls."""
    return nominal is None or _moves(nominal, moves, calendar) is not None


Nominal = tuple[date | None, Part, tuple[Reason, ...]]


def _nominal(
    rules: Sequence[Recurrence], first: date, last: date, terms: Sequence[Term], policy: Policy
) -> Iterator[Nominal]:
    """The nominal days of a month in the order of the rules; None where a day is wanted and none is named, with why."""
    for rule in rules:
        days = rule.days(first, last, terms)
        yield from ((day, rule.part, ()) for day in days)
        if days or (not rule.every_month and rule.weeks is None):
            continue
        if rule.weeks is not None:
            # A month outside every term has no day; one whose term nobody has told is to be decided on.
            if not any(term.start.year <= first.year <= term.end.year for term in terms):
                yield None, rule.part, (Reason("no-term"),)
        elif rule.rule:
            yield None, rule.part, (Reason("no-nominal"),)
        else:
            opens, closes = window_of(policy, None, Month.of(first))
            yield None, rule.part, (Reason("branch-decides", _bounds(opens, closes)),)


def _moves(day: date, moves: str, calendar: Calendar) -> str | None:
    """Why a day is not held where it falls: the holiday, where the policy moves the day for it; else None."""
    cause = calendar.day_off(day)
    return None if moves == "never" or (moves == "holidays" and cause == "weekend") else cause


def _uncertainty(year: int, calendar: Calendar) -> tuple[Reason, ...]:
    """Why the days of a year are provisional: nothing where its holidays are known."""
    if not calendar.is_reckoned(year):
        return ()
    of = (("year", str(year)),)
    return (Reason("before-calendar", of) if calendar.begins_after(year) else Reason("provisional", of),)


def window_of(policy: Policy, nominal: date | None, month: Month) -> tuple[date, date]:
    """The first and last day that a day of a month may be moved to, by the window in force in that month."""
    window = policy.at(p.WINDOW, month.first_day).value
    if isinstance(window, Window):
        first, last = (month.first_day + (number - 1) * ONE_DAY for number in window)
        return first, min(last, month.last_day)
    if nominal is None:
        return month.first_day, month.last_day
    first, last = nominal - window.days * ONE_DAY * window.before, nominal + window.days * ONE_DAY
    return (max(first, month.first_day), min(last, month.last_day)) if window.in_month else (first, last)


def _bounds(first: date, last: date) -> tuple[tuple[str, str], ...]:
    return ("first", first.isoformat()), ("last", last.isoformat())


def _place(
    session: PlannedSession, settled: Sequence[PlannedSession], policy: Policy, calendar: Calendar
) -> PlannedSession:
    """Give one session its date, beside those that already have theirs."""

    def free(day: date) -> bool:
        return not any(other.held_on == day and other.part.collides(session.part) for other in settled)

    nominal = session.nominal
    if nominal is None:
        return session
    first = session.month.first_day
    cause = _moves(nominal, policy.at(p.MOVES_FOR, first).value, calendar)
    if cause is None and free(nominal):
        return replace(session, held_on=nominal)
    of = ("nominal", nominal.isoformat())
    why = Reason("off", (of, ("holiday", cause))) if cause else Reason("taken", (of,))
    window = window_of(policy, nominal, session.month)
    for shift in policy.at(p.SHIFT_ORDER, first).value:
        for day in _SHIFTS[shift](nominal, window, calendar):
            if free(day):
                moved = Reason(shift, _passed(shift, nominal, day, window, calendar))
                return replace(session, held_on=day, reasons=(*session.reasons, why, moved))
    return replace(session, reasons=(*session.reasons, why, Reason("no-day", _bounds(*window))))


def _passed(
    shift: str, nominal: date, day: date, window: tuple[date, date], calendar: Calendar
) -> tuple[tuple[str, str], ...]:
    """The working weekend nearer than the day that was chosen, which looks for ordinary working days alone."""
    if shift not in ("later", "earlier"):
        return ()
    between = _days(nominal, ONE_DAY if shift == "later" else -ONE_DAY, window)
    nearer = next((near for near in between if calendar.is_working(near)), day)
    return () if calendar.is_ordinary(nearer) else (("passed", nearer.isoformat()),)


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
        return replace(session, reasons=(Reason("constitution-nominal", (("day", day.isoformat()),)), *session.reasons))
    return replace(session, reasons=(Reason("constitution"), *session.reasons))


def _days(start: date, step: timedelta, window: tuple[date, date]) -> Iterator[date]:
    """The days of the window, stepping away from `start`, which may itself lie outside it."""
    day = start + step
    while day <= window[1] if step > NO_TIME else day >= window[0]:
        if window[0] <= day <= window[1]:
            yield day
        day += step


Candidates = Callable[[date, tuple[date, date], Calendar], list[date]]


def _search(step: timedelta, *, weekend: bool | None = False) -> Candidates:
    def candidates(nominal: date, window: tuple[date, date], calendar: Calendar) -> list[date]:
        return [
            day
            for day in _days(nominal, step, window)
            if calendar.is_working(day) and (weekend is None or calendar.is_ordinary(day) is not weekend)
        ]

    return candidates


#: Where each step of the policy's shift order looks, nearest first; `next-working-day` counts working weekends too.
_SHIFTS: dict[str, Candidates] = {
    "same-weekday-later": _search(timedelta(days=7)),
    "next-working-day": _search(ONE_DAY, weekend=None),
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
