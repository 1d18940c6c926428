"""Keeping the roster: adding, changing, transferring, removing members, and showing them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from partyday.errors import BadInput, Conflict, NeedsAnswer, NotFound, WrongUsage
from partyday.i18n import _
from partyday.model.codes import Circumstance, MembershipEnd, Standing, State
from partyday.model.frozen import frozen
from partyday.model.members import DatedCircumstance, DatedStanding, Member, Membership, OnRoster, Record
from partyday.model.offices import Tenure
from partyday.model.people import Branch, Person
from partyday.rules.attendance import is_to_be_reached
from partyday.rules.corrections import with_arrival, with_confirmation, with_joining
from partyday.services.contradictions import of_record
from partyday.services.desk import Desk
from partyday.services.lookup import find_person
from partyday.services.names import choose_branch, names_of
from partyday.services.offices import recognise_officers, rename_officers
from partyday.services.whom import NotToBeReached
from partyday.store import people
from partyday.store.book import Unit
from partyday.store.connection import Connection
from partyday.words.terms import term

#: What a member may tell of themselves, all of it text.
TEXTS = ("gender", "ethnicity", "party_group", "post", "phone", "education", "staff_number", "id_number")


@frozen
class Card:
    """Everything the book holds of one member, with the branch they are (or were last) in."""

    branch: Branch
    person: Person
    record: Record
    branch_names: Mapping[int, str]


def dated_standings(
    member_id: int, standing: Standing, since: date, joined: date | None, full_on: date | None
) -> list[DatedStanding]:
    """The dated standings that follow from what a roster says of one person."""
    begun = joined or since
    if standing is Standing.FULL and full_on and full_on > begun:
        return [
            DatedStanding(member_id=member_id, since=begun, standing=Standing.PROBATIONARY),
            DatedStanding(member_id=member_id, since=full_on, standing=Standing.FULL),
        ]
    return [DatedStanding(member_id=member_id, since=begun, standing=standing)]


class Numbers:
    """The roster numbers of a branch that were ever given; the largest is at hand, however many they are."""

    def __init__(self, given: Iterable[int] = ()) -> None:
        self._given = set(given)
        self._last = max(self._given, default=0)

    def give(self, wanted: int | None) -> int:
        """A roster number: the wanted one where it is free, else the next one after all ever given."""
        number = wanted if wanted is not None and wanted not in self._given else self._last + 1
        self._given.add(number)
        self._last = max(self._last, number)
        return number


@cache
def _speller() -> Callable[[str], tuple[str, str]]:
    from partyday.words.pinyin import read_name

    return read_name


def spelled(name: str) -> dict[str, str]:
    """Pinyin and initials, as columns of the member."""
    pinyin, initials = _speller()(name)
    return {"pinyin": pinyin, "initials": initials}


def clean_name(name: str) -> str:
    """A name without blanks between Chinese characters; raises BadInput for what cannot be one."""
    parts = name.split()
    joined = ("" if all(not part.isascii() for part in parts) else " ").join(parts)
    if not joined or not joined.isprintable() or joined.isdecimal() or len(joined) > 50:
        raise BadInput(_("“{name}” cannot be a name.").format(name=name))
    return joined


def add(
    desk: Desk,
    name: str,
    standing: Standing,
    joined: date | None,
    *,
    since: date | None = None,
    full_on: date | None = None,
    number: int | None = None,
    circumstances: Sequence[Circumstance] = (),
    texts: Mapping[str, str] | None = None,
    twice: bool = False,
) -> Card:
    """Put one person on the roster. Raises Conflict for a number or staff number that is taken.

    `twice` accepts somebody of the same name and joining date as one already there.
    """
    name, details = clean_name(name), dict(texts or {})
    if joined is None and standing.is_member:
        raise WrongUsage(_("When did {name} join the Party?").format(name=name), _("Give it with --joined DATE."))
    if joined and full_on and full_on < joined:
        raise BadInput(_("A member becomes full after joining, not before."))
    with desk.writing() as unit:
        branch = desk.branch
        taken = people.taken_numbers(unit.connection, [branch.id])[branch.id]
        if number is not None and (number in taken or number < 1):
            raise Conflict(
                _("Number {number} is not free in {branch}.").format(number=number, branch=branch.name),
                _("Leave --number out: the next free one is given."),
            )
        _refuse_known(unit, name, joined, details, twice=twice)
        member_id = unit.next_id(Member)
        begun = since or joined or desk.today
        refuse_dissolved(branch, max(begun, desk.today))
        known: dict[str, Any] = {"name": name, **spelled(name), "joined_on": joined, "full_on": full_on, **details}
        unit.insert(Member(id=member_id, **known), told=("id", *known))
        unit.insert(
            new_membership(unit.next_id(Membership), member_id, branch, Numbers(taken), number, begun), told=NEW
        )
        unit.insert(*dated_standings(member_id, standing, begun, joined, full_on))
        for kind in circumstances:
            unit.insert(DatedCircumstance(member_id=member_id, kind=kind, since=begun))
        recognise_officers(unit, [branch.id])
        return card_of(unit, desk, branch, member_id)


#: What the log tells of a membership that begins: the rest is blank until it ends.
NEW = ("id", "member_id", "branch_id", "number", "since")


def new_membership(
    key: int, member_id: int, branch: Branch, taken: Numbers, number: int | None, since: date
) -> Membership:
    """A new membership of a branch, with its roster number."""
    return Membership(id=key, member_id=member_id, branch_id=branch.id, number=taken.give(number), since=since)


def _refuse_known(unit: Unit, name: str, joined: date | None, details: Mapping[str, str], *, twice: bool) -> None:
    for member in people.alike(unit.connection, name, details.get("staff_number"), details.get("id_number")):
        for column in ("staff_number", "id_number"):
            if details.get(column) and getattr(member, column) == details[column]:
                raise Conflict(
                    _("{name} already has that number.").format(name=member.name),
                    _("Who had left comes back by `partyday member transfer`; `member set` mends a number."),
                )
        if not twice and (member.name, member.joined_on) == (name, joined):
            raise NeedsAnswer(
                _("There is already a {name} who joined on {date}. Add another of the same name?").format(
                    name=name, date=joined
                )
            )


def card_of(unit: Unit, desk: Desk, branch: Branch, member_id: int) -> Card:
    """A member's card as the unit of work sees it, of a branch they belong to or did."""
    everybody = people.rosters(unit.connection, [branch.id], desk.today, ended=True)
    person = next(person for _branch_id, person in everybody if person.id == member_id)
    record = people.records(unit.connection, [member_id])[member_id]
    return Card(branch, person, record, _branch_names(unit.connection, desk, record))


