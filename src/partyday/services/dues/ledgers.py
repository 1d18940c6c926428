"""Who owes what, and the accounts month by month. This file only reads. Amounts are fen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partyday.model.dues import Account, DuesLine
from partyday.model.members import present
from partyday.model.people import Branch, Person
from partyday.model.period import Month
from partyday.rules.account import lines_of, owed, paid_until
from partyday.rules.policy.reader import Policy
from partyday.services.branches import policy_of
from partyday.services.desk import Desk
from partyday.services.dues.accounts import accounts, accounts_of, payer_of
from partyday.store import people
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


def owing(desk: Desk, through: Month | None = None) -> list[Owing]:
    """The members of a branch who owe something up to a month, by roster number; also those never assessed.

    Without `through`, up to the month of today.
    """
    with desk.reading() as connection:
        on_roster, account_of = roster_of(connection, desk.branch, desk.today)
    return owing_of(on_roster, account_of, policy_of(desk.branches, desk.branch), through or Month.of(desk.today))


def owing_on(
    connection: Connection, branches: Sequence[Branch], branch: Branch, on: date, through: Month
) -> list[Owing]:
    """The members that a branch has on a day and who owe something up to a month, by roster number."""
    on_roster, account_of = roster_of(connection, branch, on)
    return debtors_of(owing_of(on_roster, account_of, policy_of(branches, branch), through))


def roster_of(connection: Connection, branch: Branch, on: date) -> tuple[list[Person], dict[int, Account]]:
    """Everybody whom a branch has on a day, by roster number, and the accounts of all it ever had."""
    records = people.records_in(connection, [branch.id])
    return present(records.values(), branch.id, on), accounts_of(connection, records, on)


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


def ledger(desk: Desk, who: str) -> tuple[Person, Account, list[DuesLine]]:
    """One member's account, and its lines month by month up to today's. Raises NotFound or Ambiguous."""
    with desk.reading() as connection:
        payer = payer_of(connection, desk, who)
    return payer.person, payer.account, lines_of(payer.account, payer.policy, Month.of(desk.today))


def paid_until_of(desk: Desk, member_id: int, branch: Branch) -> str | None:
    """The month up to which a member owes nothing any more; None where dues were not assessed or nothing is paid."""
    with desk.reading() as connection:
        account = accounts(connection, [member_id], desk.today)[member_id]
        return paid_until(account, policy_of(desk.branches, branch), Month.of(desk.today))


def ledger_of_branch(desk: Desk) -> list[tuple[Person, list[DuesLine]]]:
    """The members of a branch whose dues are assessed, each with the lines of their account, by roster number."""
    with desk.reading() as connection:
        policy = policy_of(desk.branches, desk.branch)
        on_roster, account_of = roster_of(connection, desk.branch, desk.today)
    members = [person for person in on_roster if person.standing.is_member]
    ledgers = [(member, lines_of(account_of[member.id], policy, Month.of(desk.today))) for member in members]
    return [(member, lines) for member, lines in ledgers if lines]
