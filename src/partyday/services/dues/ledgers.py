"""Who owes what, and the accounts month by month. This file only reads. Amounts are fen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from partyday.model.codes import DuesKind
from partyday.model.dues import Account, DuesLine, Payment
from partyday.model.frozen import frozen
from partyday.model.members import Record, present
from partyday.model.people import Branch, Person
from partyday.model.period import Month
from partyday.rules.account import lines_in, lines_of, overpaid, owed, paid_until
from partyday.rules.policy.reader import Policy
from partyday.services.branches import policies_of, policy_of
from partyday.services.desk import Desk
from partyday.services.dues.accounts import accounts, accounts_of, payer_of
from partyday.store import dues, people
from partyday.store.connection import Connection


@frozen
class Owing:
    """What one member owes: a line for each month. `lines` is None for a member who was never assessed.

    `left` is the day on which they left the branch and the book, None for who is there.
    """

    person: Person
    lines: tuple[DuesLine, ...] | None
    left: date | None = None

    @property
    def amount(self) -> int:
        """What is owed in all, in fen."""
        return sum(line.balance for line in self.lines or ())


def owing(desk: Desk, through: Month | None = None) -> list[Owing]:
    """Who owes something to a branch up to a month, by roster number, who has left included; also members never
    assessed.

    Without `through`, up to the month of today.
    """
    until = through or Month.of(desk.today)
    with desk.reading() as connection:
        return owing_in(connection, desk.tree, [desk.branch], desk.today, until)[desk.branch.id]


def owing_in(
    connection: Connection, branches: Sequence[Branch], chosen: Sequence[Branch], on: date, until: Month
) -> dict[int, list[Owing]]:
    """Branch → the same of each of these, read together, as the accounts stand on a day."""
    records = people.records_in(connection, [branch.id for branch in chosen])
    account_of = accounts_of(connection, branches, records, on)
    policies = policies_of(branches, chosen)
    by_branch: dict[int, dict[int, Record]] = {branch.id: {} for branch in chosen}
    for key, record in records.items():
        for branch_id in {membership.branch_id for membership in record.memberships} & by_branch.keys():
            by_branch[branch_id][key] = record
    owing_by_branch = {}
    for branch in chosen:
        own, policy = by_branch[branch.id], policies[branch.id]
        here = owing_of(present(own.values(), branch.id, on), account_of, policy, until)
        gone = [
            Owing(place.person, tuple(owed(account_of[place.person.id], policy, until)), place.left)
            for place in _places(own, branch, on)
            if place.left and place.home == branch.id
        ]
        owing_by_branch[branch.id] = sorted([*here, *debtors_of(gone)], key=lambda member: member.person.number)
    return owing_by_branch


@frozen
class _Place:
    """Where somebody of a branch stands on a day: when they left it (None: they are there), and which is their home."""

    person: Person
    left: date | None
    home: int


def _places(records: Mapping[int, Record], branch: Branch, on: date) -> list[_Place]:
    """Everybody of these, as they stand with a branch on a day, by roster number."""
    found = []
    for record in records.values():
        begun = [membership for membership in record.memberships if membership.since <= on]
        here = [membership for membership in record.memberships if membership.branch_id == branch.id]
        covering = [membership for membership in here if membership.covers(on)]
        ended = [membership for membership in here if membership.until and membership.until <= on]
        last = (covering or ended or here or record.memberships)[-1]
        home = next((membership for membership in begun if membership.covers(on)), (begun or record.memberships)[-1])
        left = last.until if ended and not covering else None
        found.append(_Place(record.person(last.number, on), left, home.branch_id))
    return sorted(found, key=lambda place: (place.person.number, place.person.id))


def owing_on(
    connection: Connection, branches: Sequence[Branch], branch: Branch, on: date, through: Month
) -> list[Owing]:
    """The members that a branch has on a day and who owe something up to a month, by roster number."""
    on_roster, account_of = roster_of(connection, branches, branch, on)
    return debtors_of(owing_of(on_roster, account_of, policy_of(branches, branch), through))


def roster_of(
    connection: Connection, branches: Sequence[Branch], branch: Branch, on: date
) -> tuple[list[Person], dict[int, Account]]:
    """Everybody whom a branch has on a day, by roster number, and the accounts of all it ever had."""
    records = people.records_in(connection, [branch.id])
    return present(records.values(), branch.id, on), accounts_of(connection, branches, records, on)


def owing_of(
    on_roster: Iterable[Person], account_of: Mapping[int, Account], policy: Policy, until: Month
) -> list[Owing]:
    """Who of these people owes something up to a month, and who was never assessed; only members owe dues."""
    every = [
        Owing(person, tuple(owed(account_of[person.id], policy, until)) if account_of[person.id].assessments else None)
        for person in on_roster
        if person.standing.is_member
    ]
    return [member for member in every if member.lines is None or member.lines]


def debtors_of(every: Iterable[Owing]) -> list[Owing]:
    """Those of them who were assessed and owe something."""
    return [member for member in every if member.lines]


@frozen
class MemberLedger:
    """One person in the ledger of a branch: the months as far as they are this branch's, and what it was paid.

    `payments` are those to this branch, for months and voluntary; `left` is the day on which they left it. `whole` are
    the months up to then as they are of the member, wherever they were paid: these tell whether somebody has paid up.
    """

    person: Person
    lines: tuple[DuesLine, ...]
    payments: tuple[Payment, ...]
    left: date | None = None
    whole: tuple[DuesLine, ...] = ()

    @property
    def voluntary(self) -> int:
        """What was paid beyond the dues, in fen."""
        return sum(payment.amount for payment in self.payments if payment.for_month is None)

    @property
    def has_money(self) -> bool:
        """Whether they owed or paid anything here: the others stand in no ledger, only among those who paid up."""
        return bool(self.lines or self.payments)


def ledgers_of(
    connection: Connection, branches: Sequence[Branch], branch: Branch, on: date, today: date
) -> list[MemberLedger]:
    """The ledger of a branch as of a day, by roster number: everybody who owed or paid it anything, who has left too,
    and who owed nothing here alone because all of it was paid to another branch, or is owed to it now.

    Months are those up to that day, and later ones that were paid for; payments and waivers those up to `today`.
    """
    policy = policy_of(branches, branch)
    records = people.records_in(connection, [branch.id])
    payers = {payment.member_id for payment in dues.collected(connection, branch.id)}
    if strangers := payers - records.keys():
        records |= people.records(connection, strangers)
    account_of = accounts_of(connection, branches, records, today)
    found = []
    for place in _places(records, branch, on):
        account = account_of[place.person.id].until(today)
        lines = [
            line
            for line in lines_in(account, policy, branch.id, place.home, Month.of(on))
            if line.paid or (line.month <= Month.of(on) and (line.assessed or not place.left))
        ]
        payments = tuple(payment for payment in account.payments if payment.branch_id == branch.id)
        whole = tuple(
            line
            for line in lines_of(account, policy, Month.of(on))
            if (line.paid or (line.month <= Month.of(on) and line.assessed)) and _was_here(place, branch, line.month)
        )
        if payments or lines or whole:
            found.append(MemberLedger(place.person, tuple(lines), payments, place.left, whole))
    return found


def _was_here(place: _Place, branch: Branch, month: Month) -> bool:
    """Whether a month is one in which somebody was in the branch, or before; of who has not left it each is."""
    return place.home == branch.id or (place.left is not None and month.first_day < place.left)


def ledger(desk: Desk, who: str) -> tuple[Person, Account, list[DuesLine]]:
    """One member's account, and its lines month by month up to today's. Raises NotFound or Ambiguous."""
    with desk.reading() as connection:
        payer = payer_of(connection, desk, who)
    return payer.person, payer.account, lines_of(payer.account, payer.policy, Month.of(desk.today))


@frozen
class DuesStanding:
    """How a member's dues stand: settled up to `paid_until` (None: no month), what is owed, what is overpaid."""

    paid_until: Month | None
    owed: tuple[DuesLine, ...]
    overpaid: tuple[DuesLine, ...]