def _branch_names(connection: Connection, desk: Desk, record: Record) -> dict[int, str]:
    """The names of the branches that a member belonged to, and of those about the desk's."""
    belonged = [membership.branch_id for membership in record.memberships]
    return names_of(people.with_lines(connection, desk.tree, belonged), [record])


def show(desk: Desk, who: str) -> Card:
    """One member's card, who has left included. Raises NotFound or Ambiguous."""
    with desk.reading() as connection:
        branch, person = find_person(connection, desk, who)
        record = people.records(connection, [person.id])[person.id]
        names = _branch_names(connection, desk, record)
    return Card(branch, person, record, names)


def show_full(desk: Desk, who: str) -> Card:
    """The same for a card that masks nothing: an entry of the log says who looked at whose. Raises as `show` does."""
    with desk.writing() as unit:
        branch, person = find_person(unit.connection, desk, who)
        unit.reason = person.called
        unit.note()
        return card_of(unit, desk, branch, person.id)


def listed(desk: Desk, chosen: Sequence[Branch], *, ended: bool = False) -> list[OnRoster]:
    """Everybody on the rosters of these branches, by number, with their records."""
    with desk.reading() as connection:
        by_id = {branch.id: branch for branch in chosen}
        pairs = people.rosters(connection, by_id, desk.today, ended=ended)
        # A branch's members are few; a whole school's are read in one go.
        wanted = None if len(pairs) > 500 else [person.id for _branch_id, person in pairs]
        records = people.records(connection, wanted)
    return [OnRoster(by_id[branch_id], person, records[person.id]) for branch_id, person in pairs]


