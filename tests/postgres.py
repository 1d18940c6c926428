"""Databases of the tests' own on the PostgreSQL server that they were given."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from partyday.store.making import create


def server_url() -> str:
    """The URL of the server; without one the test is skipped, but not in continuous integration."""
    server = os.environ.get("PARTYDAY_TEST_POSTGRES")
    if not server:
        if os.environ.get("CI"):
            pytest.fail("continuous integration must test on PostgreSQL: run tests/with-postgres")
        pytest.skip("no PostgreSQL: run the tests with tests/with-postgres")
    return server


@contextmanager
def database() -> Iterator[str]:
    """The URL of an empty database, which is gone afterwards."""
    server = server_url()
    name = sql.Identifier(f"test_{uuid.uuid4().hex}")
    with _driver(server) as driver:
        driver.execute(sql.SQL("CREATE DATABASE {}").format(name))
    yield make_url(server).set(database=name.as_string()[1:-1]).render_as_string(hide_password=False)
    with _driver(server) as driver:
        driver.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _driver(url: str) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(url.replace("postgresql+psycopg:", "postgresql:", 1), autocommit=True)


#: Everything a book is made of but its rows.
_SHAPE = """
SELECT string_agg(said, ' ' ORDER BY said) FROM (
    SELECT concat('table ', oid, relname, relrowsecurity, relforcerowsecurity, relacl)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat('column ', attrelid, attname, atttypid, atttypmod, attnotnull, attacl) FROM pg_attribute
    WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    UNION ALL SELECT concat('constraint ', oid, convalidated) FROM pg_constraint
    UNION ALL SELECT concat('trigger ', oid, tgenabled) FROM pg_trigger
    UNION ALL SELECT concat('policy ', oid) FROM pg_policy
    UNION ALL SELECT concat('function ', oid, proacl) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT concat('schema ', nspname, nspacl) FROM pg_namespace WHERE nspname !~ '^pg_'
    UNION ALL SELECT concat('setting ', setconfig) FROM pg_db_role_setting
) AS seen (said)
"""
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"
_SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
#: A statement that makes a sequence go on from where it is.
_GOES_ON = "SELECT format('SELECT setval(%L, %s, %L)', '{0}', last_value, is_called) FROM {0}"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


class Spare:
    """A database with an empty book for one test after another: to empty it takes milliseconds, to make one a second.

    A test that alters more than rows has it to the end: the next one gets another.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        create(url).close()
        #: One connection for all that is asked of it: a new one has to learn of every table again.
        self._driver = driver = _driver(url)
        self._shape = driver.execute(_SHAPE).fetchall()
        self._tables = [name for (name,) in driver.execute(_TABLES)]
        self._rows = {name: driver.execute(f'SELECT * FROM "{name}"').fetchall() for name in self._tables}  # noqa: S608
        sequences = [name for (name,) in driver.execute(_SEQUENCES)]
        self._sequences = "; ".join(driver.execute(_GOES_ON.format(name)).fetchall()[0][0] for name in sequences)
        [(self._uid,)] = driver.execute("SELECT uid FROM book").fetchall()

    def close(self) -> None:
        """Let go of the database, before it goes."""
        self._driver.close()

    def emptied(self) -> bool:
        """Make it an empty book again, with a name of its own; False where it is no longer what it was."""
        driver = self._driver
        try:
            driver.execute(_OTHERS, [driver.info.backend_pid])
            if driver.execute(_SHAPE).fetchall() != self._shape:
                return False
        except psycopg.OperationalError:  # the test ended every connection, ours too
            return False
        uid = uuid.uuid4().hex
        with driver.transaction():
            driver.execute("SET LOCAL session_replication_role = replica")
            driver.execute("; ".join(f'DELETE FROM "{name}"' for name in self._tables))  # noqa: S608
            driver.execute(self._sequences)
            for name, rows in self._rows.items():
                for row in rows:
                    places = ", ".join(["%s"] * len(row))
                    driver.execute(
                        f'INSERT INTO "{name}" VALUES ({places})',  # noqa: S608
                        [uid if value == self._uid else value for value in row],
                    )
        return True
