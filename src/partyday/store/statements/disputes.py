"""Days that members dispute."""

from sqlalchemy import select

from partyday.store import tables as t
from partyday.store.among import among
from partyday.store.statements.parameters import member_id

_dispute, _day = t.dispute.c, t.day.c

#: With what the day is called by, oldest first.
DISPUTES = (
    select(t.dispute, _day.held_on, _day.part, _day.branch_id)
    .join(t.day, _day.id == _dispute.day_id)
    .where(among(_day.branch_id, "branch_ids"))
    .order_by(_dispute.id)
)
DISPUTES_OF_MEMBER = (
    select(t.dispute, _day.held_on, _day.part, _day.branch_id)
    .join(t.day, _day.id == _dispute.day_id)
    .where(_dispute.member_id == member_id)
    .order_by(_dispute.id)
)
OPEN_DISPUTES = select(_dispute.member_id, _dispute.day_id).where(_dispute.settled_on.is_(None))