def change(
    desk: Desk,
    who: str,
    *,
    values: Mapping[str, Any],
    standing: Standing | None = None,
    circumstances: Sequence[Circumstance] = (),
    ended: Sequence[Circumstance] = (),
    since: date | None = None,
    until: date | None = None,
    arrived: date | None = None,
    well_too: bool = False,
) -> Card:
    """Change what is known of a member; standing and circumstances from `since` (today) on, to before `until`.

    A circumstance that is ended holds no longer from `until` on, or else from `since` (today).

    `values` are columns of the member. A corrected day of joining, of becoming full (`full_on`) or of coming to the
    branch (`arrived`) moves what began with it. Raises Conflict for a circumstance that is not in force when it is
    ended, BadInput for a date that contradicts another, WrongUsage for a `since` of nothing, `NotToBeReached` where
    somebody well is to be visited usually, unless `well_too`.
    """
    if (since or until) and standing is None and not circumstances and not ended:
        raise WrongUsage(
            _("--since and --until say from when to when, but not what."),
            _("Add --standing or --circumstance; the day of coming to the branch is corrected with --arrived."),
        )
    begun = since or desk.today
    if until and until <= begun and (circumstances or since):
        raise BadInput(_("A period that begins on {since} cannot end on {until}.").format(since=begun, until=until))
    with desk.writing() as unit:
        branch, person = find_person(unit.connection, desk, who)
        known = people.records(unit.connection, [person.id])[person.id]
        columns = dict(values)
        record = _with_dates(
            known, branch, columns.pop("joined_on", None), columns.pop("full_on", None), arrived, desk.today
        )
        write_record(unit, known, record)
        if columns.get("name"):
            name = clean_name(columns["name"])
            columns = {**spelled(name), **columns, "name": name}
        staff_number = columns.get("staff_number")
        if staff_number and staff_number != record.member.staff_number:
            _refuse_known(unit, "", None, {"staff_number": staff_number}, twice=True)
        if standing is not None and put_standing(unit, record, standing, begun) and standing is Standing.FULL:
            columns.setdefault("full_on", begun)
        for kind in circumstances:
            begin_circumstance(unit, record, kind, begun, until)
        for kind in ended:
            if not end_circumstance(unit, record, kind, until or begun):
                raise Conflict(
                    _("{name} has no such circumstance on {date}.").format(name=person.name, date=until or begun),
                    _("`partyday member show {number}` lists them.").format(number=person.number),
                )
        if columns.get("usual") is State.VISITED and not well_too:
            _refuse_well(unit, person, begun)
        unit.update(record.member, **columns)
        if columns.get("name"):
            offices = people.held_by(unit.connection, Tenure, person.id)
            rename_officers(unit, {tenure.branch_id for tenure in offices})
        _refuse_contradiction(unit, desk, known)
        return card_of(unit, desk, branch, person.id)


def _refuse_well(unit: Unit, person: Person, on: date) -> None:
    now = people.records(unit.connection, [person.id])[person.id].person(person.number, on)
    if not is_to_be_reached(now):
        raise NotToBeReached([person])


def _with_dates(
    record: Record, branch: Branch, joined: date | None, full_on: date | None, arrived: date | None, today: date
) -> Record:
    """The record with the dates that were corrected, and all that follows from them."""
    if joined:
        record = with_joining(record, joined)
    if full_on:
        record = with_confirmation(record, full_on)
    if arrived:
        here = [membership for membership in record.memberships if membership.branch_id == branch.id]
        record = with_arrival(record, next((one for one in here if one.covers(today)), here[-1]), arrived)
    for membership in record.memberships:
        if membership.until and membership.until < membership.since:
            raise BadInput(
                _("{name} left on {until}: that cannot have begun on {since}.").format(
                    name=record.member.name, until=membership.until, since=membership.since
                )
            )
    return record


def write_record(unit: Unit, before: Record, after: Record) -> None:
    """Write what differs between two states of one member's record; memberships are told by their keys."""
    unit.update(before.member, **vars(after.member))
    old = {membership.id: membership for membership in before.memberships}
    for membership in after.memberships:
        unit.update(old[membership.id], **vars(membership))
    for gone in {*before.standings, *before.circumstances} - {*after.standings, *after.circumstances}:
        unit.delete(gone)
    for dated in (*after.standings, *after.circumstances):
        if dated not in (*before.standings, *before.circumstances):
            unit.insert(dated)


def _refuse_contradiction(unit: Unit, desk: Desk, before: Record) -> None:
    """Raises BadInput where the dates of a member contradict each other now, and did not before."""
    names = names_of(desk.branches, [before])
    after = people.records(unit.connection, [before.member.id])[before.member.id]
    known = of_record(before, names, desk.today)
    if new := [sentence for sentence in of_record(after, names, desk.today) if sentence not in known]:
        raise BadInput(
            new[0], _("Nothing was written; give the other date too, or see them with `partyday member show`.")
        )


def put_standing(unit: Unit, record: Record, standing: Standing, since: date) -> bool:
    """Let a standing begin on a day; False where it is already in force, and nothing changes."""
    begun = record.standings[0].since <= since
    if begun and record.standing_on(since) is standing:
        return False
    unit.put(DatedStanding(member_id=record.member.id, since=since, standing=standing))
    return True


def begin_circumstance(unit: Unit, record: Record, kind: Circumstance, since: date, until: date | None = None) -> None:
    """Let a circumstance begin on a day; one already in force then keeps its beginning."""
    for dated in record.circumstances:
        if dated.kind is kind and dated.covers(since):
            unit.update(dated, until=until)
            return
    unit.put(DatedCircumstance(member_id=record.member.id, kind=kind, since=since, until=until))


