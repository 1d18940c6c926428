"""What a branch's plan still lacks of what the policy wants."""

from collections.abc import Sequence
from datetime import date

from partyday.i18n import _, listed
from partyday.model.lives import contents_of
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.rules.cadence import lacks_between
from partyday.services.branches import policy_of
from partyday.store import days
from partyday.store.connection import Connection


def lacks_of_plan(
    connection: Connection, branches: Sequence[Branch], branch: Branch, period: Period, today: date
) -> list[str]:
    """What the plan of a period lacks against the cadences, each with the days by which it must come."""
    january = Month.of(period.start.replace(month=1))
    contents = contents_of(days.all_days(connection, branch.id), today, january)
    days_by_name: dict[str, list[date]] = {}
    for lack in lacks_between(policy_of(branches, branch), contents, period.start, period.end, today):
        for name in lack.names:
            days_by_name.setdefault(name, []).append(lack.wanted.last)
    names_by_days: dict[tuple[date, ...], list[str]] = {}
    for name, last_days in days_by_name.items():
        names_by_days.setdefault(tuple(last_days), []).append(name)
    return [
        _("{names} (by {days})").format(names="、".join(names), days=listed(map(str, last_days)))
        for last_days, names in names_by_days.items()
    ]
