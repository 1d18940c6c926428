"""Books to test on: a temporary SQLite file, and a database of its own on a real PostgreSQL server."""

import os
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from partyday.store.book import Act, Store
from partyday.store.schema import create

TODAY = date(2026, 3, 6)


def act(today: date = TODAY, *, command: str = "test", by: str = "李华") -> Act:
    """Who does something in a test, and as of when."""
    return Act(command=command, by=by, today=today)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the settings of the machine it runs on."""
    for name in list(os.environ):
        if name.startswith("PARTYDAY_") and name != "PARTYDAY_TEST_POSTGRES":
            monkeypatch.delenv(name)
    monkeypatch.setenv("PARTYDAY_CONFIG", str(tmp_path / "no-config.toml"))
    monkeypatch.setenv("PARTYDAY_LANG", "en")


@pytest.fixture
def sqlite_book(tmp_path: Path) -> Iterator[Store]:
    """An empty book in a file."""
    store = create(str(tmp_path / "book.partyday"))
    yield store
    store.close()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The URL of an empty database on the PostgreSQL server the tests were given."""
    server = os.environ.get("PARTYDAY_TEST_POSTGRES")
    if not server:
        if os.environ.get("CI"):
            pytest.fail("continuous integration must test on PostgreSQL: run tests/with-postgres")
        pytest.skip("no PostgreSQL: run the tests with tests/with-postgres")
    name = f"test_{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def book(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty book, once on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_book")
        return
    store = create(request.getfixturevalue("postgres_url"))
    yield store
    store.close()
