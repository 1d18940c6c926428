"""Commendations (表彰): of members, and of branches, for what and by whom. No points are counted, nobody is ranked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from partyday.errors import BadInput, WrongUsage
from partyday.i18n import _
from partyday.model.oversight import Commendation
from partyday.model.people import Branch, Person
from partyday.model.period import Period
from partyday.services.branches import under
from partyday.services.desk import Desk
from partyday.services.lookup import find_person, one_line, refuse_future, refuse_outsider, split_list
from partyday.store import oversight, people
from partyday.store.connection import Connection


@dataclass(frozen=True)
class Commended:
    """A commendation, of whom: a member of a branch, or with no `person` the branch itself."""

    branch: Branch
    person: Person | None
    commendation: Commendation
    changed: bool = True


def add(desk: Desk, who: Sequence[str], on: date, merit: str, by: str) -> list[Commended]:
    """Record what members were commended for, or, where none is named, the branch that was. The same again changes
    nothing.

    Raises BadInput for a day to come or where nothing is said, Conflict for who belonged to no branch on that day,
    WrongUsage where nobody is named.
    """
    merit, by = one_line(merit), one_line(by)
    if not merit or not by:
        raise BadInput(
            _("For what, and by whom, must be said."), _("Give both, such as: --for 优秀共产党员 --by 学校党委")
        )
    refuse_future(on, desk.today)
    handles = split_list(who)
    if not handles and desk.branch_name is None:
        raise WrongUsage(_("Who was commended?"), _("Name a member, or the branch with --branch NAME."))
    with desk.writing() as unit:
        whom: list[tuple[Branch, Person | None]] = []
        for handle in handles:
            branch, person = find_person(unit.connection, desk, handle)
            refuse_outsider(unit.connection, person, on)
            whom.append((_then(unit.connection, desk.tree, branch, person, on), person))
        done = []
        for branch, who_is_it in whom or [(desk.node, None)]:
            key = who_is_it.id if who_is_it else None
            known = [
                one
                for one in oversight.commendations(unit.connection, [branch.id], on, on)
                if (one.member_id, one.merit, one.commended_by) == (key, merit, by)
            ]
            if known:
                done.append(Commended(branch, who_is_it, known[0], changed=False))
                continue
            commendation = Commendation(
                id=unit.next_id(Commendation),
                branch_id=branch.id,
                member_id=key,
                commended_on=on,
                merit=merit,
                commended_by=by,
            )
            unit.insert(commendation)
            done.append(Commended(branch, who_is_it, commendation))
    return done


def _then(connection: Connection, branches: Sequence[Branch], branch: Branch, person: Person, on: date) -> Branch:
    """The branch the member belonged to on that day, which may have been another."""
    then = people.records(connection, [person.id])[person.id].membership_on(on)
    if then is None:
        return branch
    branches = people.with_lines(connection, branches, [then.branch_id])
    return next((one for one in branches if one.id == then.branch_id), branch)


def listed(desk: Desk, period: Period | None = None) -> list[Commended]:
    """Who was commended, of the branch named and those under it or of the whole book, oldest first; in a period."""
    with desk.reading() as connection:
        chosen = under(desk.tree, desk.node) if desk.branch_name else desk.branches
        return commended(connection, chosen, desk.today, period)


def commended(
    connection: Connection, chosen: Iterable[Branch], today: date, period: Period | None = None
) -> list[Commended]:
    """The same of these branches, on an open connection; who has left since is among them."""
    by_id = {branch.id: branch for branch in chosen}
    since, until = (period.start, period.end) if period else (date.min, date.max)
    found = oversight.commendations(connection, by_id, since, until)
    persons = {
        (branch_id, person.id): person
        for branch_id, person in people.rosters(
            connection, {one.branch_id for one in found if one.member_id}, today, ended=True
        )
    }
    return [
        Commended(by_id[one.branch_id], persons.get((one.branch_id, one.member_id or 0)), one, changed=False)
        for one in found
    ]


def of_member(desk: Desk, member_id: int) -> list[Commendation]:
    """What a member was commended for by today, oldest first, in whichever branch."""
    with desk.reading() as connection:
        found = oversight.commendations_of(connection, member_id)
    return [one for one in found if one.commended_on <= desk.today]
