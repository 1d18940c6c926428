"""What people are told before a day: whether dues are paid on it, and what was wished for the last time."""

from dataclasses import dataclass

from partyday.model.codes import VisitKind
from partyday.model.days import ActivityDay
from partyday.model.period import Period
from partyday.rules.parameters import COLLECT_ON
from partyday.services.branches import policy_of
from partyday.services.desk import Desk
from partyday.services.dues.ledgers import owing_on
from partyday.store import days, dues, meetings


def collects_dues(desk: Desk, day: ActivityDay) -> bool:
    """Whether a month's dues are paid on this day: the policy says so, it is the month's last, and somebody owes some.

    Where the book keeps no dues, they are paid elsewhere and still on the day.
    """
    on = day.held_on
    if on is None or policy_of(desk.tree, desk.branch).at(COLLECT_ON, on).value != "activity-day":
        return False
    with desk.reading() as connection:
        of_month = days.days_between(connection, day.branch_id, day.month, day.month)
        if any(other.held_on and other.held_on > on and not other.cancelled_on for other in of_month):
            return False
        if not dues.keeping(connection, [day.branch_id]):
            return True
        owing = owing_on(connection, desk.tree, desk.branch, on, day.month)
        return any(line.month == day.month for debtor in owing for line in debtor.lines or ())


@dataclass(frozen=True)
class LastOpinions:
    """What was wished for at the last day before another: its `ref` and the opinions, of those visited too."""

    ref: Period
    opinions: str


def last_opinions(desk: Desk, day: ActivityDay) -> LastOpinions | None:
    """The opinions collected on the last day before this one on which any were; None where there are none."""
    if day.held_on is None:
        return None
    with desk.reading() as connection:
        earlier = [
            other
            for other in days.all_days(connection, day.branch_id)
            if other.held_on and other.held_on < day.held_on and not other.cancelled_on
        ]
        asked = meetings.visits_for(connection, [other.id for other in earlier])
    for other in sorted(earlier, key=lambda one: one.ref, reverse=True):
        said = [visit.said for visit in asked.get(other.id, ()) if visit.said and VisitKind.CONSULT in visit.hows]
        if told := list(dict.fromkeys(filter(None, (other.opinions, *said)))):
            return LastOpinions(other.ref, "；".join(told))
    return None
