"""Who holds an office of a branch, on which day: a member of it, or somebody from outside by name.

The tree keeps the name of who holds an office now, so that nothing but this need be read to print it; everything else
about offices is here. Where a book of an older version has the name alone, the name is all there is to go by.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from partyday.i18n import _
from partyday.model.codes import BranchKind, BranchOffice
from partyday.model.offices import FormerName, Officer, Tenure
from partyday.model.people import Branch, Person, same_name
from partyday.services.desk import Desk
from partyday.services.lookup import find, matches, one_line, refuse_future
from partyday.store import people
from partyday.store.book import Unit
from partyday.store.connection import Connection

Officers = Mapping[BranchOffice, Officer]

#: Nobody can be told by it but by a number.
_DIGITS = "0123456789"


def officers_on(connection: Connection, chosen: Sequence[Branch], on: date) -> dict[int, Officers]:
    """Branch → office → who holds it on a day; an office that nobody holds is left out."""
    by_office: dict[tuple[int, BranchOffice], list[tuple[Tenure, str]]] = defaultdict(list)
    for tenure, name in people.tenures(connection, [branch.id for branch in chosen]):
        by_office[tenure.branch_id, tenure.office].append((tenure, name))
    of_all: dict[int, Officers] = {}
    for branch in chosen:
        of_branch: dict[BranchOffice, Officer] = {}
        for office in BranchOffice:
            known = by_office.get((branch.id, office), [])
            by_then = [(tenure, name) for tenure, name in known if tenure.since <= on]
            if not known and (name := getattr(branch, office)):
                of_branch[office] = Officer(name)
            elif by_then and (name := by_then[-1][1]):
                of_branch[office] = Officer(name, by_then[-1][0].member_id, known=True)
        of_all[branch.id] = of_branch
    return of_all


def officers_of(desk: Desk, chosen: Sequence[Branch]) -> dict[int, Officers]:
    """The same, of today."""
    with desk.reading() as connection:
        return officers_on(connection, chosen, desk.today)


def with_officers(chosen: Sequence[Branch], officers: Mapping[int, Officers]) -> list[Branch]:
    """These branches with the names of who held their offices then, instead of those of now."""

    def named(branch: Branch) -> Branch:
        held = officers[branch.id]
        secretary, organiser = (held[office].name if office in held else "" for office in BranchOffice)
        if (branch.secretary, branch.organiser) == (secretary, organiser):
            return branch
        return replace(branch, secretary=secretary, organiser=organiser)

    return list(map(named, chosen))


def held_now(desk: Desk, member_id: int) -> list[tuple[Branch, BranchOffice]]:
    """The offices that a member holds today, each with its branch."""
    with desk.reading() as connection:
        of = {tenure.branch_id for tenure in people.held_by(connection, Tenure, member_id)}
        chosen = [branch for branch in people.with_lines(connection, desk.tree, of) if branch.id in of]
        officers = officers_on(connection, chosen, desk.today)
    return [
        (branch, office)
        for branch in chosen
        for office, officer in officers[branch.id].items()
        if officer.member_id == member_id
    ]


class Held(NamedTuple):
    """An office as it was held from a day on (None: nobody knows since when); `number` is a member's on the roster."""

    office: BranchOffice
    since: date | None
    name: str
    number: int | None


class History(NamedTuple):
    """What was different of a branch before: its names, and who held its offices."""

    names: tuple[FormerName, ...]
    tenures: tuple[Held, ...]


def histories(desk: Desk, chosen: Sequence[Branch]) -> dict[int, History]:
    """Branch → its former names and everybody who held an office of it, by date."""
    branch_ids = [branch.id for branch in chosen]
    with desk.reading() as connection:
        former = people.former_names(connection)
        tenures = people.tenures(connection, branch_ids)
        offices = {tenure.branch_id for tenure, _name in tenures}
        numbers = {
            (branch_id, person.id): person.number
            for branch_id, person in people.rosters(connection, offices, desk.today, ended=True)
        }
    names_by_branch: dict[int, list[FormerName]] = defaultdict(list)
    for one in former:
        names_by_branch[one.branch_id].append(one)
    held_by_branch: dict[int, list[Held]] = defaultdict(list)
    for tenure, name in tenures:
        since = None if tenure.since == date.min else tenure.since
        number = None if tenure.member_id is None else numbers.get((tenure.branch_id, tenure.member_id))
        held_by_branch[tenure.branch_id].append(Held(tenure.office, since, name, number))
    return {key: History(tuple(names_by_branch[key]), tuple(held_by_branch[key])) for key in branch_ids}