def end_circumstance(unit: Unit, record: Record, kind: Circumstance, on: date) -> bool:
    """Let a circumstance end on a day (the first day without it); False where it is not in force then."""
    in_force = [dated for dated in record.circumstances if dated.kind is kind and dated.covers(on)]
    for dated in in_force:
        unit.update(dated, until=on)
    return bool(in_force)


def _leave(unit: Unit, record: Record, branch: Branch, name: str, on: date, how: MembershipEnd, note: str) -> None:
    current = [each for each in record.memberships if each.branch_id == branch.id and each.until is None]
    if not current:
        raise Conflict(_("{name} has already left {branch}.").format(name=name, branch=branch.name))
    if on < current[-1].since:
        raise BadInput(
            _("{name} belongs to {branch} only since {date}.").format(
                name=name, branch=branch.name, date=current[-1].since
            )
        )
    unit.update(current[-1], until=on, ended_by=how, note=note)


def transfer(desk: Desk, who: str, to: str, on: date, *, outside: bool = False) -> Card:
    """Move a member to another branch of the book from a day on, or (`outside`) to one that is not in it.

    Who had left for a branch outside is taken in again. Raises Conflict for the dead, the removed, and for where
    somebody is already.
    """
    with desk.writing() as unit:
        branch, person = find_person(unit.connection, desk, who)
        target = None if outside else _taking_in(unit, desk, to)
        move(unit, branch, person, target, on, elsewhere=to)
        return card_of(unit, desk, target or branch, person.id)


def _taking_in(unit: Unit, desk: Desk, to: str) -> Branch:
    """The branch that takes somebody in. Raises NotFound; who sees a part of the book is told who sees more."""
    try:
        return choose_branch(desk.branches, desk.called(to))
    except NotFound as error:
        if unit.connection.sight() is None:
            raise
        raise NotFound(
            str(error),
            _("If it is another's in this book, the superior of both transfers them; if it is in none, say --outside."),
        ) from None


def move(unit: Unit, branch: Branch, person: Person, target: Branch | None, on: date, *, elsewhere: str = "") -> None:
    """Let somebody leave a branch on a day for another of the book (`target`), or for one `elsewhere`.

    Who comes back to a branch has the old number there. Raises Conflict and BadInput as `transfer`.
    """
    record = people.records(unit.connection, [person.id])[person.id]
    last = record.memberships[-1]
    if last.until is None and target and target.id == branch.id:
        raise Conflict(_("{name} already belongs to {branch}.").format(name=person.name, branch=branch.name))
    if target:
        refuse_dissolved(target, on)
        if any((each.branch_id, each.since) == (target.id, on) for each in record.memberships):
            raise Conflict(
                _("{name} came to {branch} on {date} already, and left it again.").format(
                    name=person.name, branch=target.name, date=on
                ),
                _("`partyday log {number}` shows by which entries; `partyday undo` takes a mistaken one back.").format(
                    number=person.number
                ),
            )
    if last.until is None or target is None:
        where = target.name if target else elsewhere
        _leave(unit, record, branch, person.name, on, MembershipEnd.TRANSFERRED, where)
    elif last.ended_by is not MembershipEnd.TRANSFERRED or on < last.until:
        assert last.ended_by is not None
        raise Conflict(
            _("{name} cannot be taken in on {date}: {how} on {until}.").format(
                name=person.name, date=on, how=term(last.ended_by), until=last.until
            )
        )
    if target:
        places = people.places(unit.connection, [target.id], on)
        held = {place.person.number for place in places if place.person.id != person.id}
        of_before = [membership.number for membership in record.memberships if membership.branch_id == target.id]
        old = of_before[-1] if of_before else None
        given = set(people.taken_numbers(unit.connection, [target.id])[target.id])
        numbers = Numbers(given if old in held else given - {old})
        taken_in = new_membership(unit.next_id(Membership), person.id, target, numbers, old, on)
        unit.insert(taken_in, told=NEW)
        recognise_officers(unit, [target.id])


def refuse_dissolved(branch: Branch, on: date) -> None:
    """Raises Conflict where a branch is dissolved by that day."""
    if branch.is_dissolved(on):
        raise Conflict(_("{branch} was dissolved on {date}.").format(branch=branch.name, date=branch.until))


def remove(desk: Desk, who: str, on: date, how: MembershipEnd, note: str) -> Card:
    """End a membership by death or removal from the Party. The records stay."""
    with desk.writing(note) as unit:
        branch, person = find_person(unit.connection, desk, who, ended=False)
        record = people.records(unit.connection, [person.id])[person.id]
        _leave(unit, record, branch, person.name, on, how, note)
        return card_of(unit, desk, branch, person.id)
