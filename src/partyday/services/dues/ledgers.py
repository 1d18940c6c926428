"""Who owes what, and the accounts month by month. This file only reads. Amounts are fen."""

from dataclasses import dataclass
from datetime import date

from partyday.model.dues import Account, DuesLine
from partyday.model.people import Branch, Person
from partyday.model.period import Month
from partyday.rules.account import lines_of, owed, paid_until
from partyday.rules.policy.reader import Policy
from partyday.services.branches import policy_of
from partyday.services.dues.accounts import accounts, payer_of
from partyday.store import people
from partyday.store.book import Store
from partyday.store.connection import Connection


@dataclass(frozen=True)
class Owing:
    """What one member owes: a line for each month. `lines` is None for a member who was never assessed."""

    person: Person
    lines: tuple[DuesLine, ...] | None

    @property
    def amount(self) -> int:
        """What is owed in all, in fen."""
        return sum(line.balance for line in self.lines or ())


def owing(store: Store, branch: Branch, today: date, through: Month | None = None) -> list[Owing]:
    """The members of a branch who owe something up to a month, by roster number; also those never assessed.

    Without `through`, up to the month of `today`.
    """
    with store.reading() as connection:
        policy = policy_of(people.branches(connection), branch)
        return _owing(connection, branch, policy, today, through or Month.of(today))


def owing_on(connection: Connection, branch: Branch, on: date, through: Month) -> list[Owing]:
    """The members that a branch has on a day and who owe something up to a month, by roster number."""
    policy = policy_of(people.branches(connection), branch)
    return [member for member in _owing(connection, branch, policy, on, through) if member.lines]


def _owing(connection: Connection, branch: Branch, policy: Policy, today: date, until: Month) -> list[Owing]:
    members = _members(connection, branch, today)
    account_of = accounts(connection, [member.id for member in members], today)
    all_owing = [
        Owing(member, tuple(owed(account_of[member.id], policy, until)) if account_of[member.id].assessments else None)
        for member in members
    ]
    return [member for member in all_owing if member.lines is None or member.lines]


def _members(connection: Connection, branch: Branch, on: date) -> list[Person]:
    """Who of a branch may owe dues: full and probationary members."""
    return [person for person in people.people_on(connection, branch.id, on) if person.standing.is_member]


def ledger(store: Store, today: date, branch_name: str | None, who: str) -> tuple[Person, Account, list[DuesLine]]:
    """One member's account, and its lines month by month up to today's. Raises NotFound or Ambiguous."""
    with store.reading() as connection:
        payer = payer_of(connection, branch_name, who, today)
    return payer.person, payer.account, lines_of(payer.account, payer.policy, Month.of(today))


def paid_until_of(store: Store, member_id: int, branch: Branch, today: date) -> str | None:
    """The month up to which a member owes nothing any more; None where dues were not assessed or nothing is paid."""
    with store.reading() as connection:
        account = accounts(connection, [member_id], today)[member_id]
        return paid_until(account, policy_of(people.branches(connection), branch), Month.of(today))


def ledger_of_branch(store: Store, branch: Branch, today: date) -> list[tuple[Person, list[DuesLine]]]:
    """The members of a branch whose dues are assessed, each with the lines of their account, by roster number."""
    with store.reading() as connection:
        policy = policy_of(people.branches(connection), branch)
        members = _members(connection, branch, today)
        account_of = accounts(connection, [member.id for member in members], today)
    ledgers = [(member, lines_of(account_of[member.id], policy, Month.of(today))) for member in members]
    return [(member, lines) for member, lines in ledgers if lines]
