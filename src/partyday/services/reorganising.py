"""A branch is divided, or dissolved, on a day: one act, with the members it moves and the days that fall away."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from partyday.errors import BadInput, Conflict
from partyday.i18n import _, listed
from partyday.model.codes import BranchKind, BranchOffice
from partyday.model.days import ActivityDay
from partyday.model.people import Branch, Person
from partyday.services import branches, members
from partyday.services.desk import Desk
from partyday.services.lookup import find_all, named
from partyday.services.names import choose_branch
from partyday.services.offices import put_among
from partyday.store import days, people
from partyday.store.book import Unit


def divide(
    desk: Desk, name: str, out_of: str, who: Sequence[str], since: date | None, **how: Any
) -> tuple[Branch, list[Person]]:
    """Found a branch with members of another, who belong to it from `since` (today) on; `how` as `branches.add` has it.

    Gives back the branch and who was moved, with their new numbers. Its officers are told among them, by the numbers
    they had. Raises NotFound or Ambiguous for whom nobody knows, and whatever founding a branch or a transfer raises.
    """
    officers = {office: text for office in BranchOffice if (text := how.pop(office.value, ""))}
    old = choose_branch(desk.branches, desk.called(out_of))
    on = since or desk.today
    with desk.writing() as unit:
        made = branches.add_to(unit, desk, name, since=on, **how)
        here = people.people_on(unit.connection, old.id, on)
        going = find_all(here, who, _("in {branch}").format(branch=old.name))
        for person in going:
            members.move(unit, old, person, made, on)
        put_among(unit, made, officers, going, on)
        return unit.expect(Branch, made.id), people.people_on(unit.connection, made.id, on)


def dissolve(desk: Desk, name: str | None, on: date, into: str | None = None) -> tuple[Branch, list[Person]]:
    """Let a branch end on a day (the first on which it is none any more), its members going `into` another.

    Gives back the branch and who was moved, with their new numbers. What was only planned for later goes. Raises
    Conflict where members or branches below it would be left, or something is recorded of a later day.
    """
    with desk.writing() as unit:
        tree = desk.branches
        branch = choose_branch(tree, desk.called(name), any_kind=True) if name else desk.node
        if branch.since and on < branch.since:
            raise BadInput(_("The records of {branch} begin on {date}.").format(branch=branch.name, date=branch.since))
        left = [one for one in tree if one.parent_id == branch.id and not one.is_dissolved(on)]
        if left:
            raise Conflict(
                _("There are branches under {branch}: {names}.").format(
                    branch=branch.name, names=listed(one.name for one in left)
                ),
                _("Dissolve them first, or set another --superior."),
            )
        moved = _move_all(unit, desk, branch, on, into) if branch.kind is BranchKind.BRANCH else []
        for day in _later_days(unit, branch, on):
            unit.delete(day)
        return unit.update(branch, until=on), moved


def _move_all(unit: Unit, desk: Desk, branch: Branch, on: date, into: str | None) -> list[Person]:
    """Everybody who would still belong to the branch is transferred. Raises Conflict where nobody said whereto."""
    places = people.places(unit.connection, [branch.id], on)
    left = [person for _id, person in people.once(place for place in places if place.is_open(on))]
    if left and not into:
        raise Conflict(
            _("{count} still belong to {branch}: {people}.").format(
                count=len(left), branch=branch.name, people=named(left)
            ),
            _("Say which branch takes them in: --into NAME; who leaves otherwise is transferred first."),
        )
    target = choose_branch(desk.branches, desk.called(into)) if into else branch
    for person in left:
        members.move(unit, branch, person, target, on)
    moved = {person.id for person in left}
    return [person for person in people.people_on(unit.connection, target.id, on) if person.id in moved]


def _later_days(unit: Unit, branch: Branch, on: date) -> list[ActivityDay]:
    """The days planned from that day on. Raises Conflict where something is recorded of one."""
    later = [day for day in days.all_days(unit.connection, branch.id) if (day.held_on or day.month.last_day) >= on]
    marked = days.marks_of_days(unit.connection, [day.id for day in later])
    if recorded := [day for day in later if day.is_recorded or day.id in marked]:
        raise Conflict(
            _("The records of {branch} already hold {days}.").format(
                branch=branch.name, days=listed(day.ref for day in recorded)
            ),
            _("It cannot have ended before that."),
        )
    return later
