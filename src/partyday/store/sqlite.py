"""A book in a file: the statements as Python's own SQLite driver runs them. It imports no other part of the store."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from partyday.store.compiled import SQLITE
from partyday.store.connection import Broken, Refused, Row

#: What every connection is set to: references are checked, a commit is on the disk, a writer waits 5 seconds.
PRAGMAS: dict[str, str | int] = {"foreign_keys": "ON", "synchronous": "FULL", "busy_timeout": 5000}

#: So many rows of a stream are fetched together.
_AT_A_TIME = 2000


class SQLiteConnection:
    """One transaction on the file."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self.driver = driver

    def run(self, name: str, /, **values: Any) -> list[Row]:
        """Run a statement and fetch all its rows."""
        text, places, _columns, letters = SQLITE[name]
        with _in_our_words():
            rows = self.driver.execute(text, _arguments(places, values)).fetchall()
        return _converted(rows, letters) if letters and rows else rows

    def run_many(self, name: str, rows: Iterable[Mapping[str, Any]], /) -> None:
        """Run a statement once for every one of these sets of parameters."""
        text, places, _columns, _letters = SQLITE[name]
        with _in_our_words():
            self.driver.executemany(text, (_arguments(places, values) for values in rows))

    def stream(self, name: str, /, **values: Any) -> Iterator[Row]:
        """Run a statement and fetch its rows as they are asked for."""
        text, places, _columns, letters = SQLITE[name]
        with _in_our_words():
            cursor = self.driver.execute(text, _arguments(places, values))
        while True:
            with _in_our_words():
                rows = cursor.fetchmany(_AT_A_TIME)
            if not rows:
                return
            yield from _converted(rows, letters) if letters else rows

    def commit(self) -> None:
        """Keep what was written."""
        with _in_our_words():
            self.driver.execute("COMMIT")

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file."""
        with _in_our_words():
            told = self.driver.execute("PRAGMA integrity_check").fetchall()
        return [said for (said,) in told if said != "ok"]


class SQLiteDatabase:
    """The file with the connections that are not in use; each transaction has one of its own."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.pragmas = dict(PRAGMAS)
        self._idle: list[sqlite3.Connection] = []

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[SQLiteConnection]:
        """A transaction; one for writing takes its place among the writers at once, not at its first change."""
        with _in_our_words():
            driver = self._idle.pop() if self._idle else self._connect()
        sound = False
        try:
            with _in_our_words():
                driver.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            yield SQLiteConnection(driver)
        finally:
            try:
                if driver.in_transaction:
                    driver.execute("ROLLBACK")
                sound = True
            except sqlite3.Error:
                pass  # what went wrong before is told; the connection is not used again
            finally:
                if sound:
                    self._idle.append(driver)
                else:
                    driver.close()

    def close(self) -> None:
        """Let go of the file."""
        while self._idle:
            self._idle.pop().close()

    def _connect(self) -> sqlite3.Connection:
        # Transactions begin where the program says, not where the driver guesses.
        driver = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        try:
            for name, value in self.pragmas.items():
                driver.execute(f"PRAGMA {name} = {value}")
        except sqlite3.Error:
            driver.close()
            raise
        return driver


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise Broken(str(error)) from error
    except sqlite3.Error as error:
        raise Refused(str(error)) from error


def _arguments(places: tuple[str | tuple[Any], ...], values: Mapping[str, Any]) -> list[Any]:
    """The parameters in their places: dates as ISO text, lists as JSON, constants as they are."""
    return [place[0] if isinstance(place, tuple) else _plain(values[place]) for place in places]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(list(value), ensure_ascii=False)


class _Dates(dict[str | None, date | None]):
    """ISO text → date; the same few days come again and again."""

    def __missing__(self, text: str | None) -> date | None:
        self[text] = found = None if text is None else date.fromisoformat(text)
        return found


def _boolean(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _converted(rows: list[Row], letters: str) -> list[Row]:
    """The rows with their dates and booleans, column by column."""
    dates: Callable[[Any], Any] = _Dates().__getitem__
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for place, letter in enumerate(letters):
        if letter != ".":
            columns[place] = map(dates if letter == "d" else _boolean, columns[place])
    return list(zip(*columns, strict=True))
