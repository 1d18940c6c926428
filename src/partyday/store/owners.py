"""Whose a row is: the branch in whose chain its changes stand, and whose gate a writer has to hold.

A row has one owner at a time. What names a branch or a day is that branch's; what is of a member alone is the branch's
that keeps the member now, or did last; notices of holidays and settled headers are nobody's (0), which is the book's
own chain. Only books with a chain for each branch ask. Imports the chain and the connection alone.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from partyday.store.chain import Change, Values, canonical, row_key
from partyday.store.compiled import SQLITE
from partyday.store.connection import Connection

#: What belongs to no branch.
NOBODY = 0

#: The tables whose rows go with the member.
_OF_MEMBER = ("standing", "circumstance", "assessment", "waiver", "talk", "handling")


class Owned(NamedTuple):
    """The changes of a unit with the owners of each, those whose gates it needs beside, and the branches that are new.

    `changes` ends with the rows of members who moved, stated once more for the chain of the branch they came to. `new`
    is the branch → its superior, None at the top.
    """

    changes: list[Change]
    owners: list[frozenset[int]]
    beside: frozenset[int]
    new: Mapping[int, int | None]


def owned(connection: Connection, changes: Sequence[Change]) -> Owned:
    """Whose each change is. It asks the database about days and members that the changes do not tell of."""
    rows = [tuple(json.loads(row) for row in (change.before, change.after) if row) for change in changes]
    tree = _Tree(connection)
    days = _days(connection, changes, rows)
    keepers = _Keepers(connection, changes, rows)
    owners, beside, new = [], set(), {}
    for change, sides in zip(changes, rows, strict=True):
        owners.append(frozenset(_owner(change.table, row, tree, days, keepers.now) for row in sides))
        if change.table != "branch":
            continue
        if change.before is None:
            new[sides[0]["id"]] = sides[0]["parent_id"]
        elif sides[0]["parent_id"] != sides[-1]["parent_id"]:  # two moves meet, so that they make no circle
            beside |= {above for row in sides for above in tree.line(row["parent_id"])}
    known = {(change.table, change.key) for change in changes}
    restated = [change for change in keepers.restated(connection) if (change.table, change.key) not in known]
    return Owned(
        [*changes, *restated],
        [*owners, *(frozenset({keepers.now[change.member_id]}) for change in restated if change.member_id)],
        frozenset(beside),
        new,
    )


def _owner(
    table: str, row: Mapping[str, Any], tree: "_Tree", days: Mapping[int, int], keepers: Mapping[int, int]
) -> int:
    if table == "branch":
        return int(row["id"])
    branch: int | None = row.get("branch_id")
    if branch:
        return (tree.above(branch) or branch) if table == "filing" and row.get("received_on") else branch
    if row.get("day_id"):
        return days.get(row["day_id"], NOBODY)
    member = row["id"] if table == "member" else row.get("member_id")
    return keepers.get(member, NOBODY) if member else NOBODY


class _Tree:
    """Which branch is below which, read where it is asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._parents: dict[int, int | None] = {}

    def above(self, branch: int) -> int | None:
        """The superior of a branch; None at the top."""
        if branch not in self._parents:
            columns = SQLITE["LINES"][2]
            key, parent = columns.index("id"), columns.index("parent_id")
            self._parents[branch] = None
            self._parents |= {row[key]: row[parent] for row in self._connection.run("LINES", branch_ids=[branch])}
        return self._parents[branch]

    def line(self, branch: int | None) -> Iterable[int]:
        """A branch and those above it, to the top."""
        while branch is not None:
            yield branch
            branch = self.above(branch)


def _days(
    connection: Connection, changes: Sequence[Change], rows: Sequence[tuple[Mapping[str, Any], ...]]
) -> dict[int, int]:
    """The branch of each day that a row is of."""
    told = {
        row["id"]: row["branch_id"]
        for change, sides in zip(changes, rows, strict=True)
        if change.table == "day"
        for row in sides
    }
    wanted = {row["day_id"] for sides in rows for row in sides if row.get("day_id") and not row.get("branch_id")}
    asked = wanted - told.keys()
    return {**dict(connection.run("DAY_BRANCHES", day_ids=sorted(asked)) if asked else ()), **told}


class _Keepers:
    """Which branch keeps each member: that of the newest membership. `before` is so without the changes."""

    def __init__(
        self, connection: Connection, changes: Sequence[Change], rows: Sequence[tuple[Mapping[str, Any], ...]]
    ) -> None:
        of_member = {
            row["id"] if change.table == "member" else row["member_id"]
            for change, sides in zip(changes, rows, strict=True)
            for row in sides
            if change.table in ("member", "membership") or (change.table in _OF_MEMBER and not row.get("branch_id"))
        }
        now: dict[int, dict[int, tuple[str, int]]] = {member: {} for member in of_member}
        for member, key, since, branch in connection.run("KEEPERS", member_ids=sorted(of_member)) if of_member else ():
            now[member][key] = (since.isoformat(), branch)
        before = {member: dict(held) for member, held in now.items()}
        for change in reversed(changes):
            if change.table == "membership" and change.member_id is not None:
                held = before[change.member_id]
                held.pop(int(change.key), None)
                if change.before is not None:
                    row = json.loads(change.before)
                    held[row["id"]] = (row["since"], row["branch_id"])
        self.before = _newest(before)
        #: Who has no membership any more was kept by whom they had it from.
        self.now = self.before | _newest(now)

    def restated(self, connection: Connection) -> list[Change]:
        """What is known of the members who moved, as it is: the chain of the branch that keeps them now tells it."""
        told = []
        for member, branch in self.now.items():
            if self.before.get(member, branch) == branch:
                continue
            for table in ("member", *_OF_MEMBER):
                found = (
                    connection.run("GET_MEMBER", id=member)
                    if table == "member"
                    else connection.run(f"OF_MEMBER_{table.upper()}", member_id=member)
                )
                rows = (dict(zip(SQLITE[f"GET_{table.upper()}"][2], values, strict=False)) for values in found)
                told += [_as_it_is(table, member, row) for row in rows if not row.get("branch_id")]
        return told


def _newest(held: Mapping[int, Mapping[int, tuple[str, int]]]) -> dict[int, int]:
    """Member → the branch of the newest membership."""
    return {
        member: max((since, key, branch) for key, (since, branch) in memberships.items())[2]
        for member, memberships in held.items()
        if memberships
    }


def _as_it_is(table: str, member_id: int, row: Values) -> Change:
    text = canonical(row)
    return Change(table, row_key(table, row), member_id, text, text)
