"""Where the records of a branch begin: on the day that was set, else as far back as something was recorded.

What lies before is nobody's fault and nobody's duty: the branch kept its records elsewhere, or was not founded yet.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from partyday.model.days import ActivityDay
from partyday.model.people import Branch
from partyday.model.period import Month
from partyday.services.branches import lineage, sinces
from partyday.store import days, log, people
from partyday.store.connection import Connection


class Beginning(NamedTuple):
    """`made`: before it a day of which nothing was recorded asks for nothing. `first`: from when periods count."""

    made: date
    first: date


def since_of(branches: Sequence[Branch], branch: Branch) -> date | None:
    """The day on which the records of a branch begin, as it was set for it or its nearest superior."""
    return next((node.since for node in lineage(branches, branch) if node.since), None)


def beginnings(
    connection: Connection, branches: Sequence[Branch], chosen: Sequence[Branch], as_of: date
) -> dict[int, Beginning]:
    """Branch (or superior) → where its records begin, looked at as of a day.

    Without a day that was set: when the book was made, or earlier where something was recorded of an earlier day. Of
    who has no days here, a superior or a branch that keeps a book of its own, those of the others count.
    """
    made, told = min(log.book_began(connection), as_of), sinces(branches)
    months = _first_months(connection, chosen, told, made)
    of_others = None
    if len(months) < len(chosen):
        every = people.branches(connection)
        of_others = min(_first_months(connection, every, sinces(every), made).values(), default=None)
    found = {}
    for branch in chosen:
        since, month = told.get(branch.id), months.get(branch.id, of_others)
        if since is not None:
            found[branch.id] = Beginning(since, max(since, month.first_day) if month else since)
        else:
            found[branch.id] = Beginning(made, month.first_day if month else made)
    return found


def _first_months(
    connection: Connection, chosen: Sequence[Branch], told: Mapping[int, date], made: date
) -> dict[int, Month]:
    """Branch → the month of its first day that counts; where it was told when the records begin, every day does."""
    if len(chosen) == 1:
        # The days of one branch are asked for by other parts of the same command too.
        [branch] = chosen
        since = told.get(branch.id, made)
        months = [day.month for day in days.all_days(connection, branch.id) if asks_for_something(day, since)]
        return {branch.id: min(months)} if months else {}
    untold = [branch.id for branch in chosen if branch.id not in told]
    months_by_branch = days.begins(connection, untold, made)
    if len(untold) < len(chosen):
        of_told = [branch.id for branch in chosen if branch.id in told]
        months_by_branch |= days.begins(connection, of_told, min(told.values()))
    return months_by_branch


def asks_for_something(day: ActivityDay, made: date) -> bool:
    """Whether a day asks for anything: it came after the records began, or something was recorded of it."""
    return (day.held_on or day.month.last_day) >= made or day.is_recorded
