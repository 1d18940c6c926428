"""Assessments, waivers, payments and remittances."""

from sqlalchemy import and_, exists, func, or_, select

from partyday.store import tables as t
from partyday.store.among import among
from partyday.store.statements.parameters import as_of, branch_id, code, covers, last, membership, since, until

_assessment, _waiver, _payment, _remittance = t.assessment.c, t.waiver.c, t.payment.c, t.remittance.c

_MEMBERS_HERE = select(membership.member_id).where(
    and_(covers(t.membership, as_of), among(membership.branch_id, "branch_ids"))
)

_ASSESSMENTS = select(t.assessment).order_by(_assessment.since)
ASSESSED = _ASSESSMENTS.where(_assessment.member_id.in_(_MEMBERS_HERE))
ASSESSMENTS_OF = _ASSESSMENTS.where(among(_assessment.member_id, "member_ids"))

#: Who has left these branches by a day for none that is in the book, and whose dues were assessed.
_stays = t.membership.alias("stays")
LEFT_ASSESSED = (
    select(membership.member_id)
    .where(
        among(membership.branch_id, "branch_ids"),
        membership.until <= as_of,
        exists().where(_assessment.member_id == membership.member_id),
        ~exists().where(
            _stays.c.member_id == membership.member_id, or_(_stays.c.until.is_(None), _stays.c.until > as_of)
        ),
    )
    .distinct()
)

_of_month = (
    select(_payment.member_id, _payment.for_month, func.sum(_payment.amount).label("paid"))
    .where(_payment.for_month <= last, _payment.paid_on <= as_of, _payment.member_id.in_(_MEMBERS_HERE))
    .group_by(_payment.member_id, _payment.for_month)
    .subquery("of_month")
)
#: For how many months somebody had paid, the first of them, the least for any.
PAID_MONTHS = select(
    _of_month.c.member_id,
    func.count().label("months"),
    func.min(_of_month.c.for_month).label("first_month"),
    func.min(_of_month.c.paid).label("least"),
).group_by(_of_month.c.member_id)

#: The branches with a member, also one who has left, whose dues were assessed.
KEEPING = (
    select(membership.branch_id)
    .where(among(membership.branch_id, "branch_ids"), membership.member_id.in_(select(_assessment.member_id)))
    .distinct()
)

WAIVERS_OF = select(t.waiver).where(among(_waiver.member_id, "member_ids")).order_by(_waiver.since, _waiver.id)
PAYMENTS_OF = select(t.payment).where(among(_payment.member_id, "member_ids")).order_by(_payment.paid_on, _payment.id)
COLLECTED = select(t.payment).where(_payment.branch_id == branch_id).order_by(_payment.paid_on, _payment.id)
#: What branches collected between two days, in fen.
COLLECTED_IN = (
    select(_payment.branch_id, func.sum(_payment.amount).label("amount"))
    .where(among(_payment.branch_id, "branch_ids"), _payment.paid_on >= since, _payment.paid_on <= until)
    .group_by(_payment.branch_id)
)
#: The numbers of receipts that a branch has in use.
RECEIPTS_IN_USE = (
    select(_payment.receipt).where(_payment.branch_id == branch_id, _payment.receipt != code("")).distinct()
)
REMITTANCES = (
    select(t.remittance).where(_remittance.branch_id == branch_id).order_by(_remittance.remitted_on, _remittance.id)
)
REMITTANCES_OF = (
    select(t.remittance)
    .where(among(_remittance.branch_id, "branch_ids"), _remittance.remitted_on <= until)
    .order_by(_remittance.remitted_on, _remittance.id)
)
