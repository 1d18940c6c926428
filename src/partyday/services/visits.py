"""Recording that the day was brought to a member (送学): a visit, which marks the day for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from partyday.errors import BadInput, Conflict
from partyday.i18n import _
from partyday.model.codes import State, VisitKind
from partyday.model.days import ActivityDay, Mark, Roll
from partyday.model.people import Person
from partyday.model.period import Period
from partyday.model.visits import Visit
from partyday.rules import attendance
from partyday.services.checkin import mark_of
from partyday.services.desk import Desk
from partyday.services.lookup import find_day, find_person, name_of, one_line, refuse_future
from partyday.services.makeups import branch_then
from partyday.services.rolls import roll_of
from partyday.services.whom import Order, not_expected, refuse_well
from partyday.store import days, meetings, people
from partyday.store.book import Unit
from partyday.words.terms import term


@dataclass(frozen=True)
class Visited:
    """A visit, to whom and for which session; `marked`: it changed what is recorded of the day."""

    person: Person
    ref: Period
    visit: Visit
    state: State | None = None
    marked: bool = False
    changed: bool = True


def add(
    desk: Desk,
    who: str,
    ref: str,
    on: date,
    hows: Sequence[VisitKind],
    by: str,
    said: str = "",
    *,
    well_too: bool = False,
) -> Visited:
    """Record a visit on `on` that brought the day `ref` to a member. The same one twice changes nothing.

    Who had not taken part counts as visited from now on, after the closing too. Raises BadInput for a date long before
    that day or to come, Conflict for who was not expected, or is well and was excused or absent, and `NotToBeReached`
    for who is well, unless `well_too`.
    """
    by, said = one_line(by), one_line(said)
    if not by:
        raise BadInput(_("Who made the visit must be said."), _("Give it, such as: --by 王秀芳"))
    refuse_future(on, desk.today)
    with desk.writing() as unit:
        branch, person = find_person(unit.connection, desk, who)
        branch = branch_then(unit.connection, desk.tree, branch, person, ref, desk.today)
        day = find_day(unit.connection, branch, ref, desk.today)
        _refuse_day(day, on, desk.today)
        roll = roll_of(unit.connection, day)
        then = next((each for each in roll.expected if each.id == person.id), None)
        if any(invited.id == person.id for invited in roll.invited):
            raise Conflict(_("{name} is only invited on {day}: no visit is due.").format(name=person.name, day=day.ref))
        if then is None:
            raise not_expected(unit.connection, branch, roll, str(person.number)) or Conflict(
                _("{name} did not belong to {branch} on {day}.").format(
                    name=person.name, branch=branch.name, day=day.ref
                )
            )
        visit = Visit(
            id=unit.next_id(Visit),
            branch_id=branch.id,
            day_id=day.id,
            member_id=person.id,
            held_on=on,
            hows=tuple(dict.fromkeys(hows)),
            visited_by=name_of(people.people_on(unit.connection, branch.id, on), by),
            said=said,
        )
        known = meetings.visits_for(unit.connection, [day.id])[day.id]
        same = next((one for one in known if replace(one, id=visit.id) == visit), None)
        if same is None:
            unit.insert(visit)
        state, marked = _mark(unit, roll, then, well_too=well_too)
        return Visited(person, day.ref, same or visit, state, marked, same is None or marked)


#: Who cannot come is told beforehand, too; so long before the day a visit was for another.
_BEFOREHAND = timedelta(days=14)


def _refuse_day(day: ActivityDay, on: date, today: date) -> None:
    if day.cancelled_on:
        raise Conflict(_("The activity day of {day} is cancelled.").format(day=day.ref))
    if day.held_on is None or day.held_on > today:
        raise BadInput(
            _("{day} has not come yet: the visit is recorded once it has.").format(day=day.ref),
        )
    if on < day.held_on - _BEFOREHAND:
        raise BadInput(_("A visit on {date} is long before {day}.").format(date=on, day=day.ref))


def _mark(unit: Unit, roll: Roll, person: Person, *, well_too: bool) -> tuple[State, bool]:
    """Let the day count as brought to a member; what is recorded then, and whether that is new."""
    before = roll.marks.get(person.id)
    if before is not None and before.state.took_part:
        return before.state, False
    counted = attendance.counted_state(person, before.state) if before else None
    if counted in (State.EXCUSED, State.ABSENT):
        raise Conflict(
            _("{name} is recorded as {state} on {day}.").format(
                name=person.name, state=term(counted), day=roll.day.ref
            ),
            _("Who is well makes up for a day: partyday makeup add {number} --for {day} --on {day}").format(
                number=person.number, day=roll.day.ref
            ),
        )
    if not well_too:
        refuse_well(roll, [(person, Order(person.name, State.VISITED))])
    made: Mark = mark_of(unit, roll.day, person, State.VISITED)
    if before is None:
        unit.insert(made)
    else:
        unit.update(before, **vars(made))
    return State.VISITED, True


def recorded(desk: Desk, period: Period) -> list[Visited]:
    """The visits of the branch in a period, by date."""
    with desk.reading() as connection:
        branch = desk.branch
        found = meetings.visits(connection, branch.id, period.start, period.end)
        if not found:
            return []
        refs = {day.id: day.ref for day in days.all_days(connection, branch.id)}
        roster = people.rosters(connection, [branch.id], desk.today, ended=True)
        persons = {person.id: person for _branch_id, person in roster}
        return [Visited(persons[visit.member_id], refs[visit.day_id], visit) for visit in found]
