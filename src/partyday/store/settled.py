"""Which column a header of a paper was settled to be, for the next paper with the same headers."""

import hashlib
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from partyday.store import tables as t
from partyday.store.book import Unit


def signature(headers: Iterable[str]) -> str:
    """What papers with the same headers, in the same order, have in common."""
    return hashlib.sha256("\n".join(headers).encode()).hexdigest()


def settled(connection: Connection, paper: str) -> dict[str, dict[str, str]]:
    """Signature of the headers → header → the column it means; blank for one that is left unread."""
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(select(t.settled).where(t.settled.c.paper == paper)):
        found.setdefault(row.headers, {})[row.header] = row.means
    return found


def settle(unit: Unit, paper: str, headers: Iterable[str], meanings: Mapping[str, str]) -> None:
    """Remember which columns these headers mean in papers with all these headers."""
    of_paper = signature(headers)
    for header, means in meanings.items():
        unit.put(t.settled, {"paper": paper, "headers": of_paper, "header": header, "means": means})
