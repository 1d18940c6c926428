"""Recording that a member made up (补课) for a day they could not come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partyday.errors import BadInput, Conflict, NotFound
from partyday.i18n import _
from partyday.model.acts import MakeUp
from partyday.model.codes import State
from partyday.model.days import ActivityDay
from partyday.model.people import Branch, Person
from partyday.model.period import read_session
from partyday.rules import attendance
from partyday.services.desk import Desk
from partyday.services.lookup import find_day, find_person, one_line, refuse_future, refuse_outsider
from partyday.services.rolls import roll_of
from partyday.store import people
from partyday.store.connection import Connection
from partyday.words.terms import term


@dataclass(frozen=True)
class MadeUp:
    """A make-up session with what it was for. `counts`: the absence was excused, so that it settles something."""

    person: Person
    day: ActivityDay
    make_up: MakeUp
    counts: bool
    changed: bool


def add(desk: Desk, who: str, ref: str, on: date, how: str = "") -> MadeUp:
    """Record a make-up session held on `on` for the day `ref`. The same one twice changes nothing.

    Raises Conflict where it makes no sense: the member took part, nothing is recorded of them, or another make-up is;
    BadInput for a date before that day or still to come.
    """
    with desk.writing() as unit:
        branches = desk.tree
        branch, person = find_person(unit.connection, desk, who)
        day = find_day(
            unit.connection, branch_then(unit.connection, branches, branch, person, ref, desk.today), ref, desk.today
        )
        roll = roll_of(unit.connection, day)
        then = next((each for each in roll.expected if each.id == person.id), person)
        mark = roll.marks.get(person.id)
        state = attendance.counted_state(then, mark.state) if mark else None
        _refuse_senseless(person, day, state)
        refuse_outsider(unit.connection, person, on)
        if day.held_on is None or on < day.held_on:
            raise BadInput(_("A make-up session comes after the day it is for: {day}.").format(day=day.ref))
        refuse_future(on, desk.today)
        make_up = MakeUp(day_id=day.id, member_id=person.id, held_on=on, how=one_line(how))
        before = unit.get(MakeUp, day.id, person.id)
        if before is not None and before != make_up:
            raise Conflict(
                _("{name} made up for {day} on {date} already.").format(
                    name=person.name, day=day.ref, date=before.held_on
                ),
                _("If that is wrong, find its entry with `partyday log {number}` and take it back with undo.").format(
                    number=person.number
                ),
            )
        if before is None:
            unit.insert(make_up)
    return MadeUp(person, day, make_up, state is State.EXCUSED, before is None)


def branch_then(
    connection: Connection, branches: Sequence[Branch], branch: Branch, person: Person, ref: str, today: date
) -> Branch:
    """The branch the member belonged to on that day, which may have been another. Raises NotFound where this login does
    not see it.
    """
    on, _part = read_session(ref, today)
    then = people.records(connection, [person.id])[person.id].membership_on(on)
    key = then.branch_id if then else branch.id
    found = next((one for one in people.with_lines(connection, branches, [key]) if one.id == key), None)
    if found is None:
        raise NotFound(
            _("{name} belonged to another branch on {date}, which this login does not see.").format(
                name=person.name, date=on
            ),
            _("The superior of both branches records it."),
        )
    return found


def _refuse_senseless(person: Person, day: ActivityDay, state: State | None) -> None:
    if day.cancelled_on:
        raise Conflict(_("The activity day of {day} is cancelled.").format(day=day.ref))
    if state in (State.EXCUSED, State.ABSENT):
        return
    if state is State.UNREACHED:
        raise Conflict(
            _("To {name} the day of {day} is still to be brought.").format(name=person.name, day=day.ref),
            _(
                "Record the visit, such as: partyday visit add {number} --for {day} --on {day} --how study --by 党支部"
            ).format(day=day.ref, number=person.number),
        )
    if state is None or state is State.UNKNOWN:
        raise Conflict(
            _("Nothing is recorded of {name} on {day}.").format(name=person.name, day=day.ref),
            _("Record first that they were excused: partyday checkin --day {day} --excuse {number}:sick").format(
                day=day.ref, number=person.number
            ),
        )
    raise Conflict(
        _("{name} took part on {day} ({state}): there is nothing to make up.").format(
            name=person.name, day=day.ref, state=term(state)
        ),
        _(
            "If that is wrong, correct it first: partyday checkin --day {day} --excuse {number}:sick --reason 登记有误"
        ).format(day=day.ref, number=person.number),
    )
