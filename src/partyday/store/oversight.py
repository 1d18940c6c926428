"""Reading inspections and commendations out of the book."""

from collections.abc import Collection
from datetime import date

from partyday.model.oversight import Commendation, Inspection
from partyday.store.connection import Connection
from partyday.store.records import read


def inspections(connection: Connection, branch_ids: Collection[int]) -> list[Inspection]:
    """Every inspection of these branches, oldest first."""
    return read(Inspection, connection.run("INSPECTIONS", branch_ids=branch_ids))


def last_inspected(connection: Connection, branch_ids: Collection[int], as_of: date) -> dict[int, date]:
    """Branch → when it was last inspected, by a day; without those that never were."""
    return dict(connection.run("LAST_INSPECTED", branch_ids=branch_ids, as_of=as_of))


def commendations(connection: Connection, branch_ids: Collection[int], since: date, until: date) -> list[Commendation]:
    """What these branches and their members were commended for between two days, both included, oldest first."""
    return read(Commendation, connection.run("COMMENDATIONS", branch_ids=branch_ids, on=since, soon=until))


def commendations_of(connection: Connection, member_id: int) -> list[Commendation]:
    """What a member was commended for, oldest first, in whichever branch."""
    return read(Commendation, connection.run("COMMENDATIONS_OF_MEMBER", member_id=member_id))
