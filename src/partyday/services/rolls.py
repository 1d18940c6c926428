"""The roll of a day: who is expected, who is invited, what was marked."""

from partyday.errors import Conflict
from partyday.i18n import _
from partyday.model.days import ActivityDay, Roll
from partyday.rules import attendance
from partyday.store import days, people
from partyday.store.connection import Connection


def roll_of(connection: Connection, day: ActivityDay) -> Roll:
    """The roll of a day: who is expected, who is invited, the marks. Raises Conflict where the day has no date."""
    if day.held_on is None:
        raise Conflict(
            _("{month} has no date yet.").format(month=day.month),
            _("Decide it, such as with `partyday day set {day}`.").format(day=day.month.last_day),
        )
    everybody = people.people_on(connection, day.branch_id, day.held_on)
    return Roll(
        day,
        expected=tuple(person for person in everybody if attendance.is_expected(person)),
        invited=tuple(person for person in everybody if not person.standing.is_member),
        marks=days.marks_of(connection, day.id),
    )
