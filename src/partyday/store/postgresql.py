"""A book on a PostgreSQL server: the statements as psycopg runs them. It imports no other part of the store."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import IsolationLevel

from partyday.store.compiled import POSTGRESQL
from partyday.store.connection import Broken, Refused, Row

#: So many rows of a stream are fetched together.
_AT_A_TIME = 2000

_Driver = psycopg.Connection[Row]


class PostgreSQLConnection:
    """One transaction on the server."""

    def __init__(self, driver: _Driver) -> None:
        self.driver = driver

    def run(self, name: str, /, **values: Any) -> list[Row]:
        """Run a statement and fetch all its rows."""
        text, places, columns, _letters = POSTGRESQL[name]
        with _in_our_words():
            cursor = self.driver.execute(text.encode(), _arguments(places, values))
            return cursor.fetchall() if columns else []

    def run_many(self, name: str, rows: Iterable[Mapping[str, Any]], /) -> None:
        """Run a statement once for every one of these sets of parameters."""
        text, places, _columns, _letters = POSTGRESQL[name]
        with _in_our_words(), self.driver.cursor() as cursor:
            cursor.executemany(text.encode(), (_arguments(places, values) for values in rows))

    def stream(self, name: str, /, **values: Any) -> Iterator[Row]:
        """Run a statement and fetch its rows as they are asked for."""
        text, places, _columns, _letters = POSTGRESQL[name]
        with self.driver.cursor(name=f"partyday_{name.lower()}") as cursor:
            with _in_our_words():
                cursor.execute(text.encode(), _arguments(places, values))
            while True:
                with _in_our_words():
                    rows = cursor.fetchmany(_AT_A_TIME)
                if not rows:
                    return
                yield from rows

    def commit(self) -> None:
        """Keep what was written."""
        with _in_our_words():
            self.driver.commit()

    def damage(self) -> list[str]:
        """Nothing: a server keeps watch over its own files."""
        return []


class PostgreSQLDatabase:
    """The server with the connections that are not in use; each transaction has one of its own."""

    def __init__(self, where: Mapping[str, Any]) -> None:
        self.where = where
        self._idle: list[_Driver] = []

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[PostgreSQLConnection]:
        """A transaction; a reader's sees one state of the book, writers queue at the row of the book."""
        with _in_our_words():
            driver = self._idle.pop() if self._idle else psycopg.connect(**self.where)
            driver.isolation_level = None if writing else IsolationLevel.REPEATABLE_READ
        try:
            yield PostgreSQLConnection(driver)
        finally:
            try:
                driver.rollback()
                self._idle.append(driver)
            except psycopg.Error:
                driver.close()  # what went wrong before is told; the connection is not used again

    def close(self) -> None:
        """Let go of the server."""
        while self._idle:
            self._idle.pop().close()


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except psycopg.IntegrityError as error:
        raise Broken(str(error)) from error
    except psycopg.Error as error:
        raise Refused(str(error)) from error


def _arguments(places: tuple[str | tuple[Any], ...], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters by name; lists as the driver takes them."""
    return {name: _plain(values[name]) for name in places if isinstance(name, str)}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, Collection) and not isinstance(value, str) else value