def put_in_office(unit: Unit, desk: Desk, branch: Branch, who: Mapping[BranchOffice, str], on: date | None) -> None:
    """Let people hold offices of a branch from a day on; nobody where the text is empty.

    Without a day: from today on, or since nobody knows when, where the office had nobody yet. Raises Ambiguous where a
    name fits several members, NotFound for a number that is nobody's, BadInput for a day to come.
    """
    if on:
        refuse_future(on, desk.today)
    put_among(unit, branch, who, people.people_on(unit.connection, branch.id, on or desk.today), on)


def put_among(
    unit: Unit, branch: Branch, who: Mapping[BranchOffice, str], here: Sequence[Person], on: date | None
) -> None:
    """The same where it is known who is `here` to be told by number or name."""
    for office, text in who.items():
        member, name = _meant(here, branch, text)
        appoint(unit, branch, office, member.id if member else None, name, on)
    rename_officers(unit, [branch.id])


def outsider(branch: str, text: str) -> str:
    """Who holds an office of a branch that has no members yet, by name. Raises NotFound for a number."""
    name = one_line(text)
    if _is_number(name):
        find([], name, _("in {branch}").format(branch=branch))
    return name


def _is_number(text: str) -> bool:
    return bool(text) and all(char in _DIGITS for char in text.removesuffix("号"))


def appoint(
    unit: Unit, branch: Branch, office: BranchOffice, member_id: int | None, name: str, on: date | None
) -> None:
    """One office is held from a day on, by a member or else by somebody of that `name`.

    Without a day who holds it already goes on to hold it. `rename_officers` is for the caller to call.
    """
    known = [one for one, _name in people.tenures(unit.connection, [branch.id]) if one.office is office]
    before = getattr(branch, office)
    if not known and before:
        full_name = name if member_id is None else people.names(unit.connection, [member_id])[member_id]
        if on or not same_name(before, full_name):
            known = [Tenure(branch_id=branch.id, office=office, since=date.min, name=before)]
            unit.insert(known[0])
    name = name if member_id is None else ""
    if on is None and known and (known[-1].member_id, known[-1].name) == (member_id, name):
        return
    since = on or (unit.act.today if known else date.min)
    unit.put(Tenure(branch_id=branch.id, office=office, since=since, member_id=member_id, name=name))


def recognise_officers(unit: Unit, branch_ids: Collection[int]) -> None:
    """Who held an office of these branches by name alone is the member of that name, once there is just one."""
    unknown = [one for one, _name in people.tenures(unit.connection, branch_ids) if one.member_id is None and one.name]
    for branch_id in {one.branch_id for one in unknown}:
        here = people.rosters(unit.connection, [branch_id], unit.act.today)
        for tenure in (one for one in unknown if one.branch_id == branch_id):
            fitting = [
                person for _id, person in here if person.standing.is_member and same_name(person.name, tenure.name)
            ]
            if len(fitting) == 1:
                unit.update(tenure, member_id=fitting[0].id, name="")


def rename_officers(unit: Unit, branch_ids: Collection[int]) -> None:
    """Let the tree name who holds the offices of these branches now."""
    tenures = people.tenures(unit.connection, branch_ids)
    for branch_id in branch_ids:
        last = {one.office.value: name for one, name in tenures if one.branch_id == branch_id}
        if last:
            unit.update(unit.expect(Branch, branch_id), **last)


def _meant(here: Sequence[Person], branch: Branch, text: str) -> tuple[Person | None, str]:
    """Which of these members is meant, or nobody and the name of somebody from outside."""
    text = one_line(text)
    if not text or branch.kind is not BranchKind.BRANCH:
        return None, text
    able = [person for person in here if person.standing.is_member]
    if any(matches(person, text) for person in able) or _is_number(text):
        return find(able, text, _("in {branch}").format(branch=branch.name)), ""
    return None, text
