"""What the store asks of a database: statements by name within one transaction.

`store.sqlite` and `store.postgresql` fulfil it with the driver alone; only they import one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

#: A row of an answer: a tuple in the order of the statement's columns. Dates and booleans are such.
Row = tuple[Any, ...]

#: Rows as the columns of their table, each with a value for every row.
Columns = Mapping[str, Sequence[Any]]

#: A compiled statement: text, parameters in their places, columns, what is converted (`compiled.py`).
Statement = tuple[str, tuple[str | tuple[Any], ...], tuple[str, ...], str]


#: Who is told whom a writer waits for.
Waits = Callable[[str], None]

#: The key of the book's own chain: the only one, unless each branch has its own.
BOOKS_OWN = 1

#: So many seconds a writer waits for another: an undo of a large import takes a fraction of it.
LONGEST_WAIT = 600.0


class Whole(NamedTuple):
    """A table as it is copied whole: the columns, of each a letter (`d` a date, `b` a boolean, `t` a text, `.` a
    number), and those of its key, in whose order its rows are read.
    """

    name: str
    columns: tuple[str, ...]
    letters: str
    key: tuple[str, ...]


class Sight(NamedTuple):
    """What a login sees whole that sees only a part of a book: the keys of chains, of branches, of the members whom
    these keep, and of their days. `past`: some of it is from before these branches had a chain of their own.
    """

    chains: frozenset[int]
    branches: frozenset[int]
    members: frozenset[int]
    days: frozenset[int]
    past: bool

    def holds(self, table: str, row: Mapping[str, Any]) -> bool:
        """Whether the newest word on a row is in a chain that is seen."""
        if table == "branch":
            return row["id"] in self.branches
        if row.get("branch_id"):  # what was taken in is in the superior's
            return row["branch_id"] in self.branches and not row.get("received_on")
        if row.get("day_id"):
            return row["day_id"] in self.days
        return (row["id"] if table == "member" else row.get("member_id")) in self.members


class Broken(Exception):
    """A key, a reference or a check of the database was violated; its own words."""


class Refused(Exception):
    """The database could not do it: locked, full, read-only, damaged, out of reach; its own words."""


class NotAllowed(Refused):
    """A server's login has not the right to do it."""


class NoTable(Refused):
    """A server's database has no such table: it holds no book."""


class Connection(Protocol):
    """One transaction. Raises Broken or Refused."""

    def run(self, name: str, /, **values: Any) -> list[Row]:
        """Run a statement and fetch all its rows."""

    def run_many(self, name: str, columns: Columns, /) -> None:
        """Run a statement that inserts, once for every row of these columns."""

    def together(self) -> AbstractContextManager[None]:
        """What runs inside gives no rows, and is sent to a server in one go: what went wrong is told at its end."""

    def stream(self, name: str, /, **values: Any) -> Iterator[Row]:
        """Run a statement and fetch its rows as they are asked for: the log of a whole book."""

    def count(self, table: Whole, /) -> int:
        """How many rows a table has."""

    def rows_of(self, table: Whole, /) -> Iterator[Row]:
        """Every row of a table in order of its key, as a file keeps it: dates as ISO text, booleans as 0 and 1."""

    def fill(self, table: Whole, rows: Iterable[Row], /) -> None:
        """New rows of a table, as `rows_of` gives them."""

    def last_keys(self) -> dict[str, int]:
        """Table → the last key that was given in it."""

    def keep_keys(self, last: Mapping[str, int], /) -> None:
        """Let no key up to these be given again; nothing else is known of keys yet."""

    def commit(self) -> None:
        """Keep what was written; without it, it is gone when the transaction ends."""

    def damage(self) -> list[str]:
        """What the database itself finds wrong with its file; a server keeps watch over its own."""

    def objects(self) -> set[str]:
        """What the database is made of: tables, references, indexes and whatever else, each as `compiling` tells it."""

    def sight(self) -> Sight | None:
        """What is seen of the book, where that is not all of it."""

    def writes_all(self) -> bool:
        """Whether what belongs to no branch may be written."""

    def rewriting(self) -> AbstractContextManager[bool]:
        """Inside, what the log tells may be changed, so that somebody is forgotten. Gives whether this login may: of a
        book that many share its owner alone. No entry is written inside.
        """

    def strays(self) -> list[str]:
        """The rows that refer to what is not there: table and key."""


class Database(Protocol):
    """Where a book is: it gives transactions. `waits` is told whom a writer waits for."""

    waits: Waits | None

    def transaction(self, *, writing: bool) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of the book; one for writing waits for the others."""

    def at_once(self) -> AbstractContextManager[None]:
        """What is committed inside is kept with one commit at the end, where nobody else is held up by it."""

    def login(self) -> str | None:
        """Who a server knows is connected; None for a file, which knows nobody."""

    def upon(self, driver: Any, /) -> Connection:
        """The transaction that a connection of the driver is in already."""

    def scrub(self) -> None:
        """Let nothing of what was deleted or overwritten stay in the free parts of the database."""

    def carefully(self) -> bool:
        """Whether there is another way to read what the usual way could not; if so it is taken from now on."""

    def close(self) -> None:
        """Let go of every connection."""
