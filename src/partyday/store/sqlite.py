"""A book in a file: the statements as Python's own SQLite driver runs them. It imports no other part of the store."""

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from partyday.store.compiled import SQLITE
from partyday.store.connection import LONGEST_WAIT, Broken, Columns, Refused, Row, Sight, Waits, Whole

#: What every connection is set to: references are checked, a commit is on the disk, and of a lock SQLite says after one
#: second (in milliseconds) that it is there: then the program waits on, and says so.
PRAGMAS: dict[str, str | int] = {"foreign_keys": "ON", "synchronous": "FULL", "busy_timeout": 1000}

#: So many rows of a stream are fetched together.
_AT_A_TIME = 2000

#: A statement has so many parameters at most: the fewest that any SQLite allows.
_PARAMETERS = 999


class SQLiteConnection:
    """One transaction on the file."""

    def __init__(self, driver: sqlite3.Connection, database: "SQLiteDatabase") -> None:
        self.driver = driver
        self.database = database

    def run(self, name: str, /, **values: Any) -> list[Row]:
        """Run a statement and fetch all its rows."""
        text, places, _columns, letters = SQLITE[name]
        with _in_our_words():
            rows = self.driver.execute(text, _arguments(places, values)).fetchall()
        return _converted(rows, letters) if letters and rows else rows

    def run_many(self, name: str, columns: Columns, /) -> None:
        """Run a statement that inserts, once for every row of these columns."""
        text, places, _columns, _letters = SQLITE[name]
        insertion, values = text.split(" VALUES ")
        rows = zip(*(columns[str(place)] for place in places), strict=True)
        # One statement for many rows costs SQLite a third less than as many statements.
        while some := list(islice(rows, _PARAMETERS // len(places))):
            with _in_our_words():
                together = f"{insertion} VALUES {', '.join([values] * len(some))}"
                self.driver.execute(together, list(chain.from_iterable(some)))

    def together(self) -> AbstractContextManager[None]:
        """What runs inside runs one after another: a file is not far away."""
        return nullcontext()

    def stream(self, name: str, /, **values: Any) -> Iterator[Row]:
        """Run a statement and fetch its rows as they are asked for."""
        text, places, _columns, letters = SQLITE[name]
        with _in_our_words():
            cursor = self.driver.execute(text, _arguments(places, values))
        for rows in _fetched(cursor):
            yield from _converted(rows, letters) if letters else rows

    def count(self, table: Whole, /) -> int:
        """How many rows a table has."""
        with _in_our_words():
            return int(self.driver.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])  # noqa: S608

    def rows_of(self, table: Whole, /) -> Iterator[Row]:
        """Every row of a table in order of its key."""
        columns, key = ", ".join(map(_quoted, table.columns)), ", ".join(map(_quoted, table.key))
        with _in_our_words():
            cursor = self.driver.execute(f"SELECT {columns} FROM {table.name} ORDER BY {key}")  # noqa: S608
        for rows in _fetched(cursor):
            yield from rows

    def fill(self, table: Whole, rows: Iterable[Row], /) -> None:
        """New rows of a table. What they refer to may come later in the transaction."""
        columns, places = ", ".join(map(_quoted, table.columns)), ", ".join("?" * len(table.columns))
        with _in_our_words():
            self.driver.execute("PRAGMA defer_foreign_keys = ON")
            self.driver.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({places})", rows)  # noqa: S608

    def last_keys(self) -> dict[str, int]:
        """Table → the last key that was given in it."""
        with _in_our_words():
            last = dict(self.driver.execute("SELECT table_name, last FROM last_key").fetchall())
            for table in last:  # keys that were not asked for are not kept there
                there = self.driver.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]  # noqa: S608
                last[table] = max(last[table], there)
        return last

    def keep_keys(self, last: Mapping[str, int], /) -> None:
        """Let no key up to these be given again."""
        with _in_our_words():
            self.driver.executemany("INSERT INTO last_key (table_name, last) VALUES (?, ?)", last.items())

    def commit(self) -> None:
        """Keep what was written."""
        self.database.patiently(self.driver, "COMMIT")

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file."""
        with _in_our_words():
            told = self.driver.execute("PRAGMA integrity_check").fetchall()
        return [said for (said,) in told if said != "ok"]

    def objects(self) -> set[str]:
        """What the file is made of."""
        found = set()
        with _in_our_words():
            for kind, name, of, sql in self.driver.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"):
                if name == "alembic_version" or sql is None or name.startswith("sqlite_"):
                    continue
                if kind == "table":
                    columns = sorted(row[1] for row in self._asked("table_info", name))
                    found.add(f"table {name}({','.join(columns)})")
                    for row in self._asked("foreign_key_list", name):
                        found.add(f"reference {name}({row[3]}) {row[2]}")
                elif kind == "index":
                    columns = [str(row[2]) for row in self._asked("index_info", name)]
                    found.add(f"index {name} {of}({','.join(columns)})")
                else:
                    found.add(f"{kind} {name}")
        return found

    def sight(self) -> Sight | None:
        """Whoever reads a file reads all of it."""
        return None

    def writes_all(self) -> bool:
        """Whoever writes a file writes all of it."""
        return True

    def rewriting(self) -> AbstractContextManager[bool]:
        """Whoever writes a file may."""
        return nullcontext(True)

    def strays(self) -> list[str]:
        """The rows that refer to what is not there."""
        with _in_our_words():
            told = self.driver.execute("PRAGMA foreign_key_check").fetchall()
        return [f"{table} {row}" for table, row, *_to in told]

    def _asked(self, pragma: str, of: str) -> list[Row]:
        # The name comes out of the file, which somebody may have changed: it is a parameter.
        return self.driver.execute(f"SELECT * FROM pragma_{pragma}(?)", (of,)).fetchall()  # noqa: S608


class _Step(SQLiteConnection):
    """A transaction inside another: it is `kept` or taken back by itself, and on the disk with the other."""

    kept = False

    def commit(self) -> None:
        """Keep what was written, if the transaction around it is."""
        self.kept = True


class SQLiteDatabase:
    """The file with the connections that are not in use; each transaction has one of its own.

    `waits` is told whom a writer waits for, `patience` is how long it does, in seconds.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.pragmas = dict(PRAGMAS)
        self.patience: float = LONGEST_WAIT
        self.waits: Waits | None = None
        self._unchanging = False
        self._idle: list[sqlite3.Connection] = []
        #: The transaction that others are steps of for the moment.
        self._around: sqlite3.Connection | None = None

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """One transaction around all inside, each a step of it: a disk takes as long for one commit as for many rows.

        Where the whole is not left well, nothing of it stays.
        """
        with self.transaction(writing=True) as connection:
            self._around = connection.driver
            try:
                yield
            finally:
                self._around = None
            connection.commit()

    @contextmanager
    def _step(self, around: sqlite3.Connection) -> Iterator[SQLiteConnection]:
        with _in_our_words():
            if not around.in_transaction:  # a full disk ends it
                raise sqlite3.OperationalError("the transaction was ended")
            around.execute("SAVEPOINT step")
        step = _Step(around, self)
        try:
            yield step
        finally:
            if around.in_transaction:
                with _in_our_words():
                    if not step.kept:
                        around.execute("ROLLBACK TO step")
                    around.execute("RELEASE step")

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[SQLiteConnection]:
        """A transaction; one for writing takes its place among the writers at once, not at its first change."""
        if self._around is not None:
            with self._step(self._around) as step:
                yield step
            return
        with _in_our_words():
            driver = self._idle.pop() if self._idle else self._connect()
        sound = False
        try:
            if writing:
                self.patiently(driver, "BEGIN IMMEDIATE")
            else:
                with _in_our_words():
                    driver.execute("BEGIN")
            yield SQLiteConnection(driver, self)
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

    def patiently(self, driver: sqlite3.Connection, statement: str) -> None:
        """Run what another's lock may hold up, and wait for it. Raises Refused when patience ends."""
        since, told = time.monotonic(), False
        while True:
            try:
                with _in_our_words():
                    driver.execute(statement)
                return
            except Refused as error:
                if "is locked" not in str(error):
                    raise
                if time.monotonic() - since >= self.patience:
                    raise
            if not told and self.waits:
                from partyday.store.holders import holder

                self.waits(holder(self.path))
                told = True

    def login(self) -> str | None:
        """Nobody: a file does not know who opens it."""
        return None

    def upon(self, driver: Any, /) -> SQLiteConnection:
        """The transaction that a connection of the driver is in already."""
        return SQLiteConnection(driver, self)

    def scrub(self) -> None:
        """Write the file anew, without its free pages, and empty the -wal file."""
        self.close()
        driver = self._connect()
        try:
            self.patiently(driver, "PRAGMA secure_delete = ON")
            self.patiently(driver, "VACUUM")
            with _in_our_words():
                busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if busy:
                raise Refused("the book is locked: old pages are still beside it")
        finally:
            driver.close()

    def carefully(self) -> bool:
        """Where nothing can be written beside the file (a full disk, no right to), read it in another way.

        SQLite keeps a list of what was written last in shared memory beside the file. Where nothing was, it is told
        that the file does not change; else it keeps that list to itself, and the file for itself, for the moment.
        """
        self.close()
        if self._unchanging or "locking_mode" in self.pragmas or not os.path.isfile(self.path):  # noqa: PTH113
            return False
        try:
            unwritten = os.path.getsize(f"{self.path}-wal")  # noqa: PTH202  # as text, as the driver takes it
        except OSError:
            unwritten = 0
        if unwritten:
            self.pragmas = {"locking_mode": "EXCLUSIVE", **self.pragmas}
        else:
            self._unchanging = True
        return True

    def close(self) -> None:
        """Let go of the file."""
        while self._idle:
            self._idle.pop().close()

    def _connect(self) -> sqlite3.Connection:
        # Transactions begin where the program says, not where the driver guesses.
        if self._unchanging:
            where = f"{Path(self.path).absolute().as_uri()}?immutable=1"
            driver = sqlite3.connect(where, uri=True, isolation_level=None, check_same_thread=False)
        else:
            driver = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        try:
            for name, value in self.pragmas.items():
                driver.execute(f"PRAGMA {name} = {value}")
        except BaseException:  # a damaged file makes SQLite ask for all memory too
            driver.close()
            raise
        return driver


