"""What general opinions ask of a branch's year in hours of learning (学时).

It is only a notice to the branch; nothing is anybody's fault.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from partyday.model.codes import Level
from partyday.model.days import ActivityDay
from partyday.model.findings import Finding
from partyday.model.people import Branch
from partyday.rules.branch_duties import closed_of_year
from partyday.rules.case import branch_finding
from partyday.rules.parameters import LEARNING_HOURS, LEARNING_HOURS_OFFICERS, LEARNING_MONTH
from partyday.rules.policy.reader import Policy


def asks_for_learning(policy: Policy, as_of: date) -> bool:
    """Whether hours of learning are reminded of at this time of the year."""
    return bool(policy.at(LEARNING_HOURS, as_of).value) and as_of.month >= policy.at(LEARNING_MONTH, as_of).value


def learning(days: Sequence[ActivityDay], branch: Branch, policy: Policy, as_of: date) -> Iterator[Finding]:
    """From a month of the year on: how many hours of learning its activity days came to, where they fall short.

    Told only where the hours of every closed day are known; what was learned elsewhere is not recorded here.
    """
    if not asks_for_learning(policy, as_of):
        return
    hours = policy.at(LEARNING_HOURS, as_of)
    closed = closed_of_year(days, as_of)
    known = [day.minutes for day in closed if day.minutes is not None]
    if not known or len(known) < len(closed):
        return
    minutes = sum(known)
    if minutes < hours.value * 60:
        officers = policy.at(LEARNING_HOURS_OFFICERS, as_of).value
        about = f"{minutes / 60:g}/{hours.value} ({officers})"
        yield branch_finding(branch, Level.NOTICE, "learning", hours, since=closed[-1].held_on, about=about)
