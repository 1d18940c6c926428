"""Reading branches and people out of the book."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from partyday.model.codes import Circumstance, Standing, State
from partyday.model.people import Branch, Person, holds, in_force
from partyday.model.policies import IN_BOOK, PolicyEdition
from partyday.store.connection import Connection, Row
from partyday.store.records import by_member, read, table_of

if TYPE_CHECKING:
    from partyday.model.members import Belonging, DatedCircumstance, DatedStanding, Member, Membership, Record
    from partyday.model.offices import FormerName, Tenure

R = TypeVar("R")


def branches(connection: Connection) -> list[Branch]:
    """Every branch of the book, superiors and subordinates, in the order they were added.

    Where a branch has a policy of its own in the book, its editions are with it.
    """
    return _with_editions(connection, connection.run("BRANCHES"))


def branches_about(connection: Connection, name: str) -> list[Branch]:
    """The branch of that name with all above and below it, in the same order; nothing where none has it now."""
    return _with_editions(connection, connection.run("BRANCHES_ABOUT", branch_name=name))


def are_most(connection: Connection, branch_ids: Collection[int]) -> bool:
    """Whether these are more than half of the book's branches: to look up who belongs to them then costs more than to
    read of everybody.
    """
    [(branches,)] = connection.run("BRANCH_COUNT")
    return 2 * len(branch_ids) > int(branches)


def with_lines(connection: Connection, known: Sequence[Branch], branch_ids: Collection[int]) -> Sequence[Branch]:
    """A part of the tree, and where these branches are not in it, them with all above them."""
    keys = {branch.id for branch in known}
    if keys.issuperset(branch_ids):
        return known
    more = _with_editions(connection, connection.run("LINES", branch_ids=sorted(branch_ids)))
    return sorted([*known, *(branch for branch in more if branch.id not in keys)], key=lambda branch: branch.id)


def _with_editions(connection: Connection, rows: list[Row]) -> list[Branch]:
    found = read(Branch, rows)
    if not any(branch.policy and branch.policy.startswith(IN_BOOK) for branch in found):
        return found
    keys = [branch.id for branch in found]
    editions: dict[int, list[PolicyEdition]] = defaultdict(list)
    for edition in read(PolicyEdition, connection.run("POLICIES_OF", branch_ids=keys)):
        editions[edition.branch_id].append(edition)
    return [replace(branch, editions=tuple(editions.get(branch.id, ()))) for branch in found]


def former_names(connection: Connection) -> "list[FormerName]":
    """The names that branches bore before, by the day until which."""
    from partyday.model.offices import FormerName

    return read(FormerName, connection.run("FORMER_NAMES"))


def tenures(connection: Connection, branch_ids: Collection[int]) -> "list[tuple[Tenure, str]]":
    """Who holds the offices of these branches from which day on, by date, each with the name of the holder."""
    from partyday.model.offices import Tenure

    rows = connection.run("TENURES", branch_ids=branch_ids)
    kept = read(Tenure, [row[:-1] for row in rows])
    return [(tenure, tenure.name if row[-1] is None else row[-1]) for tenure, row in zip(kept, rows, strict=True)]


class Place(NamedTuple):
    """Somebody's place on a roster: the branch, the person as of a day, and from when to when."""

    branch_id: int
    person: Person
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether they belong to the branch on a day."""
        return holds(self.since, self.until, day)

    def is_open(self, day: date) -> bool:
        """Whether they belong to the branch on a day, or will."""
        return self.until is None or self.until > day


def places(connection: Connection, branch_ids: Collection[int], on: date) -> list[Place]:
    """Every place on the rosters of these branches, left ones too; people as they are `on` a day.

    Of two places of one person the one that counts stands behind: first those that begin later than the day, then those
    begun by then, the latest last, of two that begin on one day the one that lasts.
    """
    standings: dict[int, list[tuple[date, str]]] = defaultdict(list)
    circumstances: dict[int, set[Circumstance]] = defaultdict(set)
    for member_id, since, until, standing, kind in connection.run("ROSTER_DATED", branch_ids=branch_ids):
        if standing is not None:
            standings[member_id].append((since, standing))
        elif holds(since, until, on):
            circumstances[member_id].add(Circumstance(kind))
    on_rosters = []
    for key, branch_id, number, name, pinyin, initials, staff_number, group, usual, since, until in connection.run(
        "ROSTER", branch_ids=branch_ids
    ):
        person = Person(
            id=key,
            number=number,
            name=name,
            standing=Standing(in_force(standings[key], on)),
            circumstances=frozenset(circumstances.get(key, ())),
            pinyin=pinyin,
            initials=initials,
            staff_number=staff_number,
            group=group,
            usual=State(usual) if usual else None,
        )
        on_rosters.append(Place(branch_id, person, since, until))
    return sorted(
        on_rosters,
        key=lambda place: (place.since <= on, place.since, place.until or date.max, place.person.number),
    )


def once(on_rosters: Iterable[Place]) -> list[tuple[int, Person]]:
    """Each person once in a branch, by branch and number; of several places there the one that stands last counts."""
    last = {(place.branch_id, place.person.id): place for place in on_rosters}
    pairs = [(place.branch_id, place.person) for place in last.values()]
    return sorted(pairs, key=lambda pair: (pair[0], pair[1].number))


def people_on(connection: Connection, branch_id: int, on: date) -> list[Person]:
    """Everybody whose membership of the branch covers the day, members and invited, by roster number."""
    covering = [place for place in places(connection, [branch_id], on) if place.covers(on)]
    return [person for _branch_id, person in once(covering)]


class Size(NamedTuple):
    """How many full members a branch has, and whether some member belongs to a Party group (党小组)."""

    full: int = 0
    grouped: bool = False


def size_of(connection: Connection, branch_id: int, on: date) -> Size:
    """The size of one branch on a day."""
    from partyday.model.members import present

    here = present(records_in(connection, [branch_id]).values(), branch_id, on)
    members = [person for person in here if person.standing.is_member]
    return Size(sum(person.standing is Standing.FULL for person in members), any(person.group for person in members))


def sizes(connection: Connection, branch_ids: Collection[int], on: date) -> dict[int, Size]:
    """The same of many branches; those without members are left out."""
    return {
        branch_id: Size(full, bool(grouped))
        for branch_id, full, grouped in connection.run("SIZES", branch_ids=branch_ids, as_of=on)
    }


def rosters(
    connection: Connection, branch_ids: Collection[int], on: date, *, ended: bool = False
) -> list[tuple[int, Person]]:
    """Everybody on the rosters of these branches (branch, person), by branch and number.

    Who begins later is among them; with `ended` who has left as well.
    """
    return once(place for place in places(connection, branch_ids, on) if ended or place.is_open(on))


def names(connection: Connection, member_ids: Iterable[int]) -> dict[int, str]:
    """Member → name."""
    return dict(connection.run("NAMES", member_ids=member_ids))


def alike(connection: Connection, name: str, staff_number: str | None, id_number: str | None) -> "list[Member]":
    """Who in the book has that name, that staff number or that ID number (None, or empty: none is asked for)."""
    from partyday.model.members import Member

    numbers = {"staff_number": staff_number or None, "id_number": id_number or None}
    return read(Member, connection.run("ALIKE", name=name, **numbers))


def held_by(connection: Connection, noun: type[R], member_id: int) -> list[R]:
    """Everything of one noun that is kept of a member, in the order of its keys: by date where it is dated."""
    return read(noun, connection.run(f"OF_MEMBER_{table_of(noun).upper()}", member_id=member_id))


def records(connection: Connection, member_ids: Iterable[int] | None = None) -> "dict[int, Record]":
    """Member → everything the book holds of them; of these members, or of all the book where None."""
    if member_ids is None:
        return _records(
            connection.run("MEMBERS"),
            connection.run("MEMBERSHIPS"),
            connection.run("DATED"),
        )
    keys = list(member_ids)
    return _records(
        connection.run("MEMBERS_OF", member_ids=keys),
        connection.run("MEMBERSHIPS_OF", member_ids=keys),
        connection.run("DATED_OF", member_ids=keys),
    )


def records_in(connection: Connection, branch_ids: Collection[int]) -> "dict[int, Record]":
    """Member → everything the book holds of them, of whoever has belonged to these branches."""
    return _records(
        connection.run("ROSTER_MEMBERS", branch_ids=branch_ids),
        connection.run("ROSTER_MEMBERSHIPS", branch_ids=branch_ids),
        connection.run("ROSTER_DATED", branch_ids=branch_ids),
    )


def _records(members: Iterable[Row], memberships: Iterable[Row], dated: Iterable[Row]) -> "dict[int, Record]":
    from partyday.model.members import Member, Membership, Record

    of_memberships = by_member(read(Membership, memberships))
    of_standings, of_circumstances = _dated(dated)
    return {
        member.id: Record(
            member=member,
            memberships=tuple(of_memberships[member.id]),
            standings=tuple(of_standings[member.id]),
            circumstances=tuple(of_circumstances.get(member.id, ())),
        )
        for member in read(Member, members)
    }


def _dated(rows: Iterable[Row]) -> "tuple[dict[int, list[DatedStanding]], dict[int, list[DatedCircumstance]]]":
    """Member → their standings, and member → their circumstances, each in order."""
    from partyday.model.members import DatedCircumstance, DatedStanding

    standings: list[Row] = []
    circumstances: list[Row] = []
    for member_id, since, until, standing, kind in rows:
        if standing is not None:
            standings.append((member_id, since, standing))
        else:
            circumstances.append((member_id, kind, since, until))
    return by_member(read(DatedStanding, standings)), by_member(read(DatedCircumstance, circumstances))


def belongings(connection: Connection, branch_ids: Collection[int]) -> "dict[int, list[Belonging]]":
    """Branch → every membership of it, ended ones too, by number."""
    from partyday.model.members import Belonging, Membership

    memberships = read(Membership, connection.run("MEMBERSHIPS_IN", branch_ids=branch_ids))
    members = {membership.member_id for membership in memberships}
    name_of = names(connection, members)
    standings, circumstances = _dated(connection.run("DATED_OF", member_ids=members))
    found: dict[int, list[Belonging]] = defaultdict(list)
    for membership in memberships:
        key = membership.member_id
        standing = tuple(standings[key])
        person = Person(id=key, number=membership.number, name=name_of[key], standing=standing[0].standing)
        found[membership.branch_id].append(Belonging(person, membership, standing, tuple(circumstances.get(key, ()))))
    return found


def memberships_in(connection: Connection, branch_ids: Collection[int]) -> "list[Membership]":
    """Every membership of these branches, ended ones too."""
    from partyday.model.members import Membership

    return read(Membership, connection.run("MEMBERSHIPS_IN", branch_ids=branch_ids))


def peopled(connection: Connection, branch_ids: Collection[int]) -> set[int]:
    """Those of these branches that anybody ever belonged to."""
    return {branch_id for (branch_id,) in connection.run("PEOPLED", branch_ids=branch_ids)}


def taken_numbers(connection: Connection, branch_ids: Collection[int]) -> dict[int, set[int]]:
    """Branch → the roster numbers ever given there; a number is never given twice."""
    taken: dict[int, set[int]] = defaultdict(set)
    for branch_id, number in connection.run("TAKEN_NUMBERS", branch_ids=branch_ids):
        taken[branch_id].add(number)
    return taken
