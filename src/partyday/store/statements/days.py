"""Days, marks and holiday notices."""

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy import literal_column as word

from partyday.store import tables as t
from partyday.store.among import among
from partyday.store.statements.parameters import as_of, branch_id, day, first, last, mark, member_id, on, since, soon

#: An excuse entered ahead does not make a day held; a mark made on the day or later does.
MARKED = exists().where(mark.day_id == day.id, mark.recorded_on >= day.held_on).label("marked")

_DAYS = select(t.day, MARKED).order_by(day.month, day.held_on.is_(None), day.held_on, day.part, day.slot)

#: The days up to a date that by then were not announced, closed and summed up.
DAYS_NOT_DONE = _DAYS.where(
    or_(*(done.is_(None) | (done > as_of) for done in (day.announced_on, day.closed_on, day.summarised_on))),
    day.held_on <= soon,
    among(day.branch_id, "branch_ids"),
)
DAYS_BETWEEN = _DAYS.where(among(day.branch_id, "branch_ids"), day.month >= first, day.month <= last)
DAYS_ON = _DAYS.where(day.branch_id == branch_id, day.held_on == on)
ALL_DAYS = _DAYS.where(day.branch_id == branch_id)

#: The first month with a session of that day or later, or with one before it of which something was recorded.
BEGINS = select(
    t.branch.c.id.label("branch_id"),
    select(day.month)
    .where(day.branch_id == t.branch.c.id)
    .where(
        or_(
            *(day.held_on >= since, and_(day.held_on.is_(None), day.month >= first)),
            *(done.is_not(None) for done in (day.announced_on, day.closed_on, day.summarised_on)),
            MARKED.element,
        )
    )
    .order_by(day.month)
    .limit(word("1"))
    .correlate(t.branch)
    .scalar_subquery()
    .label("begins"),
).where(among(t.branch.c.id, "branch_ids"))

#: The branches all of whose sessions closed within a time have their hours written down.
WHOLLY_TIMED = (
    select(day.branch_id)
    .where(among(day.branch_id, "branch_ids"), day.held_on >= since, day.held_on <= as_of, day.closed_on <= as_of)
    .group_by(day.branch_id)
    .having(func.count() == func.count(case((and_(day.starts != word("''"), day.ends != word("''")), word("1")))))
)

#: The months of two halves, of which both were cancelled by then.
CANCELLED_MONTHS = (
    select(day.branch_id, day.month)
    .where(among(day.branch_id, "branch_ids"), day.month >= first, day.month <= last)
    .group_by(day.branch_id, day.month)
    .having(func.count() == func.count(case((day.cancelled_on <= as_of, word("1")))), func.count() > word("1"))
)

THEMES = select(t.theme).where(among(t.theme.c.branch_id, "branch_ids"))

MARKS_OF_DAYS = select(t.mark).where(among(mark.day_id, "day_ids"))
STATES_OF_DAYS = select(mark.day_id, mark.member_id, mark.state).where(among(mark.day_id, "day_ids"))
MARKS_OF_MEMBER = select(t.mark).where(mark.member_id == member_id)

NOTICES = select(t.holiday.c.day, t.holiday.c.working)
