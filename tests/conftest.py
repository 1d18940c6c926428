"""Books to test on: a temporary SQLite file, and a database of its own on a real PostgreSQL server."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

import profiles  # noqa: F401  # hypothesis learns of the profiles there
from commands import alone
from factories import empty_book
from partyday.store.book import Store
from partyday.store.making import create

# The one that `--hypothesis-profile` names takes its place before the tests are read.
settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many lives of a branch are played (tests/services/test_life.py), or which one alone."""
    parser.addoption("--lives", type=int, help="lives played on SQLite")
    parser.addoption("--postgres-lives", type=int, help="lives played on PostgreSQL")
    parser.addoption("--life", default="", help="the one life that is played, by its number")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings of the machine it runs on."""
    alone(monkeypatch)


@pytest.fixture
def sqlite_book(tmp_path: Path) -> Iterator[Store]:
    """An empty book in a file; what is written to it does not wait for the disk."""
    store = empty_book(tmp_path / "book.partyday")
    yield store
    store.close()


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """`books("superior")` is one more empty book, in a file of that name; all are closed at the end."""
    with ExitStack() as opened:

        def empty(name: str) -> Store:
            store = empty_book(tmp_path / f"{name}.partyday")
            opened.callback(store.close)
            return store

        yield empty


@pytest.fixture(scope="session")
def _postgres_template() -> Iterator[str]:
    """The name of a database with an empty book: to copy it is much quicker than to migrate again."""
    with _postgres_database() as url:
        create(url).close()
        yield str(make_url(url).database)


@contextmanager
def _postgres_database(template: str = "template1") -> Iterator[str]:
    server = os.environ.get("PARTYDAY_TEST_POSTGRES")
    if not server:
        if os.environ.get("CI"):
            pytest.fail("continuous integration must test on PostgreSQL: run tests/with-postgres")
        pytest.skip("no PostgreSQL: run the tests with tests/with-postgres")
    name = f"test_{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The URL of an empty database on the PostgreSQL server the tests were given."""
    with _postgres_database() as url:
        yield url


@pytest.fixture(scope="module")
def shared_postgres_url() -> Iterator[str]:
    """The same, for all tests of a module that leave it as they found it."""
    with _postgres_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def book(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty book, once on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_book")
        return
    with _postgres_database(request.getfixturevalue("_postgres_template")) as url:
        store = Store(url)
        yield store
        store.close()
