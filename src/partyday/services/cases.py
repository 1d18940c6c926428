"""The facts gathered for the rules: of whom something may be found, and what is read of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from partyday.model.codes import BranchOffice, State
from partyday.model.dues import PaidMonths
from partyday.model.lives import Life, Session
from partyday.model.members import Record
from partyday.model.people import Branch
from partyday.model.period import Month, months_later
from partyday.rules.account import settled_by
from partyday.rules.attendance import TO_BE_REACHED, own_sessions
from partyday.rules.case import Case
from partyday.rules.escalation import least_run, month_limits, perhaps_count
from partyday.rules.parameters import CHARTER_MONTHS, CHARTER_NOTICE
from partyday.rules.policy.reader import Policy
from partyday.services.branches import policies_of
from partyday.services.dues.accounts import accounts_of
from partyday.services.offices import Officers, officers_on
from partyday.store import dues, histories, people
from partyday.store.connection import Connection


class _ToRead(NamedTuple):
    """Of whom a rule may find something, and what is read of each.

    `in_full`: every session; of the others only the `exceptions`. `acts`: talks, handlings and corrections.
    """

    records: Mapping[int, Record]
    exceptions: Mapping[int, Sequence[Session]]
    in_full: Collection[int]
    acts: Collection[int]
    make_ups: Collection[int]
    dues: Collection[int]


def cases(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    officers: Mapping[int, Officers],
    as_of: date,
) -> Iterator[Case]:
    """A case for everybody of whom a rule may find something, then for those who left and may owe dues still."""
    by_id = {branch.id: branch for branch in chosen}
    choose = _of_one_branch if len(chosen) == 1 else _of_several
    to_read = choose(connection, by_id, list(dict.fromkeys(policies.values())), as_of)
    left = {
        key: record
        for key, record in to_read.records.items()
        if key in to_read.dues and record.membership_from(as_of) is None and record.memberships[-1].branch_id in by_id
    }
    lives = histories.lives(to_read.records, as_of, by_id) | histories.lives(left, as_of, by_id, ended=True)
    return _assembled(connection, branches, by_id, policies, officers, lives, to_read, as_of)


def case_of(connection: Connection, branches: Sequence[Branch], branch: Branch, member_id: int, as_of: date) -> Case:
    """Everything the rules know of one member of a branch on a day, who may have left it since."""
    life = histories.life(connection, as_of, member_id, branch.id)
    only = [member_id]
    to_read = _ToRead({member_id: life.record}, {}, in_full=only, acts=only, make_ups=only, dues=only)
    policies, officers = policies_of(branches, [branch]), officers_on(connection, [branch], as_of)
    lives = {member_id: life}
    [case] = _assembled(connection, branches, {branch.id: branch}, policies, officers, lives, to_read, as_of)
    return case


def _assembled(
    connection: Connection,
    branches: Sequence[Branch],
    by_id: Mapping[int, Branch],
    policies: Mapping[int, Policy],
    officers: Mapping[int, Officers],
    lives: Mapping[int, Life],
    to_read: _ToRead,
    as_of: date,
) -> Iterator[Case]:
    """The case of each of these lives, by what is read of them."""
    sessions, met = histories.histories(connection, as_of, to_read.in_full, to_read.in_full)
    made_up, corrected = histories.afterwards(connection, as_of, to_read.make_ups, to_read.acts)
    talks = histories.talks(connection, as_of, to_read.acts)
    handlings = histories.handlings(connection, as_of, to_read.acts)
    with_dues = {key: record for key, record in to_read.records.items() if key in to_read.dues}
    accounts = accounts_of(connection, branches, with_dues, as_of)
    for key, life in lives.items():
        complete, account = key in to_read.in_full, accounts.get(key)
        yield Case(
            life=life,
            branch=by_id[life.branch_id],
            policy=policies[life.branch_id],
            as_of=as_of,
            sessions=own_sessions(life, (sessions if complete else to_read.exceptions).get(key, ())),
            complete=complete,
            make_ups=made_up.get(key, ()),
            talks=talks.get(key, ()),
            handlings=handlings.get(key, ()),
            account=account.until(as_of) if account and account.assessments else None,
            corrected=corrected.get(key, {}),
            met_on=met.get(key, ()),
            secretary=officers[life.branch_id].get(BranchOffice.SECRETARY),
        )


def _of_one_branch(
    connection: Connection, branch_ids: Collection[int], policies: Sequence[Policy], as_of: date
) -> _ToRead:
    """Everybody: a branch is read whole, since other parts of the same command ask for all of it too."""
    records = people.records_in(connection, branch_ids)
    exceptions = histories.exceptions(connection, as_of, branch_ids, records)
    in_full = _worth_reading(connection, branch_ids, _absences(exceptions), policies, as_of)
    in_full |= {key for key, record in records.items() if _may_be_reached(record)}
    return _ToRead(records, exceptions, in_full, acts=records, make_ups=records, dues=records)


def _of_several(
    connection: Connection, branch_ids: Collection[int], policies: Sequence[Policy], as_of: date
) -> _ToRead:
    """Only those with an excuse not made up, with absences enough, or with dues that may be owed."""
    theirs = None if people.are_most(connection, branch_ids) else branch_ids
    absences = histories.absences(connection, as_of, theirs)
    in_full = _worth_reading(connection, branch_ids, absences, policies, as_of)
    in_full |= histories.circumstanced(connection, as_of, branch_ids, TO_BE_REACHED)
    counting = perhaps_count(policies, as_of, absences)
    exceptions = histories.exceptions(connection, as_of, theirs, counting)
    owing = _may_owe(connection, branch_ids, policies, as_of)
    left = dues.left_assessed(connection, as_of, branch_ids)
    present = in_full | counting | owing | exceptions.keys()
    return _ToRead(
        people.records(connection, present | left),
        exceptions,
        in_full,
        acts=present,
        # The excuses read here are those that were not made up: what was, matters only to a whole history and a visit.
        make_ups=in_full | _having(exceptions, State.UNREACHED),
        dues=owing | left,
    )


def _absences(sessions_by_member: Mapping[int, Sequence[Session]]) -> list[tuple[int, date]]:
    """The absences among these sessions, as member and day."""
    every = ((member, session) for member, sessions in sessions_by_member.items() for session in sessions)
    return [(member, session.on) for member, session in every if session.state is State.ABSENT]


def _having(sessions_by_member: Mapping[int, Sequence[Session]], state: State) -> set[int]:
    """The members with a session in that state."""
    return {
        member for member, sessions in sessions_by_member.items() if any(session.state is state for session in sessions)
    }


def _may_be_reached(record: Record) -> bool:
    """Whether their absence, or that nothing was recorded of them, may count as the branch's: infirm or ill at some
    time.
    """
    return any(dated.kind in TO_BE_REACHED for dated in record.circumstances)


def _worth_reading(
    connection: Connection,
    branch_ids: Collection[int],
    absences: Iterable[tuple[int, date]],
    policies: Sequence[Policy],
    as_of: date,
) -> set[int]:
    """The members whose whole history may matter: nearly as many absences in a row as count, or nothing for months.

    For a member left out no rule can find such a thing; for the others the rules decide. `absences`: members and days.
    """
    found: set[int] = set()
    if limits := list(filter(None, map(least_run, policies))):
        least = min(limits)
        times_absent = Counter(member for member, _on in absences)
        often = [member for member, times in times_absent.items() if times >= least]
        found = histories.long_runs(connection, as_of, often, least) if often else found
    clocks = [
        months for policy in policies for clock in (CHARTER_MONTHS, CHARTER_NOTICE) for months in policy.ever(clock)
    ]
    clocks += [months for policy in policies for months in month_limits(policy)]
    if clocks:
        # The ends of the months differ by up to three days: nobody whose time is up is left out.
        since = months_later(as_of, -min(clocks)) + timedelta(days=4)
        found |= histories.quiet(connection, as_of, branch_ids, since)
    return found


def _may_owe(connection: Connection, branch_ids: Collection[int], policies: Sequence[Policy], as_of: date) -> set[int]:
    """The members whose account may show something owed, or months unpaid: all of those, and perhaps a few more."""
    if not dues.keeping(connection, branch_ids):
        return set()
    assessed = dues.assessed(connection, as_of, branch_ids)
    until = Month.of(as_of).shifted(-1)
    if min((months for policy in policies for months in policy.ever(CHARTER_NOTICE)), default=0) < _MONTH_NOT_OVER:
        return set(assessed)
    settled = settled_by(policies, until)
    paid = dues.paid_months(connection, as_of, branch_ids, until)
    return {member for member, dues_of in assessed.items() if not settled(dues_of, paid.get(member, PaidMonths()))}


#: One month unpaid, the one that still runs, is no sign yet; a policy that warned of it would need every account.
_MONTH_NOT_OVER = 2
