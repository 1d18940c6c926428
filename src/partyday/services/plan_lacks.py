"""What a branch's plan still lacks of what the policy wants."""

from collections.abc import Sequence
from datetime import date

from partyday.i18n import _, listed
from partyday.model.lives import Content, contents_of, contents_of_meetings
from partyday.model.meetings import COMMITTEE, GROUP
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.rules.cadence import first_needed, lacks_between, meetings_without
from partyday.rules.parameters import COMMITTEE_FROM
from partyday.rules.policy.reader import Policy
from partyday.services.branches import policy_of
from partyday.store import days, meetings, people
from partyday.store.connection import Connection


def lacks_of_plan(
    connection: Connection, branches: Sequence[Branch], branch: Branch, period: Period, today: date
) -> list[str]:
    """What the plan of a period lacks against the cadences, each with the days by which it must come."""
    policy = policy_of(branches, branch)
    contents = contents_of_branch(connection, branch, policy, Month.of(period.start.replace(month=1)), today)
    without = not_held(connection, branch, policy, today)
    days_by_name: dict[str, list[date]] = {}
    for lack in lacks_between(policy, contents, period.start, period.end, today, without):
        for name in lack.names:
            days_by_name.setdefault(name, []).append(lack.wanted.last)
    names_by_days: dict[tuple[date, ...], list[str]] = {}
    for name, last_days in days_by_name.items():
        names_by_days.setdefault(tuple(last_days), []).append(name)
    return [
        _("{names} (by {days})").format(names="、".join(names), days=listed(map(str, last_days)))
        for last_days, names in names_by_days.items()
    ]


def contents_of_branch(
    connection: Connection, branch: Branch, policy: Policy, month: Month, today: date
) -> list[Content]:
    """What a branch has planned and held from a month on: its days, and the meetings beside them."""
    # Asked for as far back as any part of a command needs them, so that the answer serves all of them.
    needed = Month.of(first_needed(policy, today))
    since = min(needed.first_day, today.replace(month=1, day=1), month.first_day)
    held = meetings.meetings(connection, [branch.id], since, today)
    of_days = contents_of(days.all_days(connection, branch.id), today, month)
    return [*of_days, *contents_of_meetings(held, month)]


def not_held(connection: Connection, branch: Branch, policy: Policy, today: date) -> dict[str, str]:
    """The meetings that a branch of its size, or without Party groups, does not have: name → a sentence why."""
    size = people.size_of(connection, branch.id, today)
    least = policy.at(COMMITTEE_FROM, today).value
    sentences = {
        COMMITTEE: _(
            "A branch of {count} full members, fewer than {least}, has no committee: 支委会 is not asked of it."
        ).format(count=size.full, least=least),
        GROUP: _("The members belong to no Party groups: 党小组会 is not asked of it."),
    }
    without = meetings_without(policy, size.full, today, grouped=size.grouped)
    return {name: sentence for name, sentence in sentences.items() if name in without}
