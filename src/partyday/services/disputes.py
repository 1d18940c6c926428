"""A member says that what is recorded of a day is not so: kept with what they say, until it is settled.

A day that is disputed is told in every finding and paper that rests on it.
"""

from dataclasses import dataclass
from datetime import date

from partyday.errors import BadInput, Conflict, NotFound
from partyday.i18n import _
from partyday.model.acts import Dispute
from partyday.model.people import Person
from partyday.model.period import Period
from partyday.services.desk import Desk
from partyday.services.lookup import find_day, find_person, one_line, refuse_future
from partyday.services.makeups import branch_then
from partyday.store import disputes, people
from partyday.store.book import Unit
from partyday.store.disputes import Disputed


@dataclass(frozen=True)
class Raised:
    """A dispute, whose it is and about which session."""

    person: Person
    ref: Period
    dispute: Dispute


def add(desk: Desk, who: str, ref: str, said: str) -> Raised:
    """Keep what a member says of a day. Raises Conflict where that day is disputed already, BadInput without words."""
    said = one_line(said)
    if not said:
        raise BadInput(_("What the member says must be said."), _("Give it, such as: --said 当日已请假"))
    with desk.writing() as unit:
        person, day_ref, day_id, known = _about(unit, desk, who, ref)
        if any(disputed.dispute.settled_on is None for disputed in known):
            raise Conflict(
                _("{name} disputes {day} already.").format(name=person.name, day=day_ref),
                _("Settle it first: partyday dispute settle {number} --for {day} --outcome 查实 --by 党支部").format(
                    number=person.number, day=day_ref
                ),
            )
        dispute = Dispute(id=unit.next_id(Dispute), member_id=person.id, day_id=day_id, raised_on=desk.today, said=said)
        unit.insert(dispute)
    return Raised(person, day_ref, dispute)


def settle(desk: Desk, who: str, ref: str, on: date, outcome: str, by: str) -> Raised:
    """Say what was found. What is recorded of the day is changed by its own command. Raises NotFound, BadInput."""
    outcome, by = one_line(outcome), one_line(by)
    if not outcome or not by:
        raise BadInput(
            _("What was found, and by whom, must be said."), _("Give both, such as: --outcome 查实已请假 --by 王秀芳")
        )
    refuse_future(on, desk.today)
    with desk.writing() as unit:
        person, day_ref, _day_id, known = _about(unit, desk, who, ref)
        raised = next((disputed.dispute for disputed in known if disputed.dispute.settled_on is None), None)
        if raised is None:
            raise NotFound(
                _("{name} does not dispute {day}.").format(name=person.name, day=day_ref),
                _("`partyday dispute list` shows what is disputed."),
            )
        if on < raised.raised_on:
            raise BadInput(_("It was raised on {date}: it cannot be settled before.").format(date=raised.raised_on))
        settled = unit.update(raised, settled_on=on, outcome=outcome, settled_by=by)
    return Raised(person, day_ref, settled)


def listed(desk: Desk, *, settled: bool = False) -> list[Raised]:
    """What members of the branch dispute, oldest first; with `settled` also what was."""
    with desk.reading() as connection:
        found = disputes.of_branches(connection, [desk.branch.id])
        roster = people.rosters(connection, [desk.branch.id], desk.today, ended=True)
        persons = {person.id: person for _branch_id, person in roster}
        return [
            Raised(persons[one.dispute.member_id], one.ref, one.dispute)
            for one in found
            if settled or one.dispute.settled_on is None
        ]


def open_days(desk: Desk, member_id: int) -> list[Period]:
    """The days that a member disputes and of which nothing was found yet."""
    with desk.reading() as connection:
        known = disputes.of_member(connection, member_id)
    return sorted(one.ref for one in known if one.dispute.settled_on is None)


def _about(unit: Unit, desk: Desk, who: str, ref: str) -> tuple[Person, Period, int, list[Disputed]]:
    """Whom and which session is meant, and what they disputed of it."""
    branch, person = find_person(unit.connection, desk, who)
    branch = branch_then(unit.connection, desk.tree, branch, person, ref, desk.today)
    day = find_day(unit.connection, branch, ref, desk.today)
    known = [one for one in disputes.of_member(unit.connection, person.id) if one.dispute.day_id == day.id]
    return person, day.ref, day.id, known
