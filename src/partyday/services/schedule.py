"""Making the year, comparing it with what stands, and moving single days."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import DayStatus, Part
from partyday.model.days import ActivityDay, Reason
from partyday.model.people import Branch
from partyday.model.period import Month, Period, Term
from partyday.model.year import Holiday
from partyday.rules.calendar import Calendar
from partyday.rules.parameters import RECURRENCE_BY_NAME
from partyday.rules.policy.reader import Policy
from partyday.rules.schedule import Closure, PlannedSession, plan_year
from partyday.services.beginnings import since_of
from partyday.services.branches import policies_of, recurrence_of
from partyday.services.desk import Desk
from partyday.store import days, people
from partyday.store.book import Unit


class Fate(StrEnum):
    """What scheduling did to a day."""

    NEW = "new"
    MOVED = "moved"
    SAME = "same"
    KEPT = "kept"
    REMOVED = "removed"


@dataclass(frozen=True)
class DayChange:
    """One line of the difference: the day before (None if new) and after (None if removed)."""

    fate: Fate
    before: ActivityDay | None
    after: ActivityDay | None


@dataclass(frozen=True)
class Year:
    """A branch's year after scheduling, and what changed."""

    branch: Branch
    days: tuple[ActivityDay, ...]
    steps: tuple[DayChange, ...]

    @property
    def undecided(self) -> list[str]:
        """The months that need a decision."""
        return sorted({day.month for day in self.days if day.status is DayStatus.UNDECIDED})


def closures_of(settings: Sequence[Mapping[str, Any]]) -> list[Closure]:
    """School closures from the configuration."""
    return [Closure(each["name"], each["first"], each["last"], each["online"]) for each in settings]


def terms_of(settings: Sequence[Mapping[str, Any]]) -> list[Term]:
    """The school's terms from the configuration. Raises BadInput for what is no term."""
    terms = []
    for each in settings:
        period = Period.read(each["name"])
        if not period.is_term or each["last"] <= each["first"]:
            raise BadInput(
                _("The configuration has no term in {name}.").format(name=each["name"]),
                _("Write it as 2026春 or 2026秋, with first and last."),
            )
        terms.append(Term(period, each["first"], each["last"]))
    return terms


def make_year(
    desk: Desk,
    chosen: Sequence[Branch],
    year: int,
    *,
    notice: Mapping[date, bool] | None = None,
    notice_name: str = "",
    closures: Sequence[Closure] = (),
    terms: Sequence[Term] = (),
    dry_run: bool = False,
) -> list[Year]:
    """Make or re-make the year of these branches; days held, closed, cancelled or set by hand stay as they are.

    `notice` is a holiday notice to keep in the book (True: 班), `terms` those of the configuration. With `dry_run`
    nothing is written. A month that lies before the records of a branch begin has no day; the year tells it as such.
    """
    if not 1921 <= year <= 2100:  # the Party's founding; beyond a century nobody plans
        raise BadInput(_("{year} is not a year to plan.").format(year=year), _("Write it as 2026."))
    with desk.writing(dry_run=dry_run) as unit:
        for on, working in (notice or {}).items():
            unit.put(Holiday(day=on, working=working, notice=notice_name))
        calendar = Calendar(days.notices(unit.connection))
        branches = people.with_lines(unit.connection, desk.tree, [branch.id for branch in chosen])
        in_force = policies_of(branches, chosen)

        @cache
        def sessions(policy: Policy, recurrence: tuple[str, ...] | None, words: str) -> list[PlannedSession]:
            # A school's branches share a plan or two: each is made once.
            return plan_year(year, recurrence, policy, calendar, closures, terms=terms, name=words)

        return [
            _make_branch_year(
                unit,
                branch,
                year,
                sessions(
                    in_force[branch.id],
                    recurrence_of(branches, branch),
                    branch.name if in_force[branch.id].ever_says(RECURRENCE_BY_NAME) else "",
                ),
                since_of(branches, branch) or date.min,
                branch.until or date.max,
            )
            for branch in chosen
        ]


def _make_branch_year(
    unit: Unit, branch: Branch, year: int, sessions_of_year: Sequence[PlannedSession], since: date, until: date
) -> Year:
    sessions = [session for session in sessions_of_year if since <= (session.held_on or session.month.last_day) < until]
    existing = days.days_of_year(unit.connection, branch.id, year)
    excused_ahead = set(days.marks_of_days(unit.connection, [day.id for day in existing]))
    steps = differences(existing, sessions, branch.id, keep=excused_ahead)
    for step in steps:
        after = _dated(step.after, unit.act.today) if step.after else None
        if step.fate is Fate.NEW and after:
            unit.insert(replace(after, id=unit.next_id(ActivityDay)), told=SCHEDULED)
        elif step.fate is Fate.MOVED and step.before and after:
            unit.update(step.before, **{name: getattr(after, name) for name in SCHEDULED})
        elif step.fate is Fate.REMOVED and step.before:
            unit.delete(step.before)
    made = days.days_of_year(unit.connection, branch.id, year)
    before = _before(branch, sessions_of_year, since, {day.month for day in made})
    return Year(branch, tuple(sorted([*before, *made], key=lambda day: day.month)), tuple(steps))


