"""Reading the days that members dispute."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from partyday.model.acts import Dispute
from partyday.model.codes import Part
from partyday.model.period import Period
from partyday.store.connection import Connection, Row
from partyday.store.records import read


class Disputed(NamedTuple):
    """A dispute with the day it is about."""

    dispute: Dispute
    held_on: date
    part: Part
    branch_id: int

    @property
    def ref(self) -> Period:
        """How the commands name the session."""
        return Period.of_day(self.held_on, self.part)


def of_branches(connection: Connection, branch_ids: Collection[int]) -> list[Disputed]:
    """Every dispute about the days of these branches, oldest first."""
    return list(map(_disputed, connection.run("DISPUTES", branch_ids=branch_ids)))


def of_member(connection: Connection, member_id: int) -> list[Disputed]:
    """Every dispute of a member, oldest first."""
    return list(map(_disputed, connection.run("DISPUTES_OF_MEMBER", member_id=member_id)))


def unsettled(connection: Connection) -> frozenset[tuple[int, int]]:
    """Member and day of every dispute that is not settled."""
    return frozenset((member_id, day_id) for member_id, day_id in connection.run("OPEN_DISPUTES"))


def _disputed(row: Row) -> Disputed:
    *kept, held_on, part, branch_id = row
    return Disputed(read(Dispute, [tuple(kept)])[0], held_on, Part(part), branch_id)
