"""The accounts of members: what the rules of dues reckon from. Amounts are fen."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from partyday.errors import BadInput
from partyday.model.codes import Circumstance, MembershipEnd
from partyday.model.dues import Account, Payment
from partyday.model.frozen import frozen
from partyday.model.members import PAID_UNTIL, Record
from partyday.model.people import Branch, Person
from partyday.model.period import Month
from partyday.rules.policy.reader import Policy
from partyday.services.branches import policy_of, sinces
from partyday.services.desk import Desk
from partyday.services.lookup import find_person
from partyday.store import dues, people
from partyday.store.connection import Connection


def accounts(
    connection: Connection, branches: Sequence[Branch], member_ids: Collection[int], today: date
) -> dict[int, Account]:
    """The dues accounts of members: member id → account. `today` bounds a suspension that has no end yet.

    `branches` is the tree about the branch; where a member belongs to another now is read beside.
    """
    return accounts_of(connection, branches, people.records(connection, member_ids), today)


def accounts_of(
    connection: Connection, branches: Sequence[Branch], records: Mapping[int, Record], today: date
) -> dict[int, Account]:
    """The same, of members whose records are known already."""
    member_ids = list(records)
    assessments = dues.assessments(connection, member_ids)
    waivers = dues.waivers(connection, member_ids)
    payments = dues.payments(connection, member_ids)
    homes = {membership.branch_id for record in records.values() for membership in record.memberships}
    begin = sinces(people.with_lines(connection, branches, homes))
    found = {}
    for member_id, record in records.items():
        first, last, elsewhere = _owing(record, begin)
        paid = tuple(payments.get(member_id, ()))
        found[member_id] = Account(
            member_id=member_id,
            first=first,
            last=last,
            free=_suspended(record, today) | elsewhere | _paid_elsewhere(record, paid),
            assessments=tuple(assessments.get(member_id, ())),
            waivers=tuple(waivers.get(member_id, ())),
            payments=paid,
        )
    return found


def _spells(record: Record, begin: Mapping[int, date]) -> list[tuple[Month, Month | None]]:
    """The first and last month (None: on and on) that a member owes for each membership, none before its branch's
    records begin.

    Who is transferred still owes the month of the transfer. Who died or was removed owes the month before.
    """
    found: list[tuple[Month, Month | None]] = []
    for nth, membership in enumerate(record.memberships):
        joined = record.member.joined_on or membership.since
        since = max(joined, membership.since) if nth else joined
        since, until = max(since, begin.get(membership.branch_id, since)), membership.until
        if until is None:
            found.append((Month.of(since), None))
        elif since < until:
            left = Month.of(until)
            last = left if membership.ended_by is MembershipEnd.TRANSFERRED else left.shifted(-1)
            found.append((Month.of(since), last))
    return found


def _owing(record: Record, begin: Mapping[int, date]) -> tuple[Month, Month | None, frozenset[Month]]:
    """The first and last month for which a member owes dues, and those between in which they belonged to no branch of
    the book: they were due elsewhere.
    """
    spells = _spells(record, begin)
    if not spells:
        home = record.memberships[-1]
        first = Month.of(max(record.member.joined_on or home.since, begin.get(home.branch_id, home.since)))
        return first, first.shifted(-1), frozenset()
    first = min(since for since, _last in spells)
    elsewhere: set[Month] = set()
    reached: Month | None = first.shifted(-1)
    for since, until in sorted(spells, key=lambda spell: spell[0]):
        if reached is None:
            break
        elsewhere |= set(reached.shifted(1).until(since.shifted(-1)))
        reached = None if until is None else max(reached, until)
    return first, reached, frozenset(elsewhere)


def _suspended(record: Record, today: date) -> frozenset[Month]:
    """The months in which the member was suspended: no dues. Without an end, as many to come as any policy lets pay."""
    free: set[Month] = set()
    for dated in record.circumstances:
        if dated.kind is Circumstance.SUSPENDED:
            until = dated.until - timedelta(days=1) if dated.until else Month.of(today).shifted(120).first_day
            free |= set(Month.of(dated.since).until(Month.of(until)))
    return frozenset(free)


def _paid_elsewhere(record: Record, payments: Sequence[Payment]) -> frozenset[Month]:
    """The months for which a roster says that dues were paid before the book took any (党费缴纳至年月)."""
    text = record.member.kept.get(PAID_UNTIL)
    joined = Month.of(record.member.joined_on or record.memberships[0].since)
    try:
        until = Month.read(text) if text else None
    except BadInput:
        return frozenset()
    if until is None or any(payment.for_month and payment.for_month <= until for payment in payments):
        return frozenset()
    return frozenset(joined.until(until))


@frozen
class Payer:
    """A member, their branch and account, and the policy that the account is calculated by."""

    branch: Branch
    person: Person
    account: Account
    policy: Policy


def payer_of(connection: Connection, desk: Desk, who: str) -> Payer:
    """The member that `who` names. Raises NotFound or Ambiguous."""
    branch, person = find_person(connection, desk, who)
    account = accounts(connection, desk.tree, [person.id], desk.today)[person.id]
    return Payer(branch, person, account, policy_of(desk.tree, branch))
