"""A reader's connection that asks the database the same question once.

A reader sees one state of the book, so that the answer cannot be another. What several parts of one command need (the
tree, a branch's records) is therefore read once, and none of them has to hand it to the others.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from partyday.store.connection import Columns, Connection, Row, Sight, Whole

#: Longer answers are not kept: a school's are read by one part alone.
_LONGEST = 2000


class RememberingConnection:
    """The connection behind it, with the answers it gave. It writes nothing."""

    def __init__(self, behind: Connection) -> None:
        self.behind = behind
        self._answers: dict[tuple[Any, ...], list[Row]] = {}

    def run(self, name: str, /, **values: Any) -> list[Row]:
        """Run a statement, or give the rows it gave before."""
        question = (name, *((key, _settled(values[key])) for key in sorted(values)))
        known = self._answers.get(question)
        if known is None:
            known = self.behind.run(name, **values)
            if len(known) <= _LONGEST:
                self._answers[question] = known
        return list(known)

    def run_many(self, name: str, columns: Columns, /) -> None:
        """A reader writes nothing."""
        raise TypeError(f"{name}: written while reading")

    def together(self) -> AbstractContextManager[None]:
        """A reader writes nothing, and all that gives no rows writes."""
        raise TypeError("written while reading")

    def stream(self, name: str, /, **values: Any) -> Iterator[Row]:
        """Run a statement; nothing of it is kept."""
        return self.behind.stream(name, **values)

    def count(self, table: Whole, /) -> int:
        """How many rows a table has."""
        return self.behind.count(table)

    def rows_of(self, table: Whole, /) -> Iterator[Row]:
        """Every row of a table; nothing of it is kept."""
        return self.behind.rows_of(table)

    def fill(self, table: Whole, rows: Iterable[Row], /) -> None:
        """A reader writes nothing."""
        raise TypeError(f"{table.name}: filled while reading")

    def last_keys(self) -> dict[str, int]:
        """Table → the last key that was given in it."""
        return self.behind.last_keys()

    def keep_keys(self, last: Mapping[str, int], /) -> None:
        """A reader writes nothing."""
        raise TypeError("keys kept while reading")

    def commit(self) -> None:
        """A reader writes nothing."""
        raise TypeError("committed while reading")

    def damage(self) -> list[str]:
        """What the database itself finds wrong with its file."""
        return self.behind.damage()

    def objects(self) -> set[str]:
        """What the database is made of."""
        return self.behind.objects()

    def sight(self) -> Sight | None:
        """What is seen of the book, where that is not all of it."""
        return self.behind.sight()

    def writes_all(self) -> bool:
        """Whether what belongs to no branch may be written."""
        return self.behind.writes_all()

    def rewriting(self) -> AbstractContextManager[bool]:
        """A reader writes nothing."""
        raise TypeError("the log rewritten while reading")

    def strays(self) -> list[str]:
        """The rows that refer to what is not there."""
        return self.behind.strays()


def _settled(value: Any) -> Any:
    """A list as it may be compared: the order of what is asked for does not matter."""
    return frozenset(value) if isinstance(value, Collection) and not isinstance(value, str) else value