def standings_of(desk: Desk, member_ids: Sequence[int], branch: Branch, on: date) -> dict[int, DuesStanding]:
    """How the dues stand of members who leave a branch on a day, by member id."""
    with desk.reading() as connection:
        branches = people.with_lines(connection, desk.tree, [branch.id])
        account_of = accounts(connection, branches, member_ids, desk.today)
    policy = policy_of(branches, branch)
    return {
        key: DuesStanding(
            paid_until(account_of[key], policy, Month.of(desk.today)),
            tuple(owed(account_of[key], policy, Month.of(on))),
            tuple(overpaid(account_of[key], policy)),
        )
        for key in member_ids
    }


def assessed_as(desk: Desk) -> list[tuple[Person, DuesKind | None]]:
    """The members of a branch, each with the kind of income of the last assessment; None where there is none."""
    with desk.reading() as connection:
        on_roster, account_of = roster_of(connection, desk.tree, desk.branch, desk.today)
    kinds = {key: account.assessments[-1].kind for key, account in account_of.items() if account.assessments}
    return [(person, kinds.get(person.id)) for person in on_roster if person.standing.is_member]


def not_yet_assessed(connection: Connection, branches: Sequence[Branch], branch: Branch, on: date) -> list[Person]:
    """The members of a branch whose dues come from an income that was not yet told for the year of a day.

    Of a branch where nobody was ever assessed, nobody.
    """
    on_roster, account_of = roster_of(connection, branches, branch, on)
    members = [person for person in on_roster if person.standing.is_member]
    assessments = {person.id: account_of[person.id].assessments for person in members}
    if not any(assessments.values()):
        return []
    first = Month(f"{on.year}-01")
    return [
        person
        for person in members
        if not assessments[person.id]
        or (assessments[person.id][-1].kind.needs_amount and assessments[person.id][-1].since < first)
    ]