def _before(
    branch: Branch, sessions: Sequence[PlannedSession], since: date, with_days: Collection[Month]
) -> list[ActivityDay]:
    """The months without a day that lie before the records begin, each as a day that is told and never kept."""
    nominal = {session.month: session.nominal for session in reversed(sessions) if session.month not in with_days}
    return [
        ActivityDay(
            id=0,
            branch_id=branch.id,
            month=month,
            slot=0,
            part=Part.FULL,
            nominal=on,
            held_on=None,
            reasons=(Reason("before", (("since", since.isoformat()),)),),
        )
        for month, on in nominal.items()
        if month <= Month.of(since)
    ]


def differences(
    existing: Sequence[ActivityDay], sessions: Sequence[PlannedSession], branch_id: int, *, keep: Collection[int] = ()
) -> list[DayChange]:
    """What scheduling changes, month by month. Days in `keep` may move but are never taken away. Pure."""
    by_slot = {(day.month, day.slot): day for day in existing}
    asked_for = {(session.month, session.slot) for session in sessions}
    fixed = [
        day for day in existing if not _may_move(day) or (day.id in keep and (day.month, day.slot) not in asked_for)
    ]
    steps = []
    for session in sessions:
        before = by_slot.pop((session.month, session.slot), None)
        if before is not None and not _may_move(before):
            steps.append(DayChange(Fate.KEPT, before, before))
            continue
        after = _beside(_as_day(session, branch_id, before), fixed)
        if before is None:
            steps.append(DayChange(Fate.NEW, None, after))
        else:
            steps.append(DayChange(Fate.SAME if before == after else Fate.MOVED, before, after))
    for left in by_slot.values():
        # A session the recurrence no longer asks for goes, unless people already did something with it.
        goes = _may_move(left) and left.id not in keep
        steps.append(DayChange(Fate.REMOVED, left, None) if goes else DayChange(Fate.KEPT, left, left))
    return sorted(steps, key=_month_and_slot)


def _month_and_slot(step: DayChange) -> tuple[Month, int]:
    day = step.after or step.before
    assert day is not None
    return day.month, day.slot


def _may_move(day: ActivityDay) -> bool:
    skipped = any(why.code == "closure-skip" for why in day.reasons)
    return not day.by_hand and (day.status in (DayStatus.PLANNED, DayStatus.UNDECIDED) or skipped)


def _as_day(session: PlannedSession, branch_id: int, before: ActivityDay | None) -> ActivityDay:
    """The day as scheduled, keeping what has been planned on it."""
    base = before or ActivityDay(
        id=0, branch_id=branch_id, month=session.month, slot=session.slot, part=session.part, nominal=None, held_on=None
    )
    # What only a closure made of it does not outlast the closure.
    said = base.form != "线上" or not any(why.code == "closure-online" for why in base.reasons)
    return replace(
        base,
        part=session.part,
        nominal=session.nominal,
        held_on=session.held_on,
        occasions=session.occasions,
        reasons=session.reasons,
        provisional=session.provisional,
        form=(base.form if said else "") or ("线上" if session.online else ""),
        cancelled_on=(base.cancelled_on or date.min) if session.skipped else None,
    )


def _beside(day: ActivityDay, fixed: Sequence[ActivityDay]) -> ActivityDay:
    """Leave a session undecided where a day that may not move already takes its hours."""
    for other in fixed:
        taken = other.held_on == day.held_on and other.part.collides(day.part)
        if day.held_on and taken and other.status is not DayStatus.CANCELLED and not day.cancelled_on:
            why = Reason("taken", (("nominal", day.held_on.isoformat()),))
            return replace(day, held_on=None, reasons=(*day.reasons, why))
    return day


#: What scheduling says of a day: the log of a new one tells no more.
SCHEDULED = (
    *("id", "branch_id", "month", "slot", "part", "nominal", "held_on", "occasions", "reasons", "provisional"),
    *("by_hand", "form", "cancelled_on"),
)


def _dated(day: ActivityDay, today: date) -> ActivityDay:
    """A day as it is kept: what a closure skips is cancelled today."""
    return replace(day, cancelled_on=today) if day.cancelled_on == date.min else day
