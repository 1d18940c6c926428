"""What somebody said a header of a paper is (`--map`), kept in the book for the next paper with the same headers.

One act with what the paper says: undone together. Imports no reader of papers.
"""

from collections.abc import Callable, Mapping

from partyday.model.reading import Settled
from partyday.services.desk import Desk
from partyday.store.book import Unit
from partyday.store.settled import settle, settled, signature

#: Kinds of papers, as the book names them.
ATTENDANCE, COLLECTION, ASSESSMENT, PLAN, ROSTER = "attendance", "collection", "assessment", "plan", "roster"


def recalled(desk: Desk, paper: str) -> Callable[[tuple[str, ...]], Mapping[str, str]]:
    """A function from all headers of a paper of that kind to what was said of them before: header → column."""
    with desk.reading() as connection:
        known = settled(connection, paper)
    return lambda headers: known.get(signature(headers), {})


def are_kept(desk: Desk) -> bool:
    """Whether what is said of headers is remembered: it is for all branches, and needs the right to write in all."""
    with desk.reading() as connection:
        return connection.writes_all()


def keep(unit: Unit, paper: str, said: Settled) -> None:
    """Remember what was said of the headers of a paper, if anything was."""
    if said.means:
        settle(unit, paper, said.headers, said.means)
