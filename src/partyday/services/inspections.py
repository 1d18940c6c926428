"""Inspections (督查): a superior looks at how a branch keeps its days, and what was found is mended by a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partyday.errors import BadInput, Conflict, NotFound
from partyday.i18n import _
from partyday.model.codes import Looked
from partyday.model.oversight import Inspection
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services.branches import under
from partyday.services.desk import Desk
from partyday.services.lookup import one_line, refuse_future
from partyday.services.names import choose_branch
from partyday.store import oversight
from partyday.store.connection import Connection


@dataclass(frozen=True)
class Inspected:
    """An inspection and the branch it was of. `changed`: whether it was just written."""

    branch: Branch
    inspection: Inspection
    changed: bool = True


def add(desk: Desk, name: str, on: date, way: Looked, by: str, found: str, due_on: date | None = None) -> Inspected:
    """Record that a branch was inspected. The same again changes nothing.

    `due_on`: until when what was found is mended. Raises BadInput for a day to come, for one to mend by that lies
    before, or where nobody is named or nothing is said; Conflict for a branch that was no more.
    """
    by, found = one_line(by), one_line(found)
    if not by or not found:
        raise BadInput(
            _("Who looked, and what was found, must be said."), _("Give both, such as: --by 王秀芳 --found 无问题")
        )
    refuse_future(on, desk.today)
    if due_on and due_on < on:
        raise BadInput(_("It is mended after it was found on {date}, not before.").format(date=on))
    with desk.writing() as unit:
        branch = choose_branch(desk.branches, desk.called(name), any_kind=True)
        if branch.is_dissolved(on):
            raise Conflict(_("{branch} was dissolved on {date}.").format(branch=branch.name, date=branch.until))
        known = [one for one in oversight.inspections(unit.connection, [branch.id]) if one.inspected_on == on]
        same = [one for one in known if (one.way, one.inspected_by, one.found, one.due_on) == (way, by, found, due_on)]
        if same:
            return Inspected(branch, same[0], changed=False)
        inspection = Inspection(
            id=unit.next_id(Inspection),
            branch_id=branch.id,
            inspected_on=on,
            way=way,
            inspected_by=by,
            found=found,
            due_on=due_on,
        )
        unit.insert(inspection)
    return Inspected(branch, inspection)


def settle(desk: Desk, number: int, on: date, how: str = "") -> Inspected:
    """Say that what an inspection found was mended. Raises NotFound, Conflict where it was or need not be; BadInput."""
    refuse_future(on, desk.today)
    with desk.writing() as unit:
        inspection = unit.get(Inspection, number)
        if inspection is None:
            raise NotFound(
                _("There is no inspection {number}.").format(number=number),
                _("`partyday inspect list` shows their numbers."),
            )
        branch = next(one for one in desk.branches if one.id == inspection.branch_id)
        if inspection.mended_on:
            raise Conflict(
                _("What inspection {number} found was mended on {date} already.").format(
                    number=number, date=inspection.mended_on
                )
            )
        if inspection.due_on is None:
            raise Conflict(
                _("Inspection {number} gave no date until when something is to be mended.").format(number=number)
            )
        if on < inspection.inspected_on:
            raise BadInput(
                _("It was found on {date}: it cannot be mended before.").format(date=inspection.inspected_on)
            )
        mended = unit.update(inspection, mended_on=on, mended=one_line(how))
    return Inspected(branch, mended)


def listed(desk: Desk, period: Period | None = None, *, only_open: bool = False) -> list[Inspected]:
    """The inspections of the branch named and those under it, or of the whole book, oldest first; of a period."""
    with desk.reading() as connection:
        chosen = under(desk.tree, desk.node) if desk.branch_name else desk.branches
        return [
            one for one in inspected(connection, chosen, period) if not only_open or one.inspection.is_open(desk.today)
        ]


def inspected(connection: Connection, chosen: Sequence[Branch], period: Period | None = None) -> list[Inspected]:
    """The same of these branches, on an open connection."""
    by_id = {branch.id: branch for branch in chosen}
    return [
        Inspected(by_id[one.branch_id], one, changed=False)
        for one in oversight.inspections(connection, by_id)
        if period is None or period.contains(one.inspected_on)
    ]
