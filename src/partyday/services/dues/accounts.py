"""The accounts of members: what the rules of dues reckon from. Amounts are fen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from partyday.errors import Ambiguous
from partyday.model.codes import Circumstance, MembershipEnd
from partyday.model.dues import Account
from partyday.model.people import Branch, Person, same_name
from partyday.model.period import Month
from partyday.rules.policy.reader import Policy
from partyday.services.branches import policy_of
from partyday.services.lookup import find_person
from partyday.store import dues, people
from partyday.store.people import Record


def accounts(connection: Connection, member_ids: Collection[int], today: date) -> dict[int, Account]:
    """The dues accounts of members: member id → account. `today` bounds a suspension that has no end yet."""
    assessments = dues.assessments(connection, member_ids)
    waivers = dues.waivers(connection, member_ids)
    payments = dues.payments(connection, member_ids)
    return {
        member_id: Account(
            member_id=member_id,
            first=Month.of(record.member["joined_on"] or record.memberships[0]["since"]),
            last=_last(record),
            free=_free(record, today),
            assessments=tuple(assessments.get(member_id, ())),
            waivers=tuple(waivers.get(member_id, ())),
            payments=tuple(payments.get(member_id, ())),
        )
        for member_id, record in people.records(connection, member_ids).items()
    }


def _last(record: Record) -> Month | None:
    """The last month for which a member owes dues here; None while they belong to the book.

    Who is transferred still owes the month of the transfer. Who died or was removed owes the month before.
    """
    last = record.memberships[-1]
    if last["until"] is None:
        return None
    left = Month.of(last["until"])
    return left if last["ended_by"] == MembershipEnd.TRANSFERRED else left.shifted(-1)


def _free(record: Record, today: date) -> frozenset[Month]:
    """The months in which the member was suspended: no dues."""
    free: set[Month] = set()
    for spell in record.circumstances:
        if spell["kind"] == Circumstance.SUSPENDED:
            until = spell["until"] - timedelta(days=1) if spell["until"] else Month.of(today).shifted(24).first_day
            free |= set(Month.of(spell["since"]).until(Month.of(until)))
    return frozenset(free)


@dataclass(frozen=True)
class Payer:
    """A member, their branch and account, and the policy that the account is calculated by."""

    branch: Branch
    person: Person
    account: Account
    policy: Policy


def payer_of(
    connection: Connection, branch_name: str | None, who: str, today: date, number: int | None = None
) -> Payer:
    """The member that `who` names. Where several have that name, the one with this roster `number`.

    Raises NotFound or Ambiguous.
    """
    branches = people.branches(connection)
    try:
        branch, person = find_person(connection, branches, branch_name, who, today)
    except Ambiguous:
        if number is None:
            raise
        branch, person = find_person(connection, branches, branch_name, str(number), today)
        if not same_name(person.name, who):
            raise
    account = accounts(connection, [person.id], today)[person.id]
    return Payer(branch, person, account, policy_of(branches, branch))
