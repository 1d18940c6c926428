"""Books to test on: a temporary SQLite file, and a database of its own on a real PostgreSQL server."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

import profiles  # noqa: F401  # hypothesis learns of the profiles there
from factories import unhurried
from partyday.store.book import Store
from partyday.store.schema import create

# The one that `--hypothesis-profile` names takes its place before the tests are read.
settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many lives of a branch are played (tests/services/test_life.py), or which one alone."""
    parser.addoption("--lives", type=int, help="lives played on SQLite")
    parser.addoption("--postgres-lives", type=int, help="lives played on PostgreSQL")
    parser.addoption("--life", default="", help="the one life that is played, by its number")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the settings of the machine it runs on."""
    for name in list(os.environ):
        if name.startswith("PARTYDAY_") and name != "PARTYDAY_TEST_POSTGRES":
            monkeypatch.delenv(name)
    monkeypatch.setenv("PARTYDAY_CONFIG", os.devnull)
    monkeypatch.setenv("PARTYDAY_LANG", "en")


@pytest.fixture(scope="session")
def _new_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("new") / "book.partyday"
    create(str(path)).close()
    return path


@pytest.fixture
def sqlite_book(tmp_path: Path, _new_book: Path) -> Iterator[Store]:
    """An empty book in a file; what is written in the test itself does not wait for the disk."""
    path = tmp_path / "book.partyday"
    shutil.copyfile(_new_book, path)
    store = unhurried(Store(str(path)))
    yield store
    store.close()


@contextmanager
def _postgres_database() -> Iterator[str]:
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
    store = create(request.getfixturevalue("postgres_url"))
    yield store
    store.close()
