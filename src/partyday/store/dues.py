"""Reading assessments, waivers, payments and remittances out of the book."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from partyday.model.codes import DuesKind, Method, Proxy
from partyday.model.dues import Assessment, Payment, Remittance, Waiver
from partyday.model.period import Month
from partyday.store.compiled import SQLITE
from partyday.store.connection import Connection, Row


def assessed(connection: Connection, as_of: date, branch_ids: Collection[int]) -> dict[int, list[Assessment]]:
    """Member → their assessments by month, of those whom these branches have on a day."""
    return _by_member(map(_assessment, connection.run("ASSESSED", as_of=as_of, branch_ids=branch_ids)))


def paid_months(
    connection: Connection, as_of: date, branch_ids: Collection[int], until: str
) -> dict[int, tuple[int, str, int]]:
    """Member of these branches → for how many months up to `until` they had paid by a day, the first, the least."""
    rows = connection.run("PAID_MONTHS", as_of=as_of, branch_ids=branch_ids, last=until)
    return {member_id: (months, first, least) for member_id, months, first, least in rows}


def keeping(connection: Connection, branch_ids: Collection[int]) -> set[int]:
    """Those of these branches that keep dues: with a member whose dues were assessed."""
    return {branch_id for (branch_id,) in connection.run("KEEPING", branch_ids=branch_ids)}


def assessments(connection: Connection, member_ids: Collection[int]) -> dict[int, list[Assessment]]:
    """Member → their assessments by month."""
    return _by_member(map(_assessment, connection.run("ASSESSMENTS_OF", member_ids=member_ids)))


def waivers(connection: Connection, member_ids: Collection[int]) -> dict[int, list[Waiver]]:
    """Member → their waivers by month."""
    return _by_member(map(_waiver, connection.run("WAIVERS_OF", member_ids=member_ids)))


def payments(connection: Connection, member_ids: Collection[int]) -> dict[int, list[Payment]]:
    """Member → their payments by date."""
    return _by_member(map(_payment, connection.run("PAYMENTS_OF", member_ids=member_ids)))


def collected(connection: Connection, branch_id: int) -> list[Payment]:
    """What a branch collected, by date."""
    return [_payment(row) for row in connection.run("COLLECTED", branch_id=branch_id)]


def remittances(connection: Connection, branch_id: int) -> list[Remittance]:
    """What a branch forwarded, by date."""
    columns = SQLITE["REMITTANCES"][2]
    return [
        Remittance(**dict(zip(columns, row, strict=True))) for row in connection.run("REMITTANCES", branch_id=branch_id)
    ]


def _assessment(row: Row) -> Assessment:
    values = dict(zip(SQLITE["ASSESSMENTS_OF"][2], row, strict=True))
    return Assessment(**{**values, "kind": DuesKind(values["kind"]), "since": Month(values["since"])})


def _waiver(row: Row) -> Waiver:
    values = dict(zip(SQLITE["WAIVERS_OF"][2], row, strict=True))
    return Waiver(**{**values, "since": Month(values["since"]), "until": Month(values["until"])})


def _payment(row: Row) -> Payment:
    values = dict(zip(SQLITE["PAYMENTS_OF"][2], row, strict=True))
    proxy_is = Proxy(values["proxy_is"]) if values["proxy_is"] else None
    month = Month(values["for_month"]) if values["for_month"] else None
    return Payment(**{**values, "method": Method(values["method"]), "proxy_is": proxy_is, "for_month": month})


def _by_member(found: Iterable[Any]) -> dict[int, list[Any]]:
    members: dict[int, list[Any]] = defaultdict(list)
    for each in found:
        members[each.member_id].append(each)
    return members
