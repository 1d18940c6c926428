"""A book on a PostgreSQL server: the statements as psycopg runs them. It imports no other part of the store."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import psycopg
from psycopg import IsolationLevel

from partyday.errors import Again
from partyday.store.compiled import POSTGRESQL, TABLES
from partyday.store.connection import (
    LONGEST_WAIT,
    Broken,
    Columns,
    NoTable,
    NotAllowed,
    Refused,
    Row,
    Sight,
    Waits,
    Whole,
)

#: So many rows of a stream are fetched together.
_AT_A_TIME = 2000

#: After so many milliseconds the server says that a row is locked; then the program waits on, and says so.
_SAYS_AFTER = 1000

#: The statement of the rows that writers pass.
_GATE = "GATES"

#: The statements that write the one row with a key. Where a policy keeps it from a login, a server says nothing.
_OF_ONE_ROW = frozenset(f"{verb}_{table.upper()}" for table in TABLES for verb in ("UPDATE", "DELETE"))

#: How a column is read as a file keeps it, by its letter.
_AS_IN_A_FILE = {"d": "::text", "b": "::int"}

_Driver = psycopg.Connection[Row]

#: Whether policies hold for this login: not for the owner of the book, nor where there are none.
_BY_POLICIES = b"SELECT to_regclass('access') IS NOT NULL AND row_security_active('branch')"

#: Whether many share the book, and whether it is this login's own.
_GUARDED = b"""
SELECT to_regclass('access') IS NOT NULL, pg_has_role(session_user, relowner, 'USAGE')
FROM pg_class WHERE oid = 'log_entry'::regclass
"""

#: A school that is a partition of a province has its key in every table, the same in each row (docs/scale.md).
_OBJECTS = b"""
SELECT 'table ' || table_name || '(' || string_agg(column_name, ',' ORDER BY column_name COLLATE "C") || ')'
FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'alembic_version'
AND column_name <> 'top_id' GROUP BY table_name
UNION ALL
SELECT 'reference ' || f.relname || '(' || string_agg(a.attname, ',') || ') ' || t.relname
FROM pg_constraint c JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = ANY (c.conkey)
WHERE c.contype = 'f' AND f.relnamespace = current_schema()::regnamespace GROUP BY c.oid, f.relname, t.relname
UNION ALL
SELECT 'index ' || i.relname || ' ' || t.relname || '(' || string_agg(a.attname, ',' ORDER BY k.place) || ')'
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
CROSS JOIN unnest(x.indkey) WITH ORDINALITY AS k (number, place)
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
WHERE t.relnamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u'))
GROUP BY i.relname, t.relname
UNION ALL
SELECT 'trigger ' || g.tgname FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
WHERE t.relnamespace = current_schema()::regnamespace AND NOT g.tgisinternal
UNION ALL
SELECT 'rule ' || rulename FROM pg_rules WHERE schemaname = current_schema()
UNION ALL
SELECT 'policy ' || tablename || ' ' || policyname FROM pg_policies WHERE schemaname = current_schema()
UNION ALL
SELECT 'rights ' || relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity AND relname <> 'alembic_version'
"""


class PostgreSQLConnection:
    """One transaction on the server."""

    def __init__(self, driver: _Driver, database: "PostgreSQLDatabase") -> None:
        self.driver = driver
        self.database = database

    def run(self, name: str, /, **values: Any) -> list[Row]:
        """Run a statement and fetch all its rows."""
        text, places, columns, _letters = POSTGRESQL[name]
        if name == _GATE:
            return self.database.at_gate(self.driver, text, _arguments(places, values))
        with _in_our_words():
            cursor = self.driver.execute(text.encode(), _arguments(places, values))
            if name in _OF_ONE_ROW and cursor.rowcount != 1:
                raise NotAllowed(f"{name} found no row")
            return cursor.fetchall() if columns else []

    def run_many(self, name: str, columns: Columns, /) -> None:
        """Run a statement that inserts, once for every row of these columns."""
        text, places, _columns, _letters = POSTGRESQL[name]
        rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
        with _in_our_words(), self.driver.cursor() as cursor:
            cursor.executemany(text.encode(), (_arguments(places, values) for values in rows))

    @contextmanager
    def together(self) -> Iterator[None]:
        """What runs inside gives no rows, and is sent in one go: one round trip, however many statements."""
        with _in_our_words(), self.driver.pipeline():
            yield

    def stream(self, name: str, /, **values: Any) -> Iterator[Row]:
        """Run a statement and fetch its rows as they are asked for."""
        text, places, _columns, _letters = POSTGRESQL[name]
        with self.driver.cursor(name=f"partyday_{name.lower()}") as cursor:
            with _in_our_words():
                cursor.execute(text.encode(), _arguments(places, values))
            yield from _fetched(cursor)

    def count(self, table: Whole, /) -> int:
        """How many rows a table has."""
        with _in_our_words():
            [(count,)] = self.driver.execute(f"SELECT count(*) FROM {table.name}".encode()).fetchall()  # noqa: S608
        return int(count)

    def rows_of(self, table: Whole, /) -> Iterator[Row]:
        """Every row of a table in order of its key; texts in the order of their bytes, as in a file."""
        kinds = dict(zip(table.columns, table.letters, strict=True))
        columns = ", ".join(f'"{name}"{_AS_IN_A_FILE.get(letter, "")}' for name, letter in kinds.items())
        key = ", ".join(f'"{name}" COLLATE "C"' if kinds[name] == "t" else f'"{name}"' for name in table.key)
        with self.driver.cursor(name=f"partyday_{table.name}") as cursor:
            with _in_our_words():
                cursor.execute(f"SELECT {columns} FROM {table.name} ORDER BY {key}".encode())  # noqa: S608
            yield from _fetched(cursor)

    def fill(self, table: Whole, rows: Iterable[Row], /) -> None:
        """New rows of a table, as one statement: what they refer to is looked for at its end."""
        columns = ", ".join(f'"{name}"' for name in table.columns)
        with (
            _in_our_words(),
            self.driver.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN".encode()) as sink,
        ):
            for row in rows:
                sink.write_row(row)

    def last_keys(self) -> dict[str, int]:
        """Table → the last key that was given in it, as its sequence says."""
        last = {}
        with _in_our_words():
            for (table,) in self.driver.execute("SELECT table_name FROM last_key ORDER BY table_name").fetchall():
                told = (  # a row may have a key that was given by hand
                    "SELECT greatest(CASE WHEN is_called THEN last_value ELSE last_value - 1 END,"  # noqa: S608
                    f" (SELECT max(id) FROM {table})) FROM {table}_id_seq"
                )
                [(last[table],)] = self.driver.execute(told.encode()).fetchall()
        return last

    def keep_keys(self, last: Mapping[str, int], /) -> None:
        """Let no key up to these be given again."""
        with _in_our_words(), self.driver.cursor() as cursor:
            cursor.executemany("INSERT INTO last_key (table_name, last) VALUES (%s, %s)", last.items())
            cursor.executemany(
                "SELECT setval(%s, %s, false)", [(f"{table}_id_seq", key + 1) for table, key in last.items()]
            )

    def commit(self) -> None:
        """Keep what was written."""
        with _in_our_words():
            self.driver.commit()

    def damage(self) -> list[str]:
        """Nothing: a server keeps watch over its own files."""
        return []

    def objects(self) -> set[str]:
        """What the schema of the book is made of."""
        with _in_our_words():
            return {told for (told,) in self.driver.execute(_OBJECTS).fetchall()}

    def sight(self) -> Sight | None:
        """What the policies let this login see, where that is not all of the book."""
        with _in_our_words():
            if not self.driver.execute(_BY_POLICIES).fetchall()[0][0] or self._keys("partyday_whole(false)") == {True}:
                return None
            asked = ("partyday_chains(false)", "partyday_readable()", "partyday_kept()", "partyday_days(false)")
            chains, branches, members, days = map(self._keys, asked)
            past = self.driver.execute(b"SELECT true FROM chain WHERE began > 0 LIMIT 1").fetchall()
        return Sight(chains, branches, members, days, bool(past))

    def writes_all(self) -> bool:
        """Whether the policies let this login write all of the book."""
        with _in_our_words():
            is_held = self.driver.execute(_BY_POLICIES).fetchall()[0][0]
            return not is_held or self._keys("partyday_whole(true)") == {True}

    def _keys(self, function: str) -> frozenset[int]:
        return frozenset(key for (key,) in self.driver.execute(f"SELECT {function}".encode()).fetchall())

    @contextmanager
    def rewriting(self) -> Iterator[bool]:
        """The owner lets the log be changed, for this transaction alone: its triggers are back before it ends."""
        with _in_our_words():
            [(guarded, owns)] = self.driver.execute(_GUARDED).fetchall()
        if not (guarded and owns):
            yield not guarded
            return
        self._guards("DISABLE")
        yield True
        self._guards("ENABLE")

    def _guards(self, state: str) -> None:
        """Switch the triggers that keep the rows of the log as they are."""
        with _in_our_words():
            for table in ("log_entry", "log_change"):
                self.driver.execute(f"ALTER TABLE {table} {state} TRIGGER {table}_stays".encode())

    def strays(self) -> list[str]:
        """Nothing: a server refuses them, unless a reference is gone, which `objects` tells."""
        return []


class PostgreSQLDatabase:
    """The server with the connections that are not in use; each transaction has one of its own.

    `waits` is told whom a writer waits for, `patience` is how long it does, in seconds.
    """

    def __init__(self, where: Mapping[str, Any]) -> None:
        options = f"{where.get('options', '')} -c lock_timeout={_SAYS_AFTER}".lstrip()
        self.where = {"application_name": "partyday", **where, "options": options}
        self.patience: float = LONGEST_WAIT
        self.waits: Waits | None = None
        self._idle: list[_Driver] = []

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[PostgreSQLConnection]:
        """A transaction; a reader's sees one state of the book, writers queue at the row of the book."""
        with _in_our_words():
            driver = self._idle.pop() if self._idle else psycopg.connect(**self.where)
            driver.isolation_level = None if writing else IsolationLevel.REPEATABLE_READ
        try:
            yield PostgreSQLConnection(driver, self)
        finally:
            try:
                driver.rollback()
                self._idle.append(driver)
            except psycopg.Error:
                driver.close()  # what went wrong before is told; the connection is not used again

    def at_once(self) -> AbstractContextManager[None]:
        """Each transaction by itself: one around several would hold the gates of many branches meanwhile."""
        return nullcontext()

    def at_gate(self, driver: _Driver, gate: str, values: Mapping[str, Any]) -> list[Row]:
        """Wait until the rows that a writer passes are free, and take them. Raises Refused when patience ends.

        It is the first statement of a transaction for writing, so that it can be begun anew.
        """
        since, told = time.monotonic(), False
        while True:
            try:
                with _in_our_words():
                    return driver.execute(gate.encode(), values).fetchall()
            except Refused as error:
                if not isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                    raise
                driver.rollback()
                if time.monotonic() - since >= self.patience:
                    raise Refused("the book is locked") from error
            if not told and self.waits:
                self.waits(_holder(driver))
                told = True

    def login(self) -> str | None:
        """Who the server knows is connected."""
        if not self._idle:
            with self.transaction(writing=False):
                pass
        return self._idle[-1].info.user

    def upon(self, driver: Any, /) -> PostgreSQLConnection:
        """The transaction that a connection of the driver is in already."""
        return PostgreSQLConnection(driver, self)

    def scrub(self) -> None:
        """Write the book's tables anew, without the rows that are gone; the server's own are left to its keeper."""
        with _in_our_words(), psycopg.connect(**self.where, autocommit=True) as driver:
            driver.execute(f"VACUUM FULL {', '.join([*TABLES, 'log_entry', 'log_change'])}")

    def carefully(self) -> bool:
        """There is one way to read a server."""
        return False

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
    except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure) as error:
        raise Again from error
    # A server says what is wrong in its own language: what the program goes by is the kind of the error.
    except psycopg.errors.InsufficientPrivilege as error:
        raise NotAllowed(str(error)) from error
    except psycopg.errors.UndefinedTable as error:
        raise NoTable(str(error)) from error
    except psycopg.errors.ReadOnlySqlTransaction as error:
        raise Refused(f"replica: {error}") from error
    except psycopg.Error as error:
        raise Refused(str(error)) from error


def _fetched(cursor: psycopg.ServerCursor[Row]) -> Iterator[Row]:
    """The rows of an answer, fetched so many at a time."""
    while True:
        with _in_our_words():
            rows = cursor.fetchmany(_AT_A_TIME)
        if not rows:
            return
        yield from rows


def _arguments(places: tuple[str | tuple[Any], ...], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters by name; lists as the driver takes them."""
    return {name: _plain(values[name]) for name in places if isinstance(name, str)}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, Collection) and not isinstance(value, str) else value


def _holder(driver: _Driver) -> str:
    """Who holds the row of the book, as a sentence can name them."""
    found = driver.execute(_WRITING).fetchall()
    driver.rollback()
    return ", ".join(f"{user} ({program})" if program else user for user, program in found) or "?"


_WRITING = b"""
SELECT DISTINCT a.usename, a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.relation = 'chain'::regclass AND l.mode IN ('RowExclusiveLock', 'RowShareLock', 'AccessExclusiveLock',
'ExclusiveLock') AND l.granted AND l.pid <> pg_backend_pid()
"""
