"""Books to test on: a temporary SQLite file, and a database of its own on a real PostgreSQL server."""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from commands import alone
from factories import empty_book
from partyday.store.book import Store
from postgres import Spare, database, server_url
from profiles import LONG

# The one that `--hypothesis-profile` names takes its place before the tests are read.
settings.load_profile("tests")


# While the tests are read nothing of them becomes garbage; afterwards they are no part of what is gone through for it.
gc.disable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is more of the same waits for `make long`."""
    if settings().max_examples < LONG:
        later = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=later)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def pytest_collection_finish() -> None:
    """What was read for the tests stays to their end."""
    gc.collect()
    gc.freeze()
    gc.enable()


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
def _spares() -> Iterator[Iterator[str]]:
    """The URLs of empty books on the server, one for each test that asks for the next."""
    with ExitStack() as opened:

        def empty() -> Iterator[str]:
            while True:
                spare = Spare(opened.enter_context(database()))
                opened.callback(spare.close)
                yield spare.url
                while spare.emptied():
                    yield spare.url

        yield empty()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The URL of an empty database on the PostgreSQL server the tests were given."""
    with database() as url:
        yield url


@pytest.fixture(scope="module")
def shared_postgres_url() -> Iterator[str]:
    """The same, for all tests of a module that leave it as they found it."""
    with database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def book(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty book, once on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_book")
        return
    server_url()
    store = Store(next(request.getfixturevalue("_spares")))
    yield store
    store.close()
