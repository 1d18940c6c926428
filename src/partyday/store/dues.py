"""Reading assessments, waivers, payments and remittances out of the book."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from partyday.model.codes import DuesKind, Method, Proxy
from partyday.model.dues import Assessment, Payment, Remittance, Waiver
from partyday.model.period import Month
from partyday.store import tables as t
from partyday.store.histories import of_members


def assessed(connection: Connection, chosen: ColumnElement[bool]) -> dict[int, list[Assessment]]:
    """Member → their assessments by month, of those whose memberships are `chosen`."""
    here = select(t.membership.c.member_id).where(chosen)
    wanted = select(t.assessment).where(t.assessment.c.member_id.in_(here)).order_by(t.assessment.c.since)
    return _by_member(map(_assessment, connection.execute(wanted).all()))


def _assessment(row: Row[Any]) -> Assessment:
    return Assessment(**{**row._mapping, "kind": DuesKind(row.kind), "since": Month(row.since)})


def paid_months(
    connection: Connection, chosen: ColumnElement[bool], until: str, as_of: date
) -> dict[int, tuple[int, str, int]]:
    """Member → for how many months up to `until` they had paid by a day, the first of them, the least for any."""
    payment = t.payment.c
    of_month = (
        select(payment.member_id, payment.for_month, func.sum(payment.amount).label("paid"))
        .where(payment.for_month <= until, payment.paid_on <= as_of)
        .where(payment.member_id.in_(select(t.membership.c.member_id).where(chosen)))
        .group_by(payment.member_id, payment.for_month)
        .subquery()
    )
    wanted = select(
        of_month.c.member_id, func.count(), func.min(of_month.c.for_month), func.min(of_month.c.paid)
    ).group_by(of_month.c.member_id)
    return {member_id: (months, first, least) for member_id, months, first, least in connection.execute(wanted).all()}


def keeping(connection: Connection) -> set[int]:
    """The branches that keep dues: those with a member whose dues were assessed."""
    wanted = select(t.membership.c.branch_id).where(t.membership.c.member_id == t.assessment.c.member_id).distinct()
    return set(connection.execute(wanted).scalars())


def assessments(connection: Connection, member_ids: Collection[int]) -> dict[int, list[Assessment]]:
    """Member → their assessments by month."""
    rows = of_members(connection, select(t.assessment).order_by(t.assessment.c.since), t.assessment, member_ids)
    return _by_member(map(_assessment, rows))


def waivers(connection: Connection, member_ids: Collection[int]) -> dict[int, list[Waiver]]:
    """Member → their waivers by month."""
    rows = of_members(connection, select(t.waiver).order_by(t.waiver.c.since, t.waiver.c.id), t.waiver, member_ids)
    return _by_member(Waiver(**{**row._mapping, "since": Month(row.since), "until": Month(row.until)}) for row in rows)


def payments(connection: Connection, member_ids: Collection[int]) -> dict[int, list[Payment]]:
    """Member → their payments by date."""
    wanted = select(t.payment).order_by(t.payment.c.paid_on, t.payment.c.id)
    return _by_member(_payment(row) for row in of_members(connection, wanted, t.payment, member_ids))


def collected(connection: Connection, branch_id: int) -> list[Payment]:
    """What a branch collected, by date."""
    wanted = select(t.payment).where(t.payment.c.branch_id == branch_id)
    return [_payment(row) for row in connection.execute(wanted.order_by(t.payment.c.paid_on, t.payment.c.id))]


def remittances(connection: Connection, branch_id: int) -> list[Remittance]:
    """What a branch forwarded, by date."""
    wanted = select(t.remittance).where(t.remittance.c.branch_id == branch_id)
    order = (t.remittance.c.remitted_on, t.remittance.c.id)
    return [Remittance(**row._mapping) for row in connection.execute(wanted.order_by(*order))]


def _payment(row: Row[Any]) -> Payment:
    proxy_is = Proxy(row.proxy_is) if row.proxy_is else None
    month = Month(row.for_month) if row.for_month else None
    return Payment(**{**row._mapping, "method": Method(row.method), "proxy_is": proxy_is, "for_month": month})


def _by_member(found: Iterable[Any]) -> dict[int, list[Any]]:
    members: dict[int, list[Any]] = defaultdict(list)
    for each in found:
        members[each.member_id].append(each)
    return members
