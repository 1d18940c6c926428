"""Reading assessments, waivers, payments and remittances out of the book."""

from collections.abc import Collection
from datetime import date

from partyday.model.dues import Assessment, PaidMonths, Payment, Remittance, Waiver
from partyday.store.connection import Connection
from partyday.store.records import by_member, read


def assessed(connection: Connection, as_of: date, branch_ids: Collection[int]) -> dict[int, list[Assessment]]:
    """Member → their assessments by month, of those whom these branches have on a day."""
    return by_member(read(Assessment, connection.run("ASSESSED", as_of=as_of, branch_ids=branch_ids)))


def left_assessed(connection: Connection, as_of: date, branch_ids: Collection[int]) -> set[int]:
    """Who has left these branches, and the book, by a day, and whose dues were assessed."""
    return {member_id for (member_id,) in connection.run("LEFT_ASSESSED", as_of=as_of, branch_ids=branch_ids)}


def paid_months(connection: Connection, as_of: date, branch_ids: Collection[int], until: str) -> dict[int, PaidMonths]:
    """Member of these branches → the months up to `until` for which they had paid by a day."""
    rows = connection.run("PAID_MONTHS", as_of=as_of, branch_ids=branch_ids, last=until)
    return {member_id: PaidMonths(*told) for member_id, *told in rows}


def keeping(connection: Connection, branch_ids: Collection[int]) -> set[int]:
    """Those of these branches that keep dues: with a member whose dues were assessed."""
    return {branch_id for (branch_id,) in connection.run("KEEPING", branch_ids=branch_ids)}


def assessments(connection: Connection, member_ids: Collection[int]) -> dict[int, list[Assessment]]:
    """Member → their assessments by month."""
    return by_member(read(Assessment, connection.run("ASSESSMENTS_OF", member_ids=member_ids)))


def waivers(connection: Connection, member_ids: Collection[int]) -> dict[int, list[Waiver]]:
    """Member → their waivers by month."""
    return by_member(read(Waiver, connection.run("WAIVERS_OF", member_ids=member_ids)))


def payments(connection: Connection, member_ids: Collection[int]) -> dict[int, list[Payment]]:
    """Member → their payments by date."""
    return by_member(read(Payment, connection.run("PAYMENTS_OF", member_ids=member_ids)))


def collected(connection: Connection, branch_id: int) -> list[Payment]:
    """What a branch collected, by date."""
    return read(Payment, connection.run("COLLECTED", branch_id=branch_id))


def receipts_in_use(connection: Connection, branch_id: int) -> set[str]:
    """The numbers of receipts that payments to a branch carry."""
    return {number for (number,) in connection.run("RECEIPTS_IN_USE", branch_id=branch_id)}


def remittances(connection: Connection, branch_id: int) -> list[Remittance]:
    """What a branch forwarded, by date."""
    return read(Remittance, connection.run("REMITTANCES", branch_id=branch_id))


def collected_in(connection: Connection, branch_ids: Collection[int], since: date, until: date) -> dict[int, int]:
    """Branch → what it collected from one day to another, both included, in fen; who collected nothing is left out."""
    rows = connection.run("COLLECTED_IN", branch_ids=branch_ids, since=since, until=until)
    return {branch_id: int(amount) for branch_id, amount in rows}


def remittances_of(connection: Connection, branch_ids: Collection[int], until: date) -> list[Remittance]:
    """What these branches forwarded up to a day, by date."""
    return read(Remittance, connection.run("REMITTANCES_OF", branch_ids=branch_ids, until=until))
