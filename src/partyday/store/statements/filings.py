"""Papers as they were filed."""

from sqlalchemy import func, select

from partyday.store import tables as t
from partyday.store.among import among
from partyday.store.statements.parameters import as_of, period

_filing = t.filing.c

FILED = select(t.filing).where(among(_filing.branch_id, "branch_ids")).order_by(_filing.id)
FILED_OF = FILED.where(among(_filing.form, "forms"), _filing.period == period)

PAPERS_FILED = select(_filing.branch_id, _filing.form, _filing.period).where(
    among(_filing.branch_id, "branch_ids"), _filing.filed_on <= as_of
)
#: When each paper was filed first.
FIRST_FILED = (
    select(_filing.branch_id, _filing.form, _filing.period, func.min(_filing.filed_on).label("filed_on"))
    .where(among(_filing.branch_id, "branch_ids"), _filing.filed_on <= as_of)
    .group_by(_filing.branch_id, _filing.form, _filing.period)
)
