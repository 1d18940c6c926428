"""Reading branches and people out of the book."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partyday.model.codes import BranchKind, Circumstance, Standing
from partyday.model.people import Branch, Person
from partyday.store.compiled import SQLITE
from partyday.store.connection import Connection, Row

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
    return [
        Branch(
            id=key,
            name=name,
            kind=BranchKind(kind),
            parent_id=parent_id,
            policy=policy,
            recurrence=tuple(recurrence.split(LIST_SEPARATOR)) if recurrence else None,
            secretary=secretary,
            organiser=organiser,
        )
        for key, name, kind, parent_id, policy, recurrence, secretary, organiser in connection.run("BRANCHES")
    ]


def people_on(connection: Connection, branch_id: int, on: date) -> list[Person]:
    """Everybody whose membership of the branch covers the day, members and invited, by roster number."""
    return [
        person
        for _branch_id, person in _people(
            connection, [branch_id], on, lambda since, until: since <= on and (until is None or until > on)
        )
    ]


def rosters(
    connection: Connection, branch_ids: Collection[int], on: date, *, ended: bool = False
) -> list[tuple[int, Person]]:
    """Everybody on the rosters of these branches (branch, person), by branch and number.

    Who begins later is among them; with `ended` who has left as well.
    """
    return _people(connection, branch_ids, on, lambda _since, until: ended or until is None or until > on)


def _people(
    connection: Connection, branch_ids: Collection[int], on: date, counts: Callable[[date, date | None], bool]
) -> list[tuple[int, Person]]:
    standings: dict[int, str] = {}
    for member_id, since, standing in connection.run("ROSTER_STANDINGS", branch_ids=branch_ids):
        # The latest that has begun; before any has, the first there will be.
        if since <= on or member_id not in standings:
            standings[member_id] = standing
    circumstances: dict[int, set[Circumstance]] = defaultdict(set)
    for member_id, kind, since, until in connection.run("ROSTER_CIRCUMSTANCES", branch_ids=branch_ids):
        if since <= on and (until is None or until > on):
            circumstances[member_id].add(Circumstance(kind))
    found: dict[tuple[int, int], Person] = {}
    rows = [row for row in connection.run("ROSTER", branch_ids=branch_ids) if counts(row[8], row[9])]
    # Who came back to a branch goes by the last number.
    for key, branch_id, number, name, pinyin, initials, staff_number, group, _since, _until in sorted(
        rows, key=lambda row: (row[8] <= on, row[8], row[2])
    ):
        found[branch_id, key] = Person(
            id=key,
            number=number,
            name=name,
            standing=Standing(standings[key]),
            circumstances=frozenset(circumstances.get(key, ())),
            pinyin=pinyin,
            initials=initials,
            staff_number=staff_number,
            group=group,
        )
    pairs = [(branch_id, person) for (branch_id, _key), person in found.items()]
    return sorted(pairs, key=lambda pair: (pair[0], pair[1].number))


def last_branches(
    connection: Connection, member_ids: Iterable[int], branch_ids: Iterable[int], on: date
) -> dict[int, int]:
    """Member → the one of these branches where their membership began last, of those begun by that day if any has."""
    rows = connection.run("LAST_BRANCHES", member_ids=member_ids, branch_ids=branch_ids)
    by_beginning = sorted(rows, key=lambda row: (row[2] <= on, row[2]))
    return {member_id: branch_id for member_id, branch_id, _since in by_beginning}


def names(connection: Connection, member_ids: Iterable[int]) -> dict[int, str]:
    """Member → name."""
    return dict(connection.run("NAMES", member_ids=member_ids))


def records(connection: Connection, member_ids: Iterable[int] | None = None) -> dict[int, Record]:
    """The records of these members (all of the book where None), dated rows oldest first."""
    if member_ids is None:
        found = {row["id"]: Record(row) for row in _dicts("MEMBERS", connection.run("MEMBERS"))}
        memberships, standings = connection.run("MEMBERSHIPS"), connection.run("STANDINGS")
        circumstances = connection.run("CIRCUMSTANCES")
    else:
        keys = list(member_ids)
        found = {row["id"]: Record(row) for row in _dicts("MEMBERS", connection.run("MEMBERS_OF", member_ids=keys))}
        memberships = connection.run("MEMBERSHIPS_OF", member_ids=keys)
        standings = connection.run("STANDINGS_OF", member_ids=keys)
        circumstances = connection.run("CIRCUMSTANCES_OF", member_ids=keys)
    for row in _dicts("MEMBERSHIPS", memberships):
        found[row["member_id"]].memberships.append(row)
    for row in _dicts("STANDINGS", standings):
        found[row["member_id"]].standings.append(row)
    for row in _dicts("CIRCUMSTANCES", circumstances):
        found[row["member_id"]].circumstances.append(row)
    return found


def _dicts(name: str, rows: Iterable[Row]) -> Iterable[dict[str, Any]]:
    return (dict(zip(SQLITE[name][2], row, strict=True)) for row in rows)


def taken_numbers(connection: Connection, branch_ids: Collection[int]) -> dict[int, set[int]]:
    """Branch → the roster numbers ever given there; a number is never given twice."""
    taken: dict[int, set[int]] = defaultdict(set)
    for branch_id, number in connection.run("TAKEN_NUMBERS", branch_ids=branch_ids):
        taken[branch_id].add(number)
    return taken
