"""Reading branches and people out of the book."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from partyday.model.codes import BranchKind, Circumstance, Standing
from partyday.model.people import Branch, Person
from partyday.store import tables as t
from partyday.store.book import as_dict

LIST_SEPARATOR = "\n"


@dataclass
class Record:
    """Everything the book holds of one member, as rows: the member, memberships, standings, circumstances."""

    member: Mapping[str, Any]
    memberships: list[Mapping[str, Any]] = field(default_factory=list)
    standings: list[Mapping[str, Any]] = field(default_factory=list)
    circumstances: list[Mapping[str, Any]] = field(default_factory=list)


def branches(connection: Connection) -> list[Branch]:
    """Every branch of the book, superiors and subordinates, in the order they were added."""
    return [_branch(row) for row in connection.execute(select(t.branch).order_by(t.branch.c.id))]


def _branch(row: Row[Any]) -> Branch:
    return Branch(
        id=row.id,
        name=row.name,
        kind=BranchKind(row.kind),
        parent_id=row.parent_id,
        policy=row.policy,
        recurrence=tuple(row.recurrence.split(LIST_SEPARATOR)) if row.recurrence else None,
        secretary=row.secretary,
        organiser=row.organiser,
    )


def covers(table: Any, on: date) -> ColumnElement[bool]:
    """The rows of a dated table whose half-open period holds that day."""
    return and_(table.c.since <= on, or_(table.c.until.is_(None), table.c.until > on))


def people_on(connection: Connection, branch_id: int, on: date) -> list[Person]:
    """Everybody whose membership of the branch covers the day, members and invited, by roster number."""
    covered = and_(t.membership.c.branch_id == branch_id, covers(t.membership, on))
    return [person for _branch_id, person in _people(connection, covered, on)]


def rosters(
    connection: Connection, branch_ids: Collection[int], on: date, *, ended: bool = False
) -> list[tuple[int, Person]]:
    """Everybody on the rosters of these branches (branch, person), by branch and number.

    Who begins later is among them; with `ended` who has left as well.
    """
    open_still = or_(t.membership.c.until.is_(None), t.membership.c.until > on)
    of_branches = t.membership.c.branch_id.in_(branch_ids)
    return _people(connection, of_branches if ended else and_(of_branches, open_still), on)


def _people(connection: Connection, which: ColumnElement[bool], on: date) -> list[tuple[int, Person]]:
    ids = select(t.membership.c.member_id).where(which)
    standings: dict[int, str] = {}
    by_date = select(t.standing).where(t.standing.c.member_id.in_(ids)).order_by(t.standing.c.since)
    for row in connection.execute(by_date):
        # The latest that has begun; before any has, the first there will be.
        if row.since <= on or row.member_id not in standings:
            standings[row.member_id] = row.standing
    circumstances: dict[int, set[Circumstance]] = defaultdict(set)
    current = select(t.circumstance.c.member_id, t.circumstance.c.kind).where(
        t.circumstance.c.member_id.in_(ids), covers(t.circumstance, on)
    )
    for member_id, kind in connection.execute(current):
        circumstances[member_id].add(Circumstance(kind))
    wanted = (
        select(
            t.member.c.id,
            t.membership.c.branch_id,
            t.membership.c.number,
            t.member.c.name,
            t.member.c.pinyin,
            t.member.c.initials,
            t.member.c.staff_number,
            t.member.c.party_group,
        )
        .join_from(t.membership, t.member)
        .where(which)
        .order_by(t.membership.c.since <= on, t.membership.c.since)
    )
    # Who came back to a branch goes by the last number.
    rows = {(row.branch_id, row.id): row for row in connection.execute(wanted)}
    return [
        (
            row.branch_id,
            Person(
                id=row.id,
                number=row.number,
                name=row.name,
                standing=Standing(standings[row.id]),
                circumstances=frozenset(circumstances.get(row.id, ())),
                pinyin=row.pinyin,
                initials=row.initials,
                staff_number=row.staff_number,
                group=row.party_group,
            ),
        )
        for row in sorted(rows.values(), key=lambda row: (row.branch_id, row.number))
    ]


def last_branches(
    connection: Connection, member_ids: Iterable[int], branch_ids: Iterable[int], on: date
) -> dict[int, int]:
    """Member → the one of these branches where their membership began last, of those begun by that day if any has."""
    membership = t.membership.c
    found = (
        select(membership.member_id, membership.branch_id)
        .where(membership.member_id.in_(list(member_ids)), membership.branch_id.in_(list(branch_ids)))
        .order_by(membership.since <= on, membership.since)
    )
    return {row.member_id: row.branch_id for row in connection.execute(found)}


def names(connection: Connection, member_ids: Iterable[int]) -> dict[int, str]:
    """Member → name."""
    found = connection.execute(select(t.member.c.id, t.member.c.name).where(t.member.c.id.in_(list(member_ids))))
    return {row.id: row.name for row in found}


def records(connection: Connection, member_ids: Iterable[int] | None = None) -> dict[int, Record]:
    """The records of these members (all of the book where None), dated rows oldest first."""
    chosen = None if member_ids is None else list(member_ids)

    def rows(table: Any, column: Any, *order: Any) -> Iterable[Row[Any]]:
        found = select(table).order_by(*order)
        return connection.execute(found if chosen is None else found.where(column.in_(chosen)))

    found = {row.id: Record(as_dict(row)) for row in rows(t.member, t.member.c.id, t.member.c.id)}
    for row in rows(t.membership, t.membership.c.member_id, t.membership.c.since, t.membership.c.id):
        found[row.member_id].memberships.append(as_dict(row))
    for row in rows(t.standing, t.standing.c.member_id, t.standing.c.since):
        found[row.member_id].standings.append(as_dict(row))
    for row in rows(t.circumstance, t.circumstance.c.member_id, t.circumstance.c.since):
        found[row.member_id].circumstances.append(as_dict(row))
    return found


def taken_numbers(connection: Connection) -> dict[int, set[int]]:
    """Branch → the roster numbers ever given there; a number is never given twice."""
    taken: dict[int, set[int]] = defaultdict(set)
    for branch_id, number in connection.execute(select(t.membership.c.branch_id, t.membership.c.number)):
        taken[branch_id].add(number)
    return taken
