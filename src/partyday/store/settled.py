"""Which column a header of a paper was settled to be, for the next paper with the same headers."""

from collections.abc import Iterable, Mapping

from partyday.model.digest import sha256
from partyday.model.reading import SettledHeader
from partyday.store.connection import Connection
from partyday.store.unit import Unit


def signature(headers: Iterable[str]) -> str:
    """What papers with the same headers, in the same order, have in common."""
    return sha256("\n".join(headers).encode()).hexdigest()


def settled(connection: Connection, paper: str) -> dict[str, dict[str, str]]:
    """Signature of the headers → header → the column it means; blank for one that is left unread."""
    found: dict[str, dict[str, str]] = {}
    for headers, header, means in connection.run("SETTLED", paper=paper):
        found.setdefault(headers, {})[header] = means
    return found


def settle(unit: Unit, paper: str, headers: Iterable[str], meanings: Mapping[str, str]) -> None:
    """Remember which columns these headers mean in papers with all these headers.

    They belong to no branch: who may write in a part of the book alone goes on without, and tells them each time.
    """
    if not unit.connection.writes_all():
        return
    of_paper = signature(headers)
    for header, means in meanings.items():
        unit.put(SettledHeader(paper=paper, headers=of_paper, header=header, means=means))
