"""Inspections and commendations."""

from sqlalchemy import func, select

from partyday.store import tables as t
from partyday.store.among import among
from partyday.store.statements.parameters import as_of, member_id, on, soon

_inspection, _commendation = t.inspection.c, t.commendation.c

INSPECTIONS = (
    select(t.inspection)
    .where(among(_inspection.branch_id, "branch_ids"))
    .order_by(_inspection.inspected_on, _inspection.id)
)
#: When each branch was last inspected, by a day.
LAST_INSPECTED = (
    select(_inspection.branch_id, func.max(_inspection.inspected_on).label("inspected_on"))
    .where(among(_inspection.branch_id, "branch_ids"), _inspection.inspected_on <= as_of)
    .group_by(_inspection.branch_id)
)

#: From one day to another, both included.
COMMENDATIONS = (
    select(t.commendation)
    .where(
        among(_commendation.branch_id, "branch_ids"),
        _commendation.commended_on >= on,
        _commendation.commended_on <= soon,
    )
    .order_by(_commendation.commended_on, _commendation.id)
)
COMMENDATIONS_OF_MEMBER = (
    select(t.commendation)
    .where(_commendation.member_id == member_id)
    .order_by(_commendation.commended_on, _commendation.id)
)