def _quoted(name: str) -> str:
    return f'"{name}"'


def lay_out(path: str, uid: str) -> None:
    """Make the tables of an empty book in a new file, and the row with its name, in one step. Raises Refused."""
    tables = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
    with _in_our_words(), closing(sqlite3.connect(path, isolation_level=None)) as driver:
        for name, value in {**PRAGMAS, "journal_mode": "WAL"}.items():
            driver.execute(f"PRAGMA {name} = {value}")
        driver.executescript(f"BEGIN IMMEDIATE;\n{tables}")
        driver.execute("INSERT INTO book (id, uid) VALUES (1, ?)", (uid,))
        driver.execute("INSERT INTO chain (id, uid, entries) VALUES (1, ?, 0)", (uid,))
        driver.execute("COMMIT")


class _OurWords:
    """What the driver raises inside, as the store tells it. It stands around every statement, so it is no generator."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, sqlite3.IntegrityError):
            raise Broken(str(error)) from error
        if isinstance(error, sqlite3.Error):
            raise Refused(str(error)) from error


_OUR_WORDS = _OurWords()


def _in_our_words() -> _OurWords:
    return _OUR_WORDS


def _fetched(cursor: sqlite3.Cursor) -> Iterator[list[Row]]:
    """The rows of an answer, so many at a time."""
    while True:
        with _in_our_words():
            rows = cursor.fetchmany(_AT_A_TIME)
        if not rows:
            return
        yield rows


def _arguments(places: tuple[str | tuple[Any], ...], values: Mapping[str, Any]) -> list[Any]:
    """The parameters in their places: dates as ISO text, lists as JSON, constants as they are."""
    return [place[0] if isinstance(place, tuple) else _plain(values[place]) for place in places]


#: Dates of many rows are written by the driver.
sqlite3.register_adapter(date, date.isoformat)


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


#: How a boolean is kept → what it is.
_BOOLEANS = {None: None, 0: False, 1: True}


def _converted(rows: list[Row], letters: str) -> list[Row]:
    """The rows with their dates and booleans. Raises Refused where one is none: a damaged page.

    Column by column, and so many rows at a time: of a school's whole answer the columns would be turned at twice the
    price, far away from each other in memory.
    """
    dates: Callable[[Any], Any] = _Dates().__getitem__
    found: list[Row] = []
    try:
        for first in range(0, len(rows), _AT_A_TIME):
            columns: list[Iterable[Any]] = list(zip(*rows[first : first + _AT_A_TIME], strict=True))
            for place, letter in enumerate(letters):
                if letter != ".":
                    columns[place] = map(dates if letter == "d" else _BOOLEANS.__getitem__, columns[place])
            found += zip(*columns, strict=True)
    except (ValueError, TypeError, LookupError) as error:
        raise Refused(f"malformed: {error}") from error
    return found
