"""What some policies want of a branch beside its days: the least attendance and length, dues forwarded in time.

Read only where a policy asks for it: most ask for none of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from partyday.model.codes import BranchKind
from partyday.model.findings import Finding
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.rules.attendance import tally
from partyday.rules.branch_duties import was_held
from partyday.rules.calendar import Calendar
from partyday.rules.least import asks_for_the_least, least_duties
from partyday.rules.parameters import REMIT_BY
from partyday.rules.policy.reader import Policy
from partyday.rules.until import forwarding_duties
from partyday.services.rolls import roll_of
from partyday.store import days, dues
from partyday.store.connection import Connection


def of_the_least(
    connection: Connection, chosen: Sequence[Branch], policies: Mapping[int, Policy], as_of: date
) -> Iterator[Finding]:
    """The findings of these branches under the policies that ask for such things."""
    for branch in chosen:
        policy = policies[branch.id]
        if branch.kind is not BranchKind.BRANCH:
            continue
        if asks_for_the_least(policy):
            year = Period.at(as_of, 12)
            of_year = days.days_between(connection, branch.id, year.first, year.last)
            closed = [day for day in of_year if day.closed_on and day.held_on and day.held_on <= as_of]
            tallies = {day.id: tally(roll_of(connection, day)) for day in closed}
            yield from least_duties(closed, tallies, branch, policy, as_of)
        if policy.ever_says(REMIT_BY) and dues.keeping(connection, [branch.id]):
            held = [day.held_on for day in days.all_days(connection, branch.id) if day.held_on and was_held(day, as_of)]
            remitted = [remittance.remitted_on for remittance in dues.remittances(connection, branch.id)]
            calendar = Calendar(days.notices(connection))
            yield from forwarding_duties(policy, branch, held, remitted, as_of, calendar)
