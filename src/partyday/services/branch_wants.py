"""What some policies want of a branch: the least attendance, length and hours of learning, dues forwarded in time, an
eye on members who live elsewhere.

Read only where a policy asks for it: most ask for none of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from partyday.model.codes import BranchKind, Circumstance
from partyday.model.findings import Finding
from partyday.model.lives import Life
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.rules.attendance import tally
from partyday.rules.branch_duties import closed_of_year, was_held
from partyday.rules.calendar import Calendar
from partyday.rules.elsewhere import LIVING_ELSEWHERE, elsewhere, lives_elsewhere
from partyday.rules.forwarding import forwarding_duties
from partyday.rules.learning import asks_for_learning, learning
from partyday.rules.least import asks_for_the_least, least_duties
from partyday.rules.parameters import REMIT_BY
from partyday.rules.policy.reader import Policy
from partyday.services.rolls import roll_of
from partyday.store import days, dues, histories, people
from partyday.store.connection import Connection


def wanted_of(
    connection: Connection, chosen: Sequence[Branch], policies: Mapping[int, Policy], as_of: date
) -> Iterator[Finding]:
    """The findings of these branches under the policies that ask for such things."""
    branches = [branch for branch in chosen if branch.kind is BranchKind.BRANCH]
    yield from _elsewhere(connection, chosen, policies, as_of)
    yield from _of_closed_days(connection, branches, policies, as_of)
    yield from _forwarding(connection, branches, policies, as_of)


def _of_closed_days(
    connection: Connection, branches: Sequence[Branch], policies: Mapping[int, Policy], as_of: date
) -> Iterator[Finding]:
    """Days attended by too few or too short, and hours of learning that fall short."""
    distinct = list(dict.fromkeys(policies.values()))
    with_least = {policy for policy in distinct if asks_for_the_least(policy)}
    with_learning = {policy for policy in distinct if asks_for_learning(policy, as_of)}
    learns = {branch.id for branch in branches if policies[branch.id] in with_learning}
    if len(learns) > 1:  # hours are told only where all are known: of a school few branches are read further
        learns -= days.untimed(connection, learns, as_of.replace(month=1, day=1), as_of)
    year = Period.at(as_of, 12)
    for branch in branches:
        policy = policies[branch.id]
        wants_least = policy in with_least
        if not wants_least and branch.id not in learns:
            continue
        of_year = days.days_between(connection, branch.id, year.first, year.last)
        if branch.id in learns:
            yield from learning(of_year, branch, policy, as_of)
        if wants_least:
            tallies = {day.id: tally(roll_of(connection, day)) for day in closed_of_year(of_year, as_of)}
            yield from least_duties(of_year, tallies, branch, policy, as_of)


def _forwarding(
    connection: Connection, branches: Sequence[Branch], policies: Mapping[int, Policy], as_of: date
) -> Iterator[Finding]:
    """Dues that are to be forwarded to the superior."""
    remitting = {policy for policy in dict.fromkeys(policies.values()) if policy.ever_says(REMIT_BY)}
    for branch in branches:
        policy = policies[branch.id]
        if policy in remitting and dues.keeping(connection, [branch.id]):
            held = [day.held_on for day in days.all_days(connection, branch.id) if day.held_on and was_held(day, as_of)]
            remitted = [remittance.remitted_on for remittance in dues.remittances(connection, branch.id)]
            calendar = Calendar(days.notices(connection))
            yield from forwarding_duties(policy, branch, held, remitted, as_of, calendar)


def _elsewhere(
    connection: Connection, chosen: Sequence[Branch], policies: Mapping[int, Policy], as_of: date
) -> Iterator[Finding]:
    """The members of these branches who live elsewhere, where the branch has something to do about it."""
    by_id = {branch.id: branch for branch in chosen if branch.kind is BranchKind.BRANCH}
    if not by_id:
        return
    if len(by_id) == 1:  # a branch is read whole: other parts of the same command ask for all of it too
        records = {
            key: record for key, record in people.records_in(connection, by_id).items() if lives_elsewhere(record)
        }
    else:
        of_all = [branch.id for branch in chosen]  # the review asks the same of all of them
        away = histories.circumstanced(connection, as_of, of_all, LIVING_ELSEWHERE)
        records = people.records(connection, away) if away else {}
    if not records:
        return
    lives = histories.lives(records, as_of, by_id)
    abroad = [key for key, life in lives.items() if Circumstance.ABROAD in life.record.circumstances_on(as_of)]
    whole, _met = histories.histories(connection, as_of, abroad) if abroad else ({}, {})
    last_contact = {
        key: max((session.on for session in sessions if session.state and session.state.took_part), default=date.min)
        for key, sessions in whole.items()
    }
    by_branch: dict[int, list[Life]] = {}
    for life in lives.values():
        if life.person.standing.is_member:
            by_branch.setdefault(life.branch_id, []).append(life)
    for key, living in sorted(by_branch.items()):
        living.sort(key=lambda life: life.person.number)
        yield from elsewhere(living, last_contact, by_id[key], policies[key], as_of)
